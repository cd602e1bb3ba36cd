"""Items that the text lists for a stated count, split by form alone; whether they are as many is for analysis to say.

Strong forms make rows: names ("A, B và C"), semicolons, numbered items, a short homogeneous list closed by "và". A list
whose separators could be read two ways makes none (`ambiguous`): it is told as unchecked, never as holding.
"""

from __future__ import annotations

from collections.abc import Sequence

from tvict.reading.amounts import Amount
from tvict.reading.enumerations import _TRIGGER
from tvict.reading.lexicon import lexicon, tags_of
from tvict.reading.lists import _CALL, _dates, _names, _opener, _span
from tvict.reading.model import CountedList
from tvict.reading.structure import Context
from tvict.reading.tokens import Stream

Item = tuple[int, int]
SHORT = 6  # tokens of an item that a comma may part without a capital


def counted_lists(contexts: Sequence[Context]) -> list[CountedList]:
    notes = {c.note: c for c in contexts if c.note}
    out: list[CountedList] = []
    for c in contexts:
        for a in c.amounts:
            f = a.figure
            if a.row or f.role not in ("level", "plan") or a.sort not in ("count", "time") or f.value is None:
                continue
            spans = _dates(c, a) if a.sort == "time" else [_span(s, *i) for s, i in items(c, a, notes)]
            out += [CountedList(f.figure_id, lo, hi, c.s.text[lo:hi]) for lo, hi in spans]
    return out


def items(c: Context, a: Amount, notes: dict[str, Context]) -> list[tuple[Stream, Item]]:
    s, f = c.s, a.figure
    if not 1 <= int(f.value or 0) <= 60 or f.scale != 1 or f.decimals or a.fraction_of is not None:
        return []
    if (call := _CALL.search(s.text, s.starts[a.right - 1], s.ends[a.right - 1])) and call.group() in notes:
        note = notes[call.group()]
        a.because("count", "count.footnote")
        return _names(note.s, note.first, note.last)
    opening = _opener(c, a)
    inside = [b for b in c.amounts if opening and opening[0] < b.at < opening[1]]
    if any(b.figure.parent_id == f.figure_id for b in inside):
        return []  # parts to be added up
    if opening is None:
        run = _names(s, a.right, min(a.right + 40, c.last))
        after = run[-1][1][1] if run else a.right
        if run and s.shape[after] not in ".;,)¶(!?" + tags_of("joint", "preposition", "copula"):
            return []  # the last name goes on in small letters
        a.because("count", "count.names")
        return run
    lo, hi = opening
    begun = [
        b.left
        for b in inside
        if b.depth == _depth(c, lo + 1) and (s.shape[b.left - 1] in ",;" or s.keys[b.left - 1] in lexicon().sets["and"])
    ]
    begun += [m.start() + 1 for m in [_TRIGGER.search(s.shape, lo + 2, hi)] if m]
    begun.sort()
    if begun and s.shape[lo] == "(":
        return []  # some items are counts of their own: "…; 2 tạp chí khoa học"
    if begun:  # "Tiếng Việt, tiếng Anh và tiếng Khmer và 40 trang …": an amount begins something else
        hi = begun[0] - 1
    if any(b.left <= lo + 2 for b in inside):
        return []
    found, form = split(s, lo + 1, hi, c)
    if (form in ("closed", "weak") and s.shape[lo] != ":") or (int(f.value or 0) == 1 and form != "numbered"):
        return []
    if len(found) < 2 and form != "numbered":
        return []
    a.because("count", f"count.{form}")
    return [] if form in ("ambiguous", "weak") else [(s, i) for i in found]


def _depth(c: Context, i: int) -> int:
    return sum(lo < i < hi for lo, hi in c.brackets)


def split(s: Stream, lo: int, hi: int, c: Context) -> tuple[list[Item], str]:
    """The items between tokens lo and hi, and the form that parted them."""
    ands, depth = lexicon().sets["and"] - {"-"}, 0
    semis, commas, joints = [], [], []
    for i in range(lo, hi):
        t = s.shape[i]
        depth += (t == "(") - (t == ")")
        if depth:
            continue
        if t == ";":
            semis.append(i)
        elif t == ",":
            commas.append(i)
        elif s.keys[i] in ands:
            joints.append(i)
    if semis:
        found = _cut(semis, lo, hi)
        if s.shape[lo] in "ydnq" and s.shape[lo + 1] in "-.)":
            return found, "numbered"
        cites = sum(any(s.keys[k] == "/" for k in range(x, min(x + 8, y))) for x, y in found)
        capital = [s.text[s.starts[x]].isupper() for x, _ in found]
        if cites * 2 > len(found):
            return _whole(s, found), "documents"
        if capital[0] and sum(capital) * 4 >= len(found) * 3:
            found = _whole(s, found)
        mixed = [i for i in commas if i + 1 < hi and s.text[s.starts[i + 1]].isupper()]
        if mixed and not (capital[0] and all(capital)):
            return found, "ambiguous"
        if mixed and any(y - x <= SHORT for x, y in found):
            return found, "ambiguous"
        return found, "semicolons"
    if s.shape[lo] in "ydnq" and s.shape[lo + 1] in "-.)":
        return [(lo, hi)], "numbered"
    marks = sorted(commas + joints)
    found = _cut(marks, lo, hi)
    capital = [s.text[s.starts[x]].isupper() for x, _ in found if x < hi]
    if len(found) > 1 and all(capital):
        inner = [j for j in joints if commas and j < commas[-1]]
        pure = all(s.text[s.starts[k]].isupper() for x, y in found for k in range(x, y))
        return found, "names" if pure or not inner else "ambiguous"
    tail = [j for j in joints if not commas or j > commas[-1]]
    found = _cut(sorted(commas + tail[-1:]), lo, hi)
    if len(tail) == 1 and all(y - x <= SHORT for x, y in found):
        return found, "closed" if len(joints) == 1 else "ambiguous"
    return found, "weak"


def _whole(s: Stream, found: list[Item]) -> list[Item]:
    out: list[Item] = []
    for x, y in found:
        if out and not s.text[s.starts[x]].isupper():
            out[-1] = (out[-1][0], y)
        else:
            out.append((x, y))
    return out


def _cut(marks: Sequence[int], lo: int, hi: int) -> list[Item]:
    edges = [lo, *[m + 1 for m in marks], hi + 1]
    return [(x, y - 1) for x, y in zip(edges, edges[1:]) if x < y - 1]
