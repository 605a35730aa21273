"""The deliveries that are kept, on the page of the data."""

from pathlib import Path

import streamlit as st

from data_loaders.deliveries import DeliveryInfo, list_deliveries, read_findings
from data_loaders.findings import Finding, InputError
from presentation.about import sources_table
from presentation.deliveries import delivery_name, told_table
from presentation.findings import finding_sentence
from presentation.tables import table_html
from presentation.text import Text
from settings import read_settings
from ui.show import show_text


def kept_deliveries() -> tuple[DeliveryInfo, ...]:
    """Every delivery that can be read, oldest first."""
    return list_deliveries(read_settings().data)[0]


@st.cache_resource(max_entries=200, show_spinner=False)
def _told(root: Path, info_id: str, checksum: str, _info: DeliveryInfo) -> tuple[Finding, ...]:
    return read_findings(root, _info)


def show_delivery(info: DeliveryInfo, current: bool, text: Text) -> None:
    """One delivery: its files with what became of their rows, and what was told about them."""
    with st.expander(delivery_name(info, current, text), expanded=False):
        st.html(table_html(sources_table(info, text), text))
        try:
            findings = _told(read_settings().data, info.id, info.tables["findings"], info)
        except InputError as error:
            show_text(*(finding_sentence(finding, text) for finding in error.findings))
            return
        if findings:
            st.html(table_html(told_table(findings, text), text))
        else:
            show_text(text("Nothing was wrong in the files."))
