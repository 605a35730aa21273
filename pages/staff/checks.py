"""Page: every check that is made of input files and deliveries."""

import streamlit as st

from data_loaders.checked_files import QUESTIONS
from presentation.tables import table_html
from presentation.words.check_report import checks_lead, checks_table, question_words
from ui.context import current_context
from ui.show import show_lead, show_section, show_title, show_way_back

# Read
text = current_context().text

# Show
show_way_back("staff/data", text("Data"))
show_title(text("Everything that is checked"))
show_lead(checks_lead(text))
for question in QUESTIONS:
    show_section(question_words(question, text))
    st.html(table_html(checks_table(question, text), text))
