"""Rules of steps: how far those went whom amounts count, received, done or found, sanctioned, and what is of what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain, islice

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.lists import one_unit, second_counts
from tvict.reading.proposals import Page, at, link, naming
from tvict.reading.settle import Link
from tvict.reading.shares import OPENS
from tvict.reading.spots import (
    clause_before,
    clause_behind,
    first_said,
    holds,
    level_before,
    pause,
    speaks,
    spots_of,
    syllables_said,
    tells_done,
    up_to_pause,
    word_before,
)
from tvict.reading.structure import (
    ABOUT,
    BRACKET,
    Context,
    Line,
    Spot,
    barred,
    counts,
    is_beside,
    is_denominator,
    is_level,
    is_own_level,
    is_rate,
    kind_counted,
    same_kind,
    tells_tiers,
)

_CATEGORY = shape(r"<tier> | <numbered> <d>")
_HAS = shape(
    r"""(?: , <joint>? <copula> <word|fulfil>* | (?:,|;) <joint>? (?P<it><anaphor>) <word|fulfil|noun>* )
        <copula>? <over|under|about>? $"""
)
TIED = 4  # words that may name a sum told with a count
STEPS = 8  # amounts before one that is not done among which the one is sought that is
_DONE = shape(r"(?: (?P<verb><word|fulfil|around>{1,3} <noun>{0,2} <word>{0,2}) <copula>? )? <over|under|about>*")
_HAS_SOME = shape(r"<copula> <over|under|about>* $")
_FOUND = shape(r"<joint> ,? <copula> <over|under|about>*")
_NEXT = shape(r"[^,;]* <brk>? (?: , <joint>? | <joint> ) <copula>? <over|under|about>*")
_WITH = shape(r"<!,|;|amt|brk>* , (?P<with>.) <over|under|about>*")
_KIND = shape("<copula>? <word|noun|numbered|w|W>")
# "nhận 60 đơn | khiếu nại, | 30 đơn | tố cáo, | 20 đơn …": none is all
_KINDS = shape(r"<word|noun|W>{0,6} (?:,|<joint>)")
_BOTH_DONE = shape(r"<receive> <joint|,> <fulfil> <!,|;>* $")


def stage(line: Line, n: int) -> int:
    """How far those went whom an amount counts: 0 received or inspected, 1 resolved or found, 2 sanctioned, -1 none."""
    figure_id = at(line, n).figure.figure_id
    if figure_id not in line.c.stages:
        line.c.stages[figure_id] = _stage(line, n)
    return line.c.stages[figure_id]


def _stage(line: Line, n: int) -> int:
    words, gap = barred(line, n), line.gap(n)
    if holds(words, "to_settle") and (has(gap, "total", "quantity") or _opens(line, n, "to_settle")):
        return 0  # "tổng số đơn phải giải quyết là 45 đơn", "Phải thi hành 45 việc"
    before = range(max(n - 2, 0), n)
    if has(gap, "total") and 0 in (stage(line, m) for m in before):
        return 0  # "cũ 5 đơn, nhận mới 40 đơn, tổng phải giải quyết 45 đơn": all that came
    if holds(words, "pending"):
        return -1
    own = re.split(f"[,;{BRACKET}]", gap) if n and has(gap, "receive") else []
    if len(own) > 1 and has(own[-1], "receive") and not has(own[-1], "fulfil"):
        return 0  # "kiểm tra 98 cơ sở, phát hiện 10 cơ sở vi phạm, các huyện kiểm tra 60 cơ sở"
    if n and word_before(line, n) in lexicon().sets["makes"] and 0 in (stage(line, m) for m in before):
        return 0  # "nhận 40 đơn, cộng 5 đơn cũ thành 45 đơn"
    if _BOTH_DONE.search(gap) and (n or line.key(0) not in lexicon().sets["by_way_of"]):
        return 0  # "tiếp nhận và giải quyết 40 hồ sơ": all that came; not "Qua kiểm tra, phát hiện 9 cơ sở vi phạm"
    if holds(words, "complies"):
        return 2
    if holds(words, "sanctioned") and not (counts(at(line, n)) and holds(words, "asked")):
        return 2  # not "kiến nghị xử phạt 4 cơ sở"
    among = n == 1 and line.places[0] < OPENS and line.key(0) in lexicon().sets["inside"] and "," not in gap
    if among:  # "Trong số 60 hộ được kiểm tra | có 45 hộ đạt": of those
        gap = gap[max(gap.rfind(t) for t in tags_of("copula")) + 1 :]
    told = gap + up_to_pause(line.tail(n))
    if holds(words, "at_fault") or has(told, "fulfil"):
        return 1
    received = has(told, "receive")
    last = re.split(f"[,{BRACKET}]", gap)[-1]
    bare = not naming(last) and not has(gap, "among", "comprise") and not (has(last, "copula") and "," in gap)
    if not received and n and bare and not among:
        # "6 cuộc kiểm tra, đạt 60% kế hoạch, đối với 84 cơ sở"
        m = next((m for m in range(n - 1, 0, -1) if at(line, m).figure.role not in ABOUT), 0)
        received = holds(barred(line, m), "receive")
    return 0 if received else -1


def _opens(line: Line, n: int, name: str) -> bool:
    """Whether the clause of an amount opens with a phrase of a class."""
    return " ".join(map(line.key, clause_before(line, n))).startswith(tuple(lexicon().sets[name]))


def steps(page: Page, line: Line) -> Iterator[Link]:
    """Parts behind their total: by level or tier, "có 2 hệ thống …", received then resolved, inspected then fined."""
    if line.outer is not None:
        return
    went: dict[int, list[Spot]] = {}
    have: Amount | None = None  # what the amount before is some of
    of_some = line.key(0) in lexicon().sets["inside"]
    # "… làm rõ 9 vụ.¶ 2. Tội phạm về ma túy: bắt giữ 64 vụ": of none of the paragraph before
    anew = bool(page.last and line.places) and page.last[0][0].c is not line.c and ":" in line.gap(0)
    last = [] if anew else page.last
    for spot in [*last, *spots_of(line)]:
        a, here, n = at(*spot), *spot
        if not is_level(a) or a.fraction_of is not None or tells_tiers(a):
            continue
        reached = stage(*spot)
        summed = has(here.gap(n), "cumulative")  # "nhận mới 40 đơn, …, lũy kế đang giải quyết là 62 đơn"
        if here is line and a.figure.unit is not None and not is_rate(a) and not summed and not _of_kinds(line, n):
            goes_on = have is not None and one_unit(a, at(line, n - 1)) and _NEXT.fullmatch(line.gap(n))
            found, rule = (have, "part.has") if goes_on else _step(page, line, n, went, reached)
            have = found if rule == "part.has" else None
            if found is not None:
                page.parts.add(a.figure.figure_id)
                doubt = reached > 0 and beside_carried(page, line)
                yield link("parent", a, found, rule, 5, scope="default" if doubt else "sentence")
                for member, host in second_counts(line.c, a, found):  # "120 vụ/208 bị cáo"
                    if is_beside(member) and _alike(member, host):
                        yield link("parent", member, host, rule, 5)
                also, of = _tied(line.c, a), _tied(line.c, found)
                if also is not None and of is not None and _alike(also, of):
                    yield link("parent", also, of, rule, 5)
            elif reached and (told := list(_outcome(page, line, n, went))):
                scope = "default" if beside_carried(page, line) else "sentence"
                yield from (replace(x, scope=scope) for x in told)
            elif page.received and counts(a) and not of_some and (reached > 0 or _unsettled(line, n)):
                # of this paragraph or one before, as far as is told
                came = [b for b in page.received.values() if same_kind(a, b)]
                yield from (link("parent", a, b, "part.of_received", 1, list=a.at) for b in came[-1:])
        if reached == 0 and here is line and a.figure.figure_id not in page.members:
            _all_due(page, a)  # not "phải thi hành 90 việc, trong đó thụ lý mới 60 việc"
        went.setdefault(reached, []).append(spot)


def _all_due(page: Page, a: Amount) -> None:
    """Keep what is all that is to be settled, of which nothing is told yet that can be."""
    unit = a.figure.unit or ""
    page.due_all[unit] = a
    page.feasible.pop(unit, None)


def _alike(a: Amount, b: Amount) -> bool:
    """Whether two amounts are told in one unit, or count people: "58 đối tượng", of whom "30 bị can"."""
    return one_unit(a, b) or kind_counted(a) == kind_counted(b) == "people_noun"


def beside_carried(page: Page, line: Line) -> bool:
    """Whether what came and what an earlier time handed on are told side by side, with no total: "nhận 60 đơn, kỳ trước
    chuyển sang 4 đơn": what is done may be of both.
    """
    lines = (*(spot[0] for spot in page.last[:1]), line)
    if not any(speaks_of(" ".join(x.c.s.keys[x.at[0] : x.hi]), "carried") for x in lines):
        return False
    spots = (s for s in (*page.last, *spots_of(line)) if is_own_level(at(*s)) and not at(*s).depth)
    return any(at(*s).figure.figure_id not in page.members and speaks(s, "carried") for s in spots)


def _unsettled(line: Line, n: int) -> bool:
    """Whether the words right before a count say that it is not done: "đang giải quyết 140 hồ sơ", "trả lại 15"."""
    lo, place = clause_before(line, n).start, line.places[n]
    if speaks_of(" ".join(map(line.key, range(lo, place) or range(place + 1, place + 2))), "underway"):
        return True  # "đang giải quyết 5 đơn", "5 đơn đang giải quyết"
    here = line.c.s.keys[line.at[lo] : line.at[place]]
    return not not_done().isdisjoint(here) and first_said(line, n, lexicon().sets["not_yet"])


def _clause_words(line: Line, n: int, before: range) -> str:
    """The folded words of the clause of an amount: some of those before it, its unit, those behind it up to a pause."""
    own = line.c.s.keys[at(line, n).at + 1 : at(line, n).right]
    return " ".join([*map(line.key, before), *own, *map(line.key, clause_behind(line, n))])


def is_undone(line: Line, n: int) -> bool:
    """Whether the clause of a count tells that those are not done yet, or go on to the next period: "đang giải quyết 12
    đơn", "12 đơn chưa xử lý", "chuyển kỳ sau 12 đơn".
    """
    sets, own, place = lexicon().sets, clause_before(line, n), line.places[n]
    if n and own.start == line.begin(n):  # "12 đơn đang giải quyết thì 4 đơn …": said of the 12
        own = range(place, place)
    words, behind, open_ = _clause_words(line, n, own), clause_behind(line, n), sets["negates"] | sets["not_yet"]
    denied = bool(behind) and line.key(behind[0]).partition(" ")[0] in open_
    denied = denied or (bool(own) and (line.key(own.start) in sets["left_behind"] or first_said(line, n, open_)))
    if denied and not speaks_of(words, "in_time"):
        return True
    return speaks_of(words, "handed_later") or speaks_of(words, "underway")


@cache
def of_undone() -> frozenset[str]:
    """The tokens without one of which nothing is told not to be done."""
    sets = lexicon().sets
    firsts = {phrase.partition(" ")[0] for phrase in sets["handed_later"]}
    return not_done() | sets["left_behind"] | sets["remainder"] | firsts


@cache
def not_done() -> frozenset[str]:
    """All that may stand in a token that begins with a no or a not yet: "đang", "chưa giải quyết"."""
    sets = lexicon().sets
    words = sets["negates"] | sets["not_yet"]
    return frozenset(phrase for phrases_ in sets.values() for phrase in phrases_ if phrase.partition(" ")[0] in words)


def _tied(c: Context, a: Amount) -> Amount | None:
    """The count of another noun that is told with one: "250 vụ với 400 bị cáo", "24 vụ - 61 bị cáo"."""
    b = c.behind(a)
    if b is None or b.left <= a.right or not is_level(b) or not counts(a):
        return None
    comma = c.s.shape[a.right] in ",-"
    if b.sort == "money":  # "30 việc, tương ứng số tiền 41 tỷ đồng"
        tie, *rest = c.s.keys[a.right + comma : b.left] or [""]
        joined = tie in lexicon().sets["with"] | lexicon().sets["restates"]
        return b if joined and (not rest or speaks_of(" ".join(rest), "money_topic")) and len(rest) < TIED else None
    tied = b.left == a.right + 1 and (comma or c.s.keys[a.right] in lexicon().sets["with"])
    return b if tied and counts(b) and not one_unit(a, b) else None


def _step(page: Page, line: Line, n: int, went: dict[int, list[Spot]], reached: int) -> tuple[Amount | None, str]:
    """What an amount is a step of, and the rule that says so."""
    sets = lexicon().sets
    if n and speaks((line, n - 1), "asked") and (done := _done(line, n)):
        verb = set(" ".join(line.words(n)).split()) - sets["aspect"] - sets["silent"] - {",", ";"}
        if verb <= syllables_said((line, n - 1)):
            return at(line, n - 1), done  # "phát hiện 26 tỷ đồng, kiến nghị thu hồi 18 tỷ đồng, đã thu hồi 12 tỷ đồng"
    if reached > 0 and (found := _stage_before(page, line, n, went, reached)) is not None:
        page.members.add(at(line, n).figure.figure_id)
        return found, "part.settled"
    # not by what the item before is called: "55 di tích cấp thành phố và 40 di tích khác"
    named = _CATEGORY.search(line.gap(n)) and not has(line.gap(n), "remainder")
    if named and _CATEGORY.search(line.text, pause(line, n, ",;" + tags_of("joint")), line.places[n]):

        def may_hold(m: int) -> bool:  # "cấp tỉnh nhận 9 đơn, giải quyết 8 đơn; cấp huyện nhận 7 đơn"
            tier = _CATEGORY.search(line.gap(m) + up_to_pause(line.tail(m)))
            return at(line, m).figure.figure_id not in page.withs and not tier and stage(line, m) <= max(reached, 0)

        whole = level_before(line, n, may_hold)
        if whole is not None:
            return whole, "part.category"
    if "," in line.gap(n) and line.key(pause(line, n, ",")) in sets["portion"]:
        return level_before(line, n), "part.portion"  # "38 tỷ đồng, phần ngân sách tỉnh là 26 tỷ đồng"
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


def _of_kinds(line: Line, n: int) -> bool:
    """Whether kinds of one noun stand side by side before an amount, so that none of them is its total."""
    if n < 2 or not _KINDS.fullmatch(line.gap(n - 1)):
        return False
    a, b = at(line, n - 1), at(line, n - 2)
    heads = [(x.figure.unit or "").casefold().partition(" ")[0] for x in (a, b)]
    return heads[0] == heads[1] and is_own_level(a) and is_own_level(b) and counts(a)


def _before_list(page: Page, line: Line, n: int) -> Amount:
    """The amount before the n-th, or what the list that ends there divides: "100 km đường, gồm 40 km của xã, 60 km của
    thôn, đã cứng hóa 80 km".
    """
    m = next((m for m in range(n - 1, -1, -1) if at(line, m).figure.figure_id not in page.members), n - 1)
    a, whole = at(line, n), at(line, m)
    divided = n - m > 2 and a.sort != "money" and is_level(whole) and one_unit(whole, a)
    if divided:
        return whole
    # "có 11 khu cảng và 1 khu neo, đã lập 6 khu cảng": of the first
    near = [at(line, k) for k in range(n - 1, max(n - 1 - TIED, -1), -1)]
    return next((b for b in near if is_level(b) and b.figure.unit == a.figure.unit), near[0])


def _counted_too(line: Line, n: int) -> Amount | None:
    """The denominator that a clause with "có" counts some more of: "có 80/88 xã đạt chuẩn; có 70 xã có chợ"."""
    a, gap = at(line, n), line.gap(n)
    if ";" not in gap or not _HAS_SOME.fullmatch(gap, gap.rfind(";") + 1):
        return None
    before = next((m for m in range(n - 1, -1, -1) if is_denominator(at(line, m))), 0)
    told = (m for m in range(before + 1, n) if is_own_level(at(line, m)))
    alone = all(";" in line.gap(m) and _HAS_SOME.search(line.gap(m)) for m in told)
    return at(line, before) if before and alone and one_unit(a, at(line, before)) else None


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
    if line.key(lo + verb).split()[0] in sets["not_yet"]:
        return ""  # "trả lại 5 đơn, đang giải quyết 25 đơn"
    told = verb == i + now if i else at(line, n).sort in ("money", "measure")
    alike = told and ";" not in gap and same_kind(at(line, n), at(line, n - 1))
    if alike and (speaks((line, n - 1), "in_time") or _still_done(line, n)):
        return ""  # "trả lời muộn 15 đơn, đang giải quyết 32 đơn": side by side
    return ("part.settled" if i else "part.has") if alike else ""


def _still_done(line: Line, n: int) -> bool:
    """Whether a count is not done yet and the one before it is: "đã giải quyết 31 hồ sơ, đang giải quyết 9 hồ sơ"."""
    done = stage(line, n - 1) > 0 or tells_done(line, n - 1)
    return counts(at(line, n)) and _unsettled(line, n) and done and not _unsettled(line, n - 1)


def _at_two_times(line: Line, n: int) -> bool:
    """Whether what is told for now is what the amount before was at another time: "đầu năm 12 cảng, nay có 15 cảng"."""
    return has(line.gap(n - 1), "year", "month", "quarter", "same_period") and not naming(up_to_pause(line.tail(n)))


def _some(page: Page, line: Line, n: int) -> Amount | None:
    """The count before that "có" or "qua đó" tells some of."""
    if not n and _FOUND.fullmatch(line.gap(n)) and line.key(0) in lexicon().sets["found_so"]:
        return next((at(*s) for s in reversed(page.before) if one_unit(at(line, n), at(*s))), None)
    m = _HAS_SOME.search(line.gap(n)) if n else None
    then = m is not None and line.key(line.begin(n) + m.start() - 1) in lexicon().sets["topic_ends"]
    if then and same_kind(at(line, n), at(line, n - 1)):
        return at(line, n - 1)  # "cân 90 trẻ thì có 8 trẻ suy dinh dưỡng"

    def beside(m: int) -> bool:  # "…; nhóm thủy sản chiếm 4%, đạt 119 tấn": of nothing before the semicolon
        passed = has(line.gap(m)[-1:], "exceed")  # "lần đầu vượt 10 triệu USD, đạt 11,8 triệu USD"
        return at(line, m).unit_said and not passed and ";" not in line.text[line.places[m] : line.begin(n)]

    found = level_before(line, n, beside) if _has(line, n) else None
    # "đã xử lý 48 đơn; số chưa xử lý là 12 đơn": beside those
    beside_done = (
        found is not None and is_undone(line, n) and any(tells_done(line, m) for m in range(max(n - STEPS, 0), n))
    )
    return None if beside_done else found


def _outcome(page: Page, line: Line, n: int, went: dict[int, list[Spot]]) -> Iterator[Link]:
    """Of those that are done, what was in time and what was late; of those received, what is not done yet."""
    a, place = at(line, n), line.places[n]
    if n and has(line.gap(n), "among") and speaks((line, n - 1), "underway"):
        return  # "đang giải quyết 60 hồ sơ, trong đó chưa đến hạn 45 hồ sơ": of those
    words = _clause_words(line, n, range(pause(line, n, ",;"), place))  # "giải quyết đúng hạn" may be one phrase
    for name, less, rule, strength in (("underway", 0, "part.settled", 8), ("in_time", 1, "part.in_time", 4)):
        if speaks_of(words, name):
            hosts = [s for s in went.get(less, []) if not speaks(s, name)]
            if hosts:
                whole = [s for s in hosts if s[0] is line and at(*s).figure.figure_id not in page.members]
                host = (whole or hosts)[-1] if hosts[-1][0] is line else _above_parts(page, a, *hosts[-1])
                yield link("parent", a, at(*host), rule, strength)
            return


def _above_parts(page: Page, a: Amount, line: Line, n: int) -> Spot:
    """An amount, or the total of which a sentence tells it as one of several parts: "Phải giải quyết 60 đơn. Trong đó,
    mới nhận 48 đơn, chuyển sang 12 đơn. Đang giải quyết 9 đơn": of all 60.
    """
    if at(line, n).figure.figure_id not in page.members or at(line, n).sentence == a.sentence:
        return line, n
    return next((s for s in reversed(page.hosts) if same_kind(a, at(*s))), (line, n))


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
    """Whether "với" tells of which kind some are of those before: "48 hồ sơ, với 31 hồ sơ trực tuyến", "… được trả"."""
    a, m = at(line, n), _WITH.fullmatch(line.gap(n)) if n else None
    if m is None or line.key(line.begin(n) + m.start("with")) not in lexicon().sets["with"]:
        return False
    host = at(line, n - 1)
    return one_unit(a, host) and is_level(host) and _KIND.match(line.tail(n)) is not None


def _stage_before(page: Page, line: Line, n: int, went: dict[int, list[Spot]], reached: int) -> Amount | None:
    """The nearest count before that is less far: of the received those resolved, of the inspected those at fault.

    "nhận 96 đơn, trong đó nhận trực tiếp 40 đơn, nhận qua mạng 56 đơn; đã giải quyết 90 đơn": of all that came.
    """
    a, stage_of = at(line, n), 0
    last = _found(line, n, went.get(1, [])) if holds(barred(line, n), "handled") else None
    if last is not None:
        return last
    for less in range(reached):
        for here, m in reversed(went.get(less, [])):
            b = at(here, m)
            kin = (same_kind(a, b) and b.figure.unit is not None) or (inspected(a) and inspected(b))
            if kin and (here is line or b.figure.figure_id not in page.members):
                paired = not one_unit(a, b) and m > 0 and (here, m - 1) in went[less] and one_unit(a, at(here, m - 1))
                b = at(here, m - 1) if paired else b  # "40 cá nhân, 9 tổ chức được kiểm tra. Phát hiện 12 cá nhân …"
                if last is None or b.at > last.at:
                    last, stage_of = b, less
                break
    if last is None and (parts := [s for s in went.get(0, []) if s[0] is not line]):
        spot = _above_parts(page, a, *parts[-1])
        last = at(*spot) if spot != parts[-1] else None
    beside = level_before(line, n, lambda m: stage(line, m) < reached, line.text.rfind(";", 0, line.places[n]))
    if last is not None and beside is not None and last.sentence != a.sentence:
        return beside  # "Nhận 386 đơn. Thuộc thẩm quyền 61 đơn, đã giải quyết 48 đơn"
    if last is None or last.figure.figure_id not in page.members:
        return last
    told = (m for less in (stage_of, -1) for here, m in went.get(less, []) if here is line)
    members = sorted(m for m in told if at(line, m).figure.figure_id in page.members and one_unit(at(line, m), last))
    if len(members) < 2:
        return last
    return level_before(line, members[0], lambda m: at(line, m).figure.figure_id not in page.members) or last


def _found(line: Line, n: int, told: Sequence[Spot]) -> Amount | None:
    """The last count of those found, in its unit, of which a count is dealt with: "phát hiện 40 vụ. Đã xử lý 35 vụ"."""
    found = (s for s in reversed(told) if holds(barred(*s), "at_fault") and not holds(barred(*s), "handled"))
    return next((at(*s) for s in found if one_unit(at(line, n), at(*s))), None)


def inspected(a: Amount) -> bool:
    """Whether an amount counts those who are inspected, by whatever noun."""
    return " ".join(syllables(a.figure.unit or "")).startswith(tuple(lexicon().sets["inspected"]))


def feasible(page: Page, line: Line) -> Iterator[Link]:
    """Of all that is to be settled what can be, and of that what is done: "Phải thi hành 90 việc. Có điều kiện thi hành
    60 việc; đã thi hành xong 48 việc. Chuyển kỳ sau 42 việc".
    """
    if line.outer is not None or not line.places:
        return
    keys, (to_settle, can_be) = line.c.s.keys[line.at[0] : line.hi], _of_settling()
    told, due = page.due_all and (page.feasible or not can_be.isdisjoint(keys)), not to_settle.isdisjoint(keys)
    for n, a in enumerate(line.amounts) if told or due else ():
        unit = a.figure.unit
        if unit is None or not is_own_level(a):
            continue
        whole, can = page.due_all.get(unit), page.feasible.get(unit)
        words = _clause_words(line, n, clause_before(line, n)) if told and whole is not None else ""
        if whole is not None and words and speaks_of(words, "feasible"):
            yield link("parent", a, whole, "part.feasible", 7, list=whole.at)
            if not speaks_of(words, "infeasible"):
                page.feasible[unit] = a
        elif whole is not None and unit in page.feasible and speaks_of(words, "handed_later"):
            yield link("parent", a, whole, "part.feasible", 8)
        elif can is not None and a.fraction_of is None and (stage(line, n) > 0 or tells_done(line, n)):
            yield link("parent", a, can, "part.feasible", 7)
            page.feasible[unit] = None
        elif due and a.figure.figure_id not in page.members and holds(barred(line, n), "to_settle"):
            _all_due(page, a)


@cache
def _of_settling() -> tuple[frozenset[str], frozenset[str]]:
    """The tokens without which nothing is told to be settled, and none of it to be such that it can."""
    to_settle, can_be = (lexicon().sets[name] for name in ("to_settle", "feasible"))
    return frozenset(p.partition(" ")[0] for p in to_settle), frozenset(p.partition(" ")[2] for p in can_be)


def handed_on(page: Page, line: Line) -> Iterator[Link]:
    """What is new and what an earlier time left, before all of it: "nhận mới 40, kỳ trước chuyển sang 20, tổng 60"."""
    sets = lexicon().sets
    for n, whole in enumerate(line.amounts):
        all_ = is_level(whole) and (has(line.gap(n), "total", "cumulative") or word_before(line, n) in sets["makes"])
        if not all_:
            continue
        nearest = chain(((line, m) for m in range(n - 1, -1, -1)), reversed(page.before))
        parts = list(islice((s for s in nearest if is_own_level(at(*s))), 2))
        if len(parts) < 2:
            continue
        here, m = parts[0]
        added = not sets["plus"].isdisjoint(here.words(m))  # "nhận 40 đơn, cộng với 5 đơn cũ"
        if added or sum(holds(barred(*s), "carried") for s in parts) == 1:
            for a in (at(*s) for s in parts if same_kind(at(*s), whole)):
                yield link("parent", a, whole, "part.handed_on", 7, whole.left, whole.right, list=whole.at, closed=True)
