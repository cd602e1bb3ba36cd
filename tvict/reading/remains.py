"""Rules of remainders: what is left, what is not done yet, and of what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import dropwhile, takewhile

from tvict.reading.amounts import Amount, tells_whose
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, syllables
from tvict.reading.lists import is_rest, one_unit
from tvict.reading.proposals import Page, Spots, at, link, sentence_before
from tvict.reading.settle import Link
from tvict.reading.spots import (
    clause_before,
    first_said,
    holds,
    level_before,
    own_levels,
    pause,
    spots_of,
    syllables_in,
    tells_done,
    up_to_pause,
    word_before,
)
from tvict.reading.stages import STEPS, beside_carried, is_undone, not_done, of_undone, stage
from tvict.reading.structure import (
    BRACKET,
    Line,
    Spot,
    barred,
    is_level,
    is_numerator,
    is_own_level,
    is_time_again,
    same_kind,
)

_NAMED_NEXT = shape(r"<brk>? (?: , | <joint> ) <word|noun|W|numbered|tier|quantity>{1,6} <over|under|about>*")
FEW = 4  # counts before one that is denied among which the one is sought that it denies
_REMAINS = shape(r"(?:^|[,;.:]|<joint|brk>) <word>{0,2} <remainder>")  # "các xã còn lại": the other communes


def left_apart(line: Line, n: int) -> bool:
    """Whether a semicolon parts what is left from what is told before it: "…; còn lại 5 tàu", "…; còn 8 vụ"."""
    gap, left = line.gap(n), word_before(line, n) in lexicon().sets["left_over"]
    return ";" in gap and (left or is_rest(line, at(line, n)) or _REMAINS.search(gap) is not None)


def _left_to(line: Line, n: int) -> Amount:
    """What is left where an amount tells so: the count behind one that says to whom, "5 huyện còn lại | 20 ca"."""
    a = at(line, n)
    behind = at(line, n + 1) if tells_whose(line.c.s, a) and n + 1 < len(line.places) else a
    return behind if is_level(behind) else a  # "5 huyện còn lại dưới 50%"


def remainders(page: Page, line: Line) -> Iterator[Link]:
    """What is left is one more part beside the part before it, and closes the list: "còn lại 6 ấp".

    "6 ấp còn lại" behind one count alone, or in a sentence of its own, may be left of a total that is not told here.
    """
    undergoes = lexicon().sets["undergoes"]
    begin = 0  # behind the remainder before
    for n, place in enumerate(line.places):
        a, gap = at(line, n), line.gap(n)
        after = is_rest(line, a)
        if a.unit_said and a.listed and line.key(place - 1) in undergoes:
            continue  # "số còn lại bị 22 hộ chiếm": by whom
        if not is_level(a) or not (after or _REMAINS.search(gap)):
            continue
        a = _left_to(line, n)
        if (first := _first_share(line, n)) is not None and same_kind(first, a):
            yield link("rest", a, first, "part.rest", 6, closed=True)
            begin = n + 1
            continue
        found = [s for s in reversed(_ahead(page, line, n)[begin:]) if is_own_level(at(*s))]
        alike = [s for s in found if same_kind(at(*s), a)]
        nearest = alike if line.outer is not None else found
        if ";" in gap:  # "16/18 xã đạt, trong đó 9 xã miền núi, 7 xã ven biển; 2 xã còn lại chưa đạt"
            nearest = [s for s in nearest if is_numerator(s[0], at(*s))] or nearest
            if len(all_ := _behind_list(line, alike)) < len(alike):
                nearest = alike = all_
        # "16/18 xã đã nộp phí. 2 xã còn lại chưa nộp": the sentence right before tells the total
        told = any(here is sentence_before(line) and is_numerator(here, at(here, m)) for here, m in nearest[:1])
        alone = after and not n and line.outer is None and not told
        if nearest and has(gap, "such_as"):  # "còn lại là các nghề khác như rê 40 tàu, vó 20 tàu"
            for m in range(n, len(line.places)):
                if m == n or (same_kind(at(line, m), a) and ";" not in line.gap(m)):
                    yield link("beside", at(line, m), at(*nearest[0]), "part.rest", 6)
                    begin = m + 1
            continue
        if nearest and not alone:  # "6 ấp còn lại …" in a sentence of its own
            yield link("rest", a, at(*nearest[0]), "part.rest", 6, closed=True)
        if not (after and (len(alike) == 1 or not n)):
            yield from _left_of(page, a, alike)
        begin = n + 1


def _ahead(page: Page, line: Line, n: int) -> Spots:
    """The amounts before one: of its line, of that around its bracket, or of the sentence before."""
    if not n and line.outer is not None:  # "21/27 đơn vị đã đăng 123 tin (còn lại 6 đơn vị)"
        return spots_of(line.outer)[: bisect_left(line.outer.places, line.place)]
    return spots_of(line)[:n] if n else page.before


def _first_share(line: Line, n: int) -> Amount | None:
    """The first of the counts in brackets right behind shares that an amount follows: "đô thị chiếm 30% (36 xã), miền
    núi 10% (12 xã), | còn lại 72 xã".
    """
    first = None
    for m in range(n - 1, -1, -1):
        aside = line.owner[line.places[m] + 1]
        if line.amounts[m].figure.role != "share" or not isinstance(aside, Line) or not aside.places:
            break
        first = aside.amounts[0] if is_own_level(aside.amounts[0]) else first
    return first


def beside_shares(page: Page, line: Line) -> Iterator[Link]:
    """What goes on by name alone from the count of a share is one more part beside it: "cá chiếm 60% (70 tấn), tôm 40
    tấn", "nam chiếm 60% với 70 người, nữ 40 người".
    """
    last = None  # the count that a share tells
    for n, a in enumerate(line.amounts):
        aside = line.owner[line.places[n] + 1] if line.places[n] + 1 < len(line.owner) else None
        if a.figure.role == "share":
            last = aside.first if isinstance(aside, Line) else None
        elif n and line.amounts[n - 1].figure.role == "share" and word_before(line, n) in lexicon().sets["with"]:
            last = a
        elif last is None or not one_unit(a, last) or not is_own_level(a) or not _NAMED_NEXT.fullmatch(line.gap(n)):
            last = None
        else:
            yield link("beside", a, last, "part.rest", 6)


def _behind_list(line: Line, alike: list[Spot]) -> list[Spot]:
    """The amounts before a remainder, the nearest first; where a semicolon closes a list of what was done, those before
    it: "nhận 98 vụ, đã xử lý 90 vụ, trong đó phạt 80 vụ, nhắc nhở 10 vụ; còn 8 vụ" is of all there were.
    """
    opens = next(
        (k for k, (x, m) in enumerate(alike) if x is line and has(line.gap(m), "among", "comprise")), len(alike)
    )
    return alike[opens + 1 :] if opens + 1 < len(alike) and stage(*alike[opens + 1]) > 0 else alike


def still_left(page: Page, line: Line) -> Iterator[Link]:
    """What "còn" says to be left of the total of a part before it: "119/148 thôn có điện, còn 29 thôn chưa có điện",
    "Có 18 xã, 15 xã đạt chuẩn. Còn 3 xã chưa đạt chuẩn".
    """
    if lexicon().sets["left_over"].isdisjoint(line.c.s.keys[line.at[0] : line.hi]):
        return
    yield from _taken_off(line)
    for n in range(line.outer is not None, len(line.places)):
        a, now = at(line, n), _still(line, n)
        if now is None or not is_level(a):
            continue
        above = None if n else sentence_before(line)
        spots = spots_of(above) if above else spots_of(line)[:n]
        alike = [s for s in reversed(spots) if is_own_level(at(*s)) and same_kind(at(*s), a)]
        alike = _behind_list(line, alike) if ";" in line.gap(n) else alike
        told = [s for s in alike if _over_total(*s) or at(*s).figure.figure_id in page.parts]
        part = _left_beside(told or alike[:1], (line, n), now)
        wholes = [at(*s) for s in alike if s not in told and s != part]
        if part is None or at(*part).figure.period != a.figure.period:
            continue
        contrast = _contrast(part, (line, n))
        # "100 hộ, trong đó 40 hộ nghèo, còn 9 hộ nghèo": some of the part, as its unit tells
        of_part = one_unit(a, at(*part)) and not all(one_unit(a, whole) for whole in wholes)
        if _over_total(*part) or (told and len(wholes) < 2 and not of_part):
            sure = contrast != "apart"
            yield link("rest", a, at(*part), "part.rest", 6, closed=sure, scope="sentence" if sure else "default")
        elif not told and len(wholes) == 1 and "," in part[0].gap(part[1]) and not is_time_again(*part):
            more = {"list": a.at, "closed": True, "scope": "sentence" if contrast == "denied" else "default"}
            parts = (at(*part), a) if contrast == "denied" or (n and not now) else ()
            yield from (link("parent", x, wholes[0], "part.rest", 2, **more) for x in parts)


def underway(page: Page, line: Line) -> Iterator[Link]:
    """What is done, and what is not yet, of a count before both: "thụ lý 90 đơn, đã kết luận 60 đơn, đang xác minh 30
    đơn", "Có 90 kiến nghị. Đã trả lời 60, chưa trả lời 30".
    """
    if line.outer is not None or not_done().isdisjoint(line.c.s.keys[line.at[0] : line.hi]):
        return
    told, open_ = own_levels(line), lexicon().sets["negates"] | lexicon().sets["not_yet"]
    for last in [s for s in page.last if told and is_own_level(at(*s))][-1:]:
        if one_unit(at(*told[0]), at(*last)) and first_said(*told[0], open_) and tells_done(*last):
            # "Đã trả lời: 60 kiến nghị. Chưa trả lời: 30 kiến nghị"
            yield link("beside", at(*told[0]), at(*last), "part.underway", 2)
            # "Tổng số dự án: 90 dự án. Đã hoàn thành: 60 dự án. Đang thi công: 30 dự án"
            for whole in page.roots[-2:-1]:
                if one_unit(at(*whole), at(*last)) and whole[0] is sentence_before(last[0]):
                    yield link("parent", at(*last), at(*whole), "part.underway", 1, scope="default")
    scope = "default" if len(told) > 1 and beside_carried(page, line) else "sentence"
    lo = new = len(told)  # the last that is done, and the first behind it that is part of nothing yet
    for k, left in enumerate(told):
        # "đã giải quyết 60 đơn, trả lại 5 đơn, đang giải quyết 25 đơn"
        apart = k - lo > 1 and ";" in line.text[line.places[told[lo][1]] : line.places[left[1]]]
        if k > lo and not apart and _not_yet(*left, k - lo, open_) and _counted_alike(told[new:k], left):
            all_parts = {at(*s).figure.figure_id for s in page.before} <= page.members  # "Trong đó, …"
            before, first = told[:lo] or (page.hosts if all_parts else page.before), at(*told[lo])
            total = next((at(*s) for s in reversed(before) if same_kind(at(*s), first)), None)
            if total is not None and not has(line.gap(told[lo][1]), "comprise", "among"):
                more = {"list": first.at, "scope": scope}
                yield from (link("parent", at(*s), total, "part.underway", 2, **more) for s in told[new : k + 1])
                new = k + 1
        if tells_done(*left):
            lo = new = k


def left_undone(page: Page, line: Line) -> Iterator[Link]:
    """What is not done, or goes on to the next period, beside what is done of the same and its parts: "Nhận 60 đơn.
    Đã giải quyết 48 đơn: đúng hạn 40, quá hạn 8; chuyển kỳ sau 12 đơn".
    """
    if not line.places or of_undone().isdisjoint(line.c.s.keys[line.at[0] : line.hi]):
        return
    told = own_levels(line)
    alone = bool(told) and line.outer is None and has(line.gap(0), "remainder")  # "Còn lại 12 đơn." by itself
    for k, (_, n) in enumerate(told):
        left = alone and not n
        if not (left or is_undone(line, n)) or at(line, n).figure.unit in page.feasible:
            continue
        over = False
        for spot in [*told[max(k - STEPS, 0) : k][::-1], *page.last[:-STEPS:-1]]:
            a = at(*spot)
            if not is_own_level(a) or not same_kind(a, at(line, n)):
                continue
            if _in_time(*spot):
                over = True
                continue
            if (stage(*spot) > 0 or tells_done(*spot)) and not holds(barred(*spot), "at_fault"):
                yield link("rest" if left else "beside", at(line, n), a, "part.underway", 7 if over else 5, closed=left)
            if stage(*spot) >= 0 or tells_done(*spot):
                break


def _in_time(line: Line, n: int) -> bool:
    """Whether a count tells what was in time or late: "đúng hạn 40 đơn", "40 đơn đúng hạn"."""
    behind = range(line.places[n] + 1, line.places[n] + 1 + len(up_to_pause(line.tail(n)).partition(":")[0]))
    return speaks_of(" ".join(map(line.key, (*clause_before(line, n), *behind))), "in_time")


def contrasts(page: Page, line: Line) -> Iterator[Link]:
    """What comes out one way and what does not, of a count before both: "khám 90 em, bình thường 60 em, không bình
    thường 30 em", "Lấy 90 mẫu. Đạt chuẩn 60 mẫu, chờ kết quả 9 mẫu, không đạt 21 mẫu".
    """
    if line.outer is not None or not_done().isdisjoint(line.c.s.keys[line.at[0] : line.hi]):
        return
    told = own_levels(line)
    for k, left in enumerate(told):
        denied = _denied(*left)
        if not denied:
            continue
        first = next((j for j in range(max(k - FEW, 0), k) if denied <= _own_words(*told[j], told[j][1])), k)
        run = told[first : k + 1]
        apart = any(has(line.gap(n), "among", "comprise", "remainder") for _, n in run)
        if len(run) < 2 or apart or not _counted_alike(run[:-1], left):
            continue
        before = told[:first] or (page.before if not any(line.gap(run[0][1])[:1] == x for x in ",;") else [])
        wholes = (at(*s) for s in reversed(before) if same_kind(at(*s), at(*run[0])))
        total = next((b for b in wholes if b.figure.figure_id not in page.members), None)
        if total is not None:
            yield from (link("parent", at(*s), total, "part.underway", 3, list=at(*run[0]).at) for s in run)


def _denied(line: Line, n: int) -> set[str]:
    """What the clause of an amount says first of all not to be so, in syllables: "không | đạt chuẩn 21 mẫu", "21 mẫu
    không | đạt".
    """
    sets, place = lexicon().sets, line.places[n] + 1
    counted = {*syllables(at(line, n).figure.unit or ""), *sets["number_word"]}  # "số mẫu | không đạt là 21 mẫu"
    for own in (clause_before(line, n), range(place, place + len(line.clause(n)))):
        words = list(dropwhile(counted.__contains__, " ".join(map(line.key, own)).split()))
        if words and words[0] in sets["negates"]:
            return set(words[1:]) - (sets["silent"] - sets["doing"])
    return set()


def _not_yet(line: Line, n: int, done: int, open_: AbstractSet[str]) -> bool:
    """Whether an amount is told not to be done yet, or behind several parts left so: "còn 25 đơn đang giải quyết"."""
    if first_said(line, n, open_):
        return True
    place = line.places[n] + 1
    left = done > 1 and place < len(line.at) and _still(line, n) is not None
    return left and line.key(place).split()[0] in open_


def _counted_alike(done: Spots, left: Spot) -> bool:
    """Whether what is done is counted as what is left, which may be told in bare numbers."""
    rest = at(*left)
    bare = rest.right == rest.at + 1 and rest.figure.unit is None
    return all(bare or one_unit(at(*s), rest) for s in done)


def _left_beside(parts: Spots, rest: Spot, now: bool) -> Spot | None:
    """The part beside which something is left, of those before it, the nearest first.

    "trong đó 40 hộ nghèo, nay còn 12 hộ nghèo" is the part again at another time. "119 thôn đã có điện, 50 thôn có chợ,
    còn 29 thôn chưa có điện" is of two breakdowns.
    """
    told = {spot: _contrast(spot, rest) for spot in parts}
    named = [spot for spot in parts if told[spot] == "denied"]
    if len(named) < len(parts):
        shared = [s for s in named or parts if _over_total(*s)]
        parts = shared if named or (shared and ";" in rest[0].gap(rest[1])) else parts
    sure = all(told[s] in ("denied", "undone") if now else told[s] != "again" for s in parts)
    return parts[0] if parts and sure else None


def _over_total(line: Line, n: int) -> bool:
    """Whether the amount behind one is its total: "40/60 bến", "40 bến trên tổng số 60 bến"."""
    return is_numerator(line, at(line, n)) or (n + 1 < len(line.places) and has(line.gap(n + 1), "out_of"))


def _still(line: Line, n: int) -> bool | None:
    """Whether "còn" right before an amount, behind a pause, tells what is left by now, "nay vẫn còn"; None where it
    does not stand there.
    """
    i, sets = line.places[n] - 1, lexicon().sets
    key = line.key(i) if i >= line.begin(n) else ""
    if key not in sets["left_over"]:
        return None
    lo, by_now = i, syllables_in("now", "aspect")
    while lo > line.begin(n) and by_now.issuperset(line.key(lo - 1).split()):
        lo -= 1
    parted = not lo or (lo > line.begin(n) and (line.text[lo - 1] in ",;" or has(line.text[lo - 1], "joint")))
    return lo < i or " " in key if parted else None


def _contrast(part: Spot, rest: Spot) -> str:
    """How what is left is told from a part: "denied" where the one is said of the other with a no, "có điện", "chưa có
    điện"; "undone" where only one is denied or not done yet, "đang sửa"; "apart" where another thing is denied, "có
    điện", "chưa có chợ"; "again" where it is called no more than the part is; else "".
    """
    (line, n), sets = part, lexicon().sets
    one, other = _own_words(line, n, n + _over_total(*part)), _own_words(*rest, rest[1])
    denies = sets["negates"] | sets["not_yet"]
    silent = {w for a in (at(*part), at(*rest)) for w in syllables(a.figure.unit or "")} | sets["silent"] | denies
    named, shared = other - silent, (one & other) - silent
    if one.isdisjoint(denies) == other.isdisjoint(denies):
        return "again" if named and named <= one else ""
    no_more = named and not shared and not sets["negates"].isdisjoint(one | other)
    return "denied" if shared else "apart" if no_more else "undone"


def _own_words(line: Line, first: int, last: int) -> set[str]:
    """The syllables around some amounts in their clause."""
    lo, hi = pause(line, first, f",;:{BRACKET}"), line.places[last] + 1 + len(line.clause(last))
    keys = map(line.key, range(lo, hi))
    return {w for w in " ".join(keys).split() if w[0].isalpha()}


def _taken_off(line: Line) -> Iterator[Link]:
    """What is taken off a total and what is left are all of it: "90 việc, trừ 5 việc ủy thác, còn phải làm 85 việc"."""
    sets, opening = lexicon().sets, [line.key(pause(line, n, ",;")) for n in range(len(line.places))]
    for n in range(1, len(opening)):
        whole = level_before(line, n) if opening[n] in sets["taken_off"] else None
        last = next((m for m in range(n + 1, len(opening)) if whole and opening[m] in sets["left_over"]), 0)
        for a in line.amounts[n : last + 1]:
            if whole is not None and is_own_level(a) and same_kind(a, whole):
                yield link("parent", a, whole, "part.rest", 7, list=whole.at, closed=True)


def _left_of(page: Page, a: Amount, alike: Spots) -> Iterator[Link]:
    """Parts and remainder where commas or stops alone part them from their total: "24 ấp, 18 ấp …, còn lại 6 ấp"."""
    leads = alike and has(alike[-1][0].gap(alike[-1][1]), "most")  # "Đường tỉnh nhiều nhất 15 vụ; đường huyện 11 vụ"
    leads = leads or (len(alike) > 1 and _contrast(alike[-1], alike[-2]) == "denied")  # "thành 9 vụ, không thành 2 vụ"
    if leads or (len(alike) == 1 and alike[0][0].c.where.get(a.figure.figure_id, (None,))[0] is not alike[0][0]):
        before = (s for s, _ in reversed(page.said) if s[0].outer is None and at(*s).sentence < at(*alike[0]).sentence)
        told = [s for s in before if is_level(at(*s)) and same_kind(at(*s), a)]
        first = list(takewhile(lambda s: has(s[0].text[:1], "among") and at(*s).figure.figure_id in page.parts, told))
        if len(first) == len(told):
            return
        whole = at(*told[len(first)])
        for part in (at(*s) for s in first):  # "Có 64 bến. Trong đó, 9 bến đã mở. 13 bến đang xây. Còn lại 42 bến …"
            yield link("parent", part, whole, "part.rest", 8, list=a.at, closed=True, scope="default")
        alike = [*alike, told[len(first)]]  # over two sentences
    if alike:
        last = next((k for k, s in enumerate(alike) if is_time_again(*s)), len(alike) - 1)
        *parts, whole = (at(*s) for s in alike[: last + 1])
        for part in (a, *parts):
            yield link("parent", part, whole, "part.rest", 2, list=a.at, closed=True, scope="default")
