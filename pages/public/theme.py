"""Page: the theme in short, its sub-themes, what its projects promise, and whom to turn to."""

import streamlit as st

from analytics.promises import due_plans, promise_counts, promise_of, promises_by_project
from presentation.tables import table_html
from presentation.words.about import theme_paragraphs
from presentation.words.theme import contacts_table, due_html, due_sentence, promises_table
from ui.choices import over_deliveries, project_link
from ui.context import current_context
from ui.show import show_empty, show_figures, show_lead, show_page_link, show_section, show_text, show_title, show_when_opened

# Read
context = current_context()
text, reading = context.text, context.reading
view = reading.view
summary, *responsible = theme_paragraphs(text)


def show_promises() -> None:
    """The promises of every project in a table."""
    st.html(table_html(promises_table(promises_by_project(view), text), text))


# Show
show_title(text.name(text.theme.name))
show_lead(summary)
show_text(*responsible)
if not view.theme_known:
    show_empty("theme")
elif not view.rows.height:
    show_empty("empty")
else:
    show_figures("theme-subthemes", quiet=True)
    if promise_counts(view):
        show_figures("theme-promises-trend" if over_deliveries("promises", text("Expectations"), text) else "theme-promises")
        show_when_opened(text("Expectations project by project"), "promises", show_promises, text)
    left, right = st.columns(2, gap="large")
    with left:
        if promise := promise_of("embedding", view):
            due = due_plans(view)
            show_section(text("{promise}: due before the project ends", promise=text.label("promises", promise)))
            show_text(due_sentence(due, text))
            st.html(due_html(due, lambda key: project_link(key, context), text))
    with right:
        show_figures("theme-workplaces", quiet=True)
    if not view.is_protected:
        show_page_link("public/costs", text("Cost per participant and per result"))
if text.theme.contacts:
    show_section(text("Contacts"))
    st.html(table_html(contacts_table(text), text))
show_page_link("public/glossary", text("Glossary"))
