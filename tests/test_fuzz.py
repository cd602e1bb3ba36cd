"""Ninety inputs that nobody would write; `make fuzz` tries ten thousand others."""

import fuzz
import pytest


@pytest.mark.parametrize("first", range(0, 90, 30))
def test_everything_holds_whatever_the_input(first):
    tried, failures = fuzz.run(30, first)
    assert tried == 30
    assert not failures, "\n".join(failures)


def test_what_does_not_hold_is_told_with_its_seed(monkeypatch):
    def failing(chance, folder):
        raise RuntimeError("no")

    monkeypatch.setattr(fuzz, "TRIES", ((1, failing),))
    tried, failures = fuzz.run(2, 7)
    assert tried == 2
    assert failures[0].startswith("seed 7, failing")
    assert "RuntimeError: no" in failures[1]


def test_time_is_bounded(monkeypatch):
    assert fuzz.run(1_000_000, 0, seconds=0)[0] <= 1
