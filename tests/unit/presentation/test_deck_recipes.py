"""Ready decks: five messages for the ministry, the questions of the review, in three languages."""

import io
import re
from dataclasses import replace

import pytest
from pptx import Presentation

from analytics.filters import Filters
from data_loaders.codes import LANGUAGES
from presentation.exports.collected import Collected, collected_deck
from presentation.exports.deck_recipes import (
    RECIPES,
    RegionNeeded,
    deck_words,
    recipe_deck,
    recipe_figure,
    recipe_name,
)
from presentation.exports.names import file_name
from presentation.exports.slides import SIZES
from presentation.figures.costs import caveat
from presentation.figures.registry import KEYS, Lack, build
from presentation.reading import reading_of
from presentation.text import Text
from settings import ROOT

SAMPLE = ROOT / "assets" / "sample"
CENTRAL_FINLAND = Filters(region=("13",))
#: No indicator has an official target, and organisations are not collected.
NOT_IN_THE_SAMPLE = {"outcomes-targets", "outcomes-organisations"}


@pytest.fixture(scope="module")
def reading(theme):
    return reading_of(SAMPLE, theme, Filters())


@pytest.fixture(scope="module")
def regional(theme):
    return reading_of(SAMPLE, theme, CENTRAL_FINLAND)


def slides(content: bytes):
    return list(Presentation(io.BytesIO(content)).slides)


def words(slide) -> str:
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame).replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_has_its_own_name(language, reading):
    told = replace(reading.in_language(language), choices={"more": "3", "project": reading.current.rows["project_key"][0]})
    blocks = {key: build(key, told) for key in KEYS}
    assert {key for key, block in blocks.items() if isinstance(block, Lack)} == NOT_IN_THE_SAMPLE
    assert all(block.key == key for key, block in blocks.items() if not isinstance(block, Lack))


@pytest.mark.parametrize("code", RECIPES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_ready_deck_has_a_cover_a_summary_one_message_a_slide_and_sources(code, language, reading, regional):
    base = regional if RECIPES[code].needs_region else reading
    told = base.in_language(language)
    pages = slides(recipe_deck(code, told))
    figures = [recipe_figure(keys, told) for keys in RECIPES[code].figures]
    # A matrix that is too large for a slide goes on the next, under the same title.
    first = 1 + ("summary" in RECIPES[code].parts)
    titles = [re.sub(r" \(\d/\d\)$", "", page.shapes.title.text) for page in pages[first:-1]]
    assert list(dict.fromkeys(titles)) == [block.headline for block in figures]
    figures = [next(block for block in figures if block.headline == title) for title in titles]
    text = told.text
    assert text.name(text.theme.name) in pages[0].shapes.title.text
    assert text("Co-funded by the European Union") in words(pages[0]) and text("Co-funded by the European Union") in words(pages[-1])
    assert pages[-1].shapes.title.text == text("Sources and definitions")
    for page, block in zip(pages[first:-1], figures, strict=True):
        notes = page.notes_slide.notes_text_frame.text
        assert told.info.id in notes and block.subtitle in notes and (block.not_shown or "") in notes
    assert recipe_name(code, text)


def test_the_ministrys_deck_is_five_messages_between_cover_and_sources(reading):
    pages = slides(recipe_deck("ministry", reading))
    keys = ("funding-frame", "forecast-course", "map-planned", "people-target-groups", "outcomes-results")
    assert [page.shapes.title.text for page in pages[1:-1]] == [build(key, reading).headline for key in keys]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_cost_does_not_tell_stands_beside_it_on_every_slide(language, size, reading):
    told = reading.in_language(language)
    keys = ("costs-trend", "costs-subthemes", "costs-sizes", "costs-results")
    first = caveat(told.text).partition(".")[0]
    for key, page in zip(keys, slides(collected_deck([Collected(key) for key in keys], told, None, size))[2:-1], strict=True):
        assert first in words(page), key


def test_a_deck_of_one_region_needs_one(reading, theme):
    with pytest.raises(RegionNeeded):
        recipe_deck("region", reading)
    with pytest.raises(RegionNeeded):
        recipe_deck("region", reading_of(SAMPLE, theme, Filters(region=("01", "13"))))


def test_a_deck_follows_the_choices_and_says_them(regional):
    pages = slides(recipe_deck("region", regional))
    assert "Keski-Suomi" in words(pages[0])
    assert all("Maakunta: Keski-Suomi" in page.notes_slide.notes_text_frame.text for page in pages[3:-1])
    whole = slides(recipe_deck("half-year-review", regional))
    assert "5,4 milj. €" not in words(whole[1])


def test_the_review_answers_its_questions_from_the_list(reading):
    rows = reading.view.rows
    told = " ".join(deck_words("x", reading, review=True).summary)
    running = rows.filter(rows["status"].is_in(["starting", "running"]))["project_key"].n_unique()
    joint = sum(1 for _, part in rows.drop_nulls("group_code").group_by("group_code") if part.height > 1)
    assert f"Käynnissä tai alkamassa oli {running} hanketta" in told
    assert f"{joint} on ryhmähankkeita" in told


def test_areas_add_up_to_the_whole_list(reading):
    block = build("funding-areas", reading)
    assert block.table.total[1] == pytest.approx(reading.money.totals.planned.cents / 100)
    assert sum(round(row[1] * 100) for row in block.table.rows if row[1] is not None) == reading.money.totals.planned.cents


def test_a_figure_without_data_is_left_out_and_told(reading, theme):
    bare = replace(reading, current=replace(reading.current, people=None, people_trend=None))
    pages = slides(recipe_deck("ministry", bare))
    assert len(pages) == 5
    assert "Esityksestä puuttuu 2 kuviota" in words(pages[-1])


def test_file_names_tell_theme_view_choices_delivery_and_language(regional):
    assert (
        file_name("region", regional.info, regional.filters, regional.text, "pptx")
        == f"hard-to-employ_region_region-13_{regional.info.id}_fi.pptx"
    )
    hostile = Filters(status=("../../etc/passwd", "a b=<c>"))
    name = file_name("x", regional.info, hostile, Text("sv", regional.text.theme), "csv")
    assert "/" not in name and ".." not in name and name.endswith("_sv.csv")


def test_the_command_writes_a_deck_a_language(tmp_path, capsys):
    from manage import main

    assert main(["deck", "--recipe", "ministry", "--lang", "fi,sv", "--to", str(tmp_path)]) == 0
    assert sorted(path.name.rpartition("_")[2] for path in tmp_path.iterdir()) == ["fi.pptx", "sv.pptx"]
    with pytest.raises(SystemExit, match="maakunnasta"):
        main(["deck", "--recipe", "region", "--to", str(tmp_path)])
    (tmp_path / "malli.pptx").write_text("ei esitys")
    with pytest.raises(SystemExit, match="malli.pptx"):
        main(["deck", "--recipe", "ministry", "--template", str(tmp_path / "malli.pptx"), "--to", str(tmp_path)])
