"""Page: what came of it: indicators, their targets, results over those who left, change over time."""

import streamlit as st

from analytics.outcomes import (
    compare_indicators,
    complete_records,
    indicator_states,
    indicator_values,
    outcome_days,
    partition,
    result_rates,
)
from analytics.people import people_trend, periods
from presentation.figures import outcomes as figures
from presentation.figures.change import people_changes
from presentation.tables import table_html
from presentation.words.notes import filters_in_words
from presentation.words.outcomes import definitions_table, of_kind, outcome_keys, outcomes_sentence, targets_sentence
from ui.choices import chosen_periods, compared_dates, outcome_indicator, outcome_part
from ui.context import current_context
from ui.show import show_figure, show_keys, show_lead, show_nobody, show_page_link, show_pair, show_section, show_text, show_title

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
values, rates, days = indicator_values(view), result_rates(view), outcome_days(view)
complete, organisations = complete_records(view), of_kind("organisations", values)

# Show
show_title(text("Outcomes"))
if view.people is None or view.people.is_empty():
    show_nobody(context)
else:
    show_lead(outcomes_sentence(values, rates, text))
    show_keys(outcome_keys(values, rates, complete, text))
    show_text(targets_sentence(values, text), style="td-note")
    if targets := of_kind("targets", values):
        show_figure(figures.indicator_bars(targets, "targets", text, filtered), context)
    part = outcome_part(len(days), text)
    if part == "participants":
        show_pair(*(figures.partition_bar(partition(view, name), text, filtered) for name in ("labour", "education")), context)
        show_figure(figures.indicator_bars(of_kind("background", values), "background", text, filtered), context)
        if complete:
            show_figure(figures.complete_bars(complete, text, filtered), context)
        if any(value.value is not None for value in organisations):
            show_figure(figures.indicator_bars(organisations, "organisations", text, filtered), context)
        else:
            show_text(text("The organisations supported (EECO18, EECO19) have not been collected."), style="td-note")
    elif part == "results":
        show_pair(
            figures.rate_bars(rates, text, filtered), figures.indicator_bars(of_kind("results", values), "results", text, filtered), context
        )
        if not view.is_protected:
            show_page_link("public/costs", text("Cost per participant and per result"))
    elif part == "time":
        code = outcome_indicator(tuple(value.code for value in values if value.value is not None), text)
        if points := people_trend(view.trend_of(code), None, code):
            show_figure(figures.indicator_trend(code, points, text, filtered), context)
    elif part == "periods":
        if change := compare_indicators(view, *chosen_periods(periods(days), text)):
            show_figure(people_changes(change, "indicators", text, filtered), context)
    else:
        later, earlier = compared_dates(days, text)
        if states := indicator_states(view, earlier, later):
            show_figure(figures.compared_days(states, earlier, later, text, filtered), context)
show_section(text("What each indicator counts"))
st.expander(text("Indicators, their names and how they relate")).html(table_html(definitions_table(text), text))
show_page_link("public/glossary", text("Glossary"))
