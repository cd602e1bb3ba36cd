"""Ranks: one area among those of its region, from the context table."""

from __future__ import annotations

import re

import pandas as pd
from matplotlib.axes import Axes

from tvict.analysis.printed import known
from tvict.charts.chart import Chart, Panel
from tvict.charts.facts import MissingFigures, one_report
from tvict.charts.marks import UNDER, bare, put
from tvict.charts.style import DARK, OTHER, RULE, point
from tvict.charts.words import headline, named, number, say
from tvict.codebook import TOTAL

MEKONG_DELTA = (
    *("VN-41", "VN-44", "VN-45", "VN-46", "VN-47", "VN-49", "VN-50"),
    *("VN-51", "VN-52", "VN-55", "VN-59", "VN-73", "VN-CT"),
)
OF = re.compile(r"\bof (\d+)\b")
ROW = 0.27


def ranks(context: pd.DataFrame, sources: pd.DataFrame, lang: str = "vi") -> Chart:
    """Draw the ranks of the Mekong Delta in digital transformation in the report's year, the report's own marked.

    The ranks are context: none of them is printed in the report.
    """
    report, indicator = one_report(sources), "digital.dti_rank"
    row = sources.to_dict("records")[0] if len(sources) else {}
    area, year = row.get("area"), row.get("year")
    if not known(area) or not known(year):
        raise MissingFigures(["the report's area and year (in its metadata)"])
    found = context[
        (context["indicator"] == indicator)
        & (context["role"] == "rank")
        & (context["period"].astype(str) == str(year))
        & context["area"].isin(MEKONG_DELTA)
        & (context["cell"].fillna(TOTAL) == TOTAL)
    ].sort_values("value")
    if area not in set(found["area"]):
        raise MissingFigures([f"{indicator} (rank, {area}, {year}, in the context table)"])
    records = found.to_dict("records")
    own = next(place for place, item in enumerate(records) if item["area"] == area)
    of = OF.search(str(records[own]["note"]))
    among = number(float(of[1]), lang) if of else None
    words = {
        "area": str(records[own]["area_name"]),
        "rank": number(float(records[own]["value"]), lang) + (f"/{among}" if among else ""),
        "place": number(own + 1, lang),
        "count": number(len(records), lang),
        "year": str(year),
        "what": named(indicator, lang),
    }
    table = found[["area", "area_name", "indicator", "period", "value", "source"]].reset_index(drop=True)
    values = "; ".join(f"{item['area_name']} {number(float(item['value']), lang)}" for item in records)
    sites = dict.fromkeys(str(item["source"]).partition("/")[0] for item in records)
    return Chart(
        name="ranks",
        lang=lang,
        title=headline("ranks", lang, **words),
        subtitle=say("ranks_subtitle", lang, **words),
        alternative=say("ranks_alternative", lang, values=values, **words),
        table=table,
        paint=lambda axes: _paint(axes[0], found, str(area), (float(of[1]) if of else None, lang)),
        panel=Panel(ROW * len(records) + 0.2, left=1.6, right=0.8, bottom=0.55),
        notes=(say("note_context", lang, report=report or ""),),
        sources=tuple(sites),
        key=(),
    )


def _paint(ax: Axes, found: pd.DataFrame, area: str, form: tuple[float | None, str]) -> None:
    last, lang = form
    rows = found.to_dict("records")
    end = last or float(found["value"].max())
    ax.set_xlim(0, end + 1)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    for y, row in enumerate(rows):
        own, value = row["area"] == area, float(row["value"])
        ax.plot((1, end), (y, y), color=RULE, linewidth=0.7, zorder=0)
        ax.plot(value, y, zorder=2, **{**point(DARK if own else OTHER, shape="D" if own else "o"), "markersize": 8})
        weight = "bold" if own else "normal"
        put(ax, number(value, lang), (value, y), (9, 0), ha="left", weight=weight, bbox=UNDER)
    ax.set_yticks(range(len(rows)), [str(row["area_name"]) for row in rows])
    for label, row in zip(ax.get_yticklabels(), rows, strict=True):
        if row["area"] == area:
            label.set_fontweight("bold")
            label.set_color(DARK)
    ticks = [1, *range(10, int(end) - 1, 10), int(end)]
    ax.set_xticks(ticks, [number(tick, lang) for tick in ticks])
    ax.set_xlabel(say("rank_axis", lang))
    bare(ax, "left")
