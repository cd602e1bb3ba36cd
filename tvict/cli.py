"""The same calls from a shell: arguments go in, text on standard output and an exit code come out.

Exit codes: 0 done, 1 `check` found printed figures that do not close, `diff` figures read otherwise, or a report or a
cell could not be taken while the others were, 2 bad input or arguments (one line on standard error, nothing written),
130 stopped by Ctrl-C. Messages are Vietnamese unless --lang or TVICT_LANG says en. Heavy libraries load only when a
command runs, so that help is quick.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tvict.arguments import options_of
from tvict.errors import LoadError, ReadError, SaveError, UnknownFigure, one_line
from tvict.messages import language_of, said
from tvict.progress import Progress, progress

if TYPE_CHECKING:
    import pandas as pd

    from tvict.publishing.several import Together
    from tvict.report import Report

NARROW = ("report", "start", "end", "list_id", "low", "high", "scale", "decimals", "text", "rule")
"""Columns left out where a table is printed for the eye."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 -- for as long as the process lives
    typed = sys.argv[1:] if arguments is None else arguments
    language = language_of(typed)
    if sys.stdout is None:
        closed = "standard output is closed: leave it open, or lead it to a file"
        print(f"tvict: {said(closed, language)}", file=sys.stderr)
        return 2
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = options_of(typed, language)
    handler = logging.StreamHandler()
    handler.setFormatter(_Told(options.lang))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    try:
        code = RUN[options.command](options)
        sys.stdout.flush()
        return code
    except (ReadError, SaveError, LoadError, UnknownFigure) as error:
        _tell(options, str(error))
        return 2
    except BrokenPipeError:
        # The reader of a pipe has gone (`tvict read … | head`): no error, and nothing to write at exit either.
        _silence()
        return 0
    except OSError as error:
        _tell(options, _refused(error))
        _silence()
        return 2
    except Exception as error:  # a fault of tvict must not look like a report that does not add up
        at = traceback.extract_tb(error.__traceback__)[-1]
        why = f"{one_line(error)[:200]} ({Path(at.filename).name}:{at.lineno})"
        _tell(options, f"tvict {options.command} failed: {type(error).__name__}: {why}; please report this")
        return 2


def _refused(error: OSError) -> str:
    """Say what the system refused: a file by its name, else the output of this command."""
    why = error.strerror or str(error)
    if error.filename is None:
        return f"the output cannot be written ({why}): make room, or lead it elsewhere"
    name = os.fsencode(error.filename).decode("utf-8", "backslashreplace")
    return f"{name} cannot be opened ({why}): check its name and permissions"


def _silence() -> None:
    """Let nothing more be written to standard output, not at exit either."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(options: argparse.Namespace, english: str) -> None:
    """Write a message to standard error."""
    print(f"tvict: {said(english, options.lang)}", file=sys.stderr)


class _Told(logging.Formatter):
    """What is logged, such as which page of a scan is read, as a message in a language."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def format(self, record: logging.LogRecord) -> str:
        return f"tvict: {said(record.getMessage(), self.language)}"


def _reports(options: argparse.Namespace, folder: Path) -> tuple[list[Path], list[str]]:
    """The reports of a folder, and why others are left out; tells which files beside them are none."""
    from tvict.build import passed_over, report_files
    from tvict.documents.files import SUFFIXES

    found = report_files(folder, SUFFIXES)
    if others := passed_over(folder, SUFFIXES):
        _tell(options, f"passed over, as of no kind that is read: {', '.join(others)}")
    return found


@contextlib.contextmanager
def _counted(options: argparse.Namespace, total: int, stopped: str) -> Iterator[Progress]:
    """Tell how far a run over reports is, and where it is stopped how many are done and how to go on."""
    with progress(total, said("reports", options.lang)) as tell:
        try:
            yield tell
        except KeyboardInterrupt:
            raise KeyboardInterrupt(said(stopped.format(n=tell.count, all=total), options.lang)) from None


def _build(options: argparse.Namespace) -> int:
    """Build report by report: one that fails is told at the end, the others are built, and the code is 1."""
    from tvict.build import Wanted, build
    from tvict.publishing.staging import INDEX, README

    paths, failed = _reports(options, options.raw)
    wanted = Wanted(options.out, options.tables, options.names, options.charts)
    written: list[Mapping[str, Any]] = []
    figures = differences = unchanged = 0
    stopped = "stopped after {n} of {all} reports, the others are as they were: run again to go on"
    with _counted(options, len(paths), stopped) as tell:
        for done in build(paths, wanted, options.jobs):
            tell(done.path.stem, _notices(options, done.path, done.notices))
            if done.failed:
                failed.append(done.failed)
                continue
            print(options.out / done.path.stem)
            written.append(done.charts or {})
            figures, differences = figures + done.figures, differences + done.differences
            unchanged += done.unchanged
    built = len(written)
    for reason in failed:
        _tell(options, reason)
    for path in paths:
        _tell_names(options, options.out / path.stem)
    found = f"{figures} figures, {differences} differences"
    if len(paths) > 1:
        old = f"; {len(failed)} failed and are as they were before" if failed else ""
        _tell(options, f"{built} reports ({unchanged} unchanged), {found}{old}")
    elif built:
        _tell(options, found)
    if built and not options.tables and (built > unchanged or not (options.out / INDEX).exists()):
        from tvict.publishing.index import write_index

        print(write_index(options.out))
    if options.charts and (built > unchanged or not (options.charts / README).exists()):
        _write_gallery(options, options.charts, written)
    return int(bool(failed))


def _write_gallery(options: argparse.Namespace, folder: Path, written: Sequence[Mapping[str, Any]]) -> None:
    """Write the gallery of the charts of all reports, and say how many each has."""
    from tvict.publishing.gallery import write_gallery

    write_gallery(folder, [line for report in written for line in report["lines"]])
    for report in written:
        print(said(f"{folder / report['name']}: {report['count']} charts", options.lang))


def _corpus(options: argparse.Namespace) -> int:
    """Write the tables of all reports as one data set; one that fails is told at the end, and the code is 1."""
    from tvict.corpus import corpus

    paths, failed = _reports(options, options.folder)
    reports = figures = differences = 0
    with _counted(options, len(paths), "stopped after {n} of {all} reports: run again to go on") as tell:
        for done in corpus(paths, options.out, options.jobs):
            tell(f"{options.out}", count=done.reports + len(done.failed))
            failed += done.failed.values()
            reports, figures = reports + done.reports, figures + done.figures
            differences += done.differences
    for reason in failed:
        _tell(options, reason)
    left_out = f"; {len(failed)} failed and are left out" if failed else ""
    _tell(options, f"{reports} reports, {figures} figures, {differences} differences{left_out}")
    print(options.out)
    return int(bool(failed))


def _charts(options: argparse.Namespace) -> int:
    """Draw all charts of all reports and say how many each has; those that it has no figures for are left out."""
    from tvict.build import draw

    paths, failed = _reports(options, options.raw)
    written = []
    with progress(len(paths), said("reports", options.lang)) as tell:
        for done in draw(paths, options.out, options.raw, options.jobs):
            tell(done.path.stem, _notices(options, done.path, done.notices))
            if done.charts is None:
                failed.append(done.failed or "")
            else:
                written.append(done.charts)
    _write_gallery(options, options.out, written)
    for reason in failed:
        _tell(options, reason)
    return int(bool(failed))


def _notices(options: argparse.Namespace, path: str | Path, notices: Sequence[str]) -> list[str]:
    """Return what had to be decided in reading a file as lines."""
    return [f"tvict: {path}: {said(notice, options.lang)}" for notice in notices]


def _report(options: argparse.Namespace, path: str | Path) -> Report:
    from tvict.report import read

    report = read(path)
    for line in _notices(options, path, report.notices):
        print(line, file=sys.stderr)
    return report


def _read(options: argparse.Namespace) -> int:
    report = _report(options, options.file)
    table: pd.DataFrame = getattr(report, options.table)
    match options.format:
        case "csv":
            from tvict.publishing.package import csv_text

            text = csv_text(options.table, table)
        case "json":
            text = _json(table)
        case _:
            text = _for_the_eye(table, options.lang)
    sys.stdout.write(text)
    return 0


def _quote(options: argparse.Namespace) -> int:
    print(_report(options, options.file).quote(options.id))
    return 0


def _explain(options: argparse.Namespace) -> int:
    import pandas as pd

    from tvict.labels import labels
    from tvict.tables import LINKS, rows_of

    report = _report(options, options.file)
    print(report.quote(options.id))
    told = report.explain(options.id)
    why, scopes, roles, columns = (labels()[name] for name in ("page.why", "page.scopes", "roles", "columns"))
    named = {str(row["figure_id"]): row for row in rows_of(report.figures)}
    told["value"] = [
        _named(named[value]) if f"{column}_id" in LINKS else roles[value][options.lang] if value in roles else value
        for column, value in zip(told["column"], told["value"], strict=True)
    ]
    told["column"] = [why.get(name, columns.get(name, {})).get(options.lang, name) for name in told["column"]]
    told["scope"] = [scopes[name][options.lang] for name in told["scope"]]
    told.columns = pd.Index([{**labels()["view"], **columns}[name][options.lang] for name in told.columns])
    print(told.to_string(index=False, na_rep="-"))
    print(said("the rules: docs/rules.md", options.lang))
    return 0


def _named(figure: Mapping[str, Any]) -> str:
    """Name a figure by its id, with what it prints and what that measures."""
    words = ", ".join(" ".join(str(figure[name]).split()) for name in ("text", "subject") if figure[name])
    return f"{figure['figure_id']} ({words})"


TOLD = ("differs", "partial", "unchecked")
"""Verdicts under which the passage is printed: a reader will want to look."""
AROUND = 90
"""Characters of a passage printed on either side of the figure."""


def _check(options: argparse.Namespace) -> int:
    from tvict.analysis.checks import checks_text

    report = _report(options, options.file)
    if report.figures.empty:
        raise ReadError(f"{options.file} holds no figure, so nothing was checked: give the report with its numbers")
    checks = report.checks
    if options.format == "json":
        sys.stdout.write(_json(checks))
    else:
        told = checks.loc[checks["verdict"].isin(TOLD), "whole_id"]
        passages = {(report.name, int(figure)): _around(report.quote(int(figure))) for figure in told}
        print(checks_text(checks, report.figures, passages, options.lang))
    return int((checks["verdict"] == "differs").any())


def _around(passage: str) -> str:
    """Cut a quoted passage to the words around its figure."""
    before, figure, after = re.split("(⟦.*⟧)", passage, maxsplit=1)
    head = before if len(before) <= AROUND else "… " + before[-AROUND:].partition(" ")[2]
    tail = after if len(after) <= AROUND else after[:AROUND].rpartition(" ")[0] + " …"
    return f"{head}{figure}{tail}"


def _corrections(options: argparse.Namespace) -> int:
    """Write the corrections of a workbook; the code is 1 where a cell cannot be taken, which is told by its address."""
    from datetime import date

    from tvict.labels import label
    from tvict.reviewed import read_reviewed

    def say(name: str, **parts: object) -> str:
        return label("reviewed", name, options.lang).format(**parts)

    out: Path = options.out or _beside_its_report(options.file)
    if out.exists():
        raise SaveError(say("exists", path=out))
    found = read_reviewed(options.file, date.today(), options.lang)
    if found.corrections:
        out.write_text(found.toml, "utf-8")
    taken_up = "built" if out.parent == RAW else "written"
    print(say(taken_up, n=found.corrections, path=out) if found.corrections else say("nothing"))
    for name, lines in (("remarks", found.remarks), ("refused", found.refused)):
        if lines:
            print("\n  ".join([say(name), *lines]), file=sys.stderr)
    return int(bool(found.refused))


RAW = Path("data/raw")
"""Where `tvict build` looks for reports, and for what a person wrote beside them."""


def _beside_its_report(workbook: Path) -> Path:
    """Return where the corrections of a workbook are taken from by the next build; beside the workbook where its report
    is not found.
    """
    name = f"{workbook.stem}.corrections.toml"
    its_own = any(path.stem == workbook.stem for path in RAW.iterdir()) if RAW.is_dir() else False
    return RAW / name if its_own else workbook.with_name(name)


def _bundle(options: argparse.Namespace) -> int:
    from tvict.publishing.bundle import bundle

    usual = Path("figures") / options.folder.resolve().name
    charts = options.charts or (usual if usual.is_dir() else None)
    print(bundle(options.folder, options.out, charts, english=options.lang == "en"))
    if charts is None:
        _tell(options, f"no charts in {usual}, so the bundle has none; name their folder with --charts")
    _tell_names(options, options.folder)
    return 0


def _tell_names(options: argparse.Namespace, folder: Path) -> None:
    """Tell of a report with comments: it alone holds the names that all other files leave out."""
    from tvict.publishing.staging import FACES

    for path in sorted(path for path in folder.glob("*") if FACES.get("".join(path.suffixes[-2:])) == "commented"):
        _tell(options, f"{path} may still hold names and telephone numbers of persons: it is the report itself")


def _next_period(options: argparse.Namespace) -> int:
    from tvict.publishing.nextperiod import NEEDED, write_next_period

    given: Path = options.report
    name = given.resolve().name if given.is_dir() else given.stem
    print(write_next_period(options.out or Path(f"{name}.ky-sau.xlsx"), _tables(options, given, NEEDED)))
    return 0


def _tables(options: argparse.Namespace, given: Path, needed: Sequence[str]) -> Mapping[str, pd.DataFrame]:
    """Return the tables of a saved report, or of a report that is read now."""
    from tvict.publishing.package import load_tables

    return load_tables(given, needed) if given.is_dir() else _report(options, given).tables


def _compare(options: argparse.Namespace) -> int:
    from tvict.publishing.several import NEEDED, compared

    first, second = (_tables(options, given, NEEDED) for given in (options.first, options.second))
    return _write_together(compared(first, second), options.out)


def _panel(options: argparse.Namespace) -> int:
    from tvict.publishing.several import NEEDED, paneled

    # What `tvict bundle` packs stands beside its folder, so that a star names both.
    given = options.folders
    folders = [path for path in given if path.suffix != ".zip" or path.with_suffix("") not in given]
    if len(folders) < 2:
        only = folders[0]
        raise LoadError(f"a panel takes two reports or more, each by its name: {only}/* names those in {only}")
    return _write_together(paneled([_tables(options, path, NEEDED) for path in folders]), options.out)


def _write_together(together: Together, page: Path) -> int:
    """Write the page and, beside it, the workbook."""
    from tvict.publishing.several import write_several
    from tvict.publishing.severalbook import write_several_book

    print(write_several(page, together))
    print(write_several_book(page.with_suffix(".xlsx"), together))
    return 0


def _serve(options: argparse.Namespace) -> int:
    from tvict.app.server import serve

    serve(options.host, options.port, options.keep, options.lang, options.name)
    return 0


def _diff(options: argparse.Namespace) -> int:
    from tvict.diff import diff, diff_text

    differences = diff(options.old, options.new)
    print(diff_text(differences, options.lang))
    return int(bool(differences))


def _json(table: pd.DataFrame) -> str:
    """Return an array with one object a row, on a line of its own; a missing cell is null."""
    import json

    from tvict.tables import rows_of

    lines = [json.dumps(row, ensure_ascii=False) for row in rows_of(table)]
    return "[" + ",".join("\n" + line for line in lines) + "\n]\n"


def _for_the_eye(table: pd.DataFrame, language: str) -> str:
    """Return the columns worth reading on a screen, aligned, what is never filled left out and the text last."""
    import pandas as pd

    names = [name for name in table.columns if name not in NARROW and table[name].notna().any()]
    names += [name for name in ("text",) if name in table.columns]
    rows = [
        [_cell(value, language) if not pd.isna(value) else "" for value in row]
        for row in table[names].astype(object).to_numpy().tolist()
    ]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)] if names else []
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [names, *rows]
    ]
    return "".join(line + "\n" for line in lines)


WIDEST = 48
"""Characters of a cell printed for the eye; a longer one is cut and ends in an ellipsis."""


def _cell(value: object, language: str) -> str:
    if isinstance(value, bool):
        return said("yes", language) if value else ""
    text = " ".join((f"{value:.15g}" if isinstance(value, float) else str(value)).split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


RUN: dict[str, Callable[[argparse.Namespace], int]] = {
    "build": _build,
    "corpus": _corpus,
    "charts": _charts,
    "read": _read,
    "quote": _quote,
    "explain": _explain,
    "check": _check,
    "corrections": _corrections,
    "bundle": _bundle,
    "next-period": _next_period,
    "compare": _compare,
    "panel": _panel,
    "serve": _serve,
    "diff": _diff,
}
"""What each command of tvict.arguments does."""

if __name__ == "__main__":
    from tvict.__main__ import script

    script()
