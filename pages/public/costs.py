"""Page: cost per participant and per result, as ranges, with what they do not tell."""

from analytics.costs import costs
from presentation.figures.costs import cost_ranges, costs_sentence, rule
from presentation.notes import filters_in_words
from ui.context import current_context
from ui.show import show_empty, show_figure, show_lead, show_text, show_title

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
found = costs(view)

# Show
show_title(text("Cost per participant and per result"))
if found is None:
    show_empty("outcomes", context)
elif not view.rows.height:
    show_empty("empty", context)
else:
    show_lead(costs_sentence(found, text))
    show_text(rule(text))
    if view.theme_known and found.by_subtheme:
        show_figure(cost_ranges(found.by_subtheme, "subthemes", found, text, filtered), context)
    show_figure(cost_ranges(found.by_size, "sizes", found, text, filtered), context)
    show_figure(cost_ranges(found.per_result, "results", found, text, filtered), context)
