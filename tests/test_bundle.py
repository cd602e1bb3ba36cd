"""The bundle: one zip with everything of a saved report, valid by itself, the same bytes every time."""

import errno
import shutil
import zipfile
from pathlib import Path

import docx
import pandas as pd
import pytest

import tvict
from tvict.cli import main
from tvict.errors import LoadError, SaveError
from tvict.publishing.bundle import bundle
from tvict.tables import TABLES

RAW = Path(__file__).parents[1] / "data" / "raw"


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saved") / "anbinh-2019"
    report = tvict.read(RAW / "anbinh-2019.txt")
    report.save(folder)
    (folder / "remarks.txt").write_text("mine", "utf-8")
    return report, folder


@pytest.fixture
def charts(tmp_path):
    folder = tmp_path / "drawn"
    (folder / "vi").mkdir(parents=True)
    (folder / "vi" / "change.svg").write_text("<svg/>", "utf-8")
    (folder / "notes.docx").write_text("x", "utf-8")
    return folder


@pytest.fixture
def unzipped(saved, charts, tmp_path):
    with zipfile.ZipFile(bundle(saved[1], tmp_path / "given" / "b.zip", charts)) as parts:
        parts.extractall(tmp_path / "unzipped")
    return tmp_path / "unzipped" / "anbinh-2019"


def test_it_holds_all_that_belongs_and_nothing_else(unzipped):
    names = {path.relative_to(unzipped).as_posix() for path in unzipped.rglob("*") if path.is_file()}
    assert names == {
        "DOC-TRUOC.html",
        *(f"anbinh-2019.{kind}" for kind in ("html", "xlsx", "phieu-kiem-tra.docx")),
        *(f"du-lieu/{name}.csv" for name in TABLES),
        "du-lieu/text.txt",
        "du-lieu/datapackage.json",
        "du-lieu/README.md",
        "du-lieu/LUU-Y.txt",
        "bieu-do/vi/change.svg",
    }


def test_frictionless_finds_nothing_wrong(unzipped):
    from frictionless import validate

    report = validate(str(unzipped / "du-lieu" / "datapackage.json"))
    assert report.valid, report.flatten(["type", "title", "note"])
    assert report.stats["tasks"] == len(TABLES)


def test_tables_come_out_of_it_equal(saved, unzipped):
    for name, table in tvict.load(unzipped / "du-lieu").tables.items():
        pd.testing.assert_frame_equal(table, saved[0].tables[name])


def test_csv_opens_right_in_excel(unzipped):
    for name in TABLES:
        assert (unzipped / "du-lieu" / f"{name}.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_its_readme_warns_and_says_how_to_cite(saved, unzipped):
    report, folder = saved
    readme = (unzipped / "du-lieu" / "README.md").read_text("utf-8")
    assert readme.startswith((folder / "README.md").read_text("utf-8"))
    assert "Mind before use:" in readme
    assert "## How to cite" in readme
    cited = f"> {report.metadata.issuer}. {report.metadata.title}. 2019. Figures read from the text by tvict"
    assert f"{cited} {tvict.__version__} (lexicon " in readme
    assert str(report.metadata.sha256) in readme


def test_it_opens_in_vietnamese_on_the_files_that_people_open(unzipped):
    first = (unzipped / "DOC-TRUOC.html").read_text("utf-8")
    assert first.index('lang="vi"><h1>') < first.index('lang="en"><h1>')
    for name in ("anbinh-2019.html", "anbinh-2019.xlsx", "anbinh-2019.phieu-kiem-tra.docx"):
        assert f'<a href="{name}">' in first
    assert "bieu-do/: các biểu đồ" in first
    assert "tên người" not in first, "none of these files has any"
    assert "<script" not in first


def test_a_word_report_comes_with_its_comments_and_with_the_text_that_the_tables_count_in(tmp_path, capsys):
    document = docx.Document()
    document.add_paragraph("Toàn tỉnh có 120 cơ quan (15 sở, 9 UBND huyện, 90 UBND xã).")
    document.save(tmp_path / "bao-cao.docx")
    report = tvict.read(tmp_path / "bao-cao.docx")
    report.save(tmp_path / "saved" / "bao-cao")
    with zipfile.ZipFile(bundle(tmp_path / "saved" / "bao-cao")) as parts:
        assert parts.read("bao-cao/du-lieu/text.txt").decode("utf-8") == report.text
        assert "bao-cao/bao-cao.nhan-xet.docx" in parts.namelist()
        assert "bao-cao/bao-cao.docx" not in parts.namelist()
        first = parts.read("bao-cao/DOC-TRUOC.html").decode("utf-8")
    assert '<a href="bao-cao.nhan-xet.docx">bao-cao.nhan-xet.docx</a>: chính báo cáo' in first
    assert "có thể còn tên người và số điện thoại" in first
    assert main(["bundle", str(tmp_path / "saved" / "bao-cao"), "--out", str(tmp_path / "b.zip")]) == 0
    assert "bao-cao.nhan-xet.docx may still hold names and telephone numbers of persons" in capsys.readouterr().err
    shutil.copy(tmp_path / "bao-cao.docx", tmp_path / "saved")
    assert main(["build", "--raw", str(tmp_path / "saved"), "--out", str(tmp_path / "out"), "--lang", "vi"]) == 0
    assert "bao-cao.nhan-xet.docx có thể còn tên người và số điện thoại" in capsys.readouterr().err
    assert '<a href="bao-cao.phieu-kiem-tra.docx">' in first


def test_a_bundle_with_its_charts_goes_into_a_mail(tmp_path):
    root = RAW.parents[1]
    report = tvict.read(RAW / "travinh-2022.txt")
    report.save(tmp_path / "travinh-2022")
    path = bundle(tmp_path / "travinh-2022", charts=root / "figures" / "travinh-2022")
    with zipfile.ZipFile(path) as parts:
        assert sum(name.startswith("travinh-2022/bieu-do/") for name in parts.namelist()) > 10
    assert path.stat().st_size <= 2_000_000


def test_charts_in_english_come_when_asked_for(saved, charts, tmp_path):
    (charts / "vi" / "change.en.svg").write_text("<svg/>", "utf-8")
    for english in (False, True):
        with zipfile.ZipFile(bundle(saved[1], tmp_path / f"{english}.zip", charts, english=english)) as parts:
            assert ("anbinh-2019/bieu-do/vi/change.en.svg" in parts.namelist()) is english


def test_what_is_not_there_is_left_out_and_not_told(tmp_path):
    tvict.parse("Có 5 xã.", name="made").save(tmp_path / "made")
    for suffix in (".xlsx", ".html", ".phieu-kiem-tra.docx"):
        (tmp_path / "made" / f"made{suffix}").unlink()
    path = bundle(tmp_path / "made")
    assert path == tmp_path / "made.zip"
    with zipfile.ZipFile(path) as parts:
        assert len(parts.namelist()) == len(TABLES) + 5
        readme = parts.read("made/du-lieu/README.md").decode("utf-8")
        first = parts.read("made/DOC-TRUOC.html")
    assert "> made. Figures read" in readme
    assert b".xlsx" not in first
    assert "SHA-256" not in readme


def test_two_bundles_are_the_same_bytes(saved, charts, tmp_path):
    one = bundle(saved[1], tmp_path / "one.zip", charts).read_bytes()
    assert bundle(saved[1], tmp_path / "two.zip", charts).read_bytes() == one


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "the disk is full, free some space"),
        (PermissionError(errno.EACCES, "Permission denied"), "close the files if a program has them open"),
    ],
)
def test_a_failure_half_way_leaves_the_old_zip(saved, tmp_path, monkeypatch, failure, said):
    before = bundle(saved[1], tmp_path / "b.zip").read_bytes()
    written = []

    def failing(self, *content):
        written.append(content)
        if len(written) == 3:
            raise failure

    monkeypatch.setattr(zipfile.ZipFile, "writestr", failing)
    with pytest.raises(SaveError, match=said):
        bundle(saved[1], tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_a_zip_that_is_open_elsewhere_is_left_whole(saved, tmp_path, monkeypatch):
    before = bundle(saved[1], tmp_path / "b.zip").read_bytes()

    def refused(self, target):
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(SaveError, match="what was there is unchanged"):
        bundle(saved[1], tmp_path / "b.zip")
    assert (tmp_path / "b.zip").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_what_is_no_saved_report_is_refused(saved, tmp_path):
    with pytest.raises(LoadError, match=r"holds no datapackage\.json"):
        bundle(tmp_path)
    with pytest.raises(LoadError, match="is no folder of charts: draw them with `tvict charts`"):
        bundle(saved[1], tmp_path / "b.zip", tmp_path / "none")
    with pytest.raises(SaveError, match="is a folder: give the name of a file"):
        bundle(saved[1], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_finds_the_charts_and_prints_the_zip(saved, tmp_path, monkeypatch, capsys):
    drawn = tmp_path / "figures" / "anbinh-2019"
    drawn.mkdir(parents=True)
    (drawn / "change.svg").write_text("<svg/>", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["bundle", str(saved[1]), "--out", "b.zip"]) == 0
    assert capsys.readouterr().out == "b.zip\n"
    with zipfile.ZipFile("b.zip") as parts:
        assert "anbinh-2019/bieu-do/change.svg" in parts.namelist()
    assert main(["bundle", str(tmp_path)]) == 2
    (only,) = capsys.readouterr().err.splitlines()
    assert "give a folder that `tvict build` or report.save made" in only
