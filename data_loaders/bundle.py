"""The public bundle: a data directory that holds only what everybody may see.

It looks like a data directory, so that the same code reads it, and says of itself in
``bundle.json`` what it is, whose it is and which files it has. A public instance opens
nothing else.
"""

import hashlib
import io
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path

import polars as pl

from data_loaders.approvals import sync_folder, write_approval, write_file
from data_loaders.deliveries import FORMAT as DELIVERY_FORMAT
from data_loaders.deliveries import MANIFEST, DeliveryInfo, approved, keep_table
from data_loaders.findings import Finding, InputError
from data_loaders.schemas import ProjectRow

BUNDLE = "bundle.json"
REPORT = "report.json"
#: Folder of the open data.
OPEN_DATA = "open-data"
KIND, FORMAT = "theme-dashboard-public-bundle", 1
#: Columns of the list that hold words of people, where they may have written how to reach somebody.
_FREE_TEXTS = (
    "project_name",
    "implementer_name",
    "summary",
    "intervention_field",
    "support_form",
    "territorial_mechanism",
    "economic_activity",
    "esf_secondary_theme",
    "location",
    "site_city",
    "beneficiary_city",
    "project_website_url",
    "project_page_url",
)
#: Columns that tell who a private person is, and where.
PERSONAL = (
    "implementer_name",
    "implementer_business_id",
    "beneficiary_postcode",
    "beneficiary_city",
    "site_postcode",
    "project_website_url",
)
_MASK = "•••"
#: What is masked → how it is told. A business id and a code of a project are no phone number.
_CONTACTS = {
    "personal_id": re.compile(r"(?<![\w-])\d{6}[-+ABCDEFUVWXYabcdefuvwxy]\d{3}[0-9A-FHJ-NPR-Ya-fhj-npr-y](?!\w)"),
    "email": re.compile(r"[\w.+-]+(?:@|\s?\((?:at|ät|a)\)\s?)[\w-]+(?:\.[\w-]+)+"),
    "phone": re.compile(r"(?<![\w/.,-])(?:\+\d{1,3}[\s-]?(?:\(0\)\s?)?\d{1,3}|0(?:[1-9]\d{0,2}))(?:[\s-]?\d{2,4}){2,3}(?![\w-]|[.,]\d)"),
}
_BUSINESS_ID = re.compile(r"\d{7}-\d")


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
    """

    theme: str
    delivery: str
    as_of: date
    published_at: str
    program: str
    rule: Mapping[str, object] = field(hash=False)
    files: Mapping[str, str] = field(hash=False)


def masked(projects: pl.DataFrame, file: str, columns: Mapping[str, tuple[str, str]]) -> tuple[pl.DataFrame, tuple[Finding, ...]]:
    """The project list without how to reach a person, and where something was masked.

    E-mail addresses, phone numbers and personal identity codes become ``•••`` in every
    text that people write. The name, business id and addresses of a private person are
    left out (the name already when the list is read), and each of their rows is told (``private-person``).

    Args:
        projects: ``ProjectRow`` table.
        file: Name of the list, for the findings.
        columns: Field → (column letter, header) of the list.
    """
    findings = []
    for name in _FREE_TEXTS:
        cells = projects[name].to_list()
        for number, cell in enumerate(cells):
            changed = _without_contacts(cell) if cell else cell
            if changed != cell:
                cells[number] = changed
                letter, header = columns.get(name, (None, name))
                findings.append(
                    Finding(
                        "contact-masked",
                        "warning",
                        file,
                        row=int(projects["source_row"][number]),
                        column=letter,
                        header=header,
                        value=changed,
                    )
                )
        projects = projects.with_columns(pl.Series(name, cells, pl.String))
    no_id = pl.col("implementer_business_id").is_null() & pl.col("implementer_type").is_in(["private_person", "other"])
    person = (pl.col("implementer_type") == "private_person") | no_id
    letter, header = columns.get("implementer_name", (None, "implementer_name"))
    findings += [
        Finding("private-person", "info", file, row=int(row), column=letter, header=header) for row in projects.filter(person)["source_row"]
    ]
    projects = projects.with_columns(pl.when(~person).then(pl.col(name)).alias(name) for name in PERSONAL)
    return ProjectRow.validate(projects, cast=True), tuple(findings)


def _without_contacts(words: str) -> str:
    for name, pattern in _CONTACTS.items():
        words = pattern.sub(lambda found, name=name: found[0] if name == "phone" and _BUSINESS_ID.fullmatch(found[0]) else _MASK, words)
    return words


def public_info(info: DeliveryInfo, tables: Mapping[str, str]) -> DeliveryInfo:
    """What the public is told of a delivery: no note, no cells, and the names of its files without a person's contacts."""
    sources = tuple(replace(source, file=_without_contacts(source.file), sheet=None, columns={}) for source in info.sources)
    return replace(info, note="", sources=sources, tables=tables)


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
        deliveries: Each delivery with its public tables, oldest first; the last one is shown.
        theme: Code of the theme file.
        published_at: ISO time.
        program: Version of the program.
        rule: The rule of protection.
        report: What was protected and why.
        open_data: Name → content of the files of open data.

    Raises:
        InputError: the folder is there and is no bundle, or cannot be written.
    """
    if to.exists() and not (to / BUNDLE).is_file() and any(to.iterdir()):
        raise InputError(Finding("bundle-target", "error", to.name))
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{to.name}-", dir=to.parent))
    except OSError as problem:
        raise InputError(Finding("data-directory-unwritable", "error", to.name, value=problem.strerror)) from problem
    try:
        draft.chmod(0o755)
        for info, tables in deliveries:
            folder = draft / "deliveries" / info.id
            folder.mkdir(parents=True)
            kept = public_info(info, {name: keep_table(folder, name, frame) for name, frame in tables.items()})
            manifest = asdict(kept) | {"format": DELIVERY_FORMAT, "as_of": kept.as_of.isoformat()}
            write_file(folder / MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False).encode())
            write_approval(draft, replace(approved(kept), approved_at=published_at))
        (draft / OPEN_DATA).mkdir()
        for name, content in open_data.items():
            write_file(draft / OPEN_DATA / name, content)
        write_file(draft / REPORT, json.dumps(report, indent=1, ensure_ascii=False).encode())
        files = {path.relative_to(draft).as_posix(): _sha256(path) for path in sorted(draft.rglob("*")) if path.is_file()}
        last = deliveries[-1][0]
        made = BundleInfo(theme, last.id, last.as_of, published_at, program, rule, files)
        write_file(
            draft / BUNDLE,
            json.dumps(
                {"kind": KIND, "format": FORMAT} | asdict(made) | {"as_of": made.as_of.isoformat()}, indent=1, ensure_ascii=False
            ).encode(),
        )
        _take_the_place_of(draft, to)
        return made
    except OSError as problem:
        raise InputError(Finding("data-directory-unwritable", "error", to.name, value=problem.strerror)) from problem
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
        InputError: it is no bundle (``bundle-missing``), of another format (``bundle-format``),
            of another theme (``bundle-theme``), or a file is gone, changed or too many
            (``bundle-damaged``).
    """
    try:
        data = json.loads((root / BUNDLE).read_text("utf-8"))
    except FileNotFoundError:
        raise InputError(Finding("bundle-missing", "error", root.name)) from None
    except (OSError, ValueError):
        raise InputError(Finding("bundle-damaged", "error", root.name, value=BUNDLE)) from None
    if not isinstance(data, dict) or data.pop("kind", None) != KIND:
        raise InputError(Finding("bundle-missing", "error", root.name))
    if (version := data.pop("format", None)) != FORMAT:
        raise InputError(Finding("bundle-format", "error", root.name, value=str(version)))
    try:
        info = BundleInfo(**data | {"as_of": date.fromisoformat(data["as_of"])})
        there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()} - {BUNDLE}
        wrong = sorted(there ^ set(info.files)) or [name for name, digest in info.files.items() if _sha256(root / name) != digest]
    except (OSError, TypeError, KeyError, ValueError, AttributeError):
        raise InputError(Finding("bundle-damaged", "error", root.name, value=BUNDLE)) from None
    if wrong:
        raise InputError(Finding("bundle-damaged", "error", root.name, value=wrong[0]))
    if theme is not None and info.theme != theme:
        raise InputError(Finding("bundle-theme", "error", root.name, value=info.theme))
    return info


def kept_bundles(folder: Path, theme: str) -> tuple[tuple[Path, BundleInfo], ...]:
    """The bundles of a folder, in the order in which they were published; empty when there is no folder.

    Links, such as the one to the bundle that is served, are not bundles of their own.

    Raises:
        InputError: one of them is damaged, or not of this theme.
    """
    try:
        paths = [path for path in folder.iterdir() if not path.is_symlink() and not path.name.startswith(".") and (path / BUNDLE).is_file()]
    except (FileNotFoundError, NotADirectoryError):
        return ()
    return tuple(sorted(((path, read_bundle(path, theme)) for path in paths), key=lambda kept: (kept[1].published_at, kept[0].name)))


def folder_zip(root: Path) -> bytes:
    """A bundle, or its open data, as one file; the folder's name is in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                package.write(path, Path(root.name, path.relative_to(root)).as_posix())
    return packed.getvalue()


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
