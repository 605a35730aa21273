"""What keeps a slip of the hand from becoming a delivery: a mistyped day, files that are kept already, another's import;
and a machine whose clock is wrong, which is no slip of anybody's."""

import errno
import os
from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from archive.archive import Archive
from archive.deliveries import DeliveryInfo
from archive.files import problem_finding, sha256_of
from data_loaders.findings import Finding, InputError
from data_loaders.theme import Theme
from settings import YEAR

#: What is refused until a person accepts it in so many words; everything else is refused for good.
ASKED = ("day-far", "same-files")
#: Days between two deliveries from which on the day is asked about. Deliveries come twice a year, and one may be skipped.
FAR_DAYS = 400
#: Bytes that an import may need: of free room less than this is none.
ROOM = 100 * 2**20
#: Clocks of two machines that keep the same directory in turn may differ by so much.
_SKEW = timedelta(hours=1)


def day_findings(archive: Archive, as_of: date, theme: Theme, today: date | None = None) -> tuple[Finding, ...]:
    """What is strange about the day of a delivery that is to be imported.

    Args:
        archive: What is kept.
        as_of: The day.
        theme: The theme file.
        today: The day it is; in Finland when null.

    Returns:
        ``day-in-future``: figures cannot speak of a day that has not come. ``day-far``: the day is more than
        ``FAR_DAYS`` from the day of the newest delivery, or before the programme period where there is none.
    """
    today = today or datetime.now(ZoneInfo("Europe/Helsinki")).date()
    if as_of > today:
        return (Finding("day-in-future", "error", as_of.isoformat(), value=today.isoformat()),)
    if archive.latest:
        far = abs((as_of - archive.latest.as_of).days) > FAR_DAYS
        return (Finding("day-far", "error", as_of.isoformat(), value=archive.latest.as_of.isoformat()),) if far else ()
    if as_of.year < theme.first_year:
        return (Finding("day-far", "error", as_of.isoformat(), value=str(theme.first_year)),)
    return ()


def clock_findings(archive: Archive, now: datetime | None = None) -> tuple[Finding, ...]:
    """Whether the machine's clock is behind: whatever it dates now would come before what is kept, and be taken for older.

    Args:
        archive: What is kept.
        now: The time it is; the machine's when null.

    Returns:
        ``clock-behind`` where the clock shows a year before the program was made, or a time before the newest import that
        has not been taken away.
    """
    now = now or datetime.now(UTC)
    imports = [datetime.fromisoformat(kept.info.imported_at) for kept in archive.deliveries if kept.state != "withdrawn"]
    newest = max((each if each.tzinfo else each.replace(tzinfo=UTC) for each in imports), default=None)
    if now.year < YEAR or (newest and now < newest - _SKEW):
        return (Finding("clock-behind", "error", archive.root.name, value=now.isoformat(timespec="minutes")),)
    return ()


def place_findings(root: Path) -> tuple[Finding, ...]:
    """Whether the next import would have a place: the directory may be written, and its disk has room; nothing is written.

    Where there is no directory yet, nothing is known of it.
    """
    try:
        disk = os.statvfs(root)
    except FileNotFoundError:
        return ()
    except OSError as problem:
        return (problem_finding(problem, root, "directory-unreadable"),)
    if disk.f_flag & os.ST_RDONLY:
        return (Finding("directory-read-only", "error", root.name),)
    places = [path for path in (root, root / "deliveries") if not os.access(path, os.W_OK | os.X_OK) and path.exists()]
    if places:
        return (problem_finding(PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(places[0])), root),)
    if disk.f_bavail * disk.f_frsize < ROOM or (disk.f_files and not disk.f_favail):
        return (Finding("disk-full", "error", root.name),)
    return ()


def kept_already(archive: Archive, checksums: Mapping[str, str], as_of: date) -> DeliveryInfo | None:
    """The delivery of the very same files, unless it was taken away; null when there is none.

    Args:
        archive: What is kept.
        checksums: Kind → SHA-256 of the files, that of known errors (``corrections``) among them.
        as_of: Day of the delivery to be imported: one of that day comes before all others, then the newest.
    """
    same = [
        kept.info
        for kept in archive.deliveries
        if kept.state != "withdrawn" and {source.kind: source.sha256 for source in kept.info.sources} == dict(checksums)
    ]
    return next((info for info in same if info.as_of == as_of), same[-1] if same else None)


def checksums_of(archive: Archive, files: Mapping[str, Path]) -> dict[str, str]:
    """Kind → SHA-256 of files that are to be imported, with the known errors of the sources."""
    corrections = {"corrections": archive.corrections} if archive.corrections.is_file() else {}
    return {kind: sha256_of(path) for kind, path in {**files, **corrections}.items()}


def refuse_day(archive: Archive, as_of: date, theme: Theme, accept: Collection[str]) -> None:
    """Stop an import whose day cannot be right, or probably is not. The first delivery may be of any day that has come.

    Raises:
        InputError: ``clock-behind``, ``day-in-future``, or ``day-far`` that is not accepted.
    """
    _refuse(clock_findings(archive), ())
    _refuse([finding for finding in day_findings(archive, as_of, theme) if archive.latest or finding.code != "day-far"], accept)


def refuse_repeated(archive: Archive, info: DeliveryInfo, accept: Collection[str]) -> None:
    """Stop an import that would keep once more what is kept of the same day.

    The same files may speak of another day: nothing has changed then. Those of a delivery that waits may be
    imported together with the word that it waits for.

    Raises:
        InputError: ``same-files`` that is not accepted.
    """
    same = kept_already(archive, {source.kind: source.sha256 for source in info.sources if source.sha256}, info.as_of)
    waits_for_a_word = same is not None and accept and archive.delivery(same.id).state == "waiting"
    if same and same.as_of == info.as_of and not waits_for_a_word:
        _refuse((Finding("same-files", "error", info.as_of.isoformat(), value=same.id),), accept)


def refuse_unseen(archive: Archive, seen: Collection[str] | None) -> None:
    """Stop an import beside another one: somebody has imported since the person looked.

    Args:
        archive: What is kept.
        seen: Ids of the deliveries that the person knew of; null when that does not matter.

    Raises:
        InputError: ``imported-meanwhile``, for each delivery that has come.
    """
    if seen is not None:
        _refuse([Finding("imported-meanwhile", "error", kept.info.id) for kept in archive.deliveries if kept.info.id not in seen], ())


def _refuse(findings: Collection[Finding], accept: Collection[str]) -> None:
    refused = [finding for finding in findings if finding.code not in ASKED or finding.code not in accept]
    if refused:
        raise InputError(*refused)
