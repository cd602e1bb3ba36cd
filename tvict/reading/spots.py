"""What is said around one amount of a line: in its clause, right before it, right behind it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, lexicon, shape
from tvict.reading.proposals import at
from tvict.reading.structure import Line, is_own_level, phrases, same_kind

_PAUSE = shape(r"<,|;|.|brk|joint>")


def holds(words: str, name: str) -> bool:
    """Whether words between bars hold one of the phrases of a class, each as one token or as many."""
    return phrases(name).search(words) is not None


def up_to_pause(tail: str) -> str:
    """The characters behind an amount up to the next pause."""
    return _PAUSE.split(tail, maxsplit=1)[0]


def level_before(line: Line, n: int, test: Callable[[int], bool], lo: int = 0) -> Amount | None:
    """The nearest level before an amount, from place lo on, that counts the same and passes a test."""
    a = at(line, n)
    for m in range(n - 1, bisect_left(line.places, lo) - 1, -1):
        b = at(line, m)
        if is_own_level(b) and b.figure.unit is not None and same_kind(a, b) and test(m):
            return b
    return None


def first_said(line: Line, n: int, words: AbstractSet[str]) -> bool:
    """Whether the clause of an amount says one of some words first, "còn" and "số" apart, and then a name."""
    skipped = lexicon().sets["left_over"] | lexicon().sets["number_word"]
    keys = [line.key(i) for i in _clause_before(line, n)]
    keys = keys[keys[0] in skipped if keys else 0 :]
    return len(" ".join(keys).split()) > 1 and keys[0].partition(" ")[0] in words


def tells_done(line: Line, n: int) -> bool:
    """Whether the clause of an amount tells what was done, "đã" or a verb of it first."""
    own = _clause_before(line, n)
    return first_said(line, n, lexicon().sets["already"]) or has(line.text[own.start : own.stop], "fulfil", "complete")


def _clause_before(line: Line, n: int) -> range:
    """The places before an amount from the last pause on, but a colon right before it: "Đã trả lời: 60 kiến nghị"."""
    gap, lo = line.gap(n).rstrip(":"), line.begin(n)
    return range(lo + max(gap.rfind(mark) for mark in ",;:") + 1, lo + len(gap))
