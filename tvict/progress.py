"""How far a long run is: a total goes in, a bar with rate and remaining time on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from tqdm import tqdm


class Progress:
    """Tells of reports that are done, with what there is to say of it; ``count`` are those told, ``bar`` is what shows
    them on a terminal.
    """

    def __init__(self, total: int, bar: tqdm[NoReturn] | None = None) -> None:
        self.total, self.bar = total, bar
        self.count = 0

    def __call__(self, name: str, notices: Iterable[str] = (), count: int = 1) -> None:
        """Tell of a report, or of so many."""
        self.count += count
        if self.bar is None and self.total > 1:
            self.write(f"[{self.count}/{self.total}] {name}")
        for notice in notices:
            self.write(notice)
        if self.bar is not None:
            self.bar.update(count)

    def write(self, line: str) -> None:
        """Write a line to standard error, above the bar."""
        if self.bar is None:
            print(line, file=sys.stderr, flush=True)
        else:
            self.bar.write(line, file=sys.stderr)


@contextmanager
def progress(total: int, unit: str) -> Iterator[Progress]:
    """Tell how far a run over ``total`` reports is while the block runs, counted in ``unit``; of a single one there is
    nothing to tell.
    """
    if total < 2 or not sys.stderr.isatty():
        yield Progress(total)
        return
    from tqdm import tqdm

    tqdm.monitor_interval = 0  # no thread beside those of the work
    with tqdm(total=total, unit=f" {unit}", dynamic_ncols=True, file=sys.stderr) as bar:
        yield Progress(total, bar)
