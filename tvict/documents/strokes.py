"""What is drawn on a page of a PDF: straight rules, which make tables, and the shapes of charts, whose labels go."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import pypdfium2.raw as raw
from pypdfium2 import PdfMatrix

from tvict.documents.glyphs import Area, Glyph, lines_of
from tvict.documents.ruling import Grid

_THIN = 2.0  # points, at most, of a filled shape that is a rule
_SHORT = 4.0  # points, at most, of a stroke that is none
_PALE = 127  # of 255, at most, of the cover of a path that is no part of the text
_STRAIGHT = 0.8  # points that a straight rule may lean
_DEEP = 5  # forms within forms
_NEAR = 30.0  # points between shapes of one chart
_AROUND = 30.0  # points around the shapes of a chart in which its labels stand
_CHART = (90.0, 50.0)  # width and height of a chart, at least
_SHAPES = 3
_WORDY = 45  # characters of a line that is no label
_LABEL = re.compile(r"(?:[-–(]?[\d.,]+\s?%?\)?\s*)+")

Point = tuple[float, float]
Place = Callable[[float, float], Point]


def strokes_of(page: Any, placed: Place) -> tuple[list[Area], list[Area]]:
    """Return the rules of a page, those across it first, and the boxes around what else is drawn: coloured areas,
    curves and slanting strokes; `placed` gives a point of the page from its top left.
    """
    rules: list[Area] = []
    shapes: list[Area] = []
    for path, matrix in _paths(page, None, PdfMatrix(), 0):
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        filled = bool(fill.value) and _is_seen(path, raw.FPDFPageObj_GetFillColor)
        stroked = bool(stroke.value) and _is_seen(path, raw.FPDFPageObj_GetStrokeColor)
        for points, bent in _lines(path, matrix, placed) if filled or stroked else ():
            for is_rule, mark in _marks(points, bent, stroked):
                (rules if is_rule else shapes).append(mark)
    return sorted(rules, key=lambda rule: not rule.flat), shapes


def _marks(points: list[Point], bent: bool, stroked: bool) -> Iterator[tuple[bool, Area]]:
    """One line of points as rules, or as a shape; tells which."""
    box = _spanned(points)
    width, height = box.right - box.left, box.bottom - box.top
    if height <= _THIN and width > _SHORT:
        yield True, Area(box.left, box.y, box.right, box.y)
    elif width <= _THIN and height > _SHORT:
        yield True, Area(box.x, box.top, box.x, box.bottom)
    elif bent or not stroked:
        yield False, box
    else:
        for (x0, y0), (x1, y1) in pairwise(points):
            if abs(y0 - y1) < _STRAIGHT and abs(x0 - x1) > _SHORT:
                yield True, Area(min(x0, x1), y0, max(x0, x1), y0)
            elif abs(x0 - x1) < _STRAIGHT and abs(y0 - y1) > _SHORT:
                yield True, Area(x0, min(y0, y1), x0, max(y0, y1))
            elif abs(x0 - x1) > _STRAIGHT and abs(y0 - y1) > _STRAIGHT:
                yield False, box
                return


def _spanned(points: list[Point]) -> Area:
    """The area that points span."""
    xs, ys = zip(*points, strict=True)
    return Area(min(xs), min(ys), max(xs), max(ys))


def _paths(page: Any, form: Any, matrix: Any, depth: int) -> Iterator[tuple[Any, Any]]:
    """The paths of a page and of the forms on it, each with the matrix that leads to the page."""
    for item in page.get_objects([raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM], max_depth=1, form=form):
        inner = item.get_matrix().multiply(matrix)
        if item.type == raw.FPDF_PAGEOBJ_PATH:
            yield item, inner
        elif depth < _DEEP:
            yield from _paths(page, item, inner, depth + 1)


def _is_seen(path: Any, colour: Callable[..., int]) -> bool:
    """Whether a path is drawn in a colour that a white page shows; watermarks are transparent by half or more."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour(path, red, green, blue, alpha):
        return True
    return alpha.value > _PALE and min(red.value, green.value, blue.value) <= 250


def _lines(path: Any, matrix: Any, placed: Place) -> Iterator[tuple[list[Point], bool]]:
    """The lines that a path draws, and whether each is bent."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    bent = False
    for at in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = placed(*matrix.on_point(x.value, y.value))
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, bent
            points, bent = [point], False
        else:
            points.append(point)
            bent = bent or kind == raw.FPDF_SEGMENT_BEZIERTO
        if raw.FPDFPathSegment_GetClose(segment) and points:
            points.append(points[0])
    if len(points) > 1:
        yield points, bent


def without_charts(
    glyphs: list[Glyph], shapes: Sequence[Area], rules: Sequence[Area], tables: Sequence[Grid], page: int
) -> tuple[list[Glyph], list[str]]:
    """Leave out the labels of charts: words among shapes that are no ground of a table, and numbers around them.

    Returns the other glyphs, and a notice for each chart.
    """
    drawn, axes = ([one for one in found if not _in_table(one, tables)] for found in (shapes, rules))
    notices = []
    for cluster in _clusters(drawn):
        chart = _with_axes(cluster, axes)
        near = [glyph for glyph in glyphs if chart.holds(glyph.x, glyph.y, 3 * _AROUND)]
        parts = [part for line in lines_of(near) for part in line.segments()]
        inside = [part for part in parts if chart.holds(part.x, part.y)]
        if any(len(part.text) > _WORDY for part in inside):
            continue  # words on a coloured ground
        beside = [part for part in parts if _LABEL.fullmatch(part.text)]
        beside = [part for part in beside if _touch(_around(part.glyphs), chart, _AROUND)]
        gone = {id(glyph) for part in (*inside, *beside) for glyph in part.glyphs}
        if gone:
            glyphs = [glyph for glyph in glyphs if id(glyph) not in gone]
            notices.append(f"page {page}: the labels of a chart left out")
    return glyphs, notices


def _in_table(drawn: Area, tables: Sequence[Grid]) -> bool:
    return any(table.holds(drawn.x, drawn.y) for table in tables)


def _with_axes(chart: Area, axes: Sequence[Area]) -> Area:
    """A chart with the straight lines that touch it: its axes, its grid, its frame."""
    for _ in range(3):
        for axis in axes:
            if _touch(chart, axis, _THIN):
                chart = _around([chart, axis])
    return chart


def _clusters(shapes: Sequence[Area]) -> Iterator[Area]:
    """The boxes around shapes that stand together and are as many and as large as those of a chart."""
    groups: list[tuple[Area, int]] = []
    for shape in shapes:
        box, count = shape, 1
        apart = []
        for other, many in groups:
            if _touch(box, other, _NEAR):
                box, count = _around([box, other]), count + many
            else:
                apart.append((other, many))
        groups = [*apart, (box, count)]
    for box, count in groups:
        if count >= _SHAPES and box.right - box.left >= _CHART[0] and box.bottom - box.top >= _CHART[1]:
            yield box


def _touch(one: Area, other: Area, near: float) -> bool:
    return (
        one.left - near <= other.right
        and other.left - near <= one.right
        and one.top - near <= other.bottom
        and other.top - near <= one.bottom
    )


def _around(boxes: Sequence[Area]) -> Area:
    return _spanned([corner for box in boxes for corner in ((box.left, box.top), (box.right, box.bottom))])
