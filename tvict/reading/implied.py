"""What the text leaves out beside a figure: units told elsewhere, points printed as "%", estimates that spread.

Whatever is filled here is named in the figure's `inferred`.
"""

from __future__ import annotations

from collections.abc import Sequence

from tvict.reading.lexicon import lexicon
from tvict.reading.quantities import Amount
from tvict.reading.tokens import Stream

MONEY = 10**9  # nothing but money is told in thousands of millions without saying of what
_ABOUT = ("change", "index", "attainment", "gap")


def inherit_unit(part: Amount, whole: Amount) -> None:
    """Count a part in the unit of its total, as the text leaves it out."""
    f = part.figure
    if whole.figure.unit is not None and f.unit != whole.figure.unit:
        f.unit = whole.figure.unit
        part.because("unit", "unit.total", "list", whole.at, whole.right)


def noun_before(s: Stream, lo: int, hi: int) -> str | None:
    """The counted noun of a phrase such as "tổng số hộp thư điện tử", else its word for quantity, "sản lượng"."""
    lex, tags = lexicon(), s.shape
    quantity = None
    for i in range(lo, hi):
        if tags[i] in lex.tags["noun"] and not (quantity and s.keys[i] in lex.sets["not_counted"]):
            return s.words(i, i + 1)
        if tags[i] in lex.tags["quantity"]:
            quantity = quantity or s.words(i, i + 1)
        elif tags[i] not in lex.tags["total"] + lex.tags["anaphor"] + lex.tags["becomes"] and quantity is None:
            break
    return quantity.lower() if quantity else None


def infer_unit(a: Amount, noun: str | None) -> None:
    """Count an amount without printed unit in the noun of the phrase before it."""
    f = a.figure
    if noun and f.unit is None and a.sort == "" and f.role in ("level", "plan") and (f.decimals == 0 or f.scale > 1):
        f.unit, a.sort = noun, "count"
        a.because("unit", "unit.noun_before", "list")


def is_money(a: Amount, said: Sequence[str]) -> bool:
    """Whether a sum is of money, though it says no more than "412 tỷ": by its size, or by the words before it."""
    f = a.figure
    if f.scale >= MONEY or (len(a.numerals) > 1 and f.value is not None and abs(f.value) >= MONEY):
        return True
    words = f" {' '.join(said)} "
    return f.scale > 1 and any(f" {w} " in words for w in lexicon().sets["money_topic"])


def infer_money(a: Amount) -> None:
    """Count a sum without printed unit in the currency of the country."""
    a.figure.unit, a.sort = lexicon().classes["money"].unit, "money"
    a.because("unit", "unit.money", "default")


def rank_units(amounts: Sequence[Amount]) -> None:
    """A rank is counted in ranks where no noun is printed."""
    for a in amounts:
        if a.figure.role == "rank" and (a.figure.unit is None or not a.listed):
            a.figure.unit = lexicon().classes["rank_unit"].words[0]


def percentage_points(amounts: Sequence[Amount]) -> None:
    """A difference of two percentages is in points, though "%" is printed."""
    by_id = {a.figure.figure_id: a for a in amounts}
    for a in amounts:
        f = a.figure
        if (
            f.role in ("change", "gap")
            and a.sort == "percent"
            and f.of_id in by_id
            and by_id[f.of_id].sort == "percent"
            and by_id[f.of_id].figure.role in ("share", "plan")
        ):
            f.unit, a.sort = lexicon().classes["points"].unit, "points"
            a.because("unit", "unit.points", "list")


def estimates(amounts: Sequence[Amount]) -> None:
    """What is said of an estimate is itself one."""
    by_id = {a.figure.figure_id: a.figure for a in amounts}
    for a in amounts:
        f = a.figure
        whole = by_id.get(f.parent_id) if f.parent_id is not None and ".bracket" in (f.list_id or "") else None
        if whole is not None and whole.estimate and f.role == whole.role:
            f.estimate = True  # "ước 2.046 tỷ (dữ liệu 921 tỷ, …)"
        elif f.role in (*_ABOUT, "share") and f.of_id in by_id and by_id[f.of_id].estimate:
            f.estimate = True


def same_time(amounts: Sequence[Amount]) -> None:
    """A change belongs to the period of the level it is about, a denominator to that of its numerator."""
    by_id = {a.figure.figure_id: a for a in amounts}
    for a in amounts:
        level = by_id.get(a.figure.of_id) if a.figure.role in _ABOUT and a.figure.of_id is not None else None
        if level is not None:
            a.figure.period = level.figure.period
            if "period" in level.reasons:
                a.reasons["period"] = level.reasons["period"]._replace(rule="time.of_level")
