"""From figures to the codes of what they measure: an indicator and the cell of its breakdown, or neither.

In go the figures of one text with their headings and clauses, out comes a pair per figure. Words decide, in this order of
trust: the figure's subject and unit, what stands beside it in the clause, the heading and the rest of the clause. Shares,
changes, indexes, attainments and gaps measure what their level measures; parts measure what their total does.
The vocabulary is lexicon/indicators.toml and lexicon/dimensions.toml. A wrong code is worse than none.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from tvict.reading.lexicon import fold
from tvict.reading.model import Figure

Code = tuple[str | None, str | None]
Coded = tuple["Indicator | None", dict[str, str]]
Found = Mapping[int, float]  # a piece that a text holds, and how much finding it there is worth

WORD = re.compile(r"\w+|%")
NUMERAL = re.compile(r"[\d.,]*\d")
PART_OF_YEAR = re.compile(r"\d{4}-(?:01-01/P(\d{1,2})M|S([12])|Q([1-4])|\d\d)")
REACH = 6  # words beside a figure that may be its own

REACHES = {"": 0, "near": 1, "clause": 2, "heading": 3}
RELATIVE = frozenset({"share", "change", "index", "attainment", "gap"})
PERCENT = frozenset({"%", "điểm phần trăm"})
# Worth of a syllable by where it is found. The subject is the reader's own choice of words for this very figure.
SUBJECT, BESIDE, EARLIER, HEADING, LATER = 3.0, 2.0, 1.5, 1.0, 0.5
DECAY = 0.9
STANDARD = 3.0  # a percentage is a standard share before it is a share of something
MARGIN = 1.0  # two codes that are named this nearly alike leave a figure without one
HOME = 0.5  # a heading or clause that speaks of the code's sector settles ties


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way to name an entry: pieces that must all be found; `near` ones may not come from heading or clause."""

    entry: int
    near: tuple[int, ...]
    context: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One entry of indicators.toml."""

    code: str
    label_vi: str
    label_en: str
    sector: str
    unit: str
    measure: str
    note: str
    units: frozenset[int]
    never: frozenset[int]
    roles: frozenset[str]
    of: tuple[str, str | None, frozenset[str]] | None
    dimensions: frozenset[str]
    unit_required: bool
    examples: tuple[str, ...]
    counterexamples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """One category of a dimension, "channel" and "online", and how far from the figure its words may stand."""

    dimension: str
    name: str
    reach: str


NOTHING: Coded = None, {}


@dataclass(slots=True)
class Vocabulary:
    """Every phrase of both files in one trie, the pieces they make up, and the patterns over pieces.

    A piece is a set of phrases any of which will do. The trie is nested dictionaries keyed by folded syllable; the pieces
    that end at a node stand under the empty key.
    """

    indicators: tuple[Indicator, ...] = ()
    categories: tuple[Category, ...] = ()
    patterns: dict[str, list[Pattern]] = field(default_factory=dict)
    by_piece: dict[int, list[Pattern]] = field(default_factory=dict)
    cells: dict[int, list[Pattern]] = field(default_factory=dict)
    trie: dict[str, dict] = field(default_factory=dict)  # type: ignore[type-arg]
    pieces: dict[str, int] = field(default_factory=dict)
    classes: dict[str, list[str]] = field(default_factory=dict)
    sectors: dict[str, frozenset[int]] = field(default_factory=dict)
    breaks: re.Pattern[str] = re.compile(r"[,;.():–]")

    def piece(self, text: str) -> int:
        """The number of a piece, "a|b|<class>"; its phrases enter the trie once."""
        if text not in self.pieces:
            number = self.pieces[text] = len(self.pieces)
            for option in text.split("|"):
                for phrase in self.classes[option[1:-1]] if option.startswith("<") else [option]:
                    self._insert(phrase, number)
        return self.pieces[text]

    def _insert(self, phrase: str, number: int) -> None:
        node = self.trie
        for word in _syllables(phrase):
            node = node.setdefault(word, {})
        node.setdefault("", {})[number] = None

    def pattern(self, text: str, entry: int) -> Pattern:
        """Read "a + b + @c": pieces near the figure, and pieces that may stand in its context."""
        pieces = text.split(" + ")
        near = tuple(self.piece(p) for p in pieces if not p.startswith("@"))
        context = tuple(self.piece(p[1:]) for p in pieces if p.startswith("@"))
        return Pattern(entry, near, context)

    def find(self, text: str) -> dict[int, float]:
        """The pieces that a text holds, each with the syllables of its longest phrase there."""
        words = _syllables(text)
        trie, found, end = self.trie, {}, len(words)  # type: ignore[var-annotated]
        for start in range(end):
            node = trie.get(words[start])
            at = start + 1
            while node is not None:
                if "" in node:
                    for number in node[""]:
                        if found.get(number, 0) < at - start:
                            found[number] = at - start
                if at == end:
                    break
                node = node.get(words[at])
                at += 1
        return found


class _Folded(dict[str, str]):
    """Folded spelling by printed spelling; each word of a language is folded once."""

    def __missing__(self, word: str) -> str:
        self[word] = folded = fold(word)
        return folded


_folded = _Folded()


def _syllables(text: str) -> list[str]:
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return [_folded[w] for w in WORD.findall(text.casefold())]


def _read(name: str) -> dict[str, dict[str, dict]]:  # type: ignore[type-arg]
    raw: dict[str, dict[str, dict]] = tomllib.loads((files(__package__) / "lexicon" / f"{name}.toml").read_text("utf-8"))  # type: ignore[type-arg]
    return raw


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Load both files once."""
    raw = _read("indicators")
    v = Vocabulary(classes=raw["classes"])  # type: ignore[arg-type]
    patterns: list[Pattern] = []
    indicators = []
    for number, (code, e) in enumerate(raw["indicators"].items()):
        of = (e["of"], e.get("of_cell"), frozenset(e.get("of_roles", ["share"]))) if "of" in e else None
        v.patterns[code] = [v.pattern(words, number) for words in e["words"]]
        patterns += v.patterns[code]
        indicators.append(
            Indicator(
                code, e["label_vi"], e["label_en"], e["sector"], e["unit"], e["measure"], e.get("note", ""),
                frozenset(v.piece(u) for u in e["units"]), frozenset(v.piece(n) for n in e.get("never", ())), frozenset(e.get("roles", ())),
                of, frozenset(e["dimensions"]), e.get("unit_required", False), tuple(e["examples"]), tuple(e["not"]),
            )
        )  # fmt: skip
    v.indicators = tuple(indicators)
    v.sectors = {name: frozenset(v.piece(w) for w in e["words"]) for name, e in raw["sectors"].items()}
    v.breaks = re.compile(r"[,;.():–]|\b(?:" + "|".join(raw["breaks"]["words"]) + r")\b", re.IGNORECASE)
    v.by_piece = _by_rarest(patterns)
    categories, cells = [], []
    for dimension, entry in _read("dimensions").items():
        reach = str(entry.get("reach", "near"))
        for name, e in entry.items():
            if name != "reach":
                cells += [v.pattern(words, len(categories)) for words in e["words"]]
                categories.append(Category(dimension, name, reach))
    v.categories = tuple(categories)
    v.cells = _by_rarest(cells)
    return v


def _by_rarest(patterns: list[Pattern]) -> dict[int, list[Pattern]]:
    """Patterns by the near piece that fewest patterns share, so that few are tried."""
    uses: dict[int, int] = {}
    for p in patterns:
        for piece in p.near:
            uses[piece] = uses.get(piece, 0) + 1
    out: dict[int, list[Pattern]] = {}
    for p in patterns:
        out.setdefault(min(p.near, key=uses.__getitem__), []).append(p)
    return out


@dataclass(slots=True)
class Evidence:
    """The pieces found for one figure, each with its worth, by where they were found.

    ``own`` is subject and unit, ``before`` what stands right before the numeral, ``near`` both of them and what follows it,
    ``earlier`` the clause up to the figure, ``heading`` its nearest heading, ``context`` all of it.
    """

    own: Found
    unit: Found
    before: Found
    near: Found
    earlier: Found
    heading: Found
    context: Found


class _Finder:
    """The pieces of strings, each distinct string searched once."""

    def __init__(self, v: Vocabulary) -> None:
        self.v = v
        self.known: dict[str, Found] = {"": {}}

    def __call__(self, text: str) -> Found:
        if text not in self.known:
            self.known[text] = self.v.find(text)
        return self.known[text]


def _beside(before: str, after: str, breaks: re.Pattern[str]) -> tuple[str, str]:
    """The words that stand with a figure: from the last break before it, to the first one after it, a few at most."""
    left = breaks.split(before.rstrip(" (:"))[-1].split()[-REACH:]
    right = breaks.split(after, maxsplit=1)[0].split()[:REACH]
    return " ".join(left), " ".join(right)


def _pieces_of(clause: str, figures: Sequence[Figure]) -> list[str] | None:
    """Cut a clause at its figures: the text before the first numeral, between them, after the last; None if they are not in it."""
    parts, at = [], 0
    for f in figures:
        start = clause.find(f.text, at) if f.text else -1
        if start < 0:
            return None
        numeral = NUMERAL.match(f.text)
        parts.append(clause[at:start])
        at = start + (numeral.end() if numeral else len(f.text))
    return [*parts, clause[at:]]


def _gather(figures: Sequence[Figure], headings: Sequence[str], clauses: Sequence[str], v: Vocabulary) -> list[Evidence]:
    find = _Finder(v)
    by_clause: dict[tuple[str, str], list[int]] = {}
    for i, clause in enumerate(clauses):
        by_clause.setdefault((headings[i], clause), []).append(i)
    out: list[Evidence | None] = [None] * len(figures)
    for (heading, clause), members in by_clause.items():
        levels = heading.split(" > ") if heading else []
        above: dict[int, float] = {}
        for level in levels:
            above.update(find(level))
        last = find(levels[-1]) if levels else {}
        parts = _pieces_of(clause, [figures[i] for i in members])
        for k, i in enumerate(members):
            out[i] = _evidence(figures[i], parts, k, clause, above, last, find)
    return [e for e in out if e is not None]


def _evidence(f: Figure, parts: list[str] | None, k: int, clause: str, above: Found, last: Found, find: _Finder) -> Evidence:
    unit = find(f.unit or "")
    own = _most({}, SUBJECT, find(f.subject or ""), unit)
    if parts is None:
        left, right, sooner, later = clause, "", [clause], []
    else:
        left, right = _beside(parts[k], parts[k + 1], find.v.breaks)
        sooner, later = parts[k::-1], parts[k + 1 :]
    before = find(left)
    near = _most(dict(own), BESIDE, before, find(right))
    earlier: dict[int, float] = {}
    for distance, part in enumerate(sooner):
        for piece, n in find(part).items():
            earlier.setdefault(piece, EARLIER * n * DECAY**distance)
    context = _most(_most(_most({}, HEADING, above), LATER, *map(find, later)), 1.0, earlier, near)
    return Evidence(own, unit, before, near, earlier, last, context)


def _most(into: dict[int, float], worth: float, *found: Found) -> dict[int, float]:
    """Enter pieces at so much a syllable, each at the most it was found to be worth."""
    for one in found:
        for piece, n in one.items():
            if worth * n > into.get(piece, 0.0):
                into[piece] = worth * n
    return into


def _worth(p: Pattern, near: Found, context: Found) -> float:
    """How well a pattern is found, 0 where a piece of it is missing."""
    total = 0.0
    for piece in p.near:
        if piece not in near:
            return 0.0
        total += near[piece]
    for piece in p.context:
        if piece not in context:
            return 0.0
        total += context[piece]
    return total


def _fits(e: Indicator, f: Figure, unit: Found) -> bool:
    """Whether a figure of this role and unit can measure this at all."""
    if e.roles and f.role not in e.roles:
        return False
    if f.role == "rank" and "rank" not in e.roles:
        return False
    if f.unit in PERCENT:
        if e.unit == "%":
            return f.role != "index" and (f.role != "change" or f.unit != "%") and (f.role != "attainment" or "attainment" in e.roles)
        return e.measure not in ("ratio", "score")
    if f.role == "index" or f.unit is None:
        return not e.unit_required and (f.role == "index" or e.unit != "%")
    return not e.units.isdisjoint(unit) and (e.unit != "%" or len(e.units) > 1)


def _own_code(f: Figure, seen: Evidence, v: Vocabulary) -> int | None:
    """The entry that the figure's words name best; None where none or two are named."""
    scores: dict[int, float] = {}
    for piece in seen.near:
        for p in v.by_piece.get(piece, ()):
            worth = _worth(p, seen.near, seen.context)
            if worth > scores.get(p.entry, 0.0):
                scores[p.entry] = worth
    best, second, winner = 0.0, 0.0, None
    for entry, score in scores.items():
        e = v.indicators[entry]
        if not (e.never.isdisjoint(seen.own) and e.never.isdisjoint(seen.before) and _fits(e, f, seen.unit)):
            continue
        if not v.sectors.get(e.sector, frozenset()).isdisjoint(seen.context):
            score += HOME
        if f.unit in PERCENT and e.unit == "%":
            score += STANDARD
        if score > best:
            best, second, winner = score, best, entry
        elif score > second:
            second = score
    return winner if best >= second + MARGIN else None


def _own_cell(seen: Evidence, v: Vocabulary) -> dict[str, str]:
    """The categories that the figure's words name: per dimension the one named nearest; none where two are named alike."""
    cell: dict[str, str | None] = {}
    for found, reach in ((seen.own, ""), (seen.near, "near"), (seen.earlier, "clause"), (seen.heading, "heading")):
        best: dict[str, tuple[float, str | None]] = {}
        for piece in found:
            for p in v.cells.get(piece, ()):
                c = v.categories[p.entry]
                if c.dimension in cell or REACHES[c.reach] < REACHES[reach]:
                    continue
                worth = _worth(p, found, seen.context)
                most, name = best.get(c.dimension, (0.0, None))
                if worth > most:
                    best[c.dimension] = worth, c.name
                elif worth and worth == most and name != c.name:
                    best[c.dimension] = worth, None
        cell.update({dimension: name for dimension, (_, name) in best.items()})
    return {dimension: name for dimension, name in cell.items() if name is not None}


def _span(f: Figure, e: Indicator) -> str | None:
    """The part of a year that a flow was counted over."""
    m = PART_OF_YEAR.fullmatch(f.period or "") if e.measure == "flow" else None
    if m is None:
        return None
    months, half, quarter = m.groups()
    return f"{int(months)}m" if months else "6m" if half else f"q{quarter}" if quarter else "1m"


def _target(f: Figure, e: Indicator, neighbours: Iterable[Figure]) -> str | None:
    """What a planned percentage of a thing that is no percentage plans: a growth, or a share of the base."""
    if f.role != "plan" or f.unit not in PERCENT or e.unit == "%":
        return None
    if e.measure != "flow":
        return "share"
    ends = {(n.bound, f.bound) for n in neighbours if n.role == "plan" and n.unit == f.unit}
    return "growth_high" if ("over", "under") in ends else "growth_low" if ("under", "over") in ends else "growth"


class _Assignment:
    """The codes of one text's figures, each worked out after those it leans on."""

    def __init__(self, figures: Sequence[Figure], seen: Sequence[Evidence], v: Vocabulary) -> None:
        self.figures, self.seen, self.v = figures, seen, v
        self.index = {f.figure_id: i for i, f in enumerate(figures)}
        self.words = [_own_cell(s, v) for s in seen]
        self.parts: dict[int, list[int]] = {}
        for i, f in enumerate(figures):
            if f.parent_id in self.index:
                self.parts.setdefault(self.index[f.parent_id], []).append(i)
        self.done: dict[int, Coded] = {}

    def of(self, i: int) -> Coded:
        """The entry and the cell of figure i."""
        if i not in self.done:
            self.done[i] = NOTHING  # a figure that leans on itself gets nothing from it
            self.done[i] = self._work_out(i)
        return self.done[i]

    def _work_out(self, i: int) -> Coded:
        f = self.figures[i]
        number = _own_code(f, self.seen[i], self.v)
        own = None if number is None else self.v.indicators[number]
        if f.role in RELATIVE and f.of_id in self.index:
            return self._of_level(f, own, self.words[i], self.of(self.index[f.of_id]))
        return self._of_whole(i, own)

    def _of_level(self, f: Figure, own: Indicator | None, words: dict[str, str], level: Coded) -> Coded:
        """The code of a share, change, index, attainment or gap: its level's, unless a share is itself the standard."""
        e, cell = level
        if e is not None and e.unit == "%":
            return level
        standard = self._standard(f, e, cell)
        if standard is None and own is not None and own.unit == "%" and f.role == "share":
            standard = own
        return level if standard is None else (standard, _allowed(standard, cell | words))

    def _standard(self, f: Figure, level: Indicator | None, cell: dict[str, str]) -> Indicator | None:
        """The code that a share of this level has by definition."""
        for e in self.v.indicators if level is not None else ():
            if e.of is not None and level is not None and e.of[0] == level.code and f.role in e.of[2]:
                if e.of[1] is None or e.of[1] in {f"{d}={c}" for d, c in cell.items()}:
                    return e
        return None

    def _of_whole(self, i: int, own: Indicator | None) -> Coded:
        """The code of a figure that stands alone or is a part: its own words', or its total's with what tells it apart."""
        f = self.figures[i]
        parent = self.index.get(f.parent_id) if f.parent_id is not None else None
        whole, whole_cell = self.of(parent) if parent is not None else NOTHING
        e = own or whole
        if e is None:
            return NOTHING
        cell = _allowed(e, {d: c for d, c in self.words[i].items() if not self._broken_down(i, d, c)})
        if (span := _span(f, e)) is not None:
            cell["span"] = span
        if (target := _target(f, e, self.figures[max(i - 1, 0) : i + 2])) is not None:
            cell["target"] = target
        if whole is None or parent is None or e.code != whole.code:
            return e, cell
        cell = whole_cell | cell
        if cell != whole_cell:
            return e, cell
        if own is not None and self._said(i, e) > self._said(parent, e):
            self.done[parent] = NOTHING  # only the part is called so: the total is a mere base
            return e, cell
        return NOTHING  # a part that its words do not tell from its total

    def _broken_down(self, i: int, dimension: str, category: str) -> bool:
        """Whether the parts of figure i differ in this dimension: then the total belongs to no category of it."""
        named = {self.words[p].get(dimension) for p in self.parts.get(i, ())} - {None}
        return category in named and len(named) > 1

    def _said(self, i: int, e: Indicator) -> float:
        """How much of an entry's words the figure's own subject and unit hold."""
        own = self.seen[i].own
        return max((sum(own.get(piece, 0.0) for piece in (*p.near, *p.context)) for p in self.v.patterns[e.code]), default=0.0)


def _allowed(e: Indicator, cell: dict[str, str]) -> dict[str, str]:
    """The categories that the cells of an indicator may name."""
    return {d: c for d, c in cell.items() if d in e.dimensions or f"{d}={c}" in e.dimensions}


def assign(figures: Sequence[Figure], headings: Sequence[str], clauses: Sequence[str]) -> list[Code]:
    """Give each figure its indicator and the cell of its breakdown, "channel=online;service_level=level3", or None.

    ``headings[i]`` is the path of headings over figure i, joined by " > "; ``clauses[i]`` the sentence it stands in.

    >>> from decimal import Decimal
    >>> hits = Figure(1, 0, 9, "410 trạm", Decimal(410), unit="trạm", subject="trạm BTS 4G")
    >>> assign([hits], [""], [""])
    [('telecom.bts_stations', 'technology=4g')]
    """
    v = vocabulary()
    assignment = _Assignment(figures, _gather(figures, headings, clauses, v), v)
    return [_spell(*assignment.of(i)) for i in range(len(figures))]


def _spell(e: Indicator | None, cell: dict[str, str]) -> Code:
    if e is None:
        return None, None
    return e.code, ";".join(f"{d}={c}" for d, c in sorted(cell.items())) or None


def codes() -> Iterable[Indicator]:
    """Every indicator of the lexicon, in its order."""
    return vocabulary().indicators
