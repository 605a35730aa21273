"""Page: the deliveries that are kept, and what was told about their files."""

from presentation.deliveries import deliveries_lead
from ui.context import current_context
from ui.data_deliveries import kept_deliveries, show_delivery
from ui.show import show_lead, show_section, show_title

# Read
text = current_context().text
deliveries = kept_deliveries()

# Show
show_title(text("Data"))
show_lead(deliveries_lead(deliveries, text))
show_section(text("Deliveries"))
for info in reversed(deliveries):
    show_delivery(info, info is deliveries[-1], text)
