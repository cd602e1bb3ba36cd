"""Pictures within a document: tables and lines of text are read as a scan, charts are told, photographs passed over."""

import base64
import email.message
import io
import re
import sys

import numpy as np
import openpyxl
import openpyxl.drawing.image
import pytest
from docx import Document as Word
from docx.shared import Inches
from matplotlib import get_data_path
from matplotlib.figure import Figure
from PIL import Image, ImageDraw, ImageFont
from programs import needs

import tvict
from tvict.documents import pictures, scan
from tvict.documents.glyphs import Area, Glyph
from tvict.errors import ReadError

LINES = (
    "Toàn tỉnh có 3.215 doanh nghiệp đang hoạt động,",
    "trong đó 412 doanh nghiệp thành lập mới với tổng",
    "vốn đăng ký 4.870 tỷ đồng, tăng 12,5% so với năm",
    "trước; đã có 96 doanh nghiệp trở lại hoạt động.",
)


def png(picture):
    held = io.BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


def text_picture():
    """Lines of type, 1,300 pixels wide."""
    font = ImageFont.truetype(f"{get_data_path()}/fonts/ttf/DejaVuSans.ttf", 36)
    picture = Image.new("RGB", (1300, 320), "white")
    for number, line in enumerate(LINES):
        ImageDraw.Draw(picture).text((30, 30 + 66 * number), line, "black", font)
    return picture


def chart_picture():
    figure = Figure(figsize=(6.5, 4))
    axes = figure.add_subplot()
    axes.bar(["Cái Bè", "Châu Thành", "Gò Công", "Tân Phước", "Chợ Gạo"], [12, 25, 31, 44, 58])
    axes.set_title("Số trạm phát sóng của các huyện trong năm 2022")
    axes.grid(visible=True)
    held = io.BytesIO()
    figure.savefig(held, dpi=150)
    return Image.open(held)


def photograph():
    return Image.fromarray(np.random.default_rng(1).integers(0, 160, (600, 900, 3), dtype=np.uint8))


def word(*parts, width=6.5):
    """The bytes of a Word file of paragraphs and pictures."""
    document = Word()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
        else:
            document.add_picture(io.BytesIO(png(part)), width=Inches(width))
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


@pytest.fixture
def read(tmp_path):
    def reading(content, suffix):
        path = tmp_path / f"r{suffix}"
        path.write_bytes(content)
        return tvict.read(path)

    return reading


@pytest.fixture
def unread(monkeypatch):
    """Tesseract must not be asked."""
    monkeypatch.setattr(scan, "seen", lambda *_: pytest.fail("looked at with tesseract"))


class TestRead:
    @pytest.fixture(autouse=True)
    def program(self):
        needs("tesseract")

    def test_lines_of_text_stand_where_the_picture_does(self, read):
        report = read(word("Có 106 xã.", text_picture(), "Đạt 5 tỷ đồng."), ".docx")
        first, second, third = (report.text.index(words) for words in ("106", "3.215", "5 tỷ"))
        assert first < second < third
        assert report.notices == ("picture behind paragraph 1: read as a scan",)
        places = report.places.set_index("figure_id")["part"]
        for figure in report.figures.to_dict("records"):
            inside = second <= figure["start"] < report.text.index("Đạt 5")
            assert places[figure["figure_id"]] == ("picture" if inside else "body")
            assert ("scan" in str(figure["quality"])) == inside
        assert {3215.0, 412.0, 4870e9, 12.5} <= set(report.figures["value"].dropna())
        assert report.sources.loc[0, "programs"].startswith("tesseract ")

    def test_a_chart_is_told_and_its_axis_stays_out(self, read):
        report = read(word("Có 106 xã.", chart_picture()), ".docx")
        assert report.text == "Có 106 xã.\n"
        (told,) = report.notices
        assert re.fullmatch(r"picture behind paragraph 1: not read: \d+ words of a chart, .*", told)

    def test_pictures_of_pages_are_read_as_one_scan(self, read):
        report = read(word(text_picture(), text_picture()), ".docx")
        assert report.text.count("3.215") == 2
        assert set(report.places["page"]) == {1, 2}

    def test_a_page_with_its_picture_inside(self, read):
        source = f"data:image/png;base64,{base64.b64encode(png(text_picture())).decode()}"
        report = read(f'<html><body><p>Có 106 xã.</p><img src="{source}" width="620"></body></html>'.encode(), ".html")
        assert "412 doanh nghiệp" in report.text

    def test_a_page_saved_with_its_parts(self, read):
        page = email.message.EmailMessage()
        page.set_content("<p>Có 106 xã.</p><p><img src='cid:a1'></p><img src='http://x/b.png'>", subtype="html")
        page.add_related(png(text_picture()), "image", "png", cid="<a1>")
        del page["MIME-Version"]
        report = read(b"MIME-Version: 1.0\n" + page.as_bytes(), ".mht")
        assert "412 doanh nghiệp" in report.text
        assert "pictures of the page that are not in the file: 1" in report.notices

    def test_a_pdf_with_a_picture_in_its_text(self, read):
        figure = Figure(figsize=(8.27, 11.69))
        figure.text(0.1, 0.9, "Toàn tỉnh có 106 xã, phường, thị trấn.")
        figure.text(0.1, 0.3, "Đã giải ngân 5 tỷ đồng.")
        axes = figure.add_axes((0.1, 0.5, 0.8, 0.14))
        axes.imshow(text_picture(), aspect="auto")
        axes.axis("off")
        held = io.BytesIO()
        figure.savefig(held, format="pdf", dpi=200)
        report = read(held.getvalue(), ".pdf")
        assert report.text.index("106") < report.text.index("4.870") < report.text.index("giải ngân")
        assert report.notices == ("picture on page 1: read as a scan",)
        told = report.places.merge(report.figures, on="figure_id").set_index("text")
        assert told.loc["412 doanh nghiệp", "y0"] > told.loc["106 xã, phường, thị trấn", "y0"]


class TestNotRead:
    def test_photographs_and_emblems_are_passed_over(self, read, unread):
        assert read(word("Có 106 xã.", photograph()), ".docx").notices == ()
        assert read(word("Có 106 xã.", text_picture(), width=1.5), ".docx").notices == ()

    def test_without_tesseract_it_is_told(self, read, monkeypatch):
        monkeypatch.setattr("shutil.which", lambda _: None)
        (told,) = read(word("Có 106 xã.", text_picture()), ".docx").notices
        assert told.startswith("picture behind paragraph 1: not looked at: that needs tesseract (apt install")
        with pytest.raises(ReadError, match="needs tesseract to be read: apt install"):
            read(word(text_picture()), ".docx")

    def test_without_pillow_it_is_told(self, read, monkeypatch):
        monkeypatch.setitem(sys.modules, "tvict.documents.pictures", None)
        (told,) = read(word("Có 106 xã.", text_picture()), ".docx").notices
        assert told == "picture behind paragraph 1: not looked at: that needs pip install 'tvict[pdf]'"
        with pytest.raises(ReadError, match=r"needs Pillow to be read: pip install 'tvict\[pdf\]'"):
            read(word(text_picture()), ".docx")

    def test_what_is_no_picture_is_told(self, read, unread):
        page = "<html><p>Có 106 xã.</p><img src='data:image/png;base64,AAAA' width=300></html>".encode()
        assert read(page, ".html").notices == (
            "picture behind paragraph 1: not looked at: it is too large, or of a kind that few programs read",
        )

    def test_too_many_are_refused(self, read, unread, monkeypatch):
        monkeypatch.setattr(scan, "PAGES", 1)
        with pytest.raises(ReadError, match="more than 1 pictures: give the report without them"):
            read(word("Có 106 xã.", text_picture(), text_picture()), ".docx")

    def test_pictures_of_a_workbook_are_counted(self, read):
        book = openpyxl.Workbook()
        book.active["A1"] = "Có 106 xã."
        book.active.add_image(openpyxl.drawing.image.Image(io.BytesIO(png(text_picture()))), "B2")
        held = io.BytesIO()
        book.save(held)
        assert read(held.getvalue(), ".xlsx").notices == ("pictures of the workbook not read: 1",)

    def test_a_picture_in_a_cell_is_told_with_its_row(self, read, monkeypatch):
        monkeypatch.setattr("shutil.which", lambda _: None)
        document = Word()
        table = document.add_table(3, 3, "Table Grid")
        for row, cells in enumerate((("Xã", "2021", "2022"), ("A", "5", "6"), ("B", "7", "8"))):
            for column, words in enumerate(cells):
                table.cell(row, column).text = words
        table.cell(1, 2).paragraphs[0].add_run().add_picture(io.BytesIO(png(text_picture())), width=Inches(3))
        held = io.BytesIO()
        document.save(held)
        (told,) = read(held.getvalue(), ".docx").notices
        assert told.startswith("picture in row 2 of table 1: not looked at")


def line(words, y, gap=6.0):
    """Words of a line as glyphs, ten points high."""
    x, out = 20.0, []
    for one in words.split():
        out.append(Glyph(x, y, x + 5 * len(one), y + 10, one, 10.0, gap=True, confidence=95.0))
        x += 5 * len(one) + gap
    return out


def test_what_holds_text():
    typed = [glyph for y in (10, 30, 50) for glyph in line("doanh nghiệp thành lập mới", y)]
    assert pictures.holds_text(typed, [])
    assert not pictures.holds_text(typed[:10], []), "two lines may be the title of a chart"
    apart = [glyph for y in (10, 30, 50) for glyph in line("Bè Châu Gò Tân", y, gap=60.0)]
    assert not pictures.holds_text(apart, []), "labels of an axis"
    numbers = [glyph for y in (10, 30, 50) for glyph in line("10 20 30 40 50", y)]
    assert not pictures.holds_text(numbers, [])
    assert not pictures.holds_text([], [])
    rules = [*(Area(10, y, 200, y) for y in (5, 25, 45)), *(Area(x, 5, x, 45) for x in (10, 100, 200))]
    assert pictures.holds_text([*line("10", 10), *line("20", 30)], rules)
    assert not pictures.holds_text([*line("10", 10), *line("20", 60), *line("30", 80)], rules)
