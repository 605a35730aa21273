"""Page: the theme, the method, the sources and the accessibility statement."""

import streamlit as st

from presentation.about import (
    accessibility_paragraphs,
    frame_table,
    licence_paragraphs,
    method_paragraphs,
    sources_table,
    subthemes_table,
    target_groups_table,
    theme_paragraphs,
)
from presentation.tables import table_html
from settings import read_settings
from ui.context import boundaries, current_context
from ui.show import show_page_link, show_section, show_text, show_title

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
show_section(text("How the figures are made"))
show_text(*method_paragraphs(text))
show_section(text("Sources and dates"))
st.html(table_html(sources_table(context.data.info, text), text))
show_section(text("Licences"))
show_text(*licence_paragraphs(shapes.source, text))
show_section(text("Accessibility statement"))
show_text(*accessibility_paragraphs(text))
