"""The half-year's routine as steps, on the page of the data: which one is shown, and the way from one to the next."""

from collections.abc import Collection, Mapping
from typing import Literal, get_args

import streamlit as st

from archive.archive import Delivery
from presentation.text import Text
from presentation.words.routine import Progress, step_name, step_sentence
from ui.page_script import tell_document
from ui.show import show_text

Step = Literal["files", "check", "changes", "approve", "publish"]
STEPS: tuple[Step, ...] = get_args(Step)


def progress_of(deliveries: tuple[Delivery, ...], is_checked: bool, is_waiting: bool, published: Collection[str]) -> dict[Step, Progress]:
    """How far the half-year is: one step is next, those before it are done.

    Args:
        deliveries: Every delivery that is kept.
        is_checked: Whether files have been checked and not imported yet.
        is_waiting: Whether a delivery waits for approval.
        published: Ids of the deliveries that have been published.
    """
    current = next((kept.info.id for kept in deliveries if kept.state == "current"), None)
    following: Step = "files"
    if is_checked:
        following = "check"
    elif is_waiting:
        following = "changes"
    elif current and current not in published:
        following = "publish"
    before = STEPS.index(following)
    return {step: "done" if place < before else "next" if place == before else "later" for place, step in enumerate(STEPS)}


def go_to(step: Step) -> None:
    """Show a step from its beginning, and the page anew."""
    take_step(step)
    st.session_state["data-moved"] = True
    st.rerun()


def _first(progress: Mapping[Step, Progress]) -> Step:
    """Where a person begins: with what waits for them, else with new files."""
    return next((step for step in ("check", "changes") if progress[step] == "next"), "files")


def take_step(step: Step) -> None:
    """Name the step that is shown from now on; call it in a callback."""
    st.session_state["data-step"] = step
    st.query_params["step"] = step


def choose_step(progress: Mapping[Step, Progress], text: Text) -> Step:
    """The steps with the state of each, and the one that is shown: of the address, else of the session, else the one that is next."""
    asked = st.query_params.get("step") or st.session_state.get("data-step")
    step: Step = next((name for name in STEPS if name == asked), _first(progress))
    key = f"data-steps-{text.language}"
    st.session_state[key] = step
    st.html('<div id="td-steps"></div>')
    st.segmented_control(
        text("Steps of the half-year"),
        STEPS,
        format_func=lambda name: step_name(STEPS.index(name) + 1, name, progress[name], text),
        key=key,
        required=True,
        on_change=lambda: take_step(st.session_state[key]),
    )
    take_step(step)
    show_text(step_sentence(step, progress[step], text), style="td-note")
    if st.session_state.pop("data-moved", False):
        # The result of a button stands where the page begins, wherever the button stood.
        tell_document(scroll="td-steps")
    return step
