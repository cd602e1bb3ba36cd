"""The times that a text names, each with what it is named for, and the time of the whole text.

A mention tells the time of what is said (own), the time up to which it was counted (counted), a horizon (until), what
is compared with (base), a goal (target), a beginning (origin), several years (span), a document or event (event, day).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from tvict.reading.lexicon import has, lexicon, shape, speaks_of, tags_of
from tvict.reading.tokens import END, HEAD, Stream

Kinds = Mapping[int, tuple[str, str]]


class Period(NamedTuple):
    """A period as written in tables (2022, 2022-S1, 2022-Q2, 2022-06, 2022-01-01/P9M), and its year."""

    code: str
    year: int

    @classmethod
    def of(cls, code: str) -> Period:
        """The period of a code that begins with its year."""
        return cls(code, int(code[:4]))


@dataclass(slots=True)
class When:
    """A time that the text names: tokens lo to hi, its code, its year (0 where it is that of the text), its use.

    A code without a year begins with 0000. `day` is the day up to which something is counted, without its year too.
    """

    lo: int
    hi: int
    code: str
    year: int
    use: str = "own"
    day: str = ""

    def dated(self, now: Period | None) -> str | None:
        """The code, with the year of the text where its own is not said."""
        if self.year or now is None:
            return self.code if self.year else None
        if self.code == SO_FAR:
            return through(now.code)
        if self.code in THIS:
            return last_part(now, self.code)
        return f"{now.year}{self.code[4:]}"


SO_FAR = "0000-so-far"
THIS = THIS_MONTH, THIS_QUARTER = "0000-month", "0000-quarter"
YEAR, STAGE = "0000", "0000-stage"
VAGUE = (YEAR, SO_FAR, *THIS)  # parts of no length of their own


class Time(NamedTuple):
    """What a text, section or paragraph speaks of: a period, whether it is still to come, and the words that say so."""

    period: Period | None
    planned: bool = False
    why: str = "time.none"
    lo: int = 0
    hi: int = 0
    path: str = ""  # of the heading that opened it

    @property
    def year(self) -> int:
        """The year of the period, 0 where there is none."""
        return self.period.year if self.period else 0


FIRST_MONTHS = re.compile(r"-(?:S1|01-01/P\d+M)$")
_PART_OF_YEAR = re.compile(r"-(?:[SQ]\d|01-01/P\d+M)$")
MONTH = re.compile(r"\d{4}-\d{2}")
DAYS = re.compile(r"/P\d+D$")
WHOLE_MONTH = 28  # days from which on a range is that of a monthly report
HALF_A_MONTH = 15
_DAY_SPAN = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)/P(?P<n>\d+)(?P<unit>[DY])")
_PERIOD = re.compile(
    r"(\d{4})(?:-(?:S(?P<half>\d)|Q(?P<quarter>\d)|(?P<month>\d\d)(?:-\d\d/P(?P<n>\d+)(?P<unit>[YMD]))?))?$"
)
_MONTHS_OF = {"half": 6, "quarter": 3, "month": 1}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def month_span(months: int, year: int, late: bool = False) -> str:
    """The first (or last) `months` months of a year.

    >>> month_span(6, 2018), month_span(9, 2018)
    ('2018-S1', '2018-01-01/P9M')
    """
    return months_code(12 * year + (12 - months if late else 0), months)


def months_code(first: int, n: int) -> str:
    """The period of `n` months, the first counted from the year 0, as `bounds` does."""
    year, month = divmod(first, 12)
    if n == 1:
        return f"{year:04d}-{month + 1:02d}"
    if n in (3, 6) and month % n == 0:
        return f"{year:04d}-{'Q' if n == 3 else 'S'}{month // n + 1}"
    if n % 12 == 0 and month == 0:
        return f"{year:04d}" if n == 12 else f"{year:04d}-01-01/P{n // 12}Y"
    return f"{year:04d}-{month + 1:02d}-01/P{n}M"


def through(code: str) -> str:
    """The months of a year up to that of a code, the year up to a range of days; any other code as it is.

    >>> through("2018-06"), through("2018-Q2"), through("2018-04-27/P7D")
    ('2018-S1', '2018-Q2', '2018')
    """
    if DAYS.search(code):
        return code[:4]
    return month_span(int(code[5:]), int(code[:4])) if MONTH.fullmatch(code) else code


def month_end(year: int, month: int) -> str:
    """The last day of a month, "2019-06-30"; the year 0 is not known."""
    return f"{year:04d}-{month:02d}-{monthrange(year or 2000, month)[1]}"


def closes_month(year: int, month: int, day: int) -> bool:
    """Whether a day is the last of its month; the year 0 is not known."""
    return day == monthrange(year or 2000, month)[1]


def between_days(first: str, last: str) -> str:
    """The period from one day to another, "" where the second is before the first. A year "0000" is that of the text.

    A month is of the month of its end, months to the nth of a year are its first n, as reports close before it.

    >>> between_days("2022-07-01", "2022-09-30"), between_days("2022-12-15", "2023-03-14")
    ('2022-Q3', '2023-Q1')
    >>> between_days("2018-04-27", "2018-05-03"), between_days("2019-06-16", "2021-06-15")
    ('2018-04-27/P7D', '2019-06-16/P2Y')
    """
    (y, m, d), (last_y, last_m, last_d) = (map(int, day.split("-")) for day in (first, last))
    begins = f"{y or last_y:04d}-{m:02d}-{d:02d}/P"
    months = 12 * (last_y - (y or last_y)) + last_m - m
    days = 1 + last_d - d + (monthrange(y or last_y or 2000, m)[1] if months == 1 else 0)
    if months in (0, 1) and 0 < days < WHOLE_MONTH:
        return f"{begins}{days}D"
    if months >= 0 and d == 1 and closes_month(last_y, last_m, last_d):
        return months_code(12 * (y or last_y) + m - 1, months + 1)
    if months == 0 or (months == 1 and last_d <= d):
        return f"{last_y:04d}-{last_m:02d}"
    if d == 1 or last_d not in (d - 1, d) or months < 1:
        days = 1 + (_calendar(last_y or y, last_m, last_d) - _calendar(y or last_y, m, d)).days
        return f"{begins}{days}D" if days > 0 else ""
    if months == last_m:
        return month_span(months, last_y)
    return begins + (f"{months}M" if months % 12 else f"{months // 12}Y")


def in_months(code: str) -> str:
    """The period as it is told of a figure: days within four weeks as the month they end in, others as whole months,
    the year where they begin with it and end amid a month, or last a year from amid one on.

    >>> in_months("2018-04-27/P7D"), in_months("2016-01-04/P100D"), in_months("2021-04-12/P76D")
    ('2018-05', '2016', '2021-Q2')
    >>> in_months("2009-11-16/P1Y"), in_months("2018-08-01/P1Y"), in_months("2021-S1")
    ('2010', '2018-08-01/P1Y', '2021-S1')
    """
    m = _DAY_SPAN.fullmatch(code)
    if m is None:
        return code
    first = _calendar(int(m["year"]), int(m["month"]), int(m["day"]))
    if m["unit"] == "Y":
        return str(first.year + 1) if first.day > 1 and m["n"] == "1" else code
    last = first + timedelta(int(m["n"]) - 1)
    if int(m["n"]) < WHOLE_MONTH:
        return f"{last.year}-{last.month:02d}"
    if first.month == 1 and first.year == last.year and not closes_month(last.year, last.month, last.day):
        return str(last.year)
    opens = first.replace(day=1) + timedelta(0 if first.day < HALF_A_MONTH else 31)
    closes = last if last.day >= HALF_A_MONTH else last.replace(day=1) - timedelta(1)
    return between_days(f"{opens.replace(day=1)}", month_end(closes.year, closes.month))


def _calendar(year: int, month: int, day: int) -> date:
    """A day of the calendar, the last of its month where there is none: "31/6"; the year 0 is not known."""
    return date(year or 2000, month, min(day, monthrange(year or 2000, month)[1]))


def last_part(now: Period, part: str) -> str:
    """The month or quarter in which a period ends, the period itself where it is as short.

    >>> last_part(Period("2019-01-01/P10M", 2019), THIS_MONTH), last_part(Period("2019-S1", 2019), THIS_QUARTER)
    ('2019-10', '2019-Q2')
    """
    last = bounds(now.code)[1] - 12 * now.year if _PART_OF_YEAR.search(now.code) else 0
    if not last or (part == THIS_QUARTER and (last % 3 or "-Q" in now.code)):
        return now.code
    return f"{now.year}-{last:02d}" if part == THIS_MONTH else f"{now.year}-Q{last // 3}"


def of_months(code: str) -> bool:
    """Whether a period is told in months or what they make up, in neither a year nor days."""
    return len(code) > 4 and not DAYS.search(code)


def within(part: str, whole: str) -> bool:
    """Whether a period lies in another.

    >>> within("2023-Q2", "2023-S1"), within("2023-07", "2023-S1"), within("2019", "2016-01-01/P5Y")
    (True, False, True)
    """
    found = [bounds(code) for code in (part, whole)]
    return all(found) and found[1][0] <= found[0][0] and found[0][1] <= found[1][1]


def bounds(code: str) -> tuple[int, ...]:
    """The first month of a period, and that behind its last, counted from the year 0; () for what is no period."""
    m = _PERIOD.match(code)
    if m is None:
        return ()
    part, year = m.lastgroup, 12 * int(m[1])
    if part is None:
        return year, year + 12
    if part == "unit":
        first = year + int(m["month"]) - 1
        return first, first + {"Y": 12, "M": 1, "D": 0}[m["unit"]] * int(m["n"]) + (m["unit"] == "D")
    first = year + (int(m[part]) - 1) * _MONTHS_OF[part]
    return first, first + _MONTHS_OF[part]


def quarter_number(word: str) -> int:
    """1 to 4 from a Roman or Arabic numeral, else 0."""
    number = int(word) if word.isdecimal() else _ROMAN.get(word, 0)
    return number if number <= 4 else 0


def said_before(s: Stream, lo: int, name: str) -> bool:
    """Whether the words just before token lo are a phrase of a class, and not the end of a word: "phát sinh"."""
    said, ends = " " + " ".join(s.keys[max(0, lo - 5) : lo]), _endings(name)
    return said.endswith(ends) and any(said.endswith(x) and len(x) > len(s.keys[lo - 1]) for x in ends)


def opens_with(s: Stream, i: int, name: str) -> bool:
    """Whether token i begins with a word of a class: "đã", "đã có" with one for what is so already."""
    return s.keys[i].partition(" ")[0] in lexicon().sets[name]


def says(s: Stream, name: str, lo: int, hi: int) -> bool:
    """Whether a word of a class stands in tokens lo to hi."""
    return not lexicon().sets[name].isdisjoint(s.keys[lo:hi])


@cache
def _endings(name: str) -> tuple[str, ...]:
    return tuple(f" {phrase}" for phrase in lexicon().sets[name])


# Mentions. The first alternative that fits at a token is taken; a look at its first tag spares most attempts.
_SAID = r"(?: /|<hyphen>|<year>|<point>|, )+"
_WHEN = shape(
    rf"""(?= <d|q|y|month|quarter|year|year_part|half_year|head_of_year|same_period|target>
      | <w|W|from|preposition> <month|quarter|head_of_year|span> )
    (?: (?P<half_year><half_year>) (?P<hy><y>)?
      | <from>? <month> (?P<first><d>) (?: {_SAID} (?P<fy><y>) )?
        (?: <hyphen|until> <month>? | <until|dated> <w>? <day>? <d> / ) (?P<last_month><d>) {_SAID} (?P<ly><y>)
      | <from>? <month> (?P<first_dot><q>) <until> <month>? (?P<last_dot><q>)
      | (?P<months><d|w|W|year>) <month|quarter> (?P<half><head_of_year>)? <preposition>? <year>? /? (?P<my><y>)
      | <quarter> (?P<quarter><d|W|w|per>) (?: /|<year|head_of_year|hyphen|point>)* (?P<qy><y>)
      | (?P<d><d>) (?: (?:/|<hyphen|point>) (?P<dm><d>) (?:/|<hyphen|point>)
                     | <month> (?P<word><d|w|W>) <per>? ) (?P<dy><y>)
      | (?P<iso><y>) <hyphen> (?P<im><d>) <hyphen> (?P<iday><d>)
      | <month> (?P<m><d|w|W>) {_SAID} (?P<ty><y>)
      | <month> (?P<dots><q>)
      | (?P<short><d>) (?P<t><w|W>) / (?P<sy><y>)
      | (?P<span><d|w|W|year>) <month|quarter> (?: (?P<shalf><head_of_year>) | <year> (?P<this><w|W>) | (?=<through>) )
      | (?<!<over|under>) (?P<bare><d>) <month> (?!<d>)
      | <quarter> (?P<part><d|W|w>)
      | <month> (?P<only><d|w|W>) (?!/)
      | (?P<annual><target>) (?: <year> (?! <y> ) | (?= (?: \( | <copula> ) <num> ) )
      | <from> (?P<since><head_of_year>) (?! <y> )
      | (?P<dotted><q>)
      | (?P<dday><d>) (?:/|<hyphen|point>) (?P<dmonth><d>) (?!/)
      | (?:<year|year_part|head_of_year|same_period>)? (?P<y><y>) (?: (?:<hyphen|until>) <year>? (?P<end><y>))?
      | (?P<last><same_period>)
      | (?P<stage><word|preposition>? <span>) (?! <year|num|until> )
      | (?P<now><year|year_part>) <w|W> (?! <num> )
      | (?P<whole><year_part>) (?! <y> )
      | (?P<same><preposition|word>) <month|quarter> (?! <num|W> | <w|per> <year> <y> ) )"""
)
_MONTH_DOT = re.compile(r"(0?[1-9]|1[0-2])\.(\d{4})")
_DAY_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?")
_FIGURE = ("figure", "")
_UNTIL = shape(r"<until|dated|hyphen> <day>?")
_AND_AGAIN = shape(r"(?: /|<hyphen> ) <day>?")
_DEFINED = shape(r"<open> <word|copula|from|day|dated>{0,4}")
_FROM_DAY = shape(r"<d> <until|dated|hyphen> <day>? $")
_FROM_YEAR = shape(r"<until|dated> (?: (<head_of_year|preposition>) | <w>? <day>? )")
_TO_END = shape(r"<until> <w|year_part>?")
_TO_DAY = shape(r"(?: <until> <w|year_part>? <day>? | <dated> )")
_TIMELY = ("date", "year", "period")
STAMP = 20  # tokens of a line that holds but a day
SCHOOL = 400  # tokens on either side of "năm 2016-2017" that tell whether it is a school year


def mentions(s: Stream, kinds: Kinds | None, lo: int = 0, hi: int | None = None) -> list[When]:
    """Every time that tokens lo to hi name, in order. Numerals that `kinds` knows to be of no time name none."""
    found: list[When] = []
    for m in _WHEN.finditer(s.shape, lo, len(s.shape) if hi is None else hi):
        numeral = next((i for i in range(m.start(), m.end()) if s.shape[i] in "ydnq"), None)
        kind = kinds.get(s.starts[numeral], _FIGURE)[0] if kinds is not None and numeral is not None else ""
        if kind and kind not in _TIMELY:
            continue
        reader = next(read for group, read in _READERS.items() if m[group] is not None)
        when = reader(s, m)
        if when is not None and when.code == STAGE:
            years = (w for w in reversed(found) if w.use == "span" and w.code.endswith("Y"))
            when = next((When(when.lo, when.hi, w.code, w.year) for w in years), None)
        if when is None:
            continue
        if when.code == YEAR and found and found[-1].hi == when.lo and found[-1].code[:5] == "0000-":
            found[-1].hi = when.hi  # "tháng 8 | năm nay"
            continue
        when.use = "event" if when.use == "day" and kinds is not None and _cited(s, when, kinds) else _use(s, when)
        last = _through(s, found, when, kinds or {})
        if last is not None:
            found.append(_since_new_year(s, found, last))
    if (clock := _page_clock(s, found)) is not None:
        clock.use = "event"
    return found


def _through(s: Stream, found: list[When], when: When, kinds: Kinds) -> When | None:
    """A time, or what it ends that the one before it begins: "từ ngày 1/7/2014 đến 30/6/2015"; None where that only
    says what is meant by a time before it.
    """
    before = found[-1] if found else None
    if before is not None and _anniversary(s, before, when):
        before.use = "origin"  # "(27/7/1999 - 27/7/2019)"
    elif before is not None and when.day and before.use == "day" and _UNTIL.fullmatch(s.shape, before.hi, when.lo):
        before.use, when.use = "origin", "span"
        if code := between_days(before.day, when.day):
            when = When(found.pop().lo, when.hi, code, when.year)
            if found and found[-1].use == "own" and _DEFINED.fullmatch(s.shape, found[-1].hi, when.lo):
                found[-1].code, found[-1].year = code, when.year
                return None  # "6 tháng đầu năm 2014 (từ 1/10/2013 đến 31/3/2014)"
    elif before is not None and when.use in ("counted", "span") and (code := _through_month(s, before, when)):
        when = When(found.pop().lo, when.hi, code, when.year)
    elif before is not None and (code := _from_year_on(s, before, when)):
        when = When(found.pop().lo, when.hi, code, when.year, "span")
    elif first := _FROM_DAY.search(s.shape, max(0, when.lo - 3), when.lo) if when.day else None:
        dated = kinds.get(s.starts[first.start()], _FIGURE)[0] == "date"
        if dated and (code := between_days(f"{when.day[:8]}{int(s.keys[first.start()]):02d}", when.day)):
            when = When(first.start(), when.hi, code, when.year, "span")
    return when


def _since_new_year(s: Stream, found: list[When], when: When) -> When:
    """A time, or the part of a year that it ends, whole months or not: "từ đầu năm đến tháng 9", "… đến ngày 17/8"."""
    if not found or when.use not in ("own", "counted") or not _from_new_year(s, found[-1]):
        return when
    since = _FROM_YEAR.fullmatch(s.shape, found[-1].hi, when.lo)
    amid = bool(when.day) and not closes_month(*map(int, when.day.split("-")))
    if not since or not (amid or MONTH.fullmatch(when.code)):
        return when
    opening = found.pop()
    year = when.year or opening.year
    code = f"{year:04d}" if since[1] else through(f"{year:04d}{when.code[4:]}")
    day = when.day and f"{year:04d}{when.day[4:]}"  # "từ đầu năm 2017 đến ngày 20-3"
    lo = opening.lo - (s.shape[opening.lo - 1] in lexicon().tags["from"])
    return When(lo, when.hi, code, year, "counted" if day else "own", day)


def _page_clock(s: Stream, whens: Sequence[When]) -> When | None:
    """The day that a page shows above a text with a sooner dateline of its own: that on which it was looked at."""
    days = [w for w in whens if w.use == "day" and w.year and w.lo < HEAD]
    for first, second in pairwise(days):
        lines = [_line(s, w) for w in (first, second)]
        stamps = all(hi - lo <= STAMP and not is_prose(s, hi) for lo, hi in lines)
        if stamps and lines[0] != lines[1] and first.day > second.day:
            return first
    return None


def _line(s: Stream, w: When) -> tuple[int, int]:
    """The tokens of the block in which a time stands, its end left out."""
    hi = s.shape.find(END, w.hi)
    return _begin(s, w, END), hi if hi >= 0 else len(s.shape)


def _anniversary(s: Stream, first: When, w: When) -> bool:
    """Whether two days are that on which something began and its anniversary: "(27/7/1999 - 27/7/2019)"."""
    joined = _AND_AGAIN.fullmatch(s.shape, first.hi, w.lo) and s.shape[first.lo - 1] not in tags_of("from", "dated")
    return bool(joined) and first.day[4:] == w.day[4:] != "" and 0 < first.year < w.year


def _from_new_year(s: Stream, w: When) -> bool:
    """Whether a mention begins a count: "từ đầu năm", "từ đầu năm 2013"."""
    dated = w.code == str(w.year) and s.shape[w.lo] in lexicon().tags["head_of_year"]
    return w.code == SO_FAR or (dated and s.shape[w.lo - 1] in lexicon().tags["from"])


def _through_month(s: Stream, first: When, last: When) -> str:
    """The months from the first day of one to the end of another: "từ ngày 01/01 đến hết tháng 9/2025"; "" for none."""
    if first.use != "day" or not MONTH.fullmatch(last.code) or not _TO_END.fullmatch(s.shape, first.hi, last.lo):
        return ""
    return between_days(first.day, month_end(int(last.code[:4]), int(last.code[5:])))


def _from_year_on(s: Stream, first: When, last: When) -> str:
    """The months from a year to a month, quarter or day of a later one: "từ năm 2021 đến 30/6/2025"; "" for none."""
    code = f"{last.code[:4]}{last.day[4:7]}" if last.day else last.code
    later = first.code == str(first.year) and first.year < last.year and of_months(code)
    joined = later and has(s.shape[first.lo - 1 : first.lo + 1], "from")
    if not joined or not _TO_DAY.fullmatch(s.shape, first.hi, last.lo):
        return ""
    begin, end = 12 * first.year, bounds(code)[1]
    return months_code(begin, end - begin)


def _cited(s: Stream, w: When, kinds: Kinds) -> bool:
    """Whether a day is that of a document: "Quyết định số 318/QĐ-UBND ngày 08/3/2022"."""
    at = next((i for i in range(w.lo - 1, -1, -1) if s.shape[i] in "¶;,ydnq"), -1)
    return at >= 0 and kinds.get(s.starts[at], _FIGURE)[0] == "reference"


def _number(s: Stream, i: int) -> int:
    """The number that token i begins, in figures or in words ("mười", "mười một"); 0 for another word."""
    if s.keys[i].isdecimal():
        return int(s.keys[i])
    spoken = lexicon().classes["spoken_number"].values
    return spoken.get(" ".join(s.keys[i : i + 2]), spoken.get(s.keys[i], 0))


def _printed(s: Stream, m: re.Match[str], *groups: str) -> int:
    """The number that the first of these groups met, 0 where none did."""
    for group in groups:
        if m[group]:
            return int(s.keys[m.start(group)])
    return 0


def _months(s: Stream, m: re.Match[str]) -> When | None:
    """So many months of a year: "6 tháng đầu năm 2022", "bảy tháng năm nay", "3 quý năm 2018", "6T/2015"."""
    group = next(g for g in ("months", "short", "span", "bare") if m[g])
    number, half = _number(s, m.start(group)), m.start("half") if m["half"] else m.start("shalf")
    if s.shape[m.start(group) + 1] in lexicon().tags["quarter"]:  # "ba quý đầu năm"
        number *= 3
    year, sets = _printed(s, m, "my", "sy"), lexicon().sets
    if m["my"] and not number:  # "những tháng đầu năm 2016": how many, the text does not say
        return When(m.start(), m.end(), str(year), year)
    bounded = m["span"] and m["shalf"] is None and has(s.shape[m.start() - 1], "over", "under", "about")
    if bounded or not 0 < number <= 12 or (m["short"] and s.keys[m.start("t")] not in sets["month_short"]):
        return None
    hi = m.end() + (not year and s.keys[m.end()] in sets["this"])  # "5 tháng đầu năm | nay"
    return When(m.start(), hi, month_span(number, year, half >= 0 and s.keys[half] in sets["late"]), year)


def _half(s: Stream, m: re.Match[str]) -> When | None:
    """A half of a year: "nửa đầu năm 2017", "nửa cuối năm"."""
    year = _printed(s, m, "hy")
    return When(m.start(), m.end(), month_span(6, year, s.keys[m.start()] in lexicon().sets["late"]), year)


def _months_between(s: Stream, m: re.Match[str]) -> When | None:
    """Months in a row: "từ tháng 1-10/2011", "từ tháng 11/2018 đến hết tháng 2/2019", "… đến ngày 15/2/2019"."""
    if m["first_dot"]:  # "từ tháng 9.2021 đến tháng 7.2022"
        dots = [_MONTH_DOT.fullmatch(s.keys[m.start(g)]) for g in ("first_dot", "last_dot")]
        if None in dots:
            return None
        (first, opened), (last, year) = (map(int, dot.groups()) for dot in dots if dot)
    else:
        first, last, year = (_printed(s, m, g) for g in ("first", "last_month", "ly"))
        opened = _printed(s, m, "fy", "ly")
    if not (0 < first <= 12 and 0 < last <= 12 and (opened, first) < (year, last)):
        return None
    joined = m["first"] is None or has(s.shape[m.end("first") : m.start("last_month")], "hyphen")
    if first == 1 and opened == year and not joined:
        # "từ tháng 1 đến tháng 11/2019": up to when a report of the year counts
        lo = m.start("last_month") - (3 if s.shape[m.start("last_month") - 1] == "/" else 1)
        return When(lo, m.end(), f"{year:04d}-{last:02d}", year)
    code = between_days(f"{opened}-{first:02d}-01", month_end(year, last))
    return When(m.start(), m.end(), code, year)


def _stage(s: Stream, m: re.Match[str]) -> When | None:
    """All of the years named last: "cả giai đoạn"."""
    whole = m.end() - m.start() > 1 and s.keys[m.start()] in lexicon().sets["whole_stage"]
    return When(m.start(), m.end(), STAGE, 0) if whole else None


def _quarters(s: Stream, m: re.Match[str]) -> When | None:
    """A quarter: "quý II/2016", "quý 3", "quý một năm 2018"."""
    at = m.start("quarter" if m["qy"] else "part")
    number = quarter_number(s.keys[at]) or (1 if has(s.shape[at], "per") else quarter_number(str(_number(s, at))))
    year = _printed(s, m, "qy")
    return When(m.start(), m.end(), f"{year:04d}-Q{number}" if number else str(year), year) if number or year else None


def _on(lo: int, hi: int, day: int, month: int, year: int) -> When | None:
    """A day of the calendar."""
    real = 0 < day <= 31 and 0 < month <= 12
    return When(lo, hi, f"{year:04d}", year, "day", f"{year:04d}-{month:02d}-{day:02d}") if real else None


def _day(s: Stream, m: re.Match[str]) -> When | None:
    """A date: "26/6/2019", "30.6.2018", "9 Tháng Tám 2013"; "30/6" and "30.6" are of the year of the text."""
    if m["word"]:
        numbers = [_printed(s, m, "d"), _number(s, m.start("word")), _printed(s, m, "dy")]
    elif m["dy"] or m["dday"]:
        numbers = [_printed(s, m, g) for g in (("d", "dm", "dy") if m["dy"] else ("dday", "dmonth"))]
    elif dots := _DAY_DOTS.fullmatch(s.keys[m.start()]):
        numbers = [int(n) for n in dots.groups() if n]
    else:
        return None
    day, month, year = numbers if len(numbers) == 3 else (*numbers, 0)
    return _on(m.start(), m.end(), day, month, year)


def _iso(s: Stream, m: re.Match[str]) -> When | None:
    """A date from its year on: "2013-05-08"."""
    year, month, day = (_printed(s, m, g) for g in ("iso", "im", "iday"))
    return _on(m.start(), m.end(), day, month, year)


def _month(s: Stream, m: re.Match[str]) -> When | None:
    """A month with its year ("tháng 6/2022", "ngày 5 tháng 6 năm 2022") or without ("tháng 6")."""
    lo, tags = m.start(), lexicon().tags
    if m["dots"]:
        dots = _MONTH_DOT.fullmatch(s.keys[m.start("dots")])
        return When(lo, m.end(), f"{dots[2]}-{int(dots[1]):02d}", int(dots[2])) if dots else None
    number, year = _number(s, m.start("m" if m["ty"] else "only")), _printed(s, m, "ty")
    day = lo > 1 and s.shape[lo - 1] == "d" and s.shape[lo - 2] in tags["day"] + tags["dated"] + tags["until"]
    if day:
        return _on(lo - 1, m.end(), int(s.keys[lo - 1]), number, year)
    alone = not year and lo and s.shape[lo - 1] in "d" + tags["from"] + tags["day"]
    if alone or not 0 < number <= 12:
        return When(lo, m.end(), str(year), year) if year else None
    if year and s.shape[m.end()] == END and lo and s.shape[lo - 1] in ",…./" + tags["day"]:
        # a dateline without its day: "Hải Bình, ngày … tháng 12 năm 2018"
        return When(lo, m.end(), str(year), year, "day")
    return When(lo, m.end(), f"{year:04d}-{number:02d}", year)


def _years(s: Stream, m: re.Match[str]) -> When:
    """A year; the years of a range; the one year of a school year (its first, at its end its last) or crop year."""
    first, last = _printed(s, m, "y"), _printed(s, m, "end", "y")
    named = last == first + 1 and has(s.shape[max(m.start() - 1, 0) : m.start() + 1], "year")
    school = named and speaks_of(" ".join(s.keys[max(m.start() - SCHOOL, 0) : m.start() + SCHOOL]), "school_year")
    if first < last and (school or said_before(s, m.start(), "school_year")):
        year = last if said_before(s, m.start(), "school_year_end") else first
        return When(m.start(), m.end(), str(year), year)
    if said_before(s, m.start(), "office"):
        return When(m.start(), m.end(), str(last), last, "origin")  # the years of a council are those of no figure
    if first < last and not _named_for(s, m.start(), "crop_year"):
        return When(m.start(), m.end(), f"{first}-01-01/P{last - first + 1}Y", last, "span")
    return When(m.start(), m.end(), str(last), last)


def _vague(s: Stream, m: re.Match[str]) -> When | None:
    """A time told by that of the text: "kế hoạch năm", "cả năm", "trong tháng", "từ đầu năm", "cùng kỳ"."""
    lo, hi, sets = m.start(), m.end(), lexicon().sets
    if m["annual"]:
        return When(lo, hi, YEAR, 0, "target") if hi - lo > 1 or s.keys[lo] in sets["year_plan"] else None
    if m["last"]:  # "bổ sung 1 năm trước khi vào": how long, and no time
        return When(lo, hi, "", 0, "base") if s.shape[lo - 1] not in "dnq" else None
    if m["since"]:
        return _since(s, lo, hi)
    if m["now"]:  # "năm nay", "đến hết năm nay"; of another word only what stands before it may be a time
        if s.keys[hi - 1] in sets["this"]:
            return When(lo, hi, YEAR, 0)
        hi -= 1
    if m["whole"] or (m["now"] and s.shape[lo] in lexicon().tags["year_part"]):
        whole = s.keys[lo] in sets["whole_year"] | sets["until_part"] or s.shape[lo - 1] in lexicon().tags["until"]
        return When(lo, hi, YEAR, 0) if whole else None
    month = s.shape[lo + 1] in lexicon().tags["month"]
    if month and (number := _number(s, hi)):
        return When(lo + 1, hi + 1, f"0000-{number:02d}", 0)  # "trong tháng tư"
    said = f"{s.keys[lo]} {s.keys[lo + 1]}" in sets["this_part"]
    return When(lo, hi, THIS_MONTH if month else THIS_QUARTER, 0) if said else None


def _since(s: Stream, lo: int, hi: int) -> When | None:
    """From the beginning of the year, month or quarter on; of no time where that of a term or season is meant."""
    tags, word = lexicon().tags, s.keys[hi - 1]
    if word in lexicon().sets["late"] or said_before(s, hi + 1, "school_year"):
        return None
    for unit, part in (("month", THIS_MONTH), ("quarter", THIS_QUARTER)):
        if " " not in word and s.shape[hi] in tags[unit] and s.shape[hi + 1] not in "dyq":
            return When(lo, hi + 1, part, 0)  # "từ đầu tháng đến nay"
    return When(lo, hi, SO_FAR, 0) if " " in word or s.shape[hi] in tags["year"] else None


# By the group that tells which alternative was met.
_READERS: dict[str, Callable[[Stream, re.Match[str]], When | None]] = {
    **dict.fromkeys(("my", "sy", "span", "bare"), _months),
    **dict.fromkeys(("qy", "part"), _quarters),
    **dict.fromkeys(("ty", "dots", "only"), _month),
    **dict.fromkeys(("dy", "dday", "dotted"), _day),
    **dict.fromkeys(("annual", "since", "now", "whole", "same", "last"), _vague),
    "iso": _iso,
    "y": _years,
    "half_year": _half,
    "stage": _stage,
    **dict.fromkeys(("first", "first_dot"), _months_between),
}


_SINCE = shape(r"<from> <day|dated|month|quarter|year|hour|daypart|y|d|q|n>")
_UP_TO = shape(r"(?: <until> <w|day>? | <through> ) $")
_UP_TO_DAY = shape(r"<until> <w|day|daypart|hour|minute|d|n|:>{0,4} $")
_AIMED_BY = shape(r"(?<!<compare>) <target> <copula>? <until|becomes> <w|day>? $")
_COMPARED = shape(
    r"""<equal> $ | <up|down> <over> $ | <compare|times|multiple|exceed|below> <joint>?
    (?: <word|preposition|noun|numbered|same_period|year|year_part|head_of_year>
      | <where|target|up|total|quantity|actual|around> | <numbered> <d> ){0,4} $"""
)  # "so với kỳ 2 tháng 2/2025"
_OF_TARGET = shape(r"<exceed|complete> <word|preposition|noun|joint|copula>{0,3} <target> <preposition> $")
_NAMED = shape(r"[,;:.(] | <num>")  # what parts a year from the law that it names
_LEFT_FROM = shape(
    r"""<from|compare> <word|quantity>? <over|under|about>? <num>
    (?: <scale|percent|noun|measure|money|word>{0,2} | <day|month> <noun|word|W>{0,4} ) <preposition>? $"""
)  # "từ 52 điểm năm 2015", "so với mức hơn 52 tỷ đồng của năm 2015", "so với 5 ngày Tết năm 2016"
_EQUALS = shape(  # "bằng 90% số hồ sơ của cả năm 2021"
    r"<equal|multiple> <over|under|about>? <num> <percent|times> <!num|,|stop>{1,7} $"
)
FIRST_REPORTS = 1945  # no text tells of a year before
_COMPARING = shape(r"<comparing> <!stop|;>* $")
HEADING = 8  # tokens that say that a plan was carried out
BECOMES = 16  # words between what something is to become, and by when
_BEFORE_COUNT = shape(r",? <!num|stop|;|,|:>{0,9} (?=<num>)")


def _named_for(s: Stream, at: int, name: str) -> bool:
    """Whether a year is part of what a word of a class names: "theo Luật Giáo dục 2019", "vụ đông xuân 2019-2020"."""
    words = lexicon().sets[name]
    k = next((k for k in range(at - 1, max(at - 7, 0) - 1, -1) if s.keys[k] in words), None)
    if k is None or s.on_new_line(at):
        return False  # "… theo Luật Lâm nghiệp⏎6 tháng đầu năm 2022, …"
    return _NAMED.search(s.shape, k, at) is None and (not k or s.shape[k - 1] not in "ydnq")


def _of_month_part(s: Stream, w: When) -> bool:
    """Whether a count goes up to a part of a month: "tính đến đầu tháng 6/2022"."""
    return s.keys[w.lo - 1] in lexicon().sets["month_part"] and has(s.shape[w.lo - 2], "until")


def _use(s: Stream, w: When) -> str:
    """What a time is named for, by the words before it."""
    if w.use in ("base", "target"):
        return w.use
    if speaks_of(" ".join(s.keys[w.hi : w.hi + 2]), "carried"):
        return "origin"  # "năm 2018 chuyển sang 28 đơn": they are counted with those of now
    decade = w.year % 10 == 0 and w.code == str(w.year) and said_before(s, w.lo, "decade")
    if decade or said_before(s, w.lo, "past_event") or 0 < w.year < FIRST_REPORTS:
        return "event"
    tags, opening = lexicon().tags, s.shape[w.lo]
    before = s.shape[max(0, w.lo - 7) : w.lo - _of_month_part(s, w)]  # "tính đến | đầu tháng 6/2022"
    last = before[-1:] or " "
    until = (_UP_TO_DAY if w.day else _UP_TO).search(before) is not None or said_before(s, w.lo, "until_day")
    until = until or s.keys[w.lo] in lexicon().sets["until_part"] or _data_at(s, w)
    since = until and _SINCE.search(before) is not None
    dated = w.day != "" or w.code != str(w.year)
    if w.use == "day":
        return _day_use(s, w, before, counted=until and not since)
    of_law = _named_for(s, w.lo, "law") and not has(last, "preposition")  # "vi phạm Luật Lâm nghiệp trong | tháng 7"
    if said_before(s, w.lo - (last == ":"), "beside") or of_law:
        return "event"
    if last in tags["span"] or (since and dated):
        return "span"
    if last in tags["target"] + tags["past_target"] or _OF_TARGET.search(before):
        # "Kế hoạch quý III/2021: …"
        return "own" if s.shape[w.hi] == ":" or carried_out(s, w.lo - 1) else "target"
    if w.year and dated and _AIMED_BY.search(before):
        return "target"  # "Mục tiêu đến tháng 12/2023 đạt 84%"
    if _is_base(s, w, before):
        return "base"
    if w.use == "span":
        return "span"
    if until and (dated or opening in tags["year_part"] + tags["head_of_year"] or said_before(s, w.lo, "as_of")):
        return "counted"
    if last in tags["until"] or said_before(s, w.lo, "horizon") or _to_become(s, w):
        return "own" if w.year and _reached_by(s, w) else "until"
    return "origin" if _begins(s, w, before, dated) else "own"


def _is_base(s: Stream, w: When, before: str) -> bool:
    """Whether a time is what is compared with, or of that: "so với năm 2019", "cùng kỳ"."""
    tags, opening = lexicon().tags, s.shape[w.lo]
    earlier = opening in tags["same_period"] and opening not in tags["head_of_year"]
    compared = earlier or _COMPARED.search(before) or _LEFT_FROM.search(before) or _set_against(s, w)
    return bool(compared) or _EQUALS.search(s.shape, max(0, w.lo - 12), w.lo) is not None


def carried_out(s: Stream, i: int) -> bool:
    """Whether it is reported how the target of token i was carried out: "Kết quả thực hiện | kế hoạch 9 tháng"."""
    if not has(s.shape[i - 1 : i], "actual"):
        return False
    lo = max(i - HEADING, *(s.shape.rfind(end, 0, i) + 1 for end in ".;¶"))
    return speaks_of(" ".join(s.keys[lo:i]).rpartition(" ")[0], "result_heading")


def _begins(s: Stream, w: When, before: str, dated: bool) -> bool:
    """Whether something begins at a time, or ends before it."""
    sets, key = lexicon().sets, s.keys[w.lo - 1]
    # "hoàn thành trước năm 2019", "kể từ ngày mở cảng tháng 3/2017"
    if (key in sets["bounding"] and not FIRST_MONTHS.search(w.code)) or _began(s, w):
        return True
    if dated and has(before[-2:], "from") and s.keys[w.hi] in sets["now"]:
        return True  # "từ cuối tháng 7 đến nay"
    # "từ cuối | tháng 7/2026", not "từ đầu | tháng 2/2019 đến ngày 22/10/2019"
    if has(before[-2:-1], "from") and key in sets["month_part"] and "/" not in w.code:
        return True
    new_year = has(s.shape[w.lo], "head_of_year") and s.keys[w.lo] not in sets["late"]
    return has(before[-1:], "from") and not (w.year and new_year)  # "từ đầu năm 2018 đến nay": of that year


def _set_against(s: Stream, w: When) -> bool:
    """Whether a time is what another is compared with: "so sánh tình hình trong tháng 2/2019 với tháng 1/2019"."""
    against = s.keys[w.lo - 1] in lexicon().sets["with"]
    return against and _COMPARING.search(s.shape, max(w.lo - HEAD, 0), w.lo - 1) is not None


def _to_become(s: Stream, w: When) -> bool:
    """Whether a year is by when something is to become another: "… để đưa tỉnh trở thành trung tâm gỗ vào năm 2030"."""
    lo = max(w.lo - BECOMES, _begin(s, w, ".;¶"))
    return s.shape[w.lo] in tags_of("year_part") and speaks_of(" ".join(s.keys[lo : w.lo]), "to_become")


def _reached_by(s: Stream, w: When) -> bool:
    """Whether the words behind a year say what was so by then: "đến năm 2022 toàn huyện đã có 80 hợp tác xã"."""
    m = _BEFORE_COUNT.match(s.shape, w.hi)
    return m is not None and any(opens_with(s, k, "already") for k in range(*m.span()))


def _day_use(s: Stream, w: When, before: str, counted: bool) -> str:
    """What a day is named for."""
    if _COMPARED.search(before):  # "so với 30/6/2019 tăng 14 con"
        w.code = w.day[:7] or w.code
        return "base"
    if _kept(s, w) or s.keys[w.hi] in lexicon().sets["now"]:
        return "origin"  # "ngày 15/3/2019 đến nay"
    return "counted" if counted else "day"


def _kept(s: Stream, w: When) -> bool:
    """Whether a day in a bracket is one that is kept as an anniversary: "40 năm ngày thành lập cảng (14/5/1979)"."""
    at = w.lo - 1 - (s.shape[w.lo - 1] in tags_of("day"))
    return s.shape[at] == "(" and speaks_of(" ".join(s.keys[_begin(s, w, ".;¶") : at]), "anniversary")


def _data_at(s: Stream, w: When) -> bool:
    """Whether data are those of an hour of a day: "(số liệu lúc 18 giờ ngày 15/10)"."""
    k = w.lo - 1
    while s.shape[k] in "dn:" + tags_of("day", "hour", "minute", "daypart"):
        k -= 1
    return w.day != "" and said_before(s, k + 1, "data_at")


def _began(s: Stream, w: When) -> bool:
    """Whether a time is when something began of which the sentence tells what came since."""
    near = range(w.lo - 1, max(w.lo - 9, -1), -1)
    k = next((k for k in near if s.keys[k] in lexicon().sets["ever_since"]), None)
    return k is not None and _NAMED.search(s.shape, k, w.lo) is None


# The time of the whole text: the first of these that finds one.
Headings = Sequence[tuple[int, int]]
_PROMISED = shape(r"<!num|stop|;>* <aim> (?!<!num|stop|;>* <y>)")  # not "Kết quả năm 2022 và dự kiến năm 2023"
TITLES = 3  # lines of a heading that may be the title of the text
_MONTHS = re.compile(r"0000-(?:S1|Q\d|01-01/P\d+M)")  # of the year that the text does not say
_OF_PLAN = shape(r"<percent> <!num|,|;|stop>{0,4} $")
_FORESEEN = shape(r"<aim> <!stop>* $")
ROW = 3  # years that one sentence tells in their order: a text of the last that it names
BACKWARD = 3  # months of a year whose texts report the year before
_SENTENCE_ENDS = shape(r"<;|stop>")
_SURVEY_ENDS = "¶.;dnq"
_FROM_THEN = shape(r"<from> <about|over|under>* <num> <!num|,|;|stop>{0,5} $")
_UP_THEN = shape(r"<!num|,|;|stop>{0,4} <becomes> <about|over|under>* <num> <!num|;|stop>{0,9}")
YEAR_CLOSES = "12-20"  # month and day from which on a count up to now is that of the year
MIDDLE = 14  # day from which on "trong tháng" is the month of the dateline, and not the one before


def text_time(s: Stream, whens: Sequence[When], headings: Headings) -> Time:
    """The period of the whole text, and the rule that chose it."""
    named = _of_day, _spanned, _closed, _first_named, _counted_up_to, _after_same_period, _dateline
    whens = [w for w in whens if not (_of_office(s, w) or _founded(s, w) or _happened(s, w, whens))]
    opens = (w for w in whens if w.year and w.lo < HEAD and w.use in ("day", "own"))
    dated = next((w.year if w.use == "day" else 0 for w in opens), 0)  # a day behind a year is no dateline
    if dated and _passed(s, whens) > dated:
        whens = [w for w in whens if w.use != "day" or w.year != dated]  # a day long past: it dates something else
        dated = 0
    for told in ([w for w in whens if not _is_ahead(s, w, dated, headings)], whens):
        for choose in (*named, _attained, _most_named, _range, _after_base, _last_resort):
            if (time := choose(s, told, headings)) is not None:
                return _closing(whens, time)
    return Time(None)


def _closing(whens: Sequence[When], time: Time) -> Time:
    """A text of December tells of its whole year, where it does not say what came in the month."""
    closes = time.period is not None and time.period.code.endswith("-12") and time.why == "time.text.title"
    monthly = any(w.code == THIS_MONTH for w in whens)
    return time._replace(period=Period(str(time.year), time.year)) if closes and not monthly else time


def _of_office(s: Stream, w: When) -> bool:
    """Whether a time is a term of office of which nothing reports: "chủ tịch nhiệm kỳ 2016-2021"."""
    if not said_before(s, w.lo, "term_of_office"):
        return False
    return not speaks_of(" ".join(s.keys[_begin(s, w, END) : w.lo]), "result_heading")


def _founded(s: Stream, w: When) -> bool:
    """Whether a year stands alone in brackets behind a name: "đập Đa Lộc (1964)"."""
    alone = w.code == str(w.year) and s.shape[w.lo - 1] == "(" and s.shape[w.hi] == ")"
    return alone and w.use == "own" and s.shape[w.lo - 2] == "W"


def _happened(s: Stream, w: When, whens: Sequence[When]) -> bool:
    """Whether a time is when something happened that a sentence without figures tells: "lập vào tháng 10/2024"."""
    if w.use != "own" or s.keys[w.lo - 1] not in lexicon().sets["at_time"]:
        return False
    here = range(_begin(s, w, ".;¶"), _end(s, w))
    timed = {k for v in whens if v.lo in here for k in range(v.lo, v.hi)}
    return not any(s.shape[k] in "ydnq" and k not in timed for k in here)


def _is_ahead(s: Stream, w: When, dated: int, headings: Headings) -> bool:
    """Whether a year is after that of the dateline, or one of which something is promised: "Sang năm 2020, sẽ …"."""
    if w.use != "own" or w.code != str(w.year) or _in_title(w, headings):
        return False
    goal = s.keys[w.lo] in lexicon().sets["in_year"] and foreseen(s, w)  # "phấn đấu đạt 80% vào năm 2024"
    return goal or (w.year > dated > 0) or _PROMISED.match(s.shape, w.hi) is not None


def _in_title(w: When, headings: Headings) -> bool:
    return any(a <= w.lo < b for a, b in headings[:TITLES])


def _timed(w: When, why: str, code: str | None = None) -> Time:
    return Time(Period(code or w.code, w.year), False, f"time.text.{why}", w.lo, w.hi)


def foreseen(s: Stream, w: When) -> bool:
    """Whether a sentence says of a time what is to come."""
    return _FORESEEN.search(s.shape, max(0, w.lo - HEAD), w.lo) is not None


def _spanned(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The last of the years that a title says were reported: "Tổng kết chương trình giai đoạn 2016-2020"."""
    titled = [w for w in whens if w.year and _in_title(w, headings)]
    spans = [w for w in titled if w.use == "span" and w.code.endswith("Y")]
    if not spans or any(w.use in ("own", "counted") for w in titled):
        return None
    w = spans[0]
    told = next(" ".join(s.keys[a:b]) for a, b in headings[:TITLES] if a <= w.lo < b)
    sooner = any(o.year < w.year for o in whens if o.use in ("day", "counted") and o.year and o.lo < HEAD)
    part = " ".join(s.keys[_part(s, w) : w.lo])  # "Tổng quan, định hướng giai đoạn …" reports no span
    planned = speaks_of(part, "plan_heading") and not speaks_of(part, "result_heading")
    reported = speaks_of(told, "result_heading") and not planned
    return _timed(w, "title", str(w.year)) if reported and not sooner else None


def in_a_row(whens: Sequence[When]) -> bool:
    """Whether times are at least `ROW` years in their order."""
    return len(whens) >= ROW and all(a.year < b.year for a, b in pairwise(whens))


def _based(whens: Sequence[When]) -> list[When]:
    """The years that a text compares with, and the month of one: "Tháng 10 … tăng 5% so với tháng 10/2021"."""
    own = {w.code[4:] for w in whens if w.use == "own" and not w.year}
    own.add("")
    return [w for w in whens if w.use == "base" and w.year and w.code[4:] in own]


def _compared_with(whens: Sequence[When]) -> int:
    """The first year that a text compares with: it is no text's own."""
    return next((w.year for w in _based(whens)), 0)


def _passed(s: Stream, whens: Sequence[When]) -> int:
    """The last year that what a text tells is compared with, and nothing to come: its own is none before."""
    later = [w.lo for w in whens if w.use in ("until", "target", "span")]

    def told(w: When) -> bool:
        """Whether the sentence of a year names no aim, which may be set against a year after that of the text."""
        here = range(_begin(s, w, ".;¶"), _end(s, w))
        return not any(k in here for k in later)

    return max((w.year for w in _based(whens) if told(w)), default=0)


def _with_part(s: Stream, parts: Sequence[When], first: When, later: When) -> Time | None:
    """The first of the parts that are named without a year, in the year that is named first or in a later one."""
    if not parts or (later is first and _ends_with_quarter(s, parts, first)):
        return None
    code = first.code if later is first else str(later.year)
    return _timed(later, "part", parts[0].dated(Period(code, later.year)))


def _part_of_later(own: Sequence[When], first: When) -> When:
    """The part of a later year than the whole one that is named first, "… có 84 cơ sở, 40 cơ sở nghỉ năm 2022. Quý
    I-2023 …"; else the one named first.
    """
    whole = first.code == str(first.year)
    return next((w for w in own if whole and w.year > first.year and len(w.code) > 4), first)


def _first_named(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The first time in a title, else in the head, with the part of the year that stands beside it."""
    own = [w for w in whens if w.use == "own" and w.year]
    own = _but_tasks(s, own) or own
    own = [w for w in own if not _awaited(s, w, whens)] or own
    heads = [w for w in own if _in_title(w, headings)]
    base, passed = _compared_with(whens), _passed(s, whens)
    early = heads or [w for w in own if w.lo < HEAD and w.year != base and w.year >= passed]
    counts = (w for w in whens if w.use == "counted" and early and w.lo < early[0].lo and w.year > early[0].year)
    if not early or not all(foreseen(s, w) for w in counts):
        return None  # "Đến hết tháng 9/2022 đạt 5 tỷ. 9 tháng đầu năm 2021 đạt 4 tỷ" is no text of 2021
    first, why = early[0], "title" if heads else "first"
    if _tasks_alone(s, first, whens):
        return Time(Period(str(first.year - 1), first.year - 1), False, "time.text.before_tasks", first.lo, first.hi)
    spans = (w for w in whens if not heads and w.use == "span" and w.code.endswith("Y") and w.lo < first.lo)
    if (over := next(spans, None)) is not None and over.year - 1 > int(over.code[:4]) and over.year > first.year:
        return _timed(over, "range", str(over.year))  # "Từ 2011 đến 2014 có 90 tàu (năm 2011 là 20 tàu, …)"
    if not heads and (surveyed := next((w for w in early if _surveyed(s, w, first.hi)), None)):
        return _timed(surveyed, "survey")
    days = (w for w in whens if not heads and w.use == "day" and w.lo < first.lo and w.year > first.year)
    if any(int(w.day[5:7] or 1) > BACKWARD or w.year > first.year + 1 for w in days):
        return None  # a text of September may begin with the year before, any with one long ago
    end = _end(s, first)
    behind = (w for w in whens if first.hi <= w.lo < end and w.year > first.year)
    if not heads and (later := next((w for w in behind if contrasted(s, w) or _risen_to(s, first, w)), None)):
        return _timed(later, "contrast")
    row = [w for w in own if first.lo <= w.lo < end] if not heads else []
    if in_a_row(row):
        last = max(own, key=lambda w: w.year)  # "Năm 2022 thu 5 tỷ, năm 2023 thu 6 tỷ, 5 tháng năm 2024 …"
        return _timed(last, why, str(last.year))
    parts = [w for w in whens if w.use == "own" and not w.year]
    if reported := _before_tasks(s, parts, first):
        return Time(Period.of(reported), False, "time.text.before_tasks", first.lo, first.hi)
    if first.code == str(first.year) and (titled := _part_titled(s, own, first)) is not None:
        return _timed(titled, "title")
    parts = [w for w in parts if _MONTHS.fullmatch(w.code) and (w.lo < first.lo or foreseen(s, first))]
    return _with_part(s, parts, first, first if heads else _part_of_later(own, first)) or _timed(first, why)


def _but_tasks(s: Stream, own: Sequence[When]) -> list[When]:
    """Times without the years, and the times below the first, of which only tasks are told: "Công tác tháng 5 năm 2023
    ¶ … ¶ PHƯƠNG HƯỚNG THÁNG 6/2023".
    """
    yearly = (w.code == str(w.year) or END in s.shape[own[0].hi : w.lo] for w in own)
    return [w for w, may_be in zip(own, yearly, strict=True) if not may_be or not _of_tasks(s, w)]


def _ends_with_quarter(s: Stream, parts: Sequence[When], first: When) -> bool:
    """Whether a time ends with the quarter named before: "quý II và 6 tháng đầu năm 2019", "quý IV và cả năm 2019"."""
    quarter, gap = "-Q" in parts[0].code, s.shape[parts[-1].hi : first.lo]
    return quarter and (FIRST_MONTHS.search(first.code) is not None or (len(gap) < 3 and has(gap, "joint")))


def _part_titled(s: Stream, own: Sequence[When], first: When) -> When | None:
    """The part of a year that a line above all prose names below one with the year: "Năm 2020 … / Quý I/2020 …"."""
    prose = next((k for k in range(first.hi, len(s.shape)) if s.shape[k] == END and is_prose(s, k)), 0)
    lines = (w for w in own if first.hi < w.lo < prose and w.year == first.year and len(w.code) > len(first.code))
    return next((w for w in lines if not is_prose(s, _line(s, w)[1])), None)


def is_prose(s: Stream, end: int) -> bool:
    """Whether a block up to token end is of sentences, and no title."""
    return s.shape[end - 1] in ".:;…"


def _of_tasks(s: Stream, w: When) -> bool:
    """Whether a time is that of tasks named before it in its sentence, with no result told of them: "Hội nghị triển
    khai công tác lao động, người có công và xã hội năm 2016".
    """
    said = " ".join(s.keys[_begin(s, w, _SURVEY_ENDS + "y") : w.lo])
    m = _tasks_ahead().search(said)
    return m is not None and (m.end() == len(said) or not speaks_of(said[m.end() :], "result_heading"))


def _begin(s: Stream, w: When, ends: str) -> int:
    """The token behind the last of these tags before a time."""
    return max(s.shape.rfind(end, 0, w.lo) for end in ends) + 1


def _end(s: Stream, w: When) -> int:
    """Where the sentence ends in which a time stands."""
    end = _SENTENCE_ENDS.search(s.shape, w.hi)
    return end.start() if end else len(s.shape)


@cache
def _tasks_ahead() -> re.Pattern[str]:
    """The phrases that announce tasks, the longest first, each between blanks."""
    words = sorted(lexicon().sets["tasks_ahead"], key=len, reverse=True)
    return re.compile(rf"(?:^| )(?:{'|'.join(map(re.escape, words))})(?= |$)")


def _part(s: Stream, w: When) -> int:
    """The token before the part of a line in which a time stands, its first where it has no parts."""
    lo = _begin(s, w, END)
    return next((k for k in range(w.lo - 1, lo, -1) if s.shape[k] in ",;" + tags_of("joint")), lo)


def _tasks_alone(s: Stream, w: When, whens: Sequence[When]) -> bool:
    """Whether a year is but that of the tasks to come: "Tổng kết công tác năm, phương hướng năm 2023"."""
    lo, parted = _begin(s, w, END), _part(s, w)
    ahead = w.code == str(w.year) and said_before(s, w.lo, "tasks_ahead") and not any(lo <= o.lo < w.lo for o in whens)
    return ahead and speaks_of(" ".join(s.keys[lo:parted]), "result_heading")


def _before_tasks(s: Stream, parts: Sequence[When], first: When) -> str:
    """The part of a year told before the next is named for its tasks: "tháng 5, nhiệm vụ tháng 6 năm 2022"."""
    near = (w for w in reversed(parts) if w.hi <= first.lo and END not in s.shape[w.hi : first.lo])
    near = (w for w in near if w.code not in VAGUE)
    told = next((w for w in near if speaks_of(" ".join(s.keys[w.hi : first.lo]), "plan_heading")), None)
    if told is None or first.code == str(first.year):
        return ""
    code = f"{first.year}{told.code[4:]}"
    return code if bounds(code) <= bounds(first.code) else f"{first.year - 1}{told.code[4:]}"  # "nhiệm vụ tháng 1/2023"


def form(code: str) -> str:
    """What kind of period a code names.

    >>> form("2022-Q2") == form("2021-Q4"), form("2022-03"), form("2022-01-01/P9M")
    (True, '-', '--/PM')
    """
    return re.sub(r"\d", "", code)


def _surveyed(s: Stream, w: When, hi: int) -> bool:
    """Whether a time is that of a survey or ranking which a sentence tells of, up to where it goes on from token hi."""
    lo = _begin(s, w, _SURVEY_ENDS)
    return lo <= hi and speaks_of(" ".join(s.keys[lo : w.lo]), "survey")


def contrasted(s: Stream, w: When) -> bool:
    """Whether a time may be set against an earlier one: "năm 1998 có 8 xã thì đến năm 2012 có 40 xã"."""
    return says(s, "contrast", w.lo - 2, w.lo)


def _awaited(s: Stream, w: When, whens: Sequence[When]) -> bool:
    """Whether the first line alone names a year that the text calls a horizon, and it tells of earlier ones: "… đạt 10
    tỷ USD vào năm 2020 / Năm 2015 đạt 4 tỷ USD, dự báo đến năm 2020 …".
    """
    lo, hi = _line(s, w)
    if lo or is_prose(s, hi) or s.keys[0] in lexicon().sets["report_kind"]:
        return False  # "BÁO CÁO năm 2020" reports it
    own, later = ({o.year for o in whens if o.lo > hi and o.use in uses} for uses in (("own",), ("until", "target")))
    return w.year in later - own and any(0 < year < w.year for year in own)


def _risen_to(s: Stream, first: When, last: When) -> bool:
    """Whether a move is told from the first time to the second: "từ 40 tàu (năm 2010) lên 64 tàu năm 2016"."""
    begins = _FROM_THEN.search(s.shape, max(first.lo - HEAD, 0), first.lo) is not None
    return begins and _UP_THEN.fullmatch(s.shape, first.hi, last.lo) is not None


def _closed(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The year up to whose end a text of the next year counts, if no sentence of its head opens with another time."""
    early = [w for w in whens if w.year and w.lo < HEAD]
    ends = (w for w in early if w.use == "counted" and w.code == str(w.year) and w.day[5:] in ("", "12-31"))
    if (w := next(ends, None)) is None or not any(o.year == w.year + 1 for o in early if o.use in ("own", "day")):
        return None
    own = [o for o in early if o.use == "own"]
    titled = any(_in_title(o, headings) for o in own)
    return None if titled or any(o.code != str(o.year) for o in own) else _timed(w, "closed")


def _counted_up_to(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The month or the year of the first day up to which the text counts."""
    found = (w for w in whens if w.use == "counted" and w.year and (w.day or w.code != str(w.year)))
    w = next(found, None)
    if w is None or any(_dates(s, o, w) for o in whens):
        return None
    spans = (o.dated(Period(w.code, w.year)) for o in whens if o.use == "own" and not o.year and o.lo < w.lo)
    month = w.day[:7] or w.code
    if MONTH.fullmatch(month) and through(month) in spans:
        return _timed(w, "part", through(month))  # "9 tháng đạt 40 ha. … (đến 20/9/2024 có 5 xã)"
    since = s.shape[w.lo] in tags_of("from")  # "từ đầu năm đến 14-11-2022" is no month
    return _timed(w, "asof", w.day[:7] if w.day and w.day[5:] < YEAR_CLOSES and not since else None)


def _dates(s: Stream, day: When, w: When) -> bool:
    """Whether a day heads a text of which a later paragraph alone counts up to a time of that year."""
    heads = day.use == "day" and day.year == w.year and day.hi < w.lo and day.lo < HEAD
    return heads and "¶" in s.shape[day.hi : w.lo].lstrip("¶")


def _reviewed(s: Stream, w: When) -> bool:
    """Whether a year is what its sentence says was reviewed: "hội nghị tổng kết công tác an ninh năm 2018"."""
    return w.code == str(w.year) and speaks_of(" ".join(s.keys[_begin(s, w, ".;¶") : w.lo]), "reviews")


def _of_last_year(s: Stream) -> bool:
    """Whether the head tells of the year that has passed: "Ngày 15/1, … cho biết năm qua đã thanh tra 227 cuộc"."""
    passed, spoken = lexicon().sets["passed"], lexicon().classes["spoken_number"].values
    found = (k for k in range(1, min(HEAD, len(s.keys) - 1)) if s.keys[k + 1] in passed and has(s.shape[k], "year"))
    return any(s.shape[k - 1] not in "dn" and s.keys[k - 1] not in spoken for k in found)


def _of_day(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The month of the day for which a report is made: "Báo cáo tiến độ kỳ 25/10/2016"."""
    w = next(iter(whens), None)
    if w is None or w.use != "day" or len(w.day) < 8 or s.keys[0] not in lexicon().sets["report_kind"]:
        return None
    alone = END not in s.shape[: w.lo] and (s.shape[w.hi] == END or s.on_new_line(w.hi))
    return _timed(w, "title", w.day[:7]) if alone else None


def _dateline(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    since = tags_of("from", "dated")
    w = next((w for w in whens if w.use == "day" and w.year and s.shape[w.lo - 1] not in since), None)
    spans = (v for v in whens if v.use == "span" and v.code.endswith("Y") and v.lo < HEAD)
    based = max((v.year for v in _based(whens)), default=0)  # "20/02/2016 … giảm 5% so với năm 2014": of 2015
    if w is None:
        return None
    early = int(w.day[5:7] or 12) <= BACKWARD
    # "12/01/2021 … Giai đoạn 2016-2020, …": of the years past
    past = based == w.year - 2 or any(v.year == w.year - 1 for v in spans) or _of_last_year(s)
    if (early and past) or any(_reviewed(s, v) for v in whens if v.year == w.year - 1 and v.lo < HEAD):
        return _timed(w, "closed", str(w.year - 1))
    month = any(v.code == THIS_MONTH and v.lo < HEAD for v in whens) and int(w.day[8:] or 0) > MIDDLE
    return _timed(w, "dateline", w.day[:7] if month else _part_of(whens, w.year, HEAD))


def _attained(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The year of the plan that results are measured against: "lũy kế 10 tháng đạt 45% kế hoạch năm 2022"."""
    plans = (w for w in whens if w.use == "target" and w.year and _OF_PLAN.search(s.shape, max(0, w.lo - HEAD), w.lo))
    w = next(plans, None)
    return _timed(w, "target", _part_of(whens, w.year, w.lo)) if w is not None else None


def _most_named(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The year most often named, the latest of those."""
    base, passed = _compared_with(whens), _passed(s, whens)
    own = [w for w in whens if w.use == "own" and w.year and w.year != base and w.year >= passed]
    if not own:
        return None
    years = [w.year for w in own]
    year = max(set(years), key=lambda y: (years.count(y), y))
    return _timed(next(w for w in own if w.year == year), "most", _part_of(whens, year, HEAD))


def _range(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The last of the years that open the text, or its days: "Từ năm 2015-2020", "Tuần từ 12 đến 18/5/2021"."""
    said = lexicon().tags["span"]
    bare = [w for w in whens if w.use == "span" and w.year and 0 < w.lo < HEAD and s.shape[w.lo - 1] not in said]
    days = bare and DAYS.search(bare[0].code)
    return _timed(bare[0], "range", bare[0].code if days else str(bare[0].year)) if bare else None


def _after_base(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The year after the one that is compared with."""
    return _year_after(s, whens, [w for w in whens if w.use == "base" and w.year])


def _after_same_period(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The year after that of "cùng kỳ năm 2018": what is compared with the same period is of the next year."""
    same = lexicon().tags["same_period"]
    return _year_after(s, whens, [w for w in whens if w.use == "base" and w.year and s.shape[w.lo] in same])


def _year_after(s: Stream, whens: Sequence[When], base: Sequence[When]) -> Time | None:
    """The year after the latest one that is compared with, or the part of it that the text names before or compares."""
    if not base:
        return None
    last = max(base, key=lambda w: w.year)
    month = int(last.code[5:]) if MONTH.fullmatch(last.code) else 12
    # "so với tháng 4/2018": of May, but not "Tháng 4 tăng 5% so với tháng 4/2018"
    again = any(w.use == "own" and not w.year and w.code[4:] == last.code[4:] for w in whens)
    if month < 12 and not again and s.shape[last.lo] not in lexicon().tags["same_period"]:
        return _timed(last, "base+1", f"{last.year}-{month + 1:02d}")
    code = _part_of(whens, last.year + 1, base[0].lo)
    if code == str(last.year + 1):  # "so với 6 tháng đầu năm 2020"
        compared = (
            w.code[4:] for w in whens if w.use == "base" and w.year == last.year and FIRST_MONTHS.search(w.code)
        )
        code += next(compared, "")
    return Time(Period(code, last.year + 1), False, "time.text.base+1", last.lo, last.hi)


def _last_resort(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The latest year that is named for something else."""
    parts = any(w.use == "own" and not w.year and w.code not in VAGUE for w in whens)
    for use in ("counted", "span", "target", *(() if parts else ("until",)), "origin"):
        if found := [w for w in whens if w.use == use and w.year]:
            cited = [w for w in whens if w.use == "event"] if use == "span" and parts else []
            last = max(cited, key=lambda w: w.year, default=None)
            if last is not None and any(int(w.code[:4]) < last.year < w.year for w in found):
                return _timed(last, "cited", str(last.year))  # a text that tells of its months is of none to come
            w = max(found, key=lambda w: w.year) if use in ("span", "target", "origin") else found[0]
            return _timed(w, use, _part_of(whens, w.year, HEAD) if use == "target" else str(w.year))
    return None


def _part_of(whens: Sequence[When], year: int, hi: int) -> str:
    """The first part of a year that is named without it before token hi, as a part of this year; else all of it."""
    said = (w for w in whens if w.use in ("own", "counted") or DAYS.search(w.code))
    told = (w for w in said if not w.year and (w.day or w.code not in VAGUE))
    part = next((YEAR if w.day[5:] >= YEAR_CLOSES else w.day[:7] or w.code for w in told if w.lo < hi), YEAR)
    return f"{year}{part[4:]}"
