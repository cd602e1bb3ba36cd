"""The workbook for policy staff: the tables of a report go in, one .xlsx comes out, the same bytes every time.

Cover, contents, notes and a summary come first, then one table a sheet. Checks are live formulas on the sheet of
figures, with ready values beside them for programs that do not reckon. Headings are Vietnamese, English beneath.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tvict.labels import label, labels
from tvict.metadata import Metadata
from tvict.publishing.datasheets import (
    Tables,
    changes_sheet,
    charts_sheet,
    checks_sheet,
    citations_sheet,
    corrections_sheet,
    figures_sheet,
    indicators_sheet,
    key_sheet,
)
from tvict.publishing.native import Bars, draw
from tvict.publishing.sheets import (
    ILLEGAL,
    NOT_APPLICABLE,
    NOT_PRINTED,
    Cell,
    Heading,
    Link,
    Sheet,
    new_book,
    words,
    write_sheet,
)
from tvict.publishing.summary import sentences


def write_workbook(
    path: Path,
    tables: Mapping[str, pd.DataFrame],
    metadata: Metadata,
    *,
    passages: Mapping[int, str],
    version: str,
    lexicon: str,
) -> None:
    """Write the workbook of one report; ``passages`` says for each figure_id the passage it stands in.

    ``version`` is that of the package that made the tables, ``lexicon`` that of the words it read by. Personal names
    are left out of every cell. Raises OSError where the file cannot be written.
    """
    book = new_book()
    sheets, charts = _sheets(Tables(tables, passages, metadata.year), metadata, version, lexicon)
    for sheet in sheets:
        page = write_sheet(book, sheet)
        if sheet.key == "charts":
            _draw(page, sheet, charts)
    book.properties.title = ILLEGAL.sub("\ufffd", metadata.title or metadata.report)
    book.properties.creator = f"tvict {version}"
    path.write_bytes(_undated(book))


def _sheets(held: Tables, metadata: Metadata, version: str, lexicon: str) -> tuple[list[Sheet], list[Bars]]:
    title = metadata.title or metadata.report
    figures = figures_sheet(held, title)
    charts, bars = charts_sheet(held, title)
    data = [
        key_sheet(held, title),
        *([charts] if bars else []),
        figures,
        changes_sheet(held, title),
        checks_sheet(held, title, figures),
        citations_sheet(held, title),
        indicators_sheet(held, title),
        *([corrections_sheet(held, title)] if held.rows["corrections"] else []),
    ]
    front = [_notes(title), _summary(held, title)]
    cover = _cover(metadata, title, version, lexicon)
    return [cover, _contents(title, [cover, *front, *data]), *front, *data], bars


def _draw(page: Worksheet, sheet: Sheet, charts: Sequence[Bars]) -> None:
    places = [heading.name for heading in sheet.headings]
    draw(page, charts, labels=places.index("what") + 1, values=places.index("value") + 1, after=len(places))


ENTRY = (Heading("entry", 26, wraps=True), Heading("content", 100, wraps=True))


def _cover(metadata: Metadata, title: str, version: str, lexicon: str) -> Sheet:
    """Build the cover: what the report is, what this file is, how it was made, terms, and what to mind."""
    sheet = Sheet("cover", title, ENTRY, frozen=0, filtered=False, one_page=True)
    facts: dict[str, str | None] = {
        "title": metadata.title,
        "issuer": metadata.issuer,
        "area": metadata.area_name,
        "period": str(metadata.year) if metadata.year else None,
    }
    for name, fact in facts.items():
        sheet.rows.append([_both("cover", name), fact])
    if metadata.invented:
        sheet.rows.append([_both("cover", "caveats"), _both("cover_text", "invented")])
    terms = ". ".join(part for part in (metadata.licence, metadata.licence_note) if part)
    told = [("what", "what"), ("how", "how"), *(("caveats", name) for name in _caveats()), ("review", "review")]
    sheet.rows += [[_both("cover", entry), _both("cover_text", text)] for entry, text in told]
    sheet.rows += [
        [_both("cover", "source"), metadata.source],
        [_both("cover", "licence"), terms or None],
        [_both("cover", "version"), f"tvict {version}, lexicon {lexicon}" + _sum(metadata.sha256)],
    ]
    return sheet


def _caveats() -> list[str]:
    return [name for name in labels()["workbook.cover_text"] if name.startswith("caveats")]


def _sum(sha256: str | None) -> str:
    return f"\nSHA-256 {sha256}" if sha256 else ""


def _both(section: str, name: str) -> str:
    return f"{words(section, name)}\n{words(section, name, 'en')}"


def _contents(title: str, sheets: Sequence[Sheet]) -> Sheet:
    headings = (Heading("sheet", 26), Heading("holds", 90, wraps=True), Heading("rows", 10))
    contents = Sheet("contents", title, headings, frozen=0, filtered=False)
    for sheet in sheets:
        told = f"{words('sheets', sheet.key, 'en')}. {_both('about', sheet.key)}"
        contents.rows.append([Link(sheet.name, sheet.name), told, len(sheet.rows)])
    return contents


def _notes(title: str) -> Sheet:
    """Build the sheet of notes: every mark, and every word of a code, in both languages."""
    headings = (
        Heading("place", 24, wraps=True),
        Heading("mark", 24, wraps=True),
        Heading("meaning_vi", 64, wraps=True),
        Heading("meaning_en", 64, wraps=True),
    )
    sheet = Sheet("notes", title, headings, frozen=0, filtered=False)
    for mark, name in MARKS.items():
        sheet.rows.append([words("words", "everywhere"), mark, words("marks", name), words("marks", name, "en")])
    for place, (section, meanings) in CODES.items():
        for name in labels()[section]:
            meaning: list[Cell] = [label(meanings, name, language) for language in ("vi", "en")]
            sheet.rows.append([label("columns", place, "vi"), label(section, name, "vi"), *meaning])
    return sheet


MARKS = {
    NOT_PRINTED: "not_printed",
    NOT_APPLICABLE: "not_applicable",
    "…": "masked",
    "corrected": "corrected",
    "=": "printed_sign",
    "→": "cut_sign",
    "≠": "differs_sign",
    "≟": "unchecked_sign",
}
"""Marks, and what labels.toml says about each."""

CODES = {
    "role": ("roles", "workbook.roles_meaning"),
    "bound": ("workbook.bounds", "workbook.bounds_meaning"),
    "basis": ("workbook.basis", "workbook.basis_meaning"),
    "kind": ("workbook.kinds", "workbook.kinds_meaning"),
    "verdict": ("workbook.verdicts", "workbook.verdicts_meaning"),
    "order": ("workbook.order", "workbook.order_meaning"),
}
"""Columns whose cells hold a word for a code: where the words and their meanings stand."""


def _summary(held: Tables, title: str) -> Sheet:
    sheet = Sheet("summary", title, (Heading("content", 115, wraps=True),), frozen=0, filtered=False, one_page=True)
    told = list(sentences(held.figures, held.rows["checks"], held.pairs, held.names))
    sheet.rows = [[sentence] for _, sentence in told]
    sheet.bold = frozenset(position for position, (style, _) in enumerate(told) if style == "heading")
    return sheet


MODIFIED = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every part of the file: the earliest that a zip can say, so that two builds give the same bytes."""


def _undated(book: Workbook) -> bytes:
    """Return the file with no date in it."""
    written, out = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = MODIFIED.sub(b"", content)
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, content)
    return out.getvalue()
