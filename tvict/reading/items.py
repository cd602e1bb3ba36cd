"""Rules of items: paragraphs below one that announces them, or above the line that tells their total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, tags_of
from tvict.reading.lists import names_facet, of_unit, one_unit, unprinted
from tvict.reading.members import OF_SOME
from tvict.reading.proposals import Spots, at, link, named_in, syllables_of
from tvict.reading.settle import Link
from tvict.reading.spots import speaks
from tvict.reading.stages import inspected, stage
from tvict.reading.structure import (
    BRACKET,
    Context,
    Line,
    Spot,
    counts,
    half,
    is_level,
    is_own_level,
    likeness,
    opposed,
    same_kind,
)

_ANNOUNCES = shape(r"<among|comprise>{1,2} :")
_NOUN_ENDS = shape(r"<word|noun|W>{0,3} : ¶?")
_TOTAL_LINE = shape(r"<total> <!amt>* : <about|over|under>* (?:<lvl>) [.;]?")
_LABELLED = shape(r"<!amt|;>* : <over|under|about|copula|estimate>* <lvl> [.]?")
OUTER, INNER = "-–—", "+"
"""Marks of items, and the mark that stands below them."""


def items(contexts: Sequence[Context]) -> Iterator[Link]:
    """Items below a paragraph that ends in a colon: their amounts are parts of its totals.

    The first amount of an item may leave its unit out; of several totals in one unit the words tell which is meant.
    """
    for n, head in enumerate(contexts):
        told = _told_above(contexts, n) if n and _only_announces(head) else head
        opens = head.colon or _is_line(head, _TOTAL_LINE)
        bare = head.bullet or _is_line(head, _LABELLED) or head.s.shape[head.first] in tags_of("total")
        below = (_numbered(contexts, n) or _below(contexts, n)) if told.lines and (opens or bare) else []
        beside = [] if below or head.colon or not opens else _beside(contexts, n)
        below = below or beside
        if len(below) < 2 or not (opens or _holds_items(head, below)) or _announces_others(head):
            continue
        above = [told.where[a.figure.figure_id] for a in reversed(_own_levels(told))]
        within = [h for h in above if _is_within(*h, head)]
        namely = head.s.keys[head.sentences[-1]] in lexicon().sets["namely"]  # "…, trong đó mới 40 đơn. Cụ thể: …"
        hosts = within if namely and within else [h for h in above if h not in within]
        spots = [[c.where[a.figure.figure_id] for a in _own_levels(c)] for c in below]
        opening = {found[0] for found in spots if found}
        tags, words = head.s.shape[head.sentences[-1] : head.last], head.s.keys[head.sentences[-1] : head.last]
        pairs, each = _pairs(hosts, spots, has(tags, "among", "comprise"))
        each |= bool(head.bullet) and head.colon and sum(bool(c.amounts) for c in below) == 1  # "…; chiều không có tàu"
        several = not opens and len(hosts) > 1  # "- 8 xã thuộc 3 huyện; + 5 xã thuộc 2 huyện …": of one district both
        # "các xã dẫn đầu:", "chia theo một số cây trồng chính:", "các sai phạm chủ yếu:"
        some = has(tags, "leading") or any(speaks_of(" ".join(words), name) for name in ("some", "chiefly"))
        rule, scope = "part.several" if several else "part.items", "list" if hosts == above else "default"
        for h, parts in pairs.items():
            host = at(*hosts[h])
            whole = not (some or beside) and not any(_tells_another(found, host) for found in spots)
            whole = whole and len(parts) == len(below) and hosts == above
            # what stands behind them is another breakdown: not behind halves of some totals alone
            all_of_it = len(parts) > 3 and opposed(*parts[:2]) and half(*parts[0]) < OF_SOME
            for k, spot in enumerate(parts if len(parts) > 1 or (each and one_unit(at(*parts[0]), host)) else ()):
                a, first, again = at(*spot), spot in opening, all_of_it and k > 1
                token, loose = at(*parts[2]).at if again else head.last, first and unprinted(spot[0], a, host)
                more = {"scope": scope, "list": token, "closed": whole and not again, "loose": loose}
                yield link("parent", a, host, rule, 6 if first else 4, **more)


def _announces_others(head: Context) -> bool:
    """Whether a sentence without an amount says that there is something else: "Cảng cách tỉnh 15 km. Có ranh giới:"."""
    lo = head.sentences[-1]
    tags = head.s.shape[lo : head.last]
    return has(tags[:1], "copula") and not has(tags, "among", "comprise") and not head.amounts_in(lo, head.last)


def _pairs(hosts: Spots, spots: Sequence[Spots], among: bool) -> tuple[dict[int, list[Spot]], bool]:
    """The amounts of items that are part of each total, and whether each item is of one of its own: "9 vụ làm 12 người
    chết, trong đó:", a line of each. `among` says that words announce them.
    """
    firsts = [found[0] for found in spots if found]
    pairs: dict[int, list[Spot]] = {}
    for found in spots:
        for m, h in _item_hosts(found, hosts):
            pairs.setdefault(h, []).append(found[m])
    announced = among and bool(hosts)
    each = announced and len(pairs) == len(spots)
    announced = announced and not each and (len(hosts) == 1 or not any(len(parts) > 1 for parts in pairs.values()))
    if announced and len(firsts) == len(spots) and all(counts(at(*s)) for s in (hosts[0], *firsts)):
        return {0: firsts}, each
    if among and len(hosts) > 1 and all(len(found) == len(hosts) for found in spots):
        return {h: [found[len(hosts) - 1 - h] for found in spots] for h in range(len(hosts))}, each
    return pairs, each


def _tells_another(item: Spots, host: Amount) -> bool:
    """Whether an item goes on with a sentence that counts one more part: "- Lạc: 38 ha. Rau 35 ha"."""
    here = [(line, n) for line, n in item if line.outer is None and not n and one_unit(at(line, n), host)]
    return any(not has(line.text[: line.places[n] + 1], "among", "copula", "up", "down") for line, n in here[1:])


def _own_levels(c: Context) -> list[Amount]:
    """The levels of an item outside its brackets; if it has no amount there, those in them: "Bò (90 con, 4 trại)". A
    row of a table that lost its columns has none that can be told apart.
    """
    outside = [a for a in c.amounts if a.depth == 0]
    return [a for a in outside or c.amounts if is_own_level(a)] if c.lines else []


def _is_within(line: Line, n: int, head: Context) -> bool:
    """Whether an amount is told within another, and the items are announced apart: "60 đơn, trong đó mới 40 đơn. Theo
    loại đơn: …". They are of all 60, or of those 40.
    """
    begin = next((i for i, t in enumerate(line.text[: line.places[n]]) if has(t, "among")), 0)
    return begin > line.places[0] and line.at[0] < head.sentences[-1]


def _holds_items(head: Context, below: Sequence[Context]) -> bool:
    """Whether the items below one all count, under a mark of their own, what its only level counts: "- 480 xã; + …"; or
    each of its nouns: "- 8 xã thuộc 3 huyện; + 5 xã thuộc 2 huyện …".
    """
    first, *others = ([a for a in c.amounts if is_own_level(a) and a.depth == 0] for c in (head, *below))
    labels = head.bullet in OUTER and below[0].bullet == INNER  # "+ Số mới: 9."
    labels = labels and all(_is_line(c, _LABELLED) for c in (head, *below))
    if not below[0].bullet or (head.bullet == INNER and below[0].bullet in OUTER):  # of what the head is an item of
        return False
    if len(first) == 1:
        return all(found and (one_unit(found[0], first[0]) or (labels and not found[0].sort)) for found in others)
    nouns = {a.figure.unit for a in first}
    each = len(nouns) == len(first) and head.bullet and below[0].bullet == INNER and all(len(f) > 1 for f in others)
    return bool(each) and all(of_unit(a, whole) for found in others for a, whole in zip(found, first, strict=False))


def _only_announces(c: Context) -> bool:
    """Whether a line says only that parts of what stands above follow, or by what: "Trong đó:", "Phân loại:", "Phân bổ
    theo 3 điểm trường:".
    """
    by_places = len(c.amounts) == 1 and c.s.keys[c.amounts[0].left - 1] in lexicon().sets["according"]
    if c.colon and by_places:
        return _NOUN_ENDS.fullmatch(c.s.shape, c.amounts[0].right, c.last) is not None
    if not c.colon or c.amounts:
        return False
    sets, label = lexicon().sets, " ".join(c.s.keys[c.first : c.last - 1])
    namely = any(label.removesuffix(f" {end}") in sets["namely"] for end in sets["as_follows"])
    return namely or names_facet(label) or _ANNOUNCES.fullmatch(c.s.shape, c.first, c.last) is not None


def _told_above(contexts: Sequence[Context], n: int) -> Context:
    """The nearest paragraph above a line that counts and is no item below one of its mark, of its section or the one
    before it.
    """
    head, near = contexts[n], contexts[n].path.rpartition(".")[0]
    for c in reversed(contexts[:n]):
        if not c.path.startswith(near):
            break
        if c.bullet in ("", head.bullet) and any(map(is_own_level, c.amounts)):
            return c
    return contexts[n - 1]


def _item_hosts(found: Sequence[Spot], hosts: Sequence[Spot]) -> Iterator[tuple[int, int]]:
    """The amounts of one item with the totals they are part of, by number; one amount for each total.

    Words decide between totals: "thực hiện 9 cuộc, kết luận 4 cuộc" are parts of "triển khai 30, kết luận 25 cuộc".
    """
    alike = [[likeness(spot, host) for host in hosts] if len(hosts) > 1 else [0] for spot in found]
    behind = [max(column) for column in zip(*alike, strict=True)]  # how well an amount of the item names each total
    taken: set[int] = set()
    for m, spot in enumerate(found):
        fit = [h for h, host in enumerate(hosts) if _item(spot, host, not m)]
        if fit:
            plain = [not _named_behind(*host) - syllables_of(*spot) for host in hosts]  # not "25 học sinh | khuyết tật"
            best = max(
                fit,
                key=lambda h: (
                    stage(*spot) == stage(*hosts[h]),
                    alike[m][h] == behind[h],
                    alike[m][h],
                    plain[h],
                    -h,
                ),
            )
            if best not in taken:
                taken.add(best)
                yield m, best


def _named_behind(line: Line, n: int) -> set[str]:
    """The syllables of the words behind an amount and its unit, up to the next pause."""
    lo = line.places[n] + 1
    return named_in(line, lo, lo + len(line.clause(n).partition(BRACKET)[0]))


def _is_line(c: Context, form: re.Pattern[str]) -> bool:
    """Whether a paragraph is one line of a form with one amount."""
    return len(c.lines) == 1 and len(c.amounts) == 1 and form.fullmatch(c.lines[0].text) is not None


def _below(contexts: Sequence[Context], n: int) -> list[Context]:
    """The items that follow a head directly, all of one mark and of another than its own, or of one first word; those
    that it announces may be but labelled: "…, trong đó:", "Trung cấp: 35 người", "Đại học: 106 người".

    Those of its own mark are items as far as semicolons join them. What stands below an item under a mark of its own is
    of that item, whether it counts or not: behind a colon any mark, else one that always stands below.
    """
    head, found = contexts[n], list[Context]()
    labelled = head.colon and has(head.s.shape[head.sentences[-1] : head.last], "among", "comprise")
    for c in islice(contexts, n + 1, None):
        first = contexts[n + 1]
        other = c.bullet and first.bullet and c.bullet not in (first.bullet, head.bullet)
        if other and found and (found[-1].colon or (first.bullet in OUTER and c.bullet in INNER)):
            continue
        if head.colon and c.bullet and c.bullet == first.bullet == head.bullet:
            found.append(c)
            if c.s.shape[c.last - 1] == ";":
                continue
            break
        alike = c.s.keys[c.first] == first.s.keys[first.first] or (labelled and _is_line(c, _LABELLED))
        if c.bullet != first.bullet or (c.bullet == head.bullet if c.bullet else not alike):
            break
        found.append(c)
    return found


def _beside(contexts: Sequence[Context], n: int) -> list[Context]:
    """The lines behind a total under its own mark that only say of whom its unit counts: "- Tổng số giường: 65 giường",
    "- Trung tâm y tế: 50 giường", "- Trạm y tế: 15 giường".
    """
    head, found = contexts[n], list[Context]()
    for c in islice(contexts, n + 1, None):
        label = c.s.shape[c.first : c.last].partition(":")[0]
        counted = has(label, "total", "ratio", "/") or c.s.keys[c.first] in lexicon().sets["number_word"]
        if (
            c.bullet != head.bullet
            or counted
            or not _is_line(c, _LABELLED)
            or not one_unit(c.amounts[0], head.amounts[0])
        ):
            break
        found.append(c)
    return found


def _numbered(contexts: Sequence[Context], n: int) -> list[Context]:
    """The numbered paragraphs directly below a head that ends in a colon; what stands below each is of that one."""
    head, found = contexts[n], dict[str, Context]()
    within = f"{head.path}." if head.path else ""
    for c in islice(contexts, n + 1, None) if head.colon else ():
        number = c.path.removeprefix(within).partition(".")[0]
        first = next(iter(found), number)
        if c.path == head.path or not c.path.startswith(within) or first.isdigit() != number.isdigit():
            break
        if not found and (c.bullet or c.path != within + number):
            break
        found.setdefault(number, c)
    return [*found.values()]


def _item(spot: Spot, total: Spot, first: bool) -> bool:
    """Whether an amount of an item counts what a total counts: its first one may leave the unit out."""
    a, host = at(*spot), at(*total)
    if speaks(spot, "stock") and speaks(total, "flow") and not speaks(total, "stock"):
        return False  # "đã xuống giống 294,9 nghìn ha" is no part of "đã thu hoạch 3.578,2 nghìn ha"
    if not first:
        return one_unit(a, host)
    # "vụ" of "vụ tai nạn lao động"
    alike = of_unit(a, host) if a.figure.unit is not None else same_kind(a, host)
    return alike or unprinted(spot[0], a, host) or (inspected(a) and inspected(host))


def totals(contexts: Sequence[Context]) -> Iterator[Link]:
    """Items above a line that begins with a total: "- Bưu chính: 14 hồ sơ … Tổng cộng: 225 hồ sơ"."""
    for n, foot in enumerate(contexts):
        whole = next((a for a in foot.amounts if is_level(a)), None)
        if whole is None or foot.bullet or whole.row or foot.s.shape[foot.first] not in tags_of("total"):
            continue
        run = n
        while run and contexts[run - 1].bullet and contexts[run - 1].bullet == contexts[n - 1].bullet:
            run -= 1
        if run and _is_line(contexts[run - 1], _TOTAL_LINE):
            continue  # of the total above them
        befell = (lexicon().sets["got"] | lexicon().sets["undergoes"]) & set(foot.s.keys[foot.first : whole.left])
        if befell - set(foot.s.keys[contexts[run].first : contexts[n - 1].last]):
            continue  # "+ Ca mắc: 40 … + Ca nặng: 12 … Tổng số ca được điều trị khỏi: 36"
        firsts = [next((a for a in c.amounts if is_level(a)), None) for c in contexts[run:n]]
        parts = [a for a in firsts if a is not None and same_kind(a, whole)]
        more = {"scope": "list", "list": whole.at, "closed": len(parts) == len(firsts)}
        for a in parts if len(parts) > 1 else ():
            yield link("parent", a, whole, "part.total_below", 7, whole.left, whole.right, **more)
