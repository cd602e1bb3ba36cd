"""Checks as live formulas: a check and its figures go in, the formulas that reckon it again on the sheet come out.

The formulas read the sheet of figures. They follow the rules of tvict.analysis.checks: intervals that the printed
digits allow, rounding before cutting. A test recalculates them in LibreOffice and compares every cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tvict.analysis.intervals import Interval, corners
from tvict.analysis.printed import Printed
from tvict.analysis.relations import CLIMB, DIFFERENCE, FACTOR, FACTOR_MORE, GROWTH, PERCENTAGE, STEP
from tvict.analysis.relations import Formula as Relation
from tvict.numbers import step
from tvict.publishing.sheets import Formula, Row, Sheet, row_number, words

WRITTEN: tuple[tuple[Relation, str], ...] = (
    (PERCENTAGE, "100*{0}/{1}"),
    (DIFFERENCE, "{0}-{1}"),
    (GROWTH, "100*({0}/{1}-1)"),
    (CLIMB, "{1}-{0}"),
    (FACTOR, "{0}/{1}"),
    (FACTOR_MORE, "{0}/{1}-1"),
    (STEP, "100*{1}/({0}-{1})"),
)
"""How Excel writes each relation of two operands."""

NEAR = Decimal("1E-9")
"""Difference of two floats that stand for the same decimal, relative to them."""


@dataclass(frozen=True, slots=True)
class Ready:
    """One check reckoned again: the value in the middle, its decimals, and the formulas by heading; none where the
    tables do not hold what they need.
    """

    computed: float | None
    decimals: int
    formulas: Mapping[str, Formula]


class Figures:
    """The figures, and where each stands on its sheet."""

    def __init__(self, printed: Iterable[Printed], sheet: Sheet) -> None:
        self.by_id = {figure.id: figure for figure in printed}
        self._sheet = sheet
        self._rows = {figure_id: row for row, figure_id in enumerate(self.by_id)}

    def place(self, heading: str, figure: Printed) -> str:
        """Return the address of a figure's value, low or high."""
        return self._sheet.place(heading, self._rows[figure.id])

    def row(self, figure_id: int) -> int:
        """Return the sheet's row of a figure."""
        return row_number(self._rows[figure_id])


def reckon(check: Row, operands: Sequence[int], figures: Figures, row: int, letters: Mapping[str, str]) -> Ready:
    """Reckon one check that stands in a row of its sheet; ``letters`` are those of the sheet's columns."""
    whole = figures.by_id.get(check["whole_id"]) if check["whole_id"] is not None else None
    parts = [figures.by_id[i] for i in operands if i in figures.by_id]
    none = Ready(None, 0, {})
    if whole is None or whole.interval is None or check["low"] is None or len(parts) < len(operands):
        return none
    own = {name: f"{letter}{row}" for name, letter in letters.items()}
    if check["kind"] == "count":
        return _count(check, whole, figures, own)
    if any(part.interval is None for part in parts):
        return none
    if check["kind"] == "sum":
        return _sum(check, whole, parts, figures, own)
    if check["kind"] == "exceeds" and len(parts) == 1:
        return _excess(whole, parts[0], figures, own)
    return _ratio(check, whole, parts, figures, own) if len(parts) == 2 else none


def _sum(check: Row, whole: Printed, parts: Sequence[Printed], figures: Figures, own: Mapping[str, str]) -> Ready:
    def added(heading: str) -> str:
        return f"=SUM({','.join(figures.place(heading, part) for part in parts)})"

    known = [figures.place(heading, figure) for figure in (whole, *parts) for heading in ("low", "high")]
    open_list = check["verdict"] == "partial" or (
        check["verdict"] != "differs" and not all(part.closed for part in parts)
    )
    computed = float(sum((part.value for part in parts if part.value is not None), Decimal(0)))
    decimals = max(_decimals(figure) for figure in (whole, *parts))
    judged = _judged(whole, figures, own, open_list=open_list)
    verdict = f'IF(COUNT({",".join(known)})<{len(known)},"{_verdict("unchecked")}",{judged})'
    return Ready(
        computed,
        decimals,
        {
            "formula_computed": Formula(added("value"), decimals),
            "formula_low": Formula(added("low"), decimals),
            "formula_high": Formula(added("high"), decimals),
            **_ends(whole, figures, own, verdict, decimals),
        },
    )


def _ratio(check: Row, whole: Printed, parts: Sequence[Printed], figures: Figures, own: Mapping[str, str]) -> Ready:
    of, base = parts
    found = _relation(of, base, Interval(Decimal(str(check["low"])), Decimal(str(check["high"]))))
    if found is None or of.value is None or base.value is None:
        return Ready(None, 0, {})
    relation, pattern = found
    middle = pattern.format(figures.place("value", of), figures.place("value", base))
    ends = ",".join(
        pattern.format(figures.place(a, of), figures.place(b, base)) for a in ("low", "high") for b in ("low", "high")
    )
    decimals = whole.decimals + 2 if whole.scale == 1 else 0
    return Ready(
        float(relation.value(of.value, base.value)),
        decimals,
        {
            "formula_computed": Formula(f"={middle}", decimals),
            "formula_low": Formula(f"=MIN({ends})", decimals),
            "formula_high": Formula(f"=MAX({ends})", decimals),
            **_ends(whole, figures, own, _judged(whole, figures, own), decimals),
        },
    )


def _relation(of: Printed, base: Printed, span: Interval) -> tuple[Relation, str] | None:
    """Return the relation whose ends are those of the check; the table of checks does not name it."""
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


def _count(check: Row, whole: Printed, figures: Figures, own: Mapping[str, str]) -> Ready:
    """Compare a stated count with the items counted, which stand as a ready value: the list is in the text."""
    counted = own["computed"]
    low, high = (figures.place(heading, whole) for heading in ("low", "high"))
    verdict = f'IF(AND({low}<={counted},{counted}<={high}),"{_verdict("holds")}","{_verdict("differs")}")'
    gap = f'=IF({own["formula_verdict"]}="{_verdict("holds")}",0,{figures.place("value", whole)}-{counted})'
    return Ready(check["low"], 0, {"formula_gap": Formula(gap), "formula_verdict": Formula(f"={verdict}")})


def _excess(whole: Printed, part: Printed, figures: Figures, own: Mapping[str, str]) -> Ready:
    decimals = max(_decimals(whole), _decimals(part))
    larger = f"{figures.place('low', part)}>{figures.place('high', whole)}"
    verdict = f'IF({larger},"{_verdict("differs")}","{_verdict("holds")}")'
    copies = {
        f"formula_{name}": Formula(f"={figures.place(heading, part)}", decimals)
        for name, heading in (("computed", "value"), ("low", "low"), ("high", "high"))
    }
    computed = None if part.value is None else float(part.value)
    return Ready(computed, decimals, {**copies, **_ends(whole, figures, own, verdict, decimals)})


def _ends(whole: Printed, figures: Figures, own: Mapping[str, str], verdict: str, decimals: int) -> dict[str, Formula]:
    """Write gap and verdict; the gap is 0 where printed and computed meet."""
    met = ",".join(f'{own["formula_verdict"]}="{_verdict(name)}"' for name in ("holds", "truncated"))
    gap = f"=IF(OR({met}),0,{figures.place('value', whole)}-{own['formula_computed']})"
    return {"formula_gap": Formula(gap, decimals), "formula_verdict": Formula(f"={verdict}")}


def _judged(whole: Printed, figures: Figures, own: Mapping[str, str], *, open_list: bool = False) -> str:
    """Write the comparison of what is printed with what is computed: rounding first, then cutting, then the list."""
    value, least, most = (figures.place(heading, whole) for heading in ("value", "low", "high"))
    low, high = own["formula_low"], own["formula_high"]
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
    return words("verdicts", name)


def _decimals(figure: Printed) -> int:
    return figure.decimals if figure.scale == 1 else 0
