"""From signs and rules on pages to a document: order of reading, furniture out, notes, tables over page breaks."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from tvict.documents.glyphs import Area, Glyph, Line, lines_of, runs_of
from tvict.documents.model import PLAIN, RAISED, Anchor, Document, Note, Paragraph, Run, Table
from tvict.documents.page_tables import go_on, is_torn, table_of, unruled
from tvict.documents.ruling import grids

_EDGE = 0.1  # of a page, at its top and foot, where furniture stands
_COUNTED = 3  # cells with digits, at most, of the frame that heads every page
_NOTE = 0.86  # of the size of the text, at most, of notes
_PAGE_NUMBER = re.compile(r"[-–—]?\s*\d{1,3}\s*[-–—]?")
_MARKER = re.compile(
    r"\s*(?:[-–•+*]|[IVX]{1,5}\.|\d{1,2}(?:\.\d+)*[.)]|[a-zđ]\)|[A-HĐ]\.|[¹²³⁴⁵⁶⁷⁸⁹]\S*)\s", re.IGNORECASE
)
_NUMBER = re.compile(r"[-–(]?\d+(?:[.,]\d+)*%?\)?")
_MISREAD = re.compile(r"(?<=[^\W_])['’‘”“\"°*!?^`](?=[.,;:]? ?$)")
_CALL = re.compile(r"(?<!\bm)(?<!\b[ckdm]m)[¹²³⁴⁵⁶⁷⁸⁹⁰]+")


@dataclass(slots=True)
class Page:
    """One page: what stands in lines, its tables with the height where each begins and ends, and the height of the
    short rule above its notes.
    """

    number: int
    width: float
    height: float
    lines: list[Line]
    tables: list[tuple[float, float, Table]] = field(default_factory=list)
    notes_from: float | None = None


def page_of(number: int, size: tuple[float, float], glyphs: Sequence[Glyph], rules: Sequence[Area]) -> Page:
    """Part the glyphs of a page into the cells of its tables and the lines outside."""
    page = Page(number, *size, [])
    left = list(glyphs)
    found = list(grids(rules))
    for grid in found:
        inside = [glyph for glyph in left if grid.holds(glyph.x, glyph.y)]
        if inside:
            left = [glyph for glyph in left if not grid.holds(glyph.x, glyph.y)]
            page.tables.append((grid.ys[0], grid.ys[-1], table_of(grid, inside, number)))
    page.lines = lines_of(left)
    for rule in sorted(filter(lambda rule: rule.flat, rules), key=lambda rule: rule.y):
        if _parts_notes(rule, page) and not any(grid.holds(rule.left, rule.y) for grid in found):
            page.notes_from = rule.y
    return page


def _parts_notes(rule: Area, page: Page) -> bool:
    """Whether a rule is the short one at the left between a text and its notes: a note's mark opens the line below."""
    below = next((line for line in page.lines if line.y > rule.y), None)
    return (
        rule.y > 0.4 * page.height
        and rule.left < 0.35 * page.width
        and 0.1 * page.width < rule.right - rule.left < 0.45 * page.width
        and below is not None
        and (bool(_note_mark(below)) or below.size <= _NOTE * statistics.median(line.size for line in page.lines))
    )


def document_of(pages: Sequence[Page]) -> Document:
    """Make a document of pages in order."""
    return _Assembly(pages).document()


class _Assembly:
    """One pass over the pages of a document."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self.pages = pages
        self.out = Document()
        self.last: tuple[int, Line] | None = None  # read before, with its page
        self.open_table: Table | None = None
        self.open_note: str | None = None
        self.furniture = 0
        sizes = Counter(round(glyph.size) for page in pages for line in page.lines for glyph in line.glyphs)
        self.size = sizes.most_common(1)[0][0] if sizes else 12
        self.often = max(2, len(pages) / 2)  # pages on which furniture stands
        self.repeated = Counter(_pattern(line) for page in pages for line in page.lines if _at_edge(line, page))
        self.boxed = Counter(_box_pattern(box) for page in pages for box in page.tables if _begins_page(box, page))

    def document(self) -> Document:
        for page in self.pages:
            lines = [line for line in page.lines if not self._is_furniture(line, page)]
            self.furniture += len(page.lines) - len(lines)
            boxes = [box for box in page.tables if _begins_page(box, page) and self._is_boxed_head(box)]
            page.tables = [table for table in page.tables if table not in boxes]
            self.furniture += sum(table.height for _, _, table in boxes)
            body, foot = self._parted(lines, page)
            self._body(page, body)
            self._notes(page, foot)
        if self.furniture:
            self.out.notices.append(f"lines of page numbers, headers and footers left out: {self.furniture}")
        self._call()
        return self.out

    def _is_furniture(self, line: Line, page: Page) -> bool:
        if not _at_edge(line, page):
            return False
        text = "".join(glyph.text for glyph in line.glyphs)
        often = self.repeated[_pattern(line)] >= self.often
        return bool(_PAGE_NUMBER.fullmatch(text)) or (len(self.pages) > 1 and often and len(text) < 80)

    def _is_boxed_head(self, box: tuple[float, float, Table]) -> bool:
        """Whether a table is the head of every page in a frame: with its page and number at most for digits."""
        pattern = _box_pattern(box)
        return self.boxed[pattern] >= self.often and sum("#" in text for text in pattern) <= _COUNTED

    def _parted(self, lines: list[Line], page: Page) -> tuple[list[Line], list[Line]]:
        """The lines of the text, and those of the notes at the foot of the page."""
        lowest = max((bottom for _, bottom, _ in page.tables), default=0.0)
        cut = len(lines)
        if page.notes_from is not None and page.notes_from > lowest:
            cut = sum(line.y < page.notes_from for line in lines)
            return lines[:cut], lines[cut:]
        while cut and lines[cut - 1].size <= _NOTE * self.size and lines[cut - 1].top > max(lowest, 0.3 * page.height):
            cut -= 1
        if self.open_note is None:
            while cut < len(lines) and not _note_mark(lines[cut]):
                cut += 1
        return lines[:cut], lines[cut:]

    def _notes(self, page: Page, lines: list[Line]) -> None:
        """Read the lines of notes; one without a mark continues, or is a note whose mark a scan has lost."""
        for line in lines:
            glyphs = line.glyphs
            if mark := _note_mark(line):
                lost = self.out.notes.get(f"lost on {page.number}")
                if lost is not None and not lost.mark and int(mark) > 1:
                    lost.mark = str(int(mark) - 1).translate(RAISED)
                self.open_note = f"{mark} on {page.number}"
                glyphs = glyphs[_mark_length(line) :]
                self.out.notes[self.open_note] = Note(mark.translate(RAISED), [])
            elif self.open_note is None and page.notes_from is not None:
                self.open_note = f"lost on {page.number}"
                self.out.notes[self.open_note] = Note("", [])
            if self.open_note and glyphs:
                runs = self.out.notes[self.open_note].runs
                runs += [Run(" ", runs[-1].anchor)] if runs else []
                runs += runs_of(glyphs, Anchor("note", page=page.number))

    def _body(self, page: Page, lines: list[Line]) -> None:
        """Read the lines and tables of a page from top to bottom."""
        items: list[tuple[float, Line | Table]] = [(line.base, line) for line in lines]
        items += [((top + bottom) / 2, table) for top, bottom, table in page.tables]
        items.sort(key=lambda item: item[0])
        margin = sorted(line.right for line in lines)[int(0.9 * len(lines))] if lines else page.width
        left = Counter(round(line.left / 4) for line in lines).most_common(1)[0][0] * 4 if lines else 0
        at = 0
        while at < len(items):
            item = items[at][1]
            if isinstance(item, Table):
                self._add_table(item, first=at == 0)
                at += 1
                continue
            if band := _band([item for _, item in items[at:]], page):
                self._side_by_side(band, page)
                at += len(band)
            else:
                self._line(item, page, margin, left)
                at += 1
        if not (items and isinstance(items[-1][1], Table)):
            self.open_table = None

    def _add_table(self, table: Table, *, first: bool) -> None:
        """A table, or more of the one that the page before ended with."""
        if first and self.open_table is not None and self.open_table.width == table.width:
            go_on(self.open_table, table)
        else:
            self.out.blocks.append(table)
            self.open_table = table
        self.last = None

    def _side_by_side(self, band: list[Line], page: Page) -> None:
        """Lines in columns that no rule parts: a table where numbers stand in them, else one side, then the other."""
        parts = [line.segments() for line in band]
        numbers = sum(bool(_NUMBER.fullmatch(part.text)) for line in parts for part in line[1:])
        if max(map(len, parts)) > 2 or numbers >= len(band):
            self.out.blocks.append(unruled(parts, page.number))
        else:
            for part in sorted(chain(*parts), key=lambda part: part.x >= page.width / 2):
                self.out.blocks.append(Paragraph(runs_of(part.glyphs, Anchor(page=page.number))))
        self.last = None
        self.open_table = None

    def _line(self, line: Line, page: Page, margin: float, left: float) -> None:
        """A line of prose: more of the paragraph before, or the first of one."""
        runs = runs_of(line.glyphs, Anchor(page=page.number))
        before = self.out.blocks[-1] if self.out.blocks else None
        if isinstance(before, Paragraph) and self._goes_on(line, page, margin, left):
            if not is_torn(before.runs[-1].text, runs[0].text):
                before.runs.append(Run(" ", before.runs[-1].anchor))
            before.runs += runs
        else:
            self.out.blocks.append(Paragraph(runs))
        self.last = page.number, line
        self.open_table = None

    def _goes_on(self, line: Line, page: Page, margin: float, left: float) -> bool:
        text = line.text
        number, last = self.last or (0, line)
        if self.last is None or _MARKER.match(text) or abs(line.size - last.size) >= 1.2:
            return False
        near = number != page.number or line.base - last.base < 1.75 * line.size
        full = last.right > margin - 3.2 * line.size and line.left < left + 1.5 * line.size
        return near and (full or (text[:1].islower() and abs(line.left - last.left) < line.size))

    def _call(self) -> None:
        """Tell the calls of notes among the raised digits: each calls the next note of its mark from its page on."""
        waiting = list(self.out.notes)
        for runs in _all_runs(self.out):
            for run in list(runs):
                for mark in _CALL.finditer(run.text):
                    key = next((key for key in waiting if _calls(mark[0], run, key, self.out.notes[key])), None)
                    if key is not None:
                        waiting.remove(key)
                        at = runs.index(run)
                        runs[at : at + 1] = _split(run, mark, key)
                        break
        self._call_misread(waiting)

    def _call_misread(self, waiting: list[str]) -> None:
        """Put a scan's notes whose calls were misread behind the last paragraph before them; where as many words of
        their page end in a misread mark, behind those.
        """
        for number in sorted({_page_of(key) for key in waiting}):
            keys = [key for key in waiting if _page_of(key) == number]
            held = [runs for runs in _all_runs(self.out) if runs and runs[-1].anchor.page == number]
            if not held or held[0][0].anchor.confidence is None:
                continue
            places = [(runs, run, m) for runs in held for run in runs if (m := _MISREAD.search(run.text))]
            if len(places) != len(keys) or not all(self.out.notes[key].mark for key in keys):
                places = []
            for key, (runs, run, m) in zip(keys, places, strict=False):
                at, raised = runs.index(run), run.text[: m.start()] + self.out.notes[key].mark + run.text[m.end() :]
                mark = re.compile(self.out.notes[key].mark).match(raised, m.start())
                runs[at : at + 1] = _split(replace(run, text=raised), mark, key) if mark else [run]
            for key in [] if places else keys:
                held[-1][-1] = replace(held[-1][-1], calls=key)


def _page_of(key: str) -> int:
    return int(key.rpartition(" ")[2])


def _all_runs(document: Document) -> Iterator[list[Run]]:
    return (block.runs for block in document.held() if isinstance(block, Paragraph))


def _calls(mark: str, run: Run, key: str, note: Note) -> bool:
    page = _page_of(key)
    return note.mark == mark and run.anchor.page in (page, page - 1)


def _split(run: Run, mark: re.Match[str], key: str) -> list[Run]:
    """A run as what stands before the mark of a note, the mark, and what stands behind it."""
    before, behind = run.text[: mark.start()], run.text[mark.end() :]
    parts = [replace(run, text=before), replace(run, text=mark[0], calls=key), replace(run, text=behind)]
    return [part for part in parts if part.text]


def _pattern(line: Line) -> str:
    return re.sub(r"\d+", "#", "".join(glyph.text for glyph in line.glyphs))


def _box_pattern(box: tuple[float, float, Table]) -> tuple[str, ...]:
    return tuple(re.sub(r"\d+", "#", cell.text) for cell in box[2].cells)


def _begins_page(box: tuple[float, float, Table], page: Page) -> bool:
    return box[0] < _EDGE * page.height


def _at_edge(line: Line, page: Page) -> bool:
    return line.y < _EDGE * page.height or line.y > (1 - _EDGE) * page.height


def _mark_length(line: Line) -> int:
    """How many glyphs at the start of a line are the mark of a note: small or raised digits, or digits set apart."""
    glyphs = line.glyphs
    joined = [glyph.text.translate(PLAIN).isdigit() and not (k and glyph.gap) for k, glyph in enumerate(glyphs[:3])]
    count = [*joined, False].index(False)
    if not count or count == len(glyphs):
        return 0
    small = glyphs[0].raised or glyphs[0].size <= 0.8 * line.size or glyphs[0].text in "¹²³⁴⁵⁶⁷⁸⁹"
    return count if small or glyphs[count].gap else 0


def _note_mark(line: Line) -> str:
    return "".join(glyph.text.translate(PLAIN) for glyph in line.glyphs[: _mark_length(line)])


def _band(items: Sequence[Line | Table], page: Page) -> list[Line]:
    """The lines from the first on that stand in columns, with those of one column between and below them."""
    band: list[Line] = []
    for item in items:
        if isinstance(item, Table):
            break
        aside = item.left > page.width / 2 or item.right < page.width / 2
        near = bool(band) and item.base - band[-1].base < 40
        if len(item.segments()) > 1 or (near and aside):
            band.append(item)
        else:
            break
    return band
