"""A delivery that waits for approval: what it changes, and the choices of a person."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from analytics.changes import Change, Changes
from analytics.oddities import sort_changes
from archive.archive import archive_stamp
from archive.deliveries import DeliveryInfo
from data_loaders.findings import InputError
from operations.approving import Judgement, approve, judge
from presentation.markdown import plain_words
from presentation.text import Text
from presentation.words.approvals import hold_sentence, open_changes_sentence
from presentation.words.changes import change_places
from presentation.words.findings import finding_sentence
from presentation.words.oddities import group_title, oddities_html, oddities_lead
from presentation.words.projects import link_html
from presentation.words.waiting import (
    approval_sentence,
    approved_summary,
    by_project,
    changes_html,
    effects_html,
    preview_words,
    project_label,
    project_summary,
    waiting_lead,
    waiting_title,
    words_summary,
)
from settings import read_settings
from ui.address import Pin, address
from ui.context import current_filters, current_theme
from ui.data_steps import go_to
from ui.show import show_section, show_text
from ui.sign_in import may, person

#: Changes that are offered one by one at a time.
_OFFERED = 40
#: Changes of words that are listed.
_LISTED = 200


@st.cache_resource(max_entries=4, show_spinner=False)
def _judgement(root: Path, id: str, theme: Path, stamp: tuple) -> Judgement:
    return judge(root, id, current_theme())


def _judged(info: DeliveryInfo, text: Text) -> Judgement | None:
    """What stands between a delivery and its readers; null when it cannot be read, which has then been said."""
    settings = read_settings()
    show_section(waiting_title(info, text))
    try:
        return _judgement(settings.data, info.id, settings.theme, archive_stamp(settings.data))
    except InputError as error:
        for finding in error.findings:
            st.error(plain_words(finding_sentence(finding, text)))
        return None


def show_changes(info: DeliveryInfo | None, text: Text) -> None:
    """What a waiting delivery changes: its effects on the figures, what is odd, the routine; the pages as they would be."""
    if info is None:
        show_text(text("Nothing waits for approval."))
        return
    judgement = _judged(info, text)
    if judgement is None:
        return
    base, changes = judgement.base, judgement.changes
    show_text(*waiting_lead(info, base, changes, text))
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(text("Go on to approving"), icon=":material/arrow_forward:", type="primary", key=f"to-approve-{text.language}"):
            go_to("approve")
        preview = address("overview", text.language, current_filters(), {}, Pin(info.id, is_preview=True))
        st.html(link_html(preview, preview_words(text)))
    if changes is None or base is None:
        return
    st.html(effects_html(changes, text))
    odd = sort_changes(judgement.open_changes)
    show_section(text("What to look at"))
    show_text(oddities_lead(odd, text))
    st.html(oddities_html(odd, base, info, text))
    _others(judgement, base, changes, text)


def show_approval(info: DeliveryInfo | None, text: Text) -> None:
    """What has to be accepted, the changes in groups, a project at a time or one by one, and the buttons."""
    if info is None:
        show_text(text("Nothing waits for approval."))
        return
    judgement = _judged(info, text)
    if judgement is None:
        return
    how = _how(judgement, text)
    if not may("publisher"):
        show_text(text("Approving requires the role of publisher."), style="td-note")
        return
    with st.form(f"approve-{info.id}", enter_to_submit=False):
        accepted = [hold for hold in judgement.open_holds if _hold(hold, text)]
        every = st.form_submit_button(
            text.plural("Approve the change", "Approve all {number} changes", len(judgement.open_changes))
            if judgement.open_changes
            else text("Approve the delivery"),
            icon=":material/done_all:",
            type="primary",
            key=f"approve-all-{text.language}",
        )
        chosen = _offered(judgement, how, text)
        some = bool(judgement.open_changes) and st.form_submit_button(
            text("Approve what is ticked"), icon=":material/check:", key=f"approve-some-{text.language}"
        )
    if some or every:
        # What the person has seen is approved, and nothing that has come since.
        _approve(info, [change.id for change in judgement.open_changes] if every else chosen, accepted, text)


def _hold(hold: str, text: Text) -> bool:
    """One thing that has to be accepted in so many words, whatever else is approved."""
    st.warning(plain_words(hold_sentence(hold, text)))
    return st.checkbox(text("I have looked into this, and accept it"), key=f"accept-{hold}-{text.language}")


def _how(judgement: Judgement, text: Text) -> str:
    """Whether the changes are approved in groups, a project at a time, or one by one."""
    if not judgement.open_changes:
        return "group"
    show_text(open_changes_sentence(len(judgement.open_changes), text))
    names = {"group": text("In groups"), "project": text("A project at a time"), "change": text("One by one")}
    return st.segmented_control(
        text("How to approve"),
        tuple(names),
        format_func=lambda code: names[code],
        default="group",
        required=True,
        key=f"approve-how-{text.language}",
    )


def _offered(judgement: Judgement, how: str, text: Text) -> list[str]:
    """The changes that are not approved yet, each or each group with a box; ids of those that are ticked."""
    base, info = judgement.base, judgement.info
    if base is None:
        return []  # there is nothing that it differs from
    chosen: list[str] = []
    if how == "group":
        odd = sort_changes(judgement.open_changes)
        for kind, found in (*odd.odd.items(), *([(None, odd.routine)] if odd.routine else [])):
            title = group_title(kind, found, text)
            if st.checkbox(plain_words(title), key=f"group-{kind or 'routine'}-{text.language}"):
                chosen += [change.id for change in found]
            st.html(changes_html(found, base, info, text("Show the changes: {code}", code=title), text))
        return chosen
    groups: Sequence[Sequence[Change]] = (
        [(change,) for change in judgement.open_changes] if how == "change" else by_project(judgement.open_changes)
    )
    for group in groups[:_OFFERED]:
        label = plain_words(project_label(group, text))
        if len(group) == 1:
            label += f" :small[{plain_words(change_places(group[0], base, info, text))}]"
        if st.checkbox(label, key=f"change-{len(group)}-{group[0].id}-{text.language}"):
            chosen += [change.id for change in group]
        if len(group) > 1:
            st.html(changes_html(group, base, info, project_summary(group, text), text))
    if len(groups) > _OFFERED:
        show_text(
            text("The first {number} are here; the next ones come when these have been approved.", number=text.number(_OFFERED)),
            style="td-note",
        )
    return chosen


def _others(judgement: Judgement, base: DeliveryInfo, changes: Changes, text: Text) -> None:
    """What has been approved before, and what moves no figure."""
    open_ids = {change.id for change in judgement.open_changes}
    approved = [change for change in changes.material if change.id not in open_ids]
    words = [change for change in changes.changes if not change.material]
    if approved:
        st.html(changes_html(approved[:_LISTED], base, judgement.info, approved_summary(len(approved), text), text))
    if words:
        st.html(changes_html(words[:_LISTED], base, judgement.info, words_summary(len(words), text), text))


def _approve(info: DeliveryInfo, chosen: list[str], accepted: list[str], text: Text) -> None:
    if not may("publisher"):
        return
    try:
        judgement = approve(read_settings().data, info.id, current_theme(), changes=chosen, accept=accepted, who=person())
    except InputError as error:
        for finding in error.findings:
            st.error(plain_words(finding_sentence(finding, text)))
        return
    st.session_state["data-approved"] = approval_sentence(judgement.is_approved, len(judgement.open_changes), info, text)
    go_to("publish" if judgement.is_approved else "approve")


def just_approved() -> str | None:
    """What has come of this person's approval; told once."""
    return st.session_state.pop("data-approved", None)
