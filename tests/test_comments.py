"""The report's own .docx with comments: at the numbers that do not add up, and nowhere else; its words unchanged."""

import docx
import pytest

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


def test_each_number_that_does_not_add_up_bears_a_comment(made, tmp_path):
    report = tvict.read(made)
    bearing = write_commented(made, tmp_path / "out.docx", report.text, report.tables)
    words = report.figures.set_index("figure_id").loc[bearing, "text"]
    assert [word.split()[0] for word in words] == ["120", "15", "9", "90"]
    out = docx.Document(tmp_path / "out.docx")
    comments = list(out.comments)
    assert len(comments) == 4
    assert {comment.author for comment in comments} == {"tvict"}
    assert "15 + 9 + 90 = 114 ≠ 120" in comments[0].text
    assert [paragraph.text for paragraph in out.paragraphs] == [p.text for p in docx.Document(made).paragraphs]


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
