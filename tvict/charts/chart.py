"""A chart: a plotted table, words and a way to paint go in; a figure with its title, notes and source comes out.

All measures are in inches, and every block of text is wrapped by its measured width before the figure gets its height,
so that nothing is cut off.
"""

from __future__ import annotations

import base64
import io
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter

from tvict.charts.facts import ids
from tvict.charts.style import FONT, INK, MUTED, RC, SAMPLES, SMALL, SUBTITLE, TEXT, TITLE
from tvict.charts.words import number, say

WIDTH, MARGIN, AFTER = 9.0, 0.35, 0.065
INNER = WIDTH - 2 * MARGIN
LINE, KEY = 1.28, 0.24
"""Height of a line of type, in sizes of the type, and of a line of the key."""
DPI = 144
FALLBACKS = f"'{FONT}', Verdana, 'Bitstream Vera Sans', sans-serif"
"""For SVG whose reader has not the font: others as wide come first, so that texts do not run into each other."""

Box = tuple[float, float, float, float]
"""Where axes stand on the chart: from the left, from the top of what is painted, width, height."""
Paint = Callable[[Sequence[Axes]], None]


@dataclass(frozen=True, eq=False)
class Chart:
    """A chart that says one thing: ``title``, ``alternative`` (the same for who does not see it), ``table`` (what is
    plotted, with the figure_ids it rests on) and ``figure`` (matplotlib, painted when first asked for).

    It shows itself in a notebook; ``save`` writes SVG and PNG.
    """

    name: str
    lang: str
    title: str
    subtitle: str
    alternative: str
    table: pd.DataFrame
    paint: Paint
    boxes: Sequence[Box]
    height: float
    source: str
    notes: Sequence[str] = ()
    key: Sequence[str | tuple[str, str]] = ()
    """Names of what the key explains, each with its words where they are not those of labels.toml."""
    left_out: str = ""
    """What the title counts and the chart does not draw, in words; one of the notes too."""

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

    def svg(self) -> str:
        """Return the chart as SVG with its texts as text: the same bytes every time."""
        return self._svg

    @cached_property
    def _svg(self) -> str:
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

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, dict[str, object]]]:
        """Show a picture, which every reader of notebooks takes, with its words as its alternative."""
        words = f"{self.title} {self.alternative}"
        picture = base64.b64encode(self.png()).decode("ascii")
        return {"image/png": picture, "text/plain": words}, {"image/png": {"width": int(WIDTH * 96), "alt": words}}


def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return how wide one line of type is, in inches: its letters side by side, before any grid of pixels."""
    return size * sum(_letter_width(letter, weight) for letter in text) / 72


@cache
def _letter_width(letter: str, weight: str) -> float:
    """How wide a letter is, in sizes of its type; FreeType takes a millisecond for a whole line."""
    font = get_font(findfont(FontProperties(family=FONT, weight=weight)))
    font.set_size(UNIT, 72)
    glyph = font.load_glyph(font.get_char_index(ord(letter)), LoadFlags.NO_HINTING)  # 0, a box, where it has none
    return float(glyph.linearHoriAdvance) / UNIT / 2**16


UNIT = 100
"""The size of type, in pixels, at which letters are measured."""


def wrapped(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Break a text between words into lines no wider than ``width`` inches; what belongs together stays together."""
    lines: list[str] = []
    reach, space = 0.0, text_width(" ", size, weight)
    for word in TOGETHER.sub("\u00a0", " ".join(text.split())).split(" "):
        own = text_width(word, size, weight)
        if lines and reach + space + own <= width:
            lines[-1] += f" {word}"
            reach += space + own
        else:
            lines.append(word)
            reach = own
    return "\n".join(lines).replace("\u00a0", " ")


def balanced(text: str, width: float, size: float, weight: str = "normal") -> str:
    """Break a text into as few lines as ``width`` allows, and those of much the same length: no word is left alone."""
    widest = wrapped(text, width, size, weight)
    fair = text_width(" ".join(text.split()), size, weight) / (widest.count("\n") + 1)
    tries = (wrapped(text, min(width, room * fair), size, weight) for room in (1.05, 1.1, 1.2, 1.35, 1.5))
    return next((lines for lines in tries if lines.count("\n") == widest.count("\n")), widest)


TOGETHER = re.compile(
    r"(?<=\d) (?=tỷ|triệu|bn|mn|điểm)|(?<=[Tt]ỷ) (?=lệ|đồng)|(?<=năm) (?=\d)|(?<=of) (?=\d)|(?<=mức) (?=\d)"
)


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
    head = [
        _Block(balanced(chart.title, INNER, TITLE, "bold"), TITLE, weight="bold"),
        _Block(wrapped(chart.subtitle, INNER, SUBTITLE), SUBTITLE, MUTED),
    ]
    source = say("source", chart.lang, sources=chart.source)
    foot = [_Block(wrapped(text, INNER, SMALL), SMALL, MUTED) for text in (*chart.notes, source)]
    rows = _key_rows(chart)
    top = MARGIN * 0.8 + sum(block.height + AFTER for block in head) + 0.05
    below = KEY * len(rows) + sum(block.height + AFTER for block in foot) + MARGIN * 0.5
    total = top + chart.height + below
    figure = Figure(figsize=(WIDTH, total), facecolor="white")
    FigureCanvasAgg(figure)
    axes = [
        figure.add_axes((left / WIDTH, (total - top - down - height) / total, width / WIDTH, height / total))
        for left, down, width, height in chart.boxes
    ]
    chart.paint(axes)
    _place(figure, head, total - MARGIN * 0.8)
    for place, row in enumerate(rows):
        _explain(figure, row, total - top - chart.height - KEY * place)
    _place(figure, foot, below - KEY * len(rows))
    return figure


def _place(figure: Figure, blocks: Sequence[_Block], y: float) -> None:
    """Set blocks below each other, the first with its top at a height in inches."""
    total = figure.get_figheight()
    for block in blocks:
        look: dict[str, Any] = {"size": block.size, "color": block.color, "weight": block.weight}
        figure.text(MARGIN / WIDTH, y / total, block.text, ha="left", va="top", linespacing=1.15, **look)
        y -= block.height + AFTER


SWATCH = 0.5
"""Room for the sample of a mark before its words, and after the entry before."""


def _key_rows(chart: Chart) -> list[list[tuple[str, str]]]:
    """Set the entries of the key in as many rows as they need: (name, words)."""
    rows: list[list[tuple[str, str]]] = []
    x = INNER
    for entry in chart.key:
        name, words = entry if isinstance(entry, tuple) else (entry, say(f"key_{entry}", chart.lang))
        width = SWATCH + text_width(words, SMALL + 0.5) + 0.1
        if x + width > INNER:
            rows.append([])
            x = 0.0
        rows[-1].append((name, words))
        x += width
    return rows


def _explain(figure: Figure, row: Sequence[tuple[str, str]], y: float) -> None:
    figure.legend(
        handles=[_sample(name) for name, _ in row],
        labels=[words for _, words in row],
        loc="upper left",
        bbox_to_anchor=(MARGIN / WIDTH, y / figure.get_figheight()),
        ncols=len(row),
        frameon=False,
        fontsize=SMALL + 0.5,
        labelcolor=INK,
        handlelength=1.8,
        handletextpad=0.6,
        columnspacing=1.4,
        borderpad=0.0,
        borderaxespad=0.0,
    )


def _sample(name: str) -> Artist:
    """Return the sample of a mark that stands before its words in the key."""
    style = SAMPLES[name]
    return Patch(**style) if "facecolor" in style else Line2D([], [], **style)


# What several kinds are painted with


def put(ax: Axes, text: str, at: tuple[float, float], by: tuple[float, float] = (0, 0), **look: Any) -> None:
    """Write a text at a point of the data, moved by points of type."""
    look = {"ha": "center", "va": "center", "size": TEXT, "color": INK, "linespacing": 1.15, **look}
    ax.annotate(text, at, xytext=by, textcoords="offset points", annotation_clip=False, **look)


def bare(ax: Axes, *sides: str) -> None:
    """Take the named spines and the ticks that stand on them off; the words beside the ticks stay."""
    for side in sides:
        ax.spines[side].set_visible(False)
        ax.tick_params(axis="y" if side == "left" else "x", length=0)


def in_words(ax: Axes, axis: str, lang: str, after: str = "", scale: float = 1) -> None:
    """Write the numbers along an axis in the form of the language, divided by ``scale`` and ``after`` behind each, with
    as many decimals as tell two ticks apart.
    """
    side = ax.yaxis if axis == "y" else ax.xaxis

    def written(value: float, _: int | None) -> str:
        ticks = side.get_majorticklocs()
        step = abs(ticks[1] - ticks[0]) / scale if len(ticks) > 1 else 1.0
        places = next((n for n in range(9) if math.isclose(step * 10**n, round(step * 10**n), rel_tol=1e-6)), 0)
        return number(value / scale, lang, places if places > 2 else None) + after

    side.set_major_formatter(FuncFormatter(written))
