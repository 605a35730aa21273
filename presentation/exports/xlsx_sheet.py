"""One sheet of an xlsx while its cells are marked: their formats change, and not one byte else."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from openpyxl.utils import column_index_from_string, get_column_letter

from presentation.exports.xlsx_package import Cell, Element, Part, Unpatchable, attributes_of, prefixed, whole_number
from presentation.exports.xlsx_styles import Styles

#: Row and column, both from 1; a row alone means its first cell.
Place = tuple[int, int | None]
#: Merged cells in the rows that are marked; areas that overlap could make them any number.
_MOST_MERGED = 1_000_000
_MERGED = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\s[^<>]*?\bref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_NO_MARKUP = {b"<!--": b"-->", b"<![CDATA[": b"]]>"}
_BEGINS_NO_MARKUP = re.compile(b"|".join(map(re.escape, _NO_MARKUP)))
_SHEET_DATA = re.compile(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])[^<>]*>")
_CELL_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})\d""")
_STYLE = re.compile(rb"""\ss=["'](\d{1,9})["']""")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d{1,7})["']""")


@dataclass(frozen=True)
class _Row:
    """A row in the text of a sheet: its number, where it begins, and where the next one does."""

    number: int
    start: int
    next_start: int


class SheetPart:
    """The part of a sheet, and the cells that are to be marked in it.

    Rows and cells are searched in the text, not parsed: parsing a long list takes seconds.

    Args:
        name: Name of the part.
        xml: Its text.
        places: What is to be marked in it.

    Attributes:
        part: The part; a sheet that was selected is not any more: two selected sheets would be edited together.
        cells: Place → row and column of the cell that it means. A place below the last row means none; of merged cells
            the first is meant.

    Raises:
        Unpatchable: its rows are not where they should be.
    """

    def __init__(self, name: str, xml: bytes, places: Collection[Place]) -> None:
        self.name = name
        seen = _blanked(xml)
        data = _SHEET_DATA.search(seen)
        self._prefix = data[1] if data else b""
        begin = data.end() if data else len(seen)
        end = max(seen.rfind(b"</" + self._prefix + b"sheetData"), begin)
        self._text = seen
        merged = _merged(seen, end, sorted({row for row, _ in places}))
        meant = {place: _first_of_merged(place, merged) for place in places}
        wanted = sorted({row for row, _ in meant.values()})
        self._rows, last = self._rows_to_mark(begin, end, wanted)
        if places and not last and seen[begin:end].strip():
            raise Unpatchable("rows")
        self.part = Part(xml, seen[:begin] + b" " * (end - begin) + seen[end:] if end > begin else seen)
        views, columns = (self.part.root.child(name) for name in ("sheetViews", "cols"))
        for view in views.children if views else ():
            if view.attributes.get("tabSelected") in ("1", "true"):
                self.part.set(view, "tabSelected", "0")
        self._columns = columns.children if columns else []
        self.cells = {(row, column): (at, to or self._first_cell(at, merged)) for (row, column), (at, to) in meant.items() if at <= last}

    def colour(self, colours: Mapping[Cell, str], styles: Styles) -> None:
        """Give cells a colour in their own formats, and add those that are not there."""
        by_row: dict[int, dict[int, str]] = {}
        for (at, column), colour in colours.items():
            by_row.setdefault(at, {})[column] = colour
        for number in sorted(by_row):
            row = self._rows.get(number)
            there = dict(self._cells_of(row)) if row else {}
            added: list[tuple[int, str]] = []
            for column, colour in sorted(by_row[number].items()):
                if column in there:
                    cell = self._element(there[column])
                    self.part.set(cell, "s", str(styles.filled(whole_number(cell.attributes.get("s")), colour)))
                else:
                    style = styles.filled(self._empty_style(row, column), colour)
                    added.append((column, f'<c r="{get_column_letter(column)}{number}" s="{style}"/>'))
            if added:
                self._add(number, row, there, added)

    def uncolour(self, ours: Collection[int], kept: Collection[Cell], styles: Styles) -> None:
        """Take the fill from cells in some formats.

        Args:
            ours: The formats.
            kept: Cells that were coloured now.
            styles: The formats of the workbook.
        """
        pattern = re.compile(rb"<%s(row|c)(?=[\s/>])([^<>]*)>" % re.escape(self._prefix))
        numbers = {str(style) for style in ours}
        row = column = 0
        for match in pattern.finditer(self._text):
            if match[1] == b"row":
                number = _ROW_NUMBER.search(match[2])
                row, column = int(number[1]) if number else row + 1, 0
                continue
            place = _CELL_PLACE.search(match[2])
            column = _column(place[1]) if place else column + 1
            style = _STYLE.search(match[2])
            if style and style[1].decode() in numbers and (row, column) not in kept:
                self.part.set(self._element(match.start()), "s", str(styles.unfilled(int(style[1]))))

    def _add(self, number: int, row: _Row | None, there: Mapping[int, int], added: Sequence[tuple[int, str]]) -> None:
        """Write cells where they belong; a row that is not there before the next one that is."""
        if row is None:
            below = next((row for row in self._rows.values() if row.number > number), None)
            if below is None:
                raise Unpatchable("rows")
            whole = f'<row r="{number}">{"".join(xml for _, xml in added)}</row>'
            self.part.before(self._element(below.start), prefixed(whole, self._prefix))
            return
        element = self._element(row.start, self._text.rfind(b"</", row.start, row.next_start))
        for column, xml in added:
            behind = next((start for other, start in there.items() if other > column), None)
            if behind is None:
                self.part.append(element, prefixed(xml, self._prefix))
            else:
                self.part.before(self._element(behind), prefixed(xml, self._prefix))

    def _rows_to_mark(self, begin: int, end: int, wanted: Sequence[int]) -> tuple[dict[int, _Row], int]:
        """The rows that are wanted, or before which a wanted one that is not there belongs; and the number of the last row."""
        pattern = re.compile(rb"<%srow(?=[\s/>])" % re.escape(self._prefix))
        starts = [match.start() for match in pattern.finditer(self._text, begin, end)]
        rows, last = {}, 0
        for start, next_start in zip(starts, (*starts[1:], end), strict=True) if starts else ():
            number = _ROW_NUMBER.search(self._text, start, self._text.index(b">", start))
            before, last = last, int(number[1]) if number else last + 1
            if bisect_right(wanted, before) < bisect_right(wanted, last):
                rows[last] = _Row(last, start, next_start)
        return rows, last

    def _cells_of(self, row: _Row) -> Iterator[tuple[int, int]]:
        """Column and start of each cell of a row; one without a place stands right of the one before it."""
        column = 0
        for match in re.finditer(rb"<%sc(?=[\s/>])([^<>]*)>" % re.escape(self._prefix), self._text[row.start : row.next_start]):
            place = _CELL_PLACE.search(match[1])
            column = _column(place[1]) if place else column + 1
            yield column, row.start + match.start()

    def _element(self, start: int, end_tag: int = 0) -> Element:
        return Element("", "", attributes_of(self._text, start), start, end_tag)

    def _first_cell(self, row: int, merged: Mapping[Cell, Cell]) -> int:
        """The column of the first cell of a row that a person can see: not one that another hides by merging."""
        columns = [column for column, _ in self._cells_of(self._rows[row])] if row in self._rows else []
        return next((column for column in columns if merged.get((row, column), (row, column)) == (row, column)), 1)

    def _empty_style(self, row: _Row | None, column: int) -> int:
        """The format of a cell that is not there: its row's, else its column's."""
        attributes = attributes_of(self._text, row.start) if row else {}
        if attributes.get("customFormat") in ("1", "true"):
            return whole_number(attributes.get("s"))
        for element in self._columns:
            if whole_number(element.attributes.get("min")) <= column <= whole_number(element.attributes.get("max")):
                return whole_number(element.attributes.get("style"))
        return 0


def _blanked(xml: bytes) -> bytes:
    """The text with blanks in the place of comments and of texts that may look like markup; nothing moves."""
    pieces, place = [], 0
    for match in _BEGINS_NO_MARKUP.finditer(xml):
        if match.start() < place:
            continue
        closes = _NO_MARKUP[match[0]]
        end = xml.find(closes, match.end()) + len(closes)
        if end < len(closes):
            raise Unpatchable("comment")
        pieces += [xml[place : match.start()], b" " * (end - match.start())]
        place = end
    return b"".join((*pieces, xml[place:])) if pieces else xml


# As many as Excel has columns: a file may have any letters.
@lru_cache(maxsize=16_384)
def _column(letters: bytes) -> int:
    return column_index_from_string(letters.decode())


def _merged(xml: bytes, below: int, rows: Sequence[int]) -> dict[Cell, Cell]:
    """Every merged cell of these rows → the first cell of its area, which alone is seen."""
    firsts: dict[Cell, Cell] = {}
    budget = _MOST_MERGED
    for match in _MERGED.finditer(xml, below):
        left, right = (column_index_from_string(letters.decode()) for letters in (match[1], match[3]))
        top, bottom = int(match[2]), int(match[4])
        for row in rows[bisect_left(rows, top) : bisect_right(rows, bottom)]:
            budget -= right - left + 1
            if budget < 0:
                raise Unpatchable("merged cells")
            firsts.update({(row, column): (top, left) for column in range(left, right + 1)})
    return firsts


def _first_of_merged(place: Place, merged: Mapping[Cell, Cell]) -> Place:
    row, column = place
    return place if column is None else merged.get((row, column), place)
