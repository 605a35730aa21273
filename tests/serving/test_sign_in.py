"""Signing in to the staff instance: what each role opens, over the real connection with real signed cookies."""

import http.client
import json
from contextlib import contextmanager

import pytest
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value, generate_xsrf_token_string

from tests.bench.viewers import Server, Viewer, served

# One worker runs them all, with one server.
pytestmark = pytest.mark.xdist_group("sign-in")
SECRET = "a secret of this test's own, long enough"
SETTINGS = f"""
[auth]
redirect_uri = "http://127.0.0.1/oauth2callback"
cookie_secret = "{SECRET}"
client_id = "dashboard"
client_secret = "not a secret"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""


@pytest.fixture(scope="module")
def staff(tmp_path_factory):
    file = tmp_path_factory.mktemp("sign-in") / "sign-in.toml"
    file.write_text(SETTINGS, "utf-8")
    with served(DASHBOARD_MODE="staff", DASHBOARD_SIGN_IN=str(file)) as server:
        yield server


def person_cookie(server: Server, claim: object, secret: str = SECRET) -> str:
    """The cookie that the framework sets after signing in."""
    person = json.dumps({"origin": f"http://{server.address}", "is_logged_in": True, "name": "Esimerkki", "roles": claim})
    return f"_streamlit_user={create_signed_value(secret, '_streamlit_user', person).decode()}"


@contextmanager
def signed_in(server: Server, claim: object, secret: str = SECRET):
    """A browser with the cookies that the framework sets after signing in."""
    origin, token = f"http://{server.address}", generate_xsrf_token_string()
    cookie = f"_streamlit_xsrf={token}; {person_cookie(server, claim, secret)}"
    with Viewer(server, origin=origin, cookie=cookie, token=token) as viewer:
        viewer.open("", "lang=en")
        yield viewer


def test_nothing_is_shown_to_somebody_who_has_not_signed_in(staff):
    with Viewer(staff) as viewer:
        viewer.open("", "lang=en")
        assert "Sign in" in viewer.buttons and "<h1" not in viewer.words and "<footer" not in viewer.words
        assert not {"data", "deck", "checks"} & set(viewer.pages)


@pytest.mark.parametrize(
    ("claim", "opens"),
    (
        (["reader"], {"deck"}),
        ("reader", {"deck"}),
        (["importer"], {"data", "checks", "deck"}),
        (["publisher"], {"data", "checks", "deck"}),
        (["reader", "somebody-elses-role"], {"deck"}),
    ),
)
def test_a_role_opens_its_pages(staff, claim, opens):
    with signed_in(staff, claim) as viewer:
        assert "<footer" in viewer.words and "Sign out" in viewer.buttons
        assert {"data", "deck", "checks"} & set(viewer.pages) == opens


@pytest.mark.parametrize("claim", ([], None, {"reader": True}, 7, "administrator", ["READER"]))
def test_a_person_without_a_role_sees_nothing(staff, claim):
    with signed_in(staff, claim) as viewer:
        assert "<footer" not in viewer.words and "<h1" not in viewer.words
        assert not {"data", "deck", "checks"} & set(viewer.pages)


def test_a_cookie_that_was_not_signed_here_is_nobodys(staff):
    with signed_in(staff, ["publisher"], secret="another secret, which is not the server's") as viewer:
        assert "<footer" not in viewer.words and "Sign in" in viewer.buttons


@pytest.mark.parametrize(("mode", "sign_in"), (("public", True), ("staff", False)))
def test_addresses_of_signing_in_answer_only_where_people_sign_in(tmp_path, mode, sign_in):
    (tmp_path / "sign-in.toml").write_text(SETTINGS, "utf-8")
    with served(DASHBOARD_MODE=mode, DASHBOARD_SIGN_IN=str(tmp_path / "sign-in.toml") if sign_in else "") as server:
        for path in ("/auth/login", "/oauth2callback"):
            connection = http.client.HTTPConnection(server.address, timeout=20)
            connection.request("GET", path)
            assert connection.getresponse().status == 404
            connection.close()
