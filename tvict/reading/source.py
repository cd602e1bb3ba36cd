"""From a file to its text: a path goes in, the decoded text and what was noticed on the way come out.

The one door for files. Every kind of file has one function from bytes to text in ``DECODERS``; offsets count the
characters of the text that comes out of it. Nothing is repaired: line ends, spaces and Unicode forms stay as they are.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tvict.errors import ReadError


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file. ``notices`` are sentences about what had to be decided, such as an encoding that no mark
    names.
    """

    text: str
    encoding: str
    sha256: str
    notices: tuple[str, ...] = ()


def read_source(path: str | Path) -> Source:
    """Return the text of a file.

    A byte order mark names the encoding and is no character of the text, in UTF-8 as in UTF-16. Without one the text is
    UTF-8 if it is valid UTF-8, else UTF-16 or windows-1258 where that is certain, which ``notices`` then says. Raises
    ReadError for a missing file, a folder, an empty or binary file, an unknown kind of file, and an encoding that
    cannot be told.
    """
    path = Path(path)
    content = _content(path)
    decode = DECODERS.get(path.suffix.lower())
    for magic, kind in MAGIC.items():
        if content.startswith(magic):
            raise ReadError(f"{path} is {kind}, not a text file: save it as plain text (.txt, UTF-8) and read that")
    if decode is None:
        kinds = ", ".join(sorted(filter(None, DECODERS)))
        raise ReadError(f"{path} is not a kind of file that tvict reads ({kinds}): save it as plain text (.txt, UTF-8)")
    try:
        text, encoding, notices = decode(content)
    except ReadError as error:
        raise ReadError(f"{path} {error}") from None
    if not text.strip():
        raise ReadError(f"{path} holds no text: give a file with the words of the report")
    return Source(text, encoding, hashlib.sha256(content).hexdigest(), notices)


def _content(path: Path) -> bytes:
    try:
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


MAGIC = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive (a Word or Excel file is one)",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"{\\rtf": "a rich text file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
"""How files begin that are often met in place of a text, and what they are."""


def decode_text(content: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Return the text of a plain text file, its encoding, and notices; raises ReadError where that cannot be told.

    >>> decode_text("tăng 5,3%".encode("utf-8"))
    ('tăng 5,3%', 'utf-8', ())
    """
    for mark, codec, name in MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], codec, name), name, ()
    for name in ("utf-16-le", "utf-16-be"):
        text = _decoded(content, name) if b"\0" in content else None
        if text is not None and UTF16_TEXT.fullmatch(text):
            return text, name, (f"no byte order mark: read as {name}, the only reading that gives letters",)
    text = _decoded(content, "utf-8")
    if text is not None:
        return _visible(text), "utf-8", ()
    if CONTROL_BYTES.search(content):
        raise ReadError("is a binary file, not a text: save the report as plain text (.txt, UTF-8)")
    text = _decoded(content, "cp1258")
    if text is not None and _is_vietnamese(text):
        return text, "windows-1258", ("not UTF-8: read as windows-1258, in which it is Vietnamese throughout",)
    raise ReadError("is in an encoding that cannot be told: open it in an editor and save it as UTF-8")


DECODERS: dict[str, Callable[[bytes], tuple[str, str, tuple[str, ...]]]] = {
    ".txt": decode_text,
    ".md": decode_text,
    "": decode_text,
}
"""The function from bytes to text for each kind of file, by suffix."""

MARKS = (
    (codecs.BOM_UTF8, "utf-8", "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
)
"""Byte order marks, with the codec and the name of the encoding that each means."""

UTF16_TEXT = re.compile(r"[\t\n\r\f\v -~\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u22ff]*")
"""A text of nothing but Latin letters, marks and common signs: what bytes read as the wrong UTF-16 never are."""

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
CONTROL_BYTES = re.compile(rb"[\x00-\x08\x0e-\x1f]")


def _decoded(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _strict(content: bytes, codec: str, name: str) -> str:
    text = _decoded(content, codec)
    if text is None:
        raise ReadError(
            f"begins with the mark of {name} but is not valid {name}: open it in an editor and save it as UTF-8"
        )
    return _visible(text)


def _visible(text: str) -> str:
    if CONTROLS.search(text):
        raise ReadError("is a binary file, not a text: save the report as plain text (.txt, UTF-8)")
    return text


ACCENTED_WORDS = 8
"""The fewest accented syllables that make a text certainly Vietnamese."""

SYLLABLE = re.compile(
    r"(?:ngh?|[gcknpt]h|gi|qu|tr|[bcd\u0111ghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|n[gh]|[cmnpt])?", re.IGNORECASE
)
"""A Vietnamese syllable without its marks: onset, vowels, coda."""

PLAIN = re.compile("[A-Za-z\u0110\u0111]*")
"""A word whose letters tell nothing: ASCII, or an abbreviation with a barred D."""

TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
SHAPES = re.compile("[\u0302\u0306\u031b]")
"""Combining marks of tone, and of the vowels with circumflex, breve and horn."""


def _is_vietnamese(text: str) -> bool:
    """Tell whether all accented words of a text are Vietnamese syllables, and enough of them carry Vietnamese letters.

    In another encoding of one byte a letter the same bytes give marks in wrong places and letters that Vietnamese
    lacks.
    """
    composed = unicodedata.normalize("NFC", text)
    words = ["".join(filter(str.isalpha, word)) for word in re.findall(r"[^\W\d_]+", composed)]
    accented = [unicodedata.normalize("NFD", word) for word in words if not PLAIN.fullmatch(word)]
    good = [word for word in accented if _is_syllable(word)]
    telling = [word for word in good if "\u0111" in word.lower() or SHAPES.search(word)]
    toned = [word for word in good if TONES.search(word)]
    loose = [mark for mark in composed if unicodedata.combining(mark)]
    return (
        len(telling) >= ACCENTED_WORDS
        and len(toned) >= ACCENTED_WORDS
        and len(good) >= 0.98 * len(accented)
        and not loose
    )


def _is_syllable(decomposed: str) -> bool:
    bare = SHAPES.sub("", TONES.sub("", decomposed))
    return len(TONES.findall(decomposed)) <= 1 and SYLLABLE.fullmatch(bare) is not None
