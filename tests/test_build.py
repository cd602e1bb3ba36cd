"""What is committed in data/processed is what a fresh build gives, byte for byte."""

from pathlib import Path

import pytest

from tvict.cli import main
from tvict.documents.files import SUFFIXES

ROOT = Path(__file__).parents[1]
PROCESSED = ROOT / "data" / "processed"
COMPARED = {".csv", ".json", ".html", ".md"}
"""Kinds of file that are equal in every environment."""


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in COMPARED
    }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory):
    folder = tmp_path_factory.mktemp("build")
    assert main(["build", "--raw", str(ROOT / "data" / "raw"), "--out", str(folder)]) == 0
    return files(folder)


def test_a_fresh_build_equals_what_is_committed(fresh):
    committed = files(PROCESSED)
    assert list(fresh) == list(committed)
    assert not [name for name in fresh if fresh[name] != committed[name]], "run `make` and commit data/processed"


def test_every_report_is_built(fresh):
    reports = {path.stem for path in (ROOT / "data" / "raw").iterdir() if path.suffix in SUFFIXES}
    assert {name.split("/")[0] for name in fresh} == {*reports, "index.html"}


def test_two_builds_are_the_same(fresh, tmp_path):
    assert main(["build", "--raw", str(ROOT / "data" / "raw"), "--out", str(tmp_path)]) == 0
    assert files(tmp_path) == fresh
