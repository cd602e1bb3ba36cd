"""The rules of links: what is part of what, of what a share or change is, and what it was computed against.

A rule sees lines in which every amount is one character, and proposes; `settle` decides. Rules that a pattern can carry
stand in PATTERNS, the others are functions; `propose` asks them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tvict.reading import changes, items, members, remains, shares, stages, totals, wholes
from tvict.reading.lexicon import has, shape, syllables
from tvict.reading.proposals import Page, at, link
from tvict.reading.scopes import plan_of_year
from tvict.reading.settle import Link, agrees, settle
from tvict.reading.spots import asides, own_levels, spots_of
from tvict.reading.structure import (
    MEASURED,
    Context,
    Line,
    counts,
    cut,
    is_aside,
    is_beside,
    is_denominator,
    lines,
    mark_ends,
    said,
    same_kind,
    tells_apart,
)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A rule that a pattern carries: its groups name amounts, `links` say which column of which is which."""

    name: str
    pattern: re.Pattern[str]
    links: tuple[tuple[str, str, str], ...]
    strength: int


def _rule(name: str, strength: int, pattern: str, links: str = "of:it>of base:it>base parent:of>base") -> Pattern:
    """Compile a rule, of a share with its part and their total where no links are given; {C} are words of one clause,
    {W} words up to a semicolon.
    """
    for short, long in (("{C}", "(?:<!amt|,|;>)*?"), ("{W}", "(?:<!amt|;>)*?")):
        pattern = pattern.replace(short, long)
    slots = [re.split("[:>]", link) for link in links.split()]
    return Pattern(name, shape(pattern), tuple((a, b, c) for a, b, c in slots), strength)


PATTERNS = (
    _rule(
        "attainment.fraction",
        8,
        r"(?P<of><lvl|pct>) / (?P<base><lvl|pct>) (?: <!amt|;|brk|ratio> | (?<=,<copula>) <ratio> )*?"
        r" (?: <brk> , (?:<!amt|;|brk>)*? )? (?P<it><done>)",
        "of:it>of base:it>base plan:base>it",
    ),
    _rule(  # 1.275 lao động/KH năm 2.400 lao động, đạt 53,1%; 415 ha/500 ha kế hoạch, đạt 83%
        "attainment.beside_target",
        8,
        r"(?P<of><lvl>) <word|noun|W>{0,4} (?: / | <over|preposition>? ) (?:<target> <year|year_part|word|:>{0,2})?"
        r" (?P<base><plan>) "
        r"(?:<!amt|;|brk|up|down>)*? (?P<it><done|pct>)",
        "of:it>of base:it>base attainment:it>base",
    ),
    _rule(
        "share.fraction",
        9,
        r"(?P<of><lvl>) <brk>? / (?P<base><lvl>)"
        r"(?:<copula|ratio|occupy|,>* | <word|noun|W|preposition>{0,5} =) (?P<it><pct>)",
    ),
    _rule("part.fraction", 9, r"(?P<it><lvl>) <brk> / (?P<to><lvl>)", "parent:it>to"),
    _rule(
        "share.part_total",
        8,
        r"(?P<of><lvl>) {C} <joint|,> {C} <total> {C} (?P<base><lvl>) {C} , {C}"
        r"<occupy|ratio> <ratio|copula|over|under|about|equal>* (?P<it><pct>)",
    ),
    _rule(
        "share.among",
        6,
        r"^ {W} <out_of|preposition> (?:<noun> <preposition>)? (?P<base><lvl>) {C} , {W} (?P<of><lvl>) {C} ,"
        r"{C} <occupy> {C} (?P<it><pct>)",
    ),
    _rule(
        "share.out_of",
        8,
        r"(?P<of><lvl>) {C} (?: ,? <out_of> {C} | / <total|quantity>+ ) (?P<base><lvl>) {C}"
        r"(?: ,? {C} <occupy|ratio> {C} | , <copula> <about|over|under>* )"
        r"(?P<it> <pct> | <done> (?! <!amt|;>{0,4} <target>) )",  # what is reached of a plan is of no such total
    ),
    _rule(  # bê tông hóa 65% trong tổng số gần 270 km đường thôn
        "share.out_of_behind", 8, r"(?P<it><pct>) <out_of> <over|under|about>* (?P<base><lvl>)", "base:it>base"
    ),
    _rule(  # "265 nhà máy, chiếm 31,6% trong 838 nhà máy"
        "share.of_count_behind",
        8,
        r"(?P<of><lvl>) {C} ,? {C} <occupy|ratio> {C} (?P<it><pct>) <preposition> <over|under|about>* (?P<base><lvl>)",
    ),
    _rule(
        "part.out_of", 8, r"(?P<it><lvl>) {C} (?: <out_of> {C} | / <total|quantity>+ ) (?P<to><lvl>)", "parent:it>to"
    ),
    _rule(
        "share.of_total_behind",
        8,
        r"(?P<of><lvl>) {C} ,? {C} <occupy|ratio> {C} (?P<it><pct>)"
        r" (?: <compare|out_of> <total|quantity>? | <preposition>? <total|quantity>+ )"
        r" (?:<!amt|,|;|joint|compare>)*? (?P<base><lvl>)",
    ),
)


def link_all(contexts: Sequence[Context]) -> None:
    """Find the lines of every paragraph, then fill all links of a text."""
    for c in contexts:
        if c.amounts and not c.amounts[0].row:
            c.lines = lines(c)
            cut(c)
            planned = any(a.figure.role == "plan" for a in c.amounts)
            for line in c.lines:
                mark_ends(line)
                if planned:
                    shares.tell_attainments(line)
    amounts = [a for c in contexts for a in c.amounts]
    found = list(propose(contexts))
    settle(amounts, found)
    wholes.fill_shares(contexts, found)
    by_id = {a.figure.figure_id: a for a in amounts}
    for c in contexts:
        for a in c.amounts:
            target = by_id.get(a.figure.base_id) if a.figure.role == "attainment" and a.figure.base_id else None
            if target is not None and target.figure.role == "plan" and is_denominator(target) and not target.row:
                plan_of_year(c, target, a)


def propose(contexts: Sequence[Context]) -> Iterator[Link]:
    """All links that the rules see."""
    page, section = Page(), ""
    for c in contexts:
        rows = [a for a in c.amounts if a.row and a.figure.role in MEASURED]
        page.rows += [(a, f" {' '.join(syllables(a.figure.subject or ''))} ") for a in rows]
        page.due.clear()
        page.among, page.planned, page.given, page.spent, page.sources = None, None, None, False, []
        if c.path != section:
            section = c.path
            page.goes_on = None
            page.received.clear()
            page.names.clear()
            page.growths.clear()
            page.firsts.clear()
        for line in c.lines:
            measured = [s for s in spots_of(line) if at(*s).figure.role in MEASURED]
            page.said += [(spot, f" {' '.join(_words(*spot))} ") for spot in measured]
            for rule in LINE_RULES:
                yield from rule(page, line)
            _turn(page, line)
        if not c.amounts:
            page.silent += not c.colon
        if c.first == 0 and c.s.shape[c.last - 1] not in ".:;…":
            page.before, page.hosts, page.roots = [], [], []  # what a headline tells is told again below
            page.firsts = []
    for rule_of_text in TEXT_RULES:
        yield from rule_of_text(contexts)


def _words(line: Line, n: int) -> list[str]:
    """The words of an amount, none of a ratio before its semicolon; behind a share stands what it is a share of."""
    gap = line.gap(n)
    words = said(line, n)[: len(gap) if at(line, n).figure.role == "share" else None]
    cut = gap.rfind(";") + 1 if n and at(line, n - 1).sort == "percent" else 0
    return words[cut:] if len(words) >= len(gap) else words


def _turn(page: Page, line: Line) -> None:
    """Remember a line that was read."""
    if line.outer is not None:
        return
    page.silent = 0 if line.places else page.silent + (line.text[-1:] != ":")
    page.last = [s for s in spots_of(line) if at(*s).figure.role in MEASURED] or page.last
    levels = own_levels(line)
    levels = [s for s in levels if not is_aside(*s)] or levels
    levels = [s for s in levels if _ALL_MOVED.search(s[0].gap(s[1])) is None]
    if not levels or (page.before and tells_apart(line, timed=True)):
        return
    alone = [s for s in levels if at(*s).figure.figure_id not in page.members]
    page.before, page.hosts = alone or levels, alone or page.hosts or levels
    roots = [s for s in levels if at(*s).figure.figure_id not in page.parts]
    page.numerators.update(at(*s).figure.figure_id for s in levels if line.c.beside(at(*s)) is not None)
    for here, n in roots:
        a = at(here, n)
        if counts(a) and a.figure.unit:
            noun = a.figure.unit.casefold()
            page.counted[noun] = [*page.counted.get(noun, [])[-1:], a]
        if (counts(a) or a.sort == "measure") and a.figure.unit and not has(here.gap(n)[-1:], "added"):
            # not "công nhận thêm 14 trạm"
            page.firsts = [*page.firsts, a][:FEW]
    page.roots = [*page.roots, *roots][-2:]


_ALL_MOVED = shape(r"<up|down> . $")  # "giảm cả | 3 tiêu chí" tells how many fell
FEW = 9  # counts of a section among which the one that it is about is looked for


def patterns(page: Page, line: Line) -> Iterator[Link]:
    """The rules that a pattern carries."""
    for r in PATTERNS if len(line.places) > 1 else ():
        for m in r.pattern.finditer(line.text):
            a = {name: line.amount(m.start(name)) for name in r.pattern.groupindex}
            aside = asides(line, m.end("base"), m.start("it")) if r.name == "attainment.fraction" else []
            if any(x.figure.role == "share" for x in aside):
                continue  # "40/50 xã (80%), đạt 90% kế hoạch": all there are, and none planned
            if r.name == "part.fraction" and a["to"].figure.decimals and not a["to"].sort:
                continue  # "98,81 (tăng 0,01)/96,26": two rates
            if r.name == "share.of_count_behind" and not same_kind(a["of"], a["base"]):
                continue  # "40 hộ, chiếm 20% ở 3 xã"
            beside = r.name == "share.fraction" and is_beside(a["base"])
            if beside or not all(is_denominator(a[it]) for slot, it, _ in r.links if slot == "plan"):
                continue  # "658 ha/715 hộ, đạt 98% kế hoạch": two counts side by side
            n = line.places.index(m.start("it"))
            if r.name == "share.fraction" and shares.reached_each(line, n, a["base"]):
                continue
            if r.name in ("share.of_total_behind", "share.out_of"):
                page.total = line, a["base"]
                page.bases.add(a["base"].figure.figure_id)
            lo, hi = line.at[m.start()], line.at[m.end() - 1] + 1
            told = [link(slot, a[it], a[to], r.name, r.strength, lo, hi) for slot, it, to in r.links]
            yield from told if all(map(agrees, told)) else ()  # "tại 3 xã, 18 ha bị bệnh, chiếm 1%"


LINE_RULES = (
    *(patterns, changes.from_to, totals.fractions, totals.series, members.lists, totals.named_brackets, stages.steps),
    stages.feasible,
    *(totals.leaders, totals.headed, totals.chief, totals.inside, totals.of_these, totals.portions),
    *(remains.remainders, remains.beside_shares, remains.still_left, remains.underway, remains.left_undone),
    *(remains.contrasts, totals.halved_again),
    *(changes.changes, shares.shares, changes.earlier, shares.restated, shares.allocated),
    *(totals.among, totals.named_again, totals.sums, stages.handed_on, totals.contributions, totals.singled),
    *(totals.net, totals.moves, totals.raised, totals.runs, totals.kinds),
)
TEXT_RULES = (items.items, items.totals)
