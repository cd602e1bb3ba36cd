"""A quantity printed twice: a title, caption or lead whose words a later sentence says again, with its number.

Of a title the words alone decide; whether the two numbers are the same is for analysis to say. Elsewhere one long
number under one label is said again, and a sentence that so tells of one number of a total row tells of the others of
that row whose labels it says. The reason of the later figure names the words of the earlier one, and its scope
how near the repetition is: "clause" where the neighbours of both numbers are the same words too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise, takewhile
from typing import NamedTuple

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, lexicon, syllables, tags_of
from tvict.reading.structure import Context, is_denominator
from tvict.reading.tokens import NUMERAL_TAG, Stream

LONGEST = 40
"""Tokens of a paragraph without a stop that may be a title."""
FEWEST = 4
"""Words, besides its numbers, without which a title says nothing that could be recognised."""
LONG = 5
"""Tokens in a row around two numbers that are no chance."""
DIGITS = 3
"""Digits from which one number printed twice, of one label, is no chance."""
EMPTY = "preposition joint copula aspect adverb and over under about year plain generic".split()


class Span(NamedTuple):
    """A sentence, tokens lo to hi, with its words."""

    c: Context
    lo: int
    hi: int
    words: set[str]


def repeated(contexts: Sequence[Context]) -> None:
    """Give each amount that a later sentence says again, the title's words around it, a reason that names the first."""
    spans: list[Span] = []
    titles = []
    for c in contexts:
        title = _first_line(c)
        told = list(_sentences(c))
        if title is not c and told:  # what goes on behind its title, beside all of it
            told.insert(1, (c, title.last, told[0][2]))
        if _is_title(title):
            titles.append((title, len(spans) + 1))
        spans += (Span(*x, _words(x[0].s, *x[1:])) for x in told)
    holding: dict[str, list[int]] = {}
    for k, span in enumerate(spans):
        for word in span.words:
            holding.setdefault(word, []).append(k)
    for title, below in titles:
        beyond = _beyond_units(title)
        said = beyond if len(beyond) >= FEWEST else _words(title.s, title.first, title.last)
        rare = min((holding.get(word, []) for word in said), key=len) if len(said) >= FEWEST else []
        may_be = (spans[k] for k in rare[bisect_left(rare, below) :])
        found = next((span for span in may_be if said <= span.words and not _of_part(span)), None)
        if found is None or _of_extreme(title, found) or not _labels(title) <= {*found.c.s.keys[found.lo : found.hi]}:
            continue
        for a in title.amounts:
            for b in _again(title, a, found):
                scope = "clause" if _beside(title, a) == _beside(found.c, b) else "text"
                b.because("restated", "restated.title", scope, a.at, a.right)
                _as_below(a, b)
    _told_again(a for c in contexts for a in c.amounts if not a.row and not is_denominator(a))
    _told_in_total(contexts)


def _beyond_units(c: Context) -> set[str]:
    """The words of a title but those of its units, which each number must have: "400 triệu đồng/người"."""
    edges = [c.first, *chain.from_iterable((a.left, a.right) for a in c.amounts), c.last]
    return {word for lo, hi in zip(edges[::2], edges[1::2], strict=True) for word in _words(c.s, lo, hi)}


def _labels(c: Context) -> set[str]:
    """The numbers of a title that measure nothing: "Tuyến phà số 43: tăng 5 km" is not said again of number 44."""
    told = {k for a in c.amounts for k in range(a.left, a.right)}
    return {c.s.keys[k] for k in range(c.first, c.last) if c.s.shape[k] in "dnq" and k not in told}


def _of_extreme(title: Context, span: Span) -> bool:
    """Whether a sentence tells of the greatest where a title does not: "An Hải thiệt hại nặng nhất với 17 tàu chìm"."""
    return has(span.c.s.shape[span.lo : span.hi], "most") and not has(title.s.shape[title.first : title.last], "most")


def _of_part(span: Span) -> bool:
    """Whether a sentence goes on with a part: "Trong đó, vận tải đường bộ tăng 6%" says no title again."""
    return span.c.s.shape[span.lo] in tags_of("among")


def _as_below(a: Amount, b: Amount) -> None:
    """Say of a title's ratio what it is of, and its base, as the sentence does that says it again."""
    if a.figure.of_id is None and a.figure.base_id is None and a.figure.role == b.figure.role:
        for column in ("of_id", "base_id"):
            why = b.reasons.get(column[:-3])
            if why is not None:
                setattr(a.figure, column, getattr(b.figure, column))
                a.because(column[:-3], "restated.title", "text", why.lo, why.hi)


def _told_again(amounts: Iterable[Amount]) -> None:
    """One number of one time that two sentences print under one label: "Cả 1.382 lượt phản ánh đã được xử lý"."""
    told: dict[object, list[Amount]] = {}
    for b in amounts:
        f = b.figure
        before = told.setdefault((f.value, f.role, f.bound, f.period), [])
        if "restated" not in b.reasons and _is_long(b):
            found = (a for a in before if a.sentence != b.sentence and _alike(a, b) and _told_alike(a, b))
            if (a := next(found, None)) is not None:
                b.because("restated", "restated.again", "clause", a.at, a.right)
                _as_below(a, b)
        before.append(b)


def _told_in_total(contexts: Sequence[Context]) -> None:
    """The total row of a table, of which a sentence prints one long number and tells of others in the same words."""
    wholes = {a.figure.parent_id for c in contexts for a in c.amounts if _under_total(a)} - {None}
    told: dict[object, list[Amount]] = {}
    for a in (a for c in contexts for a in c.amounts if wholes and not a.row):
        if a.figure.role == "level" and a.figure.bound == "exact":
            told.setdefault(_quantity(a), []).append(a)
    for c in contexts if wholes else ():
        sentences: dict[int, list[tuple[Amount, Amount]]] = {}
        for b in (b for b in c.amounts if b.figure.figure_id in wholes):
            for a in (a for a in told.get(_quantity(b), ()) if _alike(a, b)):
                sentences.setdefault(a.sentence, []).append((a, b))
        for pairs in sentences.values():
            once = len({id(a) for a, _ in pairs}) == len({id(b) for _, b in pairs}) == len(pairs)
            if once and any(a.figure.value == b.figure.value and _is_long(a) for a, b in pairs):
                for pair in pairs:
                    earlier, later = sorted(pair, key=lambda x: x.at)
                    later.because("restated", "restated.total", "clause", earlier.at, earlier.right)
                break


def _under_total(a: Amount) -> bool:
    """Whether an amount of a table is part of one in a total row."""
    why = a.reasons.get("parent")
    return a.row and a.figure.closed and why is not None and why.rule == "grid.rows"


def _quantity(a: Amount) -> tuple[str | None, frozenset[str]]:
    """The time of an amount, and the syllables of its label that carry meaning."""
    alone, empty, generic = lexicon().phrases.alone, tags_of(*EMPTY), lexicon().sets["generic"]
    words = syllables(a.figure.subject or "")
    return a.figure.period, frozenset(w for w in words if alone.get(w, "w") not in empty and w not in generic)


def _is_long(a: Amount) -> bool:
    """Whether a number has so many digits that it is no chance to meet it again."""
    return len(str(a.figure.value).replace(".", "").strip("-0")) >= DIGITS


def _told_alike(a: Amount, b: Amount) -> bool:
    """Whether the labels of two amounts share a word."""
    return not {*syllables(a.figure.subject or "")}.isdisjoint(syllables(b.figure.subject or ""))


def _again(title: Context, a: Amount, span: Span) -> list[Amount]:
    """The amount of a sentence that may be one of a title: of several the one that the same words stand around."""
    again = [b for b in span.c.amounts if span.lo <= b.at < span.hi and _alike(a, b) and not _of_another_time(a, b)]
    if len(again) > 1 and not _regarded(title, a) and any(_regarded(span.c, b) for b in again):
        return []  # "Vận tải tăng 5%": of "tăng 6% về lượt khách và 5% về lượt khách.km" either
    if len(again) > 1:
        near = [b for b in again if _run(title, a, span.c, b) >= LONG]
        again = near or [b for b in again if _around(title, a) <= _around(span.c, b)]
    return again if len(again) == 1 else []


def _regarded(c: Context, a: Amount) -> bool:
    """Whether the words behind a ratio say in what regard it is meant: "tăng 6% về lượng"."""
    return c.s.keys[a.right] in lexicon().sets["regarding"]


def _first_line(c: Context) -> Context:
    """The first line of a paragraph, which may be its title, as a context of its own."""
    s, lo = c.s, c.first
    for i in range(lo + 1, min(lo + LONGEST, c.last)):
        if "\n" in s.text[s.ends[i - 1] : s.starts[i]]:
            return Context(s, lo, i, [a for a in c.amounts if a.at < i], bullet=c.bullet, note=c.note)
    return c


def _is_title(c: Context) -> bool:
    s = c.s
    short = c.amounts and c.last - c.first <= LONGEST and not c.bullet and not c.note and not c.amounts[0].row
    return bool(short) and len(c.sentences) == 1 and s.shape[c.last - 1] not in ".;:,"


def _sentences(c: Context) -> Iterator[tuple[Context, int, int]]:
    if c.amounts and not c.amounts[0].row:
        for lo, hi in pairwise([*c.sentences, c.last]):
            yield c, lo, hi


def _words(s: Stream, lo: int, hi: int) -> set[str]:
    """The syllables that carry meaning: no numbers, no words of grammar, no years."""
    empty = tags_of(*EMPTY)
    return {
        syllable
        for i in range(lo, hi)
        if s.shape[i] not in empty and (s.shape[i] > "\x7f" or s.keys[i][:1].isalpha())  # tags of listed words
        for syllable in s.keys[i].split()
    }


def _around(c: Context, b: Amount) -> set[str]:
    """The words of an amount's sentence from the amount before it to the one behind it."""
    end = next(n for n in (*c.sentences, c.last) if n > b.at)
    before = max((a.right for a in c.amounts if a.at < b.at), default=b.sentence)
    behind = min((a.at for a in c.amounts if a.at > b.at), default=end)
    return _words(c.s, max(before, b.sentence), min(behind, end))


def _run(title: Context, a: Amount, c: Context, b: Amount) -> int:
    """How many tokens in a row around both numbers are the same, whatever other numbers there are."""
    s, runs = title.s, 0
    for step, stop in ((-1, title.first - a.at - 1), (1, title.last - a.at)):
        near = range(step, stop, step)
        same = takewhile(lambda k: c.first <= b.at + k < c.last and _same(s, a.at + k, b.at + k), near)
        runs += sum(1 for _ in same)
    return runs


def _same(s: Stream, i: int, j: int) -> bool:
    """Whether two tokens are one word, or both numbers."""
    return s.keys[i] == s.keys[j] or (s.shape[i] == s.shape[j] and NUMERAL_TAG.match(s.shape, i) is not None)


def _beside(c: Context, a: Amount) -> tuple[str, str]:
    """The words directly before a number and behind it."""
    return c.s.keys[a.at - 1] if a.at > c.first else "", c.s.keys[a.at + 1]


def _of_another_time(a: Amount, b: Amount) -> bool:
    """Whether each of two amounts names its time, and not the same one: "7 tháng tăng 16%", "Tháng 7 tăng 10%"."""
    named = all(x.sentence <= x.reasons["period"].lo != x.left for x in (a, b))
    return named and a.figure.period != b.figure.period


def _alike(a: Amount, b: Amount) -> bool:
    """Whether two amounts may be one quantity: of one kind, role and sign, with a word of the unit in common."""
    units = [set((x.figure.unit or "").casefold().split()) for x in (a, b)]
    place = is_denominator(a) == is_denominator(b)
    return (
        place
        and a.sort == b.sort
        and a.figure.role == b.figure.role
        and bool(units[0] & units[1] or units[0] == units[1])
    )
