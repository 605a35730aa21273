"""What comes in over the network: which addresses answer, how much at once, and what every answer says about itself."""

import asyncio
import os
import re
import signal
import time
from collections.abc import Callable, Collection, Sequence

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.logs import REQUEST, request_id, with_request_id
from ui.messages import let_through
from ui.metrics import MEMORY, READERS, REFUSED, SEATS, Click
from ui.security_policy import SECURITY_HEADERS, STRICT_TRANSPORT
from ui.sessions import session_named
from ui.uploads import ADDRESS as UPLOADS

STREAM = "/_stcore/stream"
#: The framework's own addresses that a page needs. Its others (metrics, its programming interface,
#: components, uploads, sign-in) do not answer: see docs/threat-model.md for each.
NEEDED = ("/_stcore/health", "/_stcore/host-config")
SIGN_IN = ("/auth/", "/oauth2callback")
#: Asked by address, from the machine or the cluster itself; they tell nothing about anything but the process.
HEALTH = ("/live", "/ready", "/_stcore/health")
FRAMEWORKS = ("/_stcore", "/component", "/auth", "/oauth2callback", "/app/static")
#: Answers elsewhere (ui/metrics.py); here it would be a page.
METRICS = "/metrics"
#: A reader's click is one message. More than this a second wait, and slow down their sender only.
MESSAGES_A_SECOND, MESSAGES_AT_ONCE = 20, 60
#: Readers a second who are asked to connect again when the replicas are there again (SIGUSR1).
RECONNECTED_A_SECOND = 20
#: Of every hundred seats this many are for readers whose connection was lost; new ones wait outside.
FOR_NEW_READERS = 0.95


class Gate:
    """Stands before the framework: closes what nobody needs, counts readers, and signs every answer.

    Args:
        app: What stands behind the gate.
        opened: Addresses that answer besides: of uploads, of signing in.
        policy: The Content-Security-Policy.
        seats: Readers connected at once.
        memory_mb: What the process may hold before new readers have to wait.
        full: The page that a reader sees who has to wait.
        hosts: Names by which readers come, without ports.
        lacks: Says why there is nothing to show, in the first line in two words; an empty text when there is. It may take
            as long as reading the data does.
        warnings: What is wrong with the machine though pages are shown, a sentence each.
        home: Addresses by which a page is known besides "/".
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        opened: tuple[str, ...],
        policy: str,
        seats: int,
        memory_mb: int,
        full: str,
        hosts: Collection[str],
        lacks: Callable[[], str],
        warnings: Callable[[], Sequence[str]] = tuple,
        home: Sequence[str] = (),
    ) -> None:
        self._app = app
        self._opened = opened
        self._seats = seats
        self._memory_mb = memory_mb
        self._full = full
        self._hosts = hosts
        self._takes_files = UPLOADS in opened
        self._lacks = lacks
        self._warnings = warnings
        self._home = home
        self._seated: set[_Seat] = set()
        SEATS.set(seats)
        READERS.set_function(lambda: len(self._seated))
        MEMORY.set_function(lambda: held_mb() * 2**20)
        self._headers = {"Content-Security-Policy": policy, **SECURITY_HEADERS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] in ("http", "websocket"):
            named = request_id(scope["headers"])
            scope = {**scope, "headers": with_request_id(scope["headers"], named)}
            REQUEST.set(named)
        if scope["type"] == "http":
            answer = await self._readiness() if scope["path"] == "/ready" else self._answer(scope)
            await (answer or self._app)(scope, receive, self._signing(scope, send))
        elif scope["type"] == "websocket":
            await self._connect(scope, receive, send)
        else:
            # The server's life begins: now there is a loop that hears signals.
            asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, lambda: asyncio.ensure_future(self.reseat()))
            await self._app(scope, receive, send)

    async def reseat(self) -> None:
        """Have every reader connect again, a few at a time.

        After restarts one replica has the readers of all; the balancer in front leads each of them to
        their own. A reader who comes back to this one finds their session as it was.
        """
        for seat in tuple(self._seated):
            await seat.leave()
            await asyncio.sleep(1 / RECONNECTED_A_SECOND)

    async def _readiness(self) -> Response:
        """Whether new readers may be sent here; why not, and what is wrong with the machine."""
        lack = "full" if not self._has_room() else await run_in_threadpool(self._lacks)
        lines = [lack] if lack else ["ready", *await run_in_threadpool(self._warnings)]
        return PlainTextResponse("".join(f"{line}\n" for line in lines), 503 if lack else 200, {"Cache-Control": "no-store"})

    def _answer(self, scope: Scope) -> Response | None:
        """The answer that is given here; null when the framework answers."""
        path, method = scope["path"], scope["method"]
        if path == "/live":
            return PlainTextResponse("live\n", headers={"Cache-Control": "no-store"})
        headers = Headers(scope=scope)
        if path not in HEALTH and not self._is_ours(headers):
            REFUSED.labels("host").inc()
            return PlainTextResponse("Forbidden: DASHBOARD_HOSTS does not have this host name\n", 403)
        if _is_foreign(headers):
            REFUSED.labels("foreign").inc()
            return PlainTextResponse("Forbidden\n", 403)
        opened = path.startswith(self._opened)
        if path == METRICS or path.startswith(FRAMEWORKS) and path not in NEEDED and not opened:
            REFUSED.labels("closed").inc()
            return PlainTextResponse("Not Found\n", 404)
        if method not in ("GET", "HEAD") and not opened:
            REFUSED.labels("method").inc()
            return PlainTextResponse("Method Not Allowed\n", 405, {"Allow": "GET, HEAD"})
        if path in self._home:
            query = scope["query_string"].decode("latin-1")
            return RedirectResponse("./" + (f"?{query}" if query else ""), 308)
        is_page = "." not in path.rsplit("/", 1)[-1] and not path.startswith(("/_stcore", "/static/", "/media/"))
        if is_page and not self._has_room():
            REFUSED.labels("full").inc()
            return HTMLResponse(self._full, 503, {"Retry-After": "30", "Cache-Control": "no-store"})
        return None

    def _signing(self, scope: Scope, send: Send) -> Send:
        """Send every answer with the headers that tell a browser what it must not do."""

        async def signed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self._headers)
                if scope["scheme"] == "https":
                    headers.update(STRICT_TRANSPORT)
                if scope["path"].startswith("/media/"):
                    headers["Cache-Control"] = "private, no-store"
            await send(message)

        return signed

    async def _connect(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Give a reader a seat for as long as they are connected."""
        headers = Headers(scope=scope)
        session = self._lost_session(headers)
        refusal = (
            "closed" if scope["path"] != STREAM else "host" if not self._is_ours(headers) else "foreign" if _is_foreign(headers) else None
        )
        if refusal:
            REFUSED.labels(refusal).inc()
            await receive()
            await send({"type": "websocket.close", "code": 1013})
            return
        if not self._has_room(comes_back=session is not None):
            REFUSED.labels("full").inc()
            # A status that a proxy takes for "ask another replica"; a connection that is only closed would be 403.
            await receive()
            await send({"type": "websocket.http.response.start", "status": 503, "headers": [(b"retry-after", b"30")]})
            await send({"type": "websocket.http.response.body", "body": b""})
            return
        click = Click()
        seat = _Seat(send, click, session)
        self._seated.add(seat)
        try:
            await self._app(scope, _Messages(receive, seat, click, self._takes_files), seat.send)
        finally:
            self._seated.discard(seat)

    def _is_ours(self, headers: Headers) -> bool:
        """Whether a request asks for a name of ours.

        Another site's name may lead to this address for a moment (DNS rebinding): its pages would be ours to a browser.
        """
        named = headers.getlist("host")
        host = _host_and_port(named[0]) if len(named) == 1 else None
        return host is not None and host[0] in self._hosts

    def _lost_session(self, headers: Headers) -> str | None:
        """The session that a reader comes back to: one that this process gave out, and that nobody has come back to besides."""
        # The framework's third word.
        words = headers.get("sec-websocket-protocol", "").split(",")
        name = words[2].strip() if len(words) > 2 else ""
        is_taken = any(seat.session == name for seat in self._seated)
        return name if name and not is_taken and session_named(name) else None

    def _has_room(self, comes_back: bool = False) -> bool:
        seats = self._seats if comes_back else int(self._seats * FOR_NEW_READERS)
        return len(self._seated) < seats and held_mb() < self._memory_mb


class _Seat:
    """A reader's connection, which can be ended with the sign "come again"."""

    def __init__(self, send: Send, click: Click, session: str | None) -> None:
        self._send = send
        self._click = click
        #: The session that its reader came back to.
        self.session = session
        self._left = False

    async def send(self, message: Message) -> None:
        """Send on what the framework says, for as long as the reader is here."""
        if not self._left:
            if message["type"] == "websocket.send":
                self._click.answer()
            await self._send(message)

    async def leave(self, code: int = 1012) -> None:
        """End the connection; unless told otherwise with the sign "come again"."""
        if not self._left:
            self._left = True
            await self._send({"type": "websocket.close", "code": code})


class _Messages:
    """Takes a reader's messages as fast as a person can click, and not faster; only those that a reader needs.

    One that is no message ends the connection; the framework would write an error of it into its log.
    """

    def __init__(self, receive: Receive, seat: "_Seat", click: Click, takes_files: bool) -> None:
        self._receive = receive
        self._seat = seat
        self._click = click
        self._takes_files = takes_files
        self._left = float(MESSAGES_AT_ONCE)
        self._seen = time.monotonic()

    async def __call__(self) -> Message:
        while True:
            message = await self._next()
            if message["type"] != "websocket.receive":
                return message
            if message.get("text") is not None:
                return await self._end(1003)
            try:
                content = let_through(message["bytes"], self._takes_files)
            except ValueError:
                return await self._end(1002)
            if content is not None:
                return {"type": "websocket.receive", "bytes": content}
            REFUSED.labels("message").inc()

    async def _end(self, code: int) -> Message:
        REFUSED.labels("message").inc()
        await self._seat.leave(code)
        return {"type": "websocket.disconnect", "code": code}

    async def _next(self) -> Message:
        message = await self._receive()
        if message["type"] != "websocket.connect":
            self._click.click()
        now = time.monotonic()
        self._left = min(MESSAGES_AT_ONCE, self._left + (now - self._seen) * MESSAGES_A_SECOND) - 1
        self._seen = now
        if self._left < 0:
            await asyncio.sleep(-self._left / MESSAGES_A_SECOND)
        return message


#: A host as requests write it: a name, or an address (IPv6 in brackets), and a port.
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[0-9A-Za-z_.-]+)(?::(\d{1,5}))?")


def _host_and_port(written: str) -> tuple[str, str | None] | None:
    """Name and port of a host, spelt in one way; null when it is none."""
    parts = _HOST.fullmatch(written)
    return (parts[1].strip("[]").lower().removesuffix("."), parts[2]) if parts else None


def _is_foreign(headers: Headers) -> bool:
    """Whether another site's page asks. The framework would look for its own address on the internet to find out.

    A page of ours has the name that it asks for, which is one of those that we know, and its port.
    """
    origins = headers.getlist("origin")
    if not origins:
        return False
    scheme, _, host = origins[0].partition("://")
    usual = {"http": "80", "https": "443"}.get(scheme)
    pages, asked = _host_and_port(host), _host_and_port(headers.get("host", ""))
    if len(origins) > 1 or usual is None or pages is None or asked is None:
        return True
    return (pages[0], pages[1] or usual) != (asked[0], asked[1] or usual)


def held_mb() -> float:
    """What this process holds in memory (resident set); zero where the system does not tell."""
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20
    except OSError:
        return 0.0
