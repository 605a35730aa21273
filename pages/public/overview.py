"""Page: how much of the frame is committed and spent, where, for whom, with what balance of genders."""

import streamlit as st

from analytics.funding import funding, funding_trend
from analytics.people import people_parts, people_total
from analytics.reach import groups_of_persons
from analytics.regions import regions
from presentation.figures.frame import frame_bullet
from presentation.figures.funding import funding_trend as trend_figure
from presentation.figures.gender import gender_balance
from presentation.figures.reach import people_bars
from presentation.figures.regions import region_map
from presentation.words.forecast import heading_sentence
from presentation.words.notes import filters_in_words
from presentation.words.overview import funding_sentence, overview_keys, people_sentence, projects_sentence, region_sentence
from settings import read_settings
from ui.context import boundaries, current_context
from ui.show import show_empty, show_figure, show_keys, show_lead, show_nobody, show_page_link, show_text, show_title

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
result = funding(view)
genders = None if view.people is None else people_total(view.people)
every = groups_of_persons(text.theme, context.filters)
groups = people_parts(view.people, "target_group", every=every) if genders and genders.total else ()

# Show
show_title(text("The theme at a glance"))
if not result.totals.implementer_count:
    show_empty("empty", context)
else:
    show_lead(
        funding_sentence(result, text),
        projects_sentence(result, text),
        region_sentence(result, text),
        people_sentence(genders, text),
    )
    show_keys(overview_keys(result, genders, text))
    show_figure(frame_bullet(result, text, filtered), context)
    show_text("" if filtered else heading_sentence(context.forecast(), text))
    show_page_link("public/forecast", text("Where is the money heading?"))
    show_page_link("public/changes", text("What has changed?"))
    left, right = st.columns(2, gap="large")
    with left:
        show_figure(trend_figure(funding_trend(context.history), text, filtered, result.frames), context)
        if groups:
            show_figure(people_bars(groups, "target_groups", text, filtered, targets=text.theme.group_targets), context)
    with right:
        if any(part.code for part in result.by_region):
            shapes, _ = boundaries(read_settings().regions_file)
            show_figure(region_map(regions(view), shapes, "planned", False, text, filtered, small=True), context)
        else:
            show_empty("region", context)
        if genders and genders.total:
            show_figure(gender_balance(genders, text, filtered), context)
        else:
            show_nobody(context)
