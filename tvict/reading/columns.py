"""From the header of a table to its columns: role, period, unit, and what each column counts.

A header is split into cells by the file, or by tabs, bars or wide gaps; where it has none of them, the words that can
open a column part it: "TH 2011 KH 2012 ƯTH 2012 % so KH % so 2011".
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tvict.reading.amounts import SORTS
from tvict.reading.cells import Cell
from tvict.reading.lexicon import NOTE, has, is_syllable, lexicon, shape, speaks_of, tags_of
from tvict.reading.times import Period, When, mentions, month_span
from tvict.reading.tokens import ROUND, Stream
from tvict.reading.units import noun_before

Tokens = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a caption, a header or a column of units states it; `sort` as in `amounts.SORTS`."""

    name: str | None
    sort: str
    scale: int = 1


@dataclass(frozen=True, slots=True)
class Side:
    """What a rate is of, or against what it is, as its header says: "TH 2022", "KH 2022" in "TH 2022/KH 2022 (%)"."""

    words: frozenset[str] = frozenset()  # syllables and numbers
    told: tuple[str, ...] = ()  # periods
    plan: bool = False
    actual: bool = False
    estimate: bool = False


@dataclass(slots=True)
class Column:
    """What a header says of its column; `noun` is what it counts where it is neither a period nor a role."""

    role: str = "level"
    period: Period | None = None
    dated: bool = False  # the header names its period
    estimate: bool = False
    percent: bool = False
    unit: Unit | None = None
    titled: bool = False  # its unit is the noun of a title, or of the column of labels
    noun: str = ""
    counted: bool = False  # its first words are what it counts: "Số trường"
    total: bool = False
    bare: bool = False  # a total that says no more than that
    group: Tokens | None = None  # the upper header whose columns it is the total of
    among: bool = False
    actual: bool = False  # what was done, or is estimated to be done
    named: bool = False  # a percentage that says of what it is: "Đúng hạn (%)"
    units: bool = False  # the column gives the unit of each row
    years: bool = False  # the column gives years
    codes: bool = False  # the column gives numbers of rows or codes
    told: tuple[str, ...] = ()  # the periods that its header names, in order
    front: Side = Side()  # of a rate: what its header says before a stroke or "so với", and what behind it
    behind: Side = Side()
    weight: bool = False  # a share of the total row: "Tỷ trọng (%)"
    earlier: bool = False  # its header says "cùng kỳ", "năm trước"
    words: frozenset[str] = field(default_factory=frozenset)
    content: frozenset[str] = field(default_factory=frozenset)  # its syllables that say what it is of
    whole: bool = False  # what it counts others are parts of: "Tổng số", "Tiếp nhận"
    of: int | None = None  # of a percentage: the column that it is the share of, and the one in which
    base: int | None = None
    assumed: bool = False  # several columns may be meant, and place alone decides
    at: Tokens | None = None  # where its header stands

    def heads(self, other: Column) -> bool:
        """Whether a total is one of another column: of all, or of those under the same upper header."""
        return self.group is None or (other.at is not None and other.at[0] == self.group[0])


_OPENS_COLUMN = shape(
    r"""(?: <percent> <compare|equal|preposition>? <target|same_period|actual>* <year|head_of_year>? <y>?
          | <estimate|actual|target>+ <year|head_of_year|year_part>? <y>?
          | <up|down> (?: [,/] <up|down>)? <compare|equal>? <target|same_period|year>* <y>? (?: \( <percent> \) )?
          | <compare|comparing> <target|same_period|year|actual>* <y>? (?: \( <percent> \) )?
          | <year|year_part> <y>? | <quarter> <W|d> (?: / <y>)? | <ratio> (?: \( <percent> \) )? | <total> )"""
)
_STATED = shape(r"<scale>* <measure|money|foreign_money|percent|noun> (?: / <w|noun|measure|num>{1,3} )?")
_CAPTION = shape(r"<unit_label> <word>? :?")
# A month or so many of them, as headers shorten it: "T1/2005", "2T.2005".
_SHORT = shape(r"(?P<n><d>)? (?P<t><w|W|actual>) (?P<m><d>)? (?:/|<point>|<hyphen>)? (?P<y><y>)")
_SAID = ("percent", "estimate", "compare", "same_period", "equal", "target", "unit_label")
_TIMED = ("actual", "estimate", "year", "year_part", "quarter")
# A column of years: "Năm", "Năm học".
_MOVES = "+/-"  # heads what rose or fell
_YEARS = shape(r"<year> (?: <word>{1,2} )?")
_EMPTY = (
    "ratio",
    "percent",
    "total",
    "quantity",
    "among",
    "preposition",
    "joint",
    "compare",
    "comparing",
    "difference",
)
PERCENT = Unit(None, "percent")


def tokens_of(s: Stream, cell: Cell) -> Tokens:
    """The tokens of a span of the text."""
    return bisect_left(s.starts, cell[0]), bisect_left(s.starts, cell[1])


def columns(
    s: Stream, headers: Sequence[Sequence[Cell]], width: int, numeric: int, caption: Unit | None, period: Period | None
) -> list[Column]:
    """The `width` columns of a table, of which the last `numeric` hold numbers; headers count from the right.

    A column with cells in several header lines is told by all of them.
    """
    parts: list[list[Tokens]] = [[] for _ in range(width)]
    for cells in headers:
        spans = _opened(s, cells[0], numeric) if len(cells) == 1 else [tokens_of(s, c) for c in cells]
        for k, (lo, hi) in enumerate(spans, width - len(spans)):
            if 0 <= k < width and lo < hi and (lo, hi) not in parts[k]:
                parts[k].append((lo, hi))
    out = [_column(s, p, caption, period) for p in parts]
    whole: Column | None = None
    for column in out:
        if column.among and column.unit is None and whole is not None:
            column.unit = whole.unit
        elif column.role == "level" and not column.among:
            whole = column
    for total in (c for c in out[-numeric:] if c.bare and c.unit is None):
        others = [c.unit for c in out[-numeric:] if c is not total and c.role == "level"]
        if len(others) > 1 and others.count(others[0]) == len(others):
            total.unit = others[0]  # "Tổng" beside "Thuê bao trả trước" and "Thuê bao trả sau"
    return out


def _opened(s: Stream, cell: Cell, numeric: int) -> list[Tokens]:
    """The parts of a header without cells: the words that can open a column, as many as there are of numbers."""
    lo, hi = tokens_of(s, cell)
    while lo < hi and s.keys[lo] in lexicon().sets["row_label"]:
        lo += 1
    marks = [m.span() for m in _OPENS_COLUMN.finditer(s.shape, lo, hi) if m.start() < m.end()]
    return marks[-numeric:] if len(marks) >= numeric > 0 else []


def _column(s: Stream, parts: list[Tokens], caption: Unit | None, period: Period | None) -> Column:
    """Read the header cells of one column, the upper first."""
    column = Column(unit=caption, period=period)
    if not parts:
        return column
    tags = "".join(s.shape[lo:hi] for lo, hi in parts)
    said = {n for n in _SAID if has(tags, n)} | ({"compare"} if has(tags, "comparing") else set())  # "So sánh (%)"
    column.at = parts[0][0], parts[-1][1]
    column.words = frozenset(k for lo, hi in parts for k in s.keys[lo:hi])
    column.content = _content(s, parts)
    said_of = " ".join(k for lo, hi in parts for k in s.keys[lo:hi])
    column.whole = has(tags, "total", "receive") or speaks_of(said_of, "due")
    column.named = any(t in tags_of("noun", "fulfil") + "wW" for t in tags.split("(")[0])
    column.percent, column.estimate, column.units = "percent" in said, "estimate" in said, "unit_label" in said
    column.among = has(tags, "among")
    parts = _total(s, column, parts)
    column.actual = has(tags, "actual", "estimate")
    sets = lexicon().sets
    column.codes = any(s.keys[parts[0][0]] in sets[n] for n in ("code_column", "row_number", "page"))
    column.codes = column.codes or said_of in sets["row_number"]  # "Số TT"
    found = [times(s, lo, hi, period) for lo, hi in parts]
    column.told = tuple(p.code for part in found for _, p in part)
    column.front, column.behind = _sides(s, parts, found)
    column.earlier = "same_period" in said
    column.weight = column.percent and speaks_of(said_of, "weight")
    column.years = len(parts) == 1 and _YEARS.fullmatch(s.shape, *parts[0]) is not None
    _role(column, tags, said)
    if column.role == "attainment" and _planned_rate(s, parts):
        column.role = "plan"
    _abbreviated(s, column, parts)
    if column.role in ("level", "plan", "share", "rank"):
        told = _period(s, parts, period, "same_period" in said)
        column.period, column.dated = told or period, told is not None
    if column.role == "share" and column.percent and len(set(column.told)) > 1:
        column.role = "index"  # "T2/2005 / T1/2005 (%)"
    column.counted = column.role == "level" and counted_noun(s, *parts[0]) is not None
    _unit(s, column, parts, _noun(s, column, parts, period))
    return column


def _noun(s: Stream, column: Column, parts: list[Tokens], period: Period | None) -> Tokens:
    """Say what a column counts; the header cell that does so is returned, the first where none does."""
    told = _worded(s, parts, period)
    planned = column.role == "plan" and len(parts) > 1 and bool(told) and counted_noun(s, *told[0]) is not None
    counts = column.role == "level" or planned
    counts = counts and not (column.percent or (column.total and column.group is None))
    if counts or (column.role == "share" and column.named):
        told = told if counts else parts
        spans = [(lo + (s.shape[lo] in tags_of("among")), _bracket(s, lo, hi)) for lo, hi in told]
        noun = " ".join(s.words(lo, hi) for lo, hi in spans).strip(" %:")
        column.noun = "" if lexicon().sets["bare_header"].issuperset(noun.casefold().split()) else noun
    return told[0] if told else parts[0]


def _worded(s: Stream, parts: list[Tokens], period: Period | None) -> list[Tokens]:
    """The header cells that say more than a time or role: "Khám bệnh" above "Năm 2021", "Số học viên năm 2021"."""
    out = []
    for lo, hi in parts:
        found = times(s, lo, hi, period)
        before = lo, found[0][0].lo if found else hi
        named = any(t in tags_of("noun") + "wW" and t not in tags_of("target") for t in s.shape[lo:hi])
        bare = has(s.shape[lo:hi], "same_period") or (not named and has(s.shape[lo:hi], *_TIMED, "target"))
        if counted_noun(s, *before) if found else not bare:
            out.append(before)
    return out


def _total(s: Stream, column: Column, parts: list[Tokens]) -> list[Tokens]:
    """Say whether a column is a total, and of what; the header cells that say what it counts remain."""
    sums, lowest = tags_of("total", "year_part"), s.shape[slice(*parts[-1])]
    if len(parts) > 1 and lowest[0] in tags_of("total"):  # "Sản lượng (tấn)", below it "Tổng số"
        column.group, parts = parts[0], parts[:-1]
    column.total = column.group is not None or s.shape[parts[0][0]] in sums
    column.bare = column.total and all(t in sums for t in lowest)
    return parts


def _content(s: Stream, parts: list[Tokens]) -> frozenset[str]:
    """The syllables of a header but for those of every other: "Tỷ lệ", "Số", "(%)"."""
    said = [s.keys[i] for lo, hi in parts for i in range(lo, _bracket(s, lo, hi)) if s.shape[i] not in tags_of(*_EMPTY)]
    return frozenset(w for key in said if key[0].isalpha() for w in key.split()) - lexicon().sets["generic"]


def _sides(s: Stream, parts: list[Tokens], found: Sequence[Sequence[tuple[When, Period]]]) -> tuple[Side, Side]:
    """What the header of a rate names before a stroke or "so với", and what behind it; without them all is behind."""
    for (lo, hi), told in zip(reversed(parts), reversed(found), strict=True):
        at = next((i for i in range(lo, hi) if _parts_sides(s, lo, i, hi, told)), None)
        if at is not None:
            return _side(s, [(lo, at)], told), _side(s, [(at + 1, hi)], told)
    return Side(), _side(s, parts, [one for told in found for one in told])


def _parts_sides(s: Stream, lo: int, i: int, hi: int, told: Sequence[tuple[When, Period]]) -> bool:
    """Whether a token parts what a rate is of from what it is compared with: "TH/KH", "so với", "so sánh TH với KH"."""
    if s.shape[i] == "/":
        beside = s.shape[i - 1 : i] + s.shape[i + 1 : hi][:1]
        moves = has(beside, "up", "down", "scale", "money", "measure") or "+" in beside or "-" in beside
        return not moves and not any(w.lo <= i < w.hi for w, _ in told)
    against = s.keys[i] in lexicon().sets["with"] and has(s.shape[lo:i], "comparing")
    return against or s.shape[i] in tags_of("compare")


def _side(s: Stream, spans: list[Tokens], told: Sequence[tuple[When, Period]]) -> Side:
    """What some words of a header name: words, times, a plan or a result."""
    tags = "".join(s.shape[lo:hi] for lo, hi in spans)
    keys = [k for lo, hi in spans for k in s.keys[lo:hi]]
    return Side(
        syllables_of(keys),
        tuple(p.code for w, p in told if any(lo <= w.lo < hi for lo, hi in spans)),
        has(tags, "target") or not lexicon().sets["assigned"].isdisjoint(keys),
        has(tags, "actual", "estimate"),
        has(tags, "estimate"),
    )


def syllables_of(keys: Iterable[str]) -> frozenset[str]:
    """The syllables and numbers of words."""
    return frozenset(w for key in keys if key[0].isalnum() for w in key.split())


def _bracket(s: Stream, lo: int, hi: int) -> int:
    """Where a bracket begins that states a unit at the end of tokens lo to hi; hi where none does."""
    opening = s.shape.rfind("(", lo, hi)
    return opening if opening > lo and s.shape[hi - 1] == ")" and is_unit(s, opening + 1, hi - 1) else hi


def _role(column: Column, tags: str, said: set[str]) -> None:
    """What the numbers of a column are, by the words of its header."""
    if has(tags, "rank"):
        column.role = "rank"
    elif has(tags, "up", "down") or _MOVES in tags or _differs(column, tags):
        column.role = "change"  # "Tăng, giảm", "+/- (%)", "Chênh lệch 2020 - 2016"
    elif said & {"percent", "compare", "same_period"} and (column.percent or "compare" in said):
        _rate(column, said)
    elif "target" in said and has(tags, "ratio") and (column.front.actual or has(tags, "copula", "complete")):
        _rate(column, said)  # "Tỷ lệ TH/KH", "Tỷ lệ đạt kế hoạch"
    elif "target" in said:
        column.role = "plan"
    elif has(tags, "ratio"):
        column.role, column.percent = "share", True


def _rate(column: Column, said: set[str]) -> None:
    """What a rate tells: what was attained of a plan, how it compares with another time, else a share."""
    front, behind = column.front, column.behind
    versus = said & {"compare", "same_period", "equal"}
    aims = "target" in said or versus or front.words  # "Tỷ lệ đất đã giao (%)" is of no plan
    aimed = aims and (behind.plan or (front.plan and not behind.actual))  # nor "KH 2021 / TH 2020 (%)"
    column.role = "attainment" if aimed else "index" if versus or front.plan else "share"
    column.percent = True


def _differs(column: Column, tags: str) -> bool:
    """Whether a difference is one of two times, or of what stands beside it: "Chênh lệch", not "Chênh lệch thu chi"."""
    return has(tags, "difference") and (len(set(column.told)) > 1 or not column.content)


def _planned_rate(s: Stream, parts: list[Tokens]) -> bool:
    """Whether a percentage is part of what was planned, and tells of no result: "Kế hoạch", below it "Tỷ lệ (%)"."""
    upper, lowest = "".join(s.shape[lo:hi] for lo, hi in parts[:-1]), s.shape[slice(*parts[-1])]
    versus = ("percent", "compare", "comparing", "same_period", "equal", "actual")
    done = ("target", "copula", "complete", "fulfil", "disburse", "compare", "comparing", "same_period", "equal")
    return has(upper, "target") and not has(upper, *versus) and not has(lowest, *done)


def _abbreviated(s: Stream, column: Column, parts: list[Tokens]) -> None:
    """A percentage of two abbreviations, "QT/DT (%)": what was done, of what was planned."""
    short = lexicon().sets["plan_short"]
    for lo, hi in parts:
        stroke = s.shape.find("/", lo, hi)
        if column.percent and column.role in ("share", "index") and stroke > lo and s.keys[stroke + 1] in short:
            column.role = "attainment"


def _unit(s: Stream, column: Column, parts: list[Tokens], named: Tokens) -> None:
    """The unit of a column: per cent, what brackets of its header say, else the noun that its header cell counts."""
    if column.percent:
        column.unit = PERCENT
        return
    for lo, hi in parts:
        opening = s.shape.find("(", lo, hi)
        if opening >= 0 and not any(t in "ydnq" for t in s.shape[opening:hi]):
            column.unit = stated_unit(s, opening + 1, hi) or column.unit
    if column.unit is None and (column.noun or column.total):
        counted = counted_noun(s, *named)
        column.unit = Unit(counted, "count") if counted else None


def counted_noun(s: Stream, lo: int, hi: int) -> str | None:
    """The noun that words count, "Số trường"; none where they name one thing: "Huyện Sơn Động"."""
    opens = hi - lo > 1 and s.shape[lo] in tags_of("noun") and s.shape[lo + 1] == "W"
    if opens and s.text[s.starts[lo] : s.ends[hi - 1]].isupper():  # "ĐIỂM ĐÁNH GIÁ" names nothing
        return lowered(s.words(lo, lo + 1))
    noun = noun_before(s, lo, hi)
    return None if opens else lowered(noun) if noun and noun.isupper() else noun


def times(s: Stream, lo: int, hi: int, period: Period | None) -> list[tuple[When, Period]]:
    """The periods that a header, a title or a label names; a part of a year is of the report's where none is said."""
    found = {w.lo: (w, w.dated(period)) for w in mentions(s, None, lo, hi) if w.code}
    for m in _SHORT.finditer(s.shape, lo, hi):
        if s.keys[m.start("t")] in lexicon().sets["month_short"] and bool(m["n"]) != bool(m["m"]):
            year, n = int(s.keys[m.start("y")]), int(s.keys[m.start("n" if m["n"] else "m")])
            code = month_span(n, year) if m["n"] else f"{year}-{n:02d}"
            found = {at: w for at, w in found.items() if not m.start() <= at < m.end()}
            found[m.start()] = When(m.start(), m.end(), code, year), code
    return [(w, Period.of(code)) for _, (w, code) in sorted(found.items()) if code]


def _period(s: Stream, parts: list[Tokens], period: Period | None, earlier: bool) -> Period | None:
    """The period that header cells name, a lower one in the year of an upper one; "cùng kỳ" is a year earlier."""
    told, last = None, False
    for lo, hi in parts:
        found = times(s, lo, hi, told or period)
        told, last = (found[-1][1], True) if found else (told, False)
    now = told or period
    if now is None or last or not earlier:
        return told
    same = any(k in lexicon().sets["same_span"] for lo, hi in parts for k in s.keys[lo:hi])
    return Period(f"{now.year - 1}{now.code[4:] if same else ''}", now.year - 1)


def caption_unit(s: Stream, spans: Sequence[Cell]) -> Unit | None:
    """The unit that the lines above a table state, the nearest first: "Đơn vị tính: triệu đồng", "Sản lượng (tấn)"."""
    for span in reversed(spans):
        lo, hi = tokens_of(s, span)
        for m in _CAPTION.finditer(s.shape, lo, hi):
            if found := stated_unit(s, m.end(), hi):
                return found
        opening = s.shape.rfind("(", lo, hi)
        title = opening >= lo and s.shape[hi - 1] == ")" and "\t" not in s.text[slice(*span)]
        title = title and sum(m.start() < m.end() for m in _OPENS_COLUMN.finditer(s.shape, lo, hi)) < 2  # else a header
        if title and _STATED.fullmatch(s.shape, opening + 1, hi - 1):
            return stated_unit(s, opening + 1, hi - 1)
    return None


def is_unit(s: Stream, lo: int, hi: int) -> bool:
    """Whether tokens are a unit and nothing else."""
    return _STATED.fullmatch(s.shape, lo, hi) is not None


def stated_unit(s: Stream, i: int, end: int) -> Unit | None:
    """Read "triệu đồng", "thuê bao/100 dân" or "%" at token i."""
    lex, scale = lexicon(), 1
    if i + 1 < end and (factor := s.keys[i].replace(".", "")) in ROUND:  # "1.000 đồng"
        scale, i = int(factor), i + 1
    while i < end and (s.shape[i] in lex.tags["scale"] or s.keys[i] in lex.sets["scale_short"]):
        scale *= lex.values[s.keys[i]]
        i += 1 + (s.shape[i + 1] == ".")
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
            return Unit(unit or lowered(s.words(i, k).replace(" / ", "/")), sort, scale)
    k = i
    while k < end and s.shape[k] in "wW" and k < i + 3:
        k += 1
    whole = k == end or not s.text[s.starts[k]].islower()  # "(chưa có thuế)" is none
    return Unit(lowered(s.words(i, k)), "count", scale) if k > i and whole else None


def lowered(words: str) -> str:
    """The words of a cell as a sentence has them: "Tấn", "TẤN" is "tấn", "Hộ¹" is "hộ", "USD" stays."""
    words = NOTE.sub("", words)
    if words.isupper() and (" " in words or not words.isascii()):
        return " ".join(w.lower() if is_syllable(w) else w for w in words.split(" "))  # what is none is an abbreviation
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def unit_of_label(s: Stream, lo: int, hi: int, trailing: bool) -> tuple[Unit, int] | None:
    """The unit that ends a row's label, and the token where it begins: in brackets, "Điện thoại cố định (thuê bao)",
    or, where the table has a column of units (`trailing`), bare, "Doanh thu viễn thông Tỷ đồng".
    """
    if (opening := _bracket(s, lo, hi)) < hi:
        found = stated_unit(s, opening + 1, hi - 1)
        return (found, opening) if found else None
    if not trailing or hi - lo < 2 or s.shape[hi - 1] not in tags_of(*SORTS):
        return None
    i = hi - 1
    while i - 1 > lo and s.shape[i - 1] in tags_of("scale"):
        i -= 1
    found = stated_unit(s, i, hi)
    return (found, i) if found else None
