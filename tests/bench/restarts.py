"""What readers see while both replicas behind nginx are restarted, one after the other: ``python -m tests.bench.restarts``."""

import os
import shutil
import signal
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs

import psutil
from websockets.exceptions import WebSocketException

from data_loaders.theme import read_theme
from operations.publishing import publish
from settings import ROOT, read_settings
from tests.bench.viewers import Server, Viewer, served
from tests.serving.front import Front, behind_nginx

READERS, CLICK_SECONDS = 60, 5.0
#: Seconds before the first restart, between the two, and after the last.
PAUSE = 20
#: Seconds that a browser's page waits before it connects again.
PATIENCE = 0.5


class Reader:
    """A browser's tab, which counts how often a connection was refused and how long it was without one."""

    def __init__(self, front: Front, number: int) -> None:
        self._front, self._browser = front, f"browser {number}"
        self.refused, self.away = 0, 0.0
        self._viewer = Viewer(front.plain, browser=self._browser)
        self._viewer.open("funding")
        self._viewer.choose_regions(self._viewer.regions[number % 15 : number % 15 + 1])
        self.chosen = parse_qs(self._viewer.query)["region"]

    def click(self) -> None:
        """Click; when the connection is lost, connect again and go on from the address."""
        try:
            self._viewer.again()
        except (WebSocketException, OSError, EOFError, TimeoutError):
            lost, query = time.monotonic(), self._viewer.query
            while True:
                try:
                    self._viewer = Viewer(self._front.plain, browser=self._browser)
                    self._viewer.open("funding", query)
                    self.away = max(self.away, time.monotonic() - lost)
                    return
                except (WebSocketException, OSError, EOFError, TimeoutError):
                    self.refused += 1
                    time.sleep(PATIENCE)

    def keeps_choices(self) -> bool:
        """Whether the page that the reader has now shows what was chosen at the beginning."""
        return parse_qs(self._viewer.query)["region"] == self.chosen


def connected(front: Front, ports: list[int]) -> list[int]:
    """Readers of each replica: the connections of nginx that stay open."""
    ours = Counter(
        connection.raddr.port
        for process in psutil.process_iter(["name"])
        if process.info["name"] == "nginx" and any(str(front.folder) in part for part in (process.parent() or process).cmdline())
        for connection in process.net_connections("tcp")
        if connection.status == "ESTABLISHED" and connection.raddr
    )
    return [ours[port] for port in ports]


def measure(folder: Path, nginx: str, openssl: str) -> None:
    """Print a table: readers of each replica, refusals and waits after each step."""
    publish(ROOT / "assets" / "sample", read_theme(read_settings().theme), folder / "bundle")
    with behind_nginx(folder, folder / "bundle", nginx, openssl) as front, ExitStack() as stack:
        ports = [int(replica.address.rsplit(":", 1)[1]) for replica in front.replicas]
        running: list[Server] = list(front.replicas)
        with ThreadPoolExecutor(READERS) as pool:
            readers = list(pool.map(lambda number: Reader(front, number), range(READERS)))
            stop = threading.Event()

            def click_on(reader: Reader) -> None:
                while not stop.wait(CLICK_SECONDS):
                    reader.click()

            clicking = [pool.submit(click_on, reader) for reader in readers]
            print("| step | readers of the first | of the second | attempts refused | longest without a page |")
            print("| --- | ---: | ---: | ---: | ---: |")

            def line(step: str) -> None:
                first, second = connected(front, ports)
                print(
                    f"| {step} | {first} | {second} | {sum(one.refused for one in readers)} | {max(one.away for one in readers):.1f} s |",
                    flush=True,
                )

            time.sleep(PAUSE)
            line("before")
            for number, name in enumerate(("the first", "the second")):
                running[number].process.terminate()
                running[number].process.wait(30)
                settings = {"DASHBOARD_MODE": "public", "DASHBOARD_DATA": str(folder / "bundle"), "DASHBOARD_PORT": str(ports[number])}
                running[number] = stack.enter_context(served(**settings))
                time.sleep(PAUSE)
                line(f"{name} restarted")
            for server in running:
                server.process.send_signal(signal.SIGUSR1)
            time.sleep(PAUSE)
            line("asked to connect again")
            stop.set()
            for future in clicking:
                future.result()
            kept = sum(one.keeps_choices() for one in readers)
        print(f"\n{READERS} readers, {kept} with their choices kept.")


def main() -> None:
    """Measure on this machine."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before. {time.strftime('%Y-%m-%d')}\n")
    path = f"{os.environ['PATH']}:/usr/sbin"
    nginx, openssl = shutil.which("nginx", path=path), shutil.which("openssl", path=path)
    assert nginx and openssl, "nginx and openssl are needed: make test installs them"
    with TemporaryDirectory() as name:
        measure(Path(name), nginx, openssl)


if __name__ == "__main__":
    main()
