"""Page: how the figures are made, rule by rule."""

from presentation.words.about import method_paragraphs
from presentation.words.protection import closed_filters_sentence, protection_sentences
from ui.context import current_context
from ui.show import show_page_link, show_section, show_text, show_title

# Read
context = current_context()
text = context.text

# Show
show_title(text("How the figures are made"))
show_text(*method_paragraphs(text))
if context.dataset and context.dataset.current.is_protected:
    show_section(text("How people are protected"))
    show_text(*protection_sentences(text), closed_filters_sentence(text))
show_page_link("public/glossary", text("Glossary"))
show_page_link("public/about", text("Sources and dates"))
