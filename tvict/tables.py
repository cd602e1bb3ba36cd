"""The schema of every table: records of reading or analysis go in, typed pandas frames come out.

One description of each column serves the frames, docs/tables.md and datapackage.json. The module knows neither the reader
nor the analysis, so both halves of the package, and a person with a hand-made table, can use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

ROLES = ("level", "share", "change", "index", "attainment", "gap", "rank", "plan")
BOUNDS = ("exact", "over", "under", "about")

JOINT = ";"
"""What joins several values in one cell: ``inferred``, ``quality``, ``figure_ids``."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, pandas dtype, meaning, and the SDMX concept it carries, where there is one.

    ``values`` are all that a cell may hold, empty where that is open; ``required`` says that no cell is missing.
    """

    name: str
    dtype: str
    description: str
    concept: str | None = None
    values: tuple[str, ...] = ()
    required: bool = False

    def pandas_dtype(self) -> str | pd.CategoricalDtype:
        """Return the dtype that a frame gives this column."""
        return pd.CategoricalDtype(list(self.values)) if self.dtype == "category" else self.dtype


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what a row is, its columns, and the key that tells its rows apart.

    ``refers`` maps a column to the (table, column) whose values it holds.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: Mapping[str, tuple[str, str]]

    def column(self, name: str) -> Column:
        """Return one column by its name; KeyError for a name that the table has not."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name!r}")

    @property
    def names(self) -> list[str]:
        """The column names in order."""
        return [column.name for column in self.columns]


_REPORT = Column("report", "str", "The report: the stem of its file, or the name given to parse.", required=True)


def _span(what: str) -> tuple[Column, Column]:
    return (
        Column("start", "int64", f"Where {what} begins, in characters of the report's text, from 0.", required=True),
        Column("end", "int64", f"Where {what} ends; text[start:end] of the report is exactly its words.", required=True),
    )


_CHECK_KINDS = ("sum", "share", "change", "attainment", "count", "exceeds")
_VERDICTS = ("holds", "truncated", "partial", "differs", "unchecked")
_KINDS = ("figure", "date", "year", "period", "reference", "ordinal", "name", "unit")

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "sources",
            "The reports themselves, one row each: whose they are, of which area and year, and under which terms.",
            (
                _REPORT,
                Column("title", "str", "Title of the report, where its metadata say it."),
                Column("issuer", "str", "The body that issued the report, where its metadata say it."),
                Column("area", "str", "Area code after ISO 3166-2 (VN-51), where its metadata say it.", "REF_AREA"),
                Column("area_name", "str", "Name of the province: from the metadata, else from the text where it says so."),
                Column("year", "Int64", "Year reported: from the metadata, else from the text where it says so."),
                Column("source", "str", "Where the raw file came from."),
                Column("licence", "str", "Terms under which the report's text may be used."),
                Column("sha256", "str", "SHA-256 of the raw file, missing for a text given as a string."),
                Column("encoding", "str", "Encoding of the raw file, missing for a text given as a string."),
                Column("invented", "bool", "True for a text made up for tests: its figures are about no real place.", required=True),
            ),
            ("report",),
            {},
        ),
        Table(
            "numerals",
            "Every numeral of the text, one row each, in order, and what it is: nothing that is printed is left out.",
            (
                _REPORT,
                *_span("the numeral"),
                Column("text", "str", "The numeral as printed: digits joined by dots or commas.", required=True),
                Column(
                    "kind",
                    "str",
                    "What the numeral is: a figure (a quantity), part of a date, a bare year, a bound of a period, part of a document "
                    "number or standard (reference), an ordinal (numbering, levels, pages), part of a name, or part of a unit.",
                    values=_KINDS,
                    required=True,
                ),
                Column("figure_id", "Int64", "The figure it belongs to; missing unless kind is figure."),
                Column("rule", "str", "The lexicon or grammar entry that decided the kind; default where none did.", required=True),
            ),
            ("report", "start"),
            {"figure_id": ("figures", "figure_id")},
        ),
        Table(
            "figures",
            "Every quantity that the report prints, one row each, in order.",
            (
                _REPORT,
                Column("figure_id", "Int64", "Number of the figure: the row number, in numerals, of its first numeral, from 0.", required=True),
                Column("section", "str", "Path of the headings it stands under: I.4, 1.II.1.a."),
                Column("indicator", "str", "Code of the indicator (docs/indicators.md); missing where the figure is one-off.", "INDICATOR"),
                Column("cell", "str", "Cell of the indicator's breakdown: key=value pairs joined by semicolons, keys sorted."),
                Column("subject", "str", "What is measured, in the text's words, understandable alone."),
                Column(
                    "value",
                    "Float64",
                    "The value after scale: percent stays percent, a decrease is negative; missing where the print allows no reading.",
                    "OBS_VALUE",
                ),
                Column("unit", "str", "The counted noun, đồng, %, điểm phần trăm and so on; missing where none is said.", "UNIT_MEASURE"),
                Column(
                    "scale",
                    "Int64",
                    "The multiplier printed beside the number: 1000000000 for tỷ. SDMX states it as a power of ten.",
                    "UNIT_MULT",
                    required=True,
                ),
                Column("decimals", "Int64", "Digits printed after the decimal comma.", "DECIMALS", required=True),
                Column(
                    "role",
                    "category",
                    "What the figure says: a level; a share of a total in %; a change against an earlier period; an index (equal to 98,3 % of, "
                    "1,5 times); the attainment of a target in %; a gap above or below a target or another area; a rank; a plan.",
                    values=ROLES,
                    required=True,
                ),
                Column(
                    "bound",
                    "category",
                    "exact; over (more than, or the low end of a range); under (less than, or the high end); about.",
                    values=BOUNDS,
                    required=True,
                ),
                Column("estimate", "bool", "True where the text calls the figure an estimate.", "OBS_STATUS", required=True),
                Column("period", "str", "The time measured: 2022, 2022-S1, 2022-Q2, 2022-06, 2022-01-01/P9M; missing if timeless.", "TIME_PERIOD"),
                Column("as_of", "str", "The day on which a stock was counted, as an ISO date, where the text says it."),
                Column("low", "Float64", "The least value that the printed digits allow; missing where that side is open."),
                Column("high", "Float64", "The greatest value that the printed digits allow; missing where that side is open."),
                Column("parent_id", "Int64", "The figure holding the total that this one is part of."),
                Column("list_id", "str", "The list of siblings it is printed in; lists of one total are never mixed."),
                Column("closed", "bool", "True where that list claims to be complete.", required=True),
                Column("of_id", "Int64", "The figure that a share, change, index, attainment or gap is about."),
                Column("base_id", "Int64", "The figure it was reckoned against: a share's total, a target, an earlier level."),
                Column("inferred", "str", "Columns of this row that the text does not print beside the figure, joined by semicolons."),
                Column("quality", "str", "Flags about the print (irregular, split, restated, range, scan), joined by semicolons."),
                Column("text", "str", "The words as printed, from numeral to unit.", required=True),
                *_span("the figure's words"),
            ),
            ("report", "figure_id"),
            {
                "parent_id": ("figures", "figure_id"),
                "of_id": ("figures", "figure_id"),
                "base_id": ("figures", "figure_id"),
            },
        ),
        Table(
            "lists",
            "The items that the text lists for a stated count, one row an item.",
            (
                _REPORT,
                Column("figure_id", "Int64", "The stated count.", required=True),
                *_span("the item"),
                Column("text", "str", "The item as printed.", required=True),
            ),
            ("report", "figure_id", "start"),
            {"figure_id": ("figures", "figure_id")},
        ),
        Table(
            "citations",
            "Every mention of a numbered document, one row each, in order.",
            (
                _REPORT,
                *_span("the mention"),
                Column("text", "str", "The mention as printed.", required=True),
                Column("number", "str", "The document's number: 14/2022/QĐ-UBND.", required=True),
                Column("type", "str", "Code of the document's type: QĐ, KH, NQ, CV."),
                Column("issuer", "str", "Code of the body that issued it: UBND, TTg, STTTT."),
                Column("drafter", "str", "Code of the unit that drafted it, where the number carries one."),
                Column("year_in_number", "Int64", "The year inside the number, as normative acts carry it."),
                Column("date", "str", "Its date as an ISO date, where the text prints it."),
                Column("title", "str", "What it is about, in the text's words, where printed."),
                Column("system", "str", "Whose numbering it follows: state or party.", values=("state", "party"), required=True),
                Column("normative", "bool", "True for a normative act.", required=True),
                Column("order", "str", "A flag where number and date are out of order within their series: for a reader to look up, no verdict."),
            ),
            ("report", "start"),
            {},
        ),
        Table(
            "sections",
            "The headings of the report, one row each, in order.",
            (
                _REPORT,
                *_span("the heading"),
                Column("path", "str", "Path of the section, as in figures.section.", required=True),
                Column("title", "str", "The heading's words without its number.", required=True),
                Column("level", "int64", "Depth of the heading, 1 the highest.", required=True),
            ),
            ("report", "start"),
            {},
        ),
        Table(
            "checks",
            "What the printed figures say about each other, one row a relation, and whether it closes.",
            (
                _REPORT,
                Column("check_id", "Int64", "Number of the check.", required=True),
                Column(
                    "kind",
                    "str",
                    "sum: parts of a total; share, change, attainment: a printed percentage or change against its operands; count: a stated count "
                    "against its list; exceeds: a part larger than its whole.",
                    values=_CHECK_KINDS,
                    required=True,
                ),
                Column("whole_id", "Int64", "The figure tested: the total, the percentage or change, the stated count, the larger thing."),
                Column("claim", "str", "The relation as a sentence that a person can check: 139 + 332 + 106 = 577.", required=True),
                Column("stated", "Float64", "The value printed."),
                Column("low", "Float64", "The least value that the operands' printed digits allow."),
                Column("high", "Float64", "The greatest value that the operands' printed digits allow."),
                Column("gap", "Float64", "The value printed less the value computed; 0 where they meet."),
                Column(
                    "verdict",
                    "str",
                    "holds; truncated: only if the printed number was cut, not rounded; partial: an open list below its total; differs: does not "
                    "close as printed; unchecked: an operand is missing or bounded.",
                    values=_VERDICTS,
                    required=True,
                ),
                Column("section", "str", "Path of the section that the tested figure stands in."),
            ),
            ("report", "check_id"),
            {"whole_id": ("figures", "figure_id")},
        ),
        Table(
            "operands",
            "The figures that a check reckons with, one row each.",
            (
                _REPORT,
                Column("check_id", "Int64", "The check.", required=True),
                Column("position", "Int64", "Place of the operand in the claim, from 0; for a share or change: what it is of, then its base.", required=True),
                Column("figure_id", "Int64", "The operand.", required=True),
            ),
            ("report", "check_id", "position"),
            {"check_id": ("checks", "check_id"), "figure_id": ("figures", "figure_id")},
        ),
        Table(
            "history",
            "This year's and last year's values, one row a value, as printed or reckoned from a printed change.",
            (
                _REPORT,
                Column("indicator", "str", "Code of the indicator; missing where the figure is one-off.", "INDICATOR"),
                Column("cell", "str", "Cell of the indicator's breakdown, as in figures."),
                Column("subject", "str", "What is measured, in the text's words."),
                Column("unit", "str", "Unit of the value.", "UNIT_MEASURE"),
                Column("period", "str", "The time measured.", "TIME_PERIOD"),
                Column("value", "Float64", "The value printed, or reckoned from the printed digits.", "OBS_VALUE"),
                Column("low", "Float64", "The least value that the printed digits allow."),
                Column("high", "Float64", "The greatest value that the printed digits allow."),
                Column("basis", "str", "stated where the text prints the value, derived where it is reckoned.", values=("stated", "derived"), required=True),
                Column("estimate", "bool", "True where the value is, or rests on, what the text calls an estimate.", "OBS_STATUS", required=True),
                Column("bound", "category", "The bound of the value, as in figures.", values=BOUNDS, required=True),
                Column("figure_ids", "str", "The figures it rests on, joined by semicolons.", required=True),
            ),
            ("report", "figure_ids", "period"),
            {},
        ),
    )
}


def frame(table: str, records: Iterable[object], *, report: str | None = None) -> pd.DataFrame:
    """Build one table, typed and with all its columns in order, from records.

    A record is a mapping by column name or an object with such attributes; what it lacks is missing. Tuples are joined by
    semicolons, an empty one is missing; decimals become floats. ``report`` fills the column of that name. Raises KeyError
    for a table that is not in TABLES, ValueError for a mapping with other columns or where a required cell is missing.

    >>> frame("operands", [{"check_id": 0, "position": 0, "figure_id": 7}], report="r").loc[0, "figure_id"]
    np.int64(7)
    """
    schema = TABLES[table]
    rows = list(records)
    constants: dict[str, object] = {} if report is None else {"report": report}
    for row in rows:
        if isinstance(row, Mapping) and not row.keys() <= set(schema.names):
            raise ValueError(f"table {table} has no column {sorted(set(row) - set(schema.names))}")
    return pd.DataFrame({column.name: _series(table, column, rows, constants) for column in schema.columns})


def _series(table: str, column: Column, rows: list[object], constants: dict[str, object]) -> pd.Series:
    values = [constants.get(column.name, _cell(row, column.name)) for row in rows]
    cells = [_plain(value) for value in values]
    if column.required and any(cell is None for cell in cells):
        raise ValueError(f"table {table}: {column.name} is missing in row {cells.index(None)}")
    return pd.Series(cells, dtype=column.pandas_dtype(), name=column.name)  # type: ignore[call-overload, no-any-return, unused-ignore]


def _cell(row: object, name: str) -> object:
    return row.get(name) if isinstance(row, Mapping) else getattr(row, name, None)


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return JOINT.join(str(part) for part in value) or None
    if isinstance(value, Decimal):
        return float(value)
    return None if value is None or value is pd.NA or value != value else value


def markdown() -> str:
    """Return docs/tables.md: every table and every column, as described here."""
    lines = [
        "# The tables",
        "",
        "Made by `make docs` from `tvict/tables.py`; the same descriptions stand in every `datapackage.json`. A missing cell is `pd.NA` (an empty",
        "cell in CSV), never an empty text and never 0. Concepts are those of SDMX.",
    ]
    for table in TABLES.values():
        lines += ["", f"## {table.name}", "", f"{table.description} Key: {', '.join(f'`{name}`' for name in table.key)}.", ""]
        lines += ["| column | type | concept | meaning |", "|---|---|---|---|"]
        for column in table.columns:
            values = f" One of: {', '.join(f'`{value}`' for value in column.values)}." if column.values else ""
            refers = table.refers.get(column.name)
            points = f" Refers to `{'.'.join(refers)}`." if refers else ""
            lines.append(f"| `{column.name}` | {column.dtype} | {column.concept or ''} | {column.description}{values}{points} |")
    return "\n".join(lines) + "\n"
