"""Page: cost per participant and per result, as ranges, with what they do not tell."""

import streamlit as st

from analytics.costs import cost_trend, costs
from presentation.figures.costs import cost_ranges, costs_sentence, rule
from presentation.figures.costs import cost_trend as trend_figure
from presentation.words.notes import filters_in_words
from ui.choices import cost_division, cost_measure, over_deliveries
from ui.context import current_context
from ui.show import show_empty, show_figure, show_lead, show_text, show_title, show_way_back

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
found = costs(view)

# Show
show_way_back("public/outcomes", text("Outcomes"))
show_title(text("Cost per participant and per result"))
if found is None:
    show_empty("outcomes", context)
elif not view.rows.height:
    show_empty("empty", context)
else:
    show_lead(costs_sentence(found, text))
    show_text(rule(text))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        in_time = over_deliveries("costs", text("Costs"), text)
        division = "" if in_time else cost_division(by_subtheme=view.theme_known and bool(found.by_subtheme), text=text)
    if in_time:
        measure = cost_measure(text)
        show_figure(trend_figure(cost_trend(context.history, measure), measure, text, filtered), context)
    else:
        if division != "results":
            found = costs(view, cost_measure(text))
        ranges = {"subthemes": found.by_subtheme, "sizes": found.by_size, "results": found.per_result}[division]
        show_figure(cost_ranges(ranges, division, found, text, filtered), context)
