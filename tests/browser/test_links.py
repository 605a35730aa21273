"""Links that are copied, sent and opened elsewhere; a pinned one over a new delivery and a restart."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from data_loaders.theme import read_theme
from operations.approving import approve
from operations.importing import import_files
from settings import VERSION, read_settings
from tests.browser.conftest import served, shown

pytestmark = pytest.mark.browser
HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Toiminnan tila", "Sijainti", "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus"]  # fmt: skip


def copied(tab: Page, button: str, link: str) -> str:
    """What is on the clipboard after a link of a panel was copied."""
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.get_by_role("button", name=button).first.click()
    tab.get_by_role("button", name=link).click()
    expect(tab.get_by_text("Kopioitu.")).to_be_visible()
    return tab.evaluate("navigator.clipboard.readText()")


def test_a_copied_link_opens_the_same_view_for_somebody_else(tab, browser, server):
    shown(tab, f"{server}/map?per=inhabitant&measure=participants&status=running&region=13&lang=fi")
    link = copied(tab, "Kopioi linkki", "Kopioi: Nämä luvut sellaisina kuin ne nyt ovat")
    assert (
        link == f"{server}/map?lang=fi&delivery=2026-10-31&version={VERSION}&region=13&status=running&measure=participants&per=inhabitant"
    )
    other = browser.new_context(viewport={"width": 1280, "height": 900})
    there = shown(other.new_page(), link)
    assert there.url == link
    assert there.locator("h2").all_inner_texts() == tab.locator("h2").all_inner_texts()
    assert there.locator("dl.td-keys").inner_text() == tab.locator("dl.td-keys").inner_text()
    other.close()


def test_a_link_to_a_figure_goes_to_it(tab, browser, server):
    shown(tab, f"{server}/funding?lang=fi&region=13")
    figure = tab.locator("#figure-funding-trend")
    expect(figure).not_to_be_in_viewport()
    tab.get_by_role("button", name="Lataa tai jaa").nth(1).click()
    tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.get_by_role("button", name="Kopioi: Aina uusimmat luvut").click()
    expect(tab.get_by_text("Kopioitu.")).to_be_visible()
    address = tab.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(rf"{server}/funding\?lang=fi&region=13#figure-[a-z-]+", address)
    other = browser.new_context(viewport={"width": 1280, "height": 900})
    there = shown(other.new_page(), address.partition("#")[0] + "#figure-funding-trend")
    expect(there.locator("#figure-funding-trend")).to_be_in_viewport()
    other.close()


def test_a_pinned_link_lives_through_a_new_delivery_a_change_of_language_and_a_restart(tab, browser, tmp_path, workbook):
    root, theme = tmp_path / "data", read_theme(read_settings().theme)

    def deliver(planned: int, as_of: date) -> None:
        row = ["S1", "Yksi", "Esimerkki ry", "0000002-7", "Käynnissä", "FI193 Keski-Suomi", planned, 0]
        files = {
            "projects": workbook([HEADERS, row], name=f"{as_of}.xlsx"),
            "theme_workbook": workbook([["Hankekoodi", "Alateemat"], ["S1", "1"]], name="teema.xlsx"),
        }
        import_files(root, theme, as_of=as_of, **files)

    deliver(1_000_000, date(2026, 4, 30))
    keys = tab.locator("dl.td-keys")
    with served(DASHBOARD_DATA=str(root)) as address:
        shown(tab, f"{address}/?lang=fi&region=13")
        link = copied(tab, "Kopioi linkki", "Kopioi: Nämä luvut sellaisina kuin ne nyt ovat").removeprefix(address)
        shown(tab, address + link)
        before = keys.inner_text()
        deliver(1_500_000, date(2026, 10, 31))
        approve(root, "2026-10-31", theme)
        # The page is still open; the reader goes on with it.
        tab.get_by_role("radio", name="Svenska").or_(tab.get_by_role("button", name="Svenska")).first.click()
        expect(tab.get_by_text("Därefter har en nyare dataleverans godkänts, med läget per 31.10.2026.")).to_be_visible()
        expect(tab.get_by_text("Dataleverans 2026-04-30", exact=True)).to_be_visible()
    with served(DASHBOARD_DATA=str(root)) as address:
        shown(tab, address + link)
        assert keys.inner_text() == before
        expect(tab.get_by_text("Silloin ja nyt: sidottu 1,0 milj. €, nyt 1,5 milj. €")).to_be_visible()
        tab.get_by_role("button", name="Näytä uusimmat luvut").click()
        expect(keys.get_by_text("1,5 milj. €").first).to_be_visible()
        expect(tab.get_by_role("button", name="Maakunta: Keski-Suomi")).to_be_visible()
        assert "delivery" not in tab.url


@pytest.mark.parametrize("scheme", ("light", "dark"))
def test_a_page_is_presented_from_the_keyboard(tab, server, scheme):
    tab.emulate_media(color_scheme=scheme)
    shown(tab, f"{server}/?lang=fi&region=13")
    tab.get_by_role("button", name="Esitä", exact=True).click()
    slide = tab.locator(".td-slide")
    for key, place in (("ArrowRight", "2/"), (" ", "3/"), ("PageDown", "4/"), ("ArrowLeft", "3/"), ("PageUp", "2/")):
        expect(tab.get_by_role("button", name="Lopeta esitys")).to_be_visible()
        tab.keyboard.press(key)
        expect(slide.get_by_text(place)).to_be_visible()
        for width, height in ((1280, 720), (1920, 1080)):
            tab.set_viewport_size({"width": width, "height": height})
            for part in ("h1", "img", ".td-slide-source"):
                box = slide.locator(part).bounding_box()
                assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] + box["height"] <= height, (place, part, width)
    assert "present=2" in tab.url
    tab.keyboard.press("Escape")
    tab.locator("footer.td-foot").wait_for()
    assert "present" not in tab.url and "region=13" in tab.url
