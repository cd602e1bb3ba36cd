"""Printed less recomputed: checks and figures go in; a square for each check, and a line for each that does not add
up, come out.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from tvict.analysis.claims import in_words
from tvict.analysis.printed import Printed, known
from tvict.charts.chart import INNER, Chart
from tvict.charts.facts import MissingFigures, joined
from tvict.charts.lines import MOST, Line, around, broken, lined
from tvict.charts.quantities import PERCENTS, Quantities
from tvict.charts.style import DARK, MUTED, SAMPLES, WARM, point
from tvict.charts.words import MINUS, capital, headline, listed, number, percent, say
from tvict.labels import label, plural

VERDICTS = ("differs", "partial", "truncated", "holds", "unchecked")
MARKS = {
    "differs": (WARM, point(WARM, shape="D", size=6.5)),
    "partial": (DARK, point(DARK, hollow=True, shape="s", size=6.5)),
    "truncated": (DARK, point(DARK, hollow=True, shape="<", size=6.5)),
}
"""Verdict → colour and marker of those that have a line."""
ROW, STEP = 40, 0.205
"""Squares in a row, and how far they stand apart, in inches."""
FARTHEST = 25.0
"""Where the axis ends, in per cent: what lies beyond stands at the end, with its per cent in words."""
Check = Mapping[Hashable, Any]


def reconciliation(report: object, lang: str = "vi") -> Chart:
    """Draw each check as a square, by how it came out, and for each that does not add up how far the printed number is
    from the recomputed one, in per cent of what is printed, of percentages in points.

    Counts and names are those of the table ``checks``. At most fourteen lines are drawn, what differs first; how many
    are left out is said.

    >>> report = tvict.parse("Năm 2022, toàn tỉnh có 84 trường (40 trường mầm non, 44 trường tiểu học).")
    >>> tvict.charts.reconciliation(report, lang="en").title
    '1 check: 1 adding up.'
    """
    named = Quantities(report, lang)
    checks: list[Check] = list(named.tables["checks"].to_dict("records"))
    if not checks:
        raise MissingFigures(["a relation between two figures"])
    checks.sort(key=lambda check: (VERDICTS.index(check["verdict"]), -abs(_deviation(check, named))))
    verdicts = [str(check["verdict"]) for check in checks]
    counts = {verdict: verdicts.count(verdict) for verdict in VERDICTS if verdict in verdicts}
    told = listed([f"{number(n, lang)} {label('verdicts', verdict, lang)}" for verdict, n in counts.items()], lang)
    lines = [_line(check, named) for check in checks]
    still_open = sum(counts.get(verdict, 0) for verdict in MARKS)  # they come first
    shown = lines[: min(still_open, MOST)]
    deviations = [_deviation(check, named) for check in checks[: len(shown)]]
    beyond = any(abs(deviation) > FARTHEST for deviation in deviations)
    chart = lined(
        "reconciliation",
        named,
        shown,
        around([_place(deviation) for deviation in deviations]),
        title=headline("reconciliation", lang, n=number(len(checks), lang), s=plural(len(checks)), told=told),
        subtitle=say("reconciliation_subtitle" if shown else "reconciliation_closed", lang),
        left_out=still_open - len(shown),
        notes=[*([say("note_reconciliation", lang)] if "differs" in counts else ()),
               *([say("note_beyond", lang, limit=number(FARTHEST, lang))] if beyond else ())],
        key=[(verdict, f"{label('verdicts', verdict, lang)}: {number(n, lang)}") for verdict, n in counts.items()],
        above=(_height(checks), lambda ax: _squares(ax, verdicts)),
    )  # fmt: skip
    table = pd.DataFrame([{"label": line.label, **line.cells} for line in lines])
    return replace(chart, alternative=f"{chart.title} {chart.alternative}", table=table)


def _line(check: Check, named: Quantities) -> Line:
    lang, whole, verdict = named.lang, named.rows.get(int(check["whole_id"])), str(check["verdict"])
    deviation = _deviation(check, named)
    tried = verdict != "unchecked" and known(check["stated"]) and known(check["gap"])
    name = capital((named.name(whole) if whole is not None else None) or say("unnamed", lang))
    claim, first, then = in_words(str(check["claim"]), lang), "", ""
    if tried and whole is not None:
        first, then = _gap(float(check["gap"]), deviation, whole, named)
    cells = {
        "claim": claim,
        "kind": str(check["kind"]),
        "verdict": verdict,
        "stated": float(check["stated"]) if known(check["stated"]) else None,
        "gap": float(check["gap"]) if tried else None,
        "deviation": deviation if tried else None,
        "text": f"{first} {then}".strip(),
        "figure_ids": joined([int(check["whole_id"])]),
    }
    alarm = verdict == "differs"
    return Line(f"{name}: {claim}", first, then, lambda ax, y: _mark(ax, y, verdict, deviation), cells, alarm)


def _deviation(check: Check, named: Quantities) -> float:
    """Return the gap in per cent of what is printed, of percentages in points; 0 where there is none or nothing to
    divide by.
    """
    whole = named.rows.get(int(check["whole_id"]))
    if whole is not None and whole.sort in PERCENTS and known(check["gap"]):
        return float(check["gap"])
    if not (known(check["gap"]) and known(check["stated"]) and check["stated"]):
        return 0.0
    return 100 * float(check["gap"]) / abs(float(check["stated"]))


def _place(deviation: float) -> float:
    return max(-FARTHEST, min(FARTHEST, deviation))


def _gap(gap: float, deviation: float, whole: Printed, named: Quantities) -> tuple[str, str]:
    """Say a gap in the unit of what is printed, and in per cent of it."""
    lang, sign = named.lang, "+" if gap > 0 else MINUS
    if gap == 0:
        return say("cut_only", lang), ""
    if whole.sort in PERCENTS:
        return say("points_short", lang, by=number(gap, lang, 2, sign=True)), ""
    fine = 1 if abs(deviation) >= 1 else 2
    return sign + named.value(whole, abs(gap)), percent(round(deviation, fine), lang, sign=True)


def _height(squares: Sequence[object]) -> float:
    """Return how high the rows of squares are, in inches."""
    return STEP * (1 + (len(squares) - 1) // ROW)


def _squares(ax: Axes, verdicts: Sequence[str]) -> None:
    """Paint a square for each check, in rows from the top left, in inches."""
    ax.set_xlim(0, INNER)
    ax.set_ylim(_height(verdicts), 0)
    ax.set_axis_off()
    for place, verdict in enumerate(verdicts):
        at = (STEP * (place % ROW), STEP * (place // ROW) + 0.02)
        style = {**SAMPLES[verdict], "linewidth": 1.0}
        ax.add_patch(Rectangle(at, STEP - 0.05, STEP - 0.05, clip_on=False, **style))


def _mark(ax: Axes, y: float, verdict: str, deviation: float) -> None:
    (color, marker), x = MARKS[verdict], _place(deviation)
    ax.axvline(0, color=MUTED, linewidth=0.9)
    if x:
        ax.plot((0, x), (y, y), color=color, linewidth=2, zorder=1)
    ax.plot(x, y, zorder=2, clip_on=False, **marker)
    if abs(deviation) > FARTHEST:
        broken(ax, x, y, color)
