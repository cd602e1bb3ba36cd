"""What several kinds of chart are painted with: texts beside marks, labels kept apart, bars with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.ticker import FuncFormatter

from tvict.charts.chart import text_width
from tvict.charts.style import DARK, INK, LIGHT, MUTED, SMALL, TEXT, WARM, area
from tvict.charts.words import number

UNDER = {"boxstyle": "square,pad=0.08", "facecolor": "white", "edgecolor": "none"}
"""What lies under a text that stands on a line."""


def put(ax: Axes, text: str, at: tuple[float, float], by: tuple[float, float] = (0, 0), **look: Any) -> Annotation:
    """Write a text at a point of the data, moved by points of type."""
    look = {"ha": "center", "va": "center", "size": TEXT, "color": INK, "linespacing": 1.15, **look}
    return ax.annotate(text, at, xytext=by, textcoords="offset points", annotation_clip=False, **look)


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Move places apart until neighbours are ``gap`` or more from each other, keeping their order and their middle.

    >>> spread([1.0, 1.0], 2.0)
    [0.0, 2.0]
    """
    order = sorted(range(len(places)), key=lambda index: places[index])
    groups: list[list[int]] = []
    middles: list[float] = []
    for index in order:
        groups.append([index])
        middles.append(places[index])
        while len(groups) > 1 and middles[-1] - middles[-2] < gap * (len(groups[-1]) + len(groups[-2])) / 2:
            last = groups.pop()
            groups[-1] += last
            middles.pop()
            middles[-1] = sum(places[member] for member in groups[-1]) / len(groups[-1])
    moved = list(places)
    for group, middle in zip(groups, middles, strict=True):
        for position, member in enumerate(group):
            moved[member] = middle + gap * (position - (len(group) - 1) / 2)
    return moved


def bare(ax: Axes, *sides: str) -> None:
    """Take the named spines and their ticks off."""
    for side in sides:
        ax.spines[side].set_visible(False)
    if "left" in sides:
        ax.tick_params(axis="y", length=0)
    if "bottom" in sides:
        ax.tick_params(axis="x", length=0)


def whisker(ax: Axes, x: float, low: float, high: float, horizontal: bool = False) -> None:
    """Draw the interval that the printed digits allow."""
    if horizontal:
        ax.errorbar([(low + high) / 2], [x], xerr=[(high - low) / 2], ecolor=INK, capsize=4, elinewidth=1.5, fmt="none")
    else:
        ax.errorbar([x], [(low + high) / 2], yerr=[(high - low) / 2], ecolor=INK, capsize=6, elinewidth=1.5, fmt="none")


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall, from ``start`` to ``end``, and the words on it.

    ``flow`` tells a change from a level; ``column`` is its place; a part of a column has its words inside or beside it.
    """

    column: int
    start: float
    end: float
    text: str
    flow: bool = False
    estimate: bool = False
    derived: bool = False
    interval: tuple[float, float] | None = None
    color: str | None = None
    beside: bool = False


BAR = 0.72
"""Width of a bar, in columns."""


def steps(ax: Axes, bars: Sequence[Step], labels: Sequence[str]) -> None:
    """Paint a waterfall: bars from zero for levels, hanging or standing bars for changes, lines that join them."""
    top = max(max(bar.start, bar.end, *(bar.interval or ())) for bar in bars)
    ax.set_xlim(-0.5, len(labels) - 0.5)
    ax.set_ylim(min(0, *(min(bar.start, bar.end) for bar in bars)), top * 1.16)
    ax.axhline(0, color=MUTED, linewidth=0.8)
    for bar in bars:
        color = bar.color or (DARK if not bar.flow or bar.end >= bar.start else WARM)
        style = area(color, estimate=bar.estimate, derived=bar.derived)
        ax.bar(bar.column, bar.end - bar.start, BAR, bottom=bar.start, **style)
        if bar.interval:
            whisker(ax, bar.column, *bar.interval)
        _step_text(ax, bar, top)
    by_column = {bar.column: bar for bar in bars if not bar.beside}
    for column in range(len(labels) - 1):
        here, after = by_column.get(column), by_column.get(column + 1)
        if here and after and (here.flow or after.flow):
            ends = (column + BAR / 2, column + 1 - BAR / 2)
            ax.plot(ends, (here.end, here.end), color=MUTED, linewidth=0.9, zorder=0)
    ax.set_xticks(range(len(labels)), labels)
    bare(ax, "bottom", "left")
    ax.set_yticks([])


def _step_text(ax: Axes, bar: Step, top: float) -> None:
    tall = abs(bar.end - bar.start) > 0.13 * top
    solid = not (bar.estimate or bar.derived)
    middle = (bar.column, (bar.start + bar.end) / 2)
    if tall and solid and (bar.beside or (bar.flow and bar.end < bar.start)):
        color = INK if bar.color == LIGHT else "white"
        size = TEXT if fits(bar.text, BAR * _column(ax)) else SMALL
        put(ax, bar.text, middle, color=color, size=size, weight="normal" if bar.beside else "bold")
    elif bar.beside:
        put(ax, bar.text, (bar.column + BAR / 2, middle[1]), (5, 0), ha="left")
    elif bar.flow and bar.end < bar.start:
        put(ax, bar.text, (bar.column, bar.end), (0, -5), va="top", weight="bold")
    else:
        above = max(bar.start, bar.end, *(bar.interval or ()))
        put(ax, bar.text, (bar.column, above), (0, 5), va="bottom", weight="bold")


def _column(ax: Axes) -> float:
    """Return the width of one column, in inches."""
    low, high = ax.get_xlim()
    return float(ax.get_window_extent().width / ax.figure.dpi / (high - low))


def fits(text: str, width: float, size: float = TEXT) -> bool:
    """Tell whether every line of a text is narrower than ``width`` inches, with a little room."""
    return all(text_width(line, size) + 0.1 <= width for line in text.split("\n"))


def ticks(ax: Axes, lang: str, axis: str = "y", after: str = "") -> None:
    """Write the numbers along an axis in the form of the language, ``after`` behind each."""
    side = ax.yaxis if axis == "y" else ax.xaxis
    side.set_major_formatter(FuncFormatter(lambda value, _: number(value, lang) + after))
