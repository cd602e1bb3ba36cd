"""Words, numbers and periods in two languages: what the tables hold goes in, Vietnamese and English words come out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from tvict.analysis.claims import number
from tvict.english import unit_words
from tvict.labels import LANGUAGES, labels
from tvict.numbers import decimals_of
from tvict.tables import JOINT

PERCENT = "%"
DAYS = re.compile(r"(?P<first>\d{4}-\d\d-\d\d)/P(?P<days>\d+)D")
PERIOD = re.compile(
    r"(?P<year>\d{4})-(?:(?P<first>\d\d)-\d\d/P(?P<months>\d+)M|S(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>\d\d))"
)


@dataclass(frozen=True, slots=True)
class Words:
    """One thing said in both languages."""

    vi: str
    en: str


def both(form: str | Words, *parts: object, **named: object) -> Words:
    """Fill the places of a form in both languages; of parts that are words, with those of each.

    >>> both("{}: {}", Words("xã", "communes"), 5)
    Words(vi='xã: 5', en='communes: 5')
    """

    def written(language: str) -> str:
        def own(part: object) -> Any:
            return getattr(part, language) if isinstance(part, Words) else part

        return str(own(form)).format(*map(own, parts), **{name: own(part) for name, part in named.items()})

    return Words(*map(written, LANGUAGES))


def joined(joint: str, parts: Iterable[Words]) -> Words:
    """Join words in both languages."""
    every = list(parts)
    return Words(joint.join(one.vi for one in every), joint.join(one.en for one in every))


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


def amount(value: float | None, places: int, scale: int, unit: str | None) -> Words:
    """Write a value with its unit, in units of its scale where that has a name; say so where none could be read.

    >>> amount(87.598e9, 2, 10**9, "đồng")
    Words(vi='87,60 tỷ đồng', en='87.60 billion đồng')
    """
    if value is None:
        return said("unreadable")
    word, unit = scale_word(scale), unit or ""
    vi, en = (decimal(Decimal(str(value)) / (scale if word else 1), places, language) for language in LANGUAGES)
    if word:
        vi, en = f"{vi} {word.vi}", f"{en} {word.en}"
    joint = "" if unit in ("", PERCENT) else " "
    return Words(f"{vi}{joint}{unit}", f"{en}{joint}{unit_words(unit, 'en', 0 if word else value)}")


def scale_word(scale: int) -> Words | None:
    """Return the word for a scale, "tỷ"; None for one that has none.

    >>> scale_word(10**6)
    Words(vi='triệu', en='million')
    """
    power = str(len(str(scale)) - 1)
    return all_words()["scales"].get(power) if scale == 10 ** int(power) else None


def decimal(value: float | Decimal, places: int, language: str) -> str:
    """Write a number as readers of a language do, half a unit of the last place rounded up.

    >>> decimal(-1062.456, 2, "vi")
    '−1.062,46'
    """
    written = number(Decimal(str(value)), places)
    return written if language == "vi" else written.translate(str.maketrans(",.", ".,"))


def dated(cell: object) -> Words:
    """Say a day.

    >>> dated("2022-02-04")
    Words(vi='04/02/2022', en='4 February 2022')
    """
    day = date.fromisoformat(str(cell)[:10])
    return Words(f"{day:%d/%m/%Y}", f"{day.day} {day:%B %Y}")


def period(code: str) -> Words:
    """Say a period.

    >>> period("2022-Q2")
    Words(vi='quý 2 năm 2022', en='Q2 2022')
    >>> period("2022-04-27/P7D").vi
    '27/4–3/5/2022'
    """
    if match := DAYS.fullmatch(code):
        begin = date.fromisoformat(match["first"])
        end = begin + timedelta(days=int(match["days"]) - 1)
        return Words(
            f"{begin.day}/{begin.month}–{end.day}/{end.month}/{end.year}",
            f"{begin.day} {begin:%b} – {end.day} {end:%b %Y}",
        )
    if match := PERIOD.fullmatch(code):
        parts = {name: int(part) for name, part in match.groupdict().items() if part and part.isdigit()}
        first, months = parts.get("first", 1), parts.get("months", 1)
        kind = next(name for name in ("months", "half", "quarter", "month") if name in parts)
        words = all_words()["page.periods"][f"half_{parts['half']}" if kind == "half" else kind]
        return both(words, **{**parts, "first": first, "last": first + months - 1})
    return Words(code, code)


def points(value: float) -> Words:
    """Write percentage points."""
    return both("{} {}", Words(*(decimal(value, 2, language) for language in LANGUAGES)), said("points"))


def places(width: float) -> int:
    """Return as many decimals as an interval of this width leaves any meaning to.

    >>> places(1.16), places(10.5), places(3277)
    (2, 1, 0)
    """
    return max(0, 2 - math.floor(math.log10(width))) if width > 0 else 0


def worth(low: float, high: float, scale: int, *values: float) -> int:
    """Return the decimals that values known between two ends are worth showing with in units of a scale: no more than
    the ends leave any meaning to, and no more than they have.

    >>> worth(1557, 1559, 1, 1558), worth(86.97e9, 88.22e9, 10**9, 87.598e9)
    (0, 2)
    """
    needed = max(decimals_of(Decimal(str(value)) / scale) for value in values)
    return min(places((high - low) / scale), needed)
