"""The workbook for policy staff: the tables of a report go in, one .xlsx comes out, the same bytes every time.

It opens on a summary with the way to every sheet. Then one table a sheet: key figures, charts, all figures, changes,
checks, documents; last the notes and what this file is. Headings are Vietnamese, English above them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
from xlsxwriter.exceptions import XlsxFileError
from xlsxwriter.worksheet import Worksheet

from tvict.labels import label, labels
from tvict.metadata import Metadata
from tvict.publishing.datasheets import VALUE, WHAT, Bars, Tables, data_sheets
from tvict.publishing.said import decimal
from tvict.publishing.sheets import (
    HEADER,
    NOT_APPLICABLE,
    NOT_PRINTED,
    Book,
    Cell,
    Column,
    Link,
    Number,
    Sheet,
    clean,
    height,
    number_format,
    words,
)
from tvict.publishing.summary import sentences

MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date in the file's properties: always the same, so that two builds give the same bytes."""

FILLS = {"full": "#1F3864", "light": "#9DB2D6", "hollow": "#FFFFFF"}
WIDTH, HEIGHT, BAR, ROOM, BETWEEN = 470, 270, 36, 6, 20
"""Pixels of a chart; of each bar beyond those that it has room for; between charts."""
SCALE, PAPER, HEAD, ROW = 66, 1000, 100.0, 20
"""Per cent at which the sheet of charts prints, and pixels of a page there, of its head and of an empty row."""


def write_workbook(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    metadata: Metadata,
    *,
    passages: Mapping[int, str],
    version: str,
    lexicon: str,
) -> None:
    """Write the workbook of one report; ``passages`` says for each figure_id the passage it is in.

    ``version`` is that of the package that made the tables, ``lexicon`` that of the words it read by. Raises OSError
    where the file cannot be written.
    """
    title = metadata.title or metadata.report
    book = Book(str(path), {"title": clean(title), "author": f"tvict {version}", "created": MADE})
    held = Tables(tables, passages, metadata.year)
    sheets, bars = data_sheets(held, tables)
    data = [*sheets, _notes(), _cover(metadata, title, version, lexicon)]
    summary = _summary(held, title, data)
    back = Link(words("words", "back"), summary.name)
    book.add(summary, None)
    for sheet in data:
        page = book.add(sheet, back)
        if sheet.key == "charts":
            _draw(book, page, sheet, bars)
    try:
        book.close()
    except XlsxFileError as error:
        raise error.__cause__ or OSError(str(error)) from error


def _draw(book: Book, page: Worksheet, sheet: Sheet, charts: Sequence[Bars]) -> None:
    """Place the charts beside the table, below each other, each with its numbers and its alternative text.

    Each begins with a row of the sheet, and with a page where it would be cut in two.
    """
    page.set_print_scale(SCALE)  # where the scale is fitted, Excel breaks no page by hand
    page.set_column(len(sheet.columns), len(sheet.columns), 2)
    rows = [height(sheet, row) / 0.75 for row in sheet.rows]
    row, top, page_top, breaks = 0, 0.0, -HEAD, []
    for bars in charts:
        told = f"{bars.title}: {'; '.join(map(_told, sheet.rows[bars.first : bars.last + 1]))}."
        place = {"description": f"{told} {bars.note}".strip(), "object_position": 3}
        if top + _height(bars) - page_top > PAPER:
            breaks.append(HEADER + row)
            page_top = top - HEAD
        page.insert_chart(HEADER + row, len(sheet.columns) + 1, _chart(book, sheet, bars), place)
        bottom = top + _height(bars) + BETWEEN
        while top < bottom:
            top += rows[row] if row < len(rows) else ROW
            row += 1
    page.set_h_pagebreaks(breaks)


def _height(bars: Bars) -> int:
    return HEIGHT + BAR * max(0, len(bars.drawn) - ROOM if bars.across else 0)


def _chart(book: Book, sheet: Sheet, bars: Bars) -> Any:
    """Make one chart of the rows of a sheet."""
    first, last = HEADER + bars.first, HEADER + bars.last
    numbers = [cell for row in sheet.rows[bars.first : bars.last + 1] if isinstance(cell := row[VALUE], Number)]
    chart = book.chart("bar" if bars.across else "column")
    chart.add_series(
        {
            "categories": [sheet.name, first, WHAT, last, WHAT],
            "values": [sheet.name, first, VALUE, last, VALUE],
            "data_labels": {"value": True, "num_format": number_format(max(cell.decimals for cell in numbers))},
            "points": [{"fill": {"color": FILLS[how]}, "border": {"color": FILLS["full"]}} for how in bars.drawn],
            "gap": 60,
        }
    )
    chart.set_title({"name": bars.title, "overlay": False, "name_font": {"size": 11}})
    chart.set_legend({"none": True})
    lines = {"visible": True, "line": {"color": "#D9D9D9"}}
    amounts: dict[str, object] = {"num_format": number_format(0), "major_gridlines": lines}
    low, high = (end(0.0, *(cell.value for cell in numbers)) for end in (min, max))
    if low == 0:  # lengths can be compared where bars begin at 0
        amounts["min"] = 0
    else:
        begin, step = _below(low, high)
        amounts |= {"min": begin, "major_unit": step} | ({"max": 0} if high == 0 else {})
    if bars.across:  # a bar chart lies on its side: its categories run down the vertical axis
        look = {"label_position": "low", "reverse": True, "interval_unit": 1, "num_font": {"size": 8}}
        chart.set_y_axis(look)
        chart.set_x_axis(amounts | ({"name": bars.note, "name_font": {"size": 9, "bold": False}} if bars.note else {}))
    else:
        chart.set_y_axis(amounts)
    chart.set_size({"width": WIDTH, "height": _height(bars)})
    return chart


def _below(low: float, high: float) -> tuple[float, float]:
    """Return where an axis begins that has room for the number of a falling bar before the name of its quantity, and
    the step of its numbers, of which one is 0.

    >>> _below(-13.24, 12.3), _below(-12, 120)
    ((-20.0, 10.0), (-50.0, 50.0))
    """
    fifth = (high - low) / 5
    power = 10.0 ** math.floor(math.log10(fifth))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= fifth)
    return step * math.floor((low - fifth) / step), step


def _told(row: Sequence[Cell]) -> str:
    number = row[VALUE]
    shown = decimal(number.value, number.decimals, "vi") if isinstance(number, Number) else str(number)
    return f"{row[WHAT]} {shown}"


ACROSS = 108
"""The widest column that goes on a page by itself where another font is wider: LibreOffice does not shrink one."""
ENTRY = (Column("entry", 26, wraps=True), Column("content", 90, wraps=True), Column("content_en", 70, wraps=True))


def _cover(metadata: Metadata, title: str, version: str, lexicon: str) -> Sheet:
    """Build the sheet about this file: what the report is, what this file is, how it was made, terms, what to mind."""
    sheet = Sheet("cover", "VeTepNay", ENTRY)
    facts = {
        "title": title,
        "issuer": metadata.issuer,
        "area": metadata.area_name,
        "period": str(metadata.year) if metadata.year else None,
    }
    sheet.rows += [[words("cover", name), fact, words("cover", name, "en")] for name, fact in facts.items()]
    told = [("caveats", "invented")] if metadata.invented else []
    caveats = [name for name in labels()["workbook.cover_text"] if name.startswith("caveats")]
    told += [("what", "what"), ("how", "how"), *(("caveats", name) for name in caveats), ("review", "review")]
    for entry, text in told:
        sheet.rows.append([words("cover", entry), words("cover_text", text), words("cover_text", text, "en")])
    made = f"tvict {version}, lexicon {lexicon}" + (f", SHA-256 {metadata.sha256}" if metadata.sha256 else "")
    for entry, fact in (("source", metadata.source), ("licence", metadata.terms), ("version", made)):
        sheet.rows.append([words("cover", entry), fact, words("cover", entry, "en")])
    return sheet


NOTE = (
    Column("place", 24, wraps=True),
    Column("mark", 28, wraps=True),
    Column("meaning_vi", 64, wraps=True),
    Column("meaning_en", 64, wraps=True),
)


def _notes() -> Sheet:
    """Build the sheet of notes: every mark, and every word of a code, in both languages."""
    sheet = Sheet("notes", "GhiChu", NOTE)
    for mark, name in MARKS.items():
        sheet.rows.append([words("words", "everywhere"), mark, words("marks", name), words("marks", name, "en")])
    for place, (section, meanings) in CODES.items():
        for name in labels()[section]:
            meaning: list[Cell] = [label(meanings, name, language) for language in ("vi", "en")]
            sheet.rows.append([label("columns", place, "vi"), label(section, name, "vi"), *meaning])
    return sheet


MARKS = {
    NOT_PRINTED: "not_printed",
    NOT_APPLICABLE: "not_applicable",
    "=": "printed_sign",
    "→": "cut_sign",
    "≠": "differs_sign",
    "≟": "unchecked_sign",
    "<": "less_sign",
    ">": "more_sign",
    "≈": "about_sign",
    "?": "unprinted_sign",
}
"""Marks, and what labels.toml says about each."""

CODES = {
    "role": ("roles", "workbook.roles_meaning"),
    "bound": ("bounds", "workbook.bounds_meaning"),
    "basis": ("basis", "workbook.basis_meaning"),
    "kind": ("checks", "workbook.kinds_meaning"),
    "verdict": ("verdicts", "workbook.verdicts_meaning"),
    "order": ("workbook.order", "workbook.order_meaning"),
}
"""Columns whose cells hold a word for a code: where the words and their meanings are."""


def _summary(held: Tables, title: str, data: Sequence[Sheet]) -> Sheet:
    """Build the sheet that the workbook opens on: what changed, what does not add up, and the way to every sheet."""
    told = [("heading", title), *sentences(held.figures, held.rows["checks"], held.pairs)]
    sheet = Sheet("summary", "TomTat", (Column("content", ACROSS, wraps=True),), frozen=0)
    sheet.rows = [[sentence] for _, sentence in told]
    sheet.headings = frozenset(position for position, (style, _) in enumerate(told) if style == "heading")
    sheet.headings |= {len(sheet.rows)}
    sheet.rows.append([words("words", "sheets")])
    sheet.rows += [[Link(f"{other.name}: {words('about', other.key)}", other.name)] for other in data]
    return sheet
