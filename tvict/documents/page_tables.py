"""Tables of pages: the cells of a grid filled, columns without rules told by overlap, rows over page breaks joined."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tvict.documents.glyphs import Glyph, Line, lines_of, parted, runs_of
from tvict.documents.model import Anchor, Cell, Paragraph, Run, Table
from tvict.documents.ruling import Grid

_BEGUN = re.compile(r"(?:.*[^\w.,])?\d[\d.]*[.,]")
_REGULAR = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")


def is_torn(word: str, after: str) -> bool:
    """Whether a line ends within a number: behind its separator, or where only the next digits make it regular.

    >>> is_torn("5.180.00", "0"), is_torn("5.180.", "000"), is_torn("5.180", "000"), is_torn("2021", "2022")
    (True, True, False, False)
    """
    after = after.strip()
    if not after[:1].isdigit():
        return False
    odd = "." in word and not _REGULAR.fullmatch(word)
    return bool(_BEGUN.fullmatch(word)) or (odd and bool(_REGULAR.fullmatch(word + after)))


def table_of(grid: Grid, glyphs: Sequence[Glyph], page: int) -> Table:
    """Put the glyphs within a grid into its cells."""
    held: dict[int, list[Glyph]] = {id(cell): [] for cell in grid.cells}
    words = parted(glyphs, lambda before, glyph: not _same_word(before, glyph))
    for word in words:  # one that is wider than its cell stays in it
        held[id(grid.cell_at(word[0].x, word[0].y))] += word
    for cell in grid.cells:
        runs: list[Run] = []
        for line in lines_of(held[id(cell)]):
            more = runs_of(line.glyphs, Anchor(page=page))
            if runs and not is_torn(runs[-1].text, more[0].text):
                runs.append(Run(" ", runs[-1].anchor))
            runs += more
        cell.blocks = [Paragraph(runs)] if runs else []
    return Table(grid.cells, ruled=True)


def _same_word(first: Glyph, second: Glyph) -> bool:
    """Whether two letters, one behind the other in the file, touch on one line."""
    near = abs(second.left - first.right) < 0.2 * first.size and abs(second.bottom - first.bottom) < 0.5 * first.size
    return near and not second.gap and first.text.isalpha() and second.text.isalpha()


def unruled(parts: Sequence[Sequence[Line]], page: int) -> Table:
    """A table of lines in columns: columns are what overlaps from line to line."""
    columns: list[list[float]] = []
    for left, right in sorted((part.left, part.right) for line in parts for part in line):
        for column in columns:
            over = left < column[1] - 2 and right > column[0] + 2
            if over and right - left < 1.6 * (column[1] - column[0]) + 40:
                column[:] = min(column[0], left), max(column[1], right)
                break
        else:
            columns.append([left, right])
    columns.sort()
    cells: dict[tuple[int, int], Cell] = {}
    for row, line in enumerate(parts):
        for part in line:
            at = max(range(len(columns)), key=lambda k: min(columns[k][1], part.right) - max(columns[k][0], part.left))
            runs = runs_of(part.glyphs, Anchor(page=page))
            cells.setdefault((row, at), Cell([], row, at)).blocks.append(Paragraph(runs))
    return Table(list(cells.values()), ruled=True)


def go_on(table: Table, more: Table) -> None:
    """Add the rows of a table that goes on over the page; a header printed again is left out."""
    first, second = ([[cell.text for cell in row] for row in one.rows] for one in (table, more))
    again = 0
    while again < min(len(first), len(second)) and first[again] == second[again] and any(first[again]):
        again += 1
    last = {cell.column: cell for cell in table.cells if cell.row + cell.row_span == table.height}
    cut = _is_rest(more, again) and all(cell.column in last for cell in more.cells if cell.row == again)
    down = table.height - again - cut
    for cell in more.cells:
        if cut and cell.row == again:
            last[cell.column].blocks += cell.blocks
        elif cell.row >= again:
            cell.row += down
            table.cells.append(cell)


def _is_rest(table: Table, row: int) -> bool:
    """Whether a row is the rest of one that a page break cut: no number, and words that go on in small letters."""
    cells = table.rows[row] if row < table.height else []
    texts = [cell.text for cell in cells if cell.text]
    return bool(texts) and not (cells[0].column == 0 and cells[0].text) and all(text[0].islower() for text in texts)
