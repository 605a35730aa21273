"""Links to what a reader sees, and what a page says that was opened by a link to older figures."""

from html import escape
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.figure_changes import FigureChange, figure_changes
from analytics.filters import Filters
from archive.archive import archive_stamp, open_archive
from archive.deliveries import DeliveryInfo
from data_loaders.findings import InputError
from presentation.markdown import plain_words
from presentation.text import Text
from presentation.words.links import (
    Lack,
    gone_sentence,
    links_html,
    newer_html,
    newer_sentence,
    preview_sentence,
    reasons,
    then_and_now,
    version_sentence,
)
from presentation.words.projects import link_html
from settings import VERSION, read_settings
from ui.address import Pin, address, whole_link
from ui.context import Context, address_pairs, dataset, unpin


def show_links(context: Context, key: str, title: str, anchor: str = "", place: DeltaGenerator | None = None) -> None:
    """Both links to the page as it is now, and the citation. Call it when the page has run (``Context.at_end``).

    Args:
        context: The reader's page.
        key: Told apart from other links of the page.
        title: What the citation names.
        anchor: Where on the page the reader lands.
        place: Where it is shown; here when null.
    """
    pairs, info = address_pairs(), context.data.info
    pinned = whole_link(st.context.url, pairs, Pin(info.id, VERSION), anchor)
    (place or st).html(links_html(key, pinned, whole_link(st.context.url, pairs, None, anchor), title, info, context.text))


def show_gone(pin: Pin, text: Text) -> None:
    """That the delivery of a link cannot be shown, and the way to the newest."""
    st.error(plain_words(gone_sentence(pin.delivery, _lack(pin.delivery), text)), icon=":material/link_off:")
    _newest_button(text)


def _newest_button(text: Text) -> None:
    st.button(text("Show the newest figures"), icon=":material/update:", key=f"newest-{text.language}", on_click=unpin)


def _lack(delivery: str) -> Lack:
    archive = open_archive(read_settings().data)
    if any(finding.file == delivery for finding in archive.findings):
        return "damaged"
    try:
        state = archive.delivery(delivery).state
    except InputError:
        return "gone"
    return state if state in ("waiting", "withdrawn") else "damaged"


def show_newer(context: Context) -> None:
    """What a pinned page says: nothing while its delivery is the newest and the program the same."""
    pin, text, info = context.pin, context.text, context.data.info
    if pin is None:
        return
    if pin.is_preview:
        st.html(f'<p class="td-banner" role="note">{escape(preview_sentence(info, text))}</p>')
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(text("End the preview"), icon=":material/close:", key=f"preview-{text.language}", on_click=unpin)
            st.page_link("pages/staff/data.py", label=text("Back to the page Data"))
        return
    sentences = [version_sentence(pin.version, VERSION, text)]
    why = ""
    details: tuple[str, ...] = ()
    newest: DeliveryInfo | None = None
    try:
        newest = dataset().info
    except InputError:
        pass  # nothing newer can be read, so there is nothing to go to
    if newest and newest.id != info.id:
        settings = read_settings()
        figures = _difference(settings.data, archive_stamp(settings.data), settings.theme, info.id, newest.id, context.filters)
        sentences = [newer_sentence(info, newest, text), then_and_now(figures, text), *sentences]
        why, details = text("What the differences are made of"), reasons(figures, text)
    if not any(sentences):
        return
    st.html(newer_html(sentences, why, details))
    if newest and newest.id != info.id:
        with st.container(horizontal=True, vertical_alignment="center"):
            _newest_button(text)
            if newest.as_of != info.as_of:
                days = {"later": newest.as_of.isoformat(), "earlier": info.as_of.isoformat()}
                st.html(link_html(address("changes", text.language, context.filters, days), text("What has changed, project by project")))


@st.cache_resource(max_entries=64, show_spinner=False)
def _difference(root: Path, stamp: tuple, theme_path: Path, old_id: str, new_id: str, filters: Filters) -> tuple[FigureChange, ...]:
    """The headline figures of two deliveries within the reader's choices; worked out once for all readers."""
    old, new = dataset(old_id).current, dataset().current
    return figure_changes(old.view(filters), new.view(filters), old.rows, new.rows)
