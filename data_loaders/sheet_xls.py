"""The marks of the sheets of an old workbook (xls), and a look at what it would take to read them.

The workbook is a stream of records inside a file of sectors; both are described in
Microsoft's open specifications MS-CFB and MS-XLS.
"""

import struct
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from openpyxl.styles.numbers import BUILTIN_FORMATS

from data_loaders.sheet_marks import SheetMarks
from data_loaders.workbook_safety import MAX_TEXT, refuse, refuse_area

_END_OF_CHAIN = 0xFFFFFFFA
_BOF, _EOF, _SHEET, _PASSWORD, _STRINGS, _CONTINUE = 0x0809, 0x000A, 0x0085, 0x002F, 0x00FC, 0x003C
_FORMAT, _XF, _VERSION_8 = 0x041E, 0x00E0, 0x0600
_NUMBERS = frozenset({0x0203, 0x027E, 0x0006})
_ROW, _COLUMNS, _SHARED, _MANY = 0x0208, 0x007D, 0x00FD, 0x00BD
#: Cells with a value: numbers, texts, formulas, true, false and errors.
_CELLS = frozenset({_SHARED, _MANY, 0x0203, 0x027E, 0x0204, 0x0006, 0x0205})


def xls_marks(path: Path) -> Mapping[str, SheetMarks]:
    """Sheet name → its marks.

    Raises:
        InputError: the workbook is damaged, protected with a password, or would take too much to read.
    """
    try:
        stream = _workbook_stream(path.read_bytes())
        records = list(_records(stream, 0))
        if any(kind == _PASSWORD for kind, _ in records):
            raise refuse(path, "file-encrypted")
        lengths = _string_lengths(records)
        sheets = [_sheet(content) for kind, content in records if kind == _SHEET]
        return {name: _marks(path, _records(stream, place), lengths) for name, place in sheets}
    except (struct.error, IndexError, KeyError) as problem:
        raise refuse(path, "file-unreadable") from problem


def xls_number_formats(path: Path) -> Mapping[str, Mapping[tuple[int, int], str]]:
    """Sheet name → (row, column) → how the number in a cell is shown, as Excel writes formats; rows and columns from 1.

    Cells that are shown as they come are left out; so are all of a workbook older than Excel 97.

    Raises:
        InputError: the workbook is damaged.
    """
    try:
        stream = _workbook_stream(path.read_bytes())
        records = list(_records(stream, 0))
        if struct.unpack_from("<H", records[0][1])[0] != _VERSION_8:
            return {}
        codes = dict(BUILTIN_FORMATS) | {
            struct.unpack_from("<H", content)[0]: _text(content[2:]) for kind, content in records if kind == _FORMAT
        }
        shown = [codes.get(struct.unpack_from("<H", content, 2)[0], "General") for kind, content in records if kind == _XF]
        sheets = [_sheet(content) for kind, content in records if kind == _SHEET]
        return {
            name: {cell: shown[style] for cell, style in _numbers(_records(stream, place)) if shown[style] != "General"}
            for name, place in sheets
        }
    except (struct.error, IndexError, KeyError) as problem:
        raise refuse(path, "file-unreadable") from problem


def _numbers(records: Iterator[tuple[int, bytes]]) -> Iterator[tuple[tuple[int, int], int]]:
    """Row and column, from 1, of every number, and the number of its style."""
    for kind, content in records:
        if kind in _NUMBERS:
            row, column, style = struct.unpack_from("<HHH", content)
            yield (row + 1, column + 1), style
        elif kind == _MANY:
            row, first = struct.unpack_from("<HH", content)
            for column in range((len(content) - 6) // 6):
                yield (row + 1, first + column + 1), struct.unpack_from("<H", content, 4 + 6 * column)[0]


def _text(content: bytes) -> str:
    """A text with its length before it."""
    length, is_wide = struct.unpack_from("<HB", content)
    return content[3 : 3 + length * (1 + (is_wide & 1))].decode("utf-16-le" if is_wide & 1 else "latin-1")


def _workbook_stream(raw: bytes) -> bytes:
    """The stream with the workbook, put together from its sectors."""
    size = 1 << struct.unpack_from("<H", raw, 30)[0]
    if size not in (512, 4096):
        raise IndexError(size)

    def sector(number: int) -> bytes:
        return raw[(number + 1) * size : (number + 2) * size]

    first_directory, more, more_count = (struct.unpack_from("<I", raw, place)[0] for place in (48, 68, 72))
    table_sectors = list(struct.unpack_from("<109I", raw, 76))
    for _ in range(min(more_count, len(raw) // size)):
        *numbers, more = struct.unpack(f"<{size // 4}I", sector(more))
        table_sectors += numbers
    tables = (sector(number) for number in table_sectors if number < _END_OF_CHAIN)
    following = list(chain.from_iterable(struct.unpack(f"<{len(table) // 4}I", table) for table in tables))

    def stream(number: int) -> bytes:
        parts: list[bytes] = []
        # A chain that bites its own tail is longer than the file.
        while number < _END_OF_CHAIN and len(parts) <= len(raw) // size:
            parts.append(sector(number))
            number = following[number]
        return b"".join(parts)

    directory = stream(first_directory)
    for place in range(0, len(directory) - 127, 128):
        name = directory[place : place + 64].decode("utf-16-le", "replace").partition("\0")[0]
        if name in ("Workbook", "Book"):
            start, length = struct.unpack_from("<II", directory, place + 116)
            return stream(start)[:length]
    raise KeyError("Workbook")


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of its part: kind and contents."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        if kind == _EOF:
            return
        place += 4 + length


def _sheet(content: bytes) -> tuple[str, int]:
    """Name of a sheet, and where its records begin."""
    length, is_wide = content[6], content[7] & 1
    text = content[8 : 8 + length * (1 + is_wide)]
    return text.decode("utf-16-le" if is_wide else "latin-1"), struct.unpack_from("<I", content)[0]


def _string_lengths(records: list[tuple[int, bytes]]) -> list[int]:
    """Characters of every shared string; a string may go on in the next record."""
    start = next((number for number, (kind, _) in enumerate(records) if kind == _STRINGS), None)
    if start is None:
        return []
    blocks = [records[start][1]]
    for kind, content in records[start + 1 :]:
        if kind != _CONTINUE:
            break
        blocks.append(content)
    lengths: list[int] = []
    block, place = 0, 8
    number = struct.unpack_from("<I", blocks[0], 4)[0]
    while len(lengths) < number:
        if place >= len(blocks[block]):
            block, place = block + 1, 0
        length, flags = struct.unpack_from("<HB", blocks[block], place)
        place += 3
        rich = flags & 8 and struct.unpack_from("<H", blocks[block], place)[0]
        place += 2 * bool(flags & 8)
        extra = flags & 4 and struct.unpack_from("<I", blocks[block], place)[0]
        place += 4 * bool(flags & 4)
        lengths.append(length)
        left = length
        while left:
            width = 1 + (flags & 1)
            here = min(left, (len(blocks[block]) - place) // width)
            left, place = left - here, place + here * width
            if left:
                # The rest stands in the next record, after flags of its own.
                block, flags, place = block + 1, blocks[block + 1][0], 1
        over = 4 * rich + extra
        while over > (here := len(blocks[block]) - place):
            block, place, over = block + 1, 0, over - here
        place += over
    return lengths


def _marks(path: Path, records: Iterator[tuple[int, bytes]], lengths: list[int]) -> SheetMarks:
    hidden_rows: list[int] = []
    hidden_columns: set[int] = set()
    rows = columns = characters = last_row = 0
    for kind, content in records:
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", content)
            if kind == _MANY:
                column = struct.unpack_from("<H", content, len(content) - 2)[0]
            elif kind == _SHARED:
                characters += lengths[struct.unpack_from("<I", content, 6)[0]]
            rows, columns = max(rows, row + 1), max(columns, column + 1)
        elif kind == _ROW:
            last_row = max(last_row, struct.unpack_from("<H", content)[0] + 1)
            if content[12] & 0x20:
                hidden_rows.append(struct.unpack_from("<H", content)[0] + 1)
        elif kind == _COLUMNS and content[8] & 1:
            first, last = struct.unpack_from("<HH", content)
            hidden_columns.update(range(first + 1, min(last, 255) + 2))
    refuse_area(path, rows, columns)
    if characters > MAX_TEXT:
        raise refuse(path, "file-too-large")
    return SheetMarks(tuple(sorted(hidden_rows)), frozenset(hidden_columns), last_row=max(rows, last_row), has_merged_cells=True)
