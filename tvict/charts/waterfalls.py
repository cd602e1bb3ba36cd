"""Waterfalls: what a level was, what came and went, what it is, from history and figures."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from tvict.analysis.decompose import decompose
from tvict.analysis.history import STOCK_FLOWS
from tvict.charts.chart import Chart, Panel, wrapped
from tvict.charts.facts import Fact, Figures, History, MissingFigures, demand, joined, one_report
from tvict.charts.marks import Step, steps
from tvict.charts.style import DARK, LIGHT
from tvict.charts.words import (
    MINUS,
    amount,
    capital,
    counted,
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


def effects(
    history: pd.DataFrame,
    indicators: tuple[str, str] = ("postal.volume", "postal.revenue"),
    lang: str = "vi",
    ax: Axes | None = None,
) -> Chart:
    """Draw what volume and revenue per unit of volume had in the change of a revenue; ``indicators`` are volume and
    revenue.
    """
    report = one_report(history)
    volume, revenue = indicators
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
    interval = (fact.low / scale, fact.high / scale) if fact.derived and fact.low < fact.high else None
    if interval:
        text += f"\n({span(*interval, lang, 2)})"
    return Step(column, 0, fact.value / scale, text, estimate=fact.estimate, derived=fact.derived, interval=interval)


def _flow(column: int, start: float, end: float, row: Mapping[Hashable, Any], form: tuple[float, str]) -> Step:
    scale, lang = form
    value, low, high = (float(row[name]) / scale for name in ("value", "low", "high"))
    ends = f"{number(low, lang, 2, sign=True)} … {number(high, lang, 2, sign=True)}"
    text = amount(value * scale, scale, lang, 1, sign=True)
    return Step(column, start, end, f"{text}\n({ends})", flow=True, derived=True)


def remaining(
    figures: pd.DataFrame,
    indicators: tuple[str, str] = ("services.dossiers_received", "services.dossiers_resolved"),
    lang: str = "vi",
    ax: Axes | None = None,
) -> Chart:
    """Draw a total less the part of it that is done; ``indicators`` are the total and what is done."""
    report = one_report(figures)
    table = Figures(figures)
    whole, part = demand(*(table.find(indicator) for indicator in indicators))
    rest = whole.value - part.value
    scale = scale_of([whole.value], whole.unit)
    values = {
        "whole": amount(whole.value, scale, lang),
        "part": amount(part.value, scale, lang),
        "rest": amount(rest, scale, lang),
        "share": percent(100 * rest / whole.value, lang, 2),
        "unit": counted(whole.unit, lang),
    }
    bars = [
        Step(0, 0, whole.value / scale, values["whole"], estimate=whole.estimate),
        Step(1, whole.value / scale, rest / scale, f"{MINUS}{values['part']}", flow=True, estimate=part.estimate),
        Step(2, 0, rest / scale, f"{values['rest']}\n({values['share']})", derived=True),
    ]
    labels = [
        *(f"{heading(indicator, lang)}" for indicator in indicators),
        say("remaining", lang),
    ]
    return Chart(
        name="remaining",
        lang=lang,
        title=headline("remaining", lang, **values),
        subtitle=say("in_year", lang, what=capital(unit_words(whole.unit, scale, lang)), year=whole.period),
        alternative=say("remaining_alternative", lang, **values),
        table=_table(bars, labels, None, (whole.figure_ids, part.figure_ids, (*whole.figure_ids, *part.figure_ids))),
        paint=lambda axes: steps(axes[0], bars, [wrapped(label, 2.4, 9.5) for label in labels]),
        panel=Panel(3.0, bottom=0.5),
        notes=(say("note_remaining", lang),),
        sources=(report or "",),
        key=_key(bars),
    ).on(ax)


def stock(
    history: pd.DataFrame,
    figures: pd.DataFrame,
    indicator: str = "signature.certificates_active",
    lang: str = "vi",
    ax: Axes | None = None,
) -> Chart:
    """Draw what a stock was a year ago, what came and went, what it is now, and the parts that the links give it."""
    report = one_report(figures)
    table = Figures(figures)
    flows = STOCK_FLOWS.get(indicator)
    if flows is None:
        raise MissingFigures([f"{indicator} (no flows are known of it)"])
    came_in, went_out = flows
    earlier, later, came, went = demand(*History(history).pair(indicator), table.find(came_in), table.find(went_out))
    top = earlier.value + came.value
    bars = [
        _level(0, earlier, 1, lang),
        Step(1, earlier.value, top, number(came.value, lang, sign=True), flow=True, estimate=came.estimate),
        Step(2, top, top - went.value, number(-went.value, lang), flow=True, estimate=went.estimate),
        _level(3, later, 1, lang),
    ]
    labels = [
        say("stock_before", lang, year=earlier.period),
        heading(came_in, lang),
        heading(went_out, lang),
        say("stock_now", lang, year=later.period),
    ]
    used: list[tuple[int, ...]] = [earlier.figure_ids, came.figure_ids, went.figure_ids, later.figure_ids]
    whole: Fact | None = later
    while whole is not None and (parts := table.parts(whole)):
        labels.append(_split_label(whole, parts, lang))
        bars += _column(len(labels) - 1, parts, lang)
        used += [part.figure_ids for part in parts]
        whole = next((part for part in sorted(parts, key=lambda part: -part.value) if table.parts(part)), None)
    values = {
        "what": named(indicator, lang),
        "before": number(earlier.value, lang),
        "after": number(later.value, lang),
        "came": number(came.value, lang),
        "went": number(went.value, lang),
        "first": earlier.period,
        "last": later.period,
        "derived": say("title_derived", lang) if earlier.derived else "",
    }
    direction = "rose" if later.value > earlier.value else "fell"
    split = "; ".join(_flat(bar.text) for bar in bars if bar.beside)
    places = [labels[bar.column] for bar in bars]
    return Chart(
        name="stock",
        lang=lang,
        title=headline(f"stock_{direction}", lang, **values),
        subtitle=f"{heading(indicator, lang)}, {earlier.period}–{later.period}",
        alternative=say("stock_alternative", lang, **values, split=split),
        table=_table(bars, places, None, used),
        paint=lambda axes: steps(axes[0], bars, [wrapped(label, 1.25, 9.5) for label in labels]),
        panel=Panel(3.5, right=1.15, bottom=0.6),
        notes=(say("note_stock", lang, year=earlier.period),) if earlier.derived else (),
        sources=(report or "",),
        key=_key(bars),
    ).on(ax)


def _split_label(whole: Fact, parts: Sequence[Fact], lang: str) -> str:
    """Name what a column splits and by which dimension: "Cá nhân, theo phương tiện"."""
    by = say("split", lang, by=named(f"dimension={_last(parts[0]).partition('=')[0]}", lang))
    return capital(f"{named(_last(whole), lang)}, {by}" if whole.cell else by)


def _last(fact: Fact) -> str:
    return (fact.cell or "").rpartition(";")[2]


def _column(column: int, parts: Sequence[Fact], lang: str) -> list[Step]:
    """Stack the parts of a total, each with its words beside it."""
    bars, start = [], 0.0
    for place, part in enumerate(parts):
        text = f"{number(part.value, lang)}\n{named(_last(part), lang)}"
        color = (DARK, LIGHT)[place % 2]
        bars.append(Step(column, start, start + part.value, text, estimate=part.estimate, color=color, beside=True))
        start += part.value
    return bars


def _key(bars: Sequence[Step]) -> tuple[str, ...]:
    estimate = any(bar.estimate and not bar.derived for bar in bars)
    return (*(("estimate",) if estimate else ()), *(("derived",) if any(bar.derived for bar in bars) else ()))


def _flat(text: str) -> str:
    return " ".join(text.split())


def _table(
    bars: Sequence[Step], labels: Sequence[str], used: str | None, each: Sequence[tuple[int, ...]] = ()
) -> pd.DataFrame:
    rows = [
        {
            "label": label,
            "start": bar.start,
            "end": bar.end,
            "low": bar.interval[0] if bar.interval else None,
            "high": bar.interval[1] if bar.interval else None,
            "estimate": bar.estimate,
            "derived": bar.derived,
            "text": _flat(bar.text),
            "figure_ids": joined(each[place]) if each else used,
        }
        for place, (label, bar) in enumerate(zip(labels, bars, strict=True))
    ]
    return pd.DataFrame(rows)
