"""What is said of one figure and holds for others: estimates that spread, the period of a change."""

from __future__ import annotations

from collections.abc import Sequence

from tvict.reading.amounts import Amount

_ABOUT = ("change", "index", "attainment", "gap")


def estimates(amounts: Sequence[Amount]) -> None:
    """What is said of an estimate is itself one."""
    by_id = {a.figure.figure_id: a.figure for a in amounts}
    for a in amounts:
        f = a.figure
        why = a.reasons.get("parent")
        whole = by_id.get(f.parent_id) if f.parent_id is not None and why and why.rule == "part.bracket" else None
        if whole is not None and whole.estimate and f.role == whole.role:
            f.estimate = True  # "ước 2.046 tỷ (dữ liệu 921 tỷ, …)"
        elif f.role in (*_ABOUT, "share") and f.of_id in by_id and by_id[f.of_id].estimate:
            f.estimate = True


def same_time(amounts: Sequence[Amount]) -> None:
    """A change belongs to the period of the level it is about, a denominator to that of its numerator."""
    by_id = {a.figure.figure_id: a for a in amounts}
    for a in amounts:
        level = by_id.get(a.figure.of_id) if a.figure.role in _ABOUT and a.figure.of_id is not None else None
        if level is not None and a.figure.period != level.figure.period and not _timed_after(a, level):
            a.figure.period = level.figure.period
            if "period" in level.reasons:
                a.reasons["period"] = level.reasons["period"]._replace(rule="time.of_level")


_OWN = ("time.phrase", "time.bracket", "time.clause", "time.behind", "time.owned")


def _timed_after(a: Amount, level: Amount) -> bool:
    """Whether the text names a time for an amount between it and the level that it is about."""
    why = a.reasons.get("period")
    return why is not None and why.rule in _OWN and level.right <= why.lo < a.right
