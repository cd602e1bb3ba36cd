"""Files of every kind: one invented report in each, every printed numeral once, none invented, each with its place."""

import copy
import difflib
import html
import io
import json
import re
import time
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from programs import converted, needs

import tvict
from tvict.documents.files import SUFFIXES, kind_of, read_file
from tvict.errors import ReadError
from tvict.names import Names

FILES = Path(__file__).parent / "documents"
TRUTH = json.loads((FILES / "d.truth.json").read_text("utf-8"))
NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
WHOLE = ["d-python.docx", "d-lo.docx", "d-tcvn3.docx", "d-vni.docx", "d.pdf", "d-tcvn3.pdf"]
"""Files that hold the whole report; the page lacks its signatures, the workbook all but its annex."""
CONVERTED = ["d.doc", "d.rtf", "d.odt", "d-tcvn3.doc"]
"""Files that hold it too, and that LibreOffice converts first."""


def differences(text):
    """Numerals of the truth that a text lacks, and numerals that it adds, those of merged header cells aside."""
    optional = set(TRUTH["optional"])
    found, wanted = NUMERAL.findall(text), TRUTH["numerals"]
    missing, added = [], []
    for tag, i, j, k, n in difflib.SequenceMatcher(None, wanted, found, autojunk=False).get_opcodes():
        if tag != "equal":
            missing += [wanted[at] for at in range(i, j) if at not in optional]
            added += found[k:n]
    spare = Counter(wanted[at] for at in optional)
    return missing, list((Counter(added) - spare).elements())


@pytest.mark.parametrize("name", WHOLE)
def test_every_numeral_comes_once_and_none_is_invented(name):
    assert differences(tvict.read(FILES / name).text) == ([], [])


@pytest.mark.parametrize("name", CONVERTED)
def test_every_numeral_comes_through_libreoffice(name):
    needs("soffice")
    report = tvict.read(FILES / name)
    assert differences(report.text) == ([], [])
    assert report.sources.loc[0, "programs"].startswith("LibreOffice ")


def test_an_old_workbook_gives_the_cells_of_the_new_one():
    needs("soffice")
    old, new = tvict.read(FILES / "d-annex.xls"), tvict.read(FILES / "d-annex.xlsx")
    assert Counter(NUMERAL.findall(old.text)) >= Counter(NUMERAL.findall(new.text))
    assert old.places["cell"].notna().all()


def test_an_open_spreadsheet_gives_the_cells_of_the_workbook(tmp_path):
    report, new = tvict.read(converted(FILES / "d-annex.xlsx", "ods", tmp_path)), tvict.read(FILES / "d-annex.xlsx")
    assert Counter(NUMERAL.findall(report.text)) >= Counter(NUMERAL.findall(new.text))
    assert report.metadata.kind == "open workbook"
    assert report.places["cell"].notna().all()


def test_a_portal_page_gives_the_report_without_menus_and_counters():
    text = tvict.read(FILES / "d.html").text
    assert differences(text) == (["05"], [])  # "(05 bản)" stands in the signatures, which this page lacks
    assert "1.204.553" not in text


def test_a_lost_or_glued_numeral_would_be_found():
    text = tvict.read(FILES / "d-python.docx").text
    assert differences(text.replace("6.412³", "6.4123")) == (["6.412"], ["6.4123"])
    assert differences(text + "\n18.200\n") == ([], ["18.200"])


@pytest.mark.parametrize("name", WHOLE[:-1])
def test_figures_of_prose_are_those_of_the_clean_text(name):
    """The prose of the file reads as that of the ideal text, whatever its tables give."""
    columns = ["value", "unit", "role", "period", "bound", "estimate", "indicator", "subject"]
    read, clean = tvict.read(FILES / name), tvict.parse(TRUTH["text"])
    ends = [report.text.index("Phụ lục I\n") for report in (read, clean)]
    prose = [
        report.figures[report.figures["start"] < end][columns].reset_index(drop=True)
        for report, end in zip((read, clean), ends, strict=True)
    ]
    if "tcvn3" in name:  # capitals at the start of a sentence are small letters in its font
        prose = [table.assign(subject=table["subject"].str.casefold()) for table in prose]
    pd.testing.assert_frame_equal(*prose)


def test_a_pdf_leads_to_pages_and_boxes():
    report = tvict.read(FILES / "d.pdf")
    places = report.places
    assert places["page"].is_monotonic_increasing
    assert places["page"].max() > 1
    assert (places["x0"] < places["x1"]).all()
    assert (places["y0"] < places["y1"]).all()
    assert report.sources.loc[0, "programs"].startswith("pypdfium2 ")


def test_a_table_that_goes_on_over_the_page_is_one():
    (first, second) = read_file(FILES / "d-tcvn3.pdf").layout.tables[-2:]
    assert max(cell.row for cell in first.cells) == len(TRUTH["tables"][-2]["rows"]) + 1
    assert max(cell.row for cell in second.cells) == len(TRUTH["tables"][-1]["rows"]) + 1


@pytest.mark.parametrize("name", [*WHOLE, "d.html", "d-annex.xlsx"])
def test_every_figure_has_a_place_and_its_words_stand_there(name):
    report = tvict.read(FILES / name)
    places = report.places
    assert places["figure_id"].tolist() == report.figures["figure_id"].tolist()
    inside = places["table"].notna()
    assert inside.any()
    assert (places["paragraph"].notna() != inside).all()
    assert (places.loc[inside, ["row", "column"]] >= 1).all().all()


def test_places_lead_to_the_cells_of_the_file():
    import openpyxl

    report = tvict.read(FILES / "d-annex.xlsx")
    book = openpyxl.load_workbook(FILES / "d-annex.xlsx", data_only=True)
    told = report.places.merge(report.figures[["figure_id", "text"]], on="figure_id")
    for figure in told.to_dict("records"):
        printed = book[figure["part"]][figure["cell"]].value
        value = NUMERAL.search(figure["text"])[0].replace(".", "").replace(",", ".")
        assert float(value) == pytest.approx(float(printed), abs=0.051)


@pytest.mark.parametrize("name", ["d-python.docx", "d.pdf"])
def test_layout_gives_the_cells_of_tables_and_the_callers_of_notes(name):
    source = read_file(FILES / name)
    layout = source.layout
    for mark in "¹²³":
        before = source.text[: source.text.index(f"\n{mark}")].rstrip("\n")
        assert mark in before[before.rfind("\n\n") :], "a note stands behind the paragraph that calls it"
    tables = [
        [(cell.row, cell.column, source.text[cell.start : cell.end]) for cell in table.cells] for table in layout.tables
    ]
    for got, want in zip(tables[-2:], TRUTH["tables"][-2:], strict=True):
        rows = [*want["head"], *want["rows"]]
        wanted = {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text}
        assert {(r, c): text for r, c, text in got if text} == wanted
    header = {source.text[c.start : c.end]: c for c in layout.tables[-2].cells}
    assert header["Năm 2022"].column_span == 2
    assert header["ĐVT"].row_span == 2


def test_every_decision_is_told():
    assert tvict.read(FILES / "d-python.docx").notices == (
        "tracked deletions left out: 1",
        "tracked insertions taken in: 1",
    )
    assert "hidden sheet 'nháp' left out" in tvict.read(FILES / "d-annex.xlsx").notices
    assert any("C7, D7, E7" in notice for notice in tvict.read(FILES / "d-annex.xlsx").notices)
    assert any("TCVN3" in notice for notice in tvict.read(FILES / "d-tcvn3.docx").notices)


@pytest.mark.parametrize("name", ["d-tcvn3.txt", "d-vni.txt"])
@pytest.mark.parametrize("utf8", [False, True])
def test_text_in_old_encodings_is_read_and_told(tmp_path, name, utf8):
    stored = (FILES / name).read_bytes()
    path = tmp_path / "r.txt"
    path.write_bytes(stored.decode("latin-1").encode("utf-8") if utf8 else stored)
    report = tvict.read(path)
    (notice,) = report.notices
    encoding = "TCVN3" if "tcvn3" in name else "VNI"
    assert encoding in notice
    assert report.metadata.encoding == (f"{encoding} in utf-8" if utf8 else encoding)
    assert "Tỷ lệ hộ nghèo giảm từ 4,85% xuống còn 3,72%" in report.text
    assert "CHỈ TIÊU KINH TẾ" in report.text


def test_text_in_unicode_is_left_alone():
    for name in ("travinh-2022", "anbinh-2019"):
        path = FILES.parents[1] / "data" / "raw" / f"{name}.txt"
        assert read_file(path).text == path.read_bytes().decode("utf-8")


def test_what_a_file_holds_tells_its_kind(tmp_path):
    page = tmp_path / "baocao.doc"
    page.write_bytes((FILES / "d.html").read_bytes())
    report = tvict.read(page)
    assert report.metadata.kind == "page"
    assert "named .doc, but holds a web page" in report.notices[0]
    assert differences(report.text)[1] == []


def test_saved_tables_bring_the_text_that_they_point_into(tmp_path):
    report = tvict.read(FILES / "d-python.docx")
    report.save(tmp_path / "out")
    text = (tmp_path / "out" / "text.txt").read_text("utf-8")
    figures = tvict.load(tmp_path / "out").figures
    assert len(text) == len(report.text)
    assert "Trần Văn Mẫu" in report.text
    assert "Trần Văn Mẫu" not in text
    assert [text[a:b] for a, b in zip(figures["start"], figures["end"], strict=True)] == figures["text"].tolist()
    pd.testing.assert_frame_equal(tvict.load(tmp_path / "out").places, report.places)


def test_every_suffix_is_of_a_kind():
    assert set(SUFFIXES.values()) >= {"text", "word", "workbook", "page"}
    assert kind_of(b"text", "") == "text"
    with pytest.raises(ReadError, match="not a kind of file"):
        kind_of(b"a,b", ".csv")


def least_work(times, task):
    """The least processor time of so many runs of a task: a busy machine can only make one look slower."""
    took = []
    for _ in range(times):
        begun = time.process_time()
        task()
        took.append(time.process_time() - begun)
    return min(took)


@pytest.mark.timed
def test_fifty_pages_of_word_take_two_seconds(tmp_path):
    with zipfile.ZipFile(FILES / "d-python.docx") as one, zipfile.ZipFile(tmp_path / "r.docx", "w") as ten:
        for name in one.namelist():
            content = one.read(name).decode() if name == "word/document.xml" else one.read(name)
            if isinstance(content, str):
                begin, end = content.index("<w:body>") + len("<w:body>"), content.rindex("<w:sectPr")
                content = content[:begin] + content[begin:end] * 10 + content[end:]
            ten.writestr(name, content)
    assert len(tvict.read(tmp_path / "r.docx").figures) > 1_000
    assert least_work(3, lambda: tvict.read(tmp_path / "r.docx").figures) < 2


@pytest.mark.timed
def test_a_page_of_pdf_takes_a_fifth_of_a_second():
    places = tvict.read(FILES / "d.pdf").places
    assert least_work(3, lambda: tvict.read(FILES / "d.pdf").figures) < 0.2 * places["page"].max()


@pytest.fixture(scope="module")
def scans():
    needs("tesseract")
    return {name: tvict.read(FILES / name) for name in ("d-scan200.pdf", "d-scan150.pdf")}


class TestScans:
    """How well a scan is read hangs on the version of tesseract: what must hold is that nothing wrong is unmarked."""

    def wrong(self, report):
        """The figures with digits that the report does not print, as rows."""
        printed = Counter(TRUTH["numerals"])
        rows = []
        for figure in report.figures.to_dict("records"):
            found = NUMERAL.search(figure["text"])
            if found is None or not printed[found[0]]:
                rows.append(figure)
        return rows

    def test_most_numerals_are_read(self, scans):
        for report in scans.values():
            missing, _ = differences(report.text)
            assert len(missing) <= 0.1 * len(TRUTH["numerals"])

    def test_prose_loses_no_more_than_a_tenth_against_the_clean_text(self, scans):
        columns = ["value", "unit", "role", "period", "bound", "estimate"]

        def prose(report):
            figures = report.figures[report.figures["start"] < report.text.index("Phụ lục I")]
            return figures[columns].astype(str).to_numpy().tolist()

        clean = prose(tvict.parse(TRUTH["text"]))
        for report in scans.values():
            read = prose(report)
            matches = difflib.SequenceMatcher(None, *(list(map(tuple, rows)) for rows in (clean, read)), autojunk=False)
            assert matches.ratio() >= 0.9

    def test_no_figure_is_wrong_without_a_mark(self, scans):
        for report in scans.values():
            assert [f["text"] for f in self.wrong(report) if "doubtful" not in f["quality"]] == []

    def test_every_figure_is_of_a_scan_and_a_quarter_at_most_doubtful(self, scans):
        for name, report in scans.items():
            quality = report.figures["quality"]
            assert quality.str.split(";").map(lambda flags: "scan" in flags).all()
            assert quality.str.contains("doubtful").mean() <= (0.25 if "200" in name else 0.3)

    def test_readings_that_disagree_leave_no_value(self, scans):
        report = scans["d-scan200.pdf"]
        torn = report.figures[report.figures["figure_id"].isin(report.readings["figure_id"])]
        assert len(torn)
        assert torn["value"].isna().all()
        assert report.readings.groupby("figure_id")["reader"].nunique().min() == 2

    def test_a_reader_that_saw_nothing_has_no_row(self, scans):
        readings = scans["d-scan150.pdf"].readings
        assert len(readings)
        assert readings["text"].str.strip().ne("").all()

    def test_places_say_how_sure_and_where(self, scans):
        places = scans["d-scan200.pdf"].places
        assert places["confidence"].between(0, 100).all()
        assert (places["x0"] < places["x1"]).all()
        assert scans["d-scan200.pdf"].sources.loc[0, "programs"].split(";")[1].startswith("tesseract ")

    def test_the_page_shows_what_the_scan_shows_of_doubtful_figures(self, scans, tmp_path):
        report = scans["d-scan200.pdf"]
        doubtful = report.figures.loc[report.figures["quality"].str.contains("doubtful"), "figure_id"]
        crops = dict(report._crops())
        assert set(crops) == set(doubtful)
        for crop in crops.values():
            with Image.open(io.BytesIO(crop)) as picture:
                assert picture.format == "PNG"
                assert 10 < picture.height <= 64
                assert len(picture.getcolors()) > 2, "not empty paper"
            assert len(crop) < 8_000
        report.save(tmp_path / "out")
        rows = (tmp_path / "out" / "d-scan200.html").read_text("utf-8").split("<tr id=")
        by_id = {int(found[1]): row for row in rows if (found := re.match(r'"f(\d+)"', row))}
        assert {number for number, row in by_id.items() if "data:image/png;base64," in row} == set(doubtful)
        for figure, seen in report.readings.groupby("figure_id")["text"]:
            assert " · ".join(dict.fromkeys(map(html.escape, seen))) in by_id[figure]

    def test_a_picture_of_a_persons_number_is_not_shown(self, scans):
        report = scans["d-scan200.pdf"]
        first = next(number for number, _ in report._crops())
        span = report.figures.set_index("figure_id").loc[first, ["start", "end"]]
        hidden = copy.copy(report)
        hidden._names = Names(report.text, (), (tuple(span),))
        assert first not in dict(hidden._crops())
        assert len(dict(hidden._crops())) == len(dict(report._crops())) - 1

    def test_a_picture_is_read_as_a_page(self, scans, tmp_path):
        import pypdfium2

        page = pypdfium2.PdfDocument(FILES / "d-scan200.pdf")[1].render(scale=200 / 72).to_pil()
        page.save(tmp_path / "page.png", dpi=(200, 200))
        report = tvict.read(tmp_path / "page.png")
        assert "Năm 2023, phấn đấu GRDP tăng 7,5%" in report.text
        assert set(report.places["page"]) == {1}
