"""Words and numbers of charts: names and values go in, what stands on the chart in Vietnamese or English comes out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import localcontext

from babel.numbers import format_decimal

from tvict.analysis.printed import PERIOD
from tvict.codebook import code_words
from tvict.labels import label, labels

MILLION, BILLION = 1_000_000, 1_000_000_000
MINUS = "−"


def say(name: str, lang: str, **values: object) -> str:
    """Return the words of one entry of [chart_words], its places filled."""
    return label("chart_words", name, lang).format(**values)


def headline(name: str, lang: str, **values: object) -> str:
    """Return a title of [chart_titles], its places filled and its first letter a capital."""
    return capital(label("chart_titles", name, lang).format(**values))


def named(name: str, lang: str) -> str:
    """Return what people call an indicator, a category ("channel=online") or an issuer, fit for the middle of a
    sentence; its code where none is listed.

    >>> named("postal.revenue", "en"), named("channel=online", "en")
    ('postal service revenue', 'online')
    """
    if name in labels()["chart_names"]:
        return label("chart_names", name, lang)
    if name not in code_words():
        return name.rpartition("=")[2]
    words = code_words()[name][lang]
    return words if "=" in name else inside(words)


def quoted(text: str, lang: str) -> str:
    """Return words of the report, in quotation marks where the language is another."""
    return text if lang == "vi" else f"“{text}”"


def when(code: str, lang: str) -> str:
    """Say a period.

    >>> when("2022-Q2", "en"), when("2022", "vi")
    ('Q2 2022', 'năm 2022')
    """
    form = PERIOD.fullmatch(code)
    if form is None:
        return code
    year, part = code[:4], form["part"] or ""
    if form["months"]:
        first = int(form["start"])
        values = {"first": first, "last": first + int(form["months"]) - 1}
        return label("page.periods", "months", lang).format(year=year, **values)
    if not part:
        return say("year", lang, year=year)
    name = f"half_{part[1]}" if part[0] == "S" else "quarter" if part[0] == "Q" else "month"
    number_in_year = part[-1] if part[0] in "SQ" else int(part)
    return label("page.periods", name, lang).format(year=year, quarter=number_in_year, month=number_in_year)


def inside(text: str) -> str:
    """Return a name that stands alone as it stands in the middle of a sentence.

    >>> inside("Doanh thu bưu chính"), inside("SIM PKI")
    ('doanh thu bưu chính', 'SIM PKI')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def capital(text: str) -> str:
    """Make the first letter a capital and leave the others as they are."""
    return text[:1].upper() + text[1:]


def number(value: float, lang: str, decimals: int | None = None, sign: bool = False) -> str:
    """Write a number in the form of the language: all ``decimals``, or as many of two as it needs.

    >>> number(-1062.5, "vi"), number(1062.5, "en", decimals=2)
    ('−1.062,5', '1,062.50')
    """
    pattern = "#,##0.##" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    with localcontext(prec=400):  # a report may print more digits than the 28 of the usual context
        text: str = format_decimal(abs(value), format=pattern, locale=lang)
    nonzero = any(digit in "123456789" for digit in text)
    return (MINUS if value < 0 and nonzero else "+" if sign and nonzero else "") + text


def percent(value: float, lang: str, decimals: int | None = None, sign: bool = False) -> str:
    """Write a percentage.

    >>> percent(80.71, "vi"), percent(-13.24, "en", sign=True)
    ('80,71%', '−13.24%')
    """
    return number(value, lang, decimals, sign) + "%"


def span(low: float, high: float, lang: str) -> str:
    """Write an interval: with five digits, or as many as tell its ends apart.

    >>> span(87.017, 88.179, "vi"), span(1006.16, 1016.75, "vi"), span(0.8114, 0.8122, "vi")
    ('87,02–88,18', '1.006,2–1.016,8', '0,811–0,812')
    """
    digits = 0 if high >= 10_000 else 1 if high >= 1000 else 2
    while digits < 6 and number(low, lang, digits) == number(high, lang, digits) and low < high:
        digits += 1
    return "–".join(number(round(end, digits), lang, None if digits < 3 else digits) for end in (low, high))


def says(name: str, unit: str) -> bool:
    """Tell whether a Vietnamese name says a unit already, so that it need not stand behind the number."""
    return re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", name, re.IGNORECASE) is not None


def scale_of(values: Iterable[float]) -> float:
    """Return what to divide money by so that its numbers are short."""
    largest = max((abs(value) for value in values), default=0)
    return BILLION if largest >= BILLION else MILLION if largest >= MILLION else 1


def scale_word(scale: float, lang: str) -> str:
    """Return what stands behind numbers that are divided by a scale."""
    return say({BILLION: "billion", MILLION: "million"}[int(scale)], lang) if scale > 1 else ""


def holding(names: Mapping[str, object]) -> list[str]:
    """Return the names of what holds: of notes that must be said, of marks that need a word."""
    return [name for name, holds in names.items() if holds]


def listed(parts: Iterable[str], lang: str) -> str:
    """Join parts of a sentence: commas, and a word before the last.

    >>> listed(["a", "b", "c"], "en")
    'a, b and c'
    """
    items = list(parts)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {say('and', lang)} {items[-1]}" if items else ""
