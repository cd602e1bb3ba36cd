"""What is said around one amount of a line: in its clause, right before it, right behind it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from functools import cache

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, lexicon, shape, speaks_of
from tvict.reading.structure import Line, Spot, is_own_level, phrases, said, same_kind

_PAUSE = shape(r"<,|;|.|brk|joint>")


@cache
def syllables_in(*classes: str) -> frozenset[str]:
    """The syllables of the phrases of some classes."""
    return frozenset(word for name in classes for phrase in lexicon().sets[name] for word in phrase.split())


def spots_of(line: Line) -> list[Spot]:
    """Where the amounts of a line stand."""
    return [(line, n) for n in range(len(line.places))]


def own_levels(line: Line) -> list[Spot]:
    """Where the levels of a line stand, denominators left out."""
    return [(line, n) for n, a in enumerate(line.amounts) if is_own_level(a)]


def between(line: Line, lo: int, hi: int) -> list[Amount]:
    """The amounts between two places of a line."""
    return line.amounts[bisect_left(line.places, lo) : bisect_left(line.places, hi)]


def word_before(line: Line, n: int) -> str:
    """The folded word right before an amount; "" where the line begins with it."""
    return line.key(line.places[n] - 1) if line.places[n] else ""


def pause(line: Line, n: int, marks: str = ",;:") -> int:
    """The place behind the last of some marks before an amount, else behind the amount before it."""
    return line.begin(n) + max(map(line.gap(n).rfind, marks)) + 1


def asides(line: Line, lo: int, hi: int) -> list[Amount]:
    """The amounts with which the brackets between two places of a line begin."""
    return [x.amounts[0] for x in line.owner[lo:hi] if isinstance(x, Line) and x.places]


def speaks(spot: Spot, name: str) -> bool:
    """Whether the words of an amount hold a phrase of a class."""
    return speaks_of(" ".join(said(*spot)), name)


def syllables_said(spot: Spot) -> set[str]:
    """The syllables of the words of an amount."""
    return set(" ".join(said(*spot)).split())


def holds(words: str, name: str) -> bool:
    """Whether words between bars hold one of the phrases of a class, each as one token or as many."""
    return phrases(name).search(words) is not None


def up_to_pause(tail: str) -> str:
    """The characters behind an amount up to the next pause."""
    return _PAUSE.split(tail, maxsplit=1)[0]


def level_before(line: Line, n: int, test: Callable[[int], bool] | None = None, lo: int = 0) -> Amount | None:
    """The nearest level before an amount, from place lo on, that counts the same and passes a test, if there is one."""
    a = line.amounts[n]
    for m in range(n - 1, bisect_left(line.places, lo) - 1, -1):
        b = line.amounts[m]
        if is_own_level(b) and b.figure.unit is not None and same_kind(a, b) and (test is None or test(m)):
            return b
    return None


def first_said(line: Line, n: int, words: AbstractSet[str]) -> bool:
    """Whether the clause of an amount says one of some words first, "còn", "số", "đến nay" apart, and then a name."""
    skipped = lexicon().sets["left_over"] | lexicon().sets["number_word"] | lexicon().sets["now"]
    keys = [line.key(i) for i in clause_before(line, n)]
    keys = keys[keys[0] in skipped if keys else 0 :]
    return len(" ".join(keys).split()) > 1 and keys[0].partition(" ")[0] in words


def tells_done(line: Line, n: int) -> bool:
    """Whether the clause of an amount tells what was done, "đã" or a verb of it first."""
    own = clause_before(line, n)
    return first_said(line, n, lexicon().sets["already"]) or has(line.text[own.start : own.stop], "fulfil", "complete")


def clause_before(line: Line, n: int) -> range:
    """The places before an amount from the last pause on, but a colon right before it: "Đã trả lời: 60 kiến nghị"."""
    gap, lo = line.gap(n).rstrip(":"), line.begin(n)
    return range(lo + max(map(gap.rfind, ",;:")) + 1, lo + len(gap))


def clause_behind(line: Line, n: int) -> range:
    """The places behind an amount up to the next pause."""
    place = line.places[n] + 1
    return range(place, place + len(up_to_pause(line.tail(n))))
