"""Everything about one project on one page."""

import streamlit as st

from analytics.ledger import MONEY, money_ledger
from presentation.tables import table_html
from presentation.words.projects import (
    detail_lead,
    error_report,
    facts_html,
    history_table,
    link_html,
    money_table,
    official_page,
    outside_sentence,
    partners_table,
    people_table,
    project_name,
    report_address,
    source_sentence,
    state_sentence,
)
from ui.choices import project_link
from ui.context import Context
from ui.ledger import show_ledgers
from ui.show import show_figures, show_lead, show_text, show_title


def show_project(key: str, context: Context) -> bool:
    """Show one project, unfiltered; false when this delivery has none of that key."""
    text, reading = context.text, context.reading
    context.chosen["project"] = key
    detail = reading.project
    if detail is None:
        del context.chosen["project"]
        return False
    # A link may name one of its implementers' codes.
    context.chosen["project"] = detail.key
    st.html(link_html(project_link(None, context), text("← All projects")))
    show_title(project_name(detail.name, detail.key, text))
    show_lead(detail_lead(detail, text))
    show_text(state_sentence(detail, text))
    show_text(outside_sentence(detail, text), style="td-note")
    st.html(facts_html(detail, text))
    show_text(detail.summary or "")
    if page := official_page(detail, reading.info.template, text):
        st.html(link_html(page, text("The project in the EURA information service"), outside=True))
    show_figures("project-progress", "project-trend", beside=True, quiet=True)
    st.html(table_html(money_table(detail, text), text))
    show_ledgers((money_ledger(*MONEY, project=detail.key),), "project-money", context)
    st.html(table_html(partners_table(detail, text), text))
    if detail.people:
        with st.expander(text("Participants by indicator")):
            st.html(table_html(people_table(detail, text), text))
    st.html(table_html(history_table(reading.project_history, text), text))
    show_text(source_sentence(detail, reading.info, text), style="td-source")
    with st.expander(text("Report an error in these figures"), icon=":material/flag:"):
        message = error_report(detail, reading.info, _whole_address(project_link(detail.key, context)), text)
        if address := report_address(message, detail, text):
            st.html(link_html(address, text("Write an e-mail with this text")))
        else:
            show_text(text("Copy this text into your message to those who keep the figures."))
        st.code(message, language=None, wrap_lines=True)
    return True


def _whole_address(link: str) -> str:
    """A link of ours with the address of this server in front, as the reader's browser knows it."""
    here = st.context.url
    return f"{here.partition('?')[0].rstrip('/').rpartition('/')[0]}/{link}" if here else link
