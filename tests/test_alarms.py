"""Alarms: a passage whose figures add up raises none."""

from functools import cache
from pathlib import Path

import pytest

import tvict

TRUE = (Path(__file__).parent / "cases" / "true.txt").read_text("utf-8").splitlines()[1:]


@cache
def checks_of(text):
    return tvict.parse(text).checks


@pytest.mark.parametrize("text", TRUE)
def test_what_adds_up_raises_no_alarm(text):
    checks = checks_of(text)
    assert list(checks.loc[checks["verdict"] == "differs", "claim"]) == []


def test_most_passages_make_checks():
    made = [text for text in TRUE if len(checks_of(text))]
    assert len(made) > len(TRUE) * 0.6
