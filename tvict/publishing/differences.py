"""Checks as readers see them: the tables go in, each check with its figures comes out, and a card for each difference.

The page and the check sheet show the same cards: the passage with its numbers marked, what is printed, what the others
give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from tvict.analysis.printed import Printed, records
from tvict.labels import LANGUAGES
from tvict.names import Names
from tvict.publishing.blocks import Run, passage
from tvict.publishing.reckoning import computed
from tvict.publishing.rows import Row, items_of, one_line, rows_of
from tvict.publishing.said import PERCENT, Words, amount, decimal, places, said

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
    """A check with the figures that it is computed from."""

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
    for row in rows_of(tables["operands"]):
        if (link := links.get(row["figure_id"])) is not None:
            operands.setdefault(row["check_id"], []).append(link)
    units = {row["figure_id"]: row for row in rows_of(tables["figures"])}
    items = items_of(tables["lists"])
    found = []
    for row in rows_of(tables["checks"]):
        number, whole = row["check_id"], row["whole_id"]
        found.append(
            Check(
                id=number,
                kind=row["kind"],
                verdict=row["verdict"],
                claim=row["claim"],
                gap=_gap(row, units.get(whole) if whole is not None else None),
                section=row["section"] or "",
                whole=links.get(whole) if whole is not None else None,
                operands=tuple(operands.get(number, ())),
                items=tuple(items.get(whole, ())) if row["kind"] == "count" and whole is not None else (),
            )
        )
    return found


def _gap(check: Row, whole: Row | None) -> Words | None:
    if not check["gap"] or whole is None:
        return None
    gap, unit = check["gap"], whole["unit"] or ""
    if unit == PERCENT:
        vi, en = (decimal(gap, 2, language) for language in LANGUAGES)
        return Words(f"{vi} {said('points').vi}", f"{en} {said('points').en}")
    return amount(gap, whole["decimals"], whole["scale"], unit)


def differences(checks: Sequence[Check], text: Names, tables: Mapping[str, pd.DataFrame]) -> list[Difference]:
    """Return a card for each check that does not close, in the order of the table."""
    rows = {row["check_id"]: row for row in rows_of(tables["checks"])}
    figures = {row["figure_id"]: row for row in rows_of(tables["figures"])}
    differing = [(c, c.whole.figure) for c in checks if c.verdict == "differs" and c.whole is not None]
    of_them = {operand.figure for check, _ in differing for operand in check.operands}
    operands = tables["figures"][tables["figures"]["figure_id"].isin(of_them)]
    values = {figure.id: figure for figure in records(operands)}
    cards = []
    for check, whole in differing:
        named = [whole, *(operand.figure for operand in check.operands)]
        parts = [values[operand.figure] for operand in check.operands]
        readings = _two_readings(rows[check.id], figures[whole], parts)
        cards.append(Difference(check, passage(text, tables, named), *readings))
    return cards


def _two_readings(check: Row, whole: Row, parts: Sequence[Printed]) -> tuple[Words, Words]:
    """Say what is printed and what the other numbers give, in the scale and unit of the printed one."""
    scale, unit, digits = whole["scale"], whole["unit"] or "", whole["decimals"]
    stated, low, high = (check[name] for name in ("stated", "low", "high"))
    printed = said("unreadable") if stated is None else amount(stated, digits, scale, unit)
    ends = [end for end in (low, high) if end is not None]
    if not ends:
        return printed, said("open")
    width = (ends[-1] - ends[0]) / scale
    fine = max(digits, places(width)) if width else digits + (check["kind"] in ("share", "change", "attainment"))
    value = computed(check, parts)  # of the printed values, as in the claim; the middle of the span may round otherwise
    middle = sum(ends) / len(ends) if value is None else float(value)
    return printed, amount(middle, min(fine, digits + 2), scale, unit)


def links_of(tables: Mapping[str, pd.DataFrame]) -> dict[int, Link]:
    """Return every figure as a link, by its id."""
    return {
        row["figure_id"]: Link(row["figure_id"], one_line(row["text"]), row["subject"] or "")
        for row in rows_of(tables["figures"])
    }
