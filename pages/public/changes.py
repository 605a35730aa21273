"""Page: what has changed between two deliveries, in words."""

import streamlit as st

from analytics.figure_changes import figure_changes
from presentation.block import list_html
from presentation.words.changes import (
    changes_lead,
    figure_sentences,
    membership_sentences,
    people_sentences,
    since_year_start,
    whole_theme,
)
from presentation.words.projects import link_html
from ui.changes import changes_between, choose_days, show_people, show_values
from ui.context import current_context
from ui.show import show_lead, show_section, show_text, show_title, show_way_back

# Read
context = current_context()
text = context.text
views = {view.as_of: view for view in context.reading.history}
whole = {snapshot.as_of: snapshot.rows for snapshot in context.reading.past}

# Show
show_way_back("public/overview", text("Overview"))
show_title(text("What has changed?"))
if len(views) < 2:
    show_lead(text("There is one delivery so far; changes can be shown when there are two."))
else:
    later, earlier, this_year = choose_days(tuple(sorted(views)), context)
    if this_year:
        st.html(link_html(this_year, since_year_start(later, text)))
    figures = figure_changes(views[earlier], views[later], whole[earlier], whole[later])
    sentences = figure_sentences(figures, text)
    show_lead(*sentences[:1] or (text("No figure is different."),))
    show_text(*sentences[1:])
    show_text(context.reading.filtered or "", style="td-note")
    changes = changes_between(earlier, later, context)
    show_section(text("All changes"))
    show_text(changes_lead(changes, text))
    show_text(whole_theme(context.filters.is_empty, text), style="td-note")
    st.html(list_html(membership_sentences(changes, text)))
    show_values(changes, context)
    if people := people_sentences(changes, text):
        show_section(text("Participants and outcomes"))
        st.html(list_html(people))
        show_people(changes, context)
