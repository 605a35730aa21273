"""Small pieces of a sheet around what a finding is about."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from data_loaders.codes import folded
from data_loaders.findings import Finding
from data_loaders.sheets import Sheet

#: Rows above and below the marked one, and columns on its sides.
_ROWS_AROUND, _COLUMNS_AROUND = 1, 2
#: Columns of a piece that is about a whole row.
_COLUMNS_OF_A_ROW = 5


@dataclass(frozen=True)
class Excerpt:
    """A piece of a sheet, with the cell or the row that is meant.

    Attributes:
        sheet: Name of the sheet; null for CSV.
        letters: The columns of the piece, from the left; not all stand side by side.
        rows: Physical row number and the cells of each row, from the top. The first is the
            header when the finding names one.
        marked_row: Row that is meant; null when the finding is about a whole sheet.
        marked_column: Column that is meant; null when it is the whole row.
        header_row: Row number of the header; null when it is not known.
    """

    sheet: str | None
    letters: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str | None, ...]], ...]
    marked_row: int | None
    marked_column: str | None
    header_row: int | None


def excerpt(sheets: Sequence[Sheet], finding: Finding) -> Excerpt | None:
    """The piece of the sheet around a finding.

    Returns:
        The marked cell with its neighbours, the first column and the header; null when the
        finding names no row, or names one that is not in the file.
    """
    sheet = next((sheet for sheet in sheets if sheet.name == finding.sheet), None)
    if sheet is None or finding.row is None:
        return None
    letters = [name for name in sheet.cells.columns if name != "row"]
    if finding.column is not None and finding.column not in letters:
        return None
    nearby = sheet.cells.filter(pl.col("row").is_between(finding.row - _ROWS_AROUND, finding.row + _ROWS_AROUND))
    if finding.row not in nearby["row"]:
        return None
    header_row = _header_row(sheet, finding)
    if header_row is not None and header_row not in nearby["row"]:
        nearby = pl.concat([sheet.cells.filter(pl.col("row") == header_row), nearby])
    shown = _window(letters, finding.column)
    return Excerpt(
        sheet.name,
        shown,
        tuple((row, tuple(cells)) for row, *cells in nearby.select("row", *shown).iter_rows()),
        finding.row,
        finding.column,
        header_row,
    )


def _window(letters: list[str], column: str | None) -> tuple[str, ...]:
    if column is None:
        return tuple(letters[:_COLUMNS_OF_A_ROW])
    at = letters.index(column)
    # The first column nearly always says which row it is: the code of the project.
    return tuple(dict.fromkeys((letters[0], *letters[max(at - _COLUMNS_AROUND, 0) : at + _COLUMNS_AROUND + 1])))


def _header_row(sheet: Sheet, finding: Finding) -> int | None:
    """The nearest row above that has the finding's header in its column."""
    if finding.header is None or finding.column is None:
        return None
    above = sheet.cells.filter(pl.col("row") <= finding.row).select("row", finding.column).drop_nulls()
    wanted = folded(finding.header)
    # Headers stand at the top: the search need not go through a long column.
    return next((row for row, cell in above.head(60).iter_rows() if folded(cell) == wanted), None)
