"""The rules of links: what is part of what, of what a share or change is, and what it was computed against.

A rule sees lines in which every amount is one character, and proposes; `settle` decides. Rules that a pattern can carry
stand in PATTERNS, the others are functions; `propose` asks them all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape, syllables, tags_of
from tvict.reading.settle import Link, settle
from tvict.reading.structure import (
    ABOUT,
    AGAINST,
    BRACKET,
    MEASURED,
    Context,
    Line,
    Lists,
    Spot,
    common,
    counts,
    cut,
    is_denominator,
    is_earlier,
    is_level,
    is_rate,
    likeness,
    lines,
    said,
    same_kind,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule that a pattern carries: its groups name amounts, `links` say which column of which is which."""

    name: str
    pattern: re.Pattern[str]
    links: tuple[tuple[str, str, str], ...]
    strength: int
    closed: bool


def _rule(name: str, links: str, strength: int, pattern: str, closed: bool = False) -> Pattern:
    """Compile a rule; {C} are words of one clause, {W} words up to a semicolon, {A} what may stand before an amount."""
    for short, long in (("{C}", "(?:<!amt|,|;>)*?"), ("{W}", "(?:<!amt|;>)*?")):
        pattern = pattern.replace(short, long)
    slots = [re.split("[:>]", link) for link in links.split()]
    return Pattern(name, shape(pattern), tuple((a, b, c) for a, b, c in slots), strength, closed)


PATTERNS = (
    _rule(
        "attainment.fraction",
        "of:it>of base:it>base plan:base>it",
        8,
        r"(?P<of><lvl>) / (?P<base><lvl>) {W} (?P<it><done>)",
    ),
    _rule(
        "share.fraction",
        "of:it>of base:it>base parent:of>base",
        9,
        r"(?P<of><lvl>) <brk>? / (?P<base><lvl>) (?:<copula|ratio|occupy|,>)* (?P<it><pct>)",
    ),
    _rule("part.fraction", "parent:it>to", 9, r"(?P<it><lvl>) <brk> / (?P<to><lvl>)"),
    _rule(
        "share.part_total",
        "of:it>of base:it>base parent:of>base",
        8,
        r"(?P<of><lvl>) {C} <joint|,> {C} <total> {C} (?P<base><lvl>) {C} , {C} <occupy|ratio> {C} (?P<it><pct>)",
    ),
    _rule(
        "share.among",
        "of:it>of base:it>base parent:of>base",
        6,
        r"^ {W} <out_of|preposition> (?:<noun> <preposition>)? (?P<base><lvl>) {C} , {W} (?P<of><lvl>) {C} ,"
        r"{C} <occupy> {C} (?P<it><pct>)",
    ),
    _rule(
        "share.of_total_behind",
        "of:it>of base:it>base parent:of>base",
        8,
        r"(?P<of><lvl>) {C} ,? {C} <occupy|ratio> {C} (?P<it><pct>)"
        r" (?: <compare|out_of> <total|quantity>? | <preposition>? <total|quantity>+ ) {C} (?P<base><lvl>)",
    ),
)


Spots = Sequence[Spot]


@dataclass(slots=True)
class Page:
    """What the rules have seen of a text before the line they read."""

    before: list[Spot] = field(default_factory=list)  # totals of the sentence before, the last one last
    rows: list[tuple[Amount, str]] = field(default_factory=list)  # every measure of a table with its subject
    last: list[Spot] = field(default_factory=list)  # every measure of the sentence before
    said: list[tuple[Spot, str]] = field(default_factory=list)  # every measure in prose with its words
    among: Amount | None = None  # the total that a sentence of this paragraph opened with
    goes_on: tuple[Amount, str | None, int] | None = None  # total, unit and token of a list whose items may be lines
    given: Amount | None = None  # what was allocated in this paragraph, and whether the last sum was spent
    spent: bool = False
    total: tuple[Line, Amount] | None = None  # that a share named last
    about: dict[int, Amount] = field(default_factory=dict)  # what a change before is about
    bases: set[int] = field(default_factory=set)  # what was printed to compare with
    roots: list[Spot] = field(default_factory=list)  # totals so far that are part of nothing
    parts: set[int] = field(default_factory=set)  # items of lists
    members: set[int] = field(default_factory=set)  # items of lists of two or more


def link_all(contexts: Sequence[Context]) -> None:
    """Find the lines of every paragraph, then fill all links of a text."""
    for c in contexts:
        if c.amounts and not c.amounts[0].row:
            c.lines = lines(c)
            cut(c)
    settle([a for c in contexts for a in c.amounts], list(propose(contexts)))


def propose(contexts: Sequence[Context]) -> Iterator[Link]:
    """All links that the rules see."""
    page = Page()
    for c in contexts:
        rows = [a for a in c.amounts if a.row and a.figure.role in MEASURED]
        page.rows += [(a, f" {' '.join(syllables(a.figure.subject or ''))} ") for a in rows]
        page.before, page.among, page.goes_on, page.given, page.spent = page.before[-1:], None, None, None, False
        for line in c.lines:
            measured = [(line, n) for n in range(len(line.places)) if at(line, n).figure.role in MEASURED]
            page.said += [(spot, f" {' '.join(said(*spot))} ") for spot in measured]
            for rule in LINE_RULES:
                yield from rule(page, line)
            _turn(page, line)
    for rule_of_text in TEXT_RULES:
        yield from rule_of_text(contexts)


def _turn(page: Page, line: Line) -> None:
    """Remember a line that was read."""
    spots = [(line, n) for n in range(len(line.places))]
    measured = [s for s in spots if at(*s).figure.role in MEASURED]
    if line.outer is not None:
        return
    if measured:
        page.last = measured
    roots = [(line, n) for line, n in spots if is_level(at(line, n)) and not is_denominator(at(line, n))]
    alone = [(line, n) for line, n in roots if at(line, n).figure.figure_id not in page.members]
    if roots:
        page.before = alone or roots
        page.roots = ([s for s in roots if at(*s).figure.figure_id not in page.parts] or page.roots)[-1:]


def at(line: Line, n: int) -> Amount:
    """The n-th amount of a line."""
    return line.amount(line.places[n])


def _link(slot: str, it: Amount, to: Amount, rule: str, strength: int, *words: int, **more: object) -> Link:
    """A proposal; the deciding words are tokens lo to hi, where none are given those of the amount itself."""
    return Link(slot, it, to, rule, strength, *(words or (it.left, it.right)), **more)  # type: ignore[arg-type]


def _both(it: Amount, of: Amount, base: Amount, rule: str, strength: int, *words: int) -> Iterator[Link]:
    """Proposals for what a ratio or change is of, and what it was computed against."""
    yield _link("of", it, of, rule, strength, *words)
    yield _link("base", it, base, rule, strength, *words)


def patterns(page: Page, line: Line) -> Iterator[Link]:
    """The rules that a pattern carries."""
    for r in PATTERNS:
        for m in r.pattern.finditer(line.text):
            if r.name == "share.of_total_behind":
                page.total = line, line.amount(m.start("base"))
                page.bases.add(page.total[1].figure.figure_id)
            lo, hi = line.at[m.start()], line.at[m.end() - 1] + 1
            for slot, it, to in r.links:
                yield _link(slot, line.amount(m.start(it)), line.amount(m.start(to)), r.name, r.strength, lo, hi)


_OVER_TARGET = shape(r"<lvl> (?:<!amt|;>)*? <done>")


def _before_is_change(line: Line) -> bool:
    """Whether a bracket stands right behind a change."""
    before = line.outer.owner[line.place - 1] if line.outer is not None and line.place else None
    return isinstance(before, Amount) and before.figure.role in ABOUT


_FROM_TO = shape(
    r"<from> (?:<!amt|,|;|until>)*? (?P<base><amt>) (?:<!amt|,|;>)*? <becomes|until> (?:<!amt|,|;>)*? (?P<of><amt>)"
)
_CHANGE_BEHIND = shape(r"(?:<!amt|;|brk>)* (?P<it><chg|brk>)")
_CHANGE_BEFORE = shape(r"(?P<it><chg>) (?:<!amt|;>)* $")


def from_to(page: Page, line: Line) -> Iterator[Link]:
    """The change with both its levels: "từ 8.400 lên 9.150 hộ, tăng 8,9%", "giảm 12 vụ (từ 31 vụ xuống còn 19 vụ)"."""
    for m in _FROM_TO.finditer(line.text):
        base, of = line.amount(m.start("base")), line.amount(m.start("of"))
        if "range" in base.figure.quality or (base.figure.role == "plan") != (of.figure.role == "plan"):
            continue
        lo, hi = line.at[m.start()], of.right
        yield _link("was", base, of, "change.from_to", 8, lo, hi)
        behind, before = _CHANGE_BEHIND.match(line.text, m.end()), _CHANGE_BEFORE.search(line.text[: m.start()])
        found = line.owner[behind.start("it")] if behind else None
        if isinstance(found, Line):
            found = found.first
        if found is None and before:
            found = line.owner[before.start("it")]
        if found is None and line.outer is not None:
            found = line.outer.first_before(line.place)
        if isinstance(found, Amount) and found.figure.role in ("change", "index"):
            yield from _both(found, of, base, "change.from_to", 8, lo, hi)


def fractions(page: Page, line: Line) -> Iterator[Link]:
    """Of "109/112 xã" the first is part of the second, unless that is the target of the first."""
    for n, place in enumerate(line.places):
        a = at(line, n)
        if line.outer is not None and _BOTH.fullmatch(line.text) and _before_is_change(line):
            continue
        if is_denominator(a) and not _OVER_TARGET.match(line.text, place) and a.fraction_of is not None:
            slot = "unit" if a.fraction_of.figure.role == "rank" else "parent"
            yield _link(slot, a.fraction_of, a, "part.fraction", 9, a.fraction_of.at, a.at + 1)


def lists(page: Page, line: Line) -> Iterator[Link]:
    """Members of lists are part of their totals; a list whose items are lines goes on where one opens with a count."""
    first = line.first
    if page.goes_on is not None and line.outer is None and first is not None and _LINE.match(line.text):
        host, unit, token = page.goes_on
        if first.figure.unit == unit:
            yield _link("parent", first, host, "part.lines", 6, token, token + 1, list=token, closed=True)
            page.members.add(first.figure.figure_id)
    strength = {"open": 7, "closed": 7, "bracket": 7, "colon": 6, "among": 5}
    for found in Lists(line, page.before, page.roots).read():
        closed = found.kind not in ("open", "among")
        if all(a.figure.role == "plan" != host.figure.role for a, host in found.pairs):
            continue  # "41 cụm loa (kế hoạch 45 cụm loa)": a target is no part of a result
        loose = any(not a.listed and a.figure.unit != host.figure.unit for a, host in found.pairs)
        if len(found.pairs) > 1:
            page.members.update(a.figure.figure_id for a, _ in found.pairs)
        page.parts.update(a.figure.figure_id for a, _ in found.pairs)
        if len(found.pairs) == 1 and found.kind == "closed" and page.goes_on is None:
            page.goes_on = found.pairs[0][1], found.pairs[0][0].figure.unit, found.token
        for a, host in found.pairs:
            rule = f"part.{found.kind}"
            yield _link(
                "parent",
                a,
                host,
                rule,
                strength[found.kind],
                found.token,
                found.token + 1,
                list=found.token,
                closed=closed,
                loose=loose and found.kind == "bracket",
            )


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
                yield _link("parent", a, whole, "part.named", 7, token, token + 1, list=token)


_CATEGORY = shape(r"<tier> | <numbered> <d>")
_HAS = shape(
    r"""(?: , <joint>? <copula> <word|fulfil>* | (?:,|;) <joint>? (?P<it><anaphor>) <word|fulfil|noun>* )
        <copula>? <over|under|about>? $"""
)
STAGES = ("receive", "fulfil", "sanctioned")  # inspected or received; found or resolved; sanctioned


def stage(line: Line, n: int) -> int:
    """How far those went whom an amount counts: 0 received or inspected, 1 resolved or found, 2 sanctioned, -1 none."""
    figure_id = at(line, n).figure.figure_id
    if figure_id not in line.c.stages:
        line.c.stages[figure_id] = _stage(line, n)
    return line.c.stages[figure_id]


def _stage(line: Line, n: int) -> int:
    sets, keys = lexicon().sets, said(line, n)
    if _holds(keys, sets["pending"]):
        return -1
    if _holds(keys, sets["sanctioned"]):
        return 2
    gap = line.gap(n) + _phrase(line.tail(n))
    if _holds(keys, sets["at_fault"]) or any(t in tags_of("fulfil") for t in gap):
        return 1
    received = any(t in tags_of("receive") for t in gap)
    if not received and n and not _named(re.split(f"[,{BRACKET}]", line.gap(n))[-1]):
        # "6 cuộc kiểm tra, đạt 60% kế hoạch, đối với 84 cơ sở"
        m = next((m for m in range(n - 1, 0, -1) if at(line, m).figure.role not in ABOUT), 0)
        received = _holds(said(line, m), sets["receive"])
    return 0 if received else -1


def _holds(keys: Sequence[str], phrases: frozenset[str]) -> bool:
    """Whether words hold one of several phrases, each as one token or as many."""
    text = f"|{'|'.join(keys)}|"
    return any(f"|{w}|" in text or f"|{w.replace(' ', '|')}|" in text for w in phrases)


def steps(page: Page, line: Line) -> Iterator[Link]:
    """Parts behind their total: by level or tier, "có 2 hệ thống …", received then resolved, inspected then fined."""
    if line.outer is not None:
        return
    went: dict[int, list[Spot]] = {}
    for spot in [*page.last, *((line, n) for n in range(len(line.places)))]:
        a, here, n, reached = at(*spot), spot[0], spot[1], stage(*spot)
        if not is_level(a) or is_denominator(a):
            continue
        if here is line and a.figure.unit is not None and not is_rate(a):
            found, rule = _step(page, line, n, went, reached)
            if found is not None:
                yield _link("parent", a, found, rule, 5)
        went.setdefault(reached, []).append(spot)


def _step(page: Page, line: Line, n: int, went: dict[int, list[Spot]], reached: int) -> tuple[Amount | None, str]:
    """What an amount is a step of, and the rule that says so."""
    if reached > 0 and (found := _stage_before(page, line, n, went, reached)) is not None:
        page.members.add(at(line, n).figure.figure_id)
        return found, "part.settled"
    if _CATEGORY.search(line.gap(n)):
        whole = _level_before(line, n, lambda m: not _CATEGORY.search(line.gap(m) + _phrase(line.tail(m))))
        if whole is not None:
            return whole, "part.category"
    if _portion(line, n):
        return _level_before(line, n, lambda m: True), "part.portion"
    return (_level_before(line, n, lambda m: at(line, m).unit_said), "part.has") if _has(line, n) else (None, "")


def _has(line: Line, n: int) -> bool:
    """Whether a comma and a verb, or "số có", "số đã", tie an amount to the count before it."""
    gap = line.gap(n)
    m = _HAS.search(gap)
    if m is None or any(t in tags_of("month", "quarter", "cumulative") for t in gap):
        return False
    i = line.places[n] - len(gap) + m.start("it")
    return (
        m["it"] is None or line.key(i) not in lexicon().sets["bare_anaphor"] or line.text[i + 1] not in tags_of("noun")
    )


def _portion(line: Line, n: int) -> bool:
    """Whether the words before an amount call it a portion: "38 tỷ đồng, phần ngân sách tỉnh là 26 tỷ đồng"."""
    place, comma = line.places[n], line.gap(n).rfind(",")
    return comma >= 0 and line.key(place - len(line.gap(n)) + comma + 1) in lexicon().sets["portion"]


def _phrase(tail: str) -> str:
    """The characters behind an amount up to the next pause."""
    return _PAUSE.split(tail, maxsplit=1)[0]


_PAUSE = shape(r"<,|;|.|brk|joint>")


def _level_before(line: Line, n: int, test: Callable[[int], bool]) -> Amount | None:
    """The nearest level before an amount that counts the same, if it passes a test."""
    a = at(line, n)
    for m in range(n - 1, -1, -1):
        b = at(line, m)
        if is_level(b) and b.figure.unit is not None and not is_denominator(b) and same_kind(a, b) and test(m):
            return b
    return None


def _stage_before(page: Page, line: Line, n: int, went: dict[int, list[Spot]], reached: int) -> Amount | None:
    """The nearest count before that is less far: of the received those resolved, of the inspected those at fault."""
    a = at(line, n)
    found: list[Amount] = []
    for less in range(reached):
        for here, m in reversed(went.get(less, [])):
            b = at(here, m)
            kin = (same_kind(a, b) and b.figure.unit is not None) or (_inspected(a) and _inspected(b))
            if kin and (here is line or b.figure.figure_id not in page.members):
                found.append(b)
                break
    return max(found, key=lambda b: b.at, default=None)


def _inspected(a: Amount) -> bool:
    """Whether an amount counts those who are inspected, by whatever noun."""
    return " ".join(syllables(a.figure.unit or "")).startswith(tuple(lexicon().sets["inspected"]))


def remainders(page: Page, line: Line) -> Iterator[Link]:
    """What is left is one more part beside the part before it, and closes the list: "còn lại 6 ấp"."""
    rest, left = tags_of("remainder"), lexicon().sets["left_over"]
    begin = 0  # behind the remainder before
    for n, place in enumerate(line.places):
        a, gap = at(line, n), line.gap(n)
        after = line.text[place + 1 : place + 2] in tuple(rest)
        said_so = after or any(t in rest for t in gap)
        short = gap[:1] in (",", ";") and len(gap) == 2 and line.key(place - 1) in left
        if not is_level(a) or not (said_so or short):
            continue
        spots = [(line, m) for m in range(n - 1, begin - 1, -1)] if n else page.before[::-1]
        found = [s for s in spots if is_level(at(*s)) and not is_denominator(at(*s))]
        alike = [s for s in found if same_kind(at(*s), a)]
        for s in (alike if after else found)[:1]:
            yield _link("rest", a, at(*s), "part.rest", 6)
        if said_so:
            yield from _left_of(page, a, alike)
        begin = n + 1


def _left_of(page: Page, a: Amount, alike: Spots) -> Iterator[Link]:
    """Parts and remainder where commas or stops alone part them from their total: "24 ấp, 18 ấp …, còn lại 6 ấp"."""
    if len(alike) == 1 and alike[0][0].c.where.get(a.figure.figure_id, (None,))[0] is not alike[0][0]:
        before = [s for s, _ in reversed(page.said) if s[0].outer is None and s[0] is not alike[0][0]]
        before = [s for s in before if is_level(at(*s))]
        alike = [*alike, *[s for s in before if same_kind(at(*s), a)][:1]]  # over two sentences
        if len(alike) == 1:
            return
    if len(alike) == 1:
        yield _link("parent", a, at(*alike[0]), "part.rest", 2)
    elif alike:
        *parts, whole = (at(*s) for s in alike)
        for part in (a, *parts):
            yield _link("parent", part, whole, "part.rest", 2, list=a.at, closed=True)


ELSEWHERE = shape(r"<up|down> <preposition> <where>")  # "tốc độ tăng của cả nước là 9,5%": of no level here
_NAMING = ("noun", "numbered", "quantity", "fulfil", "receive")
_MOVER = shape(r"<up|down|equal|multiple|exceed|below|added|less|complete|copula|from|becomes|occupy|ratio>")
_ANAPHOR = ("anaphor", "compare", "target", "that_is", "ratio", "year", "month", "mean")
RATIOS = ("percent", "times", "points")


def changes(page: Page, line: Line) -> Iterator[Link]:
    """Changes, indices, attainments and gaps: the level they are about, and what they were computed against."""
    for n in range(len(line.places)) if not is_earlier(line) else ():
        a = at(line, n)
        if a.figure.role not in ABOUT and not _planned_change(line, n):
            continue
        if (again := _again(line, n)) is not None:
            yield _link("like", a, again, "change.again", 8)
        elif (told := _told(line, n)) is not None:
            page.about[a.figure.figure_id] = told[0]
            yield from _both(a, *told)
        else:
            yield from _change(page, line, n)


def _told(line: Line, n: int) -> tuple[Amount, Amount, str, int] | None:
    """Both levels of a change where both are named: "tăng 13 vụ (51/38)", "chênh lệch 25 điểm"."""
    a, place = at(line, n), line.places[n] + 1
    inside = line.owner[place] if place < len(line.owner) else None
    if isinstance(inside, Line) and _BOTH.fullmatch(inside.text) is not None:
        return at(inside, 0), at(inside, 1), "change.fraction", 9
    if a.figure.role == "gap" and any(t in tags_of("difference") for t in line.gap(n)):
        before = [b for b in map(line.amount, line.places[:n]) if b.figure.role in MEASURED]
        pair = [b for b in before if b.sort in ("percent", a.sort)][-2:]
        return (pair[0], pair[1], "gap.difference", 8) if len(pair) == 2 else None
    return None


def _change(page: Page, line: Line, n: int) -> Iterator[Link]:
    """What one change is about, and its base: printed right behind a comparison, before it, or in a table."""
    a, base = at(line, n), _compared(line, n)
    if base is not None:
        page.bases.add(base.figure.figure_id)
    if ELSEWHERE.search(line.gap(n)):
        return
    of, rule, strength = _about(page, line, n, base)
    if of is None and n and not _named(line.gap(n)):  # "tăng 53 tỷ đồng so với năm 2011 nhưng còn thiếu 14 tỷ đồng"
        of, rule, strength = page.about.get(at(line, n - 1).figure.figure_id), "of.change_before", 3
    if of is not None:
        page.about[a.figure.figure_id] = of
        if base is None and a.figure.role in ("change", "index"):
            of, base = _now_and_before(line, n, of)
        yield _link("of", a, of, rule, strength)
        if base is None and a.figure.role == "attainment":
            base = _planned(line, n, of)
        if base is None and of.row:
            base = _kin(page, of, a.figure.role)
    if base is not None:
        yield _link("base", a, base, "base.compared", 7, base.left, base.right)
        if any(t in tags_of("target") for t in line.tail(n)):
            yield _link("plan", base, a, "plan.compared", 7)


_MOVES = shape(r"<up|down|added> <about|over|under>* $")


def _planned_change(line: Line, n: int) -> bool:
    """Whether a planned ratio is one of change: "phấn đấu doanh thu đạt 108 tỷ đồng, tăng 11,3%"."""
    a, gap = at(line, n), line.gap(n)
    level = at(line, n - 1) if n else line.outer.first_before(line.place) if line.outer is not None else None
    bare = _MOVES.search(gap) is not None and not _named(gap) and ";" not in gap
    return a.figure.role == "plan" and a.sort in RATIOS and bare and level is not None and is_level(level)


def _again(line: Line, n: int) -> Amount | None:
    """The change before that is said again: "giảm 450 con (-1,25%)", "tăng 10%, tức 0,5 tỷ đồng"."""
    gap = line.gap(n)
    bare = _named(gap) == 0
    if line.outer is not None and n == 0 and bare:
        before = [line.outer.owner[i] for i in range(line.place - 1, -1, -1) if isinstance(line.outer.owner[i], Amount)]
        last = before[0] if before else None
        return last if isinstance(last, Amount) and last.figure.role in ABOUT else None
    place = line.places[n]
    told = any(t in tags_of("that_is") for t in gap)
    told = told or (bare and any(line.key(i) in lexicon().sets["restates"] for i in range(place - len(gap), place)))
    if not told:
        return None
    before_it = (at(line, m) for m in range(n - 1, -1, -1))
    return next((b for b in before_it if b.figure.role in ABOUT), None)


def _named(tags: str) -> int:
    """How many words of a stretch name something."""
    naming = tags_of(*_NAMING)
    return sum(t in "wW" or t in naming for t in tags)


_NEXT = shape(r"<!amt|,|;|brk>? <,|joint> <up|down>? $")
_COMPARED_BEFORE = shape(r"<compare> (?:<!amt|,|;|brk>)* (?P<brk><brk>) <up|down|exceed|below|equal>")


_BOTH = shape(r"<lvl> / <lvl>")


def _compared(line: Line, n: int) -> Amount | None:
    """What stands right behind a comparison: "so với năm 2018 (1.402 tỷ đồng)", "so với 176.822 hộ"."""
    a, m = at(line, n), n
    if (before := _COMPARED_BEFORE.search(line.gap(n))) is not None:
        inside = line.owner[line.places[n] - len(line.gap(n)) + before.start("brk")]
        return inside.first if isinstance(inside, Line) else None
    while m + 1 < len(line.places) and _NEXT.match(line.tail(m)) and at(line, m + 1).figure.role in ABOUT:
        m += 1  # "giảm 146 lượt tiếp, 127 lượt người (năm 2019 …)"
    head = re.split("[,;]", line.tail(m), maxsplit=1)[0]
    bracket = head.find(BRACKET)
    if bracket >= 0:
        inside = line.owner[line.places[m] + 1 + bracket]
        told = isinstance(inside, Line) and (is_earlier(inside) or (m == n and AGAINST.search(head[:bracket])))
        return _within(a, inside) if told and isinstance(inside, Line) else None
    if m > n or n + 1 >= len(line.places) or len(head) < len(line.tail(n)) or not AGAINST.search(head):
        return None
    b = at(line, n + 1)
    odd = a.figure.role == "attainment" and b.sort in ("percent", "points") and b.figure.role != "plan"
    return b if b.figure.role in (*MEASURED, "rank") and not odd else None


def _within(a: Amount, inside: Line) -> Amount | None:
    """The amount of a bracket that a change was computed from: that of its unit, for a ratio the first."""
    found = [b for b in map(inside.amount, inside.places) if b.figure.role in (*MEASURED, "attainment", "rank")]
    alike = [b for b in found if a.figure.unit == b.figure.unit] or [b for b in found if same_kind(a, b)]
    return next(iter(alike or (found if a.sort in (*RATIOS, "rank") else [])), None)


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
            elif inside and isinstance(owner, Line):
                yield from ((owner, k) for k in range(len(owner.places)) if at(owner, k).figure.role == "share")
        if here.outer is None:
            return
        here, last = here.outer, here.place


def _about(page: Page, line: Line, n: int, base: Amount | None) -> tuple[Amount | None, str, int]:
    """What a change is about, with the rule that says so and its strength."""
    a = at(line, n)
    ratio = a.sort == "points" or (base is not None and base.sort == "percent")
    spot = _nearest(page, (line, n), _around(line, n, ratio), base)
    if (
        spot is not None
        and base is None
        and spot[0] is line
        and (_own_head(line, n, spot[1]) or _turned(line, n, spot[1]))
    ):
        return _echo(page, line, n), "of.name", 4
    if spot is not None and base is None and (level := _level_of_share(a, *spot)) is not None:
        return level, "of.level_of_share", 3
    if spot is not None:
        return at(*spot), "of.base" if base is not None else "of.nearest", 3
    if (ahead := _ahead(line, n)) is not None:
        return ahead, "of.ahead", 3
    if (named := _echo(page, line, n)) is not None:
        return named, "of.name", 4
    opens = line.outer is None and _named(line.gap(0)) < 3
    if opens and all(at(line, m).figure.role in ABOUT for m in range(n)):
        spot = _nearest(page, (line, n), iter(page.last[::-1]), base)
        if spot is not None:
            return at(*spot), "of.before", 3
    return None, "", 0


_OCCUPIES = shape(r", <joint>? <occupy>")


def _level_of_share(a: Amount, line: Line, m: int) -> Amount | None:
    """The sum that a change is about though a share stands between: "đạt 7 tỷ đồng, chiếm 18% tổng vốn và tăng 28%"."""
    if a.sort != "percent" or at(line, m).figure.role != "share" or not m or not _OCCUPIES.fullmatch(line.gap(m)):
        return None
    level = at(line, m - 1)
    return level if level.sort in ("money", "measure") else None


def _nearest(page: Page, spot: Spot, spots: Iterator[Spot], base: Amount | None) -> Spot | None:
    """The nearest amount that a change may be about; a better one further off goes before one that fits less."""
    roles = {*MEASURED, "rank"} | ({"attainment"} if base is not None and base.sort == "percent" else set())
    a, best, most = at(*spot), None, (-1, 0)
    for other in spots:
        b = at(*other)
        if b.figure.role not in roles or is_denominator(b) or b.figure.figure_id in page.bases or b is base:
            continue
        worth, full = _worth(a, b, base)
        if worth < 0:
            continue
        named = likeness(spot, other) if a.sort not in RATIOS else 1  # "số người chết giảm 7 người": which of two?
        if (worth, named) > most:
            best, most = other, (worth, named)
        if worth == full and named:
            break
    return best


def _worth(a: Amount, b: Amount, base: Amount | None) -> tuple[int, int]:
    """How well a change fits an amount, -1 where it does not, and the most that it could."""
    f = a.figure
    actual = f.role not in ("change", "index") or b.figure.role != "plan"  # a change is of what is, not of a plan
    if f.role == "change" and a.sort == "rank":
        return 2 * (b.figure.role == "rank") + actual, 3
    if b.sort == "time":
        return -1, 3
    if base is not None:
        return 2 * (b.figure.unit == base.figure.unit) + actual, 3
    if a.sort in ("points", "times"):
        return 2 * ((b.sort == "percent") == (a.sort == "points")) + actual, 3
    if a.sort not in RATIOS:
        if same_kind(a, b):
            return 1 + actual + (a.figure.unit == b.figure.unit), 3
        return 0 if counts(a) and counts(b) else -1, 3
    return int(actual), 1


def _own_head(line: Line, n: int, m: int) -> bool:
    """Whether a change is of something that its own clause names: "doanh thu 76 tỷ, dịch vụ lữ hành tăng 107,75%"."""
    lo, hi = max(line.places[n - 1], line.places[m]) + 1, line.places[n]
    cut = max((i for i in range(lo, hi) if line.text[i] in ",;"), default=-1)
    if cut < 0:
        return False
    mover = _MOVER.search(line.text, cut, hi)
    head = line.text[cut + 1 : mover.start() if mover else hi]
    return _named(head) >= 3 and not any(t in tags_of(*_ANAPHOR) for t in head)


def _turned(line: Line, n: int, m: int) -> bool:
    """Whether "trong đó" turns to a part that is not counted: "5 nhóm tăng giá, trong đó giao thông tăng 1,66%"."""
    return any(t in tags_of("among") for t in line.text[line.places[m] : line.places[n]])


def _ahead(line: Line, n: int) -> Amount | None:
    """The level behind its change: "tăng 5%, đạt 76 tỷ"."""
    a = at(line, n)
    reaches = tags_of("copula", "becomes")
    for m in range(n + 1, len(line.places)):
        gap, b = line.text[line.places[n] + 1 : line.places[m]], at(line, m)
        if ";" in gap or m > n + 2:
            return None
        level = b.figure.role in ("level", "plan") or (a.sort == "points" and b.figure.role == "share")
        if level and "," in gap and any(t in reaches for t in gap):
            return b
    return None


def _now_and_before(line: Line, n: int, of: Amount) -> tuple[Amount, Amount | None]:
    """Of two levels printed before a change, the later is what it is about: "54 vụ; cùng kỳ 48 vụ; tăng 12,5%"."""
    alike = [
        b for b in map(line.amount, line.places[max(n - 2, 0) : n]) if b.figure.role == "level" and b.figure.period
    ]
    alike = [b for b in alike if b.figure.unit == of.figure.unit and not is_denominator(b)]
    if len(alike) < 2 or of not in alike:
        return of, None
    first, second = (str(b.figure.period)[:4] for b in alike)
    if first > second:
        return alike[0], alike[1]
    return of, None


def _planned(line: Line, n: int, of: Amount) -> Amount | None:
    """The target printed beside an attainment: "kế hoạch 1.600 tỷ, thực hiện 1.480 tỷ, đạt 92,5%"."""
    if of.figure.role == "plan":
        return None
    spots = [*_around(line, n), *((line, m) for m in range(n + 1, len(line.places)))]
    plans = [at(*s) for s in spots if at(*s).figure.role == "plan" and at(*s).figure.unit == of.figure.unit]
    return min(plans, key=lambda b: abs(b.at - at(line, n).at), default=None)


def _echo(page: Page, line: Line, n: int) -> Amount | None:
    """The level that was printed elsewhere under the words before a change: "băng rộng cố định tăng 18%"."""
    gap, place = line.gap(n), line.places[n]
    mover = _MOVER.search(gap)
    lo, hi = place - len(gap), place - len(gap) + (mover.start() if mover else len(gap))
    cut = max((i for i in range(lo, hi) if line.text[i] in ",;:"), default=lo - 1)
    keys = [line.key(i) for i in range(cut + 1, hi)]
    f = at(line, n).figure
    now = [(a, subject) for a, subject in page.rows if (a.figure.period or "")[:4] == (f.period or "")[:4]]
    for k in range(len(keys) - 1):
        phrase = f" {' '.join(keys[k:])} "
        found = [a for a, subject in now if subject.endswith(phrase)]
        if found:
            return found[-1]
        spot = _by_name(page, phrase, at(line, n).at) if len(keys) - k > 2 else None
        if spot is not None:
            return at(*spot)
    if len(keys) < 2:
        return None
    named = [(subject, a) for a, subject in now if set(keys) <= set(subject.split())]
    return min(named, key=lambda x: len(x[0]))[1] if named else None


def _kin(page: Page, of: Amount, role: str) -> Amount | None:
    """The earlier level, or the target, that a table prints beside a level."""
    subject = of.figure.subject
    kin = [a for a, _ in page.rows if subject and a.figure.subject == subject and a is not of and a.sort == of.sort]
    if role in ("gap", "attainment"):
        kin = [a for a in kin if a.figure.role == "plan"]
    else:
        kin = [a for a in kin if a.figure.role == "level" and (a.figure.period or "") < (of.figure.period or "")]
    return kin[-1] if kin else None


def _by_name(page: Page, phrase: str, before: int, short: bool = False, part: Amount | None = None) -> Spot | None:
    """The nearest measure so far whose words hold a phrase; of a single noun, a total that was printed as one."""
    found = (s for s, words in reversed(page.said) if phrase in words and at(*s).at < before and at(*s) is not part)
    return next((spot for spot in found if not short or is_denominator(at(*spot))), None)


_SHARE_MARK = shape(r"<occupy|ratio>")
_REACHES = shape(r", (?:<copula|equal>) <over|under|about>* $")
_NEW_TOPIC = shape(r"<ratio> (?:<word|noun|W|fulfil|preposition|located>){2,}")
_BARE = shape(r"(?:<ratio|occupy|copula|over|under|about|equal|:>)* $")
_TOTAL = shape(
    r"<preposition|compare|out_of|over>* (?: <total|quantity|anaphor>+ (?P<noun><noun|word>) | (?P<thing><noun>) )"
)
_WHOLE = shape(r"(?:<word|noun|numbered|tier|,>)+ (?=<brk>) | (?:<word|noun|numbered|tier>)+")


def shares(page: Page, line: Line) -> Iterator[Link]:
    """Shares: the part that each is of, and the total that the text names for it, else that of its part."""
    for n in range(len(line.places)):
        a = at(line, n)
        if a.figure.role != "share" or a.sort != "percent":
            continue
        spot = _part(line, n)
        part = at(*spot) if spot is not None else None
        if part is not None and is_denominator(part) and part.fraction_of is not None:
            yield from _both(a, part.fraction_of, part, "share.fraction", 8)
            continue
        plan = at(line, n - 1) if n and line.outer is not None else None
        host = next((at(*s) for s in _around(line, 0)), None)
        if plan is not None and plan.figure.role == "plan" and host is not None and _REACHES.search(line.gap(n)):
            yield from _both(a, host, plan, "attainment.bracket", 8, plan.left, a.right)
            yield _link("attainment", a, host, "attainment.bracket", 8, plan.left, a.right)
            continue
        if part is not None:
            yield _link("of", a, part, "share.part", 5)
        elif n and any(t in tags_of("among") for t in line.gap(n)) and is_level(at(line, n - 1)):
            yield _link("base", a, at(line, n - 1), "share.among", 5)
        yield from _totals(page, line, n, part)


def _totals(page: Page, line: Line, n: int, part: Amount | None) -> Iterator[Link]:
    """The total of a share: printed right behind it, named again, or else that of its part."""
    a, place = at(line, n), line.places[n]
    m = _TOTAL.match(line.text, place + 1)
    if m is None or (part is None and not m["noun"]):
        if part is not None:
            yield _link("whole", a, part, "share.whole", 3)
            told = page.total
            if told is not None and told[0] is line and part is not told[1] and same_kind(part, told[1]):
                yield _link("base", a, told[1], "share.same_total", 4)
                yield _link("parent", part, told[1], "share.same_total", 4)
        return
    begin = m.start("noun") if m["noun"] else m.start("thing")
    end = _WHOLE.match(line.text, begin)
    words = [line.key(i) for i in range(begin, end.end() if end else begin + 1)]
    behind = line.owner[end.end()] if end and end.end() < len(line.owner) else None
    if isinstance(behind, Line):
        behind = behind.first
    if isinstance(behind, Amount) and is_level(behind) and end and (part is None or behind.sort == part.sort):
        page.bases.add(behind.figure.figure_id)
        page.total = line, behind
        yield _link("base", a, behind, "share.total_behind", 8, line.at[begin], behind.right)
        if part is not None:
            yield _link("parent", part, behind, "share.total_behind", 4, line.at[begin], behind.right)
        return
    if part is not None and len(words) == 1:  # a total that is named more closely may be another
        yield _link("whole", a, part, "share.whole_named", 3, line.at[begin], line.at[begin] + 1, noun=words[0])
    if part is None and not _SHARE_MARK.search(line.gap(n)):
        return
    for k in range(len(words), 0, -1):
        spot = _by_name(page, f" {' '.join(words[:k])} ", a.at, k == 1, part)
        if spot is not None and is_level(at(*spot)):
            yield _link("base", a, at(*spot), "share.total_named", 4, line.at[begin], line.at[begin + k - 1] + 1)
            if part is not None and m["noun"]:
                yield _link("parent", part, at(*spot), "share.total_named", 4, line.at[begin], line.at[begin] + 1)
            return


def _part(line: Line, n: int) -> Spot | None:
    """The amount that a percentage is a share of: "77 xã, đạt tỷ lệ 83,7%", "109/112 xã (97,3%)"."""
    gap = line.gap(n)
    before = [m for m in range(n - 1, -1, -1) if is_level(at(line, m))] if _noun(line, n) else []
    told = (m for m in before if _noun(line, n) in " ".join(syllables(at(line, m).figure.unit or "")))
    m = next(told, next((m for m in range(n - 1, -1, -1) if is_level(at(line, m))), -1))
    if line.outer is not None and m < 0:
        outer, place = line.outer, line.place
        m = sum(p < place for p in outer.places) - 1
        if n or not _BARE.match(gap) or m < 0 or not is_level(at(outer, m)):
            return None
        between = outer.text[outer.places[m] + 1 : place]
        named = "," in between and outer.text[place - 1] == "W"
        return None if named or any(t in ";." for t in between) else (outer, m)
    if m < 0:
        return None
    if line.outer is not None:
        return line, m
    if any(not _aside(line, k) for k in range(m + 1, n)):
        return None
    gap = line.text[line.places[m] + 1 : line.places[n]]
    if any(t in tags_of("among") for t in gap) or ";" in gap or _NEW_TOPIC.search(gap):
        return None
    if _SHARE_MARK.search(line.gap(n)) or (_REACHES.search(gap) and not _of_other(line, n, at(line, m))):
        return line, m
    return None


def _aside(line: Line, n: int) -> bool:
    """Whether an amount between a part and its share says more of the part: a change, or another share of it."""
    a = at(line, n)
    return a.figure.role in ABOUT or (a.figure.role == "share" and _SHARE_MARK.search(line.gap(n)) is not None)


def _of_other(line: Line, n: int, host: Amount) -> bool:
    """Whether a percentage is of other things than an amount counts: "29 bưu điện, đạt 100% số xã"."""
    noun = _noun(line, n)
    return bool(noun) and host.sort == "count" and noun not in " ".join(syllables(host.figure.unit or ""))


def _noun(line: Line, n: int) -> str:
    """The noun of the total that a percentage names: "38,7% tổng số đơn vị"."""
    m = _TOTAL.match(line.text, line.places[n] + 1)
    return line.key(m.start("noun") if m["noun"] else m.start("thing")) if m is not None else ""


_SHARE_AHEAD = shape(r"<brk> <copula> <over|under|about>* (?P<of><lvl>)")


def shares_ahead(page: Page, line: Line) -> Iterator[Link]:
    """A share in brackets between what it is of and its level: "khu vực A (chiếm 98% giá trị) đạt 10,56 tỷ USD"."""
    for m in _SHARE_AHEAD.finditer(line.text):
        inside = line.owner[m.start()]
        assert isinstance(inside, Line)
        a = inside.first
        if a is not None and a.figure.role == "share" and len(inside.places) == 1 and _SHARE_MARK.search(inside.gap(0)):
            of = line.amount(m.start("of"))
            yield _link("of", a, of, "share.ahead", 6)
            yield _link("whole", a, of, "share.ahead", 3)


def earlier(page: Page, line: Line) -> Iterator[Link]:
    """Levels of an earlier time in a bracket: of the level before it, and the base of the first change behind."""
    if line.outer is None or not is_earlier(line):
        return
    outer, m = line.outer, sum(p < line.place for p in line.outer.places) - 1
    first = line.first
    if first is None or m < 0 or not is_level(at(outer, m)) or not is_level(first):
        return
    host = at(outer, m)
    line.c.earlier[first.figure.figure_id] = host.figure.figure_id
    yield _link("was", first, host, "base.earlier", 7, line.at[0], first.right)
    after = at(outer, m + 1) if m + 1 < len(outer.places) else None
    if after is not None and after.figure.role in ("change", "index"):
        yield _link("base", after, first, "base.earlier", 6, line.at[0], first.right)


def restated(page: Page, line: Line) -> Iterator[Link]:
    """One quantity said twice, never to be summed: "120 ha, tương ứng với 1,2 km²", "92% hồ sơ, tương đương …"."""
    restates = lexicon().sets["restates"]
    for n in range(1, len(line.places)):
        a, b, place = at(line, n), at(line, n - 1), line.places[n]
        if is_level(a) and line.key(place - 1) in restates:
            if b.figure.role == "share":
                yield _link("of", b, a, "share.restated", 4)
            elif is_level(b):
                yield _link("again", a, b, "part.restated", 9)


def allocated(page: Page, line: Line) -> Iterator[Link]:
    """What was spent is measured by what was allocated: "được giao 18,4 tỷ …, giải ngân 6,9 tỷ, đạt 37,5%"."""
    n = -1
    for owner in line.owner:
        a = owner.first if isinstance(owner, Line) else owner
        n += isinstance(owner, Amount)
        if a is not None and a.figure.role in ("share", "attainment") and page.given is not None and page.spent:
            yield _link("base", a, page.given, "base.allocated", 5, page.given.left, page.given.right)
        if isinstance(owner, Amount) and owner.sort == "money" and is_level(owner):
            page.spent = any(t in tags_of("disburse") for t in line.gap(n))
            words = f" {' '.join(line.key(i) for i in range(line.places[n] - len(line.gap(n)), line.places[n]))} "
            if not page.spent and any(f" {w} " in words for w in lexicon().sets["allocate"]):
                page.given = owner


_IN_TOTAL = shape(r"^ (?:<joint> ,?)? (?P<in><out_of|preposition>) (?:<!amt|,|;>)*? (?P<to><lvl>) (?:<!amt|,|;>)*? ,")
_LEADS = shape(r"^ <W|w|joint|,|copula|over|under|about>* $")


def among(page: Page, line: Line) -> Iterator[Link]:
    """Parts of a total that opens a sentence: "Trong 11 nhóm hàng, có 4 nhóm … . 5 nhóm …", or that is named again."""
    if line.outer is not None or not line.places:
        return
    first = at(line, 0)
    m = _IN_TOTAL.match(line.text)
    if m is not None and line.key(m.start("in")) in lexicon().sets["inside"]:
        page.among = line.amount(m.start("to"))
    total = page.among
    if total is not None:
        for n in range(len(line.places)):
            a = at(line, n)
            alike = is_level(a) and not is_denominator(a) and a.figure.unit is not None and same_kind(a, total)
            if a is not total and alike and _leads(line, n):
                yield _link("parent", a, total, "part.among", 5, total.left, total.right, list=total.at)
    comma = line.text.find(",", 0, line.places[0])
    if comma > 0 and is_level(first) and line.key(0) in lexicon().sets["inside"]:
        timely = any(t in tags_of("month", "year", "quarter", "year_part") for t in line.text[1:comma])
        phrase = [] if timely else [line.key(i) for i in range(1, comma)]
        for k in range(len(phrase) - 1):
            words = f" {' '.join(phrase[k:])} "
            spot = _by_name(page, words, first.at)
            found = [a for a, subject in page.rows if subject.endswith(words)][-1:] + ([at(*spot)] if spot else [])
            for total in found[-1:]:
                if same_kind(first, total):
                    page.parts.add(first.figure.figure_id)
                    yield _link("parent", first, total, "part.named_again", 5, line.at[0], line.at[comma])
                return


def _leads(line: Line, n: int) -> bool:
    """Whether an amount opens its clause."""
    gap = line.gap(n)
    return _LEADS.match(gap[max(gap.rfind(","), gap.rfind(";"), gap.rfind(".")) + 1 :]) is not None


def items(contexts: Sequence[Context]) -> Iterator[Link]:
    """Items below a paragraph that ends in a colon: their amounts are parts of its totals.

    The first amount of an item may leave its unit out; of several totals in one unit the words tell which is meant.
    """
    for n, head in enumerate(contexts):
        below = _below(contexts, n) if head.colon and head.lines else []
        if len(below) < 2:
            continue
        hosts = [head.where[a.figure.figure_id] for a in reversed(head.amounts) if a.depth == 0 and _totals_up(a)]
        spots = [[c.where[a.figure.figure_id] for a in c.amounts if a.depth == 0 and _totals_up(a)] for c in below]
        firsts = [found[0] for found in spots if found]
        pairs: dict[int, list[Spot]] = {}
        for found in spots:
            for m, host in _item_hosts(found, hosts):
                pairs.setdefault(host, []).append(found[m])
        announced = any(t in tags_of("among", "comprise") for t in head.s.shape[head.sentences[-1] : head.last])
        announced = announced and bool(hosts) and not any(len(parts) > 1 for parts in pairs.values())
        if announced and len(firsts) == len(below) and all(counts(at(*s)) for s in (hosts[0], *firsts)):
            pairs = {0: firsts}
        leading = any(t in tags_of("leading") for t in head.s.shape[head.sentences[-1] : head.last])
        for host, parts in pairs.items():
            for spot in parts if len(parts) > 1 else ():
                a, strength, closed = at(*spot), 6 if spot in firsts else 4, len(parts) == len(below) and not leading
                more = {"scope": "list", "list": head.last, "closed": closed}
                yield _link("parent", a, at(*hosts[host]), "part.items", strength, **more)


def _item_hosts(found: Sequence[Spot], hosts: Sequence[Spot]) -> Iterator[tuple[int, int]]:
    """The amounts of one item with the totals they are part of, by number; one amount for each total."""
    taken: set[int] = set()
    for m, spot in enumerate(found):
        fit = [h for h, host in enumerate(hosts) if _item(at(*spot), at(*host), not m)]
        if fit:
            best = max(fit, key=lambda h: (stage(*spot) == stage(*hosts[h]), -h))
            if best not in taken:
                taken.add(best)
                yield m, best


def _totals_up(a: Amount) -> bool:
    """A level that is no denominator."""
    return is_level(a) and not is_denominator(a)


def _below(contexts: Sequence[Context], n: int) -> list[Context]:
    """The items that follow a head directly, all of one mark and of another than its own."""
    found: list[Context] = []
    for c in contexts[n + 1 :]:
        if not c.bullet or c.bullet == contexts[n].bullet or c.bullet != contexts[n + 1].bullet:
            break
        found.append(c)
    return found


def _item(a: Amount, host: Amount, first: bool) -> bool:
    """Whether an amount of an item counts what a total counts: its first one may leave the unit out."""
    if a.figure.unit is not None and a.figure.unit == host.figure.unit:
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
        firsts = [next((a for a in c.amounts if is_level(a)), None) for c in contexts[run:n]]
        parts = [a for a in firsts if a is not None and same_kind(a, whole)]
        for a in parts if len(parts) > 1 else ():
            closed = len(parts) == len(firsts)
            yield _link(
                "parent",
                a,
                whole,
                "part.total_below",
                7,
                whole.left,
                whole.right,
                scope="list",
                list=whole.at,
                closed=closed,
            )


_SUM = shape(r", <joint>? <copula>? <total> <!amt|,|;|brk>? <copula|over|under|about>* $")


def sums(page: Page, line: Line) -> Iterator[Link]:
    """A total behind its parts: "A (400 điểm), B (300 điểm) …, với tổng điểm 1.000"."""
    for n, place in enumerate(line.places):
        whole = at(line, n)
        if not is_level(whole) or ";" in line.gap(n) or not _SUM.search(line.gap(n)):
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
                yield _link("parent", a, whole, "part.total_behind", 7, whole.left, whole.right, **more)


def runs(page: Page, line: Line) -> Iterator[Link]:
    """A breakdown without a word that opens it: "… có 485 trường đạt chuẩn. Số trường đạt chuẩn mầm non là 141, …"."""
    ks = [n for n, place in enumerate(line.places) if is_level(at(line, n))]
    if line.outer is not None or len(ks) < 3 or len(ks) < len(line.places) or not page.before:
        return
    here, m = page.before[-1]
    whole, first, rest = at(here, m), at(line, ks[0]), [at(line, n) for n in ks[1:]]
    alike = all(a.figure.unit is None or a.figure.unit == first.figure.unit for a in rest) and same_kind(first, whole)
    if alike and any(a.right == a.at + 1 for a in rest) and common(said(line, ks[0]), said(here, m)) > 3:
        for a in (first, *rest):
            more = {"list": first.at, "closed": True}
            yield _link("parent", a, whole, "part.run", 4, first.left, first.right, **more)


LINE_RULES = (
    *(patterns, from_to, fractions, lists, named_brackets, steps, remainders, changes, shares, shares_ahead),
    *(earlier, restated, allocated, among, sums, runs),
)
TEXT_RULES = (items, totals)
