"""Figures as a workbook that a statistician would have made: cover, notes, one marked table a sheet."""

import io
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analytics.counts import SignedCount
from presentation.block import FigureBlock
from presentation.charts.sheet import HEADERS, draw
from presentation.exports.xml_text import xml_text
from presentation.tables import Cell, Column, Table
from presentation.text import Text

#: Number formats by kind of column: the value is whole, the format says how it is shown.
_FORMATS = {
    "text": "@",
    "count": "#,##0",
    "people": "#,##0",
    "change": "#,##0",
    "euros": "#,##0.00",
    "share": "0.0%",
    "rate": "#,##0.00",
    "people_rate": "#,##0.00",
    "millions": "#,##0.0",
    "exact": "#,##0.00",
    "date": "yyyy-mm-dd",
}
_LONGEST = 32_767


@dataclass(frozen=True)
class SheetNote:
    """One note about one sheet, kept as a row: a definition, a basis, or what is not shown."""

    topic: str
    words: str


@dataclass(frozen=True, eq=False)
class WorkbookSheet:
    """One table of a workbook.

    Attributes:
        name: Of the sheet; shortened and made unique.
        title: Above the table.
        subtitle: What it measures: measure, area, period, basis, unit.
        table: The values.
        notes: What a reader has to know of it.
        block: The figure the table belongs to, for a native chart; null for a table alone.
    """

    name: str
    title: str
    subtitle: str
    table: Table
    notes: tuple[SheetNote, ...] = ()
    block: FigureBlock | None = None


@dataclass(frozen=True)
class CoverWords:
    """What the cover says: a title, and lines of (topic, words); the source stands on every sheet."""

    title: str
    lines: tuple[tuple[str, str], ...]
    source: str
    author: str


def workbook(sheets: Sequence[WorkbookSheet], cover: CoverWords, text: Text) -> bytes:
    """Write the workbook.

    Numbers are numbers, an unknown value is an empty cell, and text from a list is never a
    formula or a link. No cell is merged, headers are one row, each table is marked as one.

    Returns:
        An ``.xlsx`` file.
    """
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, options) as book:
        looks = _Looks(book)
        names = _names([sheet.name for sheet in sheets], taken=(text("Cover"), text("Notes")))
        _cover(book.add_worksheet(text("Cover")), sheets, names, cover, looks, text)
        _notes(book.add_worksheet(text("Notes")), sheets, names, looks, text)
        for number, (sheet, name) in enumerate(zip(sheets, names, strict=True), start=1):
            page = book.add_worksheet(name)
            _table_sheet(page, sheet, cover, number, looks)
            if sheet.block and sheet.table.rows:
                draw(sheet.block.chart, book, page, sheet.block, sheet.table)
        book.set_properties({"title": cover.title, "author": cover.author, "comments": cover.source})
        book.set_custom_property("Language", {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}[text.language])
    return file.getvalue()


class _Looks:
    """The formats of a workbook."""

    def __init__(self, book: Workbook):
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.cover = book.add_format({"bold": True, "font_size": 18})
        self.bold = book.add_format({"bold": True, "valign": "top"})
        self.soft = book.add_format({"font_color": "#4A5866"})
        self.wrap = book.add_format({"text_wrap": True, "valign": "top"})
        self.header = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.values = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        self.totals = {kind: book.add_format({"num_format": code, "bold": True, "top": 1}) for kind, code in _FORMATS.items()}
        self.link = book.add_format({"font_color": "#1A5F8A", "underline": 1})


def _names(wanted: Sequence[str], taken: Sequence[str]) -> list[str]:
    """Names that Excel takes for sheets: 31 characters, none twice whatever the case."""
    used, names = {name.casefold() for name in taken}, []
    for name in wanted:
        base = re.sub(r"[\[\]:*?/\\']", " ", xml_text(name)).strip()[:31] or "1"
        unique, number = base, 2
        while unique.casefold() in used:
            ending = f" {number}"
            unique, number = base[: 31 - len(ending)] + ending, number + 1
        used.add(unique.casefold())
        names.append(unique)
    return names


def _cover(page: Worksheet, sheets: Sequence[WorkbookSheet], names: Sequence[str], cover: CoverWords, looks: _Looks, text: Text) -> None:
    page.hide_gridlines(2)
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 100)
    _words(page, 0, 0, cover.title, looks.cover)
    row = 1
    for topic, words in cover.lines:
        _words(page, row, 0, topic, looks.bold)
        _words(page, row, 1, words, looks.wrap)
        page.set_row(row, _wrapped_height(words, 100))
        row += 1
    _words(page, row, 0, text("Contents"), looks.bold)
    for sheet, name in zip(sheets, names, strict=True):
        page.write_url(row, 1, f"internal:'{name}'!A1", looks.link, string=xml_text(f"{name}: {sheet.title}")[:255])
        row += 1
    _printed(page)


def _notes(page: Worksheet, sheets: Sequence[WorkbookSheet], names: Sequence[str], looks: _Looks, text: Text) -> None:
    rows = [
        (number, name, note.topic, note.words)
        for number, (name, note) in enumerate(
            ((name, note) for sheet, name in zip(sheets, names, strict=True) for note in sheet.notes), start=1
        )
    ]
    for column, width in enumerate((9, 32, 26, 110)):
        page.set_column(column, column, width)
    _words(page, 0, 0, text("Notes"), looks.title)
    headers = (text("Number"), text("Sheet"), text("About"), text("Note"))
    for at, row in enumerate(rows, start=2):
        page.write_number(at, 0, row[0], looks.wrap)
        for column, words in enumerate(row[1:], start=1):
            _words(page, at, column, words, looks.wrap)
        page.set_row(at, max(_wrapped_height(words, width) for words, width in zip(row[1:], (32, 26, 110), strict=True)))
    _marked(page, 1, len(rows), headers, "notes", looks)
    _printed(page)


def _table_sheet(page: Worksheet, sheet: WorkbookSheet, cover: CoverWords, number: int, looks: _Looks) -> None:
    table = sheet.table
    _words(page, 0, 0, sheet.title, looks.title)
    _words(page, 1, 0, sheet.subtitle, looks.soft)
    _words(page, 2, 0, cover.source, looks.soft)
    height = 0.0
    for place, column in enumerate(table.columns):
        longest = max((_length(row[place]) for row in table.rows[:500]), default=0)
        width = min(60, max(12, longest + 2, min(24, len(column.header) + 2)))
        page.set_column(place, place, width)
        # With room for the mark that opens a filter.
        height = max(height, _wrapped_height(column.header, width - 2))
    page.set_row(HEADERS, height + 3)
    for at, row in enumerate(table.rows, start=HEADERS + 1):
        _values(page, at, row, table.columns, looks.values)
    _marked(page, HEADERS, len(table.rows), [column.header for column in table.columns], f"table{number}", looks)
    if table.total:
        # Outside the marked table, so that sorting and filtering leave it alone.
        _values(page, HEADERS + 1 + len(table.rows), table.total, table.columns, looks.totals)
    page.freeze_panes(HEADERS + 1, 1)
    page.repeat_rows(HEADERS)
    _printed(page)


def _values(page: Worksheet, at: int, row: Sequence[Cell], columns: Sequence[Column], looks: dict[str, Format]) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True)):
        if value is None:
            continue
        if isinstance(value, str | SignedCount):
            _words(page, at, place, str(value), looks["text"])
        elif isinstance(value, date):
            page.write_datetime(at, place, value, looks["date"])
        else:
            kind = "count" if column.kind == "exact" and isinstance(value, int) else column.kind
            page.write_number(at, place, value, looks[kind])


def _length(value: Cell) -> int:
    return 0 if value is None else len(value) if isinstance(value, str) else len(f"{value:,}") if isinstance(value, int | float) else 10


def _words(page: Worksheet, row: int, column: int, words: str, look: Format | None = None) -> None:
    page.write_string(row, column, xml_text(words)[:_LONGEST], look)


def _marked(page: Worksheet, row: int, count: int, headers: Sequence[str], name: str, looks: _Looks) -> None:
    """Mark a table, with each header once. A table without rows keeps one that is empty."""
    seen: dict[str, int] = {}
    columns = []
    for header in map(xml_text, headers):
        seen[header.casefold()] = seen.get(header.casefold(), 0) + 1
        again = seen[header.casefold()]
        columns.append({"header": header if again == 1 else f"{header} {again}", "header_format": looks.header})
    page.add_table(row, 0, row + max(1, count), len(columns) - 1, {"columns": columns, "name": name, "style": "Table Style Light 1"})


def _wrapped_height(words: str, width: int) -> float:
    """Points of a row whose words go over lines in a column of a width: not every office program reckons it."""
    return 15.0 * sum(max(1, math.ceil(len(line) * 1.08 / width)) for line in words.splitlines() or [""])


def _printed(page: Worksheet) -> None:
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
