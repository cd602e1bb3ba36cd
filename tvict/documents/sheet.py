"""Workbooks (.xlsx): the cells as the sheet shows them, numbers in Vietnamese writing by their number formats.

Hidden sheets, rows and columns stay out, told in a notice; a formula counts by the value that was saved with it, and
one without is told. Lines of one cell between tables are paragraphs.
"""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from tvict.documents.encodings import decoded, settled
from tvict.documents.model import Anchor, Block, Cell, Document, Paragraph, Run, Table
from tvict.documents.safety import broken, open_archive, read_part, refuse_doctypes
from tvict.errors import ReadError

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

CELLS = 2_000_000
"""Cells of a sheet, empty ones counted; a report has thousands."""

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]+)?,*")
_DATE = re.compile(r"[dmyhs]", re.IGNORECASE)
_NUMBER = re.compile(r"[-–(]?\d[\d.,]*\s?%?\)?")
_GENERAL = 10  # significant digits that a cell shows where no format says how many


def read_workbook(content: bytes) -> Document:
    """Read a workbook from its bytes; ReadError where it is damaged, locked or too large."""
    import openpyxl

    archive = open_archive(content)
    refuse_doctypes(archive)
    formulas = any(
        re.search(rb"<f[ >/]", read_part(archive, name) or b"")
        for name in archive.namelist()
        if name.startswith("xl/worksheets/")
    )
    try:
        with warnings.catch_warnings():  # about what openpyxl drops: pictures, rules of input
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, rich_text=True)
            asked = openpyxl.load_workbook(io.BytesIO(content)) if formulas else None
    except Exception as error:  # openpyxl has no error of its own for what it cannot make sense of
        words = "is damaged: open it in Excel or LibreOffice, save it again, and read the new file"
        raise broken(error, words) from None
    document = Document()
    if pictures := sum(name.startswith("xl/media/") for name in archive.namelist()):
        document.notices.append(f"pictures of the workbook not read: {pictures}")
    for number, sheet in enumerate(book.worksheets, 1):
        if sheet.sheet_state != "visible":
            document.notices.append(f"hidden sheet {sheet.title!r} left out")
        else:
            _Sheet(sheet, number, asked[sheet.title] if asked else None).into(document)
    return document


@dataclass(slots=True)
class _Line:
    """One row: its number in the sheet, and the cells that show something or head a span."""

    number: int
    cells: list[Cell]

    @property
    def full(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.text]

    @property
    def has_numbers(self) -> bool:
        return any(_NUMBER.fullmatch(cell.text) for cell in self.full[1:])


@dataclass(slots=True)
class _Sheet:
    sheet: Worksheet
    number: int
    asked: Any
    hidden: int = 0
    missing: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def into(self, document: Document) -> None:
        """Add the blocks of the sheet, and what there is to tell of it."""
        if self.sheet.max_row * self.sheet.max_column > CELLS:
            raise ReadError(f"has more than {CELLS:,} cells in a sheet: give the tables of the report alone")
        lines = [line for line in self._lines() if line.full]
        table: list[_Line] = []
        for line, after in zip_longest(lines, lines[1:]):
            if self._is_paragraph(line, after, table):
                self._close(table, document)
                document.blocks.append(Paragraph(line.full[0].runs))
            else:
                table.append(line)
        self._close(table, document)
        title = self.sheet.title
        if self.hidden:
            document.notices.append(f"hidden rows or columns of {title!r} left out: {self.hidden}")
        for what, where in (("formulas without a value", self.missing), ("errors in place of a value", self.errors)):
            if where:
                shown = ", ".join(where[:6]) + (" …" if len(where) > 6 else "")
                document.notices.append(f"{len(where)} {what} in {title!r}: {shown}")

    def _is_paragraph(self, line: _Line, after: _Line | None, table: list[_Line]) -> bool:
        """A line of one cell with words: a title or a remark, unless rows of a table stand around it."""
        if len(line.full) != 1 or _NUMBER.fullmatch(line.full[0].text):
            return False
        return not (table and any(row.has_numbers for row in table) and after is not None and after.has_numbers)

    def _close(self, table: list[_Line], document: Document) -> None:
        """Make a table of the gathered lines; rows and columns left out leave no gap."""
        if not table:
            return
        rows = {line.number: at for at, line in enumerate(table)}
        used = sorted({cell.column for line in table for cell in line.cells})
        columns = {column: at for at, column in enumerate(used)}
        cells = []
        for line in table:
            for cell in line.cells:
                below = [n for n in rows if line.number <= n < line.number + cell.row_span]
                beside = [c for c in used if cell.column <= c < cell.column + cell.column_span]
                cells.append(Cell(cell.blocks, rows[line.number], columns[cell.column], len(below), len(beside)))
        document.blocks.append(Table(cells, ruled=True))
        table.clear()

    def _lines(self) -> Iterator[_Line]:
        from openpyxl.cell import MergedCell

        merged = self.sheet.merged_cells.ranges
        spans = {(area.min_row, area.min_col): (area.size["rows"], area.size["columns"]) for area in merged}
        columns = self._hidden_columns()
        self.hidden += len(columns)
        for row in self.sheet.iter_rows():
            number = row[0].row or 0
            dimension = self.sheet.row_dimensions[number]
            if dimension.hidden or dimension.height == 0:
                self.hidden += any(cell.value is not None for cell in row)
                continue
            cells = []
            for cell in row:
                column = cell.column or 0
                if isinstance(cell, MergedCell) or column in columns:
                    continue
                text = self._shown(cell)
                anchor = Anchor(self.sheet.title, None, self.number, number, column, cell.coordinate)
                blocks: list[Block] = [Paragraph([Run(text, anchor)])] if text else []
                cells.append(Cell(blocks, number, column, *spans.get((number, column), (1, 1))))
            yield _Line(number, cells)

    def _hidden_columns(self) -> set[int]:
        hidden: set[int] = set()
        for dimension in self.sheet.column_dimensions.values():
            if (dimension.hidden or dimension.width == 0) and dimension.min and dimension.max:
                hidden |= set(range(dimension.min, min(dimension.max, self.sheet.max_column) + 1))
        return hidden

    def _shown(self, cell: Any) -> str:
        value = cell.value
        if self.asked is not None and value is None:
            formula = self.asked[cell.coordinate].value
            if isinstance(formula, str) and formula.startswith("="):
                self.missing.append(cell.coordinate)
        if cell.data_type == "e":
            self.errors.append(cell.coordinate)
            return ""
        if isinstance(value, str | list):
            return _letters(value, cell.font.name)
        return shown(value, cell.number_format)


def _letters(value: str | list[Any], font: str | None) -> str:
    """The words of a cell as its fonts show them; parts of one cell may have fonts of their own."""
    parts = [value] if isinstance(value, str) else value
    shown_parts = [
        decoded(part, font) if isinstance(part, str) else decoded(part.text, part.font.rFont or font) for part in parts
    ]
    return "".join(settled(shown_parts))


def shown(value: object, written: str | None) -> str:
    """Return a value as a cell shows it in its number format, with the signs of Vietnamese writing.

    >>> shown(1234.5, "#,##0.0"), shown(0.125, "0.0%"), shown(-12.5, "0.0_);(0.0)"), shown(2022, "General")
    ('1.234,5', '12,5%', '(12,5)', '2022')
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.date):
        return _date(value, written or "")
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return _number(Decimal(repr(value)), written or "General") if isinstance(value, int | float) else str(value)


def _date(value: datetime.date, written: str) -> str:
    pattern = _QUOTED.sub("", written).casefold()
    if "d" not in pattern and "y" in pattern:
        return value.strftime("%m/%Y" if "m" in pattern else "%Y")
    return value.strftime("%d/%m/%Y")


def _number(value: Decimal, written: str) -> str:
    sections = written.split(";")
    section = sections[0]
    if value < 0 and len(sections) > 1:
        section, value = sections[1], -value
    elif value == 0 and len(sections) > 2:
        section = sections[2]
    bare = _QUOTED.sub(lambda m: m[1] or m[2] or "", section)
    pattern = _QUOTED.sub("", section)
    digits = _DIGITS.search(pattern)
    if digits is None or _DATE.search(pattern.replace("General", "")):
        return _plain(value) if "General" in pattern or "@" in pattern or not bare.strip() else bare.strip()
    inside = digits[0]
    if "%" in pattern:
        value *= 100
    value = value.scaleb(-3 * (len(inside) - len(inside.rstrip(","))))
    body = _grouped(value, inside.rstrip(","))
    at = bare.find(inside)
    out = bare[:at] + body + bare[at + len(inside) :] if at >= 0 else body + ("%" if "%" in pattern else "")
    return out.strip()


def _grouped(value: Decimal, pattern: str) -> str:
    whole_pattern, _, places = pattern.partition(".")
    rounded = value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    sign, digits = ("-" if rounded < 0 else ""), format(abs(rounded), "f")
    whole, _, fraction = digits.partition(".")
    always = len(places.rstrip("#?"))  # digits that are shown even where they are noughts
    fraction = fraction[:always] + fraction[always:].rstrip("0")
    if not rounded and "0" not in pattern:
        return ""
    whole = whole.zfill(whole_pattern.replace(",", "").count("0"))
    if "," in whole_pattern:
        whole = f"{int(whole):,}".replace(",", ".")
    return sign + whole + (f",{fraction}" if fraction else "")


def _plain(value: Decimal) -> str:
    """A number in no format: at most ten significant digits, as a cell shows."""
    rounded = value
    if len(value.as_tuple().digits) > _GENERAL:
        rounded = value.quantize(Decimal(1).scaleb(min(0, value.adjusted() - _GENERAL + 1)), ROUND_HALF_UP)
    text = format(rounded, "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
