"""What the printed figures say about each other: records and lists go in, the relations worth testing come out.

A relation is stated by the links that reading fills (parent, list, of, base) and never guessed from values that happen
to fit: a coincidence is worse than a miss.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tvict.analysis.intervals import Interval, total
from tvict.analysis.printed import PERCENT, SPAN, TIMES, Printed, find

Additive = Mapping[str, bool]
"""Dimension of a cell → whether its categories add up to their total; a dimension that is not named does."""

NEVER_ADDED = frozenset({"per", "target"})
"""Dimensions that mark a mean or a planned share: no part of any level."""
NEAR = Decimal("0.02")
"""How far from its total, as a share of it, a sum of categories that may overlap can be for a misprint."""
ADDABLE_ROLES = frozenset({"level", "plan"})
"""Percentages are not added: whether a share within a share is of the same base, a link does not say."""


@dataclass(frozen=True, slots=True)
class Formula:
    """How a stated number follows from two operands, how a person writes that, and what first operand the number and
    the second would imply.
    """

    pattern: str
    value: Callable[[Decimal, Decimal], Decimal]
    implied: Callable[[Decimal, Decimal], Decimal]


PERCENTAGE = Formula("{0} / {1}", lambda a, b: 100 * a / b, lambda v, b: v * b / 100)
GROWTH = Formula("{0} / {1} − 1", lambda a, b: 100 * (a / b - 1), lambda v, b: b * (1 + v / 100))
DIFFERENCE = Formula("{0} − {1}", lambda a, b: a - b, lambda v, b: b + v)
CLIMB = Formula("{1} − {0}", lambda a, b: b - a, lambda v, b: b - v)
FACTOR = Formula("{0} / {1}", lambda a, b: a / b, lambda v, b: v * b)
FACTOR_MORE = Formula("{0} / {1} − 1", lambda a, b: a / b - 1, lambda v, b: b * (1 + v))


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and the parts that one list gives of it; ``closed`` where the list claims to be complete."""

    whole: Printed
    parts: tuple[Printed, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class Ratio:
    """A stated percentage, change or factor, what it is of, and its base; the formulas are tried in order.

    ``base`` is None where no target is printed, ``formulas`` empty then.
    """

    kind: str
    whole: Printed
    of: Printed
    base: Printed | None
    formulas: tuple[Formula, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A stated count and the items that the text lists for it."""

    whole: Printed
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Excess:
    """A part that is larger than its whole."""

    whole: Printed
    part: Printed
    gap: Decimal


def sums(figures: Mapping[int, Printed], additive: Additive) -> list[Sum]:
    """Build one sum for each list that breaks a total down and may be added up.

    Categories that may overlap, as stations by technology, are added only where they come near the total: the text then
    counts them apart. Further off the overlap explains it, and nothing is wrong.

    A list is closed if it claims so and leaves no part out: where a part that stands alone would still fit into the
    total, the claim is not taken at its word.
    """
    found = []
    for whole_id, lists in _siblings(figures).items():
        whole = figures[whole_id]
        alone = [parts[0] for parts in lists.values() if len(parts) == 1]
        for parts in lists.values():
            if _adds_up(whole, parts) and (_apart(whole, parts, additive) or _nearly(whole, parts)):
                closed = all(part.closed for part in parts) and not any(_fits(whole, parts, part) for part in alone)
                found.append(Sum(whole, tuple(parts), closed))
    return found


def _fits(whole: Printed, parts: list[Printed], further: Printed) -> bool:
    """Tell whether a further part of the same kind fits beside the parts into the whole."""
    stated, computed = whole.interval, total_of([*parts, further])
    alike = _alike(whole, further) and further.role == whole.role
    return alike and stated is not None and computed is not None and computed.low <= stated.high


def cross_sums(figures: Mapping[int, Printed], found: Iterable[Sum]) -> list[Sum]:
    """Add across two breakdowns: where every part of a total is broken down as the total itself is.

    Of 263.796 dossiers 39.215 came online; level 3 has 13.421 online, level 4 has 25.794: these two are parts of the
    39.215. The new sum is as complete as the list of levels is: closed only if that list is closed and adds up to its
    own total.
    """
    children: dict[int | None, list[Printed]] = {}
    for figure in figures.values():
        children.setdefault(figure.parent, []).append(figure)
    crossed = []
    for rows in found:
        closed = rows.closed and closes(rows.whole, rows.parts)
        columns = [child for child in children[rows.whole.id] if child not in rows.parts]
        for column in columns:
            matches = [
                [child for child in children.get(part.id, ()) if _same_category(child, part, column, rows.whole)]
                for part in rows.parts
            ]
            if all(len(match) == 1 for match in matches):
                crossed.append(Sum(column, tuple(match[0] for match in matches), closed))
    return crossed


def closes(whole: Printed, parts: Iterable[Printed]) -> bool:
    """Tell whether the parts add up to the whole within what the printed digits allow."""
    stated, computed = whole.interval, total_of(parts)
    return stated is not None and computed is not None and stated.meets(computed)


def _nearly(whole: Printed, parts: Iterable[Printed]) -> bool:
    """Tell whether the parts come so near the whole that only a misprint can part them."""
    stated, computed = whole.interval, total_of(parts)
    if stated is None or computed is None:
        return False
    return computed.low <= stated.high * (1 + NEAR) and computed.high >= stated.low * (1 - NEAR)


def total_of(parts: Iterable[Printed]) -> Interval | None:
    """Add what the parts' printed digits allow; None where one is bounded or missing."""
    intervals = [part.interval for part in parts]
    known = [interval for interval in intervals if interval is not None]
    return total(known) if len(known) == len(intervals) else None


def ratios(figures: Mapping[int, Printed]) -> list[Ratio]:
    """Build the relations of shares, changes, indices, attainments and gaps with what they are of and their base."""
    found = []
    for whole in figures.values():
        of = find(figures, whole.of)
        if of is None or of.id == whole.id:
            continue
        base = find(figures, of.parent if whole.base is None and whole.role == "share" else whole.base)
        if base is not None:
            kind, formulas = _formulas(whole, of, base)
            if formulas and base.id not in (of.id, whole.id):
                found.append(Ratio(kind, whole, of, base, formulas))
        elif whole.role == "attainment" and whole.measure == PERCENT:
            found.append(Ratio("attainment", whole, of, None, ()))
    return found


def counts(figures: Mapping[int, Printed], items: Mapping[int, list[str]]) -> list[Count]:
    """Build the relations of stated counts with the items listed for them."""
    return [Count(figures[figure_id], tuple(texts)) for figure_id, texts in items.items() if figure_id in figures]


def excesses(figures: Mapping[int, Printed], told: frozenset[int]) -> list[Excess]:
    """Find the parts that are larger than their whole; ``told`` are parts of sums that differ already."""
    found = []
    for part in figures.values():
        whole = find(figures, part.parent)
        if whole is None or part.id in told or not _alike(whole, part) or part.role not in ADDABLE_ROLES:
            continue
        least, most = _least(part), _most(whole)
        if not _same_span(whole, [part]) or part.year != whole.year or least is None or most is None:
            continue
        if least > most:
            found.append(Excess(whole, part, most - least))
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

    What an open list names may be of several kinds, received online and resolved: each is in the total, and both are.
    """
    told = [keys for part in parts if (keys := _split_by(whole, part))]
    return (
        len(parts) > 1
        and len({part.section for part in parts}) == 1
        and (all(part.closed for part in parts) or len({part.indicator for part in parts}) == 1)
        and whole.role in ADDABLE_ROLES
        and all(_alike(whole, part) and part.role == whole.role for part in parts)
        and not any("restated" in part.quality for part in parts)
        and not any(NEVER_ADDED & set(figure.cell) for figure in (whole, *parts))
        and whole.measure != PERCENT
        and "/" not in whole.measure
        and (not told or bool(set.intersection(*told)))
        and _same_time(whole, parts)
        and not _repeats_whole(whole, parts)
    )


def _alike(whole: Printed, part: Printed) -> bool:
    """Tell whether both are counts, or amounts of one currency, or one measure; of which nouns the link decides."""
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


def _repeats_whole(whole: Printed, parts: list[Printed]) -> bool:
    """Tell whether one part is the whole again while others are not zero: they overlap, or one restates it."""
    rest = [part for part in parts if part.value != whole.value]
    return whole.value != 0 and len(rest) < len(parts) and any(part.value != 0 for part in rest)


def _same_category(child: Printed, part: Printed, column: Printed, whole: Printed) -> bool:
    """Tell whether ``child`` is to ``part`` what ``column`` is to ``whole``: by their cells, else by words added."""
    if not _alike(child, column) or child.role != column.role or child.indicator != column.indicator:
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
    kind = "attainment" if role == "gap" and base.role == "plan" else "change"
    if whole.measure == TIMES:
        return kind, (FACTOR, FACTOR_MORE)
    if of.role == "rank":
        return kind, () if percent else (CLIMB,)
    if percent and of.measure == PERCENT:
        return kind, (DIFFERENCE, GROWTH) if _ratio_possible(whole) else (DIFFERENCE,)
    if percent:
        return kind, (GROWTH,)
    return kind, (DIFFERENCE,) if whole.measure == of.measure else ()


def _ratio_possible(whole: Printed) -> bool:
    """Tell whether a change of percentages may be relative: not where the text itself prints points."""
    return whole.unit == PERCENT or str(whole.unit) not in whole.text


def _least(figure: Printed) -> Decimal | None:
    if figure.bound == "over":
        return figure.value
    return None if figure.interval is None else figure.interval.low


def _most(figure: Printed) -> Decimal | None:
    if figure.bound == "under":
        return figure.value
    return None if figure.interval is None else figure.interval.high
