"""From the lines of a table to cells: those that a file hands over, or those that tabs, bars and gaps part."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from tvict.reading.layout import Layout, Table
from tvict.reading.outline import Block

Cell = tuple[int, int]  # span in the text

# What parts cells, by what a line is typed with: tabs, bars, or dots and gaps.
_SEPARATORS = [re.compile(p) for p in (r" *\t *", r"\s*[|]\s*", r"[^\S\n]*(?:[.…_]{3,}|[^\S\n]{2,})[^\S\n]*")]
_TRAILING = re.compile(r"(?<![^\s|])(?:[-–−+]?\d+(?:[.,]\d+)*%?|\(\d+(?:[.,]\d+)*%?\))(?=[\s|]|$)")

_YEAR_CELL = re.compile(r"(?<=\t)(?:19|20|21)\d\d(?=[\t\n])")
_NUMBER_CELL = re.compile(r"(?!(?:19|20|21)\d\d$)\d+(?:[.,]\d+)*%?")


@dataclass(slots=True)
class Line:
    """One line: its cells by column, each once, and again with merged cells in every place that they cover."""

    block: int
    cells: list[Cell]
    spread: list[Cell]

    @property
    def span(self) -> Cell:
        """From where its first words begin to where its last end."""
        full = [c for c in self.cells if c[0] < c[1]] or self.cells
        return min(a for a, _ in full), max(b for _, b in full)


def runs(blocks: list[Block], layout: Layout | None) -> Iterator[tuple[int, int, Table | None]]:
    """Neighbouring rows of one table: first block, block after, the table that a file hands over."""
    tables = [t for t in layout.tables if t.cells] if layout else []
    starts = [t.cells[0].start for t in tables]

    def table_of(block: Block) -> Table | None:
        k = bisect_right(starts, block.pieces[-1][1]) - 1
        return tables[k] if k >= 0 and block.pieces[0][0] <= tables[k].cells[-1].end else None

    n = 0
    while n < len(blocks):
        end = n + 1
        if blocks[n].row:
            table = table_of(blocks[n])
            while end < len(blocks) and blocks[end].row and table_of(blocks[end]) is table:
                end += 1
            yield n, end, table
        n = end


def lines_of(text: str, table: Table | None, blocks: list[Block], first: int, end: int) -> list[Line]:
    """The lines of a table, of which a file hands over the cells or which is typed as text."""
    if table is not None:
        return _laid_out(text, table, blocks, first, end)
    found = [cells_of(text, blocks[n].pieces[0]) for n in range(first, end)]
    return [Line(first + n, cells, cells) for n, cells in enumerate(found)]


def _laid_out(text: str, table: Table, blocks: list[Block], first: int, end: int) -> list[Line]:
    """The lines of a table whose cells are known."""
    width = max(c.column + c.column_span for c in table.cells)
    starts = [blocks[n].marker[0] for n in range(first, end)]
    lines: dict[int, Line] = {}
    for c in table.cells:
        if c.start < c.end and c.row not in lines:
            block = first + max(bisect_right(starts, c.start) - 1, 0)
            lines[c.row] = Line(block, [(c.start, c.start)] * width, [(c.start, c.start)] * width)
    for c in table.cells:
        for r in range(c.row, c.row + c.row_span):
            for k in range(c.column, c.column + c.column_span):
                if r in lines and c.start < c.end:
                    lines[r].spread[k] = (c.start, c.end)
            if r in lines and (r == c.row or not any(map(str.isdecimal, text[c.start : c.end]))):
                lines[r].cells[c.column] = (c.start, c.end)  # a label is of all its rows
    return [lines[r] for r in sorted(lines)]


def cells_of(text: str, line: Cell) -> list[Cell]:
    """Split a line into cells: at tabs, bars or wide gaps; else the label and each number of the run that ends it."""
    a, b = line
    bars = text[a:b].startswith("|"), text[a:b].endswith("|")
    a, b = a + bars[0], b - bars[1]
    gaps = next(filter(None, ([m.span() for m in p.finditer(text, a, b)] for p in _SEPARATORS)), [])
    if gaps:
        empty = text[b : text.find("\n", b) if "\n" in text[b:] else None].count("\t")  # cells that end the line
        before = text[text.rfind("\n", 0, a) + 1 : a].count("\t")  # and that open it
        edges = [*[a] * (2 * before), a, *(x for g in gaps for x in g), b, *[b] * (2 * empty)]
        return list(zip(edges[::2], edges[1::2], strict=True))
    numbers = [] if any(bars) else [m.span() for m in _TRAILING.finditer(text, a, b)]
    while numbers and any(c.isalpha() for c in text[numbers[0][1] : b].replace("%", "")):
        numbers.pop(0)
    if not numbers:
        return [(a, b)]
    return [(a, len(text[a : numbers[0][0]].rstrip()) + a), *numbers]


def counts_like_years(text: str) -> set[int]:
    """Where numbers of a row begin that only look like years: cells among other numbers, behind words."""
    out = set()
    for m in _YEAR_CELL.finditer(text):
        row = text[text.rfind("\n", 0, m.start()) + 1 : text.find("\n", m.end())].split("\t")
        if any(map(str.isalpha, row[0] + row[1])) and any(_NUMBER_CELL.fullmatch(cell) for cell in row):
            out.add(m.start())
    return out


def has_cells(text: str, line: Cell) -> bool:
    """Whether a line of words is split into cells."""
    return any(s.search(text, *line) for s in _SEPARATORS) and any(map(str.isalpha, text[slice(*line)]))
