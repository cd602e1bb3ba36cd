"""From a text to its paragraphs: marker, section path and spans of each, page breaks mended.

A paragraph that a page break or a page number cuts in two becomes one block of two pieces. Offsets stay those of the
text.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise

from tvict.reading.lexicon import CAPITAL, either, fold, lexicon, syllables
from tvict.reading.model import Section

Span = tuple[int, int]

# A marker opens a heading or an item: "I.", "6.1.", "a)", "(2)", "-", "+", "*", "•".
_MARKER = re.compile(
    r"""[ \t]*(?:[*_#>]{1,3}[ \t]*)?(?:
        (?P<bullet>[-–—+•●▪*o·])(?=[ \t]+\S|\*|(?<!o)[^\W\d_])      # "- ", "+ ", "* ", "-Thu"
      | \(?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3})(?:[.)/](?=[ \t]|$|\D)|-(?=[ \t]*[^\W\d_a-zà-ỹ](?:[a-zà-ỹ]|[ ]))
        |(?<=\d\.\d)(?=[ \t]))                                      # "1.", "1- Thu"
      | (?P<roman>[IVX]{1,5})[.)](?=[ \t]|\D)
      | (?P<capital>[A-HK-UĐ])[.)/](?=[ \t])
      | \(?(?P<letter>[a-zđ])[.)](?=[ \t])
      | (?P<note>[¹²³⁴⁵⁶⁷⁸⁹⁰]+)[ \t]*
    )[ \t]*""",
    re.VERBOSE,
)
# The mark of an item inside a line that begins with it; a dash only behind a stop, as it joins names too.
_INNER = {
    "+": re.compile(rf"(?<=[\w.;,)] )\+ ?(?={CAPITAL})"),
    "-": re.compile(rf"(?<=[.;] )- ?(?={CAPITAL})"),
    "•": re.compile(rf"•(?=[ \t]*{CAPITAL})"),
}
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_SUPERSCRIPT = re.compile(f"[{_SUPERSCRIPTS}](?<=[^\\s{_SUPERSCRIPTS}].)[{_SUPERSCRIPTS}]*")
_FURNITURE = re.compile(
    r"\s*(?:[-–—]\s*\d{1,3}\s*[-–—]|\d{1,3}|(?P<word>[^\W\d_]+)\.?\s*\d{1,3}(?:\s*/\s*\d{1,3})?|[-–—_*=.|:\s]{3,}|[|])\s*$"
)
_RULED = re.compile(r"[|](?:[ \t]*:?-+:?[ \t]*[|])+")  # between the header of a Markdown table and its rows
_CELL = re.compile(r"^(?=.*\w).+$", re.MULTILINE)
_NUMBER = re.compile(r"[ \t]*[-–−+]?\(?\d+(?:[.,]\d+)*\)?[ \t]*%?[ \t]*\r?$", re.MULTILINE)
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_ENDS = ".;:!?…"
_PART = re.compile(
    r"\s*(?P<word>[^\W\d_]+(?:[ \t]+[^\W\d_]+)?)[ \t]+(?P<number>[IVX]+|\d{1,2}|[^\W\d_]+)\s*(?:[.:](?!\d)|$)"
)
_GRID_CELL = re.compile(r"\t| {2,}|[|]|[.…_]{3,}")
# A mark of an item that a tab parts from its words: no cell.
_TABBED = re.compile(r"^(?:[-–—+•●▪*o·]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-Za-zđĐ])[.)])[ ]*\t\s*")
_BARS = re.compile(r"[\t|]+")
_GRID_NUMBERS = re.compile(r"(?:^|[\s|])[-–−]?\d+(?:[.,]\d+)*%?(?:[\s|]+[-–−]?\d+(?:[.,]\d+)*%?)+[\s|]*$")
_RANKS = {"annex": -1, "part": 0, "capital": 1, "roman": 2, "number": 3, "letter": 8}
_ROMAN = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV".split()
BRACKET = 2000  # characters of a bracket at most: one never closed does not hold the rest of a text
LONG = 300  # characters of a paragraph that does not end where it has no stop
WRAPPED = 8  # lines at least that tell how wide a text is wrapped
LABEL = 60  # characters of a label that a table printed one cell a line has at most
NEAR = 3  # lines on either side of a number alone, as many of them numbers alone, that make it a cell
HEAD = 1500  # characters of a text in which its letterhead stands
HEADING = 160  # characters: a numbered line longer than this is a paragraph, not a heading


@dataclass(slots=True)
class Block:
    """A paragraph, an item, a heading, or one line of a table."""

    pieces: list[Span]
    marker: Span
    path: str
    titles: tuple[str, ...]
    heading: bool = False
    row: bool = False
    flat: bool = False  # a cell of a table that is printed one cell a line
    bullet: str = ""
    note: str = ""  # the mark of a footnote
    caller: int | None = None  # the block that calls it
    annex: bool = False  # it stands in an annex, or in a sheet behind the first


@dataclass(slots=True)
class Outline:
    """Blocks in the order of the text, section headings, and spans that are page furniture."""

    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    furniture: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class _Line:
    start: int
    end: int
    text: str
    blank_before: bool
    marker: re.Match[str] | None
    row: bool = False
    flat: bool = False
    celled: bool = False  # the cells that end it are empty
    ruled: bool = False  # a rule parts it from the header of a Markdown table
    dated: bool = False  # it says when the page was put up, and nothing else
    part: str = ""  # the name of the sheet that it begins
    label: int = 0  # where the words behind the number of a row begin, of a table that has lost its cells


class _Path:
    """The headings above a line: rank, path element and title of each, the widest first."""

    def __init__(self) -> None:
        self.stack: list[tuple[int, str, str]] = []
        self.left: list[tuple[int, str, str]] = []  # what an annex has closed

    @property
    def annexed(self) -> bool:
        """Whether they are those of an annex or a sheet."""
        return bool(self.stack) and self.stack[0][0] == _RANKS["annex"]

    @property
    def untitled(self) -> bool:
        """Whether an annex or a sheet has begun and nothing said yet what it shows."""
        return self.annexed and len(self.stack) == 1 and not self.stack[0][2]

    def enter(self, kind: str, element: str, title: str) -> None:
        """Go to a heading or an item, out of all that it is not under."""
        rank = _RANKS[kind] + (element.count(".") if kind == "number" else 0)
        if kind == "annex":
            self.left = self.left or self.stack
            self.stack = []
        elif self._counts_on(kind, rank, element):
            self.stack, self.left = self.left, []
        while self.stack and self.stack[-1][0] >= _RANKS[kind]:  # "6.1" says its own parent
            self.stack.pop()
        self.stack.append((rank, element, title))

    def entitle(self, title: str) -> None:
        """Give the heading that was opened last a title."""
        self.stack[-1] = (*self.stack[-1][:2], title)

    def _counts_on(self, kind: str, rank: int, element: str) -> bool:
        """Whether a number goes on with those before an annex, which a table among its paragraphs is then."""
        last = next((e for r, e, _ in self.left if r == rank), None)
        return last is not None and _next(kind, last) == element and all(r != rank for r, _, _ in self.stack)


def _next(kind: str, element: str) -> str:
    """The number behind one: II behind I, 1.3 behind 1.2, c behind b."""
    if kind in ("roman", "part") and element in _ROMAN[:-1]:
        return _ROMAN[_ROMAN.index(element) + 1]
    first, dot, last = element.rpartition(".")
    return f"{first}{dot}{int(last) + 1}" if last.isdecimal() else chr(ord(last[-1]) + 1)


def outline(text: str, tables: Sequence[Span] = (), sheets: Sequence[tuple[int, str]] = ()) -> Outline:
    r"""Find the paragraphs of a text; every line of `tables` is a row, `sheets` begin sections of their own.

    >>> [b.path for b in outline("I. CHUNG\n\n1. Bưu chính\n\n- Đạt 5 tỷ.").blocks]
    ['I', 'I.1', 'I.1']
    """
    out, path = Outline(), _Path()
    lines = _lines(text, out, tables)
    for start, name in sheets:
        first = next((line for line in lines if line.end > start), None)
        if first is not None:
            first.part = name
    callers: dict[str, int] = {}
    raised, width = [c for c in _SUPERSCRIPTS if c in text], _width(lines)
    for k, line in enumerate(lines):
        before = out.blocks[-1] if out.blocks else None
        if before is not None and _continues(text, before, line, lines[k - 1], width):
            before.pieces.append((line.start, line.end))
            if before.heading:
                _reconsider(text, before, path, out)
            continue
        block = _open(text, line, path, out, before)
        if (m := line.marker) and (note := m.group("note")) and note in callers:
            block.note, block.caller, caller = note, callers[note], out.blocks[callers[note]]
            block.path, block.titles = caller.path, caller.titles
        if any(c in line.text for c in raised):  # spares most texts the search
            for call in _SUPERSCRIPT.findall(line.text):
                callers.setdefault(call, len(out.blocks))
        out.blocks.append(block)
    return out


def _lines(text: str, out: Outline, tables: Sequence[Span]) -> list[_Line]:
    """Lines that carry text; page numbers and rules are put aside as furniture."""
    lines: list[_Line] = []
    blank, ruled, pages, flat, after = True, False, lexicon().sets["page"], _flat(text), 0
    inner = any(mark.search(text) for mark in _INNER.values())  # spares most texts the search in each line
    for raw in text.split("\n"):
        at, after = after, after + len(raw) + 1
        body = raw.rstrip()
        if not body:
            blank = True
            continue
        end = at + len(body)
        start = end - len(body.lstrip())
        inside = at in flat or (len(tables) > 0 and any(a <= start < b for a, b in tables))
        if not inside and (f := _FURNITURE.match(body)) and (f["word"] is None or fold(f["word"]) in pages):
            out.furniture.append((start, end))
            ruled = _RULED.fullmatch(body.strip()) is not None
            blank = blank or not ruled
            continue
        marker, dated = _MARKER.match(text, start, end), _DATELINE.fullmatch(text, start, end) is not None
        celled = raw.count("\t", len(body)) > 1
        line = _Line(start, end, text[start:end], blank, marker, False, at in flat, celled, ruled, dated)
        lines += _parted(text, line) if inner and not inside else (line,)
        blank = ruled = False
    _mark_rows(lines)
    for line in lines if tables else ():
        line.row = line.row or any(a <= line.start < b for a, b in tables)
    _number_rows(lines)
    return lines


_FIRST = re.compile(r"(?:(?P<number>\d{1,3})|(?P<word>[^\W\d_]+)) (?=\S)")
_LAST = re.compile(r"(?P<words>[^\W\d_]+(?: [^\W\d_]+)?) [\d., ]+")


def _number_rows(lines: Sequence[_Line]) -> None:
    """Find the rows of tables that have lost their cells: below a line that begins with "TT" or "STT" those that open
    with numbers in their order, and the total below them.
    """
    heads, totals, expected = lexicon().sets["row_number"], lexicon().sets["bare_total"], 0
    for line in lines:
        first = None if line.flat else _FIRST.match(line.text)
        if first is None or _GRID_CELL.search(line.text):
            expected = 0
        elif first["word"] and fold(first["word"]) in heads:
            expected = 1
        elif expected and first["number"] == str(expected):
            line.row, line.label, expected = True, line.start + first.end(), expected + 1
        elif expected > 1 and (last := _LAST.fullmatch(line.text)) and " ".join(syllables(last["words"])) in totals:
            line.row, expected = True, 0
        elif first["number"]:
            expected = 0


def _parted(text: str, line: _Line) -> Iterator[_Line]:
    """An item, parted from those of its mark that its line goes on with: "+ Cấp huyện: 6 xã + Cấp xã: 4 xã"."""
    mark = _INNER.get(line.marker["bullet"]) if line.marker is not None else None
    inner = [m.start() for m in mark.finditer(text, line.start + 1, line.end)] if mark is not None else []
    for lo, hi in pairwise([line.start, *inner, line.end]):
        words = text[lo:hi].rstrip()
        first = lo == line.start
        yield replace(
            line,
            start=lo,
            end=lo + len(words),
            text=words,
            marker=_MARKER.match(text, lo, line.end),
            blank_before=first and line.blank_before,
            ruled=first and line.ruled,
        )


def _flat(text: str) -> set[int]:
    """Where lines begin that hold a number alone among others that do: a table printed one cell a line."""
    cells = list(_CELL.finditer(text))
    numbers = [bool(_NUMBER.match(text, m.start())) for m in cells]
    # those whose label says that a value follows, as that of the label before or behind does
    told = {n for n in range(1, len(cells)) if numbers[n] and cells[n - 1].group().rstrip().endswith(":")}
    among = {n for n in range(len(cells)) if numbers[n] and sum(numbers[max(n - NEAR, 0) : n + NEAR + 1]) >= NEAR}
    told = {n for n in told if n - 2 in told or n + 2 in told} | _turns(cells, numbers)
    return {cells[n].start() for n in among | told}


def _turns(cells: list[re.Match[str]], numbers: list[bool]) -> set[int]:
    """Numbers that take turns with labels, three at least: "Hải Hà", "120", "Vân Đồn", "98", "Cô Tô", "45"; those that
    count on by one number what stands between them, as pages do.
    """
    values = [cell.group().strip() for cell in cells]
    ends = [n for n, number in enumerate(numbers) if number and n and not numbers[n - 1]]
    ends = [n for n in ends if len(label := values[n - 1]) <= LABEL and label[-1] not in _ENDS]
    out: set[int] = set()
    for _, group in groupby(enumerate(ends), key=lambda e: e[1] - 2 * e[0]):
        run = [n for _, n in group]
        counted = [int(values[n]) if values[n].isdecimal() else -1 for n in run]
        if len(run) >= NEAR and any(b != a + 1 for a, b in pairwise(counted)):
            out.update(run)
    return out


def _mark_rows(lines: list[_Line]) -> None:
    """A table typed as lines: two neighbours or more that end in a run of numbers, or are split into cells."""

    def looks(line: _Line) -> bool:
        body = _TABBED.sub("", line.text)
        told = len(body) < 200 and any(map(str.isdecimal, body))
        return told and bool(_GRID_CELL.search(body) or _GRID_NUMBERS.search(body))

    marks = [looks(line) for line in lines]
    for i in range(1, len(lines) - 1):  # a row without a number: "Điện hoa ........ -"
        between = marks[i - 1] and marks[i + 1] and not lines[i].blank_before and not lines[i + 1].blank_before
        marks[i] = marks[i] or (between and (lines[i].celled or bool(_GRID_CELL.search(lines[i].text))))
    for i, line in enumerate(lines):
        near = [j for j in (i - 1, i + 1) if 0 <= j < len(lines) and not lines[max(i, j)].blank_before]
        line.row = marks[i] and any(marks[j] or len(_BARS.findall(lines[j].text)) > 1 for j in near)
    for line, after in pairwise(lines):  # right below the header of a Markdown table: "| I. Y TẾ | | |"
        line.row = line.row or (line.ruled and after.row)


def _width(lines: list[_Line]) -> float:
    """The width to which a text is wrapped: few lines are longer. None matters where paragraphs stand on one line."""
    widths = sorted(len(line.text) for line in lines)
    width = widths[len(widths) * 19 // 20] if len(widths) >= WRAPPED else max([HEADING, *widths])
    return width if width <= HEADING else math.inf


def _full(previous: _Line, line: _Line, width: float) -> bool:
    """Whether a line has no room for the first word of the next: its paragraph may go on."""
    return len(previous.text) + 1 + len(line.text.split(maxsplit=1)[0]) > width


def _goes_over(previous: _Line, line: _Line, width: float) -> bool:
    """Whether a line ends where it does for want of room, or in a word that opens an amount: "phí cảng cá ước"."""
    if _full(previous, line, width):
        return True
    if not line.text[0].isdecimal():
        return False
    words = [fold(w) for w in previous.text.split()[-3:]]
    if words[-1] in lexicon().sets["year"] and _YEAR.match(line.text):
        return True
    opening = [lexicon().sets[name] for name in ("over", "under", "about", "estimate", "up", "down", "equal")]
    return any(" ".join(words[n:]) in words_of for n in range(len(words)) for words_of in opening)


# When a page was put up: "Cập nhật ngày: 12/05/2021 07:45".
_DAY, _CLOCK = r"\d{1,2}[/-]\d{1,2}[/-]\d{4}", r"\d{1,2}:\d\d"
_DATELINE = re.compile(rf"[^.;]{{0,24}}?(?:{_DAY}[ ,|-]+{_CLOCK}|{_CLOCK}[^\d.;]{{1,20}}{_DAY}|: {_DAY}$).{{0,16}}")
_FORM = re.compile(rf"{CAPITAL}[^.;:\d]{{1,40}}:[ \t]*\d[^:]*$")  # a line of a form: "Ngô: 200 ha"
_VALUE = re.compile(r"~? ?\d+(?:[.,/]\d+)*")
_FIGURED = re.compile(r"\([^)]*\d")


def _continues(text: str, before: Block, line: _Line, previous: _Line, width: float) -> bool:
    """Whether a line goes on with the block before it: wrapped, or cut by a page break."""
    last = text[before.pieces[-1][1] - 1]
    alone = line.flat or len(line.text) > 2  # a number of one or two digits may be that of an item
    if last == ":" and alone and not (before.row or before.flat) and _VALUE.fullmatch(line.text):
        return True  # a table printed one cell a line, whose labels say that a value follows
    if line.row or before.row or line.flat or before.flat or line.dated or previous.dated or line.part:
        return False
    first = line.text[0]
    opening = width == math.inf and (first.isupper() or first in '("“')  # may be a paragraph of its own
    inside = (last in ":;" or line.marker or opening) and not line.blank_before and _in_bracket(text, before)
    closed = last in _ENDS and not (inside and last in ":;")
    if inside and not closed and line.marker and (mark := line.marker.group().strip())[-1:] == ")" and mark[0] != "(":
        return True  # it closes the bracket: "tăng 14 bậc (thứ⏎33); …"
    if line.marker or _part_number(line.text) or _totals(line.text):
        return False
    if (line.blank_before or closed) and _annex(line.text):
        return False
    if before.heading and not closed and _joined(text[before.pieces[-1][0] : before.pieces[-1][1]], line.text):
        return True
    if line.blank_before:  # a long paragraph without its stop goes on behind a page break
        long = before.pieces[-1][1] - before.pieces[0][0] > LONG and last not in '"”)' and not line.text.isupper()
        return not before.heading and not closed and (first.islower() or first.isdecimal() or long)
    amid = last == "," or inside or (first == "(" and not before.heading and _FIGURED.match(line.text))
    if opening and not amid:
        return False
    if before.heading:
        return not closed and (first.islower() or _goes_over(previous, line, width))
    if _FORM.match(previous.text) and _FORM.match(line.text) and not _full(previous, line, width):
        return False
    if last == ";" and first.islower():
        return True  # an item of a list has its mark, or begins with a capital
    return not closed or _full(previous, line, width)


def _joined(above: str, line: str) -> bool:
    """Whether a heading goes on in the next line, a blank one between them or not: "7 THÁNG⏎VÀ NHIỆM VỤ THÁNG 8"."""
    meeting = map(fold, (*above.split()[-1:], line.split()[0]))
    return line.isupper() and (above.endswith(",") or not lexicon().sets["and"].isdisjoint(meeting))


def _in_bracket(text: str, block: Block) -> bool:
    """Whether a block ends within a bracket."""
    end = block.pieces[-1][1]
    start = max(block.pieces[0][0], end - BRACKET)
    return text.rfind("(", start, end) > text.rfind(")", start, end)


def _totals(line: str) -> bool:
    """Whether a line gives the total of the items above it: "Tổng cộng: 225 hồ sơ"."""
    head, colon, rest = line.partition(":")
    return bool(colon and rest) and " ".join(syllables(head)) in lexicon().sets["bare_total"]


def _open(text: str, line: _Line, path: _Path, out: Outline, before: Block | None) -> Block:
    """Begin a block: read its marker, move the section path."""
    kind, element, start = _marked(line)
    body = line.text
    if line.part:
        path.enter("annex", line.part, "")
    heading = named = False
    if kind in _RANKS:
        title = body if kind == "part" else text[start : line.end]
        rank = _RANKS[kind]
        heading = kind == "annex" or (any(map(str.isalnum, title)) and _heads(body, title, rank))
        path.enter(kind, element, title.strip(" :*_") if heading else "")
        named = heading and not path.untitled
    elif path.untitled and not kind and not line.row and not line.flat and _entitles(body):
        path.entitle(body)
        heading = named = True
    elif not kind and not line.row and len(body) <= HEADING and body.isupper() and any(c.isalpha() for c in body):
        heading = body.count("\t") < 2  # more cells head a table
        below = before is not None and before.heading and not line.blank_before
        if heading and below and path.stack and path.stack[-1][0] <= _RANKS["part"]:
            path.entitle(f"{path.stack[-1][2]} {body}")
    where = ".".join(e for _, e, _ in path.stack)
    if named:
        out.sections.append(Section(line.start, line.end, where, path.stack[-1][2], len(path.stack)))
    titles = tuple(t for _, _, t in path.stack if t)
    bullet = element if kind == "bullet" else ""
    span, marker = (start, line.end), (line.start, start)
    return Block([span], marker, where, titles, heading, line.row, line.flat, bullet, annex=path.annexed)


def _marked(line: _Line) -> tuple[str, str, int]:
    """What kind of marker opens a line, its element of the path, and where the words behind it begin."""
    if line.row or line.flat:
        return "", "", line.label or line.start
    if part := _part_number(line.text):
        return "part", part, line.start
    if (annex := _annex(line.text)) is not None:
        return "annex", annex["name"], line.start + annex.start("title")
    if (m := line.marker) is None or m.lastgroup is None:
        return "", "", line.start
    return m.lastgroup, m[m.lastgroup].rstrip(".)/"), min(m.end(), line.end)


def _annex(line: str) -> re.Match[str] | None:
    """The name that heads an annex, and its title: "Phụ lục II", "Biểu 3. Tàu cá theo huyện"; None in a sentence."""
    m = _ANNEX.match(line)
    if m is None or len(line) > HEADING or (m["title"] and line[-1] in ".;,"):
        return None
    return m if m["stop"] or not m["title"] or line.isupper() else None


_ANNEX_NUMBER = r"[ \t]+(?:[IVX]+|\d{1,2}(?:\.\d{1,2})*[a-zđ]?|[A-H])"
_ANNEX = re.compile(
    rf"(?P<name>(?:(?i:{either('annex')})(?:{_ANNEX_NUMBER})?|(?i:{either('annex_table')}){_ANNEX_NUMBER})(?!\w))"
    r"[ \t]*(?P<stop>[.:–-]?)[ \t]*(?P<title>.*)"
)


def _entitles(line: str) -> bool:
    """Whether a line says what the annex or the sheet that it stands under shows."""
    return len(line) <= HEADING and line[-1] not in ".;:," and line[0].isalpha()


def _heads(line: str, title: str, rank: int) -> bool:
    """Whether a marked line, or all lines of it, is short and says nothing: a heading, no item."""
    return len(line) <= HEADING and line[-1] not in ".;,!" and not (rank >= _RANKS["number"] and _sentence(title))


def _reconsider(text: str, block: Block, path: _Path, out: Outline) -> None:
    """Take a heading for an item when the lines that continue it make a sentence of it."""
    start, end = block.marker[0], block.pieces[-1][1]
    numbered = out.sections and out.sections[-1].start == start  # else a line in capitals
    if numbered and not _heads(text[start:end], text[block.pieces[0][0] : end], path.stack[-1][0]):
        out.sections.pop()
        path.entitle("")
        block.heading, block.titles = False, tuple(t for _, _, t in path.stack if t)


def _sentence(title: str) -> bool:
    """Whether a numbered line says something rather than heads it: it holds a quantity after its first words.

    A length of time is none: "2. Nhiệm vụ 6 tháng cuối năm", "4. Mục tiêu 5 năm 2026 - 2030".
    """
    return bool(re.search(r"\d\s*(?:%|[^\W\d_])", _LENGTH.sub("", title))) and not title.rstrip().endswith(":")


_LENGTH = re.compile(rf"\b\d{{1,2}} (?i:{either('month')}|{either('year')})\b")


def _part_number(line: str) -> str:
    """Read "Phần thứ hai" as "2"; empty where the line is no such heading."""
    m = _PART.match(line)
    word = " ".join(map(fold, m["word"].split())) if m else ""
    if m is None or word not in lexicon().sets["part"]:
        return ""
    number, numbers = m["number"], {" ".join(syllables(k)): str(v) for k, v in lexicon().classes["part"].values.items()}
    if word in numbers:  # "năm 2.400 việc làm" goes on with a line before
        return ""
    return number if number.isdecimal() or set(number) <= set("IVX") else numbers.get(fold(number), "")


def province(text: str, year: int | None = None) -> str | None:
    """The province or city of central level that issued a text; None where it names none.

    The letterhead names it in capitals, else it is the one of the dateline, else the one that is named most often.
    `year` is that of the text: which cities are of central level changes.

    >>> province("UBND TỈNH AN BÌNH: trên địa bàn tỉnh An Bình, thành phố Phú Thuận")
    'An Bình'
    """
    since = {" ".join(syllables(name)): first for name, first in lexicon().classes["central_city"].values.items()}
    named = [(m, m["name"] or m["city"]) for m in _PROVINCE.finditer(text)]
    if year is not None:
        named = [(m, name) for m, name in named if since.get(" ".join(syllables(name)), 0) <= year]
    names = [" ".join(name.split()).title() for _, name in named]
    head = next((n for n, (m, _) in zip(names, named, strict=True) if m[0].isupper() and m.start() < HEAD), None)
    dated = (name.title() for name in _PLACED.findall(text[:HEAD]))
    counts = Counter(names)  # the name that stands most often, of several the shortest
    most = max(counts, key=lambda n: (counts[n], -len(n)), default=None)
    return head or next((n for n in dated if n in names), most)


def names_city(label: str) -> bool:
    """Whether a label names a city of a province: "Thành phố Phú Thuận", but neither Hà Nội nor "toàn thành phố"."""
    return _CITY.search(label) is not None


_CENTRAL = rf"(?i:{either('central_city')})(?!\w)"
_CITY = re.compile(rf"(?<!\w)(?i:{either('city')})[ \t]+(?!{_CENTRAL}){CAPITAL}\w")


_KINDS = [lexicon().classes[name].words for name in ("province", "city")]
_FIRSTS = "".join({letter for kind in _KINDS for word in kind for letter in (word[0].lower(), word[0].upper())})
_OF_PROVINCE, _OF_CITY = ("|".join(rf"(?<={word[0]}){re.escape(word[1:])}" for word in kind) for kind in _KINDS)
_PAIR = rf"{CAPITAL}\w+ {CAPITAL}\w+"
_PROVINCE = re.compile(  # the set spares most attempts
    rf"[{_FIRSTS}](?<!\w.)(?:(?i:{_OF_PROVINCE})[ \t]+"
    rf"(?P<name>(?i:{either('long_name')})(?!\w)|{_PAIR}(?: - {_PAIR})?)|(?i:{_OF_CITY})[ \t]+(?P<city>{_CENTRAL}))"
)
# The place of a letterhead: "An Bình, ngày 3 tháng 7 năm 2021", its day often left blank.
_PLACED = re.compile(rf"({CAPITAL}\w+(?: (?:- )?{CAPITAL}\w+)*), *(?:{either('day')})\b")
