"""Documents made from the package, its cases and committed results: `make docs` writes them, a test compares them.

Their prose stands in tests/pages; what is computed fills its fields.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tvict import arguments, codebook, tables
from tvict.labels import labels
from tvict.publishing.markdown import plain
from tvict.reading import read

TESTS = Path(__file__).parent
DOCS = TESTS.parent / "docs"
GOLD = TESTS / "gold"
LEXICON = TESTS.parent / "tvict" / "reading" / "lexicon"
MANNER = TESTS / "unseen" / "manner"

RECENT = 5
"""How many of the last rounds are told together: single rounds differ by more than versions do."""

MEASURES = {
    "kind accuracy": "numerals told apart rightly: figure, date, document number, name …",
    "figure recall": "figures that are there and were read",
    "value accuracy": "right value, after scale",
    "unit accuracy": "right unit",
    "role accuracy": "right role: level, share, change …",
    "strict F1": "value, unit and role all right; a row for a numeral that is no figure counts against it",
    "period accuracy": "right period",
    "silent period errors": "wrong period, and `inferred` does not say that it was inferred",
    "subject F1": "words of the label, in order, against the best answer",
    "parent F1": "right total of a part",
    "of F1": "right level that a share or change is about",
    "base F1": "right base of a share, change or plan completion",
    "row accuracy": "the whole row: all of the above and the bound; false rows count",
    "trusted accuracy": "value, unit and role right, among rows that flag none of them as inferred or odd",
    "indicator recall": "codes that should be there and are",
    "relation recall": "relations that a careful reader would test and that are tested",
    "verdict accuracy": "right verdict on these",
    "citation recall": "cited documents found",
}
"""Measures of tests/gold_score.py that docs/accuracy.md shows, with what each counts."""

ROUND = re.compile(
    r"^\| (?P<name>\d+), (?P<day>\d+ \w+ \d{4}) \| (?P<passages>\d+): [^|]+ \| (?P<figures>\d+) \| (?P<right>[\d.]+) "
    r"\| (?P<period>[\d.]+) \| (?P<silent>\d+) \| (?P<alarms>\d+), (?P<founded>\d+) \| \d+ \|$",
    re.MULTILINE,
)

LATER = re.compile(
    r"^\| first readings, (?P<name>\d+[ab]?)\b[^|]* \| (?P<passages>\d+) · (?P<figures>\d+) \| (?P<right>[\d.]+) "
    r"\| (?P<period>[\d.]+) \| (?P<silent>\d+) \| [^|]+ \| [^|]+ \| (?P<alarms>\d+)(?:, (?P<false>\d+))?",
    re.MULTILINE,
)
"""A line of docs/unseen.md on a round since section 12; false alarms stand there instead of right ones."""


ROWS = re.compile(r"^\| (?P<name>\d+)(?P<shares>(?: \| (?:[01]\.\d+|–)){6}) \| (?P<told>\d+ of \d+) \|$", re.MULTILINE)
"""A line of docs/unseen.md on whole rows and links, of rounds that were labelled before they were read."""


class Rounds(NamedTuple):
    """Some rounds of real passages, all figures counted together."""

    passages: int
    figures: int
    right: float
    period: float
    silent: int
    alarms: int
    founded: int


def page(name: str, **fields: object) -> str:
    """Return a page of tests/pages with its fields filled."""
    return (TESTS / "pages" / name).read_text("utf-8").format(**fields)


def rounds() -> list[dict[str, str]]:
    """Return the rounds that docs/unseen.md records, in order; of a round that stands there again the first reading."""
    text = (DOCS / "unseen.md").read_text("utf-8")
    later: dict[str, dict[str, str]] = {}
    for found in LATER.finditer(text):
        told = found.groupdict()
        later.setdefault(told["name"], told | {"founded": str(int(told["alarms"]) - int(told["false"] or 0))})
    return [*(found.groupdict() for found in ROUND.finditer(text)), *later.values()]


def rows() -> list[tuple[str, list[float | None], str]]:
    """Return, of each round labelled whole, its name, the six shares that docs/unseen.md records, and what was told.

    A share is None where a round holds nothing to measure it on.
    """
    found = list(ROWS.finditer((DOCS / "unseen.md").read_text("utf-8")))
    shares = [[None if n == "–" else float(n) for n in one["shares"].split(" | ")[1:]] for one in found]
    return [(one["name"], six, one["told"]) for one, six in zip(found, shares, strict=True)]


def together(some: list[dict[str, str]]) -> Rounds:
    """Return what some rounds say together; shares are weighted by figures."""
    passages, figures, silent, alarms, founded = (
        sum(int(one[name]) for one in some) for name in ("passages", "figures", "silent", "alarms", "founded")
    )
    right, period = (
        sum(float(one[name]) * int(one["figures"]) for one in some) / figures for name in ("right", "period")
    )
    return Rounds(passages, figures, right, period, silent, alarms, founded)


def percent(share: float | None) -> str:
    """Write a share as a percentage with one decimal."""
    return "–" if share is None else f"{100 * share:.1f} %"


def table(heads: list[str], rows: Iterable[Iterable[object]], words: int = 1) -> str:
    """Write a Markdown table whose first ``words`` columns are words, the others numbers."""
    lines = [heads, ["---"] * words + ["--:"] * (len(heads) - words), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def accuracy() -> str:
    """Return docs/accuracy.md: how well tvict reads, from committed results alone."""
    every = rounds()
    unseen, misprints = (json.loads((GOLD / f"{name}.json").read_text("utf-8")) for name in ("unseen", "misprints"))
    return page(
        "accuracy.md",
        rounds=_rounds(every),
        rows=table(
            ["round", "whole row", "label", "part of", "about", "against", "relations found", "differences told"],
            ([name, *map(percent, shares), told] for name, shares, told in rows()),
        ),
        all=together(every),
        unseen=unseen,
        measures=table(
            ["measure", "what it counts", "score"],
            ([name, what, percent(unseen[name])] for name, what in MEASURES.items()),
            words=2,
        ),
        gold=_gold(),
        misprints=_misprints(misprints["reports"]),
        tried=misprints["on"],
    )


def _rounds(every: list[dict[str, str]]) -> str:
    heads = ["round", "passages", "figures", "value, unit, role right", "period right", "wrong period, not flagged"]
    groups = [*(([one], one["name"]) for one in every), (every[-RECENT:], f"**last {RECENT}**"), (every, "**all**")]
    sums = [(name, together(some)) for some, name in groups]
    return table(
        [*heads, "alarms raised", "of these right"],
        ([name, *n[:2], percent(n.right), percent(n.period), *n[4:]] for name, n in sums),
    )


def _gold() -> str:
    floors: dict[str, dict[str, float]] = json.loads((GOLD / "floors.json").read_text("utf-8"))
    tuned = [floor for name, floor in floors.items() if name.startswith("tuned/")]
    together = floors["manner"]
    whole = {name: floor for name, floor in floors.items() if "/" not in name and floor is not together}
    rows = []
    for name in MEASURES:
        reached = [floor[name] for floor in tuned if name in floor]
        means = [floor.get(name) for floor in whole.values()] + [sum(reached) / len(reached), together.get(name)]
        rows.append([name, *map(percent, means)])
    manner = f"{len(list(MANNER.glob('*.txt')))} in the manner of real ones, together"
    return table(["measure", *whole, f"mean of {len(tuned)} passages", manner], rows)


def _misprints(written: dict[str, dict[str, int]]) -> str:
    heads = ["report", "figures in no relation", "misprints tried", "told, of all"]
    heads.append("told, in numbers of a check that closes")
    rows = []
    for name, n in written.items():
        checked, tried = n["checked tried"], n["tried"]
        shares = n["told"] / tried, n["checked told"] / checked, n["checked unchecked"] / checked, n["false"] / tried
        rows.append([name, f"{n['alone']} of {n['figures']}", tried, *map(percent, shares)])
    return table([*heads, "made doubtful (`unchecked`)", "false alarms elsewhere"], rows)


FAMILIES = {
    "amounts": "What a numeral is, its unit, its role",
    "scopes": "Times and aims, and how far they govern",
    "links": "What is part of what, and of what a share or change is",
    "restated": "Quantities printed twice",
    "counted": "Counted lists",
    "subjects": "Labels",
}
"""Files of tests/cases/rules-*.toml in the order of reading, with what their rules decide."""


def rules() -> str:
    """Return docs/rules.md: every rule that has cases, with the texts in which it decides and in which it must not."""
    lines: list[str] = []
    words = labels()["page.rules"]
    for family, title in FAMILIES.items():
        cases = tomllib.loads((TESTS / "cases" / f"rules-{family}.toml").read_text("utf-8"))
        lines += ["", f"## {title}"]
        for rule, texts in cases.items():
            about = [f"In words: {words[rule]['en']} ({words[rule]['vi']}).", ""] if rule in words else []
            lines += ["", f"### {rule}", "", *about]
            lines += [f"- \\+ {shown(text)}<br>{plain('; '.join(decided(rule, text)))}" for text in texts["yes"]]
            lines += [f"- − {shown(text)}" for text in texts["no"]]
    return page("rules.md", rules="\n".join(lines).strip())


def shown(text: str) -> str:
    """Write a text of a case on one line in quotation marks, none of its signs a mark of Markdown."""
    return "“" + " ⏎ ".join(plain(line) for line in text.splitlines() if line.strip()) + "”"


def decided(rule: str, text: str) -> Iterator[str]:
    """Yield what a rule decides in a text: the kind of a numeral, or a column of a figure, a link by its text."""
    reading = read(text)
    figures = {figure.figure_id: figure for figure in reading.figures}
    for numeral in reading.numerals:
        if numeral.rule == rule:
            yield f"{numeral.text}: kind = {numeral.kind}"
    for reason in reading.reasons:
        if reason.rule == rule:
            figure = figures[reason.figure_id]
            other = figures.get(getattr(figure, f"{reason.column}_id", None))
            value = other.text if other else getattr(figure, reason.column, None)
            yield f"{figure.text}: {reason.column}" + (f" = {value}" if value is not None else "")


def commands(name: str, language: str) -> str:
    """Return docs/commands.md: every command of a shell with its arguments, in a language, from the parser itself."""
    made = arguments.parser(language)
    found = next(action for action in made._actions if isinstance(action, argparse._SubParsersAction))
    lines = [str(made.epilog)]
    for command, its in found.choices.items():
        lines += ["", f"## tvict {command}", "", str(its.description), ""]
        lines += [f"- `{written(action)}`: {action.help}" for action in its._actions if action.dest != "help"]
    return page(name, commands="\n".join(lines))


def written(action: argparse.Action) -> str:
    """Write an argument as one types it."""
    values = str(action.metavar or "|".join(map(str, action.choices or [action.dest.upper()])))
    if not action.option_strings:
        return f"{values} …" if action.nargs in ("+", "*") else values
    return ", ".join(action.option_strings) + ("" if action.nargs == 0 else f" {values}")


SECTORS = {
    "direction": "Direction",
    "postal": "Post",
    "telecom": "Telecommunications",
    "internet": "Internet",
    "ecommerce": "Electronic commerce",
    "digital": "Digital transformation",
    "egov": "Digital government",
    "signature": "Digital signatures",
    "mail": "Official mail",
    "services": "Public services",
    "security": "Information security",
    "press": "Press",
    "publishing": "Publishing",
    "grassroots": "Grassroots information",
    "training": "Training",
    "staff": "Staff",
    "citizens": "Citizens",
    "inspection": "Inspection",
    "capital": "Capital",
}
"""Sectors of the codebook, as docs/indicators.md heads them."""


def indicators() -> str:
    """Return docs/indicators.md: the codebook."""
    heads = {"indicator": "code", "label_vi": "Vietnamese", "label_en": "English", "unit": "unit", "measure": "measure"}
    heads |= {"dimensions": "cells", "note": "note"}
    about, parts = codebook.indicators(), tables.rows_of(codebook.dimensions())
    sectors = [
        f"## {SECTORS[str(sector)]}\n\n" + coded(heads, tables.rows_of(rows))
        for sector, rows in about.groupby("sector", sort=False)
    ]
    entries = tomllib.loads((LEXICON / "indicators.toml").read_text("utf-8"))["indicators"].values()
    yes_no = {True: "yes", False: "no"}
    cells = [{"cell": f"{p['dimension']}={p['category']}", **p, "additive": yes_no[p["additive"]]} for p in parts]
    return page(
        "indicators.md",
        sectors="\n\n".join(sectors),
        added="\n".join(f"- `{row['indicator']}`: {row['added']}" for row in tables.rows_of(about) if row["added"]),
        uncoded="\n".join(f"- {e['label_vi']} ({e['label_en'].lower()})" for e in entries if e.get("uncoded")),
        cells=coded({"cell": "cell", "label_vi": "Vietnamese", "label_en": "English", "additive": "additive"}, cells),
    )


def coded(heads: dict[str, str], rows: Iterable[dict[str, object]]) -> str:
    """Write a Markdown table of words whose first column holds codes, from rows by the names of columns."""
    first, *others = heads
    lines = ([f"`{row[first]}`", *(row[name] or "" for name in others)] for row in rows)
    return table(list(heads.values()), lines, words=len(heads))


def columns() -> str:
    """Return docs/tables.md: every table and every column, as tvict/tables.toml describes them."""
    lines = []
    for about in tables.TABLES.values():
        key = ", ".join(f"`{name}`" for name in about.key)
        lines += [f"## {about.name}", "", f"{about.description} Key: {key}.", ""]
        lines += ["| column | type | concept | meaning |", "|---|---|---|---|"]
        for column in about.columns:
            values = f" One of: {', '.join(f'`{value}`' for value in column.values)}." if column.values else ""
            place = ".".join(about.refers.get(column.name, ()))
            meaning = f"{column.description}{values}{f' Refers to `{place}`.' if place else ''}"
            lines.append(f"| `{column.name}` | {column.dtype} | {column.concept or ''} | {meaning} |")
        lines.append("")
    return page("tables.md", tables="\n".join(lines).strip())


def glossary() -> str:
    """Return docs/glossary.vi.md: the words of page and workbook with their meanings, as those give them."""
    words = labels()
    return page(
        "glossary.vi.md",
        **{
            name: table(
                ["từ", "nghĩa"],
                ([said["vi"], words[f"workbook.{name}_meaning"][code]["vi"]] for code, said in words[name].items()),
                words=2,
            )
            for name in ("roles", "verdicts", "bounds", "basis")
        },
    )


DOCUMENTS: dict[Path, Callable[[], str]] = {
    DOCS / "tables.md": columns,
    DOCS / "indicators.md": indicators,
    DOCS / "accuracy.md": accuracy,
    DOCS / "rules.md": rules,
    DOCS / "glossary.vi.md": glossary,
    DOCS / "commands.md": partial(commands, "commands.md", "en"),
    DOCS / "commands.vi.md": partial(commands, "commands.vi.md", "vi"),
}

if __name__ == "__main__":
    for path, content in DOCUMENTS.items():
        path.write_text(content(), "utf-8", newline="\n")
