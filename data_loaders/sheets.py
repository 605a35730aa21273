"""Read one sheet of any list as text, every cell with its physical place.

Reading is calamine's (fastexcel), cells come as text: what a number or a date means is
decided later, where a finding can name the cell.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import cast

import fastexcel
import polars as pl
from openpyxl.utils import column_index_from_string, get_column_letter
from python_calamine import CalamineWorkbook

from data_loaders.check_list import CHECKS, Severity
from data_loaders.findings import Finding
from data_loaders.sheet_html import charset, html_rows, is_html
from data_loaders.sheet_marks import NO_MARKS, SheetMarks
from data_loaders.sheet_ods import ods_marks
from data_loaders.sheet_xls import xls_marks
from data_loaders.sheet_xml import xlsx_marks
from data_loaders.values import DAY_ZERO, DAY_ZERO_1904
from data_loaders.workbook_safety import MAX_CSV, is_zipped, refuse, refuse_area, refuse_lines

EXCEL_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
CSV_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
_ERRORS = {
    "NA": "#N/A", "Div0": "#DIV/0!", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!", "Value": "#VALUE!",
    "GettingData": "#GETTING_DATA",
}  # fmt: skip
_PEEK_ROWS, _LONGEST_LINE = 40, 100_000
#: Marks between the cells of a CSV file; of two that fit alike the first.
_DELIMITERS = ";\t,"
#: Bytes that are no UTF-8, as Python's ``surrogateescape`` marks them.
_STRAY = re.compile("[\udc80-\udcff]")
#: Spaces that are not the usual one, days beyond the calendar, formulas that say a text.
_UNUSUAL_TEXT = '[\u00a0\u202f\u2007]|^\\s*(?:\\+[0-9]{5}|=")'
#: A formula that says a text and nothing else.
_CONSTANT = r'^="([^"]*)"$'
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
            the formula (``=A1+A2``): neither is blank. A number cell whose format shows another
            number or unit holds what is shown (``25 %``, ``1.5 milj. €``).
        is_hidden: Whether a person does not see the sheet.
        hidden_rows: Physical rows that a person does not see; they are read all the same.
        hidden_columns: Letters of hidden columns; read all the same.
        faults: (row, letter) of the cells with an error or a formula without a value.
        formatted: (row, letter) of the number cells that hold what their format shows.
        day_zero: The day that serial numbers of days are counted from.
        merged: Column letter, first and last row of cells merged over several rows, where the marks of the file tell.
        has_merged_cells: Whether there may be merged cells (``whole_sheet.merged_down``).
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
    formatted: frozenset[tuple[int, str]] = frozenset()
    day_zero: date = DAY_ZERO
    merged: tuple[tuple[str, int, int], ...] = ()
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
        path: xlsx, xlsm, xls, ods, or csv in UTF-8 or Latin-1 with ``,`` ``;`` or tab. A web page
            with a table under the name of an xls is read as the sheet that Excel makes of it.

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
    elif suffix == ".xls" and is_html(path):
        sheets = [_html_sheet(path)]
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


def text_rows(path: Path, sheet: Sheet, letter: str) -> frozenset[int]:
    """Physical rows whose cell in a column is a text: ``421.000`` of a number cell is a number, of a text it may be either.

    The readers of cells as text do not tell them apart, so this reads the sheet again; it is asked of
    workbooks where it makes a difference.
    """
    cells = CalamineWorkbook.from_path(path).get_sheet_by_name(sheet.name or "")
    place = column_index_from_string(letter) - 1 - (cells.start or (0, 0))[1]
    return frozenset(row for row, values in enumerate(cells.iter_rows(), start=1) if place < len(values) and isinstance(values[place], str))


def _cells(frame: pl.DataFrame, first_column: int, marks: SheetMarks = NO_MARKS) -> pl.DataFrame:
    letters = [get_column_letter(first_column + index) for index in range(frame.width)]
    cells = frame.rename(dict(zip(frame.columns, letters, strict=True)))
    if cells.width:
        # No-break spaces are ordinary in Finnish office files; one kind of space inside. A look is cheaper than writing all anew.
        unusual = cells.select(pl.all().str.contains(_UNUSUAL_TEXT).any()).row(0)
        odd = [letter for letter, has_some in zip(letters, unusual, strict=True) if has_some]
        cells = cells.with_columns(pl.col(odd).str.replace_all("[\u00a0\u202f\u2007]", " ")) if odd else cells
    else:
        odd = []
    cells = cells.with_columns(pl.all().str.strip_chars())
    cells = cells.with_columns(pl.when(pl.all() != "").then(pl.all()))
    if marks.is_escaped:
        cells = cells.with_columns(pl.all().str.replace_all("_x000A_", "\n", literal=True).str.replace_all("_x00[01][0-9A-F]_", ""))
        cells = cells.with_columns(pl.all().str.strip_chars())
    if odd:
        day_zero = DAY_ZERO_1904 if marks.is_1904 else DAY_ZERO
        cells = _replaced(cells, odd, r"^\+\d{5,6}-\d\d-\d\d \d\d:\d\d:\d\d", lambda text: _typed_number(text, day_zero))
        # How a program keeps Excel from making a number of a code.
        cells = cells.with_columns(pl.col(odd).str.replace(_CONSTANT, "${1}"))
    if marks.is_1904:
        # A time of day alone is a time of the first day.
        cells = cells.with_columns(pl.all().str.replace(r"^1904-01-01 ", "1899-12-31 "))
    return cells.with_row_index("row", offset=1)


def _replaced(cells: pl.DataFrame, names: Sequence[str], pattern: str, written: Callable[[str], str]) -> pl.DataFrame:
    """The cells, with those of some columns that match a pattern written in another way."""
    columns = {}
    for name in names:
        texts = cells[name].filter(cells[name].str.contains(pattern).fill_null(False)).unique()
        if len(texts):
            columns[name] = cells[name].replace(texts, pl.Series(map(written, texts), dtype=pl.String))
    return cells.with_columns(**columns)


def _typed_number(text: str, day_zero: date) -> str:
    """The number in a date cell that is no day of this calendar, such as ``20240315``, from the day that it was taken for."""
    year, month, day = map(int, text[1:].partition(" ")[0].split("-"))
    # Four hundred years have as many days in every century.
    cycles = (year - 2000) // 400
    days = (date(year - 400 * cycles, month, day) - day_zero).days + cycles * 146_097
    return str(days)


def _excel_sheets(path: Path) -> list[Sheet]:
    marks_of = (ods_marks if path.suffix.lower() == ".ods" else xlsx_marks) if is_zipped(path) else xls_marks
    marks = marks_of(path)
    try:
        reader = fastexcel.read_excel(path)
        return [
            _excel_sheet(path, reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string"), marks.get(name, NO_MARKS))
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
    faults = {place: text for place, text in (error_cells | dict(marks.faults)).items() if place not in marks.texts}
    written = {place: re.sub(_CONSTANT, r"\1", text) for place, text in faults.items()} | dict(marks.shown) | dict(marks.texts)
    cells, placed = _with_texts(_cells(frame, first, marks), written)
    return Sheet(
        file=path.name,
        name=read.name,
        cells=cells,
        is_hidden=read.visible != "visible",
        hidden_rows=marks.hidden_rows,
        hidden_columns=tuple(get_column_letter(number) for number in sorted(marks.hidden_columns)),
        faults=frozenset(placed[place] for place, text in faults.items() if place in placed and written[place] == text),
        formatted=frozenset(placed[place] for place in marks.shown if place in placed),
        day_zero=DAY_ZERO_1904 if marks.is_1904 else DAY_ZERO,
        merged=tuple((get_column_letter(column), first, last) for column, first, last in marks.merged),
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


def _with_texts(cells: pl.DataFrame, texts: Mapping[tuple[int, int], str]) -> tuple[pl.DataFrame, dict[tuple[int, int], tuple[int, str]]]:
    """The cells with texts in their places: errors, formulas without a value, numbers as they are shown.

    A place outside the used area has nothing to do with a table and is left out.

    Returns:
        The cells, and (row, column number) → (row, letter) of the places inside.
    """
    letters = {column: get_column_letter(column) for column in {column for _, column in texts}}
    placed = {(row, n): (row, letters[n]) for row, n in texts if letters[n] in cells.columns and row <= cells.height}
    by_letter: dict[str, dict[int, str]] = {}
    for place, (row, letter) in placed.items():
        by_letter.setdefault(letter, {})[row] = texts[place]
    columns = {letter: cells[letter].clone().scatter([row - 1 for row in rows], list(rows.values())) for letter, rows in by_letter.items()}
    return cells.with_columns(**columns), placed


def _csv_sheet(path: Path) -> Sheet:
    text, encoding = _decoded(path)
    delimiter = _delimiter(text)
    findings: tuple[Finding, ...] = () if encoding is None else (Finding("text-encoding", "info", path.name, value=encoding),)
    try:
        # A quoted cell may hold line breaks: the reader's own line number is not the row.
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        swallowed = next((number for number, row in enumerate(rows, 1) if any(len(cell) > LONGEST_CELL for cell in row)), None)
    except csv.Error:
        rows, swallowed = [], 1
    if swallowed:
        # A quotation mark that nobody closed takes all that follows into one cell.
        rows = [csv_line(line, delimiter) for line in csv_lines(text)]
        findings += (Finding("quote-unclosed", "warning", path.name, row=swallowed),)
    if _STRAY.search(text):
        findings += tuple(
            Finding("character-unreadable", "warning", path.name, None, number, get_column_letter(column), None, _mended(cell))
            for number, row in enumerate(rows, 1)
            for column, cell in enumerate(row, 1)
            if _STRAY.search(cell)
        )
        rows = [list(map(_mended, row)) for row in rows]
    refuse_area(path, len(rows), max(map(len, rows), default=0))
    if not any(rows):
        raise refuse(path, "file-empty")
    cells = csv_cells(rows)
    return Sheet(path.name, None, cells, last_row=cells.height, findings=findings)


def _html_sheet(path: Path) -> Sheet:
    """The tables of a web page as one sheet without a name, as Excel opens it."""
    if path.stat().st_size > MAX_CSV:
        raise refuse(path, "file-too-large")
    raw = path.read_bytes()
    named = charset(raw)
    text, encoding = (raw.decode(named, "replace"), None) if named and named != "utf-8" else decoded(raw)
    page = html_rows(_mended(text), path)
    findings = [Finding("html-table", "info", path.name)]
    if encoding:
        findings.append(Finding("text-encoding", "info", path.name, value=encoding))
    cells = csv_cells(page.rows)
    return Sheet(path.name, None, cells, hidden_rows=page.hidden, last_row=cells.height, findings=tuple(findings))


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

    Single bytes that are no UTF-8 in a text that is are read as Windows has them.

    Raises:
        InputError: it is too large, or no text of rows and cells.
    """
    return _mended(_decoded(path)[0])


def _decoded(path: Path) -> tuple[str, str | None]:
    """The text of a CSV file, its stray bytes still marked, and the name of its encoding; null for plain UTF-8."""
    if path.stat().st_size > MAX_CSV:
        raise refuse(path, "file-too-large")
    raw = path.read_bytes()
    refuse_lines(path, raw)
    text, encoding = decoded(raw)
    if "\0" in text or re.match(r"\s*<(!doctype|html|\?xml|svg)", text, re.IGNORECASE):
        raise refuse(path, "file-unreadable")
    return text, encoding


def decoded(raw: bytes) -> tuple[str, str | None]:
    """A text with its stray bytes as lone surrogates (``surrogateescape``), and the name of its encoding; null for plain UTF-8."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16", "replace"), "UTF-16"
    text = raw.decode("utf-8-sig", "surrogateescape")
    strays = len(_STRAY.findall(text))
    if not strays:
        return text, None
    # Letters of Windows-1252 are hardly ever two bytes that make one of UTF-8.
    if raw.startswith(b"\xef\xbb\xbf") or strays <= len(re.findall(r"[\x80-\ud7ff\ue000-\U0010ffff]", text)):
        return text, "UTF-8"
    return raw.decode("cp1252", "replace"), "Windows-1252"


def _mended(text: str) -> str:
    return _STRAY.sub(lambda stray: bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", "replace"), text)


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
