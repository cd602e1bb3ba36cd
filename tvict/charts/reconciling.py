"""What is printed less what is recomputed, a line for each relation: checks and figures go in."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from tvict.analysis.printed import PERCENT, POINTS, known
from tvict.charts.chart import Chart, Panel, wrapped
from tvict.charts.facts import MissingFigures, joined, one_report
from tvict.charts.marks import UNDER, bare, put, ticks
from tvict.charts.style import DARK, MUTED, RULE, SMALL, WARM, point
from tvict.charts.words import headline, listed, number, percent, say, scale_of

VERDICTS = ("differs", "partial", "truncated", "holds", "unchecked")
MARKS: Mapping[str, tuple[str, str, bool]] = {
    "differs": (WARM, "D", False),
    "partial": (WARM, "s", True),
    "truncated": (DARK, "<", True),
    "holds": (DARK, "o", False),
}
"""Verdict → colour, marker, hollow; a relation that is not checked has no mark."""
LINE, LABEL, ABOVE, BELOW = 0.19, 4.1, 0.06, 0.06
FARTHEST = 25.0
"""Where the axis ends, in per cent: what lies beyond stands at the end, with its per cent in words."""


def reconciliation(checks: pd.DataFrame, figures: pd.DataFrame, lang: str = "vi", ax: Axes | None = None) -> Chart:
    """Draw every relation that was checked: how far the printed number is from the recomputed one, in per cent of what
    is printed; counts and names of what does not close are those of ``checks``.
    """
    report = one_report(checks)
    if checks.empty:
        raise MissingFigures(["checks (a relation between two figures)"])
    units = {row["figure_id"]: str(row["unit"]) if known(row["unit"]) else None for row in figures.to_dict("records")}
    rows = [_row(row, units.get(row["whole_id"]), lang) for row in checks.to_dict("records")]
    rows.sort(key=lambda row: (VERDICTS.index(str(row["verdict"])), -abs(_far(row))))
    counts = {verdict: sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS}
    told = listed(
        [say(f"count_{verdict}", lang, n=number(counts[verdict], lang)) for verdict in VERDICTS if counts[verdict]],
        lang,
    )
    open_rows = [row for row in rows if row["verdict"] in ("differs", "partial")]
    return Chart(
        name="reconciliation",
        lang=lang,
        title=headline("reconciliation", lang, n=number(len(rows), lang), told=told),
        subtitle=say("reconciliation_subtitle", lang),
        alternative=say(
            "reconciliation_alternative",
            lang,
            n=number(len(rows), lang),
            told=told,
            values="; ".join(f"{row['claim']} ({row['text']})" for row in open_rows) or "–",
        ),
        table=pd.DataFrame(rows),
        paint=lambda axes: _paint(axes[0], rows, lang),
        panel=Panel(sum(_height(row) for row in rows) + 0.1, left=LABEL + 0.45, right=1.25, bottom=0.55),
        notes=(
            say("note_reconciliation", lang),
            *((say("note_beyond", lang, limit=number(FARTHEST, lang)),) if any(map(_beyond, rows)) else ()),
        ),
        sources=(report or "",),
        key=tuple(f"verdict_{verdict}" for verdict in VERDICTS if counts[verdict] and verdict in MARKS),
    ).on(ax)


def _row(cells: Mapping[Hashable, Any], unit: str | None, lang: str) -> dict[str, object]:
    verdict, stated, gap = str(cells["verdict"]), _number(cells["stated"]), _number(cells["gap"])
    counted = verdict != "unchecked" and stated is not None and gap is not None
    return {
        "claim": _claim(cells, unit, lang),
        "kind": str(cells["kind"]),
        "verdict": verdict,
        "stated": stated,
        "gap": gap if counted else None,
        "deviation": 100 * gap / abs(stated) if counted and stated and gap is not None else 0.0 if counted else None,
        "text": _gap_words(gap, unit, lang) if counted and gap is not None else say("no_target", lang),
        "figure_ids": joined([int(str(cells["whole_id"]))]),
    }


NUMERAL = re.compile(r"\d[\d.,]*\d")
SWAP = str.maketrans(".,", ",.")


def _claim(cells: Mapping[Hashable, Any], unit: str | None, lang: str) -> str:
    """Return a claim in the form of the language, checks writing it in Vietnamese; a count says what it counts."""
    claim = str(cells["claim"])
    if cells["kind"] == "count" and unit and unit not in claim:
        claim = f"{claim} {unit}"
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


def _gap_words(gap: float, unit: str | None, lang: str) -> str:
    if gap == 0:
        return "0"
    if unit in (PERCENT, POINTS):
        return say("points_short", lang, by=number(gap, lang, 2, sign=True))
    scale = scale_of([gap], unit)
    text = number(gap / scale, lang, sign=True)
    return f"{text} {say('million' if scale < 1e9 else 'billion', lang)}" if scale > 1 else text


def _label(row: Mapping[str, object]) -> str:
    return wrapped(str(row["claim"]), LABEL, SMALL)


def _height(row: Mapping[str, object]) -> float:
    return LINE * 0.8 * (_label(row).count("\n") + 1) + ABOVE + BELOW


def _paint(ax: Axes, rows: Sequence[Mapping[str, object]], lang: str) -> None:
    far = [max(-FARTHEST, min(FARTHEST, _far(row))) for row in rows]
    reach = max(map(abs, far)) or 1.0
    left = min(*far, -0.1 * reach) - 0.06 * reach
    ax.set_xlim(left, max(*far, -0.8 * left) + 0.06 * reach)
    ax.axvline(0, color=MUTED, linewidth=0.9)
    y, places = 0.05, []
    for row in rows:
        height = _height(row)
        places.append(y + height / 2)
        y += height
    ax.set_ylim(y + 0.05, 0)
    for row, place, deviation in zip(rows, places, far, strict=True):
        ax.axhline(place, color=RULE, linewidth=0.5, zorder=0)
        verdict = str(row["verdict"])
        if verdict in MARKS:
            color, shape, hollow = MARKS[verdict]
            if deviation:
                ax.plot((0, deviation), (place, place), color=color, linewidth=1.6, zorder=1)
            style = {**point(color, hollow=hollow, shape=shape), "markersize": 6, "markeredgewidth": 1.4}
            ax.plot(deviation, place, zorder=2, clip_on=False, **style)
        if verdict in ("differs", "partial"):
            at = (max(deviation, 0.0), place)
            beyond = f" ({percent(_far(row), lang, 0, sign=True)})" if _beyond(row) else ""
            put(ax, f"{row['text']}{beyond}", at, (8, 0), ha="left", size=SMALL + 0.5, weight="bold", bbox=UNDER)
        elif verdict == "unchecked":
            put(ax, str(row["text"]), (0, place), (8, 0), ha="left", size=SMALL, color=MUTED, bbox=UNDER)
    ax.set_yticks(places, [_label(row) for row in rows], size=SMALL)
    ticks(ax, lang, "x", "%")
    ax.set_xlabel(say("deviation_axis", lang))
    bare(ax, "left")
