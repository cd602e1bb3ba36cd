"""The two READMEs: their links lead somewhere, and they say the same; test_docs.py runs their examples."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = ["README.md", "README.vi.md"]


def code(name: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (ROOT / name).read_text("utf-8"), re.DOTALL)


def test_both_show_the_same_example_and_commands():
    english, vietnamese = ((ROOT / name).read_text("utf-8") for name in READMES)
    assert code(READMES[0]) == code(READMES[1]) != []
    assert set(re.findall(r"`(?:tvict|report|make)[^`]*`", english)) == set(
        re.findall(r"`(?:tvict|report|make)[^`]*`", vietnamese)
    ) | {"`report`"}


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_lead_somewhere(name):
    text = (ROOT / name).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert target.startswith("http") or (ROOT / target).exists(), target


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md"])
def test_every_make_target_that_is_named_is_there(name):
    targets = re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    named = re.findall(r"`make ([a-z]+)`", (ROOT / name).read_text("utf-8"))
    assert named
    assert set(named) <= set(targets)


def test_every_name_of_the_package_that_is_named_is_there():
    import tvict

    named = set(re.findall(r"tvict\.([a-z]+)\(", (ROOT / "README.md").read_text("utf-8")))
    assert {"read", "parse", "load"} <= named <= set(tvict.__all__)
