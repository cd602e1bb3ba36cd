"""The words that people see, from labels.toml: a section and a name go in, Vietnamese or English words come out."""

from __future__ import annotations

from functools import cache

from tvict.settings import packaged

LANGUAGES = ("vi", "en")


@cache
def labels() -> dict[str, dict[str, dict[str, str]]]:
    """Return all of labels.toml: section, name, language, words."""
    return packaged("labels.toml")


def label(section: str, name: str, language: str) -> str:
    """Return the words for one name; KeyError where labels.toml has no such section, name or language.

    >>> label("roles", "plan", "en")
    'plan'
    """
    return labels()[section][name][language]


def plural(n: int) -> str:
    """Return how the plural of a regular English noun ends: "" for 1, else "s"."""
    return "" if n == 1 else "s"
