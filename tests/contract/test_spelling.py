"""Every word that readers see is a word: Finnish by Voikko, Swedish and English by Hunspell's dictionaries.

Names, codes and terms that no dictionary has stand in ``tests/data/words``, a word a line; one that is no longer used is told.
"""

import csv
import re
import subprocess
from collections.abc import Iterator

import pytest

from data_loaders.codes import LABELS, LANGUAGES
from data_loaders.theme import THEMES
from presentation.text import catalogue
from settings import ROOT
from tools.catalogues import messages

WORDS = ROOT / "tests" / "data" / "words"
#: What is no running text: places for values, links, addresses, file names, commands, settings, headers of files, codes.
_NO_WORDS = re.compile(
    r"\{.*?\}|https?://\S+|www\.\S+|\S+@\S+|manage\.py \w+|--?\w+(?:[ =]\w+=\w+)?|\b\w+\.(?:py|csv|xlsx?|pdf|docx|zip|dbf|pptx|potx|docx)\b|\.\w{3,5}\b"
    r"|\b\w*[_\d]\w*\b|\b[A-ZÅÄÖ]{2,}\w*\+?"
)
_WORD = re.compile(r"[A-Za-zÅÄÖåäöéÉüÜšžŠŽ]+(?:[-’'][A-Za-zÅÄÖåäöéüšž]+)*")
#: Headers of the Finnish files and names in quotation marks: they are as the files have them in every language.
_QUOTED = re.compile(r"[“”][^“”]*[“”]")


def texts(language: str) -> Iterator[str]:
    """Every text in one language: sentences, names and definitions of the code lists, texts of the theme files."""
    for message in messages():
        said = message if language == "en" else catalogue(language).get(message).string
        yield from (said,) if isinstance(said, str) else said
    for file in sorted(LABELS.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                yield from (row[column] for column in (language, f"definition_{language}") if row.get(column))
    for file in sorted(THEMES.glob("*.toml")):
        yield from re.findall(rf'\b{language} = "(.*?)"', file.read_text("utf-8"))


def words(language: str) -> set[str]:
    plain = (_NO_WORDS.sub(" ", text if language == "fi" else _QUOTED.sub(" ", text)) for text in texts(language))
    return {word.strip("-’'") for text in plain for word in _WORD.findall(text.replace("\u00ad", "")) if len(word) > 1}


def unknown(language: str, said: set[str], program: str) -> set[str]:
    """The words that the dictionary of the language does not have."""
    options = [] if language == "fi" else ["-d", {"sv": "sv_SE", "en": "en_GB"}[language], "-l"]
    answer = subprocess.run([program, *options], input="\n".join(sorted(said)) + "\n", capture_output=True, text=True, check=True)
    # Voikko says of each word whether it is one; Hunspell names those that are none.
    return {line.removeprefix("W: ") for line in answer.stdout.split("\n")} & said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_in_the_dictionary_or_a_known_term(language, spellers):
    known = set((WORDS / f"{language}.txt").read_text("utf-8").split())
    said = words(language)
    assert len(said) > 1_000, "the texts were read"
    strange = unknown(language, said | {"xqzzyk"}, spellers[language])
    assert "xqzzyk" in strange, "the dictionary was asked"
    assert sorted(strange - known - {"xqzzyk"}) == [], "misspelt, or a term for tests/data/words"
    assert sorted(known - strange) == [], "no longer said, or in the dictionary"
