"""What a search over everything says of itself, and its results."""

from collections.abc import Callable, Iterable
from html import escape
from itertools import groupby

from presentation.find import Answer, Hit
from presentation.text import Text


def find_examples(text: Text) -> tuple[str, ...]:
    """What a reader may write, in the reader's language."""
    return tuple(text("women Lapland; unemployed Uusimaa; EECR04 Roma; Rovaniemi; forecast").split("; "))


def answer_sentences(query: str, answer: Answer, text: Text) -> tuple[str, ...]:
    """How the words were understood, and that nothing was found, where it is so."""
    lines = [text("“{written}” is read as “{meant}”.", written=written, meant=meant) for written, meant in answer.corrected]
    if answer.unknown:
        lines.append(
            text.plural(
                "Nothing here has the word {words}.",
                "Nothing here has any of these words: {words}.",
                len(answer.unknown),
                words=", ".join(answer.unknown),
            )
        )
    if not answer.hits:
        lines.append(
            text("Nothing was found for “{words}”. Try fewer words, or the name of a region, a target group or a figure.", words=query)
        )
    return tuple(lines)


def hits_html(hits: Iterable[Hit], link: Callable[[Hit], str], text: Text) -> str:
    """The results under the headings of their kinds, each a link that says what it will show.

    Args:
        hits: Those of a kind one after another.
        link: Gives the address of a result.
    """
    names = {
        "figure": text("Figures"),
        "projects": text("Projects"),
        "project": text("Projects"),
        "implementer": text("Implementers"),
        "word": text("Glossary"),
    }
    return "".join(
        f'<div class="td-head"><h2>{escape(name)}</h2></div><ul class="td-found">{"".join(_hit_html(hit, link(hit)) for hit in group)}</ul>'
        for name, group in groupby(hits, lambda hit: names[hit.kind])
    )


def _hit_html(hit: Hit, href: str) -> str:
    return f'<li><a href="{escape(href)}" target="_self">{escape(hit.title)}</a><p class="td-meta">{escape(hit.detail)}</p></li>'
