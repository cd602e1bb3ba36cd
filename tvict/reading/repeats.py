"""A quantity printed twice: a title, caption or lead whose words a later sentence says again, with its number.

The words alone decide; whether the two numbers are the same is for analysis to say. The reason of the later figure
names the words of the earlier one, and its scope how near the repetition is: "clause" where the neighbours of both
numbers are the same words too.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import tags_of
from tvict.reading.structure import Context
from tvict.reading.tokens import Stream

LONGEST = 40
"""Tokens of a paragraph without a stop that may be a title."""
FEWEST = 4
"""Words, besides its numbers, without which a title says nothing that could be recognised."""
EMPTY = "preposition joint copula aspect adverb and over under about year plain generic".split()


def repeated(contexts: Sequence[Context]) -> None:
    """Give each amount that a later sentence says again, the title's words around it, a reason that names the first."""
    for n, title in enumerate(contexts):
        if not _is_title(title):
            continue
        said = _words(title.s, title.first, title.last)
        if len(said) < FEWEST:
            continue
        spans = (span for c in contexts[n + 1 :] for span in _sentences(c))
        found = next((span for span in spans if said <= _words(span[0].s, *span[1:])), None)
        if found is None:
            continue
        c, lo, hi = found
        for a in title.amounts:
            again = [b for b in c.amounts if lo <= b.at < hi and _alike(a, b)]
            if len(again) > 1:
                again = [b for b in again if _around(title, a) <= _around(c, b)]
            if len(again) == 1:
                scope = "clause" if _beside(title, a) == _beside(c, again[0]) else "text"
                again[0].because("restated", "restated.title", scope, a.at, a.right)


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
        if s.shape[i] not in empty and s.keys[i][:1].isalpha()
        for syllable in s.keys[i].split()
    }


def _around(c: Context, b: Amount) -> set[str]:
    """The words of an amount's sentence from the amount before it to the one behind it."""
    end = next(n for n in (*c.sentences, c.last) if n > b.at)
    before = max((a.right for a in c.amounts if a.at < b.at), default=b.sentence)
    behind = min((a.at for a in c.amounts if a.at > b.at), default=end)
    return _words(c.s, max(before, b.sentence), min(behind, end))


def _beside(c: Context, a: Amount) -> tuple[str, str]:
    """The words directly before a number and behind it."""
    return c.s.keys[a.at - 1] if a.at > c.first else "", c.s.keys[a.at + 1]


def _alike(a: Amount, b: Amount) -> bool:
    """Whether two amounts may be one quantity: of one kind, role and sign, with a word of the unit in common."""
    units = [set((x.figure.unit or "").casefold().split()) for x in (a, b)]
    return a.sort == b.sort and a.figure.role == b.figure.role and bool(units[0] & units[1] or units[0] == units[1])
