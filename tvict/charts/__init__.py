"""Charts: tables go in, charts come out, each saying one thing, in Vietnamese or English.

    >>> import tvict
    >>> report = tvict.read("data/raw/travinh-2022.txt")  # doctest: +SKIP
    >>> tvict.charts.change(report.history)  # doctest: +SKIP
    >>> tvict.charts.draw("certificates", report.tables, lang="en")  # doctest: +SKIP

A kind of chart takes the tables that it shows and the indicators to show of them; CATALOGUE lists the fifteen charts of
a report by name. The names load what they need when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tvict.charts.bars import against, levels
    from tvict.charts.catalogue import CATALOGUE, Entry, draw, draw_all
    from tvict.charts.chart import Chart
    from tvict.charts.facts import MissingFigures
    from tvict.charts.matrices import matrix
    from tvict.charts.ranking import ranks
    from tvict.charts.reconciling import reconciliation
    from tvict.charts.shares import mosaic, overlap, parts
    from tvict.charts.slopes import change, points
    from tvict.charts.targets import targets
    from tvict.charts.timelines import timeline
    from tvict.charts.waterfalls import effects, remaining, stock

_HOMES = {
    "CATALOGUE": "catalogue",
    "Chart": "chart",
    "Entry": "catalogue",
    "MissingFigures": "facts",
    "against": "bars",
    "change": "slopes",
    "draw": "catalogue",
    "draw_all": "catalogue",
    "effects": "waterfalls",
    "levels": "bars",
    "matrix": "matrices",
    "mosaic": "shares",
    "overlap": "shares",
    "parts": "shares",
    "points": "slopes",
    "ranks": "ranking",
    "reconciliation": "reconciling",
    "remaining": "waterfalls",
    "stock": "waterfalls",
    "targets": "targets",
    "timeline": "timelines",
}

__all__ = [
    "CATALOGUE",
    "Chart",
    "Entry",
    "MissingFigures",
    "against",
    "change",
    "draw",
    "draw_all",
    "effects",
    "levels",
    "matrix",
    "mosaic",
    "overlap",
    "parts",
    "points",
    "ranks",
    "reconciliation",
    "remaining",
    "stock",
    "targets",
    "timeline",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'tvict.charts' has no attribute {name!r}")
    value = getattr(import_module(f"tvict.charts.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
