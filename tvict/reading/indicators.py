"""From figures to the codes of what they measure: an indicator and the cell of its breakdown, or neither.

In go the figures of one text, each with its headings and the words of its clause; out comes a pair per figure. Words
decide, in this order of trust: the figure's subject and unit, what stands beside it in its clause, the clause up to it,
the heading, the rest of the clause. Shares, changes, indexes, attainments and gaps measure what their level measures;
parts measure what their total does. The words are in lexicon/indicators.toml and dimensions.toml: a *piece* is a set of
phrases any of which will do ("bưu chính|chuyển phát"), a *pattern* is pieces that must all be found. A wrong code is
worse than none.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from itertools import compress, groupby, pairwise, repeat
from operator import itemgetter, not_, or_
from typing import Any

from tvict.reading.lexicon import TOKEN, Phrases, fold, syllables, toml
from tvict.reading.model import Figure
from tvict.reading.outline import names_city
from tvict.reading.phrases import lead
from tvict.reading.structure import Context
from tvict.reading.tokens import END

PER = "/"
FIGURE = "\0"  # stands in a clause for the numeral of a figure
SPOKEN = re.compile(r"[^\W_]|%")  # begins what is no punctuation
PART_OF_YEAR = re.compile(r"\d{4}-(?:01-01/P(\d{1,2})M|S([12])|Q([1-4])|\d\d-\d\d/P(\d+)D|\d\d)")
MEASURED = frozenset({"level", "plan"})
ENDS = frozenset({"over", "under"})
RELATIVE = frozenset({"share", "change", "index", "attainment", "gap"})
NEAR, CLAUSE, HEAD = 0, 1, 2  # how far from the figure the words of a category may stand
PART = "part"  # a reach of its own: the clause, for parts alone
UNIT = "unit"  # another: the unit alone, where the clause counts the other category too
REACHES = {"near": NEAR, PART: NEAR, UNIT: NEAR, "clause": CLAUSE, "heading": HEAD}
WHOLE = ""  # what words of a dimension may name in place of a category: several of them, or all

WINDOW = 10  # words beside a figure that may be its own
SECTORS = 4  # a text that speaks of so many is a report of the department, whose own money and staff need no name
OPENING = 10  # words of a paragraph that may say whose its figures are
FRONT = 1000  # characters that the top of a text may take
TITLES = 3  # lines at the top of a text that may say it of all
# Worth of a syllable by where it is found. The subject is the reader's own choice of words for this very figure.
SUBJECT, BESIDE, EARLIER, HEADING, LATER = 3.0, 2.0, 1.5, 1.0, 0.5
FAR = 8  # figures on either side, beyond which a clause says nothing of a figure
FADING = [EARLIER * 0.9**between for between in range(FAR)]
BY = SUBJECT, SUBJECT, BESIDE, BESIDE, BESIDE, EARLIER  # subject and unit, words before and behind, lead, list
AFTER = 3  # which of them are the words behind
HOME = 0.5  # a context that speaks of the code's sector
MARGIN = 1.0  # two codes that are named this nearly alike leave a figure without one
BREAKS = frozenset(",;():–.")  # end what stands beside a figure, as the words of [breaks] do
HANGING = frozenset("():")  # right before a numeral they end nothing
ALL, SOME, NOBODY = "all", "some", "nobody"  # whose a figure is: all holders', that of one without a category, nobody's

Pieces = int  # a set of pieces, a bit each


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """One way to name an entry: pieces that must be found near the figure, and pieces that its context may hold."""

    entry: int
    near: tuple[int, ...]
    context: tuple[int, ...]
    near_bits: Pieces
    context_bits: Pieces


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """One entry of indicators.toml, as it stands there, with pieces and patterns as the vocabulary numbers them."""

    number: int
    code: str
    entry: Mapping[str, Any]
    unit: str
    measure: str
    units: Pieces
    never: Pieces
    added: Pieces  # words of what is newly there, for a stock
    strange: Pieces  # words of other matters that its words would fit as well
    home: Pieces
    patterns: tuple[Pattern, ...]
    bare: tuple[Pattern, ...]  # those of its patterns that are enough in a report of the department alone
    names: Pieces  # all that may stand for it at the head of a subject

    def says(self, key: str) -> Any:
        """What the entry says under a key; an empty tuple where it says nothing."""
        return self.entry.get(key, ())


@dataclass(frozen=True, slots=True, eq=False)
class Phrase:
    """One phrase: its pieces, and the patterns of codes and cells to try where it is found."""

    length: int  # in syllables
    bits: Pieces
    codes: tuple[Pattern, ...]
    cells: tuple[tuple[Pattern, ...], ...]  # those whose words may stand as far as NEAR, CLAUSE, HEAD
    parts: tuple[Pattern, ...]  # those of cells that the clause tells of parts alone


class Found:
    """The phrases that words hold, and the pieces that they belong to."""

    __slots__ = ("bits", "phrases")

    def __init__(self, phrases: Sequence[Phrase] = ()) -> None:
        self.phrases = phrases
        bits: Pieces = 0
        for phrase in phrases:
            bits |= phrase.bits
        self.bits = bits

    def length(self, piece: int) -> int:
        """The syllables of the longest phrase of a piece, 0 where none was found."""
        return max([phrase.length for phrase in self.phrases if phrase.bits >> piece & 1], default=0)


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a dimension, "online" of "channel", and how far from the figure its words may stand."""

    dimension: str
    name: str
    reach: str


def _holder_phrases(told: dict[str, dict[str, list[str]]]) -> dict[str, Phrases[str]]:
    """The phrases of every dimension that say whose figures follow; operators are named as in dimensions.toml."""
    named = {d: e["words"] for d, e in toml("dimensions")["operator"].items() if d != "other"}
    told = {**told, "operator": {**told["operator"], **named}}
    return {
        d: Phrases((words_of(p), who) for who, phrases in by_name.items() for p in phrases)
        for d, by_name in told.items()
    }


Filed = dict[int, list[Pattern]]  # by piece
Coded = tuple[Indicator | None, dict[str, str]]
NOTHING: Coded = None, {}


class Vocabulary:
    """The words of indicators.toml and dimensions.toml: numbered pieces, the entries that patterns over them name."""

    def __init__(self) -> None:
        raw = toml("indicators")
        self.classes: dict[str, list[str]] = raw["classes"]
        self.pieces: dict[str, int] = {}
        self.options: dict[tuple[str, ...], set[int]] = {}
        self.percent = frozenset(raw["percent"]["units"])
        self.amounts = frozenset(raw["growth"]["units"])
        self.district = syllables(toml("dimensions")["tier"]["district"]["words"][0])  # of a city within a province
        self.breaks = Phrases((syllables(p), p) for p in raw["breaks"]["words"])
        self.compounds, self.openers, self.dealing, self.sources = (
            Phrases((words_of(p), p) for p in raw[name]["words"])
            for name in ("compounds", "openers", "dealing", "sources")
        )
        self.behind = Phrases((words_of(p), p) for p in raw["openers"]["behind"])
        self.growth, self.narrow = (self._pieces(raw[name]["words"]) for name in ("growth", "narrow"))
        self.lacking, self.region = (self._pieces(raw["narrow"][key]) for key in ("behind", "rank"))
        self.offices = Phrases((words_of(p), words[-1]) for p, *words in raw["offices"]["named"])
        self.no_branch, self.no_place = (frozenset(raw["offices"][side]) for side in ("behind", "before"))
        self.newly = self._pieces(("<newly>",))
        self.holders = _holder_phrases(raw["holders"])
        home = {sector: self._pieces(e["words"]) for sector, e in raw["sectors"].items()}
        self.indicators = tuple(
            self._indicator(n, code, e, home) for n, (code, e) in enumerate(raw["indicators"].items())
        )
        self.standards: dict[str, list[Indicator]] = {}  # shares that have a code of their own, by what they are of
        for e in self.indicators:
            if "of" in e.entry:
                self.standards.setdefault(e.entry["of"], []).append(e)
        self.categories: list[Category] = []
        self.cells: list[Pattern] = []
        self._read_dimensions()
        codes, filed = _filed(p for e in self.indicators for p in e.patterns), _filed(self.cells)
        self.ours, strange = self._pieces(raw["ours"]["words"]), _either(e.strange for e in self.indicators)
        told = {words: _bits(pieces) & (self.ours | strange) for words, pieces in self.options.items()}
        self.matters = Phrases((words, bits) for words, bits in told.items() if bits)
        self.phrases = Phrases((words, self._phrase(words, codes, filed)) for words in self.options)

    def _read_dimensions(self) -> None:
        """Enter the categories of every dimension, with the patterns that name them."""
        for dimension, entry in toml("dimensions").items():
            named = {name: e["words"] for name, e in entry.items() if isinstance(e, dict)}
            for name, patterns in {**named, WHOLE: entry.get("whole", ())}.items():
                self.cells += [self._pattern(words, len(self.categories)) for words in patterns]
                self.categories.append(Category(dimension, name, entry.get("reach", "near")))

    def _pieces(self, pieces: Iterable[str]) -> Pieces:
        """The numbers of pieces, "a|b|<class>"; their phrases are entered once."""
        for piece in pieces:
            if piece not in self.pieces:
                self.pieces[piece] = len(self.pieces)
                for option in piece.split("|"):
                    for phrase in self.classes[option[1:-1]] if option.startswith("<") else [option]:
                        self.options.setdefault(words_of(phrase), set()).add(self.pieces[piece])
        return _bits(self.pieces[piece] for piece in pieces)

    def _pattern(self, text: str, entry: int) -> Pattern:
        """Read "a + b + @c": pieces that must stand near the figure, and after @ those that its context may hold."""
        parts = text.split(" + ")
        near, context = [p for p in parts if p[0] != "@"], [p[1:] for p in parts if p[0] == "@"]
        near_bits, context_bits = self._pieces(near), self._pieces(context)
        numbers = self.pieces.__getitem__
        return Pattern(entry, tuple(map(numbers, near)), tuple(map(numbers, context)), near_bits, context_bits)

    def _indicator(self, number: int, code: str, e: dict[str, Any], home: dict[str, Pieces]) -> Indicator:
        bare = tuple(self._pattern(words, number) for words in e.get("bare", ()))
        patterns = (*(self._pattern(words, number) for words in e["words"]), *bare)
        units, never, strange = (self._pieces(e.get(key, ())) for key in ("units", "never", "strange"))
        added = self.newly if e["measure"] == "stock" else 0  # what is added is no stock
        at_home = home.get(e["sector"], 0)
        names = units | at_home | _either(p.near_bits | p.context_bits for p in patterns)
        return Indicator(
            number, code, e, e["unit"], e["measure"], units, never, added, strange, at_home, patterns, bare, names
        )

    def _phrase(self, words: tuple[str, ...], codes: Filed, cells: Filed) -> Phrase:
        pieces = sorted(self.options[words])
        named, told = ([p for n in pieces for p in filed.get(n, ())] for filed in (codes, cells))
        reach = {p: self.categories[p.entry].reach for p in told}
        near = tuple(tuple(p for p in told if REACHES[reach[p]] >= least) for least in (NEAR, CLAUSE, HEAD))
        return Phrase(len(words), _bits(pieces), tuple(named), near, tuple(p for p in told if reach[p] == PART))

    def contrasts(self, category: Category, bits: Pieces) -> bool:
        """Say whether pieces name another category of the same dimension, and not this one."""
        named = {p.entry for p in self.cells if not p.near_bits & ~bits}
        names = {self.categories[n].name for n in named if self.categories[n].dimension == category.dimension}
        return bool(names) and category.name not in names

    def places(self, words: Sequence[str]) -> list[tuple[int, int, Phrase]]:
        """Every phrase that words hold and where, but for what is only a piece of a compound."""
        found, wider = self.phrases.places(words), self.compounds.places(words)
        if not wider:
            return found
        return [(i, n, p) for i, n, p in found if not any(a <= i and i + n <= a + m and n < m for a, m, _ in wider)]

    def find(self, text: str | None) -> Found:
        """Find the phrases that a text holds."""
        return Found([phrase for _, _, phrase in self.places(words_of(text))])

    def head(self, subject: str | None) -> Pieces | None:
        """What stands at the head of a subject, behind words like "number of"; None where nothing but these stands.

        What was taken along by mistake ends in a comma before such words, or in one that says that they are aimed at.
        """
        tokens = syllables(subject or "")
        opens = {i for i, _, _ in self.openers.places(tokens)}
        first = max([i + 1 for i, token in enumerate(tokens) if token == "," and i + 1 in opens], default=0)
        first = max([first, *(i + n for i, n, _ in self.behind.places(tokens) if i + n < len(tokens))])
        words = spoken(tokens[first:])
        lengths = dict(sorted((i, n) for i, n, _ in self.openers.places(words)))  # of each the longest
        at = 0
        while at in lengths or (at < len(words) and words[at].isdigit()):
            at += lengths.get(at, 1)
        return _either(p.bits for i, _, p in self.places(words) if i <= at) if at < len(words) else None

    def holder(self, dimension: str, words: Sequence[str]) -> str:
        """Whose figures words announce: ALL holders', of the one category that they name, of SOME holder or NOBODY."""
        found = self.holders[dimension].places(words)
        if not found:
            return NOBODY
        told_by = {i + n for i, n, _ in self.sources.places(words)}
        named = [
            (i, who)
            for i, n, who in found
            if who != NOBODY and i not in told_by and not any(a <= i and i + n <= a + m and n < m for a, m, _ in found)
        ]
        since = max((i for i, who in named if who == ALL), default=-1)
        holders = {who for i, who in named if i > since}
        known = holders - {SOME}
        if len(known) > 1 or not holders:
            return ALL if named else NOBODY
        return known.pop() if known else SOME


def _either(sets: Iterable[Pieces]) -> Pieces:
    return reduce(or_, sets, 0)


def _bits(pieces: Iterable[int]) -> Pieces:
    return _either(1 << piece for piece in pieces)


def _filed(patterns: Iterable[Pattern]) -> Filed:
    """File patterns under the near piece that fewest of them share, so that few are tried."""
    patterns = list(patterns)
    uses = Counter(piece for p in patterns for piece in p.near)
    out: Filed = {}
    for p in patterns:
        out.setdefault(min(p.near, key=lambda piece: (uses[piece], piece)), []).append(p)
    return out


def words_of(text: str | None) -> tuple[str, ...]:
    """Split a text into folded words; punctuation parts nothing.

    >>> words_of("Điểm BĐ-VHX, văn hoá xã")
    ('điểm', 'bđ', 'vhx', 'văn', 'hóa', 'xã')
    """
    return tuple(spoken(syllables(text))) if text else ()


def spoken(tokens: Sequence[str]) -> list[str]:
    """What is spoken of tokens: all but punctuation."""
    return list(compress(tokens, map(SPOKEN.match, tokens)))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Load both files once."""
    return Vocabulary()


# What is found around a figure


@dataclass(slots=True, eq=False)
class Clause:
    """The words of a sentence, FIGURE in place of each numeral of its figures; or those of a table's row, all of them
    its figures'; the headings over it; the lead of its paragraph or part of a table; what its paragraph says before it;
    the words that open the text; whether its section speaks of information and communications; words of other matters,
    where its paragraph speaks of those alone.
    """

    figures: list[Figure]
    words: Sequence[str]
    headings: tuple[str, ...] = ()
    lead: str | None = None
    told: Sequence[str] = ()
    opening: tuple[str, ...] = ()
    ours: bool = True
    strange: Pieces = 0


def clauses(paragraphs: Iterable[Context]) -> Iterator[Clause]:
    """Cut the token streams of paragraphs into clauses, every figure in one of them."""
    paragraphs = list(paragraphs)
    if not paragraphs:
        return
    v, s = vocabulary(), paragraphs[0].s
    keys = _with_offices(s.keys, lambda i: s.text[s.starts[i] : s.ends[i]], v)
    opening = _opening(s.text, v)
    titled = cache(lambda titles: _either(_spoken_of(words_of(title), v) for title in titles))
    over = _spoken_of(opening, v)
    about = [over | titled(c.titles) | _spoken_of(c.s.keys[c.first : c.last], v) for c in paragraphs]
    sections: dict[tuple[str, ...], Pieces] = {(): _spoken_of(s.keys, v)}
    for c, matters in zip(paragraphs, about, strict=True):
        sections[c.titles] = sections.get(c.titles, 0) | matters
    for c, matters in zip(paragraphs, about, strict=True):
        strange = 0 if v.ours & matters else matters
        for clause in _cut(c, keys, v):
            clause.opening, clause.ours, clause.strange = opening, bool(v.ours & sections[c.titles]), strange
            yield clause


def _cut(c: Context, text: Sequence[str], v: Vocabulary) -> Iterator[Clause]:
    """Cut one paragraph of a text into clauses."""
    for sentence, members in groupby(c.amounts, lambda a: a.figure.figure_id if a.row else -a.sentence - 1):
        amounts = list(members)
        figures = [a.figure for a in amounts]
        if sentence >= 0:
            subject = figures[0].subject or ""
            words = (*syllables(subject), *(v.district if names_city(subject) else ()))
            yield Clause(figures, words, c.titles, figures[0].topic)
            continue
        lo = amounts[0].sentence
        keys = list(text[lo : c.sentence_end(amounts[0].at)])
        for a in amounts:
            keys[a.at - lo] = FIGURE
        yield Clause(figures, " ".join(keys).split(), c.titles, lead(c.s, c, amounts[0]), text[c.first : lo])


def _with_offices(keys: Sequence[str], printed: Callable[[int], str], v: Vocabulary) -> list[str]:
    """The words of a text, behind each name of a branch, a word and a place by its capitals, that of its company.

    In a line of capitals these tell nothing: there it is all that stands before a colon or the end of the line.
    """
    out = list(keys)
    for i, n, company in v.offices.places(keys):
        begins, place = i == 0 or keys[i - 1] == END, keys[i + n : i + n + 1]
        if v.no_place.issuperset(place) or not printed(i)[:1].isupper() or not printed(i + n)[:1].isupper():
            continue
        aloud = printed(i).isupper() and printed(i + n).isupper()
        closed = not {":", END}.isdisjoint((*keys[i + n + 1 : i + n + 3], *([END] if len(keys) <= i + n + 2 else [])))
        if (begins and closed) if aloud else (begins or keys[i - 1] not in v.no_branch):
            out[i + n - 1] += f" {company}"
    return out


def _opening(text: str, v: Vocabulary) -> tuple[str, ...]:
    """The words that open a text: its title and who issues it, up to the first sentence or numbered heading."""
    out: list[str] = []
    for line in [line.strip() for line in text[:FRONT].split("\n") if line.strip()][:TITLES]:
        printed = TOKEN.findall(line)
        if "." in (printed[-1], *printed[1:2]):  # a sentence, or "1. Post": of no more than its section
            break
        words = " ".join(_with_offices([fold(token) for token in printed], printed.__getitem__, v)).split()
        out += spoken(words)[:OPENING]
    return tuple(out)


def _spoken_of(keys: Sequence[str], v: Vocabulary) -> Pieces:
    """What a text speaks of, as far as it tells matters apart."""
    return _either(bits for _, _, bits in v.matters.places(" ".join(keys).split()))


class _Words:
    """The words of one clause, its figures and what ends them, and the phrases found in it, each sought once."""

    def __init__(self, tokens: Sequence[str], v: Vocabulary) -> None:
        self.at: list[int] = []  # of the figures
        stops: list[tuple[int, int]] = []  # what ends the words beside a figure: where it begins, where it ends
        self.strokes: set[int] = set()  # figures that are the Y of "X/Y"
        self.solid: set[int] = set()  # where more than a bracket or a colon stands
        dropped, kept = 0, bytearray(b"\1") * len(tokens)
        for i in compress(range(len(tokens)), map(not_, map(str.isalnum, tokens))):  # most are words
            token, at = tokens[i], i - dropped
            if token == FIGURE:
                if list(tokens[max(i - 2, 0) : i]) == [FIGURE, PER]:
                    self.strokes.add(len(self.at))
                self.at.append(at)
            elif not token[0].isalnum() and token != "%":
                dropped += 1
                kept[i] = 0
                if token in BREAKS:
                    stops.append((at, at))
                    if token not in HANGING:
                        self.solid.add(at)
        self.words = list(compress(tokens, kept))
        self.edges = [-1, *self.at, len(self.words)]
        for i, n, _ in v.breaks.places(self.words):
            stops.append((i, i + n))
            self.solid.add(i + n)
        self.begins, self.ends = sorted(a for a, _ in stops), sorted(b for _, b in stops)
        self.matches = sorted(v.places(self.words), key=itemgetter(0))
        self.starts = [i for i, _, _ in self.matches]

    def found(self, lo: int, hi: int) -> Found:
        """The phrases that stand within words lo to hi."""
        near = self.matches[bisect_left(self.starts, lo) : bisect_left(self.starts, hi)]
        return Found([phrase for i, n, phrase in near if i + n <= hi])

    def parts(self) -> list[Found]:
        """What is found before the first figure, between figures and after the last."""
        return [self.found(i + 1, j) for i, j in pairwise(self.edges)]

    def sides(self, k: int) -> tuple[Found, Found]:
        """What stands with figure k: from the last stop before it, and to the first one after it."""
        before, at, after = self.edges[k : k + 3]
        i, j = bisect_right(self.ends, at), bisect_right(self.begins, at)
        while i and self.ends[i - 1] == at and at not in self.solid:
            i -= 1
        lo = max(before + 1, self._unbroken(max(at - WINDOW, self.ends[i - 1] if i else 0)))
        hi = min(after, at + 1 + WINDOW, self.begins[j] if j < len(self.begins) else after)
        return self.found(lo, at), self.found(at + 1, hi)

    def _unbroken(self, stop: int) -> int:
        """Where the words behind a place begin: with the phrase that holds it, "of district, of commune level"."""
        i, j = bisect_left(self.starts, stop - WINDOW), bisect_left(self.starts, stop)
        return min((at for at, n, _ in self.matches[i:j] if at + n > stop), default=stop)

    def goes_on(self, k: int) -> bool:
        """Say whether figure k goes on a list, "built 7 masts and 3 sites", or is the Y of "X/Y"."""
        return k > 0 and (self.edges[k + 1] in self.solid or k in self.strokes)


class Place:
    """What was found at one distance from a figure, and what a syllable is worth there, the nearest first."""

    __slots__ = ("bits", "found", "worths")

    def __init__(self, found: Sequence[Found], worths: Iterable[float]) -> None:
        self.found, self.worths = found, worths  # as many worths or more
        bits: Pieces = 0
        for one in found:
            bits |= one.bits
        self.bits = bits

    def worth(self, piece: int) -> float:
        """Say how much finding a piece here is worth."""
        if not self.bits >> piece & 1:
            return 0.0
        return max(worth * f.length(piece) for f, worth in zip(self.found, self.worths, strict=False))


@dataclass(slots=True)
class Evidence:
    """What was found for one figure, by where it was found.

    ``own`` is subject and unit, ``before`` the words right before the numeral, ``near`` both of them, those after
    it and the lead, ``earlier`` the clause up to the figure, ``later`` the rest of it, ``above`` its headings and
    ``heading`` the nearest of them; ``parts`` are the patterns up to the figure that tell parts alone apart;
    ``after_stroke`` says whether it is the Y of "X/Y". ``head`` is what stands at the head of the subject of a
    percentage or a change, None where it has none; ``governing`` is found before the list that the figure goes on,
    ``next`` up to the figure behind (of "X/Y" that behind Y); ``others`` are the units of the clause's other figures;
    ``holder`` says by dimension whose figures it gives, ``dealt`` what a list gives to each: "of 3G and 4G there are
    5 and 7"; ``clause`` is where the figure stands.
    """

    unit: Found
    before: Found
    own: Place
    near: Place
    earlier: Place
    later: Place
    above: Place
    heading: Place
    parts: tuple[Pattern, ...]
    after_stroke: bool
    head: Pieces | None
    governing: Found
    others: Pieces
    next: Found
    holder: Mapping[str, str]
    dealt: Mapping[str, str]
    clause: Clause
    bits: Pieces = 0

    def __post_init__(self) -> None:
        self.bits = self.near.bits | self.earlier.bits | self.later.bits | self.above.bits

    def worth(self, piece: int) -> float:
        """Say how much finding a piece anywhere in the context is worth."""
        return max(place.worth(piece) for place in (self.near, self.earlier, self.later, self.above))


def _gather(clauses: Iterable[Clause], v: Vocabulary) -> Iterator[tuple[int, Evidence]]:
    """Find what the surroundings of each figure hold."""
    find, headed = cache(v.find), cache(v.head)
    over = cache(lambda headings: _over(headings, find))
    for clause in clauses:
        above, heading, titles = over(clause.headings)
        head = find(None if (clause.lead or "").casefold() in titles else clause.lead)  # a heading is found above
        told = _Words(clause.words, v)
        parts = told.parts()
        named = list(_parts_named(parts))
        whose, dealt = {d: _holder(d, clause, told, v) for d in v.holders}, _dealt(clause, told, v)
        units = {f.unit: find(f.unit).bits for f in clause.figures}
        governing = Found()
        for k, f in enumerate(clause.figures):
            subject, unit = find(f.subject), find(f.unit)
            before, after = told.sides(k) if told.at else (parts[0], Found())
            governing = governing if told.at and told.goes_on(k) else before
            # what the words before a list say of those behind its first: that they are newly added
            added = [p for p in governing.phrases if p.bits & v.newly] if governing is not before else ()
            n = min(k, len(parts) - 1)
            evidence = Evidence(
                unit,
                before,
                Place([subject, unit], BY),
                Place([subject, unit, before, after, head, Found(added)], BY),
                Place(parts[max(n - FAR + 1, 0) : n + 1][::-1], FADING),
                Place(parts[k + 1 : k + FAR], repeat(LATER)),
                above,
                heading,
                named[n],
                k in told.strokes,
                headed(f.subject) if f.unit in v.percent or f.role in RELATIVE else None,
                governing,
                _either(bits for u, bits in units.items() if u != f.unit) if len(units) > 1 else 0,
                parts[n + 1 + (k + 1 in told.strokes)] if told.at else after,
                whose,
                dealt.get(k, {}),
                clause,
            )
            yield f.figure_id, evidence


def _over(headings: tuple[str, ...], find: Callable[[str | None], Found]) -> tuple[Place, Place, set[str]]:
    """What is found in all headings and in the nearest, and the headings themselves."""
    levels = [find(title) for title in headings]
    above, heading = Place(levels, repeat(HEADING)), Place(levels[-1:], repeat(HEADING))
    return above, heading, {title.casefold() for title in headings}


def _holder(dimension: str, clause: Clause, told: _Words, v: Vocabulary) -> str:
    """Whose figures a sentence gives: as it says before the first, as its lead does, or its paragraph's beginning."""
    if not told.at:
        return NOBODY
    first = told.at[0]
    source = told.begins[0] if told.begins and v.sources.places(told.words[:1]) else 0  # "by the report of A, B has"
    if (who := v.holder(dimension, told.words[min(source, first) : first])) == NOBODY and clause.lead:
        who = v.holder(dimension, words_of(clause.lead))
    if who == NOBODY and clause.told:
        who = v.holder(dimension, spoken(" ".join(clause.told[: 2 * OPENING]).split())[:OPENING])
    return v.holder(dimension, clause.opening) if who == NOBODY else who


def _dealt(clause: Clause, told: _Words, v: Vocabulary) -> dict[int, dict[str, str]]:
    """What lists deal out, by figure: the categories named before "respectively" to as many figures behind, in turn."""
    dealt: dict[int, dict[str, str]] = {}
    for at, _, _ in v.dealing.places(told.words):
        first = bisect_right(told.at, at)
        since = told.at[first - 1] if first else -1
        listed: dict[str, dict[str, None]] = {}
        for i, n, phrase in told.matches:
            for p in phrase.cells[NEAR] if since < i and i + n <= at else ():
                c = v.categories[p.entry]
                if c.name and not p.context and p.near_bits == p.near_bits & phrase.bits:
                    listed.setdefault(c.dimension, {})[c.name] = None
        for dimension, names in listed.items():
            turns = range(first, first + len(names))
            if len(names) > 1 and len({f.unit for f in clause.figures[first : turns.stop]}) == 1:
                for k, name in zip(turns, names, strict=True):
                    dealt.setdefault(k, {})[dimension] = name
    return dealt


def _parts_named(parts: Sequence[Found]) -> Iterator[tuple[Pattern, ...]]:
    """What the parts of a clause up to each figure name of the categories that are read so for parts alone."""
    named: tuple[Pattern, ...] = ()  # the nearest first
    for found in parts:
        here = [p for phrase in found.phrases for p in phrase.parts if not p.near_bits & ~found.bits]
        named = tuple(dict.fromkeys((*here, *named))) if here else named
        yield named


# Choosing among what was found


def _worth(p: Pattern, near: Place, seen: Evidence) -> float:
    """Say how well a pattern is found whose pieces are all there."""
    return sum(map(near.worth, p.near)) + sum(map(seen.worth, p.context))


def _fits(e: Indicator, f: Figure, unit: Found, percent: frozenset[str]) -> bool:
    """Say whether a figure of this role and unit can measure this at all."""
    if f.role not in roles if (roles := e.says("roles")) else f.role == "rank":
        return False
    if f.value is not None and f.value > e.entry.get("at_most", f.value):
        return False
    if f.unit in percent:  # a change in per cent is one of a quantity, not of a percentage
        quantity = f.role == "index" or (f.role, f.unit) == ("change", "%")
        return e.measure not in ("ratio", "score") if e.unit != "%" else not quantity
    if f.role == "index" or f.unit is None:
        return (f.decimals > 0 or not e.says("unit_required")) and (f.role == "index" or e.unit != "%")
    return bool(e.units & unit.bits)


def _forbidden(e: Indicator, seen: Evidence) -> bool:
    """Say whether words at the figure rule this out; where those at the numeral name it in full, they alone count."""
    if e.strange & seen.clause.strange:
        return True
    before, never = seen.before.bits, e.never | e.added
    if e.measure == "stock" and not seen.after_stroke and never & seen.governing.bits:
        return True
    if not never & (before | seen.own.bits):
        return False
    in_full = any(len(p.near) > 1 and not p.context and not p.near_bits & ~before for p in e.patterns)
    return not in_full or bool(never & before)


def _narrowed(seen: Evidence, v: Vocabulary) -> bool:
    """Say whether words make the figure one part of something that no cell names; of "X/Y" they stand before X."""
    if v.lacking & seen.near.found[AFTER].bits and not seen.after_stroke:
        return True
    return bool(v.narrow & (seen.own.bits | (seen.governing if seen.after_stroke else seen.before).bits))


def _holding(tried: Iterable[Pattern], place: Place, seen: Evidence) -> Iterable[Pattern]:
    """Give those patterns that hold in a place and its context, each once."""
    missing, nowhere = ~place.bits, ~seen.bits
    return dict.fromkeys([p for p in tried if not (p.near_bits & missing or p.context_bits & nowhere)])


def _own_code(f: Figure, seen: Evidence, v: Vocabulary, *, bare: bool) -> Indicator | None:
    """Choose the indicator that the figure's words, bare ones or not, name best; None where none or two are named."""
    if _narrowed(seen, v) or (f.role == "rank" and v.region & (seen.next.bits | seen.own.bits)):
        return None
    named: dict[int, list[Pattern]] = {}
    tried = [p for found in seen.near.found for phrase in found.phrases for p in phrase.codes]
    for p in _holding(tried, seen.near, seen):
        if bare or p not in v.indicators[p.entry].bare:
            named.setdefault(p.entry, []).append(p)
    fitting = [v.indicators[n] for n in named]
    fitting = [e for e in fitting if not _forbidden(e, seen) and _fits(e, f, seen.unit, v.percent)]
    ahead = ~(seen.near.bits | seen.earlier.bits | seen.above.bits)
    fitting = [e for e in fitting if not e.says("led") or any(not p.context_bits & ahead for p in named[e.number])]
    # a percentage or a change may be by the head of its subject of something else; a level's unit says it
    fitting = [e for e in fitting if seen.head is None or e.names & seen.head]
    fitting = [e for e in fitting if bare or seen.clause.ours or not e.says("ours")]
    if f.unit in v.percent:  # a percentage is a standard share before it is a share of something
        fitting = [e for e in fitting if e.unit == "%"] or fitting
    if len(fitting) < 2:  # words right at the figure are worth more than the margin: nothing to weigh up
        return fitting[0] if fitting else None
    scores = [
        max(_worth(p, seen.near, seen) for p in named[e.number]) + HOME * bool(e.home & seen.bits) for e in fitting
    ]
    second, best = sorted(scores)[-2:]
    return fitting[scores.index(best)] if best >= second + MARGIN else None


def _own_cell(seen: Evidence, v: Vocabulary) -> dict[str, str]:
    """Choose the categories that the figure's words name: the nearest of each dimension, none where two stand alike."""
    cell: dict[str, str | None] = {}
    unit, before = Place([seen.unit], repeat(SUBJECT)), Place([seen.before], repeat(BESIDE))
    for wide, reach, places in (
        (seen.near, NEAR, (unit, before, seen.own, seen.near)),
        (seen.earlier, CLAUSE, (seen.earlier,)),
        (seen.heading, HEAD, (seen.heading,)),
    ):
        tried = [p for found in wide.found for phrase in found.phrases for p in phrase.cells[reach]]
        held = _holding(tried, wide, seen) if tried else ()
        for place in places if held else ():
            for dimension, alike in _named(held, place, cell, seen, v).items():
                cell[dimension] = _best(alike, place, seen, v)
    return {dimension: name for dimension, name in cell.items() if name}


def _named(
    patterns: Iterable[Pattern], place: Place, cell: dict[str, str | None], seen: Evidence, v: Vocabulary
) -> dict[str, list[Pattern]]:
    """Pick the patterns that hold in one place, by dimension; none of a dimension that a nearer place has named."""
    out: dict[str, list[Pattern]] = {}
    for p in patterns:
        c = v.categories[p.entry]
        if c.reach == UNIT and (p.near_bits & ~seen.unit.bits or not v.contrasts(c, seen.others)):
            continue
        if c.dimension not in cell and not p.near_bits & ~place.bits:
            out.setdefault(c.dimension, []).append(p)
    return out


def _best(patterns: list[Pattern], place: Place, seen: Evidence, v: Vocabulary) -> str | None:
    """Choose the category that a place names best, None where two are alike."""
    names = {v.categories[p.entry].name for p in patterns}
    if len(names) > 1:
        worths = [_worth(p, place, seen) for p in patterns]
        most = max(worths)
        names = {v.categories[p.entry].name for p, worth in zip(patterns, worths, strict=True) if worth == most}
    return names.pop() if len(names) == 1 else None


def _part_cell(seen: Evidence, v: Vocabulary) -> dict[str, str]:
    """Choose the nearest categories earlier in the clause, of dimensions that are read so for parts alone."""
    cell: dict[str, str] = {}
    for p in seen.parts:
        if not p.context_bits & ~seen.bits:
            cell.setdefault(v.categories[p.entry].dimension, v.categories[p.entry].name)
    return cell


def _span(f: Figure, e: Indicator) -> str | None:
    """Name the part of a year that a flow was counted over."""
    m = PART_OF_YEAR.fullmatch(f.period or "") if e.measure == "flow" else None
    if m is None:
        return None
    months, half, quarter, days = m.groups()
    if f.role == "plan" and (months or half == "1"):
        return None  # a plan printed beside what was reached so far is the plan of the year
    if days:
        return "days"
    return f"{int(months)}m" if months else "6m" if half else f"q{quarter}" if quarter else "1m"


def _target(f: Figure, e: Indicator, seen: Evidence, neighbours: Iterable[Figure], v: Vocabulary) -> str | None:
    """Say what a planned percentage of a thing that is no percentage plans: a growth, or a share of the base."""
    if f.role != "plan" or f.unit not in v.percent or e.unit == "%":
        return None
    grows = v.growth & (seen.before.bits | seen.own.bits)
    if e.measure != "flow" or not (grows or e.unit in v.amounts):
        return "share"
    ends = {(n.bound, f.bound) for n in neighbours if n.role == "plan" and n.unit == f.unit}
    return "growth_high" if ("over", "under") in ends else "growth_low" if ("under", "over") in ends else "growth"


def _allowed(e: Indicator, cell: dict[str, str]) -> dict[str, str]:
    """Keep the categories that the cells of an indicator may name."""
    return {d: c for d, c in cell.items() if d in e.says("dimensions") or f"{d}={c}" in e.says("dimensions")}


class _Assignment:
    """The codes of one text's figures, each worked out after those it leans on."""

    def __init__(self, figures: Sequence[Figure], seen: Sequence[Evidence], v: Vocabulary) -> None:
        self.figures, self.seen, self.v = figures, seen, v
        self.index = {f.figure_id: i for i, f in enumerate(figures)}
        self.own = [_own_code(f, s, v, bare=False) for f, s in zip(figures, seen, strict=True)]
        if len({e.entry["sector"] for e in self.own if e is not None}) >= SECTORS:
            pairs = zip(figures, seen, self.own, strict=True)
            self.own = [_own_code(f, s, v, bare=True) if own is None else own for f, s, own in pairs]
        self.cells: dict[int, dict[str, str]] = {}
        self.parts: dict[int, list[int]] = {}
        for i, f in enumerate(figures):
            if f.parent_id in self.index:
                self.parts.setdefault(self.index[f.parent_id], []).append(i)
        self.done: dict[int, Coded] = {}
        self.codes = [self.of(i) for i in range(len(figures))]
        self._tell_apart()

    def words(self, i: int) -> dict[str, str]:
        """Give the cell that the words of figure i name; many a figure is coded without."""
        if i not in self.cells:
            self.cells[i] = {**_own_cell(self.seen[i], self.v), **self.seen[i].dealt}
        return self.cells[i]

    def of(self, i: int) -> Coded:
        """Give the indicator and the cell of figure i, after those of the figures that it leans on."""
        chain = {i: None}
        while (j := self._leans_on(next(reversed(chain)))) is not None and j not in chain and j not in self.done:
            chain[j] = None
        for j in reversed(chain):
            if j not in self.done:
                self.done[j] = self._work_out(j)  # a figure that leans on itself gets nothing from it
        return self.done[i]

    def _leans_on(self, i: int) -> int | None:
        """The figure that figure i is about, else the total it is part of."""
        f = self.figures[i]
        level = self.index.get(f.of_id) if f.of_id is not None and f.role in RELATIVE else None
        return level if level is not None or f.parent_id is None else self.index.get(f.parent_id)

    def _work_out(self, i: int) -> Coded:
        f = self.figures[i]
        if f.role in RELATIVE and f.of_id in self.index:
            return self._of_level(i, self.own[i], self.done.get(self.index[f.of_id], NOTHING))
        return self._of_whole(i, self.own[i])

    def _of_level(self, i: int, own: Indicator | None, level: Coded) -> Coded:
        """Code a share, change, index, attainment or gap as its level, unless a share is itself the standard."""
        f, (e, cell) = self.figures[i], level
        standard = self._standard(f, e, cell)
        if standard is None and own is not None and own.unit == "%" and f.role == "share":
            standard = own
        return level if standard is None else (standard, _allowed(standard, cell | self.words(i)))

    def _standard(self, f: Figure, level: Indicator | None, cell: dict[str, str]) -> Indicator | None:
        """Find the indicator that a share of this level is by definition."""
        named = {None, *(f"{d}={c}" for d, c in cell.items())}
        for e in self.v.standards.get(level.code, ()) if level is not None else ():
            if e.entry.get("of_cell") in named and f.role in (e.says("of_roles") or ("share",)):
                return e
        return None

    def _of_whole(self, i: int, own: Indicator | None) -> Coded:
        """Code a figure that stands alone or is a part: as its words say, or as its total with what tells it apart."""
        f = self.figures[i]
        parent = self.index.get(f.parent_id) if f.parent_id is not None else None
        whole, whole_cell = self.done.get(parent, NOTHING) if parent is not None else NOTHING
        given = parent is not None and whole is not None and (own is None or self._gives(i, own, parent))
        e = whole if given else own
        # a part in another unit, companies that have stations, counts no such thing
        counted = e is own or f.unit is None or f.unit in self.v.percent or (e and e.units & self.seen[i].unit.bits)
        if e is None or not counted or _narrowed(self.seen[i], self.v):
            return NOTHING
        words = _allowed(e, self.words(i))
        if not self._held(i, e, words):
            return NOTHING
        cell = {d: c for d, c in words.items() if not self._broken_down(i, e, d, c)}
        if (span := _span(f, e)) is not None:
            cell["span"] = span
        if PER in (f.unit or "") and e.measure in ("stock", "flow") and "per" not in cell:
            return NOTHING  # a mean is no total
        if (target := _target(f, e, self.seen[i], self.figures[max(i - 1, 0) : i + 2], self.v)) is not None:
            cell["target"] = target
        if whole is None or parent is None or e.code != whole.code:
            return NOTHING if parent is not None and whole is None and self._forbids(parent, e) else (e, cell)
        return self._part(i, parent, own, e, whole_cell | cell, whole_cell)

    def _gives(self, i: int, own: Indicator, parent: int) -> bool:
        """Say whether a part is what its total is, not what its own words say: of a stock that grows, or no more than
        the unit that it shares with its total.
        """
        if self._forbids(parent, own):
            return True
        here, unit = self.seen[i].own.bits | self.seen[i].before.bits, self.seen[i].unit.bits
        held = (p for p in own.patterns if not p.near_bits & ~here)
        return self.figures[i].unit == self.figures[parent].unit and all(not p.near_bits & ~unit for p in held)

    def _held(self, i: int, e: Indicator, cell: dict[str, str]) -> bool:
        """Say whether a cell can say whose figure it is; that of one company or office is put into it."""
        dimension = e.entry.get("whose")
        if dimension is None or dimension in cell:
            return True
        said = self.v.holder(dimension, words_of(self.figures[i].subject)), self.seen[i].holder[dimension]
        who = next((who for who in said if who != NOBODY), ALL)
        if who not in (ALL, SOME):
            cell.update(_allowed(e, {dimension: who}))
        return who == ALL or dimension in cell

    def _part(
        self, i: int, parent: int, own: Indicator | None, e: Indicator, cell: dict[str, str], whole_cell: dict[str, str]
    ) -> Coded:
        """Code a part that has the code of its total: by what tells it apart, else one of the two goes without."""
        if own is not None and self.seen[parent].after_stroke:
            self.done[parent] = self._total(e, cell)
            return e, cell
        if cell == whole_cell:
            cell = whole_cell | _allowed(e, _part_cell(self.seen[i], self.v))
        if cell != whole_cell or self.figures[i].role != self.figures[parent].role:
            return e, cell
        if own is not None and self._called(i, e) and not self._called(parent, e):
            self.done[parent] = NOTHING  # only the part is called so: the total is a mere base
            return e, cell
        return NOTHING  # a part that its words do not tell from its total

    def _total(self, part: Indicator, cell: dict[str, str]) -> Coded:
        """Code the Y of "X/Y", whose words are those of X: a mere base, unless the lexicon says what X is a part of."""
        for e in self.v.indicators:
            if e.entry.get("total_of") == part.code:
                given = dict([e.says("total_cell").split("=")]) if e.says("total_cell") else {}
                return e, given | {d: c for d, c in cell.items() if d == "span"}
        return NOTHING

    def _forbids(self, i: int, e: Indicator) -> bool:
        """Say whether figure i is by its words no such stock ("newly added"): then its parts are none either."""
        seen, never = self.seen[i], e.never | e.added
        return e.measure == "stock" and not seen.after_stroke and bool(never & (seen.own.bits | seen.before.bits))

    def _broken_down(self, i: int, e: Indicator, dimension: str, category: str) -> bool:
        """Say whether this category is one of the parts of figure i, which then belongs to no single one of them."""
        named = {self.words(p).get(dimension) for p in self.parts.get(i, ()) if self.own[p] in (None, e)} - {None}
        return category in named and len(named) > 1

    def _tell_apart(self) -> None:
        """Take the code of figures of one sentence that code and cell do not tell apart, and of what leans on them.

        Parts of kinds that no cell names are left with their total's cell, which the total keeps. The ends of a range
        are one figure.
        """
        alike: dict[Any, list[int]] = {}
        for i, f in enumerate(self.figures):
            e, cell = self.codes[i]
            if e is not None and f.role in MEASURED and f.bound not in ENDS and f.value is not None:
                key = id(self.seen[i].clause), e.code, tuple(sorted(cell.items())), f.period, f.role, f.unit
                alike.setdefault(key, []).append(i)
        dropped = {i for them in alike.values() for i in self._indistinct(them)}
        for i, f in enumerate(self.figures):
            if i in dropped or (f.role in RELATIVE and f.of_id in self.index and self.index[f.of_id] in dropped):
                self.codes[i] = NOTHING

    def _indistinct(self, them: list[int]) -> list[int]:
        """Those of figures with one code and cell that are not what it names."""
        values = [self.figures[i].value or 0 for i in them]
        if len(set(values)) < 2:
            return []
        parents = {self.figures[i].parent_id for i in them}
        siblings = None not in parents and len(parents) == 1
        if siblings and len(them) == 2 and self._words(them[0]) != self._words(them[1]):
            return []  # parts of one total, told apart by words that name no cell: "fined 7, warned 3"
        ids = {self.figures[i].figure_id for i in them}
        parts = [i for i in them[1:] if self.figures[i].parent_id in ids]  # not "11/13 chỉ tiêu"
        return parts or (them if len(them) > 2 else [])

    def _words(self, i: int) -> set[Phrase]:
        """The phrases at figure i that name indicators."""
        seen = self.seen[i]
        return {phrase for found in (*seen.own.found, seen.before) for phrase in found.phrases if phrase.codes}

    def _called(self, i: int, e: Indicator) -> bool:
        """Say whether the words at figure i name an indicator, all its context included."""
        missing = ~(self.seen[i].own.bits | self.seen[i].before.bits)
        return any(not (p.near_bits | p.context_bits) & missing for p in e.patterns)


TOTAL = "total"
"""The cell of a coded figure that no breakdown names: a group of its own for whoever groups by cell."""


def assign(figures: Sequence[Figure], clauses: Iterable[Clause]) -> list[tuple[str | None, str | None]]:
    """Give each figure its indicator and the cell of its breakdown, "channel=online;service_level=level3", or None.

    Every figure stands in one of the clauses.

    >>> from decimal import Decimal
    >>> stations = Figure(1, 0, 8, "410 trạm", Decimal(410), unit="trạm", subject="trạm BTS 4G")
    >>> assign([stations], [Clause([stations], ())])
    [('telecom.bts_stations', 'technology=4g')]
    """
    v = vocabulary()
    seen = dict(_gather(clauses, v))
    assignment = _Assignment(figures, [seen[f.figure_id] for f in figures], v)
    return [_spell(*coded) for coded in assignment.codes]


def _spell(e: Indicator | None, cell: dict[str, str]) -> tuple[str | None, str | None]:
    if e is None or e.says("uncoded"):  # told apart, so that it is not taken for a neighbour, but no code of the list
        return None, None
    return e.code, ";".join(f"{d}={c}" for d, c in sorted(cell.items())) or None
