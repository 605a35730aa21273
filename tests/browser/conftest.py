"""A fresh server and a real browser. ``CHROMIUM`` names the browser's path."""

from collections.abc import Callable
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.bench import viewers

#: Chromium's own calls home are off, so that what is left is the page's.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDE = {"width": 1280, "height": 900}
#: Until something that must come is missed: long, because other tests run at the same time.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)


@contextmanager
def served(**environment: str):
    """A fresh server of the dashboard; its address."""
    with viewers.served(**environment) as server:
        yield f"http://{server.address}"


def shown(tab: Page, address: str) -> Page:
    """Open an address and wait until the page's footer stands, which comes last."""
    tab.goto(address, wait_until="commit")
    # Looked for at every frame: a locator looks twice a second only.
    tab.wait_for_function("() => document.querySelector('footer.td-foot')")
    return tab


@contextmanager
def hearing(tab: Page, **events: Callable[[object], object]):
    """Within it, what the tab tells of each event is heard."""
    for event, hear in events.items():
        tab.on(event, hear)
    try:
        yield
    finally:
        for event, hear in events.items():
            tab.remove_listener(event, hear)


def settled(tab: Page) -> None:
    """Wait until every drawing is drawn, no wider than its place, and nothing moves."""
    tab.wait_for_function("""() =>
        [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(place => {
            const drawing = place.querySelector('.js-plotly-plot .main-svg')
            return drawing && drawing.getBoundingClientRect().width <= place.getBoundingClientRect().width + 1
        })
        && document.getAnimations().every(one => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)""")


def change_scheme(tab: Page, scheme: str) -> None:
    """Change from light to dark or back, as a system does in the evening, and wait until the page has followed."""
    ground = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    before = tab.evaluate(ground)
    tab.emulate_media(color_scheme=scheme)
    tab.wait_for_function(f"before => {ground} !== before", arg=before)
    settled(tab)


#: The rules whose answer can change with the scheme of colours alone.
OF_COLOURS = ("color-contrast", "link-in-text-block")


def serious_violations(tab: Page, known=(), rules=()) -> list[tuple]:
    """What axe finds serious or critical on the page, but for rules that are known to fail: rule, first elements.

    With ``rules`` only these are looked at.
    """
    # What passes is not asked for: axe takes longer to describe it than to look.
    options = {"resultTypes": ["violations"], **({"runOnly": list(rules)} if rules else {})}
    return [
        (violation["id"], [node["html"][:200] for node in violation["nodes"]][:2])
        for violation in Axe().run(tab, options=options).response["violations"]
        if violation["impact"] in ("serious", "critical") and violation["id"] not in known
    ]


@pytest.fixture(scope="session")
def server():
    """One server for the tests that do not need a fresh one."""
    with served() as address:
        yield address


@pytest.fixture(scope="session")
def browser(chromium):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def profile(browser):
    """A browser that has the program's files already."""
    context = browser.new_context(viewport=WIDE)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture(scope="session")
def kept_tab(profile):
    return profile.new_page()


@pytest.fixture
def walker(kept_tab):
    """A tab that goes from page to page of many tests: a new one takes the browser as long as a page does."""
    kept_tab.set_viewport_size(WIDE)
    kept_tab.emulate_media(color_scheme="light")
    return kept_tab


@pytest.fixture
def tab(profile):
    """A new reader's tab: the browser has nothing of readers before but the program's files."""
    tab = profile.new_page()
    yield tab
    tab.evaluate("() => location.protocol.startsWith('http') && localStorage.clear()")
    tab.close()
    profile.clear_cookies()
    profile.clear_permissions()
