"""What rules of links share: what they know of a text before the line they read, and how they propose."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import either, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.settle import Link
from tvict.reading.structure import ABOUT, BRACKET, Line, Spot, counts, is_denominator, is_earlier, said, same_kind

Spots = Sequence[Spot]
OPENING = ("comprise", "among")


class Series(NamedTuple):
    """A list whose members open sentences of their own: its first members, each with its total, and its token."""

    pairs: list[tuple[Spot, Amount]]
    token: int


@dataclass(slots=True)
class Page:
    """What the rules have seen of a text before the line they read."""

    before: list[Spot] = field(default_factory=list)  # totals of the sentence before, the last one last
    hosts: list[Spot] = field(default_factory=list)  # those of the last sentence that tells more than parts
    silent: int = 0  # how many sentences without any number stand behind it
    rows: list[tuple[Amount, str]] = field(default_factory=list)  # every measure of a table with its subject
    last: list[Spot] = field(default_factory=list)  # every measure of the sentence before
    said: list[tuple[Spot, str]] = field(default_factory=list)  # every measure in prose with its words
    # which hold a phrase, up to which
    held: dict[tuple[str, bool], tuple[int, list[Spot]]] = field(default_factory=dict)
    among: Amount | None = None  # the total that a sentence of this paragraph opened with
    goes_on: tuple[Amount, str | None, int] | None = None  # total, unit and token of a list whose items may be lines
    series: Series | None = None
    planned: Amount | None = None  # the money that this paragraph plans
    given: Amount | None = None  # what was allocated in this paragraph, and whether the last sum was spent
    spent: bool = False
    sources: list[Spot] = field(default_factory=list)  # the parts of what was allocated
    total: tuple[Line, Amount] | None = None  # that a share named last
    whole: Amount | None = None  # the total of the share before, where the text tells it
    about: dict[int, Amount] = field(default_factory=dict)  # what a change before is about
    ahead: list[Amount] = field(default_factory=list)  # changes that only their unit names, told before any level
    here: dict[str, list[Amount]] = field(default_factory=dict)  # by noun, the counts of a line so far
    # totals that shares name and nothing before them counts, with their tokens
    unprinted: dict[str, int] = field(default_factory=dict)
    above: list[Spot] = field(default_factory=list)  # totals of the sentence before that whose brackets are read
    opens: bool = False  # the sentence begins with "trong đó"
    bases: set[int] = field(default_factory=set)  # what was printed to compare with
    counted: dict[str, list[Amount]] = field(default_factory=dict)  # by noun, the last two that are part of nothing
    # by noun, what was due or done, with no share
    due: dict[str, list[tuple[Amount, str]]] = field(default_factory=dict)
    received: dict[str, Amount] = field(default_factory=dict)  # by unit, what was received last, by no tier alone
    due_all: dict[str, Amount] = field(default_factory=dict)  # by unit, all that is to be settled
    feasible: dict[str, Amount | None] = field(default_factory=dict)  # what of it can be, until what is done is told
    names: dict[str, Amount] = field(default_factory=dict)  # what opened a sentence, by its name
    firsts: list[Amount] = field(default_factory=list)  # counts of this section that are part of nothing
    growths: dict[str, Amount] = field(default_factory=dict)  # by period, the first of this section
    contributed: Amount | None = None  # the last that adds to a growth of its own
    roots: list[Spot] = field(default_factory=list)  # totals so far that are part of nothing
    parts: set[int] = field(default_factory=set)  # items of lists
    portions: dict[int, Amount] = field(default_factory=dict)  # of counts, what the section began with, in doubt
    withs: set[int] = field(default_factory=set)  # parts that "với" ties to what stands before them
    numerators: set[int] = field(default_factory=set)  # counts beside what they are of
    members: set[int] = field(default_factory=set)  # items of lists of two or more


def at(line: Line, n: int) -> Amount:
    """The n-th amount of a line."""
    return line.amounts[n]


def link(slot: str, it: Amount, to: Amount, rule: str, strength: int, *words: int, **more: object) -> Link:
    """A proposal; the deciding words are tokens lo to hi, where none are given those of the amount itself."""
    return Link(slot, it, to, rule, strength, *(words or (it.left, it.right)), **more)  # type: ignore[arg-type]


def both(it: Amount, of: Amount, base: Amount, rule: str, strength: int, *words: int) -> Iterator[Link]:
    """Proposals for what a ratio or change is of, and what it was computed against."""
    yield link("of", it, of, rule, strength, *words)
    yield link("base", it, base, rule, strength, *words)


SHARE_MARK = shape(r"<occupy|ratio|that_is> | =")  # "chiếm 9%", "tỷ lệ 9%", "tức 9%", "= 9%"
_NAMING = ("version", "noun", "numbered", "quantity", "fulfil", "receive")
_ITS_NOUN = shape(
    r"""<word|noun|where>{0,3}
    (?P<then> <compare> <word|same_period|year|y|quarter|month|d|/|preposition|head_of_year|year_part>{1,6} )?"""
)
ITS_NOUNS = shape(
    r"""<word|noun|W|tier|numbered|where|fulfil|copula>
    <word|noun|W|tier|numbered|copula|preposition|located|fulfil|receive|where|over>{0,7} (?=<brk>)"""
)
_ON = shape(r"<lvl> <over> <lvl>")  # "đạt 45% (9 trên 20 xã)"
BOTH = shape(  # "tăng 13 vụ (51/38)", "tăng 50% (6 bài so với 4 bài của năm 2017)"
    r"""<lvl> (?: / | <word|noun|W>{0,4} (?: <compare> | <out_of> <total|quantity>* ) ) <lvl>
    <word|noun|W|preposition|year|y|same_period|month|quarter>{0,6}"""
)
_CUTS = f",;:{BRACKET}"
_UNIT_NAMED = shape(
    r"""<preposition> (?: (?P<number><quantity>) (?= [,;.)] | <joint|up|down|compare> | $ )
        | <total|quantity|anaphor>* (?P<unit><measure|noun|word>) (?:[.]? <measure>)? )"""
)


def naming(tags: Iterable[str]) -> int:
    """How many words of a stretch name something."""
    return sum(map(_naming().__contains__, tags))


@cache
def _naming() -> frozenset[str]:
    return frozenset(tags_of(*_NAMING) + "wW")


def by_name(page: Page, phrase: str, before: int, short: bool = False, part: Amount | None = None) -> Spot | None:
    """The nearest measure so far whose words hold a phrase; of a single noun, a total that was printed as one."""
    n, found = page.held.get((phrase, short), (0, []))
    while n < len(page.said) and at(*page.said[n][0]).at < before:
        spot, words = page.said[n]
        head, found_phrase, _ = words.partition(phrase)
        denied = not lexicon().sets["negates"].isdisjoint(head.split()[-2:])  # "30 việc chưa | có điều kiện thi hành"
        if found_phrase and not denied and (not short or is_denominator(at(*spot))):
            found.append(spot)
        n += 1
    page.held[phrase, short] = n, found
    wholes = (s for s in reversed(found) if at(*s).figure.figure_id not in page.portions)
    unit = part.figure.unit if part is not None and part.figure.unit else ""
    if unit and phrase.startswith(f" {unit.casefold()} "):
        # "tổng số trường đang hoạt động": of "45 trường và 3 cụm trường đang hoạt động" the schools
        wholes = (s for s in wholes if not counts(at(*s)) or f"{at(*s).figure.unit or unit} ".startswith(f"{unit} "))
    return next((s for s in wholes if at(*s).at < before and at(*s) is not part), None)


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


def fraction_behind(line: Line, n: int) -> tuple[Amount, Amount] | None:
    """Both numbers of a fraction in brackets right behind an amount: "đạt 45,6% (123/270 hồ sơ)"."""
    m = _ITS_NOUN.match(line.text, line.places[n] + 1)  # "tăng 5 người bị thương (29/24)"
    inside = line.owner[m.end()] if m is not None and m.end() < len(line.owner) else None
    if m is not None and m["then"] and (at(line, n).figure.role not in ABOUT or _behind_fraction(line, n)):
        return None
    if at(line, n).figure.role == "share" and (named := ITS_NOUNS.match(line.text, line.places[n] + 1)) is not None:
        inside = line.owner[named.end()]  # "15% trạm y tế xã (6/40 trạm)"
    if not isinstance(inside, Line):
        return None
    on = _ON.fullmatch(inside.text) is not None and is_denominator(at(inside, 1))
    return (at(inside, 0), at(inside, 1)) if on or BOTH.fullmatch(inside.text) is not None else None


def around(line: Line, n: int, inside: bool = False) -> Iterator[Spot]:
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


def sentence_before(line: Line) -> Line | None:
    """The sentence before a line of the same paragraph."""
    k = bisect_left(line.c.lines, line.at[0], key=lambda x: x.at[0])
    return next((x for x in reversed(line.c.lines[:k]) if x.outer is None), None)


def planned_outside(line: Line, n: int) -> tuple[Amount, Amount] | None:
    """What stands before a bracket, and its plan, right before an amount in it: "trồng 64 ha (KH 60 ha, đạt 107%)"."""
    plan = at(line, n - 1) if n and line.outer is not None else None
    if plan is None or plan.figure.role != "plan":
        return None
    near = [at(*spot) for spot in around(line, 0)]
    host = next((b for b in near if same_kind(b, plan)), next(iter(near), None))
    return (host, plan) if host is not None else None


def begin_of_clause(line: Line, n: int) -> int:
    """Where the clause of an amount begins."""
    lo, hi, ands = line.begin(n), line.places[n], lexicon().sets["and"]
    compared = next((i for i in range(lo, hi if n else lo) if line.text[i] in tags_of("compare", "target")), hi)
    moves = tags_of("up", "down")  # "tăng 2 người chết và | giảm 5 người bị thương"
    joints = (i for i in range(lo, hi) if line.key(i) in ands and (i > compared or line.text[i + 1] in moves))
    breaks = [*joints, *(i for i in range(lo, hi) if line.text[i] in _CUTS)]
    return max(breaks, default=lo - 1) + 1


def named_in(line: Line, lo: int, hi: int) -> set[str]:
    """The syllables of the words at places lo to hi that name something."""
    words = " ".join(line.key(i) for i in range(lo, hi) if naming(line.text[i]))
    return set(_adverbs().sub(" ", words).split())  # "đặc biệt chỉ tăng 3%"


@cache
def _adverbs() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:{either('adverb')})(?!\S)")


def syllables_of(line: Line, n: int) -> set[str]:
    """The syllables that name an amount: of a part none that stands before "trong đó"."""
    words, among = said(line, n), lexicon().sets["among"]
    turn = max((i for i, word in enumerate(words) if word in among), default=-1)
    return set(" ".join(words[turn + 1 :]).split())


def regarding(line: Line, n: int) -> str:
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
        counted = line.key(place + 1).partition(" ")[2]  # "tăng 5% về số | lượt và 8% về số người"
        return counted if counted in lexicon().sets["noun"] else NUMBER
    s, first, last = line.c.s, line.at[place + tail.start("unit")], line.at[place + tail.end() - 1]
    return " ".join(syllables(s.text[s.starts[first] : s.ends[last]]))


NUMBER, VALUE = "#", "$"
