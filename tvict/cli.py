"""The same calls from a shell: arguments go in, text on standard output and an exit code come out.

Exit codes: 0 done, 1 `check` found printed figures that do not close, `diff` figures read otherwise, or `build` a
report that cannot be built, 2 bad input or arguments (one line on standard error, nothing written), 130 stopped by
Ctrl-C. Heavy libraries load only when a command runs, so that help is quick.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tvict.errors import LoadError, ReadError, SaveError, UnknownFigure
from tvict.labels import LANGUAGES
from tvict.progress import progress
from tvict.version import __version__

if TYPE_CHECKING:
    import pandas as pd

    from tvict.publishing.several import Together
    from tvict.report import Report

TABLE_NAMES = (
    "sources",
    "numerals",
    "figures",
    "reasons",
    "places",
    "readings",
    "lists",
    "citations",
    "sections",
    "checks",
    "operands",
    "history",
    "corrections",
)
"""The names of tvict.tables.TABLES, which takes pandas to import; a test holds the two equal."""

NARROW = ("report", "start", "end", "list_id", "low", "high", "scale", "decimals", "text", "rule")
"""Columns left out where a table is printed for the eye."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115 -- for as long as the process lives
    if sys.stdout is None:
        print("tvict: standard output is closed: leave it open, or lead it to a file", file=sys.stderr)
        return 2
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="tvict: %(message)s")  # which page of a scan is read
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code: int = options.run(options)
        sys.stdout.flush()
        return code
    except (ReadError, SaveError, LoadError, UnknownFigure) as error:
        print(f"tvict: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader of a pipe has gone (`tvict read … | head`): no error, and nothing to write at exit either.
        _silence()
        return 0
    except OSError as error:
        print(f"tvict: {_refused(error)}", file=sys.stderr)
        _silence()
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tvict",
        description="Reads the figures out of Vietnamese provincial reports on information and communications.",
        epilog="Exit codes: 0 done; 1 a difference, or a report that cannot be built; 2 bad input; 130 stopped.",
    )
    parser.add_argument("--version", action="version", version=f"tvict {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    build = _command(commands, "build", _build, "read every report of a folder and write its tables")
    build.add_argument(
        "--raw", type=Path, default=Path("data/raw"), metavar="FOLDER", help="reports to read (default: data/raw)"
    )
    build.add_argument(
        "--out",
        type=Path,
        default=Path("data/processed"),
        metavar="FOLDER",
        help="where to write (default: data/processed)",
    )
    build.add_argument("--tables", action="store_true", help="tables only: no page, workbook or charts")
    build.add_argument("--names", action="store_true", help="leave personal names in the text on the page")
    build.add_argument("--jobs", type=_count, metavar="N", help="processes at once (default: one a core)")

    corpus = _command(commands, "corpus", _corpus, "write the tables of a folder of reports as one Parquet data set")
    corpus.add_argument("folder", type=Path, metavar="FOLDER", help="reports to read")
    corpus.add_argument("out", type=Path, metavar="OUT", help="where to write; what is there is gone on with")
    corpus.add_argument("--jobs", type=_count, metavar="N", help="processes at once (default: one a core)")

    charts = _command(commands, "charts", _charts, "draw every report of a folder: SVG, PNG and a gallery")
    charts.add_argument(
        "--raw", type=Path, default=Path("data/raw"), metavar="FOLDER", help="reports to read (default: data/raw)"
    )
    charts.add_argument(
        "--out", type=Path, default=Path("figures"), metavar="FOLDER", help="where to write (default: figures)"
    )
    charts.add_argument("--jobs", type=_count, metavar="N", help="processes at once (default: one a core)")

    read = _command(commands, "read", _read, "print one table of a report")
    read.add_argument("file", metavar="FILE")
    read.add_argument("--table", choices=TABLE_NAMES, default="figures", help="which table (default: figures)")
    read.add_argument("--format", choices=tuple(FORMATS), default="table", help="how (default: table, fit for the eye)")

    quote = _command(commands, "quote", _quote, "print the passage that a figure stands in")
    quote.add_argument("file", metavar="FILE")
    quote.add_argument("id", type=int, metavar="ID", help="a figure_id")

    explain = _command(
        commands, "explain", _explain, "print why a figure was read so: rules, and the words that decided"
    )
    explain.add_argument("file", metavar="FILE")
    explain.add_argument("id", type=int, metavar="ID", help="a figure_id")

    check = _command(
        commands, "check", _check, "print what the printed figures say about each other, differences first"
    )
    check.add_argument("file", metavar="FILE")
    check.add_argument(
        "--format", choices=("table", "json"), default="table", help="how (default: table, fit for the eye)"
    )
    check.add_argument(
        "--language", choices=LANGUAGES, default="vi", help="of the words around the numbers (default: vi)"
    )

    corrections = _command(
        commands, "corrections", _corrections, "write what a reviewer filled into a workbook as TOML"
    )
    corrections.add_argument("file", type=Path, metavar="IN.xlsx", help="a workbook of tvict, filled in")
    corrections.add_argument(
        "--out", type=Path, metavar="FILE", help="the TOML to write (default: IN.corrections.toml beside the workbook)"
    )
    corrections.add_argument("--lang", choices=LANGUAGES, default="vi", help="language of the messages (default: vi)")

    bundle = _command(commands, "bundle", _bundle, "zip a saved report with its workbook, page and charts, to hand on")
    bundle.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that `tvict build` wrote")
    bundle.add_argument(
        "--charts", type=Path, metavar="FOLDER", help="its charts (default: figures/REPORT, where that is)"
    )
    bundle.add_argument("--english", action="store_true", help="the charts in English too")
    bundle.add_argument("--out", type=Path, metavar="FILE", help="the zip to write (default: FOLDER.zip)")

    following = _command(
        commands, "next-period", _next_period, "write a workbook with a report's values, to fill in the next period's"
    )
    following.add_argument("report", type=Path, metavar="REPORT", help="a report, or a folder that `tvict build` wrote")
    following.add_argument(
        "--out", type=_workbook, metavar="FILE.xlsx", help="the workbook to write (default: REPORT.ky-sau.xlsx here)"
    )

    comparing = _command(commands, "compare", _compare, "write a page and a workbook of two reports side by side")
    comparing.add_argument("first", type=Path, metavar="A", help="a folder that `tvict build` wrote, or a report")
    comparing.add_argument("second", type=Path, metavar="B", help="another, of a later year or of another province")
    _page_out(comparing, "so-sanh.html")

    paneling = _command(commands, "panel", _panel, "write a page and a workbook of several reports by indicator")
    paneling.add_argument(
        "folders", type=Path, nargs="+", metavar="FOLDER", help="folders that `tvict build` wrote, or reports"
    )
    _page_out(paneling, "nhieu-bao-cao.html")

    diff = _command(commands, "diff", _diff, "print which figures two saved reports of one text read otherwise")
    diff.add_argument("old", type=Path, metavar="OLD", help="a folder that `tvict build` wrote before")
    diff.add_argument("new", type=Path, metavar="NEW", help="and one that it writes now")
    return parser


def _count(written: str) -> int:
    """Read a number of processes."""
    if not written.isascii() or not written.isdigit() or not 0 < int(written) < 1000:
        raise argparse.ArgumentTypeError(f"{written!r} is no number of processes: give 1 or more")
    return int(written)


def _workbook(written: str) -> Path:
    """Read the name of a workbook to write."""
    if not written.lower().endswith(".xlsx"):
        raise argparse.ArgumentTypeError(f"{written!r} is no name of a workbook: end it in .xlsx")
    return Path(written)


def _page(written: str) -> Path:
    """Read the name of a page to write."""
    if not written.lower().endswith(".html"):
        raise argparse.ArgumentTypeError(f"{written!r} is no name of a page: end it in .html")
    return Path(written)


def _page_out(command: argparse.ArgumentParser, usual: str) -> None:
    about = f"the page to write, with its workbook beside it (default: {usual} here)"
    command.add_argument("--out", type=_page, default=Path(usual), metavar="PAGE.html", help=about)


def _command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    about: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=about, description=about[0].upper() + about[1:] + ".")
    parser.set_defaults(run=run)
    return parser


def _build(options: argparse.Namespace) -> int:
    """Build report by report: one that fails is told at the end, the others are built, and the code is 1."""
    from tvict.build import Wanted, build, report_files
    from tvict.documents.files import SUFFIXES
    from tvict.publishing.staging import INDEX

    paths = report_files(options.raw, SUFFIXES)
    wanted = Wanted(options.out, options.tables, options.names)
    failed: list[str] = []
    figures = differences = unchanged = 0
    with progress(len(paths)) as tell:
        try:
            for done in build(paths, wanted, options.jobs):
                tell(done.path.stem, [f"tvict: {done.path}: {notice}" for notice in done.notices])
                if done.failed:
                    failed.append(done.failed)
                    continue
                print(options.out / done.path.stem)
                figures, differences = figures + done.figures, differences + done.differences
                unchanged += done.unchanged
        except KeyboardInterrupt:
            told = f"{tell.count} of {len(paths)} reports, the others are as they were: run again to go on"
            raise KeyboardInterrupt(f"stopped after {told}") from None
    built = len(paths) - len(failed)
    for reason in failed:
        print(f"tvict: {reason}", file=sys.stderr)
    if len(paths) > 1:
        old = f"; {len(failed)} failed and are as they were before" if failed else ""
        told = f"{built} reports ({unchanged} unchanged), {figures} figures, {differences} differences{old}"
        print(f"tvict: {told}", file=sys.stderr)
    if built and not options.tables and (built > unchanged or not (options.out / INDEX).exists()):
        from tvict.publishing.index import write_index

        print(write_index(options.out))
    return int(bool(failed))


def _corpus(options: argparse.Namespace) -> int:
    """Write the tables of all reports as one data set; one that fails is told at the end, and the code is 1."""
    from tvict.build import report_files
    from tvict.corpus import corpus
    from tvict.documents.files import SUFFIXES

    paths = report_files(options.folder, SUFFIXES)
    failed: list[str] = []
    reports = figures = differences = 0
    with progress(len(paths)) as tell:
        try:
            for done in corpus(paths, options.out, options.jobs):
                tell(f"{options.out}", count=done.reports + len(done.failed))
                failed += done.failed.values()
                reports, figures = reports + done.reports, figures + done.figures
                differences += done.differences
        except KeyboardInterrupt:
            told = f"{tell.count} of {len(paths)} reports: run again to go on"
            raise KeyboardInterrupt(f"stopped after {told}") from None
    for reason in failed:
        print(f"tvict: {reason}", file=sys.stderr)
    left_out = f"; {len(failed)} failed and are left out" if failed else ""
    print(f"tvict: {reports} reports, {figures} figures, {differences} differences{left_out}", file=sys.stderr)
    print(options.out)
    return int(bool(failed))


def _charts(options: argparse.Namespace) -> int:
    """Draw all charts of all reports and say how many each has; those that it has no figures for are left out."""
    from tvict.build import draw, report_files
    from tvict.documents.files import SUFFIXES
    from tvict.publishing.gallery import write_gallery

    paths = report_files(options.raw, SUFFIXES)
    written = []
    failed: list[str] = []
    with progress(len(paths)) as tell:
        for done in draw(paths, options.out, options.raw, options.jobs):
            tell(done.path.stem, [f"tvict: {done.path}: {notice}" for notice in done.notices])
            if done.written is None:
                failed.append(done.failed)
            else:
                written.append(done.written)
    write_gallery(options.out, written)
    for report in written:
        print(f"{options.out / report.name}: {report.count} charts")
    for reason in failed:
        print(f"tvict: {reason}", file=sys.stderr)
    return int(bool(failed))


def _report(path: str | Path) -> Report:
    from tvict.report import read

    report = read(path)
    for notice in report.notices:
        print(f"tvict: {path}: {notice}", file=sys.stderr)
    return report


def _read(options: argparse.Namespace) -> int:
    report = _report(options.file)
    table: pd.DataFrame = getattr(report, options.table)
    sys.stdout.write(FORMATS[options.format](options.table, table))
    return 0


def _quote(options: argparse.Namespace) -> int:
    print(_report(options.file).quote(options.id))
    return 0


def _explain(options: argparse.Namespace) -> int:
    report = _report(options.file)
    print(report.quote(options.id))
    print(report.explain(options.id).to_string(index=False, na_rep="-"))
    return 0


TOLD = ("differs", "partial", "unchecked")
"""Verdicts under which the passage is printed: a reader will want to look."""
AROUND = 90
"""Characters of a passage printed on either side of the figure."""


def _check(options: argparse.Namespace) -> int:
    from tvict.analysis.checks import checks_text

    report = _report(options.file)
    checks = report.checks
    if options.format == "json":
        sys.stdout.write(_json("checks", checks))
    else:
        told = checks.loc[checks["verdict"].isin(TOLD), "whole_id"]
        passages = {(report.name, int(figure)): _around(report.quote(int(figure))) for figure in told}
        print(checks_text(checks, report.figures, passages, options.language))
    return int((checks["verdict"] == "differs").any())


def _around(passage: str) -> str:
    """Cut a quoted passage to the words around its figure."""
    before, figure, after = re.split("(⟦.*⟧)", passage, maxsplit=1)
    head = before if len(before) <= AROUND else "… " + before[-AROUND:].partition(" ")[2]
    tail = after if len(after) <= AROUND else after[:AROUND].rpartition(" ")[0] + " …"
    return f"{head}{figure}{tail}"


def _corrections(options: argparse.Namespace) -> int:
    """Write the corrections of a workbook; what cannot be taken is told cell by cell, and gives exit code 2."""
    from datetime import date

    from tvict.labels import label
    from tvict.reviewed import read_reviewed

    def say(name: str, **parts: object) -> str:
        return label("reviewed", name, options.lang).format(**parts)

    out = options.out or options.file.with_suffix(".corrections.toml")
    if out.exists():
        raise SaveError(say("exists", path=out))
    found = read_reviewed(options.file, date.today(), options.lang)
    if found.corrections:
        out.write_text(found.toml, "utf-8")
    print(say("written", n=found.corrections, path=out) if found.corrections else say("nothing"))
    for name, lines in (("remarks", found.remarks), ("refused", found.refused)):
        if lines:
            print("\n  ".join([say(name), *lines]), file=sys.stderr)
    return 2 if found.refused else 0


def _bundle(options: argparse.Namespace) -> int:
    from tvict.publishing.bundle import bundle

    usual = Path("figures") / options.folder.resolve().name
    charts = options.charts or (usual if usual.is_dir() else None)
    if charts is None:
        print(f"tvict: no charts in {usual}, so the bundle has none; name their folder with --charts", file=sys.stderr)
    print(bundle(options.folder, options.out, charts, english=options.english))
    return 0


def _next_period(options: argparse.Namespace) -> int:
    from tvict.publishing.nextperiod import NEEDED, write_next_period

    given: Path = options.report
    name = given.resolve().name if given.is_dir() else given.stem
    print(write_next_period(options.out or Path(f"{name}.ky-sau.xlsx"), _tables(given, NEEDED)))
    return 0


def _tables(given: Path, needed: Sequence[str]) -> Mapping[str, pd.DataFrame]:
    """Return the tables of a saved report, or of a report that is read now."""
    from tvict.publishing.package import load_tables

    return load_tables(given, needed) if given.is_dir() else _report(given).tables


def _compare(options: argparse.Namespace) -> int:
    from tvict.publishing.several import NEEDED, compared

    return _write_together(compared(_tables(options.first, NEEDED), _tables(options.second, NEEDED)), options.out)


def _panel(options: argparse.Namespace) -> int:
    from tvict.publishing.several import NEEDED, paneled

    if len(options.folders) < 2:
        raise LoadError("a panel takes two reports or more: name their folders one after the other")
    return _write_together(paneled([_tables(given, NEEDED) for given in options.folders]), options.out)


def _write_together(together: Together, page: Path) -> int:
    """Write the page and, beside it, the workbook."""
    from tvict.publishing.several import write_several
    from tvict.publishing.severalbook import write_several_book

    print(write_several(page, together))
    print(write_several_book(page.with_suffix(".xlsx"), together))
    return 0


def _diff(options: argparse.Namespace) -> int:
    from tvict.diff import diff, diff_text

    differences = diff(options.old, options.new)
    print(diff_text(differences))
    return int(bool(differences))


def _csv(name: str, table: pd.DataFrame) -> str:
    from tvict.publishing.package import csv_text

    return csv_text(name, table)


def _json(_name: str, table: pd.DataFrame) -> str:
    """Return an array with one object a row, on a line of its own; a missing cell is null."""
    import json

    import pandas as pd

    rows = [
        {key: None if pd.isna(value) else value for key, value in row.items()}
        for row in table.astype(object).to_dict("records")
    ]
    lines = [json.dumps(row, ensure_ascii=False, default=lambda value: value.item()) for row in rows]
    return "[" + ",".join("\n" + line for line in lines) + "\n]\n"


def _for_the_eye(_name: str, table: pd.DataFrame) -> str:
    """Return the columns worth reading on a screen, aligned, what is never filled left out and the text last."""
    import pandas as pd

    names = [name for name in table.columns if name not in NARROW and table[name].notna().any()]
    names += [name for name in ("text",) if name in table.columns]
    rows = [
        [_cell(value) if not pd.isna(value) else "" for value in row]
        for row in table[names].astype(object).to_numpy().tolist()
    ]
    widths = [max(map(len, column)) for column in zip(names, *rows, strict=True)] if names else []
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in [names, *rows]
    ]
    return "".join(line + "\n" for line in lines)


WIDEST = 48
"""Characters of a cell printed for the eye; a longer one is cut and ends in an ellipsis."""


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    text = " ".join((f"{value:.15g}" if isinstance(value, float) else str(value)).split())
    return text if len(text) <= WIDEST else text[: WIDEST - 1] + "…"


FORMATS: dict[str, Callable[[str, pd.DataFrame], str]] = {"csv": _csv, "json": _json, "table": _for_the_eye}

if __name__ == "__main__":
    from tvict.__main__ import script

    script()
