"""Bars from zero: last year's and this year's levels with what is known of them, and a province beside its country."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from tvict.charts.chart import Chart, Panel, wrapped
from tvict.charts.facts import Fact, Figures, Gap, History, MissingFigures, demand, joined, one_report
from tvict.charts.marks import bare, put, ticks, whisker
from tvict.charts.style import DARK, MUTED, WARM, area
from tvict.charts.words import (
    amount,
    capital,
    heading,
    headline,
    listed,
    named,
    number,
    percent,
    say,
    scale_of,
    span,
    unit_words,
)

REVENUES = ("postal.revenue", "telecom.revenue")
CHANGES = ("postal.volume", "postal.revenue", "telecom.revenue")
COUNTRY = "VN"


def levels(history: pd.DataFrame, indicators: Sequence[str] = REVENUES, lang: str = "vi") -> Chart:
    """Draw levels of two years, a panel with an axis of its own for each indicator; a derived one with its interval.

    Indicators that the history does not hold at two years are named in ``missing``; MissingFigures where none is left.
    """
    report = one_report(history)
    found = [History(history).pair(indicator) for indicator in indicators]
    pairs = [(a, b) for a, b in found if isinstance(a, Fact) and isinstance(b, Fact)]
    missing = tuple(a.wanted for a, _ in found if isinstance(a, Gap))
    if not pairs:
        raise MissingFigures(missing)
    scales = [scale_of([earlier.value, later.value], later.unit) for earlier, later in pairs]
    rows = [_level_row(fact, scale, lang) for pair, scale in zip(pairs, scales, strict=True) for fact in pair]
    derived = [row for row in rows if row["derived"]]
    return Chart(
        name="levels",
        lang=lang,
        title=_levels_title(pairs, scales, lang),
        subtitle=say("levels_subtitle", lang),
        alternative=say("levels_alternative", lang, values=capital("; ".join(_level_words(row, lang) for row in rows))),
        table=pd.DataFrame(rows),
        paint=lambda axes: _paint_levels(axes, pairs, scales, lang),
        panel=Panel(3.0, left=1.0, top=0.4, bottom=0.45, count=len(pairs), gap=1.1),
        notes=(say("note_published", lang, year=str(derived[0]["period"])),) if derived else (),
        sources=(report or "",),
        key=tuple(name for name in ("estimate", "derived", "interval") if _shown(name, rows)),
        missing=missing,
    )


def interval(fact: Fact, scale: float, lang: str) -> str:
    """Write what the printed digits allow, as finely as five digits do."""
    high = fact.high / scale
    return span(fact.low / scale, high, lang, 2 if high < 1000 else 1)


def _shown(name: str, rows: Sequence[dict[str, object]]) -> bool:
    return any(row["derived"] if name != "estimate" else row["estimate"] and not row["derived"] for row in rows)


def _level_row(fact: Fact, scale: float, lang: str) -> dict[str, object]:
    return {
        "indicator": fact.indicator,
        "label": named(fact.indicator, lang),
        "period": fact.period,
        "unit": unit_words(fact.unit, scale, lang),
        "value": fact.value / scale,
        "low": fact.low / scale,
        "high": fact.high / scale,
        "estimate": fact.estimate,
        "derived": fact.derived,
        "figure_ids": joined(fact.figure_ids),
    }


def _level_words(row: dict[str, object], lang: str) -> str:
    value, low, high = (float(str(row[name])) for name in ("value", "low", "high"))
    words = f"{row['label']} {row['period']}: {number(value, lang)} {row['unit']}"
    if row["derived"]:
        return f"{words} ({say('derived_within', lang, interval=span(low, high, lang, 2 if high < 1000 else 1))})"
    return words + (f" ({say('estimated', lang)})" if row["estimate"] else "")


def _levels_title(pairs: Sequence[tuple[Fact, Fact]], scales: Sequence[float], lang: str) -> str:
    derived = [(a, scale) for (a, _), scale in zip(pairs, scales, strict=True) if a.derived]
    if derived:
        known = [
            say(
                "known_within",
                lang,
                what=named(fact.indicator, lang),
                interval=interval(fact, scale, lang),
                unit=unit_words(fact.unit, scale, lang),
            )
            for fact, scale in derived
        ]
        return headline("levels_derived", lang, year=derived[0][0].period, known=listed(known, lang))
    clauses = [
        say(
            "from_to",
            lang,
            what=named(a.indicator, lang),
            before=amount(a.value, scale, lang),
            after=amount(b.value, scale, lang),
            estimated=say("title_estimated", lang) if b.estimate else "",
            first=a.period,
            last=b.period,
        )
        for (a, b), scale in zip(pairs, scales, strict=True)
    ]
    return capital("; ".join(clauses) + ".")


def _paint_levels(axes: Sequence[Axes], pairs: Sequence[tuple[Fact, Fact]], scales: Sequence[float], lang: str) -> None:
    for ax, pair, scale in zip(axes, pairs, scales, strict=True):
        for x, fact in enumerate(pair):
            value, low, high = fact.value / scale, fact.low / scale, fact.high / scale
            ax.bar(x, value, 0.55, **area(DARK, estimate=fact.estimate, derived=fact.derived))
            text = amount(fact.value, scale, lang, 1 if fact.derived and scale > 1 else None)
            if fact.derived:
                whisker(ax, x, low, high)
                text += f"\n({interval(fact, scale, lang)})"
            put(ax, text, (x, max(value, high)), (0, 6), va="bottom", weight="bold")
        ax.set_ylim(0, max(fact.high for fact in pair) / scale * 1.22)
        ax.set_xlim(-0.6, 1.6)
        ax.set_xticks((0, 1), [fact.period for fact in pair])
        ax.set_ylabel(unit_words(pair[1].unit, scale, lang))
        width = ax.get_position().width * 9
        ax.set_title(wrapped(heading(pair[0].indicator, lang), width, 11), loc="left", fontsize=11)
        ticks(ax, lang)
        bare(ax, "bottom")


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
        for place, color, fact in zip((-0.2, 0.2), (DARK, WARM), pair, strict=True):
            ax.bar(x + place, fact.value, 0.36, **area(color, estimate=fact.estimate))
            up = fact.value >= 0
            text = percent(fact.value, lang, sign=True)
            put(ax, text, (x + place, fact.value), (0, 5 if up else -5), va="bottom" if up else "top", weight="bold")
    ax.axhline(0, color=MUTED, linewidth=0.9)
    ax.set_xticks(range(len(both)), [heading(here.indicator, lang) for here, _ in both])
    ax.set_ylabel(say("change_axis", lang))
    ticks(ax, lang)
    bare(ax, "bottom")
