"""From a stored delivery to one that readers are served: compare it with what they see, and approve it."""

import getpass
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

import polars as pl

from analytics.changes import Change, Changes, Side, compare, holds
from archive.approvals import Approval, Step, StepKind, write_approval
from archive.archive import Archive, State, open_archive
from archive.deliveries import DeliveryInfo
from archive.files import locked
from archive.record import complete_record
from data_loaders.findings import Finding, InputError
from data_loaders.theme import Theme
from presentation.snapshots import HISTORY_TABLES, read_base

#: What has to be accepted in so many words before a delivery is shown.
HOLDS = ("no-theme-projects", "committed-fall", "correction-refused")


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
            # Stored as text; what has been approved says why.
            return cast(Why, self.approval.why)
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


def judge(root: Path, id: str, theme: Theme) -> Judgement:
    """What stands between a stored delivery and its readers.

    Raises:
        InputError: there is no such delivery, or it is damaged.
    """
    archive = open_archive(root)
    kept = archive.delivery(id)
    tables = archive.tables(kept.info, (*HISTORY_TABLES, "outcomes", "corrections"))
    return compare_with_current(archive, kept.info, tables, theme, kept.approval or Approval(kept.info.id, kept.info.tables))


def approve(
    root: Path,
    id: str,
    theme: Theme,
    *,
    changes: Collection[str] | None = None,
    accept: Collection[str] = (),
    who: str | None = None,
) -> Judgement:
    """Approve a waiting delivery, or some of its changes; readers see it when nothing is left to approve.

    Args:
        root: The data directory.
        id: The delivery.
        theme: The theme file.
        changes: Ids of the changes to approve; null for all of them.
        accept: Codes of what is accepted in so many words.
        who: Who approves; the user of the machine when null.

    Returns:
        What is left to approve.

    Raises:
        InputError: there is no such delivery (``delivery-missing``) or change
            (``change-missing``), it has been withdrawn (``delivery-state``), it is damaged, or
            nothing can be written.
    """
    with locked(root):
        judgement = judge(root, id, theme)
        if judgement.approval.taken_away:
            raise InputError(Finding("delivery-state", "error", id))
        known = {change.id: change for change in judgement.changes.material} if judgement.changes else {}
        asked = known if changes is None else changes
        missing = [change for change in asked if change not in known]
        if missing:
            raise InputError(*(Finding("change-missing", "error", id, value=change) for change in missing))
        if judgement.is_approved:
            return judgement
        judgement = with_approved(judgement, [known[change] for change in asked], accept, timestamp())
        judgement = replace(
            judgement, approval=with_step(judgement.approval, "approved" if judgement.is_approved else "approved-part", who)
        )
        write_approval(root, judgement.approval)
        complete_record(root)
        return judgement


def with_step(approval: Approval, what: StepKind, who: str | None, why: str = "", at: str | None = None) -> Approval:
    """What has been decided, with one more thing that was done.

    Args:
        approval: What has been decided so far.
        what: What was done.
        who: Who did it; the user of the machine when null.
        why: In that person's own words.
        at: ISO time; now when null.
    """
    return replace(approval, steps=(*approval.steps, Step(at or timestamp(), what, who or machine_user(), why)))


def machine_user() -> str:
    """The user of the machine: who does something where nobody signs in."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        # A container may run under a number without a name.
        return f"uid {os.getuid()}"


def compare_with_current(
    archive: Archive, info: DeliveryInfo, tables: Mapping[str, pl.DataFrame], theme: Theme, approval: Approval
) -> Judgement:
    """Compare a delivery with what readers see in its place now.

    Args:
        archive: What is kept; the delivery need not be in it yet.
        info: The delivery.
        tables: Its tables.
        theme: The theme file.
        approval: What has been approved of it so far.
    """
    new = Side.of(info.id, info.as_of, tables, theme)
    base, old = read_base(archive, info, theme)
    changes = compare(old, new) if old else None
    open_holds: list[str] = [*holds(old.snapshot if old else None, new.snapshot, theme.largest_fall)]
    # A correction that fits no longer: either the source has been mended or the figure is wrong again.
    if "corrections" in tables and tables["corrections"]["state"].is_in(["outdated", "unmatched"]).any():
        open_holds.append("correction-refused")
    return Judgement(
        info,
        base,
        changes,
        replace(approval, compared_with=base.id if base else None),
        tuple(change for change in changes.material if change.id not in approval.changes) if changes else (),
        tuple(hold for hold in open_holds if hold not in approval.accepted),
        any(kept.as_of > info.as_of for kept in archive.approved),
    )


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


def timestamp() -> str:
    """The time now, as the archive writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
