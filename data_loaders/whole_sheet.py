"""What is told of a sheet as a whole: which one was read, what is hidden in it, what is blank."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

import polars as pl
from openpyxl.utils import get_column_letter
from python_calamine import CalamineError, CalamineWorkbook

from data_loaders.findings import Finding
from data_loaders.sheets import EXCEL_SUFFIXES, Sheet

#: Errors as Excel and LibreOffice show them, in English, Finnish and Swedish.
ERROR_CELL = (
    r"^(?:#(?:N/A|DIV/0!|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA|ERROR!|PUUTTUU!?|JAKO/0!|NIMI\?|TYHJÄ!|LUKU!"
    r"|VIITTAUS!|ARVO!|SAKNAS!?|DIVISION/0!|NAMN\?|SKÄRNING!|OGILTIGT!|REFERENS!|VÄRDEFEL!)|Err:5\d\d)$"
)


def whole_sheet_findings(sheet: Sheet, sheets: Sequence[Sheet], header_row: int, letters: Collection[str]) -> tuple[Finding, ...]:
    """What a person should know of the sheet that was read: nothing of it is an error.

    Args:
        sheet: The sheet that was read.
        sheets: All sheets of the file.
        header_row: Physical row of its header.
        letters: Letters of the columns that are used.

    Returns:
        What was told while reading, then: that there were other sheets, hidden rows and
        columns that were read, blank rows that were passed over.
    """
    findings = list(form_findings(sheet, header_row, letters))
    others = [other.name or "" for other in sheets if other is not sheet]
    if others:
        findings.append(sheet.finding("sheet-chosen", value="; ".join(others)))
    below = sheet.cells.slice(header_row)
    blank = below.filter(pl.all_horizontal(pl.exclude("row").is_null()))["row"].to_list()
    tail = range(max(header_row, sheet.cells.height) + 1, sheet.last_row + 1)
    if blank or tail:
        findings.append(sheet.finding("blank-rows", row=(blank or tail)[0], value=ranges([*blank, *tail])))
    return tuple(findings)


def form_findings(sheet: Sheet, header_row: int, letters: Collection[str]) -> tuple[Finding, ...]:
    """What a person should know of one of our own forms: what was told while reading, and what is hidden."""
    findings = list(sheet.findings)
    hidden = [row for row in sheet.hidden_rows if header_row < row <= sheet.cells.height]
    if hidden:
        findings.append(sheet.finding("rows-hidden", row=hidden[0], value=ranges(hidden)))
    columns = [letter for letter in sheet.hidden_columns if letter in letters]
    if columns:
        findings.append(sheet.finding("columns-hidden", row=header_row, column=columns[0], value=", ".join(columns)))
    return tuple(findings)


def unmapped_rows(sheet: Sheet, header_row: int, read: pl.Series) -> list[Finding]:
    """The filled rows under a header that are blank in every column that is read.

    Args:
        sheet: The sheet.
        header_row: Physical row of the header.
        read: Physical rows that hold something in a column that is read.
    """
    filled = sheet.cells.slice(header_row).filter(pl.any_horizontal(pl.exclude("row").is_not_null()))["row"]
    return [sheet.finding("unmapped-row", row=row) for row in filled.filter(~filled.is_in(read.unique().implode()))]


def without_faults(table: pl.DataFrame, sheet: Sheet, columns: Mapping[str, tuple[str, str]]) -> tuple[pl.DataFrame, list[Finding]]:
    """Make error cells and formulas without a stored value null, and tell each.

    Args:
        table: ``source_row`` and text columns, one per field (``table_below``).
        sheet: The sheet.
        columns: Field → (column letter, header).
    """
    findings: list[Finding] = []
    marked = {column: [row for row, letter in sheet.faults if letter == column] for column in {letter for _, letter in sheet.faults}}
    is_fault = {}
    for field, (letter, _) in columns.items():
        # A cell that was corrected is no fault any more.
        is_formula = pl.col("source_row").is_in(marked[letter]) & pl.col(field).str.starts_with("=") if letter in marked else False
        is_fault[field] = (pl.col(field).str.contains(ERROR_CELL) | is_formula).fill_null(False)
    having = table.select(**{field: faulty.any() for field, faulty in is_fault.items()}).row(0, named=True) if columns else {}
    for field in (field for field, has_some in having.items() if has_some):
        letter, header = columns[field]
        for row, value in table.filter(is_fault[field]).select("source_row", field).iter_rows():
            code = "formula-without-value" if value.startswith("=") else "cell-error"
            findings.append(sheet.finding(code, row=row, column=letter, header=header, value=value))
        table = table.with_columns(pl.when(~is_fault[field]).then(pl.col(field)).alias(field))
    return table, findings


def merged_down(path: Path, sheet: Sheet) -> list[tuple[str, int, int]]:
    """Column letter, first and last row of every cell that is merged over several rows; none where the format does not tell."""
    if sheet.merged or path.suffix.lower() not in EXCEL_SUFFIXES or sheet.name is None:
        return list(sheet.merged)
    try:
        areas = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet.name).merged_cell_ranges or ()
    except CalamineError:
        return []
    return [(get_column_letter(left + 1), top + 1, bottom + 1) for (top, left), (bottom, _) in areas if bottom > top]


def filled_down(table: pl.DataFrame, row: str, letters: Mapping[str, str], areas: Sequence[tuple[str, int, int]]) -> pl.DataFrame:
    """A cell merged over several rows tells its value in each of them.

    Args:
        table: Rows of a sheet.
        row: Column with the physical row.
        letters: Column of the table → column letter.
        areas: The merged cells (``merged_down``).
    """
    places = {number: place for place, number in enumerate(table[row])}
    bottom = max(places, default=0)
    for name, letter in letters.items():
        values = table[name].to_list()
        inside = {
            places[number]: values[places[first]]
            for column, first, last in areas
            if column == letter and first in places
            for number in range(first, min(last, bottom) + 1)
            if number in places
        }
        table = table.with_columns(table[name].scatter(list(inside), list(inside.values()))) if inside else table
    return table


def ranges(numbers: Iterable[int]) -> str:
    """Row numbers in short: ``5–7, 12``."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][1] + 1:
            parts[-1][1] = number
        else:
            parts.append([number, number])
    return ", ".join(f"{first}–{last}" if last > first else f"{first}" for first, last in parts)
