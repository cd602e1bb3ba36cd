"""Charts of lines: for each line its name, a mark and its values in words go in, and they stand below each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from tvict.charts.chart import AFTER, INNER, MARGIN, WIDTH, Chart, balanced, bare, in_words, put, text_width, wrapped
from tvict.charts.quantities import Quantities
from tvict.charts.style import INK, NAME, RULE, SMALL, WARM
from tvict.charts.words import number, say

MOST = 14
"""The most lines in one chart."""
LEFT, RIGHT, TYPE = 3.5, 2.6, 0.165
"""The most that names take, what the words at the right take, and the height of a line of either, in inches."""
FOOT = 0.52
Above = tuple[float, Callable[[Axes], None]]
"""How high it is, in inches, and what paints it: what stands above the lines of a chart, over its whole width."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what it is called, what is said of it at its right (the first in bold, in the colour of alarms where it
    is one), how its mark is painted at a height, and the cells of its row of the plotted table.
    """

    label: str
    first: str
    then: str
    mark: Callable[[Axes, float], None]
    cells: Mapping[str, object]
    alarm: bool = False

    @property
    def words(self) -> str:
        """The line as a clause."""
        return f"{self.label}: {', '.join(part for part in (self.first, self.then) if part)}"


def lined(
    kind: str,
    named: Quantities,
    lines: Sequence[Line],
    limits: tuple[float, float],
    *,
    title: str,
    subtitle: str,
    after: str = "%",
    left_out: int = 0,
    notes: Sequence[str] = (),
    key: Sequence[str | tuple[str, str]] = (),
    above: Above | None = None,
) -> Chart:
    """Make a chart of lines on one axis with ``after`` behind its numbers; labels.toml has its words by ``kind``."""
    lang, top, room = named.lang, above[0] + 0.2 if above else 0.0, _room(lines)
    boxes = [(MARGIN + room.left, top, INNER - room.left - RIGHT - 0.2, room.height)] if lines else []
    boxes += [(MARGIN, 0.0, INNER, above[0])] if above else []
    more = say(f"left_out_{kind}", lang, n=number(left_out, lang), most=number(MOST, lang)) if left_out else ""

    def paint(axes: Sequence[Axes]) -> None:
        if lines:
            axes[0].set(xlim=limits, xlabel=say(f"{kind}_axis", lang))
            _paint(axes[0], lines, room)
            in_words(axes[0], "x", lang, after)
        if above:
            above[1](axes[-1])

    return Chart(
        name=kind,
        lang=lang,
        title=title,
        subtitle=subtitle,
        alternative=say(f"{kind}_alternative", lang, values="; ".join(line.words for line in lines)),
        table=pd.DataFrame([{"label": line.label, **line.cells} for line in lines]),
        paint=paint,
        boxes=boxes,
        height=top + (room.height + FOOT if lines else 0.0) + AFTER,
        source=named.source,
        notes=[*([more] if more else ()), *notes],
        key=key,
        left_out=more,
    )


@dataclass(frozen=True, slots=True)
class Room:
    """Where lines stand below each other, with their names, and how much room names and lines take, in inches."""

    labels: Sequence[str]
    left: float
    places: Sequence[float]
    height: float


def _room(lines: Sequence[Line]) -> Room:
    """Give each line as many lines of type as its words need."""
    labels = [balanced(line.label, LEFT, NAME) for line in lines]
    left = max((text_width(row, NAME) for label in labels for row in label.split("\n")), default=0.0) + 0.1
    places, height = [], 0.05
    for label, line in zip(labels, lines, strict=True):
        own = TYPE * max(label.count("\n") + 1, sum(text.count("\n") + 1 for text in _said(line) if text)) + 0.14
        places.append(height + own / 2)
        height += own
    return Room(labels, left, places, height)


def _paint(ax: Axes, lines: Sequence[Line], room: Room) -> None:
    ax.set_ylim(room.height, 0)
    ax.set_yticks(room.places, room.labels)
    ax.grid(axis="x", color=RULE)
    for line, y in zip(lines, room.places, strict=True):
        line.mark(ax, y)
        _say(ax, y, line)
    ax.locator_params(axis="x", nbins=max(2, round(ax.get_position().width * WIDTH / 0.75)))
    bare(ax, "left")


def _said(line: Line) -> tuple[str, str]:
    return wrapped(line.first, RIGHT, SMALL, "bold"), wrapped(line.then, RIGHT, SMALL)


def _say(ax: Axes, y: float, line: Line) -> None:
    """Write what is said of a line at the right of the axes."""
    first, then = _said(line)
    look: dict[str, Any] = {"ha": "left", "va": "top", "size": SMALL, "linespacing": 1.15, "annotation_clip": False}
    look |= {"xycoords": ax.get_yaxis_transform(), "xytext": (12, 0), "textcoords": "offset points"}
    top = y - TYPE * sum(text.count("\n") + 1 for text in (first, then) if text) / 2
    ax.annotate(first, (1, top), color=WARM if line.alarm else INK, weight="bold", **look)
    if then:
        ax.annotate(then, (1, top + TYPE * (first.count("\n") + 1)), color=INK, **look)


def broken(ax: Axes, x: float, y: float, color: str) -> None:
    """Paint the sign that a line to x is longer than it is drawn."""
    put(ax, "//", (0.82 * x, y), color=color, weight="bold")


def around(values: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis that holds 0 and all values, with room for the marks.

    >>> around([-10.0, 30.0])
    (-14.0, 34.0)
    """
    low, high = min([0.0, *values]), max([0.0, *values])
    room = 0.1 * (high - low) or 1.0
    return low - room, high + room
