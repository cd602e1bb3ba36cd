"""Which time a figure speaks of: the report's own period, that of its section, or one the sentence names.

Periods are written 2022, 2022-S1, 2022-Q2, 2022-06, or as start and length, 2022-01-01/P9M.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape
from tvict.reading.tokens import Stream

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_NAMED = shape(  # a look at the first tag spares most attempts
    r"""(?=<d|month|quarter|year|year_part|head_of_year|same_period>)
    (?: (?P<months><d>) <month> (?P<half><head_of_year>)? <preposition>? <year>? (?:/)? (?P<my><y>)
      | <quarter> (?P<q><d|W|w>) (?: /|<year|head_of_year>)* (?P<qy><y>)
      | <month> (?P<m><d>) (?: /|<hyphen>|<year>|<point> )+ (?P<ty><y>)
      | <month> (?P<dots><q>)
      | (?P<short><d>) (?P<t><w|W>) / (?P<sy><y>)
      | (?:<year|year_part|head_of_year|same_period>) (?P<y><y>) )"""
)
# A part of a year without its year: "6 tháng đầu năm", "lũy kế 6 tháng", "bảy tháng năm nay", "quý II", "tháng 6".
_PART = shape(
    r"""(?: (?P<months><d|w|W>) <month> (?: (?P<half><head_of_year>) | <year> (?P<this><w>) )
      | <cumulative> (?P<total><d>) <month>
      | <quarter> (?P<q><d|W|w>)
      | <month> (?P<m><d>) (?!/) )"""
)
_PART_WORD = shape(r"<month|quarter>")  # most sentences name neither
_YEARS = shape(r"<year> <y> (?: (?:,|<joint>) <year>? <y> )+ <copula|word>{0,2} <respectively>")
_ANNUAL = shape(r"<target> <year> (?!<y>)")
_EARLIER = shape(r"<same_period> (?:<copula|open|word|compare|:|over|about|under>){0,2} $")
_AFTER = shape(r"(?:<preposition|word>)? (?:<year|year_part|same_period>) (<y>)? (?!<y>)")
_AS_OF = shape(
    r"""<until> (?:
        <day>? (?P<d><d>) (?:/|<hyphen|point>|<month>) (?P<m><d>) (?: (?:/|<hyphen|point>|<year>) (?P<y><y>) )?
      | <day>? (?P<dots><q>)
      | <word>? <month> (?P<end><d>) (?: /|<hyphen>|<year>|<point> )+ (?P<ey><y>) )"""
)
_MONTH = re.compile(r"(0?[1-9]|1[0-2])\.(\d{4})")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_BASE = shape(r"(?:<compare|times|multiple>) (?:<word|preposition|noun|same_period|year_part|head_of_year>){0,4} $")


_OPENS = shape(r"<open>? <rank|copula|numbered>? <over|under|about>*")


@dataclass(frozen=True, slots=True)
class Period:
    """A period as written in tables, and its year."""

    code: str
    year: int


def month_span(months: int, year: int, late: bool = False) -> str:
    """The first (or last) `months` months of a year.

    >>> month_span(6, 2018), month_span(9, 2018)
    ('2018-S1', '2018-01-01/P9M')
    """
    if months == 12:
        return str(year)
    if months == 3:
        return f"{year}-Q{4 if late else 1}"
    if months == 6:
        return f"{year}-S{2 if late else 1}"
    return f"{year}-{13 - months if late else 1:02d}-01/P{months}M"


def named(s: Stream, lo: int, hi: int, year: int | None = None) -> list[tuple[int, int, Period]]:
    """Every period that tokens lo to hi name, in order: (first token, token after, period).

    With `year`, also parts of a year that leave out theirs: they are of that one.
    """
    found = []
    for m in _NAMED.finditer(s.shape, lo, hi):
        if m["my"]:
            stated = int(s.keys[m.start("my")])
            code = _months(s, int(s.keys[m.start("months")]), stated, m.start("half"))
        elif m["qy"]:
            stated = int(s.keys[m.start("qy")])
            code = _quarter(s, m.start("q"), stated) or str(stated)
        elif m["ty"]:
            stated = int(s.keys[m.start("ty")])
            month = int(s.keys[m.start("m")])
            code = f"{stated}-{month:02d}" if month <= 12 and not _is_day(s, m.start()) else str(stated)
        elif m["dots"]:  # "tháng 11.2021"
            dots = _MONTH.fullmatch(s.keys[m.start("dots")])
            if dots is None:
                continue
            stated, code = int(dots[2]), f"{dots[2]}-{int(dots[1]):02d}"
        elif m["sy"]:  # "6T/2015"
            if s.keys[m.start("t")] not in lexicon().sets["month_short"]:
                continue
            stated = int(s.keys[m.start("sy")])
            code = _months(s, int(s.keys[m.start("short")]), stated, -1)
        else:
            stated = int(s.keys[m.start("y")])
            code = str(stated)
        found.append((m.start(), m.end(), Period(code, stated)))
    if year and _PART_WORD.search(s.shape, lo, hi):
        known = [(a, b) for a, b, _ in found]
        found += [p for p in _parts(s, lo, hi, year) if not any(p[0] < b and a < p[1] for a, b in known)]
        found.sort(key=lambda p: p[0])
    return found


def _parts(s: Stream, lo: int, hi: int, year: int) -> list[tuple[int, int, Period]]:
    """Parts of a year whose year is not said."""
    lex, found = lexicon(), []
    for m in _PART.finditer(s.shape, lo, hi):
        code = None
        if m["months"]:
            word = s.keys[m.start("months")]
            number = int(word) if word.isdecimal() else lex.classes["spoken_number"].values.get(word, 0)
            if number and (m["half"] or s.keys[m.start("this")] in lex.sets["this"]):
                code = _months(s, number, year, m.start("half"))
        elif m["total"]:
            code = _months(s, int(s.keys[m.start("total")]), year, -1)
        elif m["q"]:
            code = _quarter(s, m.start("q"), year)
        elif not _is_day(s, m.start()) and s.shape[m.start() - 1] not in lex.tags["from"]:
            month = int(s.keys[m.start("m")])
            code = f"{year}-{month:02d}" if month <= 12 else None
        if code:
            found.append((m.start(), m.end(), Period(code, year)))
    return found


def _months(s: Stream, number: int, year: int, half: int) -> str:
    """So many months of a year; token `half` (-1 for none) says whether they are its first or its last."""
    late = half >= 0 and s.keys[half] in lexicon().sets["late"]
    return month_span(number, year, late) if number <= 12 else str(year)


def _quarter(s: Stream, k: int, year: int) -> str | None:
    """The quarter that token k numbers, "2" or "II"."""
    number = quarter_number(s.keys[k])
    return f"{year}-Q{number}" if number else None


def quarter_number(word: str) -> int:
    """1 to 4 from a Roman or Arabic numeral, else 0."""
    number = int(word) if word.isdecimal() else _ROMAN.get(word, 0)
    return number if number <= 4 else 0


def main_period(s: Stream) -> Period | None:
    """The period of the whole text: what its title says first, else the year most often named."""
    head = [m for m in named(s, 0, min(len(s.keys), 160)) if not _is_day(s, m[0])]
    if head:
        first = head[0][2]
        if first.code != str(first.year) and (part := _parts(s, max(0, head[0][0] - 30), head[0][0], first.year)):
            return part[0][2]  # "6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2014"
        longer = [p for _, _, p in head[:3] if p.year == first.year and p.code != str(p.year)]
        return longer[0] if longer and head[0][0] < 60 else first
    years = [p.year for _, _, p in named(s, 0, len(s.keys))]
    if not years:
        years = [int(k) for k, t in zip(s.keys, s.shape, strict=True) if t == "y"]
    if not years:
        return None
    year = max(set(years), key=lambda y: (years.count(y), y))
    return Period(str(year), year)


def _is_day(s: Stream, k: int) -> bool:
    """Whether a month or year belongs to a full date: "ngày 12 tháng 12 năm 2019"."""
    before = s.shape[max(0, k - 4) : k]
    return any(t in lexicon().tags["day"] for t in before) or before[-1:] == "/"


def as_of(s: Stream, lo: int, hi: int, year: int | None) -> str | None:
    """The day up to which a stock is counted, where tokens lo to hi say it ("tính đến 30/9/2020")."""
    last = None
    for m in _AS_OF.finditer(s.shape, lo, hi):
        if m["end"]:
            y, month = int(s.keys[m.start("ey")]), int(s.keys[m.start("end")])
            day = monthrange(y, month)[1] if 1 <= month <= 12 else 0
        elif m["dots"]:
            dots = _DOTS.fullmatch(s.keys[m.start("dots")])
            day, month, y = (int(n) for n in dots.groups()) if dots else (0, 0, 0)
        else:
            day, month = int(s.keys[m.start("d")]), int(s.keys[m.start("m")])
            y = int(s.keys[m.start("y")]) if m["y"] else year or 0
        if y and 1 <= month <= 12 and 1 <= day <= 31:
            last = f"{y}-{month:02d}-{day:02d}"
    return last


def _earlier(s: Stream, k: int, default: Period, year: int) -> str:
    """The same part of an earlier year ("cùng kỳ"), or all of it ("năm trước"), as token k says."""
    return f"{year}{default.code[4:]}" if s.keys[k] in lexicon().sets["same_span"] else str(year)


def respective(s: Stream, amounts: Sequence[Amount]) -> None:
    """Give each amount its year: "năm 2018 và 2019 lần lượt là 9,1% và 7,6%"."""
    for m in _YEARS.finditer(s.shape, amounts[0].sentence, amounts[-1].at):
        years = [s.keys[k] for k in range(m.start(), m.end()) if s.shape[k] == "y"]
        behind = [a for a in amounts if a.sentence <= m.start() and a.at >= m.end()][: len(years)]
        if len(behind) == len(years):
            for a, year in zip(behind, years, strict=True):
                a.figure.period = year


def period_of(
    s: Stream, a: Amount, sentence: int, start: int, default: Period | None
) -> tuple[str | None, str | None, bool]:
    """Period and as_of of an amount, and whether the text names the period for it.

    `sentence` is the first token of its sentence, `start` that of its own context.
    """
    year = default.year if default else None
    moving = a.figure.role in ("change", "index", "attainment", "gap")
    day = as_of(s, start, a.left, year)
    if not moving:
        m = _AFTER.match(s.shape, a.right)
        if m and m.group(1):
            return s.keys[m.start(1)], day, True
        if m and _last_year(s, m.end() - 1) and year and a.figure.role in ("level", "share"):
            return str(year - 1), day, True
        e = _EARLIER.search(s.shape, start, a.left)
        if e and _last_year(s, e.start()) and default:
            return _earlier(s, e.start(), default, default.year - 1), day, True
        if a.figure.role == "plan" and year and _ANNUAL.search(s.shape, start, a.left):
            return str(year), day, True
    last = None
    taken = _AFTER.match(s.shape, start)  # "35,6% của năm 2018 lên 37,4%": the year is that of the amount before
    mine = taken.end() if taken and taken.group(1) and start > sentence else 0
    for lo, hi, p in named(s, sentence, a.left, year):
        base = (
            _BASE.search(s.shape, max(sentence, lo - 5), lo) is not None or s.shape[lo] in lexicon().tags["same_period"]
        )
        opens = _OPENS.fullmatch(s.shape, hi, a.left) is not None or (
            a.figure.role in ("level", "share", "rank") and a.left - hi <= 2 and s.shape[hi] not in ",;"
        )
        if (base and not (opens and not moving)) or (hi <= mine and not base):
            continue
        # "đạt 52% kế hoạch năm 2024 (93.500 tấn)": what is planned is of the plan's year
        planned = a.figure.role == "plan" and s.shape[lo - 1] in lexicon().tags["target"]
        if not base and _is_target(s, lo) and not planned:
            continue
        leading = lo - sentence <= 2 or _opens_bracket(s, lo, a.left)
        if ";" in s.shape[hi : a.left] and not leading:
            continue
        if not base and hi < start and s.shape[lo - 1] not in "¶.;" and not leading:
            continue  # named for another figure of the sentence
        if moving and base:
            continue
        spans = default and s.shape[lo] in lexicon().tags["same_period"]
        last = Period(_earlier(s, lo, default, p.year), p.year) if default and spans else p
    if last:
        return last.code, day, True
    if day and int(day[:4]) != year:
        return day[:4], day, True
    return (default.code if default else None), day, False


def _last_year(s: Stream, k: int) -> bool:
    """Whether token k says "cùng kỳ", "năm trước" and not "tháng trước"."""
    lex = lexicon()
    return s.shape[k] in lex.tags["same_period"] and s.keys[k] not in lex.sets["within_year"]


def _is_target(s: Stream, k: int) -> bool:
    """A year after a plan, stage or document names that, not the time of the figure; so does a year to come.

    What is counted up to a month is of that month, unless it is counted from another: "từ tháng 3 đến tháng 6".
    """
    lex, before = lexicon(), s.shape[k - 1] if k else ""
    if before and before in lex.tags["until"] and s.shape[k] in lex.tags["month"]:
        return any(t in lex.tags["from"] for t in s.shape[max(0, k - 7) : k])
    return bool(before) and before in lex.tags["target"] + lex.tags["span"] + lex.tags["until"]


def _opens_bracket(s: Stream, k: int, end: int) -> bool:
    """Whether a period at token k opens a bracket that is still open at `end`: "(năm 2018: 88,7 điểm; xếp thứ 7)"."""
    return k > 0 and s.shape[k - 1] in "([" and s.shape.find(")", k, end) < 0
