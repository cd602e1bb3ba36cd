"""Two periods of one quantity: figures and their history go in, the pairs that may be set side by side come out."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from tvict.analysis.printed import Printed, months
from tvict.tables import JOINT

Row = Mapping[Hashable, object]


@dataclass(frozen=True, slots=True)
class Pair:
    """The figure that prints the later value, both rows of the history, and the change that joins them, where one is
    printed.
    """

    figure: Printed
    earlier: Row
    later: Row
    printed: Printed | None


def pairs(figures: Mapping[int, Printed], history: pd.DataFrame) -> Iterator[Pair]:
    """Yield the latest of each quantity of a history beside each earlier value of a period as long as its own: that of
    a month beside the month before, that of the months so far beside those of the year before.

    Left out are bounded values and ranks, what a change implies of a time for which the text prints a value, and values
    that no link, code or subject joins.
    """
    group: list[Row] = []
    rows: list[Row] = list(history.to_dict("records"))
    for row in [*rows, {}]:
        if group and (not row or str(row["period"]) < str(group[-1]["period"]) or row["unit"] != group[-1]["unit"]):
            yield from _of_one(group, figures)
            group = []
        group.append(row)


def _of_one(group: Sequence[Row], figures: Mapping[int, Printed]) -> Iterator[Pair]:
    stated = {str(row["period"]) for row in group if row["basis"] == "stated"}
    latest = {_months(row): row for row in group}
    for earlier in group:
        if earlier["basis"] == "derived" and str(earlier["period"]) in stated:
            continue  # what the text prints for a time goes before what a change implies of it
        later = latest[_months(earlier)]
        figure = figures.get(_ids(later)[0])
        if figure is None or figure.interval is None or figure.sort == "rank" or not _months(earlier):
            continue
        printed = _printed(figure, earlier, figures)
        joined = printed is not None or _same(figure, earlier, figures)
        if joined and str(earlier["period"]) < str(later["period"]):
            yield Pair(figure, earlier, later, printed)


def _months(row: Row) -> int:
    """Return how many months the period of a row covers; 0 where that is not said."""
    return len(months(str(row["period"])))


def _printed(figure: Printed, earlier: Row, figures: Mapping[int, Printed]) -> Printed | None:
    """Return the change that joins a figure and an earlier value: it gave the value, or names it as its base."""
    used = _ids(earlier)
    for row in figures.values():
        if row.role in ("change", "index") and row.of == figure.id and (row.id in used or row.base in used):
            return row
    return None


def _same(figure: Printed, earlier: Row, figures: Mapping[int, Printed]) -> bool:
    """Tell whether an earlier value is of the same quantity by its code, its words or the figures it rests on."""
    before = figures.get(_ids(earlier)[0])
    if before is None or before.id == figure.id:
        return before is not None
    if figure.indicator is not None:
        return (figure.indicator, figure.cell_text) == (before.indicator, before.cell_text)
    return before.indicator is None and figure.subject is not None and figure.subject == before.subject


def _ids(row: Row) -> list[int]:
    return [int(part) for part in str(row["figure_ids"]).split(JOINT)]
