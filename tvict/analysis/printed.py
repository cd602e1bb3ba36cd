"""Rows of the figures table as records that arithmetic can use: a frame goes in, a record for each figure comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

import pandas as pd

from tvict.analysis.intervals import Interval, decimal
from tvict.codebook import TOTAL
from tvict.labels import label
from tvict.numbers import ends

PERCENT = "%"
POINTS = label("units", "points", "vi")
DIGITS = re.compile(r"\d+(?:\.\d{3})*")
SCALES = {
    label("units", name, "vi"): scale for name, scale in (("thousand", 10**3), ("myriad", 10**4), ("million", 10**6))
}
"""Words for how many of a population a rate is per."""
TIMES = "times"
COUNT = "count"
DOUBTFUL = frozenset({"doubtful", "scan"})
IRREGULAR = "irregular"
BASE_PERIOD = "base:"
"""Prefix of a flag in ``quality`` that names the period a change is computed from, where that is not a year before;
nothing stands behind it where no period can be told.
"""
RATIOS = frozenset({"percent", "points", TIMES})
"""Sorts of pure numbers, whose unit is said with each."""
NAMED_SORTS = frozenset({"money", "measure", "time", "rate"})
"""Sorts of which only amounts of one unit are compared; counts of any nouns are, where a link says so."""
UNNAMED = "text"
"""What a report is called whose table does not name it, as in `parse`."""
SPAN = "span"
"""The dimension of a cell that marks a part of the year."""
PERIOD = re.compile(r"\d{4}(?:-(?P<start>\d\d)-\d\d/P(?P<months>\d+)M|-(?P<part>S[12]|Q[1-4]|\d\d))?")
PART_MONTHS = {"S": 6, "Q": 3}


def cell_of(text: str | None) -> dict[str, str]:
    """Read the cell of a breakdown; that of a total is empty.

    >>> cell_of("channel=online;service_level=level3"), cell_of("total")
    ({'channel': 'online', 'service_level': 'level3'}, {})
    """
    pairs = (pair.partition("=") for pair in (text or "").split(";") if "=" in pair)
    return {key: value for key, _, value in pairs}


def _words(cell: object) -> str | None:
    return None if cell is None else str(cell)


def _number(cell: object) -> int | None:
    return None if cell is None else cell if type(cell) is int else int(str(cell).removesuffix(".0"))


def _from(column: str, reads: Callable[[object], Any]) -> dict[str, Any]:
    """The column that a field is read from, and how."""
    return {"column": column, "reads": reads}


@dataclass(frozen=True, slots=True)
class Printed:
    """One figure as printed: the columns of the figures table that analysis needs, decimals for floats, None for
    missing.
    """

    report: str = field(metadata=_from("report", lambda cell: _words(cell) or UNNAMED))
    id: int = field(metadata=_from("figure_id", _number))
    section: str | None = field(metadata=_from("section", _words))
    indicator: str | None = field(metadata=_from("indicator", _words))
    cell: Mapping[str, str] = field(metadata=_from("cell", lambda cell: cell_of(_words(cell))))
    cell_text: str | None = field(metadata=_from("cell", _words))
    subject: str | None = field(metadata=_from("subject", _words))
    value: Decimal | None = field(metadata=_from("value", decimal))
    unit: str | None = field(metadata=_from("unit", _words))
    sort: str = field(metadata=_from("sort", _words))
    scale: int = field(metadata=_from("scale", lambda cell: 1 if cell is None else _number(cell)))
    decimals: int = field(metadata=_from("decimals", lambda cell: 0 if cell is None else _number(cell)))
    role: str = field(metadata=_from("role", lambda cell: _words(cell) or "level"))
    bound: str = field(metadata=_from("bound", lambda cell: _words(cell) or "exact"))
    estimate: bool = field(metadata=_from("estimate", lambda cell: str(cell) == "True"))
    period: str | None = field(metadata=_from("period", _words))
    low: Decimal | None = field(metadata=_from("low", decimal))
    high: Decimal | None = field(metadata=_from("high", decimal))
    parent: int | None = field(metadata=_from("parent_id", _number))
    list_id: str | None = field(metadata=_from("list_id", _words))
    closed: bool = field(metadata=_from("closed", lambda cell: str(cell) == "True"))
    of: int | None = field(metadata=_from("of_id", _number))
    base: int | None = field(metadata=_from("base_id", _number))
    quality: frozenset[str] = field(metadata=_from("quality", lambda cell: frozenset((_words(cell) or "").split(";"))))
    text: str = field(metadata=_from("text", lambda cell: _words(cell) or ""))
    start: int | None = field(metadata=_from("start", _number))
    end: int | None = field(metadata=_from("end", _number))

    @property
    def measure(self) -> str:
        """What kind of quantity it is; only equal kinds are compared: counts of any noun, one currency, percent, one
        unit.
        """
        if self.sort in ("percent", "points"):
            return PERCENT
        if self.sort in NAMED_SORTS:
            return "".join((self.unit or "").casefold().split())
        return TIMES if self.sort == TIMES else COUNT

    @property
    def interval(self) -> Interval | None:
        """What its printed digits allow: low and high of the table, else computed; None for a bounded or missing
        value.
        """
        if self.value is None or self.bound != "exact":
            return None
        if self.low is not None and self.high is not None:
            return Interval(self.low, self.high)
        low, high = ends(self.value, self.scale, self.decimals, self.sort, self.bound)
        return None if low is None or high is None else Interval(low, high)

    @property
    def range(self) -> tuple[Decimal | None, Decimal | None]:
        """The least and the greatest value that the print allows, None where that side is open."""
        if self.interval is not None:
            return self.interval.low, self.interval.high
        return self.value if self.bound == "over" else None, self.value if self.bound == "under" else None

    @property
    def per(self) -> int:
        """Of a rate how many of a population it is per: 100 of "thuê bao/100 dân", 1 of "người/km²"."""
        each = (self.unit or "").partition("/")[2].split()
        if each and DIGITS.fullmatch(each[0]):
            return int(each[0].replace(".", ""))
        return SCALES.get(each[0], 1) if each else 1

    @property
    def as_set(self) -> Printed:
        """A target in per cent as exact, whatever its digits: what was set is no measurement."""
        exact = self.role == "plan" and self.measure == PERCENT and self.bound == "exact" and self.value is not None
        return replace(self, low=self.value, high=self.value) if exact else self

    @property
    def doubtful(self) -> bool:
        """True where a flag says that the digits may not be what is printed, or can be read in two ways; of a
        percentage a dot can only be the decimal mark.
        """
        return bool(DOUBTFUL & self.quality) or (IRREGULAR in self.quality and self.sort not in RATIOS)

    @property
    def year(self) -> str | None:
        """The year of its period."""
        return None if self.period is None else self.period[:4]

    @property
    def since(self) -> str | None:
        """The period that a change is computed from, where a flag names one."""
        flags = (flag for flag in self.quality if flag.startswith(BASE_PERIOD))
        return next((flag.removeprefix(BASE_PERIOD) for flag in flags), None)

    @property
    def months(self) -> frozenset[int]:
        """The months of its year that its period covers."""
        return months(self.period)


def months(period: str | None) -> frozenset[int]:
    """Return the months of its year that a period covers; none where that is not said.

    >>> sorted(months("2022-Q2"))
    [4, 5, 6]
    """
    form = PERIOD.fullmatch(period or "")
    if form is None:
        return frozenset()
    if form["months"]:
        first, length = int(form["start"]), int(form["months"])
    elif form["part"]:
        length = PART_MONTHS.get(form["part"][0], 1)
        first = 1 + length * (int(form["part"].lstrip("SQ")) - 1)
    else:
        first, length = 1, 12
    return frozenset(range(first, first + length))


def records(figures: pd.DataFrame) -> list[Printed]:
    """Read a figures frame, in the order of its rows; several reports may stand in one frame."""
    columns = {one.name: _column(figures, **one.metadata) for one in fields(Printed)}
    if None in columns["id"]:
        raise ValueError("a figure has no figure_id: number the rows of the figures table first")
    columns["sort"] = [sort or sort_of(unit) for sort, unit in zip(columns["sort"], columns["unit"], strict=True)]
    coded = zip(columns["cell_text"], columns["indicator"], strict=True)
    columns["cell_text"] = [cell or (TOTAL if code else None) for cell, code in coded]
    return [Printed(**dict(zip(columns, cells, strict=True))) for cells in zip(*columns.values(), strict=True)]


def _column(figures: pd.DataFrame, column: str, reads: Callable[[object], Any]) -> list[Any]:
    """Read one column, each distinct cell once; a missing cell is read as None."""
    if column not in figures.columns:
        return [reads(None)] * len(figures)
    cells = figures[column].to_numpy(dtype=object).tolist()
    gaps = figures[column].isna().tolist()
    read = {cell: reads(cell) for cell in {cell for cell, gap in zip(cells, gaps, strict=True) if not gap}}
    missing = reads(None)
    return [missing if gap else read[cell] for cell, gap in zip(cells, gaps, strict=True)]


def by_report(rows: list[Printed]) -> dict[str, dict[int, Printed]]:
    """Group records by report, then by figure_id."""
    grouped: dict[str, dict[int, Printed]] = {}
    for row in rows:
        grouped.setdefault(row.report, {})[row.id] = row
    return grouped


def find(figures: Mapping[int, Printed], figure_id: int | None) -> Printed | None:
    """Return the figure that a link names; None for a missing link, and for one to a figure that is not there."""
    return None if figure_id is None else figures.get(figure_id)


def known(cell: object) -> bool:
    """Tell whether a cell of a table holds something."""
    return cell is not None and cell is not pd.NA and cell == cell


def sort_of(unit: str | None) -> str:
    """Name the sort of a figure whose table says none, as far as the form of its unit tells it."""
    if unit == PERCENT:
        return "percent"
    return "rate" if "/" in (unit or "") else "count"
