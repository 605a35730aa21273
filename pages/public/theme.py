"""Page: the theme in short, its sub-themes, what its projects promise, and whom to turn to."""

import streamlit as st

from analytics.funding import parts
from analytics.people import people_by_subtheme
from analytics.promises import due_plans, promise_counts, promise_of, promise_trend, promises_by_project, workplace_outcomes
from presentation.figures.theme import promise_bars, promise_lines, subtheme_rows, workplace_bars
from presentation.tables import table_html
from presentation.words.about import theme_paragraphs
from presentation.words.notes import filters_in_words
from presentation.words.theme import contacts_table, due_html, due_sentence, promises_table
from ui.choices import over_deliveries, project_link
from ui.context import current_context
from ui.show import show_empty, show_figure, show_lead, show_page_link, show_section, show_text, show_title, show_when_opened

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)
summary, *responsible = theme_paragraphs(text)

# Compute
by_subtheme = parts(view.rows, "subthemes")
people = people_by_subtheme(view.people, view.whole.code_subthemes) if view.counts_by_project else None
counts, due = promise_counts(view), due_plans(view)
workplaces = workplace_outcomes(view)

# Show
show_title(text.name(text.theme.name))
show_lead(summary)
show_text(*responsible)
if not view.theme_known:
    show_empty("theme", context)
elif not view.rows.height:
    show_empty("empty", context)
else:
    if text.theme.subthemes:
        show_figure(subtheme_rows(by_subtheme, people, text, filtered), context)
    if counts:
        if over_deliveries("promises", text("Promises"), text):
            show_figure(promise_lines(promise_trend(context.history), text, filtered), context)
        else:
            show_figure(promise_bars(counts, text, filtered), context)
        show_when_opened(
            text("Promises project by project"),
            "promises",
            lambda: st.html(table_html(promises_table(promises_by_project(view), text), text)),
            text,
        )
    left, right = st.columns(2, gap="large")
    with left:
        if promise := promise_of("embedding", view):
            show_section(text("{promise}: due before the project ends", promise=text.label("promises", promise)))
            show_text(due_sentence(due, text))
            st.html(due_html(due, lambda key: project_link(key, context), text))
    with right:
        if workplaces:
            show_figure(workplace_bars(workplaces, text, filtered), context)
    if not view.is_protected:
        show_page_link("public/costs", text("Cost per participant and per result"))
if text.theme.contacts:
    show_section(text("Contacts"))
    st.html(table_html(contacts_table(text), text))
show_page_link("public/glossary", text("Glossary"))
