"""Tables as the rows that pages and workbooks are made from: frames go in, mappings come out, None for a missing cell.

A word for how much there is ("sản lượng") is shown as no unit: it stands in the tables where none was printed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from tvict import tables
from tvict.codebook import quantities

Row = dict[str, Any]

VERDICTS = ("differs", "partial", "truncated", "unchecked", "holds")
"""Verdicts in the order in which a reader wants them."""


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Return a table's rows, units as they are to be shown."""
    rows = tables.rows_of(table)
    if "unit" in table.columns:
        _hide_quantities(rows)
    return rows


def _hide_quantities(rows: Iterable[Row]) -> None:
    for row in rows:
        row["unit"] = None if row["unit"] in quantities() else row["unit"]


def checks_by_figure(checks: pd.DataFrame, operands: pd.DataFrame) -> dict[int, list[Row]]:
    """Return, for each figure, the checks that are computed from it, in the order in which a reader wants them."""
    members: dict[int, list[int]] = {}
    for row in rows_of(operands):
        members.setdefault(row["check_id"], []).append(row["figure_id"])
    found: dict[int, list[Row]] = {}
    for row in sorted(rows_of(checks), key=lambda row: VERDICTS.index(row["verdict"])):
        for figure in {row["whole_id"], *members.get(row["check_id"], ())} - {None}:
            found.setdefault(figure, []).append(row)
    return found


def as_read(tables: Mapping[str, pd.DataFrame]) -> dict[int, Row]:
    """Return the rows of the figures that a person corrected as they were before, by figure."""
    rows = {row["figure_id"]: row for row in rows_of(tables["figures"])}
    numbers: dict[str, type[int] | type[float]] = {"Float64": float, "Int64": int}
    found: dict[int, Row] = {}
    for correction in rows_of(tables["corrections"]):
        column, before = correction["column"], correction["before"]
        number = numbers.get(str(tables["figures"][column].dtype))
        row = found.setdefault(correction["figure_id"], dict(rows[correction["figure_id"]]))
        row[column] = before if before is None or number is None else number(before)
    _hide_quantities(found.values())
    return found


def one_line(words: object) -> str:
    """Return words on one line, "" for a missing cell."""
    return "" if words is None else " ".join(str(words).split())


def day(cell: object) -> str | None:
    """Write a day as people do: 24/02/2022; None for a missing one."""
    return None if cell is None else "/".join(reversed(str(cell)[:10].split("-")))


def items_of(lists: pd.DataFrame) -> dict[int, list[str]]:
    """Return the items of each list by the figure that counts them."""
    items: dict[int, list[str]] = {}
    for row in rows_of(lists):
        items.setdefault(row["figure_id"], []).append(one_line(row["text"]))
    return items
