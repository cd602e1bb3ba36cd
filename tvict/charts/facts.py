"""What charts rest on: a report or its tables go in, tables, values of a time and what is missing come out."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import pandas as pd

from tvict.analysis.printed import known
from tvict.tables import JOINT


class MissingFigures(LookupError):
    """The figures that a chart needs and the tables do not hold, one line each in ``missing``."""

    def __init__(self, missing: Sequence[str]) -> None:
        self.missing = tuple(dict.fromkeys(missing))
        super().__init__(f"not in these tables: {'; '.join(self.missing)}")


Tables = Mapping[str, pd.DataFrame]
T = TypeVar("T")


def tables_of(report: object) -> Tables:
    """Return the tables of a report, or the tables themselves; TypeError with what to pass for anything else, and for
    tables of several reports.
    """
    tables = getattr(report, "tables", report)
    if not isinstance(tables, Mapping) or "figures" not in tables:
        raise TypeError("a chart takes a report, or its tables (report.tables, or what tvict.load gave)")
    names = tables["figures"]["report"].dropna().unique()
    if len(names) > 1:
        raise TypeError(f"this chart shows one report, not {len(names)}; tvict.charts.over_time takes several")
    return tables


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a history: what its printed digits allow, its time, and the figures it rests on."""

    value: float
    low: float
    high: float
    period: str
    estimate: bool
    derived: bool
    figure_ids: tuple[int, ...]


def dated(row: Mapping[Hashable, object]) -> Value | None:
    """Read a row of a history; None for a bounded or missing value, and where no time is said."""
    if row["bound"] != "exact" or not all(known(row[name]) for name in ("value", "low", "high", "period")):
        return None
    value, low, high = (float(str(row[name])) for name in ("value", "low", "high"))
    derived, used = row["basis"] == "derived", ids(str(row["figure_ids"]))
    return Value(value, low, high, str(row["period"]), str(row["estimate"]) == "True", derived, used)


def ratio(earlier: Value, later: Value) -> tuple[float, float, float]:
    """Return later over earlier with its ends; one derived from the other shares its rounding, so ends go together."""
    if earlier.derived and set(later.figure_ids) <= set(earlier.figure_ids):
        ends = [later.low / earlier.low, later.high / earlier.high]
    else:
        ends = [above / below for above in (later.low, later.high) for below in (earlier.low, earlier.high)]
    return later.value / earlier.value, min(ends), max(ends)


def told_once(told: Sequence[tuple[T, str, Hashable, Value | None]]) -> list[T]:
    """Leave out what rests on a derived value where the text prints that too: it lies within, all else is equal, and
    one name begins with the other. Each item comes with its name, what must be equal, and its value.
    """
    printed: dict[Hashable, list[tuple[str, Value]]] = {}
    for _, name, equal, value in told:
        if value is not None and not value.derived:
            printed.setdefault(equal, []).append((name, value))

    def again(name: str, value: Value, other_name: str, other: Value) -> bool:
        short, long = sorted((re.findall(r"\w+", one.casefold()) for one in (name, other_name)), key=len)
        return value.low <= other.value <= value.high and long[: len(short)] == short

    return [item for item, name, equal, value in told if value is None or not value.derived
            or not any(again(name, value, *other) for other in printed.get(equal, ()))]  # fmt: skip


def ids(text: str) -> tuple[int, ...]:
    """Read a joined cell of figure ids."""
    return tuple(int(part) for part in text.split(JOINT) if part)


def joined(numbers: Iterable[int]) -> str:
    """Join figure ids for a cell of a plotted table, each once."""
    return JOINT.join(str(number) for number in dict.fromkeys(numbers))
