"""Several reports side by side: what is quoted, what is subtracted, what is refused and why, and that all shows."""

import re
from pathlib import Path

import openpyxl
import pytest
from frames import fig, figures
from programs import converted
from test_report import NAMES, RAW

import tvict
from tvict.cli import main
from tvict.labels import labels
from tvict.publishing.several import compared, paneled, several, write_several
from tvict.publishing.severalbook import write_several_book
from tvict.tables import frame

HEADER = 5
REVENUE = {"indicator": "postal.revenue"}
SIGNED = {"indicator": "egov.documents_signed_share", "role": "share"}


def told(*rows, report="a", area="Sông Lam", year=2021, **source):
    """The tables of one report."""
    known = {"area_name": area, "year": year, "invented": True, **source}
    return {"sources": frame("sources", [known], report=report), "figures": figures(*rows, report=report)}


def line(old, new, of_old=None, of_new=None, *, areas=("Sông Lam", "Sông Lam"), **both):
    """The one line that sets two figures side by side, the first of 2021, the second of 2022."""
    first = told(fig(1, old, **{**REVENUE, "period": "2021", **both, **(of_old or {})}), area=areas[0])
    second = told(fig(1, new, **{**REVENUE, "period": "2022", **both, **(of_new or {})}), report="b", area=areas[1])
    (found,) = compared(first, second).shared
    return found


DIFFERENCES = [
    ("80 tỷ đồng", "84 tỷ đồng", {}, "+4 tỷ đồng (+5,0%)", "+4 billion đồng (+5.0%)"),
    ("84,25 tỷ đồng", "80 tỷ đồng", {}, "−4,25 tỷ đồng (−5,0%)", "−4.25 billion đồng (−5.0%)"),
    ("900 triệu đồng", "1,2 tỷ đồng", {}, "+300 triệu đồng (+33,3%)", "+300 million đồng (+33.3%)"),
    ("75,2%", "80,71%", SIGNED, "+5,51 điểm phần trăm", "+5.51 percentage points"),
    ("0 hộ", "7 hộ", {"indicator": "ecommerce.households"}, "+7 hộ", "+7 households"),
    ("34", "30", {"indicator": "digital.dti_rank", "role": "rank", "sort": "rank"}, "−4", "−4"),
    ("577 hộ", "577 hộ", {"indicator": "ecommerce.households"}, "0 hộ (0,0%)", "0 households (0.0%)"),
]


@pytest.mark.parametrize(("old", "new", "columns", "vi", "en"), DIFFERENCES)
def test_a_difference_is_the_second_less_the_first(old, new, columns, vi, en):
    found = line(old, new, **columns)
    assert (found.difference.vi, found.difference.en) == (vi, en)
    assert not found.notes


def test_the_opening_sentence_counts_what_is_barred_where_something_is_shared():
    revenue, roads = told(fig(1, "80 tỷ đồng", period="2021", **REVENUE)), told(fig(1, "9 km"), report="b")
    half = told(fig(1, "70 tỷ đồng", period="2021-S1", **REVENUE), report="b")
    assert compared(revenue, roads).headline.vi == "Các báo cáo không có chỉ tiêu nào chung: không có gì để so sánh."
    barred = "1 chỉ tiêu có trong hơn một báo cáo, trong đó 1 không so sánh được (lý do ở cột Ghi chú)."
    assert compared(revenue, half).headline.vi == barred


def test_a_difference_from_an_estimate_says_so():
    found = line("80 tỷ đồng", "84 tỷ đồng", {"estimate": True})
    assert found.difference is not None
    assert [(note.vi, note.en) for note in found.notes] == [
        ("Có số ước tính: chênh lệch cũng chỉ là ước tính.", "A side is an estimate, and so is the difference.")
    ]
    assert not line("80 tỷ đồng", "84 tỷ đồng", {"estimate": True, "bound": "over"}).difference, "nothing subtracted"


def test_every_reason_that_keeps_two_values_apart_is_told():
    found = line("76%", "77%", {"bound": "over"}, {"value": None}, areas=("Sông Lam", "Đông Hà"))
    why = labels()["obstacles"]
    assert [note.vi for note in found.notes] == [why[name]["vi"] for name in ("no_value", "area_and_period", "bounded")]
    assert found.barred


CHANGE = {"role": "change"}
REFUSED = [
    ({"value": None}, {}, {}, "no_value"),
    ({"period": None}, {}, {}, "no_period"),
    ({"period": "2021-S1"}, {}, {}, "lengths"),
    ({"period": "2021-S1"}, {"period": "2022-Q1"}, {}, "lengths"),
    ({}, {}, {"areas": ("Sông Lam", None)}, "no_area"),
    ({}, {}, {"areas": ("Sông Lam", "Đông Hà")}, "area_and_period"),
    ({}, {}, CHANGE, "rates"),
    ({}, {}, {"role": "index"}, "rates"),
    ({}, {}, {"role": "attainment"}, "targets"),
    ({"bound": "over"}, {}, {}, "bounded"),
    ({}, {"bound": "about"}, {}, "bounded"),
]


@pytest.mark.parametrize(("of_old", "of_new", "columns", "reason"), REFUSED)
def test_what_may_not_be_compared_says_why_in_both_languages(of_old, of_new, columns, reason):
    found = line("76%", "77%", of_old, of_new, **columns)
    assert found.difference is None
    assert found.barred
    why = labels()["obstacles"]
    assert [(note.vi, note.en) for note in found.notes] == [(why[reason]["vi"], why[reason]["en"])]


@pytest.mark.parametrize("period", ["2022-S1", "2022"])
def test_equal_lengths_and_provinces_of_one_period_are_compared(period):
    earlier = {"period": period.replace("2022", "2021")}
    assert line("76 tỷ đồng", "77 tỷ đồng", earlier, {"period": period}).difference.vi.startswith("+1 tỷ")
    provinces = {"areas": ("Sông Lam", "Đông Hà")}
    assert line("76 tỷ đồng", "77 tỷ đồng", {"period": period}, {"period": period}, **provinces).difference


def test_a_value_is_quoted_as_printed_with_what_must_be_known():
    found = line("76,50 tỷ  đồng", "trên 80 tỷ đồng".removeprefix("trên "), {"estimate": True}, {"bound": "over"})
    first, second = (values[0] for values in found.values)
    assert (first.lead.vi, first.shown.vi, [told.vi for told in first.told]) == (
        "",
        "76,50 tỷ đồng",
        ["năm 2021", "ước tính"],
    )
    assert (second.lead.vi, second.lead.en, second.shown.vi) == ("hơn", "more than", "80 tỷ đồng")


def test_a_fall_is_told_as_one():
    fall = told(fig(1, "13,24%", sign=-1, **REVENUE, **CHANGE))
    rise = told(fig(1, "14%", **REVENUE, **CHANGE), report="b")
    values = compared(fall, rise).shared[0].values
    assert [(v.lead.vi, v.lead.en, v.shown.vi) for of_side in values for v in of_side] == [
        ("giảm", "down", "13,24%"),
        ("tăng", "up", "14%"),
    ]
    assert values[0][0].shown.en == "13.24%"


def test_units_printed_otherwise_are_told_and_do_not_bar():
    found = line("10 đơn vị", "12 cơ quan", indicator="egov.system_agencies")
    assert [note.vi for note in found.notes] == ["Đơn vị in khác nhau: cơ quan; đơn vị."]
    assert found.difference is not None


def last_year(printed="87,6 tỷ đồng", area="Sông Lam", **columns):
    """A year's print, and what the year after says of it: 76 tỷ đồng, a fall of 13,24 %."""
    first = told(fig(1, printed, period="2021", **REVENUE, **columns))
    level = fig(1, "76 tỷ đồng", **REVENUE, estimate=True)
    change = fig(2, "13,24%", sign=-1, of_id=1, **REVENUE, **CHANGE)
    return first, told(level, change, report="b", area=area, year=2022)


@pytest.mark.parametrize(
    ("printed", "columns", "verdict"),
    [
        ("87,6 tỷ đồng", {}, "khớp"),
        ("95 tỷ đồng", {}, "không khớp"),
        ("80 tỷ đồng", {"bound": "over"}, several()["not_ruled_out"].vi),
    ],
)
def test_last_years_print_stands_against_what_this_year_implies(printed, columns, verdict):
    found = compared(*last_year(printed, **columns))
    (again,) = found.again
    (shared,) = found.shared
    contradicted = [note.vi for note in shared.notes if "không khớp" in note.vi]
    assert len(contradicted) == (verdict == "không khớp"), "told where the two values are subtracted, too"
    assert all(f"Sông Lam, 2021: {printed}" in note and "năm 2021" in note for note in contradicted)
    assert (again.area, again.verdict.vi) == ("Sông Lam", verdict)
    assert [(v.side.short, v.derived, v.shown.vi) for v in again.values] == [
        ("Sông Lam, 2022", True, "87,60 tỷ đồng (87,02 tỷ đồng – 88,18 tỷ đồng)"),
        ("Sông Lam, 2021", False, printed),
    ]
    assert [word.vi for word in again.values[0].told] == ["năm 2021", "suy ra", "ước tính"]


def test_the_years_of_another_province_say_nothing_of_this_one():
    assert compared(*last_year("95 tỷ đồng", area="Đông Hà")).again == []


def test_a_panel_has_a_column_a_report_and_names_the_pairs_that_a_reason_is_about():
    reports = [
        told(fig(1, "70 tỷ đồng", period="2021", **REVENUE)),
        told(fig(1, "77 tỷ đồng", **REVENUE), report="b", year=2022),
        told(fig(1, "90 tỷ đồng", **REVENUE), report="c", area="Đông Hà", year=2022),
    ]
    together = paneled(reports)
    (found,) = together.shared
    assert [[v.shown.vi for v in values] for values in found.values] == [["70 tỷ đồng"], ["77 tỷ đồng"], ["90 tỷ đồng"]]
    assert [note.vi for note in found.notes] == [
        "Không so sánh được: khác cả địa bàn lẫn kỳ (Sông Lam, 2021 – Đông Hà, 2022)."
    ]
    assert together.headline.vi == "1 chỉ tiêu có trong hơn một báo cáo."


def test_a_reason_that_keeps_many_lines_apart_is_said_once(tmp_path):
    codes = ("postal.revenue", "telecom.revenue", "postal.volume", "mail.accounts")
    old = told(*(fig(i, "5 tỷ đồng", indicator=code, period="2021") for i, code in enumerate(codes)))
    new = [fig(i, "7 tỷ đồng", indicator=code) for i, code in enumerate(codes)]
    page = write_several(tmp_path / "x.html", compared(old, told(*new, report="b", area="Đông Hà", year=2022)))
    html = page.read_text("utf-8")
    assert html.count("Không so sánh được: khác cả địa bàn lẫn kỳ.") == 1
    assert html.count('<a href="#note-1">(1)</a>') == len(codes)
    assert "Chênh lệch" not in html  # a column that would be empty
    few = write_several(tmp_path / "y.html", compared(old, told(*new[:2], report="b", area="Đông Hà", year=2022)))
    assert few.read_text("utf-8").count("Không so sánh được: khác cả địa bàn lẫn kỳ.") == 2


def test_a_panel_shows_the_latest_period_of_a_report_first_and_compares_that():
    first = told(fig(1, "60 tỷ đồng", period="2020", **REVENUE), fig(2, "70 tỷ đồng", period="2021", **REVENUE))
    second = told(fig(1, "75 tỷ đồng", **REVENUE), report="b", year=2022)
    (found,) = paneled([first, second]).shared
    assert [value.shown.vi for value in found.values[0]] == ["70 tỷ đồng", "60 tỷ đồng"]
    assert found.difference.vi.startswith("+5 tỷ đồng")


def test_reports_of_one_name_are_kept_apart():
    one, other = told(fig(1, "70 tỷ đồng", **REVENUE)), told(fig(1, "75 tỷ đồng", **REVENUE))
    together = paneled([one, other])
    assert [side.short for side in together.sides] == ["Sông Lam, 2021", "Sông Lam, 2021 (2)"]
    assert [again.verdict.vi for again in together.again] == ["không khớp"]


def test_what_one_report_alone_has_stands_under_it():
    together = compared(told(fig(1, "5 tỷ đồng", **REVENUE)), told(fig(1, "7 tài khoản", indicator="mail.accounts")))
    assert not together.shared
    assert [len(together.of_one(position)) for position in (0, 1)] == [1, 1]


def test_every_word_of_the_page_is_used_and_none_is_missing():
    publishing = Path(tvict.__file__).parent / "publishing"
    written = "".join((publishing / name).read_text("utf-8") for name in ("several.py", "several.html.j2"))
    names = labels()["several"]
    assert [name for name in names if not re.search(rf'\bwords\.{name}\b|"{name}"', written)] == []
    assert all(words["vi"] and words["en"] for words in labels()["several"].values())


def sheet_rows(path, name, values=False):
    sheet = openpyxl.load_workbook(path, data_only=values)[name]
    heads = [cell.value for cell in sheet[HEADER]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=HEADER + 1, values_only=True)]


def test_the_workbook_subtracts_in_the_unit_of_print(tmp_path):
    path = write_several_book(tmp_path / "x.xlsx", compared(*last_year()))
    row = sheet_rows(path, "So sánh")[0]
    assert (row["Tên chỉ tiêu"], row["Đơn vị tính"]) == ("Doanh thu dịch vụ bưu chính", "tỷ đồng")
    assert (row["Báo cáo 1: giá trị"], row["Báo cáo 2: giá trị"], row["Báo cáo 2: tình trạng"]) == (
        87.6,
        76,
        "ước tính",
    )
    assert row["Chênh lệch"].startswith("=")
    shown = sheet_rows(path, "So sánh", values=True)[0]
    assert shown["Chênh lệch"] == pytest.approx(-11.6)
    assert shown["Tăng, giảm %"] == pytest.approx(-13.2420)
    again = sheet_rows(path, "Số năm trước")
    assert [(row["Căn cứ"], row["Như đã in"], row["Kết quả"]) for row in again] == [
        ("suy ra", "-", "khớp"),
        ("in trong báo cáo", "87,6 tỷ đồng", "khớp"),
    ]
    book = openpyxl.load_workbook(path)
    assert [list(sheet.tables) for sheet in book] == [["SoSanh"], ["SoNamTruoc"]]
    assert book["So sánh"]["A1"].value == "Hai báo cáo đặt cạnh nhau"


def test_formulas_recalculate_to_the_values_beside_them(tmp_path):
    first = told(fig(1, "900 triệu đồng", period="2021", **REVENUE), fig(2, "40%", period="2021", **SIGNED))
    second = told(fig(1, "1,2 tỷ đồng", **REVENUE), fig(2, "50,5%", **SIGNED), report="b", year=2022)
    path = write_several_book(tmp_path / "x.xlsx", compared(first, second))
    computed = converted(path, "xlsx", tmp_path / "new")
    for name in ("Chênh lệch", "Tăng, giảm %"):
        kept, anew = ([row[name] for row in sheet_rows(p, "So sánh", values=True)] for p in (path, computed))
        assert anew == pytest.approx(kept) if name == "Chênh lệch" else anew[0] == pytest.approx(kept[0])
    assert [row["Chênh lệch"] for row in sheet_rows(path, "So sánh", values=True)] == [300_000_000, 10.5]


def test_a_panel_in_the_workbook_has_a_row_a_value(tmp_path):
    path = write_several_book(tmp_path / "x.xlsx", paneled(last_year()))
    assert [(row["Theo báo cáo"], row["Giá trị"]) for row in sheet_rows(path, "Nhiều báo cáo")] == [
        ("Sông Lam, 2021", 87.6),
        ("Sông Lam, 2022", 76),
        ("Sông Lam, 2022", -13.24),
    ]


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved")
    for name in NAMES:
        tvict.read(RAW / f"{name}.txt").save(folder / name)
    return [str(folder / name) for name in NAMES]


@pytest.mark.parametrize("command", ["compare", "panel"])
def test_the_commands_write_a_page_and_a_workbook_always_the_same(tmp_path, capsys, saved, command):
    for name in ("one", "two"):
        assert main([command, *saved, "--out", str(tmp_path / f"{name}.html")]) == 0
        assert capsys.readouterr().out.split() == [str(tmp_path / f"{name}{end}") for end in (".html", ".xlsx")]
    for end in (".html", ".xlsx"):
        assert (tmp_path / f"one{end}").read_bytes() == (tmp_path / f"two{end}").read_bytes()
    page = (tmp_path / "one.html").read_text("utf-8")
    assert "1.062 tỷ đồng" in page
    assert "khác cả địa bàn lẫn kỳ" in page
    assert not re.search(r"<script|https?://|@import|url\(", page)


def test_a_panel_leaves_out_what_is_packed_beside_its_folder(tmp_path, capsys, saved):
    packed = Path(f"{saved[0]}.zip")
    packed.write_bytes(b"PK")
    try:
        assert main(["panel", *saved, str(packed), "--out", str(tmp_path / "one.html")]) == 0
    finally:
        packed.unlink()
    assert (tmp_path / "one.html").exists()
    capsys.readouterr()


@pytest.mark.parametrize("arguments", [["compare", "nowhere", "nowhere"], ["panel", "nowhere", "."], ["panel", "."]])
def test_bad_input_is_told_in_one_line(tmp_path, capsys, arguments, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_what_reports_are_called_is_no_markup(tmp_path):
    first = told(fig(1, "5 tỷ <b>", **REVENUE), title="<script>1</script>", area="<i>")
    page = write_several(tmp_path / "x.html", compared(first, first)).read_text("utf-8")
    assert "<script" not in page
    assert "<i>" not in page
    assert "5 tỷ &lt;b&gt;" in page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_cut_off_and_axe_finds_nothing_serious(chromium, tmp_path, saved, width, scheme):
    from axe_playwright_python.sync_playwright import Axe

    first, second = last_year("95 tỷ đồng")
    write_several(tmp_path / "x.html", paneled([*(tvict.load(folder).tables for folder in saved), first, second]))
    tab = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab.goto((tmp_path / "x.html").as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    boxes = "[...document.querySelectorAll('html, .wide, td, th')]"
    assert tab.evaluate(f"{boxes}.filter(one => one.scrollWidth > one.clientWidth + 1).length") == 0
    found = Axe().run(tab).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    tab.close()
