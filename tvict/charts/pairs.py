"""Changes between two periods of equal length: a history goes in, a line for each pair, ranked by change, comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from matplotlib.axes import Axes

from tvict.analysis.pairs import Pair, pairs
from tvict.analysis.printed import TIMES, Printed
from tvict.charts.chart import Chart
from tvict.charts.facts import MissingFigures, Value, dated, joined, ratio, told_once
from tvict.charts.lines import MOST, Line, around, broken, lined
from tvict.charts.quantities import PERCENTS, NoWords, Quantities, scale_for
from tvict.charts.style import DARK, FALL, INK, MUTED, point
from tvict.charts.words import capital, headline, holding, inside, number, percent, say, when
from tvict.labels import label

FARTHEST = 100.0
"""Where the axis ends, in per cent or points: what lies beyond stands at the end, with its change in words."""


@dataclass(frozen=True, slots=True)
class Change:
    """One quantity at two times: per cent of the earlier value, or percentage points, with its ends, and the change
    that the text prints.
    """

    label: str
    figure: Printed
    earlier: Value
    later: Value
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
        if (row.sort == "points") != (self.figure.sort in PERCENTS) or row.sort not in ("percent", "points", TIMES):
            return None
        times = 100.0 if row.sort == TIMES else 1.0
        off = 100.0 if row.role == "index" or row.sort == TIMES else 0.0
        value, low, high = (times * float(end) - off for end in (row.value, row.interval.low, row.interval.high))
        return value, low, high

    @property
    def agrees(self) -> bool:
        """Tell whether what is printed may be the change of the two values."""
        return self.said is None or (self.low <= self.said[2] and self.said[1] <= self.high)

    @property
    def shown(self) -> tuple[float, float, float]:
        """The change with its ends, as printed where the values allow it, else as they give it."""
        if self.said is not None and self.agrees:
            value, low, high = self.said
            return round(value, 6), low, high
        return self.value, self.low, self.high

    def by(self, lang: str) -> str:
        """Say the change; a computed one no finer than a chart needs."""
        value = self.shown[0]
        if self.said is None or not self.agrees:
            value = round(value, 2 if abs(value) < 10 or self.figure.sort in PERCENTS else 1)
        if self.figure.sort in PERCENTS:
            return say("points", lang, by=number(value, lang, sign=True))
        return percent(value, lang, sign=True)


def changes(
    report: object, indicators: Sequence[str] | None = None, lang: str = "vi", *, points: bool = False
) -> Chart:
    """Draw how far every quantity went that a report holds at two periods of equal length.

    ``points`` draws percentages, in percentage points; else all others, in per cent. Bounded values, ranks and pairs
    that no link, code or subject joins are left out. The fourteen largest changes are drawn; how many are left out is
    said. What is computed and what is printed stand side by side where they do not agree.

    >>> report = tvict.parse("Năm 2022, doanh thu bưu chính đạt 84 tỷ đồng, tăng 5% so với năm 2021.")
    >>> tvict.charts.changes(report, lang="en").title
    'Postal service revenue: +5%.'
    """
    named = Quantities(report, lang)
    wanted = [pair for pair in pairs(named.rows, named.tables["history"]) if (pair.figure.sort in PERCENTS) == points
              and (indicators is None or pair.figure.indicator in indicators)]  # fmt: skip
    every = [change for pair in wanted if (change := _change(pair, named)) is not None]

    def ends(change: Change) -> tuple[object, ...]:
        return change.earlier.period, change.later.period, change.later.value, change.by(lang)

    found = told_once([(change, change.label, ends(change), change.earlier) for change in every])
    if not found:
        raise NoWords("changes") if wanted else MissingFigures(["a quantity at two periods of equal length"])
    shown = sorted(sorted(found, key=lambda change: -abs(change.value))[:MOST], key=lambda change: -change.value)
    periods = Counter((change.earlier.period, change.later.period) for change in shown)
    usual, most = periods.most_common(1)[0]
    shown = _apart(shown, named, usual)
    kind = "points" if points else "changes"
    both = dict(zip(("before", "after"), (when(period, lang) for period in usual), strict=True))
    return lined(
        kind,
        named,
        [_line(change, named, _wide(change, shown)) for change in shown],
        around([end for change in shown for end in _reach(change, shown)]),
        title=_title(shown, lang),
        subtitle=say(f"{kind}_{'one' if most == len(shown) else 'several'}", lang, **both),
        after="" if points else "%",
        left_out=len(found) - len(shown),
        notes=[say(name, lang, limit=number(FARTHEST, lang)) for name in _notes(shown)],
        key=_key(shown),
    )


def _notes(shown: Sequence[Change]) -> list[str]:
    """Name what must be said below the chart."""
    derived = [change.earlier for change in shown if change.earlier.derived]
    within = any(earlier.low < earlier.high for earlier in derived)
    return holding(
        {
            "note_suppose": within,
            "note_suppose_exact": derived and not within,
            "note_computed": any(not change.agrees for change in shown),
            "note_beyond": any(abs(change.value) > FARTHEST for change in shown),
        }
    )


def _key(shown: Sequence[Change]) -> list[str]:
    """Name what is painted and needs a word."""
    return holding(
        {
            "rise": any(change.value > 0 for change in shown),
            "fall": any(change.value < 0 for change in shown),
            "hollow": any(change.later.estimate for change in shown),
            "interval": any(_wide(change, shown) for change in shown),
        }
    )


def _change(pair: Pair, named: Quantities) -> Change | None:
    """Compute one change; None where a value is bounded, nothing is to be divided by, or nothing says what it is."""
    figure, earlier, later, name = pair.figure, dated(pair.earlier), dated(pair.later), named.name(pair.figure)
    if earlier is None or later is None or name is None:
        return None
    if figure.sort in PERCENTS:
        value, low, high = later.value - earlier.value, later.low - earlier.high, later.high - earlier.low
    elif earlier.low > 0:
        value, low, high = (100 * (times - 1) for times in ratio(earlier, later))
    else:
        return None
    value, low, high = (round(end, 6) for end in (value, low, high))
    return Change(capital(name), figure, earlier, later, value, low, high, pair.printed)


def _apart(shown: Sequence[Change], named: Quantities, usual: tuple[str, str]) -> list[Change]:
    """Put both periods behind the names of quantities where they are not the usual ones, and tell equal names apart."""
    lang, labels = named.lang, []
    for change in shown:
        both = say("between", lang, after=when(change.later.period, lang), before=when(change.earlier.period, lang))
        other = (change.earlier.period, change.later.period) != usual
        labels.append(f"{change.label} ({both})" if other else change.label)
    told = named.apart(labels, [change.figure for change in shown])
    return [replace(change, label=label) for change, label in zip(shown, told, strict=True)]


def _line(change: Change, named: Quantities, wide: bool) -> Line:
    lang, figure, earlier, later = named.lang, change.figure, change.earlier, change.later
    scale = scale_for([earlier.value, later.value], figure)
    before = named.value(figure, earlier.value, scale, unit=False)
    if earlier.derived and earlier.low < earlier.high:
        before = named.within(figure, earlier.low, earlier.high, scale)
    elif scale > 1:
        before = before.rpartition(" ")[0]
    flags, odd = [say("estimated", lang)] if later.estimate else [], named.odd((*later.figure_ids, *earlier.figure_ids))
    if not change.agrees and change.printed is not None:
        flags.append(say("prints", lang, by=named.value(change.printed)))
    else:
        flags += odd
    shown, low, high = change.shown
    cells = {
        "indicator": figure.indicator,
        "earlier_period": earlier.period,
        "period": later.period,
        "earlier": earlier.value,
        "later": later.value,
        "change": change.value,
        "shown": shown,
        "low": low,
        "high": high,
        "printed": None if change.printed is None else float(change.printed.value or 0),
        "estimate": later.estimate,
        "earlier_derived": earlier.derived,
        "figure_ids": joined((*later.figure_ids, *earlier.figure_ids)),
    }
    return Line(
        label=change.label,
        first=change.by(lang) + (f" ({', '.join(flags)})" if flags else ""),
        then=f"{before} → {named.value(figure, scale=scale)}",
        mark=lambda ax, y: _mark(ax, y, change, wide),
        cells=cells,
        alarm=not change.agrees or bool(odd),
    )


def _mark(ax: Axes, y: float, change: Change, wide: bool) -> None:
    color, x = FALL if change.value < 0 else DARK, _place(change)
    ax.axvline(0, color=MUTED, linewidth=0.9)
    ax.plot((0, x), (y, y), color=color, linewidth=2.2, zorder=2)
    ax.plot(0, y, zorder=3, **point(MUTED, hollow=change.earlier.derived, size=5))
    ax.plot(x, y, zorder=3, clip_on=False, **point(color, hollow=change.later.estimate))
    if abs(change.value) > FARTHEST:
        broken(ax, x, y, color)
    if wide:
        ends = [[change.value - change.low], [change.high - change.value]]
        ax.errorbar([change.value], [y], xerr=ends, ecolor=INK, capsize=4, elinewidth=1.5, fmt="none")


def _place(change: Change) -> float:
    return max(-FARTHEST, min(FARTHEST, change.value))


def _reach(change: Change, shown: Sequence[Change]) -> tuple[float, ...]:
    """Return how far the mark of a change goes, with its interval where that is painted."""
    return (change.low, change.high) if _wide(change, shown) else (_place(change),)


def _wide(change: Change, shown: Sequence[Change]) -> bool:
    """Tell whether the interval of a change is wide enough to be seen beside its mark."""
    reach = max(abs(_place(other)) for other in shown)
    return abs(change.value) <= FARTHEST and change.high - change.low > 0.12 * reach


def _title(shown: Sequence[Change], lang: str) -> str:
    """Name the largest rise and the largest fall."""
    ends = {"rise": shown[0] if shown[0].value > 0 else None, "fall": shown[-1] if shown[-1].value < 0 else None}
    words = [
        label("chart_titles", "only_change" if len(shown) == 1 else f"most_{name}", lang).format(
            what=inside(change.label),
            by=change.by(lang),
            about=say("title_estimate", lang) if change.later.estimate else "",
        )
        for name, change in ends.items()
        if change is not None
    ]
    return capital("; ".join(words) or headline("no_change", lang)) + "."
