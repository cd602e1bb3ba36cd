"""Read the figures out of Vietnamese provincial reports on information and communications.

    >>> import tvict
    >>> report = tvict.parse("Doanh thu viễn thông ước đạt 1.062 tỷ đồng, tăng 5% so với năm 2021.")
    >>> report.figures  # doctest: +SKIP

The names load what they need when first used, so that importing the package costs a millisecond.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tvict.version import __version__

if TYPE_CHECKING:
    from tvict.analysis.compare import compare
    from tvict.analysis.decompose import decompose
    from tvict.analysis.panel import panel
    from tvict.analysis.search import find
    from tvict.codebook import context, indicators
    from tvict.corpus import records
    from tvict.publishing.package import load
    from tvict.report import Report, parse, read

__all__ = [
    "Report",
    "__version__",
    "compare",
    "context",
    "decompose",
    "find",
    "indicators",
    "load",
    "panel",
    "parse",
    "read",
    "records",
]

_HOMES = {
    "Report": "report",
    "compare": "analysis.compare",
    "context": "codebook",
    "decompose": "analysis.decompose",
    "find": "analysis.search",
    "indicators": "codebook",
    "load": "publishing.package",
    "panel": "analysis.panel",
    "parse": "report",
    "read": "report",
    "records": "corpus",
}


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
