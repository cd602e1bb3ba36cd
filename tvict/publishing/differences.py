"""Checks as readers see them: the tables go in, each check with its figures comes out, and a card for each difference.

The page and the check sheet show the same cards: the passage with its numbers marked, what is printed, what the others
give.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from tvict.analysis.claims import in_words
from tvict.analysis.printed import RATIOS, Printed, records
from tvict.labels import LANGUAGES
from tvict.names import Names
from tvict.numbers import decimals_of
from tvict.publishing.blocks import Run, passage
from tvict.publishing.reckoning import computed
from tvict.publishing.rows import Row, as_read, items_of, one_line, rows_of
from tvict.publishing.said import PERCENT, Words, amount, both, points, said

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
    """A check with the figures that it is computed from, and what of them a person corrected."""

    id: int
    kind: str
    verdict: str
    claim: str
    gap: Words | None
    section: str
    whole: Link | None
    operands: tuple[Link, ...]
    items: tuple[str, ...]
    corrected: tuple[Words, ...]

    @property
    def said(self) -> Words:
        """The claim in words, with numbers as the report writes them, and in English."""
        return Words(*(in_words(self.claim, language) for language in LANGUAGES))


@dataclass(frozen=True, slots=True)
class Difference:
    """A check that does not close, as a card: its passage, what is printed and what the others give; ``corrected`` is
    what a person corrected of these.
    """

    check: Check
    runs: tuple[Run, ...]
    printed: Words
    computed: Words
    corrected: tuple[Words, ...]

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
    items, told = items_of(tables["lists"]), corrected(tables)
    found = []
    for row in rows_of(tables["checks"]):
        number, whole = row["check_id"], row["whole_id"]
        used = (whole, *(operand.figure for operand in operands.get(number, ())))
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
                corrected=tuple(told[figure] for figure in used if figure in told),
            )
        )
    return found


def _gap(check: Row, whole: Row | None) -> Words | None:
    if not check["gap"] or whole is None:
        return None
    gap, unit = check["gap"], whole["unit"]
    return points(gap) if unit == PERCENT else amount(gap, whole["decimals"], whole["scale"], unit)


def differences(checks: Sequence[Check], text: Names, tables: Mapping[str, pd.DataFrame]) -> list[Difference]:
    """Return a card for each check that does not close, in the order of the table."""
    rows = {row["check_id"]: row for row in rows_of(tables["checks"])}
    figures = {row["figure_id"]: row for row in rows_of(tables["figures"])}
    differing = [(c, c.whole.figure) for c in checks if c.verdict == "differs" and c.whole is not None]
    of_them = {operand.figure for check, _ in differing for operand in check.operands}
    operands = tables["figures"][tables["figures"]["figure_id"].isin(of_them)]
    values, told = {figure.id: figure for figure in records(operands)}, corrected(tables)
    cards = []
    for check, whole in differing:
        named = [whole, *(operand.figure for operand in check.operands)]
        parts = [values[operand.figure] for operand in check.operands]
        cards.append(
            Difference(
                check,
                passage(text, tables, named),
                told.get(whole, _measured(figures[whole])),
                _given(rows[check.id], figures[whole], parts),
                tuple(told[part.id] for part in parts if part.id in told),
            )
        )
    return cards


def corrected(tables: Mapping[str, pd.DataFrame]) -> dict[int, Words]:
    """Say of each figure that a person corrected what the report prints and what was made of it: "541.300 tấn (đã sửa
    thành 541.000 tấn)"; of figures whose amount was left as it is, nothing.
    """
    figures, form = {row["figure_id"]: row for row in rows_of(tables["figures"])}, said("corrected_into")
    found = {}
    for figure, row in as_read(tables).items():
        before, after = _measured(row), _measured(figures[figure])
        if before != after:
            found[figure] = both(form, before=before, after=after)
    return found


def _measured(row: Row) -> Words:
    """Say how much a figure is, in its scale and unit."""
    value, scale = row["value"], row["scale"]
    # What a person wrote may be finer than what was printed.
    written = 0 if value is None else decimals_of(Decimal(str(value)) / scale)
    return amount(value, max(row["decimals"], written), scale, row["unit"])


def _given(check: Row, whole: Row, parts: Sequence[Printed]) -> Words:
    """Say what the other numbers give, in the scale and unit of the printed one."""
    scale, unit, digits = whole["scale"], whole["unit"] or "", whole["decimals"]
    ends = [end for end in (check["low"], check["high"]) if end is not None]
    if not ends:
        return said("open")
    # As in the claim: of the printed values, as the middle of the span may round otherwise, and no finer.
    value = computed(check, parts)
    middle = sum(ends) / len(ends) if value is None else float(value)
    fine = digits + 2 if whole["sort"] in RATIOS else max((digits, *(part.decimals for part in parts)))
    needed = decimals_of(Decimal(str(round(middle / float(scale), fine))))
    return amount(middle, max(digits, needed), scale, unit)


def links_of(tables: Mapping[str, pd.DataFrame]) -> dict[int, Link]:
    """Return every figure as a link, by its id."""
    return {
        row["figure_id"]: Link(row["figure_id"], one_line(row["text"]), row["subject"] or "")
        for row in rows_of(tables["figures"])
    }
