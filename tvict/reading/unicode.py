"""One spelling of letters for reading, and the way back to the offsets of the text as it is.

A text in a decomposed or mixed Unicode form is read in its composed form (NFC, never NFKC: "m²" is not "m2").
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TypeVar

from tvict.reading.model import Citation, CountedList, Figure, Numeral, Reading, Section

_CLUSTER = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
Row = TypeVar("Row", Numeral, CountedList, Citation, Section)


def composed(text: str) -> tuple[str, list[int] | None]:
    r"""The text in composed form, and the offset in `text` of each of its characters; None where nothing changed.

    >>> composed("xa\u0303")
    ('xã', [0, 1, 3])
    """
    if unicodedata.is_normalized("NFC", text):
        return text, None
    out: list[str] = []
    origin: list[int] = []
    for m in _CLUSTER.finditer(text):
        cluster = unicodedata.normalize("NFC", m.group())
        out.append(cluster)
        origin += [m.start()] * len(cluster)
    return "".join(out), [*origin, len(text)]


def restored(reading: Reading, text: str, origin: list[int]) -> Reading:
    """A reading of composed text with the offsets and the words of the text as it is."""

    def end(i: int) -> int:
        return origin[i]

    def back(row: Row) -> Row:
        return replace(row, start=origin[row.start], end=end(row.end))

    def words(row: Row) -> Row:
        moved = back(row)
        return replace(moved, text=text[moved.start : moved.end]) if not isinstance(moved, Section) else moved

    def figure(f: Figure) -> Figure:
        return replace(f, start=origin[f.start], end=end(f.end), text=text[origin[f.start] : end(f.end)])

    return replace(
        reading,
        text=text,
        numerals=tuple(map(words, reading.numerals)),
        figures=tuple(map(figure, reading.figures)),
        lists=tuple(map(words, reading.lists)),
        citations=tuple(map(words, reading.citations)),
        sections=tuple(map(back, reading.sections)),
    )
