"""Taking a step back: a delivery is withdrawn or rejected, brought back, or its approval undone.

Nothing is deleted. What is withdrawn is kept and marked with who did it and why, and readers
are served the approved delivery before it from that moment on.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from archive.approvals import Approval, StepKind, write_approval
from archive.archive import Archive, State, open_archive
from archive.bundles import BUNDLE, bundle_folders
from archive.files import locked
from archive.record import complete_record, read_record
from data_loaders.findings import Finding, InputError
from operations.approving import with_step


def withdraw(root: Path, id: str, why: str, who: str | None = None) -> State:
    """Take a delivery away from its readers, or reject one that waits.

    A public bundle that was made of it stays as it is: the public is served the bundle of before by
    ``deploy/switch-bundle --back``.

    Args:
        root: The data directory.
        id: The delivery.
        why: The reason, in the person's own words.
        who: Who withdraws it; the user of the machine when null.

    Returns:
        The state of the delivery before.

    Raises:
        InputError: no reason is given (``reason-missing``), there is no such delivery, it has been
            withdrawn already (``delivery-state``), or nothing can be written.
    """
    if not why.strip():
        raise InputError(Finding("reason-missing", "error", id))
    with locked(root):
        state, approval = _decided(root, id, ("waiting", "current", "history"))
        _write(root, approval, "rejected" if state == "waiting" else "withdrawn", who, " ".join(why.split()))
    return state


def restore(root: Path, id: str, who: str | None = None) -> None:
    """Bring back a delivery that was withdrawn or rejected: it waits for approval.

    Raises:
        InputError: there is no such delivery, it is not withdrawn (``delivery-state``), or nothing can be written.
    """
    with locked(root):
        _, approval = _decided(root, id, ("withdrawn",))
        _write(root, approval, "restored", who)


def undo_approval(root: Path, id: str, who: str | None = None, bundles: Path | None = None) -> None:
    """Undo the approval of a delivery that has not been published: it waits again, with all its changes.

    Args:
        root: The data directory.
        id: The delivery.
        who: Who undoes it; the user of the machine when null.
        bundles: The folder of public bundles; that of the data directory when null.

    Raises:
        InputError: there is no such delivery, it is not approved (``delivery-state``), it has been
            published (``delivery-published``), or nothing can be written.
    """
    with locked(root):
        _, approval = _decided(root, id, ("current", "history"))
        if id in published_deliveries(open_archive(root), bundles):
            raise InputError(Finding("delivery-published", "error", id))
        _write(root, approval, "returned", who)


def published_deliveries(archive: Archive, bundles: Path | None = None) -> frozenset[str]:
    """Ids of the deliveries that a public bundle has been made of, as far as the bundles and the record tell.

    Args:
        archive: What is kept.
        bundles: The folder of public bundles; that of the data directory when null.
    """
    events, _ = read_record(archive)
    recorded = (event.delivery for event in events if event.what in ("publishing", "published") and event.delivery)
    return frozenset((*recorded, *_in_bundles(bundles or archive.published)))


def _in_bundles(folder: Path) -> Iterable[str]:
    """The delivery that each bundle shows; whether a bundle is whole does not matter here."""
    for path in bundle_folders(folder):
        try:
            yield str(json.loads((path / BUNDLE).read_text("utf-8"))["delivery"])
        except (OSError, ValueError, KeyError, TypeError):
            continue


def _decided(root: Path, id: str, states: tuple[State, ...]) -> tuple[State, Approval]:
    kept = open_archive(root).delivery(id)
    if kept.state not in states:
        raise InputError(Finding("delivery-state", "error", id))
    return kept.state, kept.approval or Approval(id, kept.info.tables)


def _write(root: Path, approval: Approval, what: StepKind, who: str | None, why: str = "") -> None:
    """One file tells that nothing is approved any more, and who said so: both or neither is on the disk."""
    cleared = replace(approval, approved_at=None, why=None, changes=(), accepted=())
    write_approval(root, with_step(cleared, what, who, why))
    complete_record(root)
