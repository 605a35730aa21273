"""Every language says everything, with the same values in it."""

import csv

import pytest

from data_loaders.codes import LABELS, LANGUAGES
from presentation.text import catalogue, placeholders
from tools.catalogues import TRANSLATED, messages


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated_and_none_is_left_over(language):
    found = {tuple(m.id) if isinstance(m.id, tuple | list) else m.id: m.string for m in catalogue(language) if m.id}
    assert set(found) == set(messages())
    empty = [message for message, string in found.items() if not all(string if isinstance(string, tuple | list) else (string,))]
    assert not empty


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_have_the_same_places(language):
    for message in messages():
        string = catalogue(language).get(message).string
        if isinstance(message, tuple):
            # "One choice …" may leave the number out.
            one, many = (placeholders(form) for form in string)
            assert many == placeholders(message[1]), message
            assert one | {"number"} == placeholders(message[0]) | {"number"}, message
        else:
            assert placeholders(string) == placeholders(message), message


@pytest.mark.parametrize("path", sorted(LABELS.glob("*.csv")), ids=lambda path: path.name)
def test_labels_have_every_language(path):
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert all(row[language].strip() == row[language] != "" for language in LANGUAGES), row
