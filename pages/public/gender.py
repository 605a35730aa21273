"""Page: the balance of the four genders: by part, over time, beside the need, and by gender analysis."""

from presentation.words.overview import people_sentence
from ui.choices import chosen_periods, counted_indicator, gender_division, gender_part
from ui.context import current_context
from ui.show import show_figures, show_lead, show_nobody, show_text, show_title

# Read
context = current_context()
text, reading = context.text, context.reading

# Show
show_title(text("Gender"))
if not reading.genders or not reading.genders.total:
    show_nobody()
else:
    show_lead(people_sentence(reading.genders, text))
    show_text(
        text(
            "Counts are given for women, men, non-binary people and not known. A dash means that a count has not been collected; it is not zero."
        ),
        style="td-note",
    )
    part = gender_part(text)
    if part == "balance":
        counted_indicator(text)
        if "gender-trend" in show_figures("gender-balance", "gender-trend", beside=True):
            chosen_periods(reading.people_periods, text)
            show_figures("people-change-genders", quiet=True)
    elif part == "parts":
        division = gender_division(text)
        if division != "indicators":
            counted_indicator(text)
        show_figures(f"gender-{division.replace('_', '-')}")
    elif part == "need":
        show_figures("need-balance")
    else:
        show_figures("gender-answers")
