"""Words, numbers and periods in two languages: what the tables hold goes in, Vietnamese and English words come out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import localcontext
from functools import cache

from babel.numbers import format_decimal

from tvict.labels import LANGUAGES, labels
from tvict.tables import JOINT

SCALES = {10**9: "billion", 10**6: "million", 10**3: "thousand"}

PERCENT = "%"
PERIOD = re.compile(
    r"(?P<year>\d{4})-(?:(?P<first>\d\d)-\d\d/P(?P<months>\d+)M|S(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d))"
)


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in both languages."""

    vi: str
    en: str


@cache
def all_words() -> dict[str, dict[str, Words]]:
    """Return the labels as pairs of languages, by section and name."""
    return {
        section: {name: Words(*(entry[language] for language in LANGUAGES)) for name, entry in entries.items()}
        for section, entries in labels().items()
    }


def said(name: str) -> Words:
    """Return one label of the page."""
    return all_words()["page"][name]


def flags(row: Mapping[str, object]) -> Iterator[Words]:
    """Yield what must be known with a value of the figures or history table: estimate, bound, how it is printed."""
    if row["estimate"]:
        yield said("estimate")
    if row["bound"] != "exact":
        yield all_words()["bounds"][str(row["bound"])]
    for name in str(row.get("quality") or "").split(JOINT):
        if name in all_words()["page.quality"]:
            yield all_words()["page.quality"][name]


def amount(value: float, places: int, scale: int, unit: str) -> Words:
    """Write a value with its unit, in units of its scale where that has a name.

    >>> amount(87.598e9, 2, 10**9, "đồng")
    Words(vi='87,60 tỷ đồng', en='87.60 billion đồng')
    """
    name = SCALES.get(scale)
    vi, en = (decimal(value / scale if name else value, places, language) for language in LANGUAGES)
    if name:
        word = all_words()["page.scales"][name]
        vi, en = f"{vi} {word.vi}", f"{en} {word.en}"
    joint = "" if unit in ("", PERCENT) else " "
    return Words(f"{vi}{joint}{unit}", f"{en}{joint}{unit}")


def decimal(value: float, places: int, language: str) -> str:
    """Write a number as readers of a language do.

    >>> decimal(-1062.456, 2, "vi")
    '−1.062,46'
    """
    pattern = "#,##0" + ("." + "0" * places if places else "")
    with localcontext(prec=400):  # room for all digits of the largest float
        written: str = format_decimal(value, format=pattern, locale=language)
    return written.replace("-", "−")


def period(code: str) -> Words:
    """Say a period.

    >>> period("2022-Q2")
    Words(vi='quý 2 năm 2022', en='Q2 2022')
    """
    if match := PERIOD.fullmatch(code):
        parts = {name: int(part) for name, part in match.groupdict().items() if part and part.isdigit()}
        first, months = parts.get("first", 1), parts.get("months", 1)
        kind = next(name for name in ("months", "half", "quarter", "month") if name in parts)
        words = all_words()["page.periods"][f"half_{parts['half']}" if kind == "half" else kind]
        values = {**parts, "first": first, "last": first + months - 1}
        return Words(words.vi.format(**values), words.en.format(**values))
    return Words(code, code)


def length(code: str | None) -> int | None:
    """Return how many months a period covers; None where that is not said, or for several years.

    >>> length("2022"), length("2022-Q2"), length("2022-01-01/P9M")
    (12, 3, 9)
    """
    if code is None or code.isdigit():
        return 12 if code else None
    match = PERIOD.fullmatch(code)
    if match is None:
        return None
    if match["months"]:
        return int(match["months"])
    return 6 if match["half"] else 3 if match["quarter"] else 1


def places(width: float) -> int:
    """Return as many decimals as an interval of this width leaves any meaning to.

    >>> places(1.16), places(10.5), places(3277)
    (2, 1, 0)
    """
    return max(0, 2 - math.floor(math.log10(width))) if width > 0 else 0
