"""The line of tasks: jobs stand in it, at most so many processes work, each on one; what ends is told to its job.

A job is stopped by its owner, by the clock or by the end of the line; its process and what that started end then.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

from tvict.app.worker import PRELOADED, work
from tvict.processes import context

if TYPE_CHECKING:
    from tvict.app.visits import Job

SECONDS = 600
"""How long a process may work on a file; a scan of forty pages takes five minutes."""

LOOKED_AT = 0.05
"""Seconds between two looks at a process."""

GRACE = 0.5
"""Seconds in which a process that is stopped may tidy up."""


class Line:
    """Jobs in the order in which they came, and those that processes work on."""

    def __init__(self, workers: int, ended: Callable[[Job], None]) -> None:
        self.waiting: deque[Job] = deque()
        self._some = asyncio.Semaphore(0)
        self._ended = ended
        self._workers = workers
        self._start = context()
        if hasattr(self._start, "set_forkserver_preload"):
            self._start.set_forkserver_preload(list(PRELOADED))

    def add(self, job: Job) -> None:
        """Let a job stand in line."""
        self.waiting.append(job)
        self._some.release()

    def place(self, job: Job) -> int | None:
        """Return the place of a job, the next one first; None for one that does not wait."""
        return self.waiting.index(job) + 1 if job in self.waiting else None

    def stop(self, job: Job) -> None:
        """Take a job out of the line, or end the process that works on it."""
        job.turn += 1
        with contextlib.suppress(ValueError):
            self.waiting.remove(job)

    @contextlib.asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Work on what stands in line while the block runs; then every process is ended."""
        tasks = [asyncio.create_task(self._work()) for _ in range(self._workers)]
        warm = asyncio.create_task(asyncio.to_thread(self._warm))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, warm, return_exceptions=True)

    def _warm(self) -> None:
        """Load what every process needs before the first is wanted."""
        if self._start.get_start_method() == "forkserver":
            from multiprocessing.forkserver import ensure_running

            ensure_running()

    async def _work(self) -> None:
        while True:
            await self._some.acquire()
            if self.waiting:
                job = self.waiting.popleft()
                try:
                    await self._do(job)
                except Exception as error:  # one job must not end the line, whatever is wrong with it
                    why = f"{type(error).__name__}: {error}"
                    job.hear({"failed": f"{job.name} cannot be built: {why}; please report this"})
                self._ended(job)

    async def _do(self, job: Job) -> None:
        turn = job.turn
        heard, telling = self._start.Pipe(duplex=False)
        watched, alive = self._start.Pipe(duplex=False)
        process = self._start.Process(target=work, args=(job.task(), telling, watched), daemon=True)
        try:
            await asyncio.to_thread(process.start)
            telling.close()
            watched.close()
            async with asyncio.timeout(SECONDS):
                last = False
                while process.is_alive() and job.turn == turn:
                    last = _hear(heard, job) or last
                    await asyncio.sleep(LOOKED_AT)
            if job.turn == turn and not (_hear(heard, job) or last):
                job.hear({"failed": f"{job.name} ended the process that read it, which may have had too little memory"})
        except TimeoutError:
            job.hear({"failed": f"{job.name} takes more than {SECONDS // 60} minutes to read: give it in parts"})
        finally:
            alive.close()
            if process.pid is not None:
                await _end(process)
            heard.close()


def _hear(heard: Any, job: Job) -> bool:
    """Hand on what a process told; return whether that was its last line."""
    last = False
    with contextlib.suppress(EOFError, OSError):
        while heard.poll():
            told = json.loads(heard.recv_bytes())
            last = not told.keys().isdisjoint(("done", "failed"))
            job.hear(told)
    return last


async def _end(process: multiprocessing.process.BaseProcess) -> None:
    """End a process and what it started: in the orderly way first, which is over soon or not awaited."""
    try:
        if process.is_alive():
            process.terminate()
        for _ in range(int(GRACE / LOOKED_AT)):
            if not process.is_alive():
                break
            await asyncio.sleep(LOOKED_AT)
    finally:  # the line may end while this waits
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if hasattr(os, "killpg") and process.pid:
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.join(1)
