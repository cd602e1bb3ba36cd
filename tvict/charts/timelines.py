"""Timelines: the documents that a report cites, by month and issuer; a citations table goes in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from tvict.analysis.cited import documents_cited
from tvict.analysis.order import DATED
from tvict.analysis.printed import known
from tvict.charts.chart import AFTER, INNER, MARGIN, Chart, bare, put, text_width
from tvict.charts.facts import MissingFigures, tables_of
from tvict.charts.quantities import cited
from tvict.charts.style import DARK, NAME, RULE, SMALL, WARM, point
from tvict.charts.words import headline, listed, named, number, say

ISSUERS, FEWEST = 8, 3
"""Lines for issuers, the last for documents of all others where there are more; documents that make a chart."""
OTHERS = "others"
DOT, LINE, FOOT = 0.13, 0.3, 0.35
"""Heights of one document, of a line without any, and of the words below the axis, in inches."""


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that is cited, once however often: number, issuer, date, where it is cited first, and whether number
    and date are out of order.
    """

    number: str
    issuer: str
    dated: date
    start: int
    late: bool

    @property
    def month(self) -> int:
        """Its month, counted from the year 0."""
        return self.dated.year * 12 + self.dated.month - 1


def timeline(report: object, lang: str = "vi") -> Chart:
    """Draw the dated documents that a report cites by month and issuer, over its last two years; older ones and those
    without a date are counted. Those whose number and date are out of order stand out, with both.

    >>> report = tvict.read("data/raw/travinh-2022.txt")
    >>> tvict.charts.timeline(report, lang="en").title.partition(":")[0]
    'Of 58 dated documents cited, 2 have number and date out of order'
    """
    tables = tables_of(report)
    documents, undated = _documents(documents_cited(tables))
    if len(documents) < FEWEST:
        raise MissingFigures([f"citations ({FEWEST} numbered documents with their dates)"])
    since = max(document.dated.year for document in documents) - 1
    shown = [document for document in documents if document.dated.year >= since]
    counts = Counter(document.issuer for document in documents)
    issuers = sorted(counts, key=lambda name: (-counts[name], name))
    own, lines = _lines(shown, issuers)
    late = [document for document in documents if document.late]
    told = [say("document", lang, number=document.number, date=_day(document.dated, lang)) for document in late]
    sizes = {"n": len(documents), "k": len(late), "issuers": len(issuers)}
    words = {"told": listed(told, lang), **{name: number(size, lang) for name, size in sizes.items()}}
    notes = {"note_timeline": len(late), "note_older": len(documents) - len(shown), "note_undated": undated}
    heights = [_height(line) for line in lines]
    left = max(text_width(_issuer(name, lang), NAME) for name in own) + 0.15
    values = "; ".join(f"{_issuer(name, lang)} {number(counts[name], lang)}" for name in issuers)
    return Chart(
        name="timeline",
        lang=lang,
        title=headline("timeline_order" if late else "timeline", lang, **words),
        subtitle=say("timeline_subtitle", lang),
        alternative=say("timeline_alternative", lang, values=values, **words),
        table=pd.DataFrame([_row(document, lang) for document in documents]),
        paint=lambda axes: _paint(axes[0], lines, heights, [_issuer(name, lang) for name in own], lang),
        boxes=((MARGIN + left, 0.0, INNER - left, sum(heights)),),
        height=sum(heights) + FOOT + AFTER,
        source=cited(tables.get("sources", tables["citations"]), lang),
        notes=[say(name, lang, n=number(n, lang), year=since) for name, n in notes.items() if n],
        key=("document", "document_order") if late else ("document",),
    )


def _lines(shown: Sequence[Cited], issuers: Sequence[str]) -> tuple[list[str], list[list[Cited]]]:
    """Return the names of the lines, and the documents on each."""
    ranked = [name for name in issuers if any(document.issuer == name for document in shown)]
    own = ranked if len(ranked) <= ISSUERS else [*ranked[: ISSUERS - 1], OTHERS]
    line_of = {name: name if name in own else OTHERS for name in ranked}
    return own, [[document for document in shown if line_of[document.issuer] == name] for name in own]


def _row(document: Cited, lang: str) -> dict[str, object]:
    return {
        "number": document.number,
        "issuer": _issuer(document.issuer, lang),
        "date": document.dated.isoformat(),
        "out_of_order": document.late,
        "start": document.start,
    }


def _documents(citations: pd.DataFrame) -> tuple[list[Cited], int]:
    """Return the dated documents by date, each once, and how many others have no date anywhere."""
    found: dict[tuple[str, str], Cited] = {}
    for row in citations.dropna(subset=["date"]).to_dict("records"):
        key = (str(row["number"]), str(row["date"])[:10])
        issuer = str(row["issuer"]) if known(row["issuer"]) else "?"
        document = Cited(key[0], issuer, date.fromisoformat(key[1]), int(row["start"]), row["order"] in DATED)
        if key not in found or document.late:
            found[key] = document
    undated = set(citations["number"].astype(str)) - {number for number, _ in found}
    return sorted(found.values(), key=lambda document: (document.dated, document.number)), len(undated)


def _issuer(code: str, lang: str) -> str:
    """Name an issuer; a code that no list names is said to be one, as a reader may know the letters from elsewhere."""
    name = named(f"issuer={code}", lang)
    return say("issuer_code", lang, code=code) if name == code else name


def _day(day: date, lang: str) -> str:
    """Write a date as reports do in Vietnamese, and in English so that no one takes the day for the month."""
    return f"{day.day}/{day.month}/{day.year}" if lang == "vi" else f"{day.day} {day:%B %Y}"


def _month(month: int, lang: str) -> str:
    """Write a month, counted from the year 0."""
    day = date(month // 12, month % 12 + 1, 1)
    return f"{day.month}/{day.year}" if lang == "vi" else f"{day:%b %Y}"


def _height(line: Sequence[Cited]) -> float:
    """Return how high a line is: its tallest month, and room where a document is named below."""
    tallest = max(Counter(document.month for document in line).values(), default=0)
    return LINE + DOT * (tallest + any(document.late for document in line))


def _paint(
    ax: Axes, lines: Sequence[Sequence[Cited]], heights: Sequence[float], issuers: Sequence[str], lang: str
) -> None:
    months = [document.month for line in lines for document in line]
    first, last = min(months), max(max(months), min(months) + 11)
    ax.set_xlim(first - 0.8, last + 0.8)
    ax.set_ylim(sum(heights), 0)
    places, y = [], 0.0
    for line, height in zip(lines, heights, strict=True):
        y += height
        places.append(y - 0.14 - DOT * any(document.late for document in line))
        ax.axhline(places[-1] + 0.08, color=RULE, linewidth=0.7, zorder=0)
        below: Counter[int] = Counter()
        for document in sorted(line, key=lambda document: document.late):
            style = point(WARM, shape="D", size=6) if document.late else {**point(DARK, size=6), "markeredgewidth": 0}
            ax.plot(document.month, places[-1] - DOT * below[document.month], zorder=3, **style)
            below[document.month] += 1
            if document.late:
                end = "right" if document.month > (first + last) / 2 else "left"
                look: dict[str, Any] = {"ha": end, "va": "top", "size": SMALL, "color": WARM, "weight": "bold"}
                put(ax, document.number, (document.month, places[-1] + 0.1), **look)
    ax.set_yticks(places, issuers)
    quarters = [month for month in range(first, last + 1) if month % 3 == 0]
    ax.set_xticks(quarters, [_month(month, lang) for month in quarters])
    bare(ax, "left")
