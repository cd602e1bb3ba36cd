"""Rows by their words, or a figure by its codes: a report or a table goes in, the rows or the one figure come out."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from tvict.analysis.given import Given, table_of
from tvict.codebook import TOTAL, code_words
from tvict.tables import JOINT, rows_of

WORD = re.compile(r"[^\W_]+")
TEXTS = (
    *("subject", "unit", "indicator", "cell", "text", "title", "number", "issuer", "drafter", "type", "claim", "kind"),
    *("verdict", "area_name", "rule", "words", "reason", "note"),
)
"""Columns of words, of all tables; the section is not searched, nor are codes of time."""
TOPIC = "topic"
"""What a passage is about: searched where the words of no row hold all that is looked for."""
STROKE = str.maketrans("đ", "d")


def bare(text: str) -> str:
    """Take the accents off, in lower case.

    >>> bare("Doanh thu Bưu chính, điện thoại")
    'doanh thu buu chinh, dien thoai'
    """
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(STROKE))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def find(given: Given, query: str) -> pd.DataFrame:
    """Select the rows whose words hold every word of the query, in any order, as they stand in the table.

    ``given`` is a report or several, whose figures are searched, or any one table: figures by subject, unit, print,
    and by code and breakdown with their labels in both languages, citations by title and issuer, checks by claim and
    verdict. Accents are optional word by word: "buu chinh" finds "bưu chính", and "bưu" does not find "bửu". An empty
    query finds nothing. Where no row holds all words by itself, those are taken that hold them with the topic of their
    passage: "số ca" of "tay chân miệng".

    >>> report = tvict.read("data/raw/travinh-2022.txt")
    >>> tvict.find(report, "ho san voso")["text"].tolist()
    ['57.949 hộ']
    """
    table = given if isinstance(given, pd.DataFrame) else table_of(given, "figures", "find")
    wanted = [(word, bare(word) != word) for word in _words(query)]
    texts = [table[name].astype("str") for name in TEXTS if name in table.columns]
    texts += [table[name].astype("str").map(_labels) for name in ("indicator", "cell") if name in table.columns]
    found = [bool(wanted) and _meets(wanted, row) for row in zip(*texts, strict=True)] or [False] * len(table)
    if not any(found) and wanted and TOPIC in table.columns:
        texts.append(table[TOPIC].astype("str"))
        found = [_meets(wanted, row) for row in zip(*texts, strict=True)]
    return table.loc[np.array(found, dtype=bool)]


def pick(
    given: Given, indicator: str, cell: str | None = None, role: str = "level", period: str | None = None
) -> pd.Series[Any]:
    """Give the one figure of an indicator with this cell (None: the total), role and period (None: any), as a row.

    A value that the text prints twice is given where it stands first. Raises LookupError, with what the table holds of
    the indicator, where there is none or where the values differ.

    >>> report = tvict.read("data/raw/travinh-2022.txt")
    >>> tvict.pick(report, "services.online", "service_level=level4")["value"].item()
    1077.0
    """
    figures = table_of(given, "figures", "pick")
    rows = figures[figures["indicator"] == indicator]
    of_cell = rows["cell"].fillna(TOTAL) == (cell or TOTAL)
    of_period = True if period is None else rows["period"] == period
    found = rows[of_cell & (rows["role"] == role) & of_period]
    if len(found) == 0 or found["value"].nunique(dropna=False) > 1:
        wanted = " · ".join(part for part in (indicator, cell, role, period) if part)
        held = rows_of(rows[["cell", "role", "period", "text"]])
        listed = "; ".join(" · ".join(str(part) for part in row.values() if part) for row in held)
        raise LookupError(f"{len(found)} figures are {wanted}; the table holds of it: {listed or 'none'}")
    return found.iloc[0]


@cache
def _labels(code: object) -> str:
    """Return the labels of an indicator, or of each category of a cell, in both languages."""
    return " ".join(words for part in str(code).split(JOINT) for words in code_words().get(part, {}).values())


def _meets(wanted: list[tuple[str, bool]], texts: tuple[object, ...]) -> bool:
    words = {w for text in texts if isinstance(text, str) for w in _words(text)}
    plain = {bare(w) for w in words}
    return all(word in (words if accented else plain) for word, accented in wanted)


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFC", text).casefold())
