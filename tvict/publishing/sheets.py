"""Sheets of a workbook, written by XlsxWriter: columns and rows of cells go in, one Excel table a sheet comes out.

Each sheet has its own heading in A1, English beneath, no merged cells, nothing told by colour alone, and prints on A4.
A formula stands in its cell together with its value, so that previews, phones and Protected View show it too.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from tvict.charts.chart import text_width, wrapped
from tvict.labels import label, labels

NOT_PRINTED, NOT_APPLICABLE = "…", "-"
"""Marks of Vietnamese statistics: "…" there is a number, but not here; "-" there is none to have."""

HEADER = 5
"""The row of a table's headings, behind title, English title, way back, and the headings in English."""

FONT, DARK, LINE, QUIET, LINKED = "Arial", "#1F3864", "#BFBFBF", "#555555", "#0B5394"
LONGEST_TEXT = 32_000
"""Characters that a cell of Excel holds, with some to spare."""

LINE_HEIGHT, TALLEST = 12.75, 409
"""Points of a line of words, and of the tallest row that Excel has."""

A4, CONTROL = 9, re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the decimals it is shown with."""

    value: float
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula of Excel, with its equals sign, its value, and the decimals that is shown with."""

    text: str
    value: float | str
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Link:
    """Words or a number that lead to a cell of another sheet."""

    shown: str | int
    sheet: str
    cell: str = "A1"


Cell = str | bool | int | Number | Formula | Link | None
"""What a table may hold; None is marked as not printed."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in labels.toml, its width in characters, what it says of the thing that a row is about (where
    it is not that thing's own cell of this name), and whether long text wraps.

    ``behind`` columns are folded away; ``open`` ones are empty, for a reviewer, who may be given ``choices``.
    """

    name: str
    width: float = 12
    says: Callable[[Any], Cell] | None = None
    wraps: bool = False
    behind: bool = False
    open: bool = False
    choices: tuple[str, ...] = ()

    def of(self, thing: Any) -> Cell:
        """Return the cell of the row about a thing; … where it says nothing."""
        own: Cell = self.says(thing) if self.says else None if self.open else thing.get(self.name)
        return own


@dataclass(slots=True)
class Sheet:
    """One table: the key of its sheet in labels.toml, the name of the Excel table, its columns and rows.

    ``frozen`` columns stay in view; ``headings`` are rows in bold among lines; ``prints_to`` is the last column that
    goes on paper.
    """

    key: str
    table: str
    columns: Sequence[Column]
    rows: list[list[Cell]] = field(default_factory=list)
    frozen: int = 1
    headings: frozenset[int] = frozenset()
    prints_to: str | None = None

    def add(self, of: Any, **told: Cell) -> None:
        """Add a row about a thing: what is ``told`` for a column, else what the column says of it."""
        self.rows.append([told[column.name] if column.name in told else column.of(of) for column in self.columns])

    def filled(self, things: Iterable[Any]) -> Sheet:
        """Add a row about each thing and return the sheet."""
        for of in things:
            self.add(of)
        return self

    @property
    def name(self) -> str:
        """The sheet's name in Vietnamese."""
        return words("sheets", self.key)

    def position(self, name: str) -> int:
        """Return the position of a column, from 0."""
        return [column.name for column in self.columns].index(name)

    def letter(self, name: str) -> str:
        """Return the letter of a column."""
        return str(xl_col_to_name(self.position(name)))


def words(section: str, name: str, language: str = "vi") -> str:
    """Return the workbook's words for a name."""
    return label(f"workbook.{section}", name, language)


def heading(name: str, language: str = "vi") -> str:
    """Return the heading of a column: the workbook's own, else that of the tables."""
    return label("workbook.columns" if name in labels()["workbook.columns"] else "columns", name, language)


def coded(section: str, name: object) -> str | None:
    """Return the Vietnamese word for a code, the code itself where it has none."""
    if name is None:
        return None
    entry = labels()[section].get(str(name))
    return entry["vi"] if entry else str(name)


def row_number(position: int) -> int:
    """Return the sheet's row of the table's row at a position from 0."""
    return HEADER + 1 + position


def height(sheet: Sheet, row: Sequence[Cell]) -> float:
    """Return the points that a row needs where its words are wrapped: programs measure them otherwise on paper."""
    wide = [(cell, column.width) for column, cell in zip(sheet.columns, row, strict=True)
            if column.wraps and not column.behind and isinstance(cell, str)]  # fmt: skip
    lines = max((_lines(text, width, 10) for text, width in wide), default=1)
    return min(LINE_HEIGHT * lines + 1, TALLEST)


def _lines(text: str, width: float, size: float, weight: str = "normal") -> int:
    """Count the lines of a text in a column: it is as much wider than 7 pixels a letter as those measured are than
    Arial.
    """
    inches = 8 * width / 96 - 0.15
    return sum(
        math.ceil(text_width(line, size, weight) / inches) for line in wrapped(text, inches, size, weight).split("\n")
    )


class Book:
    """A workbook being written: sheets in the order in which they are added, the same bytes every time."""

    def __init__(self, path: str, properties: Mapping[str, object]) -> None:
        self._book = Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False})
        self._book.set_properties(dict(properties))
        self._formats: dict[tuple[tuple[str, object], ...], Format] = {}

    def close(self) -> None:
        """Write the file; raises OSError where it cannot be written."""
        self._book.close()

    def add(self, sheet: Sheet, back: Link | None) -> Worksheet:
        """Write one sheet; ``back`` is the way to the sheet that the workbook opens on."""
        page = self._book.add_worksheet(sheet.name)
        page.hide_gridlines(2)
        self._head(page, sheet, back)
        for position, column in enumerate(sheet.columns):
            folded = {"level": 1, "hidden": True} if column.behind else {}
            page.set_column(position, position, column.width, None, folded)
            if column.choices and sheet.rows:
                rule = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
                page.data_validation(HEADER, position, HEADER - 1 + len(sheet.rows), position, rule)
        for number, row in enumerate(sheet.rows):
            page.set_row(HEADER + number, height(sheet, row))
            for position, (column, cell) in enumerate(zip(sheet.columns, row, strict=True)):
                style: dict[str, object] = {"bold": number in sheet.headings}
                style["text_wrap"] = column.wraps and not column.behind  # what is folded away makes no row tall
                if not column.open:
                    self.put(page, HEADER + number, position, cell, **style)
                else:
                    ruled = self._format(bg_color="#FFF7DB", text_wrap=True, bottom=1, bottom_color=LINE)
                    page.write_blank(HEADER + number, position, None, ruled)
        self._table(page, sheet)
        self._paper(page, sheet)
        return page

    def put(self, page: Worksheet, row: int, position: int, cell: Cell, **style: object) -> None:
        """Write one cell by its kind; text is text, whatever it begins with."""
        match cell:
            case Number(value, decimals):
                page.write_number(row, position, value, self._format(num_format=number_format(decimals), **style))
            case Formula(text, value, decimals):
                shown = {"num_format": number_format(decimals)} if isinstance(value, int | float) else {"indent": 1}
                page.write_formula(row, position, text, self._format(**shown, **style), value)
            case Link(shown, sheet, at):
                style |= {"font_color": LINKED, "underline": 1, "indent": int(isinstance(shown, str) and row >= HEADER)}
                page.write_url(
                    row, position, f"internal:{quote_sheetname(sheet)}!{at}", self._format(**style), str(shown)
                )
                if isinstance(shown, int):  # the link stays, the number is a number
                    page.write_number(row, position, shown, self._format(**style))
            case bool():
                page.write_string(
                    row, position, words("words", "yes" if cell else "no"), self._format(indent=1, **style)
                )
            case int() | float():
                page.write_number(row, position, cell, self._format(num_format="0", **style))
            case None:
                page.write_string(row, position, NOT_PRINTED, self._format(font_color=QUIET, indent=1, **style))
            case _:
                quoted = {"quote_prefix": True} if cell[:1] in ("=", "+", "-", "@") and cell != NOT_APPLICABLE else {}
                page.write_string(row, position, clean(cell), self._format(indent=1, **quoted, **style))

    def chart(self, kind: str) -> Any:
        """Return a new chart of XlsxWriter, to be filled and placed."""
        return self._book.add_chart({"type": kind})

    def _format(self, **style: object) -> Format:
        wanted = {"font_name": FONT, "font_size": 10, "valign": "top", **{k: v for k, v in style.items() if v}}
        if "indent" in wanted:  # spreadsheet programs indent only what is aligned
            wanted["align"] = "left"
        key = tuple(sorted(wanted.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(wanted)
        return self._formats[key]

    def _head(self, page: Worksheet, sheet: Sheet, back: Link | None) -> None:
        page.write_string(0, 0, words("about", sheet.key), self._format(bold=True, font_size=14))
        about = f"{words('sheets', sheet.key, 'en')}. {words('about', sheet.key, 'en')}"
        page.write_string(1, 0, about, self._format(italic=True, font_color=QUIET))
        if back is not None:
            self.put(page, 2, 0, back)
        seen = [column for column in sheet.columns if not column.behind]
        for place, lang, size, weight in ((HEADER - 2, "en", 8, "normal"), (HEADER - 1, "vi", 10, "bold")):
            lines = max(_lines(heading(column.name, lang), column.width, size, weight) for column in seen)
            page.set_row(place, LINE_HEIGHT * size / 10 * lines + 2)
        for position, column in enumerate(sheet.columns):
            quiet = self._format(italic=True, font_color=QUIET, font_size=8, text_wrap=True)
            page.write_string(HEADER - 2, position, heading(column.name, "en"), quiet)

    def _table(self, page: Worksheet, sheet: Sheet) -> None:
        head = self._format(bold=True, font_color="#FFFFFF", bg_color=DARK, text_wrap=True, bottom=1, indent=1)
        headings = [heading(column.name) for column in sheet.columns]
        if not sheet.rows:  # Excel has no table without rows
            for position, shown in enumerate(headings):
                page.write_string(HEADER - 1, position, shown, head)
            return
        last = HEADER - 1 + len(sheet.rows), len(sheet.columns) - 1
        columns = [{"header": shown, "header_format": head} for shown in headings]
        options = {"name": sheet.table, "columns": columns, "style": "Table Style Light 1"}
        page.add_table(HEADER - 1, 0, *last, options)

    def _paper(self, page: Worksheet, sheet: Sheet) -> None:
        page.freeze_panes(HEADER, sheet.frozen)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.repeat_rows(HEADER - 1)
        if sheet.prints_to is not None:
            page.print_area(0, 0, HEADER - 1 + max(len(sheet.rows), 1), sheet.position(sheet.prints_to))
        page.set_footer("&L&8&A&R&8&P / &N")


def number_format(decimals: int) -> str:
    """Return Excel's format for so many decimals, thousands apart.

    >>> number_format(2)
    '#,##0.00'
    """
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def clean(text: str) -> str:
    """Return text as a cell may hold it: no control characters, no letters that no encoding has, not too long."""
    return CONTROL.sub("\ufffd", text[:LONGEST_TEXT])
