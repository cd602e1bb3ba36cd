"""What changes are computed from: the earlier time that the text names for each, where that is not a year before.

"Tăng 3 vụ so với quý I" in a report of the second quarter leads to the first quarter and not to the year before. Where
what is compared with is named and no period can be told of it ("so với nhiệm kỳ trước"), none is claimed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape, speaks_of
from tvict.reading.model import BASE_PERIOD, Figure
from tvict.reading.scopes import base_period
from tvict.reading.structure import Context
from tvict.reading.times import MONTH, Period, When, form
from tvict.reading.tokens import Stream

_CHANGES = ("change", "index")
_COMPARE = shape("<compare>")
_ENDS = shape("<,|;|stop>")  # behind these what is compared with is said
SEASON = 3  # words before a year that may name its season
_OF_TABLE = "grid."  # begins the rules of links in a table, whose words are those of the header


class _Named(NamedTuple):
    """What a text compares with: from token lo on, the time that it names, if any."""

    lo: int
    when: When | None


def compared(s: Stream, contexts: Sequence[Context], whens: Sequence[When]) -> None:
    """Flag each change that is computed from another time than a year before (``base:2024-Q1``; ``base:`` where that
    time is not known).
    """
    figures: dict[int | None, Figure] = {a.figure.figure_id: a.figure for c in contexts for a in c.amounts}
    # "cùng thời điểm | năm 2018": the second alone names a time
    whens = [w for w, after in pairwise([*whens, None]) if w and (w.code or w.year or not after or after.lo > w.hi)]
    for c in contexts:
        changes = [a for a in c.amounts if a.figure.role in _CHANGES]
        for a, named in _named(s, c, changes, whens) if changes else ():
            of = figures.get(a.figure.of_id)
            if of is None or a.figure.base_id is not None:
                continue
            period = of.period or a.figure.period
            code = _period(s, named.when, period)
            if period is None or code != f"{int(period[:4]) - 1}{period[4:]}" or MONTH.fullmatch(period):
                a.figure.quality = (*a.figure.quality, f"{BASE_PERIOD}{code}")


def _named(s: Stream, c: Context, changes: Sequence[Amount], whens: Sequence[When]) -> Iterator[tuple[Amount, _Named]]:
    """Yield each change with what the text compares it with: in the header of its column, else in its sentence."""
    loose = []
    for a in changes:
        why = a.reasons.get("of")
        if why is None or not why.rule.startswith(_OF_TABLE):
            loose.append(a)
        elif named := _in_header(s, why.lo, why.hi, whens):
            yield a, named
    for lo, hi in pairwise([*c.sentences, c.last]) if loose else ():
        here = [a for a in loose if lo <= a.at < hi]
        yield from _in_sentence(s, here, _anchors(s, c, lo, hi, whens)) if here else ()


def _between(whens: Sequence[When], lo: int, hi: int) -> Sequence[When]:
    return whens[bisect_left(whens, lo, key=attrgetter("lo")) : bisect_left(whens, hi, key=attrgetter("lo"))]


def _in_header(s: Stream, lo: int, hi: int, whens: Sequence[When]) -> _Named | None:
    """What the header of a column compares with: of two lines the lower says it, behind the cells beside it."""
    m = _COMPARE.search(s.shape, lo, hi)
    found = [w for w in _between(whens, lo, hi) if w.use == "base" or (m and w.lo >= m.end())]
    return _Named(lo, found[-1] if found else None) if m or found else None


def _anchors(s: Stream, c: Context, lo: int, hi: int, whens: Sequence[When]) -> list[_Named]:
    """Every comparison of a sentence with the first time that it names before a mark or an amount; and the times that
    are said for one without its word: "bằng 98% cùng kỳ".
    """
    times, found = _between(whens, lo, hi), []
    lefts = (a.left for a in c.amounts if lo <= a.at < hi)
    ends = sorted([*lefts, *(m.start() for m in _ENDS.finditer(s.shape, lo, hi)), hi])
    for m in _COMPARE.finditer(s.shape, lo, hi):
        end = ends[bisect_left(ends, m.end())]
        found.append(_Named(m.start(), next(iter(_between(times, m.end(), end)), None)))
    taken = {named.when.lo for named in found if named.when}
    found += [_Named(w.lo, w) for w in times if w.use == "base" and w.lo not in taken]
    return sorted(found, key=attrgetter("lo"))


def _in_sentence(s: Stream, changes: Sequence[Amount], anchors: Sequence[_Named]) -> Iterator[tuple[Amount, _Named]]:
    """Give each change of a sentence the comparison behind it, else the one that leads to it, else the last one said.

    A comparison right behind a change is of all before it that have none; one behind a comma leads to the next.
    """
    waiting: list[Amount] = []
    last: _Named | None = None
    leads, right = False, 0
    events: list[tuple[int, Amount | _Named]] = [*((a.left, a) for a in changes), *((n.lo, n) for n in anchors)]
    events.sort(key=lambda e: e[0])
    for k, (lo, event) in enumerate(events):
        if isinstance(event, _Named):
            behind = right > 0 and not re.search("[,;]", s.shape[right:lo])
            leads = not behind and changes[-1].left > lo
            carried = last if leads else event
            yield from ((a, carried) for a in waiting if carried)
            waiting, last, right = [], event, 0
        else:
            right = event.right
            then, after = events[k + 1] if k + 1 < len(events) else (right, event)
            own = isinstance(after, _Named) and not re.search("[,;]", s.shape[right:then])
            if leads and last and not own:
                yield event, last
            else:
                waiting.append(event)
            leads = False
    yield from ((a, last) for a in waiting if last)


def _period(s: Stream, w: When | None, period: str | None) -> str:
    """The period that a comparison leads to, of a level of this period; "" where it is not known.

    Where it names a time of another length, only an edge of it is one for certain: "so với cuối năm 2021".
    """
    if w is None or (not w.year and period is None):
        return ""
    tags, sets = lexicon().tags, lexicon().sets
    opening, key = s.shape[w.lo], s.keys[w.lo]
    if opening in tags["head_of_year"] and opening in tags["same_period"]:
        return str((w.year or int(str(period)[:4])) - 1)  # a year begins as the one before ended
    if w.day.endswith("-12-31") and w.year:
        return str(w.year)
    if period and not _same().isdisjoint((key.split()[0], s.keys[w.lo - 1].split()[0])):
        return f"{w.year or int(period[:4]) - 1}{period[4:]}"  # "so với cùng thời điểm năm 2018"
    if period and w.year == int(period[:4]) - 1 and speaks_of(" ".join(s.keys[w.lo - SEASON : w.lo]), "season"):
        return f"{w.year}{period[4:]}"  # "so với vụ xuân năm 2021"
    known = sets["month_before"] | sets["quarter_before"]
    if not w.code and not w.year and key not in known and sets["year"].isdisjoint(key.split()):
        return ""  # "so với vụ trước"
    code = base_period(s, w, Period.of(period) if period else None) or ""
    if period is None or not code:
        return code
    if not w.year and w.code and code >= period:
        code = f"{int(code[:4]) - 1}{code[4:]}"  # "so với quý IV" in a first quarter
    edge = w.day or s.keys[w.lo - 1] in sets["late"] or key in sets["late"]
    alike = form(code) == form(period) and code.partition("/")[2] == period.partition("/")[2]  # as long too
    return code if code < period and (edge or alike) else ""


@cache
def _same() -> frozenset[str]:
    """The words that open a name of the same part of another year."""
    return frozenset(phrase.split()[0] for phrase in lexicon().sets["same_span"])
