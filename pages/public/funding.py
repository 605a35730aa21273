"""Page: the theme's money against its frame, over time, by part and by project."""

from analytics.ledger import money_ledger, partly_outside
from analytics.placing import divided
from presentation.figures.sizes import one_project_sentence
from presentation.words.forecast import heading_sentence
from presentation.words.notes import divided_sentence, partly_sentence
from presentation.words.overview import funding_keys, funding_sentence, half_key, projects_key, projects_sentence
from ui.choices import money_division
from ui.context import current_context
from ui.show import show_empty, show_figures, show_keys, show_lead, show_page_link, show_section, show_text, show_title

# Read
context = current_context()
text, reading = context.text, context.reading

# Show
show_title(text("Funding"))
if not reading.view.rows.height:
    show_empty("empty")
else:
    show_lead(funding_sentence(reading.money, text), projects_sentence(reading.money, text))
    half = (half_key(reading.sizes, text),) if reading.sizes.comparable else ()
    show_keys((*funding_keys(reading.money, text), projects_key(reading.money, text), *half))
    show_text(partly_sentence(partly_outside(money_ledger(), reading.current, reading.filters), text), style="td-note")
    show_figures("funding-frame")
    show_text("" if reading.sides else heading_sentence(reading.forecast(), text))
    show_page_link("public/forecast", text("Will the funding be used in time?"))
    show_page_link("public/changes", text("What has changed?"))
    show_figures("funding-trend", "funding-years", beside=True)
    show_section(text("How the money divides"))
    dimension = money_division(text)
    if show_figures(f"funding-{dimension.replace('_', '-')}") and dimension == "regions":
        show_text(divided_sentence(divided(reading.view.rows).height, text), style="td-note")
    if reading.sizes.comparable:
        show_figures("funding-concentration", "funding-sizes", beside=True)
    else:
        show_text(one_project_sentence(reading.sizes, text))
