"""Timelines: the documents that a report cites, by month and issuer; a citations table goes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
from matplotlib.axes import Axes

from tvict.analysis.order import DATED
from tvict.analysis.printed import known
from tvict.charts.chart import Chart, Panel
from tvict.charts.facts import MissingFigures, one_report
from tvict.charts.marks import UNDER, bare, put
from tvict.charts.style import DARK, MUTED, RULE, SMALL, WARM, point
from tvict.charts.words import headline, listed, named, number, say

ISSUERS = 8
"""Issuers with a line of their own; documents of others share the last line."""
DOT, LABEL = 0.13, 0.2
"""Heights that one document and one number take, in inches."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that is cited, once however often: number, issuer, date, and whether number and date are out of
    order.
    """

    number: str
    issuer: str
    dated: date
    out_of_order: bool
    start: int


def timeline(citations: pd.DataFrame, lang: str = "vi", ax: Axes | None = None) -> Chart:
    """Draw the dated documents that a report cites by month and issuer, over its last two years; older ones are
    counted at the left edge. Those whose number and date are out of order stand out, with both.
    """
    report = one_report(citations)
    cited, undated = _documents(citations)
    if not cited:
        raise MissingFigures(["citations (a numbered document with its date)"])
    last = max(item.dated.year for item in cited)
    flagged = sorted((item for item in cited if item.out_of_order), key=lambda item: item.dated)
    counts = Counter(item.issuer for item in cited)
    largest, most = counts.most_common(1)[0]
    told = [say("document", lang, number=item.number, date=_day(item.dated, lang)) for item in flagged]
    words = {
        "n": number(len(cited), lang),
        "k": number(len(flagged), lang),
        "issuer": _issuer(largest, lang),
        "most": number(most, lang),
        "told": listed(told, lang),
    }
    title = headline("timeline_order" if flagged else "timeline", lang, **words)
    rows = [
        {
            "number": item.number,
            "issuer": _issuer(item.issuer, lang),
            "date": item.dated.isoformat(),
            "month": item.dated.strftime("%Y-%m"),
            "out_of_order": item.out_of_order,
            "start": item.start,
        }
        for item in sorted(cited, key=lambda item: (item.dated, item.number))
    ]
    lanes = _lanes(cited, counts, last)
    issuers = "; ".join(f"{_issuer(name, lang)} {number(n, lang)}" for name, n in counts.most_common(ISSUERS))
    return Chart(
        name="timeline",
        lang=lang,
        title=title,
        subtitle=say("timeline_subtitle", lang, n=words["n"]),
        alternative=say("timeline_alternative", lang, values=issuers, **words),
        table=pd.DataFrame(rows),
        paint=lambda axes: _paint(axes[0], lanes, last, lang),
        panel=Panel(sum(lane.height for lane in lanes), left=2.3, right=0.55, bottom=0.45, top=0.25),
        notes=tuple(
            note
            for note in (
                say("note_timeline", lang) if flagged else "",
                say("note_undated", lang, n=number(undated, lang)) if undated else "",
            )
            if note
        ),
        sources=(report or "",),
        key=("document", "document_order") if flagged else ("document",),
    ).on(ax)


def _documents(citations: pd.DataFrame) -> tuple[list[Cited], int]:
    """Return the dated documents, each once, and how many others have no date anywhere."""
    found: dict[tuple[str, str], Cited] = {}
    numbers = set()
    for row in citations.to_dict("records"):
        name = str(row["number"])
        numbers.add(name)
        if known(row["date"]):
            issuer = str(row["issuer"]) if known(row["issuer"]) else "?"
            item = Cited(
                name, issuer, date.fromisoformat(str(row["date"])[:10]), row["order"] in DATED, int(row["start"])
            )
            key = (name, str(row["date"]))
            if key not in found or item.out_of_order:
                found[key] = item
    return list(found.values()), len(numbers - {name for name, _ in found})


@dataclass(frozen=True, slots=True)
class Lane:
    """One issuer's line: its documents within the window by month, and how many are older."""

    issuer: str
    months: dict[tuple[int, int], list[Cited]]
    older: int

    @property
    def flagged(self) -> bool:
        """True where a document of the line is out of order."""
        return any(item.out_of_order for items in self.months.values() for item in items)

    @property
    def height(self) -> float:
        """How high the line is, in inches: its tallest month, and room for numbers below."""
        tallest = max((len(items) for items in self.months.values()), default=0)
        return max(0.42, DOT * tallest + 0.24) + (LABEL if self.flagged else 0.0)


OTHERS = "others"


def _issuer(code: str, lang: str) -> str:
    """Name an issuer; a code that no list names is said to be one, as a reader may know the letters from elsewhere."""
    name = named(f"issuer={code}", lang)
    return say("issuer_code", lang, code=code) if name == code else name


def _lanes(cited: Sequence[Cited], counts: Counter[str], last: int) -> list[Lane]:
    ranked = [name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    own = ranked if len(ranked) <= ISSUERS else ranked[: ISSUERS - 1]
    lanes = []
    for name in [*own, *([OTHERS] if len(ranked) > len(own) else [])]:
        here = [item for item in cited if item.issuer == name or (name == OTHERS and item.issuer not in own)]
        months: dict[tuple[int, int], list[Cited]] = {}
        for item in sorted(here, key=lambda item: (item.out_of_order, item.dated, item.number)):
            if item.dated.year >= last - 1:
                months.setdefault((item.dated.year, item.dated.month), []).append(item)
        lanes.append(Lane(name, months, sum(item.dated.year < last - 1 for item in here)))
    return lanes


def _day(dated: date, lang: str) -> str:
    """Write a date as reports do in Vietnamese, and in English so that no one takes the day for the month."""
    if lang != "vi":
        return dated.isoformat()
    return f"{dated.day}/{dated.month}/{dated.year}"


def _paint(ax: Axes, lanes: Sequence[Lane], last: int, lang: str) -> None:
    first = last - 1
    total = sum(lane.height for lane in lanes)
    ax.set_xlim(-3.2 if any(lane.older for lane in lanes) else -0.4, 24)
    ax.set_ylim(total, 0)
    y, places = 0.0, []
    for lane in lanes:
        bottom = y + lane.height - 0.14 - (LABEL if lane.flagged else 0.0)
        places.append(bottom)
        ax.axhline(bottom + 0.08, color=RULE, linewidth=0.7, zorder=0)
        for (year, month), items in lane.months.items():
            x = (year - first) * 12 + month - 0.5
            for level, item in enumerate(items):
                _dot(ax, (x, bottom - DOT * level), item)
        if lane.older:
            put(ax, number(lane.older, lang), (-1.8, bottom), weight="bold", color=MUTED)
        y += lane.height
    ax.axvline(12, color=RULE, linewidth=0.8, zorder=0)
    if any(lane.older for lane in lanes):
        ax.axvline(-0.4, color=MUTED, linewidth=0.8, linestyle=":")
        put(ax, say("before_year", lang, year=first), (-1.8, 0), (0, 4), va="bottom", size=SMALL, color=MUTED)
    ax.set_yticks(places, [_issuer(lane.issuer, lang) for lane in lanes])
    ticks = [year * 12 + month for year in (0, 1) for month in (0.5, 3.5, 6.5, 9.5)]
    ax.set_xticks(ticks, [f"{month}/{year}" for year in (first, last) for month in (1, 4, 7, 10)])
    bare(ax, "left")


def _dot(ax: Axes, at: tuple[float, float], item: Cited) -> None:
    if not item.out_of_order:
        ax.plot(*at, **{**point(DARK), "markersize": 6, "markeredgewidth": 0})
        return
    ax.plot(*at, zorder=4, **{**point(WARM, shape="D"), "markersize": 7})
    ha, by = ("right", (6, -8)) if at[0] > 14 else ("left", (-6, -8))
    put(ax, item.number, at, by, ha=ha, va="top", size=SMALL, color=WARM, weight="bold", bbox=UNDER)
