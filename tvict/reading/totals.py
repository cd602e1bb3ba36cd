"""Rules of totals: what is part of what, by lists, steps, remainders, names and items."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise, takewhile

from tvict.reading.amounts import Amount
from tvict.reading.changes import planned_change
from tvict.reading.grammar import grammar
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.lists import (
    Listing,
    Lists,
    divided_by,
    in_scale_of,
    is_rest,
    levels,
    name_ends,
    names_facet,
    of_those,
    of_unit,
    one_unit,
    second_counts,
    unprinted,
)
from tvict.reading.proposals import (
    BOTH,
    Page,
    Series,
    Spots,
    at,
    behind_change,
    by_name,
    link,
    naming,
    sentence_before,
)
from tvict.reading.settle import Link, timely
from tvict.reading.shares import FAR, OPENS, counted_before, is_of_those, is_told_part, opens_among
from tvict.reading.structure import (
    ABOUT,
    BRACKET,
    Context,
    Line,
    Spot,
    barred,
    common,
    counts,
    half,
    halves,
    in_time_of,
    is_beside,
    is_denominator,
    is_level,
    is_numerator,
    is_own_level,
    is_rate,
    is_time_again,
    kind_counted,
    likeness,
    names,
    opposed,
    per,
    phrases,
    said,
    same_kind,
    says,
    tells_apart,
)

_MOVED = shape(r"<lvl> <!amt|;|.>*? (?: <up|down> <about|over|under>* <chg> | <exceed> <about|over|under>* <gap> )")
_OVER_TARGET = shape(r"<lvl> (?:<!amt|;>)*? <done> | <size> <brk>? , <exceed> <about|over|under>* <gap>")


def fractions(page: Page, line: Line) -> Iterator[Link]:
    """Of "109/112 xã" the first is part of the second, unless that is the target of the first."""
    done: dict[int, bool] = {}  # of each numerator
    for n, place in enumerate(line.places):
        a = at(line, n)
        if line.outer is not None and BOTH.fullmatch(line.text) and behind_change(line):
            continue
        aside = line.owner[place + 1] if place + 1 < len(line.owner) else None  # "9/12 xã (75% kế hoạch)"
        attained = isinstance(aside, Line) and aside.first is not None and aside.first.figure.role == "attainment"
        attained = attained or _OVER_TARGET.match(line.text, place) is not None
        if is_denominator(a) and not attained and a.fraction_of is not None:
            slot = "unit" if a.fraction_of.figure.role == "rank" else "parent"
            done[n - 1] = n > 0 and _carried_out(line, n - 1, done)
            rule = "part.planned" if done[n - 1] else "part.fraction"
            # "209/206 tỷ đồng, tăng 1,4%": of this year and the last? "45/40 xã, vượt 12% kế hoạch": of a plan?
            scope = "default" if _MOVED.match(line.text, place) else "sentence"
            yield link(slot, a.fraction_of, a, rule, 9, a.fraction_of.at, a.at + 1, scope=scope)


def _carried_out(line: Line, n: int, done: Mapping[int, bool]) -> bool:
    """Whether what a fraction sets above another number may be done against planned, as well as part against whole: "đã
    tiến hành 45/40 cuộc", "giải quyết việc làm cho 45/40 người", "chở vượt quá số người quy định 45/40 người".

    Its clause has a verb that makes or brings what is counted, or tells of a plan: "45/40 lớp, vượt kế hoạch". `done`
    says it of the fractions before.
    """
    gap, place = line.gap(n), line.places[n]
    if n - 2 in done and _ONE_MORE.search(gap):
        return done[n - 2]  # "tiêm 45/40 liều mũi 1, 35/30 liều mũi 2"
    lo = line.begin(n) + max(gap.rfind(mark) for mark in ",;:") + 1
    if _BEYOND.search(line.text, lo, place) is not None:
        return True
    named = line.c.beside(at(line, n)) or at(line, n)
    if _of_plan(line, lo, place, n + 1) and not speaks_of(named.figure.unit or "", "target"):
        return True  # not "hoàn thành 45/40 chỉ tiêu"
    sets, words = lexicon().sets, f"|{'|'.join(map(line.key, range(lo, place)))}|"
    acts = [m.span() for m in phrases("planned_act").finditer(words)]
    if not acts:  # "Mía: 63/60 ha", of a plan? but not "đã cấp giấy 63/60 ha"
        told = has(line.text[lo:place], "where", "fulfil", "receive")
        told = told or any(line.key(i).split()[0] in sets["aspect"] for i in range(lo, place))
        return at(line, n).sort in ("measure", "money") and not told
    # "số người được đào tạo 45/40 người", "trồng rừng có 45/40 xã đạt": of what there is
    before, behind = words[: acts[0][0]].rpartition("|")[2], words[acts[-1][1] :].split("|")
    done_to, there_is = sets["relative"] | sets["undergoes"], sets["having"] - sets["got"]
    return before not in done_to and there_is.isdisjoint(behind)


def _of_plan(line: Line, lo: int, hi: int, n: int) -> bool:
    """Whether a plan is named between two places, or behind the n-th amount in its clause or as what is exceeded."""
    behind = _PLAN_BEHIND.match(line.tail(n))
    told = [*range(lo, hi), *(line.places[n] + 1 + k for k in range(behind.end() if behind else 0))]
    plan, exceed = tags_of("target"), tags_of("exceed")
    return any(line.text[i] in plan or (line.text[i] in exceed and speaks_of(line.key(i), "target")) for i in told)


_ONE_MORE = shape(r"(?: , <joint>? | <joint> ) $")
_PLAN_BEHIND = shape(r"<!,|;|stop|joint>* (?: , <exceed|complete> <!,|;|stop|joint>* )?")
_BEYOND = shape(r"<exceed> <!num|,|;|stop>* $")


def lists(page: Page, line: Line) -> Iterator[Link]:
    """Members of lists are part of their totals; a list whose items are lines goes on where one opens with a count."""
    first = line.first
    if page.goes_on is not None and line is line.c.lines[0]:
        host, unit, token = page.goes_on
        if first is None or first.figure.unit != unit or not _LINE.match(line.text):
            page.goes_on = None
        else:
            yield link("parent", first, host, "part.lines", 6, token, token + 1, list=token, closed=True)
            page.members.add(first.figure.figure_id)
    totals = page.hosts
    if totals and speaks_of(" ".join(map(line.key, range(min(DIVIDES, len(line.at))))), "divides"):
        totals = [s for s in totals if not is_told_part(s)]  # "Phân theo ngành thì …"
    for found in Lists(line, totals, page.roots, page.last, _spread_of(page, line)).read():
        where = line.c.where
        pairs = [x for x in found.pairs if all(a.figure.figure_id in where for a in x)]
        others = [a for a, host in pairs if _opposite(where[a.figure.figure_id], where[host.figure.figure_id])]
        if others:  # "xuất khẩu đạt 90 tỷ, trong đó gạo 50 tỷ; | nhập khẩu 40 tỷ"
            found.pairs = [x for x in found.pairs if x[0].at < others[0].at]
            if not found.pairs:
                continue
        if found.kind == "bracket" and found.pairs[0][0].figure.figure_id in page.members:
            continue  # "cảng Đông có 9 tàu, cảng Tây (7 tàu mới)": an item of the list around it
        if found.kind == "bracket" and line.amounts and planned_change(line, 0):
            continue
        if found.kind == "bracket" and line.places[:1] == [1] and line.key(0) in lexicon().sets["inside"]:
            found.kind, found.pairs = "open", found.pairs[1:]  # "9 hợp tác xã (trong 9 hợp tác xã này có 7 …)"
        if all(a.figure.role == "plan" != host.figure.role for a, host in found.pairs):
            continue  # "41 cụm loa (kế hoạch 45 cụm loa)": a target is no part of a result
        if any(host.figure.role == "level" and (host.figure.value or 0) < 0 for _, host in found.pairs):
            continue  # "số dư âm 33 hộ, trong đó đến 20 hộ, đi 53 hộ"
        if found.kind == "open" and _of_others(line, found):
            continue
        if found.kind == "closed" and (_of_own_object(line, found) or _side_by_side(line, found)):
            continue
        if len(found.pairs) > 1:
            page.members.update(a.figure.figure_id for a, _ in found.pairs)
        page.parts.update(a.figure.figure_id for a, _ in found.pairs)
        hosts = {host.figure.figure_id for _, host in found.pairs}
        if len(hosts) == len(found.pairs) and found.kind in ("open", "foreign") and line.outer is None:
            page.series = Series([(line.c.where[a.figure.figure_id], host) for a, host in found.pairs], found.token)
        if len(found.pairs) == 1 and found.kind == "closed" and page.goes_on is None:
            page.goes_on = found.pairs[0][1], found.pairs[0][0].figure.unit, found.token
        yield from _members(page, line, found)


def _of_own_object(line: Line, found: Listing) -> bool:
    """Whether "gồm" lists what was done to by a verb of its own, in nouns of their own: "kiểm tra 12 cơ sở, đồng thời
    tịch thu hàng hóa gồm 5 máy, 8 xe".
    """
    hi = bisect_left(line.at, found.token)
    marks = (i for i in range(hi) if line.text[i] in ",;" or has(line.text[i], "joint"))
    lo, skipped = max(marks, default=-1) + 1, lexicon().sets["aspect"]
    told = [line.key(i) for i in range(lo, hi) if line.key(i) not in skipped]
    acts = any(" ".join(told[:n]) in grammar().sets["act"] and told[n:] for n in (1, 2))  # not "giáo dục, đào tạo gồm"
    here = any(host.at < line.at[lo] for _, host in found.pairs) if lo and lo < hi else False
    return here and acts and not any(one_unit(a, host) or of_unit(a, host) for a, host in found.pairs)


def _side_by_side(line: Line, found: Listing) -> bool:
    """Whether "gồm" tells what another consists of than its total: "Ban gồm 19 đồng chí, Tổ gồm 11 thành viên"."""
    host, hi = found.pairs[0][1], bisect_left(line.at, found.token)
    there, m = line.c.where.get(host.figure.figure_id, (None, 0))
    if there is not line or not has(line.gap(m)[-1:], "comprise"):
        return False
    lo = line.places[m]
    comma = max((i for i in range(lo, hi) if line.text[i] in ",;"), default=-1)
    return comma > 0 and naming(line.text[comma:hi]) + line.text[comma:hi].count("W") > 0


def _opposite(member: Spot, host: Spot) -> bool:
    """Whether an amount is the other half of what a total names one half of: imports beside exports."""
    n = half(*member)
    return bool(n) and n // 10 != PEOPLE and {*halves(host[0].words(host[1]))} == {n ^ 1}


PEOPLE = 2  # tens of the halves that any people have: no total of men alone goes on with women

DIVIDES = 2  # words with which a sentence may say that it divides a total once more


def _of_others(line: Line, found: Listing) -> bool:
    """Whether a list is of others than those that the sentence before it counts: "Các xã khác, gồm: An Bình: 20 hộ"."""
    opens = found.pairs[0][0].sentence
    before = all(host.sentence < opens for _, host in found.pairs)
    return before and not lexicon().sets["else_than"].isdisjoint(line.c.s.keys[opens : found.token])


def _spread_of(page: Page, line: Line) -> Spot | None:
    """What the words before "tập trung" name, where it opens a list: "Tàu quá hạn tập trung ở 3 cảng: …"; or those
    behind "trong số" that opens the sentence.
    """
    opens = bool(line.places) and line.outer is None
    if opens and (by := divided_by(line)) is not None and (whole := _divided_again(page, line, by)) is not None:
        return whole
    if opens and of_those(line, 0) and (end := name_ends(line, 0, line.places[0])):
        named = (by_name(page, words, line.at[0]) for words in _names_of(line, 0, end))
        return next(filter(None, named), None)
    keys = [line.key(i) for i in range(line.places[0] if opens and ":" in line.text else 0)]
    spread = next((i for i, key in enumerate(keys) if key in lexicon().sets["spread"]), 0)
    for k in range(spread):
        words = " ".join(keys[k:spread])
        spot = by_name(page, f" {words} ", line.at[0]) if " " in words else None
        beside = line.c.bullet and spot is not None and spot[0].c is not line.c and spot[0].c.bullet == line.c.bullet
        if spot is not None and not (beside and at(*spot).figure.figure_id in page.parts):
            return spot  # but not what another item of the same list names among its own
    return None


def _divided_again(page: Page, line: Line, named: set[str]) -> Spot | None:
    """The total that a sentence divides once more: "Có 12 vụ. … Nguyên nhân: do điện 7 vụ, do bất cẩn 5 vụ"; where it
    says of what, one that has a word of that.
    """
    parts, part = page.parts | page.bases, next(filter(is_own_level, line.amounts), None)
    told = (s for s, _ in reversed(page.said) if part and of_unit(part, at(*s)) and is_own_level(at(*s)))
    whole = [s for s in told if s[0] is not line and at(*s).figure.figure_id not in parts and not is_told_part(s)]
    whole = [s for s in whole if named & set(" ".join(said(*s)).split())] if named else whole
    first = [s for s in whole if any(at(*s) is a for a in page.firsts)]
    near = [s for s in whole if s[0].c is line.c][:1]
    return next(iter(near or first[-1:] or whole[-1:]), None)


def _members(page: Page, line: Line, found: Listing) -> Iterator[Link]:
    """The members of one list, each with its total; what is part of a target is planned too."""
    strength = {"open": 7, "closed": 7, "bracket": 7, "colon": 6, "among": 5, "settled": 7, "foreign": 7}[found.kind]
    closed = found.kind not in ("open", "among", "settled", "foreign") and not found.open_end
    some = found.kind == "bracket" and line.key(0) in lexicon().sets["having"]  # "640 bến (có 310 bến tư nhân)"
    closed = (closed and not some) or (not found.open_end and _halves(line, found))
    loose = found.kind == "bracket" and any(not a.listed and a.figure.unit != h.figure.unit for a, h in found.pairs)
    spots = {at(*s).figure.figure_id: s for s in (*page.roots, *page.hosts, *page.before)} | line.c.where
    tokens = _divided(line, found)
    overlap = found.kind in ("open", "among") and _overlaps([line.c.where[a.figure.figure_id] for a, _ in found.pairs])
    times = {a.figure.period for a, _ in found.pairs if a.reasons["period"].lo > found.token}
    by_time = len(times) == len(found.pairs) > 1 and None not in times and not _of_other_times(found)
    aspects = lexicon().sets["aspect"] | lexicon().sets["already"]
    # "Trong đó, nhiều vụ lớn bị phát hiện như vụ ở An Hải 480 bánh": examples of what is not counted
    first, whole = found.pairs[0]
    examples = whole.at < first.sentence and has(line.c.s.shape[first.sentence : first.left], "such_as")
    each = _of_each_place(line, found)
    shared: dict[Spot | None, bool] = {}  # of each total
    start = line.c.where[first.figure.figure_id]
    opened = stage(*start)
    received = False  # "trong đó đã thụ lý 410 vụ, đã xét xử 395 vụ": of those, no second part
    for a, host in found.pairs[: _turns_away(line, found)]:
        here, n = line.c.where[a.figure.figure_id]
        reached, spot = stage(here, n), spots.get(host.figure.figure_id)
        if each or _goes_with(here, n, host) or (a.figure.role == "plan" and _MOVES_ALL.search(here.gap(n))):
            continue
        if a.listed and counts(a) and _counts_none(host):
            continue
        # "có 60 lượt gửi qua bưu chính, trong đó tiếp nhận 20 lượt, trả kết quả 40 lượt"
        beside = spot is not None and stage(*spot) < 0 and here.gap(n)[:1] == "," and not _first_said(here, n, aspects)
        if received and reached > 0 and not has(here.gap(n), "noun") and not beside:
            continue
        if a is not first and opened < 0 and _done_to(found.kind, here, n, start, aspects):
            continue  # "trong đó hàng nhập 60 lô, hàng xuất 40 lô; phát hiện 6 lô vi phạm": of those, no third part
        received = received or reached == 0
        if spot is not None and stage(*spot) > 0 and _left_apart(here, n):
            continue  # "nhận 98 vụ, đã xử lý 90 vụ, trong đó phạt 80 vụ, nhắc nhở 10 vụ; còn 8 vụ": not of the 90
        if spot is not None and spot not in shared:
            shared[spot] = _in_several(*spot)
        several = overlap or shared.get(spot, False)
        apart = found.kind == "open" and line.c.s.keys[found.token] in lexicon().sets["apart"]
        rule = "part.several" if several else "part.apart" if apart else f"part.{found.kind}"
        token = tokens.get(a.figure.figure_id, found.token)
        more = {"by_time": by_time, "list": token, "closed": closed and not several}
        unit = a.figure.unit or ""  # "107 chứng thư số (33 USB, 74 SIM)", but "121 đơn vị (84 xã, 13 đặc khu)"
        loosely = (loose and (not a.listed or unit.isupper())) or unprinted(line, a, host)
        loosely = loosely or in_scale_of(a, host)
        doubt = _rest_apart(line, found, a) or _by_chance(page, line, found, a, spot) or examples
        doubt = doubt or (spot is not None and here.outer is not None and _denies(spot, (here, n)))
        scope = "default" if doubt else "sentence"
        yield link("parent", a, host, rule, strength, found.token, found.token + 1, scope=scope, loose=loosely, **more)
        total = line.c.beside(a) if len(found.pairs) == 1 and found.kind != "bracket" else None
        # "có 25 tàu, trong đó 20/25 tàu đã nộp phí"
        if total is not None and is_denominator(total) and one_unit(total, host):
            yield link("said", total, host, "restated.fraction", 5)
        if host.figure.role == "plan" and timely(a, host) and not _is_done(line, a):
            yield link("plan", a, host, "plan.part", 5, found.token, found.token + 1)


def _counts_none(host: Amount) -> bool:
    """Whether a number without a unit is a mean or a score, as its decimals say: "tuổi bình quân là 51,3"."""
    return host.figure.unit is None and host.figure.scale == 1 and bool(host.figure.decimals)


def _denies(host: Spot, part: Spot) -> bool:
    """Whether a bracket tells what is not as its total is: "45 hộ đạt chuẩn (3 hộ không đạt chuẩn)"."""
    words, negates = " ".join(said(*part)).split(), lexicon().sets["negates"]
    at_ = next((i for i, word in enumerate(words) if word in negates), len(words))
    denied = words[at_ + 1 :]
    return bool(denied) and f" {' '.join(denied[:2])} " in f" {' '.join(said(*host))} "


def _done_to(kind: str, line: Line, n: int, first: Spot, aspects: AbstractSet[str]) -> bool:
    """Whether what follows items tells what was done of all: "…; phát hiện 6 lô vi phạm", ", đã cứng hóa 80 km"."""
    gap = line.gap(n)
    if kind == "open":
        told = _DONE_TO.search(gap) is not None
    else:
        told = kind == "closed" and "," in gap and _first_said(line, n, aspects)
    return told and not _first_said(*first, aspects)


_DONE_TO = shape(r"[,;] <word>? <fulfil> <about|over|under>* $")
_MOVES_ALL = shape(r", <up|down|added> <copula>? <about|over|under>* $")  # "sẽ có 60 bến, gồm …, 15 bến xa, tăng 7 bến"


def _turns_away(line: Line, found: Listing) -> int:
    """How many members a list has, up to a semicolon behind which other things are counted than its total and first
    are: "240 nhà hư hỏng, trong đó 31 nhà phải di dời; | 6 điểm trường bị ngập; 17 cầu bị sạt lở".
    """
    (first, whole), *rest = found.pairs
    if found.kind != "open" or not rest or not one_unit(first, whole):
        return len(found.pairs)
    apart = (
        k
        for k, (a, host) in enumerate(rest, 1)
        if counts(a) and a.listed and not _akin(a, host) and line.c.s.shape.find(";", first.right, a.left) > 0
    )
    return next(apart, len(found.pairs))


def _of_each_place(line: Line, found: Listing) -> bool:
    """Whether a list tells what each of so many places has, and none of them: "5 huyện gồm huyện Đông với 8 xe, …"."""
    a, host = found.pairs[0]
    here, n = line.c.where[a.figure.figure_id]
    if kind_counted(host) != "place_noun" or kind_counted(a) != "noun" or not a.listed or same_kind(a, host):
        return False
    gap, sets = here.gap(n).rstrip(tags_of("about", "over", "under")), lexicon().sets
    before = here.key(here.places[n] - 1 - len(here.gap(n)) + len(gap))
    return before in sets["with"] | sets["having"] and "W" in re.split("[,;:]", gap)[-1]


def _goes_with(line: Line, n: int, host: Amount) -> bool:
    """Whether a member says what the one before it has, which a total counts none of: "62 tổ chức, trong đó 21 đảng bộ,
    với 187 chi bộ".
    """
    a, place = at(line, n), line.places[n]
    tied = n > 0 and line.text[place - 2] == "," and line.key(place - 1) in lexicon().sets["with"]
    other = tied and a.listed and host.listed and counts(a) and counts(host)
    return other and not same_kind(a, host) and not _akin(a, host)


def _akin(a: Amount, b: Amount) -> bool:
    """Whether one of two units is the other with a word more: "lượt khách" and "lượt", "lượt dự án" and "dự án"."""
    short, long = sorted((f" {x.figure.unit or ''} ".casefold() for x in (a, b)), key=len)
    return long.startswith(short) or long.endswith(short)


def _of_other_times(found: Listing) -> bool:
    """Whether a bracket compares with other times: "Năm 2018 thu 40 tỷ đồng (năm 2016: 26 tỷ; năm 2017: 31 tỷ)"."""
    why = found.pairs[0][1].reasons.get("period")
    return found.kind == "bracket" and why is not None and why.scope in ("own", "clause")


def _by_chance(page: Page, line: Line, found: Listing, a: Amount, spot: Spot | None) -> bool:
    """Whether a total need not be that of the list behind it.

    In its own sentence another clause begins between them, "nộp 3 triệu đồng để nhận quà gồm 90 triệu đồng và 1 xe". An
    earlier one may tell of another thing: sentences without any number lie between, only the parts have a noun, or
    words of its own stand before what opens the list, "mạng lưới gồm 6 tuyến xe …".
    """
    sets, place = lexicon().sets, bisect_left(line.at, found.token)
    if spot is not None and spot[0] is line:
        between = range(line.places[spot[1]] + 1, place)
        joints = (line.text[i] in tags_of("joint") and line.key(i) not in sets["and"] | sets["with"] for i in between)
        return found.kind == "closed" and any(joints) and "," not in line.text[between.start : place]
    if line.outer is not None or spot is None or at(*spot).sentence == a.sentence:
        return False
    if page.silent > 1 or (a.figure.unit is not None and at(*spot).figure.unit is None):
        return True
    lo = max(line.text.rfind(mark, 0, place) for mark in ";:") + 1
    headed = found.kind not in ("colon", "among") and says(line.text[:place]) and divided_by(line) is None
    return headed and common([line.key(i) for i in range(lo, place)], said(*spot)) < ALIKE


def _overlaps(spots: Spots) -> bool:
    """Whether the members of a list may count the same twice: each has or got something, or one is of the insured."""
    some = len(spots) > 1 and _has_or_does(*spots[0])
    done = [_has_or_does(*s) for s in spots] if some else [""]
    each = all(done) and (some not in lexicon().sets["doing"] or len(set(done)) > 1)
    return each or any(_holds(barred(*s), "overlaps") for s in spots)


def _left_apart(line: Line, n: int) -> bool:
    """Whether a semicolon parts what is left from what is told before it: "…; còn lại 5 tàu", "…; còn 8 vụ"."""
    gap = line.gap(n)
    left = line.places[n] > 0 and line.key(line.places[n] - 1) in lexicon().sets["left_over"]
    return ";" in gap and (left or is_rest(line, at(line, n)) or _REMAINS.search(gap) is not None)


def _rest_apart(line: Line, found: Listing, a: Amount) -> bool:
    """Whether a semicolon parts a remainder from a list with commas: "trong đó 9 tàu gỗ, 6 tàu sắt; còn lại 5 tàu".

    It is of the same total, or of one that is not told here.
    """
    here, n = line.c.where[a.figure.figure_id]
    if here is not line or found.kind != "open" or not _left_apart(line, n):
        return False
    ns = [m for x, _ in found.pairs if (spot := line.c.where[x.figure.figure_id])[0] is line for m in spot[1:]]
    return n in ns[2:] and sum(";" in line.gap(m) for m in ns[1:]) == 1


def _is_done(line: Line, a: Amount) -> bool:
    """Whether the words before a member say that it is a result: "mục tiêu là 64 tàu, trong đó đã đóng 23 tàu"."""
    here, n = line.c.where[a.figure.figure_id]
    lo, hi = here.begin(n), here.places[n]
    return any(here.key(i).split()[0] in lexicon().sets["aspect"] for i in range(lo, hi))


def _divided(line: Line, found: Listing) -> dict[int, int]:
    """The list of each member where one breaks its total down twice: "thành thị …; nông thôn …; nam …; nữ …".

    What an open list adds to such a pair is of another breakdown, by whatever words.
    """
    spots = {a.figure.figure_id: line.c.where[a.figure.figure_id] for a, _ in found.pairs}
    halves = {n: said_so if (said_so := half(*spot)) < OF_SOME else 0 for n, spot in spots.items()}
    first = {said_so // 10: n for n, said_so in reversed(halves.items())}
    told = Counter(said_so // 10 for said_so in set(halves.values()))
    twice = len(first) > 1 and all(told[kind] > 1 for kind in first if kind)
    twice = twice and (0 not in first or found.kind in ("open", "foreign"))
    ats = {a.figure.figure_id: a.at for a, _ in found.pairs}
    if max(told.values()) < 2 and any(_holds(barred(*spot), "trait") for spot in spots.values()):
        return ats  # "trong đó nữ 40 người, đảng viên 30 người": each of a breakdown of its own
    if not twice and found.kind == "open":
        return _grouped(line, found, ats)
    return {n: ats[first[said_so // 10]] for n, said_so in halves.items()} if twice else {}


def _grouped(line: Line, found: Listing, ats: dict[int, int]) -> dict[int, int]:
    """The list of each count where semicolons part several lists with commas, each a breakdown of the one total:
    "trong đó 30 hộ nuôi tôm, 20 hộ nuôi cá; 35 hộ có ao lắng, 15 hộ chưa có".
    """
    groups: list[list[Amount]] = []
    for a, _ in found.pairs:
        here, n = line.c.where[a.figure.figure_id]
        if not groups or (here is line and ";" in line.gap(n)):
            groups.append([])
        groups[-1].append(a)
    one = len({host.figure.figure_id for _, host in found.pairs}) == 1 and all(counts(a) for a, _ in found.pairs)
    several = sum(len(group) > 1 for group in groups) > 1
    return {a.figure.figure_id: ats[g[0].figure.figure_id] for g in groups for a in g} if one and several else {}


def _halves(line: Line, found: Listing) -> bool:
    """Whether two items of a list are all of a total, or of each of its totals: "trong đó cố định 5 tỷ đồng, di động 70
    tỷ đồng", "trong đó cấp mới 40 sổ, lũy kế 90 sổ; cấp lại 20 sổ, lũy kế 30 sổ".
    """
    members: dict[int, list[Amount]] = {}
    for a, host in found.pairs:
        members.setdefault(host.figure.figure_id, []).append(a)
    # Rates per so many of all add up, "thuê bao/100 dân"; yields of two regions do not.
    rates = any(is_rate(a) and not per(a)[:1].isdecimal() for a, _ in found.pairs)
    if rates or any(len(pair) != 2 for pair in members.values()):
        return False
    one, other = (line.c.where[a.figure.figure_id] for a in next(iter(members.values())))
    return opposed(one, other)


OF_SOME = 50  # halves of these and later breakdowns are those of some totals alone, not of people, places and years


_SEVERAL = shape(r"(?:<word|noun|W>)+ (?:,|<joint>) <word|noun|W>")


def _in_several(line: Line, n: int) -> bool:
    """Whether a total counts who takes part in this, that or both: "120 người tham gia bảo hiểm y tế, thất nghiệp"; or
    is what gains and losses come to.

    Its parts overlap, and do not add up to it.
    """
    lo, hi = line.begin(n), line.places[n] + 1 + len(line.tail(n))
    if speaks_of(" ".join(said(line, n)), "net"):
        return True  # "lỗ 40 tỷ đồng, trong đó công ty mẹ lỗ 90 tỷ đồng"
    joins = (i for i in range(lo, hi - 1) if f"{line.key(i)} {line.key(i + 1)}" in lexicon().sets["joins"])
    return any(_SEVERAL.match(line.text, i, hi) for i in joins)


def _has_or_does(line: Line, n: int) -> str:
    """The word behind an amount by which it counts those that have, got or did something, as they may several, or "":
    "74 đơn vị được cấp phép in", "74 tàu đã lắp máy".
    """
    place, sets = line.places[n] + 1, lexicon().sets
    key = line.key(place) if place < len(line.at) else ""
    if key in sets["having"] or key in sets["already"]:
        return key
    told = f"{key} {line.key(place + 1)}" if place + 1 < len(line.at) else key
    verbs = sets["using"] | sets["doing"]
    return next((verb for verb in (key, told) if verb in verbs), "")


ALIKE = 2
"""Syllables with which the labels of a series begin or end alike."""


def series(page: Page, line: Line) -> Iterator[Link]:
    """Members that open sentences of their own: "Trong đó, doanh nghiệp A đạt 48 tỷ. Doanh nghiệp B đạt 29 tỷ"."""
    if page.series is None or line.outer is not None:
        return
    ns = [n for n in range(len(line.places)) if is_own_level(at(line, n))]
    if not ns:
        return  # "So với cùng kỳ giảm 5 vụ": a word about the member before
    pairs, token = page.series
    (first, m), a = pairs[0][0], at(line, ns[0])
    if at(first, m).sentence == a.sentence:
        return
    if has(line.gap(ns[0]), "total") or not one_unit(a, at(first, m)) or not _parallel(pairs[0], (line, ns[0])):
        page.series = None
        return
    known = _label(first, m)
    if len(known) > 1 and _label(line, ns[0])[: len(known)] == known:
        return  # "Trong đó thu nội địa đạt 12 tỷ. Thu nội địa trừ tiền đất đạt 11 tỷ": of the member before
    for n in ns:
        it = at(line, n)
        alike = [(likeness((line, n), spot), host) for spot, host in pairs if at(*spot).figure.unit == it.figure.unit]
        total = max(alike, key=lambda x: x[0])[1] if alike and (n == ns[0] or max(x[0] for x in alike)) else None
        if total is not None:
            page.parts.add(it.figure.figure_id)
            # people may be in several groups that sentences of their own name
            rule = "part.series" if it.sort in ("money", "measure") else "part.several"
            yield link("parent", it, total, rule, 4, token, token + 1, list=token)


FEWEST = 3
"""Syllables of a name which, said again with one more word, name a kind of the same."""
_NAME = shape(r"^ <total>? (?P<name><quantity|noun|numbered|W|w>+)")


def kinds(page: Page, line: Line) -> Iterator[Link]:
    """A sentence that begins with the name of a total and one word more: "Sản lượng muối … . Sản lượng muối tinh …"."""
    if line.outer is not None or not line.places or not is_level(at(line, 0)):
        return
    a, gap = at(line, 0), line.gap(0)
    lo = gap.rfind(",") + 1
    m = _NAME.match(gap[lo:])
    if m is None or has(gap, "fulfil", "receive") or a.sort == "money":  # "thu bưu chính", "thu bưu chính viễn thông"
        return
    name = [line.key(i) for i in range(lo + m.start("name"), lo + m.end("name"))]
    for k in range(len(name) - 1, 0, -1):
        words = " ".join(name[:k])
        total = page.names.get(words)
        alike = total is not None and one_unit(a, total) and a.figure.period == total.figure.period
        if total is not None and alike and len(words.split()) >= FEWEST:
            page.parts.add(a.figure.figure_id)
            yield link("parent", a, total, "part.kind", 2, list=total.at if a.sort == "measure" else a.at)
            return
    page.names[" ".join(name)] = a


def _parallel(pair: tuple[Spot, Amount], other: Spot) -> bool:
    """Whether the labels of two amounts begin or end alike: "Đường sắt xảy ra 2 vụ. Đường thủy xảy ra 3 vụ".

    One syllable is enough where their total is called so: "Thu được 12 tỷ. Trong đó, thu tại xã 9 tỷ. Thu phí 3 tỷ".
    """
    spot, total = pair
    one, two = _label(*spot), _label(*other)
    begins, ends = (
        next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
        for a, b in ((one, two), (one[::-1], two[::-1]))
    )
    where = spot[0].c.where.get(total.figure.figure_id)
    named = begins > 0 and where is not None and one[0] in " ".join(said(*where)).split()
    return named or max(begins, ends) >= ALIKE


def _label(line: Line, n: int) -> list[str]:
    """The syllables of the words before an amount, from the last pause but commas; verbs of being are left out."""
    gap, place = line.gap(n), line.places[n]
    lo = place - len(gap) + max(gap[:-1].rfind(t) for t in (":", ";", *tags_of("among"))) + 1
    apart = ",:" + tags_of("copula", "over", "under", "about", "estimate")
    return " ".join(line.key(i) for i in range(lo, place) if line.text[i] not in apart).split()


_LINE = shape(r"<joint>? <lvl> (?! (?:<!amt>)* <comprise> :? <lvl>)")  # one that opens a list itself is no item


_NAMED = shape(
    r"(?P<to><lvl>) (?:<!amt|brk|;|,>)* (?P<list><word|noun> <brk> (?: (?:,|<joint>) (?:<!amt|brk|;|,>)+ <brk>)+)"
)


def named_brackets(page: Page, line: Line) -> Iterator[Link]:
    """Names with a count in brackets each: "hộ trên Postmart.vn (66.543 hộ) và Voso.vn (57.949 hộ)"."""
    for m in _NAMED.finditer(line.text):
        whole = line.amount(m.start("to"))
        inside = [line.owner[i] for i in range(*m.span("list")) if line.text[i] == BRACKET]
        parts = [at(b, 0) for b in inside if isinstance(b, Line) and b.places == [0]]
        if len(parts) == len(inside) and all(is_level(a) and a.figure.unit == whole.figure.unit for a in parts):
            token = line.at[m.start("list")]
            for a in parts:
                yield link("parent", a, whole, "part.named", 7, token, token + 1, list=token)


_CATEGORY = shape(r"<tier> | <numbered> <d>")


_HAS = shape(
    r"""(?: , <joint>? <copula> <word|fulfil>* | (?:,|;) <joint>? (?P<it><anaphor>) <word|fulfil|noun>* )
        <copula>? <over|under|about>? $"""
)


def stage(line: Line, n: int) -> int:
    """How far those went whom an amount counts: 0 received or inspected, 1 resolved or found, 2 sanctioned, -1 none."""
    figure_id = at(line, n).figure.figure_id
    if figure_id not in line.c.stages:
        line.c.stages[figure_id] = _stage(line, n)
    return line.c.stages[figure_id]


def _plus(line: Line, n: int) -> bool:
    """Whether an amount is added to the one before: "nhận 40 đơn, cộng với 5 đơn cũ"."""
    return not lexicon().sets["plus"].isdisjoint(line.words(n))


def _made(line: Line, n: int) -> bool:
    """Whether "thành" makes an amount of those before it."""
    return line.places[n] > 0 and line.key(line.places[n] - 1) in lexicon().sets["makes"]


def _stage(line: Line, n: int) -> int:
    words, gap = barred(line, n), line.gap(n)
    if _holds(words, "to_settle") and has(gap, "total", "quantity"):
        return 0  # "tổng số đơn phải giải quyết là 45 đơn"
    if n and has(gap, "total") and any(stage(line, m) == 0 for m in range(max(n - 2, 0), n)):
        return 0  # "cũ 5 đơn, nhận mới 40 đơn, tổng phải giải quyết 45 đơn": all that came
    if _holds(words, "pending"):
        return -1
    own = re.split(f"[,;{BRACKET}]", gap) if n and has(gap, "receive") else []
    if len(own) > 1 and has(own[-1], "receive") and not has(own[-1], "fulfil"):
        return 0  # "kiểm tra 98 cơ sở, phát hiện 10 cơ sở vi phạm, các huyện kiểm tra 60 cơ sở"
    if n and _made(line, n) and 0 in (stage(line, m) for m in range(max(n - 2, 0), n)):
        return 0  # "nhận 40 đơn, cộng 5 đơn cũ thành 45 đơn"
    if _holds(words, "sanctioned"):
        return 2
    among = n == 1 and line.places[0] < OPENS and line.key(0) in lexicon().sets["inside"] and "," not in gap
    if among:  # "Trong số 60 hộ được kiểm tra | có 45 hộ đạt": of those
        gap = gap[max(gap.rfind(t) for t in tags_of("copula")) + 1 :]
    told = gap + _phrase(line.tail(n))
    if _holds(words, "at_fault") or has(told, "fulfil"):
        return 1
    received = has(told, "receive")
    bare = not naming(re.split(f"[,{BRACKET}]", gap)[-1]) and not has(gap, "among", "comprise")
    if not received and n and bare and not among:
        # "6 cuộc kiểm tra, đạt 60% kế hoạch, đối với 84 cơ sở"
        m = next((m for m in range(n - 1, 0, -1) if at(line, m).figure.role not in ABOUT), 0)
        received = _holds(barred(line, m), "receive")
    return 0 if received else -1


def _holds(words: str, name: str) -> bool:
    """Whether words between bars hold one of the phrases of a class, each as one token or as many."""
    return phrases(name).search(words) is not None


def steps(page: Page, line: Line) -> Iterator[Link]:
    """Parts behind their total: by level or tier, "có 2 hệ thống …", received then resolved, inspected then fined."""
    if line.outer is not None:
        return
    went: dict[int, list[Spot]] = {}
    have: Amount | None = None  # what the amount before is some of
    for spot in [*page.last, *((line, n) for n in range(len(line.places)))]:
        a, here, n = at(*spot), *spot
        if not is_level(a) or a.fraction_of is not None:
            continue
        reached = stage(*spot)
        summed = has(here.gap(n), "cumulative")  # "nhận mới 40 đơn, …, lũy kế đang giải quyết là 62 đơn"
        if here is line and a.figure.unit is not None and not is_rate(a) and not summed:
            goes_on = have is not None and one_unit(a, at(line, n - 1)) and _NEXT.fullmatch(line.gap(n))
            found, rule = (have, "part.has") if goes_on else _step(page, line, n, went, reached)
            have = found if rule == "part.has" else None
            if found is not None:
                page.parts.add(a.figure.figure_id)
                doubt = reached > 0 and _beside_carried(page, line)
                yield link("parent", a, found, rule, 5, scope="default" if doubt else "sentence")
                for member, host in second_counts(line.c, a, found):  # "120 vụ/208 bị cáo"
                    if is_beside(member) and one_unit(member, host):
                        yield link("parent", member, host, rule, 5)
                also, of = _tied(line.c, a), _tied(line.c, found)
                if also is not None and of is not None and one_unit(also, of):
                    yield link("parent", also, of, rule, 5)
            elif reached and (told := list(_outcome(page, line, n, went))):
                scope = "default" if _beside_carried(page, line) else "sentence"
                yield from (replace(x, scope=scope) for x in told)
            elif (
                page.received
                and counts(a)
                and line.key(0) not in lexicon().sets["inside"]
                and (reached > 0 or _unsettled(line, n))
            ):
                came = (b for b in reversed(page.received.values()) if same_kind(a, b))
                whole = next(came, None)  # of this paragraph or one before, as far as is told
                yield from [] if whole is None else [link("parent", a, whole, "part.of_received", 1, list=a.at)]
        went.setdefault(reached, []).append(spot)


def _beside_carried(page: Page, line: Line) -> bool:
    """Whether what came and what an earlier time handed on are told side by side, with no total: "nhận 60 đơn, kỳ trước
    chuyển sang 4 đơn": what is done may be of both.
    """
    lines = (*(spot[0] for spot in page.last[:1]), line)
    if not any(speaks_of(" ".join(x.c.s.keys[x.at[0] : x.hi]), "carried") for x in lines):
        return False
    spots = (s for s in (*page.last, *((line, n) for n in range(len(line.places)))) if is_own_level(at(*s)))
    alone = (s for s in spots if at(*s).figure.figure_id not in page.members and not at(*s).depth)
    return any(speaks_of(" ".join(said(*s)), "carried") for s in alone)


def _unsettled(line: Line, n: int) -> bool:
    """Whether the words right before a count say that it is not done: "đang giải quyết 140 hồ sơ", "trả lại 15"."""
    gap = line.gap(n).rstrip(":")  # "- Đang giải quyết: 140 hồ sơ"
    lo = line.begin(n) + max(gap.rfind(","), gap.rfind(";"), gap.rfind(":")) + 1
    before = range(lo, line.places[n])
    if speaks_of(" ".join(map(line.key, before or range(line.places[n] + 1, line.places[n] + 2))), "underway"):
        return True  # "đang giải quyết 5 đơn", "5 đơn đang giải quyết"
    here = line.c.s.keys[line.at[lo] : line.at[line.places[n]]]
    return not _not_done().isdisjoint(here) and _first_said(line, n, lexicon().sets["not_yet"])


@cache
def _not_done() -> frozenset[str]:
    """All that may stand in a token that begins with a no or a not yet: "đang", "chưa giải quyết"."""
    sets = lexicon().sets
    words = sets["negates"] | sets["not_yet"]
    return frozenset(phrase for phrases_ in sets.values() for phrase in phrases_ if phrase.partition(" ")[0] in words)


TIED = 4  # words that may name a sum told with a count


def _tied(c: Context, a: Amount) -> Amount | None:
    """The count of another noun that is told with one: "250 vụ với 400 bị cáo", "24 vụ, 61 đối tượng"."""
    b = c.behind(a)
    words = range(a.right, b.left) if b is not None else range(0)
    alone = len(words) == 1 and (c.s.shape[words[0]] == "," or c.s.keys[words[0]] in lexicon().sets["with"])
    if b is not None and b.sort == "money" and is_level(b) and counts(a) and words:
        first = words[0] + (c.s.shape[words[0]] == ",")  # "30 việc, tương ứng số tiền 41 tỷ đồng"
        tie, *rest = c.s.keys[first : b.left] or [""]
        joined = tie in lexicon().sets["with"] | lexicon().sets["restates"]
        return b if joined and (not rest or speaks_of(" ".join(rest), "money_topic")) and len(rest) < TIED else None
    other = b is not None and is_level(b) and counts(a) and counts(b) and not one_unit(a, b)
    return b if alone and other else None


def _step(page: Page, line: Line, n: int, went: dict[int, list[Spot]], reached: int) -> tuple[Amount | None, str]:
    """What an amount is a step of, and the rule that says so."""
    if n and speaks_of(" ".join(said(line, n - 1)), "asked") and (done := _done(line, n)):
        verb = set(" ".join(line.words(n)).split()) - lexicon().sets["aspect"] - lexicon().sets["silent"] - {",", ";"}
        if verb <= set(" ".join(said(line, n - 1)).split()):
            return at(line, n - 1), done  # "phát hiện 26 tỷ đồng, kiến nghị thu hồi 18 tỷ đồng, đã thu hồi 12 tỷ đồng"
    if reached > 0 and (found := _stage_before(page, line, n, went, reached)) is not None:
        page.members.add(at(line, n).figure.figure_id)
        return found, "part.settled"
    if _CATEGORY.search(line.gap(n)) and not has(line.gap(n), "remainder"):

        def may_hold(m: int) -> bool:  # "cấp tỉnh nhận 9 đơn, giải quyết 8 đơn; cấp huyện nhận 7 đơn"
            settled = stage(line, m) > max(reached, 0)
            return at(line, m).figure.figure_id not in page.withs and not _tier(line, m) and not settled

        whole = _level_before(line, n, may_hold)
        if whole is not None:
            return whole, "part.category"
    if _portion(line, n):
        return _level_before(line, n, lambda m: True), "part.portion"
    if _with_kind(line, n):
        page.withs.add(at(line, n).figure.figure_id)
        return at(line, n - 1), "part.with"
    if done := _done(line, n):
        return _before_list(page, line, n), done
    if has(line.gap(n), "receive") and at(line, n).figure.figure_id not in page.parts:
        unit, place = at(line, n).figure.unit or "", line.places[n]
        if has(line.text[line.text.rfind(";", 0, place) + 1 : place], "tier"):
            return page.received.get(unit), "part.category"
        page.received[unit] = at(line, n)
    if (whole := _counted_too(line, n)) is not None:
        return whole, "part.several"
    return _some(page, line, n), "part.has"


def _before_list(page: Page, line: Line, n: int) -> Amount:
    """The amount before the n-th, or what the list that ends there divides: "100 km đường, gồm 40 km của xã, 60 km của
    thôn, đã cứng hóa 80 km".
    """
    m = next((m for m in range(n - 1, -1, -1) if at(line, m).figure.figure_id not in page.members), n - 1)
    a, whole = at(line, n), at(line, m)
    divided = n - m > 2 and a.sort != "money" and is_level(whole) and one_unit(whole, a)
    return whole if divided else at(line, n - 1)


def _counted_too(line: Line, n: int) -> Amount | None:
    """The denominator that a clause with "có" counts some more of: "có 80/88 xã đạt chuẩn; có 70 xã có chợ"."""
    a, gap = at(line, n), line.gap(n)
    if ";" not in gap or not _HAS_SOME.fullmatch(gap, gap.rfind(";") + 1):
        return None
    before = next((m for m in range(n - 1, -1, -1) if is_denominator(at(line, m))), 0)
    told = (m for m in range(before + 1, n) if is_own_level(at(line, m)))
    alone = all(";" in line.gap(m) and _HAS_SOME.search(line.gap(m)) for m in told)
    return at(line, before) if before and alone and one_unit(a, at(line, before)) else None


def _tier(line: Line, n: int) -> bool:
    """Whether an amount is of a level or tier."""
    return _CATEGORY.search(line.gap(n) + _phrase(line.tail(n))) is not None


def _done(line: Line, n: int) -> str:
    """By which rule "đã" and a verb tell how much of the amount before is done: "phạt 84 triệu, đã thu được 61 triệu".

    Of a measure without a comma too, "dài 83 km đã cứng hóa 59 km", which may be of another: "đã nối liền đoạn 90 km".
    """
    if not n or not is_level(at(line, n - 1)):
        return ""
    gap, lo, sets = line.gap(n), line.begin(n), lexicon().sets
    i = gap.rfind(",") + 1
    now = i < len(gap) and line.key(lo + i) in sets["now"]
    verb = next((k for k in range(i + now, len(gap)) if line.key(lo + k).split()[0] in sets["aspect"]), None)
    m = _DONE.fullmatch(gap, verb + 1) if verb is not None and not (now and _at_two_times(line, n)) else None
    if verb is None or m is None or not (m["verb"] or " " in line.key(lo + verb)):  # "đã giải quyết" is one phrase
        return ""
    told = verb == i + now if i else at(line, n).sort in ("money", "measure")
    alike = told and ";" not in gap and same_kind(at(line, n), at(line, n - 1))
    if alike and (speaks_of(" ".join(said(line, n - 1)), "in_time") or _still_done(line, n)):
        return ""  # "trả lời muộn 15 đơn, đang giải quyết 32 đơn": side by side
    return ("part.settled" if i else "part.has") if alike else ""


def _still_done(line: Line, n: int) -> bool:
    """Whether a count is not done yet and the one before it is: "đã giải quyết 31 hồ sơ, đang giải quyết 9 hồ sơ"."""
    done = stage(line, n - 1) > 0 or _tells_done(line, n - 1)
    return counts(at(line, n)) and _unsettled(line, n) and done and not _unsettled(line, n - 1)


def _at_two_times(line: Line, n: int) -> bool:
    """Whether what is told for now is what the amount before was at another time: "đầu năm 12 cảng, nay có 15 cảng"."""
    return has(line.gap(n - 1), "year", "month", "quarter", "same_period") and not naming(_phrase(line.tail(n)))


def _some(page: Page, line: Line, n: int) -> Amount | None:
    """The count before that "có" or "qua đó" tells some of."""
    if not n and _FOUND.fullmatch(line.gap(n)) and line.key(0) in lexicon().sets["found_so"]:
        return next((at(*s) for s in reversed(page.before) if one_unit(at(line, n), at(*s))), None)

    if n and _so_many(line, n):
        return at(line, n - 1)

    def beside(m: int) -> bool:  # "…; nhóm thủy sản chiếm 4%, đạt 119 tấn": of nothing before the semicolon
        passed = has(line.gap(m)[-1:], "exceed")  # "lần đầu vượt 10 triệu USD, đạt 11,8 triệu USD"
        return at(line, m).unit_said and not passed and ";" not in line.text[line.places[m] : line.begin(n)]

    return _level_before(line, n, beside) if _has(line, n) else None


def _so_many(line: Line, n: int) -> bool:
    """Whether "thì có" tells how many of the count before it: "cân 90 trẻ thì có 8 trẻ suy dinh dưỡng"."""
    m = _HAS_SOME.search(line.gap(n))
    then = m is not None and line.key(line.begin(n) + m.start() - 1) in lexicon().sets["topic_ends"]
    return then and same_kind(at(line, n), at(line, n - 1))


def _outcome(page: Page, line: Line, n: int, went: dict[int, list[Spot]]) -> Iterator[Link]:
    """Of those that are done, what was in time and what was late; of those received, what is not done yet."""
    a, gap = at(line, n), line.gap(n)
    lo = max(gap.rfind(","), gap.rfind(";")) + 1  # of its own clause
    own = [line.key(i) for i in range(line.begin(n) + lo, line.places[n])]
    words = " ".join([*own, *said(line, n)[len(gap) :]])  # "giải quyết đúng hạn" may be one phrase
    for name, less, rule, strength in (("underway", 0, "part.settled", 8), ("in_time", 1, "part.in_time", 4)):
        if speaks_of(words, name):
            hosts = [s for s in went.get(less, []) if not speaks_of(" ".join(said(*s)), name)]
            if hosts:
                host = hosts[-1] if hosts[-1][0] is line else _above_parts(page, a, *hosts[-1])
                yield link("parent", a, at(*host), rule, strength)
            return


def _above_parts(page: Page, a: Amount, line: Line, n: int) -> Spot:
    """An amount, or the total of which a sentence tells it as one of several parts: "Phải giải quyết 60 đơn. Trong đó,
    mới nhận 48 đơn, chuyển sang 12 đơn. Đang giải quyết 9 đơn": of all 60.
    """
    if at(line, n).figure.figure_id not in page.members or at(line, n).sentence == a.sentence:
        return line, n
    return next((s for s in reversed(page.hosts) if same_kind(a, at(*s))), (line, n))


_DONE = shape(r"(?: (?P<verb><word|fulfil|around>{1,3} <noun>{0,2} <word>{0,2}) <copula>? )? <over|under|about>*")
_HAS_SOME = shape(r"<copula> <over|under|about>* $")
_FOUND = shape(r"<joint> ,? <copula> <over|under|about>*")
_NEXT = shape(r"[^,;]* <brk>? (?: , <joint>? | <joint> ) <copula>? <over|under|about>*")


def _has(line: Line, n: int) -> bool:
    """Whether a comma and a verb, or "số có", "số đã", tie an amount to the count before it."""
    gap = line.gap(n)
    m = _HAS.search(gap)
    if m is None or has(gap, "month", "quarter", "cumulative"):
        return False
    if speaks_of(" ".join(line.words(n)), "besides"):
        return False  # "12 trạm đạt chuẩn, bên cạnh đó có 5 trạm khu vực": side by side
    now = n and line.key(line.begin(n) + m.start() + 1) in lexicon().sets["now"]
    if now and _at_two_times(line, n):
        return False
    if m["it"] is None or line.key(i := line.begin(n) + m.start("it")) not in lexicon().sets["bare_anaphor"]:
        return True
    named = line.key(i + 1).startswith(at(line, n).figure.unit or " ")  # "…; số | văn bản đến | là 9 văn bản"
    return not named and line.text[i + 1] not in tags_of("noun")


def _with_kind(line: Line, n: int) -> bool:
    """Whether "với" tells of which kind some are of those before: "48 hồ sơ, với 31 hồ sơ trực tuyến"."""
    a, gap = at(line, n), line.gap(n)
    if not n or not _WITH.fullmatch(gap) or line.key(line.begin(n) + 1) not in lexicon().sets["with"]:
        return False
    host, kind = at(line, n - 1), line.tail(n)[:1]
    return one_unit(a, host) and is_level(host) and kind in tags_of("word", "noun", "numbered") + "wW"


_WITH = shape(r", . <over|under|about>*")


def _portion(line: Line, n: int) -> bool:
    """Whether the words before an amount call it a portion: "38 tỷ đồng, phần ngân sách tỉnh là 26 tỷ đồng"."""
    place, comma = line.places[n], line.gap(n).rfind(",")
    return comma >= 0 and line.key(place - len(line.gap(n)) + comma + 1) in lexicon().sets["portion"]


def _phrase(tail: str) -> str:
    """The characters behind an amount up to the next pause."""
    return _PAUSE.split(tail, maxsplit=1)[0]


_PAUSE = shape(r"<,|;|.|brk|joint>")


def _level_before(line: Line, n: int, test: Callable[[int], bool], lo: int = 0) -> Amount | None:
    """The nearest level before an amount, from place lo on, that counts the same and passes a test."""
    a = at(line, n)
    for m in range(n - 1, bisect_left(line.places, lo) - 1, -1):
        b = at(line, m)
        if is_own_level(b) and b.figure.unit is not None and same_kind(a, b) and test(m):
            return b
    return None


def _stage_before(page: Page, line: Line, n: int, went: dict[int, list[Spot]], reached: int) -> Amount | None:
    """The nearest count before that is less far: of the received those resolved, of the inspected those at fault.

    "nhận 96 đơn, trong đó nhận trực tiếp 40 đơn, nhận qua mạng 56 đơn; đã giải quyết 90 đơn": of all that came.
    """
    a, stage_of = at(line, n), 0
    last: Amount | None = None
    for less in range(reached):
        for here, m in reversed(went.get(less, [])):
            b = at(here, m)
            kin = (same_kind(a, b) and b.figure.unit is not None) or (_inspected(a) and _inspected(b))
            if kin and (here is line or b.figure.figure_id not in page.members):
                paired = not one_unit(a, b) and m > 0 and (here, m - 1) in went[less] and one_unit(a, at(here, m - 1))
                b = at(here, m - 1) if paired else b  # "40 cá nhân, 9 tổ chức được kiểm tra. Phát hiện 12 cá nhân …"
                if last is None or b.at > last.at:
                    last, stage_of = b, less
                break
    if last is None and (parts := [s for s in went.get(0, []) if s[0] is not line]):
        spot = _above_parts(page, a, *parts[-1])
        last = at(*spot) if spot != parts[-1] else None
    beside = _level_before(line, n, lambda m: True, line.text.rfind(";", 0, line.places[n]))
    if last is not None and beside is not None and last.sentence != a.sentence:
        return beside  # "Nhận 386 đơn. Thuộc thẩm quyền 61 đơn, đã giải quyết 48 đơn"
    if last is None or last.figure.figure_id not in page.members:
        return last
    told = (m for less in (stage_of, -1) for here, m in went.get(less, []) if here is line)
    members = sorted(m for m in told if at(line, m).figure.figure_id in page.members and one_unit(at(line, m), last))
    if len(members) < 2:
        return last
    return _level_before(line, members[0], lambda m: at(line, m).figure.figure_id not in page.members) or last


def _inspected(a: Amount) -> bool:
    """Whether an amount counts those who are inspected, by whatever noun."""
    return " ".join(syllables(a.figure.unit or "")).startswith(tuple(lexicon().sets["inspected"]))


_REMAINS = shape(r"(?:^|[,;.:]|<joint|brk>) <word>{0,2} <remainder>")  # "các xã còn lại": the other communes


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
        spots = [(line, m) for m in range(n - 1, begin - 1, -1)] if n else page.before[::-1]
        if not n and line.outer is not None:  # "21/27 đơn vị đã đăng 123 tin (còn lại 6 đơn vị)"
            spots = [(line.outer, m) for m in range(bisect_left(line.outer.places, line.place) - 1, -1, -1)]
        found = [s for s in spots if is_own_level(at(*s))]
        alike = [s for s in found if same_kind(at(*s), a)]
        nearest = alike if line.outer is not None else found
        if ";" in gap:  # "16/18 xã đạt, trong đó 9 xã miền núi, 7 xã ven biển; 2 xã còn lại chưa đạt"
            nearest = [s for s in nearest if is_numerator(s[0], at(*s))] or nearest
            if len(all_ := _behind_list(line, alike)) < len(alike):
                nearest = alike = all_
        alone = after and not n and line.outer is None and not (nearest and _just_before(nearest[0], line))
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


def _behind_list(line: Line, alike: list[Spot]) -> list[Spot]:
    """The amounts before a remainder, the nearest first; where a semicolon closes a list of what was done, those before
    it: "nhận 98 vụ, đã xử lý 90 vụ, trong đó phạt 80 vụ, nhắc nhở 10 vụ; còn 8 vụ" is of all there were.
    """
    opens = next(
        (k for k, (x, m) in enumerate(alike) if x is line and has(line.gap(m), "among", "comprise")), len(alike)
    )
    return alike[opens + 1 :] if opens + 1 < len(alike) and stage(*alike[opens + 1]) > 0 else alike


def _just_before(spot: Spot, line: Line) -> bool:
    """Whether a fraction stands in the sentence right before a line: "16/18 xã đã nộp phí. 2 xã còn lại chưa nộp"."""
    return spot[0] is sentence_before(line) and is_numerator(spot[0], at(*spot))


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
        spots = [(above, m) for m in range(len(above.places))] if above else [(line, m) for m in range(n)]
        alike = [s for s in reversed(spots) if is_own_level(at(*s)) and same_kind(at(*s), a)]
        alike = _behind_list(line, alike) if ";" in line.gap(n) else alike
        told = [s for s in alike if _over_total(*s) or at(*s).figure.figure_id in page.parts]
        part = _left_beside(told or alike[:1], (line, n), now)
        wholes = [at(*s) for s in alike if s not in told and s != part]
        if part is None or at(*part).figure.period != a.figure.period:
            continue
        contrast = _contrast(part, (line, n))
        if _over_total(*part) or (told and len(wholes) < 2 and not _of_part(a, at(*part), wholes)):
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
    if line.outer is not None or _not_done().isdisjoint(line.c.s.keys[line.at[0] : line.hi]):
        return
    sets = lexicon().sets
    open_, told = sets["negates"] | sets["not_yet"], [n for n, a in enumerate(line.amounts) if is_own_level(a)]
    last = next((s for s in reversed(page.last) if is_own_level(at(*s))), None)
    if told and last is not None and _first_said(line, told[0], open_) and _tells_done(*last):
        first = at(line, told[0])  # "Đã trả lời: 60 kiến nghị. Chưa trả lời: 30 kiến nghị"
        yield from [link("beside", first, at(*last), "part.underway", 2)] if one_unit(first, at(*last)) else ()
    scope = "default" if len(told) > 1 and _beside_carried(page, line) else "sentence"
    for m, n in pairwise(told):
        part, rest = at(line, m), at(line, n)
        bare = rest.right == rest.at + 1 and rest.figure.unit is None
        if not (bare or one_unit(part, rest)) or not _first_said(line, n, open_) or not _tells_done(line, m):
            continue
        here = [(line, k) for k in told if k < m]
        all_parts = {at(*s).figure.figure_id for s in page.before} <= page.members  # "Trong đó, …"
        wholes = [s for s in here or (page.hosts if all_parts else page.before) if one_unit(at(*s), part)]
        if wholes and not has(line.gap(m), "comprise", "among"):
            more = {"list": part.at, "scope": scope}
            yield from (link("parent", a, at(*wholes[-1]), "part.underway", 2, **more) for a in (part, rest))


def _first_said(line: Line, n: int, words: AbstractSet[str]) -> bool:
    """Whether the clause of an amount says one of some words first, "còn" and "số" apart, and then a name."""
    skipped = lexicon().sets["left_over"] | lexicon().sets["number_word"]
    keys = [line.key(i) for i in _clause_before(line, n)]
    keys = keys[keys[0] in skipped if keys else 0 :]
    return len(" ".join(keys).split()) > 1 and keys[0].partition(" ")[0] in words


def _tells_done(line: Line, n: int) -> bool:
    """Whether the clause of an amount tells what was done, "đã" or a verb of it first."""
    own = _clause_before(line, n)
    return _first_said(line, n, lexicon().sets["already"]) or has(line.text[own.start : own.stop], "fulfil", "complete")


def _clause_before(line: Line, n: int) -> range:
    """The places before an amount from the last pause on, but a colon right before it: "Đã trả lời: 60 kiến nghị"."""
    gap, lo = line.gap(n).rstrip(":"), line.begin(n)
    return range(lo + max(gap.rfind(mark) for mark in ",;:") + 1, lo + len(gap))


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


def _of_part(rest: Amount, part: Amount, wholes: Sequence[Amount]) -> bool:
    """Whether what is left is some of a part, as its unit tells: "100 hộ, trong đó 40 hộ nghèo, còn 9 hộ nghèo"."""
    return one_unit(rest, part) and any(not one_unit(rest, whole) for whole in wholes)


def _still(line: Line, n: int) -> bool | None:
    """Whether "còn" right before an amount, behind a pause, tells what is left by now, "nay vẫn còn"; None where it
    does not stand there.
    """
    i, sets = line.places[n] - 1, lexicon().sets
    key = line.key(i) if i >= line.begin(n) else ""
    if key not in sets["left_over"]:
        return None
    lo, by_now = i, set(" ".join(sets["now"] | sets["aspect"]).split())
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
    gap = line.gap(first)
    lo = line.begin(first) + max(gap.rfind(mark) for mark in f",;:{BRACKET}") + 1
    keys = map(line.key, range(lo, line.places[last] + 1 + len(line.clause(last))))
    return {w for w in " ".join(keys).split() if w[0].isalpha()}


def _taken_off(line: Line) -> Iterator[Link]:
    """What is taken off a total and what is left are all of it: "90 việc, trừ 5 việc ủy thác, còn phải làm 85 việc"."""
    for n in range(1, len(line.places)):
        if _opens_with(line, n) not in lexicon().sets["taken_off"]:
            continue
        left = (m for m in range(n + 1, len(line.places)) if _opens_with(line, m) in lexicon().sets["left_over"])
        whole, last = _level_before(line, n, lambda m: True), next(left, None)
        for a in line.amounts[n : last + 1] if whole is not None and last is not None else ():
            if whole is not None and is_own_level(a) and same_kind(a, whole):
                yield link("parent", a, whole, "part.rest", 7, list=whole.at, closed=True)


def _opens_with(line: Line, n: int) -> str:
    """The word with which the clause of an amount begins."""
    return line.key(line.begin(n) + max(line.gap(n).rfind(mark) for mark in ",;") + 1)


def _left_of(page: Page, a: Amount, alike: Spots) -> Iterator[Link]:
    """Parts and remainder where commas or stops alone part them from their total: "24 ấp, 18 ấp …, còn lại 6 ấp"."""
    leads = alike and has(alike[-1][0].gap(alike[-1][1]), "most")  # "Đường tỉnh nhiều nhất 15 vụ; đường huyện 11 vụ"
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


_IN_TOTAL = shape(
    r"""(?:<joint|comprise|among> ,?)? (?P<in><out_of|preposition>) (?:<!amt|,|;|month|quarter|year|year_part>)*? <lvl>
        (?:<!amt|,|;>)*? (?:, | <copula|word> <lvl>)"""
)


_LEADS = shape(r"^ <W|w|joint|,|copula|over|under|about>* $")


def among(page: Page, line: Line) -> Iterator[Link]:
    """Parts of a total that opens a sentence: "Trong 11 nhóm hàng, có 4 nhóm … . 5 nhóm …", or that is named again."""
    if line.outer is not None or not line.places:
        return
    first = at(line, 0)
    lo = line.text.rfind(",", 0, line.places[0]) + 1
    m = _IN_TOTAL.match(line.text, lo)
    sets = lexicon().sets
    here = m is not None and line.key(m.start("in")) in sets["inside"]
    # "Trong số đại biểu có 20 nữ", "Trong quá trình thực hiện, xã đã huy động 7 tỷ đồng": no totals
    here = here and (sets["having"] | sets["already"]).isdisjoint(map(line.key, range(lo, line.places[0])))
    if here and first.figure.unit is not None:
        page.among = first
    total = page.among
    for n in range(len(line.places)) if total is not None else ():
        a = at(line, n)
        if total is None or a is total or not is_level(a) or is_denominator(a) or a.figure.unit is None:
            continue
        alike = same_kind(a, total) and not has(line.gap(n), "remainder", "cumulative")
        if here and n and _other_half((line, n), (line, 0)):
            page.among = total = None  # "Trong 90 chuyến đi có 60 chuyến đêm; chuyến đến 85 chuyến": of others
        elif alike and (here or _leads(line, n)):
            yield link("parent", a, total, "part.among", 5, total.left, total.right, list=total.at)
        elif here and (host := _told_with(page, total, (line, n))) is not None:
            yield link("parent", a, host, "part.among", 4, total.left, total.right, list=total.at)
    told: Link | None = None
    for n, place in enumerate(line.places):
        a, begin = at(line, n), line.text.rfind(";", 0, place) + 1
        lo = max(begin, line.begin(n) if n else 0)
        # "Nếu chia theo loại, trong số trạm đã kiểm tra có 4 trạm …"
        lo = next((k + 1 for k in range(lo, place) if line.text[k] == "," and of_those(line, k + 1)), lo)
        end = name_ends(line, lo, place) if is_level(a) and line.key(lo) in sets["inside"] else 0
        if end:
            found = list(_named_again(page, line, n, lo, end))
            told = found[0] if found else None
            yield from found
        elif told is not None and _as_well(line, n, told.it):  # "Trong số hộ vi phạm, phạt 5 hộ, nhắc nhở 9 hộ"
            yield replace(told, it=a)
        elif told is not None and _first_level(line, n, begin) and one_unit(a, told.it):
            # "Trong tổng vốn, vốn tỉnh là 5 tỷ đồng; vốn huyện là 3 tỷ đồng"
            page.parts.add(a.figure.figure_id)
            yield replace(told, it=a, strength=told.strength - 4)


def _as_well(line: Line, n: int, a: Amount) -> bool:
    """Whether an amount counts those who were punished as another does, in the same clause."""
    m = line.c.where[a.figure.figure_id][1]
    near = ";" not in line.text[line.places[m] : line.places[n]]
    return near and one_unit(at(line, n), a) and stage(line, n) == stage(line, m) > 1


def _other_half(one: Spot, other: Spot) -> bool:
    """Whether two amounts are named as halves of one breakdown: "văn bản đi" is no part of "văn bản đến"."""
    first, second = half(*one), half(*other)
    return first != second and min(first, second) > 0 and first // 10 == second // 10


def _first_level(line: Line, n: int, begin: int) -> bool:
    """Whether an amount is the first level behind a place."""
    return is_own_level(at(line, n)) and not levels(line, begin, line.places[n])


def _named_again(page: Page, line: Line, n: int, lo: int, end: int) -> Iterator[Link]:
    """Part of what the words between "trong số" at place lo and an end name: "Trong số tàu vỏ thép, có 412 tàu"."""
    a, token = at(line, n), line.at[end]  # that of the list that goes on behind it
    for words in _names_of(line, lo, end):
        spot = by_name(page, words, a.at)
        found = [b for b, subject in page.rows if subject.endswith(words)][-1:] + ([at(*spot)] if spot else [])
        for total in found[-1:]:
            for part in [a] if same_kind(a, total) else _kinds(line, n, total):
                page.parts.add(part.figure.figure_id)
                page.portions.add(part.figure.figure_id)
                yield link("parent", part, total, "part.named_again", 8, line.at[lo], token, list=token)
            return


def _kinds(line: Line, n: int, total: Amount) -> list[Amount]:
    """Counts in a row of several kinds of what a total counts: "có 22 công ty, 16 hợp tác xã và 9 trang trại"."""
    found = [at(line, n)]
    for m in range(n + 1, len(line.places)):
        if _AND_SO_MANY.fullmatch(line.gap(m)) is None:
            break
        found.append(at(line, m))
    told = counts(total) and all(counts(a) and is_own_level(a) and not is_denominator(a) for a in found)
    return found if told and len(found) >= SEVERAL else []


_AND_SO_MANY = shape(
    r"<word|W|noun|preposition|numbered|d>{0,9} (?: <,> <joint>? | <joint> ) <copula>? <over|under|about>?"
)


def _names_of(line: Line, lo: int, end: int) -> Iterator[str]:
    """What may name a total between "trong" at place lo and an end, the longest first."""
    end -= line.key(end - 1) in lexicon().sets["this"]  # "trong số tàu bị phạt này"
    phrase = [line.key(i) for i in range(lo + 1, end)]
    # one word names it behind "trong số" alone: "Trong số đơn khiếu nại, …"
    some = bool(phrase) and line.text[end - 2] in tags_of("quantity", "total", "out_of") and " " in phrase[-1]
    return (f" {' '.join(phrase[k:])} " for k in range(len(phrase) - (not some)))


def _told_with(page: Page, total: Amount, spot: Spot) -> Amount | None:
    """What the sentence before tells beside a total that is said again, in the words of an amount and its unit.

    "8 tàu gặp nạn, 5 người chết. Trong 8 tàu gặp nạn, tàu lưới kéo có 6 tàu, 3 người chết; tàu câu …".
    """
    if not any(one_unit(at(*s), total) for s in page.before):
        return None
    alike = [(likeness(spot, s), at(*s)) for s in page.before if one_unit(at(*s), at(*spot))]
    best, host = max(alike, key=lambda x: x[0], default=(0, total))
    return host if best else None


def _leads(line: Line, n: int) -> bool:
    """Whether an amount opens its clause."""
    gap = line.gap(n)
    return _LEADS.match(gap[max(gap.rfind(","), gap.rfind(";"), gap.rfind(".")) + 1 :]) is not None


def items(contexts: Sequence[Context]) -> Iterator[Link]:
    """Items below a paragraph that ends in a colon: their amounts are parts of its totals.

    The first amount of an item may leave its unit out; of several totals in one unit the words tell which is meant.
    """
    for n, head in enumerate(contexts):
        told = _told_above(contexts, n) if n and _only_announces(head) else head
        opens = head.colon or _is_total(head)
        bare = head.bullet or _is_labelled(head) or head.s.shape[head.first] in tags_of("total")
        below = (_numbered(contexts, n) or _below(contexts, n)) if told.lines and (opens or bare) else []
        beside = [] if below or head.colon or not opens else _beside(contexts, n)
        below = below or beside
        if len(below) < 2 or not (opens or _holds_items(head, below)):
            continue
        above = [told.where[a.figure.figure_id] for a in reversed(told.amounts) if a.depth == 0 and is_own_level(a)]
        within = [h for h in above if _is_within(*h, head)]
        namely = head.s.keys[head.sentences[-1]] in lexicon().sets["namely"]  # "…, trong đó mới 40 đơn. Cụ thể: …"
        hosts = within if namely and within else [h for h in above if h not in within]
        spots = [[c.where[a.figure.figure_id] for a in _own_levels(c)] for c in below]
        firsts = [found[0] for found in spots if found]
        opening = set(firsts)
        pairs: dict[int, list[Spot]] = {}
        for found in spots:
            for m, host in _item_hosts(found, hosts):
                pairs.setdefault(host, []).append(found[m])
        tags, words = head.s.shape[head.sentences[-1] : head.last], head.s.keys[head.sentences[-1] : head.last]
        announced = has(tags, "among", "comprise") and bool(hosts)
        each = announced and len(pairs) == len(below)  # "9 vụ làm 12 người chết, trong đó:", a line of each
        lone = bool(head.bullet) and head.colon and sum(bool(c.amounts) for c in below) == 1  # "…; chiều không có tàu"
        announced = announced and not each and (len(hosts) == 1 or not any(len(parts) > 1 for parts in pairs.values()))
        if announced and len(firsts) == len(below) and all(counts(at(*s)) for s in (hosts[0], *firsts)):
            pairs = {0: firsts}
        elif has(tags, "among", "comprise") and len(hosts) > 1 and all(len(found) == len(hosts) for found in spots):
            pairs = {h: [found[len(hosts) - 1 - h] for found in spots] for h in range(len(hosts))}
        several = not opens and len(hosts) > 1  # "- 8 xã thuộc 3 huyện; + 5 xã thuộc 2 huyện …": of one district both
        # "các xã dẫn đầu:", "chia theo một số cây trồng chính:", "các sai phạm chủ yếu:"
        some = has(tags, "leading") or any(speaks_of(" ".join(words), name) for name in ("some", "chiefly"))
        for host, parts in pairs.items():
            whole = not (some or beside) and not any(_tells_another(found, at(*hosts[host])) for found in spots)
            all_of_it = len(parts) > 3 and opposed(*parts[:2])  # what stands behind them is another breakdown
            only = lone and one_unit(at(*parts[0]), at(*hosts[host]))
            for k, spot in enumerate(parts if len(parts) > 1 or each or only else ()):
                a, first, closed = at(*spot), spot in opening, len(parts) == len(below) and whole and hosts == above
                again = all_of_it and k > 1
                more = {
                    "scope": "list" if hosts == above else "default",
                    "list": at(*parts[2]).at if again else head.last,
                    "closed": closed and not again,
                    "loose": first and unprinted(spot[0], a, at(*hosts[host])),
                }
                rule = "part.several" if several else "part.items"
                yield link("parent", a, at(*hosts[host]), rule, 6 if first else 4, **more)


def _tells_another(item: Spots, host: Amount) -> bool:
    """Whether an item goes on with a sentence that counts one more part: "- Lạc: 38 ha. Rau 35 ha"."""
    here = [(line, n) for line, n in item if line.outer is None and not n and one_unit(at(line, n), host)]
    return any(not has(line.text[: line.places[n] + 1], "among", "copula", "up", "down") for line, n in here[1:])


def _own_levels(c: Context) -> list[Amount]:
    """The levels of an item outside its brackets; if it has no amount there, the one a bracket holds: "Bò (90 con)"."""
    outside = [a for a in c.amounts if a.depth == 0]
    return [a for a in outside or c.amounts[:1] if is_own_level(a)]


def _is_within(line: Line, n: int, head: Context) -> bool:
    """Whether an amount is told within another, and the items are announced apart: "60 đơn, trong đó mới 40 đơn. Theo
    loại đơn: …". They are of all 60, or of those 40.
    """
    begin = next((i for i, t in enumerate(line.text[: line.places[n]]) if has(t, "among")), 0)
    return begin > line.places[0] and line.at[0] < head.sentences[-1]


def _holds_items(head: Context, below: Sequence[Context]) -> bool:
    """Whether the items below one all count, under a mark of their own, what its only level counts: "- 480 xã; + …"; or
    each of its nouns: "- 8 xã thuộc 3 huyện; + 5 xã thuộc 2 huyện …".
    """
    first, *others = ([a for a in c.amounts if is_own_level(a) and a.depth == 0] for c in (head, *below))
    labels = (
        head.bullet in OUTER and below[0].bullet == INNER and all(map(_is_labelled, (head, *below)))
    )  # "+ Số mới: 9."
    if not below[0].bullet or (head.bullet == INNER and below[0].bullet in OUTER):  # of what the head is an item of
        return False
    if len(first) == 1:
        return all(found and (one_unit(found[0], first[0]) or (labels and not found[0].sort)) for found in others)
    nouns = {a.figure.unit for a in first}
    each = len(nouns) == len(first) and head.bullet and below[0].bullet == INNER and all(len(f) > 1 for f in others)
    return bool(each) and all(of_unit(a, whole) for found in others for a, whole in zip(found, first, strict=False))


_ANNOUNCES = shape(r"<among|comprise>{1,2} :")


def _only_announces(c: Context) -> bool:
    """Whether a line says only that parts of what stands above follow, or by what: "Trong đó:", "Phân loại:", "Phân bổ
    theo 3 điểm trường:".
    """
    by_places = len(c.amounts) == 1 and c.s.keys[c.amounts[0].left - 1] in lexicon().sets["according"]
    if c.colon and by_places:
        return _NOUN_ENDS.fullmatch(c.s.shape, c.amounts[0].right, c.last) is not None
    if not c.colon or c.amounts:
        return False
    sets, label = lexicon().sets, " ".join(c.s.keys[c.first : c.last - 1])
    namely = any(label.removesuffix(f" {end}") in sets["namely"] for end in sets["as_follows"])
    return namely or names_facet(label) or _ANNOUNCES.fullmatch(c.s.shape, c.first, c.last) is not None


_NOUN_ENDS = shape(r"<word|noun|W>{0,3} : ¶?")


def _told_above(contexts: Sequence[Context], n: int) -> Context:
    """The nearest paragraph above a line that counts and is no item below one of its mark, of its section or the one
    before it.
    """
    head, near = contexts[n], contexts[n].path.rpartition(".")[0]
    for c in reversed(contexts[:n]):
        if not c.path.startswith(near):
            break
        if c.bullet in ("", head.bullet) and any(map(is_own_level, c.amounts)):
            return c
    return contexts[n - 1]


def _item_hosts(found: Sequence[Spot], hosts: Sequence[Spot]) -> Iterator[tuple[int, int]]:
    """The amounts of one item with the totals they are part of, by number; one amount for each total.

    Words decide between totals: "thực hiện 9 cuộc, kết luận 4 cuộc" are parts of "triển khai 30, kết luận 25 cuộc".
    """
    alike = [[likeness(spot, host) for host in hosts] if len(hosts) > 1 else [0] for spot in found]
    behind = [max(column) for column in zip(*alike, strict=True)]  # how well an amount of the item names each total
    taken: set[int] = set()
    for m, spot in enumerate(found):
        fit = [h for h, host in enumerate(hosts) if _item(spot, host, not m)]
        if fit:
            best = max(fit, key=lambda h: (stage(*spot) == stage(*hosts[h]), alike[m][h] == behind[h], alike[m][h], -h))
            if best not in taken:
                taken.add(best)
                yield m, best


_TOTAL_LINE = shape(r"<total> <!amt>* : <about|over|under>* (?:<lvl>) [.;]?")


def _is_total(c: Context) -> bool:
    """Whether a line tells a total and nothing else: "Tổng số thư viện: 3.210"."""
    return _is_one(c, _TOTAL_LINE)


_LABELLED = shape(r"<!amt|;>* : <over|under|about|copula|estimate>* <lvl> [.]?")


def _is_labelled(c: Context) -> bool:
    """Whether a line is a label with its number: "Sản lượng thủy sản năm 2023: 168.000 tấn."."""
    return _is_one(c, _LABELLED)


def _is_one(c: Context, form: re.Pattern[str]) -> bool:
    """Whether a paragraph is one line of a form with one amount."""
    return len(c.lines) == 1 and len(c.amounts) == 1 and form.fullmatch(c.lines[0].text) is not None


def _below(contexts: Sequence[Context], n: int) -> list[Context]:
    """The items that follow a head directly, all of one mark and of another than its own, or of one first word; those
    that it announces may be but labelled: "…, trong đó:", "Trung cấp: 35 người", "Đại học: 106 người".

    Those of its own mark are items as far as semicolons join them. What stands below an item under a mark of its own is
    of that item, whether it counts or not: behind a colon any mark, else one that always stands below.
    """
    head, found = contexts[n], list[Context]()
    labelled = head.colon and has(head.s.shape[head.sentences[-1] : head.last], "among", "comprise")
    for c in islice(contexts, n + 1, None):
        first = contexts[n + 1]
        other = c.bullet and first.bullet and c.bullet not in (first.bullet, head.bullet)
        if other and found and (found[-1].colon or (first.bullet in OUTER and c.bullet in INNER)):
            continue
        if head.colon and c.bullet and c.bullet == first.bullet == head.bullet:
            found.append(c)
            if c.s.shape[c.last - 1] == ";":
                continue
            break
        alike = c.s.keys[c.first] == first.s.keys[first.first] or (labelled and _is_labelled(c))
        if c.bullet != first.bullet or (c.bullet == head.bullet if c.bullet else not alike):
            break
        found.append(c)
    return found


def _beside(contexts: Sequence[Context], n: int) -> list[Context]:
    """The lines behind a total under its own mark that only say of whom its unit counts: "- Tổng số giường: 65 giường",
    "- Trung tâm y tế: 50 giường", "- Trạm y tế: 15 giường".
    """
    head, found = contexts[n], list[Context]()
    for c in islice(contexts, n + 1, None):
        label = c.s.shape[c.first : c.last].partition(":")[0]
        counted = has(label, "total", "ratio", "/") or c.s.keys[c.first] in lexicon().sets["number_word"]
        if c.bullet != head.bullet or counted or not _is_labelled(c) or not one_unit(c.amounts[0], head.amounts[0]):
            break
        found.append(c)
    return found


def _numbered(contexts: Sequence[Context], n: int) -> list[Context]:
    """The numbered paragraphs directly below a head that ends in a colon; what stands below each is of that one."""
    head, found = contexts[n], dict[str, Context]()
    within = f"{head.path}." if head.path else ""
    for c in islice(contexts, n + 1, None):
        number = c.path.removeprefix(within).partition(".")[0]
        first = next(iter(found), number)
        if (
            not head.colon
            or c.path == head.path
            or not c.path.startswith(within)
            or first.isdigit() != number.isdigit()
        ):
            break
        if not found and (c.bullet or c.path != within + number):
            break
        found.setdefault(number, c)
    return [*found.values()]


OUTER, INNER = "-–—", "+"
"""Marks of items, and the mark that stands below them."""


def _item(spot: Spot, total: Spot, first: bool) -> bool:
    """Whether an amount of an item counts what a total counts: its first one may leave the unit out."""
    a, host = at(*spot), at(*total)
    if first and unprinted(spot[0], a, host):
        return True
    shorter = (
        first and a.figure.unit is not None and f"{host.figure.unit} ".startswith(f"{a.figure.unit} ")
    )  # "vụ" of "vụ tai nạn lao động"
    if one_unit(a, host) or shorter:
        return True
    return first and ((_inspected(a) and _inspected(host)) or (a.figure.unit is None and same_kind(a, host)))


def totals(contexts: Sequence[Context]) -> Iterator[Link]:
    """Items above a line that begins with a total: "- Bưu chính: 14 hồ sơ … Tổng cộng: 225 hồ sơ"."""
    for n, foot in enumerate(contexts):
        whole = next((a for a in foot.amounts if is_level(a)), None)
        if whole is None or foot.bullet or whole.row or foot.s.shape[foot.first] not in tags_of("total"):
            continue
        run = n
        while run and contexts[run - 1].bullet and contexts[run - 1].bullet == contexts[n - 1].bullet:
            run -= 1
        if run and _is_total(contexts[run - 1]):
            continue  # of the total above them
        if _befell(foot, whole) - set(foot.s.keys[contexts[run].first : contexts[n - 1].last]):
            continue  # "+ Ca mắc: 40 … + Ca nặng: 12 … Tổng số ca được điều trị khỏi: 36"
        firsts = [next((a for a in c.amounts if is_level(a)), None) for c in contexts[run:n]]
        parts = [a for a in firsts if a is not None and same_kind(a, whole)]
        for a in parts if len(parts) > 1 else ():
            closed = len(parts) == len(firsts)
            more = {"scope": "list", "list": whole.at, "closed": closed}
            yield link("parent", a, whole, "part.total_below", 7, whole.left, whole.right, **more)


def _befell(c: Context, a: Amount) -> frozenset[str]:
    """The words before an amount that say that something was done to what it counts: "được", "bị"."""
    return (lexicon().sets["got"] | lexicon().sets["undergoes"]) & set(c.s.keys[c.first : a.left])


_SUM = shape(r"[,;] <joint>? <copula>? <total> <!amt|,|;|brk>? <copula|over|under|about>* $")


def sums(page: Page, line: Line) -> Iterator[Link]:
    """A total behind its parts: "A (400 điểm), B (300 điểm) …, với tổng điểm 1.000"."""
    for n, place in enumerate(line.places):
        whole = at(line, n)
        if not is_level(whole) or line.gap(n).count(";") > 1 or not _SUM.search(line.gap(n)):
            continue
        parts: list[Amount] = []
        for owner in reversed(line.owner[:place]):
            a = at(owner, 0) if isinstance(owner, Line) and owner.places == [0] else owner
            if isinstance(a, Amount):
                if not is_level(a) or (parts and a.figure.unit != parts[0].figure.unit):
                    break
                parts.append(a)
        alike = bool(parts) and parts[0].sort not in ("money", "measure")
        if len(parts) > 1 and alike and whole.figure.unit in (None, parts[0].figure.unit):
            for a in parts:
                more = {"list": whole.at, "closed": True}
                yield link("parent", a, whole, "part.total_behind", 7, whole.left, whole.right, **more)


def leaders(page: Page, line: Line) -> Iterator[Link]:
    """Some parts of what the section counts, each of a name: "Nhiều nhất là xã An với 77 người, kế đến xã Bình 37",
    "Các xã có nhiều ca là xã An 12 ca, xã Bình 9 ca, …"; measures are of the sentence before, or of what is called so.
    """
    if line.outer is not None or len(line.worth) < 2 or has(line.text[:1], "cumulative"):
        return  # fewer than two amounts or brackets; "Lũy kế có 42 dự án, vốn 90 tỷ đồng" is more than a part
    told_at = _told_at(line)
    parts = [a for _, a in told_at if is_own_level(a)]
    scores = any(a.figure.unit == lexicon().classes["score"].unit for a in parts)
    if len(parts) < 2 or scores or line.key(0) in lexicon().classes["spoken_number"].values:
        return  # "Ba xã thấp nhất gồm: …": of those three
    head = line.text[: told_at[0][0]]
    ranked = speaks_of(" ".join(map(line.key, range(len(line.text)))), "next_in_rank")
    if not ranked and not has(head, "most", "leading"):
        some = line.key(0) in lexicon().sets["plural"] | lexicon().sets["some"] | lexicon().sets["spread"]
        named = [i for i, a in told_at if a in parts and _PLACE.search(line.text, 0, i) is not None]
        if not some or len(named) < len(parts) / 2:
            return
    first, words = line.c.where[parts[0].figure.figure_id], [line.key(i) for i in range(told_at[0][0])]
    for a in parts:
        told = [s for s in page.before if one_unit(a, at(*s)) and not counts(a) and at(*s).figure.role == a.figure.role]
        told = [max(told, key=lambda s: likeness(first, s))] if ranked and told else told[-1:]
        alike = [] if told else [b for b in page.firsts if same_kind(a, b) and timely(a, b)]
        for whole in [at(*s) for s in told] or _regarded(page, words, alike, 0 if counts(a) else SEVERAL):
            page.parts.add(a.figure.figure_id)
            page.portions.add(a.figure.figure_id)
            yield link("parent", a, whole, "part.leader", 0, list=a.sentence, scope="text")


def _regarded(page: Page, words: list[str], wholes: list[Amount], least: int) -> list[Amount]:
    """Of totals the first of those that share most syllables in a row with words, so many at least."""
    told = {at(*s).figure.figure_id: s for s, _ in page.said[-FAR:]} if wholes else {}
    shared = [common(words, said(*told[b.figure.figure_id])) if b.figure.figure_id in told else 0 for b in wholes]
    most = max(shared, default=-1)
    return [wholes[shared.index(most)]] if most >= least else []


def _told_at(line: Line, lo: int = 0) -> list[tuple[int, Amount]]:
    """The amounts from a place on, each with its own; a bracket that opens with one stands for that."""
    found = ((i, _opened_with(x) if isinstance(x, Line) else x) for i, x in enumerate(line.owner) if x)
    return [(i, x) for i, x in found if i >= lo and isinstance(x, Amount)]


def _opened_with(bracket: Line) -> Amount | None:
    """The amount that a bracket opens with: "(31 căn)", "(đạt 31 ha, tăng 5%)"."""
    opens = tags_of("copula", "over", "under", "about")
    return bracket.first if bracket.places and set(bracket.text[: bracket.places[0]]) <= set(opens) else None


def chief(page: Page, line: Line) -> Iterator[Link]:
    """The greatest parts of the count before them: "hư hỏng 86 căn nhà, nhiều nhất ở An Bình (31 căn), kế đến …"."""
    first = line.places[0] if line.places and line.outer is None else len(line.text)
    begins = (m.start() for m in _CHIEF_AT.finditer(line.text, first) if _greatest(line, m.end()))
    i = next((i for i in begins if levels(line, 0, i)), None)
    if i is None or len(line.text) == first:
        return
    parts = [a for _, a in _told_at(line, i) if is_own_level(a)]
    wholes = [b for b in levels(line, 0, i) if parts and counts(b) and same_kind(parts[0], b)]
    if wholes and all(same_kind(a, wholes[-1]) for a in parts):
        token = line.at[i + 1]
        yield from (link("parent", a, wholes[-1], "part.chief", 3, token, token + 1, list=token) for a in parts)


_CHIEF_AT = re.compile("[,;](?=.)")


def inside(page: Page, line: Line) -> Iterator[Link]:
    """What a sentence tells of the total that opens it: "Trong số 160 vụ, hòa giải thành là 136 vụ, đạt 85%; không
    thành là 17 vụ".
    """
    first = line.first
    if first is None or len(line.places) < SEVERAL or not opens_among(line) or not is_own_level(first):
        return
    parts = [n for n in range(1, len(line.places)) if is_own_level(at(line, n)) and one_unit(at(line, n), first)]
    plain = len(parts) > 1 and not any(has(line.gap(n), "among", "comprise") for n in parts)
    if not plain or "," not in line.gap(1):
        return
    behind = line.text.find(";", line.places[parts[0]])  # "Trong 90 dự án, 60 dự án …, 30 dự án …; | thu hồi 8 dự án"
    listed = sum(line.places[n] < behind for n in parts) > 1
    for n in parts:
        token = line.at[behind] if listed and line.places[n] > behind else line.at[0]
        yield link("parent", at(line, n), first, "part.inside", 6, list=token)


def of_these(page: Page, line: Line) -> Iterator[Link]:
    """A count that is told to be of those just counted: "có 312 người; 187 người trong số này đã có thẻ"."""
    for n in range(len(line.places)) if line.outer is None and has(line.text, "among") else ():
        a = at(line, n)
        if is_own_level(a) and is_of_those(line, n):
            wholes = [b for b in counted_before(page, line, n) if same_kind(a, b)]
            yield from (link("parent", a, b, "part.of_these", 6) for b in wholes[-1:])


def _greatest(line: Line, i: int) -> bool:
    """Whether words that name the greatest of some stand at a place."""
    if has(line.text[i], "most", "leading"):
        return True
    words = " ".join(line.c.s.keys[t] for t in line.at[i : i + 2]) if line.text[i] == "w" else ""
    return words in lexicon().sets["chiefly"]


_PLACE = shape(
    r"(?: ^ | <,|;|:|joint|preposition|copula|word|noun> ) <W>{1,6} (?: <copula>? <over|under|about|estimate>* ) $"
)
SEVERAL = 3
"""Counts with their shares in one sentence from which they are a list."""
_NO_TOTAL_NAMED = shape(r"<total|quantity>* (?: $ | [,;.)] | <joint> )")


def portions(page: Page, line: Line) -> Iterator[Link]:
    """Counts with their shares of what the section began with: "Thành thị xảy ra 502 vụ (chiếm 57%)".

    Where the section has several counts of the noun, only a list of some is of the first.
    """
    parts = [at(line, n) for n in range(len(line.places)) if _portioned(page, line, n)]
    for a in parts:
        wholes = [b for b in page.firsts if same_kind(a, b) and b.figure.figure_id not in page.numerators]
        if len(wholes) == 1 or (wholes and len(parts) >= SEVERAL):
            page.parts.add(a.figure.figure_id)
            page.portions.add(a.figure.figure_id)
            yield link("parent", a, wholes[0], "part.portion_of", 0, list=a.sentence, scope="text")


def _portioned(page: Page, line: Line, n: int) -> bool:
    """Whether a share of no named total follows a count that is part of nothing so far."""
    a, place = at(line, n), line.places[n]
    behind = next((x for i in range(place + 1, len(line.owner)) if (x := line.owner[i]) or line.text[i] in ",;"), None)
    there, m = (behind, 0) if isinstance(behind, Line) else (line, n + 1)
    known = a.figure.figure_id in page.parts or m >= len(there.places)
    if known or not is_level(a) or is_denominator(a) or at(there, m).figure.role != "share":
        return False
    if not counts(a):  # "Đất lúa có 40 ha, chiếm 25%"
        return a.sort == "measure" and has(there.gap(m), "occupy") and _names_no_total(there, m)
    told = has(there.gap(m), "occupy", "that_is") or (stage(line, n) > 0 and has(there.gap(m), "copula"))
    told = told or (there is not line and there.places == [0])  # "Do đường trơn 33 vụ (71,7%)"
    return told and _names_no_total(there, m)


def _names_no_total(line: Line, n: int) -> bool:
    """Whether nothing behind a share says of what it is one."""
    return _NO_TOTAL_NAMED.match(line.text, line.places[n] + 1) is not None


def handed_on(page: Page, line: Line) -> Iterator[Link]:
    """What is new and what an earlier time left, before all of it: "nhận mới 40, kỳ trước chuyển sang 20, tổng 60"."""
    for n in range(len(line.places)):
        whole = at(line, n)
        if not is_level(whole) or not (has(line.gap(n), "total", "cumulative") or _made(line, n)):
            continue
        nearest = (*((line, m) for m in reversed(range(n))), *reversed(page.before))
        parts = list(islice((s for s in nearest if is_own_level(at(*s))), 2))
        told = len(parts) == 2 and sum(_holds(barred(*s), "carried") for s in parts) == 1
        if told or (len(parts) == 2 and _plus(*parts[0])):
            for a in (at(*s) for s in parts if same_kind(at(*s), whole)):
                yield link("parent", a, whole, "part.handed_on", 7, whole.left, whole.right, list=whole.at, closed=True)


def contributions(page: Page, line: Line) -> Iterator[Link]:
    """What parts add to a growth: "GRDP tăng 7%, trong đó khu vực dịch vụ tăng 9%, đóng góp 3,5 điểm phần trăm"."""
    if has(line.text[:1], "among"):  # "GRDP tăng 7%. Trong đó, …"
        above = (x for x in reversed(line.c.lines) if x.outer is None and x.at[0] < line.at[0])
        grown = (a for x in islice(above, 1) for a in x.amounts if a.sort == "percent" and a.figure.role == "change")
        page.growths |= {a.figure.period or "": a for a in grown}
    for n in range(len(line.places)):
        a = at(line, n)
        if a.sort == "percent" and a.figure.role in ("change", "share"):
            page.growths.setdefault(a.figure.period or "", a)
            if not n and line.key(0) in lexicon().sets["inside"]:  # "Trong 8% tăng trưởng chung, …"
                page.growths[a.figure.period or ""] = a
        growth = page.growths.get(a.figure.period or "")
        if a.sort != "points" or growth is None:
            continue
        if speaks_of(" ".join(line.words(n)), "contributes"):
            page.parts.add(a.figure.figure_id)
            last = page.contributed
            within = last and last.sentence == a.sentence and has(line.c.s.shape[last.right : a.left], "among")
            if last and within and lexicon().sets["apart"].isdisjoint(line.c.s.keys[last.right : a.left]):
                growth = last  # "xây dựng đóng góp 7 điểm, trong đó nhà ở đóng góp 4 điểm"
            else:
                page.contributed = a
            yield link("parent", a, growth, "part.contribution", 8, list=growth.at)


def halved_again(page: Page, line: Line) -> Iterator[Link]:
    """Both halves that a sentence tells of what the one before divides by others: "Huyện có 100 người, trong đó thành
    thị 40 người, nông thôn 60 người. Nam có 55 người, nữ có 45 người".
    """
    told = [(line, n) for n in range(len(line.places)) if is_own_level(at(line, n))]
    yield from _halved_behind(page, line, told)
    yield from _halved_beside(line, told)
    above = [x for x in line.c.lines if x.outer is None and x.at[0] < line.at[0]][-1:]
    if line.outer is not None or len(told) != 2 or not above or not half(*told[0]) or not opposed(*told):
        return
    divided = {half(above[0], n) // 10 for n in range(len(above[0].places))} - {0}
    wholes = [at(*s) for s in page.hosts if same_kind(at(*s), at(*told[0])) and not half(*s)]
    if half(*told[0]) // 10 not in divided and len(wholes) == 1:
        yield from _both_halves(told, wholes[0], line.at[0])


def _halved_behind(page: Page, line: Line, told: Sequence[Spot]) -> Iterator[Link]:
    """Both halves behind a semicolon, of what two others before it divide: "có 90 người, trong đó nam 43 người, nữ 47
    người; thành thị 20 người, nông thôn 70 người".
    """
    for one, other, *again in zip(told, told[1:], told[2:], told[3:], strict=False) if ";" in line.text else ():
        n, listed = again[0][1], at(*one).figure.figure_id in page.members
        if listed and ";" in line.gap(n) and _other_half(one, other) and _other_half(*again):
            whole = _level_before(line, one[1], lambda k: at(line, k).figure.figure_id not in page.members)
            if whole is not None:
                yield from _both_halves(again, whole, at(line, n).at)


def _halved_beside(line: Line, told: Sequence[Spot]) -> Iterator[Link]:
    """Both halves behind their total that no word opens as a list: "có 90 người, nam 43 người, nữ 47 người"."""
    for whole, one, other in zip(told, told[1:], told[2:], strict=False):
        w, a = at(*whole), at(*one)
        tens = half(*one) // 10
        apart = [";" in line.gap(n) for _, n in (one, other)]
        # "vốn 90 tỷ đồng, bằng 50% kế hoạch; vốn trong nước 40 tỷ đồng, …, vốn ngoài nước 50 tỷ đồng"
        named = apart == [True, False] and bool(names(*whole) & names(*one) & names(*other))
        beside = ("," in line.gap(one[1]) and not any(apart)) or named
        alike = one_unit(a, w) or of_unit(a, w)
        if tens and beside and alike and _other_half(one, other) and half(*whole) // 10 != tens:
            yield from _both_halves((one, other), w, a.at, closed=half(*one) < OF_SOME)


def _both_halves(parts: Sequence[Spot], whole: Amount, token: int, *, closed: bool = True) -> Iterator[Link]:
    """Two halves, each with the total that they divide; `token` tells their list from others of that total."""
    return (link("parent", at(*s), whole, "part.halves", 4, list=token, closed=closed) for s in parts)


def net(page: Page, line: Line) -> Iterator[Link]:
    """Changes in a bracket right behind the one that they come to: "tăng 17 cụm (IP tăng 26 cụm, dây giảm 9 cụm)"."""
    whole = line.outer.first_before(line.place) if line.outer is not None else None
    changed = [a for a in line.amounts if a.figure.role == "change"]
    if whole is None or whole.figure.role != "change" or whole.sort == "percent" or len(changed) < 2:
        return
    if len(changed) == len(line.amounts) and all(same_kind(a, whole) for a in changed):
        for a in changed:
            yield link("parent", a, whole, "part.net", 7, list=whole.at, closed=True)


def moves(page: Page, line: Line) -> Iterator[Link]:
    """Changes behind "trong đó" are part of the one before it, where all go one way: "giảm 90 tổ, trong đó giảm 60 tổ ở
    cảng và 20 tổ ở chợ".
    """
    for n, whole in enumerate(line.amounts[:-1], start=1):
        if whole.figure.role == "change" and whole.sort != "percent" and has(line.gap(n), "among"):
            parts = list(_moved_with(whole, line.amounts[n:]))
            if all((x.figure.value or 0) * (whole.figure.value or 0) >= 0 for x in parts):
                yield from (link("parent", x, whole, "part.moves", 6, list=whole.at) for x in parts)


def _moved_with(whole: Amount, behind: Sequence[Amount]) -> Iterator[Amount]:
    """The changes of what a change counts, or of a noun of which that is made, up to the first of something else."""
    nouns = (whole.figure.unit or "").split(", ")  # "giảm 90 thôn, tổ, trong đó giảm 60 thôn"
    for a in behind:
        if a.sort == "percent":
            continue
        people = kind_counted(a) == kind_counted(whole) == "people_noun"  # "giảm 90 biên chế, trong đó 60 công chức"
        if a.figure.role != "change" or not (same_kind(a, whole) or a.figure.unit in nouns or people):
            return
        yield a


def singled(page: Page, line: Line) -> Iterator[Link]:
    """What a sentence that singles something out tells of it is part of what was told of all: "Có 90 vụ, làm chết 40
    người. Riêng huyện An có 9 vụ, làm chết 4 người".
    """
    if line.outer is not None or not tells_apart(line, timed=False):
        return
    told = [spot for spot, _ in page.said[-SINGLED:] if at(*spot).at < line.at[0] and is_own_level(at(*spot))]
    for n in (n for n in range(len(line.places)) if is_own_level(at(line, n))):
        part = at(line, n)
        alike = [s for s in told if at(*s).figure.unit == part.figure.unit and in_time_of(part, at(*s))]
        worth = [likeness((line, n), s) for s in alike]
        best = max(worth, default=0)
        found = [s for s, w in zip(alike, worth, strict=True) if w == best]
        if len(found) == 1 or best:
            yield link("parent", part, at(*found[-1]), "part.singled", 2, line.at[0], line.at[0] + 1, scope="text")


SINGLED = 12  # measures before a sentence that singles something out among which its totals are


def raised(page: Page, line: Line) -> Iterator[Link]:
    """What is part of the total that it makes: "40 trạm 4G và 30 trạm 3G, đưa tổng cộng 70 trạm vào hoạt động", "lắp
    40 trạm, nâng tổng số trạm lên 90 trạm".
    """
    for n in range(1, len(line.places)):
        whole, gap = at(line, n), line.gap(n)
        m = _RAISED.search(gap)
        if m is None or not is_level(whole):
            continue
        keys = " ".join(line.key(k) for k in range(line.begin(n) + m.start("verb"), line.places[n]))
        raises, all_ = keys.partition(" ")[0] in lexicon().sets["raises"], speaks_of(keys, "total")
        for k in reversed(range(n)) if raises else ():
            a = at(line, k)
            anew = all_ or not lexicon().sets["anew"].isdisjoint(" ".join(said(line, k)).split())
            if not (is_level(a) and same_kind(a, whole) and (counts(a) or all_) and anew):
                break
            yield link("parent", a, whole, "part.raised", 3, whole.left, whole.right, list=whole.at)


_RAISED = shape(  # "đưa | tổng cộng | 70 trạm", "nâng lên | 90 trạm", "nâng | số trạm | lên | 90 trạm"
    r""",? <joint>? (?P<verb><becomes|word|up>) (?: <total> <!amt|,|;|brk>*
    | (?:<!amt|,|;|brk>* <becomes>)? <about|over|under>* ) $"""
)


def runs(page: Page, line: Line) -> Iterator[Link]:
    """A breakdown without a word that opens it: "… có 485 trường đạt chuẩn. Số trường đạt chuẩn mầm non là 141, …"."""
    ks = [n for n, place in enumerate(line.places) if is_level(at(line, n))]
    if line.outer is not None or len(ks) < 3 or len(ks) < len(line.places) or not page.before:
        return
    here, m = page.before[-1]
    whole, first, rest = at(here, m), at(line, ks[0]), [at(line, n) for n in ks[1:]]
    alike = all(a.figure.unit is None or a.figure.unit == first.figure.unit for a in rest) and same_kind(first, whole)
    alike = alike and not any(map(is_denominator, rest))  # "số trường cao như xã An 51/52, xã Bình 37/38"
    some = line.key(0) in lexicon().sets["some"] | lexicon().sets["plural"]  # "Một số xã có nhiều là An Bình 51, …"
    if alike and any(a.right == a.at + 1 for a in rest) and common(said(line, ks[0]), said(here, m)) > 3:
        for a in (first, *rest):
            more = {"list": first.at, "closed": not some}
            yield link("parent", a, whole, "part.run", 4, first.left, first.right, **more)
