"""The marks of the sheets of an xlsx workbook, and a look at what it would take to read them.

A sheet's XML is searched, not parsed: parsing 100,000 rows in Python takes a minute, a
search takes a second. Every search is linear in the length of the text.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string

from data_loaders.sheet_marks import SheetMarks
from data_loaders.units import CellFormat, cell_format
from data_loaders.workbook_safety import MAX_CELLS, MAX_TEXT, opened, part, refuse, refuse_area

#: A name of SpreadsheetML may have a prefix: ``<row``, ``<x:row``.
_P = rb"<(?:\w{1,20}:)?"
_END = rb"</(?:\w{1,20}:)?"
_ROW_OR_CELL = re.compile(_P + rb"(row|c)(?=[\s/>])([^<>]*)>")
_REFERENCE = re.compile(rb"""(?:^|\s)r\s*=\s*["']\$?([A-Z]{1,7})\$?(\d{1,10})["']""")
_HIDDEN = rb"""[^<>]*\shidden\s*=\s*["'](?:1|true)["'][^<>]*"""
_HIDDEN_ROW = re.compile(_P + rb"row(?=\s)" + _HIDDEN + rb">")
_HIDDEN_COLUMNS = re.compile(_P + rb"col(?=\s)" + _HIDDEN + rb">")
_ROW_NUMBER = re.compile(rb"""\sr\s*=\s*["'](\d{1,10})["']""")
_FORMULA_ALONE = re.compile(
    _P + rb"c(?=[\s>])([^<>]*)>\s*" + _P + rb"f(?=[\s/>])[^<>]*?(?:/>|>([^<]*)" + _END + rb"f>)\s*"
    rb"(?:" + _P + rb"v\s*/>|" + _P + rb"v>" + _END + rb"v>)?\s*" + _END + rb"c>"
)
_FILLED = re.compile(rb'<c r="A\d{1,7}"([^<>]*)>(?:<v>(-?\d[^<]*)</v>|<is><t(?: xml:space="preserve")?>[^<]+</t></is>)</c>')
_TEXT = re.compile(rb">[^<>]+" + _END + rb"t>")
#: Parts that may be read beside the sheets. Nothing reads ``customXml``, where Excel keeps a Power Query or a data model as UTF-16.
_OTHER_PARTS = re.compile(r"(?!customXml/).*\.(xml|rels)$", re.IGNORECASE)
#: What an ordinary sheet does not have: a declaration, a formula, a cell beyond AZ199999 or without its place.
_UNUSUAL = re.compile(rb'<(?:[!f]|c(?! r="A?[A-Z]1?\d{1,5}")[\s/>])')
#: Cells outside areas that are small enough: up to AZ199999, DZ99999, AJ399999, Z499999, M1049999.
_FAR_CELLS = tuple(
    re.compile(rb'<c(?! r="' + near + rb'")[\s/>]')
    for near in (
        rb"A?[A-Z]1?\d{1,5}",
        rb"[A-D]?[A-Z]\d{1,5}",
        rb"(?:A[A-J]|[A-Z])[1-3]?\d{1,5}",
        rb"[A-Z][1-4]?\d{1,5}",
        rb"[A-M](?:\d{1,6}|10[0-4]\d{4})",
    )
)
_STYLES = "xl/styles.xml"
_NUMBER_FORMAT = re.compile(_P + rb"""numFmt(?=\s)((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = re.compile(rb"""(\w+)\s*=\s*("[^"]*"|'[^']*')""")
_STYLE_FORMAT = re.compile(_P + rb"""xf(?=\s)(?:[^<>]*?\snumFmtId=["'](\d{1,9})["'])?""")
_STYLE = re.compile(rb"""\ss=["'](\d{1,9})["']""")
#: The stored value of a number cell, behind its tag and its formula.
_VALUE = re.compile(rb"\s*(?:" + _P + rb"f(?=[\s/>])[^<>]*?(?:/>|>[^<]*" + _END + rb"f>)\s*)?" + _P + rb"v>\s*(-?[\d.eE+-]{1,40})\s*<")
_NO_NUMBER = re.compile(rb"""\st=["'](?!n["'])""")
_PREFIXED_CELL = re.compile(rb":c[\s/>]")
_LONGEST_FORMULA = 200
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


def xlsx_marks(path: Path) -> Mapping[str, SheetMarks]:
    """Sheet name → its marks.

    Raises:
        InputError: the workbook is damaged, or would take too much to read.
    """
    with opened(path) as book:
        sheets, is_1904 = _sheet_parts(book, path)
        for info in book.infolist():
            if info.filename not in sheets.values() and _OTHER_PARTS.fullmatch(info.filename):
                _refuse_declarations(part(book, info.filename), path)
        strings = _shared_strings(book)
        formats = _formats(part(book, _STYLES)) if _STYLES in book.namelist() else {}
        marks = {}
        for name, target in sheets.items():
            if target in book.namelist():
                xml = part(book, target)
                unusual = _is_unusual(xml)
                if unusual:
                    _refuse_declarations(xml, path)
                    if all(far.search(xml) for far in _FAR_CELLS) or _PREFIXED_CELL.search(xml):
                        refuse_area(path, *_used_area(xml, path))
                if _text_length(xml, strings) > MAX_TEXT:
                    raise refuse(path, "file-too-large")
                marks[name] = replace(_marks(xml, strings, unusual), shown=_shown(xml, formats), is_1904=is_1904)
        return marks


def _sheet_parts(book: zipfile.ZipFile, path: Path) -> tuple[dict[str, str], bool]:
    """Sheet name → name of its part; and whether days are counted from 1904."""
    workbook, relations = part(book, "xl/workbook.xml"), part(book, "xl/_rels/workbook.xml.rels")
    _refuse_declarations(workbook + relations, path)
    try:
        targets = {node.get("Id"): node.get("Target") or "" for node in ElementTree.fromstring(relations)}
        nodes = list(ElementTree.fromstring(workbook).iter())
    except ElementTree.ParseError as problem:
        raise refuse(path, "file-unreadable") from problem
    parts = {}
    for node in nodes:
        if node.tag.endswith("}sheet"):
            # "Strict Open XML" has another namespace for the same attribute.
            relation = next((value for name, value in node.items() if name.endswith("/relationships}id")), None)
            target = targets.get(relation, "").lstrip("/")
            parts[node.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return parts, any(node.get("date1904") in ("1", "true") for node in nodes if node.tag.endswith("}workbookPr"))


def _refuse_declarations(xml: bytes, path: Path) -> None:
    """A workbook declares no document type and no entities; UTF-16 could hide them."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml[:2] in _UTF16:
        raise refuse(path, "file-unreadable")


# How much it is -----------------------------------------------------------------------


def _is_unusual(xml: bytes) -> bool:
    """Whether a sheet needs a closer look; this is asked of every list."""
    return bool(_UNUSUAL.search(xml) or _PREFIXED_CELL.search(xml)) or xml[:2] in _UTF16


def _used_area(xml: bytes, path: Path) -> tuple[int, int]:
    """Rows and columns of the table that this sheet makes; formatted cells without a value make none."""
    last_row = last_column = 0
    for row, column, cell in _placed_cells(xml):
        if b"&" in cell[2]:
            # A reference written with character codes hides where the cell stands.
            raise refuse(path, "file-unreadable")
        if column and not cell[2].endswith(b"/") and not xml.startswith(b"</", cell.end()):
            last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row, last_column


def _placed_cells(xml: bytes) -> Iterator[tuple[int, int, re.Match[bytes]]]:
    """The tags of rows (column 0) and cells, with their places."""
    row = column = 0
    for match in _ROW_OR_CELL.finditer(xml):
        if match[1] == b"row":
            number = _ROW_NUMBER.search(match[2])
            row, column = int(number[1]) if number else row + 1, 0
        else:
            # A cell without a reference stands right of the one before it.
            place = _REFERENCE.search(match[2])
            row, column = (int(place[2]), _column_number(place[1])) if place else (row, column + 1)
        yield row, column, match


# As many as Excel has columns: a file may have any letters.
@lru_cache(maxsize=16_384)
def _column_number(letters: bytes) -> int:
    # Excel itself ends at XFD; column_index_from_string knows no more.
    return column_index_from_string(letters.decode()) if len(letters) <= 3 else 10 ** len(letters)


def _shared_strings(book: zipfile.ZipFile) -> list[bytes]:
    """Every shared string, with its markup."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return re.split(_P + rb"si(?=[\s/>])", part(book, "xl/sharedStrings.xml"))[1:]


def _text_length(xml: bytes, strings: list[bytes]) -> int:
    """Length of all cells' texts, or a little more: a shared string counts in every cell that names it."""
    longest = max(map(len, strings), default=0)
    if longest * MAX_CELLS <= MAX_TEXT:
        return longest * MAX_CELLS
    most = longest * (xml.count(b't="s"') + xml.count(b"t='s'"))
    if most <= MAX_TEXT:
        return most
    indexes = re.finditer(_P + rb"v>\s*(\d{1,9})\s*<", xml)
    # A number cell may look like an index: the sum is then too large by an ordinary string.
    return sum(len(strings[index]) for match in indexes if (index := int(match[1])) < len(strings))


# What calamine does not tell ------------------------------------------------------------


def _marks(xml: bytes, strings: list[bytes], unusual: bool) -> SheetMarks:
    hidden = b"hidden" in xml
    return SheetMarks(
        hidden_rows=tuple(_hidden_rows(xml)) if hidden else (),
        hidden_columns=frozenset(_hidden_columns(xml)) if hidden else frozenset(),
        faults=_formulas_alone(xml) if unusual else {},
        is_escaped=unusual and b"_x00" in xml,
        last_row=_last_row(xml),
        first_column=1 if _fills_first_column(xml, strings) else None,
        # Merged cells are named after the rows.
        has_merged_cells=xml.find(b"mergeCell ", max(xml.rfind(b"sheetData>"), 0)) >= 0,
    )


def _hidden_rows(xml: bytes) -> Iterator[int]:
    for match in _HIDDEN_ROW.finditer(xml):
        if number := _ROW_NUMBER.search(match[0]):
            yield int(number[1])


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for match in _HIDDEN_COLUMNS.finditer(xml):
        ends = [re.search(rb"""\s%s\s*=\s*["'](\d{1,5})["']""" % name, match[0]) for name in (b"min", b"max")]
        if ends[0] and ends[1]:
            first, last = int(ends[0][1]), int(ends[1][1])
            yield from range(first, min(last, 16_384) + 1)


def _formulas_alone(xml: bytes) -> dict[tuple[int, int], str]:
    """Cells with a formula and no stored value: written by a program that does not calculate."""
    if not re.search(_P + rb"f[\s/>]", xml):
        return {}
    formulas = {}
    for match in _FORMULA_ALONE.finditer(xml):
        place = _REFERENCE.search(match[1])
        # A formula whose stored value is an empty text (t="str") is a blank cell.
        if place and b'"str"' not in match[1] and b"'str'" not in match[1]:
            formula = unescape((match[2] or b"")[:_LONGEST_FORMULA].decode("utf-8", "replace"))
            formulas[int(place[2]), _column_number(place[1])] = f"={formula}"
    return formulas


def _formats(styles: bytes) -> dict[bytes, CellFormat]:
    """Style of a cell → its number format, of the formats that show another number or unit than the cell holds."""
    before, _, after = styles.partition(b"cellXfs")
    codes = {b"9": "0%", b"10": "0.00%", b"46": "[h]:mm:ss"}
    for tag in _NUMBER_FORMAT.finditer(before):
        attributes = {name: value[1:-1] for name, value in _ATTRIBUTE.findall(tag[1])}
        codes[attributes.get(b"numFmtId", b"")] = unescape(attributes.get(b"formatCode", b"").decode("utf-8", "replace"))
    known = {number: known for number, code in codes.items() if (known := cell_format(code))}
    used = (match[1] for match in _STYLE_FORMAT.finditer(after.partition(b"cellXfs")[0]))
    return {str(style).encode(): known[number] for style, number in enumerate(used) if number in known}


def _shown(xml: bytes, formats: Mapping[bytes, CellFormat]) -> dict[tuple[int, int], str]:
    """Number cells with one of these formats, as they are shown."""
    if not formats:
        return {}
    styled = re.compile(_P + rb"""c(?=\s)[^<>]*?\ss=["'](?:""" + b"|".join(formats) + rb""")["'][^<>]*>""")
    first = styled.search(xml)
    if first is None:
        return {}
    if _REFERENCE.search(first[0]):
        cells = ((int(place[2]), _column_number(place[1]), tag) for tag in styled.finditer(xml) if (place := _REFERENCE.search(tag[0])))
    else:
        cells = ((row, column, tag) for row, column, tag in _placed_cells(xml) if column and styled.match(tag[0]))
    shown = {}
    for row, column, tag in cells:
        style, value = _STYLE.search(tag[0]), _VALUE.match(xml, tag.end())
        if style and value and not _NO_NUMBER.search(tag[0]) and (text := formats[style[1]].shown(value[1].decode("ascii", "replace"))):
            shown[row, column] = text
    return shown


def _last_row(xml: bytes) -> int:
    # The last row's tag is near the end, but for a list's longest texts and what stands below the rows.
    for tail in (xml[-100_000:], xml):
        place = max(tail.rfind(b"<row "), tail.rfind(b":row "))
        if place >= 0:
            number = _ROW_NUMBER.search(tail[place : place + 500].partition(b">")[0])
            return int(number[1]) if number else 0
    return 0


def _fills_first_column(xml: bytes, strings: list[bytes]) -> bool:
    """Whether some cell in column A surely holds a value; when none does, calamine is asked."""
    for match in _FILLED.finditer(xml):
        shared = match[2] if b't="s"' in match[1] else None
        if shared is None or (shared.isdigit() and int(shared) < len(strings) and _TEXT.search(strings[int(shared)])):
            return True
    return False
