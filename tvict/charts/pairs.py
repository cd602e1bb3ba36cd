"""Changes between two periods of equal length: a history goes in, a line for each pair, ranked by change, comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd
from matplotlib.axes import Axes

from tvict.analysis.printed import TIMES, Printed
from tvict.charts.chart import Chart, Panel
from tvict.charts.facts import Fact, MissingFigures, dated, joined, one_report, ratio
from tvict.charts.marks import Lines, at_right, bare, limits, ticks, whisker
from tvict.charts.quantities import PERCENTS, Quantities, no_words, scale_for, within, worded
from tvict.charts.style import DARK, FALL, INK, MUTED, RULE, WARM, point
from tvict.charts.words import capital, headline, inside, number, percent, say, when
from tvict.labels import label

MOST = 14
FARTHEST = 100.0
"""Where the axis ends, in per cent or points: what lies beyond stands at the end, with its change in words."""
LEFT, RIGHT = 3.3, 2.75
Row = Mapping[Hashable, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One quantity at two times: per cent of the earlier value, or percentage points, with its ends, and the change
    that the text prints.
    """

    label: str
    figure: Printed
    earlier: Fact
    later: Fact
    value: float
    low: float
    high: float
    printed: Printed | None

    @property
    def said(self) -> tuple[float, float, float] | None:
        """The printed change with its ends, in per cent or points as ``value`` is; None where none such is printed."""
        row = self.printed
        if row is None or row.interval is None or row.value is None:
            return None
        points = self.figure.sort in PERCENTS
        if (row.sort == "points") != points or row.sort not in ("percent", "points", TIMES):
            return None
        times = 100.0 if row.sort == TIMES else 1.0
        off = 100.0 if row.role == "index" or row.sort == TIMES else 0.0
        value, low, high = (times * float(end) - off for end in (row.value, row.interval.low, row.interval.high))
        return value, low, high

    @property
    def agrees(self) -> bool:
        """Tell whether what is printed may be the change of the two values."""
        return self.said is None or (self.low <= self.said[2] and self.said[1] <= self.high)


def changes(
    history: pd.DataFrame,
    figures: pd.DataFrame,
    indicators: Sequence[str] | None = None,
    points: bool = False,
    lang: str = "vi",
    ax: Axes | None = None,
) -> Chart:
    """Draw every quantity that the history holds at two periods of equal length: how far it went from the earlier one.

    ``points`` draws percentages, in percentage points; else all others, in per cent. Bounded values, ranks and pairs
    that no link, code or subject joins are left out. The fourteen largest changes are drawn; how many are left out is
    said. What is computed and what is printed stand side by side where they do not agree.
    """
    report = one_report(history)
    named = Quantities(figures, lang)
    pairs = [
        pair
        for pair in _pairs(history, named)
        if (pair[0].sort in PERCENTS) == points and (indicators is None or pair[0].indicator in indicators)
    ]
    if not pairs:
        raise MissingFigures(["a quantity at two periods of equal length"])
    found = [change for pair in pairs if (change := _change(*pair, named)) is not None]
    if not found:
        raise no_words("changes")
    largest = sorted(found, key=lambda change: -abs(change.value))[:MOST]
    shown = sorted(largest, key=lambda change: -change.value)
    periods = Counter((change.earlier.period, change.later.period) for change in shown)
    (before, after), most = periods.most_common(1)[0]
    shown = [change if change.later.period == after and change.earlier.period == before else _dated(change, lang)
             for change in shown]  # fmt: skip
    derived = any(change.earlier.derived for change in shown)
    names = (("note_suppose", derived), ("note_computed", any(not change.agrees for change in shown)))
    notes = [say(name, lang) for name, holds in names if holds]
    if len(found) > len(shown):
        notes.insert(0, say("left_out_changes", lang, n=number(len(found) - len(shown), lang), most=number(MOST, lang)))
    if any(abs(change.value) > FARTHEST for change in shown):
        notes.append(say("note_beyond", lang, limit=number(FARTHEST, lang)))
    kind = "points" if points else "changes"
    both = {"after": when(after, lang), "before": when(before, lang)}
    lines = Lines([change.label for change in shown], LEFT, [_text(change, lang, points) for change in shown], RIGHT)
    return Chart(
        name=kind,
        lang=lang,
        title=_title(shown, lang, points),
        subtitle=say(f"{kind}_{'one' if most == len(shown) else 'several'}", lang, **both),
        alternative=say(
            "changes_alternative", lang, values="; ".join(_words(change, lang, points) for change in shown)
        ),
        table=pd.DataFrame([_row(change) for change in shown]),
        paint=lambda axes: _paint(axes[0], shown, lines, lang, points),
        panel=Panel(lines.height, LEFT + 0.45, RIGHT + 0.4, bottom=0.55),
        notes=tuple(notes),
        sources=(report or "",),
        key=(
            *(("rise",) if any(change.value > 0 for change in shown) else ()),
            *(("fall",) if any(change.value < 0 for change in shown) else ()),
            *(("hollow",) if any(change.later.estimate for change in shown) else ()),
            *(("interval",) if any(_wide(change, shown) for change in shown) else ()),
        ),
    ).on(ax)


def _pairs(history: pd.DataFrame, named: Quantities) -> Iterator[tuple[Printed, Row, Row, Printed | None]]:
    """Yield the later figure, both rows and the printed change of each pair that may be set side by side."""
    group: list[Row] = []
    rows: list[Row] = list(history.to_dict("records"))
    for row in [*rows, {}]:
        if group and (not row or str(row["period"]) < str(group[-1]["period"]) or row["unit"] != group[-1]["unit"]):
            yield from _pairs_of(group, named)
            group = []
        group.append(row)


def _pairs_of(group: Sequence[Row], named: Quantities) -> Iterator[tuple[Printed, Row, Row, Printed | None]]:
    later = group[-1]
    figure = named.exact(_ids(later)[0])
    if figure is None or figure.sort == "rank":
        return
    stated = {str(row["period"]) for row in group[:-1] if row["basis"] == "stated"}
    for earlier in group[:-1]:
        if earlier["basis"] == "derived" and str(earlier["period"]) in stated:
            continue  # what the text prints for a time goes before what a change implies of it
        lengths = {len(replace(figure, period=str(row["period"])).months) for row in (earlier, later)}
        printed = _printed(figure, earlier, named)
        joins = printed is not None or _same(figure, earlier, named)
        if joins and len(lengths) == 1 and lengths != {0} and str(earlier["period"]) < str(later["period"]):
            yield figure, earlier, later, printed


def _printed(figure: Printed, earlier: Row, named: Quantities) -> Printed | None:
    """Return the change that joins a figure and an earlier value: it gave the value, or names it as its base."""
    used = _ids(earlier)
    for row in named.rows.values():
        if row.role in ("change", "index") and row.of == figure.id and (row.id in used or row.base in used):
            return row
    return None


def _same(figure: Printed, earlier: Row, named: Quantities) -> bool:
    """Tell whether an earlier value is of the same quantity by its code, its words or the figures it rests on."""
    used = _ids(earlier)
    before = named.rows.get(used[0])
    if before is None or before.id == figure.id:
        return before is not None
    if figure.indicator is not None:
        return (figure.indicator, figure.cell_text) == (before.indicator, before.cell_text)
    return before.indicator is None and figure.subject is not None and figure.subject == before.subject


def _ids(row: Row) -> list[int]:
    return [int(part) for part in str(row["figure_ids"]).split(";")]


def _change(figure: Printed, before: Row, after: Row, printed: Printed | None, named: Quantities) -> Change | None:
    """Reckon one change; None where a value is bounded, nothing is to be divided by, or nothing says what it is."""
    earlier, later, name = dated(before), dated(after), named.name(figure)
    if earlier is None or later is None or name is None:
        return None
    if figure.sort in PERCENTS:
        ends = (later.low - earlier.high, later.high - earlier.low)
        value = later.value - earlier.value
    elif earlier.low > 0:
        value, *both = (100 * (times - 1) for times in ratio(earlier, later))
        ends = (both[0], both[1])
    else:
        return None
    value, low, high = (round(number_, 6) for number_ in (value, *ends))
    return Change(capital(name), figure, earlier, later, value, low, high, printed)


def _dated(change: Change, lang: str) -> Change:
    """Put both periods behind the name of a quantity."""
    both = say("between", lang, after=when(change.later.period, lang), before=when(change.earlier.period, lang))
    return replace(change, label=f"{change.label} ({both})")


def _shown(change: Change) -> float:
    """Return the change as printed where the values allow it, else as they give it."""
    if change.said is not None and change.agrees:
        return round(change.said[0], 6)
    return round(change.value, 2 if abs(change.value) < 10 or change.figure.sort in PERCENTS else 1)


def _by(change: Change, lang: str, points: bool) -> str:
    """Say the change."""
    if points:
        return say("points", lang, by=number(_shown(change), lang, sign=True))
    return percent(_shown(change), lang, sign=True)


def _text(change: Change, lang: str, points: bool) -> str:
    """Say both values and the change, for the right of a line."""
    scale = scale_for([change.earlier.value, change.later.value], change.figure)
    before = number(change.earlier.value / scale, lang) + ("%" if change.figure.sort == "percent" else "")
    if change.earlier.derived and change.earlier.low < change.earlier.high:
        before = within(change.earlier.low, change.earlier.high, scale, lang)
    after = worded(change.later.value, change.figure, lang, scale, label=change.label)
    flags = [say("estimated", lang)] if change.later.estimate else []
    if not change.agrees and change.printed is not None:
        shown = worded(float(change.printed.value or 0), change.printed, lang)
        flags.append(say("prints", lang, by=shown))
    about = f" ({', '.join(flags)})" if flags else ""
    return f"{_by(change, lang, points)}{about}\n{before} → {after}"


def _words(change: Change, lang: str, points: bool) -> str:
    by, _, values = _text(change, lang, points).partition("\n")
    return f"{change.label}: {values}, {by}"


def _title(shown: Sequence[Change], lang: str, points: bool) -> str:
    ends = {"rise": shown[0] if shown[0].value > 0 else None, "fall": shown[-1] if shown[-1].value < 0 else None}
    words = [
        label("chart_titles", "only_change" if len(shown) == 1 else f"most_{name}", lang).format(
            what=inside(change.label),
            by=_by(change, lang, points),
            about=say("title_estimate", lang) if change.later.estimate else "",
        )
        for name, change in ends.items()
        if change is not None
    ]
    return capital("; ".join(words) or headline("no_change", lang)) + "."


def _row(change: Change) -> dict[str, object]:
    return {
        "indicator": change.figure.indicator,
        "label": change.label,
        "earlier_period": change.earlier.period,
        "period": change.later.period,
        "earlier": change.earlier.value,
        "later": change.later.value,
        "change": change.value,
        "shown": _shown(change),
        "low": change.low,
        "high": change.high,
        "printed": None if change.printed is None else float(change.printed.value or 0),
        "estimate": change.later.estimate,
        "earlier_derived": change.earlier.derived,
        "figure_ids": joined(dict.fromkeys((*change.later.figure_ids, *change.earlier.figure_ids))),
    }


def _wide(change: Change, shown: Sequence[Change]) -> bool:
    """Tell whether the interval of a change is wide enough to be seen beside its mark."""
    reach = max(min(FARTHEST, abs(other.value)) for other in shown)
    return abs(change.value) <= FARTHEST and change.high - change.low > 0.12 * reach


def _paint(ax: Axes, shown: Sequence[Change], lines: Lines, lang: str, points: bool) -> None:
    far = [max(-FARTHEST, min(FARTHEST, change.value)) for change in shown]
    ax.set_xlim(*limits(far))
    ax.axvline(0, color=MUTED, linewidth=0.9)
    ax.grid(axis="x", color=RULE)
    lines.paint(ax)
    for change, y, x in zip(shown, lines.places, far, strict=True):
        color = FALL if change.value < 0 else DARK
        ax.plot((0, x), (y, y), color=color, linewidth=2.2, zorder=2)
        ax.plot(0, y, zorder=3, **{**point(MUTED, hollow=change.earlier.derived), "markersize": 5})
        ax.plot(x, y, zorder=3, clip_on=False, **{**point(color, hollow=change.later.estimate), "markersize": 8})
        if _wide(change, shown):
            whisker(ax, y, change.low, change.high, horizontal=True)
        by, _, values = _text(change, lang, points).partition("\n")
        at_right(ax, y, by, values, RIGHT, INK if change.agrees else WARM)
    ticks(ax, lang, "x", "" if points else "%")
    ax.locator_params(axis="x", nbins=5)
    ax.set_xlabel(say("points_axis" if points else "changed_axis", lang))
    bare(ax, "left")
