"""Rules of shares: what they are of, and what of; what is said twice, and what was allocated."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.lists import of_those, one_unit
from tvict.reading.proposals import (
    ITS_NOUNS,
    NUMBER,
    OPENING,
    SHARE_MARK,
    VALUE,
    Page,
    at,
    begin_of_clause,
    both,
    by_name,
    fraction_behind,
    link,
    named_in,
    naming,
    planned_outside,
    regarding,
    sentence_before,
    syllables_of,
)
from tvict.reading.settle import DOUBTED, Link, timely
from tvict.reading.spots import asides, between, pause, speaks, syllables_in, syllables_said, word_before
from tvict.reading.structure import (
    ABOUT,
    Line,
    Spot,
    countable,
    counts,
    is_beside,
    is_denominator,
    is_earlier,
    is_level,
    is_own_level,
    is_rate,
    kind_counted,
    names,
    per,
    said,
    same_kind,
    says,
    tells_tiers,
)

_REACHES = shape(r"(?: [-,;] <copula> | <equal> ) <over|under|about>* $")
_REACHES_BARE = shape(  # "31/40 tổ chức có chứng thư đạt 77,5%", but not "hồ Đông 15/23 triệu m3 và hồ Tây đạt 50%"
    r"(?: (?!<joint> <noun|word>? W) <!amt|,|;|brk> )* <copula> <over|under|about>*"
)
_NAMED_REACHES = shape(r"<word|noun|numbered|receive|fulfil|tier|around>{1,8} <copula> <over|under|about>*")
_NEW_TOPIC = shape(r"<ratio> (?:<word|noun|W|fulfil|preposition|located>){2,}")
_BARE = shape(r"(?:<ratio|occupy|that_is|copula|over|under|about|equal|:> | =)* $")
_TOTAL = shape(
    r"""(?: <preposition|compare|out_of|over>* | /)
    (?: (?: <total|quantity|anaphor>+ | (?<=<out_of>) ) (?: (?P<noun><noun|word|receive|fulfil>) | (?P<bare>(?=<brk>)) )
    | (?P<thing><noun>) )"""
)  # "60% tổng sản lượng (20 tấn)": the bracket alone tells it
_NAMED_ASIDE = shape(r"<word|noun>{0,6} <brk>")
_BARE_NOUN = shape(r"<noun|word> (?: [,;.)] | $)")
_WHOLE = shape(
    r"""(?:<receive|fulfil>)? (?: (?:<word|noun|numbered|tier|,>)+ (?=<brk>) | (?:<word|noun|numbered|tier>)+ )"""
)
_TOTAL_ENDS = shape(r"(?: <where|receive|fulfil>{1,2} (?=<brk>) )?")  # "tổng số hộ | toàn huyện | (41.150 hộ)"
OPENS = 4  # tokens among which a total stands that opens its sentence: "Trong tổng số 60 hộ"
_OUT_OF_ALL = shape(r"<word>? <out_of> | <joint|preposition> <total>")  # "Tính trên tổng số 60 hộ", "Với tổng số 60 hộ"
_NOUN_BEHIND = shape("<total|quantity>* <noun>")
_RATE_OF_DONE = shape(
    r"""(?: ^ | [,;] ) <word>? <ratio> (?P<said>(?:<word|noun|numbered|fulfil|around|joint>){1,8})
    <copula>? <over|under|about>* $"""
)
_TURNS = shape(r"<joint|preposition|out_of> <lvl> <word|noun|W|numbered|tier|receive|fulfil>{0,6} ,")
_OPENS_ITEM = shape(r"(?: [,;] <joint>? | <joint> ) <word>? <over|under|about>* $")
_BUT_NAMED = shape(r"<,|joint> <word|noun|W|numbered|tier>{1,5}")
SHARES = 3  # behind names in one sentence that tell what a total is made of
_OPENS_AMONG = shape(r"<joint|word>? <among>")
_AIMED = shape(r"<copula> <about|over|under>* $")
_TIED = shape(  # "chiếm 40% với 20.000 thuê bao", "chiếm 84% tổng đàn, với 5 triệu con"
    r"(?: (?: (?P<sum><total|quantity|anaphor>)? <noun|word|quantity|where|W>{1,5} )? ,? (?P<with><joint>)"
    r" | (?: <total> <!amt|,|;|joint>* )? , <copula> ) <over|under|about>* <lvl>"
)
_COUNT_AHEAD = shape(r"[;,] <joint>? <total|quantity>+ <!amt|,|;|brk>* <copula> <over|under|about>* $")
REACHED = ("in_time", "carried_out", "due")  # the last first
FEW = 5  # words before a share in which a rate may be told, counts before it of which one may be its total
SPECIFIC = 3  # syllables of a noun that tells what is counted: "dịch vụ công" does, "hộ" and "hồ sơ" may be any
_APART = shape(
    r"""[^,;:]* [,;:]
    <fulfil|word|w|W|noun|tier|quantity|anaphor|receive|copula|joint|preposition|estimate|over|under|about|occupy|ratio|comprise|:>{0,12}"""
)
_ALREADY = shape(r"^ <noun|W|word>{0,6} [,;] (?: <fulfil> | <word> <word>{1,3} (?: , <word>{1,3} )? ) $")
_CLAUSE = shape(r"<!amt|,|;|brk|joint>*")
_DESCRIBES = shape(r"(?:<noun|word|numbered|tier|quantity|receive|fulfil|becomes>|<copula> (?= <word|noun>))+")
_DONE = shape(r"<receive|fulfil|becomes>")
MOST = 20  # parts with a share each before one of which the total that opens their clause is sought
FAR = 200  # amounts before a share among which its total may stand
_BECAME = shape(r".? <becomes|up|down> <becomes|over|under|about|copula>*")
_OF_WHAT = shape(r"(?:<word|W|noun>){2,}")
_WITH_BOUND = shape(r"<word|W|noun|preposition|quantity>{0,4} <copula> <word|noun|quantity>{1,4} <over|under|from>?")
_SHARES = shape(r"<joint>? <occupy|copula> <ratio|copula|over|under|about>* $")  # "…; chiếm 77% trong tổng số"


def tell_attainments(line: Line) -> None:
    """Tell the rates of a line that attain a plan beside what they are of, before links are looked for."""
    for n, a in enumerate(line.amounts):
        if a.figure.role == "share" and a.sort == "percent" and (pair := attained_beside(line, n)) is not None:
            a.figure.role = "attainment"
            a.because("role", "attainment.of_plan", "sentence", pair[1].left, pair[1].right)
            line.retell(n)


def attained_beside(line: Line, n: int) -> tuple[Amount, Amount] | None:
    """What a rate is of, and the plan right beside that it attains: "kế hoạch vốn là 64 tỷ đồng, đã giải ngân 35 tỷ
    đồng (đạt 55%)", "trồng 35 ha (kế hoạch 64 ha), đạt 55%", "35 ha/KH 64 ha (55%)".
    """
    part = _part(line, n)
    if part is None:
        return None
    here, m = part
    done, before, place = at(here, m), at(here, m - 1) if m else None, here.places[m] + 1
    behind = here.owner[place : place + FEW - 1] if here is line else []  # "35 km | luồng | (KH 64 km)"
    aside = next((x for x in behind if x is not None), None)
    plan = aside.first if isinstance(aside, Line) else None
    reaches = has(line.gap(n), "copula") and not has(line.gap(n), "ratio", "occupy")
    if done.figure.role == "plan":
        told = before is not None and is_own_level(before) and before.figure.role == "level" and same_kind(before, done)
        bare = not line.gap(n) and line.outer is here
        return (before, done) if before is not None and told and (bare or reaches) and ";" not in here.gap(m) else None
    if plan is None or plan.figure.role != "plan":
        plan = before if ";" not in here.gap(m) else None
    return (done, plan) if reaches and plan and plan.figure.role == "plan" and same_kind(plan, done) else None


def shares(page: Page, line: Line) -> Iterator[Link]:
    """Shares: the part that each is of, and the total that the text names for it, else that of its part."""
    page.here = {}
    if line.outer is None:
        page.above, page.opens = page.before, bool(page.before) and _OPENS_AMONG.match(line.text) is not None
    for n in range(len(line.places)):
        a = at(line, n)
        if is_level(a):
            page.here.setdefault(a.figure.unit or "", []).append(a)
            if counts(a) and a.figure.unit and (reached := _reached(line, n)):
                noun = a.figure.unit.casefold()
                page.due[noun] = [*page.due.get(noun, [])[-FEW:], (a, reached)]
        if a.figure.role == "share" and a.sort in ("percent", "times"):
            yield from _share(page, line, n)
        elif is_level(a):
            page.whole = None


def _share(page: Page, line: Line, n: int) -> Iterator[Link]:
    """The links of one share, of which the text may print both numbers, the total alone, or the part, or none."""
    a = at(line, n)
    if (levels := fraction_behind(line, n)) is not None:
        yield from both(a, *levels, "share.fraction_behind", 8)
    elif (levels := _fraction_regarded(line, n)) is not None:
        yield from both(a, *levels, "share.regarding", 10)
    elif (done_of := _done_of(line, n)) is not None:
        yield link("base", a, done_of, "share.done", 6)
        if n + 1 < len(line.places) and word_before(line, n + 1) in lexicon().sets["restates"]:
            yield link("parent", at(line, n + 1), done_of, "share.done", 6)  # "…, tương đương 120 đơn"
    elif (whole := _opens_with(line, n)) is not None:
        yield from _of_total(page, line, n, whole, "share.inside")
        if (part := _told_before(page, line, n, whole)) is not None:
            yield link("of", a, part, "share.told_before", 4, scope="text")
            yield link("parent", part, whole, "share.told_before", 2, scope="text")
    elif (asked := _some_of(line, n)) is not None:
        yield from _of_total(page, line, n, asked, "share.some_of")
    else:
        spot = _part(line, n) or _of_member(page, line, n)
        if ":" in line.gap(n) and _count_told(line, n) is not None:
            spot = None  # "có 90 hộ: hộ nghèo chiếm 40% (36 hộ)"
        if spot is None or not _of_others(line, n, spot):
            yield from _of_part(page, line, n, spot)


def _of_part(page: Page, line: Line, n: int, spot: Spot | None) -> Iterator[Link]:
    """The links of one share of which a part may be told before it."""
    a, part = at(line, n), at(*spot) if spot is not None else None
    if part is not None and is_denominator(part) and part.fraction_of is not None:
        if not reached_each(line, n, part):
            scope = "default" if _of_named_others(line, n, part) else "sentence"
            yield link("of", a, part.fraction_of, "share.fraction", 8)
            yield link("base", a, part, "share.fraction", 8, scope=scope)
    elif _REACHES.search(line.gap(n)) and (pair := planned_outside(line, n)) is not None:
        yield from both(a, *pair, "attainment.bracket", 8, pair[1].left, a.right)
        yield link("attainment", a, pair[0], "attainment.bracket", 8, pair[1].left, a.right)
    elif spot is None:
        totals = [*_without_part(page, line, n)]
        yield from totals
        yield from _counted_behind(line, n, next((k.to for k in totals if k.slot == "base"), None))
        if (count := _count_told(line, n)) is not None:
            yield link("whole", a, count, "share.whole", 3)
            yield link("only", a, count, "share.only", 1)
            before = [at(*s) for s in page.before if is_own_level(at(*s)) and same_kind(at(*s), count)]
            # "Có 90 em. Nữ chiếm 40%, tức 36 em"
            opens = line.outer is None and all(b.figure.role == "share" for b in line.amounts[:n])
            alone = before[0] if len(before) == 1 and opens else None
            if (opener := _opener((line, n), count) or alone) is not None:
                yield link("parent", count, opener, DOUBTED, 1, scope="default")
        yield from _totals(page, line, n, None)
    elif (pair := _of_places(*spot)) is not None:
        yield link("of", a, pair[0], "share.fraction", 8)
        yield link("base", a, pair[1], "share.fraction", 8, scope="default")
    else:
        yield link("of", a, at(*spot), "share.part", 5)
        if (head := _head_of_clause(*spot)) is not None:
            yield link("base", a, head, "share.turned", 5)
            yield link("parent", at(*spot), head, "share.turned", 8)
        else:
            yield from _totals(page, line, n, part)


def _of_places(line: Line, n: int) -> tuple[Amount, Amount] | None:
    """A count and the places of which so many have something, the n-th amount being either: "95 nhà văn hóa/106 ấp, đạt
    89,6%".
    """
    a = at(line, n)
    places = a if is_beside(a) else next(iter(line.amounts[n + 1 : n + 2]), a)
    count = places.fraction_of
    if count is None or not is_beside(places) or (a is not places and a is not count):
        return None
    fits = counts(count) and kind_counted(count) == "noun" and kind_counted(places) == "place_noun"
    return (count, places) if fits else None


def _of_named_others(line: Line, n: int, whole: Amount) -> bool:
    """Whether a share behind a fraction names a total of which the fraction's own may be but some: "có 330/456 ý kiến,
    chiếm 68% tổng số đại biểu".
    """
    m = _TOTAL.match(line.text, line.places[n] + 1)
    end = _WHOLE.match(line.text, m.start("noun")) if m is not None and m["noun"] else None
    if m is None or end is None:
        return False
    named = " ".join(line.key(i) for i in range(m.start("noun"), end.end())).split()
    return not set(named) <= {*syllables_of(*line.c.where[whole.figure.figure_id])} | lexicon().sets["silent"]


def reached_each(line: Line, n: int, whole: Amount) -> bool:
    """Whether a rate behind a fraction is what each of those counted reached, and no share that they are: "3/9 huyện
    đạt trên 60%", "8/20 đơn vị đạt 95% cả 3 tiêu chí", "45/50 xã có 100% hộ dùng điện".
    """
    a, behind = at(line, n), line.gap(n + 1) if n + 1 < len(line.places) else "."
    named = len(behind) < 3 and set(",;.:" + tags_of("joint")).isdisjoint(behind) and counts(at(line, n + 1))
    bound = kind_counted(whole) == "place_noun" and a.figure.bound in ("over", "under") and not a.figure.decimals
    of_others = _NOUN_BEHIND.match(line.text, line.places[n] + 1)
    words = line.key(of_others.end() - 1).split() if of_others is not None else []
    other = not set(words) <= set(syllables(whole.figure.unit or ""))
    return "," not in line.gap(n) and (bound or named or other)


def _of_total(page: Page, line: Line, n: int, whole: Amount, rule: str) -> Iterator[Link]:
    """The links of a share of a total, with those of the count behind it."""
    page.whole = whole
    yield link("base", at(line, n), whole, rule, 5)
    yield from _counted_behind(line, n, whole)


def _counted_behind(line: Line, n: int, whole: Amount | None) -> Iterator[Link]:
    """The links of the count behind a share."""
    if (count := _count_behind(line, n) if whole is None else _count_told(line, n)) is not None:
        yield link("of", at(line, n), count, "share.count_behind", 6)
        if whole is not None:
            yield link("parent", count, whole, "share.count_behind", 2)


def _some_of(line: Line, n: int) -> Amount | None:
    """The count before a share of which it says what some do: "khảo sát 100 cơ sở, | có | 25% cơ sở cho biết …"."""
    gap, noun = line.gap(n), _noun(line, n)
    there_is = len(gap) == 2 and gap[0] == "," and line.key(line.places[n] - 1) in lexicon().sets["having"]
    of = at(line, n - 1) if n and there_is and noun else None
    return of if of is not None and is_level(of) and noun == " ".join(syllables(of.figure.unit or "")) else None


def opens_among(line: Line) -> bool:
    """Whether a sentence opens with a total of which it tells: "Trong số 160 vụ, …"."""
    lo = _behind_time(line) if line.places and line.outer is None else 0
    opens = bool(line.places) and line.outer is None and line.places[0] < lo + OPENS
    return opens and (of_those(line, lo) or _OUT_OF_ALL.match(line.text, lo) is not None)


def _behind_time(line: Line) -> int:
    """Where a sentence begins behind the time that opens it: "Năm 2023, | trong 240 cán bộ, …"."""
    comma = line.text.find(",", 0, line.places[0])
    return comma + 1 if comma > 0 and not says(line.text[:comma]) else 0


def _opens_with(line: Line, n: int) -> Amount | None:
    """The total that opens a sentence of bare shares: "Trong tổng số 240 cán bộ, nữ chiếm 45%, nam chiếm 55%", "Trong
    diện tích 52 ha có 81% là đất ở".
    """
    first = at(line, 0)
    shares = n > 0 and all(at(line, k).figure.role == "share" for k in range(1, n))
    if not shares or not is_level(first):
        return None
    if not set(_noun(line, n).split()) <= syllables_of(line, 0) | lexicon().sets["silent"]:
        return None  # "Trong 5 nhóm khách, khách Âu chiếm 31% tổng số giao dịch"
    among, occupies = opens_among(line), any(has(line.gap(k), "occupy") for k in range(1, n + 1))
    if among and (counts(first) or occupies):
        return first
    lo = _behind_time(line)
    opens = line.outer is None and line.places[0] < lo + OPENS and line.key(lo) in lexicon().sets["inside"]
    noun = _NOUN_BEHIND.match(line.text, line.places[n] + 1)
    other = noun is not None and not set(line.key(noun.end() - 1).split()) <= syllables_of(line, 0)
    told = "," not in line.gap(1) or (occupies and not counts(first))  # not "Trong 12 lớp, nữ chiếm 80%"
    return first if (opens or among) and told and not other else None  # not "Trong 3 xã có 40% hộ"


def _told_before(page: Page, line: Line, n: int, whole: Amount) -> Amount | None:
    """The count that a share of a total names again: "Có 26 hộ nghèo. Trên tổng số 484 hộ, hộ nghèo chiếm 5,4%"."""
    said_of = _named_before(line, line.begin(n), n)
    before = (s for s in page.before if is_own_level(at(*s)) and kind_counted(at(*s)) == kind_counted(whole))
    found = [at(*s) for s in before if said_of <= syllables_of(*s)]
    return found[0] if len(said_of) > 1 and len(found) == 1 else None


def _named_before(line: Line, lo: int, n: int) -> set[str]:
    """The syllables that name what a share is of, from a place on up to "chiếm", "tỷ lệ"."""
    mark = SHARE_MARK.search(line.text, lo, line.places[n])
    return named_in(line, lo, mark.start() if mark else line.places[n]) - lexicon().sets["silent"]


def _without_part(page: Page, line: Line, n: int) -> Iterator[Link]:
    """What a share is of, or its total, where no part of it is told before."""
    a = at(line, n)
    if counted := _counted_as(page, line, n):
        yield link("of", a, counted[0], "share.regarding", 5)
        yield from (link("base", a, b, "share.regarding", 3) for b in counted[1:2])
    elif (count := _count_ahead(line, n)) is not None:
        yield link("of", a, count, "share.count_ahead", 4)
        # "Tỷ lệ nghèo … xã An 21% với 430 hộ": of all households there
        if has(line.gap(n), "occupy") or line.key(line.places[n] + 1) not in lexicon().sets["with"]:
            yield link("whole", a, count, "share.count_ahead", 4)
    elif (whole := _opened(page, line, n) or next(reversed(those_before(page, line, n)), None)) is not None:
        page.whole = whole
        yield link("base", a, whole, "share.among", 5)
    elif (whole := _of_opening(page, line)) is not None:
        yield link("base", a, whole, "share.of_opening", 2)
    elif (whole := _of_economy(page, line)) is not None:
        page.whole = whole
        yield link("base", a, whole, "share.of_economy", 2, scope="text")
        if (sector := _sector(page, line, n, whole)) is not None:
            yield link("of", a, sector, "share.of_economy", 2, scope="text")
    elif (whole := _divided(page, line)) is not None:
        yield link("base", a, whole, "share.of_before", 1, scope="text")
    elif page.whole is not None and (line.outer is None or has(line.gap(0), "among")) and _goes_on(line, n):
        yield link("base", a, page.whole, "share.goes_on", 3)  # "…; rừng chiếm 38%; hồ chiếm 9%"


def _count_behind(line: Line, n: int) -> Amount | None:
    """The count of a share in brackets right behind it: "hộ nghèo chiếm 7,1% (tương ứng 1.240 hộ)"."""
    named = ITS_NOUNS.match(line.text, line.places[n] + 1)
    place = named.end() if named is not None else line.places[n] + 1
    inside = line.owner[place] if place < len(line.owner) else None
    count = inside.first if isinstance(inside, Line) and not is_earlier(inside) else None
    if not isinstance(inside, Line) or count is None or not is_own_level(count) or is_rate(count):
        return None
    restates = lexicon().sets["restates"]
    told = (i for i in range(inside.places[0]) if inside.text[i] not in tags_of("about", "over", "under"))
    several = any(is_level(b) and same_kind(b, count) for b in inside.amounts[1:])
    return count if not several and restates.issuperset(map(inside.key, told)) else None


def _counted_as(page: Page, line: Line, n: int) -> list[Amount]:
    """The counts of what a rate regards, the last first: "xử 240 vụ với 390 bị cáo, đạt 96% về số vụ và 97% về số
    bị cáo".
    """
    about = regarding(line, n)
    told = (a for unit, found in page.here.items() for a in found if about and " ".join(syllables(unit)) == about)
    return sorted((a for a in told if counts(a) and a.sentence == at(line, n).sentence), key=lambda a: -a.at)


def _fraction_regarded(line: Line, n: int) -> tuple[Amount, Amount] | None:
    """Both numbers of the fraction that a rate regards: "trả 41/46 tỷ đồng cho 96/107 hộ, đạt 89% về tiền và 90% về
    số hộ".
    """
    place = line.places[n] + 1
    if line.tail(n)[:1] not in tuple(tags_of("preposition")) or line.key(place) not in lexicon().sets["regarding"]:
        return None
    about = regarding(line, n)
    for b in reversed(line.amounts[:n]):
        unit = " ".join(syllables(b.figure.unit or ""))
        named = b.sort == "money" if about == VALUE else counts(b) and about in (NUMBER, unit)
        if named and is_denominator(b) and b.fraction_of is not None:
            return b.fraction_of, b
    return None


def _done_of(line: Line, n: int) -> Amount | None:
    """The only count before rates of how many of them were dealt with: "840 đơn, tỷ lệ đúng hạn là 97%, trễ hạn 3%"."""
    m, outer, lo = _RATE_OF_DONE.search(line.gap(n)), line.outer, line.begin(n)
    alone = n > 0 and all(at(line, k).figure.role == "share" for k in range(1, n))
    of = at(line, 0) if alone else outer.first_before(line.place) if outer is not None and not n else None
    if m is None or of is None or not is_level(of) or not counts(of):
        return None
    told, unit = range(lo + m.start("said"), lo + m.end("said")), " ".join(syllables(of.figure.unit or ""))
    if _says_again(line, line.c.where[of.figure.figure_id]):
        return None
    done = has(m["said"], "fulfil") or speaks_of(" ".join(map(line.key, told)), "in_time")
    return of if done and all(line.key(i) in unit for i in told if line.text[i] in tags_of("noun")) else None


def _says_again(line: Line, spot: Spot) -> bool:
    """Whether the first rate of a bracket is named by words of the count before it, which is so its part and not its
    total: "đã giải quyết 280 đơn (tỷ lệ giải quyết đạt 90%)".
    """
    m, lo = _RATE_OF_DONE.search(line.gap(0)), line.begin(0)
    words = {w for i in range(lo + m.start("said"), lo + m.end("said")) for w in line.key(i).split()} if m else set()
    return bool(words) and line.outer is not None and words <= syllables_of(*spot)


def _head_of_clause(line: Line, n: int) -> Amount | None:
    """The total to which a clause with the n-th amount turns: "…; với 60 đơn cấp tỉnh, giải quyết 45 đơn (75%)"."""
    lo = line.text.rfind(";", 0, line.places[n]) + 1
    m = _TURNS.match(line.text, lo) if lo else None
    head = line.first_before(m.end()) if m is not None and m.end() <= line.places[n] else None
    return head if head is not None and same_kind(line.amounts[n], head) else None


def _of_others(line: Line, n: int, part: Spot) -> bool:
    """Whether a rate names what its part does not: "hoàn thành 37/94 nhiệm vụ, với tỷ lệ | đúng hạn | đạt 67%"."""
    gap, lo = line.gap(n), line.begin(n)
    ratio = max(gap.rfind(t) for t in tags_of("ratio"))
    told = named_in(line, lo + ratio + 1, line.places[n]) if ratio >= 0 else set()
    known = {w for m in range(max(n - 2, 0), n) for w in syllables_of(line, m)} | syllables_of(*part)
    return bool(told - known - lexicon().sets["silent"])


def _opened(page: Page, line: Line, n: int) -> Amount | None:
    """The total that "trong đó" opens for a share without its part: "đạt 640 ha, tăng 3%, trong đó chè chiếm 40%"."""
    gap, outer = line.gap(n), line.outer
    if not has(gap, "among"):
        return None
    if outer is not None:  # "đạt 90 tỷ đồng (trong đó nghề cá chiếm 89%, nghề rừng chiếm 11%)"
        host = outer.first_before(line.place) if n == 0 and _OPENS_AMONG.match(gap) and has(gap, "occupy") else None
        told = outer.text[outer.begin(bisect_left(outer.places, line.place)) : line.place]
        return host if host is not None and is_level(host) and "," not in told else None
    if n == 0:
        noun = line.key(line.places[0] + 1)  # "Trong đó, 62% sản phẩm 3 sao": of the products, if both are told
        named = [s for s in page.before if f"{at(*s).figure.unit} ".casefold().startswith(f"{noun} ")]
        found = named or (page.before if SHARE_MARK.search(gap) else [])
        return at(*found[0]) if len(found) == 1 and _OPENS_AMONG.match(gap) else None
    roots = [a for a in reversed(line.amounts[:n]) if a.figure.role not in ABOUT]
    behind = line.words(n + 1) if n + 1 < len(line.places) else []
    if not lexicon().sets["restates"].isdisjoint(behind):  # "… lúa thơm chiếm 40%, tương ứng 1.280 ha"
        roots = [a for a in roots if same_kind(a, at(line, n + 1))]
    return roots[0] if roots and is_level(roots[0]) and not _of_other(line, n, roots[0]) else None


def _divided(page: Page, line: Line) -> Amount | None:
    """The only level of the sentence before that one of nothing but shares names, or may mean, and divides: "Huyện có
    52 ha đất. Đất ở chiếm 81%, đất rừng chiếm 19%", "Chiếm tỷ lệ lớn nhất là đất ở với 81%, tiếp đến là đất rừng …".
    """
    alone = line.outer is None and bool(line.places) and all(a.figure.role == "share" for a in line.amounts)
    if not alone or not _takes_up(line):
        return None
    keys = {w for i in range(len(line.text)) for w in line.key(i).split()}
    now = (s for s in page.before if counts(at(*s)) and at(*s).figure.figure_id not in page.bases)
    named = [s for s in now if set(syllables(at(*s).figure.unit or "")) <= keys]
    spots = page.before if len(page.before) == 1 else named
    if len(spots) != 1 or spots[0][0] is not sentence_before(line):
        return None
    if is_told_part(spots[0]) or speaks(spots[0], "no_economy"):
        return None
    whole, words = at(*spots[0]), syllables_of(*spots[0]) | lexicon().sets["silent"]
    other = any(
        has(line.tail(k)[:1], "ratio")
        or _of_country(line, k)
        or not {*_behind(line, k), *_noun(line, k).split()} <= words
        for k in range(len(line.places))
    )  # "… chiếm 34% và 32% tổng kim ngạch", "… 26% tổng số cả nước": of another total
    each = per(whole)  # "mật độ 858 người/km2"
    dense = each[:1].isdecimal() or each.rstrip("23²³") in lexicon().sets["measure"]
    near = is_own_level(whole) and whole.block == line.amounts[0].block and not (dense or whole.figure.role == "plan")
    led = len(line.places) == 1 and ":" in line.gap(0)  # "GRDP 37 tỷ đồng. Cơ cấu đàn tàu: tàu gỗ chiếm 17%"
    return whole if near and not led and not other else None


def _takes_up(line: Line) -> bool:
    """Whether the words before the first amount say that it is a share that something takes up, and of nothing else:
    not "chiếm tỷ trọng cao nhất trong đóng góp vào ngân sách với 46%".
    """
    lo, hi = line.begin(0), line.places[0]
    told = next((i for i in range(lo, hi) if line.key(i) in lexicon().sets["takes_up"]), hi)
    ends = next((i for i in range(told, hi) if line.text[i] in tags_of("copula")), hi)
    return told < hi and not has(line.text[told:ends], "preposition")


def is_told_part(spot: Spot) -> bool:
    """Whether a share right behind an amount says of what total it is a part: "18 tỷ đồng, chiếm 44% tổng dư nợ"."""
    line, m = spot
    share = m + 1 < len(line.places) and at(line, m + 1).figure.role == "share"
    return share and SHARE_MARK.search(line.gap(m + 1)) is not None and bool(_noun(line, m + 1))


def those_before(page: Page, line: Line, n: int) -> list[Amount]:
    """The levels of which words right behind an amount say that it is of those: "có 50 hộ; 60% trong số đó nuôi tôm";
    they stand before it, or in the sentence before.
    """
    place = line.places[n] + 1
    if not has(line.text[place : place + 1], "among"):
        return []
    return [b for b in line.amounts[:n] if is_own_level(b)] or [at(*s) for s in page.before]


def _of_economy(page: Page, line: Line) -> Amount | None:
    """The product of which a sentence tells the sectors: "GRDP đạt 37 tỷ đồng. Cơ cấu kinh tế: cá chiếm 17%"."""
    if line.outer is not None or not speaks_of(" ".join(map(line.key, range(len(line.text)))), "structure"):
        return None
    told = [(at(*spot), words.strip()) for spot, words in reversed(page.said) if at(*spot).sort == "money"]
    told = [(a, words) for a, words in told if is_level(a) and not speaks_of(words, "no_economy")]
    made = (a for a, words in told if speaks_of(words, "product"))
    return next(made, None) or next((a for a, words in told if _all_output(words)), None)


def _all_output(words: str) -> bool:
    """Whether words tell what all sectors make: "giá trị sản xuất", and not "giá trị sản xuất công nghiệp"."""
    known = syllables_in("output_said", "branch") | lexicon().sets["silent"]
    return speaks_of(words, "output") and not [w for w in words.split() if w.isalpha() and w not in known]


def _sector(page: Page, line: Line, n: int, whole: Amount) -> Amount | None:
    """The sum of a sector of the economy, told behind the whole of it under the words before a share."""
    words = _named_before(line, pause(line, n, ";:"), n) - syllables_in("branch")
    behind = (spot for spot, _ in page.said if at(*spot).at > whole.at and at(*spot).block == whole.block)
    found = [at(*s) for s in behind if at(*s).sort == "money" and is_level(at(*s)) and words <= syllables_of(*s)]
    return found[0] if words and len(found) == 1 else None


def _goes_on(line: Line, n: int) -> bool:
    """Whether a share goes on from the one before: it says "chiếm", or is of the same noun, or but named: "trong đó 65%
    sản phẩm 3 sao, 33% sản phẩm 4 sao", "trình độ thạc sĩ chiếm 9%, đại học 78%".
    """
    if has(line.gap(n), "occupy"):
        return True
    if not n or at(line, n - 1).figure.role != "share":
        return False
    behind = line.places[n - 1] + 1  # "60% trong số đó nuôi tôm, 25% nuôi cua"
    alike = line.key(behind) == line.key(line.places[n] + 1) or has(line.text[behind], "among")
    alike |= not has(line.tail(n)[:1], "noun")  # "trong đó 65% được chôn lấp, 33% tái chế"
    return (alike and _OPENS_ITEM.search(line.gap(n)) is not None) or _BUT_NAMED.fullmatch(line.gap(n)) is not None


def _of_opening(page: Page, line: Line) -> Amount | None:
    """The total of shares in brackets behind names, which the words that open their sentence call: "Khách quốc tế đến
    từ Nga (35%), Trung Quốc (18%), Pháp (5%)".
    """
    outer = line.outer
    if outer is None or line.places != [0] or outer.places or has(outer.text, "ratio"):
        return None
    inside = [x.first for x in outer.owner if isinstance(x, Line) and x.places == [0]]
    if sum(a is not None and a.figure.role == "share" for a in inside) < SHARES:
        return None
    for k in (4, 3, 2, 1):
        phrase = " ".join(map(outer.key, range(k)))
        spot = by_name(page, f" {phrase} ", at(line, 0).at) if len(phrase.split()) > 1 else None
        if spot is not None and is_level(at(*spot)):
            return at(*spot)
    return None


def _count_ahead(line: Line, n: int) -> Amount | None:
    """The count that a rate is told before: "tỷ lệ nghèo là 5,7%; tổng số hộ nghèo là 1.240 hộ", or that "với" or a
    verb behind a comma ties to a share: "mạng A chiếm 40% với 20.000 thuê bao".
    """
    b, place = at(line, n + 1) if n + 1 < len(line.places) else None, line.places[n] + 1
    if b is None or not is_level(b):
        return None
    if (m := _TIED.match(line.text, place)) is not None:
        tied = m["with"] is not None and line.key(m.start("with")) in lexicon().sets["with"]
        # "90% cơ quan với 400 tài khoản" tells of others, "90% dân số với 45/50 người có thẻ" of those
        of_all = line.key(place) in lexicon().sets["population"]  # "94% dân số với 133.616 người"
        tied = tied and (m["sum"] is not None or naming(line.tail(n)) == of_all or line.c.beside(b) is not None)
        if (tied and counts(b)) or (has(line.gap(n), "occupy") and (tied or m["with"] is None)):
            return b
    if not has(line.gap(n), "ratio"):
        return None
    one, other = syllables_said((line, n)), syllables_said((line, n + 1))
    alike = one & other - lexicon().sets["silent"] and _COUNT_AHEAD.search(line.tail(n))
    return b if alike and counts(b) else None


def _of_another(page: Page, line: Line, n: int, part: Amount) -> bool:
    """Whether a share may be of another total than its part: form leaves that open.

    A sum alone in brackets need be no part of what stands before ("cho vay 60 tỷ đồng (vốn tự có 9 tỷ đồng, chiếm
    8%)"); "với tỷ lệ" tells a rate; of a total sentences before so does "đạt tỷ lệ".
    """
    outer = line.outer
    if outer is not None and n == 1 and len(line.places) == 2 and at(line, 0).sort == "money":
        return not has(line.text, "among", "comprise", "total")
    here, hi = (outer, line.place) if outer is not None and not line.gap(n) else (line, line.places[n])
    keys = " ".join(here.key(i) for i in range(max(hi - FEW, 0), hi))
    # "thu thuế 60 tỷ đồng, đạt 75%", "lúa 35 ha, đạt 58%": of a target
    aim = part.sort in ("money", "measure") and _AIMED.search(line.gap(n)) is not None
    aim = aim or line.c.s.keys[at(line, n).right] in lexicon().sets["for"]  # "đạt 100% đối với xã đủ điều kiện"
    apart = here is line and ";" in line.text[line.places[0] : hi]
    return aim or speaks_of(keys, "reached_rate" if page.opens or apart else "rate")


def _in_time(page: Page, line: Line, m: int) -> bool:
    """Whether a part is what was in time, or late, of a total that is not told to be done: it is of what was due."""
    told = " ".join(said(line, m))
    if not speaks_of(told, "in_time"):
        return speaks_of(told, "due") and speaks_of(told, "carried_out")  # "30 đơn đến hạn đã hoàn thành, đạt 98%"
    near = (*page.above[-FEW:], *((line, k) for k in range(max(m - FEW, 0), m)))
    totals = [s for s in near if at(*s).figure.unit == at(line, m).figure.unit]
    words = next((w for w in (said(*s) for s in totals[::-1]) if not speaks_of(" ".join(w), "in_time")), None)
    return words is not None and lexicon().sets["fulfil"].isdisjoint(words)


def _reached(line: Line, n: int) -> str:
    """How far those went whom an amount counts: they were due, they are done, and that in time; else nothing."""
    words = " ".join(said(line, n))
    return next((name for name in REACHED if speaks_of(words, name)), "")


def _of_due(page: Page, line: Line, m: int) -> Iterator[Link]:
    """What was due, or done, of which a sentence later so many are done in time: the last that has no share itself."""
    part = at(line, m)
    noun = (part.figure.unit or "").casefold()
    found = page.due.get(noun, [])
    reached = next((told for b, told in found if b is part), "due")
    page.due[noun] = found = [(b, told) for b, told in found if b is not part]
    before = [b for b, told in found if REACHED.index(told) > REACHED.index(reached)]
    if before and not has(line.gap(m), *OPENING):
        yield link("parent", part, before[-1], "share.of_due", 1)


def _same_noun(page: Page, share: Amount, part: Amount) -> Iterator[Link]:
    """The number of all that a specific noun counts, printed sentences before: "935 dịch vụ công (50,32%)"."""
    noun = (part.figure.unit or "").casefold()
    found = [a for a in page.counted.get(noun, []) if a.at < part.at]
    if found and len(noun.split()) >= SPECIFIC:
        yield link("noun", share, found[-1], "share.of_noun", 1, found[-1].left, found[-1].right, scope="text")


def _counted(page: Page, part: Amount, noun: str, bare: bool) -> Amount | None:
    """The nearest count of the noun of a total, none that a share of that total was told of.

    A noun that is not `bare`, as in "tổng số hộ cả nước", names a total of its sentence alone.
    """
    here = page.here.get(noun, [])
    if here and here[-1] is part:
        here.pop()
    found = [b for b in page.counted.get(noun, []) if bare and b.at < part.at]  # a bracket is read behind its sentence
    return next(iter([*here[-1:], *found[-1:]]), None)


def _total_of_part(page: Page, line: Line, n: int, part: Amount) -> Iterator[Link]:
    """The total of a share that names none: that of its part, or of another share of the sentence."""
    a, told = at(line, n), page.total
    timed = has(re.split("[,;.]", line.tail(n))[0], "year", "year_part")  # "26% sản lượng của cả năm"
    words = [] if timed else _behind(line, n)
    levels = (*page.above, *((line, m) for m in range(len(line.places)) if at(line, m).at < a.at))
    if _of_country(line, n) and not any(_told_of_country(s) for s in levels if is_level(at(*s))):
        return  # "tỉnh xuất khẩu 36 tỷ đồng, chiếm 18% kim ngạch cả nước": what the country exports is printed nowhere
    yield from _of_due(page, *line.c.where[part.figure.figure_id])
    phrase, itself = (f" {' '.join(told)} " for told in (words, said(*line.c.where[part.figure.figure_id])))
    own = len(words) < SPECIFIC and phrase in itself  # "lúa 9 ha, 85% diện tích"
    spot = _moved_to(by_name(page, phrase, a.at, False, part)) if words and not own else None
    if spot is not None and is_level(at(*spot)):  # "chiếm 1,8% dư nợ ngắn hạn"
        yield link("base", a, at(*spot), "share.total_named", 4)
    elif not _of_unprinted(page, words[:2], a.at) and not _paid_out(*line.c.where[part.figure.figure_id]):
        doubt = part.figure.figure_id in page.portions or _of_another(page, line, n, part)
        doubt = doubt or _in_time(page, *line.c.where[part.figure.figure_id])
        # "trong đó nhà trẻ 950 cháu (đạt 32%), mẫu giáo 3.300 cháu (đạt 95%)": of all children of that age
        listed = line.outer is not None and part.figure.figure_id in page.members
        doubt = doubt or (listed and has(line.gap(n), "copula"))
        rule, scope = ("share.another", "text") if doubt else ("share.whole", "sentence")
        yield link("whole", a, part, rule, 3, scope=scope)
        # not "tổng cộng 45 xã đạt chuẩn, tỷ lệ 60%"
        if not doubt and not speaks(line.c.where[part.figure.figure_id], "total"):
            yield link("only", a, part, "share.only", 1)
    if (entered := _entered(page, line, part)) is not None:
        yield link("base", a, entered[0], "share.came_through", 4, scope=entered[1])
    elif (asked := _asked(page, part, *line.c.where[part.figure.figure_id])) is not None:
        yield link("parent", part, asked, "share.asked", 2)
    elif (opener := _opener_of_part(line, n, part)) is not None:
        yield link("parent", part, opener, DOUBTED, 1, scope="default")
    yield from _same_noun(page, a, part)
    if told is not None and told[0] is line and part is not told[1] and same_kind(part, told[1]):
        yield link("parent", part, told[1], "share.same_total", 4)


def _paid_out(line: Line, n: int) -> bool:
    """Whether a sum is what a named source paid out, whose percentage is of its own plan: "Theo nguồn vốn, ngân sách
    tỉnh giải ngân 97 tỷ đồng (57%), …".
    """
    return has(line.gap(n)[-1:], "disburse") and naming(line.gap(n)) > 0


def _opener_of_part(line: Line, n: int, part: Amount) -> Amount | None:
    """The count with which the clause of a part opens that has a share right behind it."""
    here, m = line.c.where[part.figure.figure_id]
    behind = n == m + 1 if here is line else here is line.outer and not n
    return _opener((here, m), part) if behind and is_level(part) else None


def _opener(spot: Spot, part: Amount) -> Amount | None:
    """The count with which a clause opens, before a part of it that has no name like it, and its share before or behind
    it: "Tiếp nhận 90 hồ sơ, nộp trực tuyến 36 hồ sơ, chiếm 40%", "Có 90 hộ, hộ nghèo chiếm 40% (36 hộ)".
    """
    here, m = spot
    if not m or not _APART.fullmatch(here.gap(m)) or (here.gap(m)[-1] in ",;:" and at(here, m).sort != "percent"):
        return None
    k = _beside_before(here, m)
    # "tổng thu 90 tỷ đồng, đạt 75% kế hoạch; phí 9 tỷ đồng, chiếm 10%"
    while k > max(m - MOST, 0):
        if _told_alike(here, k, m):
            k -= 2  # "… 90 hộ; có 40 hộ vay vốn, đạt 44%; | có 30 hộ thoát nghèo"
        elif at(here, k).figure.role in ABOUT or _counted_aside(here, k):
            k -= 1
        else:
            break
    if k < 0:
        return None
    total = speaks((here, k), "total")
    if part.sort == "money" and not total:
        return None  # "doanh thu 90 tỷ đồng, nộp ngân sách 36 tỷ đồng, chiếm 40%": of other sums
    if any(a.figure.role == "share" for a in asides(here, here.places[k], here.places[k + 1])):
        return None  # "cảnh cáo 28 (45%), khiển trách 21 (34%)": parts side by side
    first, opens = at(here, k), k == 0 or ";" in here.gap(k)
    fit = opens and is_own_level(first) and countable(part, first)
    one, other = names(here, k), names(here, m)  # of "90 ha rừng" is "rừng trồng", of "thu phí" no "thu thuế"
    if at(here, m).sort == "percent":  # "nhóm vải đạt 90 tấn; nhóm cá chiếm 4%, đạt 4 tấn": beside it
        one = named_in(here, here.begin(k), here.places[k])
    return first if fit and (total or not one & other or one < other) else None


def _told_alike(line: Line, k: int, m: int) -> bool:
    """Whether the k-th amount is the share of a count whose clause opens as that of the m-th, by "có" or "số"."""
    if at(line, k).figure.role != "share" or not one_unit(at(line, k - 1), at(line, m)):
        return False
    first, second = (line.key(line.begin(i) + 1).partition(" ")[0] for i in (k - 1, m))
    opens = all(line.gap(i)[:1] in (",", ";") for i in (k - 1, m))
    return opens and first == second and first in lexicon().sets["having"] | lexicon().sets["number_word"]


def _counted_aside(line: Line, n: int) -> bool:
    """Whether an amount is a share whose count stands in a bracket right behind it: "cá chiếm 60% (71 tấn)"."""
    aside = line.owner[line.places[n] + 1]
    return at(line, n).figure.role == "share" and isinstance(aside, Line) and aside.first is not None


def _beside_before(line: Line, m: int) -> int:
    """The amount before one and those beside it that have a share each: "90 hộ, nghèo 36 hộ (40%), | giàu 9 hộ"."""
    k = m - 1
    while k > max(m - MOST, 0) and one_unit(at(line, k), at(line, m)) and _APART.fullmatch(line.gap(k)):
        hi = line.places[k] + 1
        if not any(a.figure.role == "share" for a in asides(line, hi, hi + 1)):
            break
        k -= 1
    return k


def _count_told(line: Line, n: int) -> Amount | None:
    """The count that is told right behind its share: in brackets, tied by "với", or by a word such as "tương ứng"."""
    if (count := _count_behind(line, n) or _count_ahead(line, n)) is not None:
        return count
    if n + 1 == len(line.places) or not is_level(at(line, n + 1)):
        return None
    place = line.places[n + 1] - 1
    again = line.key(place) in lexicon().sets["restates"] or has(line.text[place], "that_is")
    return at(line, n + 1) if again else None


def _entered(page: Page, line: Line, part: Amount) -> tuple[Amount, str] | None:
    """The count before a part of those of whom it came through, and the scope of that: "40 thí sinh dự thi, 38 thí sinh
    đỗ, đạt 95%"; where only "đã" tells so, or others stand between, there is a doubt.
    """
    here, m = line.c.where[part.figure.figure_id]
    cut = re.search("[,;]", line.gap(m)) if here is line and counts(part) else None
    if cut is None or has(line.gap(m), *OPENING):
        return None
    before = [k for k in range(m - 1, -1, -1) if is_own_level(at(line, k)) and same_kind(at(line, k), part)]
    if speaks_of(_own_words(line, m), "came_through"):
        k = next((k for k in before if speaks_of(_own_words(line, k), "entered")), None)
        return None if k is None else (at(line, k), "sentence" if k == m - 1 else "text")
    if m - 1 in before and at(line, m - 1).figure.figure_id in page.members:
        return None  # "90 dịch vụ, gồm 50 toàn trình, 40 một phần; đã tích hợp 70 dịch vụ, đạt 78%": of no half
    done = m - 1 in before and _ALREADY.search(line.gap(m)) and at(line, m - 1).figure.unit == part.figure.unit
    said_done = done and line.key(line.begin(m) + cut.end()).split()[0] in lexicon().sets["aspect"]
    return (at(line, m - 1), "text") if said_done else None


def _asked(page: Page, part: Amount, line: Line, n: int) -> Amount | None:
    """What was asked for or had to be done, of which "đã" and its verb tell how much is: "Kiến nghị thu hồi 60 tỷ đồng.
    Đến nay đã thu hồi 45 tỷ đồng, đạt 75%".
    """
    sets, own = lexicon().sets, [line.key(i) for i in range(pause(line, n, ",;"), line.places[n])]
    k = next((k for k, word in enumerate(own) if word.split()[0] in sets["aspect"]), None)
    done = set(" ".join(own[k:]).split()) - sets["aspect"] - sets["silent"] if k is not None else set[str]()
    before = [*((line, m) for m in reversed(range(n))), *reversed(page.above)] if done else []
    whole = next((s for s in before if is_own_level(at(*s)) and same_kind(part, at(*s))), None)
    near = whole is not None and at(*whole).sort == part.sort and at(*whole).block == part.block
    asked = whole is not None and near and speaks(whole, "asked") and done <= syllables_said(whole)
    return at(*whole) if whole is not None and asked else None


def _own_words(line: Line, n: int) -> str:
    """The words of an amount in its own clause, none behind a comma before it."""
    words = said(line, n)
    return " ".join(words[max((i for i, word in enumerate(words) if word in ",;:("), default=-1) + 1 :])


def _total_aside(line: Line, place: int) -> Amount | None:
    """The total in a bracket right behind a share, called one, or alone behind words that name it: "chiếm 3,1% | (tổng
    số hộ 640 hộ)", "chiếm 14% | lực lượng lao động (43.000 người)".
    """
    named = _NAMED_ASIDE.match(line.text, place)
    inside = line.owner[named.end() - 1] if named else None
    if named is None or not isinstance(inside, Line):
        return None
    alone = inside.places == [0] and len(inside.text.strip()) == 1
    told = has(inside.text[:1], "total") if named.end() == place + 1 else alone
    return inside.first if told else None


def _totals(page: Page, line: Line, n: int, part: Amount | None) -> Iterator[Link]:
    """The total of a share: printed right behind it, named again, or else that of its part."""
    a, place = at(line, n), line.places[n]
    m = _TOTAL.match(line.text, place + 1)
    if m is None or line.key(place + 1) in lexicon().sets["for"] or (part is None and not m["noun"]):
        if part is None:
            given = _total_aside(line, place + 2) if has(line.text[place + 1 : place + 2], "compare") else None
            if given is not None and is_level(given) and given.sort != "percent":
                # "tỷ lệ bao phủ đạt 13% so với lực lượng lao động (436.210 người)"
                yield link("base", a, given, "share.total_behind", 8, given.left, given.right)
            return
        aside = _total_aside(line, place + 1)
        if aside is not None and is_level(aside) and same_kind(aside, part):
            page.parts.add(part.figure.figure_id)
            yield link("base", a, aside, "share.total_behind", 8, aside.left, aside.right)
        else:
            yield from _total_of_part(page, line, n, part)
        return
    if part is not None:
        page.parts.add(part.figure.figure_id)  # of the total that is named, printed or not
    begin = m.start(m.lastgroup or 0)
    end, behind = _printed_behind(line, m)
    words = [line.key(i) for i in range(begin, end or begin + 1)]
    if behind and (part is None or behind[0].sort == part.sort):
        page.total = line, behind[0]
        yield link("base", a, behind[0], "share.total_behind", 8, line.at[begin], behind[0].right)
        return
    if not words:
        return
    country = _of_country(line, n)
    told = _distinguished(line, begin, part) if part is not None and counts(part) and not country else set()
    if part is not None and told and (found := _told_apart(page, told, a.at, part, _of_those(line, begin))) is not None:
        page.whole = found
        yield link("base", a, found, "share.total_told", 4, line.at[begin], line.at[begin] + 1)
        return
    if part is not None and len(words) == 1 and not country:  # a total that is named more closely may be another
        yield from _by_noun(page, line, n, part, begin, bool(told), m["noun"] is not None)
    if part is not None or SHARE_MARK.search(line.gap(n)):
        yield from _named_again(page, line, n, (begin, words), part, m["noun"] is not None)


def _printed_behind(line: Line, m: re.Match[str]) -> tuple[int, list[Amount]]:
    """Where the name of a total behind a share ends, 0 where it has none, and its number right behind it or in
    brackets: "60% tổng sản lượng (20 tấn)".
    """
    end = m if m["bare"] is not None else _WHOLE.match(line.text, m.start(m.lastgroup or 0))
    ends = _TOTAL_ENDS.match(line.text, end.end()) if end else None
    hi = ends.end() if ends else 0
    behind = [x for x in (*between(line, hi, hi + 1), *asides(line, hi, hi + 1)) if ends and is_level(x)]
    return end.end() if end else 0, behind


def _by_noun(page: Page, line: Line, n: int, part: Amount, begin: int, told: bool, counted: bool) -> Iterator[Link]:
    """The total of which a share says no more than its noun, at a place."""
    a, word = at(line, n), line.key(begin)
    of, k = line.c.where[part.figure.figure_id]
    named = said(of, k)[: len(of.gap(k))] if counts(part) else said(of, k)
    own = word in named  # "nợ thuế là 3 tỷ đồng, chiếm 40% tổng số nợ"; "dân số nữ có 90 người, chiếm 52% dân số"
    own = own and not (counts(part) and set(word.split()) & set(syllables(part.figure.unit or "")))
    noun = "" if own else word
    scope = "text" if told and _DONE.match(line.text, begin + 1) else "sentence"
    yield link("whole", a, part, "share.whole_named", 3, line.at[begin], line.at[begin] + 1, noun=noun, scope=scope)
    bare = _BARE_NOUN.match(line.text, begin) is not None
    if counted and (whole := _counted(page, part, word, bare)) is not None:
        yield link("noun", a, whole, "share.of_noun", 1, whole.left, whole.right, scope="text")


def _named_again(
    page: Page, line: Line, n: int, named: tuple[int, list[str]], part: Amount | None, counted: bool
) -> Iterator[Link]:
    """The total that the words behind a share, from a place on, name again; its part is a part of what is counted."""
    a, (begin, words) = at(line, n), named
    total = _sum_words(line, line.places[n] + 1, begin)
    phrase = f" {' '.join(words)} "
    if _of_country(line, n):
        told = (s for s, words in reversed(page.said[-FAR:]) if phrase in words and _told_of_country(s))
        spot = next((s for s in told if at(*s).at < a.at and at(*s) is not part), None)
    else:
        people = len(words) == 1 and words[0] in lexicon().sets["population"]
        spot = _total_named(page, total, phrase, a.at, len(words) == 1, part) if not people else _population(page, a)
        if spot is None and total and part is not None and len(words) > 1:
            spot = _named_apart(page, words, a.at, part)
    if spot is None or at(*spot).at < page.unprinted.get(phrase, -1):
        page.unprinted.setdefault(phrase, a.at)
    elif is_level(at(*spot)):
        page.whole = at(*spot)
        yield link("base", a, page.whole, "share.total_named", 4, line.at[begin], line.at[begin + len(words) - 1] + 1)
        if part is not None and counted:
            yield link("parent", part, page.whole, "share.total_named", 4, line.at[begin], line.at[begin] + 1)


def _population(page: Page, share: Amount) -> Spot | None:
    """The first number of people of the time of a share that is called all who live there; later ones tell of some of
    them: "Dân số tỉnh 900 nghìn người. Dân số đô thị 300 nghìn người. Nữ … chiếm 51% dân số".
    """
    n, found = page.held.get(("population", False), (0, []))
    while n < len(page.said) and at(*page.said[n][0]).at < share.at:
        spot, words = page.said[n]
        if speaks_of(words.strip(), "population") and counts(at(*spot)) and is_level(at(*spot)):
            found.append(spot)
        n += 1
    page.held["population", False] = n, found
    return next((s for s in found if timely(share, at(*s))), None)


def _sum_words(line: Line, lo: int, hi: int) -> str:
    """The words among some that call something a total, "tổng", "tổng mức", "trong | tổng số"; else nothing."""
    words: list[str] = []
    for i in range(lo, hi):
        word = line.key(i).partition(" ")[2] if line.text[i] in tags_of("out_of") else line.key(i)
        if word in lexicon().sets["total"] or (words and line.text[i] in tags_of("quantity")):
            words.append(word)
    return " ".join(words)


def _of_country(line: Line, n: int) -> bool:
    """Whether the total of a share is told to be that of all the country: "chiếm 18% sản lượng của cả nước"."""
    behind = _CLAUSE.match(line.text, line.places[n] + 1)
    nation = lexicon().sets["nation"]
    return behind is not None and any(line.key(i) in nation for i in range(*behind.span()))


def _told_of_country(spot: Spot) -> bool:
    """Whether an amount is told of all the country, in its own words or in those that open its sentence."""
    line, n = spot
    nation, behind_share = lexicon().sets["nation"], n > 0 and at(line, n - 1).figure.role == "share"
    return not nation.isdisjoint([*line.words(0), *(() if behind_share else said(line, n))])


def _distinguished(line: Line, begin: int, part: Amount) -> AbstractSet[str]:
    """The syllables that tell a total from others of its noun: "số hồ sơ | đã giải quyết", "số lượt | khám", "số văn
    bản | điện tử" of what is counted in văn bản.
    """
    m = _DESCRIBES.match(line.text, begin)
    first = begin + (line.text[begin] in tags_of("noun"))
    noun, unit = line.key(begin), f"{part.figure.unit} ".casefold()
    words = [noun.removeprefix(unit)] if first > begin and noun.startswith(unit) else []
    words += [line.key(i) for i in range(first, m.end() if m else first)]
    silent = lexicon().sets["silent"]
    return dict.fromkeys(w for key in words for w in key.split() if w not in silent).keys()


def _told_apart(page: Page, told: AbstractSet[str], before: int, part: Amount, those: bool) -> Amount | None:
    """The last level so far that is called by the words that distinguish a total and by no others, else the only total
    that is called by these and others. What a sentence opens with is said of its parts too: "60 xã …; đạt chuẩn 45 xã".
    """
    found = []
    for spot, phrase in page.said[-FAR:]:
        b = at(*spot)
        year = (b.figure.period or "")[:4] == (part.figure.period or "")[:4]
        if b is part or b.at > before or not is_level(b) or not same_kind(b, part) or not year:
            continue
        own, (line, n) = set(phrase.split()), spot
        opening = syllables_said((line, 0)) if n and is_level(at(line, 0)) else set[str]()
        # "hồ sơ phải giải quyết" are not those that are settled
        denies = (x for x in ("due", "negates") if speaks_of(phrase.strip(), x) and not speaks_of(" ".join(told), x))
        if told <= own | opening and not told <= opening and not any(denies):
            rest = {w for w in own - told - lexicon().sets["silent"] if w[0].isalpha()}
            found.append((b, not rest - set(syllables(b.figure.unit or "")), has(spot[0].gap(spot[1]), "total")))
    exact = [b for b, alone, _ in found if alone] or [
        b for b, _, total in found if (total or those) and len(found) == 1
    ]
    return exact[-1] if exact else None


def _total_named(page: Page, total: str, phrase: str, before: int, short: bool, part: Amount | None) -> Spot | None:
    """The total that a share names: of "tổng dư nợ" what is called so, else no part that "trong đó" opens."""
    called = dict.fromkeys((total, *sorted(lexicon().sets["sum"]))) if total else {}  # "tổng thu", "tổng số thu"
    found = (by_name(page, f" {word}{phrase}", before, False, part) for word in called)
    spot = next(filter(None, found), None)
    # not "3 dự án với tổng vốn 40 tỷ đồng"
    named = spot is not None and (_is_member(spot, phrase) or lexicon().sets["with"].isdisjoint(said(*spot)))
    spot = spot if named else by_name(page, phrase, before, short, part)
    if spot is None or _is_member(spot, phrase):
        return None
    if not named and total and has(spot[0].gap(spot[1]), *OPENING):
        return by_name(page, phrase, at(*spot).at, short, part) or spot
    return spot


def _named_apart(page: Page, words: list[str], before: int, part: Amount) -> Spot | None:
    """The last level so far, of the year and the kind of a part and more than it, whose name has the words of a
    total with others between them: of "tổng kim ngạch xuất khẩu" "kim ngạch hàng hóa xuất khẩu".
    """
    apart = re.compile(" " + r"(?: \S+){0,2} ".join(map(re.escape, words)) + " ")
    year, least = (part.figure.period or "")[:4], part.figure.value or 0
    told = (s for s, phrase in reversed(page.said[-FAR:]) if apart.search(phrase))
    levels = (s for s in told if is_level(b := at(*s)) and b.at < before and (b.figure.value or 0) > least)
    return next((s for s in levels if same_kind(at(*s), part) and (at(*s).figure.period or "")[:4] == year), None)


def _moved_to(spot: Spot | None) -> Spot | None:
    """What a total became where it was told as moved: of "nâng vốn từ 200 tỷ lên 2.200 tỷ" the later."""
    if spot is None or spot[1] + 1 >= len(spot[0].places):
        return spot
    line, n = spot
    moved = has(line.gap(n)[-2:], "from") and _BECAME.fullmatch(line.gap(n + 1)) is not None
    return (line, n + 1) if moved else spot


def _is_member(spot: Spot, phrase: str) -> bool:
    """Whether an amount has a share of its own of what a phrase names: "A góp tổng vốn 5 tỷ, chiếm 9% tổng vốn; …"."""
    line, n = spot
    if n + 1 >= len(line.places) or at(line, n + 1).sort != "percent":
        return False
    behind = range(line.places[n + 1] + 1, line.places[n + 1] + 1 + len(line.clause(n + 1)))
    return phrase in f" {' '.join(line.key(i) for i in behind)} "


def _behind(line: Line, n: int) -> list[str]:
    """The syllables right behind a share, which may name its total: "35% lực lượng lao động"."""
    m, first = _OF_WHAT.match(line.tail(n)), line.places[n] + 1
    return " ".join(line.key(i) for i in range(first, first + m.end())).split() if m is not None else []


def _of_unprinted(page: Page, words: list[str], before: int) -> bool:
    """Whether the first words behind a share name a total that is printed nowhere."""
    phrase = f" {' '.join(words)} "
    if words and by_name(page, phrase, before) is None:
        page.unprinted[phrase] = before
    return phrase in page.unprinted


def _part(line: Line, n: int) -> Spot | None:
    """The amount that a percentage is a share of: "77 xã, đạt tỷ lệ 83,7%", "109/112 xã (97,3%)"."""
    compared = has(line.text[line.places[n] + 1 : line.places[n] + 2], "compare")  # "82% so với số hồ sơ": the total
    gap, noun = line.gap(n), "" if compared else _noun(line, n)
    levels = (m for m in range(n - 1, -1, -1) if is_level(at(line, m)))
    named = (m for m in levels if noun in " ".join(syllables(at(line, m).figure.unit or ""))) if noun else ()
    told = next(iter(named), -1)
    if told >= 0 and _parted(line.text[line.places[told] + 1 : line.places[n]]):
        told = -1
    m = told if told >= 0 else next((m for m in range(n - 1, -1, -1) if is_level(at(line, m))), -1)
    if m < 0:
        return _part_outside(line, line.outer, gap) if line.outer is not None and not n else None
    if m and (is_beside(at(line, m)) or (_told_with(line, m) and (not noun or noun not in said(line, m)))):
        m -= 1  # "giải quyết 120 vụ/208 bị cáo, đạt 88%", "120 vụ với 208 bị cáo, đạt 88%"
    if m and (_qualifies(line, m) or tells_tiers(at(line, m))):
        m -= 1  # "6.301 vụ được tòa án 2 cấp giải quyết, đạt 81%"
    if line.outer is not None:
        return _host_of_rate(line, m) or (line, m)
    if told < 0 and not all(_says_more(line, k) for k in range(m + 1, n)):
        return None
    gap = line.text[line.places[m] + 1 : line.places[n]]
    if _parted(gap) or _clause_names_other(line, n, m):
        return None
    other = not compared and _of_other(line, n, at(line, m))
    reaches = not has(gap, "occupy") or line.key(line.places[n] - 1) in lexicon().sets["reached_rate"]
    if other and reaches and kind_counted(at(line, m)) == "place_noun" and "," not in gap:
        return None  # "5 trường đạt tỷ lệ 100% học sinh đỗ"
    total = _TOTAL.match(line.text, line.places[n] + 1) if other else None
    # "cấp 61 tài khoản, bằng 86% số người đủ điều kiện (71 người)"
    other = other and not (total and total["noun"] and m == n - 1 and _printed_behind(line, total)[1])
    if SHARE_MARK.search(line.gap(n)) or (_REACHES.search(gap) and (not other or has(gap, "equal"))):
        return line, m  # "chuyển 70 ca, bằng 2% lượt khám"
    fraction = is_denominator(at(line, m)) and not is_rate(at(line, m))
    return (line, m) if fraction and _REACHES_BARE.fullmatch(gap) else None


def _of_member(page: Page, line: Line, n: int) -> Spot | None:
    """The item of a list of which "đạt" says right behind its name what share of all it is: "trong đó 90 hồ sơ giải
    quyết đúng hạn | đạt 75%", but not "3 trường mầm non đạt 80%".
    """
    if not n or at(line, n - 1).figure.figure_id not in page.parts or kind_counted(at(line, n - 1)) == "place_noun":
        return None
    named = _NAMED_REACHES.fullmatch(line.gap(n)) is not None and is_own_level(at(line, n - 1))
    return (line, n - 1) if named and not _noun(line, n) else None


def _part_outside(line: Line, outer: Line, gap: str) -> Spot | None:
    """The amount before a bracket that the percentage which opens it is a share of: "làm rõ 77 vụ (đạt 67%)"."""
    m = bisect_left(outer.places, line.place) - 1
    if m > 0 and at(outer, m).figure.role == "change" and has(gap, "copula"):
        m -= 1  # "cấp 90 thẻ, tăng 5 thẻ (đạt 75%)"
    if m < 0 or not is_level(at(outer, m)) or not (_BARE.match(gap) or _says_again(line, (outer, m))):
        return None
    stretch = outer.text[outer.places[m] + 1 : line.place]
    other = "," in stretch and outer.text[line.place - 1] == "W"
    # "làm rõ 77 vụ, bắt 95 đối tượng (đạt 67%)"
    before = m > 0 and (_is_of(outer, m) or (has(gap, "copula") and _told_with(outer, m)))
    return None if other or any(t in ";." for t in stretch) else (outer, m - before)


def _told_with(line: Line, m: int) -> bool:
    """Whether a count only says of how many others the one before it is: "120 vụ | với 208 bị cáo", "120 vụ, | 208 bị
    cáo", "120 vụ - | 208 bị cáo", "làm rõ 120 vụ, | bắt 208 đối tượng".
    """
    a, b = at(line, m), at(line, m - 1)
    gap, sets = line.gap(m), lexicon().sets
    tied = len(gap) == 1 and word_before(line, m) in sets["with"]
    told = [line.key(i) for i in range(pause(line, m, ","), line.places[m])]
    if gap in (",", "-") or ("," in gap and told and sets["arrests"].issuperset(told)):
        tied = kind_counted(b) == "event_noun" and kind_counted(a) in ("noun", "people_noun")
    return tied and counts(a) and counts(b) and not same_kind(a, b)


def _is_of(line: Line, m: int) -> bool:
    """Whether an amount is the total of the one before it: "45 thí sinh đỗ trong tổng số 48 thí sinh (93,8%)"."""
    said_so = m > 0 and has(line.gap(m), "out_of") and "," not in line.gap(m)
    return said_so and is_level(at(line, m - 1)) and same_kind(at(line, m - 1), at(line, m))


def _qualifies(line: Line, m: int) -> bool:
    """Whether a bounded amount only says which are counted before it: "50 doanh nghiệp có vốn dưới 10 tỷ đồng"."""
    a, host = at(line, m), at(line, m - 1)
    bounded = a.figure.bound in ("over", "under") and a.sort in ("money", "measure", "time")
    return bounded and counts(host) and is_level(host) and _WITH_BOUND.fullmatch(line.gap(m)) is not None


def _host_of_rate(line: Line, m: int) -> Spot | None:
    """The count of which a bracket tells first how many it is a year: "840 người (84 người/năm, chiếm 96%)"."""
    outer, rate = line.outer, at(line, m)
    k = bisect_left(outer.places, line.place) - 1 if outer is not None and m == 0 and is_rate(rate) else -1
    if outer is None or k < 0:
        return None
    alike = is_level(at(outer, k)) and at(outer, k).figure.unit == (rate.figure.unit or "").partition("/")[0]
    return (outer, k) if alike and not re.search("[,;.]", outer.text[outer.places[k] + 1 : line.place]) else None


def _clause_names_other(line: Line, n: int, m: int) -> bool:
    """Whether a share has a subject of its own: "chưa xử lý 75 đơn, số đơn quá hạn chiếm 3%"."""
    cut = begin_of_clause(line, n)
    mark = SHARE_MARK.search(line.text, cut, line.places[n])
    return mark is not None and not _named_before(line, cut, n) <= syllables_of(line, m)


def _parted(gap: str) -> bool:
    """Whether something new is told between a level and a share."""
    said = gap.rfind(";") + 1
    return has(gap, "among") or (said > 0 and not _SHARES.match(gap, said)) or _NEW_TOPIC.search(gap) is not None


def _says_more(line: Line, n: int) -> bool:
    """Whether an amount between a part and its share says more of the part: a change, another share of it, of how many
    others it is, which are counted.
    """
    a = at(line, n)
    if a.figure.role in ABOUT or (a.figure.role == "share" and SHARE_MARK.search(line.gap(n))):
        return True
    return is_beside(a) or _told_with(line, n) or _qualifies(line, n)


def _of_other(line: Line, n: int, host: Amount) -> bool:
    """Whether a percentage is of other things than an amount counts: "29 bưu điện, đạt 100% số xã"."""
    noun, unit, sets = _noun(line, n), " ".join(syllables(host.figure.unit or "")), lexicon().sets
    people = noun in sets["people_noun"] and unit.partition(" ")[0] in sets["any_person"]  # "5 người, đạt 9% dân số"
    return bool(noun) and host.sort == "count" and noun not in unit and not people


def _noun(line: Line, n: int) -> str:
    """The noun of the total that a percentage names: "38,7% tổng số đơn vị"."""
    m = _TOTAL.match(line.text, line.places[n] + 1)
    if m is None or m.lastgroup in (None, "bare"):
        return ""
    place = m.start(m.lastgroup)
    return "" if _of_those(line, place) else line.key(place)


def _of_those(line: Line, place: int) -> bool:
    """Whether a place is behind "those that" and no noun: "trên số có | điều kiện thi hành"."""
    return line.text[place - 1] in tags_of("anaphor") and line.text[place] not in tags_of("noun")


def restated(page: Page, line: Line) -> Iterator[Link]:
    """One quantity said twice, never to be summed: "120 ha, tương ứng với 1,2 km²", "92% hồ sơ, tương đương …"."""
    restates = lexicon().sets["restates"]
    for n in range(1, len(line.places)):
        a, b, place = at(line, n), at(line, n - 1), line.places[n]
        if is_level(a) and (line.key(place - 1) in restates or has(line.text[place - 1], "that_is")):
            if b.figure.role in ("share", "attainment"):
                yield link("of", b, a, "share.restated", 4)
                if b.figure.role == "share" and _TOTAL.match(line.text, line.places[n - 1] + 1) is None:
                    yield link("whole", b, a, "share.restated", 3)
            elif is_level(b):
                yield link("again", a, b, "part.restated", 9)


def allocated(page: Page, line: Line) -> Iterator[Link]:
    """What was spent is measured by what was allocated: "được giao 18,4 tỷ …, giải ngân 6,9 tỷ, đạt 37,5%"."""
    for n in range(2, len(line.places)):
        plan, done, rate = (at(line, m) for m in (n - 2, n - 1, n))
        told = plan.figure.role == "plan" and done.figure.role == "level" and rate.figure.role == "attainment"
        apart = ";" in line.gap(n) or (";" in line.gap(n - 1) and not has(line.gap(n - 1), "actual", "disburse"))
        if told and plan.figure.unit == done.figure.unit and not apart:
            # "kế hoạch 73 ha, đạt 53 ha, bằng 72%"
            yield link("base", rate, plan, "base.planned", 5, plan.left, plan.right)
    n, allotted = -1, False  # whether the last sum was allotted of a planned one
    for owner in [owner for owner in line.owner if owner is not None]:
        a = owner.first if isinstance(owner, Line) else owner
        n += isinstance(owner, Amount)
        if a is not None and a.figure.role in ("share", "attainment") and (page.spent or allotted):
            # "kế hoạch vốn 210 tỷ đồng, đã phân bổ 198 tỷ đồng. Giải ngân 87 tỷ đồng, đạt 41% kế hoạch vốn"
            planned = allotted or line.c.s.keys[a.right] in lexicon().sets["year_plan"]
            to = (page.planned or page.given) if planned else (page.given or page.planned)
            to = _of_source(page, line, n - isinstance(owner, Amount)) or to
            if to is not None:
                yield link("base", a, to, "base.allocated", 5, to.left, to.right)
                if to.figure.role == "plan" and has(line.c.s.shape[a.left - 1], "copula"):  # "đạt 41%"
                    yield link("attainment", a, to, "plan.base", 5, to.left, to.right)
        if isinstance(owner, Amount) and owner.sort == "money" and owner.figure.role in ("level", "plan"):
            page.spent = has(line.gap(n), "disburse")
            allots = (
                not page.spent and not has(line.gap(n), "remainder") and speaks_of(" ".join(line.words(n)), "allocate")
            )
            allotted = allots and owner.figure.role == "level" and page.planned is not None
            if owner.figure.role == "plan":
                page.planned = owner if allots else page.planned
            elif allots:
                page.given, page.sources = owner, []
            elif page.given is not None and not page.spent:
                page.sources.append((line, n))


def _of_source(page: Page, line: Line, n: int) -> Amount | None:
    """The part of what was allocated by whose name a sum was spent: "được giao 40 tỷ, gồm: vốn tỉnh 30 tỷ, vốn huyện 10
    tỷ. Vốn tỉnh đã giải ngân 15 tỷ, đạt 50%".
    """
    if n < 0 or len(page.sources) < 2:
        return None
    named = syllables_of(line, n)
    alike = sorted(((len(named & syllables_of(*s)), k) for k, s in enumerate(page.sources)), reverse=True)
    return at(*page.sources[alike[0][1]]) if alike[0][0] > max(alike[1][0], 1) else None
