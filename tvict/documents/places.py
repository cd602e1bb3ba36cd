"""The way back: figures of a text go in, the place of each in the file comes out, and what a scan left unsure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace

from tvict.documents.model import Run
from tvict.documents.render import Rendered
from tvict.reading.model import Figure

Row = dict[str, object]


def places(figures: Iterable[Figure], rendered: Rendered) -> Iterator[Row]:
    """Yield the place of each figure, a row of the table ``places``: that of its first words, the box around all of
    them that stand on its page.
    """
    for figure in figures:
        runs = rendered.at(figure.start, figure.end)
        if not runs:
            continue
        first = asdict(runs[0].anchor)
        boxes = [run.anchor.box for run in runs if run.anchor.box and run.anchor.page == first["page"]]
        left, top, right, bottom = zip(*boxes, strict=True) if boxes else ((), (), (), ())
        sure = [run.anchor.confidence for run in _numerals(runs) if run.anchor.confidence is not None]
        first |= {"x0": min(left, default=None), "y0": min(top, default=None)}
        first |= {"x1": max(right, default=None), "y1": max(bottom, default=None)}
        del first["box"]
        yield {**first, "figure_id": figure.figure_id, "confidence": min(sure, default=None)}


def sightings(figures: Iterable[Figure], rendered: Rendered) -> Iterator[Row]:
    """Yield what each reader of a scan saw of the numerals of a figure that the readers disagree about, rows of the
    table ``readings``; one that saw nothing there has no row.
    """
    for figure in figures:
        for run in rendered.at(figure.start, figure.end):
            yield from ({"figure_id": figure.figure_id, **asdict(sight)} for sight in run.sights if sight.text.strip())


def crops(figures: Iterable[Figure], rendered: Rendered) -> Iterator[tuple[Figure, bytes]]:
    """Yield pictures (PNG) of the numerals of figures that a scan leaves unsure, each with its figure."""
    for figure in figures:
        for run in rendered.at(figure.start, figure.end):
            if run.picture is not None:
                yield figure, run.picture


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
