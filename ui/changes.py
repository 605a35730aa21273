"""Two deliveries beside each other, as a reader asks for them."""

from datetime import date
from pathlib import Path

import streamlit as st

from analytics.changes import Changes, compare
from data_loaders.deliveries import list_deliveries
from data_loaders.theme import read_theme
from deliver import side_of
from presentation.changes import year_start
from settings import read_settings
from ui.choices import compared_dates, page_link
from ui.context import Context


def changes_between(earlier: date, later: date) -> Changes:
    """Everything that is different between the deliveries of two days, of the whole theme.

    Raises:
        InputError: a delivery cannot be read.
    """
    settings = read_settings()
    # The latest import of a day counts; checksums of tables tell when a delivery is another one.
    ids = {info.as_of: info.id for info in list_deliveries(settings.data)[0]}
    return _compared(settings.data, settings.theme, ids[earlier], ids[later])


@st.cache_resource(max_entries=6, show_spinner=False)
def _compared(root: Path, theme_path: Path, old_id: str, new_id: str) -> Changes:
    theme = read_theme(theme_path)
    infos = {info.id: info for info in list_deliveries(root)[0]}
    return compare(side_of(root, infos[old_id], theme), side_of(root, infos[new_id], theme))


def choose_days(days: tuple[date, ...], context: Context) -> tuple[date, date, str | None]:
    """Two days to compare, and the address of the comparison since the start of the later one's year.

    Args:
        days: At least two, oldest first.
    """
    later, earlier = compared_dates(days, context.text)
    start = year_start(days, later)
    if start is None or start == earlier:
        return later, earlier, None
    return later, earlier, page_link("changes", context, later=later.isoformat(), earlier=start.isoformat())
