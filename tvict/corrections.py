"""What a person corrected after reading: a TOML file beside the raw report goes in, corrected figures come out.

``data/raw/REPORT.corrections.toml`` holds one table a cell, and survives every rebuild::

    [[correction]]
    numeral = "76 tỷ"    # the numeral as printed, and as many words behind it as matter
    start = 6278         # where it begins in the text; may be left out where these words stand there once
    column = "unit"      # a column of figures
    value = "đồng"       # left out to empty the cell; for parent_id, of_id, base_id the start of the other figure
    reason = "…"
    date = 2026-11-24

Each is refused where the text at its place is no longer the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from tvict.analysis.claims import NUMERAL
from tvict.analysis.printed import records
from tvict.codebook import TOTAL
from tvict.errors import ReadError
from tvict.names import Names
from tvict.numbers import ends
from tvict.settings import read_settings, refuse_odd_words, short, shown
from tvict.tables import JOINT, LINKS, TABLES, Column, frame, rows_of

FIXED = frozenset({"report", "figure_id", "text", "start", "end", "inferred", "quality"})
"""Columns that say what is printed where, and how it was read: nothing to correct."""

OPEN = tuple(name for name in TABLES["figures"].names if name not in FIXED)
FLAG = "corrected"
WRITTEN = {"numeral": str, "column": str, "reason": str, "date": date}
OPTIONAL = {"start", "value"}


@dataclass(frozen=True, slots=True)
class Correction:
    """One cell corrected: the words as printed and where they begin, the column, its new value, why and when."""

    numeral: str
    start: int
    column: str
    value: object
    reason: str
    date: date

    @property
    def end(self) -> int:
        """Where the words end."""
        return self.start + len(self.numeral)


def read_corrections(path: Path, text: str) -> tuple[Correction, ...]:
    """Return the corrections that stand beside a raw file; none where there is no such file.

    Raises ReadError for a file that is broken, a correction that says too little, too much or what cannot be, and one
    whose words do not stand at its place in ``text``.
    """
    beside = path.with_suffix(".corrections.toml")
    written = read_settings(beside)
    if written is None:
        return ()
    tables = written.pop("correction", [])
    if written or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ReadError(f"{beside} holds something else than [[correction]] tables: write one of these for each cell")
    read = tuple(_correction(beside, number, table, text) for number, table in enumerate(tables, 1))
    cells = [(correction.start, correction.column) for correction in read]
    if twice := [cell for cell in cells if cells.count(cell) > 1]:
        raise ReadError(f"{beside} corrects the column {twice[0][1]} at {twice[0][0]} twice: leave one of the two")
    return read


def correct(
    figures: pd.DataFrame, corrections: Sequence[Correction], names: Names | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Apply corrections to the figures of one report; return the new figures and the table corrections.

    ``names`` are left out of what a person wrote. A corrected row bears the flag ``corrected`` in ``quality``. Low and
    high follow a corrected value, unit or bound unless they are corrected themselves. Raises ReadError where no figure
    stands at a correction's place.
    """
    rows = rows_of(figures)
    by_place = {row["start"] + hit.start(): row for row in rows for hit in NUMERAL.finditer(row["text"])}
    told: list[dict[str, object]] = []
    changed: dict[int, set[str]] = {}
    for correction in corrections:
        row = by_place.get(correction.start)
        if row is None:
            raise ReadError(
                f"no figure is read at {correction.start} (“{correction.numeral}”): take its correction out, or see "
                "`tvict read FILE --table numerals` for what that numeral is read as"
            )
        value = _linked(correction, by_place) if correction.column in LINKS else correction.value
        told.append(_told(correction, row, value))
        row[correction.column] = value
        row["quality"] = _flagged(row["quality"])
        changed.setdefault(id(row), set()).add(correction.column)
    for row in rows:
        row["cell"] = (row["cell"] or TOTAL) if row["indicator"] else None
        _widen(row, changed.get(id(row), set()))
        _refuse_downward(row)
    _refuse_cycles(rows)
    return frame("figures", rows, names=names), frame("corrections", told, names=names)


def _refuse_downward(row: Mapping[str, object]) -> None:
    low, high = row["low"], row["high"]
    if FLAG in str(row["quality"]) and low is not None and high is not None and float(str(low)) > float(str(high)):
        raise ReadError(
            f"the corrections of the figure at {row['start']} give it a low of {low} above its high of {high}: "
            "correct the other end too"
        )


def _refuse_cycles(rows: Sequence[Mapping[str, object]]) -> None:
    """Raise ReadError where corrected links lead from a figure back to itself."""
    by_id = {row["figure_id"]: row for row in rows}
    for column in LINKS:
        for row in rows:
            passed, at = {row["figure_id"]}, row[column]
            while at is not None and at in by_id and at not in passed:
                passed.add(at)
                at = by_id[at][column]
            if at == row["figure_id"] and any(FLAG in str(by_id[one]["quality"]) for one in passed):
                raise ReadError(
                    f"the corrections of {column} lead from the figure at {row['start']} back to itself: mend one"
                )


def _correction(beside: Path, number: int, table: Mapping[str, object], text: str) -> Correction:
    place = f"{beside}: correction {number}"
    if missing := WRITTEN.keys() - table.keys():
        raise ReadError(f"{place} says no {', '.join(sorted(missing))}: write numeral, column, value, reason and date")
    if odd := table.keys() - WRITTEN.keys() - OPTIONAL:
        raise ReadError(f"{place} says {short(', '.join(sorted(odd)))}, which means nothing here: take it out")
    for name, kind in WRITTEN.items():
        cell = table[name]
        if not isinstance(cell, kind) or isinstance(cell, datetime) or cell == "":
            raise ReadError(f"{place} gives {name} as {shown(cell)}: write it as {kind.__name__}")
        if isinstance(cell, str) and name != "numeral":
            refuse_odd_words(place, name, cell)
    numeral, column, day = str(table["numeral"]), str(table["column"]), table["date"]
    if column not in OPEN:
        raise ReadError(f"{place} names the column {short(column)}: only these can be corrected: {', '.join(OPEN)}")
    if not NUMERAL.match(numeral):
        raise ReadError(f"{place} gives the numeral as “{short(numeral)}”: begin with its digits, as printed")
    assert isinstance(day, date)
    start = _start(place, numeral, table.get("start"), text)
    value = _value(place, TABLES["figures"].column(column), table.get("value"))
    return Correction(numeral, start, column, value, str(table["reason"]), day)


def _start(place: str, numeral: str, start: object, text: str) -> int:
    """Return where the words of a correction begin, after a look at the text there."""
    hits = (hit for hit in NUMERAL.finditer(text) if numeral.startswith(hit[0]))  # no numeral that goes on
    starts = [hit.start() for hit in hits if text.startswith(numeral, hit.start())]
    if start is None:
        if len(starts) == 1:
            return starts[0]
        where = f"stand at {', '.join(map(str, starts))}: add its start" if starts else "stand nowhere in the text"
        raise ReadError(f"{place}: the words “{short(numeral)}” {where}")
    if type(start) is not int or start < 0:
        raise ReadError(f"{place} gives start as {shown(start)}: write the number of characters before the numeral")
    if start not in starts:
        found = " ".join(text[start : start + max(len(numeral), 12)].split())
        raise ReadError(
            f"{place}: the text at {start} is “{found}” and not “{short(numeral)}”, so the report has changed there: "
            "look at it again, then write the new place or take the correction out"
        )
    return start


def _value(place: str, column: Column, value: object) -> object:
    """Return a corrected value in the type of its column; None for one left out."""
    if value is None:
        if column.required:
            raise ReadError(f"{place} gives no value for {column.name}, which is never missing: write one")
        return None
    kinds: dict[str, tuple[type, ...]] = {"Float64": (int, float), "Int64": (int,), "bool": (bool,)}
    wanted = kinds.get(column.dtype, (str,))
    if isinstance(value, date) and wanted == (str,):
        value = value.isoformat()
    fits = isinstance(value, wanted) and (bool in wanted or not isinstance(value, bool)) and value != ""
    if not fits or (column.values and value not in column.values):
        choice = f"one of {', '.join(column.values)}" if column.values else wanted[0].__name__
        raise ReadError(f"{place} gives the value {shown(value)} for {column.name}: write it as {choice}")
    if isinstance(value, str):
        refuse_odd_words(place, "value", value)
    can_be, instead = POSSIBLE.get(column.name, ANY)
    if not can_be(value):
        raise ReadError(f"{place} gives the value {shown(value)} for {column.name}: write {instead}")
    return value


UNIT = re.compile(r"[^\W\d_]|[%‰°$€]")
"""What a unit has: a letter, or a sign that is one."""

LARGEST = 10**21
"""A number that is larger counts nothing of a province."""

PERIOD = re.compile(r"(?P<year>\d{4})(?:-S[12]|-Q[1-4]|-(?P<month>\d\d)(?:-(?P<day>\d\d)/P[1-9]\d{0,2}[YMWD])?)?")


def _is_finite(value: object) -> bool:
    return not isinstance(value, (int, float)) or abs(value) < LARGEST


def _is_day(value: object) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


def _is_period(value: object) -> bool:
    said = PERIOD.fullmatch(str(value))
    return said is not None and _is_day(f"{said['year']}-{said['month'] or '01'}-{said['day'] or '01'}")


def _is_place(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < LARGEST


Possible = tuple[Callable[[object], bool], str]
ANY: Possible = (_is_finite, f"a number of less than {len(str(LARGEST)) - 1} digits")
POSSIBLE: dict[str, Possible] = {
    "scale": (lambda scale: scale in [10**power for power in range(16)], "a power of ten, as 1000000 for triệu"),
    "decimals": (lambda count: count in range(16), "how many digits stand behind the comma, 0 to 15"),
    "period": (_is_period, "one as 2022, 2022-S1, 2022-Q2, 2022-06 or 2022-01-01/P9M"),
    "as_of": (_is_day, "a day as 2022-06-30"),
    "unit": (lambda unit: UNIT.search(str(unit)) is not None, "a word or a sign, as hộ or %"),
    **dict.fromkeys(LINKS, (_is_place, "the start of the other figure in the text")),
}
"""What can be, by column, and what to write instead of what cannot."""


def _linked(correction: Correction, by_place: Mapping[int, Mapping[str, object]]) -> object:
    if correction.value is None:
        return None
    other = by_place.get(int(str(correction.value)))
    if other is None:
        raise ReadError(
            f"the correction of {correction.column} at {correction.start} leads to {correction.value}, where no "
            "figure begins: write the start of the figure that is meant"
        )
    return other["figure_id"]


def _told(correction: Correction, row: Mapping[str, object], value: object) -> dict[str, object]:
    return {
        "report": row["report"],
        "figure_id": row["figure_id"],
        "start": correction.start,
        "end": correction.end,
        "text": correction.numeral,
        "column": correction.column,
        "before": _said(row[correction.column]),
        "after": _said(value),
        "reason": correction.reason,
        "corrected_on": correction.date.isoformat(),
    }


def _said(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1 or not value.is_integer() else str(int(value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _flagged(quality: object) -> str:
    flags = [] if quality is None else str(quality).split(JOINT)
    return JOINT.join(dict.fromkeys([*flags, FLAG]))


def _widen(row: dict[str, object], columns: Iterable[str]) -> None:
    """Give a row the low and high that its corrected value allows."""
    if not {"value", "unit", "sort", "scale", "decimals", "bound"} & set(columns):
        return
    figure = records(frame("figures", [row]))[0]
    allowed = ends(figure.value, figure.scale, figure.decimals, figure.sort, figure.bound)
    for name, end in zip(("low", "high"), allowed, strict=True):
        if name not in columns:
            row[name] = end
