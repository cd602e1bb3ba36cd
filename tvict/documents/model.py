"""A document as its file gives it: paragraphs, tables with cells and spans, notes, every run of text with its place.

Readers of the kinds of files fill these records; render.py makes of them one text, its layout and the way back from an
offset to a place. It counts paragraphs, tables, rows and columns, from 1, as a person who looks at the print does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a file. ``part`` is body, note, box, picture, or the name of a sheet; ``box`` is left, top, right and
    bottom in points of the page, from its top left; ``confidence`` is that of a scan's reader, 0 to 100.
    """

    part: str = "body"
    paragraph: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    cell: str | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What one reader of a scan saw at a place."""

    reader: str
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one place. ``calls`` is the key of the note that the run is the mark of; ``doubtful`` says that a
    scan's digits are not certain, ``sights`` what its readers saw where they disagree, ``picture`` (PNG) what stands
    there where they are not certain.
    """

    text: str
    anchor: Anchor
    calls: str | None = None
    doubtful: bool = False
    sights: tuple[Sight, ...] = ()
    picture: bytes | None = None


@dataclass(slots=True)
class Paragraph:
    """Runs in the order of reading; a line break within a paragraph is a newline in a run."""

    runs: list[Run]

    @property
    def text(self) -> str:
        """The words of all runs."""
        return "".join(run.text for run in self.runs)


@dataclass(slots=True)
class Cell:
    """A cell at its first row and column, counted from 0, with what it holds and what it spans."""

    blocks: list[Block]
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1

    @property
    def runs(self) -> list[Run]:
        """The runs of all its paragraphs, those of tables in it too, a space between two paragraphs."""
        out: list[Run] = []
        for block in self.blocks:
            if isinstance(block, Picture):
                continue
            runs = block.runs if isinstance(block, Paragraph) else [r for cell in block.cells for r in cell.runs]
            if out and runs:
                out.append(Run(" ", out[-1].anchor))
            out += runs
        return out

    @property
    def text(self) -> str:
        """Its words on one line."""
        return " ".join("".join(run.text for run in self.runs).split())


@dataclass(slots=True)
class Table:
    """Cells in order. ``ruled`` says whether lines are drawn around them, None where the file does not tell;
    ``header_rows`` counts the rows that the file marks as header.
    """

    cells: list[Cell]
    header_rows: int = 0
    ruled: bool | None = None

    @property
    def height(self) -> int:
        """The number of rows."""
        return max((cell.row + cell.row_span for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((cell.column + cell.column_span for cell in self.cells), default=0)

    @property
    def rows(self) -> list[list[Cell]]:
        """Its cells from left to right, by the row where they begin."""
        rows: list[list[Cell]] = [[] for _ in range(self.height)]
        for cell in sorted(self.cells, key=lambda cell: cell.column):
            rows[cell.row].append(cell)
        return rows


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its file, its width in inches where that is known, and what there is to tell of it."""

    content: bytes
    width: float | None = None
    told: str = "not looked at: that needs pip install 'tvict[pdf]'"


Block = Paragraph | Table | Picture


@dataclass(slots=True)
class Note:
    """A footnote or endnote: the mark it is printed with, and its words."""

    mark: str
    runs: list[Run]


@dataclass(slots=True)
class Document:
    """What one file holds: blocks in the order of reading, notes by key, sentences about what had to be decided, and
    the programs that read it ("tesseract 5.5.0").
    """

    blocks: list[Block] = field(default_factory=list)
    notes: dict[str, Note] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)

    def held(self, blocks: list[Block] | None = None) -> Iterator[Paragraph | Picture]:
        """Yield the paragraphs and pictures of all blocks, those in the cells of tables too."""
        for block in self.blocks if blocks is None else blocks:
            if isinstance(block, Table):
                for cell in block.cells:
                    yield from self.held(cell.blocks)
            else:
                yield block

    @property
    def shows_only_pictures(self) -> bool:
        """Whether there are pictures and no words."""
        held = list(self.held())
        return any(isinstance(block, Picture) for block in held) and not any(
            isinstance(block, Paragraph) and block.text.strip() for block in held
        )


RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
"""Digits as small raised or lowered ones, which no reader takes for part of the number before them."""
