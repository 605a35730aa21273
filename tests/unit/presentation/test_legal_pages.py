"""What the service says of itself: age of the data, feedback, statements."""

import base64
import re
from dataclasses import replace
from datetime import date

import pytest

from archive.deliveries import DeliveryInfo
from data_loaders.theme import Update, read_theme
from presentation.text import Text
from presentation.words.legal_pages import (
    accessibility_sections,
    age_sentence,
    feedback_sentence,
    footer_html,
    next_update_sentence,
    privacy_sections,
)
from settings import read_settings

TODAY = date(2026, 11, 25)
SPRING = {"fi": "kevään <b>luvut</b>", "sv": "vårens siffror", "en": "spring figures"}


def text(language="en", **theme):
    return Text(language, replace(read_theme(read_settings().theme), **theme))


@pytest.mark.parametrize(
    ("as_of", "words"),
    (
        (date(2026, 11, 25), "As of 25 November 2026"),
        (date(2026, 12, 31), "As of 31 December 2026"),
        (date(2026, 11, 24), "As of 24 November 2026, 1 day ago"),
        (date(2026, 10, 31), "As of 31 October 2026, 25 days ago"),
        (date(2026, 4, 30), "As of 30 April 2026, 6 months ago"),
        (date(2024, 11, 25), "As of 25 November 2024, 23 months ago"),
    ),
)
def test_age_of_the_data(as_of, words):
    assert age_sentence(as_of, TODAY, text()).replace("\u00a0", " ") == words


def test_next_update_is_the_first_that_is_still_to_come():
    updates = tuple(Update(date(year, 4, 30), SPRING) for year in (2026, 2027, 2028))
    assert "2027" in next_update_sentence(TODAY, text(updates=updates))
    assert next_update_sentence(TODAY, text()) is None
    assert next_update_sentence(date(2029, 1, 1), text(updates=updates)) is None


def test_footer_shows_the_emblem_with_its_text_and_escapes_the_theme_file():
    info = DeliveryInfo("2026-10-31", date(2026, 10, 31), "", "", "", False, (), {})
    page = footer_html(info, text("fi", updates=(Update(date(2027, 4, 30), SPRING),), feedback="palaute@esimerkki.example"), TODAY)
    emblem = base64.b64decode(re.search(r"base64,([^\"]+)", page)[1]).decode()
    assert emblem.count("<polygon") == 12
    assert page.index("base64") < page.index("Euroopan unionin osarahoittama")
    assert "<b>" not in page and 'href="mailto:palaute@esimerkki.example"' in page
    assert "mailto" not in footer_html(info, text("fi"), TODAY)


@pytest.mark.parametrize("language", ("fi", "sv", "en"))
def test_accessibility_statement_has_what_the_act_asks_for(language):
    said = " ".join(part for _, paragraphs in accessibility_sections(text(language)) for part in paragraphs)
    for word in ("306/2019", "WCAG", "14", "Traficom", feedback_sentence(text(language))):
        assert word in said, word


def test_privacy_tells_of_the_cookies_that_there_are():
    def said(**kind):
        return " ".join(part for _, paragraphs in privacy_sections(text("en"), **kind) for part in paragraphs)

    assert "no cookies" in said(is_staff=False, signs_in=False) and "small counts are protected" in said(is_staff=False, signs_in=False)
    assert "against forgery" in said(is_staff=True, signs_in=False) and "no cookies" not in said(is_staff=True, signs_in=False)
    assert "sign out" in said(is_staff=True, signs_in=True)


@pytest.mark.parametrize("contact", ("javascript:alert(1)", "http://plain.example", "nobody", "a@b:c"))
def test_a_feedback_address_that_is_none_is_refused(contact, tmp_path):
    theme = read_settings().theme.read_text("utf-8").replace('feedback = ""', f'feedback = "{contact}"')
    (tmp_path / "theme.toml").write_text(theme, "utf-8")
    with pytest.raises(ValueError, match="service.feedback"):
        read_theme(tmp_path / "theme.toml")
