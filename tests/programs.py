"""Programs that tests drive: what is lacking is told, LibreOffice converts a file, and a process can be stopped."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import pytest

PROGRAMS = {
    "soffice": "apt install libreoffice-writer-nogui libreoffice-calc-nogui",
    "tesseract": "apt install tesseract-ocr tesseract-ocr-vie",
}


def lacks(message: str) -> None:
    """Skip a test for want of something, and say what; where CI runs, fail."""
    (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(message)


def needs(program: str) -> None:
    """Skip a test whose program is not installed, and say how to install it; where CI runs, fail."""
    if shutil.which(program) is None:
        lacks(f"needs {program}: {PROGRAMS[program]}")


def converted(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice writes it, every formula computed anew, in another folder."""
    needs("soffice")
    command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
    done = subprocess.run(
        [*command, "--outdir", str(folder), str(path)], capture_output=True, text=True, timeout=120, check=False
    )
    made = folder / f"{path.stem}.{kind}"
    assert done.returncode == 0, done.stdout + done.stderr
    assert made.is_file(), done.stdout + done.stderr
    return made


def interruptible() -> None:
    """Let a child be stopped by Ctrl-C even where the tests run in the background, whose processes ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
