"""Slips of the pen: printed numbers that do not close go in, whether one slip in one of them explains it comes out.

A report says a wrong number by a slip of the pen or by a miscount. Where neither a slip nor a small difference explains
why numbers do not close, what was read as a relation is more likely none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from tvict.analysis.printed import Printed
from tvict.numbers import step

DIGITS = "0123456789"
MOVES = frozenset({"change", "gap"})
MOST = 10**15
"""Steps of its last place that a printed number has, at most; of longer ones no slip is sought."""
SHORT = 2
"""Digits of a number that one more or less makes another number, and no slip of it."""
NOUGHTS = (1, 2, 3)
"""Noughts that are left out or put in, or that a dot in the wrong place or a scale takes or adds."""


def explained(figures: Sequence[Printed], closes: Callable[[int, Printed], bool]) -> bool:
    """Tell whether the figures would close but for one slip in one of them: with another in the place of the n-th."""
    return any(closes(n, slipped) for n, figure in enumerate(figures) for slipped in _slipped(figure))


def near(gap: Decimal, of: Decimal, share: Decimal) -> bool:
    """Tell whether a difference is small beside a number, as one of a miscount is.

    >>> near(Decimal(-3), Decimal(40), Decimal("0.1"))
    True
    """
    return abs(gap) <= abs(of) * share


def _slipped(figure: Printed) -> Iterator[Printed]:
    """The figure as each single slip would have made it."""
    unit = step(figure.scale, figure.decimals)
    if figure.value is None or abs(figure.value) >= MOST * unit or figure.value % unit:
        return
    sign = -1 if figure.value < 0 else 1
    if figure.role in MOVES:  # "tăng" for "giảm"
        low, high = (None if end is None else -end for end in (figure.high, figure.low))
        yield replace(figure, value=-figure.value, low=low, high=high)
    printed = str(int(abs(figure.value) / unit))
    wide = any(len(word) == SHORT for word in figure.text.split()[:1])  # "04"
    for digits in _misprints(printed.zfill(SHORT) if wide else printed):
        value = sign * int(digits) * unit
        moved = value - figure.value
        low, high = (end if end is None else end + moved for end in (figure.low, figure.high))
        yield replace(figure, value=value, low=low, high=high)


def _misprints(digits: str) -> Iterator[str]:
    """Numbers that one slip makes of a number: a digit another, two exchanged, one left out or put in, noughts.

    >>> {"421", "142", "42", "4142", "4120"} <= set(_misprints("412"))
    True
    """
    least = "0" if len(digits) == SHORT else "1"  # "04" is printed for 4, and no nought before more digits
    for n, digit in enumerate(digits):
        yield from (
            f"{digits[:n]}{other}{digits[n + 1 :]}" for other in DIGITS if other != digit and (n or other >= least)
        )
    for n, (one, other) in enumerate(pairwise(digits)):
        if one != other and (n or other >= least):
            yield f"{digits[:n]}{other}{one}{digits[n + 2 :]}"
    if len(digits) > SHORT:
        yield from (digits[:n] + digits[n + 1 :] for n in range(len(digits)) if n or digits[1] > "0")
        yield from (digits[:n] + new + digits[n:] for n in range(len(digits) + 1) for new in DIGITS if n or new > "0")
    yield from (digits + "0" * n for n in NOUGHTS)
    yield from (digits[:-n] for n in NOUGHTS if len(digits) > n and digits.endswith("0" * n))
