"""From the paragraphs of an outline to contexts: each with its amounts, their roles, periods and estimates."""

from __future__ import annotations

from tvict.reading.amounts import Amount, Stated, Told, imply_unit, read_amounts, unit_of_line
from tvict.reading.numerals import Kinds
from tvict.reading.outline import Outline
from tvict.reading.phrases import left_span, topic_span
from tvict.reading.roles import tell_roles
from tvict.reading.scopes import Clock, aims, lead_in, plans, section_time, tell_times
from tvict.reading.structure import LEVELS, Context
from tvict.reading.times import Time, When
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
    unit: Stated | None = None  # that a line above states
    times: list[Time] = []  # of the section of each block: a note is of that of its caller
    for n, (block, first, last) in enumerate(zip(shape.blocks, s.blocks, ends, strict=True)):
        unit = unit_of_line(s, first, last) or (None if block.heading else unit)
        if block.heading:
            section = section_time(clock, block, first, last, section, report)
        times.append(section if block.caller is None else times[block.caller])
        amounts = grids[n] if n in grids else read_amounts(s, n, (first, last), kinds, rows, unit)
        colon = s.text[block.pieces[-1][1] - 1] == ":"
        if block.heading:
            led = clock.last = None
        handed = clock.last
        if block.note:  # what the paragraphs before it hand on is none of a note's
            clock.last = None
        c = Context(s, first, last - 1, amounts, block.path, block.titles, block.bullet, colon, block.note)
        if n not in grids and amounts:
            announced = lead_in(clock, first, last, section) if colon else None
            now = times[n] if block.note else announced or led or section
            if not now.planned and plans(s.words(*topic_span(s, c, amounts[0]))):
                now = now._replace(planned=True)
            _describe(s, c, now, clock)
        if block.note:
            clock.last = handed
        if colon:
            led = lead_in(clock, first, last, section) or led
        out.append(c)
    return out


def _describe(s: Stream, c: Context, time: Time, clock: Clock) -> None:
    """Role, estimate and period of each amount of a block."""
    planned = aims(s, c, time.year)
    tell_roles(c, time, planned)
    tell_times(clock, c, time)
    for k in range(len(c.amounts)):
        _unit_left_out(s, c, k)


def _unit_left_out(s: Stream, c: Context, k: int) -> None:
    """Give an amount that prints no unit the one that the words before it, or those that head its paragraph, tell."""
    a, start = c.amounts[k], c.start(k)
    if a.sort or a.figure.unit is not None or a.figure.role == "rank":
        return
    heads, bracket = topic_span(s, c, a), c.bracket(a)
    outside = (max(a.sentence, bracket[0] - 4), bracket[0]) if bracket else heads
    before = next((b for b in reversed(c.amounts[:k]) if b.depth <= a.depth and b.figure.role in LEVELS), None)
    if before is not None and before.sentence != a.sentence:
        before = None
    imply_unit(s, a, Told(start, left_span(s, start, a.left), outside, heads, before))
