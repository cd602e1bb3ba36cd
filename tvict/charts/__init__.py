"""Charts: a report or its tables go in, charts come out, each saying one thing, in Vietnamese or English.

    >>> import tvict
    >>> report = tvict.read("data/raw/travinh-2022.txt")
    >>> tvict.charts.changes(report, lang="en").title
    'Largest rise: digital certificates in force, +12.3%; largest fall: postal service revenue, estimate −13.24%.'

Kinds that any report has: totals with their parts, changes between two periods, targets, shares, reconciliation and the
documents cited, listed by name in CATALOGUE; and one indicator over the years and provinces of several reports. What a
chart has no words for it refuses.
"""

from tvict.charts.bullets import shares, targets
from tvict.charts.catalogue import CATALOGUE, Entry, draw, draw_all
from tvict.charts.chart import Chart
from tvict.charts.facts import MissingFigures
from tvict.charts.lists import totals
from tvict.charts.pairs import changes
from tvict.charts.panels import over_time
from tvict.charts.quantities import NoWords
from tvict.charts.reconciling import reconciliation
from tvict.charts.timelines import timeline

__all__ = [
    "CATALOGUE",
    "Chart",
    "Entry",
    "MissingFigures",
    "NoWords",
    "changes",
    "draw",
    "draw_all",
    "over_time",
    "reconciliation",
    "shares",
    "targets",
    "timeline",
    "totals",
]
