"""Small TOML files: those that come with the package, and the one that a person wrote beside a report, whose keys come
out, or one line that says what is wrong with it.
"""

from __future__ import annotations

import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

from tvict.errors import ReadError, one_line

LARGEST = 1_000_000
"""Bytes of such a file; one that is larger is none."""

LONGEST = 2_000
"""Characters of one entry."""


def packaged(name: str) -> dict[str, Any]:
    """Return what stands in a TOML file of the package, by its path within it."""
    return tomllib.loads(resources.files("tvict").joinpath(name).read_text(encoding="utf-8"))


def read_settings(path: Path) -> dict[str, object] | None:
    """Return what stands in a TOML file, with a byte order mark or without; None where there is no such file.

    Raises ReadError for a file that cannot be read or is no TOML.
    """
    try:
        if not path.is_file():
            return None
        content = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{path} cannot be read ({error.strerror or error}): check its name and permissions") from None
    if len(content) > LARGEST:
        raise ReadError(f"{path} is too large to have been written for one report: mend it, or move it away")
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        why = one_line(error)
        raise ReadError(
            f"{path} cannot be read as TOML ({why}): mend it, or move it away to read the report without it"
        ) from None


def refuse_odd_words(place: str, name: str, words: str) -> None:
    """Raise ReadError for an entry that is no line of words."""
    if len(words) > LONGEST:
        raise ReadError(f"{place} gives {len(words)} characters for {name}: write at most {LONGEST}")
    if any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 or 0xD800 <= ord(sign) < 0xE000 for sign in words):
        raise ReadError(f"{place} has a line break or another control character in {name}: write it on one line")
    if not words.strip():
        raise ReadError(f"{place} gives {name} as {words!r}: write it, or take the line out")


def shown(value: object) -> str:
    """Return a value that a person wrote as it may stand in a line."""
    return short(repr(value)) if not isinstance(value, int) or abs(value) < 10**18 else "so large a number"


def short(words: str) -> str:
    """Return words on one line, cut where they are many."""
    line = " ".join(words.split())
    return line if len(line) <= 60 else line[:59] + "…"
