"""How the package hangs together: the import contracts, and what loading it costs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import tvict

ROOT = Path(__file__).parents[1]
HEAVY = ("pandas", "numpy", "matplotlib", "seaborn", "openpyxl", "jinja2")


def loaded_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_contracts_are_kept():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_contracts_can_break(tmp_path):
    """A reader that imports pandas is found out."""
    package = tmp_path / "tvict" / "reading"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").write_text("")
    named = set(re.findall(r'"tvict\.(\w+)"', (ROOT / "pyproject.toml").read_text("utf-8")))
    for name in named - {"reading"}:
        (package.parent / f"{name}.py").write_text("")
    (package / "__init__.py").write_text("import pandas\n")
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert "tvict.reading is not allowed to import pandas" in done.stdout


@pytest.mark.parametrize("module", ["tvict", "tvict.cli", "tvict.reading", "tvict.documents.files", "tvict.metadata"])
def test_importing_loads_nothing_heavy(module):
    loaded = loaded_after(f"import {module}")
    assert module in loaded
    assert not loaded & set(HEAVY)


def test_what_finds_reports_does_not_load_the_reader():
    """A build in which nothing changed needs no words and no patterns."""
    loaded = loaded_after("import tvict.cli, tvict.build, tvict.documents.files")
    assert not {name for name in loaded if name.startswith(("tvict.reading", "tvict.report"))}


def test_names_load_when_used():
    assert "pandas" in loaded_after("import tvict; tvict.parse")


def test_public_names():
    assert len(tvict.__all__) <= 20
    assert set(dir(tvict)) == set(tvict.__all__)
    for name in tvict.__all__:
        value = getattr(tvict, name)
        assert name == "__version__" or value.__doc__
    with pytest.raises(AttributeError, match="no attribute 'reed'"):
        tvict.reed  # noqa: B018


def test_type_checkers_see_the_names():
    """What loads lazily and what a type checker is told are the same names."""
    from tvict import _HOMES

    assert {*_HOMES, "charts", "__version__"} == set(tvict.__all__)
    source = (ROOT / "tvict" / "__init__.py").read_text("utf-8").split("if TYPE_CHECKING:")[1].split("__all__")[0]
    for name, home in _HOMES.items():
        assert any(f"from tvict.{home} import" in line and name in line for line in source.splitlines()), name
    assert (ROOT / "tvict" / "py.typed").is_file()
