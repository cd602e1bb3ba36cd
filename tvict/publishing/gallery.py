"""Charts into files: reports go in; for each a folder of SVG and PNG in both languages, and one README with all of them
and links to the passages, come out.
"""

from __future__ import annotations

import os
import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote

import pandas as pd

from tvict.analysis.printed import known
from tvict.errors import SaveError
from tvict.labels import LANGUAGES, label
from tvict.publishing.markdown import plain
from tvict.publishing.staging import README

if TYPE_CHECKING:
    from tvict.charts.chart import Chart

CHART = re.compile(rf"[a-z-]+\.(?:{'|'.join(LANGUAGES)})\.(?:svg|png)")
"""Names of the files of charts."""


class Readable(Protocol):
    """A report as this module needs it: tvict.Report, or anything with its name, text and tables."""

    @property
    def name(self) -> str:
        """The name of the report."""

    @property
    def text(self) -> str:
        """The text that the tables' places count in."""

    @property
    def tables(self) -> Mapping[str, pd.DataFrame]:
        """All tables by name."""


@dataclass(frozen=True, slots=True)
class Written:
    """The charts of one report as written: how many they are, and its lines of the gallery."""

    name: str
    lines: tuple[str, ...]
    count: int


def write_charts(report: Readable, folder: Path, raw: Path, charts: Iterable[tuple[str, str, Chart]]) -> Written:
    """Write charts of a report, each with its language and name, into ``folder``/<report>/ and return its part of the
    gallery.

    ``raw`` is the folder of the reports' texts, which the gallery links to. Everything is drawn before the first file
    is written; charts that the report no longer has are taken away. Raises SaveError, with a line that says what to do.
    """
    found: dict[str, dict[str, Chart]] = {}
    for language, name, chart in charts:
        found.setdefault(name, {})[language] = chart
    files = {
        folder / report.name / f"{name}.{lang}.{suffix}": content
        for name, drawn in found.items()
        for lang, chart in drawn.items()
        for suffix, content in (("svg", chart.svg().encode("utf-8")), ("png", chart.png()))
    }
    with _told(folder):
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, content)
        for path in list((folder / report.name).glob("*")):
            if CHART.fullmatch(path.name) and path not in files:
                path.unlink(missing_ok=True)
    return Written(report.name, tuple(_lines(report, found, folder, raw)), len(found))


def write_gallery(folder: Path, parts: Iterable[str]) -> None:
    """Write ``folder``/README.md with the lines of all reports; raises SaveError as ``write_charts`` does."""
    lines = [f"# {label('gallery', 'title', 'vi')} · {label('gallery', 'title', 'en')}", ""]
    lines += [line for lang in LANGUAGES for line in (label("gallery", "about", lang), "")]
    lines += parts
    with _told(folder):
        _write(folder / README, ("\n".join(lines).rstrip() + "\n").encode("utf-8", "replace"))


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    if folder.exists() and not folder.is_dir():
        raise SaveError(f"{folder} is a file: give the name of a folder, or choose another folder")
    try:
        yield
    except OSError as error:
        raise SaveError(f"{folder} cannot be written: {error.strerror or error}, choose another folder") from error


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; one that says the same already keeps its date."""
    if path.is_file() and path.read_bytes() == content:
        return
    staging = path.with_name(f".{path.name}.new-{os.getpid()}")
    try:
        staging.write_bytes(content)
        staging.replace(path)
    finally:
        staging.unlink(missing_ok=True)


def _lines(report: Readable, found: Mapping[str, Mapping[str, Chart]], folder: Path, raw: Path) -> Iterator[str]:
    source = report.tables["sources"].to_dict("records")[0]
    yield from (f"## {plain(report.name)}", "", *_about(source), "")
    for name, drawn in found.items():
        yield from (*_section(report, f"{quote(report.name)}/{name}", drawn, folder, raw), "")


def _about(source: Mapping[Hashable, Any]) -> list[str]:
    words = [str(source[name]) for name in ("title", "issuer") if known(source[name])]
    if str(source.get("invented")) == "True":
        words += [label("view", "invented", lang) for lang in LANGUAGES]
    return [plain(". ".join(words) + ".")] if words else []


def _section(report: Readable, image: str, drawn: Mapping[str, Chart], folder: Path, raw: Path) -> list[str]:
    """Write one chart: title, picture, and for each language what it shows, then the lines of the text behind it."""
    main = drawn["vi"]
    lines = [f"### {plain(main.title)}", "", f"[![{plain(main.alternative)}]({image}.vi.png)]({image}.vi.svg)", ""]
    for lang, chart in drawn.items():
        picture = f"[{label('gallery', 'picture', lang)}]({image}.{lang}.svg)"
        title = f"**{plain(chart.title)}** " if lang != "vi" else ""
        lines.append(f"- {title}{plain(chart.alternative.removeprefix(chart.title).strip())} {picture}.")
    passages = _passages(report, main, folder, raw)
    if passages:
        names = " · ".join(label("gallery", "passages", lang) for lang in LANGUAGES)
        lines.append(f"- {names}: {', '.join(passages)}.")
    return lines


def _passages(report: Readable, chart: Chart, folder: Path, raw: Path) -> list[str]:
    """Link to the lines of the text that hold the figures, or the citations, that a chart rests on."""
    figures = report.tables["figures"]
    starts = figures.loc[figures["figure_id"].isin(list(chart.figure_ids)), "start"]
    places = [*starts, *chart.table.get("start", ())]
    numbers = sorted({report.text.count("\n", 0, int(place)) + 1 for place in places})
    found = [path.name for path in raw.glob(f"{report.name}.*") if path.suffix.lower() in (".txt", ".md")]
    text = raw / found[0] if found else raw.parent / "processed" / report.name / "text.txt"
    target = Path(os.path.relpath(text, folder)).as_posix()
    return [f"[{number}]({target}#L{number})" for number in numbers]
