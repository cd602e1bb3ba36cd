"""Charts: tables go in, charts come out, each saying one thing, in Vietnamese or English.

    >>> import tvict
    >>> report = tvict.read("data/raw/travinh-2022.txt")  # doctest: +SKIP
    >>> tvict.charts.changes(report.history, report.figures)  # doctest: +SKIP
    >>> tvict.charts.draw("totals", report.tables, lang="en")  # doctest: +SKIP

Kinds that any report has: totals with their parts, changes between two periods, targets, shares, reconciliation and the
documents cited; CATALOGUE lists these and some of single indicators by name. What a chart has no words for it refuses.
The names load what they need when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tvict.charts.bars import against
    from tvict.charts.bullets import shares, targets
    from tvict.charts.catalogue import CATALOGUE, Entry, draw, draw_all
    from tvict.charts.chart import Chart
    from tvict.charts.facts import MissingFigures
    from tvict.charts.lists import totals
    from tvict.charts.mosaics import mosaic, overlap
    from tvict.charts.pairs import changes
    from tvict.charts.quantities import NoWords
    from tvict.charts.ranking import ranks
    from tvict.charts.reconciling import reconciliation
    from tvict.charts.timelines import timeline
    from tvict.charts.waterfalls import effects

_HOMES = {
    "CATALOGUE": "catalogue",
    "Chart": "chart",
    "Entry": "catalogue",
    "MissingFigures": "facts",
    "NoWords": "quantities",
    "against": "bars",
    "changes": "pairs",
    "draw": "catalogue",
    "draw_all": "catalogue",
    "effects": "waterfalls",
    "mosaic": "mosaics",
    "overlap": "mosaics",
    "ranks": "ranking",
    "reconciliation": "reconciling",
    "shares": "bullets",
    "targets": "bullets",
    "timeline": "timelines",
    "totals": "lists",
}

__all__ = [
    "CATALOGUE",
    "Chart",
    "Entry",
    "MissingFigures",
    "NoWords",
    "against",
    "changes",
    "draw",
    "draw_all",
    "effects",
    "mosaic",
    "overlap",
    "ranks",
    "reconciliation",
    "shares",
    "targets",
    "timeline",
    "totals",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'tvict.charts' has no attribute {name!r}")
    value = getattr(import_module(f"tvict.charts.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
