"""Open a data directory: everything that is kept in it, read once.

This is the only way in. Which delivery readers are served, what is damaged, and what
lies where in the directory are told here and nowhere else. Snapshots of deliveries are
made in ``presentation.snapshots``.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

import polars as pl

from archive.approvals import FOLDER as APPROVALS
from archive.approvals import Approval, read_approval
from archive.bundles import BundleInfo, kept_bundles
from archive.deliveries import DeliveryInfo, delivery_folders, read_manifest, read_table
from archive.files import problem_finding
from data_loaders.corrections import FILE as CORRECTIONS_FILE
from data_loaders.findings import Finding, InputError

#: ``current``: readers see it. ``history``: approved, and a later one is current. ``waiting``: nobody sees it yet.
#: ``withdrawn``: it was taken away, or rejected while it waited; it is kept, and nobody sees it.
State = Literal["current", "history", "waiting", "withdrawn"]
#: What has a finding of its own and is no delivery that can be read.
UNREADABLE = ("delivery-damaged", "delivery-format", "directory-permission", "directory-owner")


@dataclass(frozen=True)
class Delivery:
    """A delivery that is kept.

    Attributes:
        info: What it says of itself.
        state: Whether readers see it.
        approval: What has been decided about it; null when nothing has, or when it holds something else since.
        superseded_by: Of one that waits, the id of a later import of the same day; null when there is none.
    """

    info: DeliveryInfo
    state: State
    approval: Approval | None
    superseded_by: str | None = None

    @property
    def why(self) -> str | None:
        """Why it has been approved; null while it waits."""
        return self.approval.why if self.approval else None

    @property
    def approved_at(self) -> str | None:
        """ISO time of the approval; null while it waits."""
        return self.approval.approved_at if self.approval else None


@dataclass(frozen=True, eq=False)
class Archive:
    """What a data directory holds.

    Attributes:
        root: The directory.
        stamp: ``archive_stamp`` of the directory when it was read.
        deliveries: Every delivery whose manifest can be read, oldest first: by as-of date, those of one day by import.
        findings: What cannot be read: deliveries and approvals that are damaged, formats of a newer program.
    """

    root: Path
    stamp: tuple
    deliveries: tuple[Delivery, ...]
    findings: tuple[Finding, ...]

    @cached_property
    def approved(self) -> tuple[DeliveryInfo, ...]:
        """The deliveries that readers are served, oldest first; the last one is the current one."""
        return tuple(kept.info for kept in self.deliveries if kept.state in ("current", "history"))

    @property
    def latest(self) -> DeliveryInfo | None:
        """The delivery of the newest day that has not been taken away, approved or not; null when there is none."""
        return next((kept.info for kept in reversed(self.deliveries) if kept.state != "withdrawn"), None)

    @property
    def current(self) -> DeliveryInfo | None:
        """The delivery that readers see; null when none has been approved."""
        return self.approved[-1] if self.approved else None

    def delivery(self, id: str) -> Delivery:
        """A delivery by its id, approved or not.

        Raises:
            InputError: there is none of that id (``delivery-missing``), or it cannot be read.
        """
        for kept in self.deliveries:
            if kept.info.id == id:
                return kept
        unreadable = [finding for finding in self.findings if finding.file == id and finding.code in UNREADABLE]
        raise InputError(*unreadable or [Finding("delivery-missing", "error", self.root.name, value=id)])

    def tables(self, info: DeliveryInfo, names: Sequence[str]) -> dict[str, pl.DataFrame]:
        """Tables of a delivery with the columns of today; a table that it does not have is left out.

        Raises:
            InputError: a table is gone or is not what was stored (``delivery-damaged``).
        """
        folder = self.root / "deliveries" / info.id
        return {name: read_table(folder, info, name) for name in names if info.has(name)}

    def findings_of(self, info: DeliveryInfo) -> tuple[Finding, ...]:
        """What was told about the files of a delivery when they were imported.

        Raises:
            InputError: the table of findings is damaged.
        """
        return tuple(Finding(**row) for row in self.tables(info, ["findings"])["findings"].iter_rows(named=True))

    @property
    def corrections(self) -> Path:
        """The file of known errors of the sources; it need not be there."""
        return self.root / CORRECTIONS_FILE

    @property
    def published(self) -> Path:
        """The folder of its public bundles, where no other one is set."""
        return self.root / "published"

    def bundles(self, theme: str, folder: Path | None = None) -> tuple[tuple[Path, BundleInfo], ...]:
        """The public bundles that have been made of it, in the order in which they were published.

        Args:
            theme: Code of the theme.
            folder: Where they lie; ``published`` when null.

        Raises:
            InputError: one of them is damaged, of a format of a newer program, or not of this theme.
        """
        return kept_bundles(folder or self.published, theme)


def open_archive(root: Path) -> Archive:
    """Read what a data directory holds, of every format that was ever written; tables are read when they are asked for.

    Approved is what has been approved whole and holds the same since. The approved
    delivery of the newest as-of date is current, of one day the latest import; the other
    approved ones are history. What was taken away is withdrawn, and all others wait. What cannot be read is told in
    ``findings`` and hides nothing else.

    Args:
        root: The directory; it need not exist. A public bundle is one too.

    Raises:
        InputError: it may not be looked into: nobody knows then what it holds.
    """
    stamp = archive_stamp(root)
    kept: list[tuple[DeliveryInfo, Approval | None]] = []
    findings: list[Finding] = []
    for folder in delivery_folders(root):
        try:
            info = read_manifest(folder)
        except InputError as error:
            findings += error.findings
            continue
        try:
            approval = read_approval(root, info.id)
        except ValueError:
            findings.append(Finding("approval-damaged", "error", info.id))
            approval = None
        except PermissionError as problem:
            findings.append(problem_finding(problem, folder))
            approval = None
        kept.append((info, approval if approval and approval.speaks_of(info.tables) else None))
    current = next((info.id for info, approval in reversed(kept) if approval and approval.approved_at), None)

    last_of_day = {info.as_of: info.id for info, approval in kept if not (approval and approval.taken_away)}

    def delivery(info: DeliveryInfo, approval: Approval | None) -> Delivery:
        if approval and approval.taken_away:
            return Delivery(info, "withdrawn", approval)
        if approval is None or approval.approved_at is None:
            last = last_of_day[info.as_of]
            return Delivery(info, "waiting", approval, None if last == info.id else last)
        return Delivery(info, "current" if info.id == current else "history", approval)

    return Archive(root, stamp, tuple(delivery(info, approval) for info, approval in kept), tuple(findings))


def archive_stamp(root: Path) -> tuple:
    """Changes whenever a delivery comes or goes, or something is approved: then it is time to open the archive again.

    Raises:
        InputError: the directory may not be looked into.
    """
    deliveries = root / "deliveries"
    # A delivery comes and goes by a rename in its folder, an approval by one in the other.
    # Asked for at every visit of a page, so without the cost of path objects.
    try:
        with os.scandir(root / APPROVALS) as files:
            kept = tuple(sorted((file.name, file.stat().st_mtime_ns) for file in files if file.name.endswith(".json")))
    except (FileNotFoundError, NotADirectoryError):
        kept = ()
    except OSError as problem:
        raise InputError(problem_finding(problem, root, "directory-unreadable")) from None
    try:
        return deliveries.stat().st_mtime_ns, kept
    except (FileNotFoundError, NotADirectoryError):
        return 0, kept
    except OSError as problem:
        raise InputError(problem_finding(problem, root, "directory-unreadable")) from None
