"""Signs on a page, characters of a PDF or words of a scan, gathered into lines and into runs of words."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self, TypeVar

from tvict.documents.model import RAISED, Anchor, Run, Sight

_GAP = 0.22  # of the size of letters, that parts two words where no space stands
_GAP_IN_NUMBER = 0.4  # more between digits and their separators, which some fonts set apart
_SMALL = 0.8  # of the size of a line, at most, of a raised mark
_WIDE = 2.2  # sizes of a gap that parts columns
_DIGITS = re.compile(r"[\d.,]")


Item = TypeVar("Item")


def parted(items: Iterable[Item], apart: Callable[[Item, Item], bool]) -> list[list[Item]]:
    """Part items in a row wherever two neighbours are told to be apart."""
    parts: list[list[Item]] = []
    for item in items:
        if not parts or apart(parts[-1][-1], item):
            parts.append([])
        parts[-1].append(item)
    return parts


@dataclass(slots=True)
class Area:
    """A place on a page, in points from its top left; that of a rule has no height, or no width."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def x(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def flat(self) -> bool:
        """Whether it has no height, as a rule across the page."""
        return self.top == self.bottom

    def holds(self, x: float, y: float, around: float = 0) -> bool:
        """Tell whether a point lies in it, or so near around it."""
        return self.left - around <= x <= self.right + around and self.top - around <= y <= self.bottom + around

    def moved(self, x: float, y: float) -> Self:
        """The same further to the right and down."""
        return replace(self, left=self.left + x, right=self.right + x, top=self.top + y, bottom=self.bottom + y)


@dataclass(slots=True)
class Glyph(Area):
    """A character or a word.

    ``gap`` says that a space stands before it, ``raised`` that it is a small digit above the line; ``confidence``,
    ``doubtful``, ``sights`` and ``picture`` are those of a scan.
    """

    text: str
    size: float
    gap: bool = False
    raised: bool = False
    confidence: float | None = None
    doubtful: bool = False
    sights: tuple[Sight, ...] = ()
    picture: bytes | None = None


@dataclass(slots=True)
class Line(Area):
    """Glyphs side by side, from left to right, as high as the first of them.

    ``size`` is that of most of its letters, ``base`` where they stand.
    """

    glyphs: list[Glyph]
    size: float
    base: float

    @classmethod
    def of(cls, glyphs: list[Glyph]) -> Line:
        """Make a line of glyphs from left to right."""
        size = statistics.median(glyph.size for glyph in glyphs)
        base = statistics.median(glyph.bottom for glyph in glyphs)
        return cls(glyphs[0].left, glyphs[0].top, glyphs[-1].right, glyphs[0].bottom, glyphs, size, base)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in runs_of(self.glyphs, Anchor()))

    def segments(self) -> list[Line]:
        """Its parts between gaps as wide as those between columns."""

        def is_wide(before: Glyph, glyph: Glyph) -> bool:
            return glyph.left - before.right > _WIDE * max(before.size, glyph.size)

        return [Line.of(part) for part in parted(self.glyphs, is_wide)]


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Gather glyphs into lines from top to bottom, and mark small digits above a line as raised."""
    open_lines: list[_Open] = []
    for glyph in sorted(glyphs, key=lambda g: (g.y, g.left)):
        taking = next((line for line in reversed(open_lines[-4:]) if line.takes(glyph)), None)
        if taking is None:
            open_lines.append(_Open(glyph.top, glyph.bottom, glyph.size, [glyph]))
        else:
            taking.add(glyph)
    lines = [Line.of(sorted(line.glyphs, key=lambda g: g.left)) for line in open_lines]
    for line in lines:
        _mark_raised(line)
    return sorted(lines, key=lambda line: line.base)


@dataclass(slots=True)
class _Open:
    top: float
    bottom: float
    size: float
    glyphs: list[Glyph]

    def takes(self, glyph: Glyph) -> bool:
        shared = min(self.bottom, glyph.bottom) - max(self.top, glyph.top)
        return shared > 0.5 * min(self.bottom - self.top, glyph.bottom - glyph.top)

    def add(self, glyph: Glyph) -> None:
        self.glyphs.append(glyph)
        if glyph.size >= 0.85 * self.size:  # a raised mark does not make its line higher
            self.top, self.bottom = min(self.top, glyph.top), max(self.bottom, glyph.bottom)
            self.size = max(self.size, glyph.size)


def _mark_raised(line: Line) -> None:
    size, base = line.size, line.base
    for glyph in line.glyphs if len(line.glyphs) > 2 else ():
        if glyph.text.isdigit() and glyph.size <= _SMALL * size and glyph.bottom < base - 0.08 * size:
            glyph.raised = True


def runs_of(glyphs: Sequence[Glyph], anchor: Anchor) -> list[Run]:
    """Return the words of a line as runs, a space at the end of each but the last, each with its box."""
    words = parted(glyphs, _are_two_words)
    runs = []
    for k, word in enumerate(words):
        sure = [glyph.confidence for glyph in word if glyph.confidence is not None]
        place = replace(
            anchor,
            box=(
                round(word[0].left, 1),
                round(min(glyph.top for glyph in word), 1),
                round(word[-1].right, 1),
                round(max(glyph.bottom for glyph in word), 1),
            ),
            confidence=min(sure, default=None),
        )
        text = "".join(glyph.text.translate(RAISED) if glyph.raised else glyph.text for glyph in word)
        sights = tuple(sight for glyph in word for sight in glyph.sights)
        space = " " if k + 1 < len(words) else ""
        picture = next((glyph.picture for glyph in word if glyph.picture), None)
        runs.append(Run(text + space, place, None, any(glyph.doubtful for glyph in word), sights, picture))
    return runs


def _are_two_words(before: Glyph, glyph: Glyph) -> bool:
    in_number = _DIGITS.fullmatch(before.text) and _DIGITS.fullmatch(glyph.text) and not glyph.raised
    apart = glyph.gap or glyph.left - before.right > (_GAP_IN_NUMBER if in_number else _GAP) * glyph.size
    return apart and not (before.raised and glyph.text in ".,;:)")
