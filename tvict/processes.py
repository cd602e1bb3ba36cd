"""Work in several processes: a task and its items go in, outcomes come out in order; a stop leaves nothing running."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

WAITING = 4
"""Items handed to each process ahead of time."""

LONGEST_PLACE = 103 - len("/pymp-abcdefgh/listener-abcdefgh")
"""Bytes of a folder's path in which multiprocessing can make a socket: macOS allows 103 in all, Linux 107."""


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def spread(
    task: Callable[[Item], Outcome],
    items: Sequence[Item],
    jobs: int | None,
    ended: Callable[[Item], Outcome],
    work: Callable[[Item], int] = lambda _: 0,
) -> Iterator[Outcome]:
    """Do a task for each item in ``jobs`` processes, as many as cores for None, yielding the outcomes in order.

    Of the items at hand those of most ``work`` are begun first, so that no process is left with a long one at the end.
    A single job, or a single item, is done in this process. A process that is killed, as by a machine out of memory,
    takes its items with it: each is tried once more, alone, and ``ended`` says what becomes of one that ends its
    process again.
    """
    jobs = jobs or cores()
    if jobs < 2 or len(items) < 2:
        yield from map(task, items)
        return
    lost: list[Item] = []
    yield from _pooled(task, items, min(jobs, len(items)), lost, work)
    for item in lost:
        again: list[Item] = []
        yield from _pooled(task, [item], 1, again, work)
        if again:
            yield ended(item)


def _pooled(
    task: Callable[[Item], Outcome],
    items: Sequence[Item],
    jobs: int,
    lost: list[Item],
    work: Callable[[Item], int],
) -> Iterator[Outcome]:
    """Yield outcomes from a pool of processes, in order; items that a broken pool left are added to ``lost``."""
    start = context()
    reader, writer = start.Pipe(duplex=False)  # ends when this process does, however that is
    pool = ProcessPoolExecutor(jobs, mp_context=start, initializer=begin, initargs=(reader,))
    ahead: deque[tuple[Item, Future[Outcome]]] = deque()
    rest, more = iter(items), list[Item]()
    try:
        while True:
            more = list(islice(rest, WAITING * jobs - len(ahead)))
            order = sorted(range(len(more)), key=lambda at: -work(more[at]))
            begun = {at: pool.submit(_do, task, more[at]) for at in order}
            ahead += [(item, begun[at]) for at, item in enumerate(more)]
            more = []
            if not ahead:
                return
            yield ahead[0][1].result()
            ahead.popleft()
    except BrokenProcessPool:
        lost += [*(item for item, _ in ahead), *more, *rest]
    except BaseException:
        _end(pool)
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        writer.close()


def context() -> Any:
    """Return how processes are begun: from one that has loaded the package, where the system can do that.

    That one is asked through a socket in the folder of temporary files, whose path must not be too long.
    """
    place = len(os.fsencode(tempfile.gettempdir()))
    if "forkserver" not in multiprocessing.get_all_start_methods() or place > LONGEST_PLACE:
        return multiprocessing.get_context("spawn")
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload(["tvict.report"])
    return start


def begin(parent: Connection) -> None:
    """Let a worker be stopped by its parent alone, in the orderly way, and end when that is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _stop(*_: object) -> None:
    """End this worker, again and again until it has ended: a pool may take the first time for an outcome."""
    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, _stop)
        signal.setitimer(signal.ITIMER_REAL, 1)
    sys.exit(143)


def _do(task: Callable[[Item], Outcome], item: Item) -> Outcome:
    """Do a task in a worker, and end that where it is stopped: the pool would take the stop for an outcome."""
    try:
        return task(item)
    except SystemExit:
        os._exit(143)


def _watch(parent: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        parent.recv()
    os.kill(os.getpid(), signal.SIGTERM)


def _end(pool: ProcessPoolExecutor) -> None:
    """Stop the processes of a pool, half-written folders taken away."""
    processes = list((getattr(pool, "_processes", None) or {}).values())
    for process in processes:
        process.terminate()
    for process in processes:
        process.join(10)
    for process in processes:
        process.kill()
