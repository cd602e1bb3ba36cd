"""The check sheet (phiếu kiểm tra) as .docx: the checks of a report go in, one or two pages for its office come out.

Each difference stands with its passage, what is printed, what the other numbers give, and an empty column for the
office to explain. The same input gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import docx
import pandas as pd
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from tvict.analysis.checks import tally
from tvict.labels import label
from tvict.metadata import Metadata
from tvict.names import Names
from tvict.publishing.blocks import Run
from tvict.publishing.differences import AGAINST, Check, Difference, checks_of, differences
from tvict.publishing.sheets import clean

WIDTHS = (1.4, 10.8, 3.2, 3.2, 2.6, 5.4)
"""Centimetres of the columns, on A4 across."""

SHORT = 320
"""Characters of a passage, at most: as much as keeps an ordinary sheet to two pages."""

MADE, EARLIEST = datetime(2000, 1, 1, tzinfo=UTC), (1980, 1, 1, 0, 0, 0)
BELOW, MOST = ("partial", "unchecked"), 12
"""Verdicts that are listed below the table, and the most lines of one."""
COLUMNS = ("number", "passage", "printed", "computed", "gap", "explanation")


def write_check_sheet(
    path: Path, metadata: Metadata, text: Names, tables: Mapping[str, pd.DataFrame], lang: str = "vi"
) -> None:
    """Write the check sheet of one report; raises OSError where the file cannot be written."""
    checks = checks_of(tables)
    cards = differences(checks, text, tables)
    document = docx.Document()
    _paper(document)
    document.add_heading(_say("title", lang), 1)
    title = clean(metadata.title or metadata.report)
    whose = [part for part in (metadata.issuer or metadata.area_name, str(metadata.year or "")) if part]
    _line(document, " · ".join([title, *whose]), bold=True)
    told = tally((check.verdict for check in checks), lang)
    _line(document, _say("counts", lang, figures=len(tables["figures"]), tally=told))
    if cards:
        _table(document, cards, lang)
        _line(document, _say("note", lang), size=9)
    else:
        _line(document, _say("none", lang))
    _line(document, _say("silent", lang), size=9)
    for verdict in BELOW:
        _list(document, verdict, [check for check in checks if check.verdict == verdict], lang)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = f"{_say('title', lang)}: {title}", "tvict", ""
    properties.created = properties.modified = MADE
    path.write_bytes(undated(document))


def _say(name: str, lang: str, **parts: object) -> str:
    return label("checksheet", name, lang).format(**parts)


def _paper(document: Document) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(11)
    style.paragraph_format.space_after = Pt(4)
    heading = document.styles["Heading 1"]
    heading.font.name, heading.font.size, heading.font.color.rgb = "Times New Roman", Pt(16), RGBColor(0, 0, 0)
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):  # the theme's font would win over the name alone
        heading.element.rPr.rFonts.set(qn(f"w:{name}"), "Times New Roman")
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        heading.element.rPr.rFonts.attrib.pop(qn(f"w:{theme}"), None)


def _line(document: Document, words: str, *, bold: bool = False, size: int = 11) -> None:
    run = document.add_paragraph().add_run(clean(words))
    run.bold, run.font.size = bold, Pt(size)


def _table(document: Document, cards: Sequence[Difference], lang: str) -> None:
    table = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Cm(width)  # LibreOffice goes by the grid, Word by the cells
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        _fill(cell, _say(name, lang), bold=True)
        _shade(cell)
    _repeat_head(table.rows[0]._tr)
    for number, card in enumerate(cards, 1):
        cells = table.add_row().cells
        _fill(cells[0], str(number))
        _passage(cells[1].paragraphs[0], card.runs)
        told = [getattr(card.check.said, lang), *(getattr(words, lang) for words in card.corrected)]
        claim = cells[1].add_paragraph().add_run(clean("; ".join(told)))
        claim.italic, claim.font.size = True, Pt(9)
        for cell, words in zip(cells[2:5], (card.printed, card.computed, card.check.gap), strict=True):
            _fill(cell, "-" if words is None else getattr(words, lang))
        if card.check.kind in AGAINST:
            _fill(cells[3], f" ({getattr(card.against, lang).lower()})")
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = Cm(width)


def _fill(cell: _Cell, words: str, *, bold: bool = False) -> None:
    cell.paragraphs[0].add_run(clean(words)).bold = bold


def _passage(paragraph: Paragraph, runs: Sequence[Run]) -> None:
    """Write a passage, its numbers in bold; what is far from them is left out."""
    length = sum(len(run.words) for run in runs)
    for run in runs:
        words = " ".join(run.words.split()) if run.figure is not None else _spaced(run.words)
        if length > SHORT and run.figure is None and len(words) > SHORT // 4:
            words = f"{words[: SHORT // 8].rsplit(' ', 1)[0]} … {words[-SHORT // 8 :].partition(' ')[2]}"
        paragraph.add_run(clean(words)).bold = run.figure is not None


def _spaced(words: str) -> str:
    """Return words with single blanks, those at their ends kept."""
    inner = " ".join(words.split())
    return f"{' ' if words[:1].isspace() else ''}{inner}{' ' if inner and words[-1:].isspace() else ''}"


def _list(document: Document, verdict: str, checks: Sequence[Check], lang: str) -> None:
    """Write the checks of one verdict below the table, a line each."""
    if not checks:
        return
    _line(document, _say(verdict, lang), bold=True)
    for check in checks[:MOST]:
        subject = check.whole.subject if check.whole else ""
        claim = getattr(check.said, lang)
        words = f"{subject}: {claim}" if subject else claim
        document.add_paragraph(clean(words), style="List Bullet").paragraph_format.space_after = Pt(0)
    if len(checks) > MOST:
        _line(document, _say("more", lang, n=len(checks) - MOST))


def _shade(cell: _Cell) -> None:
    shading = OxmlElement("w:shd")
    shading.set(qn("w:val"), "clear")
    shading.set(qn("w:fill"), "E7ECF3")
    cell._tc.get_or_add_tcPr().append(shading)


def _repeat_head(row: object) -> None:
    properties = row.get_or_add_trPr()  # type: ignore[attr-defined]
    properties.append(OxmlElement("w:tblHeader"))


def undated(document: Document) -> bytes:
    """Return the file with the same date in every part."""
    written, out = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()
