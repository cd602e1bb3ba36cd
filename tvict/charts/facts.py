"""The figures that a chart needs: tables and names of indicators go in, single values come out, or what is missing.

Figures are found by indicator, cell, role, period and links alone. Bounded figures ("trên 6.000") are not taken: a
chart reckons with what it shows.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from tvict.analysis.printed import known
from tvict.codebook import TOTAL
from tvict.tables import JOINT


class MissingFigures(LookupError):
    """The figures that a chart needs and the tables do not hold, one line each in ``missing``."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(dict.fromkeys(missing))
        super().__init__(f"not in these tables: {'; '.join(self.missing)}")


@dataclass(frozen=True, slots=True)
class Gap:
    """A figure that was looked for and is not there."""

    wanted: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One value that a chart shows: what it is of, what its printed digits allow, and the figures it rests on."""

    indicator: str
    cell: str | None
    value: float
    low: float
    high: float
    decimals: int | None
    unit: str | None
    period: str
    estimate: bool
    derived: bool
    figure_ids: tuple[int, ...]


def demand(*found: Fact | Gap) -> list[Fact]:
    """Return the facts; MissingFigures with all gaps where there is one."""
    gaps = [item.wanted for item in found if isinstance(item, Gap)]
    if gaps:
        raise MissingFigures(gaps)
    return [item for item in found if isinstance(item, Fact)]


def one_report(table: pd.DataFrame) -> str | None:
    """Return the report that a table is of, None for an empty one; ValueError where there are several."""
    names = table["report"].dropna().unique()
    if len(names) > 1:
        raise ValueError(
            f"a chart shows one report, not {len(names)}: take table[table['report'] == {str(names[0])!r}]"
        )
    return str(names[0]) if len(names) else None


def year_of(table: pd.DataFrame) -> str | None:
    """Return the year that most figures of a report are about."""
    years = table["period"].dropna().str[:4]
    return str(years.mode().iloc[0]) if len(years) else None


class Figures:
    """A figures table (or the context table) of one report or area, to be asked for single figures of its year."""

    def __init__(self, table: pd.DataFrame, period: str | None = None) -> None:
        self.rows: list[dict[Hashable, object]] = table.to_dict("records")
        self.period = period or year_of(table)

    def find(self, indicator: str, role: str = "level", cell: str | None = None) -> Fact | Gap:
        """Return the first exact figure of an indicator, role and cell in the year."""
        for row in self.rows:
            if _text(row, "indicator") == indicator and _text(row, "role") == role and _cell(row) == cell:
                fact = self.fact(row)
                if fact is not None:
                    return fact
        return Gap(wanted(indicator, role, cell, self.period))

    def all(self, indicator: str, role: str) -> list[Fact]:
        """Return all exact figures of an indicator and role in the year, of no cell."""
        rows = [row for row in self.rows if _text(row, "indicator") == indicator and _text(row, "role") == role]
        facts = [self.fact(row) for row in rows if _cell(row) is None]
        return [fact for fact in facts if fact is not None]

    def fact(self, row: Mapping[Hashable, object]) -> Fact | None:
        """Make a fact of a row; None for a bounded or missing value and for another period."""
        value, period = _float(row, "value"), _text(row, "period")
        if value is None or _text(row, "bound") != "exact" or period is None or period != self.period:
            return None
        low, high = _float(row, "low"), _float(row, "high")
        decimals, number = _number(row, "decimals"), _number(row, "figure_id")
        return Fact(
            indicator=_text(row, "indicator") or "",
            cell=_cell(row),
            value=value,
            low=value if low is None else low,
            high=value if high is None else high,
            decimals=decimals,
            unit=_text(row, "unit"),
            period=period,
            estimate=_text(row, "estimate") == "True" or _text(row, "status") == "E",
            derived=False,
            figure_ids=() if number is None else (number,),
        )


class History:
    """A history table of one report, to be asked for a quantity at its last two years."""

    def __init__(self, table: pd.DataFrame) -> None:
        self.rows: list[dict[Hashable, object]] = table.to_dict("records")

    def pair(self, indicator: str) -> tuple[Fact | Gap, Fact | Gap]:
        """Return the earlier and the later value of an indicator's total, or two gaps."""
        years: dict[str, Fact] = {}
        for row in self.rows:
            fact = dated(row) if _text(row, "indicator") == indicator and _cell(row) is None else None
            if fact is not None and len(fact.period) == 4:
                years.setdefault(fact.period, fact)
        if len(years) < 2:
            gap = Gap(f"{indicator} (two years, or one and its change)")
            return gap, gap
        earlier, later = sorted(years)[-2:]
        return years[earlier], years[later]


def dated(row: Mapping[Hashable, object]) -> Fact | None:
    """Make a fact of a row of a history; None for a bounded or missing value, and where no time is said."""
    value, low, high = (_float(row, name) for name in ("value", "low", "high"))
    period = _text(row, "period")
    if value is None or low is None or high is None or period is None or _text(row, "bound") != "exact":
        return None
    return Fact(
        indicator=_text(row, "indicator") or "",
        cell=None,
        value=value,
        low=low,
        high=high,
        decimals=None,
        unit=_text(row, "unit"),
        period=period,
        estimate=_text(row, "estimate") == "True",
        derived=_text(row, "basis") == "derived",
        figure_ids=ids(_text(row, "figure_ids")),
    )


def ratio(earlier: Fact, later: Fact) -> tuple[float, float, float]:
    """Return later over earlier with its ends; one derived from the other shares its rounding, so ends go together."""
    if earlier.derived and set(later.figure_ids) <= set(earlier.figure_ids):
        ends = [later.low / earlier.low, later.high / earlier.high]
    else:
        ends = [above / below for above in (later.low, later.high) for below in (earlier.low, earlier.high)]
    return later.value / earlier.value, min(ends), max(ends)


def wanted(indicator: str, role: str, cell: str | None, period: str | None) -> str:
    """Describe a figure that is missing: "postal.volume (change, 2022)"."""
    about = ", ".join(part for part in (role, cell, period) if part)
    return f"{indicator} ({about})"


def ids(text: str | None) -> tuple[int, ...]:
    """Read a joined cell of figure ids."""
    return tuple(int(part) for part in (text or "").split(JOINT) if part)


def joined(*groups: Iterable[int]) -> str | None:
    """Join figure ids for a cell of a plotted table; None where there are none."""
    return JOINT.join(str(number) for group in groups for number in group) or None


def _text(row: Mapping[Hashable, object], name: str) -> str | None:
    cell = row.get(name)
    return str(cell) if known(cell) else None


def _cell(row: Mapping[Hashable, object]) -> str | None:
    """Return the breakdown of a row, None for a total."""
    text = _text(row, "cell")
    return None if text == TOTAL else text


def _float(row: Mapping[Hashable, object], name: str) -> float | None:
    text = _text(row, name)
    return None if text is None else float(text)


def _number(row: Mapping[Hashable, object], name: str) -> int | None:
    value = _float(row, name)
    return None if value is None else int(value)
