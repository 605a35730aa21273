"""Signing in from end to end: a provider of OpenID Connect on this machine, a real browser between it and the staff instance."""

import base64
import hashlib
import json
import re
import secrets
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from joserfc import jwt
from joserfc.jwk import RSAKey
from playwright.sync_api import expect

from tests.bench.viewers import free_port
from tests.browser.conftest import served

# One worker runs them all, with one server and one provider.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("sign-in-flow")]

CLIENT, SECRET = "dashboard", "a secret that the provider and the dashboard share"


class Provider(ThreadingHTTPServer):
    """Signs everybody in who asks, as the person that the test wants: authorization code flow with PKCE.

    Attributes:
        claims: What the ID token tells besides the person's name.
        asked: What the dashboard asked of it, in order.
    """

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Answers)
        self.claims, self.asked, self.codes = {}, [], {}
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
        self.signed_with = self.key


class _Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *_):
        pass

    def do_GET(self):
        path, query = urlsplit(self.path).path, {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        provider = self.server
        provider.asked.append(path)
        if path == "/.well-known/openid-configuration":
            self._answer(
                issuer=provider.address, authorization_endpoint=f"{provider.address}/authorize", token_endpoint=f"{provider.address}/token",
                jwks_uri=f"{provider.address}/keys", end_session_endpoint=f"{provider.address}/end", code_challenge_methods_supported=["S256"],
                response_types_supported=["code"], subject_types_supported=["public"], id_token_signing_alg_values_supported=["RS256"],
            )  # fmt: skip
        elif path == "/keys":
            self._answer(keys=[provider.key.as_dict(private=False)])
        elif path == "/authorize":
            assert (
                query["client_id"] == CLIENT
                and query["response_type"] == "code"
                and query["code_challenge_method"] == "S256"
                and "openid" in query["scope"].split()
            )
            code = secrets.token_urlsafe()
            provider.codes[code] = query
            self._go(f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}")
        elif path == "/end":
            self._go(query["post_logout_redirect_uri"])
        else:
            self.send_error(404)

    def do_POST(self):
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        provider = self.server
        provider.asked.append(urlsplit(self.path).path)
        known = (
            base64.b64encode(f"{CLIENT}:{SECRET}".replace(" ", "%20").encode()).decode(),
            base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode(),
            base64.b64encode(f"{CLIENT}:{SECRET.replace(' ', '+')}".encode()).decode(),
        )
        asked = provider.codes.pop(form.get("code"), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if (
            asked is None
            or self.headers.get("Authorization", "").removeprefix("Basic ") not in known
            or challenge != asked["code_challenge"]
            or form["redirect_uri"] != asked["redirect_uri"]
        ):
            self.send_error(400)
            return
        now = int(time.time())
        told = {
            "iss": provider.address,
            "aud": CLIENT,
            "sub": "1",
            "name": "Esimerkki",
            "iat": now,
            "exp": now + 600,
            "nonce": asked["nonce"],
            **provider.claims,
        }
        token = jwt.encode({"alg": "RS256", "kid": "test"}, told, provider.signed_with)
        self._answer(access_token="opaque", token_type="Bearer", expires_in=600, id_token=token)

    def _answer(self, **said):
        content = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _go(self, to):
        self.send_response(302)
        self.send_header("Location", to)
        self.end_headers()


@pytest.fixture(scope="module")
def provider():
    provider = Provider()
    threading.Thread(target=provider.serve_forever, daemon=True).start()
    yield provider
    provider.shutdown()
    provider.server_close()


@pytest.fixture(scope="module")
def staff(provider, tmp_path_factory):
    port = free_port()
    file = tmp_path_factory.mktemp("sign-in") / "sign-in.toml"
    file.write_text(
        f'[auth]\nredirect_uri = "http://127.0.0.1:{port}/oauth2callback"\ncookie_secret = "{secrets.token_urlsafe(48)}"\nclient_id = "{CLIENT}"\n'
        f'client_secret = "{SECRET}"\nserver_metadata_url = "{provider.address}/.well-known/openid-configuration"\n',
        "utf-8",
    )
    with served(DASHBOARD_PORT=str(port), DASHBOARD_SIGN_IN=str(file)) as address:
        yield address


@pytest.fixture
def person(provider):
    """Who signs in next, and with which key the provider signs it."""
    provider.asked.clear()

    @contextmanager
    def signs_in(tab, address, key=None, **claims):
        provider.claims, provider.signed_with = claims, key or provider.key
        tab.goto(f"{address}/funding?lang=fi")
        tab.get_by_role("button", name="Kirjaudu sisään").click()
        yield

    return signs_in


def pages(tab):
    return set(tab.locator("[data-testid=stTopNavLink]").all_inner_texts()) & {"Aineistot", "Esitys"}


@pytest.mark.parametrize(
    ("claims", "opens"),
    (({"roles": ["reader"]}, {"Esitys"}), ({"roles": ["importer", "publisher"]}, {"Aineistot", "Esitys"})),
    ids=("reader", "importer and publisher"),
)
def test_a_person_signs_in_and_out(tab, staff, provider, person, claims, opens):
    with person(tab, staff, **claims):
        expect(tab.locator("footer.td-foot")).to_be_visible()
    assert pages(tab) == opens
    assert provider.asked.index("/authorize") < provider.asked.index("/token")
    cookies = {cookie["name"]: cookie for cookie in tab.context.cookies() if cookie["name"].startswith("_streamlit_user")}
    assert cookies and all(cookie["httpOnly"] and cookie["sameSite"] == "Lax" for cookie in cookies.values())
    tab.get_by_role("button", name="Kirjaudu ulos").click()
    expect(tab.get_by_role("button", name="Kirjaudu sisään")).to_be_visible()
    assert tab.locator("footer.td-foot").count() == 0 and not pages(tab)
    assert not [cookie for cookie in tab.context.cookies() if cookie["name"].startswith("_streamlit_user") and cookie["value"]]


@pytest.mark.parametrize(
    "claims", ({}, {"roles": ["administrator"]}, {"groups": ["publisher"]}), ids=("no claim", "another role", "another claim")
)
def test_a_person_without_a_role_is_told_so_and_can_sign_out(tab, staff, person, claims):
    with person(tab, staff, **claims):
        expect(tab.get_by_text("sinulla ei ole roolia tässä palvelussa")).to_be_visible()
    assert tab.locator("footer.td-foot").count() == 0 and not pages(tab)
    tab.get_by_role("button", name="Kirjaudu ulos").click()
    expect(tab.get_by_role("button", name="Kirjaudu sisään")).to_be_visible()


@pytest.mark.parametrize("wrong", ("key", "audience", "expired", "nonce"))
def test_a_token_that_is_not_for_this_dashboard_signs_nobody_in(tab, staff, person, wrong):
    claims = {"key": {}, "audience": {"aud": "another"}, "expired": {"exp": int(time.time()) - 3600}, "nonce": {"nonce": "another"}}[wrong]
    other = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"}) if wrong == "key" else None
    with tab.expect_response(re.compile("/oauth2callback")), person(tab, staff, key=other, roles=["publisher"], **claims):
        pass
    expect(tab.get_by_role("button", name="Kirjaudu sisään")).to_be_visible()
    tab.goto(f"{staff}/funding?lang=fi")
    expect(tab.get_by_role("button", name="Kirjaudu sisään")).to_be_visible()
    assert tab.locator("footer.td-foot").count() == 0 and not pages(tab)


def test_a_code_that_comes_without_having_been_asked_for_signs_nobody_in(tab, staff):
    tab.goto(f"{staff}/oauth2callback?code=stolen&state=invented")
    tab.goto(f"{staff}/?lang=fi")
    expect(tab.get_by_role("button", name="Kirjaudu sisään")).to_be_visible()
    assert tab.locator("footer.td-foot").count() == 0
