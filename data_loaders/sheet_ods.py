"""The marks of the sheets of an ods workbook, and a look at what it would take to read them."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from xml.parsers import expat

from data_loaders.sheet_marks import SheetMarks
from data_loaders.units import CellFormat, unit_in
from data_loaders.workbook_safety import MAX_TEXT, opened, part, refuse, refuse_area

#: A cell with one of these attributes, or with a text, holds something.
_VALUES = ("office:value-type", "calcext:value-type", "table:formula")
_CELL_TAGS = ("table:table-cell", "table:covered-table-cell")
#: White space that is written as an element; calamine drops line breaks and tabs.
_SPACES = {"text:s": " ", "text:tab": " ", "text:line-break": "\n"}
#: Rows and columns of a sheet; a repetition goes no further.
_MOST = 1_048_576
#: Cells of one kind that are told one by one.
_MOST_ALIKE = 10_000
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "SEK": "kr"}


def ods_marks(path: Path) -> Mapping[str, SheetMarks]:
    """Sheet name → its marks.

    Raises:
        InputError: the workbook is damaged, protected with a password, or would take too much to read.
    """
    with opened(path) as book:
        if "META-INF/manifest.xml" in book.namelist() and b"encryption-data" in part(book, "META-INF/manifest.xml"):
            raise refuse(path, "file-encrypted")
        content = part(book, "content.xml")
    tables = _Tables(path)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = tables.start
    parser.EndElementHandler = tables.end
    parser.CharacterDataHandler = tables.text
    parser.StartDoctypeDeclHandler = tables.doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as problem:
        raise refuse(path, "file-unreadable") from problem
    return tables.marks


class _Tables:
    """Collects marks while the contents go by."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.marks: dict[str, SheetMarks] = {}
        self._length = 0
        # A damaged file may have a cell outside a row, or a row outside a table.
        self._begin_table("")
        self._begin_row({})
        self._begin_cell({})

    def _begin_table(self, name: str) -> None:
        self._name = name
        self._row = self._column = self._columns = self._last_row = self._last_column = 0
        self._hidden_rows: list[int] = []
        self._hidden_columns: list[int] = []
        self._merged: list[tuple[int, int, int]] = []
        self._faults: dict[tuple[int, int], str] = {}
        self._shown: dict[tuple[int, int], str] = {}
        self._written: dict[tuple[int, int], str] = {}

    def _begin_row(self, attributes: Mapping[str, str]) -> None:
        self._rows = _repeated(attributes, "table:number-rows-repeated")
        self._column, self._hidden, self._filled = 0, _is_hidden(attributes), False

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._cells = _repeated(attributes, "table:number-columns-repeated")
        self._is_error = attributes.get("calcext:value-type") == "error"
        self._is_formula_alone = "table:formula" in attributes and "office:value-type" not in attributes
        self._formula = attributes.get("table:formula", "").partition(":")[2]
        self._spanned = _repeated(attributes, "table:number-rows-spanned")
        self._has_value = any(name in attributes for name in _VALUES)
        self._kind = attributes.get("office:value-type", "")
        self._value, self._currency = attributes.get("office:value", ""), attributes.get("office:currency", "")
        self._is_broken = self._is_note = False
        self._texts: list[str] = []

    def doctype(self, *declaration: object) -> None:
        raise refuse(self.path, "file-unreadable")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table:table":
            self._begin_table(attributes.get("table:name", ""))
        elif tag == "table:table-column":
            number = _repeated(attributes, "table:number-columns-repeated")
            if _is_hidden(attributes):
                self._hidden_columns += range(self._columns + 1, min(self._columns + number, 16_384) + 1)
            self._columns += number
        elif tag == "table:table-row":
            self._begin_row(attributes)
        elif tag in _CELL_TAGS:
            self._begin_cell(attributes)
        elif tag == "office:annotation":
            self._is_note = True
        elif self._is_note:
            return
        elif tag in _SPACES:
            self._is_broken |= tag != "text:s"
            self._texts.append(_SPACES[tag])
        elif tag == "text:p" and self._texts:
            self._texts.append("\n")

    def text(self, content: str) -> None:
        if not self._is_note:
            self._texts.append(content)

    def _tell_text(self, text: str) -> None:
        """Keep what the cell shows where calamine tells something else."""
        places = [(self._row + 1 + down, self._column + 1 + right) for down in range(self._rows) for right in range(self._cells)]
        if self._is_broken or self._kind == "time":
            self._written |= dict.fromkeys(places, text)
        elif re.fullmatch(r"-?\d[\d.eE+-]{0,40}", self._value) and (shown := _shown(self._kind, self._value, self._currency, text)):
            self._shown |= dict.fromkeys(places, shown)

    def end(self, tag: str) -> None:
        if tag == "office:annotation":
            self._is_note = False
        elif tag in _CELL_TAGS:
            text = "".join(self._texts).strip()
            if text or self._has_value:
                self._filled = True
                self._last_column = max(self._last_column, self._column + self._cells)
                self._length += len(text) * self._cells * self._rows
                if self._spanned > 1:
                    self._merged.append((self._column + 1, self._row + 1, self._row + self._spanned))
            if text and self._cells * self._rows <= _MOST_ALIKE:
                self._tell_text(text)
            # LibreOffice writes an error's name as text; its own errors look like "Err:502".
            if self._is_error or self._is_formula_alone or text.startswith("Err:5"):
                self._faults[self._row + 1, self._column + 1] = f"={self._formula}" if self._is_formula_alone else text or "#ERROR!"
            self._column += self._cells
            self._texts = []
        elif tag == "table:table-row":
            last = min(self._row + self._rows, _MOST)
            if self._hidden and self._rows < _MOST // 2:
                self._hidden_rows += range(self._row + 1, last + 1)
            self._row = last
            if self._filled:
                self._last_row = self._row
                refuse_area(self.path, self._last_row, self._last_column)
                if self._length > MAX_TEXT:
                    raise refuse(self.path, "file-too-large")
        elif tag == "table:table":
            self.marks[self._name] = SheetMarks(
                hidden_rows=tuple(row for row in self._hidden_rows if row <= self._last_row),
                hidden_columns=frozenset(column for column in self._hidden_columns if column <= self._last_column),
                faults=self._faults,
                shown=self._shown,
                texts=self._written,
                last_row=self._last_row,
                merged=tuple(self._merged),
                has_merged_cells=bool(self._merged),
            )


def ods_number_formats(path: Path) -> Mapping[str, Mapping[tuple[int, int], str]]:
    """Sheet name → (row, column) → how shares and amounts of money are shown, as Excel writes formats; rows and columns from 1.

    The decimals are those that the cell shows. Other numbers, and cells that are repeated very often, are left out.

    Raises:
        InputError: the workbook is damaged.
    """
    with opened(path) as book:
        content = part(book, "content.xml")
    shown = _ShownNumbers()
    parser = expat.ParserCreate()
    parser.StartElementHandler = shown.start
    parser.EndElementHandler = shown.end
    parser.CharacterDataHandler = shown.text
    try:
        parser.Parse(content, True)
    except expat.ExpatError as problem:
        raise refuse(path, "file-unreadable") from problem
    return shown.formats


class _ShownNumbers:
    """Collects the formats of numbers while the contents go by."""

    def __init__(self) -> None:
        self.formats: dict[str, dict[tuple[int, int], str]] = {}
        self._table: dict[tuple[int, int], str] = {}
        self._row = self._rows = self._column = 0
        self._attributes: Mapping[str, str] = {}
        self._shown = ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table:table":
            self._table = self.formats.setdefault(attributes.get("table:name", ""), {})
            self._row = 0
        elif tag == "table:table-row":
            self._rows, self._column = _repeated(attributes, "table:number-rows-repeated"), 0
        elif tag in _CELL_TAGS:
            self._attributes, self._shown = attributes, ""

    def text(self, content: str) -> None:
        self._shown += content

    def end(self, tag: str) -> None:
        if tag in _CELL_TAGS:
            columns = _repeated(self._attributes, "table:number-columns-repeated")
            kind = self._attributes.get("office:value-type")
            if kind in ("percentage", "currency") and columns * self._rows <= _MOST_ALIKE:
                places = re.search(r"[.,](\d+)\D*$", self._shown)
                decimals = f".{'0' * len(places[1])}" if places else ""
                # A code of letters alone: it stands between quotation marks.
                currency = re.sub("[^A-Z]", "", self._attributes.get("office:currency", ""))
                symbol = _SYMBOLS.get(currency, currency)
                shown = f"0{decimals}%" if kind == "percentage" else f'#,##0{decimals}" {symbol}"'
                for row in range(self._row + 1, self._row + self._rows + 1):
                    self._table.update(((row, column), shown) for column in range(self._column + 1, self._column + columns + 1))
            self._column += columns
        elif tag == "table:table-row":
            self._row += self._rows


def _shown(kind: str, value: str, currency: str, text: str) -> str | None:
    """A number cell as it is shown, when it shows a share, another currency than euros, or more than single euros."""
    if kind == "percentage":
        return CellFormat(Decimal("0.01"), "%").shown(value)
    words = text.strip("0123456789.,'() \u00a0\u202f+-−")
    if currency not in ("", "EUR"):
        return CellFormat(Decimal(1), words if unit_in(words) else currency).shown(value)
    unit = unit_in(words)
    if unit is None or unit.factor == 1:
        return None
    if unit.factor:
        # "1,5 milj. €" may be 1.5 with words behind it, or 1 500 000 shown in millions.
        digits = re.search(r"\d+(?:[.,]\d+)?", re.sub(r"\s", "", text))
        number = float(digits[0].replace(",", ".")) if digits else 0.0
        if abs(abs(float(value)) - number) > abs(abs(float(value)) - number * unit.factor):
            return None
    return CellFormat(Decimal(1), words).shown(value)


def _repeated(attributes: Mapping[str, str], name: str) -> int:
    number = attributes.get(name, "1")
    return min(int(number), _MOST) if re.fullmatch("[0-9]{1,9}", number) else 1


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    return attributes.get("table:visibility") in ("collapse", "filter")
