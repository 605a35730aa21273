"""A browser through the shipped configuration of nginx, over TLS and by the service's own name."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import PATIENCE, QUIET, WIDE, shown
from tests.serving.front import NAME, behind_nginx

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("replicas")]


def test_a_browser_reads_and_chooses_through_nginx(tmp_path, published, nginx, openssl, chromium):
    """Its Origin is the name that it asked for: whatever takes the name away on the way to the stream shuts every browser out."""
    with behind_nginx(tmp_path, published, nginx, openssl) as front, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*QUIET, f"--host-resolver-rules=MAP {NAME} 127.0.0.1"])
        tab = browser.new_page(viewport=WIDE, ignore_https_errors=True)
        tab.set_default_timeout(PATIENCE)
        shown(tab, f"https://{NAME}:{front.tls_port}/funding?lang=sv&region=13")
        protocols = tab.evaluate("performance.getEntriesByType('resource').map(one => one.nextHopProtocol)")
        assert set(protocols) == {"h2"}
        assert "region=13" in tab.url and tab.context.cookies() == []
        # A reader's choice goes through the stream and comes back.
        tab.get_by_role("link", name="Översikt").first.click()
        tab.wait_for_url("**/?*region=13*")
        browser.close()
