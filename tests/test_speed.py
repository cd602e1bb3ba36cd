"""Reading gets no slower than it is, told as ratios of processor time within one run, whatever the machine.

The limit with the tables is what was measured (149 to 164 times a bare scan in five runs of benchmarks/speed.py).
The aim is 75, and is far off: the limit sinks with every step towards it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import pytest
import speed

LIMITS = {"text": (speed.against_the_scan, speed.quick), "ten texts": (speed.against_ten, speed.steady)}


@pytest.mark.timed
@pytest.mark.parametrize("of", LIMITS)
def test_reading_is_quick_and_grows_with_the_text(of):
    """Best of eight tries: a busy machine can only make one look slower than it is."""
    measure, within = LIMITS[of]
    tries = []
    for _ in range(8):
        tries.append(measure(rounds=7))
        if within(tries[-1]):
            return
    raise AssertionError(tries)


def test_the_limits_can_be_missed():
    assert speed.quick({"scan": 1.0, "tables": 170.0})
    assert not speed.quick({"scan": 1.0, "tables": 170.1})
    assert speed.steady({"once": 1.0, "ten": 11.0})
    assert not speed.steady({"once": 1.0, "ten": 11.1})
