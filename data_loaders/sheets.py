"""Read one sheet of any list as text, every cell with its physical place.

Reading is calamine's (fastexcel), cells come as text: what a number or a date means is
decided later, where a finding can name the cell.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import cast

import fastexcel
import polars as pl
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from data_loaders.check_list import CHECKS, Severity
from data_loaders.findings import Finding
from data_loaders.sheet_marks import SheetMarks
from data_loaders.sheet_ods import ods_marks
from data_loaders.sheet_xls import xls_marks
from data_loaders.sheet_xml import xlsx_marks
from data_loaders.workbook_safety import MAX_CSV, is_zipped, refuse, refuse_area

EXCEL_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
CSV_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
_ERRORS = {
    "NA": "#N/A", "Div0": "#DIV/0!", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!", "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}  # fmt: skip
_PEEK_ROWS, _LONGEST_LINE = 40, 100_000
#: Marks between the cells of a CSV file; of two that fit alike the first.
_DELIMITERS = ";\t,"
#: Characters that a cell of Excel can hold.
LONGEST_CELL = 32_767


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet as text.

    Attributes:
        file: Name of the file, without folders.
        name: Name of the sheet; null for CSV.
        cells: One row per row of the sheet: ``row`` (physical, 1-based) and one text column
            per sheet column, named by its letter. Blank cells are null, text is stripped.
            A cell with an error holds its text (``#N/A``), a formula without a stored value
            the formula (``=A1+A2``): neither is blank.
        is_hidden: Whether a person does not see the sheet.
        hidden_rows: Physical rows that a person does not see; they are read all the same.
        hidden_columns: Letters of hidden columns; read all the same.
        faults: (row, letter) of the cells with an error or a formula without a value.
        has_merged_cells: Whether there may be merged cells (``list_rows.merged_down``).
        last_row: Last row that the file speaks of; blank rows below the cells have no value.
        findings: What was told while reading.
    """

    file: str
    name: str | None
    cells: pl.DataFrame
    is_hidden: bool = False
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    faults: frozenset[tuple[int, str]] = frozenset()
    has_merged_cells: bool = False
    last_row: int = 0
    findings: tuple[Finding, ...] = ()

    def finding(
        self,
        code: str,
        severity: Severity | None = None,
        row: int | None = None,
        column: str | None = None,
        header: str | None = None,
        value: str | None = None,
        suggestion: str | None = None,
    ) -> Finding:
        """A finding about a place in this sheet, as severe as ``CHECKS`` has it."""
        severity = severity or CHECKS[code].severity
        return Finding(code, severity, self.file, self.name, row, column, header, value, suggestion)


def read_sheets(path: Path) -> tuple[Sheet, ...]:
    """Every sheet of a spreadsheet file that has cells in it.

    Args:
        path: xlsx, xlsm, xls, ods, or csv in UTF-8 or Latin-1 with ``,`` ``;`` or tab.

    Raises:
        InputError: the file is missing, empty, of another kind, damaged, encrypted or
            unpacks to too much (``file-…`` findings).
    """
    if not path.is_file():
        raise refuse(path, "file-missing")
    suffix = path.suffix.lower()
    if path.stat().st_size == 0:
        raise refuse(path, "file-empty")
    if suffix in CSV_SUFFIXES:
        sheets = [_csv_sheet(path)]
    elif suffix in EXCEL_SUFFIXES:
        sheets = _excel_sheets(path)
    else:
        raise refuse(path, "file-format", suffix or None)
    sheets = [sheet for sheet in sheets if sheet.cells.height]
    if not sheets:
        raise refuse(path, "file-empty")
    return tuple(sheets)


def table_below(sheet: Sheet, header_row: int, columns: Mapping[str, str]) -> pl.DataFrame:
    """The rows under a header, with our field names.

    Args:
        sheet: The sheet.
        header_row: Physical row of the header.
        columns: Field → column letter.

    Returns:
        ``source_row`` (physical) and one text column per field; rows that are blank in
        every field are left out.
    """
    table = sheet.cells.slice(header_row).select(
        pl.col("row").alias("source_row"), *(pl.col(letter).alias(field) for field, letter in columns.items())
    )
    return table.filter(pl.any_horizontal(pl.exclude("source_row").is_not_null()))


def _cells(frame: pl.DataFrame, first_column: int) -> pl.DataFrame:
    letters = [get_column_letter(first_column + index) for index in range(frame.width)]
    # No-break spaces are ordinary in Finnish office files; one kind of space inside.
    text = pl.all().str.replace_all("[\u00a0\u202f\u2007]", " ").str.strip_chars()
    cleaned = frame.rename(dict(zip(frame.columns, letters, strict=True))).with_columns(text)
    cleaned = cleaned.with_columns(pl.when(pl.all() != "").then(pl.all()))
    return cleaned.with_row_index("row", offset=1)


def _excel_sheets(path: Path) -> list[Sheet]:
    marks_of = (ods_marks if path.suffix.lower() == ".ods" else xlsx_marks) if is_zipped(path) else xls_marks
    marks = marks_of(path)
    try:
        reader = fastexcel.read_excel(path)
        return [
            _excel_sheet(path, reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string"), marks.get(name, SheetMarks()))
            for name in reader.sheet_names
        ]
    except BaseException as problem:
        # The readers have many kinds of errors, and a panic of Rust is no Exception. None of them is ours.
        if not isinstance(problem, Exception) and type(problem).__name__ != "PanicException":
            raise
        raise refuse(path, "file-encrypted" if "password" in str(problem).lower() else "file-unreadable") from problem


def _excel_sheet(path: Path, read: fastexcel.ExcelSheet, marks: SheetMarks) -> Sheet:
    """One sheet; ``skip_rows=0`` kept its blank first rows, so that an index is a physical row."""
    batch, errors = read.to_arrow_with_errors()
    frame = cast(pl.DataFrame, pl.from_arrow(batch))
    if not frame.width:
        return Sheet(path.name, read.name, pl.DataFrame({"row": []}, schema={"row": pl.UInt32}))
    first = marks.first_column or _first_column(path, read.name)
    error_cells = {
        (row + 1, column + first): _error_text(e.detail) for e in (errors.errors if errors else ()) for row, column in (e.position,)
    }
    cells, faults = _with_faults(_cells(frame, first), error_cells | dict(marks.faults))
    return Sheet(
        file=path.name,
        name=read.name,
        cells=cells,
        is_hidden=read.visible != "visible",
        hidden_rows=marks.hidden_rows,
        hidden_columns=tuple(get_column_letter(number) for number in sorted(marks.hidden_columns)),
        faults=faults,
        has_merged_cells=marks.has_merged_cells,
        last_row=max(marks.last_row, cells.height),
    )


def _first_column(path: Path, sheet_name: str) -> int:
    """The first used column, 1 for A. The reader leaves blank first columns out without telling."""
    start = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet_name).start
    return start[1] + 1 if start else 1


def _error_text(detail: str) -> str:
    """An error as Excel shows it, from ``… got 'Error(NA)'``."""
    name = re.search(r"Error\((\w+)\)", detail)
    return _ERRORS.get(name[1] if name else "", "#ERROR!")


def _with_faults(cells: pl.DataFrame, texts: Mapping[tuple[int, int], str]) -> tuple[pl.DataFrame, frozenset[tuple[int, str]]]:
    """The cells with the text of errors and of formulas without a value in their places.

    A formula outside the used area has nothing to do with a table and is left out.
    """
    by_letter: dict[str, dict[int, str]] = {}
    for (row, column), text in texts.items():
        letter = get_column_letter(column)
        if letter in cells.columns and row <= cells.height:
            by_letter.setdefault(letter, {})[row] = text
    columns = {}
    for letter, rows in by_letter.items():
        series = cells[letter].clone()
        columns[letter] = series.scatter([row - 1 for row in rows], list(rows.values()))
    faults = frozenset((row, letter) for letter, rows in by_letter.items() for row in rows)
    return cells.with_columns(**columns), faults


def _csv_sheet(path: Path) -> Sheet:
    text = csv_text(path)
    delimiter = _delimiter(text)
    findings: tuple[Finding, ...] = ()
    try:
        # A quoted cell may hold line breaks: the reader's own line number is not the row.
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        swallowed = next((number for number, row in enumerate(rows, 1) if any(len(cell) > LONGEST_CELL for cell in row)), None)
    except csv.Error:
        rows, swallowed = [], 1
    if swallowed:
        # A quotation mark that nobody closed takes all that follows into one cell.
        rows = [csv_line(line, delimiter) for line in csv_lines(text)]
        findings = (Finding("quote-unclosed", "warning", path.name, row=swallowed),)
    refuse_area(path, len(rows), max(map(len, rows), default=0))
    if not any(rows):
        raise refuse(path, "file-empty")
    cells = csv_cells(rows)
    return Sheet(path.name, None, cells, last_row=cells.height, findings=findings)


def csv_cells(rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Rows of texts as the cells of a sheet; short rows are filled up with blanks."""
    width = max(map(len, rows), default=0)
    columns = {f"c{index}": [row[index] if index < len(row) else "" for row in rows] for index in range(width)}
    return _cells(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), 1)


def csv_lines(text: str) -> list[str]:
    """The lines of a CSV file; marks that only Unicode takes for a line's end do not part lines."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def csv_line(line: str, delimiter: str = ",") -> list[str]:
    """The cells of one line by itself; no more of it than the reader takes for one cell."""
    return next(csv.reader([line[:_LONGEST_LINE]], delimiter=delimiter), [])


def csv_text(path: Path) -> str:
    """The text of a CSV file: UTF-8 with or without a mark, UTF-16 with one, else Latin-1 (as Windows has it).

    Raises:
        InputError: it is too large, or no text of rows and cells.
    """
    if path.stat().st_size > MAX_CSV:
        raise refuse(path, "file-too-large")
    raw = path.read_bytes()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = raw.decode("utf-16", "replace")
    else:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = raw.decode("cp1252", "replace")
    if "\0" in text or re.match(r"\s*<(!doctype|html|\?xml|svg)", text, re.IGNORECASE):
        raise refuse(path, "file-unreadable")
    return text


def _delimiter(text: str) -> str:
    """The mark under which most cells stand in rows of one width; title rows have no say.

    A cell in quotation marks may hold line breaks and other marks. So where the beginning of the file can be read strictly
    under some marks, rows are counted under these instead of lines, and the mark of the widest rows parts the cells: lists
    without quotation marks, whose lines all end with another mark, have many cells in a line.
    """
    peek = text[: _PEEK_ROWS * _LONGEST_LINE]
    quoted = {mark: widths for mark in _DELIMITERS if '"' in peek and (widths := _quoted_widths(peek, mark, len(peek) < len(text)))}
    # Otherwise line by line: an unclosed quotation mark must not mislead all.
    lines = csv_lines(peek)[:_PEEK_ROWS]

    def agreement(mark: str) -> tuple[int, int]:
        widths = Counter(quoted.get(mark) or (len(csv_line(line, mark)) for line in lines))
        cells, width = max(((width * count, width) for width, count in widths.items() if width > 1), default=(0, 0))
        return (width, cells) if quoted else (cells, width)

    return max(_DELIMITERS, key=agreement)


def _quoted_widths(peek: str, mark: str, is_cut: bool) -> list[int]:
    """Cells of each of the first rows under a mark; none where quotation marks do not close before it, or most rows are one cell.

    Args:
        peek: The beginning of a file.
        mark: The mark between cells.
        is_cut: The file goes on: its last row may end inside a cell.
    """
    widths: list[int] = []
    reader = csv.reader(io.StringIO(peek, newline=""), delimiter=mark, strict=True)
    try:
        widths += (len(row) for row in islice(reader, _PEEK_ROWS))
    except csv.Error as problem:
        if not (is_cut and "end of data" in str(problem)):
            return []
    return widths if sum(width > 1 for width in widths) * 2 > len(widths) else []
