"""Read one sheet of any list as text, every cell with its physical place.

Reading is calamine's (fastexcel), cells come as text: what a number or a date means is
decided later, where a finding can name the cell.
"""

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

import fastexcel
import polars as pl
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

from data_loaders.checks import CHECKS, Severity
from data_loaders.findings import Finding, InputError

EXCEL_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
CSV_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
#: A workbook that unpacks to more than this is refused before it is read (bytes).
MAX_UNPACKED = 400_000_000
_PEEK_BYTES = 200_000
_PEEK_ROWS = 40


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet as text.

    Attributes:
        file: Name of the file, without folders.
        name: Name of the sheet; null for CSV.
        cells: One row per row of the sheet: ``row`` (physical, 1-based) and one text column
            per sheet column, named by its letter. Blank cells are null, text is stripped.
    """

    file: str
    name: str | None
    cells: pl.DataFrame

    def finding(
        self, code: str, severity: Severity | None = None, row=None, column=None, header=None, value=None, suggestion=None
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
        raise InputError(Finding("file-missing", "error", path.name))
    suffix = path.suffix.lower()
    if path.stat().st_size == 0:
        raise InputError(Finding("file-empty", "error", path.name))
    if suffix in CSV_SUFFIXES:
        sheets = [_csv_sheet(path)]
    elif suffix in EXCEL_SUFFIXES:
        _refuse_bombs(path)
        sheets = _excel_sheets(path)
    else:
        raise InputError(Finding("file-format", "error", path.name, value=suffix or None))
    sheets = [sheet for sheet in sheets if sheet.cells.height]
    if not sheets:
        raise InputError(Finding("file-empty", "error", path.name))
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
    try:
        reader = fastexcel.read_excel(path)
        return [
            Sheet(path.name, name, _cells(frame, _first_column(path, name)))
            for name in reader.sheet_names
            if (frame := _as_text(reader, name)).width
        ]
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError) as problem:
        code = "file-encrypted" if "password" in str(problem).lower() else "file-unreadable"
        raise InputError(Finding(code, "error", path.name)) from problem


def _as_text(reader: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    # skip_rows=0 keeps blank first rows, so that the index is the physical row.
    return reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()


def _first_column(path: Path, sheet_name: str) -> int:
    """The first used column, 1 for A. Calamine leaves blank first columns out without telling."""
    if path.suffix.lower() in {".xlsx", ".xlsm"} and re.search(rb'r="A\d', _peek(path, sheet_name)):
        return 1
    start = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet_name).start
    return start[1] + 1 if start else 1


def _peek(path: Path, sheet_name: str) -> bytes:
    """The beginning of a sheet's XML: enough to see whether column A is used."""
    relation = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    with zipfile.ZipFile(path) as book:
        ids = {
            node.get("name"): node.get(relation)
            for node in ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
            if node.tag.endswith("}sheet")
        }
        targets = {
            node.get("Id"): node.get("Target")
            for node in ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        }
        target = (targets.get(ids.get(sheet_name)) or "").lstrip("/")
        name = target if target.startswith("xl/") else f"xl/{target}"
        if name not in book.namelist():
            return b""
        with book.open(name) as sheet:
            return sheet.read(_PEEK_BYTES)


def _refuse_bombs(path: Path) -> None:
    if path.suffix.lower() == ".xls":
        return
    try:
        with zipfile.ZipFile(path) as book:
            unpacked = sum(entry.file_size for entry in book.infolist())
    except zipfile.BadZipFile:
        # An old or encrypted workbook starts with an OLE signature instead of a zip's.
        with path.open("rb") as file:
            encrypted = file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        code = "file-encrypted" if encrypted else "file-unreadable"
        raise InputError(Finding(code, "error", path.name)) from None
    if unpacked > MAX_UNPACKED:
        raise InputError(Finding("file-too-large", "error", path.name))


def _csv_sheet(path: Path) -> Sheet:
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    if "\0" in text:
        raise InputError(Finding("file-unreadable", "error", path.name))
    try:
        # A quoted cell may hold line breaks: the reader's own line number is not the row.
        rows = list(csv.reader(io.StringIO(text), delimiter=_delimiter(text)))
    except csv.Error as problem:
        raise InputError(Finding("file-unreadable", "error", path.name)) from problem
    width = max(map(len, rows), default=0)
    if not width:
        raise InputError(Finding("file-empty", "error", path.name))
    padded = [row + [""] * (width - len(row)) for row in rows]
    frame = pl.DataFrame(padded, schema=[f"c{i}" for i in range(width)], orient="row").cast(pl.String)
    return Sheet(path.name, None, _cells(frame, 1))


def _delimiter(text: str) -> str:
    """The mark under which most cells stand in rows of one width; title rows have no say."""

    def agreement(mark: str) -> int:
        rows = islice(csv.reader(io.StringIO(text), delimiter=mark), _PEEK_ROWS)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        return max((width * count for width, count in widths.items()), default=0)

    return max(";\t,", key=agreement)
