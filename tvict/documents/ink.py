"""A scanned page before it is read: even light, stamps bleached, skew taken out, rules found and removed."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from tvict.documents.glyphs import Area

Grey = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Box = tuple[int, int, int, int]
"""Left, top, right and bottom of a word in pixels."""

PAPER = 245
"""The brightness of paper after the light is evened."""
READ = 200
"""The dots an inch at which words are read best: fewer are scaled up when the page is clean."""

_DARK = 150  # brightness of a rule, at most
_INK = 130  # and of a letter
_SPECK = 200  # and of a speck
_FEW = 7  # pixels close by, at least, of what is no speck
_COLOUR = 60  # by which the channels of coloured ink differ
_TINT = 20  # and those of black ink in a picture in colour, at most
_STRIP = 32  # pixels of a patch of paper that tells the light there
_ACROSS = 0.45  # inches of a horizontal rule, at least
_DOWN = 0.16  # and of a vertical one
_GAP = 6  # rows without ink within a rule, at most
_THICK = 14  # pixels of a rule, at most
_RIM = 0.25  # of the height of a number, that is shown around it
_CROP = (480, 64)  # pixels of its picture, at most
_TAIL = 2  # pixels of a letter's stroke that are kept within a rule


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page ready to be read: its ink without rules, where these were, the same in points, and how it was turned, in
    degrees.
    """

    grey: Grey
    ruled: Mask
    rules: list[Area]
    dpi: int
    turned: float


def prepared(picture: Image.Image, dpi: int) -> Sheet:
    """Return a page ready to be read."""
    grey = _even(_bleached(picture))
    turned = _skew(grey)
    if abs(turned) > 0.05:
        grey = np.asarray(Image.fromarray(grey).rotate(turned, fillcolor=PAPER, resample=Image.Resampling.BICUBIC))
    grey = _without_specks(grey)
    flat, upright, rules = _rules(grey, dpi)
    drawn = _cleared(grey < _SPECK, flat) | _cleared((grey < _SPECK).T, upright.T).T
    clean = grey.copy()
    clean[drawn] = PAPER
    if dpi < READ:
        clean = _scaled(clean, READ / dpi)
        drawn, dpi = _scaled(drawn.astype(np.uint8) * 255, READ / dpi) > 127, READ
    return Sheet(clean, drawn, rules, dpi, turned)


def _scaled(grey: Grey, by: float) -> Grey:
    size = (round(by * grey.shape[1]), round(by * grey.shape[0]))
    return np.asarray(Image.fromarray(grey).resize(size, Image.Resampling.LANCZOS))


def _bleached(picture: Image.Image) -> Grey:
    """A page in grey; coloured ink, of stamps and signatures, next to paper where the page has any.

    The brightest channel of coloured ink is bright, that of black letters under it is not.
    """
    channels = np.asarray(picture.convert("RGB")).astype(np.int16)
    brightest = channels.max(2)
    spread = brightest - channels.min(2)
    grey: NDArray[np.float64] = channels.mean(2)
    if (spread > _COLOUR).mean() > 0.0005:
        grey = np.minimum(brightest + 0.6 * np.maximum(spread - _TINT, 0), 255)
    return grey.astype(np.uint8)


def _even(grey: Grey) -> Grey:
    """A page divided by the brightness of the paper around each place."""
    height, width = grey.shape
    if height < 2 * _STRIP or width < 2 * _STRIP:
        return grey
    patches = grey[: height // _STRIP * _STRIP, : width // _STRIP * _STRIP]
    patches = patches.reshape(height // _STRIP, _STRIP, width // _STRIP, _STRIP)
    paper = np.percentile(patches, 85, axis=(1, 3)).astype(np.float32)
    paper = np.asarray(Image.fromarray(paper).resize((width, height), Image.Resampling.BILINEAR))
    return np.clip(grey.astype(np.float32) / np.maximum(paper, 60) * PAPER, 0, 255).astype(np.uint8)


def _without_specks(grey: Grey) -> Grey:
    """A page without the grain of its paper and the specks of a few pixels that a scanner adds.

    The dot of a number is larger. On a page with few words grain would be taken for more.
    """
    dark = grey < _SPECK
    out = grey.copy()
    out[~dark | (_around(dark) < _FEW)] = PAPER
    return out


def _around(mask: Mask) -> NDArray[np.int8]:
    """How many of the pixels at most two away from each are in a mask, itself among them."""
    height, width = mask.shape
    wide = np.pad(mask.astype(np.int8), 2)
    rows = sum((wide[k : k + height] for k in range(1, 5)), wide[:height])
    return np.asarray(sum((rows[:, k : k + width] for k in range(1, 5)), rows[:, :width]))


def _skew(grey: Grey) -> float:
    """The angle, in degrees, by which a page must be turned for its lines to be sharpest."""
    small = Image.fromarray(grey).resize((max(1, grey.shape[1] // 3), max(1, grey.shape[0] // 3)))

    def sharpness(angle: float) -> float:
        turned = np.asarray(small.rotate(angle, fillcolor=PAPER, resample=Image.Resampling.BILINEAR))
        rows = (turned < 140).sum(1).astype(float)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    best = 0.0
    for step, reach in ((0.5, 2.5), (0.1, 0.4)):
        best = max((best + d for d in np.arange(-reach, reach + 1e-6, step)), key=sharpness)
    return float(best)


def _rules(grey: Grey, dpi: int) -> tuple[Mask, Mask, list[Area]]:
    dark = grey < _DARK
    flat = _long(_thickened(dark), int(dpi * _ACROSS), 0.9)
    upright = _long(_thickened(dark.T), int(dpi * _DOWN), 0.94).T
    points = 72 / dpi
    rows, columns = _spans(flat, int(dpi * _ACROSS)), _spans(upright.T, int(dpi * _DOWN * 0.875))
    across = [Area(a * points, at * points, b * points, at * points) for a, at, b in rows]
    down = [Area(at * points, a * points, at * points, b * points) for a, at, b in columns]
    return flat, upright, across + down


def _thickened(dark: Mask) -> Mask:
    """Ink with that of the rows next to it, so that a rule a little aslant is one run."""
    out = dark.copy()
    out[1:] |= dark[:-1]
    out[:-1] |= dark[1:]
    return out


def _long(dark: Mask, length: int, share: float) -> Mask:
    """The places in horizontal runs of a length that are dark all but through."""
    width = dark.shape[1]
    if width <= length:
        return np.zeros_like(dark)
    sums = np.cumsum(np.pad(dark, ((0, 0), (1, 0))).astype(np.int32), axis=1)
    starts = np.argwhere(sums[:, length:] - sums[:, :-length] >= share * length)
    steps = np.zeros((dark.shape[0], width + 1), np.int32)
    np.add.at(steps, (starts[:, 0], starts[:, 1]), 1)
    np.add.at(steps, (starts[:, 0], np.minimum(starts[:, 1] + length, width)), -1)
    return np.cumsum(steps, axis=1)[:, :width] > 0


def _spans(mask: Mask, least: int) -> list[tuple[float, float, float]]:
    """The rows of a mask joined into lines: where each begins, its row, where it ends."""
    open_lines: list[list[int]] = []
    done: list[list[int]] = []
    for row in np.flatnonzero(mask.any(1)):
        done += [line for line in open_lines if row - line[3] > _GAP]
        open_lines = [line for line in open_lines if row - line[3] <= _GAP]
        for start, end in _stretches(mask[row]):
            if end - start < least:
                continue
            line = next((o for o in open_lines if start <= o[2] + 15 and end >= o[0] - 15), None)
            if line is None:
                open_lines.append([start, int(row), end, int(row)])
            else:
                line[0], line[2], line[3] = min(line[0], start), max(line[2], end), int(row)
    return [(a, (top + low) / 2, b) for a, top, b, low in [*done, *open_lines] if low - top <= _THICK]


def _stretches(row: Mask) -> Iterator[tuple[int, int]]:
    """Where each stretch of a row begins and ends."""
    edges = np.flatnonzero(np.diff(np.pad(row.astype(np.int8), 1))).tolist()
    return zip(edges[::2], edges[1::2], strict=True)


def _cleared(dark: Mask, rules: Mask) -> Mask:
    """The places of horizontal rules to be cleared: all but where a stroke of a letter runs into them from above."""
    drawn = _thickened(rules)
    stroke = dark & ~drawn
    for _ in range(_TAIL):
        into = np.zeros_like(stroke)
        into[1:] = stroke[:-1]
        stroke = into & dark & drawn
        drawn = drawn & ~stroke
    return drawn


def unread(sheet: Sheet, boxes: Sequence[Box], margin: int = 8) -> Mask:
    """Return the ink of a page that lies in no box, its edges aside."""
    ink = (sheet.grey < _INK) & ~sheet.ruled
    for left, top, right, bottom in boxes:
        ink[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin] = False
    edge = int(0.02 * ink.shape[0])
    ink[:edge] = ink[ink.shape[0] - edge :] = False
    return ink


def share(sheet: Sheet, ink: Mask) -> float:
    """Return the share of the ink of a page that some ink of it is; 0 where that is no more than a few letters."""
    count, letter = int(ink.sum()), (sheet.dpi / 10) ** 2
    return count / max(1, int((sheet.grey < _INK).sum())) if count > letter else 0.0


def crops(picture: Image.Image, sheet: Sheet, boxes: Sequence[Box]) -> Iterator[bytes]:
    """Yield what a page shows where boxes of its sheet are, before anything was bleached: small PNG files, with hardly
    a rim, so that no word beside comes with them.
    """
    if not boxes:
        return
    whole = picture.convert("RGB").rotate(sheet.turned, fillcolor=(PAPER,) * 3, resample=Image.Resampling.BICUBIC)
    scale = picture.width / sheet.grey.shape[1]
    for left, top, right, bottom in boxes:
        rim = _RIM * (bottom - top)
        x0, y0, x1, y1 = (round(scale * side) for side in (left - rim, top - rim, right + rim, bottom + rim))
        crop = whole.crop((x0, y0, x1, y1))
        crop.thumbnail(_CROP)
        held = io.BytesIO()
        crop.quantize(16).save(held, "PNG", optimize=True)
        yield held.getvalue()


def raised_tail(crop: Grey) -> int:
    """Return how many signs at the end of a number are small ones above its line: the mark of a note."""
    dark = crop < _INK
    signs = []
    for start, end in _stretches(np.asarray(dark.any(0))):
        rows = np.flatnonzero(dark[:, start:end].any(1))
        signs.append((int(rows[0]), int(rows[-1]) + 1))
    highest = max((bottom - top for top, bottom in signs), default=0)
    whole = [(top, bottom) for top, bottom in signs if bottom - top > 0.5 * highest]
    tall = float(np.median([bottom - top for top, bottom in whole])) if whole else 0.0
    if tall < 8:
        return 0
    base = float(np.median([bottom for _, bottom in whole]))
    small = [0.35 * tall < bottom - top < 0.78 * tall and bottom < base - 0.2 * tall for top, bottom in signs]
    return 0 if all(small) else small[::-1].index(False)
