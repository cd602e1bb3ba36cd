"""Which time an amount speaks of, and whether it is still to come: the scopes that times and aims open.

A time governs the text, a section, what a lead-in announces, a sentence, a clause, a bracket or one amount. An aim
governs what is coordinated with it, until a word of results.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, pairwise
from typing import NamedTuple

from tvict.reading.amounts import Amount
from tvict.reading.lexicon import has, lexicon, shape, speaks_of, syllables, tags_of
from tvict.reading.model import SAID_HERE
from tvict.reading.outline import Block
from tvict.reading.structure import ABOUT, Context, is_yearly, same_kind
from tvict.reading.times import (
    DAYS,
    MONTH,
    YEAR,
    Period,
    Time,
    When,
    bounds,
    carried_out,
    closes_month,
    contrasted,
    foreseen,
    is_prose,
    month_end,
    month_span,
    months_code,
    of_months,
    opens_with,
    said_before,
    says,
    through,
    within,
)
from tvict.reading.tokens import END, HEAD, Stream


class Reach(NamedTuple):
    """Tokens lo to hi are of a time; the rule tells how it governs them."""

    when: When
    lo: int
    hi: int
    rule: str


_ENDS = shape(r"<stop>")


class Clock:
    """The mentions of a text by token, and what governs the block that is read: the text, a section, a lead-in."""

    def __init__(self, s: Stream, whens: Sequence[When], report: Time):
        self.s, self.whens, self.los = s, whens, [w.lo for w in whens]
        self.report = self.section = report
        self.headings = 0  # a report has more than its title
        self.titled = False  # by the line before: "KẾT QUẢ NĂM 2022⏎PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2023" is one title
        self.sections: list[Time] = []  # of each block: a note is of that of its caller
        self.led: Time | None = None  # announced by a paragraph that ends in a colon
        self.mark = ""  # of that paragraph, where it is itself an item
        self.last: Time | None = None  # told in the sentence before, of this section
        self.aimed: Period | None = None  # of what the paragraph before plans, to its end
        days = (w for w in whens if w.use == "day" and w.year and w.lo < HEAD)
        day = next(days, None)
        self.month = day.day[:7] if day else ""  # of the dateline
        self.today = Time(Period(str(day.year), day.year), False, "time.now", day.lo, day.hi) if day else None

    @cached_property
    def dated(self) -> bool:
        """Whether more than the first year that its prose names dates the text: one of its headlines, its dateline."""
        if self.report.why != "time.text.first":
            return True
        end = self.s.shape.find(END)
        while 0 <= end < self.report.lo and not is_prose(self.s, end):  # "SỞ XÂY DỰNG" stands above the title
            end = self.s.shape.find(END, end + 1)
        return self.report.lo < end and not is_prose(self.s, end)

    def between(self, lo: int, hi: int) -> Sequence[When]:
        """The mentions that begin in tokens lo to hi."""
        return self.whens[bisect_left(self.los, lo) : bisect_left(self.los, hi)]

    def latest(self, hi: int) -> int:
        """The latest year before token hi that opens a sentence, and not as one to come, or by which it counts."""
        los, years = self._reached
        n = bisect_left(los, hi)
        return years[n - 1] if n else 0

    @cached_property
    def _reached(self) -> tuple[list[int], list[int]]:
        """Where a year is reached, and the latest that is by then: once for a text, as each of its sentences asks."""
        reached = [w for w in self.whens if w.use == "counted" or (w.use == "own" and self._opens(w))]
        reached = [w for w in reached if not foreseen(self.s, w)]
        return [w.lo for w in reached], list(accumulate((w.year for w in reached), max))

    def _opens(self, w: When) -> bool:
        """Whether a time opens a sentence."""
        return w.lo < LEADING or _ENDS.search(self.s.shape, w.lo - LEADING, w.lo) is not None

    def pass_by(self, lo: int, hi: int) -> None:
        """Remember the time that opens a block without amounts, for a sentence behind it that goes on with it."""
        w = next((w for w in self.between(lo, hi) if w.use == "own" and w.lo - lo <= LEADING), None)
        code = w.dated(self.report.period) if w is not None else None
        if w is not None and code:
            self.last = Time(Period.of(code), False, "time.goes_on", w.lo, w.hi)

    def enter(self, block: Block, lo: int, hi: int, colon: bool) -> Time:
        """The time that governs the block of tokens lo to hi; headings open sections, a colon announces."""
        if block.heading:
            self.headings += 1
            if block.path or not self.titled:
                self.section = section_time(self, block, lo, hi)
            self.led = self.last = None
        self.titled = block.heading and not block.path and (self.titled or lo <= self.report.lo < hi)
        self.sections.append(self.section if block.caller is None else self.sections[block.caller])
        if block.note:
            return self.sections[-1]
        aimed, self.aimed = self.aimed, None
        if self.led and (block.bullet == self.mark if block.bullet else self._back(lo, self.led)):
            self.led = None
        if colon:
            self.led, self.mark = lead_in(self, lo, hi) or self.led, block.bullet
        elif (ahead := tasks_named(self, lo, hi)) is not None:
            return ahead
        elif aimed and not block.heading and (_silent(self.s, lo, hi) or _till_then(self.s, lo, hi, aimed)):
            return Time(aimed, True, "aim.goes_on", lo, lo + 1)
        return self.led or self.section

    def _back(self, lo: int, led: Time) -> bool:
        """Whether a paragraph goes back to the year of the text: "Kết quả năm 2022: …", "Năm 2023 cấp 5 giấy"."""
        opens = (w for w in self.between(lo, lo + LEADING) if w.use == "own" and w.year)
        return next((w.year for w in opens), 0) == self.report.year != led.year


_PARTED = re.compile(r"[(),;]")
_STOPS = re.compile(r"[();]")
_OPENS = shape(r"<open|:>? <rank|copula|numbered>? <over|under|about>* $")
_WORDS = shape(r"<word|noun|preposition>{2,6}")
_UNPARTED = shape(r"<!num|stop|,|open>{1,6}")
_DONE_THEN = shape(r"<word|receive|fulfil>{1,2} <about|over|under>* <num>")  # "năm ngoái | thu 5 tỷ đồng"
_JOINED = shape(r"<joint|becomes>")
_NOW_AND_THEN = shape(  # "cao hơn cùng kỳ (13 USD so với 10 USD)"
    r"\( <!num|,|;|stop>{0,2} <num> <!num|,|;|stop>{0,3} <compare> <over|under|about>? <num>"
)
_NEXT_TO = shape(  # "31% trong giai đoạn 2001-2005", "31% GDP trong suốt giai đoạn 2001-2005"
    r"(?: <preposition|word|around>? <span>? | <!num|stop|,>{1,2} <preposition> <word>? <span> ) $"
)
_BARE = shape(r"<joint>? <over|under|about>* <num>")
_FROM_DAY_ON = re.compile(r"-(?!01-01)\d\d-\d\d/P\d+M$")  # months in the middle of a year


class Sentence:
    """One sentence of a paragraph: where brackets and clauses end, and the scopes that its times open."""

    def __init__(self, clock: Clock, lo: int, hi: int, amounts: Sequence[Amount]):
        self.clock, self.s, self.lo, self.hi, self.amounts = clock, clock.s, lo, hi, amounts
        self.whens = clock.between(lo, hi)
        self.lefts = [a.left for a in amounts]
        self.marks: list[int] = []
        self.stops: list[tuple[int, int]] = []
        if self.whens:
            self._mark()
        self.reaches = [self._until_this(r) for w in self.whens for r in self._reach(w)]
        self.flows: dict[int, bool] = {}  # by a count, or the semicolon behind it: whether it sums up what happened

    def _mark(self) -> None:
        """Where a clause and a bracket end, for the tokens before each mark."""
        inside: list[list[int]] = [[self.hi, self.hi]]
        for m in reversed(list(_STOPS.finditer(self.s.shape, self.lo, self.hi))):
            if m[0] == ")":
                inside.append([m.start(), m.start()])
            elif m[0] == "(":
                if len(inside) > 1:
                    inside.pop()
            elif self.s.shape[m.start() + 1] not in tags_of("among"):  # "…; trong đó tôm 5 tấn" is of the same time
                inside[-1][0] = m.start()
            self.marks.append(-m.start())
            self.stops.append((inside[-1][0], inside[-1][1]))

    def ends(self, i: int) -> tuple[int, int]:
        """Where the clause and the bracket end in which token i stands."""
        k = bisect_right(self.marks, -i) - 1  # the nearest mark behind i; marks are counted from the end
        return self.stops[k] if k >= 0 else (self.hi, self.hi)

    def _reach(self, w: When) -> Iterator[Reach]:
        """The scopes that one mention opens, the one that counts for less first."""
        if w.use in ("event", "origin") or self._to_come(w) or self._whole_of(w):
            return
        k = bisect_left(self.lefts, w.hi)
        before = self.amounts[k - 1] if k and not contrasted(self.s, w) else None  # "40 xã thì năm 2012 còn 8"
        next_left = self.lefts[k] if k < len(self.lefts) else self.hi
        gap, first = self.s.shape[w.hi : next_left], w.lo
        while first and self.s.shape[first - 1] in tags_of("from", "dated", "day", "span"):
            first -= 1  # "trong tuần (từ ngày 5 đến 11/3)", "tăng trưởng (giai đoạn 2010-2015)"
        opening = self.s.shape[first - 1] if first else ""
        if before is not None and self._inside(before, w, gap):
            return
        if before is not None and self._behind(before, w, next_left, gap):
            owned = self.s.keys[w.lo - 1] in lexicon().sets["of_what"]
            yield Reach(w, before.left, before.left + 1, "time.owned" if owned else "time.behind")
        elif w.use in ("base", "target"):
            yield from self._of_base(w, gap, next_left, opening == "(")
        elif before is None and self._says_now(w):
            yield Reach(w, w.hi, self.hi, "time.sentence")
        elif opening == "(":
            yield self._bracketed(w, before, first, k == 1)
        elif contrasted(self.s, w):
            yield Reach(w, w.hi, self.ends(w.lo)[1], "time.clause")
        elif w.lo - self.lo <= LEADING or self._behind_source(first):
            yield Reach(w, w.hi, self.hi, "time.sentence")
        elif opening in ",;" or self.s.shape[w.lo - 2] in ",;:" or self.s.shape[first - 2] in ",;:":
            yield Reach(w, w.hi, self._over_bare(self.ends(w.lo)[0]), "time.clause")
        else:
            last = next_left == self.hi
            if before is not None and (self._horizon_of(before, w) or (last and self._closes(before, w))):
                yield Reach(w, before.left, before.left + 1, "time.behind")
            first = before is None or ":" in gap[:-1]  # "Cả 3 đề án của 6 tháng đầu năm đạt kết quả: cảng có 5 tàu; …"
            yield Reach(w, w.hi, self.ends(w.lo)[first], "time.phrase.on")
            yield Reach(w, w.hi, min(next_left + 1, self.ends(w.lo)[0]), "time.phrase")

    def _of_base(self, w: When, gap: str, next_left: int, bracketed: bool) -> Iterator[Reach]:
        """What is compared with, or aimed at, and told at once."""
        if w.use == "base" and bracketed:
            yield Reach(w, w.hi, self.ends(w.lo)[1], "time.bracket")
        elif w.use == "base" and self._then(w):
            yield Reach(w, w.hi, self.ends(w.lo)[0], "time.then")
        else:
            if w.use == "target" and w.lo - self.lo <= LEADING:
                # "Theo đề án đến hết năm 2024, 90% số bến …", "Mục tiêu năm 2024 là cấp 5 giấy, mở 3 lớp": of both
                yield Reach(w, w.hi, self.hi, "time.sentence")
            beyond = has(gap, "copula") and has(self.s.shape[w.lo - 2 : w.lo], "exceed", "below")  # "hơn năm 2019 là 5"
            if (_OPENS.match(gap) and not beyond) or (w.use == "target" and not _PARTED.search(gap)):
                inside = w.use == "base" and self.s.shape[w.hi] == "("  # "so với cuối năm 2019 (64 hộ, tỷ lệ 2,6%)"
                k = bisect_left(self.lefts, next_left) + 1
                if inside and k < len(self.lefts) and _NOW_AND_THEN.match(self.s.shape, w.hi):
                    next_left = self.lefts[k]
                yield Reach(w, next_left, self.ends(next_left)[1] if inside else next_left + 1, f"time.{w.use}")

    def _bracketed(self, w: When, before: Amount | None, first: int, second: bool) -> Reach:
        """What a time that opens a bracket, at token `first`, is of: what stands before it, or behind it."""
        if before is not None and w.use == "span" and before.sort == "time" and second:
            return Reach(w, before.left, self.hi, "time.sentence")  # "Trong 5 năm (2021-2025), huyện xây 58 cầu"
        alone = self.s.shape[w.hi] == ")"
        if before is not None and before.right == first - 1 and alone and _FROM_DAY_ON.search(w.code) is None:
            # "từ 38 Mbps (tháng 3) lên 54 Mbps"
            return Reach(w, self._numerator(before).left, before.left + 1, "time.behind")
        if before is not None and w.use == "day" and self._closed_by(before, w, first):
            return Reach(w, self._clause_of(before), before.left + 1, "time.closing")
        if alone and not w.day:  # "tốc độ (tháng 10/2023) đạt 104 Mbps": to the end of the clause
            return Reach(w, w.hi, self.ends(w.hi + 1)[0], "time.clause")
        return Reach(w, w.hi, self.ends(w.lo)[1], "time.bracket")

    def _horizon_of(self, a: Amount, w: When) -> bool:
        """Whether a year up to which closes the clause of what is planned for it: "phấn đấu trồng 5 ha đến 2030"."""
        closes = w.use == "until" and a.figure.role == "plan" and self.s.shape[w.hi] in ",;.¶"
        return closes and _PARTED.search(self.s.shape, a.right, w.lo) is None

    def _numerator(self, a: Amount) -> Amount:
        """What stands before a stroke and an amount, or that: "từ vị trí 71/132 (năm 2010) lên 44/133"."""
        k = bisect_left(self.lefts, a.left)
        stroke = k > 0 and self.s.shape[self.amounts[k - 1].right : a.left] == "/"
        return self.amounts[k - 1] if stroke else a

    def _over_bare(self, end: int) -> int:
        """Where a list ends that goes on behind a clause in bare counts: "trong quý, đã có 7 tàu; hơn 2 bè; 3 bến"."""
        while self.s.shape[end] == ";" and _BARE.match(self.s.shape, end + 1):
            end = self.ends(end + 1)[0]
        return end

    def _says_now(self, w: When) -> bool:
        """Whether a time in a bracket says when it is now: "Hiện nay (tính đến 15/9/2025), có 40 xã"."""
        opening = self.s.shape.rfind("(", self.lo, w.lo)
        return opening > self.lo and self.s.shape[w.hi] == ")" and said_before(self.s, opening, "now")

    def _closed_by(self, a: Amount, w: When, first: int) -> bool:
        """Whether a day alone in a bracket closes the clause that it dates: "làm 2 người chết (ngày 19/6/2025)"."""
        told = _WORDS.fullmatch(self.s.shape, a.right, first - 1) is not None
        return told and self.s.shape[w.hi] == ")" and self.s.shape[w.hi + 1] in ",;.¶"

    def _clause_of(self, a: Amount) -> int:
        """The first token of the clause of an amount."""
        return max(self.lo, *(self.s.shape.rfind(mark, self.lo, a.left) + 1 for mark in ",;:"))

    def _until_this(self, r: Reach) -> Reach:
        """What an earlier time governs ends where the text names its own: "Năm ngoái có 5 vụ, | năm nay 7 vụ"."""
        s, units = self.s, tags_of("year", "month", "quarter")
        if r.when.use != "base" and not r.when.year:
            return r
        named = (k for k in range(r.lo, r.hi) if s.shape[k] in units and s.keys[k + 1] in lexicon().sets["this"])
        return r._replace(hi=next((k for k in named if s.shape[k - 1] not in "dnq"), r.hi))

    def _behind_source(self, i: int) -> bool:
        """Whether nothing but whose words they are stands before token i: "Ngày 3/10, Chi cục cho biết, | năm 2020"."""
        comma = i - 1 - (self.s.shape[i - 1] != ",")
        if self.s.shape[comma] == "," and said_before(self.s, comma, "says"):
            return True
        lead = self.s.shape[self.lo : i]
        return lead.count(",") == 1 and "," in lead[-2:] and self.s.keys[self.lo] in lexicon().sets["according"]

    def _closes(self, a: Amount, w: When) -> bool:
        """Whether the time up to or in which an amount is reached closes its clause: "lắp 40 trạm tính đến 5/2025"."""
        if w.use != "counted" and self.s.keys[w.lo] not in lexicon().sets["in_year"]:
            return False
        return not _PARTED.search(self.s.shape, a.right, w.lo) and self.s.shape[w.hi] in ".;,)¶"

    def _to_come(self, w: When) -> bool:
        """Whether a time is that of tasks named beside what is told: "sơ kết quý I, triển khai nhiệm vụ quý II"."""
        return w is not self.whens[0] and said_before(self.s, w.lo, "tasks_ahead")

    def _whole_of(self, w: When) -> bool:
        """Whether "cả năm" says only that it is all of the year named before: "Năm 2023, diện tích cả năm là 5 ha"."""
        named = (v for v in self.whens if v.lo < w.lo and v.use in ("own", "target"))
        return w.code == YEAR and not w.year and any(v.code == str(v.year) for v in named)

    def _then(self, w: When) -> bool:
        """Whether a sentence or its part tells of an earlier time: "Cùng kỳ năm 2020, …", "…; cùng kỳ là 5 ha, …"."""
        s, tags = self.s, lexicon().tags
        first = next((k for k in range(w.lo - 1, self.lo - 1, -1) if s.shape[k] not in tags_of("joint", "among")), None)
        opens = first is None or s.shape[first] == ";"
        told = s.shape[w.hi] in "," + tags["copula"] or _DONE_THEN.match(s.shape, w.hi) is not None
        return opens and s.shape[w.lo] in tags["same_period"] and told

    def _inside(self, a: Amount, w: When, gap: str) -> bool:
        """Whether a time is one of the words behind an amount, to which the next is joined: "19 lớp năm 2017 và …"."""
        among = w.lo > a.right and _WORDS.fullmatch(self.s.shape, a.right, w.lo) is not None
        return among and _JOINED.match(gap) is not None

    def flow(self, w: When, a: Amount) -> bool:
        """Whether what is counted up to a time is what happened until then, and not what there was."""
        part = max(w.lo, self.s.shape.rfind(";", self.lo, a.left))  # "đến 30/6 có 5 tàu; thu 7 tỷ đồng"
        if part not in self.flows:
            keys, sets = self.s.keys, lexicon().sets
            said = f" {' '.join(keys[self.lo : a.left])} "
            begin = part if part > w.lo else w.hi if w.hi < a.left else self.lo
            named = (
                begin == w.hi and not any(part < b.at < w.lo for b in self.amounts) and self.s.shape[w.lo - 3] != ","
            )
            since = f" {' '.join(keys[begin if not named else self.lo : a.left])} "
            stock = a.figure.role == "share" or any(f" {k} " in said for k in sets["stock"])
            stock = stock or keys[a.left - 1] in sets["left_over"]  # "đến 30/9 còn 9 đơn"
            unit = " ".join(syllables(a.figure.unit or "")) + " "
            event = any(unit.startswith(f"{k} ") for k in sets["event_unit"])
            event = event or has(self.s.shape[max(w.lo - 4, self.lo) : w.lo], "head_of_year")
            flows = sets["flow"] - (sets["progress"] if w.use == "counted" else frozenset())
            self.flows[part] = not stock and (a.sort == "money" or event or any(f" {k} " in since for k in flows))
        return self.flows[part]

    def acts(self, w: When, a: Amount) -> bool:
        """Whether what is told behind a time was done in it: "giai đoạn 2016-2020, xây 58 cầu", not "… có 58 cầu"."""
        k = bisect_left(self.lefts, w.hi)
        gap = self.s.shape[w.hi : self.lefts[k]] if k < len(self.lefts) and w.hi < a.left else ""
        there = has(gap[-1:], "copula", "becomes", "exceed") or has(gap, "remainder")
        return bool(gap) and (not there or has(gap, "fulfil"))

    def _behind(self, a: Amount, w: When, next_left: int, gap: str) -> bool:
        """Whether a time stands behind the amount that it is of, and not before the next: "1.204 trường năm 2020"."""
        s = self.s
        near = w.hi <= next_left and _NEXT_TO.fullmatch(s.shape, a.right, w.lo) is not None
        owned = s.keys[w.lo - 1] in lexicon().sets["of_what"] and s.shape[w.hi] in ",;."
        owned = owned and _WORDS.fullmatch(s.shape, a.right, w.lo - 1) is not None  # "348 đơn chưa xong của tháng 7, …"
        # "từ 57 điểm xếp hạng năm 2010 lên 66"
        begun = s.shape[a.left - 1] in tags_of("from") and s.shape[w.hi] in tags_of("becomes")
        begun = begun and _UNPARTED.fullmatch(s.shape, a.right, w.lo) is not None
        return (near or owned or begun) and not _OPENS.match(gap)


# What tells a year by a day, or by what is planned for it, reports no whole one.
OF_A_DAY = ("time.text.asof", "time.text.dateline", "time.text.target")
LATE = 10  # the last month that closes no year of a report
LEADING = 3  # tokens that may stand before a time that opens a sentence
OPENING = 80  # tokens under a heading that say whether it plans
_YEARS_AGO = shape(r"<preposition|through> (?P<n><d|n>) <year> (?: (?<=<through>..) | <through> )")
THESE = 6  # tokens of what a sentence opens with
_OF_PART = shape(r"<target> <word|preposition>{0,2} <quarter|month|year_part>")
# Where the words of a rule stand, if not in the clause.
_SCOPES = {
    **dict.fromkeys(("time.behind", "time.owned", "time.views"), "own"),
    **dict.fromkeys(("time.carried", "time.goes_on"), "paragraph"),
    **dict.fromkeys(("time.leadin", "time.heading", "time.next_year", "time.rest_of_year"), "section"),
    "time.sentence": "sentence",
    "time.phrase.on": "default",
}
_BOTH = shape(r"\( <num> / <num> <!num|,|;|open>{0,3} \)")  # "giảm 5 vụ so với cùng kỳ (31/36 vụ)": now, and then
_EACH_MONTH = shape(r"<per> <month> (?! <num>)")
_FRACTION = shape(r"(?<!\() <num> <!num|,|;>{0,3} / <num>")
_THEN_RULES = ("time.base", "time.then", "time.bracket")  # of an earlier time than what is told
_LIST = shape(r"<year> <y> (?: (?:,|<joint>) <year>? <y> )+ <copula|word>{0,2} <respectively>")


def tell_times(clock: Clock, c: Context, time: Time) -> None:
    """Give each amount of a paragraph its period, its day of count and the reason."""
    carried: Time | None = None
    still: Time | None = None  # what a sentence before called now
    groups: dict[int, list[Amount]] = {}
    for a in c.amounts:
        groups.setdefault(a.sentence, []).append(a)
    for lo, hi in zip(c.sentences, [*c.sentences[1:], c.last], strict=True):
        sentence = Sentence(clock, lo, hi, groups.get(lo, ()))
        now = _now(sentence, time)
        if carried and (says(clock.s, "now", lo, lo + 2) or _told_from_text(sentence)):
            carried = None
        still = None if sentence.whens else still  # "Hiện xã có 3 trạm. Huyện có 7 trạm."
        outside = still or carried or (_reached(sentence, time) if time.why == "time.text.first" else time)
        default = _going_on(clock, lo, time) or _to_date(sentence, outside)
        default = _planned_on(sentence, c, _same_part(sentence, default))
        before: Amount | None = None
        for a in sentence.amounts:
            _tell(sentence, a, before, now if now and now.lo < a.left else default)
            before = a
        _years_ago(sentence, time)
        clock.last = _said_last(sentence, default) or clock.last
        own = (w.dated(time.period) for w in sentence.whens if w.use == "own")
        if time.period is not None and time.period.code in own:
            carried = None  # the text's own time is named again
        carried = _handed_on(sentence, time) or carried
        opens = now and not any(a.left < now.lo for a in sentence.amounts)
        still = now if opens else still  # "đã thả 120 ha; hiện đang nuôi 113 ha" says nothing of the next sentence
    if c.colon and still:
        clock.led = still  # "Hiện xã có 9 cơ sở. Trong đó:"
    if c.amounts:
        respective(clock.s, c.amounts)


def _reached(sentence: Sentence, time: Time) -> Time:
    """The time of a text that begins with an earlier year than what it has come to, once it has: "Cuối năm 2021 có 90
    trạm. Đến tháng 3/2022 có 97 trạm. …".
    """
    if sentence.clock.today is not None or sentence.whens:
        return time
    last = sentence.clock.latest(sentence.lo)
    if last <= time.year:
        return time
    return Time(Period(str(last), last), False, "time.reached", time.lo, time.hi)


def _years_ago(sentence: Sentence, time: Time) -> None:
    """Give what a sentence of some years begins from its year: "Trong 8 năm qua, số tàu tăng từ 40 lên 64 chiếc"."""
    s = sentence.s
    begins = (a for a in sentence.amounts if time.year and s.shape[a.left - 1] in tags_of("from"))
    for a in begins:
        m = _YEARS_AGO.search(s.shape, sentence.lo, a.left)
        if m and a.figure.period == str(time.year):
            a.figure.period = str(time.year - int(s.keys[m.start("n")]))
            a.because("period", "time.years_ago", "sentence", m.start(), m.end())


def _to_date(sentence: Sentence, default: Time) -> Time:
    """The time outside a sentence of money that attains a plan: no month, but the year up to its end."""
    code, year = default.period or ("", 0)
    told = {a.figure.role for a in sentence.amounts} | {a.sort for a in sentence.amounts}
    monthly = says(sentence.s, "month_before", sentence.lo, sentence.hi)
    if monthly or not MONTH.fullmatch(code) or not told.issuperset(("attainment", "money")):
        return default
    return default._replace(period=Period(through(code), year), why="time.to_date")


def _planned_on(sentence: Sentence, c: Context, default: Time) -> Time:
    """The time of the aim that a sentence goes on with, of what it plans."""
    on = {a.reasons["role"].rule for a in sentence.amounts} == {"aim.carried"}
    told = (a for a in reversed(c.amounts) if on and a.at < sentence.lo and a.figure.role == "plan")
    last = next(told, None)
    if last is None or last.figure.period is None:
        return default
    why = last.reasons["period"]
    return default._replace(period=Period.of(last.figure.period), why="time.goes_on", lo=why.lo, hi=why.hi)


def _same_part(sentence: Sentence, default: Time) -> Time:
    """The part of a year that a sentence compares with the same one of the year before: "so cùng kỳ quý I/2018"."""
    same = lexicon().tags["same_period"]
    for w in sentence.whens:
        earlier = w.use == "base" and sentence.s.shape[w.lo - 1] in same and w.year and w.year == default.year - 1
        if earlier and len(w.code) > 4 and not default.planned:
            return Time(Period(f"{default.year}{w.code[4:]}", default.year), False, "time.same_part", w.lo, w.hi)
        whole = w.use == "base" and w.code == str(w.year) and not default.planned
        beside = whole and has(sentence.s.shape[w.lo - 1], "compare") and has(sentence.s.shape[w.lo], "year")
        month = default.period is not None and MONTH.fullmatch(default.period.code) is not None
        if beside and w.year == default.year - 1 and month and default.why.startswith("time.text"):
            # "cấy 90 ha, giảm 1% so với năm 2020", in a report of October
            return Time(Period(str(default.year), default.year), False, "time.year_after", w.lo, w.hi)
        told = sentence.clock.last if whole else None
        if told and told.year == w.year + 1 == default.year - 1:
            # "Trong năm 2023 …", said in January 2024; "… tăng 9% so với năm 2022"
            return Time(Period(str(w.year + 1), w.year + 1), False, "time.year_after", w.lo, w.hi)
    return default


_EVER = shape(r"<most> <from> <!num|,|;|stop>{0,4} $")  # "cao nhất từ trước | đến nay": of no time


def _now(sentence: Sentence, time: Time) -> Time | None:
    """What a sentence calls now: the year of a dateline later than the text's time, or of the part that it reports."""
    s, clock, said = sentence.s, sentence.clock, lexicon().sets["now"]
    if time.planned or not time.period or not says(s, "now", sentence.lo, sentence.hi):
        return None
    spoken = (k for k in range(sentence.lo, sentence.hi) if s.keys[k] in said)
    k = next((k for k in spoken if _EVER.search(s.shape, sentence.lo, k) is None), -1)
    if k < 0:
        return None
    if clock.today and clock.today.year > time.year:
        opens = k < sentence.lo + 2 or "," in s.shape[k - 2 : k]  # "Theo Sở Công Thương, tính đến nay có 9 xã"
        return clock.today._replace(lo=k, hi=k + 1) if opens else None
    reaches = [r.when for r in sentence.reaches if r.lo <= k < r.hi and r.rule == "time.sentence"]
    on = {w.lo for w in reaches if w.year not in (0, time.year)}  # "Giai đoạn 2021-2025 …; đến nay", in 2022
    told = [w for w in sentence.whens if w.lo < k and (k < sentence.ends(w.lo)[0] or w.lo in on)]
    own = [w for w in told if w.use not in ("base", "target")]
    others = [w for w in own if w.year not in (0, time.year)]
    report = clock.headings > 1 or _titled_report(s) or time.period.code == clock.month  # now is in what it reports
    report = report and not has(s.shape[max(k - LEADING, sentence.lo) : k], "from")  # "từ đầu vụ đến nay"
    year = time.period if report else Period(str(time.year), time.year)
    beside = bool(others) and len(others) == len(own)
    news = not report and time is clock.report and len(time.period.code) > 4
    return Time(year, False, "time.now", k, k + 1) if beside or (news and not own) else None


def _told_from_text(sentence: Sentence) -> bool:
    """Whether a sentence opens with a year that is told from that of the text: "Năm nay", "Năm ngoái"."""
    keys, w = sentence.s.keys, next(iter(sentence.whens), None)
    opens = w is not None and w.lo - sentence.lo < LEADING
    return opens and w is not None and not lexicon().sets["from_text"].isdisjoint((keys[w.lo], keys[w.hi - 1]))


def _titled_report(s: Stream) -> bool:
    """Whether a text opens with the name of its kind, in capitals or in a line that is no sentence: "Báo cáo tóm tắt
    kết quả …".
    """
    capitals = s.text[s.starts[0] : s.ends[0]].isupper()
    return s.keys[0] in lexicon().sets["report_kind"] and (capitals or not is_prose(s, s.shape.find(END)))


def _going_on(clock: Clock, lo: int, time: Time) -> Time | None:
    """The time of the sentence before, for one that goes on with it; a sum goes on from the beginning of the year."""
    s, last = clock.s, clock.last
    if last and time.planned and last.year < time.year:
        return None  # "Năm 2022 có 5 tổ. Phấn đấu có 7 tổ", in a plan of 2023
    if last and last.period and s.shape[lo] in tags_of("cumulative"):
        return last._replace(period=Period(through(last.period.code), last.period.year))
    goes_on = (
        (says(s, "goes_on", lo, lo + 2) and not _TILL.match(s.shape, lo))
        or s.shape[lo] in tags_of("compare", "among", "comprise")
        or (s.keys[lo] in lexicon().sets["inside"] and s.shape[lo + 1] in tags_of("total", "out_of"))
        or _of_these(s, lo)
    )
    broken = lo > 1 and s.shape[lo - 2] in ";," and s.shape[lo] in "dnq"  # a new line in the middle of a sentence
    return last if goes_on or broken else None


def _of_these(s: Stream, lo: int) -> bool:
    """Whether a sentence opens with what was told before it: "Từ nguồn vốn này, …"."""
    back, end = lexicon().sets["these"], min(lo + THESE, len(s.shape))
    k = next((k for k in range(lo, end) if s.shape[k] in ",;:.¶dnqy" or s.keys[k] in back), lo)
    return s.keys[k] in back and s.keys[k - 1] not in lexicon().sets["moment"]


def _said_last(sentence: Sentence, default: Time) -> Time | None:
    """The time of the last level of a sentence, for one that goes on with it."""
    for a in reversed(sentence.amounts):
        why = a.reasons["period"]
        if sentence.s.keys[why.lo - 1] in lexicon().sets["apart"] and a is not sentence.amounts[0]:
            continue  # "9 tháng đạt 90 tấn, riêng tháng 9 đạt 12 tấn"
        if a.figure.period and why.rule not in (*_THEN_RULES, "time.target", "time.behind", "time.closing"):
            if a.figure.role == "plan" and not default.planned:
                continue
            return Time(Period.of(a.figure.period), default.planned, "time.goes_on", why.lo, why.hi)
    return None


def _tell(sentence: Sentence, a: Amount, before: Amount | None, default: Time) -> None:
    """The period of one amount: of the last scope open at it, else of what is said before its sentence."""
    f = a.figure
    views = " ".join(syllables(f.unit or "")) in lexicon().sets["views"]
    if views or (sentence.s.shape[a.left - 1] == ":" and said_before(sentence.s, a.left - 1, "views")):
        a.because("period", "time.views")
        return
    s = sentence.s  # "tháng 8 thu 97 tỷ đồng; lũy kế thu 611 tỷ đồng"
    up_to_now = before is not None and has(s.shape[before.right : a.left], "cumulative")
    for r in reversed(sentence.reaches):
        over = default.why == "time.now" and r.when.lo < default.lo  # "Cuối quý I có 5 xã; đến nay có 9 xã"
        fits = r.lo <= a.left < r.hi and not over and not _of_event(sentence, r) and _admits(sentence, r, a, default)
        if fits and (code := _code(sentence, r, a, before, default)):
            f.period, f.as_of = through(code) if up_to_now else code, _counted_on(r.when, default.year)
            scope = _SCOPES.get(r.rule, "clause")
            if r.when.use == "day":
                scope = "default"  # a day says its year, and no part of it
            elif not r.when.year and scope in SAID_HERE and all(w.year != int(code[:4]) for w in sentence.whens):
                scope = _dated_by(r.when, before, default) or scope
            a.because("period", r.rule, scope, r.when.lo, r.when.hi)
            return
    f.period = default.period.code if default.period else None
    if f.period is not None and up_to_now:
        f.period = through(f.period)
    if f.period is not None and f.role == "plan" and not default.planned:
        f.period = f.period[:4]  # what is planned in a text of a month is planned for the year
    lo, hi = (default.lo, default.hi) if default.hi else (a.left, a.right)  # no words say it
    a.because("period", default.why, _SCOPES.get(default.why, "text"), lo, hi)


def _of_event(sentence: Sentence, r: Reach) -> bool:
    """Whether on a day something was but said of a part of the year: "sơ kết 6 tháng đầu năm sáng 14/7"."""
    w, s = r.when, sentence.s
    named = (o for o in sentence.whens if o.use == "own" and not o.day and len(o.code) > 4 and o.hi <= w.lo)
    return w.use == "day" and any(set(",;:(").isdisjoint(s.shape[o.hi : w.lo]) for o in named)


def plan_of_year(c: Context, whole: Amount, rate: Amount) -> None:
    """Date the plan behind a slash, "9 tháng trồng được 400/600 ha, đạt 67% kế hoạch", by its year.

    Not where it is the plan of a part of the year or of a crop: "đạt 67% kế hoạch quý", "Vụ xuân: 400/600 ha".
    """
    told = " ".join((*syllables(" ".join(c.titles)), *c.s.keys[c.first : rate.left]))
    if whole.figure.period and not _OF_PART.match(c.s.shape, rate.right) and not speaks_of(told, "season"):
        whole.figure.period = whole.figure.period[:4]


def _dated_by(w: When, before: Amount | None, default: Time) -> str:
    """The scope of the year of a time that names none: "tháng 10", "cùng kỳ năm trước"; none if it is said here."""
    now = before.reasons.get("period") if before is not None and w.use == "base" else None
    scope = now.scope if now is not None else _SCOPES.get(default.why, "text")
    return "" if scope in SAID_HERE else scope


def _admits(sentence: Sentence, r: Reach, a: Amount, default: Time) -> bool:
    """Whether a scope may govern an amount: a base is no time of a change, a goal is one of a plan alone."""
    s, w, role = sentence.s, r.when, a.figure.role
    if MONTH.fullmatch(w.code) and _EACH_MONTH.search(s.shape, w.hi, a.at):
        return False  # "CPI tháng 12 tăng 2,1%, bình quân mỗi tháng tăng 0,2%"
    if r.rule == "time.owned" or (w.use == "base" and r.rule == "time.bracket"):
        return True
    if r.rule == "time.then":
        return role not in ABOUT or s.shape[w.hi] == ","
    if r.rule in ("time.behind", "time.closing") or w.use == "base":
        both = (
            w.use == "base" and _BOTH.match(s.shape, a.left - 1) and not _FRACTION.search(s.shape, a.sentence, a.left)
        )
        return (role not in ABOUT and not both) or w.use == "span"  # "tăng 5,9% giai đoạn 2011-2015"
    if w.use == "span":
        tags = lexicon().tags  # "… trong giai đoạn 2017-2018 là 31 lớp"
        told = s.shape[w.lo - 1] in tags["span"] and s.shape[w.hi] in tags["copula"]
        # "…, bởi trong giai đoạn 2016-2018, tỉnh chỉ trồng được 300 ha"
        told = told or (s.shape[w.hi] == "," and s.keys[w.lo - 2] in lexicon().sets["inside"])
        named = r.rule in ("time.phrase", "time.phrase.on") and not told
        if is_yearly(a):
            return True  # "tăng nhanh trong giai đoạn 2011-2015, đạt 8,7%/năm"
        return role == "plan" or (not named and w.code[4:] != "")
    if w.use in ("target", "until"):
        told = s.shape[a.left - 1] == "(" or s.shape[w.hi : a.left] in tuple(tags_of("copula"))
        if told and r.rule == "time.target":
            return role not in ABOUT  # "đạt 72% kế hoạch năm là 200 liều", in a text of nine months
        # "Năm 2021 có 15 tàu. Đến năm 2022 còn 14 chiếc", in a text of 2023
        now = sentence.clock.report if default.why == "time.carried" and not default.planned else default
        past = w.use == "until" and w.year <= max(now.year, default.year) and now.why != "time.text.until"
        return role == "plan" or a.figure.estimate or past  # "dự báo đến năm 2030 sẽ tăng lên 1.900 tấn"
    return True


def _code(sentence: Sentence, r: Reach, a: Amount, before: Amount | None, default: Time) -> str | None:
    """The period that a scope gives an amount."""
    w = r.when
    if w.use == "base":
        return _code_then(sentence.s, w, a, before, default)
    on = w.use == "day" and w.day and sentence.s.shape[w.lo - 1] in tags_of("day", "dated", "hyphen")
    on = on and r.rule != "time.clause" and ";" not in sentence.s.shape[w.hi : a.left]
    flows = r.rule == "time.closing" or (on and sentence.flow(w, a))
    if flows and (w.year or default.period) and a.figure.role != "plan":
        return f"{w.year or default.year}{w.day[4:7]}"  # "ngày 14/3/2021 xảy ra 6 vụ"
    month = f"{default.year}{w.day[4:7]}"
    if w.day and default.period and w.year in (0, default.year) and not within(month, default.period.code):
        if says(sentence.s, "summed", sentence.lo, a.left):
            return through(month)  # "lũy kế đến hết 15/10", in a text of the third quarter
        if w.use == "day":
            return month
    if w.use == "day" or DAYS.search(w.code):
        return default.period.code if default.period and w.year in (0, default.year) else w.dated(default.period)
    if w.use == "span":
        years = w.code.endswith("Y") and a.figure.role != "plan" and not (is_yearly(a) or sentence.flow(w, a))
        years = years and not (a.figure.role == "level" and sentence.acts(w, a))
        return str(w.year) if years else w.dated(default.period)
    code, since = w.dated(default.period), lexicon().tags["head_of_year"]
    if code == str(default.year) and sentence.s.shape[w.lo] in since and sentence.s.shape[w.lo - 1] in tags_of("from"):
        return through(default.period.code) if default.period else code  # "từ đầu năm 2020", in a text of August
    if w.use != "counted" or code is None or (len(code) == 4 and not w.day):
        return code
    return _code_counted(sentence, w, a, code, default)


def _code_then(s: Stream, w: When, a: Amount, before: Amount | None, default: Time) -> str | None:
    """The period of what an amount is compared with, by that of the amount before it."""
    why = before.reasons["period"] if before else None
    if a.depth and before and why and why.lo == w.lo and why.rule in ("time.base", "time.bracket"):
        return before.figure.period  # "so với cùng kỳ (40 vụ, 12 người chết)": both of that time
    chained = why is not None and why.rule in _THEN_RULES  # "tháng trước 50 vụ, cùng kỳ năm trước 60 vụ"
    now = Period(before.figure.period, 0) if before and before.figure.period and not chained else default.period
    return base_period(s, w, now)


def _code_counted(sentence: Sentence, w: When, a: Amount, code: str, default: Time) -> str:
    """The period of what was counted up to a day or month: what there was then, or what happened until then."""
    if w.day and sentence.s.shape[w.lo] in lexicon().tags["from"]:
        return code  # "từ đầu năm đến ngày 17/8": no whole months
    if a.figure.role == "plan" and a.depth:
        return code[:4]  # "đến 31/12/2021 đạt 35%, vượt chỉ tiêu giao (34%)": what was set for the year
    flow = sentence.flow(w, a)
    if not w.day:  # "tính đến đầu tháng 6/2022, có 40 tàu": then
        return through(code) if flow and not has(sentence.s.shape[w.lo - 1], "head_of_year") else code
    now, of_a_day = default.period.code if default.period else "", default.why in OF_A_DAY
    date = int(code[:4]), int(w.day[5:7]), int(w.day[8:])
    if now == code and (date[1] > LATE or (flow and not closes_month(*date))) and not of_a_day:
        return code  # of a year's report, at whatever day of its last months it was closed
    summed = default.why == "time.text.asof" and says(sentence.s, "summed", sentence.lo, a.left)
    whole = now if now and default.year == int(code[:4]) and not summed else code
    if of_months(whole) and not within(f"{code[:4]}{w.day[4:7]}", whole):
        whole = code  # "tính đến 31-8", in a text that tells first of July
    if flow and of_months(whole) and not closes_month(*date) and not _of_the_month(sentence, w):
        return code[:4]  # "đến hết 15/3, xuất khẩu đạt 82 tỷ USD", in a bulletin of March
    own = len(whole) > 4 and not of_a_day  # of a report of a month, a quarter, half a year
    if flow and not own and closes_month(*date):
        return month_span(date[1], date[0])
    return whole if flow else code[:4] + w.day[4:7]


def _of_the_month(sentence: Sentence, w: When) -> bool:
    """Whether a day closes what a month had, or an hour of it what there was then, and not what came since January."""
    shape = sentence.s.shape
    return not has(shape[w.lo - 2 : w.lo], "until", "dated") or has(shape[sentence.lo : w.lo], "month")


def base_period(s: Stream, w: When, now: Period | None) -> str | None:
    """The period of what is compared with: "cùng kỳ 2016", "tháng trước", "năm trước"."""
    sets, part = lexicon().sets, now.code[4:] if now else ""
    if w.year or w.code:
        whole = w.code == str(w.year) and s.shape[w.lo] in lexicon().tags["same_period"]
        return w.code + part if whole else w.dated(now and Period(now.code, int(now.code[:4])))
    if now is None:
        return None
    key, first = s.keys[w.lo], next(iter(bounds(now.code)), 0)
    if key in sets["month_before"]:
        return months_code(first - 1, 1) if MONTH.fullmatch(now.code) else None
    if key in sets["quarter_before"]:
        return months_code(first - 3, 3) if part.startswith("-Q") else None
    same = part if key in sets["same_span"] else ""
    return None if key in sets["within_year"] else f"{int(now.code[:4]) - 1}{same}"


def _counted_on(w: When, year: int) -> str | None:
    """The day up to which a scope counts."""
    if w.use != "counted":
        return None
    if w.day and (w.year or year):
        return f"{w.year or year}{w.day[4:]}"
    if MONTH.fullmatch(w.code) and (w.year or year):
        return month_end(w.year or year, int(w.code[5:]))
    return None


def _handed_on(sentence: Sentence, time: Time) -> Time | None:
    """The time that a sentence hands on to those after it: the own time that opens it, or that of its count."""
    years = [r.when.year for r in sentence.reaches if r.when.year]
    later = [r for r in sentence.reaches if contrasted(sentence.s, r.when) and r.when.year == max(years, default=0)]
    opens = [r for r in sentence.reaches if r.rule == "time.sentence" and r.when.use in ("own", "counted")]
    opens = [r for r in opens if r.when.code != YEAR or r.when.day]  # "Cả năm trồng 5 ha. Thả 3 ha tôm."
    opens = [r for r in opens if not _at_new_year(sentence.s, r.when)]
    if time.why in ("time.text.title", "time.given"):
        opens = [r for r in opens if not (0 < r.when.year < time.year and _names(sentence, r.when.lo))]
    if not (found := later or opens or _so_far(sentence, time)):
        return None
    w = (None if later else _latest(sentence, time)) or found[0].when
    if time.planned and 0 < w.year < time.year:
        return None  # what was so before a plan is no time of what it plans
    counted = [a for a in sentence.amounts if a.reasons["period"].lo == w.lo]
    if counted and not time.planned and all(a.figure.role == "plan" for a in counted):
        return None  # "Dự kiến đến cuối năm có 5 xã" says nothing of when the results behind it are
    code = counted[0].figure.period if counted and w.use != "day" else w.dated(time.period)
    return Time(Period.of(code), time.planned, "time.carried", w.lo, w.hi) if code else None


def _at_new_year(s: Stream, w: When) -> bool:
    """Whether a time is the beginning of a year, which says nothing of what came in it: "Hộ nghèo đầu năm 2023"."""
    opening = w.code == str(w.year) and has(s.shape[w.lo], "head_of_year")
    return opening and not has(s.shape[w.lo - 1], "from") and not has(s.shape[w.hi], "until")


def _latest(sentence: Sentence, time: Time) -> When | None:
    """The time that ends last, the longest of these: "Năm 2022 5 tỷ, năm 2023 8 tỷ", "tháng 5 8 tàu; 5 tháng 41"."""
    of = {a.reasons["period"].lo for a in sentence.amounts if a.figure.role not in ABOUT}
    told = [r.when for r in sentence.reaches if r.when.use in ("own", "counted") and r.when.lo in of]
    ends = [(bounds(w.dated(time.period) or ""), w) for w in told]
    return max(((b[1], b[1] - b[0], w) for b, w in ends if b), key=lambda x: x[:2], default=(0, 0, None))[2]


def _so_far(sentence: Sentence, time: Time) -> list[Reach]:
    """The time of which a sentence tells before its first amount, in a text of another one: "Khách trong tháng 10 đạt
    3.000 lượt. Doanh thu đạt 4 tỷ đồng", in one of ten months. An earlier year is of its sentence alone.
    """
    if time.planned or not time.period or not sentence.amounts:
        return []
    of = {a.reasons["period"].lo for a in sentence.amounts}
    before = (r for r in sentence.reaches if r.when.use == "own" and r.when.lo < sentence.lefts[0])
    told = (r for r in before if r.rule in ("time.phrase", "time.clause") and r.when.lo in of)
    codes = ((r, r.when.dated(time.period) or "") for r in told)
    return [r for r, code in codes if code != time.period.code and (len(code) > 4 or code >= str(time.year))][:1]


def _names(sentence: Sentence, hi: int) -> bool:
    """Whether a sentence names something before a token: the year of "Chỉ số năm 2022 của tỉnh" is of that alone."""
    return any(t in tags_of("noun") + "wW" for t in sentence.s.shape[sentence.lo : hi])


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
def section_time(clock: Clock, block: Block, first: int, last: int) -> Time:
    """Whether a heading opens a part about the future, and the year it names: next year where it names none."""
    section, report = clock.section, clock.report
    s, own = clock.s, clock.s.words(first, last - 1)
    titles, now = block.titles or (own,), report.year
    named = [w for w in clock.between(first, last) if w.code and (now or w.year) and w.use not in ("span", "day")]
    last_named = named[-1] if named else None
    year = (last_named.year or now) if last_named else 0
    ahead = bool(now and year > now)
    beside = len({w.code for w in named}) > 1 and not is_plan(s.words(first, named[0].hi))  # "quý III, nhiệm vụ quý IV"
    nearest = next((t for t in reversed(titles) if is_plan(t) or is_result(" ".join(syllables(t)))), "")
    aims = any(_heads(t, "target_heading") for t in titles)
    planned = is_plan(nearest) or (aims and (ahead or _sets_least(s, last)))
    inside = section.why == "time.heading" and block.path.startswith(section.path)
    if beside or not planned:
        told = " ".join(syllables(own))
        whole = speaks_of(told, "whole_year") and not beside  # "Ước thực hiện cả năm 2021", in a report of nine months
        if block.path and last_named and now and (whole if year == now else is_result(told)):
            return _headed(last_named, report, False, block.path)
        return section if inside and not is_plan(own) else report
    if last_named and (ahead or year == now):
        return _headed(last_named, report, True, block.path)
    if inside and section.planned and not named:
        return section  # "B. Kế hoạch năm 2025 | 4. Giáo dục"
    spans = (w for w in clock.between(first, last) if w.use == "span" and w.year >= now and not named)
    if (ends := next(spans, None)) is not None:  # "Mục tiêu 5 năm 2026 - 2030": what is to be by its end
        return Time(Period(str(ends.year), ends.year), True, "time.heading", ends.lo, ends.hi, block.path)
    this_year = has(s.shape[first:last], "head_of_year", "year_part", "quarter")
    if named or this_year or not now or report.planned:  # a plan of a year is none of the next
        return report._replace(planned=True)
    if report.period and len(report.period.code) > 4 and not report.period.code.endswith(("-12", "-Q4", "-S2")):
        return Time(Period(str(now), now), True, "time.rest_of_year", first, last - 1, block.path)
    return Time(Period(str(now + 1), now + 1), True, "time.next_year", first, last - 1, block.path)


def _sets_least(s: Stream, first: int) -> bool:
    """Whether what stands under a heading says what is to be reached at least: "Tổ chức ít nhất 3 đợt tập huấn"."""
    below, sets = s.keys[first : first + OPENING], lexicon().sets
    return not sets["least"].isdisjoint(below) and sets["already"].isdisjoint(below)


def _headed(w: When, now: Time, planned: bool, path: str) -> Time:
    code = w.dated(now.period) or ""
    return Time(Period(code, w.year or now.year), planned, "time.heading", w.lo, w.hi, path)


def lead_in(clock: Clock, lo: int, hi: int) -> Time | None:
    """The time of a paragraph that ends in a colon: it governs what is listed under it."""
    found = [w for w in clock.between(lo, hi) if w.year or w.code[4:5] == "-"]  # "Quý II:" is of the year of the text
    aim = _announced(clock.s, lo, hi)
    own = [w for w in found if w.use == "own" or (w.use == "counted" and w.code != str(w.year))]
    own = own or [w for w in found if aim and w.use in ("until", "target", "span")][-1:]
    own = own or [w for w in found if w.use == "span" and w.lo - lo <= LEADING]  # "Giai đoạn 2021-2025: …, trong đó:"
    planned = clock.section.planned or aim is not None
    now = clock.report.period
    codes = {code for w in own if (code := w.dated(now)) is not None}
    if len(codes) != 1:
        last = clock.section.period if aim and not own else None
        return Time(last, True, "time.leadin", aim.start(), aim.end()) if aim and last else None
    code = str(own[0].year) if own[0].use == "span" and own[0].year else codes.pop()
    year = own[0].year or clock.report.year or int(code[:4])  # a year of twelve months may begin in the one before
    later = now is not None and code > now.code  # "Nhiệm vụ quý II:" behind what quý I has brought
    planned = planned or (later and is_plan(clock.s.words(lo, hi)))
    return Time(Period(code, year), planned, "time.leadin", own[0].lo, own[0].hi)


def tasks_named(clock: Clock, lo: int, hi: int) -> Time | None:
    """The time to come of which a paragraph tells behind a label: "II. Nhiệm vụ tháng 6: trồng 40 ha rừng; …"."""
    s, now = clock.s, clock.report.period
    colon = s.shape.find(":", lo, min(lo + OPENING, hi - 1))
    w = next(iter(clock.between(lo, colon)), None) if colon > 0 and now is not None else None
    code = w.dated(now) if w is not None and w.use == "own" else None
    begins, ends = bounds(code or ""), bounds(now.code if now is not None else "")
    if w is None or not code or not begins or not ends or begins[0] < ends[1]:
        return None
    label = s.words(lo, colon)
    bare = clock.dated and w.hi == colon and w.lo - lo < LEADING
    named = is_plan(label) or (bare and not is_result(" ".join(syllables(label))))
    return Time(Period.of(code), True, "time.leadin", w.lo, w.hi) if named else None


def _announced(s: Stream, lo: int, hi: int) -> re.Match[str] | None:
    """The aim that a line before a list announces, if it tells no results: "Phấn đấu đạt các mục tiêu sau:"."""
    if is_result(" ".join(syllables(s.words(lo, hi)))) or _tell_results(s, lo, hi):
        return None
    counts = _COUNTS.search(s.shape, lo, hi) is not None  # "Kế hoạch đặt ra 24 mục tiêu, trong đó:"
    reached = counts or has(s.shape[lo:hi], "copula", "complete")
    found = (m for m in _AIM.finditer(s.shape, lo, hi) if m["aim"] or not (m["ahead"] or reached))
    return next(found, None)


# Aims: what is said to come.
_AIM = shape(
    r"""(?P<aim>(?<!<target>)<aim>)
    | (?P<is><target> (?:<!num|copula|complete|compare|,|;|¶|becomes> | y | <d> (?=<month>|:)){0,14}
        (?:<copula|becomes> (?! <joint>? <exceed> | <word> <comprise> | <word>? ,? <such_as> )|:))
    | (?P<by>(?<!<compare>) <target> (?:<until> (?=<year|month|y>) | (?=<year_part> <y>)))
    | (?P<opened><target> <year|y>{0,2} ,)
    | <until> <year>? (?P<ahead><y>)
    | (?P<goal><target> <year|year_part|y>{0,2} (?= <aim|copula|word|noun|W|fulfil|receive|occupy|up|down|where> ))
    | (?P<counted><num> <target> <!num|;|stop>{0,5} (?:<among|comprise>|:))"""
)
_ITEMISED = shape(r": \( <num> \)")  # "Phấn đấu đạt các chỉ tiêu sau: (1) Thu 5 tỷ đồng. (2) …"
_THEN = shape(r"; (?= <!;|stop>* <compare> <word>? <same_period> )")  # a clause that is set against the past
_COUNTS = shape(r"[nq] | <d> (?!<month|quarter|year>)")
_REACHED_SOME = shape(r"<num> / <num> <target>")  # "vượt 13/15 chỉ tiêu. Một số chỉ tiêu chính: …"
_THEN_SPENT = shape(r"<word|noun|W|preposition>{0,6} (?P<done>,) <!num|,|;>{0,2} <disburse> <!num|,|;>{0,2}")
_THEN_DONE = shape(r"<word|noun|W>{0,4} (?P<done>,) <estimate>? (?P<said><!num|,|;>{0,3})")
_DATED = shape("<y|up|down|same_period|year_part|month|quarter>")
_TILL = shape(r"<until> <year>? (<y>)")
_LATER_YEAR = shape(r"<word|W|noun|becomes|preposition>{0,2} <year|year_part|head_of_year>? (?P<y><y>)")
_OF_SO_MANY = shape(r"<about|over|under>* <num>")
_OF_MONEY = shape(r"(?: <word> <copula> )? <about|over|under>* <num> <scale>? <money>")
_TO_DO = shape(
    r"""(?: <word|noun|W|fulfil|receive|located|quantity|total|occupy|ratio|up|down|where>
      | (?<!<target|y|year|year_part>) <preposition> ){1,9} <about|over|under>* <num>"""
)
_AS_FOLLOWS = shape(r"<target> <!num|:|;|stop>{0,9} :")
# What is done, not to do.
_ACTUAL = shape(r"<actual> (?=<num|copula|over|under|about|year|year_part|target|,|:|;|stop>)")
NEAR = 3  # tokens before what is aimed at among which it is said to be set
OFFICE = 7  # tokens of the name of an office
_AT_ONCE = shape(r"<!num|,|;|:|close>+")
_NEW_SAID = shape(r"<,|joint>")
HEADS = 4  # blocks among which a text names its kind


class Aim(NamedTuple):
    """Tokens lo to hi speak of what is planned; `rule` and token `at` say why."""

    lo: int
    hi: int
    rule: str
    at: int


def aims(clock: Clock, c: Context, time: Time) -> list[Aim]:
    """The scopes of what is planned: to the end of the sentence or a word of results, and on into the next sentence.

    Unless the text is dated a sentence that opens with a later year than its first tells of what was.
    """
    found: list[Aim] = []
    s, dated, now = clock.s, clock.dated, time.year
    if now and not (time.planned or clock.report.planned):
        now = max(now, clock.report.year)  # "Kết quả năm 2022: … Năm 2023 cấp 40 giấy", in a text of 2023
    goes_on, itemised, sets, runs = False, False, lexicon().sets, 0
    for lo, hi in zip(c.sentences, [*c.sentences[1:], c.last], strict=True):
        said = s.keys[lo] in sets["goes_on"] or not sets["least"].isdisjoint(s.keys[lo:hi])
        said = said and not _until_before(clock, lo, time)
        carried = goes_on and (
            said or itemised or (runs > 1 and _silent(s, lo, hi)) or _to_same(clock, found[-1], lo, hi)
        )
        aim = Aim(lo, hi, "aim.carried", lo) if carried else _aim(s, c, lo, hi, now, dated)
        goes_on = False
        if aim is not None:
            opens = aim.lo + (aim.rule == "aim.is")  # "Kế hoạch năm 2024: | thực hiện 15 cuộc thanh tra"
            end = next((i for i in range(opens, hi) if _results(s, i) and not _there_is(s, opens, i)), hi)
            end = next((m.start() for m in _THEN.finditer(s.shape, aim.lo, end)), end)
            end = _of_one_unit(s, c, aim, _again(s, c, aim, end))
            found.append(aim._replace(hi=end))
            while end < hi and (again := _aims_again(s, c, end, hi)) is not None:
                found.append(again)
                end = again.hi
            foreseen = s.keys[aim.at] in sets["forecast"] and next(promises(s, lo, hi, now), None) is None
            goes_on = end == hi and not foreseen and aim.rule != "aim.set"
        begins = aim is not None and goes_on and not c.amounts_in(lo + 1, aim.lo)
        runs = runs + _aimed_at(clock, c, time, now, lo, hi) if begins else 0
        itemised = goes_on and (itemised or _ITEMISED.search(s.shape, lo, hi) is not None)
    for a, b in c.brackets.items():  # "đạt 10% (đến năm 2030 đạt 20%)"
        told = _AIM.finditer(s.shape, a, b)
        ahead = next((m for m in told if m["aim"] or (m["ahead"] and _to_come(s, m, now))), None)
        if ahead is not None:
            found.append(Aim(ahead.end(), b, "aim.ahead", ahead.start()))
    return found


def _aimed_at(clock: Clock, c: Context, time: Time, now: int, lo: int, hi: int) -> int:
    """How many aims a sentence is as good as: two where it has several by a year to come, or behind semicolons."""
    until = (w.year for w in clock.between(lo, hi) if w.use == "until")  # the text may be of no other year
    several = any(y > now or time.why == "time.text.until" for y in until) and len(c.amounts_in(lo, hi)) > 1
    return 2 if several or clock.s.shape.count(";", lo, hi) > 1 else 1


def _to_same(clock: Clock, aim: Aim, lo: int, hi: int) -> bool:
    """Whether a sentence tells by a year that the aim before it has, and nothing that was done: "Phấn đấu đến năm 2025
    có 9 xã. | Tỷ lệ hộ có nước sạch đến năm 2025 đạt 98%".
    """
    first = aim.at if aim.rule == "aim.ahead" else aim.lo
    years = {w.year for w in clock.between(first, aim.hi) if w.use == "until"} if aim.hi <= lo else set()
    told = any(w.use == "until" and w.year in years for w in clock.between(lo, hi)) if years else False
    return told and not _tell_results(clock.s, lo, hi)


def _of_one_unit(s: Stream, c: Context, aim: Aim, hi: int) -> int:
    """Where what is foreseen ends, as what follows is of another thing: "vốn dự kiến 9 tỷ, trong đó có | 26 vụ"."""
    if s.keys[aim.at] not in lexicon().sets["forecast"]:
        return hi
    units: set[str | None] = set()
    for a in c.amounts_in(aim.lo, hi):
        if units and a.figure.unit not in units and has(s.shape[aim.lo : a.left], "among"):
            return max(s.shape.rfind(t, aim.lo, a.left) for t in tags_of("among"))
        units.add(a.figure.unit)
    return hi


def _again(s: Stream, c: Context, aim: Aim, hi: int) -> int:
    """Where a plan ends, as what was done is told of in its own words and unit: "Kế hoạch năm khám 12.000 lượt | , khám
    11.000 lượt", "Kế hoạch giao là 45 ha | , đạt 50 ha".
    """
    if aim.rule not in ("aim.is", "aim.set"):
        return hi
    held, got = tags_of("copula", "about", "over", "under"), lexicon().sets["got"]
    for b, a in pairwise(c.amounts_in(aim.lo, hi)):
        if a.sort == "money" and (spent := _THEN_SPENT.fullmatch(s.shape, b.right, a.left)) and aim.rule == "aim.set":
            return spent.start("done")  # "dự toán năm chi 45 tỷ đồng | , giải ngân 30 tỷ đồng"
        pause = max(s.shape.rfind(mark, b.right, a.left) for mark in ",;")
        if pause > 0 and has(s.shape[pause : a.left], "disburse") and not has(s.shape[aim.at : b.left], "disburse"):
            return pause  # "kế hoạch vốn được giao 45 tỷ đồng | , giải ngân đến ngày 15/6 được 30 tỷ đồng"
        reached = a.sort == b.sort and s.keys[a.left - 1] in lexicon().sets["doing"]
        set_out = any(key.endswith(tuple(lexicon().sets["set_out"])) for key in s.keys[max(b.left - NEAR, 0) : b.left])
        if pause > 0 and reached and set_out:
            return pause  # "chỉ tiêu đề ra là 90% | , cấp huyện đạt 95,8%"
        m = _THEN_DONE.fullmatch(s.shape, b.right, a.left)
        told = m is not None and m.end() > m.end("done") and a.figure.unit and b.figure.unit and same_kind(a, b)
        if m is None or not told:
            continue
        planned, said = set(s.keys[aim.lo : b.left]), range(*m.span("said"))
        if all(s.shape[k] in held or s.keys[k] in planned for k in said) or any(s.keys[k] in got for k in said):
            return m.start("done")  # "kế hoạch được giao 45 ha | , trồng được 40 ha"
    return hi


def _aims_again(s: Stream, c: Context, lo: int, hi: int) -> Aim | None:
    """What a sentence aims at behind what was done: "thực hiện 50 ha; chỉ tiêu năm 2023 đào tạo 60 người"."""
    for m in _AIM.finditer(s.shape, lo, hi):
        aims = m["aim"] and s.shape[m.start() - 1] in ";," + tags_of("among") and not _only_compared(s, m.start())
        if not aims and not (m["goal"] and _set_for(s, m, lo)):
            continue
        end = next((i for i in range(m.end(), hi) if _results(s, i)), hi)
        aim = Aim(m.end(), end, "aim.aim" if aims else "aim.set", m.start())
        return aim._replace(hi=_again(s, c, aim, end))
    return None


def _to_come(s: Stream, m: re.Match[str], now: int) -> bool:
    """Whether the year in which a mention of a horizon ends is still to come, and nothing is counted up to it."""
    return int(s.keys[m.end() - 1]) > now > 0 and s.keys[m.start()] not in lexicon().sets["as_of"]


def aimed(c: Context, time: Time, planned: Sequence[Aim]) -> Period | None:
    """The period of what a paragraph with amounts plans to its end, for one behind it that goes on with it."""
    last = c.amounts[-1]
    to_its_end = (x for x in planned if x.lo <= last.at and x.hi >= c.last - 1)
    goes_on = time.why == "aim.goes_on" or any(x.rule != "aim.set" for x in to_its_end)
    goes_on = goes_on and all(a.figure.role == "plan" for a in c.amounts)  # what tells of results is no plan
    code = last.figure.period if goes_on and last.figure.role == "plan" else None
    return Period.of(code) if code else None


def _said_by_plan(s: Stream, m: re.Match[str], lo: int) -> bool:
    """Whether a plan says what is to be by the end of a year: "Quy hoạch nêu nhiệm vụ đến năm 2020 là trồng 5 ha"."""
    said = {s.keys[lo], " ".join(s.keys[lo : lo + 2])}
    return not said.isdisjoint(lexicon().sets["plan_kind"]) and not _tell_results(s, lo, m.start())


def _silent(s: Stream, lo: int, hi: int) -> bool:
    """Whether tokens tell no time, no move and nothing that was done or is."""
    return not (_DATED.search(s.shape, lo, hi) or says(s, "now", lo, hi) or _tell_results(s, lo, hi))


def _until_before(clock: Clock, lo: int, time: Time) -> bool:
    """Whether a sentence opens with a time that ends before that of the text: "Đến tháng 6/2023, có 40 giường"."""
    w = next(iter(clock.between(lo, lo + LEADING + 1)), None)
    codes = (w.dated(time.period), time.period.code) if w and time.period and clock.dated else ()
    ends = [bounds(code or "") for code in codes]
    return len(ends) == 2 and all(ends) and ends[0][1] < ends[1][1]


def _till_then(s: Stream, lo: int, hi: int, aimed: Period) -> bool:
    """Whether tokens open with the year that the aim before them ends in, and tell nothing that was done."""
    m = _TILL.match(s.shape, lo)
    return m is not None and s.keys[m.start(1)] == aimed.code and not _tell_results(s, lo, hi)


def _by_plan(s: Stream, i: int, lo: int) -> bool:
    """Whether a sentence or line opens with a plan: "Theo kế hoạch, huyện trồng 5 ha"."""
    opens = i == lo + 1 or (i > lo + 1 and s.on_new_line(i - 1))
    return opens and s.keys[i] in lexicon().sets["year_plan"] and said_before(s, i, "according")


def promises(s: Stream, lo: int, hi: int, now: int) -> Iterator[int]:
    """The tokens that promise something or name a year to come: what is foreseen there is no outcome."""
    will, keys = lexicon().sets["will"], s.keys
    from_now = {phrase.partition(" ")[0] for phrase in lexicon().sets["from_now"]}
    return (
        k
        for k in range(lo, hi)
        if keys[k] in will
        or (s.shape[k] == "y" and int(keys[k]) > now)
        or (keys[k] in from_now and _from_now(s, k))  # few words are asked
    )


def _from_now(s: Stream, i: int) -> bool:
    """Whether two tokens say that what follows is to come: "từ nay"."""
    return f"{s.keys[i]} {s.keys[i + 1]}" in lexicon().sets["from_now"]


def _aim(s: Stream, c: Context, lo: int, hi: int, now: int, dated: bool) -> Aim | None:
    """The first words of a sentence that open an aim; one that opens with a later year than the text's tells of it."""
    later = _LATER_YEAR.match(s.shape, lo)
    if dated and later is not None and int(s.keys[later.start("y")]) > now > 0:
        return Aim(later.end(), hi, "aim.ahead", later.start("y"))
    opens = lo + 2 if s.shape[lo + 1] == "," else lo  # "Cụ thể, | từ nay đến hết năm, huyện đưa thêm 120 hộ lên sàn"
    if _from_now(s, opens):
        return Aim(opens + 2, hi, "aim.ahead", opens)
    for m in _AIM.finditer(s.shape, lo, hi):
        if _opens_aim(s, m, lo, now) and s.keys[lo] not in lexicon().sets["condition"] and not _far_off(s, c, m, hi):
            # not "Nếu hạn kéo dài, sẽ có 800 hộ thiếu nước"
            ahead = m["by"] and any(s.shape[k] == "y" and int(s.keys[k]) > now > 0 for k in range(m.end(), m.end() + 3))
            cited = not m["ahead"] and not ahead and not m["opened"] and said_before(s, m.start(), "according")
            aside = cited or any(a < m.start() < b for a, b in c.brackets.items())
            name = "set" if m["goal"] and _set_for(s, m, lo) else m.lastgroup
            if not aside:
                return Aim(m.end(), hi, f"aim.{name}", m.start())
    return None


def _far_off(s: Stream, c: Context, m: re.Match[str], hi: int) -> bool:
    """Whether what is promised is no amount, as the first is told beside it: "sẽ diễn ra ở An Bình với 64 đội"; not
    what it is to come to: "sẽ giảm tỷ lệ cho vay xuống 35%".
    """
    first = next(iter(c.amounts_in(m.end(), hi)), None)
    if first is None or not opens_with(s, m.start(), "will"):
        return False
    beside = has(s.shape[m.end() : first.left], "preposition", "joint")
    return beside and not has(s.shape[first.left - 2 : first.left], "up", "down", "becomes")


def _opens_aim(s: Stream, m: re.Match[str], lo: int, now: int) -> bool:
    """Whether words of an aim open one in the sentence that begins with token lo."""
    i = m.start()
    if m["ahead"]:
        return _to_come(s, m, now) or _said_by_plan(s, m, lo)
    if m["counted"]:  # "Đại hội đề ra 18 chỉ tiêu, trong đó: …"
        return said_before(s, i, "set_out")
    if m["opened"]:
        return _by_plan(s, i, lo)
    if m["goal"]:
        return _goal(s, m, lo) or _sets_out(s, i, lo)
    if m["is"] and s.keys[m.end() - 1] in lexicon().sets["actual"] and not _OF_SO_MANY.match(s.shape, m.end()):
        return False  # "ban hành kế hoạch | thực hiện | Chiến lược", but "kế hoạch thực hiện 15 cuộc"
    if m["is"] and i > lo and s.capital(i) and has(s.shape[i - 1], "preposition"):
        return False  # "xong 19/64 nhiệm vụ đề ra trong | Kế hoạch cải cách năm 2024 (đạt 29,7%)"
    if s.keys[i] in lexicon().sets["drawn_up"] and i > lo and s.shape[i - 1] not in ",;:":
        return False  # "nhận 40 tàu theo quy hoạch", "luồng tàu luôn hoạt động theo thiết kế"
    titled = any(s.shape[k - 1] == "y" and s.on_new_line(k) and s.capital(k) for k in range(i + 1, m.end()))
    if titled or _of_office(s, i) or carried_out(s, i):
        return False  # "Nhiệm vụ, kế hoạch năm 2023 / Toàn tỉnh trồng được 40 ha"
    colon = s.shape.find(":", i, m.end() + 1) if m["is"] else -1
    if colon >= 0 and reported(s, lo, colon):
        return False
    return not (_only_compared(s, i) if m["aim"] else _referred(s, i, m.end(), lo))


def reported(s: Stream, lo: int, end: int) -> bool:
    """Whether what a colon announces is what became of targets: "Kết quả thực hiện các chỉ tiêu: …", "… đều đạt: …"."""
    said = " ".join(s.keys[max(lo, s.shape.rfind(",", lo, end) + 1) : end])
    before = max(s.shape.rfind(mark, 0, max(lo - 1, 0)) + 1 for mark in ".¶")  # the sentence before
    counted = s.shape[lo - 1] != END and _REACHED_SOME.search(s.shape, before, lo) is not None
    return is_result(said) or speaks_of(said, "all_reached") or counted


def _goal(s: Stream, m: re.Match[str], lo: int) -> bool:
    """Whether a target stands before what is aimed at: "Mục tiêu phủ sóng 95% số xã", "với mục tiêu đạt tỷ lệ 10%"."""
    first = m.start() == lo or s.keys[m.start() - 1] in lexicon().sets["with"]
    said = first and s.keys[m.start()] in lexicon().sets["goal"] and m.end() == m.start() + 1
    return said or _set_for(s, m, lo)


def _set_for(s: Stream, m: re.Match[str], lo: int) -> bool:
    """Whether a clause opens with the plan of a year, or one that was handed down, and says at once what is to be done:
    "Kế hoạch năm 2023 xét xử 800 vụ", "Chỉ tiêu giao cấp 1.200 giấy"; not "Kế hoạch năm 2023 chưa xong 5 cuộc".
    """
    i, sets = m.start(), lexicon().sets
    words = s.keys[i].split()
    of_year = m.end() > i + 1 or " ".join(words[-2:]) in sets["whole_year"]
    handed = words[-1] in sets["assigned"] or " ".join(words[-2:]) in sets["set_out"]
    opens = i == lo or s.shape[i - 1] in ";:" or s.on_new_line(i)
    to_do = _TO_DO.match(s.shape, m.end()) if opens and (of_year or handed) else None
    told = " ".join(s.keys[m.end() : to_do.end()]) if to_do is not None else ""
    return told != "" and not speaks_of(told, "of_plan") and not speaks_of(told, "set_out")


def _sets_out(s: Stream, i: int, lo: int) -> bool:
    """Whether the targets of token i are set out behind a colon: "đề ra một số mục tiêu thiết thực, như: …"."""
    told = (k for k in range(max(i - LEADING, lo), i + 1) if said_before(s, k, "set_out"))
    return _AS_FOLLOWS.match(s.shape, i) is not None and next(told, None) is not None


def _only_compared(s: Stream, i: int) -> bool:
    """Whether an aim is only compared with: "so với mức phấn đấu (5 tấn) đạt 80%", not "so với kế hoạch là 5 tấn"."""
    is_so = s.keys[i].rpartition(" ")[2] in lexicon().sets["copula"]
    return s.shape[i - 1] in tags_of("compare") and not is_so


def _of_office(s: Stream, i: int) -> bool:
    """Whether token i stands in the name of an office: "Phòng Tài chính - Kế hoạch"."""
    joined = s.capital(i) and s.shape[i - 1] in "-~," + tags_of("joint")
    return joined and has(s.shape[max(i - OFFICE, 0) : i], "noun")


def _tell_results(s: Stream, lo: int, hi: int) -> bool:
    """Whether any of tokens lo to hi tells of what was done."""
    return any(_results(s, k) for k in range(lo, hi))


def _results(s: Stream, i: int) -> bool:
    """Whether token i tells of what was done."""
    sets = lexicon().sets
    done = opens_with(s, i, "already") or s.keys[i] in sets["result"]
    if s.shape[i - 1] in ",;" and f"{s.keys[i]} {s.keys[i + 1]}" in sets["result"]:
        return True  # "chỉ tiêu giao cấp 5 giấy, thực tế cấp 7 giấy"
    return done or s.shape[i] in tags_of("cumulative") or _ACTUAL.match(s.shape, i) is not None


def _there_is(s: Stream, lo: int, i: int) -> bool:
    """Whether token i tells what there is of what is aimed at from token lo on: "bảo vệ diện tích hiện có 58 ha"."""
    return s.keys[i] in lexicon().sets["existing"] and _AT_ONCE.fullmatch(s.shape, lo, i) is not None


def _referred(s: Stream, i: int, j: int, lo: int) -> bool:
    """Whether a target is compared with, or is itself counted: "vượt xa mục tiêu", "9/17 mục tiêu"."""
    told = tags_of("exceed", "compare", "complete", "percent", "anaphor", "below") + "dnq"
    if not _OF_MONEY.match(s.shape, j):  # "tổng số vốn kế hoạch là 40 tỷ đồng", but "tổng số chỉ tiêu là 19"
        told += tags_of("quantity", "total")
    before = re.split(_NEW_SAID, s.shape[max(lo, i - 3) : i])[-1]  # "có 5 xã và mục tiêu đến cuối năm 2022 là 9"
    set_out = said_before(s, j - 1, "set_out")  # "các chỉ tiêu mà Đại hội đã đề ra: …"
    return any(t in told for t in before) or (not set_out and _tell_results(s, i, j))


def is_result(head: str) -> bool:
    """Whether a folded heading speaks of what was done."""
    return speaks_of(head, "result_heading")


def is_plan(title: str) -> bool:
    """Whether a heading announces what is to come: it names plans or tasks and no result, or is a forecast."""
    return _heads(title, "plan_heading") or " ".join(syllables(title)) in lexicon().sets["forecast"]


def is_planning(s: Stream, blocks: Sequence[int]) -> bool:
    """Whether a text is itself a plan: one of its first blocks opens a resolution or decision that names a plan."""
    sets = lexicon().sets
    opens = next((k for k in blocks if s.keys[k] in sets["plan_kind"] or s.keys[k] in sets["report_kind"]), None)
    if opens is None or s.keys[opens] in sets["report_kind"]:  # "BÁO CÁO⏎KẾT QUẢ THÁNG 7⏎KẾ HOẠCH THÁNG 8"
        return False
    end = s.shape.find(END, opens + 2)  # of the title, below its kind where that stands alone
    title = " ".join(s.keys[opens:end])
    titled = end >= 0 and not is_prose(s, end)
    return titled and speaks_of(title, "plan_object") and not speaks_of(title, "plan_past")


def _heads(title: str, name: str) -> bool:
    head = " ".join(syllables(title))
    return speaks_of(head, name) and not is_result(head)
