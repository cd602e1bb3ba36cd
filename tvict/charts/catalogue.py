"""The fifteen charts of a report, as a list: the tables of a report go in, charts come out, or what is missing."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from tvict.analysis.printed import known
from tvict.charts.bars import against, levels
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
from tvict.charts.words import say
from tvict.codebook import context

TABLES = ("sources", "figures", "citations", "checks", "history", "context")
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
    Entry("change", change, {"indicators": ("postal.revenue", "postal.volume", "telecom.revenue")}),
    Entry("postal-effects", effects, {"indicators": ("postal.volume", "postal.revenue")}),
    Entry("revenue-levels", levels, {"indicators": ("postal.revenue", "telecom.revenue")}),
    Entry(
        "service-targets",
        targets,
        {"indicators": ("services.online_active_share", "services.dossiers_online_share")},
    ),
    Entry(
        "dossiers-by-channel",
        mosaic,
        {"indicator": "services.dossiers_received", "dimensions": ("service_level", "channel")},
    ),
    Entry(
        "dossiers-pending",
        remaining,
        {"indicators": ("services.dossiers_received", "services.dossiers_resolved")},
    ),
    Entry("services-by-level", parts, {"indicator": "services.online", "dimension": "service_level"}),
    Entry("platform-bounds", overlap, {"indicator": "ecommerce.households", "dimension": "platform"}),
    Entry("documents-signed", points, {"indicator": "egov.documents_signed_share"}),
    Entry("certificates", stock, {"indicator": "signature.certificates_active"}),
    Entry("systems-by-tier", matrix),
    Entry("reconciliation", reconciliation),
    Entry("citations", timeline),
    Entry("dti-ranks", ranks, {"indicator": "digital.dti_rank"}),
    Entry(
        "province-and-country",
        against,
        {"indicators": ("postal.volume", "postal.revenue", "telecom.revenue")},
    ),
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
