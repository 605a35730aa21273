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
from data_loaders.whole_sheet import whole_sheet_findings, without_faults


@dataclass(frozen=True, eq=False)
class ThemeList:
    """The theme workbook as it was read.

    Attributes:
        sheet: Name of the sheet; null for CSV.
        rows: Valid rows, in the order of the sheet.
        columns: Field → (column letter, header) as found in the file.
        rows_in: Rows under the header that hold anything.
        findings: What was wrong, and what was left out.
    """

    sheet: str | None
    rows: dy.DataFrame[ThemeProject]
    columns: Mapping[str, tuple[str, str]]
    rows_in: int
    findings: tuple[Finding, ...]


def read_theme_workbook(path: Path, theme: Theme, corrections: Corrections | None = None) -> ThemeList:
    """Read the theme workbook. Blank means *not known*, never *no*.

    Args:
        path: The workbook, sheet *Hankkeet* (any sheet with its headers will do).
        theme: The theme file, for the codes and names of sub-themes and target groups.
        corrections: Known errors of the workbook, put right before anything is read from it.

    Returns:
        One row per project code. A word that is not in the theme file is left out of the
        row with a finding; a row without a project code is left out with a finding.

    Raises:
        InputError: the file cannot be read, has no project codes, or repeats most of them.
    """
    sheets = read_sheets(path)
    sheet, header_row, columns = find_form(sheets, theme_headers(theme), "project_code", "theme-headers-unknown")
    letters = {field: letter for field, (letter, _) in columns.items()}
    table = table_below(sheet, header_row, letters)
    if corrections:
        table = corrections.applied("theme", table, cell_finding(sheet, columns))
    table, faults = without_faults(table, sheet, columns)
    findings = [*whole_sheet_findings(sheet, sheets, header_row, letters.values()), *faults]
    rows = []
    for row in table.iter_rows(named=True):
        reader = _RowReader(sheet, columns, row, findings)
        if not row["project_code"]:
            reader.tell("project_code", "project-code-missing", "error")
            continue
        answers = {promise.code: reader.yes_or_no(promise.code) for promise in theme.promises}
        rows.append(
            {
                "source_row": row["source_row"],
                "project_code": row["project_code"],
                "subthemes": reader.codes("subthemes", theme.subtheme_spellings, "subtheme-unknown"),
                "target_groups": reader.codes("target_groups", theme.target_group_spellings, "target-group-unknown"),
                "promises_kept": [code for code, answer in answers.items() if answer is True],
                "promises_broken": [code for code, answer in answers.items() if answer is False],
                "planned_participants": reader.count("planned_participants"),
                "note": row.get("note"),
            }
        )
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
    return ThemeList(sheet.name, ThemeProject.validate(kept), columns, table.height, with_suggestions(findings, meant))


def is_most(number: int, rows: int) -> bool:
    """Whether so many rows are most of them; two are no pattern."""
    return number > max(2, rows / 2)


def unlikely(file: str, sheet: str | None, number: int, rows: int) -> Finding:
    """What is told of a workbook most of whose rows cannot be right."""
    return Finding("theme-unlikely", "error", file, sheet, value=f"{number} / {rows}")


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
