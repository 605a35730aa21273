"""From files to a delivery that readers are served: what the command line and the staff's Data page both do."""

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import cast

import dataframely as dy

from analytics.people import people_cubes
from archive.approvals import Approval
from archive.archive import State, open_archive
from archive.deliveries import DeliveryInfo, write_delivery
from archive.files import locked
from archive.record import Event, add_event, complete_record
from data_loaders.findings import Finding, InputError
from data_loaders.intake import Inputs, read_inputs
from data_loaders.progress import StepProgress, unheard
from data_loaders.schemas import OutcomeRow, ProjectRow
from data_loaders.theme import Theme
from operations.approving import (
    Judgement,
    compare_with_current,
    judgement_record,
    machine_user,
    timestamp,
    with_approved,
    with_step,
)
from operations.checking import list_before
from operations.guards import refuse_day, refuse_repeated, refuse_unseen


@dataclass(frozen=True, eq=False)
class Imported:
    """What became of an import.

    Attributes:
        info: The delivery as it is kept.
        inputs: The files as they were read, each with its rows and findings.
        judgement: What stands between the delivery and its readers, if anything.
        state: Whether readers see it.
    """

    info: DeliveryInfo
    inputs: Inputs
    judgement: Judgement
    state: State

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was told about the files."""
        return self.inputs.findings


def import_files(
    root: Path,
    theme: Theme,
    *,
    as_of: date,
    projects: Path,
    theme_workbook: Path | None = None,
    outcomes: Path | None = None,
    need: Path | None = None,
    column_map: Path | None = None,
    note: str = "",
    approve_all: bool = False,
    accept: Collection[str] = (),
    imported_at: str | None = None,
    is_example: bool = False,
    who: str | None = None,
    seen: Collection[str] | None = None,
    on_progress: StepProgress = unheard,
) -> Imported:
    """Read the input files and keep them as a delivery, which readers see at once or once it is approved.

    The first delivery, one of an older day and one without material changes are approved
    by themselves; every other one waits (``docs/decisions/0003-current-delivery-is-derived.md``).

    Args:
        root: The data directory; made when it does not exist.
        theme: The theme file.
        as_of: Day the figures speak of.
        projects: The project list.
        theme_workbook: Which projects belong to the theme.
        outcomes: Counts of people.
        need: People in need by region.
        column_map: Which header of the project list is which field; without it the
            templates and the maps kept in the data directory are tried.
        note: Free text that is kept with the delivery.
        approve_all: Approve all its changes at once.
        accept: Codes of what is accepted in so many words, for example ``committed-fall``, or of what would keep
            the files from being imported (``operations.guards.ASKED``).
        imported_at: ISO time of the import; now when not given.
        is_example: True for the synthetic sample only; nothing is refused or recorded then.
        who: Who imports; the user of the machine when null.
        seen: Ids of the deliveries that the person knew of; null when that does not matter.
        on_progress: Told of each step: ``projects``, ``theme``, ``outcomes``, ``need``
            (reading), ``people`` (counting), ``store`` (comparing and keeping), and the share of the
            work done before it.

    Raises:
        InputError: a file cannot be used at all, the day or the files are refused (``operations.guards``), or
            nothing can be written; nothing is stored then.
    """
    who = who or machine_user()
    archive = open_archive(root)
    with _refusal_recorded(None if is_example else root, who, as_of):
        if not is_example:
            refuse_day(archive, as_of, theme, accept)
        inputs = read_inputs(
            theme,
            as_of=as_of,
            projects=projects,
            theme_workbook=theme_workbook,
            outcomes=outcomes,
            need=need,
            column_map=column_map,
            maps_root=root,
            corrections=archive.corrections,
            before=list_before(root),
            on_progress=on_progress,
        )
    tables = inputs.tables
    if "outcomes" in tables:
        on_progress("people", 0.7)
        # The readers have validated both.
        outcome_rows, list_rows = cast(dy.DataFrame[OutcomeRow], tables["outcomes"]), cast(dy.DataFrame[ProjectRow], tables["projects"])
        tables |= people_cubes(outcome_rows, list_rows, as_of)
    on_progress("store", 0.8)
    made: list[Judgement] = []

    def decide(info: DeliveryInfo) -> Approval | None:
        # Nobody else writes now: what is kept stays as it is until the delivery appears.
        archive = open_archive(root)
        approval = Approval(info.id, info.tables)
        if not is_example:
            refuse_unseen(archive, seen)
            refuse_repeated(archive, info, accept)
            approval = with_step(approval, "imported", who, note, info.imported_at)
        judgement = compare_with_current(archive, info, tables, theme, approval)
        judgement = with_approved(judgement, judgement.open_changes if approve_all else (), accept, info.imported_at)
        if judgement.why == "approved" and not is_example:
            judgement = replace(judgement, approval=with_step(judgement.approval, "approved", who, at=info.imported_at))
        made.append(judgement)
        return judgement.approval

    with _refusal_recorded(None if is_example else root, who, as_of):
        info = write_delivery(
            root,
            as_of=as_of,
            imported_at=imported_at or timestamp(),
            template=inputs.template,
            sources=inputs.sources,
            columns={file.kind: file.columns for file in inputs.files},
            tables=tables,
            findings=inputs.findings,
            note=note,
            is_example=is_example,
            decide=decide,
        )
    if not is_example:
        with locked(root):
            complete_record(root)
    return Imported(info, inputs, made[-1], open_archive(root).delivery(info.id).state)


@contextmanager
def _refusal_recorded(root: Path | None, who: str, as_of: date) -> Iterator[None]:
    """Record an import that is refused, with the codes of why; nothing without a directory."""
    try:
        yield
    except InputError as error:
        if root:
            codes = ", ".join(dict.fromkeys(finding.code for finding in error.findings))
            add_event(root, Event(timestamp(), "refused", who, facts={"as_of": as_of.isoformat(), "codes": codes}))
        raise


def import_record(imported: Imported) -> dict:
    """What became of an import as plain data: what ``manage.py import --json`` ends with.

    Documented in ``docs/reference/import.md``. Sums are of the kept rows, in cents; null
    where no amount is known.
    """
    return judgement_record(imported.judgement, imported.state) | {
        "files": {
            file.kind: {
                "file": file.path.name,
                "rows_in": file.rows_in,
                "rows_kept": file.rows_kept,
                "rows_left_out": file.rows_in - file.rows_kept,
                "findings": dict(sorted(Counter(finding.code for finding in file.findings).items())),
                "sums_cents": file.sums_cents,
            }
            for file in imported.inputs.files
        },
    }
