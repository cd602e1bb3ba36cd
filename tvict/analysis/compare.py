"""Two reports side by side: their figures go in, what became of each, or why two may not be compared, comes out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from tvict.analysis.given import Given, sources_of, table_of
from tvict.analysis.panel import area_of
from tvict.analysis.printed import COUNT, Printed, by_report, find, records
from tvict.tables import JOINT, typed

STATUSES = ("unchanged", "revised", "changed", "new", "gone", "beside", "alone")
"""revised: another value for the same period; changed: another value for another period. Of two areas nothing becomes
of anything: both have it (beside) or one alone.
"""

BY_PERIOD: Mapping[str, str] = {"change": "rates", "index": "rates", "attainment": "targets", "gap": "targets"}
"""Roles computed from something that is another in each period, and the reason that keeps two of them apart."""

TEXTS = ("indicator", "cell", "role", "subject", "status")
AS_PRINTED = tuple("report period value unit bound estimate".split())
"""What the columns of a side take from its figure as it is."""
SIDE = {
    "report": "str",
    "figure_id": "Int64",
    "period": "str",
    "value": "Float64",
    "unit": "str",
    "bound": "str",
    "estimate": "boolean",
    "base": "str",
}
COLUMNS = {
    **dict.fromkeys(TEXTS, "str"),
    **{f"{side}_{name}": dtype for side in ("old", "new") for name, dtype in SIDE.items()},
    "difference": "Float64",
    "obstacle": "str",
}

Key = tuple[str | None, str | None, str, str]
Areas: TypeAlias = "tuple[str | None, str | None] | None"
"""Of which areas two figures are; None where nobody says, and they are taken to be of one."""


@dataclass(frozen=True, slots=True)
class Side:
    """A figure, and the one that it is a share of, where that is printed."""

    figure: Printed
    base: Printed | None

    @classmethod
    def of(cls, figure: Printed, report: Mapping[int, Printed]) -> Side:
        """Find the base of a figure among those of its report."""
        return cls(figure, find(report, figure.base))


def compare(old: Given, new: Given) -> pd.DataFrame:
    """Match the figures of two reports on indicator, cell, role and kind of unit, and say what became of each.

    Give reports or their tables; without their sources two tables are taken to be of one area. Where an indicator is
    printed more than once, figures of one period are matched first, then the rest in the order of the text. ``status``
    is unchanged where the finer printed number is one that the coarser may stand for (75,8 tỷ and 76 tỷ). Figures
    without an indicator are left out: nothing says that two of them are the same.

    Both sides keep unit, bound, estimate and ``base``, what a share is of. ``difference`` is new less old; where two
    values may not be subtracted it is missing, and ``obstacle`` names the reasons; `tvict.labelled` says them in words.

    >>> old = tvict.parse("Năm 2021, doanh thu bưu chính đạt 80 tỷ đồng.", "2021")
    >>> new = tvict.parse("Năm 2022, doanh thu bưu chính đạt 84 tỷ đồng.", "2022")
    >>> tvict.compare(old.figures, new.figures)[["old_value", "new_value", "difference", "status"]].values.tolist()
    [[80000000000.0, 84000000000.0, 4000000000.0, 'changed']]
    >>> tvict.compare(old, new)[["difference", "obstacle"]].values.tolist()  # nobody says that they are of one province
    [[<NA>, 'no_area']]
    """
    before, after = _keyed(old), _keyed(new)
    told = [sources_of(side, "compare") for side in (old, new)]
    areas = None if told[0] is None or told[1] is None else (area_of(told[0]), area_of(told[1]))
    rows = []
    for key in [*before, *(key for key in after if key not in before)]:
        rows += [_row(a, b, areas) for a, b in _matches(before.get(key, []), after.get(key, []))]
    return typed(rows, COLUMNS)


def _keyed(given: Given) -> dict[Key, list[Side]]:
    grouped: dict[Key, list[Side]] = {}
    for report in by_report(records(table_of(given, "figures", "compare"))).values():
        for figure in report.values():
            if figure.indicator is not None:
                key = (figure.indicator, figure.cell_text, figure.role, figure.measure)
                grouped.setdefault(key, []).append(Side.of(figure, report))
    return grouped


def _matches(old: Iterable[Side], new: Iterable[Side]) -> list[tuple[Side | None, Side | None]]:
    """Pair figures of one key: by period, then in order; what is left over stands alone."""
    pairs: list[tuple[Side | None, Side | None]] = []
    rest_old, rest_new = list(old), list(new)
    for same_period in (True, False):
        for side in list(rest_old):
            period = side.figure.period
            match = next((other for other in rest_new if not same_period or other.figure.period == period), None)
            if match is not None:
                pairs.append((side, match))
                rest_old.remove(side)
                rest_new.remove(match)
    return [*pairs, *((side, None) for side in rest_old), *((None, side) for side in rest_new)]


def _row(old: Side | None, new: Side | None, areas: Areas) -> dict[str, object]:
    about = new or old
    assert about is not None
    row: dict[str, object] = {
        "indicator": about.figure.indicator,
        "cell": about.figure.cell_text,
        "role": about.figure.role,
        "subject": about.figure.subject,
        "status": _status(old, new, areas),
    }
    for name, side in (("old", old), ("new", new)):
        row |= {f"{name}_{column}": cell for column, cell in _told(side).items()} if side else {}
    if old is not None and new is not None:
        row["obstacle"] = JOINT.join(obstacles(old, new, areas)) or None
        if row["obstacle"] is None and old.figure.value is not None and new.figure.value is not None:
            row["difference"] = new.figure.value - old.figure.value
    return row


def _told(side: Side) -> dict[str, object]:
    base = side.base
    said = None if base is None else ": ".join(filter(None, (base.text, base.subject)))
    return {"figure_id": side.figure.id, "base": said, **{name: getattr(side.figure, name) for name in AS_PRINTED}}


def _status(old: Side | None, new: Side | None, areas: Areas) -> str:
    apart = areas is not None and None not in areas and areas[0] != areas[1]
    if old is None or new is None:
        return "alone" if apart else "new" if old is None else "gone"
    if apart:
        return "beside"
    if _same_value(old.figure, new.figure):
        return "unchanged"
    return "revised" if old.figure.period == new.figure.period else "changed"


def obstacles(old: Side, new: Side, areas: Areas = None) -> Iterator[str]:
    """Yield what keeps two values from being subtracted, by names of labels.toml, the weightiest first."""
    a, b = old.figure, new.figure
    if a.value is None or b.value is None:
        yield "no_value"
    if a.period is None or b.period is None:
        yield "no_period"
    elif a.period != b.period:
        yield from _of_two_periods(a, b, areas)
    if old.base is not None and new.base is not None and _code(old.base) != _code(new.base):
        yield "bases"
    if areas is not None and areas[0] != areas[1] and a.measure == b.measure == COUNT and not _one_noun(a.unit, b.unit):
        yield "nouns"
    if (a.bound, b.bound) != ("exact", "exact"):
        yield "bounded"


def _of_two_periods(a: Printed, b: Printed, areas: Areas) -> Iterator[str]:
    if len(a.months) != len(b.months) or not a.months:
        yield "lengths"
    elif areas is not None and None in areas:
        yield "no_area"
    elif areas is not None and areas[0] != areas[1]:
        yield "area_and_period"
    elif a.role in BY_PERIOD:
        yield BY_PERIOD[a.role]


def _one_noun(one: str | None, other: str | None) -> bool:
    """Tell whether two units count the same: one may say it in more words, but not count further things as well."""
    short, long = sorted(((one or "").casefold(), (other or "").casefold()), key=len)
    rest = long.removeprefix(short)
    return not short or not rest or (rest[0] == " " and "," not in rest)


def _code(base: Printed) -> tuple[str | None, str | None]:
    return base.indicator, base.cell_text


def _same_value(old: Printed, new: Printed) -> bool:
    """Tell whether both print one value, to the digits of the coarser of the two, with one bound."""
    if old.value is None or new.value is None or old.bound != new.bound:
        return False
    before, after = old.interval, new.interval
    if before is None or after is None:
        return old.value == new.value
    return before.has(new.value) if before.width >= after.width else after.has(old.value)
