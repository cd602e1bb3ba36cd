"""The check sheet: what it says, that two of it are the same, and that it is a page or two on paper."""

from pathlib import Path

import docx
import pytest
from programs import converted

import tvict
from tvict.analysis.claims import in_words
from tvict.names import Names
from tvict.publishing.checksheet import write_check_sheet

RAW = Path(__file__).parents[1] / "data" / "raw"


def written(report, folder, name="sheet.docx"):
    path = folder / name
    write_check_sheet(path, report.metadata, Names.of(report.text), report.tables)
    return path


@pytest.fixture(scope="module")
def report():
    return tvict.read(RAW / "travinh-2022.txt")


def test_each_difference_has_its_passage_both_numbers_and_room_to_explain(report, tmp_path):
    sheet = docx.Document(written(report, tmp_path))
    differing = report.checks.query("verdict == 'differs'")
    (table,) = sheet.tables
    head, *rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert head == ["STT", "Đoạn văn trong báo cáo", "In trong báo cáo", "Tính lại", "Chênh lệch", "Đơn vị giải trình"]
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(differing) + 1)]
    for row, claim in zip(rows, differing["claim"], strict=True):
        assert row[1].endswith(in_words(claim, "vi"))
        assert row[5] == ""
    capital = next(row for row in rows if "31,858 tỷ đồng" in row[1])
    assert capital[2:5] == ["100%", "104,45%", "−4,45 điểm phần trăm"]
    bold = {run.text for run in table.rows[2].cells[1].paragraphs[0].runs if run.bold}
    assert {"30,5 tỷ đồng", "31,858 tỷ đồng", "100%"} <= bold
    told = "\n".join(paragraph.text for paragraph in sheet.paragraphs)
    assert "chuyên trang hỗ trợ doanh nghiệp: báo cáo in 04 chuyên trang, liệt kê 3 hoặc 4" in told
    assert "(1) …" not in told + str(rows), "numbers of items that nobody has before him"


@pytest.mark.parametrize(
    ("text", "computed"),
    [
        ("Doanh thu viễn thông ước 1.480 tỷ đồng, tăng 6,5% so với năm 2018 (1.402 tỷ đồng).", "5,563%"),
        ("Tổng số 40 hồ sơ, gồm 14 hồ sơ đất đai, 9 hồ sơ xây dựng và 12 hồ sơ hộ tịch.", "35 hồ sơ"),
        ("Sản lượng đạt 541.300 tấn, gồm: tôm 298.450 tấn, cá 252.850 tấn.", "551.300 tấn"),
        ("Sản lượng đạt 5.413 tấn, gồm: tôm 2.984,5 tấn, cá 2.528,52 tấn.", "5.513,02 tấn"),
    ],
)
def test_what_is_computed_is_the_number_of_the_claim(text, computed, tmp_path):
    report = tvict.parse(text)
    (table,) = docx.Document(written(report, tmp_path)).tables
    assert table.rows[1].cells[3].text == computed
    assert computed.removesuffix("%").split()[0] in report.checks.query("verdict == 'differs'")["claim"].item()


def test_a_report_without_differences_says_so(tmp_path):
    sheet = docx.Document(written(tvict.parse("Có 5 xã."), tmp_path))
    assert sheet.tables == []
    assert "Không có chỗ nào không khớp." in [paragraph.text for paragraph in sheet.paragraphs]


UNTRIED = "Năm 2022, kim ngạch xuất khẩu đạt 468,2 triệu USD, đạt 104,0% kế hoạch; hộ nghèo 90 hộ (50 hộ A, 40 hộ B)."


def test_what_was_not_checked_is_told_where_nothing_differs(tmp_path):
    report = tvict.parse(UNTRIED)
    assert set(report.checks["verdict"]) == {"holds", "unchecked"}
    words = [paragraph.text for paragraph in docx.Document(written(report, tmp_path)).paragraphs]
    assert "Báo cáo có 5 số liệu, 2 phép kiểm tra: 1 chưa kiểm tra được, 1 khớp." in words
    assert "Không có chỗ nào không khớp." in words
    assert any("không có nghĩa là mọi số đều đúng" in line for line in words)
    listed = words[words.index("Chưa kiểm tra được: thiếu một số, hoặc có hai cách đọc:") + 1]
    assert "468,2 triệu USD bằng 104,0 % của một số mà báo cáo không in, suy ra là 450,2" in listed


def test_no_person_is_named(tmp_path):
    text = "Tổng số 10 hồ sơ, gồm 4 hồ sơ của ông Ngô Văn Phú và 5 hồ sơ của bà Lâm Thị Tuyết."
    path = written(tvict.parse(text), tmp_path)
    words = " ".join(cell.text for table in docx.Document(path).tables for row in table.rows for cell in row.cells)
    assert "Ngô" not in words
    assert "Tuyết" not in words


def test_two_of_it_are_the_same_bytes(report, tmp_path):
    assert written(report, tmp_path, "a.docx").read_bytes() == written(report, tmp_path, "b.docx").read_bytes()


def test_it_is_two_pages_at_most(report, tmp_path):
    laid_out = converted(written(report, tmp_path), "pdf", tmp_path)
    pypdfium2 = pytest.importorskip("pypdfium2")
    assert 1 <= len(pypdfium2.PdfDocument(laid_out)) <= 2
