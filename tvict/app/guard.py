"""Who may come in: requests are looked at before anything else is, and what goes out says what a browser may do.

Only the names that the server goes by are answered, so that no page of another site reaches it by a name of its own;
what changes something must come from a page of this server; with a token, only who has it comes in.
"""

from __future__ import annotations

import contextlib
import secrets
import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tvict.documents.files import LARGEST
from tvict.labels import LANGUAGES, label

MOST_FILES = 20
"""Files that may come at once."""

MOST_BYTES = 2 * LARGEST
"""Bytes that may come at once; one file may have half of it."""

FORM = 2**20
"""Bytes of a form without files."""

COOKIE = "tvict_token_{port}"

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets in what may come in; ``names`` are the hosts that the server goes by, with their ports."""

    def __init__(self, app: ASGIApp, names: frozenset[str], port: int, token: str | None) -> None:
        self._app = app
        self._names = names
        self._cookie = COOKIE.format(port=port)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
            await send(message)

        request = Request(scope)
        answer = self._answer(request)
        if answer is not None:
            await answer(scope, receive, sent)
            return
        await self._app(scope, _bounded(receive, MOST_BYTES if scope["path"] == "/" else FORM), sent)

    def _answer(self, request: Request) -> Response | None:
        """Return what to say to a request that is not let in; None for one that is."""
        hosts = [name.lower() for name in request.headers.getlist("host")]
        if len(hosts) != 1 or not (hosts[0] in self._names or (self._token and _is_address(hosts[0]))):
            return _refused("not_here", 421)
        origin = urlsplit(request.headers.get("origin", "")).netloc.lower()
        if request.method not in ("GET", "HEAD") and origin not in self._names | set(hosts):
            return _refused("from_elsewhere", 403)
        if self._token is None or _same(request.cookies.get(self._cookie, ""), self._token):
            return None
        if not _same(request.query_params.get("token", ""), self._token):
            return _refused("no_token", 403)
        answer = RedirectResponse(request.url.path, 303)
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="lax")
        return answer


def _is_address(host: str) -> bool:
    """Tell whether a host is a number, which no other site can have as its name."""
    with contextlib.suppress(ValueError):
        return bool(ip_address(urlsplit(f"//{host}").hostname or ""))
    return False


def _same(one: str, other: str) -> bool:
    return secrets.compare_digest(one.encode("utf-8", "replace"), other.encode())


def _refused(name: str, code: int) -> Response:
    """Say in both languages why a request is not let in."""
    return PlainTextResponse("\n\n".join(label("serve", name, language) for language in LANGUAGES) + "\n", code)


def _bounded(receive: Receive, most: int) -> Receive:
    """Return what receives no more bytes than that; the rest is taken and dropped, so that the answer is heard."""
    came = 0

    async def bounded() -> Message:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        if came <= most:
            return message
        while message.get("more_body") and came <= 10 * most:
            message = await receive()
            came += len(message.get("body", b""))
        raise HTTPException(413)

    return bounded


def names_of(host: str, port: int, also: str | None) -> frozenset[str]:
    """Return the names, with ports, by which a server at an address is reached; ``also`` is that of a proxy."""
    own = f"[{host}]" if ":" in host else host
    bare = {"127.0.0.1", "localhost", "[::1]", own, socket.gethostname()}
    names = {f"{name}:{port}" for name in bare} | (bare if port == 80 else set())
    return frozenset(name.lower() for name in names | ({also, f"{also}:443", f"{also}:80"} if also else set()))
