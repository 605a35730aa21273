"""Check one input file without keeping anything of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

from data_loaders.findings import Finding, InputError
from data_loaders.intake import Progress, read_inputs
from data_loaders.outcomes import read_outcomes
from data_loaders.projects import read_projects
from data_loaders.theme import Theme
from data_loaders.theme_workbook import read_theme_workbook

InputKind = Literal["projects", "theme", "outcomes"]
INPUT_KINDS: tuple[InputKind, ...] = get_args(InputKind)


@dataclass(frozen=True)
class CheckedFile:
    """What was found in one input file.

    Attributes:
        kind: Which input it was read as.
        file: Its name, without folders.
        usable: Whether it can be imported; a file that cannot has no rows.
        rows_in: Rows under the header that hold anything.
        rows_kept: Rows that an import would keep.
        findings: Everything that was told about it, in the order of the sheet.
    """

    kind: InputKind
    file: str
    usable: bool
    rows_in: int
    rows_kept: int
    findings: tuple[Finding, ...]

    @property
    def rows_left_out(self) -> int:
        return self.rows_in - self.rows_kept


def check_file(path: Path, kind: InputKind, theme: Theme) -> CheckedFile:
    """Read one file as an import would, and tell everything about it.

    What needs two files (project codes that the list does not have) is told by the import.
    """
    try:
        read = {
            "projects": lambda: read_projects(path),
            "theme": lambda: read_theme_workbook(path, theme),
            "outcomes": lambda: read_outcomes(path, theme),
        }[kind]()
    except InputError as error:
        return CheckedFile(kind, path.name, False, 0, 0, in_sheet_order(error.findings))
    return CheckedFile(kind, path.name, True, read.rows_in, read.rows.height, in_sheet_order(read.findings))


def check_inputs(
    theme: Theme,
    *,
    as_of: date,
    files: Mapping[InputKind, Path],
    on_progress: Progress = lambda step, share: None,
) -> tuple[CheckedFile, ...]:
    """Read the input files of a delivery as an import would, each by itself and beside the others.

    Args:
        theme: The theme file.
        as_of: Day the figures would speak of.
        files: Input → its file; the project list must be among them.
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
            on_progress=on_progress,
        )
    except InputError:
        # The other files have things to tell too, and a person wants to mend all in one go.
        return tuple(check_file(files[kind], kind, theme) for kind in INPUT_KINDS if kind in files)
    return tuple(
        CheckedFile(file.kind, file.path.name, True, file.rows_in, file.rows.height, in_sheet_order(file.findings))
        for file in inputs.files
    )


def in_sheet_order(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Findings as a person goes through a workbook: the whole file first, then row by row."""
    sheets: Mapping[str | None, int] = {sheet: i for i, sheet in enumerate(dict.fromkeys(f.sheet for f in findings))}
    return tuple(
        sorted(findings, key=lambda f: (sheets[f.sheet], f.row or 0, len(f.column or ""), f.column or "", f.code))
    )
