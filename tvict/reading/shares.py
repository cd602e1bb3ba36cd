"""Of what a percentage is a share: the part before it, and the total that part belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape, syllables
from tvict.reading.model import Figure
from tvict.reading.structure import ABOUT, Context, attach, is_level, same_kind, within

_SHARE_MARK = shape(r"<occupy|ratio>")
NEAR = Decimal("0.67"), Decimal("1.5")  # how far a printed share may be from the true one: further is no misprint
REACHES = shape(r", (?:<copula|equal>) (?:<over|under|about>)* $")
# "89,4% tổng doanh thu bưu chính, viễn thông (hơn 3,4 nghìn tỷ)"
_TOTAL_BEHIND = shape(
    r"<total|quantity|noun> (?: <word|noun|preposition|where>|,)* \( (?:<over|under|about|copula>)* .$"
)
_OF_WHAT = shape(r"<total|quantity>* (<noun>)")
_NEW_TOPIC = shape(r"<ratio> (?:<word|noun|W|fulfil|preposition|located>){2,}")


def shares(c: Context) -> None:
    """Link a share to its part and its total: "77 xã, đạt tỷ lệ 83,7%", "109/112 xã (97,3%)"."""
    for k, a in enumerate(c.amounts):
        f = a.figure
        if f.role != "share" or f.of_id is not None:
            continue
        part = _part_of_share(c, k)
        if part is None:
            continue
        f.of_id = part.figure.figure_id
        whole = part.fraction_of
        if (
            part.figure.parent_id is None
            and whole is None
            and c.bracket(a)
            and c.bracket(a) != c.bracket(part)
            and c.amounts.index(part) not in c.sides
        ):
            _total_before(c, part, f)
        if f.base_id is None:
            f.base_id = part.figure.parent_id
        total = c.amounts[k + 1] if k + 1 < len(c.amounts) else None
        if (
            f.base_id is None
            and total is not None
            and _TOTAL_BEHIND.match(c.s.shape, a.right, total.left + 1)
            and total.sort == part.sort
            and within(part, total)
        ):
            f.base_id = total.figure.figure_id
            attach(part, total, f"{total.figure.figure_id}.share", False)
        if whole is not None:  # the percentage stands behind "109/112 xã"
            f.of_id, f.base_id = whole.figure.figure_id, part.figure.figure_id


def _total_before(c: Context, part: Amount, share: Figure) -> None:
    """Find the total of a part that has its share in brackets: "1.390 vị trí; dùng chung 412 vị trí (29,6%)".

    It is the nearest amount of the same kind before it, in its own sentence, unless the share is far from theirs.
    """
    k = c.amounts.index(part)
    for b in reversed(c.amounts[:k]):
        if b.sentence != part.sentence or not is_level(b) or b.fraction_of is not None or not same_kind(part, b):
            continue
        if b.figure.parent_id is not None or not within(part, b) or b.depth != part.depth:
            return
        told, whole, value = share.value, b.figure.value, part.figure.value
        if told and whole and value and NEAR[0] * told * whole < 100 * value < NEAR[1] * told * whole:
            share.base_id = b.figure.figure_id
            if not any(t in lexicon().tags["disburse"] for t in c.s.shape[c.start(k) : part.left]):
                attach(part, b, f"{b.figure.figure_id}.share", False)
        return


def _part_of_share(c: Context, k: int) -> Amount | None:
    a, tags = c.amounts[k], c.s.shape
    bracket = c.bracket(a)
    levels = [b for b in c.amounts[:k] if is_level(b) and b.sentence == a.sentence]
    if bracket:
        lo = bracket[0]
        inside = [b for b in levels if b.at > lo]
        if inside:
            levels = inside
        elif not _bare_bracket(tags[lo + 1 : a.left]):
            return None
        host = next((b for b in reversed(levels) if b.depth <= a.depth), None)
        if (
            host is None
            or (not inside and any(t in ";." for t in tags[host.right : lo]))
            or (not inside and c.amounts[k - 1] is not host and c.amounts[k - 1].depth == host.depth)
        ):
            return None
        if not inside and tags[host.right : lo].count(",") and tags[lo - 1] == "W":
            return None
        return host
    if k == 0 or not levels:
        return None
    host = levels[-1]
    between = [b for b in c.amounts[c.amounts.index(host) + 1 : k] if b.depth <= a.depth]
    if any(b.figure.role not in ABOUT for b in between):
        return None
    gap = tags[host.right : a.left]
    if any(t in lexicon().tags["among"] for t in gap):
        if a.figure.base_id is None and host.sort == "count":
            a.figure.base_id = host.figure.figure_id
        return None
    if ";" in gap or _NEW_TOPIC.search(gap):
        return None
    if _SHARE_MARK.search(gap):
        return host
    return host if REACHES.search(gap) and not _of_other(c, a, host) else None


def _of_other(c: Context, a: Amount, host: Amount) -> bool:
    """Whether a percentage is of other things than an amount counts: "29 bưu điện, đạt 100% số xã"."""
    of = _OF_WHAT.match(c.s.shape, a.right)
    if of is None or host.sort != "count":
        return False
    return c.s.keys[of.start(1)] not in " ".join(syllables(host.figure.unit or ""))


def _bare_bracket(inside: str) -> bool:
    """Nothing but "tỷ lệ", "chiếm" between a bracket and its percentage."""
    lex = lexicon()
    return all(
        t
        in lex.tags["ratio"]
        + lex.tags["occupy"]
        + lex.tags["copula"]
        + lex.tags["over"]
        + lex.tags["under"]
        + lex.tags["about"]
        + lex.tags["equal"]
        + ":"
        for t in inside
    )


def disbursed(c: Context) -> None:
    """Measure what was spent by what was allocated before it: "được giao 18,4 tỷ …, giải ngân 6,9 tỷ, đạt 37,5%"."""
    lex, tags = lexicon(), c.s.shape
    by_id = {a.figure.figure_id: a for a in c.amounts}
    for a in c.amounts:
        spent = by_id.get(a.figure.of_id) if a.figure.of_id is not None else None
        if spent is None or a.figure.role not in ("share", "attainment") or a.figure.base_id is not None:
            continue
        k = c.amounts.index(spent)
        if not any(t in lex.tags["disburse"] for t in tags[c.start(k) : spent.left]):
            continue
        for j in range(k - 1, -1, -1):
            b = c.amounts[j]
            said = c.s.keys[c.start(j) : b.left]
            if b.sort == spent.sort == "money" and b.depth == 0 and any(w in lex.sets["allocate"] for w in said):
                a.figure.base_id = b.figure.figure_id
                break


_WHOLE_NOUN = shape(r"<total|anaphor> <noun>")


def share_totals(contexts: Sequence[Context]) -> None:
    """Find the total in "127 xã, đạt 97,7% tổng số xã" where it was printed before, as a denominator."""
    seen: list[Amount] = []
    for c in contexts:
        for a in c.amounts:
            f = a.figure
            part = c.amount(f.of_id) if f.role == "share" and f.base_id is None else None
            if part is not None and part.figure.parent_id is None and _WHOLE_NOUN.match(c.s.shape, a.right):
                total = next(
                    (b for b in reversed(seen) if b.fraction_of is not None and same_kind(part, b) and within(part, b)),
                    None,
                )
                if total is not None:
                    f.base_id = total.figure.figure_id
                    attach(part, total, f"{total.figure.figure_id}.share", False)
            seen.append(a)
