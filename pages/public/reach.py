"""Page: whom the theme reaches, against the plans and the need, by target group and over time."""

import streamlit as st

from presentation.tables import table_html
from presentation.words.overview import people_sentence
from presentation.words.reach import indicators_table, reach_keys, reach_sentence
from ui.choices import chosen_periods, need_scale, reach_part
from ui.context import current_context
from ui.show import show_empty, show_figures, show_keys, show_lead, show_nobody, show_page_link, show_text, show_title

# Read
context = current_context()
text, reading = context.text, context.reading


def show_over_time(kind: str) -> None:
    """How the participants have developed, and two periods of them side by side."""
    if show_figures(f"people-trend-{kind}"):
        chosen_periods(reading.people_periods, text)
        show_figures(f"people-change-{kind}", quiet=True)


# Show
show_title(text("Target groups"))
if reading.genders and reading.genders.total and reading.plan:
    show_lead(people_sentence(reading.genders, text), reach_sentence(reading.plan, text))
    show_keys(reach_keys(reading.genders, reading.plan, reading.need, text))
two_axes = text("Target groups are declared by projects; people are counted by the indicators of the ESF+. They are two different things.")
show_text(two_axes, style="td-note")
show_page_link("public/coverage", text("Coverage: where there is nothing"))
part = reach_part(text)
if part == "indicators":
    st.html(table_html(indicators_table(text), text))
elif not reading.view.rows.height:
    show_empty("empty")
elif part == "projects":
    show_figures("projects-target-groups", "projects-trend-target-groups", "funding-target-groups")
elif reading.participants is None:
    show_nobody()
elif part == "plan":
    show_figures("planned-projects")
    show_figures("planned-groups", quiet=True)
elif part == "need":
    show_figures("need-inhabitants" if reading.need and need_scale(text) else "need-regions")
    show_figures("people-regions", quiet=True)
    show_over_time("regions")
else:
    show_figures("people-target-groups")
    show_over_time("target-groups")
