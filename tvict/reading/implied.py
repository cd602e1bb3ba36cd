"""What is said of one figure and holds for others: estimates that spread, the period of a change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tvict.reading.amounts import Amount

_ABOUT = ("change", "index", "attainment", "gap")


def estimates(amounts: Sequence[Amount]) -> None:
    """What is said of an estimate is itself one; so is the level beside a ratio that is: "đạt 76 tỷ, ước tăng 5%"."""
    by_id = {a.figure.figure_id: a for a in amounts}
    for before, a in pairwise(amounts):
        of = by_id.get(a.figure.of_id) if a.figure.of_id is not None else None
        if of is before and a.figure.estimate and a.figure.role in _ABOUT and of.sentence == a.sentence:
            of.figure.estimate = of.figure.estimate or of.figure.role == "level"
    for a in amounts:
        of = by_id.get(a.figure.of_id) if a.figure.of_id is not None else None
        if of is not None and of.figure.estimate and a.figure.role in (*_ABOUT, "share"):
            a.figure.estimate = True


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
