"""Intervals of printed digits."""

from decimal import Decimal

import pandas as pd
import pytest
from frames import one
from hypothesis import given
from hypothesis import strategies as st

import tvict
from tvict.analysis.intervals import Interval, corners, cut_from, decimal, total
from tvict.numbers import ends, step


@pytest.mark.parametrize(
    ("value", "scale", "decimals", "sort", "low", "high"),
    [
        ("577", 1, 0, "count", "577", "577"),
        ("72500", 1, 0, "money", "72500", "72500"),
        ("31", 1, 0, "rank", "31", "31"),
        ("4", 1, 0, "time", "4", "4"),
        ("5", 1, 0, None, "5", "5"),
        ("3900", 1, 0, "measure", "3899.5", "3900.5"),
        ("185", 1, 0, "rate", "184.5", "185.5"),
        ("76000000000", 10**9, 0, "money", "75500000000", "76500000000"),
        ("80.71", 1, 2, "percent", "80.705", "80.715"),
        ("-13.24", 1, 2, "percent", "-13.245", "-13.235"),
        ("5", 1, 0, "percent", "4.5", "5.5"),
        ("2", 1, 0, "times", "1.5", "2.5"),
        ("2", 1, 0, "points", "1.5", "2.5"),
        ("2.5", 1, 1, "count", "2.45", "2.55"),
        ("0", 1, 0, "count", "0", "0"),
    ],
)
def test_half_a_unit_of_the_last_printed_place(value, scale, decimals, sort, low, high):
    assert ends(Decimal(value), scale, decimals, sort, "exact") == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(("bound", "low", "high"), [("over", 5, None), ("under", None, 5), ("about", None, None)])
def test_a_bound_leaves_a_side_open(bound, low, high):
    assert ends(Decimal(5), 10**6, 0, "money", bound) == (low, high)
    assert ends(None, 1, 0, "money", "exact") == (None, None)


def test_reading_and_corrections_allow_the_same(tmp_path):
    """One rule for a number as read and as corrected: "3.900 km" has half a kilometre on either side in both."""
    path = tmp_path / "r.txt"
    path.write_text("Năm 2022 toàn tỉnh có 3.900 km cáp quang.\n", "utf-8")
    read = tvict.read(path).figures.iloc[0]
    path.with_suffix(".corrections.toml").write_text(
        '[[correction]]\nnumeral = "3.900 km"\ncolumn = "value"\nvalue = 3800\nreason = "x"\ndate = 2026-01-01\n',
        "utf-8",
    )
    corrected = tvict.read(path).figures.iloc[0]
    assert (read["low"], read["high"]) == (3899.5, 3900.5)
    assert (corrected["low"], corrected["high"]) == (3799.5, 3800.5)


def test_step_is_the_worth_of_the_last_place():
    assert (step(1, 0), step(10**9, 0), step(10**6, 1), step(1, 2)) == (1, 10**9, 10**5, Decimal("0.01"))


@pytest.mark.parametrize(
    ("a", "b", "meets"),
    [
        ((1, 2), (2, 3), True),
        ((2, 3), (1, 2), True),
        ((1, 2), (3, 4), False),
        ((3, 4), (1, 2), False),
        ((1, 4), (2, 3), True),
    ],
)
def test_closed_intervals_meet_at_their_ends(a, b, meets):
    assert Interval(Decimal(a[0]), Decimal(a[1])).meets(Interval(Decimal(b[0]), Decimal(b[1]))) is meets


def test_an_interval_has_both_ends():
    span = Interval(Decimal(1), Decimal(2))
    assert [span.has(Decimal(v)) for v in ("0.9", "1", "1.5", "2", "2.1")] == [False, True, True, True, False]


def test_an_interval_runs_upwards():
    with pytest.raises(ValueError, match="from 2 to 1"):
        Interval(Decimal(2), Decimal(1))
    assert Interval(Decimal(1), Decimal(1)).low == 1


@pytest.mark.parametrize(
    ("computed", "value", "unit", "cut"),
    [
        ("29.6555", "29.65", "0.01", True),
        ("29.65", "29.65", "0.01", True),
        ("29.66", "29.65", "0.01", False),  # the next number starts here
        ("29.6499", "29.65", "0.01", False),
        ("-5.67", "-5.6", "0.1", True),  # cut towards zero
        ("-5.6", "-5.6", "0.1", True),
        ("-5.7", "-5.6", "0.1", False),
        ("-5.5", "-5.6", "0.1", False),
        ("-5.55", "-5.6", "0.1", False),
        ("0.45", "0.5", "0.1", False),
        ("0.9", "0", "1", True),
        ("-0.9", "0", "1", True),
        ("1", "0", "1", False),
        ("-1", "0", "1", False),
    ],
)
def test_cutting_goes_towards_zero_and_stops_before_the_next_number(computed, value, unit, cut):
    assert cut_from(Interval(Decimal(computed), Decimal(computed)), Decimal(value), Decimal(unit)) is cut


def test_a_wide_interval_is_cut_where_any_of_it_is():
    assert cut_from(Interval(Decimal("29.5"), Decimal("29.651")), Decimal("29.65"), Decimal("0.01"))
    assert cut_from(Interval(Decimal("29.659"), Decimal("31")), Decimal("29.65"), Decimal("0.01"))
    assert cut_from(Interval(Decimal("-31"), Decimal("-29.659")), Decimal("-29.65"), Decimal("0.01"))


def test_intervals_add_end_to_end():
    assert total([Interval(Decimal("0.5"), Decimal("1.5")), Interval(Decimal(2), Decimal(3))]) == Interval(
        Decimal("2.5"), Decimal("4.5")
    )
    assert total([]) == Interval(Decimal(0), Decimal(0))


def test_corners_beat_the_difference_of_two_intervals():
    level, change = (Interval(Decimal(n) - Decimal("0.5"), Decimal(n) + Decimal("0.5")) for n in (1062, 5))
    span = corners(lambda level, rate: level * (1 - 1 / (1 + rate / 100)), level, change)
    assert [round(end, 1) for end in (span.low, span.high)] == [Decimal("45.7"), Decimal("55.4")]


def test_corners_of_a_ratio():
    assert corners(lambda a, b: a / b, Interval(Decimal(1), Decimal(4)), Interval(Decimal(2), Decimal(4))) == Interval(
        Decimal("0.25"), Decimal(2)
    )


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA])
def test_a_missing_cell_is_no_decimal(missing):
    assert decimal(missing) is None


def test_a_cell_is_the_decimal_that_it_shows():
    assert [decimal(cell) for cell in (80.71, 1062000000000.0, 3, "2.5")] == [
        Decimal("80.71"),
        Decimal("1062000000000"),
        Decimal(3),
        Decimal("2.5"),
    ]


@given(st.decimals(-(10**9), 10**9, places=3), st.integers(0, 2))
def test_a_rounded_number_may_stand_for_what_was_rounded(number, decimals):
    rounded = round(number, decimals)
    low, high = ends(rounded, 1, decimals, "measure", "exact")
    assert low <= number <= high


@given(st.decimals(-(10**6), 10**6, places=4), st.integers(0, 3))
def test_a_cut_number_comes_from_what_was_cut(number, decimals):
    unit = step(1, decimals)
    cut = (number / unit).to_integral_value(rounding="ROUND_DOWN") * unit
    exact = Interval(number, number)
    assert cut_from(exact, cut, unit)
    assert not cut_from(exact, cut + 2 * unit, unit)


@pytest.mark.parametrize(
    ("text", "columns", "low", "high"),
    [
        ("577 cơ quan", {}, "577", "577"),
        ("24 km", {}, "23.5", "24.5"),
        ("91 thuê bao/100 dân", {}, "90.5", "91.5"),
        ("5 %", {"role": "change"}, "4.5", "5.5"),
        ("2 lần", {"role": "index"}, "1.5", "2.5"),
        ("7.500.000 đồng", {}, "7500000", "7500000"),
        ("76 tỷ đồng", {}, "75500000000", "76500000000"),
    ],
)
def test_a_frame_without_ends_gets_them_from_the_digits(text, columns, low, high):
    assert one(text, low=None, high=None, **columns).interval == Interval(Decimal(low), Decimal(high))


def test_ends_of_the_table_come_first():
    assert one("577 cơ quan", low=570, high=580).interval == Interval(Decimal(570), Decimal(580))


@pytest.mark.parametrize("columns", [{"bound": "over"}, {"bound": "about"}, {"value": None}])
def test_a_bounded_or_missing_value_has_no_interval(columns):
    assert one("577 cơ quan", **columns).interval is None


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("2022", range(1, 13)),
        ("2022-S1", range(1, 7)),
        ("2022-S2", range(7, 13)),
        ("2022-Q3", range(7, 10)),
        ("2022-06", [6]),
        ("2022-01-01/P9M", range(1, 10)),
        ("2022-10-01/P3M", range(10, 13)),
        ("năm nay", []),
        (None, []),
    ],
)
def test_the_months_of_a_period(period, months):
    assert one("1", period=period).months == frozenset(months)
