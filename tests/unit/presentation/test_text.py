import re
from dataclasses import replace
from datetime import date

import pytest

from analytics.money import PublicMoney
from data_loaders.codes import LANGUAGES, code_list
from presentation.text import Text

NB = "\u00a0"


@pytest.mark.parametrize(
    ("language", "millions", "euros", "percent", "day"),
    (
        ("fi", f"13,0{NB}milj.{NB}€", f"1{NB}234{NB}567{NB}€", f"67{NB}%", "31.10.2026"),
        ("sv", f"13,0{NB}mn{NB}€", f"1{NB}234{NB}567{NB}€", f"67{NB}%", "31.10.2026"),
        ("en", f"€13.0{NB}million", "€1,234,567", "67%", f"31{NB}October 2026"),
    ),
)
def test_each_language_writes_numbers_its_own_way(theme, language, millions, euros, percent, day):
    text = Text(language, theme)
    assert text.millions(PublicMoney(1_300_000_000)) == millions
    assert text.euros(PublicMoney(123_456_700)) == euros
    assert text.percent(0.672) == percent
    assert text.date(date(2026, 10, 31)) == day


def test_negative_amounts_have_a_true_minus(theme):
    assert Text("fi", theme).euros(PublicMoney(-500)) == f"−5{NB}€"
    assert Text("en", theme).euros(PublicMoney(-500)) == "−€5"


def test_small_amounts_and_shares_are_not_shown_as_zero(theme):
    text = Text("fi", theme)
    assert text.millions(PublicMoney(4_900_000)) == f"49{NB}000{NB}€"
    assert text.millions(PublicMoney(5_000_000)) == f"50{NB}000{NB}€"
    assert text.percent(0.002) == f"0,2{NB}%"
    assert text.percent(0) == f"0{NB}%"


def test_halves_go_up_as_in_a_workbook(theme):
    text = Text("fi", theme)
    assert text.millions(PublicMoney(1_305_000_000)) == f"13,1{NB}milj.{NB}€"
    assert text.euros(PublicMoney(10_050)) == f"101{NB}€" and text.euros(PublicMoney(-10_050)) == f"−101{NB}€"
    assert text.percent(0.125) == f"13{NB}%"
    assert [text.percent(share, digits) for share, digits in ((23 / 40, 0), (69 / 120, 0), (51 / 80, 1), (-23 / 40, 0))] == [
        f"58{NB}%", f"58{NB}%", f"63,8{NB}%", f"−58{NB}%",
    ]  # fmt: skip


def test_a_tiny_share_is_not_zero_and_zero_has_no_sign(theme):
    text = Text("fi", theme)
    assert text.percent(0.00001) == f"alle 0,1{NB}%"
    assert text.number(-0.2) == "0" and text.percent(-0.00001) == f"0,0{NB}%"


def test_null_is_a_dash(theme):
    text = Text("sv", theme)
    assert {text.number(None), text.percent(None), text.euros(None), text.millions(None), text.date(None)} == {"–"}


@pytest.mark.parametrize(("language", "one", "many"), (("fi", "1 toteuttaja", "2 toteuttajaa"), ("en", "1 implementer", "2 implementers")))
def test_plural_forms(theme, language, one, many):
    text = Text(language, theme)
    assert text.plural("{number} implementer", "{number} implementers", 1) == one
    assert text.plural("{number} implementer", "{number} implementers", 2) == many


def test_labels_and_the_words_for_not_known(theme):
    text = Text("sv", theme)
    assert text.label("regions", "13") == "Mellersta Finland"
    assert text.label("regions", None) == text.label("regions", "unknown") == "Landskapet är inte känt"
    assert text.label("regions", "nationwide") == "Riksomfattande"
    assert text.label("genders", "unknown") == "Uppgift saknas"
    assert text.label("target_groups", "roma") == "Romer"
    assert text.label("authorities", "Jokin muu viranomainen") == "Jokin muu viranomainen"


def test_things_in_a_row(theme):
    text = Text("fi", theme)
    assert [text.list_of(items) for items in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a ja b", "a, b ja c"]


def test_unknown_language_is_a_bug(theme):
    with pytest.raises(ValueError):
        Text("de", theme)


def test_the_texts_that_two_visits_make_are_one_key_of_what_is_kept(theme):
    kept = {Text("sv", theme): "kept"}

    assert kept[Text("sv", theme)] == "kept"
    assert Text("fi", theme) not in kept and Text("sv", replace(theme, code="another")) not in kept


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_region_has_the_form_that_a_sentence_needs(theme, language):
    text = Text(language, theme)
    said = [text.in_region(code) for code in code_list("regions")]
    fits = {"fi": r"[\w-]+(ss[aä]|ll[aä])", "sv": r"(i|på) [\w -]+", "en": r"in [\w -]+"}[language]
    assert all(re.fullmatch(fits, words) for words in said) and len(set(said)) == 19
    assert {"fi": "Uudellamaalla", "sv": "på Åland", "en": "in Lapland"}[language] in said
    assert text.label("regions", "whole") in text.in_region("whole") and "whole" not in code_list("regions")
