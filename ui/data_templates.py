"""How to begin with an empty data directory, and the workbooks that people fill in."""

from functools import partial

import streamlit as st

from archive.archive import Delivery, open_archive
from presentation.exports.templates import TEMPLATES, template
from presentation.snapshots import last_members
from presentation.text import Text
from presentation.words.routine import beginning, beginning_html, template_name, templates_lead
from settings import read_settings
from ui.show import show_lead, show_page_link, show_section, show_text, show_title
from ui.sign_in import may

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Languages of the workbooks, those that people in Finland fill them in, by their own names.
_LANGUAGES = {"fi": "suomi", "sv": "svenska"}


def show_first_screen(text: Text) -> None:
    """What every page is while readers are served nothing: how to begin, or that a delivery waits."""
    deliveries = open_archive(read_settings().data).deliveries
    show_title(text.name(text.theme.name))
    show_lead(text("There is nothing to show yet: no delivery has been approved.") if deliveries else text("There is no delivery yet."))
    if not (may("importer") or may("publisher")):
        show_text(text("Those who keep the data import the first delivery."))
        return
    show_beginning(deliveries, text)
    show_page_link("staff/data", text("Go to the page Data"))
    if not deliveries:
        show_templates(text)


def show_beginning(deliveries: tuple[Delivery, ...], text: Text) -> None:
    """What to do first, where there is no delivery yet."""
    if not deliveries:
        st.html(beginning_html(beginning(text), text))


def show_templates(text: Text) -> None:
    """The workbooks to fill in, in Finnish and Swedish; those of a later half-year go on from the last delivery."""
    show_section(text("Workbooks to fill in"))
    is_filled = last_members(open_archive(read_settings().data)) is not None
    show_text(templates_lead(is_filled, text))
    for name in TEMPLATES:
        with st.container(horizontal=True, vertical_alignment="center"):
            for language, own_name in _LANGUAGES.items():
                own = Text(language, text.theme)
                st.download_button(
                    template_name(name, own_name, text),
                    data=partial(_template, name, own),
                    file_name=f"{text.theme.code}-{language}-{name}",
                    mime=_XLSX,
                    icon=":material/download:",
                    key=f"template-{name}-{language}-{text.language}",
                    on_click="ignore",
                )


def _template(name: str, text: Text) -> bytes:
    return template(name, text, last_members(open_archive(read_settings().data)))
