"""The open data of the public bundle, to take away."""

import streamlit as st

from archive.bundles import OPEN_DATA, folder_zip
from settings import read_settings
from ui.context import Context
from ui.show import show_section, show_text


def show_open_data(context: Context) -> None:
    """The tables of the public bundle as one package; nothing where the staff reads."""
    text = context.text
    if context.is_staff:
        return
    show_section(text("Open data"))
    show_text(
        text(
            "The counts of people and the theme's projects as CSV, Excel and Parquet files. A README in three languages tells source, basis, protection, licence and how to cite."
        )
    )
    st.download_button(
        text("Download the open data (zip)"),
        data=lambda: folder_zip(read_settings().data / OPEN_DATA),
        file_name=f"{text.theme.code}_open-data.zip",
        mime="application/zip",
        icon=":material/download:",
        key=f"open-data-{text.language}",
        on_click="ignore",
    )
