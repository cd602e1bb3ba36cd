"""What several kinds of chart are painted with: texts beside marks, labels kept apart, bars with their numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.ticker import FuncFormatter

from tvict.charts.chart import balanced, text_width, wrapped
from tvict.charts.style import DARK, FALL, INK, MUTED, SMALL, TEXT, area
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


class Lines:
    """Lines of a chart below each other, in inches from its top: what each is called at the left, as many lines of type
    as its words need there and at the right.
    """

    def __init__(self, labels: Sequence[str], left: float, texts: Sequence[str], right: float) -> None:
        self.labels = [balanced(label, left, NAME) for label in labels]
        self.places: list[float] = []
        self.height = 0.05
        for label, text in zip(self.labels, texts, strict=True):
            rows = sum(wrapped(line, right, SMALL).count("\n") + 1 for line in text.split("\n"))
            height = max((label.count("\n") + 1) * 0.165, rows * 0.165) + 0.13
            self.places.append(self.height + height / 2)
            self.height += height

    def paint(self, ax: Axes) -> None:
        """Set the places of the lines along the upright axis, with their names."""
        ax.set_ylim(self.height, 0)
        ax.set_yticks(self.places, self.labels, size=NAME)


NAME = 9.5
"""Size of the name of a line, in points."""


def at_right(ax: Axes, y: float, first: str, then: str, width: float, color: str = INK) -> None:
    """Write two texts, the first in bold, beside the right end of a line of a chart that is painted in inches."""
    texts = [(wrapped(first, width, SMALL, "bold"), color, "bold"), (wrapped(then, width, SMALL), INK, "normal")]
    texts = [entry for entry in texts if entry[0]]
    top = y - 0.165 * sum(text.count("\n") + 1 for text, _, _ in texts) / 2
    for text, ink, weight in texts:
        look: dict[str, Any] = {
            "ha": "left",
            "va": "top",
            "size": SMALL,
            "linespacing": 1.15,
            "color": ink,
            "weight": weight,
        }
        ax.annotate(text, (1, top), xycoords=ax.get_yaxis_transform(), xytext=(12, 0), textcoords="offset points",
                    annotation_clip=False, **look)  # fmt: skip
        top += 0.165 * (text.count("\n") + 1)


def limits(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis that holds 0 and all values, with room for the marks.

    >>> limits([-10.0, 30.0])
    (-14.0, 34.0)
    """
    low, high = min(0.0, *values), max(0.0, *values)
    room = 0.1 * (high - low) or 1.0
    return low - room, high + room


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall, from ``start`` to ``end``, and the words on it.

    ``flow`` tells a change from a level; ``column`` is its place.
    """

    column: int
    start: float
    end: float
    text: str
    flow: bool = False
    estimate: bool = False
    derived: bool = False
    interval: tuple[float, float] | None = None


BAR = 0.72
"""Width of a bar, in columns."""


def steps(ax: Axes, bars: Sequence[Step], labels: Sequence[str]) -> None:
    """Paint a waterfall: bars from zero for levels, hanging or standing bars for changes, lines that join them."""
    top = max(max(bar.start, bar.end, *(bar.interval or ())) for bar in bars)
    ax.set_xlim(-0.5, len(labels) - 0.5)
    ax.set_ylim(min(0, *(min(bar.start, bar.end) for bar in bars)), top * 1.16)
    ax.axhline(0, color=MUTED, linewidth=0.8)
    for bar in bars:
        color = DARK if not bar.flow or bar.end >= bar.start else FALL
        style = area(color, estimate=bar.estimate, derived=bar.derived)
        ax.bar(bar.column, bar.end - bar.start, BAR, bottom=bar.start, **style)
        if bar.interval:
            whisker(ax, bar.column, *bar.interval)
        _step_text(ax, bar)
    by_column = {bar.column: bar for bar in bars}
    for column in range(len(labels) - 1):
        here, after = by_column.get(column), by_column.get(column + 1)
        if here and after and (here.flow or after.flow):
            ends = (column + BAR / 2, column + 1 - BAR / 2)
            ax.plot(ends, (here.end, here.end), color=MUTED, linewidth=0.9, zorder=0)
    ax.set_xticks(range(len(labels)), labels)
    bare(ax, "bottom", "left")
    ax.set_yticks([])


def _step_text(ax: Axes, bar: Step) -> None:
    if bar.flow and bar.end < bar.start:
        put(ax, bar.text, (bar.column, bar.end), (0, -5), va="top", weight="bold")
    else:
        above = max(bar.start, bar.end, *(bar.interval or ()))
        put(ax, bar.text, (bar.column, above), (0, 5), va="bottom", weight="bold")


def fits(text: str, width: float, size: float = TEXT) -> bool:
    """Tell whether every line of a text is narrower than ``width`` inches, with a little room."""
    return all(text_width(line, size) + 0.1 <= width for line in text.split("\n"))


def ticks(ax: Axes, lang: str, axis: str = "y", after: str = "") -> None:
    """Write the numbers along an axis in the form of the language, ``after`` behind each."""
    side = ax.yaxis if axis == "y" else ax.xaxis
    side.set_major_formatter(FuncFormatter(lambda value, _: number(value, lang) + after))
