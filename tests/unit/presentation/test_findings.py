"""Findings as sentences."""

import pytest

from data_loaders.check_list import CHECKS
from data_loaders.findings import Finding
from presentation.text import Text
from presentation.words.findings import finding_heading, finding_sentence, finding_words

LANGUAGES = ("fi", "sv", "en")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CHECKS)
def test_every_check_has_a_sentence_a_cure_and_an_example_of_its_own(code, language, theme):
    words = finding_words(code, Text(language, theme))

    assert all(words), code
    # The sentence goes on after the place; headings are cut at the semicolon.
    assert words.what[0].islower() or words.what.startswith(("EU", "Y-tunnu", "FO-num")), words.what
    assert not words.what.endswith(".") and words.cure.endswith("."), words
    assert not words.example.endswith(".")
    assert words.what.count(";") == finding_words(code, Text("en", theme)).what.count(";") <= 1, words.what
    assert len(words.short) <= 100


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_checks_say_the_same(language, theme):
    text = Text(language, theme)
    said = [finding_words(code, text).what for code in CHECKS]
    assert len(set(said)) == len(said)


def test_a_sentence_names_the_place_and_the_value_before_what_became_of_it(theme):
    finding = Finding("amount-unreadable", "warning", "eura.xlsx", "Hankkeet", 6, "D", "Julkinen", "noin 5")

    assert finding_sentence(finding, Text("fi", theme)) == (
        "eura.xlsx · Hankkeet!D6 · Julkinen: summaa ei voi lukea: ”noin 5”; se jätetään tyhjäksi. Kirjoita summa lukuna."
    )


@pytest.mark.parametrize(
    ("code", "suggestion", "language", "name"),
    [
        ("region-unknown", "01", "sv", "Nyland"),
        ("indicator-unknown", "EECO01", "fi", "EECO01 Osallistujien kokonaismäärä"),
        ("gender-unknown", "female", "en", "Women"),
        ("target-group-unknown", "roma", "fi", "Romanit"),
        ("subtheme-unknown", "3", "fi", "3 Monialaiset palvelut"),
        ("project-outside-list", "S30001", "fi", "S30001"),
    ],
)
def test_what_was_meant_is_suggested_by_its_official_name(code, suggestion, language, name, theme):
    finding = Finding(code, CHECKS[code].severity, "a.xlsx", value="x", suggestion=suggestion)
    question = {"fi": f"Tarkoititko: {name}?", "sv": f"Menade du {name}?", "en": f"Did you mean {name}?"}[language]

    assert question in finding_sentence(finding, Text(language, theme))


@pytest.mark.parametrize(
    ("language", "count", "share", "heading"),
    [
        ("fi", 3, 0.02, "Summaa ei voi lukea: 3 riviä (2\u00a0% riveistä)"),
        ("fi", 1, 0.001, "Summaa ei voi lukea: 1 rivi (0,1\u00a0% riveistä)"),
        ("sv", 1, 0.5, "Beloppet kan inte läsas: 1 rad (50\u00a0% av raderna)"),
        ("sv", 1234, None, "Beloppet kan inte läsas: 1\u00a0234 rader"),
        ("en", 2, 1.0, "The amount cannot be read: 2 rows (100% of the rows)"),
        ("en", None, None, "The amount cannot be read"),
    ],
)
def test_findings_of_one_check_have_one_heading(language, count, share, heading, theme):
    assert finding_heading("amount-unreadable", count, share, Text(language, theme)) == heading


def test_a_code_that_was_mended_is_told_as_it_was_read(theme):
    finding = Finding("code-mended", "info", "teema.xlsx", "Hankkeet", 2, "A", "Hankekoodi", "s30001.", "S30001")
    sentence = finding_sentence(finding, Text("en", theme))

    assert "“s30001.”" in sentence and "Read as S30001." in sentence
