"""From files to a delivery: what the command line and the staff's Data page both do."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from analytics.people import people_cubes
from analytics.scope import Snapshot
from data_loaders.deliveries import DeliveryInfo, read_tables, write_delivery
from data_loaders.findings import Finding
from data_loaders.intake import Inputs, Progress, read_inputs
from data_loaders.theme import Theme

SNAPSHOT_TABLES = ("projects", "theme", "people", "people_trend")


@dataclass(frozen=True, eq=False)
class Imported:
    """What became of an import.

    Attributes:
        info: The delivery as it is kept.
        inputs: The files as they were read, each with its rows and findings.
    """

    info: DeliveryInfo
    inputs: Inputs

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
    column_map: Path | None = None,
    note: str = "",
    imported_at: str | None = None,
    is_example: bool = False,
    on_progress: Progress = lambda step, share: None,
) -> Imported:
    """Read the input files and keep them as a delivery.

    Args:
        root: The data directory; made when it does not exist.
        theme: The theme file.
        as_of: Day the figures speak of.
        projects: The project list.
        theme_workbook: Which projects belong to the theme.
        outcomes: Counts of people.
        column_map: Which header of the project list is which field; without it the
            templates and the maps kept in the data directory are tried.
        note: Free text that is kept with the delivery.
        imported_at: ISO time of the import; now when not given.
        is_example: True for the synthetic sample only.
        on_progress: Told of each step: ``projects``, ``theme``, ``outcomes`` (reading),
            ``people`` (counting), ``store``, and the share of the work done before it.

    Raises:
        InputError: a file cannot be used at all, or nothing can be written; nothing is stored then.
    """
    inputs = read_inputs(
        theme,
        as_of=as_of,
        projects=projects,
        theme_workbook=theme_workbook,
        outcomes=outcomes,
        column_map=column_map,
        maps_root=root,
        on_progress=on_progress,
    )
    tables = inputs.tables
    if "outcomes" in tables:
        on_progress("people", 0.7)
        tables |= people_cubes(tables["outcomes"], tables["projects"], as_of)
    on_progress("store", 0.8)
    info = write_delivery(
        root,
        as_of=as_of,
        imported_at=imported_at or datetime.now(UTC).isoformat(timespec="seconds"),
        template=inputs.template,
        sources=[(file.kind, file.path, file.sheet, file.rows_in, file.rows.height) for file in inputs.files],
        columns={file.kind: file.columns for file in inputs.files},
        tables=tables,
        findings=inputs.findings,
        note=note,
        is_example=is_example,
    )
    return Imported(info, inputs)


def snapshot_of(root: Path, info: DeliveryInfo, theme: Theme) -> Snapshot:
    """One delivery as the pages read it.

    Raises:
        InputError: a table is gone or is not what was stored (``delivery-damaged``).
    """
    return Snapshot.of(info.id, info.as_of, read_tables(root, info, SNAPSHOT_TABLES), theme)
