"""Bullets: percentages go in, each beside the target or the total that it is a percentage of, on one axis."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from tvict.analysis.printed import POINTS, Printed
from tvict.charts.chart import Chart
from tvict.charts.facts import MissingFigures, Value, joined, told_once
from tvict.charts.lines import MOST, Line, lined
from tvict.charts.quantities import PERCENTS, NoWords, Quantities, scale_for
from tvict.charts.style import DARK, GROUND, INK, area
from tvict.charts.words import headline, holding, inside, number, percent, say, scale_word, when

FARTHEST = 150.0
"""Where the axis ends, in per cent of a target: what lies beyond stands at the end, with its per cent in words."""
WHOLE = 100.0


@dataclass(frozen=True, slots=True)
class Bullet:
    """One percentage of a target or a total, as a number and in words, and both in words.

    ``off`` is what is attained by the printed values, where that is not what is printed; ``target`` what it is measured
    against, as far as that is known.
    """

    label: str
    figure: Printed
    value: float
    said: str
    values: str
    estimate: bool
    figure_ids: tuple[int, ...]
    linked: bool
    off: float | None = None
    target: Value | None = None


def targets(report: object, indicators: Sequence[str] | None = None, lang: str = "vi") -> Chart:
    """Draw how much of its target is attained, for every figure that the text measures against one.

    A target that is not printed is the one that value and attainment imply, with its interval; an attainment of 100 %
    implies none. A gap against a planned value is drawn as what is attained of it. At most fourteen are drawn, what
    misses its target most before what passes it most, the lowest first; how many are left out is said.

    >>> report = tvict.parse("Năm 2022, doanh thu bưu chính đạt 84 tỷ đồng, đạt 105% kế hoạch năm (80 tỷ đồng).")
    >>> tvict.charts.targets(report, lang="en").title
    'Postal service revenue: 105% of the target.'
    """
    named = Quantities(report, lang)
    rows = [got for row in _wanted(named, ("attainment", "gap"), indicators) if (got := _attained(row, named))]
    if not rows:
        raise MissingFigures(["a figure measured against a target"])
    every = _distinct([_target(*row, named) for row in rows])

    def ends(bullet: Bullet) -> tuple[object, ...]:
        of = named.exact(bullet.figure.of)
        return bullet.said, of and (of.value, of.period)

    once = told_once([(bullet, bullet.label, ends(bullet), bullet.target) for bullet in every])
    found = _apart(once, named, "target_number")
    if not found:
        raise NoWords("targets")
    found.sort(key=lambda bullet: (bullet.value >= WHOLE, -abs(bullet.value - WHOLE)))
    shown = sorted(found[:MOST], key=lambda bullet: bullet.value)
    short, worst = sum(bullet.value < WHOLE for bullet in found), shown[0]
    counts = {"n": number(len(found), lang), "short": number(short, lang), "reached": number(len(found) - short, lang)}
    kind = "target" if len(found) == 1 else "targets" if short else "targets_met"
    notes = [say("note_implied", lang)] if any(not b.linked and b.values for b in found) else []
    title = headline(kind, lang, what=inside(worst.label), by=worst.said, **counts)
    return _chart("targets", [*shown, *found[MOST:]], title, named, notes)


def shares(report: object, indicators: Sequence[str] | None = None, lang: str = "vi") -> Chart:
    """Draw every share as a part of its total, which is 100 %, the largest first.

    Where there are more than fourteen those are drawn whose total the text prints, and how many are left out is said.

    >>> report = tvict.read("data/raw/travinh-2022.txt")
    >>> len(tvict.charts.shares(report, lang="en").table) > 5
    True
    """
    named = Quantities(report, lang)
    rows = [row for row in _wanted(named, ("share",), indicators) if 0 <= float(row.value or 0) <= WHOLE]
    if not rows:
        raise MissingFigures(["a share"])
    found = _apart(_distinct([_share(row, named) for row in rows]), named)
    if not found:
        raise NoWords("shares")
    found.sort(key=lambda bullet: not bullet.linked)
    shown = sorted(found[:MOST], key=lambda bullet: -bullet.value)
    ends = {"a": inside(shown[0].label), "x": shown[0].said, "b": inside(shown[-1].label), "y": shown[-1].said}
    title = headline("shares" if len(shown) > 1 else "share", lang, n=number(len(shown), lang), **ends)
    return _chart("shares", [*shown, *found[MOST:]], title, named, [])


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
    of, base = named.exact(row.of), named.exact(row.base)
    label = named.label(of if of is not None else row)
    if label is None:
        return None
    values, off, target = "", None, None
    if of is not None:
        target = _against(row, of, base)
        words = named.value(base) if base is not None else _implied(row, of, target, named)
        values = say("of_target", named.lang, value=named.value(of), target=words)
        off = _off(row, of, base) if base is not None else None
    said = percent(value, named.lang, row.decimals if row.role == "attainment" else None)
    return Bullet(label, row, value, said, values, *_rests_on(row, of, base), base is not None, off, target)


def _against(row: Printed, of: Printed, base: Printed | None) -> Value | None:
    """Return the target that is printed, or where it lies by a value and its attainment; None where nothing says it."""
    if base is not None:
        low = high = float(base.value or 0)
    elif (own := of.interval) is None or (part := row.interval) is None or part.low <= 0:
        return None
    else:
        low, high = 100 * float(own.low) / float(part.high), 100 * float(own.high) / float(part.low)
    return Value(low, low, high, of.period or "", of.estimate, base is None, (of.id,))


def _off(row: Printed, of: Printed, base: Printed) -> float | None:
    """Return what is attained by the printed values, where the printed percentage cannot be that."""
    ends = (of.interval, base.interval, row.interval)
    if row.role != "attainment" or any(end is None or end.low <= 0 for end in ends):
        return None
    own, target, printed = (end for end in ends if end is not None)
    low, high = 100 * own.low / target.high, 100 * own.high / target.low
    apart = high < printed.low or printed.high < low
    return 100 * float(of.value or 0) / float(base.value or 1) if apart else None


def _implied(row: Printed, of: Printed, target: Value | None, named: Quantities) -> str:
    """Say the target that a value and its attainment imply, with its ends; at 100 % it only says that it is reached."""
    lang = named.lang
    if target is None or row.value == WHOLE:
        return say("target_unprinted", lang)
    scale = scale_for([target.high], of)
    unit = "" if of.sort == "percent" else named.unit(of)
    words = (named.within(of, target.low, target.high, scale), scale_word(scale, lang), unit)
    return say("implied", lang, interval=" ".join(word for word in words if word))


def _share(row: Printed, named: Quantities) -> Bullet | None:
    lang, of, base = named.lang, named.exact(row.of), named.exact(row.base)
    label = named.label(row) or (named.label(of) if of is not None else None)
    if label is None:
        return None
    linked, values = of is not None and base is not None and of.sort not in PERCENTS, ""
    if linked and of is not None and base is not None:
        both = named.unit(of) != named.unit(base) and bool(named.unit(base))
        values = say("of_total", lang, value=named.value(of, unit=both), total=named.value(base))
    return Bullet(
        label, row, float(row.value or 0), percent(float(row.value or 0), lang, row.decimals), values,
        *_rests_on(row, of, base), linked,
    )  # fmt: skip


def _rests_on(row: Printed, of: Printed | None, base: Printed | None) -> tuple[bool, tuple[int, ...]]:
    """Tell whether it is an estimate, and the figures behind it."""
    used = tuple(figure.id for figure in (row, of, base) if figure is not None)
    return row.estimate or (of is not None and of.estimate), used


def _distinct(found: Sequence[Bullet | None]) -> list[Bullet]:
    """Leave out what has no words, and what says the same again."""
    unique = {(b.label, b.value, b.values): b for b in reversed(found) if b is not None}
    return list(unique.values())[::-1]


def _apart(found: Sequence[Bullet], named: Quantities, ordinal: str = "in_order") -> list[Bullet]:
    """Tell several percentages of one quantity apart."""
    labels = named.apart([bullet.label for bullet in found], [bullet.figure for bullet in found], ordinal)
    return [replace(bullet, label=label) for bullet, label in zip(found, labels, strict=True)]


def _chart(kind: str, found: Sequence[Bullet], title: str, named: Quantities, notes: Sequence[str]) -> Chart:
    lang, shown = named.lang, found[:MOST]
    beyond = any(bullet.value > FARTHEST for bullet in shown)
    most = WHOLE if kind == "shares" else max(WHOLE * 1.08, *(min(bullet.value, FARTHEST) for bullet in shown))
    return lined(
        kind,
        named,
        [_line(bullet, kind, most, named) for bullet in shown],
        (0.0, most),
        title=title,
        subtitle=say(f"{kind}_subtitle", lang) + (f"; {when(named.period, lang)}" if named.period else ""),
        left_out=len(found) - len(shown),
        notes=[*([say("note_beyond", lang, limit=number(FARTHEST, lang))] if beyond else ()), *notes],
        key=holding({"target": kind == "targets", "estimate": any(bullet.estimate for bullet in shown)}),
    )


def _line(bullet: Bullet, kind: str, most: float, named: Quantities) -> Line:
    lang, odd = named.lang, named.odd(bullet.figure_ids)
    flags = [say("estimated", lang)] if bullet.estimate else []
    flags += odd if bullet.off is None else [say("reckoned", lang, by=percent(bullet.off, lang))]

    def mark(ax: Axes, y: float) -> None:
        ax.barh(y, WHOLE, 0.24, color=GROUND, edgecolor="none", zorder=0)
        ax.barh(y, min(bullet.value, most), 0.15, **area(DARK, estimate=bullet.estimate))
        if kind == "targets":
            ax.plot((WHOLE, WHOLE), (y - 0.14, y + 0.14), color=INK, linewidth=3, solid_capstyle="butt")

    return Line(
        label=bullet.label,
        first=bullet.said + (f" ({', '.join(flags)})" if flags else ""),
        then=bullet.values,
        mark=mark,
        cells={
            "indicator": bullet.figure.indicator,
            "role": bullet.figure.role,
            "value": bullet.value,
            "values": bullet.values or None,
            "estimate": bullet.estimate,
            "derived": False,
            "figure_ids": joined(bullet.figure_ids),
        },
        alarm=bullet.off is not None or bool(odd),
    )
