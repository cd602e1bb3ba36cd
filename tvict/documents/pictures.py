"""Pictures within a document: one that holds a table or lines of text is read as a scan, other words in it are told.

Photographs, emblems and signatures hold no report and are passed over. Charts hold words and numbers that belong to
axes: they are told, not read.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from PIL import Image

from tvict.documents import scan
from tvict.documents.glyphs import Area, Glyph, lines_of
from tvict.documents.model import Anchor, Block, Document, Paragraph, Picture, Run, Table
from tvict.documents.pages import document_of, page_of
from tvict.documents.ruling import grids
from tvict.errors import ReadError

_SMALL = (2.0, 0.5)  # inches of width and height, below which a picture is an emblem, a signature or a sign
_SCREEN, _LINE = 96, 6.5  # dots an inch, and inches of a line, of a picture whose width nobody says
_DOTS = (72, 600)  # an inch, of a picture that is looked at as it is
_PAPER = 0.5  # of a picture, at least, that is bright where it holds text
_BRIGHT = 170
_SURE = 60  # the confidence of a word that is one
_FEW = 5  # sure words, at least, that are worth telling
_WORDS = 3  # of a line of text, at least
_LINES = 3  # of a text, at least
_CELLS = 4  # of a table, at least
_MOST = 0.7  # of the words, at least, that stand in lines of text or in tables


def read_pictures(document: Document) -> None:
    """Put the text of each picture of a document in its place, or say why it has none; pictures without any go.

    Raises ReadError for too many of them, and for a document of pictures alone where tesseract is missing.
    """
    held = [block for block in document.held() if isinstance(block, Picture)]
    if len(held) > scan.PAGES:
        raise ReadError(f"has more than {scan.PAGES} pictures: give the report without them")
    if document.shows_only_pictures:  # of its pages
        whole = scan.read_images(image for image in map(_opened, held) if image is not None)
        document.blocks, document.notes, document.programs = whole.blocks, whole.notes, whole.programs
        document.notices += whole.notices
        return
    read: list[bool] = []
    document.blocks = _read(document.blocks, read)
    if any(read):
        document.programs.append(scan.version())


def _opened(picture: Picture) -> tuple[Image.Image, int] | None:
    """A picture on white paper, with its dots an inch; None for drawings of other programs, and what is damaged."""
    try:
        with Image.open(io.BytesIO(picture.content)) as opened:
            if opened.width * opened.height > scan.PIXELS:
                return None
            image = opened.convert("RGBA")
    except MemoryError:
        raise
    except Exception:  # Pillow has no error of its own for what it cannot read
        return None
    image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    return image, max(1, round(image.width / (picture.width or min(image.width / _SCREEN, _LINE))))


def _read(blocks: Sequence[Block], read: list[bool]) -> list[Block]:
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Picture):
            found = _seen(block)
            read.append(len(found) > 1)
            out += found
        else:
            for cell in block.cells if isinstance(block, Table) else ():
                cell.blocks = _read(cell.blocks, read)
            out.append(block)
    return out


def _seen(picture: Picture) -> list[Block]:
    """What stands in the place of a picture: itself with what there is to tell, and its text where it holds one."""
    opened = _opened(picture)
    if opened is None:
        return [replace(picture, told="not looked at: it is too large, or of a kind that few programs read")]
    image, dpi = opened
    glyphs, rules, told = look(image, dpi)
    if told or not glyphs:
        return [replace(picture, told=told)] if told else []
    size = (image.width * 72 / dpi, image.height * 72 / dpi)
    page = document_of([page_of(0, size, glyphs, rules)])
    notes = [Paragraph([Run(f"{note.mark} ", Anchor()), *note.runs]) for note in page.notes.values()]
    return [replace(picture, told="read as a scan"), *map(_placed, [*page.blocks, *notes])]


def _placed(block: Block) -> Block:
    """A block of a picture with places of the document: those within the picture say nothing there."""
    for cell in block.cells if isinstance(block, Table) else ():
        cell.blocks = [_placed(inner) for inner in cell.blocks]
    if not isinstance(block, Paragraph):
        return block
    return Paragraph(
        [replace(run, anchor=Anchor("picture", confidence=run.anchor.confidence), calls=None) for run in block.runs]
    )


def look(image: Image.Image, dpi: int) -> tuple[list[Glyph], list[Area], str]:
    """Return the words and rules of a picture in points, or what there is to tell of one that is not read."""
    if image.width < _SMALL[0] * dpi or image.height < _SMALL[1] * dpi or not _is_paper(image):
        return [], [], ""
    if shutil.which("tesseract") is None:
        return [], [], "not looked at: that needs tesseract (apt install tesseract-ocr tesseract-ocr-vie)"
    if not _DOTS[0] <= dpi <= _DOTS[1]:
        fit = scan.FINE[1] / dpi
        image, dpi = image.resize((round(image.width * fit), round(image.height * fit))), scan.FINE[1]
    glyphs, sheet, _ = scan.seen(image, dpi)
    if holds_text(glyphs, sheet.rules):
        return glyphs, sheet.rules, ""
    sure = sum((glyph.confidence or 0) >= _SURE and len(glyph.text) > 1 for glyph in glyphs)
    return [], [], f"not read: {sure} words of a chart, a drawing or a photograph" if sure >= _FEW else ""


def _is_paper(image: Image.Image) -> bool:
    small = image.convert("L").resize((100, 100))
    return float((np.asarray(small) > _BRIGHT).mean()) >= _PAPER


def holds_text(glyphs: Sequence[Glyph], rules: Sequence[Area]) -> bool:
    """Tell whether most words of a picture stand in lines of text or in a table with rules."""
    tables = [grid for grid in grids(rules) if len(grid.cells) >= _CELLS]
    celled = [glyph for glyph in glyphs if any(grid.holds(glyph.x, glyph.y) for grid in tables)]
    lines = [line for line in lines_of([glyph for glyph in glyphs if glyph not in celled]) if len(line.segments()) == 1]
    lettered = [sum(len(glyph.text) > 1 and glyph.text[0].isalpha() for glyph in line.glyphs) for line in lines]
    typed = [line for line, words in zip(lines, lettered, strict=True) if words >= _WORDS]
    within = len(celled) + (sum(len(line.glyphs) for line in typed) if len(typed) >= _LINES else 0)
    return bool(within) and within >= _MOST * len(glyphs)
