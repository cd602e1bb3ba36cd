"""What figures are called: a figures table goes in, names of its quantities and their values in words come out.

Words come from the indicator and its breakdown where a figure has a code, else from the text: its subject, and the
topic where the subject says no more than the unit. A figure without any has no name, and no chart is drawn of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from tvict.analysis.printed import SPAN, Printed, known, records
from tvict.charts.facts import MissingFigures
from tvict.charts.words import MONEY, amount, listed, named, percent, quoted, scale_of, span, unit_words, when
from tvict.names import masked

MARKS = " ¹²³⁴⁵⁶⁷⁸⁹⁰"
"""Marks of notes, which may stand before the words of a table."""
PERCENTS = ("percent", "points")
"""Sorts whose values are percentages."""


class NoWords(MissingFigures):
    """Raised where a chart has no words for what it is given."""


class Quantities:
    """The figures of one report by their ids, with what they are called in a language."""

    def __init__(self, figures: pd.DataFrame, lang: str) -> None:
        self.lang = lang
        periods = figures["period"].dropna()
        self.period = str(periods.mode().iloc[0]) if len(periods) else None
        self.rows: dict[int, Printed] = {row.id: row for row in records(figures)}
        topics = zip(figures["figure_id"], figures["topic"], strict=True)
        self._topics = {int(number): str(topic) for number, topic in topics if known(topic)}

    def exact(self, number: int | None) -> Printed | None:
        """Return a figure that has a value and no bound; None for any other."""
        row = self.rows.get(number) if number is not None else None
        return row if row is not None and row.interval is not None else None

    def name(self, figure: Printed) -> str | None:
        """Name a figure for the middle of a sentence; None where nothing says what it is."""
        if figure.indicator is not None and named(figure.indicator, self.lang) != figure.indicator:
            breakdown = listed(self.categories(figure), self.lang)
            return named(figure.indicator, self.lang) + (f" ({breakdown})" if breakdown else "")
        subject, topic = figure.subject, self._topics.get(figure.id)
        thin = subject is None or (" " not in subject and subject.casefold() == (figure.unit or "").casefold())
        if thin and topic is not None:
            topic = topic.lower() if topic.isupper() else topic
            subject = f"{subject or figure.unit or ''} – {topic}".removeprefix(" – ")
        if subject is None:
            return None
        subject = subject.lower() if subject.isupper() else subject.lstrip(MARKS)
        return quoted(masked(subject), self.lang)

    def categories(self, figure: Printed, beside: Printed | None = None) -> list[str]:
        """Name the categories of a figure's cell, those left out that it shares with the figure ``beside``."""
        shared = beside.cell.items() if beside is not None else set()
        return [named(f"{key}={name}", self.lang) for key, name in figure.cell.items() if key != SPAN
                and (key, name) not in shared]  # fmt: skip

    def parts(self, parts: Sequence[Printed], whole: Printed) -> list[str] | None:
        """Name the parts of a total apart from each other: by category, in their own words, by time or by noun; None
        where no words tell them apart.
        """
        own = self.name(whole)
        ways = (
            [listed(self.categories(part, whole), self.lang) for part in parts],
            [listed(self.categories(part, whole), self.lang) or self.name(part) or "" for part in parts],
            [when(part.period, self.lang) if part.period else "" for part in parts],
            [masked(part.unit or "") for part in parts],
        )
        for names in ways:
            folded = {name.casefold() for name in names}
            if "" not in folded and len(folded) == len(names) and (own or "").casefold() not in folded:
                return names
        return None

    def value(self, figure: Printed, scale: float | None = None, unit: bool = True) -> str:
        """Write the value of a figure, in units of ``scale`` where that is given."""
        return worded(float(figure.value or 0), figure, self.lang, scale, unit)


def worded(
    value: float, figure: Printed, lang: str, scale: float | None = None, unit: bool = True, label: str = ""
) -> str:
    """Write a value of a figure's quantity: "1.062 tỷ đồng", "64,49%", "577 cơ quan"; without a unit that ``label``
    says already.
    """
    unit = unit and (figure.unit or "").casefold() not in label.casefold()
    if figure.sort == "percent":
        return percent(value, lang)
    scale = scale_for([value], figure) if scale is None else scale
    if not unit or not figure.unit:
        return amount(value, scale, lang)
    return f"{amount(value, scale, lang)} {unit_words(figure.unit, 1, lang)}"


def scale_for(values: Sequence[float], figure: Printed) -> float:
    """Return what to divide values of a figure's quantity by: money of any currency is said in millions or billions."""
    return scale_of(values, MONEY if figure.sort == "money" else figure.unit)


def within(low: float, high: float, scale: float, lang: str) -> str:
    """Write an interval, as finely as five digits do."""
    fine = None if high / scale < 1000 else 1 if scale > 1 else 0
    return span(low / scale, high / scale, lang, fine)


def no_words(kind: str) -> NoWords:
    """Make the refusal of a kind of chart whose figures have no name."""
    return NoWords([f"words for the figures of the chart {kind}: no indicator, subject or topic says what they are"])
