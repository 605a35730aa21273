"""Page: the projects one by one, with search."""

import streamlit as st

from analytics.project_search import facets, of_type
from analytics.projects import project_list
from presentation.words.project_search import FACETS, examples_html, facets_html, nothing_found, search_note
from presentation.words.projects import count_sentence, link_html, list_html
from ui.choices import (
    chosen_project,
    chosen_type,
    list_page,
    page_link,
    project_link,
    project_order,
    project_search,
    search_link,
    show_list_buttons,
)
from ui.context import current_context
from ui.project import show_project
from ui.show import show_figures, show_text, show_title, show_when_opened
from ui.take_away import show_delivery_take_away

# Read
context = current_context()
text, reading = context.text, context.reading
asked, kind = chosen_project(), chosen_type()


def show_trend(query: str, kind: str | None) -> None:
    """The projects of the filters over deliveries, and that a search is not followed."""
    show_text(search_note(text) if query.strip() or kind else "", style="td-note")
    show_figures("status-trend")


# Show
if not (asked and show_project(asked, context)):
    show_title(text("Projects"))
    if asked:
        st.warning(text("The project in the address is not in this delivery. All projects are shown."))
    left, right = st.columns([2, 1])
    with left:
        query = project_search(text)
    with right:
        order = project_order(text)
    st.html(examples_html(lambda example: search_link(context, example), text))
    hits = reading.view.search(query)
    rows = of_type(hits.rows, kind)
    shown = project_list(rows, order, list_page())
    if kind:
        label = text("Type of implementer: {name}", name=text.label("implementer_types", kind))
        st.html(link_html(page_link("projects", context, q=query), text("{choice} – remove", choice=label)))
    if shown.count:
        st.html(facets_html(facets(rows, tuple(FACETS)), lambda name, code: search_link(context, query, name, code), text))
        show_text(count_sentence(shown, text))
        st.html(list_html(shown, lambda key: project_link(key, context), text))
        show_list_buttons(shown, text)
        show_when_opened(text("Projects over deliveries"), "projects-trend", lambda: show_trend(query, kind), text)
        show_delivery_take_away(context)
    else:
        everywhere = project_list(reading.current.search(query).rows).count
        show_text(*nothing_found(hits, everywhere, reading.filtered, text))
