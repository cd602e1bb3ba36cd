"""What a person corrected: applied after reading, marked, told, and refused where the text has changed."""

import docx
import openpyxl
import pandas as pd
import pytest

import tvict
from tvict.cli import main
from tvict.errors import ReadError
from tvict.publishing.sheets import HEADER

TEXT = (
    "Doanh thu bưu chính ước đạt 76 tỷ đồng, giảm 13,24% so với năm 2021.\n\n"
    "Hệ thống dùng cho 577 cơ quan (cấp tỉnh: 139, cấp huyện: 332, cấp xã: 106).\n\n"
    "Có 12 xã đạt chuẩn; 12 xã khác đang xây dựng.\n"
)


def correction(**changes: str) -> str:
    """A correction written out, some keys changed; an empty one left out."""
    keys = {"numeral": '"76 tỷ"', "column": '"unit"', "value": '"USD"', "reason": '"thử"', "date": "2026-11-24"}
    lines = [f"{name} = {value}" for name, value in (keys | changes).items() if value]
    return "\n".join(["[[correction]]", *lines, ""])


@pytest.fixture
def raw(tmp_path):
    """A report with corrections beside it: call it with what stands in the file."""

    def write(corrections: str, text: str = TEXT):
        path = tmp_path / "raw" / "bao-cao.txt"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        path.with_suffix(".corrections.toml").write_text(corrections, "utf-8")
        return path

    return write


def row(report, text):
    return report.figures[report.figures["text"].str.startswith(text)].iloc[0]


def test_a_cell_is_corrected_marked_and_told(raw):
    report = tvict.read(raw(correction()))
    assert row(report, "76")["unit"] == "USD"
    assert row(report, "76")["quality"] == "corrected"
    assert report.figures["quality"].notna().sum() == 1
    told = report.corrections.iloc[0]
    assert told[["text", "column", "before", "after", "reason", "corrected_on"]].tolist() == [
        "76 tỷ",
        "unit",
        "đồng",
        "USD",
        "thử",
        "2026-11-24",
    ]
    assert report.text[told["start"] : told["end"]] == "76 tỷ"
    assert told["figure_id"] == row(report, "76")["figure_id"]


def test_all_other_cells_and_their_types_stay(raw):
    plain = tvict.parse(TEXT, name="bao-cao").figures
    figures = tvict.read(raw(correction())).figures
    assert dict(figures.dtypes) == dict(plain.dtypes)
    others = [name for name in plain.columns if name not in ("unit", "quality", "period")]
    pd.testing.assert_frame_equal(figures[others], plain[others])


def test_low_and_high_follow_a_corrected_value(raw):
    value = {"column": '"value"', "value": "75_000_000_000"}
    figure = row(tvict.read(raw(correction(**value))), "76")
    assert figure[["value", "low", "high"]].tolist() == [75e9, 74.5e9, 75.5e9]
    bound = row(tvict.read(raw(correction(column='"bound"', value='"over"'))), "76")
    assert bound["low"] == 76e9
    assert pd.isna(bound["high"])


def test_checks_and_history_reckon_with_it(raw):
    assert (tvict.parse(TEXT).checks["verdict"] == "holds").all()
    report = tvict.read(raw(correction(numeral='"139"', column='"value"', value="140")))
    assert report.checks.query("kind == 'sum'")["verdict"].tolist() == ["differs"]
    earlier = tvict.read(raw(correction(numeral='"13,24"', column='"value"', value="-24.0"))).history
    assert earlier.query("basis == 'derived'")["value"].tolist() == [pytest.approx(100e9)]


def test_a_corrected_code_keeps_a_cell_for_whoever_groups(raw):
    given = tvict.read(raw(correction(column='"indicator"', value='"telecom.revenue"')))
    assert row(given, "76")[["indicator", "cell"]].tolist() == ["telecom.revenue", "total"]
    taken = tvict.read(raw(correction(column='"indicator"', value="")))
    assert row(taken, "76")[["indicator", "cell"]].isna().all()


def test_a_cell_can_be_emptied_and_a_link_set_by_place(raw):
    start = TEXT.index("577")
    first = correction(numeral='"139"', column='"parent_id"', value="")
    figure = row(tvict.read(raw(first)), "139")
    assert pd.isna(figure["parent_id"])
    second = correction(numeral='"12 xã đạt"', column='"parent_id"', value=str(start))
    report = tvict.read(raw(first + second))
    assert row(report, "12")["parent_id"] == row(report, "577")["figure_id"]
    assert report.corrections["after"].isna().tolist() == [True, False]


def test_it_survives_a_rebuild_and_stands_in_every_output(raw, tmp_path):
    raw(correction())
    for _ in range(2):
        assert main(["build", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]) == 0
        tables = tvict.load(tmp_path / "out" / "bao-cao").tables
        assert tables["figures"]["unit"].tolist().count("USD") == 1
        assert tables["corrections"]["reason"].tolist() == ["thử"]
    page = openpyxl.load_workbook(tmp_path / "out" / "bao-cao" / "bao-cao.xlsx")["Đã sửa"]
    line = [cell.value for cell in page[HEADER + 1]]
    assert line[:6] == ["76 tỷ", "Đơn vị tính", "đồng", "USD", "thử", "24/11/2026"]


def test_without_a_file_nothing_is_corrected(raw):
    path = raw("")
    assert tvict.read(path).corrections.empty
    path.with_suffix(".corrections.toml").unlink()
    assert tvict.read(path).corrections.empty
    assert tvict.read(path).figures["quality"].isna().all()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            correction(start="30"),
            "the text at 30 is .* and not “76 tỷ”, so the report has changed there: look",
        ),
        (correction(numeral='"39"', start=str(TEXT.index("139") + 1)), "is “39, cấp huyệ” and not “39”"),
        (correction(numeral='"24%"', start=str(TEXT.index("24%"))), "and not “24%”"),
        (correction(numeral='"67 tỷ"'), "the words “67 tỷ” stand nowhere in the text"),
        (correction(numeral='"12 xã"'), r"“12 xã” stand at \d+, \d+: add its start"),
        (correction(numeral='"xã"'), "begin with its digits, as printed"),
        (correction(numeral='"2021"', column='"value"', value="1"), "no figure is read at"),
        (correction(column='"text"'), "names the column text: only these can be corrected: section, indicator"),
        (correction(column='"value"', value="1" + "0" * 400), "write a number of less than 21 digits"),
        (correction(column='"colour"'), "names the column colour"),
        (correction(column='"value"'), "gives the value 'USD' for value: write it as int"),
        (correction(column='"estimate"', value="1"), "gives the value 1 for estimate: write it as bool"),
        (correction(column='"role"', value='"levels"'), "write it as one of level, share"),
        (correction(column='"role"', value=""), "gives no value for role, which is never missing"),
        (correction(column='"of_id"', value="3"), "leads to 3, where no figure begins"),
        (correction(value='"5"'), "gives the value '5' for unit: write a word or a sign, as hộ or %"),
        (correction(reason=""), "says no reason: write numeral, column, value, reason and date"),
        (correction(author='"x"'), "says author, which means nothing here"),
        (correction(date='"today"'), "gives date as 'today': write it as date"),
        (correction(start="-1"), "gives start as -1"),
        (correction() + correction(), "corrects the column unit at 28 twice"),
        ("[other]\n", r"holds something else than \[\[correction\]\] tables"),
        ("= 5", "cannot be read as TOML"),
    ],
)
def test_what_cannot_be_applied_is_refused_in_one_line(raw, written, said):
    with pytest.raises(ReadError, match=said) as refused:
        tvict.read(raw(written))
    assert "\n" not in str(refused.value)


def test_a_changed_text_is_refused_and_nothing_is_written(raw, tmp_path, capsys):
    start = TEXT.index("76 tỷ")
    raw(correction(start=str(start)), TEXT.replace("76 tỷ", "76 triệu"))
    assert main(["build", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]) == 1
    error = capsys.readouterr().err
    assert main(["build", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out"), "--lang", "vi"]) == 1
    assert f"corrections.toml: chỗ sửa 1: ở vị trí {start} là" in capsys.readouterr().err
    assert f"correction 1: the text at {start} is “76 triệu đồn” and not “76 tỷ”, so the report has" in error
    assert not (tmp_path / "out").exists()


PRODUCTION = "Tổng sản lượng đạt 541.300 tấn, gồm: tôm 298.450 tấn, cá 252.850 tấn.\n"
PRINTED = "541.300 tấn (đã sửa thành 541.000 tấn)"


def test_what_was_corrected_is_not_told_as_printed(raw, tmp_path):
    whole = correction(numeral='"541.300"', column='"value"', value="541000")
    part = correction(numeral='"298.450"', column='"value"', value="298000")
    report = tvict.read(raw(whole + part, PRODUCTION))
    claim = report.checks.query("verdict == 'differs'")["claim"].item()
    assert claim == "298.000 + 252.850 = 550.850 ≠ 541.000"
    told = "298.450 tấn (đã sửa thành 298.000 tấn)"
    report.save(tmp_path / "out")
    html = (tmp_path / "out" / "bao-cao.html").read_text("utf-8")
    card = html[html.index('id="differences"') : html.index("<nav")]
    assert f">{PRINTED}</dd>" in card
    assert card.index(claim) < card.index(told)
    (table,) = docx.Document(tmp_path / "out" / "bao-cao.phieu-kiem-tra.docx").tables
    assert table.rows[1].cells[2].text == PRINTED
    assert table.rows[1].cells[1].text.endswith(f"{claim}; {told}")
    book = openpyxl.load_workbook(tmp_path / "out" / "bao-cao.xlsx")
    cells = [cell.value for cell in book["Kiểm tra"][HEADER + 1]]
    assert f"{claim}; {PRINTED}; {told}" in cells
    assert 541_300 in cells
    assert 541_000 not in cells
    assert any(f"{claim}; {PRINTED}" in str(cell.value) for cell in book["Tóm tắt"]["A"])


def test_a_comment_quotes_what_is_printed(raw, tmp_path):
    document = docx.Document()
    document.add_paragraph(PRODUCTION.strip())
    path = raw(correction(numeral='"541.300"', column='"value"', value="541000"), "").with_suffix(".docx")
    document.save(path)
    tvict.read(path).save(tmp_path / "out")
    (comment,) = docx.Document(tmp_path / "out" / "bao-cao.nhan-xet.docx").comments
    assert f"In trong báo cáo: {PRINTED}." in comment.text
