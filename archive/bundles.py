"""The public bundle: a data directory that holds only what everybody may see.

It looks like a data directory, so that the same code reads it, and says of itself in
``bundle.json`` what it is, whose it is and which files it has. A public instance opens
nothing else.
"""

import io
import json
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from archive.approvals import write_approval
from archive.deliveries import DeliveryInfo, approved, keep_table, write_manifest
from archive.files import json_bytes, problem_finding, sha256_of, sync_folder, write_file
from data_loaders.findings import Finding, InputError

BUNDLE = "bundle.json"
REPORT = "report.json"
#: Folder of the open data.
OPEN_DATA = "open-data"
#: Format 1 told checksums and numbers of rows of the files about people; counts of formats 1 and 2 did not hold together with
#: other publications, and their report told why some were hidden.
KIND, FORMAT, FORMATS = "theme-dashboard-public-bundle", 3, (1, 2, 3)


@dataclass(frozen=True)
class BundleInfo:
    """What a bundle says of itself.

    Attributes:
        theme: Code of the theme file it was made with.
        delivery: The delivery it shows.
        as_of: Day the figures speak of.
        published_at: ISO time of the publication.
        program: Version of the program that made it.
        rule: The rule of protection: threshold, rounding base, and what is told nationally only.
        files: Path inside the bundle → SHA-256 of every file but ``bundle.json``.
        format: The format that it was written in.
    """

    theme: str
    delivery: str
    as_of: date
    published_at: str
    program: str
    rule: Mapping[str, object] = field(hash=False)
    files: Mapping[str, str] = field(hash=False)
    format: int = FORMAT

    @property
    def is_old(self) -> bool:
        """Whether it tells more than bundles of today do, and is better published again."""
        return self.format < FORMAT


def refuse_occupied(to: Path) -> None:
    """Make sure that a bundle may be written to a folder: nothing but a bundle is ever replaced.

    Raises:
        InputError: something else stands there (``bundle-target``).
    """
    if to.exists() and not (to / BUNDLE).is_file() and not (to.is_dir() and not any(to.iterdir())):
        raise InputError(Finding("bundle-target", "error", to.name))


def write_bundle(
    to: Path,
    deliveries: Sequence[tuple[DeliveryInfo, Mapping[str, pl.DataFrame]]],
    *,
    theme: str,
    published_at: str,
    program: str,
    rule: Mapping[str, object],
    report: Mapping[str, object],
    open_data: Mapping[str, bytes],
) -> BundleInfo:
    """Write a bundle: all of it, or nothing. A bundle that is there already is replaced.

    Args:
        to: Its folder.
        deliveries: Each delivery as the public is told of it, with its public tables, oldest first; the last one is shown.
        theme: Code of the theme file.
        published_at: ISO time.
        program: Version of the program.
        rule: The rule of protection.
        report: What was protected and why.
        open_data: Name → content of the files of open data.

    Raises:
        InputError: the folder is there and is no bundle, or cannot be written.
    """
    refuse_occupied(to)
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
    except OSError as problem:
        raise InputError(problem_finding(problem, to)) from problem
    try:
        draft.chmod(0o755)
        for info, tables in deliveries:
            folder = draft / "deliveries" / info.id
            folder.mkdir(parents=True)
            kept = replace(info, tables={name: keep_table(folder, name, frame) for name, frame in tables.items()})
            write_manifest(folder, kept)
            write_approval(draft, replace(approved(kept), approved_at=published_at))
        (draft / OPEN_DATA).mkdir()
        for name, content in open_data.items():
            write_file(draft / OPEN_DATA / name, content)
        write_file(draft / REPORT, json_bytes(report))
        files = {path.relative_to(draft).as_posix(): sha256_of(path) for path in sorted(draft.rglob("*")) if path.is_file()}
        last = deliveries[-1][0]
        made = BundleInfo(theme, last.id, last.as_of, published_at, program, rule, files)
        write_file(draft / BUNDLE, json_bytes({"kind": KIND} | asdict(made) | {"as_of": made.as_of.isoformat()}))
        _take_the_place_of(draft, to)
        return made
    except OSError as problem:
        raise InputError(problem_finding(problem, to)) from problem
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _take_the_place_of(draft: Path, to: Path) -> None:
    """Put a finished bundle in its place; an earlier one is there until the moment of the exchange."""
    earlier = draft.with_name(f"{draft.name}.earlier")
    if to.exists():
        to.rename(earlier)
    try:
        draft.rename(to)
    except OSError:
        if earlier.exists():
            earlier.rename(to)
        raise
    sync_folder(to.parent)
    shutil.rmtree(earlier, ignore_errors=True)


def read_bundle(root: Path, theme: str | None = None) -> BundleInfo:
    """What a bundle says of itself, once it has been made sure that it is whole and may be served.

    Args:
        root: Its folder.
        theme: Code of the theme served; null when that does not matter.

    Raises:
        InputError: it is no bundle (``bundle-missing``), of a newer program's format (``bundle-format``),
            of another theme (``bundle-theme``), or a file is gone, changed or too many
            (``bundle-damaged``).
    """
    try:
        data = json.loads((root / BUNDLE).read_text("utf-8"))
    except FileNotFoundError:
        raise InputError(Finding("bundle-missing", "error", root.name)) from None
    except PermissionError as problem:
        raise InputError(problem_finding(problem, root)) from None
    except (OSError, ValueError):
        raise InputError(Finding("bundle-damaged", "error", root.name, value=BUNDLE)) from None
    if not isinstance(data, dict) or data.pop("kind", None) != KIND:
        raise InputError(Finding("bundle-missing", "error", root.name))
    version = data.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise InputError(Finding("bundle-format", "error", root.name, value=str(version)))
    try:
        if version not in FORMATS:
            raise ValueError(version)
        info = BundleInfo(**data | {"as_of": date.fromisoformat(data["as_of"])})
        there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} - {BUNDLE}
        wrong = sorted(there ^ set(info.files)) or [name for name, digest in info.files.items() if sha256_of(root / name) != digest]
    except PermissionError as problem:
        raise InputError(problem_finding(problem, root)) from None
    except (OSError, TypeError, KeyError, ValueError, AttributeError):
        raise InputError(Finding("bundle-damaged", "error", root.name, value=BUNDLE)) from None
    if wrong:
        raise InputError(Finding("bundle-damaged", "error", root.name, value=wrong[0]))
    if theme is not None and info.theme != theme:
        raise InputError(Finding("bundle-theme", "error", root.name, value=info.theme))
    return info


def bundle_folders(folder: Path) -> list[Path]:
    """The bundles of a folder, by name; none where there is no such folder.

    Links, such as the one to the bundle that is served, are not bundles of their own.

    Raises:
        InputError: it may not be looked into, or cannot be (``directory-unreadable``): that is not the same as none.
    """
    try:
        every = [path for path in sorted(folder.iterdir()) if not path.is_symlink() and not path.name.startswith(".")]
        return [path for path in every if (path / BUNDLE).is_file()]
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as problem:
        raise InputError(problem_finding(problem, folder, "directory-unreadable")) from None


def kept_bundles(folder: Path, theme: str) -> tuple[tuple[Path, BundleInfo], ...]:
    """The bundles of a folder, in the order in which they were published; empty when there is no folder.

    Raises:
        InputError: the folder may not be looked into, or one of them is damaged, or not of this theme.
    """
    return tuple(
        sorted(((path, read_bundle(path, theme)) for path in bundle_folders(folder)), key=lambda kept: (kept[1].published_at, kept[0].name))
    )


def last_published(folder: Path) -> datetime | None:
    """When the newest bundle of a folder was published, or the folder when it is a bundle, as it says itself.

    Nothing but that is looked at (``read_bundle`` does); null when there is none that says it.
    """
    times = []
    for path in (folder / BUNDLE, *folder.glob(f"[!.]*/{BUNDLE}")):
        try:
            times.append(datetime.fromisoformat(json.loads(path.read_text("utf-8"))["published_at"]).astimezone(UTC))
        except (OSError, ValueError, TypeError, KeyError):
            continue
    return max(times, default=None)


def folder_zip(root: Path) -> bytes:
    """A bundle, or its open data, as one file; the folder's name is in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                package.write(path, Path(root.name, path.relative_to(root)).as_posix())
    return packed.getvalue()
