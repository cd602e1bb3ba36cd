"""What a file may not be: limits of size, damaged or locked archives, XML with entities. Each refusal is one line."""

from __future__ import annotations

import io
import zipfile
from xml.etree import ElementTree
from xml.parsers import expat

from tvict.errors import ReadError

PARTS = 5000
PART = 200 * 2**20
"""Parts of an archive, and bytes that one of them unpacks to."""
RATIO = 200
"""How many times its packed size a large part may unpack to; what people type packs to a tenth."""
LARGE = 2**24

DAMAGED = "is damaged: open it in the program that made it, save it again, and read the new file"
_DOCTYPE = "declares document types or entities, which no office program writes: save it again in such a program"
_NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
_TOO_LARGE = "is too large when unpacked: give the report alone, without what is embedded in it"


def broken(error: Exception, words: str = DAMAGED) -> Exception:
    """Return what to raise for an error of a library that opens files: that the file is damaged, unless memory failed.

    expat and zlib tell of memory by a code in an error of their own; a good file must not be called damaged for it.
    """
    memory = isinstance(error, MemoryError) or getattr(error, "code", None) == _NO_MEMORY
    return MemoryError() if memory or str(error).startswith("Error -4 ") else ReadError(words)


class _NoDoctype:
    def doctype(self, *_: object) -> None:
        """Refuse any document type where the parser meets it; entities need one."""
        raise ReadError(_DOCTYPE)


class _Tree(_NoDoctype, ElementTree.TreeBuilder):
    pass


def _parsed(content: bytes, target: object) -> ElementTree.Element:
    """Return what a target makes of an XML document; ReadError where it is damaged or declares a document type."""
    try:
        return ElementTree.fromstring(content, ElementTree.XMLParser(target=target))
    except (ElementTree.ParseError, LookupError, RecursionError) as error:
        raise broken(error) from None


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Open a zip archive after looking at what its list of parts declares; ReadError where it is damaged, locked or
    would unpack to too much.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        raise ReadError(DAMAGED) from None
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise ReadError("needs a password: save it without one, and read the new file")
    packed = max(len(content), 1)
    bursts = any(part.file_size > min(PART, max(RATIO * part.compress_size, LARGE)) for part in parts)
    if bursts or len(parts) > PARTS or sum(part.file_size for part in parts) > max(RATIO * packed, LARGE):
        raise ReadError(_TOO_LARGE)
    return archive


def read_part(archive: zipfile.ZipFile, name: str) -> bytes | None:
    """Return one part of an archive, None where it has none of that name; ReadError where it is damaged, or longer than
    it declares.
    """
    try:
        with archive.open(name) as part:
            content = part.read(PART + 1)
    except KeyError:
        return None
    except Exception as error:  # zlib, struct and zipfile each have errors of their own for damaged data
        raise broken(error) from None
    if len(content) > PART:
        raise ReadError(_TOO_LARGE)
    return content


def xml_part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """Return the root of one part of an archive, an element with nothing in it where it has none of that name."""
    content = read_part(archive, name)
    return ElementTree.Element("missing") if content is None else _parsed(content, _Tree())


def refuse_doctypes(archive: zipfile.ZipFile) -> None:
    """Raise ReadError where any XML part declares a document type: for archives that another library will read."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels")):
            _parsed(read_part(archive, name) or b"", _NoDoctype())
