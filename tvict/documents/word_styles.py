"""What Word keeps apart from the words: fonts and frames of styles, and the numbers that it counts itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def value(element: Element | None, path: str) -> str | None:
    """Return the attribute ``val`` of the element at a path ("pPr/numPr/numId"), "1" where it has none, None where
    there is no such element.
    """
    found = None if element is None else element.find("/".join(W + step for step in path.split("/")))
    return None if found is None else found.get(W + "val", "1")


def number(element: Element | None, path: str, default: int) -> int:
    """Return such an attribute as a whole number; the default where there is none or it is no number."""
    written = value(element, path) or ""
    return int(written) if re.fullmatch(r"-?\d{1,6}", written) else default


class Styles:
    """The styles of one file by id, each with those it is based on."""

    def __init__(self, root: Element) -> None:
        found = root.findall(W + "style")
        self._styles = {style.get(W + "styleId"): style for style in found}
        default = next((s for s in found if s.get(W + "type") == "paragraph" and s.get(W + "default") == "1"), None)
        self._default = None if default is None else default.get(W + "styleId")
        self._font = _font(root, f"docDefaults/{W}rPrDefault/{W}rPr")

    def chain(self, style: str | None) -> Iterator[Element]:
        """Yield a style and those it is based on, nearest first."""
        seen: set[str | None] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            element = self._styles[style]
            yield element
            style = value(element, "basedOn")

    def font(self, run: Element, paragraph: Element) -> str | None:
        """Return the font of a run: its own, else that of its style, its paragraph's style, the file."""
        if own := _font(run):
            return own
        for style in (value(run, "rPr/rStyle"), value(paragraph, "pPr/pStyle") or self._default):
            for element in self.chain(style):
                if found := _font(element):
                    return found
        return self._font

    def lists_contents(self, paragraph: Element) -> bool:
        """Tell whether a paragraph is a line of a table of contents."""
        names = [value(style, "name") or "" for style in self.chain(value(paragraph, "pPr/pStyle"))]
        return any(re.match(r"toc \d|table of figures", name, re.IGNORECASE) for name in names)

    def numbering(self, paragraph: Element) -> tuple[str | None, int]:
        """Return the list that a paragraph is numbered in, and its level there."""
        properties = paragraph.find(W + "pPr")
        where, level = value(properties, "numPr/numId"), value(properties, "numPr/ilvl")
        for style in self.chain(value(properties, "pStyle")):
            if where is not None:
                break
            where = value(style, "pPr/numPr/numId")
            level = level or value(style, "pPr/numPr/ilvl")
        return where, int(level) if level and level.isdigit() else 0

    def ruled(self, table: Element) -> bool:
        """Tell whether lines are drawn inside or around a table, by its own borders, its style's or its cells'."""
        properties = table.find(W + "tblPr")
        cells = any(_drawn(cell) for cell in table.iter(W + "tcBorders"))
        if (own := _borders(properties)) is not None:
            return own or cells
        inherited = (_borders(style.find(W + "tblPr")) for style in self.chain(value(properties, "tblStyle")))
        return next((found for found in inherited if found is not None), cells)


def _font(element: Element, properties: str = "rPr") -> str | None:
    """The font of letters beyond ASCII, which are those that an old font shows otherwise."""
    fonts = element.find(f"{W}{properties}/{W}rFonts")
    return None if fonts is None else fonts.get(W + "hAnsi") or fonts.get(W + "ascii")


def _borders(properties: Element | None) -> bool | None:
    borders = None if properties is None else properties.find(W + "tblBorders")
    return None if borders is None else _drawn(borders)


def _drawn(borders: Element) -> bool:
    return any(side.get(W + "val", "none") not in ("none", "nil") for side in borders)


def _roman(count: int) -> str:
    out = ""
    for size, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "M CM D CD C XC L XL X IX V IV I".split(), strict=True
    ):
        while count >= size:
            out, count = out + sign, count - size
    return out


def _letter(count: int) -> str:
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1) if count > 0 else ""


_WRITTEN: dict[str, Callable[[int], str]] = {
    "upperRoman": _roman,
    "lowerRoman": lambda count: _roman(count).lower(),
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerLetter": _letter,
    "decimalZero": "{:02d}".format,
    "none": lambda _: "",
}
"""How Word writes a count; as a number where nothing else is said."""


class Numbering:
    """Word's own numbering: counts each list on as its paragraphs come by."""

    def __init__(self, root: Element, styles: Styles) -> None:
        self._styles = styles
        self._levels: dict[tuple[str, int], Element] = {}
        self._starts: dict[tuple[str, int], int] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        abstract = {a.get(W + "abstractNumId"): a for a in root.findall(W + "abstractNum")}
        for num in root.findall(W + "num"):
            self._add(num, abstract.get(value(num, "abstractNumId"), ()))

    def _add(self, num: Element, abstract: Iterable[Element]) -> None:
        key = num.get(W + "numId", "")
        self._lists[key] = value(num, "abstractNumId") or key
        for level in (child for child in abstract if child.tag == W + "lvl"):
            self._levels[key, int(level.get(W + "ilvl", "0"))] = level
        for override in num.findall(W + "lvlOverride"):
            at = int(override.get(W + "ilvl", "0"))
            own = override.find(W + "lvl")
            if own is not None:
                self._levels[key, at] = own
            if value(override, "startOverride") is not None:
                self._starts[key, at] = number(override, "startOverride", 1)
                self._lists[key] = f"{key} of its own"

    def marker(self, paragraph: Element) -> str:
        """Count a paragraph, and return what Word prints before it, a space included; "" where it is not numbered."""
        key, level = self._styles.numbering(paragraph)
        shape = self._levels.get((key or "", level))
        if key is None or key == "0" or shape is None:
            return ""
        counts = self._counts.setdefault(self._lists[key], {})
        start = self._starts.get((key, level), number(shape, "start", 1))
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [k for k in counts if k > level]:
            del counts[deeper]
        how, pattern = value(shape, "numFmt") or "decimal", value(shape, "lvlText") or ""
        if how == "bullet":
            return f"{pattern if pattern and pattern in '-+*•–' else '-'} "
        legal = shape.find(W + "isLgl") is not None

        def one(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            other = self._levels.get((key, at))
            count = counts.get(at, self._starts.get((key, at), number(other, "start", 1)))
            return _WRITTEN.get("" if legal else value(other, "numFmt") or "", str)(count)

        printed = re.sub(r"%(\d)", one, pattern)
        return printed + " " if printed and value(shape, "suff") != "nothing" else printed
