"""A whole half-year as a coordinator does it: from an empty directory to a published bundle, with slips, in Finnish and in Swedish."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from archive.archive import open_archive
from archive.record import read_record
from data_loaders.theme import read_theme
from presentation.text import Text
from settings import read_settings
from tests.browser.conftest import served, shown

pytestmark = pytest.mark.browser
HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Toiminnan tila", "Sijainti",
           "Alkamispäivä", "Päättymispäivä", "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus"]  # fmt: skip
#: The most that a half-year may take.
MOST_CLICKS = 25


def listed(number: int, planned, actual, end: str = "31.12.2027") -> list:
    return [f"S{number}", f"Hanke {number}", "Yhdistys ry", "1234567-1", "Käynnissä", "FI197 Pirkanmaa", "1.1.2025", end, planned, actual]


@pytest.fixture
def files(workbook):
    """Spring: the list and the theme workbook. Autumn: money spent everywhere, an amount that is none, a date moved, a project gone."""
    spring = [listed(number, 100_000 + number, 10_000) for number in range(1, 13)]
    autumn = [listed(number, 100_000 + number, 14_000) for number in range(1, 12)]
    autumn[2][-1], autumn[3][7] = "noin 10 000", "31.12.2028"
    members = [["Hankekoodi", "Alateemat", "Kohderyhmät"], *([f"S{number}", 1, "Nuoret"] for number in range(1, 13))]
    return (
        (workbook([HEADERS, *spring], name="kevat.xlsx"), workbook(members, name="teema.xlsx")),
        (workbook([HEADERS, *autumn, listed(13, 90_000, 0)], name="syksy.xlsx"), workbook([*members, ["S13", 2, "Nuoret"]], name="teema-2.xlsx")),
    )  # fmt: skip


@dataclass
class Hand:
    """A person's hand: every click is counted, and so is every file that is chosen."""

    tab: Page
    text: Text
    clicks: int = 0

    def button(self, words: str) -> Locator:
        return self.tab.get_by_role("button", name=re.compile(f"{re.escape(words)}$"))

    def press(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def check(self, day: str, *paths) -> None:
        inputs = self.tab.locator("input[type=file]")
        expect(inputs).to_have_count(4)
        for index, path in enumerate(paths):
            inputs.nth(index).set_input_files(path)
            expect(self.tab.get_by_test_id("stFileChipName").filter(has_text=path.name)).to_be_visible()
            self.clicks += 1
        self.tab.get_by_role("textbox", name=re.compile("31.10.2026")).fill(day)
        self.press(self.button(self.text("Check the files")))

    def in_view(self, target: Locator) -> None:
        expect(target).to_be_visible()
        expect(target).to_be_in_viewport()


@pytest.mark.parametrize("language", ("fi", "sv"))
def test_a_half_year_from_an_empty_directory_to_a_published_bundle(tab, files, tmp_path, language):
    text = Text(language, read_theme(read_settings().theme))
    (spring, spring_members), (autumn, autumn_members) = files
    root, hand = tmp_path / "data", Hand(tab, text)
    with served(DASHBOARD_DATA=str(root)) as address:
        shown(tab, f"{address}/?lang={language}")
        expect(tab.get_by_role("heading", name=text("Begin like this"))).to_be_visible()
        with tab.expect_download() as download:
            hand.press(tab.get_by_role("button", name=re.compile(r"\(suomi\)")).first)
        assert download.value.suggested_filename.endswith("theme-template.xlsx")
        hand.press(tab.get_by_role("link", name=text("Go to the page Data")))

        # The first half-year is shown at once.
        hand.check("30.4.2026", spring, spring_members)
        hand.in_view(tab.locator(".td-answers"))
        hand.press(tab.get_by_test_id("stMain").get_by_role("button", name=re.compile("30.{1,12}2026")))
        hand.in_view(tab.get_by_test_id("stAlert").filter(has_text="2026-04-30").first)

        # The next one, with the day mistyped.
        hand.press(tab.get_by_role("radio", name=re.compile(re.escape(text("Files")))))
        hand.check("31.10.2062", autumn, autumn_members)
        expect(tab.get_by_test_id("stAlert").filter(has_text="2062")).to_be_visible()
        assert [kept.info.id for kept in open_archive(root).deliveries] == ["2026-04-30"]
        tab.get_by_role("textbox", name=re.compile("31.10.2026")).fill("31.10.2026")
        hand.press(hand.button(text("Check the files")))
        hand.in_view(tab.locator(".td-answers"))

        # The check is there after a reload, and after a way to another page and back.
        tab.reload()
        expect(tab.locator(".td-answers")).to_be_visible()
        tab.get_by_test_id("stTopNavLink").first.click()
        expect(tab.locator("dl.td-keys")).to_be_visible()
        tab.go_back()
        if "/data" not in tab.url:
            # The framework makes a step of history of what a page writes into its address.
            tab.go_back()
        expect(tab.locator(".td-answers")).to_be_visible()
        names = {"fi": "Suomi", "sv": "Svenska"}
        other = next(name for name in names if name != language)
        tab.get_by_role("radio", name=names[other]).click()
        expect(tab.locator(".td-answers h3").first).to_have_text(Text(other, text.theme)("Is it readable?"))
        tab.get_by_role("radio", name=names[language]).click()

        hand.press(tab.get_by_test_id("stMain").get_by_role("button", name=re.compile("31.{1,12}2026")))
        odd = tab.locator(".td-odd")
        expect(odd.first).to_be_visible()
        told = " ".join(odd.all_inner_texts())
        assert "S12 Hanke 12" in told and "2028" in told and "S13 Hanke 13" in told
        assert tab.get_by_test_id("stMain").evaluate("e => e.scrollHeight") < 5_000

        # The pages as they would be, for those who approve, and readers see the old ones.
        preview = tab.get_by_role("link", name=text("See the pages with this delivery")).get_attribute("href")
        look = tab.context.new_page()
        shown(look, f"{address}/{preview.lstrip('/')}")
        expect(look.locator(".td-banner").filter(has_text="2026-10-31")).to_be_visible()
        look.close()

        hand.press(hand.button(text("Go on to approving")))
        hand.press(tab.get_by_role("button", name=re.compile(r"1\d")).filter(has_text=re.compile("muuto|ändring")))
        hand.in_view(tab.get_by_test_id("stAlert").filter(has_text="2026-10-31").first)
        assert open_archive(root).current.id == "2026-10-31"
        hand.press(hand.button(text("See what becomes public")))
        hand.press(hand.button(text("Publish")))
        expect(tab.get_by_role("button", name=re.compile(r"\(zip\)"))).to_be_visible()
        assert (root / "published" / "2026-10-31" / "bundle.json").is_file()

        events, _ = read_record(open_archive(root))
        assert [event.what for event in events] == [
            "checked", "imported", "checked", "imported", "approved", "publishing", "published",
        ]  # fmt: skip
        assert hand.clicks <= MOST_CLICKS, hand.clicks
