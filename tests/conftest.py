"""What all tests share: what tvict says is English, pages open in Chromium, and what takes times has the machine alone.

Tests of its Vietnamese say so with --lang vi.
"""

import fcntl
import os
import tempfile
from pathlib import Path
from typing import TextIO

import pytest
from programs import browser

from tvict.messages import SETTING

os.environ[SETTING] = "en"

LONG = (
    "test_page test_app test_documents test_fuzz test_safety test_lab test_invariants test_notebooks test_charts "
    "test_report test_docs test_project test_corpus test_reviewed test_workbook test_cli test_gold test_panel "
    "test_build test_many test_documents_pictures test_package test_bundle test_search test_imports test_diff "
    "test_index test_nextperiod test_checksheet test_wheel test_documents_ink test_documents_kinds"
).split()
"""Modules that take longest, the longest first. A name too many or too few costs time and nothing else."""

TURN: list[TextIO] = []
"""The lock that this process holds while a test runs, if others run beside it."""


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Where tests run side by side, deal them so that all workers have as much to do, and short tests come last.

    xdist hands the tests out as they stand, an equal number to each worker; who has done takes over the last ones of
    another. So each begins with whole modules of LONG, whose browsers and fixtures are then made once, and ends with
    quick tests, which can be taken over. Those marked `timed` stand first and together: they stop all others once.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if workers == 1:
        return
    alone = [item for item in items if item.get_closest_marker("timed")]
    long = {name: [] for name in LONG}
    quick = []
    for item in items:
        if item.get_closest_marker("timed") is None:
            long.get(item.path.stem, quick).append(item)
    shares = [alone, *([] for _ in range(workers - 1))]
    for place, module in enumerate(long.values()):
        shares[place % workers] += module
    for share in shares[:-1]:
        room = max(0, len(items) // workers - len(share))
        share += quick[:room]
        del quick[:room]
    items[:] = [item for share in (*shares, quick) for item in share]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item, nextitem):
    """Tests run side by side, those marked `timed` alone: another test beside them would be in their times.

    Who waits for the machine holds the gate, and no other test begins: those that run side by side overlap, and would
    never leave it free. It is kept as long as tests marked `timed` follow one another.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        return (yield)
    alone = item.get_closest_marker("timed") is not None
    if not TURN:
        place = Path(tempfile.gettempdir()) / f"tvict-tests-{run}"
        TURN.append(place.open("a"))
        with place.with_name(f"{place.name}-gate").open("a") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)
            fcntl.flock(TURN[0], fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
    try:
        return (yield)
    finally:
        if not (alone and nextitem is not None and nextitem.get_closest_marker("timed")):
            TURN.pop().close()
