"""What belongs to what: the total a figure is part of, the level a share or change is about, what it was reckoned against.

Amounts come in the order of the text. Each function fills one kind of link where the wording states it, and never from
the numbers alone; a value larger than the total it would be part of is the only arithmetic used, and only to refuse.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from tvict.reading.implied import inherit_unit
from tvict.reading.lexicon import lexicon, shape
from tvict.reading.quantities import Amount
from tvict.reading.tokens import Stream

_LEVELS = ("level", "plan")
_MEASURED = ("level", "share", "plan")
_ABOUT = ("change", "index", "attainment", "gap")


@dataclass(slots=True)
class Context:
    """The amounts of one block, with its brackets and sentences."""

    s: Stream
    first: int  # token span of the block
    last: int
    amounts: list[Amount]
    brackets: list[tuple[int, int]] = field(default_factory=list)
    sentences: list[int] = field(default_factory=list)  # first token of each sentence
    earlier: dict[int, int] = field(default_factory=dict)  # figure in brackets that is an earlier level of another

    def __post_init__(self) -> None:
        self._scan()
        for a in self.amounts:
            a.sentence = next((n for n in reversed(self.sentences) if n <= a.at), self.first)
            a.depth = sum(lo < a.at < hi for lo, hi in self.brackets)

    def _scan(self) -> None:
        tags, keys, stack = self.s.shape, self.s.keys, []
        self.sentences.append(self.first)
        for i in range(self.first, self.last):
            t = tags[i]
            if t in "([":
                stack.append(i)
            elif t in ")]" and stack:
                self.brackets.append((stack.pop(), i))
            elif t in ".!?" and self._ends_here(i):
                self.brackets += [(lo, i) for lo in stack]
                stack.clear()
                self.sentences.append(i + 1)
        self.brackets += [(lo, self.last) for lo in stack]

    def _ends_here(self, i: int) -> bool:
        """Whether the stop at token i ends a sentence; a space may be lost behind it ("năm 2013.Tổng doanh thu")."""
        s = self.s
        before, after = s.keys[i - 1], s.text[s.starts[i + 1] : s.starts[i + 1] + 1]
        if len(before) == 1 and before.isalpha():
            return False
        if s.glued(i + 1):
            return after.isupper() and (
                before.isdecimal() or (s.text[s.starts[i - 1]].islower() and s.ends[i + 1] - s.starts[i + 1] > 1)
            )
        return after.isupper() or (after.isdecimal() and s.shape[i + 2] in ".)") or s.shape[i + 1] in '¶"“-+'

    def bracket(self, a: Amount) -> tuple[int, int] | None:
        """The innermost bracket around an amount."""
        around = [b for b in self.brackets if b[0] < a.at < b[1]]
        return max(around) if around else None

    def start(self, k: int) -> int:
        """First token of the context of the k-th amount: behind the amount before it, or where its sentence begins."""
        a = self.amounts[k]
        return (
            max(a.sentence, self.amounts[k - 1].right)
            if k and self.amounts[k - 1].sentence == a.sentence
            else a.sentence
        )


def same_kind(a: Amount, b: Amount) -> bool:
    """Whether two amounts count the same: equal units, one unit left out, or one noun of a compound unit."""
    u, v = a.figure.unit, b.figure.unit
    if u is None or v is None:
        return a.figure.scale == b.figure.scale or u == v
    if u.casefold() == v.casefold():
        return True
    x, y = u.casefold(), v.casefold()
    return (
        x in [p.strip() for p in y.split(",")]
        or y in [p.strip() for p in x.split(",")]
        or y.startswith(x + " ")
        or x.startswith(y + " ")
    )


def counts(a: Amount) -> bool:
    """A count of things: no percentage, money, measure, time or mean."""
    return a.sort in ("count", "") and a.figure.decimals == 0 and "/" not in (a.figure.unit or "")


def year_before(period: str) -> str:
    """The same part of the year before.

    >>> year_before("2014-S1")
    '2013-S1'
    """
    return f"{int(period[:4]) - 1}{period[4:]}"


def within(part: Amount, whole: Amount) -> bool:
    """A part is not larger than its total."""
    p, w = part.figure.value, whole.figure.value
    return p is not None and w is not None and p <= w


def _is_level(a: Amount) -> bool:
    return a.figure.role in _LEVELS and a.sort not in ("percent", "points", "times", "steps")


def _attach(part: Amount, whole: Amount, list_id: str, closed: bool) -> None:
    f = part.figure
    stepped = f.list_id is not None and ".step" in f.list_id  # a list that is announced knows better
    if (f.parent_id is None or stepped) and part is not whole:
        f.parent_id, f.list_id, f.closed = whole.figure.figure_id, list_id, closed


# ---------------------------------------------------------------------------------------------------------------- parts


def fractions(c: Context) -> None:
    """ "109/112 xã": the first is part of the second."""
    for x, y in zip(c.amounts, c.amounts[1:], strict=False):
        if y.fraction_of is x and x.figure.role == "rank":
            x.figure.unit = lexicon().classes["rank_unit"].words[0]
        elif y.fraction_of is x:
            _attach(x, y, f"{y.figure.figure_id}.fraction", False)


def bracketed(c: Context) -> None:
    """Parts in brackets behind their total: "577 cơ quan (cấp tỉnh: 139, cấp huyện: 332, cấp xã: 106)"."""
    named: list[tuple[Amount, Amount]] = []  # "Postmart.vn (66.543 hộ) và Voso.vn (57.949 hộ)"
    for lo, hi in sorted(c.brackets):
        inside = [a for a in c.amounts if lo < a.at < hi and c.bracket(a) == (lo, hi) and _is_level(a)]
        hosts = [
            a
            for a in c.amounts
            if (a.right <= lo
            and a.sentence == c.amounts[0].sentence)
            or (a.right <= lo and inside and a.sentence == inside[0].sentence)
        ]
        hosts = [a for a in hosts if _is_level(a) and a.depth <= (inside[0].depth - 1 if inside else 0)]
        if inside and hosts and _EARLIER_IN.match(c.s.shape, lo, inside[0].left + 1):
            c.earlier[inside[0].figure.figure_id] = hosts[-1].figure.figure_id
            if inside[0].figure.unit is None:
                inherit_unit(inside[0], hosts[-1])
            continue
        if not inside or not hosts or _AGAINST.search(c.s.shape, max(c.first, lo - 8), lo + 1):
            continue
        near = hosts[-1]
        if (
            len(inside) == 1
            and near.right < lo - 1
            and inside[0].figure.unit == near.figure.unit
            and within(inside[0], near)
        ):
            named.append((inside[0], near))
            if inside[0].figure.value == near.figure.value:
                continue
        parts = [a for a in inside if within(a, near) and (same_kind(a, near) or not a.listed)]
        if (
            len(parts) < len(inside)
            and len(inside) > 1
            and counts(near)
            and all(counts(a) and within(a, near) for a in inside)
        ):
            if sum((a.figure.value or 0) for a in inside) == near.figure.value:
                parts = inside
        if (
            len(parts) == 1
            and (
                (near.figure.unit != parts[0].figure.unit
                and parts[0].figure.unit is not None)
                or parts[0].figure.value == near.figure.value
            )
            and len(inside) == 1
        ):
            continue
        loose = any(not a.listed and a.figure.unit != near.figure.unit for a in parts)
        for a in parts:
            _attach(a, near, f"{near.figure.figure_id}.bracket{lo}", True)
            if a.figure.unit is None or (loose and not same_kind(a, near)):
                inherit_unit(a, near)
    for a, whole in named:
        if sum(w is whole for _, w in named) > 1:
            a.figure.parent_id = None
            _attach(a, whole, f"{whole.figure.figure_id}.named", False)


# "9.215 kết quả (quý I là 7.830)": the bracket holds the same quantity of an earlier time.
_EARLIER_IN = shape(
    r"\( (?: <quarter|year|month> <d|y|W|w> | <same_period> <y>? ) (?: /<y> | <year> <y> )? (?:<copula>|:|,)? (?:<over|under|about>)? .$"
)


_TRIGGER = shape(r"(?P<open><among>) | (?P<closed><comprise>) (?! <word>* <target>)")
_COLON = shape(r": $")
_SEGMENT = shape(r"(?:,|;|<joint>|:|\.|<open|close|hyphen>)")
_BEGINS = shape(r"(?:,|;|<joint>|:|<among|comprise>|<copula>|<open|end>|<hyphen>) $")


def enumerated(c: Context, before: Amount | None) -> None:
    """Parts behind "trong đó", "gồm", "chia ra" or a colon, up to where the enumeration ends."""
    s, tags = c.s, c.s.shape
    triggers = [(m.start(), m.end(), m.lastgroup == "closed") for m in _TRIGGER.finditer(tags, c.first, c.last)]
    for i in range(c.first, c.last):
        if tags[i] == ":" and not any(hi in (i, i + 1) for _, hi, _ in triggers):
            triggers.append((i, i + 1, True))
    for lo, hi, closed in sorted(triggers):
        members = [a for a in c.amounts if a.at >= hi and a.depth == _depth(c, lo)]
        sentence = next((n for n in reversed(c.sentences) if n <= lo), c.first)
        members = [a for a in members if a.sentence == sentence]
        if not members:
            continue
        colon = tags[lo] == ":"
        hosts = _hosts(c, lo, sentence, before, colon)
        if not hosts:
            continue
        _enumerate(c, hosts, members, lo, hi, closed, colon)


def _depth(c: Context, i: int) -> int:
    return sum(lo < i < hi for lo, hi in c.brackets)


def _hosts(c: Context, lo: int, sentence: int, before: Amount | None, colon: bool) -> list[Amount]:
    """Totals that an enumeration at token lo may break down, nearest first."""
    depth = _depth(c, lo)
    same = [a for a in c.amounts if a.right <= lo and a.sentence == sentence and _is_level(a) and a.depth <= depth]
    if colon:
        return [
            a
            for a in reversed(same)
            if a.figure.parent_id is None and not any(t in c.s.shape[a.right : lo] for t in ",;")
        ]
    if same:
        return list(reversed(same))[:3]
    if lo - sentence > 2:
        return []
    earlier = [a for a in c.amounts if a.right <= lo and _is_level(a) and a.depth == 0 and a.figure.parent_id is None]
    earlier = [a for a in earlier if earlier and a.sentence == earlier[-1].sentence]
    return list(reversed(earlier)) or ([before] if before is not None else [])


def _enumerate(
    c: Context, hosts: Sequence[Amount], members: Sequence[Amount], lo: int, hi: int, closed: bool, colon: bool
) -> None:
    tags = c.s.shape
    found: list[tuple[Amount, Amount]] = []
    for n, a in enumerate(members):
        if not _is_level(a):
            if (
                a.figure.role == "share"
                and a.figure.base_id is None
                and a.figure.of_id is None
                and not found
                and n == 0
                and len(hosts) == 1
                and not _of_part(c, a)
            ):
                a.figure.base_id = hosts[0].figure.figure_id
            continue
        gap = tags[(members[n - 1].right if n else hi) : a.left]
        leads = not n or bool(_BEGINS.search(gap))
        whole = next((h for h in hosts if same_kind(a, h) and within(a, h)), None)
        if (
            whole is None
            and counts(a)
            and counts(hosts[0])
            and within(a, hosts[0])
            and leads
            and (not colon or _stands_before(c, hosts[0], lo))
        ):
            whole = hosts[0]
        elif (
            whole is not None
            and a.figure.unit is None
            and not a.listed
            and hosts[0].figure.scale != a.figure.scale
            and not counts(a)
        ):
            whole = None
        if whole is None:
            if ";" in gap and found:
                break
            continue
        found.append((a, whole))
    if (
        colon
        and len(found) < 2
        and not (found and found[0][0].figure.unit == found[0][1].figure.unit and len(members) == 1)
    ):
        found = [p for p in found if sum(q[1] is p[1] for q in found) > 1]
    for a, whole in found:
        _attach(a, whole, f"{whole.figure.figure_id}.list{lo}", closed)
        if a.figure.unit is None or (not a.listed and whole.listed and a.figure.unit != whole.figure.unit):
            inherit_unit(a, whole)


def _stands_before(c: Context, host: Amount, lo: int) -> bool:
    """Whether only the noun phrase of a total stands between it and the colon at token lo."""
    tags = lexicon().tags
    return lo - host.right <= 6 and not any(
        t in tags["copula"] + tags["joint"] + ",;" for t in c.s.shape[host.right : lo]
    )


def _of_part(c: Context, a: Amount) -> bool:
    return c.bracket(a) is not None


_CATEGORY = shape(r"<numbered|tier> <d>?")
_HAS = shape(
    r"(?:,|;|<close>) <joint>? (?: <copula> <word|fulfil>{0,4} | <anaphor> <word|fulfil|noun>{0,5} ) <copula>? <over|under|about>? $"
)


def stepwise(c: Context) -> None:
    """Parts that follow their total in the same sentence: by level or tier, "có 2 hệ thống …", received then resolved."""
    tags, lex = c.s.shape, lexicon()
    for k, a in enumerate(c.amounts):
        if not _is_level(a) or a.figure.parent_id is not None or a.depth:
            continue
        gap = tags[c.start(k) : a.left]
        fulfils = any(t in lex.tags["fulfil"] for t in gap + tags[a.right : a.right + 3])
        nearby = [
            b
            for b in c.amounts[:k]
            if b.sentence == a.sentence or (fulfils and k and c.amounts[k - 1].sentence == b.sentence)
        ]
        earlier = [
            b
            for b in nearby
            if _is_level(b)
            and b.depth == 0
            and a.figure.unit is not None
            and same_kind(a, b)
            and b.figure.unit is not None
        ]
        whole = next((b for b in reversed(earlier) if b.figure.parent_id is None and within(a, b)), None)
        if whole is None or whole.figure.value == a.figure.value or (k and _is_base(c, a)):
            continue
        within_total = s_key(c, whole.left - 1) in lex.sets["inside"]
        around = tags[c.start(c.amounts.index(whole)) : whole.left] + _phrase_after(tags, whole)
        category = bool(_CATEGORY.search(gap)) and not _CATEGORY.search(around)
        settled = fulfils and _received(c, whole)
        settled = settled or (
            any(t in lex.tags["fulfil"] for t in tags[a.right : a.right + 3])
            and any(t in lex.tags["receive"] for t in tags[whole.right : whole.right + 4])
        )
        if category or settled or within_total or _HAS.search(gap) or any(t in lex.tags["remainder"] for t in gap):
            _attach(a, whole, f"{whole.figure.figure_id}.step{'.settled' if settled else ''}", False)


def _received(c: Context, whole: Amount) -> bool:
    """Whether a total counts what was received, issued or inspected."""
    return any(t in lexicon().tags["receive"] for t in c.s.shape[whole.sentence : whole.left])


def _phrase_after(tags: str, a: Amount) -> str:
    """Tags behind an amount up to the next comma or stop, five at most."""
    return re.split("[,;.(]", tags[a.right : a.right + 5])[0]


def exceeding(c: Context) -> None:
    """More violators than inspected, more resolved than received: the wording links them, the numbers are for a check."""
    fulfil = lexicon().tags["fulfil"]
    for k, a in enumerate(c.amounts):
        if not k or not _is_level(a) or a.figure.parent_id is not None or a.depth or not counts(a):
            continue
        if not any(t in fulfil for t in c.s.shape[a.right : a.right + 3]):
            continue
        last = c.amounts[k - 1].sentence
        whole = next(
            (
                b
                for b in reversed(c.amounts[:k])
                if b.sentence == last and _is_level(b) and b.figure.parent_id is None and same_kind(a, b)
            ),
            None,
        )
        if whole is not None and not within(a, whole) and whole.figure.unit is not None and _received(c, whole):
            _attach(a, whole, f"{whole.figure.figure_id}.exceeds", False)


def s_key(c: Context, k: int) -> str:
    """The folded word of token k, empty before the block."""
    return c.s.keys[k] if k >= c.first else ""


def remainders(c: Context) -> None:
    """ "còn lại 6 ấp": the rest of the list before it, which is then complete."""
    tags, lex = c.s.shape, lexicon()
    for k, a in enumerate(c.amounts):
        gap = tags[c.start(k) : a.left]
        rest = any(t in lex.tags["remainder"] for t in gap) or (
            gap[:1] in (",", ";") and len(gap) == 2 and s_key(c, a.left - 1) in lex.sets["left_over"]
        )
        if k and rest and _is_level(a):
            sibling = next(
                (
                    b
                    for b in reversed(c.amounts[:k])
                    if b.figure.parent_id is not None and b.sentence == a.sentence and b.depth == a.depth
                ),
                None,
            )
            if sibling is None:
                continue
            f = a.figure
            f.parent_id, f.list_id = sibling.figure.parent_id, sibling.figure.list_id
            for b in c.amounts[: k + 1]:
                if b.figure.list_id == f.list_id:
                    b.figure.closed = True


def itemised(contexts: Sequence[tuple[Context, str, bool]]) -> None:
    """Items below a paragraph that ends in a colon: their amounts are parts of its last total in the same unit.

    Each context comes with its bullet and whether its block ends in a colon.
    """
    for n, (head, bullet, colon) in enumerate(contexts):
        if not colon:
            continue
        hosts = [a for a in head.amounts if _is_level(a) and a.depth == 0]
        if not hosts:
            continue
        items = _items(contexts[n + 1 :], bullet)
        for host in reversed(hosts):
            parts = []
            for c in items:
                first = next((a for a in c.amounts if _is_level(a)), None)
                if (
                    first is not None
                    and first.figure.parent_id is None
                    and within(first, host)
                    and (first.figure.unit == host.figure.unit or (first.figure.unit is None))
                ):
                    parts.append(first)
            if len(parts) > 1:
                for a in parts:
                    _attach(a, host, f"{host.figure.figure_id}.items", True)
                    if a.figure.unit is None:
                        inherit_unit(a, host)
                break


def _items(rest: Sequence[tuple[Context, str, bool]], bullet: str) -> list[Context]:
    items: list[Context] = []
    kind = rest[0][1] if rest else ""
    for c, b, _ in rest:
        if not b or b == bullet or b != kind:
            break
        items.append(c)
    return items


# ------------------------------------------------------------------------------------------- shares, changes, attainments

_SHARE_MARK = shape(r"<occupy|ratio>")
# "89,4% tổng doanh thu bưu chính, viễn thông (hơn 3,4 nghìn tỷ)"
_TOTAL_BEHIND = shape(
    r"<total|quantity|noun> (?: <word|noun|preposition|where>|,)* \( (?:<over|under|about|copula>)* .$"
)
_REACHES = shape(r", (?:<copula|equal>) (?:<over|under|about>)* $")
_NEW_TOPIC = shape(r"<ratio> (?:<word|noun|W|fulfil|preposition|located>){2,}")


def shares(c: Context) -> None:
    """ "77 xã, đạt tỷ lệ 83,7%", "109/112 xã (97,3%)": the part a share is of, and the total it is a share of."""
    for k, a in enumerate(c.amounts):
        f = a.figure
        if f.role != "share" or f.of_id is not None:
            continue
        part = _part_of_share(c, k)
        if part is None:
            continue
        f.of_id = part.figure.figure_id
        whole = part.fraction_of
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
            _attach(part, total, f"{total.figure.figure_id}.share", False)
        if whole is not None:  # the percentage stands behind "109/112 xã"
            f.of_id, f.base_id = whole.figure.figure_id, part.figure.figure_id


def _part_of_share(c: Context, k: int) -> Amount | None:
    a, tags = c.amounts[k], c.s.shape
    bracket = c.bracket(a)
    levels = [b for b in c.amounts[:k] if _is_level(b) and b.sentence == a.sentence]
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
    if any(b.figure.role not in _ABOUT for b in between):
        return None
    gap = tags[host.right : a.left]
    if any(t in lexicon().tags["among"] for t in gap):
        if a.figure.base_id is None and host.sort == "count":
            a.figure.base_id = host.figure.figure_id
        return None
    if ";" in gap or _NEW_TOPIC.search(gap) or not (_SHARE_MARK.search(gap) or _REACHES.search(gap)):
        return None
    return host


def disbursed(c: Context) -> None:
    """What was spent is measured by what was allocated before it in the paragraph: "được giao 18,4 tỷ …, giải ngân 6,9 tỷ, đạt 37,5%"."""
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


def share_totals(contexts: Sequence[tuple[Context, str, bool]]) -> None:
    """ "127 xã, đạt 97,7% tổng số xã": the total of that noun as it was printed before, as a denominator."""
    seen: list[Amount] = []
    for c, _, _ in contexts:
        for a in c.amounts:
            f = a.figure
            part = (
                next((b for b in c.amounts if b.figure.figure_id == f.of_id), None)
                if f.role == "share" and f.base_id is None
                else None
            )
            if part is not None and part.figure.parent_id is None and _WHOLE_NOUN.match(c.s.shape, a.right):
                total = next(
                    (b for b in reversed(seen) if b.fraction_of is not None and same_kind(part, b) and within(part, b)),
                    None,
                )
                if total is not None:
                    f.base_id = total.figure.figure_id
                    _attach(part, total, f"{total.figure.figure_id}.share", False)
            seen.append(a)


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


def from_to(c: Context) -> None:
    """ "từ 8.400 lên 9.150 hộ, tăng 8,9%": the earlier level, the later one, and the change between them."""
    tags, lex = c.s.shape, lexicon()
    for k, (a, b) in enumerate(zip(c.amounts, c.amounts[1:], strict=False)):
        if (
            a.sentence != b.sentence
            or "range" in a.figure.quality
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
            a.figure.inferred = (*a.figure.inferred, "period")


def comparisons(c: Context) -> None:
    """Changes, indices, attainments and gaps: the level they are about, and the printed one they were reckoned against."""
    for k, a in enumerate(c.amounts):
        f = a.figure
        if f.role not in _ABOUT or f.of_id is not None:
            continue
        if f.role == "gap" and any(t in lexicon().tags["difference"] for t in c.s.shape[c.start(k) : a.left]):
            pair = [
                b
                for b in c.amounts[:k]
                if b.figure.role in _MEASURED and b.sort in ("percent", a.sort) and b.sentence == a.sentence
            ][-2:]
            if len(pair) == 2:
                f.of_id, f.base_id = pair[0].figure.figure_id, pair[1].figure.figure_id
            continue
        again = next((b for b in reversed(c.amounts[:k]) if b.figure.role in _ABOUT and b.sentence == a.sentence), None)
        if again is not None and any(t in lexicon().tags["that_is"] for t in c.s.shape[c.start(k) : a.left]):
            f.of_id, f.base_id = again.figure.of_id, again.figure.base_id
            continue
        base = _base(c, k)
        measured = [
            b
            for b in c.amounts[:k]
            if b.figure.role in _MEASURED + ("rank",)
            and b.sentence == a.sentence
            and b is not base
            and not _is_base(c, b)
            and b.figure.figure_id not in c.earlier
        ]
        measured = (
            [b for b in measured if b.depth <= a.depth or c.bracket(b) == c.bracket(a)] or measured
            if base is None
            else measured
        )
        if f.role == "change" and a.sort == "steps":
            measured = [b for b in measured if b.figure.role == "rank"] or measured
        elif base is not None and f.role in ("change", "gap", "attainment", "index"):
            kin = [b for b in measured if b.figure.unit == base.figure.unit]
            measured = kin or measured
        elif a.sort not in ("percent", "times", "points"):
            measured = [b for b in measured if same_kind(a, b)]
        elif a.sort == "points":
            measured = [b for b in measured if b.sort == "percent"] or measured
        of = measured[-1] if measured else _next_level(c, k)
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


def _first_about(c: Context, k: int, earlier: int) -> bool:
    """Whether the k-th amount is the first change printed behind an earlier level."""
    at = next(i for i, b in enumerate(c.amounts) if b.figure.figure_id == earlier)
    return at < k and not any(b.figure.role in _ABOUT for b in c.amounts[at + 1 : k])


def _next_level(c: Context, k: int) -> Amount | None:
    """ "tăng 5%, đạt 76 tỷ": the level may come after its change."""
    a = c.amounts[k]
    for b in c.amounts[k + 1 : k + 3]:
        if b.sentence != a.sentence or ";" in c.s.shape[a.right : b.left]:
            return None
        gap = c.s.shape[a.right : b.left]
        if (
            b.figure.role in _LEVELS
            and any(t in lexicon().tags["copula"] + lexicon().tags["becomes"] for t in gap)
            and "," in gap
        ):
            return b
    return None


_AGAINST = shape(
    r"<compare|same_period|target|multiple> (?:<word|preposition|noun|same_period|year|year_part|head_of_year|copula|target|where|y|month|d|quarter|/>){0,6} [(]? (?:<copula|compare|:|target|rank|numbered>)* (?:<over|under|about>)* $"
)


def _base(c: Context, k: int) -> Amount | None:
    """The amount that stands right behind the comparison: "so với năm 2018 (1.402 tỷ đồng)"."""
    if k + 1 >= len(c.amounts):
        return None
    a, b = c.amounts[k], c.amounts[k + 1]
    if b.sentence != a.sentence or b.figure.role not in (*_MEASURED, "rank"):
        return None
    gap = c.s.shape[a.right : b.left]
    if ";" in gap or (")" in gap and "(" not in gap) or "," in gap.split("(")[0]:
        return None
    if b.sort in ("percent", "points") and a.figure.role == "attainment" and b.figure.role != "plan":
        return None
    return b if _AGAINST.search(gap) else None


def _is_base(c: Context, b: Amount) -> bool:
    """Whether an amount was itself printed to compare with."""
    k = c.amounts.index(b)
    return k > 0 and c.amounts[k - 1].figure.role in _ABOUT and _base(c, k - 1) is b


def planned_base(c: Context) -> None:
    """An attainment whose target is printed before it: "kế hoạch 1.600 tỷ, thực hiện 1.480 tỷ, đạt 92,5%"."""
    for k, a in enumerate(c.amounts):
        if (
            k
            and a.figure.role == "share"
            and c.amounts[k - 1].figure.role == "plan"
            and c.bracket(a)
            and c.bracket(a) == c.bracket(c.amounts[k - 1])
            and _REACHES.search(c.s.shape[c.amounts[k - 1].right : a.left])
        ):
            a.figure.role = "attainment"  # "41 cụm loa (kế hoạch 45 cụm loa, đạt 91%)"
            host = next((b for b in reversed(c.amounts[:k]) if b.depth < a.depth and _is_level(b)), None)
            a.figure.of_id = host.figure.figure_id if host else None
        if a.figure.role == "attainment" and a.figure.base_id is None:
            targets = [
                b
                for b in c.amounts
                if b.figure.role == "plan" and b.sentence == a.sentence and b.figure.figure_id != a.figure.of_id
            ]
            of = next((b for b in c.amounts if b.figure.figure_id == a.figure.of_id), None)
            targets = [b for b in targets if of is None or b.figure.unit == of.figure.unit]
            if targets and of is not None and of.figure.role != "plan":
                a.figure.base_id = min(targets, key=lambda b: abs(b.at - a.at)).figure.figure_id


def recalled(
    contexts: Sequence[tuple[Context, str, bool]], said: Sequence[tuple[Amount, str]], year: str | None
) -> None:
    """A change whose level stands elsewhere, in a table or an earlier paragraph, under the same words.

    `said`: each amount with the words before it. The longest end of them, three syllables or more, that also ends a
    subject decides: "bảng trên cho thấy băng rộng cố định tăng 18%" is about "thuê bao Internet băng rộng cố định".
    """
    levels = [a for c, _, _ in contexts for a in c.amounts if a.figure.role in _MEASURED and a.figure.subject]
    for a, words in said:
        f = a.figure
        if f.of_id is not None or (f.role not in _ABOUT and f.role != "share"):
            continue
        before = [
            b
            for b in levels
            if b.at < a.at
            and b.figure.role in ("level", "share")
            and b.sort not in ("percent", a.sort if f.role == "share" else "")
        ]
        found = _ending_alike(before, words)
        now = [
            b
            for b in found
            if b.figure.period == f.period or (b.figure.period or "")[:4] == (f.period or year or "")[:4]
        ]
        if not now:
            continue
        of = now[-1]
        f.of_id = of.figure.figure_id
        if f.role == "share":
            continue
        kin = [b for b in levels if b.figure.subject == of.figure.subject and b is not of and b.sort == of.sort]
        wanted = "plan" if f.role in ("gap", "attainment") else "level"
        kin = [
            b
            for b in kin
            if b.figure.role == wanted and (wanted == "plan" or (b.figure.period or "") < (of.figure.period or ""))
        ]
        if kin:
            f.base_id = kin[-1].figure.figure_id


def _ending_alike(levels: Sequence[Amount], words: str) -> list[Amount]:
    """The levels whose subject ends like a phrase, by the longest common ending of three syllables or more."""
    said = words.casefold().split()
    best, found = 2, []
    for b in levels:
        subject = (b.figure.subject or "").casefold().split()
        n = 0
        while n < min(len(said), len(subject)) and said[-1 - n] == subject[-1 - n]:
            n += 1
        if n > best:
            best, found = n, [b]
        elif n == best > 2:
            found.append(b)
    return found


def all_links(contexts: Sequence[tuple[Context, str, bool]]) -> None:
    """Fill every link of a text, block by block, in an order in which each step may use those before it."""
    before: Amount | None = None
    for c, _, _ in contexts:
        if not c.amounts or c.amounts[0].row:
            continue
        fractions(c)
        bracketed(c)
        stepwise(c)
        enumerated(c, before)
        remainders(c)
        exceeding(c)
        from_to(c)
        comparisons(c)
        planned_base(c)
        roots = [a for a in c.amounts if _is_level(a) and a.figure.parent_id is None and a.depth == 0]
        before = roots[-1] if roots else before
    itemised(contexts)
    for c, _, _ in contexts:
        if c.amounts and not c.amounts[0].row:
            shares(c)
            disbursed(c)
    share_totals(contexts)


def amounts_of(contexts: Sequence[tuple[Context, str, bool]]) -> Iterator[Amount]:
    """All amounts in the order of the text."""
    for c, _, _ in contexts:
        yield from c.amounts
