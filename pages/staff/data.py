"""Page: new files are checked and imported; what becomes public; the deliveries that are kept."""

import streamlit as st

from presentation.words.deliveries import deliveries_lead, imported_sentence
from ui.context import current_context
from ui.data_approval import just_approved, show_waiting
from ui.data_columns import map_columns
from ui.data_deliveries import kept_deliveries, show_corrections, show_delivery, waiting_delivery
from ui.data_findings import show_checked
from ui.data_publish import just_published, show_publishing
from ui.data_upload import checked_files, choose_files, import_button, just_imported
from ui.show import show_lead, show_page_link, show_section, show_text, show_title

# Read
text = current_context().text
deliveries = kept_deliveries()
waiting = waiting_delivery(deliveries)

# Show
show_title(text("Data"))
show_lead(deliveries_lead(deliveries, text))
if imported := just_imported():
    st.success(imported_sentence(imported, deliveries, text), icon=":material/check_circle:")
if approved := just_approved():
    st.success(approved, icon=":material/check_circle:")
if published := just_published(text):
    st.success(published, icon=":material/check_circle:")
if waiting:
    show_waiting(waiting, text)
show_section(text("Check new files"))
show_text(
    text(
        "Choose the files and check them. Checking keeps nothing and changes nothing: you see what is wrong, where, and what to do. You decide about the import afterwards."
    )
)
request = choose_files(text)
show_page_link("staff/checks", text("Everything that is checked"))
checked = checked_files(request)
if request and checked:
    show_checked(checked, text)
    map_columns(request, checked, text)
    import_button(checked, text)
show_publishing(deliveries, text)
show_section(text("Deliveries"))
for kept in reversed(deliveries):
    show_delivery(kept, text)
show_corrections(deliveries, text)
