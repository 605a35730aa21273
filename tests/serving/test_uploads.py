"""Files that are sent in: what the address itself asks of whoever sends them, over real connections."""

import http.client
from contextlib import contextmanager

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string
from websockets.sync.client import connect

from tests.bench.viewers import Server, served
from tests.serving.test_sign_in import SECRET, SETTINGS, person_cookie
from ui.uploads import MAX_MEGABYTES, MEGABYTE, OF_SESSION

pytestmark = pytest.mark.xdist_group("uploads")
WIDGETS = ("file_uploader", "text_input")
BODY = b'--x\r\nContent-Disposition: form-data; name="file"; filename="list.csv"\r\n\r\na;b\r\n--x--\r\n'


@pytest.fixture(scope="module")
def staff(tmp_path_factory):
    file = tmp_path_factory.mktemp("uploads") / "sign-in.toml"
    file.write_text(SETTINGS, "utf-8")
    with served(DASHBOARD_MODE="staff", DASHBOARD_SIGN_IN=str(file)) as server:
        yield server


@pytest.fixture(scope="module")
def open_staff():
    """Where nobody signs in."""
    with served(DASHBOARD_MODE="staff") as server:
        yield server


class Browser:
    """A session, with the cookies of a person or of nobody."""

    def __init__(self, server: Server, claim: object = None, secret: str = SECRET) -> None:
        self.server, self.token = server, generate_xsrf_token_string()
        self.cookie = f"_streamlit_xsrf={self.token}"
        if claim is not None:
            self.cookie += "; " + person_cookie(server, claim, secret)
        self.socket = connect(
            f"ws://{server.address}/_stcore/stream", subprotocols=["streamlit", self.token], compression=None, max_size=None, legacy=True,
            origin=f"http://{server.address}", additional_headers={"Cookie": self.cookie},
        )  # fmt: skip
        (start,) = [message.new_session for message in self.runs(BackMsg()) if message.WhichOneof("type") == "new_session"]
        self.session = start.initialize.session_id

    def runs(self, request: BackMsg) -> list[ForwardMsg]:
        """What the server says to a click."""
        request.rerun_script.query_string = "lang=en"
        self.socket.send(request.SerializeToString())
        said: list[ForwardMsg] = []
        while not said or said[-1].script_finished != ForwardMsg.FINISHED_SUCCESSFULLY or said[-1].WhichOneof("type") != "script_finished":
            said.append(ForwardMsg.FromString(self.socket.recv(timeout=60)))
        return said

    def sends(self, file: str = "file", *, session: str = "", method: str = "PUT", body: bytes = BODY, **headers: str) -> int:
        """Status of the answer to a file."""
        connection = http.client.HTTPConnection(self.server.address, timeout=60)
        told = {
            "Cookie": self.cookie, "X-Xsrftoken": self.token, "Origin": f"http://{self.server.address}",
            "Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(len(body)),
        } | {name.replace("_", "-"): value for name, value in headers.items()}  # fmt: skip
        connection.putrequest(method, f"/_stcore/upload_file/{session or self.session}/{file}")
        for name, value in told.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders()
        connection.send(body)
        try:
            return connection.getresponse().status
        finally:
            connection.close()


@contextmanager
def browser(server: Server, claim: object = None, **options: str):
    one = Browser(server, claim, **options)
    try:
        yield one
    finally:
        one.socket.close()


@pytest.mark.parametrize("claim", (["reader"], ["importer"], ["publisher"]))
def test_a_person_with_a_role_sends_files_and_takes_them_back(staff, claim):
    with browser(staff, claim) as one:
        assert one.sends() == 204 and one.sends(method="DELETE", body=b"") == 204


@pytest.mark.parametrize("claim", (None, [], "administrator", {"reader": True}))
def test_nobody_without_a_role_stores_anything(staff, claim):
    with browser(staff, claim) as one, browser(staff, ["importer"]) as importer:
        for session in (one.session, importer.session, "session", "00000000-0000-4000-8000-000000000000"):
            for method in ("PUT", "DELETE"):
                assert one.sends(session=session, method=method) == 403


def test_a_cookie_that_was_not_signed_here_stores_nothing(staff):
    with browser(staff, ["publisher"], secret="another secret, which is not the server's") as one:
        assert one.sends() == 403


def test_a_session_takes_files_of_its_own_person_only(staff):
    with browser(staff, ["importer"]) as importer, browser(staff, ["reader"]) as reader:
        assert reader.sends(session=importer.session) == 403
        assert importer.sends(Cookie=reader.cookie) == 403
        assert importer.sends(Cookie=f"_streamlit_xsrf={importer.token}") == 403
        assert importer.sends(X_Xsrftoken="") == 403, "forged"


def test_a_session_has_room_for_so_many_files(staff):
    with browser(staff, ["importer"]) as one:
        assert [one.sends(f"file{number}") for number in range(OF_SESSION.files)] == [204] * OF_SESSION.files
        assert one.sends("one-more") == 429
        assert one.sends("file0") == 204, "in its own place"
        assert one.sends("file0", method="DELETE", body=b"") == 204 and one.sends("one-more") == 204


def test_files_go_when_they_have_been_checked(staff):
    with browser(staff, ["importer"]) as one:
        request = BackMsg()
        request.rerun_script.page_name = "data"
        said = one.runs(request)
        (page,) = {message.navigation.page_script_hash for message in said if message.WhichOneof("type") == "navigation"}
        elements = [message.delta.new_element for message in said if message.WhichOneof("type") == "delta"]
        names = [getattr(element, kind).id for element in elements if (kind := element.WhichOneof("type")) in WIDGETS]
        uploader, day = (next(name for name in names if name.endswith(end)) for end in ("data-projects", "data-day"))
        (check,) = [element.button.id for element in elements if element.button.is_form_submitter]
        assert [one.sends(f"file{number}") for number in range(OF_SESSION.files)] == [204] * OF_SESSION.files
        assert one.sends("one-more") == 429
        request = BackMsg()
        request.rerun_script.page_script_hash = page
        widgets = request.rerun_script.widget_states.widgets
        address = f"/_stcore/upload_file/{one.session}/file0"
        sent = {"file_id": "file0", "name": "list.csv", "size": 3, "file_urls": {"upload_url": address, "delete_url": address}}
        widgets.add(id=uploader).file_uploader_state_value.uploaded_file_info.add(**sent)
        widgets.add(id=day, string_value="31.10.2026")
        widgets.add(id=check, trigger_value=True)
        assert any(b"list.csv" in message.SerializeToString() for message in one.runs(request)), "it has been checked"
        assert [one.sends(f"new{number}") for number in range(OF_SESSION.files)] == [204] * OF_SESSION.files


def test_a_file_says_how_long_it_is_before_it_is_read(staff):
    with browser(staff, ["importer"]) as one:
        assert one.sends(body=b"", Content_Length=str((MAX_MEGABYTES + 1) * MEGABYTE)) == 413
        assert one.sends(body=b"5\r\nhello\r\n0\r\n\r\n", Content_Length="", Transfer_Encoding="chunked") == 411


def test_the_address_knows_files_of_sessions_and_nothing_else(staff):
    with browser(staff, ["importer"]) as one:
        assert one.sends("folder/file") == 404 and one.sends("") == 404
        for method in ("GET", "POST", "PATCH", "OPTIONS"):
            assert one.sends(method=method) == 405


def test_where_nobody_signs_in_a_session_takes_files_and_a_stranger_none(open_staff):
    with browser(open_staff) as one:
        assert one.sends() == 204
        assert one.sends(session="00000000-0000-4000-8000-000000000000") == 403
