"""Figures by the words of what they measure, or by their codes: a figures table and a query go in, the rows that meet
it, or the one row, come out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import pandas as pd

from tvict.codebook import indicators

WORD = re.compile(r"\w+")
TEXTS = ("subject", "unit", "indicator")
LABELS = ("label_vi", "label_en")
STROKE = str.maketrans("đ", "d")


def bare(text: str) -> str:
    """Take the accents off, in lower case.

    >>> bare("Doanh thu Bưu chính, điện thoại")
    'doanh thu buu chinh, dien thoai'
    """
    decomposed = unicodedata.normalize("NFD", text.casefold().translate(STROKE))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def find(figures: pd.DataFrame, query: str) -> pd.DataFrame:
    """Select the figures whose subject, unit, code or label of the code holds every word of the query, in any order.

    Accents are optional word by word: "buu chinh" finds "bưu chính", and "bưu" does not find "bửu". The rows come as
    they stand in the table, with its columns; an empty query finds nothing.
    """
    wanted = [_word(w) for w in WORD.findall(unicodedata.normalize("NFC", query).casefold())]
    labels = indicators().set_index("indicator")[list(LABELS)].agg(" ".join, axis=1)
    texts = [figures[name].astype("str") for name in TEXTS if name in figures.columns]
    if "indicator" in figures.columns:
        texts.append(figures["indicator"].astype("str").map(labels))
    found = [bool(wanted) and _meets(wanted, row) for row in zip(*texts, strict=True)]
    return figures[found]


def pick(
    figures: pd.DataFrame, indicator: str, cell: str | None = None, role: str = "level", period: str | None = None
) -> pd.Series[Any]:
    """Give the one figure of an indicator with this cell (None: the total), role and period (None: any), as a row.

    A value that the text prints twice is given where it stands first. Raises LookupError, with what the table holds of
    the indicator, where there is none or where the values differ.
    """
    rows = figures[figures["indicator"] == indicator]
    of_cell = rows["cell"].isna() if cell is None else rows["cell"] == cell
    of_period = True if period is None else rows["period"] == period
    found = rows[of_cell & (rows["role"] == role) & of_period]
    if len(found) == 0 or found["value"].nunique(dropna=False) > 1:
        wanted = " · ".join(part for part in (indicator, cell, role, period) if part)
        held = rows[["cell", "role", "period", "text"]].astype("object").where(rows.notna(), None).to_dict("records")
        listed = "; ".join(" · ".join(str(part) for part in row.values() if part) for row in held)
        raise LookupError(f"{len(found)} figures are {wanted}; the table holds of it: {listed or 'none'}")
    return found.iloc[0]


def _word(word: str) -> tuple[str, bool]:
    """Give a word of a query, and whether it was written with accents."""
    return word, bare(word) != word


def _meets(wanted: list[tuple[str, bool]], texts: tuple[object, ...]) -> bool:
    words = {w for text in texts if isinstance(text, str) for w in _words(text)}
    plain = {bare(w) for w in words}
    return all(word in (words if accented else plain) for word, accented in wanted)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold())
