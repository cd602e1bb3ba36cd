"""What is not printed with a figure: units told elsewhere, estimates that spread, the period of a change."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tvict.reading.amounts import MONEY, Amount, noun_text, tells_whose
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, tags_of
from tvict.reading.model import Why
from tvict.reading.phrases import topic_span
from tvict.reading.structure import ABOUT, LEVELS, Context
from tvict.reading.tokens import Stream
from tvict.reading.units import counted_noun

LONGEST = 14  # tokens of a phrase; what follows no longer names the thing
_STOP = ",;:.()[]!?¶"
_BETWEEN = shape(
    r"""(?: <copula|estimate|over|under|about|year|year_part|month|quarter|becomes|equal|until|from|num|open|:|/|,|;|->
          | \( <!num|open|close>{1,9} \) )* $"""
)
_REPEATED = shape(r"<,|;|joint>")
_OPENS = shape(r"<joint|compare|num|hyphen>*")
_RATE_LABEL = shape(r"(<noun> / <n|q>? <scale>? <noun>) <!num|,|;|:>{0,3} $")  # số giường bệnh/vạn dân đạt 27,5
_NUMBER_OF = shape(r"<total|anaphor|quantity>+ (?P<what> <word|noun|numbered> (?: ,? <word|noun> ){0,4} ) : $")
_LABEL_OF = shape(r"; (?P<what> <word|noun|numbered> (?: ,? <word|noun> ){0,4} ) : $")
_HEADED = shape(r"<total|anaphor>+ <noun>")
_ESTIMATED = shape(  # "Ước tính, đàn bò có …", "Sản phẩm chủ yếu ước đạt: …"
    r"(?: <!num|stop>{1,9} : )? <estimate> | (?: <!stop|,|;|:>{1,20} ) <estimate> <copula|word>? :"
)
_MOVES_ON = shape(  # "ước tăng 6% về lượt khách so với năm 2012 và | giảm 4% …"
    r"""(?: <preposition> <word|noun|measure|quantity>{1,3} )? (?: <compare> (?:<!num|,|;>|y|d)* )?
    <joint|,> <up|down> <about|over|under>*"""
)
# "ước đạt 71 tấn và 93 triệu USD", "ước đạt 71 tấn với giá trị 93 triệu USD", "ước đạt 5 tỷ đồng (khoảng 2 triệu USD)"
_TOLD_WITH = shape(r"(?: \( | <joint|preposition|equal> <word|noun|quantity>{0,3} <copula>? ) <about|over|under>*")
_OWN = ("time.phrase", "time.bracket", "time.clause", "time.behind", "time.owned")


def imply_unit(c: Context, k: int) -> None:
    """Give the k-th amount, where it prints no unit, the one that other words tell, and say which."""
    s, a, start = c.s, c.amounts[k], c.starts[k]
    f = a.figure
    if a.sort or f.unit is not None or f.role == "rank":
        return
    before = c.amounts[: k - 1] if k and tells_whose(s, c.amounts[k - 1]) else c.amounts[:k]
    p = next((b for b in reversed(before) if b.depth <= a.depth and b.figure.role in LEVELS), None)
    p = p if p is not None and p.sentence == a.sentence else None
    b = before[-1] if before else None
    if f.role == "index":
        _tell(a, lexicon().classes["percent"].unit, "percent", Why("unit.of_index", a.left, a.right, "own"))
    elif f.scale > 1 and (sum_ := _sum_before(c, k)) is not None and not _counts_things(c, a, start):
        _run_on(a, sum_)
    elif _is_money(c, a, start) and not _counts_again(c, a, start, p):
        _tell(a, lexicon().classes["money"].unit, "money", Why("unit.money", a.left, a.right, "default"))
    elif f.role in ("change", "gap"):
        if p is not None and p.sort in ("count", "money", "measure", "rate"):  # "62 phòng (thêm 4)"
            _tell(a, p.figure.unit, p.sort, Why("unit.of_level", p.at, p.right, "sentence"))
        elif b is not None and _is_part_of_move(a, b):
            _run_on(a, b)
        elif f.scale > 1 or not f.decimals:  # "số thuê bao giảm khoảng 5 triệu"
            _noun_told(c, k, start, p)
    elif p is not None and p.sort == "money" and p.figure.role == f.role and f.scale > 1:
        _run_on(a, p)
    elif b is not None and b.sort in ("money", "measure") and _REPEATED.fullmatch(s.shape, b.right, a.left):
        _run_on(a, b)  # "lần lượt là 70.000 đồng; 62.000; 38.000"
    elif f.role in LEVELS and (m := _RATE_LABEL.search(s.shape, start, a.left)):
        _tell(a, s.words(*m.span(1)).replace(" / ", "/"), "rate", Why("unit.label", *m.span(1), "sentence"))
    elif f.role in LEVELS and (f.decimals or a.depth) and f.scale == 1 and _is_score(s, a):
        _tell(a, lexicon().classes["score"].unit, "count", Why("unit.score", a.left, a.right, "sentence"))
    elif b is not None and b.figure.role == "change" and b.sort == "count" and _now_and_then(c, k):
        _run_on(a, b)
    elif f.role in LEVELS:
        _noun_told(c, k, start, p)


def _now_and_then(c: Context, k: int) -> bool:
    """Whether an amount opens a bracket behind a change with what there is and what there was: "giảm 5 vụ (31/36)"."""
    a, bracket = c.amounts[k], c.inner.get(c.amounts[k].at)
    opens = bracket is not None and bracket[0] == c.amounts[k - 1].right and bracket[0] == a.left - 1
    return opens and any(b.fraction_of is a for b in c.amounts[k + 1 : k + 2])


def _is_part_of_move(a: Amount, b: Amount) -> bool:
    """Whether a change is part of the one before it in its sentence: "giảm 90 tổ chức, trong đó xã A giảm 2"."""
    alike = b.figure.role == a.figure.role and b.sentence == a.sentence
    return alike and b.sort == "count" and not a.figure.decimals


def _run_on(a: Amount, b: Amount) -> None:
    """Give an amount the unit of the one before it in its row."""
    _tell(a, b.figure.unit, b.sort, Why("unit.run", b.at, b.right, "list"))


def _is_score(s: Stream, a: Amount) -> bool:
    """Whether a sentence tells scores: "với tổng điểm 0,76", "dẫn đầu về chỉ số này là An Bình (71,4)"."""
    scored = not lexicon().sets["score"].isdisjoint(s.keys[a.sentence : a.left])
    here = s.shape[a.left - 2] in tags_of("preposition")  # "tại điểm 4": a place
    return scored or (s.keys[a.left - 1] == lexicon().classes["score"].unit and not here)


def _is_money(c: Context, a: Amount, start: int) -> bool:
    """Whether a sum is of money, though it says no more than "412 tỷ": by its size, or by the words before it."""
    f, bracket = a.figure, c.inner.get(a.at)
    if f.scale >= MONEY or (len(a.numerals) > 1 and f.value is not None and abs(f.value) >= MONEY):
        return True
    if f.scale == 1:
        return False
    outside = (max(a.sentence, bracket[0] - 4), bracket[0]) if bracket else topic_span(c.s, c, a)
    return any(speaks_of(" ".join(c.s.keys[lo:hi]), "money_topic") for lo, hi in ((start, a.left), outside))


def _counts_things(c: Context, a: Amount, start: int) -> bool:
    """Whether the words before a sum say what is counted, and no money: "tổng số thuê bao là 30,5 triệu"."""
    headed = _HEADED.search(c.s.shape, start, a.left)
    return headed is not None and not speaks_of(" ".join(c.s.keys[headed.start() : a.left]), "money_topic")


def _counts_again(c: Context, a: Amount, start: int, p: Amount | None) -> bool:
    """Whether a clause opens with the noun that the amount before it counts: "số hộ có điện là 1,5 triệu; số
    hộ trả tiền điện qua mạng là 0,9 triệu".
    """
    headed = _HEADED.search(c.s.shape, start, a.left) if p is not None and p.sort == "count" else None
    return headed is not None and p is not None and c.s.keys[headed.end() - 1] == (p.figure.unit or "").casefold()


def _sum_before(c: Context, k: int) -> Amount | None:
    """The sum of money before a scale that names none: "thu 2 triệu USD. Riêng quý III 905 nghìn"."""
    before = next((b for b in reversed(c.amounts[:k]) if b.figure.scale > 1), None)
    return before if before is not None and before.sort == "money" else None


def _tell(a: Amount, unit: str | None, sort: str, why: Why) -> None:
    """Count an amount in a unit that is told elsewhere."""
    a.figure.unit, a.sort, a.reasons["unit"] = unit, sort, why


def _noun(s: Stream, a: Amount, k: int | None, rule: str, scope: str) -> bool:
    """Count an amount in the noun at token k; whether there is one."""
    if k is not None:
        _tell(a, noun_text(s, k, k + 1), "count", Why(rule, k, k + 1, scope))
    return k is not None


def _noun_told(c: Context, i: int, start: int, p: Amount | None) -> None:
    """Count the i-th amount in the noun that words before it, or the amount p before it, say that it counts."""
    s, a = c.s, c.amounts[i]
    x, p = a.fraction_of, p if p is not None and p.sort == "count" else None
    last = next((b for b in c.amounts if b.fraction_of is a), a)
    if x is not None and x.figure.role == "rank":
        bodies = lexicon().sets["ranked_body"]
        body = next((k for k in range(a.left, a.sentence - 1, -1) if s.keys[k] in bodies), None)
        _noun(s, a, body, "unit.ranked", "sentence")
    elif x is not None and x.sort == "count":
        _tell(a, x.figure.unit, "count", Why("unit.run", x.at, a.right, "list"))
    elif (a.left - 1, last.right) == c.inner.get(a.at) and s.shape[last.right + 1] in tags_of("noun"):
        _noun(s, a, last.right + 1, "unit.behind", "sentence")  # "100% (15/15) huyện"
    elif p is not None and x is None and _item_of_run(s, a, p):
        _run_on(a, p)
    elif not (_noun_of_label(c, a, start, p) or _noun_of_colon(c, a, p)):
        _noun_of_before(c, i, p)


def _noun_of_label(c: Context, a: Amount, start: int, p: Amount | None) -> bool:
    """Count an amount in the noun of the words that lead to it, in a bracket by its label alone."""
    s = c.s
    if a.depth == 0 or s.shape[a.left - 1] in tags_of("noun"):  # "(dân số 1.932.100)"
        # "số thuê bao di động có phát sinh dữ liệu 3G, 4G là 890 nghìn"
        headed = [m.end() - 1 for m in _HEADED.finditer(s.shape, start, a.left)]
        k = headed[-1] if headed else counted_noun(s, *_lead(s, start, a.left))
        if _noun(s, a, k, "unit.label", "sentence" if k is not None and s.shape[k] in tags_of("noun") else "default"):
            a.listed = True
            return True
    what = _labelled(s, a, start, p) if a.at in c.inner else None
    if what is not None:
        _tell(a, noun_text(s, *what), "count", Why("unit.label", *what, "sentence"))
    return what is not None


def _noun_of_colon(c: Context, a: Amount, p: Amount | None) -> bool:
    """Count an amount, alone in its bracket, in the noun that the words before a colon count by places: "Các xã có số
    hộ nghèo cao: An Bình (515), …", "Các xã ghi nhận ca bệnh như sau: An Bình (515), …".
    """
    colon = c.s.shape.find(":", a.sentence, a.left) if c.inner.get(a.at) == (a.left - 1, a.right) else -1
    if colon < 0 or (p is not None and p.at > a.sentence):
        return False
    headed = [m.end() - 1 for m in _HEADED.finditer(c.s.shape, a.sentence, colon)]
    k = headed[-1] if headed else _had_by_places(c.s, a.sentence, colon)
    return _noun(c.s, a, k, "unit.heading", "list")


def _noun_of_before(c: Context, i: int, p: Amount | None) -> None:
    """Count the i-th amount as the amount p before it, else in the noun of its topic, else as the last level."""
    s, a = c.s, c.amounts[i]
    if p is not None and a.fraction_of is None and p.figure.role == a.figure.role:
        _run_on(a, p)
    elif a.depth == 0 and not _noun(s, a, _no_facet(s, counted_noun(s, *topic_span(s, c, a))), "unit.heading", "list"):
        b = next((b for b in reversed(c.amounts[:i]) if b.figure.role in LEVELS), None)
        fraction = a.fraction_of is not None or any(b.fraction_of is a for b in c.amounts)
        if b is not None and b.sort == "count" and a.figure.scale == 1 and not fraction:
            _run_on(a, b)  # "phải xử lý 30 đơn. Đúng hạn 25; trễ hạn 5"


_ITEM = shape(r"<;|,> <word|noun|W>{1,5} :")


def _item_of_run(s: Stream, a: Amount, p: Amount) -> bool:
    """Whether an amount is the next item of a list whose items have the unit of its total: "trong đó tiến sĩ: 13; |
    giảng viên chính: | 24".
    """
    why = p.reasons.get("unit")
    return why is not None and why.rule == "unit.run" and _ITEM.fullmatch(s.shape, p.right, a.left) is not None


_HAD = shape("<noun> <copula> (?P<what><noun>)")


def _had_by_places(s: Stream, lo: int, hi: int) -> int | None:
    """The noun that a heading counts by places: "Các tỉnh, thành phố ghi nhận | ca bệnh | như sau:"."""
    m = _HAD.search(s.shape, lo, hi)
    places = lexicon().sets["place_noun"]
    by_place = m is not None and s.keys[m.start()].partition(" ")[0] in places and s.keys[m.start("what")] not in places
    return m.start("what") if m is not None and by_place else None


def _labelled(s: Stream, a: Amount, start: int, p: Amount | None) -> tuple[int, int] | None:
    """The tokens of a label in brackets that say what is counted: "(số mũi thi công: 22; số máy móc, thiết bị: 256;
    nhân lực: 599)".
    """
    label = _NUMBER_OF.search(s.shape, start, a.left)
    if label is None and p is not None and "unit" in p.reasons and p.reasons["unit"].rule == "unit.label":
        label = _LABEL_OF.search(s.shape, start, a.left)
    return label.span("what") if label is not None else None


def _no_facet(s: Stream, k: int | None) -> int | None:
    """The place of a noun that is counted, none of one by which others are told apart: "Hình thức: cảnh cáo 20"."""
    return None if k is not None and s.keys[k] in lexicon().sets["facet"] else k


def _lead(s: Stream, start: int, end: int) -> tuple[int, int]:
    """Tokens of the phrase that leads to an amount, without copula and time: "doanh thu dịch vụ bưu chính"."""
    m = _BETWEEN.search(s.shape, start, end)
    lo = hi = m.start() if m else end
    while lo > start and hi - lo <= LONGEST and s.shape[lo - 1] not in _STOP:
        lo -= 1
    m = _OPENS.match(s.shape, lo, hi)
    return m.end() if m else lo, hi


def estimates(s: Stream, amounts: Sequence[Amount]) -> None:
    """What is said of an estimate is itself one; so is the level beside a ratio that is: "đạt 76 tỷ, ước tăng 5%"; and
    a change joined to one: "ước tăng 4% so với quý trước và giảm 3% so với cùng kỳ".

    A word that opens a sentence, or stands before its colon, estimates all that it tells, up to its parts: "Ước tính,
    đàn bò có 20 con; đàn dê …", "Sản phẩm chủ yếu ước đạt: đá 90 m3; …".
    """
    by_id: dict[int | None, Amount] = {a.figure.figure_id: a for a in amounts}
    firsts = {a.sentence: a for a in reversed(amounts)}
    for a in amounts:
        first = firsts[a.sentence]
        told = a.figure.role == "level" and not a.row and first.figure.period == a.figure.period
        if told and _ESTIMATED.match(s.shape, a.sentence, first.at):
            a.figure.estimate |= not has(s.shape[a.sentence : a.at], "among", "comprise")
    for before, a in pairwise(amounts):
        of = by_id.get(a.figure.of_id)
        if of is before and a.figure.estimate and a.figure.role in ABOUT and of.sentence == a.sentence:
            of.figure.estimate = of.figure.estimate or of.figure.role == "level"
        if before.figure.estimate and a.figure.of_id == before.figure.of_id and a.figure.role in ABOUT:
            a.figure.estimate = a.figure.estimate or _MOVES_ON.fullmatch(s.shape, before.right, a.left) is not None
        beside = a.figure.role == before.figure.role == "level" and a.sentence == before.sentence
        if before.figure.estimate and beside and _TOLD_WITH.fullmatch(s.shape, before.right, a.left):
            a.figure.estimate |= s.shape[before.right] != "(" or s.shape[a.right] == ")"
    for a in amounts:
        of = by_id.get(a.figure.of_id)
        if of is not None and of.figure.estimate and a.figure.role in (*ABOUT, "share"):
            a.figure.estimate = True


def same_time(amounts: Sequence[Amount]) -> None:
    """A change belongs to the period of the level it is about, a denominator to that of its numerator."""
    by_id: dict[int | None, Amount] = {a.figure.figure_id: a for a in amounts}
    for a in amounts:
        _same_as_total(a, by_id.get(a.figure.parent_id))
        level = by_id.get(a.figure.of_id) if a.figure.role in ABOUT else None
        base = by_id.get(a.figure.base_id)
        then = base is not None and base.figure.period == a.figure.period  # "năm 2020 là 4%, năm 2019 là 5%, giảm 1%"
        if level is not None and a.figure.period != level.figure.period and (then or not _timed_after(a, level)):
            a.figure.period = level.figure.period
            if "period" in level.reasons:
                a.reasons["period"] = level.reasons["period"]._replace(rule="time.of_level")


def _same_as_total(a: Amount, total: Amount | None) -> None:
    """A part is of the time that its total names behind an earlier one: "tháng 8 đạt 4 tỷ; 8 tháng 26 tỷ, gồm …"."""
    if total is None or total.at > a.at or not a.figure.role == total.figure.role == "level":
        return
    own, whole = a.reasons.get("period"), total.reasons.get("period")
    if own is None or whole is None:
        return
    here = total.sentence == a.sentence and own.lo < whole.lo <= total.at
    if here or (total.sentence < a.sentence and own.rule == "time.goes_on"):
        a.figure.period, a.reasons["period"] = total.figure.period, whole if here else own


def _timed_after(a: Amount, level: Amount) -> bool:
    """Whether the text names a time for an amount between it and the level that it is about, or the level later on."""
    why = a.reasons.get("period")
    owned = why is not None and why.rule == "time.owned"  # "tăng 8,4%, cao hơn mức tăng 8,1% | của năm 2014"
    return owned or a.at < level.sentence or (why is not None and why.rule in _OWN and level.right <= why.lo < a.right)
