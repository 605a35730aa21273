"""The configuration of deploy/nginx with two real replicas behind it: TLS, caching, a replica killed under load."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs

from websockets.exceptions import WebSocketException

from settings import ROOT
from tests.bench.viewers import Server, Viewer, free_port, served

READERS = 24
#: The framework's page tries again after at most some seconds; ours is as patient.
RECONNECTED_SECONDS = 60


@dataclass(frozen=True)
class Front:
    """nginx before the replicas."""

    plain: Server
    tls_port: int
    replicas: tuple[Server, ...]


@contextmanager
def behind_nginx(folder, published, nginx, openssl):
    """Two replicas behind the configuration as it is, but for its ports, its paths and a certificate of the test's own."""
    with ExitStack() as stack:
        replicas = tuple(stack.enter_context(served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published))) for _ in range(2))
        plain, tls = free_port(), free_port()
        certificate = [
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "1",
            "-subj",
            "/CN=dashboard.example",
            "-keyout",
            folder / "privkey.pem",
            "-out",
            folder / "fullchain.pem",
        ]
        subprocess.run([openssl, "req", "-x509", *certificate], check=True, capture_output=True)
        shutil.copy(ROOT / "deploy" / "nginx" / "unavailable.html", folder)
        settings = "".join((ROOT / "deploy" / "nginx" / name).read_text("utf-8") for name in ("upstream.conf", "dashboard.conf"))
        for written, ours in (
            ("127.0.0.1:8501", replicas[0].address),
            ("127.0.0.1:8502", replicas[1].address),
            ("listen 80;", f"listen 127.0.0.1:{free_port()};"),
            # Every reader of this test has the same address: told apart by browser, and not slowed down as one.
            ("listen 443 ssl http2;", f"listen 127.0.0.1:{tls} ssl http2; listen 127.0.0.1:{plain};"),
            ("/etc/ssl/dashboard", str(folder)),
            ("/etc/nginx/dashboard", str(folder)),
            ("/var/cache/nginx/dashboard", str(folder / "cache")),
            ("/var/log/nginx/dashboard.log", str(folder / "access.log")),
        ):
            assert written in settings, written
            settings = settings.replace(written, ours)
        main = folder / "nginx.conf"
        paths = "".join(f"{name}_temp_path {folder}/{name}; " for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        user = "user root; " if os.geteuid() == 0 else ""
        main.write_text(
            f"{user}pid {folder}/pid; error_log {folder}/error.log; worker_processes 1; daemon off; events {{}}\nhttp {{ {paths}\n{settings} }}\n",
            "utf-8",
        )
        checked = subprocess.run([nginx, "-t", "-c", main, "-p", folder], capture_output=True, text=True)
        assert checked.returncode == 0 and "warn" not in checked.stderr, checked.stderr
        front = subprocess.Popen([nginx, "-c", main, "-p", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + 60
            while True:
                try:
                    socket.create_connection(("127.0.0.1", plain), 1).close()
                    break
                except OSError:
                    assert time.monotonic() < deadline, (folder / "error.log").read_text()
                    time.sleep(0.05)
            yield Front(Server(f"127.0.0.1:{plain}", replicas[0].process), tls, replicas)
        finally:
            front.terminate()
            front.wait()


def asked(front: Front, path: str, tls: bool = False):
    unverified = ssl.create_default_context()
    unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
    connection = (
        http.client.HTTPSConnection("127.0.0.1", front.tls_port, context=unverified, timeout=60)
        if tls
        else http.client.HTTPConnection(front.plain.address, timeout=60)
    )
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


class Reader:
    """A browser's tab: when its connection is lost it connects again and asks for what stands in its address."""

    def __init__(self, front: Front, number: int) -> None:
        self._front, self._browser = front, f"browser {number}"
        self.lost = 0
        self.viewer = Viewer(front.plain, browser=self._browser)
        self.viewer.open("funding")
        self.viewer.choose_regions(self.viewer.regions[number % 15 : number % 15 + 1])
        self.query, self.chosen = self.viewer.query, tuple(self.viewer.chosen)

    def click(self) -> None:
        try:
            self.viewer.again()
        except (WebSocketException, OSError, EOFError, TimeoutError):
            self.lost += 1
            self._again_from_the_address()

    def _again_from_the_address(self) -> None:
        deadline = time.monotonic() + RECONNECTED_SECONDS
        while True:
            try:
                self.viewer = Viewer(self._front.plain, browser=self._browser)
                self.viewer.open("funding", self.query)
                return
            except (WebSocketException, OSError, EOFError, TimeoutError):
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)


def test_two_replicas_behind_nginx(tmp_path, published, nginx, openssl):
    with behind_nginx(tmp_path, published, nginx, openssl) as front:
        # TLS in front, and what a browser is told about it.
        status, headers, page = asked(front, "/funding?lang=sv", tls=True)
        assert status == 200 and headers["Strict-Transport-Security"] and "default-src 'none'" in headers["Content-Security-Policy"]
        assert len(headers.get_all("Content-Security-Policy")) == 1 and headers["Set-Cookie"] is None
        assert "nginx/" not in headers["Server"]
        # What only the machine itself may ask.
        assert {asked(front, path)[0] for path in ("/live", "/ready", "/_stcore/metrics", "/_stcore/upload_file/a/b")} == {404}
        # The program's files are kept by nginx.
        script = page.decode().split('src="./static/', 1)[1].split('"', 1)[0]
        assert asked(front, f"/static/{script}")[0] == 200
        kept = sum(1 for path in (tmp_path / "cache").rglob("*") if path.is_file())
        assert kept >= 1

        with ThreadPoolExecutor(READERS) as pool:
            readers = list(pool.map(lambda number: Reader(front, number), range(READERS)))
            assert all(parse_qs(reader.query)["region"] and len(reader.chosen) == 1 for reader in readers)

            def click_on(reader: Reader) -> None:
                for _ in range(12):
                    reader.click()
                    time.sleep(0.25)

            clicking = [pool.submit(click_on, reader) for reader in readers]
            time.sleep(1)
            front.replicas[0].process.kill()
            for future in clicking:
                future.result(timeout=300)

        # Nobody lost more than one reconnect, some did, and every choice is in use.
        assert {reader.lost for reader in readers} == {0, 1}
        for reader in readers:
            assert parse_qs(reader.viewer.query)["region"] == parse_qs(reader.query)["region"]
            assert tuple(reader.viewer.chosen) == reader.chosen
        # New readers come in, and the program's files are there.
        assert all(asked(front, "/")[0] == 200 for _ in range(20))
        assert asked(front, f"/static/{script}")[0] == 200
        # No address of a reader and no choice in the log.
        logged = (tmp_path / "access.log").read_text()
        assert "/funding" in logged and "lang=sv" not in logged and "127.0.0.1 " not in logged and "127.0.0.0" in logged

        # Both gone: a page in three languages, which tries again by itself.
        front.replicas[1].process.kill()
        status, headers, page = asked(front, "/")
        assert status == 502 and "Sidan försöker på nytt".encode() in page and headers["Content-Security-Policy"]
