"""What has been decided about each delivery: readers are served approved deliveries only.

One small file per delivery beside the folder of deliveries. It names the checksums of the
tables it speaks of, so that it is void as soon as the delivery holds anything else. Every
decision stands in it with who made it, and is written together with what it brings about:
neither can be on the disk without the other.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from archive.files import json_bytes, write_whole

FOLDER = "approvals"
#: What can be done with a delivery. ``returned``: an approval was undone, and it waits again. ``rejected``: it was taken
#: away while it waited. ``restored``: one that was taken away waits again.
StepKind = Literal["imported", "approved-part", "approved", "returned", "withdrawn", "rejected", "restored"]


@dataclass(frozen=True)
class Step:
    """One thing that a person did with a delivery.

    Attributes:
        at: ISO time.
        what: What was done.
        who: The person who had signed in, else the user of the machine.
        why: In the person's own words: the note of an import, the reason of a withdrawal; may be empty.
    """

    at: str
    what: StepKind
    who: str
    why: str = ""


@dataclass(frozen=True)
class Approval:
    """What has been approved of one delivery.

    Attributes:
        delivery: Id of the delivery.
        tables: Table → SHA-256, as the delivery was when it was approved.
        approved_at: ISO time when the last thing was approved; null while something waits.
        why: Why it may be shown: ``first``, ``history``, ``no-material-changes`` or
            ``approved`` (by a person); null while something waits.
        compared_with: The delivery that its changes were looked for in; null for none.
        changes: Ids of the changes that a person has approved.
        accepted: Codes of what a person has accepted in so many words.
        steps: What was done with the delivery, oldest first; empty where it was not kept yet.
    """

    delivery: str
    tables: Mapping[str, str] = field(hash=False)
    approved_at: str | None = None
    why: str | None = None
    compared_with: str | None = None
    changes: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def taken_away(self) -> Step | None:
        """The step that took the delivery away from everybody; null while it waits or is approved."""
        return self.steps[-1] if self.steps and self.steps[-1].what in ("withdrawn", "rejected") else None

    def speaks_of(self, tables: Mapping[str, str]) -> bool:
        """Whether the delivery still holds what was approved."""
        return dict(self.tables) == dict(tables)


def read_approval(root: Path, delivery: str) -> Approval | None:
    """What has been approved of a delivery; null when nothing has.

    Raises:
        ValueError: the file is damaged.
        PermissionError: it may not be read.
    """
    path = _path(root, delivery)
    try:
        data = json.loads(path.read_text("utf-8"))
        lists = {name: tuple(data[name]) for name in ("changes", "accepted")}
        approval = Approval(**data | lists | {"steps": tuple(Step(**step) for step in data.get("steps", ()))})
    except FileNotFoundError:
        return None
    except PermissionError:
        raise
    except (OSError, KeyError, TypeError, UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise ValueError(path.name) from problem
    if approval.delivery != delivery or not isinstance(approval.tables, dict):
        raise ValueError(path.name)
    return approval


def write_approval(root: Path, approval: Approval) -> None:
    """Keep what has been approved, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    path = _path(root, approval.delivery)
    path.parent.mkdir(parents=True, exist_ok=True)
    # Without steps it is as programs of before them read it; bundles, which are public, never have any.
    data = {name: value for name, value in asdict(approval).items() if value or name != "steps"}
    write_whole(path, json_bytes(data))


def forget_approval(root: Path, delivery: str) -> None:
    """Take away what was approved of an earlier delivery of the same name."""
    _path(root, delivery).unlink(missing_ok=True)


def _path(root: Path, delivery: str) -> Path:
    return root / FOLDER / f"{delivery}.json"
