"""A report read: its tables, quotes, notebook view and metadata."""

import re
import unicodedata
from decimal import Decimal
from html import unescape
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from test_documents_plain import windows_1258

import tvict
from tvict.analysis.cited import documents_cited
from tvict.errors import LoadError, ReadError, UnknownFigure
from tvict.metadata import Metadata
from tvict.names import masked
from tvict.reading.model import Figure, Numeral, Reading
from tvict.tables import TABLES, frame

RAW = Path(__file__).parents[1] / "data" / "raw"
NAMES = ["travinh-2022", "anbinh-2019"]
SENTENCE = "Tổng doanh thu bưu chính ước đạt 76 tỷ đồng, giảm 13,24% so với cùng kỳ năm trước.\n"


@pytest.fixture(scope="module", params=NAMES)
def report(request):
    return tvict.read(RAW / f"{request.param}.txt")


def handmade(text: str, *figures: tuple[str, str], name: str = "made") -> tvict.Report:
    """A report whose figures are the given (words, role) pairs, found in order."""
    rows, numerals, at = [], [], 0
    for number, (words, role) in enumerate(figures):
        at = text.index(words, at)
        digits = re.match(r"\d+(?:[.,]\d+)*", words).group()
        numerals.append(Numeral(at, at + len(digits), digits, "figure", number, "default"))
        value = Decimal(digits.replace(".", "").replace(",", "."))
        rows.append(Figure(number, at, at + len(words), words, value, role=role, low=value, high=value))
        at += len(digits)
    return tvict.Report(Reading(text, tuple(numerals), tuple(rows)), Metadata(name))


def test_every_span_of_every_table_is_its_text(report):
    for name, table in report.tables.items():
        if {"start", "end", "text"} <= set(table.columns):
            spans = zip(table["start"], table["end"], table["text"], strict=True)
            assert all(report.text[start:end] == text for start, end, text in spans), name


def test_text_is_the_file_unchanged(report):
    assert report.text.encode("utf-8") == (RAW / f"{report.name}.txt").read_bytes()


def test_every_numeral_is_a_row(report):
    spans = [match.span() for match in re.finditer(r"\d+(?:[.,]\d+)*", report.text)]
    assert list(zip(report.numerals["start"], report.numerals["end"], strict=True)) == spans
    assert (report.numerals["figure_id"].notna() == (report.numerals["kind"] == "figure")).all()


def test_every_table_names_its_report_and_has_its_types(report):
    for name, table in report.tables.items():
        assert list(table.columns) == TABLES[name].names
        assert dict(table.dtypes) == dict(frame(name, []).dtypes)
        assert (table["report"] == report.name).all()
        for column in TABLES[name].columns:
            if column.required:
                assert table[column.name].notna().all(), (name, column.name)
            if column.values:
                assert set(table[column.name].dropna()) <= set(column.values), (name, column.name)
            if column.dtype == "str":
                assert not (table[column.name] == "").any(), (name, column.name)


def test_keys_and_references_hold(report):
    tables = report.tables
    for name, table in tables.items():
        schema = TABLES[name]
        assert not table.duplicated(list(schema.key)).any(), name
        for column, (other, key) in schema.refers.items():
            assert set(table[column].dropna()) <= set(tables[other][key]), (name, column)


def test_a_figure_bears_the_row_number_of_its_first_numeral(report):
    first = report.numerals[report.numerals["kind"] == "figure"].groupby("figure_id").head(1)
    assert (first["figure_id"] == first.index).all()


def test_whoever_groups_by_cell_loses_nothing(report):
    coded = report.figures[report.figures["indicator"].notna()]
    assert coded.groupby(["indicator", "cell"]).size().sum() == len(coded)
    assert (report.figures["cell"].notna() == report.figures["indicator"].notna()).all()
    known = report.history.dropna(subset=["indicator", "period"])
    table = known.pivot_table(index=["indicator", "cell"], columns="period", values="value", aggfunc="count")
    assert table.sum().sum() == len(known) > 0


def test_reports_join(report):
    both = pd.concat([report.figures, tvict.parse(SENTENCE, name="draft").figures], ignore_index=True)
    assert dict(both.dtypes) == dict(report.figures.dtypes)
    assert set(both["report"]) == {report.name, "draft"}


def test_parse_reads_a_string():
    report = tvict.parse(SENTENCE)
    assert report.name == "text"
    assert report.text == SENTENCE
    assert report.figures["value"].tolist() == [76e9, -13.24]
    assert report.metadata.year is None
    with pytest.raises(TypeError, match=r"tvict\.read"):
        tvict.parse(Path("report.txt"))


@pytest.mark.parametrize("path", ["report.txt", "reports/quý-3.DOCX", r"C:\reports\q3.pdf", " report.xlsx\n"])
def test_parse_refuses_the_name_of_a_file(path):
    with pytest.raises(ReadError, match=r"name of a file, not a text: use tvict\.read"):
        tvict.parse(path)


def test_parse_refuses_a_name_with_blanks_only_where_the_file_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert tvict.parse("báo cáo 5 xã.txt").figures["value"].tolist() == [5.0]
    Path("báo cáo 5 xã.txt").write_text("Có 5 xã.", "utf-8")
    with pytest.raises(ReadError, match=r"use tvict\.read"):
        tvict.parse("báo cáo 5 xã.txt")


@pytest.mark.parametrize(
    "text", ["Có 5 xã.", "Có 5 xã, xem quy3.docx", "Có 5 xã.\nquy3.txt", f"Có 5 xã{' và xã' * 2000}.txt"]
)
def test_parse_reads_a_text_that_tells_of_a_file(text):
    assert tvict.parse(text).figures["value"].tolist() == [5.0]


@pytest.mark.parametrize("text", ["", "Không có số nào ở đây.\n"])
def test_a_text_without_figures_has_empty_tables(text):
    report = tvict.parse(text)
    for name, table in report.tables.items():
        assert len(table) == (name == "sources")
        assert dict(table.dtypes) == dict(frame(name, []).dtypes)
    assert "No figure in this text" in report._repr_html_()


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-16-be"),
        windows_1258,
        lambda text: unicodedata.normalize("NFD", text).encode("utf-8"),
        lambda text: text.replace("\n", "\r\n").encode("utf-8"),
    ],
    ids=["utf-8-sig", "utf-16", "utf-16-be", "windows-1258", "nfd", "crlf"],
)
def test_every_encoding_gives_the_same_figures(tmp_path, encode):
    plain = (RAW / "anbinh-2019.txt").read_text("utf-8")
    (tmp_path / "anbinh-2019.txt").write_bytes(encode(plain))
    report = tvict.read(tmp_path / "anbinh-2019.txt")
    expected = tvict.parse(plain)
    for column in ("value", "role", "bound", "estimate", "period", "parent_id", "of_id", "base_id"):
        pd.testing.assert_series_equal(report.figures[column], expected.figures[column])
    assert [report.text[s:e] for s, e in zip(report.figures["start"], report.figures["end"], strict=True)] == list(
        report.figures["text"]
    )


def test_what_was_decided_is_said(tmp_path):
    path = tmp_path / "old.txt"
    path.write_bytes(windows_1258((RAW / "anbinh-2019.txt").read_text("utf-8")))
    report = tvict.read(path)
    assert "windows-1258" in report.notices[0]
    assert "windows-1258" in report._repr_html_()
    assert report.metadata.encoding == "windows-1258"


class TestMetadata:
    def test_stand_beside_the_file(self, report):
        source = report.sources.iloc[0]
        assert source["year"] == int(report.name[-4:])
        assert source["issuer"].startswith("Sở Thông tin và Truyền thông tỉnh ")
        assert source["issuer"].endswith(source["area_name"])
        assert source["licence"]
        assert source["invented"] == (report.name == "anbinh-2019")
        assert "invented" in report._repr_html_() or not source["invented"]

    def test_come_from_the_text_where_there_are_none(self):
        for name in NAMES:
            metadata = tvict.parse((RAW / f"{name}.txt").read_text("utf-8")).metadata
            written = tvict.read(RAW / f"{name}.txt").metadata
            assert (metadata.area_name, metadata.year) == (written.area_name, written.year)
            assert metadata.area is None

    @pytest.mark.parametrize(
        ("toml", "said"),
        [
            ("sha256 = 'abc'", "is not the file that r.toml describes"),
            ("year = '2022'", "write it as int"),
            ("colour = 'red'", "keys that mean nothing here"),
            ("year = ", "cannot be read as TOML"),
        ],
    )
    def test_that_are_wrong_are_refused(self, tmp_path, toml, said):
        (tmp_path / "r.txt").write_text(SENTENCE, "utf-8")
        (tmp_path / "r.toml").write_text(toml, "utf-8")
        with pytest.raises(ReadError, match=re.escape(said)) as refused:
            tvict.read(tmp_path / "r.txt")
        assert "\n" not in str(refused.value)

    def test_year_reaches_the_reader(self, tmp_path):
        (tmp_path / "r.txt").write_text(SENTENCE, "utf-8")
        (tmp_path / "r.toml").write_text("year = 2031", "utf-8")
        assert tvict.read(tmp_path / "r.txt").figures["period"].str[:4].tolist() == ["2031", "2031"]


class TestQuote:
    def test_marks_the_figure_in_its_passage(self):
        report = handmade("Mở đầu 1.\n\nĐã áp dụng cho 577 cơ\nquan, 139 ở tỉnh.\n\nHết.", ("577 cơ\nquan", "level"))
        assert report.quote(0) == "Đã áp dụng cho ⟦577 cơ quan⟧, 139 ở tỉnh."

    def test_keeps_to_its_item_of_a_list(self):
        report = handmade("Gồm:\r\n* 5 xã;\r\n* 6 huyện\r\n  và thị xã;\r\n\r\nHết.", ("6 huyện", "level"))
        assert report.quote(0) == "* ⟦6 huyện⟧ và thị xã;"

    @pytest.mark.parametrize("ends", ["\n", "\r\n"])
    def test_lines_typed_without_a_blank_line_between_are_apart(self, ends):
        text = "BÁO CÁO\nToàn tỉnh có 12 xã.\nhộ nghèo: 30 hộ;\nSố hộ cận nghèo: 45 hộ\nSố xã: 9".replace("\n", ends)
        report = handmade(text, ("12 xã", "level"), ("30 hộ", "level"), ("45 hộ", "level"))
        quotes = [report.quote(number) for number in range(3)]
        assert quotes == ["Toàn tỉnh có ⟦12 xã⟧.", "hộ nghèo: ⟦30 hộ⟧;", "Số hộ cận nghèo: ⟦45 hộ⟧"]

    def test_a_heading_is_no_part_of_the_item_below_it(self):
        text = "II. Y TẾ DỰ PHÒNG\n1. Số ca mắc là 1.874 ca.\na) Chi\nb) Tặng\n12 xã"
        report = handmade(text, ("1.874 ca", "level"), ("12 xã", "level"))
        assert [report.quote(number) for number in range(2)] == ["1. Số ca mắc là ⟦1.874 ca⟧.", "b) Tặng ⟦12 xã⟧"]

    def test_a_line_broken_to_fit_the_page_goes_on(self):
        text = "Trong năm qua các cơ quan, đơn vị trên địa bàn của toàn tỉnh\nAn Bình đã có\n12 xã, gồm:\nXã Tân An."
        assert handmade(text, ("12 xã", "level")).quote(0) == " ".join(text.replace("12 xã", "⟦12 xã⟧").split())

    @pytest.mark.parametrize("bar", ["\t", " | "])
    def test_rows_of_a_table_are_apart(self, bar):
        rows = [["Chỉ tiêu", "Năm"], ["- Dịch vụ", "14 tỷ"], ["2", "Thu nhập", "58 triệu"], ["xe", "-", "-"]]
        report = handmade("\n".join(bar.join(row) for row in rows), ("14 tỷ", "level"), ("58 triệu", "level"))
        assert [report.quote(number) for number in range(2)] == ["- Dịch vụ | ⟦14 tỷ⟧", "2 | Thu nhập | ⟦58 triệu⟧"]

    def test_cuts_a_long_paragraph_to_its_sentences(self):
        text = "Câu trước. " * 60 + "Có 12 xã đạt chuẩn; nhiều hơn năm trước. " + "Câu sau. " * 60
        assert handmade(text, ("12 xã", "level")).quote(0) == "… Có ⟦12 xã⟧ đạt chuẩn; …"

    def test_every_figure_has_one(self, report):
        for row in report.figures.itertuples():
            quote = report.quote(row.figure_id)
            assert f"⟦{' '.join(row.text.split())}⟧" in quote
            assert "\n" not in quote

    def test_writes_the_cells_of_a_table_in_one_line(self):
        told = tvict.read(RAW / "tanloc-2022.docx").explain(159).set_index("column")
        assert told.loc["unit", "words"] == "So sánh (%) | Trung ương giao | HĐND tỉnh giao | Dự toán HĐND"

    def test_of_no_figure_is_told(self, report):
        with pytest.raises(UnknownFigure, match=f"{report.name} has no figure 99999: give one number"):
            report.quote(99999)

    @pytest.mark.parametrize("figure_id", ["x", [0], None, "", -1])
    def test_of_what_is_no_id_is_told_in_one_sentence(self, report, figure_id):
        with pytest.raises(UnknownFigure, match="give one number of the column figure_id"):
            report.quote(figure_id)

    def test_takes_an_id_as_a_shell_or_a_table_gives_it(self, report):
        figure_id = report.figures["figure_id"].iloc[0]
        assert report.quote(figure_id) == report.quote(str(figure_id)) == report.quote(float(figure_id))


class TestExplain:
    def test_tells_value_rule_and_words_of_each_decided_column(self):
        report = tvict.parse("BÁO CÁO NĂM 2022\n\nÁp dụng cho 577 cơ quan (cấp tỉnh: 139, cấp huyện: 332).")
        whole, part = report.figures["figure_id"].iloc[:2]
        told = report.explain(int(part)).set_index("column")
        assert {"unit", "role", "period", "subject", "parent"} <= set(told.index)
        assert told.loc[["unit", "parent"], "value"].tolist() == ["cơ quan", str(whole)]
        assert told.loc["unit", ["scope", "words"]].tolist() == ["list", "577 cơ quan"]

    def test_writes_the_cells_of_a_table_in_one_line(self):
        told = tvict.read(RAW / "tanloc-2022.docx").explain(159).set_index("column")
        assert told.loc["unit", "words"] == "So sánh (%) | Trung ương giao | HĐND tỉnh giao | Dự toán HĐND"

    def test_of_no_figure_is_told(self, report):
        with pytest.raises(UnknownFigure):
            report.explain(99999)


class TestView:
    def test_holds_the_whole_text_with_every_figure_marked(self, report):
        view = report._repr_html_()
        shown = view[view.index('<div class="text"') :]
        shown = shown[shown.index(">") + 1 : shown.rindex("</div></div>")]
        assert unescape(re.sub(r"<[^>]*>", "", shown)) == masked(report.text)
        marks = re.findall(r'<span class="(\w+)(?: odd)?" style="[^"]*" title="(\d+) · ', shown)
        assert marks == [(row.role, str(row.figure_id)) for row in report.figures.itertuples()]

    def test_a_tooltip_says_which_rule_decided(self, report):
        row = report.reasons.query("column == 'role'").iloc[0]
        shown = unescape(report._repr_html_())
        tooltip = next(
            title for title in re.findall(r'title="([^"]*)"', shown) if title.startswith(f"{row.figure_id} · ")
        )
        assert f"role: {row.rule} ({row.scope})" in tooltip

    def test_takes_nothing_of_the_text_for_markup(self):
        text = "<script>alert(1)</script> & \"5 'xã'\" \u202e 6 huyện"
        report = handmade(text, ("5 'xã'\"", "level"), ("6 huyện", "share"), name="<b>")
        view = report._repr_html_()
        assert "<script" not in view
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in view
        assert "5 &#x27;xã&#x27;&quot;</span> \u202e <span" in view
        assert "<b>" not in view.replace("<b>2</b>", "").replace("<b>0</b>", "")

    def test_figures_that_overlap_are_both_marked(self):
        report = handmade("từ 10 đến 20 xã", ("10 đến 20 xã", "level"), ("20 xã", "plan"))
        assert re.findall(r">([^<]*)</span>", report._repr_html_().split('class="text"')[1]) == ["10 đến ", "20 xã"]

    def test_tells_role_by_line_and_tooltip_not_by_colour_alone(self):
        from tvict.publishing.view import LINES, STYLES
        from tvict.tables import ROLES

        assert tuple(LINES) == ROLES
        assert len(set(LINES.values())) == len(ROLES)
        assert not re.search(r"(?<![\w-])color:", "".join(STYLES.values())), "letters keep the colour of the theme"

    def test_one_is_no_plural(self):
        view = tvict.parse("Toàn tỉnh có 84 trường.")._repr_html_()
        assert "<b>1</b> figure · <b>1</b> numeral · <b>0</b> citations · <b>0</b> checks" in view

    def test_needs_no_style_sheet_and_no_mark_which_some_viewers_drop_or_colour_themselves(self, report):
        view = report._repr_html_()
        assert "<style" not in view
        assert "<mark" not in view
        assert view.count('style="background-color:') >= len(report.figures)
        assert "white-space:pre-wrap" in view.partition('class="text"')[2].partition(">")[0]

    def test_a_tooltip_says_value_links_and_checks_in_words(self):
        text = "Năm 2022, doanh thu đạt 84 tỷ đồng, gồm 44 tỷ đồng bưu chính và 50 tỷ đồng viễn thông."
        report = tvict.parse(text)
        tooltips = [unescape(title).split("\n") for title in re.findall(r'title="([^"]*)"', report._repr_html_())]
        titles = {int(lines[0].partition(" ")[0]): lines for lines in tooltips}
        ids = dict(zip(report.figures["text"], report.figures["figure_id"], strict=True))
        whole, part = ids["84 tỷ đồng"], ids["44 tỷ đồng"]
        assert titles[whole][1] == "84 billion đồng"
        assert f"Part of {whole}: 84 tỷ đồng, doanh thu" in titles[part]
        assert any(line.startswith("not adding up: 44 + 50 = 94 ≠ 84") for line in titles[whole])


def test_a_report_finds_and_explains_its_figures(report):
    found = report.find("doanh thu buu chinh")
    pd.testing.assert_frame_equal(found, tvict.find(report.figures, "doanh thu bưu chính"))
    assert len(report.explain(str(found["figure_id"].iloc[0]))) > 3


class TestLoad:
    @pytest.fixture
    def loaded(self, report, tmp_path):
        report.save(tmp_path / "saved", only_tables=True)
        return tvict.load(tmp_path / "saved")

    def test_gives_the_report_back(self, report, loaded):
        for name, table in report.tables.items():
            pd.testing.assert_frame_equal(loaded.tables[name], table)
        assert loaded.metadata == report.metadata
        assert repr(loaded) == repr(report)

    def test_gives_the_text_back_without_names(self, report, loaded):
        assert len(loaded.text) == len(report.text)
        for row in report.figures.itertuples():
            assert loaded.quote(row.figure_id) == report.quote(row.figure_id)
            pd.testing.assert_frame_equal(loaded.explain(row.figure_id), report.explain(row.figure_id))

    def test_what_it_gives_is_saved_again_the_same(self, loaded, tmp_path):
        loaded.save(tmp_path / "again", only_tables=True)
        again = tvict.load(tmp_path / "again")
        assert (again.text, again.metadata) == (loaded.text, loaded.metadata)
        assert (tmp_path / "again" / "README.md").read_text("utf-8").count("Licence of the text") == 1

    def test_a_folder_without_text_gives_tables_and_no_quotation(self, report, tmp_path):
        report.save(tmp_path / "r", only_tables=True)
        (tmp_path / "r" / "text.txt").unlink()
        loaded = tvict.load(tmp_path / "r")
        assert "holds no text.txt" in loaded.notices[0]
        pd.testing.assert_frame_equal(loaded.figures, report.figures)
        with pytest.raises(LoadError, match="was saved without its text"):
            loaded.quote(report.figures["figure_id"].iloc[-1])


def test_a_saved_text_names_nobody(tmp_path):
    report = tvict.parse("Sở đã thăm hộ Bà Lâm Thị Tuyết, tặng 15 triệu đồng.")
    report.save(tmp_path / "r", only_tables=True)
    text = (tmp_path / "r" / "text.txt").read_text("utf-8")
    assert len(text) == len(report.text)
    assert "Tuyết" not in text
    assert tvict.load(tmp_path / "r").quote(0) == "Sở đã thăm hộ Bà …, tặng ⟦15 triệu đồng⟧."


def test_a_name_that_ends_in_xlsx_is_a_workbook(report, tmp_path):
    report.save(tmp_path / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["out.xlsx"]
    assert openpyxl.load_workbook(tmp_path / "out.xlsx", read_only=True).sheetnames


def test_a_folder_is_read_report_by_report_and_what_cannot_be_read_is_told(tmp_path):
    for name in ("b", "a"):
        (tmp_path / f"{name}.txt").write_text(SENTENCE, "utf-8")
    (tmp_path / "c.txt").write_bytes(b"")
    with pytest.warns(UserWarning, match=r"c\.txt"):
        assert [report.name for report in tvict.read_all(tmp_path)] == ["a", "b"]
    with pytest.raises(ReadError, match="is no folder"):
        next(tvict.read_all(tmp_path / "none"))


def test_what_there_is_can_be_seen():
    assert set(dir(tvict)) == set(tvict.__all__)
    assert all(getattr(tvict, name) is not None for name in dir(tvict))


def test_calls_take_reports(report):
    pd.testing.assert_frame_equal(tvict.panel([report]), tvict.panel(report.figures, report.sources))
    assert set(tvict.compare(report, report)["status"]) <= {"unchanged", "revised"}
    pd.testing.assert_frame_equal(tvict.decompose(report), tvict.decompose(report.history))
    year = report.name[-4:]
    assert tvict.pick(report, "postal.revenue", period=year)["figure_id"] in report.figures["figure_id"].values
    with pytest.raises(TypeError, match=r"decompose was given a table without .*basis.* or their table history"):
        tvict.decompose(report.figures)


def test_repr_is_a_summary(report):
    assert repr(report) == (
        f"<Report {report.name} ({report.metadata.area_name}, {report.metadata.year}): {len(report.figures)} figures, "
        f"{len(report.numerals)} numerals, {len(documents_cited(report.tables))} citations>"
    )


HEADED = "SỞ Y TẾ\nSố: 7/BC-SYT\nAn Bình, ngày 2 tháng 3 năm 2021\n\nBÁO CÁO\nCông tác y tế\n\n"
CITING = [
    ("Toàn tỉnh có 84 trạm.", []),
    ("Theo Kế hoạch số 5/KH-UBND ngày 1/2/2021, toàn tỉnh có 84 trạm.", ["5/KH-UBND"]),
    ("Tiếp theo Báo cáo số 7/BC-SYT ngày 4/3/2020, toàn tỉnh có 84 trạm.", ["7/BC-SYT"]),
]


@pytest.mark.parametrize(("words", "numbers"), CITING)
def test_a_report_does_not_cite_itself(words, numbers, tmp_path):
    own = tvict.parse(HEADED + words, "r")
    assert "7/BC-SYT" in set(own.citations["number"]), "the table keeps what is printed"
    assert list(documents_cited(own.tables)["number"]) == numbers
    own.save(tmp_path / "r")
    sheet = openpyxl.load_workbook(tmp_path / "r" / "r.xlsx")["Văn bản viện dẫn"]
    assert [cell.value for cell in sheet["A"] if "/" in str(cell.value)] == numbers
    cited = (tmp_path / "r" / "r.html").read_text("utf-8").partition('id="cited"')[2].partition("</section>")[0]
    assert re.findall(r"\d+/[A-Z]+-[A-Z]+", cited) == numbers
    assert f"{len(numbers)} citation{'' if len(numbers) == 1 else 's'}>" in repr(own)


@pytest.mark.parametrize("mark", ["(16)", "1)", "2/", "1) **", "(3):", "4. \u00a0:"])
def test_a_mark_alone_on_its_line_is_no_heading(mark):
    """An equation's number, a cell's: tables have no section without words."""
    report = tvict.parse(f"Đoạn một.\n\n{mark}\n\nCó 5 xã.")
    assert report.sections.empty
    assert report.figures["text"].tolist() == ["5 xã"]


def test_the_documents_name_the_columns_that_have_a_reason(report):
    told = {"unit", "role", "period", "subject", "parent", "of", "base"}
    assert set(report.reasons["column"]) <= told | {"count", "restated", "numerator", "denominator"}
    row = next(
        line
        for line in (RAW.parents[1] / "README.md").read_text("utf-8").splitlines()
        if "`report.explain(301)`, " in line
    )
    assert all(name in row for name in told)
