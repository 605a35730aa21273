"""Check input files without keeping anything of them: what the command line and the staff's Data page both do."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import cast

import polars as pl

from archive.archive import open_archive
from archive.record import Event, add_event
from data_loaders.checked_files import INPUT_KINDS, CheckedFile, InputKind
from data_loaders.corrections import Corrections, read_corrections
from data_loaders.file_kinds import read_as
from data_loaders.findings import Finding, InputError
from data_loaders.intake import Input, read_inputs
from data_loaders.need import read_need
from data_loaders.outcomes import read_outcomes
from data_loaders.progress import StepProgress, unheard
from data_loaders.theme import Theme
from data_loaders.theme_workbook import read_theme_workbook
from operations.approving import machine_user, timestamp


def check_file(path: Path, kind: InputKind, theme: Theme, column_map: Path | None = None, root: Path | None = None) -> CheckedFile:
    """Read one file as an import would, and tell everything about it.

    What needs two files (project codes that the list does not have) is told by
    ``check_inputs``.

    Args:
        path: The file.
        kind: Which input it is.
        theme: The theme file.
        column_map: Which header of a project list is which field.
        root: The data directory, with maps that persons made earlier and known errors of the sources.
    """
    try:
        if kind == "projects":
            # No day is given: a list alone says nothing of it.
            inputs = read_inputs(
                theme,
                as_of=date.max,
                projects=path,
                column_map=column_map,
                maps_root=root,
                corrections=_corrections(root),
                before=list_before(root) if root else None,
            )
            return _checked(inputs.files[0])
        if kind == "need":
            need = read_as(kind, path, theme, read_need)
            return _checked(Input(kind, path, need.sheet, need.rows, need.rows_in, need.rows_kept, need.findings))
        known = Corrections(read_corrections(open_archive(root).corrections, theme) if root else ())
        reader = read_theme_workbook if kind == "theme" else read_outcomes
        read = read_as(kind, path, theme, lambda path: reader(path, theme, known))
    except InputError as error:
        return CheckedFile(kind, path.name, False, 0, 0, _in_sheet_order(error.findings))
    findings = (*known.findings(kind), *read.findings)
    return _checked(Input(kind, path, read.sheet, read.rows, read.rows_in, read.rows_kept, findings))


def check_inputs(
    theme: Theme,
    *,
    as_of: date,
    files: Mapping[InputKind, Path],
    column_map: Path | None = None,
    root: Path | None = None,
    on_progress: StepProgress = unheard,
) -> tuple[CheckedFile, ...]:
    """Read the input files of a delivery as an import would, each by itself and beside the others.

    Args:
        theme: The theme file.
        as_of: Day the figures would speak of.
        files: Input → its file; the project list must be among them.
        column_map: Which header of the project list is which field.
        root: The data directory, with maps that persons made earlier and known errors of the sources.
        on_progress: Told of each step, as an import tells it.

    Returns:
        One result for each file, in the order of ``INPUT_KINDS``. When one of them cannot be
        used, what the files say of each other is not told.
    """
    try:
        inputs = read_inputs(
            theme,
            as_of=as_of,
            projects=files["projects"],
            theme_workbook=files.get("theme"),
            outcomes=files.get("outcomes"),
            need=files.get("need"),
            column_map=column_map,
            maps_root=root,
            corrections=_corrections(root),
            before=list_before(root) if root else None,
            on_progress=on_progress,
        )
    except InputError as error:
        # The other files have things to tell too, and a person wants to mend all in one go.
        checked = tuple(check_file(files[kind], kind, theme, column_map, root) for kind in INPUT_KINDS if kind in files)
        return checked if not all(file.usable for file in checked) else tuple(_refused(file, error) for file in checked)
    return tuple(_checked(file) for file in inputs.files)


def _refused(file: CheckedFile, error: InputError) -> CheckedFile:
    """A file that is usable by itself but not beside the others."""
    findings = tuple(finding for finding in error.findings if finding.file == file.file)
    return CheckedFile(file.kind, file.file, False, 0, 0, _in_sheet_order(findings)) if findings else file


def record_check(root: Path, files: Sequence[CheckedFile], as_of: date | None = None, who: str | None = None) -> None:
    """Record that files were checked: their names, and how many errors and warnings were told.

    Args:
        root: The data directory.
        files: What was told.
        as_of: The day that they were checked for; null where none was given.
        who: Who checked them; the user of the machine when null.
    """
    told = Counter(finding.severity for file in files for finding in file.findings)
    day: dict[str, str | int] = {"as_of": as_of.isoformat()} if as_of else {}
    facts = day | {"files": ", ".join(file.file for file in files), "errors": told["error"], "warnings": told["warning"]}
    add_event(root, Event(timestamp(), "checked", who or machine_user(), facts=facts))


def _corrections(root: Path | None) -> Path | None:
    """The file of a data directory that tells known errors of the sources."""
    return open_archive(root).corrections if root else None


def list_before(root: Path) -> pl.DataFrame | None:
    """The project list of the delivery that readers see now; null when there is none, or it cannot be read."""
    archive = open_archive(root)
    try:
        return archive.tables(archive.current, ["projects"])["projects"] if archive.current else None
    except InputError:
        # A damaged delivery is told where deliveries are; it does not keep a new list from being checked.
        return None


def _checked(file: Input) -> CheckedFile:
    rows = file.rows
    filled = frozenset(name for name in rows.columns if rows[name].null_count() < rows.height)
    return CheckedFile(
        cast(InputKind, file.kind), file.path.name, True, file.rows_in, file.rows_kept, _in_sheet_order(file.findings), filled
    )


def _in_sheet_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings as a person goes through a workbook: the whole file first, then row by row."""
    sheets = {sheet: number for number, sheet in enumerate(dict.fromkeys(f.sheet for f in findings))}
    return tuple(sorted(findings, key=lambda f: (sheets[f.sheet], f.row or 0, len(f.column or ""), f.column or "", f.code)))
