"""PDF files with a text layer: characters and rules from pypdfium2, the page put together here.

Characters come with their boxes, so that a small raised digit stays apart from the number before it, and columns are
read one after the other. Pages that are pictures go to the reader of scans.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from tvict.documents.encodings import Letters, converted, font_encoding, settled, text_encoding
from tvict.documents.glyphs import Area, Glyph, parted
from tvict.documents.model import Document
from tvict.documents.pages import Page, document_of, page_of
from tvict.documents.ruling import grids
from tvict.errors import ReadError

PAGES = 500
"""Pages of a PDF with a text layer."""

_PART = 0.03  # of a page, at least, of a picture that may hold text
_WRITTEN = 20  # characters over a picture, at most, whose words they are not
_PIXELS = 6000  # of the sides of a picture, at most
_SLANT = 0.05  # quarters that a character may lean and still be upright
_COVER = 0.6  # of a page, at least, of the picture that a scanned page is
_SPACES = " \u00a0\r\n\t"
_NOTHING = "\x00\x02\ufffe\uffff"


def read_pdf(content: bytes) -> Document:
    """Read a PDF from its bytes; ReadError where it is damaged, locked or too long, or a scan without tesseract."""
    try:
        import pypdfium2 as pdfium
    except ImportError:
        raise ReadError("needs pypdfium2 to be read: pip install 'tvict[pdf]'") from None
    try:
        with closing(pdfium.PdfDocument(content)) as pdf:
            return _read(pdf, f"pypdfium2 {pdfium.PYPDFIUM_INFO}")
    except pdfium.PdfiumError as error:  # of a page too
        if "password" in str(error).lower():
            raise ReadError("needs a password: save it without one, and read the new file") from None
        raise ReadError("is damaged: save or print it as PDF again, and read the new file") from None


def _read(pdf: Any, program: str) -> Document:
    if len(pdf) > PAGES:
        raise ReadError(f"has more than {PAGES} pages: give the report alone")
    sheets = [_Sheet(pdf[number], number + 1) for number in range(len(pdf))]
    scanned = [sheet.number for sheet in sheets if sheet.is_picture()]
    typed = [sheet for sheet in sheets if sheet.number not in scanned]
    encodings = {name for sheet in typed for name in sheet.letters.met} or _by_content(typed)
    read = [sheet.read() for sheet in typed]
    pages, notices = [page for page, _ in read], [line for _, told in read for line in told]
    programs = [program]
    if scanned:
        from tvict.documents import scan

        if len(scanned) > scan.PAGES:
            raise ReadError(f"has more than {scan.PAGES} scanned pages: give the report alone")
        scans, told, reader = scan.read_pages(pdf, scanned)
        pages = sorted([*pages, *scans], key=lambda page: page.number)
        notices += told
        programs.append(reader)
    document = document_of(pages)
    notices += [f"words in {name} letters read as those they show" for name in sorted(encodings)]
    document.notices += notices
    document.programs = programs
    return document


def _by_content(sheets: list[_Sheet]) -> set[str]:
    """Convert the letters of pages whose fonts have lost their names, where the words tell the encoding for certain."""
    words = [word for sheet in sheets for word in sheet.words()]
    encoding = text_encoding(" ".join("".join(glyph.text for glyph in word) for word in words))
    for word in words if encoding else ():
        texts = converted([glyph.text for glyph in word], encoding or "")
        for glyph, text in zip(word, texts, strict=True):
            glyph.text = text
    return {encoding} if encoding else set()


class _Sheet:
    """One page of a PDF."""

    def __init__(self, page: Any, number: int) -> None:
        import pypdfium2.raw as raw

        self.raw, self.page, self.number = raw, page, number
        self.text = page.get_textpage()
        self.count = raw.FPDFText_CountChars(self.text)
        self.letters = Letters()
        left, bottom, right, top = page.get_cropbox()
        self.origin, self.size = (left, bottom), (right - left, top - bottom)
        self.turn = self._turn()
        self.turned, self.glyphs = self._upright(list(self._found()))

    def is_picture(self) -> bool:
        """Tell whether the page is a scan: a picture over most of it and no words, or only unseen or covered ones,
        which are those that another program read there.
        """
        raw, (width, height) = self.raw, self.size
        kinds = [raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_TEXT]
        covered, seen = False, False
        for item in self.page.get_objects(filter=kinds, max_depth=3):
            if item.type == raw.FPDF_PAGEOBJ_TEXT:
                seen = seen or raw.FPDFTextObj_GetTextRenderMode(item) != raw.FPDF_TEXTRENDERMODE_INVISIBLE
            elif self._area(item) >= _COVER * width * height and not raw.FPDFPageObj_HasTransparency(item):
                covered, seen = True, False  # what was drawn before lies under it
        return covered and not seen

    @staticmethod
    def _area(item: Any) -> float:
        left, bottom, right, top = item.get_bounds()
        return abs(float(right - left) * float(top - bottom))

    def read(self) -> tuple[Page, list[str]]:
        """The page, and what there is to tell of it."""
        from tvict.documents.strokes import strokes_of, without_charts

        rules, shapes = strokes_of(self.page, self._placed)
        size = self.size if self.turn in (0, 2) else (self.size[1], self.size[0])
        shown, tables = [glyph for glyph in self.glyphs if glyph.text], list(grids(rules))
        kept, notices = without_charts(shown, shapes, rules, tables, self.number)
        for words, drawn, told in self._pictures() if self.turn == 0 else ():
            kept += words
            rules += drawn
            notices.append(f"picture on page {self.number}: {told}")
        if self.turned:
            notices.append(f"page {self.number}: {self.turned} characters of turned text left out")
        return page_of(self.number, size, kept, rules), notices

    def _pictures(self) -> Iterator[tuple[list[Glyph], list[Area], str]]:
        """The words and rules of pictures beside the text, each with what there is to tell of it."""
        for item in self.page.get_objects(filter=[self.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, bottom, right, top = item.get_bounds()
            (x, y), (x1, y1) = self._placed(left, top), self._placed(right, bottom)
            typed = sum(x <= glyph.x <= x1 and y <= glyph.y <= y1 for glyph in self.glyphs)
            part = self._area(item) / (self.size[0] * self.size[1])
            if not _PART <= part < _COVER or typed > _WRITTEN or max(item.get_px_size()) > _PIXELS:
                continue
            from tvict.documents.pictures import look

            image = item.get_bitmap(render=True).to_pil().convert("RGB")
            words, rules, told = look(image, max(1, round(image.width / (x1 - x) * 72)))
            if words or told:
                drawn = [rule.moved(x, y) for rule in rules]
                yield [word.moved(x, y) for word in words], drawn, told or "read as a scan"

    def _turn(self) -> int:
        """Quarters, clockwise, by which most of the text is turned against the page."""
        quarters = Counter(self._quarter(at) for at in range(0, self.count, max(1, self.count // 200)))
        return max(range(4), key=quarters.__getitem__)

    def _quarter(self, at: int) -> int:
        """Quarters by which a character is turned; -1 where it slants, as the words of a watermark do."""
        turns: float = self.raw.FPDFText_GetCharAngle(self.text, at) / (math.pi / 2)
        return round(turns) % 4 if abs(turns - round(turns)) < _SLANT else -1

    def _placed(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page, from the top left of the page as it is read."""
        x, y = x - self.origin[0], y - self.origin[1]
        width, height = self.size
        return ((x, height - y), (height - y, width - x), (width - x, y), (y, x))[self.turn]

    def _upright(self, glyphs: list[tuple[int, Glyph]]) -> tuple[int, list[Glyph]]:
        """How many characters are turned otherwise than most, and the others, words of an old font read as a whole."""
        kept = [glyph for quarter, glyph in glyphs if quarter == self.turn]
        if self.letters.met:
            spaced = [text for glyph in kept for text in ((" ", glyph.text) if glyph.gap else ("", glyph.text))]
            for glyph, letter in zip(kept, settled(spaced)[1::2], strict=True):
                glyph.text = letter
        return len(glyphs) - len(kept), kept

    def words(self) -> list[list[Glyph]]:
        """The glyphs between two spaces, in the order of the file."""
        return parted(self.glyphs, lambda _, glyph: glyph.gap)

    def _found(self) -> Iterator[tuple[int, Glyph]]:
        """The characters that the page shows, in the order of the file, each once, with the quarter it is turned by."""
        raw, text = self.raw, self.text
        recent: list[Glyph] = []
        gap = False
        for at in range(self.count):
            sign = chr(raw.FPDFText_GetUnicode(text, at))
            if sign in _SPACES:
                gap = True
                continue
            inked, _, until, _ = text.get_charbox(at)
            left, bottom, right, top = text.get_charbox(at, loose=True)
            if sign in _NOTHING or (until <= inked and right <= left):
                continue
            (x0, y0), (x1, y1) = self._placed(left, top), self._placed(right, bottom)
            box = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
            glyph = Glyph(*box, self._letter(sign, at), self._size(at), gap)
            gap = False
            if any(_overprints(glyph, other) for other in recent):
                continue
            recent = [*recent[-7:], glyph]
            yield self._quarter(at), glyph

    def _size(self, at: int) -> float:
        """The size of a character as printed, whatever the scale of the text's matrix."""
        size: float = self.raw.FPDFText_GetFontSize(self.text, at)
        matrix = self.raw.FS_MATRIX()
        if self.raw.FPDFText_GetMatrix(self.text, at, matrix):
            size *= math.hypot(matrix.c, matrix.d) or 1.0
        return size

    def _letter(self, sign: str, at: int) -> str:
        buffer = ctypes.create_string_buffer(128)
        flags = ctypes.c_int()
        length = self.raw.FPDFText_GetFontInfo(self.text, at, buffer, 128, flags)
        font = buffer.value.decode("utf-8", "replace") if 0 < length <= 128 else None
        if font_encoding(font) is None:
            return "" if sign == "\u00ad" else sign
        return self.letters.shown(sign, font)


def _overprints(glyph: Glyph, other: Glyph) -> bool:
    """Whether a character is printed over the same one again, as some programs make bold letters."""
    near = 0.25 * glyph.size
    return glyph.text == other.text and abs(glyph.left - other.left) < near and abs(glyph.top - other.top) < near
