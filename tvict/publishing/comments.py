"""The report's own .docx with a comment at each number that does not add up; nothing else in it is changed.

A number is found again by the words around it, so that what Word splits, numbers or tracks does not matter. Numbers in
footnotes and text boxes cannot bear a comment: the first of those that it is computed from bears it then. What has no
comment at all is in the check sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
    paragraphs = [(paragraph, _letters(paragraph.text)) for paragraph in _paragraphs(document)]
    bearing: list[int] = []
    for card in differences(checks_of(tables), Names.of(text), tables):
        assert card.check.whole is not None
        said = _said(card, lang)
        for one in (card.check.whole, *card.check.operands):
            if one.figure in spans and _comment(document, paragraphs, text, spans[one.figure], said):
                bearing.append(one.figure)
                break  # a check is told once: its comment names the other numbers
    for comment in document.part._comments_part.element.findall(qn("w:comment")) if bearing else ():
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
        for row in holder.rows:
            for cell in dict.fromkeys(row.cells):
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


def _comment(
    document: Document, paragraphs: list[tuple[Paragraph, str]], text: str, span: tuple[int, int], said: str
) -> bool:
    """Put a comment at a figure's number where one paragraph alone holds its words; tell whether one does."""
    number = NUMERAL.search(text, *span)
    if number is None:
        return False
    digits = _letters(number[0])
    for width in AROUND:
        before = _letters(text[max(0, number.start() - 4 * width) : number.start()])[-width:] if width else ""
        after = _letters(text[number.end() : number.end() + 4 * width])[:width]
        wanted = before + digits + after
        found = [(paragraph, letters.index(wanted)) for paragraph, letters in paragraphs if wanted in letters]
        if len(found) == 1:
            paragraph, at = found[0]
            runs = _runs_at(paragraph, at + len(before), len(digits))
            if runs:
                document.add_comment(runs, text=said, author="tvict", initials="tv")
            return bool(runs)
    return False


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
