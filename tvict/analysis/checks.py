"""Does it add up: the figures and lists tables go in, every relation with its verdict and its operands comes out.

A verdict judges a relation, never a figure: "differs" says that the printed numbers do not close as printed, and not
which of them is at fault, if any is. No verdict changes a figure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import accumulate
from types import MappingProxyType

import pandas as pd

from tvict.analysis.claims import (
    count_claim,
    pair_claim,
    ratio_claim,
    sentences,
    sum_claim,
    target_claim,
    ways_claim,
)
from tvict.analysis.intervals import Interval, corners, cut_from, moved_by
from tvict.analysis.printed import Printed, by_report, records
from tvict.analysis.relations import (
    PERCENTAGE,
    Additive,
    Count,
    Formula,
    Pair,
    Ratio,
    Sum,
    Told,
    counts,
    cross_sums,
    densities,
    excesses,
    ratios,
    repeats,
    sums,
    total_of,
)
from tvict.analysis.slips import explained, near
from tvict.codebook import dimensions
from tvict.labels import label, plural
from tvict.numbers import step
from tvict.tables import frame, rows_of

VERDICTS = ("differs", "partial", "truncated", "unchecked", "holds")
"""Verdicts in the order in which a reader wants them: differences first."""

COMMON_YEAR = 2001
"""Stands for the year of two dates that print none: any without 29 February."""

DAYS, YEARS = (label("units", name, "vi") for name in ("day", "year"))
DAY = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})(?:\s*[/.-]\s*(\d{4}))?(?!\d)")
YEAR = re.compile(r"(?<![\d/.,-])(\d{4})(?![\d/.,-])")


DECIDED_NEAR = frozenset({"own", "clause", "sentence", "list"})
"""Scopes of a reason that leave no doubt which figure a link leads to; words further off may mean another one."""
OPEN, NEXT = "part.open", "paragraph"
"""The rule of parts behind a word that opens some of a total, and the scope of a link to another sentence."""
PLANNED = "part.planned"
"""The rule of what is part of a total, or what was done of what was planned."""
INSIDE = (OPEN, "part.among", "part.fraction", "part.out_of", PLANNED)
"""Rules of parts that their own sentence says are some of their total: no more of them can be told than of it."""
SETTLED = "part.settled"
"""The rule of what came of a count, in a later sentence too."""
ECHO = "change.again"
"""The rule of a change that says another again, in per cent or in units."""
OVERLAPPING = ("part.several", "part.foreign", "part.leader", "part.portion_of", "share.of_due", "part.of_share")
"""Rules of parts that may overlap: who takes part in one thing or another, what a noun of its own counts, what
is told far from its total."""
NAMED = ("share.total_named", "share.total_told", "share.total_behind", "share.whole_named")
"""Rules of shares that say themselves of which total they are."""
MISCOUNTED, MISRECKONED = Decimal("0.15"), Decimal("0.2")
"""How far, as a share, a sum and a ratio may be from what is printed by a miscount."""
LONG = 100
"""How many steps of its last place a total of three digits has."""
BEYOND = 9
"""How many times its whole a part may be by one wrong digit."""
OPERANDS = {"numerator": "counted", "denominator": "per"}
"""Columns of the reasons that name what a rate is computed from, and among how many a rank is."""
UNSPLIT = "count.ambiguous:"
"""Begins the rule of a stated count whose list can be split in two ways; how many items each gives stands behind."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one relation was judged: the row of the checks table that is to be made of it, and its operands."""

    kind: str
    whole: Printed
    operands: tuple[Printed, ...]
    verdict: str
    claim: str
    computed: Interval | None = None
    gap: Decimal | None = None


def check(
    figures: pd.DataFrame,
    lists: pd.DataFrame,
    additive: Additive | None = None,
    reasons: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Test every relation that the links of figures and the lists state; return the tables checks and operands.

    ``additive`` says for each dimension of a breakdown whether its categories add up to the total; without it the
    codebook says so. ``reasons`` says what decided each link; without it every link is taken as sure.
    Checks are numbered, for each report, in the order of the text, and sorted with differences first.
    """
    if additive is None:
        additive = additive_dimensions()
    items, doubts = _items(lists), _told_by(reasons, figures)
    checks: list[dict[str, object]] = []
    operands: list[dict[str, object]] = []
    for report, rows in by_report(records(figures)).items():
        verdicts = judge(rows, items.get(report, {}), additive, doubts.get(report, Told()))
        verdicts.sort(key=lambda v: (v.whole.id, v.operands[0].id if v.operands else v.whole.id))
        for check_id, v in enumerate(verdicts):
            checks.append(_row(report, check_id, v))
            operands += [
                {"report": report, "check_id": check_id, "position": position, "figure_id": figure.id}
                for position, figure in enumerate(v.operands)
            ]
    checks.sort(key=lambda row: VERDICTS.index(str(row["verdict"])))
    return frame("checks", checks), frame("operands", operands)


def differing(tables: Mapping[str, pd.DataFrame]) -> frozenset[int]:
    """Return the figures of one report that stand in a check which does not add up: which is at fault is not said."""
    checks, operands = tables["checks"], tables["operands"]
    wrong = checks[checks["verdict"] == "differs"]
    used = operands[operands["check_id"].isin(wrong["check_id"])]
    return frozenset(int(number) for number in (*wrong["whole_id"].dropna(), *used["figure_id"]))


def _is_beside(rule: str, scope: str) -> bool:
    """Tell whether a part may be something else than some of its total."""
    near = scope in DECIDED_NEAR or (rule == OPEN and scope == NEXT)
    return not (rule == SETTLED and scope != "default") and not (rule in INSIDE and near)


TOLD: tuple[tuple[str, str, Callable[[str, str], bool]], ...] = (
    ("base", "far_bases", lambda _, scope: scope not in DECIDED_NEAR),
    ("base", "named", lambda rule, _: rule in NAMED),
    ("of", "alone", lambda rule, _: rule != ECHO),
    ("parent", "planned", lambda rule, _: rule == PLANNED),
    ("parent", "several", lambda rule, _: rule in OVERLAPPING),
    ("parent", "settled", lambda rule, _: rule == SETTLED),
    ("parent", "beside", _is_beside),
    ("parent", "rivalled", lambda _, scope: scope == "default"),
    ("role", "by_default", lambda _, scope: scope == "default"),
    ("count", "loose", lambda rule, scope: scope not in DECIDED_NEAR and not rule.startswith(UNSPLIT)),
)
"""By column of a reason, which figures it puts into a set of Told: those of which rule and scope tell that."""


def _told_by(reasons: pd.DataFrame | None, figures: pd.DataFrame) -> dict[str, Told]:
    told: dict[str, Told] = {}
    if reasons is None:
        return told
    starts = {(row["report"], row["start"]): row["figure_id"] for row in rows_of(figures)}
    for row in rows_of(reasons):
        figure, rule, other = row["figure_id"], row["rule"], starts.get((row["report"], row["start"]))
        held = told.setdefault(row["report"], Told())
        for column, name, tells in TOLD:
            if row["column"] == column and tells(rule, row["scope"]):
                getattr(held, name).add(figure)
        if rule.startswith(UNSPLIT):
            held.ways[figure] = tuple(map(int, rule.removeprefix(UNSPLIT).split(",")))
        elif other is not None and row["column"] == "restated":
            held.again[figure] = other, row["scope"] in DECIDED_NEAR
        elif other is not None and row["column"] in OPERANDS:
            getattr(held, OPERANDS[row["column"]])[figure] = other
    return told


@cache
def additive_dimensions() -> Additive:
    """Say of each dimension of the codebook whether all its categories add up to the total."""
    added = dimensions().groupby("dimension")["additive"].all()
    return MappingProxyType({str(dimension): bool(adds) for dimension, adds in added.items()})


def judge(figures: dict[int, Printed], items: dict[int, list[str]], additive: Additive, told: Told) -> list[Verdict]:
    """Build and judge all relations of one report."""
    added = sums(figures, additive, told)
    verdicts = [judge_sum(relation) for relation in (*added, *cross_sums(figures, added))]
    differing = {part.id for v in verdicts if v.verdict == "differs" for part in v.operands}
    verdicts += [judge_ratio(relation) for relation in (*ratios(figures, told), *densities(figures, told))]
    verdicts += [judge_repeat(relation) for relation in repeats(figures, told)]
    verdicts += [judge_count(relation) for relation in counts(figures, items, told)]
    return verdicts + [judge_excess(relation) for relation in excesses(figures, told, differing)]


def judge_sum(relation: Sum) -> Verdict:
    """Judge a total and its parts: an open list below its total is partial; categories that may overlap say nothing
    above it; where no slip explains a difference, the list may be none of that total.
    """
    whole, parts = relation.whole, relation.parts
    stated, computed = whole.interval, total_of(parts)
    if stated is None or computed is None:
        return Verdict("sum", whole, parts, "unchecked", sum_claim(whole, parts, "unchecked", None))
    values = [part.value for part in parts if part.value is not None]
    middle = sum(values, Decimal(0))
    verdict = _closes(whole, stated, computed)
    # Each says the total again ("31/60, 45/60, 52/60"), or all divide it twice ("cũ 30, mới 12, lớn 25, nhỏ 17").
    again = len(parts) > 2 and all(part.value == whole.value for part in parts)
    again = again or (len(parts) > 3 and computed.meets(Interval(2 * stated.low, 2 * stated.high)))
    # The first of them fill it, the others divide it otherwise ("40 bến: 15 của xã, 25 của tỉnh; có 9 bến nổi; 3 kho").
    again = again or whole.value in [*accumulate(values)][1:-2]
    # Or the last of them fill it ("trong số 925 em có 868 em lớp 12. Có 237 em chỉ thi, 688 em xét tuyển").
    size, last = whole.value or Decimal(0), [*accumulate(reversed(values))][1:-1]
    far = not near(size - middle, size, MISCOUNTED)  # the first of them are too large to be a miscount
    again = again or (far and size >= LONG * step(whole.scale, whole.decimals) and size in last)
    # One says it again, the others are among it ("90 dịch vụ, trong đó mức 2 có 90, mức 3 có 40").
    again = again or (not relation.closed and whole.value in values)
    less, more = computed.high < stated.low, computed.low > stated.high
    if whole.value is not None and whole.value < 0:
        less, more = more, less  # of a fall by 45 those by 15 and 80 are more
    unsure = again or not relation.sure or (relation.overlapping and more)
    if verdict == "differs" and any(figure.doubtful for figure in (whole, *parts)):
        verdict = "unchecked"
    elif verdict == "differs" and not relation.closed and less:
        verdict = "partial"
    elif verdict == "differs" and (unsure or not _is_slip(relation, stated, computed, middle)):
        verdict = "unchecked"
    claim = sum_claim(whole, parts, verdict, middle)
    return Verdict("sum", whole, parts, verdict, claim, computed, _gap(whole, middle, verdict))


def _is_slip(relation: Sum, stated: Interval, computed: Interval, middle: Decimal) -> bool:
    """Tell whether a slip or a miscount explains why parts are not their total, or more than it."""
    whole, parts = relation.whole, relation.parts
    size = abs(whole.value or Decimal(0))
    is_long, most = size >= LONG * step(whole.scale, whole.decimals), 10 * size

    def closes(n: int, slipped: Printed) -> bool:
        told = (whole, *parts)[n]
        moved = (slipped.value or Decimal(0)) - (told.value or Decimal(0))
        total, added = (moved_by(stated, moved), computed) if n == 0 else (stated, moved_by(computed, moved))
        # An open list may end below any larger total: a digit of a long one may be wrong, not how many digits it has.
        below = is_long and not relation.closed and added.high < total.low < most
        return below or _closes(slipped if n == 0 else whole, total, added) != "differs"

    return near(size - abs(middle), size, MISCOUNTED) or explained((whole, *parts), closes)


def _is_slipped_ratio(whole: Printed, of: Printed, base: Printed, readings: Sequence[Reading]) -> bool:
    """Tell whether a slip or a miscount explains why a ratio is not what its numbers give."""

    def closes(n: int, slipped: Printed) -> bool:
        told, part, total = (slipped if k == n else figure for k, figure in enumerate((whole, of, base)))
        stated, results = told.interval, [_compute(formula, part, total) for formula, *_ in readings]
        found = [result[1] for result in results if result is not None]
        return stated is not None and any(_closes(told, stated, computed) != "differs" for computed in found)

    value = whole.value
    small = value is not None and any(near(value - middle, middle, MISRECKONED) for _, middle, _ in readings)
    return small or explained((whole, of, base), closes)


def judge_ratio(relation: Ratio) -> Verdict:
    """Judge a share, change, index, attainment or density: each formula rounded, then each cut off, else the first
    differs, or is unchecked where the base is in doubt or no slip explains the difference.
    """
    whole, of, base = relation.whole, relation.of, relation.base
    if base is None:
        claim = target_claim(whole, of, _compute(PERCENTAGE, of, whole))
        return Verdict(relation.kind, whole, (of,), "unchecked", claim)
    first, stated = relation.formulas[0], whole.interval
    results = [(formula, _compute(formula, of, base)) for formula in relation.formulas]
    readings = [(formula, *result) for formula, result in results if result is not None]
    if stated is None or not readings:
        claim = ratio_claim(whole, first.pattern, of, base, "unchecked", None)
        return Verdict(relation.kind, whole, (of, base), "unchecked", claim)
    formula, middle, computed, verdict = _best(whole, stated, readings)
    other = None if relation.all is None else _compute(first, of, relation.all)
    unsure = not relation.sure or any(figure.doubtful for figure in (whole, of, base))
    unsure = unsure or (other is not None and _closes(whole, stated, other[1]) != "differs")
    if verdict == "differs" and (unsure or not _is_slipped_ratio(whole, of, base, readings)):
        verdict = "unchecked"
    claim = ratio_claim(whole, formula.pattern, of, base, verdict, middle)
    return Verdict(relation.kind, whole, (of, base), verdict, claim, computed, _gap(whole, middle, verdict))


def judge_count(relation: Count) -> Verdict:
    """Judge a stated count against its items, or against the days or years between two printed dates."""
    whole, items = relation.whole, relation.items
    between = _between(whole.unit, items)
    dates = between is not None
    counted = len(items) if between is None else between
    stated = whole.interval
    if relation.ways:
        return Verdict("count", whole, (), "unchecked", ways_claim(whole, relation.ways))
    if stated is None:
        return Verdict("count", whole, (), "unchecked", count_claim(whole, items, counted, dates, "unchecked"))
    sure = relation.sure and not (dates and stated.meets(_about(counted, *items)))
    verdict = "holds" if stated.has(Decimal(counted)) else "differs" if sure else "unchecked"
    computed = Interval(Decimal(counted), Decimal(counted))
    claim = count_claim(whole, items, counted, dates, verdict)
    return Verdict("count", whole, (), verdict, claim, computed, _gap(whole, Decimal(counted), verdict))


def judge_repeat(relation: Pair) -> Verdict:
    """Judge a quantity printed twice: the digits of both must allow one number, rounded or cut off; where no slip
    explains a difference, the two may be no one quantity.
    """
    whole, other = relation.whole, relation.other
    stated, said = whole.interval, other.interval
    if stated is None or said is None or whole.value is None or other.value is None:
        return Verdict("restated", whole, (other,), "unchecked", pair_claim(whole, other, "unchecked"))

    def closes(n: int, slipped: Printed) -> bool:
        one, two = ((slipped if k == n else figure).interval for k, figure in enumerate((whole, other)))
        return one is not None and two is not None and one.meets(two)

    slip = near(whole.value - other.value, other.value, MISCOUNTED) or explained((whole, other), closes)
    doubt = whole.doubtful or other.doubtful or not relation.sure or not slip
    verdict, cut = _closes(whole, stated, said), _closes(other, said, stated) == "truncated"
    if verdict == "differs":
        verdict = "truncated" if cut else "unchecked" if doubt else verdict
    claim = pair_claim(other, whole, verdict) if cut else pair_claim(whole, other, verdict)
    return Verdict("restated", whole, (other,), verdict, claim, said, _gap(whole, other.value, verdict))


def judge_excess(relation: Pair) -> Verdict:
    """Say that a part exceeds its whole, or only that it may be one; low and high are the part's own."""
    whole, part = relation.whole, relation.other
    least, most = part.interval, whole.interval
    gap = None if part.value is None or whole.value is None else whole.value - part.value
    if least is not None and most is not None:
        gap = most.high - least.low
    known = part.value is not None and whole.value is not None and part.value <= BEYOND * whole.value
    verdict = "differs" if known and relation.sure else "unchecked"
    return Verdict("exceeds", whole, (part,), verdict, pair_claim(whole, part, verdict, ">"), part.interval, gap)


KIND = 18
"""Characters of the column that says what is checked, at least."""


def checks_text(
    checks: pd.DataFrame, figures: pd.DataFrame, passages: Mapping[tuple[str, int], str], language: str
) -> str:
    """Write checks for a terminal, differences first, each so that it can be read alone, and a last line that counts
    the verdicts.

    Under a check whose figure has a passage, by report and figure_id, stands the passage.
    """
    if checks.empty:
        return tally((), language)
    rows = list(zip(rows_of(checks), sentences(checks, figures, language), strict=True))
    rows.sort(key=lambda row: VERDICTS.index(row[0]["verdict"]))
    many = checks["report"].nunique() > 1
    wide = max(len(label("verdicts", name, language)) for name in checks["verdict"].unique())
    kinds = max(KIND, *(len(label("checks", name, language)) for name in checks["kind"].unique()))
    lines = []
    for row, sentence in rows:
        place = f"{row['report']} " if many else ""
        section = row["section"] or "–"
        judged, tried = label("verdicts", row["verdict"], language), label("checks", row["kind"], language)
        lines.append(f"{judged:{wide}}  {tried:{kinds}}  {place}{section:10}  {sentence}")
        passage = passages.get((row["report"], row["whole_id"]))
        lines += [f"{'':{wide + 2}}{passage}"] if passage else []
    return "\n".join([*lines, tally(checks["verdict"], language)])


def tally(verdicts: Iterable[str], language: str) -> str:
    """Say how checks came out, differences first.

    >>> tally(["holds", "partial", "holds"], "en")
    '3 checks: 1 not listed in full, 2 adding up'
    """
    counts = Counter(verdicts)
    if not counts:
        return label("claims", "none", language)
    told = ", ".join(f"{counts[name]} {label('verdicts', name, language)}" for name in VERDICTS if counts[name])
    n = counts.total()
    return label("claims", "tally", language).format(n=n, s=plural(n), verdicts=told)


Reading = tuple[Formula, Decimal, Interval]


def _best(whole: Printed, stated: Interval, readings: Sequence[Reading]) -> tuple[Formula, Decimal, Interval, str]:
    """Return the first reading that holds, else the first that was cut off, else the first, which differs."""
    judged = [(*reading, _closes(whole, stated, reading[2])) for reading in readings]
    return min(judged, key=lambda reading: ("holds", "truncated", "differs").index(reading[3]))


def _closes(whole: Printed, stated: Interval, computed: Interval) -> str:
    """Compare what is printed with what is computed: rounding first, then cutting; an exact count cannot have been
    cut.
    """
    if stated.meets(computed):
        return "holds"
    if whole.value is None or stated.low == stated.high:
        return "differs"
    return "truncated" if cut_from(computed, whole.value, step(whole.scale, whole.decimals)) else "differs"


def _compute(formula: Formula, of: Printed, base: Printed) -> tuple[Decimal, Interval] | None:
    """Evaluate a formula at two figures and over what they allow; None where one is bounded or the base may be zero."""
    above, below = of.interval, base.interval
    if above is None or below is None or of.value is None or base.value is None:
        return None
    if formula.divisor is not None and formula.divisor(above, below).has(Decimal(0)):
        return None
    return formula.value(of.value, base.value), corners(formula.value, above, below)


def _gap(whole: Printed, computed: Decimal, verdict: str) -> Decimal | None:
    """Return what is printed less what is computed, 0 where they meet."""
    if whole.value is None or verdict in ("holds", "truncated"):
        return Decimal(0)
    return whole.value - computed


def _between(unit: str | None, items: Sequence[str]) -> int | None:
    """Count the days (both ends) or the years between two printed dates; None where the items are not two dates.

    >>> _between("ngày", ["18/4", "21/4/2022"])
    4
    >>> _between("năm", ["27/7/1999", "27/7/2019"]), _between("năm", ["1/1/2017", "31/12/2018"])
    (20, 2)
    """
    head = str(unit).casefold()
    if head not in (DAYS, YEARS) or len(items) != 2:
        return None
    days, years = [DAY.search(item) for item in items], [YEAR.search(item) for item in items]
    first, last = days
    if head == YEARS:
        since, until = (day[3] if day else year and year[1] for day, year in zip(days, years, strict=True))
        if since is None or until is None:
            return None
        # From 1 January to 31 December are whole years.
        closed = [day and (int(day[1]), int(day[2])) for day in days] == [(1, 1), (31, 12)]
        return int(until) - int(since) + closed
    return None if first is None or last is None else _days(first, last)


def _about(counted: int, first: str, last: str) -> Interval:
    """What else people may say for days or years between two dates: from the 16th to the 26th are ten days or eleven,
    from 1 February 2005 to 18 August 2054 are 49.5 years.
    """
    days = [day and day.group(1, 2) for day in map(DAY.search, (first, last))]
    begun = None not in days and days[0] != days[1]
    return Interval(Decimal(counted - begun), Decimal(counted + begun))


def _days(first: re.Match[str], last: re.Match[str]) -> int | None:
    """Count the days from one date to another, both ends; a year printed once serves both, across New Year too."""
    year = int(last.group(3) or first.group(3) or COMMON_YEAR)
    start, end = _date(first, int(first.group(3) or year)), _date(last, year)
    if start is None or end is None:
        return None
    if start > end and first.group(3) is None:
        start = _date(first, year - 1)
    elif start > end and last.group(3) is None:
        end = _date(last, year + 1)
    return None if start is None or end is None or start > end else (end - start).days + 1


def _date(match: re.Match[str], year: int) -> date | None:
    try:
        return date(year, int(match.group(2)), int(match.group(1)))
    except ValueError:
        return None


def _items(lists: pd.DataFrame) -> dict[str, dict[int, list[str]]]:
    """Group the texts of listed items by report and figure, in the order of the text."""
    grouped: dict[str, dict[int, list[str]]] = {}
    for row in rows_of(lists.sort_values(["report", "figure_id", "start"])):
        grouped.setdefault(row["report"], {}).setdefault(row["figure_id"], []).append(row["text"])
    return grouped


def _row(report: str, check_id: int, verdict: Verdict) -> dict[str, object]:
    computed = verdict.computed
    return {
        "report": report,
        "check_id": check_id,
        "kind": verdict.kind,
        "whole_id": verdict.whole.id,
        "claim": verdict.claim,
        "stated": verdict.whole.value,
        "low": None if computed is None else computed.low,
        "high": None if computed is None else computed.high,
        "gap": verdict.gap,
        "verdict": verdict.verdict,
        "section": verdict.whole.section,
    }
