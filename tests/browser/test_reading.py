"""What only a browser can tell."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data_loaders.codes import LANGUAGES
from data_loaders.theme import read_theme
from presentation.text import Text
from presentation.words.legal_pages import known_violations
from settings import read_settings
from tests.browser.conftest import OF_COLOURS, change_scheme, hearing, serious_violations, served, settled, shown

pytestmark = pytest.mark.browser
ADDRESSES = (
    "",
    "funding",
    "forecast",
    "changes",
    "map",
    "target-groups",
    "target-groups?reach=need",
    "target-groups?reach=indicators",
    "coverage",
    "coverage?axes=places",
    "gender",
    "gender?balance=need",
    "outcomes",
    "theme",
    "costs",
    "glossary",
    "find",
    "find?find=naiset%20lappi",
    "find?figure=gender-balance&region=19",
    "projects",
    "about",
    "method",
    "accessibility",
    "privacy",
    "projects?project=R95001",
)
STAFF_ADDRESSES = ("data", "checks", "deck")
#: The other parts of pages that are shown a part at a time.
PARTS = (
    "target-groups?reach=plan", "target-groups?reach=projects", "gender?balance=parts", "gender?balance=analysis", "outcomes?outcome=results",
    "outcomes?outcome=time", "outcomes?outcome=dates", "costs?cost=sizes", "costs?cost=results", "theme?promises=time", "map?map=time",
    "map?map=time&per=inhabitant&measure=participants", "coverage?coverage=time", "costs?costs=time",
)  # fmt: skip
HEADINGS = {"fi": "Teema yhdellä silmäyksellä", "sv": "Temat i korthet", "en": "The theme at a glance"}


#: Every page that staff read, in every language; parts of pages in Finnish and in Swedish.
READ = [(language, address) for language in LANGUAGES for address in (*ADDRESSES, *(PARTS if language != "en" else ()), *STAFF_ADDRESSES)]
#: Widths of narrow screens, in the language of the longest words.
NARROW = (768, 390, 320)


def opened(tab: Page, server: str, address: str, language: str = "fi", more: str = "") -> Page:
    """Open a page in a language and wait until it stands."""
    joint = "&" if "?" in address else "?"
    return shown(tab, f"{server}/{address}{joint}lang={language}{more}")


def test_first_deep_link_on_a_fresh_server_shows_that_page(tab):
    with served() as address:
        tab.goto(f"{address}/gender?lang=sv&region=13")
        expect(tab.get_by_role("heading", level=1, name="Kön")).to_be_visible()
        expect(tab.get_by_text("Page not found")).to_have_count(0)
        expect(tab.get_by_role("button", name=re.compile("Landskap: Mellersta Finland"))).to_be_visible()


def test_pages_of_the_staff_do_not_answer_in_public_mode(tab, published):
    with served(DASHBOARD_MODE="public", DASHBOARD_DATA=str(published)) as address:
        for page in STAFF_ADDRESSES:
            tab.goto(f"{address}/{page}?lang=fi")
            expect(tab.get_by_role("heading", level=1, name=HEADINGS["fi"])).to_be_visible()
            expect(tab.get_by_test_id("stTopNavLink").filter(has_text="Aineistot")).to_have_count(0)


def test_language_change_keeps_page_and_filters(tab, server):
    opened(tab, server, "funding", "sv", "&region=13&region=06")
    expect(tab.get_by_role("heading", level=1, name="Finansiering")).to_be_visible()
    tab.get_by_role("radio", name="Suomi").or_(tab.get_by_role("button", name="Suomi")).first.click()
    expect(tab.get_by_role("heading", level=1, name="Rahoitus")).to_be_visible()
    expect(tab.get_by_role("button", name="Maakunta: Pirkanmaa")).to_be_visible()
    sidebar = tab.get_by_test_id("stSidebar")
    expect(sidebar.get_by_text("Keski-Suomi")).to_be_visible()
    expect(sidebar.get_by_text("Mellersta Finland")).to_have_count(0)
    assert "region=13" in tab.url and "region=06" in tab.url and "lang=fi" in tab.url


def test_link_made_in_swedish_opens_in_finnish_with_the_same_filters(tab, server):
    opened(tab, server, "map", "sv", "&region=13&measure=participants&per=inhabitant")
    opened(tab, server, tab.url.removeprefix(f"{server}/").replace("lang=sv", "x=1"), "fi")
    expect(tab.get_by_role("button", name="Maakunta: Keski-Suomi")).to_be_visible()
    expect(tab.get_by_text("Osallistujia 10 000 asukasta kohti").first).to_be_visible()


def test_filters_follow_the_reader_over_pages(tab, server):
    opened(tab, server, "", "fi", "&status=ended")
    tab.get_by_test_id("stTopNavLink").filter(has_text="Hankkeet").first.click()
    expect(tab.get_by_role("heading", level=1, name="Hankkeet")).to_be_visible()
    expect(tab.get_by_role("button", name="Tila: Päättynyt")).to_be_visible()
    expect(tab.get_by_text("Käynnissä · ")).to_have_count(0)
    tab.wait_for_url(re.compile("status=ended"))


def test_document_tells_its_language(tab, server):
    for language in ("fi", "sv", "en"):
        opened(tab, server, "about", language)
        tab.wait_for_function("l => document.documentElement.lang === l", arg=language)


def test_choosing_a_region_on_the_map_filters_the_page(tab, server):
    opened(tab, server, "map", "en")
    settled(tab)
    # The point of a region lies inside it: the one of Lapland is in the north.
    points = tab.locator(".js-plotly-plot .scatterlayer .points path")
    expect(points).to_have_count(19)
    lapland = min((points.nth(index) for index in range(19)), key=lambda point: point.bounding_box()["y"])
    lapland.scroll_into_view_if_needed()
    north = lapland.bounding_box()
    tab.mouse.click(north["x"] + north["width"] / 2, north["y"] + north["height"] / 2)
    expect(tab.get_by_role("button", name="Region: Lapland")).to_be_visible()
    tab.wait_for_url(re.compile("region=19"))
    tab.get_by_role("main").get_by_role("button", name="Clear all").or_(tab.get_by_test_id("stBaseButton-tertiary")).first.click()
    expect(tab.get_by_role("button", name="Region: Lapland")).to_have_count(0)


def test_download_arrives(tab, server):
    opened(tab, server, "map", "fi")
    with tab.expect_download() as download:
        tab.get_by_role("button", name=re.compile("Lataa CSV")).click()
    content = Path(download.value.path()).read_text("utf-8-sig")
    assert "Maakunnat, julkinen rahoitus" in content and "Pirkanmaa;" in content
    assert download.value.suggested_filename == "hard_to_employ_map-planned_2026-10-31_fi.csv"


def test_the_coverage_matrix_is_walked_and_opened_from_the_keyboard(tab, server):
    opened(tab, server, "coverage", "fi", "&status=running")
    links = tab.locator(".td-matrix td a[href]")
    expect(links.first).to_be_visible()
    links.first.focus()
    walked = []
    for _ in range(min(links.count(), 12)):
        walked.append(tab.evaluate("[...document.querySelectorAll('.td-matrix td a[href]')].indexOf(document.activeElement)"))
        ring = tab.evaluate("(s => [s.outlineStyle, parseFloat(s.outlineWidth)])(getComputedStyle(document.activeElement))")
        assert ring[0] != "none" and ring[1] >= 1, "where the keyboard is can be seen"
        tab.keyboard.press("Tab")
    assert walked == list(range(len(walked))) and len(walked) == 12, "every cell in its order, and nothing between"
    tab.keyboard.press("Enter")
    tab.wait_for_url(re.compile(r"/projects\?.*status=running"))
    assert "group=" in tab.url and "subtheme=" in tab.url


def test_table_opens_from_the_keyboard(tab, server):
    opened(tab, server, "funding", "fi")
    summary = tab.locator("summary", has_text="Sama taulukkona").first
    summary.focus()
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("table", name=re.compile("Kehys, sidottu ja toteutunut")).first).to_be_visible()


def test_reader_is_told_what_changed(tab, server):
    opened(tab, server, "", "fi", "&region=13")
    expect(tab.locator("#td-status")).to_have_text(re.compile(r"Näytetään \d+ hank"))


def test_two_readers_do_not_touch_each_other(browser, server):
    first, second = browser.new_context().new_page(), browser.new_context().new_page()
    opened(first, server, "", "fi", "&region=13")
    opened(second, server, "", "sv")
    expect(second.get_by_role("heading", level=1, name=HEADINGS["sv"])).to_be_visible()
    expect(second.get_by_role("button", name=re.compile("Landskap:"))).to_have_count(0)
    expect(first.get_by_role("heading", level=1, name=HEADINGS["fi"])).to_be_visible()
    for tab in (first, second):
        tab.context.close()


@pytest.mark.parametrize(("language", "address"), READ, ids=lambda part: part or "overview")
def test_a_page_can_be_read_by_everybody(walker, server, language, address):
    """Opened once: its headings, where its files come from, axe in the scheme it was opened in and in the other, narrow screens."""
    requests = []
    first, second = ("dark", "light") if language == "sv" else ("light", "dark")
    known = known_violations(Text(language, read_theme(read_settings().theme)))
    walker.emulate_media(color_scheme=first)
    with hearing(walker, request=lambda request: requests.append(request.url)):
        opened(walker, server, address, language, "&region=13" if address == "funding" else "")
        settled(walker)
        levels = walker.get_by_role("main").locator("h1, h2, h3, h4, h5, h6").evaluate_all("found => found.map(e => Number(e.tagName[1]))")
        assert levels[0] == 1 and levels.count(1) == 1, levels
        assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False)), levels
        assert not (violations := serious_violations(walker, known)), (first, violations)
        change_scheme(walker, second)
        assert not (violations := serious_violations(walker, known, OF_COLOURS)), (second, violations)
        for width in NARROW if language == "sv" else ():
            walker.set_viewport_size({"width": width, "height": 900})
            settled(walker)
            sizes = walker.get_by_test_id("stMain").evaluate("e => [e.scrollWidth, e.clientWidth]")
            assert sizes[0] <= sizes[1], (width, sizes)
            cut = walker.evaluate(
                "() => [...document.querySelectorAll('.td-head, .td-lead, .td-keys, .td-facts, .td-list, .td-scroll')]"
                ".filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.className + ': ' + e.textContent.slice(0, 60))"
            )
            assert not cut, (width, cut)
    assert [url for url in requests if not url.startswith((server, server.replace("http", "ws"), "data:", "blob:"))] == []
    assert requests, "it was heard"
