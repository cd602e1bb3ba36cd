"""The structure of a paragraph: sentences, brackets, lines in which an amount is one character, lists as a tree.

Form decides everything; no value is looked at.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from operator import attrgetter

from tvict.reading import lexicon as words
from tvict.reading.amounts import Amount, per_of
from tvict.reading.lexicon import either, has, initials, lexicon, shape, speaks_of, tags_of
from tvict.reading.model import ROLES
from tvict.reading.tokens import Stream

LEVELS = ("level", "plan")
MEASURED = ("level", "share", "plan")
ABOUT = ("change", "index", "attainment", "gap")
_at = attrgetter("at")
_MARKS = re.compile(r"[().!?…]")
_BRACKET = re.compile(r"[()]")


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
    brackets: dict[int, int] = field(default_factory=dict)  # where each opens and closes
    sentences: list[int] = field(default_factory=list)  # first token of each sentence
    earlier: dict[int, int] = field(default_factory=dict)  # figure in brackets that is an earlier level of another
    starts: list[int] = field(default_factory=list)  # first token of the context of each amount
    lefts: list[int] = field(default_factory=list)
    rights: list[int] = field(default_factory=list)
    sides: dict[int, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list, repr=False)  # once the roles are known
    where: dict[int, tuple[Line, int]] = field(default_factory=dict, repr=False)  # line and number in it of each figure
    naming: dict[int, tuple[list[str], list[str]]] = field(default_factory=dict, repr=False)
    stages: dict[int, int] = field(default_factory=dict, repr=False)
    strokes: list[int] | None = field(default=None, repr=False)  # tokens that hold one, < or >, once they were sought

    inner: dict[int, tuple[int, int]] = field(default_factory=dict)  # innermost bracket of an amount, by its token

    def sentence_end(self, i: int) -> int:
        """Where the sentence of token i ends."""
        after = bisect_right(self.sentences, i)
        return self.sentences[after] if after < len(self.sentences) else self.last

    def __post_init__(self) -> None:
        self._scan()
        for a in self.amounts:
            a.sentence = self.sentences[max(bisect_right(self.sentences, a.at) - 1, 0)]
        self._nest()
        end = 0  # of the amount before
        for a in self.amounts:
            self.starts.append(max(a.sentence, end))  # in another sentence it ends before this one
            end = a.right

    def _scan(self) -> None:
        stack: list[int] = []
        self.sentences.append(self.first)
        for m in _MARKS.finditer(self.s.shape, self.first, self.last):
            i, t = m.start(), m[0]
            if t == "(":
                stack.append(i)
            elif t == ")" and stack:
                self.brackets[stack.pop()] = i
            elif t in ".!?…" and i > self.first and self._ends_here(i):
                self.brackets |= dict.fromkeys(stack, i)
                stack.clear()
                self.sentences.append(i + 1)
        self.brackets |= dict.fromkeys(stack, self.last)

    def _nest(self) -> None:
        """Tell for each amount how deep in brackets it stands and which is the innermost: one sweep over both."""
        opened = sorted(self.brackets.items())
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

    def amounts_in(self, lo: int, hi: int | None = None) -> Sequence[Amount]:
        """The amounts that stand in tokens lo to hi, by default to the end."""
        first = bisect_left(self.amounts, lo, key=_at)
        return self.amounts[first : None if hi is None else bisect_left(self.amounts, hi, key=_at)]

    def behind(self, a: Amount) -> Amount | None:
        """The amount behind one on its line."""
        line, n = self.where.get(a.figure.figure_id, (None, 0))
        return line.amounts[n + 1] if line is not None and n + 1 < len(line.places) else None

    def beside(self, a: Amount) -> Amount | None:
        """What a stroke sets behind an amount: its denominator, or the count of another noun."""
        b = self.behind(a)
        return b if b is not None and b.fraction_of is a else None

    def _ends_here(self, i: int) -> bool:
        """Whether the stop at token i ends a sentence; a space may be lost behind it ("năm 2013.Tổng doanh thu")."""
        s = self.s
        before, after = s.keys[i - 1], s.text[s.starts[i + 1] : s.starts[i + 1] + 1]
        named = (s.glued(i - 1) and s.keys[i - 2].isdecimal()) or s.shape[i - 2] in tags_of("numbered", "category")
        named = named or len(before) > 1 or not before.isalpha() or s.shape[i - 1] in tags_of("money")
        if not named or before in lexicon().sets["shortened"]:  # an initial is not "4G.", "loại V.", "5 trđ."
            return False
        opens = after.isupper() or after.isdecimal()
        if (opens and s.on_new_line(i + 1)) or (after in "*•" and s.capital(i + 2)):
            return True  # "đạt 29%/năm.*Chi tiêu …": an item whose line is lost
        if s.glued(i + 1):
            word = s.text[s.starts[i - 1] : s.ends[i - 1]]  # none of the short ones: "Tp.Hồ Chí Minh", "Bs.Lê"
            whole = word[0].islower() or (len(word) > 2 and word[1:].islower())
            closed = s.shape[i - 1] in {")", *tags_of("percent", "money", "foreign_money")}
            spelt = (whole or closed) and s.ends[i + 1] - s.starts[i + 1] > 1
            return after.isupper() and (s.shape[i] == "…" or before.isdecimal() or spelt)
        item = s.shape[i + 1 : i + 4] in ("(d)", "(n)", "(q)") and s.capital(i + 4)  # ". (9) Cấp giấy"
        return item or opens or s.shape[i + 1] in '¶"“-+'


_CALL = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def called_note(s: Stream, a: Amount) -> str:
    """The mark of the footnote that an amount calls, "" for none: "63,7 triệu đồng¹"."""
    call = _CALL.search(s.text, s.starts[a.right - 1], s.ends[a.right - 1])
    return call.group() if call is not None else ""


def _counted(unit: str) -> str:
    """What a unit counts, any of its kind or by the piece: "312 hộ dân, 41 hộ nghèo", "60 bộ hồ sơ, 41 hồ sơ"."""
    sets, (head, _, thing) = lexicon().sets, unit.partition(" ")
    return head if unit in sets["any_of_head"] else thing if thing and head in sets["piece"] else unit


def same_kind(a: Amount, b: Amount) -> bool:
    """Whether two amounts count the same: equal units, one unit left out, or one noun of a compound unit."""
    u, v = a.figure.unit, b.figure.unit
    if u == v:
        return True
    if u is None or v is None:
        means = any(is_rate(x) and not per(x)[:1].isdecimal() for x in (a, b))  # "72 máy/100 dân (cố định: 15)"
        return not means
    short, noun = sorted((u, v), key=len)
    if short.isupper() and not noun.isupper() and short.casefold() == initials(noun.casefold()):
        return True  # "833 hợp tác xã, trong đó 788 HTX đang hoạt động"
    x, y = u.casefold(), v.casefold()
    if is_rate(a) and is_rate(b):
        (x, one), (y, other) = (w.split("/", 1) for w in (x, y))
        return "".join(one.split()) == "".join(other.split()) and (x.startswith(y) or y.startswith(x))
    x, y, sets = _counted(x), _counted(y), lexicon().sets
    if x == y or _begins(x, y) or _begins(y, x):
        return True
    if a.sort == b.sort == "count" and not sets["piece"].isdisjoint((x, y)) and kind_of(x) == kind_of(y) == "noun":
        return True  # "2.310 tàu cá, trong đó 1.240 chiếc vỏ gỗ"
    printed = a.right > a.at + 1 and b.right > b.at + 1  # "1.385 lao động, trong đó 240 người đi xa"
    return printed and not sets["any_person"].isdisjoint((x, y)) and kind_of(x) == kind_of(y) == "people_noun"


def countable(a: Amount, b: Amount) -> bool:
    """Whether two amounts count the same, or both count things: boats and ships, but no boats and tonnes."""
    return same_kind(a, b) or (counts(a) and counts(b))


def _begins(noun: str, unit: str) -> bool:
    """Whether a compound unit begins with a noun, or has it between commas."""
    return unit.startswith(f"{noun} ") or noun in map(str.strip, unit.split(","))


def tells_tiers(a: Amount) -> bool:
    """Whether a count says at how many levels a body works, and nothing of what it does: "tòa án 2 cấp"."""
    return (a.figure.unit or "") in lexicon().sets["body_tier"]


def is_spread(line: Line, n: int) -> bool:
    """Whether a count says over how many places or levels the one before is told: "40 trường ở 3 cấp học"."""
    a, gap = line.amounts[n], line.gap(n)
    if not n or not a.listed or not is_own_level(a) or ";" in gap or not is_level(line.amounts[n - 1]):
        return False
    unit, kinds = (a.figure.unit or "").casefold(), lexicon().sets
    said_so = line.key(line.places[n] - 1) in kinds["spread_over"]
    return (unit in kinds["tier_noun"] and (said_so or "," not in gap)) or (said_so and kind_of(unit) == "place_noun")


def is_place_among(a: Amount, b: Amount) -> bool:
    """Whether an amount counts some of the places that another counts, by a noun of its own."""
    return a.listed and a.right > a.at + 1 and (same_kind(a, b) or kind_counted(a) == kind_counted(b) == "place_noun")


def clash(a: Amount, b: Amount) -> bool:
    """Whether two amounts count things of which none is part of the other: people, bodies or places, events."""
    kinds = {kind_of(x.figure.unit.casefold()) for x in (a, b) if x.figure.unit} - {"noun"}
    return len(kinds) > 1


def kind_counted(a: Amount) -> str:
    """What sort of things an amount counts, as its unit names them."""
    return kind_of((a.figure.unit or "").casefold())


KINDS = ("people_noun", "place_noun", "event_noun", "sort_noun", "noun")


@cache
def kind_of(unit: str) -> str:
    """What sort of things a unit names by its first words, if the lexicon tells."""
    sets, words = lexicon().sets, unit.replace(",", "").split()
    phrases = (" ".join(words[:k]) for k in range(len(words), 0, -1))
    found = next((k for w in phrases for k in KINDS if w in sets[k]), "noun")
    person = len(words) > 2 and words[-1] in sets["member_of"]  # "hòa giải viên", but not "công viên"
    return "people_noun" if found == "noun" and person else found


def is_denominator(a: Amount) -> bool:
    """Whether an amount is the total behind a slash; "1.154 lượt/1.462 ngư dân" are two counts side by side."""
    x, unit = a.fraction_of, a.figure.unit
    if x is None:
        return False
    closer = bool(unit) and (x.figure.unit or "").startswith(f"{unit} ")  # "9 hộ nghèo/90 hộ"
    return x.right == x.at + 1 or x.figure.unit == unit or closer


def is_numerator(line: Line, a: Amount) -> bool:
    """Whether a stroke tells what an amount of the line's paragraph is part of."""
    whole = line.c.beside(a)
    return whole is not None and is_denominator(whole)


def is_beside(a: Amount) -> bool:
    """Whether a stroke sets an amount beside one of another noun, as no total of it."""
    return a.fraction_of is not None and not is_denominator(a)


def is_rate(a: Amount) -> bool:
    """A mean or density: so much per something else."""
    return per(a) != ""


def per(a: Amount) -> str:
    """What a mean or density is per: of "tạ/ha", "ha"; "" for any other amount."""
    return per_of(a.figure.unit or "")


def is_yearly(a: Amount) -> bool:
    """So much a year: "8,7%/năm"."""
    return per(a) in lexicon().sets["year"]


def counts(a: Amount) -> bool:
    """A count of things: no percentage, money, measure, time or mean."""
    return a.sort in ("count", "") and not is_rate(a)


def is_level(a: Amount) -> bool:
    """A quantity at one time, stated or planned: what can be a total, a part, or what a change is about."""
    return a.figure.role in LEVELS and a.sort not in NO_LEVEL


def is_own_level(a: Amount) -> bool:
    """A level that is no denominator: what stands before a list, and what it names."""
    return is_level(a) and not is_denominator(a)


NO_LEVEL = ("percent", "points", "times", "rank", "time")  # nothing is a part of a duration or an age
_SORTS = ("count", "money", "measure", "percent", "points", "times", "time", "rank", "rate", "")
_FIRST = 0xE000  # the private use area of Unicode: an amount there is one character for its sort and role
_CHARS = {kind: chr(_FIRST + n) for n, kind in enumerate(product(_SORTS, ROLES))}
BRACKET = chr(_FIRST + len(_CHARS))


def _char(a: Amount) -> str:
    """The character that stands for an amount on a line."""
    return _CHARS[a.sort, a.figure.role]


def _chars(sorts: Sequence[str], roles: Sequence[str]) -> str:
    return "".join(_CHARS[kind] for kind in product(sorts, roles))


# What a pattern over lines may name beside the word classes.
words.FIXED.update(
    amt=_chars(_SORTS, ROLES),
    lvl=_chars([x for x in _SORTS if x not in NO_LEVEL], LEVELS),
    plan=_chars(_SORTS, ("plan",)),
    pct=_chars(("percent",), ("share", "plan", "level")),
    chg=_chars(_SORTS, ABOUT),
    done=_chars(_SORTS, ("attainment",)),
    gap=_chars(("percent",), ("gap",)),
    size=_chars(("measure", "money"), LEVELS),
    ranked=_chars(_SORTS, ("rank",)),
    brk=BRACKET,
)


@dataclass(slots=True, eq=False)
class Line:
    """A sentence, or what stands in one bracket of it, with each amount one character.

    A bracket that holds amounts is one character too, and a line of its own; one without amounts is left out. `at` is
    the token of each character, `places` where the `amounts` are, `outer` and `place` where a bracket stands.
    """

    c: Context
    hi: int  # the token that ends it
    outer: Line | None = None
    place: int = 0
    text: str = ""
    at: list[int] = field(default_factory=list)
    owner: list[Amount | Line | None] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    worth: list[int] = field(default_factory=list)  # places of brackets, and of amounts that a change may be about
    chars: list[str] = field(default_factory=list)
    told: dict[int, list[str]] = field(default_factory=dict)  # the words of the amounts, once they were asked for

    def add(self, char: str, token: int, owner: Amount | Line) -> None:
        """Write an amount or a bracket."""
        if isinstance(owner, Amount):
            self.places.append(len(self.at))
            self.amounts.append(owner)
        if isinstance(owner, Line) or owner.figure.role not in ("change", "index", "gap"):
            self.worth.append(len(self.at))
        self.chars.append(char)
        self.at.append(token)
        self.owner.append(owner)

    def retell(self, n: int) -> None:
        """Write the n-th amount anew: its role is another."""
        place = self.places[n]
        self.text = self.text[:place] + _char(self.amounts[n]) + self.text[place + 1 :]

    def run(self, i: int, j: int) -> int:
        """Write tokens i to j (exclusive) as they are; return where to go on."""
        self.chars.append(self.c.s.shape[i:j])
        self.at += range(i, j)
        self.owner += [None] * (j - i)
        return j

    def amount(self, place: int) -> Amount:
        """The amount at a place that holds one."""
        a = self.owner[place]
        assert isinstance(a, Amount)
        return a

    @property
    def first(self) -> Amount | None:
        """Its first amount."""
        return self.amounts[0] if self.places else None

    def first_before(self, place: int) -> Amount | None:
        """The nearest amount before a place."""
        n = bisect_left(self.places, place)
        return self.amounts[n - 1] if n else None

    def key(self, place: int) -> str:
        """The folded word at a place, "" behind the last."""
        try:
            return self.c.s.keys[self.at[place]]
        except IndexError:
            return ""

    def gap(self, n: int) -> str:
        """The characters between the n-th amount and the one before it, or from where the line begins."""
        return self.text[self.places[n - 1] + 1 if n else 0 : self.places[n]]

    def words(self, n: int) -> list[str]:
        """The folded words of the gap before the n-th amount."""
        keys = self.c.s.keys
        return [keys[i] for i in self.at[self.places[n - 1] + 1 if n else 0 : self.places[n]]]

    def begin(self, n: int) -> int:
        """The place behind the amount before the n-th, or where the line begins."""
        return self.places[n - 1] + 1 if n else 0

    def tail(self, n: int) -> str:
        """The characters between the n-th amount and the next, or to where the line ends."""
        return self.text[self.places[n] + 1 : self.places[n + 1] if n + 1 < len(self.places) else None]

    def clause(self, n: int) -> str:
        """The characters behind the n-th amount up to a comma or semicolon."""
        return re.split("[,;]", self.tail(n), maxsplit=1)[0]


def lines(c: Context) -> list[Line]:
    """The lines of a paragraph, each before the lines of its brackets; tells `c.where` every amount stands."""
    ats = [a.at for a in c.amounts]
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
            close = c.brackets.get(i)
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
            elif c.s.shape[i] == ")":
                i += 1
            else:
                stop = min(hi, here.hi, c.amounts[n].left if n < len(ats) else hi)
                mark = _BRACKET.search(c.s.shape, i + 1, stop)
                i = here.run(i, mark.start() if mark else stop)
    out = [line for line in out if line.at]  # none of a sentence that ends within its bracket: "(Theo đó. Có 6 xã)"
    for line in out:
        line.text = "".join(line.chars)
    return out


_MOVES = shape(
    r"""<from> <about|over|under>* (?P<lo><lvl>) <word|noun|W|w|brk|/>{0,6} (?:<up|down>? <becomes>|(?P<range><until>))
    <about|over|under>* (?P<hi><lvl>)"""
)


_MOVED_TOO = shape(r"(?P<moved><chg>) <word|noun|w|brk>{0,4} (?P<and><joint>) (?P<it><lvl>)")


def mark_ends(line: Line) -> None:
    """Say of amounts that they are ends of a movement or range, bounds ("thu từ 40 tỷ đồng trở lên"), or changes that
    "và" joins to one ("giảm 9 ca nặng và 12 ca nhẹ"), and no parts or totals.

    What something came to may be both, but for one that a bracket tells of a change: "giảm 9 (từ 40 xuống 31)".
    """
    s, beyond = line.c.s, tags_of("upward", "downward")
    for a in line.amounts:
        if s.shape[a.right - 1] in beyond and has(s.shape[a.left - 1], "from"):
            a.end = True
    for m in _MOVED_TOO.finditer(line.text):
        moved, it = line.amount(m.start("moved")), line.amount(m.start("it"))
        it.end = line.key(m.start("and")) in lexicon().sets["and"] and moved.figure.unit == it.figure.unit is not None
    for m in _MOVES.finditer(line.text):
        lo, hi = (line.amount(m.start(name)) for name in ("lo", "hi"))
        if lo.figure.unit is None or f"{hi.figure.unit}".startswith(lo.figure.unit):  # "từ 40 tấn đến 70 tấn/ngày"
            lo.end = True
            hi.end = hi.end or m["range"] is not None or (line.outer is not None and len(line.places) == 2)


AGAINST = shape(
    r"""<compare|same_period|target|multiple|mean>
        <word|preposition|noun|same_period|year|year_part|head_of_year|copula|target|where|y|month|day|d|quarter|/|total|quantity|hyphen>*
        [(]? <copula|compare|:|target|aim|rank|numbered>* <over|under|about>* $"""
)
_EARLIER = shape(
    r"""(?: <quarter|year|month> <d|y|W|w> (?: /<y> | <year> <y> )? | <same_period> <y>? | <y> (?= <:|copula|amt> )
          | <num> <month> <head_of_year>? <year>? <y> )
        ,? (?:<!amt|,|;|brk>)* <amt>"""
)
_PAUSE = shape(r"<,|;|brk|joint>")


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
            ks = [index[line.amounts[n].figure.figure_id] for n in run]
            for i, j, found in zip(ks, ks[1:], separators, strict=False):
                token = line.at[found[0] if side == "left" else found[-1]]
                c.lefts[j] = max(c.lefts[j], token + 1)
                c.rights[i] = min(c.rights[i], token)
            c.sides.update(dict.fromkeys(ks, side))


def _runs(line: Line) -> Iterator[list[int]]:
    """Neighbours on a line that may be items of one list: of one sort, nothing but words between them."""
    runs: list[list[int]] = [[]]
    for n, a in enumerate(line.amounts):
        item = (is_level(a) or (a.sort == "percent" and a.figure.role == "share")) and a.fraction_of is None
        last = line.amounts[n - 1] if runs[-1] else None
        alike = last is not None and last.sort in (a.sort, "count") and a.sort in (last.sort, "")
        if item and alike and not has(line.gap(n), "among", "comprise", "becomes", "from", "remainder"):
            runs[-1].append(n)
        else:
            runs.append([n] if item else [])
    return (run for run in runs if len(run) > 1)


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
        before = not says(line.text[found[-1] + 1 : then])  # nothing between the last separator and the number
        left += behind and not before
        right += before and not behind
    if left and right:
        return "mixed"
    return "left" if left or (not right and says(line.gap(run[0]))) else "right"


def says(tags: str) -> bool:
    """Whether tokens hold a word that names something."""
    return not _SILENT.issuperset(tags)


_SILENT = frozenset(
    tags_of(*"copula over under about estimate joint preposition year until among comprise".split()) + ",;:-~"
)


def is_earlier(line: Line) -> bool:
    """Whether a bracket tells an earlier time: "9.215 kết quả (quý I là 7.830)"; two times break a total down."""
    if line.outer is None or tells_change(line) or not opens_earlier(line) or is_stretch(line):
        return False
    if line.places and speaks_of(" ".join(line.words(0)), "carried"):
        return False  # "60 đơn (kỳ trước chuyển sang 20, nhận mới 40)"
    return sum(t in tags_of("quarter", "month") for t in line.text) < 2


def opens_earlier(line: Line) -> bool:
    """Whether words open with an earlier time: "(quý I là 7.830, …)"."""
    return _EARLIER.match(line.text) is not None


def is_stretch(line: Line) -> bool:
    """Whether a bracket tells of a part of the time of what stands before it: "cả năm tăng 5% (quý IV đạt 22 tấn)"."""
    part, whole = line.first, line.outer.first_before(line.place) if line.outer is not None else None
    if part is None or whole is None or part.figure.period == whole.figure.period:
        return False
    return in_time_of(part, whole)


def in_time_of(part: Amount, whole: Amount) -> bool:
    """Whether an amount is of the time of another, or of a stretch of it; of no time nothing is."""
    return bool(whole.figure.period) and (part.figure.period or "").startswith(whole.figure.period or "")


def tells_apart(line: Line, timed: bool) -> bool:
    """Whether a sentence sets something apart, a time ("Riêng tháng 4 …") or what is no time ("Riêng huyện An …")."""
    times = has(line.text[1:3], "day", "month", "quarter", "year", "year_part")
    return line.key(0) in lexicon().sets["apart"] and times == timed


_ASIDE = shape(r"<,|;> (?P<apart><among>) <month|quarter|year|year_part>")


def is_aside(line: Line, n: int) -> bool:
    """Whether an amount is singled out by its time behind others: "9 tháng đạt 90 tấn, riêng tháng 9 đạt 12 tấn"."""
    m = _ASIDE.search(line.gap(n))
    return m is not None and line.key(line.begin(n) + m.start("apart")) in lexicon().sets["apart"]


def tells_change(line: Line) -> bool:
    """Whether a bracket tells a change of its own level, so that it is no earlier one: "(quý III 640 tấn, tăng 3%)"."""
    return any(a.figure.role in ("change", "index") for a in line.amounts)


_COMPARED_BEFORE = shape(r"<compare> <!,|;>* [,;]")


def said(line: Line, n: int) -> list[str]:
    """The folded words of the n-th amount: those before it, its unit, those behind it up to a pause."""
    if n not in line.told:
        a, place, keys = line.amounts[n], line.places[n], line.c.s.keys
        told = _COMPARED_BEFORE.match(line.text, line.begin(n), place)  # "tăng 5 tỷ so với đầu năm, | thuế đạt 3 tỷ"
        tokens = line.at[told.end() if told else line.begin(n) : place]
        k = bisect_left(line.c.amounts, a.at, key=_at)
        if line.c.sides.get(k) == "right":  # what stands before belongs to the amount before
            tokens = tokens[bisect_left(tokens, line.c.lefts[k]) :]
        elif n and line.text[place - 1] == ",":
            tokens = []  # "4 người chết, | 12 người bị thương"
        behind = len(_PAUSE.split(line.tail(n), maxsplit=1)[0])
        tokens = [*tokens, *range(a.at + 1, a.right), *line.at[place + 1 : place + 1 + behind]]
        line.told[n] = [keys[i] for i in tokens]
    return line.told[n]


def barred(line: Line, n: int) -> str:
    """The words of an amount, each between bars."""
    return f"|{'|'.join(said(line, n))}|"


@cache
def phrases(name: str) -> re.Pattern[str]:
    """The phrases of a class between bars, their words parted by a space or a bar."""
    longest = sorted(lexicon().sets[name], key=len, reverse=True)
    words = (r"[ |]".join(map(re.escape, w.split())) for w in longest)
    return re.compile(rf"\|(?:{'|'.join(words)})\|")


def halves(words: Sequence[str]) -> Iterator[int]:
    """The halves of breakdowns that words name, as numbers whose tens are the breakdown."""
    values = lexicon().values
    return (values[m[0].strip("|").replace("|", " ")] for m in phrases("halves").finditer(f"|{'|'.join(words)}|"))


def half(line: Line, n: int) -> int:
    """The half of a breakdown that the words of an amount name first; 0 where they name none."""
    return next(halves(said(line, n)), 0)


BOTH = 9  # the last digit of the number by which the lexicon knows both halves of a breakdown


def both_halves(one: str, label: str) -> str:
    """What a label calls both halves of the breakdown of which `one` is a half: "xuất, nhập khẩu" of "xuất khẩu"."""
    values = lexicon().classes["halves"].values
    if one not in values:
        return ""
    both = values[one] // 10 * 10 + BOTH
    return next((w for w, number in values.items() if number == both and f" {w} " in f" {label} "), "")


def opposed(one: Spot, other: Spot) -> bool:
    """Whether two amounts are all of a total: halves of one breakdown, or some that are so and some that are not.

    "80 việc có điều kiện thi hành, 20 việc chưa có điều kiện thi hành".
    """
    low, high = sorted((half(*one), half(*other)))
    if high == low + 1 and high % 10 == 1:
        return True
    negates, silent = lexicon().sets["negates"], lexicon().sets["silent"]
    first, second = (set(" ".join(said(*spot)).split()) for spot in (one, other))
    told = first ^ second
    return bool(told & negates) and told <= negates | silent and len((first & second) - silent) > 2


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

    "số người chết giảm 7 người" is said of "làm chết 54 người", not of "bị thương 21 người".
    """
    first, second = (_naming(line, n) for line, n in (one, other))
    silent = lexicon().sets["silent"] | set(first[1]) | set(second[1])
    if not (set(first[0]) & set(second[0])) - silent:
        return 0
    return max(common(*([w for w in words if w not in silent] for words, _ in (first, second))), 1)


def names(line: Line, n: int) -> set[str]:
    """The syllables that name an amount, its unit apart."""
    words, unit = _naming(line, n)
    return set(words) - set(unit) - lexicon().sets["silent"]


_TIMED = shape(r"<quarter> <W|w|d> | <month|quarter|year|year_part|head_of_year|cumulative|until>")


def is_time_again(line: Line, n: int) -> bool:
    """Whether its clause tells of an amount a time and no more than the one before is called: "tháng 5 thu 12 tấn tôm;
    5 tháng thu 80 tấn".
    """
    m = next((m for m in reversed(range(n)) if is_own_level(line.amounts[m])), None)
    gap = line.gap(n)
    lo = max(gap.rfind(","), gap.rfind(";")) + 1
    timed = {i for found in _TIMED.finditer(gap, lo) for i in range(*found.span())}
    if m is None or not lo or not timed or not same_kind(line.amounts[n], line.amounts[m]):
        return False
    words = (line.key(line.begin(n) + i) for i in range(lo, len(gap)) if i not in timed)
    own = {w for w in " ".join(words).split() if w[0].isalpha()} - lexicon().sets["silent"]
    return own <= set(" ".join(said(line, m)).split())


@cache
def _said_as_one() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)(?:(?P<died>{either('died')})|{either('underway')})(?!\S)")


def _as_one(words: str) -> str:
    """Words with one for all that say the same of people, "tử vong" as "chết", and what is under way as one word: those
    "đang giải quyết" are not like those of "giải quyết 8.012 vụ".
    """
    died = lexicon().classes["died"].words[0]
    return _said_as_one().sub(lambda m: died if m["died"] else m[0].replace(" ", "_"), words)


def _naming(line: Line, n: int) -> tuple[list[str], list[str]]:
    """The syllables that name an amount, and those of its unit; sought once."""
    a, c = line.amounts[n], line.c
    if a.figure.figure_id not in c.naming:
        words = [w for w in _as_one(" ".join(said(line, n))).split() if w[0].isalpha()]
        c.naming[a.figure.figure_id] = words, " ".join(c.s.keys[a.at : a.right]).split()
    return c.naming[a.figure.figure_id]
