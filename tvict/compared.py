"""What changes are compared with: a reading goes in, its figures come out, each change with the earlier time that the
text names, where that is not a year before.

"Tăng 3 vụ so với quý I" in a report of the second quarter leads to the first quarter and not to the year before. Where
what is compared with is named and no period can be told of it ("so với nhiệm kỳ trước"), none is claimed.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import NamedTuple

from tvict.analysis.printed import BASE_PERIOD
from tvict.reading.lexicon import lexicon, shape
from tvict.reading.model import Figure, Reading
from tvict.reading.outline import outline
from tvict.reading.scopes import _compared as told
from tvict.reading.times import MONTH, Period, When, mentions
from tvict.reading.tokens import END, Stream, tokenize
from tvict.reading.unicode import composed

CHANGES = ("change", "index")
TABLE_RULE = "grid."
"""Begins the rules of links in a table, whose words are those of the header."""
COMPARE = shape("<compare>")
ENDS = re.compile(rf"[,;.!?({END}]")
"""Marks behind which what is compared with is said."""
PARTS = re.compile("[,;]")
SENTENCE = re.compile(rf"[.!?{END}]")


class Named(NamedTuple):
    """What a text compares with: from token lo on, the time that it names, if any, and its words."""

    lo: int
    when: When | None
    stream: Stream


def compared(reading: Reading) -> tuple[Figure, ...]:
    """Return the figures of a reading, with a flag at each change that is computed from another time than a year before
    (``base:2024-Q1``; ``base:`` where the time is not known).
    """
    text, origin = composed(reading.text)
    since = _since(reading if origin is None else _moved(reading, text, origin))
    return tuple(
        replace(figure, quality=(*figure.quality, f"{BASE_PERIOD}{since[figure.figure_id]}"))
        if figure.figure_id in since
        else figure
        for figure in reading.figures
    )


def _moved(reading: Reading, text: str, origin: Sequence[int]) -> Reading:
    """Return a reading whose offsets count the characters of its text in composed form."""
    at = partial(bisect_left, origin)
    figures = (replace(figure, start=at(figure.start), end=at(figure.end)) for figure in reading.figures)
    reasons = (replace(reason, start=at(reason.start), end=at(reason.end)) for reason in reading.reasons)
    return replace(reading, text=text, figures=tuple(figures), reasons=tuple(reasons))


def _since(reading: Reading) -> dict[int, str]:
    """Return what changes are computed from, by figure, where that is not a year before."""
    figures = {figure.figure_id: figure for figure in reading.figures}
    since: dict[int, str] = {}
    for change, named in _named(reading, [f for f in reading.figures if f.role in CHANGES]):
        of = figures.get(change.of_id) if change.of_id is not None else None
        if of is None or change.base_id is not None:
            continue
        period = of.period or change.period
        code = _period(named, period)
        if period is None or code != _year_before(period) or MONTH.fullmatch(period):
            since[change.figure_id] = code
    return since


def _named(reading: Reading, changes: Sequence[Figure]) -> Iterator[tuple[Figure, Named]]:
    """Yield each change with what the text compares it with: in the header of its column, else in its sentence."""
    headers = {
        reason.figure_id: (reason.start, reason.end)
        for reason in reading.reasons
        if reason.column == "of" and reason.rule.startswith(TABLE_RULE)
    }
    heads: dict[tuple[int, int], Named | None] = {}
    for change in changes:
        if header := headers.get(change.figure_id):
            if header not in heads:
                heads[header] = _in_header(tokenize(reading.text, [[header]], (0,)))
            if named := heads[header]:
                yield change, named
    loose = [change for change in changes if change.figure_id not in headers]
    for block in outline(reading.text).blocks if loose else ():
        if held := _held(loose, block.pieces):
            stream = tokenize(reading.text, [block.pieces], (0,))
            yield from _in_block(stream, held, [f.start for f in _held(reading.figures, block.pieces)])


def _held(figures: Sequence[Figure], pieces: Sequence[tuple[int, int]]) -> list[Figure]:
    by = attrgetter("start")
    return [f for a, b in pieces for f in figures[bisect_left(figures, a, key=by) : bisect_left(figures, b, key=by)]]


def _in_header(s: Stream) -> Named | None:
    """Find what the header of a column compares with: of two lines the lower says it, behind the cells beside it."""
    m = COMPARE.search(s.shape)
    whens = [w for w in mentions(s, None) if w.use == "base" or (m and w.lo >= m.end())]
    return Named(0, whens[-1] if whens else None, s) if m or whens else None


def _in_block(s: Stream, changes: Sequence[Figure], starts: Sequence[int]) -> Iterator[tuple[Figure, Named]]:
    lefts = [bisect_right(s.starts, start) - 1 for start in starts]
    spans = [(bisect_right(s.starts, f.start) - 1, bisect_left(s.starts, f.end), f) for f in changes]
    anchors = _anchors(s, lefts)
    ends = [m.end() for m in SENTENCE.finditer(s.shape)]
    of_spans = [0, *(bisect_left(spans, end, key=itemgetter(0)) for end in ends)]
    of_anchors = [0, *(bisect_left(anchors, end, key=attrgetter("lo")) for end in ends)]
    for (a, b), (c, d) in zip(pairwise(of_spans), pairwise(of_anchors), strict=True):
        yield from _in_sentence(s, spans[a:b], anchors[c:d])


def _anchors(s: Stream, lefts: Sequence[int]) -> list[Named]:
    """Find every comparison, with the first time that it names before a mark or an amount; and the times said for one
    without that word ("bằng 98% cùng kỳ").
    """
    whens, found = _whole(mentions(s, None)), []
    ends = sorted([*lefts, *(mark.start() for mark in ENDS.finditer(s.shape)), len(s.shape)])
    for m in COMPARE.finditer(s.shape):
        k = bisect_left(whens, m.end(), key=attrgetter("lo"))
        told_here = k < len(whens) and whens[k].lo < ends[bisect_left(ends, m.end())]
        found.append(Named(m.start(), whens[k] if told_here else None, s))
    taken = {named.when.lo for named in found if named.when}
    found += [Named(w.lo, w, s) for w in whens if w.use == "base" and w.lo not in taken]
    return sorted(found, key=lambda named: named.lo)


def _whole(whens: Sequence[When]) -> list[When]:
    """Leave out a time that names none by itself where one stands right behind it: "cùng thời điểm năm 2018"."""
    return [w for w, after in pairwise([*whens, None]) if w and (w.code or w.year or not after or after.lo > w.hi)]


def _in_sentence(
    s: Stream, changes: Sequence[tuple[int, int, Figure]], anchors: Sequence[Named]
) -> Iterator[tuple[Figure, Named]]:
    """Give each change of a sentence the comparison behind it, else the one that leads to it, else the last one said.

    A comparison right behind a change is of all before it that have none; one behind a comma leads to the next.
    """
    waiting: list[Figure] = []
    last: Named | None = None
    leads, right = False, 0
    events = sorted([(lo, hi, f) for lo, hi, f in changes] + [(a.lo, a.lo, a) for a in anchors], key=lambda e: e[:2])
    for lo, hi, event in events:
        if isinstance(event, Named):
            behind = right and not PARTS.search(s.shape, right, lo)
            leads = not behind and bool(changes) and changes[-1][0] > lo
            carried = last if leads else event
            yield from ((figure, carried) for figure in waiting if carried)
            waiting, last, right = [], event, 0
        else:
            right = hi
            if leads and last:
                yield event, last
            else:
                waiting.append(event)
            leads = False
    yield from ((figure, last) for figure in waiting if last)


def _period(named: Named, period: str | None) -> str:
    """Return the period that a comparison leads to, of a level of this period; "" where it is not known.

    Where it names a time of another length, only an edge of it is one for certain: "so với cuối năm 2021".
    """
    w, s = named.when, named.stream
    if w is None or (not w.year and period is None):
        return ""
    tags, sets = lexicon().tags, lexicon().sets
    opening = s.shape[w.lo]
    if opening in tags["head_of_year"] and opening in tags["same_period"]:
        return str((w.year or int(str(period)[:4])) - 1)  # a year begins as the one before ended
    if w.day.endswith("-12-31") and w.year:
        return str(w.year)
    key = s.keys[w.lo]
    if period and not _same().isdisjoint((key.split()[0], s.keys[w.lo - 1].split()[0])):
        return f"{w.year or int(period[:4]) - 1}{period[4:]}"  # "so với cùng thời điểm năm 2018"
    known = sets["month_before"] | sets["quarter_before"]
    if not w.code and not w.year and key not in known and sets["year"].isdisjoint(key.split()):
        return ""  # "so với vụ trước"
    now = Period.of(period) if period else None
    code = told(s, w, now) or ""
    if period is None or not code:
        return code
    if not w.year and w.code and code >= period:
        code = f"{int(code[:4]) - 1}{code[4:]}"  # "so với quý IV" in a first quarter
    edge = w.day or s.keys[w.lo - 1] in sets["late"] or key in sets["late"]
    return code if code < period and (edge or _form(code) == _form(period)) else ""


@cache
def _same() -> frozenset[str]:
    """Return the words that open a name of the same part of another year."""
    return frozenset(phrase.split()[0] for phrase in lexicon().sets["same_span"])


def _form(code: str) -> str:
    """Return what tells how long a period is.

    >>> _form("2022-Q2") == _form("2021-Q4"), _form("2022-03"), _form("2022-01-01/P9M")
    (True, '-', '--/P9M')
    """
    day, mark, length = code.partition("/")
    return re.sub(r"\d", "", day) + mark + length


def _year_before(period: str) -> str:
    return f"{int(period[:4]) - 1}{period[4:]}"
