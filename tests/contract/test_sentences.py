"""What every figure says, under many choices, deliveries and languages, against the rules of sentences that can be checked."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from analytics.filters import Filters
from archive.archive import open_archive
from data_loaders.codes import LANGUAGES
from data_loaders.theme import read_theme
from presentation.block import FigureBlock
from presentation.figures.registry import KEYS, shown
from presentation.formats import NO_BREAK
from presentation.reading import Reading, reading_of
from presentation.text import Text
from presentation.words.dimensions import within
from settings import ROOT, read_settings

SAMPLE = ROOT / "assets" / "sample"
THEME = read_theme(read_settings().theme)
#: Filter → the column whose codes it takes.
CHOICES = {"region": "region", "subtheme": "subthemes", "group": "target_groups", "authority": "authority", "status": "status"}
#: Words that say that something is more than everything else.
SUPERLATIVE = re.compile(r"\b([Ee]niten|[Ss]uurin|[Mm]est|[Ff]lest|störst|största|[Mm]ost|[Ll]argest)\b")
#: A list of more than five names.
LONG_LIST = re.compile(r"(?:[^,.;:()×]+(?:\([^)]*\))?, ){5,}[^,.;:]+ (?:ja|och|and) ")
#: Language → a number that its noun does not agree with.
DISAGREES = {
    "fi": rf"(?<![\d{NO_BREAK} ,.–−/-])(?:1[{NO_BREAK} ](?:hanketta|osallistujaa|maakuntaa|henkilöä)|(?:0|[2-9]|\d\d+)[{NO_BREAK} ](?:hanke|osallistuja|maakunta|henkilö))\b",
    "sv": rf"(?<![\d{NO_BREAK} ,.–−/-])1[{NO_BREAK} ](?:personer|målgrupper|delteman|indikatorer)\b",
    "en": rf"(?<![\d{NO_BREAK} ,.–−/-])(?:1[{NO_BREAK} ](?:projects|participants|regions|people|indicators)|(?:0|[2-9]|\d\d+)[{NO_BREAK} ](?:project|participant|region|person|indicator))\b",
}


def scopes(reading: Reading) -> list[Filters]:
    """No choice, every single choice, and some that a machine draws."""
    rows = reading.current.rows
    codes = {
        name: sorted((rows.explode(column) if rows.schema[column].is_nested() else rows)[column].drop_nulls().unique().to_list())
        for name, column in CHOICES.items()
    }
    drawn = random.Random(20261031)
    several = [
        Filters(**{name: tuple(drawn.sample(known, min(len(known), drawn.choice((1, 2))))) for name, known in codes.items() if drawn.random() < 0.4})
        for _ in range(20)
    ]  # fmt: skip
    return [Filters(), *(Filters(**{name: (code,)}) for name, known in codes.items() for code in known), *several]


def blocks() -> Iterator[tuple[str, FigureBlock]]:
    """Every figure of the example with its language, for the first and the newest delivery; a project in turn."""
    infos = open_archive(SAMPLE).approved
    for number, info in ((0, infos[0]), (1, infos[-1])):
        reading = reading_of(SAMPLE, THEME, Filters(), delivery=info.id)
        keys = reading.current.rows["project_key"].to_list()
        for place, filters in enumerate(scopes(reading)[:: 1 if number else 5]):
            choices = {"more": "3", "project": keys[place % len(keys)]}
            for language in LANGUAGES:
                for block in shown(KEYS, replace(reading.in_language(language), filters=filters, choices=choices)):
                    if isinstance(block, FigureBlock):
                        yield language, block


@pytest.fixture(scope="module")
def said() -> dict[tuple[str, str, str, str], FigureBlock]:
    """(language, key, part, words) → a figure that says it; each once."""
    return {
        (language, block.key, part, words.replace("\N{WORD JOINER}", "")): block
        for language, block in blocks()
        for part in ("headline", "subtitle", "sentence", "alt", "not_shown", "only_in_table")
        if (words := getattr(block, part))
    }


def test_there_is_something_to_read(said):
    assert len(said) > 4_000 and {language for language, *_ in said} == set(LANGUAGES)
    assert {key for _, key, *_ in said} > {key for key in KEYS if key.startswith(("funding", "map", "people", "gender"))}


def test_no_space_is_missing_doubled_or_broken(said):
    wrong = re.compile(r"  | [.,;!)]|(?<=\w) :|\( |[{}]|\bNone\b(?! of)|\bnan\b|,,|\.\.(?!\w)")
    assert not [words for *_, words in said if wrong.search(words)]
    broken = re.compile(r"\d (?:%|€|milj|mn\b|\d{3}\b)")
    assert not [words for *_, words in said if broken.search(words)]


def test_a_minus_is_a_minus_and_a_dash_is_no_value(said):
    assert not [words for *_, words in said if re.search(r"(?<![\w\d.])-\d", words)]
    dash = re.compile(r"(?<![\d€%])–(?![\d€])(?!\w)")
    assert not [words for *_, words in said if dash.search(words)]
    unknown = re.compile(
        r"\b(?:oli|on|yhteensä|var|är|was|is now) (?:ei tiedossa|ei kerätty|okänt\b(?! och)|not known|not collected)(?! under)"
    )
    assert not [words for *_, words in said if unknown.search(words)]


def test_numbers_and_nouns_agree(said):
    assert not [(language, words) for language, _, _, words in said if re.search(DISAGREES[language], words)]


def test_a_headline_is_a_sentence_and_no_change_is_an_arrow(said):
    assert not [words for *_, words in said if "→" in words]
    labels = re.compile(r"^[^:(]{1,40}: ")
    assert not [
        words for _, key, part, words in said if part == "headline" and labels.search(words) and "”" not in words and "“" not in words
    ]


def test_no_list_names_more_than_five(said):
    assert not [words for _, _, part, words in said if part in ("headline", "sentence", "alt") and LONG_LIST.search(words)]


def test_nothing_is_the_most_of_one(said):
    """A superlative needs two things that are compared: two rows of the table with something in them."""
    alone = [
        (language, key, words)
        for (language, key, part, words), block in said.items()
        if part == "headline" and SUPERLATIVE.search(words) and sum(any(isinstance(v, int | float) and v > 0 for v in row[1:]) for row in block.table.rows) < 2
    ]  # fmt: skip
    assert not alone


def test_a_share_has_its_count(said):
    bare = [
        (language, key, words)
        for (language, key, part, words), block in said.items()
        if part == "headline" and "%" in words and not re.search(r"\d", re.sub(rf"[\d.,]+{NO_BREAK}?%", "", words) + block.sentence)
    ]
    assert not bare


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_region_has_the_form_that_a_place_needs(language):
    text, codes = Text(language, THEME), [f"{number:02}" for number in (1, 2, *range(4, 20), 21)]
    places = [within("regions", code, text) for code in codes]
    pattern = {"fi": r"(?:ssa|ssä|lla|llä)$", "sv": r"^(?:i|på) [A-ZÅÄÖ]", "en": r"^in [A-ZÅÄÖ]"}[language]
    assert not [place for place in places if not re.search(pattern, place)] and len(set(places)) == 19
    # A nominative never stands where a place is meant.
    if language == "fi":
        assert not {text.label("regions", code) for code in codes} & set(places)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_can_be_a_place_in_a_sentence(language):
    text = Text(language, THEME)
    for dimension, topics in (("subthemes", THEME.subthemes), ("target_groups", THEME.target_groups)):
        for topic in topics:
            words = within(dimension, topic.code, text)
            assert text.label(dimension, topic.code) in words and words[0].islower() and words.count("”") >= 1, words
