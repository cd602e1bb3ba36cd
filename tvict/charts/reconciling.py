"""Printed less recomputed: checks and figures go in; how many relations close, and a line for each that does not."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tvict.analysis.claims import LISTED
from tvict.analysis.printed import PERCENT, POINTS, Printed, known
from tvict.charts.chart import MARGIN, WIDTH, Chart, Panel, text_width
from tvict.charts.facts import MissingFigures, joined, one_report
from tvict.charts.marks import Lines, at_right, bare, limits, put, ticks
from tvict.charts.quantities import PERCENTS, Quantities, scale_for, worded
from tvict.charts.style import DARK, INK, LIGHT, MUTED, RULE, SMALL, WARM, area, point
from tvict.charts.words import capital, headline, listed, number, percent, say, unit_words

VERDICTS = ("differs", "partial", "truncated", "holds", "unchecked")
MARKS: Mapping[str, tuple[str, str, bool]] = {
    "differs": (WARM, "D", False),
    "partial": (DARK, "s", True),
    "truncated": (DARK, "<", True),
}
"""Verdict → colour, marker, hollow of those that have a line; the others are counted."""
FILLS: Mapping[str, tuple[dict[str, Any], str]] = {
    "differs": (area(WARM), "white"),
    "partial": (area(DARK, derived=True), INK),
    "truncated": (area(LIGHT), INK),
    "holds": (area(DARK), "white"),
    "unchecked": ({"facecolor": "white", "edgecolor": MUTED, "linewidth": 1.0}, INK),
}
MOST = 14
LEFT, RIGHT, STRIP, BAR = 4.1, 2.1, 0.85, 0.27
FARTHEST = 25.0
"""Where the axis ends, in per cent: what lies beyond stands at the end, with its per cent in words."""


def reconciliation(checks: pd.DataFrame, figures: pd.DataFrame, lang: str = "vi", ax: Axes | None = None) -> Chart:
    """Draw how many relations were checked and how they came out, and for each that does not close how far the printed
    number is from the recomputed one, in per cent of what is printed.

    Counts and names are those of ``checks``. At most fourteen lines are drawn, what differs first; how many are left
    out is said.
    """
    report = one_report(checks)
    if checks.empty:
        raise MissingFigures(["a relation between two figures"])
    named = Quantities(figures, lang)
    rows = [_row(row, named) for row in checks.to_dict("records")]
    rows.sort(key=lambda row: (VERDICTS.index(str(row["verdict"])), -abs(_far(row))))
    counts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS}
    told = listed(
        [say(f"count_{verdict}", lang, n=number(counts[verdict], lang)) for verdict in VERDICTS if counts[verdict]],
        lang,
    )
    open_rows = [row for row in rows if row["verdict"] in MARKS]
    shown = open_rows[:MOST]
    left = say("left_out_checks", lang, n=number(len(open_rows) - len(shown), lang), most=number(MOST, lang))
    lines = Lines(
        [f"{row['label']}: {row['claim']}" for row in shown], LEFT, [str(row["text"]) for row in shown], RIGHT
    )
    return Chart(
        name="reconciliation",
        lang=lang,
        title=headline("reconciliation", lang, n=number(len(rows), lang), told=told),
        subtitle=say("reconciliation_subtitle" if shown else "reconciliation_closed", lang),
        alternative=say(
            "reconciliation_alternative",
            lang,
            n=number(len(rows), lang),
            told=told,
            values="; ".join(f"{row['label']}: {row['claim']} ({row['text']})" for row in shown) or "–",
        ),
        table=pd.DataFrame(rows),
        paint=lambda axes: _paint(axes[0], shown, lines, counts, lang),
        panel=Panel(
            STRIP + (lines.height if shown else -0.2), LEFT + 0.45, RIGHT + 0.4, bottom=0.55 if shown else 0.05
        ),
        notes=(
            *((left,) if len(open_rows) > len(shown) else ()),
            say("note_reconciliation", lang),
            *((say("note_beyond", lang, limit=number(FARTHEST, lang)),) if any(map(_beyond, shown)) else ()),
        ),
        sources=(report or "",),
        key=tuple(f"verdict_{verdict}" for verdict in MARKS if counts[verdict]),
    ).on(ax)


def _row(cells: Mapping[Hashable, Any], named: Quantities) -> dict[str, object]:
    lang, whole = named.lang, named.rows.get(int(str(cells["whole_id"])))
    verdict, stated, gap = str(cells["verdict"]), _number(cells["stated"]), _number(cells["gap"])
    counted = verdict != "unchecked" and stated is not None and gap is not None
    deviation = 100 * gap / abs(stated) if counted and stated and gap is not None else 0.0 if counted else None
    label = named.name(whole) if whole is not None else None
    return {
        "label": capital(label or say("unnamed", lang)),
        "claim": _claim(cells, whole, lang),
        "kind": str(cells["kind"]),
        "verdict": verdict,
        "stated": stated,
        "gap": gap if counted else None,
        "deviation": deviation,
        "text": _gap_words(gap, deviation or 0.0, whole, lang) if counted and gap is not None else "",
        "figure_ids": joined([int(str(cells["whole_id"]))]),
    }


NUMERAL = re.compile(r"\d[\d.,]*\d")
SWAP = str.maketrans(".,", ",.")


def _claim(cells: Mapping[Hashable, Any], whole: Printed | None, lang: str) -> str:
    """Return a claim in the form of the language, checks writing it in Vietnamese; a count says what is listed."""
    claim = str(cells["claim"])
    items = LISTED.findall(claim)
    if items and known(cells["stated"]) and whole is not None:
        stated = worded(float(cells["stated"]), whole, lang)
        return say("lists", lang, stated=stated, listed=f" {say('or', lang)} ".join(items))
    if lang == "vi":
        return claim
    for name in ("billion", "million"):
        claim = re.sub(rf"\b{say(name, 'vi')}\b", say(name, lang), claim)
    claim = claim.replace(POINTS, say("points_word", lang))
    return NUMERAL.sub(lambda numeral: numeral[0].translate(SWAP), claim)


def _number(cell: object) -> float | None:
    return float(str(cell)) if known(cell) else None


def _far(row: Mapping[str, object]) -> float:
    return float(str(row["deviation"])) if row["deviation"] is not None else 0.0


def _beyond(row: Mapping[str, object]) -> bool:
    return abs(_far(row)) > FARTHEST


def _gap_words(gap: float, deviation: float, whole: Printed | None, lang: str) -> str:
    """Say a gap in the unit of what is printed, and in per cent of it."""
    if gap == 0 or whole is None:
        return say("cut_only", lang)
    if whole.sort in PERCENTS or whole.unit in (PERCENT, POINTS):
        return say("points_short", lang, by=number(gap, lang, 2, sign=True))
    scale = scale_for([gap], whole)
    unit = unit_words(whole.unit, scale, lang) if whole.unit else ""
    return (
        f"{number(gap / scale, lang, sign=True)} {unit}".strip() + f"\n{percent(round(deviation, 1), lang, sign=True)}"
    )


def _paint(ax: Axes, rows: Sequence[Mapping[str, object]], lines: Lines, counts: Mapping[str, int], lang: str) -> None:
    """Paint in inches from the top: the strip of all relations, then a line for each that does not close."""
    far = [max(-FARTHEST, min(FARTHEST, _far(row))) for row in rows] or [0.0]
    ax.set_xlim(*limits(far))
    lines.paint(ax)
    ax.set_ylim(lines.height if rows else -0.2, -STRIP)
    _strip(ax, counts, lang)
    for row, y, x in zip(rows, lines.places, far, strict=False):
        ax.axhline(y, color=RULE, linewidth=0.5, zorder=0)
        color, shape, hollow = MARKS[str(row["verdict"])]
        if x:
            ax.plot((0, x), (y, y), color=color, linewidth=2, zorder=1)
        style = {**point(color, hollow=hollow, shape=shape), "markersize": 6.5, "markeredgewidth": 1.4}
        ax.plot(x, y, zorder=2, clip_on=False, **style)
        if _beyond(row):
            put(ax, "//", (0.82 * x, y), color=color, weight="bold")
        by, _, share = str(row["text"]).partition("\n")
        at_right(ax, y, by, share, RIGHT, color)
    if rows:
        ax.plot((0, 0), (0, lines.height), color=MUTED, linewidth=0.9)
        ticks(ax, lang, "x", "%")
        ax.locator_params(axis="x", nbins=3)
        ax.set_xlabel(say("deviation_axis", lang))
        bare(ax, "left")
    else:
        ax.set_xticks([])
        bare(ax, "left", "bottom")


def _strip(ax: Axes, counts: Mapping[str, int], lang: str) -> None:
    """Paint a tile for each verdict, with its count and words: equally wide, for a count is no length."""
    inner, plot = WIDTH - 2 * MARGIN, WIDTH - LEFT - RIGHT - 0.85
    used = [verdict for verdict in VERDICTS if counts[verdict]]
    words = {verdict: say(f"strip_{verdict}", lang) for verdict in used}
    gap = 0.18
    width = min(inner / len(used), max(text_width(words[verdict], SMALL) for verdict in used) + 2 * gap)
    x = MARGIN - LEFT - 0.45
    for verdict in used:
        style, ink = FILLS[verdict]
        place: dict[str, Any] = {"transform": ax.get_yaxis_transform(), "clip_on": False}
        ax.add_patch(Rectangle((x / plot, 0.06 - STRIP), (width - gap) / plot, BAR, **style, **place))
        at: dict[str, Any] = {"xycoords": ax.get_yaxis_transform(), "annotation_clip": False, "va": "center"}
        ax.annotate(number(counts[verdict], lang), ((x + (width - gap) / 2) / plot, 0.06 - STRIP + BAR / 2),
                    ha="center", color=ink, weight="bold", **at)  # fmt: skip
        ax.annotate(words[verdict], (x / plot, 0.17 - STRIP + BAR), ha="left", size=SMALL, **at)
        x += width
