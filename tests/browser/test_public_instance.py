"""The public instance in a browser, from its first visitor on."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import hearing, served, settled, shown
from tests.browser.test_reading import ADDRESSES, HEADINGS, opened

# One worker runs them all, with one server.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("public-instance")]


@pytest.fixture(scope="module")
def public(published):
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published)) as address:
        yield address


@pytest.mark.parametrize("link", ("overview?lang=sv&region=13", "gender?lang=sv&region=13", "about?lang=sv"))
def test_first_link_on_a_fresh_server_opens_its_page(tab, link, published):
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published)) as address:
        shown(tab, f"{address}/{link}")
        expect(tab.get_by_text("Page not found")).to_have_count(0)
        if "overview" in link:
            expect(tab.get_by_role("heading", level=1, name=HEADINGS["sv"])).to_be_visible()
            assert re.search(r"/\?.*region=13", tab.url)


@pytest.mark.parametrize("page", ADDRESSES)
def test_a_page_needs_nothing_that_its_policy_forbids_and_leaves_nothing_behind(walker, public, page):
    """Violations of the Content-Security-Policy are told in the console; cookies and storage stay empty of ours."""
    forbidden = []

    def hear(message) -> None:
        if "Content Security Policy" in message.text:
            forbidden.append(message.text)

    walker.context.clear_cookies()
    with hearing(walker, console=hear, pageerror=lambda error: forbidden.append(str(error))):
        opened(walker, public, page, "fi")
        settled(walker)
    assert not forbidden
    assert walker.context.cookies() == []
    assert walker.evaluate("document.documentElement.lang") == "fi"


def test_a_download_works_under_the_policy(tab, public):
    opened(tab, public, "map", "fi")
    with tab.expect_download() as download:
        tab.get_by_role("button", name=re.compile("Lataa CSV")).first.click()
    assert download.value.suggested_filename.endswith("_fi.csv")
