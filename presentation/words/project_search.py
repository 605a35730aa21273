"""The search among projects in words: examples, how the result divides, and why nothing was found."""

from collections.abc import Callable, Sequence
from html import escape

from analytics.project_search import Facet, Hits
from presentation.text import Text

#: Dimension of the rows → the filter that takes its codes, and their kind of label.
FACETS = {
    "region": ("region", "regions"),
    "status": ("status", "statuses"),
    "subthemes": ("subtheme", "subthemes"),
    "target_groups": ("group", "target_groups"),
    "implementer_type": ("type", "implementer_types"),
}
#: Parts of a facet that are offered.
_MOST = 7


def search_examples(text: Text) -> tuple[str, ...]:
    """What a reader may write: the names of fields in their language, the words in that of the list."""
    return ("nuoret -vammaiset", '"sosiaalista kuntoutusta"', text("implementer:kaupunki"), text("town:Oulu"), text("status:ended"))


def examples_html(link: Callable[[str], str], text: Text) -> str:
    """The examples as links that search."""
    return links_line_html(search_examples(text), link, text)


def links_line_html(examples: Sequence[str], link: Callable[[str], str], text: Text) -> str:
    """Examples of a search in one line, as links that search."""
    links = " ".join(f'<a href="{escape(link(example))}" target="_self"><code>{escape(example)}</code></a>' for example in examples)
    return f'<p class="td-p td-note td-examples">{escape(text("For example:"))} {links}</p>'


def facets_html(facets: Sequence[Facet], link: Callable[[str, str | None], str], text: Text) -> str:
    """How the projects of a result divide: each part with its number, as a link that narrows the result.

    Args:
        facets: The facets.
        link: Gives the address of the result narrowed by a filter and its code.
    """
    names = {
        "region": text("Region"),
        "status": text("Status"),
        "subthemes": text("Sub-theme"),
        "target_groups": text("Target group"),
        "implementer_type": text("Type of implementer"),
    }
    lines = []
    for facet in facets:
        name, kind = FACETS[facet.dimension]
        items = "".join(
            f'<li><a href="{escape(link(name, code))}" target="_self">{escape(text.label(kind, code))}</a> '
            f"<span>{escape(text.number(count))}</span></li>"
            for code, count in facet.counts[:_MOST]
        )
        rest = len(facet.counts) - _MOST
        if rest > 0:
            items += f"<li>{escape(text.plural('{number} other', '{number} others', rest))}</li>"
        lines.append(f"<dt>{escape(names[facet.dimension])}</dt><dd><ul>{items}</ul></dd>")
    return f'<dl class="td-facets">{"".join(lines)}</dl>'


def nothing_found(hits: Hits, without_choices: int, filtered: str | None, text: Text) -> tuple[str, ...]:
    """Why no project was found, and what would help.

    Args:
        hits: The search with the reader's choices.
        without_choices: Projects that the same search finds without the choices.
        filtered: The choices in words; null when nothing is chosen.
    """
    missing = [term.text for term, count in hits.alone if not term.is_excluded and not count]
    lines = []
    if missing:
        lines.append(
            text.plural(
                "No project here has the word {words}.",
                "No project here has any of these words: {words}.",
                len(missing),
                words=", ".join(missing),
            )
        )
    elif hits.alone:
        lines.append(text("Every word is found in some project, but no project has them all. Try fewer words."))
    if filtered and without_choices:
        lines.append(
            text.plural(
                "Without the choices ({choices}) the search finds {number} project.",
                "Without the choices ({choices}) the search finds {number} projects.",
                without_choices,
                choices=filtered,
            )
        )
    lines.append(text("Words are looked for in names, implementers, codes, towns and summaries; the beginning of a word is enough."))
    return tuple(lines)


def search_note(text: Text) -> str:
    """Why a trend beside a search has more projects than the search has found."""
    return text("Older deliveries are not searched: the trend follows the filters, not the words searched for or the type of implementer.")
