"""The frame around every page. Run with ``make run``, or ``streamlit run dashboard.py``."""

from contextlib import nullcontext

import streamlit as st

from presentation.text import Text
from settings import read_settings
from ui.context import current_language, current_theme
from ui.frame import close_frame, open_frame
from ui.navigation import ICON, page
from ui.present import presented
from ui.sign_in import may

text = Text(current_language(), current_theme())
is_staff = read_settings().mode == "staff"
about_data = (
    [
        page("staff/data", text("Data"), "data"),
        page("staff/checks", text("Everything that is checked"), "checks", is_hidden=True),
    ]
    if is_staff and (may("importer") or may("publisher"))
    else []
)
chosen = st.navigation(
    [
        page("public/overview", text("Overview"), "overview", is_default=True),
        page("public/funding", text("Funding"), "funding"),
        page("public/forecast", text("Forecast"), "forecast"),
        page("public/changes", text("What has changed?"), "changes", is_hidden=True),
        page("public/map", text("Map"), "map"),
        page("public/reach", text("Target groups"), "target-groups"),
        page("public/coverage", text("Coverage"), "coverage", is_hidden=True),
        page("public/gender", text("Gender"), "gender"),
        page("public/outcomes", text("Outcomes"), "outcomes"),
        page("public/theme", text("Theme"), "theme"),
        page("public/costs", text("Cost per participant and per result"), "costs", is_hidden=True),
        page("public/glossary", text("Glossary"), "glossary", is_hidden=True),
        page("public/projects", text("Projects"), "projects"),
        page("public/find", text("Find a figure or a project"), "find", is_hidden=True),
        page("public/about", text("About"), "about"),
        page("public/method", text("How the figures are made"), "method", is_hidden=True),
        page("public/accessibility", text("Accessibility statement"), "accessibility", is_hidden=True),
        page("public/privacy", text("Privacy"), "privacy", is_hidden=True),
        *([page("staff/deck", text("Deck"), "deck")] if is_staff and may("reader") else []),
        *about_data,
    ],
    position="hidden" if presented() else "top",
)
st.set_page_config(
    page_title=f"{chosen.title} – {text.name(text.theme.name)}",
    page_icon=ICON,
    layout="wide",
    initial_sidebar_state="auto",
)
view = chosen.url_path or "overview"
context = open_frame(view, chosen.title, about_data=chosen in about_data)
if context:
    st.session_state["context"] = context
    # While a reader presents, the page itself runs out of sight: its figures go on the wall.
    with nullcontext() if context.stage is None else st.container(key="td-page-away"):
        chosen.run()
    close_frame(context, view, chosen.title, announces_projects=chosen not in about_data)
    # Kept for this run only: a viewer's memory holds codes, not tables.
    del st.session_state["context"]
