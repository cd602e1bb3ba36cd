"""Of which columns of its row the percentages and differences of a column are, by the words and places of headers.

A header may name both sides, "TH 2022/KH 2022 (%)"; where it does not, the columns beside it tell: the plan and the
result, or two times. Where they leave a choice, nothing is linked. No value makes a link.
"""

from __future__ import annotations

from collections.abc import Sequence

from tvict.reading.columns import Column, Side, syllables_of
from tvict.reading.lexicon import lexicon

RATES = ("attainment", "index", "change")
_STATED = ("level", "plan")


def pair_shares(heads: Sequence[Column], numeric: Sequence[int]) -> None:
    """Say of each column of percentages that names what it is the share of, in which column: "Tỷ lệ trực tuyến (%)".

    `numeric` are the columns that hold numbers. The words decide: those of one column before are those of the share.
    One without words of its own behind a plan and a result tells what was attained.
    """
    for k in numeric:
        if heads[k].role == "share" and heads[k].percent and (pair := _attained(heads, k, numeric)):
            heads[k].role, heads[k].base, heads[k].of = "attainment", *pair
            continue
        if heads[k].weight and len(levels := _of_role(heads, _field(heads, k, numeric), "level")) == 1:
            heads[k].of = levels[0]
            continue
        before = [j for j in numeric if j < k and heads[j].role == "level" and not heads[j].percent]
        if heads[k].role == "share" and heads[k].named and before:
            heads[k].of = of = _named_by(heads, k, before)
            if of is not None and (base := _whole_of(heads, of, before, k)) is not None:
                heads[k].base, heads[of].unit = base, heads[of].unit or heads[base].unit


def _named_by(heads: Sequence[Column], k: int, before: list[int]) -> int | None:
    """The column whose words a column of percentages says again; a merged header says its words of all."""
    common = frozenset[str].intersection(*(heads[j].content for j in (*before, k)))
    words = {j: heads[j].content - common for j in (*before, k)}
    told = [j for j in before if words[j] and words[k] and (words[j] <= words[k] or words[k] <= words[j])]
    fewest = min((len(words[j] ^ words[k]) for j in told), default=0)  # "hộ nghèo" is no "hộ cận nghèo"
    best = [j for j in told if len(words[j] ^ words[k]) == fewest]
    return best[0] if len(best) == 1 else None


def _last_percent(heads: Sequence[Column], before: Sequence[int]) -> int:
    """The last of some columns that holds percentages, -1 where none does."""
    return max((j for j in before if heads[j].percent), default=-1)


def _whole_of(heads: Sequence[Column], of: int, before: list[int], k: int) -> int | None:
    """The column in which another is a share: its own whole, the one total, or the one of two that says so."""
    others = [j for j in before if j != of]
    if heads[of].among:
        return max((j for j in others if j < of and not heads[j].among), default=None)
    totals = [j for j in others if heads[j].bare and heads[j].heads(heads[of])]
    if len(totals) == 1:
        return totals[0]
    last = _last_percent(heads, range(k))
    run = [j for j in others if j > last] or [j for j in others if heads[j].total]
    part = heads[of]
    if len(run) != 1 or of < last or part.whole:
        return None
    other = heads[run[0]]
    wider = other.whole or other.content < part.content or (other.counted and not part.counted)
    return run[0] if wider else None


def pair_rates(heads: Sequence[Column], numeric: Sequence[int]) -> None:
    """Say of each column that tells what was attained, or how much more or less it is, of which columns it is."""
    for k in numeric:
        column = heads[k]
        if column.role not in RATES or column.of is not None:
            continue
        bare = not (column.told or column.earlier or column.behind.plan)  # "So sánh (%)"
        if bare and column.role == "index" and (pair := _attained(heads, k, numeric)):
            column.role, column.base, column.of = "attainment", *pair
        elif (of := _result(heads, k, numeric)) is not None:
            _compare(heads, k, of, numeric, bare)


def _compare(heads: Sequence[Column], k: int, of: int, numeric: Sequence[int], bare: bool) -> None:
    """Link a rate to its result, and to what that is compared with; a `bare` one that may be of a plan, to neither."""
    column, levels = heads[k], _of_role(heads, _field(heads, k, numeric), "level")
    if column.role == "attainment":
        rivals = [j for j in levels if _year(heads[j]) == _year(heads[of])]
        column.assumed = len(rivals) > 1 and not column.front.words  # "TH quý III, TH 9 tháng, % KH"
        column.of, column.base = of, _target(heads, k, of, numeric)
        return
    base = _earlier(heads, k, of, numeric)
    column.assumed = bare and len(levels) > len((of, base))  # "2020, 2021, 2022, So sánh (%)"
    planned = any(heads[j].role == "plan" for j in _field(heads, k, numeric))
    if bare and planned and (column.role == "index" or base is None):
        column.period = heads[of].period
    else:
        column.of, column.base = of, base


def _done() -> frozenset[str]:
    """The syllables by which a header says that something was done: "Tỷ lệ hoàn thành (%)", "Tỷ lệ giải ngân (%)"."""
    sets = lexicon().sets
    return syllables_of(sets["complete"] | sets["disburse"] | sets["rate_done"])


def _stated(heads: Sequence[Column], numeric: Sequence[int]) -> list[int]:
    """The columns that hold levels and plans, but for those that are part of others."""
    return [j for j in numeric if heads[j].role in _STATED and not heads[j].among]


def _field(heads: Sequence[Column], k: int, numeric: Sequence[int]) -> list[int]:
    """The levels and plans among which those of a rate stand: under its upper header, else between the percentages
    before it and itself, else all.
    """
    stated, at = _stated(heads, numeric), heads[k].at
    under = [j for j in stated if (other := heads[j].at) and at and other[0] == at[0]]
    if under:
        return under
    before = [j for j in stated if j < k]
    last = max((j for j in numeric if heads[j].percent and j < max(before, default=0)), default=-1)
    run = [j for j in before if j > last]
    return run if len(run) > 1 else stated


def _attained(heads: Sequence[Column], k: int, numeric: Sequence[int]) -> tuple[int, int] | None:
    """The one plan and the one result of a year beside which a percentage says nothing of its own: "KH, TH, %"."""
    field = _field(heads, k, numeric)
    plans, results = _of_role(heads, field, "plan"), _of_role(heads, field, "level")
    if len(plans) != 1 or len(results) != 1 or max(field) > k or heads[k].weight:
        return None
    plan, result = heads[plans[0]], heads[results[0]]
    if heads[k].content - _done() - (plan.content & result.content):
        return None
    apart = result.total or (plan.period and result.period and plan.period.year != result.period.year)
    return None if apart else (plans[0], results[0])


def _of_role(heads: Sequence[Column], some: Sequence[int], role: str) -> list[int]:
    return [j for j in some if heads[j].role == role]


def _meant(heads: Sequence[Column], side: Side, some: Sequence[int]) -> list[int]:
    """The plans, or the levels, as a side of a header says; where it says neither, the levels before the plans."""
    plans, levels = _of_role(heads, some, "plan"), _of_role(heads, some, "level")
    return plans if side.plan and not side.actual else levels if side.actual or levels else plans


def _of_time(heads: Sequence[Column], told: Sequence[str], some: Sequence[int]) -> list[int]:
    """The columns of one of these periods, else of their years."""
    times = {j: period.code for j in some if (period := heads[j].period)}
    same = [j for j, code in times.items() if code in told]
    return same or [j for j, code in times.items() if code[:4] in {t[:4] for t in told}]


def _worded(heads: Sequence[Column], side: Side, some: list[int]) -> list[int]:
    """The columns with words of their own that a side of a header says again; all where it says none of them."""
    words = {j: syllables_of(heads[j].words) for j in some}
    common = frozenset[str].intersection(*words.values()) if words else frozenset[str]()
    shared = {j: len((own - common) & side.words) for j, own in words.items()}
    most = max(shared.values(), default=0)
    return [j for j, n in shared.items() if n == most]


def _year(column: Column) -> int:
    return column.period.year if column.period else 0


def _result(heads: Sequence[Column], k: int, numeric: Sequence[int]) -> int | None:
    """The column that a rate is of: the one that its header names, else the newest."""
    column, stated = heads[k], _stated(heads, numeric)
    side, field = column.front, _field(heads, k, numeric)
    several = column.told[:1] if len(set(column.told)) > 1 else ()
    if told := side.told or several:  # "T2/2005 so với T1/2005"
        pool = _meant(heads, side, _of_time(heads, told, stated))
        pool = [j for j in pool if j in field] or pool
    else:
        role = "plan" if side.plan and not side.actual else "level"
        pool = _of_role(heads, field, role) or _of_role(heads, stated, role)
        if column.role == "attainment" and column.behind.told:  # "TH/KH 2021 (%)"
            pool = _of_time(heads, column.behind.told, pool) or pool
    if side.actual:
        pool = [j for j in pool if heads[j].estimate == side.estimate] or pool
    return max(_worded(heads, side, pool), key=lambda j: (_year(heads[j]), j), default=None)


def _target(heads: Sequence[Column], k: int, of: int, numeric: Sequence[int]) -> int | None:
    """The plan that a rate tells what was attained of: the one that its header names, else the only one of its year."""
    side, plans = heads[k].behind, _of_role(heads, numeric, "plan")
    pool = [j for j in plans if j in _field(heads, k, numeric)] or plans
    pool = _of_time(heads, side.told, plans) or pool
    pool = _worded(heads, side, pool)
    pool = [j for j in pool if _year(heads[j]) == _year(heads[of])] or pool
    return pool[0] if len(pool) == 1 else None


def _earlier(heads: Sequence[Column], k: int, of: int, numeric: Sequence[int]) -> int | None:
    """The column that a rate compares another with: of the time that its header names, else of the last one before."""
    column, result, stated = heads[k], heads[of], _stated(heads, numeric)
    code = result.period.code if result.period else ""
    told = [t for t in column.behind.told or column.told if t[:4] != code[:4] or (t != code and not column.earlier)]
    others = [j for j in stated if j != of]
    if told:
        pool = _meant(heads, column.behind, _of_time(heads, told, others))
    else:
        pool = [j for j in others if heads[j].role == "level" and (p := heads[j].period) and p.code < code]
    pool = [j for j in pool if j in _field(heads, k, numeric)] or pool
    pool = [j for j in pool if heads[j].noun == result.noun] or pool
    same = [j for j in pool if heads[j].earlier or _span(heads[j]) == _span(result)]
    pool = same if same or column.earlier else pool
    return max(_worded(heads, column.behind, pool), key=lambda j: (_year(heads[j]), j), default=None)


def _span(column: Column) -> str:
    """How long the period of a column is, and where in its year it begins: two of the same are alike."""
    return column.period.code[4:] if column.period else ""
