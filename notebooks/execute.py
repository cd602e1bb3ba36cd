"""Run notebooks from top to bottom and write their outputs back: `make notebooks`, or with names of some.

What comes out depends on the notebook, the package and the environment alone: no times, no paths of this machine.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def executed(path: Path) -> nbformat.NotebookNode:
    """Run a notebook; return it with its outputs. CellExecutionError where a cell fails."""
    return run(nbformat.read(path, as_version=4))


def run(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Run what was read from a notebook, in the folder of the notebooks."""
    folder = {"metadata": {"path": HERE}}
    NotebookClient(
        notebook,
        timeout=600,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,  # on a busy machine what is printed comes in pieces
        resources=folder,
    ).execute()
    notebook["metadata"] = nbformat.from_dict(METADATA)
    return notebook


def main(names: list[str]) -> None:
    """Execute the notebooks whose names start with one of ``names``, or all."""
    for path in sorted(HERE.glob("*.ipynb")):
        if not names or path.name.startswith(tuple(names)):
            print(path.name, flush=True)
            path.write_text(nbformat.writes(executed(path)) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
