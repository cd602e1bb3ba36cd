"""The charts of a report, as a list: the tables of a report go in, charts come out, or what is missing.

General kinds first, which are drawn for any report from its links, periods and targets; then those of some indicators
alone, which a report without them does not have.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from tvict.analysis.printed import known
from tvict.charts.bars import against
from tvict.charts.bullets import shares, targets
from tvict.charts.chart import Chart
from tvict.charts.facts import MissingFigures
from tvict.charts.lists import totals
from tvict.charts.mosaics import mosaic, overlap
from tvict.charts.pairs import changes
from tvict.charts.ranking import ranks
from tvict.charts.reconciling import reconciliation
from tvict.charts.timelines import timeline
from tvict.charts.waterfalls import effects
from tvict.charts.words import say
from tvict.codebook import context

TABLES = ("sources", "figures", "citations", "checks", "operands", "history", "context")
"""Tables that kinds of chart take, by the names of their parameters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One chart of the list: its name, its kind, and the indicators it is of."""

    name: str
    kind: Callable[..., Chart]
    parameters: Mapping[str, object] = field(default_factory=dict)

    def draw(self, tables: Mapping[str, pd.DataFrame], lang: str = "vi") -> Chart:
        """Draw the chart from the tables of one report; MissingFigures with what it needs and they do not hold.

        The context table is the package's own where ``tables`` has none.
        """
        tables = {"context": context(), **tables} if "context" not in tables else tables
        wanted = [name for name in inspect.signature(self.kind).parameters if name in TABLES]
        chart = self.kind(**{name: tables[name] for name in wanted}, **self.parameters, lang=lang)
        return replace(chart, name=self.name, sources=_sources(chart, tables["sources"], lang))


CATALOGUE = (
    Entry("reconciliation", reconciliation),
    Entry("changes", changes),
    Entry("points", changes, {"points": True}),
    Entry("targets", targets),
    Entry("totals", totals),
    Entry("shares", shares),
    Entry("citations", timeline),
    Entry("postal-effects", effects),
    Entry("dossiers-by-channel", mosaic),
    Entry("platform-bounds", overlap),
    Entry("dti-ranks", ranks),
    Entry("province-and-country", against),
)
"""The charts in the order in which they are shown."""


def draw(name: str, tables: Mapping[str, pd.DataFrame], lang: str = "vi") -> Chart:
    """Draw one chart of the list by its name; ``tables`` are ``report.tables``, or what tvict.load gave."""
    entry = next((entry for entry in CATALOGUE if entry.name == name), None)
    if entry is None:
        raise KeyError(f"no chart {name!r}: the names are {', '.join(entry.name for entry in CATALOGUE)}")
    return entry.draw(tables, lang)


def draw_all(tables: Mapping[str, pd.DataFrame], lang: str = "vi") -> Iterator[tuple[Entry, Chart | MissingFigures]]:
    """Draw all charts of the list; in the place of one that cannot be drawn stands what is missing."""
    for entry in CATALOGUE:
        try:
            yield entry, entry.draw(tables, lang)
        except MissingFigures as missing:
            yield entry, missing


def _sources(chart: Chart, sources: pd.DataFrame, lang: str) -> tuple[str, ...]:
    """Put the report's issuer and title in the place of its name in the source line."""
    rows = {str(row["report"]): row for row in sources.to_dict("records")}
    return tuple(_cited(rows[name], lang) if name in rows else name for name in chart.sources)


def _cited(cells: Mapping[Hashable, Any], lang: str) -> str:
    named = [str(cells[name]) for name in ("issuer", "title") if known(cells[name])]
    text = ", ".join(named) or str(cells["report"])
    return f"{text} ({say('invented', lang)})" if str(cells.get("invented")) == "True" else text
