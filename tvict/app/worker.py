"""What one process does with one file: a task goes in, lines of JSON come out, the last of which says how it ended.

The process has a limit of memory, keeps its temporary files in the folder of its task, and ends with its parent.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import pickle
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tvict.errors import LoadError, ReadError, SaveError
from tvict.processes import begin

if TYPE_CHECKING:
    from tvict.report import Report

PRELOADED = ("tvict.report", *(f"tvict.publishing.{name}" for name in ("bundle", "checksheet", "page", "workbook")))
"""What a process would load first, loaded once for all of them."""

SOURCE, FIGURES, TOGETHER = "source.pickle", "figures.json", "so-sanh.html"
"""Files of a task: the words of its file, its figures for whoever corrects them; the page of several reports."""


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done: ``look`` at a file, ``make`` its result, or put results ``together``.

    ``file`` is the report, ``out`` the folder of results, ``folder`` that of the task; ``keep`` another place for the
    result; ``memory`` are the bytes that the process may take.
    """

    step: str
    folder: Path
    out: Path
    file: Path
    keep: Path | None
    reports: tuple[str, ...]
    memory: int


def work(task: Task, channel: Connection, parent: Connection) -> None:
    """Do a task in this process and tell of it."""
    begin(parent)
    if hasattr(os, "setsid"):
        os.setsid()  # what it starts is ended with it
    _limit(task.memory)
    tempfile.tempdir = str(task.folder)
    logging.getLogger("tvict").setLevel(logging.INFO)
    logging.getLogger("tvict").addHandler(_Told(channel))
    channel.send_bytes(json.dumps(_outcome(task)).encode())


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    with contextlib.suppress(ValueError, OSError):  # macOS knows this limit and refuses it
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))


class _Told(logging.Handler):
    """Hands on which page of a scan is read."""

    def __init__(self, channel: Connection) -> None:
        super().__init__()
        self.channel = channel

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and len(record.args) == 2:
            self.channel.send_bytes(json.dumps({"page": record.args[0], "of": record.args[1]}).encode())


def _outcome(task: Task) -> dict[str, Any]:
    name = task.file.name
    try:
        return {"done": STEPS[task.step](task)}
    except (ReadError, SaveError, LoadError) as error:
        return {"failed": _without_place(str(error), task)}
    except MemoryError:
        return {"failed": f"{name} takes more memory than a report may take: give it without pictures, or in parts"}
    except Exception as error:  # whatever is wrong with a file is told to its owner alone
        why = _without_place(str(error), task)[:200]
        return {"failed": f"{name} cannot be built: {type(error).__name__}: {why}; please report this"}


def _without_place(words: str, task: Task) -> str:
    """Leave out where a file lies, which its owner did not choose."""
    words = " ".join(words.split())
    for folder in (task.file.parent, task.out, task.folder):
        words = words.replace(f"{folder}{os.sep}", "")
    return words


def _look(task: Task) -> dict[str, Any]:
    """Read a file, and say whose report it is."""
    from tvict.documents.files import read_file
    from tvict.report import of_source

    source = read_file(task.file)
    (task.folder / SOURCE).write_bytes(pickle.dumps(source))
    report = of_source(task.file, source)
    known = {name: getattr(report.metadata, name) for name in ("title", "issuer", "area_name", "year")}
    return {**known, "figures": len(report.figures), "notices": list(report.notices)}


def _make(task: Task) -> dict[str, Any]:
    """Write all that `tvict build` writes of a report, its bundle, and its figures for whoever corrects them."""
    from tvict.publishing.bundle import bundle
    from tvict.publishing.staging import replaced
    from tvict.report import of_source

    report = of_source(task.file, pickle.loads((task.folder / SOURCE).read_bytes()))
    made = task.out / task.file.stem
    report.save(made)
    bundle(made, task.folder / f"{task.file.stem}.zip")
    (task.folder / FIGURES).write_text(json.dumps(_figures(report)), encoding="utf-8")
    if task.keep is not None:
        with replaced(task.keep) as staging:
            shutil.copytree(made, staging, dirs_exist_ok=True)
            corrections = task.file.with_suffix(".corrections.toml")
            if corrections.is_file():
                shutil.copy2(corrections, staging)
    differing = int((report.checks["verdict"] == "differs").sum())
    return {"figures": len(report.figures), "differences": differing, "title": report.metadata.title}


def _figures(report: Report) -> dict[str, dict[str, Any]]:
    """Return, by id, what whoever corrects a figure wants to see of it."""
    from tvict.tables import rows_of

    found = {}
    for row in rows_of(report.figures[["figure_id", "text", "start", "subject", "value", "unit", "role"]]):
        number = row.pop("figure_id")
        before, _, rest = report.quote(number).partition("⟦")
        words, _, after = rest.partition("⟧")
        found[str(number)] = {**row, "passage": [before, words, after]}
    return found


def _together(task: Task) -> dict[str, Any]:
    """Write the index of results and their comparison, a later report beside an earlier one."""
    from tvict.publishing.index import write_index
    from tvict.publishing.package import load_tables
    from tvict.publishing.several import NEEDED, compared, paneled, write_several
    from tvict.publishing.severalbook import write_several_book

    loaded = [load_tables(task.out / name, NEEDED) for name in task.reports]
    tables = sorted(loaded, key=lambda report: str(report["sources"]["year"].iloc[0]))  # the earlier year first
    both = compared(*tables) if len(tables) == 2 else paneled(tables)
    page = write_several(task.out / TOGETHER, both)
    write_several_book(page.with_suffix(".xlsx"), both)
    write_index(task.out)
    return {}


STEPS: Mapping[str, Callable[[Task], dict[str, Any]]] = {"look": _look, "make": _make, "together": _together}
