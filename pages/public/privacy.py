"""Page: what becomes of a reader's data, and whose data stand in the figures."""

from presentation.words.legal_pages import privacy_sections
from ui.context import current_context
from ui.show import show_section, show_text, show_title

# Read
context = current_context()
text = context.text

# Show
show_title(text("Privacy"))
for heading, paragraphs in privacy_sections(text, context.is_staff, signs_in=context.signs_in):
    show_section(heading)
    show_text(*paragraphs)
