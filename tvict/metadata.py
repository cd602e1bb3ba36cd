"""What is known of a report apart from its words: a TOML file beside the raw file goes in, a record comes out."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from tvict.errors import ReadError
from tvict.settings import read_settings, refuse_odd_words, shown


@dataclass(frozen=True, slots=True)
class Metadata:
    """Where a report comes from. What nobody wrote down and the text does not say is None.

    ``area`` is a code after ISO 3166-2; ``licence`` a short name of the terms of the data, ``licence_note`` their
    reason; ``invented`` is True for a text made up for tests. ``sha256`` and ``encoding`` are those of the raw file,
    ``kind`` is what it holds, ``programs`` are those that read it. ``number``, ``place`` and ``date`` are those of the
    report itself; ``as_read`` names what nobody wrote down and the text said.
    """

    report: str
    title: str | None = None
    issuer: str | None = None
    area: str | None = None
    area_name: str | None = None
    year: int | None = None
    source: str | None = None
    licence: str | None = None
    licence_note: str | None = None
    sha256: str | None = None
    encoding: str | None = None
    kind: str | None = None
    programs: tuple[str, ...] = ()
    number: str | None = None
    place: str | None = None
    date: str | None = None
    as_read: tuple[str, ...] = ()
    invented: bool = False

    @property
    def terms(self) -> str | None:
        """The licence in words: its name, where that says something, and its reason."""
        named = self.licence if not (self.licence_note and (self.licence or "").startswith(OTHER)) else None
        return ". ".join(part for part in (named, self.licence_note) if part) or None


OTHER = "other-"
"""How short names of licences begin that name none."""

WRITTEN = {field.name for field in fields(Metadata)} - {"report", "encoding", "kind", "programs", "as_read"}
"""What may stand in the TOML file."""

YEARS = range(1900, 2101)
AREA = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


def read_metadata(path: Path, sha256: str) -> Metadata:
    """Return the metadata that stand beside a raw file, in NAME.toml beside NAME.txt; bare ones where there is no such
    file.

    Raises ReadError for a TOML file that is broken, has unknown keys or says what cannot be, and where its sha256 is
    not the file's own.
    """
    beside = path.with_suffix(".toml")
    written = read_settings(beside)
    if written is None:
        return Metadata(path.stem, sha256=sha256)
    _refuse_odd(beside, written)
    if written.get("sha256", sha256) != sha256:
        raise ReadError(
            f"{path} is not the file that {beside.name} describes "
            f"(sha256 {sha256[:12]}…, not {str(written['sha256'])[:12]}…): "
            f"restore the file, or write its new sum into {beside.name}"
        )
    return Metadata(path.stem, **{**dict[str, Any](written), "sha256": sha256})


def _refuse_odd(beside: Path, written: dict[str, object]) -> None:
    if odd := sorted(written.keys() - WRITTEN):
        raise ReadError(
            f"{beside} has keys that mean nothing here ({', '.join(odd)}): use {', '.join(sorted(WRITTEN))}"
        )
    for key, value in written.items():
        wanted = {"year": int, "invented": bool}.get(key, str)
        if type(value) is not wanted:
            raise ReadError(f"{beside} gives {key} as {shown(value)}: write it as {wanted.__name__}")
        if isinstance(value, str):
            refuse_odd_words(str(beside), key, value)
    if (year := written.get("year", YEARS[0])) not in YEARS:
        raise ReadError(f"{beside} gives year as {shown(year)}: write one from {YEARS[0]} to {YEARS[-1]}")
    if not AREA.fullmatch(str(written.get("area", "VN"))):
        raise ReadError(f"{beside} gives area as {shown(written['area'])}: write a code after ISO 3166-2, as VN-51")
