"""From figures to the codes of what they measure: an indicator and the cell of its breakdown, or neither.

In go the figures of one text with their headings and clauses, out comes a pair per figure. Words decide, in this order
of trust: the figure's subject and unit, what stands beside it in its clause, the clause up to it, the heading, the rest
of the clause. Shares, changes, indexes, attainments and gaps measure what their level measures; parts measure what
their total does. The words are in lexicon/indicators.toml and dimensions.toml. A wrong code is worse than none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

from tvict.reading.model import Figure
from tvict.reading.vocabulary import EMPTY, Found, Indicator, Pattern, Vocabulary, vocabulary

STROKE = PER = "/"
NUMERAL = re.compile(r"[\d.,]*\d")
PART_OF_YEAR = re.compile(r"\d{4}-(?:01-01/P(\d{1,2})M|S([12])|Q([1-4])|\d\d)")
RELATIVE = frozenset({"share", "change", "index", "attainment", "gap"})
NEAR, CLAUSE, HEAD = 0, 1, 2  # how far from the figure the words of a category may stand
PART = "part"  # a reach of its own: the clause, for parts alone
REACHES = {"near": NEAR, PART: NEAR, "clause": CLAUSE, "heading": HEAD}

WINDOW = 10  # words beside a figure that may be its own
# Worth of a syllable by where it is found. The subject is the reader's own choice of words for this very figure.
SUBJECT, BESIDE, EARLIER, HEADING, LATER = 3.0, 2.0, 1.5, 1.0, 0.5
FAR = 8  # figures on either side, beyond which a clause says nothing of a figure
FADING = [EARLIER * 0.9**between for between in range(FAR)]
OWN, AT, SIDE, ABOVE, AFTER = [SUBJECT] * 2, [SUBJECT] * 2 + [BESIDE] * 2, [BESIDE], repeat(HEADING), repeat(LATER)
HOME = 0.5  # a context that speaks of the code's sector
MARGIN = 1.0  # two codes that are named this nearly alike leave a figure without one

Coded = tuple[Indicator | None, dict[str, str]]
NOTHING: Coded = None, {}


@dataclass(slots=True)
class Place:
    """What was found at one distance from a figure, what each is worth there, and the bits of all of them."""

    found: Sequence[Found]
    worths: Iterable[float]  # as many or more
    bits: int

    @classmethod
    def of(cls, found: Sequence[Found], worths: Iterable[float]) -> Place:
        """Put together what was found."""
        bits = 0
        for one in found:
            bits |= one.bits
        return cls(found, worths, bits)

    def worth(self, piece: int) -> float:
        """Say how much finding a piece here is worth."""
        if not self.bits >> piece & 1:
            return 0.0
        return max([worth * one.length(piece) for worth, one in zip(self.worths, self.found, strict=False)])


@dataclass(slots=True)
class Evidence:
    """What was found for one figure, by where it was found.

    ``own`` is subject and unit, ``before`` the words right before the numeral, ``near`` both of them and those after
    it, ``earlier`` the clause up to the figure, ``later`` the rest of it, ``above`` its headings and ``heading`` the
    nearest of them; ``bits`` are those of all of it; ``after_stroke`` says whether it is the Y of "X/Y".
    """

    unit: Found
    before: Found
    own: Place
    near: Place
    earlier: Place
    later: Place
    above: Place
    heading: Place
    bits: int
    after_stroke: bool

    def worth(self, piece: int) -> float:
        """Say how much finding a piece anywhere in the context is worth."""
        return max([place.worth(piece) for place in (self.near, self.earlier, self.later, self.above)])


class _Finder:
    """The pieces of strings, each distinct string searched once."""

    def __init__(self, v: Vocabulary) -> None:
        self.v = v
        self.known: dict[str, Found] = {"": EMPTY}

    def __call__(self, text: str | None) -> Found:
        text = text or ""
        found = self.known.get(text)
        if found is None:
            found = self.known[text] = self.v.find(text.split())
        return found

    def sides(self, before: str, after: str) -> list[Found]:
        """Find what stands right before and right after a numeral."""
        return [self(" ".join(side)) for side in self.v.sides(before, after, WINDOW)]


def _gather(
    figures: Sequence[Figure], headings: Sequence[str], clauses: Sequence[str], v: Vocabulary
) -> list[Evidence]:
    """Find what the surroundings of each figure hold; figures of one clause are cut apart at their numerals."""
    find = _Finder(v)
    together: dict[tuple[str, str], list[int]] = {}
    for i, key in enumerate(zip(headings, clauses, strict=True)):
        together.setdefault(key, []).append(i)
    out: dict[int, Evidence] = {}
    for (heading, clause), members in together.items():
        levels = [find(level) for level in heading.split(" > ")]
        above, nearest = Place.of(levels, ABOVE), Place.of(levels[-1:], ABOVE)
        parts = _parts(clause, [figures[i] for i in members])
        found = [find(part) for part in parts]
        for k, i in enumerate(members):
            sides = find.sides(parts[k], parts[k + 1]) if parts else [find(clause), EMPTY]
            around = (found[max(k - FAR + 1, 0) : k + 1], found[k + 1 : k + FAR]) if parts else ([find(clause)], [])
            after_stroke = k > 0 and bool(parts) and parts[k].strip() == STROKE
            out[i] = _evidence(figures[i], sides, around, after_stroke, above, nearest, find)
    return [out[i] for i in range(len(figures))]


def _parts(clause: str, figures: Sequence[Figure]) -> list[str]:
    """Cut a clause at its figures: before the first numeral, between them, after the last.

    Nothing where they do not stand in it: then it is the row and the column of a table, and wholly theirs.
    """
    parts, at = [], 0
    for f in figures:
        numeral = NUMERAL.match(f.text)
        printed = numeral.group() if numeral else f.text
        start = clause.find(f.text, at)
        if start < 0:
            start = clause.find(printed, at)  # white space may be folded in one of the two
        if start < 0 or not printed:
            return []
        parts.append(clause[at:start])
        at = start + len(printed)
    return [*parts, clause[at:]]


def _evidence(
    f: Figure,
    sides: list[Found],
    around: tuple[list[Found], list[Found]],
    after_stroke: bool,
    above: Place,
    nearest: Place,
    find: _Finder,
) -> Evidence:
    unit, subject = find(f.unit), find(f.subject)
    own, near = Place.of([subject, unit], OWN), Place.of([subject, unit, *sides], AT)
    earlier, later = Place.of(around[0][::-1], FADING), Place.of(around[1], AFTER)
    bits = near.bits | earlier.bits | later.bits | above.bits
    return Evidence(unit, sides[0], own, near, earlier, later, above, nearest, bits, after_stroke)


def _worth(p: Pattern, near: Place, seen: Evidence) -> float:
    """Say how well a pattern is found whose pieces are all there."""
    return sum(map(near.worth, p.near)) + sum(map(seen.worth, p.context))


def _fits(e: Indicator, f: Figure, unit: Found, percent: frozenset[str]) -> bool:
    """Say whether a figure of this role and unit can measure this at all."""
    if f.role not in e.roles if e.roles else f.role == "rank":
        return False
    if f.unit in percent:
        return _fits_percent(e, f)
    if f.role == "index" or f.unit is None:
        return (f.decimals > 0 or not e.unit_required) and (f.role == "index" or e.unit != "%")
    return bool(e.units & unit.bits)


def _forbidden(e: Indicator, seen: Evidence) -> bool:
    """Say whether words at the figure rule this out; where those at the numeral name it in full, they alone count."""
    before = seen.before.bits
    if not e.never & (seen.own.bits | before):
        return False
    in_full = any(len(p.near) > 1 and not p.context and p.near_bits & before == p.near_bits for p in e.patterns)
    return not in_full or bool(e.never & before)


def _fits_percent(e: Indicator, f: Figure) -> bool:
    """Say whether a percentage can be this; a change in per cent is one of a quantity, not of a percentage."""
    if e.unit != "%":
        return e.measure not in ("ratio", "score")
    if f.role == "attainment":
        return "attainment" in e.roles
    return f.role != "index" and (f.role, f.unit) != ("change", "%")


def _own_code(f: Figure, seen: Evidence, v: Vocabulary) -> Indicator | None:
    """Choose the indicator that the figure's words name best; None where none or two are named."""
    not_near, nowhere = v.all_bits ^ seen.near.bits, v.all_bits ^ seen.bits
    named: dict[int, set[Pattern]] = {}
    for found in seen.near.found:
        for phrase in found.phrases:
            for p in phrase.codes:
                if not p.near_bits & not_near and not p.context_bits & nowhere:
                    named.setdefault(p.entry, set()).add(p)
    fitting = [v.indicators[n] for n in named]
    fitting = [e for e in fitting if not _forbidden(e, seen) and _fits(e, f, seen.unit, v.percent)]
    if f.unit in v.percent:  # a percentage is a standard share before it is a share of something
        fitting = [e for e in fitting if e.unit == "%"] or fitting
    if len(fitting) < 2:  # words right at the figure are worth more than the margin: nothing to weigh up
        return fitting[0] if fitting else None
    best, second, winner = 0.0, 0.0, None
    for e in fitting:
        score = max([_worth(p, seen.near, seen) for p in named[e.number]])
        score += HOME * bool(e.home & seen.bits)
        if score > best:
            best, second, winner = score, best, e
        elif score > second:
            second = score
    return winner if best >= second + MARGIN else None


def _own_cell(seen: Evidence, v: Vocabulary) -> dict[str, str]:
    """Choose the categories that the figure's words name: the nearest of each dimension, none where two stand alike."""
    cell: dict[str, str | None] = {}
    unit, before = Place([seen.unit], OWN, seen.unit.bits), Place([seen.before], SIDE, seen.before.bits)
    for wide, reach, places in (
        (seen.near, NEAR, (unit, before, seen.own, seen.near)),
        (seen.earlier, CLAUSE, (seen.earlier,)),
        (seen.heading, HEAD, (seen.heading,)),
    ):
        patterns = _patterns(wide, reach, seen, v) if wide.bits & v.cell_bits else []
        for place in places if patterns else ():
            for dimension, alike in _named(patterns, place, cell, v).items():
                cell[dimension] = _best(alike, place, seen, v)
    return {dimension: name for dimension, name in cell.items() if name is not None}


def _patterns(place: Place, reach: int, seen: Evidence, v: Vocabulary) -> list[Pattern]:
    """List the patterns of categories that hold in a place and may be read from so far away."""
    missing, nowhere = v.all_bits ^ place.bits, v.all_bits ^ seen.bits
    return [
        p
        for found in place.found
        for p in found.cells
        if not p.near_bits & missing
        if not p.context_bits & nowhere
        if REACHES[v.categories[p.entry].reach] >= reach
    ]


def _named(
    patterns: list[Pattern], place: Place, cell: dict[str, str | None], v: Vocabulary
) -> dict[str, list[Pattern]]:
    """Pick the patterns that hold in one place, by dimension; none of a dimension that a nearer place has named."""
    out: dict[str, list[Pattern]] = {}
    for p in patterns:
        dimension = v.categories[p.entry].dimension
        if dimension not in cell and p.near_bits & place.bits == p.near_bits:
            out.setdefault(dimension, []).append(p)
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
    for found in seen.earlier.found:
        for p in found.cells:
            c = v.categories[p.entry]
            if c.reach == PART and p.near_bits & found.bits == p.near_bits:
                cell.setdefault(c.dimension, c.name)
    return cell


def _span(f: Figure, e: Indicator) -> str | None:
    """Name the part of a year that a flow was counted over."""
    m = PART_OF_YEAR.fullmatch(f.period or "") if e.measure == "flow" else None
    if m is None:
        return None
    months, half, quarter = m.groups()
    if f.role == "plan" and (months or half == "1"):
        return None  # a plan printed beside what was reached so far is the plan of the year
    return f"{int(months)}m" if months else "6m" if half else f"q{quarter}" if quarter else "1m"


def _target(f: Figure, e: Indicator, neighbours: Iterable[Figure], percent: frozenset[str]) -> str | None:
    """Say what a planned percentage of a thing that is no percentage plans: a growth, or a share of the base."""
    if f.role != "plan" or f.unit not in percent or e.unit == "%":
        return None
    if e.measure != "flow":
        return "share"
    ends = {(n.bound, f.bound) for n in neighbours if n.role == "plan" and n.unit == f.unit}
    return "growth_high" if ("over", "under") in ends else "growth_low" if ("under", "over") in ends else "growth"


def _allowed(e: Indicator, cell: dict[str, str]) -> dict[str, str]:
    """Keep the categories that the cells of an indicator may name."""
    return {d: c for d, c in cell.items() if d in e.dimensions or f"{d}={c}" in e.dimensions}


class _Assignment:
    """The codes of one text's figures, each worked out after those it leans on."""

    def __init__(self, figures: Sequence[Figure], seen: Sequence[Evidence], v: Vocabulary) -> None:
        self.figures, self.seen, self.v = figures, seen, v
        self.index = {f.figure_id: i for i, f in enumerate(figures)}
        self.own = [_own_code(f, s, v) for f, s in zip(figures, seen, strict=True)]
        self.cells: dict[int, dict[str, str]] = {}
        self.parts: dict[int, list[int]] = {}
        for i, f in enumerate(figures):
            if f.parent_id in self.index:
                self.parts.setdefault(self.index[f.parent_id], []).append(i)
        self.done: dict[int, Coded] = {}

    def words(self, i: int) -> dict[str, str]:
        """Give the cell that the words of figure i name; many a figure is coded without."""
        if i not in self.cells:
            self.cells[i] = _own_cell(self.seen[i], self.v)
        return self.cells[i]

    def of(self, i: int) -> Coded:
        """Give the indicator and the cell of figure i."""
        if i not in self.done:
            self.done[i] = NOTHING  # a figure that leans on itself gets nothing from it
            self.done[i] = self._work_out(i)
        return self.done[i]

    def _work_out(self, i: int) -> Coded:
        f = self.figures[i]
        own = self.own[i]
        if f.role in RELATIVE and f.of_id in self.index:
            return self._of_level(i, own, self.of(self.index[f.of_id]))
        return self._of_whole(i, own)

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
        for e in self.v.indicators if level is not None else ():
            if level is not None and e.share_of == level.code and f.role in e.share_roles and e.share_of_cell in named:
                return e
        return None

    def _of_whole(self, i: int, own: Indicator | None) -> Coded:
        """Code a figure that stands alone or is a part: as its words say, or as its total with what tells it apart."""
        f = self.figures[i]
        parent = self.index.get(f.parent_id) if f.parent_id is not None else None
        whole, whole_cell = self.of(parent) if parent is not None else NOTHING
        e = own or whole
        if e is None:
            return NOTHING
        words = _allowed(e, self.words(i)) if e.dimensions else {}
        cell = {d: c for d, c in words.items() if not self._broken_down(i, e, d, c)}
        if (span := _span(f, e)) is not None:
            cell["span"] = span
        if PER in (f.unit or "") and e.measure in ("stock", "flow") and "per" not in cell:
            return NOTHING  # a mean is no total
        if (target := _target(f, e, self.figures[max(i - 1, 0) : i + 2], self.v.percent)) is not None:
            cell["target"] = target
        if whole is None or parent is None or e.code != whole.code:
            forbidden = parent is not None and whole is None and self._forbids(parent, e)
            return NOTHING if forbidden else (e, cell)
        return self._part(i, parent, own, e, whole_cell | cell, whole_cell)

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
            if e.total_of == part.code:
                given = dict([e.total_cell.split("=")]) if e.total_cell else {}
                return e, given | {d: c for d, c in cell.items() if d == "span"}
        return NOTHING

    def _forbids(self, i: int, e: Indicator) -> bool:
        """Say whether figure i is by its words no such stock ("newly added"): then its parts are none either."""
        seen = self.seen[i]
        return e.measure == "stock" and not seen.after_stroke and bool(e.never & (seen.own.bits | seen.before.bits))

    def _broken_down(self, i: int, e: Indicator, dimension: str, category: str) -> bool:
        """Say whether this category is one of the parts of figure i, which then belongs to no single one of them."""
        named = {self.words(p).get(dimension) for p in self.parts.get(i, ()) if self.own[p] in (None, e)} - {None}
        return category in named and len(named) > 1

    def _called(self, i: int, e: Indicator) -> bool:
        """Say whether the words at figure i name an indicator, all its context included."""
        own = self.seen[i].own.bits | self.seen[i].before.bits
        return any((p.near_bits | p.context_bits) & ~own == 0 for p in e.patterns)


def assign(
    figures: Sequence[Figure], headings: Sequence[str], clauses: Sequence[str]
) -> list[tuple[str | None, str | None]]:
    """Give each figure its indicator and the cell of its breakdown, "channel=online;service_level=level3", or None.

    ``headings[i]`` is the path of headings over figure i, joined by " > "; ``clauses[i]`` the sentence it stands in.

    >>> from decimal import Decimal
    >>> stations = Figure(1, 0, 8, "410 trạm", Decimal(410), unit="trạm", subject="trạm BTS 4G")
    >>> assign([stations], [""], [""])
    [('telecom.bts_stations', 'technology=4g')]
    """
    v = vocabulary()
    assignment = _Assignment(figures, _gather(figures, headings, clauses, v), v)
    return [_spell(*assignment.of(i)) for i in range(len(figures))]


def _spell(e: Indicator | None, cell: dict[str, str]) -> tuple[str | None, str | None]:
    if e is None or e.uncoded:  # told apart, so that it is not taken for a neighbour, but no code of the list
        return None, None
    return e.code, ";".join(f"{d}={c}" for d, c in sorted(cell.items())) or None
