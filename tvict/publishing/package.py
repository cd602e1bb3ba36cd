"""Tables as a data package: frames go in, CSV files with a datapackage.json and a README come out, and back.

The format is Frictionless Data Package v2: every column described, SDMX concepts named. The same tables give the same
bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from tvict.errors import LoadError, one_line
from tvict.metadata import Metadata
from tvict.publishing.markdown import plain
from tvict.publishing.staging import MADE_BY, MANIFEST, TEXT_FILE, own_manifest
from tvict.tables import JOINT, TABLES, Column, Table

PROFILE = "https://datapackage.org/profiles/2.0/"

FIELD_TYPES = {
    "str": "string",
    "category": "string",
    "int64": "integer",
    "Int64": "integer",
    "Float64": "number",
    "bool": "boolean",
}
"""The Frictionless type of each dtype."""

BOOLEANS = {True: "true", False: "false"}

FORMULA = re.compile(r"[=+\-@\t\r']")
QUOTE = "'"
"""Stands in CSV before words that a spreadsheet program would take for a formula, and before this sign itself."""


def write_package(
    folder: Path, tables: Mapping[str, pd.DataFrame], metadata: Metadata, *, version: str, lexicon: str
) -> None:
    """Write one CSV a table, datapackage.json and README.md into an existing folder.

    ``version`` is that of the package that made the tables, ``lexicon`` that of the words it read by. Raises OSError
    where the folder cannot be written.
    """
    contents = {f"{name}.csv": csv_text(name, table).encode("utf-8-sig", "replace") for name, table in tables.items()}
    manifest = _manifest(contents, metadata, version, lexicon)
    contents["README.md"] = _readme(tables, metadata, version, lexicon).encode("utf-8", "replace")
    contents[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def load_tables(folder: str | Path, names: Iterable[str] = tuple(TABLES)) -> dict[str, pd.DataFrame]:
    """Return the tables of a saved report by name, with their types, equal to the ones that were saved.

    ``names`` are the tables wanted, which lets a folder be read in part that an older version saved.
    Only the files of tables are read, and no link is followed. Raises LoadError where the folder or one of its tables
    is missing or is not what the schema says.
    """
    folder = Path(folder)
    try:
        if not (folder / MANIFEST).is_file():
            raise LoadError(f"{folder} holds no {MANIFEST}: give a folder that `tvict build` or report.save made")
        if own_manifest(folder) is None:
            raise LoadError(f"{folder / MANIFEST} is none that tvict wrote: give a folder that `tvict build` made")
        return {name: _read_csv(TABLES[name], folder / f"{name}.csv") for name in names}
    except FileNotFoundError as error:
        raise LoadError(f"{error.filename} is missing: save the report again") from None
    except LoadError:
        raise
    except (ValueError, KeyError, OverflowError, RecursionError) as error:
        why = one_line(error)
        raise LoadError(
            f"{folder} does not hold the tables of this version of tvict ({why}): save the report again"
        ) from None
    except OSError as error:
        raise LoadError(
            f"{error.filename or folder} cannot be read ({error.strerror}): check its permissions"
        ) from None


def load_package(folder: str | Path) -> tuple[dict[str, pd.DataFrame], Metadata, str | None]:
    """Return the tables, metadata and text of a saved report, None where its text was left out (as in a bundle).

    Raises LoadError as ``load_tables`` does.
    """
    folder = Path(folder)
    tables = load_tables(folder)
    file = folder / TEXT_FILE
    try:
        text = file.read_bytes().decode("utf-8") if file.is_file() and not file.is_symlink() else None
    except (OSError, UnicodeDecodeError):
        raise LoadError(f"{file} cannot be read: save the report again") from None
    if len(tables["sources"]) != 1:
        raise LoadError(f"{folder} does not hold one report: save the report again")
    row = tables["sources"].iloc[0]
    said = {str(name): cell.item() if hasattr(cell, "item") else cell for name, cell in row.items() if pd.notna(cell)}
    lists = {name: tuple(said.get(name, "").split(JOINT)) if name in said else () for name in ("programs", "as_read")}
    licences = (own_manifest(folder) or {}).get("licenses")
    note = licences[0]["title"] if isinstance(licences, list) else None  # stands nowhere in the tables
    note = None if note == said.get("licence") else note
    return tables, Metadata(**{**said, **lists}, licence_note=note), text


def csv_text(name: str, table: pd.DataFrame) -> str:
    r"""Return one table as CSV: commas, line feeds, missing cells empty, whole numbers without a point, true and false.

    Words that a spreadsheet program would take for a formula get an apostrophe in front, taken off when read.

    >>> csv_text("operands", pd.DataFrame({"report": ["r"], "check_id": [0], "position": [1], "figure_id": [7]}))
    'report,check_id,position,figure_id\nr,0,1,7\n'
    """
    names = TABLES[name].names
    columns = [[_written(value) for value in table[column]] for column in names]
    lines = [",".join(names), *(",".join(cells) for cells in zip(*columns, strict=True))]
    return "\n".join(lines) + "\n"


def _written(value: object) -> str:
    if pd.isna(value):  # type: ignore[call-overload]
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return BOOLEANS[bool(value)]
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(float(value))
    text = str(value)
    text = QUOTE + text if FORMULA.match(text) and isinstance(value, str) else text
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text


def _read_csv(table: Table, path: Path) -> pd.DataFrame:
    dtypes = {
        column.name: "str" if column.dtype in ("str", "category", "bool") else column.dtype for column in table.columns
    }
    if path.is_symlink():
        raise ValueError(f"{path.name} is a link")
    read = pd.read_csv(path, encoding="utf-8-sig", dtype=dtypes, keep_default_na=False, na_values=[""])  # type: ignore[arg-type, unused-ignore]
    if list(read.columns) != table.names:
        raise ValueError(f"{path.name} has other columns")
    return pd.DataFrame({column.name: _typed(read[column.name], column) for column in table.columns})


def _typed(series: pd.Series, column: Column) -> pd.Series:
    """Give a column its type; raises ValueError for a cell that the schema does not allow."""
    values = tuple(BOOLEANS.values()) if column.dtype == "bool" else column.values
    odd = series.notna() & ~series.isin(values) if values else pd.Series(False, index=series.index)
    if column.required:
        odd |= series.isna()
    if column.dtype == "Float64":
        odd |= series.isin([float("inf"), float("-inf")])
    if odd.any():
        raise ValueError(f"{column.name} is {series[odd].iloc[0]!r} in row {int(odd.argmax()) + 1}")
    if column.dtype == "bool":
        series = series.map({word: value for value, word in BOOLEANS.items()})
    if column.dtype == "str":
        series = series.str.removeprefix(QUOTE)
    typed: pd.Series = pd.Series(series, dtype=column.pandas_dtype())
    return typed


def _manifest(contents: Mapping[str, bytes], metadata: Metadata, version: str, lexicon: str) -> dict[str, object]:
    licence = {"name": metadata.licence, "title": metadata.licence_note or metadata.licence}
    return {
        "$schema": PROFILE + "datapackage.json",
        "name": _identifier(metadata.report),
        "title": metadata.title or metadata.report,
        "description": _about(metadata),
        MADE_BY: {"version": version, "lexicon": lexicon},
        **_known(sources=[{"title": metadata.source}] if metadata.source else None),
        **_known(licenses=[licence] if metadata.licence else None),
        "resources": [_resource(TABLES[path.removesuffix(".csv")], path, file) for path, file in contents.items()],
    }


def _known(**entries: object) -> dict[str, object]:
    """Return the entries that say something."""
    return {name: entry for name, entry in entries.items() if entry}


def _identifier(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower()).strip("-") or "report"


def _about(metadata: Metadata) -> str:
    known = [metadata.issuer, metadata.area_name, str(metadata.year) if metadata.year else None]
    about = f"The figures of the report {metadata.report}" + "".join(f", {part}" for part in known if part)
    return about + (". The text is invented: its figures are about no real place." if metadata.invented else ".")


def _resource(table: Table, path: str, content: bytes) -> dict[str, object]:
    return {
        "name": table.name,
        "path": path,
        "type": "table",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, object]:
    foreign = [
        {"fields": [column], "reference": {**_known(resource=other if other != table.name else None), "fields": [key]}}
        for column, (other, key) in table.refers.items()
    ]
    return {
        "$schema": PROFILE + "tableschema.json",
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
        **_known(foreignKeys=foreign),
    }


def _field(column: Column) -> dict[str, object]:
    return {
        "name": column.name,
        "type": FIELD_TYPES[column.dtype],
        "description": column.description,
        **_known(sdmxConcept=column.concept),
        **_known(constraints=_known(required=column.required, enum=list(column.values))),
    }


def _readme(tables: Mapping[str, pd.DataFrame], metadata: Metadata, version: str, lexicon: str) -> str:
    lines = [
        f"# {plain(metadata.title or metadata.report)}",
        "",
        plain(_about(metadata)),
        "",
        f"Made by tvict {version}, lexicon {lexicon}.",
        "",
    ]
    terms = {"Source: ": metadata.source, "Licence of the text: ": metadata.licence, "": metadata.licence_note}
    lines += [f"- {name}{plain(entry)}" for name, entry in terms.items() if entry]
    lines += ["", "| file | rows | what it holds |", "|---|--:|---|"]
    lines += [f"| `{name}.csv` | {len(table)} | {TABLES[name].description} |" for name, table in tables.items()]
    return "\n".join(lines) + "\n" + CAVEATS


CAVEATS = """
Every column is described in `datapackage.json`. In Python, `tvict.load(folder)` gives the report back, its tables
with their types.

Mind before use:

- The figures are those that the report prints. A verdict "differs" says that printed numbers do not add up as printed,
  not which of them is wrong.
- `bound` and `estimate` belong to the value: "more than 5.000" is no count, and sums and shares of such values mean
  nothing.
- In the CSV files an apostrophe stands before words that begin with = + - @ or an apostrophe, so that no spreadsheet
  program takes them for a formula; `tvict.load` takes it off, other readers see it.
- A spreadsheet program set to Vietnamese reads the point of a CSV number as a thousands separator, or the number as
  text: import the files with the point as decimal sign instead of opening them by a double click.
"""
