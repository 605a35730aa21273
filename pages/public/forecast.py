"""Page: where the theme's money is heading, how well that can be told, and what if."""

import streamlit as st

from analytics.forecast import Lack
from analytics.funding import funding_trend
from presentation.figures.forecast import backtest_figure, forecast_course, scenario_course
from presentation.words.forecast import (
    forecast_keys,
    lack_sentence,
    method_paragraphs,
    unused_parts_sentence,
    unused_sentence,
)
from presentation.words.notes import filters_in_words
from ui.choices import suppose
from ui.context import current_context
from ui.show import show_empty, show_figure, show_keys, show_lead, show_notice, show_section, show_text, show_title

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
found = context.forecast()
trend = funding_trend(context.history)

# Show
show_title(text("Where is the money heading?"))
if not view.rows.height:
    show_empty("empty", context)
elif isinstance(found, Lack):
    show_lead(lack_sentence(found, text))
else:
    show_lead(unused_sentence(found, text), unused_parts_sentence(found, text))
    show_keys(forecast_keys(found, text))
    show_figure(forecast_course(found, trend, text, filtered), context)
with st.expander(text("How is the forecast made?")):
    show_text(*method_paragraphs(found, context.data.pace, context.curve, text))
if view.rows.height and not isinstance(found, Lack):
    show_section(text("Scenario: what if?"))
    show_notice(
        text(
            "A scenario is the reader's own supposition, not a forecast. The list of funded projects has no applications: what might still be granted is supposed as an amount."
        )
    )
    supposed = suppose(found, text)
    if not supposed.is_empty:
        show_figure(scenario_course(context.forecast(supposed), trend, text), context)
show_figure(backtest_figure(context.curve, text), context)
