"""Many readers at once: each clicks every ten seconds, over the server's own protocol."""

import random
import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.request import urlopen

from tests.bench.viewers import Server, Viewer, served

CLICK_SECONDS = 10.0
#: Readers arrive one after another; this many a second.
ARRIVALS_A_SECOND = 10


@dataclass(frozen=True)
class Load:
    """What many readers saw.

    Attributes:
        readers: Readers connected.
        clicks: Seconds from each click to the last message of its page.
        lost: Readers whose connection was lost, or whom the server refused.
        cores: Processor time of the servers per second of the measurement.
        memory_mb: What the servers hold at the end, together.
        memory_before_mb: What they held before the first reader.
    """

    readers: int
    clicks: tuple[float, ...]
    lost: int
    cores: float
    memory_mb: float
    memory_before_mb: float

    @property
    def median(self) -> float:
        """Seconds that half of the clicks took at most."""
        return statistics.median(self.clicks)

    @property
    def p95(self) -> float:
        """Seconds that 95 of 100 clicks took at most."""
        return statistics.quantiles(self.clicks, n=20, method="inclusive")[-1]


def start_seconds(times: int, **environment: str) -> tuple[float, ...]:
    """Seconds from the command to the first answer of ``/ready``, of several starts one after the other."""
    found = []
    for _ in range(times):
        began = time.monotonic()
        with served(**environment) as server:
            urlopen(f"http://{server.address}/ready", timeout=10).close()
            found.append(time.monotonic() - began)
    return tuple(found)


def load(servers: Sequence[Server], readers: int, seconds: float, pages: Sequence[str]) -> Load:
    """Let readers arrive by turns at the servers, and measure their clicks once all are there.

    Every second click changes the region filter, the others open another page.

    Args:
        servers: Replicas; a reader stays with one.
        readers: How many readers there are in all.
        seconds: How long is measured.
        pages: Pages that they go to and fro.
    """
    for server in servers:
        with Viewer(server) as first:
            for page in pages:
                first.open(page)
    before = sum(server.memory_mb() for server in servers)
    arrived, begin, clicks, lost = time.monotonic(), threading.Event(), [], []
    end = [0.0]
    waiting = threading.Barrier(readers + 1)

    def read(number: int) -> None:
        chance = random.Random(number)
        joined = False
        try:
            time.sleep(max(0.0, arrived + number / ARRIVALS_A_SECOND - time.monotonic()))
            with Viewer(servers[number % len(servers)]) as viewer:
                viewer.open(pages[number % len(pages)])
                joined = True
                waiting.wait()
                begin.wait()
                time.sleep(chance.uniform(0, CLICK_SECONDS))
                while time.monotonic() < end[0]:
                    start = time.monotonic()
                    if viewer.regions and chance.random() < 0.5:
                        run = viewer.choose_regions([] if viewer.chosen else [chance.choice(viewer.regions)])
                    else:
                        run = viewer.open(chance.choice(pages), viewer.query)
                    clicks.append(run.seconds)
                    time.sleep(max(0.0, start + CLICK_SECONDS - time.monotonic()))
        except Exception as problem:
            lost.append(problem)
            if not joined:
                waiting.wait()

    stack_size = threading.stack_size(512 * 1024)
    with ThreadPoolExecutor(readers) as pool:
        for number in range(readers):
            pool.submit(read, number)
        waiting.wait()
        used, start = sum(server.cpu_seconds() for server in servers), time.monotonic()
        end[0] = start + seconds
        begin.set()
        time.sleep(seconds)
        cores = (sum(server.cpu_seconds() for server in servers) - used) / (time.monotonic() - start)
        memory = sum(server.memory_mb() for server in servers)
    threading.stack_size(stack_size)
    return Load(readers, tuple(clicks), len(lost), cores, memory, before)
