"""The structure of a paragraph: its sentences, its brackets, and what may be said of two of its amounts."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from tvict.reading.amounts import Amount
from tvict.reading.tokens import Stream

LEVELS = ("level", "plan")
MEASURED = ("level", "share", "plan")
ABOUT = ("change", "index", "attainment", "gap")
_MARKS = re.compile(r"[()\[\].!?]")


@dataclass(slots=True)
class Context:
    """The amounts of one block, with its brackets and sentences.

    `path` is its section, `titles` the headings above it, outermost first; `bullet` is its mark if it is an item,
    `note` if it is a footnote; `colon` says that it ends in one, so that the items below belong to it.
    """

    s: Stream
    first: int  # token span of the block
    last: int
    amounts: list[Amount]
    path: str = ""
    titles: tuple[str, ...] = ()
    bullet: str = ""
    colon: bool = False
    note: str = ""
    brackets: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)  # first token of each sentence
    earlier: dict[int, int] = field(default_factory=dict)  # figure in brackets that is an earlier level of another
    leads: dict[int, str] = field(default_factory=dict)  # words before an amount, once they were sought
    starts: list[int] = field(default_factory=list)  # first token of the context of each amount
    lefts: list[int] = field(default_factory=list)
    rights: list[int] = field(default_factory=list)
    sides: dict[int, str] = field(default_factory=dict)
    firsts: dict[int, int] = field(default_factory=dict)

    inner: dict[int, tuple[int, int]] = field(default_factory=dict)  # innermost bracket of an amount, by its token

    def __post_init__(self) -> None:
        self._scan()
        for a in self.amounts:
            a.sentence = self.sentences[max(bisect_right(self.sentences, a.at) - 1, 0)]
        self._nest()
        for before, a in zip([None, *self.amounts], self.amounts, strict=False):
            near = before is not None and before.sentence == a.sentence
            self.starts.append(max(a.sentence, before.right) if before and near else a.sentence)

    def _scan(self) -> None:
        stack: list[int] = []
        self.sentences.append(self.first)
        for m in _MARKS.finditer(self.s.shape, self.first, self.last):
            i, t = m.start(), m[0]
            if t in "([":
                stack.append(i)
            elif t in ")]" and stack:
                self.brackets.append((stack.pop(), i))
            elif t in ".!?" and i > self.first and self._ends_here(i):
                self.brackets += [(lo, i) for lo in stack]
                stack.clear()
                self.sentences.append(i + 1)
        self.brackets += [(lo, self.last) for lo in stack]

    def _nest(self) -> None:
        """Tell for each amount how deep in brackets it stands and which is the innermost: one sweep over both."""
        opened = sorted(self.brackets)
        around: list[tuple[int, int]] = []
        n = 0
        for a in self.amounts:
            while n < len(opened) and opened[n][0] < a.at:
                while around and around[-1][1] <= opened[n][0]:
                    around.pop()
                around.append(opened[n])
                n += 1
            while around and around[-1][1] <= a.at:
                around.pop()
            a.depth = len(around)
            if around:
                self.inner[a.at] = around[-1]

    def _ends_here(self, i: int) -> bool:
        """Whether the stop at token i ends a sentence; a space may be lost behind it ("năm 2013.Tổng doanh thu")."""
        s = self.s
        before, after = s.keys[i - 1], s.text[s.starts[i + 1] : s.starts[i + 1] + 1]
        if len(before) == 1 and before.isalpha():
            return False
        if s.glued(i + 1):
            return after.isupper() and (
                before.isdecimal() or (s.text[s.starts[i - 1]].islower() and s.ends[i + 1] - s.starts[i + 1] > 1)
            )
        return (
            after.isupper()
            or (
                after.isdecimal()
                and (
                    s.shape[i + 2] in ".)"
                    or (len(before) > 2 and before.isalpha() and s.text[s.starts[i - 1]].islower())
                )
            )
            or s.shape[i + 1] in '¶"“-+'
        )

    def bracket(self, a: Amount) -> tuple[int, int] | None:
        """The innermost bracket around an amount."""
        return self.inner.get(a.at)

    def amount(self, figure_id: int | None) -> Amount | None:
        """The amount of the block that is a figure, None where there is none."""
        return next((a for a in self.amounts if a.figure.figure_id == figure_id), None)

    def start(self, k: int) -> int:
        """First token of the context of the k-th amount: behind the amount before it, or where its sentence begins."""
        return self.starts[k]


def same_kind(a: Amount, b: Amount) -> bool:
    """Whether two amounts count the same: equal units, one unit left out, or one noun of a compound unit."""
    u, v = a.figure.unit, b.figure.unit
    if u == v:
        return True
    if u is None or v is None:
        return a.figure.scale == b.figure.scale
    x, y = u.casefold(), v.casefold()
    return x == y or _begins(x, y) or _begins(y, x)


def _begins(noun: str, unit: str) -> bool:
    """Whether a compound unit begins with a noun, or has it between commas."""
    return unit.startswith(f"{noun} ") or noun in map(str.strip, unit.split(","))


def counts(a: Amount) -> bool:
    """A count of things: no percentage, money, measure, time or mean."""
    return a.sort in ("count", "") and a.figure.decimals == 0 and "/" not in (a.figure.unit or "")


def is_level(a: Amount) -> bool:
    """A quantity at one time, stated or planned: what can be a total, a part, or what a change is about."""
    return a.figure.role in LEVELS and a.sort not in ("percent", "points", "times", "rank")


def within(part: Amount, whole: Amount) -> bool:
    """A part is not larger than its total."""
    p, w = part.figure.value, whole.figure.value
    return p is not None and w is not None and p <= w


def attach(part: Amount, whole: Amount, list_id: str, closed: bool) -> None:
    """Make one amount part of another, unless it is part of something already."""
    f = part.figure
    stepped = f.list_id is not None and ".step" in f.list_id  # a list that is announced knows better
    mean = "/" in (f.unit or "") and f.unit != whole.figure.unit  # a mean or density is part of nothing
    if (f.parent_id is None or stepped) and part is not whole and not mean:
        f.parent_id, f.list_id, f.closed = whole.figure.figure_id, list_id, closed


def key_at(c: Context, k: int) -> str:
    """The folded word of token k, empty before the block."""
    return c.s.keys[k] if k >= c.first else ""
