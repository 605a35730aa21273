"""Read all input files of a delivery together, and tell what they say of each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import polars as pl

from data_loaders.checked_files import InputKind
from data_loaders.codes import nearest_code, plain_code
from data_loaders.column_maps import read_column_map, saved_column_maps
from data_loaders.corrections import Corrections, read_corrections
from data_loaders.file_kinds import read_as
from data_loaders.findings import Finding, InputError, with_suggestions
from data_loaders.need import read_need
from data_loaders.outcomes import OutcomeList, read_outcomes
from data_loaders.progress import StepProgress, unheard
from data_loaders.projects import ProjectList, read_projects
from data_loaders.schemas import MONEY_COLUMNS, OutcomeRow, ThemeProject
from data_loaders.theme import Theme
from data_loaders.theme_workbook import ThemeList, is_most, read_theme_workbook, unlikely

Result = TypeVar("Result")
#: Steps of reading → share of an import's work that is done when the step begins.
STEPS = {"projects": 0.0, "theme": 0.5, "outcomes": 0.55, "need": 0.65}


@dataclass(frozen=True, eq=False)
class Input:
    """One input file as it was read.

    Attributes:
        kind: ``projects``, ``theme``, ``outcomes`` or ``need``; also the name of its table.
        path: The file.
        sheet: The sheet that was read; null for CSV.
        rows: The valid rows.
        rows_in: Rows under the header that hold anything.
        rows_kept: Those of them that are in ``rows``.
        findings: Everything that was told about the file.
        columns: Field → (column letter, header) of the project list; empty for the others.
    """

    kind: str
    path: Path
    sheet: str | None
    rows: pl.DataFrame
    rows_in: int
    rows_kept: int
    findings: tuple[Finding, ...]
    columns: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def sums_cents(self) -> dict[str, int | None]:
        """Money column → exact sum of the kept rows in cents; null where no amount is known."""
        columns = [name for name in MONEY_COLUMNS if name in self.rows.columns]
        return {name: int(cast(Decimal, self.rows[name].sum()).scaleb(2)) if self.rows[name].count() else None for name in columns}


@dataclass(frozen=True, eq=False)
class Inputs:
    """All input files of one delivery.

    Attributes:
        template: Column map of the project list, for example ``eura2021``.
        files: The files that were given, the project list first.
        corrections: What became of each known error (``CorrectionRow``); null without a file of them.
        corrections_path: That file.
    """

    template: str
    files: tuple[Input, ...]
    corrections: pl.DataFrame | None = None
    corrections_path: Path | None = None

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """Kind → rows, of the files that were given; with them what became of corrections."""
        tables = {file.kind: file.rows for file in self.files}
        return tables if self.corrections is None else tables | {"corrections": self.corrections}

    @property
    def sources(self) -> list[tuple[str, Path, str | None, int, int]]:
        """Kind, path, sheet, rows in and rows kept of every file that is kept with the delivery."""
        sources: list[tuple[str, Path, str | None, int, int]] = [
            (file.kind, file.path, file.sheet, file.rows_in, file.rows_kept) for file in self.files
        ]
        if self.corrections is not None and self.corrections_path is not None:
            applied = self.corrections.filter(pl.col("state") == "applied").height
            sources.append(("corrections", self.corrections_path, None, self.corrections.height, applied))
        return sources

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Everything that was told, file by file."""
        return tuple(finding for file in self.files for finding in file.findings)


def read_inputs(
    theme: Theme,
    *,
    as_of: date,
    projects: Path,
    theme_workbook: Path | None = None,
    outcomes: Path | None = None,
    need: Path | None = None,
    column_map: Path | None = None,
    maps_root: Path | None = None,
    corrections: Path | None = None,
    on_progress: StepProgress = unheard,
) -> Inputs:
    """Read the input files, each by itself and then beside the others.

    Everything wrong is told at once: a bad file does not hide the next one's troubles.

    Args:
        theme: The theme file.
        as_of: Day the figures speak of.
        projects: The project list.
        theme_workbook: Which projects belong to the theme.
        outcomes: Counts of people.
        need: People in need by region.
        column_map: Which header of the project list is which field (``read_column_map``).
        maps_root: The data directory with maps that persons made earlier.
        corrections: The file of known errors; it need not exist.
        on_progress: Told of each step (``STEPS``).

    Raises:
        InputError: one or more files cannot be used at all; carries the findings of all of them.
    """
    problems: list[Finding] = []

    def attempt(step: InputKind, path: Path | None, reader: Callable[[Path], Result]) -> tuple[Path, Result] | None:
        """The file with what was read from it; null when it was not given, or cannot be used."""
        if path is None:
            return None
        on_progress(step, STEPS[step])
        try:
            return path, read_as(step, path, theme, reader)
        except InputError as error:
            problems.extend(error.findings)
            return None

    known = None
    try:
        known = Corrections(read_corrections(corrections, theme), corrections.name) if corrections and corrections.exists() else None
    except InputError as error:
        problems.extend(error.findings)
    read_list = attempt("projects", projects, lambda path: _read_projects(path, column_map, maps_root, theme, known))
    read_members = attempt("theme", theme_workbook, lambda path: read_theme_workbook(path, theme, known))
    read_counts = attempt("outcomes", outcomes, lambda path: read_outcomes(path, theme, known))
    read_needed = attempt("need", need, read_need)
    if problems or read_list is None:
        raise InputError(*problems)

    path, listed = read_list
    files = [Input("projects", path, listed.sheet, listed.rows, listed.rows_in, listed.rows.height, listed.findings, listed.columns)]
    if read_members:
        path, members = read_members
        members = _with_codes_mended(members, listed.rows, path.name)
        outside = _outside_list(members, listed.rows, path.name)
        findings = (*members.findings, *outside)
        # A workbook of other projects than the list's, whatever its headers.
        if is_most(len(outside), members.rows.height):
            raise InputError(unlikely(path.name, members.sheet, len(outside), members.rows.height), *findings)
        files.append(Input("theme", path, members.sheet, members.rows, members.rows_in, members.rows.height, findings))
    if read_counts:
        path, counted = read_counts
        counted = _with_codes_mended(counted, listed.rows, path.name)
        findings = (
            *counted.findings,
            *_outside_list(counted, listed.rows, path.name),
            *_after_delivery(counted.rows, as_of, path.name, counted.sheet),
        )
        files.append(Input("outcomes", path, counted.sheet, counted.rows, counted.rows_in, counted.rows.height, findings))
    if read_needed:
        path, needed = read_needed
        files.append(Input("need", path, needed.sheet, needed.rows, needed.rows_in, needed.rows_kept, needed.findings))
    if known is None:
        return Inputs(listed.template, tuple(files))
    files = [replace(file, findings=(*known.findings(file.kind), *file.findings)) for file in files]
    return Inputs(listed.template, tuple(files), known.table(), corrections)


def _read_projects(
    path: Path, column_map: Path | None, maps_root: Path | None, theme: Theme, corrections: Corrections | None
) -> ProjectList:
    """The project list by the map given for it; without one by the templates and the kept maps."""
    if column_map:
        headers, map_findings = read_column_map(column_map)
        listed = read_projects(path, headers, theme=theme, corrections=corrections)
    else:
        saved, map_findings = saved_column_maps(maps_root) if maps_root else ({}, ())
        listed = read_projects(path, saved=saved, theme=theme, corrections=corrections)
    return replace(listed, findings=(*map_findings, *listed.findings))


Codes = TypeVar("Codes", ThemeList, OutcomeList)


def _with_codes_mended(read: Codes, projects: pl.DataFrame, file: str) -> Codes:
    """Project codes that differ from one of the list by case, spaces or a full stop alone are that code; each is told at its cell."""
    known = _list_codes(projects)
    by_plain: dict[str, set[str]] = {}
    for code in known:
        by_plain.setdefault(plain_code(code), set()).add(code)
    mended = {
        code: next(iter(meant))
        for code in read.rows["project_code"].unique()
        if code not in known and len(meant := by_plain.get(plain_code(code), set())) == 1
    }
    column, header = read.columns.get("project_code", (None, None))
    cells = read.rows.filter(pl.col("project_code").is_in(list(mended))).unique("source_row", keep="first", maintain_order=True)
    findings: list[Finding] = [
        Finding("code-mended", "info", file, read.sheet, row, column, header, code, mended[code])
        for row, code in cells.select("source_row", "project_code").iter_rows()
    ]
    rows = read.rows.with_columns(pl.col("project_code").replace(mended))
    if isinstance(read, OutcomeList):
        return replace(read, rows=OutcomeRow.validate(rows), findings=(*read.findings, *findings))
    again = ~rows["project_code"].is_first_distinct()
    findings += [
        Finding("project-code-repeated", "error", file, read.sheet, row, column, header, code)
        for row, code in rows.filter(again).select("source_row", "project_code").iter_rows()
    ]
    return replace(read, rows=ThemeProject.validate(rows.filter(~again)), findings=(*read.findings, *findings))


def _list_codes(projects: pl.DataFrame) -> frozenset[str]:
    return frozenset(pl.concat([projects["project_code"], projects["group_code"]]).drop_nulls())


def _outside_list(read: ThemeList | OutcomeList, projects: pl.DataFrame, file: str) -> tuple[Finding, ...]:
    """Project codes that the list does not have, each once, at its first row, with the code that was meant."""
    known = _list_codes(projects)
    strange = read.rows.filter(~pl.col("project_code").is_in(list(known))).unique("project_code", keep="first", maintain_order=True)
    column, header = read.columns.get("project_code", (None, None))
    outside = (
        Finding("project-outside-list", "warning", file, read.sheet, row, column, header, code)
        for row, code in strange.select("source_row", "project_code").iter_rows()
    )
    return with_suggestions(outside, {"project-outside-list": partial(nearest_code, codes=known)})


def _after_delivery(rows: pl.DataFrame, as_of: date, file: str, sheet: str | None) -> list[Finding]:
    """Counts of a day that has not come when the delivery speaks."""
    return [
        Finding("cutoff-after-delivery", "warning", file, sheet, row, value=str(day))
        for row, day in rows.filter(pl.col("cutoff_date") > as_of).select("source_row", "cutoff_date").iter_rows()
    ]
