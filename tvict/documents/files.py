"""From a file to its text: a path goes in, the text, its layout and the places of its words come out.

The one door for files. What a file holds tells its kind, never its name alone: portals serve web pages named .doc. Each
kind but plain text, which stays as it is, has one function from bytes to a document in ``KINDS``.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file may hold: what that is called, how its files are named, the module and function that read it, and
    what the function must be told.
    """

    said: str
    suffixes: tuple[str, ...]
    module: str = ""
    function: str = ""
    told: tuple[str, ...] = ()


KINDS = {
    "text": Kind("plain text", (".txt", ".md")),
    "word": Kind("a Word file", (".docx",), "word", "read_word"),
    "workbook": Kind("an Excel workbook", (".xlsx",), "sheet", "read_workbook"),
    "page": Kind("a web page", (".html", ".htm", ".mht"), "web", "read_page"),
    "old word": Kind("an old Word file", (".doc",), "office", "read_old", (".doc", "docx")),
    "rich text": Kind("rich text", (".rtf",), "office", "read_old", (".rtf", "docx")),
    "open text": Kind("an OpenDocument text", (".odt",), "office", "read_old", (".odt", "docx")),
    "old workbook": Kind("an old Excel workbook", (".xls",), "office", "read_old", (".xls", "xlsx")),
    "open workbook": Kind("an OpenDocument spreadsheet", (".ods",), "office", "read_old", (".ods", "xlsx")),
    "pdf": Kind("a PDF", (".pdf",), "pdf", "read_pdf"),
    "picture": Kind("a picture", (".png", ".jpg", ".jpeg", ".tif", ".tiff"), "scan", "read_picture"),
}
SUFFIXES = {suffix: name for name, kind in KINDS.items() for suffix in kind.suffixes}
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
    said = f"named {path.suffix}, but holds {KINDS[kind].said}: read as that"
    return replace(source, notices=(said, *source.notices))


def _text(content: bytes, suffix: str) -> Source:
    try:
        text, encoding, notices = decode_text(content)
    except ReadError:
        from tvict.documents.safety import DAMAGED

        if SUFFIXES.get(suffix, "text") == "text":
            raise
        raise ReadError(DAMAGED) from None
    return Source(text, "text", hashlib.sha256(content).hexdigest(), encoding, notices)


def _document(content: bytes, kind: str) -> Source:
    from tvict.documents.model import Picture
    from tvict.documents.render import render

    how = KINDS[kind]
    reader: Callable[..., Document] = getattr(import_module(f"tvict.documents.{how.module}"), how.function)
    document = reader(content, *how.told)
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
    rendered, sha256 = render(document), hashlib.sha256(content).hexdigest()
    return Source(rendered.text, kind, sha256, None, tuple(document.notices), tuple(document.programs), rendered)


def _content(path: Path) -> bytes:
    largest = LARGEST_TEXT if path.suffix.lower() in ("", *KINDS["text"].suffixes) else LARGEST
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


_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<!doctype\s+html|<html|<head|<body|<meta|<table|<div|MIME-Version:)",
    re.IGNORECASE,
)
_LOCKED = "needs a password: open it, save it without one, and read the new file"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")


def kind_of(content: bytes, suffix: str = "") -> str:
    """Return what a file holds, a key of KINDS, by its first bytes, and by its name where they do not tell.

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
    if _PAGE.match(content[:4096].replace(b"\0", b"")) and suffix not in KINDS["text"].suffixes:
        return "page"
    if suffix and suffix not in SUFFIXES:
        raise ReadError(f"is not a kind of file that tvict reads ({', '.join(SUFFIXES)}): save it as one of these")
    return "text"


def _archive(content: bytes) -> str:
    from tvict.documents.safety import open_archive, read_part

    archive = open_archive(content)
    names = set(archive.namelist())
    for name, kind in (("word/document.xml", "word"), ("xl/workbook.xml", "workbook")):
        if name in names:
            return kind
    if "content.xml" in names:
        if b"encryption-data" in (read_part(archive, "META-INF/manifest.xml") or b""):
            raise ReadError(_LOCKED)
        return "open workbook" if b"opendocument.spreadsheet" in content[:200] else "open text"
    raise ReadError("is a zip archive, not a report: unpack it, and read the files in it")


def _compound(content: bytes) -> str:
    """What a compound file of old Office programs holds, by the names of its streams."""
    if "EncryptedPackage".encode("utf-16-le") in content:  # of a new Word or Excel file with a password
        raise ReadError(_LOCKED)
    for name, kind in (("WordDocument", "old word"), ("Workbook", "old workbook"), ("Book", "old workbook")):
        if name.encode("utf-16-le") in content:
            return kind
    raise ReadError("is a file of an old Office program, but no Word or Excel file: save it as .docx, and read that")
