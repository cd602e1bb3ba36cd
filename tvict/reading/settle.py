"""The resolver: rules propose links, one function decides; what follows from links is filled once, in a fixed order.

Of the proposals for one slot the strongest that agrees wins, then the nearest, then the first by name of its rule: the
order in which they were made changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, syllables
from tvict.reading.model import DENOMINATOR, Why
from tvict.reading.structure import ABOUT, countable, counts, is_level, is_own_level, is_rate, per, same_kind
from tvict.reading.times import within
from tvict.reading.units import inherit_unit

NEAREST = ("part.open", "part.apart")  # rules of lists whose total is the nearest level before them
SIBLINGS = ("part.category",)  # rules whose `to` may itself be a sibling: "mức độ 3 có 468 thủ tục, mức độ 4 có 312"
COMPLETED = (*NEAREST, "part.among")  # rules of lists that may leave parts out, but for what "còn lại" ends
LISTS = 5  # strength of the weakest rule that finds a list
DOUBTED = "share.beside"  # a part that nothing but its share says to be one


@dataclass(frozen=True, slots=True)
class Link:
    """A proposal: a column of `it` is `to`, by a rule of a strength, said by tokens lo to hi.

    Beside the columns parent, of and base a slot may be `like` (of and base are those of another change), `whole` (the
    base is the parent of `to`), `only` (the base is the only total before `to`), `rest` (one more part
    beside `to`, which closes its list), `again` (`it` says `to` once more, in another unit), `said` (in the same one),
    `was` (`it` is the level of the time before `to`), `plan` and `attainment` (the role of `it`), `unit` (`it` is
    counted in ranks), `noun` (the base where nothing else is told).
    `list` is what members of one list share.
    """

    slot: str
    it: Amount
    to: Amount
    rule: str
    strength: int
    lo: int
    hi: int
    scope: str = "sentence"
    list: int | None = None
    closed: bool = False
    noun: str = ""  # the total that a share names counts it
    by_time: bool = False  # the members of the list are of one time each, "năm 2015 là …; năm 2016 là …"
    loose: bool = False  # the list names nouns that may be none: its members are counted as its total is

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Strongest first, then nearest."""
        return -self.strength, abs(self.it.at - self.to.at), self.to.at, self.rule


BEGUN = 20  # numerals before an amount among which the year is sought from which a move was told
Found = Mapping[str, dict[int, Link]]
ById = Mapping[int | None, Amount]  # no amount has the number None, which a figure without a link holds


def settle(amounts: Sequence[Amount], links: Iterable[Link]) -> None:
    """Write the links of all amounts, and the columns that follow from them."""
    by_id: ById = {a.figure.figure_id: a for a in amounts}
    found: dict[str, dict[int, Link]] = {}
    rests: list[Link] = []
    for k in sorted(links, key=lambda k: k.order):
        if k.slot in ("rest", "beside"):
            rests.append(k)
        elif agrees(k):
            first = found.setdefault(k.slot, {}).setdefault(k.it.figure.figure_id, k)
            if k.strength >= LISTS and first.to is k.to and first.list is None is not k.list:
                found[k.slot][k.it.figure.figure_id] = k  # one list tells it with others
    _parents(found.get("parent", {}), by_id)
    _rests(rests, by_id)
    for slot in ("of", "base"):
        for k in found.get(slot, {}).values():
            setattr(k.it.figure, f"{slot}_id", k.to.figure.figure_id)
            k.it.because(slot, k.rule, k.scope, k.lo, k.hi)
    _borrowed(found, by_id)
    _of_shares(by_id)
    _derive(found, by_id)
    _bases_of_parts(by_id)
    _measured_by_plans(by_id)
    _planned_falls(by_id)


def agrees(k: Link) -> bool:
    """Whether two amounts may be linked so: a part is of the sort of its total, nothing is of a duration or itself."""
    if k.it is k.to:
        return False
    if k.slot == "parent":
        if k.it.end or k.to.end or "range" in k.to.figure.quality:
            return False  # "từ 10 đến 50 mm, như Bến Lội 77 mm"
        if k.list is None and (k.it.figure.role == "plan") != (k.to.figure.role == "plan"):
            return False  # a target is no part of a result
        if k.list is not None and not k.by_time and not timely(k.it, k.to):
            return False
        if not is_level(k.it) or not is_level(k.to):
            points = k.it.sort == "points" and k.to.sort in ("percent", "points") and k.it.figure.role in ABOUT
            net = k.rule == "part.moves" or (k.rule == "part.net" and countable(k.it, k.to))
            return points or net or (k.it.sort == k.to.sort == "percent" and k.rule.startswith("share."))
        if _is_mean(k.to) or (_is_mean(k.it, k.to.sort) and k.to.sort == "count"):
            return False  # "60,2 điểm" is part of nothing, "bình quân 9,2 tiêu chí" has no parts
        if is_rate(k.it) or is_rate(k.to):
            # "65 tạ/ha", "70/100 điểm" have no parts
            mean = per(k.to) in lexicon().sets["measure"] or per(k.to).endswith(lexicon().classes["score"].unit or "?")
            return not mean and (same_kind(k.it, k.to) or k.it.figure.unit is None)
        if k.loose and k.it.right == k.it.at + 1:
            return True
        return countable(k.it, k.to) or (not k.it.listed and k.it.sort != "percent")
    if k.slot == "base" and k.it.sort == "rank":
        return k.to.figure.role == "rank"
    if k.slot == "base" and k.it.figure.role == "share" and _is_mean(k.to):
        return False
    if k.slot == "base" and k.rule == "share.total_named" and not timely(k.it, k.to):
        return False  # "thu tháng 9 là 7 tỷ, 9 tháng 70 tỷ, trong đó nội địa 60 tỷ, chiếm 86% tổng thu"
    return k.to.sort != "time" or k.it.sort == "time"


def _is_mean(a: Amount, sort: str = "") -> bool:
    """Whether a count with decimals is a mean or score, and no length, "386,5 km đường"; `sort` is that of no unit."""
    length = (a.figure.unit or "").partition(" ")[0] in lexicon().sets["measure"]
    return bool(a.figure.decimals) and a.figure.scale == 1 and (a.sort or sort) == "count" and not length


def timely(part: Amount, whole: Amount) -> bool:
    """Whether a part may be of the time of its total: of it, or of a stretch of it, "quý I" of the year."""
    p, w = part.figure.period, whole.figure.period
    if not p or not w or p == w or "/" in w or within(p, w):
        return True
    # "đến hết tháng 6/2023 có 90 xã. Đến nay có 40 xã đạt chuẩn"
    return part.reasons["period"].rule == "time.now" and within(w, p)


def _parents(found: dict[int, Link], by_id: ById) -> None:
    """Write the parents: siblings by one rule go to their common total, and no amount is a part of its own part."""
    for n, k in found.items():
        seen = {n}
        top = found.get(k.to.figure.figure_id)
        to = k.to
        while top is not None and top.rule == k.rule in SIBLINGS and to.figure.figure_id not in seen:
            seen.add(to.figure.figure_id)
            to = top.to
            top = found.get(to.figure.figure_id)
        if to is not k.it:
            k.it.figure.parent_id = to.figure.figure_id
    _open_circles(found, by_id)
    tokens: dict[tuple[int, str], int] = {}
    levels: dict[int, list[Amount]] = {}
    for a in by_id.values():
        if is_own_level(a):
            levels.setdefault(a.sentence, []).append(a)
    for k in sorted(found.values(), key=lambda k: k.it.at):
        f = k.it.figure
        if f.parent_id is not None:  # parts of one total by one rule are siblings where no list holds them
            token = k.list if k.list is not None else tokens.setdefault((f.parent_id, k.rule), k.it.at)
            f.list_id, f.closed = f"{f.parent_id}.{token}", k.closed
            whole = by_id[f.parent_id]
            here = whole.sentence == k.it.sentence
            nearest = (not here or k.rule in NEAREST) and _rivalled(whole, levels.get(whole.sentence, ()))
            scope = "default" if nearest or k.scope == "default" else k.scope if here else "paragraph"
            k.it.because("parent", k.rule, scope, k.lo, k.hi)


def _rivalled(whole: Amount, levels: Iterable[Amount]) -> bool:
    """Whether a total is only the last of several of its noun and time that its sentence tells, of which parts told
    behind them may be of any: "A có 5 dự án, B có 10 dự án. Trong đó 9 dự án …".
    """
    f = whole.figure
    return any(
        a.at < whole.at
        and same_kind(a, whole)
        and (a.figure.period, a.figure.role) == (f.period, f.role)
        and a.figure.figure_id != f.parent_id
        and a.figure.parent_id != f.figure_id
        for a in levels
    )


def _open_circles(found: dict[int, Link], by_id: ById) -> None:
    """Leave no amount a part of its own part: a circle is opened at its weakest link."""
    done: set[int | None] = {None}
    for n in found:
        path: dict[int, int] = {}
        at: int | None = n
        while at is not None and at not in done and at not in path:
            path[at] = len(path)
            at = by_id[at].figure.parent_id
        if at is not None and at in path:
            weakest = max(list(path)[path[at] :], key=lambda i: found[i].order)
            by_id[weakest].figure.parent_id = None
        done.update(path)


def _lists(by_id: ById) -> dict[str, list[Amount]]:
    """The members of each list."""
    lists: dict[str, list[Amount]] = {}
    for a in by_id.values():
        if a.figure.list_id is not None:
            lists.setdefault(a.figure.list_id, []).append(a)
    return lists


def _rests(rests: Sequence[Link], by_id: ById) -> None:
    """Put what is left beside the nearest part before it, and close that list; so it does a list that it is in.

    Examples of what is left stand beside that part too, and close nothing.
    """
    lists = _lists(by_id) if rests else {}
    for k in rests:
        f, sibling = k.it.figure, k.to.figure
        weak = k.it.reasons.get("parent")
        free = f.parent_id is None or (weak is not None and weak.rule == k.rule)
        # "Nhận 60 đơn. Đã giải quyết 48 đơn. Đang giải quyết 12 đơn": of what came, or of more
        doubt = not free and weak is not None and weak.rule == "part.of_received" and f.parent_id == sibling.parent_id
        if (free or doubt) and sibling.parent_id not in (None, f.figure_id) and sibling.list_id is not None:
            f.parent_id, f.list_id = sibling.parent_id, sibling.list_id
            k.it.because("parent", k.rule, "default" if doubt else k.scope, k.lo, k.hi)
            lists[sibling.list_id].append(k.it)
            for a in lists[sibling.list_id]:
                a.figure.closed = k.slot == "rest"
        elif weak is not None and weak.rule in COMPLETED and k.closed and f.list_id == sibling.list_id is not None:
            for a in lists[f.list_id or ""]:
                a.figure.closed = True


def _borrowed(found: Found, by_id: ById) -> None:
    """Links that are those of another amount: a change said again, a share of what its part belongs to."""
    for k in sorted(found.get("like", {}).values(), key=lambda k: k.it.at):
        f, other = k.it.figure, k.to.figure
        for column, told in (("of", other.of_id), ("base", other.base_id)):
            if getattr(f, f"{column}_id") is None and told is not None and told != f.figure_id:
                setattr(f, f"{column}_id", told)
                k.it.because(column, k.rule, k.scope, k.lo, k.hi)
    shared = {a.figure.of_id for a in by_id.values() if a.figure.role == "share" and not a.row}
    for k in found.get("whole", {}).values():
        f, part = k.it.figure, k.to.figure
        rule = k.to.reasons.get("parent", Why("", 0, 0, "")).rule
        whole = by_id.get(part.parent_id) if f.of_id == part.figure_id and rule != "part.run" else None
        named = k.noun and whole is not None and k.noun in " ".join(syllables(whole.figure.unit or ""))
        if whole is not None and (named or (f.base_id is None and not k.noun)):
            f.base_id = part.parent_id
            # a total paragraphs back that has a share of its own: that of its part may be of what both are part of
            far = (whole.block != k.to.block and f.base_id in shared and not named) or rule == DOUBTED
            k.it.because("base", k.rule, "text" if far else k.scope, k.lo, k.hi)
    for k in found.get("noun", {}).values():
        if k.it.figure.base_id is None and k.it.figure.of_id not in (None, k.to.figure.figure_id):
            k.it.figure.base_id = k.to.figure.figure_id
            k.it.because("base", k.rule, k.scope, k.lo, k.hi)
    for a in by_id.values():  # what was printed to compare with is no part of what is compared
        f = a.figure
        base = by_id.get(f.base_id) if f.role in ABOUT else None
        if base is not None and base.figure.parent_id == f.of_id:
            base.figure.parent_id = base.figure.list_id = None
            base.figure.closed = False
        if f.base_id == f.of_id:
            f.base_id = None


def _of_shares(by_id: ById) -> None:
    """Make what has a share of a printed total a part of it: "40 xã đạt chuẩn, đạt 80% trong tổng số 50 xã"."""
    firsts: dict[int, int] = {}
    # by total and sentence, the first part that nothing but its share says to be one
    beside: dict[tuple[int, int], Amount] = {}
    for a in by_id.values():
        f = a.figure
        if f.role != "share" or f.of_id is None or f.base_id is None or a.row:
            continue
        part, whole = by_id[f.of_id], by_id[f.base_id]
        told = part.figure.parent_id is None and whole.figure.parent_id != f.of_id and same_kind(part, whole)
        why, named = a.reasons["base"], part.figure.parent_id == f.base_id
        if told and why.rule != "base.allocated" and agrees(Link("parent", part, whole, "", 0, 0, 0)):
            part.figure.parent_id = f.base_id
            first = beside.get((f.base_id, part.sentence), part)
            part.figure.list_id = first.figure.list_id or f"{f.base_id}.{firsts.setdefault(f.base_id, part.at)}"
            part.figure.closed = first.figure.closed
        elif not (named and part.reasons["parent"].scope == "default" and why.rule.startswith("share.total")):
            continue  # else its list leaves open what its share names
        elif part.reasons["parent"].rule == DOUBTED:
            beside.setdefault((f.base_id, part.sentence), part)
        part.because("parent", "part.of_share", why.scope, whole.left, whole.right)


def _derive(found: Found, by_id: ById) -> None:
    """Fill what follows from links: units left out, ranks, targets, restated figures, the time of what was before."""
    _derive_units(found.get("parent", {}), by_id)
    for k in found.get("unit", {}).values():
        k.it.figure.unit = lexicon().classes["rank_unit"].words[0]
        k.it.because(DENOMINATOR, k.rule, k.scope, k.to.at, k.to.right)
    for k in found.get("plan", {}).values():
        if k.it.figure.role in ("level", "share") and not k.it.row:  # a header has told
            k.it.be("plan", k.rule, k.scope, k.lo, k.hi)
            if k.rule == "plan.part":
                k.it.figure.period = k.to.figure.period  # that of all that is planned
    for k in found.get("attainment", {}).values():
        k.it.be("attainment", k.rule, k.scope, k.lo, k.hi)
    for k in found.get("again", {}).values():
        k.it.figure.quality = (*k.it.figure.quality, "restated")
    for k in found.get("said", {}).values():
        k.it.because("restated", k.rule, "text", k.to.at, k.to.right)
    for k in found.get("was", {}).values():
        f, now = k.it.figure, k.to.figure
        if f.unit is None:
            inherit_unit(k.it, k.to)
        dated = k.it.reasons["period"].rule == "time.behind"  # "từ thứ hạng 95 (năm 2018) lên thứ hạng 41"
        if f.period and f.period == now.period and not dated:
            f.period = _begun(k.it, by_id) or year_before(f.period)
            k.it.because("period", "time.from", "list", k.lo, k.hi)


def _begun(a: Amount, by_id: ById) -> str | None:
    """The year in a bracket from which its sentence told a move before: "từ 78% (2020) lên 80%, … từ 12% xuống 11%"."""
    ids = range(a.figure.figure_id - 1, a.figure.figure_id - BEGUN, -1)
    told = (b for b in map(by_id.get, ids) if b is not None and b.sentence == a.sentence)
    dated = (b.figure.period for b in told if b.reasons["period"].rule == "time.behind")
    return next((p for p in dated if p and a.figure.period and p < a.figure.period), None)


def _derive_units(parents: dict[int, Link], by_id: ById) -> None:
    """Count parts in the unit of their total, and shares told as fractions in that of what they are of."""
    for a in by_id.values():
        whole, told = by_id.get(a.figure.parent_id), parents.get(a.figure.figure_id)
        if whole is not None and not a.row:
            loose = (not a.listed and whole.listed) or (told is not None and told.loose)
            if a.figure.unit is None or (loose and not same_kind(a, whole)):
                inherit_unit(a, whole)
    for a in by_id.values():  # "119 vụ, chiếm gần 1/3"
        of = by_id.get(a.figure.of_id) if a.sort == "times" else None
        if of is not None and a.figure.role == "share" and a.figure.unit is None and counts(of):
            a.figure.unit = of.figure.unit
            a.because("unit", "unit.of_share", "sentence", of.left, of.right)


def _bases_of_parts(by_id: ById) -> None:
    """Link what parts are set against to what their total is: "thu 24 tỷ, đạt 96% kế hoạch (25 tỷ), gồm: phí 8 tỷ, đạt
    80% kế hoạch (10 tỷ); …", 10 of 25. The list is closed where that of the parts is, and each has such a base.
    """
    against: dict[tuple[int | None, str], Amount] = {}
    for a in by_id.values():
        base = by_id.get(a.figure.base_id) if a.figure.role in ABOUT else None
        if base is not None and not a.row and is_level(base):
            against.setdefault((a.figure.of_id, a.figure.role), base)
    told: dict[tuple[str | None, str], list[tuple[Amount, Amount]]] = {}
    for (of, role), base in against.items():
        part = by_id.get(of)
        whole = against.get((part.figure.parent_id, role)) if part and part.figure.parent_id is not None else None
        if part and whole is not None and whole is not base and same_kind(base, whole):
            told.setdefault((part.figure.list_id, role), []).append((base, whole))
    lists = _lists(by_id) if told else {}
    for (list_id, _), pairs in told.items():
        members = lists.get(list_id or "", ())
        closed = len(members) == len(pairs) and all(a.figure.closed for a in members)
        for base, whole in pairs:
            f = base.figure
            if f.parent_id is None and whole.figure.parent_id != f.figure_id:
                f.parent_id, f.closed = whole.figure.figure_id, closed
                f.list_id = f"{f.parent_id}.{pairs[0][0].at}"
                base.because("parent", "part.bases", "list", whole.left, whole.right)


def _measured_by_plans(by_id: ById) -> None:
    """Make what a fraction sets above a plan no part of it, and its share an attainment: "đạt 102% (51 tỷ/50 tỷ)"."""
    for a in by_id.values():
        of, base = by_id.get(a.figure.of_id), by_id.get(a.figure.base_id)
        if of is None or base is None or a.figure.role != "share" or base.fraction_of is not of:
            continue
        if base.figure.role == "plan":
            a.be("attainment", "plan.base", "sentence", base.left, base.right)
            if of.figure.parent_id == base.figure.figure_id:
                of.figure.parent_id = of.figure.list_id = None
                of.reasons.pop("parent")


def _planned_falls(by_id: ById) -> None:
    """Make a fall of what was planned of one: "mức giảm hộ nghèo 1,5%, đạt 75% kế hoạch (2%)"."""
    for a in by_id.values():
        f = a.figure
        if f.role == "attainment" and f.of_id is not None and f.base_id is not None:
            of, plan = by_id[f.of_id].figure, by_id[f.base_id].figure
            if of.role == "change" and (of.value or 0) < 0 and plan.role == "plan" and plan.value is not None:
                plan.value = -abs(plan.value)


def year_before(period: str) -> str:
    """The same part of the year before.

    >>> year_before("2014-S1")
    '2013-S1'
    """
    return f"{int(period[:4]) - 1}{period[4:]}"
