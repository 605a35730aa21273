"""What is said of the protection follows the theme's rule."""

from dataclasses import replace

import pytest

from data_loaders.theme import Disclosure
from presentation.text import Text
from presentation.words.protection import protection_sentences, signs_sentence


@pytest.mark.parametrize(
    ("indicators", "genders", "words"),
    [
        (("EECO12",), ("non_binary",), "Special categories of personal data and non-binary people"),
        (("EECO12",), (), "Special categories of personal data are shown"),
        ((), ("non_binary",), "Non-binary people are shown"),
        ((), (), ""),
    ],
)
def test_the_sentences_follow_the_rule_of_the_theme(theme, indicators, genders, words):
    text = Text("en", replace(theme, disclosure=Disclosure(10, 5, indicators, genders)))
    said = " ".join(protection_sentences(text))
    assert "“1–9”" in said and "multiple of 5" in said and "“1–9”" in signs_sentence(text)
    assert words in said and ("whole country only" in said) == bool(words)
