"""The report's own .docx with comments: at the numbers that do not add up, and nowhere else; its words unchanged."""

import docx
import pytest
from docx.oxml import OxmlElement

import tvict
from tvict.publishing.comments import write_commented

PROSE = "Toàn tỉnh có 120 cơ quan (15 sở, 9 UBND huyện, 90 UBND xã)."


@pytest.fixture
def made(tmp_path):
    document = docx.Document()
    document.add_paragraph("BÁO CÁO NĂM 2022")
    paragraph = document.add_paragraph("Toàn tỉnh có ")
    for words in ("12", "0 cơ quan (15 sở, ", "9 UBND huyện, 90 UBND xã)."):  # Word splits numbers between runs
        paragraph.add_run(words)
    document.add_paragraph("Có 15 xã đạt chuẩn.")
    document.save(tmp_path / "made.docx")
    return tmp_path / "made.docx"


def test_each_number_that_does_not_add_up_bears_one_comment_that_names_the_others(made, tmp_path):
    report = tvict.read(made)
    bearing = write_commented(made, tmp_path / "out.docx", report.text, report.tables)
    assert [report.quote(figure).partition("⟦")[2][:3] for figure in bearing] == ["120"]
    out = docx.Document(tmp_path / "out.docx")
    (comment,) = out.comments
    assert comment.author == "tvict"
    assert comment.text.startswith("Không khớp: 15 + 9 + 90 = 114 ≠ 120. In trong báo cáo: 120 cơ quan. Tính lại: 114")
    assert [paragraph.text for paragraph in out.paragraphs] == [p.text for p in docx.Document(made).paragraphs]


def test_a_number_that_stands_twice_alike_leaves_its_comment_to_one_it_is_computed_from(tmp_path):
    document = docx.Document()
    for words in ("120 cơ quan:", "120 cơ quan:", "15 sở, 9 UBND huyện, 90 UBND xã."):
        document.add_paragraph(words)
    document.save(tmp_path / "twice.docx")
    report = tvict.parse("120 cơ quan: (15 sở, 9 UBND huyện, 90 UBND xã).")
    bearing = write_commented(tmp_path / "twice.docx", tmp_path / "out.docx", report.text, report.tables)
    assert report.figures.set_index("figure_id").loc[bearing, "text"].tolist() == ["15 sở"]


@pytest.fixture
def tabled(tmp_path):
    """Sums that do not add up, in prose and in two tables that are alike, a cell over three rows in each."""
    document = docx.Document()
    document.add_paragraph("BÁO CÁO NĂM 2024")
    document.add_paragraph("Tổng sản lượng 541.300 tấn, gồm: tôm 298.450 tấn, cá 252.850 tấn.")
    rows = [("Chỉ tiêu", "ĐVT", "Năm 2023", "Năm 2024"), ("Tổng sản lượng", "tấn", "517.495", "541.300"),
            ("Tôm", "", "284.120", "298.450"), ("Cá và thủy sản khác", "", "233.375", "252.850")]  # fmt: skip
    for _ in range(2):
        table = document.add_table(rows=0, cols=4, style="Table Grid")
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        table.cell(1, 1).merge(table.cell(3, 1))
        document.add_paragraph("Ghi chú như trên.")
    document.save(tmp_path / "tabled.docx")
    return tmp_path / "tabled.docx"


def test_a_number_of_a_table_bears_its_comment_though_its_digits_stand_in_the_prose_too(tabled, tmp_path):
    report = tvict.read(tabled)
    differing = report.checks.query("verdict == 'differs'")["whole_id"].tolist()
    assert len(differing) == 3
    bearing = write_commented(tabled, tmp_path / "out.docx", report.text, report.tables)
    assert sorted(bearing) == sorted(differing)
    out = docx.Document(tmp_path / "out.docx")
    assert len(list(out.comments)) == 3
    marked = [len(table._tbl.xpath(".//w:commentReference")) for table in out.tables]
    assert marked == [1, 1]
    for table in out.tables:
        (cell,) = {cell._tc for row in table.rows for cell in row.cells if cell._tc.xpath(".//w:commentReference")}
        assert cell is table.cell(1, 3)._tc


def test_a_number_at_the_end_of_its_paragraph_is_found_though_its_digits_stand_elsewhere_too(tmp_path):
    document = docx.Document()
    for words in ("Có 40 hộ nghèo trong tổng số 80 hộ, chiếm 75%.", "Tỷ lệ hộ dùng nước sạch là 75%."):
        document.add_paragraph(words)
    document.save(tmp_path / "end.docx")
    report = tvict.read(tmp_path / "end.docx")
    bearing = write_commented(tmp_path / "end.docx", tmp_path / "out.docx", report.text, report.tables)
    assert report.figures.set_index("figure_id").loc[bearing, "text"].tolist() == ["75%"]


@pytest.mark.parametrize(("run", "holder"), [(1, "w:hyperlink"), (2, "w:ins")])
def test_links_and_tracked_insertions_are_words_like_others(run, holder, tmp_path):
    document = docx.Document()
    paragraph = document.add_paragraph()
    for words in ("Theo ", "https://tinh.gov.vn", " có 120 cơ quan", " (15 sở, 9 UBND huyện, 90 UBND xã)."):
        paragraph.add_run(words)
    held, around = paragraph.runs[run]._r, OxmlElement(holder)
    held.addprevious(around)
    around.append(held)
    document.save(tmp_path / "held.docx")
    report = tvict.read(tmp_path / "held.docx")
    write_commented(tmp_path / "held.docx", tmp_path / "out.docx", report.text, report.tables)
    (opening,) = docx.Document(tmp_path / "out.docx").element.body.xpath(".//w:commentRangeStart")
    assert opening.getnext().text == " có 120 cơ quan"


def test_what_no_number_can_bear_is_told_at_the_first_words(tmp_path):
    document = docx.Document()
    document.add_paragraph("BÁO CÁO NĂM 2022")
    document.save(tmp_path / "elsewhere.docx")
    report = tvict.parse(PROSE)
    assert write_commented(tmp_path / "elsewhere.docx", tmp_path / "out.docx", report.text, report.tables) == []
    (comment,) = docx.Document(tmp_path / "out.docx").comments
    assert "không gắn được nhận xét ngay tại số" in comment.text
    assert "15 + 9 + 90 = 114 ≠ 120" in comment.text


def test_a_list_is_not_called_a_sum(tmp_path):
    document = docx.Document()
    document.add_paragraph("Có 4 huyện đạt chuẩn (Tân Lập, Long Bình, Mỹ Thuận).")
    document.save(tmp_path / "listed.docx")
    report = tvict.read(tmp_path / "listed.docx")
    write_commented(tmp_path / "listed.docx", tmp_path / "out.docx", report.text, report.tables)
    (comment,) = docx.Document(tmp_path / "out.docx").comments
    assert "Liệt kê được: 3" in comment.text


def test_a_report_that_adds_up_is_unchanged_in_words_and_has_no_comment(made, tmp_path):
    document = docx.Document(made)
    document.paragraphs[1].runs[1].text = "4"
    document.paragraphs[1].runs[0].text = "Toàn tỉnh có 11"
    document.paragraphs[1].runs[2].text = " cơ quan (15 sở, 9 UBND huyện, 90 UBND xã)."
    document.save(made)
    report = tvict.read(made)
    assert write_commented(made, tmp_path / "out.docx", report.text, report.tables) == []


def test_saving_a_word_report_writes_it_and_twice_the_same_bytes(made, tmp_path):
    for name in ("a", "b"):
        tvict.read(made).save(tmp_path / name)
    one, other = ((tmp_path / name / "made.nhan-xet.docx").read_bytes() for name in ("a", "b"))
    assert one == other
