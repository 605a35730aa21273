"""The words of the field as the rules of the ESF+ use them, in the reader's language and the two others."""

from html import escape

from data_loaders.codes import LANGUAGES, code_list
from presentation.text import Text


def glossary_groups(text: Text) -> tuple[tuple[str, str], ...]:
    """The groups of words, in the order shown: code and heading."""
    return (
        ("people", text("People")),
        ("projects", text("Projects and the theme's expectations")),
        ("money", text("Money")),
        ("indicators", text("Indicators and counting")),
        ("data", text("Data")),
        ("administration", text("Administration")),
    )


def terms(group: str) -> tuple[str, ...]:
    """The codes of the words of a group, in the order of the list."""
    return tuple(code for code, row in code_list("glossary").items() if row["group"] == group)


def glossary_html(group: str, text: Text) -> str:
    """The words of a group: name, the same in the other languages, and what it means."""
    return f'<dl class="td-glossary">{"".join(_term(code, text) for code in terms(group))}</dl>'


def _term(code: str, text: Text) -> str:
    row = code_list("glossary")[code]
    others = " · ".join(f'<span lang="{language}">{escape(row[language])}</span>' for language in LANGUAGES if language != text.language)
    return (
        f'<div id="{escape(code)}"><dt>{escape(row[text.language])}<small>{others}</small></dt>'
        f"<dd>{escape(row[f'definition_{text.language}'])}</dd></div>"
    )
