"""A real server in a process of its own, and viewers that speak its own protocol to it."""

import os
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs
from urllib.request import urlopen

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from settings import ROOT

#: A reader's clicks are seconds apart: the server is idle again before the next one.
PAUSE_SECONDS = 0.03
#: A browser keeps large messages for two runs and is then sent a reference to them.
RUNS_KEPT = 2
REGION_FILTER = "region-fi"


@dataclass(frozen=True)
class Server:
    """A running server: its address, and its process to be measured."""

    address: str
    process: psutil.Process

    def memory_mb(self) -> float:
        """What the process holds in memory (resident set)."""
        return self.process.memory_info().rss / 2**20

    def cpu_seconds(self) -> float:
        """Processor time used so far, over all threads."""
        used = self.process.cpu_times()
        return used.user + used.system


@dataclass(frozen=True)
class Run:
    """One run of a page, as its viewer sees it: seconds to the last message, and bytes received."""

    seconds: float
    received_bytes: int


def free_port() -> int:
    """A port that nobody listens to now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def served(*command: str, **environment: str) -> Iterator[Server]:
    """Start a server and stop it at the end.

    Args:
        command: Arguments of Python; ``manage.py serve`` when none are given. ``{port}``
            in them is replaced.
        environment: Settings of the server; its port is a free one unless one is given.

    Raises:
        RuntimeError: the server ended or did not answer in two minutes.
    """
    port = environment.get("DASHBOARD_PORT") or str(free_port())
    arguments = [argument.replace("{port}", port) for argument in command or ("manage.py", "serve")]
    started = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"DASHBOARD_PORT": port, "DASHBOARD_ADDRESS": "127.0.0.1"} | environment,
    )
    try:
        address = f"127.0.0.1:{port}"
        _wait_for(address, started)
        yield Server(address, psutil.Process(started.pid))
    finally:
        started.terminate()
        started.wait()


def _wait_for(address: str, started: subprocess.Popen) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            urlopen(f"http://{address}/_stcore/health", timeout=1).close()
            return
        except OSError as problem:
            if started.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("The server does not answer.") from problem
            time.sleep(0.02)


class Viewer:
    """One reader's session: what a browser does, without drawing. ``browser`` is what it calls itself, ``cookie``
    and ``token`` what it has of having signed in, ``request`` the id that a proxy gave its connection.

    Attributes:
        pages: Addresses of the pages that the server offers, in order of the menu.
        regions: Names that the region filter offers.
        chosen: Regions that are chosen.
        buttons: Labels of the last run's buttons.
        words: The HTML of the last run's blocks.
        query: What stands behind the page's address: the choices.
    """

    def __init__(self, server: Server, browser: str = "", origin: str = "", cookie: str = "", token: str = "", request: str = "") -> None:
        # Without an Origin header, as a client that is not a browser; sizes are before compression.
        self._socket = connect(
            f"ws://{server.address}/_stcore/stream",
            subprotocols=["streamlit", *([token] if token else [])],
            compression=None,
            max_size=None,
            legacy=True,
            user_agent_header=browser or None,
            origin=origin or None,
            additional_headers={name: value for name, value in (("Cookie", cookie), ("X-Request-Id", request)) if value},
        )
        self._page_hash = ""
        self.query = ""
        self._region_widget = ""
        self.chosen: Sequence[str] = ()
        self._kept: deque[set[str]] = deque(maxlen=RUNS_KEPT)
        self.words, self.buttons = "", set[str]()
        self.pages: tuple[str, ...] = ()
        self.regions: tuple[str, ...] = ()

    def __enter__(self) -> "Viewer":
        return self

    def __exit__(self, *problem: object) -> None:
        self._socket.close()

    def open(self, page: str = "", query: str = "") -> Run:
        """Follow a link to a page in a new session; ``query`` is what stands behind its address."""
        self.query = query
        request = BackMsg()
        request.rerun_script.page_name = page
        request.rerun_script.query_string = query
        return self._run(request)

    def choose_regions(self, names: Sequence[str]) -> Run:
        """Change the region filter; an empty choice is every region.

        Raises:
            RuntimeError: the filter did not come into the page's address, so it was not used.
        """
        self.chosen = names
        run = self.again()
        if len(parse_qs(self.query).get("region", ())) != len(names):
            raise RuntimeError(f"The region filter was not used: {self.query}")
        return run

    def again(self) -> Run:
        """Run the page again, with the choices as they are."""
        request = BackMsg()
        request.rerun_script.page_script_hash = self._page_hash
        request.rerun_script.query_string = self.query
        request.rerun_script.cached_message_hashes.extend(set().union(*self._kept))
        if self._region_widget:
            state = request.rerun_script.widget_states.widgets.add(id=self._region_widget)
            state.string_array_value.data.extend(self.chosen)
        return self._run(request)

    def _run(self, request: BackMsg) -> Run:
        content = request.SerializeToString()
        received = 0
        kept: set[str] = set()
        self.words, self.buttons = "", set[str]()
        self._kept.append(kept)
        start = time.perf_counter()
        self._socket.send(content)
        while True:
            payload = self._socket.recv(timeout=60)
            self._acknowledge()
            received += len(payload)
            message = ForwardMsg.FromString(payload)
            self._notice(message, kept)
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    break
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise RuntimeError("The page cannot be run.")
        seconds = time.perf_counter() - start
        time.sleep(PAUSE_SECONDS)
        return Run(seconds, received)

    def _acknowledge(self) -> None:
        """Acknowledge at once: the server's socket sends its last small message only after that.

        The wait (40 ms in Linux, nothing on most networks) is the machine's, not the server's work.
        """
        if hasattr(socket, "TCP_QUICKACK"):
            self._socket.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)

    def _notice(self, message: ForwardMsg, kept: set[str]) -> None:
        """Remember what a browser would: the page, its address, large messages, the filter."""
        match message.WhichOneof("type"):
            case "page_not_found":
                raise RuntimeError("The page is not found.")
            case "page_info_changed":
                self.query = message.page_info_changed.query_string
            case "navigation":
                self._page_hash = message.navigation.page_script_hash
                self.pages = tuple(page.url_pathname for page in message.navigation.app_pages)
            case "ref_hash":
                kept.add(message.ref_hash)
            case "delta" if message.delta.WhichOneof("type") == "new_element":
                if message.metadata.cacheable:
                    kept.add(message.hash)
                element = message.delta.new_element
                if element.WhichOneof("type") == "exception":
                    raise RuntimeError(f"The page fails: {element.exception.message}")
                if element.WhichOneof("type") == "button":
                    self.buttons.add(element.button.label)
                if element.WhichOneof("type") == "html":
                    self.words += element.html.body
                if element.WhichOneof("type") == "multiselect" and element.multiselect.id.endswith(REGION_FILTER):
                    self._region_widget = element.multiselect.id
                    self.regions = tuple(element.multiselect.options)
                    # What the server says is chosen; it says so when the browser cannot know it yet.
                    if element.multiselect.set_value:
                        self.chosen = tuple(element.multiselect.raw_values)
