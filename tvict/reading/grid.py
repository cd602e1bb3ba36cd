"""Tables typed as lines: from rows, headers and captions to amounts with unit, role, period and links.

A header gives each column its role and period, a caption ("Đơn vị tính: triệu đồng") or a column of units the unit;
rows numbered 1, 1.1, 1.2 and total rows say what is part of what.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from tvict.reading.lexicon import lexicon, shape
from tvict.reading.model import Figure
from tvict.reading.numerals import Kinds
from tvict.reading.outline import Block, Outline
from tvict.reading.periods import Period, named
from tvict.reading.quantities import SORTS, Amount, parse_number
from tvict.reading.tokens import Stream

_SPLIT = re.compile(r"[^\S\n]*(?:\t|[|]|[^\S\n]{2,})[^\S\n]*")
_NUMBER = re.compile(r"[-–−+]?\s*\(?\s*(\d+(?:[.,]\d+)*)\s*(%?)\s*\)?")
_TRAILING = re.compile(r"(?<![^\s|])[-–−+]?\d+(?:[.,]\d+)*%?(?=[\s|]|$)")
_NUMBERING = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?")
CAPTION = 3  # blocks before the first row that may say the unit


@dataclass(slots=True)
class Column:
    """What a header says of its column."""

    role: str = "level"
    period: Period | None = None
    estimate: bool = False
    percent: bool = False
    unit: tuple[str, str, int] | None = None  # unit, sort, scale
    words: str = ""


@dataclass(slots=True)
class Row:
    """One line: its number in the first column, its label, its amounts by column."""

    number: str
    label: str
    block: int
    cells: dict[int, Amount] = field(default_factory=dict)
    total: bool = False
    dash: bool = False
    parent: Row | None = None


Cell = tuple[int, int]  # span in the text


def read_grids(
    s: Stream, outline: Outline, kinds: Kinds, rows: dict[int, int], period: Period | None
) -> dict[int, list[Amount]]:
    """The amounts of every table row, by block; numerals that number rows or head columns are entered in `kinds`."""
    out: dict[int, list[Amount]] = {}
    blocks, n = outline.blocks, 0
    while n < len(blocks):
        if not blocks[n].row:
            n += 1
            continue
        end = n
        while end < len(blocks) and blocks[end].row:
            end += 1
        for row in _table(s, blocks, n, end, kinds, rows, period):
            out[row.block] = list(row.cells.values())
            for a in row.cells.values():
                a.figure.subject = row_subject(row, a)
        n = end
    return out


def _heads(text: str, block: Block) -> list[Cell]:
    """Split a header at tabs, bars or wide gaps; without them it is one cell, and the periods it names part it."""
    return _cells(text, block) if _SPLIT.search(text, *block.pieces[0]) else [block.pieces[0]]


def _cells(text: str, block: Block) -> list[Cell]:
    """Split a line into cells: at tabs, bars or wide gaps; else the label and each number of the run that ends it."""
    a, b = block.pieces[0]
    gaps = [m.span() for m in _SPLIT.finditer(text, a, b)]
    if gaps:
        edges = [a, *(x for g in gaps for x in g), b]
        return [(lo, hi) for lo, hi in zip(edges[::2], edges[1::2], strict=True)]
    numbers = [m.span() for m in _TRAILING.finditer(text, a, b)]
    while numbers and any(c.isalpha() for c in text[numbers[0][1] : b].replace("%", "")):
        numbers.pop(0)
    if not numbers:
        return [(a, b)]
    return [(a, len(text[a : numbers[0][0]].rstrip()) + a), *numbers]


def _table(
    s: Stream,
    blocks: list[Block],
    first: int,
    end: int,
    kinds: Kinds,
    numbers: dict[int, int],
    period: Period | None,
) -> list[Row]:
    text = s.text
    lines = [(n, _cells(text, blocks[n])) for n in range(first, end)]
    headers = []
    while lines and _is_header(s, lines[0][1], kinds):
        headers.append(_heads(text, blocks[lines.pop(0)[0]]))
    width = max((len(cells) for _, cells in lines), default=0)
    if (
        not headers
        and first
        and not blocks[first - 1].heading
        and text[blocks[first - 1].pieces[-1][1] - 1] not in ".;:!"
    ):
        headers.append(_heads(text, blocks[first - 1]))
    caption = _caption_unit(s, blocks, max(0, first - CAPTION), first)
    columns = _columns(s, headers, width, caption, period)
    table: list[Row] = []
    for n, cells in lines:
        if row := _row(s, n, cells, columns, kinds, numbers, width):
            table.append(row)
    _nest(s, table)
    for row in table:
        _relate(row, columns)
    return table


def _is_header(s: Stream, cells: list[Cell], kinds: Kinds) -> bool:
    """A line whose only numerals are years or other dates."""
    lo, hi = bisect_left(s.starts, cells[0][0]), bisect_left(s.starts, cells[-1][1])
    return all(
        s.starts[i] in kinds and kinds[s.starts[i]][0] in ("year", "period", "date")
        for i in range(lo, hi)
        if s.shape[i] in "ydnq"
    ) and any(k.isalpha() for k in s.keys[lo:hi])


def _tags(s: Stream, cell: Cell) -> tuple[int, int]:
    return bisect_left(s.starts, cell[0]), bisect_left(s.starts, cell[1])


_UNIT = shape(r"<unit_label> (?:<word> )? :? ")


def _caption_unit(s: Stream, blocks: list[Block], first: int, end: int) -> tuple[str, str, int] | None:
    """The unit that a line above the table states."""
    for block in reversed(blocks[first:end]):
        lo, hi = _tags(s, (block.pieces[0][0], block.pieces[-1][1]))
        for m in _UNIT.finditer(s.shape, lo, hi):
            if found := _stated(s, m.end(), hi):
                return found
    return None


def _stated(s: Stream, i: int, end: int) -> tuple[str, str, int] | None:
    """Read "triệu đồng", "thuê bao", "%" at token i."""
    lex, scale = lexicon(), 1
    while i < end and s.shape[i] in lex.tags["scale"]:
        scale *= lex.values[s.keys[i]]
        i += 1
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
            return unit or s.words(i, k).replace(" / ", "/"), sort, scale
    k = i
    while k < end and s.shape[k] in "wW" and k < i + 3:
        k += 1
    return (s.words(i, k), "count", scale) if k > i else None


def _columns(
    s: Stream, headers: list[list[Cell]], width: int, caption: tuple[str, str, int] | None, period: Period | None
) -> list[Column]:
    columns = [Column(unit=caption, period=period) for _ in range(width)]
    for cells in headers:
        if len(cells) == 1:  # no separators: one named period a column, from the right
            lo, hi = _tags(s, cells[0])
            marks = named(s, lo, hi)
            edges = [m[0] for m in marks] + [hi]
            if 0 < len(marks) <= width:
                for k, (a, b) in enumerate(pairwise(edges)):
                    _head(s, columns[width - len(marks) + k], a, b, period)
            continue
        offset = width - len(cells)
        for k, cell in enumerate(cells):
            if 0 <= k + offset < width:
                _head(s, columns[k + offset], *_tags(s, cell), period)
    return columns


def _head(s: Stream, column: Column, lo: int, hi: int, period: Period | None) -> None:
    """Read the header cell of tokens lo to hi."""
    lex, tags = lexicon(), s.shape[lo:hi]

    def has(name: str) -> bool:
        return any(t in lex.tags[name] for t in tags)

    column.words = s.words(lo, hi)
    column.percent = has("percent")
    moves, compares = has("up") or has("down"), has("compare") or has("same_period")
    column.estimate = has("estimate")
    if has("rank"):
        column.role = "rank"
    elif moves:
        column.role = "change"
    elif column.percent or compares:
        column.role = "attainment" if has("target") else "index" if compares or has("equal") else "share"
        column.percent = True
    elif has("target"):
        column.role = "plan"
    if column.role in ("level", "plan", "share"):
        marks = named(s, lo, hi)
        if marks:
            column.period = marks[-1][2]
        elif has("same_period") and period:
            column.period = Period(str(period.year - 1), period.year - 1)
    if column.percent:
        column.unit = (lex.classes["percent"].unit or "", "percent", 1)
    else:
        opening = s.shape.find("(", lo, hi)
        if (
            opening >= 0
            and (stated := _stated(s, opening + 1, hi))
            and not any(t in "ydnq" for t in s.shape[opening:hi])
        ):
            column.unit = stated


def _row(
    s: Stream,
    n: int,
    cells: list[Cell],
    columns: list[Column],
    kinds: Kinds,
    numbers: dict[int, int],
    width: int,
) -> Row | None:
    text, lex = s.text, lexicon()
    number, label, unit = "", "", None
    rest = list(enumerate(cells, width - len(cells)))
    values: list[tuple[int, Cell]] = []
    for k, (a, b) in rest:
        body = text[a:b].strip()
        if not values and not label and (m := _NUMBERING.fullmatch(body)) and len(cells) > 2:
            number = m[1]
            kinds[a + text[a:b].find(m[1])] = ("ordinal", "grid.number")
        elif _NUMBER.fullmatch(body):
            values.append((k, (a, b)))
        elif body and not label:
            label = body
            if (m := _NUMBERING.match(body)) and body[m.end() : m.end() + 1] in (" ", ".") and not number:
                number, label = m[1], body[m.end() :].strip(" .")
                kinds[a] = ("ordinal", "grid.number")
        elif body and not values:
            unit = _stated(s, *_tags(s, (a, b)))
    if not values:
        return None
    lo = bisect_left(s.starts, cells[0][0])
    tag = next((s.shape[i] for i in range(lo, lo + 3) if s.shape[i] not in "ydnq.-+"), "")
    row = Row(
        number, label.strip(" -+*:"), n, total=tag in lex.tags["total"] and tag != "", dash=label[:1] in ("-", "+", "–")
    )
    for k, cell in values:
        column = columns[k] if 0 <= k < len(columns) else Column()
        row.cells[k] = _amount(s, n, cell, column, unit, numbers, kinds)
    return row


def _amount(
    s: Stream,
    block: int,
    cell: Cell,
    column: Column,
    unit: tuple[str, str, int] | None,
    numbers: dict[int, int],
    kinds: Kinds,
) -> Amount:
    """A number of the table as an amount."""
    text, (a, b) = s.text, cell
    m = _NUMBER.search(text, a, b)
    assert m is not None
    start = m.start(1)
    kinds.pop(start, None)
    value, decimals, regular = parse_number(m[1])
    stated = column.unit if column.percent else unit or column.unit
    if m[2]:
        stated = (lexicon().classes["percent"].unit or "%", "percent", 1)
    name, sort, scale = stated or (None, "", 1)
    negative = text[a:start].strip()[:1] in ("-", "–", "−")
    f = Figure(
        numbers[start],
        start,
        m.end(2) if m[2] else m.end(1),
        "",
        None if value is None else (value * scale) * (-1 if negative else 1),
        name,
        scale,
        decimals,
    )
    f.role, f.estimate = column.role, column.estimate
    if m[2] and f.role == "level":
        f.role = "share"
    f.period = column.period.code if column.period else None
    f.inferred = tuple(c for c, v in (("unit", name), ("period", f.period)) if v and not (c == "unit" and m[2]))
    f.quality = () if regular else ("irregular",)
    at = bisect_left(s.starts, start)
    return Amount(f, at, at, at + 1, (start,), block, sort=sort, listed=True, row=True)


def _nest(s: Stream, table: list[Row]) -> None:
    """Rows that are part of others: by number, by dash, or under and above a total row."""
    by_number: dict[str, Row] = {}
    last: Row | None = None
    for row in table:
        if row.number:
            by_number[row.number] = row
            row.parent = by_number.get(row.number.rpartition(".")[0])
        elif row.dash:
            row.parent = last
        if not row.dash:
            last = row
    for i, row in enumerate(table):
        if not row.total:
            continue
        if i:
            above = table[:i]
            start = max((k + 1 for k, r in enumerate(above) if r.total), default=0)
            parts = [r for r in above[start:] if r.parent is None]
        else:
            below = table[1:]
            stop = next((k for k, r in enumerate(below) if r.total), len(below))
            parts = [r for r in below[:stop] if r.parent is None]
        if len(parts) > 1:
            for r in parts:
                r.parent = row


def _relate(row: Row, columns: list[Column]) -> None:
    """Links of one row: to its parent row, and from percentages and changes to the levels beside them."""
    for k, a in row.cells.items():
        f = a.figure
        whole = row.parent.cells.get(k) if row.parent else None
        if (
            whole is not None
            and f.role in ("level", "plan")
            and a.sort == whole.sort
            and f.value is not None
            and whole.figure.value is not None
            and f.value <= whole.figure.value
        ):
            f.parent_id, f.list_id, f.closed = whole.figure.figure_id, f"{whole.figure.figure_id}.rows", True
    levels = [a for a in row.cells.values() if a.figure.role == "level"]
    plans = [a for a in row.cells.values() if a.figure.role == "plan"]
    if not levels:
        return
    newest = max(levels, key=lambda a: (a.figure.period or "", a.at))
    earlier = [a for a in levels if a is not newest and (a.figure.period or "") < (newest.figure.period or "")]
    for k, a in row.cells.items():
        f = a.figure
        if f.role not in ("attainment", "index", "change"):
            continue
        f.of_id, f.estimate = newest.figure.figure_id, f.estimate or newest.figure.estimate
        f.period = newest.figure.period
        if f.role == "attainment" and plans:
            f.base_id = plans[-1].figure.figure_id
        elif f.role != "attainment" and earlier:
            named_year = [
                e for e in earlier if e.figure.period and k < len(columns) and e.figure.period in columns[k].words
            ]
            f.base_id = (named_year or earlier)[-1].figure.figure_id
        if f.role == "change" and not columns[k].percent and k < len(columns):
            f.unit, a.sort = newest.figure.unit, newest.sort


def row_subject(row: Row, a: Amount) -> str:
    """Label and, where the label alone is no subject, its parent's label and the counted noun."""
    words = row.label
    if row.parent is not None and not row.parent.total and row.parent.label.casefold() not in words.casefold():
        words = f"{row.parent.label} {words}"
    unit = a.figure.unit
    if a.sort == "count" and unit and unit.casefold() not in words.casefold():
        words = f"{unit} {words}"
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
