"""Page: the accessibility statement."""

from presentation.words.legal_pages import accessibility_sections
from ui.context import current_context
from ui.show import show_section, show_text, show_title

# Read
text = current_context().text

# Show
show_title(text("Accessibility statement"))
for heading, paragraphs in accessibility_sections(text):
    show_section(heading)
    show_text(*paragraphs)
