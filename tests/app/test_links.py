"""Links to figures as they were: they open their delivery, say what is newer, and lead to it."""

import html
import re
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from data_loaders.theme import read_theme
from operations.approving import approve
from operations.importing import import_files
from presentation.text import Text
from settings import ROOT, VERSION, read_settings

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Toiminnan tila", "Sijainti", "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus"]  # fmt: skip
APRIL, OCTOBER = date(2026, 4, 30), date(2026, 10, 31)
LANGUAGES = ("fi", "sv", "en")


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def deliver(root, workbook, theme):
    def deliver(planned: int, as_of: date, status: str = "Käynnissä", **more):
        row = ["S1", "Yksi", "Esimerkki ry", "0000002-7", status, "FI193 Keski-Suomi", planned, 0]
        files = {
            "projects": workbook([HEADERS, row], name=f"eura-{as_of}.xlsx"),
            "theme_workbook": workbook([["Hankekoodi", "Alateemat"], ["S1", "1"]], name="teema.xlsx"),
        }
        return import_files(root, theme, as_of=as_of, **files, **more)

    return deliver


def opened(**params) -> AppTest:
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    for name, value in params.items():
        at.query_params[name] = value
    return checked(at.run())


def checked(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    return at


def page(at: AppTest) -> str:
    blocks = [element.proto.body for element in at.get("html") if not element.proto.body.startswith(("<style", "<script"))]
    told = [element.value for kind in ("error", "warning", "info") for element in at.get(kind)]
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(blocks)) + " ".join(told)).replace("\u00a0", " ").replace("\\", "")


def text_in(language: str) -> Text:
    return Text(language, read_theme(read_settings().theme))


def newest_button(at: AppTest, language: str):
    return next(button for button in at.button if button.label == text_in(language)("Show the newest figures"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pinned_link_opens_its_delivery_and_says_what_is_newer(language, deliver):
    text = text_in(language)
    deliver(1_000_000, APRIL)
    deliver(1_500_000, OCTOBER, approve_all=True)
    at = opened(lang=language, delivery="2026-04-30", version=VERSION)
    said = page(at)
    assert text("Delivery {id}", id="2026-04-30") in said
    newer = "A newer delivery has been approved since then, as of {newest}."
    sentence = f"These are the figures as of {{day}} (delivery {{id}}). {newer}"
    assert text(sentence, day=text.date(APRIL), id="2026-04-30", newest=text.date(OCTOBER)).replace("\u00a0", " ") in said
    assert {
        "fi": "sidottu 1,0 milj. €, nyt 1,5 milj. €",
        "sv": "bundet 1,0 mn €, nu 1,5 mn €",
        "en": "committed €1.0 million, now €1.5 million",
    }[language] in said
    newest_button(at, language).click()
    said = page(checked(at.run()))
    assert text("Delivery {id}", id="2026-10-31") in said and "2026-04-30" not in said
    assert not {"delivery", "version"} & set(at.query_params)


def test_choices_go_along_to_the_newest_and_those_it_lacks_are_told(deliver):
    deliver(1_000_000, APRIL, status="Käynnissä")
    deliver(1_500_000, OCTOBER, status="Päättynyt", approve_all=True)
    at = opened(lang="fi", delivery="2026-04-30", region="13", status="running")
    assert dict(at.query_params)["status"] in ("running", ["running"])
    newest_button(at, "fi").click()
    said = page(checked(at.run()))
    assert list(at.query_params["region"]) in (["13"], ["1", "3"])  # AppTest gives one value as text
    assert "status" not in at.query_params and "status=running" in said


def test_a_pin_stays_from_page_to_page_and_over_a_change_of_language(deliver):
    deliver(1_000_000, APRIL)
    deliver(1_500_000, OCTOBER, approve_all=True)
    at = opened(lang="fi", delivery="2026-04-30", version=VERSION)
    at = checked(at.switch_page("pages/public/funding.py").run())
    assert "2026-04-30" in page(at) and at.query_params["delivery"] in ("2026-04-30", ["2026-04-30"])
    at.segmented_control(key="lang").set_value("sv")
    at = checked(at.run())
    assert text_in("sv")("Delivery {id}", id="2026-04-30") in page(at)
    links = re.findall(
        r'href="((?:projects|changes)\?[^"]*)"',
        " ".join(element.proto.body for element in checked(at.switch_page("pages/public/projects.py").run()).get("html")),
    )
    own = [html.unescape(link) for link in links if "later=" not in link]
    assert own and all("delivery=2026-04-30" in link for link in own)


def test_trends_of_a_pinned_page_end_with_its_delivery(deliver):
    for planned, day in ((1_000_000, date(2025, 10, 31)), (1_200_000, APRIL), (1_500_000, OCTOBER)):
        deliver(planned, day, approve_all=True)
    at = opened(lang="en", delivery="2026-04-30", version=VERSION)
    said = page(at).partition("The theme at a glance")[2]
    assert "31 October 2025" in said and "1.2 million" in said and "1.5 million" not in said


def test_a_link_to_the_newest_says_nothing(deliver):
    deliver(1_000_000, APRIL)
    at = opened(lang="fi", delivery="2026-04-30", version=VERSION)
    assert not [button for button in at.button if button.label == "Näytä uusimmat luvut"]
    assert "Silloin ja nyt" not in page(at)


def test_another_version_of_the_program_is_told(deliver):
    deliver(1_000_000, APRIL)
    said = page(opened(lang="en", delivery="2026-04-30", version="0.3"))
    assert f"version 0.3 of the program and is shown by version {VERSION}" in said
    assert "is shown by version" not in page(opened(lang="en", delivery="2026-04-30"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("lack", "sentence"),
    (
        ("gone", "This link leads to the figures of delivery {id}, which is not here any more."),
        ("waiting", "This link leads to the figures of delivery {id}, which has not been approved."),
        ("damaged", "This link leads to the figures of delivery {id}, whose files are damaged and cannot be read."),
    ),
)
def test_a_link_that_cannot_be_opened_says_why_and_offers_the_newest(lack, sentence, language, deliver, root):
    text = text_in(language)
    deliver(1_000_000, APRIL)
    if lack != "gone":
        deliver(9_000_000, OCTOBER, approve_all=lack == "damaged")
    if lack == "damaged":
        (root / "deliveries" / "2026-10-31" / "projects.parquet").write_bytes(b"{")
    at = opened(lang=language, delivery="2026-10-31", version=VERSION)
    said = page(at)
    assert text(sentence, id="2026-10-31") in said
    assert text("Delivery {id}", id="2026-04-30") not in said, "no other figures in place of those asked for"
    newest_button(at, language).click()
    assert text("Delivery {id}", id="2026-04-30") in page(checked(at.run()))


def test_a_delivery_approved_while_a_pinned_page_is_open_does_not_change_its_figures(deliver, root):
    deliver(1_000_000, APRIL)
    deliver(1_500_000, OCTOBER)
    at = opened(lang="fi", delivery="2026-04-30", version=VERSION)
    assert "Silloin ja nyt" not in page(at)
    approve(root, "2026-10-31", read_theme(read_settings().theme))
    said = page(checked(at.run()))
    assert "Silloin ja nyt: sidottu 1,0 milj. €, nyt 1,5 milj. €" in said and "Aineistotoimitus 2026-04-30" in said


def test_an_old_link_opens_under_todays_names(deliver):
    deliver(1_000_000, APRIL)
    at = opened(lang="fi", region="FI193")
    assert "Maakunta: Keski-Suomi" in [button.label.replace("\\", "") for button in at.button]
    assert list(at.query_params["region"]) in (["13"], ["1", "3"])


def test_hostile_parameters_are_shown_to_the_letter_or_not_at_all(deliver):
    deliver(1_000_000, APRIL)
    at = opened(lang="fi", delivery="<img src=x onerror=alert(1)>[a](javascript:1)", version="<b>")
    body = " ".join(element.proto.body for element in at.get("html"))
    assert "<img src=x" not in body and "../" not in body
    assert "](javascript" not in at.error[0].value.replace("\\]", "").replace("\\(", "")
    (shown,) = [
        element.proto.body
        for element in opened(lang="fi", delivery="2026-04-30", version="<b>").get("html")
        if 'class="td-banner td-newer"' in element.proto.body
    ]
    assert "&lt;b&gt;" in shown
