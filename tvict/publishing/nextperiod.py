"""The frame for the next period (khung số liệu kỳ sau): the tables of a report go in, a workbook to fill in comes out.

One row an indicator and cell of its breakdown: the last value, as printed and as a number in the unit it is printed in,
beside empty cells for this period's. Figures without a code follow on a sheet of their own, by section, where their
subject can stand alone. Changes, indices, attainments and gaps have no row: they follow from the values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from tvict.analysis.printed import Printed, months, records
from tvict.errors import SaveError
from tvict.publishing.codes import ROLES, breakdown, in_order, indicator_name, kind, sector
from tvict.publishing.comparison import RANK, RATES, own_decimals, scaled, status, when
from tvict.publishing.rows import Row, one_line, rows_of
from tvict.publishing.said import all_words
from tvict.publishing.sheets import NOT_APPLICABLE, Book, Cell, Column, Formula, Number, Sheet, row_number, words
from tvict.publishing.staging import replaced_file
from tvict.publishing.workbook import MADE

NEEDED = ("sources", "sections", "figures")
"""The tables that the frame is made from."""

COLUMNS = (
    Column("sector", 16, lambda row: sector(row["indicator"]).vi, wraps=True),
    Column("indicator_name", 36, lambda row: indicator_name(row["indicator"]).vi, wraps=True),
    Column("cell", 20, wraps=True),
    Column("unit", 13, lambda row: scaled(row)[1] or words("words", "no_unit"), wraps=True),
    Column("last_period", 15, lambda row: when(row["period"]), wraps=True),
    Column("last_printed", 17, lambda row: one_line(row["text"]), wraps=True),
    Column("last_status", 11, lambda row: status(row) or NOT_APPLICABLE, wraps=True),
    Column("last_year", 13, lambda row: Number(float(row["value"]) / scaled(row)[0], own_decimals(row))),
    Column("this_value", 14, open=True),
    Column("this_change", 12),
    Column("relative", 10),
    Column("this_remark", 24, open=True, wraps=True),
)
OTHER_COLUMNS = (
    Column("section", 8, lambda row: row["section"] or NOT_APPLICABLE, wraps=True),
    Column("heading", 26, wraps=True),
    Column("subject", 40, wraps=True),
    *COLUMNS[3:],
)


def write_next_period(file: str | Path, tables: Mapping[str, pd.DataFrame]) -> Path:
    """Write the frame for the period after a report and return its path; ``tables`` holds at least those of NEEDED.

    The same input gives the same bytes. Raises SaveError where the file cannot be written, or is there already: it may
    be filled in.
    """
    figures, printed = rows_of(tables["figures"]), records(tables["figures"])
    source = rows_of(tables["sources"])[0]
    title = source["title"] or source["report"]
    if Path(file).exists():
        raise SaveError(f"{file} is there already and may be filled in: name another file with --out")
    with replaced_file(file) as staging:
        book = Book(str(staging), {"title": f"{words('sheets', 'next_period')}: {title}", "created": MADE})
        for sheet in (_coded_sheet(figures, printed), _other_sheet(figures, printed, rows_of(tables["sections"]))):
            page = book.add(sheet, None)
            book.put(page, 2, 0, words("words", "next_period_of").format(title=title))
        book.add(_notes(), None)
        book.close()
    return Path(file)


def _coded_sheet(figures: Sequence[Row], printed: Sequence[Printed]) -> Sheet:
    """Build the sheet of indicators: one row a quantity, in the order of the codebook."""
    sheet = Sheet("next_period", "KhungKySau", COLUMNS, frozen=2)
    chosen = [figure for figure in latest(printed) if figure.indicator is not None]
    chosen.sort(key=lambda figure: in_order(str(figure.indicator)))
    by_id = {row["figure_id"]: row for row in figures}
    named = Counter(map(_named, chosen))
    for figure in chosen:
        row = by_id[figure.id]
        parts = [breakdown(figure.cell_text).vi]
        if named[_named(figure)] > 1:
            parts.append(str(row["subject"] or ""))  # two values under one code: only the subject tells them apart
        parts.append(kind(row["indicator"], figure.role).vi)
        told = "; ".join(part for part in parts if part)
        sheet.add(row, cell=told or NOT_APPLICABLE, **_changes(row, sheet))
    return sheet


def _named(figure: Printed) -> tuple[str | None, ...]:
    return figure.indicator, figure.cell_text, figure.role, figure.period


def _other_sheet(figures: Sequence[Row], printed: Sequence[Printed], sections: Sequence[Row]) -> Sheet:
    """Build the sheet of figures without a code whose subject can stand alone, by section as the report has them."""
    sheet = Sheet("next_other", "SoLieuKhac", OTHER_COLUMNS, frozen=3)
    headings = {row["path"]: one_line(row["title"]) for row in sections}
    by_id = {row["figure_id"]: row for row in figures}
    for figure in latest(printed):
        if figure.indicator is None and stands_alone(figure):
            row, above = by_id[figure.id], headings.get(figure.section)
            sheet.add(row, heading=above or NOT_APPLICABLE, **_changes(row, sheet))
    return sheet


def latest(printed: Sequence[Printed]) -> Iterator[Printed]:
    """Yield the figures worth a row in the next report, in the order of the text.

    Of one quantity (indicator or subject, cell, role, kind of unit, length of its period) the values of the latest
    period are taken, each value once; what another figure only names as its base is an earlier one.
    """
    bases = {figure.base for figure in printed if figure.base is not None}
    groups: dict[tuple[object, ...], list[Printed]] = {}
    for figure in printed:
        if figure.role in ROLES and figure.value is not None and figure.id not in bases:
            what = figure.indicator or (figure.section, figure.subject)
            key = (what, figure.cell_text, figure.role, figure.measure, len(months(figure.period)))
            groups.setdefault(key, []).append(figure)
    chosen: dict[int, Printed] = {}
    for group in groups.values():
        last = max(figure.period or "" for figure in group)
        of_last = {figure.value: figure for figure in reversed(group) if (figure.period or "") == last}
        chosen.update((figure.id, figure) for figure in of_last.values())
    yield from (figure for figure in printed if figure.id in chosen)


def stands_alone(figure: Printed) -> bool:
    """Tell whether a subject says by itself what is counted: more than its unit, and no length of time, which is an
    anniversary or a deadline as a rule.
    """
    subject, unit = (figure.subject or "").casefold().strip(), (figure.unit or "").casefold().strip()
    return bool(subject) and subject != unit and figure.sort != "time"


def _changes(row: Row, sheet: Sheet) -> dict[str, Cell]:
    """Return the formulas that wait for this period's value, for the next row of a sheet."""
    last, now = (f"{sheet.letter(name)}{row_number(len(sheet.rows))}" for name in ("last_year", "this_value"))
    subtracts = row["bound"] == "exact"
    divides = subtracts and row["role"] != RANK and row["unit"] not in RATES and row["value"] != 0
    filled = f"AND(ISNUMBER({last}),ISNUMBER({now}))"
    change = Formula(f'=IF({filled},{now}-{last},"")', "", own_decimals(row))
    relative = Formula(f'=IF({filled},100*({now}-{last})/{last},"")', "", 1)
    return {
        "this_change": change if subtracts else NOT_APPLICABLE,
        "relative": relative if divides else NOT_APPLICABLE,
    }


def _notes() -> Sheet:
    """Build the sheet that says how to fill the frame in."""
    sheet = Sheet("next_notes", "CachGhi", (Column("content", 70, wraps=True), Column("content_en", 60, wraps=True)))
    sheet.rows = [[note.vi, note.en] for note in all_words()["next_period"].values()]
    return sheet
