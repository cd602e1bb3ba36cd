"""Write a folder whole or not at all: a folder goes in, a staging folder beside it comes out and takes its place at the
end.

One run at a time writes a folder; another is told so. What a killed run left behind is cleared by the next.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import hashlib
import json
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tvict.errors import SaveError

MANIFEST = "datapackage.json"
INDEX = "index.html"
"""The way into a folder of saved reports."""
FACES = {".html": "page", ".xlsx": "workbook", ".phieu-kiem-tra.docx": "sheet", ".nhan-xet.docx": "commented"}
"""Ends of the names of files that people open, in the order in which they are told of, and their names in labels.toml;
none is that of a report, which may lie beside them.
"""
TEXT_FILE = "text.txt"
"""The text that the offsets of the tables count in, names of persons covered."""
README = "README.md"
MADE_BY = "tvict"
"""The entry of the manifest that tells a folder written by this package from any other."""

TABLE_FILE = re.compile(r"[a-z_]{1,40}\.csv")
"""What the file of a table may be called: nothing that leads out of the folder."""


@contextmanager
def replaced(folder: str | Path, own: Iterable[str] = ()) -> Iterator[Path]:
    """Yield an empty folder to write into; when the block ends, its files take their place in ``folder``.

    A folder that this package wrote before is swapped as one, files that others put into it kept but for those named in
    ``own``; into any other folder the new files are added, and none is overwritten. Raises SaveError where that is
    refused or fails, or where another run is writing it; ``folder`` then stays as it was.
    """
    target = Path(folder).resolve()
    with _told(folder), locked(target):
        _restore(target)
        if target.exists() and not target.is_dir():
            raise SaveError(f"{folder} is a file: give the name of a folder")
        clear_leftovers(target.parent, target.name)
        staging = _staging(target)
        try:
            staging.mkdir()
            yield staging
            _place(staging, target, frozenset(own))
        finally:
            shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def replaced_file(file: str | Path) -> Iterator[Path]:
    """Yield a place to write one file at; when the block ends, it takes the place of ``file``, and not before.

    Raises SaveError where that is refused or fails, or where another run is writing it; ``file`` then stays as it was.
    """
    target = Path(file).resolve()
    with _told(file), locked(target):
        if target.is_dir():
            raise SaveError(f"{file} is a folder: give the name of a file")
        clear_leftovers(target.parent, target.name)
        staging = _staging(target)
        try:
            yield staging
            staging.replace(target)
        finally:
            staging.unlink(missing_ok=True)


@contextmanager
def locked(target: Path) -> Iterator[None]:
    """Keep other runs from writing at a place while the block runs; SaveError where one is at it.

    The lock is a file beside the place that goes with its run, however that ends.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    lock = target.with_name(f".{target.name}.lock")
    number = _locked_file(lock)
    if number is None:
        raise SaveError(f"{target} is being written by another run of tvict: wait until that is done, then run again")
    try:
        yield
    finally:
        if sys.platform == "win32":  # where a file that is open cannot be taken away, not even another run's
            os.close(number)
            with contextlib.suppress(OSError):
                lock.unlink()
        else:
            lock.unlink(missing_ok=True)
            os.close(number)


def _locked_file(lock: Path) -> int | None:
    """Return the descriptor of a lock file, None where another run holds it."""
    while True:
        number = os.open(lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        if not _hold(number):
            os.close(number)
            return None
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(number), os.stat(lock)):
                return number
        os.close(number)  # its holder took the file away between the two steps


def _hold(number: int) -> bool:
    """Lock an open file until it is closed; False where another run has locked it."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def clear_leftovers(folder: Path, name: str = "*") -> None:
    """Take away what runs that were killed left beside a place; call it with the place locked."""
    pattern = "*" if name == "*" else re.sub(r"([\[*?])", r"[\1]", name)
    for left in folder.glob(f".{pattern}.new-*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)


def own_manifest(folder: Path) -> dict[str, Any] | None:
    """Return the manifest of a folder that this package wrote; None for any other, and for one that is malformed."""
    path = folder / MANIFEST
    if path.is_symlink() or not path.is_file():
        return None
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(manifest, dict) or not isinstance(made := manifest.get(MADE_BY), dict):
        return None
    known = all(isinstance(made.get(name), str) for name in ("version", "lexicon"))
    return manifest if known and isinstance(manifest.get("resources"), list) else None


def listed(manifest: dict[str, Any]) -> dict[str, str]:
    """Return the files of tables that a manifest lists, by name, with the hash it gives; odd entries are left out."""
    entries = [entry for entry in manifest["resources"] if isinstance(entry, dict)]
    return {
        entry["path"]: str(entry.get("hash"))
        for entry in entries
        if isinstance(entry.get("path"), str) and TABLE_FILE.fullmatch(entry["path"])
    }


def _staging(target: Path) -> Path:
    return target.with_name(f".{target.name}.new-{os.getpid()}")


@contextmanager
def _told(place: str | Path) -> Iterator[None]:
    """Tell what the system refused as a SaveError."""
    try:
        yield
    except SaveError:
        raise
    except OSError as error:
        raise SaveError(f"{place} cannot be written: {_advice(error)}; what was there is unchanged") from error


def _advice(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full, free some space and run again"
    if error.errno == errno.ENAMETOOLONG:
        return "the name is too long for this file system, give a shorter one"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "permission denied, close the files if a program has them open, or choose a folder that you may write to"
    return f"{error.strerror or error}, choose another folder"


def _place(staging: Path, target: Path, own: frozenset[str]) -> None:
    if not target.exists():
        staging.rename(target)
    elif own_manifest(target) is not None or not any(target.iterdir()):
        _keep_others(staging, target, own)
        _swap(staging, target)
    else:
        _add(staging, target)


def _keep_others(staging: Path, target: Path, own: frozenset[str]) -> None:
    """Copy what others put into a folder; a table that its manifest lists and the new one does not is left behind."""
    manifest = own_manifest(target)
    tables = {} if manifest is None else listed(manifest)
    for path in sorted(target.iterdir()):
        stale = path.name in own or (path.name in tables and _is_unchanged(path, tables[path.name]))
        if stale or (staging / path.name).exists():
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, staging / path.name, symlinks=True)
        else:
            shutil.copy2(path, staging / path.name, follow_symlinks=False)


def _is_unchanged(path: Path, said: str) -> bool:
    """Tell whether a file is the one whose hash a manifest gives, so that nobody else's work is in it."""
    if path.is_symlink() or not path.is_file():
        return False
    return said == "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


def _former(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _swap(staging: Path, target: Path) -> None:
    """Put a new folder in the place of an old one, which is then at ``staging`` or gone."""
    if _exchange(staging, target):
        return
    former = _former(target)
    shutil.rmtree(former, ignore_errors=True)
    target.rename(former)
    try:
        staging.rename(target)
    except BaseException:  # an interruption too
        former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)


EXCHANGE, HERE = 2, -100
"""RENAME_EXCHANGE and AT_FDCWD of Linux."""


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step of the file system, so that neither is ever missing; False where none can."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    done: int = rename(HERE, os.fsencode(one), HERE, os.fsencode(other), EXCHANGE)
    return done == 0


def _restore(target: Path) -> None:
    """Put back a folder whose swap was cut off between its two steps, and clear the old one where it was not."""
    former = _former(target)
    if not former.is_dir() or former.is_symlink():
        return
    if target.exists():
        shutil.rmtree(former, ignore_errors=True)
    else:
        former.rename(target)


def _add(staging: Path, target: Path) -> None:
    taken = sorted(path.name for path in staging.iterdir() if (target / path.name).exists())
    if taken:
        raise SaveError(
            f"{target} has files of these names that tvict did not write ({', '.join(taken)}): choose another folder"
        )
    placed: list[Path] = []
    try:
        # The manifest last: until it stands, the folder is not taken for a whole one.
        for path in sorted(staging.iterdir(), key=lambda path: path.name == MANIFEST):
            path.rename(target / path.name)
            placed.append(target / path.name)
    except BaseException:
        for path in placed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
