"""A folder of reports, one after the other: paths go in, a saved folder for each and a summary come out.

Nothing is held: a report is read, written and forgotten, in as many processes as wanted. One that fails is told at the
end and keeps nobody from the others. What did not change since the last run is left as it is, so that a run that was
stopped goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import warnings
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from functools import cache, partial
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tvict.errors import ReadError, SaveError, one_line
from tvict.processes import spread
from tvict.publishing.staging import clear_leftovers, locked

if TYPE_CHECKING:
    from tvict.report import Report

STAMP = ".built"
"""The file in a saved folder that says from what, and by which code, it was made."""

UNTOLD = 10
"""Seconds of reading of which no bar tells."""

LONGEST_STEM = 200
"""Bytes of a report's name, which file systems bound at 255 with what is put before and behind it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write of each report, and where: ``tables`` leaves out page, workbook and text, ``names`` leaves personal
    names on the page, ``charts`` is where the charts go that stand on the page, None where nowhere.
    """

    out: Path
    tables: bool = False
    names: bool = False
    charts: Path | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one report: ``failed`` says why it was not written or drawn, ``unchanged`` that it was there
    already; ``charts`` is its part of the gallery (name, lines, count).
    """

    path: Path
    figures: int = 0
    differences: int = 0
    charts: Mapping[str, Any] | None = None
    unchanged: bool = False
    failed: str | None = None
    notices: tuple[str, ...] = ()


def report_files(folder: Path, suffixes: Iterable[str]) -> tuple[list[Path], list[str]]:
    """Return the reports of a folder, by name, and why others are left out: of files of one name, which are mostly one
    report saved twice, that of the first suffix is taken. Raises ReadError where there is none.
    """
    order = {suffix: place for place, suffix in enumerate(suffixes)}
    try:
        if not folder.is_dir():
            raise ReadError(
                f"{folder} is no folder: run this where {folder} is, or name the folder of reports with --raw"
            )
        found = (path for path in folder.iterdir() if path.suffix.lower() in order and path.is_file())
        paths = sorted(path for path in found if not path.name.startswith(LOCKS))
    except OSError as error:
        raise ReadError(f"{folder} cannot be read ({error.strerror}): check its name and permissions") from None
    if not paths:
        raise ReadError(
            f"{folder} holds no report ({', '.join(order)}): put one there, or name another folder with --raw"
        )
    taken: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: order[path.suffix.lower()]):
        taken.setdefault(path.stem, path)
    left = [
        f"{path} has the name of {taken[path.stem].name}, which is read: rename one, names tell reports apart"
        for path in paths
        if path != taken[path.stem]
    ]
    return [path for path in paths if path == taken[path.stem]], left


BESIDE = frozenset({".toml", ".md"})
"""Suffixes of what may lie beside reports: what is known of them, and a word on the folder."""
LOCKS = ("~$", "._")
"""What the names of files begin with that nobody put there: Word and Excel lock what is open with "~$report.docx", a
Mac puts "._report.docx" beside what it copies.
"""


def passed_over(folder: Path, suffixes: Collection[str]) -> list[str]:
    """Return the names of the files of a folder that are no reports and nothing that goes with reports.

    >>> passed_over(Path("data/raw"), [".docx"])
    ['anbinh-2019.txt', 'travinh-2022.txt']
    """
    others = (path for path in folder.iterdir() if path.suffix.lower() not in suffixes and path.is_file())
    names = (path.name for path in others if path.suffix.lower() not in BESIDE)
    return sorted(name for name in names if not name.startswith((".", *LOCKS)))


def read_all(folder: str | Path) -> Iterator[Report]:
    """Read the reports of a folder, one after the other by name, holding none; a bar tells how far that is.

    A report that cannot be read, or has the name of another, is told in a warning and passed over. Raises ReadError
    where there is no report.

    >>> {report.name: len(report.figures) for report in tvict.read_all("data/raw")}["travinh-2022"]
    171
    """
    from tqdm import tqdm

    from tvict.documents.files import SUFFIXES
    from tvict.report import read

    paths, left = report_files(Path(folder), SUFFIXES)
    for why in left:
        warnings.warn(why, stacklevel=2)
    for path in tqdm(paths, unit=" reports", delay=UNTOLD, dynamic_ncols=True):
        try:
            yield read(path)
        except ReadError as error:
            warnings.warn(str(error), stacklevel=2)


def build(paths: Sequence[Path], wanted: Wanted, jobs: int | None) -> Iterator[Done]:
    """Build reports, yielding what became of each; raises SaveError where another run writes there."""
    folders = [folder for folder in (wanted.out, wanted.charts) if folder]
    for folder in folders:
        if folder.exists() and not folder.is_dir():
            raise SaveError(f"{folder} is a file: give the name of a folder")
    with ExitStack() as locks:
        for folder in folders:
            locks.enter_context(locked(folder.resolve()))
        try:
            yield from spread(partial(build_one, wanted=wanted, code=code_version()), paths, jobs, _ended, _size)
        finally:
            if wanted.out.is_dir():
                clear_leftovers(wanted.out)


def build_one(path: Path, wanted: Wanted, code: str) -> Done:
    """Build one report, unless the same was built before; whatever is wrong with it is told, not raised."""
    try:
        refuse_name(path)
        digest = digest_of(path, code, wanted.tables, wanted.names, str(wanted.charts))
        folder = wanted.out / path.stem
        before = _stamped(folder, digest)
        if before and _has_charts(before, wanted.charts):
            return Done(path, before["figures"], before["differences"], before["charts"], unchanged=True)
        from tvict.report import read  # heavy: what did not change needs none of it

        report = read(path)
        differences = int((report.checks["verdict"] == "differs").sum())
        charts = _draw(report, wanted.charts, path.parent) if wanted.charts else None
        stamp = {"digest": digest, "figures": len(report.figures), "differences": differences, "charts": charts}
        report.save(folder, names=wanted.names, only_tables=wanted.tables, beside={STAMP: json.dumps(stamp) + "\n"})
        return Done(path, len(report.figures), differences, charts, notices=report.notices)
    except (ReadError, SaveError) as error:
        return Done(path, failed=one_line(error))
    except MemoryError:
        return Done(path, failed=f"{path} takes more memory than there is: split it, or give --jobs 1")
    except Exception as error:  # one report must not end the others, whatever is wrong with it
        why = one_line(error)[:200]
        return Done(path, failed=f"{path} cannot be built: {type(error).__name__}: {why}; please report this")


def draw(paths: Sequence[Path], out: Path, raw: Path, jobs: int | None) -> Iterator[Done]:
    """Draw the charts of reports, yielding what became of each; raises SaveError where another run draws there."""
    if out.exists() and not out.is_dir():
        raise SaveError(f"{out} is a file: give the name of a folder, or choose another folder")
    with locked(out.resolve()):
        yield from spread(partial(draw_one, out=out, raw=raw), paths, jobs, _ended, _size)


def draw_one(path: Path, out: Path, raw: Path) -> Done:
    """Draw the charts of one report; whatever is wrong with it is told, not raised."""
    from tvict.report import read

    try:
        refuse_name(path)
        report = read(path)
        return Done(path, charts=_draw(report, out, raw), notices=report.notices)
    except (ReadError, SaveError) as error:
        return Done(path, failed=one_line(error))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # told by the one who reads it
        return 0


def _ended(path: Path) -> Done:
    return Done(path, failed=f"{path} ended the process that read it, which may have had too little memory")


def refuse_name(path: Path) -> None:
    """Raise ReadError for a report whose name cannot be that of a folder everywhere."""
    stem = path.stem
    if stem.startswith(".") or not stem.isprintable() or any(sign in stem for sign in '\\/:*?"<>|') or stem[-1] in ". ":
        raise ReadError(f"{_shown(path)} has a name that no folder can have: rename it, in letters, digits and hyphens")
    if len(os.fsencode(stem)) > LONGEST_STEM:
        raise ReadError(f"{_shown(path)} has too long a name: give it one of at most {LONGEST_STEM} bytes")


def _shown(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def digest_of(path: Path, *wishes: object) -> str:
    """Return a hash over all that decides what is written: the report, what stands beside it, the code, the wishes."""
    digest = hashlib.sha256(f"{path.name} {wishes}".encode("utf-8", "surrogateescape"))
    for file in (path, path.with_suffix(".toml"), path.with_suffix(".corrections.toml")):
        try:
            content = file.read_bytes()
        except OSError:  # what is not there, or cannot be read, is told by the one who needs it
            content = b""
        digest.update(len(content).to_bytes(8, "big") + content)
    return digest.hexdigest()


def _stamped(folder: Path, digest: str) -> dict[str, Any] | None:
    """Return what is known of a folder that is up to date; None for any other."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        counts = {name: int(stamp[name]) for name in ("figures", "differences")}
        is_whole = stamp["digest"] == digest and (folder / "datapackage.json").is_file()
        return {**counts, "charts": stamp["charts"]} if is_whole else None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _has_charts(stamp: Mapping[str, Any], folder: Path | None) -> bool:
    """Whether the charts that a stamp tells of are all there still."""
    return folder is None or len(list((folder / stamp["charts"]["name"]).glob("*.svg"))) >= 2 * stamp["charts"]["count"]


def _draw(report: Report, folder: Path, raw: Path) -> dict[str, Any]:
    from tvict.publishing.gallery import write_charts

    return asdict(write_charts(report, folder, raw, report._charts))


@cache
def code_version() -> str:
    """Return a hash over all files of the package, so that what other code made is made again."""
    digest = hashlib.sha256()
    for name, content in sorted(_files(resources.files("tvict"), "")):
        digest.update(f"{name}\0".encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name != "__pycache__":
            yield from _files(entry, f"{prefix}{entry.name}/")
        elif entry.is_file():
            yield prefix + entry.name, entry.read_bytes()
