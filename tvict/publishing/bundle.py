"""One file to hand on: the folder of a saved report goes in, a zip with everything and how to cite it comes out.

The same folder gives the same bytes. What is not there, a page or charts, is left out.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd

from tvict.errors import LoadError
from tvict.publishing.package import load
from tvict.publishing.staging import MANIFEST, replaced_file

README = "README.md"
CHARTS = "charts"
DRAWN = frozenset({".svg", ".png", ".pdf", ".csv", ".md", ".html", ".json"})
"""Kinds of file that a folder of charts may bring."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the earliest that a zip can say."""

STORED = frozenset({".png", ".xlsx"})
"""Kinds of file that are compressed already."""


def bundle(folder: str | Path, out: str | Path | None = None, charts: str | Path | None = None) -> Path:
    """Zip the folder of a saved report and return the zip's path: ``out``, or FOLDER.zip beside the folder.

    ``charts`` is the folder of its charts. Files that others put into the folder stay out. Raises LoadError for a
    folder that is not a saved report or has no charts to give, SaveError where the zip cannot be written.
    """
    folder = Path(folder)
    name = _name(folder)
    target = folder.resolve().with_name(f"{folder.resolve().name}.zip") if out is None else Path(out)
    entries: dict[str, bytes] = {path.name: path.read_bytes() for path in _own(folder, name)}
    drawn = {} if charts is None else _charts(Path(charts))
    entries |= drawn
    entries[README] = entries[README] + _more(folder, entries).encode("utf-8")
    with replaced_file(target) as staging, zipfile.ZipFile(staging, "w") as written:
        for path, content in sorted(entries.items()):
            entry = zipfile.ZipInfo(f"{name}/{path}", EARLIEST)
            stored = Path(path).suffix in STORED
            entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            written.writestr(entry, content)
    return target


def _name(folder: Path) -> str:
    """Return the name of the report in a folder, after a look at its tables."""
    sources = load(folder, ["sources"])["sources"]
    if len(sources) != 1:
        raise LoadError(f"{folder} holds {len(sources)} reports: give the folder of one report")
    return folder.resolve().name


def _own(folder: Path, name: str) -> Iterable[Path]:
    """Return the files of a folder that tvict wrote: tables, manifest, README, workbook, page."""
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    tables = [folder / str(resource["path"]) for resource in manifest["resources"]]
    report = str(load(folder, ["sources"])["sources"].loc[0, "report"])
    others = [folder / f"{stem}{suffix}" for stem in dict.fromkeys((report, name)) for suffix in (".xlsx", ".html")]
    if not (folder / README).is_file():
        raise LoadError(f"{folder} has no {README}: save the report again")
    return [*tables, folder / MANIFEST, folder / README, *(path for path in others if path.is_file())]


def _charts(folder: Path) -> dict[str, bytes]:
    if not folder.is_dir():
        raise LoadError(f"{folder} is no folder of charts: draw them with `tvict charts`, or leave --charts out")
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix in DRAWN]
    return {f"{CHARTS}/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in paths}


def _more(folder: Path, entries: Mapping[str, bytes]) -> str:
    """Return what the README says beyond that of the tables: the other files, and how to cite."""
    present = {Path(path).suffix for path in entries if "/" not in path} | {path.split("/")[0] for path in entries}
    told = [line for kind, line in OTHERS.items() if kind in present]
    source = load(folder, ["sources"])["sources"].astype(object).iloc[0]
    known = {key: None if pd.isna(value) else str(value) for key, value in source.items()}
    made = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["tvict"]
    whose = ". ".join(part for part in (known["issuer"], known["title"] or known["report"], known["year"]) if part)
    return "\n".join(
        [
            *(["", "Beside the tables:", "", *told] if told else []),
            "",
            "## How to cite",
            "",
            f"> {whose}. Figures read from the text by tvict {made['version']} (lexicon {made['lexicon']}).",
            "",
            "Name the report and its issuer for what is printed, and tvict for what was read from it or reckoned:",
            "checks, values marked `derived`, and codes of indicators are this package's, not the issuer's.",
            *(["", f"SHA-256 of the text that was read: `{known['sha256']}`"] if known["sha256"] else []),
            "",
        ]
    )


OTHERS = {
    ".xlsx": "- the workbook (`.xlsx`): the same tables for Excel and LibreOffice, with checks as live formulas;",
    ".html": "- the page (`.html`): the text with every figure marked; it opens in any browser and needs no network;",
    CHARTS: "- `charts/`: charts in Vietnamese and English.",
}
