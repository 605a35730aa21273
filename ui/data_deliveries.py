"""The deliveries that are kept, on the page of the data."""

from pathlib import Path

import streamlit as st

from archive.archive import Delivery, open_archive
from archive.deliveries import DeliveryInfo
from data_loaders.findings import Finding, InputError
from presentation.markdown import plain_words
from presentation.tables import table_html
from presentation.text import Text
from presentation.words.about import sources_table
from presentation.words.corrections import corrections_table
from presentation.words.deliveries import delivery_facts, delivery_name, told_table
from presentation.words.findings import finding_sentence
from settings import read_settings
from ui.show import show_section, show_text


def kept_deliveries() -> tuple[Delivery, ...]:
    """Every delivery that can be read, oldest first, with its state."""
    return open_archive(read_settings().data).deliveries


def waiting_delivery(deliveries: tuple[Delivery, ...]) -> DeliveryInfo | None:
    """The newest delivery that waits; one that was imported again for the same day has been given up."""
    last_of_day = {kept.info.as_of: kept for kept in deliveries}
    return next((kept.info for kept in reversed(last_of_day.values()) if kept.state == "waiting"), None)


@st.cache_resource(max_entries=200, show_spinner=False)
def _findings(root: Path, info_id: str, checksum: str, _info: DeliveryInfo) -> tuple[Finding, ...]:
    return open_archive(root).findings_of(_info)


def show_delivery(kept: Delivery, text: Text) -> None:
    """One delivery: its state, its files with what became of their rows, and what was told about them."""
    info = kept.info
    with st.expander(plain_words(delivery_name(kept, text))):
        show_text(*delivery_facts(kept, text))
        st.html(table_html(sources_table(info, text), text))
        try:
            findings = _findings(read_settings().data, info.id, info.tables["findings"], info)
        except InputError as error:
            show_text(*(finding_sentence(finding, text) for finding in error.findings))
            return
        if findings:
            st.html(table_html(told_table(findings, text), text))
        else:
            show_text(text("Nothing was wrong in the files."))


def show_corrections(deliveries: tuple[Delivery, ...], text: Text) -> None:
    """The known errors of the sources, and what became of each in the newest delivery."""
    show_section(text("Known errors of the sources"))
    rows = _corrections(deliveries[-1].info) if deliveries else []
    if rows:
        st.html(table_html(corrections_table(rows, text), text))
    else:
        show_text(
            text(
                "None is recorded. A known error is recorded in the file corrections.csv of the data directory, and is then put right at every import, visibly."
            )
        )


def _corrections(info: DeliveryInfo) -> list[dict]:
    try:
        tables = open_archive(read_settings().data).tables(info, ["corrections"])
    except InputError:
        return []  # the list of deliveries says that it is damaged
    return tables["corrections"].to_dicts() if "corrections" in tables else []
