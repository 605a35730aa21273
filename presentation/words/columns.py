"""The columns of a list that nobody recognised, as a person is asked about them."""

from collections.abc import Sequence
from html import escape

from data_loaders.suggestions import ListColumn, UnknownList
from presentation.text import Text

_LONGEST_SAMPLE = 50


def columns_lead(unknown: UnknownList, text: Text) -> str:
    """What is asked, and how much has been suggested."""
    known = sum(1 for column in unknown.columns if column.field)
    return text(
        "Nobody has read a list like this before. It has {number} columns; for {known} of them there is a suggestion. Look through the choices, mend them, and leave out what is not needed.",
        number=text.number(len(unknown.columns)),
        known=text.number(known),
    )


def column_html(column: ListColumn, text: Text) -> str:
    """One column: letter, header and its first values; every text escaped."""
    samples = " · ".join(_short(sample) for sample in column.samples) or text("no values")
    return (
        f'<div class="td-column"><span class="td-letter">{escape(column.letter)}</span>'
        f"<div><strong>{escape(_short(column.header))}</strong><p>{escape(samples)}</p></div></div>"
    )


def repeated_sentence(fields: Sequence[str], text: Text) -> str:
    """Why the choices cannot be used. ``fields``: those chosen twice; empty when nothing was chosen."""
    if not fields:
        return text("Choose at least one column.")
    names = [text.label("project_fields", field) for field in fields]
    return text("Chosen for several columns: {fields}. Choose each for one column only.", fields=text.list_of(names))


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST_SAMPLE else f"{words[: _LONGEST_SAMPLE - 1]}…"
