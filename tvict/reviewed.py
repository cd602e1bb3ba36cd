"""What a reviewer wrote into a workbook: the .xlsx goes in, corrections as TOML come out.

The sheets of figures and checks have yellow columns for the right value, unit and role and for a remark. Each filled
cell becomes a correction (docs/corrections.md) of the figure in its row, in the sheet of checks of the figure that is
tested; a cell that cannot be taken is named with its address, a remark without a correction is told.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tvict.analysis.claims import NUMERAL
from tvict.corrections import UNIT
from tvict.errors import ReadError
from tvict.labels import LANGUAGES, label
from tvict.publishing.rows import one_line
from tvict.reading import read
from tvict.tables import ROLES

VIETNAMESE = re.compile(r"[-−]?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d+)?")
HEADER = 5
"""The row of the table's headings: tvict.publishing.sheets writes it."""

COLUMNS = {"right_value": "value", "right_unit": "unit", "right_role": "role"}
"""The columns that a reviewer fills, and the column of figures that each corrects."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a workbook holds of a reviewer: corrections as TOML, remarks without a correction, and cells not taken."""

    toml: str
    corrections: int
    remarks: tuple[str, ...]
    refused: tuple[str, ...]


def read_reviewed(path: str | Path, on: date, lang: str = "vi") -> Reviewed:
    """Read a workbook that tvict wrote and somebody filled in; ``on`` is the date that its corrections bear.

    Raises ReadError for a file that is no such workbook.
    """
    book = _book(Path(path))
    tables: list[str] = []
    remarks: list[str] = []
    refused: list[str] = []
    figures = list(_rows(Path(path), book, "figures", ("figure_id", "printed", "start", *COLUMNS)))
    by_id = {cells["figure_id"]: cells for cells, _ in figures}
    checks = list(_rows(Path(path), book, "checks", ("claim", "whole_id", *COLUMNS)))
    for cells, places in [*figures, *checks]:
        if all(cells[column] is None for column in ("remark", *COLUMNS)):
            continue
        figure = by_id.get(cells["whole_id"], {}) if "whole_id" in cells else cells
        about = {name: figure.get(name) for name in ("printed", "start")}
        taken, odd = corrections_of({**cells, **about}, on, lang)
        tables += [table for table in taken if table not in tables]
        refused += [f"{places[column]}: {said}" for column, said in odd.items()]
        if (remark := one_line(cells["remark"])) and not taken:
            remarks.append(f"{places['remark']}, {one_line(cells.get('claim', about['printed']))}: {remark}")
    return Reviewed("\n".join(tables), len(tables), tuple(remarks), tuple(refused))


def corrections_of(cells: Mapping[str, Any], on: date, lang: str) -> tuple[list[str], dict[str, str]]:
    """Return what a reviewer wrote of one figure as TOML, and what there is to say of the columns that are not taken.

    ``cells`` are ``printed`` and ``start`` of the figure, its ``remark`` and what stands in ``COLUMNS``; None is empty.
    """
    tables: list[str] = []
    refused: dict[str, str] = {}
    printed, start = one_line(cells["printed"]), cells["start"]
    found = NUMERAL.search(printed)
    for column, corrects in COLUMNS.items():
        if cells[column] is None:
            continue
        value = _value(corrects, cells[column], printed)
        if value is None or found is None or not isinstance(start, int):
            refused[column] = label("reviewed", f"not_{corrects}", lang).format(written=cells[column])
        else:
            reason = one_line(cells["remark"]) or label("reviewed", "reason", lang)
            tables.append(_table(found[0], start, corrects, value, reason, on))
    return tables, refused


def _book(path: Path) -> Any:
    """Open a workbook; raises ReadError for a file that is none."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        return load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError) as error:
        raise ReadError(f"{path} is no workbook that can be read: save it as .xlsx and try again") from error


def _rows(
    path: Path, book: Any, sheet: str, named: Sequence[str]
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, str]]]:
    """Yield the rows of a sheet by the names of columns, with the address of each cell."""
    from tvict.publishing.sheets import heading, words

    name = words("sheets", sheet)
    if name not in book.sheetnames:
        raise ReadError(f"{path} has no sheet “{name}”: take a workbook that `tvict build` wrote")
    page = book[name]
    wanted = {heading(column): column for column in ("remark", *named)}
    places = {
        wanted[str(cell.value)]: int(cell.column) for cell in page[HEADER] if cell.column and str(cell.value) in wanted
    }
    if missing := sorted(set(wanted.values()) - places.keys()):
        lost = ", ".join(heading(column) for column in missing)
        raise ReadError(f"{path}, sheet “{name}” has lost its columns {lost}: take a fresh workbook")
    for row in page.iter_rows(min_row=HEADER + 1):
        cells = {column: row[place - 1] for column, place in places.items()}
        addresses = {column: f"{name}!{cell.coordinate}" for column, cell in cells.items()}
        yield {column: cell.value for column, cell in cells.items()}, addresses


def _value(column: str, written: object, printed: str) -> str | None:
    """Return what was written as TOML; None where it is not of the column's kind, or leaves in doubt what it means.

    A value is written in full ("31.858.000.000") or as the report prints it ("31,858 tỷ đồng"). Where the report prints
    a scale, a number smaller than that may be meant either way, and is not taken.
    """
    text = one_line(written)
    if column == "role":
        named = (role for role in ROLES if text in (role, *(label("roles", role, language) for language in LANGUAGES)))
        role = next(named, None)
        return None if role is None else _quoted(role)
    if column == "unit":
        return _quoted(text) if UNIT.search(text) else None
    if isinstance(written, bool):
        return None
    if isinstance(written, int | float) or VIETNAMESE.fullmatch(text):
        bare = text if isinstance(written, int | float) else text.replace(".", "").replace(",", ".").replace("−", "-")
        scale = next((figure.scale for figure in read(printed).figures), 1)
        return None if abs(Decimal(bare)) < scale > 1 else bare
    said = [figure for figure in read(text).figures if figure.text == text and figure.scale > 1]
    return str(said[0].value) if said and said[0].value is not None else None


def _table(numeral: str, start: int, column: str, value: str, reason: str, on: date) -> str:
    lines = [f"numeral = {_quoted(numeral)}", f"start = {start}", f"column = {_quoted(column)}", f"value = {value}"]
    return "\n".join(["[[correction]]", *lines, f"reason = {_quoted(reason)}", f"date = {on.isoformat()}", ""])


def _quoted(text: str) -> str:
    """Write a TOML string, which is one of JSON too."""
    return json.dumps(text, ensure_ascii=False)
