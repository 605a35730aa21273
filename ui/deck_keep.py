"""Decks that the archive keeps: save the collected one, open, download, rename, delete and bring back those that are there.

Everybody on the staff's instance may open and download them; who imports or publishes may change them.
"""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from archive.decks import (
    KeptDeck,
    delete_deck,
    keep_template,
    kept_decks,
    read_template,
    rename_deck,
    restore_deck,
    save_deck,
)
from data_loaders.findings import InputError
from presentation.exports.collected import Collected, collected_deck, frame_of, kept_slides, slides_of
from presentation.exports.deck_recipes import lost_template_sentence
from presentation.markdown import plain_words
from presentation.reading import Reading
from presentation.text import Text
from presentation.words.deliveries import moment
from presentation.words.findings import finding_sentence
from settings import read_settings
from ui.data_upload import keeps
from ui.deck import DeckOptions, download, files, frame
from ui.show import show_section, show_text
from ui.sign_in import may, person

#: Letters of a deck's name at most.
_LONGEST_NAME = 80


def may_save() -> bool:
    """Whether the person may change the decks that are kept: those who keep the data, where there is a place to keep it."""
    return keeps() and read_settings().mode == "staff" and (may("importer") or may("publisher"))


def show_saving(slides: Sequence[Collected], options: DeckOptions, text: Text) -> None:
    """A name for the collected deck, and the button that keeps it."""
    if not may_save():
        return
    opened: KeptDeck | None = st.session_state.get("deck-kept")
    widget = f"deck-name-{st.session_state.get('deck-opened', 0)}-{text.language}"
    st.session_state.setdefault(widget, opened.name if opened else "")
    st.text_input(text("Name of the deck"), key=widget, max_chars=_LONGEST_NAME)
    with st.container(horizontal=True):
        if opened:
            st.button(
                text("Save the changes"), icon=":material/save:", key=f"deck-save-{text.language}",
                on_click=_save, args=(slides, options, widget, opened, text),
            )  # fmt: skip
        label = text("Save as a new deck") if opened else text("Save the deck")
        st.button(
            label, icon=":material/save:", key=f"deck-save-new-{text.language}", on_click=_save, args=(slides, options, widget, None, text)
        )
    _say_what_came()


def _save(slides: Sequence[Collected], options: DeckOptions, widget: str, opened: KeptDeck | None, text: Text) -> None:
    root, own = read_settings().data, frame()

    def save() -> str:
        template = keep_template(root, options.template_name, options.template).sha256 if options.template else ""
        deck = KeptDeck(
            st.session_state[widget], kept_slides(slides), opened.id if opened else "", own.parts, own.titles, own.summaries,
            options.languages, options.size, template, own.split, opened.steps if opened else (),
        )  # fmt: skip
        st.session_state["deck-kept"] = kept = save_deck(root, deck, person())
        if template:
            st.session_state["deck-look"] = template
        return text("The deck “{name}” has been saved. Your colleagues see it too.", name=kept.name)

    _do(save, text)


def _do(step: Callable[[], str], text: Text) -> None:
    """Do something with a kept deck, and keep what came of it to be told where the button was."""
    if not may_save():
        return
    try:
        st.session_state["deck-told"] = ("done", [step()])
    except InputError as error:
        st.session_state["deck-told"] = ("refused", [finding_sentence(finding, text) for finding in error.findings])


def _say_what_came() -> None:
    what, sentences = st.session_state.pop("deck-told", ("", []))
    for sentence in sentences:
        (st.success if what == "done" else st.error)(plain_words(sentence))


def show_kept(reading: Reading, text: Text) -> None:
    """The decks that are kept, each to be opened, made of this delivery, renamed or deleted."""
    decks, findings = kept_decks(read_settings().data)
    there, deleted = [deck for deck in decks if not deck.is_deleted], [deck for deck in decks if deck.is_deleted]
    if not (decks or findings):
        return
    show_section(text("Saved decks"))
    _say_what_came()
    for finding in findings:
        st.warning(plain_words(finding_sentence(finding, text)))
    for deck in there:
        with st.container(border=True):
            _show_deck(deck, reading, text)
    if deleted and may_save():
        with st.expander(text("Deleted decks")):
            for deck in deleted:
                show_text(_last_step(deck, text))
                st.button(
                    text("Bring back “{name}”", name=deck.name), icon=":material/restore:", key=f"deck-restore-{deck.id}-{text.language}",
                    on_click=_do, args=(partial(_restored, deck, text), text),
                )  # fmt: skip


def _last_step(deck: KeptDeck, text: Text) -> str:
    step = deck.steps[-1]
    facts = {"name": deck.name, "when": moment(step.at, text), "who": step.who}
    if deck.is_deleted:
        return text("{name}: deleted {when}, {who}", **facts)
    return text("{name}: changed {when}, {who}", **facts)


def _show_deck(deck: KeptDeck, reading: Reading, text: Text) -> None:
    template = read_template(read_settings().data, deck.template)
    st.markdown(f"**{plain_words(deck.name)}**")
    st.caption(plain_words(_last_step(deck, text)))
    if deck.template and template is None:
        st.warning(plain_words(lost_template_sentence(text)))
    slides, name = slides_of(deck), f"{deck.id}-{deck.version}-{text.language}"
    options = DeckOptions(deck.languages, deck.size, template, "")
    with st.container(horizontal=True):
        make = partial(
            files, lambda own: collected_deck(slides, own, template, deck.size, frame_of(deck)), f"deck-{deck.id[:6]}", reading, options
        )
        label = text.plural("Download the deck ({number} figure)", "Download the deck ({number} figures)", len(slides))
        download(label, make, f"deck-{deck.id[:6]}", reading, options, text)
        st.button(text("Open"), icon=":material/folder_open:", key=f"deck-open-{name}", on_click=_open, args=(deck,))
        if may_save():
            with st.popover(text("Rename"), icon=":material/edit:", key=f"deck-rename-{name}", on_change="rerun") as panel:
                if panel.open:
                    widget = f"deck-new-name-{name}"
                    st.text_input(text("New name"), value=deck.name, key=widget, max_chars=_LONGEST_NAME)
                    st.button(
                        text("Rename the deck"),
                        key=f"deck-renamed-{name}",
                        on_click=_do,
                        args=(partial(_renamed, deck, widget, text), text),
                    )
            with st.popover(text("Delete"), icon=":material/delete:", key=f"deck-delete-{name}", on_change="rerun") as panel:
                if panel.open:
                    show_text(
                        text("Deleted, the deck is in nobody’s list any more. It is kept, and can be brought back from the deleted decks.")
                    )
                    st.button(text("Delete the deck"), key=f"deck-deleted-{name}", on_click=_do, args=(partial(_deleted, deck, text), text))


def _open(deck: KeptDeck) -> None:
    """Put a kept deck in the place of the collected one."""
    state = st.session_state
    state["deck"], state["deck-frame"], state["deck-kept"] = slides_of(deck), frame_of(deck), deck
    state["deck-opened"] = state.get("deck-opened", 0) + 1
    state["deck-look"] = deck.template
    for name in [name for name in state if str(name).startswith(("deck-look-", "deck-languages-", "deck-size-"))]:
        del state[name]
    state["deck-languages"], state["deck-size"] = deck.languages, deck.size


def _renamed(deck: KeptDeck, widget: str, text: Text) -> str:
    kept = rename_deck(read_settings().data, deck, st.session_state[widget], person())
    _follow(kept)
    return text("The deck is called “{name}” now.", name=kept.name)


def _deleted(deck: KeptDeck, text: Text) -> str:
    _follow(delete_deck(read_settings().data, deck, person()))
    return text("The deck “{name}” has been deleted. It can be brought back from the deleted decks.", name=deck.name)


def _restored(deck: KeptDeck, text: Text) -> str:
    _follow(restore_deck(read_settings().data, deck, person()))
    return text("The deck “{name}” has been brought back.", name=deck.name)


def _follow(kept: KeptDeck) -> None:
    """The person's own step is no change by somebody else: the deck that they have open goes on from it."""
    opened: KeptDeck | None = st.session_state.get("deck-kept")
    if opened and opened.id == kept.id and opened.steps == kept.steps[:-1]:
        st.session_state["deck-kept"] = None if kept.is_deleted else kept
