"""Charts inside a page: SVG documents go in, elements that a strict page may hold come out, with the style they need.

A page that allows no inline style would lose the style attributes of a drawing, and two drawings in one page would
share ids. So each distinct style becomes a class, ids get the number of their drawing, and anything that could run or
load is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

from markupsafe import Markup

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
LEFT_OUT = frozenset({"metadata", "style", "script", "foreignObject", "title", "desc"})
REFERENCE = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)[\"']?\s*\)")
ANYWHERE = re.compile(r"url\((?!#)|@import|expression\(|[<>{}\\]", re.IGNORECASE)
"""What a style may not hold: anything that loads, or ends the rule that it stands in."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart in one language: its title, what it shows in words, and the SVG document."""

    language: str
    title: str
    alternative: str
    svg: str


@dataclass(frozen=True, slots=True)
class Embedded:
    """A chart as an element of a page."""

    language: str
    title: str
    alternative: str
    svg: Markup


def embedded(drawings: Sequence[Drawing]) -> tuple[list[Embedded], str]:
    """Return the drawings as elements, and the rules of their classes. Raises ParseError for what is no XML."""
    classes: dict[str, str] = {}
    charts = []
    for number, drawing in enumerate(drawings):
        root = ElementTree.fromstring(drawing.svg)
        _strip(root)
        for element in root.iter():
            _rewrite(element, f"g{number}-", classes)
        _frame(root, drawing.alternative)
        charts.append(Embedded(drawing.language, drawing.title, drawing.alternative, Markup(_written(root))))
    rules = (f".{name}{{{style}}}\n" for style, name in classes.items())
    return charts, "".join(rules)


def _strip(element: ElementTree.Element) -> None:
    for child in list(element):
        if not isinstance(child.tag, str) or _local(child.tag) in LEFT_OUT:
            element.remove(child)
        else:
            _strip(child)


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _rewrite(element: ElementTree.Element, prefix: str, classes: dict[str, str]) -> None:
    for name, value in list(element.attrib.items()):
        local = _local(name)
        if local.lower().startswith("on") or (local == "href" and not value.startswith("#")):
            del element.attrib[name]
        elif local == "id":
            element.set(name, prefix + value)
        elif local == "href":
            element.set(name, f"#{prefix}{value[1:]}")
        elif local != "style":
            element.set(name, REFERENCE.sub(rf"url(#{prefix}\1)", value))
    style = REFERENCE.sub(rf"url(#{prefix}\1)", element.attrib.pop("style", "")).strip()
    if style and not ANYWHERE.search(style):
        element.set("class", classes.setdefault(style, f"d{len(classes)}"))


def _frame(root: ElementTree.Element, alternative: str) -> None:
    """Let the page decide the size of a drawing, and readers that do not see it read its alternative."""
    if "viewBox" not in root.attrib:
        sizes = [re.sub(r"[^\d.]", "", root.get(name, "")) for name in ("width", "height")]
        if all(sizes):
            root.set("viewBox", f"0 0 {' '.join(sizes)}")
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-label", alternative)


def _written(root: ElementTree.Element) -> str:
    """Write an element for HTML, which knows the namespaces by itself."""
    for element in root.iter():
        element.tag = _local(str(element.tag))
        for name in list(element.attrib):
            if name.startswith("{"):
                element.set(_local(name), element.attrib.pop(name))
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=True)
