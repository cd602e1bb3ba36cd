"""Charts by their artists and labels: what stands on them, where marks end, and that no text is cut off or covered."""

import itertools
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from frames import NO_LISTS, fig, figures
from gold_frames import GOLD, gold_figures
from matplotlib.colors import to_hex, to_rgb
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
    over_time,
    reconciliation,
    shares,
    targets,
    timeline,
    totals,
)
from tvict.charts.chart import WIDTH, balanced, text_width, wrapped
from tvict.charts.lists import PARTS
from tvict.charts.style import DARK, FALL, LIGHT, OTHER, SHADES, WARM
from tvict.charts.words import named, number, percent
from tvict.cli import main
from tvict.english import unit_words
from tvict.errors import SaveError
from tvict.labels import LANGUAGES, labels
from tvict.publishing.drawing import charts_of
from tvict.publishing.gallery import write_charts, write_gallery
from tvict.tables import frame

RAW = Path(__file__).parents[1] / "data" / "raw"
NAMES = [entry.name for entry in CATALOGUE]
BOTH = [(name, lang) for name in NAMES for lang in LANGUAGES]


def tables_of(name):
    """The tables of a report as a perfect reader would give them: figures of the gold, all else from them."""
    report = tvict.read(RAW / f"{name}.txt")
    figures = gold_figures(GOLD / f"{name}.jsonl", report.text)
    checks, operands = check(figures, report.lists)
    return {**report.tables, "figures": figures, "checks": checks, "operands": operands, "history": history(figures)}


def made(*rows):
    """The tables that a chart needs, from figures made by hand."""
    frame = figures(*rows)
    checks, operands = check(frame, NO_LISTS)
    return {"figures": frame, "checks": checks, "operands": operands, "history": history(frame)}


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
    report = tables_of("anbinh-2019")
    return {(entry.name, lang): chart for lang in LANGUAGES for entry, chart in draw_all(report, lang)}


def texts(figure):
    """All texts that are seen: titles, labels, numbers on marks and along axes."""
    ticks = set()
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks():
                if not ax.axison or not low <= tick.get_loc() <= high:
                    ticks |= {tick.label1, tick.label2}
    found = [artist for artist in figure.findobj(Text) if artist.get_visible() and artist.get_text().strip()]
    return [artist for artist in found if artist not in ticks]


def words(chart):
    return " ".join(" ".join(text.get_text().split()) for text in texts(chart.figure))


def bars(ax):
    return [patch for container in ax.containers if hasattr(container, "patches") for patch in container.patches]


def points(ax):
    """Where the marks of one point stand, with shape and colours."""
    return [
        (line.get_xdata()[0], line.get_ydata()[0], line.get_marker(), to_hex(line.get_markeredgecolor()).upper(),
         line.get_markerfacecolor())
        for line in ax.lines if len(line.get_xdata()) == 1 and line.get_marker() not in ("None", "|", "_")
    ]  # fmt: skip


# What stands on the charts


@pytest.mark.parametrize(("name", "lang", "title"), [
    ("changes", "vi", "Tăng nhiều nhất: chứng thư số đang hoạt động, +12,3%; giảm nhiều nhất: doanh thu dịch vụ bưu "
     "chính, ước tính −13,24%."),
    ("changes", "en", "Largest rise: digital certificates in force, +12.3%; largest fall: postal service revenue, "
     "estimate −13.24%."),
    ("points", "vi", "Tỷ lệ văn bản điện tử được ký số: +2,17 điểm phần trăm."),
    ("targets", "vi", "4 số liệu so với mục tiêu: 2 từ 100% trở lên, 2 dưới 100%; thấp nhất là tỷ lệ hồ sơ trực tuyến, "
     "29,74%."),
    ("targets", "en", "4 figures against a target: 2 at 100% or above, 2 below; lowest: share of dossiers filed "
     "online, 29.74%."),
])  # fmt: skip
def test_titles_say_the_message(charts, name, lang, title):
    assert charts[name, lang].title == title


@pytest.mark.parametrize(("name", "shown"), [
    ("changes", "−13,24% (ước tính) | 87,02–88,18 → 76 tỷ đồng | +5% (ước tính) | 1.006,2–1.016,7 → 1.062 tỷ đồng | "
     "2.312 → 2.597"),
    ("points", "78,54% → 80,71% | +2,17 điểm phần trăm"),
    ("targets", "29,74% | 14,87%; mục tiêu suy ra 49,97–50,03% | 64,49%; mục tiêu suy ra 79,96–80,07% | "
     "100% (tính ra 104,45%) | 31,858 tỷ đồng; mục tiêu 30,5 tỷ đồng"),
    ("totals", "577 | cấp huyện: 332 (57,5%) | mức độ 4: 1.077 (58,0%) | không nêu: 230 (12,4%) | 39.215"),
    ("shares", "80,71% | 175.293 trong 217.199 | (năm 2021)"),
    ("reconciliation", "37 + 82 | +13 | −4,45 điểm %"),
    ("citations", "24/KH-STTTT-BCVTCNTT | 15-CTr/TU | Văn bản cũ hơn, trước năm 2021, không vẽ: 11 | ký hiệu BTC"),
])  # fmt: skip
def test_values_stand_on_the_marks(charts, name, shown):
    seen = words(charts[name, "vi"])
    assert [part for part in shown.split(" | ") if part not in seen] == []


def test_numbers_have_the_form_of_their_language(charts):
    assert number(1062, "vi") == "1.062"
    assert percent(80.71, "en") == "80.71%"
    assert "1.062 tỷ" in words(charts["changes", "vi"])
    assert "1,062 bn" in words(charts["changes", "en"])


VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


def test_english_charts_are_english(charts):
    """All but đồng, numbers of documents, the sources and what stands in quotation marks."""
    for name in NAMES:
        chart = charts[name, "en"]
        kept = re.sub("“[^”]*”|đồng|[0-9]+-?/?[^ ]*[A-ZĐ]{2}[^ ]*|code [^ ;.]+|Source: .*", "", words(chart))
        assert not VIETNAMESE.search(kept), kept
        assert not VIETNAMESE.search(re.sub("“[^”]*”|đồng|[0-9]+-?/?[^ ]*[A-ZĐ]{2}[^ ]*|code [^ ;.]+", "",
                                            chart.alternative)), chart.alternative  # fmt: skip


@pytest.mark.parametrize(("unit", "value", "english"), [
    ("dịch vụ công trực tuyến", 5, "services"),
    ("xã, phường, thị trấn", 5, "communes, wards, towns"),
    ("thuê bao/100 dân", 5, "subscribers/100 people"),
    ("Kế hoạch, Quyết định", 1, "plan, decision"),
    ("gian hàng ảo", 5, "“gian hàng ảo”"),
    ("xã, gian hàng ảo", 5, "“xã, gian hàng ảo”"),
    ("tấn/ha", 1, "tonne/ha"),
])  # fmt: skip
def test_units_in_english(unit, value, english):
    assert unit_words(unit, "en", value) == english
    assert unit_words(unit, "vi", value) == unit


def test_one_colour_one_meaning(charts, invented):
    """A fall is purple and nothing else is; orange is an alarm: what differs, and documents out of order."""
    for chart in [*charts.values(), *(chart for chart in invented.values() if not isinstance(chart, MissingFigures))]:
        lines = [line for ax in chart.figure.axes for line in ax.lines]
        colours = {to_hex(line.get_color()).upper() for line in lines if len(line.get_xdata()) == 2}
        assert (FALL in colours) == (chart.name in ("changes", "points") and (chart.table["change"] < 0).any())
        orange = WARM in colours or any(mark[3] == WARM for ax in chart.figure.axes for mark in points(ax))
        if chart.name == "reconciliation":
            assert orange == ("differs" in set(chart.table["verdict"]))
        elif chart.name == "citations":
            assert orange == bool(chart.table["out_of_order"].any())
        elif chart.name != "totals":
            assert not orange, chart.name


# Where marks end


def test_changes_end_where_they_say(charts):
    chart = charts["changes", "vi"]
    ends = [x for x, _, marker, _, _ in points(chart.figure.axes[0]) if x]
    assert ends == list(chart.table["change"])
    assert ends == sorted(ends, reverse=True)


def test_bars_of_targets_are_as_long_as_what_is_attained(charts):
    chart = charts["targets", "vi"]
    widths = [bar.get_width() for bar in bars(chart.figure.axes[0])]
    assert widths[1::2] == list(chart.table["value"]), "over a ground of 100 %"
    assert set(widths[::2]) == {100}


def test_bars_start_at_zero(charts):
    for name in ("totals", "targets", "shares"):
        ax = charts[name, "vi"].figure.axes[0]
        assert ax.get_xlim()[0] == 0
        if name != "totals":
            assert {bar.get_x() for bar in bars(ax)} == {0}


def test_one_axis_a_panel_and_no_pie(charts):
    for chart in charts.values():
        for ax in chart.figure.axes:
            assert len(ax.get_shared_x_axes().get_siblings(ax)) == 1
            assert not [patch for patch in ax.patches if type(patch).__name__ == "Wedge"]


def test_estimates_and_derived_values_look_different(charts):
    faces = [face for _, _, marker, _, face in points(charts["changes", "vi"].figure.axes[0]) if marker == "o"]
    assert faces.count("white") == len(faces) - 1, "all estimated or derived but the certificates in force"
    made_up = made(fig(0, "80%", role="share", subject="hộ có điện", estimate=True),
                   fig(1, "70%", role="share", subject="hộ có nước"))  # fmt: skip
    estimated, printed = bars(painted(shares(made_up)).figure.axes[0])[1::2]
    assert estimated.get_hatch()
    assert not printed.get_hatch()


def test_every_relation_is_a_square_and_every_open_one_a_line(charts):
    chart = charts["reconciliation", "vi"]
    lines, squares = chart.figure.axes
    assert len(squares.patches) == len(chart.table)
    dashed = [verdict for verdict, square in zip(chart.table["verdict"], squares.patches, strict=True)
              if square.get_linestyle() != "solid"]  # fmt: skip
    assert set(dashed) == {"partial"}, "as in the key"
    fills = [to_hex(square.get_facecolor()).upper() for square in squares.patches]
    assert fills.count(WARM) == (chart.table["verdict"] == "differs").sum() > 0
    assert fills.count(LIGHT) == (chart.table["verdict"] == "truncated").sum() > 0
    shown = chart.table[chart.table["verdict"].isin(["differs", "partial", "truncated"])]
    far = [max(-25, x) for x in shown["deviation"]]
    assert [x for x, *_ in points(lines)] == far


def test_counts_of_what_does_not_close_come_from_the_checks(tables):
    checks = tables["checks"].assign(verdict="holds", gap=0.0)
    chart = reconciliation({**tables, "checks": checks})
    assert chart.title == f"Trong {len(checks)} phép kiểm tra: {len(checks)} khớp."
    assert len(chart.table) == len(checks)
    assert len(chart.figure.axes) == 1
    assert "Không khớp nghĩa là" not in words(painted(chart)), "no word on what is not there"


def test_gaps_of_percentages_are_as_long_as_their_points():
    of_ships, of_homes = {"of_id": 2, "base_id": 1}, {"of_id": 5, "base_id": 4}
    shares = [fig(1, "100 tàu"), fig(2, "80 tàu", parent_id=1), fig(3, "78%", role="share", **of_ships),
              fig(4, "200 hộ"), fig(5, "10 hộ", parent_id=4), fig(6, "6,0%", role="share", **of_homes)]  # fmt: skip
    chart = painted(reconciliation(made(*[{**row, "subject": f"việc {row['figure_id']}"} for row in shares])))
    found = chart.table[chart.table["verdict"] == "differs"]
    assert list(found["deviation"]) == pytest.approx([-2.0, 1.0])
    assert list(found["text"]) == ["−2,00 điểm %", "+1,00 điểm %"]


def test_a_gap_beyond_the_axis_is_said_in_words(tables):
    checks = tables["checks"].copy()
    row = checks.index[checks["verdict"] == "partial"][0]
    checks.loc[row, ["gap", "stated"]] = [-120.0, 100.0]
    chart = painted(reconciliation({**tables, "checks": checks}))
    assert "−120%" in words(chart)
    assert "//" in words(chart)
    assert chart.figure.axes[0].get_xlim()[0] > -30


def test_claims_are_said_in_the_language(charts, invented):
    claims = {*charts["reconciliation", "en"].table["claim"], *invented["reconciliation", "en"].table["claim"]}
    assert "the report prints 19 and lists 20" in claims
    assert "551 + 1,077 = 1,628 < 1,858" in claims
    assert "45.5 + 27 = 72.5 mn" in claims


def test_documents_stand_by_month_and_issuer(charts):
    chart = charts["citations", "vi"]
    shown = chart.table[chart.table["date"] >= "2021"]
    marks = points(chart.figure.axes[0])
    months = sorted(int(date[:4]) * 12 + int(date[5:7]) - 1 for date in shown["date"])
    assert sorted(x for x, *_ in marks) == months
    assert sum(marker == "D" for _, _, marker, _, _ in marks) == chart.table["out_of_order"].sum() == 2
    assert len({(x, y) for x, y, *_ in marks}) == len(marks), "none covers another"
    assert "(24/10/2022)" in chart.title
    assert "10/2021" in words(chart)
    assert "(24 October 2022)" in charts["citations", "en"].title
    assert "Oct 2021" in words(charts["citations", "en"])


def test_the_report_itself_is_no_document_that_it_cites():
    text = (RAW / "anbinh-2019.txt").read_text("utf-8")
    assert "Số: 128/BC-STTTT" in text
    chart = timeline(tvict.read(RAW / "anbinh-2019.txt"))
    assert chart.title == "Báo cáo viện dẫn 3 văn bản có ngày, của 2 cơ quan ban hành."
    assert "128/BC-STTTT" not in set(chart.table["number"])


def test_documents_out_of_order_come_from_the_citations(tables):
    citations = tables["citations"].assign(order=pd.Series(pd.NA, index=tables["citations"].index, dtype="str"))
    chart = timeline({**tables, "citations": citations})
    assert "thứ tự" not in chart.title + words(chart)
    assert not chart.table["out_of_order"].any()


# Words


def test_alternatives_and_sources(charts):
    for (name, lang), chart in charts.items():
        assert len(chart.alternative) > 40
        assert chart.alternative != charts[name, "en" if lang == "vi" else "vi"].alternative
        seen = words(chart)
        assert ("Nguồn: " if lang == "vi" else "Source: ") in seen
        assert "Sở Thông tin và Truyền thông tỉnh Trà Vinh" in seen


def test_alternatives_tell_every_value_that_is_drawn(charts):
    for name in ("changes", "points", "targets", "shares", "totals"):
        chart = charts[name, "vi"]
        for label in chart.table["label"]:
            assert label in chart.alternative, name
    open_ones = charts["reconciliation", "vi"].table.query("verdict == 'differs'")
    assert all(claim in charts["reconciliation", "vi"].alternative for claim in open_ones["claim"])


def test_an_invented_report_says_so(invented):
    drawn = [chart for chart in invented.values() if not isinstance(chart, MissingFigures)]
    assert len(drawn) >= 12
    for chart in drawn:
        assert ("giả định" if chart.lang == "vi" else "invented") in words(chart)


def test_verdicts_have_one_name_everywhere(charts, tables):
    for lang in LANGUAGES:
        names = {verdict: labels()["verdicts"][verdict][lang] for verdict in set(tables["checks"]["verdict"])}
        counts = tables["checks"]["verdict"].value_counts()
        for verdict, name in names.items():
            assert f"{counts[verdict]} {name}" in charts["reconciliation", lang].title
            assert f"{name}: {counts[verdict]}" in words(charts["reconciliation", lang])
    assert set(labels()["verdicts"]["differs"].values()) == {"không khớp", "not adding up"}


def test_every_label_has_both_languages_and_the_same_places():
    for section in ("chart_titles", "chart_words", "chart_names", "chart_units", "gallery"):
        for name, both in labels()[section].items():
            assert set(both) == set(LANGUAGES), name
            assert all(both.values()), name
            places = [set(re.findall("{[a-z0-9]+}", text)) for text in both.values()]
            assert places[0] - {"{s}"} == places[1] - {"{s}"}, "but for the plural, which Vietnamese does not have"
            assert "{s}" not in both["vi"]


def test_every_word_of_charts_is_said_somewhere():
    """Words that no chart says any more are dead."""
    code = "".join(path.read_text("utf-8") for path in Path(tvict.__file__).parent.rglob("*.py"))
    kinds = "reconciliation|changes|points|targets|shares|totals|timeline|over_time"
    for name in labels()["chart_words"]:
        by_kind = re.fullmatch(f"(key|count|sum|left_out)_.*|({kinds})_(axis|subtitle|alternative|one|several)", name)
        assert by_kind or re.search(f"[\"']{name}[\"']", code), name


def test_a_report_without_the_figures_says_which(invented):
    lacking = {name: item.missing for (name, _), item in invented.items() if isinstance(item, MissingFigures)}
    assert lacking == {"points": ("a quantity at two periods of equal length",)}


def test_an_empty_report_lacks_everything():
    report = tvict.parse("Không có số liệu nào.")
    assert all(isinstance(chart, MissingFigures) and chart.missing for _, chart in draw_all(report))


def test_misuse_says_what_to_do(tables):
    with pytest.raises(KeyError, match="the names are reconciliation, changes"):
        draw("pie", tables)
    both = pd.concat([tables["figures"], tables["figures"].assign(report="other")])
    with pytest.raises(TypeError, match=r"one report, not 2; tvict\.charts\.over_time takes several"):
        changes({**tables, "figures": both})
    with pytest.raises(TypeError, match="a chart takes a report, or its tables"):
        totals(tables["figures"])


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
    grounds = [patch.get_window_extent(renderer) for ax in figure.axes for patch in (*bars(ax), *ax.patches)]
    for text in texts(figure):
        if to_hex(text.get_color()) == "#ffffff":
            box = text.get_window_extent(renderer)
            assert any(ground.x0 <= box.x0 and box.x1 <= ground.x1 for ground in grounds), text.get_text()


def test_faults_are_found(tables):
    chart = draw("changes", tables)
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
    """Neighbours at least 1.5 to 1, after the W3C's formula of relative luminance."""

    def lightness(color):
        parts = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2] + 0.05

    shades = sorted(lightness(color) for color in (DARK, WARM, LIGHT))
    assert all(light / dark > 1.5 for dark, light in itertools.pairwise(shades))
    parts = [lightness(color) for color, _ in SHADES]
    assert all(max(a, b) / min(a, b) > 1.5 for a, b in itertools.pairwise(parts))


def test_no_two_parts_of_a_total_share_a_colour():
    assert len({color for color, _ in SHADES}) == len(SHADES) >= PARTS


# Use


def test_a_kind_takes_a_report_or_its_tables(tables):
    report = tvict.read(RAW / "anbinh-2019.txt")
    assert changes(report).title == changes(report.tables).title == draw("changes", report).title


def test_other_indicators_have_the_words_of_the_codebook():
    assert named("postal.service_points", "vi") == "điểm phục vụ bưu chính"
    assert named("point_type=agent", "en") == "agent"
    assert named("issuer=XYZ", "vi") == "XYZ"


def test_the_figures_behind_a_chart(tables):
    chart = totals(tables, ["signature.certificates_active"])
    used = tables["figures"].set_index("figure_id").loc[list(chart.figure_ids)]
    assert sorted(used["value"]) == [74, 490, 2033, 2107, 2597]


def test_charts_show_themselves_as_pictures_with_their_words(charts):
    shown, about = charts["totals", "vi"]._repr_mimebundle_()
    assert set(shown) == {"image/png", "text/plain"}
    assert shown["text/plain"].startswith("15 tổng số được chia phần")
    assert about["image/png"]["alt"] == shown["text/plain"]


def test_files_are_the_same_every_time(tables, tmp_path):
    first, again = (draw("changes", tables).save(tmp_path / name) for name in "ab")
    assert [path.name for path in first] == ["changes.vi.svg", "changes.vi.png"]
    for one, other in zip(first, again, strict=True):
        assert one.read_bytes() == other.read_bytes()
    root = ET.fromstring(first[0].read_text("utf-8"))
    namespace = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{namespace}title").text == draw("changes", tables).title
    written = [text.text or "" for text in root.iter(f"{namespace}text")]
    assert any("Doanh thu dịch vụ bưu chính" in text for text in written), "text as text"
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
    charts = charts_of(report)
    written = write_charts(report, out, tmp_path / "data" / "raw", charts)
    write_gallery(out, written.lines)
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
    titles = [chart.title for _, name, chart in charts if name == "reconciliation"]
    assert len(titles) == 2
    seen = re.sub(r"!\[.*?\]\(", "", readme)
    assert [seen.count(title) for title in titles] == [1, 1], "said once in each language"
    lines = report.text.split("\n")
    revenue = next(place for place, line in enumerate(lines, 1) if "1.480 tỷ đồng" in line)
    assert f"[{revenue}](../data/raw/anbinh-2019.txt#L{revenue})" in readme


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(SaveError, match="choose another folder"):
        write_charts(Read(), tmp_path / "file", tmp_path, [])


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
    return made(*rows)


def drawn_totals(tables, **choice):
    return painted(totals(tables, **choice))


def test_a_list_is_drawn_with_its_total():
    chart = drawn_totals(listed("900 tàu", ("500 tàu", "dưới 12 m"), ("400 tàu", "từ 12 m trở lên")))
    assert chart.title == "Tàu cá: 900, gồm dưới 12 m: 500 (55,6%); từ 12 m trở lên: 400 (44,4%)."
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
    assert "tổng số đã in, nhỏ hơn các phần cộng lại" in words(chart), "the line across the bar is explained"


def test_an_estimated_part_has_its_number_on_the_hatch():
    tables = listed("900 tàu", ("500 tàu", "dưới 12 m"), ("400 tàu", "từ 12 m trở lên"))
    tables["figures"]["estimate"] = True
    chart = drawn_totals(tables)
    assert {"500", "400"} <= {text.get_text() for text in texts(chart.figure) if text.get_bbox_patch()}
    assert "tổng số đã in" not in words(chart)


def test_a_planned_total_says_that_it_is_one():
    tables = listed("900 tàu", ("500 tàu", "dưới 12 m"), ("400 tàu", "từ 12 m trở lên"))
    tables["figures"]["role"] = "plan"
    assert "Tàu cá, kế hoạch năm 2022: 900" in words(drawn_totals(tables))
    assert drawn_totals(tables).title.startswith("Tàu cá, kế hoạch: 900, gồm")
    assert "“tàu cá”, plan for 2022: 900" in words(drawn_totals(tables, lang="en"))


def test_a_total_with_one_part_is_not_drawn():
    frame = listed("900 tàu", ("500 tàu", "dưới 12 m"), closed=False)
    with pytest.raises(MissingFigures, match="a total printed with its parts"):
        drawn_totals(frame)


def test_parts_without_words_of_their_own_are_refused():
    with pytest.raises(NoWords, match="words for the figures of the chart totals: no indicator, subject or topic"):
        drawn_totals(listed("900 tàu", ("500 tàu", None), ("400 tàu", None)))


def test_parts_of_one_subject_are_told_apart_by_their_time():
    frame = listed("900 tàu", ("500 tàu", "tàu cá"), ("400 tàu", "tàu cá"))
    frame["figures"]["period"] = ["2022", "2022-S1", "2022-S2"]
    assert "6 tháng đầu năm 2022: 500" in words(drawn_totals(frame))


def test_at_most_eight_totals_are_drawn_and_the_others_counted():
    rows = []
    for first in range(0, 30, 3):
        link = {"parent_id": first, "list_id": f"{first}.1", "closed": True}
        rows.append(fig(first, "9 tàu", subject=f"tàu {first}"))
        rows.append(fig(first + 1, "4 tàu", subject="xa bờ", **link))
        rows.append(fig(first + 2, "5 tàu", subject="ven bờ", **link))
    chart = drawn_totals(made(*rows))
    assert chart.table["total"].nunique() == 8
    assert "còn 2 tổng số không vẽ" in words(chart)
    assert chart.title == "Cả 10 tổng số được chia phần đều khớp với các phần của nó."
    assert faults(chart) == ([], [])


def two_years(*rows, **choice):
    return painted(changes(made(*rows), **choice))


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
    (said,) = [text for text in texts(chart.figure) if text.get_text() == "+10% (báo cáo in 12,5%)"]
    assert to_hex(said.get_color()).upper() == WARM


def test_only_periods_of_equal_length_are_set_side_by_side():
    half = pair(0, "200 tấn", "110 tấn", "cá", later={"period": "2022-S1"})
    with pytest.raises(MissingFigures, match="two periods of equal length"):
        two_years(*half)
    assert len(two_years(*half, *pair(3, "200 tấn", "220 tấn", "tôm")).table) == 1


@pytest.mark.parametrize(("change", "within"), [("tăng 5 chuyến", False), ("tăng 5%", True)])
def test_only_an_earlier_value_that_is_not_exact_is_known_within_an_interval(change, within):
    (note,) = changes(tvict.parse(f"Năm 2024, có 14 chuyến tuần tra, {change} so với năm 2023.")).notes
    assert "giá trị kỳ trước suy từ" in note
    assert ("ghi hai số là chỉ biết trong khoảng đó" in note) == within


CLASSES = "{where}Năm 2022, số lớp tập huấn là {n} lớp, tăng {by}% so với năm 2021.\n"
APART = {
    "by topic": ("1. Huyện A\n", "2. Huyện B\n", "Huyện A", "Huyện B"),
    "by section": ("I. TẬP HUẤN\n1. Tập huấn\n", "II. TẬP HUẤN\n1. Tập huấn\n", "mục I.1", "mục II.1"),
    "by order": ("", "", "thứ 1 trong báo cáo", "thứ 2 trong báo cáo"),
}


@pytest.mark.parametrize("way", APART)
def test_two_quantities_of_one_name_are_told_apart(way):
    first, second, *told = APART[way]
    text = CLASSES.format(where=first, n=12, by=20) + CLASSES.format(where=second, n=24, by=50)
    chart = painted(changes(tvict.parse(text)))
    assert chart.table["label"].tolist() == [f"Lớp tập huấn, bồi dưỡng ({words})" for words in reversed(told)]
    assert f"({told[1]}), +50%" in chart.title


def test_two_shares_of_one_name_are_told_apart_by_the_words_of_the_text():
    rows = [fig(n, f"{n}0%", role="share", subject=f"hồ sơ loại {n}", indicator="services.dossiers_received")
            for n in (1, 2)]  # fmt: skip
    named = [f"Hồ sơ thủ tục hành chính tiếp nhận (hồ sơ loại {n})" for n in (2, 1)]
    assert shares(made(*rows)).table["label"].tolist() == named


def test_what_is_counted_lies_within_whole_numbers():
    """12 lớp after a rise by 20 % were 10, not 9,96–10,04."""
    chart = changes(tvict.parse(CLASSES.format(where="", n=12, by=20)))
    assert "10 → 12" in chart.alternative
    assert "12.200–12.767 → 27.450" in changes(tvict.read(RAW / "anbinh-2019.txt")).alternative


def test_no_interval_is_cut_off_by_the_end_of_its_axis():
    chart = painted(
        changes(tvict.parse("Năm 2022, tỷ lệ bao phủ đạt 93,4%, tăng 1,2 điểm phần trăm so với năm 2021."), points=True)
    )
    (ax,) = chart.figure.axes
    ends = [x for caps in ax.lines if caps.get_marker() == "|" for x in caps.get_xdata()]
    low, high = ax.get_xlim()
    assert len(ends) == 2
    assert low < min(ends) < max(ends) < high


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
    assert words(chart).count("//") == 1


def test_an_attainment_stands_beside_its_target():
    chart = painted(targets(made(
        fig(0, "45 km", subject="đường được trải nhựa"),
        fig(1, "60 km", subject="đường được trải nhựa", role="plan"),
        fig(2, "75%", role="attainment", of_id=0, base_id=1),
        fig(3, "40%", subject="hộ có nước sạch", role="share"),
        fig(4, "80%", subject="hộ có nước sạch", role="attainment", of_id=3),
    )))  # fmt: skip
    assert list(chart.table["value"]) == [75, 80]
    assert "45 km; mục tiêu 60 km" in words(chart)
    assert "40%; mục tiêu suy ra 49,07–50,94%" in words(chart)
    assert "2 dưới 100%; thấp nhất là đường được trải nhựa, 75%" in chart.title
    assert faults(chart) == ([], [])


def test_what_misses_its_target_is_drawn_before_what_passes_it_most():
    attained = [*range(90, 100), *range(100, 120, 2)]
    rows = [fig(n, f"{value}%", role="attainment", subject=f"việc {n}") for n, value in enumerate(attained)]
    for lang, said in (("vi", "dưới 100%, từ thấp nhất, rồi đến"), ("en", "below 100%, from the lowest, then")):
        chart = painted(targets(made(*rows), lang=lang))
        assert list(chart.table["value"]) == [*range(90, 100), 112, 114, 116, 118]
        assert said in words(chart)


def test_a_target_that_is_printed_under_a_longer_name_is_drawn_once():
    rows = [fig(0, "5.617 tỷ đồng", subject="thu ngân sách"), fig(1, "105%", role="attainment", of_id=0),
            fig(2, "5.617 tỷ đồng", subject="thu ngân sách trên địa bàn"),
            fig(3, "5.350 tỷ đồng", subject="thu ngân sách trên địa bàn", role="plan"),
            fig(4, "105%", role="attainment", of_id=2, base_id=3)]  # fmt: skip
    assert list(targets(made(*rows)).table["label"]) == ["Thu ngân sách trên địa bàn"]
    rows[3] = fig(3, "5.300 tỷ đồng", subject="thu ngân sách trên địa bàn", role="plan")
    assert len(targets(made(*rows)).table) == 2, "the printed target is not the one that is implied"


def test_two_targets_of_one_quantity_are_told_apart():
    rows = [fig(0, "64%", subject="hộ có nước sạch", role="share")]
    rows += [fig(n, text, role="attainment", of_id=0) for n, text in ((1, "100%"), (2, "80%"))]
    chart = painted(targets(made(*rows)))
    assert list(chart.table["label"]) == [f"Hộ có nước sạch (mục tiêu thứ {n})" for n in (2, 1)]


def test_an_attainment_that_the_values_rule_out_raises_the_alarm():
    frame = made(
        fig(0, "60 km", subject="đường"), fig(1, "40 km", role="plan"),
        fig(2, "100%", role="attainment", of_id=0, base_id=1),
    )  # fmt: skip
    chart = painted(targets(frame))
    assert "100% (tính ra 150%)" in words(chart)


def test_a_gap_against_another_area_is_no_target():
    rows = [fig(0, "60 km", subject="đường"), fig(1, "40 km", subject="đường cả nước"),
            fig(2, "50%", role="gap", of_id=0, base_id=1)]  # fmt: skip
    with pytest.raises(MissingFigures, match="measured against a target"):
        targets(made(*rows))
    rows[1]["role"] = "plan"
    assert list(targets(made(*rows)).table["value"]) == [150]


def test_targets_and_shares_without_words_are_refused():
    with pytest.raises(NoWords, match="chart targets"):
        targets(made(fig(0, "80%", role="attainment")))
    with pytest.raises(NoWords, match="chart shares"):
        shares(made(fig(0, "80%", role="share")))


def test_a_name_with_capitals_is_quoted_in_a_title():
    chart = shares(made(fig(1, "99,6%", role="share", subject="đúng hạn Cấp xã"),
                        fig(2, "3,7%", role="share", subject="hộ nghèo")))  # fmt: skip
    assert chart.title == "Trong 2 tỷ lệ, cao nhất là “đúng hạn Cấp xã”, 99,6%; thấp nhất là “hộ nghèo”, 3,7%."


def test_shares_stand_beside_their_totals_and_the_rest_is_counted():
    rows = [fig(0, "30 xã", subject="xã có chợ"), fig(1, "40 xã", subject="xã"),
            fig(2, "75%", role="share", subject="xã có chợ", of_id=0, base_id=1)]  # fmt: skip
    rows += [fig(number, f"{number}%", role="share", subject=f"xã loại {number}") for number in range(3, 20)]
    chart = painted(shares(made(*rows)))
    assert len(chart.table) == 14
    assert chart.table["value"].iloc[0] == 75
    assert "30 trong 40" in words(chart)
    assert "còn 4 tỷ lệ không vẽ" in words(chart)
    assert faults(chart) == ([], [])


def test_a_share_says_a_unit_once():
    rows = [fig(0, "30 km", subject="cáp ngầm"), fig(1, "40 km", subject="tuyến cáp"),
            fig(2, "75%", role="share", subject="tỷ lệ ngầm hóa", of_id=0, base_id=1)]  # fmt: skip
    assert "30 trong 40 km" in words(painted(shares(made(*rows))))


def test_english_quotes_what_only_the_text_names():
    chart = drawn_totals(listed("900 tàu", ("500 tàu", "dưới 12 m"), ("400 tàu", "từ 12 m trở lên")), lang="en")
    assert "“tàu cá”" in words(chart).lower()


def test_relations_that_close_are_counted_and_the_others_named():
    closing = listed("900 tàu", ("500 tàu", "dưới 12 m"), ("400 tàu", "từ 12 m trở lên"))
    chart = painted(reconciliation(closing))
    assert chart.title == "Trong 1 phép kiểm tra: 1 khớp."
    apart = listed("900 tàu", ("500 tàu", "dưới 12 m"), ("450 tàu", "từ 12 m trở lên"))
    chart = painted(reconciliation(apart))
    assert "Tàu cá: 500 + 450 = 950 ≠ 900" in words(chart)
    assert "−50 −5,6%" in words(chart)
    assert faults(chart) == ([], [])


def test_numbers_along_a_short_axis_stay_apart():
    name = "tổng số lượt xe vào bến trong khu vực trung tâm"
    frame = made(
        fig(1, "331.000 lượt xe", subject=name),
        fig(2, "97.000 lượt xe", subject="xe khách", parent_id=1, list_id="1.1", closed=True),
        fig(3, "234.270 lượt xe", subject="xe tải", parent_id=1, list_id="1.1", closed=True),
    )
    chart = painted(reconciliation(frame, "en"))
    assert "−0.08%" in words(chart)
    assert faults(chart) == ([], [])


def test_long_names_are_wrapped():
    name = "tỷ lệ hộ gia đình ở vùng sâu, vùng xa được sử dụng nước sạch đạt quy chuẩn của Bộ Y tế " * 3
    chart = painted(shares(made(fig(0, "80%", role="share", subject=name), fig(1, "7%", role="share", subject="xã"))))
    assert faults(chart) == ([], [])


def test_no_personal_name_stands_on_a_chart():
    name = "số tiền tặng bà Lâm Thị Tuyết"
    chart = painted(shares(made(fig(0, "80%", role="share", subject=name), fig(1, "7%", role="share", subject="xã"))))
    assert "Tuyết" not in words(chart) + chart.alternative + chart.title


def test_what_is_printed_goes_before_what_a_change_implies():
    rows = pair(0, "200 tấn", "220 tấn", "cá")
    implied = fig(3, "5%", role="change", subject="cá", of_id=1)
    assert list(two_years(*rows, implied).table["earlier"]) == [200]


def test_a_change_that_is_printed_under_a_longer_name_is_drawn_once():
    longer = pair(0, "5.204 tấn", "5.617 tấn", "cá nuôi trên sông", printed="7,9%")
    again = fig(3, "5.617 tấn", subject="cá nuôi"), fig(4, "7,9%", role="change", subject="cá nuôi", of_id=3)
    other = fig(5, "5.617 tấn", subject="tôm"), fig(6, "7,9%", role="change", subject="tôm", of_id=5)
    assert list(two_years(*longer, *again, *other).table["label"]) == ["Cá nuôi trên sông", "Tôm"]


def test_sums_are_drawn_in_the_scale_that_is_printed():
    frame = made(fig(0, "62 triệu đồng/năm", subject="thu nhập"), fig(1, "3,3%", role="change", of_id=0),
                 fig(2, "103,3%", role="attainment", of_id=0))  # fmt: skip
    assert "59,51–60,53 → 62 triệu đồng/năm" in words(painted(changes(frame)))
    assert "62 triệu đồng/năm; mục tiêu suy ra 59,51–60,53 triệu đồng/năm" in words(painted(targets(frame)))
    rows = [report_of("Hạ", year, level(f"{n} triệu đồng/năm", year, indicator="telecom.revenue"))
            for year, n in ((2021, 60), (2022, 62))]  # fmt: skip
    assert "62 triệu đồng/năm (năm 2022)" in over_time(rows, "telecom.revenue").title


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
    chart = painted(shares(made(shouted, fig(1, "7%", role="share", subject="² hộ nghèo"))))
    assert list(chart.table["label"]) == ["Tổng thu", "Hộ nghèo"]


# Several reports


def report_of(name, year, *rows):
    """The tables of one report of a place, named and dated, with revenue in billions at the number given."""
    about = {"area_name": name, "year": year, "title": f"Báo cáo {year}", "issuer": f"Sở {name}", "invented": True}
    report = f"{name}-{year}"
    rows = [{**row, "indicator": row.get("indicator", "telecom.revenue")} for row in rows]
    return {"figures": figures(*rows, report=report), "sources": frame("sources", [about], report=report)}


def level(text, year, number=0, **columns):
    return fig(number, text, period=str(year), **columns)


@pytest.fixture(scope="module")
def several():
    """Two places: one whose later report is at odds with the earlier, one with an estimate and a bound."""
    return [
        report_of("An Lộc", 2020, level("800 tỷ đồng", 2020)),
        report_of("An Lộc", 2021, level("900 tỷ đồng", 2021), level("20%", 2021, 1, role="change", of_id=0)),
        report_of("An Lộc", 2022, level("990 tỷ đồng", 2022), level("10%", 2022, 1, role="change", of_id=0)),
        report_of("Bến Hải", 2021, level("700 tỷ đồng", 2021, bound="over")),
        report_of("Bến Hải", 2022, level("760 tỷ đồng", 2022, estimate=True)),
    ]


def test_an_indicator_over_years_and_places(several):
    chart = painted(over_time(several, "telecom.revenue"))
    assert chart.title.startswith("Doanh thu dịch vụ viễn thông năm 2022: cao nhất là An Lộc, 990 tỷ đồng; thấp nhất")
    first, second = chart.figure.axes
    assert [ax.get_title("left") for ax in chart.figure.axes] == ["An Lộc", "Bến Hải"]
    values = {(x, round(y / 1e9)): (shape, color, face) for x, y, shape, color, face in points(first)}
    assert values[2022, 990] == ("o", DARK, DARK)
    assert values[2020, 800][:2] == values[2020, 750][:2] == ("D", WARM), "printed 800, implied by 900 and +20 %: 750"
    bound, estimate = points(second)
    assert bound[:3] == (2021, 700e9, "^")
    assert (estimate[0], estimate[4]) == (2022, "white")
    assert first.get_ylim() == second.get_ylim()
    grey = [line for line in second.lines if to_hex(line.get_color()).upper() == OTHER]
    assert [list(line.get_ydata()) for line in grey] == [[800e9, 900e9, 990e9]], "the other place, joined year by year"
    assert faults(chart) == ([], [])


def test_intervals_are_drawn_as_the_digits_allow(several):
    (ax, *_) = over_time(several, "telecom.revenue").figure.axes
    whiskers = sorted(tuple(sorted(round(y / 1e9, 1) for _, y in segment))
                      for lines in ax.collections for segment in lines.get_segments())  # fmt: skip
    assert (989.5, 990.5) in whiskers
    assert any(low < 750 < high and high - low > 3 for low, high in whiskers), "900 and 20 % are both rounded"


def test_places_of_one_year_stand_below_each_other():
    places = [report_of("Hạ", 2022, level("80 tỷ đồng", 2022)), report_of("Trung", 2022, level("95 tỷ đồng", 2022))]
    chart = painted(over_time(places, "telecom.revenue", lang="en"))
    (ax,) = chart.figure.axes
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Trung", "Hạ"]
    assert {(x, y) for x, y, *_ in points(ax)} == {(95e9, 0), (80e9, 1)}
    assert chart.title == "Telecom service revenue in 2022: highest Trung, 95 bn đồng; lowest Hạ, 80 bn đồng."
    assert faults(chart) == ([], [])


def test_values_whose_intervals_meet_are_not_ranked():
    places = [report_of("Hạ", 2022, level("80 tỷ đồng", 2022)), report_of("Trung", 2022, level("80,2 tỷ đồng", 2022))]
    assert "chữ số đã in không cho biết nơi nào cao hơn" in over_time(places, "telecom.revenue").title


def test_sources_are_those_of_what_is_drawn_and_say_what_is_invented(several):
    real = report_of("Hạ", 2022, level("80 tỷ đồng", 2022))
    real["sources"]["invented"] = False
    other = report_of("Trung", 2022, level("95 tỷ đồng", 2022, indicator="postal.revenue"))
    said = over_time([several[2], real, other], "telecom.revenue").source
    assert said == ("Sở An Lộc, Báo cáo 2022 (văn bản giả định, không nói về nơi nào có thật); Sở Hạ, Báo cáo 2022")


def test_what_the_name_says_is_no_unit():
    rows = [report_of("Hạ", year, fig(0, f"{n} hồ sơ", period=str(year), indicator="services.dossiers_received"))
            for year, n in ((2021, "900"), (2022, "950"))]  # fmt: skip
    assert over_time(rows, "services.dossiers_received", lang="en").subtitle == "Administrative dossiers received"


def test_ends_of_an_interval_are_told_apart():
    chart = two_years(fig(0, "0,7904 điểm", subject="chỉ số"), fig(1, "2,65%", role="change", sign=-1, of_id=0))
    assert "0,8118–0,8120 → 0,7904" in words(chart)


def test_names_keep_their_capital():
    assert named("operator=mobifone", "vi") == "MobiFone"
    assert named("operator=viettel", "en") == "Viettel"


def test_one_report_shows_its_two_years():
    one = report_of("Hạ", 2022, level("76 tỷ đồng", 2022), level("13,24%", 2022, 1, role="change", sign=-1, of_id=0))
    chart = over_time([one], "telecom.revenue")
    assert chart.title == "Doanh thu dịch vụ viễn thông ở Hạ: 87,02–88,18 (năm 2021) → 76 tỷ đồng (năm 2022)."
    assert list(chart.table["basis"]) == ["derived", "stated"]


def test_what_cannot_be_compared_is_counted_or_refused(several):
    half = report_of("Hạ", 2022, level("40 tỷ đồng", "2022-S1"))
    chart = over_time([*several, half], "telecom.revenue")
    assert "Hạ" not in set(chart.table["place"])
    assert chart.notes[0] == "Giá trị có đơn vị, loại số liệu hoặc kỳ khác, không vẽ: 1."
    with pytest.raises(MissingFigures, match=r"two values of telecom\.revenue that may be compared.*found: Hạ 2022-S1"):
        over_time([half], "telecom.revenue")
    with pytest.raises(MissingFigures, match="found: none"):
        over_time(several, "postal.revenue")
    with pytest.raises(MissingFigures, match=r"the indicator telecom\.revenu; near it: telecom\.revenue"):
        over_time(several, "telecom.revenu")
    with pytest.raises(MissingFigures, match=r"the indicator made\.up$"):
        over_time(several, "made.up")
    with pytest.raises(TypeError, match="pass a report"):
        over_time(3, "telecom.revenue")


def test_a_panel_draws_what_its_reports_draw(several):
    figures_, sources = (pd.concat([each[name] for each in several]) for name in ("figures", "sources"))
    table = tvict.panel(figures_, sources)
    assert over_time(table, "telecom.revenue").table.equals(over_time(several, "telecom.revenue").table)


# Links


def test_only_citations_have_places_in_the_text_of_their_own(charts):
    """The gallery links to ``start``: ends of bars under that name once led to lines of other things."""
    assert {name for (name, _), chart in charts.items() if "start" in chart.table} == {"citations"}


def test_a_letter_that_the_font_lacks_has_the_width_of_a_box():
    """Control characters come out of old Word files; a private one may be in any."""
    box = text_width("\ue123", 10)
    assert box > 0
    assert text_width("\x93Đạt\x96", 10) == pytest.approx(text_width("Đạt", 10) + 2 * box)
