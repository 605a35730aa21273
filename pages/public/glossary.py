"""Page: the words of the field, in three languages."""

import streamlit as st

from presentation.words.glossary import glossary_groups, glossary_html
from ui.context import current_context
from ui.show import show_lead, show_section, show_title, show_way_back

# Read
text = current_context().text

# Show
show_way_back("public/about", text("About"))
show_title(text("Glossary"))
show_lead(text("Participants are people who take part; beneficiaries and implementers are those who receive and use the funding."))
for group, heading in glossary_groups(text):
    show_section(heading)
    st.html(glossary_html(group, text))
