"""Page: whom the theme reaches, against the plans and the need, by target group and over time."""

import streamlit as st

from analytics.funding import group_trend, parts
from analytics.people import compare_periods, people_parts, people_total, people_trend, periods
from analytics.reach import groups_of_persons, need_reach, planned_reach
from presentation.figures.change import people_changes
from presentation.figures.need import need_bars
from presentation.figures.parts import funding_parts
from presentation.figures.planned import planned_groups, planned_projects
from presentation.figures.reach import people_bars, projects_by_group, projects_trend
from presentation.figures.reach import people_trend as trend_figure
from presentation.tables import table_html
from presentation.words.notes import filters_in_words
from presentation.words.overview import people_sentence
from presentation.words.reach import indicators_table, reach_keys, reach_sentence
from ui.choices import chosen_periods, need_scale, reach_part
from ui.context import current_context
from ui.show import show_empty, show_figure, show_keys, show_lead, show_nobody, show_page_link, show_text, show_title

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
genders = None if view.people is None else people_total(view.people)
counted = genders is not None and genders.total is not None
plan = planned_reach(view, text.theme) if counted else None
need = need_reach(view) if counted else None

# Show
show_title(text("Target groups"))
if genders and genders.total:
    show_lead(people_sentence(genders, text), reach_sentence(plan, text))
    show_keys(reach_keys(genders, plan, need, text))
two_axes = text("Target groups are declared by projects; people are counted by the indicators of the ESF+. They are two different things.")
show_text(two_axes, style="td-note")
show_page_link("public/coverage", text("Coverage: where there is nothing"))
part = reach_part(text)
if part == "indicators":
    st.html(table_html(indicators_table(text), text))
elif not view.rows.height:
    show_empty("empty", context)
elif part == "projects":
    if not view.theme_known:
        show_empty("theme", context)
    elif by_group := parts(view.rows, "target_groups"):
        show_figure(projects_by_group(by_group, text, filtered), context)
        show_figure(projects_trend(group_trend(context.history), text, filtered), context)
        show_figure(funding_parts(by_group, "target_groups", text, filtered, overlapping=True), context)
elif not counted:
    show_nobody(context)
elif part == "plan":
    if plan.compared:
        show_figure(planned_projects(plan, text, filtered), context)
    else:
        show_empty("plan", context)
    if plan.by_group:
        show_figure(planned_groups(plan, text, filtered), context)
elif part == "need":
    if need:
        show_figure(need_bars(need, text, filtered, per_inhabitant=need_scale(text)), context)
    else:
        show_empty("need", context)
    if places := people_parts(view.people, "region"):
        show_figure(people_bars(places, "regions", text, filtered), context)
else:
    people = people_parts(view.people, "target_group", every=groups_of_persons(text.theme, context.filters))
    show_figure(people_bars(people, "target_groups", text, filtered, targets=text.theme.group_targets), context)
by, names = {"people": ("target_group", "target_groups"), "need": ("region", "regions")}.get(part, (None, None))
trend = people_trend(view.people_trend, by) if by and counted else ()
if trend and not view.tells_past(point.day for point in trend):
    show_empty("past", context)
elif trend:
    show_figure(trend_figure(trend, names, text, filtered), context)
    period, other = chosen_periods(periods(view.whole.people_days), text)
    if period and (change := compare_periods(view.people_trend, period, other, by)):
        show_figure(people_changes(change, names, text, filtered), context)
