"""Tables from the lines drawn on a page: crossing rules in, grids of cells with their spans out.

Pages of a PDF and of a scan come here alike: rules are straight horizontal and vertical strokes in points.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tvict.documents.glyphs import Area, parted
from tvict.documents.model import Cell

NEAR = 3.0
"""Points between two strokes that are one rule."""

Stroke = tuple[float, float, float]
"""Where a rule lies, and from where to where it goes."""

_TALL = 0.3  # of a grid's height, that the strokes of a column's edge cover; those of a stamp or a signature do not
_WIDE = 0.08  # of a grid's width, that the strokes of a row's edge cover


@dataclass(slots=True)
class Grid:
    """The edges of rows and columns, and the cells between them, with nothing in them yet."""

    xs: list[float]
    ys: list[float]
    cells: list[Cell]
    _at: dict[tuple[int, int], Cell] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    self._at[row, column] = cell

    def holds(self, x: float, y: float) -> bool:
        """Tell whether a point lies within the grid."""
        return self.xs[0] - 2 <= x <= self.xs[-1] + 2 and self.ys[0] - 2 <= y <= self.ys[-1] + 2

    def cell_at(self, x: float, y: float) -> Cell:
        """Return the cell that a point within the grid lies in."""
        column = min(max(bisect_right(self.xs, x) - 1, 0), len(self.xs) - 2)
        row = min(max(bisect_right(self.ys, y) - 1, 0), len(self.ys) - 2)
        return self._at[row, column]


def grids(rules: Sequence[Area]) -> Iterator[Grid]:
    """Yield a grid for each group of crossing rules that makes two cells or more."""
    for across, down in _groups([rule for rule in rules if rule.flat], [rule for rule in rules if not rule.flat]):
        grid = _grid(across, down)
        if grid is not None and len(grid.cells) > 1:
            yield grid


def _groups(across: Sequence[Area], down: Sequence[Area]) -> Iterator[tuple[list[Area], list[Area]]]:
    """The rules that hang together by their crossings."""
    root = list(range(len(across) + len(down)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for i, h in enumerate(across):
        for j, v in enumerate(down):
            if h.left - NEAR <= v.x <= h.right + NEAR and v.top - NEAR <= h.y <= v.bottom + NEAR:
                root[find(i)] = find(len(across) + j)
    groups: dict[int, tuple[list[Area], list[Area]]] = defaultdict(lambda: ([], []))
    for i, h in enumerate(across):
        groups[find(i)][0].append(h)
    for j, v in enumerate(down):
        groups[find(len(across) + j)][1].append(v)
    yield from (group for group in groups.values() if len(group[0]) > 1 and len(group[1]) > 1)


def _grid(across: list[Area], down: list[Area]) -> Grid | None:
    tall = max(v.bottom for v in down) - min(v.top for v in down)
    wide = max(h.right for h in across) - min(h.left for h in across)
    rows, columns = [(h.y, h.left, h.right) for h in across], [(v.x, v.top, v.bottom) for v in down]
    xs, ys = _edges(columns, _TALL * tall), _edges(rows, _WIDE * wide)
    if len(xs) < 2 or len(ys) < 2:
        return None
    left = {(row, column) for column, row in _drawn(columns, xs, ys)}
    return Grid(xs, ys, _cells(xs, ys, _drawn(rows, ys, xs), left))


def _edges(strokes: Sequence[Stroke], least: float) -> list[float]:
    """The places where strokes lie that together are long enough for an edge."""
    near = parted(sorted(place for place, _, _ in strokes), lambda before, place: place - before > NEAR)
    places = [sum(group) / len(group) for group in near]
    return [x for x in places if sum(end - start for at, start, end in strokes if abs(at - x) <= NEAR) >= least]


def _drawn(strokes: Sequence[Stroke], edges: list[float], steps: list[float]) -> set[tuple[int, int]]:
    """The edges and the steps along them that are drawn."""
    drawn = set()
    for at, first, last in strokes:
        edge = min(range(len(edges)), key=lambda k: abs(edges[k] - at))
        if abs(edges[edge] - at) <= NEAR:
            middles = ((a + b) / 2 for a, b in pairwise(steps))
            drawn |= {(edge, n) for n, middle in enumerate(middles) if first - NEAR <= middle <= last + NEAR}
    return drawn


def _cells(xs: list[float], ys: list[float], above: set[tuple[int, int]], before: set[tuple[int, int]]) -> list[Cell]:
    """Cells from the top left: each as wide, then as deep, as no line parts it."""
    height, width = len(ys) - 1, len(xs) - 1
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < width and (row, right) not in before and (row, right) not in taken:
                right += 1
            low = row + 1
            while low < height and not any((low, k) in above or (low, k) in taken for k in range(column, right)):
                low += 1
            taken |= {(r, c) for r in range(row, low) for c in range(column, right)}
            cells.append(Cell([], row, column, low - row, right - column))
    return cells
