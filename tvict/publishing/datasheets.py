"""The sheets that hold tables: the tables of one report go in, a Sheet for each comes out, with cells and formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal

import pandas as pd

from tvict.analysis.printed import PERCENT, records
from tvict.codebook import indicators
from tvict.labels import label
from tvict.publishing.comparison import (
    KeyFigure,
    derived_decimals,
    key_codes,
    key_figures,
    own_decimals,
    pairs,
    scaled,
    status,
    when,
)
from tvict.publishing.native import Bars
from tvict.publishing.reckoning import Figures, reckon
from tvict.publishing.sheets import (
    NOT_APPLICABLE,
    Cell,
    Formula,
    Heading,
    Link,
    Number,
    Row,
    Sheet,
    coded,
    row_number,
    rows_of,
    words,
)
from tvict.tables import JOINT

A3 = 8
VERDICTS = ("differs", "partial", "truncated", "unchecked", "holds")
"""Verdicts in the order in which a reader wants them."""


class Tables:
    """The tables of one report as rows, with what several sheets need of them."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], passages: Mapping[int, str], year: int | None) -> None:
        self.passages = passages
        self.rows: dict[str, list[Row]] = {name: rows_of(table) for name, table in tables.items()}
        self.figures = self.rows["figures"]
        self.by_id = {row["figure_id"]: row for row in self.figures}
        self.codebook: dict[str, Row] = {row["indicator"]: row for row in rows_of(indicators())}
        self.names = {code: str(entry["label_vi"]) for code, entry in self.codebook.items()}
        self.pairs = pairs(self.rows["history"], self.figures)
        self.printed = records(tables["figures"])
        months = {figure.id: len(figure.months) for figure in self.printed}
        self.keys = key_figures(self.figures, self.pairs, self.names, year, months)

    def operands(self, check_id: int) -> list[int]:
        """Return the figures that a check reckons with, in their order."""
        mine = [row for row in self.rows["operands"] if row["check_id"] == check_id]
        return [row["figure_id"] for row in sorted(mine, key=lambda row: int(row["position"]))]


FIGURE_HEADINGS = (
    Heading("figure_id", 9),
    Heading("section", 9),
    Heading("indicator_name", 30, wraps=True),
    Heading("cell", 22, wraps=True),
    Heading("subject", 40, wraps=True),
    Heading("value", 18),
    Heading("unit", 14, wraps=True),
    Heading("printed", 16, wraps=True),
    Heading("role", 12, wraps=True),
    Heading("bound", 10),
    Heading("estimate", 8),
    Heading("period", 10),
    Heading("as_of", 11),
    Heading("passage", 85, wraps=True),
    Heading("quality", 14, wraps=True),
    Heading("inferred", 12, wraps=True),
    Heading("low", 18),
    Heading("high", 18),
    Heading("parent_id", 8),
    Heading("list_id", 12),
    Heading("closed", 8),
    Heading("of_id", 8),
    Heading("base_id", 8),
    Heading("indicator_code", 28),
)


def figures_sheet(held: Tables, title: str) -> Sheet:
    """Build the sheet of figures: every figure with value, print and passage."""
    sheet = Sheet("figures", title, FIGURE_HEADINGS, frozen=1, reviewed=True, paper=A3, prints_to="inferred")
    for row in held.figures:
        decimals = _shown_decimals(row)
        cells: dict[str, Cell] = {
            "figure_id": row["figure_id"],
            "section": row["section"],
            "indicator_name": held.names.get(row["indicator"], row["indicator"]),
            "cell": row["cell"] if row["cell"] or row["indicator"] is None else NOT_APPLICABLE,
            "subject": row["subject"],
            "value": _number(row["value"], decimals),
            "unit": row["unit"],
            "printed": _line(row["text"]),
            "role": coded("roles", row["role"]),
            "bound": coded("workbook.bounds", row["bound"]),
            "estimate": bool(row["estimate"]),
            "period": row["period"],
            "as_of": row["as_of"] or NOT_APPLICABLE,
            "passage": held.passages.get(row["figure_id"]),
            "quality": _flags(row["quality"]),
            "inferred": _flags(row["inferred"]),
            "low": _number(row["low"], _finer(row)),
            "high": _number(row["high"], _finer(row)),
            "list_id": row["list_id"] or NOT_APPLICABLE,
            "closed": bool(row["closed"]) if row["list_id"] else NOT_APPLICABLE,
            "indicator_code": row["indicator"],
            **{name: _reference(row[name]) for name in ("parent_id", "of_id", "base_id")},
        }
        sheet.rows.append([cells[heading.name] for heading in FIGURE_HEADINGS])
    return sheet


KEY_HEADINGS = (
    Heading("indicator_name", 38, wraps=True),
    Heading("unit", 14, wraps=True),
    Heading("last_year", 12),
    Heading("last_basis", 15, wraps=True),
    Heading("this_year", 12),
    Heading("printed", 14, wraps=True),
    Heading("this_status", 18, wraps=True),
    Heading("change_printed", 10),
    Heading("change_unit", 13, wraps=True),
    Heading("target", 10),
    Heading("target_basis", 15, wraps=True),
    Heading("period", 10),
    Heading("section", 10),
    Heading("indicator_code", 30),
)


def key_sheet(held: Tables, title: str) -> Sheet:
    """Build the sheet of key figures: one row an indicator, last year beside this year."""
    sheet = Sheet("key", title, KEY_HEADINGS)
    for key in held.keys:
        figure = key.figure
        scale, unit = scaled(figure)
        earlier = None if key.pair is None else key.pair.earlier
        change = key.change
        basis = words("basis", "stated" if key.implied is None else "derived")
        finer = derived_decimals(figure)
        last = None if key.pair is None else _number(key.pair.earlier["value"], key.pair.earlier_decimals, scale)
        cells: dict[str, Cell] = {
            "indicator_name": key.name,
            "unit": unit,
            "last_year": last,
            "last_basis": None if earlier is None else coded("workbook.basis", earlier["basis"]),
            "this_year": _number(figure["value"], own_decimals(figure), scale),
            "printed": _line(figure["text"]),
            "this_status": status(figure) or words("words", "final"),
            "change_printed": None if change is None else _number(change["value"], int(change["decimals"])),
            "change_unit": None if change is None else change["unit"],
            "target": None if key.target is None else _number(key.target[0], finer, scale),
            "target_basis": None if key.target is None else basis,
            "period": figure["period"],
            "section": figure["section"],
            "indicator_code": key.code,
        }
        sheet.rows.append([cells[heading.name] for heading in KEY_HEADINGS])
    return sheet


CHART_HEADINGS = (
    Heading("chart", 54),
    Heading("what", 48),
    Heading("value", 12),
    Heading("unit", 14, wraps=True),
    Heading("low", 12),
    Heading("high", 12),
)


def charts_sheet(held: Tables, title: str) -> tuple[Sheet, list[Bars]]:
    """Build the sheet that the native charts are drawn from, and say what to draw."""
    sheet, charts = Sheet("charts", title, CHART_HEADINGS, filtered=False, one_page=True), []
    charted = [key for key in held.keys if key.code in key_codes("charted")]
    for key in charted:
        first = len(sheet.rows)
        bars = _bar_rows(key)
        sheet.rows += [row for row, _ in bars]
        unit = scaled(key.figure)[1]
        heading = f"{key.name}\n{unit}" if unit else key.name
        drawn = [how for _, how in bars]
        charts.append(Bars(heading, first, len(sheet.rows) - 1, drawn))
    changes = [key for key in charted if key.change is not None and key.change["unit"] == PERCENT]
    if changes:
        first = len(sheet.rows)
        for key in changes:
            assert key.change is not None
            number = _number(key.change["value"], int(key.change["decimals"]))
            what = f"{key.name}{_in_brackets(status(key.change))}"
            sheet.rows.append([words("words", "change_chart"), what, number, PERCENT, *_span(key.change, key.change)])
        drawn = ["light" if key.change and status(key.change) else "full" for key in changes]
        charts.append(Bars(words("words", "change_chart"), first, len(sheet.rows) - 1, drawn, signed=True))
    return sheet, charts


def _bar_rows(key: KeyFigure) -> list[tuple[list[Cell], str]]:
    """Return the rows that one chart is drawn from, and how each bar is drawn."""
    figure = key.figure
    scale, unit = scaled(figure)
    rows: list[tuple[list[Cell], str]] = []
    if key.pair is not None:
        earlier = key.pair.earlier
        derived = earlier["basis"] == "derived"
        what = f"{_period(earlier)}{_in_brackets(words('basis', 'derived') if derived else '')}"
        value = _number(earlier["value"], key.pair.earlier_decimals, scale)
        rows.append(([key.name, what, value, unit, *_span(earlier, figure)], "hollow" if derived else "full"))
    what = f"{_period(figure)}{_in_brackets(status(figure))}"
    value = _number(figure["value"], own_decimals(figure), scale)
    rows.append(([key.name, what, value, unit, *_span(figure, figure)], "light" if status(figure) else "full"))
    if key.target is not None:
        target, low, high = key.target
        what = words("words", "target_row")
        if key.implied is not None:
            what = words("words", "target_implied").format(attainment=_line(key.implied["text"]))
        ends = {"low": low, "high": high}
        value = _number(target, derived_decimals(figure), scale)
        rows.append(([key.name, what, value, unit, *_span(ends, figure)], "hollow"))
    return rows


CHANGE_HEADINGS = (
    Heading("subject", 44, wraps=True),
    Heading("unit", 14, wraps=True),
    Heading("last_period", 11),
    Heading("last_year", 18),
    Heading("last_basis", 15),
    Heading("last_low", 18),
    Heading("last_high", 18),
    Heading("period", 11),
    Heading("this_year", 18),
    Heading("printed", 16, wraps=True),
    Heading("this_status", 15, wraps=True),
    Heading("change_printed", 12),
    Heading("change_unit", 14, wraps=True),
    Heading("formula_difference", 18),
    Heading("difference", 18),
    Heading("formula_relative", 12),
    Heading("relative", 12),
    Heading("figure_ids", 12),
    Heading("indicator_name", 34, wraps=True),
    Heading("cell", 20, wraps=True),
)


def changes_sheet(held: Tables, title: str) -> Sheet:
    """Build the sheet of changes: each earlier value beside the later one, printed or derived, with its interval."""
    sheet = Sheet("changes", title, CHANGE_HEADINGS, paper=A3)
    for pair in held.pairs:
        row = row_number(len(sheet.rows))
        earlier, later, figure, printed = pair.earlier, pair.later, pair.figure, pair.change
        last, this = f"{sheet.letter('last_year')}{row}", f"{sheet.letter('this_year')}{row}"
        decimals = _shown_decimals(figure)
        if earlier["basis"] == "derived":
            decimals = 2 if any(_fraction(earlier[name]) for name in ("value", *ENDS)) else 0
        difference, relative = pair.difference, pair.relative
        cells: dict[str, Cell] = {
            "subject": figure["subject"],
            "unit": later["unit"],
            "last_period": earlier["period"],
            "last_year": _number(earlier["value"], decimals),
            "last_basis": coded("workbook.basis", earlier["basis"]),
            "last_low": _number(earlier["low"], max(decimals, _finer(figure))),
            "last_high": _number(earlier["high"], max(decimals, _finer(figure))),
            "period": later["period"],
            "this_year": _number(later["value"], _shown_decimals(figure)),
            "printed": _line(figure["text"]),
            "this_status": status(later) or words("words", "final"),
            "change_printed": None if printed is None else _number(printed["value"], int(printed["decimals"])),
            "change_unit": None if printed is None else printed["unit"],
            "formula_difference": None if difference is None else Formula(f"={this}-{last}", decimals),
            "difference": _number(difference, decimals),
            "formula_relative": NOT_APPLICABLE if relative is None else Formula(f"=100*({this}-{last})/{last}", 2),
            "relative": NOT_APPLICABLE if relative is None else Number(relative, 2),
            "figure_ids": earlier["figure_ids"],
            "indicator_name": held.names.get(figure["indicator"], figure["indicator"]),
            "cell": figure["cell"] or NOT_APPLICABLE,
        }
        sheet.rows.append([cells[heading.name] for heading in CHANGE_HEADINGS])
    return sheet


CHECK_HEADINGS = (
    Heading("check_id", 9),
    Heading("kind", 14, wraps=True),
    Heading("verdict", 18),
    Heading("formula_verdict", 18),
    Heading("claim", 60, wraps=True),
    Heading("subject", 40, wraps=True),
    Heading("stated", 18),
    Heading("unit", 12, wraps=True),
    Heading("computed", 18),
    Heading("formula_computed", 18),
    Heading("gap", 16),
    Heading("formula_gap", 16),
    Heading("low", 18),
    Heading("formula_low", 18),
    Heading("high", 18),
    Heading("formula_high", 18),
    Heading("whole_id", 10),
    Heading("operands", 20, wraps=True),
    Heading("section", 10),
)
LIVE = ("formula_computed", "formula_low", "formula_high", "formula_gap", "formula_verdict")


def checks_sheet(held: Tables, title: str, figures: Sheet) -> Sheet:
    """Build the sheet of checks: differences first, formulas that reckon again, ready values beside them."""
    sheet = Sheet("checks", title, CHECK_HEADINGS, frozen=1, reviewed=True, paper=A3)
    placed = Figures(held.printed, figures)
    letters = {heading.name: sheet.letter(heading.name) for heading in CHECK_HEADINGS}
    for check in sorted(held.rows["checks"], key=lambda check: VERDICTS.index(check["verdict"])):
        operands = held.operands(check["check_id"])
        ready = reckon(check, operands, placed, row_number(len(sheet.rows)), letters)
        whole = held.by_id.get(check["whole_id"], {})
        decimals = _shown_decimals(whole) if whole else 0
        finer = max(decimals, ready.decimals)
        cells: dict[str, Cell] = {
            "check_id": check["check_id"],
            "kind": coded("workbook.kinds", check["kind"]),
            "verdict": coded("workbook.verdicts", check["verdict"]),
            "claim": check["claim"],
            "subject": whole.get("subject"),
            "stated": _number(check["stated"], decimals),
            "unit": whole.get("unit"),
            "computed": _number(ready.computed, ready.decimals),
            "gap": _number(check["gap"], finer),
            "low": _number(check["low"], finer + 1 if finer else 0),
            "high": _number(check["high"], finer + 1 if finer else 0),
            "whole_id": _link(check["whole_id"], placed, figures) if whole else None,
            "operands": ", ".join(map(str, operands)) or NOT_APPLICABLE,
            "section": check["section"],
            **{name: ready.formulas.get(name, NOT_APPLICABLE) for name in LIVE},
        }
        sheet.rows.append([cells[heading.name] for heading in CHECK_HEADINGS])
    return sheet


CITATION_HEADINGS = (
    Heading("number", 26),
    Heading("type", 10),
    Heading("issuer", 14),
    Heading("date", 12),
    Heading("title", 70, wraps=True),
    Heading("system", 12),
    Heading("normative", 12),
    Heading("order", 26, wraps=True),
    Heading("year_in_number", 10),
    Heading("drafter", 14),
    Heading("printed", 30, wraps=True),
)


def citations_sheet(held: Tables, title: str) -> Sheet:
    """Build the sheet of citations."""
    sheet = Sheet("citations", title, CITATION_HEADINGS)
    for row in held.rows["citations"]:
        cells: dict[str, Cell] = {
            **{name: row[name] for name in ("number", "type", "issuer", "date", "title")},
            "system": coded("workbook.words", row["system"]),
            "normative": bool(row["normative"]),
            "order": coded("workbook.order", row["order"]) or NOT_APPLICABLE,
            "year_in_number": row["year_in_number"] if row["year_in_number"] is not None else NOT_APPLICABLE,
            "drafter": row["drafter"] or NOT_APPLICABLE,
            "printed": _line(row["text"]),
        }
        sheet.rows.append([cells[heading.name] for heading in CITATION_HEADINGS])
    return sheet


INDICATOR_HEADINGS = (
    Heading("indicator_code", 34),
    Heading("indicator_name", 46, wraps=True),
    Heading("indicator_name_en", 46, wraps=True),
    Heading("sector", 14),
    Heading("unit", 16, wraps=True),
    Heading("measure", 14),
    Heading("figures_count", 10),
    Heading("note", 60, wraps=True),
)


def indicators_sheet(held: Tables, title: str) -> Sheet:
    """Build the sheet of indicators: those that the report has figures of."""
    sheet = Sheet("indicators", title, INDICATOR_HEADINGS)
    counts = Counter(row["indicator"] for row in held.figures if row["indicator"] is not None)
    order = [*(code for code in held.codebook if code in counts), *sorted(counts.keys() - held.codebook.keys())]
    for code in order:
        entry = held.codebook.get(code, {})
        measure = coded("workbook.words", entry.get("measure"))
        names = [entry.get(name) for name in ("label_vi", "label_en", "sector", "unit")]
        sheet.rows.append([code, *names, measure, counts[code], entry.get("note") or NOT_APPLICABLE])
    return sheet


CORRECTION_HEADINGS = (
    Heading("printed", 24, wraps=True),
    Heading("column", 24),
    Heading("before", 24, wraps=True),
    Heading("after", 24, wraps=True),
    Heading("reason", 60, wraps=True),
    Heading("corrected_on", 14),
    Heading("figure_id", 10),
)


def corrections_sheet(held: Tables, title: str) -> Sheet:
    """Build the sheet of corrections."""
    sheet = Sheet("corrections", title, CORRECTION_HEADINGS)
    for row in held.rows["corrections"]:
        column = str(row["column"])
        heading = f"{label('columns', column, 'vi')} ({column})"
        told = [row[name] for name in ("before", "after", "reason", "corrected_on", "figure_id")]
        sheet.rows.append([_line(row["text"]), heading, *told])
    return sheet


def _number(value: float | None, decimals: int, scale: int = 1) -> Number | None:
    if value is None:
        return None
    return Number(float(Decimal(str(value)) / scale) if scale != 1 else float(value), decimals)


def _shown_decimals(row: Row) -> int:
    return int(row["decimals"]) if int(row["scale"]) == 1 else 0


def _finer(row: Row) -> int:
    """Return the decimals for the ends of a figure's interval, half a unit of its last place."""
    return int(row["decimals"]) + 1 if int(row["scale"]) == 1 and any(_fraction(row[name]) for name in ENDS) else 0


def _span(row: Row, figure: Row) -> list[Cell]:
    """Return low and high of a row in the scale of a figure, with one decimal more than the figure's own."""
    scale = scaled(figure)[0]
    fine = scale > 1 or any(_fraction(row[name]) for name in ENDS)
    decimals = max(2, int(figure["decimals"]) + 1) if fine else 0
    return [_number(row[name], decimals, scale) for name in ENDS]


ENDS = ("low", "high")


def _fraction(value: float | None) -> bool:
    """Tell whether the decimals of a value are worth showing: those of a derived count in the thousands are not."""
    return value is not None and abs(value) < 1000 and not float(value).is_integer()


def _line(text: object) -> str:
    return " ".join(str(text).split())


def _flags(flags: str | None) -> str:
    return NOT_APPLICABLE if flags is None else flags.replace(JOINT, ", ")


def _reference(figure_id: int | None) -> Cell:
    return NOT_APPLICABLE if figure_id is None else int(figure_id)


def _link(figure_id: int, placed: Figures, figures: Sheet) -> Link:
    return Link(int(figure_id), figures.name, f"A{placed.row(figure_id)}")


def _period(row: Row) -> str:
    """Name a row's period under a bar; a bare year as it is."""
    code = row["period"]
    return words("words", "level_row") if code is None else code if code.isdigit() else when(code)


def _in_brackets(text: str | None) -> str:
    return f" ({text})" if text else ""
