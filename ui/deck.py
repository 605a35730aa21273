"""The deck that a person collects from the pages: kept in the session as names and choices, never as files."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from data_loaders.codes import LANGUAGES
from presentation.block import FigureBlock
from presentation.exports.deck_recipes import (
    RECIPES,
    Collected,
    cleaned_sentence,
    collected_deck,
    recipe_deck,
    recipe_name,
    template_sentence,
)
from presentation.exports.names import file_name
from presentation.exports.slides import SIZES, TemplateError
from presentation.figures.registry import shown
from presentation.markdown import plain_words
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.text import Text
from presentation.words.notes import filters_in_words

PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
#: Slides that a person may collect; more than a meeting can bear.
MOST_SLIDES = 40
_MOST_TEMPLATE_MB = 30
_LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def collected() -> tuple[Collected, ...]:
    """The slides of the reader's deck, in their order."""
    return st.session_state.get("deck", ())


def add_to_deck(slide: Collected, message: str) -> None:
    """Put a slide at the end of the deck; call it in a callback."""
    slides = collected()
    if len(slides) < MOST_SLIDES:
        number = max((slide.number for slide in slides), default=0) + 1
        st.session_state["deck"] = (*slides, replace(slide, number=number))
        st.toast(plain_words(message), icon=":material/check:")


def _move(number: int, step: int) -> None:
    slides = list(collected())
    at = next(index for index, slide in enumerate(slides) if slide.number == number)
    to = min(max(0, at + step), len(slides) - 1)
    slides.insert(to, slides.pop(at))
    st.session_state["deck"] = tuple(slides)


def _remove(number: int) -> None:
    st.session_state["deck"] = tuple(slide for slide in collected() if slide.number != number)


def _clear() -> None:
    st.session_state["deck"] = ()


def _change(number: int, field: str, widget: str) -> None:
    st.session_state["deck"] = tuple(
        replace(slide, **{field: st.session_state[widget].strip()}) if slide.number == number else slide for slide in collected()
    )


def show_collected(slides: Sequence[Collected], reading: Reading, text: Text) -> None:
    """The collected slides: order, titles and remarks of the person's own."""
    for place, slide in enumerate(slides):
        block = next(shown([slide.key], slide.within(reading)), None)
        with st.container(border=True):
            _show_slide(place, slide, block, len(slides), text)
    st.button(text("Remove all slides"), type="tertiary", key=f"deck-clear-{text.language}", on_click=_clear)


def _show_slide(place: int, slide: Collected, block: FigureBlock | Matrix | None, count: int, text: Text) -> None:
    number, name = slide.number, f"{slide.number}-{text.language}"
    headline = block.headline if block else text("This delivery has no data for this figure; the slide is left out.")
    st.markdown(f"**{text.number(place + 1)}. {plain_words(slide.title or headline)}**")
    if choices := filters_in_words(slide.filters, text):
        st.caption(plain_words(choices))
    title, remark = f"deck-title-{name}", f"deck-remark-{name}"
    st.session_state.setdefault(title, slide.title)
    st.session_state.setdefault(remark, slide.remark)
    st.text_input(
        text("Own title"), key=title, max_chars=150, placeholder=plain_text(headline), on_change=_change, args=(number, "title", title)
    )
    st.text_area(
        text("Own words under the figure"), key=remark, max_chars=400, height=80, on_change=_change, args=(number, "remark", remark)
    )
    with st.container(horizontal=True):
        st.button(
            text("Earlier"), icon=":material/arrow_upward:", disabled=place == 0, key=f"deck-up-{name}", on_click=_move, args=(number, -1)
        )
        st.button(
            text("Later"),
            icon=":material/arrow_downward:",
            disabled=place == count - 1,
            key=f"deck-down-{name}",
            on_click=_move,
            args=(number, 1),
        )
        st.button(text("Remove"), icon=":material/delete:", key=f"deck-remove-{name}", on_click=_remove, args=(number,))


def plain_text(words: str) -> str:
    """Words for a widget that shows them to the letter."""
    return words[:150]


@dataclass(frozen=True, eq=False)
class DeckOptions:
    """How the deck is to look: its languages, its size, and an organisation's own template."""

    languages: tuple[str, ...]
    size: str
    template: bytes | None
    template_name: str


def choose_options(text: Text) -> DeckOptions:
    """Languages, size and template, for the collected deck and the ready ones alike."""
    left, right = st.columns(2, gap="large")
    with left:
        languages = st.segmented_control(
            text("Languages: a file each"), LANGUAGES, selection_mode="multi", default=[text.language],
            format_func=_LANGUAGE_NAMES.__getitem__, key=f"deck-languages-{text.language}",
        )  # fmt: skip
        size = st.segmented_control(text("Size of the slides"), SIZES, default=SIZES[0], key=f"deck-size-{text.language}", required=True)
    with right:
        template = st.file_uploader(
            text("An organisation's own template (.pptx or .potx), may be left out"), type=["pptx", "potx"],
            max_upload_size=_MOST_TEMPLATE_MB, key=f"deck-template-{text.language}",
        )  # fmt: skip
    return DeckOptions(
        tuple(code for code in LANGUAGES if code in languages) or (text.language,),
        size,
        template.getvalue() if template else None,
        template.name if template else "",
    )


def show_recipes(reading: Reading, options: DeckOptions, text: Text) -> None:
    """The ready decks, each with its button."""
    with st.container(horizontal=True):
        for code in RECIPES:
            make = partial(_files, partial(_ready, code, options), code, reading, options)
            needs = RECIPES[code].needs_region and len(reading.filters.region) != 1
            _download(
                recipe_name(code, text),
                make,
                code,
                reading,
                options,
                text,
                disabled=needs,
                help=text("Choose one region in the filters first.") if needs else None,
            )


def _ready(code: str, options: DeckOptions, reading: Reading) -> bytes:
    return recipe_deck(code, reading, options.template, options.size)


def download_collected(slides: Sequence[Collected], reading: Reading, options: DeckOptions, text: Text) -> None:
    """The button that makes the collected deck."""
    make = partial(_files, lambda translated: collected_deck(slides, translated, options.template, options.size), "deck", reading, options)
    label = text.plural("Download the deck ({number} figure)", "Download the deck ({number} figures)", len(slides))
    _download(label, make, "deck", reading, options, text, type="primary")


def _download(label: str, make: Callable[[], bytes], view: str, reading: Reading, options: DeckOptions, text: Text, **more: Any) -> None:
    several = len(options.languages) > 1
    first = Text(options.languages[0], text.theme)
    st.download_button(
        label,
        data=make,
        file_name=file_name(view, reading.info, reading.filters, first, "zip" if several else "pptx"),
        mime="application/zip" if several else PPTX,
        key=f"deck-file-{view}-{text.language}",
        on_click="ignore",
        icon=":material/slideshow:",
        **more,
    )


def _files(make: Callable[[Reading], bytes], view: str, reading: Reading, options: DeckOptions) -> bytes:
    """One deck, or a zip with a deck in each language."""
    decks = {language: make(reading.in_language(language)) for language in options.languages}
    if len(decks) == 1:
        return next(iter(decks.values()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as package:
        for language, content in decks.items():
            package.writestr(file_name(view, reading.info, reading.filters, Text(language, reading.text.theme), "pptx"), content)
    return packed.getvalue()


def template_problem(options: DeckOptions, text: Text) -> str | None:
    """Why the template cannot be used; null when it can, or when there is none. What is taken out of it is told at once."""
    from presentation.exports.deck_template import organisation_template

    if options.template is None:
        return None
    try:
        if organisation_template(options.template).is_cleaned:
            st.info(cleaned_sentence(options.template_name, text))
    except TemplateError:
        return template_sentence(options.template_name, text)
    return None
