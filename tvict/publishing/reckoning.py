"""Checks as live formulas: a check and its figures go in, the formulas that compute it again on the sheet come out.

The formulas look the figures up in the table of figures, so they survive sorting, and carry their values. They follow
the rules of tvict.analysis.checks: intervals that the printed digits allow, rounding before cutting. A test has
LibreOffice recalculate them and compares every cell.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from tvict.analysis.intervals import Interval, corners
from tvict.analysis.printed import Printed
from tvict.analysis.relations import CLIMB, DENSITIES, DIFFERENCE, FACTOR, FACTOR_MORE, GROWTH, PERCENTAGE, STEP
from tvict.analysis.relations import Formula as Relation
from tvict.labels import label
from tvict.numbers import step
from tvict.publishing.rows import Row
from tvict.publishing.sheets import Formula, heading

WRITTEN: tuple[tuple[Relation, str], ...] = (
    (PERCENTAGE, "100*{0}/{1}"),
    (DIFFERENCE, "{0}-{1}"),
    (GROWTH, "100*({0}/{1}-1)"),
    (CLIMB, "{1}-{0}"),
    (FACTOR, "{0}/{1}"),
    (FACTOR_MORE, "{0}/{1}-1"),
    (STEP, "100*{1}/({0}-{1})"),
    *((relation, f"{scale}*{{0}}/{{1}}") for scale, relation in DENSITIES.items()),
)
"""How Excel writes each relation of two operands."""

NEAR = Decimal("1E-9")
"""Difference of two floats that stand for the same decimal, relative to them."""


FIGURES = "SoLieu"
"""The name of the Excel table of figures."""


def place(column: str, figure: Printed) -> str:
    """Return the expression that looks up a figure's value, low or high."""
    headings = heading(column), heading("figure_id")
    return f"INDEX({FIGURES}[{headings[0]}],MATCH({figure.id},{FIGURES}[{headings[1]}],0))"


def reckon(
    check: Row, operands: Sequence[int], figures: Mapping[int, Printed], row: int, letters: Mapping[str, str]
) -> dict[str, Formula]:
    """Return the formulas of one check by column (computed, low, high, gap, verdict), each with its value; none where
    the tables do not hold what they need. ``row`` is the check's on its sheet, ``letters`` those of its columns.
    """
    whole = figures.get(check["whole_id"]) if check["whole_id"] is not None else None
    parts = [figures[i] for i in operands if i in figures]
    told = check["low"] is not None and check["verdict"] != "unchecked"
    if whole is None or whole.interval is None or not told or len(parts) < len(operands):
        return {}
    own = {name: f"{letter}{row}" for name, letter in letters.items()}
    if check["kind"] == "count":
        return _count(check, whole, own)
    if any(part.interval is None for part in parts):
        return {}
    if check["kind"] == "sum":
        return _sum(check, whole, parts, own)
    if check["kind"] == "exceeds" and len(parts) == 1:
        return _excess(check, whole, parts[0])
    return _ratio(check, whole, parts, own) if len(parts) == 2 else {}


def _result(
    check: Row, gap: str, verdict: str, decimals: int = 0, difference: Decimal | None = None
) -> dict[str, Formula]:
    """Write gap and verdict; ``difference`` is the value of the gap where it is not that of the check."""
    value = float(check["gap"] or 0) if difference is None else float(difference)
    return {
        "gap": Formula(f"={gap}", value, decimals),
        "verdict": Formula(f"={verdict}", _verdict(str(check["verdict"]))),
    }


def _computed(check: Row, value: Decimal, decimals: int, *formulas: str) -> dict[str, Formula]:
    """Write what the other numbers give, with the least and the most that it may be."""
    values = float(value), float(check["low"]), float(check["high"])
    told = zip(("computed", "low", "high"), formulas, values, strict=True)
    return {name: Formula(f"={formula}", number, decimals) for name, formula, number in told}


def _within(
    check: Row, whole: Printed, value: Decimal, own: Mapping[str, str], verdict: str, decimals: int
) -> dict[str, Formula]:
    """Write gap and verdict; the gap where they agree within rounding too, as who subtracts would find it."""
    gap = f"{place('value', whole)}-{own['computed']}"
    return _result(check, gap, verdict, decimals, (whole.value or Decimal(0)) - value)


def _sum(check: Row, whole: Printed, parts: Sequence[Printed], own: Mapping[str, str]) -> dict[str, Formula]:
    def added(column: str) -> str:
        return f"SUM({','.join(place(column, part) for part in parts)})"

    known = [place(column, figure) for figure in (whole, *parts) for column in ("low", "high")]
    open_list = check["verdict"] == "partial" or (
        check["verdict"] != "differs" and not all(part.closed for part in parts)
    )
    value = sum((part.value for part in parts if part.value is not None), Decimal(0))
    decimals = max(_decimals(figure) for figure in (whole, *parts))
    judged = _judged(whole, own, open_list=open_list)
    verdict = f'IF(COUNT({",".join(known)})<{len(known)},"{_verdict("unchecked")}",{judged})'
    return {
        **_computed(check, value, decimals, *map(added, ("value", "low", "high"))),
        **_within(check, whole, value, own, verdict, decimals),
    }


def _ratio(check: Row, whole: Printed, parts: Sequence[Printed], own: Mapping[str, str]) -> dict[str, Formula]:
    of, base = parts
    found = _relation(check, of, base)
    if found is None or of.value is None or base.value is None:
        return {}
    relation, pattern = found
    middle = pattern.format(place("value", of), place("value", base))
    ends = ",".join(pattern.format(place(a, of), place(b, base)) for a in ("low", "high") for b in ("low", "high"))
    decimals = whole.decimals + 2 if whole.scale == 1 else 0
    value = relation.value(of.value, base.value)
    return {
        **_computed(check, value, decimals, middle, f"MIN({ends})", f"MAX({ends})"),
        **_within(check, whole, value, own, _judged(whole, own), decimals),
    }


def computed(check: Row, parts: Sequence[Printed]) -> Decimal | None:
    """Return what the printed values of its parts give, in the unit of the check; None where no relation of theirs
    stands behind it.
    """
    values = [part.value for part in parts if part.value is not None]
    if check["low"] is None or check["high"] is None or len(values) < len(parts):
        return None
    if check["kind"] == "sum":
        return sum(values, Decimal(0))
    if len(parts) != 2:
        return None
    of, base = parts
    found = _relation(check, of, base)
    return None if found is None else found[0].value(*values)


def _relation(check: Row, of: Printed, base: Printed) -> tuple[Relation, str] | None:
    """Return the relation whose ends are those of the check; the table of checks does not name it."""
    span = Interval(Decimal(str(check["low"])), Decimal(str(check["high"])))
    above, below = of.interval, base.interval
    if above is None or below is None:
        return None
    for relation, pattern in WRITTEN:
        if relation.divisor is not None and relation.divisor(above, below).has(Decimal(0)):
            continue
        ends = corners(relation.value, above, below)
        if _near(ends.low, span.low) and _near(ends.high, span.high):
            return relation, pattern
    return None


def _near(a: Decimal, b: Decimal) -> bool:
    return abs(a - b) <= NEAR * max(Decimal(1), abs(a), abs(b))


def _count(check: Row, whole: Printed, own: Mapping[str, str]) -> dict[str, Formula]:
    """Compare a stated count with the items counted, which are in the text: their number stands as it is."""
    counted = own["computed"]
    low, high = (place(column, whole) for column in ("low", "high"))
    verdict = f'IF(AND({low}<={counted},{counted}<={high}),"{_verdict("holds")}","{_verdict("differs")}")'
    gap = f'IF({own["verdict"]}="{_verdict("holds")}",0,{place("value", whole)}-{counted})'
    return _result(check, gap, verdict)


def _excess(check: Row, whole: Printed, part: Printed) -> dict[str, Formula]:
    decimals = max(_decimals(whole), _decimals(part))
    value, low, high = (place(column, part) for column in ("value", "low", "high"))
    most = place("high", whole)
    verdict = f'IF({low}>{most},"{_verdict("differs")}","{_verdict("holds")}")'
    return {
        **_computed(check, part.value or Decimal(0), decimals, value, low, high),
        **_result(check, f"{most}-{low}", verdict, decimals),
    }


def _judged(whole: Printed, own: Mapping[str, str], *, open_list: bool = False) -> str:
    """Write the comparison of what is printed with what is computed: rounding first, then cutting, then the list."""
    value, least, most = (place(column, whole) for column in ("value", "low", "high"))
    low, high = own["low"], own["high"]
    slack = f"1E-9*MAX(1,ABS({value}))"
    meets = f"AND({low}<={most}+{slack},{least}<={high}+{slack})"
    rest = f'"{_verdict("differs")}"'
    if open_list:
        rest = f'IF({high}<{least}-{slack},"{_verdict("partial")}",{rest})'
    unit = f"{step(whole.scale, whole.decimals):f}"
    cut = (
        f"AND({least}<{most},IF({value}>=0,{low}<{value}+{unit}-{slack},{low}<={value}+{slack}),"
        f"IF({value}>0,{high}>={value}-{slack},{high}>{value}-{unit}+{slack}))"
    )
    return f'IF({meets},"{_verdict("holds")}",IF({cut},"{_verdict("truncated")}",{rest}))'


def _verdict(name: str) -> str:
    return label("verdicts", name, "vi")


def _decimals(figure: Printed) -> int:
    return figure.decimals if figure.scale == 1 else 0
