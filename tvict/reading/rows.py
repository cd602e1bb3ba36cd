"""Rows of a table, what is part of what among them, and what percentages and changes are of.

Numbers of rows (I, 1, 1.1), dashes, headings and total rows say which row is under which; columns that say "trong đó"
or give a total, which column is part of which. No value makes a link.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tvict.reading.amounts import Amount
from tvict.reading.columns import Column
from tvict.reading.rates import RATES
from tvict.reading.times import Period

COMPARED = ("level", "plan", "share")  # what a percentage of a row may be computed from
DASHED, UNNUMBERED = 9, 7  # levels of rows, beside those of numbers


@dataclass(slots=True)
class Row:
    """One line of figures, or of a heading: number and label, amounts by column, the row it is under."""

    number: str = ""
    label: str = ""
    block: int = 0
    level: int = UNNUMBERED
    cells: dict[int, Amount] = field(default_factory=dict)
    others: list[Amount] = field(default_factory=list)  # of remarks, and what a fraction is of
    total: bool = False
    among: bool = False
    rest: bool = False  # "còn lại"
    planned: bool = False  # "Kế hoạch được giao"
    moves: bool = False  # "Tốc độ tăng GRDP", "Tăng so với năm trước"
    counts: bool = False  # its label says that it counts, and perhaps what: "Số giường bệnh"
    noun: str | None = None
    period: Period | None = None  # the row is one: "Năm 2019"
    parent: Row | None = None
    section: str = ""
    closed: bool = False  # a row under it holds what remains

    @property
    def dashed(self) -> bool:
        """Whether it says less than the row above: a dash, "trong đó", 1.1."""
        return self.level >= DASHED or "." in self.number


def nest(rows: list[Row]) -> list[Row]:
    """Put rows under others: by number, by dash, under a heading, or under and above a total row; headings go."""
    stack: list[Row] = []
    inner = 0  # the level of what "trong đó" opened: rows without a number go on with it
    for row in rows:
        if row.among and stack and stack[-1].level >= DASHED:
            row.level = inner = stack[-1].level + 1
        elif row.level == UNNUMBERED and inner:
            row.level = inner
        elif row.level < inner:
            inner = 0
        while stack and stack[-1].level >= row.level:
            stack.pop()
        if row.total:
            stack = [r for r in stack if not r.cells]
        above = stack[-1] if stack else None
        heads = [r for r in stack if not r.cells]
        row.section = heads[-1].label if heads else ""
        outer = row.number.rpartition(".")[0]
        if row.label and above is not None and above.cells and outer in ("", above.number):
            row.parent = above
            above.closed = above.closed or row.rest
        if row.label and not row.total:
            stack.append(row)
    table = [row for row in rows if row.cells]
    _total(table)
    return table


def _total(table: list[Row]) -> None:
    """Put rows under a total row: those above it, or, where it comes first, those below it.

    The only total of a table, at its end, is that of all its sections.
    """
    if table and [row for row in table if row.total] == table[-1:]:
        table[-1].section = ""
    for i, row in enumerate(table):
        if not row.total or (i + 1 < len(table) and table[i + 1].parent is row):
            continue
        if i:
            start = max((k + 1 for k, r in enumerate(table[:i]) if r.total), default=0)
            parts = [r for r in table[start:i] if r.parent is None and row.section in ("", r.section)]
        else:
            stop = next((k for k, r in enumerate(table[1:], 1) if r.total), len(table))
            parts = [r for r in table[1:stop] if r.parent is None]
        if len(parts) > 1:
            for r in parts:
                r.parent = row


def ratios(rows: list[Row]) -> None:
    """A percentage above two counts under its number is that of the second in the first, or in the plan: "4.3 Tỷ lệ hồ
    sơ trực tuyến; 4.3.1 Tổng số hồ sơ; 4.3.2 Số hồ sơ trực tuyến".
    """
    under: dict[int, list[Row]] = {}
    for row in rows:
        if row.parent is not None and "." in row.number and row.number.rpartition(".")[0] == row.parent.number:
            under.setdefault(id(row.parent), []).append(row)
    for row in rows:
        parts = under.get(id(row), [])
        for k, a in row.cells.items() if len(parts) == 2 and not row.parent else ():
            base, of = (part.cells.get(k) for part in parts)
            if a.sort != "percent" or a.figure.of_id is not None or base is None or of is None:
                continue
            if not _alike(of, base) or of.sort == "percent":
                continue
            if base.figure.role == "plan":
                a.be("attainment", "grid.label", "section", base.at, base.right)
            else:
                part_of(of, base, "rows", closed=False)
            _in(a, of, base)


def relate(row: Row, heads: list[Column]) -> None:
    """Links of one row: to its parent row, and from percentages and changes to the levels beside them."""
    for k, a in row.cells.items():
        whole = row.parent.cells.get(k) if row.parent else None
        if whole is not None and row.parent and a.figure.role in ("level", "plan") and _alike(a, whole):
            part_of(a, whole, "rows", closed=row.parent.total or row.parent.closed)
    stated = [(k, a) for k, a in row.cells.items() if heads[k].role == "level" and a.figure.role in ("level", "share")]
    levels = [(k, a) for k, a in stated if a.figure.role == "level"]
    _parts_of_columns(levels, heads)
    for k, a in row.cells.items():
        if a.figure.role in RATES:
            _about(a, row, heads[k])
        elif heads[k].weight and heads[k].of is not None:
            _weigh(a, row, heads[k])
        elif a.figure.role == "share" and heads[k].role == "share" and not heads[k].named:
            _share(a, [b for j, b in levels if j < k and b.sort == "count"])
        else:
            of, base = (row.cells.get(-1 if j is None else j) for j in (heads[k].of, heads[k].base))
            if of is not None:
                _in(a, of, base if base is not None and _alike(of, base) else None)


def _parts_of_columns(levels: list[tuple[int, Amount]], heads: list[Column]) -> None:
    """Columns that are part of others: "trong đó" of the one before, the rest of a total column."""
    totals = [(k, a) for k, a in levels if heads[k].total]
    among = [(k, a) for k, a in levels if heads[k].among]
    for k, a in among:
        before = [b for j, b in levels if j < k and not heads[j].among]
        if before and _alike(a, before[-1]):
            part_of(a, before[-1], "column", closed=False)
    for k, whole in totals:
        others = [(j, a) for j, a in levels if j != k and heads[k].heads(heads[j])]
        parts = [(j, a) for j, a in others if _alike(a, whole)]
        if len(parts) < 2 or any(heads[j].total or heads[j].among for j, _ in others):
            continue
        if any(heads[j].percent for j in range(parts[0][0], parts[-1][0])):
            continue  # each with a share of its own: they may overlap
        for _, a in parts:
            part_of(a, whole, "columns", closed=heads[k].bare)


def _about(a: Amount, row: Row, column: Column) -> None:
    """Link a percentage or difference of a row to the cells of the columns that it is of, and against which."""
    of, base = (row.cells.get(-1 if j is None else j) for j in (column.of, column.base))
    if of is None or of.figure.role not in COMPARED:
        return
    f, g = a.figure, of.figure
    f.of_id, f.estimate, f.period = g.figure_id, f.estimate or g.estimate, g.period
    a.because("period", "time.of_level", "section", *(column.at or (None, None)))
    compared = base is not None and base.figure.role in COMPARED and _alike(of, base)
    f.base_id = base.figure.figure_id if base is not None and compared else None
    scope = "section" if column.assumed else "own"
    for slot in ("of", "base"):
        a.because(slot, f"grid.{f.role}", scope, *(column.at or (None, None)))
    if f.role == "change" and not column.percent:
        f.unit, a.sort = g.unit, of.sort


def _alike(part: Amount, whole: Amount) -> bool:
    """Whether two amounts are counted alike."""
    return part.sort == whole.sort and part.figure.unit == whole.figure.unit


def part_of(a: Amount, whole: Amount, name: str, closed: bool) -> None:
    """Make an amount part of another; `name` says by what form of the table."""
    f, w = a.figure, whole.figure
    if f.parent_id is None and a is not whole:
        f.parent_id, f.list_id, f.closed = w.figure_id, f"{w.figure_id}.{name}", closed
        a.because("parent", f"grid.{name}", "section", whole.at, whole.right)


def _share(a: Amount, counts: list[Amount]) -> None:
    """A share behind two counts of one time: of the second, in the first."""
    base, of = ([None, None, *counts])[-2:]
    if of is None:
        return
    if base is not None and base.figure.period == of.figure.period:
        part_of(of, base, "column", closed=False)
    else:
        base = None
    _in(a, of, base)


def _weigh(a: Amount, row: Row, column: Column) -> None:
    """Say of a share of the total row what it is of, and in what: "Cơ cấu (%)" behind "Thực hiện"."""
    k = -1 if column.of is None else column.of
    of, whole = row.cells.get(k), row.parent.cells.get(k) if row.parent and row.parent.total else None
    if of is not None and of.figure.role in COMPARED:
        _in(a, of, whole if whole is not None and _alike(of, whole) else None)


def _in(a: Amount, of: Amount, base: Amount | None) -> None:
    """Say of a share, or of what attained a plan, what it is of, and in what."""
    rule = "grid.attainment" if a.figure.role == "attainment" else "grid.share"
    for slot, other in (("of", of), ("base", base)):
        if other is not None:
            setattr(a.figure, f"{slot}_id", other.figure.figure_id)
            a.because(slot, rule, "own")
