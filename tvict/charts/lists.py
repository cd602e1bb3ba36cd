"""Totals and their parts: figures and their checks go in, one bar for each list with what is left named comes out."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tvict.analysis.printed import Printed
from tvict.charts.chart import MARGIN, WIDTH, Chart, Panel, balanced, text_width, wrapped
from tvict.charts.facts import MissingFigures, joined, one_report
from tvict.charts.marks import bare, fits, put
from tvict.charts.quantities import Quantities, no_words, scale_for, worded
from tvict.charts.style import INK, MUTED, SHADES, SMALL, TEXT, WARM, area
from tvict.charts.words import capital, headline, listed, number, percent, say, when

VERDICTS = ("differs", "partial", "truncated", "holds")
MOST, PARTS = 8, 12
"""The most lists in one chart, and the most parts in one bar."""
INNER = WIDTH - 2 * MARGIN
LINE, BAR, AFTER, SWATCH = 0.185, 0.27, 0.2, 0.11
SIZE = SMALL + 0.5
SMALL_EDGE: dict[str, Any] = {"linewidth": 0.7, "linestyle": "-", "clip_on": False}
"""How the edge of a sample beside the words of a part is drawn, too small for dashes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a total, or what is left of it where ``figure`` is None."""

    label: str
    value: float
    figure_ids: tuple[int, ...]
    estimate: bool = False
    left: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A total as printed, its parts, and how the check of the two came out."""

    whole: Printed
    label: str
    parts: tuple[Part, ...]
    verdict: str
    computed: float

    @property
    def reach(self) -> float:
        """The longer of the total and the sum of its parts."""
        return max(float(self.whole.value or 0), self.computed)


def totals(
    figures: pd.DataFrame,
    checks: pd.DataFrame,
    operands: pd.DataFrame,
    indicators: Sequence[str] | None = None,
    lang: str = "vi",
    ax: Axes | None = None,
) -> Chart:
    """Draw every list that the text gives a total, a bar each: its parts in their order, and what they leave.

    ``indicators`` keeps the totals of these alone. At most eight are drawn, totals of all before parts that have parts;
    how many are left out is said. A total with one part, or without words for all parts, is not drawn.
    """
    report = one_report(figures)
    named = Quantities(figures, lang)
    linked = _linked(named, checks, operands, indicators)
    if not linked:
        raise MissingFigures(["a total printed with its parts"])
    found = [total for row in linked if (total := _total(named, *row)) is not None]
    if not found:
        raise no_words("totals")
    chosen = _chosen(found)
    counts = [(verdict, sum(total.verdict == verdict for total in found)) for verdict in VERDICTS]
    told = listed([say(f"sum_{verdict}", lang, n=number(n, lang)) for verdict, n in counts if n], lang)
    heads = [_words(total, lang) for total in chosen]
    one = found[0]
    values = "; ".join(part for part, _ in _entries(one, lang))
    title = (
        headline("total", lang, what=one.label, whole=named.value(one.whole), parts=values)
        if len(found) == 1 and len(one.parts) <= 3
        else headline(
            "totals" if any(n for _, n in counts[:3]) else "totals_hold", lang, n=number(len(found), lang), told=told
        )
    )
    notes = [say("note_left", lang)] if any(part.left for total in chosen for part in total.parts) else []
    if len(chosen) < len(found):
        notes.insert(0, say("left_out", lang, n=number(len(found) - len(chosen), lang), most=number(MOST, lang)))
    return Chart(
        name="totals",
        lang=lang,
        title=title,
        subtitle=say("totals_subtitle", lang),
        alternative=say("totals_alternative", lang, values="; ".join(heads)),
        table=pd.DataFrame([row for place, total in enumerate(chosen) for row in _rows(place, total, lang)]),
        paint=lambda axes: _paint(axes[0], chosen, lang),
        panel=Panel(sum(_height(total, lang) for total in chosen), MARGIN, MARGIN, top=0.12, bottom=0.0),
        notes=tuple(notes),
        sources=(report or "",),
        key=("estimate",) if any(part.estimate for total in chosen for part in total.parts) else (),
    ).on(ax)


Linked = tuple[Printed, list[Printed], Mapping[Hashable, object]]


def _linked(
    named: Quantities, checks: pd.DataFrame, operands: pd.DataFrame, indicators: Sequence[str] | None
) -> list[Linked]:
    """Return the totals whose parts were added up and tried, with their parts, in the order of the text."""
    parts: dict[int, list[Printed | None]] = {}
    for row in operands.sort_values("position").to_dict("records"):
        parts.setdefault(int(row["check_id"]), []).append(named.exact(int(row["figure_id"])))
    found: list[Linked] = []
    for check in checks[(checks["kind"] == "sum") & checks["verdict"].isin(VERDICTS)].to_dict("records"):
        whole = named.exact(int(check["whole_id"]))
        own = [part for part in parts.get(int(check["check_id"]), ()) if part is not None and (part.value or 0) >= 0]
        complete = len(own) == len(parts.get(int(check["check_id"]), ())) and len(own) > 1
        if whole is not None and (whole.value or 0) > 0 and complete:
            found.append((whole, own, check))
    kept = [row for row in found if indicators is None or row[0].indicator in indicators]
    return sorted(kept, key=lambda row: (row[0].id, row[1][0].id))


def _total(named: Quantities, whole: Printed, parts: list[Printed], check: Mapping[Hashable, object]) -> Total | None:
    label, names = named.name(whole), named.parts(parts, whole)
    if label is None or names is None:
        return None
    lang, verdict = named.lang, str(check["verdict"])
    shown = [
        Part(name, float(part.value or 0), (part.id,), part.estimate) for name, part in zip(names, parts, strict=True)
    ]
    computed = sum(part.value for part in shown)
    shown = _fewer(shown, lang)
    rest = round(float(whole.value or 0) - computed, 6)
    if rest > 0 and verdict in ("differs", "partial"):
        used = (whole.id, *(part.id for part in parts))
        shown.append(Part(say("missing" if verdict == "differs" else "not_named", lang), rest, used, left=True))
    return Total(whole, label, tuple(shown), verdict, computed)


def _fewer(parts: list[Part], lang: str) -> list[Part]:
    """Put the smallest parts together where there are too many for a bar."""
    if len(parts) <= PARTS:
        return parts
    small = sorted(parts, key=lambda part: part.value)[: len(parts) - PARTS + 1]
    kept = [part for part in parts if part not in small]
    ids = tuple(number for part in small for number in part.figure_ids)
    label = say("other_parts", lang, n=number(len(small), lang))
    return [*kept, Part(label, sum(part.value for part in small), ids, any(part.estimate for part in small))]


def _chosen(found: list[Total]) -> list[Total]:
    """Choose what is drawn: what does not close, then totals that are no parts themselves, then the others."""
    ranked = sorted(
        found, key=lambda total: (total.verdict != "differs", total.whole.parent is not None, total.whole.id)
    )
    chosen = ranked[:MOST]
    return [total for total in found if total in chosen]


def _entries(total: Total, lang: str) -> list[tuple[str, Part]]:
    """Say each part: its name, its value, its share of the printed total."""
    whole = float(total.whole.value or 0)
    scale = scale_for([total.reach], total.whole)
    found = []
    for part in total.parts:
        value = worded(part.value, total.whole, lang, scale, unit=False)
        share = "" if total.whole.sort == "percent" else f" ({percent(100 * part.value / whole, lang, 1)})"
        found.append((f"{part.label}: {value}{share}", part))
    return found


def _alarm(total: Total, lang: str) -> str:
    """Say that the parts do not add up to the printed total; empty where they do, or the list is open."""
    if total.verdict != "differs":
        return ""
    return say("sum_gives", lang, sum=worded(total.computed, total.whole, lang))


def _head(total: Total, lang: str) -> str:
    when_ = f", {when(total.whole.period, lang)}" if total.whole.period else ""
    value = worded(float(total.whole.value or 0), total.whole, lang, label=total.label)
    return balanced(f"{capital(total.label)}{when_}: {value}", INNER, TEXT, "bold")


def _words(total: Total, lang: str) -> str:
    """Say a total and its parts in one sentence."""
    words = ", ".join(text for text, _ in _entries(total, lang))
    alarm = _alarm(total, lang)
    return f"{' '.join(_head(total, lang).split())} = {words}" + (f" ({alarm})" if alarm else "")


def _legend(total: Total, lang: str) -> list[list[tuple[float, str, int]]]:
    """Set the parts side by side below their bar, in as many lines as they need: left edge, words, number of part."""
    lines: list[list[tuple[float, str, int]]] = [[]]
    reach = 0.0
    for place, (text, _) in enumerate(_entries(total, lang)):
        pieces = wrapped(text, INNER - 0.3, SIZE).split("\n")
        for piece in pieces:
            width = SWATCH + 0.06 + text_width(piece, SIZE)
            if lines[-1] and (reach + width > INNER or len(pieces) > 1):
                lines.append([])
                reach = 0.0
            lines[-1].append((reach, piece, place if piece == pieces[0] else -1))
            reach += width + 0.22
    return lines


def _height(total: Total, lang: str) -> float:
    lines = _head(total, lang).count("\n") + 1 + len(_legend(total, lang)) + bool(_alarm(total, lang))
    return lines * LINE + BAR + AFTER + 0.05


def _rows(number: int, total: Total, lang: str) -> list[dict[str, object]]:
    return [
        {
            "list": number,
            "total": total.label,
            "indicator": total.whole.indicator,
            "label": part.label,
            "text": text,
            "value": part.value,
            "share": 100 * part.value / float(total.whole.value or 1),
            "verdict": total.verdict,
            "estimate": part.estimate,
            "derived": part.left,
            "figure_ids": joined(part.figure_ids, () if part.left else (total.whole.id,)),
        }
        for text, part in _entries(total, lang)
    ]


def _paint(ax: Axes, found: Sequence[Total], lang: str) -> None:
    """Paint in inches from the top left, so that words and bars keep their places."""
    ax.set_xlim(0, INNER)
    ax.set_ylim(sum(_height(total, lang) for total in found), 0)
    y = 0.0
    for total in found:
        _paint_total(ax, total, y, lang)
        y += _height(total, lang)
    ax.set_xticks([])
    ax.set_yticks([])
    bare(ax, "left", "bottom")


def _paint_total(ax: Axes, total: Total, y: float, lang: str) -> None:
    head = _head(total, lang)
    put(ax, head, (0, y), ha="left", va="top", weight="bold")
    y += LINE * (head.count("\n") + 1) + 0.04
    inches, start = INNER / total.reach, 0.0
    scale = scale_for([total.reach], total.whole)
    styles = [_style(part, place) for place, part in enumerate(total.parts)]
    for part, (style, ink) in zip(total.parts, styles, strict=True):
        width = part.value * inches
        ax.barh(y + BAR / 2, width, BAR, left=start, clip_on=False, **style)
        text = worded(part.value, total.whole, lang, scale, unit=False)
        if fits(text, width, SIZE) and not part.estimate:
            put(ax, text, (start + width / 2, y + BAR / 2), color=ink, size=SIZE)
        start += width
    if total.computed > float(total.whole.value or 0) and total.verdict == "differs":
        end = float(total.whole.value or 0) * inches
        ax.plot((end, end), (y - 0.06, y + BAR + 0.06), color=WARM, linewidth=2.5, solid_capstyle="butt")
    y += BAR + 0.06
    for line in _legend(total, lang):
        for x, text, place in line:
            if place >= 0:
                ax.add_patch(Rectangle((x, y + 0.03), SWATCH, SWATCH, **{**styles[place][0], **SMALL_EDGE}))
            put(ax, text, (x + SWATCH + 0.06, y), ha="left", va="top", size=SIZE)
        y += LINE
    if alarm := _alarm(total, lang):
        put(ax, alarm, (0, y), ha="left", va="top", size=SIZE, color=WARM, weight="bold")


def _style(part: Part, place: int) -> tuple[dict[str, Any], str]:
    """Return how a part is painted, and the colour of the words on it."""
    if part.left:
        return area(MUTED, derived=True), INK
    color, ink = SHADES[place % len(SHADES)]
    style = area(color, estimate=part.estimate)
    return (style if part.estimate else {**style, "edgecolor": "white"}), ink
