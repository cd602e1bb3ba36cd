"""The sheets that hold tables: the tables of one report go in, a Sheet for each comes out, with cells and formulas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from tvict.analysis.cited import documents_cited
from tvict.analysis.printed import BASE_PERIOD, PERCENT, records
from tvict.charts.catalogue import draw
from tvict.charts.facts import MissingFigures, ids
from tvict.charts.words import capital
from tvict.labels import label
from tvict.publishing.codes import breakdown, codebook, in_order, indicator_name
from tvict.publishing.comparison import (
    KeyFigure,
    Pair,
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
from tvict.publishing.differences import checks_of
from tvict.publishing.reckoning import FIGURES, reckon
from tvict.publishing.rows import VERDICTS, Row, as_read, day, one_line, rows_of
from tvict.publishing.said import joined, said
from tvict.publishing.sheets import NOT_APPLICABLE, Cell, Column, Formula, Link, Number, Sheet, coded, row_number, words
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
        self.checks = {check.id: check for check in checks_of(tables)}
        read = as_read(tables)
        for row in self.rows["checks"]:  # what is printed where a person corrected it, and claims in words
            check = self.checks[row["check_id"]]
            row["claim"] = joined("; ", (check.said, *check.corrected)).vi
            if row["whole_id"] in read:
                row["stated"] = read[row["whole_id"]]["value"]

    def link(self, figure_id: int, shown: str | int | None = None) -> Link:
        """Return the way to a figure's row."""
        place = f"A{row_number(self.places[figure_id])}"
        return Link(figure_id if shown is None else shown, words("sheets", "figures"), place)

    def printed_link(self, figure: Row) -> Link:
        """Return the way to a figure's row, as printed."""
        return self.link(figure["figure_id"], _printed(figure))

    def reference(self, figure_id: int | None) -> Cell:
        """Return the way to the row of a figure that another names."""
        return NOT_APPLICABLE if figure_id is None or figure_id not in self.places else self.link(int(figure_id))


def data_sheets(held: Tables, tables: Mapping[str, pd.DataFrame]) -> tuple[list[Sheet], list[Bars]]:
    """Build the sheets that hold tables, in their order, and say which charts to draw of one of them."""
    charts, bars = charts_sheet(held, tables)
    sheets = [
        key_sheet(held),
        *([charts] if bars else []),
        figures_sheet(held),
        changes_sheet(held),
        checks_sheet(held),
        citations_sheet(held),
        indicators_sheet(held),
        *([corrections_sheet(held)] if held.rows["corrections"] else []),
    ]
    return sheets, bars


def _indicator(row: Row) -> str:
    """Name the indicator of a figure."""
    return indicator_name(row["indicator"]).vi if row["indicator"] else NOT_APPLICABLE


def _cell(row: Row) -> str:
    """Say a breakdown in words."""
    return breakdown(row["cell"]).vi or NOT_APPLICABLE


def _unit(unit: str | None) -> str:
    """Say a unit, or that none is printed."""
    return unit or words("words", "no_unit")


def _status(row: Row) -> str:
    return status(row) or NOT_APPLICABLE


def _printed(row: Row) -> str:
    return one_line(row["text"])


def _when(row: Row) -> str | None:
    return None if row["period"] is None else when(row["period"])


def _or_none(name: str) -> Callable[[Row], Cell]:
    """Return what says the cell of a name, or that there is none to have."""
    return lambda row: row[name] or NOT_APPLICABLE


REVIEW = (
    Column("right_value", 14, open=True),
    Column("right_unit", 14, open=True),
    Column("right_role", 18, open=True, choices=tuple(label("roles", role, "vi") for role in ROLES)),
    Column("remark", 30, open=True, wraps=True),
)


def figures_sheet(held: Tables) -> Sheet:
    """Build the sheet of figures: every figure with value, print and passage, and columns for a reviewer."""
    columns = (
        Column("figure_id", 7),
        Column("indicator_name", 18, _indicator, wraps=True),
        Column("cell", 11, _cell, wraps=True),
        Column("subject", 22, wraps=True),
        Column("value", 17, lambda row: _number(row["value"], _shown_decimals(row))),
        Column("unit", 9, lambda row: _unit(row["unit"]), wraps=True),
        Column("printed", 11, _printed, wraps=True),
        Column("role", 9, lambda row: coded("roles", row["role"]), wraps=True),
        Column("this_status", 9, _status, wraps=True),
        Column("period", 10, _when, wraps=True),
        Column("section", 7, _or_none("section"), wraps=True),
        Column("passage", 56, lambda row: held.passages.get(row["figure_id"]), wraps=True),
        *REVIEW,
        Column("as_of", 11, lambda row: day(row["as_of"]) or NOT_APPLICABLE, behind=True),
        Column("quality", 14, lambda row: _flags("page.quality", row["quality"]), wraps=True, behind=True),
        Column("inferred", 14, lambda row: _flags("columns", row["inferred"]), wraps=True, behind=True),
        Column("low", 18, lambda row: _number(row["low"], _finer(row)), behind=True),
        Column("high", 18, lambda row: _number(row["high"], _finer(row)), behind=True),
        Column("parent_id", 9, lambda row: held.reference(row["parent_id"]), behind=True),
        Column("closed", 9, lambda row: bool(row["closed"]) if row["list_id"] else NOT_APPLICABLE, behind=True),
        Column("of_id", 9, lambda row: held.reference(row["of_id"]), behind=True),
        Column("base_id", 9, lambda row: held.reference(row["base_id"]), behind=True),
        Column("indicator_code", 26, _or_none("indicator"), behind=True),
        Column("start", 9, behind=True),
    )
    return Sheet("figures", FIGURES, columns, prints_to="passage").filled(held.figures)


LINKS = 26
"""The width of a column of numbers as printed, with their units, that lead to their rows: LibreOffice wraps no link."""


def key_sheet(held: Tables) -> Sheet:
    """Build the sheet of key figures: one row per indicator, last year beside this year."""

    def of_last(key: KeyFigure) -> str | None:
        return coded("basis", key.pair.earlier["basis"]) if key.pair else NOT_APPLICABLE

    def of_target(key: KeyFigure) -> str | None:
        return coded("basis", "derived" if key.implied else "stated") if key.target else NOT_APPLICABLE

    columns = (
        Column("indicator_name", 30, lambda key: key.name, wraps=True),
        Column("unit", 11, lambda key: _unit(scaled(key.figure)[1]), wraps=True),
        Column("last_year", 13, lambda key: key.pair and _last(key.pair)),
        Column("last_basis", 9, of_last, wraps=True),
        Column("this_year", 13, lambda key: _this(key.figure)),
        Column("this_status", 9, lambda key: _status(key.figure), wraps=True),
        Column("change_printed", 10, lambda key: _change(key.change)),
        Column("change_unit", 10, lambda key: key.change["unit"] if key.change else NOT_APPLICABLE, wraps=True),
        Column("target", 12, _target),
        Column("target_basis", 9, of_target, wraps=True),
        Column("period", 10, lambda key: _when(key.figure), wraps=True),
        Column("printed", LINKS, lambda key: held.printed_link(key.figure), wraps=True),
    )
    return Sheet("key", "ChiTieuChinh", columns).filled(held.keys)


def _last(pair: Pair) -> Number | None:
    """Return the earlier value of a pair, in the scale of the later."""
    return _number(pair.earlier["value"], pair.earlier_decimals, scaled(pair.figure)[0])


def _this(figure: Row, row: Row | None = None) -> Number | None:
    """Return the value of a figure, or of another row of its quantity, in its scale."""
    return _number((row or figure)["value"], own_decimals(figure), scaled(figure)[0])


def _change(printed: Row | None) -> Number | None:
    """Return a change as printed."""
    return None if printed is None else _number(printed["value"], int(printed["decimals"]))


def _target(key: KeyFigure) -> Number | None:
    """Return a target in the scale of the figure that is measured against it."""
    return key.target and _number(key.target[0], derived_decimals(key.figure), scaled(key.figure)[0])


CHART_COLUMNS = (
    Column("chart", 24, wraps=True),
    Column("what", 24, wraps=True),
    Column("value", 10),
    Column("unit", 9, wraps=True),
    Column("low", 10),
    Column("high", 10),
)
WHAT, VALUE = 1, 2
"""Places of the columns that a native chart takes its bars from: what each is, and how long."""


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
    figure, unit = key.figure, _unit(scaled(key.figure)[1])
    rows: list[tuple[list[Cell], str]] = []
    if key.pair is not None:
        earlier = key.pair.earlier
        derived = earlier["basis"] == "derived"
        what = f"{_period(earlier)}{_in_brackets(coded('basis', 'derived') if derived else '')}"
        rows.append(([key.name, what, _last(key.pair), unit, *_span(earlier, figure)], "hollow" if derived else "full"))
    what = f"{_period(figure)}{_in_brackets(status(figure))}"
    rows.append(([key.name, what, _this(figure), unit, *_span(figure, figure)], "light" if status(figure) else "full"))
    if key.target is not None:
        ends = dict(zip(ENDS, key.target[1:], strict=True))
        what = words("words", "target_row")
        if key.implied is not None:
            what = words("words", "target_implied").format(attainment=one_line(key.implied["text"]))
        rows.append(([key.name, what, _target(key), unit, *_span(ends, figure)], "hollow"))
    return rows


def changes_sheet(held: Tables) -> Sheet:
    """Build the sheet of changes: each earlier value beside the later one, printed or derived, with its interval."""
    columns = (
        Column("subject", 40, lambda pair: pair.figure["subject"], wraps=True),
        Column("cell", 20, lambda pair: _cell(pair.figure), wraps=True),
        Column("unit", 14, lambda pair: _unit(scaled(pair.figure)[1]), wraps=True),
        Column("last_period", 18, lambda pair: when(pair.earlier["period"]), wraps=True),
        Column("last_year", 18, _last),
        Column("last_basis", 15, lambda pair: coded("basis", pair.earlier["basis"]), wraps=True),
        Column("period", 18, lambda pair: when(pair.later["period"]), wraps=True),
        Column("this_year", 18, lambda pair: _this(pair.figure, pair.later)),
        Column("this_status", 14, lambda pair: _status(pair.later), wraps=True),
        Column("change_printed", 12, lambda pair: _change(pair.change)),
        Column("difference", 16),
        Column("relative", 12),
        Column("printed", LINKS, lambda pair: held.printed_link(pair.figure), wraps=True),
        Column("change_unit", 14, lambda pair: pair.change["unit"] if pair.change else NOT_APPLICABLE,
               wraps=True, behind=True),
        Column("last_low", 18, lambda pair: _span(pair.earlier, pair.figure)[0], behind=True),
        Column("last_high", 18, lambda pair: _span(pair.earlier, pair.figure)[1], behind=True),
        Column("indicator_name", 34, lambda pair: _indicator(pair.figure), wraps=True, behind=True),
    )  # fmt: skip
    sheet = Sheet("changes", "SoVoiNamTruoc", columns)
    for pair in held.pairs:
        last, this = (f"{sheet.letter(name)}{row_number(len(sheet.rows))}" for name in ("last_year", "this_year"))
        decimals = max(own_decimals(pair.figure), pair.earlier_decimals)
        difference = _number(pair.difference, decimals, scaled(pair.figure)[0])
        sheet.add(
            pair,
            difference=_formula(f"={this}-{last}", difference),
            relative=_formula(f"=100*({this}-{last})/{last}", _number(pair.relative, 2)),
        )
    return sheet


def _of_check(name: str) -> Callable[[Row], Number | None]:
    """Return what says a number of a check, with the decimals of the figure that is tested."""
    return lambda check: _number(check[name], _shown_decimals(check["whole"]) if check["whole"] else 0)


CHECK_COLUMNS = (
    Column("verdict", 18, lambda check: coded("verdicts", check["verdict"]), wraps=True),
    Column("subject", 56, wraps=True),
    Column("claim", 56, wraps=True),
    Column("stated", 16, _of_check("stated")),
    Column("computed", 16, lambda check: _of_check("low")(check) if check["kind"] == "count" else None),
    Column("gap", 14, _of_check("gap")),
    Column("unit", 12, lambda check: check["whole"].get("unit") or NOT_APPLICABLE, wraps=True),
    Column("section", 8, _or_none("section")),
    Column("remark", 34, open=True, wraps=True),
    *REVIEW[:-1],  # of the figure that is tested
    Column("kind", 16, lambda check: coded("checks", check["kind"]), wraps=True, behind=True),
    Column("low", 16, _of_check("low"), behind=True),
    Column("high", 16, _of_check("high"), behind=True),
    Column("whole_id", 9, behind=True),
    Column("operands", 16, wraps=True, behind=True),
    Column("items", 60, wraps=True, behind=True),
    Column("check_id", 8, behind=True),
)


def checks_sheet(held: Tables) -> Sheet:
    """Build the sheet of checks: differences first, each result a formula over the table of figures."""
    sheet = Sheet("checks", "KiemTra", CHECK_COLUMNS, prints_to="remark")
    letters = {column.name: sheet.letter(column.name) for column in CHECK_COLUMNS}
    for check in sorted(held.rows["checks"], key=lambda check: VERDICTS.index(check["verdict"])):
        told, figure = held.checks[check["check_id"]], held.by_id.get(check["whole_id"])
        operands = [operand.figure for operand in told.operands]
        cells: dict[str, Cell] = {"subject": None, "whole_id": None}
        if figure is not None:
            cells["subject"] = held.link(check["whole_id"], str(figure["subject"] or _printed(figure)))
            cells["whole_id"] = held.link(check["whole_id"])
        cells["items"] = "; ".join(f"({number}) {item}" for number, item in enumerate(told.items, 1)) or NOT_APPLICABLE
        cells["operands"] = ", ".join(map(str, operands)) or NOT_APPLICABLE
        cells |= reckon(check, operands, held.printed, row_number(len(sheet.rows)), letters)
        sheet.add({**check, "whole": figure or {}}, **cells)
    return sheet


def citations_sheet(held: Tables) -> Sheet:
    """Build the sheet of citations."""
    columns = (
        Column("number", 24),
        Column("type", 18, lambda row: coded("workbook.types", row["type"]), wraps=True),
        Column("issuer", 16),
        Column("date", 12, lambda row: day(row["date"]) or NOT_APPLICABLE),
        Column("title", 70, _or_none("title"), wraps=True),
        Column("order", 30, lambda row: coded("workbook.order", row["order"]) or NOT_APPLICABLE, wraps=True),
        Column("system", 12, lambda row: coded("workbook.words", row["system"]), behind=True),
        Column("printed", 30, _printed, wraps=True, behind=True),
    )
    return Sheet("citations", "VanBan", columns).filled(held.rows["citations"])


def indicators_sheet(held: Tables) -> Sheet:
    """Build the sheet of indicators: those that the report has figures of."""
    counts = Counter(row["indicator"] for row in held.figures if row["indicator"] is not None)
    columns = (
        Column("indicator_name", 46, lambda entry: entry.get("label_vi"), wraps=True),
        Column("indicator_name_en", 46, lambda entry: entry.get("label_en"), wraps=True),
        Column("sector", 24, lambda entry: coded("page.sectors", entry.get("sector")), wraps=True),
        Column("unit", 16, wraps=True),
        Column("measure", 14, lambda entry: coded("workbook.words", entry.get("measure"))),
        Column("figures_count", 12, lambda entry: counts[entry["indicator"]]),
        Column("indicator_code", 30, lambda entry: entry["indicator"]),
        Column("note_en", 50, lambda entry: entry.get("note") or NOT_APPLICABLE, wraps=True, behind=True),
    )
    codes = sorted(counts, key=lambda code: (in_order(code), code))
    entries = ({**codebook().get(code, {}), "indicator": code} for code in codes)
    return Sheet("indicators", "ChiTieu", columns).filled(entries)


def corrections_sheet(held: Tables) -> Sheet:
    """Build the sheet of corrections."""
    columns = (
        Column("printed", 24, _printed, wraps=True),
        Column("column", 24, lambda row: label("columns", str(row["column"]), "vi")),
        Column("before", 24, wraps=True),
        Column("after", 24, wraps=True),
        Column("reason", 60, wraps=True),
        Column("corrected_on", 14, lambda row: day(row["corrected_on"]) or NOT_APPLICABLE),
        Column("figure_id", 10, lambda row: held.link(row["figure_id"])),
    )
    return Sheet("corrections", "DaSua", columns).filled(held.rows["corrections"])


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


def _period(row: Row) -> str:
    """Name a row's period under a bar; a bare year as it is."""
    code = row["period"]
    return words("words", "level_row") if code is None else code if code.isdigit() else when(code)


def _in_brackets(text: str | None) -> str:
    return f" ({text})" if text else ""
