"""The first full page in a browser, against an empty page of the same framework."""

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


def first_page_seconds(dashboard: Server, empty: Server) -> tuple[float, float]:
    """Median seconds until the overview, and an empty page, are there whole.

    Every page is opened by a new reader whose browser has kept nothing. The first of each is
    not counted.
    """
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    ours, theirs = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(FIRST_PAGES + 1):
            ours.append(_seconds(browser, dashboard, DASHBOARD_READY))
            theirs.append(_seconds(browser, empty, EMPTY_READY))
        browser.close()
    return statistics.median(ours[1:]), statistics.median(theirs[1:])


def _seconds(browser: Browser, server: Server, ready: str) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    tab = context.new_page()
    start = time.perf_counter()
    tab.goto(f"http://{server.address}/", wait_until="commit")
    tab.wait_for_function(ready, timeout=60_000)
    seconds = time.perf_counter() - start
    context.close()
    return seconds
