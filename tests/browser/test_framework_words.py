"""What the framework writes by itself is in the reader's language, and its links take the reader's choices along."""

import re
from functools import cache
from pathlib import Path

import pytest
import streamlit
from playwright.sync_api import Page, expect

from data_loaders.theme import read_theme
from presentation.text import Text, catalogue
from presentation.words.framework import framework_words
from settings import read_settings
from tests.browser.conftest import settled, shown
from tests.browser.test_reading import ADDRESSES, STAFF_ADDRESSES

pytestmark = pytest.mark.browser
#: Every text that is seen or read out, but for our own HTML, whose sentences other tests read.
TEXTS = """() => {
    const texts = new Set()
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
    for (let node = walker.root; node; node = walker.nextNode()) {
        const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node
        if (element.closest('.stHtml, script, style, noscript, svg, [data-testid=stIconMaterial], code')) continue
        if (node.nodeType === Node.TEXT_NODE) texts.add(node.data.trim())
        else for (const name of ['aria-label', 'aria-valuetext', 'aria-description', 'title', 'placeholder', 'alt'])
            texts.add((node.getAttribute(name) ?? '').trim())
    }
    return [...texts].filter(text => /\\p{L}{2}/u.test(text))
}"""
#: Words that no Finnish or Swedish text has, and most English ones of a program do.
ENGLISH = re.compile(
    r"\b(the|of|and|is|are|your|you|with|this|that|file|files|per file|upload|select|remove|clear|open|close|press|apply|page|"
    r"not|allowed|must|smaller|results|matches|more|less|view|drag|drop|sidebar|main|content|choose|copy|error|running)\b",
    re.IGNORECASE,
)


@cache
def literals() -> frozenset[str]:
    """Every text of some length that stands in the framework's program."""
    found: set[str] = set()
    for file in (Path(streamlit.__file__).parent / "static" / "static" / "js").glob("*.js"):
        found.update(re.findall(r"`([A-Z][a-z][^`$\n]{2,150})`", file.read_text("utf-8", "replace")))
    assert {"Skip to main content", "Select all", "Page not found"} <= found
    return frozenset(found)


def text_in(language: str) -> Text:
    return Text(language, read_theme(read_settings().theme))


def english(tab: Page, language: str) -> list[str]:
    """The texts on the page that are the framework's English."""
    ours = {entry.string for entry in catalogue(language) if isinstance(entry.string, str)}
    texts = [text for text in tab.evaluate(TEXTS) if text not in ours]
    assert texts
    return [text for text in texts if text in literals() or ENGLISH.search(text)]


@pytest.mark.parametrize("language", ("fi", "sv"))
@pytest.mark.parametrize("address", (*ADDRESSES, *STAFF_ADDRESSES), ids=lambda address: address or "overview")
def test_no_page_has_an_english_word_of_the_framework(walker, server, address, language):
    shown(walker, f"{server}/{address}{'&' if '?' in address else '?'}lang={language}")
    settled(walker)
    assert english(walker, language) == []


@pytest.mark.parametrize("language", ("fi", "sv"))
def test_neither_do_its_menus_lists_fields_and_dialogs(tab, server, language):
    text, words = text_in(language), framework_words(text_in(language))
    shown(tab, f"{server}/nosuchpage?lang={language}")
    expect(tab.get_by_role("dialog")).to_contain_text(words["Page not found"])
    assert english(tab, language) == []
    tab.get_by_role("dialog").get_by_role("button").click()
    regions = tab.get_by_test_id("stSidebar").get_by_test_id("stMultiSelect").first.get_by_role("combobox")
    regions.click()
    expect(tab.get_by_role("option", name=words["Select all"])).to_be_visible()
    assert english(tab, language) == []
    regions.fill("qqq")
    expect(tab.get_by_text(words["No results"])).to_be_visible()
    assert english(tab, language) == []
    regions.fill("")
    tab.get_by_role("option").nth(1).click()
    tab.keyboard.press("Escape")
    tab.get_by_test_id("stTopNavSection").click()
    expect(tab.get_by_role("menuitem", name=text("Coverage"))).to_be_visible()
    assert english(tab, language) == []
    tab.set_viewport_size({"width": 390, "height": 900})
    assert english(tab, language) == []


@pytest.mark.parametrize("language", ("fi", "sv"))
def test_neither_do_boxes_for_files(tab, server, language, tmp_path):
    words = framework_words(text_in(language))
    shown(tab, f"{server}/data?lang={language}")
    good, bad, large = tmp_path / "hankkeet.csv", tmp_path / "kuva.png", tmp_path / "suuri.csv"
    good.write_text("Hankekoodi\n")
    bad.write_bytes(b"x")
    large.write_bytes(b"x" * (50 * 2**20 + 1))
    boxes = tab.locator("input[type=file]")
    expect(boxes).to_have_count(4)
    for place, file in enumerate((good, bad, large)):
        boxes.nth(place).set_input_files(file)
    expect(tab.get_by_text(words["File must be {number}MB or smaller."].format(number="50,0")).or_(
        tab.get_by_text(words["File must be {number}MB or smaller."].format(number="50")))).to_be_visible()  # fmt: skip
    expect(tab.get_by_test_id("stFileChipName").filter(has_text="hankkeet.csv")).to_be_visible()
    assert english(tab, language) == []


def test_the_words_follow_a_change_of_language_and_back(tab, server):
    shown(tab, f"{server}/data?lang=fi")
    button = tab.get_by_test_id("stFileUploaderDropzone").first.get_by_test_id("stBaseButton-secondary")
    for name, word in (("Svenska", "Välj fil"), ("English", "Upload"), ("Suomi", "Valitse tiedosto")):
        tab.get_by_role("radio", name=name).click()
        expect(button).to_have_text(re.compile(f"{word}$"))


def test_a_link_of_the_menu_opened_in_a_new_tab_keeps_language_and_choices(tab, server):
    shown(tab, f"{server}/map?lang=sv&region=13")
    with tab.context.expect_page() as opened:
        tab.get_by_test_id("stTopNavLink").filter(has_text="Finansiering").click(modifiers=["ControlOrMeta"])
    other = opened.value
    other.wait_for_function("() => document.querySelector('footer.td-foot')")
    assert other.url == f"{server}/funding?lang=sv&region=13"
    expect(other.get_by_role("button", name="Landskap: Mellersta Finland")).to_be_visible()
    other.close()
    # The filter that is chosen afterwards too, in a menu that opens, and in links between pages.
    tab.get_by_role("button", name="Landskap: Mellersta Finland").click()
    tab.wait_for_url(lambda url: "region" not in url)
    tab.get_by_test_id("stTopNavSection").click()
    expect(tab.get_by_role("menuitem", name="Täckning")).to_have_attribute("href", re.compile(r"/coverage\?lang=sv$"))
    expect(tab.get_by_test_id("stPageLink-NavLink").first).to_have_attribute("href", re.compile(r"\?lang=sv$"))
