"""The sheets that hold tables: the tables of one report go in, a Sheet for each comes out, with cells and formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from tvict.analysis.cited import documents_cited
from tvict.analysis.claims import in_words
from tvict.analysis.printed import BASE_PERIOD, PERCENT, records
from tvict.charts.catalogue import draw
from tvict.charts.facts import MissingFigures, ids
from tvict.charts.words import capital
from tvict.labels import label
from tvict.publishing.codes import breakdown, codebook, in_order, indicator_name
from tvict.publishing.comparison import (
    KeyFigure,
    derived_decimals,
    key_codes,
    key_figures,
    own_decimals,
    pairs,
    scaled,
    shown,
    status,
    when,
)
from tvict.publishing.differences import corrected
from tvict.publishing.reckoning import FIGURES, reckon
from tvict.publishing.rows import VERDICTS, Row, as_read, day, items_of, one_line, rows_of
from tvict.publishing.said import said
from tvict.publishing.sheets import (
    NOT_APPLICABLE,
    Cell,
    Column,
    Formula,
    Link,
    Number,
    Sheet,
    coded,
    row_number,
    words,
)
from tvict.tables import JOINT, ROLES


class Tables:
    """The tables of one report as rows, with what several sheets need of them."""

    def __init__(self, tables: Mapping[str, pd.DataFrame], passages: Mapping[int, str], year: int | None) -> None:
        self.passages = passages
        self.rows: dict[str, list[Row]] = {name: rows_of(table) for name, table in tables.items()}
        self.rows["citations"] = rows_of(documents_cited(tables))
        self.figures = self.rows["figures"]
        self.by_id = {row["figure_id"]: row for row in self.figures}
        self.places = {row["figure_id"]: position for position, row in enumerate(self.figures)}
        self.pairs = pairs(self.rows["history"], self.figures, self.rows["checks"])
        self.printed = {figure.id: figure for figure in records(tables["figures"])}
        months = {figure.id: len(figure.months) for figure in self.printed.values()}
        self.keys = key_figures(self.figures, self.pairs, year, months)
        self._tell_corrections(tables)

    def _tell_corrections(self, tables: Mapping[str, pd.DataFrame]) -> None:
        """Let the checks say what the report prints where a person corrected it, and their claims, in words, what was
        made of it.
        """
        read, told = as_read(tables), corrected(tables)
        for check in self.rows["checks"]:
            used = (check["whole_id"], *self.operands(check["check_id"]))
            claim = in_words(check["claim"], "vi")
            check["claim"] = "; ".join([claim, *(told[figure].vi for figure in used if figure in told)])
            if check["whole_id"] in read:
                check["stated"] = read[check["whole_id"]]["value"]

    def operands(self, check_id: int) -> list[int]:
        """Return the figures that a check is computed from, in their order."""
        mine = [row for row in self.rows["operands"] if row["check_id"] == check_id]
        return [row["figure_id"] for row in sorted(mine, key=lambda row: int(row["position"]))]

    def link(self, figure_id: int, shown: str | int | None = None) -> Link:
        """Return the way to a figure's row."""
        place = f"A{row_number(self.places[figure_id])}"
        return Link(figure_id if shown is None else shown, words("sheets", "figures"), place)


def _indicator(row: Row) -> str:
    """Name the indicator of a figure."""
    return indicator_name(row["indicator"]).vi if row["indicator"] else NOT_APPLICABLE


def _cell(row: Row) -> str:
    """Say a breakdown in words."""
    return breakdown(row["cell"]).vi or NOT_APPLICABLE


def _unit(unit: str | None) -> str:
    """Say a unit, or that none is printed."""
    return unit or words("words", "no_unit")


REVIEW = (
    Column("right_value", 14, open=True),
    Column("right_unit", 14, open=True),
    Column("right_role", 18, open=True, choices=tuple(label("roles", role, "vi") for role in ROLES)),
    Column("remark", 30, open=True, wraps=True),
)
FIGURE_COLUMNS = (
    Column("figure_id", 7),
    Column("indicator_name", 24, wraps=True),
    Column("cell", 15, wraps=True),
    Column("subject", 30, wraps=True),
    Column("value", 17),
    Column("unit", 12, wraps=True),
    Column("printed", 14, wraps=True),
    Column("role", 13, wraps=True),
    Column("this_status", 11, wraps=True),
    Column("period", 14, wraps=True),
    Column("section", 8, wraps=True),
    Column("passage", 56, wraps=True),
    *REVIEW,
    Column("as_of", 11, behind=True),
    Column("quality", 14, wraps=True, behind=True),
    Column("inferred", 14, wraps=True, behind=True),
    Column("low", 18, behind=True),
    Column("high", 18, behind=True),
    Column("parent_id", 9, behind=True),
    Column("closed", 9, behind=True),
    Column("of_id", 9, behind=True),
    Column("base_id", 9, behind=True),
    Column("indicator_code", 26, behind=True),
    Column("start", 9, behind=True),
)


def figures_sheet(held: Tables) -> Sheet:
    """Build the sheet of figures: every figure with value, print and passage, and columns for a reviewer."""
    sheet = Sheet("figures", FIGURES, FIGURE_COLUMNS, prints_to="passage")
    for row in held.figures:
        cells: dict[str, Cell] = {
            "figure_id": row["figure_id"],
            "indicator_name": _indicator(row),
            "cell": _cell(row),
            "subject": row["subject"],
            "value": _number(row["value"], _shown_decimals(row)),
            "unit": _unit(row["unit"]),
            "printed": one_line(row["text"]),
            "role": coded("roles", row["role"]),
            "this_status": status(row) or NOT_APPLICABLE,
            "period": None if row["period"] is None else when(row["period"]),
            "section": row["section"] or NOT_APPLICABLE,
            "passage": held.passages.get(row["figure_id"]),
            "as_of": day(row["as_of"]) or NOT_APPLICABLE,
            "quality": _flags("page.quality", row["quality"]),
            "inferred": _flags("columns", row["inferred"]),
            "low": _number(row["low"], _finer(row)),
            "high": _number(row["high"], _finer(row)),
            "closed": bool(row["closed"]) if row["list_id"] else NOT_APPLICABLE,
            "indicator_code": row["indicator"] or NOT_APPLICABLE,
            "start": row["start"],
            **{name: _reference(held, row[name]) for name in ("parent_id", "of_id", "base_id")},
        }
        sheet.add(cells)
    return sheet


LINKS = 26
"""The width of a column of numbers as printed, with their units, that lead to their rows: LibreOffice wraps no link."""
KEY_COLUMNS = (
    Column("indicator_name", 40, wraps=True),
    Column("unit", 14, wraps=True),
    Column("last_year", 14),
    Column("last_basis", 16, wraps=True),
    Column("this_year", 14),
    Column("this_status", 16, wraps=True),
    Column("change_printed", 12),
    Column("change_unit", 14, wraps=True),
    Column("target", 12),
    Column("target_basis", 16, wraps=True),
    Column("period", 20, wraps=True),
    Column("printed", LINKS, wraps=True),
)


def key_sheet(held: Tables) -> Sheet:
    """Build the sheet of key figures: one row per indicator, last year beside this year."""
    sheet = Sheet("key", "ChiTieuChinh", KEY_COLUMNS)
    for key in held.keys:
        figure, change, pair = key.figure, key.change, key.pair
        scale, unit = scaled(figure)
        basis = coded("basis", "stated" if key.implied is None else "derived")
        cells: dict[str, Cell] = {
            "indicator_name": key.name,
            "unit": _unit(unit),
            "last_year": None if pair is None else _number(pair.earlier["value"], pair.earlier_decimals, scale),
            "last_basis": NOT_APPLICABLE if pair is None else coded("basis", pair.earlier["basis"]),
            "this_year": _number(figure["value"], own_decimals(figure), scale),
            "this_status": status(figure) or NOT_APPLICABLE,
            "change_printed": None if change is None else _number(change["value"], int(change["decimals"])),
            "change_unit": NOT_APPLICABLE if change is None else change["unit"],
            "target": None if key.target is None else _number(key.target[0], derived_decimals(figure), scale),
            "target_basis": NOT_APPLICABLE if key.target is None else basis,
            "period": None if figure["period"] is None else when(figure["period"]),
            "printed": held.link(figure["figure_id"], one_line(figure["text"])),
        }
        sheet.add(cells)
    return sheet


CHART_COLUMNS = (
    Column("chart", 44, wraps=True),
    Column("what", 34, wraps=True),
    Column("value", 12),
    Column("unit", 14, wraps=True),
    Column("low", 12),
    Column("high", 12),
)


@dataclass(frozen=True, slots=True)
class Bars:
    """One chart: its title, the rows of the table that it draws (first and last), and how each bar is drawn.

    ``drawn`` says for each row "full", "light" (an estimate or a bound) or "hollow" (derived, or a target); bars that
    lie on their side are ``across``; ``note`` says what is not drawn, or does not add up.
    """

    title: str
    first: int
    last: int
    drawn: Sequence[str]
    across: bool = False
    note: str = ""


def charts_sheet(held: Tables, tables: Mapping[str, pd.DataFrame]) -> tuple[Sheet, list[Bars]]:
    """Build the sheet that the native charts are drawn from, and say what to draw: what any report may have, then a
    chart for each indicator that opens a workbook.
    """
    sheet, charts = Sheet("charts", "BieuDo", CHART_COLUMNS), []
    for title, drawn_rows, value, note in _general(held, tables):
        first = len(sheet.rows)
        sheet.rows += [_general_row(title, row, value) for row in drawn_rows]
        drawn = ["hollow" if row.get("derived") else "light" if row["estimate"] else "full" for row in drawn_rows]
        charts.append(Bars(title, first, len(sheet.rows) - 1, drawn, across=True, note=note))
    for key in (key for key in held.keys if key.code in key_codes("charted")):
        first = len(sheet.rows)
        bars = _bar_rows(key)
        sheet.rows += [row for row, _ in bars]
        unit = scaled(key.figure)[1]
        title = f"{key.name} ({unit})" if unit else key.name
        charts.append(Bars(title, first, len(sheet.rows) - 1, [how for _, how in bars]))
    return sheet, charts


PARTS, TOTALS = 6, 4
"""The most parts of a total with a native chart, and the most totals with one each."""
GENERAL = (("changes", "shown"), ("targets", "value"), ("shares", "value"), ("totals", "share"))
"""Kinds of chart that any report may have, with the column of their tables that is drawn."""


def _general(held: Tables, tables: Mapping[str, pd.DataFrame]) -> Iterator[tuple[str, list[Row], str, str]]:
    """Yield title, rows, drawn column and note of each general chart; of totals one for each total."""
    for name, value in GENERAL:
        try:
            chart = draw(name, tables)
        except MissingFigures:
            continue
        if name == "totals":
            found = [rows_of(parts) for _, parts in chart.table.groupby("list") if len(parts) <= PARTS]
            for parts in found[:TOTALS]:
                title, note = _of_total(held, parts)
                yield title, parts, value, note
        else:
            yield chart.title.removesuffix("."), rows_of(chart.table), value, chart.left_out


def _of_total(held: Tables, parts: Sequence[Row]) -> tuple[str, str]:
    """Name a total with its time, and say what its parts give where that is something else."""
    whole = held.by_id[ids(parts[0]["figure_ids"])[-1]]
    time = [when(whole["period"])] if whole["period"] else []
    plan = [str(coded("roles", "plan"))] if whole["role"] == "plan" else []
    total = ", ".join([capital(str(parts[0]["total"])), *([" ".join([*plan, *time])] if plan or time else [])])
    note = ""
    if parts[0]["verdict"] == "differs":
        given = sum(part["value"] for part in parts if not part["derived"])
        note = label("chart_words", "sum_gives", "vi").format(sum=shown(given, whole).vi)
    return words("words", "of_total").format(total=total), note


def _general_row(title: str, row: Row, value: str) -> list[Cell]:
    """Return the row that one bar of a general chart is drawn from."""
    what = str(row.get("text") or row["label"]) + _in_brackets(said("estimate").vi if row["estimate"] else "")
    ends = [_number(None if row.get(name) is None else float(row[name]), 2) for name in ENDS]
    drawn = round(float(row[value]), 2)
    fine = next(places for places in (0, 1, 2) if round(drawn, places) == drawn)
    return [title, what, Number(drawn, fine), PERCENT, *ends]


def _bar_rows(key: KeyFigure) -> list[tuple[list[Cell], str]]:
    """Return the rows that one chart is drawn from, and how each bar is drawn."""
    figure = key.figure
    scale, unit = scaled(figure)
    rows: list[tuple[list[Cell], str]] = []
    if key.pair is not None:
        earlier = key.pair.earlier
        derived = earlier["basis"] == "derived"
        what = f"{_period(earlier)}{_in_brackets(coded('basis', 'derived') if derived else '')}"
        value = _number(earlier["value"], key.pair.earlier_decimals, scale)
        rows.append(([key.name, what, value, _unit(unit), *_span(earlier, figure)], "hollow" if derived else "full"))
    what = f"{_period(figure)}{_in_brackets(status(figure))}"
    value = _number(figure["value"], own_decimals(figure), scale)
    rows.append(([key.name, what, value, _unit(unit), *_span(figure, figure)], "light" if status(figure) else "full"))
    if key.target is not None:
        target, low, high = key.target
        what = words("words", "target_row")
        if key.implied is not None:
            what = words("words", "target_implied").format(attainment=one_line(key.implied["text"]))
        value = _number(target, derived_decimals(figure), scale)
        rows.append(([key.name, what, value, _unit(unit), *_span({"low": low, "high": high}, figure)], "hollow"))
    return rows


CHANGE_COLUMNS = (
    Column("subject", 40, wraps=True),
    Column("cell", 20, wraps=True),
    Column("unit", 14, wraps=True),
    Column("last_period", 18, wraps=True),
    Column("last_year", 18),
    Column("last_basis", 15, wraps=True),
    Column("period", 18, wraps=True),
    Column("this_year", 18),
    Column("this_status", 14, wraps=True),
    Column("change_printed", 12),
    Column("difference", 16),
    Column("relative", 12),
    Column("printed", LINKS, wraps=True),
    Column("change_unit", 14, wraps=True, behind=True),
    Column("last_low", 18, behind=True),
    Column("last_high", 18, behind=True),
    Column("indicator_name", 34, wraps=True, behind=True),
)


def changes_sheet(held: Tables) -> Sheet:
    """Build the sheet of changes: each earlier value beside the later one, printed or derived, with its interval."""
    sheet = Sheet("changes", "SoVoiNamTruoc", CHANGE_COLUMNS)
    for pair in held.pairs:
        row = row_number(len(sheet.rows))
        earlier, later, figure, printed = pair.earlier, pair.later, pair.figure, pair.change
        last, this = f"{sheet.letter('last_year')}{row}", f"{sheet.letter('this_year')}{row}"
        scale, unit = scaled(figure)
        decimals = own_decimals(figure)
        difference = _number(pair.difference, max(decimals, pair.earlier_decimals), scale)
        low, high = _span(earlier, figure)
        cells: dict[str, Cell] = {
            "subject": figure["subject"],
            "cell": _cell(figure),
            "unit": _unit(unit),
            "last_period": when(earlier["period"]),
            "last_year": _number(earlier["value"], pair.earlier_decimals, scale),
            "last_basis": coded("basis", earlier["basis"]),
            "period": when(later["period"]),
            "this_year": _number(later["value"], decimals, scale),
            "this_status": status(later) or NOT_APPLICABLE,
            "change_printed": None if printed is None else _number(printed["value"], int(printed["decimals"])),
            "change_unit": NOT_APPLICABLE if printed is None else printed["unit"],
            "difference": _formula(f"={this}-{last}", difference),
            "relative": _formula(f"=100*({this}-{last})/{last}", _number(pair.relative, 2)),
            "printed": held.link(figure["figure_id"], one_line(figure["text"])),
            "last_low": low,
            "last_high": high,
            "indicator_name": _indicator(figure),
        }
        sheet.add(cells)
    return sheet


CHECK_COLUMNS = (
    Column("verdict", 18, wraps=True),
    Column("subject", 56, wraps=True),
    Column("claim", 56, wraps=True),
    Column("stated", 16),
    Column("computed", 16),
    Column("gap", 14),
    Column("unit", 12, wraps=True),
    Column("section", 8),
    Column("remark", 34, open=True, wraps=True),
    *REVIEW[:-1],  # of the figure that is tested
    Column("kind", 16, wraps=True, behind=True),
    Column("low", 16, behind=True),
    Column("high", 16, behind=True),
    Column("whole_id", 9, behind=True),
    Column("operands", 16, wraps=True, behind=True),
    Column("items", 60, wraps=True, behind=True),
    Column("check_id", 8, behind=True),
)


def checks_sheet(held: Tables, tables: Mapping[str, pd.DataFrame]) -> Sheet:
    """Build the sheet of checks: differences first, each result a formula over the table of figures."""
    sheet = Sheet("checks", "KiemTra", CHECK_COLUMNS, prints_to="remark")
    letters = {column.name: sheet.letter(column.name) for column in CHECK_COLUMNS}
    items = items_of(tables["lists"])
    for check in sorted(held.rows["checks"], key=lambda check: VERDICTS.index(check["verdict"])):
        operands = held.operands(check["check_id"])
        formulas = reckon(check, operands, held.printed, row_number(len(sheet.rows)), letters)
        whole = held.by_id.get(check["whole_id"], {})
        decimals = _shown_decimals(whole) if whole else 0
        listed = items.get(check["whole_id"], []) if check["kind"] == "count" else []
        cells: dict[str, Cell] = {
            "verdict": coded("verdicts", check["verdict"]),
            "subject": whole.get("subject"),
            "claim": check["claim"],
            "stated": _number(check["stated"], decimals),
            "computed": _number(check["low"], decimals) if check["kind"] == "count" else None,
            "gap": _number(check["gap"], decimals),
            "unit": whole.get("unit") or NOT_APPLICABLE,
            "section": check["section"] or NOT_APPLICABLE,
            "kind": coded("checks", check["kind"]),
            "low": _number(check["low"], decimals),
            "high": _number(check["high"], decimals),
            "whole_id": held.link(check["whole_id"]) if whole else None,
            "operands": ", ".join(map(str, operands)) or NOT_APPLICABLE,
            "items": "; ".join(f"({number}) {item}" for number, item in enumerate(listed, 1)) or NOT_APPLICABLE,
            "check_id": check["check_id"],
            **formulas,
        }
        if whole:
            cells["subject"] = held.link(check["whole_id"], str(whole.get("subject") or one_line(whole["text"])))
        sheet.add(cells)
    return sheet


CITATION_COLUMNS = (
    Column("number", 24),
    Column("type", 18, wraps=True),
    Column("issuer", 16),
    Column("date", 12),
    Column("title", 70, wraps=True),
    Column("order", 30, wraps=True),
    Column("system", 12, behind=True),
    Column("printed", 30, wraps=True, behind=True),
)


def citations_sheet(held: Tables) -> Sheet:
    """Build the sheet of citations."""
    sheet = Sheet("citations", "VanBan", CITATION_COLUMNS)
    for row in held.rows["citations"]:
        cells: dict[str, Cell] = {
            "number": row["number"],
            "type": coded("workbook.types", row["type"]),
            "issuer": row["issuer"],
            "date": day(row["date"]) or NOT_APPLICABLE,
            "title": row["title"] or NOT_APPLICABLE,
            "order": coded("workbook.order", row["order"]) or NOT_APPLICABLE,
            "system": coded("workbook.words", row["system"]),
            "printed": one_line(row["text"]),
        }
        sheet.add(cells)
    return sheet


INDICATOR_COLUMNS = (
    Column("indicator_name", 46, wraps=True),
    Column("indicator_name_en", 46, wraps=True),
    Column("sector", 24, wraps=True),
    Column("unit", 16, wraps=True),
    Column("measure", 14),
    Column("figures_count", 12),
    Column("indicator_code", 30),
    Column("note_en", 50, wraps=True, behind=True),
)


def indicators_sheet(held: Tables) -> Sheet:
    """Build the sheet of indicators: those that the report has figures of."""
    sheet = Sheet("indicators", "ChiTieu", INDICATOR_COLUMNS)
    counts = Counter(row["indicator"] for row in held.figures if row["indicator"] is not None)
    for code in sorted(counts, key=lambda code: (in_order(code), code)):
        entry = codebook().get(code, {})
        cells: dict[str, Cell] = {
            "indicator_name": entry.get("label_vi"),
            "indicator_name_en": entry.get("label_en"),
            "sector": coded("page.sectors", entry.get("sector")),
            "unit": entry.get("unit"),
            "measure": coded("workbook.words", entry.get("measure")),
            "figures_count": counts[code],
            "indicator_code": code,
            "note_en": entry.get("note") or NOT_APPLICABLE,
        }
        sheet.add(cells)
    return sheet


CORRECTION_COLUMNS = (
    Column("printed", 24, wraps=True),
    Column("column", 24),
    Column("before", 24, wraps=True),
    Column("after", 24, wraps=True),
    Column("reason", 60, wraps=True),
    Column("corrected_on", 14),
    Column("figure_id", 10),
)


def corrections_sheet(held: Tables) -> Sheet:
    """Build the sheet of corrections."""
    sheet = Sheet("corrections", "DaSua", CORRECTION_COLUMNS)
    for row in held.rows["corrections"]:
        told: list[Cell] = [one_line(row["text"]), label("columns", str(row["column"]), "vi")]
        told += [row[name] for name in ("before", "after", "reason")]
        sheet.rows.append([*told, day(row["corrected_on"]) or NOT_APPLICABLE, held.link(row["figure_id"])])
    return sheet


def _number(value: float | None, decimals: int, scale: int = 1) -> Number | None:
    if value is None:
        return None
    return Number(float(Decimal(str(value)) / scale) if scale != 1 else float(value), decimals)


def _formula(text: str, value: Number | None) -> Cell:
    return NOT_APPLICABLE if value is None else Formula(text, value.value, value.decimals)


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


def _flags(section: str, flags: str | None) -> str:
    return NOT_APPLICABLE if flags is None else ", ".join(_flag(section, flag) for flag in flags.split(JOINT))


def _flag(section: str, flag: str) -> str:
    """Say a flag; of one that names what a change is computed from, the time."""
    if not flag.startswith(BASE_PERIOD):
        return str(coded(section, flag))
    code = flag.removeprefix(BASE_PERIOD)
    return words("words", "since").format(period=when(code)) if code else words("words", "since_other")


def _reference(held: Tables, figure_id: int | None) -> Cell:
    return NOT_APPLICABLE if figure_id is None or figure_id not in held.places else held.link(int(figure_id))


def _period(row: Row) -> str:
    """Name a row's period under a bar; a bare year as it is."""
    code = row["period"]
    return words("words", "level_row") if code is None else code if code.isdigit() else when(code)


def _in_brackets(text: str | None) -> str:
    return f" ({text})" if text else ""
