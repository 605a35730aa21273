"""A workbook of the values of a file that is no workbook of Open XML: an old one, an ods, a csv."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES, ILLEGAL_CHARACTERS_RE
from openpyxl.utils import column_index_from_string, get_column_letter
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from data_loaders.findings import InputError
from data_loaders.sheet_ods import ods_number_formats
from data_loaders.sheet_xls import xls_number_formats
from data_loaders.sheets import CSV_SUFFIXES, LONGEST_CELL, Sheet, read_sheets
from data_loaders.workbook_safety import is_zipped

#: More cells than this are not written again (seconds and memory).
MAX_CELLS = 1_000_000


#: Text that begins so would become a formula when someone edits the cell.
_LIKE_A_FORMULA = ("=", "+", "-", "@")

Cell = tuple[int, int]
_Table = tuple[str | None, Iterable[Sequence[Any]], Sequence[tuple[Cell, Cell]]]


class TooLarge(Exception):
    """A file has too many cells to be written again."""


@dataclass(frozen=True)
class ValuesWorkbook:
    """An xlsx of values.

    Attributes:
        content: The xlsx.
        titles: Name of a sheet in the file → its title here; a csv's only sheet has no name.
        hidden: Titles of the sheets that a person did not see.
    """

    content: bytes
    titles: dict[str | None, str]
    hidden: frozenset[str]


def free_title(taken: Iterable[str], wanted: str) -> str:
    """A title for a sheet that Excel accepts and no other sheet has."""
    wanted = "".join("_" if char in "[]:*?/\\" else char for char in ILLEGAL_CHARACTERS_RE.sub("", wanted)).strip("' ")
    names = {name.casefold() for name in taken}
    title, number = wanted[:31].rstrip("' ") or "_", 1
    while title.casefold() in names:
        number += 1
        title = f"{wanted[:26] or '_'} {number}"
    return title


def values_workbook(path: Path) -> ValuesWorkbook:
    """The values of a file at their places: errors as errors, rows and columns hidden that were, a text as text whatever it looks like.

    Raises:
        InputError: the file cannot be read.
        TooLarge: it has too many cells to be written again.
    """
    sheets = {sheet.name: sheet for sheet in read_sheets(path)}
    if sum(sheet.cells.height * sheet.cells.width for sheet in sheets.values()) > MAX_CELLS:
        raise TooLarge(path.name)
    book = openpyxl.Workbook(write_only=True)
    titles: dict[str | None, str] = {}
    formats = _number_formats(path)
    for name, rows, merged in _tables(path, sheets):
        titles[name] = free_title(titles.values(), path.stem if name is None else name)
        _write_sheet(book.create_sheet(titles[name]), rows, sheets.get(name), merged, formats.get(name or "", {}))
    hidden = frozenset(titles[name] for name in _hidden(path) if name in titles)
    return ValuesWorkbook(_saved(book), titles, hidden)


def _hidden(path: Path) -> list[str]:
    """Names of the sheets that a person did not see, blank ones too; none where the file is no workbook."""
    if path.suffix.lower() in CSV_SUFFIXES:
        return []
    try:
        sheets = CalamineWorkbook.from_path(path).sheets_metadata
    except Exception:  # calamine has many kinds of errors
        return []
    return [sheet.name for sheet in sheets if sheet.visible != SheetVisibleEnum.Visible]


def blank_workbook(title: str) -> bytes:
    """A workbook of one blank sheet."""
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet(title)
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _tables(path: Path, sheets: Mapping[str | None, Sheet]) -> list[_Table]:
    """Name, rows at their physical places and merged areas of each sheet, with numbers and dates where the file has them."""
    try:
        if path.suffix.lower() not in CSV_SUFFIXES:
            reader = CalamineWorkbook.from_path(path)
            read = [(name, reader.get_sheet_by_name(name)) for name in reader.sheet_names]
            return [(name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or ()) for name, sheet in read]
    except Exception:  # noqa: S110 - calamine has many kinds of errors; what the readers made of the file is left
        pass
    return [(name, _texts(sheet), ()) for name, sheet in sheets.items()]


def _number_formats(path: Path) -> Mapping[str, Mapping[Cell, str]]:
    """Sheet name → cell → how its number is shown, where that can be told."""
    try:
        if path.suffix.lower() in CSV_SUFFIXES:
            return {}
        if not is_zipped(path):
            return xls_number_formats(path)
        return ods_number_formats(path) if path.suffix.lower() == ".ods" else {}
    except InputError:
        # What the readers could read is written all the same.
        return {}


def _texts(sheet: Sheet) -> Iterator[Sequence[str | None]]:
    first = column_index_from_string(sheet.cells.columns[1]) - 1
    return ([None] * first + list(row[1:]) for row in sheet.cells.iter_rows())


def _write_sheet(
    page: Any, rows: Iterable[Sequence[Any]], sheet: Sheet | None, merged: Sequence[tuple[Cell, Cell]], formats: Mapping[Cell, str]
) -> None:
    """Write one sheet. Calamine takes errors and formulas without a value for blank; the reader has them."""
    faults: dict[int, dict[int, str]] = {}
    for row, letter in sheet.faults if sheet else ():
        assert sheet
        faults.setdefault(row, {})[column_index_from_string(letter) - 1] = sheet.cells[letter][row - 1]
    for letter in sheet.hidden_columns if sheet else ():
        page.column_dimensions[letter].hidden = True
    for row in sheet.hidden_rows if sheet else ():
        page.row_dimensions[row].hidden = True
    for (top, left), (bottom, right) in merged:
        page.merged_cells.add(f"{get_column_letter(left + 1)}{top + 1}:{get_column_letter(right + 1)}{bottom + 1}")
    for number, values in enumerate(rows, start=1):
        cells = [_written(page, value, formats.get((number, column))) for column, value in enumerate(values, start=1)]
        for column, fault in faults.get(number, {}).items():
            cells += [None] * (column + 1 - len(cells))
            cells[column] = WriteOnlyCell(page, fault)
            cells[column].data_type = "e" if fault in ERROR_CODES else "s"
        page.append(cells)


def _written(page: Any, value: Any, shown: str | None) -> Any:
    """A value as it is; a text as text, whatever it looks like."""
    if value == "" or value is None:
        return None
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
        if value[:1] in _LIKE_A_FORMULA or value in ERROR_CODES:
            cell = WriteOnlyCell(page)
            cell.value, cell.data_type, cell.quotePrefix = value, "s", True
            return cell
    elif shown:
        cell = WriteOnlyCell(page, value)
        cell.number_format = shown
        return cell
    return value
