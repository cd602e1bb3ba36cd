"""Lists inside a sentence, found once: where each begins and ends, what parts its items, on which side the labels stand.

A list is opened by a trigger ("trong đó", "gồm", a colon), holds one level of items, and an item may open a list of its
own: a tree. Form decides everything; values only refuse a part larger than its total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tvict.reading.amounts import Amount, inherit_unit
from tvict.reading.lexicon import lexicon, shape, tags_of
from tvict.reading.structure import Context, attach, counts, is_level, same_kind, within

_TRIGGER = shape(r"(?P<open><among>) <comprise>? :? | (?P<closed><comprise>) :? (?! <word>* <target>)")
_FUNCTION = shape(
    r"(?:<copula|over|under|about|estimate|joint|preposition|year|y|until|total|quantity|anaphor|hyphen|:>)*"
)


@dataclass(slots=True)
class Listing:
    """A list as printed: its host, its trigger, its items as token spans with the member that each counts."""

    host: Amount
    lo: int
    hi: int
    sep: str
    closed: bool
    rule: str
    members: list[Amount] = field(default_factory=list)


def cut(c: Context) -> None:
    """Bound the words of each amount: `c.lefts`, `c.rights`. In a run of items the side of the labels is decided once."""
    n = len(c.amounts)
    c.lefts = list(c.starts)
    c.rights = [c.last] * n
    for run in _runs(c):
        first, last = run[0], run[-1]
        if first == last:
            continue
        sep = _separators(c, run)
        if sep is None:
            continue
        side = _side(c, run, sep)
        if side == "mixed":
            continue
        for (i, j), places in zip(zip(run, run[1:]), sep):
            k = places[0] if side == "left" else places[-1]
            c.lefts[j] = max(c.lefts[j], k + 1)
            c.rights[i] = min(c.rights[i], k)
        c.sides.update(dict.fromkeys(run, side))
        c.firsts.update(dict.fromkeys(run[1:], run[0]))


def _runs(c: Context) -> list[list[int]]:
    """Neighbouring levels of one depth and sentence that may be items of one list: nothing but words between them."""
    runs: list[list[int]] = []
    at: dict[int, list[int]] = {}  # the run that is open at each depth
    for k, a in enumerate(c.amounts):
        ok = is_level(a) or (a.sort == "percent" and a.figure.role == "share")
        for d in [d for d in at if d > a.depth]:
            del at[d]
        if not ok or a.fraction_of is not None:
            at.pop(a.depth, None)
            continue
        run = at.get(a.depth)
        last = c.amounts[run[-1]] if run else None
        if (
            run is not None
            and last is not None
            and last.sentence == a.sentence
            and c.bracket(last) == c.bracket(a)
            and last.sort in (a.sort, "count")
            and a.sort in (last.sort, "")
            and not any(
                t in tags_of("among", "comprise", "becomes", "from", "remainder")
                for t in c.s.shape[last.right : a.left]
            )
        ):
            run.append(k)
        else:
            at[a.depth] = run = [k]
            runs.append(run)
    return [r for r in runs if len(r) > 1]


def _separators(c: Context, run: list[int]) -> list[list[int]] | None:
    """For each gap of a run the tokens that may part its items: semicolons, else commas and joints."""
    out = []
    ands = lexicon().sets["and"] | {"với", "cùng"}
    for i, j in zip(run, run[1:]):
        a, b = c.amounts[i], c.amounts[j]
        span = [k for k in range(a.right, b.left) if not any(x < k < y for x, y in c.brackets if x >= a.right)]
        semi = [k for k in span if c.s.shape[k] == ";"]
        soft = [k for k in span if c.s.shape[k] == "," or (c.s.keys[k] in ands and c.s.shape[k] not in "-~")]
        if not semi and not soft:
            return None
        out.append(semi or soft)
    return out


def _side(c: Context, run: list[int], sep: list[list[int]]) -> str:
    """Which side of its number a label stands on: "left", "right" or "mixed"."""
    s = c.s
    a = c.amounts[run[0]]
    left = right = 0
    for (i, j), places in zip(zip(run, run[1:]), sep):
        x, y = c.amounts[i], c.amounts[j]
        behind = places[0] == x.right or (
            c.s.shape[x.right] == "(" and c.s.shape[places[0] - 1] == ")"
        )  # nothing between the unit and the first separator
        before = not _words(s.shape[places[-1] + 1 : y.left])  # nothing between the last separator and the number
        left += behind and not before
        right += before and not behind
    if left and not right:
        return "left"
    if right and not left:
        return "right"
    if left and right:
        return "mixed"
    lead = _words(s.shape[c.starts[run[0]] : a.left])
    return "left" if lead else "right"


def _words(tags: str) -> bool:
    """Whether tokens hold a word that names something."""
    skip = (
        tags_of(
            "copula", "over", "under", "about", "estimate", "joint", "preposition", "year", "until", "among", "comprise"
        )
        + ",;:-~"
    )
    return any(t not in skip for t in tags)


def enumerated(c: Context, before: Amount | None) -> list[Listing]:
    """Read the lists of a paragraph, sentence by sentence, as a tree."""
    out: list[Listing] = []
    for n, lo in enumerate(c.sentences):
        hi = c.sentences[n + 1] if n + 1 < len(c.sentences) else c.last
        _range(c, lo, hi, lo, before, out)
        for a, b in c.brackets:
            if lo <= a < hi:
                _range(c, a + 1, b, lo, None, out)
    for found in out:
        for a in found.members:
            attach(a, found.host, f"{found.host.figure.figure_id}.list{found.lo}", found.closed)
            a.because("parent", found.rule, "sentence", found.lo, found.lo + 1)
            if a.figure.unit is None or (
                not a.listed and found.host.listed and a.figure.unit != found.host.figure.unit
            ):
                inherit_unit(a, found.host)
    return out


def _depth(c: Context, i: int) -> int:
    return sum(lo < i < hi for lo, hi in c.brackets)


def _range(c: Context, lo: int, hi: int, sentence: int, before: Amount | None, out: list[Listing]) -> None:
    tags, depth = c.s.shape, _depth(c, lo)
    levels = [a for a in c.amounts if lo <= a.at < hi and a.depth == depth and a.fraction_of is None]
    if not levels:
        return
    at = lo
    while True:
        m = next((m for m in _TRIGGER.finditer(tags, at, hi) if _depth(c, m.start()) == depth), None)
        colon = next(
            (i for i in range(at, hi) if tags[i] == ":" and tags[i + 1] != "/" and _depth(c, i) == depth), None
        )
        if m is None and colon is None:
            return
        if colon is not None and (m is None or colon < m.start()):
            t0, t1, kind = colon, colon + 1, "colon"
        else:
            t0, t1, kind = m.start(), m.end(), "open" if m.lastgroup == "open" else "closed"
        if not any(a.at >= t1 for a in levels):
            return
        host = _host(c, t0, lo, sentence, depth, kind, before)
        if host is None:
            at = t1
            continue
        at = _read(c, host, t0, t1, hi, depth, kind, sentence, out)


def _host(
    c: Context, t0: int, lo: int, sentence: int, depth: int, kind: str, before: Amount | None
) -> list[Amount] | None:
    same = [
        a
        for a in c.amounts
        if lo <= a.at and a.right <= t0 and is_level(a) and a.depth == depth and a.fraction_of is None
    ]
    if kind == "colon":
        same = [a for a in same if a.figure.parent_id is None and not any(t in c.s.shape[a.right : t0] for t in ",;")]
    if same:
        return list(reversed(same))[:3]
    if kind == "colon" or depth or t0 - sentence > 2:
        return None
    earlier = [a for a in c.amounts if a.right <= t0 and is_level(a) and a.depth == 0 and a.figure.parent_id is None]
    earlier = [a for a in earlier if a.sentence == earlier[-1].sentence]
    return list(reversed(earlier)) or ([before] if before is not None else None)


def _read(
    c: Context, hosts: list[Amount], t0: int, t1: int, hi: int, depth: int, kind: str, sentence: int, out: list[Listing]
) -> int:
    """Read the items behind a trigger; return the token where reading goes on."""
    tags = c.s.shape
    semis = [i for i in range(t1, hi) if tags[i] == ";" and _depth(c, i) == depth]
    inner = next((m.start() for m in _TRIGGER.finditer(tags, t1, hi) if _depth(c, m.start()) == depth), hi)
    inner_colon = (
        next((i for i in range(t1, hi) if tags[i] == ":" and tags[i + 1] != "/" and _depth(c, i) == depth), hi)
        if kind != "colon"
        else hi
    )
    levels = [a for a in c.amounts if t1 <= a.at < hi and a.depth == depth and a.fraction_of is None and is_level(a)]
    first_end = semis[0] if semis else hi
    first = [a for a in levels if a.at < min(first_end, inner)]
    ands = lexicon().sets["and"]
    shut = any(
        any(c.s.keys[k] in ands and tags[k] not in "-~" for k in range(x.right, y.left)) and x.sort == y.sort
        for x, y in zip(first, first[1:])
    )
    second = [a for a in levels if first_end < a.at < (semis[1] if len(semis) > 1 else hi)]
    goes_on = any(same_kind(a, h) for a in second[:2] for h in hosts) or (bool(second) and len(first) < 2)
    if semis and not shut and goes_on:
        cuts = [t1, *[i + 1 for i in semis], hi]
        segments = [(a, b - 1 if b != hi else b) for a, b in zip(cuts, cuts[1:])]
        sep = ";"
    else:
        segments, sep = [(t1, min(first_end, inner if inner > t1 else hi))], ","
    end = hi
    pairs: list[tuple[Amount, Amount]] = []
    for a, b in segments:
        inside = [x for x in levels if a <= x.at < b]
        stop = next((m.start() for m in _TRIGGER.finditer(tags, a, b) if _depth(c, m.start()) == depth), b)
        inside = [x for x in inside if x.at < stop]
        if sep == ";":
            wanted = []
            for h in hosts:  # one member an item for each host: "04 cuộc đối với 05 đơn vị: A 01 cuộc, 02 đơn vị; B 02 cuộc, 02 đơn vị"
                wanted += [x for x in inside if x.figure.unit is not None and x not in wanted and same_kind(x, h)][:1]
            wanted = wanted or inside[:1]
            if stop == b:  # "…; 14 văn bản A, 58 văn bản B; …": one separator within the other
                alike = len({x.figure.unit for x in inside}) == 1 and inside and inside[0].figure.unit
                wanted += [
                    x
                    for x in inside
                    if wanted
                    and x not in wanted
                    and x.figure.unit == wanted[0].figure.unit
                    and x.figure.unit
                    and (alike or _leads(c, x))
                ]
        else:
            wanted = inside
        got = 0
        for n, x in enumerate(wanted):
            host = _agrees(c, x, hosts, kind, t0, first=(n == 0 and not pairs) or _leads(c, x))
            if host is None:
                continue
            pairs.append((x, host))
            got += 1
        if sep == ";" and not got and pairs:
            end = a
            break
        if sep == ";" and stop < b:
            _range(c, a, b, sentence, None, out)
        end = b
    if (
        kind == "colon"
        and len(pairs) < 2
        and not (pairs and pairs[0][0].figure.unit == pairs[0][1].figure.unit and len(levels) == 1)
    ):
        pairs = []
    for host in dict.fromkeys(id(h) for _, h in pairs):
        mine = [(x, h) for x, h in pairs if id(h) == host]
        out.append(Listing(mine[0][1], t0, hi, sep, kind != "open", f"part.{kind}", [x for x, _ in mine]))
    if not pairs:
        return t1
    return max(min(end, inner) if sep == "," else end, t1)


def same_kind_strict(xs: Sequence[Amount], host: Amount) -> bool:
    return bool(xs) and all(x.figure.unit == host.figure.unit for x in xs)


_BEGINS = shape(r"(?:,|;|<joint>|:|<among|comprise>|<copula>|<open|end>|<hyphen>) <over|under|about>* $")


def _leads(c: Context, x: Amount) -> bool:
    return bool(_BEGINS.search(c.s.shape[max(c.first, x.left - 3) : x.left]))


def _agrees(c: Context, x: Amount, hosts: list[Amount], kind: str, t0: int, first: bool) -> Amount | None:
    """The host that a member can be part of: same kind of unit, or counts of things that differ in noun."""
    for h in hosts:
        if (
            h is not x
            and same_kind(x, h)
            and within(x, h)
            and (x.figure.unit is not None or x.sort == h.sort or not x.sort)
        ):
            if (
                x.figure.unit is None
                and h.figure.unit is not None
                and x.figure.scale != h.figure.scale
                and not counts(x)
            ):
                continue
            return h
    h = hosts[0]
    near = kind != "colon" or t0 - h.right <= 6
    if counts(x) and counts(h) and within(x, h) and first and near:
        return h
    return None
