"""The project's own files: pins without addresses, raw files untouched, one way to run everything."""

import ast
import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINS = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
MOST_LINES = 40  # of a function of the reader


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name).group()).lower()


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if name]


def test_constraints_are_names_and_versions_alone():
    for pin in PINS:
        assert re.fullmatch(r"[a-z0-9._-]+==[\w.+]+( ; .+)?", pin), pin
        assert "://" not in pin
    assert "certifi" not in {canonical(pin) for pin in PINS}, "certificates must stay free to be renewed"


def test_every_dependency_is_pinned_and_has_a_floor():
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = [*PROJECT["project"]["dependencies"], *(name for extra in extras for name in extra)]
    assert all(">=" in name for name in wanted)
    assert {canonical(name) for name in wanted} <= {canonical(pin) for pin in PINS}


def test_make_says_what_it_does_before_it_is_long_silent():
    asked = ["make", "--no-print-directory", "-n", "-W", "pyproject.toml", "build"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    first, install, *_ = done.stdout.splitlines()
    assert first.startswith("echo")
    assert ".venv" in first
    assert "phút" in first
    assert "minutes" in first
    assert "echo" not in install


def test_no_lock_file_is_committed():
    assert not {Path(name).name for name in tracked()} & {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock"}


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "raw").glob("*.txt")), ids=lambda path: path.stem)
def test_raw_files_are_what_their_metadata_say(path):
    metadata = tomllib.loads(path.with_suffix(".toml").read_text("utf-8"))
    assert metadata["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert {"title", "issuer", "year", "source", "licence"} <= set(metadata)


def test_what_commands_write_in_a_clone_is_no_part_of_it():
    made = ["so-sanh.html", "so-sanh.xlsx", "travinh-2022.ky-sau.xlsx", "data/processed/travinh-2022.zip"]
    done = subprocess.run(["git", "check-ignore", *made], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.split() == made


def test_git_leaves_raw_files_alone():
    asked = ["git", "check-attr", "text", "data/raw/travinh-2022.txt"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("text: unset")


def test_types_hold():
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_integration_runs_what_people_run():
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert script.rstrip().endswith("make test")
    assert script.index("apt-get update") < script.index("apt-get install")
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_types_are_for_users_too():
    assert "py.typed" in PROJECT["tool"]["setuptools"]["package-data"]["tvict"]
    assert PROJECT["tool"]["mypy"]["strict"]


def test_public_modules_say_what_goes_in_and_out():
    for path in (ROOT / "tvict").rglob("*.py"):
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), path


def test_functions_of_the_reader_fit_on_a_screen():
    long = {
        f"{path.name}: {node.name}"
        for path in (ROOT / "tvict" / "reading").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= MOST_LINES
    }
    assert long == set()
