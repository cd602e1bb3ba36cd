"""From text to figures, numerals, citations and lists: pure Python, no pandas.

    compose → outline → tokens → numerals → quantities → roles, periods → links → subjects → indicators

Each step is a module of that name; `read` runs them all.
"""

from __future__ import annotations

from collections.abc import Sequence

from tvict.reading.citations import find_citations
from tvict.reading.grid import CAPTION, read_grids
from tvict.reading.implied import estimates, infer_unit, noun_before, percentage_points, rank_units, same_time
from tvict.reading.indicators import assign
from tvict.reading.lexicon import lexicon
from tvict.reading.links import Context, all_links, amounts_of, recalled
from tvict.reading.lists import counted_lists
from tvict.reading.model import Citation, CountedList, Figure, Numeral, Reading, Section
from tvict.reading.numerals import NUMERAL, classify
from tvict.reading.outline import Block, Outline, outline, province
from tvict.reading.periods import Period, main_period, named, period_of
from tvict.reading.phrases import left_span, topic_span
from tvict.reading.quantities import Amount, interval, read_amount
from tvict.reading.roles import assign_role, is_plan, plans
from tvict.reading.subjects import name_all, said_before
from tvict.reading.tokens import Stream, tokenize
from tvict.reading.unicode import composed, restored

__all__ = ["Citation", "CountedList", "Figure", "Numeral", "Reading", "Section", "read"]


def read(text: str, *, year: int | None = None) -> Reading:
    """Read every figure that a report prints.

    `year` is the report's year where it is known from outside; else the text says it. Never fails: odd text is a row with
    a flag, and text without figures gives a Reading without figures.
    """
    clean, origin = composed(text)
    reading = _read(clean, year)
    return reading if origin is None else restored(reading, text, origin)


def _read(text: str, year: int | None) -> Reading:
    """Read a text in composed Unicode form."""
    shape = outline(text)
    citations = find_citations(text)
    captions = {n - k for n, b in enumerate(shape.blocks) if b.row for k in range(1, CAPTION + 1)}
    stream = tokenize(text, [b.pieces for b in shape.blocks], captions)
    kinds = classify(stream, [(c.start, c.end) for c in citations], [b.marker for b in shape.blocks] + shape.furniture)
    rows = {m.start(): n for n, m in enumerate(NUMERAL.finditer(text))}
    period = Period(str(year), year) if year else main_period(stream)
    grids = read_grids(stream, shape, kinds, rows, period)
    contexts = _contexts(stream, shape, kinds, rows, grids, period)
    amounts = _relate(text, contexts, period)
    figures = _coded([_finish(text, a) for a in amounts], contexts, stream)
    notes = {b.note: c for c, b in contexts if b.note}
    lists = counted_lists([c for c, _ in contexts], notes)
    numerals = _numerals(text, kinds, amounts)
    return Reading(
        text,
        tuple(numerals),
        tuple(figures),
        tuple(lists),
        tuple(citations),
        tuple(shape.sections),
        province(text),
        period.year if period else None,
    )


def _relate(text: str, contexts: list[tuple[Context, Block]], period: Period | None) -> list[Amount]:
    """Fill links and subjects, and what follows from them; return the amounts in the order of the text."""
    ordered = [(c, b.bullet, _ends_in_colon(text, b)) for c, b in contexts]
    titled = [(c, b.titles) for c, b in contexts]
    all_links(ordered)
    amounts = list(amounts_of(ordered))
    rank_units(amounts)
    percentage_points(amounts)
    name_all(titled)
    recalled(ordered, said_before(titled), str(period.year) if period else None)
    estimates(amounts)
    same_time(amounts)
    return amounts


def _coded(figures: list[Figure], contexts: list[tuple[Context, Block]], s: Stream) -> list[Figure]:
    """Give each figure the code of its indicator, from its subject, its headings and its sentence."""
    headings, clauses = [], []
    for c, b in contexts:
        heading = " > ".join(b.titles)
        for a in c.amounts:
            headings.append(heading)
            if a.row:
                clauses.append(a.figure.subject or "")
            else:
                end = next((n for n in c.sentences if n > a.at), c.last)
                clauses.append(s.text[s.starts[a.sentence] : s.ends[end - 1]])
            a.figure.section = b.path or None
    for f, (indicator, cell) in zip(figures, assign(figures, headings, clauses), strict=True):
        f.indicator, f.cell = indicator, cell
    return figures


def _ends_in_colon(text: str, block: Block) -> bool:
    return text[block.pieces[-1][1] - 1] == ":"


def _contexts(
    s: Stream,
    shape: Outline,
    kinds: dict[int, tuple[str, str]],
    rows: dict[int, int],
    grids: dict[int, list[Amount]],
    period: Period | None,
) -> list[tuple[Context, Block]]:
    """Amounts of every block, with role and period; links come later, when all levels are known."""
    out = []
    ends = [*s.blocks[1:], len(s.starts)][: len(s.blocks)]
    planned, default = False, period
    for n, (block, first, last) in enumerate(zip(shape.blocks, s.blocks, ends, strict=True)):
        if block.heading:
            planned, default = _section_time(s, block, first, last, planned, default, period)
        c = Context(s, first, last - 1, grids[n] if n in grids else _amounts(s, n, first, last, kinds, rows))
        if n not in grids:
            head = s.words(*topic_span(s, c, c.amounts[0])) if c.amounts and not planned else ""
            if head and plans(head):
                ahead = [p for _, _, p in named(s, first, c.amounts[0].at)]
                _describe(s, c, True, ahead[-1] if ahead else default)
            else:
                _describe(s, c, planned, default)
        out.append((c, block))
    return out


def _section_time(
    s: Stream, block: Block, first: int, last: int, planned: bool, default: Period | None, period: Period | None
) -> tuple[bool, Period | None]:
    """Whether a heading opens a part about the future, and the year it names."""
    title = " ".join(block.titles[:2] if block.path else (s.words(first, last - 1),))
    if not block.path and default is not period:
        return planned, default
    plan = any(is_plan(t) for t in (block.titles or (title,)))
    years = [p for _, _, p in named(s, first, last)]
    if plan and years and period and years[-1].year > period.year:
        return True, years[-1]
    if plan and planned and not years:
        return True, default
    if plan:
        lex = lexicon()
        this_year = any(
            t in lex.tags["head_of_year"] + lex.tags["year_part"] + lex.tags["quarter"] for t in s.shape[first:last]
        )
        return True, period if years or this_year or period is None else Period(str(period.year + 1), period.year + 1)
    return False, period


def _amounts(
    s: Stream, block: int, first: int, last: int, kinds: dict[int, tuple[str, str]], rows: dict[int, int]
) -> list[Amount]:
    """The amounts of one block, fractions and bare coordinations completed."""
    out: list[Amount] = []
    taken: set[int] = set()
    for i in range(first, last):
        if s.shape[i] not in "ydnq" or s.starts[i] in kinds or s.starts[i] in taken:
            continue
        a = read_amount(s, i, block)
        a.figure.figure_id = rows[s.starts[i]]
        taken.update(a.numerals)
        _complete(s, out, a)
        out.append(a)
    return out


def _complete(s: Stream, out: list[Amount], a: Amount) -> None:
    """Give an amount without unit the unit of the one it is coordinated with: "109/112 xã", "từ 5 đến 7%"."""
    if not out:
        return
    b, lex = out[-1], lexicon()
    gap = s.shape[b.right : a.left]
    if (
        gap == "/"
        or (gap and gap in lex.tags["out_of"])
        or (s.keys[b.right] in lex.sets["on"] and a.left == b.right and a.at == b.right + 1)
    ):
        a.fraction_of = b
        if not b.listed:
            _share_unit(b, a)
        return
    bare = b.right == b.at + 1 or (b.figure.scale > 1 and not b.sort)
    if not bare or b.figure.unit is not None or a.figure.unit is None or len(gap) > 2:
        return
    if gap in ("-", "~") or (gap and gap in lex.tags["until"]):  # a range
        _share_unit(b, a)
        b.figure.bound, a.figure.bound = "over", "under"
        for f in (b.figure, a.figure):
            f.quality = (*f.quality, "range")
        _share_scale(b, a)
    elif gap and gap in lex.tags["joint"] + lex.tags["becomes"] + ",":
        _share_unit(b, a)
        if gap not in lex.tags["becomes"]:
            _share_scale(b, a)


def _share_unit(b: Amount, a: Amount) -> None:
    b.figure.unit, b.sort, b.listed = a.figure.unit, a.sort, a.listed


def _share_scale(b: Amount, a: Amount) -> None:
    if b.figure.scale == 1 and a.figure.scale > 1 and b.figure.value is not None:
        b.figure.scale = a.figure.scale
        b.figure.value *= a.figure.scale


def _describe(s: Stream, c: Context, planned: bool, default: Period | None) -> None:
    """Role, estimate and period of each amount of a block."""
    lex = lexicon()
    aims = lex.tags["aim"]
    for k, a in enumerate(c.amounts):
        start = c.start(k)
        said = s.shape[a.sentence : a.left]
        aimed = any(t in aims for t in said[said.rfind(";") + 1 :])
        assign_role(s, a, start, planned or aimed)
        f = a.figure
        gap = s.shape[start : a.left] + s.shape[a.left : a.at]
        if f.role not in ("attainment", "index", "rank", "gap"):
            f.estimate = _estimated(gap)
        f.period, f.as_of, named_here = period_of(s, a, a.sentence, start, default)
        if k and not named_here and c.amounts[k - 1].sentence == a.sentence and _goes_on(s, c, k):
            f.period = c.amounts[k - 1].figure.period
        if not a.sort and not a.depth:
            noun = noun_before(s, *left_span(s, start, a.left))
            if (
                noun is None
                and k
                and c.amounts[k - 1].sort == "count"
                and any(t in lex.tags["total"] + lex.tags["becomes"] for t in gap)
            ):
                noun = c.amounts[k - 1].figure.unit
            infer_unit(a, noun or noun_before(s, *topic_span(s, c, a)))


def _goes_on(s: Stream, c: Context, k: int) -> bool:
    """Whether an amount says more of the subject before it: a rank, or nothing named in between."""
    a, before = c.amounts[k], c.amounts[k - 1]
    if ";" in s.shape[before.right : a.left] or before.depth > a.depth:
        return False
    return a.fraction_of is before or (a.figure.role == "rank" and before.figure.role in ("level", "rank"))


def _estimated(gap: str) -> bool:
    """Whether "ước" in the words before an amount is said of it, and not of what it is compared with."""
    lex = lexicon()
    gap = gap[gap.rfind(";") + 1 :]
    return any(t in lex.tags["estimate"] and not (i and gap[i - 1] in lex.tags["compare"]) for i, t in enumerate(gap))


def _finish(text: str, a: Amount) -> Figure:
    f = a.figure
    f.text = text[f.start : f.end]
    f.low, f.high = interval(a)
    return f


def _numerals(text: str, kinds: dict[int, tuple[str, str]], amounts: Sequence[Amount]) -> list[Numeral]:
    owner = {offset: a.figure.figure_id for a in amounts for offset in a.numerals}
    out = []
    for m in NUMERAL.finditer(text):
        at = m.start()
        if at in owner:
            out.append(Numeral(at, m.end(), m.group(), "figure", owner[at], "default"))
        else:
            kind, rule = kinds.get(at, ("ordinal", "furniture"))
            out.append(Numeral(at, m.end(), m.group(), kind, None, rule))
    return out
