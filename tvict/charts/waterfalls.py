"""Waterfalls: what a level was, what came and went, what it is, from history and figures."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from tvict.analysis.decompose import decompose
from tvict.charts.chart import Chart, Panel, wrapped
from tvict.charts.facts import Fact, History, MissingFigures, demand, joined, one_report
from tvict.charts.marks import Step, steps
from tvict.charts.words import (
    amount,
    capital,
    heading,
    headline,
    named,
    number,
    percent,
    say,
    scale_of,
    span,
    unit_words,
)

Rows = Mapping[str, Mapping[Hashable, Any]]
"""Rows of a decomposition by effect."""


POSTAL = ("postal.volume", "postal.revenue")


def effects(history: pd.DataFrame, lang: str = "vi", ax: Axes | None = None) -> Chart:
    """Draw what volume and revenue per unit of volume had in the change of the postal revenue."""
    report = one_report(history)
    volume, revenue = POSTAL
    table = History(history)
    _, _, earlier, later = demand(*table.pair(volume), *table.pair(revenue))
    parts = decompose(history, volume, revenue)
    if parts.empty:
        raise MissingFigures([f"{revenue} and {volume} (exact, for the same two years)"])
    rows = {str(row["effect"]): row for row in parts.to_dict("records")}
    scale = scale_of([earlier.value, later.value], later.unit)
    names = {
        "volume": heading(volume, lang),
        "per_unit": capital(say("per_unit", lang, revenue=named(revenue, lang))),
    }
    middle = earlier.value + float(rows["volume"]["value"])
    bars = [
        _level(0, earlier, scale, lang),
        _flow(1, earlier.value / scale, middle / scale, rows["volume"], (scale, lang)),
        _flow(2, middle / scale, later.value / scale, rows["per_unit"], (scale, lang)),
        _level(3, later, scale, lang),
    ]
    labels = [earlier.period, names["volume"], names["per_unit"], later.period]
    used = joined(dict.fromkeys((*earlier.figure_ids, *later.figure_ids, *table_ids(table, volume))))
    return Chart(
        name="effects",
        lang=lang,
        title=_effects_title(rows, (named(revenue, lang), named(volume, lang)), lang),
        subtitle=f"{heading(revenue, lang)}, {unit_words(later.unit, scale, lang)}",
        alternative=say(
            "effects_alternative",
            lang,
            what=named(revenue, lang),
            values="; ".join(f"{label}: {_flat(bar.text)}" for label, bar in zip(labels, bars, strict=True)),
        ),
        table=_table(bars, labels, used),
        paint=lambda axes: steps(axes[0], bars, [wrapped(label, 1.75, 9.5) for label in labels]),
        panel=Panel(3.4, bottom=0.62),
        notes=(say("note_per_unit", lang), say("note_logarithmic", lang)),
        sources=(report or "",),
        key=_key(bars),
    ).on(ax)


def table_ids(table: History, indicator: str) -> tuple[int, ...]:
    """Return the figures behind both years of an indicator."""
    return tuple(number for fact in demand(*table.pair(indicator)) for number in fact.figure_ids)


def _effects_title(rows: Rows, names: tuple[str, str], lang: str) -> str:
    volume, unit = (float(rows[effect]["share"]) for effect in ("volume", "per_unit"))
    total = float(rows["total"]["value"])
    kind = "fall" if total < 0 else "rise"
    words = {"revenue": names[0], "volume": names[1]}
    if volume >= 0 and unit >= 0:
        larger, share = ("per_unit", unit) if unit >= volume else ("volume", volume)
        return headline(f"effects_{kind}_{larger}", lang, share=percent(100 * share, lang, 0), **words)
    return headline(f"effects_{kind}_against", lang, **words)


def _level(column: int, fact: Fact, scale: float, lang: str) -> Step:
    text = amount(fact.value, scale, lang, decimals=1 if fact.derived and scale > 1 else None)
    interval = (fact.low / scale, fact.high / scale) if fact.low < fact.high else None
    if interval:
        text += f"\n({span(*interval, lang, 2)})"
    return Step(column, 0, fact.value / scale, text, estimate=fact.estimate, derived=fact.derived, interval=interval)


def _flow(column: int, start: float, end: float, row: Mapping[Hashable, Any], form: tuple[float, str]) -> Step:
    scale, lang = form
    value, low, high = (float(row[name]) / scale for name in ("value", "low", "high"))
    ends = f"{number(low, lang, 2, sign=True)} … {number(high, lang, 2, sign=True)}"
    text = amount(value * scale, scale, lang, 1, sign=True)
    return Step(column, start, end, f"{text}\n({ends})", flow=True, derived=True)


def _key(bars: Sequence[Step]) -> tuple[str, ...]:
    estimate = any(bar.estimate and not bar.derived for bar in bars)
    return (*(("estimate",) if estimate else ()), *(("derived",) if any(bar.derived for bar in bars) else ()))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _table(bars: Sequence[Step], labels: Sequence[str], used: str | None) -> pd.DataFrame:
    rows = [
        {
            "label": label,
            "from": bar.start,
            "to": bar.end,
            "low": bar.interval[0] if bar.interval else None,
            "high": bar.interval[1] if bar.interval else None,
            "estimate": bar.estimate,
            "derived": bar.derived,
            "text": _flat(bar.text),
            "figure_ids": used,
        }
        for label, bar in zip(labels, bars, strict=True)
    ]
    return pd.DataFrame(rows)
