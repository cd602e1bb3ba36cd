"""Half a page for somebody with a minute: the tables go in, Vietnamese sentences come out.

Five figures that changed most, and what does not add up as printed. Every sentence is made from rows of the tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from tvict.analysis.claims import number
from tvict.analysis.printed import PERCENT, POINTS, cell_of
from tvict.publishing.comparison import Pair, amount, when
from tvict.publishing.sheets import Row, coded, words

MOST = 5
"""How many changes are told, and how many checks of one verdict."""

ORDER = ("differs", "partial", "truncated", "unchecked", "holds")


def sentences(
    figures: Sequence[Row], checks: Sequence[Row], compared: Sequence[Pair], names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the summary as pairs of a style, heading or line, and a sentence."""
    yield "line", _counts(figures, checks)
    yield from _changed(compared, names)
    yield from _differing(figures, checks, names)


def _counts(figures: Sequence[Row], checks: Sequence[Row]) -> str:
    tally = [(verdict, sum(check["verdict"] == verdict for check in checks)) for verdict in ORDER]
    told = ", ".join(f"{count} {coded('verdicts', verdict)}" for verdict, count in tally if count)
    return _say("counts", figures=len(figures), checks=len(checks), verdicts=told or "0")


def _changed(compared: Sequence[Pair], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    best: dict[int, Pair] = {}
    for pair in compared:
        if pair.weight is not None:
            best[pair.figure["figure_id"]] = pair  # the pair with the nearest earlier period stands last
    ranked = sorted(best.values(), key=lambda pair: -(pair.weight or 0))
    if not ranked:
        yield "line", _say("changed_none") + "."
        return
    yield "heading", _say("changed") if len(ranked) >= MOST else _say("changed_fewer", count=len(ranked))
    for pair in ranked[:MOST]:
        yield "line", _change(pair, names)


def _change(pair: Pair, names: Mapping[str, str]) -> str:
    figure, earlier = pair.figure, pair.earlier
    derived = earlier["basis"] == "derived"
    places = pair.earlier_decimals
    basis = _say("stated_basis")
    if derived and earlier["low"] is not None and earlier["high"] is not None and earlier["low"] != earlier["high"]:
        low = amount(earlier["low"], figure, decimals=places, bare=True)
        basis = _say("derived_basis", low=low, high=amount(earlier["high"], figure, decimals=places))
    elif derived:
        basis = str(coded("basis", "derived"))
    return _say(
        "change",
        subject=_subject(figure, names),
        value=amount(figure["value"], figure),
        estimate=_say("estimate") if pair.later["estimate"] else "",
        change=_by_how_much(pair),
        period=when(earlier["period"]),
        last=amount(earlier["value"], figure, decimals=places),
        basis=", " + basis,
    )


def _by_how_much(pair: Pair) -> str:
    """Say the change as printed; where it is not, as computed from the two values."""
    direction = _say("up" if (pair.difference or 0) > 0 else "down")
    printed = pair.printed
    if printed is not None and printed["value"] is not None:
        if printed["role"] == "index":
            direction = _say("equal" if printed["unit"] == PERCENT else "times")
        return f"{direction} {amount(abs(printed['value']), printed)}"
    if pair.relative is None:
        return f"{direction} {number(abs(Decimal(str(pair.difference))), 2)} {POINTS}{_say('computed')}"
    return f"{direction} {number(abs(Decimal(str(pair.relative))), 2)}%{_say('computed')}"


def _differing(figures: Sequence[Row], checks: Sequence[Row], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    by_id = {row["figure_id"]: row for row in figures}
    differing = [check for check in checks if check["verdict"] == "differs"]
    if differing:
        yield "heading", _say("differs")
        yield from _told(differing, by_id, names)
        yield "note", _say("differs_note")
    elif checks:
        tried = sum(check["verdict"] in ("holds", "truncated") for check in checks)
        yield "heading", _say("differs_none", count=tried)
    partial = [check for check in checks if check["verdict"] == "partial"]
    if partial:
        yield "heading", _say("partial")
        yield from _told(partial, by_id, names)


def _told(checks: Sequence[Row], by_id: Mapping[int, Row], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for check in checks[:MOST]:
        whole = by_id.get(check["whole_id"])
        subject = coded("checks", check["kind"]) if whole is None else _subject(whole, names)
        form = {"count": "count_line", "exceeds": "exceeds_line"}.get(check["kind"], "differs_line")
        stated, listed = (number(Decimal(str(check[name] or 0)), 0) for name in ("stated", "low"))
        yield "line", _say(form, subject=subject, claim=check["claim"], stated=stated, listed=listed)
    if len(checks) > MOST:
        yield "line", _say("more", count=len(checks) - MOST, sheet=words("sheets", "checks"))


def _subject(figure: Row, names: Mapping[str, str]) -> str:
    """Name what a figure measures: the indicator's name for its total, else the text's own words."""
    name = names.get(figure["indicator"]) if not cell_of(figure["cell"]) and figure["indicator"] is not None else None
    subject = name or figure["subject"] or figure["text"]
    return str(subject[:1].upper() + subject[1:])


def _say(name: str, **parts: object) -> str:
    return words("summary", name).format(**parts)
