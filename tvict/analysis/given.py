"""What a call may be given: a report, several, or their tables go in, one table comes out.

A report is known by its tables alone, so that this half of the package needs nothing of the reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, TypeAlias

import pandas as pd


class Tabled(Protocol):
    """A report, as far as these calls need it."""

    @property
    def figures(self) -> pd.DataFrame:
        """One row per figure."""


Given: TypeAlias = "pd.DataFrame | Tabled | Mapping[str, pd.DataFrame] | Iterable[Given]"
"""A table, a report, the tables of one by name, or several of these."""

MARKS = {"figures": ("figure_id", "value"), "history": ("basis", "low", "high"), "sources": ("report",)}
"""Columns that tell a table from the others."""


def table_of(given: Given, table: str, call: str) -> pd.DataFrame:
    """Return one table of what a call was given, those of several reports one below the other.

    Raises TypeError, with what to pass, for anything else and for another table.
    """
    frames = list(_tables(given, table, call))
    if not frames:
        raise TypeError(f"{call} was given no report: {_wanted(table)}")
    return frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)


def sources_of(given: Given, call: str) -> pd.DataFrame | None:
    """Return whose reports these are; None where tables of figures alone were given, which do not tell."""
    if isinstance(given, pd.DataFrame) or (isinstance(given, Mapping) and "sources" not in given):
        return None
    several = given if isinstance(given, Iterable) and not isinstance(given, Mapping) else ()
    if any(sources_of(one, call) is None for one in several):
        return None
    return table_of(given, "sources", call)


def _tables(given: object, table: str, call: str) -> Iterable[pd.DataFrame]:
    if isinstance(given, pd.DataFrame):
        if missing := [name for name in MARKS.get(table, ()) if name not in given.columns]:
            raise TypeError(f"{call} was given a table without {', '.join(missing)}: {_wanted(table)}")
        yield given
    elif isinstance(given, Mapping) and table in given:
        yield given[table]
    elif isinstance(found := getattr(given, table, None), pd.DataFrame):
        yield found
    elif isinstance(given, Iterable) and not isinstance(given, (str, bytes, Mapping)):
        for one in given:
            yield from _tables(one, table, call)
    else:
        raise TypeError(f"{call} was given {type(given).__name__}: {_wanted(table)}")


def _wanted(table: str) -> str:
    return f"pass a report (tvict.read), a list of reports, or their table {table}"
