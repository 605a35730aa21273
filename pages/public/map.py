"""Page: where the money, the projects and the people are."""

import streamlit as st

from analytics.placing import divided
from analytics.regions import MEASURES
from presentation.words.notes import divided_sentence
from presentation.words.overview import overview_keys, region_sentence
from ui.choices import map_measure, map_rows_by_name, map_scale, over_deliveries, select_region
from ui.context import current_context
from ui.show import show_beside_table, show_empty, show_figures, show_keys, show_lead, show_text, show_title

# Read
context = current_context()
text, reading = context.text, context.reading
# The map itself keeps every region, so that another one can be chosen and compared.
everywhere = reading.everywhere

# Show
show_title(text("Map"))
if not everywhere.regions.have_projects:
    show_empty("region" if reading.view.rows.height else "empty")
else:
    show_lead(region_sentence(everywhere.money, text))
    show_text(text("Choose a region on the map, or in the filters, to see only it on every page."), style="td-note")
    show_keys(overview_keys(reading.money, reading.genders, text))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = map_measure(MEASURES if reading.view.people is not None else MEASURES[:-1], text)
        shown = f"{measure}-per-inhabitant" if map_scale(text) else measure
        in_time = over_deliveries("map", text("Regions"), text)
        if not in_time:
            map_rows_by_name(text)
    if in_time:
        show_figures(f"regions-trend-{shown}")
    else:
        show_beside_table(f"map-{shown}", on_select=select_region)
    show_text(divided_sentence(divided(everywhere.view.rows).height, text), style="td-note")
    if reading.view.people is None:
        show_empty("outcomes")
