"""What figures are called: tables of a report go in, names of its quantities and their values in words come out.

Words come from the indicator and its breakdown where a figure has a code, else from the text: its subject, and the
topic where the subject says no more than the unit. A figure without any has no name, and no chart is drawn of it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import pandas as pd

from tvict.analysis.checks import differing
from tvict.analysis.printed import SPAN, Printed, known, records
from tvict.charts.facts import MissingFigures, tables_of
from tvict.charts.words import (
    BILLION,
    MILLION,
    capital,
    listed,
    named,
    number,
    percent,
    quoted,
    say,
    says,
    scale_of,
    scale_word,
    span,
    when,
)
from tvict.codebook import quantities
from tvict.english import unit_words
from tvict.labels import label
from tvict.names import masked

MARKS = " ¹²³⁴⁵⁶⁷⁸⁹⁰"
"""Marks of notes, which may stand before the words of a table."""
WORDS = 60
"""The most letters of words that tell one label from another."""
PERCENTS = ("percent", "points")
"""Sorts whose values are percentages."""


class NoWords(MissingFigures):
    """Raised where a chart has no words for what it is given."""

    def __init__(self, kind: str) -> None:
        super().__init__(
            [f"words for the figures of the chart {kind}: no indicator, subject or topic says what they are"]
        )


class Quantities:
    """The figures of one report by their ids, with what they are called in a language."""

    def __init__(self, report: object, lang: str) -> None:
        self.tables, self.lang = tables_of(report), lang
        figures = self.tables["figures"]
        periods = figures["period"].dropna()
        self.period = str(periods.mode().iloc[0]) if len(periods) else None
        self.rows: dict[int, Printed] = {row.id: row for row in records(figures)}
        topics = zip(figures["figure_id"], figures["topic"], strict=True)
        self._topics = {int(number): str(topic) for number, topic in topics if known(topic)}
        self.at_odds = differing(self.tables) if {"checks", "operands"} <= self.tables.keys() else frozenset()
        self.source = cited(self.tables.get("sources", figures), lang)

    def odd(self, numbers: Iterable[int]) -> list[str]:
        """Say of figures of which one stands in a check that does not add up that they do; nothing of others."""
        return [] if self.at_odds.isdisjoint(numbers) else [label("verdicts", "differs", self.lang)]

    def exact(self, number: int | None) -> Printed | None:
        """Return a figure that has a value and no bound; None for any other."""
        row = self.rows.get(number) if number is not None else None
        return row if row is not None and row.interval is not None else None

    def name(self, figure: Printed, lang: str | None = None) -> str | None:
        """Name a figure for the middle of a sentence; None where nothing says what it is."""
        lang = lang or self.lang
        if figure.indicator is not None and named(figure.indicator, lang) != figure.indicator:
            breakdown = listed(self.categories(figure), lang).replace(" (", ", ").replace(")", "")
            return named(figure.indicator, lang) + (f" ({breakdown})" if breakdown else "")
        subject, topic = figure.subject, self._topics.get(figure.id)
        thin = subject is None or (" " not in subject and subject.casefold() == (figure.unit or "").casefold())
        if thin and topic is not None:
            topic = topic.lower() if topic.isupper() else topic
            subject = f"{subject or figure.unit or ''} – {topic}".removeprefix(" – ")
        if subject is None:
            return None
        subject = subject.lower() if subject.isupper() else subject.lstrip(MARKS)
        return quoted(masked(subject), lang)

    def label(self, figure: Printed, always: bool = False) -> str | None:
        """Name a figure for a mark of its own: with its period where that is not the report's, or ``always``."""
        name, other = self.name(figure), figure.period is not None and (always or figure.period != self.period)
        return name and capital(name) + (f" ({when(figure.period or '', self.lang)})" if other else "")

    def apart(self, labels: Sequence[str], figures: Sequence[Printed], ordinal: str = "in_order") -> list[str]:
        """Tell labels apart that several figures have: by the words of the text, by topic, by section, or, in the words
        ``ordinal`` of labels.toml, by their order in the text.
        """
        told, lang = list(labels), self.lang
        for name in (name for name, count in Counter(labels).items() if count > 1):
            places = sorted((at for at, other in enumerate(labels) if other == name), key=lambda at: figures[at].id)
            own = [figures[at] for at in places]
            for way in (
                [quoted(masked(row.subject), lang) if row.subject else "" for row in own],
                [quoted(masked(self._topics.get(row.id, "")), lang) for row in own],
                [say("in_section", lang, section=row.section) if row.section else "" for row in own],
                [say(ordinal, lang, n=number(n, lang)) for n in range(1, len(own) + 1)],
            ):
                if _tell_apart(way, name) and max(map(len, way)) <= WORDS:
                    break
            for at, words in zip(places, way, strict=True):
                told[at] = f"{name} ({words})"
        return told

    def categories(self, figure: Printed, beside: Printed | None = None) -> list[str]:
        """Name the categories of a figure's cell, those left out that it shares with the figure ``beside``."""
        shared = beside.cell.items() if beside is not None else set()
        return [named(f"{key}={name}", self.lang) for key, name in figure.cell.items() if key != SPAN
                and (key, name) not in shared]  # fmt: skip

    def parts(self, parts: Sequence[Printed], whole: Printed) -> list[str] | None:
        """Name the parts of a total apart from each other: by category, in their own words, by time or by noun; None
        where no words tell them apart.
        """
        ways = (
            [listed(self.categories(part, whole), self.lang) for part in parts],
            [listed(self.categories(part, whole), self.lang) or self.name(part) or "" for part in parts],
            [when(part.period, self.lang) if part.period else "" for part in parts],
            [quoted(masked(part.unit or ""), self.lang) if part.unit else "" for part in parts],
        )
        return next((names for names in ways if _tell_apart(names, self.name(whole) or "")), None)

    def unit(self, figure: Printed, value: float = 0) -> str:
        """Return the unit of a figure in words; none for what is counted where its name says it already."""
        unit, name = figure.unit or "", self.name(figure, "vi") or ""
        silent = unit in quantities() or (figure.sort == "count" and says(name, unit))
        return "" if silent else unit_words(unit, self.lang, value)

    def value(self, figure: Printed, value: float | None = None, scale: float | None = None, unit: bool = True) -> str:
        """Write a figure's value as printed, or another ``value`` of its quantity: "1.062 tỷ đồng", "64,49%", "577".

        Money is said in millions or billions, all else in those that are printed; or all in units of ``scale``.
        """
        shown = float(figure.value or 0) if value is None else value
        scale = scale_for([shown], figure) if scale is None else scale
        decimals = _decimals(figure, shown / scale, scale) if value is None else None
        if figure.sort == "percent":
            return percent(shown, self.lang, decimals)
        words = (number(shown / scale, self.lang, decimals), scale_word(scale, self.lang))
        return " ".join(part for part in (*words, self.unit(figure, shown) if unit else "") if part)

    def within(self, figure: Printed, low: float, high: float, scale: float) -> str:
        """Write an interval of a figure's quantity; of what is counted in whole numbers, or the one that lies in it."""
        first, last = round(low), round(high)
        if figure.sort == "count" and (first < last or low <= first <= high):
            low, high = first, last
        if low == high:
            return number(low / scale, self.lang)
        return span(low / scale, high / scale, self.lang) + ("%" if figure.sort == "percent" else "")


def _tell_apart(names: Sequence[str], of: str) -> bool:
    """Tell whether names say each which it is, and none says only what all are of."""
    folded = {name.casefold() for name in names}
    return len(folded) == len(names) and folded.isdisjoint(("", of.casefold()))


def _decimals(figure: Printed, shown: float, scale: float) -> int:
    """Return the decimals of a printed value: as printed, at a larger scale as many of three as it needs."""
    moved = round(math.log10(scale / figure.scale))
    if moved > 0 and figure.sort != "percent":
        return next(places for places in range(4) if round(shown, places) == round(shown, 3))
    return max(figure.decimals + moved, 0)


def scale_for(values: Sequence[float], figure: Printed) -> float:
    """Return what to divide values of a figure's quantity by: money of any currency is said in millions or billions,
    all else in those that are printed.
    """
    return scale_of(values) if figure.sort == "money" else figure.scale if figure.scale in (MILLION, BILLION) else 1


def cited(sources: pd.DataFrame, lang: str) -> str:
    """Say whose reports these are: issuer and title, of many the issuers alone, and that texts are invented."""
    rows = sources.drop_duplicates("report").to_dict("records")
    parts = ("issuer", "title") if len(rows) <= SOURCES else ("issuer",)
    told = [", ".join(str(row[name]) for name in parts if known(row.get(name))) or str(row["report"]) for row in rows]
    invented, mark = [str(row.get("invented")) == "True" for row in rows], f" ({say('invented', lang)})"
    if not all(invented):
        told = [text + mark if flag else text for text, flag in zip(told, invented, strict=True)]
    return "; ".join(dict.fromkeys(told)) + (mark if all(invented) else "")


SOURCES = 4
"""Reports of which the titles are told."""
