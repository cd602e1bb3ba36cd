"""From the paragraphs of an outline to contexts: each with its amounts, their roles, periods and estimates."""

from __future__ import annotations

from tvict.reading.aims import aims
from tvict.reading.amounts import Amount, imply_unit, read_amounts
from tvict.reading.lexicon import lexicon, shape, syllables
from tvict.reading.numerals import Kinds
from tvict.reading.outline import Block, Outline
from tvict.reading.periods import Period, named, respective
from tvict.reading.phrases import left_span, topic_span
from tvict.reading.roles import assign_role, goes_with, is_plan, is_result, is_target, plans, says_again
from tvict.reading.structure import Context
from tvict.reading.times import Clock, Time, When, carry, lead_in, scope_of, time_of
from tvict.reading.tokens import Stream


def contexts(
    s: Stream,
    shape: Outline,
    kinds: Kinds,
    rows: dict[int, int],
    grids: dict[int, list[Amount]],
    time: Time,
    whens: list[When],
) -> list[Context]:
    """Read the amounts of every block; links come later, when all levels are known.

    `rows` gives the row number of each numeral by its offset, `grids` the amounts of table rows by block.
    """
    out = []
    ends = [*s.blocks[1:], len(s.starts)][: len(s.blocks)]
    section = report = time
    clock = Clock(s, whens)
    led: Time | None = None
    for n, (block, first, last) in enumerate(zip(shape.blocks, s.blocks, ends, strict=True)):
        if block.heading:
            section = _section_time(s, block, first, last, section, report)
        amounts = grids[n] if n in grids else read_amounts(s, n, first, last, kinds, rows)
        colon = s.text[block.pieces[-1][1] - 1] == ":"
        if block.heading:
            led = None
        c = Context(s, first, last - 1, amounts, block.path, block.titles, block.bullet, colon, block.note)
        if n not in grids and amounts:
            _describe(s, c, _topic_time(s, c, led or section), clock)
        if colon:
            led = lead_in(clock, first, last, section) or led
        out.append(c)
    return out


def _topic_time(s: Stream, c: Context, section: Time) -> Time:
    """The time of a paragraph whose topic announces a plan: "Kế hoạch quý III/2021: …"."""
    if section.planned or not plans(s.words(*topic_span(s, c, c.amounts[0]))):
        return section
    ahead = named(s, c.first, c.amounts[0].at, section.period.year if section.period else None)
    return Time(ahead[-1][2] if ahead else section.period, planned=True)


def _section_time(s: Stream, block: Block, first: int, last: int, section: Time, report: Time) -> Time:
    """Whether a heading opens a part about the future, and the year it names: next year where it names none."""
    if not block.path and section.period is not report.period:
        return section
    titles = block.titles or (s.words(first, last - 1),)
    now = report.period
    years = [p for _, _, p in named(s, first, last, now.year if now else None)]
    ahead = bool(years and now and years[-1].year > now.year)
    if not any(is_plan(t) or (ahead and is_target(t)) for t in titles):
        own = s.words(first, last - 1)
        if block.path and years and now and years[-1].year != now.year and is_result(" ".join(syllables(own))):
            return Time(years[-1], why="time.heading", path=block.path)
        inside = section.why == "time.heading" and block.path.startswith(section.path)
        return section if inside and not is_plan(own) else report
    if ahead:
        return Time(years[-1], planned=True)
    if section.planned and not years:
        return section
    tags = lexicon().tags
    this_year = any(t in tags["head_of_year"] + tags["year_part"] + tags["quarter"] for t in s.shape[first:last])
    if years or this_year or now is None:
        return Time(years[-1] if years and now and years[-1].year == now.year else now, planned=True)
    return Time(Period(str(now.year + 1), now.year + 1), planned=True)


def _describe(s: Stream, c: Context, time: Time, clock: Clock) -> None:
    """Role, estimate and period of each amount of a block."""
    hand: Time | None = None
    planned = aims(s, c, time.period.year if time.period else 0)
    sentence = -1
    for k, a in enumerate(c.amounts):
        start = c.start(k)
        if a.sentence != sentence:
            for n in c.sentences:
                if sentence <= n < a.sentence:
                    got = carry(clock, c, n, min([x for x in c.sentences if x > n] + [c.last]), time)
                    hand = got if got is not None else hand
            sentence = a.sentence
        aim = next((x for x in planned if x.lo <= a.left and a.at < x.hi), None)
        aimed = aim is not None
        assign_role(s, a, start, time.planned or aimed)
        if a.figure.role == "plan" and (aim or time.planned):
            a.because("role", aim.rule, "sentence", aim.lo, aim.lo + 1) if aim else a.because(
                "role", "aim.section", "section"
            )
        f = a.figure
        if k:
            last = c.amounts[k - 1]
            if _high_end(last, a) or says_again(s, a, last) or goes_with(s, a, last):
                _same_role(last, a)
        gap = s.shape[start : a.left] + s.shape[a.left : a.at]
        if f.role not in ("attainment", "index", "rank", "gap"):
            f.estimate = _estimated(gap)
        f.period, f.as_of, unsaid, why = time_of(clock, c, k, time, (hand,) if hand else ())
        named_here = not unsaid
        a.because("period", why or "time.none", scope_of(why) if unsaid else "sentence")
        if k and not named_here and c.amounts[k - 1].sentence == a.sentence and _goes_on(s, c, k):
            f.period = c.amounts[k - 1].figure.period
            a.reasons["period"] = c.amounts[k - 1].reasons["period"]
        _unit_left_out(s, c, k)
    respective(s, c.amounts)


_ESTIMATE = shape(r"(?<!<compare>)<estimate>")


def _high_end(low: Amount, high: Amount) -> bool:
    """Whether two amounts are the ends of one range: "gấp từ 2,5 đến 3 lần"."""
    ends = low.figure.bound, high.figure.bound
    return "range" in low.figure.quality and "range" in high.figure.quality and ends == ("over", "under")


def _same_role(first: Amount, second: Amount) -> None:
    """Give the second amount the role of the first, and its direction."""
    f, g = first.figure, second.figure
    g.role = f.role
    if g.role == "change" and f.value is not None and f.value < 0 and g.value is not None:
        g.value = -abs(g.value)


def _goes_on(s: Stream, c: Context, k: int) -> bool:
    """Whether an amount says more of the subject before it: a rank, or nothing named in between."""
    a, before = c.amounts[k], c.amounts[k - 1]
    if ";" in s.shape[before.right : a.left] or before.depth > a.depth:
        return False
    return a.fraction_of is before or (a.figure.role == "rank" and before.figure.role in ("level", "rank"))


def _estimated(gap: str) -> bool:
    """Whether "ước" in the words before an amount is said of it, and not of what it is compared with."""
    return _ESTIMATE.search(gap, gap.rfind(";") + 1) is not None


def _unit_left_out(s: Stream, c: Context, k: int) -> None:
    """Give an amount that prints no unit the one that the words before it, or those that head its paragraph, tell."""
    a, start = c.amounts[k], c.start(k)
    if a.sort or a.figure.unit is not None or a.figure.role == "rank":
        return
    heads, bracket = topic_span(s, c, a), c.bracket(a)
    outside = (max(a.sentence, bracket[0] - 4), bracket[0]) if bracket else heads
    imply_unit(s, a, c.amounts[k - 1] if k else None, (start, outside, left_span(s, start, a.left), heads))
