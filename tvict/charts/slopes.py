"""Slopes: a history goes in, lines from last year to this year come out. Two points make a slope, never a trend."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from tvict.charts.chart import Chart, Panel
from tvict.charts.facts import Fact, Gap, History, MissingFigures, demand, joined, one_report, ratio
from tvict.charts.marks import bare, put, spread, ticks
from tvict.charts.style import DARK, MUTED, RULE, WARM, point
from tvict.charts.words import capital, heading, headline, named, number, percent, say

REVENUES = ("postal.revenue", "postal.volume", "telecom.revenue")
LINES = ((DARK, "-", "o"), (WARM, "--", "s"), (MUTED, "-.", "^"), (DARK, ":", "v"), (WARM, ":", "P"))


def change(
    history: pd.DataFrame, indicators: Sequence[str] = REVENUES, lang: str = "vi", ax: Axes | None = None
) -> Chart:
    """Draw how quantities changed from last year, which is 100 for each.

    Those that the history does not hold at two years, or at other years than the first, are left out and named in
    ``missing``; MissingFigures where none is left.
    """
    report = one_report(history)
    found = {indicator: History(history).pair(indicator) for indicator in indicators}
    pairs = [(a, b) for a, b in found.values() if isinstance(a, Fact) and isinstance(b, Fact)]
    kept = [pair for pair in pairs if (pair[0].period, pair[1].period) == (pairs[0][0].period, pairs[0][1].period)]
    missing = tuple(a.wanted for a, _ in found.values() if isinstance(a, Gap))
    if not kept:
        raise MissingFigures(missing)
    before, after = kept[0][0].period, kept[0][1].period
    rows = [_index_row(earlier, later, lang) for earlier, later in kept]
    derived = any(row["derived"] for row in rows)
    return Chart(
        name="change",
        lang=lang,
        title=_change_title(rows, lang),
        subtitle=say("index_subtitle", lang, year=before),
        alternative=say(
            "change_alternative",
            lang,
            before=before,
            after=after,
            values="; ".join(f"{row['label']} {_index_words(row, lang)}" for row in rows),
        ),
        table=pd.DataFrame(rows),
        paint=lambda axes: _paint_change(axes[0], rows, (before, after), lang),
        panel=Panel(3.2, left=0.95, right=3.0, bottom=0.5),
        notes=(
            *((say("note_derived", lang, year=before),) if derived else ()),
            *((say("note_computed", lang),) if any(not row["derived"] for row in rows) else ()),
            say("note_axis", lang),
        ),
        sources=(report or "",),
        key=(
            *(("point_derived",) if derived else ()),
            *(("point_estimate",) if any(row["estimate"] for row in rows) else ()),
        ),
        missing=missing,
    ).on(ax)


Row = dict[str, object]


def _index_row(earlier: Fact, later: Fact, lang: str) -> Row:
    value, low, high = ratio(earlier, later)
    return {
        "indicator": later.indicator,
        "label": named(later.indicator, lang),
        "base_period": earlier.period,
        "period": later.period,
        "base": 100.0,
        "value": round(100 * value, 6),
        "low": round(100 * low, 6),
        "high": round(100 * high, 6),
        "estimate": later.estimate,
        "derived": earlier.derived,
        "figure_ids": joined(dict.fromkeys((*earlier.figure_ids, *later.figure_ids))),
    }


def _index_words(row: dict[str, object], lang: str) -> str:
    words = f"{number(_value(row), lang)} ({percent(_value(row) - 100, lang, sign=True)}"
    return words + (f", {say('estimated', lang)})" if row["estimate"] else ")")


def _value(row: dict[str, object]) -> float:
    return float(str(row["value"]))


def _change_title(rows: Sequence[dict[str, object]], lang: str) -> str:
    changes = [_value(row) - 100 for row in rows]
    parts = {
        f"{letter}{part}": words
        for letter, row, value in zip("abc", rows, changes, strict=False)
        for part, words in (
            ("", row["label"]),
            ("x", percent(abs(value), lang)),
            ("e", say("title_estimated", lang) if row["estimate"] else ""),
        )
    }
    if len(rows) == 3 and changes[0] < changes[1] < 0 < changes[2]:
        return headline("change_faster_fall", lang, **parts)
    return capital("; ".join(_clause(row, lang) for row in rows) + ".")


def _clause(row: dict[str, object], lang: str) -> str:
    value = _value(row) - 100
    direction = "rose" if value > 0 else "fell" if value < 0 else "stayed"
    estimated = say("title_estimated", lang) if row["estimate"] else ""
    return say(direction, lang, what=row["label"], by=percent(abs(value), lang), estimated=estimated)


def _paint_change(ax: Axes, rows: Sequence[dict[str, object]], years: tuple[str, str], lang: str) -> None:
    values = [_value(row) for row in rows]
    low, high = min(100, *values), max(100, *values)
    margin = max(0.12 * (high - low), 1.0)
    ax.set_xlim(-0.06, 1.0)
    ax.set_ylim(low - margin, high + margin)
    ax.axhline(100, color=RULE, linewidth=0.8)
    gap = (high - low + 2 * margin) * 0.46 / 3.2
    for row, value, place, (color, line, shape) in zip(rows, values, spread(values, gap), LINES, strict=False):
        ax.plot((0, 1), (100, value), color=color, linestyle=line, linewidth=2.2, zorder=2)
        ax.plot(1, value, clip_on=False, zorder=3, **point(color, hollow=bool(row["estimate"]), shape=shape))
        text = f"{capital(str(row['label']))}\n{_index_words(row, lang)}"
        put(ax, text, (1, place), (14, 0), ha="left", color=color if color != MUTED else "#333333")
    derived = any(row["derived"] for row in rows)
    ax.plot(0, 100, zorder=3, **point(DARK, hollow=derived, shape="D" if derived else "o"))
    ticks(ax, lang)
    ax.set_xticks((0, 1), years)
    ax.set_ylabel(say("index_axis", lang, year=years[0]))
    bare(ax, "bottom")


def points(
    history: pd.DataFrame, indicator: str = "egov.documents_signed_share", lang: str = "vi", ax: Axes | None = None
) -> Chart:
    """Draw a percentage at two years; the difference is in percentage points."""
    report = one_report(history)
    earlier, later = demand(*History(history).pair(indicator))
    difference = round(later.value - earlier.value, 6)
    name = named(indicator, lang)
    values = {
        "what": name,
        "before": percent(earlier.value, lang),
        "after": percent(later.value, lang),
        "by": number(abs(difference), lang),
        "first": earlier.period,
        "last": later.period,
    }
    direction = "rose" if difference > 0 else "fell" if difference < 0 else "stayed"
    table = pd.DataFrame(
        [
            {
                "indicator": indicator,
                "label": name,
                "period": fact.period,
                "value": fact.value,
                "low": fact.low,
                "high": fact.high,
                "estimate": fact.estimate,
                "derived": fact.derived,
                "figure_ids": joined(fact.figure_ids),
            }
            for fact in (earlier, later)
        ]
    )
    return Chart(
        name="points",
        lang=lang,
        title=headline(f"points_{direction}", lang, **values),
        subtitle=heading(indicator, lang) + ", %",
        alternative=say("points_alternative", lang, **values, signed=number(difference, lang, sign=True)),
        table=table,
        paint=lambda axes: _paint_points(axes[0], earlier, later, lang),
        panel=Panel(2.6, left=0.95, right=2.6, bottom=0.5),
        notes=(say("note_axis", lang),),
        sources=(report or "",),
        key=("point_derived",) if earlier.derived else (),
    ).on(ax)


def _paint_points(ax: Axes, earlier: Fact, later: Fact, lang: str) -> None:
    middle, reach = (earlier.value + later.value) / 2, max(abs(later.value - earlier.value), 2.5)
    ax.set_xlim(-0.14, 1.04)
    ax.set_ylim(max(0, middle - reach * 1.5), middle + reach * 1.5)
    ax.plot((0, 1), (earlier.value, later.value), color=DARK, linewidth=2.4)
    for x, fact in ((0, earlier), (1, later)):
        shape = "D" if fact.derived else "o"
        ax.plot(x, fact.value, clip_on=False, **point(DARK, hollow=fact.estimate or fact.derived, shape=shape))
    put(ax, percent(earlier.value, lang), (0, earlier.value), (0, 12), va="bottom", weight="bold")
    put(ax, percent(later.value, lang), (1, later.value), (0, 12), va="bottom", weight="bold")
    difference = number(round(later.value - earlier.value, 6), lang, sign=True)
    put(ax, say("points", lang, by=difference), (1, later.value), (18, 0), ha="left", color=DARK)
    ax.set_xticks((0, 1), (earlier.period, later.period))
    ax.set_ylabel("%")
    ticks(ax, lang)
    bare(ax, "bottom")
