"""What a reader's words lead to: figures with their choices set, in three languages, inflected or misspelt."""

from dataclasses import replace

import pytest

from analytics.filters import Filters
from data_loaders.theme import read_theme
from presentation.figures import registry
from presentation.figures.registry import KEYS, Lack, build
from presentation.find import Index, allowed_choices
from presentation.reading import reading_of
from presentation.text import Text
from presentation.word_forms import word_forms, words_of
from presentation.words.find import answer_sentences, find_examples, hits_html
from settings import ROOT, read_settings

THEME = read_theme(read_settings().theme)
READING = reading_of(ROOT / "assets" / "sample", THEME, Filters())


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(READING)


def best(index: Index, query: str, language: str = "fi", reading=READING):
    return index.find(query, reading.in_language(language)).hits[0]


@pytest.mark.parametrize(
    ("query", "figure", "filters", "choices"),
    [
        ("naiset lappi", "gender-balance", {"region": ("19",)}, {}),
        ("Lapin naisten osuus", "gender-balance", {"region": ("19",)}, {}),
        ("kvinnor i Lappland", "gender-balance", {"region": ("19",)}, {}),
        ("women Lapland", "gender-balance", {"region": ("19",)}, {}),
        ("naistne lapisa", "gender-balance", {"region": ("19",)}, {}),
        ("arbetslösa Nyland", "outcomes-trend", {"region": ("01",)}, {"indicator": "EECO02"}),
        ("työttömille Uudellamaalla", "outcomes-trend", {"region": ("01",)}, {"indicator": "EECO02"}),
        ("EECR04 romanit", "outcomes-trend", {"group": ("roma",)}, {"indicator": "EECR04"}),
        ("eecr04 romer", "outcomes-trend", {"group": ("roma",)}, {"indicator": "EECR04"}),
        ("rovaniemi", "funding-frame", {"region": ("19",)}, {}),
        ("Rovaniemellä", "funding-frame", {"region": ("19",)}, {}),
        ("ennusteita", "forecast-course", {}, {}),
        ("prognos", "forecast-course", {}, {}),
        ("juurruttaminen", "theme-promises", {}, {}),
        ("osallistujat Uudenmaan", "map-participants", {"region": ("01",)}, {}),
    ],
)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_words_lead_to_the_figure_with_the_choices_set(index, query, figure, filters, choices, language):
    hit = best(index, query, language)
    assert (hit.kind, dict(hit.choices), hit.filters) == ("figure", {"figure": figure} | choices, Filters(**filters))


def test_a_result_says_what_it_will_show(index):
    for query in ("naiset lappi", "EECR04 romanit", "rovaniemi"):
        for hit in index.find(query, READING).hits:
            if hit.kind == "figure":
                choices = dict(hit.choices)
                block = build(choices.pop("figure"), replace(READING, filters=hit.filters, choices=allowed_choices(choices)))
                assert not isinstance(block, Lack)
                assert (hit.title, hit.detail) == (block.headline, block.subtitle)


def test_every_figure_that_the_delivery_has_can_be_found(index):
    assert index.keys == tuple(key for key in KEYS if not isinstance(build(key, READING), Lack))


def test_a_new_figure_is_found_without_more_code(monkeypatch):
    block = replace(build("funding-frame", READING), key="new-figure", headline="Kissoja on 12", subtitle="Kissat kotitalouksissa")
    monkeypatch.setitem(registry.BUILDERS, "new-figure", lambda reading: block)
    monkeypatch.setattr("presentation.find.KEYS", (*KEYS, "new-figure"))
    assert dict(best(Index(READING), "kissojen").choices) == {"figure": "new-figure"}


def test_choices_that_the_words_do_not_name_are_kept(index):
    reading = replace(READING, filters=Filters(region=("01",), status=("running",)))
    assert best(index, "naiset lappi", reading=reading).filters == Filters(region=("19",), status=("running",))
    reading = replace(READING, filters=Filters(region=("01", "13"), compare="region"))
    assert best(index, "naiset lappi", reading=reading).filters == Filters(region=("19",))
    assert best(index, "naiset", reading=reading).filters == reading.filters


def test_projects_implementers_and_words_are_found(index):
    hits = index.find("kaupunki", READING).hits
    assert {"projects", "project", "implementer"} <= {hit.kind for hit in hits}
    code = READING.current.rows["project_key"][0]
    assert any(hit.kind == "project" and dict(hit.choices) == {"project": code} for hit in index.find(code, READING).hits)
    assert any(hit.kind == "word" and hit.anchor == "embedding_plan" for hit in index.find("juurruttamissuunnitelma", READING).hits)


def test_private_persons_are_no_implementers(index):
    private = READING.current.rows.filter(READING.current.rows["implementer_type"] == "private_person")["implementer_name"].drop_nulls()
    for name in private:
        assert not any(hit.kind == "implementer" for hit in index.find(name, READING).hits)


@pytest.mark.parametrize(
    "query", ["", " ", "-", '"', "((((", "<script>alert(1)</script>", "x" * 200, "0", "%", "a b c d e f g h i j k l m n o p"]
)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_strange_words_do_no_harm(index, query, language):
    reading = READING.in_language(language)
    answer = index.find(query, reading)
    page = hits_html(answer.hits, lambda hit: "?", reading.text) + " ".join(answer_sentences(query, answer, reading.text))
    assert "<script" not in hits_html(answer.hits, lambda hit: "?", reading.text) and isinstance(page, str)


def test_what_nothing_has_is_said(index):
    text = Text("en", THEME)
    answer = index.find("xyzzyq", READING.in_language("en"))
    assert answer.unknown == ("xyzzyq",) and not answer.hits
    assert answer_sentences("xyzzyq", answer, text)[0] == "Nothing here has the word xyzzyq."
    corrected = index.find("naistne", READING.in_language("en"))
    assert answer_sentences("naistne", corrected, text)[0] == "“naistne” is read as “naisten”."


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_example_leads_to_a_figure(index, language):
    for example in find_examples(Text(language, THEME)):
        answer = index.find(example, READING.in_language(language))
        assert answer.hits[0].kind == "figure" and not answer.unknown and not answer.corrected, example


def test_forms_of_a_word_share_something():
    for one, other in (("naisten", "nainen"), ("lapissa", "lappi"), ("arbetslös", "arbetslösa"), ("romaneja", "romanit")):
        assert word_forms(one) & word_forms(other), (one, other)
    assert not word_forms("mies") & word_forms("nainen")
    assert words_of("EECO01-COMPLETE, 12 %") == ("eeco01", "complete", "12")


def test_an_address_cannot_ask_for_what_is_no_indicator():
    assert allowed_choices({"counted": "EECO02", "indicator": "<b>", "costper": "EECO99", "rows": "name"}) == {"counted": "EECO02"}
