"""The record of a data directory: who did what when.

One line of JSON for each event, only ever added to. What was done with a delivery or a deck stands in
its own files first (``archive.approvals``, ``archive.decks``), in one step with what it brought
about; the record is completed from them. So a process that is killed in between loses no
event, and a directory of before the record has one as well, as far as its files tell.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal

from archive.approvals import StepKind
from archive.archive import Archive, Delivery, open_archive
from archive.decks import DeckStepKind, kept_decks
from archive.files import locked, problem_finding
from data_loaders.findings import Finding, InputError

FILE = "record.jsonl"
#: What is recorded. ``corrections``: the file of known errors was not that of the import before. ``refused``: an import
#: or a publication that was asked for and not made. ``publishing``: written before a bundle is, so that one without ``published`` was broken off.
EventKind = StepKind | DeckStepKind | Literal["checked", "corrections", "refused", "publishing", "published"]


@dataclass(frozen=True)
class Event:
    """One thing that was done.

    Attributes:
        at: ISO time.
        what: What was done.
        who: The person who had signed in, else the user of the machine; null where it was not kept yet.
        delivery: Id of the delivery; null where there is none.
        why: In the person's own words: the note of an import, the reason of a withdrawal; may be empty.
        facts: What else belongs to it: names of files, numbers, codes of findings.
    """

    at: str
    what: EventKind
    who: str | None
    delivery: str | None = None
    why: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict, hash=False)


def read_record(archive: Archive) -> tuple[tuple[Event, ...], tuple[Finding, ...]]:
    """Every event, oldest first, and what of the record cannot be read.

    Events that only the files of deliveries tell are among them.
    """
    kept, findings = _kept(archive.root)
    return tuple(sorted((*kept, *_missing(archive, kept)), key=lambda event: event.at)), findings


def add_event(root: Path, event: Event) -> None:
    """Record an event that no file of a delivery tells, such as a check.

    A directory that cannot be written keeps nobody from checking files, so that is not said here.
    """
    with suppress(InputError), locked(root):
        _append(root, [event])


def complete_record(root: Path) -> None:
    """Bring into the record what the files of deliveries tell and it does not.

    Call it as the one who writes (``archive.files.locked``). Where there is no room for it now, the next one who writes
    does it.
    """
    with suppress(OSError):
        _append(root, missing_events(open_archive(root)))


def missing_events(archive: Archive) -> list[Event]:
    """What the files of deliveries tell and the record does not hold yet, oldest first."""
    return _missing(archive, _kept(archive.root)[0])


def _kept(root: Path) -> tuple[list[Event], tuple[Finding, ...]]:
    try:
        lines = (root / FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return [], ()
    except OSError as problem:
        return [], (problem_finding(problem, root / FILE, "directory-unreadable"),)
    events: list[Event] = []
    findings: list[Finding] = []
    for row, line in enumerate(lines, start=1):
        try:
            events.append(Event(**json.loads(line)))
        except (ValueError, TypeError):
            findings.append(Finding("record-damaged", "warning", FILE, row=row))
    return events, tuple(findings)


def _append(root: Path, events: Sequence[Event]) -> None:
    """Add lines, and have them on the disk before going on: all of them or none.

    Raises:
        OSError: there is no room for them.
    """
    if not events:
        return
    lines = "".join(f"{json.dumps(asdict(event), ensure_ascii=False)}\n" for event in events).encode()
    with (root / FILE).open("ab+") as file:
        size = file.seek(0, os.SEEK_END)
        # What a process that was killed in the middle of a line has left does not take the next line with it.
        if size and file.seek(size - 1) is not None and file.read(1) != b"\n":
            lines = b"\n" + lines
        try:
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            os.ftruncate(file.fileno(), size)
            raise


def _missing(archive: Archive, kept: Sequence[Event]) -> list[Event]:
    """What the files of deliveries tell and the record does not, in the order of the deliveries."""
    there = Counter(map(_key, kept))
    missing = []
    for event in (*_of_deliveries(archive.deliveries), *_of_decks(archive.root)):
        if there[_key(event)]:
            there[_key(event)] -= 1
        else:
            missing.append(event)
    return sorted(missing, key=lambda event: event.at)


def _key(event: Event) -> tuple:
    return event.what, event.delivery, event.at


def _of_decks(root: Path) -> Iterator[Event]:
    """The events that the files of decks tell."""
    for deck in kept_decks(root)[0]:
        for step in deck.steps:
            yield Event(step.at, step.what, step.who, facts={"deck": step.name})


def _of_deliveries(deliveries: Sequence[Delivery]) -> Iterator[Event]:
    """The events that the files of deliveries tell; of those of before the record without who did it."""
    corrections = None
    for kept in sorted(deliveries, key=lambda kept: kept.info.imported_at):
        info, approval = kept.info, kept.approval
        steps = approval.steps if approval else ()
        facts = {"as_of": info.as_of.isoformat()}
        if not any(step.what == "imported" for step in steps) and not info.is_example:
            yield Event(info.imported_at, "imported", None, info.id, info.note, facts)
        for step in steps:
            yield Event(step.at, step.what, step.who, info.id, step.why, facts if step.what == "imported" else {})
        if approval and approval.why == "approved" and approval.approved_at and not steps and not info.is_example:
            yield Event(approval.approved_at, "approved", None, info.id)
        known = next((source for source in info.sources if source.kind == "corrections"), None)
        if known and known.sha256 != corrections:
            who = next((step.who for step in steps if step.what == "imported"), None)
            yield Event(
                info.imported_at, "corrections", who, info.id, facts={"recorded": known.rows_in or 0, "applied": known.rows_kept or 0}
            )
        corrections = known.sha256 if known else corrections
