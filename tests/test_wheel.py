"""A wheel, built and installed elsewhere, carries its data files and reads the report."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import tvict

ROOT = Path(__file__).parents[1]
DATA = {".toml", ".csv", ".html", ".css", ".js", ".j2", ".typed"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build from what git would commit, without network: the build tool is the environment's own."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    tracked = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "tvict", "pyproject.toml"]
    for name in subprocess.run(tracked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0"):
        if name and (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    for name in ("README.md", "LICENSE"):
        (source / name).write_bytes((ROOT / name).read_bytes())
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    build = ["wheel", "--no-build-isolation", "--no-deps", "--no-index", "-w", str(folder), str(source)]
    subprocess.run([*pip, *build], check=True, capture_output=True, cwd=folder)
    (built,) = folder.glob("*.whl")
    return built


def test_carries_every_data_file(wheel):
    inside = set(zipfile.ZipFile(wheel).namelist())
    wanted = {p.relative_to(ROOT).as_posix() for p in (ROOT / "tvict").rglob("*") if p.suffix in DATA}
    wanted |= {p.relative_to(ROOT).as_posix() for p in (ROOT / "tvict").rglob("*.py")}
    assert {"tvict/tables.toml", "tvict/labels.toml", "tvict/py.typed"} <= wanted
    assert wanted <= inside
    assert any(name.endswith("licenses/LICENSE") for name in inside)
    assert not any(name.startswith(("tests/", "data/")) for name in inside)


def test_reads_the_report_elsewhere(wheel, tmp_path):
    target = tmp_path / "installed"
    install = ["-m", "pip", "--disable-pip-version-check", "-q", "install", "--no-deps", "--no-index"]
    subprocess.run([sys.executable, *install, "--target", str(target), str(wheel)], check=True, capture_output=True)
    raw = ROOT / "data" / "raw" / "travinh-2022.txt"
    code = (
        f"import sys; sys.path.insert(0, {str(target)!r})\n"
        "import tvict, tvict.cli, tvict.report\n"
        f"assert tvict.__file__.startswith({str(target)!r}), tvict.__file__\n"
        f"report = tvict.read({str(raw)!r})\n"
        "print(tvict.__version__, tvict.report.lexicon_version(), len(report.figures), len(report.checks))\n"
    )
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    from tvict.report import lexicon_version

    report = tvict.read(raw)
    assert done.stdout.split() == [
        tvict.__version__,
        lexicon_version(),
        str(len(report.figures)),
        str(len(report.checks)),
    ]


def test_the_command_is_installed(wheel):
    entries = zipfile.ZipFile(wheel).read(f"tvict-{tvict.__version__}.dist-info/entry_points.txt").decode()
    assert "tvict = tvict.__main__:script" in entries
