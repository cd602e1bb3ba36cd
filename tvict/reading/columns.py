"""From the header of a typed table to its columns: role, period, unit, and what each column counts.

A header is split into cells by tabs, bars or wide gaps; where it has none, the words that can open a column part it:
"TH 2011 KH 2012 ƯTH 2012 % so KH % so 2011".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from tvict.reading.amounts import SORTS, noun_before
from tvict.reading.lexicon import lexicon, shape
from tvict.reading.scopes import Period, named, quarter_number
from tvict.reading.tokens import ROUND, Stream

Cell = tuple[int, int]  # span in the text


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a caption, a header or a column of units states it; `sort` as in `quantities.SORTS`."""

    name: str | None
    sort: str
    scale: int = 1


@dataclass(slots=True)
class Column:
    """What a header says of its column; `noun` is what it counts where it is neither a period nor a role."""

    role: str = "level"
    period: Period | None = None
    estimate: bool = False
    percent: bool = False
    unit: Unit | None = None
    words: str = ""
    noun: str = ""
    total: bool = False
    among: bool = False
    named: bool = False  # a percentage that says of what it is: "Đúng hạn (%)"


_OPENS_COLUMN = shape(
    r"""(?: <percent> <compare|equal|preposition>? <target|same_period|actual>* <year|head_of_year>? <y>?
          | <estimate|actual|target>+ <year|head_of_year|year_part>? <y>?
          | <up|down> (?: [,/] <up|down>)? <compare|equal>? <target|same_period|year>* <y>? (?: \( <percent> \) )?
          | <compare> <target|same_period|year|actual>* <y>? (?: \( <percent> \) )?
          | <year|year_part> <y>? | <quarter> <W|d> (?: / <y>)? | <ratio> (?: \( <percent> \) )? | <total> )"""
)
_GAP = re.compile(r"\t|[|]| {2}")  # parts the cells of a header, which is no title
_STATED = shape(r"<scale>* <measure|money|foreign_money|percent|noun> (?: / <w|noun|measure|num>{1,3} )?")
_CAPTION = shape(r"<unit_label> <word>? :? ")


def tokens_of(s: Stream, cell: Cell) -> tuple[int, int]:
    """The tokens of a span of the text."""
    return bisect_left(s.starts, cell[0]), bisect_left(s.starts, cell[1])


def columns(
    s: Stream, headers: Sequence[Sequence[Cell]], width: int, numeric: int, caption: Unit | None, period: Period | None
) -> list[Column]:
    """The `width` columns of a table, of which the last `numeric` hold numbers; headers count from the right."""
    found = [Column(unit=caption, period=period) for _ in range(width)]
    for cells in headers:
        parts = [tokens_of(s, c) for c in cells]
        if len(cells) == 1:
            lo, hi = parts[0]
            while lo < hi and s.keys[lo] in lexicon().sets["row_label"]:
                lo += 1
            marks = [m.span() for m in _OPENS_COLUMN.finditer(s.shape, lo, hi) if m.start() < m.end()]
            parts = marks[-numeric:] if len(marks) >= numeric else []
        for k, (lo, hi) in enumerate(parts, width - len(parts)):
            if 0 <= k < width:
                _head(s, found[k], lo, hi, period)
    return found


def has_units(s: Stream, headers: Sequence[Sequence[Cell]]) -> bool:
    """Whether a column of the table gives the unit of each row."""
    label = lexicon().tags["unit_label"]
    return any(t in label for cells in headers for c in cells for t in s.shape[slice(*tokens_of(s, c))])


def _head(s: Stream, column: Column, lo: int, hi: int, period: Period | None) -> None:
    """Read the header cell of tokens lo to hi."""
    lex, tags = lexicon(), s.shape[lo:hi]

    def has(*names: str) -> bool:
        return any(t in lex.tags[name] for name in names for t in tags)

    column.words = s.words(lo, hi)
    column.named = any(t in "wW" + lex.tags["noun"] + lex.tags["fulfil"] for t in tags.split("(")[0])
    column.percent, column.estimate = has("percent"), has("estimate")
    column.total, column.among = tags[:1] in lex.tags["total"] + lex.tags["year_part"] and tags != "", has("among")
    if has("rank"):
        column.role = "rank"
    elif has("up", "down"):
        column.role = "change"
    elif column.percent or has("compare", "same_period"):
        versus = has("compare", "same_period", "equal")
        column.role = "attainment" if has("target") else "index" if versus else "share"
        column.percent = True
    elif has("target"):
        column.role = "plan"
    elif has("ratio"):
        column.role, column.percent = "share", True
    if column.role in ("level", "plan", "share"):
        column.period = _period(s, lo, hi, period, has("same_period")) or column.period
    timed = has("actual", "estimate", "year", "year_part", "quarter") or any(t == "y" for t in tags)
    if column.role == "level" and not column.percent and not timed and not column.total:
        column.noun = s.words(lo + column.among, hi)
        counted = noun_before(s, lo, hi)
        column.unit = Unit(counted, "count") if counted and column.unit is None else column.unit
    if column.percent:
        column.unit = Unit(lex.classes["percent"].unit, "percent")
    elif (opening := s.shape.find("(", lo, hi)) >= 0 and not any(t in "ydnq" for t in s.shape[opening:hi]):
        column.unit = stated_unit(s, opening + 1, hi) or column.unit


def _period(s: Stream, lo: int, hi: int, period: Period | None, earlier: bool) -> Period | None:
    """The period that a header cell names: a year, a quarter of the report's year, the year before."""
    if marks := named(s, lo, hi):
        return marks[-1]
    bare = next((k for k, t in zip(s.keys[lo:hi], s.shape[lo:hi], strict=True) if t == "y"), None)
    if bare:
        return Period(bare, int(bare))
    if period is None:
        return None
    if earlier:
        return Period(str(period.year - 1), period.year - 1)
    quarter = next((i for i in range(lo, hi - 1) if s.shape[i] in lexicon().tags["quarter"]), None)
    number = quarter_number(s.keys[quarter + 1]) if quarter is not None else 0
    return Period(f"{period.year}-Q{number}", period.year) if number else None


def caption_unit(s: Stream, spans: Sequence[Cell]) -> Unit | None:
    """The unit that the lines above a table state, the nearest first: "Đơn vị tính: triệu đồng", "Sản lượng (tấn)"."""
    for span in reversed(spans):
        lo, hi = tokens_of(s, span)
        for m in _CAPTION.finditer(s.shape, lo, hi):
            if found := stated_unit(s, m.end(), hi):
                return found
        opening = s.shape.rfind("(", lo, hi)
        title = opening >= lo and s.shape[hi - 1] == ")" and not _GAP.search(s.text, *span)
        title = title and sum(m.start() < m.end() for m in _OPENS_COLUMN.finditer(s.shape, lo, hi)) < 2  # else a header
        if title and _STATED.fullmatch(s.shape, opening + 1, hi - 1):
            return stated_unit(s, opening + 1, hi - 1)
    return None


def stated_unit(s: Stream, i: int, end: int) -> Unit | None:
    """Read "triệu đồng", "thuê bao/100 dân" or "%" at token i."""
    lex, scale = lexicon(), 1
    if i + 1 < end and (factor := s.keys[i].replace(".", "")) in ROUND:  # "1.000 đồng"
        scale, i = int(factor), i + 1
    while i < end and s.shape[i] in lex.tags["scale"]:
        scale *= lex.values[s.keys[i]]
        i += 1
    if i >= end:
        return None
    for name, sort in SORTS.items():
        if s.shape[i] in lex.tags[name]:
            k = i + 1
            while k + 1 < end and s.shape[k] == "/":
                k += 2
                while k < end and s.shape[k] in "nwW" + lex.tags["noun"]:
                    k += 1
            unit = lex.classes[name].unit if k == i + 1 else None
            return Unit(unit or s.words(i, k).replace(" / ", "/"), sort, scale)
    k = i
    while k < end and s.shape[k] in "wW" and k < i + 3:
        k += 1
    return Unit(s.words(i, k), "count", scale) if k > i else None


def unit_in_brackets(s: Stream, lo: int, hi: int) -> tuple[Unit, int] | None:
    """The unit in brackets that end a row's label, "Điện thoại cố định (thuê bao)", and the token where they begin."""
    opening = s.shape.rfind("(", lo, hi)
    if opening <= lo or s.shape[hi - 1] != ")" or not _STATED.fullmatch(s.shape, opening + 1, hi - 1):
        return None
    found = stated_unit(s, opening + 1, hi - 1)
    return (found, opening) if found else None


def trailing_unit(s: Stream, lo: int, hi: int) -> tuple[Unit, int] | None:
    """The unit that ends a row's label, "Doanh thu viễn thông Tỷ đồng", and the token where it begins."""
    lex = lexicon()
    if (bracketed := unit_in_brackets(s, lo, hi)) is not None:
        return bracketed
    units = "".join(lex.tags[n] for n in SORTS)
    if hi - lo < 2 or s.shape[hi - 1] not in units:
        return None
    i = hi - 1
    while i - 1 > lo and s.shape[i - 1] in lex.tags["scale"]:
        i -= 1
    found = stated_unit(s, i, hi)
    return (found, i) if found else None
