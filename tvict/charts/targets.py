"""Bullets: shares, and the targets that their printed attainments imply, on one axis of per cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from tvict.charts.chart import Chart, Panel, wrapped
from tvict.charts.facts import Fact, Figures, Gap, MissingFigures, joined, one_report
from tvict.charts.marks import UNDER, bare, put, whisker
from tvict.charts.style import DARK, INK, RULE, area
from tvict.charts.words import heading, headline, named, percent, say, span

SHARES = ("services.online_active_share", "services.dossiers_online_share")
COUNTRY = "VN"
REACHED = 100.0


@dataclass(frozen=True, slots=True)
class Target:
    """A share, its printed attainment, the target that both imply with its ends, and the country's where it agrees."""

    share: Fact
    attained: Fact
    value: float
    low: float
    high: float
    national: float | None


def targets(
    figures: pd.DataFrame,
    context: pd.DataFrame,
    indicators: Sequence[str] = SHARES,
    lang: str = "vi",
    ax: Axes | None = None,
) -> Chart:
    """Draw shares beside the targets that the report does not print but implies: share over attainment.

    An attainment of 100 % says only that a target is reached, not where it stands, and gives no line. A target is
    called national where the context table holds a plan of the country for that year within the implied ends.
    """
    report = one_report(figures)
    table = Figures(figures)
    plans = Figures(context[context["area"] == COUNTRY], table.period)
    found = [_target(table, plans, indicator) for indicator in indicators]
    rows = [item for item in found if isinstance(item, Target)]
    missing = tuple(item.wanted for item in found if isinstance(item, Gap))
    if not rows:
        raise MissingFigures(missing)
    national = sorted({f"{place}" for place in _sites(context, rows)})
    return Chart(
        name="targets",
        lang=lang,
        title=_title(rows, lang),
        subtitle=say("targets_subtitle", lang, year=table.period),
        alternative=say("targets_alternative", lang, values="; ".join(_words(row, lang) for row in rows)),
        table=pd.DataFrame([_row(row, lang) for row in rows]),
        paint=lambda axes: _paint(axes[0], rows, lang),
        panel=Panel(1.25 * len(rows), left=2.6, right=0.5, top=0.2, bottom=0.55),
        notes=(say("note_targets", lang),),
        sources=(report or "", *national),
        key=("target",),
        missing=missing,
    ).on(ax)


def _target(table: Figures, plans: Figures, indicator: str) -> Target | Gap:
    share = table.find(indicator, "share")
    if isinstance(share, Gap):
        return share
    attained = [fact for fact in table.all(indicator, "attainment") if fact.value != REACHED and fact.low > 0]
    if not attained:
        return Gap(f"{indicator} (attainment of a target not yet reached, {table.period})")
    part = attained[0]
    low, high = 100 * share.low / part.high, 100 * share.high / part.low
    plan = plans.find(indicator, "plan")
    national = plan.value if isinstance(plan, Fact) and low <= plan.value <= high else None
    return Target(share, part, 100 * share.value / part.value, low, high, national)


def _sites(context: pd.DataFrame, rows: Sequence[Target]) -> list[str]:
    codes = [row.share.indicator for row in rows if row.national is not None]
    used = context[(context["area"] == COUNTRY) & (context["role"] == "plan") & context["indicator"].isin(codes)]
    return [f"{row['area_name']} – {str(row['source']).partition('/')[0]}" for row in used.to_dict("records")]


def _row(row: Target, lang: str) -> dict[str, object]:
    return {
        "indicator": row.share.indicator,
        "label": named(row.share.indicator, lang),
        "value": row.share.value,
        "attainment": row.attained.value,
        "target": row.value,
        "target_low": row.low,
        "target_high": row.high,
        "national_target": row.national,
        "estimate": row.share.estimate,
        "derived": False,
        "figure_ids": joined(row.share.figure_ids, row.attained.figure_ids),
    }


def _clause(row: Target, lang: str, half: str) -> str:
    return say(
        f"attains_{half}",
        lang,
        what=named(row.share.indicator, lang),
        part=percent(row.attained.value, lang),
        target=say("national_target" if row.national is not None else "target", lang),
    )


def _title(rows: Sequence[Target], lang: str) -> str:
    clauses = [_clause(row, lang, "much" if row.attained.value >= 50 else "little") for row in rows]
    return headline("targets", lang, clauses=", ".join(clauses))


def _words(row: Target, lang: str) -> str:
    return say(
        "target_words",
        lang,
        what=named(row.share.indicator, lang),
        value=percent(row.share.value, lang),
        target=percent(row.national if row.national is not None else row.value, lang),
        interval=span(row.low, row.high, lang, 2),
        part=percent(row.attained.value, lang),
    )


def _paint(ax: Axes, rows: Sequence[Target], lang: str) -> None:
    ax.set_xlim(0, 100)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    for y, row in enumerate(rows):
        ax.barh(y, 100, 0.5, color="#EFEFEF", edgecolor="none", zorder=0)
        ax.barh(y, row.share.value, 0.26, **area(DARK, estimate=row.share.estimate))
        ax.plot((row.value, row.value), (y - 0.34, y + 0.34), color=INK, linewidth=3, solid_capstyle="butt")
        whisker(ax, y, row.low, row.high, horizontal=True)
        put(ax, percent(row.share.value, lang), (row.share.value, y), (6, 0), ha="left", weight="bold")
        target = percent(row.national if row.national is not None else row.value, lang)
        interval = span(row.low, row.high, lang, 2)
        kind = say("national_target" if row.national is not None else "target", lang)
        words = say("target_mark", lang, kind=kind, target=target, interval=interval)
        put(ax, words, (min(row.value, 78), y - 0.34), (0, 3), va="bottom", size=9.5, bbox=UNDER)
    ax.set_yticks(range(len(rows)), [wrapped(heading(row.share.indicator, lang), 2.15, 10) for row in rows], size=10)
    ax.set_xticks(range(0, 101, 20), [percent(tick, lang) for tick in range(0, 101, 20)])
    ax.grid(axis="x", color=RULE)
    ax.set_xlabel(say("percent_axis", lang))
    bare(ax, "left")
