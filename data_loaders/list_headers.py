"""Rows of a project list that are header still, and tables that are not the list.

A list may repeat its header on every printed page, have it in a second language, and have units or numbers of the columns under
it. A sheet may hold a second table, below the list or beside it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from openpyxl.utils import column_index_from_string

from data_loaders.codes import folded
from data_loaders.column_maps import ColumnMap, field_spellings
from data_loaders.findings import Finding
from data_loaders.headers import Header
from data_loaders.implementers import implementer_types
from data_loaders.list_amounts import is_line_of_units
from data_loaders.schemas import DATE_COLUMNS, MONEY_COLUMNS
from data_loaders.sheets import Sheet
from data_loaders.values import BLANK_WORDS
from data_loaders.whole_sheet import ranges

#: What tells a table from another one like it: a header that repeats one of these begins a table.
_TELLING = frozenset({"project_code", "project_name", "implementer_name"})
#: Rows under the header that are looked at in any case.
_FIRST_ROWS = 5
_COLUMN_NUMBER = re.compile(r"[(\[]?(\d{1,3}|[a-z])[)\].]?(?:\s*=.*)?", re.IGNORECASE)


@dataclass(frozen=True)
class HeaderRows:
    """Rows under the header that belong to no project.

    Attributes:
        left_out: Their physical rows.
        findings: One for each row of a header, one for each other table.
    """

    left_out: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()


def without_tables_beside(header: Header, wanted: ColumnMap) -> tuple[Header, tuple[str, ...]]:
    """The header of the widest table of a sheet, and the columns of the tables beside it.

    A table beside repeats two headers of the list at least, one of them a code or a name: a list may have two columns
    "Postcode", and blank columns between its own.
    """
    fields = {folded(text): name for name, texts in wanted.items() for text in texts}
    tables: list[dict[str, str]] = [{}]
    for part in _parts(header):
        repeated = {text for text in part.values() if any(text in table.values() for table in tables)} & set(fields)
        if len(repeated) > 1 and _TELLING & {fields[text] for text in repeated}:
            tables.append(part)
        else:
            tables[-1] |= part
    widest = max(tables, key=lambda table: len({fields[text] for text in table.values() if text in fields}))
    beside = tuple(letter for table in tables if table is not widest for letter in table)
    if not beside:
        return header, ()
    texts = {letter: text for letter, text in header.texts.items() if letter in widest}
    return Header(header.row, texts, {letter: header.spellings[letter] for letter in texts}), beside


def _parts(header: Header) -> Iterator[dict[str, str]]:
    """Column letter → header, folded, of columns that stand side by side; a header that comes again begins a part."""
    part: dict[str, str] = {}
    last = 0
    for letter, text in header.texts.items():
        number, known = column_index_from_string(letter), folded(text)
        if part and (number > last + 1 or known in part.values()):
            yield part
            part = {}
        part[letter], last = known, number
    yield part


def header_rows(
    table: pl.DataFrame, sheet: Sheet, header: Header, columns: Mapping[str, tuple[str, str]], beside: Sequence[str]
) -> HeaderRows:
    """Headers that come again, in another language or another order, units and numbers of columns.

    Args:
        table: ``source_row`` and text columns, one per field: every row under the header.
        sheet: The sheet, for cells outside those columns.
        header: The header of the list.
        columns: Field → (column letter, header).
        beside: Letters of tables beside the list.
    """
    reader = _Reader(header, {letter: name for name, (letter, _) in columns.items()})
    letters = [letter for letter in sheet.cells.columns if letter != "row" and letter not in beside]
    rows = table["source_row"].to_list()
    kinds: dict[int, str] = {}
    tables: dict[int, int] = {}
    for place in _looked_at(table, columns):
        texts = sheet.cells.row(rows[place] - 1, named=True)
        cells = {letter: texts[letter] for letter in letters if texts[letter]}
        # Directly under the header, or under a row that is one, stands what explains it.
        kind = reader.kind(cells, is_under=place == 0 or kinds.get(place - 1) == "header")
        if not cells or kind is None or (kind != "header" and any(start < place < end for start, end in tables.items())):
            continue
        # A table below ends where the list goes on under its own header.
        tables = {start: min(end, place) if start < place else end for start, end in tables.items()}
        kinds[place] = kind
        if kind == "table":
            tables[place] = len(rows)
    # A table beside has no rows of its own: they are those of the list, or blank in it.
    findings = [sheet.finding("second-table", row=header.row, column=beside[0], value=", ".join(beside))] if beside else []
    for place, kind in kinds.items():
        letter, text = next(
            (letter, text) for letter, text in sheet.cells.row(rows[place] - 1, named=True).items() if letter in letters and text
        )
        if kind == "table":
            findings.append(sheet.finding("second-table", row=rows[place], column=letter, value=ranges(rows[place : tables[place]])))
        else:
            findings.append(sheet.finding("header-row", row=rows[place], column=letter, header=header.texts.get(letter), value=text))
    inside = {rows[place] for start, end in tables.items() for place in range(start, end)}
    return HeaderRows(frozenset(inside | {rows[place] for place in kinds}), tuple(findings))


def _looked_at(table: pl.DataFrame, columns: Mapping[str, tuple[str, str]]) -> list[int]:
    """Places of the rows that may be a header: the first ones, those after a blank row, and those with words for an amount or a day."""
    numbers = [name for name in (*MONEY_COLUMNS, *DATE_COLUMNS) if name in columns]
    wordy = table.select(
        pl.any_horizontal(
            pl.lit(False),
            *(pl.col(name).is_not_null() & ~pl.col(name).str.contains(r"\d") & ~pl.col(name).is_in(BLANK_WORDS) for name in numbers),
        ).fill_null(False)
    ).to_series()
    # A column of nothing but words is no column of numbers, whatever its header says.
    if wordy.sum() > max(_FIRST_ROWS * 20, table.height / 10):
        wordy = pl.repeat(False, table.height, eager=True)
    again = (pl.col(name) == columns[name][1] for name in _TELLING if name in columns)
    place = pl.int_range(pl.len())
    gap = (pl.col("source_row").cast(pl.Int64).diff() > 1).fill_null(False)
    is_near = (place < _FIRST_ROWS) | gap | gap.shift(1, fill_value=False) | gap.shift(2, fill_value=False)
    return table.select(pl.any_horizontal(is_near, wordy, *again).fill_null(False)).to_series().arg_true().to_list()


class _Reader:
    """Tells what a row under the header is, when it is header still.

    Args:
        header: The header of the list.
        fields: Column letter → field.
    """

    def __init__(self, header: Header, fields: Mapping[str, str]):
        self.fields = fields
        self._header = header
        self._words = {text: name for name, spellings in field_spellings().items() for text in spellings}
        self._words |= {text: name for letter, name in fields.items() for text in header.spellings.get(letter, ())}

    def kind(self, cells: Mapping[str, str], is_under: bool) -> str | None:
        """``header``, or ``table`` for the header of another table; null for any other row.

        Args:
            cells: Column letter → text of the filled cells.
            is_under: Whether the row stands directly under a header.
        """
        texts = {letter: folded(text) for letter, text in cells.items()}
        again = {letter for letter, text in texts.items() if text in self._header.spellings.get(letter, ())}
        known = {letter: self._words[text] for letter, text in texts.items() if text in self._words and letter not in again}
        moved = [name for letter, name in known.items() if letter in self.fields and self.fields[letter] != name]
        strange = [letter for letter in texts if letter in self.fields and letter not in again and letter not in known]
        if len(again | set(known)) > 1 and len(again | set(known)) * 2 >= len(texts):
            in_order = len(moved) < 2 and not {*MONEY_COLUMNS, *DATE_COLUMNS} & set(moved)
            return "header" if is_under or (in_order and not strange) else "table"
        if not is_under:
            return None
        if is_line_of_units(tuple(texts.values())):
            return "header"
        numbered = [match[1] for match in map(_COLUMN_NUMBER.fullmatch, texts.values()) if match]
        if len(numbered) == len(texts) and _is_row_of_numbers(numbered):
            return "header"
        values = [text for letter, text in texts.items() if self.fields.get(letter) in (*MONEY_COLUMNS, *DATE_COLUMNS)]
        # A project has a code, a day or an amount with a digit in it, or an organisation; a header has words alone.
        words = not any(text in BLANK_WORDS for text in values) and not any(
            re.search(r"\d", text) for letter, text in texts.items() if letter in self.fields
        )
        names = pl.Series(
            [cells[letter] for letter, name in self.fields.items() if name == "implementer_name" and letter in cells], dtype=pl.String
        )
        if (implementer_types(names, None) != "other").any():
            return None
        return "header" if values and words and len(texts) > max(1, len(self._header.texts) // 2) else None


def _is_row_of_numbers(texts: Sequence[str]) -> bool:
    """Whether texts count columns: 1, 2, 3 or a, b, c."""
    numbers = [int(text) if text.isdigit() else ord(text) for text in texts]
    return len(numbers) > 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
