"""What a workbook may demand of us: looked at before it is read.

Reading is done by libraries that trust a file: two cells far apart make a table of all
that is between them, a string that is named in a million cells is copied a million times.
So sizes are counted first, from the bytes that are really there, and a file that asks
for too much gets one clear error (docs/decisions).
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data_loaders.findings import Finding, InputError

#: A workbook that unpacks to more than this is refused (bytes). The whole EURA list takes 15 million.
MAX_UNPACKED = 400_000_000
#: Columns that a list may have, and cells between its first and last used one.
MAX_COLUMNS, MAX_CELLS = 1_024, 15_000_000
#: Characters of all cells together, each as often as it stands in the table.
MAX_TEXT = 1_000_000_000
#: A CSV file larger than this is refused (bytes).
MAX_CSV = 200_000_000
#: Lines that it may have (a cell may hold several), and bytes of one line: looked at before it is taken apart.
MAX_LINES, LONGEST_LINE = 2_000_000, 1_000_000
#: Files inside a workbook: sheets, pictures and all.
_MAX_PARTS = 10_000
#: A part that unpacks to this many bytes, and to so many times its packed size, holds one thing over and over. The rows of a
#: list come to a tenth of their size, those of a sheet of one formatted blank cell after another to a ninth.
_LARGE_PART, _MOST_PACKED = 40_000_000, 250
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How Excel names the stream of a workbook that is protected with a password.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LOCAL_HEADER = struct.Struct("<26xHH")


def refuse(path: Path, code: str, value: str | None = None) -> InputError:
    """The error that says that a file as a whole cannot be used."""
    return InputError(Finding(code, "error", path.name, value=value))


def is_zipped(path: Path) -> bool:
    """Whether a workbook is a zip (xlsx, xlsm, ods) or an old one (xls), by what is in it.

    Raises:
        InputError: it is neither, whatever its name says, or it is protected with a password.
    """
    with path.open("rb") as file:
        start = file.read(8)
        if start == _OLE and _ENCRYPTED in start + file.read():
            raise refuse(path, "file-encrypted")
    if start == _OLE:
        return False
    if not start.startswith(_ZIP):
        raise refuse(path, "file-unreadable")
    return True


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """A zipped workbook whose declared sizes are bearable.

    Raises:
        InputError: it is damaged, protected with a password, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(path) as book:
            parts = book.infolist()
            if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise refuse(path, "file-too-large")
            if any(part.file_size > _LARGE_PART and part.file_size > _MOST_PACKED * part.compress_size for part in parts):
                raise refuse(path, "file-too-large")
            # Of two parts of one name two readers may take different ones.
            if len({part.filename for part in parts}) < len(parts):
                raise refuse(path, "file-unreadable")
            if any(part.flag_bits & 1 for part in parts):
                raise refuse(path, "file-encrypted")
            yield book
    except (zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, OSError, EOFError, NotImplementedError) as problem:
        raise refuse(path, "file-unreadable") from problem


def part(book: zipfile.ZipFile, name: str) -> bytes:
    """The contents of one part, which are exactly as long as the directory says.

    ``ZipFile.read`` stops at the declared size; other readers go on to the end of the
    data, so a part that holds more than it says is refused here.

    Raises:
        zipfile.BadZipFile: the part is damaged or lies about its size.
        KeyError: there is no such part.
    """
    info, file = book.getinfo(name), book.fp
    if file is None:
        raise zipfile.BadZipFile(f"{name}: the workbook is closed")
    file.seek(info.header_offset)
    name_length, extra_length = _LOCAL_HEADER.unpack(file.read(_LOCAL_HEADER.size))
    file.seek(name_length + extra_length, 1)
    packed = file.read(info.compress_size)
    if info.compress_type == zipfile.ZIP_STORED:
        content, whole = packed, True
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        content = unpacker.decompress(packed, info.file_size + 1)
        whole = unpacker.eof or not info.file_size
    else:
        raise zipfile.BadZipFile(name)
    if not whole or len(content) != info.file_size:
        raise zipfile.BadZipFile(name)
    return content


def refuse_lines(path: Path, raw: bytes) -> None:
    """Refuse a CSV file with too many lines, or a line without an end: each empty one would become a row of the table.

    Raises:
        InputError: ``file-too-large``.
    """
    many = max(raw.count(b"\n"), raw.count(b"\r")) > MAX_LINES
    # A line that is twice as long holds one of these pieces whole.
    pieces = range(0, len(raw) - LONGEST_LINE, LONGEST_LINE)
    if many or any(raw.find(b"\n", at, at + LONGEST_LINE) < 0 and raw.find(b"\r", at, at + LONGEST_LINE) < 0 for at in pieces):
        raise refuse(path, "file-too-large")


def refuse_area(path: Path, rows: int, columns: int) -> None:
    """Refuse a sheet whose used area is too large.

    Raises:
        InputError: ``file-too-large``, with the area.
    """
    if columns > MAX_COLUMNS or rows * columns > MAX_CELLS:
        raise refuse(path, "file-too-large", f"{rows} × {columns}")
