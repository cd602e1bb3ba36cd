"""What a file knew of a text's form and the text alone does not show: tables with their cells, where sheets begin.

All offsets count characters of the text. A table stands in the text as lines of cells parted by tabs, every cell
printed once, at its first row and column, however many it spans; the places it covers are empty.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: where its words stand (start equals end where it is empty), its first row and column, what it spans."""

    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table of figures, its cells in the order of the text; rows that the file marks as header are counted."""

    cells: tuple[Cell, ...]
    header_rows: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The tables of one text, in its order, and the sheets behind its first: where each begins, and its name."""

    tables: tuple[Table, ...] = ()
    sheets: tuple[tuple[int, str], ...] = ()


def moved(layout: Layout, origin: Sequence[int]) -> Layout:
    """Return a layout for the composed text whose characters stood at `origin` in the text that it was made for."""

    def to(offset: int) -> int:
        return bisect_left(origin, offset)

    tables = (
        replace(t, cells=tuple(replace(c, start=to(c.start), end=to(c.end)) for c in t.cells)) for t in layout.tables
    )
    return Layout(tuple(tables), tuple((to(start), name) for start, name in layout.sheets))
