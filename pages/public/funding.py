"""Page: the theme's money against its frame, and how it divides."""

import streamlit as st

from analytics.funding import funding, funding_trend
from presentation.figures.funding import frame_bullet
from presentation.figures.funding import funding_trend as trend_figure
from presentation.figures.parts import funding_parts
from presentation.notes import filters_in_words
from presentation.overview import funding_keys, funding_sentence, projects_key, projects_sentence
from ui.context import current_context
from ui.show import show_empty, show_figure, show_keys, show_lead, show_title

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
result = funding(view)

# Show
show_title(text("Funding"))
if not result.totals.implementer_count:
    show_empty("empty", context)
else:
    show_lead(funding_sentence(result, text), projects_sentence(result, text))
    show_keys((*funding_keys(result, text), projects_key(result, text)))
    show_figure(frame_bullet(result, text, filtered), context)
    show_figure(trend_figure(funding_trend(context.history), text, filtered), context)
    left, right = st.columns(2, gap="large")
    with left:
        if any(part.code for part in result.by_region):
            show_figure(funding_parts(result.by_region, "regions", text, filtered, limit=20), context)
        else:
            show_empty("region", context)
        show_figure(funding_parts(result.by_year, "years", text, filtered), context)
    with right:
        if view.theme_known:
            show_figure(funding_parts(result.by_subtheme, "subthemes", text, filtered, overlapping=True), context)
        else:
            show_empty("theme", context)
        show_figure(funding_parts(result.by_implementer_type, "implementer_types", text, filtered), context)
        show_figure(funding_parts(result.by_authority, "authorities", text, filtered), context)
