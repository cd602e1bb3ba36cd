"""Several reports on one page: their tables go in, the page comes out, province beside province by indicator.

What a report prints is quoted as printed; what follows from a later report is told as derived, with its interval. A
difference stands only where two values may be subtracted; where not, the reason stands in its place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property
from itertools import combinations
from pathlib import Path

import pandas as pd

from tvict.analysis.compare import Side as Compared
from tvict.analysis.compare import compare, obstacles
from tvict.analysis.panel import panel
from tvict.analysis.printed import PERCENT, by_report, records
from tvict.english import as_english
from tvict.labels import label
from tvict.numbers import decimals_of
from tvict.publishing.codes import breakdown, in_order, indicator_name, kind, sector
from tvict.publishing.comparison import RANK, RATES, derived_decimals, scaled, when
from tvict.publishing.rows import Row, one_line, rows_of
from tvict.publishing.said import Words, all_words, amount, both, flags, joined, period
from tvict.publishing.staging import replaced_file
from tvict.publishing.templates import template

NEEDED = ("sources", "figures")
"""The tables of each report that the page is made from."""

DIRECTIONS = {"change": ("up", "down"), "gap": ("above", "below")}
"""Roles whose sign is printed as a word: the word for a value that is not negative, and for one that is."""

MOST = 3
"""Pairs of reports named with a reason, at most."""

OFTEN = 3
"""Lines that a note stands at, at least, to be said once for all."""

POINTS = label("units", "points", "vi")

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Side:
    """One report: its name in the tables, whose it is, and how many figures it has."""

    report: str
    short: str
    title: str
    area: str | None
    invented: bool
    figures: int


@dataclass(frozen=True, slots=True)
class Value:
    """A value of one report: the figure that prints it, or that it is ``derived`` from, and the row that tells value,
    ends, bound, estimate and period.
    """

    side: Side
    figure: Row
    row: Row
    derived: bool = False

    @property
    def shown(self) -> Words:
        """The value as printed; a derived one is written, with its interval."""
        if not self.derived:
            text = one_line(self.figure["text"])
            return Words(text, as_english(text))
        low, high = self.row["low"], self.row["high"]
        decimals = derived_decimals(self.figure, low, high)
        point = self._written(self.row["value"], derived_decimals(self.figure, low, high, self.row["value"]))
        if low is None or high is None or low == high:
            return point
        return both("{} ({} – {})", point, *(self._written(end, decimals) for end in (low, high)))

    @property
    def lead(self) -> Words:
        """What stands before the value: which way it goes, where its sign is a word in print, and its bound."""
        way = DIRECTIONS.get(str(self.figure["role"]))
        parts = [several()[way[float(self.row["value"]) < 0]]] if way and self.row["value"] else []
        parts += [all_words()["bounds"][self.row["bound"]]] if self.row["bound"] != "exact" else []
        return joined(" ", parts)

    @property
    def when(self) -> Words:
        """The period in words."""
        code = self.row["period"]
        return several()["no_period_said"] if code is None else Words(when(str(code)), period(str(code)).en)

    @property
    def told(self) -> list[Words]:
        """What must be known with the value: period, basis, estimate, print."""
        basis = [all_words()["basis"]["derived"]] if self.derived else []
        return [self.when, *basis, *flags({**self.row, "bound": "exact", "quality": self.figure.get("quality")})]

    def _written(self, value: float, decimals: int) -> Words:
        return amount(value, decimals, scaled(self.figure)[0], str(self.row["unit"] or ""))


@dataclass(frozen=True, slots=True)
class Line:
    """One quantity: its indicator, cell and role, the values of each report, and what keeps two of them apart.

    ``reasons`` are names of labels.toml, each with the pairs of reports it keeps apart, of ``pairs`` in all; ``odds``
    are those of its values that another report contradicts.
    """

    code: str
    cell: str | None
    role: str
    values: Sequence[Sequence[Value]]
    reasons: Mapping[str, Sequence[str]] = field(default_factory=dict)
    pairs: int = 0
    odds: Sequence[Again] = ()

    @property
    def name(self) -> Words:
        """The indicator with its breakdown and, where its name does not say it, its role."""
        parts = indicator_name(self.code), breakdown(self.cell), kind(self.code, self.role)
        return joined("; ", (part for part in parts if part.vi))

    @property
    def barred(self) -> bool:
        """Whether no two of its values may be compared."""
        return len(set().union(*self.reasons.values())) == self.pairs > 0

    @property
    def pair(self) -> tuple[Value, Value] | None:
        """The two values to be subtracted; None where that may not be done."""
        if self.reasons or len(self.values) != 2 or not all(self.values):
            return None
        return self.values[0][0], self.values[1][0]

    @property
    def less(self) -> Decimal | None:
        """The second value less the first."""
        if self.pair is None:
            return None
        return Decimal(str(self.pair[1].row["value"])) - Decimal(str(self.pair[0].row["value"]))

    @property
    def relative(self) -> float | None:
        """The difference in percent of the first value; None where that means nothing: ranks, percentages, a 0."""
        if self.pair is None or self.less is None or not self.pair[0].row["value"]:
            return None
        if self.role == RANK or self.pair[1].row["unit"] in RATES:
            return None
        return 100 * float(self.less) / float(self.pair[0].row["value"])

    def places(self, scale: int) -> int:
        """Return the decimals of the difference in units of a scale."""
        return min(4, decimals_of((self.less or Decimal(0)) / scale))

    @property
    def difference(self) -> Words | None:
        """The second less the first, and in percent of the first where that means something."""
        if self.pair is None or self.less is None:
            return None
        unit, sign = str(self.pair[1].row["unit"] or ""), "+" if self.less > 0 else ""
        scale = min(scaled(value.figure)[0] for value in self.pair)
        written = amount(float(self.less), self.places(scale), scale, POINTS if unit == PERCENT else unit)
        if self.relative is None:
            return both("{}{}", sign, written)
        return both("{}{} ({}{})", sign, written, sign, amount(self.relative, 1, 1, PERCENT))

    @property
    def notes(self) -> list[Words]:
        """Why the values may not be compared, and what to mind where they may."""
        found = [self._why(reason, kept_apart) for reason, kept_apart in self.reasons.items()]
        units = {str(value.row["unit"]) for values in self.values for value in values if value.row["unit"]}
        if len({unit.casefold() for unit in units}) > 1:
            found.append(both(several()["units"], units="; ".join(sorted(units))))
        if any(
            len({v.row["value"] for v in values if not v.derived}) > 1 and _one_time(values) for values in self.values
        ):
            found.append(several()["two_values"])
        if self.pair is not None and any(value.row["estimate"] for value in self.pair):
            found.append(several()["estimated"])
        return [*found, *(again.told for again in self.odds)]

    def _why(self, reason: str, kept_apart: Sequence[str]) -> Words:
        """Say a reason, with the pairs it is about where it is not about all."""
        why = all_words()["obstacles"][reason]
        if len(kept_apart) == self.pairs:
            return why
        told = "; ".join(kept_apart[:MOST]) + ("; …" if len(kept_apart) > MOST else "")
        return both("{} ({}).", Words(why.vi.rstrip("."), why.en.rstrip(".")), told)


@dataclass(frozen=True, slots=True)
class Again:
    """One quantity of one area and period that more than one report tells, and whether the values agree."""

    line: Line
    area: str
    values: Sequence[Value]
    conflict: bool

    @property
    def printed(self) -> set[tuple[str, int]]:
        """The figures that print a value, by report and id."""
        return {(value.side.report, value.figure["figure_id"]) for value in self.values if not value.derived}

    @property
    def verdict(self) -> Words:
        """Whether the values agree, within rounding."""
        if self.conflict:
            return all_words()["verdicts"]["differs"]
        exact = all(value.row["bound"] == "exact" for value in self.values)
        return all_words()["verdicts"]["holds"] if exact else several()["not_ruled_out"]

    @property
    def told(self) -> Words:
        """That the reports contradict each other here, with what each says."""
        values = joined("; ", (both("{}: {}", value.side.short, value.shown) for value in self.values))
        return both(several()["at_odds"], when=self.values[0].when, values=values)


@dataclass(frozen=True, slots=True)
class Together:
    """What several reports say side by side: ``shared`` quantities, those told ``again`` for one area and period, and
    those that one report ``alone`` has.
    """

    kind: str
    sides: Sequence[Side]
    shared: Sequence[Line]
    again: Sequence[Again]
    alone: Sequence[Line]

    @property
    def sectors(self) -> list[tuple[Words, list[Line]]]:
        """The shared lines by sector, in the order of the codebook."""
        found: dict[Words, list[Line]] = {}
        for line in self.shared:
            found.setdefault(sector(line.code), []).append(line)
        return list(found.items())

    @property
    def often(self) -> list[Words]:
        """The notes that stand at many lines: said once above them, with a number at each."""
        counts = Counter(note for line in self.shared for note in line.notes)
        return [note for note, count in counts.items() if count >= OFTEN]

    def of_one(self, position: int) -> list[tuple[Line, Sequence[Value]]]:
        """Return the lines that only the report at a position has, with its values."""
        return [(line, line.values[position]) for line in self.alone if line.values[position]]

    @property
    def headline(self) -> Words:
        """The sentence that the page opens on."""
        barred = sum(line.barred for line in self.shared)
        form = "headline" if barred else "headline_free" if self.shared else "headline_none"
        told = [both(several()[form], shared=len(self.shared), barred=barred)]
        if self.again:
            differing = sum(again.conflict for again in self.again)
            told.append(both(several()["headline_again"], again=len(self.again), differs=differing))
        return joined(" ", told)


@cache
def several() -> dict[str, Words]:
    """Return the page's own words."""
    return all_words()["several"]


def compared(first: Tables, second: Tables) -> Together:
    """Set two reports side by side: figures matched as `tvict.compare` matches them, each pair a line."""
    told = _Told([first, second])
    lines = []
    for row in rows_of(compare(told.frames[0], told.frames[1])):
        ids = [(told.sides[i], row[f"{side}_figure_id"]) for i, side in enumerate(("old", "new"))]
        values = [[] if figure_id is None else [told.printed(side, int(figure_id))] for side, figure_id in ids]
        lines.append(told.line(row["indicator"], row["cell"], row["role"], values))
    return told.together("compare", lines)


def paneled(reports: Sequence[Tables]) -> Together:
    """Set reports side by side by indicator: of each the values that it prints, the latest period first."""
    told = _Told(reports)
    groups: dict[tuple[object, ...], dict[str, list[Value]]] = {}
    for key, values in told.by_key.items():
        group = groups.setdefault((key[0], key[1], key[3], key[4]), {})
        for value in values:
            if not value.derived:
                group.setdefault(value.side.report, []).append(value)
    lines = []
    for (code, cell, role, _), found in groups.items():
        by_side = [_latest_first(found.get(side.report, [])) for side in told.sides]
        if any(by_side):
            lines.append(told.line(str(code), None if cell is None else str(cell), str(role), by_side))
    return told.together("panel", lines)


def _latest_first(values: Sequence[Value]) -> list[Value]:
    return sorted(values, key=lambda value: str(value.row["period"] or ""), reverse=True)


class _Told:
    """The tables of several reports, each under a name of its own."""

    def __init__(self, reports: Sequence[Tables]) -> None:
        self.sides: list[Side] = []
        self.frames: list[pd.DataFrame] = []
        sources: list[pd.DataFrame] = []
        for tables in reports:
            source = rows_of(tables["sources"])[0]
            name = _unused(str(source["report"]), [side.report for side in self.sides])
            area = source["area_name"] or source["area"]
            year = source["year"]
            short = ", ".join(str(part) for part in (area or name, year) if part)
            self.sides.append(
                Side(
                    report=name,
                    short=_unused(short, [side.short for side in self.sides]),
                    title=str(source["title"] or name),
                    area=None if area is None else str(area),
                    invented=bool(source["invented"]),
                    figures=len(tables["figures"]),
                )
            )
            self.frames.append(tables["figures"].assign(report=name))
            issued = source["date"] or (None if year is None else str(year))
            sources.append(pd.DataFrame({"report": [name], "area": [area], "issued": [issued]}))
        self.sources = pd.concat(sources)
        self.figures = pd.concat(self.frames)
        self.rows = {(row["report"], row["figure_id"]): row for row in rows_of(self.figures)}
        self.records = by_report(records(self.figures))

    def printed(self, side: Side, figure_id: int) -> Value:
        """Return a printed value."""
        row = self.rows[side.report, figure_id]
        return Value(side, row, row)

    def line(self, code: str, cell: str | None, role: str, values: Sequence[Sequence[Value]]) -> Line:
        """Make a line of values, with what keeps two of them apart."""
        mains = [of_side[0] for of_side in values if of_side]
        pairs = list(combinations(mains, 2))
        reasons: dict[str, list[str]] = {}
        for a, b in pairs:
            for reason in obstacles(self._compared(a), self._compared(b), (a.side.area, b.side.area)):
                reasons.setdefault(reason, []).append(f"{a.side.short} – {b.side.short}")
        return Line(code, cell, role, values, reasons, len(pairs))

    def _compared(self, value: Value) -> Compared:
        report = self.records[value.side.report]
        return Compared.of(report[int(value.figure["figure_id"])], report)

    @cached_property
    def by_key(self) -> dict[tuple[object, ...], list[Value]]:
        """The values of the panel by indicator, cell, area or report, role, kind of unit, and period."""
        sides = {side.report: side for side in self.sides}
        found: dict[tuple[object, ...], list[Value]] = {}
        for row in rows_of(panel(self.figures, self.sources)):
            at = row["report"], row["figure_id"]
            value = Value(sides[row["report"]], self.rows[at], row, row["basis"] == "derived")
            place = row["area"] or row["report"]
            key = (row["indicator"], row["cell"], place, row["role"], self.records[at[0]][at[1]].measure, row["period"])
            found.setdefault(key, []).append(value)
        return found

    def together(self, kind_of: str, lines: Iterable[Line]) -> Together:
        """Sort lines into those of several reports and those of one, and add what is told again."""
        ordered = sorted(lines, key=lambda line: in_order(line.code))
        again = list(self._again())
        return Together(
            kind=kind_of,
            sides=self.sides,
            shared=[_with_odds(line, again) for line in ordered if sum(map(bool, line.values)) > 1],
            again=again,
            alone=[line for line in ordered if sum(map(bool, line.values)) == 1],
        )

    def _again(self) -> Iterator[Again]:
        keys = sorted(self.by_key.items(), key=lambda item: in_order(str(item[0][0])))
        for (code, cell, place, role, _, _), values in keys:
            if len({value.side.report for value in values}) > 1 and values[0].row["period"] is not None:
                line = Line(str(code), None if cell is None else str(cell), str(role), ())
                yield Again(line, str(place), values, values[0].row["conflict"] is not None)


def _with_odds(line: Line, again: Iterable[Again]) -> Line:
    """Add to a line what contradicts a value that it subtracts."""
    mine = {(value.side.report, value.figure["figure_id"]) for value in line.pair or ()}
    return replace(line, odds=[one for one in again if one.conflict and mine & one.printed])


def _unused(name: str, taken: Sequence[str]) -> str:
    """Return a name that none before it has."""
    return next(n for n in (name, *(f"{name} ({i})" for i in range(2, len(taken) + 3))) if n not in taken)


def _one_time(values: Sequence[Value]) -> bool:
    times = [value.row["period"] for value in values]
    return len(set(times)) < len(times)


def write_several(file: str | Path, together: Together) -> Path:
    """Write the page and return its path; the same input gives the same bytes. Raises SaveError where it cannot."""
    page = template("several.html.j2").render(together=together, words=several())
    with replaced_file(file) as staging:
        staging.write_bytes(page.encode("utf-8", "replace"))
    return Path(file)
