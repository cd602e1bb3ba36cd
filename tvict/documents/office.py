"""Older and other office files (.doc, .rtf, .odt, .xls, .ods): LibreOffice makes a .docx or .xlsx of each.

Each run has a profile of its own, since two in one profile leave the second without a file; a time limit ends it with
all processes it started.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from tvict.documents.model import Document
from tvict.documents.sheet import read_workbook
from tvict.documents.word import read_word
from tvict.errors import ReadError

SECONDS = 60
"""How long a conversion may take; a report takes two or three."""

_MADE = {"docx": ("docx:MS Word 2007 XML", read_word), "xlsx": ("xlsx:Calc MS Excel 2007 XML", read_workbook)}


def read_old(content: bytes, suffix: str, made: str) -> Document:
    """Read a text document (.doc, .rtf, .odt) by a .docx made of it, a workbook (.xls, .ods) by an .xlsx."""
    form, read = _MADE[made]
    document = read(_converted(content, suffix, form))
    document.programs.append(_version(_program()))
    return document


@cache
def _program() -> str:
    if found := shutil.which("soffice") or shutil.which("libreoffice"):
        return found
    raise ReadError(
        "needs LibreOffice to be read: install it (apt install libreoffice-writer-nogui libreoffice-calc-nogui), "
        "or save the file as .docx or .xlsx"
    )


@cache
def _version(program: str) -> str:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=SECONDS).stdout
    found = re.search(r"LibreOffice [\d.]+", said)
    return found[0] if found else "LibreOffice"


def _converted(content: bytes, suffix: str, made: str) -> bytes:
    """The bytes of the file that LibreOffice makes of another one."""
    program = _program()
    with tempfile.TemporaryDirectory(prefix="tvict-") as name:
        folder = Path(name)
        given = folder / f"report{suffix}"
        given.write_bytes(content)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--nolockcheck", "--nodefault", "--convert-to", made),
            *("--outdir", str(folder / "out"), str(given)),
        ]
        _run(command, folder)
        out = folder / "out" / f"report.{made.partition(':')[0]}"
        if not out.is_file():
            raise ReadError(
                "cannot be opened by LibreOffice, damaged or with a password: open it in the program that made it, "
                "save it as .docx or .xlsx, and read that"
            )
        return out.read_bytes()


def _run(command: list[str], folder: Path) -> None:
    running = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "HOME": str(folder), "TMPDIR": str(folder)},  # what it leaves goes with the folder
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        running.wait(SECONDS)
    except subprocess.TimeoutExpired:
        raise ReadError(
            f"takes LibreOffice more than {SECONDS} seconds: open it, save it as .docx or .xlsx, and read that"
        ) from None
    finally:
        _end(running)


def _end(running: subprocess.Popen[bytes]) -> None:
    """End a process and, where the system has groups of processes, all that it started."""
    with suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            running.kill()
        else:
            os.killpg(running.pid, signal.SIGKILL)
    running.wait()
