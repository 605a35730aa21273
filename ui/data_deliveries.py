"""The deliveries that are kept, on the page of the data: what they are, steps back, and the record."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from archive.approvals import StepKind
from archive.archive import Delivery, open_archive
from archive.deliveries import DeliveryInfo
from archive.record import Event, read_record
from data_loaders.findings import Finding, InputError
from operations.withdrawing import published_deliveries, restore, undo_approval, withdraw
from presentation.markdown import plain_words
from presentation.tables import Table, table_csv, table_html
from presentation.text import Text
from presentation.words.about import sources_table
from presentation.words.corrections import corrections_table
from presentation.words.deliveries import delivery_facts, delivery_name, told_table
from presentation.words.findings import finding_sentence
from presentation.words.record import record_table, taken_back_sentence, withdrawal_sentence
from settings import read_settings
from ui.data_steps import go_to
from ui.data_upload import keeps
from ui.show import show_section, show_text
from ui.sign_in import may, person

#: Events of the record that are shown at once; the file has them all.
_SHOWN = 10


def kept_deliveries() -> tuple[Delivery, ...]:
    """Every delivery that can be read, oldest first, with its state."""
    return open_archive(read_settings().data).deliveries


def waiting_delivery(deliveries: tuple[Delivery, ...]) -> DeliveryInfo | None:
    """The newest delivery that waits; one that was imported again for the same day has been given up."""
    return next((kept.info for kept in reversed(deliveries) if kept.state == "waiting" and kept.superseded_by is None), None)


@st.cache_resource(max_entries=200, show_spinner=False)
def _findings(root: Path, info_id: str, checksum: str, _info: DeliveryInfo) -> tuple[Finding, ...]:
    return open_archive(root).findings_of(_info)


def published_ids() -> frozenset[str]:
    """Ids of the deliveries that have been published, as far as the bundles and the record tell; of the example its current one."""
    settings = read_settings()
    archive = open_archive(settings.data)
    if not keeps():
        return frozenset([archive.current.id] if archive.current else ())
    return published_deliveries(archive, settings.bundles)


def show_deliveries(deliveries: tuple[Delivery, ...], text: Text) -> None:
    """Every delivery, the newest first: what it is, and the steps back."""
    if not deliveries:
        return
    show_section(text("Deliveries"))
    published = published_ids()
    for kept in reversed(deliveries):
        with st.expander(plain_words(delivery_name(kept, text))):
            _show_delivery(kept, text)
            if keeps() and may("publisher"):
                _steps_back(kept, kept.info.id in published, text)


def _show_delivery(kept: Delivery, text: Text) -> None:
    """One delivery: its state, its files with what became of their rows, and what was told about them."""
    info = kept.info
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


def _steps_back(kept: Delivery, is_published: bool, text: Text) -> None:
    """Withdraw or reject a delivery, undo its approval, or bring it back; each says first what will happen."""
    info, root = kept.info, read_settings().data
    if kept.state == "withdrawn":
        show_text(text("Brought back, the delivery waits for approval. Readers see it when it has been approved again."))
        if st.button(text("Bring the delivery back"), icon=":material/restore:", key=f"restore-{info.id}-{text.language}"):
            _take_back(lambda: restore(root, info.id, person()), "restored", info, text)
        return
    if kept.state != "waiting" and not is_published and kept.why == "approved":
        show_text(text("Undone, the approval has to be given again. Until then readers see the delivery before this one."))
        if st.button(text("Undo the approval"), icon=":material/undo:", key=f"unapprove-{info.id}-{text.language}"):
            _take_back(lambda: undo_approval(root, info.id, person(), read_settings().bundles), "returned", info, text)
    is_waiting = kept.state == "waiting"
    with st.form(f"withdraw-{info.id}", enter_to_submit=False, border=False):
        show_text(withdrawal_sentence(is_waiting, is_published, text))
        why = st.text_input(text("Why?"), key=f"why-{info.id}-{text.language}", max_chars=300)
        label = text("Reject the delivery") if is_waiting else text("Withdraw the delivery")
        sent = st.form_submit_button(label, icon=":material/block:", key=f"withdraw-{info.id}-{text.language}")
    if sent:
        _take_back(lambda: withdraw(root, info.id, why, person()), "rejected" if is_waiting else "withdrawn", info, text)


def _take_back(step: Callable[[], object], what: StepKind, info: DeliveryInfo, text: Text) -> None:
    if not may("publisher"):
        return
    try:
        step()
    except InputError as error:
        for finding in error.findings:
            st.error(plain_words(finding_sentence(finding, text)))
        return
    st.session_state["data-taken-back"] = taken_back_sentence(what, info.id, text)
    go_to("changes" if what in ("restored", "returned") else "files")


def just_taken_back() -> str | None:
    """What has come of a step back; told once."""
    return st.session_state.pop("data-taken-back", None)


def show_record(text: Text) -> None:
    """Who did what when: the latest events, and all of them as a file."""
    events, findings = read_record(open_archive(read_settings().data))
    if not events:
        return
    show_section(text("Record"))
    for finding in findings:
        st.warning(plain_words(finding_sentence(finding, text)))
    table = record_table(events, text)
    st.html(table_html(Table(table.caption, table.columns, table.rows[:_SHOWN]), text))
    st.download_button(
        text.plural("The record as CSV ({number} event)", "The record as CSV ({number} events)", len(table.rows)),
        data=lambda: _record_csv(events, text),
        file_name=f"{text.theme.code}_record_{text.language}.csv",
        mime="text/csv",
        icon=":material/download:",
        key=f"record-{text.language}",
        on_click="ignore",
    )


def _record_csv(events: tuple[Event, ...], text: Text) -> str | bytes:
    return table_csv(record_table(events, text))


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
