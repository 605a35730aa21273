"""Page: how much of the frame is committed and spent, where, for whom, with what balance of genders."""

import streamlit as st

from presentation.words.forecast import heading_sentence
from presentation.words.overview import funding_sentence, overview_keys, people_sentence
from ui.context import current_context
from ui.show import show_empty, show_figures, show_keys, show_lead, show_page_link, show_text, show_title

# Read
context = current_context()
text, reading = context.text, context.reading

# Show
show_title(text("The theme at a glance"))
if not reading.view.rows.height:
    show_empty("empty")
else:
    show_lead(funding_sentence(reading.money, text), people_sentence(reading.genders, text))
    show_keys(overview_keys(reading.money, reading.genders, text))
    show_figures("funding-frame")
    show_text("" if reading.filtered else heading_sentence(reading.forecast(), text))
    show_page_link("public/forecast", text("Will the funding be used in time?"))
    show_page_link("public/changes", text("What has changed?"))
    left, right = st.columns(2, gap="large")
    with left:
        show_figures("funding-trend")
        # Why nobody is counted is said once, beside.
        show_figures("people-target-groups", quiet=True)
    with right:
        show_figures("map-overview", "gender-balance")
