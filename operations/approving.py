"""From a stored delivery to one that readers are served: compare it with what they see, and approve it."""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import polars as pl

from analytics.changes import Change, Changes, Side, compare, holds
from archive.approvals import Approval, write_approval
from archive.deliveries import DeliveryInfo, every_delivery, list_deliveries, locked, read_tables
from data_loaders.findings import Finding, InputError
from data_loaders.theme import Theme

_COMPARED_TABLES = ("projects", "theme", "people")


#: What has to be accepted in so many words before a delivery is shown.
HOLDS = ("no-theme-projects", "committed-fall", "correction-refused")


#: ``current``: readers see it. ``history``: approved, and a later one is current. ``waiting``: nobody sees it yet.
State = Literal["current", "history", "waiting"]


#: Why a delivery is in its state: the first one; one of an older day; nothing that moves a figure
#: has changed; a person approved it; it has changes that wait; it is held until a word is said.
Why = Literal["first", "history", "no-material-changes", "approved", "material-changes", "held"]


@dataclass(frozen=True, eq=False)
class Judgement:
    """What stands between a delivery and its readers.

    Attributes:
        info: The delivery.
        base: The delivery that readers see in its place now; null when there is none.
        changes: What is different from it; null without a base.
        approval: What has been approved so far.
        open_changes: Changes that move a figure and nobody has approved.
        open_holds: What has to be accepted in so many words.
        is_older: Whether an approved delivery of a later day is there.
    """

    info: DeliveryInfo
    base: DeliveryInfo | None
    changes: Changes | None
    approval: Approval
    open_changes: tuple[Change, ...]
    open_holds: tuple[str, ...]
    is_older: bool

    @property
    def is_approved(self) -> bool:
        """Whether readers may be served the delivery."""
        return self.approval.approved_at is not None

    @property
    def why(self) -> Why:
        """Why it is approved or waits."""
        if self.is_approved:
            return self.approval.why
        return "held" if self.open_holds else "material-changes"


def judgement_record(judgement: Judgement, state: State) -> dict:
    """Whether readers see a delivery, as plain data."""
    return {
        "delivery": judgement.info.id,
        "as_of": judgement.info.as_of.isoformat(),
        "state": state,
        "why": judgement.why,
        "compared_with": judgement.base.id if judgement.base else None,
        "open_changes": [change.id for change in judgement.open_changes],
        "open_holds": list(judgement.open_holds),
    }


def find_delivery(root: Path, id: str) -> tuple[DeliveryInfo, Approval | None]:
    """A delivery by its id, approved or not, and what has been approved of it.

    Raises:
        InputError: there is none of that id, or it is damaged.
    """
    kept, findings = every_delivery(root)
    damaged = [finding for finding in findings if finding.file == id and finding.code == "delivery-damaged"]
    found = next(((info, approval) for info, approval in kept if info.id == id), None)
    if found is None:
        raise InputError(*damaged or [Finding("delivery-missing", "error", root.name, value=id)])
    return found


def delivery_state(root: Path, info: DeliveryInfo) -> State:
    """Whether readers see a delivery."""
    approved = [kept.id for kept in list_deliveries(root)[0]]
    if info.id not in approved:
        return "waiting"
    return "current" if approved[-1] == info.id else "history"


def judge(root: Path, id: str, theme: Theme) -> Judgement:
    """What stands between a stored delivery and its readers.

    Raises:
        InputError: there is no such delivery, or it is damaged.
    """
    info, approval = find_delivery(root, id)
    return compare_with_current(
        root,
        info,
        read_tables(root, info, (*_COMPARED_TABLES, "outcomes", "corrections")),
        theme,
        approval or Approval(info.id, info.tables),
    )


def approve(root: Path, id: str, theme: Theme, *, changes: Collection[str] | None = None, accept: Collection[str] = ()) -> Judgement:
    """Approve a waiting delivery, or some of its changes; readers see it when nothing is left to approve.

    Args:
        root: The data directory.
        id: The delivery.
        theme: The theme file.
        changes: Ids of the changes to approve; null for all of them.
        accept: Codes of what is accepted in so many words.

    Returns:
        What is left to approve.

    Raises:
        InputError: there is no such delivery (``delivery-missing``) or change
            (``change-missing``), it is damaged, or nothing can be written.
    """
    with locked(root):
        judgement = judge(root, id, theme)
        known = {change.id: change for change in judgement.changes.material} if judgement.changes else {}
        asked = known if changes is None else changes
        missing = [change for change in asked if change not in known]
        if missing:
            raise InputError(*(Finding("change-missing", "error", id, value=change) for change in missing))
        if judgement.is_approved:
            return judgement
        judgement = with_approved(judgement, [known[change] for change in asked], accept, timestamp())
        write_approval(root, judgement.approval)
        return judgement


def compare_with_current(root: Path, info: DeliveryInfo, tables: Mapping[str, pl.DataFrame], theme: Theme, approval: Approval) -> Judgement:
    """Compare a delivery with what readers see in its place now."""
    new = Side.of(info.id, info.as_of, tables, theme)
    base, old = _base(root, info, theme)
    changes = compare(old, new) if old else None
    found: list[str] = [*holds(old.snapshot if old else None, new.snapshot, theme.largest_fall)]
    # A correction that fits no longer: either the source has been mended or the figure is wrong again.
    if "corrections" in tables and tables["corrections"]["state"].is_in(["outdated", "unmatched"]).any():
        found.append("correction-refused")
    return Judgement(
        info,
        base,
        changes,
        replace(approval, compared_with=base.id if base else None),
        tuple(change for change in changes.material if change.id not in approval.changes) if changes else (),
        tuple(hold for hold in found if hold not in approval.accepted),
        any(kept.as_of > info.as_of for kept in list_deliveries(root)[0]),
    )


def _base(root: Path, info: DeliveryInfo, theme: Theme) -> tuple[DeliveryInfo | None, Side | None]:
    """What a delivery would take the place of: one of the same day, else the current one if that is older.

    A damaged delivery is passed over, as it is for readers.
    """
    approved = [kept for kept in list_deliveries(root)[0] if kept.id != info.id]
    same_day = [kept for kept in approved if kept.as_of == info.as_of]
    is_newest = all(kept.as_of < info.as_of for kept in approved)
    for kept in reversed(same_day or (approved if is_newest else [])):
        try:
            return kept, side_of(root, kept, theme)
        except InputError:
            continue
    return None, None


def with_approved(judgement: Judgement, changes: Collection[Change], accept: Collection[str], now: str) -> Judgement:
    """The judgement after a word: approved whole once nothing is open."""
    before, ids = judgement.approval, [change.id for change in changes]
    open_changes = tuple(change for change in judgement.open_changes if change.id not in ids)
    open_holds = tuple(hold for hold in judgement.open_holds if hold not in accept)
    said = replace(
        before,
        changes=tuple(dict.fromkeys((*before.changes, *ids))),
        accepted=tuple(dict.fromkeys((*before.accepted, *(hold for hold in judgement.open_holds if hold in accept)))),
    )
    if not open_changes and not open_holds:
        said = replace(said, approved_at=now, why=_why(judgement, said))
    return replace(judgement, approval=said, open_changes=open_changes, open_holds=open_holds)


def _why(judgement: Judgement, said: Approval) -> Why:
    if said.changes or said.accepted:
        return "approved"
    if judgement.changes is not None:
        return "no-material-changes"
    return "history" if judgement.is_older else "first"


def side_of(root: Path, info: DeliveryInfo, theme: Theme) -> Side:
    """One delivery as it is compared with another.

    Raises:
        InputError: a table is gone or is not what was stored (``delivery-damaged``).
    """
    tables = read_tables(root, info, _COMPARED_TABLES)
    # Single reports only tell the rows of counts; no page needs them, so their damage hides nothing.
    with suppress(InputError):
        tables |= read_tables(root, info, ("outcomes",))
    return Side.of(info.id, info.as_of, tables, theme)


def timestamp() -> str:
    """The time now, as the archive writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
