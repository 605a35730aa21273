"""What has been approved of each delivery: readers are served approved deliveries only.

One small file per delivery beside the folder of deliveries. It names the checksums of the
tables it speaks of, so that it is void as soon as the delivery holds anything else.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from archive.files import json_bytes, sync_folder, write_file

FOLDER = "approvals"


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
    """

    delivery: str
    tables: Mapping[str, str] = field(hash=False)
    approved_at: str | None = None
    why: str | None = None
    compared_with: str | None = None
    changes: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()

    def speaks_of(self, tables: Mapping[str, str]) -> bool:
        """Whether the delivery still holds what was approved."""
        return dict(self.tables) == dict(tables)


def read_approval(root: Path, delivery: str) -> Approval | None:
    """What has been approved of a delivery; null when nothing has.

    Raises:
        ValueError: the file is damaged.
    """
    path = _path(root, delivery)
    if not path.exists():
        return None
    try:
        data = json.loads(path.read_text("utf-8"))
        approval = Approval(**data | {name: tuple(data[name]) for name in ("changes", "accepted")})
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
    draft = path.with_name(f".{path.name}")
    write_file(draft, json_bytes(asdict(approval)))
    draft.rename(path)
    sync_folder(path.parent)


def forget_approval(root: Path, delivery: str) -> None:
    """Take away what was approved of an earlier delivery of the same name."""
    _path(root, delivery).unlink(missing_ok=True)


def _path(root: Path, delivery: str) -> Path:
    return root / FOLDER / f"{delivery}.json"
