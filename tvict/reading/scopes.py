"""Which time an amount speaks of, and whether it is still to come: mentions of time, and the scopes that they open.

A mention tells the time of what is said (own), the time up to which it was counted (counted), a horizon (until), what
is compared with (base), a goal (target), a beginning (origin), several years (span), a document or event (event, day).
Own mentions open scopes: the text, a section, what a lead-in announces, a sentence, a clause, a bracket, one amount.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import lexicon, shape, syllables, tags_of
from tvict.reading.outline import Block
from tvict.reading.structure import Context
from tvict.reading.tokens import END, Stream

Kinds = Mapping[int, tuple[str, str]]
MOVING = ("change", "index", "attainment", "gap")


class Period(NamedTuple):
    """A period as written in tables (2022, 2022-S1, 2022-Q2, 2022-06, 2022-01-01/P9M), and its year."""

    code: str
    year: int


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
            month = re.fullmatch(r"\d{4}-(\d\d)", now.code)
            return month_span(int(month[1]), now.year) if month else now.code
        if self.code in THIS:
            return last_part(now, self.code)
        return f"{now.year}{self.code[4:]}"


SO_FAR = "0000-so-far"
THIS = THIS_MONTH, THIS_QUARTER = "0000-month", "0000-quarter"
VAGUE = ("0000", SO_FAR, *THIS)  # parts of no length of their own


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


class Pick(NamedTuple):
    """The period of an amount, the rule that chose it, where its words stand."""

    code: str | None
    rule: str
    scope: str
    lo: int
    hi: int


def month_span(months: int, year: int, late: bool = False) -> str:
    """The first (or last) `months` months of a year.

    >>> month_span(6, 2018), month_span(9, 2018)
    ('2018-S1', '2018-01-01/P9M')
    """
    if months == 12:
        return f"{year:04d}"
    if months == 3:
        return f"{year:04d}-Q{4 if late else 1}"
    if months == 6:
        return f"{year:04d}-S{2 if late else 1}"
    return f"{year:04d}-{13 - months if late else 1:02d}-01/P{months}M"


def last_part(now: Period, part: str) -> str:
    """The month or quarter in which a period ends, the period itself where it is as short.

    >>> last_part(Period("2019-01-01/P10M", 2019), THIS_MONTH), last_part(Period("2019-S1", 2019), THIS_QUARTER)
    ('2019-10', '2019-Q2')
    """
    spans = {"S1": 6, "S2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}
    months = re.fullmatch(r"\d{4}-01-01/P(\d+)M", now.code)
    last = int(months[1]) if months else spans.get(now.code[5:], 0)
    if not last or (part == THIS_QUARTER and (last % 3 or "-Q" in now.code)):
        return now.code
    return f"{now.year}-{last:02d}" if part == THIS_MONTH else f"{now.year}-Q{last // 3}"


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


def quarter_number(word: str) -> int:
    """1 to 4 from a Roman or Arabic numeral, else 0."""
    number = int(word) if word.isdecimal() else _ROMAN.get(word, 0)
    return number if number <= 4 else 0


def _before(s: Stream, lo: int, name: str) -> bool:
    """Whether the words just before token lo are a phrase of a class."""
    said = " " + " ".join(s.keys[max(0, lo - 5) : lo])
    return said.endswith(tuple(f" {phrase}" for phrase in lexicon().sets[name]))


# Mentions. The first alternative that fits at a token is taken; a look at its first tag spares most attempts.
_SAID = r"(?: /|<hyphen>|<year>|<point>|, )+"
_WHEN = shape(
    rf"""(?=<d|q|w|W|y|month|quarter|year|year_part|head_of_year|same_period|target|from|preposition>)
    (?: (?P<months><d|w|W|year>) <month> (?P<half><head_of_year>)? <preposition>? <year>? /? (?P<my><y>)
      | <quarter> (?P<quarter><d|W|w>) (?: /|<year|head_of_year>)* (?P<qy><y>)
      | (?P<d><d>) (?:/|<hyphen|point>) (?P<dm><d>) (?:/|<hyphen|point>) (?P<dy><y>)
      | <month> (?P<m><d>) {_SAID} (?P<ty><y>)
      | <month> (?P<dots><q>)
      | (?P<short><d>) (?P<t><w|W>) / (?P<sy><y>)
      | (?P<span><d|w|W|year>) <month> (?: (?P<shalf><head_of_year>) | <year> (?P<this><w|W>) )
      | (?P<bare><d>) <month> (?!<d>)
      | <quarter> (?P<part><d|W|w>)
      | <month> (?P<only><d|w|W>) (?!/)
      | (?P<annual><target>) <year> (?! <y> )
      | <from> (?P<since><head_of_year>) (?! <y> )
      | (?P<dotted><q>)
      | (?P<dday><d>) (?:/|<hyphen|point>) (?P<dmonth><d>) (?!/)
      | (?:<year|year_part|head_of_year|same_period>)? (?P<y><y>) (?: (?:<hyphen|until>) <year>? (?P<end><y>))?
      | (?P<last><same_period>)
      | (?P<whole><year_part>) (?! <y> )
      | (?P<same><preposition|word>) <month|quarter> (?! <num|W> ) )"""
)
_MONTH_DOT = re.compile(r"(0?[1-9]|1[0-2])\.(\d{4})")
_DAY_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}))?")
_FIGURE = ("figure", "")
_LISTED = shape(r",|<joint>")
_UNTIL = shape(r"<until|dated|hyphen> <day>?")
_TIMELY = ("date", "year", "period")


def mentions(s: Stream, kinds: Kinds | None, lo: int = 0, hi: int | None = None) -> list[When]:
    """Every time that tokens lo to hi name, in order. Numerals that `kinds` knows to be of no time name none."""
    found: list[When] = []
    for m in _WHEN.finditer(s.shape, lo, len(s.shape) if hi is None else hi):
        numeral = next((i for i in range(m.start(), m.end()) if s.shape[i] in "ydnq"), None)
        kind = kinds.get(s.starts[numeral], _FIGURE)[0] if kinds is not None and numeral is not None else ""
        if kind and kind not in _TIMELY:
            continue
        reader = next(read for group, read in _READERS.items() if m[group] is not None)
        if (when := reader(s, m)) is not None:
            when.use = "event" if when.use == "day" and kinds is not None and _cited(s, when, kinds) else _use(s, when)
            if found and found[-1].use == "event" and _LISTED.fullmatch(s.shape, found[-1].hi, when.lo):
                when.use = "event"
            if found and when.day and found[-1].use == "day" and _UNTIL.fullmatch(s.shape, found[-1].hi, when.lo):
                found[-1].use, when.use = "origin", "span"  # "từ ngày 1/8/2018 đến 31/7/2019"
            found.append(when)
    return found


def _cited(s: Stream, w: When, kinds: Kinds) -> bool:
    """Whether a day is that of a document: "Quyết định số 318/QĐ-UBND ngày 08/3/2022"."""
    near = range(w.lo - 1, max(0, w.lo - 12), -1)
    for i in near:
        if s.shape[i] in "¶;,":
            return False
        if s.shape[i] in "ydnq":
            return kinds.get(s.starts[i], _FIGURE)[0] == "reference"
    return False


def _number(s: Stream, m: re.Match[str], group: str) -> int:
    """The number that a group holds, in figures or in words; 0 for another word."""
    word = s.keys[m.start(group)]
    return int(word) if word.isdecimal() else lexicon().classes["spoken_number"].values.get(word, 0)


def _months(s: Stream, m: re.Match[str]) -> When | None:
    """So many months of a year: "6 tháng đầu năm 2022", "bảy tháng năm nay", "6T/2015", "9 tháng qua"."""
    group = next(g for g in ("months", "short", "span", "bare") if m[g])
    number, half = _number(s, m, group), m.start("half") if m["half"] else m.start("shalf")
    year = next((int(s.keys[m.start(g)]) for g in ("my", "sy") if m[g]), 0)
    sets = lexicon().sets
    if not 0 < number <= 12 or (m["short"] and s.keys[m.start("t")] not in sets["month_short"]):
        return None
    if m["this"] and s.keys[m.start("this")] not in sets["this"]:
        return None
    return When(m.start(), m.end(), month_span(number, year, half >= 0 and s.keys[half] in sets["late"]), year)


def _quarters(s: Stream, m: re.Match[str]) -> When | None:
    """A quarter: "quý II/2016", "quý 3"."""
    number = quarter_number(s.keys[m.start("quarter" if m["qy"] else "part")])
    year = int(s.keys[m.start("qy")]) if m["qy"] else 0
    return When(m.start(), m.end(), f"{year:04d}-Q{number}" if number else str(year), year) if number or year else None


def _day(s: Stream, m: re.Match[str]) -> When:
    """A full date: "26/6/2019"."""
    d, month, year = (int(s.keys[m.start(g)]) for g in ("d", "dm", "dy"))
    return When(m.start(), m.end(), str(year), year, "day", f"{year}-{month:02d}-{d:02d}")


def _month(s: Stream, m: re.Match[str]) -> When | None:
    """A month with its year ("tháng 6/2022", "ngày 5 tháng 6 năm 2022") or without ("tháng 6")."""
    lo, tags = m.start(), lexicon().tags
    if m["dots"]:
        dots = _MONTH_DOT.fullmatch(s.keys[m.start("dots")])
        return When(lo, m.end(), f"{dots[2]}-{int(dots[1]):02d}", int(dots[2])) if dots else None
    number, year = _number(s, m, "m" if m["ty"] else "only"), int(s.keys[m.start("ty")]) if m["ty"] else 0
    day = lo > 1 and s.shape[lo - 1] == "d" and s.shape[lo - 2] in tags["day"] + tags["dated"] + tags["until"]
    if day and year:
        return When(lo - 1, m.end(), str(year), year, "day", f"{year}-{number:02d}-{int(s.keys[lo - 1]):02d}")
    alone = not year and lo and s.shape[lo - 1] in "d" + tags["from"] + tags["day"]
    if alone or not 0 < number <= 12:
        return When(lo, m.end(), str(year), year) if year else None
    if year and s.shape[m.end()] == END and lo and s.shape[lo - 1] in ",…./" + tags["day"]:
        return When(lo, m.end(), str(year), year, "day")  # a dateline without its day: "Hải Bình, ngày … tháng 12 năm 2018"
    return When(lo, m.end(), f"{year:04d}-{number:02d}", year)


def _day_without_year(s: Stream, m: re.Match[str]) -> When | None:
    """A day in one numeral, or one whose year is that of the text: "30.6.2018", "30.6", "30/6"."""
    printed = s.keys[m.start()] if m["dotted"] else f"{s.keys[m.start('dday')]}.{s.keys[m.start('dmonth')]}"
    dots = _DAY_DOTS.fullmatch(printed)
    if dots is None:
        return None
    d, month, year = int(dots[1]), int(dots[2]), int(dots[3] or 0)
    whole = 0 < d <= 31 and 0 < month <= 12
    return When(m.start(), m.end(), f"{year:04d}", year, "day", f"{year:04d}-{month:02d}-{d:02d}") if whole else None


def _years(s: Stream, m: re.Match[str]) -> When:
    """A year; the years of a range; the one year of a school year (its first, at its end its last) or crop year."""
    first = int(s.keys[m.start("y")])
    last = int(s.keys[m.start("end")]) if m["end"] else first
    if first < last and _before(s, m.start(), "school_year"):
        year = last if _before(s, m.start(), "school_year_end") else first
        return When(m.start(), m.end(), str(year), year)
    if first < last and not _before(s, m.start(), "crop_year"):
        return When(m.start(), m.end(), f"{first}-01-01/P{last - first + 1}Y", last, "span")
    return When(m.start(), m.end(), str(last), last)


def _annual(s: Stream, m: re.Match[str]) -> When:
    """The whole year of a yearly goal: "kế hoạch năm"."""
    return When(m.start(), m.end(), "0000", 0, "target")


def _whole_year(s: Stream, m: re.Match[str]) -> When | None:
    """The year of the text, all of it: "cả năm", "trong năm"."""
    return When(m.start(), m.end(), "0000", 0) if s.keys[m.start()] in lexicon().sets["whole_year"] else None


def _this_part(s: Stream, m: re.Match[str]) -> When | None:
    """The month or quarter of the text: "trong tháng", "cuối quý"."""
    said = f"{s.keys[m.start()]} {s.keys[m.start() + 1]}"
    code = THIS_MONTH if s.shape[m.start() + 1] in lexicon().tags["month"] else THIS_QUARTER
    return When(m.start(), m.end(), code, 0) if said in lexicon().sets["this_part"] else None


def _since(s: Stream, m: re.Match[str]) -> When | None:
    """The year so far: "từ đầu năm"."""
    return None if s.keys[m.start("since")] in lexicon().sets["late"] else When(m.start(), m.end(), SO_FAR, 0)


def _earlier(s: Stream, m: re.Match[str]) -> When:
    """An earlier time that is not named: "cùng kỳ", "năm trước"."""
    return When(m.start(), m.end(), "", 0, "base")


# By the group that tells which alternative was met.
_READERS: dict[str, Callable[[Stream, re.Match[str]], When | None]] = {
    **dict.fromkeys(("my", "sy", "span", "bare"), _months),
    **dict.fromkeys(("qy", "part"), _quarters),
    **dict.fromkeys(("dotted", "dday"), _day_without_year),
    **dict.fromkeys(("ty", "dots", "only"), _month),
    "dy": _day,
    "annual": _annual,
    "since": _since,
    "y": _years,
    "last": _earlier,
    "whole": _whole_year,
    "same": _this_part,
}


_COMPARED = shape(
    r"""<compare|times|multiple|exceed|below>
    <word|preposition|noun|same_period|year_part|head_of_year|where|target|up|total|quantity>{0,4} $"""
)


_LEFT_FROM = shape(
    r"<from> <over|under|about>? <num> <scale|percent|noun|measure|money|word>{0,2} $"
)  # "từ 52 điểm năm 2015"


def _use(s: Stream, w: When) -> str:
    """What a time is named for, by the words before it."""
    if w.use in ("base", "target"):
        return w.use
    tags, opening = lexicon().tags, s.shape[w.lo]
    before = s.shape[max(0, w.lo - 7) : w.lo]
    last = before[-1:] or " "
    until = last in tags["until"] or (last in "w" + tags["day"] and (before[-2:-1] or " ") in tags["until"])
    until = until or s.keys[w.lo] in lexicon().sets["until_part"]
    since = until and any(t in tags["from"] for t in before)
    dated = w.day != "" or w.code != str(w.year)
    if w.use == "day":
        return "counted" if until and not since else "day"
    if _before(s, w.lo, "beside"):
        return "event"
    if last in tags["span"] or (since and dated):
        return "span"
    if last in tags["target"] + tags["past_target"]:
        return "own" if s.shape[w.hi] == ":" else "target"  # "Kế hoạch quý III/2021: …"
    earlier = opening in tags["same_period"] and opening not in tags["head_of_year"]
    if earlier or _COMPARED.search(before[-6:]) or _LEFT_FROM.search(before[-6:]):
        return "base"
    if w.use == "span":
        return "span"
    if until and (dated or opening in tags["year_part"] + tags["head_of_year"] or _before(s, w.lo, "as_of")):
        return "counted"
    if last in tags["until"]:
        return "until"
    return "origin" if last in tags["from"] else "own"


# The time of the whole text: the first of these that finds one.
HEAD = 160  # tokens in which a report names its time


def text_time(s: Stream, whens: Sequence[When], headings: Sequence[tuple[int, int]]) -> Time:
    """The period of the whole text, and the rule that chose it."""
    for choose in (_first_named, _counted_up_to, _dateline, _most_named, _range, _after_base, _last_resort):
        if (time := choose(s, whens, headings)) is not None:
            return time
    return Time(None)


def _timed(w: When, why: str, code: str | None = None) -> Time:
    return Time(Period(code or w.code, w.year), False, f"time.text.{why}", w.lo, w.hi)


Headings = Sequence[tuple[int, int]]


def _first_named(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The first time in a title, else in the head, with the part of the year that stands beside it."""
    own = [w for w in whens if w.use == "own" and w.year]
    heads = [w for w in own if any(a <= w.lo < b for a, b in headings[:3])]
    early = heads or [w for w in own if w.lo < HEAD]
    if not early:
        return None
    first, why = early[0], "title" if heads else "first"
    if first.code != str(first.year):  # "6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm 2014"
        joint = tags_of("joint")
        parts = [w for w in whens if w.use == "own" and not w.year and first.lo - 30 <= w.lo < first.lo]
        parts = [w for w in parts if not all(t in joint+",;-" for t in s.shape[w.hi : first.lo])]
        if parts:
            return _timed(first, "part", parts[0].dated(Period(first.code, first.year)))
    return _timed(first, why)


def _counted_up_to(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The month or the year of the day up to which the head counts."""
    found = (w for w in whens if w.use == "counted" and w.year and (w.day or w.code != str(w.year)))
    w = next(found, None)
    if w is None or w.lo >= HEAD:
        return None
    return _timed(w, "asof", w.day[:7] if w.day and w.day[5:] != "12-31" else None)


def _dateline(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    w = next((w for w in whens if w.use == "day" and w.year), None)
    if w is None:
        return None
    part = next((p for p in whens if p.use == "own" and not p.year and p.lo < HEAD and p.code not in VAGUE), None)
    return _timed(w, "dateline", part.dated(Period(str(w.year), w.year)) if part else str(w.year))


def _most_named(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The year most often named, the latest of those."""
    own = [w for w in whens if w.use == "own" and w.year]
    if not own:
        return None
    years = [w.year for w in own]
    year = max(set(years), key=lambda y: (years.count(y), y))
    return _timed(next(w for w in own if w.year == year), "most", str(year))


def _range(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The last of the years that open the text: "Từ năm 2015-2020"."""
    said = lexicon().tags["span"]
    bare = [w for w in whens if w.use == "span" and 0 < w.lo < 12 and s.shape[w.lo - 1] not in said]
    return _timed(bare[0], "range", str(bare[0].year)) if bare else None


def _after_base(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The year after the one that is compared with, or the part of it that the text names before."""
    base = [w for w in whens if w.use == "base" and w.year]
    if not base:
        return None
    last = max(base, key=lambda w: w.year)
    year = last.year + 1
    part = next((w for w in whens if w.use == "own" and not w.year and w.lo < base[0].lo), None)
    code = part.dated(Period(str(year), year)) if part else None
    return Time(Period(code or str(year), year), False, "time.text.base+1", last.lo, last.hi)


def _last_resort(s: Stream, whens: Sequence[When], headings: Headings) -> Time | None:
    """The latest year that is named for something else."""
    for use in ("counted", "span", "target", "until", "origin", "event"):
        if found := [w for w in whens if w.use == use and w.year]:
            w = max(found, key=lambda w: w.year) if use in ("span", "target", "origin") else found[0]
            return _timed(w, use, str(w.year))
    return None


# Scopes that a mention opens in its paragraph.
class Reach(NamedTuple):
    """Tokens lo to hi are of a time; rule tells how it governs them, `alone` that it governs one amount."""

    when: When
    lo: int
    hi: int
    rule: str


class Clock:
    """The mentions of a text by token."""

    def __init__(self, s: Stream, whens: Sequence[When]):
        self.s, self.whens, self.los = s, whens, [w.lo for w in whens]
        dateline = next((w for w in whens if w.use == "day" and w.year and w.lo < HEAD), None)
        self.today = (
            Time(Period(str(dateline.year), dateline.year), False, "time.now", dateline.lo, dateline.hi)
            if dateline
            else None
        )
        self.last: Time | None = None  # told in the sentence before, of this section

    def between(self, lo: int, hi: int) -> Sequence[When]:
        """The mentions that begin in tokens lo to hi."""
        return self.whens[bisect_left(self.los, lo) : bisect_left(self.los, hi)]


_PARTED = re.compile(r"[(),;\[\]]")
_STOPS = re.compile(r"[()\[\];]")
_OPENS = shape(r"<open|:>? <rank|copula|numbered>? <over|under|about>* $")
_WORDS = shape(r"<word|noun|preposition>{2,6}")
_JOINED = shape(r"<joint|becomes>")
_NEXT_TO = shape(r"(?:<preposition|word>)? $")


class Sentence:
    """One sentence of a paragraph: where brackets and clauses end, and the scopes that its times open."""

    def __init__(self, clock: Clock, c: Context, lo: int, hi: int, amounts: Sequence[Amount]):
        self.s, self.lo, self.hi, self.amounts = clock.s, lo, hi, amounts
        self.whens = clock.between(lo, hi)
        self.lefts = [a.left for a in amounts]
        self.marks: list[int] = []
        self.stops: list[tuple[int, int]] = []
        if self.whens:
            self._mark()
        self.reaches = [r for w in self.whens for r in self._reach(w)]
        self.flows: dict[int, bool] = {}  # by the mention of a count: whether it sums up what happened until then

    def _mark(self) -> None:
        """Where a clause and a bracket end, for the tokens before each mark."""
        inside: list[list[int]] = [[self.hi, self.hi]]
        for m in reversed(list(_STOPS.finditer(self.s.shape, self.lo, self.hi))):
            if m[0] in ")]":
                inside.append([m.start(), m.start()])
            elif m[0] in "([":
                if len(inside) > 1:
                    inside.pop()
            else:
                inside[-1][0] = m.start()
            self.marks.append(-m.start())
            self.stops.append((inside[-1][0], inside[-1][1]))

    def ends(self, i: int) -> tuple[int, int]:
        """Where the clause and the bracket end in which token i stands."""
        k = bisect_right(self.marks, -i) - 1  # the nearest mark behind i; marks are counted from the end
        return self.stops[k] if k >= 0 else (self.hi, self.hi)

    def _reach(self, w: When) -> Iterator[Reach]:
        """The scopes that one mention opens, the one that counts for less first."""
        if w.use in ("event", "origin"):
            return
        k = bisect_left(self.lefts, w.hi)
        before = self.amounts[k - 1] if k else None
        next_left = self.lefts[k] if k < len(self.lefts) else self.hi
        gap, opening = self.s.shape[w.hi : next_left], self.s.shape[w.lo - 1] if w.lo else ""
        if before is not None and self._inside(before, w, gap):
            return
        if before is not None and self._behind(before, w, next_left, gap):
            yield Reach(w, before.left, before.left + 1, "time.behind")
        elif w.use == "base" and opening and opening in "([":
            yield Reach(w, w.hi, self.ends(w.lo)[1], "time.bracket")
        elif w.use in ("base", "target"):
            near = (len(gap) < 3 and not _JOINED.search(gap)) or w.use == "target"
            if _OPENS.match(gap) or (near and not _PARTED.search(gap)):
                yield Reach(w, next_left, next_left + 1, f"time.{w.use}")
        elif opening and opening in "([":
            yield Reach(w, w.hi, self.ends(w.lo)[1], "time.bracket")
        elif w.lo - self.lo <= LEADING:
            yield Reach(w, w.hi, self.hi, "time.sentence")
        elif opening == ":":
            yield Reach(w, w.hi, self.ends(w.lo)[1], "time.clause")
        elif opening in ",;" or self.s.shape[w.lo - 2] in ",;:":
            yield Reach(w, w.hi, self.ends(w.lo)[0], "time.clause")
        elif w.use != "day" or len(gap) <= LEADING:
            opens = before is None
            yield Reach(w, w.hi, self.ends(w.lo)[opens], "time.phrase.on")
            yield Reach(w, w.hi, min(next_left + 1, self.ends(w.lo)[0]), "time.phrase")

    def _inside(self, a: Amount, w: When, gap: str) -> bool:
        """Whether a time is one of the words behind an amount, to which the next is joined: "19 lớp năm 2017 và …"."""
        among = w.lo > a.right and _WORDS.fullmatch(self.s.shape, a.right, w.lo) is not None
        return among and _JOINED.match(gap) is not None

    def says(self, name: str, hi: int) -> bool:
        """Whether a word of a class stands in the sentence before a token."""
        return any(key in lexicon().sets[name] for key in self.s.keys[self.lo : hi])

    def flow(self, w: When, a: Amount) -> bool:
        """Whether what is counted up to a time is what happened until then, and not what there was."""
        if w.lo not in self.flows:
            said = f" {' '.join(self.s.keys[self.lo : a.left])} "
            sets = lexicon().sets
            stock = any(f" {k} " in said for k in sets["stock"])
            event = " ".join(syllables(a.figure.unit or "")).split(" ")[0] in sets["event_unit"]
            self.flows[w.lo] = not stock and (a.sort == "money" or event or any(f" {k} " in said for k in sets["flow"]))
        return self.flows[w.lo]

    def _behind(self, a: Amount, w: When, next_left: int, gap: str) -> bool:
        """Whether a time stands behind the amount that it is of, and not before the next: "1.204 trường năm 2020"."""
        s = self.s
        near = w.hi <= next_left and _NEXT_TO.fullmatch(s.shape, a.right, w.lo) is not None
        near = near and "\n" not in s.text[s.ends[a.right - 1] : s.starts[w.lo]]
        return near and not _OPENS.match(gap)


LEADING = 3  # tokens that may stand before a time that opens a sentence


def tell_times(clock: Clock, c: Context, time: Time) -> None:
    """Give each amount of a paragraph its period, its day of count and the reason."""
    carried: Time | None = None
    groups: dict[int, list[Amount]] = {}
    for a in c.amounts:
        groups.setdefault(a.sentence, []).append(a)
    for lo, hi in zip(c.sentences, [*c.sentences[1:], c.last], strict=True):
        sentence = Sentence(clock, c, lo, hi, groups.get(lo, ()))
        now = None
        if _says(clock.s, lo, "now"):
            carried, now = (
                None,
                clock.today if clock.today and clock.today.year > time.year > 0 and not time.planned else None,
            )
        goes_on = _says(clock.s, lo, "goes_on") or clock.s.shape[lo] in tags_of("compare", "among", "comprise")
        default = (clock.last if goes_on else None) or now or carried or time
        before: Amount | None = None
        for a in sentence.amounts:
            _tell(sentence, a, before, default)
            before = a
        clock.last = _said_last(sentence, default) or clock.last
        carried = _handed_on(sentence, time) or carried
    if c.amounts:
        respective(clock.s, c.amounts)


def _says(s: Stream, lo: int, name: str) -> bool:
    """Whether a word of a class opens a sentence."""
    return any(k in lexicon().sets[name] for k in s.keys[lo : lo + 2])


def _said_last(sentence: Sentence, default: Time) -> Time | None:
    """The time of the last level of a sentence, for one that goes on with it."""
    for a in reversed(sentence.amounts):
        why = a.reasons["period"]
        if (
            a.figure.role in ("level", "plan", "share")
            and a.figure.period
            and why.rule not in ("time.base", "time.behind", "time.bracket")
        ):
            return Time(
                Period(a.figure.period, int(a.figure.period[:4])), default.planned, "time.goes_on", why.lo, why.hi
            )
    return None


def _tell(sentence: Sentence, a: Amount, before: Amount | None, default: Time) -> None:
    """The period of one amount: of the last scope open at it, else of what is said before its sentence."""
    f = a.figure
    views = " ".join(syllables(f.unit or "")) in lexicon().sets["views"]
    if views or (sentence.s.shape[a.left - 1] == ":" and _before(sentence.s, a.left - 1, "views")):
        a.because("period", "time.views")
        return
    for r in reversed(sentence.reaches):
        if r.lo <= a.left < r.hi and _admits(r, a, default.year) and (code := _code(sentence, r, a, before, default)):
            f.period, f.as_of = code, _counted_on(r.when, default.year)
            a.because("period", r.rule, _SCOPES.get(r.rule, "clause"), r.when.lo, r.when.hi)
            return
    if before is not None and _goes_on(sentence.s, a, before):
        f.period, a.reasons["period"] = before.figure.period, before.reasons["period"]
        return
    f.period = default.period.code if default.period else None
    a.because("period", default.why, _SCOPES.get(default.why, "text"), default.lo, max(default.hi, default.lo + 1))


# Where the words of a rule stand, if not in the clause.
_SCOPES = {
    **dict.fromkeys(("time.behind", "time.views"), "own"),
    **dict.fromkeys(("time.carried", "time.goes_on"), "paragraph"),
    **dict.fromkeys(("time.leadin", "time.heading", "time.next_year"), "section"),
    "time.sentence": "sentence",
    "time.phrase.on": "default",
}


def _goes_on(s: Stream, a: Amount, before: Amount) -> bool:
    """Whether an amount says more of the subject before it: a rank, or nothing named in between."""
    if ";" in s.shape[before.right : a.left] or before.depth > a.depth:
        return False
    return a.fraction_of is before or (a.figure.role == "rank" and before.figure.role in ("level", "rank"))


def _admits(r: Reach, a: Amount, now: int) -> bool:
    """Whether a scope may govern an amount: a base is no time of a change, a goal is one of a plan alone."""
    w, role = r.when, a.figure.role
    if r.rule == "time.bracket" and w.use == "base":
        return True
    if r.rule == "time.behind" or w.use == "base":
        return role not in MOVING and (w.use == "base" or w.year > 0)
    if w.use == "span":
        return role == "plan" or (r.rule != "time.phrase" and r.rule != "time.phrase.on" and w.code[4:] != "")
    if w.use in ("target", "until"):
        return role == "plan" or (w.use == "until" and w.year <= now)
    return True


def _code(sentence: Sentence, r: Reach, a: Amount, before: Amount | None, default: Time) -> str | None:
    """The period that a scope gives an amount."""
    w = r.when
    if w.use == "base":
        now = Period(before.figure.period, 0) if before and before.figure.period else default.period
        return _compared(sentence.s, w, now)
    if w.use == "day":
        return default.period.code if default.period and w.year in (0, default.year) else w.dated(default.period)
    if w.use == "span":
        return w.code if a.figure.role == "plan" or a.sort == "money" else str(w.year)
    code = w.dated(default.period)
    if w.code in THIS and default.period and code == default.period.code:
        return None  # it says no more
    if w.use != "counted" or code is None or (len(code) == 4 and not w.day):
        return code
    flow = sentence.flow(w, a)
    if w.day:
        summed = default.why == "time.text.asof" and sentence.says("summed", a.left)
        same = default.period is not None and default.year == int(code[:4]) and not summed
        whole = default.period.code if same and default.period else code
        return whole if flow or w.day[5:] == "12-31" else code[:4] + w.day[4:7]
    return month_span(int(code[5:]), int(code[:4])) if flow and len(code) == 7 else code


def _compared(s: Stream, w: When, now: Period | None) -> str | None:
    """The period of what is compared with: "cùng kỳ 2016", "tháng trước", "năm trước"."""
    sets, part = lexicon().sets, now.code[4:] if now else ""
    if w.year or w.code:
        whole = w.code == str(w.year) and s.shape[w.lo] in lexicon().tags["same_period"]
        return w.code + part if whole else w.dated(now and Period(now.code, int(now.code[:4])))
    if now is None:
        return None
    year, key = int(now.code[:4]), s.keys[w.lo]
    if key in sets["month_before"]:
        month = re.fullmatch(r"\d{4}-(\d\d)", now.code)
        n = int(month[1]) if month else 0
        return (f"{year}-{n - 1:02d}" if n > 1 else f"{year - 1}-12") if n else None
    if key in sets["quarter_before"]:
        n = quarter_number(now.code[6:]) if part.startswith("-Q") else 0
        return (f"{year}-Q{n - 1}" if n > 1 else f"{year - 1}-Q4") if n else None
    return None if key in sets["within_year"] else f"{year - 1}{part if key in sets['same_span'] else ''}"


def _counted_on(w: When, year: int) -> str | None:
    """The day up to which a scope counts."""
    if w.use != "counted":
        return None
    if w.day and (w.year or year):
        return f"{w.year or year}{w.day[4:]}"
    if re.fullmatch(r"\d{4}-\d{2}", w.code) and (w.year or year):
        y, month = w.year or year, int(w.code[5:])
        return f"{y}-{month:02d}-{monthrange(y, month)[1]:02d}"
    return None


def _handed_on(sentence: Sentence, time: Time) -> Time | None:
    """The time that a sentence hands on to those after it: the own time that opens it, or that of its count."""
    for r in sentence.reaches:
        w = r.when
        if r.rule == "time.sentence" and w.use in ("own", "counted"):
            counted = [a for a in sentence.amounts if a.reasons["period"].lo == w.lo]
            code = counted[0].figure.period if counted else w.dated(time.period)
            return Time(Period(code, int(code[:4])), time.planned, "time.carried", w.lo, w.hi) if code else None
    return None


_LIST = shape(r"<year> <y> (?: (?:,|<joint>) <year>? <y> )+ <copula|word>{0,2} <respectively>")


def respective(s: Stream, amounts: Sequence[Amount]) -> None:
    """Give each amount its year: "năm 2018 và 2019 lần lượt là 9,1% và 7,6%"."""
    for m in _LIST.finditer(s.shape, amounts[0].sentence, amounts[-1].at):
        years = [k for k in range(m.start(), m.end()) if s.shape[k] == "y"]
        behind = [a for a in amounts if a.sentence <= m.start() and a.at >= m.end()][: len(years)]
        if len(behind) == len(years):
            for a, k in zip(behind, years, strict=True):
                a.figure.period = s.keys[k]
                a.because("period", "time.respective", "sentence", k, k + 1)


# What governs paragraphs: a heading, a lead-in, the topic of one.
def section_time(clock: Clock, block: Block, first: int, last: int, section: Time, report: Time) -> Time:
    """Whether a heading opens a part about the future, and the year it names: next year where it names none."""
    if not block.path and section.period is not report.period:
        return section
    s, own = clock.s, clock.s.words(first, last - 1)
    titles, now = block.titles or (own,), report.year
    named = [w for w in clock.between(first, last) if w.code and (now or w.year) and w.use not in ("span", "day")]
    last_named = named[-1] if named else None
    year = (last_named.year or now) if last_named else 0
    ahead = bool(now and year > now)
    if not any(is_plan(t) or (ahead and is_target(t)) for t in titles):
        if block.path and last_named and now and year != now and is_result(" ".join(syllables(own))):
            return _headed(last_named, report, False, block.path)
        inside = section.why == "time.heading" and block.path.startswith(section.path)
        return section if inside and not is_plan(own) else report
    if last_named and ahead:
        return _headed(last_named, report, True, block.path)
    if section.planned and not named:
        return section
    if last_named and year == now:
        return _headed(last_named, report, True, block.path)
    this_year = any(t in tags_of("head_of_year", "year_part", "quarter") for t in s.shape[first:last])
    if named or this_year or not now:
        return report._replace(planned=True)
    return Time(Period(str(now + 1), now + 1), True, "time.next_year", first, last - 1, block.path)


def _headed(w: When, now: Time, planned: bool, path: str) -> Time:
    code = w.dated(now.period) or ""
    return Time(Period(code, w.year or now.year), planned, "time.heading", w.lo, w.hi, path)


def lead_in(clock: Clock, lo: int, hi: int, time: Time) -> Time | None:
    """The time of a paragraph that ends in a colon: it governs what is listed under it."""
    found = [w for w in clock.between(lo, hi) if w.year]
    own = [w for w in found if w.use == "own" or (w.use == "counted" and w.code != str(w.year))]
    if len({w.code for w in own}) != 1:
        return None
    return Time(Period(own[0].code, own[0].year), time.planned, "time.leadin", own[0].lo, own[0].hi)


# Aims: what is said to come.
_AIM = shape(
    r"""(?P<aim><aim>)
    | (?P<is><target> (?:<!num|copula|complete|compare|,|;|¶|becomes> | y){0,9} (?:<copula|becomes>|:))
    | (?P<by>(?<!<compare>) <target> (?:<until> (?=<year|month|y>) | (?=<year_part> <y>)))
    | <until> <year>? (?P<ahead><y>)"""
)


class Aim(NamedTuple):
    """Tokens lo to hi speak of what is planned; `rule` and token `at` say why."""

    lo: int
    hi: int
    rule: str
    at: int


def aims(s: Stream, c: Context, now: int) -> list[Aim]:
    """The scopes of what is planned: to the end of the sentence or a word of results, and on into the next sentence."""
    found: list[Aim] = []
    goes_on = False
    for lo, hi in zip(c.sentences, [*c.sentences[1:], c.last], strict=True):
        aim = Aim(lo, hi, "aim.carried", lo) if goes_on and s.keys[lo] in lexicon().sets["goes_on"] else None
        aim = aim or _aim(s, c, lo, hi, now)
        goes_on = False
        if aim is not None:
            end = next((i for i in range(aim.lo, hi) if _results(s, i)), hi)
            found.append(aim._replace(hi=end))
            goes_on = end == hi
    return found


def _aim(s: Stream, c: Context, lo: int, hi: int, now: int) -> Aim | None:
    """The first words of a sentence that open an aim."""
    for m in _AIM.finditer(s.shape, lo, hi):
        if m["ahead"]:
            opens = int(s.keys[m.end() - 1]) > now > 0
        else:
            opens = m["aim"] is not None or not _referred(s, m.start(), m.end(), lo)
        if opens:
            if any(a < m.start() < b for a, b in c.brackets) or (not m["ahead"] and _before(s, m.start(), "according")):
                return None
            return Aim(m.end(), hi, f"aim.{m.lastgroup}", m.start())
    return None


def _results(s: Stream, i: int) -> bool:
    """Whether token i tells of what was done."""
    sets = lexicon().sets
    done = s.keys[i].partition(" ")[0] in sets["done"] or s.keys[i] in sets["result"]
    return done or s.shape[i] in tags_of("actual", "cumulative")


def _referred(s: Stream, i: int, j: int, lo: int) -> bool:
    """Whether a target is compared with, or is itself counted: "vượt xa mục tiêu", "9/17 mục tiêu"."""
    told = tags_of("exceed", "compare", "percent", "anaphor", "quantity", "total", "below") + "dnq"
    return any(t in told for t in s.shape[max(lo, i - 3) : i]) or any(_results(s, k) for k in range(i, j))


def plans(topic: str) -> bool:
    """Whether a paragraph's topic announces what is to come: "Kế hoạch quý III/2021: …"."""
    head = " ".join(syllables(topic))
    return any(head == w or head.startswith(w + " ") for w in lexicon().sets["plan_topic"]) and not is_result(head)


def is_result(head: str) -> bool:
    """Whether a folded heading speaks of what was done."""
    return any(f" {w} " in f" {head} " for w in lexicon().sets["result_heading"])


def is_plan(title: str) -> bool:
    """Whether a heading announces what is to come: it names plans or tasks and no result."""
    return _heads(title, "plan_heading")


def is_target(title: str) -> bool:
    """Whether a heading names targets: a plan if the year it names is still to come."""
    return _heads(title, "target_heading")


def _heads(title: str, name: str) -> bool:
    head = " ".join(syllables(title))
    return any(f" {w} " in f" {head} " for w in lexicon().sets[name]) and not is_result(head)
