"""Whether readers see a delivery, what keeps it from them, and what to do about it."""

from presentation.text import Text


def state_sentence(state: str, why: str, text: Text) -> str:
    """Whether readers see a delivery, and why.

    Args:
        state: ``current``, ``history``, ``waiting`` or ``withdrawn``.
        why: ``first``, ``history``, ``no-material-changes``, ``approved``, ``material-changes`` or ``held``.
        text: The reader's language.
    """
    if state == "withdrawn":
        return text("It has been withdrawn. It is kept, and readers do not see it.")
    if state == "waiting":
        return {
            "material-changes": text("It waits: its changes have not been approved yet. Readers see the earlier delivery."),
            "held": text("Waiting: something must be accepted explicitly. Readers do not see it."),
        }[why]
    reason = {
        "first": text("It is the first delivery."),
        "history": text("It joins the history: there is a delivery of a later day."),
        "no-material-changes": text("Nothing that moves a figure has changed."),
        "approved": text("It has been approved."),
    }[why]
    seen = text("Readers see it now.") if state == "current" else text("Readers see it in trends.")
    return f"{reason} {seen}"


def state_name(state: str, text: Text) -> str:
    """A delivery's state in a word."""
    return {"current": text("current"), "history": text("in the history"), "waiting": text("waiting"), "withdrawn": text("withdrawn")}[
        state
    ]


def hold_sentence(hold: str, text: Text) -> str:
    """What has to be accepted in so many words before a delivery is shown."""
    return {
        "no-theme-projects": text("No project of the list belongs to the theme."),
        "committed-fall": text("Committed funding falls by more than the theme allows without a word."),
        "correction-refused": text("A correction no longer fits its source."),
    }[hold]


def open_changes_sentence(number: int, text: Text) -> str:
    """How many changes wait for approval."""
    return text.plural("{number} change waits for approval.", "{number} changes wait for approval.", number)
