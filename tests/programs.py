"""Programs that tests drive: what is lacking is told, Chromium runs, LibreOffice converts, a process can be stopped."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path("/usr/bin/chromium")
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


def lacks_chromium() -> str | None:
    """Say how to install Chromium; None where it is there."""
    return None if CHROMIUM.exists() else f"{CHROMIUM} is missing: apt-get install chromium"


@contextmanager
def browser() -> Iterator["Browser"]:
    """Run Chromium for as long as the block does; where it is not installed, skip the test, or where CI runs fail."""
    if message := lacks_chromium():
        lacks(message)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield running
        running.close()


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
