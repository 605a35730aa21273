"""Page: cost per participant and per result, as ranges, with what they do not tell."""

import streamlit as st

from presentation.figures.costs import costs_sentence, rule
from ui.choices import cost_division, cost_measure, over_deliveries
from ui.context import current_context
from ui.show import show_empty, show_figures, show_lead, show_text, show_title, show_way_back

# Read
context = current_context()
text, reading = context.text, context.reading
costs = reading.costs()

# Show
show_way_back("public/outcomes", text("Outcomes"))
show_title(text("Cost per participant and per result"))
if costs is None:
    show_empty("outcomes")
elif not reading.view.rows.height:
    show_empty("empty")
else:
    show_lead(costs_sentence(costs, text))
    show_text(rule(text))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        in_time = over_deliveries("costs", text("Costs"), text)
        division = "" if in_time else cost_division(by_subtheme=reading.view.theme_known and bool(costs.by_subtheme), text=text)
    if division != "results":
        cost_measure(text)
    show_figures("costs-trend" if in_time else f"costs-{division}")
