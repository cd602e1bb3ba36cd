"""A report read: a file or a string goes in, a Report with its tables comes out.

The one module that knows the reader, the analysis and the publishing: reading gives records, they become tables here,
and everything after works on tables.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from tvict import reading
from tvict.analysis.checks import check
from tvict.analysis.cited import documents_cited
from tvict.analysis.history import history
from tvict.analysis.order import in_order
from tvict.analysis.search import find
from tvict.corrections import Correction, correct, read_corrections
from tvict.documents.files import Source, names_file, read_file
from tvict.documents.letterhead import letterhead
from tvict.documents.places import crops, flagged, places, sightings
from tvict.errors import LoadError, ReadError, UnknownFigure
from tvict.labels import plural
from tvict.metadata import Metadata, read_metadata
from tvict.names import HIDDEN, Names
from tvict.publishing.blocks import quoted
from tvict.publishing.package import load_package, write_package
from tvict.publishing.staging import FACES, TEXT_FILE, replaced, replaced_file
from tvict.publishing.view import notebook_view
from tvict.reading.model import Reading
from tvict.tables import TABLES, frame
from tvict.version import __version__

if TYPE_CHECKING:
    from tvict.charts import Chart


def read(path: str | Path) -> Report:
    """Read a report from a file: text, Word, a spreadsheet, a web page, PDF, a scan (docs/documents.md).

    Metadata stand in a TOML file of the same stem beside it; without one, they are those that the text says. What a
    person corrected stands in NAME.corrections.toml and is applied after reading. Raises ReadError, with a line that
    says what to do, for a missing, empty, damaged, locked or undecidable file, a folder, a file whose sha256 is not the
    one in its metadata, and a correction whose place in the text has changed.

    >>> tvict.read("data/raw/travinh-2022.txt")
    <Report travinh-2022 (Trà Vinh, 2022): 171 figures, 659 numerals, 87 citations>
    """
    path = Path(path)
    return of_source(path, read_file(path))


def of_source(path: Path, source: Source) -> Report:
    """Read a report whose file was read before: its words and layout, with what stands beside it now."""
    metadata = replace(
        read_metadata(path, source.sha256), kind=source.kind, encoding=source.encoding, programs=source.programs
    )
    corrections = read_corrections(path, source.text)
    report = _report(source.text, metadata, source, corrections)
    report._original = path
    if corrections:
        _ = report.figures  # one that cannot be applied is refused here, not later
    return report


def parse(text: str, name: str = "text") -> Report:
    """Read a report from a string; ``name`` stands in the column ``report`` of every table. A text without figures has
    empty tables; ReadError is raised for one that is only the name of a file.

    >>> report = tvict.parse("Năm 2022, toàn tỉnh có 84 trường (40 trường mầm non, 44 trường tiểu học).")
    >>> report.figures[["value", "unit", "period", "parent_id"]].values.tolist()
    [[84.0, 'trường', '2022', <NA>], [40.0, 'trường', '2022', 1], [44.0, 'trường', '2022', 1]]
    """
    if not isinstance(text, str):
        raise TypeError(f"parse takes the text itself, not {type(text).__name__}: use tvict.read for a file")
    if names_file(text):
        raise ReadError(f"{text.strip()} is the name of a file, not a text: use tvict.read for a file")
    return _report(text, Metadata(name))


def _report(
    text: str, metadata: Metadata, source: Source | None = None, corrections: tuple[Correction, ...] = ()
) -> Report:
    if len(text) > LARGEST:
        raise ReadError(f"{metadata.report} has more than {LARGEST:,} characters: split it, or give the report alone")
    result = reading.read(text, year=metadata.year, layout=source.layout if source else None)
    if source and source.rendered:
        result = replace(result, figures=tuple(flagged(result.figures, source.rendered)))
    names = Names.of(text)
    return Report(result, _known(metadata, result, names), source, corrections, names)


def _known(metadata: Metadata, result: Reading, names: Names) -> Metadata:
    """Return metadata with what the text says of itself where nobody wrote it down."""
    said: dict[str, Any] = {**asdict(letterhead(result.text)), "area_name": result.province, "year": result.year}
    read = {name: value for name, value in said.items() if value is not None and getattr(metadata, name) is None}
    shown = {name: value for name, value in read.items() if names.hide(str(value)) == str(value)}
    return replace(metadata, **shown, as_read=tuple(name for name in shown if name in TABLES["sources"].names))


def load(folder: str | Path) -> Report:
    """Return a report that `tvict build` or ``report.save`` wrote: its tables with their types, and its text.

    Names of persons are left out of the text, as they are of the folder; where there is no text, nothing can be quoted.
    Raises LoadError where the folder or one of its tables is missing or is not what the schema says.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     tvict.parse("Toàn tỉnh có 84 trường.").save(f"{folder}/saved", only_tables=True)
    ...     tvict.load(f"{folder}/saved").figures["value"].tolist()
    [84.0]
    """
    tables, metadata, text = load_package(folder)
    covered = tuple(run.span() for run in COVERED.finditer(text or ""))
    report = Report(Reading(text or ""), metadata, names=Names(text or "", covered))
    report.notices = () if text is not None else (f"{folder} holds no {TEXT_FILE}: its figures cannot be quoted",)
    # The tables stand where a report keeps those that it has made.
    report.__dict__.update(tables, _corrected=(tables["figures"], tables["corrections"]))
    report.__dict__.update(_checked=(tables["checks"], tables["operands"]))
    return report


class Report:
    """One report: its text, and everything that it says in figures, as tidy tables (docs/tables.md).

    ``report.text[start:end]`` is what ``text`` says, in every row of every table, the names and numbers of persons left
    out. Tables are made when first asked for and are plain frames; ``report.metadata`` is what is known of the report
    apart from its words; ``notices`` are sentences about what had to be decided in reading the file.

    >>> report = tvict.parse("Năm 2022, doanh thu bưu chính đạt 84 tỷ đồng, tăng 5% so với năm 2021.")
    >>> report.history[["period", "value", "basis"]].values.tolist()
    [['2021', 80000000000.0, 'derived'], ['2022', 84000000000.0, 'stated']]
    """

    def __init__(
        self,
        result: Reading,
        metadata: Metadata,
        source: Source | None = None,
        corrections: tuple[Correction, ...] = (),
        names: Names | None = None,
    ) -> None:
        self._reading = result
        self._rendered = source.rendered if source else None
        self._corrections = corrections
        self._names = names or Names.of(result.text)
        self._original: Path | None = None
        self.metadata = metadata
        self.notices = source.notices if source else ()

    def _frame(self, table: str, records: Iterable[object]) -> pd.DataFrame:
        """Make a table of what was read; only where the text names somebody are its words looked through."""
        return frame(table, records, report=self.name, names=self._names if self._names.spans else None)

    @property
    def name(self) -> str:
        """The report's name: the stem of its file, or what parse was given."""
        return self.metadata.report

    @property
    def text(self) -> str:
        """The text: of a text file unchanged, of another file as rendered from it."""
        return self._reading.text

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The report itself: one row with title, issuer, area, year, source and licence."""
        return frame("sources", [self.metadata], names=self._names)

    @cached_property
    def numerals(self) -> pd.DataFrame:
        """Every numeral of the text and what it is."""
        return self._frame("numerals", self._reading.numerals)

    @property
    def figures(self) -> pd.DataFrame:
        """Every quantity that the report prints, one row each, a person's corrections applied."""
        return self._corrected[0]

    @property
    def corrections(self) -> pd.DataFrame:
        """What a person corrected after reading."""
        return self._corrected[1]

    @cached_property
    def _corrected(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        figures = self._frame("figures", self._reading.figures)
        if not self._corrections:
            return figures, frame("corrections", [])
        return correct(figures, self._corrections, self._names)

    @cached_property
    def reasons(self) -> pd.DataFrame:
        """Why unit, role, period, subject and links of each figure are what they are: rule, and deciding words."""
        return frame("reasons", self._reading.reasons, report=self.name)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Where each figure stands in the original file; empty for plain text, whose offsets say it."""
        found = places(self._reading.figures, self._rendered) if self._rendered else ()
        return frame("places", found, report=self.name)

    @cached_property
    def readings(self) -> pd.DataFrame:
        """What the readers of a scan saw where they disagree about a figure."""
        found = sightings(self._reading.figures, self._rendered) if self._rendered else ()
        return self._frame("readings", found)

    @cached_property
    def lists(self) -> pd.DataFrame:
        """The items that the text lists for a stated count."""
        return self._frame("lists", self._reading.lists)

    @cached_property
    def citations(self) -> pd.DataFrame:
        """Every mention of a numbered document."""
        return in_order(self._frame("citations", self._reading.citations))

    @cached_property
    def sections(self) -> pd.DataFrame:
        """The headings, with their paths."""
        return self._frame("sections", self._reading.sections)

    @property
    def checks(self) -> pd.DataFrame:
        """What the printed figures say about each other, and whether it closes."""
        return self._checked[0]

    @property
    def operands(self) -> pd.DataFrame:
        """The figures that each check is computed from."""
        return self._checked[1]

    @cached_property
    def _checked(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return check(self.figures, self.lists, reasons=self.reasons)

    @cached_property
    def history(self) -> pd.DataFrame:
        """This year's and last year's values, printed or computed from a printed change, with intervals."""
        return history(self.figures)

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """All tables by name, in the order of docs/tables.md."""
        return {name: getattr(self, name) for name in TABLES}

    def find(self, query: str) -> pd.DataFrame:
        """Return the figures whose words hold every word of the query (`tvict.find`).

        >>> report = tvict.read("data/raw/travinh-2022.txt")
        >>> report.find("doanh thu buu chinh")["text"].tolist()
        ['76 tỷ đồng', '13,24%']
        """
        return find(self.figures, query)

    def _figure(self, figure_id: int | str) -> pd.Series[Any]:
        """Return the row of a figure, by its id as a number or in digits."""
        try:
            return self.figures.iloc[self._rows[int(figure_id)]]
        except (TypeError, ValueError, KeyError):
            raise UnknownFigure(
                f"{self.name} has no figure {figure_id}: give one number of the column figure_id of its table figures"
            ) from None

    @cached_property
    def _rows(self) -> dict[int, int]:
        """The row of each figure by its id."""
        return {int(figure_id): row for row, figure_id in enumerate(self.figures["figure_id"])}

    def quote(self, figure_id: int | str) -> str:
        """Return the passage that a figure stands in, on one line, the figure between ⟦ and ⟧; UnknownFigure for an id
        that is none.

        >>> report = tvict.parse("Năm 2022, toàn tỉnh có 84 trường (40 trường mầm non, 44 trường tiểu học).")
        >>> report.quote(2)
        'Năm 2022, toàn tỉnh có 84 trường (⟦40 trường⟧ mầm non, 44 trường tiểu học).'
        """
        start, end = (int(edge) for edge in self._figure(figure_id)[["start", "end"]])
        if end > len(self.text):
            raise LoadError(f"{self.name} was saved without its text: quote from the folder that `tvict build` wrote")
        before, after = quoted(self._names, start, end)
        passage = f"{before}⟦{self._names.between(start, end)}⟧{after}"
        return " ".join(passage.strip().replace("\t", " | ").split())  # bars between the cells of a table's row

    def explain(self, figure_id: int | str) -> pd.DataFrame:
        """Return why a figure was read so: one row per decided column, with its value, the rule, the words that
        decided and where they are. Raises UnknownFigure for an id that is none.

        >>> report = tvict.parse("Năm 2022, doanh thu bưu chính đạt 84 tỷ đồng, tăng 5% so với năm 2021.")
        >>> report.explain(2).query("column == 'period'").values.tolist()
        [['period', '2022', 'time.sentence', 'sentence', 'Năm 2022']]
        """
        figure = self._figure(figure_id)
        why = self.reasons[self.reasons["figure_id"] == figure["figure_id"]]
        cells = [figure.get(column, figure.get(f"{column}_id")) for column in why["column"]]
        values = pd.Series([None if pd.isna(cell) else str(cell) for cell in cells], why.index, dtype="str")
        words = [_in_one_line(self._names.between(*ends)) for ends in zip(why["start"], why["end"], strict=True)]
        told: pd.DataFrame = why.assign(value=values, words=words)
        return told[["column", "value", "rule", "scope", "words"]].reset_index(drop=True)

    def save(
        self,
        folder: str | Path,
        *,
        names: bool = False,
        only_tables: bool = False,
        beside: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Write all tables into a folder as CSV, with datapackage.json, README, the workbook, the check sheet and the
        page; ``tvict.load`` gives the report back. Where ``folder`` ends in .xlsx, the workbook alone is written there.

        ``names`` leaves personal names in the text on the page; no other file has any. ``only_tables`` leaves out
        workbook, check sheet and page; ``beside`` are small texts to put there too, by file name. The folder is
        replaced as a whole or not at all. Raises SaveError, with a line that says what to do.

        >>> from pathlib import Path
        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     tvict.parse("Toàn tỉnh có 84 trường.", "truong").save(f"{folder}/truong")
        ...     sorted(path.name for path in Path(folder, "truong").iterdir() if path.suffix != ".csv")
        ['README.md', 'datapackage.json', 'text.txt', 'truong.html', 'truong.phieu-kiem-tra.docx', 'truong.xlsx']
        """
        tables = self.tables
        if Path(folder).suffix.lower() == ".xlsx":
            with replaced_file(folder) as staging:
                self._write_workbook(staging, tables)
            return
        stem = _file_stem(self.name)
        paths = {face: f"{stem}{suffix}" for suffix, face in FACES.items()}
        with replaced(folder, (*paths.values(), TEXT_FILE)) as staging:
            write_package(staging, tables, self.metadata, version=__version__, lexicon=lexicon_version())
            if self.text or not len(tables["numerals"]):
                (staging / TEXT_FILE).write_bytes(self._names.covered().encode("utf-8", "replace"))
            if not only_tables:
                self._write_workbook(staging / paths["workbook"], tables)
                self._write_check_sheet(staging / paths["sheet"], staging / paths["commented"], tables)
                (staging / paths["page"]).write_bytes(self._page(names).encode("utf-8", "replace"))
            for name, content in beside.items():
                (staging / name).write_text(content, encoding="utf-8")

    def _write_workbook(self, path: Path, tables: dict[str, pd.DataFrame]) -> None:
        from tvict.publishing.workbook import write_workbook

        passages = {int(figure_id): self.quote(int(figure_id)) for figure_id in tables["figures"]["figure_id"]}
        write_workbook(path, tables, self.metadata, passages=passages, version=__version__, lexicon=lexicon_version())

    def _write_check_sheet(self, path: Path, commented: Path, tables: dict[str, pd.DataFrame]) -> None:
        from tvict.publishing.checksheet import write_check_sheet

        write_check_sheet(path, self.metadata, self._names, tables)
        original = self._original
        if original is None or self._rendered is None or original.suffix.lower() != ".docx":
            return  # only a Word file takes comments
        if (tables["checks"]["verdict"] == "differs").any():
            from tvict.publishing.comments import write_commented

            write_commented(original, commented, self.text, tables)

    @cached_property
    def _charts(self) -> list[tuple[str, str, Chart]]:
        """The charts of this report with language and name: page and gallery show the same ones."""
        from tvict.publishing.drawing import charts_of

        return charts_of(self)

    def _page(self, names: bool) -> str:
        from tvict.publishing.drawing import drawings
        from tvict.publishing.page import page

        charts = drawings(self._charts)
        made_by = {"version": __version__, "lexicon": lexicon_version()}
        text = Names(self.text) if names else self._names
        return page(self.metadata, text, self.tables, charts, self._crops(), **made_by)

    def _crops(self) -> Iterator[tuple[int, bytes]]:
        """Yield pictures of what a scan shows where a figure is doubtful, with its id; none of a person's number."""
        for figure, picture in crops(self._reading.figures, self._rendered) if self._rendered else ():
            if self._names.between(figure.start, figure.end) == self.text[figure.start : figure.end]:
                yield figure.figure_id, picture

    def __repr__(self) -> str:
        cited = documents_cited({"citations": self.citations, "sources": self.sources})
        tables = {"figure": self.figures, "numeral": self.numerals, "citation": cited}
        counts = ", ".join(f"{len(table)} {name}{plural(len(table))}" for name, table in tables.items())
        about = ", ".join(str(part) for part in (self.metadata.area_name, self.metadata.year) if part)
        return f"<Report {self.name}{f' ({about})' if about else ''}: {counts}>"

    def _repr_html_(self) -> str:
        return notebook_view(self.metadata, self._names, self.tables, self.notices)


COVERED = re.compile(rf"{HIDDEN}{{2,}}")
"""A name in a saved text, covered letter by letter."""

LARGEST = 20_000_000
"""Characters of a text; no report comes near it, and reading takes memory many times that."""

LONGEST_NAME = 200
"""Bytes of the name of a file, which file systems bound at 255 with what is put before and behind it."""


def _in_one_line(text: str) -> str:
    """Join the lines of a text, with bars between the cells of a table that say something."""
    return " | ".join(filter(None, (" ".join(cell.split()) for cell in text.split("\t"))))


def _file_stem(name: str) -> str:
    """Return a report's name as the stem of a file: what a file system does not allow becomes a hyphen."""
    stem = re.sub(r'[\\/:*?"<>|\x00-\x1f\ud800-\udfff]', "-", name).encode()[:LONGEST_NAME]
    return stem.decode(errors="ignore").strip(". ") or "report"


@cache
def lexicon_version() -> str:
    """Return the version of the words that the reader goes by: twelve digits of a hash over its TOML and CSV files."""
    digest = hashlib.sha256()
    for name, content in sorted(_knowledge(resources.files("tvict.reading"), "")):
        digest.update(f"{name}\0".encode() + content + b"\0")
    return digest.hexdigest()[:12]


def _knowledge(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _knowledge(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith((".toml", ".csv")):
            yield prefix + entry.name, entry.read_bytes()
