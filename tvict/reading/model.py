"""The records that reading fills: plain, and free of pandas."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

KINDS = ("figure", "date", "year", "period", "reference", "ordinal", "name", "unit")
ROLES = ("level", "share", "change", "index", "attainment", "gap", "rank", "plan")
BOUNDS = ("exact", "over", "under", "about")


@dataclass(slots=True)  # not frozen: there are thousands, and freezing doubles the time to make one
class Numeral:
    """A maximal run of digits joined by dots or commas, and what it is.

    ``kind`` is one of KINDS; ``figure_id`` is missing unless it is "figure"; ``rule`` names the entry that decided.
    """

    start: int
    end: int
    text: str
    kind: str
    figure_id: int | None
    rule: str


@dataclass(slots=True)
class Figure:
    """A quantity that the report prints. Columns as in docs/tables.md; filled step by step while reading."""

    figure_id: int
    start: int
    end: int
    text: str
    value: Decimal | None
    unit: str | None = None
    scale: int = 1
    decimals: int = 0
    role: str = "level"
    bound: str = "exact"
    estimate: bool = False
    period: str | None = None
    as_of: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    section: str | None = None
    subject: str | None = None
    topic: str | None = None
    indicator: str | None = None
    cell: str | None = None
    parent_id: int | None = None
    list_id: str | None = None
    closed: bool = False
    of_id: int | None = None
    base_id: int | None = None
    inferred: tuple[str, ...] = ()
    quality: tuple[str, ...] = ()
    sort: str | None = None


BASE_PERIOD = "base:"
"""Prefix of a flag in ``quality`` that names the period a change is computed from, where that is not a year before;
nothing stands behind it where no period can be told.
"""
NUMERATOR, DENOMINATOR = "numerator", "denominator"
"""Columns of the reasons whose words are the count and the population of a rate; the second also of how many a rank is
among.
"""
SAID_HERE = ("own", "clause", "sentence")


class Why(NamedTuple):
    """Why a column of an amount is what it is: the rule, the tokens of the words that decided, and where they stand."""

    rule: str
    lo: int
    hi: int
    scope: str


@dataclass(slots=True)  # as many as numerals
class Reason:
    """Why one column of a figure is what it is; ``start`` and ``end`` are the deciding words, in characters."""

    figure_id: int
    column: str
    rule: str
    start: int
    end: int
    scope: str


@dataclass(frozen=True, slots=True)
class CountedList:
    """Items that the text lists for a stated count: one row per item."""

    figure_id: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One mention of a numbered document. ``date`` is ISO; ``system`` is "state" or "party"; ``numbering`` is "year" or
    "term".
    """

    start: int
    end: int
    text: str
    number: str
    type: str | None
    issuer: str | None
    drafter: str | None
    year_in_number: int | None
    date: str | None
    title: str | None
    system: str
    normative: bool
    place: str | None
    numbering: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one text says in figures: the result of ``tvict.reading.read``.

    ``province`` and ``year`` are what the text says of itself, None where it says nothing.
    """

    text: str
    numerals: tuple[Numeral, ...] = ()
    figures: tuple[Figure, ...] = ()
    reasons: tuple[Reason, ...] = ()
    lists: tuple[CountedList, ...] = ()
    citations: tuple[Citation, ...] = ()
    sections: tuple[Section, ...] = ()
    province: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A heading: where its line stands, its path ("1.II.1.a") and its words without the number."""

    start: int
    end: int
    path: str
    title: str
    level: int = field(default=1)
