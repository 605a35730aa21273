"""Which changes between two deliveries a person has to look at, and which are a half-year's routine.

A half-year brings hundreds of changes: money is spent, people are counted, projects start. What hides among them is
rare: a project that is gone, a count that falls, an end date that moves. Sums of money that grow and cumulative counts
that grow are routine, unless they grow far more than the others of their kind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

from analytics.changes import Change
from data_loaders.schemas import MONEY_COLUMNS

#: What is odd about a change, what a reader should see first before all others; ``new`` is not odd, and told by name too.
Oddity = Literal[
    "basis", "gone-project", "gone-report", "gone-implementer", "lost-value", "lower-amount", "fewer-people", "moved-date",
    "lost-topic", "status", "moved", "jump", "new",
]  # fmt: skip
ODDITIES: tuple[Oddity, ...] = (
    "basis", "gone-project", "gone-report", "gone-implementer", "lost-value", "lower-amount", "fewer-people", "moved-date",
    "lost-topic", "status", "moved", "jump", "new",
)  # fmt: skip
#: A committed sum that grows to so many times what it was is a jump.
_COMMITTED_JUMP = 1.5
#: Spent money or people that grow to so many times what they were are a jump, if it is so many times the usual growth too.
_JUMP, _USUAL = 3.0, 3.0
#: Changes of one kind that tell what is usual.
_ENOUGH = 5
_KINDS: dict[str, Oddity] = {
    "scope-changed": "basis", "frame-changed": "basis", "project-removed": "gone-project", "project-left": "gone-project",
    "implementer-removed": "gone-implementer", "project-added": "new", "project-joined": "new", "implementer-added": "new",
}  # fmt: skip
_PLACED = ("region", "authority", "implementer_type", "group_code")
_TOPICS = ("subthemes", "target_groups", "promises_kept")
#: A project starts, runs and ends; any other way is odd.
_ORDER = {"starting": 0, "running": 1, "ended": 2}


@dataclass(frozen=True)
class SortedChanges:
    """Changes that move a figure, the odd ones apart.

    Attributes:
        odd: What is odd → its changes, in the order of ``ODDITIES``; kinds without a change are left out.
        routine: All others.
    """

    odd: dict[Oddity, tuple[Change, ...]]
    routine: tuple[Change, ...]


def sort_changes(changes: Sequence[Change]) -> SortedChanges:
    """Tell the odd changes from the routine ones.

    Args:
        changes: Those that move a figure; each comes out once.
    """
    usual = _usual_growth(changes)
    odd: dict[Oddity, list[Change]] = {kind: [] for kind in ODDITIES}
    routine: list[Change] = []
    for change in changes:
        kind = _oddity(change, usual)
        (odd[kind] if kind else routine).append(change)
    return SortedChanges({kind: tuple(found) for kind, found in odd.items() if found}, tuple(routine))


def _oddity(change: Change, usual: dict[str, float]) -> Oddity | None:
    if change.kind in _KINDS:
        return _KINDS[change.kind]
    if change.kind == "people-changed":
        if not change.new:
            return "gone-report"
        before, after = change.old or {}, change.new
        if any(after.get(gender, 0) < number for gender, number in before.items()):
            return "fewer-people"
        return "jump" if _is_jump(change, usual) else None
    field = change.field or ""
    if field in MONEY_COLUMNS or field == "planned_participants":
        if change.old is not None and change.new is None:
            return "lost-value"
        if change.old is not None and change.new < change.old:
            return "lower-amount"
        return "jump" if _is_jump(change, usual) else None
    if field in ("start_date", "end_date"):
        return "moved-date"
    if field in _TOPICS and set(change.old or ()) - set(change.new or ()):
        return "lost-topic"
    if field == "status" and not _is_next_status(change):
        return "status"
    return "moved" if field in _PLACED and change.old is not None else None


def _is_next_status(change: Change) -> bool:
    return change.old is None or (change.old in _ORDER and change.new in _ORDER and _ORDER[change.new] > _ORDER[change.old])


def _measure(change: Change) -> tuple[str, float, float] | None:
    """The field or indicator, before and after, of a change of a sum or of people; null for any other, and where nothing was before."""
    if change.kind == "people-changed":
        before, after = (sum((side or {}).values()) for side in (change.old, change.new))
    elif change.field in MONEY_COLUMNS and change.old is not None and change.new is not None:
        before, after = change.old, change.new
    else:
        return None
    return (change.field or "", before, after) if before > 0 else None


def _usual_growth(changes: Sequence[Change]) -> dict[str, float]:
    """Field or indicator → the median of after by before; left out where too few changed to tell what is usual."""
    ratios: dict[str, list[float]] = {}
    for measured in map(_measure, changes):
        if measured:
            ratios.setdefault(measured[0], []).append(measured[2] / measured[1])
    return {name: median(values) for name, values in ratios.items() if len(values) >= _ENOUGH}


def _is_jump(change: Change, usual: dict[str, float]) -> bool:
    measured = _measure(change)
    if measured is None:
        return False
    name, before, after = measured
    if name.startswith("planned_"):
        return after >= before * _COMMITTED_JUMP
    return after >= before * max(_JUMP, _USUAL * usual.get(name, 1.0))
