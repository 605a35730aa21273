"""Presenting: one figure at a time over the whole window, for a meeting room; forward and back from the keyboard."""

from html import escape

import streamlit as st

from presentation.block import FigureBlock
from presentation.matrix import Matrix
from presentation.stage import slide_html
from presentation.words.notes import example_sentence, source_line
from ui.address import whole_number
from ui.context import Context
from ui.deck import collected


def presented() -> int | None:
    """Which figure is on the wall, from one: of the session, else of the address; null when nothing is presented."""
    if "present" not in st.session_state:
        asked = whole_number(st.query_params.get("present", ""))
        st.session_state["present"] = asked if asked and asked < 1_000 else None
    return st.session_state["present"]


def _present(number: int | None) -> None:
    st.session_state["present"] = number


def leave() -> None:
    """Present no more: on a page that nothing can be presented from."""
    _present(None)


def show_present_button(view: str, context: Context) -> None:
    """The way in, on a page that has figures."""
    text = context.text
    if collected() if view == "deck" else context.shown:
        st.button(
            text("Present"), type="tertiary", icon=":material/slideshow:", key=f"present-{text.language}", on_click=_present, args=(1,)
        )


def show_stage(view: str, context: Context) -> None:
    """The figure on the wall and its buttons; call it when the page has run, out of sight."""
    text, dark = context.text, st.context.theme.type == "dark"
    slides = collected() if view == "deck" else tuple(context.stage or ())
    number = min(presented() or 1, max(len(slides), 1))
    _present(number)
    st.query_params["present"] = str(number)
    with st.container(key=f"td-stage-{'dark' if dark else 'light'}"):
        if slides:
            _show_slide(slides, number, dark, context)
        else:
            st.html(f'<p class="td-slide-none">{escape(text("There is no figure to present here."))}</p>')
        with st.container(horizontal=True, horizontal_alignment="right", key="td-stage-buttons"):
            # A browser opens the full screen only for a click of its own; the page's script answers it.
            st.html(f'<button type="button" class="td-button" data-fullscreen>{escape(text("Full screen"))}</button>', width="content")
            _button(text("Back"), "back", number - 1, number == 1, text.language)
            _button(text("Forward"), "next", number + 1, number >= len(slides), text.language)
            _button(text("Leave the presentation"), "leave", None, False, text.language)


def _show_slide(slides: tuple, number: int, dark: bool, context: Context) -> None:
    text, slide, place = context.text, slides[number - 1], (number, len(slides))
    source = source_line(context.data.info, text)
    example = example_sentence(text) if context.data.info.is_example else ""
    title = remark = ""
    if not isinstance(slide, FigureBlock | Matrix):
        title, remark = (words.get(text.language, "") for words in (slide.titles, slide.remarks))
        slide = slide.block(context.reading)
    if slide is None:
        st.html(f'<p class="td-slide-none">{escape(text("This delivery has no data for this figure; the slide is left out."))}</p>')
    else:
        source = " · ".join(filter(None, (slide.source or source, example)))
        st.html(slide_html(slide, source, place, dark, text, title, remark))


def _button(label: str, step: str, number: int | None, disabled: bool, language: str) -> None:
    # The page's script clicks them by these keys: arrows, space, page keys of a clicker, Escape.
    st.button(label, key=f"td-{step}-{language}", disabled=disabled, on_click=_present, args=(number,))
