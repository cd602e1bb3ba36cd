"""How far a long run is: a total goes in, a bar with rate and remaining time on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager


class Progress:
    """Tells of reports that are done, with what there is to say of it; ``count`` are those told."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.count = 0

    def __call__(self, name: str, notices: Iterable[str] = (), count: int = 1) -> None:
        """Tell of a report, or of so many."""
        self.count += count
        if self.total > 1:
            self.write(f"[{self.count}/{self.total}] {name}")
        for notice in notices:
            self.write(notice)

    def write(self, line: str) -> None:
        """Write a line to standard error."""
        print(line, file=sys.stderr, flush=True)


class Bar(Progress):
    """The same on a terminal: a bar below the notices."""

    def __init__(self, total: int, unit: str) -> None:
        from tqdm import tqdm

        tqdm.monitor_interval = 0  # no thread beside those of the work
        super().__init__(total)
        self.bar = tqdm(total=total, unit=f" {unit}", dynamic_ncols=True, file=sys.stderr)

    def __call__(self, name: str, notices: Iterable[str] = (), count: int = 1) -> None:
        """Tell of a report, or of so many."""
        self.count += count
        for notice in notices:
            self.write(notice)
        self.bar.update(count)

    def write(self, line: str) -> None:
        """Write a line above the bar."""
        self.bar.write(line, file=sys.stderr)


@contextmanager
def progress(total: int, unit: str) -> Iterator[Progress]:
    """Tell how far a run over ``total`` reports is while the block runs, counted in ``unit``; of a single one there is
    nothing to tell.
    """
    if total < 2 or not sys.stderr.isatty():
        yield Progress(total)
        return
    bar = Bar(total, unit)
    try:
        yield bar
    finally:
        bar.bar.close()
