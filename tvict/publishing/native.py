"""Native charts of the workbook: a sheet of chart data goes in, charts beside it come out.

Bars from zero, one chart an indicator on its own axis, the number on each bar. Derived values and targets are drawn
hollow, estimates lighter; the label under each bar says so in words, so nothing is told by the drawing alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.data_source import AxDataSource, StrRef
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tvict.publishing.sheets import FONT, row_number

DARK, LIGHT = "1F3864", "9DB2D6"
WIDTH, HEIGHT = 12.5, 7.2
"""Centimetres of a chart."""
COLUMN, LINE, LINES = 70, 16.5, 14
"""Width of the column and height of the rows that charts are placed by, and rows from one chart to the next."""


@dataclass(frozen=True, slots=True)
class Bars:
    """One chart: its title, the rows of the table it draws (first and last), and how each bar is drawn.

    ``drawn`` says for each row "full", "light" (an estimate or a bound) or "hollow" (derived, or a target);
    ``signed`` charts may fall below zero.
    """

    title: str
    first: int
    last: int
    drawn: Sequence[str]
    signed: bool = False


def draw(page: Worksheet, charts: Sequence[Bars], *, labels: int, values: int, after: int) -> None:
    """Place charts two by two behind column ``after``; columns of the table count from 1."""
    columns = [get_column_letter(after + offset) for offset in (2, 3)]
    for column in columns:
        page.column_dimensions[column].width = COLUMN
    for row in range((len(charts) + 1) // 2 * LINES):
        page.row_dimensions[row_number(row)].height = LINE
    for position, bars in enumerate(charts):
        place = f"{columns[position % 2]}{row_number(position // 2 * LINES)}"
        page.add_chart(_bars(page, bars, labels, values), place)


def _bars(page: Worksheet, bars: Bars, labels: int, values: int) -> BarChart:
    chart = BarChart()
    chart.type, chart.gapWidth, chart.legend, chart.roundedCorners = "col", 60, None, False
    chart.width, chart.height = WIDTH, HEIGHT  # type: ignore[assignment]
    chart.title = _title(bars.title)
    chart.add_data(_column(page, values, bars), titles_from_data=False)
    series = chart.series[0]
    series.cat = AxDataSource(strRef=StrRef(f=str(_column(page, labels, bars))))
    series.invertIfNegative = False  # else LibreOffice draws a fall as a rise
    series.graphicalProperties = _fill("full")
    for index, drawn in enumerate(bars.drawn):
        point = DataPoint(idx=index, invertIfNegative=False)
        point.graphicalProperties = _fill(drawn)
        series.dPt.append(point)
    series.dLbls = _number_on_bar()
    chart.x_axis.delete = False
    chart.x_axis.tickLblPos = "low"
    chart.x_axis.txPr = _small()
    chart.y_axis.delete = True
    chart.y_axis.majorGridlines = None
    chart.y_axis.crosses = "autoZero"
    if not bars.signed:
        chart.y_axis.scaling.min = 0
    chart.layout = Layout(manualLayout=ManualLayout(x=0.03, y=0.24, w=0.94, h=0.58, layoutTarget="inner"))
    return chart


def _column(page: Worksheet, column: int, bars: Bars) -> Reference:
    return Reference(page, column, row_number(bars.first), column, row_number(bars.last))


def _fill(drawn: str) -> GraphicalProperties:
    shape = GraphicalProperties(noFill=True) if drawn == "hollow" else None
    shape = shape or GraphicalProperties(solidFill=DARK if drawn == "full" else LIGHT)
    shape.line = LineProperties(solidFill=DARK, w=19050, prstDash="dash" if drawn == "hollow" else "solid")
    return shape


def _number_on_bar() -> DataLabelList:
    """Return labels that show the value, in the format of its cell, and nothing else."""
    shown = DataLabelList()
    shown.showVal = True
    shown.showSerName = shown.showCatName = shown.showLegendKey = shown.showPercent = False
    shown.dLblPos = "outEnd"
    shown.txPr = _small(bold=True)
    return shown


def _characters(size: int, *, bold: bool = False) -> CharacterProperties:
    return CharacterProperties(sz=size * 100, b=bold, latin=Font(typeface=FONT), solidFill="000000")


def _small(*, bold: bool = False) -> RichText:
    properties = ParagraphProperties(defRPr=_characters(8, bold=bold))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=_characters(8, bold=bold))])


def _title(text: str) -> Title:
    bold = _characters(10, bold=True)
    lines = [
        Paragraph(pPr=ParagraphProperties(defRPr=bold), r=[RegularTextRun(bold, line)]) for line in text.split("\n")
    ]
    return Title(tx=Text(rich=RichText(p=lines)), overlay=False)
