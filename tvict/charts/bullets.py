"""Bullets: percentages go in, each beside the target or the total that it is a percentage of, on one axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes

from tvict.analysis.printed import POINTS, Printed
from tvict.charts.chart import Chart, Panel
from tvict.charts.facts import MissingFigures, joined, one_report
from tvict.charts.marks import Lines, at_right, bare, ticks
from tvict.charts.quantities import PERCENTS, Quantities, no_words, scale_for, within
from tvict.charts.style import DARK, INK, RULE, WARM, area
from tvict.charts.words import capital, headline, inside, number, percent, say, unit_words, when

MOST = 14
LEFT, RIGHT = 3.3, 2.6
FARTHEST = 150.0
"""Where the axis ends, in per cent of a target: what lies beyond stands at the end, with its per cent in words."""
WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Bullet:
    """One percentage of a target or a total, and both in words."""

    label: str
    figure: Printed
    value: float
    values: str
    estimate: bool
    figure_ids: tuple[int, ...]
    linked: bool
    off: float | None = None
    """What is attained by the printed values, where that is not what is printed."""


def targets(
    figures: pd.DataFrame, indicators: Sequence[str] | None = None, lang: str = "vi", ax: Axes | None = None
) -> Chart:
    """Draw how much of its target is attained, for every figure that the text measures against one.

    A target that is not printed is the one that value and attainment imply, with its interval; an attainment of 100 %
    implies none. A gap against a planned value is drawn as what is attained of it. The farthest from their targets come
    first; at most fourteen are drawn, and how many are left out is said.
    """
    named = Quantities(figures, lang)
    rows = [got for row in _wanted(named, ("attainment", "gap"), indicators) if (got := _attained(row, named))]
    if not rows:
        raise MissingFigures(["a figure measured against a target"])
    found = _distinct([_target(*row, named) for row in rows])
    if not found:
        raise no_words("targets")
    found.sort(key=lambda bullet: bullet.value)
    short = sum(bullet.value < WHOLE for bullet in found)
    counts = {"n": number(len(found), lang), "short": number(short, lang), "reached": number(len(found) - short, lang)}
    worst = found[0]
    notes = [say("note_implied", lang)] if any(not b.linked and b.values for b in found) else []
    kind = "target" if len(found) == 1 else "targets" if short else "targets_met"
    title = headline(kind, lang, what=inside(worst.label), by=percent(worst.value, lang), **counts)
    return _chart("targets", found, title, one_report(figures), named, notes).on(ax)


def shares(
    figures: pd.DataFrame, indicators: Sequence[str] | None = None, lang: str = "vi", ax: Axes | None = None
) -> Chart:
    """Draw every share as a part of its total, which is 100 %, the largest first.

    Where there are more than fourteen those are drawn whose total the text prints, and how many are left out is said.
    """
    named = Quantities(figures, lang)
    rows = [row for row in _wanted(named, ("share",), indicators) if 0 <= float(row.value or 0) <= WHOLE]
    if not rows:
        raise MissingFigures(["a share"])
    found = _distinct([_share(row, named) for row in rows])
    if not found:
        raise no_words("shares")
    found = sorted(found, key=lambda bullet: not bullet.linked)
    shown = sorted(found[:MOST], key=lambda bullet: -bullet.value)
    ends = {"a": inside(shown[0].label), "x": percent(shown[0].value, lang)}
    ends |= {"b": inside(shown[-1].label), "y": percent(shown[-1].value, lang), "n": number(len(shown), lang)}
    title = headline("shares" if len(shown) > 1 else "share", lang, **ends)
    more = len(found) - len(shown)
    notes = [say("left_out_shares", lang, n=number(more, lang), most=number(MOST, lang))] if more else []
    return _chart("shares", shown, title, one_report(figures), named, notes).on(ax)


def _wanted(named: Quantities, roles: Sequence[str], indicators: Sequence[str] | None) -> Iterator[Printed]:
    for row in named.rows.values():
        wanted = row.role in roles and row.sort in PERCENTS and named.exact(row.id) is not None
        if wanted and (indicators is None or row.indicator in indicators):
            yield row


def _attained(row: Printed, named: Quantities) -> tuple[Printed, float] | None:
    """Return a figure with what it says is attained, in per cent of the target; None where it says no such thing."""
    of, base, value = named.exact(row.of), named.exact(row.base), float(row.value or 0)
    if row.role == "attainment":
        return (row, value) if row.unit != POINTS and value >= 0 else None
    if base is None or base.role != "plan":
        return None
    if row.unit != POINTS:
        return row, WHOLE + value
    return (row, 100 * float(of.value or 0) / float(base.value)) if of is not None and base.value else None


def _target(row: Printed, value: float, named: Quantities) -> Bullet | None:
    lang, of, base = named.lang, named.exact(row.of), named.exact(row.base)
    label = named.name(of if of is not None else row)
    if label is None:
        return None
    values, off = "", None
    if of is not None and base is not None:
        values = say("of_target", lang, value=named.value(of), target=named.value(base))
        off = _off(row, of, base)
    elif of is not None:
        implied = _implied(row, of, named) if value != WHOLE else say("target_unprinted", lang)
        values = say("of_target", lang, value=named.value(of), target=implied)
    estimate = row.estimate or (of is not None and of.estimate)
    used = tuple(figure.id for figure in (row, of, base) if figure is not None)
    return Bullet(_dated(label, row, named), row, value, values, estimate, used, base is not None, off)


def _off(row: Printed, of: Printed, base: Printed) -> float | None:
    """Return what is attained by the printed values, where the printed percentage cannot be that."""
    ends = (of.interval, base.interval, row.interval)
    if row.role != "attainment" or any(end is None or end.low <= 0 for end in ends):
        return None
    own, target, printed = (end for end in ends if end is not None)
    low, high = 100 * own.low / target.high, 100 * own.high / target.low
    apart = high < printed.low or printed.high < low
    return 100 * float(of.value or 0) / float(base.value or 1) if apart else None


def _implied(row: Printed, of: Printed, named: Quantities) -> str:
    """Say the target that a value and its attainment imply, with its ends."""
    lang, (own, part) = named.lang, (of.interval, row.interval)
    if own is None or part is None or part.low <= 0 or not row.value:
        return say("target_unprinted", lang)
    low, high = 100 * float(own.low) / float(part.high), 100 * float(own.high) / float(part.low)
    scale = scale_for([high], of)
    unit = "%" if of.sort == "percent" else f" {unit_words(of.unit, scale, lang)}" if of.unit else ""
    return say("implied", lang, interval=within(low, high, scale, lang) + unit)


def _share(row: Printed, named: Quantities) -> Bullet | None:
    lang, of, base = named.lang, named.exact(row.of), named.exact(row.base)
    label = named.name(row) or (named.name(of) if of is not None else None)
    if label is None:
        return None
    linked = of is not None and base is not None and of.sort not in PERCENTS
    values = say("of_total", lang, value=named.value(of, unit=of.unit != base.unit), total=named.value(base)) \
        if linked and of is not None and base is not None else ""  # fmt: skip
    used = tuple(figure.id for figure in (row, of, base) if figure is not None)
    estimate = row.estimate or (of is not None and of.estimate)
    return Bullet(_dated(label, row, named), row, float(row.value or 0), values, estimate, used, linked)


def _dated(label: str, row: Printed, named: Quantities) -> str:
    """Put the period behind a name where it is not the year of the report."""
    other = row.period is not None and row.period != named.period
    return capital(label) + (f" ({when(row.period or '', named.lang)})" if other else "")


def _distinct(found: Sequence[Bullet | None]) -> list[Bullet]:
    """Leave out what has no words, and what says the same again."""
    unique = {(b.label, b.value, b.values): b for b in reversed(found) if b is not None}
    return list(unique.values())[::-1]


def _chart(
    kind: str, found: Sequence[Bullet], title: str, report: str | None, named: Quantities, notes: Sequence[str]
) -> Chart:
    lang, period = named.lang, named.period
    shown = found[:MOST]
    more = [say("left_out_targets", lang, n=number(len(found) - len(shown), lang), most=number(MOST, lang))]
    beyond = [say("note_beyond", lang, limit=number(FARTHEST, lang))] if any(b.value > FARTHEST for b in shown) else []
    lines = Lines([b.label for b in shown], LEFT, [f"{_by(b, lang)}\n{b.values}".strip() for b in shown], RIGHT)
    words = "; ".join(f"{b.label}: {_by(b, lang)}" + (f", {b.values}" if b.values else "") for b in shown)
    return Chart(
        name=kind,
        lang=lang,
        title=title,
        subtitle=say(f"{kind}_subtitle", lang) + (f"; {when(period, lang)}" if period else ""),
        alternative=say(f"{kind}_alternative", lang, values=words),
        table=pd.DataFrame([_row(b) for b in shown]),
        paint=lambda axes: _paint(axes[0], kind, shown, lines, lang),
        panel=Panel(lines.height, LEFT + 0.45, RIGHT + 0.4, bottom=0.55),
        notes=(*(more if len(found) > len(shown) else ()), *beyond, *notes),
        sources=(report or "",),
        key=(
            *(("target",) if kind == "targets" else ()),
            *(("estimate",) if any(b.estimate for b in shown) else ()),
        ),
    )


def _by(bullet: Bullet, lang: str) -> str:
    """Say a percentage, that it is an estimate, and what the printed values give where that is another."""
    flags = [say("estimated", lang)] if bullet.estimate else []
    flags += [say("reckoned", lang, by=percent(bullet.off, lang))] if bullet.off is not None else []
    return percent(bullet.value, lang) + (f" ({', '.join(flags)})" if flags else "")


def _row(bullet: Bullet) -> dict[str, object]:
    return {
        "indicator": bullet.figure.indicator,
        "label": bullet.label,
        "role": bullet.figure.role,
        "value": bullet.value,
        "values": bullet.values or None,
        "estimate": bullet.estimate,
        "derived": False,
        "figure_ids": joined(bullet.figure_ids),
    }


def _paint(ax: Axes, kind: str, shown: Sequence[Bullet], lines: Lines, lang: str) -> None:
    most = WHOLE if kind == "shares" else max(WHOLE * 1.08, *(min(b.value, FARTHEST) for b in shown))
    ax.set_xlim(0, most)
    lines.paint(ax)
    for b, y in zip(shown, lines.places, strict=True):
        ax.barh(y, WHOLE, 0.24, color="#ECECEC", edgecolor="none", zorder=0)
        ax.barh(y, min(b.value, most), 0.15, **area(DARK, estimate=b.estimate))
        if kind == "targets":
            ax.plot((WHOLE, WHOLE), (y - 0.14, y + 0.14), color=INK, linewidth=3, solid_capstyle="butt")
        at_right(ax, y, _by(b, lang), b.values, RIGHT, INK if b.off is None else WARM)
    ax.grid(axis="x", color=RULE)
    ticks(ax, lang, "x", "%")
    ax.locator_params(axis="x", nbins=5)
    ax.set_xlabel(say(f"{kind}_axis", lang))
    bare(ax, "left")
