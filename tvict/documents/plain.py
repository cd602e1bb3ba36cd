"""Plain text: bytes go in, the decoded text and what was noticed on the way come out.

Offsets count the characters of the text that comes out. Nothing is repaired: line ends, spaces and Unicode forms stay
as they are; only letters of the encodings from before Unicode become those that they show.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from tvict.documents.encodings import ENCODINGS, SHAPES, TONES, is_syllable, text_encoding
from tvict.errors import ReadError


def decode_text(content: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Return the text of a plain text file, its encoding, and notices; raises ReadError where that cannot be told.

    >>> decode_text("tăng 5,3%".encode("utf-8"))
    ('tăng 5,3%', 'utf-8', ())
    """
    for mark, name in MARKS.items():
        if content.startswith(mark):
            text = _decoded(content[len(mark) :], name)
            if text is None:
                raise ReadError(
                    f"begins with the mark of {name} but is not valid {name}: open it in an editor and save it as UTF-8"
                )
            return _visible(text), name, ()
    for name in ("utf-16-le", "utf-16-be"):
        text = _decoded(content, name) if b"\0" in content else None
        if text is not None and UTF16_TEXT.fullmatch(text):
            return text, name, (f"no byte order mark: read as {name}, the only reading that gives letters",)
    text = _decoded(content, "utf-8")
    if text is not None:
        encoding = text_encoding(_visible(text))
        return _old_letters(text, encoding, f"{encoding} in utf-8", "utf-8") if encoding else (text, "utf-8", ())
    latin = _visible(content.decode("latin-1"))
    text = _decoded(content, "cp1258")
    if text is not None and _is_vietnamese(text):
        return text, "windows-1258", ("not UTF-8: read as windows-1258, in which it is Vietnamese throughout",)
    if encoding := text_encoding(latin):
        return _old_letters(latin, encoding, encoding, "not UTF-8")
    raise ReadError("is in an encoding that cannot be told: open it in an editor and save it as UTF-8")


def _old_letters(text: str, encoding: str, name: str, is_stored: str) -> tuple[str, str, tuple[str, ...]]:
    """A text in an encoding from before Unicode as the letters that it shows."""
    said = f"{is_stored}, with the letters of {encoding}: read as those, in which it is Vietnamese throughout"
    return ENCODINGS[encoding](text), name, (said,)


MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
"""Byte order marks, with the encoding that each means."""

UTF16_TEXT = re.compile(r"[\t\n\r\f\v -~\u00a0-\u024f\u0300-\u036f\u1e00-\u1eff\u2000-\u22ff]*")
"""A text of nothing but Latin letters, marks and common signs: what bytes read as the wrong UTF-16 never are."""

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def _decoded(content: bytes, codec: str) -> str | None:
    try:
        return content.decode(codec)
    except UnicodeDecodeError:
        return None


def _visible(text: str) -> str:
    if CONTROLS.search(text):
        raise ReadError("is a binary file, not a text: save the report as plain text (.txt, UTF-8)")
    return text


ACCENTED_WORDS = 8
"""The fewest accented syllables that make a text certainly Vietnamese."""

PLAIN = re.compile("[A-Za-z\u0110\u0111]*")
"""A word whose letters tell nothing: ASCII, or an abbreviation with a barred D."""


def _is_vietnamese(text: str) -> bool:
    """Tell whether all accented words of a text are Vietnamese syllables, and enough of them carry Vietnamese letters.

    In another encoding of one byte a letter the same bytes give marks in wrong places and letters that Vietnamese
    lacks.
    """
    composed = unicodedata.normalize("NFC", text)
    words = ["".join(filter(str.isalpha, word)) for word in re.findall(r"[^\W\d_]+", composed)]
    accented = [unicodedata.normalize("NFD", word) for word in words if not PLAIN.fullmatch(word)]
    good = [word for word in accented if is_syllable(word)]
    telling = [word for word in good if "\u0111" in word.lower() or SHAPES.search(word)]
    toned = [word for word in good if TONES.search(word)]
    loose = [mark for mark in composed if unicodedata.combining(mark)]
    return (
        len(telling) >= ACCENTED_WORDS
        and len(toned) >= ACCENTED_WORDS
        and len(good) >= 0.98 * len(accented)
        and not loose
    )
