"""The button that tells where figures come from, and for staff the cells behind them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import cast

import dataframely as dy
import polars as pl
import streamlit as st

from analytics.filters import Filters
from analytics.ledger import CELL_SCHEMA, Columns, Ledger, accounts, cells, partly_outside
from analytics.people import placed_outcomes
from analytics.scope import Snapshot
from archive.archive import open_archive
from archive.deliveries import DeliveryInfo
from data_loaders.schemas import OutcomeRow, ProjectRow
from presentation.block import paragraphs_html
from presentation.snapshots import read_history
from presentation.tables import table_csv
from presentation.words.ledger import cells_html, cells_table, ledger_html, ledger_question
from presentation.words.notes import filters_in_words, source_line
from settings import read_settings
from ui.context import Context


def show_ledgers(ledgers: tuple[Ledger, ...], key: str, context: Context, caveats: Sequence[str] = ()) -> None:
    """A button that tells where figures come from; it is worked out only while it is open.

    Args:
        ledgers: Of one figure, or of the key figures of a page.
        key: Stable name of the figure.
        context: The reader's page.
        caveats: What else there is to know of the figure; said first.
    """
    text = context.text
    question = ledger_question(len(ledgers) > 1, text)
    with st.popover(question, type="tertiary", icon=":material/help:", key=f"ledger-{key}-{text.language}", on_change="rerun") as panel:
        if panel.open:
            if caveats:
                st.html(paragraphs_html(*caveats))
            _show_accounts(ledgers, context)
            if context.is_staff:
                _show_cells(ledgers, key, context)


def _show_accounts(ledgers: tuple[Ledger, ...], context: Context) -> None:
    data, text = context.data, context.text
    rows_read = next((source.rows_in for source in data.info.sources if source.kind == "projects"), None)
    parts = [
        (ledger, accounts(ledger, data.current, context.filters, rows_read), filters_in_words(ledger.filters(context.filters), text))
        for ledger in ledgers
    ]
    partly = max(partly_outside(ledger, data.current, context.filters) for ledger in ledgers)
    st.html(ledger_html(parts, data.info, text, partly))


def _show_cells(ledgers: tuple[Ledger, ...], key: str, context: Context) -> None:
    """The first cells, and all of them as a file that is made only when it is asked for."""
    data, text, filters = context.data, context.text, context.filters
    table = _cells(ledgers, data.current, data.info, filters)
    if table.is_empty():
        return
    st.html(cells_html(table, data.info, text))
    st.download_button(
        text("Download the cells as CSV"),
        data=lambda: _cells_csv(ledgers, context),
        file_name=f"{text.theme.code}_{key}_cells_{data.info.id}_{text.language}.csv",
        mime="text/csv",
        key=f"cells-{key}-{text.language}",
        on_click="ignore",
    )


def _cells_csv(ledgers: tuple[Ledger, ...], context: Context) -> bytes:
    """Every cell; of a figure over deliveries those of each delivery."""
    data, text, filters = context.data, context.text, context.filters
    deliveries = {data.info.as_of: data.info}
    frames = [_cells(ledgers, data.current, data.info, filters)]
    of_people = tuple(ledger for ledger in ledgers if ledger.history and "participants" in ledger.measures)
    # People over time are the states that the current outcome workbook tells, not those of older deliveries.
    for day in _days(data.current) if of_people else ():
        deliveries[day] = data.info
        frames.append(_cells(of_people, replace(data.current, as_of=day), data.info, filters))
    over_time = tuple(ledger for ledger in ledgers if ledger.history and ledger not in of_people)
    # Of a pinned page the deliveries up to its own.
    before = read_history(open_archive(read_settings().data), data.series.infos[:-1], text.theme) if over_time else ()
    for info, snapshot in before:
        deliveries[info.as_of] = info
        frames.append(_cells(over_time, snapshot, info, filters))
    table = cells_table(pl.concat(frames).sort("day", maintain_order=True), deliveries, text)
    return table_csv(table, filters_in_words(filters, text) or "", source_line(data.info, text))


def _days(current: Snapshot) -> list[date]:
    """The days of the people trend before the delivery's own."""
    days = [] if current.people_trend is None else current.people_trend["date"].unique().sort().to_list()
    return [day for day in days if day != current.as_of]


def _cells(ledgers: Sequence[Ledger], snapshot: Snapshot, info: DeliveryInfo, filters: Filters) -> pl.DataFrame:
    columns: Columns = next((source.columns for source in info.sources if source.kind == "projects"), {})
    outcomes: dy.DataFrame[OutcomeRow] | None = None
    if any("participants" in ledger.measures for ledger in ledgers) and info.has("outcomes"):
        tables = open_archive(read_settings().data).tables(info, ["outcomes", "projects"])
        # Validated when they were imported.
        outcome_rows, list_rows = cast(dy.DataFrame[OutcomeRow], tables["outcomes"]), cast(dy.DataFrame[ProjectRow], tables["projects"])
        outcomes = cast(dy.DataFrame[OutcomeRow], placed_outcomes(outcome_rows, list_rows))
    return pl.concat([CELL_SCHEMA.to_frame(), *(cells(ledger, snapshot, filters, columns, outcomes) for ledger in ledgers)])
