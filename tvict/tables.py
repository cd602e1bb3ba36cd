"""The schema of every table: records of reading or analysis go in, typed pandas frames come out.

One description of each column, in tables.toml, serves the frames, docs/tables.md and datapackage.json. The module knows
neither the reader nor the analysis, so both halves of the package, and a person with a hand-made table, can use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import pandas_dtype

from tvict.names import HIDDEN, Names
from tvict.settings import packaged

MISSING = {float, type(pd.NA)}
"""Types whose values may be a missing one."""

ENDLESS = (float("inf"), float("-inf"))
"""Numbers too large for a float; a cell that would hold one is missing."""

JOINT = ";"
"""What joins several values in one cell: ``inferred``, ``quality``, ``figure_ids``."""

LINKS = ("parent_id", "of_id", "base_id")
"""Columns of ``figures`` that hold another figure: what one is part of, about, or set against."""


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

    def pandas_dtype(self) -> Any:
        """Return the dtype that a frame gives this column."""
        return _pandas_dtype(self.dtype, self.values)


@cache
def _pandas_dtype(name: str, values: tuple[str, ...]) -> Any:
    if name == "category":
        return pd.CategoricalDtype(list(values))
    # Text is kept the same way whether pyarrow is installed or not, so that nothing else differs either.
    return pd.StringDtype("python", na_value=np.nan) if name == "str" else pandas_dtype(name)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its name, what a row is, its columns, and the key that tells its rows apart.

    ``refers`` maps a column to the (table, column) whose values it holds.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: Mapping[str, tuple[str, ...]]

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


def _table(name: str, written: dict[str, Any]) -> Table:
    columns = tuple(Column(**{**column, "values": tuple(column.get("values", ()))}) for column in written["columns"])
    refers = {column: tuple(place.split(".")) for column, place in written.get("refers", {}).items()}
    return Table(name, written["description"], columns, tuple(written["key"]), refers)


TABLES = {name: _table(name, table) for name, table in packaged("tables.toml").items()}
"""All tables by name, in the order of docs/tables.md."""

ROLES = TABLES["figures"].column("role").values
BOUNDS = TABLES["figures"].column("bound").values


def frame(
    table: str, records: Iterable[object], *, report: str | None = None, names: Names | None = None
) -> pd.DataFrame:
    """Build one table, typed and with all its columns in order, from records.

    Records are mappings by column name, or objects with such attributes; what they lack is missing. Tuples are joined
    by semicolons, an empty one is missing; decimals become floats. ``report`` fills the column of that name; ``names``
    are the personal names and numbers that are left out of every column of words. Raises KeyError for a table that is
    not in TABLES, ValueError for a mapping with other columns or a required cell missing.

    >>> frame("operands", [{"check_id": 0, "position": 0, "figure_id": 7}], report="r").loc[0, "figure_id"]
    np.int64(7)
    """
    schema = TABLES[table]
    rows: list[Any] = list(records)
    if not rows:
        return _empty(table).copy()
    columns = {}
    for column in schema.columns:
        given = report is not None and column.name == "report"
        cells: list[object] = [report] * len(rows) if given else _plain(_cells(rows, column.name))
        if names is not None:
            cells = _shown(cells, schema, column, rows, names)
        if column.required and None in cells:
            raise ValueError(f"table {table}: {column.name} is missing in row {cells.index(None)}")
        columns[column.name] = _array(cells, column)
    odd = {str(name) for row in rows for name in row} - set(schema.names) if isinstance(rows[0], Mapping) else None
    if odd:
        raise ValueError(f"table {table} has no column {', '.join(sorted(odd))}")
    return pd.DataFrame(columns, copy=False)


def typed(rows: Iterable[Mapping[str, object]], dtypes: Mapping[str, str]) -> pd.DataFrame:
    """Build a frame that is no table of TABLES from mappings: these columns, in order; what a row lacks is missing."""
    return pd.DataFrame([[row.get(name) for name in dtypes] for row in rows], columns=list(dtypes)).astype(dict(dtypes))


@cache
def _empty(table: str) -> pd.DataFrame:
    columns = TABLES[table].columns
    return pd.DataFrame({column.name: pd.array([], dtype=column.pandas_dtype()) for column in columns}, copy=False)


@cache
def _codes(values: tuple[str, ...]) -> dict[object, int]:
    return {None: -1, **{value: code for code, value in enumerate(values)}}


def _array(cells: list[object], column: Column) -> Any:
    """Make the array of a column; the plain constructors spare pandas the inference of what the schema says."""
    dtype, kind = column.pandas_dtype(), column.dtype
    if kind in ("Int64", "Float64"):
        mask = np.array([cell is None for cell in cells], bool)
        numbers: list[Any] = [0 if cell is None else cell for cell in cells]
        return dtype.construct_array_type()(np.array(numbers, dtype=np.int64 if kind == "Int64" else np.float64), mask)
    if kind == "category":
        codes = _codes(column.values)
        numbers = [codes.get(cell, -1) for cell in cells]
        return pd.Categorical.from_codes(np.array(numbers, dtype=np.int8), dtype=dtype)
    return pd.array(cells, dtype=dtype)


HIDDEN_VALUES = ("value", "low", "high")
"""Columns that are empty where what was read is a telephone number or that of a card."""


def _shown(cells: list[object], schema: Table, column: Column, rows: list[Any], names: Names) -> list[object]:
    """Leave personal names and numbers out of the cells of one column."""
    if "start" in schema.names and (column.name == "text" or (column.name in HIDDEN_VALUES and names.numbers)):
        edges: Any = zip(_cells(rows, "start"), _cells(rows, "end"), strict=True)
        if column.name == "text":
            return [names.between(start, end) for start, end in edges]
        return [None if names.is_number(*edge) else cell for cell, edge in zip(cells, edges, strict=True)]
    if column.dtype == "str" and not column.values and column.name != "report":
        return _worded(cells, names, column.required)
    return cells


def _worded(cells: list[object], names: Names, required: bool) -> list[object]:
    """Leave personal names out of cells; one that is nothing but a name is missing where its column allows that."""
    shown: dict[object, object] = {}
    for cell in set(cells) - {None}:
        words = names.hide(str(cell))
        shown[cell] = words if required or words != HIDDEN else None
    return list(map(shown.get, cells))


def _cells(rows: Sequence[Any], name: str) -> list[object]:
    if isinstance(rows[0], Mapping):
        return [row.get(name) for row in rows]
    try:
        return list(map(attrgetter(name), rows))
    except AttributeError:
        return [getattr(row, name, None) for row in rows]


def _plain(values: list[object]) -> list[object]:
    """Turn what a record may hold into what a frame takes; only columns that hold such a type pay for it."""
    types = set(map(type, values))
    if tuple in types:
        values = [JOINT.join(map(str, value)) or None if isinstance(value, tuple) else value for value in values]
    if Decimal in types:
        values = [float(value) if isinstance(value, Decimal) else value for value in values]
    if types & MISSING or Decimal in types:
        values = [None if value is pd.NA or value != value or value in ENDLESS else value for value in values]
    if str in types and "" in values:
        values = [None if value == "" else value for value in values]
    return values


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as mappings of plain Python values, missing cells None."""
    if table.empty:
        return []
    gaps = table.isna()
    columns = {
        str(name): [None if gap else cell for cell, gap in zip(table[name].tolist(), gaps[name].tolist(), strict=True)]
        for name in table.columns
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
