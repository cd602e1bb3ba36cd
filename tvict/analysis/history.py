"""This year's and last year's values: the figures table goes in, a row for each value comes out, as printed or derived.

Where a report prints a level and its change but not the earlier level, that level is derived; its interval is what the
printed digits of both allow. A derived value is arithmetic on this report: what was published a year ago may differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from tvict.analysis.intervals import Interval, corners
from tvict.analysis.printed import PERCENT, TIMES, Printed, by_report, find, records
from tvict.analysis.relations import changes_said_twice
from tvict.tables import frame, typed

STOCK_FLOWS: Mapping[str, tuple[str, str]] = {
    "signature.certificates_active": ("signature.certificates_issued", "signature.certificates_revoked"),
}
"""Indicator of a stock → the indicators of what came in and went out in a year, where both are standard indicators."""

CHANGE_COLUMNS = {
    **dict.fromkeys(("report", "indicator", "cell", "subject", "unit", "period"), "str"),
    **dict.fromkeys(("value", "low", "high"), "Float64"),
    "figure_ids": "str",
}

LEVELS = ("level", "share", "rank")
"""Roles of figures that stand for a time, so that an earlier one can be derived."""

MONTH = re.compile(r"\d{4}-\d\d")
LATEST = "9"
"""Sorts behind every year: a value whose period is not said is the report's own."""

Row = dict[str, object]
Formula = Callable[[Decimal, Decimal], Decimal]


@dataclass(frozen=True, slots=True)
class Change:
    """A stated change or index, what it is of, and the earlier value where that is printed."""

    stated: Printed
    of: Printed
    base: Printed | None


@dataclass(frozen=True, slots=True)
class Value:
    """A value: its point, the ends that the printed digits allow (None where open), and its bound."""

    point: Decimal | None
    low: Decimal | None
    high: Decimal | None
    bound: str


def history(figures: pd.DataFrame) -> pd.DataFrame:
    """Collect values of two periods: levels with a change, levels printed for two years, stocks with both flows of the
    year.

    One row a value; ``basis`` is stated where the text prints it, derived where it follows from what is printed;
    ``figure_ids`` are the figures it rests on. Rows of one quantity stand together, the earlier first.
    """
    rows: list[Row] = []
    for report in by_report(records(figures)).values():
        found = sorted(
            (*_from_changes(report), *_from_two_years(report), *_from_flows(report)), key=lambda group: group[0]
        )
        for group in _of_one_quantity(rows for _, rows in found):
            rows += sorted(group, key=lambda row: str(row["period"] or LATEST))
    return frame("history", rows)


def _of_one_quantity(found: Iterable[list[Row]]) -> list[list[Row]]:
    """Join the groups that have a row in common, each row once: a level may have a change and stand in a table too."""
    groups: list[dict[tuple[object, object], Row]] = []
    for rows in found:
        group = {(row["figure_ids"], row["period"]): row for row in rows}
        joined = [other for other in groups if other.keys() & group.keys()]
        for other in joined[1:]:
            joined[0].update(other)
            groups.remove(other)
        if joined:
            joined[0].update(group)
        else:
            groups.append(group)
    return [list(group.values()) for group in groups]


def changes(figures: pd.DataFrame) -> pd.DataFrame:
    """Return the absolute change behind each stated relative one: L·(1 − 1/(1 + c)) at its corners, or the printed
    levels' difference.

    Columns: report, indicator, cell, subject, unit, period, value, low, high, figure_ids. Subtracting two rows of
    ``history`` would be too wide, because both rest on the same rounded level.
    """
    rows = []
    for report in by_report(records(figures)).values():
        for change in _changes(report):
            of, stated, base = change.of, change.stated, change.base
            if stated.role != "change" or stated.measure != PERCENT or of.measure == PERCENT or not _divides(stated):
                continue
            if base is not None:
                absolute = _evaluate(lambda later, earlier: later - earlier, of, base, rising=False)
            else:
                absolute = _evaluate(lambda level, rate: level * (1 - 1 / (1 + rate / 100)), of, stated, rising=True)
            if absolute is not None:
                rows.append(_derived(of, of.period, absolute, (of, stated if base is None else base)))
    return typed(rows, CHANGE_COLUMNS)


def _from_changes(figures: Mapping[int, Printed]) -> Iterator[tuple[int, list[Row]]]:
    """Yield each level with a change and its earlier value.

    A change printed in units and in per cent is one change. Of a month, and of a level with several changes, only a
    flag says which earlier time a change is computed from; without it the earlier period is missing.
    """
    twice = changes_said_twice(figures)
    found = [change for change in _changes(figures) if change.stated.id not in twice]
    several = Counter(change.of.id for change in found if change.base is None and change.stated.since is None)
    for change in found:
        of, base = change.of, change.base
        if base is not None:
            yield of.id, [_stated(base, named_after=of), _stated(of)]
            continue
        earlier = _earlier(change)
        if earlier is not None:
            plain = several[of.id] == 1 and not MONTH.fullmatch(of.period or "")
            since = change.stated.since
            if since is None and plain:
                since = _year_before(of.period or change.stated.period)
            yield of.id, [_derived(of, since or None, earlier, (of, change.stated)), _stated(of)]


def _from_two_years(figures: Mapping[int, Printed]) -> Iterator[tuple[int, list[Row]]]:
    """Pair levels of one indicator and cell that are printed for two years, as the columns of a table are."""
    same: dict[tuple[object, ...], list[Printed]] = {}
    for figure in figures.values():
        coded = figure.indicator is not None and figure.role in ("level", "share") and figure.value is not None
        if coded and figure.period is not None:
            same.setdefault((figure.indicator, figure.cell_text, figure.measure, figure.period[4:]), []).append(figure)
    for found in same.values():
        latest = max(found, key=lambda figure: str(figure.period))
        earlier = [figure for figure in found if figure.period != latest.period]
        if earlier:
            yield latest.id, [_stated(figure) for figure in (*earlier, latest)]


def _from_flows(figures: Mapping[int, Printed]) -> Iterator[tuple[int, list[Row]]]:
    """Derive the opening stock where the closing stock and both flows of one period are printed, once each."""
    for code, flows in STOCK_FLOWS.items():
        found = [
            [f for f in figures.values() if f.indicator == name and not f.cell and f.role == "level"]
            for name in (code, *flows)
        ]
        if any(len(candidates) != 1 for candidates in found):
            continue
        stock, came, went = (candidates[0] for candidates in found)
        spans = [figure.interval for figure in (stock, came, went) if figure.interval is not None]
        if len(spans) < 3 or len({stock.period, came.period, went.period}) > 1:
            continue
        span = corners(lambda closing, inflow, outflow: closing - inflow + outflow, *spans)
        opening = Value((span.low + span.high) / 2, span.low, span.high, "exact")
        yield stock.id, [_derived(stock, _year_before(stock.period), opening, (stock, came, went)), _stated(stock)]


def _changes(figures: Mapping[int, Printed]) -> Iterator[Change]:
    """Yield the changes and indices of levels, shares and ranks."""
    for stated in figures.values():
        of = find(figures, stated.of)
        if stated.role in ("change", "index") and of is not None and of.value is not None and of.role in LEVELS:
            base = find(figures, stated.base)
            yield Change(stated, of, None if base is None or base.value is None else base)


def _earlier(change: Change) -> Value | None:
    """Derive the earlier value; None where the units do not fit or nothing is left to divide by."""
    of, stated = change.of, change.stated
    if stated.role == "index":
        formulas: dict[str, Formula] = {
            PERCENT: lambda level, index: 100 * level / index,
            TIMES: lambda level, times: level / times,
        }
        formula = formulas.get(stated.measure)
        return None if formula is None or not _divides(stated) else _evaluate(formula, of, stated, rising=False)
    if stated.measure == PERCENT and of.measure != PERCENT:
        if of.role == "rank" or not _divides(stated):
            return None
        return _evaluate(lambda level, rate: level / (1 + rate / 100), of, stated, rising=False)
    if stated.measure != of.measure:
        return None
    if of.role == "rank":
        return _evaluate(lambda rank, climbed: rank + climbed, of, stated, rising=True)
    return _evaluate(lambda level, difference: level - difference, of, stated, rising=False)


def _evaluate(formula: Formula, of: Printed, other: Printed, rising: bool) -> Value | None:
    """Evaluate a formula of two figures at its corners; it rises in the first, and in the second if ``rising``.

    A bound opens one side; two bounds that pull apart, or an "about", open both. None where a value is missing.
    """
    if of.value is None or other.value is None:
        return None
    spans = [figure.interval or Interval(value, value) for figure, value in ((of, of.value), (other, other.value))]
    value, span = formula(of.value, other.value), corners(formula, *spans)
    opened = {_direction(of, True), _direction(other, rising)} - {"exact"}
    bound = "exact" if not opened else opened.pop() if len(opened) == 1 else "about"
    low = span.low if bound in ("exact", "over") else None
    return Value(value, low, span.high if bound in ("exact", "under") else None, bound)


def _divides(stated: Printed) -> bool:
    """Tell whether a relative change allows an earlier value: a fall by 100 % or an index of 0 does not."""
    floor = 0 if stated.role == "index" else -100
    return stated.value is not None and stated.value > floor


def _direction(figure: Printed, rising: bool) -> str:
    """Return the bound that a figure's own bound puts on a result that rises (or falls) with it."""
    if figure.bound not in ("over", "under"):
        return figure.bound
    negative = figure.value is not None and figure.value < 0
    return figure.bound if rising != negative else {"over": "under", "under": "over"}[figure.bound]


def _year_before(period: str | None) -> str | None:
    """Return the same part of the year before.

    >>> _year_before("2022-Q2")
    '2021-Q2'
    """
    return None if period is None or not period[:4].isdigit() else f"{int(period[:4]) - 1}{period[4:]}"


def _stated(figure: Printed, named_after: Printed | None = None) -> Row:
    """Make the row of a printed value; what its own figure does not say is taken from ``named_after``."""
    interval = figure.interval
    low, high = (figure.low, figure.high) if interval is None else (interval.low, interval.high)
    row = _derived(figure, figure.period, Value(figure.value, low, high, figure.bound), (figure,))
    said = {name: cell for name, cell in row.items() if cell is not None}
    return {**row, **_about(named_after or figure), **said, "basis": "stated"}


def _derived(of: Printed, period: str | None, value: Value, used: tuple[Printed, ...]) -> Row:
    return {
        **_about(of),
        "basis": "derived",
        "report": of.report,
        "period": period,
        "value": value.point,
        "low": value.low,
        "high": value.high,
        "estimate": any(figure.estimate for figure in used),
        "bound": value.bound,
        "figure_ids": ";".join(str(figure.id) for figure in used),
    }


def _about(figure: Printed) -> Row:
    return {
        "indicator": figure.indicator,
        "cell": figure.cell_text,
        "subject": figure.subject,
        "unit": figure.unit,
    }
