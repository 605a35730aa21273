"""Deliveries of the archive as figures read them: the one place where their snapshots are put together.

One policy for a damaged delivery, wherever figures are shown, written or compared: an old
one is left out of the history; a current one gives way to the newest approved one that can
be read; either is told. Only who asks for a damaged one by its id gets an error.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from analytics.changes import Side
from analytics.forecast import Forecast, Lack, Pace, forecast, pace
from analytics.scope import Snapshot
from archive.archive import Archive
from archive.deliveries import DeliveryInfo
from data_loaders.findings import Finding, InputError
from data_loaders.spending_curve import read_curve
from data_loaders.theme import Theme

#: Tables of the delivery that is shown.
SNAPSHOT_TABLES = ("projects", "theme", "people", "people_trend", "need", "public_people")
#: Tables of those before it, and of the two sides of a comparison.
HISTORY_TABLES = SNAPSHOT_TABLES[:3]


@dataclass(frozen=True, eq=False)
class Series:
    """A delivery and the approved ones before it.

    Attributes:
        infos: What each of them says of itself, oldest first; the delivery itself is the last one.
        current: The delivery.
        past: Every delivery of ``infos`` as trends read it.
        findings: What cannot be read of the archive; deliveries that are left out for it.
    """

    infos: tuple[DeliveryInfo, ...]
    current: Snapshot
    past: tuple[Snapshot, ...]
    findings: tuple[Finding, ...]

    @property
    def info(self) -> DeliveryInfo:
        """What the delivery says of itself."""
        return self.infos[-1]

    @cached_property
    def pace(self) -> Pace | Lack:
        """The pace of the whole theme, which a forecast rests on; worked out once."""
        return pace(self.past, read_curve())

    @cached_property
    def forecast(self) -> Forecast | Lack:
        """Where the money of the whole theme is heading; worked out once."""
        theme = self.current.theme
        assert theme is not None, "a series is read with its theme"
        return forecast(self.current, self.pace, read_curve(), theme.eligibility_end, theme.last_year)


def read_series(archive: Archive, theme: Theme, delivery: str | None = None, *, approved_only: bool = True) -> Series:
    """A delivery with those before it, as far as they can be read.

    Args:
        archive: What is kept.
        theme: The theme file.
        delivery: Id of the delivery; the newest approved one that can be read when null.
        approved_only: Whether one that waits or was withdrawn may not be asked for. The history of
            such a one is the approved deliveries of earlier days.

    Raises:
        InputError: there is no such delivery (``delivery-missing``), it cannot be read, or
            none can.
    """
    infos = list(archive.approved)
    if delivery is not None:
        asked = archive.delivery(delivery)
        if asked.state in ("current", "history"):
            infos = infos[: infos.index(asked.info) + 1]
        elif approved_only:
            raise InputError(Finding("delivery-missing", "error", archive.root.name, value=delivery))
        else:
            infos = [*(info for info in infos if info.as_of < asked.info.as_of), asked.info]
    findings = list(archive.findings)
    while infos:
        try:
            current = read_snapshot(archive, infos[-1], theme)
        except InputError as error:
            if delivery is not None:
                raise
            findings += error.findings
            infos.pop()
        else:
            break
    else:
        raise InputError(*findings or [Finding("delivery-missing", "error", archive.root.name)])
    before = read_history(archive, infos[:-1], theme, findings)
    kept = (*(info for info, _ in before), infos[-1])
    past = (*(snapshot.as_history() for _, snapshot in before), current.as_history())
    return Series(kept, current, past, tuple(findings))


def read_history(
    archive: Archive, infos: Sequence[DeliveryInfo], theme: Theme, findings: list[Finding] | None = None
) -> tuple[tuple[DeliveryInfo, Snapshot], ...]:
    """Older deliveries, with all their columns; what cannot be read is left out, and added to ``findings``."""
    readable = []
    for info in infos:
        try:
            readable.append((info, read_snapshot(archive, info, theme, HISTORY_TABLES)))
        except InputError as error:
            if findings is not None:
                findings += error.findings
    return tuple(readable)


def read_snapshot(archive: Archive, info: DeliveryInfo, theme: Theme, tables: Sequence[str] = SNAPSHOT_TABLES) -> Snapshot:
    """One delivery as figures read it.

    Raises:
        InputError: a table is gone or is not what was stored (``delivery-damaged``).
    """
    return Snapshot.of(info.id, info.as_of, archive.tables(info, tables), theme)


def read_side(archive: Archive, info: DeliveryInfo, theme: Theme) -> Side:
    """One delivery as it is compared with another.

    Raises:
        InputError: a table is gone or is not what was stored (``delivery-damaged``).
    """
    tables = archive.tables(info, HISTORY_TABLES)
    # Single reports only tell the rows of counts; no page needs them, so their damage hides nothing.
    with suppress(InputError):
        tables |= archive.tables(info, ("outcomes",))
    return Side.of(info.id, info.as_of, tables, theme)


def last_members(archive: Archive) -> pl.DataFrame | None:
    """What the theme workbook of the newest delivery said (``ThemeProject``), approved or not; null when none can be read."""
    for kept in reversed(archive.deliveries):
        with suppress(InputError):
            if kept.state != "withdrawn" and kept.info.has("theme"):
                return archive.tables(kept.info, ["theme"])["theme"]
    return None


def read_base(archive: Archive, info: DeliveryInfo, theme: Theme) -> tuple[DeliveryInfo | None, Side | None]:
    """What a delivery would take the place of: one of the same day, else the current one if that is older.

    A damaged delivery is passed over, as it is for readers; null when there is none.
    """
    approved = [kept for kept in archive.approved if kept.id != info.id]
    same_day = [kept for kept in approved if kept.as_of == info.as_of]
    is_newest = all(kept.as_of < info.as_of for kept in approved)
    for kept in reversed(same_day or (approved if is_newest else [])):
        with suppress(InputError):
            return kept, read_side(archive, kept, theme)
    return None, None
