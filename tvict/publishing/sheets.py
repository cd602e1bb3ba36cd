"""One table a sheet: headings and rows of cells go in, a worksheet comes out, laid out the same way every time.

After the guidance for statistics in spreadsheets: the title in A1, the table below it with one header row, no merged
cells, nothing told by colour alone, missing cells marked. Text is text, whatever it begins with; numbers are numbers.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from tvict.labels import label, labels

NOT_PRINTED, NOT_APPLICABLE = "[x]", "[z]"
"""What stands in a cell that has nothing to say; the sheet of notes explains it."""

HEADER = 5
"""The header row, below title, English title, what the table is, and the way back."""

FONT = "Arial"
TITLE, BOLD, PLAIN, QUIET = (
    Font(name=FONT, size=15, bold=True),
    Font(name=FONT, size=10, bold=True),
    Font(name=FONT, size=10),
    Font(name=FONT, size=10, italic=True, color="FF555555"),
)
HEADING_FONT = Font(name=FONT, size=10, bold=True, color="FFFFFFFF")
LINK = Font(name=FONT, size=10, underline="single", color="FF0B5394")
HEADING_FILL = PatternFill("solid", fgColor="FF1F3864")
LINE = Border(bottom=Side("thin", color="FFBFBFBF"))
LONGEST_TEXT = 32_000
"""Characters that a cell of Excel holds, with some to spare."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the decimals it is shown with."""

    value: float
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of Excel, with its equals sign, and the decimals its result is shown with."""

    text: str
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a cell of another sheet."""

    words: str | int
    sheet: str
    cell: str = "A1"


Cell = str | bool | int | Number | Formula | Link | None
"""What a table may hold; None is marked as not printed."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its name in labels.toml, its width in characters, whether long text wraps and whether it is printed."""

    name: str
    width: float = 12
    wraps: bool = False


@dataclass(slots=True)
class Sheet:
    """One table: the key of its sheet in labels.toml, its title, headings and rows; ``frozen`` columns stay in view.

    ``reviewed`` sheets get two more columns for a reviewer; ``bold`` rows are headings among lines;
    ``prints_to`` names the last column that is worth paper.
    """

    key: str
    title: str
    headings: Sequence[Heading]
    rows: list[list[Cell]] = field(default_factory=list)
    frozen: int = 1
    reviewed: bool = False
    paper: int = 9
    filtered: bool = True
    one_page: bool = False
    prints_to: str | None = None
    bold: frozenset[int] = frozenset()

    @property
    def name(self) -> str:
        """The name on the sheet's tab."""
        return words("sheets", self.key)

    def letter(self, heading: str) -> str:
        """Return the letter of a column."""
        return get_column_letter([column.name for column in self.headings].index(heading) + 1)

    def place(self, heading: str, row: int) -> str:
        """Return the address of a cell of this sheet as a formula on another sheet writes it; rows count from 0."""
        return f"{quote_sheetname(self.name)}!${self.letter(heading)}${row_number(row)}"


def row_number(position: int) -> int:
    """Return the row of the sheet in which a row of the table stands; the first is 0."""
    return HEADER + 1 + position


def words(section: str, name: str, language: str = "vi") -> str:
    """Return words of the workbook from labels.toml."""
    return label(f"workbook.{section}", name, language)


def heading_words(name: str) -> tuple[str, str]:
    """Return a heading in Vietnamese and English: the workbook's own, else that of the table's column."""
    section = "workbook.columns" if name in labels()["workbook.columns"] else "columns"
    return label(section, name, "vi"), label(section, name, "en")


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return the rows of a table, None for what is missing."""
    return [
        {str(name): None if pd.isna(cell) else cell for name, cell in row.items()}
        for row in table.astype(object).to_dict("records")
    ]


def new_book() -> Workbook:
    """Return a book without sheets, its column widths measured in the font of its cells."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book._fonts = IndexedList([PLAIN])  # type: ignore[attr-defined, unused-ignore]
    book._named_styles["Normal"].font = PLAIN  # type: ignore[attr-defined, unused-ignore]
    return book


def write_sheet(book: Workbook, sheet: Sheet) -> Worksheet:
    """Write one table on a new sheet at the end of the book."""
    page: Worksheet = book.create_sheet(sheet.name)
    headings = [*sheet.headings, *REVIEW] if sheet.reviewed else list(sheet.headings)
    _write_head(page, sheet)
    for column, heading in enumerate(headings, 1):
        cell = page.cell(HEADER, column)
        _put_text(cell, "\n".join(heading_words(heading.name)))
        cell.font, cell.fill = HEADING_FONT, HEADING_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(column)].width = heading.width
    page.row_dimensions[HEADER].height = _height(
        [("\n".join(heading_words(heading.name)), heading.width) for heading in headings]
    )
    for position, row in enumerate(sheet.rows):
        _write_row(page, row_number(position), headings, row)
        if position in sheet.bold:
            page.cell(row_number(position), 1).font = BOLD
    _lay_out(page, sheet, len(headings))
    return page


REVIEW = (Heading("reviewer", 16), Heading("remark", 40, wraps=True))


def _write_head(page: Worksheet, sheet: Sheet) -> None:
    english = words("sheets", sheet.key, "en")
    lines = [
        (sheet.title, TITLE),
        (english, BOLD),
        (f"{words('about', sheet.key)} / {words('about', sheet.key, 'en')}.", QUIET),
    ]
    for number, (line, font) in enumerate(lines, 1):
        cell = page.cell(number, 1)
        _put_text(cell, line)
        cell.font = font
    if sheet.key != "contents":
        back = Link(f"{words('words', 'back')} / {words('words', 'back', 'en')}", words("sheets", "contents"))
        _put(page.cell(HEADER - 1, 1), back)


def _write_row(page: Worksheet, number: int, headings: Sequence[Heading], row: Sequence[Cell]) -> None:
    texts = []
    for column, heading in enumerate(headings, 1):
        cell = page.cell(number, column)
        value = row[column - 1] if column <= len(row) else ""
        if value != "":
            _put(cell, value)
        cell.border = LINE
        beside = column > 1 and _is_text(value)  # else it would touch a number to its left
        cell.alignment = Alignment(
            wrap_text=heading.wraps, vertical="top", horizontal="left" if beside else None, indent=int(beside)
        )
        if heading.wraps and isinstance(value, str):
            texts.append((value, heading.width))
    page.row_dimensions[number].height = _height(texts)


def _is_text(value: Cell) -> bool:
    return value is None or isinstance(value, (str, bool))


def _height(texts: Sequence[tuple[str, float]]) -> float:
    """Return the height of a row in points: lines of the longest text in its column, at most what Excel allows."""
    lines = [
        sum(max(1, math.ceil(len(line) * 0.92 / max(width - 1.5, 1))) for line in text.split("\n"))
        for text, width in texts
    ]
    return float(min(409, 13.5 * max([1, *lines]) + 3))


def _put(cell: SheetCell | MergedCell, value: Cell) -> None:
    cell.font = PLAIN
    if value is None or isinstance(value, str):
        _put_text(cell, NOT_PRINTED if value is None else value)
    elif isinstance(value, bool):
        _put_text(cell, words("words", "yes" if value else "no"))
    elif isinstance(value, int):
        cell.value, cell.number_format = value, "0"
    elif isinstance(value, Number):
        cell.value, cell.number_format = _shortest(value.value), number_format(value.decimals)
    elif isinstance(value, Formula):
        cell.value, cell.number_format = value.text, number_format(value.decimals)
    else:
        if isinstance(value.words, int):
            cell.value, cell.number_format = value.words, "0"
        else:
            _put_text(cell, value.words)
        cell.hyperlink = Hyperlink(cell.coordinate, location=f"{quote_sheetname(value.sheet)}!{value.cell}")
        cell.font = LINK


def _put_text(cell: SheetCell | MergedCell, text: str) -> None:
    """Write text as text: no formula, no error value, no number, no character Excel cannot hold."""
    text = ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = ESCAPE.sub(lambda hit: f"_x005F{hit.group()}", text)[:LONGEST_TEXT]
    cell.value = text
    cell.data_type = "s"
    if text.startswith(("=", "+", "-", "@", "'")):
        cell.quotePrefix = True  # type: ignore[attr-defined, unused-ignore]


ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""The beginning of what Excel would read as a character's code."""


def _shortest(value: float) -> float | int:
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else float(value)


def number_format(decimals: int) -> str:
    """Return the format of a number with its decimals; signs and separators follow the reader's own locale.

    >>> number_format(2)
    '#,##0.00'
    """
    return "#,##0" + ("." + "0" * min(decimals, 9) if decimals > 0 else "")


def _lay_out(page: Worksheet, sheet: Sheet, columns: int) -> None:
    last = max(len(sheet.rows), 1) + HEADER
    page.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}{HEADER + 1}"
    if sheet.filtered:
        page.auto_filter.ref = f"A{HEADER}:{get_column_letter(columns)}{last}"
    if sheet.reviewed and sheet.rows:
        _validate(page, get_column_letter(columns - 1), last)
    if sheet.prints_to is not None:
        page.print_area = f"A1:{sheet.letter(sheet.prints_to)}{last}"
    page.print_title_rows = f"{HEADER}:{HEADER}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", sheet.paper
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, int(sheet.one_page)
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr, unused-ignore]
    page.page_margins.left = page.page_margins.right = page.page_margins.top = 0.4
    footer = page.HeaderFooter.oddFooter
    footer.left.text, footer.right.text = "&A", "&P / &N"  # type: ignore[union-attr]


def _validate(page: Worksheet, letter: str, last: int) -> None:
    choices = [words("review", name) for name in ("seen", "agreed", "disputed", "remark")]
    rule = DataValidation(type="list", formula1=f'"{",".join(choices)}"', allow_blank=True, showErrorMessage=True)
    rule.error = rule.prompt = words("review", "prompt")
    rule.errorTitle = rule.promptTitle = heading_words("reviewer")[0]
    rule.showInputMessage = True
    page.add_data_validation(rule)
    rule.add(f"{letter}{HEADER + 1}:{letter}{last}")


def coded(section: str, name: object) -> str | None:
    """Return the Vietnamese word of a code; the code itself where it has none, None for a missing one."""
    if name is None:
        return None
    held: Mapping[str, Mapping[str, str]] = labels().get(section, {})
    return held[str(name)]["vi"] if str(name) in held else str(name)
