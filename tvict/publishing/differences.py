"""Checks as readers see them: the tables go in, each check with its figures comes out, and a card for each difference.

The page and the check sheet show the same cards: the passage with its numbers marked, what is printed, what the others
give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from tvict.labels import LANGUAGES
from tvict.names import Names
from tvict.publishing.blocks import Run, passage
from tvict.publishing.said import PERCENT, Words, amount, decimal, places, said

Row = Mapping[str, object]


AGAINST = {"count": "listed_value", "exceeds": "larger_value", "restated": "other_value"}
"""Kinds of check whose second number is not computed from others, and the names of the words for it."""


@dataclass(frozen=True, slots=True)
class Link:
    """A figure named from elsewhere: its id, its words as printed, what it measures."""

    figure: int
    words: str
    subject: str


@dataclass(frozen=True, slots=True)
class Check:
    """A check with the figures that it reckons with."""

    id: int
    kind: str
    verdict: str
    claim: str
    gap: Words | None
    section: str
    whole: Link | None
    operands: tuple[Link, ...]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A check that does not close, as a card: its passage, what is printed and what the others give."""

    check: Check
    runs: tuple[Run, ...]
    printed: Words
    computed: Words

    @property
    def against(self) -> Words:
        """What the printed number stands against, in words: a sum, a list, a part, another print."""
        return said(AGAINST.get(self.check.kind, "computed_value"))


def checks_of(tables: Mapping[str, pd.DataFrame]) -> list[Check]:
    """Return the checks in the order of their table; the page groups them by verdict."""
    links = links_of(tables)
    operands: dict[int, list[Link]] = {}
    for row in rows_in(tables["operands"]):
        if (link := links.get(int(str(row["figure_id"])))) is not None:
            operands.setdefault(int(str(row["check_id"])), []).append(link)
    units = {int(str(row["figure_id"])): row for row in rows_in(tables["figures"])}
    items: dict[int, list[str]] = {}
    for row in rows_in(tables["lists"]):
        items.setdefault(int(str(row["figure_id"])), []).append(one_line(str(row["text"])))
    found = []
    for row in rows_in(tables["checks"]):
        number, whole = int(str(row["check_id"])), number_of(row["whole_id"])
        found.append(
            Check(
                id=number,
                kind=str(row["kind"]),
                verdict=str(row["verdict"]),
                claim=str(row["claim"]),
                gap=_gap(row, units.get(whole) if whole is not None else None),
                section=text_of(row["section"]),
                whole=links.get(whole) if whole is not None else None,
                operands=tuple(operands.get(number, ())),
                items=tuple(items.get(whole, ())) if row["kind"] == "count" and whole is not None else (),
            )
        )
    return found


def _gap(check: Row, whole: Row | None) -> Words | None:
    if not check["gap"] or whole is None:
        return None
    gap, unit = float(str(check["gap"])), text_of(whole["unit"])
    if unit == PERCENT:
        vi, en = (decimal(gap, 2, language) for language in LANGUAGES)
        return Words(f"{vi} {said('points').vi}", f"{en} {said('points').en}")
    return amount(gap, int(str(whole["decimals"])), int(str(whole["scale"])), unit)


def differences(checks: Sequence[Check], text: Names, tables: Mapping[str, pd.DataFrame]) -> list[Difference]:
    """Return a card for each check that does not close, in the order of the table."""
    rows = {int(str(row["check_id"])): row for row in rows_in(tables["checks"])}
    figures = {int(str(row["figure_id"])): row for row in rows_in(tables["figures"])}
    cards = []
    for check in checks:
        if check.verdict != "differs" or check.whole is None:
            continue
        named = [check.whole.figure, *(operand.figure for operand in check.operands)]
        printed, computed = _two_readings(rows[check.id], figures[check.whole.figure])
        cards.append(Difference(check, passage(text, tables, named), printed, computed))
    return cards


def _two_readings(check: Row, whole: Row) -> tuple[Words, Words]:
    """Say what is printed and what the other numbers give, in the scale and unit of the printed one."""
    scale, unit, digits = int(str(whole["scale"])), text_of(whole["unit"]), int(str(whole["decimals"]))
    stated, low, high = (None if check[name] is None else float(str(check[name])) for name in ("stated", "low", "high"))
    printed = said("unreadable") if stated is None else amount(stated, digits, scale, unit)
    ends = [end for end in (low, high) if end is not None]
    if not ends:
        return printed, said("open")
    width = (ends[-1] - ends[0]) / scale
    fine = max(digits, places(width)) if width else digits + (check["kind"] in ("share", "change", "attainment"))
    middle = amount(sum(ends) / len(ends), min(fine, digits + 2), scale, unit)
    return printed, middle


def links_of(tables: Mapping[str, pd.DataFrame]) -> dict[int, Link]:
    """Return every figure as a link, by its id."""
    return {
        int(str(row["figure_id"])): Link(
            int(str(row["figure_id"])), one_line(str(row["text"])), text_of(row["subject"])
        )
        for row in rows_in(tables["figures"])
    }


def rows_in(table: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of a table as mappings, missing cells None."""
    records = table.astype(object).to_dict("records")
    return [{str(name): known(cell) for name, cell in row.items()} for row in records]


def known(cell: object) -> object:
    """Return a cell, None for a missing one."""
    return None if pd.isna(cell) else cell  # type: ignore[call-overload]


def text_of(cell: object) -> str:
    """Return a cell as text, empty for a missing one."""
    return "" if cell is None else str(cell)


def number_of(cell: object) -> int | None:
    """Return a cell as a whole number, None for a missing one."""
    return None if cell is None else int(str(cell))


def one_line(words: str) -> str:
    """Return words on one line."""
    return " ".join(words.split())
