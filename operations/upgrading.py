"""Bring a data directory of an earlier program to the formats of today, and back.

Everything that was ever written opens without it (``docs/reference/archive.md``); tables, source files and approvals are
never touched. Nothing of a newer program is changed either.
"""

import json
import shutil
from pathlib import Path

from archive.archive import open_archive
from archive.deliveries import FORMAT, MANIFEST, clear_drafts, write_manifest
from archive.files import locked, write_whole
from archive.record import complete_record
from data_loaders.findings import InputError

#: Where the manifests of before are kept.
KEPT = "before-upgrade"


def upgrade(root: Path) -> tuple[str, ...]:
    """Write manifests of earlier formats in that of today, and complete the record.

    What a manifest was is kept first. Each changes by one rename, so whenever the process ends, every delivery can be read,
    and the same command goes on.

    Returns:
        Ids of the deliveries whose manifest was written.

    Raises:
        InputError: a delivery is damaged or of a newer program, or nothing can be written.
    """
    with locked(root):
        clear_drafts(root)
        archive = open_archive(root)
        if archive.findings:
            raise InputError(*archive.findings)
        old = [kept.info for kept in archive.deliveries if _format(root, kept.info.id) < FORMAT]
        for info in old:
            folder = root / KEPT / info.id
            folder.mkdir(parents=True, exist_ok=True)
            write_whole(folder / MANIFEST, (root / "deliveries" / info.id / MANIFEST).read_bytes())
        for info in old:
            write_manifest(root / "deliveries" / info.id, info)
        complete_record(root)
    return tuple(info.id for info in old)


def undo_upgrade(root: Path) -> tuple[str, ...]:
    """Put back every manifest that an upgrade has replaced. The record, which is only ever added to, stays.

    Returns:
        Ids of the deliveries whose manifest was put back.

    Raises:
        InputError: nothing can be written.
    """
    with locked(root):
        clear_drafts(root)
        kept = sorted(path for path in (root / KEPT).iterdir() if (path / MANIFEST).is_file()) if (root / KEPT).is_dir() else []
        for folder in kept:
            if (root / "deliveries" / folder.name).is_dir():
                write_whole(root / "deliveries" / folder.name / MANIFEST, (folder / MANIFEST).read_bytes())
        shutil.rmtree(root / KEPT, ignore_errors=True)
    return tuple(folder.name for folder in kept)


def _format(root: Path, id: str) -> int:
    return int(json.loads((root / "deliveries" / id / MANIFEST).read_text("utf-8"))["format"])
