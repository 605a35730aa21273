"""The configuration of deploy/nginx with two real replicas behind it: names, TLS, files, logs, and replicas that go and come."""

import gzip
import http.client
import re
import ssl
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs

import pytest
from websockets.exceptions import InvalidStatus, WebSocketException

from tests.bench.viewers import Viewer, served
from tests.serving.front import NAME, Front, behind_nginx
from ui.gate import FOR_NEW_READERS
from ui.security_policy import INDEX

# One worker runs them all, with one nginx for those that leave it whole.
pytestmark = pytest.mark.xdist_group("replicas")
READERS = 24
#: The framework's page tries again after at most some seconds; ours is as patient.
RECONNECTED_SECONDS = 60


@pytest.fixture(scope="module")
def front(tmp_path_factory, published, nginx, openssl):
    with behind_nginx(tmp_path_factory.mktemp("front"), published, nginx, openssl) as front:
        yield front


class OverTls(http.client.HTTPSConnection):
    """A connection over TLS that asks for a host by name, wherever the name leads."""

    def __init__(self, front: Front, name: str) -> None:
        super().__init__("127.0.0.1", front.tls_port, timeout=60)
        self._trusting = ssl.create_default_context(cafile=front.folder / "fullchain.pem")
        self._name = name

    def connect(self) -> None:
        http.client.HTTPConnection.connect(self)
        self.sock = self._trusting.wrap_socket(self.sock, server_hostname=self._name)


def answered(connection: http.client.HTTPConnection, path: str, **headers: str):
    try:
        connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def asked(front: Front, path: str, tls: bool = False, **headers: str):
    if tls:
        return answered(OverTls(front, NAME), path, **({"Host": NAME} | headers))
    return answered(http.client.HTTPConnection(front.plain.address, timeout=60), path, **headers)


def asked_without_tls(front: Front, path: str, name: str):
    connection = http.client.HTTPConnection("127.0.0.1", front.redirect_port, timeout=60)
    return answered(connection, path, Host=name, User_Agent="a reader's browser")


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


def test_only_the_services_own_name_is_answered(front):
    with pytest.raises(ssl.SSLError, match="(?i)unrecognized.name"):
        answered(OverTls(front, "elsewhere.example"), "/")
    for name in ("elsewhere.example", "127.0.0.1", "dashboard.example.elsewhere.example"):
        with pytest.raises(http.client.RemoteDisconnected):
            asked_without_tls(front, "/", name)
        with pytest.raises(http.client.RemoteDisconnected):
            asked(front, "/", tls=True, Host=name)
    status, headers, _ = asked_without_tls(front, "/funding?region=13", NAME)
    assert (status, headers["Location"]) == (308, f"https://{NAME}/funding?region=13")


def test_the_programs_files_are_compressed_once_and_signed_as_the_dashboard_signs_them(front):
    style = next((INDEX.parent / "static" / "css").glob("index.*.css"))
    font = next((INDEX.parent / "static" / "media").glob("*.woff2"))
    status, headers, body = asked(front, f"/static/css/{style.name}", tls=True, Accept_Encoding="gzip")
    assert status == 200 and headers["Content-Encoding"] == "gzip" and headers["Vary"] == "Accept-Encoding"
    assert body == gzip.compress(style.read_bytes(), 9, mtime=0)
    assert asked(front, f"/static/css/{style.name}", tls=True)[2] == style.read_bytes()
    status, headers, body = asked(front, f"/static/media/{font.name}", tls=True, Accept_Encoding="gzip")
    assert status == 200 and headers["Content-Encoding"] is None and body == font.read_bytes()
    replica = http.client.HTTPConnection(front.replicas[0].address, timeout=60)
    said = answered(replica, f"/static/media/{font.name}", X_Forwarded_Proto="https")[1]
    of_the_server = {"date", "server", "connection", "accept-ranges", "last-modified", "etag", "content-type", "content-length", "vary"}
    signed = {name: value for name, value in said.items() if name.lower() not in of_the_server}
    assert len(signed) > 5 and {name: ", ".join(headers.get_all(name, [])) for name in signed} == signed


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
        kept = sum(1 for path in (front.folder / "cache").rglob("*") if path.is_file())
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

        # Both gone: a page in three languages, which tries again by itself.
        front.replicas[1].process.kill()
        status, headers, page = asked(front, "/?region=13")
        assert status == 502 and "Sidan försöker på nytt".encode() in page and headers["Content-Security-Policy"]
        assert asked_without_tls(front, "/redirected?region=13", NAME)[0] == 308
        # No address of a reader, no choice and no browser in any log.
        logged = (tmp_path / "dashboard.log").read_text()
        assert "/funding" in logged and "/redirected" in logged and "127.0.0.0 [" in logged and " 502 " in logged
        for log in tmp_path.glob("*.log"):
            words = log.read_text()
            for replica in front.replicas:
                words = words.replace(replica.address, "a replica")
            for personal in ("127.0.0.1", "lang=sv", "region=", "browser"):
                assert personal not in words, (log.name, personal)


def test_replicas_without_room_are_passed_over_and_readers_see_why_they_wait(tmp_path, published, nginx, openssl):
    seats = 4
    with behind_nginx(tmp_path, published, nginx, openssl, DASHBOARD_READERS=str(seats)) as front:
        # Whatever replica is theirs by address and browser, all of them get a seat.
        readers = [Viewer(front.plain, browser=f"browser {number}") for number in range(2 * int(seats * FOR_NEW_READERS))]
        with pytest.raises(InvalidStatus) as refused:
            Viewer(front.plain, browser="one more")
        assert refused.value.response.status_code == 503
        status, headers, page = asked(front, "/funding?region=13")
        assert status == 503 and headers["Retry-After"] and "Yritä" in page.decode() and "Försök" in page.decode()
        for reader in readers:
            with reader:
                pass


def test_a_replica_has_its_readers_again_as_soon_as_it_answers(tmp_path, published, nginx, openssl):
    def ask_everybody() -> None:
        assert {asked(front, "/", User_Agent=f"browser {number}")[0] for number in range(40)} == {200}

    with behind_nginx(tmp_path, published, nginx, openssl) as front:
        address = front.replicas[0].address
        front.replicas[0].process.kill()
        ask_everybody()
        with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published), DASHBOARD_PORT=address.rsplit(":", 1)[1]):
            before = len((tmp_path / "dashboard.log").read_text().splitlines())
            ask_everybody()
            # nginx writes a line after its answer has gone.
            deadline = time.monotonic() + 10
            while len((tmp_path / "dashboard.log").read_text().splitlines()) < before + 40 and time.monotonic() < deadline:
                time.sleep(0.05)
            asked_of = [re.split(r"[, ]+", line)[-3] for line in (tmp_path / "dashboard.log").read_text().splitlines()[before:]]
            assert len(asked_of) == 40 and asked_of.count(address) > 5
