"""One indicator over years and provinces: several reports, or their panel, go in; what each prints or implies, with its
interval, comes out side by side.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from functools import partial
from itertools import groupby
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from tvict.analysis.claims import BOUND_SIGNS
from tvict.analysis.given import Given, sources_of
from tvict.analysis.history import LEVELS
from tvict.analysis.panel import panel_of
from tvict.analysis.printed import PERCENT, cell_of, known
from tvict.charts.chart import AFTER, INNER, MARGIN, Box, Chart, in_words, put, text_width
from tvict.charts.facts import MissingFigures
from tvict.charts.quantities import cited
from tvict.charts.style import DARK, INK, NAME, OTHER, RULE, SAMPLES, SMALL, WARM
from tvict.charts.words import capital, headline, listed, named, number, say, says, scale_of, scale_word, span, when
from tvict.codebook import TOTAL, code_words, context
from tvict.english import unit_words

MOST, COLUMNS = 12, 3
"""The most places in one chart, and how many stand side by side."""
FEW, SEEN = 4, 0.03
"""Years of which all values are written, and how much of an axis an interval takes that is seen beside its mark."""
MONEY = "đồng"
LOOKS = ("printed", "hollow", "derived", "bound", "at_odds")
"""How values look, by what is known of them: names of SAMPLES."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of one place and year; ``first`` of its year, where others are at odds with it."""

    place: str
    year: int
    period: str
    value: float
    low: float
    high: float
    bound: str
    estimate: bool
    basis: str
    at_odds: bool
    report: str
    figure_id: int
    first: bool

    @property
    def look(self) -> str:
        """What is known of it."""
        if self.at_odds or self.bound != "exact":
            return "at_odds" if self.at_odds else "bound"
        return "derived" if self.basis == "derived" else "hollow" if self.estimate else "printed"


@dataclass(frozen=True, slots=True)
class Form:
    """How values of one quantity are written: language, what numbers are divided by, what stands behind them."""

    lang: str
    scale: float
    unit: str
    after: str

    def said(self, point: Point) -> str:
        """Write a value with the sign of its bound, or the interval that it is known in."""
        low, high = point.low / self.scale, point.high / self.scale
        if point.basis == "derived" and low < high:
            return span(low, high, self.lang) + self.after
        return BOUND_SIGNS[point.bound] + number(point.value / self.scale, self.lang) + self.after

    def short(self, point: Point) -> str:
        """Write a value beside its interval: a derived one in three or four digits."""
        size = abs(point.value / self.scale)
        fine = 0 if size >= 100 else 1 if size >= 10 else 2
        derived = number(point.value / self.scale, self.lang, fine) + self.after
        return derived if point.basis == "derived" else self.said(point)


def over_time(given: Given, indicator: str, cell: str = TOTAL, lang: str = "vi") -> Chart:
    """Draw one indicator over the years and provinces of several reports, each value with what its digits allow.

    ``given`` is reports, their tables, or what `tvict.panel` made of them; ``cell`` chooses a breakdown. Estimates are
    hollow, values that a later report implies are squares, bounds triangles, and values of one year that rule each
    other out stand in the colour of alarms. Values of another unit, kind or part of the year than most are counted, not
    drawn. MissingFigures says why where fewer than two values are left.

    >>> old = tvict.parse("Năm 2021, doanh thu bưu chính đạt 80 tỷ đồng.", "2021")
    >>> new = tvict.parse("Năm 2022, doanh thu bưu chính đạt 84 tỷ đồng, tăng 5% so với năm 2021.", "2022")
    >>> tvict.charts.over_time([old, new], "postal.revenue", lang="en").table["period"].tolist()
    ['2021', '2021', '2022']
    """
    what = named(indicator, lang)
    if what == indicator:
        near = get_close_matches(indicator, code_words(), n=3)
        raise MissingFigures([f"the indicator {indicator}" + (f"; near it: {', '.join(near)}" if near else "")])
    what += "".join(f" ({named(f'{key}={name}', lang)})" for key, name in cell_of(cell).items())
    table, names, sources = _read(given)
    rows, other = _alike(table, indicator, cell)
    found = _comparable(list(_points(rows, names)), indicator)
    form = _form(rows, lang)
    places = list(dict.fromkeys(point.place for point in sorted(found, key=lambda point: (-point.year, -point.value))))
    shown = [point for point in found if point.place in places[:MOST]]
    one_year = len({point.year for point in shown}) == 1
    boxes, height = _boxes(places[:MOST], one_year)
    notes = {"note_other_values": other, "left_out_places": len(places[MOST:])}
    values = "; ".join(f"{point.place}, {when(point.period, lang)}: {form.said(point)}" for point in shown)
    return Chart(
        name="over-time",
        lang=lang,
        title=_title(capital(what), shown, form),
        subtitle=", ".join(filter(None, (capital(what), form.unit.strip(), _part(shown[0], lang)))),
        alternative=say("over_time_alternative", lang, values=values),
        table=pd.DataFrame([asdict(point) for point in shown]),
        paint=partial(_paint_places if one_year else _paint_years, shown, places[:MOST], form),
        boxes=boxes,
        height=height,
        source=cited(sources[sources["report"].isin({point.report for point in shown})], lang),
        notes=[say(name, lang, n=number(n, lang), most=number(MOST, lang)) for name, n in notes.items() if n],
        key=_key(shown, len(places) > 1 and not one_year),
    )


def _comparable(found: list[Point], indicator: str) -> list[Point]:
    """Return the values; MissingFigures where there are no two to compare."""
    if len({(point.place, point.year) for point in found}) > 1:
        return found
    told = listed([f"{point.place} {point.period}" for point in found], "en") or "none"
    raise MissingFigures([f"two values of {indicator} that may be compared, of two years or places (found: {told})"])


def _key(shown: Sequence[Point], others: bool) -> list[str]:
    """Name what is painted and needs a word."""
    reach = max(point.high for point in shown) - min(point.low for point in shown)
    keys = {look: any(point.look == look for point in shown) for look in LOOKS}
    keys |= {"interval": any(point.high - point.low > SEEN * reach for point in shown), "others": others}
    return [name for name, holds in keys.items() if holds]


def _read(given: Given) -> tuple[pd.DataFrame, dict[str, str], pd.DataFrame]:
    """Return the panel of what is given, the names of areas, and whose reports these are, as far as it tells."""
    areas = context().dropna(subset=["area"]).drop_duplicates("area")
    names = dict(zip(areas["area"], areas["area_name"], strict=True))
    table, sources = panel_of(given, "over_time"), sources_of(given, "over_time")
    return table, names, table if sources is None else sources


def _alike(table: pd.DataFrame, indicator: str, cell: str) -> tuple[pd.DataFrame, int]:
    """Return the rows of an indicator of one role, unit and part of the year, and how many others there are."""
    of_cell = table["cell"].fillna(TOTAL) == cell
    rows = table[(table["indicator"] == indicator) & of_cell & table["role"].isin(LEVELS)]
    rows = rows.dropna(subset=["value", "period"])
    noun = rows["unit"].fillna("").str.casefold().str.split().str[0].fillna("")
    kinds = rows["role"] + ";" + noun + ";" + rows["period"].str[4:]
    alike = rows[kinds == kinds.value_counts().index[0]] if len(rows) else rows
    return alike, len(rows) - len(alike)


def _points(rows: pd.DataFrame, names: dict[str, str]) -> Iterator[Point]:
    """Yield one value for each place and year, a printed one before a derived and the latest first; those that are at
    odds with it follow.
    """
    found = [
        Point(
            place=names.get(str(row["area"])) or str(row["area"] if known(row["area"]) else row["report"]),
            year=int(str(row["period"])[:4]),
            period=str(row["period"]),
            value=float(row["value"]),
            low=float(row["low"] if known(row["low"]) else row["value"]),
            high=float(row["high"] if known(row["high"]) else row["value"]),
            bound=str(row["bound"]),
            estimate=bool(row["estimate"]),
            basis=str(row["basis"]),
            at_odds=known(row["conflict"]),
            report=str(row["report"]),
            figure_id=int(row["figure_id"]),
            first=True,
        )
        for row in rows.sort_values(["basis", "vintage"], ascending=[False, True]).to_dict("records")
    ]
    found.sort(key=lambda point: (point.place, point.year))
    for _, group in groupby(found, key=lambda point: (point.place, point.year)):
        first, *others = group
        yield first
        seen = {first.value}
        for other in others:
            if other.at_odds and other.value not in seen:
                seen.add(other.value)
                yield replace(other, first=False)


def _form(rows: pd.DataFrame, lang: str) -> Form:
    """Return how the values of these rows are written; money is said in millions or billions."""
    unit = str(rows["unit"].fillna("").iloc[0])
    unit = "" if says(named(str(rows["indicator"].iloc[0]), "vi"), unit) else unit
    scale = scale_of(rows["value"]) if unit.partition("/")[0] == MONEY else 1
    words = " ".join(word for word in (scale_word(scale, lang), unit_words(unit, lang)) if word)
    return Form(lang, scale, "" if unit in ("", PERCENT) else f" {words}", PERCENT if unit == PERCENT else "")


def _title(what: str, shown: Sequence[Point], form: Form) -> str:
    """Say who is highest and lowest in the last year of several, what became of one, or how many values there are."""
    exact = [point for point in shown if point.bound == "exact" and point.first]
    lang, unit, places = form.lang, form.unit, len({point.place for point in shown})
    if places == 1 and len(exact) > 1:
        (x, year), (y, after) = ((form.said(point), when(point.period, lang)) for point in (exact[0], exact[-1]))
        values = {"place": exact[0].place, "x": x, "year": year, "y": y, "after": after}
        return headline("over_time_one", lang, what=what, unit=unit, **values)
    last = [point for point in exact if point.year == max(point.year for point in exact)]
    if len(last) < 2:
        return headline("over_time", lang, what=what, n=number(len(shown), lang), k=number(places, lang))
    low, high = min(last, key=lambda point: point.value), max(last, key=lambda point: point.value)
    values = {"a": high.place, "x": form.said(high), "b": low.place, "y": form.said(low), "unit": unit}
    kind = "over_time_ranked" if low.high < high.low else "over_time_unranked"
    return headline(kind, lang, what=what, when=when(high.period, lang), **values)


def _part(point: Point, lang: str) -> str:
    """Say which part of the year the values are of; nothing for whole years."""
    return when(point.period, lang).replace(point.period[:4], "…") if len(point.period) > 4 else ""


def _boxes(places: Sequence[str], one_year: bool) -> tuple[list[Box], float]:
    """Return where axes stand: one for all places of one year, else one for each place, in rows."""
    if one_year:
        left, height = max(text_width(place, NAME) for place in places) + 0.2, 0.36 * len(places) + 0.1
        return [(MARGIN + left, 0.0, INNER - left - 1.2, height)], height + 0.4 + AFTER
    count, axis, height = min(len(places), COLUMNS), 0.75, 2.0
    width = (INNER - axis) * (0.75 if count == 1 else 1 / count) - 0.3
    boxes = [(MARGIN + axis + (at % count) * (width + 0.3), 0.3 + (at // count) * (height + 0.75), width, height)
             for at in range(len(places))]  # fmt: skip
    return boxes, boxes[-1][1] + height + 0.35 + AFTER


def _paint_years(shown: Sequence[Point], places: Sequence[str], form: Form, axes: Sequence[Axes]) -> None:
    """Paint a small chart for each place, the others behind it in grey, all on the same scales."""
    import seaborn as sns  # half a second, which charts of one report need not pay

    years = sorted({point.year for point in shown})
    ends_of = (years[0], years[-1])
    firsts = [asdict(point) for point in shown if point.first]
    line = pd.DataFrame([{**row, "run": row["place"] + str(row["year"] - at)} for at, row in enumerate(firsts)])
    ends = [end for point in shown for end in (point.low, point.high)]
    room = 0.16 * (max(ends) - min(ends) or abs(max(ends)) or 1)
    for at, (ax, place) in enumerate(zip(axes, places, strict=True)):
        own = line["place"] == place
        look: dict[str, Any] = {"x": "year", "y": "value", "units": "run", "estimator": None, "legend": False, "ax": ax}
        if not own.all():
            sns.lineplot(line[~own], **look, color=OTHER, linewidth=0.8, marker="o", markersize=3, markeredgewidth=0)
        sns.lineplot(line[own], **look, color=DARK, linewidth=1.6)
        for point in (point for point in shown if point.place == place):
            _mark(ax, point, (point.year, point.value), form, said=len(years) <= FEW or point.year in ends_of)
        ax.set(xlim=(years[0] - 0.5, years[-1] + 0.5), ylim=(min(ends) - room, max(ends) + room), xlabel="", ylabel="")
        ax.set_title(place, fontsize=NAME, fontweight="bold", loc="left", pad=6)
        ax.set_xticks(years[:: -(-len(years) // 6)])
        ax.grid(axis="y", color=RULE)
        in_words(ax, "y", form.lang, form.after, form.scale)
        ax.tick_params(axis="y", labelleft=at % COLUMNS == 0)


def _paint_places(shown: Sequence[Point], places: Sequence[str], form: Form, axes: Sequence[Axes]) -> None:
    """Paint the places of one year below each other, each value with its interval."""
    ax = axes[0]
    for point in shown:
        _mark(ax, point, (point.value, places.index(point.place)), form, upright=False)
    ax.set_ylim(len(places) - 0.5, -0.5)
    ax.set_yticks(range(len(places)), places)
    ax.margins(x=0.08)
    ax.grid(axis="x", color=RULE)
    in_words(ax, "x", form.lang, form.after, form.scale)


def _mark(
    ax: Axes, point: Point, at: tuple[float, float], form: Form, *, upright: bool = True, said: bool = True
) -> None:
    """Paint a value with its interval, and with its words where they are ``said`` or it is at odds with another."""
    if point.low < point.high:
        arms = [[point.value - point.low], [point.high - point.value]]
        both: dict[str, Any] = {"yerr": arms} if upright else {"xerr": arms}
        ax.errorbar(*at, **both, ecolor=INK, elinewidth=1.2, capsize=3, fmt="none")
    under = {"marker": "v"} if point.bound == "under" else {}
    ax.plot(*at, zorder=4, clip_on=False, **{**SAMPLES[point.look], **under})
    if said or point.at_odds:
        end = point.high if point.first else point.low
        by, side = ((0, 7), "bottom") if point.first else ((0, -7), "top")
        look: dict[str, Any] = {"va": side} if upright else {"ha": "left"}
        place = (at[0], end) if upright else (point.high, at[1])
        put(ax, form.short(point), place, by if upright else (8, 0), size=SMALL, **look,
            color=WARM if point.at_odds else INK)  # fmt: skip
