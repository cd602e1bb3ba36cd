"""The report's own .docx with a comment at each number that does not add up; nothing else in it is changed.

A number is found again by the words around it, so that what Word splits, numbers or tracks does not matter; one in a
table by those of the cells around it. Numbers in footnotes and text boxes cannot bear a comment: the first of those
that it is computed from bears it then. What none of its numbers can bear is told in a comment at the first words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
APART = "\n\n"
"""What stands between two paragraphs of the text."""
SHOWN = ".//w:r[not(ancestor::w:del or ancestor::w:moveFrom or ancestor::w:txbxContent)]"
"""The runs of a paragraph that are printed in it."""
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
    paragraphs = [_Held.of(paragraph) for paragraph in _paragraphs(document)]
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
    first = next((paragraph.runs for paragraph in paragraphs if paragraph.letters), [])
    if homeless and first:
        told = "\n".join([label("checksheet", "homeless", lang), *homeless])
        document.add_comment(first, text=told, author="tvict", initials="tv")
    for comment in document.part._comments_part.element.findall(qn("w:comment")) if bearing or homeless else ():
        comment.set(qn("w:date"), MADE.isoformat().replace("+00:00", "Z"))  # the same bytes every time
    path.write_bytes(undated(document))
    return bearing


def _said(card: Difference, lang: str) -> str:
    parts = {name: getattr(getattr(card, name), lang) for name in ("printed", "against", "computed")}
    claim = "; ".join([getattr(card.check.said, lang), *(getattr(words, lang) for words in card.corrected)])
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
    """Return the letters and digits of a text alone, the marks of notes left out: what every program agrees on."""
    return "".join(character for character in text.casefold() if character.isalpha() or character.isdecimal())


@dataclass(frozen=True, slots=True)
class _Held:
    """A paragraph as Word shows it: its runs, those of links and tracked insertions too, and their letters."""

    runs: list[Run]
    letters: str

    @classmethod
    def of(cls, paragraph: Paragraph) -> _Held:
        runs = [Run(element, paragraph) for element in paragraph._p.xpath(SHOWN)]
        return cls(runs, _letters("".join(run.text for run in runs)))

    def at(self, start: int, length: int) -> list[Run]:
        """Return the runs that hold some of its letters."""
        ends = list(accumulate(len(_letters(run.text)) for run in self.runs))
        spans = zip(self.runs, [0, *ends], ends, strict=False)
        return [run for run, opening, closing in spans if opening < start + length and closing > start]


def _runs_of(paragraphs: Sequence[_Held], text: str, number: re.Match[str], *, in_table: bool) -> list[Run]:
    """Return the runs of a figure's number; none where more than one place may be meant."""
    return (_of_cell(paragraphs, text, number) if in_table else []) or _of_paragraph(paragraphs, text, number)


def _of_paragraph(paragraphs: Sequence[_Held], text: str, number: re.Match[str]) -> list[Run]:
    """Return the runs of a number in the one paragraph that holds it and the words around it."""
    opening = text.rfind(APART, 0, number.start()) + 1
    closing = (text.find(APART, number.end()) + 1 or len(text) + 1) - 1
    above, behind = _letters(text[opening : number.start()]), _letters(text[number.end() : closing])
    digits = _letters(number[0])
    for width in AROUND:
        before = above[max(0, len(above) - width) :]
        wanted = before + digits + behind[:width]
        found = [paragraph for paragraph in paragraphs if wanted in paragraph.letters]
        if len(found) == 1:
            return found[0].at(found[0].letters.index(wanted) + len(before), len(digits))
    return []


def _of_cell(paragraphs: Sequence[_Held], text: str, number: re.Match[str]) -> list[Run]:
    """Return the runs of a number by the cells around its own. Of several rows alike it is the same one in the file as
    in the text, where both have as many of them.
    """
    printed, at, digits = _letters(text), len(_letters(text[: number.start()])), _letters(number[0])
    held = "".join(paragraph.letters for paragraph in paragraphs)
    starts = list(accumulate((len(paragraph.letters) for paragraph in paragraphs), initial=0))
    for width in AROUND:
        opening = max(0, at - width)
        wanted = printed[opening : at + len(digits) + width]
        alike, found = _all_of(wanted, printed), _all_of(wanted, held)
        if len(alike) == len(found):
            place = found[alike.index(opening)] + at - opening
            which = bisect_right(starts, place) - 1
            return paragraphs[which].at(place - starts[which], len(digits))
    return []


def _all_of(wanted: str, letters: str) -> Sequence[int]:
    """Return where some letters stand among others, each time."""
    return [match.start() for match in re.finditer(f"(?={re.escape(wanted)})", letters)]
