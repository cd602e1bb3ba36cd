"""The server: an address and a language go in, browsers are answered until Ctrl-C, and then nothing is left."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tvict.errors import SaveError
from tvict.messages import said
from tvict.processes import cores

if TYPE_CHECKING:
    from tvict.app.visits import Visits

PREFIX = "tvict-serve-"
TRIES, BETWEEN = 20, 0.05
"""How often a folder is taken away that something is still written into, and how many seconds lie between."""
EVERY = 30
"""Seconds between two looks at what is over."""

SETTINGS: dict[str, Any] = {
    "log_level": "warning",
    "access_log": False,
    "server_header": False,
    "proxy_headers": False,
    "limit_concurrency": 200,
    "timeout_graceful_shutdown": 1,
}
"""How the server runs: it keeps no record of who asked what, and stops within a second."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(host: str, port: int, keep: Path | None, language: str, name: str | None) -> None:
    """Answer browsers until the process is stopped.

    ``keep`` is a folder that results are written to as well, ``name`` another host that the server goes by, which a
    proxy passes on. Raises SaveError where the address cannot be had, or the libraries are not installed.
    """
    try:
        import python_multipart  # noqa: F401 -- what reads uploads
        import uvicorn

        from tvict.app.guard import Guard, names_of
        from tvict.app.pages import application
        from tvict.app.visits import Visits
    except ImportError as error:
        raise SaveError(f"serve needs {error.name}: install it with `pip install 'tvict[app,pdf]'`") from None
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
    for threads in ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"):
        os.environ.setdefault(threads, "1")  # a process a file is as many as there are cores
    with _bound(host, port) as bound, _private_folder() as folder:
        port = bound.getsockname()[1]
        token = None if host in LOOPBACK else secrets.token_urlsafe(18)
        visits = Visits(folder, cores(), keep)

        @contextlib.asynccontextmanager
        async def background() -> AsyncIterator[None]:
            async with visits.line.open():
                clearing = asyncio.create_task(_clear(visits))
                yield
                clearing.cancel()

        app = Guard(application(visits, language, background), names_of(host, port, name), port, token)
        _tell(host, port, token, language)
        running = uvicorn.Server(uvicorn.Config(app, **SETTINGS))
        # What a stop cuts off is no error.
        logging.getLogger("uvicorn.error").addFilter(lambda _: not running.should_exit)
        try:
            running.run(sockets=[bound])
        finally:
            _cool()


def _cool() -> None:
    """End the process that others were begun from, which would first go on loading."""
    loaded = sys.modules.get("multiprocessing.forkserver")
    number = getattr(getattr(loaded, "_forkserver", None), "_forkserver_pid", None)
    if number is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


async def _clear(visits: Visits) -> None:
    while True:
        await asyncio.sleep(EVERY)
        visits.clear(time.time())


def _bound(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = error.strerror or str(error)
        raise SaveError(f"{host}:{port} cannot be served ({why}): choose another with --host or --port") from None


def _tell(host: str, port: int, token: str | None, language: str) -> None:
    """Print the address, and a warning where others can reach it."""
    shown = f"[{host}]" if ":" in host else host
    if token is not None:
        warning = (
            "warning: other machines can reach this address if they have its token; "
            "give it only to those who may, and do not open it to the internet"
        )
        print(f"tvict: {said(warning, language)}", file=sys.stderr)
        shown = socket.gethostname() if host in ("0.0.0.0", "::") else shown
    address = f"http://{shown}:{port}/" + (f"?token={token}" if token else "")
    print(said(f"tvict is at {address} (Ctrl-C ends it)", language), flush=True)


@contextlib.contextmanager
def _private_folder() -> Iterator[Path]:
    """Yield a folder that nobody else can look into, and take it away; those of killed servers go too."""
    _clear_leftovers(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    try:
        yield folder
    finally:
        for _ in range(TRIES):  # a program that was just killed may still write
            shutil.rmtree(folder, ignore_errors=True)
            if not folder.exists():
                break
            time.sleep(BETWEEN)


def _clear_leftovers(place: Path) -> None:
    if not hasattr(os, "getuid"):  # elsewhere a process cannot be asked after without ending it
        return
    for left in place.glob(f"{PREFIX}*-*"):
        number = re.match(rf"{PREFIX}(\d+)-", left.name)
        with contextlib.suppress(OSError):
            if number and left.lstat().st_uid == os.getuid() and not left.is_symlink() and not _lives(int(number[1])):
                shutil.rmtree(left, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError as error:
        return isinstance(error, PermissionError)
    return True
