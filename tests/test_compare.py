"""Two vintages, or two years, of one area."""

import pandas as pd
import pytest
from frames import fig, figures

from tvict.analysis.compare import STATUSES, compare
from tvict.codebook import labelled
from tvict.tables import frame


def pair(old, new, old_columns=None, new_columns=None):
    """The one row that compares two figures of one indicator."""
    table = compare(
        figures(fig(1, old, indicator="postal.revenue", **(old_columns or {})), report="a"),
        figures(fig(7, new, indicator="postal.revenue", **(new_columns or {})), report="b"),
    )
    assert len(table) == 1
    return table.iloc[0]


STATUS = [
    ("76 tỷ đồng", "76 tỷ đồng", {}, {}, "unchanged"),
    ("76 tỷ đồng", "75,8 tỷ đồng", {}, {}, "unchanged"),  # printed finer
    ("75,8 tỷ đồng", "76 tỷ đồng", {}, {}, "unchanged"),
    ("76 tỷ đồng", "77 tỷ đồng", {}, {}, "revised"),  # their ends touch, but neither stands for the other
    ("76 tỷ đồng", "75,4 tỷ đồng", {}, {}, "revised"),
    ("75,4 tỷ đồng", "76 tỷ đồng", {}, {}, "revised"),
    ("577", "578", {}, {}, "revised"),
    ("577", "577", {"period": "2021"}, {}, "unchanged"),
    ("577", "578", {"period": "2021"}, {}, "changed"),
    ("150", "150", {"bound": "over"}, {"bound": "over"}, "unchanged"),
    ("150", "160", {"bound": "over"}, {"bound": "over"}, "revised"),
    ("150", "150", {"bound": "over"}, {}, "revised"),
    ("150", "150", {"value": None}, {}, "revised"),
    ("150", "150", {}, {"value": None}, "revised"),
]


@pytest.mark.parametrize(("old", "new", "old_columns", "new_columns", "status"), STATUS)
def test_status(old, new, old_columns, new_columns, status):
    assert pair(old, new, old_columns, new_columns).status == status


def test_a_row_names_both_figures():
    row = pair("577", "580", {"period": "2021", "subject": "cũ"}, {"subject": "mới"})
    assert row[["old_report", "old_figure_id", "old_period", "old_value"]].tolist() == ["a", 1, "2021", 577]
    assert row[["new_report", "new_figure_id", "new_period", "new_value"]].tolist() == ["b", 7, "2022", 580]
    assert row[["difference", "subject", "indicator", "role"]].tolist() == [3, "mới", "postal.revenue", "level"]


def test_no_difference_where_a_value_is_missing():
    row = pair("577", "580", {"value": None})
    assert pd.isna(row.difference)
    assert pd.isna(row.old_value)


OTHERS = [
    {"cell": "span=9m"},
    {"role": "plan"},
    {"unit": "%"},
    {"indicator": "telecom.revenue"},
]


@pytest.mark.parametrize("columns", OTHERS)
def test_what_is_not_the_same_quantity_is_gone_and_new(columns):
    old = figures(fig(1, "577", indicator="postal.revenue"), report="a")
    new = figures(fig(7, "577", **{"indicator": "postal.revenue"} | columns), report="b")
    table = compare(old, new)
    assert table["status"].tolist() == ["gone", "new"]
    assert table["old_figure_id"].isna().tolist() == [False, True]
    assert table["new_figure_id"].isna().tolist() == [True, False]
    assert table["difference"].isna().all()


def test_one_period_is_matched_before_another():
    same = {"indicator": "telecom.phone_subscribers"}
    old = figures(fig(1, "10", period="2020", **same), fig(2, "11", period="2021", **same))
    new = figures(fig(3, "12", period="2022", **same), fig(4, "11", period="2021", **same))
    table = compare(old, new)
    assert table[["old_figure_id", "new_figure_id", "status"]].values.tolist() == [
        [2, 4, "unchanged"],
        [1, 3, "changed"],
    ]


def test_what_is_left_over_stands_alone():
    same = {"indicator": "telecom.phone_subscribers"}
    old = figures(fig(1, "10", **same))
    new = figures(fig(3, "10", **same), fig(4, "11", **same))
    assert compare(old, new)["status"].tolist() == ["unchanged", "new"]
    assert compare(new, old)["status"].tolist() == ["unchanged", "gone"]


def test_figures_without_an_indicator_are_left_out():
    assert compare(figures(fig(1, "10")), figures(fig(2, "10"))).empty


def test_columns_and_types_even_when_empty():
    for given in (figures(), figures(fig(1, "10", indicator="postal.volume"))):
        table = compare(given, given)
        assert [str(table[name].dtype) for name in ("status", "old_figure_id", "new_value", "difference")] == [
            "str",
            "Int64",
            "Float64",
            "Float64",
        ]
        assert set(table["status"]) <= set(STATUSES)


def told(*rows, report, area):
    """The tables of one report, whose area is known."""
    sources = frame("sources", [{"area_name": area, "invented": True}], report=report)
    return {"figures": figures(*rows, report=report), "sources": sources}


def provinces(old, new, *, areas=("Sông Lam", "Đông Hà"), **both):
    """The one row that compares a figure of each of two provinces."""
    first, second = (
        told(fig(1, text, **{"indicator": "services.online", **both, **columns}), *others, report=name, area=area)
        for (text, columns, *others), name, area in zip((old, new), "ab", areas, strict=True)
    )
    table = compare(first, second)
    return table.loc[table["status"].isin(["beside", "changed", "revised"])].squeeze()


def test_two_provinces_stand_beside_each_other_and_nothing_became_of_either():
    row = provinces(("577 dịch vụ", {}), ("580 dịch vụ", {}))
    assert row[["status", "difference"]].tolist() == ["beside", 3]
    first = told(fig(1, "577", indicator="services.online"), report="a", area="Sông Lam")
    assert compare(first, told(report="b", area="Đông Hà"))["status"].tolist() == ["alone"]


def of(base, code):
    """A figure that a share is of."""
    return fig(9, base, indicator=code)


SHARE = {"role": "share", "base_id": 9}
PROCEDURES, ONLINE = of("1.560 thủ tục", "services.procedures"), of("1.858", "services.online")
APART = [
    (
        ("20%", SHARE, of("1.560 thủ tục", "services.procedures")),
        ("58%", SHARE, of("1.858", "services.online")),
        "bases",
    ),
    (("9 kế hoạch", {}), ("19 kế hoạch, quyết định", {}), "nouns"),
    (("160 học viên", {}), ("230 lượt", {"bound": "over"}), "nouns;bounded"),
    (("9 dịch vụ", {}), ("19 dịch vụ công", {}), None),
    (("15%", {"bound": "under"}), ("14,87%", {}), "bounded"),
    (("577", {"period": "2021"}), ("577", {}), "area_and_period"),
]


@pytest.mark.parametrize(("old", "new", "obstacle"), APART)
def test_what_keeps_two_provinces_apart_is_named(old, new, obstacle):
    row = provinces(old, new)
    assert row["obstacle"] == obstacle if obstacle else pd.isna(row["obstacle"])
    assert pd.isna(row["difference"]) == (obstacle is not None)


def test_both_sides_keep_what_makes_a_value_less_than_firm():
    row = provinces(("20%", {**SHARE, "bound": "under"}, PROCEDURES), ("58%", SHARE))
    assert row[["old_bound", "old_unit", "old_estimate", "old_base"]].tolist() == ["under", "%", False, "1.560 thủ tục"]
    assert row["new_bound"] == "exact"
    assert pd.isna(row["new_base"])
    assert labelled(row.to_frame().T, "en")["obstacle_label"].item().startswith("No difference: a side prints only")


def test_nouns_of_one_province_may_change():
    row = provinces(("10 đơn vị", {}), ("12 cơ quan", {}), areas=("Sông Lam", "Sông Lam"))
    assert pd.isna(row["obstacle"])
    assert row["difference"] == 2
