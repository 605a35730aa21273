"""Page: the theme's money against its frame, over time, by part and by project."""

import streamlit as st

from analytics.funding import OVERLAPPING, funding, funding_trend
from analytics.ledger import money_ledger, partly_outside
from analytics.placing import divided
from analytics.sizes import sizes
from presentation.figures.frame import frame_bullet
from presentation.figures.funding import funding_trend as trend_figure
from presentation.figures.parts import funding_parts
from presentation.figures.sizes import concentration, one_project_sentence, size_distribution
from presentation.words.forecast import heading_sentence
from presentation.words.notes import divided_sentence, filters_in_words, missing_division, partly_sentence
from presentation.words.overview import funding_keys, funding_sentence, half_key, projects_key, projects_sentence
from ui.choices import money_division
from ui.context import current_context
from ui.show import show_empty, show_figure, show_keys, show_lead, show_page_link, show_section, show_text, show_title

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
result = funding(view)
projects = sizes(view.rows)

# Show
show_title(text("Funding"))
if not result.totals.implementer_count:
    show_empty("empty", context)
else:
    show_lead(funding_sentence(result, text), projects_sentence(result, text))
    show_keys((*funding_keys(result, text), projects_key(result, text), *((half_key(projects, text),) if projects.comparable else ())))
    show_text(partly_sentence(partly_outside(money_ledger(), view.whole, context.filters), text), style="td-note")
    show_figure(frame_bullet(result, text, filtered), context)
    show_text(heading_sentence(context.forecast(), text))
    show_page_link("public/forecast", text("Where is the money heading?"))
    show_page_link("public/changes", text("What has changed?"))
    left, right = st.columns(2, gap="large")
    with left:
        show_figure(trend_figure(funding_trend(context.history), text, filtered, result.frames), context)
    with right:
        show_figure(funding_parts(result.by_year, "years", text, filtered), context)
    show_section(text("How the money divides"))
    dimension = money_division(text)
    parts = result.by(dimension)
    if missing := missing_division(dimension, parts, view.theme_known):
        show_empty(missing, context)
    else:
        show_figure(funding_parts(parts, dimension, text, filtered, overlapping=dimension in OVERLAPPING, limit=20), context)
        if dimension == "regions":
            show_text(divided_sentence(divided(view.rows).height, text), style="td-note")
    if projects.comparable:
        left, right = st.columns(2, gap="large")
        with left:
            show_figure(concentration(projects, text, filtered), context)
        with right:
            show_figure(size_distribution(projects, text, filtered), context)
    else:
        show_text(one_project_sentence(projects, text))
