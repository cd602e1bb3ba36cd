"""The notebook view: tables and text go in, HTML comes out: a summary, and the text with every figure marked by role.

The colours are tints over whatever lies beneath and letters keep the colour of the page, so light and dark themes both
read well; role is told by the line under a figure and by its tooltip too, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape

import pandas as pd

from tvict.analysis.checks import differing
from tvict.analysis.cited import documents_cited
from tvict.analysis.claims import in_words, sentences
from tvict.labels import label
from tvict.metadata import Metadata
from tvict.names import Names
from tvict.publishing.rows import Row, checks_by_figure, one_line, rows_of
from tvict.publishing.said import amount, flags, period
from tvict.tables import LINKS, ROLES

LANGUAGE = "en"

LINES = {
    "level": ("#3b82f6", "solid"),
    "share": ("#10b981", "solid"),
    "change": ("#f59e0b", "solid"),
    "index": ("#f59e0b", "dotted"),
    "attainment": ("#8b5cf6", "solid"),
    "gap": ("#8b5cf6", "dotted"),
    "rank": ("#ec4899", "double"),
    "plan": ("#94a3b8", "dashed"),
}
"""Colour of the tint, and style of the line under a figure, by role."""

STYLES = {
    "tvict": "font-size:13px;line-height:1.5",
    "about": "opacity:.75;margin:.2em 0",
    "differs": "border-left:3px solid #ef4444;padding-left:.6em",
    "odd": "outline:2px solid #ef4444;outline-offset:1px",
    "text": "white-space:pre-wrap;overflow-wrap:break-word;max-height:32em;overflow:auto;margin-top:.6em;"
    "padding:.6em .8em;border:1px solid rgba(128,128,128,.45);border-radius:4px",
} | {
    role: f"background-color:{colour}38;border-bottom:2px {line} {colour};border-radius:2px;padding:0 1px;cursor:help"
    for role, (colour, line) in LINES.items()
}
"""Styles by class. They stand at each element: what JupyterLab shows of a notebook that it does not trust has no style
sheet, and of the elements' own styles no colour of letters but a fixed one.
"""

TOLD = 2
"""Checks that a tooltip names, at most."""


def notebook_view(
    metadata: Metadata, text: Names, tables: Mapping[str, pd.DataFrame], notices: tuple[str, ...] = ()
) -> str:
    """Return the view of one report as an HTML fragment; nothing of the text is taken for markup, and what is not to be
    shown of it is left out.

    ``tables`` holds at least figures, reasons, numerals, citations, checks and operands of that report.
    """
    parts = [f"<div {_of('tvict')}>", *_summary(metadata, tables)]
    parts += [f"<p {_of('about')}>{escape(notice)}</p>" for notice in notices]
    parts += [*_differences(tables["checks"], tables["figures"]), *_legend(tables)]
    parts += [
        f'<div {_of("text")} tabindex="0" role="region" aria-label="{escape(metadata.report)}">',
        *_marked(text, tables),
        "</div></div>",
    ]
    return "".join(parts)


def _of(*names: str) -> str:
    """Return the attributes of an element of some classes."""
    return f'class="{" ".join(names)}" style="{";".join(STYLES[name] for name in names)}"'


def _summary(metadata: Metadata, tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    yield f"<h3>{escape(metadata.title or metadata.report)}</h3>"
    known = [metadata.report, metadata.issuer, metadata.area_name, str(metadata.year) if metadata.year else None]
    yield f"<p {_of('about')}>{escape(' · '.join(part for part in known if part))}</p>"
    if metadata.invented:
        yield f"<p {_of('about')}>{_label('invented')}</p>"
    counted = {**tables, "citations": documents_cited(tables)}
    sizes = {name: len(counted[name]) for name in ("figures", "numerals", "citations", "checks")}
    counts = [f"<b>{n}</b> {_label(name).removesuffix('' if n != 1 else 's')}" for name, n in sizes.items()]
    yield f"<p>{' · '.join(counts)}</p>"


def _differences(checks: pd.DataFrame, figures: pd.DataFrame) -> Iterator[str]:
    differing = checks[checks["verdict"] == "differs"]
    if len(differing):
        claims = "".join(f"<p>{escape(claim)}</p>" for claim in sentences(differing, figures, LANGUAGE))
        yield f"<div {_of('differs')}><p>{_label('differs')}: <b>{len(differing)}</b></p>{claims}</div>"


def _legend(tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    figures = tables["figures"]
    if figures.empty:
        yield f"<p>{_label('no_figures')}</p>"
        return
    counts = figures["role"].value_counts()
    used = [role for role in ROLES if counts.get(role, 0)]
    marks = [f"<span {_of(role)}>{escape(label('roles', role, LANGUAGE))}</span> {counts[role]}" for role in used]
    if wrong := differing(tables):
        marks.append(f"<span {_of('odd')}>{escape(label('verdicts', 'differs', LANGUAGE))}</span> {len(wrong)}")
    yield f"<p>{' &nbsp; '.join(marks)}</p>"


def _reasons(reasons: pd.DataFrame) -> dict[int, list[str]]:
    """Return why each figure was read so, a line per column: the rule that decided, and where its words are."""
    told: dict[int, list[str]] = {}
    for row in reasons.to_dict("records"):
        told.setdefault(int(row["figure_id"]), []).append(f"{row['column']}: {row['rule']} ({row['scope']})")
    return told


def _checked(checks: Iterable[Row]) -> Iterator[str]:
    """Yield how checks came out, a line each."""
    for check in checks:
        yield f"{label('verdicts', check['verdict'], LANGUAGE)}: {in_words(str(check['claim']), LANGUAGE)}"


def _marked(text: Names, tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    """Yield the text, escaped, each figure in a mark; of two that overlap the first ends where the second begins."""
    rows = sorted(rows_of(tables["figures"]), key=lambda row: int(row["start"]))
    by_id = {row["figure_id"]: row for row in rows}
    reasons, checked = _reasons(tables["reasons"]), checks_by_figure(tables["checks"], tables["operands"])
    starts, wrong = [int(row["start"]) for row in rows], differing(tables)
    cursor = 0
    for row, start, limit in zip(rows, starts, [*starts[1:], len(text.text)], strict=False):
        end, figure = min(int(row["end"]), limit), int(row["figure_id"])
        yield escape(text.between(cursor, start))
        told = [*_tooltip(row, by_id), *_checked(checked.get(figure, [])[:TOLD]), *reasons.get(figure, ())]
        words = escape(text.between(start, end))
        of = _of(row["role"], *(["odd"] if figure in wrong else []))
        yield f'<span {of} title="{escape(chr(10).join(told))}">{words}</span>'
        cursor = end
    yield escape(text.between(cursor, len(text.text)))


def _tooltip(row: Row, by_id: Mapping[int, Row]) -> Iterator[str]:
    """Yield what a figure says, a line each: its number and role, value, subject, time, and the figures it is about."""
    yield f"{row['figure_id']} · {label('roles', row['role'], LANGUAGE)}"
    printed = amount(row["value"], row["decimals"], row["scale"], row["unit"])
    yield " · ".join(part.en for part in (printed, *flags(row)))
    yield from filter(None, (one_line(row["subject"]), row["period"] and period(row["period"]).en, row["indicator"]))
    for column in LINKS:
        other = by_id.get(row[column])
        if other is not None:
            named = ", ".join(filter(None, (one_line(other["text"]), one_line(other["subject"]))))
            yield f"{label('page.why', column.removesuffix('_id'), LANGUAGE)} {other['figure_id']}: {named}"


def _label(name: str) -> str:
    return escape(label("view", name, LANGUAGE))
