"""From a document to one text: paragraphs parted by empty lines, tables as lines of cells, notes behind their callers.

The text is in composed Unicode form, with plain spaces for all kinds of spaces; what prints nothing (soft hyphens,
joiners) is left out. Every printed numeral comes through once.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from tvict.documents.model import Anchor, Block, Document, Paragraph, Picture, Run, Table
from tvict.reading import layout

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MEANT = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
"""Quotes and dashes of Windows that came as the control characters of their numbers."""
_SPACES = re.compile(r"[^\S\n]+")
_WHITE = re.compile(r"\s+")
_NUMBER = re.compile(r"[-–−+(]?\s*\d+(?:[.,]\d+)*\s*%?\)?")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text, its layout, and the runs it was made of by the offsets where they begin."""

    text: str
    layout: layout.Layout
    starts: tuple[int, ...] = ()
    runs: tuple[Run, ...] = ()

    def at(self, start: int, end: int) -> list[Run]:
        """Return the runs that a span of the text was made of, in order."""
        first = max(0, bisect_right(self.starts, start) - 1)
        last = bisect_right(self.starts, max(start, end - 1))
        return [run for run in self.runs[first:last] if run.text.strip()]


def render(document: Document) -> Rendered:
    """Make one text of a document."""
    return _Page(document).rendered()


def runs_cleaned(runs: Iterable[Run], *, one_line: bool) -> list[Run]:
    """Return runs as they enter the text: composed, white space single, none at the ends of the whole or of a line."""
    out: list[Run] = []
    before = "\n"
    for run in _joined(runs):
        text = unicodedata.normalize("NFC", _UNSEEN.sub("", run.text).translate(_MEANT))
        text = _WHITE.sub(" ", text) if one_line else re.sub(r" ?\n ?", "\n", _SPACES.sub(" ", text))
        if before.isspace():
            text = text.lstrip(" \n" if before == "\n" else " ")
        if text:
            out.append(replace(run, text=text))
            before = text[-1]
    while out and not out[-1].text.rstrip():
        out.pop()
    if out:
        out[-1] = replace(out[-1], text=out[-1].text.rstrip())
    return out


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Runs of one place as one, so that a letter and its mark that a file keeps in two runs are composed."""
    out: list[Run] = []
    for run in runs:
        if out and not run.calls and replace(out[-1], text="") == replace(run, text=""):
            out[-1] = replace(run, text=out[-1].text + run.text)
        else:
            out.append(run)
    return out


def lays_out(table: Table) -> bool:
    """Tell whether a table only sets words side by side, as a letterhead or signatures do, or frames them."""
    if table.width == 1 or any(isinstance(block, Table) for cell in table.cells for block in cell.blocks):
        return True
    if table.ruled or (table.width > 2 and table.height > 1):
        return False
    numbers = sum(bool(_NUMBER.fullmatch(cell.text)) for cell in table.cells)
    return numbers < max(1, table.height // 2)


@dataclass(slots=True)
class _Page:
    document: Document
    parts: list[str] = field(default_factory=list)
    length: int = 0
    starts: list[int] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    tables: list[layout.Table] = field(default_factory=list)
    sheets: list[tuple[int, str]] = field(default_factory=list)
    notes: int = 0  # written so far
    called: dict[str, int] = field(default_factory=dict)
    paragraphs: int = 0

    def rendered(self) -> Rendered:
        for block in self.document.blocks:
            self._block(block)
        for lost in [key for key in self.document.notes if key not in self.called]:
            self._note(lost)
        text = "".join(self.parts).rstrip("\n") + "\n"
        found = layout.Layout(tuple(self.tables), tuple(self.sheets[1:]))
        return Rendered(text, found, tuple(self.starts), tuple(self.runs))

    def _block(self, block: Block, gap: str = "\n\n") -> None:
        first = len(self.runs)
        if isinstance(block, Picture):
            self.document.notices.append(f"picture behind paragraph {self.paragraphs}: {block.told}")
        elif isinstance(block, Paragraph):
            runs = runs_cleaned(block.runs, one_line=False)
            if not runs:
                return
            self.paragraphs += 1
            self._put(runs, Anchor(paragraph=self.paragraphs))
            self._mark(gap)
        elif lays_out(block):
            for cell in block.cells:
                for inner in cell.blocks:
                    self._block(inner, "\n")
            self._mark("\n")
        else:
            self._table(block)
        self._notes_called(first)

    def _put(self, runs: Iterable[Run], place: Anchor) -> None:
        """Write runs, with their place as a person counts it; that in a sheet its reader has told."""
        counted = {name: getattr(place, name) for name in ("paragraph", "table", "row", "column")}
        for given in runs:
            anchor, run = given.anchor, given
            if anchor.cell is None:
                run = replace(given, anchor=replace(anchor, **counted))
            elif not self.sheets or self.sheets[-1][1] != anchor.part:
                self.sheets.append((self.length, anchor.part))
            if run.calls:
                self.called.setdefault(run.calls, self.length)
            self.starts.append(self.length)
            self.runs.append(run)
            self._mark(run.text)

    def _mark(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def _table(self, table: Table) -> None:
        placed: list[layout.Cell] = []
        width = max((cell.column + 1 for cell in table.cells if cell.text), default=0)  # a sheet may go on, empty
        for row, cells in enumerate(table.rows):
            column = 0
            if not any(cell.text for cell in cells):
                continue
            for cell in (cell for cell in cells if cell.column < width):
                self._mark("\t" * (cell.column - column))
                column = cell.column
                start = self.length
                spot = Anchor(table=len(self.tables) + 1, row=row + 1, column=column + 1)
                self._put(runs_cleaned(cell.runs, one_line=True), spot)
                for block in cell.blocks:
                    if isinstance(block, Picture):
                        self.document.notices.append(f"picture in row {spot.row} of table {spot.table}: {block.told}")
                span = min(cell.column_span, width - column)
                placed.append(layout.Cell(start, self.length, row, column, cell.row_span, span))
            self._mark("\t" * (width - 1 - column) + "\n")
        if placed:
            self.tables.append(layout.Table(tuple(placed), table.header_rows))
            self._mark("\n")

    def _notes_called(self, first: int) -> None:
        """Write the notes that the runs from `first` on call, each once."""
        written = {run.calls: None for run in self.runs[first:] if run.calls in self.document.notes}
        for key in written:
            if key is not None and self.called[key] >= self.starts[first]:
                self._note(key)

    def _note(self, key: str) -> None:
        note = self.document.notes[key]
        runs = runs_cleaned(note.runs, one_line=True)
        if not runs:
            return
        self._mark(f"{note.mark} " if note.mark else "")
        self.notes += 1
        self._put(runs, Anchor(paragraph=self.notes))
        self._mark("\n\n")
