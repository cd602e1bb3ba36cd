"""From a file to its text: a path goes in, the text, its layout and the places of its words come out.

The one door for files. What a file holds tells its kind, never its name alone: portals serve web pages named .doc. Each
kind has one function from bytes to a document in ``READERS``; plain text stays as it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tvict.documents.plain import decode_text
from tvict.errors import ReadError

if TYPE_CHECKING:
    from tvict.documents.model import Document
    from tvict.documents.render import Rendered
    from tvict.reading.layout import Layout

LARGEST = 100 * 2**20
"""Bytes of a file; a report with its pictures has a few millions."""

LARGEST_TEXT = 20 * 2**20
"""Bytes of a plain text; no report comes near it, and reading takes memory many times that."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file. ``kind`` is what the file holds ("text", "word", …), ``encoding`` that of a plain text,
    ``notices`` are sentences about what had to be decided, ``programs`` those that read it, with their versions;
    ``rendered`` leads from the text back to the places of the file, and is None for plain text.
    """

    text: str
    kind: str
    sha256: str
    encoding: str | None = None
    notices: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    rendered: Rendered | None = None

    @property
    def layout(self) -> Layout | None:
        """The tables and notes of the text, None for plain text."""
        return None if self.rendered is None else self.rendered.layout


READERS = {
    "word": ("tvict.documents.word", "read_word"),
    "workbook": ("tvict.documents.sheet", "read_workbook"),
    "page": ("tvict.documents.web", "read_page"),
    "pdf": ("tvict.documents.pdf", "read_pdf"),
    "picture": ("tvict.documents.scan", "read_picture"),
    "old word": ("tvict.documents.office", "read_text", ".doc"),
    "rich text": ("tvict.documents.office", "read_text", ".rtf"),
    "open text": ("tvict.documents.office", "read_text", ".odt"),
    "old workbook": ("tvict.documents.office", "read_sheets", ".xls"),
    "open workbook": ("tvict.documents.office", "read_sheets", ".ods"),
}
"""The module and function that read each kind of file but plain text, and what the function must be told."""

SUFFIXES = {
    ".txt": "text",
    ".md": "text",
    ".docx": "word",
    ".xlsx": "workbook",
    ".html": "page",
    ".htm": "page",
    ".mht": "page",
    ".doc": "old word",
    ".rtf": "rich text",
    ".odt": "open text",
    ".xls": "old workbook",
    ".ods": "open workbook",
    ".pdf": "pdf",
    ".png": "picture",
    ".jpg": "picture",
    ".jpeg": "picture",
    ".tif": "picture",
    ".tiff": "picture",
}
"""What files of a name are meant to hold; `tvict build` looks for these."""


def names_file(text: str) -> bool:
    """Tell whether a text is a path and nothing else: one line that ends as files do, without blanks or of a file that
    is there.

    >>> names_file("reports/quarter3.docx"), names_file("Toàn tỉnh có 84 trường, xem quarter3.docx")
    (True, False)
    """
    line = text.strip()
    if "\n" in line or Path(line).suffix.lower() not in SUFFIXES:
        return False
    try:
        return " " not in line or Path(line).is_file()
    except OSError:  # a sentence may be longer than any name
        return False


def read_file(path: str | Path) -> Source:
    """Return the text of a file of any kind that tvict reads.

    Raises ReadError, one line that names the file and what to do, for a missing file, a folder, an empty, damaged,
    locked or overlarge file, one of another kind, and one without words.
    """
    path = Path(path)
    content = _content(path)
    try:
        kind = kind_of(content, path.suffix.lower())
        source = _text(content, path.suffix.lower()) if kind == "text" else _document(content, kind)
    except ReadError as error:
        raise ReadError(f"{path} {error}") from None
    if not source.text.strip():
        raise ReadError(f"{path} holds no text: give a file with the words of the report")
    meant = SUFFIXES.get(path.suffix.lower())
    if meant is None or meant == kind:
        return source
    said = f"named {path.suffix}, but holds {NAMES[kind]}: read as that"
    return Source(
        source.text, kind, source.sha256, source.encoding, (said, *source.notices), source.programs, source.rendered
    )


def _text(content: bytes, suffix: str) -> Source:
    try:
        text, encoding, notices = decode_text(content)
    except ReadError:
        if SUFFIXES.get(suffix, "text") == "text":
            raise
        raise ReadError(
            "is damaged: open it in the program that made it, save it again, and read the new file"
        ) from None
    return Source(text, "text", _sum(content), encoding, notices)


def _document(content: bytes, kind: str) -> Source:
    from tvict.documents.model import Picture
    from tvict.documents.render import render

    module, function, *told = READERS[kind]
    reader: Callable[..., Document] = getattr(import_module(module), function)
    document = reader(content, *told)
    if any(isinstance(block, Picture) for block in document.held()):
        try:
            from tvict.documents.pictures import read_pictures
        except ImportError:  # of Pillow: that a picture was not looked at is told
            if document.shows_only_pictures:
                raise ReadError(
                    "is pictures of its pages, which needs Pillow to be read: pip install 'tvict[pdf]'"
                ) from None
        else:
            read_pictures(document)
    rendered = render(document)
    return Source(rendered.text, kind, _sum(content), None, tuple(document.notices), tuple(document.programs), rendered)


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _content(path: Path) -> bytes:
    largest = LARGEST_TEXT if path.suffix.lower() in ("", ".txt", ".md") else LARGEST
    try:
        if path.stat().st_size > largest:
            raise ReadError(
                f"{path} has more than {largest // 2**20} MB: give the report alone, without what is embedded in it"
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise ReadError(f"{path} does not exist: check the path") from None
    except IsADirectoryError:
        raise ReadError(f"{path} is a folder: give one file, or run `tvict build` for a folder of reports") from None
    except OSError as error:
        raise ReadError(
            f"{path} cannot be read ({error.strerror or error}): check the path and its permissions"
        ) from None
    if not content:
        raise ReadError(f"{path} is empty: give a file with the words of the report")
    return content


NAMES = {
    "text": "plain text",
    "word": "a Word file",
    "workbook": "an Excel workbook",
    "page": "a web page",
    "pdf": "a PDF",
    "picture": "a picture",
    "old word": "an old Word file",
    "rich text": "rich text",
    "open text": "an OpenDocument text",
    "old workbook": "an old Excel workbook",
    "open workbook": "an OpenDocument spreadsheet",
}

_PAGE = re.compile(rb"\s*(?:<!doctype\s+html|<html|<head|<body|<meta|<table|<div|MIME-Version:)", re.IGNORECASE)
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def kind_of(content: bytes, suffix: str = "") -> str:
    """Return what a file holds, a key of NAMES, by its first bytes, and by its name where they do not tell.

    >>> kind_of(b"<html><body>"), kind_of("Báo cáo".encode(), ".txt")
    ('page', 'text')
    """
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(content)
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if content.startswith(_PICTURES):
        return "picture"
    if content.startswith(b"{\\rtf"):
        return "rich text"
    start = content[:4096]
    for mark in _MARKS:
        start = start.removeprefix(mark)
    if _PAGE.match(start.replace(b"\0", b"")) and suffix not in (".txt", ".md"):
        return "page"
    if suffix and suffix not in SUFFIXES:
        raise ReadError(f"is not a kind of file that tvict reads ({', '.join(SUFFIXES)}): save it as one of these")
    return "text"


def _archive(content: bytes) -> str:
    from tvict.documents.safety import open_archive

    names = set(open_archive(content).namelist())
    for name, kind in (("word/document.xml", "word"), ("xl/workbook.xml", "workbook")):
        if name in names:
            return kind
    if "content.xml" in names:
        return "open workbook" if b"opendocument.spreadsheet" in content[:200] else "open text"
    raise ReadError("is a zip archive, not a report: unpack it, and read the files in it")


def _compound(content: bytes) -> str:
    """What a compound file of old Office programs holds, by the names of its streams."""
    from tvict.documents.safety import refuse_locked

    refuse_locked(content)
    for name, kind in (("WordDocument", "old word"), ("Workbook", "old workbook"), ("Book", "old workbook")):
        if name.encode("utf-16-le") in content:
            return kind
    raise ReadError("is a file of an old Office program, but no Word or Excel file: save it as .docx, and read that")
