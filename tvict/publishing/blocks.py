"""The text of a report as headings and paragraphs: text and tables go in, blocks come out, every numeral marked in
them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pandas as pd

from tvict.analysis.checks import differing
from tvict.names import Names

PARAGRAPH = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)*\n|\n(?=[^\S\n]*[-+*•●▪–][^\S\n]+[^\t\n]*(?:\n|\Z))")
"""Where one paragraph ends: blank lines, or a line that opens with a bullet and is no row of a table."""

SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[^\W\d_]|[-+*“\"])")
"""Where one sentence or item ends within a paragraph."""

LINE = re.compile(r"[^\S\n]*\n\s*")
"""Where one line ends; whether a paragraph ends there too is told by what it ends and begins with."""

NARROW = 60
"""Characters that a line broken to fit a page has at least; a shorter one ends because its words do."""

LONGEST = 700
"""Characters of a passage, at most: longer ones are cut to the sentence of the first figure named."""

ITEM = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)][^\S\n]+(?=[^\W\d_])")
"""What numbers an item at the beginning of a line: "1. Số ca", "b) Chi"."""

BULLET = re.compile(r"[-+*•●▪–][^\S\n]")


BLANK = " \n\r\f\v\xa0"
"""What a table may begin with before its first cell, which may be empty."""

Edges = tuple[int, int]
"""Where something ends and where the next begins."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text: plain, or part of a figure, or of a numeral that is none; without words the place where an
    item of a counted list begins, by the figure that counts it and its number there. ``differs`` marks a figure of a
    check that does not add up.
    """

    words: str
    figure: int | None = None
    role: str = ""
    numeral: int | None = None
    item: tuple[int, int] | None = None
    differs: bool = False

    @property
    def plain(self) -> bool:
        """Tell whether it is no more than words."""
        return self.figure is None and self.numeral is None and self.item is None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or heading: ``level`` is 0 for a paragraph, ``anchor`` the id of a heading."""

    runs: tuple[Run, ...]
    level: int = 0
    anchor: str = ""
    bullet: str = ""

    @property
    def rows(self) -> list[list[list[Run]]]:
        """The runs by row and cell, where tabs part the cells of a table; none of a paragraph."""
        found: list[list[list[Run]]] = [[[]]]
        for run in self.runs:
            lines = run.words.split("\n") if run.plain else [run.words]
            for place, line in enumerate(lines):
                found += [[[]]] if place else []
                cells = line.split("\t") if run.plain else [line]
                for position, words in enumerate(cells):
                    found[-1] += [[]] if position else []
                    if words or not run.plain:
                        found[-1][-1].append(replace(run, words=words))
        return found if sum(sum(map(bool, cells)) > 1 for cells in found) > 1 else []


def blocks(names: Names, tables: Mapping[str, pd.DataFrame]) -> Iterator[Block]:
    """Yield the text, names left out, as headings and paragraphs; no cut goes through a figure."""
    text = names.text
    spans = list(_spans(names, tables))
    headings = {int(row["start"]): (number, row) for number, row in enumerate(tables["sections"].to_dict("records"))}
    cuts = {0, len(text)}
    cuts.update(edge for match in PARAGRAPH.finditer(text) for edge in match.span())
    cuts.update(int(edge) for name in ("start", "end") for edge in tables["sections"][name])
    for start, end, _ in spans:
        cuts.difference_update(range(start + 1, end))
    edges = sorted(cuts)
    for opening, closing in pairwise(edges):
        words = text[opening:closing]
        start = opening + len(words) - len(words.lstrip(BLANK if "\t" in words.strip() else None))
        end = opening + len(words.rstrip())
        if start >= end:
            continue
        runs = tuple(_runs(names, start, end, spans))
        bullet = text[start] if BULLET.match(text, start, end) else ""
        number, heading = headings.get(start, (None, None))
        if heading is None:
            yield Block(runs, bullet=bullet)
        else:
            yield Block(runs, level=min(int(heading["level"]) + 2, 6), anchor=f"s{number}")


def passage(names: Names, tables: Mapping[str, pd.DataFrame], figure_ids: Sequence[int]) -> tuple[Run, ...]:
    """Return the sentences that some figures stand in, each of the figures marked; the first figure's alone where they
    stand far apart. Of figures in a table their rows and columns are named instead.
    """
    columns = (tables["figures"][name].astype(int) for name in ("figure_id", "start", "end"))
    places = {number: (start, end) for number, start, end in zip(*columns, strict=True)}
    heads = _heads(tables["reasons"])
    if figure_ids[0] in heads:
        return tuple(_told(names, [(n, places[n], heads[n]) for n in sorted({*figure_ids} & heads.keys())]))
    wanted = [places[number] for number in figure_ids if number in places]
    start, end = _sentences(names.text, min(a for a, _ in wanted), max(b for _, b in wanted))
    if end - start > LONGEST:
        start, end = _sentences(names.text, *wanted[0])
    spans = [span for span in _spans(names, tables) if span[2].figure in figure_ids]
    return tuple(_runs(names, start, end, spans))


def _heads(reasons: pd.DataFrame) -> dict[int, Edges]:
    """Return where the header of its column stands, of each figure in a table that has one."""
    found = reasons[(reasons["column"] == "role") & (reasons["rule"] == GRID)]
    return {int(n): (int(a), int(b)) for n, a, b in zip(found["figure_id"], found["start"], found["end"], strict=True)}


GRID = "grid.column"
"""The rule of a role that the header of a column tells."""


def _told(names: Names, cells: Sequence[tuple[int, Edges, Edges]]) -> Iterator[Run]:
    """Yield figures of a table with their row and column, what all share first: "Trực tuyến: Xã A 40; Xã B 35"."""
    labels, heads = [_label(names, place[0]) for _, place, _ in cells], [_head(names, head) for _, _, head in cells]
    both = [" – ".join(part for part in pair if part) for pair in zip(labels, heads, strict=True)]
    shared, each = ("", both)
    if len(cells) > 1 and len(set(heads)) == 1:
        shared, each = heads[0], labels
    elif len(cells) > 1 and len(set(labels)) == 1:
        shared, each = labels[0], heads
    yield Run(f"{shared}: " if shared else "")
    for place, ((number, (start, end), _), name) in enumerate(zip(cells, each, strict=True)):
        yield Run(("; " if place else "") + (f"{name}: " if name and not shared else f"{name} " if name else ""))
        yield Run(names.between(start, end), figure=number)


def _label(names: Names, at: int) -> str:
    """Return the first cell with words of the line of a table."""
    line = names.between(names.text.rfind("\n", 0, at) + 1, at)
    return next((" ".join(cell.split()) for cell in CELLS.split(line) if WORDS.search(cell)), "")


def _head(names: Names, head: Edges) -> str:
    """Return the header of a column: of one of several lines the first cell and the last, others lie between."""
    cells = [" ".join(cell.split()) for cell in CELLS.split(names.between(*head).strip())]
    return ", ".join(dict.fromkeys((cells[0], cells[-1])))


CELLS = re.compile(r"[\t\n|]|\s{2,}")
"""What parts the cells of a table that is typed."""

WORDS = re.compile(r"[^\W\d_]{2}")


def quoted(names: Names, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after a span in its paragraph, names left out; in its sentence where the paragraph
    is long, with … for what is left out.
    """
    text = names.text
    opening, closing = _widened(text, start, end, _paragraph_ends)
    if closing - opening > LONGEST:
        first, last = _sentences(text, start, end)
        before, after = names.between(first, start), names.between(end, last)
        return ("… " if first > opening else "") + before, after + (" …" if last < closing else "")
    return names.between(opening, start), names.between(end, closing)


def _sentences(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to whole sentences within its paragraphs."""
    return _widened(text, start, end, _sentence_ends)


def _widened(text: str, start: int, end: int, ends: Callable[[str, int, int], Iterator[Edges]]) -> tuple[int, int]:
    """Widen a span to the nearest ends on either side, by LONGEST characters at most."""
    first, last = max(0, start - LONGEST), min(len(text), end + LONGEST)
    found = list(ends(text, first, last))
    opening = max((after for _, after in found if after <= start), default=first)
    closing = min((before for before, _ in found if before >= end), default=last)
    return opening, closing


def _sentence_ends(text: str, first: int, last: int) -> Iterator[Edges]:
    yield from _paragraph_ends(text, first, last)
    yield from (match.span() for match in SENTENCE.finditer(text, first, last))


def _paragraph_ends(text: str, first: int, last: int) -> Iterator[Edges]:
    """Yield where paragraphs end: also lines typed one below the other without a blank line, and rows of tables."""
    for match in LINE.finditer(text, first, last):
        line, after = text[text.rfind("\n", 0, match.start()) + 1 : match.start()], text[match.end() : match.end() + 1]
        apart = match[0].count("\n") > 1 or line.endswith((".", ";", "!", "?")) or "|" in line or "\t" in line
        opens = after.isupper() or ITEM.match(text, match.end())
        short = len(line) < NARROW and not line.endswith((",", ":")) and opens
        if apart or short or BULLET.match(text, match.end()):
            yield match.span()


def _spans(names: Names, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[int, int, Run]]:
    """Yield what is marked in the text, in order; of two figures that overlap the first ends where the second
    begins.
    """
    figures, wrong = tables["figures"].sort_values("start", kind="stable"), differing(tables)
    starts, ends = ([int(edge) for edge in figures[name]] for name in ("start", "end"))
    found = []
    for number, role, start, end, limit in zip(
        figures["figure_id"], figures["role"], starts, ends, [*starts, len(names.text)][1:], strict=True
    ):
        closing = max(start, min(end, limit))
        marked = Run(names.between(start, closing), int(number), str(role), differs=int(number) in wrong)
        found.append((start, closing, marked))
    numerals = tables["numerals"]
    for row, (start, end, kind) in enumerate(zip(numerals["start"], numerals["end"], numerals["kind"], strict=True)):
        if kind != "figure":
            found.append((int(start), int(end), Run(names.between(start, end), numeral=row)))
    counts: Counter[int] = Counter()
    for figure_id, start in zip(tables["lists"]["figure_id"], tables["lists"]["start"], strict=True):
        counts[figure_id] += 1
        found.append((int(start), int(start), Run("", item=(int(figure_id), counts[figure_id]))))
    last = 0
    for start, end, run in sorted(found, key=lambda span: span[:2]):
        # A numeral inside a figure's words (the 100 of "85 máy/100 dân") is not marked twice.
        if start >= last:
            yield start, end, run
            last = end


def _runs(names: Names, start: int, end: int, spans: Sequence[tuple[int, int, Run]]) -> Iterator[Run]:
    at = start
    for opening, closing, run in spans:
        if opening < start or closing > end:
            continue
        if opening > at:
            yield Run(names.between(at, opening))
        yield run
        at = closing
    if at < end:
        yield Run(names.between(at, end))
