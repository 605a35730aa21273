"""Page: what came of it: indicators, their targets, results over those who left, change over time."""

import streamlit as st

from presentation.tables import table_html
from presentation.words.outcomes import definitions_table, outcome_keys, outcomes_sentence, targets_sentence
from ui.choices import chosen_periods, compared_dates, outcome_indicator, outcome_part
from ui.context import current_context
from ui.show import show_figures, show_keys, show_lead, show_nobody, show_page_link, show_section, show_text, show_title

# Read
context = current_context()
text, reading = context.text, context.reading

# Show
show_title(text("Outcomes"))
if not reading.counted:
    show_nobody()
else:
    values, rates = reading.indicators, reading.result_rates
    show_lead(outcomes_sentence(values, rates, text))
    show_keys(outcome_keys(values, rates, reading.complete_records, text))
    show_text(targets_sentence(values, text), style="td-note")
    show_figures("outcomes-targets", quiet=True)
    part = outcome_part(len(reading.outcome_days), text)
    if part == "participants":
        show_figures("outcomes-labour", "outcomes-education", beside=True)
        show_figures("outcomes-background", "outcomes-complete", quiet=True)
        if not show_figures("outcomes-organisations", quiet=True):
            show_text(text("The organisations supported (EECO18, EECO19) have not been collected."), style="td-note")
    elif part == "results":
        show_figures("outcomes-rates", "outcomes-results", beside=True)
        if not reading.view.is_protected:
            show_page_link("public/costs", text("Cost per participant and per result"))
    elif part == "time":
        outcome_indicator(tuple(value.code for value in values if value.value is not None), text)
        show_figures("outcomes-trend", quiet=True)
    elif part == "periods":
        chosen_periods(reading.outcome_periods, text)
        show_figures("people-change-indicators", quiet=True)
    else:
        compared_dates(reading.outcome_days, text)
        show_figures("outcomes-compared", quiet=True)
show_section(text("What each indicator counts"))
st.expander(text("Indicators, their names and how they relate")).html(table_html(definitions_table(text), text))
show_page_link("public/glossary", text("Glossary"))
