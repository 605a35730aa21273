"""Page: how the figures are made, rule by rule."""

from presentation.about import method_paragraphs
from ui.context import current_context
from ui.show import show_page_link, show_text, show_title

# Read
text = current_context().text

# Show
show_title(text("How the figures are made"))
show_text(*method_paragraphs(text))
show_page_link("public/glossary", text("Glossary"))
show_page_link("public/about", text("Sources and dates"))
