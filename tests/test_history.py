"""This year's and last year's values, and what is behind a change."""

import unicodedata
from decimal import Decimal

import gold_frames
import pandas as pd
import pytest
from frames import fig, figures

import tvict
from tvict.analysis.decompose import decompose
from tvict.analysis.history import changes, history
from tvict.tables import TABLES

REVENUE = {"indicator": "postal.revenue", "estimate": True}
VOLUME = {"indicator": "postal.volume", "estimate": True}

POSTAL = figures(
    fig(1, "2.938.512 sản lượng", **VOLUME),
    fig(2, "5,3 %", role="change", of_id=1, sign=-1, **VOLUME),
    fig(3, "76 tỷ đồng", **REVENUE),
    fig(4, "13,24 %", role="change", of_id=3, sign=-1, **REVENUE),
)


def rows(frame, *names):
    return history(frame)[list(names)].astype(object).values.tolist()


def earlier(of, change, **columns):
    """The derived row of a level and its change, as (value, low, high, bound)."""
    of_columns = columns.pop("of_columns", {})
    frame = history(figures(fig(1, of, **of_columns), fig(2, change, of_id=1, **{"role": "change"} | columns)))
    derived = frame[frame["basis"] == "derived"]
    if derived.empty:
        return None
    assert len(derived) == 1
    row = derived.iloc[0]
    numbers = [None if pd.isna(row[name]) else round(float(row[name]), 4) for name in ("value", "low", "high")]
    return (*numbers, row["bound"])


def test_both_years_of_a_level_with_a_change():
    table = history(POSTAL)
    assert table["basis"].tolist() == ["derived", "stated"] * 2
    assert table["period"].tolist() == ["2021", "2022"] * 2
    assert table["figure_ids"].tolist() == ["1;2", "1", "3;4", "3"]
    assert table["indicator"].tolist() == ["postal.volume"] * 2 + ["postal.revenue"] * 2
    assert table["unit"].tolist() == ["sản lượng"] * 2 + ["đồng"] * 2
    assert table["estimate"].all()
    volume, revenue = table.iloc[0], table.iloc[2]
    assert [round(volume[name]) for name in ("value", "low", "high")] == [3102969, 3101332, 3104609]
    assert [round(revenue[name] / 1e9, 2) for name in ("value", "low", "high")] == [87.60, 87.02, 88.18]
    assert table.loc[3, ["value", "low", "high"]].tolist() == [76e9, 75.5e9, 76.5e9]


def test_the_absolute_change_is_narrower_than_the_difference_of_two_rows():
    frame = figures(fig(1, "1.062 tỷ đồng", indicator="telecom.revenue"), fig(2, "5 %", role="change", of_id=1))
    row = changes(frame).iloc[0]
    assert [round(row[name] / 1e9, 1) for name in ("value", "low", "high")] == [50.6, 45.7, 55.4]
    assert (row.indicator, row.period, row.figure_ids) == ("telecom.revenue", "2022", "1;2")
    table = history(frame)
    assert [round(table.loc[0, name] / 1e9, 1) for name in ("value", "low", "high")] == [1011.4, 1006.2, 1016.7]


def test_the_absolute_change_of_two_printed_levels():
    levels = [fig(1, "142,5 tỷ đồng"), fig(2, "125 tỷ đồng", period="2021")]
    row = changes(figures(*levels, fig(3, "14,0 %", role="change", of_id=1, base_id=2))).iloc[0]
    assert [row[name] / 1e9 for name in ("value", "low", "high")] == [17.5, 16.95, 18.05]
    assert row.figure_ids == "1;2"


@pytest.mark.parametrize(
    "frame",
    [
        figures(fig(1, "80 %", role="share"), fig(2, "5 điểm phần trăm", role="change", of_id=1)),
        figures(fig(1, "80"), fig(2, "5", role="change", of_id=1)),
        figures(fig(1, "80"), fig(2, "105 %", role="index", of_id=1)),
        figures(fig(1, "80"), fig(2, "100 %", role="change", of_id=1, sign=-1)),
        figures(fig(1, "80"), fig(2, "5 %", role="change", of_id=1, value=None)),
    ],
)
def test_only_relative_changes_of_levels_have_an_absolute_one_behind_them(frame):
    table = changes(frame)
    assert table.empty
    assert [str(dtype) for dtype in table.dtypes] == ["str"] * 6 + ["Float64"] * 3 + ["str"]


DERIVED = [
    # level, change, columns, (value, low, high, bound)
    ("105", "5 %", {}, (100, 99.5261, 100.4785, "exact")),
    ("95", "5 %", {"sign": -1}, (100, 99.4764, 100.5291, "exact")),
    ("27.450", "2,2 lần", {"role": "index"}, (12477.2727, 12200, 12767.4419, "exact")),
    ("106,2", "106,2 %", {"role": "index"}, (100, 99.9059, 100.0942, "exact")),
    ("6 người", "1 người", {}, (5, 5, 5, "exact")),
    ("22 người", "3 người", {"sign": -1}, (25, 25, 25, "exact")),
    ("37,9 %", "3,7 điểm phần trăm", {"of_columns": {"role": "share"}}, (34.2, 34.1, 34.3, "exact")),
    ("37,9 %", "3,7 %", {"of_columns": {"role": "share"}}, (34.2, 34.1, 34.3, "exact")),
    ("31", "5 bậc", {"of_columns": {"role": "rank"}}, (36, 36, 36, "exact")),
    ("31", "5 bậc", {"of_columns": {"role": "rank"}, "sign": -1}, (26, 26, 26, "exact")),
    # a bound opens one side, and turns round where more of it makes less
    ("150", "50 %", {"bound": "over"}, (100, None, 100, "under")),
    ("150", "50 %", {"bound": "under"}, (100, 100, None, "over")),
    ("50", "50 %", {"bound": "over", "sign": -1}, (100, 100, None, "over")),
    ("31", "5 bậc", {"of_columns": {"role": "rank"}, "bound": "over", "sign": -1}, (26, None, 26, "under")),
    ("150 người", "5 người", {"of_columns": {"bound": "over", "sign": -1}}, (-155, None, -155, "under")),
    ("150", "50 %", {"bound": "about"}, (100, None, None, "about")),
    ("31", "5 bậc", {"of_columns": {"role": "rank"}, "bound": "over"}, (36, 36, None, "over")),
    ("150 người", "50 %", {"of_columns": {"bound": "over"}}, (100, 99.6678, None, "over")),
    ("150 người", "50 %", {"of_columns": {"bound": "under"}}, (100, None, 100.3344, "under")),
    ("150", "50 %", {"of_columns": {"bound": "over"}, "bound": "under"}, (100, 100, None, "over")),
    ("150", "50 %", {"of_columns": {"bound": "over"}, "bound": "over"}, (100, None, None, "about")),
    ("150", "150 %", {"role": "index", "bound": "over"}, (100, None, 100, "under")),
    ("150", "1,5 lần", {"role": "index", "bound": "under"}, (100, 100, None, "over")),
    ("120", "0,8 lần", {"role": "index"}, (150, 141.1765, 160, "exact")),
    ("6 người", "1 người", {"bound": "over"}, (5, None, 5, "under")),
    ("201", "0,5 %", {"bound": "over"}, (200, None, 200, "under")),
    ("201", "0 %", {"bound": "over"}, (201, None, 201, "under")),
    ("76 tỷ đồng", "1 tỷ đồng", {"of_columns": {"low": None, "high": None}}, (75e9, 74e9, 76e9, "exact")),
    # nothing to derive
    ("150 người", "5 người", {"value": None}, None),
    ("150", "100 %", {"sign": -1}, None),
    ("150", "99,8 %", {"sign": -1}, (75000, 60000, 100000, "exact")),
    ("150", "0 %", {"role": "index"}, None),
    ("150", "0 lần", {"role": "index"}, None),
    ("150", "50", {"role": "index"}, None),
    ("150 người", "50 triệu đồng", {}, None),
    ("150", "50 %", {"value": None}, None),
    ("150", "50 %", {"of_columns": {"value": None}}, None),
    ("31", "5 %", {"of_columns": {"role": "rank"}}, None),
    ("150", "50 %", {"of_columns": {"role": "plan"}}, None),
    ("150", "50 %", {"role": "share"}, None),
]


@pytest.mark.parametrize(("of", "change", "columns", "result"), DERIVED)
def test_earlier_values(of, change, columns, result):
    assert earlier(of, change, **columns) == result


def test_a_printed_earlier_value_is_stated_and_named_after_the_later():
    later = fig(1, "142,5 tỷ đồng", estimate=True, indicator="postal.revenue", cell="span=9m", subject="doanh thu")
    frame = figures(
        later,
        fig(2, "125 tỷ đồng", period="2021", subject="mức năm trước"),
        fig(3, "14,0 %", role="change", of_id=1, base_id=2),
    )
    assert rows(frame, "period", "basis", "value", "estimate", "indicator", "cell", "subject", "figure_ids") == [
        ["2021", "stated", 125e9, False, "postal.revenue", "span=9m", "mức năm trước", "2"],
        ["2022", "stated", 142.5e9, True, "postal.revenue", "span=9m", "doanh thu", "1"],
    ]


def test_columns_of_a_table_and_their_change_are_told_once():
    same = {"indicator": "internet.fixed_subscribers"}
    levels = [fig(1, "118.000", period="2018", **same), fig(2, "139.240", period="2019", **same)]
    frame = figures(*levels, fig(3, "18,0 %", role="change", of_id=2, base_id=1))
    assert rows(frame, "period", "figure_ids") == [["2018", "1"], ["2019", "2"]]


def test_a_derived_value_is_an_estimate_where_what_it_rests_on_is():
    frame = figures(fig(1, "142 tỷ đồng"), fig(2, "14,0 %", role="change", of_id=1, estimate=True))
    assert rows(frame, "basis", "estimate") == [["derived", True], ["stated", False]]


def test_a_level_with_two_changes_stands_once():
    frame = figures(
        fig(1, "100"),
        fig(2, "5 %", role="change", of_id=1),
        fig(3, "8", role="change", of_id=1, quality="scan;base:2020"),
    )
    assert rows(frame, "period", "basis", "figure_ids") == [
        ["2020", "derived", "1;3"],
        ["2021", "derived", "1;2"],
        ["2022", "stated", "1"],
    ]


def test_a_level_with_two_changes_of_which_none_says_since_when():
    """So với quý trước, so với cùng kỳ: the table does not tell which is which, so the earlier periods are missing."""
    table = figures(fig(1, "100"), fig(2, "5 %", role="change", of_id=1), fig(3, "8 %", role="change", of_id=1))
    assert history(table)["period"].fillna("?").tolist() == ["2022", "?", "?"]


def test_the_change_of_a_month_may_be_against_the_month_before():
    table = figures(fig(1, "100", period="2022-04"), fig(2, "5 %", role="change", of_id=1))
    assert history(table)["period"].fillna("?").tolist() == ["2022-04", "?"]
    told = figures(fig(1, "100", period="2022-04"), fig(2, "5 %", role="change", of_id=1, quality="base:2022-03"))
    assert history(told)["period"].tolist() == ["2022-03", "2022-04"]


COMPARED = [
    ("Quý II năm 2024, có 14 chuyến tuần tra, tăng 5 chuyến so với quý I.", ["2024-Q1"]),
    ("Báo cáo 6 tháng năm 2023\n\nSản lượng 380 tấn, tăng 5 tấn so với vụ xuân năm 2022.", ["2022-S1"]),
    (
        "Báo cáo 6 tháng năm 2023\n\nGiá trị sản xuất (giá so sánh 2010) đạt 48 tỷ đồng, tăng 9% so với cùng kỳ.",
        ["2022-S1"],
    ),
    ("Đến cuối quý III năm 2023, có 140 trạm, tăng thêm 4 trạm so với cuối quý II.", ["2023-Q2"]),
    ("Quý I năm 2024, thu 240 tỷ đồng, tăng 5% so với quý trước.", ["2023-Q4"]),
    ("Quý I năm 2024, thu 240 tỷ đồng, tăng 5% so với quý IV.", ["2023-Q4"]),
    ("Tháng 5 năm 2023, sản lượng đạt 2.300 tấn, giảm 4,3% so với tháng trước.", ["2023-04"]),
    ("Tháng 6 năm 2023, sản lượng đạt 2.300 tấn, giảm 4% so với tháng 5.", ["2023-05"]),
    ("Tháng 5 năm 2023, đạt 2.300 tấn, so với tháng trước giảm 4%, so với cùng kỳ tăng 8%.", ["2022-05", "2023-04"]),
    (
        "Quý III năm 2023, đạt 230 tấn, tăng 6% so với quý II và tăng 11% so với cùng kỳ năm 2022.",
        ["2022-Q3", "2023-Q2"],
    ),
    ("Quý III năm 2023, có 40 vụ, giảm 3 vụ (giảm 7%) so với quý II.", ["2023-Q2"]),
    ("Quý III năm 2023, có 40 vụ, giảm 3 vụ, làm 9 người bị thương, giảm 2 người so với quý II.", ["2023-Q2"] * 2),
    ("Quý II năm 2024. So với quý trước, tôm đạt 24 tấn, tăng 5%; cá đạt 50 tấn, tăng 8%.", ["2024-Q1"] * 2),
    ("Đến 30/9/2023, có 240 trạm, tăng 12 trạm so với cuối năm 2022.", ["2022"]),
    ("Đến 30/9/2023, có 240 trạm, tăng 12 trạm so với 31/12/2022.", ["2022"]),
    ("Đến 30/6/2023, có 240 trạm, tăng 12 trạm so với đầu năm.", ["2022"]),
    ("Năm 2022, có 240 trạm, tăng 15% so với năm 2015, tăng 3% so với năm 2021.", ["2015", "2021"]),
    ("6 tháng đầu năm 2023, thu 240 tỷ đồng, tăng 5% so với 6 tháng cuối năm 2022.", ["2022-S2"]),
    ("9 tháng năm 2023, thu 240 tỷ đồng, tăng 5% so với năm 2022.", ["?"]),
    ("Quý II năm 2024, có 14 vụ, giảm 5 vụ so với vụ trước.", ["?"]),
    ("Năm 2023, có 14 tàu, giảm 5 tàu so với đầu nhiệm kỳ.", ["?"]),
    ("Năm 2023, có 14 tàu, giảm 5 tàu so với tỉnh bạn.", ["?"]),
    ("Tháng 5 năm 2023, đạt 230 tấn, tăng 6% so với tháng trước (217 tấn) và tăng 11% so với cùng kỳ.", ["2022-05"]),
    ("Đến 30/6/2023, có 240 trạm, tăng 3% so với cùng thời điểm năm trước.", ["2022-06"]),
    ("Đến 30/6/2023, có 240 trạm, tăng 9% so với cùng thời điểm năm 2021.", ["2021-06"]),
    (unicodedata.normalize("NFD", "Quý II năm 2024, có 14 vụ, tăng 5 vụ so với quý I."), ["2024-Q1"]),
    # The year before is meant where the text says so, or nothing.
    ("Quý II năm 2024, có 14 chuyến tuần tra, tăng 5 chuyến so với cùng kỳ.", ["2023-Q2"]),
    ("Quý II năm 2024, có 14 chuyến tuần tra, bằng 98% cùng kỳ.", ["2023-Q2"]),
    ("Năm 2023, có 14 tàu, giảm 5 tàu so với năm trước.", ["2022"]),
    ("Năm 2023, có 14 tàu, giảm 5 tàu, đạt 90% kế hoạch.", ["2022"]),
    (
        "BÁO CÁO QUÝ II NĂM 2024\n\nChỉ tiêu\tQuý II/2024\tSo với quý I/2024 (%)\tSo với cùng kỳ (%)\n"
        "Tôm (tấn)\t1.200\t104,2\t103,1\nTàu cá (chiếc)\t310\t101,0\t98,7\n",
        ["2023-Q2", "2024-Q1"] * 2,
    ),
]


@pytest.mark.parametrize(("text", "earlier"), COMPARED)
def test_the_earlier_period_is_the_one_that_the_text_compares_with(text, earlier):
    table = tvict.parse(text).history
    assert table.loc[table["basis"] == "derived", "period"].fillna("?").tolist() == earlier


def test_a_panel_claims_no_earlier_time_than_the_report():
    report = tvict.parse("Quý II năm 2024, doanh thu bưu chính đạt 14 tỷ đồng, tăng 5% so với quý I.")
    assert set(tvict.panel([report])["period"]) == {"2024-Q1", "2024-Q2"}


def test_a_change_said_in_units_and_in_per_cent_is_one():
    rows_ = [fig(1, "840"), fig(2, "40", role="change", of_id=1), fig(3, "5 %", role="change", of_id=1)]
    assert rows(figures(*rows_), "period", "value", "figure_ids") == [["2021", 800, "1;2"], ["2022", 840, "1"]]


def test_a_row_stands_once_where_a_level_has_a_change_and_is_printed_for_two_years():
    level = {"indicator": "postal.revenue", "period": "2020"}
    table = figures(
        fig(1, "80 tỷ đồng", **level | {"period": "2021"}),
        fig(2, "76 tỷ đồng", **level),
        fig(3, "5 %", role="change", of_id=2, period="2020"),
    )
    assert rows(table, "period", "basis", "figure_ids") == [
        ["2019", "derived", "2;3"],
        ["2020", "stated", "2"],
        ["2021", "stated", "1"],
    ]
    assert not history(table).duplicated(list(TABLES["history"].key)).any()


NOUGHTS = [
    # level, change, what the earlier level was
    ("0", "0 %", 0),
    ("0", "5 %", 0),
    ("0", "100 %", None),  # 0 / 0: anything falls by all of it to nothing
]


@pytest.mark.parametrize(("level", "change", "earlier"), NOUGHTS)
def test_nothing_is_divided_by_nothing(level, change, earlier):
    sign = -1 if earlier is None else 1
    table = history(figures(fig(1, level), fig(2, change, role="change", of_id=1, sign=sign)))
    assert table["value"].tolist() == ([] if earlier is None else [earlier, 0])


@pytest.mark.parametrize(
    ("period", "before"),
    [("2022-Q2", "2021-Q2"), ("2018-01-01/P9M", "2017-01-01/P9M"), ("2000", "1999")],
)
def test_the_period_before_is_the_same_part_of_the_year_before(period, before):
    frame = figures(fig(1, "100", period=period), fig(2, "5 %", role="change", of_id=1))
    assert rows(frame, "period") == [[before], [period]]


def test_the_period_of_the_change_serves_where_the_level_has_none():
    frame = figures(fig(1, "100", period=None), fig(2, "5 %", role="change", of_id=1))
    assert history(frame).loc[history(frame)["basis"] == "derived", "period"].tolist() == ["2021"]
    assert history(frame)["basis"].tolist() == ["derived", "stated"]
    timeless = figures(fig(1, "100", period=None), fig(2, "5 %", role="change", of_id=1, period=None))
    assert history(timeless)["period"].isna().all()


def test_the_ends_of_a_printed_value_are_reckoned_where_the_table_has_none():
    frame = figures(fig(1, "76 tỷ đồng", low=None, high=None), fig(2, "5 %", role="change", of_id=1))
    assert history(frame).loc[1, ["low", "high"]].tolist() == [75.5e9, 76.5e9]
    bounded = figures(fig(1, "76", bound="over"), fig(2, "5 %", role="change", of_id=1))
    assert history(bounded).loc[1, "low"] == 76
    assert pd.isna(history(bounded).loc[1, "high"])


BOUNDED_CHANGES = [
    ({"bound": "over"}, {}, {}, None, ("1;2", 5, 4.9524, None)),
    ({}, {"bound": "over"}, {}, None, ("1;2", 5, 5, None)),
    ({}, {"bound": "under"}, {}, None, ("1;2", 5, None, 5)),
    ({}, {"bound": "over", "sign": -1}, {}, None, ("1;2", -5.5263, None, -5.5263)),
    ({"bound": "over"}, {}, {}, 3, ("1;3", 5, 5, None)),
    ({}, {}, {"bound": "over"}, 3, ("1;3", 5, None, 5)),
]


@pytest.mark.parametrize(("of", "rate", "base", "base_id", "result"), BOUNDED_CHANGES)
def test_a_bound_opens_one_side_of_an_absolute_change(of, rate, base, base_id, result):
    rows = [fig(1, "105", **of), fig(2, "5,0 %", role="change", of_id=1, base_id=base_id, **rate)]
    row = changes(figures(*rows, fig(3, "100", period="2021", **base))).iloc[0]
    ends = [None if pd.isna(row[name]) else round(float(row[name]), 4) for name in ("value", "low", "high")]
    assert (row.figure_ids, *ends) == result


def test_each_change_is_looked_at():
    frame = figures(
        fig(1, "45"),
        fig(2, "3", role="change", of_id=1),
        fig(3, "105"),
        fig(4, "100", period="2021"),
        fig(5, "5 %", role="change", of_id=3, base_id=4),
        fig(6, "210"),
        fig(7, "5 %", role="change", of_id=6),
    )
    assert changes(frame)["figure_ids"].tolist() == ["3;4", "6;7"]
    assert history(frame)["figure_ids"].tolist() == ["1;2", "1", "4", "3", "6;7", "6"]


def test_shares_and_later_columns_first():
    share = {"indicator": "egov.documents_signed_share", "role": "share"}
    frame = figures(fig(1, "80 %", period="2022", **share), fig(2, "78 %", period="2021", **share))
    assert rows(frame, "period", "figure_ids") == [["2021", "2"], ["2022", "1"]]


def test_levels_printed_for_two_years():
    phones = {"indicator": "telecom.phone_subscribers"}
    frame = figures(
        fig(1, "41.250", period="2018", cell="service=fixed", **phones),
        fig(2, "36.300", period="2019", cell="service=fixed", **phones),
        fig(3, "1.289", period="2019", **phones),
        fig(4, "1.100", period="2018-Q1", **phones),
        fig(5, "1.300", period="2020", role="plan", **phones),
        fig(6, "5", period="2018"),
        fig(7, "6", period="2019"),
        fig(8, "90 %", period="2018", role="share", **phones),
        fig(9, "7", period=None, **phones),
    )
    assert rows(frame, "period", "value", "basis", "figure_ids") == [
        ["2018", 41250.0, "stated", "1"],
        ["2019", 36300.0, "stated", "2"],
    ]


CERTIFICATES = {
    "signature.certificates_active": (1, "2.597"),
    "signature.certificates_issued": (2, "401"),
    "signature.certificates_revoked": (3, "116"),
}


def certificates(**changed):
    return [
        fig(i, text, indicator=code, **changed.get(code.split("_")[1], {})) for code, (i, text) in CERTIFICATES.items()
    ]


def test_the_opening_stock_follows_from_both_flows():
    assert rows(figures(*certificates()), "period", "value", "low", "high", "basis", "figure_ids") == [
        ["2021", 2312.0, 2312.0, 2312.0, "derived", "1;2;3"],
        ["2022", 2597.0, 2597.0, 2597.0, "stated", "1"],
    ]


def test_the_opening_stock_is_as_rounded_as_what_it_rests_on():
    frame = figures(*certificates(active={"low": 2550, "high": 2650}))
    assert rows(frame, "value", "low", "high", "bound")[0] == [2315.0, 2265.0, 2365.0, "exact"]


@pytest.mark.parametrize(
    "frame",
    [
        figures(*certificates()[:2]),
        figures(*certificates()[::2]),
        figures(*certificates(), fig(9, "10", indicator="signature.certificates_issued")),
        figures(*certificates(issued={"cell": "holder=individual"})),
        figures(*certificates(issued={"role": "plan"})),
        figures(*certificates(issued={"period": "2022-Q4"})),
        *(figures(*certificates(**{which: {"bound": "over"}})) for which in ("active", "issued", "revoked")),
    ],
)
def test_no_opening_stock_without_both_flows_of_the_same_period(frame):
    assert history(frame).empty


def test_columns_and_types_even_when_empty():
    for frame in (figures(), POSTAL):
        table = history(frame)
        assert list(table) == TABLES["history"].names
        assert table["value"].dtype == "Float64"
        assert table["bound"].dtype == "category"


def test_an_earlier_level_that_cannot_be_read_is_derived():
    unread = fig(2, "100", value=None, low=None, high=None, period="2021")
    frame = figures(fig(1, "105"), unread, fig(3, "5 %", role="change", of_id=1, base_id=2))
    assert rows(frame, "value", "basis", "figure_ids") == [[100.0, "derived", "1;3"], [105.0, "stated", "1"]]


def test_reports_stay_apart():
    both = pd.concat([POSTAL.assign(report=name) for name in ("a", "b")])
    assert history(both)["report"].tolist() == ["a"] * 4 + ["b"] * 4
    assert changes(both)["report"].tolist() == ["a"] * 2 + ["b"] * 2
    assert decompose(history(both))["report"].tolist() == ["a"] * 3 + ["b"] * 3


def test_most_of_the_fall_in_postal_revenue_is_revenue_per_unit():
    table = decompose(history(POSTAL)).set_index("effect")
    assert table.index.tolist() == ["volume", "per_unit", "total"]
    assert table["period"].tolist() == ["2022"] * 3
    assert table["base_period"].tolist() == ["2021"] * 3
    assert table["unit"].tolist() == ["đồng"] * 3
    assert round(table.loc["per_unit", "share"], 3) == 0.617
    assert [round(table.loc["per_unit", name], 3) for name in ("share_low", "share_high")] == [0.613, 0.620]
    assert [round(table.loc["volume", name], 3) for name in ("share", "share_low", "share_high")] == [
        0.383,
        0.380,
        0.387,
    ]
    assert table.loc["total", ["share", "share_low", "share_high"]].tolist() == [1, 1, 1]
    assert [round(table.loc["total", name] / 1e9, 2) for name in ("value", "low", "high")] == [-11.60, -11.68, -11.52]
    assert round(table.loc["volume", "value"] + table.loc["per_unit", "value"] - table.loc["total", "value"], 3) == 0


def test_two_printed_revenues_are_rounded_apart():
    frame = figures(
        fig(1, "100 tỷ đồng", period="2021", indicator="postal.revenue"),
        fig(2, "121 tỷ đồng", indicator="postal.revenue"),
        fig(3, "1.000", period="2021", indicator="postal.volume"),
        fig(4, "1.100", indicator="postal.volume"),
    )
    table = decompose(history(frame)).set_index("effect")
    assert table["share"].round(9).tolist() == [0.5, 0.5, 1.0]
    assert table["value"].round(3).tolist() == [10.5e9, 10.5e9, 21e9]
    assert table.loc["total", ["low", "high"]].tolist() == [20e9, 22e9]
    # ln 1.1 / ln (121.5 / 99.5) and ln 1.1 / ln (120.5 / 100.5)
    assert [round(table.loc["volume", name], 3) for name in ("share_low", "share_high")] == [0.477, 0.525]


def test_another_pair_of_indicators():
    frame = POSTAL.assign(indicator=POSTAL["indicator"].str.replace("postal", "telecom"))
    assert len(decompose(history(frame), volume="telecom.volume", revenue="telecom.revenue")) == 3
    assert decompose(history(frame)).empty


@pytest.mark.parametrize(
    "frame",
    [
        POSTAL.iloc[:2],
        POSTAL.iloc[2:],
        POSTAL.assign(period=["2022", "2022", "2021", "2021"]),
        POSTAL.assign(bound=["exact", "over", "exact", "exact"]),
        POSTAL.assign(cell=[None, None, "product=heavy_freight", "product=heavy_freight"]),
        figures(
            fig(1, "100", **VOLUME),
            fig(2, "5 %", role="change", of_id=1, **VOLUME),
            fig(3, "76 tỷ đồng", **REVENUE),
            fig(4, "0,0 %", role="change", of_id=3, **REVENUE),
        ),
        figures(
            fig(1, "0", **VOLUME),
            fig(2, "5 %", role="change", of_id=1, **VOLUME),
            fig(3, "76 tỷ đồng", **REVENUE),
            fig(4, "7 %", role="change", of_id=3, **REVENUE),
        ),
    ],
)
def test_nothing_is_decomposed_without_both_at_two_times(frame):
    table = decompose(history(frame))
    assert table.empty
    assert [str(dtype) for dtype in table.dtypes] == ["str"] * 5 + ["Float64"] * 6


def revenue_and_volume(earlier, later, volume_earlier, volume_later, **columns):
    return figures(
        fig(1, earlier, period="2021", indicator="postal.revenue", **columns),
        fig(2, later, indicator="postal.revenue", **columns),
        fig(3, volume_earlier, period="2021", indicator="postal.volume"),
        fig(4, volume_later, indicator="postal.volume"),
    )


@pytest.mark.parametrize(
    "numbers", [("0", "9", "5", "6"), ("8", "0", "5", "6"), ("8", "9", "0", "6"), ("8", "9", "5", "0")]
)
def test_nothing_is_decomposed_from_or_to_zero(numbers):
    assert decompose(history(revenue_and_volume(*numbers))).empty


def test_small_numbers_are_decomposed():
    table = decompose(history(revenue_and_volume("0,7", "0,9", "0,5", "0,6", unit=None)))
    assert table["effect"].tolist() == ["volume", "per_unit", "total"]
    assert table["unit"].isna().all()


def test_only_the_last_two_of_three_periods_are_decomposed():
    frame = pd.concat(
        [revenue_and_volume("8", "9", "5", "6"), figures(fig(9, "4", period="2019", indicator="postal.revenue"))]
    )
    table = history(frame)
    assert len(table[table["indicator"] == "postal.revenue"]) == 3
    assert decompose(table)["base_period"].tolist() == ["2021"] * 3


def test_a_report_without_both_does_not_hide_the_next():
    table = pd.concat(
        [history(POSTAL.assign(report="b").iloc[:2]), history(POSTAL), history(POSTAL.assign(report="a"))]
    )
    assert decompose(table)["report"].tolist() == ["r"] * 3 + ["a"] * 3


def test_an_earlier_value_derived_from_something_else_is_rounded_apart():
    table = history(POSTAL)
    apart = table.assign(figure_ids=table["figure_ids"].str.replace("3;4", "7;4"))
    narrow, wide = (decompose(t).set_index("effect").loc["total"] for t in (table, apart))
    assert wide["low"] < narrow["low"]
    assert wide["high"] > narrow["high"]


def test_part_of_a_year_is_decomposed_too():
    assert len(decompose(history(POSTAL.assign(cell="span=9m", period="2022-01-01/P9M")))) == 3


def test_the_numbers_of_the_2022_report():
    text = (gold_frames.RAW / "travinh-2022.txt").read_bytes().decode()
    table = history(gold_frames.gold_figures(gold_frames.GOLD / "travinh-2022.jsonl", text))
    derived = table[table["basis"] == "derived"].set_index("indicator")
    assert {
        code: (round(row.low, -7), round(row.high, -7)) for code, row in derived.iterrows() if "revenue" in code
    } == {
        "postal.revenue": (87.02e9, 88.18e9),
        "telecom.revenue": (1006.16e9, 1016.75e9),
    }
    assert derived.loc["signature.certificates_active", "value"] == 2312
    assert Decimal(str(round(derived.loc["postal.volume", "value"]))) == 3102969
