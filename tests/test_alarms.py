"""Alarms: a passage whose figures add up raises none."""

from pathlib import Path

import pytest

import tvict

TRUE = (Path(__file__).parent / "cases" / "true.txt").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize("text", TRUE)
def test_what_adds_up_raises_no_alarm(text):
    checks = tvict.parse(text).checks
    assert list(checks.loc[checks["verdict"] == "differs", "claim"]) == []


def test_most_passages_make_checks():
    made = [text for text in TRUE if len(tvict.parse(text).checks)]
    assert len(made) > len(TRUE) * 0.6
