"""The items that stand in lines of their own below a line that ends in a colon, told by their marks alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from tvict.reading.outline import Block, Span

ORDERS = (
    [*"abcd", "đ", *"eghiklm"],
    [*"abcdefghijkl"],
    "i ii iii iv v vi vii viii ix x".split(),
    "I II III IV V VI VII VIII IX X".split(),
    [*"ABCDEFGH"],
)
"""What numbers items but digits: the letters of Vietnamese, those of English, Roman numbers."""
MOST = 400  # blocks below a line that may belong to its items
_MARK = re.compile(r"(?P<open>\(?)(?P<above>(?:\d+\.)*)(?P<own>\d+|[IVX]+|[A-Za-zđĐ])(?P<close>[.)/-]?)")


class Mark(NamedTuple):
    """How an item is marked: a bullet, or the form of a number and which number it is; "" where it has no mark."""

    style: str
    number: str = ""


class Items(NamedTuple):
    """Where items stand, the blocks of each, and whether their marks leave no doubt which is the last."""

    spans: list[Span]
    blocks: list[list[int]]
    sure: bool


class Lines:
    """The lines of a text, their marks, and the marks of the lists that each line stands in."""

    def __init__(self, text: str, blocks: Sequence[Block]) -> None:
        self.text, self.blocks = text, blocks

    @cached_property
    def marks(self) -> list[Mark]:
        """The mark of each line."""
        return [_mark(self.text, block) for block in self.blocks]

    @cached_property
    def above(self) -> list[tuple[str, ...]]:
        """The styles of the marks under which each line stands, its own among them."""
        above: list[tuple[str, ...]] = []
        opened: list[Mark] = []
        for mark in self.marks:
            if not mark.style:
                while opened and not opened[-1].number:  # a paragraph ends bullets, and no numbered section
                    opened.pop()
            elif any(mark.style == m.style for m in opened):
                while opened[-1].style != mark.style:
                    opened.pop()
            else:
                opened.append(mark)
            above.append(tuple(m.style for m in opened))
        return above

    def below(self, n: int) -> Items | None:
        """Return the items that follow line n directly, all under one mark; what stands under another is of the item
        before it. None where the mark is that of the line itself, or of a row that begins elsewhere.
        """
        mark = self.marks[n + 1] if n + 1 < len(self.blocks) else Mark("")
        outer = self.above[n]
        if not mark.style or mark.style == self.marks[n].style or (mark.number and not _follows("", mark.number)):
            return None
        found = [[n + 1]]
        for k in range(n + 2, min(n + MOST, len(self.blocks))):
            style, number = self.marks[k]
            if style == mark.style and (not number or _follows(self.marks[found[-1][0]].number, number)):
                found.append([k])
            elif style == mark.style or style in outer or (not style and not mark.number):
                break
            elif style:
                found[-1].append(k)
        spans = [(self.blocks[ks[0]].pieces[0][0], self.blocks[ks[0]].pieces[-1][1]) for ks in found]
        return Items(spans, found, self._closed(found, mark, outer)) if len(found) > 1 else None

    def _closed(self, found: list[list[int]], mark: Mark, outer: tuple[str, ...]) -> bool:
        """Whether numbers, or semicolons and a stop behind the last, say which items are all: where sections bear such
        numbers too, the next may be a section.
        """
        if mark.number:
            return mark.style not in outer
        *ends, last = [self.text[self.blocks[ks[-1]].pieces[-1][1] - 1] for ks in found]
        return set(ends) <= {";", ","} and last == "."


def _mark(text: str, block: Block) -> Mark:
    """The mark of a line: "1.2." has the style "1.#." and the number 2."""
    if block.bullet or block.row or block.flat or block.note:
        return Mark(block.bullet)
    m = _MARK.search(text, *block.marker)
    if m is None:
        return Mark("")
    kind = "#" if m["own"].isdecimal() else "I" if set(m["own"]) <= set("IVX") else "a" if m["own"].islower() else "A"
    return Mark(f"{m['open']}{m['above']}{kind}{m['close']}", m["own"])


def _follows(before: str, number: str) -> bool:
    """Whether a number comes next in its row, "" standing before the first."""
    if number.isdecimal():
        return int(number) == int(before or 0) + 1
    return any((before, number) in pairwise(["", *order]) for order in ORDERS)
