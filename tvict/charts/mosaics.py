"""Dossiers by two dimensions as a mosaic, and households on two platforms whose overlap is not known, as bounds.

Their words are of these indicators alone, so they take no others.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from tvict.analysis.printed import cell_of
from tvict.charts.chart import Chart, Panel, wrapped
from tvict.charts.facts import Fact, Figures, MissingFigures, demand, joined, one_report, wanted
from tvict.charts.marks import UNDER, bare, fits, put, ticks
from tvict.charts.style import DARK, DOTS, INK, LIGHT, SHADES, SMALL, TEXT, area
from tvict.charts.words import capital, counted, heading, headline, named, number, percent, say

DOSSIERS = ("services.dossiers_received", "service_level", "channel")
HOUSEHOLDS = ("ecommerce.households", "platform")


def _categories(table: Figures, indicator: str, dimension: str, within: str | None = None) -> list[Fact]:
    """Return the figures that break an indicator down by one dimension, inside one cell where that is given."""
    outer = cell_of(within)
    facts: dict[str, Fact] = {}
    for row in table.rows:
        fact = table.fact(row) if row.get("indicator") == indicator and row.get("role") == "level" else None
        cell = cell_of(fact.cell) if fact is not None else {}
        if fact is not None and set(cell) == {*outer, dimension} and outer.items() <= cell.items():
            facts.setdefault(cell[dimension], fact)
    return list(facts.values())


def _category(fact: Fact, dimension: str) -> str:
    return f"{dimension}={cell_of(fact.cell)[dimension]}"


def _float(row: dict[str, object], name: str) -> float:
    return float(str(row[name]))


def mosaic(figures: pd.DataFrame, lang: str = "vi", ax: Axes | None = None) -> Chart:
    """Draw dossiers received: columns as wide as the levels of service, cut at the heights of the channels.

    What the report puts into no level is a column of its own, reckoned from the totals.
    """
    report = one_report(figures)
    table = Figures(figures)
    indicator, outer, inner = DOSSIERS
    (whole,) = demand(table.find(indicator))
    totals = _categories(table, indicator, inner)
    columns = _categories(table, indicator, outer)
    cells = [_categories(table, indicator, inner, column.cell) for column in columns]
    if not columns or not totals or any(len(found) != len(totals) for found in cells):
        missing = [wanted(indicator, "level", f"{outer}=…;{inner}=…", table.period)]
        raise MissingFigures(missing)
    rows = [
        _mosaic_row(fact, column, (outer, inner), lang)
        for column, found in zip(columns, cells, strict=True)
        for fact in _ordered(found, totals, inner)
    ]
    rows += _mosaic_rest(whole, totals, columns, cells, (outer, inner), lang)
    if any(_float(row, "value") < 0 for row in rows):
        raise MissingFigures([f"{indicator} (cells no greater than their totals)"])
    last = rows[(len(columns) - 1) * len(totals)]
    share = 100 * _float(last, "value") / columns[-1].value
    words = "; ".join(f"{row['column']}, {row['label']}: {number(_float(row, 'value'), lang)}" for row in rows)
    unit = counted(whole.unit, lang)
    return Chart(
        name="mosaic",
        lang=lang,
        title=headline(
            "mosaic", lang, unit=unit, column=last["column"], row=last["label"], share=number(share, lang, 0)
        ),
        subtitle=say("mosaic_subtitle", lang, whole=number(whole.value, lang), unit=unit, year=whole.period),
        alternative=say("mosaic_alternative", lang, whole=number(whole.value, lang), unit=unit, values=words),
        table=pd.DataFrame(rows),
        paint=lambda axes: _paint_mosaic(axes[0], rows, whole.value, lang),
        panel=Panel(3.4, left=1.25, right=0.75, top=0.65, bottom=0.2),
        notes=(say("note_mosaic_rest", lang),) if len(rows) > len(columns) * len(totals) else (),
        sources=(report or "",),
        key=("remainder",) if len(rows) > len(columns) * len(totals) else (),
    ).on(ax)


def _ordered(found: Sequence[Fact], totals: Sequence[Fact], dimension: str) -> list[Fact]:
    by_name = {_category(fact, dimension): fact for fact in found}
    return [by_name[name] for name in (_category(total, dimension) for total in totals) if name in by_name]


def _mosaic_row(fact: Fact, column: Fact, dimensions: tuple[str, str], lang: str) -> dict[str, object]:
    outer, inner = dimensions
    return {
        "indicator": fact.indicator,
        "cell": fact.cell,
        "column": named(_category(column, outer), lang),
        "label": named(_category(fact, inner), lang),
        "value": fact.value,
        "share": 100 * fact.value / column.value,
        "estimate": fact.estimate,
        "derived": False,
        "figure_ids": joined(fact.figure_ids),
    }


def _mosaic_rest(
    whole: Fact,
    totals: Sequence[Fact],
    columns: Sequence[Fact],
    cells: Sequence[Sequence[Fact]],
    dimensions: tuple[str, str],
    lang: str,
) -> list[dict[str, object]]:
    outer, inner = dimensions
    rest = whole.value - sum(column.value for column in columns)
    if rest == 0:
        return []
    rows: list[dict[str, object]] = []
    for total in totals:
        same = [fact for found in cells for fact in found if _category(fact, inner) == _category(total, inner)]
        value = total.value - sum(fact.value for fact in same)
        rows.append(
            {
                "indicator": whole.indicator,
                "cell": total.cell,
                "column": say(f"none_{outer}", lang),
                "label": named(_category(total, inner), lang),
                "value": value,
                "share": 100 * value / rest,
                "estimate": total.estimate,
                "derived": True,
                "figure_ids": joined(total.figure_ids, *(fact.figure_ids for fact in same)),
            }
        )
    return rows


def _paint_mosaic(ax: Axes, rows: Sequence[dict[str, object]], whole: float, lang: str) -> None:
    ax.set_xlim(0, whole)
    ax.set_ylim(0, 100)
    inches = ax.get_position().width * 9 / whole
    columns = list(dict.fromkeys(str(row["column"]) for row in rows))
    names = list(dict.fromkeys(str(row["label"]) for row in rows))
    left = 0.0
    for column in columns:
        here = [row for row in rows if row["column"] == column]
        width = sum(_float(row, "value") for row in here)
        bottom = 0.0
        for row in here:
            shade, ink = SHADES[names.index(str(row["label"]))]
            height = _float(row, "share")
            if height == 0:
                continue
            style = area(shade, derived=bool(row["derived"]))
            gap = 0.006 * whole if column != columns[-1] else 0
            edge = shade if row["derived"] else "white"
            ax.bar(
                left, height, width - gap, bottom=bottom, align="edge", clip_on=False, **{**style, "edgecolor": edge}
            )
            text = f"{number(_float(row, 'value'), lang)}\n{percent(height, lang)}"
            room = fits(text, (width - gap) * inches) and height > 11
            if room:
                color = INK if row["derived"] else ink
                put(ax, text, (left + (width - gap) / 2, bottom + height / 2), color=color)
            else:
                put(ax, text, (left + (width - gap) / 2, bottom + height / 2), size=SMALL - 0.5)
            bottom += height
        head = f"{capital(column)}\n{number(width, lang)}"
        room_for_head = max(width * inches, 0.95)
        lines = "\n".join(wrapped(line, room_for_head, TEXT) for line in head.split("\n"))
        put(ax, lines, (left + width / 2, 100), (0, 5), va="bottom", weight="bold", size=9.5)
        left += width
    ends = [row for row in rows if row["column"] == columns[0]]
    place = 0.0
    for row in ends:
        shade, _ = SHADES[names.index(str(row["label"]))]
        share = _float(row, "share")
        color = INK if shade == LIGHT else shade
        put(ax, capital(str(row["label"])), (0, place + share / 2), (-8, 0), ha="right", color=color)
        place += share
    ax.set_xticks([])
    ax.set_yticks([])
    bare(ax, "left", "bottom")


def overlap(figures: pd.DataFrame, lang: str = "vi", ax: Axes | None = None) -> Chart:
    """Draw households on two platforms, who overlap by an unknown number, and the bounds on how many are on either and
    on both.
    """
    report = one_report(figures)
    table = Figures(figures)
    indicator, dimension = HOUSEHOLDS
    found = _categories(table, indicator, dimension)
    if len(found) != 2:
        raise MissingFigures([wanted(indicator, "level", f"{dimension}=… (two)", table.period)])
    values = [part.value for part in found]
    labels = [named(_category(part, dimension), lang) for part in found]
    union, both = (max(values), sum(values)), (0.0, min(values))
    used = joined(*(part.figure_ids for part in found))
    unit = counted(found[0].unit, lang)
    rows: list[dict[str, object]] = [
        {"label": label, "low": part.value, "high": part.value, "derived": False, "figure_ids": joined(part.figure_ids)}
        for label, part in zip(labels, found, strict=True)
    ]
    rows += [
        {"label": say(name, lang), "low": low, "high": high, "derived": True, "figure_ids": used}
        for name, (low, high) in (("in_either", union), ("in_both", both))
    ]
    words = {
        "what": named(indicator, lang),
        "unit": unit,
        "a": labels[0],
        "b": labels[1],
        "x": number(values[0], lang),
        "y": number(values[1], lang),
        "low": number(union[0], lang),
        "high": number(union[1], lang),
        "most": number(both[1], lang),
    }
    total = table.find(indicator)
    notes = [say("note_accounts", lang)]
    if isinstance(total, Fact) and total.value == union[0]:
        smaller = labels[values.index(min(values))]
        notes.insert(0, say("note_if_union", lang, whole=number(total.value, lang), smaller=smaller, **words))
    return Chart(
        name="overlap",
        lang=lang,
        title=headline("overlap", lang, **words),
        subtitle=say("in_year", lang, what=heading(indicator, lang), year=found[0].period),
        alternative=say("overlap_alternative", lang, **words),
        table=pd.DataFrame(rows),
        paint=lambda axes: _paint_overlap(axes[0], rows, lang),
        panel=Panel(2.5, left=2.1, right=1.75, bottom=0.6),
        notes=tuple(notes),
        sources=(report or "",),
        key=("stated", "certain", "bounds"),
    ).on(ax)


def _paint_overlap(ax: Axes, rows: Sequence[dict[str, object]], lang: str) -> None:
    most = max(_float(row, "high") for row in rows)
    ax.set_xlim(0, most)
    ax.set_ylim(len(rows) - 0.45, -0.55)
    for y, row in enumerate(rows):
        low, high = _float(row, "low"), _float(row, "high")
        if low == high:
            ax.barh(y, high, 0.55, **area(DARK))
            text = number(high, lang)
        else:
            if low:
                ax.barh(y, low, 0.55, **area(LIGHT))
            ax.barh(y, high - low, 0.55, left=low, **{**area(DARK, derived=True), "hatch": DOTS, "clip_on": False})
            text = f"{number(low, lang)}–{number(high, lang)}"
        put(ax, text, (high, y), (6, 0), ha="left", weight="bold", bbox=UNDER)
    ax.set_yticks(range(len(rows)), [wrapped(capital(str(row["label"])), 1.75, 9.5) for row in rows])
    ticks(ax, lang, "x")
    ax.locator_params(axis="x", nbins=5)
    ax.set_xlabel(say("households", lang))
    bare(ax, "left")
