"""What all tests share: what tvict says is English, pages open in Chromium, and what takes times has the machine alone.

Tests of its Vietnamese say so with --lang vi.
"""

import fcntl
import os
import tempfile
from pathlib import Path

import pytest
from programs import browser

from tvict.messages import SETTING

os.environ[SETTING] = "en"


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Tests run side by side, those marked `timed` alone: another test beside them would be in their times."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return (yield)
    with (Path(tempfile.gettempdir()) / f"tvict-tests-{run}").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX if item.get_closest_marker("timed") else fcntl.LOCK_SH)
        return (yield)
