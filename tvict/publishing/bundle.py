"""One file to hand on: the folder of a saved report goes in, a zip with everything and how to cite it comes out.

The same folder gives the same bytes. What is not there, a page or charts, is left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from tvict.errors import LoadError
from tvict.publishing.markdown import plain
from tvict.publishing.package import load
from tvict.publishing.staging import MADE_BY, MANIFEST, listed, own_manifest, replaced_file
from tvict.tables import TABLES

README = "README.md"
CHARTS = "charts"
DRAWN = frozenset({".svg", ".png", ".pdf", ".csv", ".md", ".html", ".json"})
"""Kinds of file that a folder of charts may bring."""

PLAIN = re.compile(r"[^/\\\x00-\x1f.][^/\\\x00-\x1f]*")
"""A name that can be a file's in this folder and in no other."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the earliest that a zip can say."""

STORED = frozenset({".png", ".xlsx"})
"""Kinds of file that are compressed already."""


def bundle(folder: str | Path, out: str | Path | None = None, charts: str | Path | None = None) -> Path:
    """Zip the folder of a saved report and return the zip's path: ``out``, or FOLDER.zip beside the folder.

    ``charts`` is the folder of its charts. Files that others put into the folder stay out, and no link is followed.
    Raises LoadError for a folder that is not a saved report or has no charts to give, SaveError where the zip cannot be
    written.
    """
    folder = Path(folder)
    source = _source(folder)
    name = folder.resolve().name
    target = folder.resolve().with_name(f"{name}.zip") if out is None else Path(out)
    manifest = own_manifest(folder)
    assert manifest is not None  # _source has loaded the folder
    try:
        entries = {path.name: path.read_bytes() for path in _own(folder, manifest, (str(source["report"]), name))}
        entries |= {} if charts is None else _charts(Path(charts))
    except OSError as error:
        raise LoadError(f"{error.filename} cannot be read ({error.strerror}): check its permissions") from None
    entries[README] = entries[README] + _more(source, manifest, entries).encode("utf-8")
    with replaced_file(target) as staging, zipfile.ZipFile(staging, "w") as written:
        for path, content in sorted(entries.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", EARLIEST)
            stored = Path(path).suffix in STORED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            written.writestr(entry, content)
    return target


def _source(folder: Path) -> dict[str, str | None]:
    """Return the row that says whose report a folder holds, after a look at its tables."""
    sources = load(folder, ["sources"])["sources"]
    if len(sources) != 1:
        raise LoadError(f"{folder} holds {len(sources)} reports: give the folder of one report")
    row = sources.astype(object).iloc[0]
    return {str(key): None if pd.isna(value) else str(value) for key, value in row.items()}


def _own(folder: Path, manifest: dict[str, object], names: Iterable[str]) -> list[Path]:
    """Return the files of a folder that tvict wrote: tables, manifest, README, workbook, page."""
    tables = [f"{name}.csv" for name in TABLES if f"{name}.csv" in listed(manifest)]
    stems = [name for name in dict.fromkeys(names) if PLAIN.fullmatch(name)]
    others = [f"{stem}{suffix}" for stem in stems for suffix in (".xlsx", ".html")]
    for name in (README, *tables):
        if not (folder / name).is_file():
            raise LoadError(f"{folder} has no {name}: save the report again")
    paths = [folder / name for name in (*tables, MANIFEST, README, *others)]
    if links := [path.name for path in paths if path.is_symlink()]:
        raise LoadError(f"{folder} holds links where files should be ({', '.join(links)}): save the report again")
    return [path for path in paths if path.is_file()]


def _charts(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise LoadError(f"{folder} is no folder of charts: draw them with `tvict charts`, or leave --charts out")
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in DRAWN and _is_inside(path, folder)]
    return {f"{CHARTS}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def _is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path is a file of a folder, and neither a link nor reached through one."""
    return path.is_file() and path.resolve() == folder.resolve() / path.relative_to(folder)


def _more(source: Mapping[str, str | None], manifest: Mapping[str, object], entries: Mapping[str, bytes]) -> str:
    """Return what the README says beyond that of the tables: the other files, and how to cite."""
    present = {Path(path).suffix for path in entries if "/" not in path} | {path.split("/")[0] for path in entries}
    told = [line for kind, line in OTHERS.items() if kind in present]
    made = manifest[MADE_BY]
    assert isinstance(made, dict)
    whose = ". ".join(part for part in (source["issuer"], source["title"] or source["report"], source["year"]) if part)
    return "\n".join(
        [
            *(["", "Beside the tables:", "", *told] if told else []),
            "",
            "## How to cite",
            "",
            f"> {plain(whose)}. Figures read from the text by tvict {plain(made['version'])} "
            f"(lexicon {plain(made['lexicon'])}).",
            "",
            "Name the report and its issuer for what is printed, and tvict for what was read from it or reckoned:",
            "checks, values marked `derived`, and codes of indicators are this package's, not the issuer's.",
            *(["", f"SHA-256 of the text that was read: {plain(source['sha256'])}"] if source["sha256"] else []),
            "",
        ]
    )


OTHERS = {
    ".xlsx": "- the workbook (`.xlsx`): the same tables for Excel and LibreOffice, with checks as live formulas;",
    ".html": "- the page (`.html`): the text with every figure marked; it opens in any browser and needs no network;",
    CHARTS: "- `charts/`: charts in Vietnamese and English.",
}
