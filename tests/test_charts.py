"""Charts by their artists and labels: what stands on them, where marks end, and that no text is cut off or covered."""

import itertools
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from frames import NO_LISTS, fig, figures
from gold_frames import GOLD, gold_figures
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

import tvict
from tvict.analysis.checks import check
from tvict.analysis.history import history
from tvict.charts import (
    CATALOGUE,
    MissingFigures,
    NoWords,
    changes,
    draw,
    draw_all,
    reconciliation,
    shares,
    targets,
    totals,
)
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


def areas(ax):
    return [*bars(ax), *ax.patches]


def ends(ax):
    """The ends of all whiskers, upright ones."""
    segments = [segment for lines in ax.collections for segment in lines.get_segments()]
    return sorted((round(float(y), 2) for segment in segments for _, y in segment))


# What stands on the charts


@pytest.mark.parametrize(("name", "lang", "title"), [
    ("changes", "vi", "Tăng nhiều nhất: chứng thư số đang hoạt động, +12,3%; giảm nhiều nhất: doanh thu bưu chính, "
     "ước tính −13,24%."),
    ("changes", "en", "Largest rise: digital certificates in force, +12.3%; largest fall: postal revenue, "
     "estimate −13.24%."),
    ("points", "vi", "Tỷ lệ văn bản điện tử được ký số: +2,17 điểm phần trăm."),
    ("targets", "vi", "4 số liệu so với mục tiêu: 2 từ 100% trở lên, 2 dưới 100%; xa nhất là tỷ lệ hồ sơ trực tuyến, "
     "29,74%."),
    ("dossiers-by-channel", "vi", "Cứ 100 hồ sơ mức 4 vẫn có khoảng 82 hồ sơ nộp trực tiếp."),
    ("platform-bounds", "vi", "Số hộ hai sàn không được cộng: có từ 66.543 đến 124.492 hộ có tài khoản, tùy bao "
     "nhiêu hộ ở cả hai sàn."),
    ("dti-ranks", "vi", "Năm 2022 Trà Vinh xếp 25/63 về chuyển đổi số, thứ 5 trong 13 tỉnh, thành phố Đồng "
     "bằng sông Cửu Long."),
])  # fmt: skip
def test_titles_say_the_message(charts, name, lang, title):
    assert charts[name, lang].title == title


@pytest.mark.parametrize(("name", "shown"), [
    ("changes", "−13,24% (ước tính) | 87,02–88,18 → 76 tỷ đồng | +5% (ước tính) | 1.006,2–1.016,7 → 1.062 tỷ đồng | "
     "2.312 → 2.597"),
    ("points", "78,54% → 80,71% | +2,17 điểm phần trăm"),
    ("targets", "29,74% | 14,87%; mục tiêu suy ra 49,97–50,03% | 64,49%; mục tiêu suy ra 79,96–80,07% | "
     "100% (tính ra 104,45%) | 31,86 tỷ đồng; mục tiêu 30,5 tỷ đồng"),
    ("totals", "577 | cấp huyện: 332 (57,5%) | mức 4: 1.077 (58,0%) | không nêu: 230 (12,4%) | 39.215"),
    ("shares", "80,71% | 175.293 | 217.199 văn bản | (năm 2021)"),
    ("postal-effects", "87,6 tỷ (87,02–88,18) | −4,4 tỷ | −7,2 tỷ | 76 tỷ (75,50–76,50)"),
    ("dossiers-by-channel", "83.406 86,14% | 13.421 13,86% | 120.171 82,33% | 25.794 17,67% | 21.004 100%"),
    ("platform-bounds", "66.543 | 57.949 | 66.543–124.492 | 0–57.949"),
    ("reconciliation", "37 + 82 | +13 | −4,45 điểm %"),
    ("citations", "24/KH-STTTT-BCVTCNTT | 15-CTr/TU | trước 2021 | ký hiệu BTC"),
    ("dti-ranks", "Trà Vinh | 25 | Bạc Liêu | 60"),
    ("province-and-country", "−5,3% | +38% | −13,24% | +16% | +5% | +1,6%"),
])  # fmt: skip
def test_values_stand_on_the_marks(charts, name, shown):
    seen = words(charts[name, "vi"])
    assert [part for part in shown.split(" | ") if part not in seen] == []


def test_numbers_have_the_form_of_their_language(charts):
    assert number(1062, "vi") == "1.062"
    assert percent(80.71, "en") == "80.71%"
    assert "1.062 tỷ" in words(charts["changes", "vi"])
    assert "1,062 bn" in words(charts["changes", "en"])
    assert "50.000" in words(charts["platform-bounds", "vi"]), "numbers along the axis too"
    assert "50,000" in words(charts["platform-bounds", "en"])


# Where marks end


def test_negative_bars_point_down(charts):
    ax = charts["province-and-country", "vi"].figure.axes[0]
    assert [round(bar.get_height(), 2) for bar in bars(ax)] == [-5.3, 38, -13.24, 16, 5, 1.6]
    assert {bar.get_y() for bar in bars(ax)} == {0}
    falls = [bar.get_height() for bar in bars(charts["postal-effects", "vi"].figure.axes[0])]
    assert [round(height, 1) for height in falls] == [87.6, -4.4, -7.2, 76]


def test_waterfalls_close(charts):
    table = charts["postal-effects", "vi"].table
    assert table["to"].iloc[-2] == pytest.approx(table["to"].iloc[-1])


def test_bars_start_at_zero(charts):
    for (name, _), chart in charts.items():
        for ax in chart.figure.axes:
            if name in ("totals", "platform-bounds", "targets", "shares"):
                assert ax.get_xlim()[0] == 0, name
            elif bars(ax):
                assert ax.get_ylim()[0] <= 0 <= ax.get_ylim()[1], name


def test_one_axis_a_panel_and_no_pie(charts):
    for chart in charts.values():
        for ax in chart.figure.axes:
            assert len(ax.get_shared_x_axes().get_siblings(ax)) == 1
            assert not [patch for patch in ax.patches if type(patch).__name__ == "Wedge"]


def test_estimates_and_derived_values_look_different(charts):
    earlier, *_, later = bars(charts["postal-effects", "vi"].figure.axes[0])
    assert later.get_hatch()
    assert earlier.get_linestyle() != later.get_linestyle()
    solid = bars(charts["platform-bounds", "vi"].figure.axes[0])[0]
    assert not solid.get_hatch()
    assert solid.get_facecolor() == solid.get_edgecolor()
    lines = charts["changes", "vi"].figure.axes[0].lines
    faces = [line.get_markerfacecolor() for line in lines if line.get_marker() == "o"]
    assert faces.count("white") == len(faces) - 1, "all estimated or derived but the certificates in force"


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
    assert "−120%" in words(chart)
    assert "//" in words(chart)
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


def test_alternatives_and_sources(charts):
    for (name, lang), chart in charts.items():
        assert len(chart.alternative) > 40
        assert chart.alternative != charts[name, "en" if lang == "vi" else "vi"].alternative
        seen = words(chart)
        assert ("Nguồn: " if lang == "vi" else "Source: ") in seen
        if name != "dti-ranks":
            assert "Sở Thông tin và Truyền thông tỉnh Trà Vinh" in seen
    for name in ("dti-ranks", "province-and-country"):
        assert ".vn" in words(charts[name, "vi"]), "the page that context comes from"


def test_an_invented_report_says_so(invented):
    drawn = [chart for chart in invented.values() if not isinstance(chart, MissingFigures)]
    assert len(drawn) >= 12
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
    assert {"changes", "targets", "totals", "shares", "reconciliation", "citations"}.isdisjoint(lacking)


def test_an_empty_report_lacks_everything():
    tables = {**tvict.parse("Không có số liệu nào.").tables, "context": tvict.context()}
    assert all(isinstance(chart, MissingFigures) and chart.missing for _, chart in draw_all(tables))


def test_the_context_of_the_package_is_taken_where_none_is_given(tables):
    bare = {name: table for name, table in tables.items() if name != "context"}
    assert draw("dti-ranks", bare).title == draw("dti-ranks", tables).title


def test_misuse_says_what_to_do(tables):
    with pytest.raises(KeyError, match="the names are reconciliation, changes"):
        draw("pie", tables)
    two = pd.concat([tables["history"], tables["history"].assign(report="other")])
    with pytest.raises(ValueError, match="one report"):
        tvict.charts.changes(two, tables["figures"])


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


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_white_words_stand_on_bars(charts, name, lang):
    figure = charts[name, lang].figure
    renderer = figure.canvas.get_renderer()
    grounds = [patch.get_window_extent(renderer) for ax in figure.axes for patch in areas(ax)]
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
    chart = tvict.charts.changes(tables["history"], tables["figures"], ax=ax)
    assert chart.figure is figure
    assert ax.lines
    assert ax.get_title("left").replace("\n", " ") == chart.title


def test_other_indicators_have_the_words_of_the_codebook():
    assert named("postal.service_points", "vi") == "điểm phục vụ bưu chính"
    assert named("point_type=agent", "en") == "agent"
    assert named("issuer=XYZ", "vi") == "XYZ"


def test_the_figures_behind_a_chart(tables):
    chart = tvict.charts.totals(
        tables["figures"], tables["checks"], tables["operands"], ["signature.certificates_active"]
    )
    used = tables["figures"].set_index("figure_id").loc[list(chart.figure_ids)]
    assert sorted(used["value"]) == [74, 490, 2033, 2107, 2597]


def test_charts_show_themselves_with_their_alternative(charts):
    shown = charts["totals", "vi"]._repr_html_()
    assert shown.startswith('<img alt="15 tổng số được chia phần')
    assert "data:image/png;base64," in shown


def test_files_are_the_same_every_time(tables, tmp_path):
    first, again = (draw("changes", tables).save(tmp_path / name) for name in "ab")
    assert [path.name for path in first] == ["changes.vi.svg", "changes.vi.png"]
    for one, other in zip(first, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
    root = ET.fromstring(first[0].read_text("utf-8"))
    namespace = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{namespace}title").text == draw("changes", tables).title
    assert any("Doanh thu bưu chính" in (text.text or "") for text in root.iter(f"{namespace}text")), "text as text"
    assert "date" not in first[0].read_text("utf-8").lower().split("</metadata>")[0]


def test_settings_of_the_user_stay(tables):
    before = dict(mpl.rcParams)
    draw("points", tables).png()
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
    assert written.count == len(drawn) // 4
    assert "dti-ranks" not in readme
    assert "services." not in readme, "no codes"
    lines = report.text.split("\n")
    revenue = next(place for place, line in enumerate(lines, 1) if "1.480 tỷ đồng" in line)
    assert f"[{revenue}](../data/raw/anbinh-2019.txt#L{revenue})" in readme


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SaveError, match="choose another folder"):
        write_charts(Read(), tmp_path / "file", tvict.context(), tmp_path)


def test_words_of_others_are_no_markup_in_the_gallery(tmp_path):
    (tmp_path / "raw").mkdir()
    shutil.copy(RAW / "anbinh-2019.txt", tmp_path / "raw" / "made.txt")
    (tmp_path / "raw" / "made.toml").write_text("title = '<script>x</script> [a](b)'\nyear = 2019\n", "utf-8")
    assert main(["charts", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--jobs", "1"]) == 0
    readme = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert "<script>" not in readme
    assert "&lt;script&gt;x&lt;/script&gt; \\[a\\](b)" in readme


# General kinds, for any report


def listed(whole, *parts, closed=True, **columns):
    """A figures frame of one total and its parts, each as printed and named."""
    rows = [fig(1, whole, subject="tàu cá", **columns)]
    rows += [
        fig(number, text, subject=name, parent_id=1, list_id="1.1", closed=closed)
        for number, (text, name) in enumerate(parts, 2)
    ]
    return figures(*rows)


def drawn_totals(frame, **choice):
    return painted(totals(frame, *check(frame, NO_LISTS), **choice))


def test_a_list_is_drawn_with_its_total():
    chart = drawn_totals(listed("900 tàu", ("500 tàu", "dưới 12 m"), ("400 tàu", "từ 12 m trở lên")))
    assert chart.title == "Tàu cá: 900 tàu, gồm dưới 12 m: 500 (55,6%); từ 12 m trở lên: 400 (44,4%)."
    widths = [bar.get_width() for bar in bars(chart.figure.axes[0])]
    assert widths[0] / widths[1] == pytest.approx(5 / 4)
    assert not chart.table["derived"].any()
    assert faults(chart) == ([], [])


def test_what_an_open_list_leaves_is_named():
    chart = drawn_totals(listed("900 tàu", ("500 tàu", "dưới 12 m"), ("300 tàu", "từ 12 m trở lên"), closed=False))
    assert "không nêu: 100 (11,1%)" in words(chart)
    assert list(chart.table["derived"]) == [False, False, True]
    assert chart.table["value"].sum() == 900


def test_parts_that_do_not_add_up_raise_the_alarm():
    chart = drawn_totals(listed("900 tàu", ("500 tàu", "dưới 12 m"), ("450 tàu", "từ 12 m trở lên")))
    assert "Không khớp: các phần cộng lại là 950" in words(chart)
    assert "thiếu" not in words(chart)


def test_a_total_with_one_part_is_not_drawn():
    frame = listed("900 tàu", ("500 tàu", "dưới 12 m"), closed=False)
    with pytest.raises(MissingFigures, match="a total printed with its parts"):
        drawn_totals(frame)


def test_parts_without_words_of_their_own_are_refused():
    with pytest.raises(NoWords, match="words for the figures of the chart totals: no indicator, subject or topic"):
        drawn_totals(listed("900 tàu", ("500 tàu", None), ("400 tàu", None)))


def test_parts_of_one_subject_are_told_apart_by_their_time():
    frame = listed("900 tàu", ("500 tàu", "tàu cá"), ("400 tàu", "tàu cá"))
    frame["period"] = ["2022", "2022-S1", "2022-S2"]
    assert "6 tháng đầu năm 2022: 500" in words(drawn_totals(frame))


def test_at_most_eight_totals_are_drawn_and_the_others_counted():
    rows = []
    for first in range(0, 30, 3):
        link = {"parent_id": first, "list_id": f"{first}.1", "closed": True}
        rows.append(fig(first, "9 tàu", subject=f"tàu {first}"))
        rows.append(fig(first + 1, "4 tàu", subject="xa bờ", **link))
        rows.append(fig(first + 2, "5 tàu", subject="ven bờ", **link))
    chart = drawn_totals(figures(*rows))
    assert chart.table["total"].nunique() == 8
    assert "còn 2 tổng số không vẽ" in words(chart)
    assert chart.title == "Cả 10 tổng số được chia phần đều khớp với các phần của nó."
    assert faults(chart) == ([], [])


def two_years(*rows, **choice):
    frame = figures(*rows)
    return painted(changes(history(frame), frame, **choice))


def pair(number, before, after, name, role="change", printed="10%", **columns):
    """A quantity at two periods, and the change that joins them."""
    return (
        fig(number, before, subject=name, **{"period": "2021", **columns.get("earlier", {})}),
        fig(number + 1, after, subject=name, **columns.get("later", {})),
        fig(number + 2, printed, sign=columns.get("sign", 1), role=role, subject=name, of_id=number + 1,
            base_id=number),
    )  # fmt: skip


def test_changes_are_ranked():
    chart = two_years(
        *pair(0, "200 tấn", "220 tấn", "cá"), *pair(3, "100 tấn", "80 tấn", "tôm", printed="20%", sign=-1)
    )
    assert list(chart.table["label"]) == ["Cá", "Tôm"]
    assert list(chart.table["change"]) == [10, -20]
    assert chart.title == "Tăng nhiều nhất: cá, +10%; giảm nhiều nhất: tôm, −20%."
    assert "200 → 220 tấn" in words(chart)
    assert faults(chart) == ([], [])


def test_an_index_is_no_change():
    chart = two_years(*pair(0, "200 tấn", "195,2 tấn", "cá", role="index", printed="97,6%"))
    assert chart.title == "Cá: −2,4%."
    assert "97,6" not in words(chart)


def test_a_printed_change_that_the_values_rule_out_is_quoted():
    chart = two_years(*pair(0, "200 tấn", "220 tấn", "cá", printed="12,5%"))
    assert "+10% (báo cáo in 12,5%)" in words(chart)


def test_only_periods_of_equal_length_are_set_side_by_side():
    half = pair(0, "200 tấn", "110 tấn", "cá", later={"period": "2022-S1"})
    with pytest.raises(MissingFigures, match="two periods of equal length"):
        two_years(*half)
    assert len(two_years(*half, *pair(3, "200 tấn", "220 tấn", "tôm")).table) == 1


def test_percentages_change_by_points():
    rows = pair(0, "40%", "45%", "hộ dùng nước sạch", printed="5 điểm phần trăm")
    chart = two_years(*rows, points=True)
    assert chart.title == "Hộ dùng nước sạch: +5 điểm phần trăm."
    with pytest.raises(MissingFigures):
        two_years(*rows)


def test_changes_of_what_has_no_words_are_refused():
    with pytest.raises(NoWords, match="chart changes"):
        two_years(*pair(0, "200 tấn", "220 tấn", None))


def test_changes_beyond_the_axis_stand_at_its_end():
    chart = two_years(*pair(0, "100 tấn", "500 tấn", "cá", printed="400%"), *pair(3, "100 tấn", "101 tấn", "tôm"))
    assert chart.figure.axes[0].get_xlim()[1] < 150
    assert "+400%" in words(chart)


def test_an_attainment_stands_beside_its_target():
    chart = painted(targets(figures(
        fig(0, "45 km", subject="đường được trải nhựa"),
        fig(1, "60 km", subject="đường được trải nhựa", role="plan"),
        fig(2, "75%", role="attainment", of_id=0, base_id=1),
        fig(3, "40%", subject="hộ có nước sạch", role="share"),
        fig(4, "80%", subject="hộ có nước sạch", role="attainment", of_id=3),
    )))  # fmt: skip
    assert list(chart.table["value"]) == [75, 80]
    assert "45 km; mục tiêu 60 km" in words(chart)
    assert "40%; mục tiêu suy ra 49,07–50,94%" in words(chart)
    assert "2 dưới 100%; xa nhất là đường được trải nhựa, 75%" in chart.title
    assert faults(chart) == ([], [])


def test_an_attainment_that_the_values_rule_out_raises_the_alarm():
    frame = figures(
        fig(0, "60 km", subject="đường"), fig(1, "40 km", role="plan"),
        fig(2, "100%", role="attainment", of_id=0, base_id=1),
    )  # fmt: skip
    chart = painted(targets(frame))
    assert "100% (tính ra 150%)" in words(chart)


def test_a_gap_against_another_area_is_no_target():
    rows = [fig(0, "60 km", subject="đường"), fig(1, "40 km", subject="đường cả nước"),
            fig(2, "50%", role="gap", of_id=0, base_id=1)]  # fmt: skip
    with pytest.raises(MissingFigures, match="measured against a target"):
        targets(figures(*rows))
    rows[1]["role"] = "plan"
    assert list(targets(figures(*rows)).table["value"]) == [150]


def test_targets_and_shares_without_words_are_refused():
    with pytest.raises(NoWords, match="chart targets"):
        targets(figures(fig(0, "80%", role="attainment")))
    with pytest.raises(NoWords, match="chart shares"):
        shares(figures(fig(0, "80%", role="share")))


def test_shares_stand_beside_their_totals_and_the_rest_is_counted():
    rows = [fig(0, "30 xã", subject="xã có chợ"), fig(1, "40 xã", subject="xã"),
            fig(2, "75%", role="share", subject="xã có chợ", of_id=0, base_id=1)]  # fmt: skip
    rows += [fig(number, f"{number}%", role="share", subject=f"xã loại {number}") for number in range(3, 20)]
    chart = painted(shares(figures(*rows)))
    assert len(chart.table) == 14
    assert chart.table["value"].iloc[0] == 75
    assert "30 trong 40 xã" in words(chart)
    assert "còn 4 tỷ lệ không vẽ" in words(chart)
    assert faults(chart) == ([], [])


def test_english_quotes_what_only_the_text_names():
    chart = drawn_totals(listed("900 tàu", ("500 tàu", "dưới 12 m"), ("400 tàu", "từ 12 m trở lên")), lang="en")
    assert "“tàu cá”" in words(chart).lower()


def test_relations_that_close_are_counted_and_the_others_named():
    closing = listed("900 tàu", ("500 tàu", "dưới 12 m"), ("400 tàu", "từ 12 m trở lên"))
    chart = painted(reconciliation(check(closing, NO_LISTS)[0], closing))
    assert chart.title == "Trong 1 phép kiểm tra: 1 khớp."
    apart = listed("900 tàu", ("500 tàu", "dưới 12 m"), ("450 tàu", "từ 12 m trở lên"))
    chart = painted(reconciliation(check(apart, NO_LISTS)[0], apart))
    assert "Tàu cá: 500 + 450 = 950 ≠ 900" in words(chart)
    assert "−50 tàu −5,6%" in words(chart)
    assert faults(chart) == ([], [])


def test_long_names_are_wrapped():
    name = "tỷ lệ hộ gia đình ở vùng sâu, vùng xa được sử dụng nước sạch đạt quy chuẩn của Bộ Y tế " * 3
    chart = painted(
        shares(figures(fig(0, "80%", role="share", subject=name), fig(1, "7%", role="share", subject="xã")))
    )
    assert faults(chart) == ([], [])


def test_no_personal_name_stands_on_a_chart():
    name = "số tiền tặng bà Lâm Thị Tuyết"
    chart = painted(
        shares(figures(fig(0, "80%", role="share", subject=name), fig(1, "7%", role="share", subject="xã")))
    )
    assert "Tuyết" not in words(chart) + chart.alternative + chart.title


def test_what_is_printed_goes_before_what_a_change_implies():
    rows = pair(0, "200 tấn", "220 tấn", "cá")
    implied = fig(3, "5%", role="change", subject="cá", of_id=1)
    assert list(two_years(*rows, implied).table["earlier"]) == [200]


def test_other_periods_than_the_usual_are_said_beside_the_name():
    rows = (*pair(0, "200 tấn", "220 tấn", "cá"), *pair(3, "100 tấn", "120 tấn", "tôm", printed="20%"))
    half = pair(6, "50 tấn", "56 tấn", "mực", printed="12%", earlier={"period": "2021-S1"}, later={"period": "2022-S1"})
    chart = two_years(*rows, *half)
    name = "Mực (6 tháng đầu năm 2022 so với 6 tháng đầu năm 2021)"
    assert list(chart.table["label"]) == ["Tôm", name, "Cá"]
    assert chart.subtitle == "Thay đổi năm 2022 so với năm 2021 (hoặc hai kỳ ghi trong ngoặc), %"
    assert faults(chart) == ([], [])


def test_capitals_and_marks_of_notes_are_no_part_of_a_name():
    shouted = fig(0, "80%", role="share", subject="TỔNG THU")
    chart = painted(shares(figures(shouted, fig(1, "7%", role="share", subject="² hộ nghèo"))))
    assert list(chart.table["label"]) == ["Tổng thu", "Hộ nghèo"]


def test_only_citations_have_places_in_the_text_of_their_own(charts):
    """The gallery links to ``start``: ends of bars under that name once led to lines of other things."""
    assert {name for (name, _), chart in charts.items() if "start" in chart.table} == {"citations"}
