"""From a workbook with errors to new figures on the overview, as a person does it."""

import io
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from data_loaders.theme import read_theme
from operations.importing import import_files
from settings import read_settings
from tests.browser.conftest import change_scheme, serious_violations, served, settled

pytestmark = pytest.mark.browser
HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Toiminnan tila", "Sijainti",
           "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus"]  # fmt: skip
FIRST = ["S1", "Hanke", "Oy", "1234567-1", "Käynnissä", "FI197 Pirkanmaa", 400_000, 100_000]
SECOND = ["S2", "Toinen <b>hanke</b>", "=1+1", "1234567-1", "Käynnissä", "FI197 Pirkanmaa", 300_000, "noin 10 000"]


@pytest.fixture
def files(workbook):
    """The list of the spring, the list of the autumn with an error in it, and the theme workbook of both."""
    return (
        workbook([HEADERS, FIRST], name="spring.xlsx"),
        workbook([["EURA 2021"], HEADERS, FIRST, SECOND], name="autumn.xlsx"),
        workbook([["Hankekoodi", "Alateemat", "Kohderyhmät"], ["S1", 1, "Nuoret"], ["S2", 2, "Nuoret"]], name="theme.xlsx"),
    )


def send(tab: Page, address: str, *paths, language: str = "en") -> None:
    """Choose files and have them checked."""
    tab.goto(f"{address}/data?lang={language}&step=files")
    inputs = tab.locator("input[type=file]")
    expect(inputs).to_have_count(4)
    for index, path in enumerate(paths):
        inputs.nth(index).set_input_files(path)
        expect(tab.get_by_test_id("stFileChipName").filter(has_text=path.name)).to_be_visible()
    tab.get_by_role("textbox", name=re.compile("31.10.2026")).fill("31.10.2026")
    button = tab.get_by_role("button", name=re.compile("Check the files|Tarkista tiedostot"))
    button.focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".td-answers")).to_be_visible()


def test_from_a_workbook_with_errors_to_new_figures(tab, files, tmp_path):
    spring, autumn, members = files
    root = tmp_path / "data"
    import_files(root, read_theme(read_settings().theme), as_of=date(2026, 4, 30), projects=spring, theme_workbook=members)
    with served(DASHBOARD_DATA=str(root)) as address:
        send(tab, address, autumn, members)

        # The finding, and the piece of the sheet with its neighbours.
        expect(tab.get_by_role("heading", name=re.compile("amount cannot be read", re.I))).to_be_visible()
        piece = tab.get_by_role("table", name="Sheet “Hankkeet”, cell H4")
        expect(piece.locator("td.td-bad")).to_have_text("Marked cell: noin 10 000")
        expect(piece.get_by_role("cell", name="300000")).to_be_visible()
        assert tab.locator("b", has_text="hanke").count() == 0

        # All of them as a list, from the keyboard.
        summary = tab.locator(".td-finding", has_text=re.compile("amount cannot be read", re.I)).locator("summary")
        summary.focus()
        tab.keyboard.press("Enter")
        expect(tab.get_by_text("Hankkeet!H4")).to_be_visible()

        # The workbook handed back.
        with tab.expect_download() as download:
            tab.get_by_role("button", name="Marked workbook: autumn.xlsx").click()
        assert download.value.suggested_filename == "autumn-checked.xlsx"
        back = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
        assert back.sheetnames == ["Findings", "Hankkeet"]
        assert back["Hankkeet"]["H4"].comment and back["Hankkeet"]["H4"].value == "noin 10 000"

        # Nothing has been kept so far; now it is, and waits.
        assert [folder.name for folder in (root / "deliveries").iterdir()] == ["2026-04-30"]
        tab.get_by_role("button", name="Import as a delivery").click()
        expect(tab.get_by_role("heading", name="Waiting for approval: 31 October 2026")).to_be_visible()
        expect(tab.get_by_text(re.compile(r"Committed funding grew by €0\.3\smillion: one new project"))).to_be_visible()
        tab.get_by_role("button", name="Go on to approving").click()
        tab.get_by_role("button", name=re.compile("Approve the change|Approve all")).click()
        expect(tab.get_by_text("The delivery 2026-10-31 has been approved")).to_be_visible()

        tab.get_by_test_id("stTopNavLink").filter(has_text="Overview").first.click()
        expect(tab.get_by_text(re.compile(r"€0\.7\smillion")).first).to_be_visible()


def test_axe_finds_nothing_serious_in_what_was_found(tab, files, tmp_path):
    spring, autumn, members = files
    root = tmp_path / "data"
    theme = read_theme(read_settings().theme)
    import_files(root, theme, as_of=date(2026, 4, 30), projects=spring, theme_workbook=members)
    import_files(root, theme, as_of=date(2026, 10, 31), projects=autumn, theme_workbook=members)
    unknown = tmp_path / "unknown.csv"
    unknown.write_text("Tunnus;Nimike;Eurot\nA1;Hanke;100\n", "utf-8")
    with served(DASHBOARD_DATA=str(root)) as address:
        for paths, (first, second) in (((autumn, members), ("light", "dark")), ((unknown,), ("dark", "light"))):
            tab.emulate_media(color_scheme=first)
            send(tab, address, *paths, language="fi")
            assert not (violations := serious_violations(tab)), (first, violations)
            change_scheme(tab, second)
            assert not (violations := serious_violations(tab)), (second, violations)


def test_what_was_found_fits_a_phone(tab, server, files):
    send(tab, server, files[1], files[2], language="fi")
    for width in (390, 320):
        tab.set_viewport_size({"width": width, "height": 900})
        settled(tab)
        sizes = tab.get_by_test_id("stMain").evaluate("e => [e.scrollWidth, e.clientWidth]")
        assert sizes[0] <= sizes[1], (width, sizes)
