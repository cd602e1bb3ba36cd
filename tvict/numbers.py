"""What printed digits allow: a number as printed goes in, the least and the greatest value that it may stand for come
out.

After XBRL Calculations 1.1: half a unit of the last printed place on either side, and nothing for a whole count. The
one place that decides it, for reading, analysis and corrections alike.
"""

from __future__ import annotations

from decimal import Decimal

ROUNDED = frozenset({"percent", "points", "times", "measure", "rate"})
"""Sorts that are measured or computed, never counted: rounded even where no decimal is printed."""

Ends = tuple[Decimal | None, Decimal | None]


def step(scale: int, decimals: int) -> Decimal:
    """Return the worth of one unit in the last printed place: 1 for "76", 1000000000 for "76 tỷ", 0.01 for "80,71"."""
    return Decimal(scale).scaleb(-decimals)


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a number needs: 3 for 31.858, 0 for 1200.

    >>> decimals_of(Decimal("31.8580")), decimals_of(Decimal("1.2E+3"))
    (3, 0)
    """
    return max(-int(value.normalize().as_tuple().exponent), 0)


def slack(scale: int, decimals: int, sort: str | None) -> Decimal:
    """Return how far the truth may lie from a printed number on either side: 0 for a whole count without scale.

    >>> slack(1, 0, "count"), slack(1, 0, "measure"), slack(10**9, 0, "money")
    (Decimal('0'), Decimal('0.5'), Decimal('500000000'))
    """
    exact = scale == 1 and decimals == 0 and sort not in ROUNDED
    return Decimal(0) if exact else step(scale, decimals) / 2


def ends(value: Decimal | None, scale: int, decimals: int, sort: str | None, bound: str) -> Ends:
    """Return the least and the greatest value; the open side of a bound is None, and both are for "about".

    >>> ends(Decimal(76), 1, 0, "percent", "exact"), ends(Decimal(76), 1, 0, "percent", "over")
    ((Decimal('75.5'), Decimal('76.5')), (Decimal('76'), None))
    """
    if value is None or bound == "about":
        return None, None
    if bound == "over":
        return value, None
    if bound == "under":
        return None, value
    half = slack(scale, decimals, sort)
    return value - half, value + half
