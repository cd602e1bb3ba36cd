"""What rules of links share: what they know of a text before the line they read, and how they propose."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, tags_of
from tvict.reading.settle import Link
from tvict.reading.structure import Line, Spot, counts, is_denominator

Spots = Sequence[Spot]


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
    held: dict[tuple[str, bool], tuple[int, list[Spot]]] = field(
        default_factory=dict
    )  # which hold a phrase, up to which
    among: Amount | None = None  # the total that a sentence of this paragraph opened with
    goes_on: tuple[Amount, str | None, int] | None = None  # total, unit and token of a list whose items may be lines
    series: Series | None = None
    given: Amount | None = None  # what was allocated in this paragraph, and whether the last sum was spent
    spent: bool = False
    total: tuple[Line, Amount] | None = None  # that a share named last
    whole: Amount | None = None  # the total of the share before, where the text tells it
    about: dict[int, Amount] = field(default_factory=dict)  # what a change before is about
    ahead: list[Amount] = field(default_factory=list)  # changes that only their unit names, told before any level
    here: dict[str, list[Amount]] = field(default_factory=dict)  # by noun, the counts of a line so far
    unprinted: dict[str, int] = field(
        default_factory=dict
    )  # totals that shares name and nothing before them counts, with their tokens
    above: list[Spot] = field(default_factory=list)  # totals of the sentence before that whose brackets are read
    opens: bool = False  # the sentence begins with "trong đó"
    bases: set[int] = field(default_factory=set)  # what was printed to compare with
    counted: dict[str, list[Amount]] = field(default_factory=dict)  # by noun, the last two that are part of nothing
    due: dict[str, list[tuple[Amount, str]]] = field(
        default_factory=dict
    )  # by noun, what was due or done, with no share
    received: dict[str, Amount] = field(default_factory=dict)  # by unit, what was received last, by no tier alone
    names: dict[str, Amount] = field(default_factory=dict)  # what opened a sentence, by its name
    firsts: list[Amount] = field(default_factory=list)  # counts of this section that are part of nothing
    growths: dict[str, Amount] = field(default_factory=dict)  # by period, the first of this section
    contributed: Amount | None = None  # the last that adds to a growth of its own
    roots: list[Spot] = field(default_factory=list)  # totals so far that are part of nothing
    parts: set[int] = field(default_factory=set)  # items of lists
    portions: set[int] = field(default_factory=set)  # counts that are part of what the section began with, in doubt
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


_NAMING = ("version", "noun", "numbered", "quantity", "fulfil", "receive")


def naming(tags: str) -> int:
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
        head, said, _ = words.partition(phrase)
        denied = not lexicon().sets["negates"].isdisjoint(head.split()[-2:])  # "30 việc chưa | có điều kiện thi hành"
        if said and not denied and (not short or is_denominator(at(*spot))):
            found.append(spot)
        n += 1
    page.held[phrase, short] = n, found
    wholes = (s for s in reversed(found) if at(*s).figure.figure_id not in page.portions)
    unit = part.figure.unit if part is not None and part.figure.unit else ""
    if unit and phrase.startswith(f" {unit.casefold()} "):
        # "tổng số trường đang hoạt động": of "45 trường và 3 cụm trường đang hoạt động" the schools
        wholes = (s for s in wholes if not counts(at(*s)) or f"{at(*s).figure.unit or unit} ".startswith(f"{unit} "))
    return next((s for s in wholes if at(*s).at < before and at(*s) is not part), None)
