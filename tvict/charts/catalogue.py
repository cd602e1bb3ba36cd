"""The charts of a report, as a list: a report or its tables go in, charts come out, or what is missing.

They are of general kinds, drawn for any report from its links, periods, targets and checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tvict.charts.bullets import shares, targets
from tvict.charts.chart import Chart
from tvict.charts.facts import MissingFigures
from tvict.charts.lists import totals
from tvict.charts.pairs import changes
from tvict.charts.reconciling import reconciliation
from tvict.charts.timelines import timeline


@dataclass(frozen=True, slots=True)
class Entry:
    """One chart of the list: its name and its kind."""

    name: str
    kind: Callable[..., Chart]
    parameters: Mapping[str, object] = field(default_factory=dict)

    def draw(self, report: object, lang: str = "vi") -> Chart:
        """Draw the chart of a report or its tables; MissingFigures with what it needs and they do not hold."""
        return replace(self.kind(report, lang=lang, **self.parameters), name=self.name)


CATALOGUE = (
    Entry("reconciliation", reconciliation),
    Entry("changes", changes),
    Entry("points", changes, {"points": True}),
    Entry("targets", targets),
    Entry("totals", totals),
    Entry("shares", shares),
    Entry("citations", timeline),
)
"""The charts in the order in which they are shown."""


def draw(name: str, report: object, lang: str = "vi") -> Chart:
    """Draw one chart of the list by its name; ``report`` is one, or its tables.

    >>> report = tvict.parse("Năm 2022, doanh thu bưu chính đạt 84 tỷ đồng, tăng 5% so với năm 2021.")
    >>> tvict.charts.draw("changes", report, lang="en").title
    'Postal service revenue: +5%.'
    """
    entry = next((entry for entry in CATALOGUE if entry.name == name), None)
    if entry is None:
        raise KeyError(f"no chart {name!r}: the names are {', '.join(entry.name for entry in CATALOGUE)}")
    return entry.draw(report, lang)


def draw_all(report: object, lang: str = "vi") -> Iterator[tuple[Entry, Chart | MissingFigures]]:
    """Draw all charts of the list; in the place of one that cannot be drawn stands what is missing.

    >>> report = tvict.parse("Năm 2022, doanh thu bưu chính đạt 84 tỷ đồng, tăng 5% so với năm 2021.")
    >>> [entry.name for entry, chart in tvict.charts.draw_all(report) if isinstance(chart, tvict.charts.Chart)]
    ['changes']
    """
    for entry in CATALOGUE:
        try:
            yield entry, entry.draw(report, lang)
        except MissingFigures as missing:
            yield entry, missing
