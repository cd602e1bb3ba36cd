"""Scanned pages: tesseract reads each page and, a second time, every number in it; what is not certain is marked.

A wrong digit without a mark is the worst that can happen: a number is doubtful where tesseract is not sure of it, where
its separators are irregular, or where it stands close to another one. Where the two readings differ, both are kept.
"""

from __future__ import annotations

import csv
import io
import logging
import os
import re
import shutil
import statistics
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Any

import numpy as np
from PIL import Image

from tvict.documents.glyphs import Area, Glyph
from tvict.documents.ink import PAPER, Box, Grey, Mask, Sheet, crops, prepared, raised_tail, share, unread
from tvict.documents.model import RAISED, Document, Sight
from tvict.documents.pages import Page, document_of, page_of
from tvict.documents.safety import broken
from tvict.errors import ReadError

FINE = (100, 200)
"""Dots an inch at which a page of a PDF is drawn, least and most: those of its picture within these."""
PIXELS = 40_000_000
"""Pixels of a page."""
PAGES = 200
SECONDS = 60
"""How long tesseract may take for a page."""
SURE = 93
"""The confidence from which on a number is not doubtful; every wrong digit seen in tests stood below it."""
UNREAD = 0.03
"""The share of ink in no word from which on a page is told, and is looked at again."""

_CLOSE = 1.8  # heights of the gap between two numbers that may be one
_DIGIT = 0.04  # of the square of its height, that the ink of a digit covers at least
_LARGER = 2  # times, that a number is drawn for its second reading
_A4 = 8.27  # inches
_SIZE, _SMALL = 13.0, 9.0  # of the words of the text and of notes
_NARROW = 0.86  # of the usual width of letters, at most, in notes
_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_REGULAR = re.compile(r"\d{1,3}(?:\.\d{3})*(?:,\d{1,2})?|\d{1,3},\d{1,2}|(?:19|20)\d\d")
_DAY = re.compile(r"\D*\d{1,2}\.\d{1,2}\.\d{4}\D*")
_CODE = re.compile(r"\d+(?:/\d{4})?/[^\W\d_][\w-]*")
_LETTERED = re.compile(r"[^\W\d_]\d|\d[^\W\d_]")

log = logging.getLogger("tvict")


@dataclass(slots=True)
class _Word:
    text: str
    sure: float
    left: int
    top: int
    right: int
    bottom: int
    line: tuple[str, ...]
    doubtful: bool = False
    sights: tuple[Sight, ...] = ()
    picture: bytes | None = None

    @property
    def box(self) -> Box:
        return self.left, self.top, self.right, self.bottom

    @property
    def has_digits(self) -> bool:
        return any(map(str.isdigit, self.text))


def read_picture(content: bytes) -> Document:
    """Read a scan that is a picture (.png, .jpg, .tif), of one page or several."""
    return read_images(_pictures(content))


def read_images(images: Iterable[tuple[Image.Image, int]]) -> Document:
    """Read pages, each a picture and its dots an inch."""
    pages, notices, program = _pages((*image, number) for number, image in enumerate(images, 1))
    document = document_of(pages)
    document.notices += notices
    document.programs = [program]
    return document


def read_pages(pdf: Any, numbers: Sequence[int]) -> tuple[list[Page], list[str], str]:
    """Read pages of a PDF that are pictures; return them, what there is to tell, and the program that read them."""
    return _pages(_drawn(pdf, numbers))


def _pages(images: Iterable[tuple[Image.Image, int, int]]) -> tuple[list[Page], list[str], str]:
    """Read pages, each a picture, its dots an inch and its number."""
    require()
    read = [_page(*image) for image in images]
    return [page for page, _ in read], [line for _, told in read for line in told], version()


def _drawn(pdf: Any, numbers: Sequence[int]) -> Iterator[tuple[Image.Image, int, int]]:
    for count, number in enumerate(numbers, 1):
        log.info("scanned page %d of %d", count, len(numbers))
        sheet = pdf[number - 1]
        dpi = min(_scanned_at(sheet), int((PIXELS / max(1.0, sheet.get_width() * sheet.get_height())) ** 0.5 * 72))
        yield sheet.render(scale=dpi / 72).to_pil(), dpi, number


def _scanned_at(page: Any) -> int:
    """The dots an inch of the picture on a page, within what is worth while to draw."""
    import pypdfium2.raw as raw

    pictures = page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    dots: int = max((max(item.get_px_size()) for item in pictures), default=0)
    inches: float = max(page.get_width(), page.get_height()) / 72
    return max(FINE[0], min(round(dots / max(1.0, inches)), FINE[1]))


def _pictures(content: bytes) -> Iterator[tuple[Image.Image, int]]:
    """The pages of a picture with their dots an inch."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            frames = getattr(picture, "n_frames", 1)
            if frames > PAGES:
                raise ReadError(f"has more than {PAGES} pages: give the report alone")
            for frame in range(frames):
                picture.seek(frame)
                if picture.width * picture.height > PIXELS:
                    raise ReadError(f"has more than {PIXELS // 10**6} million pixels a page: scan it at 300 dpi")
                yield picture.convert("RGB"), _dpi(picture)
    except ReadError:
        raise
    except Exception as error:  # Pillow has no error of its own for damaged files
        raise broken(error, "is a damaged picture: scan the page again") from None


def _dpi(picture: Image.Image) -> int:
    said = picture.info.get("dpi", (0, 0))[0]
    return round(said) if 100 <= said <= 1200 else max(72, round(min(picture.size) / _A4))


def require() -> None:
    """Raise ReadError where tesseract or its Vietnamese is not installed."""
    if shutil.which("tesseract") is None:
        raise ReadError(
            "is a picture of its pages, which needs tesseract to be read: "
            "apt install tesseract-ocr tesseract-ocr-vie, or give the file that was scanned"
        )
    if "vie" not in _said("--list-langs"):
        raise ReadError("is a picture of its pages, which needs tesseract's Vietnamese: apt install tesseract-ocr-vie")


@cache
def _said(option: str) -> list[str]:
    """The words that tesseract answers an option with."""
    done = subprocess.run(["tesseract", option], capture_output=True, text=True, check=False, timeout=SECONDS)
    return (done.stdout or done.stderr).split()


def version() -> str:
    """Return the name and version of tesseract."""
    return " ".join(_said("--version")[:2])


def _page(picture: Image.Image, dpi: int, number: int) -> tuple[Page, list[str]]:
    glyphs, sheet, left = seen(picture, dpi)
    size = (picture.width * 72 / dpi, picture.height * 72 / dpi)
    page = page_of(number, size, glyphs, sheet.rules)
    told = [f"page {number}: {left:.0%} of the ink lies in no word that was read"] if left > UNREAD else []
    return page, told


def seen(picture: Image.Image, dpi: int) -> tuple[list[Glyph], Sheet, float]:
    """Return the words of a picture in points, what it is without them, and the share of its ink that no word holds."""
    sheet = prepared(picture, dpi)
    words = _read(sheet)
    doubtful = [word for word in words if word.doubtful]
    for word, crop in zip(doubtful, crops(picture, sheet, [word.box for word in doubtful]), strict=True):
        word.picture = crop
    left = share(sheet, unread(sheet, [word.box for word in words]))
    return list(_glyphs(words, 72 / sheet.dpi)), sheet, left


def _read(sheet: Sheet) -> list[_Word]:
    """The words of a page, those of a second look where ink was left, each number read again by itself."""
    words = list(_words(_tesseract(sheet.grey, sheet.dpi, 4)))
    if share(sheet, unread(sheet, [word.box for word in words])) > UNREAD / 1.5:
        for word in _words(_tesseract(sheet.grey, sheet.dpi, 6)):
            place = Area(*word.box)
            if word.sure > 50 and not any(Area(*other.box).holds(place.x, place.y, 4) for other in words):
                words.append(word)
    words = _joined(words)
    numbers = [word for word in words if word.has_digits]
    for word, again in zip(numbers, _again(sheet, numbers), strict=True):
        _judge(sheet.grey, word, again)
    for before, word in permutations(numbers, 2):
        if _close(before, word):
            before.doubtful = word.doubtful = True
    ink = unread(sheet, [word.box for word in words], 0)
    for word in numbers:
        word.doubtful = word.doubtful or _touched(ink, word)
    return words


def _tesseract(grey: Grey, dpi: int, mode: int) -> list[dict[str, str]]:
    held = io.BytesIO()
    Image.fromarray(grey).save(held, "PNG", compress_level=1)
    command = ["tesseract", "-", "-", "-l", "vie", "--dpi", str(dpi), "--psm", str(mode), "tsv"]
    try:
        done = subprocess.run(
            command,
            input=held.getvalue(),
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
    except subprocess.TimeoutExpired:
        raise ReadError(f"takes tesseract more than {SECONDS} seconds a page: scan it at 200 dpi") from None
    return list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE))


def _words(rows: Iterable[dict[str, str]]) -> Iterator[_Word]:
    for row in rows:
        text = row["text"].strip() if row["level"] == "5" else ""
        if text:
            left, top = int(row["left"]), int(row["top"])
            line = (row["block_num"], row["par_num"], row["line_num"])
            yield _Word(text, float(row["conf"]), left, top, left + int(row["width"]), top + int(row["height"]), line)


def _joined(words: list[_Word]) -> list[_Word]:
    """Words with those numbers whole that were read as two, parted at a separator."""
    out: list[_Word] = []
    for word in words:
        before = out[-1] if out else None
        torn = before is not None and re.search(r"\d [.,]\d|\d[.,] \d", f"{before.text[-2:]} {word.text[:2]}")
        if before is not None and torn and before.line == word.line and _gap(before, word) < 0.6:
            before.text += word.text
            before.sure = min(before.sure, word.sure)
            before.top, before.bottom = min(before.top, word.top), max(before.bottom, word.bottom)
            before.right, before.doubtful = word.right, True
        else:
            out.append(word)
    return out


def _gap(before: _Word, word: _Word) -> float:
    """The gap between two words, in heights of the first."""
    return (word.left - before.right) / max(1, before.bottom - before.top)


def _close(before: _Word, word: _Word) -> bool:
    """Whether two numbers stand so close that they may be one, its separator lost."""
    return (
        before.text[-1:].isdigit()
        and word.text[:1].isdigit()
        and -0.2 <= _gap(before, word) < _CLOSE
        and min(before.bottom, word.bottom) - max(before.top, word.top) > 0.5 * (word.bottom - word.top)
    )


def _touched(ink: Mask, word: _Word) -> bool:
    """Whether ink that was not read stands beside a number, where another of its digits might."""
    height = word.bottom - word.top
    sides = (word.left - height, word.left), (word.right, word.right + height)
    beside = (ink[word.top : word.bottom, max(0, left) : right] for left, right in sides)
    return any(part.sum() > _DIGIT * height * height for part in beside)


def _again(sheet: Sheet, words: list[_Word]) -> list[tuple[str, float]]:
    """What is read where each word stands when it stands alone: all, one below the other, on a page of their own."""
    if not words:
        return []
    margin, gap = 12, 28
    crops = [sheet.grey[max(0, w.top - 4) : w.bottom + 4, max(0, w.left - 6) : w.right + 6] for w in words]
    width = max(crop.shape[1] for crop in crops) + 2 * margin
    height = sum(crop.shape[0] + gap for crop in crops) + gap
    page = np.full((height, width), PAPER, np.uint8)
    tops, at = [], gap
    for crop in crops:
        page[at : at + crop.shape[0], margin : margin + crop.shape[1]] = crop
        tops.append((at, at + crop.shape[0]))
        at += crop.shape[0] + gap
    found: list[list[_Word]] = [[] for _ in words]
    larger = np.asarray(Image.fromarray(page).resize((width * _LARGER, height * _LARGER), Image.Resampling.LANCZOS))
    for word in _words(_tesseract(larger, sheet.dpi * _LARGER, 6)):
        middle = (word.top + word.bottom) / 2 / _LARGER
        for k, (top, bottom) in enumerate(tops):
            if top - gap / 2 <= middle <= bottom + gap / 2:
                found[k].append(word)
                break
    return [
        ("".join(w.text for w in sorted(seen, key=lambda w: w.left)), min((w.sure for w in seen), default=0.0))
        for seen in found
    ]


def _judge(grey: Grey, word: _Word, again: tuple[str, float]) -> None:
    """Mark a number as doubtful, with both readings where they differ; part a raised mark from it."""
    tail = raised_tail(grey[max(0, word.top - 2) : word.bottom + 2, max(0, word.left - 2) : word.right + 2])
    first, second = _NUMERAL.findall(word.text), _NUMERAL.findall(again[0])
    if first != second:
        word.doubtful = True
        word.sights = Sight(f"{version()}, page", word.text, word.sure), Sight(f"{version()}, word", *again)
        if second and _looks_regular(again[0]) and (not _looks_regular(word.text) or again[1] > word.sure):
            word.text = again[0]
    if tail and re.search(rf"\d{{{tail + 1}}}$", word.text):
        word.text = word.text[:-tail] + word.text[-tail:].translate(RAISED)
        word.doubtful = True
    if word.sure < SURE or not _looks_regular(word.text):
        word.doubtful = True


def _looks_regular(text: str) -> bool:
    """Whether a word with digits is written as reports write numbers, days and numbers of documents."""
    if _DAY.fullmatch(text) or _CODE.search(text):
        return True
    if _LETTERED.search(text):
        return False
    return all(_REGULAR.fullmatch(numeral) for numeral in _NUMERAL.findall(text))


def _glyphs(words: list[_Word], points: float) -> Iterator[Glyph]:
    """The words of a page as glyphs, smaller ones where a line is set as narrow as notes are."""
    lines: dict[tuple[str, ...], list[_Word]] = {}
    for word in words:
        lines.setdefault(word.line, []).append(word)
    widths = {line: _width(held) for line, held in lines.items()}
    usual = statistics.median(widths.values()) if widths else 0.0
    for word in words:
        left, top, right, bottom = (points * side for side in word.box)
        size = _SMALL if widths[word.line] < _NARROW * usual else _SIZE
        yield Glyph(
            left,
            top,
            right,
            bottom,
            word.text,
            size,
            gap=True,
            confidence=word.sure,
            doubtful=word.doubtful,
            sights=word.sights,
            picture=word.picture,
        )


def _width(words: list[_Word]) -> float:
    """How wide the letters of a line are: heights hang on which letters have marks, widths do not."""
    long = [word for word in words if len(word.text) > 1] or words
    return sum(word.right - word.left for word in long) / sum(len(word.text) for word in long)
