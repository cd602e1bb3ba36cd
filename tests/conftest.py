"""Tests read what tvict says in English; those of its Vietnamese say so with --lang vi."""

import os

from tvict.messages import SETTING

os.environ[SETTING] = "en"
