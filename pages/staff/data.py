"""Page: the half-year's routine step by step; the deliveries that are kept, and the record of who did what."""

from presentation.words.about import not_given_request
from presentation.words.deliveries import deliveries_lead, imported_sentence
from ui.context import current_context
from ui.data_approval import just_approved, show_approval, show_changes
from ui.data_columns import map_columns
from ui.data_deliveries import (
    just_taken_back,
    kept_deliveries,
    published_ids,
    show_corrections,
    show_deliveries,
    show_record,
    waiting_delivery,
)
from ui.data_findings import show_answers, show_findings
from ui.data_publish import just_published, show_publishing
from ui.data_steps import choose_step, progress_of
from ui.data_templates import show_beginning, show_templates
from ui.data_upload import checked_files, choose_files, import_button, just_imported, show_request
from ui.show import show_lead, show_page_link, show_success, show_text, show_title

# Read
text = current_context().text
deliveries = kept_deliveries()
waiting = waiting_delivery(deliveries)
checked = checked_files()
imported = just_imported()

# Show
show_title(text("Data"))
show_lead(deliveries_lead(deliveries, text))
step = choose_step(progress_of(deliveries, checked is not None, waiting is not None, published_ids()), text)
show_success(imported_sentence(imported, deliveries, text) if imported else None, just_approved(), just_published(text), just_taken_back())
if step == "files":
    show_text(not_given_request(text))
    show_beginning(deliveries, text)
    choose_files(text)
    show_templates(text)
    show_page_link("staff/checks", text("Everything that is checked"))
elif step == "check" and checked:
    show_request(checked, text)
    show_answers(checked, text)
    map_columns(checked, text)
    import_button(checked, text)
    show_findings(checked, text)
elif step == "check":
    show_text(text("No files have been checked, or the check is not kept any more. Choose the files in the first step."))
elif step == "changes":
    show_changes(waiting, text)
elif step == "approve":
    show_approval(waiting, text)
else:
    show_publishing(deliveries, text)
show_deliveries(deliveries, text)
show_record(text)
show_corrections(deliveries, text)
