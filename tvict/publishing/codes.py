"""Codes in words: the code of an indicator, its cell or its sector goes in, Vietnamese and English words come out."""

from __future__ import annotations

from functools import cache

from tvict.codebook import code_words, indicators
from tvict.publishing.rows import Row, rows_of
from tvict.publishing.said import Words, all_words, joined
from tvict.tables import JOINT

ROLES = ("level", "share", "rank")
"""Roles of figures that are reported again each period."""


@cache
def codebook() -> dict[str, Row]:
    """Return the entry of each indicator, in the order of the codebook."""
    return {row["indicator"]: row for row in rows_of(indicators())}


def indicator_name(code: str) -> Words:
    """Say an indicator in words; one that this version does not know is its code."""
    return _words(code, code)


def breakdown(cell: str | None) -> Words:
    """Say a cell of a breakdown in words, "" where there is none.

    >>> breakdown("channel=online").en
    'online'
    """
    parts = [part for part in (cell or "").split(JOINT) if "=" in part]
    return joined(", ", (_words(part, part.rpartition("=")[2]) for part in parts))


def _words(code: str, unknown: str) -> Words:
    return Words(**code_words().get(code, {"vi": unknown, "en": unknown}))


def sector(code: str) -> Words:
    """Say the sector of an indicator."""
    name = str(codebook()[code]["sector"]) if code in codebook() else code.partition(".")[0]
    return all_words()["page.sectors"].get(name, Words(name, name))


def kind(code: str, role: str) -> Words:
    """Say a figure's role where the indicator's name does not: "" for a level, or the share that it is by definition.

    >>> kind("services.online", "share").en, kind("egov.documents_signed_share", "share").en
    ('share', '')
    """
    said = role == "level" or (role in ROLES and codebook().get(code, {}).get("measure") in ("ratio", "score"))
    return Words("", "") if said else all_words()["roles"][role]


def in_order(code: str) -> int:
    """Return the place of an indicator in the codebook; unknown codes come last."""
    return list(codebook()).index(code) if code in codebook() else len(codebook())
