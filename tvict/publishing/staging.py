"""Write a folder whole or not at all: a folder goes in, a staging folder beside it comes out and takes its place at the
end.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tvict.errors import SaveError

MANIFEST = "datapackage.json"
"""The file that tells a folder written by this package from any other."""


@contextmanager
def replaced(folder: str | Path) -> Iterator[Path]:
    """Yield an empty folder to write into; when the block ends, its files take their place in ``folder``.

    A folder that this package wrote before is swapped as one, files that others put into it kept; into any other folder
    the new files are added, and none is overwritten. Raises SaveError where that is refused or fails; ``folder`` then
    stays as it was.
    """
    target = Path(folder).resolve()
    staging = target.with_name(f".{target.name}.new-{os.getpid()}")
    try:
        _restore(target)
        if target.exists() and not target.is_dir():
            raise SaveError(f"{folder} is a file: give the name of a folder")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
        yield staging
        _place(staging, target)
    except SaveError:
        raise
    except OSError as error:
        raise SaveError(f"{folder} cannot be written: {_advice(error)}; what was there is unchanged") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def replaced_file(file: str | Path) -> Iterator[Path]:
    """Yield a place to write one file at; when the block ends, it takes the place of ``file``, and not before.

    Raises SaveError where that is refused or fails; ``file`` then stays as it was.
    """
    target = Path(file).resolve()
    staging = target.with_name(f".{target.name}.new-{os.getpid()}")
    try:
        if target.is_dir():
            raise SaveError(f"{file} is a folder: give the name of a file")
        target.parent.mkdir(parents=True, exist_ok=True)
        yield staging
        staging.replace(target)
    except SaveError:
        raise
    except OSError as error:
        raise SaveError(f"{file} cannot be written: {_advice(error)}; what was there is unchanged") from error
    finally:
        staging.unlink(missing_ok=True)


def _advice(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full, free some space and run again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "permission denied, close the files if a program has them open, or choose a folder that you may write to"
    return f"{error.strerror or error}, choose another folder"


def _place(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
    elif (target / MANIFEST).is_file() or not any(target.iterdir()):
        _keep_others(staging, target)
        _swap(staging, target)
    else:
        _add(staging, target)


def _keep_others(staging: Path, target: Path) -> None:
    """Copy what others put into a folder; what its manifest lists and the new one does not is stale and left behind."""
    stale = set(_listed(target)) if (target / MANIFEST).is_file() else set()
    for path in sorted(target.iterdir()):
        if path.name in stale or (staging / path.name).exists():
            continue
        if path.is_dir():
            shutil.copytree(path, staging / path.name, symlinks=True)
        else:
            shutil.copy2(path, staging / path.name, follow_symlinks=False)


def _listed(folder: Path) -> list[str]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return [str(resource["path"]) for resource in manifest["resources"]]
    except (ValueError, KeyError, TypeError):
        return []


def _former(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _swap(staging: Path, target: Path) -> None:
    former = _former(target)
    shutil.rmtree(former, ignore_errors=True)
    target.rename(former)
    try:
        staging.rename(target)
    except BaseException:  # an interruption too
        former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)


def _restore(target: Path) -> None:
    """Put back a folder whose swap was cut off between its two steps."""
    former = _former(target)
    if former.is_dir() and not target.exists():
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
    except OSError:
        for path in placed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise
