"""The arguments of the command line: what is typed goes in, options come out; help and errors in either language."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from tvict.labels import LANGUAGES
from tvict.messages import said
from tvict.version import __version__

TABLE_NAMES = tuple(
    "sources numerals figures reasons places readings lists citations sections checks operands history "
    "corrections".split()
)
"""The names of tvict.tables.TABLES, which takes pandas to import; a test holds the two equal."""


def count(written: str) -> int:
    """Read a number of processes."""
    if not written.isascii() or not written.isdigit() or not 0 < int(written) < 1000:
        raise argparse.ArgumentTypeError(f"{written!r} is no number of processes: give 1 or more")
    return int(written)


def port(written: str) -> int:
    """Read the number of a port; 0 is any that is free."""
    if not written.isascii() or not written.isdigit() or int(written) > 65535:
        raise argparse.ArgumentTypeError(f"{written!r} is no port: give a number up to 65535")
    return int(written)


def workbook(written: str) -> Path:
    """Read the name of a workbook to write."""
    if not written.lower().endswith(".xlsx"):
        raise argparse.ArgumentTypeError(f"{written!r} is no name of a workbook: end it in .xlsx")
    return Path(written)


def page(written: str) -> Path:
    """Read the name of a page to write."""
    if not written.lower().endswith(".html"):
        raise argparse.ArgumentTypeError(f"{written!r} is no name of a page: end it in .html")
    return Path(written)


Argument = tuple[str, dict[str, Any]]


def _argument(name: str, about: str, **how: Any) -> Argument:
    """Return an argument: its name, what its help says, and how argparse takes it."""
    return name, {"help": about, **how}


def _path(name: str, about: str, metavar: str = "FOLDER", **how: Any) -> Argument:
    """Return an argument that is a path."""
    return _argument(name, about, type=Path, metavar=metavar, **how)


RAW = _path("--raw", "reports to read", default=Path("data/raw"))
JOBS = _argument("--jobs", "processes at once (default: one a core)", type=count, metavar="N")
FILE = _argument("file", "a report: text, Word, PDF, spreadsheet, web page or scan", metavar="FILE")
FIGURE = _argument("id", "a figure_id", type=int, metavar="ID")
EITHER = "a report, or a folder that `tvict build` wrote"
ABOUT = "Reads the figures out of the reports of Vietnamese provinces and their departments."
CODES = "Exit codes: 0 done; 1 a difference, or a report or cell that could not be taken; 2 bad input; 130 stopped."
IN_ENGLISH = "language of messages (default: vi, or what TVICT_LANG says)"
CHARTS_TOO = "language of messages; en takes the charts in English too (default: vi, or what TVICT_LANG says)"


def _written_to(default: str) -> Argument:
    return _path("--out", "where to write", default=Path(default))


def _printed_as(*choices: str) -> Argument:
    return _argument("--format", "how to print; table is fit for the eye", choices=choices, default="table")


def _page_out(default: str) -> Argument:
    about = "the page to write, with its workbook beside it"
    return _argument("--out", about, type=page, default=Path(default), metavar="PAGE.html")


COMMANDS: dict[str, tuple[str, tuple[Argument, ...]]] = {
    "build": (
        "read every report of a folder and write its tables",
        (
            RAW,
            _written_to("data/processed"),
            _argument("--tables", "tables only: no page, workbook or charts", action="store_true"),
            _path("--charts", "draw the charts of each report there too"),
            _argument("--names", "leave personal names in the text on the page", action="store_true"),
            JOBS,
        ),
    ),
    "corpus": (
        "write the tables of a folder of reports as one Parquet data set",
        (
            _path("folder", "reports to read"),
            _path("out", "where to write; what is there is gone on with", "OUT"),
            JOBS,
        ),
    ),
    "charts": ("draw every report of a folder: SVG, PNG and a gallery", (RAW, _written_to("figures"), JOBS)),
    "read": (
        "print one table of a report",
        (
            FILE,
            _argument("--table", "which table", choices=TABLE_NAMES, default="figures"),
            _printed_as("csv", "json", "table"),
        ),
    ),
    "quote": ("print the passage that a figure stands in", (FILE, FIGURE)),
    "explain": ("print why a figure was read so: rules, and the words that decided", (FILE, FIGURE)),
    "check": (
        "print what the printed figures say about each other, differences first",
        (FILE, _printed_as("table", "json")),
    ),
    "corrections": (
        "write what a reviewer filled into a workbook as TOML",
        (
            _path("file", "a workbook of tvict, filled in", "IN.xlsx"),
            _path(
                "--out",
                "the TOML to write (default: data/raw/IN.corrections.toml where that report is there, "
                "else beside the workbook)",
                "FILE",
            ),
        ),
    ),
    "bundle": (
        "zip a saved report with its workbook, page and charts, to hand on",
        (
            _path("folder", "a folder that `tvict build` wrote"),
            _path("--charts", "its charts (default: figures/REPORT, where that is)"),
            _path("--out", "the zip to write (default: FOLDER.zip)", "FILE"),
        ),
    ),
    "next-period": (
        "write a workbook with a report's values, to fill in the next period's",
        (
            _path("report", EITHER, "REPORT"),
            _argument(
                "--out",
                "the workbook to write (default: REPORT.ky-sau.xlsx here)",
                type=workbook,
                metavar="FILE.xlsx",
            ),
        ),
    ),
    "compare": (
        "write a page and a workbook of two reports side by side",
        (
            _path("first", EITHER, "A"),
            _path("second", "another, of a later year or of another province", "B"),
            _page_out("so-sanh.html"),
        ),
    ),
    "panel": (
        "write a page and a workbook of several reports by indicator",
        (
            _path("folders", "folders that `tvict build` wrote, or reports", nargs="+"),
            _page_out("nhieu-bao-cao.html"),
        ),
    ),
    "serve": (
        "open a window in the browser to drop reports into",
        (
            _argument(
                "--host",
                "where to answer; others than this machine need the token that is printed",
                default="127.0.0.1",
                metavar="HOST",
            ),
            _argument("--port", "the port; 0 is any that is free", type=port, default=8800, metavar="N"),
            _argument("--name", "another name that it goes by, as behind a proxy", metavar="HOST"),
            _path("--keep", "write results there too (default: keep none)"),
        ),
    ),
    "diff": (
        "print which figures two saved reports of one text read otherwise",
        (
            _path("old", "a folder that `tvict build` wrote before", "OLD"),
            _path("new", "and one that it writes now", "NEW"),
        ),
    ),
}
"""Every command: what its help says, and its arguments."""


class _Formatter(argparse.HelpFormatter):
    """Help with its headings in a language."""

    def __init__(self, prog: str, language: str) -> None:
        super().__init__(prog)
        self.language = language

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, f"{said('usage', self.language)}: " if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(heading if heading is None else said(heading, self.language))


class _Parser(argparse.ArgumentParser):
    """A parser whose help and errors are in a language."""

    def __init__(self, language: str, **options: Any) -> None:
        super().__init__(add_help=False, formatter_class=partial(_Formatter, language=language), **options)
        self.language = language
        self.add_argument("-h", "--help", action="help", help=said("show this help and end", language))

    def take(self, name: str, how: dict[str, Any]) -> None:
        """Add an argument, its help in the language, with what is taken where it is not given."""
        about = said(how["help"], self.language)
        if how.get("default"):
            about += f" ({said('default', self.language)}: {how['default']})"
        self.add_argument(name, **{**how, "help": about})

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {said('error', self.language)}: {said(message, self.language)}\n")


def options_of(typed: Sequence[str], language: str) -> argparse.Namespace:
    """Read a command line; what no argument takes ends the program, with the argument that may be meant."""
    whole = parser(language)
    options, more = whole.parse_known_args(typed)
    if more and RAW in COMMANDS[options.command][1] and not more[0].startswith("-"):
        whole.error(f"{options.command} takes no {' '.join(more)}: name the folder of reports with --raw {more[0]}")
    if more:
        whole.error(f"unrecognized arguments: {' '.join(more)}")
    return options


def parser(language: str) -> argparse.ArgumentParser:
    """Return the parser of the command line; the options it returns say ``command`` and ``lang``."""
    whole = _Parser(
        language,
        prog="tvict",
        description=said(ABOUT, language),
        epilog=said(CODES, language),
    )
    version = said("show the version and end", language)
    whole.add_argument("--version", action="version", version=f"tvict {__version__}", help=version)
    lang: dict[str, Any] = {"choices": LANGUAGES, "default": language, "metavar": "vi|en"}
    whole.add_argument("--lang", help=said(IN_ENGLISH, language), **lang)
    commands = whole.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for name, (about, arguments) in COMMANDS.items():
        told = said(about, language)
        command = commands.add_parser(name, language=language, help=told, description=told[0].upper() + told[1:] + ".")
        for argument, how in arguments:
            command.take(argument, how)
        command.add_argument("--lang", help=said(CHARTS_TOO if name == "bundle" else IN_ENGLISH, language), **lang)
    return whole
