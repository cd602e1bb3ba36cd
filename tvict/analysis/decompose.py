"""What is behind a change of revenue: a history goes in, the parts that volume and revenue per unit had in it come out.

By the logarithmic mean, which leaves no rest and does not depend on the order of the two factors.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

import pandas as pd

from tvict.analysis.given import Given, table_of
from tvict.analysis.intervals import decimal
from tvict.analysis.printed import SPAN, cell_of
from tvict.tables import JOINT, rows_of, typed

NUMBERS = ("value", "low", "high", "share", "share_low", "share_high")
COLUMNS = {
    **dict.fromkeys(("report", "base_period", "period", "effect", "unit"), "str"),
    **dict.fromkeys(NUMBERS, "Float64"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A quantity at two times: its point values, and the (earlier, later) pairs at the corners of what is printed."""

    periods: tuple[str, str]
    unit: str | None
    earlier: Decimal
    later: Decimal
    corners: tuple[tuple[Decimal, Decimal], ...]


def decompose(given: Given, volume: str = "postal.volume", revenue: str = "postal.revenue") -> pd.DataFrame:
    """Split the change of a revenue into volume and revenue per unit of volume.

    ``given`` is a report, several, or their history; ``volume`` and ``revenue`` are indicators that it holds for the
    same two periods. Returns for each report the rows volume, per_unit and total: value, low and high in the revenue's
    unit; share, share_low and share_high of the total change, 1 being all of it. Revenue per unit is no price: revenue
    may include services without volume. Left out is a report that lacks one of them, or prints it with a bound, or
    whose revenue may not have changed.

    >>> report = tvict.read("data/raw/travinh-2022.txt")
    >>> tvict.decompose(report).set_index("effect")["share"].round(2).to_dict()
    {'volume': 0.38, 'per_unit': 0.62, 'total': 1.0}
    """
    rows: list[dict[str, object]] = []
    for report, part in table_of(given, "history", "decompose").groupby("report", sort=False):
        money, count = _pair(part, revenue), _pair(part, volume)
        if money is None or count is None or money.periods != count.periods or _may_be_unchanged(money):
            continue
        about = {"report": report, "base_period": money.periods[0], "period": money.periods[1], "unit": money.unit}
        rows += [{**about, **row} for row in _effects(money, count)]
    return typed(rows, COLUMNS)


def _effects(money: Pair, count: Pair) -> list[dict[str, object]]:
    point = _split((money.earlier, money.later), (count.earlier, count.later))
    ends = [_split(m, c) for m, c in product(money.corners, count.corners)]
    rows: list[dict[str, object]] = []
    for effect in ("volume", "per_unit", "total"):
        values, shares = [end[effect][0] for end in ends], [end[effect][1] for end in ends]
        numbers = (point[effect][0], min(values), max(values), point[effect][1], min(shares), max(shares))
        rows.append({"effect": effect, **{name: float(number) for name, number in zip(NUMBERS, numbers, strict=True)}})
    return rows


def _split(money: tuple[Decimal, Decimal], count: tuple[Decimal, Decimal]) -> dict[str, tuple[Decimal, Decimal]]:
    """Return value and share of each effect, for one earlier and later revenue and volume."""
    change = money[1] - money[0]
    share = (count[1] / count[0]).ln() / (money[1] / money[0]).ln()
    return {
        "volume": (change * share, share),
        "per_unit": (change * (1 - share), 1 - share),
        "total": (change, Decimal(1)),
    }


def _may_be_unchanged(money: Pair) -> bool:
    signs = {later > earlier for earlier, later in money.corners}
    return len(signs) > 1 or any(later == earlier for earlier, later in money.corners)


def _pair(part: pd.DataFrame, indicator: str) -> Pair | None:
    """Find the quantity at its last two periods; None unless both are known within positive ends."""
    by_period: dict[str, dict[str, Any]] = {}
    for row in rows_of(part[part["indicator"] == indicator]):
        told = all(row[name] is not None for name in ("period", "value", "low", "high"))
        if told and set(cell_of(row["cell"])) <= {SPAN}:
            by_period.setdefault(row["period"], row)
    if len(by_period) < 2:
        return None
    periods = sorted(by_period)[-2:]
    earlier, later = by_period[periods[0]], by_period[periods[1]]
    before, after = _ends(earlier), _ends(later)
    if min(*before, *after) <= 0:
        return None
    shared = earlier["basis"] == "derived" and later["figure_ids"] in earlier["figure_ids"].split(JOINT)
    return Pair((periods[0], periods[1]), later["unit"], before[0], after[0], _corners(before[1:], after[1:], shared))


def _ends(row: Mapping[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    """Return value, low and high of a row that has them."""
    value, low, high = (decimal(row[name]) or Decimal(0) for name in ("value", "low", "high"))
    return value, low, high


def _corners(before: Sequence[Decimal], after: Sequence[Decimal], shared: bool) -> tuple[tuple[Decimal, Decimal], ...]:
    """Return the (earlier, later) pairs to evaluate.

    An earlier value that was derived from the later one shares its rounding: only their ratio has an interval of its
    own, and its ends are those of low to low and of high to high.
    """
    if not shared:
        return tuple(product(before, after))
    ratios = [later / earlier for earlier, later in zip(before, after, strict=True)]
    return tuple((end / ratio, end) for end in after for ratio in ratios)
