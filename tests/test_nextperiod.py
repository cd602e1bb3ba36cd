"""The frame for the next period: a row for each quantity that will be reported again, and cells that wait."""

from pathlib import Path

import openpyxl
import pytest
from frames import fig, figures
from programs import converted

import tvict
from tvict.analysis.printed import records
from tvict.cli import main
from tvict.publishing.nextperiod import NEEDED, latest, stands_alone, write_next_period
from tvict.tables import frame

HEADER = 5
TEXT = """BÁO CÁO
Kết quả công tác thông tin và truyền thông năm 2021

I. BƯU CHÍNH, VIỄN THÔNG
Doanh thu bưu chính ước đạt 76,5 tỷ đồng, tăng 5% so với năm 2020. Sở đã ban hành trên 150 văn bản chỉ đạo các cơ quan
báo chí. Thứ hạng chỉ số chuyển đổi số cấp tỉnh: hạng 34. Đã trao tặng 40 phần quà cho học sinh nghèo.
"""


def written(path: Path, table, values: bool = False) -> list[dict[str, object]]:
    """The rows of a sheet by heading."""
    sheet = openpyxl.load_workbook(path, data_only=values)[table]
    heads = [cell.value for cell in sheet[HEADER]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=HEADER + 1, values_only=True)]


def made(tmp_path: Path, *rows, name="out.xlsx", sections=()) -> Path:
    tables = {
        "sources": frame("sources", [{"title": "Báo cáo năm 2022", "invented": True}], report="r"),
        "sections": frame("sections", sections, report="r"),
        "figures": figures(*rows),
    }
    assert set(tables) == set(NEEDED)
    return write_next_period(tmp_path / name, tables)


def kept(*rows) -> list[int]:
    return [figure.id for figure in latest(records(figures(*rows)))]


MAIL = {"indicator": "mail.accounts"}


def test_a_row_has_the_last_value_in_its_own_unit_and_empty_cells_beside_it(tmp_path):
    path = made(tmp_path, fig(1, "76,5 tỷ đồng", indicator="postal.revenue", estimate=True))
    (row,) = written(path, "Khung số liệu kỳ sau")
    assert row == {
        "Lĩnh vực": "Bưu chính",
        "Tên chỉ tiêu": "Doanh thu dịch vụ bưu chính",
        "Phân tổ": "-",
        "Đơn vị tính": "tỷ đồng",
        "Kỳ trước": "năm 2022",
        "Kỳ trước, như đã in": "76,5 tỷ đồng",
        "Tình trạng kỳ trước": "ước tính",
        "Giá trị kỳ trước": 76.5,
        "Giá trị kỳ này": None,
        "Tăng, giảm": '=IF(AND(ISNUMBER(H6),ISNUMBER(I6)),I6-H6,"")',
        "Tăng, giảm %": '=IF(AND(ISNUMBER(H6),ISNUMBER(I6)),100*(I6-H6)/H6,"")',
        "Ghi chú kỳ này": None,
    }
    (shown,) = written(path, "Khung số liệu kỳ sau", values=True)
    assert not shown["Tăng, giảm"], "blank until filled"
    sheet = openpyxl.load_workbook(path)["Khung số liệu kỳ sau"]
    assert sheet["A1"].value.startswith("Khung số liệu kỳ sau")
    assert sheet["A3"].value == "Kỳ trước lấy từ: Báo cáo năm 2022"
    assert (int(sheet.page_setup.paperSize), sheet.page_setup.orientation) == (9, "landscape")
    assert list(sheet.tables) == ["KhungKySau"]
    assert sheet["I6"].fill.fgColor.rgb == "FFFFF7DB", "a cell to fill in is marked"


def test_a_word_for_how_much_is_no_unit(tmp_path):
    report = tvict.parse("Sản lượng bưu chính năm 2022 đạt 2.938.512, giảm 5,3% so với năm 2021.", name="made")
    assert report.figures["unit"].tolist() == ["sản lượng", "%"]
    write_next_period(tmp_path / "x.xlsx", report.tables)
    cells = [cell.value for page in openpyxl.load_workbook(tmp_path / "x.xlsx") for row in page for cell in row]
    assert "(không in đơn vị)" in cells
    assert "sản lượng" not in cells
    report.save(tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "made.xlsx")
    assert "sản lượng" not in [cell.value for page in book for row in page for cell in row]
    html = (tmp_path / "out" / "made.html").read_text("utf-8")
    assert "không in đơn vị" in html
    assert "2.938.512 sản lượng" not in html


def test_what_cannot_be_subtracted_has_no_formula(tmp_path):
    path = made(
        tmp_path,
        fig(1, "150 văn bản", indicator="press.directives", bound="over"),
        fig(2, "34", indicator="digital.dti_rank", role="rank", sort="rank"),
        fig(3, "80,71%", indicator="egov.documents_signed_share", role="share"),
        fig(4, "0 hộp thư", indicator="mail.accounts"),
    )
    rows = {row["Giá trị kỳ trước"]: row for row in written(path, "Khung số liệu kỳ sau")}
    assert (rows[150]["Tăng, giảm"], rows[150]["Tăng, giảm %"]) == ("-", "-")
    assert rows[150]["Tình trạng kỳ trước"] == "hơn"
    for value in (34, 80.71, 0):
        assert str(rows[value]["Tăng, giảm"]).startswith("=IF")
        assert rows[value]["Tăng, giảm %"] == "-"
    assert rows[80.71]["Phân tổ"] == "-", "the name says that it is a share"


def test_the_latest_value_of_a_quantity_stands_for_it():
    assert kept(fig(1, "10", period="2021", **MAIL), fig(2, "12", **MAIL), fig(3, "12", **MAIL)) == [2]
    assert kept(fig(1, "10", **MAIL), fig(2, "12", base_id=1, **MAIL)) == [2], "a base is an earlier value"


def test_a_quarter_does_not_stand_for_its_year():
    assert kept(fig(1, "3", period="2022-Q4", **MAIL), fig(2, "12", **MAIL)) == [1, 2]


@pytest.mark.parametrize("role", ["change", "index", "attainment", "gap", "plan"])
def test_what_follows_from_values_has_no_row(role):
    assert kept(fig(1, "5%", role=role, **MAIL)) == []


def test_two_values_under_one_code_are_told_apart_by_their_subjects(tmp_path):
    rows = (fig(1, "11", subject="hộp thư của sở", **MAIL), fig(2, "13", subject="hộp thư của huyện", **MAIL))
    path = made(tmp_path, *rows)
    assert [row["Phân tổ"] for row in written(path, "Khung số liệu kỳ sau")] == ["hộp thư của sở", "hộp thư của huyện"]


def test_figures_without_a_code_stand_by_section_where_their_subject_says_enough(tmp_path):
    path = made(
        tmp_path,
        fig(1, "40 phần quà", subject="phần quà cho học sinh", section="II.4"),
        fig(2, "5 xã", subject="xã", section="II.4"),
        fig(3, "30 năm", subject="số năm tái lập tỉnh", sort="time", section="II.4"),
        fig(4, "7 cuộc", section="II.4"),
        sections=[{"path": "II.4", "title": "Công tác  khác", "level": 2, "start": 0, "end": 5}],
    )
    (row,) = written(path, "Số liệu khác")
    assert [row[name] for name in ("Mục", "Tên mục", "Giá trị kỳ trước")] == ["II.4", "Công tác khác", 40]
    assert stands_alone(records(figures(fig(1, "5 xã", subject="xã có mạng")))[0])


def test_the_formulas_answer_once_filled(tmp_path):
    path = made(tmp_path, fig(1, "80 tỷ đồng", indicator="postal.revenue"), fig(2, "40", **MAIL))
    book = openpyxl.load_workbook(path)
    book["Khung số liệu kỳ sau"]["I6"] = 84
    book.save(tmp_path / "filled.xlsx")
    computed = converted(tmp_path / "filled.xlsx", "xlsx", tmp_path / "new")
    filled, empty = written(computed, "Khung số liệu kỳ sau", values=True)
    assert (filled["Tăng, giảm"], filled["Tăng, giảm %"]) == (4, 5)
    assert not empty["Tăng, giảm"]


def test_a_report_and_the_folder_it_was_saved_to_give_the_same_bytes(tmp_path, capsys):
    (tmp_path / "an.txt").write_text(TEXT, "utf-8")
    tvict.read(tmp_path / "an.txt").save(tmp_path / "an")
    for given, out in (("an.txt", "one.xlsx"), ("an", "two.xlsx")):
        assert main(["next-period", str(tmp_path / given), "--out", str(tmp_path / out)]) == 0
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert capsys.readouterr().out.splitlines()[-1].endswith("two.xlsx")
    values = {row["Giá trị kỳ trước"] for row in written(tmp_path / "one.xlsx", "Khung số liệu kỳ sau")}
    assert 76.5 in values
    assert 5 not in values


def test_a_frame_that_may_be_filled_in_is_never_overwritten(tmp_path, capsys):
    (tmp_path / "an.txt").write_text(TEXT, "utf-8")
    (tmp_path / "an.xlsx").write_bytes(b"mine")
    assert main(["next-period", str(tmp_path / "an.txt"), "--out", str(tmp_path / "an.xlsx")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert (tmp_path / "an.xlsx").read_bytes() == b"mine"


@pytest.mark.parametrize("given", ["nowhere.txt", "."])
def test_what_is_no_report_is_told_in_one_line(tmp_path, capsys, given):
    assert main(["next-period", str(tmp_path / given), "--out", str(tmp_path / "x.xlsx")]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not (tmp_path / "x.xlsx").exists()
