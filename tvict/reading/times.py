"""Which time a figure speaks of: mentions of time, each with a use; scopes that a mention opens; a pick with a reason.

A mention is own (it says when), a base (compared with), a horizon (up to then), an origin (since then), a span of
years or a day. Own mentions open scopes: the text, a section, a paragraph, a sentence, a clause, a bracket, one amount.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tvict.reading.structure import Context
from tvict.reading.lexicon import lexicon, shape
from tvict.reading.periods import Period, as_of, month_span, quarter_number
from tvict.reading.tokens import Stream


@dataclass(slots=True)
class When:
    """A time that the text names: tokens lo to hi, its code, its year (0 where it is that of the text), its use."""

    lo: int
    hi: int
    code: str
    year: int
    use: str


@dataclass(frozen=True, slots=True)
class Time:
    """What a text or section speaks of: a period, whether it is still to come, and why."""

    period: Period | None
    planned: bool = False
    why: str = ""
    path: str = ""  # of the heading that opened it


_WHEN = shape(
    r"""(?=<d|w|W|y|month|quarter|year|year_part|head_of_year|same_period|cumulative|spoken_months>)
    (?: (?P<months><d|w|W>) <month> (?P<half><head_of_year>)? <preposition>? <year>? /? (?P<my><y>)
      | <quarter> (?P<q><d|W|w>) (?: /|<year|head_of_year>)* (?P<qy><y>)
      | (?P<day><d>) (?:/|<hyphen|point>) <d> (?:/|<hyphen|point>) (?P<dy><y>)
      | <month> (?P<m><d>) (?: /|<hyphen>|<year>|<point>|, )+ (?P<ty><y>)
      | <month> (?P<dots><q>)
      | (?P<short><d>) (?P<t><w|W>) / (?P<sy><y>)
      | (?P<pm><d|w|W>) <month> (?: (?P<phalf><head_of_year>) | <year> (?P<this><w|W>) )
      | <cumulative> (?P<total><d>) <month>
      | <quarter> (?P<pq><d|W|w>)
      | <month> (?P<ponly><d>) (?!/)
      | (?:<year|year_part|head_of_year|same_period>)? (?P<y><y>) (?: (?:<hyphen|until>) <year>? (?P<end><y>))?
      | (?P<last><same_period>) )""".replace("|spoken_months", "")
)
_MONTH = re.compile(r"(0?[1-9]|1[0-2])\.(\d{4})")
_BASE = shape(
    r"(?:<compare|times|multiple|exceed|below>) (?:<word|preposition|noun|same_period|year_part|head_of_year|where|target|up|total|quantity>){0,4} $"
)
_ORIGIN = shape(r"<from> <year|day|month>? $")
_AFTER = shape(r"(?:<preposition|word>)? $")
_OPENS = shape(r"<open|:>? <rank|copula|numbered>? <over|under|about>* $")
_YEARLY = shape(r"<target> <year> (?!<y>)")
_LIST = shape(r"(?:<year> <y> (?:,|<joint>)?)+ <copula|word>{0,2} <respectively>")


def mentions(s: Stream, kinds: Mapping[int, tuple[str, str]]) -> list[When]:
    """Every time that a text names, in order. Numerals that are figures or parts of documents name none."""
    out: list[When] = []
    timely = ("date", "year", "period")
    for m in _WHEN.finditer(s.shape):
        if (w := _read(s, m, kinds, timely)) is not None:
            w.use = _use(s, w, m)
            out.append(w)
    return out


def _read(s: Stream, m: re.Match[str], kinds: Mapping[int, tuple[str, str]], timely: Sequence[str]) -> When | None:
    lex, lo, hi = lexicon(), m.start(), m.end()
    number = lambda g: int(s.keys[m.start(g)])
    numeral = next((i for i in range(lo, hi) if s.shape[i] in "ydnq"), None)
    if numeral is not None and kinds.get(s.starts[numeral], ("figure",))[0] not in timely:
        return None
    spoken = lex.classes["spoken_number"].values
    if m["my"] or m["pm"]:
        word = s.keys[m.start("months" if m["my"] else "pm")]
        n = int(word) if word.isdecimal() else spoken.get(word, 0)
        half = m.start("half") if m["my"] else m.start("phalf")
        if not 0 < n <= 12 or (m["this"] and s.keys[m.start("this")] not in lex.sets["this"] and not word.isdecimal()):
            return None
        late = half >= 0 and s.keys[half] in lex.sets["late"]
        year = number("my") if m["my"] else 0
        return When(lo, hi, month_span(n, year, late), year, "own")
    if m["qy"] or m["pq"]:
        n = quarter_number(s.keys[m.start("q" if m["qy"] else "pq")])
        year = number("qy") if m["qy"] else 0
        return When(lo, hi, f"{year:04d}-Q{n}" if n else str(year), year, "own") if n or year else None
    if m["dy"]:
        return When(lo, hi, m["dy"] and s.keys[m.start("dy")], number("dy"), "day")
    if m["ty"]:
        year, n = number("ty"), number("m")
        day = (
            lo > 0
            and (s.shape[lo - 1] == "d")
            and lo > 1
            and s.shape[lo - 2] in lex.tags["day"] + lex.tags["dated"] + lex.tags["until"]
        )
        return When(lo, hi, str(year) if day or n > 12 else f"{year}-{n:02d}", year, "day" if day else "own")
    if m["dots"]:
        dots = _MONTH.fullmatch(s.keys[m.start("dots")])
        return When(lo, hi, f"{dots[2]}-{int(dots[1]):02d}", int(dots[2]), "own") if dots else None
    if m["sy"]:
        year = number("sy")
        short = s.keys[m.start("t")] in lex.sets["month_short"]
        return When(lo, hi, month_span(number("short"), year), year, "own") if short else None
    if m["total"]:
        return When(lo, hi, month_span(number("total"), 0), 0, "own")
    if m["ponly"]:
        n = number("ponly")
        before = s.shape[lo - 1] if lo else ""
        if n > 12 or before == "d" or before in lex.tags["from"] + lex.tags["day"]:
            return None
        return When(lo, hi, f"0000-{n:02d}", 0, "own")
    if m["y"]:
        y = m.start("end") if m["end"] else m.start("y")
        if kinds.get(s.starts[m.start("y")], ("figure",))[0] not in timely:
            return None
        span = "span" if m["end"] else "own"
        return When(lo, hi, s.keys[y], int(s.keys[y]), span)
    return When(lo, hi, "", 0, "base")  # "cùng kỳ", "năm trước"


def _use(s: Stream, w: When, m: re.Match[str]) -> str:
    """What a time is named for, by the words before it."""
    lex, lo = lexicon(), w.lo
    if w.use in ("day", "base"):
        return w.use
    before = s.shape[max(0, lo - 6) : lo]
    last = before[-1:]
    if s.shape[lo] in lex.tags["same_period"] or _BASE.search(before):
        return "base"
    if last and last in lex.tags["span"]:
        return "span"
    if w.use == "span":
        return "span"
    if last and last in lex.tags["until"]:
        if s.shape[lo] in lex.tags["month"] and any(x in lex.tags["from"] for x in s.shape[max(0, lo - 7) : lo]):
            return "span"
        return "until"
    if lo and s.keys[lo - 1] in EVENT:
        return "event"
    if last and last in lex.tags["from"]:
        return "origin"
    if last and last in lex.tags["target"]:
        return "target"
    return "own"


def text_time(s: Stream, whens: Sequence[When], headings: Sequence[tuple[int, int]]) -> Time:
    """The period of the whole text, and the rule that chose it."""
    own = [w for w in whens if w.use == "own" and w.year]
    parts = [w for w in whens if w.use == "own" and not w.year]
    early = [w for w in own if w.lo < 160]
    days = [w for w in whens if w.use == "day"]
    until = [w for w in whens if w.use == "until" and w.year]
    first = None
    heads = [w for w in own if any(a <= w.lo < b for a, b in headings[:3])]
    if heads:
        first, why = heads[0], "time.text.title"
    elif early:
        first, why = early[0], "time.text.first"
    if first is not None:
        longer = [w for w in own[:3] if w.year == first.year and w.code != str(w.year) and w.lo < 60]
        if longer and first.code == str(first.year):
            first = longer[0]
        before = [w for w in parts if first.lo - 30 <= w.lo < first.lo]
        if first.code != str(first.year) and before:
            return Time(Period(_dated(before[0].code, first.year), first.year), why="time.text.part")
        return Time(Period(first.code, first.year), why=why)
    asof = [w for w in until if w.code != str(w.year) or s.shape[w.lo] in lexicon().tags["day"]]
    if asof and asof[0].lo < 160:
        w = asof[0]
        return Time(
            Period(w.code if s.shape[w.lo] in lexicon().tags["month"] else str(w.year), w.year), why="time.text.asof"
        )
    if days:
        return Time(Period(str(days[0].year), days[0].year), why="time.text.dateline")
    if own:
        years = [w.year for w in own]
        year = max(set(years), key=lambda y: (years.count(y), y))
        return Time(Period(str(year), year), why="time.text.most")
    ranges = [
        w for w in whens if w.use == "span" and w.lo and s.shape[w.lo - 1] not in lexicon().tags["span"] and w.lo < 12
    ]
    if ranges:
        return Time(Period(ranges[0].code, ranges[0].year), why="time.text.range")
    base = [w for w in whens if w.use == "base" and w.year]
    if base:
        year = max(w.year for w in base) + 1
        part = parts[0].code[4:] if parts and parts[0].lo < base[0].lo else ""
        return Time(Period(_dated(parts[0].code, year) if part else str(year), year), why="time.text.base+1")
    for use in ("span", "target", "until", "origin"):
        years = [w.year for w in whens if w.use == use and w.year]
        if years:
            year = max(years) if use != "until" else years[0]
            return Time(Period(str(year), year), why=f"time.text.{use}")
    return Time(None)


def _dated(code: str, year: int) -> str:
    """A part of a year with its year: "0-S1" and "0000-Q2"."""
    return f"{year}-{code.split('-', 1)[1]}" if "-" in code else str(year)


class Clock:
    """Mentions by token, and the carried time of the paragraph being read."""

    def __init__(self, s: Stream, whens: Sequence[When]):
        self.s, self.whens, self.los = s, whens, [w.lo for w in whens]

    def between(self, lo: int, hi: int) -> Sequence[When]:
        return self.whens[bisect_left(self.los, lo) : bisect_left(self.los, hi)]


def time_of(
    clock: Clock, c: Context, k: int, time: Time, carried: tuple[Time, ...]
) -> tuple[str | None, str | None, str, str]:
    """Period, as_of, whether printed ("" or "period"), and rule of the k-th amount of a paragraph."""
    s, a = clock.s, c.amounts[k]
    lex = lexicon()
    role = a.figure.role
    moving = role in ("change", "index", "attainment", "gap")
    default = time.period
    year = default.year if default else 0
    start = c.start(k)
    day = as_of(s, start, a.left, year or None)
    end = next((n for n in c.sentences if n > a.at), c.last)
    following = c.amounts[k + 1].left if k + 1 < len(c.amounts) else end
    code = lambda w: w.code if w.year else _dated(w.code, year) if year else None
    if not moving:
        behind = next(iter(clock.between(a.right, min(a.right + 2, following, end))), None)
        if behind is not None and _AFTER.match(s.shape[a.right : behind.lo]) and behind.hi <= following:
            if behind.use == "base" and not behind.year and s.shape[behind.lo] in lex.tags["same_period"] and year:
                if role in ("level", "share") and s.keys[behind.lo] not in lex.sets["within_year"]:
                    return str(year - 1), day, "", "time.behind.earlier"
            elif behind.use == "own" and behind.year:
                return behind.code, day, "", "time.behind"
    if role == "plan" and year and _YEARLY.search(s.shape, start, a.left):
        return str(year), day, "", "time.target.year"
    before_right = c.amounts[k - 1].right if k else -9
    best: tuple[str | None, str] | None = None
    before = clock.between(a.sentence, a.left)
    for w in before:
        gap = s.shape[w.hi : a.left]
        if (
            w.use == "own"
            and 0 <= w.lo - before_right <= 1
            and gap[:1] not in (",", ";", ":")
            and w.year
            and s.shape[before_right : w.lo] not in (",", ";")
        ):
            continue  # "tăng từ 52 điểm cuối năm 2015 lên 61 điểm": the time of the amount before
        opens = _OPENS.match(gap) is not None or (
            not moving and role != "gap" and len(gap) <= 2 and not any(t in ",;" for t in gap)
        )
        if w.use == "base":
            if moving or not opens:
                continue
            if not w.year and w.code:
                best = code(w), "time.base"
            elif not w.year:
                if s.keys[w.lo] in lex.sets["within_year"] or not default:
                    continue
                same = s.keys[w.lo] in lex.sets["same_span"]
                best = (f"{year - 1}{default.code[4:]}" if same else str(year - 1)), "time.base.earlier"
            else:
                part = s.shape[w.lo] in lex.tags["same_period"] and default and default.code[4:]
                best = (f"{w.year}{part}" if part and w.code == str(w.year) else w.code), "time.base"
            continue
        later = w.use in ("until", "span", "target", "origin") and w.year
        if w.use in ("origin", "event") or (w.use == "span" and role != "plan"):
            continue
        if w.use == "target" and role != "plan":
            continue
        if w.use == "until" and role != "plan" and (w.year > year or (w.year == 0 and False)):
            continue
        if w.use == "until" and w.year and w.code == str(w.year) and role != "plan" and w.year >= year:
            continue
        if w.use == "day" and not (a.left - w.hi <= 3 or w.lo - a.sentence <= 3):
            continue
        leading = w.lo - a.sentence <= 3 or (s.shape[w.lo - 1] in "([" and ")" not in gap)
        clause = s.shape[w.lo - 1] in ",;:" or (w.lo > a.sentence + 1 and s.shape[w.lo - 2] in ",;:")
        if ";" in gap and not leading:
            continue
        if (
            "(" in s.shape[a.sentence : w.lo]
            and s.shape.count("(", a.sentence, w.lo) > s.shape.count(")", a.sentence, w.lo)
            and ")" in gap
        ):
            continue  # its bracket is shut
        if w.hi < start and not (leading or clause):
            continue  # inside the phrase of another amount
        if w.code.startswith("0") and not year:
            continue
        best = code(w), f"time.{'sentence' if leading else 'clause' if clause else 'phrase'}"
    if best:
        return best[0], day, "", best[1]
    if day and int(day[:4]) != year:
        return day[:4], day, "", "time.as_of"
    if role == "plan" and year and _YEARLY.search(s.shape, start, a.left):
        return str(year), day, "", "time.target.year"
    for t in carried:
        if t.period:
            return t.period.code, day, "period", t.why
    return (default.code if default else None), day, "period", time.why


NOW = ("đến nay", "hiện nay", "hiện tại", "hiện", "trong năm", "cả năm")
EVENT = ("công bố", "ban hành", "tổ chức", "khai trương", "thành lập", "phê duyệt")


def carry(clock: Clock, c: Context, lo: int, hi: int, time: Time) -> Time | bool | None:
    """The time that a sentence hands on to those after it: the own time that opens it; False where it says "now"."""
    s = clock.s
    if any(k in NOW for k in s.keys[lo : lo + 2]):
        return False
    year = time.period.year if time.period else 0
    for w in clock.between(lo, min(lo + 4, hi)):
        ahead = w.use == "until" and (w.code == str(w.year) and w.year >= year)
        if w.use != "own" or ahead or not (w.year or year):
            continue
        code = w.code if w.year else _dated(w.code, year)
        return Time(Period(code, int(code[:4])), time.planned, "time.carried")
    return None


def lead_in(clock: Clock, lo: int, hi: int, time: Time) -> Time | None:
    """The time of a paragraph that ends in a colon: it governs what is listed under it."""
    own = [
        w for w in clock.between(lo, hi) if w.year and (w.use == "own" or (w.use == "until" and w.code != str(w.year)))
    ]
    if len({w.code for w in own}) != 1:
        return None
    return Time(Period(own[0].code, own[0].year), time.planned, "time.leadin")


def scope_of(rule: str) -> str:
    """Where the words stand that a rule of a time outside the sentence goes by."""
    return {"time.carried": "paragraph", "time.leadin": "section", "time.heading": "section"}.get(rule, "text")
