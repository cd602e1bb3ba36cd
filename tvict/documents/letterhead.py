"""The letterhead of a report: the first lines of a text go in; issuer, number, place, date and title come out.

What is not there, or not certain, is None: a draft without its number or day has none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile, islice, takewhile

from tvict.settings import packaged

_LINES = 40  # of a text, not empty, in which its letterhead stands
_TITLE = 6  # lines of a title, at most
_COLUMNS = re.compile(r"\t|[ \u00a0]{3,}")
_RULE = re.compile(r"[-–—_=*.\s]+")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What the head of a report says of it; ``date`` is an ISO date."""

    issuer: str | None = None
    number: str | None = None
    place: str | None = None
    date: str | None = None
    title: str | None = None


def _bare(line: str) -> str:
    return " ".join(unicodedata.normalize("NFC", line).casefold().split()).strip(" .:-–*_")


def _any(words: Iterable[str], behind: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))}){behind}", re.IGNORECASE)


_WRITTEN = packaged("documents/letterhead.toml")
_MOTTO = _any([*_WRITTEN["nation"], *_WRITTEN["party"]])
_TITLES = frozenset(map(_bare, _WRITTEN["titles"]))
_BODIES, _ENDS = _any(_WRITTEN["bodies"], r"(?!\w)"), _any(_WRITTEN["ends"])
_NUMBER = _any(_WRITTEN["number"], r"\s*[:.]?\s*(\d+\s*[/-]\s*[^\W\d_][\w-]*(?:[/-]\w+)*)")
_DATED = re.compile(
    r"(?:(?P<place>[^\W\d_][^,\d]*),\s*)?{day}\s+(\d{{1,2}})\s+{month}\s+(\d{{1,2}})\s+{year}\s+(\d{{4}})".format(
        **_WRITTEN["date"]
    ),
    re.IGNORECASE,
)


def letterhead(text: str) -> Letterhead:
    r"""Read the letterhead of a text.

    >>> letterhead("SỞ Y TẾ\nSố: 7/BC-SYT\nAn Bình, ngày 2 tháng 3 năm 2021\n\nBÁO CÁO\nCông tác y tế\n").title
    'Báo cáo Công tác y tế'
    """
    lines = _first_lines(text)
    at = next((k for k, line in enumerate(lines) if _bare(line) in _TITLES), None)
    above = lines[: len(lines) if at is None else at]
    head = [_MOTTO.split(part)[0].strip() for line in above for part in _COLUMNS.split(line)]
    numbers = [m for line in head if (m := _NUMBER.match(line))]
    dates = [m for line in head if (m := _DATED.fullmatch(line.strip(" .;()")))]
    if at is None and not numbers:
        return Letterhead()
    number = re.sub(r"\s", "", numbers[0][1]) if numbers else None
    place, day = _dated(dates[0]) if dates else (None, None)
    return Letterhead(_issuer(head), number, place, day, None if at is None else _title(lines, at))


def _first_lines(text: str) -> list[str]:
    """The first lines of a text, empty ones between them kept."""
    lines = [unicodedata.normalize("NFC", line).strip() for line in text[:8000].splitlines()]
    filled = [k for k, line in enumerate(lines) if line]
    return lines[: filled[_LINES] + 1] if len(filled) > _LINES else lines


def _issuer(head: list[str]) -> str | None:
    """The body that issued a report, behind it those it belongs to: lines of capitals that open with a kind of body."""
    bodies: list[str] = []
    for line in head:
        if not line or _RULE.fullmatch(line):
            continue
        if not line.isupper() or _NUMBER.match(line):
            if bodies:
                break
            continue
        if _BODIES.match(line):
            bodies.append(" ".join(line.split()))
        elif bodies:
            bodies[-1] += " " + " ".join(line.split())
    return ", ".join(reversed(bodies)) or None


def _dated(found: re.Match[str]) -> tuple[str | None, str | None]:
    day, month, year = (int(part) for part in found.groups()[1:])
    place = " ".join(found["place"].split()) if found["place"] else None
    try:
        return place, date(year, month, day).isoformat()
    except ValueError:
        return place, None


def _title(lines: list[str], at: int) -> str | None:
    """The lines below the kind of document, up to an empty one or to what opens the report."""
    below = dropwhile(lambda line: not line or _RULE.fullmatch(line), lines[at + 1 :])
    said = takewhile(lambda line: line and not _RULE.fullmatch(line) and not _ENDS.match(line), islice(below, _TITLE))
    words = " ".join(" ".join(said).split())
    return f"{lines[at].strip(' :').capitalize()} {words}" if words else None
