"""The page: its text is the report's, its tables are the report's, it works in Chromium, and nothing in it can run or
load.
"""

import base64
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from programs import browser
from test_report import NAMES, RAW, handmade

import tvict
from tvict.analysis.claims import in_words
from tvict.charts.words import capital
from tvict.codebook import indicators
from tvict.labels import labels
from tvict.metadata import Metadata
from tvict.names import Names, masked
from tvict.publishing.blocks import passage
from tvict.publishing.differences import checks_of, differences
from tvict.publishing.drawing import Drawing, charts_of, drawings, embedded
from tvict.publishing.page import page
from tvict.publishing.said import amount, period, places
from tvict.reading import numerals as reading_numerals
from tvict.reading.numerals import RULES
from tvict.tables import BOUNDS, ROLES, TABLES, frame

NAMED = set(re.findall(r'"((?:name|date|unit|year)\.[a-z]+)"', Path(reading_numerals.__file__).read_text("utf-8")))
"""Rules that numerals.py names outside its list."""
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
HOSTILE = (
    '<script>window.hit = 1</script> có 5 xã\u202e & "6 \'huyện" </title></script><img src=x onerror=alert(1)>\n\n'
    "- {{ 7 * 7 }} {% raw %} &lt;b&gt; \u200fĐạt 12 tỷ đồng <!-- 30 hộ </div></main>"
)
SVG = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' width="90pt" height="60pt" onload="window.hit = 1"><metadata>x</metadata><style>*{{fill: red}}</style>'
    '<defs><path id="a" d="M0 0h9"/><clipPath id="c"><rect width="9" height="9"/></clipPath></defs>'
    '<script>window.hit = 1</script><use xlink:href="#a"/><image xlink:href="https://example.org/x.png"/>'
    '<g clip-path="url(#c)"><rect width="9" height="9" style="fill: #0000ff"/></g>'
    '<text style="background: url(https://example.org/y)">{words} &lt;b&gt;</text></svg>'
)
DRAWINGS = [
    Drawing("vi", "Doanh thu", "Doanh thu giảm", SVG.format(words="giảm")),
    Drawing("en", "Revenue", "Revenue fell", SVG.format(words="fell")),
]


UNTRIED = "Năm 2022, kim ngạch xuất khẩu đạt 468,2 triệu USD, đạt 104,0% kế hoạch; hộ nghèo 90 hộ (50 hộ A, 40 hộ B)."
OPENINGS = [
    (UNTRIED, "Không thấy chỗ nào không khớp."),
    (UNTRIED.partition(";")[0] + ".", "Không có phép kiểm tra nào làm được."),
    ("Toàn tỉnh có 84 trường.", "Không có phép kiểm tra nào làm được."),
]


@pytest.mark.parametrize(("text", "sentence"), OPENINGS)
def test_it_does_not_open_on_more_than_was_checked(text, sentence):
    opening = made(tvict.parse(text)).partition('<p class="opening">')[2].partition("</p>")[0]
    assert sentence in opening
    assert "đều khớp" not in opening


@cache
def report(name):
    return tvict.read(RAW / f"{name}.txt")


def made(report, drawings=()):
    text = Names.of(report.text)
    return page(report.metadata, text, report.tables, drawings, version="1.0", lexicon="abc")


@cache
def written(name):
    return made(report(name), tuple(DRAWINGS))


@cache
def with_charts(name):
    """The page as it is saved in Vietnamese, with the charts of the report."""
    drawn = [one for one in drawings(charts_of(report(name))) if one.language == "vi"]
    return made(report(name), drawn)


class Parsed(HTMLParser):
    """Elements as (tag, attributes), and the words below each id."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.below, self._open = [], {}, []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "input", "br"):
            self._open.append((tag, dict(attrs).get("id")))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, words):
        for _, name in self._open:
            self.below[name] = self.below.get(name, "") + words


@cache
def parsed(name):
    return Parsed(written(name))


def folded(words):
    return " ".join(words.split())


@pytest.mark.parametrize("name", NAMES)
class TestContent:
    def test_text_is_the_reports(self, name):
        assert folded(parsed(name).below["text"]) == folded(masked(report(name).text))

    def test_every_heading_is_one(self, name):
        anchors = {
            attrs["id"]: tag for tag, attrs in parsed(name).elements if re.fullmatch(r"s\d+", attrs.get("id", ""))
        }
        sections = report(name).sections
        assert len(anchors) == len(sections)
        for number, (start, end, level) in enumerate(
            zip(sections["start"], sections["end"], sections["level"], strict=True)
        ):
            assert folded(parsed(name).below[f"s{number}"]) == folded(report(name).text[start:end])
            assert anchors[f"s{number}"] == f"h{level + 2}"

    def test_every_figure_is_marked_by_role_and_has_a_row(self, name):
        figures = report(name).figures
        ids = Counter(attrs["id"] for _, attrs in parsed(name).elements if "id" in attrs)
        assert max(ids.values()) == 1
        marks = {attrs.get("id"): attrs for tag, attrs in parsed(name).elements if tag == "a"}
        for number, role, words in zip(figures["figure_id"], figures["role"], figures["text"], strict=True):
            assert marks[f"t{number}"]["class"].removesuffix(" odd") == f"fig {role}"
            assert marks[f"t{number}"]["href"] == f"#f{number}"
            assert folded(parsed(name).below[f"t{number}"]) == folded(words)
            assert folded(parsed(name).below[f"f{number}"]).startswith(folded(words))

    def test_every_other_numeral_stands_with_its_reason(self, name):
        html = written(name)
        numerals = report(name).numerals
        for row, (words, kind, rule) in enumerate(
            zip(numerals["text"], numerals["kind"], numerals["rule"], strict=True)
        ):
            if kind == "figure":
                continue
            assert f'<a id="m{row}" href="#n{row}">{words}</a>' in html
            before = html[: html.index(f'<a id="m{row}"')]
            assert before.rfind(f'id="k-{kind}"') > before.rfind("</details>")
            assert re.findall(r"<code>(.*?)</code>", before)[-1] == rule

    def test_checks_stand_with_their_claims_differences_first(self, name):
        checks = report(name).checks
        shown = [attrs for tag, attrs in parsed(name).elements if tag == "li" and re.match(r"c\d", attrs.get("id", ""))]
        assert len(shown) == len(checks)
        order = ["differs", "partial", "truncated", "unchecked", "holds"]
        assert [attrs["class"] for attrs in shown] == sorted((attrs["class"] for attrs in shown), key=order.index)
        for number, claim, verdict in zip(checks["check_id"], checks["claim"], checks["verdict"], strict=True):
            assert in_words(claim, "vi") in parsed(name).below[f"c{number}"]
            assert {"id": f"c{number}", "class": verdict} in shown

    def test_what_a_passage_is_about_is_not_said_to_be_what_a_figure_measures(self, name):
        rows = report(name).figures
        bare = rows[rows["indicator"].isna() & rows["topic"].notna() & (rows["topic"] != rows["subject"])]
        for row in bare.to_dict("records"):
            assert f"trong phần nói về: {row['topic']}" in parsed(name).below[f"f{row['figure_id']}"]

    def test_every_value_of_two_years_stands(self, name):
        shown = parsed(name).below["history"]
        for basis in ("in trong báo cáo", "suy ra"):
            wanted = report(name).history["basis"].eq("stated" if basis == "in trong báo cáo" else "derived").sum()
            assert shown.count(basis) >= wanted

    def test_one_small_file_that_asks_for_nothing(self, name):
        assert len(written(name).encode()) < 600_000
        for tag, attrs in parsed(name).elements:
            assert not {"src", "srcset", "action", "style"} & attrs.keys(), (tag, attrs)
            assert attrs.get("href", "#").startswith(("#", "data:,")), (tag, attrs)
            assert not [attr for attr in attrs if attr.startswith("on")]

    def test_same_input_same_bytes(self, name):
        assert made(report(name), DRAWINGS) == written(name)


def test_last_years_revenue_has_the_interval_worked_out_by_hand():
    shown = folded(parsed("travinh-2022").below["history"])
    for words in ("87,60 tỷ đồng 87,02 tỷ … 88,18 tỷ", "1.011,4 tỷ đồng 1.006,2 tỷ … 1.016,7 tỷ", "3.102.969"):
        assert words in shown


@pytest.mark.parametrize(
    ("printed", "vi", "en"),
    [
        ("giảm 7,7% so với năm 2023 (1.300 tàu cá)", "giảm 7,7%", "down 7.7%"),
        ("tăng 5% so với năm 2023", "tăng 5%", "up 5%"),
        ("tăng 5% so với năm 2023 (1.300 tàu cá)", "giảm 7,69% (báo cáo in tăng 5%)", "down 7.69% (printed: up 5%)"),
        ("giảm 5% so với năm 2023 (1.100 tàu cá)", "tăng 9,09% (báo cáo in giảm 5%)", "up 9.09% (printed: down 5%)"),
    ],
)
def test_a_change_goes_the_way_that_is_printed_unless_the_values_give_another(printed, vi, en):
    html = made(tvict.parse(f"Năm 2024, toàn tỉnh có 1.200 tàu cá, {printed}."))
    (card,) = re.findall(r'<b data-en="([^"]*)">([^<]*)</b>', html[html.index('id="changed"') : html.index("<nav")])
    assert card == (en, vi)


ODD = (
    "BÁO CÁO NĂM 2023\n\nGhi nhận 74 ca bệnh, tăng 12 ca so với năm 2022. Trong đó: 41 ca ở biển, 42 ca ở đảo.\n\n"
    "Có 30/40 tàu cá lắp thiết bị, đạt 81%. Có 24 bến cá, tăng 2 bến so với năm 2022."
)


def test_a_figure_of_a_check_that_differs_is_marked_wherever_it_stands():
    report = tvict.parse(ODD)
    html = made(report)
    marked = re.findall(r'class="fig \w+ odd"[^>]*>([^<]*)<', html)
    assert marked == ["74 ca bệnh", "41 ca", "42 ca", "30", "40 tàu cá", "81%"]
    cards = html[html.index('id="changed"') : html.index("<nav")].split("</li>")
    assert ["không khớp" in card for card in cards if "<b " in card] == [True, False]
    view = report._repr_html_()
    assert len(re.findall(r'class="(?:\w+ )?odd"', view)) == 6 + 1
    assert 'class="level odd"' in view
    assert " odd" not in tvict.parse("Năm 2023, có 24 bến cá.")._repr_html_()
    assert "không khớp" in tvict.charts.shares(report).alternative
    told = tvict.charts.changes(report).alternative.split("; ")
    assert ["không khớp" in line for line in told] == [True, False]


TABLE = (
    "BÁO CÁO NĂM 2023\n\nBiểu 1. Tàu cá theo địa bàn\n\nĐơn vị: tàu\n\n\tĐịa bàn\tĐăng ký\tGắn thiết bị\n"
    "1\tXã An Hải\t2400\t1150\n2\tXã Long Hòa\t3100\t1240\n\tTổng cộng\t5500\t2490\n"
)


def test_a_figure_of_a_table_is_quoted_by_its_row_and_column():
    report = tvict.parse(TABLE)
    (card,) = differences(checks_of(report.tables), report._names, report.tables)
    told = "".join(run.words for run in card.runs)
    assert told == "Gắn thiết bị: Xã An Hải 1150; Xã Long Hòa 1240; Tổng cộng 2490"
    assert [run.words for run in card.runs if run.figure is not None] == ["1150", "1240", "2490"]
    assert card.check.claim == "1150 + 1240 = 2390 ≠ 2490", "numbers in one notation"
    assert report.quote(card.check.whole.figure) == "Tổng cộng | 5500 | ⟦2490⟧"
    assert report.checks["claim"].tolist()[1] == "2400 + 3100 = 5500"
    html = made(report)
    rows = re.findall(r"<tr>(<td.*?)</tr>", html[html.index('id="text"') : html.index('class="panels"')])
    cells = [re.sub("<[^>]*>", "", re.sub("</td><td>", "|", row)) for row in rows]
    assert cells == ["|Địa bàn|Đăng ký|Gắn thiết bị", "1|Xã An Hải|2400|1150", "2|Xã Long Hòa|3100|1240",
                     "|Tổng cộng|5500|2490"]  # fmt: skip


@pytest.mark.parametrize("indent", ["", "\t"])
def test_a_row_that_opens_with_a_stroke_stays_in_its_table(indent):
    rows = f"TT\tChỉ tiêu\t2022\n1\tTổng sản lượng (tấn)\t500\n{indent}- Cá\t300\n{indent}- Tôm\t200\n2\tSố tàu\t310\n"
    html = made(tvict.parse(f"BÁO CÁO NĂM 2022\n\n{rows}\nTrong đó:\n- Cá 300 tấn;\n-\tTôm 200 tấn.\n"))
    text = html[html.index('id="text"') : html.index('class="panels"')]
    assert text.count("<tr>") == 5
    assert text.count("<table") == 1
    assert text.count('class="item"') == 2


def test_of_a_row_of_a_table_the_columns_are_named():
    head = "Chỉ tiêu\tĐơn vị\tKế hoạch năm 2023\tThực hiện năm 2023\tThực hiện so với kế hoạch (%)"
    rows = "Sản lượng cá\ttấn\t2.400\t2.520\t115,0\nSố tàu cá\ttàu\t310\t310\t100,0\n"
    report = tvict.parse(f"BÁO CÁO NĂM 2023\n\n{head}\n{rows}")
    row = report.figures.query("subject == 'sản lượng cá'")["figure_id"].tolist()
    told = "Sản lượng cá: Kế hoạch năm 2023 2.400; Thực hiện năm 2023 2.520; Thực hiện so với kế hoạch (%) 115,0"
    assert "".join(run.words for run in passage(report._names, report.tables, row)) == told


def test_the_months_so_far_and_the_last_month_each_have_a_card():
    text = (
        "BÁO CÁO 6 THÁNG ĐẦU NĂM 2024\n\nXuất khẩu 5 tháng đạt 58,6 triệu USD, gấp 1,3 lần cùng kỳ (45,1 triệu USD). "
    )
    report = tvict.parse(f"{text}Riêng tháng 5, xuất khẩu đạt 13,2 triệu USD, giảm 4,3% so với tháng trước.")
    html = made(report)
    cards = re.findall(r'<b data-en="[^"]*">([^<]*)</b>', html[html.index('id="changed"') : html.index("<nav")])
    assert cards == ["gấp 1,3 lần", "giảm 4,3%"]
    periods = tvict.charts.changes(report).table[["earlier_period", "period"]].to_numpy().tolist()
    assert periods == [["2023-01-01/P5M", "2024-01-01/P5M"], ["2024-04", "2024-05"]]


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("doanh thu viễn thông đạt 1.062 tỷ đồng, tăng 5% so với năm 2021", "≈ 1.011,4 tỷ đồng (suy ra)",
         "≈ 1,011.4 billion đồng (derived)"),
        ("có 500 tàu cá, tăng 20 tàu cá so với năm 2021", "480 tàu cá (suy ra)", "480 vessels (derived)"),
        ("có 500 tàu cá, tăng 25% so với năm 2021 (400 tàu cá)", "400 tàu cá", "400 vessels"),
    ],
)  # fmt: skip
def test_a_card_says_of_a_derived_value_that_it_is(text, vi, en):
    html = made(tvict.parse(f"Năm 2022, {text}."))
    assert f'<span class="hint"><span data-en="2021: {en}">2021: {vi}</span> →' in html


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("diện tích bị thiệt hại 1.246 ha, giảm 312 ha so với năm 2022", "1.558 ha 1.557 … 1.559 "),
        ("tỷ lệ hộ nghèo là 9,2%, giảm 0,5 điểm phần trăm so với năm 2022", "9,7% 9,6 … 9,8 "),
        ("sản lượng đạt 252.850 tấn, giảm 50% so với năm 2022 (517.495 tấn)", "−264.645 tấn −264.646 … −264.644 "),
        ("doanh thu đạt 76 tỷ đồng, giảm 13,24% so với năm 2022", "87,60 tỷ đồng 87,02 tỷ … 88,18 tỷ "),
    ],
)
def test_a_derived_value_has_no_more_decimals_than_it_is_worth(text, told):
    shown = folded(Parsed(made(tvict.parse(f"Năm 2023, {text}."))).below["history"])
    assert told in shown


def test_a_row_says_what_the_print_leaves_to_words():
    rows = parsed("travinh-2022").below
    assert "−13,24%" in rows[f"f{figure('13,24%')}"]
    assert "+5%" in rows[f"f{figure('5%')}"]
    assert "1.062.000.000.000 đồng" in rows[f"f{figure('1.062 tỷ đồng')}"]
    assert "ước tính" in rows[f"f{figure('1.062 tỷ đồng')}"]
    assert rows[f"f{figure('577 cơ quan')}"].count("577") == 1


PERSONS = ("Lâm Thị Tuyết", "Võ Thị Hương", "Nguyễn Văn Chuẩn")


def test_no_person_is_named():
    html = written("travinh-2022")
    assert not [name for name in PERSONS if name in html]
    assert "hộ Bà …, ông …; Cho" in parsed("travinh-2022").below["text"]
    assert "tên người, số điện thoại và số giấy tờ được thay bằng dấu ba chấm." in html
    assert "không sửa" not in html
    assert "không sửa" in written("anbinh-2019")


def test_a_page_with_names_has_them_in_the_text_alone(tmp_path):
    tvict.read(RAW / "travinh-2022.txt").save(tmp_path / "out", names=True)
    html = (tmp_path / "out" / "travinh-2022.html").read_text("utf-8")
    text = Parsed(html).below["text"]
    assert [html.count(name) for name in PERSONS] == [text.count(name) for name in PERSONS] == [1, 1, 1]
    others = [path for path in (tmp_path / "out").iterdir() if path.suffix in (".csv", ".json", ".md")]
    assert not [name for name in PERSONS for path in others if name in path.read_text("utf-8")]


def test_invented_texts_say_so():
    assert "giả định" in written("anbinh-2019")
    assert "giả định" not in written("travinh-2022")


def test_a_figure_over_a_page_break_stays_one():
    that = handmade("Có 2.107\n\nchứng thư số.", ("2.107\n\nchứng thư số", "level"))
    assert folded(Parsed(made(that)).below["t0"]) == "2.107 chứng thư số"


def test_of_figures_that_overlap_the_first_ends_where_the_second_begins():
    that = handmade("Có 85 máy/100 dân nay.", ("85 máy/100 dân", "level"), ("100 dân", "level"))
    below = Parsed(made(that)).below
    assert (below["t0"], below["t1"], below["text"].strip()) == ("85 máy/", "100 dân", "Có 85 máy/100 dân nay.")


def test_a_figure_in_two_checks_shows_the_one_to_look_at():
    that = handmade("Có 5 xã.", ("5 xã", "level"))
    shared = {"report": "made", "kind": "sum", "whole_id": 0, "stated": 5.0, "gap": 1.0}
    checks = [
        {**shared, "check_id": 0, "claim": "2 + 4 = 6 ≠ 5", "verdict": "differs"},
        {**shared, "check_id": 1, "claim": "2 + 3 = 5", "verdict": "holds", "gap": 0.0},
    ]
    tables = {**that.tables, "checks": frame("checks", checks)}
    row = Parsed(page(that.metadata, Names(that.text), tables, version="1", lexicon="a")).below["f0"]
    assert "không khớp" in row
    assert " khớp" not in row.replace("không khớp", "")


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"part": "body", "paragraph": 3}, "đoạn 3"),
        ({"part": "note", "paragraph": 1}, "chú thích 1"),
        ({"part": "box", "paragraph": 7}, "khung chữ, đoạn 7"),
        ({"part": "box", "table": 2, "row": 1}, "khung chữ, bảng 2, dòng 1"),
        ({"part": "body", "page": 4, "paragraph": 9}, "trang 4"),
    ],
)
def test_a_row_says_in_which_part_of_the_file_its_figure_stands(cells, told):
    that = handmade("Có 5 xã.", ("5 xã", "level"))
    tables = {**that.tables, "places": frame("places", [{"figure_id": 0, **cells}], report="made")}
    below = Parsed(page(that.metadata, Names(that.text), tables, version="1", lexicon="a")).below["f0"]
    assert folded(below).removesuffix(" Vì sao đọc như vậy").endswith(f"Trong bản gốc: {told}")


def test_pictures_of_a_scan_stand_by_their_figures_as_far_as_a_mail_allows(monkeypatch):
    that = handmade("Có 5 xã, 6 ấp.", ("5 xã", "level"), ("6 ấp", "level"))
    seen = [{"figure_id": 1, "reader": reader, "text": text, "confidence": 90.0} for reader, text in ("a<", "b8")]
    tables = {**that.tables, "readings": frame("readings", seen, report="made")}
    crops = [(0, b"a" * 30), (1, b"b" * 30)]

    def rows():
        whole = page(that.metadata, Names(that.text), tables, crops=crops, version="1", lexicon="a")
        return [row.split("</tr>")[0] for row in whole.split('<tr id="f')[1:]]

    first, second = rows()
    assert f'src="data:image/png;base64,{base64.b64encode(b"a" * 30).decode()}" alt="5 xã"' in first
    assert base64.b64encode(b"b" * 30).decode() in second
    assert "<" not in second.split("Các lần đọc</span>: ")[1].split("</bdi>")[0].removeprefix('<bdi lang="vi">')
    assert "Các lần đọc" not in first
    monkeypatch.setattr("tvict.publishing.page.CROPS", 59)
    assert ["data:image" in row for row in rows()] == [True, False]


def test_corrections_are_listed_with_their_reason():
    that = handmade("Có 5 xã.", ("5 xã", "level"))
    that.figures["quality"] = "corrected"
    cells = {
        "figure_id": 0,
        "column": "unit",
        "before": None,
        "after": "xã",
        "reason": "<in>",
        "corrected_on": "2026-01-02",
    }
    tables = {**that.tables, "corrections": pd.DataFrame([cells])}
    below = Parsed(page(that.metadata, Names(that.text), tables, version="1", lexicon="a")).below
    assert "5 xã Đơn vị tính: – → xã <in> (2026-01-02)" in folded(below["about"])
    assert "đã sửa" in below["f0"]
    assert "Các chỗ đã sửa" not in Parsed(made(handmade("Có 5 xã.", ("5 xã", "level")))).below["about"]


def test_an_empty_text_has_a_page():
    empty = made(handmade(""))
    assert "không có số liệu nào" in empty
    assert "<select" not in empty


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("page.kinds", set(TABLES["numerals"].column("kind").values) - {"figure"}),
        ("page.rules", {rule.name for rule in RULES} | NAMED | {"address", "citation", "marker"}),
        ("verdicts", TABLES["checks"].column("verdict").values),
        ("page.verdicts_long", TABLES["checks"].column("verdict").values),
        ("checks", TABLES["checks"].column("kind").values),
        ("basis", ("stated", "derived")),
        ("bounds", set(BOUNDS) - {"exact"}),
        ("page.sectors", indicators()["sector"]),
        ("roles", ROLES),
    ],
)
def test_every_code_has_words(section, names):
    missing = set(names) - set(labels()[section])
    assert not missing
    assert all(words["vi"] and words["en"] for words in labels()[section].values())


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_that_decides_has_words(name):
    others = report(name).numerals.query("kind != 'figure'")
    assert set(others["rule"]) <= set(labels()["page.rules"])


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        ("2022", "2022", "2022"),
        ("2022-S1", "6 tháng đầu năm 2022", "first half of 2022"),
        ("2022-Q3", "quý 3 năm 2022", "Q3 2022"),
        ("2022-06", "tháng 6 năm 2022", "month 6 of 2022"),
        ("2022-01-01/P9M", "tháng 1–9 năm 2022", "months 1–9 of 2022"),
        ("2022-04-27/P7D", "27/4–3/5/2022", "27 Apr – 3 May 2022"),
        ("odd", "odd", "odd"),
    ],
)
def test_periods_are_said(code, vi, en):
    assert (period(code).vi, period(code).en) == (vi, en)


def test_amounts_are_said():
    assert amount(1.062e12, 0, 1, "đồng").vi == "1.062.000.000.000 đồng"
    assert amount(-11.6e9, 1, 10**9, "đồng").en == "−11.6 billion đồng"
    assert amount(80.71, 2, 1, "%").vi == "80,71%"
    assert amount(5, 0, 7, "").vi == "5"
    assert [places(width) for width in (1.16, 10.5, 3277, 0)] == [2, 1, 0, 0]


def test_items_of_a_counted_list_are_marked_in_the_text_where_their_check_leads():
    html = made(tvict.parse("Có 4 huyện đạt chuẩn (Tân Lập, Long Bình, Mỹ Thuận).", name="made"))
    parts = Parsed(html)
    marks = [attrs["id"] for _, attrs in parts.elements if attrs.get("class") == "item-mark"]
    assert marks == ["i0-1", "i0-2", "i0-3"]
    assert folded(parts.below["text"]) == "Có 4 huyện đạt chuẩn (Tân Lập, Long Bình, Mỹ Thuận)."
    assert '<a href="#i0-2">Long Bình</a>' in html
    assert html.index('id="text"') < html.index('id="i0-1"') < html.index("Tân Lập, ", html.index('id="text"'))


class TestDrawings:
    def test_nothing_runs_or_loads(self):
        charts, rules = embedded(DRAWINGS)
        written = "".join(chart.svg for chart in charts) + rules
        for word in ("script", "onload", "example.org", "metadata", "style", "xlink", "red"):
            assert word not in written
        assert "giảm &lt;b&gt;" in charts[0].svg

    def test_style_becomes_classes_and_ids_stay_apart(self):
        charts, rules = embedded(DRAWINGS)
        assert rules == ".d0{fill: #0000ff}\n"
        for number, chart in enumerate(charts):
            assert chart.svg.count('class="d0"') == 1
            assert f'<use href="#g{number}-0" />' in chart.svg
            assert f'<path id="g{number}-0" d="M0 0h9" />' in chart.svg
            assert f'<clipPath id="g{number}-1">' in chart.svg
            assert f'<g clip-path="url(#g{number}-1)">' in chart.svg

    def test_what_shows_nothing_is_left_out(self):
        svg = SVG.format(words="x").replace(
            "<g clip-path",
            '<g id="unused">\n <g id="empty" />\n <path d="M 1.00499 -0.001 L 2.5 10" /></g><g clip-path',
        )
        turned = svg.replace("<text", '<text x="1.234567" transform="rotate(-0 1.234567 5)"').replace("\n", "\n  ")
        light = embedded([Drawing("vi", "", "", turned)])[0][0].svg
        assert '</defs><use href="#g0-0" /><image /><path d="M 1 0 L 2.5 10" /><g clip-path' in light
        assert '<text x="1.23">x &lt;b&gt;</text>' in light
        kept = svg.replace("<text", '<text transform="rotate(-90 1.234567 5) scale(0.015625)"')
        assert "scale(0.015625)" in embedded([Drawing("vi", "", "", kept)])[0][0].svg

    def test_a_hatch_that_a_style_refers_to_is_kept(self):
        curves = " C 1 2 3 4 5 6" * 8
        circle = (
            "M 9 36.3 C 9.08 36.3 9.156 36.268 9.212 36.212 C 9.268 36.156 9.3 36.08 9.3 36 C 9.3 35.92 9.268 35.844 "
            "9.212 35.788 C 9.156 35.732 9.08 35.7 9 35.7 C 8.92 35.7 8.844 35.732 8.788 35.788 C 8.732 35.844 8.7 "
            "35.92 8.7 36 C 8.7 36.08 8.732 36.156 8.788 36.212 C 8.844 36.268 8.92 36.3 9 36.3 z"
        )
        hatch = (
            f'<defs><pattern id="h"><path d="{circle} M 0 0{curves} z"/></pattern></defs><path style="fill: url(#h)"/>'
        )
        charts, rules = embedded([Drawing("vi", "", "", f'<svg xmlns="http://www.w3.org/2000/svg">{hatch}</svg>')])
        assert rules == ".d0{fill: url(#g0-0)}\n"
        assert '<pattern id="g0-0">' in charts[0].svg
        assert 'd="M 9 36.3 a 0.3 0.3 0 1 0 0 -0.6 a 0.3 0.3 0 1 0 0 0.6 z M 0 0 C 1 2' in charts[0].svg

    def test_it_has_its_alternative_and_any_size(self):
        svg = embedded(DRAWINGS)[0][0].svg
        assert 'role="img" aria-label="Doanh thu giảm"' in svg
        assert 'viewBox="0 0 90 60"' in svg
        assert 'width="90pt"' not in svg


# In a browser


@pytest.fixture
def opened(chromium, tmp_path):
    """Return a function that opens a page from disk; afterwards nothing may have been said, asked for or run."""
    heard, profiles = [], []

    def open_page(html, viewport=WIDE, **options):
        path = tmp_path / "page.html"
        path.write_text(html, "utf-8")
        profile = chromium.new_context(viewport=viewport, **options)
        profile.set_default_timeout(5000)
        profiles.append(profile)
        tab = profile.new_page()
        tab.on("console", lambda message: heard.append(message.text))
        tab.on("pageerror", lambda error: heard.append(str(error)))
        tab.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: request.url.startswith(("data:", path.as_uri())) or heard.append(request.url))
        tab.goto(path.as_uri())
        return tab

    open_page.heard = heard
    yield open_page
    for profile in profiles:
        profile.close()
    assert heard == []


def in_view(tab, selector):
    """Tell whether an element can be seen where it is: nothing scrolled away, nothing over it."""
    return tab.evaluate(
        """selector => {
            const target = document.querySelector(selector), box = target.getBoundingClientRect();
            const top = document.elementFromPoint(box.left + Math.min(box.width, 9) / 2 + 1, box.top + 5);
            const place = one => one.closest(".report, .panel, header, nav, .skip");
            return Boolean(top && box.width && box.height) && place(top) === place(target)
                && (target.contains(top) || top.contains(target));
        }""",
        selector,
    )


def figure(words, name="travinh-2022"):
    figures = report(name).figures
    return int(figures.loc[figures["text"] == words, "figure_id"].iloc[0])


def shown_rows(tab):
    return tab.eval_on_selector_all(
        ".figures tbody tr:not([hidden])", "rows => rows.map(row => Number(row.id.slice(1)))"
    )


@pytest.mark.parametrize("width", [1280, 390])
def test_words_are_whole_in_tables_and_in_the_search(opened, width):
    """No heading and no hint of ours is broken within a word or cut off, in English either."""
    tab = opened(written("travinh-2022"), {"width": width, "height": 900})
    tab.click("#language")
    for part in ("figures", "history", "cited"):
        tab.evaluate(f"location.hash = '{part}'")
        tab.wait_for_selector(f"#{part} table", state="visible")
        broken = tab.evaluate(
            """part => [...document.querySelectorAll(`#${part} th, #${part} th [data-en]`)].flatMap(cell =>
                [...cell.childNodes].filter(node => node.nodeType === 3 && cell.dataset.en).flatMap(node =>
                    [...node.data.matchAll(/\\w+/g)].filter(word => {
                        const range = document.createRange();
                        range.setStart(node, word.index);
                        range.setEnd(node, word.index + word[0].length);
                        return range.getClientRects().length > 1;
                    }).map(word => word[0])))""",
            part,
        )
        assert broken == [], part
    tab.evaluate("location.hash = 'figures'")
    room, words = tab.eval_on_selector(
        "#search",
        """field => {
            const look = getComputedStyle(field), pen = document.createElement("canvas").getContext("2d");
            pen.font = look.font;
            return [field.clientWidth - 2 * parseFloat(look.paddingLeft), pen.measureText(field.placeholder).width];
        }""",
    )
    assert words <= room


def test_a_table_of_the_report_that_goes_on_shows_a_shade(opened):
    tab = opened(made(tvict.read(RAW / "tanloc-2022.docx")), {"width": 1280, "height": 900})
    looks = tab.eval_on_selector_all(".printed", "all => all.map(one => getComputedStyle(one).backgroundAttachment)")
    assert set(looks) == {"local, local, scroll, scroll"}


def test_days_are_written_as_their_readers_do():
    html = written("travinh-2022")
    assert '<span class="full" data-en="26 January 2022">26/01/2022</span>' in html


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
class TestFromOneToTheOther:
    def test_a_click_on_a_figure_shows_its_row(self, opened, viewport):
        tab, number = opened(written("travinh-2022"), viewport), figure("1.062 tỷ đồng")
        assert not in_view(tab, f"#f{number}")
        tab.click(f"#t{number}")
        assert in_view(tab, f"#f{number} a")
        assert tab.eval_on_selector_all(".here", "all => all.map(one => one.id).sort()") == [f"f{number}", f"t{number}"]
        assert in_view(tab, f"#t{number}") == tab.is_visible(".report") == (viewport is WIDE)

    def test_a_click_on_a_row_shows_its_passage(self, opened, viewport):
        tab, number = opened(written("travinh-2022"), viewport), figure("1.062 tỷ đồng")
        tab.click("nav a[data-part=figures]")
        tab.click(f"#f{number} .subject")
        assert in_view(tab, f"#t{number}")
        assert tab.evaluate("document.activeElement.id") == f"t{number}"
        tab.go_back()
        assert in_view(tab, "#figures")


def shown_rows_of(tab, typed):
    tab.fill("#search", typed)
    return shown_rows(tab)


PASSAGES = sorted((Path(__file__).parent / "unseen" / "tuned").glob("*.txt"))


class TestInBrowser:
    def test_keyboard_alone_is_enough(self, opened):
        tab, number = opened(written("travinh-2022")), figure("7.334 người dùng")
        tab.keyboard.press("Tab")
        assert in_view(tab, ".skip")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "report"
        tab.focus(f"#t{number}")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.closest('tr').id") == f"f{number}"
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == f"t{number}"

    def test_few_cards_leave_no_room_empty_and_a_phone_sees_the_tabs_soon(self, opened):
        html = made(tvict.parse(ODD + " Cả tỉnh có 36 trạm, tăng 4 trạm so với năm 2022; có 48 cảng, giảm 2 cảng."))
        top = "selector => document.querySelector(selector).getBoundingClientRect()"
        wide = opened(html, WIDE)
        assert wide.evaluate(top, ".moves")["top"] >= wide.evaluate(top, ".cards")["bottom"]
        narrow = opened(html, NARROW)
        assert narrow.evaluate(top, "nav")["height"] < 90
        assert narrow.evaluate(top, ".moves ul")["height"] < 200
        assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth")

    def test_search_needs_no_accents_but_minds_them(self, opened):
        tab = opened(written("travinh-2022"))
        households = set(report("travinh-2022").figures.query("subject.str.contains('hộ sản xuất')")["figure_id"])
        assert households
        tab.fill("#search", "ho san xuat")
        assert households <= set(shown_rows(tab))
        total = len(report("travinh-2022").figures)
        assert tab.inner_text("#count") == f"{len(shown_rows(tab))} trên {total} số liệu"
        assert len(shown_rows(tab)) < total / 4
        plain = len(shown_rows(tab))
        tab.fill("#search", "hồ sản xuất")
        assert not households & set(shown_rows(tab))
        tab.fill("#search", "HỘ SẢN XUẤT")
        assert households <= set(shown_rows(tab))
        assert len(shown_rows(tab)) <= plain
        tab.fill("#search", "không có gì như thế")
        assert tab.is_visible("#none")
        assert tab.get_attribute("#count", "aria-live") == "polite"
        tab.click("#clear")
        tab.wait_for_selector("#none", state="hidden")
        assert len(shown_rows(tab)) == total

    def test_d_with_a_stroke_is_found_by_d_and_any_part_of_a_word(self, opened):
        tab = opened(made(handmade("Đạt 5 điểm cầu.", ("5 điểm cầu", "level"))))
        tab.fill("#search", "diem")
        assert len(shown_rows(tab)) == 1
        tab.fill("#search", "5 đ")
        assert len(shown_rows(tab)) == 1
        tab.fill("#search", "iem cau")
        assert len(shown_rows(tab)) == 1
        tab.fill("#search", "iêm câu")
        assert shown_rows(tab) == []

    @pytest.mark.parametrize("typed", ["1062", "1.062", "ước", "không khớp", "khong khop", "giam", "1.858"])
    def test_numbers_flags_and_verdicts_are_found(self, opened, typed):
        assert shown_rows_of(opened(written("travinh-2022")), typed)

    @pytest.mark.parametrize(
        ("column", "value"), [("role", "share"), ("verdict", "holds"), ("verdict", ""), ("sector", "postal")]
    )
    def test_filters_leave_what_they_say(self, opened, column, value):
        that = tvict.read(RAW / "travinh-2022.txt")
        that.figures.loc[10:14, "indicator"] = "postal.revenue"
        tab = opened(made(that))
        figures, members = that.figures, that.operands.merge(that.checks, on="check_id")
        checked = set(members["figure_id"]) | set(that.checks["whole_id"].dropna())
        holding = that.checks.query("verdict == 'holds'")["whole_id"]
        wanted = {
            ("role", "share"): figures["role"] == "share",
            ("verdict", ""): ~figures["figure_id"].isin(checked),
            ("sector", "postal"): figures["indicator"].fillna("").str.startswith("postal."),
        }
        tab.select_option(f"#by-{column}", value)
        if (column, value) in wanted:
            assert shown_rows(tab) == figures.loc[wanted[column, value], "figure_id"].tolist()
        else:
            assert set(shown_rows(tab)) <= checked
            assert set(shown_rows(tab)) & set(holding)
        assert 0 < len(shown_rows(tab)) < len(figures)
        assert tab.locator("a.fig.off").count() == len(figures) - len(shown_rows(tab))

    def test_a_figure_that_a_filter_hides_is_still_found(self, opened):
        tab, number = opened(written("travinh-2022")), figure("1.062 tỷ đồng")
        tab.select_option("#by-role", "rank")
        tab.click(f"#t{number}")
        assert in_view(tab, f"#f{number} a")

    def test_numerals_that_are_no_figures_on_demand(self, opened):
        tab, numerals = opened(written("travinh-2022")), report("travinh-2022").numerals
        row = int(numerals.query("kind == 'reference'").index[3])
        assert tab.eval_on_selector(f"#n{row}", "one => getComputedStyle(one).borderTopStyle") == "none"
        tab.click("nav a[data-part=others]")
        tab.click("#k-reference summary")
        tab.click(f"#m{row}")
        assert in_view(tab, f"#n{row}")
        assert tab.eval_on_selector(f"#n{row}", "one => getComputedStyle(one).borderTopStyle") == "dotted"
        assert tab.get_attribute(f"#n{row}", "title").startswith("số, ký hiệu văn bản")
        other = int(numerals.query("kind == 'date'").index[0])
        tab.click(f"#n{other}")
        assert in_view(tab, f"#m{other}")

    def test_a_check_leads_to_its_figures(self, opened):
        tab = opened(written("travinh-2022"))
        check = report("travinh-2022").checks.iloc[0]
        tab.click("header a[href='#v-differs']")
        assert in_view(tab, f"#c{check['check_id']} .claim")
        tab.click(f"#c{check['check_id']} .ref >> nth=0")
        assert in_view(tab, f"#t{check['whole_id']}")

    @pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
    def test_an_item_of_a_check_leads_to_its_place(self, opened, viewport):
        tab = opened(written("travinh-2022"), viewport)
        tab.click("nav a[data-part=checks]")
        item = tab.locator("#checks ol a[href^='#i']").nth(1)
        place = item.get_attribute("href")
        item.click()
        assert in_view(tab, place)
        shown = tab.eval_on_selector(place, "one => getComputedStyle(one, '::before').content")
        assert shown == f'"({place.rpartition("-")[2]}) "'

    def test_the_switch_says_all_in_english_and_back(self, opened):
        tab = opened(written("travinh-2022"))
        vietnamese = tab.inner_text("body")
        tab.click("#language")
        assert tab.get_attribute("html", "lang") == "en"
        said = tab.evaluate(
            "[...document.querySelectorAll('[data-en]')].every(one => one.textContent === one.dataset.en)"
        )
        assert said
        assert tab.get_attribute("nav", "aria-label") == "Parts of this page"
        assert tab.inner_text("#count").endswith("figures")
        assert "1,062,000,000,000 đồng" in tab.inner_text("#figures")
        tab.click("nav a[data-part=charts]")
        assert tab.locator("figure:visible figcaption").all_inner_texts() == ["Revenue"]
        tab.click("nav a[data-part=figures]")
        tab.click("#language")
        assert tab.inner_text("body") == vietnamese

    def test_numbers_and_units_of_cards_and_checks_are_english_on_the_english_page(self, opened):
        tab = opened(written("travinh-2022"))
        tab.evaluate("location.hash = 'en'")
        tab.reload()
        cards = tab.locator(".cards li").all_inner_texts()
        assert any("31.858 / 30.5 = 104.45 %" in card for card in cards)
        assert not any("31,858 / 30,5" in card.partition("\n")[2] for card in cards if "31.858 /" in card)
        assert "20 plans, decisions" in " ".join(tab.locator(".cards dd").all_inner_texts())
        assert "up 2.17 percentage points" in " ".join(tab.locator(".moves b").all_inner_texts())

    def test_all_of_the_page_is_in_both_languages(self, opened):
        """What stands in Vietnamese on the English page is the report's own words."""
        tab = opened(written("travinh-2022"))
        tab.evaluate("location.hash = 'en'")
        tab.reload()
        tab.evaluate(
            """const theirs = "[lang=vi], .full, .values b, .gap-size, .interval, .cards dd, .moves .hint, .moves b";
            for (const one of document.querySelectorAll(theirs)) one.remove();
            for (const one of document.querySelectorAll("a[href^='#s']")) one.title = "";
            for (const one of document.querySelectorAll(".panel, .filters, #none")) one.hidden = false;
            for (const one of document.querySelectorAll("details:not(.why)")) one.open = true;"""
        )
        left = tab.evaluate(
            """[document.body.innerText, ...["aria-label", "placeholder", "title"].flatMap(name =>
                [...document.querySelectorAll(`[${name}]`)].map(one => one.getAttribute(name)))].join(" ")"""
        )
        assert "Against last year" in left
        assert "Parts of this page" in left
        decomposed = unicodedata.normalize("NFD", left)
        assert not re.findall(r"\w*[đĐ]\w*|\w+[\u0300-\u036f]\w*", decomposed)

    def test_nothing_of_a_text_is_executed(self, opened):
        hostile = handmade(HOSTILE, ('5 xã\u202e & "6 \'huyện"', "level"), ("12 tỷ đồng <!-- 30 hộ", "plan"))
        hostile.metadata = Metadata("made", title="</title><script>window.hit = 1</script>", issuer="<b>&")
        hostile.figures["subject"] = "</script><script>window.hit = 1</script>"
        hostile.figures["unit"] = "</script /><script>window.hit = 1</script>"
        hostile.figures["indicator"] = '"><img src=x onerror=alert(1)>'
        tab = opened(made(hostile))
        assert folded(tab.evaluate("document.querySelector('#text').textContent")) == folded(HOSTILE)
        assert tab.inner_text("h1") == "</title><script>window.hit = 1</script>"
        assert tab.title() == "</title><script>window.hit = 1</script>"
        assert tab.inner_text("#f0 .subject") == "</script><script>window.hit = 1</script>"
        assert tab.evaluate("window.hit") is None
        assert tab.locator("img, #text script, #text b").count() == 0

    def test_the_policy_stops_what_is_not_ours(self, opened):
        tab = opened(written("travinh-2022"))
        tab.evaluate(
            "document.body.insertAdjacentHTML('beforeend', '<p id=x style=\"color: red\" onclick=\"hit = 1\">x</p>')"
        )
        tab.evaluate("document.querySelector('#x').click()")
        assert tab.evaluate("fetch('https://example.org/x').catch(error => 'stopped')") == "stopped"
        assert tab.evaluate("window.hit") is None
        assert tab.eval_on_selector("#x", "one => getComputedStyle(one).color") != "rgb(255, 0, 0)"
        said = " ".join(opened.heard)
        for stopped in ("inline style violates", "inline event handler violates", "Fetch API cannot load"):
            assert stopped in said
        opened.heard.clear()

    def test_charts_keep_their_colours(self, opened):
        tab = opened(written("travinh-2022"))
        tab.click("nav a[data-part=charts]")
        assert tab.locator("figure:visible figcaption").all_inner_texts() == ["Doanh thu"]
        assert tab.eval_on_selector("figure g rect", "one => getComputedStyle(one).fill") == "rgb(0, 0, 255)"

    def test_with_all_its_charts_it_is_still_a_mail_attachment(self, opened):
        that = report("travinh-2022")
        drawn = drawings(charts_of(that))
        html = made(that, drawn)
        assert len(html.encode()) < 700_000
        tab = opened(html)
        tab.click("nav a[data-part=charts]")
        vietnamese = [drawing for drawing in drawn if drawing.language == "vi"]
        assert tab.locator("figure:visible figcaption").all_text_contents() == [one.title for one in vietnamese]
        assert len(vietnamese) == len(drawn) / 2 > 5
        for drawing, svg in zip(vietnamese, tab.locator("figure:visible svg").all(), strict=True):
            assert svg.get_attribute("aria-label") == drawing.alternative
            assert svg.bounding_box()["height"] > 100

    def test_without_scripts_it_is_whole(self, opened):
        tab, number = opened(written("travinh-2022"), java_script_enabled=False), figure("1.062 tỷ đồng")
        for part in ("report", "figures", "checks", "history", "cited", "charts", "others", "about"):
            assert tab.is_visible(f"#{part}")
        assert not tab.is_visible(".filters")
        assert not tab.is_visible("#language")
        tab.click(f"#t{number}")
        assert tab.url.endswith(f"#f{number}")

    def test_on_paper_stands_what_is_open(self, opened):
        tab = opened(written("travinh-2022"))
        tab.click("nav a[data-part=checks]")
        tab.emulate_media(media="print")
        assert tab.is_visible("#checks")
        for selector in ("#report", "#figures", "#charts", "nav", ".filters", "#language", ".tool"):
            assert not tab.is_visible(selector), selector
        assert tab.eval_on_selector(".panels", "one => getComputedStyle(one).overflowY") == "visible"

    def test_the_check_sheet_is_the_differences_alone(self, opened):
        tab = opened(written("travinh-2022"))
        tab.evaluate("window.print = () => 0")
        tab.click("#print-sheet")
        tab.emulate_media(media="print")
        assert tab.locator(".cards li:visible").count() == (report("travinh-2022").checks["verdict"] == "differs").sum()
        for selector in ("#report", "#checks", ".moves", ".counts"):
            assert not tab.is_visible(selector), selector
        assert len(re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True))) <= 2

    def test_the_signs_of_claims_are_each_one_glyph(self, opened):
        """A font that lacks ≠ is given "=" and a stroke, and the stroke stands over the next number."""
        tab = opened(written("travinh-2022"))
        tab.eval_on_selector(".claim", "one => { one.textContent = '≠≟'; one.id = 'signs'; }")
        browser = tab.context.new_cdp_session(tab)
        for domain in ("DOM", "CSS"):
            browser.send(f"{domain}.enable")
        root = browser.send("DOM.getDocument")["root"]["nodeId"]
        node = browser.send("DOM.querySelector", {"nodeId": root, "selector": "#signs"})["nodeId"]
        used = browser.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
        assert sum(font["glyphCount"] for font in used) == 2

    def test_the_printed_check_sheet_says_what_the_check_sheet_in_word_says(self, opened):
        tab, checks = opened(written("travinh-2022")), report("travinh-2022").checks
        sheet = {name: words["vi"] for name, words in labels()["checksheet"].items()}
        assert sheet["explanation"] not in tab.inner_text("body")
        tab.evaluate("window.print = () => 0")
        tab.click("#print-sheet")
        tab.emulate_media(media="print", color_scheme="dark")
        printed = tab.inner_text("body")
        for words in (sheet["title"], sheet["note"], sheet["partial"], *checks.query("verdict == 'partial'")["claim"]):
            assert words in printed, words
        differing = (checks["verdict"] == "differs").sum()
        assert printed.count(sheet["explanation"]) == printed.count(sheet["gap"]) == differing
        assert "−4,45 điểm phần trăm" in printed
        assert tab.locator(".cards .where a:visible").count() == 0
        faint = tab.eval_on_selector_all(
            ".opening, .opening *, .cards :is(p, dt, dd, a)",
            "all => all.map(one => getComputedStyle(one).color.match(/\\d+/g).slice(0, 3).map(Number))",
        )
        assert max(0.3 * r + 0.6 * g + 0.1 * b for r, g, b in faint) < 110  # dark on the white of the paper

    def test_it_opens_on_what_does_not_add_up(self, opened):
        tab, that = opened(written("travinh-2022")), report("travinh-2022")
        differing = that.checks.query("verdict == 'differs'")
        said = tab.inner_text(".opening").replace("\n", " ")
        assert said == f"Báo cáo có {len(that.figures)} số liệu. {len(differing)} chỗ không khớp."
        cards = tab.locator(".cards li")
        assert cards.count() == len(differing)
        for card, claim in zip(cards.all(), differing["claim"], strict=True):
            assert card.locator(".claim").inner_text() == capital(in_words(claim, "vi"))
            assert card.locator("mark").count()
        cards.nth(1).locator("a").nth(0).click()
        assert in_view(tab, f"#t{differing['whole_id'].iloc[1]}")

    def test_a_row_says_why_it_was_read_so(self, opened):
        tab, number = opened(written("travinh-2022")), figure("1.062 tỷ đồng")
        tab.click(f"#f{number} summary")
        tab.wait_for_selector(f"#f{number} .why li")  # made by an event that comes after the click
        told = tab.inner_text(f"#f{number} .why")
        assert "Đơn vị: “" in told
        assert "Thời kỳ: “" in told
        assert not in_view(tab, f"#t{number}")  # opening the reasons goes nowhere

    def test_a_citation_of_a_figure_is_copied(self, opened):
        tab, number = opened(written("travinh-2022")), figure("1.062 tỷ đồng")
        tab.click(f"#f{number} summary")
        tab.evaluate(
            "window.taken = ''; document.addEventListener('copy', () => (window.taken = String(getSelection())))"
        )
        tab.click(f"#f{number} .copy")
        taken = tab.evaluate("window.taken")
        assert taken.startswith("1.062 tỷ đồng: ")
        assert "Báo cáo kết quả công tác thông tin và truyền thông năm 2022" in taken

    def test_a_table_is_copied_for_word_and_excel(self, opened):
        tab = opened(written("travinh-2022"))
        tab.evaluate("document.addEventListener('copy', () => (window.taken = String(getSelection())))")
        for part, cell in (("figures", "1.062 tỷ đồng"), ("cited", "09-NQ/TU")):
            tab.click(f"nav a[data-part={part}]")
            tab.click(f"#{part} .copy-table")
            lines = tab.evaluate("window.taken").splitlines()
            assert any(cell in line for line in lines)
            assert any("\t" in line for line in lines)  # cells apart, as programs of tables take them
            assert tab.inner_text(f"#{part} .copy-table") == "Đã sao chép"

    def test_a_chart_is_saved_as_a_picture(self, opened, tmp_path):
        tab = opened(written("travinh-2022"))
        tab.click("nav a[data-part=charts]")
        with tab.expect_download() as saved:
            tab.click("figure:visible .save-chart")
        assert saved.value.suggested_filename == "Doanh thu.png"
        saved.value.save_as(tmp_path / "x.png")
        from PIL import Image

        with Image.open(tmp_path / "x.png") as picture:
            assert picture.size == (180, 120)  # twice the drawing's own size
            assert picture.convert("RGB").getpixel((16, 16)) == (0, 0, 255)

    def test_a_second_link_skips_to_the_table(self, opened):
        tab = opened(written("travinh-2022"))
        tab.keyboard.press("Tab")
        tab.keyboard.press("Tab")
        tab.keyboard.press("Enter")
        assert tab.evaluate("document.activeElement.id") == "figures"
        assert in_view(tab, "#figures h2")

    @pytest.mark.parametrize("passage", PASSAGES, ids=lambda path: path.stem)
    def test_the_script_stands_any_text(self, opened, passage):
        tab = opened(made(tvict.parse(passage.read_text("utf-8"), passage.stem)))
        for part in ("figures", "checks", "history", "cited", "others", "about"):
            tab.click(f"nav a[data-part={part}]")
        tab.click("#language")
        assert tab.inner_text("#count")

    def test_nothing_is_wider_than_a_phone(self, opened):
        tab = opened(written("travinh-2022"), NARROW)
        for part in ("report", "figures", "checks", "history", "charts", "others", "about"):
            tab.click(f"nav a[data-part={part}]")
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            assert tab.is_visible(f"#{part}")
            assert tab.evaluate("document.documentElement.scrollWidth") <= 360, part

    @pytest.mark.parametrize("size", [NARROW, WIDE])
    def test_the_names_of_a_printed_table_are_no_word_wide(self, opened, size):
        row = "Tổng sản phẩm trên địa bàn (GRDP)\t41.236\t43.900\t44.122\t107,0\t100,5\n"
        tab = opened(made(tvict.parse(f"Chỉ tiêu\t2021\tKế hoạch\t2022\tSo 2021\tSo kế hoạch\n{row * 2}")), size)
        name = tab.locator(".printed td", has_text="GRDP").first
        assert name.bounding_box()["width"] > 120
        assert tab.evaluate("document.documentElement.scrollWidth") <= size["width"]

    @pytest.mark.parametrize("width", [360, 390, 700, 752, 960])
    def test_the_words_of_a_chart_can_be_read_on_a_phone(self, opened, width):
        tab = opened(with_charts("anbinh-2019"), {"width": width, "height": 800})
        tab.click("nav a[data-part=charts]")
        sizes = tab.eval_on_selector_all(
            "figure:not(.in-en) .drawing text",
            "all => all.map(one => parseFloat(getComputedStyle(one).fontSize) * one.getScreenCTM().a)",
        )
        assert len(sizes) > 50
        assert min(sizes) >= (10 if width < 752 else 9.4)
        chart = tab.locator(".drawing:visible").first
        chart.evaluate("one => { one.scrollLeft = 9999; }")
        assert chart.evaluate("one => one.scrollLeft + one.clientWidth >= one.scrollWidth - 1"), "all of it can be seen"
        assert tab.evaluate("document.documentElement.scrollWidth") <= width

    @pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (768, "light"), (1024, "dark"), (1440, "light")])
    def test_in_every_tab_nothing_is_cut_off_and_axe_finds_nothing_serious(self, opened, width, scheme):
        from axe_playwright_python.sync_playwright import Axe

        tab = opened(with_charts("anbinh-2019"), {"width": width, "height": 900}, color_scheme=scheme)
        for colour in ("background", "color"):
            white = "rgb(255, 255, 255)" if colour == "background" else "rgb(0, 0, 0)"
            assert tab.eval_on_selector(".drawing svg", f"one => getComputedStyle(one).{colour}").startswith(white)
        parts = tab.eval_on_selector_all("nav a[data-part]", "all => all.map(one => one.dataset.part)")
        assert len(parts) == 8
        for part in parts:
            if tab.is_visible(f"nav a[data-part={part}]"):
                tab.click(f"nav a[data-part={part}]")
            tab.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
            tab.wait_for_timeout(300)  # until colours have changed over
            assert tab.evaluate("document.documentElement.scrollWidth") <= width, part
            cut = tab.evaluate(
                """[...document.querySelectorAll("main *, .panels *, nav *")].filter(one => one.checkVisibility()
                && one.clientWidth > 9 && !one.matches(".drawing") && one.scrollWidth > one.clientWidth + 1
                && getComputedStyle(one).overflowX !== "visible").map(one => one.outerHTML.slice(0, 90))"""
            )
            assert cut == [], part
            if width not in (390, 1440):
                continue  # colours are those of the narrowest dark and the widest light page
            # Of two lines of one text in a drawing axe takes the page for what lies behind them: it is white.
            found = Axe().run(tab, context={"exclude": [[".drawing text"]]}).response["violations"]
            serious = [
                (part, rule["id"], [node["html"] for node in rule["nodes"]][:3])
                for rule in found
                if rule["impact"] in ("serious", "critical")
            ]
            assert serious == []


def test_a_missing_browser_fails_where_nobody_looks(monkeypatch):
    monkeypatch.setattr("programs.CHROMIUM", Path("/nowhere/chromium"))
    for setting, outcome in (("true", pytest.fail.Exception), ("", pytest.skip.Exception)):
        monkeypatch.setenv("CI", setting)
        with pytest.raises(outcome, match="apt-get install chromium"), browser():
            pass


def test_metadata_that_nobody_wrote_are_left_out():
    bare = handmade("Có 5 xã.", ("5 xã", "level"))
    bare.metadata = replace(bare.metadata, year=None)
    assert "<dt" not in made(bare).split('id="about"')[1].split("Trang được tạo bởi")[0].replace(
        '<dt data-en="Made by">', ""
    )


@pytest.mark.parametrize(("name", "file"), [("made", "made.html"), ("a/b: c?", "a-b- c-.html"), ("..", "report.html")])
def test_saving_writes_the_page(tmp_path, name, file):
    saved = handmade("Có 5 xã.", ("5 xã", "level"), name=name)
    saved.save(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").glob("*.html")] == [file]
    html = (tmp_path / "out" / file).read_text("utf-8")
    assert Parsed(html).below["t0"] == "5 xã"
    assert f"tvict {tvict.__version__}," in html
