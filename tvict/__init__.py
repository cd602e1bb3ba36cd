"""Read the figures out of the reports of Vietnamese provinces and their departments.

    >>> import tvict
    >>> report = tvict.parse("Doanh thu viễn thông ước đạt 1.062 tỷ đồng, tăng 5% so với năm 2021.")
    >>> report.figures[["value", "unit", "role"]].values.tolist()
    [[1062000000000.0, 'đồng', 'level'], [5.0, '%', 'change']]

The names load what they need when first used, so that importing the package costs a millisecond.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tvict.version import __version__

if TYPE_CHECKING:
    from tvict import charts as charts
    from tvict.analysis.compare import compare as compare
    from tvict.analysis.decompose import decompose as decompose
    from tvict.analysis.outside import beside as beside
    from tvict.analysis.outside import per_head as per_head
    from tvict.analysis.panel import panel as panel
    from tvict.analysis.search import find as find
    from tvict.analysis.search import pick as pick
    from tvict.build import read_all as read_all
    from tvict.charts.words import named as named
    from tvict.charts.words import number as number
    from tvict.codebook import context as context
    from tvict.codebook import indicators as indicators
    from tvict.codebook import labelled as labelled
    from tvict.corpus import records as records
    from tvict.report import Report as Report
    from tvict.report import load as load
    from tvict.report import parse as parse
    from tvict.report import read as read

_HOMES = {
    "Report": "report",
    "beside": "analysis.outside",
    "compare": "analysis.compare",
    "context": "codebook",
    "decompose": "analysis.decompose",
    "find": "analysis.search",
    "indicators": "codebook",
    "labelled": "codebook",
    "load": "report",
    "named": "charts.words",
    "number": "charts.words",
    "panel": "analysis.panel",
    "parse": "report",
    "per_head": "analysis.outside",
    "pick": "analysis.search",
    "read": "report",
    "read_all": "build",
    "records": "corpus",
}
__all__ = ["__version__", "charts", *_HOMES]


def __getattr__(name: str) -> object:
    if name == "charts":
        return import_module("tvict.charts")
    if name not in _HOMES:
        raise AttributeError(f"module 'tvict' has no attribute {name!r}")
    value = getattr(import_module(f"tvict.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
