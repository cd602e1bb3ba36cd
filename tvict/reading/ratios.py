"""Rules of shares and changes: what they are of, and what they were computed against."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, initials, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.lists import names_parts, of_those
from tvict.reading.proposals import Page, at, both, by_name, link, naming
from tvict.reading.settle import DOUBTED, Link
from tvict.reading.structure import (
    ABOUT,
    AGAINST,
    BRACKET,
    MEASURED,
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
    is_stretch,
    kind_of,
    likeness,
    names,
    said,
    same_kind,
    tells_change,
)


def behind_change(line: Line) -> bool:
    """Whether a bracket stands right behind a change, or behind its noun: "tăng 5 người bị thương (29/24)"."""
    outer = line.outer
    n = bisect_left(outer.places, line.place) - 1 if outer is not None else -1
    if outer is None or n < 0 or at(outer, n).figure.role not in ABOUT:
        return False
    m = _ITS_NOUN.fullmatch(outer.text, outer.places[n] + 1, line.place)
    return m is not None and not (m["then"] and _behind_fraction(outer, n))


def _behind_fraction(line: Line, n: int) -> bool:
    """Whether a fraction stands before a change, so that its earlier one may follow: "tăng 3 xã so với 2020 (8/9)"."""
    return any(is_denominator(b) for b in line.amounts[:n])


_ITS_NOUN = shape(
    r"""<word|noun|where>{0,3}
    (?P<then> <compare> <word|same_period|year|y|quarter|month|d|/|preposition|head_of_year|year_part>{1,6} )?"""
)


_FROM_TO = shape(
    r"""<from> (?:<!amt|,|;|until>)*? (?P<base><amt>) (?:<!amt|,|;>)*? (?P<to><becomes|until>)
    (?:<!amt|,|;>)*? (?P<of><amt>)"""
)
_CHANGE_BEHIND = shape(r"(?:<!amt|;|brk>)* (?P<it><chg|brk>)")
_CHANGE_BEFORE = shape(r"(?P<it><chg>) (?:<!amt|;>)* $")


def from_to(page: Page, line: Line) -> Iterator[Link]:
    """The change with both its levels: "từ 8.400 lên 9.150 hộ, tăng 8,9%", "giảm 12 vụ (từ 31 vụ xuống còn 19 vụ)"."""
    for m in _FROM_TO.finditer(line.text):
        base, of = line.amount(m.start("base")), line.amount(m.start("of"))
        aimed = of.figure.role == "plan" and base.figure.role != "plan" and has(m["to"], "becomes")
        if "range" in base.figure.quality or (base.figure.role != of.figure.role and not aimed):
            continue
        lo, hi = line.at[m.start()], of.right
        behind, before = _CHANGE_BEHIND.match(line.text, m.end()), _CHANGE_BEFORE.search(line.text[: m.start()])
        found = line.owner[behind.start("it")] if behind else None
        if isinstance(found, Line):
            found = found.first
        if found is None and before:
            found = line.owner[before.start("it")]
        if found is None and line.outer is not None:
            found = line.outer.first_before(line.place)
        told = isinstance(found, Amount) and (found.sort in (*RATIOS, "rank") or same_kind(found, of))
        told = told and not (behind and has(line.text[m.end() : behind.start("it")], "aim"))  # "… và dự kiến giảm 4"
        if behind and (_ELSEWHERE.match(line.text, behind.end()) or _in_own_clause(line, m.end(), behind.start("it"))):
            told = False  # "từ 25 tỷ lên 27 tỷ, tăng 2 tỷ so với phương án"; "từ 39% lên 46%, dư nợ tăng 6%"
        if isinstance(found, Amount) and before and not behind:
            # "doanh số tăng 40%, nâng thị phần từ 20% lên 30%": what moves has a verb of its own
            own = re.split("[,;]", line.text[before.end("it") : m.start()])[-1]
            told = told and not (has(own, "up", "down", "becomes") and (found.sort == "percent" or naming(own)))
        moves = has(line.text[max(m.start() - 3, 0) : m.start()], "up", "down")
        if m["to"] in tags_of("until") and not moves and (behind or not told):
            continue  # "tàu từ 12 m đến dưới 15 m"
        if not aimed:  # an aim starts from what there is
            yield link("was", base, of, "change.from_to", 8, lo, hi)
        if told and isinstance(found, Amount) and found.figure.role in ("change", "index"):
            scope = "default" if _mean(line, found) else "sentence"  # "bình quân mỗi năm giảm 1,2%": one of several
            yield link("of", found, of, "change.from_to", 8, lo, hi)
            yield link("base", found, base, "change.from_to", 8, lo, hi, scope=scope)


def _in_own_clause(line: Line, lo: int, hi: int) -> bool:
    """Whether words of a clause of its own stand before a change behind two levels."""
    own = re.split("[,;]", line.text[lo:hi])
    return len(own) > 1 and naming(own[-1]) > 1 and has(own[-1], "up", "down") and not has(own[-1], *_ANAPHOR)


_ELSEWHERE = shape(
    r"<compare> (?! <word|preposition>{0,2} <same_period|year|year_part|head_of_year|month|quarter|y|d> )"
)
_MOVER = shape(r"<up|down|equal|multiple|exceed|below|added|less|complete|copula|from|becomes|occupy|ratio>")
_ANAPHOR = ("anaphor", "compare", "target", "that_is", "ratio", "year", "month", "mean")
RATIOS = ("percent", "times", "points")
_OPENING = ("comprise", "among")


def changes(page: Page, line: Line) -> Iterator[Link]:
    """Changes, indices, attainments and gaps: the level they are about, and what they were computed against."""
    yield from _below(page, line)
    for n in range(len(line.places)) if not is_earlier(line) else ():
        a = at(line, n)
        if a.figure.role not in ABOUT and not _planned_change(line, n):
            continue
        if (again := _again(line, n)) is not None:
            yield link("like", a, again, "change.again", 8)
            if (base := _compared(line, n)) is not None:  # "tăng 3 xã, tương ứng tăng 6% so với năm 2021 (50 xã)"
                yield from (link("base", x, base, "base.compared", 6, base.left, base.right) for x in (a, again))
        elif (told := _told(line, n)) is not None:
            page.about[a.figure.figure_id] = told[0]
            yield from both(a, *told)
            if told[2] == "change.fraction" and a.figure.role == "attainment":  # "đạt 92% kế hoạch (11/12 xã)"
                yield link("plan", told[1], a, "plan.compared", 7)
            elif told[2] == "change.fraction" and a.figure.role != "index":  # "so với cùng kỳ tăng 13 vụ (51/38)"
                yield link("was", told[1], told[0], "change.fraction", 8, told[1].left, told[1].right)
        else:
            yield from _change(page, line, n)


def _mean(line: Line, a: Amount) -> bool:
    """Whether a change is told to be the mean of several."""
    here, n = line.c.where[a.figure.figure_id]
    words = " ".join(here.key(i) for i in range(here.begin(n), here.places[n]))
    return speaks_of(words, "mean") or speaks_of(words, "yearly")


def _below(page: Page, line: Line) -> Iterator[Link]:
    """Note the level that a sentence tells under the words of the heading; the first is that of changes in its unit."""
    first = next((n for n in range(len(line.places)) if is_level(at(line, n))), None)
    if line.outer is not None or first is None:
        return
    ahead, page.ahead = page.ahead, []
    if has(line.gap(first), "among", "comprise"):
        return
    for a in ahead if first == 0 else ():
        if a.figure.unit == at(line, 0).figure.unit:
            yield link("of", a, at(line, 0), "of.below", 1, scope="text")


def _told(line: Line, n: int) -> tuple[Amount, Amount, str, int] | None:
    """Both levels of a change where both are named: "tăng 13 vụ (51/38)", "chênh lệch 25 điểm"."""
    a = at(line, n)
    if (levels := _fraction_behind(line, n)) is not None:
        return *levels, "change.fraction", 9
    if a.figure.role == "gap" and has(line.gap(n), "difference") and not has(line.gap(n), "total"):
        before = [b for b in map(line.amount, line.places[:n]) if b.figure.role in MEASURED]
        pair = [b for b in before if b.sort in ("percent", a.sort)][-2:]
        return (pair[0], pair[1], "gap.difference", 8) if len(pair) == 2 else None
    return None


_ITS_NOUNS = shape(r"<word|noun|W|tier|numbered> <word|noun|W|tier|numbered|copula>{0,7} (?=<brk>)")


def _fraction_behind(line: Line, n: int) -> tuple[Amount, Amount] | None:
    """Both numbers of a fraction in brackets right behind an amount: "đạt 45,6% (123/270 hồ sơ)"."""
    m = _ITS_NOUN.match(line.text, line.places[n] + 1)  # "tăng 5 người bị thương (29/24)"
    inside = line.owner[m.end()] if m is not None and m.end() < len(line.owner) else None
    if m is not None and m["then"] and (at(line, n).figure.role not in ABOUT or _behind_fraction(line, n)):
        return None
    if at(line, n).figure.role == "share" and (named := _ITS_NOUNS.match(line.text, line.places[n] + 1)) is not None:
        inside = line.owner[named.end()]  # "15% trạm y tế xã (6/40 trạm)"
    if not isinstance(inside, Line) or BOTH.fullmatch(inside.text) is None:
        return None
    return at(inside, 0), at(inside, 1)


def _change(page: Page, line: Line, n: int) -> Iterator[Link]:
    """What one change is about, and its base: printed right behind a comparison, before it, or in a table."""
    a, base = at(line, n), _compared(line, n)
    if base is not None:
        page.bases.add(base.figure.figure_id)
    of, rule, strength = _about(page, line, n, base)
    goes_on = n and _bare(line, n) and (not counts(a) or same_kind(a, at(line, n - 1)))
    if of is None and not n and (level := _level_behind(line, n)) is not None:
        of, rule, strength = level, "of.bracket", 3
    if of is None and goes_on:  # "tăng 53 tỷ đồng so với năm 2011 nhưng còn thiếu 14 tỷ đồng"
        of, rule, strength = page.about.get(at(line, n - 1).figure.figure_id), "of.change_before", 3
    if of is not None and _then(line, n) and of.figure.period != a.figure.period:
        of = None
    if of is not None and line.c.s.shape[a.left - 1] == "/" and not same_kind(a, of):
        of = None  # "61 tàu (tăng 12 tàu/16 ngư dân)"
    if of is not None:
        page.about[a.figure.figure_id] = of
        if base is None and a.figure.role in ("change", "index"):
            of, base = _now_and_before(line, n, of)
            base = base or _told_earlier(page, line, n, of) or _of_that_year(page, line, n, of)
        yield link("of", a, of, rule, strength)
        if base is None and of.row:
            base = _kin(page, of, a.figure.role)
        aimed = a.figure.role == "attainment" or (
            a.figure.role == "gap" and has(line.gap(n) + line.clause(n), "target", "past_target")
        )
        if base is None and aimed and (plan := _plan_before(page, line, n, of)) is not None:
            yield link("base", a, plan, "base.plan_before", 2, plan.left, plan.right, scope="text")
    elif a.figure.role == "change" and not page.said and counts(a) and a.figure.unit and _bare(line, n):
        page.ahead.append(a)
    if base is None:
        return
    inside, _ = line.c.where.get(base.figure.figure_id, (line, 0))
    then = of is not None and inside.outer is line and base.at > a.at and _then_each(line, n, inside)
    if of is not None and (a.reasons["role"].rule == "change.past" or then):
        yield link("was", base, of, "base.compared", 7, base.left, base.right)
    scope = "default" if of is not None and _of_more(line, n, of, rule) else "sentence"
    yield link("base", a, base, "base.compared", 7, base.left, base.right, scope=scope)
    if base.at > a.at and has(line.c.s.shape[a.right : base.left], "target"):
        yield link("plan", base, a, "plan.compared", 7)


def _of_more(line: Line, n: int, of: Amount, rule: str) -> bool:
    """Whether a change may be of something else: of a list of another noun ("40 học sinh: 9 nhất, …; tăng 5 giải"), or
    named by what none of several levels before is ("đàn bò 300 con; đàn trâu 200 con; đàn bò sữa tăng 5 con").
    """
    a = at(line, n)
    if rule == "of.list":
        return not same_kind(a, of)
    head = _head(line, n) - lexicon().sets["silent"]
    alike = [m for m in range(n) if is_level(at(line, m)) and same_kind(at(line, m), of)]
    return bool(head) and len(alike) > 1 and not any(head <= _syllables(line, m) for m in alike)


_MOVES = shape(r"<up|down|added> <about|over|under>* $")


def _planned_change(line: Line, n: int) -> bool:
    """Whether a planned ratio is one of change: "phấn đấu doanh thu đạt 108 tỷ đồng, tăng 11,3%"."""
    a, gap = at(line, n), line.gap(n)
    bare = _MOVES.search(gap) is not None and not naming(gap) and (n > 0 or line.outer is not None)
    beside = a.reasons["role"].rule == "plan.change"  # "tăng 18%/KH tăng 10%": what was set, of no level told
    return a.figure.role == "plan" and a.sort in RATIOS and bare and not beside


def _again(line: Line, n: int) -> Amount | None:
    """The change before that is said again: "giảm 450 con (-1,25%)", "tăng 10%, tức 0,5 tỷ đồng"."""
    gap = line.gap(n)
    bare = naming(gap) == 0
    if line.outer is not None and n == 0 and bare:
        last = line.outer.first_before(line.place) if not _then(line, n) else None
        other = last is not None and (last.figure.role, at(line, n).figure.role) == ("attainment", "change")
        return last if last is not None and last.figure.role in ABOUT and not other else None
    place = line.places[n]
    told = has(gap, "that_is")
    told = told or (bare and any(line.key(i) in lexicon().sets["restates"] for i in range(place - len(gap), place)))
    if not told:
        return None
    before_it = (at(line, m) for m in range(n - 1, -1, -1))
    return next((b for b in before_it if b.figure.role in ABOUT), None)


def _then(line: Line, n: int) -> bool:
    """Whether a change in brackets is of a time of its own: "tăng 10,5% (6 tháng tăng 11,2%, quý III tăng 9%)"."""
    told = line.text[line.begin(n) : line.places[n]]
    timed = at(line, n).figure.role == "change" and has(told, "month", "quarter", "year")
    return line.outer is not None and timed and not has(told, "compare", "same_period")


_NEXT = shape(r"<!amt|,|;|brk|compare>{0,3} <,|joint> <up|down>? $")
_COMPARED_BEFORE = shape(
    r"""<compare> (?:<!amt|,|;|brk>)* (?P<brk><brk>) <up|down|exceed|below|equal>
    | <compare> (?:<!amt|,|;|brk|target>)* (?P<then><brk>) [;,] <up|down>
    | <compare> <word>? <target> (?:<!amt|,|;|brk>)* (?P<aim><brk>) ,? <copula|complete>
    | <past_target|exceed|below> (?:<!amt|,|;|brk>)* (?P<past><brk>)
        <copula>? <about|over|under>* $"""
)  # "so với năm 2019 (5 người); tăng 2 người", "so với chỉ tiêu giao (5 người) đạt 84%"
BOTH = shape(  # "tăng 13 vụ (51/38)", "tăng 50% (6 bài so với 4 bài của năm 2017)"
    r"""<lvl> (?: / | <word|noun|W>{0,4} (?: <compare> | <out_of> <total|quantity>* ) ) <lvl>
    <word|noun|W|preposition|year|y|same_period|month|quarter>{0,6}"""
)


def _compared(line: Line, n: int) -> Amount | None:
    """What stands right behind a comparison: "so với năm 2018 (1.402 tỷ đồng)", "so với 176.822 hộ"."""
    m = n
    if line.outer is not None and at(line, n).reasons["role"].rule == "attainment.planned":
        return line.outer.first_before(line.place)  # "71.290 liều/102.000 liều kế hoạch (69,9%)"
    before = _COMPARED_BEFORE.search(line.gap(n))
    if before is not None and not _of_change_before(line, n, before.start()):
        inside = line.owner[line.begin(n) + before.start(before.lastgroup or 0)]
        return inside.first if isinstance(inside, Line) else None
    if (named := _of_bracket_before(line, n)) is not None:
        return named
    while _joined(line, m):
        m += 1  # "giảm 146 lượt tiếp, 127 lượt người (năm 2019 …)"
    head = line.clause(m)
    bracket = head.find(BRACKET)
    if bracket >= 0 and _only_changes(line.owner[line.places[m] + 1 + bracket]):
        bracket = head.find(BRACKET, bracket + 1)  # "tăng 40 ca (25%) so với tháng trước (160 ca)"
    if bracket >= 0:
        inside = line.owner[line.places[m] + 1 + bracket]
        return _in_bracket(line, n, m, head[:bracket], inside) if isinstance(inside, Line) else None
    if m > n or n + 1 >= len(line.places) or len(head) < len(line.tail(n)):
        return None
    b = at(line, n + 1)
    since = _FROM.fullmatch(head) and any(same_kind(a, b) for a in line.amounts[:n])
    judged = at(line, n).figure.role == "change" and has(head, "exceed", "below")  # "tăng 3% – thấp hơn mục tiêu là 4%"
    if judged or (not since and not AGAINST.search(head)):
        return None
    return b if b.figure.role in (*MEASURED, "rank") else None


_FROM = shape("<from> <numbered|word>? <over|under|about>*")  # "tăng 16,5% từ mức 194 tỷ đồng năm 2015"
_THEN_BRACKET = shape("(?: ^ | (?<=<,|;>) ) <compare> (?:<!amt|,|;|brk>)* (?P<brk><brk>)")


def _of_bracket_before(line: Line, n: int) -> Amount | None:
    """The level of a bracket behind a comparison that stands before changes and what they name: "So với tuần trước (13
    vụ, 4 người chết), số vụ giảm 15,4%, tăng 1 người chết".
    """
    a, here = at(line, n), line.places[n]
    m = next(iter(list(_THEN_BRACKET.finditer(line.text, 0, here))[-1:]), None)
    inside = line.owner[m.start("brk")] if m is not None else None
    between = [b for b, place in zip(line.amounts, line.places, strict=True) if m and m.end() <= place < here]
    if (
        not isinstance(inside, Line)
        or has(line.clause(n), "compare")
        or any(b.figure.role not in ABOUT for b in between)
    ):
        return None
    words = {w for i in range(_cut(line, n), here) for w in line.key(i).split()}
    found = [b for b in inside.amounts if is_level(b) and b.figure.unit and not is_denominator(b)]
    if a.sort in RATIOS:
        found = [b for b in found if set(syllables(b.figure.unit or "")) <= words]
    else:
        found = [b for b in found if b.figure.unit == a.figure.unit]
    return found[0] if len(found) == 1 else None


_TIME = shape("<year|year_part|head_of_year|same_period|month|quarter|y|d|/>+ | <quarter> <d|w|W> [/]? <year>? <y>")


def _in_bracket(line: Line, n: int, m: int, words: str, inside: Line) -> Amount | None:
    """What the bracket behind the n-th amount, and words, tells that it was computed from; the m-th is the last of the
    changes joined to it.
    """
    a = at(line, n)
    if a.figure.role == "attainment" and BOTH.fullmatch(inside.text) is not None:
        return at(inside, 1)  # "đạt 64,5% kế hoạch năm (26/40 tỷ đồng)"
    timed = a.figure.role == "index" and _TIME.fullmatch(words) is not None  # "bằng 1,2 lần năm 2021 (12 tỷ đồng)"
    each = m == n and _WHICH.fullmatch(words) is not None and _then_each(line, n, inside)
    against = timed or each or _against(words) or (not words and m == n and _compared_before(a, inside))
    if against and (turn := _in_order(_run(line, m), inside)):
        return turn[n - m - 1]
    planned = inside.first is not None and inside.first.figure.role == "plan"
    alone = m == n and (not names_parts(inside) or BOTH.fullmatch(inside.text) is not None)
    told = (
        (is_earlier(inside) and a.figure.role != "gap")
        or (alone and planned and a.figure.role == "gap")
        or (alone and not tells_change(inside) and not is_stretch(inside) and against and not _now_reached(inside))
    )
    ratio = n == 0 or at(line, n - 1).sort == "percent"  # "đạt 9 triệu lượt, tăng 58% (đạt 80% kế hoạch)"
    return _within(a, inside, ratio) if told else None


def _now_reached(inside: Line) -> bool:
    """Whether a bracket names what reaches its first amount, and no time: "tăng 23% (doanh thu đạt 200 tỷ đồng)"."""
    gap = inside.gap(0)
    told = (naming(gap) > 0 and has(gap, "copula")) or has(gap, "becomes")  # "giảm 2 vụ (còn 10 vụ)"
    return told and not has(gap, "y", "year", "same_period", "month", "target")


def _level_behind(line: Line, n: int) -> Amount | None:
    """The level that a change comes to, told in the bracket behind it."""
    head = line.clause(n)
    inside = line.owner[line.places[n] + 1 + head.find(BRACKET)] if BRACKET in head else None
    if not isinstance(inside, Line) or len(inside.amounts) != 1 or not _now_reached(inside):
        return None
    return inside.first if is_own_level(inside.amounts[0]) else None


_THEN_EACH = shape(
    r"<compare> (?:<same_period|year|year_part|month|quarter|y|d|word|preposition|/>)+ ,?"
    r" (?:<chg|brk|,|joint|up|down|word|noun>)* $"
)


def _then_each(line: Line, n: int, inside: Line) -> bool:
    """Whether brackets behind changes tell what was, as the clause says first with what it compares: "41 vụ, làm chết
    19 người; so với năm 2022 giảm 3 vụ (44 vụ), tăng 2 người chết (17 người)".
    """
    a, b, told = at(line, n), inside.first, _THEN_EACH.search(line.text, 0, line.places[n])
    if b is None or told is None or a.figure.role != "change" or len(inside.amounts) != 1 or not is_level(b):
        return False
    now = (x for x in line.amounts[: bisect_left(line.places, told.start())] if is_own_level(x))
    return b.figure.unit == a.figure.unit and any(same_kind(x, b) for x in now)


_WHICH = shape(r"<word|noun|W>{0,3}")


def _compared_before(a: Amount, inside: Line) -> bool:
    """Whether a bracket right behind a change tells the level of the time that is named before it: "cao hơn năm 2022
    6,5 điểm (36,3%)", and not what a rate of change comes to.
    """
    b = inside.first
    past = a.reasons["role"].rule == "change.past" and b is not None and len(inside.amounts) == 1
    return past and b is not None and (b.sort == "percent" if a.sort == "points" else b.figure.unit == a.figure.unit)


def _joined(line: Line, n: int) -> bool:
    """Whether the change behind an amount is joined to it."""
    return n + 1 < len(line.places) and at(line, n + 1).figure.role in ABOUT and _NEXT.match(line.tail(n)) is not None


def _run(line: Line, m: int) -> list[Amount]:
    """The changes that are joined, the last the m-th amount."""
    first = m
    while first and at(line, first - 1).figure.role in ABOUT and _joined(line, first - 1):
        first -= 1
    return line.amounts[first : m + 1]


def _of_change_before(line: Line, n: int, start: int) -> bool:
    """Whether a comparison before a change is that of the change before it: "tăng 5% so với quý I (40 vụ), giảm …"."""
    if not n or at(line, n - 1).figure.role not in ABOUT or re.search("[,;]", line.gap(n)[:start]):
        return False
    alike = (at(line, n - 1).sort in RATIOS) == (at(line, n).sort in RATIOS)
    return alike or has(line.clause(n), "compare")


def _only_changes(inside: Amount | Line | None) -> bool:
    """Whether a bracket tells changes alone, which say again what stands before it."""
    return isinstance(inside, Line) and all(b.figure.role in ("change", "index") for b in inside.amounts)


_AGAINST_AIM = shape(r"<compare> <word>? <target> <!amt|brk|up|down|copula>* $")


def _against(words: str) -> bool:
    """Whether words end in what is compared with: a time, or an aim with all that names it."""
    return AGAINST.search(words) is not None or _AGAINST_AIM.search(words) is not None


def _within(a: Amount, inside: Line, ratio: bool) -> Amount | None:
    """The amount of a bracket that a change was computed from: that of its unit, for a change of a ratio the first."""
    roles = {*MEASURED, "rank"} - ({"plan"} if a.figure.role == "change" else set())  # a change is against what was
    roles |= {"attainment"} if ratio else set()
    found = [b for b in inside.amounts if b.figure.role in roles and not is_denominator(b)]
    if a.figure.role == "change":  # "tăng 6% so với năm 2020 (năm 2020 được giao thu 48 tỷ đồng)"
        found = [b for b in found if not speaks_of(" ".join(said(*inside.c.where[b.figure.figure_id])), "assigned")]
    alike = [b for b in found if a.figure.unit == b.figure.unit] or [b for b in found if same_kind(a, b)]
    return next(iter(alike or (found if a.sort in (*RATIOS, "rank") else [])), None)


def _in_order(run: Sequence[Amount], inside: Line) -> Sequence[Amount]:
    """The levels of a bracket from which changes were computed, as many and in their order: "giảm 4 vụ, 2 người chết
    và 5 người bị thương so với cùng kỳ (40 vụ, 22 người chết, 30 bị thương)".
    """
    found, rates = inside.amounts, all(a.sort == "percent" for a in run)
    several = len(run) > 1 and len(found) == len(run) and all(is_level(b) and counts(b) for b in found)
    return found if several and (rates or all(map(_may_be_of, run, found))) else ()


def _may_be_of(a: Amount, b: Amount) -> bool:
    """Whether a change may be one of a count, whose noun may be left out or be said in part."""
    u, v = (set(syllables(x.figure.unit or "")) for x in (a, b))
    return counts(a) and (not u or not v or not u.isdisjoint(v))


def _around(line: Line, n: int, inside: bool = False) -> Iterator[Spot]:
    """The amounts before one that are no change, nearest first: of its own line, then of the lines around its bracket.

    `inside` tells those in brackets as well: "175.293 văn bản (80,71%), tăng 2,17% so với năm 2021 (78,54%)".
    """
    here, last = line, line.places[n]
    while True:
        for place in reversed(here.worth[: bisect_left(here.worth, last)]):
            owner = here.owner[place]
            if isinstance(owner, Amount):
                yield here, bisect_left(here.places, place)
            elif inside and isinstance(owner, Line) and not is_earlier(owner):
                yield from ((owner, k) for k in range(len(owner.places)) if at(owner, k).figure.role == "share")
        if here.outer is None:
            return
        here, last = here.outer, here.place


def _about(page: Page, line: Line, n: int, base: Amount | None) -> tuple[Amount | None, str, int]:
    """What a change is about, with the rule that says so and its strength."""
    a = at(line, n)
    if (turn := _in_turn(line, n)) is not None:
        return turn, "of.in_turn", 6
    if a.figure.role == "attainment" and n and _bare(line, n) and _names_growth(line, n - 1):
        return at(line, n - 1), "of.nearest", 3  # "tốc độ tăng đàn bò 3,4%, đạt 97% kế hoạch"
    ratio = a.sort == "points" or (base is not None and base.sort == "percent")
    ratio = ratio or (a.figure.role == "gap" and n > 0 and counts(at(line, n - 1)))  # "hộ (78%), vượt 3% chỉ tiêu"
    spot = _nearest(page, (line, n), _around(line, n, ratio), base)
    if spot is not None and _told_behind(line, n) - _syllables(*spot):
        return None, "", 0
    said_of = spot is not None and (head := _head(line, n) - lexicon().sets["silent"]) and head <= _syllables(*spot)
    if spot is not None and base is None and not said_of and _elsewhere(line, n, *spot):
        if (ahead := _ahead(line, n)) is not None:
            return ahead, "of.ahead", 3
        return _echo(page, line, n), "of.name", 4
    if spot is not None and base is None and (_of_untold(page, line, n, *spot) or _done_by(line, n, *spot)):
        return None, "", 0
    if spot is not None and base is None and (level := _level_of_share(a, *spot)) is not None:
        return level, "of.level_of_share", 3
    if spot is None and _of_growth(line, n) and at(line, n - 1).figure.figure_id not in page.about:
        return at(line, n - 1), "of.nearest", 3
    rest = spot == (line, n - 1) and _bare(line, n) and "," in line.gap(n)
    if rest and base is None and n > 1 and has(re.split("[,;]", line.gap(n - 1))[-1], "remainder"):
        return None, "", 0  # "9 ca, trong đó 7 ca trong tỉnh, còn lại 2 ca ngoài tỉnh, tăng 4 ca": all, or the rest
    if spot is not None and (whole := _of_list(line, n, *spot, base is not None)) is not None:
        return whole, "of.list", 3
    if spot is not None:
        return at(*spot), "of.base" if base is not None else "of.nearest", 3
    if (ahead := _ahead(line, n)) is not None:
        return ahead, "of.ahead", 3
    if (named := _echo(page, line, n)) is not None:
        return named, "of.name", 4
    if line.outer is None and all(at(line, m).figure.role in ABOUT for m in range(n)):
        totals = page.before[::-1] if a.sort not in RATIOS else ()  # "51 vụ, trong đó … 4 vụ. Số vụ giảm 8 vụ"
        spots = [*totals, *page.last[::-1]]
        at_once = [s for s in spots if at(*s).figure.period == a.figure.period]  # "Riêng tháng 5 có 8 vụ. Số vụ giảm 2"
        spot = _nearest(page, (line, n), iter(at_once or spots), base)
        if spot is not None and not _names_other(line, n, *spot):
            return at(*spot), "of.before", 3
    return None, "", 0


def _of_untold(page: Page, line: Line, n: int, here: Line, m: int) -> bool:
    """Whether a rate goes on with one whose level is not told: "…; thu thuế đạt 65% kế hoạch, tăng 23%"."""
    before = at(line, n - 1) if n and here is line and m < n - 1 and at(line, n).sort in RATIOS else None
    rate = before is not None and before.figure.role in ABOUT and before.sort in RATIOS
    return before is not None and rate and _bare(line, n) and before.figure.figure_id not in page.about


def _done_by(line: Line, n: int, here: Line, m: int) -> bool:
    """Whether what rises is what so many places or sectors do, and not their number: "trong đó 4 ngành tăng 11%"."""
    a, b = at(line, n), at(here, m)
    if here is not line or m != n - 1 or a.sort != "percent" or not counts(b) or re.search(r"[,;:]", line.gap(n)):
        return False
    unit, having = " ".join(syllables(b.figure.unit or "")), lexicon().sets["having"]
    several = unit in lexicon().sets["branch"] or (kind_of(unit) == "place_noun" and having.isdisjoint(line.words(m)))
    return several and not has(line.gap(n), "copula")


def _told_behind(line: Line, n: int) -> set[str]:
    """The syllables of the number of things that changes: "còn 4,5%; giảm 12% | số vụ vi phạm | so với cùng kỳ"."""
    place, counted = line.places[n] + 1, lexicon().sets["those"] | lexicon().sets["quantity"]
    end = next((i for i in range(place, len(line.text)) if not naming(line.text[i])), len(line.text))
    if at(line, n).sort != "percent" or end == place:
        return set()
    first = line.key(place)
    return _named_in(line, place, end) - lexicon().sets["silent"] if counted & {first, first.split()[0]} else set()


def _of_growth(line: Line, n: int) -> bool:
    """Whether a change in per cent is one of the growth right before it: "tốc độ tăng đạt 9%, cao hơn năm trước 1%",
    "tăng 9%, vượt 1% so với kế hoạch".
    """
    a, growth = at(line, n), at(line, max(n - 1, 0))
    told = growth.figure.role == "change" and growth.sort == "percent" and a.sort in ("percent", "points")
    rate = growth.reasons["role"].rule == "change.rate" or a.figure.role == "gap"
    return bool(n) and told and rate and _bare(line, n) and has(line.gap(n), "up", "down", "exceed", "below")


def _names_growth(line: Line, n: int) -> bool:
    """Whether an amount is a rate of change with a name of its own: "tốc độ tăng đàn bò 3,4%", not "tăng 3,4%"."""
    first, hi = _cut(line, n), line.places[n]
    mover = _MOVER.search(line.text, first, hi) if at(line, n).figure.role == "change" else None
    return mover is not None and _name_ends(line, mover, hi) == hi and naming(line.text[mover.end() : hi]) > 0


_AND = shape(r"(?: <joint> | , | <up|down|over|under|about|multiple> )+")


def _in_turn(line: Line, n: int) -> Amount | None:
    """The level of a change told in the order of the levels: "5 tàu và 8 bè, lần lượt tăng 5% và giảm 3%"."""
    first = n
    while first and not _orders(line, first):
        if at(line, first - 1).figure.role not in ABOUT or not _AND.fullmatch(line.gap(first)):
            return None
        first -= 1
    last = first
    while (
        last + 1 < len(line.places) and at(line, last + 1).figure.role in ABOUT and _AND.fullmatch(line.gap(last + 1))
    ):
        last += 1
    levels = [at(line, k) for k in range(first) if is_level(at(line, k))][first - last - 1 :]
    told = _orders(line, first) and len(levels) == last - first + 1 > 1
    return levels[n - first] if told else None


def _orders(line: Line, n: int) -> bool:
    """Whether words before a change say that it follows the order of the levels: "lần lượt tăng", "tăng tương ứng"."""
    return has(line.gap(n), "respectively") or not lexicon().sets["restates"].isdisjoint(line.words(n))


def _names_other(line: Line, n: int, there: Line, m: int) -> bool:
    """Whether the clause of a change names something else than an amount of the sentence before does.

    What no level is named by is no level's: "CPI tháng 10 tăng 0,3%". A change that names nothing is of what the one
    before it is of.
    """
    sets, lo, hi, one, other = lexicon().sets, line.begin(n), line.places[n], at(line, n), at(there, m)
    keys = [line.key(i) for i in range(lo, hi) if naming(line.text[i])]
    if sets["this"] & set(keys) or " ".join(keys) in sets["adverb"]:
        return False
    if n and not counts(one) and _bare(line, n):
        return True
    first = _cut(line, n)
    words = _named_in(line, first, hi) - _shortened(line, range(first, hi), said(there, m))
    if not words or has(line.text[first:hi], "compare", "target", "that_is"):
        return not n and len(keys) > 2
    times = sorted((one.figure.period or "", other.figure.period or ""))
    return not times[1].startswith(times[0]) or not words - sets["silent"] - sets["aspect"] <= _syllables(there, m)


def _shortened(line: Line, places: range, words: Sequence[str]) -> set[str]:
    """Those of the words at places that are the first letters of others: "TNGT" of "vụ tai nạn giao thông"."""
    s, letters = line.c.s, initials(" ".join(words))
    short = (i for i in places if s.text[s.starts[line.at[i]] : s.ends[line.at[i]]].isupper())
    return {line.key(i) for i in short if len(line.key(i)) > 1 and line.key(i) in letters}


def _bare(line: Line, n: int) -> bool:
    """Whether the clause before an amount names nothing but a place: ", giảm 3%", "năm 2020, cả nước giảm 18 xã"."""
    said = range(_cut(line, n), line.places[n])
    return not any(naming(line.text[i]) and line.key(i) not in lexicon().sets["aspect"] for i in said)


def _cut(line: Line, n: int) -> int:
    """Where the clause of an amount begins."""
    lo, hi, ands = line.begin(n), line.places[n], lexicon().sets["and"]
    compared = next((i for i in range(lo, hi if n else lo) if line.text[i] in tags_of("compare")), hi)
    moves = tags_of("up", "down")  # "tăng 2 người chết và | giảm 5 người bị thương"
    joints = (i for i in range(lo, hi) if line.key(i) in ands and (i > compared or line.text[i + 1] in moves))
    breaks = [*joints, *(i for i in range(lo, hi) if line.text[i] in _CUTS)]
    return max(breaks, default=lo - 1) + 1


_CUTS = f",;:{BRACKET}"
_OCCUPIES = shape(r", <joint>? <occupy>")


def _level_of_share(a: Amount, line: Line, m: int) -> Amount | None:
    """The sum that a change is about though a share stands between: "đạt 7 tỷ đồng, chiếm 18% tổng vốn và tăng 28%"."""
    told = a.sort == "percent" and a.figure.role != "gap" and at(line, m).figure.role == "share"
    if not told or not m or not _OCCUPIES.fullmatch(line.gap(m)):
        return None
    level = at(line, m - 1)
    return level if level.sort in ("money", "measure") else None


def _nearest(page: Page, spot: Spot, spots: Iterator[Spot], base: Amount | None) -> Spot | None:
    """The nearest amount that a change may be about; a better one further off goes before one that fits less."""
    roles = {*MEASURED, "rank"} | ({"attainment"} if base is not None and base.sort == "percent" else set())
    a, best, most, found = at(*spot), None, (-1, 0), False
    about, head = _regarding(*spot), _head(*spot) - lexicon().sets["silent"]
    for other in spots:
        b = at(*other)
        second = is_beside(b) and a.figure.unit != b.figure.unit  # "658 ha/715 hộ, tăng 4%"
        if b.figure.role not in roles or second or is_denominator(b) or b.figure.figure_id in page.bases or b is base:
            continue
        if a.sort in RATIOS and (b.figure.role == "rank" or (base is None and _for_whom(*other))):
            continue
        worth, full = _worth(a, b, base)
        if worth < 0:
            continue
        if about:
            named = int(_is_regarded(b, about))
        else:
            # "số người chết giảm 7 người": which of two?
            named = likeness(spot, other) if a.sort not in RATIOS else int(head <= _syllables(*other))
        if (worth, named) > most and not found:
            best, most = other, (worth, named)
        found = found or (worth == full and bool(named))
        # "dư nợ 42 tỷ …, thu nợ 8 tỷ, dư nợ tăng 3 tỷ": of what has the whole name
        sought = head and not about and a.sort not in RATIOS
        if sought and worth == full and head <= _syllables(*other):
            return other
        if found and not sought:
            break
    return None if about in (NUMBER, VALUE) and not most[1] else best


def _for_whom(line: Line, n: int) -> bool:
    """Whether an amount tells but for how many the sum before it is: "cho vay 18 tỷ đồng cho 460 hộ"."""
    gap = line.gap(n)
    told = n > 0 and len(gap) == 1 and is_level(at(line, n - 1)) and at(line, n - 1).sort == "money"
    return told and line.key(line.places[n] - 1) in lexicon().sets["to_whom"]


def _head(line: Line, n: int) -> set[str]:
    """The syllables by which the clause of a change names its level: "…; so với tháng trước, vận chuyển tăng 3%"."""
    hi, lo = line.places[n], line.begin(n)
    cut = max((i for i in range(lo, hi) if line.text[i] in ",;:"), default=-1)
    if n and cut < 0:
        return set()
    first = cut + 1
    mover, bare = _MOVER.search(line.text, first, hi), lexicon().sets["bare_anaphor"]  # "số vụ tăng 5%" names cases
    if mover is None or has((line.text[i] for i in range(first, hi) if line.key(i) not in bare), *_ANAPHOR):
        return set()
    return _named_in(line, first, _name_ends(line, mover, hi))


def _name_ends(line: Line, mover: re.Match[str], hi: int) -> int:
    """Where the words end that name what moves before place hi: behind "tốc độ tăng" stands what grew."""
    return hi if line.key(mover.start()) in lexicon().sets["growth"] else mover.start()


def _named_in(line: Line, lo: int, hi: int) -> set[str]:
    """The syllables of the words at places lo to hi that name something."""
    adverbs = lexicon().sets["adverb"]  # "chỉ tăng 3%"
    named = (line.key(i) for i in range(lo, hi) if naming(line.text[i]))
    return {w for key in named if key not in adverbs for w in key.split()}


def _syllables(line: Line, n: int) -> set[str]:
    """The syllables that name an amount: of a part none that stands before "trong đó"."""
    words, among = said(line, n), lexicon().sets["among"]
    turn = max((i for i, word in enumerate(words) if word in among), default=-1)
    return set(" ".join(words[turn + 1 :]).split())


def _is_regarded(b: Amount, about: str) -> bool:
    """Whether an amount is what the words behind a ratio name."""
    if about in (NUMBER, VALUE):
        return (b.sort == "money") == (about == VALUE) and not is_rate(b)
    return f" {' '.join(syllables(b.figure.unit or ''))}".endswith(f" {about}")


def _regarding(line: Line, n: int) -> str:
    """The unit that the words behind a ratio name: "tăng 9% về tấn và 11% về tấn.km", "tăng 5% về số lượng dự án"."""
    tail = _UNIT_NAMED.match(line.tail(n))
    place = line.places[n] + 1
    if line.key(place) not in lexicon().sets["regarding"]:
        return ""
    if speaks_of(" ".join(map(line.key, range(place + 1, min(place + 3, len(line.at))))), "money_topic"):
        return VALUE
    if tail is None:
        return ""
    if tail["number"] or line.key(place + 1) in lexicon().sets["much"]:  # "tăng 18% về lượng, tăng 24% về giá trị"
        return NUMBER
    s, first, last = line.c.s, line.at[place + tail.start("unit")], line.at[place + tail.end() - 1]
    return " ".join(syllables(s.text[s.starts[first] : s.ends[last]]))


NUMBER, VALUE = "#", "$"
_UNIT_NAMED = shape(
    r"""<preposition> (?: (?P<number><quantity>) (?= [,;.)] | <joint|up|down|compare> | $ )
        | <total|quantity|anaphor>* (?P<unit><measure|noun|word>) (?:[.]? <measure>)? )"""
)


def _worth(a: Amount, b: Amount, base: Amount | None) -> tuple[int, int]:
    """How well a change fits an amount, -1 where it does not, and the most that it could."""
    f = a.figure
    actual = f.role not in ("change", "index") or b.figure.role != "plan"  # a change is of what is, not of a plan
    if f.role == "change" and a.sort == "rank":
        return 2 * (b.figure.role == "rank") + actual, 3
    if b.sort == "time" != a.sort:
        return -1, 3
    if base is not None:
        unit = b.figure.unit or ""
        told = {base.figure.unit, f.unit if counts(a) else None} - {None}
        exact = not told.isdisjoint((unit, unit.split("/")[0])) or b.figure.unit == base.figure.unit
        alike = not exact and counts(a) and same_kind(a, b)
        return (2 * exact + alike + actual, 3) if exact or b.sort == base.sort else (-1, 3)
    if a.sort in ("points", "times"):
        return 2 * ((b.sort == "percent") == (a.sort == "points")) + actual, 3
    if a.sort not in RATIOS:
        alike = f.unit in (b.figure.unit, (b.figure.unit or "").split("/")[0])  # "52 triệu đồng/năm, tăng 4 triệu đồng"
        if alike or same_kind(a, b):
            return 1 + actual + alike, 3
        return 0 if counts(a) and counts(b) else -1, 3
    return int(actual), 1


def _elsewhere(line: Line, n: int, here: Line, m: int) -> bool:
    """Whether the words before a change, or before its bracket, name something else than the m-th amount before it.

    "doanh thu 76 tỷ, dịch vụ lữ hành tăng 107,75%"; "12 ngành tăng, gồm: vận tải (tăng 4%)"; "trong đó" turns to a part
    that is not counted: "5 nhóm tăng giá, trong đó giao thông tăng 1,66%".
    """
    if here is line:
        lo, hi = max(line.places[n - 1], line.places[m]) + 1, line.places[n]
    elif n == 0 and line.outer is here:
        lo, hi = here.places[m] + 1, line.place
    else:
        return False
    turn = max(here.text.rfind(t, here.places[m], hi) for t in tags_of("among"))
    if turn > 0 and naming(here.text[turn:hi]) and not has(here.text[turn:hi], "compare"):
        return True
    ands = lexicon().sets["and"] if here is line else ()  # "đàn bò 3 triệu con và đàn gà tăng 6%"
    cut = max((i for i in range(lo, hi) if here.text[i] in ",;:" or here.key(i) in ands), default=-1)
    if cut < 0:
        return False
    mover = _MOVER.search(here.text, cut, hi)
    head = here.text[cut + 1 : _name_ends(here, mover, hi) if mover else hi]
    if has(head, *_ANAPHOR):
        return False
    known = _syllables(here, m) if here.text[cut] != ":" else set()  # behind a colon an item has a name of its own
    return bool(_named_in(here, cut + 1, cut + 1 + len(head)) - lexicon().sets["silent"] - known)


def _of_list(line: Line, n: int, there: Line, m: int, compared: bool) -> Amount | None:
    """The total of a list that a change follows: "60 sự cố, gồm 30 vụ cháy, 20 vụ nổ, 10 vụ sập, tăng 5%".

    A change in units, or from a level that is printed, is so behind a semicolon, "60 giải: 20 nhất, 40 nhì; tăng 7", or
    behind a member that "và" announces as the last.
    """
    bare = there is line and _bare(line, n)
    apart = bare and ";" in line.gap(n)
    shut = bare and not lexicon().sets["and"].isdisjoint(line.words(m))
    told = apart or shut or (at(line, n).sort in RATIOS and not compared)
    if (m != n - 1 or not told) if there is line else compared or not _closes(line):
        return None
    k, last, opens = m, at(there, m), (*_OPENING, BRACKET)
    while k and is_level(at(there, k)) and not _opened_by(there, k, apart, *opens) and ";" not in there.gap(k):
        k -= 1
    if m - k < (1 if apart else SEVERAL) or not k or not _opened_by(there, k, apart, *_OPENING):
        return None
    alike = all(same_kind(at(there, j), last) for j in range(k, m))
    whole = next((b for b in there.amounts[k - 1 :: -1] if is_level(b) and not (apart and is_denominator(b))), None)
    if apart or whole is at(there, k - 1):
        return whole if alike and whole is not None and (apart or same_kind(whole, last)) else None
    return None


SEVERAL = 2  # items behind the first


def _opened_by(line: Line, n: int, colon: bool, *classes: str) -> bool:
    """Whether words, or a colon, before an amount open a list."""
    return has(line.gap(n), *classes) or (colon and ":" in line.gap(n))


def _closes(line: Line) -> bool:
    """Whether a bracket ends what it stands in: "60 sự cố, gồm 30 vụ cháy, 20 vụ nổ (giảm 5% so với 2019);"."""
    outer = line.outer
    return outer is not None and outer.text[line.place + 1 : line.place + 2] in ("", ";", ".")


def _ahead(line: Line, n: int) -> Amount | None:
    """The level behind its change: "tăng 5%, đạt 76 tỷ"."""
    a = at(line, n)
    reaches = tags_of("copula", "becomes")
    for m in range(n + 1, len(line.places)):
        gap, b = line.text[line.places[n] + 1 : line.places[m]], at(line, m)
        if ";" in gap or m > n + 2:
            return None
        if a.sort == "rank":  # "tăng 3 bậc, xếp thứ 12/34"
            if b.figure.role == "rank":
                return b
            continue
        share = b.figure.role == "share" and (a.sort == "points" or _COMES_TO.fullmatch(gap) is not None)
        level = b.figure.role in ("level", "plan") or share  # "hộ nghèo giảm 4%, còn 42%"
        if level and m == n + 1 and _GROWN_TO.fullmatch(gap):
            return b  # "tăng 16% lên 1.608 tỷ đồng"
        if level and "," in gap and any(t in reaches for t in gap):
            # "vật tư tăng 9%, giá lợn còn 54.000 đồng" is of another thing, "…, với kim ngạch đạt 9 triệu USD" is not
            named = set() if _ties(line, m) else _head(line, m) - lexicon().sets["silent"]
            return b if named <= _syllables(line, n) else None
    return None


_COMES_TO = shape(r", <becomes> <over|under|about>*")
_GROWN_TO = shape("<becomes|up|down>* <becomes> <over|under|about|copula|mean|estimate>*")


def _ties(line: Line, n: int) -> bool:
    """Whether "với" stands behind the last comma before an amount."""
    return line.key(min(_cut(line, n), line.places[n])) in lexicon().sets["with"]


def _now_and_before(line: Line, n: int, of: Amount) -> tuple[Amount, Amount | None]:
    """Of two levels printed before a change, the later is what it is about: "54 vụ; cùng kỳ 48 vụ; tăng 12,5%", "năm
    2019 là 48 vụ, năm 2020 là 54 vụ, tăng 12,5%", "… 54 vụ (tăng 12,5%)".
    """
    here, hi = line, n
    if not n and line.outer is not None:
        here, hi = line.outer, bisect_left(line.outer.places, line.place)
    alike = [k for k in range(max(hi - 2, 0), hi) if at(here, k).figure.role == "level" and at(here, k).figure.period]
    alike = [k for k in alike if same_kind(at(here, k), of) and not is_denominator(at(here, k))]
    if len(alike) < 2 or of not in (levels := [at(here, k) for k in alike]):
        return of, None
    first, second = (str(b.figure.period)[:4] for b in levels)
    if first > second:
        return levels[0], levels[1]
    since = has(here.gap(alike[0]), "head_of_year") and not has(here.gap(alike[1]), "head_of_year")
    on = first < second or (first == second and since)
    if not on or of is not levels[1] or _against_other(line, n, levels[0]):
        return of, None
    timed = {w for name in ("year", "year_part") for key in lexicon().sets[name] for w in key.split()}
    return of, levels[0] if names(here, alike[1]) - timed <= names(here, alike[0]) else None


def _against_other(line: Line, n: int, b: Amount) -> bool:
    """Whether a change is told to be against something else than a level: another year, a plan."""
    lo, hi = line.begin(n), line.places[n] + 1 + len(line.clause(n))
    told, years = line.text[lo:hi], {line.key(i) for i in range(line.places[n], hi) if line.text[i] == "y"}
    then = years == {(b.figure.period or "")[:4]} and not has(told, "month", "quarter", "same_period", "year_part")
    return has(told, "target") or (has(told, "compare", "same_period") and not then)


def _told_earlier(page: Page, line: Line, n: int, of: Amount) -> Amount | None:
    """The level that a change in units goes back to, of an earlier time and with no other name: "Năm 2010, cảng có 40
    tàu. Năm 2020, cảng có 55 tàu, tăng 15 tàu".
    """
    a, (here, m) = at(line, n), line.c.where.get(of.figure.figure_id, (None, 0))
    told = here is line and line.outer is None and is_level(of) and counts(of) and same_kind(a, of)
    if here is None or not told:
        return None
    now = any(line.key(i) in lexicon().sets["now"] for i in range(line.places[m]))
    lo, hi = line.begin(n), line.places[n] + 1 + len(line.clause(n))
    years = {line.key(i) for i in range(lo, hi) if line.text[i] == "y"}  # "…, tăng 5 tàu so với năm 2020"
    found = [s for s in page.last if at(*s).block == a.block or (at(*s).figure.period or "-") in years]
    found = [s for s in found if at(*s).sentence < a.sentence]
    found = [s for s in found if is_level(at(*s)) and at(*s).figure.unit == of.figure.unit]
    if len(found) != 1:
        return None
    b = at(*found[0])
    if _against_other(line, n, b):
        return None
    before = (b.figure.period or "") < (of.figure.period or "") or (now and b.figure.period == of.figure.period)
    sets = lexicon().sets
    return b if before and names(here, m) - sets["up"] - sets["down"] <= names(*found[0]) else None


_SINCE_YEAR = shape(r"<compare> <year>? (?P<year><y>) (?! [(/] | <num> )")


def _of_that_year(page: Page, line: Line, n: int, of: Amount) -> Amount | None:
    """The level of the year that a change is compared with, where the text tells one alone of its unit and name: "năm
    2008: 76%, tăng 9% so với năm 2007", behind "tỷ lệ năm 2007 đạt 66,7%".
    """
    a, (here, m) = at(line, n), line.c.where.get(of.figure.figure_id, (None, 0))
    lo = line.begin(n)
    told = _SINCE_YEAR.search(line.text, lo, line.places[n] + 1 + len(line.clause(n)))
    if here is not line or told is None or line.outer is not None or of.figure.role not in ("level", "share"):
        return None
    year, timed = line.key(told.start("year")), lexicon().sets["year"]
    rivals = [(line, k) for k in range(m) if _of_one_kind(at(line, k), of)]
    spots = page.last if not rivals else rivals if "y" in line.gap(m) else []
    alike = [s for s in spots if at(*s).figure.period == year and _of_one_kind(at(*s), of)]
    called = names(here, m) - timed - lexicon().sets["silent"]
    fit = [s for s in alike if called <= names(*s) or names(*s) - timed <= called]
    known = len(fit) == len(alike) == 1 and (a.sort != "percent" or of.sort == "percent" or counts(of))
    return at(*fit[0]) if known else None


def _of_one_kind(a: Amount, b: Amount) -> bool:
    """Whether two amounts are of one role and unit, and none the number of all."""
    return (a.figure.role, a.figure.unit) == (b.figure.role, b.figure.unit) and not is_denominator(a)


def _echo(page: Page, line: Line, n: int) -> Amount | None:
    """The level that was printed elsewhere under the words before a change: "băng rộng cố định tăng 18%"."""
    gap, place = line.gap(n), line.places[n]
    mover = _MOVER.search(gap)
    lo, hi = place - len(gap), place - len(gap) + (mover.start() if mover else len(gap))
    cut = max((i for i in range(lo, hi) if line.text[i] in ",;:"), default=lo - 1)
    keys = [line.key(i) for i in range(cut + 1, hi)]
    one = at(line, n)
    now = [(a, subject) for a, subject in page.rows if (a.figure.period or "")[:4] == (one.figure.period or "")[:4]]
    if speaks_of(" ".join(keys), "money_topic"):  # "doanh thu cố định" is no "thuê bao cố định"
        now = [(a, subject) for a, subject in now if a.sort == "money"]
    for k in range(len(keys) - 1):
        phrase = f" {' '.join(keys[k:])} "
        found = [a for a, subject in now if subject.endswith(phrase)]
        if found:
            return found[-1]
        spot = by_name(page, phrase, one.at) if len(keys) - k > 2 else None
        fits = spot is not None and _worth(one, at(*spot), None)[0] > (0 if counts(one) else -1)
        if spot is not None and fits and (at(*spot).figure.period or "")[:4] == (one.figure.period or "")[:4]:
            return at(*spot)  # "số vụ giảm 9 vụ" is of no people
    return None


def _planned_beside(line: Line, n: int, done: Amount) -> Amount | None:
    """The plan right before what attains it: "kế hoạch vốn là 64 tỷ đồng, đã giải ngân 35 tỷ đồng (đạt 55%)"."""
    here, m = line.c.where[done.figure.figure_id]
    before = at(here, m - 1) if m else None
    beside = before is not None and before.figure.role == "plan" and same_kind(before, done)
    return before if beside and ";" not in here.gap(m) else None


def _plan_before(page: Page, line: Line, n: int, of: Amount) -> Amount | None:
    """The target told before what attains it: "Chỉ tiêu giao là 650 người; kết quả tuyển 624 người, đạt 96%"."""
    spot = line.c.where.get(of.figure.figure_id)  # none where another paragraph tells it
    if line.outer is not None or spot is None or of.figure.role == "plan":
        return None
    firsts = (x.first for x in line.owner if isinstance(x, Line))
    inside = [b for b in firsts if b is not None and of.at < b.at < at(line, n).at]
    if planned := [b for b in inside if b.figure.role == "plan" and same_kind(b, of)]:
        return planned[0]  # "xây mới 45 trạm (kế hoạch 40 trạm), đạt 112,5%"
    before = [s for s in page.last if at(*s).block == of.block and at(*s).sentence < of.sentence]
    named = names(*spot)  # sums of money or hectares may be of anything
    spots = [*((line, m) for m in range(n)), *(s for s in before if counts(at(*s)) or named <= names(*s))]
    plans = [b for b in (at(*s) for s in spots) if b.figure.role == "plan" and b.at < of.at and same_kind(b, of)]
    return plans[0] if len(plans) == 1 else None


def _kin(page: Page, of: Amount, role: str) -> Amount | None:
    """The earlier level, or the target, that a table prints beside a level."""
    subject = of.figure.subject
    kin = [a for a, _ in page.rows if subject and a.figure.subject == subject and a is not of and a.sort == of.sort]
    if role in ("gap", "attainment"):
        kin = [a for a in kin if a.figure.role == "plan"]
    else:
        kin = [a for a in kin if a.figure.role == "level" and (a.figure.period or "") < (of.figure.period or "")]
    return kin[-1] if kin else None


_SHARE_MARK = shape(r"<occupy|ratio>")
_REACHES = shape(r"[,;] (?:<copula|equal>) <over|under|about>* $")
_REACHES_BARE = shape(r"<!amt|,|;|brk>* <copula> <over|under|about>*")  # "31/40 tổ chức có chứng thư đạt 77,5%"
_NEW_TOPIC = shape(r"<ratio> (?:<word|noun|W|fulfil|preposition|located>){2,}")
_BARE = shape(r"(?:<ratio|occupy|copula|over|under|about|equal|:>)* $")
_TOTAL = shape(
    r"""<preposition|compare|out_of|over>*
    (?: (?: <total|quantity|anaphor>+ | (?<=<out_of>) ) (?: (?P<noun><noun|word>) | (?P<bare>(?=<brk>)) )
    | (?P<thing><noun>) )"""
)  # "60% tổng sản lượng (20 tấn)": the bracket alone tells it
_BARE_NOUN = shape(r"<noun|word> (?: [,;.)] | $)")
_WHOLE = shape(r"(?:<word|noun|numbered|tier|,>)+ (?=<brk>) | (?:<word|noun|numbered|tier>)+")

_TOTAL_ENDS = shape(r"(?: <where|receive|fulfil>{1,2} (?=<brk>) )?")  # "tổng số hộ | toàn huyện | (41.150 hộ)"


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
    """The links of one share, of which the text may print both numbers, the part, the total, or none."""
    a = at(line, n)
    if (levels := _fraction_behind(line, n)) is not None:
        yield from both(a, *levels, "share.fraction_behind", 8)
        return
    if (levels := _fraction_regarded(line, n)) is not None:
        yield from both(a, *levels, "share.regarding", 10)
        return
    if (done_of := _done_of(line, n)) is not None:
        yield link("base", a, done_of, "share.done", 6)
        if n + 1 < len(line.places) and line.key(line.places[n + 1] - 1) in lexicon().sets["restates"]:
            yield link("parent", at(line, n + 1), done_of, "share.done", 6)  # "…, tương đương 120 đơn"
        return
    if (whole := _opens_with(line, n)) is not None:
        yield from _of_total(page, line, n, whole, "share.inside")
        return
    spot = _part(line, n)
    part = at(*spot) if spot is not None else None
    if part is not None and _of_others(line, n):
        return
    if part is not None and is_denominator(part) and part.fraction_of is not None:
        if not reached_each(line, n, part):
            yield from both(a, part.fraction_of, part, "share.fraction", 8)
        return
    plan = at(line, n - 1) if n and line.outer is not None else a
    near = [at(*s) for s in _around(line, 0)] if plan.figure.role == "plan" and _REACHES.search(line.gap(n)) else []
    if near:
        host = next((b for b in near if same_kind(b, plan)), near[0])
        yield from both(a, host, plan, "attainment.bracket", 8, plan.left, a.right)
        yield link("attainment", a, host, "attainment.bracket", 8, plan.left, a.right)
        return
    reaches = part is not None and has(line.gap(n), "copula") and not has(line.gap(n), "ratio", "occupy")
    aim = _planned_beside(line, n, part) if part is not None and reaches else None
    if part is not None and aim is not None:
        yield from both(a, part, aim, "attainment.of_plan", 6)
        yield link("attainment", a, aim, "attainment.of_plan", 6)
        return
    if spot is None:
        totals = [*_without_part(page, line, n)]
        yield from totals
        yield from _counted_behind(line, n, next((k.to for k in totals if k.slot == "base"), None))
    else:
        yield link("of", a, at(*spot), "share.part", 5)
        if (head := _head_of_clause(*spot)) is not None:
            yield link("base", a, head, "share.turned", 5)
            yield link("parent", at(*spot), head, "share.turned", 8)
            return
    yield from _totals(page, line, n, part)


def reached_each(line: Line, n: int, whole: Amount) -> bool:
    """Whether a rate behind a fraction is what each of those counted reached, and no share that they are: "3/9 huyện
    đạt trên 60%", "8/20 đơn vị đạt 95% cả 3 tiêu chí".
    """
    a, behind = at(line, n), line.gap(n + 1) if n + 1 < len(line.places) else "."
    named = len(behind) < 3 and set(",;.:" + tags_of("joint")).isdisjoint(behind) and counts(at(line, n + 1))
    place = kind_of((whole.figure.unit or "").casefold()) == "place_noun"
    bound = place and a.figure.bound in ("over", "under") and not a.figure.decimals
    return "," not in line.gap(n) and (bound or named)


def _of_total(page: Page, line: Line, n: int, whole: Amount, rule: str) -> Iterator[Link]:
    """The links of a share of a total, with those of the count behind it."""
    page.whole = whole
    yield link("base", at(line, n), whole, rule, 5)
    yield from _counted_behind(line, n, whole)


def _counted_behind(line: Line, n: int, whole: Amount | None) -> Iterator[Link]:
    """The links of the count in brackets behind a share."""
    if (count := _count_behind(line, n)) is not None:
        yield link("of", at(line, n), count, "share.count_behind", 6)
        if whole is not None:
            yield link("parent", count, whole, "share.count_behind", 2)


OPENS = 4  # tokens among which a total stands that opens its sentence: "Trong tổng số 60 hộ"


def opens_among(line: Line) -> bool:
    """Whether a sentence opens with a total of which it tells: "Trong số 160 vụ, …"."""
    opens = bool(line.places) and line.outer is None and line.places[0] < OPENS
    return opens and (of_those(line, 0) or has(line.text[:1], "out_of"))


def _opens_with(line: Line, n: int) -> Amount | None:
    """The total that opens a sentence of bare shares: "Trong tổng số 240 cán bộ, nữ chiếm 45%, nam chiếm 55%"."""
    first = at(line, 0)
    shares = n > 0 and all(at(line, k).figure.role == "share" for k in range(1, n))
    opens = shares and is_level(first) and (counts(first) or has(line.gap(n), "occupy"))
    return first if opens and opens_among(line) else None


def _without_part(page: Page, line: Line, n: int) -> Iterator[Link]:
    """What a share is of, or its total, where no part of it is told before."""
    a = at(line, n)
    if counted := _counted_as(page, line, n):
        yield link("of", a, counted[0], "share.regarding", 5)
        yield from (link("base", a, b, "share.regarding", 3) for b in counted[1:2])
    elif (count := _count_ahead(line, n)) is not None:
        yield link("of", a, count, "share.count_ahead", 4)
        # "Tỷ lệ nghèo … xã An 21% với 430 hộ": of all households there
        if has(line.gap(n), "occupy") or not _with(line, n):
            yield link("whole", a, count, "share.count_ahead", 4)
    elif (whole := _opened(page, line, n) or _of_these(page, line, n)) is not None:
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
    named = _ITS_NOUNS.match(line.text, line.places[n] + 1)
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
    about = _regarding(line, n)
    told = (a for unit, found in page.here.items() for a in found if about and " ".join(syllables(unit)) == about)
    return sorted((a for a in told if counts(a) and a.sentence == at(line, n).sentence), key=lambda a: -a.at)


def _fraction_regarded(line: Line, n: int) -> tuple[Amount, Amount] | None:
    """Both numbers of the fraction that a rate regards: "trả 41/46 tỷ đồng cho 96/107 hộ, đạt 89% về tiền và 90% về
    số hộ".
    """
    place = line.places[n] + 1
    if line.tail(n)[:1] not in tuple(tags_of("preposition")) or line.key(place) not in lexicon().sets["regarding"]:
        return None
    behind = range(place + 1, min(place + 3, len(line.at)))
    about, money = _regarding(line, n), speaks_of(" ".join(map(line.key, behind)), "money_topic")
    for b in line.amounts[n - 1 :: -1] if n else ():
        named = (
            b.sort == "money" if money else counts(b) and about in (NUMBER, " ".join(syllables(b.figure.unit or "")))
        )
        if named and is_denominator(b) and b.fraction_of is not None:
            return b.fraction_of, b
    return None


_RATE_OF_DONE = shape(
    r"""(?: ^ | [,;] ) <word>? <ratio> (?P<said>(?:<word|noun|numbered|fulfil|around|joint>){1,8})
    <copula>? <over|under|about>* $"""
)


def _done_of(line: Line, n: int) -> Amount | None:
    """The only count before rates of how many of them were dealt with: "840 đơn, tỷ lệ đúng hạn là 97%, trễ hạn 3%"."""
    m, outer, lo = _RATE_OF_DONE.search(line.gap(n)), line.outer, line.begin(n)
    alone = n > 0 and all(at(line, k).figure.role == "share" for k in range(1, n))
    of = at(line, 0) if alone else outer.first_before(line.place) if outer is not None and not n else None
    if m is None or of is None or not is_level(of) or not counts(of):
        return None
    told, unit = range(lo + m.start("said"), lo + m.end("said")), " ".join(syllables(of.figure.unit or ""))
    done = has(m["said"], "fulfil") or speaks_of(" ".join(map(line.key, told)), "in_time")
    return of if done and all(line.key(i) in unit for i in told if line.text[i] in tags_of("noun")) else None


_TURNS = shape(r"<joint|preposition|out_of> <lvl> <word|noun|W|numbered|tier|receive|fulfil>{0,6} ,")


def _head_of_clause(line: Line, n: int) -> Amount | None:
    """The total to which a clause with the n-th amount turns: "…; với 60 đơn cấp tỉnh, giải quyết 45 đơn (75%)"."""
    lo = line.text.rfind(";", 0, line.places[n]) + 1
    m = _TURNS.match(line.text, lo) if lo else None
    head = line.first_before(m.end()) if m is not None and m.end() <= line.places[n] else None
    return head if head is not None and same_kind(line.amounts[n], head) else None


def _of_others(line: Line, n: int) -> bool:
    """Whether a rate names what its part does not: "hoàn thành 37/94 nhiệm vụ, với tỷ lệ | đúng hạn | đạt 67%"."""
    gap, lo = line.gap(n), line.begin(n)
    ratio = max(gap.rfind(t) for t in tags_of("ratio"))
    told = _named_in(line, lo + ratio + 1, line.places[n]) if ratio >= 0 else set()
    known = {w for m in range(max(n - 2, 0), n) for w in _syllables(line, m)}
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
        found = named or (page.before if has(gap, "occupy") else [])
        return at(*found[0]) if len(found) == 1 and _OPENS_AMONG.match(gap) else None
    roots = [at(line, m) for m in range(n - 1, -1, -1) if at(line, m).figure.role not in ABOUT]
    behind = range(line.places[n] + 1, line.places[n + 1] if n + 1 < len(line.places) else line.places[n] + 1)
    if any(line.key(i) in lexicon().sets["restates"] for i in behind):  # "… lúa thơm chiếm 40%, tương ứng 1.280 ha"
        roots = [a for a in roots if same_kind(a, at(line, n + 1))]
    whole = roots[0] if roots and is_level(roots[0]) else None
    return None if whole is None or _of_other(line, n, whole) else whole


def _divided(page: Page, line: Line) -> Amount | None:
    """The only level of the sentence before, where one of nothing but shares divides it: "Huyện có 52 ha đất. Đất ở
    chiếm 81%, đất rừng chiếm 19%".
    """
    shares = len(line.places) > 1 and all(a.figure.role == "share" for a in line.amounts)
    divided = shares and line.outer is None and all(has(line.gap(k), "occupy") for k in range(len(line.places)))
    before = at(*page.before[0]) if len(page.before) == 1 else None
    near = before is not None and before.block == line.amounts[0].block and is_own_level(before)
    return before if divided and near and not speaks_of(" ".join(said(*page.before[0])), "no_economy") else None


def _of_these(page: Page, line: Line, n: int) -> Amount | None:
    """The count of which a share says that it is of those: "có 50 hộ; 60% trong số đó nuôi tôm"."""
    return next(iter(counted_before(page, line, n)[-1:]), None) if is_of_those(line, n) else None


def is_of_those(line: Line, n: int) -> bool:
    """Whether words right behind an amount say that it is of those told before: "60% trong số đó"."""
    place = line.places[n] + 1
    return has(line.text[place : place + 1], "among")


def counted_before(page: Page, line: Line, n: int) -> list[Amount]:
    """The levels of a line before its n-th amount, where it has none those of the sentence before."""
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
    sets = lexicon().sets
    known = {w for key in sets["output_said"] | sets["branch"] for w in key.split()} | sets["silent"]
    return speaks_of(words, "output") and not [w for w in words.split() if w.isalpha() and w not in known]


def _sector(page: Page, line: Line, n: int, whole: Amount) -> Amount | None:
    """The sum of a sector of the economy, told behind the whole of it under the words before a share."""
    lo, hi, sets = line.begin(n), line.places[n], lexicon().sets
    lo = max([lo, *(i + 1 for i in range(lo, hi) if line.text[i] in ";:")])
    mark = _SHARE_MARK.search(line.text, lo, hi)
    called = {w for key in sets["branch"] for w in key.split()}
    words = _named_in(line, lo, mark.start() if mark else hi) - sets["silent"] - called
    behind = (spot for spot, _ in page.said if at(*spot).at > whole.at and at(*spot).block == whole.block)
    found = [at(*s) for s in behind if at(*s).sort == "money" and is_level(at(*s)) and words <= _syllables(*s)]
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
    return (alike and line.gap(n)[-1:] in "," + tags_of("joint")) or _BUT_NAMED.fullmatch(line.gap(n)) is not None


_BUT_NAMED = shape(r"<,|joint> <word|noun|W|numbered|tier>{1,5}")


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


SHARES = 3  # behind names in one sentence that tell what a total is made of
_OPENS_AMONG = shape(r"<joint|word>? <among>")
_AIMED = shape(r"<copula> <about|over|under>* $")
_TIED = shape(  # "chiếm 40% với 20.000 thuê bao", "chiếm 84% tổng đàn, với 5 triệu con"
    r"(?: (?: <total|quantity|anaphor> <noun|word|quantity|where|W>{1,5} )? ,? (?P<with><joint>) | , <copula> )"
    r" <over|under|about>* <lvl>"
)
_COUNT_AHEAD = shape(r"[;,] <joint>? <total|quantity>+ <!amt|,|;|brk>* <copula> <over|under|about>* $")


def _count_ahead(line: Line, n: int) -> Amount | None:
    """The count that a rate is told before: "tỷ lệ nghèo là 5,7%; tổng số hộ nghèo là 1.240 hộ", or that "với" or a
    verb behind a comma ties to a share: "mạng A chiếm 40% với 20.000 thuê bao".
    """
    b, place = at(line, n + 1) if n + 1 < len(line.places) else None, line.places[n] + 1
    if b is None or not is_level(b):
        return None
    if (m := _TIED.match(line.text, place)) is not None:
        tied = m["with"] is not None and line.key(m.start("with")) in lexicon().sets["with"]
        if (tied and counts(b)) or (has(line.gap(n), "occupy") and (tied or line.text[place] == ",")):
            return b
    if not has(line.gap(n), "ratio"):
        return None
    one, other = (set(" ".join(said(line, m)).split()) for m in (n, n + 1))
    alike = one & other - lexicon().sets["silent"] and _COUNT_AHEAD.search(line.tail(n))
    return b if alike and counts(b) else None


def _with(line: Line, n: int) -> bool:
    """Whether "với" stands right behind an amount."""
    return line.key(line.places[n] + 1) in lexicon().sets["with"]


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
    if before and not has(line.gap(m), *_OPENING):
        yield link("parent", part, before[-1], "share.of_due", 1)


REACHED = ("in_time", "carried_out", "due")  # the last first
FEW = 5  # words before a share in which a rate may be told, counts before it of which one may be its total
SPECIFIC = 3  # syllables of a noun that tells what is counted: "dịch vụ công" does, "hộ" and "hồ sơ" may be any


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
    found = [b for b in page.counted.get(noun, []) if bare]
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
    elif not _of_unprinted(page, words[:2], a.at):
        doubt = part.figure.figure_id in page.portions or _of_another(page, line, n, part)
        doubt = doubt or _in_time(page, *line.c.where[part.figure.figure_id])
        yield link(
            "whole", a, part, f"share.{'another' if doubt else 'whole'}", 3, scope="text" if doubt else "sentence"
        )
    if (entered := _entered(line, part)) is not None:
        yield link("base", a, entered[0], "share.came_through", 4, scope=entered[1])
        yield link("parent", part, entered[0], "share.came_through", 2)
    elif (asked := _asked(page, part, *line.c.where[part.figure.figure_id])) is not None:
        yield link("parent", part, asked, "share.asked", 2)
    elif (opener := _opener(page, line, n, part)) is not None:
        yield link("parent", part, opener, DOUBTED, 1, scope="default")
    yield from _same_noun(page, a, part)
    if told is not None and told[0] is line and part is not told[1] and same_kind(part, told[1]):
        yield link("parent", part, told[1], "share.same_total", 4)


def _opener(page: Page, line: Line, n: int, part: Amount) -> Amount | None:
    """The count with which a clause opens, before a part of it that has no name like it and a share right behind it:
    "Tiếp nhận 90 hồ sơ, nộp trực tuyến 36 hồ sơ, chiếm 40%".
    """
    here, m = line.c.where[part.figure.figure_id]
    behind = n == m + 1 if here is line else here is line.outer and not n
    if part.sort == "money":
        return None  # "doanh thu 90 tỷ đồng, nộp ngân sách 36 tỷ đồng, chiếm 40%": of other sums
    if not m or not behind or not is_level(part) or not _APART.fullmatch(here.gap(m)):
        return None
    first, opens = at(here, m - 1), m == 1 or ";" in here.gap(m - 1)
    fit = opens and is_own_level(first) and countable(part, first)
    return first if fit and not names(here, m - 1) & names(here, m) else None


_APART = shape(
    r"""[^,;]* [,;]
    <fulfil|word|w|W|noun|tier|quantity|anaphor|receive|copula|joint|preposition|over|under|about>{1,12}"""
)


def _entered(line: Line, part: Amount) -> tuple[Amount, str] | None:
    """The count before a part of those of whom it came through, and the scope of that: "40 thí sinh dự thi, 38 thí sinh
    đỗ, đạt 95%"; where only "đã" tells so, or others stand between, there is a doubt.
    """
    here, m = line.c.where[part.figure.figure_id]
    if here is not line or not counts(part) or not re.search("[,;]", line.gap(m)) or has(line.gap(m), *_OPENING):
        return None
    before = [k for k in range(m - 1, -1, -1) if is_level(at(line, k)) and same_kind(at(line, k), part)]
    before = [k for k in before if not is_denominator(at(line, k))]
    if speaks_of(_own_words(line, m), "came_through"):
        k = next((k for k in before if speaks_of(_own_words(line, k), "entered")), None)
        return None if k is None else (at(line, k), "sentence" if k == m - 1 else "text")
    done = m - 1 in before and _ALREADY.search(line.gap(m)) and at(line, m - 1).figure.unit == part.figure.unit
    said_done = done and line.key(_cut_off(line, m)).split()[0] in lexicon().sets["aspect"]
    return (at(line, m - 1), "text") if said_done else None


def _asked(page: Page, part: Amount, line: Line, n: int) -> Amount | None:
    """What was asked for or had to be done, of which "đã" and its verb tell how much is: "Kiến nghị thu hồi 60 tỷ đồng.
    Đến nay đã thu hồi 45 tỷ đồng, đạt 75%".
    """
    gap, sets = line.gap(n), lexicon().sets
    own = line.words(n)[max(gap.rfind(","), gap.rfind(";")) + 1 :]
    k = next((k for k, word in enumerate(own) if word.split()[0] in sets["aspect"]), None)
    done = set(" ".join(own[k:]).split()) - sets["aspect"] - sets["silent"] if k is not None else set[str]()
    before = [*((line, m) for m in reversed(range(n))), *reversed(page.above)] if done else []
    whole = next((s for s in before if is_own_level(at(*s)) and same_kind(part, at(*s))), None)
    near = whole is not None and at(*whole).sort == part.sort and at(*whole).block == part.block
    words = " ".join(said(*whole)) if whole is not None and near else ""
    return at(*whole) if whole is not None and speaks_of(words, "asked") and done <= set(words.split()) else None


def _own_words(line: Line, n: int) -> str:
    """The words of an amount in its own clause, none behind a comma before it."""
    words = said(line, n)
    return " ".join(words[max((i for i, word in enumerate(words) if word in ",;:("), default=-1) + 1 :])


_ALREADY = shape(r"^ <noun|W|word>{0,6} [,;] (?: <fulfil> | <word> <word>{1,3} (?: , <word>{1,3} )? ) $")


def _cut_off(line: Line, n: int) -> int:
    """The place behind the first comma or semicolon before an amount."""
    return line.begin(n) + next(i for i, t in enumerate(line.gap(n)) if t in ",;") + 1


def _totals(page: Page, line: Line, n: int, part: Amount | None) -> Iterator[Link]:
    """The total of a share: printed right behind it, named again, or else that of its part."""
    a, place = at(line, n), line.places[n]
    m = _TOTAL.match(line.text, place + 1)
    if m is None or line.key(place + 1) in lexicon().sets["for"] or (part is None and not m["noun"]):
        yield from _total_of_part(page, line, n, part) if part is not None else ()
        return
    if part is not None:
        page.parts.add(part.figure.figure_id)  # of the total that is named, printed or not
    begin = m.start(m.lastgroup or 0)
    end = m if m["bare"] is not None else _WHOLE.match(line.text, begin)
    words = [line.key(i) for i in range(begin, end.end() if end else begin + 1)]
    ends = _TOTAL_ENDS.match(line.text, end.end()) if end else None
    behind = line.owner[ends.end()] if ends and ends.end() < len(line.owner) else None
    if isinstance(behind, Line):
        behind = behind.first
    if isinstance(behind, Amount) and is_level(behind) and end and (part is None or behind.sort == part.sort):
        page.total = line, behind
        yield link("base", a, behind, "share.total_behind", 8, line.at[begin], behind.right)
        if part is not None:
            yield link("parent", part, behind, "share.total_behind", 4, line.at[begin], behind.right)
        return
    if not words:
        return
    country = _of_country(line, n)
    told = _distinguished(line, begin) if part is not None and counts(part) and not country else set()
    if part is not None and told and (found := _told_apart(page, told, a.at, part)) is not None:
        page.whole = found
        yield link("base", a, found, "share.total_told", 4, line.at[begin], line.at[begin] + 1)
        if m["noun"]:
            yield link("parent", part, found, "share.total_told", 4, line.at[begin], line.at[begin] + 1)
        return
    if part is not None and len(words) == 1 and not country:  # a total that is named more closely may be another
        yield from _by_noun(page, line, n, part, begin, bool(told), m["noun"] is not None)
    if part is not None or _SHARE_MARK.search(line.gap(n)):
        yield from _named_again(page, line, n, (begin, words), part, m["noun"] is not None)


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
        if same_kind(part, whole):
            yield link("parent", part, whole, "share.of_noun", 1, whole.left, whole.right, scope="text")


def _named_again(
    page: Page, line: Line, n: int, named: tuple[int, list[str]], part: Amount | None, counted: bool
) -> Iterator[Link]:
    """The total that the words behind a share, from a place on, name again; its part is a part of what is counted."""
    a, (begin, words) = at(line, n), named
    total = _sum_words(line, line.places[n] + 1, begin)
    phrase = f" {' '.join(words)} "
    if _of_country(line, n):
        told = (
            s for s, said in reversed(page.said[-FAR:]) if phrase in said and at(*s).at < a.at and at(*s) is not part
        )
        spot = next((s for s in told if _told_of_country(s)), None)
    else:
        spot = _total_named(page, total, phrase, a.at, len(words) == 1, part)
    if spot is None or at(*spot).at < page.unprinted.get(phrase, -1):
        page.unprinted.setdefault(phrase, a.at)
    elif is_level(at(*spot)):
        page.whole = at(*spot)
        yield link("base", a, page.whole, "share.total_named", 4, line.at[begin], line.at[begin + len(words) - 1] + 1)
        if part is not None and counted:
            yield link("parent", part, page.whole, "share.total_named", 4, line.at[begin], line.at[begin] + 1)


def _sum_words(line: Line, lo: int, hi: int) -> str:
    """The words among some that call something a total, "tổng", "tổng mức", "trong | tổng số"; else nothing."""
    words: list[str] = []
    for i in range(lo, hi):
        word = line.key(i).partition(" ")[2] if line.text[i] in tags_of("out_of") else line.key(i)
        if word in lexicon().sets["total"] or (words and line.text[i] in tags_of("quantity")):
            words.append(word)
    return " ".join(words)


_CLAUSE = shape(r"<!amt|,|;|brk|joint>*")


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


_DESCRIBES = shape(r"(?:<noun|word|numbered|tier|quantity|receive|fulfil|becomes>|<copula> (?= <word|noun>))+")
_DONE = shape(r"<receive|fulfil|becomes>")


def _distinguished(line: Line, begin: int) -> set[str]:
    """The syllables that tell a total from others of its noun: "số hồ sơ | đã giải quyết", "số lượt | khám"."""
    m = _DESCRIBES.match(line.text, begin)
    first = begin + (line.text[begin] in tags_of("noun"))
    words = (line.key(i) for i in range(first, m.end() if m else first))
    return {w for key in words for w in key.split()} - lexicon().sets["silent"]


FAR = 200  # amounts before a share among which its total may stand


def _told_apart(page: Page, told: set[str], before: int, part: Amount) -> Amount | None:
    """The last level so far that is called by the words that distinguish a total and by no others, else the only total
    that is called by these and others. What a sentence opens with is said of its parts too: "60 xã …; đạt chuẩn 45 xã".
    """
    found = []
    for spot, phrase in page.said[-FAR:]:
        b = at(*spot)
        year = (b.figure.period or "")[:4] == (part.figure.period or "")[:4]
        if b is part or b.at > before or not is_level(b) or not same_kind(b, part) or not year:
            continue
        own, opening = set(phrase.split()), _opening(*spot)
        if told <= own | opening and not told <= opening and not _opposite(phrase, told):
            rest = {w for w in own - told - lexicon().sets["silent"] if w[0].isalpha()}
            found.append((b, not rest - set(syllables(b.figure.unit or "")), has(spot[0].gap(spot[1]), "total")))
    exact = [b for b, alone, _ in found if alone] or [b for b, _, total in found if total and len(found) == 1]
    return exact[-1] if exact else None


def _opening(line: Line, n: int) -> set[str]:
    """The syllables of the level that opens the sentence of an amount behind it."""
    return set(" ".join(said(line, 0)).split()) if n and is_level(at(line, 0)) else set()


def _opposite(phrase: str, told: set[str]) -> bool:
    """Whether words deny what others say: "hồ sơ phải giải quyết" are not those that are settled."""
    return any(speaks_of(phrase.strip(), x) and not speaks_of(" ".join(told), x) for x in ("due", "negates"))


def _total_named(page: Page, total: str, phrase: str, before: int, short: bool, part: Amount | None) -> Spot | None:
    """The total that a share names: of "tổng dư nợ" what is called so, else no part that "trong đó" opens."""
    called = dict.fromkeys((total, *sorted(lexicon().sets["sum"]))) if total else {}  # "tổng thu", "tổng số thu"
    found = (by_name(page, f" {word}{phrase}", before, False, part) for word in called)
    spot = next((spot for spot in found if spot is not None), None)
    if spot is not None and _is_member(spot, phrase):
        return None
    if spot is not None and lexicon().sets["with"].isdisjoint(said(*spot)):  # "3 dự án với tổng vốn 40 tỷ đồng"
        return spot
    spot = by_name(page, phrase, before, short, part)
    if spot is not None and _is_member(spot, phrase):
        return None
    if total and spot is not None and has(spot[0].gap(spot[1]), *_OPENING):
        return by_name(page, phrase, at(*spot).at, short, part) or spot
    return spot


def _moved_to(spot: Spot | None) -> Spot | None:
    """What a total became where it was told as moved: of "nâng vốn từ 200 tỷ lên 2.200 tỷ" the later."""
    if spot is None or spot[1] + 1 >= len(spot[0].places):
        return spot
    line, n = spot
    moved = has(line.gap(n)[-2:], "from") and _BECAME.fullmatch(line.gap(n + 1)) is not None
    return (line, n + 1) if moved else spot


_BECAME = shape(r".? <becomes|up|down> <becomes|over|under|about|copula>*")


def _is_member(spot: Spot, phrase: str) -> bool:
    """Whether an amount has a share of its own of what a phrase names: "A góp tổng vốn 5 tỷ, chiếm 9% tổng vốn; …"."""
    line, n = spot
    if n + 1 >= len(line.places) or at(line, n + 1).sort != "percent":
        return False
    behind = range(line.places[n + 1] + 1, min(line.places[n + 1] + 7, len(line.text)))
    return phrase in f" {' '.join(line.key(i) for i in behind)} "


_OF_WHAT = shape(r"(?:<word|W|noun>){2,}")


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
    gap, noun = line.gap(n), _noun(line, n)
    levels = (m for m in range(n - 1, -1, -1) if is_level(at(line, m)))
    named = (m for m in levels if noun in " ".join(syllables(at(line, m).figure.unit or ""))) if noun else ()
    told = next(iter(named), -1)
    if told >= 0 and _parted(line.text[line.places[told] + 1 : line.places[n]]):
        told = -1
    m = told if told >= 0 else next((m for m in range(n - 1, -1, -1) if is_level(at(line, m))), -1)
    if line.outer is not None and m < 0:
        outer, place = line.outer, line.place
        m = bisect_left(outer.places, place) - 1
        if n or not _BARE.match(gap) or m < 0 or not is_level(at(outer, m)):
            return None
        between = outer.text[outer.places[m] + 1 : place]
        other = "," in between and outer.text[place - 1] == "W"
        return None if other or any(t in ";." for t in between) else (outer, m - _is_of(outer, m))
    if m < 0:
        return None
    if m and is_beside(at(line, m)):
        m -= 1  # "giải quyết 120 vụ/208 bị cáo, đạt 88%"
    if m and _qualifies(line, m):
        m -= 1
    if line.outer is not None:
        return _host_of_rate(line, m) or (line, m)
    passed = (_aside(line, k) or is_beside(at(line, k)) or _qualifies(line, k) for k in range(m + 1, n))
    if told < 0 and not all(passed):
        return None
    gap = line.text[line.places[m] + 1 : line.places[n]]
    if _parted(gap):
        return None
    if _clause_names_other(line, n, m):
        return None
    if _SHARE_MARK.search(line.gap(n)) or (_REACHES.search(gap) and not _of_other(line, n, at(line, m))):
        return line, m
    fraction = is_denominator(at(line, m)) and not is_rate(at(line, m))
    return (line, m) if fraction and _REACHES_BARE.fullmatch(gap) else None


def _is_of(line: Line, m: int) -> bool:
    """Whether an amount is the total of the one before it: "45 thí sinh đỗ trong tổng số 48 thí sinh (93,8%)"."""
    said_so = m > 0 and has(line.gap(m), "out_of") and "," not in line.gap(m)
    return said_so and is_level(at(line, m - 1)) and same_kind(at(line, m - 1), at(line, m))


def _qualifies(line: Line, m: int) -> bool:
    """Whether a bounded amount only says which are counted before it: "50 doanh nghiệp có vốn dưới 10 tỷ đồng"."""
    a, host = at(line, m), at(line, m - 1)
    bounded = a.figure.bound in ("over", "under") and a.sort in ("money", "measure", "time")
    return bounded and counts(host) and is_level(host) and _WITH_BOUND.fullmatch(line.gap(m)) is not None


_WITH_BOUND = shape(r"<word|W|noun|preposition|quantity>{0,4} <copula> <word|noun|quantity>{1,4} <over|under|from>?")


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
    cut = _cut(line, n)
    mark = _SHARE_MARK.search(line.text, cut, line.places[n])
    words = _named_in(line, cut, mark.start()) if mark else set[str]()
    return not words - lexicon().sets["silent"] <= _syllables(line, m)


def _parted(gap: str) -> bool:
    """Whether something new is told between a level and a share."""
    said = gap.rfind(";") + 1
    return has(gap, "among") or (said > 0 and not _SHARES.match(gap, said)) or _NEW_TOPIC.search(gap) is not None


_SHARES = shape(r"<joint>? <occupy|copula> <ratio|copula|over|under|about>* $")  # "…; chiếm 77% trong tổng số"


def _aside(line: Line, n: int) -> bool:
    """Whether an amount between a part and its share says more of the part: a change, or another share of it."""
    a = at(line, n)
    return a.figure.role in ABOUT or (a.figure.role == "share" and _SHARE_MARK.search(line.gap(n)) is not None)


def _of_other(line: Line, n: int, host: Amount) -> bool:
    """Whether a percentage is of other things than an amount counts: "29 bưu điện, đạt 100% số xã"."""
    noun, unit, sets = _noun(line, n), " ".join(syllables(host.figure.unit or "")), lexicon().sets
    people = noun in sets["people_noun"] and unit.partition(" ")[0] in sets["any_person"]  # "5 người, đạt 9% dân số"
    return bool(noun) and host.sort == "count" and noun not in unit and not people


def _noun(line: Line, n: int) -> str:
    """The noun of the total that a percentage names: "38,7% tổng số đơn vị"."""
    m = _TOTAL.match(line.text, line.places[n] + 1)
    return line.key(m.start(m.lastgroup)) if m is not None and m.lastgroup not in (None, "bare") else ""


def earlier(page: Page, line: Line) -> Iterator[Link]:
    """Levels of an earlier time in a bracket: of the level before it, and the base of the first change behind."""
    if line.outer is None or not is_earlier(line):
        return
    outer, m = line.outer, bisect_left(line.outer.places, line.place) - 1
    first = line.first
    if first is None or m < 0:
        return
    host = at(outer, m)
    shares = first.figure.role == host.figure.role == "share"  # "công suất 52% (cùng kỳ 39%), tăng 13 điểm phần trăm"
    if not shares and not (is_level(host) and is_level(first)):
        return
    told = [at(line, n) for n in range(len(line.places))]
    hosts = [at(outer, k) for k in range(m + 1)][-len(told) :]  # "40 vụ, 5 người (năm trước là 50 vụ và 7 người)"
    paired = len(told) > 1 and len(hosts) == len(told) and all(map(same_kind, told, hosts))
    for a, b in zip(told, hosts, strict=True) if paired else ((first, host),):
        line.c.earlier[a.figure.figure_id] = b.figure.figure_id
    after = at(outer, m + 1) if m + 1 < len(outer.places) else None
    if after is not None and after.figure.role in ("change", "index"):
        yield link("base", after, first, "base.earlier", 6, line.at[0], first.right)


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
            yield link(
                "base", rate, plan, "base.planned", 5, plan.left, plan.right
            )  # "kế hoạch 73 ha, đạt 53 ha, bằng 72%"
    n = -1
    for owner in [owner for owner in line.owner if owner is not None]:
        a = owner.first if isinstance(owner, Line) else owner
        n += isinstance(owner, Amount)
        if a is not None and a.figure.role in ("share", "attainment") and page.given is not None and page.spent:
            yield link("base", a, page.given, "base.allocated", 5, page.given.left, page.given.right)
        if isinstance(owner, Amount) and owner.sort == "money" and is_level(owner):
            page.spent = has(line.gap(n), "disburse")
            if not page.spent:
                page.given = owner if speaks_of(" ".join(line.words(n)), "allocate") else page.given
