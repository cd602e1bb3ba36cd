"""The panel of several reports: keys, vintages, conflicts, and outside figures set beside it."""

import pandas as pd
import pytest
from frames import fig, figures
from gold_frames import GOLD, RAW, gold_figures
from hypothesis import given, settings
from hypothesis import strategies as st

from tvict.analysis.outside import beside, per_head
from tvict.analysis.panel import COLUMNS, panel

SOURCES = pd.DataFrame(
    {
        "report": ["early", "late", "elsewhere", "nowhere"],
        "area": ["VN-51", "VN-51", "VN-36", None],
        "year": [2022, 2023, 2022, 2022],
    }
)


def report(name):
    """The figures of a report as the gold standard has them."""
    return gold_figures(GOLD / f"{name}.jsonl", (RAW / f"{name}.txt").read_bytes().decode("utf-8"))


def revenue(report, text, figure_id=1, **columns):
    return figures(fig(figure_id, text, indicator="telecom.revenue", **columns), report=report)


def together(*frames):
    return panel(pd.concat(frames), SOURCES)


def test_latest_vintage_stands_first_and_the_earlier_is_kept():
    table = together(revenue("early", "1.062 tỷ đồng"), revenue("late", "1.050 tỷ đồng"))
    assert list(table["report"]) == ["late", "early"]
    assert list(table["vintage"]) == [1, 2]
    assert list(table["value"]) == [1.05e12, 1.062e12]
    assert set(table["conflict"]) == {"vintage"}
    assert set(table["printings"]) == {2}


def test_coarser_print_of_the_same_amount_is_no_conflict():
    table = together(revenue("early", "76 tỷ đồng"), revenue("late", "75,8 tỷ đồng"))
    assert table["conflict"].isna().all()


def test_one_report_that_prints_two_values_for_a_key_is_told():
    frame = figures(
        fig(1, "40 trang", indicator="egov.portal_subsites"), fig(2, "41 trang", indicator="egov.portal_subsites")
    )
    assert set(panel(frame)["conflict"]) == {"report"}


def test_lower_bound_contradicts_only_what_lies_below_it():
    def conflict(value):
        over = revenue("early", "96 tỷ đồng", bound="over")
        return together(over, revenue("late", value))["conflict"].iloc[0]

    assert pd.isna(conflict("97 tỷ đồng"))
    assert conflict("90 tỷ đồng") == "vintage"


def rise(report, percentage, level_id=1, **columns):
    """A change of the figure before it."""
    change = {"role": "change", "of_id": level_id, "indicator": "telecom.revenue"}
    return figures(fig(level_id + 1, percentage, **change | columns), report=report)


def test_a_level_that_one_report_prints_and_a_later_one_implies_stand_side_by_side():
    """90 against 87,0 … 88,2: the report of 2022 implies another level of 2021 than that of 2021 printed."""
    late = revenue("late", "76 tỷ đồng"), rise("late", "13,24%", sign=-1)
    table = together(revenue("early", "90 tỷ đồng", period="2021"), *late)
    beside = table[(table["period"] == "2021") & (table["role"] == "level")]
    assert beside[["report", "basis", "conflict", "printings"]].values.tolist() == [
        ["late", "derived", "implied", 1],
        ["early", "stated", "implied", 1],
    ]
    assert [round(beside[name].iloc[0] / 1e9, 1) for name in ("low", "value", "high")] == [87.0, 87.6, 88.2]
    agreed = together(revenue("early", "88 tỷ đồng", period="2021"), *late)
    assert agreed["conflict"].isna().all()


def test_two_printed_values_that_rule_each_other_out_come_before_an_implied_one():
    late = revenue("late", "76 tỷ đồng"), rise("late", "13,24%", sign=-1)
    early = revenue("early", "90 tỷ đồng", period="2021"), revenue("early", "95 tỷ đồng", figure_id=2, period="2021")
    table = together(*early, *late)
    assert set(table.loc[table["period"] == "2021", "conflict"]) == {"report"}


def test_a_derived_value_of_no_known_time_is_left_out():
    table = together(revenue("late", "76 tỷ đồng", period="2022-04"), rise("late", "5%", period="2022-04"))
    assert set(table["basis"]) == {"stated"}


def test_about_contradicts_nothing():
    table = together(revenue("early", "96 tỷ đồng", bound="about"), revenue("late", "90 tỷ đồng"))
    assert table["conflict"].isna().all()


def test_other_area_period_role_cell_or_kind_of_unit_is_another_key():
    base = revenue("early", "10 tỷ đồng")
    others = [
        revenue("elsewhere", "20 tỷ đồng"),
        revenue("early", "20 tỷ đồng", figure_id=2, period="2021"),
        revenue("early", "20 tỷ đồng", figure_id=3, role="plan"),
        revenue("early", "20 tỷ đồng", figure_id=4, cell="span=9m"),
        revenue("early", "20%", figure_id=5),
    ]
    for other in others:
        table = together(base, other)
        assert set(table["printings"]) == {1}
        assert table["conflict"].isna().all()


def test_reports_without_area_are_not_taken_for_one_place():
    table = panel(pd.concat([revenue("x", "10 tỷ đồng"), revenue("y", "20 tỷ đồng")]))
    assert set(table["printings"]) == {1}
    assert table["area"].isna().all()


def test_area_and_date_may_be_columns_of_the_figures():
    first = revenue("x", "10 tỷ đồng").assign(area="VN-51", issued="2022-12-01")
    second = revenue("y", "20 tỷ đồng").assign(area="VN-51", issued="2023-04-18")
    table = panel(pd.concat([first, second]))
    assert list(table["report"]) == ["y", "x"]
    assert list(table["vintage"]) == [1, 2]


def test_reports_without_a_column_report_say_what_to_do():
    with pytest.raises(ValueError, match="one row for each report"):
        panel(revenue("x", "10 tỷ đồng"), pd.DataFrame({"area": ["VN-51"]}))


def test_figures_without_indicator_are_left_out():
    assert panel(figures(fig(1, "30 năm"))).empty


def test_types_are_those_stated_even_when_empty():
    for table in (panel(figures(fig(1, "30 năm"))), together(revenue("early", "1.062 tỷ đồng"))):
        assert {name: str(dtype) for name, dtype in table.dtypes.items()} == COLUMNS


def test_report_of_2022_prints_forty_subsites_twice_and_agrees():
    table = panel(report("travinh-2022"))
    subsites = table[table["indicator"] == "egov.portal_subsites"]
    assert list(subsites["value"]) == [40, 40]
    assert list(subsites["figure_id"]) == [336, 340]
    assert subsites["conflict"].isna().all()


def test_report_of_2019_states_subscribers_of_two_years():
    table = panel(report("anbinh-2019"))
    fixed = table.query("indicator == 'internet.fixed_subscribers' and role == 'level'")
    assert dict(zip(fixed["period"], fixed["value"], strict=True)) == {"2018": 118000, "2019": 139240}


VALUES = st.lists(
    st.tuples(st.sampled_from(["early", "late", "elsewhere", "nowhere"]), st.integers(1, 999)), min_size=1, max_size=12
)


@settings(deadline=None)
@given(VALUES, st.randoms())
def test_panel_keeps_every_figure_and_does_not_depend_on_order(values, random):
    frames = [revenue(report, f"{value} tỷ đồng", figure_id=n) for n, (report, value) in enumerate(values)]
    table = together(*frames)
    assert sorted(table["figure_id"]) == list(range(len(values)))
    for _, rows in table.groupby("area", dropna=False):
        assert rows["vintage"].iloc[0] == 1
        assert rows["vintage"].is_monotonic_increasing
    random.shuffle(frames)
    pd.testing.assert_frame_equal(together(*frames), table)


def test_outside_figures_stand_beside_and_never_inside():
    frame = figures(
        fig(1, "64,49%", indicator="services.online_active_share", role="share"),
        fig(2, "12 hạng", indicator="security.exercise_rank", role="rank"),
        report="early",
    )
    table = panel(frame, SOURCES)
    joined = beside(table)
    assert len(table) == 2
    assert list(joined["value"]) == [64.49]
    assert list(joined["outside_value"]) == [72.52]
    assert list(joined["outside_area"]) == ["VN-51"]
    assert "another base" in joined["outside_note"].iloc[0]


def test_outside_figure_of_another_year_role_or_cell_does_not_meet():
    table = together(revenue("early", "1.062 tỷ đồng", period="2020"))
    assert beside(table).empty
    table = together(revenue("early", "1.062 tỷ đồng", cell="span=9m"))
    assert beside(table).empty
    table = together(revenue("early", "1.062 tỷ đồng"))
    assert list(beside(table)["outside_value"]) == [138e12]


def test_levels_per_head_are_of_the_last_count_of_their_area():
    early = revenue("early", "1.062 tỷ đồng"), revenue("early", "5%", figure_id=2, role="change")
    rows = per_head(panel(pd.concat([*early, revenue("elsewhere", "900 tỷ đồng")]), SOURCES))
    assert rows[["area", "role", "population_period"]].values.tolist() == [["VN-51", "level", "2019"]]
    assert rows["per_head"].iloc[0] == 1.062e12 / 1009168


def test_levels_per_head_of_a_population_that_is_given():
    rows = per_head(
        together(revenue("early", "1.062 tỷ đồng"), revenue("elsewhere", "900 tỷ đồng")), {"VN-36": 600_000}
    )
    assert rows["per_head"].tolist() == [1_500_000]


def test_nobody_gets_values_per_head_of_nothing():
    with pytest.raises(LookupError, match="no population is known of VN-36: pass population"):
        per_head(together(revenue("elsewhere", "900 tỷ đồng")))
    with pytest.raises(LookupError, match="of an area that the reports do not tell"):
        per_head(revenue("early", "900 tỷ đồng"))


@pytest.mark.parametrize("call", [beside, per_head])
def test_what_else_is_given_is_told_by_the_call(call):
    with pytest.raises(TypeError, match=rf"{call.__name__} was given str: pass a report"):
        call("travinh-2022")


def test_an_area_without_a_code_goes_by_its_name():
    sources = pd.DataFrame(
        {"report": ["early", "late"], "area": None, "area_name": "Sông Lam", "date": [None, "2023-01-05"]}
    )
    table = panel(pd.concat([revenue("early", "90 tỷ đồng"), revenue("late", "95 tỷ đồng")]), sources)
    assert table[["area", "report", "conflict"]].values.tolist() == [
        ["Sông Lam", "late", "vintage"],
        ["Sông Lam", "early", "vintage"],
    ]
