"""Presenting: one figure of the page at a time, from the address or a button, and back to the page."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from analytics.filters import Filters
from data_loaders.theme import read_theme
from presentation.exports.collected import Collected
from presentation.text import Text
from settings import ROOT, read_settings


def opened(**params) -> AppTest:
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    for name, value in params.items():
        at.query_params[name] = value
    return checked(at.run())


def checked(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    return at


def bodies(at: AppTest) -> str:
    return " ".join(element.proto.body for element in at.get("html") if not element.proto.body.startswith(("<style", "<script")))


def slide(at: AppTest) -> tuple[str, str]:
    """Headline on the wall, and which of how many."""
    (body,) = [element.proto.body for element in at.get("html") if element.proto.body.startswith('<section class="td-slide')]
    return re.search("<h1>(.*?)</h1>", body).group(1), re.search(r"(\d+(?:/| of )\d+)</p>", body).group(1)


def click(at: AppTest, label: str) -> AppTest:
    next(button for button in at.button if button.label == label).click()
    return checked(at.run())


@pytest.mark.parametrize(("language", "join"), (("fi", "/"), ("sv", "/"), ("en", " of ")))
def test_the_figures_of_a_page_come_one_at_a_time(language, join):
    text = Text(language, read_theme(read_settings().theme))
    at = opened(lang=language, region="13")
    headings = re.findall(r'class="td-head" id="figure-[^"]*"><h2>(.*?)</h2>', bodies(at))
    at = click(at, text("Present"))
    seen = []
    for number in range(1, len(headings) + 1):
        headline, place = slide(at)
        assert place == f"{number}{join}{len(headings)}"
        assert not at.get("plotly_chart"), "the page's own drawings are not sent"
        seen.append(headline)
        if number < len(headings):
            at = click(at, text("Forward"))
    assert seen == headings
    assert next(button for button in at.button if button.label == text("Forward")).disabled
    assert at.query_params["present"] in (str(len(headings)), [str(len(headings))])
    at = click(at, text("Leave the presentation"))
    assert "present" not in at.query_params
    assert re.findall(r'class="td-head" id="figure-[^"]*"><h2>(.*?)</h2>', bodies(at)) == headings, "the same choices as before"


def test_a_link_opens_at_its_figure_within_its_choices_and_delivery():
    headline, place = slide(opened(lang="en", region="13", delivery="2025-10-31", present="2"))
    assert place.startswith("2 of")
    assert "31 October 2025" in bodies(opened(lang="en", region="13", delivery="2025-10-31", present="1")).replace("\u00a0", " ")
    assert headline


@pytest.mark.parametrize("asked", ("0", "-1", "x", "9999", ""))
def test_what_is_no_place_presents_nothing(asked):
    assert "td-slide" not in bodies(opened(lang="fi", present=asked))


def test_a_place_after_the_last_is_the_last():
    _, place = slide(opened(lang="fi", present="99"))
    assert len(set(place.split("/"))) == 1


def test_the_collected_slides_are_presented_with_their_own_words():
    at = opened(lang="fi", region="13")
    at.session_state["deck"] = (
        Collected("funding-frame", Filters(), (), {"fi": "Oma <otsikko>"}, {"fi": "Omat sanat"}, 1),
        Collected("gender-balance", Filters(region=("13",)), number=2),
    )
    at = checked(at.switch_page("pages/staff/deck.py").run())
    at = click(at, "Esitä")
    assert slide(at) == ("Oma &lt;otsikko&gt;", "1/2")
    assert "Omat sanat" in bodies(at)
    headline, place = slide(click(at, "Seuraava"))
    assert place == "2/2" and "naisia" in headline


def test_a_page_of_the_data_cannot_be_presented_and_keeps_its_navigation():
    at = opened(lang="fi", present="1")
    at = checked(at.switch_page("pages/staff/data.py").run())
    assert "td-slide" not in bodies(at) and at.session_state["present"] is None
