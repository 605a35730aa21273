"""Changes that a person has to look at first, by name, and a half-year's routine in one line."""

from collections.abc import Mapping, Sequence
from html import escape

from analytics.changes import Change
from analytics.oddities import Oddity, SortedChanges
from archive.deliveries import DeliveryInfo
from data_loaders.schemas import MONEY_COLUMNS
from presentation.text import Text
from presentation.words.changes import change_places, change_sentence

#: Changes of one kind that are listed at once; the rest opens.
_FIRST = 8
_PUBLIC = ("planned_public_eur", "actual_public_eur")


def oddity_name(kind: Oddity | None, text: Text) -> str:
    """What is odd about changes, as a heading; the routine for null."""
    if kind is None:
        return text("Routine: sums and counts that grow as usual, and what becomes known")
    names: Mapping[Oddity, str] = {
        "basis": text("The frame, or what the figures speak of, has changed"),
        "gone-project": text("Projects that are gone"),
        "gone-report": text("Reports of people that are gone"),
        "gone-implementer": text("Implementers that are gone"),
        "lost-value": text("Values that are missing now"),
        "lower-amount": text("Amounts that have fallen"),
        "fewer-people": text("Cumulative counts of people that have fallen"),
        "moved-date": text("Start and end dates that have moved"),
        "lost-topic": text("Sub-themes, target groups or expectations that are gone"),
        "status": text("States that go another way than from start to end"),
        "moved": text("Projects with another region, authority, group or type of implementer"),
        "jump": text("Sums and counts that have grown far more than usual"),
        "new": text("New projects and implementers"),
    }
    return names[kind]


def oddities_lead(sorted_changes: SortedChanges, text: Text) -> str:
    """How many changes a person should look at, and how many are routine."""
    odd = sum(len(found) for kind, found in sorted_changes.odd.items() if kind != "new")
    if not odd:
        return text("Nothing in the changes is out of the usual.")
    return text.plural(
        "{number} change is out of the usual. Look at it first.",
        "{number} changes are out of the usual. Look at them first.",
        odd,
    )


def oddities_html(sorted_changes: SortedChanges, old: DeliveryInfo, new: DeliveryInfo, text: Text) -> str:
    """Odd changes kind by kind, each with its project and rows; the routine as one line that opens."""
    parts = [
        f'<section class="td-odd"><h4>{escape(group_title(kind, found, text))}</h4>{group_html(found, old, new, text)}</section>'
        for kind, found in sorted_changes.odd.items()
    ]
    if sorted_changes.routine:
        items = "".join(_items(sorted_changes.routine, old, new, text))
        summary = escape(group_title(None, sorted_changes.routine, text))
        parts.append(f'<details class="td-changes"><summary>{summary}</summary><ul>{items}</ul></details>')
    return "".join(parts)


def group_title(kind: Oddity | None, changes: Sequence[Change], text: Text) -> str:
    """What changes of one kind are called, and how many there are."""
    return text("{kind}: {number}", kind=oddity_name(kind, text), number=text.number(len(changes)))


def group_html(changes: Sequence[Change], old: DeliveryInfo, new: DeliveryInfo, text: Text) -> str:
    """Changes as a list, a project's amounts together: the first ones at once, the rest opens."""
    items = _items(changes, old, new, text)
    first, rest = items[:_FIRST], items[_FIRST:]
    more = ""
    if rest:
        summary = text.plural("Show {number} more", "Show {number} more", len(rest))
        more = f'<details class="td-changes"><summary>{escape(summary)}</summary><ul>{"".join(rest)}</ul></details>'
    return f'<ul class="td-effects">{"".join(first)}</ul>{more}'


def _items(changes: Sequence[Change], old: DeliveryInfo, new: DeliveryInfo, text: Text) -> list[str]:
    """A sentence and the rows for each change. One amount of a row stands for the others, the public one where it is among them."""
    rows: dict[tuple, list[Change]] = {}
    for change in changes:
        is_amount = change.field in MONEY_COLUMNS
        rows.setdefault((change.project_key, change.project_code, change.new_rows) if is_amount else (change.id,), []).append(change)
    return [_item(sorted(found, key=lambda change: change.field not in _PUBLIC), old, new, text) for found in rows.values()]


def _item(changes: Sequence[Change], old: DeliveryInfo, new: DeliveryInfo, text: Text) -> str:
    sentence = change_sentence(changes[0], text)
    if len(changes) > 1:
        others = text.plural("And {number} other amount.", "And {number} other amounts.", len(changes) - 1)
        sentence = f"{sentence} {others}"
    return f'<li>{escape(sentence)} <span class="td-place">{escape(change_places(changes[0], old, new, text))}</span></li>'
