"""Publish a delivery, on the page of the data: look at what becomes public, then write the bundle."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import streamlit as st

from archive.archive import Delivery, open_archive
from archive.bundles import BundleInfo, folder_zip
from data_loaders.findings import Finding, InputError
from data_loaders.progress import StepProgress
from operations.publishing import Preparation, prepare, publish_next, read_basis
from presentation.block import list_html
from presentation.markdown import plain_words
from presentation.tables import table_html
from presentation.text import Text
from presentation.words.findings import finding_sentence
from publication.words import (
    attack_and_search_sentences,
    bundles_table,
    costs_table,
    forms_table,
    hidden_sentences,
    leak_lines,
    masked_sentence,
    masked_table,
    preview_lead,
    published_words,
    tables_table,
)
from settings import read_settings
from ui.context import current_theme
from ui.data_steps import go_to
from ui.data_upload import keeps
from ui.show import show_section, show_text
from ui.sign_in import may, person

_ZIP = "application/zip"


def show_publishing(deliveries: tuple[Delivery, ...], text: Text) -> None:
    """The section of publishing: the button of the preview, the preview, the button that publishes, what is published."""
    current = next((kept.info for kept in deliveries if kept.state == "current"), None)
    if current is None:
        show_text(text("No delivery has been approved, so there is nothing to publish."))
        return
    show_section(text("Publish"))
    show_text(
        text(
            "The public reads a bundle of its own: protected counts, the public columns of the list, and open data. Look at what becomes public first; nothing is written before you press Publish."
        )
    )
    if not may("publisher"):
        show_text(text("Publishing requires the role of publisher."), style="td-note")
        return
    try:
        settings = read_settings()
        bundles = () if not keeps() else open_archive(settings.data).bundles(current_theme().code, settings.bundles)
        prepared = _preview(current.id, bundles, text)
        if prepared:
            _show_preview(prepared, text)
            _publish_button(prepared, text)
        _show_bundles(bundles, text)
    except InputError as error:
        for finding in error.findings:
            st.error(plain_words(finding_sentence(finding, text)))


def _preview(delivery: str, bundles: tuple[tuple[Path, BundleInfo], ...], text: Text) -> Preparation | None:
    """What would be published of the delivery, when the person has asked for it; kept for as long as it is true."""
    root, theme, previous = read_settings().data, current_theme(), [path for path, _ in bundles]
    if st.button(text("See what becomes public"), icon=":material/visibility:", key=f"publish-preview-{text.language}"):
        with _progress(text) as on_progress:
            st.session_state["data-publish"] = prepare(root, theme, delivery, previous, on_progress)
    kept = st.session_state.get("data-publish")
    return kept if kept and kept.basis == read_basis(root, theme, delivery, previous) else None


@contextmanager
def _progress(text: Text) -> Iterator[StepProgress]:
    """A bar that says what is being done, and goes away in the end."""
    words = {
        "tables": text("Masking contacts and private persons …"),
        "protect": text("Protecting counts of people and testing the protection …"),
        "search": text("Searching every page and file for unprotected numbers …"),
        "write": text("Writing the bundle …"),
    }
    bar = st.progress(0.0, text=words["tables"])
    try:
        yield lambda step, share: bar.progress(share, text=words[step])
    finally:
        bar.empty()


def _show_preview(prepared: Preparation, text: Text) -> None:
    lead = preview_lead(prepared.info, prepared.publication is not None, prepared.passed, text)
    (st.info if prepared.passed else st.error)(plain_words(lead), icon=":material/policy:")
    show_text(*(finding_sentence(finding, text) for finding in prepared.problems), style="td-note")
    tables = prepared.deliveries[-1][1]
    st.html(table_html(tables_table(tables, prepared.theme_rows.height, len(prepared.deliveries), text), text))
    made, searched = prepared.publication, prepared.searched
    if made and searched:
        st.html(table_html(forms_table(made, text), text))
        show_text(*hidden_sentences(made, text), style="td-note")
        st.html(table_html(costs_table(prepared.costs, text), text))
        show_text(*attack_and_search_sentences(made.attack, searched, len(prepared.basis.previous), text))
        st.html(list_html(leak_lines(made.attack, searched, text)))
    show_text(masked_sentence(prepared.findings, text))
    if prepared.findings:
        with st.expander(text("Where something was masked or left out")):
            st.html(table_html(masked_table(prepared.findings, text), text))


def _publish_button(prepared: Preparation, text: Text) -> None:
    root, theme, delivery = read_settings().data, current_theme(), prepared.info.id
    if not prepared.passed:
        return
    if keeps():
        if st.button(text("Publish"), icon=":material/publish:", type="primary", key=f"publish-{text.language}") and may("publisher"):
            with _progress(text) as on_progress:
                written = publish_next(root, theme, read_settings().bundles, delivery, on_progress, prepared, who=person())
            st.session_state["data-published"] = written.name
            st.session_state.pop("data-publish", None)
            go_to("publish")
        return
    show_text(text("This is the embedded example: its bundle is not kept here, but can be taken away."), style="td-note")
    if st.button(text("Make the bundle of the example"), icon=":material/publish:", key=f"publish-{text.language}"):
        with _progress(text) as on_progress, TemporaryDirectory(prefix="dashboard-") as folder:
            written = publish_next(root, theme, Path(folder), delivery, on_progress, prepared)
            name, content = written.name, folder_zip(written)
        _download(name, content, text)


def _show_bundles(bundles: tuple[tuple[Path, BundleInfo], ...], text: Text) -> None:
    if not bundles:
        return
    st.html(table_html(bundles_table([(path.name, info.as_of, info.published_at) for path, info in bundles], text), text))
    newest, said = bundles[-1]
    if said.is_old:
        st.warning(plain_words(finding_sentence(Finding("bundle-old", "error", newest.name), text)))
    _download(newest.name, lambda: folder_zip(newest), text)


def _download(name: str, make: Callable[[], bytes] | bytes, text: Text) -> None:
    st.download_button(
        text("Download the bundle {name} (zip)", name=plain_words(name)),
        data=make,
        file_name=f"{current_theme().code}_{name}.zip",
        mime=_ZIP,
        icon=":material/download:",
        key=f"publish-zip-{text.language}",
        on_click="ignore",
    )


def just_published(text: Text) -> str | None:
    """What has come of this person's publishing; told once."""
    name = st.session_state.pop("data-published", None)
    return published_words(name, text) if name else None
