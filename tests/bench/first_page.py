"""The first full page in a browser, against an empty page and a page of one chart of the same framework."""

import os
import shutil
import statistics
import time

from playwright.sync_api import Browser, sync_playwright

from tests.bench.viewers import Server

FIRST_PAGES = 5
#: All is there: the footer, and a drawing in every place for one.
DASHBOARD_READY = """() => document.querySelector('.td-foot')
  && document.querySelectorAll('[data-testid="stPlotlyChart"]').length > 0
  && [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].every(place => place.querySelector('.main-svg'))"""
EMPTY_READY = "() => document.querySelector('[data-testid=\"stMarkdownContainer\"]')"
CHART_READY = "() => document.querySelector('.main-svg')"


def first_page_seconds(*pages: tuple[Server, str]) -> tuple[float, ...]:
    """Median seconds until each page is there whole.

    Every page is opened by a new reader whose browser has kept nothing, the pages by turns.
    The first of each is not counted.

    Args:
        pages: A server, and the JavaScript that tells that its first page is there.
    """
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        rounds = [[_seconds(browser, *page) for page in pages] for _ in range(FIRST_PAGES + 1)]
        browser.close()
    return tuple(statistics.median(seconds) for seconds in zip(*rounds[1:], strict=True))


def _seconds(browser: Browser, server: Server, ready: str) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    start = time.perf_counter()
    tab.goto(f"http://{server.address}/", wait_until="commit")
    tab.wait_for_function(ready, timeout=60_000)
    seconds = time.perf_counter() - start
    context.close()
    return seconds
