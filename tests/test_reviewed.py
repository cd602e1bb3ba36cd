"""What a reviewer fills into a workbook comes back as corrections, and the next build shows them."""

import shutil
from datetime import date

import openpyxl
import pytest

import tvict
from tvict.cli import main
from tvict.errors import ReadError
from tvict.publishing.sheets import HEADER
from tvict.reviewed import read_reviewed

TEXT = "BÁO CÁO NĂM 2022\n\nDoanh thu đạt 76 tỷ đồng, toàn tỉnh có 12 xã đạt chuẩn."


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A folder with a report and what is built of it."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "raw").mkdir()
    (folder / "raw" / "bao-cao.txt").write_text(TEXT, "utf-8")
    assert main(["build", "--raw", str(folder / "raw"), "--out", str(folder / "out")]) == 0
    return folder


@pytest.fixture
def workbook(built, tmp_path):
    """Return a function that fills cells of the sheet of figures, by row and heading, and saves the workbook."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)

    def fill(cells):
        path = tmp_path / "out" / "bao-cao" / "bao-cao.xlsx"
        book = openpyxl.load_workbook(path)
        page = book["Số liệu"]
        places = {cell.value: cell.column for cell in page[HEADER]}
        for (row, heading), written in cells.items():
            page.cell(HEADER + row, places[heading]).value = written
        book.save(tmp_path / "review.xlsx")
        return tmp_path / "review.xlsx"

    return fill


def test_they_come_back_and_the_next_build_shows_them(workbook, tmp_path):
    path = workbook({(1, "Giá trị đúng"): "67.000.000.000", (1, "Ý kiến"): "đảo chữ số", (2, "Đơn vị đúng"): "phường"})
    beside = tmp_path / "raw" / "bao-cao.corrections.toml"
    assert main(["corrections", str(path), "--out", str(beside), "--lang", "vi"]) == 0
    report = tvict.read(tmp_path / "raw" / "bao-cao.txt")
    assert report.figures["value"].tolist() == [67e9, 12.0]
    assert report.figures["unit"].tolist() == ["đồng", "phường"]
    assert report.corrections["reason"].tolist() == ["đảo chữ số", "sửa trong bảng rà soát"]


def test_a_role_is_chosen_in_words(workbook):
    found = read_reviewed(workbook({(1, "Loại đúng"): "kế hoạch"}), date(2026, 11, 27))
    assert 'column = "role"\nvalue = "plan"' in found.toml
    assert "date = 2026-11-27" in found.toml


@pytest.mark.parametrize("written", ["67 tỷ đồng", "67.000.000.000", 67_000_000_000, 67e9])
def test_a_value_is_written_in_full_or_as_the_report_prints_it(workbook, written):
    (line,) = [
        row
        for row in read_reviewed(workbook({(1, "Giá trị đúng"): written}), date(2026, 11, 27)).toml.splitlines()
        if row.startswith("value")
    ]
    assert float(line.partition("=")[2]) == 67e9


@pytest.mark.parametrize("written", ["nhiều", "1.06", "12 xã", True, "67", 67, "66,5", "0"])
def test_what_is_no_number_is_named_by_its_cell(workbook, written, capsys):
    path = workbook({(1, "Giá trị đúng"): written, (2, "Giá trị đúng"): 13})
    assert main(["corrections", str(path)]) == 1
    said = capsys.readouterr().err
    assert "Số liệu!" in said
    assert str(written) in said
    assert "value = 13" in path.with_suffix(".corrections.toml").read_text("utf-8")  # what can be taken is not lost


@pytest.mark.parametrize("written", [5, "5", "4,6", "-", "?"])
def test_what_is_no_unit_is_named_by_its_cell(workbook, written, capsys):
    path = workbook({(1, "Đơn vị đúng"): written, (2, "Đơn vị đúng"): "%"})
    assert main(["corrections", str(path), "--lang", "vi"]) == 1
    assert f"“{written}” không dùng làm đơn vị được" in capsys.readouterr().err
    assert path.with_suffix(".corrections.toml").read_text("utf-8").count("value = ") == 1


def test_a_remark_alone_is_told_and_corrects_nothing(workbook, capsys):
    path = workbook({(2, "Ý kiến"): "hỏi lại Sở"})
    assert main(["corrections", str(path)]) == 0
    assert "hỏi lại Sở" in capsys.readouterr().err
    assert not path.with_suffix(".corrections.toml").exists()


def test_a_remark_on_a_check_is_told(tmp_path, capsys):
    tvict.parse("Toàn tỉnh có 120 cơ quan (15 sở, 9 UBND huyện, 90 UBND xã).", name="made").save(tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "made.xlsx")
    page = book["Kiểm tra"]
    place = next(cell.column for cell in page[HEADER] if cell.value == "Ý kiến")
    page.cell(HEADER + 1, place).value = "thiếu 6 trung tâm"
    book.save(tmp_path / "review.xlsx")
    assert main(["corrections", str(tmp_path / "review.xlsx")]) == 0
    assert "Kiểm tra!I6, 15 + 9 + 90 = 114 ≠ 120: thiếu 6 trung tâm" in capsys.readouterr().err


def test_a_check_corrects_the_figure_that_it_tests(tmp_path):
    tvict.parse("Toàn tỉnh có 120 cơ quan (15 sở, 9 UBND huyện, 90 UBND xã).", name="made").save(tmp_path / "out")
    book = openpyxl.load_workbook(tmp_path / "out" / "made.xlsx")
    page = book["Kiểm tra"]
    places = {cell.value: cell.column for cell in page[HEADER]}
    page.cell(HEADER + 1, places["Giá trị đúng"]).value = 114
    page.cell(HEADER + 1, places["Ý kiến"]).value = "in thừa"
    page.cell(HEADER + 1, places["Đơn vị đúng"]).value = "đơn vị"
    book.save(tmp_path / "review.xlsx")
    found = read_reviewed(tmp_path / "review.xlsx", date(2026, 11, 27))
    assert (found.corrections, found.remarks, found.refused) == (2, (), ())
    assert 'numeral = "120"\nstart = 13\ncolumn = "value"\nvalue = 114\nreason = "in thừa"' in found.toml
    assert 'column = "unit"\nvalue = "đơn vị"' in found.toml


def test_a_file_that_is_there_is_not_written_over(workbook, capsys):
    path = workbook({(2, "Giá trị đúng"): 13})
    path.with_suffix(".corrections.toml").write_text("# mine", "utf-8")
    assert main(["corrections", str(path)]) == 2
    assert path.with_suffix(".corrections.toml").read_text("utf-8") == "# mine"
    assert "--out" in capsys.readouterr().err


def test_they_are_written_where_the_next_build_takes_them_up(workbook, tmp_path, monkeypatch, capsys):
    path = workbook({(2, "Giá trị đúng"): 13}).rename(tmp_path / "bao-cao.xlsx")
    (tmp_path / "data").mkdir()
    (tmp_path / "raw").rename(tmp_path / "data" / "raw")
    monkeypatch.chdir(tmp_path)
    assert main(["corrections", path.name, "--lang", "vi"]) == 0
    assert "Chạy tvict build" in capsys.readouterr().out
    assert tvict.read("data/raw/bao-cao.txt").figures["value"].tolist() == [76e9, 13.0]
    path.rename(tmp_path / "khac.xlsx")
    assert main(["corrections", "khac.xlsx", "--lang", "vi"]) == 0
    assert "cạnh tệp báo cáo gốc" in capsys.readouterr().out
    assert (tmp_path / "khac.corrections.toml").is_file()


def test_another_file_is_refused_with_what_to_do(tmp_path):
    (tmp_path / "x.xlsx").write_text("no workbook")
    with pytest.raises(ReadError, match=r"save it as \.xlsx"):
        read_reviewed(tmp_path / "x.xlsx", date(2026, 11, 27))
    openpyxl.Workbook().save(tmp_path / "y.xlsx")
    with pytest.raises(ReadError, match="has no sheet"):
        read_reviewed(tmp_path / "y.xlsx", date(2026, 11, 27))
