"""What the printed figures say about each other: records and lists go in, the relations worth testing come out.

A relation is stated by the links that reading fills (parent, list, of, base) and never guessed from values that happen
to fit: a coincidence is worse than a miss.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tvict.analysis.intervals import Interval, total
from tvict.analysis.printed import PERCENT, SPAN, TIMES, Printed, find

Additive = Mapping[str, bool]
"""Dimension of a cell → whether its categories add up to their total; a dimension that is not named does."""

NEVER_ADDED = frozenset({"per", "target"})
"""Dimensions that mark a mean or a planned share: no part of any level."""
AMOUNTS = frozenset({"level", "plan"})
"""Roles of so much of something."""
ADDABLE_ROLES = AMOUNTS | {"change"}
"""Percentages are not added: whether a share within a share is of the same base, a link does not say."""


SLASH = 1
"""Characters between a count and the total that it is printed as a fraction of."""
PAIR = 2
"""A change in units and in per cent."""
ALL = Decimal("99.5")
"""Shares that together allow no more leave something to others, however each was rounded."""
MORE = Decimal("100.5")
"""Shares that together allow no less are not all of one total."""


@dataclass(frozen=True, slots=True)
class Formula:
    """How a stated number follows from two operands, how a person writes that, and what it divides by, if it does."""

    pattern: str
    value: Callable[[Decimal, Decimal], Decimal]
    divisor: Callable[[Interval, Interval], Interval] | None = None


def _second(_first: Interval, second: Interval) -> Interval:
    return second


def _left(first: Interval, second: Interval) -> Interval:
    return Interval(first.low - second.high, first.high - second.low)


PERCENTAGE = Formula("{0} / {1}", lambda a, b: 100 * a / b, _second)
GROWTH = Formula("{0} / {1} − 1", lambda a, b: 100 * (a / b - 1), _second)
DIFFERENCE = Formula("{0} − {1}", lambda a, b: a - b)
CLIMB = Formula("{1} − {0}", lambda a, b: b - a)
FACTOR = Formula("{0} / {1}", lambda a, b: a / b, _second)
FACTOR_MORE = Formula("{0} / {1} − 1", lambda a, b: a / b - 1, _second)
STEP = Formula("{1} / ({0} − {1})", lambda level, amount: 100 * amount / (level - amount), _left)
"""A change in per cent from a level and its change in units: the earlier level is what is left."""


def _per(scale: int) -> Formula:
    written = f"{scale:,} × ".replace(",", ".") if scale > 1 else ""
    return Formula(f"{written}{{0}} / {{1}}", lambda a, b: scale * a / b, _second)


DENSITIES = {scale: _per(scale) for scale in (1, 100, 1_000, 10_000, 100_000, 1_000_000)}
"""So many for each, for each hundred, thousand … of a population."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the parts that one list gives of it; ``closed`` where the list claims to be complete, ``overlapping``
    where its categories need not exclude each other. Not ``sure`` where the total is only the nearest of several.
    """

    whole: Printed
    parts: tuple[Printed, ...]
    closed: bool
    overlapping: bool = False
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Ratio:
    """A stated percentage, change or factor, what it is of, and its base; the formulas are tried in order.

    ``base`` is None where no target is printed or no total is near, ``formulas`` empty then. ``sure`` is False where
    form leaves a doubt: see `ratios`. ``all`` is another base that the words may mean: of "8/40 mẫu, trong đó 2 mẫu
    (5%)" the 40.
    """

    kind: str
    whole: Printed
    of: Printed
    base: Printed | None
    formulas: tuple[Formula, ...]
    sure: bool = True
    all: Printed | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A stated count and the items that the text lists for it; none where the list can be read in two ``ways``, of
    which the numbers of items are told. Not ``sure`` where the items may be something else than what is counted.
    """

    whole: Printed
    items: tuple[str, ...]
    ways: tuple[int, ...] = ()
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures of which form says how they compare: a whole and its part, or one quantity printed twice; not
    ``sure`` where the words that say so are not quite the same.
    """

    whole: Printed
    other: Printed
    sure: bool = True


@dataclass(slots=True)
class Told:
    """What the reasons tell of one report, by figure ids: what of its links and roles is in doubt, and what restates
    or rates what.
    """

    far_bases: set[int] = field(default_factory=set)  # figures whose base is named far off
    by_default: set[int] = field(default_factory=set)  # figures whose role no words say
    alone: set[int] = field(default_factory=set)  # changes that say none before again: two may be since two times
    ways: dict[int, tuple[int, ...]] = field(default_factory=dict)  # how many items each reading of a count's list has
    loose: set[int] = field(default_factory=set)  # counts whose list may be of something else
    again: dict[int, tuple[int, bool]] = field(default_factory=dict)  # of a figure said twice the earlier; whether sure
    several: set[int] = field(default_factory=set)  # parts that may overlap: of who takes part in this or that
    beside: set[int] = field(default_factory=set)  # parts that may be something else than some of their total
    rivalled: set[int] = field(default_factory=set)  # parts whose total is the nearest of several
    settled: set[int] = field(default_factory=set)  # what came of a count told before
    planned: set[int] = field(default_factory=set)  # parts that may be what was done of what was planned
    named: set[int] = field(default_factory=set)  # shares that say themselves of which total they are
    counted: dict[int, int] = field(default_factory=dict)  # of a rate, what it counts
    per: dict[int, int] = field(default_factory=dict)  # and of whom; of a rank, how many are ranked


def sums(figures: Mapping[int, Printed], additive: Additive, told: Told) -> list[Sum]:
    """Build one sum for each list that breaks a total down and may be added up.

    Categories that may overlap, as stations by technology, may be more than the total, and never less where the list
    claims to be complete. So may parts that the words tell to overlap, a list of which one part is
    printed as a share of another ("mới nhận 300; qua mạng 120, chiếm 40% số mới nhận"), and one of which the shares
    beside the parts make more than the whole: it divides its total twice ("thành thị …; nông thôn …; nam …; nữ …"), or
    one part is among another ("đạt chuẩn 89,4 %; trên chuẩn 18,7 %"). Where they make less than the whole, the list is
    open whatever its form.
    """
    shares = _shares(figures)
    found = []
    for whole_id, lists in _siblings(figures).items():
        whole = figures[whole_id]
        for parts in lists.values():
            closed, apart = all(part.closed for part in parts), _apart(whole, parts, additive)
            if _adds_up(whole, parts):
                together = total_of(shares.get((part.id, whole.id)) for part in parts)
                beyond = together is not None and together.low > MORE
                within = any((part.id, other.id) in shares for part in parts for other in parts)
                overlapping = not apart or within or beyond or any(part.id in told.several for part in parts)
                closed = closed and (together is None or together.high >= ALL)
                sure = not any(part.id in told.rivalled for part in parts)
                found.append(Sum(whole, tuple(parts), closed, overlapping, sure))
    return found


def cross_sums(figures: Mapping[int, Printed], found: Iterable[Sum]) -> list[Sum]:
    """Add across two breakdowns: where every part of a total is broken down as the total itself is.

    Of 263.796 dossiers 39.215 came online; level 3 has 13.421 online, level 4 has 25.794: these two are parts of the
    39.215. The new sum is as complete as the list of levels is. Where parts make up their total, so must their changes
    in units since one time make up its own.
    """
    changes = _changes_of_levels(figures)
    children: dict[int | None, list[Printed]] = {}
    for figure in figures.values():
        children.setdefault(figure.parent, []).append(figure)
    crossed = []
    for rows in found:
        whole, parts = rows.whole, rows.parts
        columns = [
            (column, [[c for c in children.get(p.id, ()) if _same_category(c, p, column, whole)] for p in parts])
            for column in children[whole.id]
            if column not in parts
        ]
        stated, computed = whole.interval, total_of(parts)
        if stated is not None and computed is not None and stated.meets(computed):
            columns += [
                (column, [[c for c in changes.get(p.id, ()) if _since(c) == _since(column)] for p in parts])
                for column in changes.get(whole.id, ())
                if column.measure == whole.measure
            ]
        for column, matches in columns:
            if all(len(match) == 1 for match in matches):
                crossed.append(replace(rows, whole=column, parts=tuple(match[0] for match in matches)))
    return crossed


def _since(change: Printed) -> tuple[object, ...]:
    """What changes must share to be added."""
    return change.measure, change.period, change.since


def total_of(parts: Iterable[Printed | None]) -> Interval | None:
    """Add what the parts' printed digits allow; None where one is bounded or missing."""
    intervals = [None if part is None else part.interval for part in parts]
    known = [interval for interval in intervals if interval is not None]
    return total(known) if len(known) == len(intervals) else None


def ratios(figures: Mapping[int, Printed], told: Told) -> list[Ratio]:
    """Build the relations of shares, changes, indices, attainments and gaps with what they are of and their base.

    A change in per cent whose base is not printed is tested with the change in units of the same level, where that is
    printed beside it. Where the total has an attainment, the percentage of a part may be one too; where it has a share
    of a total printed elsewhere, that of a part may be of that one, or of what is like it there, unless it says itself
    of what it is.
    """
    amounts = changes_said_twice(figures) | changes_said_twice(figures, "gap")
    changes = {role: _changes_of_levels(figures, role) for role in ("change", "gap")}
    lists, elsewhere = _siblings(figures), _of_unprinted(figures, "attainment", "share")
    rated = {share.of for share in figures.values() if share.role == "share" and share.base is None}
    fractions = _fractions(figures)
    found = []
    for whole in figures.values():
        of, base, amount = find(figures, whole.of), find(figures, whole.base), amounts.get(whole.id)
        if of is None or of.id == whole.id:
            continue
        if base is not None:
            kind, formulas = _formulas(whole, of, base)
            base = base.as_set if whole.role == "gap" else base
            if formulas and base.id not in (of.id, whole.id):
                sure = whole.id not in told.far_bases and whole.id not in told.by_default
                sure = sure and _of_one_time(whole, of, base) and not _over_years(whole, base)
                whole_of = None
                if whole.role == "share":
                    elliptic = base.id in elsewhere and whole.id not in told.named
                    rivalled = base.id == of.parent and of.id in told.rivalled
                    sure = sure and not elliptic and not rivalled and _of_one_noun(of, base, lists)
                    whole_of = fractions.get(base.id)
                found.append(Ratio(kind, whole, of, base, formulas, sure, whole_of))
        elif whole.role in ("share", "attainment") and whole.measure == PERCENT:
            found.append(Ratio(whole.role, whole, of, None, ()))
        elif amount is not None:
            # Of two changes in units one may be of another level: "giảm 47 người chết, giảm 560 người bị thương".
            apart = whole.id in told.alone and amount.id in told.alone
            either = amount.id in told.by_default  # "tăng 5% (40 ha)": by so much, or from so much
            # "80 hộ nghèo, chiếm 4,5%, giảm 12 hộ (giảm 1,1%)": the rate may have fallen by so much
            sure = not (apart or either or of.id in rated) and len(changes[whole.role][of.id]) == PAIR
            found.append(Ratio("change", whole, of, amount, (STEP, GROWTH) if either else (STEP,), sure))
    return found


def _fractions(figures: Mapping[int, Printed]) -> dict[int, Printed]:
    """Return the total of what is printed as a fraction of one: "8/40 mẫu"."""
    found = ((figure, find(figures, figure.parent)) for figure in figures.values() if figure.end is not None)
    return {f.id: whole for f, whole in found if whole is not None and whole.start == (f.end or 0) + SLASH}


def densities(figures: Mapping[int, Printed], told: Told) -> list[Ratio]:
    """Build the relations of rates with the count and the population that they are computed from."""
    found = []
    for rate_id in sorted(told.counted.keys() & told.per.keys()):
        whole, of, base = (find(figures, i) for i in (rate_id, told.counted[rate_id], told.per[rate_id]))
        if whole is not None and of is not None and base is not None and whole.per in DENSITIES:
            found.append(Ratio("density", whole, of, base, (DENSITIES[whole.per],)))
    return found


def _of_one_time(whole: Printed, of: Printed, base: Printed) -> bool:
    """Tell whether the times fit: a share and its part are of one, a change leads to its level from another, what is
    attained and the plan of a year are of that year.
    """
    if whole.role in ("change", "index"):
        return of.period is None or of.period != base.period
    if whole.role == "attainment" and base.period is not None and base.period == base.year not in (None, of.year):
        return of.year is None
    alike = of.period and base.period and len(of.period) == len(base.period)  # two months, two years
    if whole.role == "share" and alike and of.period != base.period:
        return False  # bad debts at the end of August, all debts at the end of September
    return None in (whole.year, of.year) or whole.year == of.year


def _over_years(whole: Printed, base: Printed) -> bool:
    """Tell whether a change is by so much a year, perhaps the mean of several: "bình quân giảm 2,3%/năm"."""
    return whole.role == "change" and "/" in (whole.unit or "") and "/" not in (base.unit or "")


def counts(figures: Mapping[int, Printed], items: Mapping[int, list[str]], told: Told) -> list[Count]:
    """Build the relations of stated counts with the items listed for them."""
    listed = [Count(figures[i], tuple(texts), sure=i not in told.loose) for i, texts in items.items() if i in figures]
    return listed + [Count(figures[i], (), found) for i, found in told.ways.items() if i in figures]


def _of_one_noun(of: Printed, base: Printed, lists: Mapping[int, Mapping[str, list[Printed]]]) -> bool:
    """Tell whether a share is of things of one noun; where a list breaks a total down into other nouns, it may be."""
    nouns = {p.unit for p in lists.get(base.id, {}).get(of.list_id, ())} if of.list_id is not None else set()
    return (len(nouns) > 1 and base.unit not in nouns) or _one_noun(of, base)


def _one_noun(part: Printed, whole: Printed) -> bool:
    """Tell whether two counts are of things of one noun, of which one may say more; true where one names none."""
    if part.sort != "count" or part.unit is None or whole.unit is None:
        return True
    one, other = part.unit.casefold(), whole.unit.casefold()
    return one in other or other in one


def repeats(figures: Mapping[int, Printed], told: Told) -> list[Pair]:
    """Build the relations of quantities printed twice."""
    found = []
    for later_id, (earlier_id, sure) in told.again.items():
        later, earlier = find(figures, later_id), find(figures, earlier_id)
        if later is not None and earlier is not None and later.measure == earlier.measure:
            found.append(Pair(later, earlier, sure))
    return found


def excesses(figures: Mapping[int, Printed], told: Told, differing: AbstractSet[int]) -> list[Pair]:
    """Find the parts that are larger than their whole, and the ranks beyond the number ranked: "thứ 127/126".

    ``differing`` are parts of sums that differ already. What attains a target may exceed it, and so may what is printed
    as more than all of it: "63/60 con = 105%". Not sure is a part where like is told between it and its whole: a later
    item of a list that is not closed may be none of it. What came of a count stands apart from it; a sum that did is
    none of one told before.
    """
    excused = _of_unprinted(figures, "attainment") | differing | told.beside
    excused |= {f.of for f in figures.values() if f.role == "share" and f.value is not None and f.value > 100}
    like: dict[str, list[Printed]] = {}
    for figure in sorted((figure for figure in figures.values() if figure.start is not None), key=_start):
        if figure.role in AMOUNTS:
            like.setdefault(figure.measure, []).append(figure)
    found = []
    for part in figures.values():
        whole = find(figures, told.per.get(part.id) if part.role == "rank" else part.parent)
        came = part.id in told.settled
        if whole is None or part.id in excused or not _within(whole, part) or (came and part.sort == "money"):
            continue
        least, most = part.range[0], whole.range[1]
        if least is not None and most is not None and least > most:
            beside = came or _beside(whole, part, like.get(part.measure, ()))
            found.append(Pair(whole, part, beside and part.id not in told.planned))
    return found


def _beside(whole: Printed, part: Printed, like: Sequence[Printed]) -> bool:
    """Tell whether nothing else of the like, in order, stands between a whole and its part."""
    if whole.start is None or part.start is None or part.role == "rank":
        return True
    one, other = sorted((whole.start, part.start))
    between = like[bisect_right(like, one, key=_start) : bisect_left(like, other, key=_start)]
    return all(part.closed and figure.list_id == part.list_id for figure in between)


def _start(figure: Printed) -> int:
    return figure.start or 0


def _of_unprinted(figures: Mapping[int, Printed], *roles: str) -> set[int | None]:
    """Return what attains a target, or is a share of a total, that is not printed."""
    return {figure.of for figure in figures.values() if figure.role in roles and figure.base is None}


def _within(whole: Printed, part: Printed) -> bool:
    """Tell whether a part can be no more than its whole: like with like, of one noun and time."""
    if part.role == "rank":
        return whole.measure == "count"
    if whole.sort == "rate":
        return False
    alike = _alike(whole, part) and part.role in AMOUNTS and part.role == whole.role
    alike = alike and _one_noun(part, whole) and (whole.unit is not None or part.unit is None)
    return alike and _same_span(whole, [part]) and part.year == whole.year


def _shares(figures: Mapping[int, Printed]) -> dict[tuple[int, int], Printed]:
    """Return the printed share of each part in its whole."""
    found = {}
    for share in figures.values():
        of = find(figures, share.of)
        if share.role == "share" and of is not None:
            base = of.parent if share.base is None else share.base
            if base is not None:
                found[of.id, base] = share
    return found


def changes_said_twice(figures: Mapping[int, Printed], role: str = "change") -> dict[int, Printed]:
    """Return for a change, or gap, in per cent the same one in units, where the text says each of a level in both.

    "tăng 40 người (tăng 5%)" is one change; of "giảm 3% so với tháng trước, giảm 40 người, giảm 5% so với cùng kỳ"
    nobody can tell from the table which percentage the 40 go with.
    """
    pairs = {}
    for level, changes in _changes_of_levels(figures, role).items():
        both = {PERCENT, figures[level].measure}
        for one, other in zip(changes[::2], changes[1::2], strict=False):
            alike = one.period == other.period and one.since == other.since
            if len(changes) % 2 == 0 and {one.measure, other.measure} == both and alike:
                percentage, amount = (one, other) if one.measure == PERCENT else (other, one)
                pairs[percentage.id] = amount
    return pairs


def _changes_of_levels(figures: Mapping[int, Printed], role: str = "change") -> dict[int, list[Printed]]:
    """Group the changes, or gaps, of levels by their level, in the order of the text."""
    found: dict[int, list[Printed]] = {}
    for figure in figures.values():
        of = find(figures, figure.of)
        if figure.role == role and of is not None and of.role in AMOUNTS and of.measure != PERCENT:
            found.setdefault(of.id, []).append(figure)
    return found


def _siblings(figures: Mapping[int, Printed]) -> dict[int, dict[str, list[Printed]]]:
    """Group figures by their total, then by the list they stand in."""
    grouped: dict[int, dict[str, list[Printed]]] = {}
    for figure in figures.values():
        whole = find(figures, figure.parent)
        if whole is not None and figure.list_id is not None:
            grouped.setdefault(whole.id, {}).setdefault(figure.list_id, []).append(figure)
    return grouped


def _split_by(whole: Printed, part: Printed) -> set[str]:
    """Name the dimensions by which a part is told from its total."""
    return {key for key, value in part.cell.items() if whole.cell.get(key) != value} - {SPAN}


def _apart(whole: Printed, parts: list[Printed], additive: Additive) -> bool:
    """Tell whether the categories of a list cannot overlap."""
    return all(additive.get(key, True) for part in parts for key in _split_by(whole, part) - set(whole.cell))


def _adds_up(whole: Printed, parts: list[Printed]) -> bool:
    """Tell whether a list is a breakdown that may be added: one place, like with like, nothing twice.

    Rates are added where the list is complete: they are of one base then.
    """
    told = [keys for part in parts if (keys := _split_by(whole, part))]
    closed = all(part.closed for part in parts)
    return (
        len(parts) > 1
        and _in_one_place(parts)
        and whole.role in ADDABLE_ROLES
        and all(_alike(whole, part) and part.role == whole.role for part in parts)
        and not any("restated" in part.quality for part in parts)
        and not any(NEVER_ADDED & set(figure.cell) for figure in (whole, *parts))
        and (whole.measure != PERCENT or all(part.sort == "points" for part in parts))  # points make up a growth
        and (whole.sort != "rate" or closed)
        and (not told or bool(set.intersection(*told)))
        and _same_time(whole, parts)
    )


def _in_one_place(parts: list[Printed]) -> bool:
    """Tell whether parts stand in one section, or each at the head of a numbered one of the same section."""
    sections = [part.section or "" for part in parts]
    numbered = len(set(sections)) == len(parts) and len({section.rpartition(".")[0] for section in sections}) == 1
    return numbered or len(set(sections)) == 1


def _alike(whole: Printed, part: Printed) -> bool:
    """Tell whether both are counts, or amounts of one currency, or one measure, or rates over one base.

    Of which nouns the link decides.
    """
    if whole.sort == part.sort == "rate":
        return str(whole.unit).partition("/")[2] == str(part.unit).partition("/")[2]
    return whole.measure == part.measure


def _same_span(whole: Printed, parts: list[Printed]) -> bool:
    """Tell whether all cover the same part of the year; for a figure without a code its period says so."""
    figures = (whole, *parts)
    spans = {figure.cell.get(SPAN) for figure in figures}
    coded = {figure.cell.get(SPAN) for figure in figures if figure.cell or figure.indicator is not None}
    return len(spans) == 1 or (
        len(coded) == 1 and whole.period is not None and {f.period for f in parts} == {whole.period}
    )


def _same_time(whole: Printed, parts: list[Printed]) -> bool:
    """Tell whether the parts are of the total's time, or break it down: quarters of a half-year, years of a plan."""
    years = {part.year for part in parts if part.year is not None}
    if _same_span(whole, parts):
        return whole.year is None or years <= {whole.year} or len(years) == len(parts)
    months = [month for part in parts for month in part.months]
    return years == {whole.year} and sorted(months) == sorted(whole.months) and all(part.months for part in parts)


def _same_category(child: Printed, part: Printed, column: Printed, whole: Printed) -> bool:
    """Tell whether ``child`` is to ``part`` what ``column`` is to ``whole``: by their cells, else by words added; each
    is where both are printed as fractions of theirs, as in "40/90 bến, trong đó có 31/60 bến ngang, 9/30 bến dọc".
    """
    if not _alike(child, column) or child.role != column.role:
        return False
    if all(one.end is not None and one.end + SLASH == other.start for one, other in ((child, part), (column, whole))):
        return True
    if child.indicator != column.indicator:
        return False
    mine = {key: value for key, value in child.cell.items() if key not in part.cell}
    theirs = {key: value for key, value in column.cell.items() if key not in whole.cell}
    if mine or theirs:
        return mine == theirs
    added = _words(child) - _words(part)
    return bool(added) and added == _words(column) - _words(whole)


def _words(figure: Printed) -> frozenset[str]:
    return frozenset((figure.subject or "").casefold().split())


def _formulas(whole: Printed, of: Printed, base: Printed) -> tuple[str, tuple[Formula, ...]]:
    """Name the kind of check that a stated change or percentage calls for, and the readings to try in order."""
    comparable = of.measure == base.measure
    role, percent = whole.role, whole.measure == PERCENT
    if role in ("share", "attainment"):
        return role, (PERCENTAGE,) if percent and comparable else ()
    if role == "plan" and percent and comparable and of.measure != PERCENT:
        return ("share", (PERCENTAGE,)) if whole.cell.get("target") == "share" else ("change", (GROWTH,))
    if role == "index" and comparable:
        return "change", (PERCENTAGE,) if percent else (FACTOR, FACTOR_MORE)
    if role not in ("change", "gap") or not comparable:
        return role, ()
    kind = "change"  # a gap against a target too: so much more or less
    if whole.measure == TIMES:
        return kind, (FACTOR, FACTOR_MORE)
    if of.role == "rank":
        return kind, () if percent else (CLIMB,)
    if percent and of.measure == PERCENT and role == "gap" and base.role == "plan":
        return kind, (DIFFERENCE, GROWTH, CLIMB) if _ratio_possible(whole) else (DIFFERENCE, CLIMB)  # of the poor: less
    if percent and of.measure == PERCENT:
        return kind, (DIFFERENCE, GROWTH) if _ratio_possible(whole) else (DIFFERENCE,)
    if percent:
        return kind, (GROWTH,)
    between = role == "gap" and of.role == base.role  # "45 điểm và 50 điểm, chênh lệch 5 điểm": of whichever is more
    return kind, () if whole.measure != of.measure else (DIFFERENCE, CLIMB) if between else (DIFFERENCE,)


def _ratio_possible(whole: Printed) -> bool:
    """Tell whether a change of percentages may be relative: not where the text itself prints points."""
    return whole.sort != "points" or str(whole.unit) not in whole.text
