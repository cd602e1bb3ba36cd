"""How charts look: what a mark stands for goes in, its colours, line and hatch come out.

Each colour has one meaning: this report in dark blue (its parts in shades of it, then of green and grey), others in
grey, a fall in purple, an alarm in orange. They differ in lightness or in place too, for colour-blind readers and grey
print; what is printed is solid, what is estimated hatched or hollow, what is computed outlined with dashes.
"""

from __future__ import annotations

from typing import Any

FONT = "DejaVu Sans"
"""Comes with matplotlib and draws every Vietnamese letter, so charts are the same on every machine."""

INK, MUTED, RULE, GROUND = "#1A1A1A", "#595959", "#D0D0D0", "#ECECEC"
DARK, WARM, LIGHT, FALL, OTHER = "#0B4468", "#C75B00", "#9CC4DE", "#8049A0", "#8A8A8A"
SHADES = (
    *((DARK, "white"), (LIGHT, INK), ("#3F779D", "white"), ("#D6E6F1", INK)),
    *(("#1F7A78", "white"), ("#BFE3DD", INK), ("#5F6F80", "white"), ("#E3E9EE", INK)),
    *(("#2E5E3E", "white"), ("#C5DDB8", INK), ("#7D6D2F", "white"), ("#EBE5C8", INK)),
)
"""Parts of one total, side by side, and the colour of the words on each: as many as a chart draws, no two alike."""

TITLE, SUBTITLE, TEXT, NAME, SMALL = 15.0, 11.0, 10.5, 9.5, 8.5
"""Sizes of type, in points."""

DASHES = (0, (4, 2))

RC: Any = {
    "font.family": FONT,
    "font.size": TEXT,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.labelsize": NAME,
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": NAME,
    "ytick.labelsize": NAME,
    "grid.color": RULE,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.8,
    "svg.fonttype": "none",
}


def area(color: str, *, estimate: bool = False, derived: bool = False) -> dict[str, Any]:
    """Return the keywords of a bar: solid as printed, hatched where estimated, pale with dashes where derived."""
    if derived:
        return {"facecolor": pale(color), "edgecolor": color, "linestyle": DASHES, "linewidth": 1.4}
    if estimate:
        return {"facecolor": "white", "edgecolor": color, "hatch": "////", "linewidth": 1.2}
    return {"facecolor": color, "edgecolor": color, "linewidth": 1.2}


def pale(color: str) -> str:
    """Return a colour mixed with nine parts of white.

    >>> pale("#000000")
    '#E6E6E6'
    """
    parts = (int(color[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(0.1 * part + 0.9 * 255):02X}" for part in parts)


def point(color: str, *, hollow: bool = False, shape: str = "o", size: float = 8) -> dict[str, Any]:
    """Return the keywords of a marker: filled as printed, hollow where estimated or derived."""
    return {
        "marker": shape,
        "markersize": size,
        "markerfacecolor": "white" if hollow else color,
        "markeredgecolor": color,
        "markeredgewidth": 1.8,
        "linestyle": "none",
    }


SAMPLES: dict[str, dict[str, Any]] = {
    "estimate": area(DARK, estimate=True),
    "partial": area(DARK, derived=True),
    "truncated": area(LIGHT),
    "differs": area(WARM),
    "holds": area(DARK),
    "unchecked": {"facecolor": "white", "edgecolor": MUTED, "linewidth": 1.0},
    "document": point(DARK, size=6),
    "document_order": point(WARM, shape="D", size=6),
    "rise": point(DARK, size=6.5),
    "fall": point(FALL, size=6.5),
    "hollow": point(DARK, hollow=True, size=6.5),
    "printed": point(DARK, size=6.5),
    "derived": point(DARK, hollow=True, shape="s", size=6),
    "bound": point(DARK, shape="^", size=6.5),
    "at_odds": point(WARM, shape="D", size=6),
    "others": {"color": OTHER, "linewidth": 1.2, "marker": "o", "markersize": 3.5},
    "target": {"color": INK, "marker": "|", "markersize": 13, "markeredgewidth": 3, "linestyle": "none"},
    "printed_total": {"color": WARM, "marker": "|", "markersize": 13, "markeredgewidth": 2.5, "linestyle": "none"},
    "interval": {"color": INK, "marker": "|", "markersize": 9, "markeredgewidth": 1.5, "linewidth": 1.5},
}
"""How the samples of marks look that stand before their words in the key of a chart."""
