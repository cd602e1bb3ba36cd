"""Half a page for somebody with a minute: the tables go in, Vietnamese sentences come out.

Five figures that changed most, and what does not add up as printed. Every sentence is made from rows of the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tvict.analysis.checks import tally
from tvict.analysis.printed import cell_of
from tvict.labels import label
from tvict.publishing.codes import indicator_name
from tvict.publishing.comparison import Pair, by_how_much, largest, scaled, shown, when
from tvict.publishing.rows import Row
from tvict.publishing.said import decimal
from tvict.publishing.sheets import coded, words

MOST = 5
"""How many changes are told, and how many checks of one verdict."""


def sentences(figures: Sequence[Row], checks: Sequence[Row], compared: Sequence[Pair]) -> Iterator[tuple[str, str]]:
    """Yield the summary as pairs of a style, heading or line, and a sentence."""
    yield "line", _say("counts", figures=len(figures), tally=tally((check["verdict"] for check in checks), "vi"))
    yield from _changed(compared)
    yield from _differing(figures, checks)


def _changed(compared: Sequence[Pair]) -> Iterator[tuple[str, str]]:
    ranked = largest(compared)
    if not ranked:
        yield "line", _say("changed_none") + "."
        return
    yield "heading", _say("changed") if len(ranked) >= MOST else _say("changed_fewer", count=len(ranked))
    for pair in ranked[:MOST]:
        yield "line", _change(pair)


def _change(pair: Pair) -> str:
    figure, earlier = pair.figure, pair.earlier
    basis = _say("stated_basis")
    if pair.spread:
        low = decimal(Decimal(str(earlier["low"])) / scaled(figure)[0], pair.ends_decimals, "vi")
        basis = _say("derived_basis", low=low, high=shown(earlier["high"], figure, pair.ends_decimals).vi)
    elif earlier["basis"] == "derived":
        basis = str(coded("basis", "derived"))
    return _say(
        "change",
        subject=_subject(figure),
        value=shown(figure["value"], figure).vi,
        estimate=_say("estimate") if pair.later["estimate"] else "",
        change=by_how_much(pair).vi,
        period=when(earlier["period"]),
        last=shown(earlier["value"], figure, pair.earlier_decimals).vi,
        basis=", " + basis,
    )


def _differing(figures: Sequence[Row], checks: Sequence[Row]) -> Iterator[tuple[str, str]]:
    by_id = {row["figure_id"]: row for row in figures}
    differing = [check for check in checks if check["verdict"] == "differs"]
    if differing:
        yield "heading", _say("differs")
        yield from _told(differing, by_id)
        yield "note", _say("differs_note")
    elif checks:
        tried = any(check["verdict"] != "unchecked" for check in checks)
        yield "heading", _say("differs_none" if tried else "untried")
        yield "note", label("checksheet", "silent", "vi")
    partial = [check for check in checks if check["verdict"] == "partial"]
    if partial:
        yield "heading", _say("partial")
        yield from _told(partial, by_id)


def _told(checks: Sequence[Row], by_id: Mapping[int, Row]) -> Iterator[tuple[str, str]]:
    for check in checks[:MOST]:
        whole = by_id.get(check["whole_id"])
        subject = coded("checks", check["kind"]) if whole is None else _subject(whole)
        form = "exceeds_line" if check["kind"] == "exceeds" else "differs_line"
        yield "line", _say(form, subject=subject, claim=check["claim"])
    if len(checks) > MOST:
        yield "line", _say("more", count=len(checks) - MOST, sheet=words("sheets", "checks"))


def _subject(figure: Row) -> str:
    """Name what a figure measures: the indicator's name for its total, else the text's own words."""
    named = figure["indicator"] is not None and not cell_of(figure["cell"])
    subject = indicator_name(figure["indicator"]).vi if named else figure["subject"] or figure["text"]
    return str(subject[:1].upper() + subject[1:])


def _say(name: str, **parts: object) -> str:
    return words("summary", name).format(**parts)
