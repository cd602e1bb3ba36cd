"""Charts inside a page: SVG documents go in, elements that a strict page may hold come out, with the style they need.

A page that allows no inline style would lose the style attributes of a drawing, and two drawings in one page would
share ids. So each distinct style becomes a class, ids get the number of their drawing, and anything that could run or
load is left out; so is what shows nothing, as a drawing comes in two languages and a mail has its limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from markupsafe import Markup

from tvict.labels import LANGUAGES

if TYPE_CHECKING:
    from tvict.charts import Chart

SVG = "http://www.w3.org/2000/svg"
LEFT_OUT = frozenset({"metadata", "style", "script", "foreignObject", "title", "desc"})
REFERENCE = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)[\"']?\s*\)")
ANYWHERE = re.compile(r"url\((?!#)|@import|expression\(|[<>{}\\]", re.IGNORECASE)
"""What a style may not hold: anything that loads, or ends the rule that it stands in."""


COORDINATES = frozenset("d x y x1 x2 y1 y2 cx cy r rx ry width height points transform viewBox".split())
LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
CIRCLE = re.compile(r"M -?[\d.]+ -?[\d.]+(?: C(?: -?[\d.]+){6}){8} z")
NO_TURN = re.compile(r"\s*rotate\(-?0(?: [\d.-]+){0,2}\)\s*")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart in one language: its title, what it shows in words, and the SVG: a document, or an element of a page."""

    language: str
    title: str
    alternative: str
    svg: str


def charts_of(report: object) -> list[tuple[str, str, Chart]]:
    """Return all charts that a report, or its tables, allow: language, name and chart, Vietnamese ones first."""
    from tvict.charts import Chart, draw_all

    return [
        (language, entry.name, chart)
        for language in LANGUAGES
        for entry, chart in draw_all(report, language)
        if isinstance(chart, Chart)
    ]


def drawings(charts: Iterable[tuple[str, str, Chart]]) -> list[Drawing]:
    """Return charts as a page takes them."""
    return [Drawing(language, chart.title, chart.alternative, chart.svg()) for language, _, chart in charts]


def embedded(drawings: Sequence[Drawing]) -> tuple[list[Drawing], str]:
    """Return the drawings as elements, and the rules of their classes. Raises ParseError for what is no XML."""
    classes: dict[str, str] = {}
    charts = []
    for number, drawing in enumerate(drawings):
        root = ElementTree.fromstring(drawing.svg)
        _strip(root)
        ids = [element.get("id") for element in root.iter() if "id" in element.attrib]
        names = {str(name): f"g{number}-{place}" for place, name in enumerate(ids)}
        for element in root.iter():
            _rewrite(element, names, classes)
        _lighten(root, classes)
        _frame(root, drawing.alternative)
        charts.append(replace(drawing, svg=Markup(_written(root))))
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


def _rewrite(element: ElementTree.Element, names: Mapping[str, str], classes: dict[str, str]) -> None:
    for name, value in list(element.attrib.items()):
        local = _local(name)
        if local.lower().startswith("on") or (local == "href" and not value.startswith("#")):
            del element.attrib[name]
        elif local == "id":
            element.set(name, names[value])
        elif local == "href":
            element.set(name, f"#{names.get(value[1:], '')}")
        elif local != "style":
            element.set(name, REFERENCE.sub(lambda match: f"url(#{names.get(match[1], '')})", value))
    style = REFERENCE.sub(lambda match: f"url(#{names.get(match[1], '')})", element.attrib.pop("style", "")).strip()
    if style and not ANYWHERE.search(style):
        element.set("class", classes.setdefault(style, f"d{len(classes)}"))


def _lighten(root: ElementTree.Element, styles: Iterable[str]) -> None:
    """Take out what shows nothing: ids that nothing refers to, groups around nothing, digits below a hundredth."""
    values = [value for element in root.iter() for value in element.attrib.values()]
    wanted = {name for value in (*values, *styles) for name in REFERENCE.findall(value)}
    wanted |= {value[1:] for value in values if value.startswith("#")}
    for element in root.iter():
        if element.get("id") not in wanted:
            element.attrib.pop("id", None)
        if NO_TURN.fullmatch(element.get("transform", "")):
            del element.attrib["transform"]
        for name in COORDINATES & element.attrib.keys():
            if "scale" in element.attrib[name] or "matrix" in element.attrib[name]:
                continue
            element.set(name, LONG_NUMBER.sub(_rounded, CIRCLE.sub(_arcs, element.attrib[name])).strip())
        if _local(element.tag) not in ("text", "tspan"):
            element.text = None
        if _local(element.tag) != "tspan":
            element.tail = None
    _unwrap(root)


def _arcs(path: re.Match[str]) -> str:
    """Write a circle of eight curves, as matplotlib draws each dot of a hatch, as two arcs; anything else stays."""
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path.group())]
    xs, ys = numbers[::2], numbers[1::2]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if abs(width - height) > 0.02 * width or xs[0] * 2 - min(xs) - max(xs) > 0.02 * width:
        return path.group()
    across = height if ys[0] < (min(ys) + max(ys)) / 2 else -height
    radius = height / 2
    half = f"a {radius:.6f} {radius:.6f} 0 1 0 0"
    return f"M {xs[0]:.6f} {ys[0]:.6f} {half} {across:.6f} {half} {-across:.6f} z"


def _rounded(number: re.Match[str]) -> str:
    short = f"{float(number.group()):.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _unwrap(element: ElementTree.Element) -> None:
    children: list[ElementTree.Element] = []
    for child in element:
        _unwrap(child)
        bare = _local(child.tag) in ("g", "defs") and not len(child)
        children += list(child) if _local(child.tag) == "g" and not child.attrib else [] if bare else [child]
    element[:] = children


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
