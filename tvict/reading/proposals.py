"""Links as proposals: patterns over a line in which every amount is one character by its sort; one resolver settles them.

A rule names its amounts by groups: `it` gets the link, `to` is what it is linked to. It proposes; nothing is written
before `settle`, which keeps the strongest proposal of each slot that agrees in unit and structure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tvict.reading import lexicon as lex
from tvict.reading.amounts import Amount
from tvict.reading.structure import Context, is_level, same_kind, within

CHAR = {
    "percent": "\ue000",
    "points": "\ue001",
    "count": "\ue002",
    "money": "\ue003",
    "measure": "\ue004",
    "time": "\ue005",
    "times": "\ue006",
    "rank": "\ue007",
    "": "\ue008",
    "rate": "\ue009",
}
lex.FIXED.update(
    pct="\ue000",
    pts="\ue001",
    lvl="\ue002\ue003\ue004\ue008\ue009",
    amt="\ue000\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008\ue009",
    brk="\ue010",
)


@dataclass(slots=True)
class Link:
    """A proposal: slot ("parent", "of", "base") of `it` is `to`, by a rule with a strength; `at` are its words."""

    slot: str
    it: Amount
    to: Amount
    rule: str
    strength: int
    closed: bool = False
    list_id: str = ""


@dataclass(frozen=True, slots=True)
class LinkRule:
    name: str
    pattern: re.Pattern[str]
    links: tuple[tuple[str, str, str], ...]  # slot, group of the one, group of the other
    strength: int
    yes: str
    no: str = ""


def _rule(name: str, pattern: str, links: str, strength: int, yes: str, no: str = "") -> LinkRule:
    made = tuple(tuple(re.split(r"[:>]", x)) for x in links.split())
    return LinkRule(
        name,
        lex.shape(pattern.replace("{W}", "(?:<!amt|;|¶>)*?").replace("{C}", "(?:<!amt|,|;|¶>)*?")),
        made,
        strength,
        yes,
        no,
    )  # type: ignore[arg-type]


RULES = (
    _rule(
        "share.part_total",
        r"(?P<of><lvl>) {C} (?:<joint>|,) {C} <total> {C} (?P<base><lvl>) {C} , {C} <occupy|ratio> {C} (?P<it><pct>)",
        "of:it>of base:it>base parent:of>base",
        8,
        "115.665 và tổng số hồ sơ là 168.746, chiếm 68,54%",
    ),
    _rule(
        "part.among_sentence",
        r"^ (?:<!amt>){0,12}? <out_of|preposition> (?:<noun> <preposition>)? (?P<base><lvl>) {C} , {W} (?P<of><lvl>) {C} , {C} <occupy> {C} (?P<it><pct>)",
        "of:it>of base:it>base parent:of>base",
        6,
        "trong 7.624 cuộc tấn công, … 4.703 sự cố, chiếm 61,6%",
    ),
    _rule(
        "share.of_total_behind",
        r"(?P<of><lvl>) {C} ,? {C} <occupy> {C} (?P<it><pct>) <preposition>? <total|quantity> {C} \(? <preposition>? (?P<base><lvl>)",
        "of:it>of base:it>base parent:of>base",
        7,
        "4.703 sự cố, chiếm 61% tổng số 7.624 sự cố",
    ),
)
_TOTAL_BEHIND = lex.shape(
    r"(?P<parts><lvl|brk> (?: <!amt|brk|;|¶>*? <lvl|brk>)+) , <joint>? <!amt|brk|;|,>{0,3}? <total> <!amt|brk|;|,>{0,4}? (?P<to><lvl>)"
)


@dataclass(slots=True)
class Line:
    """A sentence with each amount one character; brackets with amounts of their own are one character too."""

    text: str = ""
    owner: list[Amount | list[Amount] | None] = field(default_factory=list)


def line(c: Context, lo: int, hi: int) -> Line:
    out, i = Line(), lo
    amounts = {a.left: a for a in c.amounts if lo <= a.at < hi}
    brackets = {a: b for a, b in c.brackets if lo <= a < hi}
    chars: list[str] = []
    while i < hi:
        if i in brackets:
            inside = [a for a in c.amounts if i < a.at < brackets[i]]
            if inside:
                chars.append("\ue010")
                out.owner.append(inside)
            i = brackets[i] + 1
            continue
        a = amounts.get(i)
        if a is not None:
            chars.append(CHAR.get(a.sort, "\ue008"))
            out.owner.append(a)
            i = max(a.right, i + 1)
            continue
        chars.append(c.s.shape[i])
        out.owner.append(None)
        i += 1
    out.text = "".join(chars)
    return out


def propose(c: Context) -> Iterator[Link]:
    """All links that the rules see in a paragraph."""
    for n, lo in enumerate(c.sentences):
        hi = c.sentences[n + 1] if n + 1 < len(c.sentences) else c.last
        if sum(lo <= a.at < hi for a in c.amounts) < 2:
            continue
        found = line(c, lo, hi)
        for r in RULES:
            for m in r.pattern.finditer(found.text):
                for slot, it, to in r.links:
                    yield Link(
                        slot,
                        found.owner[m.start(it)],
                        found.owner[m.start(to)],
                        r.name,
                        r.strength,
                        False,
                        f"{r.name}{lo}",
                    )
        for m in _TOTAL_BEHIND.finditer(found.text):
            whole = found.owner[m.start("to")]
            parts = []
            for k in range(*m.span("parts")):
                o = found.owner[k]
                parts += o if isinstance(o, list) else [o] if o else []
            parts = [
                a
                for a in parts
                if is_level(a)
                and (a.figure.unit == whole.figure.unit or whole.figure.unit is None)
                and within(a, whole)
            ]
            if len(parts) > 1 and len({a.figure.unit for a in parts}) == 1:
                for a in parts:
                    yield Link("parent", a, whole, "part.total_behind", 7, True, f"{whole.figure.figure_id}.total{lo}")


def agrees(k: Link) -> bool:
    """A part has the sort of its whole and is no larger; nothing is of a duration; nothing is of itself."""
    if k.it is k.to:
        return False
    if k.slot == "parent":
        return (
            is_level(k.it)
            and is_level(k.to)
            and within(k.it, k.to)
            and (same_kind(k.it, k.to) or k.it.sort == k.to.sort == "count")
        )
    return k.to.sort != "time"


def settle(links: Sequence[Link]) -> None:
    """Write the strongest proposal of each slot. Links of one rule and place stand or fall together."""
    for k in sorted(links, key=lambda k: -k.strength):
        if not agrees(k):
            continue
        f, to = k.it.figure, k.to.figure.figure_id
        field_ = f"{k.slot}_id"
        if getattr(f, field_) is None or k.strength >= 7:
            setattr(f, field_, to)
            k.it.because(k.slot, k.rule, "sentence")
            if k.slot == "parent":
                f.list_id, f.closed = k.list_id, k.closed
