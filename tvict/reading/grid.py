"""Tables typed as lines: from rows, headers and captions to amounts with unit, role, period and links.

A header gives each column its role and period, a caption ("Đơn vị tính: triệu đồng") or a column of units the unit;
rows numbered 1, 1.1, 1.2, rows with dashes and total rows say what is part of what.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise

from tvict.reading.amounts import Amount, fold_unit, noun_before, parse_number
from tvict.reading.columns import (
    Cell,
    Column,
    Unit,
    caption_unit,
    columns,
    has_units,
    stated_unit,
    tokens_of,
    trailing_unit,
    unit_in_brackets,
)
from tvict.reading.lexicon import lexicon
from tvict.reading.model import Figure
from tvict.reading.numerals import NUMERAL, Kinds
from tvict.reading.outline import Block, Outline
from tvict.reading.scopes import Period
from tvict.reading.tokens import Stream

_SPLIT = re.compile(r"[^\S\n]*(?:\t|[|]|[.…_]{3,}|[^\S\n]{2,})[^\S\n]*")
_NUMBER = re.compile(r"[-–−+]?\s*\(?\s*(\d+(?:[.,]\d+)*)\s*(%?)\s*\)?")
_TRAILING = re.compile(r"(?<![^\s|])[-–−+]?\d+(?:[.,]\d+)*%?(?=[\s|]|$)")
_NUMBERING = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?")
_ROMAN = re.compile(r"([IVX]{1,5})\.?")
_MISSING = frozenset({"-", "–", "—", "…", "...", "x", "X", ""})
CAPTION = 3  # blocks before the first row that may say the unit


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


def read_grids(
    s: Stream, outline: Outline, kinds: Kinds, rows: dict[int, int], period: Period | None
) -> dict[int, list[Amount]]:
    """The amounts of every table row, by block; numerals that number rows are entered in `kinds`."""
    out: dict[int, list[Amount]] = {}
    blocks, n = outline.blocks, 0
    while n < len(blocks):
        end = n
        while end < len(blocks) and blocks[end].row:
            end += 1
        for row in _table(s, blocks, n, end, kinds, rows, period) if end > n else ():
            out[row.block] = list(row.cells.values())
        n = max(end, n + 1)
    return out


def _cells(text: str, line: Cell) -> list[Cell]:
    """Split a line into cells: at tabs, bars or wide gaps; else the label and each number of the run that ends it."""
    a, b = line
    bars = text[a:b].startswith("|"), text[a:b].endswith("|")
    a, b = a + bars[0], b - bars[1]
    gaps = [m.span() for m in _SPLIT.finditer(text, a, b)]
    if gaps:
        empty = text[b : text.find("\n", b) if "\n" in text[b:] else None].count("\t")  # cells that end the line
        edges = [a, *(x for g in gaps for x in g), b, *[b] * (2 * empty)]
        return list(zip(edges[::2], edges[1::2], strict=True))
    numbers = [m.span() for m in _TRAILING.finditer(text, a, b)]
    while numbers and any(c.isalpha() for c in text[numbers[0][1] : b].replace("%", "")):
        numbers.pop(0)
    if not numbers:
        return [(a, b)]
    return [(a, len(text[a : numbers[0][0]].rstrip()) + a), *numbers]


def _heads(text: str, block: Block) -> list[Cell]:
    """Split a header at tabs, bars or wide gaps; without them it is one cell, and the words it holds part it.

    Lines above the header, such as a caption, may stand in its block.
    """
    line = next((p for p in block.pieces if _SPLIT.search(text, *p)), None)
    return _cells(text, line) if line else [block.pieces[0]]


def _table(
    s: Stream, blocks: list[Block], first: int, end: int, kinds: Kinds, numbers: dict[int, int], period: Period | None
) -> list[Row]:
    text = s.text
    lines = [(n, _cells(text, blocks[n].pieces[0])) for n in range(first, end)]
    headers = []
    while lines and _is_header(s, lines[0][1], kinds):
        headers.append(_heads(text, blocks[lines.pop(0)[0]]))
    above = blocks[first - 1] if first else None
    if not headers and above and not above.heading and text[above.pieces[-1][1] - 1] not in ".;:!":
        headers.append(_heads(text, above))
    width = max((len(cells) for _, cells in lines), default=0)
    numeric = max((sum(bool(_NUMBER.fullmatch(text[a:b].strip())) for a, b in c[1:]) for _, c in lines), default=0)
    caption = caption_unit(s, [(b.pieces[0][0], b.pieces[-1][1]) for b in blocks[max(0, first - CAPTION) : first]])
    heads = columns(s, headers, width, numeric, caption, period)
    if caption is None and (noun := _counted(s, above, headers)):
        _count_in(heads, noun)
    units = has_units(s, headers)
    found = (_row(s, n, cells, heads, kinds, numbers, units) for n, cells in lines)
    table = [row for row in found if row is not None]
    _nest(table)
    for row in table:
        _relate(row, heads)
        for k, a in row.cells.items():
            a.figure.subject = _subject(row, heads[k] if k < len(heads) else Column(), a)
    return table


def _counted(s: Stream, above: Block | None, headers: list[list[Cell]]) -> str | None:
    """What a table counts where no unit is stated: the noun of the line above it, or of the column of labels."""
    noun = noun_before(s, *tokens_of(s, above.pieces[0])) if above else None
    if noun is None and headers and len(headers[0]) > 1:
        lo, hi = tokens_of(s, headers[0][0])
        noun = noun_before(s, lo + (s.keys[lo] in lexicon().sets["row_label"]), hi)
    return noun


def _count_in(heads: list[Column], noun: str) -> None:
    """Count in the noun of the sentence above the table the columns that state no unit."""
    for column in heads:
        if column.unit is None and (not column.noun or column.among):
            column.unit = Unit(noun, "count")


def _is_header(s: Stream, cells: list[Cell], kinds: Kinds) -> bool:
    """A line with words whose only numerals are years, other dates or names."""
    lo, hi = bisect_left(s.starts, cells[0][0]), bisect_left(s.starts, cells[-1][1])
    other = [s.starts[i] for i in range(lo, hi) if s.shape[i] in "ydnq"]
    return all(at in kinds and kinds[at][0] in ("year", "period", "date", "name") for at in other) and any(
        k.isalpha() for k in s.keys[lo:hi]
    )


def _row(
    s: Stream, n: int, cells: list[Cell], heads: list[Column], kinds: Kinds, numbers: dict[int, int], units: bool
) -> Row | None:
    """Read one line; None where it holds no number."""
    text = s.text
    number, label, unit, span = "", "", None, cells[0]
    values: list[tuple[int, Cell]] = []
    for k, (a, b) in enumerate(cells, len(heads) - len(cells)):
        body = text[a:b].strip()
        if not values and not label and len(cells) > 2 and (m := _NUMBERING.fullmatch(body)):
            number = m[1]
            kinds[a + text[a:b].find(m[1])] = ("ordinal", "grid.number")
        elif not values and not label and len(cells) > 2 and (m := _ROMAN.fullmatch(body)):
            number = m[1]
        elif _NUMBER.fullmatch(body) and (label or number):
            values.append((k, (a, b)))
        elif body not in _MISSING and not label:
            label, span = body, (a, b)
            if not number and (m := _NUMBERING.match(body)) and body[m.end() : m.end() + 1] in (" ", "."):
                number, label = m[1], body[m.end() :].strip(" .")
                kinds[a + text[a:b].find(m[1])] = ("ordinal", "grid.number")
        elif body not in _MISSING and not values:
            unit = stated_unit(s, *tokens_of(s, (a, b)))
    if not values:
        return None
    tail = (trailing_unit if units else unit_in_brackets)(s, *tokens_of(s, span)) if unit is None else None
    if tail:
        unit, begin = tail
        label = label[: len(label) - len(text[s.starts[begin] : span[1]].rstrip())]
    for m in NUMERAL.finditer(text, *span):
        if m.start() in numbers:
            kinds.setdefault(m.start(), ("name", "grid.label"))
    row = _labelled(s, number, label, n, span)
    for k, cell in values:
        row.cells[k] = _amount(s, n, cell, heads[k], unit, numbers, kinds)
    return row


def _labelled(s: Stream, number: str, label: str, n: int, span: Cell) -> Row:
    """A row with its label cleaned: "Trong đó: - Di động" is part of the row before it, "Cộng" a total."""
    lex = lexicon()
    lo, hi = tokens_of(s, span)
    words = [i for i in range(lo, hi) if s.shape[i] not in "ydnq.-+*:"]
    among = bool(words) and s.shape[words[0]] in lex.tags["among"]
    total = bool(words) and s.shape[words[0]] in lex.tags["total"] and not number
    if among and ":" in label:
        label = label.split(":", 1)[1]
    elif among:
        label = s.text[s.ends[words[0]] : span[1]]
    dash = among or label.strip()[:1] in ("-", "+", "–", "*")
    return Row(number, label.strip(" -+*:–"), n, total=total, dash=dash)


def _amount(
    s: Stream, block: int, cell: Cell, column: Column, unit: Unit | None, numbers: dict[int, int], kinds: Kinds
) -> Amount:
    """A number of the table as an amount."""
    text, (a, b) = s.text, cell
    m = _NUMBER.search(text, a, b)
    if m is None:
        raise ValueError(f"no number in {text[a:b]!r}")
    start = m.start(1)
    kinds.pop(start, None)
    value, decimals, regular = parse_number(m[1])
    percent = Unit(lexicon().classes["percent"].unit, "percent")
    own = column.unit if column.percent else unit or column.unit
    stated = percent if m[2] else own or Unit(None, "")
    sign = -1 if text[a:start].strip()[:1] in ("-", "–", "−") else 1
    value = None if value is None else value * stated.scale * sign
    end = m.end(2) if m[2] else m.end(1)
    f = Figure(numbers[start], start, end, "", value, stated.name, stated.scale, decimals)
    f.role, f.estimate = column.role, column.estimate
    if stated.sort == "percent" and f.role == "level":
        f.role = "share"
    f.period = column.period.code if column.period else None
    f.quality = () if regular else ("irregular",)
    at = bisect_left(s.starts, start)
    a = Amount(f, at, at, at + 1, (start,), block, sort=stated.sort, listed=True, row=True)
    a.because("unit", "grid.sign" if m[2] else "grid.column", "own" if m[2] else "section")
    if f.period:
        a.because("period", "grid.column", "section")
    return a


def _nest(table: list[Row]) -> None:
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
        if not row.total or (i + 1 < len(table) and table[i + 1].parent is row):
            continue
        if i:
            start = max((k + 1 for k, r in enumerate(table[:i]) if r.total), default=0)
            parts = [r for r in table[start:i] if r.parent is None]
        else:
            stop = next((k for k, r in enumerate(table[1:], 1) if r.total), len(table))
            parts = [r for r in table[1:stop] if r.parent is None]
        if len(parts) > 1:
            for r in parts:
                r.parent = row


def _relate(row: Row, heads: list[Column]) -> None:
    """Links of one row: to its parent row, and from percentages and changes to the levels beside them."""
    for k, a in row.cells.items():
        whole = row.parent.cells.get(k) if row.parent else None
        if whole is not None and a.figure.role in ("level", "plan") and whole.sort == a.sort:
            _part_of(a, whole, "rows")
    levels = [(k, a) for k, a in row.cells.items() if a.figure.role in ("level", "share") and not heads[k].total]
    totals = [a for k, a in row.cells.items() if heads[k].total and a.figure.role == "level"]
    for (_, before), (k, a) in pairwise(levels):
        if heads[k].among and before.sort == a.sort:
            _part_of(a, before, "column")
    if totals:
        for _, a in levels:
            _part_of(a, totals[-1], "columns")
    plain = [a for k, a in levels if not heads[k].among] + totals
    if not plain:
        return
    newest = max(plain, key=lambda a: ((a.figure.period or "")[:4], a.at))
    earlier = [a for a in plain if (a.figure.period or "") < (newest.figure.period or "")]
    plans = [a for a in row.cells.values() if a.figure.role == "plan"]
    for k, a in row.cells.items():
        if a.figure.role in ("attainment", "index", "change"):
            _about(a, heads[k], newest, earlier, plans)
        elif a.figure.role == "share" and heads[k].role == "share" and not heads[k].named:
            _share(a, [b for j, b in levels if j < k and b.sort == "count"])


def _part_of(a: Amount, whole: Amount, name: str) -> None:
    f, w = a.figure, whole.figure
    if f.parent_id is None and f.value is not None and w.value is not None and f.value <= w.value and a is not whole:
        f.parent_id, f.list_id, f.closed = w.figure_id, f"{w.figure_id}.{name}", name != "column"


def _about(a: Amount, column: Column, newest: Amount, earlier: list[Amount], plans: list[Amount]) -> None:
    """Link a percentage or difference of a row to the newest level and to the plan or the earlier level."""
    f = a.figure
    f.of_id, f.estimate, f.period = newest.figure.figure_id, f.estimate or newest.figure.estimate, newest.figure.period
    if f.role == "attainment":
        f.base_id = plans[-1].figure.figure_id if plans else None
    elif earlier:
        same = [e for e in earlier if e.figure.period and e.figure.period in column.words]
        f.base_id = (same or earlier)[-1].figure.figure_id
    if f.role == "change" and not column.percent:
        f.unit, a.sort = newest.figure.unit, newest.sort


def _share(a: Amount, counts: list[Amount]) -> None:
    """A share behind two counts: of the second, in the first."""
    if counts:
        a.figure.of_id = counts[-1].figure.figure_id
    if len(counts) > 1:
        a.figure.base_id = counts[-2].figure.figure_id
        _part_of(counts[-1], counts[-2], "column")


def _subject(row: Row, column: Column, a: Amount) -> str:
    """What the column counts, the label, its parent's label, and the counted noun where none of them says it."""
    bare = row.total and fold_unit(row.label) in lexicon().sets["sum"] | lexicon().sets["bare_total"]
    words = "" if bare and (column.noun or a.figure.unit) else row.label
    if row.parent is not None and not row.parent.total and row.parent.label.casefold() not in words.casefold():
        words = f"{row.parent.label} {words}"
    if column.noun and not column.total:
        words = f"{column.noun} {words}"
    unit = a.figure.unit
    if a.sort == "count" and unit and unit.casefold() not in words.casefold():
        words = f"{unit} {words}"
    words = words.strip()
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
