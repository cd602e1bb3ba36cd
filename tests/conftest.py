"""Tests read what tvict says in English; those of its Vietnamese say so with --lang vi. Pages open in Chromium."""

import os

import pytest
from programs import browser

from tvict.messages import SETTING

os.environ[SETTING] = "en"


@pytest.fixture(scope="module")
def chromium():
    with browser() as running:
        yield running
