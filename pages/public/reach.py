"""Page: whom the theme reaches, by target group and over time."""

from analytics.funding import group_trend, parts
from analytics.people import people_parts, people_total, people_trend
from presentation.figures.parts import funding_parts
from presentation.figures.reach import people_bars, projects_by_group, projects_trend
from presentation.figures.reach import people_trend as trend_figure
from presentation.notes import filters_in_words
from presentation.overview import people_keys, people_sentence
from ui.context import current_context
from ui.show import show_empty, show_figure, show_keys, show_lead, show_text, show_title

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
by_group = parts(view.rows, "target_groups")
genders = None if view.people is None else people_total(view.people)
people = () if view.people is None else people_parts(view.people, "target_group")
trend = () if view.people_trend is None else people_trend(view.people_trend, "target_group")

# Show
show_title(text("Target groups"))
if not view.rows.height:
    show_empty("empty", context)
if genders and genders.total:
    show_lead(people_sentence(genders, text))
    show_keys(people_keys(genders, text))
show_text(
    text("Target groups are declared by projects; people are counted by the indicators of the ESF+. They are two different things."),
    style="td-note",
)
if people:
    show_figure(people_bars(people, "target_groups", text, filtered), context)
    show_figure(trend_figure(trend, "target_groups", text, filtered), context)
elif view.people is None:
    show_empty("outcomes", context)
if view.theme_known and by_group:
    show_figure(projects_by_group(by_group, text, filtered), context)
    show_figure(projects_trend(group_trend(context.history), text, filtered), context)
    show_figure(funding_parts(by_group, "target_groups", text, filtered, overlapping=True), context)
elif not view.theme_known:
    show_empty("theme", context)
