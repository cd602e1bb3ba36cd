"""The report's own .docx with a comment at each number that does not add up; nothing else in it is changed.

A number is found again by the words around it, so that what Word splits, numbers or tracks does not matter; one in a
table by those of the cells around it. Numbers in footnotes and text boxes cannot bear a comment: the first of those
that it is computed from bears it then. What none of its numbers can bear is told in a comment at the first words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from pathlib import Path

import docx
import pandas as pd
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from tvict.labels import label
from tvict.names import Names
from tvict.publishing.checksheet import MADE, undated
from tvict.publishing.differences import Difference, checks_of, differences

NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
AROUND = (40, 20, 8, 0)
"""Letters on either side that must agree, from the surest to the least."""


def write_commented(
    source: Path, path: Path, text: str, tables: Mapping[str, pd.DataFrame], lang: str = "vi"
) -> list[int]:
    """Write a copy of a .docx report with a comment at each number that does not add up; return the figures that bear
    one.

    ``text`` is the report's, ``tables`` its tables. Raises OSError where the file cannot be read or written.
    """
    document = docx.Document(str(source))
    spans = {
        int(number): (int(start), int(end))
        for number, start, end in tables["figures"][["figure_id", "start", "end"]].itertuples(index=False)
    }
    in_tables = set(tables["places"].dropna(subset=["table"])["figure_id"])
    paragraphs = [(paragraph, _letters(paragraph.text)) for paragraph in _paragraphs(document)]
    bearing: list[int] = []
    homeless: list[str] = []
    for card in differences(checks_of(tables), Names.of(text), tables):
        assert card.check.whole is not None
        for one in (card.check.whole, *card.check.operands):
            number = NUMERAL.search(text, *spans[one.figure]) if one.figure in spans else None
            runs = [] if number is None else _runs_of(paragraphs, text, number, in_table=one.figure in in_tables)
            if runs:
                document.add_comment(runs, text=_said(card, lang), author="tvict", initials="tv")
                bearing.append(one.figure)
                break  # a check is told once: its comment names the other numbers
        else:
            homeless.append(_said(card, lang))
    first = next((paragraph.runs for paragraph, letters in paragraphs if letters and paragraph.runs), [])
    if homeless and first:
        told = "\n".join([label("checksheet", "homeless", lang), *homeless])
        document.add_comment(first, text=told, author="tvict", initials="tv")
    for comment in document.part._comments_part.element.findall(qn("w:comment")) if bearing or homeless else ():
        comment.set(qn("w:date"), MADE.isoformat().replace("+00:00", "Z"))  # the same bytes every time
    path.write_bytes(undated(document))
    return bearing


def _said(card: Difference, lang: str) -> str:
    parts = {name: getattr(getattr(card, name), lang) for name in ("printed", "against", "computed")}
    claim = "; ".join([card.check.claim, *(getattr(words, lang) for words in card.corrected)])
    return label("checksheet", "comment", lang).format(claim=claim, **parts)


def _paragraphs(holder: Document | Table) -> Iterator[Paragraph]:
    """Yield all paragraphs of a document, those of its tables in their places."""
    if isinstance(holder, Table):
        merged = {cell._tc: cell for row in holder.rows for cell in row.cells}  # one over several rows comes with each
        for cell in merged.values():
            yield from cell.paragraphs
            for table in cell.tables:
                yield from _paragraphs(table)
        return
    for block in holder.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block
        else:
            yield from _paragraphs(block)


def _letters(text: str) -> str:
    """Return the letters and digits of a text alone: what every program agrees on."""
    return "".join(character for character in text.casefold() if character.isalnum())


Found = list[tuple[Paragraph, str]]
"""Paragraphs, each with its letters."""


def _runs_of(paragraphs: Found, text: str, number: re.Match[str], *, in_table: bool) -> list[Run]:
    """Return the runs of a figure's number; none where more than one place may be meant."""
    digits = _letters(number[0])
    place = _cell_of(paragraphs, text, number) if in_table else None
    place = place or _paragraph_of(paragraphs, text, number)
    return [] if place is None else _runs_at(*place, len(digits))


def _paragraph_of(paragraphs: Found, text: str, number: re.Match[str]) -> tuple[Paragraph, int] | None:
    """Return the one paragraph that holds a number and the words around it, and where its digits begin there."""
    for width in AROUND:
        before = _letters(text[max(0, number.start() - 4 * width) : number.start()])[-width:] if width else ""
        wanted = before + _letters(number[0]) + _letters(text[number.end() : number.end() + 4 * width])[:width]
        found = [(paragraph, letters.index(wanted)) for paragraph, letters in paragraphs if wanted in letters]
        if len(found) == 1:
            paragraph, at = found[0]
            return paragraph, at + len(before)
    return None


def _cell_of(paragraphs: Found, text: str, number: re.Match[str]) -> tuple[Paragraph, int] | None:
    """Return the paragraph of a cell that holds a number, and where its digits begin there. Of several rows alike it is
    the same one in the file as in the text, where both have as many of them.
    """
    printed, at = _letters(text), len(_letters(text[: number.start()]))
    held = "".join(letters for _, letters in paragraphs)
    starts = list(accumulate((len(letters) for _, letters in paragraphs), initial=0))
    for width in AROUND:
        opening = max(0, at - width)
        wanted = printed[opening : at + len(_letters(number[0])) + width]
        alike, found = _all_of(wanted, printed), _all_of(wanted, held)
        if len(alike) == len(found):
            place = found[alike.index(opening)] + at - opening
            paragraph = bisect_right(starts, place) - 1
            return paragraphs[paragraph][0], place - starts[paragraph]
    return None


def _all_of(wanted: str, letters: str) -> Sequence[int]:
    """Return where some letters stand among others, each time."""
    return [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", letters)]


def _runs_at(paragraph: Paragraph, start: int, length: int) -> list[Run]:
    """Return the runs that hold some letters of a paragraph, counted as `_letters` counts them."""
    runs: list[Run] = []
    at = 0
    for run in paragraph.runs:
        end = at + len(_letters(run.text))
        if at < start + length and end > start:
            runs.append(run)
        at = end
    return runs
