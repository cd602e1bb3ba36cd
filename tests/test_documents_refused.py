"""Files that are not read: each refused in one line that names the file and what to do, quickly, nothing written."""

import io
import re
import shutil
import time
import zipfile
import zlib
from pathlib import Path
from unittest.mock import Mock
from xml.etree import ElementTree

import pytest
from documents.files import SPACES, p, r, word

import tvict
from tvict.cli import main
from tvict.documents import files, office, pdf, pictures, safety, scan, sheet
from tvict.documents.model import Picture
from tvict.errors import ReadError

FILES = Path(__file__).parent / "documents"
WHOLE = (FILES / "d-python.docx").read_bytes()
DOCUMENT = FILES.parents[1] / "docs" / "documents.md"
DOCTYPE = '<!DOCTYPE w:document [<!ENTITY a "12 hộ">]>'


def archive(**parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return held.getvalue()


def document(head=""):
    return f"<?xml version='1.0'?>{head}<w:document {SPACES}><w:body>{p('Có 12 hộ')}</w:body></w:document>"


PAGELESS = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>endobj
4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
trailer<</Root 1 0 R>>
"""
"""A PDF whose first page is not there."""

BAD = {
    "cut.docx": (WHOLE[: len(WHOLE) // 2], "is damaged"),
    "bent.docx": (WHOLE[:9000] + b"\0" * 4000 + WHOLE[13000:], "is damaged"),
    "bomb.docx": (archive(word__document_xml=document() + " " * 2**25), "too large when unpacked"),
    "parts.docx": (archive(word__document_xml=document(), **{f"x{n}": "" for n in range(5001)}), "too large"),
    "entities.docx": (archive(word__document_xml=document(DOCTYPE)), "document types or entities"),
    "utf16.docx": (archive(word__document_xml=document(DOCTYPE).encode("utf-16")), "document types or entities"),
    "entities.xlsx": (
        archive(xl__workbook_xml=f"{DOCTYPE}<w:x {SPACES}/>", xl__worksheets__s_xml="<a/>"),
        "document types or entities",
    ),
    "late.xlsx": (  # the declaration of a type stands behind as much as was once looked at
        archive(xl__workbook_xml=f"<!--{' x' * 2**15}-->{DOCTYPE}<w:x {SPACES}/>", xl__worksheets__s_xml="<a/>"),
        "document types or entities",
    ),
    "broken.xlsx": (archive(xl__workbook_xml="<a/>"), "is damaged"),
    "locked.docx": (b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "needs a password"),
    "locked.pdf": ((FILES / "locked.pdf").read_bytes(), "needs a password"),
    "broken.pdf": (b"%PDF-1.7\n" + bytes(2000), "is damaged"),
    "pageless.pdf": (PAGELESS, "is damaged: save or print it as PDF again"),
    "noise.docx": (bytes(range(256)) * 4, "is damaged: open it in the program that made it, save it again"),
    "noise.pdf": (bytes(range(256)) * 4, "is damaged: open it in the program that made it, save it again"),
    "noise.txt": (bytes(range(256)) * 4, "is a binary file, not a text"),
    "other.zip": (archive(readme="x"), "is a zip archive"),
    "empty.docx": (word(""), "holds no text"),
    "old.ppt": (b"\xd0\xcf\x11\xe0" + bytes(600), "no Word or Excel file"),
    "locked.odt": (archive(content_xml="", **{"META-INF__manifest_xml": "<a encryption-data=''/>"}), "a password"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_in_one_line(tmp_path, name):
    content, said = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    begun = time.perf_counter()
    with pytest.raises(ReadError, match=re.escape(said)) as refused:
        tvict.read(path)
    assert time.perf_counter() - begun < 10
    message = str(refused.value)
    assert "\n" not in message
    assert message.startswith(str(path))
    assert ":" in message.removeprefix(str(path)), "says what to do"


def test_a_file_like_these_without_the_fault_is_read(tmp_path):
    path = tmp_path / "good.docx"
    path.write_bytes(archive(word__document_xml=document()))
    assert tvict.read(path).text == "Có 12 hộ\n"


def test_a_command_says_so_and_writes_nothing(tmp_path, capsys):
    (tmp_path / "b.docx").write_bytes(BAD["cut.docx"][0])
    assert main(["read", str(tmp_path / "b.docx")]) == 2
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        f"tvict: {tmp_path / 'b.docx'} is damaged: " + told.err.split("is damaged: ")[1][:-1]
    ]
    assert told.out == ""


def test_a_build_makes_the_others_and_says_so(tmp_path, capsys):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.docx").write_bytes(word(p(r("Có 12 hộ"))))
    (tmp_path / "raw" / "b.docx").write_bytes(BAD["cut.docx"][0])
    assert main(["build", "--raw", str(tmp_path / "raw"), "--out", str(tmp_path / "out")]) != 0
    assert "b.docx is damaged" in capsys.readouterr().err
    assert (tmp_path / "out" / "a" / "places.csv").is_file()
    assert not (tmp_path / "out" / "b").exists()


def test_a_part_longer_than_it_declares_is_refused(monkeypatch):
    monkeypatch.setattr(safety, "PART", 1000)
    with pytest.raises(ReadError, match="too large"):
        safety.read_part(zipfile.ZipFile(io.BytesIO(archive(a="x" * 2000))), "a")


def no_memory(*_args, **_named):
    """What expat tells where it gets no memory, in an error of its own."""
    error = ElementTree.ParseError("out of memory: line 1, column 0")
    error.code = 1
    raise error


@pytest.mark.parametrize(
    ("module", "name", "told", "file"),
    [
        ("xml.etree.ElementTree", "fromstring", no_memory, "d-python.docx"),
        ("openpyxl", "load_workbook", no_memory, "d-annex.xlsx"),
        ("openpyxl", "load_workbook", Mock(side_effect=MemoryError), "d-annex.xlsx"),
        ("zipfile.ZipExtFile", "read", Mock(side_effect=zlib.error("Error -4 while decompressing")), "d-python.docx"),
    ],
)
def test_a_good_file_is_not_called_damaged_where_memory_fails(monkeypatch, module, name, told, file):
    monkeypatch.setattr(f"{module}.{name}", told)
    with pytest.raises(MemoryError):
        files.read_file(FILES / file)


def test_a_picture_is_not_called_damaged_where_memory_fails(monkeypatch):
    monkeypatch.setattr("PIL.Image.open", Mock(side_effect=MemoryError))
    with pytest.raises(MemoryError):
        list(scan._pictures(b""))
    with pytest.raises(MemoryError):
        pictures._opened(Picture(b"", 100))


def test_sheets_that_claim_millions_of_cells_are_refused(monkeypatch):
    monkeypatch.setattr(sheet, "CELLS", 10)
    with pytest.raises(ReadError, match="more than 10 cells"):
        sheet.read_workbook((FILES / "d-annex.xlsx").read_bytes())


@pytest.mark.parametrize(
    ("module", "name", "said"),
    [(pdf, "d.pdf", "more than 1 pages"), (scan, "d-scan200.pdf", "more than 1 scanned pages")],
)
def test_too_many_pages_are_refused(monkeypatch, module, name, said):
    monkeypatch.setattr(module, "PAGES", 1)
    with pytest.raises(ReadError, match=f"{said}: give the report alone"):
        tvict.read(FILES / name)


@pytest.fixture
def no_programs(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    office._program.cache_clear()


@pytest.mark.parametrize(
    ("name", "said"),
    [("d.doc", "needs LibreOffice to be read: install it"), ("d-scan200.pdf", "needs tesseract to be read: apt")],
)
def test_a_missing_program_is_named(no_programs, name, said):
    with pytest.raises(ReadError, match=re.escape(said)):
        tvict.read(FILES / name)


def test_a_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pypdfium2", None)
    with pytest.raises(ReadError, match=re.escape("pip install 'tvict[pdf]'")):
        tvict.read(FILES / "d.pdf")


def test_a_conversion_that_takes_too_long_is_ended(monkeypatch, tmp_path):
    """LibreOffice is played by a program that starts another one and waits."""
    slow = tmp_path / "soffice"
    slow.write_text(f"#!/bin/sh\nsleep 60 &\necho $! > {tmp_path}/child\nwait\n")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "SECONDS", 1)
    monkeypatch.setattr(office, "_program", lambda: str(slow))
    with pytest.raises(ReadError, match="more than 1 seconds"):
        office._converted(b"{\\rtf1 a}", ".rtf", "docx:x")
    child = int((tmp_path / "child").read_text())
    for _ in range(100):  # a busy system takes a moment to end what was killed
        try:
            ended = Path(f"/proc/{child}/stat").read_text().split()[2] in "ZX"
        except OSError:
            ended = True
        if ended:
            return
        time.sleep(0.1)
    pytest.fail("what LibreOffice started goes on")


def test_the_limits_in_the_document_are_those_of_the_code():
    rows = re.findall(r"^\| ([^|]+) \| [^|]+ \| ([\d,]+(?: million| MB| s)?) \|$", DOCUMENT.read_text("utf-8"), re.M)
    said = {name.split(" (")[0]: limit for name, limit in rows}
    assert said == {
        "file": f"{files.LARGEST // 2**20} MB",
        "plain text": f"{files.LARGEST_TEXT // 2**20} MB",
        "pages of a PDF with text": f"{pdf.PAGES}",
        "scanned pages of a PDF, a picture or a Word file; pictures in one file": f"{scan.PAGES}",
        "pixels of a picture or a page of one": f"{scan.PIXELS // 10**6} million",
        "parts of an archive": f"{safety.PARTS:,}",
        "one part, unpacked": f"{safety.PART // 2**20} MB",
        f"times its packed size, for what unpacks to over {safety.LARGE // 2**20} MB": f"{safety.RATIO}",
        "cells of a sheet": f"{sheet.CELLS // 10**6} million",
        "time of LibreOffice for a file": f"{office.SECONDS} s",
        "time of tesseract for a page": f"{scan.SECONDS} s",
    }
