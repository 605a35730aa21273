"""What inflected words have in common, so that a search finds them in whatever form they are written."""

import re
from functools import cache, lru_cache
from threading import Lock
from typing import Any

from analytics.project_search import folded_letters

_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, in lower case and in its order; numbers are words, and a hyphen divides."""
    return tuple(_WORD.findall(text.casefold()))


@lru_cache(maxsize=20_000)
def word_forms(word: str, language: str | None = None) -> frozenset[str]:
    """What an inflected word shares with the other forms of it, letters folded.

    The word itself, its base forms in the Finnish dictionary (all readings: *naisten* is of *nainen*), and its stems in the
    three languages. A stem of one language is no word of another: its language stands before it.

    Args:
        word: In lower case.
        language: The language of the word; null where it may be any, as in what a reader writes, and for names.
    """
    forms = {folded_letters(word)}
    if language in ("fi", None):
        forms |= {folded_letters(form) for form in _base_forms(word)}
    for other, stemmer in _stemmers().items():
        if language in (other, None):
            forms.add(f"{other}:{folded_letters(stemmer.stemWord(word))}")
    return frozenset(forms)


def _base_forms(word: str) -> set[str]:
    """The base forms of a Finnish word; none where the machine has no Finnish dictionary: its stem has to do then."""
    voikko = _voikko()
    if voikko is None:
        return set()
    # The library is not made for several threads at once.
    with _one_at_a_time:
        analyses = voikko.analyze(word)
    return {analysis["BASEFORM"].casefold() for analysis in analyses if "BASEFORM" in analysis}


_one_at_a_time = Lock()


@cache
def _voikko() -> Any:
    """The Finnish dictionary of the machine (libvoikko1 and voikko-fi of Debian); null when it is not installed."""
    from libvoikko import Voikko, VoikkoException

    try:
        return Voikko("fi")
    except (VoikkoException, OSError):
        return None


@cache
def _stemmers() -> dict[str, Any]:
    from snowballstemmer import stemmer

    return {"fi": stemmer("finnish"), "sv": stemmer("swedish"), "en": stemmer("english")}
