"""Dot matrices: several indicators by the categories of one dimension, a dot as large as each number."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from tvict.charts.chart import Chart, Panel, wrapped
from tvict.charts.facts import Fact, Figures, Gap, MissingFigures, demand, joined, one_report
from tvict.charts.marks import UNDER, bare, put
from tvict.charts.style import DARK, RULE
from tvict.charts.words import heading, headline, named, number, say

SYSTEMS = (
    "egov.system_agencies;system=docs",
    "security.agencies_protected",
    "egov.system_agencies;system=iso",
    "egov.conference_capacity",
)
"""An indicator, and the cell that tells it from others of its code."""
TIERS = ("tier=province", "tier=district", "tier=commune")
LARGEST = 0.36
"""Radius of the largest dot, in inches."""


def matrix(
    figures: pd.DataFrame,
    systems: Sequence[str] = SYSTEMS,
    tiers: Sequence[str] = TIERS,
    lang: str = "vi",
    ax: Axes | None = None,
) -> Chart:
    """Draw systems by tiers of government; ``systems`` are indicators with the cell that tells them apart, ``tiers``
    the categories, the lowest last.

    Systems that are not counted at every tier are named in ``missing``; MissingFigures where fewer than two are left.
    """
    report = one_report(figures)
    table = Figures(figures)
    found = {system: [_find(table, system, tier) for tier in tiers] for system in systems}
    missing = tuple(
        f"{system} ({', '.join(tier for tier, item in zip(tiers, row, strict=True) if isinstance(item, Gap))})"
        for system, row in found.items()
        if any(isinstance(item, Gap) for item in row)
    )
    kept = {system: row for system, row in found.items() if not any(isinstance(item, Gap) for item in row)}
    if len(kept) < 2:
        raise MissingFigures(missing)
    cells = {system: demand(*row) for system, row in kept.items()}
    lowest = {row[-1].value for row in cells.values()}
    words = {
        "count": number(len(cells), lang),
        "word": named(f"count={len(cells)}", lang),
        "lowest": number(max(lowest), lang),
        "tier": named(tiers[-1], lang),
    }
    rows = [
        {
            "system": system,
            "label": named(system, lang),
            "tier": named(tier, lang),
            "value": fact.value,
            "estimate": fact.estimate,
            "derived": False,
            "figure_ids": joined(fact.figure_ids),
        }
        for system, row in cells.items()
        for tier, fact in zip(tiers, row, strict=True)
    ]
    lines = [
        f"{named(system, lang)}: "
        + ", ".join(f"{named(tier, lang)} {number(fact.value, lang)}" for tier, fact in zip(tiers, row, strict=True))
        for system, row in cells.items()
    ]
    return Chart(
        name="matrix",
        lang=lang,
        title=headline("matrix_same" if len(lowest) == 1 else "matrix_different", lang, **words),
        subtitle=say("matrix_subtitle", lang, year=table.period),
        alternative=say("matrix_alternative", lang, values="; ".join(lines)),
        table=pd.DataFrame(rows),
        paint=lambda axes: _paint(axes[0], cells, tiers, lang),
        panel=Panel(0.82 * len(cells), left=3.0, right=0.6, top=0.35, bottom=0.05),
        notes=(say("note_matrix", lang),),
        sources=(report or "",),
        missing=missing,
    ).on(ax)


def _find(table: Figures, system: str, tier: str) -> Fact | Gap:
    indicator, _, cell = system.partition(";")
    return table.find(indicator, cell=";".join(sorted(part for part in (cell, tier) if part)))


def _paint(ax: Axes, cells: dict[str, list[Fact]], tiers: Sequence[str], lang: str) -> None:
    ax.set_xlim(-0.5, len(tiers) - 0.5)
    ax.set_ylim(len(cells) - 0.5, -0.5)
    most = max(fact.value for row in cells.values() for fact in row)
    for y, row in enumerate(cells.values()):
        ax.axhline(y, color=RULE, linewidth=0.8, zorder=0)
        for x, fact in enumerate(row):
            radius = LARGEST * 72 * (fact.value / most) ** 0.5
            ax.scatter([x], [y], s=[3.1416 * radius**2], color=DARK, linewidths=0, zorder=2)
            inside = radius > 15
            text = number(fact.value, lang)
            if inside:
                put(ax, text, (x, y), color="white", weight="bold")
            else:
                put(ax, text, (x, y), (radius + 4, 0), ha="left", weight="bold", bbox=UNDER)
    ax.set_yticks(range(len(cells)), [wrapped(heading(system, lang), 2.5, 9.5) for system in cells])
    ax.xaxis.tick_top()
    ax.set_xticks(range(len(tiers)), [heading(tier, lang) for tier in tiers])
    bare(ax, "left", "bottom")
    ax.tick_params(axis="x", length=0)
