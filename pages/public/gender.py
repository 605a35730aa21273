"""Page: the balance of the four genders, by indicator, region and group, and over time."""

import streamlit as st

from analytics.people import people_parts, people_total, people_trend
from presentation.figures.gender import gender_balance, gender_parts, gender_trend
from presentation.notes import filters_in_words
from presentation.overview import people_sentence
from ui.context import current_context
from ui.show import show_empty, show_figure, show_lead, show_text, show_title

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
known = view.people is not None and not view.people.is_empty()
genders = people_total(view.people) if known else None

# Show
show_title(text("Gender"))
if not known or not genders.total:
    show_empty("outcomes" if view.people is None else "empty", context)
else:
    show_lead(people_sentence(genders, text))
    show_text(
        text("Genders are women, men, non-binary and unknown. Not collected is shown as a dash: it is not zero."), style="td-note"
    )
    left, right = st.columns(2, gap="large")
    with left:
        show_figure(gender_balance(genders, text, filtered), context)
    with right:
        show_figure(gender_trend(people_trend(view.people_trend), text, filtered), context)
    show_figure(gender_parts(people_parts(view.people, "target_group"), "target_groups", text, filtered), context)
    left, right = st.columns(2, gap="large")
    with left:
        show_figure(gender_parts(people_parts(view.people, "region"), "regions", text, filtered), context)
    with right:
        show_figure(gender_parts(people_parts(view.people, "indicator", None), "indicators", text, filtered), context)
