"""The data package: valid, complete, loaded back equal, and written whole or not at all."""

import errno
import hashlib
import json
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_report import NAMES, RAW, handmade

import tvict
from tvict.errors import LoadError, SaveError
from tvict.publishing import staging
from tvict.publishing.package import csv_text
from tvict.tables import TABLES, frame


@pytest.fixture(scope="module", params=NAMES)
def saved(request, tmp_path_factory):
    report = tvict.read(RAW / f"{request.param}.txt")
    folder = tmp_path_factory.mktemp("saved") / request.param
    report.save(folder)
    return report, folder


def test_tables_come_back_equal(saved):
    report, folder = saved
    loaded = tvict.load(folder).tables
    assert list(loaded) == list(TABLES)
    for name, table in report.tables.items():
        pd.testing.assert_frame_equal(loaded[name], table)


def test_odd_cells_come_back_equal(tmp_path):
    words = '5 "xã", phường;\r\nthị\rtrấn NA null  '
    report = handmade(words, (words, "level"), name="NA")
    report.save(tmp_path / "odd")
    pd.testing.assert_frame_equal(tvict.load(tmp_path / "odd").figures, report.figures)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A package of a report without figures, in which one table is written anew."""
    folder = tmp_path_factory.mktemp("kept")
    handmade("").save(folder, only_tables=True)
    return folder


@settings(max_examples=30, deadline=None)
@given(
    texts=st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), max_size=4)
)
def test_any_text_comes_back_equal(kept, texts):
    rows = [{"figure_id": i, "start": 0, "end": 1, "text": text} for i, text in enumerate(texts)]
    table = frame("lists", rows, report="r")
    (kept / "lists.csv").write_bytes(csv_text("lists", table).encode("utf-8-sig"))
    pd.testing.assert_frame_equal(tvict.load(kept).lists, table)


def test_empty_tables_come_back_equal(tmp_path):
    report = tvict.parse("")
    report.save(tmp_path / "empty")
    for name, table in tvict.load(tmp_path / "empty").tables.items():
        pd.testing.assert_frame_equal(table, report.tables[name])


def test_numbers_are_written_in_full():
    values = [577.0, 1.062e12, 80.71, -13.24, 0.1 + 0.2, 1e300]
    rows = [{"value": v, "basis": "stated", "estimate": False, "bound": "exact", "figure_ids": "1"} for v in values]
    table = frame("history", rows, report="r")
    cells = [line.split(",")[6] for line in csv_text("history", table).splitlines()[1:]]
    assert cells == ["577", "1062000000000", "80.71", "-13.24", "0.30000000000000004", "1e+300"]
    assert [float(cell) for cell in cells] == values


def test_every_digit_of_a_float_comes_back(tmp_path):
    values = [0.1 + 0.2, 1 / 3, 2 / 3 * 1e9, 1062e9 / 1.05, 87.59797141539879, 1e300, 5e-324]
    report = handmade("Có 5 xã.", ("5 xã", "level"))
    report.save(tmp_path / "out")
    rows = [{"value": v, "basis": "derived", "estimate": False, "bound": "exact", "figure_ids": "1"} for v in values]
    (tmp_path / "out" / "history.csv").write_text(csv_text("history", frame("history", rows, report="r")), "utf-8-sig")
    assert tvict.load(tmp_path / "out").history["value"].tolist() == values


def test_files_are_what_spreadsheets_and_diffs_want(saved):
    report, folder = saved
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [
            *(f"{name}.csv" for name in TABLES),
            "README.md",
            "datapackage.json",
            f"{report.name}.phieu-kiem-tra.docx",
            "text.txt",
            f"{report.name}.html",
            f"{report.name}.xlsx",
        ]
    )
    for name in TABLES:
        content = (folder / f"{name}.csv").read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        assert content.endswith(b"\n")
    assert b"\r" not in b"".join(
        path.read_bytes() for path in folder.iterdir() if path.suffix not in (".xlsx", ".docx")
    )


def test_frictionless_finds_nothing_wrong(saved):
    from frictionless import validate

    _, folder = saved
    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["type", "title", "note"])
    assert report.stats["tasks"] == len(TABLES)


def test_manifest_describes_every_column(saved):
    report, folder = saved
    manifest = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert manifest["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert manifest["tvict"]["version"] == tvict.__version__
    assert len(manifest["tvict"]["lexicon"]) == 12
    assert manifest["licenses"][0]["name"] == report.metadata.licence
    for resource in manifest["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        columns = TABLES[resource["name"]].columns
        described = [(f["name"], f["description"], f.get("sdmxConcept")) for f in resource["schema"]["fields"]]
        assert described == [(column.name, column.description, column.concept) for column in columns]


def test_readme_names_every_file_and_the_terms(saved):
    report, folder = saved
    readme = (folder / "README.md").read_text("utf-8")
    for name, table in report.tables.items():
        assert f"| `{name}.csv` | {len(table)} |" in readme
    assert report.metadata.licence in readme
    assert report.metadata.source in readme
    assert ("invented" in readme) == report.metadata.invented


def test_lexicon_version_follows_the_words(tmp_path, monkeypatch):
    from tvict import report as module

    def version(content: str) -> str:
        (tmp_path / "lexicon").mkdir(exist_ok=True)
        (tmp_path / "lexicon" / "scales.toml").write_text(content, "utf-8")
        monkeypatch.setattr(module.resources, "files", lambda _: tmp_path)
        return module.lexicon_version.__wrapped__()

    assert version("a = 1") == version("a = 1") != version("a = 2")


class TestWholeOrNotAtAll:
    @pytest.fixture
    def report(self):
        return handmade("Có 5 xã.", ("5 xã", "level"))

    @pytest.fixture
    def folder(self, tmp_path, report):
        report.save(tmp_path / "out")
        return tmp_path / "out"

    @staticmethod
    def content(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    @pytest.mark.parametrize(
        ("failure", "said"),
        [
            (OSError(errno.ENOSPC, "No space left on device"), "the disk is full, free some space"),
            (PermissionError(errno.EACCES, "Permission denied"), "close the files if a program has them open"),
        ],
    )
    def test_a_failure_half_way_leaves_the_old_files(self, folder, monkeypatch, failure, said):
        before = self.content(folder)
        writes = []
        write = Path.write_bytes

        def failing(path, content):
            writes.append(path)
            if len(writes) == 3:
                raise failure
            return write(path, content)

        monkeypatch.setattr(Path, "write_bytes", failing)
        with pytest.raises(SaveError, match=said) as refused:
            handmade("Có 6 xã.", ("6 xã", "level")).save(folder)
        assert "\n" not in str(refused.value)
        assert "unchanged" in str(refused.value)
        assert self.content(folder) == before
        assert [path.name for path in folder.parent.iterdir()] == ["out"]

    def test_an_interruption_leaves_the_old_files(self, folder, monkeypatch):
        before = self.content(folder)
        monkeypatch.setattr("tvict.report.write_package", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            handmade("Có 6 xã.", ("6 xã", "level")).save(folder)
        assert self.content(folder) == before
        assert [path.name for path in folder.parent.iterdir()] == ["out"]

    def test_a_swap_that_fails_is_undone(self, folder, monkeypatch):
        before = self.content(folder)
        rename = Path.rename

        def failing(path, target):
            if ".new-" in path.name:
                raise PermissionError(errno.EACCES, "Permission denied")
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", failing)
        monkeypatch.setattr(staging, "_exchange", lambda *_: False)
        with pytest.raises(SaveError):
            handmade("Có 6 xã.", ("6 xã", "level")).save(folder)
        assert self.content(folder) == before

    def test_a_swap_that_was_cut_off_is_mended(self, folder, report):
        before = self.content(folder)
        folder.rename(staging._former(folder))
        report.save(folder)
        assert self.content(folder) == before
        assert [path.name for path in folder.parent.iterdir()] == ["out"]

    def test_stale_tables_go_and_files_of_others_stay(self, folder, report):
        manifest = json.loads((folder / "datapackage.json").read_text("utf-8"))
        digest = "sha256:" + hashlib.sha256(b"x").hexdigest()
        manifest["resources"] += [{"name": name, "path": f"{name}.csv", "hash": digest} for name in ("gone", "edited")]
        (folder / "datapackage.json").write_text(json.dumps(manifest), "utf-8")
        for name in ("gone.csv", "remarks.txt"):
            (folder / name).write_text("x", "utf-8")
        (folder / "edited.csv").write_text("x, and what a person wrote", "utf-8")
        (folder / "mine").mkdir()
        (folder / "mine" / "note.txt").write_text("y", "utf-8")
        report.save(folder)
        assert not (folder / "gone.csv").exists()
        assert (folder / "edited.csv").read_text("utf-8") == "x, and what a person wrote"
        assert (folder / "remarks.txt").read_text("utf-8") == "x"
        assert (folder / "mine" / "note.txt").read_text("utf-8") == "y"

    def test_a_folder_of_others_is_added_to_and_nothing_overwritten(self, tmp_path, report):
        (tmp_path / "notes.txt").write_text("x", "utf-8")
        report.save(tmp_path)
        assert (tmp_path / "notes.txt").exists()
        assert len(tvict.load(tmp_path).figures) == 1

        other = tmp_path / "other"
        other.mkdir()
        (other / "figures.csv").write_text("mine", "utf-8")
        with pytest.raises(SaveError, match=r"figures\.csv"):
            report.save(other)
        assert self.content(other) == {"figures.csv": b"mine"}

    def test_a_file_in_the_place_of_the_folder_is_refused(self, tmp_path, report):
        (tmp_path / "out").write_text("x", "utf-8")
        with pytest.raises(SaveError, match="is a file: give the name of a folder"):
            report.save(tmp_path / "out")

    @pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root writes anywhere")
    def test_a_folder_without_permission_is_refused(self, tmp_path, report):
        (tmp_path / "closed").mkdir(mode=0o500)
        with pytest.raises(SaveError, match="permission denied"):
            report.save(tmp_path / "closed" / "out")


class TestLoadRefuses:
    def test_a_folder_that_is_none_of_ours(self, tmp_path):
        with pytest.raises(LoadError, match=r"holds no datapackage\.json: give a folder"):
            tvict.load(tmp_path)

    def test_a_table_that_is_missing_or_other(self, tmp_path):
        report = handmade("Có 5 xã.", ("5 xã", "level"))
        report.save(tmp_path / "out")
        (tmp_path / "out" / "lists.csv").write_text("a,b\n1,2\n", "utf-8")
        with pytest.raises(LoadError, match="does not hold the tables of this version"):
            tvict.load(tmp_path / "out")
        (tmp_path / "out" / "lists.csv").unlink()
        with pytest.raises(LoadError, match="is missing: save the report again"):
            tvict.load(tmp_path / "out")
