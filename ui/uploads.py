"""Files that are sent in, at the address itself: who may send them, how much at once, and that they go away.

The framework takes a file of anybody who knows a session, as many as they like, and keeps them for as
long as the session lasts. What is asked of people on the pages is asked here too, before a byte is read.
"""

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime import Runtime, get_instance
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from ui.metrics import REFUSED
from ui.sessions import session_named

ADDRESS = "/_stcore/upload_file/"
MEGABYTE = 2**20
#: The largest file that is taken; the list of all projects is about 10 MB.
MAX_MEGABYTES = 50
#: What stands around a file in its request.
_AROUND = 64 * 1024
#: How long files stay that nothing else takes away: a working day.
SECONDS_KEPT = 8 * 3600

User = Mapping[str, object]


@dataclass(frozen=True)
class Allowance:
    """How much may wait to be read at once: files, and bytes of them."""

    files: int
    size: int


#: A form has four files, a deck one template.
OF_SESSION = Allowance(10, 220 * MEGABYTE)
OF_PERSON = Allowance(20, 330 * MEGABYTE)
OF_PROCESS = Allowance(60, 660 * MEGABYTE)


@dataclass(frozen=True, eq=False)
class Held:
    """A file that waits, or is on its way."""

    session: str
    file: str
    person: str
    size: int


class Uploads:
    """Stands between the gate and the framework where files may be sent in.

    Args:
        app: What stands behind it.
        may_send: Whether a person has a role, from what the sign-in service says of them.
        name_of: What the person is called.
        signs_in: Whether people sign in to this process.
    """

    def __init__(self, app: ASGIApp, *, may_send: Callable[[User], bool], name_of: Callable[[User], str], signs_in: bool) -> None:
        self._app = app
        self._may_send = may_send
        self._name_of = name_of
        self._signs_in = signs_in
        self._coming: list[Held] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a file through, or answer here."""
        if scope["type"] != "http" or not scope["path"].startswith(ADDRESS):
            await self._app(scope, receive, send)
            return
        asked = self._asked(HTTPConnection(scope))
        if isinstance(asked, Response):
            REFUSED.labels("upload").inc()
            await asked(scope, receive, send)
            return
        self._coming.append(asked)
        try:
            await self._app(scope, receive, send)
        finally:
            self._coming.remove(asked)
        if asked.size:
            asyncio.get_running_loop().call_later(SECONDS_KEPT, _files().remove_file, asked.session, asked.file)

    def _asked(self, request: HTTPConnection) -> Held | Response:
        """What is to come, or why not."""
        session, _, file = request.scope["path"].removeprefix(ADDRESS).partition("/")
        if not session or not file or "/" in file:
            return PlainTextResponse("Not Found\n", 404)
        method = request.scope["method"]
        if method not in ("PUT", "DELETE"):
            return PlainTextResponse("Method Not Allowed\n", 405, {"Allow": "PUT, DELETE"})
        user = _user_of(session)
        # Whoever asks is the person of the session, and has a role: knowing its name is not enough.
        if user is None or not self._may_send(user) or (self._signs_in and not _is_signed_by(request, user)):
            return PlainTextResponse("Forbidden\n", 403)
        if method == "DELETE":
            return Held(session, file, self._name_of(user), 0)
        size = _announced(request.headers)
        if size is None:
            return PlainTextResponse("Length Required\n", 411)
        if size > MAX_MEGABYTES * MEGABYTE + _AROUND:
            return PlainTextResponse("Content Too Large\n", 413)
        # Where nobody signs in, all are the user of the machine.
        more = Held(session, file, self._name_of(user) if self._signs_in else "", size)
        return more if fits(more, (*self._waiting(), *self._coming)) else PlainTextResponse("Too Many Files\n", 429, {"Retry-After": "60"})

    def _waiting(self) -> Iterator[Held]:
        # Pages take files out in threads of their own: copies.
        for session, files in list(_files().file_storage.items()):
            person = self._name_of(_user_of(session) or {})
            for file, kept in list(files.items()):
                yield Held(session, file, person, len(kept.data))


def fits(more: Held, others: Iterable[Held]) -> bool:
    """Whether a file fits in beside those that wait and those that are on their way; one of the same name gives way to it."""
    held = [one for one in others if (one.session, one.file) != (more.session, more.file)]
    held.append(more)
    for allowance, together in (
        (OF_SESSION, [one.size for one in held if one.session == more.session]),
        (OF_PERSON, [one.size for one in held if one.person == more.person] if more.person else []),
        (OF_PROCESS, [one.size for one in held]),
    ):
        if len(together) > allowance.files or sum(together) > allowance.size:
            return False
    return True


def forget_uploads() -> None:
    """Take the files that a session has sent in out of the memory, when a page has read them."""
    running = get_script_run_ctx()
    if running is not None and Runtime.exists():
        _files().remove_session_files(running.session_id)


def _files() -> MemoryUploadedFileManager:
    return cast(MemoryUploadedFileManager, get_instance().uploaded_file_mgr)


def _user_of(session: str) -> User | None:
    """What the sign-in service says of a session's person, nothing where nobody signs in; null without a session."""
    known = session_named(session)
    return None if known is None else cast(User, known._user_info)


def _is_signed_by(request: HTTPConnection, user: User) -> bool:
    """Whether a request comes with the cookie of a person, signed by this process."""
    signed = _get_signed_cookie_with_chunks(dict(request.cookies), USER_COOKIE_NAME)
    try:
        told = json.loads(signed or b"{}")
    except ValueError:
        return False
    # The address that the person signed in at is no part of what a session knows of them.
    return bool(told) and all(user.get(name) == value for name, value in told.items() if name != "origin")


def _announced(headers: Headers) -> int | None:
    """The length that a request says of itself; null when it says none."""
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdecimal() and len(length) <= 12 else None
