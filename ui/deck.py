"""The deck that a person collects from the pages: kept in the session as names and choices, never as files."""

import io
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from archive.decks import kept_templates, read_template
from data_loaders.codes import LANGUAGES
from presentation.block import FigureBlock
from presentation.exports.collected import Collected, Frame, collected_deck, missing_words
from presentation.exports.deck_recipes import (
    RECIPES,
    cleaned_sentence,
    recipe_deck,
    recipe_name,
    template_sentence,
)
from presentation.exports.names import file_name
from presentation.exports.slides import PARTS, SIZES, TemplateError
from presentation.markdown import plain_words
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.text import Text
from presentation.words.notes import filters_in_words
from settings import read_settings

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
    st.session_state["deck-frame"], st.session_state["deck-kept"] = Frame(), None
    st.session_state["deck-opened"] = st.session_state.get("deck-opened", 0) + 1


def _change(number: int, field: str, language: str, widget: str) -> None:
    """Keep words of the person's own in the language of their page."""
    words = st.session_state[widget].strip()
    st.session_state["deck"] = tuple(
        _with_words(slide, field, language, words) if slide.number == number else slide for slide in collected()
    )


def _with_words(slide: Collected, field: str, language: str, words: str) -> Collected:
    if field == "titles":
        return replace(slide, titles={**slide.titles, language: words})
    return replace(slide, remarks={**slide.remarks, language: words})


def frame() -> Frame:
    """What the reader's deck is beside its slides."""
    return st.session_state.get("deck-frame", Frame())


def _change_frame(field: str, language: str, widget: str) -> None:
    kept, value = frame(), st.session_state[widget]
    if field == "parts":
        value = tuple(part for part in PARTS if part in value)
    elif field in ("titles", "summaries"):
        value = {**getattr(kept, field), language: value.strip()}
    st.session_state["deck-frame"] = replace(kept, **{field: value})


def show_collected(slides: Sequence[Collected], reading: Reading, text: Text) -> None:
    """The collected slides: order, titles and remarks of the person's own."""
    for place, slide in enumerate(slides):
        block = slide.block(reading)
        with st.container(border=True):
            _show_slide(place, slide, block, len(slides), text)
    st.button(text("Remove all slides"), type="tertiary", key=f"deck-clear-{text.language}", on_click=_clear)


def _show_slide(place: int, slide: Collected, block: FigureBlock | Matrix | None, count: int, text: Text) -> None:
    # A deck that is opened has widgets of its own.
    number, language, opened = slide.number, text.language, st.session_state.get("deck-opened", 0)
    name = f"{number}-{opened}-{language}"
    own_title, own_remark = (words.get(language, "") for words in (slide.titles, slide.remarks))
    headline = block.headline if block else text("This delivery has no data for this figure; the slide is left out.")
    st.markdown(f"**{text.number(place + 1)}. {plain_words(own_title or headline)}**")
    if choices := filters_in_words(slide.filters, text):
        st.caption(plain_words(choices))
    title, remark = f"deck-title-{name}", f"deck-remark-{name}"
    st.session_state.setdefault(title, own_title)
    st.session_state.setdefault(remark, own_remark)
    st.text_input(
        text("Own title"),
        key=title,
        max_chars=150,
        placeholder=plain_text(headline),
        on_change=_change,
        args=(number, "titles", language, title),
    )
    st.text_area(
        text("Own words under the figure"),
        key=remark,
        max_chars=400,
        height=80,
        on_change=_change,
        args=(number, "remarks", language, remark),
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


def choose_frame(languages: Sequence[str], slides: Sequence[Collected], text: Text) -> None:
    """What the deck has beside its figures, with the person's own words in the language of the page."""
    kept, language = frame(), text.language
    name = f"{st.session_state.get('deck-opened', 0)}-{language}"
    names = {"cover": text("Cover"), "summary": text("Summary"), "sources": text("Sources and definitions")}
    parts, split, title, summary = (f"deck-frame-{field}-{name}" for field in ("parts", "split", "titles", "summaries"))
    for widget, value in (
        (parts, list(kept.parts)), (split, kept.split), (title, kept.titles.get(language, "")), (summary, kept.summaries.get(language, ""))
    ):  # fmt: skip
        st.session_state.setdefault(widget, value)
    with st.expander(text("Cover, summary and sources")):
        st.segmented_control(
            text("What the deck has beside its figures"), PARTS, selection_mode="multi", format_func=names.__getitem__, key=parts,
            on_change=_change_frame, args=("parts", language, parts),
        )  # fmt: skip
        st.text_input(text("Own title of the deck"), key=title, max_chars=150, on_change=_change_frame, args=("titles", language, title))
        st.text_area(
            text("Own summary, a paragraph a line"),
            key=summary,
            max_chars=1500,
            on_change=_change_frame,
            args=("summaries", language, summary),
        )
        st.checkbox(
            text("A large table may go on over several slides"), key=split, on_change=_change_frame, args=("split", language, split)
        )
        st.caption(text("Words of your own are kept by language: change the language of the page to write them in another."))
    for sentence in missing_words(slides, kept, languages, _LANGUAGE_NAMES, text):
        st.warning(plain_words(sentence))


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
    """Languages, size and template, for the collected deck and the ready ones alike.

    A template that is sent is used; else the one that was chosen of those that the archive keeps.
    """
    root, language = read_settings().data, text.language
    names = {template.sha256: template.name for template in kept_templates(root)}
    st.session_state.setdefault(f"deck-look-{language}", st.session_state.get("deck-look", ""))
    if st.session_state[f"deck-look-{language}"] not in names:
        st.session_state[f"deck-look-{language}"] = ""
    state = st.session_state
    state.setdefault(f"deck-languages-{language}", list(state.get("deck-languages", (language,))))
    state.setdefault(f"deck-size-{language}", state.get("deck-size", SIZES[0]))
    left, right = st.columns(2, gap="large")
    with left:
        languages = st.segmented_control(
            text("Languages: a file each"), LANGUAGES, selection_mode="multi",
            format_func=_LANGUAGE_NAMES.__getitem__, key=f"deck-languages-{text.language}",
        )  # fmt: skip
        size = st.segmented_control(text("Size of the slides"), SIZES, key=f"deck-size-{text.language}", required=True)
    with right:
        template = st.file_uploader(
            text("An organisation's own template (.pptx or .potx), may be left out"), type=["pptx", "potx"],
            max_upload_size=_MOST_TEMPLATE_MB, key=f"deck-template-{text.language}",
        )  # fmt: skip
        if names:
            st.selectbox(
                text("Kept templates"), ["", *names], format_func=lambda sha: plain_text(names[sha]) if sha else text("Own look of the dashboard"),
                key=f"deck-look-{language}", on_change=_choose_look, args=(f"deck-look-{language}",),
            )  # fmt: skip
    chosen = "" if template else st.session_state[f"deck-look-{language}"]
    if chosen:
        return DeckOptions(
            tuple(code for code in LANGUAGES if code in languages) or (text.language,),
            size or SIZES[0],
            read_template(root, chosen),
            names[chosen],
        )
    return DeckOptions(
        tuple(code for code in LANGUAGES if code in languages) or (text.language,),
        size or SIZES[0],
        template.getvalue() if template else None,
        template.name if template else "",
    )


def _choose_look(widget: str) -> None:
    st.session_state["deck-look"] = st.session_state[widget]


def show_recipes(reading: Reading, options: DeckOptions, text: Text) -> None:
    """The ready decks, each with its button."""
    with st.container(horizontal=True):
        for code in RECIPES:
            make = partial(files, partial(_ready, code, options), code, reading, options)
            needs = RECIPES[code].needs_region and len(reading.filters.region) != 1
            download(
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
    make = partial(
        files, lambda translated: collected_deck(slides, translated, options.template, options.size, frame()), "deck", reading, options
    )
    label = text.plural("Download the deck ({number} figure)", "Download the deck ({number} figures)", len(slides))
    download(label, make, "deck", reading, options, text, type="primary")


def download(label: str, make: Callable[[], bytes], view: str, reading: Reading, options: DeckOptions, text: Text, **more: Any) -> None:
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


def files(make: Callable[[Reading], bytes], view: str, reading: Reading, options: DeckOptions) -> bytes:
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
