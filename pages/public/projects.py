"""Page: the projects one by one, and everything about one of them."""

import streamlit as st

from analytics.projects import project_detail, project_list
from presentation.projects import (
    count_sentence,
    detail_lead,
    facts_html,
    link_html,
    list_html,
    money_table,
    official_page,
    partners_table,
    project_name,
)
from presentation.tables import table_html
from ui.choices import chosen_project, list_page, project_link, project_order, project_search
from ui.context import current_context
from ui.show import show_empty, show_lead, show_text, show_title

# Read
context = current_context()
text, view, data = context.text, context.view, context.data
asked = chosen_project()

# Compute
detail = project_detail(data.current.rows, data.current.people, asked) if asked else None

# Show
if detail:
    st.html(link_html(project_link(None, context), text("← All projects")))
    show_title(project_name(detail.name, detail.key, text))
    show_lead(detail_lead(detail, text))
    st.html(facts_html(detail, text))
    show_text(detail.summary or "")
    st.html(table_html(money_table(detail, text), text))
    st.html(table_html(partners_table(detail, text), text))
    if page := official_page(detail, data.info.template, text):
        st.html(link_html(page, text("The project in the EURA information service"), outside=True))
else:
    show_title(text("Projects"))
    if asked:
        st.warning(text("The project in the address is not in this delivery. All projects are shown."))
    left, right = st.columns([2, 1])
    with left:
        search = project_search(text)
    with right:
        order = project_order(text)
    found = project_list(view.rows, search, order, list_page())
    show_text(count_sentence(found, text))
    if found.count:
        st.html(list_html(found, lambda key: project_link(key, context), text))
        list_page(found, text)
    else:
        show_empty("empty", context)
