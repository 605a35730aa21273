"""Page: where the theme's money is heading, how well that can be told, and what if."""

import streamlit as st

from analytics.forecast import Forecast
from data_loaders.spending_curve import read_curve
from presentation.words.forecast import forecast_keys, lack_sentence, method_paragraphs, unused_parts_sentence, unused_sentence
from ui.choices import suppose
from ui.context import current_context
from ui.show import show_empty, show_figures, show_keys, show_lead, show_notice, show_section, show_text, show_title

# Read
context = current_context()
text, reading = context.text, context.reading
forecast = reading.forecast()

# Show
show_title(text("Will the funding be used in time?"))
if not reading.view.rows.height:
    show_empty("empty")
elif not isinstance(forecast, Forecast):
    show_lead(lack_sentence(forecast, text))
else:
    show_lead(unused_sentence(forecast, text), unused_parts_sentence(forecast, text))
    show_keys(forecast_keys(forecast, text))
    show_figures("forecast-course")
with st.expander(text("How is the forecast made?")):
    show_text(*method_paragraphs(forecast, reading.pace(), read_curve(), text))
if reading.view.rows.height and isinstance(forecast, Forecast):
    show_section(text("Scenario: what if?"))
    show_notice(
        text(
            "A scenario is the reader's own supposition, not a forecast. The list of funded projects has no applications: what might still be granted is supposed as an amount."
        )
    )
    suppose(forecast, text)
    show_figures("forecast-scenario", quiet=True)
show_figures("forecast-backtest")
