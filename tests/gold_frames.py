"""Figures frames from the gold standard: what a perfect reader would hand to analysis, so that checks can be measured
apart from reading.

The gold standard has links but no lists; here siblings of one total that stand in one run and are told apart by the
same dimension make a list, and a list is closed where it begins with a bracket or colon directly after its total, or
ends with a remainder.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd

from tvict.numbers import ends
from tvict.tables import frame

GOLD = Path(__file__).parent / "gold"
RAW = GOLD.parents[1] / "data" / "raw"
OVERLAPPING = dict.fromkeys(
    ("per", "platform", "sector", "span", "stage", "status", "target", "technology", "violator"), False
)
SORTS = {"%": "percent", "điểm phần trăm": "points", "lần": "times", "km": "measure", "đồng": "money", "ngày": "time"}
SCALES = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
OPENING = re.compile(r"^[^\d.;]{0,25}?[(:][^\d().;]{0,60}$")
REMAINDER = "còn lại"


def gold_rows(path: Path) -> list[dict[str, Any]]:
    """Read the figures of one gold file; two numerals of one amount ("32 triệu 500 nghìn") are one figure."""
    rows = [row for row in map(json.loads, path.read_text("utf-8").splitlines()) if row["kind"] == "figure"]
    return [
        row for i, row in enumerate(rows) if "compound" not in row or rows[i - 1].get("compound") != row["compound"]
    ]


def gold_relations(path: Path) -> list[dict[str, Any]]:
    """Read the relations beside a gold file."""
    return list(json.loads(path.with_suffix(".relations.json").read_text("utf-8")))


def gold_figures(path: Path, text: str) -> pd.DataFrame:
    """Build the figures frame of one gold file and the text it labels."""
    rows = gold_rows(path)
    lists = _lists(rows, text)
    return frame(
        "figures", [_figure(row, text, *lists.get(row["id"], (None, False))) for row in rows], report=path.stem
    )


def _figure(row: dict[str, Any], text: str, list_id: str | None, closed: bool) -> dict[str, object]:
    digits = row["text"]
    value = Decimal(str(row.get("compound", row["value"])))
    shown = text[row["end"] : row["end"] + 12].split()
    word = shown[0].strip(".,;()") if shown else ""
    scale = SCALES.get(word, 1) if abs(value) >= 1000 else 1
    decimals = _decimals(digits, value, scale)
    sort = "rate" if "/" in row["unit"][0] else SORTS.get(row["unit"][0], "count")
    low, high = ends(value, scale, decimals, sort, row["bound"])
    end = row["end"] + len(word) + 1 if scale > 1 else row["end"]
    return {
        "figure_id": row["id"],
        "section": row["section"],
        "indicator": row.get("indicator"),
        "cell": row.get("cell"),
        "subject": row["subject"][0],
        "value": value,
        "unit": row["unit"][0],
        "scale": scale,
        "decimals": decimals,
        "role": row["role"],
        "bound": row["bound"],
        "estimate": row["estimate"],
        "period": row["period"] or None,
        "sort": sort,
        "low": low,
        "high": high,
        "parent_id": row["parent"],
        "list_id": list_id,
        "closed": closed,
        "of_id": row["of"],
        "base_id": row["base"],
        "text": text[row["start"] : end],
        "start": row["start"],
        "end": end,
    }


def _decimals(digits: str, value: Decimal, scale: int) -> int:
    """Count the decimals printed: the reading of the last separator that gives the value."""
    for decimals in range(4):
        if abs(Decimal(re.sub(r"\D", "", digits)).scaleb(-decimals) * scale) == abs(value):
            return decimals
    return 0


def _lists(rows: list[dict[str, Any]], text: str) -> dict[int, tuple[str, bool]]:
    """Group the parts of each total into lists: runs whose parts differ in the same dimension of their cells."""
    by_id = {row["id"]: row for row in rows}
    runs: dict[tuple[int, frozenset[str]], list[list[dict[str, Any]]]] = {}
    for row in rows:
        if row["parent"] is None:
            continue
        parent = by_id[row["parent"]]
        kind = frozenset({"", *(_keys(row) - _keys(parent))})
        held = runs.setdefault((row["parent"], kind), [])
        if held and _near(held[-1], row, text, coded=bool(parent.get("indicator"))):
            held[-1].append(row)
        else:
            held.append([row])
    lists = {}
    for (parent_id, _), found in runs.items():
        for number, run in enumerate(found):
            closed = _closed(by_id[parent_id], run, text)
            for row in run:
                lists[row["id"]] = (f"{parent_id}.{run[0]['id']}.{number}", closed)
    return lists


def _near(run: list[dict[str, Any]], row: dict[str, Any], text: str, coded: bool) -> bool:
    """Tell whether a part follows a run in one sentence, as near as items of a list do, and measures nothing else."""
    between = text[run[-1]["end"] : row["start"]]
    codes = {run[-1].get("indicator"), row.get("indicator")} - {None}
    return len(between) < 170 and not re.search(r"\.\s", between) and (len(codes) < 2 or not coded)


def _closed(parent: dict[str, Any], run: list[dict[str, Any]], text: str) -> bool:
    between = text[parent["end"] : run[0]["start"]]
    before_last = text[run[-1]["start"] - 15 : run[-1]["start"]]
    return REMAINDER in before_last or run[-1]["end"] < parent["start"] or bool(OPENING.match(between))


def _keys(row: dict[str, Any]) -> set[str]:
    return {pair.split("=")[0] for pair in (row.get("cell") or "").split(";") if pair}
