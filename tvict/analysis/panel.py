"""The same indicator in many reports: figures tables of several reports go in, one long table by key comes out.

A key is indicator, cell, area, period, role and kind of unit. What two reports print for one key are vintages of one
number: the latest stands first and the earlier ones are kept. What a later report implies for an earlier year, by a
level and its change, stands beside what was printed for that year.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import pandas as pd

from tvict.analysis.given import Given, sources_of, table_of
from tvict.analysis.history import history
from tvict.analysis.intervals import decimal
from tvict.analysis.printed import Printed, records
from tvict.codebook import TOTAL
from tvict.tables import JOINT, rows_of, typed

COLUMNS = {
    "indicator": "str",
    "cell": "str",
    "area": "str",
    "period": "str",
    "role": "str",
    "vintage": "Int64",
    "value": "Float64",
    "unit": "str",
    "bound": "str",
    "estimate": "bool",
    "basis": "str",
    "low": "Float64",
    "high": "Float64",
    "printings": "Int64",
    "conflict": "str",
    "subject": "str",
    "report": "str",
    "figure_id": "Int64",
}
AS_PRINTED = tuple("indicator period role value unit bound estimate low high subject report".split())
"""Columns that hold what a figure prints."""
AREA, ISSUED = ("area", "area_name"), ("issued", "date", "year")
"""Columns that tell of which area a report is, and when it was issued, the surest first."""

Key = tuple[str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class _Origin:
    """Of which area a report is, and when it was issued, as ISO text, "" where that is not known."""

    area: str | None
    issued: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A value for a key, as printed, or derived from a level (whose figure it bears) and its change."""

    figure: Printed
    derived: bool = False


def panel(given: Given, reports: pd.DataFrame | None = None) -> pd.DataFrame:
    """Arrange figures by indicator, cell, area, period and role, the latest vintage first.

    ``given`` is a list of reports, or their figures in one table. Areas and dates come from the reports, or from
    ``reports`` (columns ``report``, ``area`` or ``area_name``, and ``issued``, ``date`` or ``year``: the sources table
    will do), else from columns of those names in the table itself; reports without an area are never taken to be about
    one place. Figures without an indicator are
    left out. ``vintage`` counts reports from the latest, 1, to the earliest; ``printings`` the times that the key is
    printed; ``basis`` is stated or derived, and a derived row bears the figure_id of the level it follows from.
    ``conflict`` is "report" where one report prints two values that the digits of both rule out, "vintage" where only
    different reports do, "implied" where only a printed and a derived value do, and missing where all agree.

    >>> old = tvict.parse("Năm 2021, doanh thu bưu chính đạt 80 tỷ đồng.", "2021")
    >>> new = tvict.parse("Năm 2022, doanh thu bưu chính đạt 84 tỷ đồng, tăng 5% so với năm 2021.", "2022")
    >>> tvict.panel([old, new]).query("role == 'level'")[["period", "value", "basis"]].values.tolist()
    [['2021', 80000000000.0, 'stated'], ['2021', 80000000000.0, 'derived'], ['2022', 84000000000.0, 'stated']]
    """
    figures = table_of(given, "figures", "panel")
    sources = sources_of(given, "panel") if reports is None else reports
    origins = _origins(figures if sources is None else sources)
    printed = records(figures)
    grouped: dict[Key, list[_Entry]] = {}
    for entry in (*map(_Entry, printed), *_implied(figures, printed)):
        if entry.figure.indicator is not None:
            grouped.setdefault(_key(entry.figure, origins[entry.figure.report].area), []).append(entry)
    rows = [row for key in sorted(grouped) for row in _rows(grouped[key], origins)]
    return typed(rows, COLUMNS)


def panel_of(given: Given, call: str) -> pd.DataFrame:
    """Return the panel of what a call was given, which may be one already."""
    if isinstance(given, pd.DataFrame) and "vintage" in given.columns:
        return given
    return panel(table_of(given, "figures", call), sources_of(given, call))


def _origins(frame: pd.DataFrame) -> defaultdict[str, _Origin]:
    """Read area and date of each report from a frame that has a column ``report``."""
    if "report" not in frame.columns:
        raise ValueError("reports has no column report: give one row for each report, as in the sources table")
    wanted = [name for name in ("report", *AREA, *ISSUED) if name in frame.columns]
    rows = rows_of(frame[wanted].drop_duplicates("report"))
    told = {str(row["report"]): _Origin(_first(row, AREA), _first(row, ISSUED) or "") for row in rows}
    return defaultdict(lambda: _Origin(None, ""), told)


def area_of(sources: pd.DataFrame) -> str | None:
    """Return the one area that reports are of; None where it is not known, or where there are several."""
    areas = {origin.area for origin in _origins(sources).values()}
    return areas.pop() if len(areas) == 1 else None


def _first(row: Mapping[str, object], names: Iterable[str]) -> str | None:
    return next((str(row[name]) for name in names if row.get(name) is not None), None)


def _key(figure: Printed, area: str | None) -> Key:
    place = f"report {figure.report}" if area is None else area
    return (
        figure.indicator or "",
        figure.cell_text or TOTAL,
        place,
        figure.period or "",
        figure.role,
        figure.measure,
    )


def _implied(figures: pd.DataFrame, printed: Iterable[Printed]) -> Iterator[_Entry]:
    """Yield the earlier values that levels and their changes imply, each as a figure of its own."""
    by_id = {(figure.report, figure.id): figure for figure in printed}
    for row in rows_of(history(figures)):
        if row["basis"] == "derived" and row["period"] is not None:
            level = by_id[row["report"], int(row["figure_ids"].partition(JOINT)[0])]
            told: dict[str, Any] = {name: decimal(row[name]) for name in ("value", "low", "high")}
            told |= {name: row[name] for name in ("bound", "estimate", "period")}
            yield _Entry(replace(level, **told), derived=True)


def _rows(entries: list[_Entry], origins: Mapping[str, _Origin]) -> Iterable[dict[str, object]]:
    """Give the values of one key, latest report first, what is printed before what follows, each with what can be said
    of them together.
    """
    issued = {report: origins[report].issued for report in {entry.figure.report for entry in entries}}
    latest_first = sorted(set(issued.values()), reverse=True)
    conflict, printings = _conflict(entries), sum(not entry.derived for entry in entries)
    entries.sort(key=lambda e: (latest_first.index(issued[e.figure.report]), e.figure.report, e.derived, e.figure.id))
    for entry in entries:
        f = entry.figure
        yield {
            **{name: getattr(f, name) for name in AS_PRINTED},
            "cell": f.cell_text,
            "area": origins[f.report].area,
            "vintage": latest_first.index(issued[f.report]) + 1,
            "basis": "derived" if entry.derived else "stated",
            "printings": printings,
            "conflict": conflict,
            "figure_id": f.id,
        }


def _conflict(entries: list[_Entry]) -> str | None:
    """Say where two values of one key rule each other out: printed in one report, printed in two, printed and implied,
    or nowhere.
    """
    apart = [(a, b) for a, b in combinations(entries, 2) if _ruled_out(a.figure, b.figure)]
    kinds = {
        "implied" if a.derived or b.derived else "report" if a.figure.report == b.figure.report else "vintage"
        for a, b in apart
    }
    return next((kind for kind in ("report", "vintage", "implied") if kind in kinds), None)


def _ruled_out(a: Printed, b: Printed) -> bool:
    pairs = (a.range[1], b.range[0]), (b.range[1], a.range[0])
    return any(high is not None and low is not None and high < low for high, low in pairs)
