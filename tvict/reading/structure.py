"""The structure of a paragraph: sentences, brackets, lines in which an amount is one character, lists as a tree.

Form decides everything; no value is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from tvict.reading import lexicon as words
from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape, tags_of
from tvict.reading.model import ROLES
from tvict.reading.tokens import Stream

LEVELS = ("level", "plan")
MEASURED = ("level", "share", "plan")
ABOUT = ("change", "index", "attainment", "gap")
_MARKS = re.compile(r"[()\[\].!?…]")


@dataclass(slots=True)
class Context:
    """The amounts of one block, with its brackets and sentences.

    `path` is its section, `titles` the headings above it, outermost first; `bullet` is its mark if it is an item,
    `note` if it is a footnote; `colon` says that it ends in one, so that the items below belong to it.
    """

    s: Stream
    first: int  # token span of the block
    last: int
    amounts: list[Amount]
    path: str = ""
    titles: tuple[str, ...] = ()
    bullet: str = ""
    colon: bool = False
    note: str = ""
    brackets: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)  # first token of each sentence
    earlier: dict[int, int] = field(default_factory=dict)  # figure in brackets that is an earlier level of another
    leads: dict[int, str] = field(default_factory=dict)  # words before an amount, once they were sought
    starts: list[int] = field(default_factory=list)  # first token of the context of each amount
    lefts: list[int] = field(default_factory=list)
    rights: list[int] = field(default_factory=list)
    sides: dict[int, str] = field(default_factory=dict)
    firsts: dict[int, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list, repr=False)  # once the roles are known
    where: dict[int, tuple[Line, int]] = field(default_factory=dict, repr=False)  # line and number in it of each figure
    naming: dict[int, tuple[list[str], list[str]]] = field(default_factory=dict, repr=False)
    stages: dict[int, int] = field(default_factory=dict, repr=False)

    inner: dict[int, tuple[int, int]] = field(default_factory=dict)  # innermost bracket of an amount, by its token

    def __post_init__(self) -> None:
        self._scan()
        for a in self.amounts:
            a.sentence = self.sentences[max(bisect_right(self.sentences, a.at) - 1, 0)]
        self._nest()
        for before, a in zip([None, *self.amounts], self.amounts, strict=False):
            near = before is not None and before.sentence == a.sentence
            self.starts.append(max(a.sentence, before.right) if before and near else a.sentence)

    def _scan(self) -> None:
        stack: list[int] = []
        self.sentences.append(self.first)
        for m in _MARKS.finditer(self.s.shape, self.first, self.last):
            i, t = m.start(), m[0]
            if t in "([":
                stack.append(i)
            elif t in ")]" and stack:
                self.brackets.append((stack.pop(), i))
            elif t in ".!?…" and i > self.first and self._ends_here(i):
                self.brackets += [(lo, i) for lo in stack]
                stack.clear()
                self.sentences.append(i + 1)
        self.brackets += [(lo, self.last) for lo in stack]

    def _nest(self) -> None:
        """Tell for each amount how deep in brackets it stands and which is the innermost: one sweep over both."""
        opened = sorted(self.brackets)
        around: list[tuple[int, int]] = []
        n = 0
        for a in self.amounts:
            while n < len(opened) and opened[n][0] < a.at:
                while around and around[-1][1] <= opened[n][0]:
                    around.pop()
                around.append(opened[n])
                n += 1
            while around and around[-1][1] <= a.at:
                around.pop()
            a.depth = len(around)
            if around:
                self.inner[a.at] = around[-1]

    def _ends_here(self, i: int) -> bool:
        """Whether the stop at token i ends a sentence; a space may be lost behind it ("năm 2013.Tổng doanh thu")."""
        s = self.s
        before, after = s.keys[i - 1], s.text[s.starts[i + 1] : s.starts[i + 1] + 1]
        if (len(before) == 1 and before.isalpha()) or before in lexicon().sets["shortened"]:
            return False
        if "\n" in s.text[s.ends[i] : s.starts[i + 1]] and (after.isupper() or after.isdecimal()):
            return True
        if s.glued(i + 1):
            return after.isupper() and (
                before.isdecimal() or (s.text[s.starts[i - 1]].islower() and s.ends[i + 1] - s.starts[i + 1] > 1)
            )
        return (
            after.isupper()
            or (
                after.isdecimal()
                and (
                    s.shape[i + 2] in ".)"
                    or (len(before) > 2 and before.isalpha() and s.text[s.starts[i - 1]].islower())
                )
            )
            or s.shape[i + 1] in '¶"“-+'
        )

    def bracket(self, a: Amount) -> tuple[int, int] | None:
        """The innermost bracket around an amount."""
        return self.inner.get(a.at)

    def amount(self, figure_id: int | None) -> Amount | None:
        """The amount of the block that is a figure, None where there is none."""
        return next((a for a in self.amounts if a.figure.figure_id == figure_id), None)

    def start(self, k: int) -> int:
        """First token of the context of the k-th amount: behind the amount before it, or where its sentence begins."""
        return self.starts[k]


def same_kind(a: Amount, b: Amount) -> bool:
    """Whether two amounts count the same: equal units, one unit left out, or one noun of a compound unit."""
    u, v = a.figure.unit, b.figure.unit
    if u == v:
        return True
    if u is None or v is None:
        return a.figure.scale == b.figure.scale and not is_rate(a) and not is_rate(b)
    x, y = u.casefold(), v.casefold()
    if is_rate(a) and is_rate(b):
        (x, per), (y, other) = (u.casefold().split("/", 1) for u in (u, v))
        return "".join(per.split()) == "".join(other.split()) and (x.startswith(y) or y.startswith(x))
    return x == y or _begins(x, y) or _begins(y, x)


def _begins(noun: str, unit: str) -> bool:
    """Whether a compound unit begins with a noun, or has it between commas."""
    return unit.startswith(f"{noun} ") or noun in map(str.strip, unit.split(","))


def is_denominator(a: Amount) -> bool:
    """Whether an amount is the total behind a slash; "1.158 lượt/1.461 công dân" are two counts side by side."""
    x = a.fraction_of
    return x is not None and (x.right == x.at + 1 or x.figure.unit == a.figure.unit)


def is_rate(a: Amount) -> bool:
    """A mean or density: so much per something else."""
    return "/" in (a.figure.unit or "")


def counts(a: Amount) -> bool:
    """A count of things: no percentage, money, measure, time or mean."""
    return a.sort in ("count", "") and (a.figure.decimals == 0 or a.figure.scale > 1) and not is_rate(a)


def is_level(a: Amount) -> bool:
    """A quantity at one time, stated or planned: what can be a total, a part, or what a change is about."""
    return a.figure.role in LEVELS and a.sort not in NO_LEVEL


NO_LEVEL = ("percent", "points", "times", "rank", "time")  # nothing is a part of a duration or an age
_SORTS = ("count", "money", "measure", "percent", "points", "times", "time", "rank", "rate", "")
_FIRST = 0xE000  # the private use area of Unicode: an amount there is one character for its sort and role
BRACKET = chr(_FIRST + len(_SORTS) * len(ROLES))


def _chars(sorts: Sequence[str], roles: Sequence[str]) -> str:
    return "".join(chr(_FIRST + _SORTS.index(x) * len(ROLES) + ROLES.index(y)) for x in sorts for y in roles)


# What a pattern over lines may name beside the word classes.
words.FIXED.update(
    amt=_chars(_SORTS, ROLES),
    lvl=_chars([x for x in _SORTS if x not in NO_LEVEL], LEVELS),
    plan=_chars(_SORTS, ("plan",)),
    pct=_chars(("percent",), ("share", "plan", "level")),
    chg=_chars(_SORTS, ABOUT),
    done=_chars(_SORTS, ("attainment",)),
    ranked=_chars(_SORTS, ("rank",)),
    brk=BRACKET,
)


@dataclass(slots=True, eq=False)
class Line:
    """A sentence, or what stands in one bracket of it, with each amount one character.

    A bracket that holds amounts is one character too, and a line of its own; one without amounts is left out. `at` is
    the token of each character, `places` where the amounts are, `outer` and `place` where a bracket stands.
    """

    c: Context
    hi: int  # the token that ends it
    outer: Line | None = None
    place: int = 0
    text: str = ""
    at: list[int] = field(default_factory=list)
    owner: list[Amount | Line | None] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    worth: list[int] = field(default_factory=list)  # places of brackets, and of amounts that a change may be about
    chars: list[str] = field(default_factory=list)

    def add(self, char: str, token: int, owner: Amount | Line | None = None) -> None:
        """Write one character."""
        if isinstance(owner, Amount):
            self.places.append(len(self.at))
        if isinstance(owner, Line) or (owner is not None and owner.figure.role not in ("change", "index", "gap")):
            self.worth.append(len(self.at))
        self.chars.append(char)
        self.at.append(token)
        self.owner.append(owner)

    def amount(self, place: int) -> Amount:
        """The amount at a place that holds one."""
        a = self.owner[place]
        assert isinstance(a, Amount)
        return a

    @property
    def first(self) -> Amount | None:
        """Its first amount."""
        return self.amount(self.places[0]) if self.places else None

    def first_before(self, place: int) -> Amount | None:
        """The nearest amount before a place."""
        n = bisect_left(self.places, place)
        return self.amount(self.places[n - 1]) if n else None

    def key(self, place: int) -> str:
        """The folded word at a place."""
        return self.c.s.keys[self.at[place]]

    def gap(self, n: int) -> str:
        """The characters between the n-th amount and the one before it, or from where the line begins."""
        return self.text[self.places[n - 1] + 1 if n else 0 : self.places[n]]

    def tail(self, n: int) -> str:
        """The characters between the n-th amount and the next, or to where the line ends."""
        return self.text[self.places[n] + 1 : self.places[n + 1] if n + 1 < len(self.places) else None]


def lines(c: Context) -> list[Line]:
    """The lines of a paragraph, each before the lines of its brackets; tells `c.where` every amount stands."""
    ats = [a.at for a in c.amounts]
    opens = dict(c.brackets)
    ends = [*c.sentences[1:], c.last]
    out: list[Line] = []
    n = 0
    for lo, hi in zip(c.sentences, ends, strict=True):
        here = Line(c, hi)
        out.append(here)
        i = lo
        while i < hi:
            while here.outer is not None and i >= here.hi:
                here = here.outer
            a = c.amounts[n] if n < len(ats) and c.amounts[n].left <= i else None
            close = opens.get(i)
            if a is not None:
                c.where[a.figure.figure_id] = here, len(here.places)
                here.add(_char(a), i, a)
                n, i = n + 1, max(a.right, i + 1)
            elif close is not None and bisect_left(ats, i) == bisect_left(ats, close):
                i = close + 1
            elif close is not None:
                inside = Line(c, close, here, len(here.at))
                here.add(BRACKET, i, inside)
                out.append(inside)
                here, i = inside, i + 1
            else:
                if c.s.shape[i] not in ")]":
                    here.add(c.s.shape[i], i)
                i += 1
    for line in out:
        line.text = "".join(line.chars)
    return out


def _char(a: Amount) -> str:
    return _chars((a.sort if a.sort in _SORTS else "",), (a.figure.role,))


TRIGGER = shape(r"(?P<open><among>) <comprise>? :? | (?P<closed><comprise>) :? (?! <word>* <target>)")
AGAINST = shape(
    r"""<compare|same_period|target|multiple|mean>
        <word|preposition|noun|same_period|year|year_part|head_of_year|copula|target|where|y|month|d|quarter|/|total|quantity>*
        [(]? <copula|compare|:|target|rank|numbered>* <over|under|about>* $"""
)
_COLON = shape(r": (?!/)")
_BEGINS = shape(r"(?: ^ | <,|;|joint|:|among|comprise|copula|open|hyphen> ) $")
_EARLIER = shape(
    r"""(?: <quarter|year|month> <d|y|W|w> (?: /<y> | <year> <y> )? | <same_period> <y>?
          | <num> <month> <head_of_year>? <year>? <y> )
        ,? (?:<!amt|,|;|brk>)* <amt>"""
)
_ASIDE = shape(r"<copula|joint|,|;>")
_PAUSE = shape(r"<,|;|brk|joint>")


@dataclass(slots=True)
class Listing:
    """Items that break totals down: pairs of a member and the total it is part of, and the token that opens them."""

    token: int
    kind: str  # open, closed, colon or bracket
    pairs: list[tuple[Amount, Amount]]


def cut(c: Context) -> None:
    """Bound the words of each amount: `c.lefts`, `c.rights`. In a run of items the label side is decided once."""
    c.lefts, c.rights = list(c.starts), [c.last] * len(c.amounts)
    index = {a.figure.figure_id: k for k, a in enumerate(c.amounts)}
    for line in c.lines:
        for run in _runs(line):
            separators = [_separators(line, n) for n in run[1:]]
            side = _side(line, run, separators) if all(separators) else "mixed"
            if side == "mixed":
                continue
            ks = [index[line.amount(line.places[n]).figure.figure_id] for n in run]
            for i, j, found in zip(ks, ks[1:], separators, strict=False):
                token = line.at[found[0] if side == "left" else found[-1]]
                c.lefts[j] = max(c.lefts[j], token + 1)
                c.rights[i] = min(c.rights[i], token)
            c.sides.update(dict.fromkeys(ks, side))
            c.firsts.update(dict.fromkeys(ks[1:], ks[0]))


def _runs(line: Line) -> Iterator[list[int]]:
    """Neighbours on a line that may be items of one list: of one sort, nothing but words between them."""
    run: list[int] = []
    opening = tags_of("among", "comprise", "becomes", "from", "remainder")
    for n, place in enumerate(line.places):
        a = line.amount(place)
        item = (is_level(a) or (a.sort == "percent" and a.figure.role == "share")) and a.fraction_of is None
        last = line.amount(line.places[run[-1]]) if run else None
        alike = last is not None and last.sort in (a.sort, "count") and a.sort in (last.sort, "")
        if item and alike and not any(t in opening for t in line.gap(n)):
            run.append(n)
            continue
        if len(run) > 1:
            yield run
        run = [n] if item else []
    if len(run) > 1:
        yield run


def _separators(line: Line, n: int) -> list[int]:
    """The places before the n-th amount that may part it from the one before: semicolons, else commas and joints."""
    ands = lexicon().sets["and"] | lexicon().sets["with"]
    between = range(line.places[n - 1] + 1, line.places[n])
    semicolons = [i for i in between if line.text[i] == ";"]
    return semicolons or [
        i for i in between if line.text[i] == "," or (line.key(i) in ands and line.text[i] not in "-~")
    ]


def _side(line: Line, run: list[int], separators: list[list[int]]) -> str:
    """Which side of its number a label stands on: "left", "right" or "mixed"."""
    left = right = 0
    for n, found in zip(run, separators, strict=False):
        here, then = line.places[n], line.places[n + 1]
        behind = found[0] == here + 1 or (line.text[here + 1] == BRACKET and found[0] == here + 2)
        before = not _words(line.text[found[-1] + 1 : then])  # nothing between the last separator and the number
        left += behind and not before
        right += before and not behind
    if left and right:
        return "mixed"
    if left or right:
        return "left" if left else "right"
    return "left" if _words(line.gap(run[0])) else "right"


def _words(tags: str) -> bool:
    """Whether tokens hold a word that names something."""
    silent = tags_of(
        "copula", "over", "under", "about", "estimate", "joint", "preposition", "year", "until", "among", "comprise"
    )
    return any(t not in silent + ",;:-~" for t in tags)


def is_earlier(line: Line) -> bool:
    """Whether a bracket opens with an earlier time: "9.215 kết quả (quý I là 7.830)"."""
    return line.outer is not None and _EARLIER.match(line.text) is not None


def said(line: Line, n: int) -> list[str]:
    """The folded words of the n-th amount: those before it, its unit, those behind it up to a pause."""
    a, place = line.amount(line.places[n]), line.places[n]
    before = [line.key(i) for i in range(line.places[n - 1] + 1 if n else 0, place)]
    behind = _PAUSE.split(line.tail(n), maxsplit=1)[0]
    return before + line.c.s.keys[a.at + 1 : a.right] + [line.key(place + 1 + i) for i in range(len(behind))]


def common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many syllables in a row two phrases share at most."""
    one, other = (" ".join(words).split() for words in (first, second))
    best, row = 0, [0] * (len(other) + 1)
    for x in one:
        row = [0, *(row[j] + 1 if x == y else 0 for j, y in enumerate(other))]
        best = max(best, *row)
    return best


Spot = tuple[Line, int]  # the n-th amount of a line


def likeness(one: Spot, other: Spot) -> int:
    """How many syllables in a row name both of two amounts, their units apart; one alone may be chance, but for a verb.

    "số người chết giảm 7 người" is said of "làm chết 53 người", not of "bị thương 22 người".
    """
    first, second = (_naming(line, n) for line, n in (one, other))
    silent = lexicon().sets["silent"] | set(first[1] if len(first[1]) < len(second[1]) else second[1])
    if not (set(first[0]) & set(second[0])) - silent:
        return 0
    shared = common([w for w in first[0] if w not in silent], [w for w in second[0] if w not in silent])
    return max(shared, 1)


def _naming(line: Line, n: int) -> tuple[list[str], list[str]]:
    """The syllables that name an amount, and those of its unit; sought once."""
    a, c = line.amount(line.places[n]), line.c
    found = c.naming.get(a.figure.figure_id)
    if found is None:
        words = [w for w in " ".join(said(line, n)).split() if w[0].isalpha()]
        found = c.naming[a.figure.figure_id] = words, " ".join(c.s.keys[a.at : a.right]).split()
    return found


@dataclass(slots=True)
class Lists:
    """Reads the lists of one line. `before`: where the totals of the sentence before stand, the last one last."""

    line: Line
    before: Sequence[Spot]
    roots: Sequence[Spot]  # totals so far that are part of nothing
    triggers: list[tuple[int, int, str]] = field(init=False)

    def __post_init__(self) -> None:
        text = self.line.text
        found = [(*m.span(), str(m.lastgroup)) for m in TRIGGER.finditer(text) if not self._aside(m)]
        taken = {end for _, end, _ in found}
        for m in _COLON.finditer(text):
            if m.end() not in taken:
                found.append((*m.span(), "colon"))
        found += [(i, i + 1, "closed") for i in self._withs()]
        if (i := self._among()) is not None:
            found.append((i, i + 1, "among"))
        found.sort()
        if self.line.outer is not None and not any(start == 0 for start, _, _ in found):
            found.append((0, 0, "bracket"))
        self.triggers = sorted(found)

    def _aside(self, m: re.Match[str]) -> bool:
        """Whether "riêng" opens a sentence of its own: "Riêng trong đợt cao điểm, …", "Chỉ tính riêng tháng 12, …"."""
        line = self.line
        if line.outer is not None or line.key(m.start()) not in lexicon().sets["apart"]:
            return False
        opens = m.start() < line.places[0] if line.places else True
        return opens and line.text[m.end() : m.end() + 1] in tags_of(
            "preposition", "year", "month", "quarter", "year_part"
        )

    def _among(self) -> int | None:
        """The comma behind a total named without its number: "Trong các nguồn thu, …"."""
        line, sets = self.line, lexicon().sets
        comma = line.text.find(",", 0, line.places[0]) if line.places else -1
        if line.outer is not None or comma < 2 or line.key(0) not in sets["inside"] or line.key(1) not in sets["those"]:
            return None
        timely = tags_of("month", "year", "quarter", "year_part", "day")
        return None if any(t in timely for t in line.text[:comma]) else comma

    def _withs(self) -> Iterator[int]:
        """Where "với" opens a list of what the amount before it counts: "96 đơn với 51 đơn khiếu nại và 45 đơn …"."""
        line, with_words = self.line, lexicon().sets["with"]
        for n in range(1, len(line.places) - 1):
            i = line.places[n] - 1
            a, b, c = (line.amount(line.places[m]) for m in (n - 1, n, n + 1))
            fit = all(is_level(x) and counts(x) and x.figure.unit for x in (a, b, c)) and line.key(i) in with_words
            if fit and same_kind(a, b) and same_kind(a, c) and ";" not in line.gap(n) + line.gap(n + 1):
                yield i

    def read(self) -> list[Listing]:
        """All lists, as a tree flattened: an item may open a list of its own."""
        out: list[Listing] = []
        work = [(0, len(self.line.text))]
        while work:
            lo, hi = work.pop()
            done = lo
            for t in self.triggers[bisect_left(self.triggers, (lo, 0, "")) :]:
                if t[0] >= hi:
                    break
                hosts = self._hosts(lo, t) if t[0] >= done else []
                if hosts:
                    items = _Items(self.line, hosts, t, hi, self.triggers)
                    done = items.read()
                    work += items.nested
                    if items.pairs:
                        out.append(Listing(self.line.at[t[0]], t[2], items.pairs))
        return out

    def _hosts(self, lo: int, t: tuple[int, int, str]) -> list[Amount]:
        """The totals that a list may break down, nearest first; those without a unit last."""
        line, (start, _, kind) = self.line, t
        if kind == "among":
            return self._named(start) or [here.amount(here.places[n]) for here, n in self.before[-1:]]
        if kind == "open":
            lo_open = max([lo, *(a for a, _, k in self._before(t) if k == "open")])
            same = levels(line, lo_open, start)
        else:
            pauses = ";,:" if kind == "colon" else ";"
            same = levels(line, max([lo, *(line.text.rfind(p, lo, start) for p in pauses)]), start)
        if not same and kind != "colon":
            if line.outer is None:
                return [] if lo else self._named(start)
            same = self._outside(line.outer) if start == 0 else []
        same.reverse()
        return sorted(same, key=lambda a: a.figure.unit is None)

    def _before(self, t: tuple[int, int, str]) -> list[tuple[int, int, str]]:
        """The trigger before one."""
        n = bisect_left(self.triggers, t)
        return self.triggers[max(n - 1, 0) : n]

    def _outside(self, outer: Line) -> list[Amount]:
        """The level before a bracket, unless the bracket tells what it was compared with, or what it was before."""
        hosts = last_level(outer, self.line.place)
        against = hosts and AGAINST.search(outer.text, _place(outer, hosts[0]) + 1, self.line.place)
        return [] if against or is_earlier(self.line) else hosts

    def _named(self, start: int) -> list[Amount]:
        """Totals of the sentence before: the one that the words before a trigger name, else the nearest first."""
        if start < 3 and self.line.key(start) in lexicon().sets["apart"]:
            return [line.amount(line.places[n]) for line, n in reversed(self.roots)]
        head = [self.line.key(i) for i in range(start)]
        found = [line.amount(line.places[n]) for line, n in reversed(self.before)]
        if not found or not _words(self.line.text[:start]):
            return found
        worth = [common(head, said(line, n)) for line, n in reversed(self.before)]
        best = max(worth)
        found = [a for a, w in zip(found, worth, strict=True) if w == best] if best > 1 else found * (start < 3)
        return sorted(found, key=lambda a: a.figure.unit is None)


def levels(line: Line, lo: int, hi: int) -> list[Amount]:
    """The levels between two places of a line, denominators left out."""
    places = line.places[bisect_left(line.places, lo) : bisect_left(line.places, hi)]
    return [a for a in map(line.amount, places) if is_level(a) and not is_denominator(a)]


def last_level(line: Line, place: int) -> list[Amount]:
    """The level before a place, if there is one."""
    for n in range(bisect_left(line.places, place) - 1, -1, -1):
        a = line.amount(line.places[n])
        if is_level(a) and not is_denominator(a):
            return [a]
    return []


def _place(line: Line, a: Amount) -> int:
    where = line.c.where[a.figure.figure_id]
    return where[0].places[where[1]]


@dataclass(slots=True)
class _Items:
    """The items behind one trigger: their members, and the items that hold a trigger of their own."""

    line: Line
    hosts: list[Amount]
    trigger: tuple[int, int, str]
    hi: int
    triggers: list[tuple[int, int, str]]
    pairs: list[tuple[Amount, Amount]] = field(default_factory=list)
    nested: list[tuple[int, int]] = field(default_factory=list)
    begin: int = 0  # of the stretch that is being read
    chosen: Amount | None = None  # the host of the member before

    def read(self) -> int:
        """Find the pairs of member and total; return the place where reading goes on."""
        _, lo, kind = self.trigger
        inner = self._stop(lo, self.hi)
        segments = self._segments(lo, inner)
        end = lo
        for n, (a, b) in enumerate(segments):
            stop = self._stop(a, b)
            self.begin = a
            inside = self._members(a, stop)
            inside = self._wanted(inside, stop == b) if len(segments) > 1 else self._to_last(inside)
            got = [p for m, x in enumerate(inside) if (p := self._pair(x, not m and not self.pairs))]
            if not got and (n or len(segments) > 1):
                break
            self.pairs += got
            if len(segments) > 1 and stop < b:
                self.nested.append((a, b))
            end = b
        self.pairs += [p for x, h in self.pairs for p in self._beside(x, h)]
        if not self._holds(kind):
            self.pairs = []
            return lo
        return max(min(end, inner) if len(segments) == 1 else end, lo)

    def _beside(self, x: Amount, h: Amount) -> Iterator[tuple[Amount, Amount]]:
        """The second count of an item whose total is a pair: "8 lượt/11 người, thường xuyên 6 lượt/7 người"."""
        second = [self._after(a) for a in (x, h)]
        if all(b is not None and b.fraction_of is a for a, b in zip((x, h), second, strict=True)):
            member, host = second
            if member is not None and host is not None and not is_denominator(member) and not is_denominator(host):
                yield member, host

    def _after(self, a: Amount) -> Amount | None:
        """The amount behind one on its line."""
        line, n = next((c.where[a.figure.figure_id] for c in [self.line.c] if a.figure.figure_id in c.where), (None, 0))
        return line.amount(line.places[n + 1]) if line is not None and n + 1 < len(line.places) else None

    def _to_last(self, inside: list[Amount]) -> list[Amount]:
        """The members up to the one that "và" announces as the last."""
        for n, (x, y) in enumerate(pairwise(inside)):
            if n + 2 < len(inside) and self._joined(x, y):
                then = inside[n + 2]
                return inside if then.figure.unit == y.figure.unit else inside[: n + 2]
        return inside

    def _joined(self, x: Amount, y: Amount) -> bool:
        """Whether "và" stands between two amounts of one sort."""
        where = self.line.c.where.get(y.figure.figure_id)
        if where is None or x.sort != y.sort or where[0].c.where.get(x.figure.figure_id, (None,))[0] is not where[0]:
            return False
        line, n = where
        ands, place = lexicon().sets["and"], line.places[n]
        return any(line.key(i) in ands and line.text[i] not in "-~" for i in range(place - len(line.gap(n)), place))

    def _holds(self, kind: str) -> bool:
        """Whether what was found is a list: one item behind a colon or in a bracket must say so."""
        if kind == "colon" and not any(same_kind(a, host) or self._leads(a) for a, host in self.pairs[:1]):
            return False
        start, end, _ = self.trigger
        if kind == "closed" and self.line.text[end - 1] != ":" and self.line.key(start) in lexicon().sets["namely"]:
            # "Cụ thể, tai nạn giảm 59 vụ" opens no list; "Cụ thể, nhóm A có 1 tiêu chí; nhóm B có 8 tiêu chí" does
            return len(self.pairs) > 1 and all(a.figure.unit == host.figure.unit for a, host in self.pairs)
        if len(self.pairs) != 1:
            return bool(self.pairs)
        ((a, host),) = self.pairs
        if kind == "open":
            return True
        if kind == "closed":
            return (
                a.figure.unit is not None and host.figure.unit is not None and same_kind(a, host)
            )  # "3 trụ cột, gồm 8 chỉ số" tells of other things
        alike = a.figure.unit == host.figure.unit or not a.listed
        alone = len(levels(self.line, self.trigger[1], self.hi)) == 1
        named = kind == "colon" or _words(
            self.line.text[: _place(self.line, a)] + self.line.text[_place(self.line, a) + 1 :]
        )
        return alike and alone and named

    def _stop(self, lo: int, hi: int) -> int:
        """Where the next list inside opens."""
        rest = self.triggers[bisect_left(self.triggers, (lo, 0, "")) :]
        return next((a for a, _, kind in rest if kind in ("open", "closed")), hi) if rest and rest[0][0] < hi else hi

    def _segments(self, lo: int, inner: int) -> list[tuple[int, int]]:
        """The items that semicolons part, if they do; else one stretch up to the first of them."""
        text, hi = self.line.text, self.hi
        cut = text.find(";", lo, hi)
        if cut < 0:
            return [(lo, inner if inner > lo else hi)]
        first = levels(self.line, lo, min(cut, inner))
        shut = any(self._joined(x, y) for x, y in pairwise(first))  # "gồm 3 xã và 2 phường; thu hồi …"
        then = text.find(";", cut + 1, hi)
        second = levels(self.line, cut, then if then > 0 else hi)
        kin = [*self.hosts, *first[:1]]
        goes_on = any(same_kind(a, h) for a in second[:2] for h in kin) or (second and len(first) < 2)
        if shut or not goes_on:
            return [(lo, min(cut, inner if inner > lo else hi))]
        marks = [i for i in range(lo, hi) if text[i] == ";"]
        found = list(zip([lo, *(i + 1 for i in marks)], [*marks, hi], strict=True))
        plain = self.trigger[2] == "open" and text[lo - 1] != ":" and self._stop(*found[0]) == found[0][1]
        if plain:  # "doanh thu 40 tỷ, trong đó A 30 tỷ; lợi nhuận 4 tỷ, trong đó B 3 tỷ": a total each, not items
            other = (
                n for n, (a, b) in enumerate(found) if levels(self.line, a, self._stop(a, b)) and self._stop(a, b) < b
            )
            found = found[: next(other, len(found))]
        return found

    def _members(self, lo: int, hi: int) -> list[Amount]:
        """The levels of a stretch; an item without one may hold it in a bracket: "Điện lực Bắc (1.900 hộ)"."""
        out: list[Amount] = []
        free = True
        for i in range(lo, hi):
            owner, t = self.line.owner[i], self.line.text[i]
            if isinstance(owner, Line):
                first = owner.first
                if free and owner.places == [0] and first is not None and is_level(first):
                    out.append(first)
            elif isinstance(owner, Amount):
                free = False
                if is_level(owner) and not is_denominator(owner) and not self._outside(owner):
                    out.append(owner)
            elif t in ",;" or t in tags_of("joint"):
                free = True
        return out

    def _gap(self, x: Amount) -> str:
        """The characters before an amount, from the one before it or where its stretch begins."""
        line, n = self.line.c.where[x.figure.figure_id]
        return (
            line.gap(n)
            if line is not self.line
            else line.text[max(self.begin, line.places[n] - len(line.gap(n))) : line.places[n]]
        )

    def _outside(self, x: Amount) -> bool:
        """Whether an amount is a total, or what another is compared with, and no item."""
        line, n = self.line.c.where[x.figure.figure_id]
        gap = self._gap(x)
        inside = n and line is self.line and line.places[n - 1] >= self.begin
        if inside and not gap:
            return True  # "20 sản phẩm 5 sao": two numbers of one item
        other = any(t in tags_of("cumulative", "month", "quarter", "total") for t in gap)  # a total, or of another time
        return (other and (bool(self.pairs) or self.trigger[2] != "open")) or AGAINST.search(gap) is not None

    def _wanted(self, inside: list[Amount], whole: bool) -> list[Amount]:
        """The members of one item between semicolons: one for each host by unit, and others of its unit beside it."""
        out: list[Amount] = []
        for h in self.hosts:  # "04 cuộc đối với 05 đơn vị: A 01 cuộc, 02 đơn vị; B 02 cuộc, 02 đơn vị"
            out += [x for x in inside if x.figure.unit is not None and x not in out and same_kind(x, h)][:1]
        out = out or inside[:1]
        alike = len({x.figure.unit for x in inside}) == 1
        if whole and out and out[0].figure.unit:  # "…; 14 văn bản A, 58 văn bản B; …": one separator within the other
            out += [
                x for x in inside if x not in out and x.figure.unit == out[0].figure.unit and (alike or self._leads(x))
            ]
        return out

    def _tied(self, x: Amount) -> bool:
        """Whether "với" ties an amount to the one before: "19 đài với 412 cụm loa"."""
        line, n = self.line.c.where[x.figure.figure_id]
        return line.places[n] > 0 and line.key(line.places[n] - 1) in lexicon().sets["with"]

    def _pair(self, x: Amount, first: bool) -> tuple[Amount, Amount] | None:
        """A member with the host that it can be part of: same kind of unit, or counts of things that differ in noun."""
        fit = [h for h in self.hosts if h is not x and self._fits(x, h)]
        if fit:
            host = max(fit, key=lambda h: (self._alike(x, h), h is self.chosen, -fit.index(h)))
            if len(fit) > 1 and self._joined(fit[1], fit[0]) and not self._alike(x, host) and self.chosen is None:
                return None  # "188 vụ khiếu nại và 124 vụ tố cáo, trong đó …": of which of the two?
            self.chosen = host
            return x, host
        if self.trigger[2] == "among":
            return None
        h = next((h for h in self.hosts if counts(h)), self.hosts[0])
        if self.line.c.where[x.figure.figure_id][0] is not self.line or not counts(x) or not counts(h):
            return None
        if not (self._leads(x) or (first and self._near(x, h))):
            return None
        start, _, kind = self.trigger
        apart = kind == "colon" and _ASIDE.search(self.line.text, _place(self.line, h) + 1, start)
        return None if apart else (x, h)

    def _fits(self, x: Amount, h: Amount) -> bool:
        """Whether a member counts what a host counts; one without a unit takes that of its host."""
        u, v = x.figure.unit, h.figure.unit
        if not same_kind(x, h) or (
            u is not None and v is None and any(counts(b) and b.figure.unit for b in self.hosts)
        ):
            return False
        if self._tied(x) and (v is None or u is None):
            return False
        loose = u is None and v is not None and x.figure.scale != h.figure.scale
        return (u is not None or x.sort == h.sort or not x.sort) and (counts(x) or not loose)

    def _alike(self, x: Amount, h: Amount) -> int:
        """How well the words of a member name a host, where there are several hosts to choose from."""
        where = self.line.c.where
        if len(self.hosts) < 2 or h.figure.figure_id not in where:
            return 0
        return likeness(where[x.figure.figure_id], where[h.figure.figure_id])

    def _leads(self, x: Amount) -> bool:
        """Whether an amount begins its item."""
        return not self._tied(x) and _BEGINS.search(self._gap(x)) is not None

    def _near(self, x: Amount, h: Amount) -> bool:
        """Whether only a label stands between a trigger and its first member, behind a total of the same sentence."""
        line, n = self.line.c.where[x.figure.figure_id]
        here = line.c.where.get(h.figure.figure_id)
        return (
            here is not None
            and here[0] in (line, line.outer)
            and "," not in line.text[self.trigger[1] : line.places[n]]
        )
