"""Start the dashboard's server, ready for its first visitor."""

import logging
import sys

import streamlit as st
from streamlit.web import cli

from data_loaders.findings import InputError
from settings import ROOT, Settings
from ui.context import dataset


def serve(settings: Settings) -> None:
    """Serve the dashboard until it is stopped.

    Streamlit takes a folder called ``pages`` for pages of its own older kind until
    ``st.navigation`` has run once, and greets the first deep link with "Page not found".
    Running it here, before the first visitor, makes the first link open its page.
    """
    logging.disable(logging.WARNING)  # Streamlit warns that there is no visitor yet
    st.navigation([st.Page(_nobody, title="start", url_path="start")], position="hidden")
    try:
        dataset()
    except InputError:
        pass  # the page says it, in the reader's language
    logging.disable(logging.NOTSET)
    print(f"Dashboard: http://{settings.address}:{settings.port}", flush=True)
    sys.argv = [
        "streamlit", "run", str(ROOT / "dashboard.py"),
        f"--server.port={settings.port}", f"--server.address={settings.address}",
    ]  # fmt: skip
    cli.main(prog_name="streamlit")


def _nobody() -> None:
    """A page that nobody sees."""
