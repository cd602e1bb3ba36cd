"""Rules of lists: which members of a list are part of its total, and how sure that is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from tvict.reading.amounts import Amount
from tvict.reading.changes import planned_change
from tvict.reading.grammar import grammar
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, tags_of
from tvict.reading.lists import (
    Listing,
    Lists,
    divided_by,
    in_scale_of,
    name_ends,
    names_of,
    of_those,
    of_unit,
    one_unit,
    unprinted,
)
from tvict.reading.proposals import Page, Series, Spots, at, by_name, link, naming
from tvict.reading.remains import left_apart
from tvict.reading.settle import Link, timely
from tvict.reading.shares import is_told_part
from tvict.reading.spots import first_said, holds, speaks, syllables_said
from tvict.reading.stages import is_undone, stage
from tvict.reading.structure import (
    Line,
    Spot,
    barred,
    common,
    counts,
    half,
    halves,
    is_denominator,
    is_own_level,
    is_rate,
    kind_counted,
    opposed,
    per,
    said,
    same_kind,
    says,
)

PEOPLE = 2  # tens of the halves that any people have: no total of men alone goes on with women
DIVIDES = 2  # words with which a sentence may say that it divides a total once more
ROOTS = 4  # totals before a list among which one may be called as a member is
_DONE_TO = shape(r"[,;] <word>? <fulfil> <about|over|under>* $")
_MOVES_ALL = shape(r", <up|down|added> <copula>? <about|over|under>* $")  # "sẽ có 60 bến, gồm …, 15 bến xa, tăng 7 bến"
OF_SOME = 50  # halves of these and later breakdowns are those of some totals alone, not of people, places and years
_SEVERAL = shape(r"(?:<word|noun|W>)+ (?:,|<joint>) <word|noun|W>")
ALIKE = 2
"""Syllables with which the labels of a series begin or end alike."""
_LINE = shape(r"<joint>? <lvl> (?! (?:<!amt>)* <comprise> :? <lvl>)")  # one that opens a list itself is no item


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
        # "xuất khẩu đạt 90 tỷ, trong đó gạo 50 tỷ; | nhập khẩu 40 tỷ"
        found.pairs = [x for x in found.pairs if not others or x[0].at < others[0].at]
        found.pairs = _by_time(line, found.pairs, totals)
        if not found.pairs or (found.kind == "bracket" and line.amounts and planned_change(line, 0)):
            continue
        if found.kind == "bracket" and found.pairs[0][0].figure.figure_id in page.members:
            continue  # "cảng Đông có 9 tàu, cảng Tây (7 tàu mới)": an item of the list around it
        if found.kind == "bracket" and line.places[:1] == [1] and line.key(0) in lexicon().sets["inside"]:
            found.kind, found.pairs = "open", found.pairs[1:]  # "9 hợp tác xã (trong 9 hợp tác xã này có 7 …)"
        if _tells_no_parts(line, found):
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


def _by_time(line: Line, pairs: list[tuple[Amount, Amount]], totals: Sequence[Spot]) -> list[tuple[Amount, Amount]]:
    """Members of a month and, in turn, of all months so far, each of the total of that time: "tháng đạt 4 tấn, lũy kế
    26 tấn, trong đó: cá 3 tấn, lũy kế 17 tấn; tôm 1 tấn, lũy kế 9 tấn".
    """

    def summed(spot: Spot) -> bool:
        return has(spot[0].gap(spot[1]), "cumulative")

    told = [summed(line.c.where[a.figure.figure_id]) for a, _ in pairs]
    if len(told) < 4 or told != [False, True] * (len(told) // 2):
        return pairs
    host, first = pairs[0][1], pairs[0][0].at
    spot = line.c.where.get(host.figure.figure_id) or next((s for s in totals if at(*s) is host), None)
    if spot is None:
        return pairs
    near = ((spot[0], n) for n in range(min(spot[1] + 2, len(spot[0].amounts))))
    hosts = {summed(s): at(*s) for s in near if is_own_level(at(*s)) and one_unit(at(*s), host) and at(*s).at < first}
    return [(a, hosts[so_far]) for (a, _), so_far in zip(pairs, told, strict=True) if so_far in hosts]


def _tells_no_parts(line: Line, found: Listing) -> bool:
    """Whether what a list tells is no part of its total."""
    if all(a.figure.role == "plan" != host.figure.role for a, host in found.pairs):
        return True  # "41 cụm loa (kế hoạch 45 cụm loa)": a target is no part of a result
    if any(host.figure.role == "level" and (host.figure.value or 0) < 0 for _, host in found.pairs):
        return True  # "số dư âm 33 hộ, trong đó đến 20 hộ, đi 53 hộ"
    if found.kind == "closed":
        return _of_own_object(line, found) or _side_by_side(line, found)
    opens = found.pairs[0][0].sentence
    above = found.kind == "open" and all(host.sentence < opens for _, host in found.pairs)
    # "Các xã khác, gồm: An Bình: 20 hộ": of others than those that the sentence before counts
    return above and not lexicon().sets["else_than"].isdisjoint(line.c.s.keys[opens : found.token])


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


def _spread_of(page: Page, line: Line) -> Spot | None:
    """What the words before "tập trung" name, where it opens a list: "Tàu quá hạn tập trung ở 3 cảng: …"; or those
    behind "trong số" that opens the sentence.
    """
    opens = bool(line.places) and line.outer is None
    if opens and (by := divided_by(line)) is not None and (whole := _divided_again(page, line, by)) is not None:
        return whole
    if opens and of_those(line, 0) and (end := name_ends(line, 0, line.places[0])):
        named = (by_name(page, words, line.at[0]) for words in names_of(line, 0, end))
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
    whole = [s for s in whole if not named or named & syllables_said(s)]
    first = [s for s in whole if any(at(*s) is a for a in page.firsts)]
    near = [s for s in whole if s[0].c is line.c][:1]
    return next(iter(near or first[-1:] or whole[-1:]), None)


def _members(page: Page, line: Line, found: Listing) -> Iterator[Link]:
    """The members of one list, each with its total; what is part of a target is planned too."""
    strength = {"open": 7, "closed": 7, "bracket": 7, "colon": 6, "among": 5, "settled": 7, "foreign": 7}[found.kind]
    loose = found.kind == "bracket" and any(not a.listed and a.figure.unit != h.figure.unit for a, h in found.pairs)
    tokens, closed, by_time = _divided(line, found), _is_closed(line, found), _is_by_time(found)
    overlap = found.kind in ("open", "among") and _overlaps([line.c.where[a.figure.figure_id] for a, _ in found.pairs])
    apart = found.kind == "open" and line.c.s.keys[found.token] in lexicon().sets["apart"]
    # "Trong đó, nhiều vụ lớn bị phát hiện như vụ ở An Hải 480 bánh": examples of what is not counted
    first, whole = found.pairs[0]
    examples = whole.at < first.sentence and has(line.c.s.shape[first.sentence : first.left], "such_as")
    shared: dict[Spot | None, bool] = {}  # of each total
    left: list[Amount] = []
    for a, host, spot in _kept(page, line, found, left):
        here, n = line.c.where[a.figure.figure_id]
        if apart and host.figure.period != a.figure.period:  # "tháng 8 thu 90 tỷ; lũy kế 910 tỷ. Riêng An Hải, …"
            roots = (at(*s) for s in reversed(page.roots))
            host = next((b for b in roots if b.figure.period == a.figure.period and one_unit(a, b)), host)
        elif found.kind == "open" and (a.figure.unit or "").startswith(f"{host.figure.unit} "):
            host = _called_so(page, line, a, host)
        if spot is not None and spot not in shared:
            shared[spot] = _in_several(*spot)
        several = overlap or shared.get(spot, False)
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
        yield from _also(line, found, a, host)
    # "đã giải quyết 90 đơn. Trong đó, đúng hạn 80 đơn, quá hạn 10 đơn; 9 đơn đang giải quyết": beside the 90
    yield from (link("beside", a, whole, "part.underway", 6) for a in left)


def _called_so(page: Page, line: Line, a: Amount, host: Amount) -> Amount:
    """The total beside that of a list that alone is counted in the full noun of a member: "Có 650 hộ nghèo. Hộ cận
    nghèo là 922 hộ. Trong đó, miền núi có | 449 hộ nghèo, 308 hộ cận nghèo".
    """
    roots = (at(*s) for s in page.roots[-ROOTS:] if s[0].c is line.c)
    return next((b for b in roots if b.figure.unit == a.figure.unit and b.sentence < a.sentence), host)


def _is_closed(line: Line, found: Listing) -> bool:
    """Whether a list tells all parts of its total."""
    some = found.kind == "bracket" and line.key(0) in lexicon().sets["having"]  # "640 bến (có 310 bến tư nhân)"
    closed = found.kind not in ("open", "among", "settled", "foreign") and not some
    return not found.open_end and (closed or _halves(line, found))


def _is_by_time(found: Listing) -> bool:
    """Whether the members of a list tell one time each, in a bracket none but that of their total: "Năm 2018 thu 40 tỷ
    đồng (năm 2016: 26 tỷ; năm 2017: 31 tỷ)".
    """
    times = {a.figure.period for a, _ in found.pairs if a.reasons["period"].lo > found.token}
    when = found.pairs[0][1].reasons.get("period") if found.kind == "bracket" else None
    other_times = when is not None and when.scope in ("own", "clause")
    return len(times) == len(found.pairs) > 1 and None not in times and not other_times


def _kept(page: Page, line: Line, found: Listing, left: list[Amount]) -> Iterator[tuple[Amount, Amount, Spot | None]]:
    """The members of a list that are parts, with their total and its spot: none of what is done to other parts, nor
    what is not done yet of a total that is: such is put into `left`.
    """
    spots = {at(*s).figure.figure_id: s for s in (*page.roots, *page.hosts, *page.before)} | line.c.where
    aspects = lexicon().sets["aspect"] | lexicon().sets["already"]
    each, first = _of_each_place(line, found), found.pairs[0][0]
    start = line.c.where[first.figure.figure_id]
    opened = stage(*start)
    received = done = False  # "trong đó đã thụ lý 410 vụ, đã xét xử 395 vụ": of those, no second part
    for a, host in found.pairs[: _turns_away(line, found)]:
        here, n = line.c.where[a.figure.figure_id]
        reached, spot = stage(here, n), spots.get(host.figure.figure_id)
        if each or _goes_with(here, n, host) or (a.figure.role == "plan" and _MOVES_ALL.search(here.gap(n))):
            continue
        mean = host.figure.unit is None and host.figure.scale == 1 and host.figure.decimals
        if a.listed and counts(a) and mean:
            continue  # "tuổi bình quân là 51,3"
        # "có 60 lượt gửi qua bưu chính, trong đó tiếp nhận 20 lượt, trả kết quả 40 lượt"
        beside = spot is not None and stage(*spot) < 0 and here.gap(n)[:1] == "," and not first_said(here, n, aspects)
        if received and reached > 0 and not has(here.gap(n), "noun") and not beside:
            continue
        if a is not first and opened < 0 and _done_to(found.kind, here, n, start, aspects):
            done = True
            continue  # "trong đó hàng nhập 60 lô, hàng xuất 40 lô; phát hiện 6 lô vi phạm": of those, no third part
        if done and speaks((here, n), "underway"):
            continue  # "trong đó nhận mới 60 đơn, kỳ trước 40 đơn; đã giải quyết 80 đơn; đang giải quyết 20 đơn"
        received = received or reached == 0
        resolved = spot is not None and stage(*spot) > 0
        underway = resolved and a is not first and is_undone(here, n)
        left += [a] if underway else []
        if underway or (resolved and left_apart(here, n)):
            continue  # "nhận 98 vụ, đã xử lý 90 vụ, trong đó phạt 80 vụ, nhắc nhở 10 vụ; còn 8 vụ": not of the 90
        yield a, host, spot


def _also(line: Line, found: Listing, a: Amount, host: Amount) -> Iterator[Link]:
    """What else a member says of its total: that it is told again, "25 tàu, trong đó 20/25 tàu …", or a target."""
    here, n = line.c.where[a.figure.figure_id]
    total = line.c.beside(a) if len(found.pairs) == 1 and found.kind != "bracket" else None
    if total is not None and is_denominator(total) and one_unit(total, host):
        yield link("said", total, host, "restated.fraction", 5)
    # "mục tiêu là 64 tàu, trong đó đã đóng 23 tàu"
    done = any(word.split()[0] in lexicon().sets["aspect"] for word in here.words(n))
    if host.figure.role == "plan" and timely(a, host) and not done:
        yield link("plan", a, host, "plan.part", 5, found.token, found.token + 1)


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
        told = kind == "closed" and "," in gap and first_said(line, n, aspects)
    return told and not first_said(*first, aspects)


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
    """Whether the members of a list may count the same twice: each has or got something, one is of the insured, or some
    are counted by their degree and others not: "có 50 giảng viên, 9 tiến sĩ".
    """
    some = len(spots) > 1 and _has_or_does(*spots[0])
    done = [_has_or_does(*s) for s in spots] if some else [""]
    each = all(done) and (some not in lexicon().sets["doing"] or len(set(done)) > 1)
    by_degree = {at(*s).figure.unit in lexicon().sets["academic_degree"] for s in spots}
    return each or len(by_degree) > 1 or any(holds(barred(*s), "overlaps") for s in spots)


def _rest_apart(line: Line, found: Listing, a: Amount) -> bool:
    """Whether a semicolon parts a remainder from a list with commas: "trong đó 9 tàu gỗ, 6 tàu sắt; còn lại 5 tàu".

    It is of the same total, or of one that is not told here.
    """
    here, n = line.c.where[a.figure.figure_id]
    if here is not line or found.kind != "open" or not left_apart(line, n):
        return False
    ns = [m for x, _ in found.pairs if (spot := line.c.where[x.figure.figure_id])[0] is line for m in spot[1:]]
    return n in ns[2:] and sum(";" in line.gap(m) for m in ns[1:]) == 1


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
    if max(told.values()) < 2 and any(holds(barred(*spot), "trait") for spot in spots.values()):
        return ats  # "trong đó nữ 40 người, đảng viên 30 người": each of a breakdown of its own
    if not twice and found.kind == "open":
        return _grouped(line, found)
    return {n: ats[first[said_so // 10]] for n, said_so in halves.items()} if twice else {}


def _grouped(line: Line, found: Listing) -> dict[int, int]:
    """The list of each count where semicolons part several lists with commas, each a breakdown of the one total:
    "trong đó 30 hộ nuôi tôm, 20 hộ nuôi cá; 35 hộ có ao lắng, 15 hộ chưa có".
    """
    firsts: dict[int, int] = {}
    first = 0  # where the list began that is being read
    for a, _ in found.pairs:
        here, n = line.c.where[a.figure.figure_id]
        first = a.at if not first or (here is line and ";" in line.gap(n)) else first
        firsts[a.figure.figure_id] = first
    one = len({host.figure.figure_id for _, host in found.pairs}) == 1 and all(counts(a) for a, _ in found.pairs)
    several = sum(members > 1 for members in Counter(firsts.values()).values()) > 1
    return firsts if one and several else {}


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


def _in_several(line: Line, n: int) -> bool:
    """Whether a total counts who takes part in this, that or both: "120 người tham gia bảo hiểm y tế, thất nghiệp"; or
    is what gains and losses come to.

    Its parts overlap, and do not add up to it.
    """
    lo, hi = line.begin(n), line.places[n] + 1 + len(line.tail(n))
    if speaks((line, n), "net"):
        return True  # "lỗ 40 tỷ đồng, trong đó công ty mẹ lỗ 90 tỷ đồng"
    joins = (i for i in range(lo, hi - 1) if f"{line.key(i)} {line.key(i + 1)}" in lexicon().sets["joins"])
    return any(_SEVERAL.match(line.text, i, hi) for i in joins)


def _has_or_does(line: Line, n: int) -> str:
    """The word behind an amount by which it counts those that have, got or did something, as they may several, or "":
    "74 đơn vị được cấp phép in", "74 tàu đã lắp máy".
    """
    place, sets = line.places[n] + 1, lexicon().sets
    key, verbs = line.key(place), sets["using"] | sets["doing"]
    if key in sets["having"] or key in sets["already"]:
        return key
    return next((verb for verb in (key, f"{key} {line.key(place + 1)}") if verb in verbs), "")
