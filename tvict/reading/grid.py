"""Tables: from cells, headers and captions to amounts with unit, role, period and links.

The cells are those that a file hands over, or a table typed as lines is split at tabs, bars and gaps. A header gives
each column its role and period, a caption ("Đơn vị tính: triệu đồng") or a column of units the unit; rows that hold a
label alone head those under them; numbers of rows (I, 1, 1.1), dashes and total rows say what is part of what. Where
the columns of a line cannot be told, its amounts carry the flag `table` and no link.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from itertools import pairwise, zip_longest

from tvict.reading.amounts import Amount, fold_unit, parse_number, read_amount
from tvict.reading.cells import Cell, Line, cells_of, has_cells, lines_of, runs
from tvict.reading.columns import (
    PERCENT,
    Column,
    Unit,
    caption_unit,
    columns,
    counted_noun,
    is_unit,
    lowered,
    stated_unit,
    times,
    tokens_of,
    unit_of_label,
)
from tvict.reading.grammar import heads_measure
from tvict.reading.layout import Layout, Table
from tvict.reading.lexicon import NOTE, either, has, lexicon, shape, syllables, tags_of
from tvict.reading.model import DENOMINATOR, Figure
from tvict.reading.numerals import NUMERAL, Kinds
from tvict.reading.outline import Block, Outline
from tvict.reading.rates import pair_rates, pair_shares
from tvict.reading.rows import DASHED, UNNUMBERED, Row, nest, part_of, ratios, relate
from tvict.reading.scopes import is_plan
from tvict.reading.times import Period
from tvict.reading.tokens import END, Stream

_NUMBER = re.compile(
    r"(?P<sign>[-–−+]?)\s*(?P<open>\(?)\s*(?P<digits>\d+(?:[.,]\d+)*)\s*(?P<percent>%?)\s*(?P<shut>\)?)[⁰¹²³⁴⁵⁶⁷⁸⁹]*"
)
_FRACTION = re.compile(r"(\d+(?:[.,]\d+)*)\s*/\s*(\d+(?:[.,]\d+)*)")
# What numbers rows, from the widest to the narrowest: A, I, 1 (1.1, 1.1.1), a, dash.
_NUMBERING = re.compile(
    r"(?:(?P<roman>[IVX]{1,5})|(?P<capital>[A-H])|(?P<number>\d{1,3}(?:\.\d{1,2})*)|(?P<letter>[a-hđ]))[.)]?"
)
_LEADING = re.compile(r"(?:(?:[IVX]{1,5}|[A-H])[.)]|\d{1,2}(?:\.\d{1,2})*[.)]?|[a-hđ]\))(?=\s)")
_POINTED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]\s")
_LEVELS = {"capital": 0, "roman": 1, "number": 2, "letter": 8}
# A line that numbers the columns: "(1) (2) (3=2/1)", "A B 1 2".
_COLUMN_NUMBER = re.compile(r"\(?(?:[A-Z]|(\d{1,2}))\)?(?:\s*=\s*[\d()\[\]/*+x:,%. -]+)?\)?")
_MISSING = frozenset({"-", "–", "—", "…", "...", "x", "X", ""})
CAPTION = 5  # blocks before the first row that may say the unit
_FLAT = shape(r"(?: [-+]? <num> <percent>? ){3,}")
_GROUP = re.compile(r"\d{3}")  # "1 062 450"
PROSE = 4  # times as many words as numbers are a sentence


@cache
def _captions() -> re.Pattern[str]:
    return re.compile(rf"(?i:{either('table_caption')})[ \t]+\d{{1,2}}(?:\.\d{{1,2}})*[ \t]*[.:–-][ \t]*(?=\w)")


def read_grids(
    s: Stream,
    outline: Outline,
    kinds: Kinds,
    rows: dict[int, int],
    period: Period | None,
    layout: Layout | None = None,
) -> dict[int, list[Amount]]:
    """The amounts of every table row, by block; numerals that number rows and columns are entered in `kinds`."""
    out: dict[int, list[Amount]] = {}
    last: _Grid | None = None
    for first, end, table in runs(outline.blocks, layout):
        lines = lines_of(s.text, table, outline.blocks, first, end)
        grid = _Grid(s, outline.blocks, kinds, rows, period)
        grid.read(lines, first, table, last if last and _goes_on(s.text, outline.blocks[last.end : first]) else None)
        grid.end, last = end, grid
        for row in (*grid.rows, *grid.open):
            out[row.block] = sorted([*row.cells.values(), *row.others], key=lambda a: a.at)
    expected = 1  # number of a row
    for n, (block, after) in enumerate(zip_longest(outline.blocks, outline.blocks[1:])):
        a, b = block.pieces[0]
        if block.flat and after and not after.flat and s.text[a:b].strip() == str(expected):  # a label follows
            kinds[a] = ("ordinal", "grid.number")
            expected += 1
        elif n not in out and not block.row and (flat := _flattened(s, block.flat, n, kinds, rows)):
            out[n] = flat
    return out


def _goes_on(text: str, between: list[Block]) -> bool:
    """Whether a table may have the header of the one before: no more than headings stand between them."""
    return len(between) < CAPTION and all(b.heading or text[b.pieces[-1][1] - 1] not in ".;" for b in between)


def _spread(header: list[list[Cell]]) -> list[list[Cell]]:
    """Let each cell of a typed header head the empty ones behind it, where the line below tells of them."""
    out = header[-1:]
    for upper in reversed(header[:-1]):
        lower, cells = out[0], _filled(upper, out[0])
        for k in range(1, len(cells)) if len(cells) == len(lower) else ():
            if cells[k][0] == cells[k][1] and lower[k][0] < lower[k][1] and lower[k - 1][0] < lower[k - 1][1]:
                cells[k] = cells[k - 1]
        out.insert(0, cells)
    return out


def _filled(upper: list[Cell], lower: list[Cell]) -> list[Cell]:
    """A line of cells, with the empty ones that end it where they were left out: "Huyện ⇥ Thụ lý ⇥⇥ Giải quyết"."""
    gaps = len(lower) - len(upper) if any(a == b for a, b in upper) else 0
    return [*upper, *[(upper[-1][1], upper[-1][1])] * gaps]


class _Grid:
    """One table while it is being read."""

    def __init__(self, s: Stream, blocks: list[Block], kinds: Kinds, numbers: dict[int, int], period: Period | None):
        self.s, self.blocks, self.kinds, self.numbers, self.period = s, blocks, kinds, numbers, period
        self.headers: list[list[Cell]] = []
        self.caption: Unit | None = None
        self.title = ""
        self.contents = False  # headings with their pages
        self.unit: Unit | None = None  # of the last row that gives one
        self.width = 0
        self.labels: set[int] = set()  # columns that hold the first words of a row
        self.group = 0, ""  # a label over several rows, and its column
        self.heads: list[Column] = []
        self.marks: list[str] = []  # of rows, from the widest to the narrowest
        self.rows: list[Row] = []
        self.open: list[Row] = []  # whose columns cannot be told
        self.end = 0

    def read(self, lines: list[Line], first: int, table: Table | None, before: _Grid | None) -> None:
        """Read the lines of a table that begins at block `first`; `before` is one that it may go on with."""
        headed = not table and first > 0 and self._is_headed(lines, self.blocks[first - 1])
        self.headers = self._headers(lines, table, headed)
        if not self.headers and (titles := self._titles(lines)):
            for line in lines[:titles]:
                self._name_all(line)
            first = lines[titles].block
            del lines[:titles]
            self.headers = self._headers(lines, table)
        above = self.blocks[max(0, first - CAPTION) : first]
        self.title = self._title_of(above)
        self.caption = caption_unit(self.s, [(b.pieces[0][0], b.pieces[-1][1]) for b in above])
        self.width = max(map(len, [*self.headers, *(line.cells for line in lines)]), default=0)
        counts = [sum(map(self._is_number, line.cells[1:])) for line in lines]
        said = {" ".join(syllables(self.s.text[b.pieces[0][0] : b.pieces[-1][1]])) for b in above}
        self.contents = not said.isdisjoint(lexicon().sets["contents"]) or (before is not None and before.contents)
        if self.contents or not any(counts):  # of sentences, which are read as such, or a header that stands apart
            self._number_all(lines)
            return
        if not self.headers and not headed and before is not None and before.width == self.width:
            self.headers, self.caption = before.headers, self.caption or before.caption
        elif not table and above:
            above = self._head_above(above, lines)
        self.width = width = max(len(line.cells) for line in lines)  # a header may have more cells
        self.labels, most = {self._first_label(line) for line in lines}, max(counts)
        self.heads = columns(self.s, self.headers, width, most, self.caption, self._time(above))
        label = min(self.labels)
        numeric = [k for k in self._numeric(lines) if k > label]
        pair_shares(self.heads, numeric)
        lost = not table and self._is_lost(lines, counts)
        if self.caption is None and not lost:
            self._count_in_noun(above, label)
        if any(map(is_plan, (self.title, *self.blocks[first].titles[-1:]))):
            self._plan()
        pair_rates(self.heads, numeric)
        units = self._says_units(label)
        for line, count in zip(lines, counts, strict=True):
            self._take(self._row(line, units), lost or (count < most and not self._told(line, width)))
        self._relate()

    def _take(self, row: Row | None, lost: bool) -> None:
        """Keep a row, apart where it is `lost`, which of its columns its amounts are of."""
        if row is not None and row.cells and lost:
            self._leave_open(row)
        elif row is not None:
            self.rows.append(row)

    # Headers

    def _headers(self, lines: list[Line], table: Table | None, headed: bool = False) -> list[list[Cell]]:
        """Take the header lines off the front of a table, which is `headed` where the first stands above it; a merged
        cell heads every column that it covers.
        """
        marked = next((n for n, line in enumerate(lines[:CAPTION]) if self._numbers_columns(line)), 0)
        marked = max(marked, table.header_rows if table else 0)
        out: list[list[Cell]] = []
        while lines and (marked > 0 or self._is_header(lines[0])):
            if (out or headed) and marked <= 0 and self._is_section(lines[0]):
                break
            line = lines.pop(0)
            marked -= 1
            if self._numbers_columns(line):
                continue
            self._name_all(line)
            spread = {c for c in line.spread if c[0] < c[1]}
            if table and len(spread) == 1:  # a title across the table
                continue
            out += [line.spread] if table else self._lines_of(self.blocks[line.block])
        if lines and self._numbers_columns(lines[0]):
            del lines[0]
        return out if table else _spread(out)

    def _is_headed(self, lines: list[Line], block: Block) -> bool:
        """Whether the block above a table is its header, and what comes first in it may head but those below it."""
        upper = [] if block.heading else self._above(block)
        return bool(upper) and len(upper[-1]) == max(len(line.cells) for line in lines) > 1

    def _above(self, block: Block) -> list[list[Cell]]:
        """The header that a block above a table holds, or its upper lines where the lower name years: "Khám bệnh"."""
        if self.s.text[block.pieces[-1][1] - 1] in ".;:!":  # it ends as a sentence or a lead-in does
            return []
        upper = self._lines_of(block)
        if not self.headers:
            return upper
        first, below = upper[-1], self.headers[0]
        open_end = first[0][0] == first[0][1] or below[0][0] == below[0][1]  # one label heads both lines
        return upper if open_end and len(first) > 1 and len(_filled(first, below)) == len(below) else []

    def _head_above(self, above: list[Block], lines: list[Line]) -> list[Block]:
        """Take the header that a block above a table holds, with or without a heading between; the rest remains."""
        if not above[-1].heading:
            if upper := self._above(above[-1]):
                self.headers = _spread([*upper, *self.headers])
                return above if len(upper) < len(above[-1].pieces) else above[:-1]
        elif not self.headers and above[1:] and self._is_headed(lines, above[-2]):
            self.headers = _spread(self._above(above[-2]))
            return [*above[:-2], above[-1]]
        return above

    def _titles(self, lines: list[Line]) -> int:
        """How many lines above the header are titles with more in their line, such as a number for a formula."""
        labels = lexicon().sets["row_label"]
        firsts = ((n, next(filter(None, self._bodies(line.cells)), "")) for n, line in enumerate(lines[:CAPTION]))
        return next((n for n, body in firsts if body.casefold() in labels and self._is_header(lines[n])), 0)

    def _ordinals(self, lo: int, hi: int, rule: str) -> None:
        for m in NUMERAL.finditer(self.s.text, lo, hi):
            self.kinds[m.start()] = ("ordinal", rule)

    def _name_all(self, line: Line) -> None:
        for m in NUMERAL.finditer(self.s.text, *line.span):
            self.kinds.setdefault(m.start(), ("name", "grid.header"))

    def _lines_of(self, block: Block) -> list[list[Cell]]:
        """Split a header at tabs, bars or wide gaps; without them it is one cell, and the words it holds part it."""
        text = self.s.text
        return [cells_of(text, p) for p in block.pieces if has_cells(text, p)] or [[block.pieces[-1]]]

    def _is_header(self, line: Line) -> bool:
        """A line with words whose only numerals are years, other dates or names."""
        s, (lo, hi) = self.s, tokens_of(self.s, line.span)
        timely = ("year", "period", "date", "name")
        other = [s.starts[i] for i in range(lo, hi) if s.shape[i] in "dnq" or (s.shape[i] == "y" and not self._ends(i))]
        told = all(at in self.kinds and self.kinds[at][0] in timely for at in other)
        return (told and any(k[0].isalpha() for k in s.keys[lo:hi])) or self._opens_header(line)

    def _opens_header(self, line: Line) -> bool:
        """Whether a line begins with what heads rows or their numbers, and holds no number alone: "STT ⇥ 6 tháng"."""
        words = [w for w in self._bodies(line.cells) if w]
        sets = lexicon().sets
        headed = len(words) > 1 and words[0].casefold() in sets["row_number"] | sets["row_label"]
        return headed and not any(map(self._is_number, line.cells))

    def _ends(self, i: int) -> bool:
        """Whether a token ends its cell, and what stands behind it is of another: "Giá 2010 ⇥ Hộ"."""
        return self.s.text[self.s.ends[i] : self.s.ends[i] + 1] in ("\t", "\n")

    def _is_section(self, line: Line) -> bool:
        """A line that heads those under it: one label, with or without a number."""
        words = [w for w in self._bodies(line.cells) if w]
        return len(words) == 1 or (len(words) == 2 and _NUMBERING.fullmatch(words[0]) is not None)

    def _numbers_columns(self, line: Line) -> bool:
        """Whether a line numbers the columns; its numerals are ordinals then."""
        words = [w for w in self._bodies(line.cells) if w]
        found = [_COLUMN_NUMBER.fullmatch(w) for w in words]
        numbers = [int(m[1]) for m in found if m and m[1]]
        lettered = words[:2] == ["A", "B"]  # "A B 1 2 3 5": columns may have been taken out
        if not all(found) or len(numbers) < 2 or numbers[0] > 3 or any(b <= a for a, b in pairwise(numbers)):
            return False
        if not lettered and any(b - a != 1 for a, b in pairwise(numbers)):
            return False
        self._ordinals(*line.span, "grid.column_number")
        return True

    def _bodies(self, cells: list[Cell]) -> list[str]:
        return [self.s.text[a:b].strip() for a, b in cells]

    def _is_number(self, cell: Cell) -> bool:
        body = self.s.text[slice(*cell)].strip()
        return bool(_NUMBER.fullmatch(body) or _FRACTION.fullmatch(body))

    def _says_units(self, label: int) -> bool:
        """Whether a column gives units; "Đơn vị" above the column of labels heads offices."""
        self.heads[label].units = False
        cells = {c for cells in self.headers for k, c in enumerate(cells, self.width - len(cells)) if k != label}
        return any(has(self.s.shape[slice(*tokens_of(self.s, c))], "unit_label") for c in cells)

    def _numeric(self, lines: list[Line]) -> list[int]:
        """The columns that hold numbers."""
        cells = (pair for line in lines for pair in enumerate(line.cells, self.width - len(line.cells)))
        return sorted({k for k, cell in cells if self._is_number(cell)})

    def _told(self, line: Line, width: int) -> bool:
        """Whether the cells of a line that prints fewer numbers than others have their columns all the same."""
        a, b = line.span
        return len(line.cells) == width and ("\t" in self.s.text[a : b + 1] or (len(line.cells) > 1 and a < b))

    def _is_lost(self, lines: list[Line], counts: list[int]) -> bool:
        """Whether single blanks part all cells, and no word of the header can open a column: the columns are lost."""
        parted = any(has_cells(self.s.text, self.blocks[line.block].pieces[0]) for line in lines)
        several = max(counts) > 1 and counts.count(max(counts)) > 2
        return several and not parted and all(column.at is None for column in self.heads)

    def _title_of(self, above: list[Block]) -> str:
        """The title of a table: a lead-in, "Số trạm như sau:", else a heading, or a caption outside all sections."""
        lead = above[-1:] if above and self.s.text[above[-1].pieces[-1][1] - 1] == ":" else []
        heads = (b for b in reversed(above) if b.heading or (not b.titles and self._caption(b)))
        block = next(iter((*lead, *heads)), None)
        if block is None:
            return ""
        a, b = block.pieces[-1]
        words = " ".join(self.s.text[self._caption(block) or a : b].split()).strip(" :")
        end = next((w for w in lexicon().classes["as_follows"].words if words.endswith(w)), "")
        return words.removesuffix(end).strip()

    def _caption(self, block: Block) -> int | None:
        """Where the words of a caption begin behind its number: "Bảng 3. Tàu cá theo huyện"; None where it is none."""
        m = _captions().match(self.s.text, *block.pieces[0])
        return m.end() if m else None

    def _time(self, above: list[Block]) -> Period | None:
        """The period of a table: the one that its title names, else that of the text."""
        for block in reversed(above):
            lo, hi = tokens_of(self.s, (block.pieces[0][0], block.pieces[-1][1]))
            if any(self.kinds.get(self.s.starts[i], ("",))[0] == "reference" for i in range(lo, hi)):
                continue  # "(Kèm theo Báo cáo số 7/BC-UBND ngày 3 tháng 2 năm 2021)"
            if found := {p for _, p in times(self.s, lo, hi, self.period)}:
                return found.pop() if len(found) == 1 else self.period
            if block.annex and block.heading:
                break
        return self.period

    def _count_in_noun(self, above: list[Block], label: int) -> None:
        """Count in the noun of the title the columns that state no unit and name nothing measured; else, those that
        name nothing at all in the noun of the column of labels. What rows say of themselves goes before either.
        """
        last = [b for b in above[-1:] if self.s.text[b.pieces[-1][1] - 1] not in ".;"]  # no sentence
        titles = [*last, *(b for b in reversed(above) if (b.annex and b.heading) or self._caption(b))]
        sets = lexicon().sets
        mixed = not self.heads[label].words.isdisjoint(sets["indicator_label"])
        nouns = (self._title_noun((self._caption(b) or b.pieces[0][0], b.pieces[0][1]), mixed) for b in titles)
        noun = next((noun for noun in nouns if noun and noun.casefold() not in self.heads[label].words), None)
        titled = noun is not None
        if not titled and self.headers and len(self.headers[0]) > 1:
            lo, hi = tokens_of(self.s, self.headers[0][0])
            if lo < hi and self.s.keys[lo] not in sets["place_noun"]:  # "Huyện" heads names
                noun = counted_noun(self.s, lo + (self.s.keys[lo] in sets["row_label"]), hi)
        for column in self.heads if noun else ():
            told = column.noun and not column.among and (heads_measure(column.noun) or not titled)
            if column.unit is None and not told:
                column.unit, column.titled = Unit(noun, "count"), True

    def _title_noun(self, title: Cell, mixed: bool) -> str | None:
        """The noun that a title counts: of "Số hộ nghèo theo xã", but not of "Kết quả năm 2023"; nor of "Hồ sơ đất đai"
        where the rows are `mixed`, as those below "Chỉ tiêu" are.
        """
        s, (lo, hi) = self.s, tokens_of(self.s, title)
        if lo == hi or s.keys[lo] in lexicon().sets["result_heading"]:
            return None
        return None if mixed and not has(s.shape[lo], "anaphor", "quantity", "total") else counted_noun(s, lo, hi)

    def _plan(self) -> None:
        """Take the columns of a table of plans for plans, but for those of a year that is past or here."""
        for column in self.heads:
            past = column.dated and column.period and self.period and column.period.year <= self.period.year
            if column.role == "level" and not past and not column.actual:
                column.role = "plan"

    # Rows

    def _relate(self) -> None:
        """Say of all rows what is part of what, then what they count and measure."""
        self.rows = nest(self.rows)
        for row in self.rows:
            relate(row, self.heads)
        ratios(self.rows)
        for row in self.rows:
            self._count_in_own(row)
        for row in (*self.rows, *self.open):
            self._name(row)

    def _row(self, line: Line, units: bool) -> Row | None:
        """Read one line; None where it holds nothing."""
        s, row, unit, spans = self.s, Row(block=line.block), None, dict[int, Cell]()
        first, bodies = len(self.heads) - len(line.cells), self._bodies(line.cells)
        for k, (cell, body) in enumerate(zip(line.cells, bodies, strict=True), first):
            column = self.heads[k]
            if body in _MISSING or not body.strip("-:–"):
                continue
            if not spans and not row.number and self._numbers(row, cell, body, bodies[k - first + 1 :]):
                continue
            if row.cells and column.at is None and is_unit(s, *tokens_of(s, cell)):
                if unit is None and (unit := stated_unit(s, *tokens_of(s, cell))):  # "80.125.209 ⇥ VNĐ"
                    self._count(row, unit)
            elif (self._is_number(cell) or row.cells) and (spans or row.number or k > first):
                self._value(row, cell, k, unit)
            elif not spans:
                spans[k] = cell
            elif (column.units and not _names_office(body)) or (column.at is None and is_unit(s, *tokens_of(s, cell))):
                ditto = body.casefold() in lexicon().sets["ditto"]
                unit = self.unit = self.unit if ditto else stated_unit(s, *tokens_of(s, cell))
            elif any(map(str.isdecimal, body)) and k not in self.labels:
                self._say(row, cell, k, unit)
            else:
                spans[k] = cell
        if not spans:
            return row if row.cells else None
        at, (a, b) = next(iter(spans.items()))
        units = units and "\t" not in s.text[slice(*line.span)]  # a line that kept its cells has one for the unit
        if unit is None and row.cells and (tail := unit_of_label(s, *tokens_of(s, (a, b)), units)):
            spans[at] = a, len(s.text[a : s.starts[tail[1]]].rstrip()) + a
            self._count(row, tail[0])
        self._label(row, list(spans.values()))
        self._in_group(row, list(spans.values()), list(spans))
        self._tell(row)
        return row

    def _count_in_own(self, row: Row) -> None:
        """Count a row in the noun of its label, "Số giường bệnh", or of its parent's, where no other unit is stated."""
        if row.parent is not None and row.parent.counts and not row.counts:
            row.counts, row.noun = True, row.parent.noun
        measures = heads_measure(row.label) and not row.total
        unit = Unit(row.noun, "count" if row.noun else "")
        for k, a in row.cells.items() if row.counts or measures else ():
            column, f = self.heads[k], a.figure
            given = column.unit.name if column.unit and column.titled else None
            if f.unit == given and f.scale == 1 and (given or not column.unit):
                self._set_unit(a, unit, "section", column)

    def _tell(self, row: Row) -> None:
        """Give the amounts of a row what its label says of them: that they move, or their period."""
        for k, a in row.cells.items():
            if row.moves and a.figure.role == "share":
                a.be("change", "grid.label")
            if row.planned and a.figure.role == "level" and not self.heads[k].actual:
                a.be("plan", "grid.label")
            if row.period and not self.heads[k].dated:
                a.figure.period = row.period.code
                a.because("period", "grid.row", "own")

    def _in_group(self, row: Row, spans: list[Cell], at: list[int]) -> None:
        """Give a row the label of its group, which stands in a column of its own, on the first of its rows."""
        if len(at) > 1 and at[1] in self.labels:  # "1. Tuổi ⇥ Dưới 10"
            self.group = at[0], row.label.removesuffix(self.s.text[slice(*spans[1])].strip())
            row.number, row.level = "", UNNUMBERED
        elif at[0] <= self.group[0]:
            self.group = len(self.heads), ""
        elif self.group[1]:
            row.label = f"{self.group[1]}{row.label}"

    def _first_label(self, line: Line) -> int:
        """The column of the first words of a line that are no number of a row."""
        bodies = self._bodies(line.cells)
        full = [k for k, body in enumerate(bodies) if body not in _MISSING]
        if len(full) > 1 and _NUMBERING.fullmatch(bodies[full[0]]):
            del full[0]
        return self.width - len(bodies) + (full[0] if full else 0)

    def _numbers(self, row: Row, cell: Cell, body: str, rest: list[str]) -> bool:
        """Take the number of a row, a cell of its own before the label."""
        m = _NUMBERING.fullmatch(body)
        if m is None or not any(map(str.isalpha, next(filter(None, rest), ""))):
            return False
        self._set_number(row, m, cell[0])
        return True

    def _number(self, line: Line) -> None:
        """Enter the number of a row, and of a page in a table of contents, as ordinals."""
        bodies = self._bodies(line.cells)
        k = next((k for k, body in enumerate(bodies) if body), 0)
        if not self._numbers(Row(), line.cells[k], bodies[k], bodies[k + 1 :]) and _POINTED.match(bodies[k]):
            self.kinds[line.cells[k][0]] = ("ordinal", "grid.number")  # "3.1. Số dư tiền mặt"
        if self.contents:  # "1. Tình hình chung ..... 4"
            a, b = line.cells[k]
            lead = _LEADING.match(self.s.text, a, b)
            for span in ((a, lead.end() if lead else a), line.cells[-1]):
                self._ordinals(*span, "grid.page")

    def _number_all(self, lines: list[Line]) -> None:
        """Enter the numbers of rows that hold no amounts, and codes, as ordinals."""
        s, code = self.s, lexicon().sets["code_column"]
        headers = ((k, c) for cells in self.headers for k, c in enumerate(cells) if c[0] < c[1])
        codes = [k for k, c in headers if s.keys[tokens_of(s, c)[0]] in code]
        for line in lines:
            self._number(line)
            for cell in (line.cells[k] for k in codes if k < len(line.cells)):
                self._ordinals(*cell, "grid.code")

    def _set_number(self, row: Row, m: re.Match[str], start: int) -> None:
        kind = m.lastgroup or ""
        row.number = m[kind]
        row.level = _LEVELS[kind] + row.number.count(".")
        self._ordinals(start, start + m.end() + 1, "grid.number")

    def _label(self, row: Row, spans: list[Cell]) -> None:
        """Clean a label: "1. Khai thác" has a number, "Trong đó: - Di động" is part of the row before it."""
        s, (a, b) = self.s, spans[0]
        body = s.text[a:b]
        lead = len(body) - len(body.lstrip())
        if not row.number and (m := _LEADING.match(body, lead)) and (n := _NUMBERING.match(body, lead)):
            self._set_number(row, n, a)
            a += m.end()
        lo, hi = tokens_of(s, (a, b))
        words = [i for i in range(lo, hi) if s.shape[i] not in "-.+*:"]
        row.among = bool(words) and has(s.shape[words[0]], "among")
        row.total = bool(words) and has(s.shape[words[0]], "total") and not row.number
        row.rest = has(s.shape[lo:hi], "remainder")
        if words and s.shape[words[0]] in tags_of("anaphor", "quantity"):
            noun = counted_noun(s, words[0], hi)
            rate = has(s.shape[lo:hi], "per", "mean") or "/" in s.shape[lo:hi]  # "Số bác sĩ/vạn dân"
            row.counts, row.noun = True, None if rate or noun in lexicon().sets["quantity"] else noun
        row.moves = bool(words) and has(s.shape[words[0]], "up", "down", "growth")
        row.planned = bool(words) and has(s.shape[words[0]], "target")
        label = s.text[a:b]
        if row.among:
            label = label.split(":", 1)[1] if ":" in label else s.text[s.ends[words[0]] : b]
        mark = "-" if row.among else label.strip()[:1].replace("–", "-")
        if mark and mark in "-+*":  # the one that a group opens with stands above the others
            self.marks = [*self.marks, mark] if mark not in self.marks else self.marks
            row.level = DASHED + self.marks.index(mark)
        else:
            self.marks = []
        told = times(s, lo, hi, self.period)
        if len(told) == 1 and (told[0][0].lo, told[0][0].hi) == (lo, hi):  # the row is a year or a part of one
            row.period = told[0][1]
            if hi == lo + 1:
                self.kinds[s.starts[lo]] = ("year", "grid.year")
        row.label = NOTE.sub("", " ".join([label.strip(" -+*:–"), *(s.text[slice(*c)].strip() for c in spans[1:])]))
        for span in spans:
            for n in NUMERAL.finditer(s.text, *span):
                if n.start() in self.numbers:
                    self.kinds.setdefault(n.start(), ("name", "grid.label"))

    def _value(self, row: Row, cell: Cell, k: int, unit: Unit | None) -> None:
        """Take the amount of a cell, both of a fraction, or what a remark says."""
        text = self.s.text
        body, (a, b) = text[slice(*cell)].strip(), cell
        column = self.heads[k]
        at = a + text[a:b].find(body)
        if self.kinds.get(at) == ("year", "year.row"):
            row.period = Period(body, int(body))
        elif column.years and body.isdecimal() and len(body) == 4:
            self.kinds[at] = ("year", "grid.year")
        elif column.codes:
            self._ordinals(a, b, "grid.code")
        elif m := _NUMBER.fullmatch(body):
            row.cells[k] = self._amount(row.block, a + text[a:b].find(m[0]), m, column, unit)
        elif m := _FRACTION.fullmatch(body):
            self._fraction(row, a + text[a:b].find(m[0]), m, k, unit)
        else:
            self._say(row, cell, k, unit)

    def _say(self, row: Row, cell: Cell, k: int, unit: Unit | None) -> None:
        """Take a cell with words of its own: one amount, or a remark."""
        if not self._worded(row, cell, k, unit):
            row.others += self._remark(row.block, cell)

    def _amount(self, block: int, at: int, m: re.Match[str], column: Column, unit: Unit | None) -> Amount:
        """A number of the table as an amount; `at` is where its match begins in the text."""
        s = self.s
        start, end = at + m.start("digits") - m.start(), at + m.end("percent" if m["percent"] else "digits") - m.start()
        negative = m["sign"] in ("-", "–", "−") or bool(m["open"] and m["shut"])
        stated = PERCENT if m["percent"] else (column.unit if column.percent else unit or column.unit) or Unit(None, "")
        commas = start in s.commas
        value, decimals, regular = parse_number(m["digits"], commas)
        self.kinds.pop(start, None)
        f = Figure(self.numbers[start], start, end, "", value, None, 1, decimals)
        if value is not None and negative:
            f.value = -value
        f.quality = ("english",) if commas else () if regular else ("irregular",)
        i = bisect_left(s.starts, start)
        a = Amount(f, i, i, i + 1, (start,), block, row=True)
        self._set_unit(a, stated, "own" if m["percent"] else "section", column)
        self._set_column(a, column)
        return a

    def _set_unit(self, a: Amount, unit: Unit, scope: str, column: Column) -> None:
        """Count an amount in a unit that its cell, its row, its header or a caption states."""
        f = a.figure
        f.value = None if f.value is None else f.value * unit.scale / f.scale
        f.scale, a.sort, a.listed = unit.scale, unit.sort, True
        f.unit = unit.name or (lexicon().classes[unit.sort].unit if unit.sort in lexicon().classes else None)
        a.because("unit", "grid.cell" if scope == "own" else "grid.unit", scope, *(column.at or (None, None)))
        if unit.sort == "percent" and f.role == "level":
            f.role = "share"

    def _set_column(self, a: Amount, column: Column) -> None:
        """Give an amount role, period and estimate of its column."""
        at = column.at or (None, None)
        a.figure.estimate, a.figure.period = column.estimate, column.period.code if column.period else None
        a.be("share" if a.sort == "percent" and column.role == "level" else column.role, "grid.column", "own", *at)
        a.because("period", "grid.column" if column.dated else "grid.title", "section", *at)

    def _count(self, row: Row, unit: Unit) -> None:
        """Count the amounts of a row in the unit that its label states, but for percentages."""
        for k, a in row.cells.items():
            if not self.heads[k].percent and ("unit" not in a.reasons or a.reasons["unit"].scope != "own"):
                self._set_unit(a, unit, "section", self.heads[k])

    def _fraction(self, row: Row, at: int, m: re.Match[str], k: int, unit: Unit | None) -> None:
        """Two numbers of a cell, "12/63": a count and its total, or a rank and how many are ranked."""
        numbers = (_NUMBER.match(self.s.text, at + m.start(part)) for part in (1, 2))
        first, second = (self._amount(row.block, n.start(), n, self.heads[k], unit) for n in numbers if n)
        row.cells[k] = first
        row.others.append(second)
        if first.figure.role == "rank":
            second.figure.role = "level"
            first.because(DENOMINATOR, "rank.among", "own", second.at, second.right)
        elif not first.figure.decimals and not second.figure.decimals:
            part_of(first, second, "fraction", closed=False)

    def _worded(self, row: Row, cell: Cell, k: int, unit: Unit | None) -> bool:
        """Take a cell that is one amount with its own words, "13,1 tỷ đồng", "trên 95%"."""
        s, (lo, hi) = self.s, tokens_of(self.s, cell)
        numerals = [i for i in range(lo, hi) if s.shape[i] in "ydnq" and s.starts[i] not in self.kinds]
        if len(numerals) != 1 or s.starts[numerals[0]] not in self.numbers:
            return False
        a = read_amount(s, numerals[0], row.block)
        if a.left != lo or not a.right <= hi <= a.right + 2:
            return False
        f, column = a.figure, self.heads[k]
        f.figure_id, a.row = self.numbers[f.start], True
        if f.unit is None and f.scale == 1 and (stated := unit or column.unit):
            self._set_unit(a, stated, "section", column)
        self._set_column(a, column)
        row.cells[k] = a
        return True

    def _remark(self, block: int, cell: Cell) -> Iterator[Amount]:
        """The amounts of a cell that says more than one number: read as prose, and linked to nothing."""
        s = self.s
        for i in range(*tokens_of(s, cell)):
            if s.shape[i] in "ydnq" and s.starts[i] not in self.kinds and s.starts[i] in self.numbers:
                a = read_amount(s, i, block)
                a.figure.figure_id, a.row = self.numbers[s.starts[i]], True
                a.figure.role = "share" if a.sort == "percent" else "level"
                a.figure.period = self.period.code if self.period else None
                a.because("period", "grid.title", "section")
                yield a

    def _leave_open(self, row: Row) -> None:
        """Keep the amounts of a line whose columns cannot be told, flagged and without what a column would say."""
        for a in [*row.cells.values(), *row.others]:
            f = a.figure
            f.parent_id = f.list_id = None
            f.role, f.quality = "share" if a.sort == "percent" else "level", (*f.quality, "table")
            f.period = row.period.code if row.period else f.period
        row.cells, row.others = {}, [*row.cells.values(), *row.others]
        self.open.append(row)

    def _name(self, row: Row) -> None:
        """Name the amounts of a row by label and column; what heads the row is their topic."""
        for k, a in row.cells.items():
            a.figure.subject = self._subject(row, self.heads[k], a)
        for a in row.others:
            a.figure.subject = row.label or None
        for a in [*row.cells.values(), *row.others]:
            a.because("subject", "grid.label", "own")
            inside = row.parent if row.parent is not None and not row.parent.total and not row.dashed else None
            titles = (inside.label if inside else row.section, self.title, *reversed(self.blocks[row.block].titles))
            above = next(filter(None, titles), "")
            a.figure.topic = (above.lower() if above.isupper() else lowered(above)) or None

    def _subject(self, row: Row, column: Column, a: Amount) -> str:
        """What the column counts, the label, its parent's label; the noun where none says it, or what is measured."""
        lex, unit = lexicon(), a.figure.unit
        bare = row.total and fold_unit(row.label) in lex.sets["sum"] | lex.sets["bare_total"]
        words = "" if (bare and (column.noun or unit)) or (row.period and column.noun) else row.label
        if row.parent is not None and row.dashed and row.parent.label.casefold() not in words.casefold():
            words = f"{row.parent.label} {words}"
        if column.noun:
            words = f"{lowered(column.noun)} {words}"
        if a.sort == "count" and unit and unit.casefold() not in words.casefold() and not heads_measure(words):
            words = f"{unit} {words}"
        words = words.strip() or row.label
        return lowered(words)


def _names_office(body: str) -> bool:
    """Whether a cell under "Đơn vị" names an office, and no unit: "Sở Tài chính", and not "Triệu USD", "TTHC"."""
    return any(word.istitle() for word in body.split()[1:])


def _is_sentence(s: Stream, lo: int, hi: int, numbers: int) -> bool:
    """Whether a paragraph is prose that tells several numbers in a row: "… tương ứng là 63% - 23,5% - 4,3%."."""
    ends = next((s.shape[i] for i in range(hi - 1, lo, -1) if s.shape[i] not in END), END)
    return ends == "." and sum(t not in "ydnq%-~.,;:()" for t in s.shape[lo:hi]) > PROSE * numbers


def _flattened(s: Stream, cell: bool, n: int, kinds: Kinds, numbers: dict[int, int]) -> list[Amount]:
    """The amounts of a paragraph that is mostly runs of numbers, or a `cell`: of a table whose columns are lost."""
    lo, hi = s.blocks[n : n + 2]
    figures = [i for i in range(lo, hi) if s.shape[i] in "ydnq" and s.starts[i] not in kinds and s.starts[i] in numbers]
    inside: set[int] = set()
    for m in _FLAT.finditer(s.shape, lo, hi) if len(figures) > 2 else ():
        run = [i for i in figures if m.start() <= i < m.end()]
        if len(run) > 2 and not all(_GROUP.fullmatch(s.keys[i]) for i in run[1:]):
            inside.update(run)
    if not cell and (2 * len(inside) < len(figures) or not inside or _is_sentence(s, lo, hi, len(figures))):
        return []
    out = []
    for i in figures:
        value, decimals, regular = parse_number(s.keys[i])
        f = Figure(numbers[s.starts[i]], s.starts[i], s.ends[i], "", value, None, 1, decimals)
        f.quality = ("table",) if regular else ("irregular", "table")
        out.append(Amount(f, i, i, i + 1, (f.start,), n, row=True))
    return out
