"""Page: what a reader's words lead to, and the one figure that a result of them shows."""

from ui.context import current_context
from ui.find import show_found
from ui.show import show_title

# Read
context = current_context()

# Show
show_title(context.text("Find a figure or a project"))
show_found(context)
