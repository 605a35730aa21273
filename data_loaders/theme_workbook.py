"""Read the theme workbook: which projects belong to the theme, and what they promise."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

from data_loaders.check_list import Severity
from data_loaders.codes import folded, nearest
from data_loaders.corrections import Corrections, cell_finding
from data_loaders.findings import Finding, InputError, with_suggestions
from data_loaders.forms import NO, YES, find_form, theme_headers
from data_loaders.schemas import ThemeProject
from data_loaders.sheets import Sheet, read_sheets, table_below
from data_loaders.theme import Theme
from data_loaders.values import BLANK_WORDS, counts
from data_loaders.whole_sheet import filled_down, merged_down, unmapped_rows, whole_sheet_findings, without_faults


@dataclass(frozen=True, eq=False)
class ThemeList:
    """The theme workbook as it was read.

    Attributes:
        sheet: Name of the sheet; null for CSV.
        rows: Valid rows, in the order of the sheet.
        columns: Field → (column letter, header) as found in the file.
        rows_in: Rows under the header that hold anything.
        findings: What was wrong, and what was left out.
        joined: Rows that go on with the project above, and have no row of their own.
    """

    sheet: str | None
    rows: dy.DataFrame[ThemeProject]
    columns: Mapping[str, tuple[str, str]]
    rows_in: int
    findings: tuple[Finding, ...]
    joined: int = 0

    @property
    def rows_kept(self) -> int:
        """Rows of the sheet that are in ``rows``."""
        return self.rows.height + self.joined


def read_theme_workbook(path: Path, theme: Theme, corrections: Corrections | None = None) -> ThemeList:
    """Read the theme workbook. Blank means *not known*, never *no*.

    Args:
        path: The workbook, sheet *Hankkeet* (any sheet with its headers will do).
        theme: The theme file, for the codes and names of sub-themes and target groups.
        corrections: Known errors of the workbook, put right before anything is read from it.

    Returns:
        One row per project code. A word that is not in the theme file is left out of the
        row with a finding; a row without a project code is left out with a finding, unless
        it goes on with the project above: its code is merged over several rows, or it holds
        sub-themes, target groups or a note alone.

    Raises:
        InputError: the file cannot be read, has no project codes, or repeats most of them.
    """
    sheets = read_sheets(path)
    sheet, header_row, columns = find_form(sheets, theme_headers(theme), "project_code", "theme-headers-unknown")
    letters = {field: letter for field, (letter, _) in columns.items()}
    table = table_below(sheet, header_row, letters)
    unmapped = unmapped_rows(sheet, header_row, table["source_row"])
    rows_in = table.height + len(unmapped)
    areas = merged_down(path, sheet)
    table = filled_down(table, "source_row", letters, areas)
    if corrections:
        table = corrections.applied("theme", table, cell_finding(sheet, columns))
    table, faults = without_faults(table, sheet, columns)
    findings = [*whole_sheet_findings(sheet, sheets, header_row, letters.values()), *unmapped, *faults]
    merged = {row for letter, first, last in areas if letter == letters["project_code"] for row in range(first + 1, last + 1)}
    alone = _rows_of_lists_alone(sheet, header_row, letters)
    rows: list[dict[str, Any]] = []
    joined: list[int] = []
    above = 0
    for row in table.iter_rows(named=True):
        reader = _RowReader(sheet, columns, row, findings)
        goes_on = row["source_row"] in merged or (not row["project_code"] and row["source_row"] in alone and row["source_row"] == above + 1)
        if not row["project_code"] and not (goes_on and above):
            reader.tell("project_code", "project-code-missing", "error")
            above = 0
            continue
        read = reader.project(theme)
        above = row["source_row"]
        if not goes_on or not rows:
            rows.append(read)
            continue
        if row["source_row"] not in merged:
            reader.tell("project_code", "row-continued", "info")
        joined.append(row["source_row"])
        reader.join(rows[-1], read)
    frame = pl.DataFrame(rows, schema=ThemeProject.create_empty().schema)
    repeated = frame.filter(~pl.col("project_code").is_first_distinct())
    column, header = columns["project_code"]
    for source_row, code in repeated.select("source_row", "project_code").iter_rows():
        findings.append(sheet.finding("project-code-repeated", "error", source_row, column, header, code))
    if is_most(repeated.height, frame.height):
        raise InputError(unlikely(path.name, sheet.name, repeated.height, frame.height))
    kept = frame.filter(pl.col("project_code").is_first_distinct())
    meant = {
        "subtheme-unknown": partial(nearest, spellings=theme.subtheme_spellings),
        "target-group-unknown": partial(nearest, spellings=theme.target_group_spellings),
    }
    return ThemeList(sheet.name, ThemeProject.validate(kept), columns, rows_in, with_suggestions(findings, meant), len(joined))


def is_most(number: int, rows: int) -> bool:
    """Whether so many rows are most of them; a single one is no pattern."""
    return number > max(1, rows / 2)


def unlikely(file: str, sheet: str | None, number: int, rows: int) -> Finding:
    """What is told of a workbook most of whose rows cannot be right."""
    return Finding("theme-unlikely", "error", file, sheet, value=f"{number} / {rows}")


def _rows_of_lists_alone(sheet: Sheet, header_row: int, letters: Mapping[str, str]) -> frozenset[int]:
    """Rows that hold sub-themes, target groups or a note and nothing else: they go on with the project above."""
    listed = [letters[field] for field in ("subthemes", "target_groups", "note") if field in letters]
    below = sheet.cells.slice(header_row)
    others = [letter for letter in below.columns if letter not in ("row", *listed)]
    is_alone = pl.all_horizontal(pl.lit(True), *(pl.col(letter).is_null() for letter in others))
    return frozenset(below.filter(is_alone, pl.any_horizontal(pl.lit(False), *(pl.col(letter).is_not_null() for letter in listed)))["row"])


def is_theme_form(sheets: tuple[Sheet, ...], theme: Theme) -> bool:
    """Whether a sheet has project codes and another column of the theme workbook."""
    try:
        _, _, columns = find_form(sheets, theme_headers(theme), "project_code", "theme-headers-unknown")
    except InputError:
        return False
    return not columns.keys() <= {"project_code", "note"}


@dataclass(frozen=True)
class _RowReader:
    """Reads the cells of one row and collects what is wrong in them."""

    sheet: Sheet
    columns: Mapping[str, tuple[str, str]]
    row: Mapping[str, Any]
    findings: list[Finding]

    def tell(self, field: str, code: str, severity: Severity, value: str | None = None, suggestion: str | None = None) -> None:
        column, header = self.columns.get(field, (None, None))
        self.findings.append(self.sheet.finding(code, severity, self.row["source_row"], column, header, value, suggestion))

    def project(self, theme: Theme) -> dict[str, Any]:
        """What the row says of its project, a value per column of ``ThemeProject``."""
        answers = {promise.code: self.yes_or_no(promise.code) for promise in theme.promises}
        return {
            "source_row": self.row["source_row"],
            "project_code": self.row["project_code"],
            "subthemes": self.codes("subthemes", theme.subtheme_spellings, "subtheme-unknown"),
            "target_groups": self.codes("target_groups", theme.target_group_spellings, "target-group-unknown"),
            "promises_kept": [code for code, answer in answers.items() if answer is True],
            "promises_broken": [code for code, answer in answers.items() if answer is False],
            "planned_participants": self.count("planned_participants"),
            "note": self.row.get("note"),
        }

    def join(self, project: dict[str, Any], more: Mapping[str, Any]) -> None:
        """Add what this row says to the project above; an answer that differs from its first one is not known."""
        for field in ("subthemes", "target_groups", "promises_kept", "promises_broken"):
            project[field] = list(dict.fromkeys((*project[field], *more[field])))
        for code in set(project["promises_kept"]) & set(project["promises_broken"]):
            project["promises_kept"].remove(code)
            project["promises_broken"].remove(code)
            self.tell(code, "answer-unknown", "warning", self.row[code])
        if project["planned_participants"] is None:
            project["planned_participants"] = more["planned_participants"]
        elif more["planned_participants"] not in (None, project["planned_participants"]):
            self.tell("planned_participants", "planned-participants-unreadable", "warning", self.row["planned_participants"])
        project["note"] = "\n".join(dict.fromkeys(filter(None, (project["note"], more["note"])))) or None

    def codes(self, field: str, spellings: Mapping[str, str], code: str) -> list[str]:
        """The codes of a list such as ``1; 3`` or ``Nuoret; Romanit``, each once."""
        text = self.row.get(field) or ""
        # A name may hold a comma of its own, so the whole cell is tried first.
        parts = [text] if folded(text) in spellings else re.split(r"[;\n]", text)
        if len(parts) == 1 and folded(text) not in spellings:
            parts = text.split(",")
        codes = []
        for part in filter(None, (part.strip() for part in parts)):
            known = spellings.get(folded(re.sub(r"\.0$", "", part)))
            if known is None and (known := spellings.get(folded(part).strip(" .:"))):
                self.tell(field, "code-mended", "info", part, known)
            if known is None:
                self.tell(field, code, "warning", part)
            elif known not in codes:
                codes.append(known)
        return codes

    def count(self, field: str) -> int | None:
        """A whole number, zero or more; null when blank or not understood (then a finding)."""
        written = self.row.get(field) or ""
        if folded(written) in BLANK_WORDS:
            return None
        (number,) = counts(pl.Series([written]))
        if number is None:
            self.tell(field, "planned-participants-unreadable", "warning", written)
        return number

    def yes_or_no(self, field: str) -> bool | None:
        """Yes, no, or null when blank or not understood (then a finding)."""
        answer = folded(self.row.get(field) or "")
        if answer in YES:
            return True
        if answer in NO:
            return False
        if answer:
            self.tell(field, "answer-unknown", "warning", self.row[field])
        return None
