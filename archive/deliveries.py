"""A delivery on the disk: every import, whole, with its sources, tables and findings, for ever.

A data directory holds one folder per delivery. A delivery is written beside the others
under a hidden name and appears by one rename, so that a reader sees all of it or nothing.
What lies where, and in which formats, is told in ``docs/reference/archive.md``; all of a
data directory is opened by ``archive.archive``.
"""

import hashlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from archive.approvals import Approval, forget_approval, write_approval
from archive.files import json_bytes, locked, problem_finding, sha256_of, sync_folder, write_file, write_whole
from archive.tables import completed, findings_table
from data_loaders.findings import Finding, InputError

FORMAT = 2
MANIFEST = "manifest.json"
#: Inputs that nobody can work anything out about people from. Of the others (outcomes, the theme workbook, corrections)
#: a checksum gives small counts away: whoever knows the form of the file tries them all.
OPEN_SOURCES = frozenset({"projects", "need"})


@dataclass(frozen=True)
class Source:
    """One input file of a delivery, with what became of its rows.

    Attributes:
        sheet: The sheet that was read; null for CSV.
        sha256: Its checksum; null where it is not told, as the numbers of rows are then.
        columns: Field → (column letter, header) of the project list, so that every figure can
            be followed to its cells; empty for the other files, and where it was not kept yet.
    """

    kind: str
    file: str
    sheet: str | None
    sha256: str | None
    rows_in: int | None
    rows_kept: int | None
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)

    @property
    def rows_left_out(self) -> int | None:
        return None if self.rows_in is None or self.rows_kept is None else self.rows_in - self.rows_kept

    @property
    def public(self) -> "Source":
        """As everybody may be told of it: no cells, and checksum and numbers of rows of open sources only."""
        told = replace(self, sheet=None, columns={})
        return told if self.kind in OPEN_SOURCES else replace(told, sha256=None, rows_in=None, rows_kept=None)


@dataclass(frozen=True)
class DeliveryInfo:
    """What a delivery says of itself.

    Attributes:
        id: The as-of date, with a running number when the date was imported before.
        as_of: Day the figures speak of.
        imported_at: ISO time of the import.
        template: Column map of the project list, for example ``eura2021``.
        note: Free text of the person who imported it.
        is_example: True for the embedded synthetic sample.
        sources: The input files.
        tables: Table → SHA-256 of its Parquet file.
    """

    id: str
    as_of: date
    imported_at: str
    template: str
    note: str
    is_example: bool
    sources: tuple[Source, ...]
    tables: Mapping[str, str] = field(hash=False)

    def has(self, table: str) -> bool:
        """Whether the delivery has a table, for example ``theme`` or ``people``."""
        return table in self.tables


def approved(info: DeliveryInfo) -> Approval:
    """Approve a delivery whole, without a word of anybody."""
    return Approval(info.id, info.tables, info.imported_at, "first")


def write_delivery(
    root: Path,
    *,
    as_of: date,
    imported_at: str,
    template: str,
    sources: Sequence[tuple[str, Path, str | None, int, int]],
    tables: Mapping[str, pl.DataFrame],
    findings: Sequence[Finding],
    columns: Mapping[str, Mapping[str, tuple[str, str]]] | None = None,
    note: str = "",
    is_example: bool = False,
    decide: Callable[[DeliveryInfo], Approval | None] = approved,
) -> DeliveryInfo:
    """Store one delivery: all of it, or nothing. What killed imports left behind is cleared away.

    Args:
        root: The data directory; made when it does not exist.
        as_of: Day the figures speak of.
        imported_at: ISO time of the import.
        template: Column map of the project list.
        sources: Kind, path, sheet, rows in and rows kept of each input file.
        tables: The tables to keep, by name (``archive.tables.SCHEMAS``).
        findings: Everything that was told about the files.
        columns: Kind → field → (column letter, header) as found in the file.
        note: Free text of the person who imports.
        is_example: True for the synthetic sample only.
        decide: Says what is approved of the delivery before it appears; null when it waits.
            No other import or approval happens meanwhile.

    Raises:
        InputError: the directory cannot be written (``data-directory-unwritable``).
    """
    with locked(root):
        clear_drafts(root)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=root / "deliveries"))
        try:
            (draft / "sources").mkdir()
            # The disk and packing take turns: while one file is being written another is packed.
            with ThreadPoolExecutor() as beside:
                sources_kept = [beside.submit(_keep_source, draft, *source, (columns or {}).get(source[0], {})) for source in sources]
                every = {**tables, "findings": findings_table(findings)}
                tables_kept = {name: beside.submit(keep_table, draft, name, frame) for name, frame in every.items()}
            kept = [source.result() for source in sources_kept]
            checksums = {name: table.result() for name, table in tables_kept.items()}
            info = DeliveryInfo(_free_id(root, as_of), as_of, imported_at, template, note, is_example, tuple(kept), checksums)
            write_manifest(draft, info)
            for folder in (draft / "sources", draft):
                sync_folder(folder)
            # First the approval, so that the delivery is approved or waits from its first moment.
            approval = decide(info)
            if approval:
                write_approval(root, approval)
            else:
                forget_approval(root, info.id)
            draft.rename(root / "deliveries" / info.id)
            sync_folder(root / "deliveries")
            return info
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise


def clear_drafts(root: Path) -> None:
    """Whoever holds the lock is the only one who writes: every draft is a dead process's (``archive.files.write_whole``)."""
    for folder in (root, root / "approvals", *delivery_folders(root)):
        for draft in folder.glob(".*.[0-9]*"):
            draft.unlink(missing_ok=True)
    for draft in (root / "deliveries").glob(".draft-*"):
        shutil.rmtree(draft, ignore_errors=True)


def _keep_source(
    draft: Path, kind: str, path: Path, sheet: str | None, rows_in: int, rows_kept: int, columns: Mapping[str, tuple[str, str]]
) -> Source:
    copy = source_path(draft, kind, path.name)
    content = path.read_bytes()
    write_file(copy, content)
    return Source(kind, path.name, sheet, hashlib.sha256(content).hexdigest(), rows_in, rows_kept, dict(columns))


def source_path(folder: Path, kind: str, name: str) -> Path:
    """Where a delivery keeps a source file: only the last part of its name is used, and only harmless characters of it."""
    return folder / "sources" / f"{kind}-{re.sub(r'[^A-Za-z0-9._-]', '_', name)[-80:]}"


def write_manifest(folder: Path, info: DeliveryInfo) -> None:
    """Write what a delivery says of itself, in the format of today."""
    write_whole(folder / MANIFEST, json_bytes(asdict(info) | {"format": FORMAT, "as_of": info.as_of.isoformat()}))


def keep_table(draft: Path, name: str, frame: pl.DataFrame) -> str:
    """Write a table; its checksum is that of what was meant to be written."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    content = buffer.getvalue()
    write_file(draft / f"{name}.parquet", content)
    return hashlib.sha256(content).hexdigest()


def delivery_folders(root: Path) -> list[Path]:
    """The folders of the deliveries of a data directory, the oldest as-of date first; of one day in the order of import.

    None where there is no such directory.

    Raises:
        InputError: it may not be looked into, or cannot be (``directory-unreadable``): that is not the same as none.
    """
    try:
        folders = [folder for folder in (root / "deliveries").iterdir() if not folder.name.startswith(".")]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as problem:
        raise InputError(problem_finding(problem, root, "directory-unreadable")) from None
    return sorted(folders, key=lambda folder: _sort_key(folder.name))


def read_manifest(folder: Path) -> DeliveryInfo:
    """What a delivery says of itself, whichever format it was written in.

    Raises:
        InputError: it is damaged (``delivery-damaged``), may not be read, or was written in a format that
            this program does not know yet (``delivery-format``).
    """
    try:
        data = json.loads((folder / MANIFEST).read_text("utf-8"))
        version = data.pop("format")
        if isinstance(version, int) and version > FORMAT:
            raise InputError(Finding("delivery-format", "error", folder.name, value=str(version)))
        data = _TO_TODAY[version](data)
        if data["id"] != folder.name:
            raise ValueError(folder.name)
        sources = tuple(_source(source) for source in data["sources"])
        return DeliveryInfo(**data | {"as_of": date.fromisoformat(data["as_of"]), "sources": sources})
    except PermissionError as problem:
        raise InputError(problem_finding(problem, folder)) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError(Finding("delivery-damaged", "error", folder.name)) from None


def read_table(folder: Path, info: DeliveryInfo, name: str) -> pl.DataFrame:
    """A table of a delivery that has it, with the columns of today.

    Raises:
        InputError: the table is gone or is not what was stored (``delivery-damaged``).
    """
    path = folder / f"{name}.parquet"
    try:
        if sha256_of(path) != info.tables[name]:
            raise ValueError(name)
        return completed(name, pl.read_parquet(path))
    except PermissionError as problem:
        raise InputError(problem_finding(problem, folder)) from None
    except (OSError, ValueError):
        raise InputError(Finding("delivery-damaged", "error", info.id, value=name)) from None


def _from_format_1(data: dict) -> dict:
    """Format 1 had no note of the person who imports, and did not keep the name of the sheet."""
    return data | {"note": "", "sources": [source | {"sheet": None} for source in data["sources"]]}


#: Format of a manifest → what makes it one of today. Columns of sources came later without a number of their own.
_TO_TODAY: Mapping[int, Callable[[dict], dict]] = {1: _from_format_1, 2: lambda data: data}


def _source(data: dict) -> Source:
    columns = {name: (letter, header) for name, (letter, header) in data.get("columns", {}).items()}
    return Source(**data | {"columns": columns})


def _sort_key(name: str) -> tuple[str, int]:
    return name[:10], int(name[11:] or 1) if name[11:].isdigit() or not name[11:] else 0


def _free_id(root: Path, as_of: date) -> str:
    first = as_of.isoformat()
    number = 1
    while (root / "deliveries" / (first if number == 1 else f"{first}-{number}")).exists():
        number += 1
    return first if number == 1 else f"{first}-{number}"
