"""The way back: figures of a text go in, the place of each in the file comes out, and what a scan left unsure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tvict.documents.model import Run
from tvict.documents.render import Rendered
from tvict.reading.model import Figure


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure stands in its file: columns of the table ``places``."""

    figure_id: int
    part: str
    page: int | None
    x0: float | None
    y0: float | None
    x1: float | None
    y1: float | None
    paragraph: int | None
    table: int | None
    row: int | None
    column: int | None
    cell: str | None
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Sighting:
    """What one reader of a scan saw where a figure stands: columns of the table ``readings``."""

    figure_id: int
    reader: str
    text: str
    confidence: float


def places(figures: Iterable[Figure], rendered: Rendered) -> Iterator[Place]:
    """Yield the place of each figure: that of its first words, the box around all of them that stand on its page."""
    for figure in figures:
        runs = rendered.at(figure.start, figure.end)
        if not runs:
            continue
        first = runs[0].anchor
        boxes = [run.anchor.box for run in runs if run.anchor.box and run.anchor.page == first.page]
        left, top, right, bottom = zip(*boxes, strict=True) if boxes else ((), (), (), ())
        sure = [run.anchor.confidence for run in _numerals(runs) if run.anchor.confidence is not None]
        yield Place(
            figure.figure_id,
            first.part,
            first.page,
            min(left, default=None),
            min(top, default=None),
            max(right, default=None),
            max(bottom, default=None),
            first.paragraph,
            first.table,
            first.row,
            first.column,
            first.cell,
            min(sure, default=None),
        )


def sightings(figures: Iterable[Figure], rendered: Rendered) -> Iterator[Sighting]:
    """Yield what each reader of a scan saw of the numerals of a figure that the readers disagree about; one that saw
    nothing there has no row.
    """
    for figure in figures:
        for run in rendered.at(figure.start, figure.end):
            for sight in run.sights:
                if sight.text.strip():
                    yield Sighting(figure.figure_id, sight.reader, sight.text, sight.confidence)


def crops(figures: Iterable[Figure], rendered: Rendered) -> Iterator[tuple[int, bytes]]:
    """Yield pictures (PNG) of the numerals of figures that a scan leaves unsure, with the ids of the figures."""
    for figure in figures:
        for run in rendered.at(figure.start, figure.end):
            if run.picture is not None:
                yield figure.figure_id, run.picture


def flagged(figures: Iterable[Figure], rendered: Rendered) -> Iterator[Figure]:
    """Yield the figures with what a scan leaves unsure: ``scan`` on each of its figures, ``doubtful`` where the digits
    are not certain, and no value where two readings disagree.
    """
    for figure in figures:
        runs = rendered.at(figure.start, figure.end)
        if not any(run.anchor.confidence is not None for run in runs):
            yield figure
            continue
        numerals = _numerals(runs)
        doubtful = any(run.doubtful for run in numerals) or "irregular" in figure.quality
        flags = ("scan", "doubtful") if doubtful else ("scan",)
        marked = replace(figure, quality=tuple(dict.fromkeys((*figure.quality, *flags))))
        torn = any(run.sights for run in numerals)
        yield replace(marked, value=None, low=None, high=None) if torn else marked


def _numerals(runs: list[Run]) -> list[Run]:
    """The runs with digits; all of them where none has any."""
    return [run for run in runs if any(map(str.isdigit, run.text))] or runs
