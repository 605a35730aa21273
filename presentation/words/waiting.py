"""A delivery that waits: what it changes, and what a person is asked to approve."""

from collections.abc import Sequence
from html import escape

from analytics.changes import Change, Changes
from archive.deliveries import DeliveryInfo
from presentation.text import Text
from presentation.words.changes import change_places, change_sentence, changes_lead, figure_sentences, outside_sentence
from presentation.words.projects import project_name


def waiting_title(info: DeliveryInfo, text: Text) -> str:
    """The heading of a delivery that waits."""
    return text("Waiting for approval: {day}", day=text.date(info.as_of))


def waiting_lead(info: DeliveryInfo, base: DeliveryInfo | None, changes: Changes | None, text: Text) -> tuple[str, ...]:
    """Which delivery waits, what readers see meanwhile, and how much is different."""
    if base is None or changes is None:
        return (text("The delivery {id} is kept, but the pages do not show it yet.", id=info.id),)
    return (
        text(
            "The delivery {id} is kept, but the pages still show {base}, as of {day}. They show the new one when its changes have been approved.",
            id=info.id,
            base=base.id,
            day=text.date(base.as_of),
        ),
        changes_lead(changes, text),
        outside_sentence(changes, text),
    )


def effects_html(changes: Changes, text: Text) -> str:
    """What the delivery does to every headline figure, one sentence each; single indicators and genders open below."""
    people = [figure for figure in changes.figures if figure.figure == "people"]
    participants = [figure for figure in people if figure.indicator == people[0].indicator and figure.gender is None]
    first = figure_sentences([figure for figure in changes.figures if figure.figure != "people"] + participants, text)
    others = figure_sentences([figure for figure in people if figure not in participants], text)
    heading = f'<h3 class="td-question">{escape(text("What it does to the figures"))}</h3>'
    effects = _items(first or (() if others else (text("No headline figure changes."),)))
    if not others:
        return heading + effects
    summary = text.plural("{number} other figure of people changes", "{number} other figures of people change", len(others))
    return f'{heading}{effects}<details class="td-changes"><summary>{escape(summary)}</summary>{_items(others)}</details>'


def _items(sentences: Sequence[str]) -> str:
    return f'<ul class="td-effects">{"".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)}</ul>'


def preview_words(text: Text) -> str:
    """The words of the link to the pages with a waiting delivery."""
    return text("See the pages with this delivery")


def by_project(changes: Sequence[Change]) -> tuple[tuple[Change, ...], ...]:
    """The changes project by project, in the order given; a change of the whole delivery stands alone."""
    groups: dict[str, list[Change]] = {}
    for change in changes:
        groups.setdefault(change.project_key or change.id, []).append(change)
    return tuple(map(tuple, groups.values()))


def project_label(changes: Sequence[Change], text: Text) -> str:
    """The changes of one project as one thing to approve."""
    first = changes[0]
    if len(changes) == 1:
        return change_sentence(first, text)
    if first.kind.startswith("project-"):
        return text.plural(
            "{change} And {number} other change.",
            "{change} And {number} other changes.",
            len(changes) - 1,
            change=change_sentence(first, text),
        )
    return text(
        "{code} {name}: {number} changes",
        code=first.project_key,
        name=project_name(first.project_name, first.project_key or "", text),
        number=text.number(len(changes)),
    )


def changes_html(changes: Sequence[Change], old: DeliveryInfo, new: DeliveryInfo, summary: str, text: Text) -> str:
    """Changes that nobody has to approve any more, or at all, as a list that opens."""
    items = "".join(
        f"<li>{escape(change_sentence(change, text))} <span>{escape(change_places(change, old, new, text))}</span></li>"
        for change in changes
    )
    return f'<details class="td-changes"><summary>{escape(summary)}</summary><ul>{items}</ul></details>'


def project_summary(changes: Sequence[Change], text: Text) -> str:
    """What opens the list of the changes of one project."""
    return text("Show the changes: {code}", code=changes[0].project_key)


def approved_summary(number: int, text: Text) -> str:
    """How many changes have been approved already."""
    return text.plural("{number} change has been approved", "{number} changes have been approved", number)


def words_summary(number: int, text: Text) -> str:
    """How many changes move no figure."""
    return text.plural(
        "{number} change of words only, which moves no figure",
        "{number} changes of words only, which move no figure",
        number,
    )


def approval_sentence(is_approved: bool, left: int, info: DeliveryInfo, text: Text) -> str:
    """What has come of an approval."""
    if is_approved:
        return text("The delivery {id} has been approved. The pages show it now.", id=info.id)
    if left:
        return text.plural("Approved. {number} change still waits.", "Approved. {number} changes still wait.", left)
    return text("The changes have been approved. Something must still be accepted explicitly.")
