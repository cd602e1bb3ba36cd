"""Sentences and what each must be read as: the data in cases/*.toml, run one by one.

A group holds `case`s, which show a phrasing, and `not`s, which look like it and must not be read as it. Only the
columns named are asserted, but `figures` lists every figure of the text, in order. `of`, `base` and `parent` are
positions in that list; `list` is a label that siblings share; `subject` is a phrase that the subject contains, `label`
all of it; several answers stand in a list; "" says that a value is missing. `kinds` tells what numerals are ("3#2" is
the second 3). A case with `xfail` is known to be read wrong, and why: it must be promoted as soon as it is read right.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from gold_score import unit_agrees

from tvict.reading import Reading, read
from tvict.reading.lexicon import syllables
from tvict.reading.model import Figure

CASES = Path(__file__).parent / "cases"
LINKS = {"of": "of_id", "base": "base_id", "parent": "parent_id"}
ATTRIBUTES = {**LINKS, "list": "list_id", "label": "subject"}
PLAIN = "text section topic value scale decimals role bound estimate period as_of low high closed".split()
COLUMNS = {*LINKS, *PLAIN, "unit", "subject", "label", "list", "quality", "inferred"}
KEYS = {"text", "year", "figures", "kinds", "citations", "lists", "xfail"}


def groups() -> list[tuple[str, dict]]:
    """Every group, with the name of its file."""
    return [
        (path.stem, group)
        for path in sorted(CASES.glob("*.toml"))
        if not path.stem.startswith("rules-")  # test_rules.py runs these
        for group in tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)["group"]
    ]


@cache
def sentences() -> tuple[str, ...]:
    """The text of every case, what must not be read so among them."""
    return tuple(case["text"] for _, group in groups() for case in [*group["case"], *group.get("not", ())])


def apart(text: str) -> str:
    """A text with each of its sentences and parts in a paragraph of its own."""
    return re.sub(r"([.;:]) ", r"\1\n", text)


def slug(name: str) -> str:
    """The name of a group in letters that a shell can be given."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return "-".join(letters.split())


def cases() -> list:
    return [
        pytest.param(
            case,
            id=f"{file}:{slug(group['name'])}:{sort}{n}",
            marks=[pytest.mark.xfail(reason=case["xfail"], raises=AssertionError)] if "xfail" in case else [],
        )
        for file, group in groups()
        for sort in ("case", "not")
        for n, case in enumerate(group.get(sort, ()), 1)
    ]


def answers(wanted) -> list:
    return wanted if isinstance(wanted, list) else [wanted]


def agrees(figure: Figure, column: str, wanted, ids: list[int]) -> bool:
    """Whether a column of a figure is as a case wants it."""
    if column == "list":
        return figure.list_id is not None
    if column == "label":
        return figure.subject in answers(wanted)
    if column == "subject":
        return f" {' '.join(syllables(wanted))} " in f" {' '.join(syllables(figure.subject or ''))} "
    got = getattr(figure, LINKS.get(column, column))
    if column in ("quality", "inferred"):
        return sorted(got) == sorted(wanted)
    if got is None:
        return "" in answers(wanted)
    stated = [a for a in answers(wanted) if a != ""]
    if column == "unit":
        return unit_agrees(got, stated)
    return got in ([ids[a] for a in stated] if column in LINKS else stated)


def wrong(reading: Reading, wanted: list[dict]) -> dict:
    """What each figure has in place of what is wanted: empty where all is right."""
    ids = [f.figure_id for f in reading.figures]
    return {
        (n, column): getattr(figure, ATTRIBUTES.get(column, column))
        for n, (figure, row) in enumerate(zip(reading.figures, wanted, strict=True))
        for column, value in row.items()
        if not agrees(figure, column, value, ids)
    }


@pytest.mark.parametrize("case", cases())
def test_case(case):
    reading = read(case["text"], year=case.get("year"))
    if "figures" in case:
        figures = case["figures"]
        assert len(reading.figures) == len(figures), [(f.text, f.value, f.unit) for f in reading.figures]
        assert not wrong(reading, figures)
        lists = {(w["list"], f.list_id) for f, w in zip(reading.figures, figures, strict=True) if "list" in w}
        assert len(lists) == len({a for a, _ in lists}) == len({b for _, b in lists})
    for numeral, kind in case.get("kinds", {}).items():
        text, _, nth = numeral.partition("#")
        found = [n.kind for n in reading.numerals if n.text == text]
        assert found, f"no numeral {text}"
        assert set(found[int(nth) - 1 : int(nth)] if nth else found) <= set(answers(kind)), numeral
    if "citations" in case:
        assert [c.number for c in reading.citations] == case["citations"]
    if "lists" in case:
        items: dict[int, list[str]] = {}
        for row in reading.lists:
            items.setdefault(row.figure_id, []).append(row.text)
        assert list(items.values()) == case["lists"]


def test_every_phrasing_has_three_cases():
    phrasings = (CASES / "phrasings.txt").read_text("utf-8").splitlines()
    held = Counter({group["name"]: len(group["case"]) for _, group in groups()})
    assert len(phrasings) == 50
    assert not {p: held[p] for p in phrasings if held[p] < 3}


def test_a_case_asserts_only_what_is_known():
    for _, group in groups():
        for case in [*group["case"], *group.get("not", ())]:
            assert {"figures", "kinds"} & set(case), case["text"]
            assert set(case) <= KEYS, case["text"]
            assert not [w for w in case.get("figures", ()) if not set(w) <= COLUMNS], case["text"]
