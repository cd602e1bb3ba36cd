"""From text to figures, numerals, citations and lists: pure Python, no pandas.

    unicode → outline → tokens → numerals → times → amounts → roles → scopes → links → subjects → indicators

Each step is a module of that name; `read` runs them all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from tvict.reading.amounts import Amount, interval, parted_by_commas
from tvict.reading.cells import counts_like_years
from tvict.reading.citations import find_citations
from tvict.reading.compared import compared
from tvict.reading.counted import counted_lists
from tvict.reading.densities import densities
from tvict.reading.grid import CAPTION, read_grids
from tvict.reading.implied import estimates, imply_unit, same_time
from tvict.reading.indicators import TOTAL, assign, clauses
from tvict.reading.itemised import Lines
from tvict.reading.layout import Layout, moved
from tvict.reading.links import link_all
from tvict.reading.model import (
    DENOMINATOR,
    NUMERATOR,
    SAID_HERE,
    Citation,
    CountedList,
    Figure,
    Numeral,
    Reading,
    Reason,
    Section,
    Why,
)
from tvict.reading.numerals import NUMERAL, Kinds, classify
from tvict.reading.outline import Block, outline, province
from tvict.reading.repeats import repeated
from tvict.reading.roles import tell_roles
from tvict.reading.scopes import HEADS, Clock, aimed, aims, is_planning, tell_times
from tvict.reading.structure import Context
from tvict.reading.subjects import name_all
from tvict.reading.times import Period, Time, When, in_months, mentions, text_time
from tvict.reading.tokens import Stream, tokenize
from tvict.reading.topics import place_all
from tvict.reading.unicode import composed, restored
from tvict.reading.units import (
    UNIT_HEAD,
    UNIT_LINE,
    Stated,
    abbreviations,
    percentage_points,
    rank_units,
    read_amounts,
    spell_out,
    unit_of_line,
)

LEAD = re.compile(r"[^\d\n]{2,24}:[ \t]*$", re.MULTILINE)
"""A line that does no more than announce what stands below it."""

__all__ = ["Citation", "CountedList", "Figure", "Layout", "Numeral", "Reading", "Section", "read"]


def read(text: str, *, year: int | None = None, layout: Layout | None = None) -> Reading:
    """Read every figure that a report prints.

    `year` is the report's year where it is known from outside; else the text says it. `layout` is what a file knew of
    the tables and notes of its text. Never fails: odd text is a row with a flag, and text without figures gives a
    Reading without figures.
    """
    clean, origin = composed(text)
    reading = _read(clean, year, layout if layout is None or origin is None else moved(layout, origin))
    return reading if origin is None else restored(reading, text, origin)


def _read(text: str, year: int | None, layout: Layout | None) -> Reading:
    """Read a text in composed Unicode form."""
    tables = [(t.cells[0].start, t.cells[-1].end) for t in layout.tables if t.cells] if layout else []
    shape = outline(text, tables, layout.sheets if layout else ())
    citations = find_citations(text)
    stream = tokenize(text, [b.pieces for b in shape.blocks], set(_titles(text, shape.blocks)))
    numerals = list(NUMERAL.finditer(text))
    rows = {m.start(): n for n, m in enumerate(numerals)}
    markers = [b.marker for b in shape.blocks] + shape.furniture
    kinds = classify(stream, list(rows), [(c.start, c.end) for c in citations], markers)
    stream.commas = parted_by_commas(text, _tables(shape.blocks))
    counts = counts_like_years(text)
    whens = [w for w in mentions(stream, kinds) if stream.starts[w.lo] not in counts]
    # Years that open rows are of their rows, not of the text.
    told = [w for w in whens if kinds.get(stream.starts[w.lo]) != ("year", "year.row")] or whens[-1:]
    time = _time(stream, told, shape.blocks, year)
    period = time.period
    grids = read_grids(stream, shape, kinds, rows, period, layout)
    short = abbreviations(stream)
    paragraphs = _paragraphs(stream, shape.blocks, kinds, rows, grids, Clock(stream, whens, time), short)
    amounts = _relate(stream, paragraphs)
    compared(stream, paragraphs, whens)
    figures = _coded([_finish(text, a) for a in amounts], paragraphs)
    counted = counted_lists(paragraphs, citations, Lines(text, shape.blocks))
    repeated(paragraphs)
    densities(paragraphs)
    reasons = [reason for a in amounts for reason in _reasons(stream, a)]
    return Reading(
        text,
        tuple(_numerals(numerals, kinds, amounts)),
        tuple(figures),
        tuple(reasons),
        tuple(counted),
        tuple(citations),
        tuple(shape.sections),
        province(text, period.year if period else None),
        period.year if period else None,
    )


def _titles(text: str, blocks: Sequence[Block]) -> Iterator[int]:
    """The blocks that tell of those below them: headings, lines above a table, lines that state a unit or lead."""
    captions = {n - k for n, b in enumerate(blocks) if b.row for k in range(1, CAPTION + 1)}
    for n, b in enumerate(blocks):
        if b.heading or n in captions or (b.pieces and (_tells_unit(text, b) or LEAD.match(text, b.pieces[0][0]))):
            yield n


def _time(s: Stream, whens: Sequence[When], blocks: Sequence[Block], year: int | None) -> Time:
    """What a text speaks of: the period that it tells, or the year that is known from outside."""
    headings = [n for n, b in enumerate(blocks) if b.heading]
    titles = [n for n in headings if not blocks[n].annex] or headings
    time = text_time(s, whens, [(s.blocks[n], s.blocks[n + 1]) for n in titles])
    unnumbered = [s.blocks[n] for n, b in enumerate(blocks[:HEADS]) if b.marker[0] == b.marker[1]]
    planned = is_planning(s, unnumbered)
    if year and time.year != year:
        return Time(Period(str(year), year), planned, "time.given")
    return time._replace(planned=planned)


def _tells_unit(text: str, block: Block) -> bool:
    """Whether a block states the unit of what follows it: "Đơn vị tính: ha", "Kết quả như sau (ĐVT: triệu đồng):"."""
    end = block.pieces[-1][1]
    return UNIT_LINE.match(text, block.pieces[0][0]) is not None or (
        text[end - 1 : end] == ":" and UNIT_HEAD.search(text, block.pieces[-1][0], end) is not None
    )


def _tables(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """From where to where neighbouring rows stand."""
    first = 0
    for n, block in enumerate([*blocks, None]):
        if block is None or not block.row:
            if n > first:
                yield blocks[first].pieces[0][0], blocks[n - 1].pieces[-1][1] + 1
            first = n + 1


def _paragraphs(
    s: Stream,
    blocks: Sequence[Block],
    kinds: Kinds,
    rows: dict[int, int],
    grids: dict[int, list[Amount]],
    clock: Clock,
    short: Mapping[str, str],
) -> list[Context]:
    """Read the amounts of every block; links come later, when all levels are known.

    `rows` gives the row number of each numeral by its offset, `grids` the amounts of table rows by block, `short` what
    abbreviations stand for.
    """
    out = []
    unit: Stated | None = None  # that a line above states
    for n, (block, (first, last)) in enumerate(zip(blocks, pairwise(s.blocks), strict=True)):
        colon = s.text[block.pieces[-1][1] - 1] == ":"
        now = clock.enter(block, first, last, colon)
        label = block.heading and s.shape[last - 2] not in "nq"  # "1. Đất ở: 1.250" is an item
        unit = unit_of_line(s, first, last) or (None if label else unit)
        amounts = grids[n] if n in grids else read_amounts(s, n, (first, last), kinds, rows, unit)
        spell_out(s, amounts, short)
        c = Context(s, first, last - 1, amounts, block.path, block.titles, block.bullet, colon, block.note)
        handed = clock.last, clock.aimed
        if block.note:  # what the paragraphs before it hand on is none of a note's
            clock.last = None
        if n not in grids and amounts:
            _describe(s, c, now, clock)
        elif not amounts and not block.heading:
            clock.pass_by(first, last)
        if block.note:
            clock.last, clock.aimed = handed
        out.append(c)
    return out


def _describe(s: Stream, c: Context, time: Time, clock: Clock) -> None:
    """Role, estimate and period of each amount of a block."""
    planned = aims(clock, c, time)
    tell_roles(c, time, planned)
    tell_times(clock, c, time)
    clock.aimed = aimed(c, time, planned)
    for k in range(len(c.amounts)):
        imply_unit(c, k)


def _relate(s: Stream, paragraphs: list[Context]) -> list[Amount]:
    """Fill links and subjects, and what follows from them; return the amounts in the order of the text."""
    link_all(paragraphs)
    amounts = [a for c in paragraphs for a in c.amounts]
    rank_units(amounts)
    place_all(paragraphs, name_all(paragraphs))
    percentage_points(amounts)
    estimates(s, amounts)
    same_time(amounts)
    return amounts


def _coded(figures: list[Figure], paragraphs: list[Context]) -> list[Figure]:
    """Give each figure its section, the code of its indicator from its subject, headings and clause, and its period."""
    for c in paragraphs:
        for a in c.amounts:
            a.figure.section = c.path or None
    for f, (indicator, cell) in zip(figures, assign(figures, clauses(paragraphs)), strict=True):
        f.indicator, f.cell = indicator, cell or (TOTAL if indicator else None)
        f.period = in_months(f.period) if f.period else None
    return figures


NAMED = ("value", "unit", "role", "period")  # columns that `inferred` names where they are not said here
COLUMNS = (*"unit role period subject parent of base count restated".split(), NUMERATOR, DENOMINATOR)
LINKS = {"parent": "parent_id", "of": "of_id", "base": "base_id"}
# Columns that must have a reason, and the rule that stands for what is printed with the number.
_PRINTED = {"unit": "unit.printed", "role": "role.printed"}
_REASONED = tuple((column, LINKS.get(column), _PRINTED.get(column)) for column in COLUMNS)


def _reasons(s: Stream, a: Amount) -> Iterator[Reason]:
    """The reasons of one figure, a row for each column that was decided; columns in a fixed order."""
    f = a.figure
    for column, linked, printed in _REASONED:
        if (linked and getattr(f, linked) is None) or (column == "unit" and f.unit is None):
            continue
        why = a.reasons.get(column)
        if why is None and printed:
            why = Why(printed, a.at, a.right, "own")
        if why is None and (linked or (column == "subject" and f.subject)):
            why = Why(f"{column}.form", a.at, a.right, "sentence")
        if why is not None:
            last = max(why.hi, why.lo + 1) - 1
            yield Reason(f.figure_id, column, why.rule, s.starts[why.lo], s.ends[last], why.scope)


def _finish(text: str, a: Amount) -> Figure:
    f = a.figure
    f.sort = a.sort or None
    f.inferred = tuple(column for column, why in a.reasons.items() if column in NAMED and why.scope not in SAID_HERE)
    f.text = text[f.start : f.end]
    f.low, f.high = interval(a)
    return f


def _numerals(found: Sequence[re.Match[str]], kinds: Kinds, amounts: Sequence[Amount]) -> Iterator[Numeral]:
    owner = {offset: a.figure.figure_id for a in amounts for offset in a.numerals}
    for m in found:
        start, end = m.span()
        if (figure_id := owner.get(start)) is not None:
            yield Numeral(start, end, m[0], "figure", figure_id, "default")
        else:
            kind, rule = kinds.get(start, ("ordinal", "furniture"))
            yield Numeral(start, end, m[0], kind, None, rule)
