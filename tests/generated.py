"""Documents that are made from the package: `make docs` writes them, a test compares them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tvict import codebook, tables

DOCS = Path(__file__).parents[1] / "docs"

DOCUMENTS: dict[Path, Callable[[], str]] = {
    DOCS / "tables.md": tables.markdown,
    DOCS / "indicators.md": codebook.document,
}

if __name__ == "__main__":
    for path, content in DOCUMENTS.items():
        path.write_text(content(), "utf-8", newline="\n")
