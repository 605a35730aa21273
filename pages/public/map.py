"""Page: where the money, the projects and the people are."""

from dataclasses import replace

import streamlit as st

from analytics.funding import funding
from analytics.people import people_total
from analytics.placing import divided
from analytics.regions import MEASURES, region_trend, regions
from presentation.figures.regions import region_map
from presentation.figures.regions_trend import region_trend as trend_figure
from presentation.words.notes import divided_sentence, filters_in_words
from presentation.words.overview import overview_keys, region_sentence
from settings import read_settings
from ui.choices import map_measure, map_rows_by_name, map_scale, over_deliveries, select_region
from ui.context import boundaries, current_context
from ui.show import show_empty, show_figure, show_keys, show_lead, show_table, show_text, show_title

# Read
context = current_context()
text, view = context.text, context.view
# The map itself keeps every region, so that another one can be chosen and compared.
everywhere = replace(context.filters, region=())
filtered = filters_in_words(everywhere, text)
shapes, _ = boundaries(read_settings().regions_file)

# Compute
whole = context.data.current.view(everywhere)
figures = regions(whole)
result = funding(view)
genders = None if view.people is None else people_total(view.people)
measures = MEASURES if view.people is not None else MEASURES[:-1]

# Show
show_title(text("Map"))
if not any(figure.totals.implementer_count for figure in figures.regions):
    show_empty("region" if view.rows.height else "empty", context)
else:
    show_lead(region_sentence(funding(whole), text))
    show_text(text("Choose a region on the map, or in the filters, to see only it on every page."), style="td-note")
    show_keys(overview_keys(result, genders, text))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        measure = map_measure(measures, text)
        per_inhabitant = map_scale(text)
        in_time = over_deliveries("map", text("Regions"), text)
        by_name = not in_time and map_rows_by_name(text)
    if in_time:
        points = region_trend(context.data.past_of(everywhere), whole.people_trend, measure)
        if measure == "participants" and not whole.tells_past(point.day for point in points):
            show_empty("past", context)
        elif trend := trend_figure(points, measure, per_inhabitant, text, filtered, selected=context.filters.region):
            show_figure(trend, context)
    else:
        block = region_map(figures, shapes, measure, per_inhabitant, text, filtered, selected=context.filters.region, by_name=by_name)
        drawing, numbers = st.columns([2, 3], gap="large")
        with drawing:
            show_figure(block, context, on_select=select_region, with_table=False)
        with numbers:
            show_table(block, context)
    show_text(divided_sentence(divided(whole.rows).height, text), style="td-note")
    if view.people is None:
        show_empty("outcomes", context)
