"""What the workbook says about change: the tables history and figures go in, last year beside this year comes out, with
the headline figures and the words for amounts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources

from tvict.analysis.printed import PERCENT, POINTS, SPAN, cell_of, months
from tvict.publishing.codes import indicator_name
from tvict.publishing.rows import Row
from tvict.publishing.said import Words, all_words, amount, both, flags, period, points, said, scale_word, worth
from tvict.publishing.sheets import words
from tvict.tables import JOINT

RANK = "rank"
RATES = frozenset({PERCENT, POINTS})
"""Units whose relative change would be a percentage of percentages."""


Target = tuple[float, float | None, float | None]
"""A value with its low and high."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One quantity at two times: rows of history, the later one's figure, the change as printed, where it is, and the
    figure that prints the earlier value, where one does.

    ``difference`` is later less earlier, ``relative`` the same in percent of the earlier; None where a value is
    missing, or for ``relative`` where it means nothing (percentages, ranks, an earlier 0). ``at_odds`` says that the
    two printed values give another change than the one printed.
    """

    earlier: Row
    later: Row
    figure: Row
    printed: Row | None
    source: Row | None
    at_odds: bool

    @property
    def difference(self) -> float | None:
        """Later less earlier."""
        a, b = self.earlier["value"], self.later["value"]
        return None if a is None or b is None else float(Decimal(str(b)) - Decimal(str(a)))

    @property
    def earlier_decimals(self) -> int:
        """Decimals of the earlier value in the scale of the later: as printed, or as many as it is worth."""
        if self.earlier["basis"] == "derived":
            return derived_decimals(self.figure, self.earlier["low"], self.earlier["high"], self.earlier["value"])
        alike = self.source is not None and scaled(self.source)[0] == scaled(self.figure)[0]
        return own_decimals(self.source if alike and self.source is not None else self.figure)

    @property
    def ends_decimals(self) -> int:
        """Decimals of the ends of a derived earlier value."""
        return derived_decimals(self.figure, self.earlier["low"], self.earlier["high"])

    @property
    def spread(self) -> bool:
        """Tell whether the earlier value is derived and known between two ends only."""
        low, high = self.earlier["low"], self.earlier["high"]
        return self.earlier["basis"] == "derived" and low is not None and high is not None and low < high

    @property
    def change(self) -> Row | None:
        """The printed change; None where an index is printed ("bằng 97,6% so với"), which is no change."""
        return self.printed if self.printed is not None and self.printed["role"] == "change" else None

    @property
    def relative(self) -> float | None:
        """The difference in percent of the earlier value."""
        a, difference = self.earlier["value"], self.difference
        if not a or difference is None or self.figure["role"] == RANK or self.later["unit"] in RATES:
            return None
        return 100 * difference / float(a)

    @property
    def weight(self) -> float | None:
        """How much it changed, to rank by: relative, percentages too; None for bounded values."""
        a, difference = self.earlier["value"], self.difference
        exact = self.earlier["bound"] == "exact" and self.later["bound"] == "exact"
        return abs(difference / float(a)) if exact and a and difference and self.figure["role"] != RANK else None


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """A headline figure: its code and names, the figure, last year's value, the change and the target, where known.

    ``target`` is a value with low and high; ``implied`` is the attainment that implies it where it is not printed.
    """

    code: str
    name: str
    figure: Row
    pair: Pair | None
    change: Row | None
    target: Target | None
    implied: Row | None


def pairs(history: Sequence[Row], figures: Sequence[Row], checks: Sequence[Row]) -> list[Pair]:
    """Pair each earlier value of history with the latest of its group and of a period as long, in the order of the
    table: a half-year is compared with a half-year.
    """
    by_id = {row["figure_id"]: row for row in figures}
    gaps = {row["whole_id"] for row in checks if row["kind"] == "change" and row["gap"]}
    found = []
    for group in groups(history, figures):
        latest = {len(months(row["period"])): row for row in group}
        for earlier in group:
            later = latest[len(months(earlier["period"]))]
            figure = by_id.get(ids_of(later)[0])
            if figure is None or str(earlier["period"]) >= str(later["period"]):
                continue
            printed = _printed_change(figure["figure_id"], earlier, figures)
            source = by_id.get(ids_of(earlier)[0]) if earlier["basis"] == "stated" else None
            at_odds = source is not None and printed is not None and printed["figure_id"] in gaps
            found.append(Pair(earlier, later, figure, printed, source, at_odds))
    return found


def key_figures(
    figures: Sequence[Row],
    compared: Sequence[Pair],
    year: int | None,
    months: Mapping[int, int],
) -> list[KeyFigure]:
    """Return the headline figures of a report's year, in the order of key.toml.

    ``months`` says how many months the period of each figure covers. Of several the one with an earlier value beside it
    is taken, then the one of the longest period.
    """
    by_later = {pair.figure["figure_id"]: pair for pair in compared}
    found = []
    for code in (*key_codes("charted"), *key_codes("headline")):
        candidates = [row for row in figures if row["indicator"] == code and _headline(row, year)]
        if not candidates:
            continue
        figure = max(candidates, key=lambda row: (row["figure_id"] in by_later, months.get(row["figure_id"], 0)))
        figure_id = figure["figure_id"]
        target, implied = _target(figure, figures)
        pair = by_later.get(figure_id)
        changes = (row for row in figures if row["of_id"] == figure_id and row["role"] == "change")
        change = next(changes, None) if pair is None else pair.change
        found.append(KeyFigure(code, indicator_name(code).vi, figure, pair, change, target, implied))
    return found


def largest(compared: Sequence[Pair]) -> list[Pair]:
    """Return the pairs that changed most, the largest change first; of one figure the nearest earlier period alone."""
    best = {pair.figure["figure_id"]: pair for pair in compared if pair.weight is not None}
    return sorted(best.values(), key=lambda pair: -(pair.weight or 0))


def by_how_much(pair: Pair) -> Words:
    """Say a change as printed, the way it went too; as computed from the two values where none is printed, or where
    they give another, beside the one that is printed.
    """
    if pair.printed is None or pair.printed["value"] is None:
        return both("{} {}", _computed_change(pair), said("computed"))
    if not pair.at_odds:
        return _printed_way(pair.printed)
    printed = both(all_words()["chart_words"]["prints"], by=_printed_way(pair.printed))
    return both("{} ({})", _computed_change(pair), printed)


def _printed_way(printed: Row) -> Words:
    """Say a printed change or index: "giảm 5%", "bằng 120,4%"."""
    if printed["role"] == "index":
        verb = said("equal" if printed["unit"] == PERCENT else "times")
    else:
        verb = said("fell" if printed["value"] < 0 else "rose")
    return both("{} {}", verb, shown(abs(printed["value"]), printed))


def _computed_change(pair: Pair) -> Words:
    """Say what the two values give: per cent, or points where they are percentages themselves."""
    verb = said("rose" if (pair.difference or 0) > 0 else "fell")
    if pair.relative is None:
        return both("{} {}", verb, points(abs(pair.difference or 0)))
    return both("{} {}", verb, amount(abs(pair.relative), 2, 1, PERCENT))


@cache
def key_codes(part: str) -> tuple[str, ...]:
    """Return codes of key.toml: ``charted`` or ``headline``."""
    written = resources.files("tvict.publishing").joinpath("key.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(written)[part])


def scaled(row: Row) -> tuple[int, str | None]:
    """Return the scale in which a row is best shown and its unit with the word for it: (10**9, "tỷ đồng").

    >>> scaled({"scale": 10**9, "unit": "đồng"})
    (1000000000, 'tỷ đồng')
    """
    scale = int(row.get("scale") or 1)
    word = scale_word(scale)
    return (1, row["unit"]) if word is None else (scale, " ".join(part for part in (word.vi, row["unit"]) if part))


def shown(value: float, figure: Row, decimals: int | None = None) -> Words:
    """Write a value of a figure's quantity as the reports do, in the scale the figure is printed in.

    >>> shown(87_597_971_415.4, {"scale": 10**9, "unit": "đồng", "decimals": 0}, decimals=2).vi
    '87,60 tỷ đồng'
    """
    places = own_decimals(figure) if decimals is None else decimals
    return amount(value, places, scaled(figure)[0], figure["unit"])


def own_decimals(figure: Row) -> int:
    """Return the decimals of a figure in the scale that it is shown in."""
    return int(figure["decimals"]) if scaled(figure)[0] == int(figure["scale"]) else 0


def derived_decimals(figure: Row, low: float | None = None, high: float | None = None, *values: float) -> int:
    """Return the decimals that values derived for a figure's quantity are worth showing with, known between two ends;
    without values those of the ends.
    """
    if low is None or high is None:
        return 2 if scaled(figure)[0] > 1 or figure["unit"] in RATES else 0
    return min(4, worth(low, high, scaled(figure)[0], *(values or (low, high)))) if high > low else own_decimals(figure)


def when(code: str | None) -> str:
    """Say a period in Vietnamese.

    >>> when("2021"), when("2022-S1")
    ('năm 2021', '6 tháng đầu năm 2022')
    """
    if code is None:
        return words("words", "earlier")
    return words("words", "year").format(year=code) if code.isdigit() else period(code).vi


def groups(history: Sequence[Row], figures: Sequence[Row]) -> list[list[Row]]:
    """Put the values of one quantity together, the earliest period first: those of one indicator or subject, and those
    that rest on a common figure or are the two ends of a printed change.
    """
    changes: dict[int, list[int]] = {}
    for row in figures:
        for end in (row["base_id"], row["of_id"]) if row["role"] in ("change", "index") else ():
            changes.setdefault(end, []).append(row["figure_id"])
    found: list[tuple[set[Key], list[int]]] = []
    for place, row in enumerate(history):
        keys, places = set(_keys(row, changes)), [place]
        for other in [other for other in found if other[0] & keys]:
            found.remove(other)
            keys, places = keys | other[0], places + other[1]
        found.append((keys, sorted(places)))
    found.sort(key=lambda group: group[1][0])
    return [sorted((history[at] for at in places), key=lambda row: str(row["period"] or "")) for _, places in found]


Key = tuple[object, ...]


def _keys(row: Row, changes: Mapping[int, Sequence[int]]) -> list[Key]:
    """Return what a value shares with the others of its quantity, in one unit."""
    ids = ids_of(row)
    keys: list[Key] = [("figure", figure, row["unit"]) for figure in ids]
    keys += [("change", change, row["unit"]) for figure in ids for change in changes.get(figure, ())]
    if row["indicator"] is not None:
        keys.append(("indicator", row["indicator"], row["cell"], row["unit"]))
    elif row["subject"] is not None:
        keys.append(("subject", row["subject"], row["cell"], row["unit"]))
    return keys


def _printed_change(later_id: int, earlier: Row, figures: Sequence[Row]) -> Row | None:
    """Return the change that leads to an earlier value: the one it was derived from, or that names it as base."""
    ids = ids_of(earlier)
    for row in figures:
        about = row["of_id"] == later_id and row["role"] in ("change", "index")
        if about and (row["figure_id"] in ids or row["base_id"] in ids):
            return row
    return None


def ids_of(row: Row) -> tuple[int, ...]:
    """Return the figures that a value rests on."""
    return tuple(int(part) for part in row["figure_ids"].split(JOINT))


def _headline(row: Row, year: int | None) -> bool:
    """Tell whether a figure stands for its indicator as a whole: no plan, other year or part, but of the year."""
    code = row["period"]
    whole = set(cell_of(row["cell"])) <= {SPAN}
    timely = year is None or code is None or str(code).startswith(str(year))
    return row["role"] in ("level", "share", "rank") and row["value"] is not None and whole and timely


def _target(figure: Row, figures: Sequence[Row]) -> tuple[Target | None, Row | None]:
    """Return the target of a figure: the printed one, or the one that an attainment implies.

    An attainment of 100 % says only that the target was met, so it implies none.
    """
    by_id = {row["figure_id"]: row for row in figures}
    for row in figures:
        if row["of_id"] != figure["figure_id"] or row["role"] != "attainment" or row["unit"] != PERCENT:
            continue
        base = by_id.get(row["base_id"])
        if base is not None and base["value"] is not None:
            return (base["value"], base["low"], base["high"]), None
        if base is None and row["value"] not in (None, 0, 100) and row["bound"] == figure["bound"] == "exact":
            return _implied(figure, row), row
    return None, None


def _implied(figure: Row, attainment: Row) -> Target:
    value = 100 * float(figure["value"]) / float(attainment["value"])
    ends = (figure["low"], figure["high"], attainment["low"], attainment["high"])
    if any(end is None or end <= 0 for end in ends):
        return value, None, None
    return value, 100 * float(ends[0]) / float(ends[3]), 100 * float(ends[1]) / float(ends[2])


def status(row: Row) -> str | None:
    """Say in words what makes a value less than firm: estimate and bound; None where nothing does."""
    return ", ".join(flag.vi for flag in flags({**row, "quality": None})) or None
