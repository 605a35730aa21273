"""The field's own words, the same in every language: participants are people, beneficiaries and implementers are not."""

import re

import pytest

from data_loaders.codes import LANGUAGES, code_list
from presentation.text import Text, catalogue
from presentation.words.glossary import glossary_groups, terms
from tests.contract.test_spelling import texts
from tools.catalogues import TRANSLATED, messages

#: English word → how its translations begin, in fi and sv.
WORDS = {
    "participant": ("osallistuj", "deltag"),
    "implementer": ("toteuttaj", "genomförar"),
    "beneficiar": ("tuensaaj", "stödmottag"),
}
#: Words that must never stand for a participant or a beneficiary.
WRONG = {
    "fi": ("edunsaaj", "hyödynsaaj", "osanottaj", "avunsaaj"),
    "sv": ("förmånstag", "bidragsmottag", "stödtag"),
    "en": ("recipient", "grantee"),
}


def pairs(language: str):
    """Each sentence in English and in another language, without its places."""
    for message in messages():
        english = message if isinstance(message, tuple) else (message,)
        string = catalogue(language).get(message).string
        translated = string if isinstance(string, tuple) else (string,)
        yield tuple(re.sub(r"\{.*?\}", "", " ".join(forms)).lower() for forms in (english, translated))


@pytest.mark.parametrize("language", TRANSLATED)
@pytest.mark.parametrize("word", WORDS)
def test_a_word_of_the_field_is_translated_by_its_own_word(word, language):
    root = WORDS[word][TRANSLATED.index(language)]
    assert not [pair for pair in pairs(language) if word in pair[0] and root not in pair[1]]


@pytest.mark.parametrize("language", TRANSLATED)
def test_beneficiaries_stand_only_for_beneficiaries(language):
    root = WORDS["beneficiar"][TRANSLATED.index(language)]
    assert not [pair for pair in pairs(language) if root in pair[1] and "beneficiar" not in pair[0]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_other_word_stands_for_them(language):
    said = [english if language == "en" else translated for english, translated in pairs("fi" if language == "en" else language)]
    said += [" ".join(row[name] for name in (language, f"definition_{language}")).lower() for row in code_list("glossary").values()]
    assert not [sentence for sentence in said if any(wrong in sentence for wrong in WRONG[language])]


def test_the_glossary_explains_the_words_apart_in_every_language():
    rows = code_list("glossary")
    for word, code in (("participant", "participant"), ("implementer", "implementer"), ("beneficiar", "beneficiary")):
        for language, root in zip(TRANSLATED, WORDS[word], strict=True):
            assert rows[code][language].startswith(root)
    assert {"participation", "close_ones", "target_group", "milestone", "target", "cutoff_date"} <= set(rows)
    assert "never an organisation" in rows["participant"]["definition_en"] and "never a participant" in rows["beneficiary"]["definition_en"]


def test_every_word_of_the_glossary_has_a_meaning_in_every_language_and_a_place_on_the_page(theme):
    rows = code_list("glossary")
    for row in rows.values():
        meanings = [row[f"definition_{language}"].strip() for language in LANGUAGES]
        assert all(meaning.endswith(".") for meaning in meanings) and len(set(meanings)) == 3, row["code"]
    shown = [code for group, _ in glossary_groups(Text("en", theme)) for code in terms(group)]
    assert shown == list(dict.fromkeys(shown)) and set(shown) == set(rows)


#: Words that an editor has taken out: there is another one for the same thing, or they claim more than the data says.
NO_LONGER = {
    "fi": r"lupau[sk]|koontinäyttö|lukujen tilanne\b|hyökkäyskoe|tietohakemisto|työvoiman ulkopuol|saavutettavat palvelut|keksit",
    "sv": r"åtagand|deltemata|deltemana|lägesdatum|projektägar|väldigt|påhitta|oanvän|datakatalog|angreppsprov|likvärdig delaktighet|stöd till svårsyssel",
    "en": r"\bpromises?\b|foretold|in so many words|white spot|cut-off|as-of date|\bstands? in each|set aside|poor employment|as it stands|\bgrave\b",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_were_taken_out_are_gone(language):
    wrong = [text for text in texts(language) if re.search(NO_LONGER[language], re.sub(r"\{.*?\}", "", text).lower())]
    assert wrong == []
