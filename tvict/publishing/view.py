"""The notebook view: tables and text go in, HTML comes out: a summary, and the text with every figure marked by role.

The colours are tints over whatever lies beneath and letters keep the colour of the page, so light and dark themes both
read well; role is told by the line under a figure and by its tooltip too, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

import pandas as pd

from tvict.analysis.cited import documents_cited
from tvict.analysis.claims import sentences
from tvict.labels import label
from tvict.metadata import Metadata
from tvict.names import Names
from tvict.tables import ROLES

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

STYLE = (
    ".tvict{font-size:13px;line-height:1.5;color:inherit}"
    ".tvict h3{margin:0 0 .2em;font-size:1.15em}"
    ".tvict p{margin:.2em 0}"
    ".tvict .about{opacity:.75}"
    ".tvict .text{white-space:pre-wrap;overflow-wrap:anywhere;max-height:32em;overflow:auto;margin-top:.6em;"
    "padding:.6em .8em;"
    "border:1px solid rgba(128,128,128,.45);border-radius:4px}"
    ".tvict mark{color:inherit;border-radius:2px;padding:0 1px;cursor:help}"
    ".tvict .differs{border-left:3px solid #ef4444;padding-left:.6em}"
) + "".join(
    f".tvict mark.{role}{{background:{colour}38;border-bottom:2px {'solid' if line == 'solid' else line} {colour}}}"
    for role, (colour, line) in LINES.items()
)


def notebook_view(
    metadata: Metadata, text: Names, tables: Mapping[str, pd.DataFrame], notices: tuple[str, ...] = ()
) -> str:
    """Return the view of one report as an HTML fragment; nothing of the text is taken for markup, and what is not to be
    shown of it is left out.

    ``tables`` holds at least figures, reasons, numerals, citations and checks of that report.
    """
    parts = [f"<style>{STYLE}</style>", '<div class="tvict">', *_summary(metadata, tables)]
    parts += [f'<p class="about">{escape(notice)}</p>' for notice in notices]
    parts += [*_differences(tables["checks"], tables["figures"]), *_legend(tables["figures"])]
    parts += [
        f'<div class="text" tabindex="0" role="region" aria-label="{escape(metadata.report)}">',
        *_marked(text, tables["figures"], _reasons(tables["reasons"])),
        "</div></div>",
    ]
    return "".join(parts)


def _summary(metadata: Metadata, tables: Mapping[str, pd.DataFrame]) -> Iterator[str]:
    yield f"<h3>{escape(metadata.title or metadata.report)}</h3>"
    known = [metadata.report, metadata.issuer, metadata.area_name, str(metadata.year) if metadata.year else None]
    yield f'<p class="about">{escape(" · ".join(part for part in known if part))}</p>'
    if metadata.invented:
        yield f'<p class="about">{_label("invented")}</p>'
    counted = {**tables, "citations": documents_cited(tables)}
    counts = [f"<b>{len(counted[name])}</b> {_label(name)}" for name in ("figures", "numerals", "citations", "checks")]
    yield f"<p>{' · '.join(counts)}</p>"


def _differences(checks: pd.DataFrame, figures: pd.DataFrame) -> Iterator[str]:
    differing = checks[checks["verdict"] == "differs"]
    if len(differing):
        claims = "".join(f"<p>{escape(claim)}</p>" for claim in sentences(differing, figures, LANGUAGE))
        yield f'<div class="differs"><p>{_label("differs")}: <b>{len(differing)}</b></p>{claims}</div>'


def _legend(figures: pd.DataFrame) -> Iterator[str]:
    if figures.empty:
        yield f"<p>{_label('no_figures')}</p>"
        return
    counts = figures["role"].value_counts()
    used = [role for role in ROLES if counts.get(role, 0)]
    marks = [f'<mark class="{role}">{escape(label("roles", role, LANGUAGE))}</mark> {counts[role]}' for role in used]
    yield f"<p>{' &nbsp; '.join(marks)}</p>"


def _reasons(reasons: pd.DataFrame) -> dict[int, list[str]]:
    """Return why each figure was read so, a line per column: the rule that decided, and where its words are."""
    told: dict[int, list[str]] = {}
    for row in reasons.to_dict("records"):
        told.setdefault(int(row["figure_id"]), []).append(f"{row['column']}: {row['rule']} ({row['scope']})")
    return told


def _marked(text: Names, figures: pd.DataFrame, reasons: Mapping[int, list[str]]) -> Iterator[str]:
    """Yield the text, escaped, each figure in a mark; of two that overlap the first ends where the second begins."""
    rows = sorted(figures.to_dict("records"), key=lambda row: int(row["start"]))
    starts = [int(row["start"]) for row in rows]
    cursor = 0
    for row, start, limit in zip(rows, starts, [*starts[1:], len(text.text)], strict=False):
        end = min(int(row["end"]), limit)
        yield escape(text.between(cursor, start))
        role, words = escape(str(row["role"])), escape(text.between(start, end))
        told = "\n".join([_tooltip(row), *reasons.get(int(row["figure_id"]), ())])
        yield f'<mark class="{role}" title="{escape(told)}">{words}</mark>'
        cursor = end
    yield escape(text.between(cursor, len(text.text)))


def _tooltip(row: Mapping[object, object]) -> str:
    """Return what a figure says, a line each: its number and role, its value, its subject, its time."""
    amount = " ".join(_shown(row[name]) for name in ("value", "unit") if not _missing(row[name]))
    flags = [str(row["bound"])] if row["bound"] != "exact" else []
    flags += [label("view", "estimate", LANGUAGE)] if row["estimate"] else []
    lines = [f"{row['figure_id']} · {label('roles', str(row['role']), LANGUAGE)}", " · ".join([amount, *flags])]
    lines += [_shown(row[name]) for name in ("subject", "period", "indicator") if not _missing(row[name])]
    return "\n".join(line for line in lines if line)


def _missing(value: object) -> bool:
    return bool(pd.isna(value))  # type: ignore[call-overload]


def _shown(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) and abs(value) < 1e15 else str(value)


def _label(name: str) -> str:
    return escape(label("view", name, LANGUAGE))
