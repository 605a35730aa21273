"""What stands around every page: styles, language, filters, notices and the footer."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from html import escape

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from analytics.filters import CODE_FILTERS, MOST_COMPARED, Filters
from analytics.placing import divided
from archive.archive import open_archive
from archive.deliveries import DeliveryInfo
from data_loaders.codes import LANGUAGES
from data_loaders.findings import Finding, InputError
from presentation.markdown import plain_words
from presentation.text import Text
from presentation.words.findings import finding_sentence
from presentation.words.legal_pages import footer_html
from presentation.words.notes import (
    LABEL_KINDS,
    chosen_part_sentence,
    example_sentence,
    filter_chips,
    filter_name,
    lost_sentence,
    scope_sentence,
    source_line,
    undated_sentence,
)
from presentation.words.protection import closed_filters_sentence, closed_sentence, kept_sentence
from settings import read_settings
from ui.address import YEAR_FILTERS
from ui.context import (
    ALL_YEARS,
    Context,
    Dataset,
    boundaries,
    clear_choices,
    current_filters,
    current_language,
    current_pin,
    current_theme,
    dataset,
    drop_overlong,
    lost_choices,
    order_address,
    remove_choice,
    restore_choices,
    widget_key,
    write_address,
    write_down,
)
from ui.data_templates import show_first_screen
from ui.find import show_find_field
from ui.links import show_gone, show_newer
from ui.page_script import tell_document
from ui.present import leave, presented, show_present_button, show_stage
from ui.show import CSS, show_text
from ui.sign_in import may, show_sign_in, show_sign_out
from ui.take_away import show_page_links, show_page_take_away

#: Pages of nothing but people: in public they follow only the choices that protected counts are
#: published for, one at a time.
PEOPLE_VIEWS = ("target-groups", "gender", "outcomes")
PUBLIC_FILTERS = ("region", "group")
#: Pages of the service itself, which are there without data too.
SERVICE_VIEWS = ("accessibility", "privacy", "method", "glossary")
LANGUAGE_NAMES = {"fi": "Suomi", "sv": "Svenska", "en": "English"}


def open_frame(view: str, title: str, about_data: bool = False) -> Context | None:
    """Draw what stands above a page and in the sidebar, and read the reader's choices.

    Args:
        view: Code of the page.
        title: What the page is called.
        about_data: True on the pages that data comes in through: they have no filters, and
            are there also before the first delivery.

    Returns:
        The reader's page; null when there is no data to show, which has then been said.
    """
    st.html(CSS)
    is_staff = read_settings().mode == "staff"
    if not may("reader"):
        text, _ = _language()
        tell_document(lang=text.language)
        show_sign_in(text)
        return None
    drop_overlong()
    # The data itself is not looked at as it was once.
    pin = None if about_data else current_pin()
    kept = None
    try:
        # Read afresh: damage to a stored file does not change what this process has read.
        kept = open_archive(read_settings().data).findings if about_data else None
        data = dataset(pin.delivery, pin.is_preview) if pin else dataset()
    except InputError as error:
        text, _ = _language()
        tell_document(lang=text.language)
        if pin:
            show_gone(pin, text)
            return None
        if not is_staff:
            st.error(closed_sentence(text), icon=":material/error:")
        # A page about the data says itself that there is none yet; of a directory that may not be read it knows nothing.
        for finding in error.findings if is_staff else ():
            # That there is no delivery yet is no error: it is where everybody begins.
            if finding.code != "delivery-missing":
                st.error(plain_words(finding_sentence(finding, text)))
        if kept is not None or view in SERVICE_VIEWS:
            return Context(text, Filters(), None, is_staff)
        if is_staff and any(finding.code == "delivery-missing" for finding in error.findings):
            show_first_screen(text)
        _show_foot(None, text)
        return None
    restore_choices(data)
    if presented() and about_data:
        leave()
        st.rerun()  # with the way to the other pages
    if presented():
        text = Text(current_language(), current_theme())
        tell_document(lang=text.language)
        return Context(text, current_filters(), data, is_staff, pin=pin, stage=[])
    if about_data:
        text, place = _language()
        with place:
            show_find_field(text)
        tell_document(lang=text.language)
        # The choices wait in the session for the next page that has filters.
        write_address(Filters(), text.language)
        _lost(st.session_state["overlong"], text)
        _problems(dict.fromkeys((*(kept or ()), *data.problems)), text)
        return Context(text, Filters(), data, is_staff)
    text, place = _language()
    with place:
        show_find_field(text)
    tell_document(lang=text.language)
    _sidebar(data, text, view in PEOPLE_VIEWS and data.current.is_protected)
    filters = current_filters()
    write_address(filters, text.language, pin)
    context = Context(text, filters, data, is_staff, pin=pin)
    context.at_end.append(lambda: _show_tools(view, title, place, context))
    show_newer(context)
    _notices(context)
    return context


def _show_tools(view: str, title: str, place: DeltaGenerator, context: Context) -> None:
    with place:
        show_page_links(context, title)
        show_present_button(view, context)


def _language() -> tuple[Text, DeltaGenerator]:
    """The language switch, first thing on the page; it keeps the page and the filters. Beside it is a place for tools."""
    st.session_state.setdefault("lang", current_language())
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        brand = st.container(width="content")
        with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center", width="content"):
            tools = st.container(horizontal=True, width="content")
            st.segmented_control(
                "Kieli · Språk · Language",
                LANGUAGES,
                format_func=lambda code: LANGUAGE_NAMES[code],
                key="lang",
                required=True,
                label_visibility="collapsed",
            )
    text = Text(current_language(), current_theme())
    brand.html(f'<p class="td-brand">{escape(text.name(text.theme.name))}</p>')
    return text, tools


def show_failure() -> None:
    """Say that a page failed, in the reader's language and without a word of what stands in the server's log."""
    text = Text(current_language(), current_theme())
    st.error(
        text(
            "This page could not be shown. The error has been written down for those who maintain the service. Load the page again, or choose another page."
        ),
        icon=":material/error:",
    )


def _sidebar(data: Dataset, text: Text, is_protected: bool) -> None:
    with st.sidebar:
        st.html(f'<h2 style="font-size:1.15rem;margin:0">{escape(text("Filters"))}</h2>')
        names = [*(name for name in CODE_FILTERS if data.options[name]), *(YEAR_FILTERS if data.years else ())]
        chosen = [name for name in names if st.session_state[name]]
        closed = [name for name in names if is_protected and name not in chosen and (chosen or name not in PUBLIC_FILTERS)]
        if closed:
            show_text(closed_filters_sentence(text), style="td-note")
        for name in names:
            one = is_protected and name in PUBLIC_FILTERS
            (_year_filter if name in YEAR_FILTERS else partial(_code_filter, one=one))(name, data, text, name in closed)
        _compare(text, is_protected)


def _compare(text: Text, is_protected: bool) -> None:
    """Whether the codes chosen in a filter are added up or stand side by side; offered where from two to four are chosen."""
    offered = [name for name in CODE_FILTERS if 2 <= len(st.session_state[name]) <= MOST_COMPARED]
    if not offered:
        return
    # Protected counts are published of one region or group at a time: they can be compared, never added up.
    names = {} if is_protected else {"": text("Added up")}
    names |= {name: text("{filter}: side by side", filter=filter_name(name, text)) for name in offered}
    key = widget_key("compare")
    if st.session_state.get(key) not in names:
        st.session_state[key] = st.session_state["compare"] if st.session_state["compare"] in names else next(iter(names))
    st.session_state["compare"] = st.radio(text("Several choices"), list(names), format_func=lambda code: names[code], key=key)


def _code_filter(name: str, data: Dataset, text: Text, is_closed: bool, one: bool) -> None:
    """Codes in the session, names on the screen: the key carries the language.

    The browser would otherwise keep showing the names of the language before.
    """
    st.session_state.setdefault(widget_key(name), st.session_state[name])
    # What was chosen on another page stays, and is told. A widget with another limit is a new one, which forgets.
    before = st.session_state.get(f"limit-{name}")
    limit = (before or max(MOST_COMPARED, len(st.session_state[name]))) if one else None
    if limit != before:
        st.session_state[widget_key(name)] = st.session_state[name]
        st.session_state[f"limit-{name}"] = limit
    st.session_state[name] = st.multiselect(
        filter_name(name, text),
        data.options[name],
        format_func=lambda code: text.label(LABEL_KINDS[name], code),
        placeholder=text("All"),
        key=widget_key(name),
        disabled=is_closed,
        max_selections=limit,
    )


def _year_filter(name: str, data: Dataset, text: Text, is_closed: bool) -> None:
    st.session_state.setdefault(widget_key(name), st.session_state[name])
    st.session_state[name] = st.selectbox(
        filter_name(name, text),
        [ALL_YEARS, *data.years],
        format_func=lambda year: text("All years") if year == ALL_YEARS else str(year),
        key=widget_key(name),
        disabled=is_closed,
    )


def _problems(findings: Iterable[Finding], text: Text) -> None:
    """Deliveries and boundaries that cannot be used; the public is told of no settings and no files."""
    if read_settings().mode == "public":
        write_down(boundaries_findings())
        if tuple(findings):
            st.warning(kept_sentence(text), icon=":material/update_disabled:")
        return
    for finding in (*findings, *boundaries_findings()):
        st.warning(plain_words(finding_sentence(finding, text)))


def _lost(lost: Sequence[tuple[str, str]], text: Text) -> None:
    if lost:
        st.warning(plain_words(lost_sentence(lost, text)), icon=":material/link_off:")


def _notices(context: Context) -> None:
    text, data = context.text, context.data
    if data.info.is_example:
        st.html(f'<p class="td-banner" role="note">{escape(example_sentence(text))}</p>')
    _problems(data.problems, text)
    _lost(lost_choices(), text)
    notes = [scope_sentence(data.current.theme_known, text)]
    if context.filters.from_year or context.filters.to_year:
        undated = data.current.rows.filter(data.current.rows["end_date"].is_null() | data.current.rows["start_date"].is_null())
        notes.append(undated_sentence(undated.height, text))
    if context.filters.region:
        notes.append(chosen_part_sentence(divided(context.reading.view.rows).height, text))
    show_text(*notes, style="td-note")
    chips = filter_chips(context.filters, text)
    if not chips:
        return
    with st.container(horizontal=True, gap="small"):
        for name, code, words in chips:
            st.button(
                plain_words(words),
                icon=":material/close:",
                key=f"chip-{name}-{code}-{text.language}",
                help=text("Remove this choice"),
                on_click=remove_choice,
                args=(name, code),
            )
        st.button(text("Clear all"), type="tertiary", key=f"clear-{text.language}", on_click=clear_choices)


def boundaries_findings() -> tuple[Finding, ...]:
    """Why an official layer of boundaries could not be used; empty when it could or none is given."""
    return boundaries(read_settings().regions_file)[1]


def close_frame(context: Context, view: str, title: str, announces_projects: bool = True) -> None:
    """All of the page to take away, and the footer: the service's own pages, funding, age of the data, and what was announced.

    Args:
        view: Code of the page.
        title: What the page is called.
    """
    text = context.text
    if context.dataset is None:
        _show_foot(None, text)
        return
    if context.stage is not None:
        show_stage(view, context)
        order_address()
        return
    st.query_params.pop("present", None)
    if context.shown:
        st.html("".join(f'<p class="td-source">{escape(line)}</p>' for line in (source_line(context.data.info, text), *context.notes)))
    show_page_take_away(view, title, context)
    order_address()
    for show in context.at_end:
        show()
    if announces_projects:
        count = context.reading.view.rows["project_key"].n_unique()
        tell_document(sentence=text.plural("{number} project shown.", "{number} projects shown.", count))
    show_sign_out(text)
    _show_foot(context.data.info, text)


def _show_foot(info: DeliveryInfo | None, text: Text) -> None:
    """The service's own pages, and the footer."""
    with st.container(horizontal=True, gap="small"):
        for page, label in (
            ("method", text("How the figures are made")),
            ("accessibility", text("Accessibility statement")),
            ("privacy", text("Privacy")),
        ):
            st.page_link(f"pages/public/{page}.py", label=label)
    st.html(footer_html(info, text, date.today()))
