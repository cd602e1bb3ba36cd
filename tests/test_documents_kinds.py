"""What Word, spreadsheets and web pages print, and what they only hold: each case a file made for it."""

import datetime
import io

import openpyxl
import pytest
from documents.files import p, r, tbl, tc, word

import tvict
from tvict.documents.render import render
from tvict.documents.sheet import read_workbook, shown
from tvict.documents.web import read_page
from tvict.documents.word import read_word

NUMBERED = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'


def text_of(body, **parts):
    return render(read_word(word(body, **parts))).text


def notices_of(body, **parts):
    return read_word(word(body, **parts)).notices


class TestWord:
    def test_insertions_are_in_and_deletions_out(self):
        body = p(
            r("nuôi tôm "),
            "<w:del><w:r><w:delText>18.200</w:delText></w:r></w:del>",
            f"<w:ins>{r('18.450')}</w:ins>",
            f"<w:moveFrom>{r('9.999')}</w:moveFrom>",
            r(" ha"),
        )
        assert text_of(body) == "nuôi tôm 18.450 ha\n"
        assert notices_of(body) == ["tracked deletions left out: 2", "tracked insertions taken in: 1"]

    def test_a_paragraph_whose_mark_was_deleted_goes_on(self):
        joined = p("Đạt 1.", properties="<w:rPr><w:del/></w:rPr>") + p("250 hộ")
        assert text_of(joined) == "Đạt 1.250 hộ\n"
        assert text_of(p("Đạt 1.") + p("250 hộ")) == "Đạt 1.\n\n250 hộ\n"

    def test_a_deleted_row_is_out(self):
        gone = "<w:tr><w:trPr><w:del/></w:trPr>" + tc("B") + tc("7") + tc("8") + "</w:tr>"
        table = tbl(["Huyện", "2021", "2022"], ["A", "5", "6"]).replace("</w:tbl>", gone + "</w:tbl>")
        assert text_of(table) == "Huyện\t2021\t2022\nA\t5\t6\n"

    def test_raised_digits_stay_apart_from_the_number_before_them(self):
        raised = '<w:vertAlign w:val="superscript"/>'
        assert text_of(p(r("còn 6.412"), r("3", raised), r(" hộ, 24 m"), r("2", raised))) == "còn 6.412³ hộ, 24 m²\n"
        lowered = '<w:vertAlign w:val="subscript"/>'
        assert text_of(p(r("CO"), r("2", lowered))) == "CO₂\n"

    def test_hidden_words_and_contents_are_out(self):
        styles = '<w:style w:type="paragraph" w:styleId="M1"><w:name w:val="toc 1"/></w:style>'
        body = p("1. Kinh tế 3", properties='<w:pStyle w:val="M1"/>') + p(r("Có "), r("99", "<w:vanish/>"), r("5 xã"))
        assert text_of(body, styles=styles) == "Có 5 xã\n"
        assert notices_of(body, styles=styles) == [
            "lines of a table of contents left out: 1",
            "runs of hidden words left out: 1",
        ]
        assert text_of(body) == "1. Kinh tế 3\n\nCó 5 xã\n"

    def test_a_text_box_comes_once_behind_its_paragraph(self):
        box = "<w:txbxContent>" + p("Khung 12 hộ") + "</w:txbxContent>"
        drawn = f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        drawn += f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        drawn = f"<w:r>{drawn}</mc:AlternateContent></w:r>"
        assert text_of(p(r("Đoạn này"), drawn, r(" có khung."))) == "Đoạn này có khung.\n\nKhung 12 hộ\n"

    def test_notes_stand_behind_the_block_that_calls_them(self):
        notes = (
            "".join(f'<w:footnote w:id="{n}">{p(f"Gồm {n}0 hộ.")}</w:footnote>' for n in (1, 2, 3))
            + '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
        )
        call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
        table = tbl(["Xã", "2021", "2022"], [tc(p(r("A"), call.format(2))), "5", "6"])
        body = p(r("Có 24m² và 3 xã"), call.format(3), r(".")) + table + p(r("Hết"), call.format(1))
        text = text_of(body, footnotes=notes)
        assert text == (
            "Có 24m² và 3 xã¹.\n\n¹ Gồm 30 hộ.\n\nXã\t2021\t2022\nA²\t5\t6\n\n² Gồm 20 hộ.\n\nHết³\n\n³ Gồm 10 hộ.\n"
        )

    def test_numbers_that_word_counts_are_printed(self):
        level = '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'
        abstract = (
            level.format(0, "upperRoman", "%1.") + level.format(1, "decimal", "%1.%2.") + level.format(2, "bullet", "")
        )
        numbering = f'<w:abstractNum w:abstractNumId="0">{abstract}</w:abstractNum>' + "".join(
            f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{over}</w:num>'
            for n, over in ((1, ""), (2, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride>'))
        )
        lines = [(0, 1), (1, 1), (1, 1), (0, 1), (1, 1), (2, 1), (0, 2)]
        body = "".join(p("x", properties=NUMBERED.format(*line)) for line in lines)
        assert text_of(body, numbering=numbering).split("\n\n") == (
            ["I. x", "I.1. x", "I.2. x", "II. x", "II.1. x", "- x", "IV. x\n"]
        )

    def test_merged_cells_come_once_with_their_spans(self):
        across, down = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
        table = tbl(
            [tc("Xã", properties=down), tc("Năm 2022", properties=across)],
            [tc("", properties="<w:vMerge/>"), "Kế hoạch", "Thực hiện"],
            ["A", "5", "6"],
        )
        rendered = render(read_word(word(table)))
        assert rendered.text == "Xã\tNăm 2022\t\n\tKế hoạch\tThực hiện\nA\t5\t6\n"
        (made,) = rendered.layout.tables
        spans = {rendered.text[c.start : c.end]: (c.row, c.column, c.row_span, c.column_span) for c in made.cells}
        assert spans["Xã"] == (0, 0, 2, 1)
        assert spans["Năm 2022"] == (0, 1, 1, 2)
        assert spans["Thực hiện"] == (1, 2, 1, 1)

    def test_a_letterhead_is_lines_and_a_table_in_it_is_a_table(self):
        head = tbl([tc("UBND TỈNH", "Số: 12/BC-UBND"), tc("Độc lập")], ruled=False)
        assert text_of(head) == "UBND TỈNH\nSố: 12/BC-UBND\nĐộc lập\n"
        inner = tbl(["Xã", "2021", "2022"], ["A", "5", "6"])
        assert text_of(tbl([tc(p("Bảng"), inner)], ruled=False)) == "Bảng\nXã\t2021\t2022\nA\t5\t6\n"

    def test_a_ruled_table_of_two_columns_is_a_table(self):
        rows = [["Chỉ tiêu", "Kết quả"], ["Số xã", "12 xã"]]
        assert text_of(tbl(*rows)) == "Chỉ tiêu\tKết quả\nSố xã\t12 xã\n"
        assert text_of(tbl(*rows, ruled=False)) == "Chỉ tiêu\nKết quả\nSố xã\n12 xã\n"

    def test_letters_and_marks_in_two_runs_are_composed(self):
        body = p(r("xa\u0303 co\u0301 5\u00a0h"), r("ô\u0323"), r(" nghe\u0300\u00ado"))
        assert text_of(body) == "xã có 5 hộ nghèo\n"

    def test_links_fields_and_odd_spaces_come_as_they_are_printed(self):
        link = f"<w:hyperlink>{r('1.250 hộ')}</w:hyperlink>"
        field = f"<w:r><w:instrText>PAGE 99</w:instrText></w:r><w:fldSimple>{r('7')}</w:fldSimple>"
        kept = "<w:r><w:t>2</w:t><w:noBreakHyphen/><w:t>3 lần</w:t></w:r>"
        assert text_of(p(link, r(" ở\u00a0mục\u2009"), field, r(", "), kept)) == "1.250 hộ ở mục 7, 2-3 lần\n"

    def test_quotes_and_dashes_of_windows_are_those(self):
        assert text_of(p("\x93Có 5\x968 xã\x94, 7\x81 ấp\x85")) == "“Có 5–8 xã”, 7 ấp…\n"

    def test_headers_and_footers_are_out(self):
        assert text_of(p("Có 5 xã"), header1=p("Trang 99"), footer1=p("98")) == "Có 5 xã\n"

    @pytest.mark.parametrize("stored", ["tr\u00adêng", "tr<w:softHyphen/>êng"])
    def test_the_soft_hyphen_is_a_letter_in_old_fonts_alone(self, stored):
        font = '<w:rFonts w:ascii=".VnTime"/>'
        parts = "".join(
            piece if piece.startswith("<w:soft") else f"<w:t>{piece}</w:t>"
            for piece in stored.replace("<w:softHyphen/>", "|<w:softHyphen/>|").split("|")
        )
        run = f"<w:r><w:rPr>{{}}</w:rPr>{parts}</w:r>"
        assert text_of(p(run.format(font), r(" 12"))) == "trường 12\n"
        assert text_of(p(run.format(""), r(" 12"))) == "trêng 12\n"

    def test_the_font_may_stand_in_the_style_of_the_paragraph(self):
        styles = (
            '<w:style w:type="paragraph" w:styleId="Goc"><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Goc"/></w:style>'
        )
        body = p("§¹t 5 tû ®ång", properties='<w:pStyle w:val="Con"/>')
        assert text_of(body, styles=styles) == "Đạt 5 tỷ đồng\n"


class TestWorkbook:
    @pytest.mark.parametrize(
        ("value", "written", "printed"),
        [
            (1234567, "#,##0", "1.234.567"),
            (1234.5, "General", "1234,5"),
            (0.1 + 0.2, "General", "0,3"),
            (0.1253, "0.0%", "12,5%"),
            (-12.5, "#,##0.0_);(#,##0.0)", "(12,5)"),
            (0, '#,##0;-#,##0;"-"', "-"),
            (0, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "-"),
            (4870000, '#,##0,"  nghìn"', "4.870  nghìn"),
            (12.5, '0.0"%"', "12,5%"),
            (2.5, "0", "3"),
            (45, "0.##", "45"),
            (5, "00", "05"),
            (datetime.datetime(2022, 11, 30), "dd/mm/yyyy", "30/11/2022"),
            (datetime.datetime(2022, 11, 1), "mm/yyyy", "11/2022"),
            ("1.250", "General", "1.250"),
            (None, "0", ""),
        ],
    )
    def test_numbers_are_as_the_sheet_shows_them(self, value, written, printed):
        assert shown(value, written) == printed

    @pytest.fixture
    def book(self):
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Bảng 1"
        for row in (
            ["KẾT QUẢ NĂM 2022"],
            [],
            ["Xã", "Kế hoạch", None, "Ẩn"],
            [None, "2021", "2022", "x"],
            ["A", 5, 6, 77],
            ["Vùng cao"],
            ["B", 7, 8, 88],
            ["C", 9, 10, 99],
            ["Ghi chú: số liệu ước."],
        ):
            sheet.append(row)
        sheet.merge_cells("B3:C3")
        sheet.merge_cells("A3:A4")
        sheet.row_dimensions[7].hidden = True
        sheet.column_dimensions["D"].hidden = True
        book.create_sheet("Nháp").sheet_state = "hidden"
        book["Nháp"]["A1"] = 123
        return book

    def read(self, book):
        held = io.BytesIO()
        book.save(held)
        return read_workbook(held.getvalue())

    def test_hidden_parts_are_out_and_told(self, book):
        document = self.read(book)
        text = render(document).text
        assert text == (
            "KẾT QUẢ NĂM 2022\n\nXã\tKế hoạch\t\n\t2021\t2022\nA\t5\t6\nVùng cao\t\t\nC\t9\t10\n\n"
            "Ghi chú: số liệu ước.\n"
        )
        assert document.notices == ["hidden rows or columns of 'Bảng 1' left out: 2", "hidden sheet 'Nháp' left out"]

    def test_columns_without_a_word_at_the_right_are_out(self, book):
        sheet = book["Bảng 1"]
        sheet["AZ5"].border = openpyxl.styles.Border(left=openpyxl.styles.Side("thin"))
        sheet.merge_cells("E3:AY3")
        assert "\nXã\tKế hoạch\t\n" in render(self.read(book)).text

    def test_a_sheet_is_a_section_of_its_own(self, tmp_path):
        book = openpyxl.Workbook()
        for line in ("BÁO CÁO NĂM 2022", "II. NHIỆM VỤ NĂM 2023", "Trồng 600 ha dứa."):
            book.active.append([line])
        rows = [["Huyện", "Số hồ", "Số đập"], ["Yên Lập", 12, 3], ["Tân Sơn", 8, 5]]
        for name, title in (
            ("Hồ", "Số hồ đập năm 2021 theo huyện"),
            ("Biểu", "Biểu số 2: Hồ đập theo huyện"),
            ("x", None),
        ):
            sheet = book.create_sheet(name)
            for row in ([[title]] if title else []) + rows:
                sheet.append(row)
        book.save(tmp_path / "b.xlsx")
        figures = tvict.read(tmp_path / "b.xlsx").figures.drop_duplicates("section")
        assert figures[["section", "role", "period"]].values.tolist() == [
            ["II", "plan", "2023"],
            ["Hồ", "level", "2021"],
            ["Biểu số 2", "level", "2022"],
            ["x", "level", "2022"],
        ]
        assert figures["topic"].tolist()[1:3] == ["số hồ đập năm 2021 theo huyện", "hồ đập theo huyện"]

    def test_formulas_without_a_value_and_errors_are_told(self, book):
        book["Bảng 1"]["B8"] = "=SUM(B5:B7)"
        book["Bảng 1"]["C8"] = "#DIV/0!"
        document = self.read(book)
        assert "#" not in render(document).text
        assert "1 formulas without a value in 'Bảng 1': B8" in document.notices
        assert "1 errors in place of a value in 'Bảng 1': C8" in document.notices

    def test_parts_of_a_cell_have_fonts_of_their_own(self, book):
        from openpyxl.cell.rich_text import CellRichText, TextBlock
        from openpyxl.cell.text import InlineFont

        book["Bảng 1"]["A5"] = CellRichText("Hộ ", TextBlock(InlineFont(rFont=".VnTime"), "nghÌo ®\u00b9t chuÈn"))
        assert "Hộ nghèo đạt chuẩn\t5\t6" in render(self.read(book)).text

    def test_empty_sheets_are_no_trouble(self, book):
        book.create_sheet("Trống")
        assert "KẾT QUẢ" in render(self.read(book)).text


class TestPage:
    def text(self, body):
        return render(read_page(f"<html><body>{body}</body></html>".encode())).text

    def test_menus_scripts_and_counters_are_out(self):
        report = "<p>Toàn tỉnh có 421 trường với 198.540 học sinh trong năm học này.</p>" * 3
        page = f"<ul class='menu'><li><a href='/'>Tin (128)</a></li></ul><div>{report}</div><footer>Xem 9.999</footer>"
        assert "128" not in self.text(page + "<script>var x = 56;</script>")
        assert "9.999" not in self.text(page)
        assert self.text(page).count("198.540") == 3

    def test_tags_that_nobody_closed(self):
        assert self.text("<p>Một 1<p>Hai 2<table border=1><tr><td>a<td>1<td>2<tr><td>b<td>3<td>4</table>") == (
            "Một 1\n\nHai 2\n\na\t1\t2\nb\t3\t4\n"
        )

    def test_tags_that_nobody_closed_nest_as_deep_as_they_like(self):
        """Libraries stop at a depth of 256 and lose the rest without a word."""
        text = self.text("".join(f"<font><span>Có {number} xã đạt chuẩn. " for number in range(500)))
        assert [f"Có {number} xã đạt chuẩn." in text for number in range(500)] == [True] * 500

    def test_paragraphs_beside_a_large_table_stay(self):
        table = "<table border=1>" + "<tr><td>Xã số một của huyện<td>12<td>13</tr>" * 20 + "</table>"
        assert self.text(f"<div class=content><div>Đạt 5 tỷ đồng trong năm.</div>{table}</div>").startswith("Đạt 5 tỷ")

    def test_two_line_breaks_part_paragraphs(self):
        assert self.text("<div>Đạt 5 tỷ.<br><br>Tăng<br>2%.</div>") == "Đạt 5 tỷ.\n\nTăng\n2%.\n"

    def test_raised_digits_stay_apart(self):
        assert self.text("<p>còn 6.412<sup>3</sup> hộ; 24 m<sup>2</sup></p>") == "còn 6.412³ hộ; 24 m²\n"

    def test_spans_are_clipped(self):
        text = self.text("<table border=1><tr><td colspan=999999999>A<td rowspan=x>1</table>")
        assert text.split() == ["A", "1"]

    def test_a_page_saved_with_its_parts(self):
        page = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n"
        page += b"Content-Type: text/html; charset=utf-8\r\n\r\n<p>c\xc3\xb3 12 x\xc3\xa3</p>\r\n--b--"
        assert render(read_page(page)).text == "có 12 xã\n"

    @pytest.mark.parametrize("charset", ["undefined", "hex", "idna", "utf-9", "utf-16"])
    def test_a_page_in_an_encoding_that_is_none(self, charset):
        page = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}"><p>có 12 xã</p>'
        assert render(read_page(page.encode())).text == "có 12 xã\n"


class TestPdf:
    PROSE = (
        "Doanh thu năm 2022 đạt 76 tỷ đồng, giảm 13,24% so với năm 2021.",
        "Toàn tỉnh có 106 xã, phường, thị trấn.",
    )

    def read(self, *draws):
        """A page with a sentence above and one below what `draw` draws on a figure, for each of them."""
        import matplotlib.figure
        from matplotlib import rc_context
        from matplotlib.backends.backend_pdf import PdfPages

        from tvict.documents.pdf import read_pdf

        held = io.BytesIO()
        with rc_context({"pdf.fonttype": 42}), PdfPages(held) as pages:
            for draw in draws:
                page = matplotlib.figure.Figure(figsize=(8.27, 11.69))
                page.text(0.1, 0.9, self.PROSE[0])
                page.text(0.1, 0.3, self.PROSE[1])
                draw(page)
                pages.savefig(page)
        return read_pdf(held.getvalue())

    @pytest.mark.parametrize(
        "draw",
        [
            lambda axes: axes.bar([2019, 2020, 2021], [61, 70, 87], color="tab:blue"),
            lambda axes: axes.plot([2018, 2019, 2020, 2021], [55, 61, 70, 87], marker="o", color="red"),
            lambda axes: axes.pie([40, 35, 25], autopct="%1.1f%%"),
        ],
        ids=["bars", "line", "pie"],
    )
    def test_labels_of_charts_are_out_and_told(self, draw):
        document = self.read(lambda page: draw(page.add_axes((0.15, 0.4, 0.7, 0.3))))
        assert render(document).text.split("\n\n") == [self.PROSE[0], self.PROSE[1] + "\n"]
        assert document.notices == ["page 1: the labels of a chart left out"]

    @pytest.mark.parametrize(("over", "read"), [(True, []), (False, ["Có 12 xã"])])
    def test_words_under_a_picture_of_the_page_are_another_programs(self, over, read, monkeypatch):
        """A scanner's software lays the words it read under the picture, or unseen over it: tvict reads the picture."""
        import numpy as np

        from tvict.documents import scan

        looked = []
        monkeypatch.setattr(scan, "read_pages", lambda pdf, numbers: (looked.append(numbers), ([], [], "x"))[1])

        def draw(page):
            page.texts.clear()
            page.text(0.3, 0.5, "Có 12 xã", zorder=1)
            axes = page.add_axes((0, 0, 1, 1), zorder=2 if over else 0)
            axes.imshow(np.full((1169, 827, 3), 250, np.uint8), aspect="auto")
            axes.axis("off")

        document = self.read(draw)
        assert render(document).text.split("\n")[:-1] == (read or [""])
        assert looked == ([[1]] if over else [])

    def test_words_on_a_coloured_ground_stay(self):
        from matplotlib.patches import Rectangle

        def draw(page):
            for k in range(4):
                page.add_artist(Rectangle((0.08, 0.5 + 0.05 * k), 0.8, 0.04, color="lightblue"))
            page.text(0.1, 0.56, "Tỷ lệ hộ nghèo giảm còn 3,72%, thấp hơn kế hoạch đề ra đầu năm.")

        assert "3,72%" in render(self.read(draw)).text

    def test_a_table_with_shaded_rows_is_a_table(self):
        from matplotlib.patches import Rectangle

        def draw(page):
            for k in range(4):
                for j in range(3):
                    colour = "lightblue" if k == 3 else "none"
                    page.add_artist(
                        Rectangle((0.1 + 0.2 * j, 0.5 + 0.04 * k), 0.2, 0.04, facecolor=colour, edgecolor="black")
                    )
                    page.text(0.12 + 0.2 * j, 0.51 + 0.04 * k, f"{k}{j}5,{j}")

        text = render(self.read(draw)).text
        assert "305,0\t315,1\t325,2\n205,0\t215,1\t225,2\n" in text

    def test_a_watermark_is_out_and_its_frames_make_no_table(self):
        """Its words slant; its shapes and the frames around them are transparent, over the page and beyond it."""
        from matplotlib.patches import Circle, Rectangle

        def draw(page):
            for x in (0.2, 0.5, 0.7):
                page.text(x, 0.55, "BẢN SAO 2022-10-19", rotation=40, color="lightgrey")
                page.add_artist(Rectangle((x - 0.4, 0.2), 0.6, 0.9, facecolor="none", edgecolor=(0, 0, 0, 0)))
                page.add_artist(Circle((x, 0.85), 0.09, facecolor=(0.6, 0.6, 0.6, 0.4)))
            page.text(0.1, 0.86, "Có 24 xã.")

        document = self.read(draw)
        assert render(document).text == f"{self.PROSE[0]}\n\nCó 24 xã.\n\n{self.PROSE[1]}\n"
        assert document.notices == ["page 1: 48 characters of turned text left out"]

    @pytest.mark.parametrize("counted", [1, 4])
    def test_a_frame_that_heads_every_page_is_out(self, counted):
        """It may give the number of the page; a table with more numbers is one, though its labels are on every page."""
        from matplotlib.patches import Rectangle

        def head(number):
            def draw(page):
                page.texts[0].set_y(0.7)
                for k in range(5):
                    cell = Rectangle((0.1 + 0.16 * k, 0.94), 0.16, 0.03, facecolor="none", edgecolor="black")
                    page.add_artist(cell)
                    page.text(0.11 + 0.16 * k, 0.95, f"{number}{k} hộ" if k < counted else "Sở", fontsize=9)

            return draw

        document = self.read(*map(head, (1, 2, 3)))
        assert ("10 hộ\t" in render(document).text) is (counted > 3)
        left_out = ["lines of page numbers, headers and footers left out: 3"]
        assert document.notices == ([] if counted > 3 else left_out)

    def test_a_word_wider_than_its_cell_stays_in_it(self):
        from matplotlib.patches import Rectangle

        def draw(page):
            for k in range(3):
                for j in range(3):
                    cell = Rectangle((0.1 + 0.1 * j, 0.5 + 0.04 * k), 0.1, 0.04, facecolor="none", edgecolor="black")
                    page.add_artist(cell)
                page.text(0.11, 0.51 + 0.04 * k, "Đan Phượng", fontsize=12)
                page.text(0.32, 0.51 + 0.04 * k, f"{k}5", fontsize=14)

        assert "Đan Phượng\t\t25\nĐan Phượng\t\t15\n" in render(self.read(draw)).text

    def test_a_page_turned_on_its_side_is_read_upright(self):
        def draw(page):
            page.texts.clear()
            for k, words in enumerate(("Số xã đạt chuẩn là 69 xã", "Số hộ nghèo là 6.412 hộ")):
                page.text(0.3 + 0.05 * k, 0.2, words, rotation=90)

        assert render(self.read(draw)).text == "Số xã đạt chuẩn là 69 xã\n\nSố hộ nghèo là 6.412 hộ\n"
