"""The workbook of several reports: what they say side by side goes in, an .xlsx comes out, always the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from tvict.publishing.codes import sector
from tvict.publishing.comparison import derived_decimals, own_decimals, scaled, status
from tvict.publishing.several import Line, Together, Value, several
from tvict.publishing.sheets import NOT_APPLICABLE, Book, Cell, Column, Formula, Number, Sheet, coded, row_number, words
from tvict.publishing.staging import replaced_file
from tvict.publishing.workbook import MADE

NAME = (Column("sector", 14, wraps=True), Column("indicator_name", 36, wraps=True))
COMPARED = (
    *NAME,
    *(
        Column(f"{side}_{what}", width, wraps=what != "value")
        for side in ("first", "second")
        for what, width in (("period", 12), ("printed", 15), ("status", 10), ("value", 12))
    ),
    Column("unit", 13, wraps=True),
    Column("difference", 11),
    Column("relative", 9),
    Column("note", 38, wraps=True),
)
OF_A_SIDE = {"period": "period", "printed": "printed", "status": "this_status", "value": "value"}
"""Columns of each of two reports, and the cell of a value that stands there."""

VALUE = (
    Column("report_told", 20, wraps=True),
    Column("period", 15, wraps=True),
    Column("printed", 17, wraps=True),
    Column("value", 14),
    Column("unit", 13, wraps=True),
    Column("this_status", 11, wraps=True),
    Column("basis", 14, wraps=True),
    Column("low", 14),
    Column("high", 14),
)
PANEL = (*NAME, *VALUE, Column("note", 38, wraps=True))
AGAIN = (*NAME, Column("area_name", 16, wraps=True), *VALUE, Column("verdict", 18, wraps=True))


def write_several_book(file: str | Path, together: Together) -> Path:
    """Write the workbook and return its path: the values side by side, and those of one area and period told again.

    The same input gives the same bytes. Raises SaveError where the file cannot be written.
    """
    with replaced_file(file) as staging:
        book = Book(str(staging), {"title": several()[together.kind].vi, "created": MADE})
        first = _compare_sheet(together) if together.kind == "compare" else _panel_sheet(together)
        for sheet in (first, _again_sheet(together)):
            page = book.add(sheet, None)
            book.put(page, 2, 0, "; ".join(f"{n}. {side.short}" for n, side in enumerate(together.sides, 1)))
        book.close()
    return Path(file)


def _compare_sheet(together: Together) -> Sheet:
    """Build the sheet of two reports: a row a quantity, first and second in one unit, and formulas for the change."""
    sheet = Sheet("compare", "SoSanh", COMPARED, frozen=2)
    for line in (*together.shared, *together.alone):
        mains = [values[0] if values else None for values in line.values]
        scale = _scale(mains)
        last = next(value for value in reversed(mains) if value is not None)
        cells = {**_named(line), **_change(line, scale, sheet), "unit": _unit(last, scale)}
        for name, value in zip(("first", "second"), mains, strict=True):
            told = _cells(value, scale) if value is not None else {}
            cells |= {f"{name}_{what}": told.get(cell, NOT_APPLICABLE) for what, cell in OF_A_SIDE.items()}
        sheet.add(cells)
    return sheet


def _scale(values: Sequence[Value | None]) -> int:
    """Return the scale that all values are printed in, 1 where they differ."""
    scales = {scaled(value.figure)[0] for value in values if value is not None}
    return scales.pop() if len(scales) == 1 else 1


def _unit(value: Value, scale: int) -> str:
    """Return a value's unit, in units of ``scale``."""
    unit = scaled(value.figure)[1] if scale > 1 else value.row["unit"]
    return unit or words("words", "no_unit")


def _change(line: Line, scale: int, sheet: Sheet) -> dict[str, Cell]:
    """Return the formulas of a pair that may be subtracted, with their values."""
    a, b = (f"{sheet.letter(f'{name}_value')}{row_number(len(sheet.rows))}" for name in ("first", "second"))
    cells: dict[str, Cell] = {"difference": NOT_APPLICABLE, "relative": NOT_APPLICABLE}
    if line.less is not None:
        cells["difference"] = Formula(f"={b}-{a}", float(line.less / scale), line.places(scale))
    if line.relative is not None:
        cells["relative"] = Formula(f"=100*({b}-{a})/{a}", line.relative, 1)
    return cells


def _panel_sheet(together: Together) -> Sheet:
    """Build the sheet of several reports: a row a value, those of one indicator below each other."""
    sheet = Sheet("panel", "NhieuBaoCao", PANEL, frozen=2)
    for line in (*together.shared, *together.alone):
        for value in (value for values in line.values for value in values):
            sheet.add({**_named(line), **_cells(value, scaled(value.figure)[0])})
    return sheet


def _again_sheet(together: Together) -> Sheet:
    """Build the sheet of quantities of one area and period that more than one report tells."""
    sheet = Sheet("told_again", "SoNamTruoc", AGAIN, frozen=2)
    for again in together.again:
        for value in again.values:
            cells = {**_named(again.line), **_cells(value, scaled(value.figure)[0])}
            sheet.add(cells, area_name=again.area, verdict=again.verdict.vi)
    return sheet


def _named(line: Line) -> dict[str, Cell]:
    notes = " ".join(note.vi for note in line.notes)
    return {"sector": sector(line.code).vi, "indicator_name": line.name.vi, "note": notes or NOT_APPLICABLE}


def _cells(value: Value, scale: int) -> dict[str, Cell]:
    """Return the cells of one value, in units of ``scale``."""
    row, figure = value.row, value.figure
    decimals = derived_decimals(figure, row["low"], row["high"]) if value.derived else own_decimals(figure)
    decimals = decimals if scale == scaled(figure)[0] else 0

    def number(name: str) -> Number | None:
        if row[name] is None:
            return None
        exact = Decimal(str(row[name])) / scale
        finer = decimals if name == "value" or exact == exact.to_integral_value() else decimals + 1
        return Number(float(exact), finer)

    return {
        "report_told": value.side.short,
        "period": value.when.vi,
        "printed": NOT_APPLICABLE if value.derived else value.shown.vi,
        "unit": _unit(value, scale),
        "this_status": status(row) or NOT_APPLICABLE,
        "basis": coded("basis", "derived" if value.derived else "stated"),
        **{name: number(name) for name in ("value", "low", "high")},
    }
