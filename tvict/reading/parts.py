"""What is part of what: fractions, brackets behind a total, enumerations, remainders, items of a list."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tvict.reading.amounts import Amount, inherit_unit
from tvict.reading.comparisons import AGAINST, is_base
from tvict.reading.lexicon import lexicon, shape, syllables, tags_of
from tvict.reading.structure import Context, attach, counts, is_level, key_at, same_kind, within


def fractions(c: Context) -> None:
    """Of "109/112 xã" the first is part of the second."""
    for x, y in zip(c.amounts, c.amounts[1:], strict=False):
        if y.fraction_of is x and x.figure.role == "rank":
            x.figure.unit = lexicon().classes["rank_unit"].words[0]
        elif y.fraction_of is x:
            attach(x, y, f"{y.figure.figure_id}.fraction", False)


# "9.215 kết quả (quý I là 7.830)": the bracket holds the same quantity of an earlier time.
_EARLIER_IN = shape(
    r"""\( (?: <quarter|year|month> <d|y|W|w> | <same_period> <y>? ) (?: /<y> | <year> <y> )?
        (?:<copula>|:|,)? <over|under|about>? .$"""
)


def bracketed(c: Context) -> None:
    """Parts in brackets behind their total: "577 cơ quan (cấp tỉnh: 139, cấp huyện: 332, cấp xã: 106)"."""
    named: list[tuple[Amount, Amount]] = []  # "Postmart.vn (66.543 hộ) và Voso.vn (57.949 hộ)"
    for lo, hi in sorted(c.brackets):
        inside = [a for a in c.amounts if lo < a.at < hi and c.bracket(a) == (lo, hi)]
        inside = [a for a in inside if is_level(a) and a.fraction_of is None]
        if not inside:
            continue
        nested = next((i for i in range(inside[0].right, hi) if c.s.shape[i] in tags_of("among")), hi)
        inside = [a for a in inside if a.at < nested]  # "(2.332 cá nhân, trong đó có 412 …)": parts of a part
        sentences = c.amounts[0].sentence, inside[0].sentence
        hosts = [a for a in c.amounts if a.right <= lo and a.sentence in sentences]
        hosts = [a for a in hosts if is_level(a) and a.depth < inside[0].depth]
        if hosts and _EARLIER_IN.match(c.s.shape, lo, inside[0].left + 1):
            c.earlier[inside[0].figure.figure_id] = hosts[-1].figure.figure_id
            if inside[0].figure.unit is None:
                inherit_unit(inside[0], hosts[-1])
            continue
        if not hosts or AGAINST.search(c.s.shape, max(c.first, lo - 8), lo + 1):
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
        if len(parts) < len(inside) > 1 and counts(near) and all(counts(a) and within(a, near) for a in inside):
            total = sum((a.figure.value or 0) for a in inside)
            parts = inside if total == near.figure.value else parts
        if (
            len(parts) == 1
            and (
                (near.figure.unit != parts[0].figure.unit and parts[0].figure.unit is not None)
                or parts[0].figure.value == near.figure.value
            )
            and len(inside) == 1
        ):
            continue
        loose = any(not a.listed and a.figure.unit != near.figure.unit for a in parts)
        for a in parts:
            attach(a, near, f"{near.figure.figure_id}.bracket{lo}", True)
            if a.figure.unit is None or (loose and not same_kind(a, near)):
                inherit_unit(a, near)
    for a, whole in named:
        if sum(w is whole for _, w in named) > 1:
            a.figure.parent_id = None
            attach(a, whole, f"{whole.figure.figure_id}.named", False)


_TRIGGER = shape(r"(?P<open><among>) | (?P<closed><comprise>) (?! <word>* <target>)")
_COLON = re.compile(":")
_BEGINS = shape(r"(?:,|;|<joint>|:|<among|comprise>|<copula>|<open|end>|<hyphen>) $")


def enumerated(c: Context, before: Amount | None) -> None:
    """Link the parts behind "trong đó", "gồm", "chia ra" or a colon, up to where the enumeration ends."""
    tags = c.s.shape
    triggers = [(m.start(), m.end(), m.lastgroup == "closed") for m in _TRIGGER.finditer(tags, c.first, c.last)]
    for m in _COLON.finditer(tags, c.first, c.last):
        if not any(hi in m.span() for _, hi, _ in triggers):
            triggers.append((*m.span(), True))
    for lo, hi, closed in sorted(triggers):
        depth = _depth(c, lo)
        members = [a for a in c.amounts if a.at >= hi and a.depth == depth and a.fraction_of is None]
        sentence = next((n for n in reversed(c.sentences) if n <= lo), c.first)
        members = [a for a in members if a.sentence == sentence and not _of_year_before(c, a)]
        inner = next((n for n, _, shut in sorted(triggers) if n > lo and not shut), c.last)
        members = [a for a in members if a.at < inner or ";" in tags[inner : a.at]]
        if not members:
            continue
        colon = tags[lo] == ":"
        hosts = _hosts(c, lo, sentence, before, colon)
        if not hosts:
            continue
        _enumerate(c, hosts, members, lo, hi, closed, colon)


def _of_year_before(c: Context, a: Amount) -> bool:
    """Whether an amount in brackets is the level of an earlier year: "4.120 tỷ đồng (năm 2022: 1.790 tỷ đồng)"."""
    host = c.amount(c.earlier.get(a.figure.figure_id))
    return host is not None and (a.figure.period or "")[:4] < (host.figure.period or "")[:4]


def _depth(c: Context, i: int) -> int:
    return sum(lo < i < hi for lo, hi in c.brackets)


def _hosts(c: Context, lo: int, sentence: int, before: Amount | None, colon: bool) -> list[Amount]:
    """Totals that an enumeration at token lo may break down, nearest first."""
    depth = _depth(c, lo)
    same = [a for a in c.amounts if a.right <= lo and a.sentence == sentence and is_level(a) and a.depth <= depth]
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
    earlier = [a for a in c.amounts if a.right <= lo and is_level(a) and a.depth == 0 and a.figure.parent_id is None]
    earlier = [a for a in earlier if earlier and a.sentence == earlier[-1].sentence]
    return list(reversed(earlier)) or ([before] if before is not None else [])


def _enumerate(
    c: Context, hosts: Sequence[Amount], members: Sequence[Amount], lo: int, hi: int, closed: bool, colon: bool
) -> None:
    tags = c.s.shape
    found: list[tuple[Amount, Amount]] = []
    joined = False
    for n, a in enumerate(members):
        if not is_level(a):
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
        if ";" in gap and joined:
            break  # "gồm 3 xã và 2 phường; thu hồi …": the last member is named
        joined = joined or (n > 0 and gap != "" and c.s.keys[a.left - 1] in lexicon().sets["and"])
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
        attach(a, whole, f"{whole.figure.figure_id}.list{lo}", closed)
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


_FULFIL, _RECEIVE, _REMAINDER = shape("<fulfil>"), shape("<receive>"), shape("<remainder>")
_CATEGORY = shape(r"<numbered|tier> <d>?")
_HAS = shape(
    r"""(?:,|;|<close>) <joint>? (?: <copula> <word|fulfil>{0,4} | <anaphor> <word|fulfil|noun>{0,5} )
        <copula>? <over|under|about>? $"""
)


def stepwise(c: Context) -> None:
    """Parts behind their total in a sentence: by level or tier, "có 2 hệ thống …", received then resolved."""
    tags, lex = c.s.shape, lexicon()
    for k, a in enumerate(c.amounts):
        if not is_level(a) or a.figure.unit is None or a.figure.parent_id is not None or a.depth:
            continue
        gap = tags[c.start(k) : a.left]
        fulfils = bool(_FULFIL.search(gap + tags[a.right : a.right + 3]))
        nearby = [
            b
            for b in c.amounts[:k]
            if b.sentence == a.sentence or (fulfils and k and c.amounts[k - 1].sentence == b.sentence)
        ]
        earlier = [b for b in nearby if b.depth == 0 and b.figure.unit is not None and b.figure.parent_id is None]
        whole = next((b for b in reversed(earlier) if is_level(b) and within(a, b) and same_kind(a, b)), None)
        if whole is None or whole.figure.value == a.figure.value or (k and is_base(c, a)):
            continue
        within_total = key_at(c, whole.left - 1) in lex.sets["inside"]
        around = tags[c.start(c.amounts.index(whole)) : whole.left] + _phrase_after(tags, whole)
        category = bool(_CATEGORY.search(gap)) and not _CATEGORY.search(around)
        settled = fulfils and _received(c, whole)
        settled = settled or (
            _FULFIL.search(tags, a.right, a.right + 3) is not None
            and _RECEIVE.search(tags, whole.right, whole.right + 4) is not None
        )
        if category or settled or within_total or _HAS.search(gap):
            attach(a, whole, f"{whole.figure.figure_id}.step{'.settled' if settled else ''}", False)


def _received(c: Context, whole: Amount) -> bool:
    """Whether a total counts what was received, issued or inspected."""
    return _RECEIVE.search(c.s.shape, whole.sentence, whole.left) is not None


def _phrase_after(tags: str, a: Amount) -> str:
    """Tags behind an amount up to the next comma or stop, five at most."""
    return re.split("[,;.(]", tags[a.right : a.right + 5])[0]


def _inspected(a: Amount) -> bool:
    """Whether an amount counts those who are inspected, by whatever noun."""
    return " ".join(syllables(a.figure.unit or "")).startswith(tuple(lexicon().sets["inspected"]))


def at_fault(c: Context) -> None:
    """Those at fault are part of those inspected, the sanctioned of those at fault: "16 điểm, xử phạt 3 đại lý"."""
    lex = lexicon()
    receive = lex.tags["receive"]
    hosts: list[Amount] = []
    for k, a in enumerate(c.amounts):
        if not is_level(a) or not _inspected(a):
            continue
        behind = a.right + min(2, len(_phrase_after(c.s.shape, a)))
        said = " ".join(["", *c.s.keys[c.start(k) : a.left], *c.s.keys[a.right : behind], ""])
        sanctioned, fault = (any(f" {w} " in said for w in lex.sets[n]) for n in ("sanctioned", "at_fault"))
        if (sanctioned or fault) and hosts and within(a, hosts[-1]):
            attach(a, hosts[-1], f"{hosts[-1].figure.figure_id}.fault", False)
        if not sanctioned and (fault or any(t in receive for t in c.s.shape[c.start(k) : a.left])):
            hosts.append(a)


def restated(c: Context) -> None:
    """Flag one quantity said twice, never to be summed: "120 ha, tương ứng với 1,2 km²", "92% hồ sơ, tương đương …"."""
    restates = lexicon().sets["restates"]
    for before, a in zip(c.amounts, c.amounts[1:], strict=False):
        if a.sentence != before.sentence or not is_level(a) or key_at(c, a.left - 1) not in restates:
            continue
        if before.figure.role == "share" and before.figure.of_id is None:
            before.figure.of_id = a.figure.figure_id
        elif is_level(before):
            a.figure.quality = (*a.figure.quality, "restated")


def exceeding(c: Context) -> None:
    """More violators than inspected, more resolved than received: linked by the wording, for a check to tell."""
    fulfil = lexicon().tags["fulfil"]
    for k, a in enumerate(c.amounts):
        if not k or not is_level(a) or a.figure.parent_id is not None or a.depth or not counts(a):
            continue
        if not any(t in fulfil for t in c.s.shape[a.right : a.right + 3]):
            continue
        last = c.amounts[k - 1].sentence
        whole = next(
            (
                b
                for b in reversed(c.amounts[:k])
                if b.sentence == last and is_level(b) and b.figure.parent_id is None and same_kind(a, b)
            ),
            None,
        )
        if whole is not None and not within(a, whole) and whole.figure.unit is not None and _received(c, whole):
            attach(a, whole, f"{whole.figure.figure_id}.exceeds", False)


def remainders(c: Context) -> None:
    """Put "còn lại 6 ấp" to the list before it, which is then complete."""
    tags, lex = c.s.shape, lexicon()
    for k, a in enumerate(c.amounts):
        gap = tags[c.start(k) : a.left]
        behind = tags[a.right] in lex.tags["remainder"]  # "117/125 xã …; 8 xã còn lại"
        said = behind or _REMAINDER.search(gap) is not None
        rest = said or (gap[:1] in (",", ";") and len(gap) == 2 and key_at(c, a.left - 1) in lex.sets["left_over"])
        if k and rest and is_level(a):
            sibling = next(
                (
                    b
                    for b in reversed(c.amounts[:k])
                    if b.figure.parent_id is not None and b.sentence == a.sentence and b.depth == a.depth
                    if not behind or same_kind(a, b)
                ),
                None,
            )
            sibling = sibling or (_announced(c, k) if said else None)
            if sibling is None:
                continue
            f = a.figure
            f.parent_id, f.list_id = sibling.figure.parent_id, sibling.figure.list_id
            for b in c.amounts[: k + 1]:
                if b.figure.list_id == f.list_id:
                    b.figure.closed = True


def _announced(c: Context, k: int) -> Amount | None:
    """The part before the remainder that the k-th amount is, where a comma alone parts it from its total."""
    alike = [b for b in c.amounts[:k] if is_level(b) and same_kind(b, c.amounts[k]) and b.figure.unit is not None]
    alike = [b for b in alike if b.sentence == c.amounts[k].sentence and b.depth == c.amounts[k].depth]
    if alike and (len(alike) == 1 or not within(alike[-1], alike[0])):
        attach(c.amounts[k], alike[-1], f"{alike[-1].figure.figure_id}.rest", False)
    if len(alike) < 2 or not within(alike[-1], alike[0]):
        return None
    for b in alike[1:]:
        attach(b, alike[0], f"{alike[0].figure.figure_id}.rest", True)
    return alike[-1] if alike[-1].figure.parent_id is not None else None


def itemised(contexts: Sequence[Context]) -> None:
    """Items below a paragraph that ends in a colon: their amounts are parts of its totals.

    The first amounts of the items belong to the last total in their unit; further ones, such as the fines of each field
    behind what was inspected there, to a total in theirs, if all of them do not exceed it.
    """
    for n, head in enumerate(contexts):
        if not head.colon:
            continue
        items = _items(contexts[n + 1 :], head.bullet)
        hosts = [a for a in reversed(head.amounts) if is_level(a) and a.depth == 0]
        for first, host in [(True, h) for h in hosts] + [(False, h) for h in hosts]:
            parts = [a for a in (_item_part(c, host, first) for c in items) if a is not None]
            if first and len(parts) < 2 and host is hosts[0] and _announced_items(head):
                firsts = [next((a for a in c.amounts if is_level(a)), None) for c in items]
                parts = [
                    a
                    for a in firsts
                    if a is not None and a.figure.parent_id is None and counts(a) and counts(host) and within(a, host)
                ]
                parts = parts if len(parts) == len(items) else []
            if len(parts) < 2 or (not first and not _fit(parts, host)):
                continue
            for a in parts:
                attach(a, host, f"{host.figure.figure_id}.items", len(parts) == len(items))
                if a.figure.unit is None:
                    inherit_unit(a, host)


def _announced_items(head: Context) -> bool:
    """Whether the words before the last colon announce parts: "trong đó:", "gồm:"."""
    tags = head.s.shape[max(head.first, head.last - 4) : head.last]
    return any(t in tags_of("among", "comprise") for t in tags)


def _item_part(c: Context, host: Amount, first: bool) -> Amount | None:
    """The amount of an item that is part of a total: its first one, or any in the unit of the total."""
    levels = [a for a in c.amounts if is_level(a)]
    units = (host.figure.unit, None) if first else (host.figure.unit,)
    free = [a for a in (levels[:1] if first else levels) if a.figure.parent_id is None and within(a, host)]
    return next((a for a in free if a.figure.unit in units or (first and _inspected(a) and _inspected(host))), None)


def _fit(parts: Sequence[Amount], whole: Amount) -> bool:
    """Whether parts together are no more than a total, but for a misprint."""
    most = whole.figure.value
    return most is not None and sum(a.figure.value or 0 for a in parts) * 20 <= most * 21


def totalled(contexts: Sequence[Context]) -> None:
    """Items above a line that begins with a total: "- Bưu chính: 14 hồ sơ … Tổng cộng: 225 hồ sơ"."""
    total = lexicon().tags["total"]
    for n, foot in enumerate(contexts):
        whole = next((a for a in foot.amounts if is_level(a)), None)
        if whole is None or foot.bullet or foot.s.shape[foot.first] not in total:
            continue
        run = n
        while run and contexts[run - 1].bullet and contexts[run - 1].bullet == contexts[n - 1].bullet:
            run -= 1
        firsts = [next((a for a in c.amounts if is_level(a)), None) for c in contexts[run:n]]
        parts = [a for a in firsts if a is not None and same_kind(a, whole) and within(a, whole)]
        if len(parts) > 1:
            for a in parts:
                a.figure.parent_id = None
                attach(a, whole, f"{whole.figure.figure_id}.items", len(parts) == len(firsts))


def _items(rest: Sequence[Context], bullet: str) -> list[Context]:
    """The items that follow directly, all of one mark and of another than the head's."""
    kind = rest[0].bullet if rest else ""
    items: list[Context] = []
    for c in rest:
        if not c.bullet or c.bullet == bullet or c.bullet != kind:
            break
        items.append(c)
    return items
