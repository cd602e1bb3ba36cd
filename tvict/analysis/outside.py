"""Figures from outside beside those of reports, and values per head: reports go in, rows of their panel come out."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from tvict.analysis.given import Given
from tvict.analysis.panel import panel_of
from tvict.codebook import TOTAL, context
from tvict.labels import label

KEYS = ["indicator", "cell", "period", "role"]
BESIDE = ("area", "area_name", "value", "unit", "bound", "status", "source", "note")
"""Columns of an outside figure that are set beside a row of the panel."""


def beside(given: Given, outside: pd.DataFrame | None = None) -> pd.DataFrame:
    """Set figures from outside beside those of reports: same indicator, cell, period and role, of any area.

    ``given`` is a report, several, or a panel; ``outside`` is a frame like `tvict.context()`, which is the default.
    A row of the panel is repeated for each outside figure that meets it; ``outside_area`` tells whether that is of the
    same province ("VN-51"), of the country ("VN") or of another. Rows that meet none are left out, and no outside
    figure becomes a row of its own. Whether the two mean the same is for the reader to judge, from ``outside_note``.

    >>> report = tvict.read("data/raw/travinh-2022.txt")
    >>> rates = tvict.beside(report).query("indicator == 'telecom.revenue' and role == 'change'")
    >>> rates[["value", "outside_area", "outside_value"]].values.tolist()
    [[5.0, 'VN', 1.6]]
    """
    left = panel_of(given, "beside")
    left = left.assign(cell=left["cell"].fillna(TOTAL))
    right = context() if outside is None else outside
    right = right[right["indicator"].notna()].fillna({"cell": TOTAL})
    right = right[[*KEYS, *(name for name in BESIDE if name in right.columns)]]
    right = right.rename(columns={name: f"outside_{name}" for name in BESIDE})
    return left.merge(right, on=KEYS, how="inner")


def per_head(given: Given, population: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Divide the levels of reports by the people of their area: the rows of their panel, with ``per_head``.

    ``population`` gives the people by area; the default is what `tvict.context()` holds, with the year of the count in
    ``population_period``. Left out are rows that are no amount of a kind (shares, ranks, changes, plans) and those of
    areas whose population is not known; LookupError where none is.

    >>> report = tvict.read("data/raw/travinh-2022.txt")
    >>> tvict.per_head(report).query("indicator == 'telecom.revenue' and period == '2022'")["per_head"].round().tolist()
    [1052352.0]
    """
    people = _people() if population is None else pd.DataFrame(population.items(), columns=["area", "population"])
    rows = panel_of(given, "per_head").query("role == 'level' and unit != '%'")
    if len(rows) and not rows["area"].isin(people["area"]).any():
        areas = ", ".join(rows["area"].dropna().unique()) or "an area that the reports do not tell"
        raise LookupError(f"no population is known of {areas}: pass population, the number of people by area")
    rows = rows.merge(people, on="area", how="inner")
    return rows.assign(per_head=rows["value"] / rows["population"])


def _people() -> pd.DataFrame:
    outside = context()
    people = outside[outside["subject"] == label("chart_words", "population", "vi")]
    people = (
        people.sort_values("period")
        .drop_duplicates("area", keep="last")
        .rename(columns={"value": "population", "period": "population_period"})
    )
    return people[["area", "population", "population_period"]]
