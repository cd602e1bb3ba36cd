"""The codebook: what the codes of the tables mean, and the figures from outside that came with the package.

It reads the lexicon as data and knows nothing of the reader.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import pandas as pd

from tvict.analysis.given import Given, table_of
from tvict.labels import labels
from tvict.settings import packaged
from tvict.tables import typed

INDICATORS = dict.fromkeys("indicator label_vi label_en sector unit measure dimensions note added".split(), "str")
DIMENSIONS = {"dimension": "str", "category": "str", "label_vi": "str", "label_en": "str", "additive": "bool"}
CONTEXT = {
    **dict.fromkeys("area area_name indicator cell subject period role unit bound status source note".split(), "str"),
    "value": "Float64",
}
TOTAL = "total"
"""The cell of a coded figure without a breakdown; a table made by hand may leave it out."""


def indicators() -> pd.DataFrame:
    """Give every indicator: labels, sector, unit, measure, the dimensions of its cells, notes.

    ``measure`` is stock (counted on a day), flow (over a period), ratio or score. ``dimensions`` are joined by ";".
    ``added`` says why a code stands here that the list this codebook began from did not have.

    >>> tvict.indicators().set_index("indicator").loc["telecom.revenue", ["label_en", "unit", "measure"]].tolist()
    ['Telecom service revenue', 'đồng', 'flow']
    """
    rows = []
    for code, entry in _lexicon("indicators")["indicators"].items():
        if not entry.get("uncoded"):  # where an entry allows single categories of a dimension, its name will do
            allowed = dict.fromkeys(dimension.partition("=")[0] for dimension in entry["dimensions"])
            rows.append({"indicator": code, **entry, "dimensions": ";".join(allowed) or None})
    return typed(rows, INDICATORS)


def dimensions() -> pd.DataFrame:
    """Give every category of every dimension; those that are not ``additive`` must never be summed."""
    rows = [
        {"dimension": dimension, "category": category, **entry}
        for dimension, categories in _lexicon("dimensions").items()
        for category, entry in categories.items()
        if isinstance(entry, dict)
    ]
    return typed(rows, DIMENSIONS)


def context() -> pd.DataFrame:
    """Give the figures from outside the reports: country and neighbours, each with the page that printed it.

    ``status`` is A for a normal value and E for an estimate of its producer; ``area`` is ISO 3166-2. They are no part
    of any report, and nothing in this package merges them with figures of one.

    >>> country = tvict.context().query("area == 'VN' and indicator == 'postal.revenue'")
    >>> country[["period", "role", "value"]].values.tolist()
    [['2022', 'change', 16.0], ['2021', 'level', 37000000000000.0]]
    """
    with (files("tvict") / "context.csv").open(encoding="utf-8") as lines:
        table = pd.read_csv(lines, dtype=CONTEXT)
    return table.assign(cell=table["cell"].mask(table["indicator"].notna() & table["cell"].isna(), TOTAL))


@lru_cache(maxsize=1)
def code_words() -> dict[str, dict[str, str]]:
    """Give the words for every indicator and category ("channel=online") by language."""
    about, parts = indicators(), dimensions()
    codes = [*about["indicator"], *(parts["dimension"] + "=" + parts["category"])]
    both = pd.concat([about, parts])
    pairs = zip(codes, both["label_vi"], both["label_en"], strict=True)
    return {code: {"vi": vi, "en": en} for code, vi, en in pairs}


@lru_cache(maxsize=1)
def quantities() -> frozenset[str]:
    """Give the words for how much there is of something, "sản lượng": where one stands for a unit, none was printed."""
    return frozenset(_lexicon("parts")["quantity"]["words"])


WORDS = {
    "role": "roles",
    "verdict": "verdicts",
    "basis": "basis",
    "bound": "bounds",
    "obstacle": "obstacles",
}
"""Columns of codes, and the section of labels.toml that says them."""


def labelled(given: Given, lang: str = "vi") -> pd.DataFrame:
    """Add to a table the words for its codes: ``indicator_label``, ``cell_label``, ``role_label`` and so on.

    ``given`` is any table, or a report or several, whose figures are taken; ``lang`` is "vi" or "en". Columns of codes
    that the table has not are passed over; a code that is not listed stands for itself, a missing one stays missing.

    >>> report = tvict.parse("Doanh thu bưu chính năm 2022 đạt 84 tỷ đồng.")
    >>> tvict.labelled(report, "en")[["indicator_label", "role_label"]].values.tolist()
    [['Postal service revenue', 'level']]
    """
    table = given if isinstance(given, pd.DataFrame) else table_of(given, "figures", "labelled")
    named = {column: labels()[section] for column, section in WORDS.items()}
    if "indicator" in table.columns:  # a place in a sheet is called cell too
        named |= {"indicator": code_words(), "cell": {TOTAL: labels()["chart_words"]["whole"], **code_words()}}
    added = {}
    for column, words in named.items():
        if column in table.columns:
            said = {code: _said(str(code), words, lang) for code in table[column].dropna().unique()}
            added[f"{column}_label"] = table[column].astype("str").map(said)
    return table.assign(**added)


def _said(code: str, words: dict[str, dict[str, str]], lang: str) -> str:
    return ", ".join(words[part][lang] if part in words else part for part in code.split(";"))


@lru_cache(maxsize=3)
def _lexicon(name: str) -> dict[str, Any]:
    return packaged(f"reading/lexicon/{name}.toml")
