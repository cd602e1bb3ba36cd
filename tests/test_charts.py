"""Charts by their artists and labels: what stands on them, where marks end, and that no text is cut off or covered."""

import itertools
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from gold_frames import GOLD, gold_figures
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

import tvict
from tvict.analysis.checks import check
from tvict.analysis.history import history
from tvict.charts import CATALOGUE, MissingFigures, draw, draw_all
from tvict.charts.chart import WIDTH, balanced, text_width, wrapped
from tvict.charts.style import PALETTE
from tvict.charts.words import named, number, percent
from tvict.cli import main
from tvict.errors import SaveError
from tvict.labels import LANGUAGES, labels
from tvict.publishing.gallery import write_charts, write_gallery

RAW = Path(__file__).parents[1] / "data" / "raw"
NAMES = [entry.name for entry in CATALOGUE]
BOTH = [(name, lang) for name in NAMES for lang in LANGUAGES]


def tables_of(name):
    """The tables of a report as a perfect reader would give them: figures of the gold, all else from them."""
    report = tvict.read(RAW / f"{name}.txt")
    figures = gold_figures(GOLD / f"{name}.jsonl", report.text)
    checks, operands = check(figures, report.lists)
    made = {"figures": figures, "checks": checks, "operands": operands, "history": history(figures)}
    return {**report.tables, **made, "context": tvict.context()}


@pytest.fixture(scope="module")
def tables():
    return tables_of("travinh-2022")


def painted(chart):
    """The chart, drawn: its texts have their places and its axes their numbers."""
    chart.figure.draw(chart.figure.canvas.get_renderer())
    return chart


@pytest.fixture(scope="module")
def charts(tables):
    """Every chart in both languages, painted once."""
    return {(name, lang): painted(draw(name, tables, lang)) for name, lang in BOTH}


@pytest.fixture(scope="module")
def invented():
    return {
        (entry.name, lang): chart for lang in LANGUAGES for entry, chart in draw_all(tables_of("anbinh-2019"), lang)
    }


def texts(figure):
    """All texts that are seen: titles, labels, numbers on marks and along axes."""
    ticks = set()
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not low <= tick.get_loc() <= high:
                    ticks |= {tick.label1, tick.label2}
    found = [artist for artist in figure.findobj(Text) if artist.get_visible() and artist.get_text().strip()]
    return [artist for artist in found if artist not in ticks]


def words(chart):
    return " ".join(" ".join(text.get_text().split()) for text in texts(chart.figure))


def bars(ax):
    return [patch for container in ax.containers if hasattr(container, "patches") for patch in container.patches]


def ends(ax):
    """The ends of all whiskers, upright ones."""
    segments = [segment for lines in ax.collections for segment in lines.get_segments()]
    return sorted((round(float(y), 2) for segment in segments for _, y in segment))


# What stands on the charts


@pytest.mark.parametrize(("name", "lang", "title"), [
    ("change", "vi", "Doanh thu bưu chính ước giảm 13,24%, nhanh hơn mức giảm 5,3% của sản lượng bưu "
     "chính, trong khi doanh thu viễn thông ước tăng 5%."),
    ("change", "en", "Postal revenue fell an estimated 13.24%, faster than the 5.3% fall in postal volume, "
     "while telecom revenue rose an estimated 5%."),
    ("service-targets", "vi", "Tỷ lệ dịch vụ công trực tuyến có hồ sơ đạt 80,6% mục tiêu quốc gia, tỷ lệ hồ sơ trực "
     "tuyến mới đạt 29,74%."),
    ("dossiers-by-channel", "vi", "Cứ 100 hồ sơ mức 4 vẫn có khoảng 82 hồ sơ nộp trực tiếp."),
    ("dossiers-pending", "en", "Of 263,796 dossiers received, 255,747 were resolved and 8,049 (3.05%) remained."),
    ("platform-bounds", "vi", "Số hộ hai sàn không được cộng: có từ 66.543 đến 124.492 hộ có tài khoản, tùy bao "
     "nhiêu hộ ở cả hai sàn."),
    ("systems-by-tier", "vi", "Cả bốn hệ thống đều có mặt ở 106 đơn vị cấp xã."),
    ("dti-ranks", "vi", "Năm 2022 Trà Vinh xếp 25/63 về chuyển đổi số, thứ 5 trong 13 tỉnh, thành phố Đồng "
     "bằng sông Cửu Long."),
])  # fmt: skip
def test_titles_say_the_message(charts, name, lang, title):
    assert charts[name, lang].title == title


@pytest.mark.parametrize(("name", "shown"), [
    ("change", "86,76 (−13,24%, ước tính) | 94,7 (−5,3%, ước tính) | 105 (+5%, ước tính)"),
    ("postal-effects", "87,6 tỷ (87,02–88,18) | −4,4 tỷ | −7,2 tỷ | 76 tỷ"),
    ("revenue-levels", "87,6 tỷ (87,02–88,18) | 76 tỷ | 1.011,4 tỷ (1.006,2–1.016,7) | 1.062 tỷ | tỷ đồng"),
    ("service-targets", "64,49% | 14,87% | 80% (suy ra 79,96–80,07) | 50% (suy ra 49,97–50,03)"),
    ("dossiers-by-channel", "83.406 86,1% | 13.421 13,9% | 120.171 82,3% | 25.794 17,7% | 21.004 100%"),
    ("dossiers-pending", "263.796 | −255.747 | 8.049 (3,05%)"),
    ("services-by-level", "551 29,7% | 1.077 58,0% | 230 12,4% | 1.858"),
    ("platform-bounds", "66.543 | 57.949 | 66.543–124.492 | 0–57.949"),
    ("documents-signed", "78,54% | 80,71% | +2,17 điểm phần trăm"),
    ("certificates", "2.312 | +401 | −116 | 2.597 | 490 tổ chức | 2.107 cá nhân | 2.033 USB | 74 SIM PKI"),
    ("systems-by-tier", "139 | 332 | 106 | 18 | 19 | 5 | 9"),
    ("reconciliation", "37 + 82 | +13 | −4,45 điểm %"),
    ("citations", "24/KH-STTTT-BCVTCNTT | 15-CTr/TU | trước 2021"),
    ("dti-ranks", "Trà Vinh | 25 | Bạc Liêu | 60"),
    ("province-and-country", "−5,3% | +38% | −13,24% | +16% | +5% | +1,6%"),
])  # fmt: skip
def test_values_stand_on_the_marks(charts, name, shown):
    seen = words(charts[name, "vi"])
    assert [part for part in shown.split(" | ") if part not in seen] == []


def test_numbers_have_the_form_of_their_language(charts):
    assert number(1062, "vi") == "1.062"
    assert percent(80.71, "en") == "80.71%"
    assert "1.062 tỷ" in words(charts["revenue-levels", "vi"])
    assert "1,062 bn" in words(charts["revenue-levels", "en"])
    assert "1.000" in words(charts["revenue-levels", "vi"]), "numbers along the axis too"
    assert "1,000" in words(charts["revenue-levels", "en"])


# Where marks end


def test_postal_revenue_ends_at_76_and_its_2021_within_its_interval(charts):
    ax = charts["revenue-levels", "vi"].figure.axes[0]
    assert [round(bar.get_height(), 2) for bar in bars(ax)] == [87.6, 76]
    assert ends(ax) == [87.02, 88.18]
    assert ax.get_ylim()[0] == 0


def test_negative_bars_point_down(charts):
    ax = charts["province-and-country", "vi"].figure.axes[0]
    assert [round(bar.get_height(), 2) for bar in bars(ax)] == [-5.3, 38, -13.24, 16, 5, 1.6]
    assert {bar.get_y() for bar in bars(ax)} == {0}
    falls = [bar.get_height() for bar in bars(charts["postal-effects", "vi"].figure.axes[0])]
    assert [round(height, 1) for height in falls] == [87.6, -4.4, -7.2, 76]


def test_waterfalls_close(charts):
    for name in ("postal-effects", "dossiers-pending"):
        table = charts[name, "vi"].table
        assert table["end"].iloc[-2] == pytest.approx(table["end"].iloc[-1])
    stock = charts["certificates", "vi"].table
    assert list(stock["end"].iloc[:4]) == [2312, 2713, 2597, 2597]
    assert list(stock["end"].iloc[4:]) == [490, 2597, 2033, 2107]


def test_bars_start_at_zero(charts):
    for (name, _), chart in charts.items():
        for ax in chart.figure.axes:
            if name in ("services-by-level", "platform-bounds", "service-targets"):
                assert ax.get_xlim()[0] == 0, name
            elif bars(ax):
                assert ax.get_ylim()[0] <= 0 <= ax.get_ylim()[1], name


def test_one_axis_a_panel_and_no_pie(charts):
    for chart in charts.values():
        for ax in chart.figure.axes:
            assert len(ax.get_shared_x_axes().get_siblings(ax)) == 1
            assert not [patch for patch in ax.patches if type(patch).__name__ == "Wedge"]


def test_estimates_and_derived_values_look_different(charts):
    earlier, later = bars(charts["revenue-levels", "vi"].figure.axes[0])
    assert later.get_hatch()
    assert earlier.get_linestyle() != later.get_linestyle()
    solid = bars(charts["dossiers-pending", "vi"].figure.axes[0])[0]
    assert not solid.get_hatch()
    assert solid.get_facecolor() == solid.get_edgecolor()
    markers = [line for line in charts["change", "vi"].figure.axes[0].lines if line.get_marker() not in ("None", "")]
    assert {line.get_markerfacecolor() for line in markers} == {"white"}, "all estimated or derived"


def test_the_implied_target_and_no_line_for_one_that_is_reached(charts):
    table = charts["service-targets", "vi"].table
    assert list(table["target"].round(2)) == [80.01, 50.0]
    assert list(table["target_low"].round(2)) == [79.96, 49.97]
    assert list(table["target_high"].round(2)) == [80.07, 50.03]
    assert list(table["national_target"]) == [80, 50]


def test_targets_are_national_only_where_the_context_says_so(tables):
    chart = draw("service-targets", {**tables, "context": tables["context"].iloc[:0]})
    assert "quốc gia" not in chart.title
    assert "doanhnhansaigon" not in words(chart)


def test_two_points_make_no_trend(charts):
    for name in ("change", "documents-signed"):
        for line in charts[name, "vi"].figure.axes[0].lines:
            assert len(line.get_xdata()) <= 2


def test_counts_of_what_does_not_close_come_from_the_checks(tables):
    checks = tables["checks"].assign(verdict="holds", gap=0.0)
    chart = draw("reconciliation", {**tables, "checks": checks})
    assert chart.title == f"Trong {len(checks)} phép kiểm tra: {len(checks)} khớp."
    assert len(chart.table) == len(checks)


def test_a_gap_beyond_the_axis_is_said_in_words(tables):
    checks = tables["checks"].copy()
    row = checks.index[checks["verdict"] == "partial"][0]
    checks.loc[row, ["gap", "stated"]] = [-120.0, 100.0]
    chart = painted(draw("reconciliation", {**tables, "checks": checks}))
    assert "−120 (−120%)" in words(chart)
    assert chart.figure.axes[0].get_xlim()[0] > -30


def test_documents_out_of_order_come_from_the_citations(tables):
    citations = tables["citations"].assign(order=pd.Series(pd.NA, index=tables["citations"].index, dtype="str"))
    chart = draw("citations", {**tables, "citations": citations})
    assert "thứ tự" not in chart.title + words(chart)
    assert not chart.table["out_of_order"].any()


def test_platforms_are_never_added(charts):
    chart = charts["platform-bounds", "vi"]
    low_high = chart.table.set_index("label")[["low", "high"]].to_numpy().tolist()
    assert low_high == [[66543, 66543], [57949, 57949], [66543, 124492], [0, 57949]]
    assert "Có tài khoản chưa phải là có bán hàng" in words(chart)


# Words


def test_titles_follow_the_data():
    def history_of(volume, revenue):
        rows = [
            {
                "report": "r",
                "indicator": code,
                "unit": unit,
                "period": year,
                "value": value,
                "low": value,
                "high": value,
            }
            for code, unit, values in (
                ("postal.volume", None, (100, volume)),
                ("postal.revenue", "đồng", (1e9, revenue)),
            )
            for year, value in zip(("2018", "2019"), values, strict=True)
        ]
        extra = {"basis": "stated", "estimate": False, "bound": "exact", "figure_ids": "1"}
        return tvict.tables.frame("history", [{**row, **extra} for row in rows])

    up = tvict.charts.change(history_of(110, 1.2e9), lang="en")
    assert up.title == "Postal revenue rose 20%; postal volume rose 10%."
    assert up.missing == ("telecom.revenue (two years, or one and its change)",)
    assert "volume" in tvict.charts.effects(history_of(130, 1.35e9), lang="en").title.split("is ")[1].split(",")[0]
    assert "opposite directions" in tvict.charts.effects(history_of(90, 1.1e9), lang="en").title


def test_alternatives_and_sources(charts):
    for (name, lang), chart in charts.items():
        assert len(chart.alternative) > 40
        assert chart.alternative != charts[name, "en" if lang == "vi" else "vi"].alternative
        seen = words(chart)
        assert ("Nguồn: " if lang == "vi" else "Source: ") in seen
        if name != "dti-ranks":
            assert "Sở Thông tin và Truyền thông tỉnh Trà Vinh" in seen
    for name in ("dti-ranks", "province-and-country", "service-targets"):
        assert ".vn" in words(charts[name, "vi"]), "the page that context comes from"


def test_an_invented_report_says_so(invented):
    drawn = [chart for chart in invented.values() if not isinstance(chart, MissingFigures)]
    assert len(drawn) >= 10
    for chart in drawn:
        assert ("giả định" if chart.lang == "vi" else "invented") in words(chart)


def test_every_label_has_both_languages_and_the_same_places():
    for section in ("chart_titles", "chart_words", "chart_names", "gallery"):
        for name, both in labels()[section].items():
            assert set(both) == set(LANGUAGES), name
            assert all(both.values()), name


def test_a_report_without_the_figures_says_which(invented):
    lacking = {name: item.missing for (name, _), item in invented.items() if isinstance(item, MissingFigures)}
    assert lacking["postal-effects"] == ("postal.volume (two years, or one and its change)",)
    assert "signature.certificates_issued (level, 2019)" in lacking["certificates"]
    assert {"change", "revenue-levels", "services-by-level", "reconciliation", "citations"}.isdisjoint(lacking)
    change = invented["change", "vi"]
    assert len(change.table) == 2
    assert change.missing == lacking["postal-effects"]


def test_an_empty_report_lacks_everything():
    tables = {**tvict.parse("Không có số liệu nào.").tables, "context": tvict.context()}
    assert all(isinstance(chart, MissingFigures) and chart.missing for _, chart in draw_all(tables))


def test_the_context_of_the_package_is_taken_where_none_is_given(tables):
    bare = {name: table for name, table in tables.items() if name != "context"}
    assert draw("dti-ranks", bare).title == draw("dti-ranks", tables).title


def test_misuse_says_what_to_do(tables):
    with pytest.raises(KeyError, match="the names are change, postal-effects"):
        draw("pie", tables)
    two = pd.concat([tables["history"], tables["history"].assign(report="other")])
    with pytest.raises(ValueError, match="one report"):
        tvict.charts.change(two)
    with pytest.raises(ValueError, match="panels"):
        tvict.charts.levels(tables["history"]).on(Figure().add_subplot())


# Layout


def boxes(figure):
    renderer = figure.canvas.get_renderer()
    return [(text.get_text(), text.get_window_extent(renderer)) for text in texts(figure)]


def faults(chart):
    """What is cut off, what covers what."""
    found = boxes(chart.figure)
    width, height = chart.figure.get_size_inches() * chart.figure.dpi
    cut = [text for text, box in found if box.x0 < 0 or box.y0 < 0 or box.x1 > width or box.y1 > height]
    covered = [
        (one, other)
        for (one, a), (other, b) in itertools.combinations(found, 2)
        if min(a.x1, b.x1) - max(a.x0, b.x0) > 1 and min(a.y1, b.y1) - max(a.y0, b.y0) > 2
    ]
    return cut, covered


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_no_text_is_cut_off_or_covered(charts, invented, name, lang):
    for chart in (charts[name, lang], invented[name, lang]):
        if not isinstance(chart, MissingFigures):
            if chart is invented.get((name, lang)):
                painted(chart)
            assert faults(chart) == ([], [])
            title = chart.figure.texts[0]
            assert title.get_text().replace("\n", " ") == chart.title
            assert max(text_width(line, title.get_size(), "bold") for line in title.get_text().split("\n")) < WIDTH


@pytest.mark.parametrize(("name", "lang"), [(name, lang) for name, lang in BOTH if name != "systems-by-tier"])
def test_white_words_stand_on_bars(charts, name, lang):
    figure = charts[name, lang].figure
    renderer = figure.canvas.get_renderer()
    grounds = [patch.get_window_extent(renderer) for ax in figure.axes for patch in bars(ax)]
    for text in texts(figure):
        if text.get_color() == "white":
            box = text.get_window_extent(renderer)
            assert any(ground.x0 <= box.x0 and box.x1 <= ground.x1 for ground in grounds), text.get_text()


def test_faults_are_found(tables):
    chart = draw("dti-ranks", tables)
    chart.figure.axes[0].text(0.5, 0.5, chart.title * 3, transform=chart.figure.axes[0].transAxes)
    cut, covered = faults(painted(chart))
    assert cut
    assert covered


def test_lines_are_broken_between_words_and_numbers_keep_their_unit():
    text = "Doanh thu viễn thông năm 2022 ước đạt 1.062 tỷ đồng, tỷ lệ tăng 5% so với năm 2021"
    for width in (1.2, 2.0, 3.0):
        lines = wrapped(text, width, 10).split("\n")
        assert " ".join(lines) == text
        assert all(text_width(line, 10) <= width for line in lines)
        assert not any(line.endswith(("1.062", "năm", "tỷ")) for line in lines)
    assert len(balanced(text, 3.0, 10).split("\n")[-1]) > 12


def test_colours_survive_grey_print():
    """Lightness after the W3C's formula of relative luminance: neighbours at least 1.5 to 1."""

    def lightness(color):
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    shades = sorted(lightness(color) for color in PALETTE)
    assert all((light + 0.05) / (dark + 0.05) > 1.5 for dark, light in itertools.pairwise(shades))


# Use


def test_a_kind_takes_tables_and_paints_where_it_is_told(tables):
    figure = Figure(figsize=(9, 4))
    ax = figure.add_subplot()
    chart = tvict.charts.change(tables["history"], ax=ax)
    assert chart.figure is figure
    assert ax.lines
    assert ax.get_title("left").replace("\n", " ") == chart.title


def test_other_indicators_have_the_words_of_the_codebook():
    assert named("postal.service_points", "vi") == "điểm phục vụ bưu chính"
    assert named("point_type=agent", "en") == "agent"
    assert named("issuer=XYZ", "vi") == "XYZ"


def test_the_figures_behind_a_chart(charts, tables):
    ids = charts["certificates", "vi"].figure_ids
    used = tables["figures"].set_index("figure_id").loc[list(ids)]
    assert set(used["indicator"].str.split(".").str[0]) == {"signature"}
    assert len(used) == 7


def test_charts_show_themselves_with_their_alternative(charts):
    shown = charts["services-by-level", "vi"]._repr_html_()
    assert shown.startswith('<img alt="Báo cáo xếp 1.628')
    assert "data:image/png;base64," in shown


def test_files_are_the_same_every_time(tables, tmp_path):
    first, again = (draw("change", tables).save(tmp_path / name) for name in "ab")
    assert [path.name for path in first] == ["change.vi.svg", "change.vi.png"]
    for one, other in zip(first, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
    root = ET.fromstring(first[0].read_text("utf-8"))
    namespace = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{namespace}title").text == draw("change", tables).title
    assert any("Doanh thu bưu chính" in (text.text or "") for text in root.iter(f"{namespace}text")), "text as text"
    assert "date" not in first[0].read_text("utf-8").lower().split("</metadata>")[0]


def test_settings_of_the_user_stay(tables):
    before = dict(mpl.rcParams)
    draw("documents-signed", tables).png()
    assert dict(mpl.rcParams) == before


class Read:
    """A report with two tables' worth of charts, so that writing is quick."""

    name = "anbinh-2019"

    def __init__(self):
        report = tvict.read(RAW / "anbinh-2019.txt")
        self.text, self.tables = report.text, report.tables


def test_the_gallery_holds_every_chart_and_links_to_the_text(tmp_path):
    report = Read()
    out = tmp_path / "figures"
    (out / report.name).mkdir(parents=True)
    stale, kept = out / report.name / "dti-ranks.vi.svg", out / report.name / "mine.svg"
    stale.write_text("old")
    kept.write_text("mine")
    (tmp_path / "data" / "raw").mkdir(parents=True)
    shutil.copy(RAW / "anbinh-2019.txt", tmp_path / "data" / "raw")
    written = write_charts(report, out, tvict.context(), tmp_path / "data" / "raw")
    write_gallery(out, [written])
    readme = (out / "README.md").read_text("utf-8")
    drawn = [path for path in (out / report.name).iterdir() if path != kept]
    assert not stale.exists()
    assert kept.read_text() == "mine"
    assert drawn
    assert len(drawn) % 4 == 0
    for path in drawn:
        if path.name.endswith(".vi.png"):
            assert f"{report.name}/{path.name}" in readme
    assert "dti-ranks" in written.missing
    assert "`dti-ranks`: " in readme
    lines = report.text.split("\n")
    revenue = next(place for place, line in enumerate(lines, 1) if "1.480 tỷ đồng" in line)
    assert f"[{revenue}](../data/raw/anbinh-2019.txt#L{revenue})" in readme


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SaveError, match="choose another folder"):
        write_charts(Read(), tmp_path / "file", tvict.context(), tmp_path)


def test_parts_of_any_dimension_have_a_title(tables):
    chart = tvict.charts.parts(tables["figures"], "signature.certificates_active", "holder", lang="en")
    assert chart.title == "All 2,597 digital certificates in force are told apart: organisations and individuals."
    with pytest.raises(MissingFigures, match="tier"):
        tvict.charts.parts(tables["figures"], "postal.revenue", "tier")


def test_words_of_others_are_no_markup_in_the_gallery(tmp_path):
    (tmp_path / "raw").mkdir()
    shutil.copy(RAW / "anbinh-2019.txt", tmp_path / "raw" / "made.txt")
    (tmp_path / "raw" / "made.toml").write_text("title = '<script>x</script> [a](b)'\nyear = 2019\n", "utf-8")
    assert main(["charts", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    readme = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "<script>" not in readme
    assert "&lt;script&gt;x&lt;/script&gt; \\[a\\](b)" in readme
