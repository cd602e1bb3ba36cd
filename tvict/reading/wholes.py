"""What shares are of that the words beside them do not say, once all links are settled."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import cache
from itertools import islice
from typing import NamedTuple

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, lexicon, shape, syllables
from tvict.reading.proposals import at, named_in, naming
from tvict.reading.settle import Link
from tvict.reading.shares import FAR
from tvict.reading.structure import Context, Spot, is_denominator, is_level, is_own_level, names, same_kind

NAMED_ALIKE = "share.named_alike"
"""The rule of a share that is named like a part told before."""
_SAYS = ("copula", "ratio", "occupy", "equal", "that_is", "over", "under", "about", "adverb", "silent")
"""Classes of words beside a share that name nothing."""
_REACHES = shape("<copula> <over|under|about>*")
_JOINED = shape(r"<!,|;|:|amt|brk> <joint> <!copula|,|amt|brk|about|over>")
_TOLD = shape(r"(?: <!amt|brk|,|;|:|.> )*")


class _Part(NamedTuple):
    """A part and its total, the syllables that tell it from that, and all that a share of it may be called by."""

    it: Amount
    whole: Amount
    own: set[str]
    known: set[str]


def fill_shares(contexts: Iterable[Context], links: Iterable[Link]) -> None:
    """Fill what shares are of and of what total from the links of all others, which are settled."""
    only = {k.it.figure.figure_id: k for k in links if k.slot == "only"}
    for c in contexts:
        shares = [a for a in c.amounts if a.figure.role == "share" and a.sort == "percent" and not a.row]
        if shares:
            only_totals(c, filter(None, (only.get(a.figure.figure_id) for a in shares)))
            bare = [a for a in shares if a.figure.of_id is None and a.figure.base_id is None]
            for a in bare:
                reached(c, a)
            if bare := [a for a in bare if a.figure.of_id is None]:
                named_parts(c, bare)


def reached(c: Context, share: Amount) -> None:
    """Take for the part of a share what came of a count where no more than "đạt" stands between: "tiếp nhận 40 hồ sơ,
    giải quyết 38 hồ sơ đạt 95%".
    """
    line, n = c.where[share.figure.figure_id]
    part = at(line, n - 1) if n and _REACHES.fullmatch(line.gap(n)) else None
    why = part.reasons.get("parent") if part is not None else None
    if part is not None and why is not None and why.rule == "part.settled":
        share.figure.of_id, share.figure.base_id = part.figure.figure_id, part.figure.parent_id
        share.because("of", "share.reached", "clause", part.left, part.right)
        share.because("base", "share.reached", why.scope, why.lo, why.hi)


def named_parts(c: Context, shares: Iterable[Amount]) -> None:
    """Take for the part of a share that one which is named like it, of a total of the paragraph: "2.000 hồ sơ (800 nộp
    trực tiếp, 1.200 trực tuyến). Hồ sơ trực tuyến đạt 60%". Of several it is the one named in most words, of like ones
    that of the total of all.
    """
    by_id: dict[int | None, Amount] = {a.figure.figure_id: a for a in c.amounts}
    rated = {a.figure.of_id for a in c.amounts if a.figure.role == "share"}
    own = (a for a in c.amounts if a.figure.parent_id is not None and is_own_level(a))
    told = ((a, by_id.get(a.figure.parent_id)) for a in own if a.figure.figure_id not in rated)
    parts = [_Part(a, whole, *_words_of(c, a, whole)) for a, whole in told if whole is not None]
    for share in shares if parts else ():
        said = _said_of(c.where[share.figure.figure_id])
        near = parts[: bisect_left(parts, share.at, key=lambda p: p.it.at)][-FAR:]
        fit = [p for p in near if p.own and p.own <= said <= p.known and p.it.figure.period == share.figure.period]
        most = max((len(p.own) for p in fit), default=0)
        best = [p for p in fit if len(p.own) == most]
        best = [p for p in best if p.whole.figure.parent_id is None] if len(best) > 1 else best
        if len(best) == 1:
            part, whole = best[0][:2]
            share.figure.of_id, share.figure.base_id = part.figure.figure_id, whole.figure.figure_id
            share.because("of", NAMED_ALIKE, "text", part.left, part.right)
            share.because("base", NAMED_ALIKE, "text", whole.left, whole.right)


def _words_of(c: Context, part: Amount, whole: Amount) -> tuple[set[str], set[str]]:
    """The syllables that tell a part from its total, and all that a share of it may be called by: not "xã An Phú"."""
    known = _named(c.where[whole.figure.figure_id])
    own = _named(c.where[part.figure.figure_id]) - known
    return own, known.union(own, syllables(part.figure.unit or ""), _syllables_of("fulfil", "receive"))


def _said_of(share: Spot) -> set[str]:
    """The syllables that name a share: those right behind it, else those before it, with what leads its list in."""
    line, n = share
    place = line.places[n] + 1
    behind = _TOLD.match(line.text, place) if naming(line.text[place : place + 1]) else None
    words = named_in(line, place, behind.end()) if behind else _named(share)
    if _JOINED.search(behind[0] if behind else line.gap(n)):  # "đúng hạn và trước hạn đạt 99%": of no part alone
        words |= lexicon().sets["joint"]
    colon = line.text.rfind(":", 0, place)
    if colon > 0:  # "Tỷ lệ giáo viên đạt chuẩn: | mầm non 92%, tiểu học 88%"
        before = bisect_left(line.places, colon)
        words |= named_in(line, line.places[before - 1] if before else 0, colon)
    return words - _syllables_of(*_SAYS)


def _named(spot: Spot) -> set[str]:
    """The syllables that name an amount, its unit among them."""
    line, n = spot
    a = at(line, n)
    unit = {w for key in line.c.s.keys[a.at + 1 : a.right] for w in key.split() if w[0].isalpha()}
    return (names(line, n) | unit) - _syllables_of(*_SAYS)


@cache
def _syllables_of(*classes: str) -> frozenset[str]:
    """The syllables of all words of some classes."""
    return frozenset(w for name in classes for word in lexicon().sets[name] for w in word.split())


def only_totals(c: Context, told: Iterable[Link]) -> None:
    """Take for the total of a share that names none the only level before its part, in the paragraph and of its time,
    that is part of nothing: "Dư nợ 3.187 tỷ đồng, tăng 2%. Hộ nghèo vay 1.826 tỷ đồng, chiếm 57,3%". Links are settled.
    """
    levels = [a for a in c.amounts if is_level(a) and not a.row]
    rated = {a.figure.of_id for a in c.amounts if a.figure.role == "share"}
    for k in told:
        share, part = k.it, k.to
        open_ends = share.figure.base_id is None and part.figure.parent_id is None
        if not open_ends or share.figure.of_id != part.figure.figure_id:
            continue
        whole = _only_root(levels, part)
        if whole is not None and whole.figure.figure_id not in rated and _may_hold(whole, part, c):
            _fill(share, part, whole, k.rule, c)


def _only_root(levels: Iterable[Amount], part: Amount) -> Amount | None:
    """The level before a part that is of its unit and time and part of nothing, where there is but one."""
    roots = (a for a in levels if a.at < part.at and a.figure.parent_id is None and same_kind(a, part))
    found = [*islice((a for a in roots if a.figure.period == part.figure.period), 2)]
    return found[0] if len(found) == 1 else None


def _may_hold(whole: Amount, part: Amount, c: Context) -> bool:
    """Whether a level may be the total of a part: it stands in no row with it, "900 hồ sơ đất, 270 hồ sơ xây dựng", and
    is no denominator of another sentence, "có 45/50 em đỗ. Nội trú 40 em".
    """
    if is_denominator(whole):
        return whole.sentence == part.sentence
    line, n = c.where[part.figure.figure_id]
    return not (n and line.gap(n)[-1:] == "," and at(line, n - 1) is whole and part.right > part.at + 1)


def _fill(share: Amount, part: Amount, whole: Amount, rule: str, c: Context) -> None:
    """Link a share and its part to their total, surely where one sentence tells all and no names compete."""
    first = min(share, part, key=lambda a: a.at)
    one, other = (names(*c.where[a.figure.figure_id]) for a in (whole, first))
    # "nhóm vải đạt 90 tấn; nhóm cá chiếm 4%, đạt 4 tấn": perhaps of another
    sure = whole.sentence == share.sentence and (not one & other or one <= other)
    share.figure.base_id = whole.figure.figure_id
    share.because("base", rule, "sentence" if sure else "text", whole.left, whole.right)
    line, n = c.where[part.figure.figure_id]
    if not has(line.gap(n), "disburse"):  # what is paid of a sum is no part of it
        part.figure.parent_id = whole.figure.figure_id
        part.because("parent", rule, "sentence" if sure else "default", whole.left, whole.right)
