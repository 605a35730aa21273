"""What the server writes down for those who keep it running: plain lines, or one JSON object a line with the id of a request."""

import json
import logging
import re
import sys
import threading
import uuid
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

#: As headers are spelt where requests come in.
HEADER = b"x-request-id"
#: The request that is being answered; of a page, the one by which its reader connected.
REQUEST: ContextVar[str | None] = ContextVar("REQUEST", default=None)
#: Ids as proxies give them (nginx: 32 digits, Envoy: a UUID). Anything else never gets into a log.
_ID = re.compile(rb"[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def request_id(headers: list[tuple[bytes, bytes]]) -> str:
    """The id that the proxy gave a request, or a new one. By chance, so that it tells of nobody."""
    given = [value for name, value in headers if name == HEADER]
    return given[0].decode() if len(given) == 1 and _ID.fullmatch(given[0]) else uuid.uuid4().hex


def with_request_id(headers: list[tuple[bytes, bytes]], named: str) -> list[tuple[bytes, bytes]]:
    """A request's headers with its id: pages run in threads of their own, and see nothing of it but these."""
    return [*((name, value) for name, value in headers if name != HEADER), (HEADER, named.encode())]


class JsonFormatter(logging.Formatter):
    """A record as one JSON object: time (UTC), level, logger, message; request and error where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """One line; line breaks of a message are escaped in it."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := REQUEST.get() or _request_of_page():
            told["request"] = request
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


def _request_of_page() -> str | None:
    return st.context.headers.get(HEADER.decode()) if get_script_run_ctx(suppress_warning=True) else None


def write_json() -> None:
    """From now on everything that is logged is JSON, whoever logs it; also an error that nobody caught."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    # The framework's loggers, and those that it prepares for its server, have handlers of their own.
    for logger in logging.Logger.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True
    logging.getLogger("dashboard").setLevel(logging.INFO)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda failed: _uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    logging.getLogger("dashboard").critical("Ended by an error", exc_info=(kind, error, trace) if error else None)
