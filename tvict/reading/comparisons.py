"""What a change, index, attainment or gap is about, and the printed value it was reckoned against."""

from __future__ import annotations

from collections.abc import Sequence

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape, tags_of
from tvict.reading.shares import REACHES
from tvict.reading.structure import ABOUT, LEVELS, MEASURED, Context, attach, is_level, same_kind, within


def year_before(period: str) -> str:
    """The same part of the year before.

    >>> year_before("2014-S1")
    '2013-S1'
    """
    return f"{int(period[:4]) - 1}{period[4:]}"


def from_to(c: Context) -> None:
    """Link the change to both levels: "từ 8.400 lên 9.150 hộ, tăng 8,9%"."""
    tags, lex = c.s.shape, lexicon()
    for k, (a, b) in enumerate(zip(c.amounts, c.amounts[1:], strict=False)):
        if (
            a.sentence != b.sentence
            or "range" in a.figure.quality
            or (a.figure.role == "plan") != (b.figure.role == "plan")
            or not any(t in lex.tags["from"] for t in tags[max(c.start(k), a.left - 4) : a.left])
        ):
            continue
        if not any(t in lex.tags["becomes"] + lex.tags["until"] for t in tags[a.right : b.left]):
            continue
        for later in c.amounts[:k][-1:] + c.amounts[k + 2 : k + 4]:
            if later.sentence == a.sentence and later.figure.role in ("change", "index") and later.figure.of_id is None:
                later.figure.of_id, later.figure.base_id = b.figure.figure_id, a.figure.figure_id
                break
        if a.figure.period == b.figure.period and a.figure.period:
            a.figure.period = year_before(a.figure.period)
            a.because("period", "time.from", "list")


ELSEWHERE = shape(r"<up|down> <preposition> <where>")  # "tốc độ tăng của cả nước là 9,5%": of no level here
AGAINST = shape(
    r"""<compare|same_period|target|multiple|mean>
        <word|preposition|noun|same_period|year|year_part|head_of_year|copula|target|where|y|month|d|quarter|/>{0,6}
        [(]? <copula|compare|:|target|rank|numbered>* <over|under|about>* $"""
)


def comparisons(c: Context) -> None:
    """Link changes, indices, attainments and gaps to the level they are about and to what they are reckoned against."""
    for k, a in enumerate(c.amounts):
        f = a.figure
        if f.role not in ABOUT or f.of_id is not None or ELSEWHERE.search(c.s.shape, c.start(k), a.left):
            continue
        if f.role == "gap" and any(t in lexicon().tags["difference"] for t in c.s.shape[c.start(k) : a.left]):
            pair = [
                b
                for b in c.amounts[:k]
                if b.figure.role in MEASURED and b.sort in ("percent", a.sort) and b.sentence == a.sentence
            ][-2:]
            if len(pair) == 2:
                f.of_id, f.base_id = pair[0].figure.figure_id, pair[1].figure.figure_id
            continue
        last = c.amounts[k - 1] if k else None
        bracket = c.bracket(a)
        if last is not None and last.figure.role in ABOUT and bracket is not None and bracket[0] == last.right:
            f.of_id, f.base_id = last.figure.of_id, last.figure.base_id  # "giảm 450 con (-1,25%)"
            continue
        again = next((b for b in reversed(c.amounts[:k]) if b.figure.role in ABOUT and b.sentence == a.sentence), None)
        if again is not None and any(t in lexicon().tags["that_is"] for t in c.s.shape[c.start(k) : a.left]):
            f.of_id, f.base_id = again.figure.of_id, again.figure.base_id
            continue
        base = _base(c, k)
        measured = [
            b
            for b in c.amounts[:k]
            if b.figure.role in (*MEASURED, "rank")
            and b.sentence == a.sentence
            and b is not base
            and b.fraction_of is None
            and not is_base(c, b)
            and b.figure.figure_id not in c.earlier
        ]
        measured = (
            [b for b in measured if b.depth <= a.depth or c.bracket(b) == c.bracket(a)] or measured
            if base is None
            else measured
        )
        if f.role in ("change", "index"):  # a change is of what is, not of what was planned
            measured = [b for b in measured if b.figure.role != "plan"] or measured
        if f.role == "change" and a.sort == "rank":
            measured = [b for b in measured if b.figure.role == "rank"] or measured
        elif base is not None and f.role in ("change", "gap", "attainment", "index"):
            kin = [b for b in measured if b.figure.unit == base.figure.unit]
            measured = kin or measured
        elif a.sort not in ("percent", "times", "points"):
            measured = [b for b in measured if same_kind(a, b)]
        elif a.sort == "points":
            measured = [b for b in measured if b.sort == "percent"] or measured
        if a.sort in ("percent", "times", "points") and f.role in ("change", "index", "attainment", "gap"):
            measured = [b for b in measured if b.sort != "time"]
        if base is None and measured and _own_head(c, k, measured[-1]):
            measured = []
        of = measured[-1] if measured else _next_level(c, k)
        if of is not None and base is None and f.role in ("change", "index"):
            of, base = _now_and_before(c, k, of)
        if of is not None:
            f.of_id = of.figure.figure_id
            if base is not None and base is not of:
                f.base_id = base.figure.figure_id
                if base.figure.parent_id == f.of_id:
                    base.figure.parent_id = base.figure.list_id = None
                if base.figure.role == "level" and any(
                    t in lexicon().tags["target"] for t in c.s.shape[a.right : base.left]
                ):
                    base.figure.role = "plan"
            elif f.role in ("change", "index"):
                f.base_id = next((e for e, h in c.earlier.items() if h == f.of_id and _first_about(c, k, e)), None)


_MOVER = shape(r"<up|down|equal|multiple|exceed|below|added|less|complete|copula|from|becomes|occupy|ratio>")


def _own_head(c: Context, k: int, of: Amount) -> bool:
    """Whether a change is of something that its own clause names: "doanh thu 76 tỷ, dịch vụ lữ hành tăng 107,75%"."""
    a, tags = c.amounts[k], c.s.shape
    if c.bracket(a) != c.bracket(of):
        return False
    lo = max(c.start(k), of.right)
    cut = max((i for i in range(lo, a.left) if tags[i] in ",;"), default=-1)
    if cut < 0:
        return False
    m = _MOVER.search(tags, cut, a.left)
    head = tags[cut + 1 : m.start() if m else a.left]
    named = [t for t in head if t in "wW" or t in tags_of("noun", "numbered", "quantity", "fulfil", "receive")]
    return len(named) >= 3 and not any(
        t in tags_of("anaphor", "compare", "target", "that_is", "ratio", "year", "month", "mean") for t in head
    )


def _now_and_before(c: Context, k: int, of: Amount) -> tuple[Amount, Amount | None]:
    """Of two levels printed before a change, the later is what it is about: "54 vụ; cùng kỳ 48 vụ; tăng 12,5%"."""
    alike = [b for b in c.amounts[:k] if b.figure.role == "level" and b.sentence == of.sentence]
    alike = [b for b in alike if b.figure.unit == of.figure.unit and b.figure.period and b.fraction_of is None]
    year = (of.figure.period or "")[:4]
    now = [b for b in alike if b.at < of.at and (b.figure.period or "")[:4] > year]
    if of in alike and now:
        return now[-1], of
    before = [b for b in alike if b.at > of.at and (b.figure.period or "")[:4] < year]
    return of, before[-1] if before and before[-1] is c.amounts[k - 1] else None


def _first_about(c: Context, k: int, earlier: int) -> bool:
    """Whether the k-th amount is the first change printed behind an earlier level."""
    at = next(i for i, b in enumerate(c.amounts) if b.figure.figure_id == earlier)
    return at < k and not any(b.figure.role in ABOUT for b in c.amounts[at + 1 : k])


def _next_level(c: Context, k: int) -> Amount | None:
    """Find the level behind its change: "tăng 5%, đạt 76 tỷ"."""
    a = c.amounts[k]
    for b in c.amounts[k + 1 : k + 3]:
        if b.sentence != a.sentence or ";" in c.s.shape[a.right : b.left]:
            return None
        gap = c.s.shape[a.right : b.left]
        if (
            (b.figure.role in LEVELS or (a.sort == "points" and b.figure.role == "share"))
            and any(t in lexicon().tags["copula"] + lexicon().tags["becomes"] for t in gap)
            and "," in gap
        ):
            return b
    return None


def _base(c: Context, k: int) -> Amount | None:
    """The amount that stands right behind the comparison: "so với năm 2018 (1.402 tỷ đồng)"."""
    if k + 1 >= len(c.amounts):
        return None
    a, b = c.amounts[k], c.amounts[k + 1]
    if b.sentence != a.sentence or b.figure.role not in (*MEASURED, "rank"):
        return None
    gap = c.s.shape[a.right : b.left]
    if ";" in gap or (")" in gap and "(" not in gap) or "," in gap.split("(")[0]:
        return None
    if b.sort in ("percent", "points") and a.figure.role == "attainment" and b.figure.role != "plan":
        return None
    return b if AGAINST.search(gap) else None


def is_base(c: Context, b: Amount) -> bool:
    """Whether an amount was itself printed to compare with."""
    k = c.amounts.index(b)
    return k > 0 and c.amounts[k - 1].figure.role in ABOUT and _base(c, k - 1) is b


def planned_base(c: Context) -> None:
    """An attainment whose target is printed before it: "kế hoạch 1.600 tỷ, thực hiện 1.480 tỷ, đạt 92,5%"."""
    for k, a in enumerate(c.amounts):
        if (
            k
            and a.figure.role == "share"
            and c.amounts[k - 1].figure.role == "plan"
            and c.bracket(a)
            and c.bracket(a) == c.bracket(c.amounts[k - 1])
            and REACHES.search(c.s.shape[c.amounts[k - 1].right : a.left])
        ):
            a.figure.role = "attainment"  # "41 cụm loa (kế hoạch 45 cụm loa, đạt 91%)"
            host = next((b for b in reversed(c.amounts[:k]) if b.depth < a.depth and is_level(b)), None)
            a.figure.of_id = host.figure.figure_id if host else None
        if a.figure.role == "attainment" and a.figure.base_id is None:
            targets = [
                b
                for b in c.amounts
                if b.figure.role == "plan" and b.sentence == a.sentence and b.figure.figure_id != a.figure.of_id
            ]
            of = c.amount(a.figure.of_id)
            targets = [b for b in targets if of is None or b.figure.unit == of.figure.unit]
            if targets and of is not None and of.figure.role != "plan":
                a.figure.base_id = min(targets, key=lambda b: abs(b.at - a.at)).figure.figure_id


def recalled(contexts: Sequence[Context], said: Sequence[tuple[Amount, str]], year: str | None) -> None:
    """A change whose level stands elsewhere, in a table or an earlier paragraph, under the same words.

    `said`: each amount with the words before it. The longest end of them that also ends a
    subject decides: "bảng trên cho thấy băng rộng cố định tăng 18%" is about "thuê bao Internet băng rộng cố định".
    """
    by_id = {a.figure.figure_id: a for c in contexts for a in c.amounts}
    levels = [a for c in contexts for a in c.amounts if a.figure.role in MEASURED and a.figure.subject]
    for a, words in said:
        f = a.figure
        if (f.role not in ABOUT and f.role != "share") or a.sort == "rank":
            continue
        if f.of_id in by_id and not _another(by_id[f.of_id], words):
            continue
        before = [b for b in levels if b.at < a.at and b.figure.role in ("level", "share")]
        if f.role == "share":
            before = [b for b in before if is_level(b)]
        found = _ending_alike(before, words)
        now = [
            b
            for b in found
            if b.figure.period == f.period or (b.figure.period or "")[:4] == (f.period or year or "")[:4]
        ]
        ids = {b.figure.figure_id for b in now}
        now = [b for b in now if b.figure.parent_id not in ids]  # the total before its own parts
        if not now:
            continue
        of = now[-1]
        f.of_id = of.figure.figure_id
        if f.role == "share":
            f.base_id = of.figure.parent_id
            continue
        kin = [b for b in levels if b.figure.subject == of.figure.subject and b is not of and b.sort == of.sort]
        wanted = "plan" if f.role in ("gap", "attainment") else "level"
        kin = [
            b
            for b in kin
            if b.figure.role == wanted
            and (
                (b.figure.period or "")[:4] == (of.figure.period or "")[:4]
                if wanted == "plan"
                else (b.figure.period or "") < (of.figure.period or "")
            )
        ]
        if kin:
            f.base_id = kin[-1].figure.figure_id


def among_named(contexts: Sequence[Context]) -> None:
    """A part of a total that its sentence names again: "Trong số thuê bao di động, có 702.400 thuê bao dùng 4G"."""
    inside = lexicon().sets["inside"]
    seen: list[Amount] = []
    for c in contexts:
        for k, a in enumerate(c.amounts):
            if not is_level(a) or not a.figure.subject:
                continue
            first = not k or c.amounts[k - 1].sentence != a.sentence
            comma = c.s.shape.find(",", a.sentence, a.left)
            if first and comma > 0 and a.figure.parent_id is None and c.s.keys[a.sentence] in inside:
                named = _ending_alike(seen, c.s.words(a.sentence + 1, comma))
                for b in [b for b in named if same_kind(a, b) and within(a, b)][-1:]:
                    attach(a, b, f"{b.figure.figure_id}.named{a.sentence}", False)
            seen.append(a)


def _another(of: Amount, words: str) -> bool:
    """Whether the words before a figure name something else than the level it was linked to."""
    said, subject = words.casefold().split(), (of.figure.subject or "").casefold()
    return len(said) > 1 and not of.row and " ".join(said[-2:]) not in subject


def _ending_alike(levels: Sequence[Amount], words: str) -> list[Amount]:
    """The levels whose subject ends like a phrase, by the longest common ending.

    It takes three syllables, or the whole of the phrase or of the subject.
    """
    said = words.casefold().split()
    best = 0
    found: list[Amount] = []
    for b in levels if len(said) > 1 else ():
        printed = (b.figure.subject or "").casefold()
        if not printed.endswith(said[-1]):
            continue
        subject, n = printed.split(), 0
        while n < min(len(said), len(subject)) and said[-1 - n] == subject[-1 - n]:
            n += 1
        if n > 1 and set(said) <= set(subject):
            n = len(said)
        if n < 2 or (n == 2 and n not in (len(said), len(subject))):
            continue
        if n > best:
            best, found = n, [b]
        elif n == best:
            found.append(b)
    return found
