"""Whether everything that is kept is whole: deliveries, approvals, the record, corrections, column maps, the key, public bundles.

Nothing that is kept is changed. Each fault is one finding, and one fault hides no other.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from archive.approvals import FOLDER as APPROVALS
from archive.approvals import read_approval
from archive.archive import Archive, open_archive
from archive.bundles import BUNDLE, bundle_folders, read_bundle
from archive.deliveries import MANIFEST, DeliveryInfo, delivery_folders, source_path
from archive.files import json_bytes, problem_finding, sha256_of, write_whole
from archive.record import FILE as RECORD
from archive.record import Event, missing_events, read_record
from data_loaders.column_maps import saved_column_maps
from data_loaders.corrections import read_corrections
from data_loaders.findings import Finding, InputError
from data_loaders.theme import Theme
from operations.guards import clock_findings
from operations.publishing import KEY_FILE, read_key
from settings import ROOT

#: Tables that every delivery has.
_ALWAYS = ("projects", "findings")
#: What the last verification was: day and number of faults.
RESULT = "verify.json"
#: Links that ``deploy/switch-bundle`` makes beside the folder of bundles.
_LINKS = ("current", "previous")


@dataclass(frozen=True)
class Verified:
    """What was looked through, and what is wrong.

    Attributes:
        deliveries: Number of deliveries.
        bundles: Number of public bundles.
        findings: Every fault, in the order in which it was looked for; empty when all is whole.
    """

    deliveries: int
    bundles: int
    findings: tuple[Finding, ...]


def verify(root: Path, theme: Theme, folders: Iterable[Path] = (), now: datetime | None = None) -> Verified:
    """Compare everything that is kept with its checksums, open it as it is used, and follow every name in it.

    An approval without its delivery is what a killed import leaves behind, and no fault; a delivery that the record, a bundle
    or another approval names is to be there.

    Args:
        root: A data directory, or one public bundle.
        theme: The theme file.
        folders: Folders of public bundles besides that of the directory and those that the record names.
        now: The time it is; the machine's when null.
    """
    try:
        archive = open_archive(root)
        if (root / BUNDLE).is_file():
            faults, shown = _bundle(root, theme)
            return Verified(len(shown), 1, tuple(faults))
        ids = frozenset(folder.name for folder in delivery_folders(root))
    except InputError as error:
        return Verified(0, 0, error.findings)
    events, of_record = read_record(archive)
    published = [event for event in events if event.what == "published" and event.delivery]
    every = [archive.published, *folders, *(Path(str(event.facts["folder"])) for event in published if "folder" in event.facts)]
    places = {place.resolve(): place for place in every}
    findings = list(archive.findings)
    if not ids:
        findings.append(Finding("delivery-missing", "error", root.name))
    for kept in archive.deliveries:
        findings += _delivery(archive, kept.info)
    findings += _approvals(root, archive, ids, frozenset(event.delivery for event in events if event.what == "imported" and event.who))
    findings += [*of_record, *_record(archive, events, ids)]
    findings += _told(read_corrections, archive.corrections, theme)
    findings += saved_column_maps(root)[1]
    bundles, of_people = 0, False
    for place in places.values():
        try:
            paths = bundle_folders(place)
        except InputError as error:
            findings += error.findings
            continue
        if place == archive.published:
            findings += [Finding("bundle-damaged", "error", path.name, value=BUNDLE) for path in _folders(place) if path not in paths]
        for path in paths:
            faults, shown = _bundle(path, theme)
            bundles += 1
            of_people |= any(info.has("public_people") and not info.is_example for info in shown)
            findings += [*faults, *(Finding("delivery-lost", "error", path.name, value=info.id) for info in shown if info.id not in ids)]
        findings += _links(place, theme)
    findings += _published(published, list(places.values()))
    findings += _key(archive, of_people or any(kept.info.has("people") for kept in archive.deliveries if kept.info.id in _ids(published)))
    findings += clock_findings(archive, now)
    return Verified(len(ids), bundles, tuple(dict.fromkeys(findings)))


def keep_result(root: Path, verified: Verified, today: date | None = None) -> None:
    """Keep beside the deliveries when they were verified and how many faults there were, for those who watch the service.

    Nothing is kept of a public bundle, which holds only what was published, of the example, and where nothing can be written.
    """
    told = {"day": (today or date.today()).isoformat(), "faults": len(verified.findings)}
    with suppress(OSError):
        if (root / "deliveries").is_dir() and not (root / BUNDLE).exists() and root.resolve() != ROOT / "assets" / "sample":
            write_whole(root / RESULT, json_bytes(told))


def _told(read: Callable[..., object], *given: object) -> tuple[Finding, ...]:
    """What is told when something is read."""
    try:
        read(*given)
    except InputError as error:
        return error.findings
    return ()


def _folders(place: Path) -> list[Path]:
    """What is kept in a folder of its own: nothing but bundles."""
    return (
        [path for path in sorted(place.iterdir()) if path.is_dir() and not path.is_symlink() and not path.name.startswith(".")]
        if place.is_dir()
        else []
    )


def _ids(events: Iterable[Event]) -> frozenset[str | None]:
    return frozenset(event.delivery for event in events)


def _delivery(archive: Archive, info: DeliveryInfo) -> Iterator[Finding]:
    """Its manifest against its name, every table and every source file against its checksum."""
    try:
        datetime.fromisoformat(info.imported_at)
        agrees = date.fromisoformat(info.id[:10]) == info.as_of
    except ValueError:
        agrees = False
    if not agrees:
        yield Finding("delivery-damaged", "error", info.id, value=MANIFEST)
    for name in dict.fromkeys((*_ALWAYS, *info.tables)):
        if not info.has(name):
            yield Finding("delivery-damaged", "error", info.id, value=name)
        elif name == "findings":
            yield from _told(archive.findings_of, info)
        else:
            yield from _told(archive.tables, info, (name,))
    folder = archive.root / "deliveries" / info.id
    for source in info.sources:
        path = source_path(folder, source.kind, source.file)
        try:
            is_whole = sha256_of(path) == source.sha256
        except PermissionError as problem:
            yield problem_finding(problem, folder)
            continue
        except OSError:
            is_whole = False
        if not is_whole:
            yield Finding("source-damaged", "error", info.id, value=path.name)


def _approvals(root: Path, archive: Archive, ids: frozenset[str], decided: frozenset[str | None]) -> Iterator[Finding]:
    """Every decision is there, can be read, speaks of what its delivery holds, and was compared with a delivery that is there.

    Args:
        root: The data directory.
        archive: What is kept in it.
        ids: Names of all folders of deliveries.
        decided: Deliveries whose import wrote a decision, as far as the record tells.
    """
    holds = {kept.info.id: kept.info.tables for kept in archive.deliveries}
    try:
        names = sorted(path.stem for path in (root / APPROVALS).iterdir() if path.suffix == ".json" and not path.name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        names = []
    for name in sorted(id for id in decided if id and id in ids and id not in names):
        yield Finding("approval-damaged", "error", name)
    for name in names:
        try:
            approval = read_approval(root, name)
        except ValueError:
            yield Finding("approval-damaged", "error", name)
            continue
        except PermissionError as problem:
            yield problem_finding(problem, root / APPROVALS / name)
            continue
        if approval and name in holds and not approval.speaks_of(holds[name]):
            yield Finding("approval-other", "error", name)
        if approval and approval.compared_with and approval.compared_with not in ids:
            yield Finding("delivery-lost", "error", name, value=approval.compared_with)


def _record(archive: Archive, events: Sequence[Event], ids: frozenset[str]) -> Iterator[Finding]:
    """Every delivery that the record names is there, and everything that the deliveries tell is in it."""
    for id in dict.fromkeys(event.delivery for event in events):
        if id and id not in ids:
            yield Finding("delivery-lost", "error", RECORD, value=id)
    # A directory of before the record has none until somebody does something with it.
    keeps_record = (archive.root / RECORD).exists() or any(kept.approval and kept.approval.steps for kept in archive.deliveries)
    if keeps_record and (missing := missing_events(archive)):
        yield Finding("record-incomplete", "warning", RECORD, value=str(len(missing)))


def _bundle(path: Path, theme: Theme) -> tuple[list[Finding], list[DeliveryInfo]]:
    """What is wrong with a bundle, and the deliveries that it holds."""
    if faults := _told(read_bundle, path, theme.code):
        return list(faults), []
    try:
        archive = open_archive(path)
    except InputError as error:
        return list(error.findings), []
    shown = [kept.info for kept in archive.deliveries]
    faults = tuple(fault for info in shown for fault in _told(archive.tables, info, tuple(info.tables)))
    return [*archive.findings, *faults], shown


def _links(folder: Path, theme: Theme) -> Iterator[Finding]:
    """The links to the bundles that are served lead to bundles that may be."""
    try:
        inside = [path for path in sorted(folder.iterdir()) if path.is_symlink()]
        beside = [folder.parent / name for name in _LINKS if (folder.parent / name).is_symlink()]
    except OSError:
        return
    for link in (*inside, *beside):
        if not link.exists():
            yield Finding("bundle-lost", "error", link.name, value=link.readlink().name)
        else:
            yield from _told(read_bundle, link.resolve(), theme.code)


def _published(events: Iterable[Event], folders: Sequence[Path]) -> Iterator[Finding]:
    """Every bundle that was published is kept: the next publication needs all that went before."""
    for event in events:
        name = str(event.facts.get("bundle", event.delivery))
        there = [Path(str(event.facts["folder"]))] if "folder" in event.facts else []
        try:
            is_kept = any((place / name / BUNDLE).is_file() for place in (*there, *folders))
        except PermissionError as problem:
            yield problem_finding(problem, folders[0])
            continue
        if not is_kept:
            yield Finding("bundle-lost", "error", name, value=event.delivery)


def _key(archive: Archive, is_needed: bool) -> Iterator[Finding]:
    """The key is whole, and there once counts of people have been published."""
    try:
        if read_key(archive.root) is None and is_needed:
            yield Finding("key-missing", "error", archive.root.name, value=KEY_FILE)
    except InputError as error:
        yield from error.findings
