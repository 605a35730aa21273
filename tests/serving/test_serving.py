"""What the server answers, how much it takes, and how it stops: over real connections to a real process."""

import http.client
import json
import shutil
import signal
import socket
import time

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from settings import ROOT
from tests.bench.viewers import Server, Viewer, served
from ui.serve import LARGEST_MESSAGE, _listen

# One worker runs them all, with one server of each mode.
pytestmark = pytest.mark.xdist_group("serving")
READERS = 20
#: Seconds. Behind a flood a reader would wait for minutes; on a busy machine a page takes some seconds.
NOT_HELD_UP = 30
#: Every address of the framework that no page of the public instance needs.
CLOSED = (
    "/_stcore/metrics", "/_stcore/upload_file/session/file", "/_stcore/script-health-check", "/_stcore/agent/interact",
    "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/_stcore/bidi-components/any/file.js", "/component/any/file.js",
    "/auth/login", "/auth/logout", "/oauth2callback", "/app/static/file", "/%5fstcore/metrics", "/_stcore%2Fmetrics",
    "/_stcore/", "/_stcore/health/", "/_stcore/nothing",
)  # fmt: skip
#: What opens the stream, for a request whose Host is not the address that it is sent to.
UPGRADE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec_WebSocket_Version": "13", "Sec_WebSocket_Key": "bm9ib2R5J3MgbWluZS4uLg=="}
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE")


@pytest.fixture(scope="module")
def public(published):
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published), DASHBOARD_READERS=str(READERS)) as server:
        yield server


@pytest.fixture(scope="module")
def staff():
    with served(DASHBOARD_MODE="staff") as server:
        yield server


def asked(server: Server, path: str, method: str = "GET", **headers: str):
    connection = http.client.HTTPConnection(server.address, timeout=60)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode("utf-8", "replace")
    finally:
        connection.close()


def stream(server: Server, **options):
    return connect(
        f"ws://{server.address}/_stcore/stream", subprotocols=["streamlit"], compression=None, max_size=None, legacy=True, **options
    )


def coming_back(server: Server, session: str):
    address = f"ws://{server.address}/_stcore/stream"
    return connect(address, subprotocols=["streamlit", "x", session], compression=None, max_size=None, legacy=True)


def clicked(socket, query: str = "lang=en") -> list[ForwardMsg]:
    """What the server says to a click."""
    request = BackMsg()
    request.rerun_script.query_string = query
    socket.send(request.SerializeToString())
    said = []
    while not said or said[-1].WhichOneof("type") != "script_finished":
        said.append(ForwardMsg.FromString(socket.recv(timeout=60)))
    return said


def until_quiet(socket) -> None:
    try:
        while True:
            socket.recv(timeout=0.5)
    except TimeoutError:
        pass


def session_of(socket) -> str:
    (start,) = [message.new_session for message in clicked(socket) if message.WhichOneof("type") == "new_session"]
    return start.initialize.session_id


@pytest.mark.parametrize("path", CLOSED)
def test_no_upload_write_or_debug_address_answers_in_public(public, path):
    for method in METHODS:
        assert asked(public, path, method)[0] == 404, method


@pytest.mark.parametrize("path", ("/", "/funding", "/data", "/_stcore/health", "/static/anything.js", "/media/x.csv"))
def test_public_is_only_read(public, path):
    for method in set(METHODS) - {"GET", "HEAD"}:
        assert asked(public, path, method)[0] == 405, method


def test_staff_sends_files_in_and_nothing_else_opens(staff):
    assert asked(staff, "/_stcore/upload_file/session/file", "PUT")[0] == 403, "forged without the cookie"
    for path in ("/_stcore/metrics", "/_stcore/agent/openapi.json", "/_stcore/agent/mcp", "/component/x", "/_stcore/script-health-check"):
        assert asked(staff, path)[0] == asked(staff, path, "POST")[0] == 404, path


@pytest.mark.parametrize("path", ("/", "/funding", "/_stcore/health", "/_stcore/metrics", "/favicon.png", "/live", "/ready", "/overview"))
def test_every_answer_says_what_a_browser_must_not_do(public, path):
    _, headers, _ = asked(public, path)
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in policy["script-src"] and "http" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] and "camera=()" in headers["Permissions-Policy"]
    assert headers["Server"] is None and headers["Access-Control-Allow-Origin"] is None


def test_tls_in_front_is_remembered_by_browsers(public):
    assert asked(public, "/")[1]["Strict-Transport-Security"] is None
    assert asked(public, "/", X_Forwarded_Proto="https")[1]["Strict-Transport-Security"].startswith("max-age=31536000")


def test_public_sets_no_cookie(public):
    for path in ("/", "/_stcore/health", "/_stcore/host-config", "/funding"):
        assert asked(public, path)[1]["Set-Cookie"] is None
    with stream(public) as socket:
        assert "Set-Cookie" not in socket.response.headers


def test_files_of_a_release_are_kept_by_browsers_and_pages_are_not(public):
    _, headers, page = asked(public, "/")
    assert headers["Cache-Control"] == "no-cache"
    script = page.split('src="./static/', 1)[1].split('"', 1)[0]
    assert "immutable" in asked(public, f"/static/{script}")[1]["Cache-Control"]


def test_another_site_cannot_use_a_readers_browser(public):
    assert asked(public, "/", Origin="https://elsewhere.example")[0] == 403
    assert asked(public, "/", Origin="null")[0] == 403
    assert asked(public, "/", Origin=f"http://{public.address}")[0] == 200
    with pytest.raises(InvalidStatus):
        stream(public, origin="https://elsewhere.example")
    stream(public, origin=f"http://{public.address}").close()


@pytest.mark.parametrize(
    "host",
    ("elsewhere.example", "localhost.elsewhere.example", "127.0.0.1.elsewhere.example", "elsewhere.example:{port}", "localhost@elsewhere.example",
     "", "localhost:port", "::1", "localhost, elsewhere.example"),
)  # fmt: skip
def test_no_other_name_leads_here(public, staff, host):
    """DNS rebinding: the browser believes that these pages are the other site's, so Host and Origin agree."""
    for server in (public, staff):
        name = host.replace("{port}", server.address.rsplit(":", 1)[1])
        for path in ("/", "/funding?region=13", "/data", "/static/anything.js", "/media/x.csv", "/_stcore/host-config"):
            assert asked(server, path, Host=name)[0] == 403, path
        assert asked(server, "/", Host=name, Origin=f"http://{name}")[0] == 403
        assert asked(server, "/_stcore/upload_file/session/file", "PUT", Host=name)[0] == 403
        # Probes ask by address.
        for path in ("/live", "/ready", "/_stcore/health"):
            assert asked(server, path, Host=name)[0] == 200, path
        assert asked(server, "/_stcore/stream", Host=name, **UPGRADE)[0] == 403


@pytest.mark.parametrize("host", ("localhost", "LOCALHOST.:1", "127.0.0.1:80", "[::1]:8501"))
def test_names_of_this_machine_lead_here_by_any_port(public, staff, host):
    for server in (public, staff):
        assert asked(server, "/", Host=host)[0] == 200
        assert asked(server, "/", Host=host, Origin=f"http://{host}")[0] == 200
        assert asked(server, "/_stcore/stream", Host=host, **UPGRADE)[0] == 101
        assert asked(server, "/", Host=host, Origin="http://localhost:4")[0] == 403, "another port is another site"


def test_an_instance_answers_to_the_names_that_it_is_given(published):
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published), DASHBOARD_HOSTS="dashboard.example") as server:
        assert asked(server, "/", Host="dashboard.example")[0] == asked(server, "/", Host="dashboard.example:443")[0] == 200
        assert asked(server, "/", Host="dashboard.example", Origin="https://dashboard.example")[0] == 200
        for origin in (
            "https://dashboard.example:444",
            "https://www.dashboard.example",
            "ftp://dashboard.example",
            "dashboard.example",
            "",
        ):
            assert asked(server, "/", Host="dashboard.example", Origin=origin)[0] == 403, origin
        status, _, words = asked(server, "/")
        assert status == 403 and "DASHBOARD_HOSTS" in words


def test_default_page_answers_by_its_own_name_and_keeps_the_choices(public):
    status, headers, _ = asked(public, "/overview?lang=sv&region=13")
    assert (status, headers["Location"]) == (308, "./?lang=sv&region=13")


def test_probes(public):
    assert asked(public, "/live")[::2] == (200, "live\n")
    assert asked(public, "/ready")[::2] == (200, "ready\n")


def test_an_instance_without_data_is_alive_and_not_ready_until_it_has_some(tmp_path, published):
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(tmp_path / "current")) as server:
        assert asked(server, "/live")[0] == 200
        assert asked(server, "/ready")[::2] == (503, "no data\n")
        (tmp_path / "current").symlink_to(published)
        assert asked(server, "/ready")[::2] == (200, "ready\n")


def test_staff_is_ready_before_the_first_delivery(tmp_path):
    with served(DASHBOARD_MODE="staff", DASHBOARD_DATA=str(tmp_path / "deliveries")) as server:
        assert asked(server, "/ready")[::2] == (200, "ready\n")


def test_a_directory_that_cannot_be_read_is_not_told_as_one_without_data(tmp_path):
    (tmp_path / "current").symlink_to("current")
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(tmp_path / "current")) as server:
        status, _, body = asked(server, "/ready")
        assert status == 503 and body.startswith("no data\n")
        assert "cannot be read" in body and "what it holds is not known" in body


def test_a_clock_that_is_behind_is_told_behind_the_first_line(tmp_path):
    manifest = ROOT / "tests" / "data" / "archives" / "format-2-steps"
    shutil.copytree(manifest, tmp_path / "data")
    (path,) = (tmp_path / "data" / "deliveries").glob("*/manifest.json")
    told = json.loads(path.read_text("utf-8"))
    path.write_text(json.dumps(told | {"imported_at": "2999-01-01T00:00:00+00:00"}), "utf-8")
    with served(DASHBOARD_MODE="staff", DASHBOARD_DATA=str(tmp_path / "data")) as server:
        status, _, body = asked(server, "/ready")
        assert status == 200 and body.startswith("ready\n") and "the clock of the machine is behind" in body


def test_more_readers_than_seats_are_asked_to_wait_and_the_others_go_on(published):
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published), DASHBOARD_READERS=str(READERS)) as server, Viewer(server) as first:
        first.open()
        more = [stream(server) for _ in range(READERS - 2)]
        session = session_of(more[0])
        more.pop(0).close()
        until(lambda: asked(server, "/ready")[0] == 200)
        more.append(stream(server))
        assert asked(server, "/ready")[::2] == (503, "full\n")
        with pytest.raises(InvalidStatus) as refused:
            stream(server)
        assert refused.value.response.status_code == 503, "a proxy asks another replica"
        status, headers, page = asked(server, "/funding?region=13")
        assert status == 503 and headers["Retry-After"] and "Yritä" in page and "Försök" in page and "<script" not in page
        assert asked(server, "/live")[0] == 200, "it is not ill"
        # A seat is kept for a reader whose connection was lost: for a session of this process, and one seat for each.
        with pytest.raises(InvalidStatus):
            coming_back(server, "00000000-0000-4000-8000-000000000000")
        back = coming_back(server, session)
        with pytest.raises(InvalidStatus):
            coming_back(server, session)
        assert first.again().seconds < NOT_HELD_UP
        for one in (*more, back):
            one.close()
        until(lambda: asked(server, "/ready")[0] == 200)


def test_memory_has_a_ceiling_for_new_readers(published):
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published), DASHBOARD_MEMORY_MB="1") as server:
        assert asked(server, "/ready")[0] == 503 and asked(server, "/")[0] == 503
        with pytest.raises(InvalidStatus):
            stream(server)


def test_a_flood_of_clicks_slows_its_sender_only(public):
    with Viewer(public) as reader, stream(public) as flood:
        reader.open()
        request = BackMsg()
        request.rerun_script.page_name = ""
        clicks = request.SerializeToString()
        for _ in range(2000):
            flood.send(clicks)
        assert reader.again().seconds < NOT_HELD_UP
    assert asked(public, "/ready")[0] == 200


@pytest.mark.parametrize(
    ("message", "code"),
    ((b"\xff" * (LARGEST_MESSAGE + 1), 1009), (b"not the protocol", 1002), ("text", 1003)),
    ids=("large", "garbage", "text"),
)
def test_a_message_that_cannot_be_right_ends_its_own_connection_only(public, message, code):
    with Viewer(public) as reader:
        reader.open()
        with stream(public) as socket, pytest.raises(ConnectionClosed) as closed:
            socket.send(message)
            while True:
                received = socket.recv(timeout=60)
                assert "Traceback" not in str(received)
        assert closed.value.rcvd.code == code
        assert reader.again().received_bytes


@pytest.mark.parametrize("kind", ("clear_cache", "set_run_on_save", "load_git_info", "app_heartbeat", "debug_shutdown_runtime"))
def test_what_no_reader_needs_does_not_reach_the_framework(public, kind):
    """It would answer some of them, and empty everybody's caches for one."""
    message = BackMsg(**{kind: True})
    with stream(public) as socket:
        clicked(socket)
        until_quiet(socket)
        socket.send(message.SerializeToString())
        with pytest.raises(TimeoutError):
            socket.recv(timeout=0.5)
        assert clicked(socket), "the reader goes on"


@pytest.mark.parametrize(
    ("query", "told"),
    (
        ("from=" + "9" * 250, "from=999"),
        ("from=" + "9" * 5_000, "from=999"),
        ("page=" + "9" * 5_000, "page=999"),
        ("present=" + "9" * 5_000, "present=999"),
        ("region=" + "x" * 9_000, "…"),
        ("&".join(f"p{number}=1" for number in range(1_500)), "…"),
        ("delivery=" + "x" * 5_000, "delivery=xxx"),
        ("n" * 500 + "=1", "nnn"),
    ),
    ids=lambda value: value[:12],
)  # fmt: skip
def test_very_long_choices_cost_one_sentence(public, query, told):
    with stream(public) as socket:
        said = clicked(socket, f"lang=en&{query}")
    notices = [
        message.delta.new_element.alert.body
        for message in said
        if message.WhichOneof("type") == "delta" and message.delta.new_element.WhichOneof("type") == "alert"
    ]
    (notice,) = [words for words in notices if "could not be restored" in words]
    assert told in notice and len(notice) < 600
    assert not any(message.delta.new_element.WhichOneof("type") == "exception" for message in said if message.WhichOneof("type") == "delta")
    (address,) = [message.page_info_changed.query_string for message in said if message.WhichOneof("type") == "page_info_changed"][-1:]
    assert len(address) < 2_000


def test_an_error_stays_on_the_server(published):
    broken = (
        "import presentation.words.overview as page, pathlib\n"
        "def fail(*_, **__): raise ValueError('secret at ' + str(pathlib.Path.cwd()))\n"
        "for name in [n for n in vars(page) if n.endswith(('sentence', 'lead', 'keys', 'figures'))]: setattr(page, name, fail)\n"
        "from settings import read_settings; from ui.serve import serve; serve(read_settings())"
    )
    with served("-c", broken, DASHBOARD_MODE="public", DASHBOARD_DATA=str(published)) as server, stream(server) as socket:
        request = BackMsg()
        request.rerun_script.query_string = "lang=sv"
        socket.send(request.SerializeToString())
        received = b""
        while b"Sidan kunde inte visas" not in received:
            received += socket.recv(timeout=60)
        time.sleep(0.3)
        try:
            while True:
                received += socket.recv(timeout=0.5)
        except TimeoutError:
            pass
        for word in (b"secret", b"Traceback", b"ValueError", b'.py"'):
            assert word not in received, word


def test_readers_connect_again_when_the_replicas_are_there_again(published):
    """SIGUSR1: each of them is told to come again; who comes back finds the session that they had."""
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published)) as server:
        first, second = stream(server), stream(server)
        server.process.send_signal(signal.SIGUSR1)
        for one in (first, second):
            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    one.recv(timeout=60)
            assert closed.value.rcvd.code == 1012, "service restart: come again"
        with Viewer(server) as reader:
            reader.open()
            assert "<footer" in reader.words
        assert server.process.is_running()


def test_stops_in_time_and_tells_its_readers(published):
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published)) as server:
        socket = stream(server)
        server.process.send_signal(signal.SIGTERM)
        start = time.monotonic()
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                socket.recv(timeout=60)
        assert closed.value.rcvd.code == 1012, "service restart: come again"
        until(lambda: not server.process.is_running() or server.process.status() == "zombie")
        assert time.monotonic() - start < 30


def test_small_messages_are_sent_at_once():
    with _listen("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        accepted, _ = listening.accept()
        with accepted:
            assert accepted.proto == socket.IPPROTO_TCP
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_port_that_is_taken_is_one_sentence(public):
    with pytest.raises(SystemExit, match="in use"):
        _listen("127.0.0.1", int(public.address.rsplit(":", 1)[1]))


def test_host_settings_give_nothing_away(public):
    told = json.loads(asked(public, "/_stcore/host-config")[2])
    assert told["allowedOrigins"] == [] and not told["enableCustomParentMessages"] and not told["useExternalAuthToken"]


def until(holds, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_the_public_instance_starts_with_little_work(published):
    """``python -m tests.bench --only-start`` tells the seconds; processor time does not depend on what else the machine does."""
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published)) as server:
        assert server.cpu_seconds() < 5
