"""Page: where there is money, where there are people, and where there is nothing."""

import streamlit as st

from analytics.coverage import coverage, coverage_trend
from presentation.figures.coverage import coverage_trend as trend_figure
from presentation.words.coverage import coverage_matrix, coverage_sentence, white_spots
from presentation.words.notes import filters_in_words
from ui.choices import coverage_axes, filtered_link, over_deliveries
from ui.context import current_context
from ui.show import show_empty, show_figure, show_lead, show_matrix, show_text, show_title, show_way_back

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Show
show_way_back("public/reach", text("Target groups"))
show_title(text("Coverage"))
if not view.theme_known:
    show_empty("theme", context)
elif not view.rows.height:
    show_empty("empty", context)
else:
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rows, columns = coverage_axes(text)
        in_time = over_deliveries("coverage", text("Coverage"), text)
    found = coverage(view, text.theme, rows, columns)
    with place:
        show_lead(coverage_sentence(found, text))
        show_text(white_spots(found, text))
    if in_time:
        show_figure(trend_figure(coverage_trend(found, context.history), found, text, filtered), context)
    else:
        show_matrix(coverage_matrix(found, lambda codes: filtered_link("projects", context, codes), text, filtered), context)
    if view.people is None:
        show_empty("outcomes", context)
