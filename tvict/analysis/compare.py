"""Two vintages, or two years, of one area: two figures tables go in, what became of each figure comes out."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from tvict.analysis.printed import Printed, records

STATUSES = ("unchanged", "revised", "changed", "new", "gone")
"""revised: another value for the same period; changed: another value for another period."""

TEXTS = ("indicator", "cell", "role", "subject", "unit", "status")
SIDE = {"report": "str", "figure_id": "Int64", "period": "str", "value": "Float64"}
COLUMNS = {
    **dict.fromkeys(TEXTS, "str"),
    **{f"{side}_{name}": dtype for side in ("old", "new") for name, dtype in SIDE.items()},
    "difference": "Float64",
}

Key = tuple[str | None, str | None, str, str]


def compare(old: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    """Match the figures of two tables on indicator, cell, role and kind of unit, and say what became of each.

    Where an indicator is printed more than once, figures of one period are matched first, then the rest in the order of
    the text. ``status`` is unchanged where the finer printed number is one that the coarser may stand for (75,8 tỷ and
    76 tỷ). Figures without an indicator are left out: nothing says that two of them are the same. ``difference`` is new
    less old.
    """
    before, after = _keyed(records(old)), _keyed(records(new))
    rows = []
    for key in [*before, *(key for key in after if key not in before)]:
        rows += [_row(a, b) for a, b in _matches(before.get(key, []), after.get(key, []))]
    columns = list(COLUMNS)
    return pd.DataFrame([[row[name] for name in columns] for row in rows], columns=columns).astype(COLUMNS)


def _keyed(figures: Iterable[Printed]) -> dict[Key, list[Printed]]:
    grouped: dict[Key, list[Printed]] = {}
    for figure in figures:
        if figure.indicator is not None:
            grouped.setdefault((figure.indicator, figure.cell_text, figure.role, figure.measure), []).append(figure)
    return grouped


def _matches(old: list[Printed], new: list[Printed]) -> list[tuple[Printed | None, Printed | None]]:
    """Pair figures of one key: by period, then in order; what is left over stands alone."""
    pairs: list[tuple[Printed | None, Printed | None]] = []
    rest_old, rest_new = list(old), list(new)
    for same_period in (True, False):
        for figure in list(rest_old):
            match = next((other for other in rest_new if not same_period or other.period == figure.period), None)
            if match is not None:
                pairs.append((figure, match))
                rest_old.remove(figure)
                rest_new.remove(match)
    return [*pairs, *((figure, None) for figure in rest_old), *((None, figure) for figure in rest_new)]


def _row(old: Printed | None, new: Printed | None) -> dict[str, object]:
    about = new or old
    assert about is not None
    row: dict[str, object] = {
        "indicator": about.indicator,
        "cell": about.cell_text,
        "role": about.role,
        "subject": about.subject,
        "unit": about.unit,
        "status": _status(old, new),
        "difference": None,
    }
    for side, figure in (("old", old), ("new", new)):
        row[f"{side}_report"] = None if figure is None else figure.report
        row[f"{side}_figure_id"] = None if figure is None else figure.id
        row[f"{side}_period"] = None if figure is None else figure.period
        row[f"{side}_value"] = None if figure is None or figure.value is None else float(figure.value)
    if old is not None and new is not None and old.value is not None and new.value is not None:
        row["difference"] = float(new.value - old.value)
    return row


def _status(old: Printed | None, new: Printed | None) -> str:
    if old is None or new is None:
        return "new" if old is None else "gone"
    if _same_value(old, new):
        return "unchanged"
    return "revised" if old.period == new.period else "changed"


def _same_value(old: Printed, new: Printed) -> bool:
    """Tell whether both print one value, to the digits of the coarser of the two, with one bound."""
    if old.value is None or new.value is None or old.bound != new.bound:
        return False
    before, after = old.interval, new.interval
    if before is None or after is None:
        return old.value == new.value
    return before.has(new.value) if before.width >= after.width else after.has(old.value)
