"""Items that the text lists for a stated count: "3 huyện (Tân Sơn, Long Phú, Mỹ Hòa)", "04 ngày (từ 18/4 – 21/4/2022)".

A list may be separated in two ways at once ("A; B, C; D"). Where one way of splitting agrees with the stated count, it
is read that way; where none does, only documents between semicolons are reported, since commas also stand inside items.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon
from tvict.reading.model import CountedList
from tvict.reading.structure import Context
from tvict.reading.tokens import Stream

Item = tuple[int, int]  # tokens
_REACH = 48  # tokens from a count to the colon that opens its list
_DATE = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{4})?")
_CALL = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")


def counted_lists(contexts: Sequence[Context]) -> list[CountedList]:
    """The items of every stated count that lists them, in brackets, behind a colon or in a footnote."""
    notes = {c.note: c for c in contexts if c.note}
    out: list[CountedList] = []
    for c in contexts:
        for a in c.amounts:
            if (
                a.row
                or a.figure.role not in ("level", "plan")
                or a.sort not in ("count", "time")
                or a.figure.value is None
            ):
                continue
            items = _dates(c, a) if a.sort == "time" else _items(c, a, notes)
            stream = c.s
            out += [CountedList(a.figure.figure_id, lo, hi, stream.text[lo:hi]) for lo, hi in items]
    return out


def _dates(c: Context, a: Amount) -> list[tuple[int, int]]:
    """Two dates in brackets behind a number of days or years, or of events that last them."""
    s = c.s
    for lo, hi in c.brackets:
        if a.right <= lo <= a.right + 8 and not any(t in ",;." for t in s.shape[a.right : lo]):
            found = [m.span() for m in _DATE.finditer(s.text, s.ends[lo], s.starts[hi])]
            if len(found) == 2:
                return found
    return []


def _items(c: Context, a: Amount, notes: dict[str, Context]) -> list[tuple[int, int]]:
    stated = int(a.figure.value or 0)
    if not 2 <= stated <= 60 or a.figure.scale != 1 or a.figure.decimals:
        return []
    for candidates in _places(c, a, notes):
        first: Items | None = None
        for items in candidates:
            first = items if first is None else first
            if len(items) == stated:
                return [_span(s, *i) for s, i in items]
        if first and _numbered_documents(first):
            return [_span(s, *i) for s, i in first]
    return []


Items = list[tuple[Stream, Item]]


def _places(c: Context, a: Amount, notes: dict[str, Context]) -> Iterator[Iterable[Items]]:
    """Where the items of a count may stand; for each place the ways to split it, the coarsest first."""
    s = c.s
    if (call := _CALL.search(s.text, s.starts[a.right - 1], s.ends[a.right - 1])) and call.group() in notes:
        note = notes[call.group()]
        yield [_names(note.s, note.first, note.last)]
    if names := _names(s, a.right, min(a.right + 40, c.last)):
        yield [names]
    opening = _opener(c, a)
    if opening is None:
        return
    lo, hi = opening
    inside = [b for b in c.amounts if lo < b.at < hi and b.figure.parent_id == a.figure.figure_id]
    if inside:
        return  # parts to be added up, not items to be counted
    ands = lexicon().sets["and"]
    marks = [i for i in range(lo + 1, hi) if s.shape[i] in "();," or s.keys[i] in ands]
    yield (_split(s, lo + 1, hi, how, marks) for how in (";", ";,", ";,&", "&", ";,&*"))


def _opener(c: Context, a: Amount) -> tuple[int, int] | None:
    """The bracket or colon that opens the list, and where it ends."""
    tags = c.s.shape
    sentence_end = next((n - 1 for n in c.sentences if n > a.at), c.last)
    while sentence_end > a.right and tags[sentence_end - 1] in ".;!?/":  # the stop that ends the paragraph is no item's
        sentence_end -= 1
    i = a.right
    while i < min(a.right + _REACH, sentence_end):
        t = tags[i]
        if t == "(" and (close := next((hi for lo, hi in c.brackets if lo == i), None)):
            if not any("/" in c.s.keys[k] or tags[k] in "<>" for k in range(i, close)):
                return i, close
            i = close
        elif t == ":":
            return i, sentence_end
        elif t in "ydnq;" or t in ")]":
            return None
        i += 1
    return None


def _split(s: Stream, lo: int, hi: int, how: str, marks: Sequence[int]) -> Items:
    """Split tokens lo to hi at semicolons, at commas before a capital (",", any with "*"), at "và" ("&").

    An amount where an item would begin ends the list. `marks` are the tokens that may part items, and brackets.
    """
    joints = lexicon().sets["and"] if "&" in how else frozenset()
    items: Items = []
    start, depth = lo, 0
    for i in (*marks, hi):
        t = s.shape[i] if i < hi else ";"
        depth += (t == "(") - (t == ")")
        comma = t == "," and "," in how and i + 1 < hi and ("*" in how or s.text[s.starts[i + 1]].isupper())
        cut = i == hi or (depth <= 0 and ((t == ";" and ";" in how) or comma or (i < hi and s.keys[i] in joints)))
        if cut:
            if start < i and s.shape[start] in "ydnq":
                break
            if start < i:
                items.append((s, (start, i)))
            start = i + 1
    return _whole(items)


def _whole(items: Items) -> Items:
    """Put pieces that begin small back to the item before, where items begin with a capital: "về …; khu, cụm …"."""
    capital = [s.text[s.starts[lo]].isupper() for s, (lo, _) in items]
    if sum(capital) * 4 < len(items) * 3 or not items or not capital[0]:
        return items
    out: Items = []
    for big, (s, (lo, hi)) in zip(capital, items, strict=True):
        if big or not out:
            out.append((s, (lo, hi)))
        else:
            out[-1] = (s, (out[-1][1][0], hi))
    return out


def _names(s: Stream, lo: int, hi: int) -> Items:
    """A run of capitalised names, separated by commas or "và"; it ends where something else begins."""
    items: Items = []
    start, ands = lo, lexicon().sets["and"]
    i = lo
    while i < hi and s.text[s.starts[i]].isupper() and s.shape[i] not in "ydnq":
        while i < hi and s.text[s.starts[i]].isupper() and s.shape[i] not in "ydnq":
            i += 1
        items.append((s, (start, i)))
        if i < hi and (s.shape[i] == "," or s.keys[i] in ands):
            i += 1
            start = i
        else:
            break
    return items if len(items) > 1 else []


def _numbered_documents(items: Items) -> bool:
    """Whether most items cite a document: then semicolons alone separate them."""
    cites = sum(any(k == "/" for k in s.keys[lo : min(lo + 8, hi)]) for s, (lo, hi) in items)
    return len(items) > 2 and cites * 2 > len(items)


def _span(s: Stream, lo: int, hi: int) -> tuple[int, int]:
    return s.starts[lo], s.ends[hi - 1]
