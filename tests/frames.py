"""Figures frames made by hand: a figure is written as printed, every other column has a sensible default."""

from __future__ import annotations

import re
from decimal import Decimal

import pandas as pd

from tvict.analysis.printed import Printed, records
from tvict.numbers import ends
from tvict.tables import frame

SCALES = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9}
SORTS = {"%": "percent", "điểm phần trăm": "points", "lần": "times", "km": "measure", "đồng": "money", "ngày": "time"}
FORM = re.compile(r"(?P<digits>[\d.,]+)\s*(?P<scale>nghìn|triệu|tỷ)?\s*(?P<unit>.*)")


def fig(figure_id: int, text: str, /, *, sign: int = 1, **columns: object) -> dict[str, object]:
    """One row of a figures frame: ``text`` as printed ("30,5 tỷ đồng"), any column by name."""
    form = FORM.fullmatch(text)
    assert form is not None, text
    digits = form["digits"].replace(".", "").replace(",", ".")
    scale = SCALES.get(form["scale"] or "", 1)
    number = Decimal(digits)
    decimals = -int(number.as_tuple().exponent)
    value = sign * number * scale
    row: dict[str, object] = {
        "figure_id": figure_id,
        "value": value,
        "unit": form["unit"] or None,
        "scale": scale,
        "decimals": decimals,
        "role": "level",
        "bound": "exact",
        "estimate": False,
        "period": "2022",
        "closed": False,
        "text": text,
        "start": figure_id * 100,
        "end": figure_id * 100 + len(text),
    }
    row.update(columns)
    unit = str(row["unit"] or "")
    row.setdefault("sort", "rate" if "/" in unit else SORTS.get(unit, "count"))
    low, high = ends(value, scale, decimals, str(row["sort"]), str(row["bound"]))
    row.setdefault("low", low)
    row.setdefault("high", high)
    return row


def figures(*rows: dict[str, object], report: str = "r") -> pd.DataFrame:
    """A figures frame with all columns, in the order given."""
    return frame("figures", rows, report=report)


def lists(items: dict[int, list[str]], report: str = "r") -> pd.DataFrame:
    """A lists frame: the items of each stated count."""
    rows = [
        {"figure_id": figure_id, "text": text, "start": position, "end": position + len(text)}
        for figure_id, texts in items.items()
        for position, text in enumerate(texts)
    ]
    return frame("lists", rows, report=report)


NO_LISTS = lists({})


def one(text: str, /, **columns: object) -> Printed:
    """One figure as a record."""
    return records(figures(fig(1, text, **columns)))[0]
