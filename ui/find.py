"""Find a figure, a word or a project: the field on every page, and what it leads to."""

from functools import lru_cache

import streamlit as st

from analytics.filters import Filters
from presentation.figures.registry import KEYS
from presentation.find import Hit, Index, allowed_choices
from presentation.text import Text
from presentation.words.find import answer_sentences, find_examples, hits_html
from presentation.words.project_search import links_line_html
from ui.address import address
from ui.choices import LONGEST_SEARCH
from ui.context import Context, Dataset, current_theme, page_reading
from ui.show import show_figures, show_lead, show_text

#: Where results stand.
PAGE = "pages/public/find.py"


def show_find_field(text: Text) -> None:
    """The one field on every page; Enter leads to the results, with the choices kept."""
    key = f"find-{text.language}"
    st.session_state.setdefault(key, st.query_params.get("find", "")[:LONGEST_SEARCH])
    words = st.text_input(
        text("Find a figure or a project"),
        key=key,
        max_chars=LONGEST_SEARCH,
        type="search",
        icon=":material/search:",
        placeholder=text("Find a figure or a project"),
        label_visibility="collapsed",
        width=270,
        on_change=_ask,
    )
    if st.session_state.pop("find-asked", False) and words:
        st.switch_page(PAGE, query_params={"lang": text.language, "find": words[:LONGEST_SEARCH].strip()})


def _ask() -> None:
    st.session_state["find-asked"] = True


def show_found(context: Context) -> None:
    """The figure that the address names, with its choices, and what the words there lead to."""
    text = context.text
    query = st.query_params.get("find", "")[:LONGEST_SEARCH].strip()
    key = st.query_params.get("figure", "")
    if key in KEYS:
        context.chosen.update(allowed_choices(st.query_params))
        show_figures(key)
    if context.stage is not None:
        return
    if not query:
        show_lead(
            text("Write what you look for in your own words: a figure, a region, a target group, an indicator, a project, an implementer.")
        )
        st.html(links_line_html(find_examples(text), lambda example: _link(Hit("", "", "", "find", Filters()), example, context), text))
        return
    answer = _index(context.data).find(query, context.reading)
    show_text(*answer_sentences(query, answer, text))
    if answer.hits:
        st.html(hits_html(answer.hits, lambda hit: _link(hit, query, context), text))


def _link(hit: Hit, query: str, context: Context) -> str:
    choices = dict(hit.choices) | ({"find": query} if hit.page == "find" else {})
    return address(hit.page, context.text.language, hit.filters, choices, context.pin) + (f"#{hit.anchor}" if hit.anchor else "")


@lru_cache(maxsize=2)
def _index(data: Dataset) -> Index:
    """What can be found in a delivery: made when somebody looks for something for the first time."""
    return Index(page_reading(data, Text("fi", current_theme()), Filters(), {}))
