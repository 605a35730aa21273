"""Start the dashboard's server, ready for its first visitor."""

import gc
import json
import logging
import socket
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from html import escape
from typing import TYPE_CHECKING

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from archive.archive import open_archive
from archive.bundles import last_published
from data_loaders.codes import LANGUAGES
from data_loaders.findings import Finding, InputError
from operations.guards import clock_findings, place_findings
from operations.verifying import RESULT
from presentation.text import Text
from presentation.words.findings import finding_sentence
from settings import ROOT, Settings, read_settings
from ui.context import current_theme, dataset, write_down
from ui.gate import SIGN_IN, Gate
from ui.logs import write_json
from ui.metrics import ERRORS, REGISTRY, DataCollector, DataState, serve_metrics
from ui.page_script import PAGE_SCRIPT
from ui.security_policy import content_security_policy
from ui.sign_in import name_of, roles_of
from ui.uploads import ADDRESS as UPLOADS
from ui.uploads import MAX_MEGABYTES, Uploads

if TYPE_CHECKING:
    import uvicorn

#: A reader's message holds the state of a page's widgets: some kilobytes.
LARGEST_MESSAGE = 2**20
#: Connections beside the readers': their pages' files, downloads, probes.
MORE_CONNECTIONS = 400
SECONDS_TO_STOP = 10
#: A reader who was cut off finds their session again within this time.
SECONDS_KEPT = 120


def serve(settings: Settings) -> None:
    """Serve the dashboard until it is stopped.

    Streamlit takes a folder called ``pages`` for pages of its own older kind until
    ``st.navigation`` has run once, and greets the first deep link with "Page not found".
    Running it here, before the first visitor, makes the first link open its page.
    """
    if settings.log == "json":
        write_json()
    logging.disable(logging.WARNING)  # Streamlit warns that there is no visitor yet
    st.navigation([st.Page(_nobody, title="start", url_path="start")], position="hidden")
    _lacks()  # read before the first visitor; a page says what is wrong, in the reader's language
    logging.disable(logging.NOTSET)
    listening = _listen(settings.address, settings.port)
    address = f"http://{settings.address}:{listening.getsockname()[1]}"
    server = _server(settings)
    if settings.log == "json":
        write_json()  # the parts that have come since have loggers of their own
        logging.getLogger("dashboard").info("Dashboard: %s", address)
    else:
        print(f"Dashboard: {address}", flush=True)
    # What is there now stays: no use in looking through it again at every collection.
    gc.collect()
    gc.freeze()
    # A page makes tens of thousands of short-lived objects; the default looks through them every 700.
    gc.set_threshold(20_000, 10, 10)
    if settings.metrics_port:
        REGISTRY.register(DataCollector(_data_state))
        _listen(settings.metrics_address, settings.metrics_port).close()  # a port that is taken is one sentence
        serve_metrics(settings.metrics_address, settings.metrics_port)
    try:
        server.run(sockets=[listening])
    finally:
        listening.close()


def _lacks() -> str:
    """Why there is nothing to show; empty when there is something."""
    try:
        dataset()
    except MemoryError:
        return "\n".join(("no memory", *_sentences((Finding("memory-short", "error", "manage.py serve"),))))
    except InputError as error:
        # That there is no bundle yet, or a damaged one, needs no more words: the journal has them.
        return "\n".join(("no data", *_sentences([finding for finding in error.findings if finding.code.startswith("directory-")])))
    return ""


def _warnings(settings: Settings) -> Sequence[str]:
    """What is wrong with the machine though pages are shown: its clock, and where the staff's steps are written its disk."""
    try:
        findings = clock_findings(open_archive(settings.data))
    except InputError as error:
        findings = error.findings
    if settings.mode == "staff" and settings.data.resolve() != ROOT / "assets" / "sample":
        findings = (*findings, *place_findings(settings.data))
    return _sentences(findings)


def _sentences(findings: Sequence[Finding]) -> Sequence[str]:
    """A sentence each, also into the log, once."""
    write_down(tuple(findings))
    return [finding_sentence(finding, Text("en", current_theme())) for finding in findings]


def _data_state() -> DataState:
    """Of what is shown: the day its figures speak of, when it was imported and published, and when it was last verified."""
    settings = read_settings()
    is_staff = settings.mode == "staff"
    times: dict[str, float] = {}
    try:
        data = dataset()
        problems = len(data.problems)
        times["figures"] = datetime.combine(data.info.as_of, time.min, UTC).timestamp()
        times["import"] = datetime.fromisoformat(data.info.imported_at).timestamp()
    except InputError as error:
        problems = len(error.findings)
    published = last_published((settings.bundles or settings.data / "published") if is_staff else settings.data)
    if published:
        times["bundle"] = published.timestamp()
    try:
        verified = json.loads((settings.data / RESULT).read_text("utf-8"))
        faults = int(verified["faults"])
        times["verify"] = datetime.combine(date.fromisoformat(verified["day"]), time.min, UTC).timestamp()
    except (OSError, ValueError, TypeError, KeyError):
        faults = None
    return DataState(times, problems, faults)


def _server(settings: Settings) -> "uvicorn.Server":
    import uvicorn
    from uvicorn.config import LOGGING_CONFIG

    return uvicorn.Server(
        uvicorn.Config(
            application(settings),
            loop="uvloop",
            ws="websockets-sansio",
            ws_max_size=LARGEST_MESSAGE,
            ws_per_message_deflate=False,
            ws_ping_interval=30,
            ws_ping_timeout=30,
            limit_concurrency=settings.readers + MORE_CONNECTIONS,
            timeout_graceful_shutdown=SECONDS_TO_STOP,
            server_header=False,
            access_log=False,
            use_colors=False,
            log_level="warning",
            log_config=LOGGING_CONFIG if settings.log == "text" else None,
        )
    )


def application(settings: Settings) -> st.App:
    """The dashboard behind its gate."""
    is_staff = settings.mode == "staff"
    gate = Middleware(
        Gate,
        opened=(*((UPLOADS,) if is_staff else ()), *(SIGN_IN if is_staff and settings.sign_in else ())),
        policy=content_security_policy([PAGE_SCRIPT]),
        seats=settings.readers,
        memory_mb=settings.memory_mb,
        full=_full_page(),
        hosts=settings.hosts,
        # The staff's first delivery comes through the page that is served.
        lacks=str if is_staff else _lacks,
        warnings=lambda: _warnings(settings),
        home=("/overview",),
    )
    uploads = Middleware(
        Uploads,
        may_send=lambda user: "reader" in roles_of(user, settings),
        name_of=name_of,
        signs_in=settings.sign_in is not None,
    )
    app = st.App(ROOT / "dashboard.py", middleware=[gate, *([uploads] if is_staff else [])], on_script_error=_tell)
    for name, value in {
        # Nobody sends anything in to a public instance, so nothing needs a cookie against forged requests.
        "server.enableXsrfProtection": is_staff,
        # No secrets are read from anywhere else, and none in public.
        "secrets.files": [str(settings.sign_in.resolve())] if is_staff and settings.sign_in else [],
        "server.maxUploadSize": MAX_MEGABYTES if is_staff else 1,
        "server.maxWidgetStateSize": 1,
        "server.disconnectedSessionTTL": SECONDS_KEPT,
    }.items():
        config.set_option(name, value)
    return app


def _listen(address: str, port: int) -> socket.socket:
    """Our own socket, without Nagle's algorithm.

    The framework's is made without naming its protocol, so that asyncio of Python 3.11
    leaves the algorithm on, and a page's last small message waits up to 40 ms.
    """
    listening = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listening.bind((address, port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        raise SystemExit(f"{address}:{port}: {error.strerror}") from None
    return listening


def _full_page() -> str:
    """What a reader sees when every seat is taken, in three languages and without scripts."""
    parts = []
    for language in LANGUAGES:
        text = Text(language, current_theme())
        heading, advice = (
            text("The service has very many readers right now"),
            text("Please try again in a minute. The link keeps your choices."),
        )
        parts.append(f'<section lang="{language}"><h2>{escape(heading)}</h2><p>{escape(advice)}</p></section>')
    return (
        '<!doctype html><html lang="fi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(text.name(text.theme.name))}</title></head>"
        f'<body style="font:1.1rem/1.5 sans-serif;max-width:40rem;margin:3rem auto;padding:0 1rem">{"".join(parts)}</body></html>'
    )


def _tell(error: Exception) -> bool:
    """Say in the reader's language that a page failed; what failed stays in the server's log."""
    from ui.frame import show_failure

    ERRORS.inc()
    if isinstance(error, MemoryError):
        _sentences([Finding("memory-short", "error", "dashboard")])
    logging.getLogger("dashboard").error("A page failed", exc_info=error)
    show_failure()
    return True


def _nobody() -> None:
    """A page that nobody sees."""
