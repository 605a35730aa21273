"""Page: the balance of the four genders: by part, over time, beside the need, and by gender analysis."""

from analytics.people import (
    compare_periods,
    people_by_subtheme,
    people_parts,
    people_total,
    people_trend,
    periods,
)
from analytics.promises import people_by_answer
from analytics.reach import need_reach
from presentation.figures.change import people_changes
from presentation.figures.gender import gender_answers, gender_balance, gender_parts, gender_trend
from presentation.figures.need import need_balance
from presentation.words.notes import filters_in_words
from presentation.words.overview import people_sentence
from ui.choices import chosen_periods, counted_indicator, gender_division, gender_part
from ui.context import current_context
from ui.show import show_empty, show_figure, show_lead, show_nobody, show_pair, show_text, show_title

COLUMNS = {"target_groups": "target_group", "regions": "region", "indicators": "indicator"}

# Read
context = current_context()
text, view = context.text, context.view
filtered = filters_in_words(context.filters, text)

# Compute
everyone = people_total(view.people) if view.people is not None else None

# Show
show_title(text("Gender"))
if everyone is None or not everyone.total:
    show_nobody(context)
else:
    show_lead(people_sentence(everyone, text))
    show_text(text("Genders are women, men, non-binary and unknown. Not collected is shown as a dash: it is not zero."), style="td-note")
    part = gender_part(text)
    if part == "balance":
        indicator = counted_indicator(text)
        genders = people_total(view.people, indicator)
        trend = view.trend_of(indicator)
        points = people_trend(trend, indicator=indicator)
        balance = gender_balance(genders, text, filtered, indicator=indicator) if genders.total else None
        if balance and not view.tells_past(point.day for point in points):
            show_figure(balance, context)
            show_empty("past", context)
        elif balance:
            show_pair(balance, gender_trend(points, text, filtered, indicator=indicator), context)
            period, other = chosen_periods(periods(view.whole.people_days), text)
            if period and (change := compare_periods(trend, period, other, "gender", indicator)):
                show_figure(people_changes(change, "genders", text, filtered, indicator=indicator), context)
        else:
            show_empty("indicator", context)
    elif part == "parts":
        by = gender_division(text)
        indicator = None if by == "indicators" else counted_indicator(text)
        if by == "subthemes":
            found = people_by_subtheme(view.people, view.whole.code_subthemes, indicator)
        else:
            found = people_parts(view.people, COLUMNS[by], indicator)
        if found:
            show_figure(gender_parts(found, by, text, filtered, indicator=indicator), context)
        else:
            show_empty("indicator", context)
    elif part == "need":
        if need := need_reach(view):
            show_figure(need_balance(need, text, filtered), context)
        else:
            show_empty("need", context)
    else:
        for promise in text.theme.gender_promises:
            if answers := people_by_answer(view, promise.code):
                show_figure(gender_answers(answers, promise, text, filtered), context)
            else:
                show_empty("indicator" if view.theme_known else "theme", context)
