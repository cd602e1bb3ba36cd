"""A chart: a plotted table, words and a way to paint go in; a figure with its title, notes and source comes out.

All measures are in inches, and every block of text is wrapped by its measured width before the figure gets its height,
so that nothing is cut off.
"""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import matplotlib as mpl
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from tvict.charts.facts import ids
from tvict.charts.style import (
    DARK,
    DOTS,
    FALL,
    FONT,
    INK,
    LIGHT,
    MUTED,
    OTHER,
    RC,
    SMALL,
    SUBTITLE,
    TITLE,
    WARM,
    area,
    point,
)
from tvict.charts.words import say

WIDTH, MARGIN, BLOCK = 9.0, 0.35, 0.13
LINE = 1.28
"""Height of a line of type, in sizes of the type."""
DPI = 144
FALLBACKS = f"'{FONT}', Verdana, 'Bitstream Vera Sans', sans-serif"
"""For SVG whose reader has not the font: others as wide come first, so that texts do not run into each other."""

Paint = Callable[[Sequence[Axes]], None]


@dataclass(frozen=True, slots=True)
class Panel:
    """Where marks are painted: the height of the axes, what is left free around them, and how many stand side by
    side.
    """

    height: float
    left: float = 0.35
    right: float = 0.35
    top: float = 0.1
    bottom: float = 0.35
    count: int = 1
    gap: float = 0.9


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart that says one thing: ``title``, ``alternative`` (the same for who does not see it), ``table`` (what is
    plotted, with the figure_ids it rests on) and ``figure`` (matplotlib, painted when first asked for).

    It shows itself in a notebook; ``save`` writes SVG and PNG. ``missing`` says what it would also show if the report
    had it.
    """

    name: str
    lang: str
    title: str
    subtitle: str
    alternative: str
    table: pd.DataFrame
    paint: Paint
    panel: Panel
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @cached_property
    def figure(self) -> Figure:
        """The whole chart."""
        with mpl.rc_context(RC):
            return _compose(self)

    @property
    def figure_ids(self) -> tuple[int, ...]:
        """The figures of the report that the chart rests on, each once, in the order of the plotted table."""
        cells = self.table["figure_ids"].dropna() if "figure_ids" in self.table else ()
        return tuple(dict.fromkeys(number for cell in cells for number in ids(str(cell))))

    def on(self, ax: Axes | None) -> Chart:
        """Paint the marks and the title onto ``ax``; return the chart as it is where ``ax`` is None."""
        if ax is None:
            return self
        if self.panel.count > 1:
            raise ValueError(f"{self.name} has {self.panel.count} panels: it cannot be painted onto one axes")
        with mpl.rc_context(RC):
            width = ax.get_window_extent().width / ax.figure.dpi
            ax.set_title(wrapped(self.title, width, 12, "bold"), loc="left", fontsize=12, fontweight="bold")
            self.paint([ax])
        chart = replace(self)
        chart.__dict__["figure"] = ax.figure
        return chart

    def svg(self) -> str:
        """Return the chart as SVG with its texts as text: the same bytes every time."""
        buffer = io.StringIO()
        with mpl.rc_context({**RC, "svg.hashsalt": f"{self.name}.{self.lang}"}):
            metadata = {"Date": None, "Title": self.title, "Description": self.alternative, "Language": self.lang}
            self.figure.savefig(buffer, format="svg", metadata=metadata)
        lines = (line.rstrip() for line in buffer.getvalue().replace(f"'{FONT}'", FALLBACKS).splitlines())
        return "\n".join(lines) + "\n"

    def png(self) -> bytes:
        """Return the chart as PNG: the same bytes every time in one environment."""
        buffer = io.BytesIO()
        with mpl.rc_context(RC):
            self.figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None, "Title": self.title})
        return buffer.getvalue()

    def save(self, folder: str | Path) -> list[Path]:
        """Write NAME.LANG.svg and NAME.LANG.png into a folder, made where it is not there; return their paths."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        vector, raster = (folder / f"{self.name}.{self.lang}.{suffix}" for suffix in ("svg", "png"))
        vector.write_text(self.svg(), encoding="utf-8", newline="\n")
        raster.write_bytes(self.png())
        return [vector, raster]

    def __repr__(self) -> str:
        return f"<Chart {self.name}: {self.title}>"

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png()).decode("ascii")
        alternative = html.escape(f"{self.title} {self.alternative}")
        return f'<img alt="{alternative}" width="{WIDTH * 96:.0f}" src="data:image/png;base64,{data}">'


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return how wide one line of type is, in inches: its letters side by side, before any grid of pixels."""
    return size * sum(_letter_width(letter, weight) for letter in text.replace(GLUE, " ")) / 72


@cache
def _letter_width(letter: str, weight: str) -> float:
    """How wide a letter is, in sizes of its type; FreeType takes a millisecond for a whole line."""
    font = get_font(findfont(FontProperties(family=FONT, weight=weight)))
    font.set_size(UNIT, 72)
    return float(font.load_char(ord(letter), LoadFlags.NO_HINTING).linearHoriAdvance) / UNIT / 2**16


UNIT = 100
"""The size of type, in pixels, at which letters are measured."""


def wrapped(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Break a text between words into lines no wider than ``width`` inches; what belongs together stays together."""
    lines: list[str] = []
    reach, space = 0.0, text_width("n n", size, weight) - text_width("nn", size, weight)
    for word in TOGETHER.sub(GLUE, " ".join(text.split())).split(" "):
        own = text_width(word, size, weight)  # a word is measured once, a line never: drawing spent half its time so
        if lines and reach + space + own <= width:
            lines[-1] += f" {word}"
            reach += space + own
        else:
            lines.append(word)
            reach = own
    return "\n".join(lines).replace(GLUE, " ")


def balanced(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Break a text into as few lines as ``width`` allows, and those of much the same length: no word is left alone."""
    lines = wrapped(text, width, size, weight)
    narrow, wide = 0.0, width
    for _ in range(6):
        middle = (narrow + wide) / 2
        tried = wrapped(text, middle, size, weight)
        fits = all(text_width(line, size, weight) <= middle for line in tried.split("\n"))
        if tried.count("\n") == lines.count("\n") and fits:
            wide, best = middle, tried
            lines = best
        else:
            narrow = middle
    return lines


TOGETHER = re.compile(
    r"(?<=\d) (?=tỷ|triệu|bn|mn|điểm)|(?<=[Tt]ỷ) (?=lệ|đồng)|(?<=năm) (?=\d)|(?<=of) (?=\d)|(?<=mức) (?=\d)"
)
GLUE = "\u2060"


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of type that stand together."""

    text: str
    size: float
    color: str = INK
    weight: str = "normal"

    @property
    def height(self) -> float:
        return (self.text.count("\n") + 1) * self.size * LINE / 72 if self.text else 0.0


def _compose(chart: Chart) -> Figure:
    """Wrap all texts, add up the heights, and place everything from the top down."""
    inner, panel = WIDTH - 2 * MARGIN, chart.panel
    head = [
        _Block(balanced(chart.title, inner, TITLE, "bold"), TITLE, weight="bold"),
        _Block(wrapped(chart.subtitle, inner, SUBTITLE), SUBTITLE, MUTED),
    ]
    source = say("source", chart.lang, sources="; ".join(chart.sources)) if chart.sources else ""
    foot = [_Block(wrapped(text, inner, SMALL), SMALL, MUTED) for text in (*chart.notes, source) if text]
    rows = _key_rows(chart.key, chart.lang, inner)
    heights = (
        MARGIN * 0.8 + sum(block.height + BLOCK / 2 for block in head),
        panel.top + panel.height + panel.bottom,
        0.24 * len(rows) + sum(block.height + BLOCK / 3 for block in foot) + MARGIN * 0.5,
    )
    total = sum(heights)
    figure = Figure(figsize=(WIDTH, total), facecolor="white")
    FigureCanvasAgg(figure)
    y = total - MARGIN * 0.8
    for block in head:
        _place(figure, block, y, total)
        y -= block.height + BLOCK / 2
    y -= panel.top + panel.height
    width = (WIDTH - panel.left - panel.right - panel.gap * (panel.count - 1)) / panel.count
    axes = [
        figure.add_axes(
            (
                (panel.left + number * (width + panel.gap)) / WIDTH,
                y / total,
                width / WIDTH,
                panel.height / total,
            )
        )
        for number in range(panel.count)
    ]
    chart.paint(axes)
    y -= panel.bottom
    for row in rows:
        _place_key(figure, row, y, total)
        y -= 0.24
    for block in foot:
        _place(figure, block, y, total)
        y -= block.height + BLOCK / 3
    return figure


def _place(figure: Figure, block: _Block, y: float, total: float) -> None:
    if block.text:
        figure.text(
            MARGIN / WIDTH,
            y / total,
            block.text,
            ha="left",
            va="top",
            size=block.size,
            color=block.color,
            weight=block.weight,
            linespacing=1.15,
        )


SWATCH, AFTER = 0.32, 0.35


def _key_rows(names: Sequence[str], lang: str, inner: float) -> list[list[tuple[str, str, float]]]:
    """Set the entries of the key side by side, in as many rows as they need: (name, words, left edge)."""
    rows: list[list[tuple[str, str, float]]] = []
    x = inner
    for name in names:
        words = say(f"key_{name}", lang)
        width = SWATCH + 0.08 + text_width(words, SMALL + 0.5)
        if not rows or x + width > inner:
            rows.append([])
            x = 0.0
        rows[-1].append((name, words, x))
        x += width + AFTER
    return rows


def _place_key(figure: Figure, row: Sequence[tuple[str, str, float]], y: float, total: float) -> None:
    for name, words, x in row:
        left, middle = MARGIN + x, (y - 0.1) / total
        for artist in _swatch(name, left, y - 0.1, total):
            figure.add_artist(artist)
        figure.text((left + SWATCH + 0.08) / WIDTH, middle, words, size=SMALL + 0.5, va="center_baseline", color=INK)


AREAS = {
    "stated": area(DARK),
    "certain": area(LIGHT),
    "estimate": area(DARK, estimate=True),
    "derived": area(DARK, derived=True),
    "remainder": area(DARK, derived=True),
    "bounds": {**area(DARK, derived=True), "hatch": DOTS},
    "province": area(DARK),
    "country": area(OTHER),
    "province_estimate": area(DARK, estimate=True),
    "country_estimate": area(OTHER, estimate=True),
}
POINTS = {
    "document": {**point(DARK), "markeredgewidth": 0},
    "document_order": point(WARM, shape="D"),
    "verdict_differs": point(WARM, shape="D"),
    "verdict_partial": point(DARK, hollow=True, shape="s"),
    "verdict_truncated": point(DARK, hollow=True, shape="<"),
    "rise": point(DARK),
    "fall": point(FALL),
    "hollow": point(MUTED, hollow=True),
}


def _swatch(name: str, left: float, middle: float, total: float) -> list[Artist]:
    """Return the sample of a mark that stands before its words in the key."""
    center = (left + SWATCH / 2) / WIDTH
    if name in POINTS:
        return [Line2D([center], [middle / total], **{**POINTS[name], "markersize": 6.5, "markeredgewidth": 1.4})]
    if name in AREAS:
        return [Rectangle((left / WIDTH, (middle - 0.07) / total), SWATCH / WIDTH, 0.14 / total, **AREAS[name])]
    ends = ((middle - 0.08) / total, (middle + 0.08) / total)
    if name == "target":
        return [Line2D([center, center], ends, color=INK, linewidth=3, solid_capstyle="butt")]
    caps = [Line2D([center], [end], color=INK, marker="_", markersize=9, markeredgewidth=1.5) for end in ends]
    return [Line2D([center, center], ends, color=INK, linewidth=1.5), *caps]
