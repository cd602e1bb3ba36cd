"""The workbook: what is in its cells, and that LibreOffice computes every formula to the value stored with it."""

import errno
import math
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from frames import fig, figures, lists
from gold_frames import gold_figures
from programs import converted

import tvict
from tvict.analysis.checks import check
from tvict.analysis.history import history
from tvict.errors import SaveError
from tvict.labels import label
from tvict.metadata import Metadata
from tvict.publishing.comparison import groups
from tvict.publishing.rows import rows_of
from tvict.publishing.sheets import HEADER
from tvict.publishing.workbook import write_workbook
from tvict.tables import ROLES, TABLES, frame

ROOT = Path(__file__).parents[1]
NAMES = ["travinh-2022", "anbinh-2019"]


def write(path, table, items=None, metadata=None, **others):
    """Write the workbook of a figures frame, with the checks and history that follow from it."""
    report = metadata.report if metadata else "r"
    tables = {name: frame(name, []) for name in TABLES}
    counted = lists(items or {}, report) if not hasattr(items, "columns") else items
    checks, operands = check(table, counted)
    tables |= {"figures": table, "lists": counted, "checks": checks, "operands": operands, "history": history(table)}
    tables |= others
    passages = {row.figure_id: f"… ⟦{row.text}⟧ …" for row in table.itertuples()}
    write_workbook(path, tables, metadata or Metadata(report), passages=passages, version="0", lexicon="0")
    return tables


@pytest.fixture(scope="module", params=NAMES)
def written(request, tmp_path_factory):
    """The workbook of a report as a perfect reader would hand it over."""
    report = tvict.read(ROOT / "data" / "raw" / f"{request.param}.txt")
    table = gold_figures(ROOT / "tests" / "gold" / f"{request.param}.jsonl", report.text)
    path = tmp_path_factory.mktemp("book") / f"{request.param}.xlsx"
    tables = write(path, table, report.lists[:0], report.metadata, citations=report.citations)
    return path, tables


def rows(book, sheet):
    """The table of a sheet as mappings from the English heading, which stands above the Vietnamese one."""
    page = book[sheet]
    names = [cell.value for cell in page[HEADER - 1]]
    return [dict(zip(names, line, strict=True)) for line in page.iter_rows(min_row=HEADER + 1, values_only=True)]


def column(book, sheet, name):
    return [row[name] for row in rows(book, sheet)]


ORDER = ["Tóm tắt", "Chỉ tiêu chính", "Biểu đồ", "Số liệu", "So với năm trước", "Kiểm tra", "Văn bản viện dẫn"]
ORDER += ["Danh mục chỉ tiêu", "Ghi chú", "Về tệp này"]
OPEN = {"Right value", "Right unit", "Right role", "Reviewer's remark"}


class TestLayout:
    def test_it_opens_on_the_summary_and_each_sheet_is_one_table_with_a_heading_of_its_own(self, written):
        path, tables = written
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ORDER
        assert book.active.title == "Tóm tắt"
        assert len({page["A1"].value for page in book}) == len(ORDER)
        for page in book:
            assert not page.merged_cells.ranges
            headings = [cell.value for cell in page[HEADER] if cell.value is not None]
            assert len(set(headings)) == len(headings)
            (table,) = page.tables.values()
            assert table.ref.startswith(f"A{HEADER}:")
            assert table.name.isascii()
            assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert len(rows(book, "Số liệu")) == len(tables["figures"])
        assert len(rows(book, "Kiểm tra")) == len(tables["checks"])
        assert len(rows(book, "Văn bản viện dẫn")) == len(tables["citations"])

    def test_the_summary_leads_to_every_other_sheet_and_every_sheet_back(self, written):
        book = openpyxl.load_workbook(written[0])
        linked = {cell.hyperlink.location for cell in book["Tóm tắt"]["A"] if cell.hyperlink}
        assert {place.replace("'", "").partition("!")[0] for place in linked} == set(ORDER) - {"Tóm tắt"}
        for name in ORDER[1:]:
            assert "Tóm tắt" in book[name].cell(3, 1).hyperlink.location

    def test_a_check_leads_to_its_figure(self, written):
        book, tables = openpyxl.load_workbook(written[0]), written[1]
        page = book["Kiểm tra"]
        place = next(cell.column for cell in page[HEADER] if cell.value == "Số liệu được kiểm tra")
        cell = page.cell(HEADER + 1, place)
        target = book["Số liệu"][cell.hyperlink.location.partition("!")[2]]
        assert target.value == cell.value
        assert cell.value in set(tables["checks"]["whole_id"])

    def test_no_cell_of_a_table_is_empty_but_the_reviewers(self, written):
        book = openpyxl.load_workbook(written[0])
        for name in ORDER:
            for row in rows(book, name):
                assert {heading for heading, cell in row.items() if heading and cell is None} <= OPEN, (name, row)

    def test_what_is_folded_away_makes_no_row_tall(self, written):
        for page in openpyxl.load_workbook(written[0]):
            hidden = {letter for letter, column in page.column_dimensions.items() if column.hidden}
            wrapped = {cell.column_letter for cell in page[HEADER + 1] if cell.alignment.wrap_text}
            assert not wrapped & hidden, page.title
            assert wrapped or page.title not in ("Số liệu", "Kiểm tra")

    def test_no_word_touches_the_number_beside_it(self, written):
        """A spreadsheet program indents nothing that is not aligned."""
        for page in openpyxl.load_workbook(written[0]):
            for row in page.iter_rows(min_row=HEADER):
                for cell in row:
                    if isinstance(cell.value, str) and cell.column_letter != "A" and cell.fill.fill_type is None:
                        look = cell.alignment
                        assert (look.horizontal, look.indent) == ("left", 1) or not look.indent, (page.title, cell)
                        number = cell.data_type == "f" and cell.number_format != "General"
                        assert look.indent or number, (page.title, cell.coordinate, cell.value)

    def test_every_row_is_as_tall_as_its_words(self, written):
        """LibreOffice measures words otherwise on paper, and cut the last line of long passages off."""
        book = openpyxl.load_workbook(written[0])
        for name, heading in (("Số liệu", "Passage (⟦ ⟧ marks the figure)"), ("Văn bản viện dẫn", "Title")):
            page = book[name]
            place = next(cell for cell in page[HEADER - 1] if cell.value == heading)
            letters = page.column_dimensions[place.column_letter].width * 1.25
            for row in range(HEADER + 1, page.max_row + 1):
                lines = math.ceil(len(str(page.cell(row, place.column).value)) / letters)
                assert page.row_dimensions[row].height >= min(12.75 * lines, 409), (name, row)

    def test_columns_leave_the_words_large_on_paper(self, written):
        """A4 across holds some 150 letters of a sheet at its own size."""
        book = openpyxl.load_workbook(written[0])
        for name, most in (("Chỉ tiêu chính", 175), ("Số liệu", 200), ("Biểu đồ", 95)):
            page = book[name]
            last = page.print_area.rpartition("$")[0].rpartition("$")[2] if page.print_area else None
            shown = [cell.column_letter for cell in page[HEADER] if cell.value]
            shown = shown[: shown.index(last) + 1] if last else shown
            assert sum(page.column_dimensions[letter].width for letter in shown) <= most, name
            assert page.print_title_rows == f"${HEADER}:${HEADER}"

    def test_no_page_of_paper_cuts_a_chart(self, written):
        page = openpyxl.load_workbook(written[0])["Biểu đồ"]
        assert page.page_setup.scale > 60
        breaks = [place.id for place in page.row_breaks.brk]
        spans = [(chart.anchor._from.row, chart.anchor.to.row) for chart in page._charts]
        assert [span for span in spans if any(span[0] < place <= span[1] for place in breaks)] == []
        assert {start for start, _ in spans} >= set(breaks)

    def test_links_are_whole_on_paper_where_none_is_wrapped(self, written):
        for name, heading in (("Chỉ tiêu chính", "As printed"), ("So với năm trước", "As printed")):
            page = openpyxl.load_workbook(written[0])[name]
            place = next(cell for cell in page[HEADER - 1] if cell.value == heading)
            width = page.column_dimensions[place.column_letter].width
            assert max(len(str(row[heading])) for row in rows({name: page}, name)) < width

    def test_a_column_alone_fits_on_paper(self, written):
        page = openpyxl.load_workbook(written[0])["Tóm tắt"]
        assert page.column_dimensions["A"].width < 110  # of DejaVu, the widest that stands in for Arial

    def test_codes_are_words_and_days_are_written_as_people_do(self, written):
        book = openpyxl.load_workbook(written[0])
        for name in ORDER:
            for row in rows(book, name):
                for heading, cell in row.items():
                    if heading not in ("Indicator code", "Meaning in English", "In English", "As printed"):
                        assert not re.search(r"\w=\w|\[[xz]\]", str(cell)), (name, heading, cell)
                        assert not re.fullmatch(r"\d{4}-\d\d\S*", str(cell)), (name, heading, cell)

    def test_the_reviewer_chooses_the_right_role_from_a_list(self, written):
        page = openpyxl.load_workbook(written[0])["Số liệu"]
        (rule,) = page.data_validations.dataValidation
        assert rule.formula1.strip('"').split(",") == [label("roles", role, "vi") for role in ROLES]


class TestCells:
    def test_numbers_are_numbers_and_stand_as_printed_too(self, written):
        if "travinh" not in written[0].name:
            pytest.skip("figures of the 2022 report")
        book = openpyxl.load_workbook(written[0])
        found = {row["As printed"]: row for row in rows(book, "Số liệu")}
        assert found["1.062 tỷ"]["Value"] == 1_062_000_000_000
        assert found["1.062 tỷ"]["Status of the value reported"] == "ước tính"
        assert found["80,71"]["Value"] == 80.71
        assert found["13,24"]["Value"] == -13.24
        key = {row["Name of the indicator, in Vietnamese"]: row for row in rows(book, "Chỉ tiêu chính")}
        telecom, post = key["Doanh thu dịch vụ viễn thông"], key["Doanh thu dịch vụ bưu chính"]
        assert (telecom["Value reported"], telecom["Unit"]) == (1062, "tỷ đồng")
        assert post["Earlier value"] == pytest.approx(87.598, abs=0.001)
        assert post["Basis of the earlier value"] == "suy ra"
        assert key["Tỷ lệ hồ sơ trực tuyến"]["Target"] == pytest.approx(50.0, abs=0.01)

    def test_text_is_never_a_formula_or_an_error(self, tmp_path):
        odd = ["=1+1", "+84 xã", "-5", "@SUM(A1)", "#N/A", "TRUE", "'x", "_x0041_", "a\x01b", '=HYPERLINK("x")']
        table = figures(*(fig(i, "5 xã", subject=words) for i, words in enumerate(odd)))
        write(tmp_path / "odd.xlsx", table)
        page = openpyxl.load_workbook(tmp_path / "odd.xlsx")["Số liệu"]
        place = next(cell.column for cell in page[HEADER] if cell.value == "Nội dung số liệu")
        cells = [page.cell(HEADER + 1 + i, place) for i in range(len(odd))]
        assert [cell.data_type for cell in cells] == ["s"] * len(odd)
        assert [cell.value for cell in cells] == [*odd[:8], "a\ufffdb", odd[9]]
        assert all(cell.quotePrefix for cell in cells[:4])

    def test_no_person_is_named(self, tmp_path):
        report = tvict.parse("Giải quyết đơn của ông Ngô Văn Phú: 2 đơn.", name="named")
        assert "ông …" in report.figures.loc[0, "subject"]
        write(tmp_path / "named.xlsx", report.figures)
        with zipfile.ZipFile(tmp_path / "named.xlsx") as parts:
            content = b"".join(parts.read(name) for name in parts.namelist()).decode("utf-8", "replace")
        assert "đơn của ông …" in content
        assert "Ngô" not in content

    def test_passages_stand_beside_their_figures(self, tmp_path):
        report = tvict.parse("Doanh thu đạt 76 tỷ đồng, theo đề nghị của bà Lâm Thị Tuyết.", name="made")
        report.save(tmp_path / "out")
        book = openpyxl.load_workbook(tmp_path / "out" / "made.xlsx")
        (row,) = rows(book, "Số liệu")
        passage = row["Passage (⟦ ⟧ marks the figure)"]
        assert passage == "Doanh thu đạt ⟦76 tỷ đồng⟧, theo đề nghị của bà …."

    def test_an_empty_report_has_a_workbook(self, tmp_path):
        tvict.parse("", name="empty").save(tmp_path / "out")
        book = openpyxl.load_workbook(tmp_path / "out" / "empty.xlsx")
        assert rows(book, "Số liệu") == []
        assert "Biểu đồ" not in book.sheetnames


def test_every_sign_of_a_claim_is_explained(written):
    book = openpyxl.load_workbook(written[0])
    explained = {row["Mark or word"] for row in rows(book, "Ghi chú")}
    signs = set("".join(row["Claim"] for row in rows(book, "Kiểm tra"))) & set("=→≠≟<>≈?")
    assert {"=", "≠", "<"} <= signs <= explained


def test_what_is_in_english_says_so_and_is_folded_away(written):
    page = openpyxl.load_workbook(written[0])["Danh mục chỉ tiêu"]
    headings = {cell.value: cell.column_letter for cell in page[HEADER]}
    assert "Ghi chú" not in headings
    assert page.column_dimensions[headings["Ghi chú (tiếng Anh)"]].hidden


def test_terms_are_told_in_words(tmp_path):
    note = "Văn bản hành chính. Administrative document"
    metadata = Metadata("r", licence="other-pd", licence_note=note)
    write(tmp_path / "r.xlsx", figures(fig(1, "84 trường")), metadata=metadata)
    about = {row["Entry"]: row["Content"] for row in rows(openpyxl.load_workbook(tmp_path / "r.xlsx"), "Về tệp này")}
    assert about["Điều kiện sử dụng"] == note
    assert Metadata("r", licence="MIT", licence_note="Ghi chú").terms == "MIT. Ghi chú"
    assert Metadata("r", licence="other-pd").terms == "other-pd"


def test_the_summary_says_no_more_than_was_checked(tmp_path):
    table = figures(fig(1, "468,2 triệu USD"), fig(2, "104,0%", role="attainment", of_id=1), fig(3, "84 trường"),
                    fig(4, "40 trường", parent_id=3, list_id="3.1"),
                    fig(5, "30 trường", parent_id=3, list_id="3.1"))  # fmt: skip
    for name, frame_, expected in (
        ("none", table, "Không thấy chỗ nào không khớp"),
        ("untried", table.iloc[:2], "Không có phép kiểm tra nào làm được"),
    ):
        tables = write(tmp_path / f"{name}.xlsx", frame_)
        told = [row["Content"] for row in rows(openpyxl.load_workbook(tmp_path / f"{name}.xlsx"), "Tóm tắt")]
        assert "chưa kiểm tra được" in next(line for line in told if "phép kiểm tra:" in line)
        assert "không có nghĩa là mọi số đều đúng" in told[told.index(expected) + 1]
        assert (tables["checks"]["verdict"] == "partial").any() == (name == "none")


def test_the_summary_says_what_changed_and_what_does_not_add_up(written):
    told = [row["Content"] for row in rows(openpyxl.load_workbook(written[0]), "Tóm tắt")]
    if "travinh" in written[0].name:
        assert told[2:8] == [
            "Năm số thay đổi nhiều nhất so với kỳ trước",
            "Doanh thu dịch vụ bưu chính: 76 tỷ đồng (ước tính), giảm 13,24% so với năm 2021 "
            "(87,60 tỷ đồng, suy ra, trong khoảng 87,02 đến 88,18 tỷ đồng).",
            "Chứng thư số đang hoạt động: 2.597 chứng thư số, tăng 12,33% (tính từ hai số) so với năm 2021 "
            "(2.312 chứng thư số, suy ra).",
            "Sản lượng dịch vụ bưu chính: 2.938.512 (ước tính), giảm 5,3% so với năm 2021 "
            "(3.102.969, suy ra, trong khoảng 3.101.332 đến 3.104.609).",
            "Doanh thu dịch vụ viễn thông: 1.062 tỷ đồng (ước tính), tăng 5% so với năm 2021 "
            "(1.011,4 tỷ đồng, suy ra, trong khoảng 1.006,2 đến 1.016,7 tỷ đồng).",
            "Tỷ lệ văn bản điện tử được ký số: 80,71%, tăng 2,17 điểm phần trăm so với năm 2021 "
            "(78,54%, in trong báo cáo).",
        ]
        assert "Tỷ lệ giải ngân: 31,858 / 30,5 = 104,45 % ≠ 100 %." in told
    else:
        assert told[3].startswith("Hồ sơ nộp qua mạng: 27.450 hồ sơ, gấp 2,2 lần so với năm 2018 (")
    assert len(told) <= 36  # half a page, and the way to ten sheets


def test_key_figures_are_of_the_year_the_longest_period_and_the_change_that_leads_to_the_earlier_value(tmp_path):
    """A report of ten months prints the month, the ten months against the month before and a year before, and 2018."""
    code, ten = {"indicator": "postal.revenue"}, "2019-01-01/P10M"
    month = {**code, "period": "2019-10", "cell": "span=month"}
    table = figures(
        fig(1, "3 tỷ đồng", **month),
        fig(2, "40 tỷ đồng", **code, period="2018"),
        fig(3, "38,6 tỷ đồng", **code, period=ten, estimate=True),
        fig(4, "2,9 %", **code, role="change", of_id=3, period=ten, quality="base_period=2019-01-01/P9M"),
        fig(5, "17,3 %", **code, role="change", of_id=3, base_id=6, period=ten),
        fig(6, "32,9 tỷ đồng", **code, period="2018-01-01/P10M"),
        fig(7, "9 tỷ đồng", **code, role="plan", period="2019"),
    )
    write(tmp_path / "months.xlsx", table, metadata=Metadata("r", year=2019))
    book = openpyxl.load_workbook(tmp_path / "months.xlsx")
    (key,) = rows(book, "Chỉ tiêu chính")
    assert (key["Value reported"], key["Earlier value"], key["Change as printed"]) == (38.6, 32.9, 17.3)
    drawn = [(row["Label in the chart"], row["Value"]) for row in rows(book, "Biểu đồ")]
    assert drawn == [
        ("Doanh thu dịch vụ bưu chính (ước tính)", 17.3),
        ("tháng 1–10 năm 2018", 32.9),
        ("tháng 1–10 năm 2019 (ước tính)", 38.6),
    ]
    told = [row["Content"] for row in rows(book, "Tóm tắt")]
    assert (
        "Doanh thu dịch vụ bưu chính: 38,6 tỷ đồng (ước tính), tăng 17,3% so với tháng 1–10 năm 2018 "
        "(32,9 tỷ đồng, in trong báo cáo)." in told
    )


def test_an_index_is_no_change_and_only_equal_periods_stand_side_by_side(tmp_path):
    """A half-year "bằng 97,6% so với cùng kỳ (240 tỷ)": no rise of 97,6 %, and nothing beside the whole year before."""
    code = {"indicator": "postal.revenue"}
    table = figures(
        fig(1, "234 tỷ đồng", **code, period="2022-S1"),
        fig(2, "97,6 %", role="index", of_id=1, base_id=3, **code, period="2022-S1"),
        fig(3, "240 tỷ đồng", **code, period="2021-S1"),
        fig(4, "500 tỷ đồng", **code, period="2021"),
    )
    write(tmp_path / "half.xlsx", table, metadata=Metadata("r", year=2022))
    book = openpyxl.load_workbook(tmp_path / "half.xlsx")
    assert [row["Earlier period"] for row in rows(book, "So với năm trước")] == ["6 tháng đầu năm 2021"]
    (key,) = rows(book, "Chỉ tiêu chính")
    assert key["Change as printed"] == "…"
    assert "97,6" not in " ".join(str(row["Label in the chart"]) for row in rows(book, "Biểu đồ"))


def test_values_of_one_quantity_stand_together_and_neighbours_of_another_do_not():
    """Both the page and the workbook set side by side what `groups` puts together."""
    table = figures(*(fig(number, "5 xã") for number in range(1, 7)))
    change = fig(7, "10 xã", role="change", of_id=4, base_id=3)
    rows = [
        {"figure_ids": "1", "subject": "xã đạt chuẩn", "period": "2021"},
        {"figure_ids": "2", "subject": "xã có điện", "period": "2022"},
        {"figure_ids": "3", "subject": "xã nghèo", "period": "2021"},
        {"figure_ids": "6", "subject": "xã đạt chuẩn", "period": "2022"},
        {"figure_ids": "4;7", "subject": "xã còn nghèo", "period": "2022"},
        {"figure_ids": "4", "subject": "xã", "period": "2020"},
    ]
    told = [{"indicator": None, "cell": None, "unit": "xã", **row} for row in rows]
    found = groups(told, [*rows_of(table), *rows_of(figures(change))])
    assert [[row["figure_ids"] for row in group] for group in found] == [["1", "6"], ["2"], ["4", "3", "4;7"]]
    told[-1]["unit"] = "thôn"
    assert [row["figure_ids"] for row in groups(told, rows_of(figures(change)))[-1]] == ["4"]


def test_an_earlier_value_is_quoted_with_the_decimals_it_is_printed_with(tmp_path):
    table = figures(
        fig(1, "46 tỷ đồng", subject="doanh thu"),
        fig(2, "45,5 tỷ đồng", subject="doanh thu", period="2021"),
        fig(3, "1,1 %", role="change", of_id=1, base_id=2),
    )
    write(tmp_path / "quoted.xlsx", table)
    told = [row["Content"] for row in rows(openpyxl.load_workbook(tmp_path / "quoted.xlsx"), "Tóm tắt")]
    assert any("(45,5 tỷ đồng, in trong báo cáo)" in line for line in told), told


def test_values_of_two_years_stand_in_the_scale_that_they_are_printed_in(tmp_path):
    table = figures(
        fig(1, "1.062 tỷ đồng", subject="doanh thu"),
        fig(2, "5 %", role="change", of_id=1),
        fig(3, "1.246 ha", subject="diện tích"),
        fig(4, "312 ha", sign=-1, role="change", of_id=3),
    )
    write(tmp_path / "scaled.xlsx", table)
    book = openpyxl.load_workbook(tmp_path / "scaled.xlsx", data_only=True)
    page, shown = book["So với năm trước"], {}
    wanted = ("Earlier value", "Value reported", "Difference", "Earlier value, low", "Earlier value, high")
    for cells in page.iter_rows(min_row=HEADER + 1):
        held = {head.value: cell for head, cell in zip(page[HEADER - 1], cells, strict=True)}
        numbers = [held[name] for name in wanted]
        shown[held["Unit"].value] = [f"{n.value:,.{len(n.number_format.partition('.')[2])}f}" for n in numbers]
    assert shown == {
        "tỷ đồng": ["1,011.4", "1,062", "50.6", "1,006.16", "1,016.75"],
        "ha": ["1,558", "1,246", "-312", "1,558", "1,558"],
    }


class TestCharts:
    def test_what_any_report_has_then_six_indicators(self, written):
        if "travinh" not in written[0].name:
            pytest.skip("figures of the 2022 report")
        page = openpyxl.load_workbook(written[0])["Biểu đồ"]
        assert len(page._charts) == 3 + 4 + 6
        for chart in page._charts:
            (series,) = chart.series
            labels = series.dLbls
            assert labels.showVal
            assert not any(getattr(labels, f"show{name}") for name in ("SerName", "CatName", "LegendKey", "Percent"))
            assert len(series.val.numRef.numCache.pt) == len(series.dPt)  # shown by programs that compute nothing
        drawn = [(row["Label in the chart"], row["Value"]) for row in rows({"x": page}, "x")]
        assert drawn[1:4] == [
            ("Doanh thu dịch vụ viễn thông (ước tính)", 5),
            ("Sản lượng dịch vụ bưu chính (ước tính)", -5.3),
            ("Doanh thu dịch vụ bưu chính (ước tính)", -13.24),
        ]
        assert ("mức độ 4: 1.077 (58,0%)", 57.97) in drawn

    def test_bars_begin_at_zero_where_none_falls_below_it(self, written):
        for chart in openpyxl.load_workbook(written[0])["Biểu đồ"]._charts:
            drawn = [float(point.v) for point in chart.series[0].val.numRef.numCache.pt]
            ends = chart.y_axis.scaling  # of a bar chart too: its values run along the axis that openpyxl calls y
            assert (
                ends.min == 0
                if min(drawn) >= 0
                else ends.max in (None, 0) and ends.max == (0 if max(drawn) <= 0 else None)
            )

    def test_the_number_of_a_falling_bar_lies_over_no_name(self, written):
        for chart in openpyxl.load_workbook(written[0])["Biểu đồ"]._charts:
            drawn = [float(point.v) for point in chart.series[0].val.numRef.numCache.pt]
            if min(drawn) < 0:  # room for the number between the bar and the names, which stand at the end of the axis
                room = min(drawn) - chart.y_axis.scaling.min
                assert room >= 0.2 * (max(0, *drawn) - min(drawn))
                assert chart.y_axis.scaling.min % chart.y_axis.majorUnit == 0, "0 is one of the numbers"

    def test_all_stand_on_one_sheet_of_paper_and_none_is_cut(self, written):
        assert openpyxl.load_workbook(written[0])["Biểu đồ"].page_setup.fitToHeight in (None, 1)  # None is 1 in Excel
        assert openpyxl.load_workbook(written[0])["Số liệu"].page_setup.fitToHeight == 0

    def test_no_two_have_one_name_and_each_value_lies_between_its_ends(self, written):
        told = rows(openpyxl.load_workbook(written[0]), "Biểu đồ")
        names = [row["Chart"] for row in told]
        assert len(set(names)) == len(openpyxl.load_workbook(written[0])["Biểu đồ"]._charts)
        for row in told:
            if row["Low"] != "…" and row["High"] != "…":
                assert row["Low"] - 0.005 <= row["Value"] <= row["High"] + 0.005, row

    def test_what_a_title_counts_is_drawn_or_said_to_be_left_out(self, tmp_path):
        names = "An Bình Cường Dũng Đông Giang Hải Khánh Lâm Minh Nam Phú Quang Sơn Tân Vinh".split()
        told = [f"Tỷ lệ hộ nghèo xã {name} là {number},5%." for number, name in enumerate(names, 10)]
        for name, taken, note in (("few", 10, ""), ("many", 16, "Chỉ vẽ 14 tỷ lệ")):
            tvict.parse("\n\n".join(told[:taken]), name=name).save(tmp_path)
            book = openpyxl.load_workbook(tmp_path / f"{name}.xlsx")
            titles = [row["Chart"] for row in rows(book, "Biểu đồ")]
            assert sum(title.startswith(f"Trong {min(taken, 14)} tỷ lệ") for title in titles) == min(taken, 14), titles
            with zipfile.ZipFile(tmp_path / f"{name}.xlsx") as parts:
                drawn, described = (
                    parts.read(f"xl/{part}1.xml").decode() for part in ("charts/chart", "drawings/drawing")
                )
            assert (note in drawn) == (note in described) is True
            assert ("Chỉ vẽ" in drawn) == bool(note)

    def test_a_total_that_its_parts_do_not_make_says_so(self, tmp_path):
        text = "Năm 2024, toàn tỉnh có 40 hồ sơ, gồm 14 hồ sơ đất đai, 19 hồ sơ xây dựng và 12 hồ sơ hộ tịch."
        tvict.parse(text, name="more").save(tmp_path)
        titles = column(openpyxl.load_workbook(tmp_path / "more.xlsx"), "Biểu đồ", "Chart")
        assert set(titles) == {"Hồ sơ, năm 2024: các phần, % của tổng số"}
        with zipfile.ZipFile(tmp_path / "more.xlsx") as parts:
            assert "Không khớp: các phần cộng lại là 45 hồ sơ" in parts.read("xl/charts/chart1.xml").decode()

    def test_a_report_of_other_indicators_has_charts_too(self, tmp_path):
        text = "Năm 2021 có 900 tàu cá, gồm: 500 tàu xa bờ và 400 tàu ven bờ. Tỷ lệ tàu có thiết bị giám sát đạt 75%."
        tvict.parse(text, name="made").save(tmp_path)
        page = openpyxl.load_workbook(tmp_path / "made.xlsx")["Biểu đồ"]
        assert len(page._charts) == 2

    def test_each_has_its_alternative_text(self, written):
        with zipfile.ZipFile(written[0]) as parts:
            drawing = parts.read("xl/drawings/drawing1.xml").decode()
        told = re.findall(r'descr="([^"]+)"', drawing)
        assert len(told) == len(openpyxl.load_workbook(written[0])["Biểu đồ"]._charts)
        assert all(re.search(r"\d", text) for text in told)

    def test_a_bound_is_named_under_its_bar(self, written):
        if "anbinh" not in written[0].name:
            pytest.skip("figures of the 2019 report")
        assert "2019 (dưới)" in column(openpyxl.load_workbook(written[0]), "Biểu đồ", "Label in the chart")


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full, free some space"),
        (PermissionError(errno.EACCES, "Permission denied"), "close the files if a program has them open"),
    ],
)
def test_a_workbook_that_cannot_be_written_leaves_the_old_output(tmp_path, monkeypatch, failure, said):
    report = tvict.parse("Có 5 xã.", name="made")
    report.save(tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}

    def failing(book):
        raise failure

    monkeypatch.setattr("tvict.publishing.sheets.Book.close", failing)
    with pytest.raises(SaveError, match=said):
        tvict.parse("Có 6 xã.", name="made").save(tmp_path / "out")
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_two_builds_give_the_same_bytes(tmp_path, written):
    path, _ = written
    report = tvict.read(ROOT / "data" / "raw" / f"{path.stem}.txt")
    table = gold_figures(ROOT / "tests" / "gold" / f"{path.stem}.jsonl", report.text)
    write(tmp_path / "again.xlsx", table, report.lists[:0], report.metadata, citations=report.citations)
    assert (tmp_path / "again.xlsx").read_bytes() == path.read_bytes()


# What LibreOffice computes


def recalculated(path: Path, folder: Path):
    """The workbook as LibreOffice computes it."""
    return openpyxl.load_workbook(converted(path, "xlsx", folder), data_only=True)


def compared(path: Path, folder: Path) -> int:
    """Compare every formula's result with the value stored with it; return how many there were.

    The file that LibreOffice is given holds the formulas alone, so that it cannot hand back what was stored.
    """
    bare, stored = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    (folder / "bare").mkdir()
    bare.save(folder / "bare" / path.name)
    results = recalculated(folder / "bare" / path.name, folder)
    count = 0
    for page in bare:
        for line in page.iter_rows():
            for cell in line:
                if cell.data_type != "f":
                    continue
                count += 1
                expected, result = stored[page.title][cell.coordinate].value, results[page.title][cell.coordinate].value
                numeric = isinstance(expected, int | float)
                wanted = pytest.approx(expected, rel=1e-9, abs=1e-9) if numeric else expected
                assert result == wanted, (page.title, cell.coordinate, cell.value)
    return count


def test_the_difference_of_a_check_is_what_the_two_numbers_beside_it_leave(written):
    book = openpyxl.load_workbook(written[0], data_only=True)
    told = [row for row in rows(book, "Kiểm tra") if row["Verdict"] in ("khớp", "khớp nếu bỏ số lẻ", "không khớp")]
    kinds = ("tổng", "tỷ lệ", "thay đổi", "mức đạt mục tiêu")
    found = [(row["Stated"] - row["Computed"], row["Gap"]) for row in told if row["Kind"] in kinds]
    assert found
    assert [gap for _, gap in found] == pytest.approx([left for left, _ in found], abs=1e-6)


def test_every_formula_equals_its_value(written, tmp_path):
    path, tables = written
    checked = int((tables["checks"]["verdict"] != "unchecked").sum())
    assert compared(path, tmp_path) >= 4 * checked


def test_formulas_tell_every_verdict(tmp_path):
    """Holds, cut, partial, differs, exceeds, counts; growth, points, ranks, factors; falls; scaled money."""
    part = {"parent_id": 1, "list_id": "a", "closed": True}
    opened = {"parent_id": 5, "list_id": "b"}
    table = figures(
        fig(1, "10 xã"),
        fig(2, "4 xã", **part),
        fig(3, "5 xã", **part),
        fig(5, "100 hồ sơ"),
        fig(6, "30 hồ sơ", **opened),
        fig(7, "50 hồ sơ", **opened),
        fig(8, "29,65 %", role="share", of_id=9, base_id=10),
        fig(9, "551 dịch vụ"),
        fig(10, "1.858 dịch vụ"),
        fig(11, "76 tỷ đồng"),
        fig(12, "87,6 tỷ đồng", period="2021"),
        fig(13, "13,24 %", sign=-1, role="change", of_id=11, base_id=12),
        fig(14, "80,71 %", role="share"),
        fig(15, "78,54 %", role="share", period="2021"),
        fig(16, "2,17 điểm phần trăm", role="change", of_id=14, base_id=15),
        fig(17, "3 văn bản"),
        fig(18, "4 văn bản"),
        fig(19, "5 đơn vị"),
        fig(20, "11 đơn vị", parent_id=19),
        fig(21, "1,5 lần", role="index", of_id=22, base_id=23),
        fig(22, "30 km"),
        fig(23, "20 km", period="2021"),
        fig(24, "45 hạng", role="rank"),
        fig(25, "50 hạng", role="rank", period="2021"),
        fig(26, "5 bậc", role="change", of_id=24, base_id=25),
        fig(27, "0,2 tỷ đồng"),
        fig(28, "0,1 tỷ đồng", parent_id=27, list_id="c", closed=True),
        fig(29, "120 triệu đồng", parent_id=27, list_id="c", closed=True),
        fig(30, "12 thôn", bound="over"),
        fig(31, "5 thôn", parent_id=30, list_id="d", closed=True),
        fig(32, "7 thôn", parent_id=30, list_id="d", closed=True),
    )
    tables = write(tmp_path / "verdicts.xlsx", table, {17: ["a", "b", "c"], 18: ["a"]})
    kinds = set(zip(tables["checks"]["kind"], tables["checks"]["verdict"], strict=True))
    assert kinds >= {
        ("sum", "differs"),
        ("sum", "partial"),
        ("sum", "holds"),
        ("sum", "unchecked"),
        ("share", "truncated"),
        ("change", "holds"),
        ("count", "holds"),
        ("count", "differs"),
        ("exceeds", "differs"),
    }
    (tmp_path / "out").mkdir()
    assert compared(tmp_path / "verdicts.xlsx", tmp_path / "out") >= 50


def test_what_a_change_is_compared_with_is_said_in_words(tmp_path):
    text = "Quý II năm 2024, có 14 chuyến tuần tra, tăng 5 chuyến so với quý I; có 9 vụ, giảm 2 vụ so với tỉnh bạn."
    tvict.parse(text).save(tmp_path / "r.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "r.xlsx")["Số liệu"]
    told = {str(cell.value) for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("so với")}
    assert told == {"so với quý 1 năm 2024", "so với kỳ hoặc nơi khác, không rõ kỳ nào"}
