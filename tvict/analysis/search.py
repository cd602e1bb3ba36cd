"""Figures by the words of what they measure: a figures table and a query go in, the rows that meet it come out."""

from __future__ import annotations

import re
import unicodedata

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


def _word(word: str) -> tuple[str, bool]:
    """Give a word of a query, and whether it was written with accents."""
    return word, bare(word) != word


def _meets(wanted: list[tuple[str, bool]], texts: tuple[object, ...]) -> bool:
    words = {w for text in texts if isinstance(text, str) for w in _words(text)}
    plain = {bare(w) for w in words}
    return all(word in (words if accented else plain) for word, accented in wanted)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold())
