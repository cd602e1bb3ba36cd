"""What a new reader reads otherwise: two saved folders of one text go in, the differences come out, figure by figure.

A figure is known by its place in the text, never by its number, so that figures gained and lost move no others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from tvict.errors import LoadError
from tvict.messages import said
from tvict.publishing.package import load_tables
from tvict.publishing.rows import one_line
from tvict.tables import LINKS, rows_of

COMPARED = (
    *("section", "indicator", "cell", "subject", "value", "unit", "scale", "decimals", "role", "bound", "estimate"),
    *("period", "as_of", "low", "high", *LINKS, "closed", "inferred", "quality", "text"),
)
"""Columns of figures that are compared; links by the words of the figure they lead to."""

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure read otherwise: where it stands, as printed, and old and new values by column.

    ``kind`` is gained, lost or changed; ``cells`` is empty unless it is changed.
    """

    start: int
    text: str
    kind: str
    cells: tuple[tuple[str, str, str], ...] = ()

    def told(self, language: str) -> str:
        """Say the difference in lines."""
        lines = [f"{said(self.kind, language):8} {self.start:>7}  {self.text}"]
        lines += [f"{'':18}{column}: {old} → {new}" for column, old, new in self.cells]
        return "\n".join(lines)


def diff(old: str | Path, new: str | Path) -> list[Difference]:
    """Return the figures that differ between two saved folders of one report, in the order of the text.

    Raises LoadError where a folder is no saved report, or where the two were not read from the same text.
    """
    before, after = (load_tables(folder, ("sources", "numerals", "figures")) for folder in (old, new))
    _same_text(Path(old), before["sources"], Path(new), after["sources"])
    rows, others = _by_place(before), _by_place(after)
    found = []
    for place in sorted(rows.keys() | others.keys()):
        if place not in others:
            found.append(Difference(place, one_line(rows[place]["text"]), "lost"))
        elif place not in rows:
            found.append(Difference(place, one_line(others[place]["text"]), "gained"))
        else:
            cells = [(name, _said(rows[place][name]), _said(others[place][name])) for name in COMPARED]
            if changed := tuple(cell for cell in cells if cell[1] != cell[2]):
                found.append(Difference(place, one_line(others[place]["text"]), "changed", changed))
    return found


def diff_text(differences: list[Difference], language: str = "en") -> str:
    """Write differences for a terminal, with a last line that counts them."""
    kinds = [difference.kind for difference in differences]
    counts = [f"{kinds.count(kind)} {said(kind, language)}" for kind in ("gained", "lost", "changed") if kind in kinds]
    lines = [difference.told(language) for difference in differences]
    return "\n".join([*lines, ", ".join(counts) or said("no figure is read otherwise", language)])


def _same_text(old: Path, before: pd.DataFrame, new: Path, after: pd.DataFrame) -> None:
    for column in ("report", "sha256"):
        one, other = (sorted(map(str, sources[column])) for sources in (before, after))
        if one != other:
            raise LoadError(
                f"{old} and {new} are not of the same text ({column} {', '.join(one)[:24]} and {', '.join(other)[:24]})"
                ": give two folders that were saved from one file"
            )


def _by_place(tables: Mapping[str, pd.DataFrame]) -> dict[int, Row]:
    """Return figures by where their first numeral begins, links as the words of the figure they lead to."""
    numerals = tables["numerals"].dropna(subset=["figure_id"]).drop_duplicates("figure_id")
    places = dict(zip(numerals["figure_id"], numerals["start"], strict=True))
    figures = rows_of(tables["figures"])
    words = {row["figure_id"]: f"{one_line(row['text'])} ({places.get(row['figure_id'])})" for row in figures}
    rows: dict[int, Row] = {}
    for row in figures:
        linked = {name: words.get(row[name]) for name in LINKS}
        rows[int(places.get(row["figure_id"], row["start"]))] = row | linked
    return rows


def _said(value: object) -> str:
    if value is None:
        return "–"
    return f"{value:.15g}" if isinstance(value, float) else one_line(value)
