"""The frame around every page. Run with ``make run``, or ``streamlit run dashboard.py``."""

from contextlib import nullcontext

import streamlit as st

from presentation.text import Text
from settings import ROOT, read_settings
from ui.context import current_language, current_theme
from ui.frame import close_frame, open_frame
from ui.present import presented
from ui.sign_in import may

text = Text(current_language(), current_theme())
is_staff = read_settings().mode == "staff"
about_data = (
    [
        st.Page("pages/staff/data.py", title=text("Data"), url_path="data"),
        st.Page("pages/staff/checks.py", title=text("Everything that is checked"), url_path="checks", visibility="hidden"),
    ]
    if is_staff and (may("importer") or may("publisher"))
    else []
)
page = st.navigation(
    [
        st.Page("pages/public/overview.py", title=text("Overview"), url_path="overview", default=True),
        st.Page("pages/public/funding.py", title=text("Funding"), url_path="funding"),
        st.Page("pages/public/forecast.py", title=text("Forecast"), url_path="forecast"),
        st.Page("pages/public/changes.py", title=text("What has changed?"), url_path="changes", visibility="hidden"),
        st.Page("pages/public/map.py", title=text("Map"), url_path="map"),
        st.Page("pages/public/reach.py", title=text("Target groups"), url_path="target-groups"),
        st.Page("pages/public/coverage.py", title=text("Coverage"), url_path="coverage", visibility="hidden"),
        st.Page("pages/public/gender.py", title=text("Gender"), url_path="gender"),
        st.Page("pages/public/outcomes.py", title=text("Outcomes"), url_path="outcomes"),
        st.Page("pages/public/theme.py", title=text("Theme"), url_path="theme"),
        st.Page("pages/public/costs.py", title=text("Cost per participant and per result"), url_path="costs", visibility="hidden"),
        st.Page("pages/public/glossary.py", title=text("Glossary"), url_path="glossary", visibility="hidden"),
        st.Page("pages/public/projects.py", title=text("Projects"), url_path="projects"),
        st.Page("pages/public/about.py", title=text("About"), url_path="about"),
        st.Page("pages/public/method.py", title=text("How the figures are made"), url_path="method", visibility="hidden"),
        st.Page("pages/public/accessibility.py", title=text("Accessibility statement"), url_path="accessibility", visibility="hidden"),
        st.Page("pages/public/privacy.py", title=text("Privacy"), url_path="privacy", visibility="hidden"),
        *([st.Page("pages/staff/deck.py", title=text("Deck"), url_path="deck")] if is_staff and may("reader") else []),
        *about_data,
    ],
    position="hidden" if presented() else "top",
)
st.set_page_config(
    page_title=f"{page.title} – {text.name(text.theme.name)}",
    page_icon=str(ROOT / "assets" / "favicon.png"),
    layout="wide",
    initial_sidebar_state="auto",
)
view = page.url_path or "overview"
context = open_frame(view, page.title, about_data=page in about_data)
if context:
    st.session_state["context"] = context
    # While a reader presents, the page itself runs out of sight: its figures go on the wall.
    with nullcontext() if context.stage is None else st.container(key="td-page-away"):
        page.run()
    close_frame(context, view, page.title, announces_projects=page not in about_data)
    # Kept for this run only: a viewer's memory holds codes, not tables.
    del st.session_state["context"]
