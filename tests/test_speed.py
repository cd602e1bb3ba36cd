"""Reading gets no slower than it is, told as ratios of processor time within one run, whatever the machine.

The aim of 60 times a bare scan is not reached; the guard leaves room for a noisy machine above the 66 that are
measured.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import speed


def test_reading_is_quick_and_grows_with_the_text():
    """Best of a few tries: a busy machine can only make one look slower than it is."""
    tries = []
    for _ in range(4):
        tries.append(speed.measure(rounds=7))
        if speed.within(tries[-1]):
            return
    raise AssertionError(tries)


def test_the_limits_can_be_missed():
    kept = {"scan": 1.0, "records": 70.0, "tables": 80.0, "once": 1.0, "ten": 12.0}
    assert speed.within(kept)
    assert not speed.within({**kept, "tables": 80.1})
    assert not speed.within({**kept, "ten": 12.1})
