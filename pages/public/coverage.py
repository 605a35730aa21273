"""Page: where there is money, where there are people, and where there is nothing."""

import streamlit as st

from presentation.words.coverage import coverage_sentence, white_spots
from ui.choices import coverage_axes, over_deliveries
from ui.context import current_context
from ui.show import show_empty, show_figures, show_lead, show_text, show_title, show_way_back

# Read
context = current_context()
text, reading = context.text, context.reading

# Show
show_way_back("public/reach", text("Target groups"))
show_title(text("Coverage"))
if not reading.view.theme_known:
    show_empty("theme")
elif not reading.view.rows.height:
    show_empty("empty")
else:
    place = st.container()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        down, across = coverage_axes(text)
        in_time = over_deliveries("coverage", text("Coverage"), text)
    coverage = reading.coverage(down, across)
    with place:
        show_lead(coverage_sentence(coverage, text))
        show_text(white_spots(coverage, text))
    show_figures(f"coverage-{'trend-' if in_time else ''}{down}-{across}".replace("_", "-"))
    if reading.view.people is None:
        show_empty("outcomes")
