"""What those who keep the service running may watch: numbers for Prometheus, on an address of their own and about nobody."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, make_wsgi_app
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

#: One process, one registry: without the library's own, which tells of the machine.
REGISTRY = CollectorRegistry()
READERS = Gauge("dashboard_readers", "Readers connected now.", registry=REGISTRY)
SEATS = Gauge("dashboard_seats", "Readers that there is room for.", registry=REGISTRY)
MEMORY = Gauge("dashboard_memory_bytes", "What the process holds in memory.", registry=REGISTRY)
REFUSED = Counter("dashboard_refused", "Requests and sessions refused, by reason.", ["reason"], registry=REGISTRY)
CLICKS = Histogram(
    "dashboard_click_seconds",
    "From a reader's click to the last message of its page; counted at the reader's next click.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
ERRORS = Counter("dashboard_page_errors", "Pages that could not be shown because of an error.", registry=REGISTRY)
REASONS = ("full", "foreign", "host", "message", "upload", "closed", "method")
for _reason in REASONS:
    REFUSED.labels(_reason)


@dataclass(frozen=True)
class DataState:
    """What is told of the data.

    Attributes:
        times: What a time is of → seconds since 1970; empty while there is nothing to show.
        problems: What cannot be read of it.
        faults: What the last ``manage.py verify`` has met; null when there was none.
    """

    times: Mapping[str, float] = field(default_factory=dict)
    problems: int = 0
    faults: int | None = None


class DataCollector(Collector):
    """The state of the data, asked for when somebody looks."""

    def __init__(self, state: Callable[[], DataState]) -> None:
        self._state = state

    def collect(self) -> Iterable[Metric]:
        """A line for each time, and what is wrong."""
        state = self._state()
        times = GaugeMetricFamily("dashboard_data_timestamp_seconds", "When what is shown was made, by what.", labels=["of"])
        for what, seconds in state.times.items():
            times.add_metric([what], seconds)
        yield times
        yield GaugeMetricFamily("dashboard_data_ready", "1 when there is data to show.", value=float("figures" in state.times))
        yield GaugeMetricFamily("dashboard_data_problems", "What cannot be read of the data.", value=state.problems)
        if state.faults is not None:
            yield GaugeMetricFamily("dashboard_verify_faults", "What the last manage.py verify has met.", value=state.faults)

    def describe(self) -> Iterable[Metric]:
        """What it tells, without looking."""
        return ()


class Click:
    """Times of a reader's clicks: each from its message to the last answer before the next one."""

    def __init__(self) -> None:
        self._clicked = self._answered = 0.0

    def click(self) -> None:
        """The reader has clicked, or is gone: the page before is complete."""
        if self._answered > self._clicked > 0:
            CLICKS.observe(self._answered - self._clicked)
        self._clicked = time.monotonic()

    def answer(self) -> None:
        """A message goes to the reader."""
        self._answered = time.monotonic()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nobody needs to know who looked."""


def serve_metrics(address: str, port: int) -> WSGIServer:
    """Answer ``GET /metrics`` in a thread of its own, and nothing else.

    Raises:
        OSError: the address cannot be listened on.
    """
    told = make_wsgi_app(REGISTRY)

    def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/metrics" or environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"Not Found\n"]
        return told(environ, start_response)

    server = make_server(address, port, application, handler_class=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True, name="metrics").start()
    return server
