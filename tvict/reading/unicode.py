"""One spelling of letters and numbers for reading, and the way back to the offsets of the text as it is.

A text in a decomposed or mixed Unicode form is read in its composed form (NFC, never NFKC: "m²" is not "m2"), digits of
any script as 0 to 9, strokes as "/", a bare mark behind a consonant as the vowel it stands for. A number that a scan
prints with letters ("1.O62"), or that a line end cuts behind its separator, is read whole; its figure is flagged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import TypeVar

from tvict.reading.model import Citation, CountedList, Figure, Numeral, Reading, Reason, Section
from tvict.reading.numerals import NUMERAL

_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
# The vowels of Latin-1 whose codes are bare marks in Windows-1258, as text read in the wrong one of the two shows them.
_VOWELS = {"\u0301": "\u00ec", "\u0300": "\u00cc", "\u0323": "\u00f2", "\u0309": "\u00d2"}
_CONSONANT = "[bcdđghklmnpqrstvx]"
_MARKED = "".join(
    c for a in _CONSONANT[1:-1] for mark in _VOWELS if len(c := unicodedata.normalize("NFC", a + mark)) == 1
)
_MARK = re.compile(f"[{''.join(_VOWELS)}{_MARKED}{_MARKED.upper()}]")
_LOST_VOWEL = re.compile(
    rf"(?<!\w){_CONSONANT}{{0,2}}(?:{_CONSONANT}(?P<mark>[{''.join(_VOWELS)}])|(?P<letter>[{_MARKED}]))",
    re.IGNORECASE,
)
_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_STROKE = re.compile("[\u2044\u2215\uff0f]")  # of a fraction, of a division, as wide as a letter: "6⁄2014"
# Whether a text has any such number at all: these spare most texts the patterns below.
_LETTER = re.compile(r"[OolI](?:(?<=\d.)|(?<=\d[.,].)|(?<=[Ol])[.,]?\d)")
_CUT = re.compile(r"[.,](?<=\d.)[ \t\r]*\n[ \t]*\d")
# A letter opens a number only where no name can be meant: "O,5" and "l2", but not "O2"; "0,5l" and "1.000l" are litres.
_MISREAD = re.compile(
    r"""(?<!\w)(?<!\w[.,/-])(?!\d+[.,][\d.,]+l(?!\w))(?=[OolI.,]*\d)
        (?:O(?=[.,][\dOo])|l(?=\d)|(?=[\d.,]*[OolI])\d)[\dOolI]*(?:[.,][\dOo][\dOolI]*)*
        (?![.,/-]?\w)""",
    re.VERBOSE,
)
_DIGITS = str.maketrans("OolI", "0011")
# Groups of thousands, and decimals of a percentage: elsewhere a comma before a line end parts two numbers.
_CUT_NUMBER = re.compile(
    r"""(?<![\d.,]) (?: [1-9]\d{0,2}(?:\.\d{3})+\.(?P<dot>[ \t\r]*\n[ \t]*)(?=\d{3}(?:\.\d{3})*(?![\d.,]*\d))
                      | \d{1,3},(?P<comma>[ \t\r]*\n[ \t]*)(?=\d{1,2}[ ]?%) )""",
    re.VERBOSE,
)
Worded = TypeVar("Worded", Figure, CountedList, Citation)
Row = TypeVar("Row", Figure, CountedList, Citation, Section, Reason)


def composed(text: str) -> tuple[str, list[int] | None]:
    r"""The text in composed form, and the offset in `text` of each of its characters; None where nothing changed.

    >>> composed("xa\u0303")
    ('xã', [0, 1, 3])
    >>> composed("1OO ha")
    ('100 ha', [0, 1, 2, 3, 4, 5, 6])
    """
    clean, origin = text, None
    if not unicodedata.is_normalized("NFC", text):
        clean, origin = _normalized(text)
    edits = sorted(_edits(clean))
    if not edits:
        return clean, origin
    origin = origin or list(range(len(text) + 1))
    out: list[str] = []
    kept: list[int] = []
    last = 0
    for a, b, new in edits:
        out += clean[last:a], new
        kept += origin[last : a + len(new)]
        last = b
    return "".join([*out, clean[last:]]), kept + origin[last:]


def _normalized(text: str) -> tuple[str, list[int]]:
    out: list[str] = []
    origin: list[int] = []
    for m in _CLUSTER.finditer(text):
        cluster = unicodedata.normalize("NFC", m.group())
        out.append(cluster)
        # A mark that joins no letter keeps its place.
        origin += [m.start(), *range(m.end() - len(cluster) + 1, m.end())]
    return "".join(out), [*origin, len(text)]


def _edits(text: str) -> Iterator[tuple[int, int, str]]:
    """What is spelled anew: start, end, and what stands there instead, no digits more than there were."""
    for m in _LOST_VOWEL.finditer(text) if _MARK.search(text) else ():
        group = m.lastgroup or 0
        marked = unicodedata.normalize("NFD", m[group])
        yield *m.span(group), marked[:-1] + _VOWELS[marked[-1]]
    for m in _FOREIGN_DIGIT.finditer(text):
        yield *m.span(), str(int(m.group()))
    for m in _STROKE.finditer(text):
        yield *m.span(), "/"
    if not (_LETTER.search(text) or _CUT.search(text)):
        return
    for m in _MISREAD.finditer(text):
        for k in range(*m.span()):
            if text[k] in "OolI":
                yield k, k + 1, text[k].translate(_DIGITS)
    for m in _CUT_NUMBER.finditer(text):
        yield *m.span(m.lastgroup or 0), ""


def restored(reading: Reading, text: str, origin: list[int]) -> Reading:
    """A reading of composed text with the offsets, the words and the numerals of the text as it is."""
    numerals, rows, flags = _numerals(reading, text, origin)

    def back(row: Row) -> Row:
        return replace(row, start=origin[row.start], end=origin[row.end])

    def words(row: Worded) -> Worded:
        moved = back(row)
        return replace(moved, text=text[moved.start : moved.end])

    def figure(f: Figure) -> Figure:
        number, dot, name = (f.list_id or "").partition(".")
        return replace(
            words(f),
            figure_id=rows[f.figure_id],
            parent_id=rows.get(f.parent_id),
            of_id=rows.get(f.of_id),
            base_id=rows.get(f.base_id),
            list_id=f"{rows[int(number)]}{dot}{name}" if f.list_id else None,
            quality=(*f.quality, *sorted(flags.get(f.figure_id, set()) - set(f.quality))),
        )

    return replace(
        reading,
        text=text,
        numerals=tuple(replace(n, figure_id=rows.get(n.figure_id)) for n in numerals),
        figures=tuple(map(figure, reading.figures)),
        reasons=tuple(replace(back(x), figure_id=rows[x.figure_id]) for x in reading.reasons),
        lists=tuple(replace(words(x), figure_id=rows[x.figure_id]) for x in reading.lists),
        citations=tuple(map(words, reading.citations)),
        sections=tuple(map(back, reading.sections)),
    )


def _numerals(
    reading: Reading, text: str, origin: list[int]
) -> tuple[list[Numeral], dict[int | None, int], dict[int, set[str]]]:
    """The numerals of the text as it is, the new row of each old one, and what is flagged by figure."""
    numerals: list[Numeral] = []
    rows: dict[int | None, int] = {}
    flags: dict[int, set[str]] = {}
    for n, row in enumerate(reading.numerals):
        rows[n] = len(numerals)
        a, b = origin[row.start], origin[row.end]
        numerals += [replace(row, start=m.start(), end=m.end(), text=m.group()) for m in NUMERAL.finditer(text, a, b)]
        if row.figure_id is not None:
            seen = {"scan": any(map(str.isalpha, text[a:b])), "split": "\n" in text[a:b]}
            flags.setdefault(row.figure_id, set()).update(flag for flag in seen if seen[flag])
    return numerals, rows, flags
