"""Thousands of reports as one data set: a folder of reports goes in, Parquet comes out, one data set a table, by year.

Reports are taken in groups, each of which is one part of every table: a run that was stopped goes on with the groups
that are not done and ends with the same bytes, and a later run adds groups of what is new and makes again those in
which a report changed. ``records`` alone is what any other engine needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from tvict.build import code_version, digest_of, refuse_name
from tvict.errors import ReadError, SaveError, one_line
from tvict.processes import spread
from tvict.publishing.staging import clear_leftovers, locked, replaced_file

GROUP = 200
"""Reports in a group, few enough to be held and many enough that a part is worth a file."""

GROUPS = "_groups"
"""The folder that says what is done; engines pass over names that begin with a low line."""

NO_YEAR = 0
"""The year of reports of which none is known: a number like the others, as not every engine reads a missing one."""

Row = dict[str, Any]


def records(path: str | Path) -> dict[str, list[Row]]:
    """Read one report and return the rows of all its tables as plain values, by table; a missing cell is None.

    It needs nothing but its argument, so that pools, Dask and Spark can call it anywhere. Raises ReadError as
    ``tvict.read`` does.

    >>> tvict.records("data/raw/anbinh-2019.txt")["sources"][0]["year"]
    2019
    """
    from tvict.report import read
    from tvict.tables import rows_of

    return {name: rows_of(table) for name, table in read(path).tables.items()}


@dataclass(frozen=True, slots=True)
class Group:
    """A group of reports: its number, its reports, and what is known of them from a run before."""

    number: int
    reports: tuple[str, ...]
    done: Mapping[str, str] = field(default_factory=dict)
    failed: Mapping[str, str] = field(default_factory=dict)
    counts: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a group: how many reports, figures and differences, and which reports failed, with the reason."""

    reports: int
    figures: int
    differences: int
    failed: Mapping[str, str]


def corpus(paths: Sequence[Path], out: Path, jobs: int | None) -> Iterator[Outcome]:
    """Write the tables of reports into ``out``, group by group, yielding what became of each.

    Raises SaveError where another run writes there, or pyarrow is not installed.
    """
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        raise SaveError("a corpus is written with pyarrow: install it with `pip install 'tvict[corpus]'`") from None
    if out.exists() and not out.is_dir():
        raise SaveError(f"{out} is a file: give the name of a folder")
    with locked(out.resolve()):
        try:
            groups = _planned(paths, out)
            folder = paths[0].parent
            yield from spread(partial(_write, folder=folder, out=out, code=code_version()), groups, jobs, _ended)
        finally:
            if out.is_dir():
                clear_leftovers(out / GROUPS)
                for place in out.glob("*/year=*"):
                    clear_leftovers(place)


def _ended(group: Group) -> Outcome:
    why = "ended the process that read it, or its neighbours did: there may be too little memory"
    return Outcome(0, 0, 0, {name: f"{name} {why}" for name in group.reports})


def _planned(paths: Sequence[Path], out: Path) -> list[Group]:
    """Return the groups of all reports, those of earlier runs first, after writing down the new ones.

    A group keeps its number, so that the parts of a run that goes on are those of one that was not stopped.
    """
    wanted = {path.name for path in paths}
    old = [_read_group(path) for path in sorted((out / GROUPS).glob("[0-9]*.json"))]
    grouped = {name for group in old for name in group.reports}
    new = [path.name for path in paths if path.name not in grouped]
    starts = range(0, len(new), GROUP)
    numbers = count(max((group.number for group in old), default=-1) + 1)
    added = [Group(number, tuple(new[at : at + GROUP])) for number, at in zip(numbers, starts, strict=False)]
    for group in added:
        _note(out, group)
    kept = [replace(group, reports=tuple(name for name in group.reports if name in wanted)) for group in old]
    return [*kept, *added]


def _read_group(path: Path) -> Group:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return Group(
            int(path.stem), tuple(said["reports"]), dict(said["done"]), dict(said["failed"]), tuple(said["counts"])
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SaveError(f"{path} is not what tvict wrote ({error}): take the corpus away and make it again") from None


def _note(out: Path, group: Group) -> None:
    said = {"reports": group.reports, "done": group.done, "failed": group.failed, "counts": group.counts}
    with replaced_file(out / GROUPS / f"{group.number:06d}.json") as staging:
        staging.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", errors="replace")


def _write(group: Group, folder: Path, out: Path, code: str) -> Outcome:
    """Write the parts of one group, unless they stand there already."""
    digests = {name: digest_of(folder / name, code) for name in group.reports}
    if group.done == digests:
        return Outcome(len(digests) - len(group.failed), *group.counts, group.failed)
    parts: dict[tuple[str, str], list[Any]] = {}
    failed: dict[str, str] = {}
    figures = differences = 0
    for name in group.reports:
        try:
            refuse_name(folder / name)
            read = records(folder / name)
        except (ReadError, MemoryError) as error:
            failed[name] = one_line(error) or f"{name} takes more memory than there is"
            continue
        except Exception as error:  # one report must not end the others, whatever is wrong with it
            failed[name] = f"{name} cannot be read: {type(error).__name__}: {one_line(error)[:200]}"
            continue
        year = read["sources"][0]["year"]
        for table, rows in read.items():
            if rows:
                parts.setdefault((table, str(year or NO_YEAR)), []).append(_arrow(table, rows))
        figures += len(read["figures"])
        differences += sum(row["verdict"] == "differs" for row in read["checks"])
    for stale in out.glob(f"*/year=*/part-{group.number:06d}.parquet"):
        stale.unlink()
    for (table, year), chunks in sorted(parts.items()):
        _write_part(out / table / f"year={year}" / f"part-{group.number:06d}.parquet", chunks)
    _note(out, Group(group.number, group.reports, digests, failed, (figures, differences)))
    return Outcome(len(digests) - len(failed), figures, differences, failed)


def _write_part(path: Path, chunks: list[Any]) -> None:
    import pyarrow
    import pyarrow.parquet

    with replaced_file(path) as staging:
        pyarrow.parquet.write_table(pyarrow.concat_tables(chunks).combine_chunks(), staging, compression="zstd")


def _arrow(table: str, rows: list[Row]) -> Any:
    """Return rows in the types of the schema, the same whatever they hold; the year is that of the folder."""
    import pyarrow

    from tvict.tables import TABLES

    types = {"int64": pyarrow.int64(), "Int64": pyarrow.int64(), "Float64": pyarrow.float64(), "bool": pyarrow.bool_()}
    columns = [column for column in TABLES[table].columns if (table, column.name) != ("sources", "year")]
    schema = pyarrow.schema([(column.name, types.get(column.dtype, pyarrow.string())) for column in columns])
    return pyarrow.Table.from_pylist(rows, schema)
