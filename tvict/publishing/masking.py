"""Passages without the names of private persons: a text goes in, one with an ellipsis for each name comes out.

The reports thank, help and answer people by name. Their names stand in the source text and in no file made from it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

SYLLABLE = re.compile(r"[^\W\d_][\w\u0300-\u036f]*")
BLANK = r"(?:[^\S\n]*\n(?![^\S\n]*\n)[^\S\n]*|[^\S\n]+)"
"""What may stand between the syllables of a name: blanks and one line break, no end of a paragraph."""

GAP = re.compile(BLANK)
JOINT = re.compile(r"\s*(?:[,;-]|v(?:à|a\u0300))\s+")
LONGEST = 6
"""Syllables of a name, at most."""


def masked(text: str) -> str:
    """Put an ellipsis for each personal name; a text without one comes back as it is.

    >>> masked("theo yêu cầu của hộ Bà Lâm Thị Tuyết, ông Ngô Văn Phú; Cho ý kiến")
    'theo yêu cầu của hộ Bà …, ông …; Cho ý kiến'
    """
    parts, cursor = [], 0
    for start, end in _names(text):
        parts += [text[cursor:start], "…"]
        cursor = end
    return "".join([*parts, text[cursor:]])


Span = tuple[int, int]


def _names(text: str) -> Iterator[Span]:
    """Yield the span of each personal name, in order."""
    cursor = 0
    for hit in _address().finditer(text):
        name = _name(text, hit) if hit.start() >= cursor else None
        while name is not None:
            yield name
            cursor = name[1]
            name = _next_name(text, cursor)


def _name(text: str, hit: re.Match[str]) -> Span | None:
    """Return the span of the name behind a form of address; None where none follows."""
    syllables = _syllables(text, hit.end())
    if not syllables:
        return None
    place = len(syllables) == 1 and hit["address"][0].isupper() and " " not in hit["address"]  # Bà Rịa, Ông Đốc
    known = hit["strong"] is not None and not place
    return (hit.end(), syllables[-1][1]) if known or (_has_surname(text, syllables) and len(syllables) > 1) else None


def _next_name(text: str, cursor: int) -> Span | None:
    """Return the span of a name that goes on a list of names without a form of address of its own."""
    joint = JOINT.match(text, cursor)
    syllables = [] if joint is None else _syllables(text, joint.end())
    return (syllables[0][0], syllables[-1][1]) if len(syllables) > 2 and _has_surname(text, syllables) else None


def _syllables(text: str, at: int) -> list[Span]:
    """Return the spans of the capitalised syllables that begin at a place, one behind the other."""
    found: list[Span] = []
    while len(found) < LONGEST and (syllable := SYLLABLE.match(text, at)) and syllable.group()[0].isupper():
        found.append(syllable.span())
        gap = GAP.match(text, syllable.end())
        if gap is None:
            break
        at = gap.end()
    return found


def _has_surname(text: str, syllables: list[Span]) -> bool:
    first = unicodedata.normalize("NFC", text[slice(*syllables[0])]).casefold()
    return first in {word.casefold() for word in _words()["surname"]}


@cache
def _words() -> dict[str, list[str]]:
    written = resources.files("tvict.publishing").joinpath("masking.toml").read_text(encoding="utf-8")
    return {name: [str(word) for word in words] for name, words in tomllib.loads(written).items()}


@cache
def _address() -> re.Pattern[str]:
    strong, weak, office = (_either(_words()[name]) for name in ("strong", "weak", "office"))
    return re.compile(rf"(?<!\w)(?P<address>(?:(?P<strong>{strong})|{weak})(?:\s+(?:{office}))*){BLANK}", re.IGNORECASE)


def _either(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, letters composed or not: a text keeps the form of its file."""
    forms = {unicodedata.normalize(form, word) for word in words for form in ("NFC", "NFD")}
    return "|".join(
        re.escape(word).replace(r"\ ", r"\s+") for word in sorted(forms, key=lambda form: (-len(form), form))
    )
