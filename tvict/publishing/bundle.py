"""One file to hand on: the folder of a saved report goes in, a zip with everything and how to cite it comes out.

It opens on DOC-TRUOC.html, in Vietnamese first, beside the files that people open: page, workbook, check sheet, report
with comments. Tables, and the text that they count in, lie in du-lieu, charts in bieu-do. The same folder gives the
same bytes; what is not there is left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tvict.errors import LoadError
from tvict.labels import LANGUAGES, label, labels
from tvict.publishing.markdown import plain
from tvict.publishing.package import load_tables
from tvict.publishing.staging import FACES, MADE_BY, MANIFEST, README, TEXT_FILE, listed, own_manifest, replaced_file
from tvict.publishing.templates import template
from tvict.tables import TABLES, rows_of

FIRST, DATA, CHARTS = "DOC-TRUOC.html", "du-lieu", "bieu-do"
NOTE = "LUU-Y.txt"
"""What to mind with the tables, in Vietnamese."""

ENGLISH = re.compile(r"\.en\.\w+$|^en/")
"""Charts in English, left out unless asked for: a mail takes two megabytes."""

DRAWN = frozenset({".svg", ".png", ".pdf", ".csv", ".md", ".html", ".json"})
"""Kinds of file that a folder of charts may bring."""

PLAIN = re.compile(r"[^/\\\x00-\x1f.][^/\\\x00-\x1f]*")
"""A name that can be a file's in this folder and in no other."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every entry: the earliest that a zip can say."""

STORED = frozenset({".png", ".xlsx", ".docx"})
"""Kinds of file that are compressed already."""


def bundle(
    folder: str | Path, out: str | Path | None = None, charts: str | Path | None = None, *, english: bool = False
) -> Path:
    """Zip the folder of a saved report and return the zip's path: ``out``, or FOLDER.zip beside the folder.

    ``charts`` is the folder of its charts, of which those in English are taken where ``english`` says so. Files that
    others put into the folder stay out, and no link is followed. Raises LoadError for a folder that is not a saved
    report or has no charts to give, SaveError where the zip cannot be written.
    """
    folder = Path(folder)
    source = _source(folder)
    name = folder.resolve().name
    target = folder.resolve().with_name(f"{name}.zip") if out is None else Path(out)
    manifest = own_manifest(folder)
    assert manifest is not None  # _source has loaded the folder
    try:
        own = {path.name: path.read_bytes() for path in _own(folder, manifest, (str(source["report"]), name))}
        drawn = {} if charts is None else _charts(Path(charts), english)
    except OSError as error:
        raise LoadError(f"{error.filename} cannot be read ({error.strerror}): check its permissions") from None
    whose, made = _whose(source), manifest[MADE_BY]
    own[README] += _cited(whose, made, source["sha256"]).encode("utf-8")
    entries = {path if _face(path) else f"{DATA}/{path}": content for path, content in own.items()}
    entries |= drawn | {f"{DATA}/{NOTE}": (label("bundle", "note", "vi") + "\n").encode("utf-8-sig")}
    entries[FIRST] = _first(whose, made, entries).encode("utf-8")
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
    sources = load_tables(folder, ["sources"])["sources"]
    if len(sources) != 1:
        raise LoadError(f"{folder} holds {len(sources)} reports: give the folder of one report")
    return {key: None if value is None else str(value) for key, value in rows_of(sources)[0].items()}


def _own(folder: Path, manifest: dict[str, Any], names: Iterable[str]) -> list[Path]:
    """Return the files of a folder that tvict wrote: tables, manifest, README, text, and those that people open."""
    tables = [f"{name}.csv" for name in TABLES if f"{name}.csv" in listed(manifest)]
    stems = [name for name in dict.fromkeys(names) if PLAIN.fullmatch(name)]
    others = [TEXT_FILE, *(f"{stem}{suffix}" for stem in stems for suffix in FACES)]
    for name in (README, *tables):
        if not (folder / name).is_file():
            raise LoadError(f"{folder} has no {name}: save the report again")
    paths = [folder / name for name in (*tables, MANIFEST, README, *others)]
    if links := [path.name for path in paths if path.is_symlink()]:
        raise LoadError(f"{folder} holds links where files should be ({', '.join(links)}): save the report again")
    return [path for path in paths if path.is_file()]


def _face(name: str) -> str | None:
    """Return what kind of file people open this is, as labels.toml names it; None for any other."""
    return next((face for suffix, face in FACES.items() if name.endswith(suffix)), None)


def _charts(folder: Path, english: bool) -> dict[str, bytes]:
    if not folder.is_dir():
        raise LoadError(f"{folder} is no folder of charts: draw them with `tvict charts`, or leave --charts out")
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in DRAWN and _is_inside(path, folder)]
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {
        f"{CHARTS}/{name}": path.read_bytes() for name, path in names.items() if english or not ENGLISH.search(name)
    }


def _is_inside(path: Path, folder: Path) -> bool:
    """Tell whether a path is a file of a folder, and neither a link nor reached through one."""
    return path.is_file() and path.resolve() == folder.resolve() / path.relative_to(folder)


def _whose(source: Mapping[str, str | None]) -> str:
    return ". ".join(part for part in (source["issuer"], source["title"] or source["report"], source["year"]) if part)


CITED = """
## How to cite

> {whose}. Figures read from the text by tvict {version} (lexicon {lexicon}).

Name the report and its issuer for what is printed, and tvict for what was read from it or computed:
checks, values marked `derived`, and codes of indicators are this package's, not the issuer's.
"""


def _cited(whose: str, made: Mapping[str, str], sha256: str | None) -> str:
    """Return what the README of the tables says beyond the tables: how to cite."""
    told = CITED.format(whose=plain(whose), version=plain(made["version"]), lexicon=plain(made["lexicon"]))
    return told + (f"\nSHA-256 of the text that was read: {plain(sha256)}\n" if sha256 else "")


def _first(whose: str, made: Mapping[str, str], entries: Mapping[str, bytes]) -> str:
    """Return the page that says what the files are, which to open first, and what to mind; Vietnamese, then English."""
    opened = {_face(name): name for name in entries if "/" not in name}
    minded = [name for name in labels()["bundle"] if name.startswith("mind_")]
    minded += ["named"] if "commented" in opened else []
    folders = [folder for folder in (DATA, CHARTS) if any(name.startswith(f"{folder}/") for name in entries)]
    return template("first.html.j2").render(
        whose=whose,
        faces=[(face, opened[face]) for face in FACES.values() if face in opened],
        folders=folders,
        minded=minded,
        words=labels()["bundle"],
        languages=LANGUAGES,
        version=made["version"],
        lexicon=made["lexicon"],
    )
