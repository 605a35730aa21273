"""Decks that last: saved on the page, there for another reader, renamed, deleted and brought back; readers only read."""

import io
import shutil

import pytest
from pptx import Presentation
from streamlit.testing.v1 import AppTest

from analytics.filters import Filters
from archive.decks import kept_decks
from data_loaders.theme import read_theme
from presentation.exports.collected import Collected
from presentation.text import Text
from settings import ROOT, read_settings


@pytest.fixture
def root(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "assets" / "sample", tmp_path / "data")
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


SLIDES = (
    Collected("funding-frame", Filters(region=("13",)), (), {"fi": "Oma <otsikko>"}, {}, 1),
    Collected("coverage-regions-target-groups", Filters(region=("13",)), number=2),
)


def page(language: str = "fi", slides: tuple[Collected, ...] = ()) -> AppTest:
    """The page of the decks as a person sees it who comes for the first time, or who has collected slides."""
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    at.query_params["lang"] = language
    checked(at.run())
    at.session_state["deck"] = slides
    return checked(at.switch_page("pages/staff/deck.py").run())


def checked(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    return at


def button(at: AppTest, label: str):
    return next(button for button in at.button if button.label == label)


def said(at: AppTest) -> str:
    return " ".join(element.value for element in (*at.success, *at.error, *at.warning, *at.markdown, *at.caption)).replace("\\", "")


def save(at: AppTest, name: str, label: str) -> AppTest:
    next(field for field in at.text_input if field.key.startswith("deck-name-")).set_value(name)
    button(at, label).click()
    return checked(at.run())


@pytest.mark.parametrize("language", ("fi", "sv", "en"))
def test_a_deck_is_saved_and_opened_by_somebody_else(root, language):
    text = Text(language, read_theme(read_settings().theme))
    at = save(page(language, SLIDES), "Syksy *2026*", text("Save the deck"))
    [kept] = kept_decks(root)[0]
    assert (kept.name, [slide.figure for slide in kept.slides]) == ("Syksy *2026*", [slide.key for slide in SLIDES])
    assert text("The deck “{name}” has been saved. Your colleagues see it too.", name="Syksy *2026*") in said(at)
    # Another person, or the same one after a reload.
    other = page(language)
    assert "Syksy *2026*" in said(other)
    button(other, text("Open")).click()
    checked(other.run())
    assert other.session_state["deck"] == SLIDES
    assert [dict(slide.titles) for slide in other.session_state["deck"]] == [{"fi": "Oma <otsikko>"}, {}]
    save(other, "Syksy", text("Save the changes"))
    [kept] = kept_decks(root)[0]
    assert (kept.name, kept.version) == ("Syksy", 2)


def test_two_people_do_not_lose_each_others_decks(root):
    first, second = page(slides=SLIDES), page(slides=SLIDES[:1])
    save(first, "Ministeriö", "Tallenna esitys")
    assert "toisella esityksellä on sama nimi" in said(save(second, "ministeriö", "Tallenna esitys"))
    second = page()
    button(second, "Avaa").click()
    checked(second.run())
    save(first, "Ministeriö", "Tallenna muutokset")
    assert "joku muu on muuttanut esitystä" in said(save(second, "Ministeriö", "Tallenna muutokset"))
    save(second, "Ministeriö 2", "Tallenna uutena esityksenä")
    assert [(deck.name, deck.version) for deck in kept_decks(root)[0]] == [("Ministeriö", 2), ("Ministeriö 2", 1)]


def test_words_that_are_missing_in_a_language_are_told(root):
    at = page(slides=SLIDES)
    languages = next(group for group in at.button_group if group.key == "deck-languages-fi")
    languages.set_value(["fi", "sv"])
    checked(at.run())
    assert "Kalvon 1 oma otsikko puuttuu näillä kielillä: Svenska." in said(at)


def test_who_only_reads_opens_decks_and_changes_none(root, monkeypatch):
    save(page(slides=SLIDES), "Ministeriö", "Tallenna esitys")
    monkeypatch.setattr("ui.deck_keep.may", lambda role: role == "reader")
    at = page(slides=SLIDES)
    labels = {button.label for button in at.button}
    assert "Avaa" in labels and not {"Tallenna esitys", "Tallenna muutokset"} & labels


def test_nothing_is_kept_beside_the_embedded_example(monkeypatch):
    monkeypatch.delenv("DASHBOARD_DATA", raising=False)
    assert "Tallenna esitys" not in {button.label for button in page(slides=SLIDES).button}


def test_a_saved_deck_is_made_of_the_delivery_that_is_there(root, theme):
    from presentation.exports.collected import collected_deck, frame_of, slides_of
    from presentation.reading import reading_of

    save(page(slides=SLIDES), "Keski-Suomi", "Tallenna esitys")
    [kept] = kept_decks(root)[0]
    for delivery in (None, "2025-10-31"):
        reading = reading_of(root, theme, Filters(), delivery=delivery)
        slides = list(Presentation(io.BytesIO(collected_deck(slides_of(kept), reading, frame=frame_of(kept)))).slides)
        # A figure a slide, whatever the size of its table, and the region on the cover.
        assert len(slides) == 5 and slides[2].shapes.title.text == "Oma <otsikko>"
        assert "Keski-Suomi" in slides[0].shapes.title.text
        assert reading.info.id in slides[-1].notes_slide.notes_text_frame.text
