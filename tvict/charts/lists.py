"""Totals and their parts: figures and their checks go in, one bar for each list with what is left named comes out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tvict.analysis.printed import Printed
from tvict.charts.chart import AFTER, INNER, MARGIN, Chart, balanced, put, text_width, wrapped
from tvict.charts.facts import MissingFigures, joined
from tvict.charts.quantities import NoWords, Quantities, scale_for
from tvict.charts.style import INK, MUTED, SHADES, SMALL, TEXT, WARM, area
from tvict.charts.words import capital, headline, holding, listed, number, percent, say, when
from tvict.labels import label, plural

VERDICTS = ("differs", "partial", "truncated", "holds")
MOST, PARTS = 8, 12
"""The most lists in one chart, and the most parts in one bar."""
LINE, BAR, BETWEEN, SWATCH = 0.185, 0.27, 0.25, 0.11
SIZE = SMALL + 0.5
WHITE = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
"""What stands behind words on a hatch."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a total, or what is left of it: its name, its value, both and its share in words."""

    label: str
    value: float
    said: str
    text: str
    figure_ids: tuple[int, ...]
    estimate: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A total as printed, its parts, how the check of the two came out, and what is said of it in words."""

    whole: Printed
    label: str
    head: str
    alarm: str
    parts: tuple[Part, ...]
    verdict: str
    computed: float

    @property
    def exceeded(self) -> bool:
        """Tell whether the parts make more than is printed, where the bar goes on behind the printed total."""
        return self.verdict == "differs" and self.computed > float(self.whole.value or 0)

    @property
    def words(self) -> str:
        """The total and its parts in one clause."""
        parts = ", ".join(part.text for part in self.parts)
        return f"{' '.join(self.head.split())} = {parts}" + (f" ({self.alarm})" if self.alarm else "")

    @property
    def rows(self) -> list[list[tuple[float, str, int | None]]]:
        """The parts side by side below the bar, in as many rows as they need: left edge, words, number of the part."""
        rows: list[list[tuple[float, str, int | None]]] = []
        reach = INNER
        for place, part in enumerate(self.parts):
            pieces = wrapped(part.text, INNER - 0.3, SIZE).split("\n")
            for piece in pieces:
                width = SWATCH + 0.06 + text_width(piece, SIZE)
                if reach + width > INNER or len(pieces) > 1:
                    rows.append([])
                    reach = 0.0
                rows[-1].append((reach, piece, place if piece == pieces[0] else None))
                reach += width + 0.22
        return rows

    @property
    def height(self) -> float:
        """The height of all that is painted of it, in inches."""
        return LINE * (self.head.count("\n") + 1 + len(self.rows) + bool(self.alarm)) + BAR + BETWEEN


def totals(report: object, indicators: Sequence[str] | None = None, lang: str = "vi") -> Chart:
    """Draw every list that the text gives a total, a bar each: its parts in their order, and what they leave.

    ``indicators`` keeps the totals of these alone. At most eight are drawn, totals of all before parts that have parts;
    how many are left out is said. A total with one part, or without words for all parts, is not drawn.

    >>> report = tvict.parse("Năm 2022, toàn tỉnh có 84 trường (40 trường mầm non, 44 trường tiểu học).")
    >>> tvict.charts.totals(report, lang="en").title
    '“số trường”: 84, of which “trường mầm non”: 40 (47.6%); “trường tiểu học”: 44 (52.4%).'
    """
    named = Quantities(report, lang)
    linked = [row for row in _linked(named) if indicators is None or row[0].indicator in indicators]
    if not linked:
        raise MissingFigures(["a total printed with its parts"])
    found = [total for row in linked if (total := _total(named, *row)) is not None]
    if not found:
        raise NoWords("totals")
    chosen = _chosen(found)
    notes = {
        "left_out": len(found) > len(chosen),
        "note_left": any(part.left for total in chosen for part in total.parts),
    }
    counts = {"n": number(len(found) - len(chosen), lang), "most": number(MOST, lang)}
    height = sum(total.height for total in chosen)
    return Chart(
        name="totals",
        lang=lang,
        title=_title(found, named),
        subtitle=say("totals_subtitle", lang),
        alternative=say("totals_alternative", lang, values="; ".join(total.words for total in chosen)),
        table=pd.DataFrame([row for place, total in enumerate(chosen) for row in _rows(place, total)]),
        paint=lambda axes: _paint(axes[0], chosen),
        boxes=((MARGIN, AFTER, INNER, height),),
        height=height + AFTER,
        source=named.source,
        notes=[say(name, lang, **counts) for name in holding(notes)],
        key=_key(chosen),
    )


def _key(chosen: Sequence[Total]) -> list[str]:
    """Name what is painted and needs a word."""
    return holding(
        {
            "estimate": any(part.estimate for total in chosen for part in total.parts),
            "printed_total": any(total.exceeded for total in chosen),
        }
    )


def _linked(named: Quantities) -> list[tuple[Printed, list[Printed], str]]:
    """Return the totals whose parts were added up and tried, with their parts, in the order of the text."""
    checks, operands = named.tables["checks"], named.tables["operands"]
    parts: dict[int, list[Printed | None]] = {}
    for row in operands.sort_values("position").to_dict("records"):
        parts.setdefault(int(row["check_id"]), []).append(named.exact(int(row["figure_id"])))
    found: list[tuple[Printed, list[Printed], str]] = []
    for check in checks[(checks["kind"] == "sum") & checks["verdict"].isin(VERDICTS)].to_dict("records"):
        whole, all_parts = named.exact(int(check["whole_id"])), parts.get(int(check["check_id"]), [])
        own = [part for part in all_parts if part is not None and (part.value or 0) >= 0]
        if whole is not None and (whole.value or 0) > 0 and len(own) == len(all_parts) > 1:
            found.append((whole, own, str(check["verdict"])))
    return sorted(found, key=lambda row: (row[0].id, row[1][0].id))


def _total(named: Quantities, whole: Printed, parts: list[Printed], verdict: str) -> Total | None:
    """Put a total into words; None where no words tell its parts apart."""
    name, names = named.name(whole), named.parts(parts, whole)
    if name is None or names is None:
        return None
    lang, printed, values = named.lang, float(whole.value or 0), [float(part.value or 0) for part in parts]
    computed = sum(values)
    rest = round(printed - computed, 6)
    scale = scale_for([max(printed, computed)], whole)

    def part(label: str, value: float, used: Sequence[Printed], left: bool = False) -> Part:
        said = named.value(whole, value, scale, unit=False)
        share = "" if whole.sort == "percent" else f" ({percent(100 * value / printed, lang, 1)})"
        estimate = not left and any(figure.estimate for figure in used)
        return Part(label, value, said, f"{label}: {said}{share}", tuple(f.id for f in used), estimate, left)

    small = sorted(range(len(parts)), key=values.__getitem__)[: max(len(parts) - PARTS + 1, 0)]
    few = small if len(parts) > PARTS else []
    shown = [part(names[at], values[at], [parts[at]]) for at in range(len(parts)) if at not in few]
    if few:
        label = say("other_parts", lang, n=number(len(few), lang))
        shown.append(part(label, sum(values[at] for at in few), [parts[at] for at in few]))
    if rest > 0 and verdict in ("differs", "partial"):
        shown.append(part(say("missing" if verdict == "differs" else "not_named", lang), rest, [whole, *parts], True))
    planned, alarm = whole.role == "plan", ""
    label = say("planned", lang, what=capital(name)) if planned else capital(name)
    time = when(whole.period, lang) if whole.period else ""
    dated = say("planned_in" if planned else "in_time", lang, what=label, time=time) if time else label
    head = f"{dated}: {named.value(whole, scale=scale)}"
    if verdict == "differs":
        alarm = say("sum_gives", lang, sum=named.value(whole, computed))
    return Total(whole, label, balanced(head, INNER, TEXT, "bold"), alarm, tuple(shown), verdict, computed)


def _chosen(found: list[Total]) -> list[Total]:
    """Choose what is drawn: what does not add up, then totals that are no parts themselves, then the others."""
    ranked = sorted(found, key=lambda row: (row.verdict != "differs", row.whole.parent is not None, row.whole.id))
    return [total for total in found if total in ranked[:MOST]]


def _title(found: Sequence[Total], named: Quantities) -> str:
    """Say the one total with its parts, or how the totals came out."""
    lang, one = named.lang, found[0]
    if len(found) == 1 and len(one.parts) <= 3:
        parts = "; ".join(part.text for part in one.parts)
        return headline("total", lang, what=one.label, whole=named.value(one.whole), parts=parts)
    counts = [(verdict, sum(total.verdict == verdict for total in found)) for verdict in VERDICTS]
    told = listed([f"{number(n, lang)} {label('verdicts', verdict, lang)}" for verdict, n in counts if n], lang)
    kind = "totals" if len(found) == 1 or any(n for _, n in counts[:3]) else "totals_hold"
    return headline(kind, lang, n=number(len(found), lang), s=plural(len(found)), told=told)


def _rows(number: int, total: Total) -> list[Mapping[Hashable, object]]:
    return [
        {
            "list": number,
            "total": total.label,
            "indicator": total.whole.indicator,
            "label": part.label,
            "text": part.text,
            "value": part.value,
            "share": 100 * part.value / float(total.whole.value or 1),
            "verdict": total.verdict,
            "estimate": part.estimate,
            "derived": part.left,
            "figure_ids": joined((*part.figure_ids, total.whole.id)),
        }
        for part in total.parts
    ]


def _paint(ax: Axes, found: Sequence[Total]) -> None:
    """Paint in inches from the top left, so that words and bars keep their places."""
    ax.set_xlim(0, INNER)
    ax.set_ylim(sum(total.height for total in found), 0)
    ax.set_axis_off()
    y = 0.0
    for total in found:
        _paint_total(ax, total, y)
        y += total.height


def _paint_total(ax: Axes, total: Total, y: float) -> None:
    look: dict[str, Any] = {"ha": "left", "va": "top"}
    put(ax, total.head, (0, y), weight="bold", **look)
    y += LINE * (total.head.count("\n") + 1) + 0.04
    printed, start = float(total.whole.value or 0), 0.0
    inches = INNER / max(printed, total.computed)
    styles = [_style(part, place) for place, part in enumerate(total.parts)]
    for part, (style, ink) in zip(total.parts, styles, strict=True):
        width = part.value * inches
        ax.barh(y + BAR / 2, width, BAR, left=start, clip_on=False, **style)
        if text_width(part.said, SIZE) + 0.1 <= width:
            behind: dict[str, Any] = {"bbox": WHITE} if part.estimate else {}
            put(ax, part.said, (start + width / 2, y + BAR / 2), color=ink, size=SIZE, **behind)
        start += width
    if total.exceeded:
        ends = (printed * inches, printed * inches)
        ax.plot(ends, (y - 0.06, y + BAR + 0.06), color=WARM, linewidth=2.5, solid_capstyle="butt")
    y += BAR + 0.06
    for row in total.rows:
        for x, text, place in row:
            if place is not None:
                style = {**styles[place][0], "linewidth": 0.7, "linestyle": "-", "clip_on": False}
                ax.add_patch(Rectangle((x, y + 0.03), SWATCH, SWATCH, **style))
            put(ax, text, (x + SWATCH + 0.06, y), size=SIZE, **look)
        y += LINE
    put(ax, total.alarm, (0, y), size=SIZE, color=WARM, weight="bold", **look)


def _style(part: Part, place: int) -> tuple[dict[str, Any], str]:
    """Return how a part is painted, and the colour of the words on it."""
    if part.left:
        return area(MUTED, derived=True), INK
    color, ink = SHADES[place % len(SHADES)]
    style = area(color, estimate=part.estimate)
    return (style, INK) if part.estimate else ({**style, "edgecolor": "white"}, ink)
