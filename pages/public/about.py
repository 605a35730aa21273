"""Page: the theme, the sources, the update calendar, and where the method and the statements are."""

import streamlit as st

from presentation.tables import table_html
from presentation.words.about import (
    facts_table,
    frame_table,
    licence_paragraphs,
    not_given_sentence,
    sources_table,
    subthemes_table,
    target_groups_table,
    theme_paragraphs,
    updates_table,
)
from presentation.words.legal_pages import service_paragraphs
from settings import read_settings
from ui.context import boundaries, current_context
from ui.open_data import show_open_data
from ui.show import show_page_link, show_section, show_text, show_title
from ui.take_away import show_delivery_take_away

# Read
context = current_context()
text = context.text
shapes, _ = boundaries(read_settings().regions_file)

# Show
show_title(text("About"))
show_section(text("The theme"))
show_text(*theme_paragraphs(text))
st.html(table_html(frame_table(text), text))
st.html(table_html(subthemes_table(text), text))
st.html(table_html(target_groups_table(text), text))
show_page_link("public/glossary", text("Glossary"))
show_page_link("public/coverage", text("Coverage: where there is nothing"))
show_page_link("public/method", text("How the figures are made"))
show_section(text("Sources and dates"))
st.html(table_html(sources_table(context.data.info, text), text))
if calendar := updates_table(text):
    st.html(table_html(calendar, text))
show_delivery_take_away(context)
show_open_data(context)
st.html(table_html(facts_table(text), text))
show_section(text("Licences"))
show_text(*licence_paragraphs(shapes.source, text))
show_section(text("About this service"))
show_text(not_given_sentence(text), *service_paragraphs(text))
show_page_link("public/accessibility", text("Accessibility statement"))
show_page_link("public/privacy", text("Privacy"))
