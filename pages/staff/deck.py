"""Page: a deck of slides, collected from the pages or ready made."""

import streamlit as st

from presentation.markdown import plain_words
from ui.context import current_context
from ui.deck import (
    choose_frame,
    choose_options,
    collected,
    download_collected,
    show_collected,
    show_recipes,
    template_problem,
)
from ui.deck_keep import show_kept, show_saving
from ui.show import show_lead, show_section, show_text, show_title

# Read
context = current_context()
text = context.text
slides, reading = collected(), context.reading

# Show
show_title(text("Deck of slides"))
show_lead(text("Make a PowerPoint file whose charts can be edited. Take a ready deck, or collect figures from the pages."))
options = choose_options(text)
problem = template_problem(options, text)
if problem:
    st.error(plain_words(problem))
else:
    show_section(text("Ready decks"))
    show_text(text("A ready deck follows the choices of the filters."), style="td-note")
    show_recipes(reading, options, text)
show_kept(reading, text)
show_section(text("Collected slides"))
if slides:
    if not problem:
        download_collected(slides, reading, options, text)
        show_saving(slides, options, text)
    choose_frame(options.languages, slides, text)
    show_collected(slides, reading, text)
else:
    show_text(text("Nothing is collected yet: under each figure, “Download or share” has the button “Add to the deck”."))
