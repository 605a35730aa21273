"""Two deliveries beside each other, as a reader asks for them."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from analytics.changes import Changes, compare
from archive.archive import open_archive
from data_loaders.theme import read_theme
from presentation.snapshots import read_side
from presentation.tables import Table, table_csv, table_html
from presentation.words.changes import people_table, values_table, year_start
from presentation.words.notes import source_line
from settings import read_settings
from ui.choices import compared_dates, page_link
from ui.context import Context
from ui.show import show_text, show_when_opened


def changes_between(earlier: date, later: date, context: Context) -> Changes:
    """Everything that is different between the deliveries of two days, of the whole theme.

    Raises:
        InputError: a delivery cannot be read.
    """
    settings = read_settings()
    # The latest import of a day counts, of a pinned page up to its own.
    ids = {snapshot.as_of: snapshot.id for snapshot in context.data.history}
    return _compared(settings.data, settings.theme, ids[earlier], ids[later])


@st.cache_resource(max_entries=6, show_spinner=False)
def _compared(root: Path, theme_path: Path, old_id: str, new_id: str) -> Changes:
    theme = read_theme(theme_path)
    archive = open_archive(root)
    old, new = (read_side(archive, archive.delivery(id).info, theme) for id in (old_id, new_id))
    return compare(old, new)


def show_values(changes: Changes, context: Context) -> None:
    """What changed in the projects, in a table that is opened; the file has every change."""
    _show_table(partial(values_table, changes, context.text), "changes", context)


def show_people(changes: Changes, context: Context) -> None:
    """What changed in the counts of people, project by project, in a table that is opened; the file has every change."""
    _show_table(partial(people_table, changes, context.text), "people", context)


def _show_table(table_of: Callable[..., tuple[Table, str]], name: str, context: Context) -> None:
    text = context.text
    table, rest = table_of()
    if not table.rows:
        return

    def opened() -> None:
        every, _ = table_of(every=True)
        st.html(table_html(table, text))
        show_text(rest, style="td-note")
        st.download_button(
            text.plural("Download as CSV ({number} row)", "Download as CSV ({number} rows)", len(every.rows)),
            data=lambda: table_csv(every, table.caption, "", source_line(context.data.info, text)),
            file_name=f"{text.theme.code}_{name}_{context.data.info.id}_{text.language}.csv",
            mime="text/csv",
            key=f"csv-{name}-{text.language}",
            on_click="ignore",
        )

    show_when_opened(table.caption, name, opened, text)


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
