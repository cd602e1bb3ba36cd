"""Arithmetic with intervals: what printed digits allow (tvict.numbers) goes in, what may follow from it comes out.

All arithmetic is decimal, so that the ends of an interval are the numbers a person would write down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of numbers.

    >>> Interval(Decimal("75.5"), Decimal("76.5")).meets(Interval(Decimal("76.5"), Decimal("80")))
    True
    """

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(f"an interval runs upwards, not from {self.low} to {self.high}")

    @property
    def width(self) -> Decimal:
        """How far apart the ends are."""
        return self.high - self.low

    def meets(self, other: Interval) -> bool:
        """Tell whether the two have a number in common."""
        return self.low <= other.high and other.low <= self.high

    def has(self, value: Decimal) -> bool:
        """Tell whether the number lies in the interval."""
        return self.low <= value <= self.high


def decimal(number: object) -> Decimal | None:
    """Turn a cell of a table into the decimal that its shortest notation says; None where it is missing.

    >>> decimal(80.71)
    Decimal('80.71')
    """
    text = str(number)
    return None if text in ("None", "nan", "<NA>") else Decimal(text)


def cut_from(computed: Interval, value: Decimal, unit: Decimal) -> bool:
    """Tell whether a number of ``computed``, cut off after its last printed place (worth ``unit``), is printed as
    ``value``.

    >>> cut_from(Interval(Decimal("29.6555"), Decimal("29.6555")), Decimal("29.65"), Decimal("0.01"))
    True
    """
    low = computed.low < value + unit if value >= 0 else computed.low <= value
    high = computed.high >= value if value > 0 else computed.high > value - unit
    return low and high


def moved_by(interval: Interval, by: Decimal) -> Interval:
    """Return an interval of the same width, so much higher."""
    return Interval(interval.low + by, interval.high + by)


def total(intervals: Iterable[Interval]) -> Interval:
    """Add intervals end to end."""
    low = high = Decimal(0)
    for interval in intervals:
        low, high = low + interval.low, high + interval.high
    return Interval(low, high)


def corners(formula: Callable[..., Decimal], *intervals: Interval) -> Interval:
    """Evaluate a formula at every corner of its operands and return what the results span.

    Right for a formula that rises or falls throughout in each operand; an operand that occurs twice in it is one
    operand here, which is why the corners give narrower ends than interval arithmetic step by step.
    """
    results = [formula(*corner) for corner in product(*((interval.low, interval.high) for interval in intervals))]
    return Interval(min(results), max(results))
