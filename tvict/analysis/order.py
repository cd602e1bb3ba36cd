"""Which cited documents are out of order: the table of citations goes in, the same table with its column order comes
out.

Within one series numbers and dates rise together. What contradicts its series is worth looking up; which number or date
is wrong, if any is, nobody can say from the table.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import pandas as pd

from tvict.tables import rows_of

NUMBER_DATE, YEAR_DATE, ISSUER = "number-date", "year-date", "issuer"
DATED = (NUMBER_DATE, YEAR_DATE)
"""The flags that concern the date; a third concerns the code of the issuer."""

SERIAL = re.compile(r"(\d+)([^\W\d_]*)")
JOINT = "LT"
"""Ends the code of a type that several bodies issue together: their chain of codes is no odd one."""

ASKED = (
    *("report", "number", "type", "issuer", "drafter", "year_in_number"),
    *("date", "system", "normative", "place", "numbering"),
)
"""The columns that tell the order."""

Mention = Mapping[str, Any]
Document = tuple[tuple[int, str], date]
"""One document of a series: its serial number and its date."""
Series = dict[Document, list[int]]
"""The documents of a series, each with the rows that mention it."""


def in_order(citations: pd.DataFrame) -> pd.DataFrame:
    """Fill the column ``order``: a flag where number and date, year and date, or the codes of an issuer are odd."""
    flags: dict[int, str] = {}
    rows: dict[str, dict[int, Mention]] = {}
    for at, row in enumerate(rows_of(citations[list(ASKED)])):
        mention = {name: cell for name, cell in row.items() if cell is not None}
        rows.setdefault(row["report"], {})[at] = mention
    for mentions in rows.values():
        flags |= _odd_issuers(mentions) | _out_of_order(mentions)
    found = [flags.get(at) for at in range(len(citations))]
    return citations.assign(order=pd.Series(found, index=citations.index, dtype=citations["order"].dtype))


def _out_of_order(mentions: Mapping[int, Mention]) -> dict[int, str]:
    """Flag the fewest documents whose number and date contradict the rest of their series.

    Where the choice is open, the one goes that contradicts more documents of its issuer, whoever drafted them; then the
    one mentioned less; then the lower number, as a lost digit lowers it. A normative act dated in another year than its
    number says is flagged so, and left out of the comparison.
    """
    flags: dict[int, str] = {}
    wide: defaultdict[tuple[object, ...], Series] = defaultdict(dict)
    narrow: defaultdict[tuple[object, ...], Series] = defaultdict(dict)
    for at, mention in mentions.items():
        day = date.fromisoformat(mention["date"]) if "date" in mention else None
        if day is None:
            continue
        if mention["normative"] and day.year != mention.get("year_in_number"):
            flags[at] = YEAR_DATE
            continue
        key, serial = _series(mention, day), SERIAL.match(mention["number"])
        if key is not None and serial is not None:
            document = (int(serial[1]), serial[2]), day
            wide[key].setdefault(document, []).append(at)
            narrow[(*key, mention.get("drafter"))].setdefault(document, []).append(at)
    for key, series in narrow.items():
        for document in _misfits(series, wide[key[:-1]]):
            flags |= dict.fromkeys(series[document], NUMBER_DATE)
    return flags


def _odd_issuers(mentions: Mapping[int, Mention]) -> dict[int, str]:
    """Flag an issuer's chain of codes that begins with a body cited elsewhere and that no other document has."""
    chains = Counter(issuer for _, issuer in {(m["number"], m.get("issuer", "")) for m in mentions.values()})
    return {
        at: ISSUER
        for at, mention in mentions.items()
        if "-" in (chain := mention.get("issuer", ""))
        and chains[chain] == 1
        and chains[chain.partition("-")[0]] > 1
        and not mention.get("type", "").endswith(JOINT)
    }


def _term(day: date) -> int | None:
    """Return the party's term; None near a congress (every fifth year), where old and new numbers run side by side."""
    congress_near = day.year % 5 == 0 or (day.year % 5 == 1 and day.month < 3)
    return None if congress_near else (day.year - 1) // 5


def _series(mention: Mention, day: date) -> tuple[object, ...] | None:
    """Return the key of the series a document is numbered in, without its drafter; None if it cannot be told."""
    if "type" not in mention or "issuer" not in mention:
        return None
    period: tuple[object, ...] = (day.year,)
    if mention["system"] == "party":
        term = _term(day)
        if term is None:
            return None
        period = (term,) if mention["numbering"] == "term" else (term, day.year)
    named = (mention["issuer"], mention.get("place"), mention["type"], mention["system"], mention["normative"])
    return (*named, *period)


def _contradict(one: Document, other: Document) -> bool:
    (low, early), (high, late) = sorted((one, other))
    return early > late or (low == high and early != late)


def _misfits(series: Series, wide: Series) -> Sequence[Document]:
    """Return the documents outside the heaviest run in which numbers and dates rise together."""
    documents = sorted(series)
    if not any(_contradict(a, b) for a, b in pairwise(documents)):
        return []
    weights = {
        one: (1, -sum(_contradict(one, other) for other in wide), len(series[one]), one[0][0]) for one in documents
    }
    best: dict[Document, tuple[tuple[int, ...], Document | None]] = {}
    for at, document in enumerate(documents):
        before = [d for d in documents[:at] if not _contradict(d, document)]
        chosen = max(before, key=lambda d: best[d][0], default=None)
        weight = best[chosen][0] if chosen else (0, 0, 0, 0)
        best[document] = tuple(map(sum, zip(weight, weights[document], strict=True))), chosen
    kept: set[Document] = set()
    last: Document | None = max(documents, key=lambda d: best[d][0])
    while last is not None:
        kept.add(last)
        last = best[last][1]
    return [document for document in documents if document not in kept]
