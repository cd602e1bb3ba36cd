"""Bars from zero: last year's and this year's levels with what is known of them, and a province beside its country."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from tvict.charts.chart import Chart, Panel
from tvict.charts.facts import Fact, Figures, Gap, MissingFigures, demand, joined, one_report
from tvict.charts.marks import bare, put, ticks
from tvict.charts.style import DARK, MUTED, OTHER, area
from tvict.charts.words import (
    capital,
    heading,
    named,
    percent,
    say,
)

CHANGES = ("postal.volume", "postal.revenue", "telecom.revenue")
COUNTRY = "VN"


def against(
    figures: pd.DataFrame,
    context: pd.DataFrame,
    indicators: Sequence[str] = CHANGES,
    lang: str = "vi",
    ax: Axes | None = None,
) -> Chart:
    """Draw the changes that a report prints beside those of the whole country in the same year, from the context table.

    Indicators that either of them lacks are named in ``missing``; MissingFigures where none is left.
    """
    report = one_report(figures)
    here = Figures(figures)
    country = context[context["area"] == COUNTRY]
    there = Figures(country, here.period)
    found = [(here.find(code, "change"), there.find(code, "change")) for code in indicators]
    both = [(a, b) for a, b in found if isinstance(a, Fact) and isinstance(b, Fact)]
    missing = [
        f"{item.wanted}{'' if place == 0 else ' ' + COUNTRY}"
        for pair in found
        for place, item in enumerate(pair)
        if isinstance(item, Gap)
    ]
    if not both:
        raise MissingFigures(missing)
    demand(*(fact for pair in both for fact in pair))
    rows: list[dict[str, object]] = [
        {
            "indicator": fact.indicator,
            "label": named(fact.indicator, lang),
            "area": area_name,
            "period": fact.period,
            "value": fact.value,
            "estimate": fact.estimate,
            "derived": False,
            "figure_ids": joined(fact.figure_ids),
        }
        for pair in both
        for fact, area_name in zip(pair, (say("province", lang), say("country", lang)), strict=True)
    ]
    values = "; ".join(f"{row['label']}, {row['area']} {percent(_number(row), lang, sign=True)}" for row in rows)
    return Chart(
        name="against",
        lang=lang,
        title=_against_title(both, lang),
        subtitle=say("against_subtitle", lang, year=here.period, before=int(here.period or 0) - 1),
        alternative=say("against_alternative", lang, year=here.period, values=capital(values)),
        table=pd.DataFrame(rows),
        paint=lambda axes: _paint_against(axes[0], both, lang),
        panel=Panel(3.3, left=0.95, bottom=0.5),
        notes=(say("note_against", lang),),
        sources=(report or "", *_sites(country, both)),
        key=tuple(
            f"{side}_estimate" if all(pair[place].estimate for pair in both) else side
            for place, side in enumerate(("province", "country"))
        ),
        missing=tuple(missing),
    ).on(ax)


def _number(row: dict[str, object]) -> float:
    return float(str(row["value"]))


def _sites(country: pd.DataFrame, both: Sequence[tuple[Fact, Fact]]) -> list[str]:
    """Name the pages that the country's figures come from, by their sites."""
    used = country[
        country["indicator"].isin([fact.indicator for _, fact in both])
        & (country["role"] == "change")
        & (country["period"].astype(str) == both[0][1].period)
    ]
    return list(dict.fromkeys(f"{name} – {source.partition('/')[0]}" for name, source in _pairs(used)))


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    return [(str(row["area_name"]), str(row["source"])) for row in table.to_dict("records")]


def _against_title(both: Sequence[tuple[Fact, Fact]], lang: str) -> str:
    clauses = []
    apart = [(here, there) for here, there in both if (here.value > 0) != (there.value > 0)]
    for here, there in apart or both:
        signs = (here.value > 0, there.value > 0)
        kind = {(False, True): "apart", (True, False): "apart"}.get(signs, "alike")
        direction = "up" if there.value > 0 else "down"
        clauses.append(
            say(
                f"against_{kind}_{direction}",
                lang,
                what=named(here.indicator, lang),
                there=percent(abs(there.value), lang),
                here=percent(abs(here.value), lang),
                estimated=say("title_estimated", lang) if here.estimate else "",
            )
        )
    return capital("; ".join(clauses) + ".")


def _paint_against(ax: Axes, both: Sequence[tuple[Fact, Fact]], lang: str) -> None:
    values = [fact.value for pair in both for fact in pair]
    low, high = min(0, *values), max(0, *values)
    reach = 0.14 * (high - low)
    ax.set_ylim(low - reach, high + reach)
    ax.set_xlim(-0.6, len(both) - 0.4)
    for x, pair in enumerate(both):
        for place, color, fact in zip((-0.2, 0.2), (DARK, OTHER), pair, strict=True):
            ax.bar(x + place, fact.value, 0.36, **area(color, estimate=fact.estimate))
            up = fact.value >= 0
            text = percent(fact.value, lang, sign=True)
            put(ax, text, (x + place, fact.value), (0, 5 if up else -5), va="bottom" if up else "top", weight="bold")
    ax.axhline(0, color=MUTED, linewidth=0.9)
    ax.set_xticks(range(len(both)), [heading(here.indicator, lang) for here, _ in both])
    ax.set_ylabel(say("change_axis", lang))
    ticks(ax, lang)
    bare(ax, "bottom")
