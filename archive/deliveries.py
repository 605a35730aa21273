"""Keep deliveries: every import, whole, with its sources, tables and findings, for ever.

A data directory holds one folder per delivery. A delivery is written beside the others
under a hidden name and appears by one rename, so that a reader sees all of it or nothing.
Readers are served the approved ones (``archive.approvals``); the others wait.
"""

import fcntl
import hashlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from pathlib import Path

import polars as pl

from archive.approvals import Approval, forget_approval, read_approval, sync_folder, write_approval, write_file
from data_loaders.findings import Finding, InputError

FORMAT = 2
MANIFEST = "manifest.json"
TABLES = ("projects", "theme", "outcomes", "need", "corrections", "people", "people_trend", "findings", "public_people")
#: The table of findings has the fields of a finding: the row is a number, all else is text.
_FINDINGS_SCHEMA = {field.name: pl.Int64 if field.name == "row" else pl.String for field in fields(Finding)}


@dataclass(frozen=True)
class Source:
    """One input file of a delivery, with what became of its rows.

    Attributes:
        sheet: The sheet that was read; null for CSV.
        columns: Field → (column letter, header) of the project list, so that every figure can
            be followed to its cells; empty for the other files and for old deliveries.
    """

    kind: str
    file: str
    sheet: str | None
    sha256: str
    rows_in: int
    rows_kept: int
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict, hash=False)

    @property
    def rows_left_out(self) -> int:
        return self.rows_in - self.rows_kept


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
        tables: The tables to keep, by name (``TABLES``).
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
        _clear_drafts(root)
        draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=root / "deliveries"))
        try:
            (draft / "sources").mkdir()
            kept = [_keep_source(draft, *source, columns=(columns or {}).get(source[0], {})) for source in sources]
            told = pl.DataFrame([asdict(finding) for finding in findings], schema=_FINDINGS_SCHEMA)
            checksums = {name: keep_table(draft, name, frame) for name, frame in {**tables, "findings": told}.items()}
            info = DeliveryInfo(_free_id(root, as_of), as_of, imported_at, template, note, is_example, tuple(kept), checksums)
            manifest = asdict(info) | {"format": FORMAT, "as_of": as_of.isoformat()}
            write_file(draft / MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False).encode())
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


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Be the only one who writes to a data directory; the directory is made when it does not exist.

    The lock goes with its process, so that a killed import locks nobody out.

    Raises:
        InputError: the directory cannot be written (``data-directory-unwritable``).
    """
    try:
        (root / "deliveries").mkdir(parents=True, exist_ok=True)
        with (root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
    except OSError as problem:
        raise InputError(Finding("data-directory-unwritable", "error", root.name, value=problem.strerror)) from problem


def _clear_drafts(root: Path) -> None:
    """Whoever holds the lock is the only one who writes: every draft is a dead import's."""
    for draft in (root / "deliveries").glob(".draft-*"):
        shutil.rmtree(draft, ignore_errors=True)


def _keep_source(draft: Path, kind: str, path: Path, sheet: str | None, rows_in: int, rows_kept: int, columns) -> Source:
    # Only the last part of a name is used, and only harmless characters of it.
    copy = draft / "sources" / f"{kind}-{re.sub(r'[^A-Za-z0-9._-]', '_', path.name)[-80:]}"
    content = path.read_bytes()
    write_file(copy, content)
    return Source(kind, path.name, sheet, hashlib.sha256(content).hexdigest(), rows_in, rows_kept, dict(columns))


def keep_table(draft: Path, name: str, frame: pl.DataFrame) -> str:
    """Write a table; its checksum is that of what was meant to be written."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    write_file(draft / f"{name}.parquet", buffer.getbuffer())
    return hashlib.sha256(buffer.getbuffer()).hexdigest()


def list_deliveries(root: Path) -> tuple[tuple[DeliveryInfo, ...], tuple[Finding, ...]]:
    """The approved deliveries of a data directory, oldest first, and what is wrong with others.

    The last one is the current one: the newest as-of date, the latest import of it.
    """
    kept, findings = every_delivery(root)
    return tuple(info for info, approval in kept if approval and approval.approved_at), findings


def every_delivery(root: Path) -> tuple[tuple[tuple[DeliveryInfo, Approval | None], ...], tuple[Finding, ...]]:
    """All deliveries, oldest first, each with what has been approved of it, and what is wrong with others.

    An approval without a time is that of a delivery that still waits; null: nothing has
    been approved, or the delivery has changed since.
    """
    good, findings = [], []
    folders = sorted((root / "deliveries").glob("[!.]*"), key=lambda folder: _sort_key(folder.name))
    for folder in folders:
        try:
            info = _info(folder)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            findings.append(Finding("delivery-damaged", "error", folder.name))
            continue
        try:
            approval = read_approval(root, info.id)
        except ValueError:
            findings.append(Finding("approval-damaged", "error", folder.name))
            approval = None
        good.append((info, approval if approval and approval.speaks_of(info.tables) else None))
    return tuple(good), tuple(findings)


def read_tables(root: Path, info: DeliveryInfo, names: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Tables of one delivery, as they were stored; a table it does not have is left out.

    Raises:
        InputError: a table is gone or is not what was stored (``delivery-damaged``).
    """
    tables = {}
    for name in names:
        if not info.has(name):
            continue
        path = root / "deliveries" / info.id / f"{name}.parquet"
        if not path.is_file() or _sha256(path) != info.tables[name]:
            raise InputError(Finding("delivery-damaged", "error", info.id, value=name))
        tables[name] = pl.read_parquet(path)
    return tables


def read_findings(root: Path, info: DeliveryInfo) -> tuple[Finding, ...]:
    """What was told about the files of one delivery."""
    table = read_tables(root, info, ["findings"])["findings"]
    return tuple(Finding(**row) for row in table.iter_rows(named=True))


def _info(folder: Path) -> DeliveryInfo:
    data = json.loads((folder / MANIFEST).read_text("utf-8"))
    if data.pop("format") != FORMAT or data["id"] != folder.name:
        raise ValueError(folder.name)
    data["as_of"] = date.fromisoformat(data["as_of"])
    data["sources"] = tuple(_source(source) for source in data["sources"])
    return DeliveryInfo(**data)


def _source(data: dict) -> Source:
    columns = {name: (letter, header) for name, (letter, header) in data.pop("columns", {}).items()}
    return Source(**data, columns=columns)


def _sort_key(name: str) -> tuple[str, int]:
    return name[:10], int(name[11:] or 1) if name[11:].isdigit() or not name[11:] else 0


def _free_id(root: Path, as_of: date) -> str:
    first = as_of.isoformat()
    number = 1
    while (root / "deliveries" / (first if number == 1 else f"{first}-{number}")).exists():
        number += 1
    return first if number == 1 else f"{first}-{number}"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
