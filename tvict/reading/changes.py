"""Rules of changes, indices, attainments and gaps: what they are of, and what they were computed against."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, initials, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.lists import names_parts
from tvict.reading.proposals import (
    BOTH,
    NUMBER,
    OPENING,
    VALUE,
    Page,
    around,
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
    syllables_of,
)
from tvict.reading.settle import Link
from tvict.reading.shares import attained_beside
from tvict.reading.spots import syllables_in
from tvict.reading.structure import (
    ABOUT,
    AGAINST,
    BRACKET,
    MEASURED,
    Line,
    Spot,
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
    opens_earlier,
    said,
    same_kind,
    tells_change,
)

_FROM_TO = shape(
    r"""<from> (?:<!amt|,|;|until>)*? (?P<base><amt>) (?:<!amt|,|;>)*? (?P<to><becomes|until>)
    (?:<!amt|,|;>)*? (?P<of><amt>)"""
)
_CHANGE_BEHIND = shape(r"(?:<!amt|;|brk>)* (?P<it><chg|brk>)")
_CHANGE_BEFORE = shape(r"(?P<it><chg>) (?:<!amt|;>)* $")

About = tuple[Amount | None, str, int]
"""What a change is about, the rule that says so and its strength."""
UNTOLD: About = None, "", 0


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
_MOVER = shape(  # "đến bằng đường hàng không tăng 8%": what is reached by air
    r"<up|down|multiple|exceed|below|added|less|complete|copula|from|becomes|occupy|ratio> | <equal> (?! <noun|word|W>)"
)
_ANAPHOR = ("anaphor", "compare", "target", "that_is", "ratio")
RATIOS = ("percent", "times", "points")
_COMPLETES = shape(r"(?: ^ | [,;] ) <complete> $")


def changes(page: Page, line: Line) -> Iterator[Link]:
    """Changes, indices, attainments and gaps: the level they are about, and what they were computed against."""
    yield from _below(page, line)
    for n in range(len(line.places)) if not is_earlier(line) else ():
        a = at(line, n)
        if a.figure.role not in ABOUT and not planned_change(line, n):
            continue
        if (again := _again(line, n)) is not None:
            yield link("like", a, again, "change.again", 8)
            if (of := page.about.get(again.figure.figure_id)) is not None:
                page.about[a.figure.figure_id] = of  # "tăng 40 tấn, tương ứng tăng 5%, đạt 97% kế hoạch"
            if (base := _compared(line, n)) is not None:  # "tăng 3 xã, tương ứng tăng 6% so với năm 2021 (50 xã)"
                yield from (link("base", x, base, "base.compared", 6, base.left, base.right) for x in (a, again))
        elif (told := _told(line, n)) is not None:
            page.about[a.figure.figure_id] = told[0]
            yield from both(a, *told)
            if a.figure.role == "attainment" and is_denominator(told[1]):  # "đạt 92% kế hoạch (11/12 xã)"
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
    if line.outer is not None or not any(map(is_level, line.amounts)):
        return
    ahead, page.ahead, first = page.ahead, [], line.amounts[0]
    if is_level(first) and not has(line.gap(0), "among", "comprise"):
        for a in ahead:
            if a.figure.unit == first.figure.unit:
                yield link("of", a, first, "of.below", 1, scope="text")


def _told(line: Line, n: int) -> tuple[Amount, Amount, str, int] | None:
    """Both levels of a change where both are named: "tăng 13 vụ (51/38)", "chênh lệch 25 điểm"."""
    a = at(line, n)
    if (levels := fraction_behind(line, n)) is not None:
        return *levels, "change.fraction", 9
    if a.figure.role == "attainment" and (told := planned_outside(line, n) or _attained_before(line, n)) is not None:
        return *told, "attainment.bracket", 8
    if a.reasons["role"].rule == "attainment.of_plan" and (told := attained_beside(line, n)) is not None:
        return *told, "attainment.of_plan", 6
    if a.reasons["role"].rule == "follows.beyond" and n and is_denominator(at(line, n - 1)):  # "52/50 xe, vượt 2 xe"
        done, plan = at(line, n - 1).fraction_of, at(line, n - 1)
        return (done, plan, "gap.fraction", 6) if done is not None and same_kind(a, plan) else None
    if (then := _since_aside(line, n)) is not None:
        return *then, "change.aside", 6
    if a.figure.role == "gap" and has(line.gap(n), "difference") and not has(line.gap(n), "total"):
        pair = [b for b in line.amounts[:n] if b.figure.role in MEASURED and b.sort in ("percent", a.sort)][-2:]
        return (pair[0], pair[1], "gap.difference", 8) if len(pair) == 2 else None
    return None


def _since_aside(line: Line, n: int) -> tuple[Amount, Amount] | None:
    """What stands before a bracket that tells what it was and how it moved, and that: "67 ca (cùng kỳ 60, tăng 7)"."""
    host = line.outer.first_before(line.place) if line.outer is not None and n == 1 else None
    then = at(line, 0)
    if host is None or not (
        is_own_level(host) and is_own_level(then) and same_kind(then, host) and opens_earlier(line)
    ):
        return None
    moved = at(line, n).figure.role in ("change", "index") and line.gap(n)[:1] in (",", ";")
    return (host, then) if moved and not has(line.gap(n) + line.clause(n), "year", "same_period", "y") else None


def _attained_before(line: Line, n: int) -> tuple[Amount, Amount] | None:
    """Both numbers of the fraction before a bracket that opens with what they attain: "9/12 xã (75% kế hoạch)"."""
    plan = line.outer.first_before(line.place) if line.outer is not None and n == 0 else None
    if plan is None or plan.fraction_of is None or not is_denominator(plan):
        return None
    return plan.fraction_of, plan


def _change(page: Page, line: Line, n: int) -> Iterator[Link]:
    """What one change is about, and its base: printed right behind a comparison, before it, or in a table."""
    a, base = at(line, n), _base_beside(page, line, n)
    if a.figure.role == "attainment" and base is not None and base.figure.role == "share":
        base = None  # "đạt 42% (cùng kỳ đạt 51%)": each of its plan
    of, rule, strength = _about_or_around(page, line, n, base)
    if of is not None:
        page.about[a.figure.figure_id] = of
        if base is None and a.figure.role in ("change", "index"):
            of, base = _now_and_before(line, n, of)
            base = (
                base
                or _told_earlier(page, line, n, of)
                or _of_that_year(page, line, n, of)
                or _then_behind(line, n, of)
            )
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


def _base_beside(page: Page, line: Line, n: int) -> Amount | None:
    """The base that is printed beside a change, noted on the page: "tăng 6 tấn so với cùng kỳ 60 tấn (10%)"."""
    base = _compared(line, n)
    if base is None and at(line, n).reasons["role"].rule == "follows.paired" and line.outer is not None:
        behind = line.outer.first_before(line.place)
        base = behind if behind is not None and behind.figure.figure_id in page.bases else None
    if base is not None:
        page.bases.add(base.figure.figure_id)
    return base


def _about_or_around(page: Page, line: Line, n: int, base: Amount | None) -> About:
    """What a change is about: by its words, else the level behind it or what the change before it is about."""
    a = at(line, n)
    of, rule, strength = _about(page, line, n, base)
    if of is None and not n and (level := _level_behind(line, n)) is not None:
        of, rule, strength = level, "of.bracket", 3
    if of is None and n and _bare(line, n) and (not counts(a) or same_kind(a, at(line, n - 1))):
        # "tăng 53 tỷ đồng so với năm 2011 nhưng còn thiếu 14 tỷ đồng"
        of, rule, strength = page.about.get(at(line, n - 1).figure.figure_id), "of.change_before", 3
    if of is not None and _then(line, n) and of.figure.period != a.figure.period:
        return UNTOLD
    if of is not None and a.figure.role == "attainment" and _reaches_other(line, n, of):
        return UNTOLD
    return of, rule, strength


def _of_more(line: Line, n: int, of: Amount, rule: str) -> bool:
    """Whether a change may be of something else: of a list of another noun ("40 học sinh: 9 nhất, …; tăng 5 giải"), or
    named by what none of several levels before is ("đàn bò 300 con; đàn trâu 200 con; đàn bò sữa tăng 5 con").
    """
    a = at(line, n)
    if rule == "of.list" and counts(a):
        return not same_kind(a, of)
    head = _head(line, n)
    alike = [m for m in range(n) if is_level(at(line, m)) and same_kind(at(line, m), of)]
    return bool(head) and len(alike) > 1 and not any(head <= syllables_of(line, m) for m in alike)


_MOVES = shape(r"<up|down|added> <about|over|under>* $")


def _is_moved(line: Line, a: Amount) -> bool:
    """Whether what is planned of an amount is a move: "phấn đấu giảm 200 hộ (giảm 100 hộ cận nghèo)" tells a part."""
    return _MOVES.search(line.gap(line.amounts.index(a))) is not None


def planned_change(line: Line, n: int) -> bool:
    """Whether what is planned is a change: "phấn đấu doanh thu 108 tỷ đồng, tăng 11,3%", "sẽ có 9 xã (tăng 2 xã)"."""
    a, gap = at(line, n), line.gap(n)
    outer = line.outer if n == 0 else None
    host = outer.first_before(line.place) if outer is not None else None
    aside = outer is not None and host is not None and same_kind(a, host) and not _is_moved(outer, host)
    bare = _MOVES.search(gap) is not None and not naming(gap) and (n > 0 or line.outer is not None)
    beside = a.reasons["role"].rule == "plan.change"  # "tăng 18%/KH tăng 10%": what was set, of no level told
    return a.figure.role == "plan" and (a.sort in RATIOS or aside) and bare and not beside


def _again(line: Line, n: int) -> Amount | None:
    """The change before that is said again: "giảm 450 con (-1,25%)", "tăng 10%, tức 0,5 tỷ đồng"."""
    a, gap = at(line, n), line.gap(n)
    bare = naming(gap) == 0
    if line.outer is not None and n == 0 and bare:
        last = line.outer.first_before(line.place)
        if last is None or last.figure.role not in ABOUT or _then(line, n):
            return None
        # "giảm 15 vụ nhưng tăng số người chết (tăng 5 người)"
        other = counts(last) and counts(a) and not same_kind(last, a)
        return None if other or (last.figure.role, a.figure.role) == ("attainment", "change") else last
    told = has(gap, "that_is") or (bare and not lexicon().sets["restates"].isdisjoint(line.words(n)))
    return next((b for b in reversed(line.amounts[:n]) if b.figure.role in ABOUT), None) if told else None


def _then(line: Line, n: int) -> bool:
    """Whether a change in brackets is of a time of its own: "tăng 10,5% (6 tháng tăng 11,2%)", "(cùng kỳ tăng 4%)"."""
    told = line.text[line.begin(n) : line.places[n]]
    timed = has(told, "month", "quarter", "year") and not has(told, "compare", "same_period")
    return line.outer is not None and at(line, n).figure.role == "change" and (timed or has(told[:1], "same_period"))


_NEXT = shape(r"<!amt|,|;|brk|compare>{0,3} <,|joint> <up|down>? $")
_COMPARED_BEFORE = shape(
    r"""<compare> (?:<!amt|,|;|brk>)* (?P<brk><brk>) <up|down|exceed|below|equal>
    | <compare> (?:<!amt|,|;|brk|target>)* (?P<then><brk>) [;,] <up|down>
    | <compare> <word>? <target> (?:<!amt|,|;|brk>)* (?P<aim><brk>) ,? <copula|complete>
    | <past_target|exceed|below> (?:<!amt|,|;|brk>)* (?P<past><brk>)
        <copula>? <about|over|under>* $"""
)  # "so với năm 2019 (5 người); tăng 2 người", "so với chỉ tiêu giao (5 người) đạt 84%"


def _compared(line: Line, n: int) -> Amount | None:
    """What stands right behind a comparison: "so với năm 2018 (1.402 tỷ đồng)", "so với 176.822 hộ"."""
    m = n
    before = _COMPARED_BEFORE.search(line.gap(n))
    if before is not None and not _of_change_before(line, n, before.start()):
        aside = line.owner[line.begin(n) + before.start(before.lastgroup or 0)]
        return aside.first if isinstance(aside, Line) else None
    if (named := _of_bracket_before(line, n)) is not None:
        return named
    while _joined(line, m):
        m += 1  # "giảm 146 lượt tiếp, 127 lượt người (năm 2019 …)"
    head, role = line.clause(m), at(line, n).figure.role
    bracket = head.find(BRACKET)
    if bracket >= 0 and _only_changes(line.owner[line.places[m] + 1 + bracket]):
        bracket = head.find(BRACKET, bracket + 1)  # "tăng 40 ca (25%) so với tháng trước (160 ca)"
    inside = line.owner[line.places[m] + 1 + bracket] if bracket >= 0 else None
    if isinstance(inside, Line):
        judged = role in ("change", "attainment") and has(head[:bracket], "exceed", "below")
        # "đạt 52% kế hoạch, thấp hơn bình quân cả nước (60%)"
        return None if judged else _in_bracket(line, n, m, head[:bracket], inside)
    if m > n or n + 1 >= len(line.places) or len(head) < len(line.tail(n)):
        return None
    b = at(line, n + 1)
    since = _FROM.fullmatch(head) and any(same_kind(a, b) for a in line.amounts[:n])
    judged = role == "change" and has(head, "exceed", "below")  # "tăng 3% – thấp hơn mục tiêu là 4%"
    told = not judged and (since or AGAINST.search(head))
    return b if told and b.figure.role in (*MEASURED, "rank") else None


_FROM = shape("<from> <numbered|word>? <over|under|about>*")  # "tăng 16,5% từ mức 194 tỷ đồng năm 2015"
_THEN_BRACKET = shape("(?: ^ | (?<=<,|;>) ) <compare> (?:<!amt|,|;|brk>)* (?P<brk><brk>)")


def _of_bracket_before(line: Line, n: int) -> Amount | None:
    """The level of a bracket behind a comparison that stands before changes and what they name: "So với tuần trước (13
    vụ, 4 người chết), số vụ giảm 15,4%, tăng 1 người chết".
    """
    a, here = at(line, n), line.places[n]
    m = next(iter(list(_THEN_BRACKET.finditer(line.text, 0, here))[-1:]), None)
    inside = line.owner[m.start("brk")] if m is not None else None
    if m is None or not isinstance(inside, Line) or has(line.clause(n), "compare"):
        return None
    words = {w for i in range(begin_of_clause(line, n), here) for w in line.key(i).split()}
    found = [b for b in inside.amounts if is_own_level(b) and b.figure.unit]
    named = [b for b in found if set(syllables(b.figure.unit or "")) <= words]
    found = named if a.sort in RATIOS else [b for b in found if b.figure.unit == a.figure.unit]
    alone = all(b.figure.role in ABOUT for b in line.amounts[bisect_left(line.places, m.end()) : n])
    return found[0] if len(found) == 1 and alone else None


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
    # "cao hơn bình quân của tỉnh 1,7 điểm % (tỉnh đạt 97,5%)"
    again = against and a.figure.role == "gap" and bool(inside.places)
    again = again and named_in(inside, 0, inside.places[0]) <= set(" ".join(line.words(n)).split())
    if against and (turn := _in_order(_run(line, m), inside)):
        return turn[n - m - 1]
    planned = inside.first is not None and inside.first.figure.role == "plan"
    alone = m == n and (not names_parts(inside) or BOTH.fullmatch(inside.text) is not None)
    told = (
        (is_earlier(inside) and a.figure.role != "gap")
        or (alone and planned and a.figure.role == "gap")
        or (
            alone
            and not tells_change(inside)
            and not is_stretch(inside)
            and against
            and (again or not _now_reached(inside))
        )
    )
    ratio = n == 0 or at(line, n - 1).sort == "percent"  # "đạt 9 triệu lượt, tăng 58% (đạt 80% kế hoạch)"
    return _within(a, inside, ratio) if told else None


def _now_reached(inside: Line) -> bool:
    """Whether a bracket names what reaches its first amount, and no time: "tăng 23% (doanh thu đạt 200 tỷ đồng)"."""
    gap = inside.gap(0)
    told = naming(gap) > 0 or has(gap, "becomes")  # "giảm 2 vụ (còn 10 vụ)"
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
    rules = ("change.past",) if is_earlier(inside) else ("change.past", "gap.past")
    if b is None or len(inside.amounts) > 1 or a.reasons["role"].rule not in rules:
        return False
    return b.sort == "percent" if a.sort == "points" else b.figure.unit == a.figure.unit


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


def _about(page: Page, line: Line, n: int, base: Amount | None) -> About:
    """What a change is about, with the rule that says so and its strength."""
    a = at(line, n)
    if (turn := _in_turn(line, n)) is not None:
        return turn, "of.in_turn", 6
    if a.figure.role == "attainment" and n and _bare(line, n) and _names_growth(line, n - 1):
        return at(line, n - 1), "of.nearest", 3  # "tốc độ tăng đàn bò 3,4%, đạt 97% kế hoạch"
    ratio = a.sort == "points" or (base is not None and base.sort == "percent")
    ratio = ratio or (a.figure.role == "gap" and n > 0 and counts(at(line, n - 1)))  # "hộ (78%), vượt 3% chỉ tiêu"
    told_of = _told_behind(line, n)  # "tăng 3% số đơn và 2% số vụ việc": each of its own
    spot = _nearest(page, (line, n), (s for s in around(line, n, ratio) if told_of <= syllables_of(*s)), base)
    if spot is not None:
        if base is None and (other := _not_nearest(page, line, n, *spot)) is not None:
            return other
        if (whole := _of_list(line, n, *spot, base is not None) or _of_list_before(page, line, n)) is not None:
            return whole, "of.list", 3
        return at(*spot), "of.base" if base is not None else "of.nearest", 3
    if _of_growth(line, n) and at(line, n - 1).figure.figure_id not in page.about:
        return at(line, n - 1), "of.nearest", 3
    if (ahead := _ahead(line, n)) is not None:
        return ahead, "of.ahead", 3
    if (named := _echo(page, line, n)) is not None:
        return named, "of.name", 4
    if (beside := _told_with(page, line, n)) is not None:
        return beside, "of.before", 3
    return _of_before(page, line, n, base)


def _told_with(page: Page, line: Line, n: int) -> Amount | None:
    """The level told with that of the change before: "thụ lý 90 vụ với 170 bị cáo, … tăng 4 vụ | với 18 bị cáo"."""
    if not n or line.key(line.places[n] - 1) not in lexicon().sets["with"]:
        return None
    of = page.about.get(at(line, n - 1).figure.figure_id)
    spot = line.c.where.get(of.figure.figure_id) if of is not None else None
    beside = next(iter(spot[0].amounts[spot[1] + 1 : spot[1] + 2]), None) if spot is not None else None
    return beside if beside is not None and is_level(beside) and same_kind(line.amounts[n], beside) else None


def _not_nearest(page: Page, line: Line, n: int, here: Line, m: int) -> About | None:
    """What a change without a base is about where the level next to it (here, m) is not it, else None."""
    head, beside = _head(line, n), syllables_of(here, m)
    elsewhere = not (head and head <= beside) and _elsewhere(line, n, here, m)
    if (elsewhere or not head <= beside) and (ahead := _ahead(line, n)) is not None:
        return ahead, "of.ahead", 3  # "…, giảm 30 hộ; số hộ cận nghèo giảm 15, còn | 90 hộ"
    if elsewhere:
        return _echo(page, line, n), "of.name", 4
    if _of_untold(page, line, n, here, m) or _done_by(line, n, here, m) or _moves_other(line, n, here, m):
        return UNTOLD
    apart = at(line, n).figure.role == "attainment" and ";" in line.gap(n) and _REACHES.search(line.gap(n)) is None
    if apart and _names_other(line, n, here, m):
        return UNTOLD  # "thu 40 tỷ đồng; giải ngân đạt 90% kế hoạch vốn"
    if (level := _level_of_share(at(line, n), here, m)) is not None:
        return level, "of.level_of_share", 3
    rest = n > 1 and ";" not in line.gap(n - 1) and has(re.split(",", line.gap(n - 1))[-1], "remainder")
    if rest and (here, m) == (line, n - 1) and _bare(line, n) and "," in line.gap(n):
        return UNTOLD  # "9 ca, trong đó 7 ca trong tỉnh, còn lại 2 ca ngoài tỉnh, tăng 4 ca": all, or the rest
    return None


_REACHES = shape("; <copula|equal|complete|over|under|about>* $")  # "…; đạt 75% kế hoạch": of what the sentence tells


def _reaches_other(line: Line, n: int, of: Amount) -> bool:
    """Whether a clause says only that a target of its own was met: "Mía 9 ha; hoàn thành 100% chỉ tiêu trồng rừng"."""
    behind, lo, spot = line.clause(n), line.places[n] + 1, line.c.where.get(of.figure.figure_id)
    if not has(behind[:1], "target") or _COMPLETES.search(line.gap(n)) is None:
        return False
    named = named_in(line, lo + 1, lo + len(behind)) - lexicon().sets["silent"]
    given = syllables_in("assigned", "set_out", "place_noun") | (syllables_of(*spot) if spot else set())
    return bool(named) and named.isdisjoint(given)


def _of_before(page: Page, line: Line, n: int, base: Amount | None) -> About:
    """The level of an earlier sentence that a change is about, where its own tells changes alone: "51 vụ, trong đó …
    4 vụ. Số vụ giảm 8 vụ", "51 trạm, trong đó …, … 4 trạm. So với năm trước tăng 5%".
    """
    a, told_of = at(line, n), _told_behind(line, n)
    colon = max(line.text.rfind(":", 0, line.places[n]), 0)
    told = line.amounts[bisect_left(line.places, colon) : n] + (line.outer.amounts if line.outer is not None else [])
    if not all(b.figure.role in ABOUT or b.sort == "time" != a.sort for b in told):  # "tăng cả 3 tiêu chí: tăng 9 vụ"
        return UNTOLD
    listed = bool(page.last) and at(*page.last[-1]).figure.figure_id in page.members
    totals = page.before[::-1] if listed or a.sort not in RATIOS else []
    for before in (totals, [*totals, *page.last[::-1]]):
        spots = [s for s in before if told_of <= syllables_of(*s)]
        now = [s for s in spots if at(*s).figure.period == a.figure.period]  # "Riêng tháng 5 có 8 vụ. Số vụ giảm 2"
        spot = _nearest(page, (line, n), iter(now or (spots if before is not totals else [])), base)
        if spot is not None and not _names_other(line, n, *spot):
            return at(*spot), "of.before", 3
    return UNTOLD


def _of_untold(page: Page, line: Line, n: int, here: Line, m: int) -> bool:
    """Whether a rate goes on with one whose level is not told: "…; thu thuế đạt 65% kế hoạch, tăng 23%"; or with an aim
    in its own clause: "…; chỉ tiêu giảm nghèo là 1,5%, thực hiện giảm 1,7%".
    """
    if here is not line or m >= n - 1 or at(line, n).sort not in RATIOS:
        return False
    before = at(line, n - 1)
    if before.figure.role == "plan" and before.sort == "percent" and ";" in line.gap(n - 1):
        return True
    rate = before.figure.role in ABOUT and before.sort in RATIOS
    return rate and _bare(line, n) and before.figure.figure_id not in page.about


def _done_by(line: Line, n: int, here: Line, m: int) -> bool:
    """Whether what rises is what so many places or sectors do, and not their number: "trong đó 4 ngành tăng 11%"."""
    a, b = at(line, n), at(here, m)
    if here is not line or m != n - 1 or a.sort != "percent" or not counts(b) or re.search(r"[,;:]", line.gap(n)):
        return False
    unit, having = " ".join(syllables(b.figure.unit or "")), lexicon().sets["having"]
    several = unit in lexicon().sets["branch"] or (kind_of(unit) == "place_noun" and having.isdisjoint(line.words(m)))
    return several and not has(line.gap(n), "copula")


def _moves_other(line: Line, n: int, here: Line, m: int) -> bool:
    """Whether a verb has an object of its own that moves: "84 ha bưởi bị giảm năng suất từ 20% - 45%"."""
    if at(line, n).reasons["role"].rule not in ("change.object", "change.range"):
        return False
    lo = line.begin(n)
    mover = max(lo - 1, *(line.text.rfind(t, lo, line.places[n]) for t in tags_of("up", "down")))
    moved = named_in(line, mover + 1, line.places[n]) - lexicon().sets["silent"]
    named = syllables_of(here, m) if here is not line else named_in(line, begin_of_clause(line, m), mover)
    return bool(moved) and moved.isdisjoint(named)


def _told_behind(line: Line, n: int) -> set[str]:
    """The syllables of the number of things that changes: "còn 4,5%; giảm 12% | số vụ vi phạm | so với cùng kỳ"."""
    sets, place = lexicon().sets, line.places[n] + 1
    end = next((i for i in range(place, len(line.text)) if not naming(line.text[i])), len(line.text))
    told = {line.key(place), *line.key(place).split()[:1]} if end > place else set()
    counted = at(line, n).sort == "percent" and told & (sets["those"] | sets["quantity"])
    return named_in(line, place, end) - sets["silent"] if counted else set()


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
    first, hi = begin_of_clause(line, n), line.places[n]
    mover = _MOVER.search(line.text, first, hi) if at(line, n).figure.role == "change" else None
    grows = mover is not None and line.key(mover.start()) in lexicon().sets["growth"]
    return mover is not None and grows and naming(line.text[mover.end() : hi]) > 0


_AND = shape(r"(?: <joint> | , | <up|down|over|under|about|multiple> )+")


def _in_turn(line: Line, n: int) -> Amount | None:
    """The level of a change told in the order of the levels: "5 tàu và 8 bè, lần lượt tăng 5% và giảm 3%"."""
    first, behind = n, range(n + 1, len(line.places))
    while first and not _orders(line, first) and at(line, first - 1).figure.role in ABOUT:
        if not _AND.fullmatch(line.gap(first)):
            return None
        first -= 1
    goes_on = (k for k in behind if at(line, k).figure.role not in ABOUT or not _AND.fullmatch(line.gap(k)))
    last = next(goes_on, len(line.places)) - 1
    levels = [k for k in range(first) if is_level(at(line, k))][first - last - 1 :]
    # "quý I và quý II lần lượt đạt 12 tấn và 15 tấn, bằng 20% và 25% kế hoạch"
    told = _orders(line, first) or any(has(line.gap(k), "respectively") for k in levels[:1])
    return at(line, levels[n - first]) if told and len(levels) == last - first + 1 > 1 else None


def _orders(line: Line, n: int) -> bool:
    """Whether words before a change say that it follows the order of the levels: "lần lượt tăng", "tăng tương ứng"."""
    return has(line.gap(n), "respectively") or not lexicon().sets["restates"].isdisjoint(line.words(n))


# "… 90 ha. | Thấp hơn so với chỉ tiêu tỉnh phân bổ | 4 ha"
_OPENS_PAST = shape("<exceed|below> <compare>? <word>{0,2} <target|mean> <word|W|noun|tier|where|comprise>{0,5}")


def _names_other(line: Line, n: int, there: Line, m: int) -> bool:
    """Whether the clause of a change names something else than an amount of the sentence before does.

    What no level is named by is no level's: "CPI tháng 10 tăng 0,3%". A change that names nothing is of what the one
    before it is of.
    """
    sets, lo, hi, one, other = lexicon().sets, line.begin(n), line.places[n], at(line, n), at(there, m)
    keys = [line.key(i) for i in range(lo, hi) if naming(line.text[i])]
    if sets["this"] & set(keys) or " ".join(keys) in sets["adverb"] or _told_behind(line, n):
        return False
    if not n and one.figure.role == "gap" and _OPENS_PAST.fullmatch(line.text, 0, hi):
        return False
    if n and not counts(one) and _bare(line, n):
        return True
    if line.outer is not None and not n and line.places[n] == line.begin(n):
        outer, end = line.outer, line.place  # "…; tăng mạnh là An Bình (75%)": named before its bracket
        k = bisect_left(outer.places, end)
        last = outer.places[k - 1] if k else -1
        cut = max(last, *(outer.text.rfind(mark, last + 1, end) for mark in (*",;:", BRACKET)))
        if named_in(outer, cut + 1, end) - sets["silent"] - syllables_of(there, m):
            return True
    first = begin_of_clause(line, n)
    words = named_in(line, first, hi) - _shortened(line, range(first, hi), said(there, m))
    if not words:
        return not n and len(keys) > 2
    times = sorted((one.figure.period or "", other.figure.period or ""))
    return not times[1].startswith(times[0]) or not words - sets["silent"] - sets["aspect"] <= syllables_of(there, m)


def _shortened(line: Line, places: range, words: Sequence[str]) -> set[str]:
    """Those of the words at places that are the first letters of others: "TNGT" of "vụ tai nạn giao thông"."""
    s, letters = line.c.s, initials(" ".join(words))
    short = (i for i in places if s.text[s.starts[line.at[i]] : s.ends[line.at[i]]].isupper())
    return {line.key(i) for i in short if len(line.key(i)) > 1 and line.key(i) in letters}


def _bare(line: Line, n: int) -> bool:
    """Whether the clause before an amount names nothing but a place: ", giảm 3%", "năm 2020, cả nước giảm 18 xã"."""
    said = range(begin_of_clause(line, n), line.places[n])
    return not any(naming(line.text[i]) and line.key(i) not in lexicon().sets["aspect"] for i in said)


_OCCUPIES = shape(r", <joint>? <occupy>")


def _level_of_share(a: Amount, line: Line, m: int) -> Amount | None:
    """The sum that a change is about though a share stands between: "đạt 7 tỷ đồng, chiếm 18% tổng vốn và tăng 28%"."""
    told = m > 0 and a.sort == "percent" and a.figure.role != "gap" and at(line, m).figure.role == "share"
    level = at(line, m - 1) if told and _OCCUPIES.fullmatch(line.gap(m)) else None
    return level if level is not None and level.sort in ("money", "measure") else None


def _nearest(page: Page, spot: Spot, spots: Iterator[Spot], base: Amount | None) -> Spot | None:
    """The nearest amount that a change may be about; a better one further off goes before one that fits less."""
    roles = {*MEASURED, "rank"} | ({"attainment"} if base is not None and base.sort == "percent" else set())
    a, best, most, found = at(*spot), None, (-1, 0), False
    about, head = regarding(*spot), _head(*spot)
    for other in spots:
        b = at(*other)
        second = is_beside(b) and a.figure.unit != b.figure.unit  # "658 ha/715 hộ, tăng 4%"
        if b.figure.role not in roles or second or is_denominator(b) or b.figure.figure_id in page.bases:
            continue
        if a.sort in RATIOS and (b.figure.role == "rank" or (base is None and _for_whom(*other))):
            continue
        worth, full = _worth(a, b, base)
        line, (here, m) = spot[0], other
        if worth < 0 or (
            not worth and here is line and re.search("[;:]", line.text[line.places[m] : line.places[spot[1]]])
        ):
            continue  # "có 450 thủ tục; đã giảm 203 biên chế", "tăng cả 3 tiêu chí: tăng 9 vụ"
        if worth == full - 1 and a.sort == b.sort == "count" and (line, spot[1] - 1) == other and _bare(*spot):
            worth = full  # "mắc 412 ca; số ca tử vong là 2, giảm 1 ca"
        if about:
            named = _is_regarded(b, about)
        else:
            # "số người chết giảm 7 người": which of two?
            rate = a.sort in RATIOS
            named = int(head <= syllables_of(*other) and not _of_other_noun(head, b)) if rate else likeness(spot, other)
        if (worth, named) > most and not found:
            best, most = other, (worth, named)
        found = found or (worth == full and named > (about not in ("", NUMBER, VALUE)))
        # "dư nợ 42 tỷ …, thu nợ 8 tỷ, dư nợ tăng 3 tỷ": of what has the whole name
        sought = head and not about and a.sort not in RATIOS
        if sought and worth == full and head <= syllables_of(*other):
            return other
        if found and not sought:
            break
    return None if about in (NUMBER, VALUE) and not most[1] else best


def _of_other_noun(head: set[str], b: Amount) -> bool:
    """Whether what names a level is but the end of a noun: "hợp tác xã" of "90 liên hiệp hợp tác xã"."""
    unit = syllables(b.figure.unit or "")
    return head != set() and head <= {*unit} and unit[0] not in head


def _for_whom(line: Line, n: int) -> bool:
    """Whether an amount tells but for how many the sum before it is: "cho vay 18 tỷ đồng cho 460 hộ"."""
    told = n > 0 and len(line.gap(n)) == 1 and is_level(at(line, n - 1)) and at(line, n - 1).sort == "money"
    return told and line.key(line.places[n] - 1) in lexicon().sets["to_whom"]


def _head(line: Line, n: int) -> set[str]:
    """The syllables by which the clause of a change names its level: "…; so với tháng trước, vận chuyển tăng 3%"."""
    hi, bare = line.places[n], lexicon().sets["bare_anaphor"]  # "số vụ tăng 5%" names cases
    cut = max((i for i in range(line.begin(n), hi) if line.text[i] in ",;:"), default=-1)
    lo = cut + 1 + _against_ahead(line.text[cut + 1 : hi])
    if (n and cut < 0) or has((line.text[i] for i in range(lo, hi) if line.key(i) not in bare), *_ANAPHOR):
        return set()
    return named_in(line, lo, _name_ends(line, lo, hi)) - lexicon().sets["silent"]


def _named_before(line: Line, lo: int, hi: int) -> set[str]:
    """The syllables that name what moves in the words at places lo to hi; none where they only point back."""
    lo += _against_ahead(line.text[lo:hi])
    end = _name_ends(line, lo, hi)
    return set() if has(line.text[lo:end], *_ANAPHOR) else named_in(line, lo, end) - lexicon().sets["silent"]


_AGAINST_AHEAD = shape("<compare> <same_period|year|year_part|head_of_year|month|quarter|y|d|/>+")


def _against_ahead(words: str) -> int:
    """How many words before a change name the time it is compared with: "so cùng kỳ năm trước | lượng tăng 9%"."""
    told = _AGAINST_AHEAD.match(words)
    named = told is not None and naming([t for t in words[told.end() :] if t not in tags_of("fulfil")])
    return told.end() if told is not None and named else 0  # "so với cùng kỳ phát hiện nhiều hơn 12 vụ" names nothing


def _name_ends(line: Line, lo: int, hi: int) -> int:
    """Where the words end that name what moves before place hi: behind "tốc độ tăng" stands what grew."""
    mover = _MOVER.search(line.text, lo, hi)
    return hi if mover is None or line.key(mover.start()) in lexicon().sets["growth"] else mover.start()


def _is_regarded(b: Amount, about: str) -> int:
    """How well the words behind a ratio name an amount: "về số dự án" is said of "9 dự án", less of "9 lượt dự án";
    "về số lượt" of "9 lượt công dân".
    """
    if about in (NUMBER, VALUE):
        return int((b.sort == "money") == (about == VALUE) and not is_rate(b))
    unit = " ".join(syllables(b.figure.unit or ""))
    return (unit == about) + (f" {unit}".endswith(f" {about}") or f"{unit} ".startswith(f"{about} "))


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
        exact = exact or any(unit.startswith(f"{x} ") for x in told)  # "186 cuộc kiểm tra, đạt 104% (178 cuộc)"
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
    if line.outer is here and _own_name(line, n) - syllables_of(here, m):
        return True  # "1.600 triệu USD, giảm 2% (nhưng phân bón tăng 56%)"
    if here is line:
        lo, hi = max(line.places[n - 1], line.places[m]) + 1, line.places[n]
    elif n == 0 and line.outer is here:
        lo, hi = here.places[m] + 1, line.place
        others = [at(here, k) for k in range(m + 1, len(here.places)) if here.places[k] < hi]
        if counts(at(line, n)) and others and not any(same_kind(b, at(line, n)) for b in others):
            return False  # "45 vụ, làm 24 người chết (so với cùng kỳ giảm 5 vụ, …)": only one counts those
    else:
        return False
    turn = max(here.text.rfind(t, here.places[m], hi) for t in tags_of("among"))
    if turn > 0 and naming(here.text[turn:hi]) and not has(here.text[turn:hi], "compare"):
        return True
    ands = lexicon().sets["and"] if here is line else ()  # "đàn bò 3 triệu con và đàn gà tăng 6%"
    cut = max((i for i in range(lo, hi) if here.text[i] in ",;:" or here.key(i) in ands), default=-1)
    if cut < 0:
        return False
    known = syllables_of(here, m) if here.text[cut] != ":" else set()  # behind a colon an item has a name of its own
    return bool(_named_before(here, cut + 1, hi) - known)


def _own_name(line: Line, n: int) -> set[str]:
    """The syllables of the name that a change has in its own clause, right before its verb."""
    lo, hi = begin_of_clause(line, n), line.places[n]
    mover = _MOVER.search(line.text, lo, hi)
    return set() if mover is None or naming(line.text[mover.end() : hi]) else _named_before(line, lo, hi)


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
    k, last, opens = m, at(there, m), (*OPENING, BRACKET)
    while k and is_level(at(there, k)) and not _opened_by(there, k, apart, *opens) and ";" not in there.gap(k):
        k -= 1
    both = shut and has(there.gap(k), "comprise")  # "90 vụ, gồm 60 vụ dân sự và 30 vụ hình sự, tăng 9 vụ"
    if m - k < (1 if apart or both else SEVERAL) or not k or not _opened_by(there, k, apart, *OPENING):
        return None
    alike = all(same_kind(at(there, j), last) for j in range(k, m))
    whole = next((b for b in there.amounts[k - 1 :: -1] if is_level(b) and not (apart and is_denominator(b))), None)
    near = whole is not None and whole is at(there, k - 1) and same_kind(whole, last)
    return whole if alike and (apart or near) else None


SEVERAL = 2  # items behind the first


def _of_list_before(page: Page, line: Line, n: int) -> Amount | None:
    """The total that the ratio before is of behind a list: "90 tấn; trong đó cá 60 tấn; đạt 75%, | tăng 5%"."""
    last = at(line, max(n - 1, 0))
    reached = n > 0 and last.figure.role == "attainment" and _REACHES.search(line.gap(n - 1)) is not None
    goes_on = reached and at(line, n).sort == "percent" and "," in line.gap(n) and _bare(line, n)
    return page.about.get(last.figure.figure_id) if goes_on else None


def _opened_by(line: Line, n: int, colon: bool, *classes: str) -> bool:
    """Whether words, or a colon, before an amount open a list."""
    return has(line.gap(n), *classes) or (colon and ":" in line.gap(n))


def _closes(line: Line) -> bool:
    """Whether a bracket ends what it stands in: "60 sự cố, gồm 30 vụ cháy, 20 vụ nổ (giảm 5% so với 2019);"."""
    return line.outer is not None and line.outer.text[line.place + 1 : line.place + 2] in ("", ";", ".")


def _ahead(line: Line, n: int) -> Amount | None:
    """The level behind its change: "tăng 5%, đạt 76 tỷ"."""
    a = at(line, n)
    reaches = tags_of("copula", "becomes", "estimate")
    for m in range(n + 1, len(line.places)):
        gap, b = line.text[line.places[n] + 1 : line.places[m]], at(line, m)
        to_it = gap + line.c.s.shape[b.left]  # "ước đạt" is of the amount
        if ";" in gap or m > n + 2:
            return None
        if a.sort == "rank":  # "tăng 3 bậc, xếp thứ 12/34"
            if b.figure.role == "rank":
                return b
            continue
        share = b.figure.role == "share" and (a.sort == "points" or _COMES_TO.fullmatch(gap) is not None)
        level = b.figure.role in ("level", "plan") or share  # "hộ nghèo giảm 4%, còn 42%"
        now = _NOW_AT.fullmatch(to_it) if a.sort in RATIOS and is_level(b) else None
        if now is not None and line.key(line.places[n] + 1 + now.start("at")) not in lexicon().sets["equates"]:
            return b  # "tăng 5% so với cùng kỳ đạt 90 tấn"
        if level and "," in gap and any(t in reaches for t in to_it):
            # "vật tư tăng 9%, giá lợn còn 54.000 đồng" is of another thing, "…, với kim ngạch đạt 9 triệu USD" is not
            tied = line.key(min(begin_of_clause(line, m), line.places[m])) in lexicon().sets["with"]
            nameless = tied or (not n and _bare(line, n))  # "tăng 8% so với tháng trước, khách đạt 90 lượt"
            named = (
                set() if nameless else _head(line, m) or _named_before(line, begin_of_clause(line, m), line.places[m])
            )
            return b if named <= syllables_of(line, n) else None
    return None


_COMES_TO = shape(r", <becomes> <over|under|about>*")
_NOW_AT = shape("(?: <compare> <!amt|,|;|:|joint|quantity|total>* )? (?P<at><copula|estimate>) <over|under|about|num>*")


def _now_and_before(line: Line, n: int, of: Amount) -> tuple[Amount, Amount | None]:
    """Of two levels printed before a change, the later is what it is about: "54 vụ; cùng kỳ 48 vụ; tăng 12,5%", "năm
    2019 là 48 vụ, năm 2020 là 54 vụ, tăng 12,5%", "… 54 vụ (tăng 12,5%)".
    """
    here, hi = line, n
    if not n and line.outer is not None:
        here, hi = line.outer, bisect_left(line.outer.places, line.place)
    role, alike = "share" if of.figure.role == "share" else "level", range(max(hi - 2, 0), hi)
    levels = [b for b in here.amounts[max(hi - 2, 0) : hi] if b.figure.role == role and not is_denominator(b)]
    if len(levels) < 2 or of not in levels or not all(same_kind(b, of) for b in levels):
        return of, None
    if _THEN_TOLD.search(here.gap(alike[1])) is not None:
        return levels[0], levels[1]
    first, second = map(_year, levels)
    if bool(first) != bool(second):
        return of, None
    if first > second:
        return levels[0], levels[1]
    since = _since_new_year(here, alike[0]) and not _since_new_year(here, alike[1])
    if not (first < second or since) or of is not levels[1] or _against_other(line, n, levels[0]):
        return of, None
    timed = {w for name in ("year", "year_part") for key in lexicon().sets[name] for w in key.split()}
    return of, levels[0] if names(here, alike[1]) - timed <= names(here, alike[0]) else None


def _year(a: Amount) -> str:
    """The year of an amount, "" where it has none."""
    return (a.figure.period or "")[:4]


def _since_new_year(line: Line, n: int) -> bool:
    """Whether an amount is told of the beginning of a year: "đầu năm có 60 hộ nghèo, cuối năm còn 48 hộ"."""
    head, late = tags_of("head_of_year"), lexicon().sets["late"]
    return any(line.text[i] in head and line.key(i) not in late for i in range(line.begin(n), line.places[n]))


_THEN_TOLD = shape(r"[,;] <same_period> <year|y|word>{0,3} <copula>? <over|under|about>* $")


def _then_behind(line: Line, n: int, of: Amount) -> Amount | None:
    """The level of what a change is compared with, told right behind it: "tăng 18 lần so với cùng kỳ năm trước, cùng kỳ
    chỉ đạt 7 tấn".
    """
    b = at(line, n + 1) if n + 1 < len(line.places) else None
    if b is None or not is_level(b) or not same_kind(b, of) or _THEN_TOLD.search(line.gap(n + 1)) is None:
        return None
    lo, spot = line.places[n + 1] + 1, line.c.where.get(of.figure.figure_id)
    known = syllables_of(*spot) if spot is not None else set[str]()  # told in the line that an item goes on from
    told = named_in(line, lo, lo + len(line.clause(n + 1))) | set(syllables(b.figure.unit or ""))
    alike = told - lexicon().sets["silent"] <= known | set(syllables(of.figure.unit or ""))
    return b if alike and has(line.clause(n), "compare", "same_period") else None


def _against_other(line: Line, n: int, b: Amount) -> bool:
    """Whether a change is told to be against something else than a level: another year, a plan."""
    lo, hi = line.begin(n), line.places[n] + 1 + len(line.clause(n))
    told, years = line.text[lo:hi], {line.key(i) for i in range(line.places[n], hi) if line.text[i] == "y"}
    then = years == {_year(b)} and not has(told, "month", "quarter", "same_period", "year_part")
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
    lo, hi = line.begin(n), line.places[n]
    mover = _MOVER.search(line.text, lo, hi)
    hi = mover.start() if mover else hi
    cut = max((i for i in range(lo, hi) if line.text[i] in ",;:"), default=lo - 1)
    timed = (i for i in range(cut + 1, hi) if line.text[i] in "ydnq" or has(line.text[i], "month", "quarter", "year"))
    named = next(timed, hi) - cut - 1  # a time alone is no name: "CPI tháng 8/2023 tăng 2%"
    keys = [line.key(i) for i in range(cut + 1, hi)]
    one = at(line, n)
    now = [(a, subject) for a, subject in page.rows if _year(a) == _year(one)]
    if speaks_of(" ".join(keys), "money_topic"):  # "doanh thu cố định" is no "thuê bao cố định"
        now = [(a, subject) for a, subject in now if a.sort == "money"]
    for k in range(min(len(keys) - 1, named)):
        phrase = f" {' '.join(keys[k:])} "
        found = [a for a, subject in now if subject.endswith(phrase)]
        if found:
            return found[-1]
        spot = by_name(page, phrase, one.at) if len(keys) - k > 2 else None
        fits = spot is not None and _worth(one, at(*spot), None)[0] > (0 if counts(one) else -1)
        if spot is not None and fits and _year(at(*spot)) == _year(one):
            return at(*spot)  # "số vụ giảm 9 vụ" is of no people
    return None


def _plan_before(page: Page, line: Line, n: int, of: Amount) -> Amount | None:
    """The target told before what attains it: "Chỉ tiêu giao là 650 người; kết quả tuyển 624 người, đạt 96%"."""
    spot = line.c.where.get(of.figure.figure_id)  # none where another paragraph tells it
    if line.outer is not None or spot is None or of.figure.role == "plan":
        return None
    firsts = (x.first for x in line.owner if isinstance(x, Line))
    inside = [b for b in firsts if b is not None and of.at < b.at < at(line, n).at and _is_plan(b, of)]
    if inside:
        return inside[0]  # "xây mới 45 trạm (kế hoạch 40 trạm), đạt 112,5%"
    before = [s for s in page.last if at(*s).block == of.block and at(*s).sentence < of.sentence]
    named = names(*spot)  # sums of money or hectares may be of anything
    told = [*line.amounts[:n], *(at(*s) for s in before if counts(at(*s)) or named <= names(*s))]
    plans = [b for b in told if b.at < of.at and _is_plan(b, of)]
    return plans[0] if len(plans) == 1 else None


def _is_plan(b: Amount, of: Amount) -> bool:
    """Whether an amount is planned of what another is of."""
    return b.figure.role == "plan" and same_kind(b, of)


def _kin(page: Page, of: Amount, role: str) -> Amount | None:
    """The earlier level, or the target, that a table prints beside a level."""
    subject, planned = of.figure.subject, role in ("gap", "attainment")
    kin = [a for a, _ in page.rows if subject and a.figure.subject == subject and a is not of and a.sort == of.sort]
    kin = [a for a in kin if a.figure.role == ("plan" if planned else "level")]
    kin = [a for a in kin if planned or (a.figure.period or "") < (of.figure.period or "")]
    return kin[-1] if kin else None


def earlier(page: Page, line: Line) -> Iterator[Link]:
    """Levels of an earlier time in a bracket: of the level before it, and the base of the first change behind."""
    if line.outer is None or not is_earlier(line):
        return
    told, m = line.amounts, bisect_left(line.outer.places, line.place)
    if not told or not m:
        return
    first, host = told[0], line.outer.amounts[m - 1]
    shares = first.figure.role == host.figure.role == "share"  # "công suất 52% (cùng kỳ 39%), tăng 13 điểm phần trăm"
    if not shares and not (is_level(host) and is_level(first)):
        return
    hosts = line.outer.amounts[:m][-len(told) :]  # "40 vụ, 5 người (năm trước là 50 vụ và 7 người)"
    paired = len(hosts) == len(told) and all(map(same_kind, told, hosts))
    for a, b in zip(told, hosts, strict=True) if paired else ((first, host),):
        line.c.earlier[a.figure.figure_id] = b.figure.figure_id
    for after in line.outer.amounts[m : m + 1]:
        if after.figure.role in ("change", "index"):
            yield link("base", after, first, "base.earlier", 6, line.at[0], first.right)
