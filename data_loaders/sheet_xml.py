"""The marks of the sheets of an xlsx workbook, and a look at what it would take to read them.

A sheet's XML is searched, not parsed: parsing 100,000 rows in Python takes a minute, a
search takes a second. Every search is linear in the length of the text.
"""

import re
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

from openpyxl.utils import column_index_from_string

from data_loaders.sheet_marks import SheetMarks
from data_loaders.workbook_safety import MAX_TEXT, opened, part, refuse, refuse_area

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
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
_FILLED = re.compile(
    rb'<c r="A\d{1,7}"([^<>]*)>(?:<v>(-?\d[^<]*)</v>|<is><t(?: xml:space="preserve")?>[^<]+</t></is>)</c>'
)
_TEXT = re.compile(rb">[^<>]+" + _END + rb"t>")
#: Parts that calamine reads beside the sheets.
_OTHER_PARTS = re.compile(r".*\.(xml|rels)$", re.IGNORECASE)
#: Column letters that stand before a digit, in growing width: (columns there are at most, what would be wider).
_WIDER = ((52, rb"[B-Z][A-Z]|[A-Z]{3}"), (104, rb"[D-Z][A-Z]|[A-Z]{3}"), (208, rb"[H-Z][A-Z]|[A-Z]{3}"), (702, rb"[A-Z]{3}"))
_LONGER = ((9_999, rb"\d{5}"), (99_999, rb"\d{6}"), (199_999, rb"[2-9]\d{5}|\d{7}"), (999_999, rb"\d{7}"))
_LONGEST_FORMULA = 200


def xlsx_marks(path: Path) -> Mapping[str, SheetMarks]:
    """Sheet name → its marks.

    Raises:
        InputError: the workbook is damaged, or would take too much to read.
    """
    with opened(path) as book:
        sheets = _sheet_parts(book, path)
        for info in book.infolist():
            if info.filename not in sheets.values() and _OTHER_PARTS.fullmatch(info.filename):
                _refuse_declarations(part(book, info.filename), path)
        strings = _shared_strings(book)
        marks = {}
        for name, target in sheets.items():
            if target in book.namelist():
                xml = part(book, target)
                _refuse_declarations(xml, path)
                refuse_area(path, *_used_area(xml, path))
                if _text_length(xml, strings) > MAX_TEXT:
                    raise refuse(path, "file-too-large")
                marks[name] = _marks(xml, strings)
        return marks


def _sheet_parts(book: zipfile.ZipFile, path: Path) -> dict[str, str]:
    """Sheet name → name of its part."""
    workbook, relations = part(book, "xl/workbook.xml"), part(book, "xl/_rels/workbook.xml.rels")
    _refuse_declarations(workbook + relations, path)
    try:
        targets = {node.get("Id"): node.get("Target") or "" for node in ElementTree.fromstring(relations)}
        nodes = [node for node in ElementTree.fromstring(workbook).iter() if node.tag.endswith("}sheet")]
    except ElementTree.ParseError as problem:
        raise refuse(path, "file-unreadable") from problem
    parts = {}
    for node in nodes:
        target = targets.get(node.get(_RELATION), "").lstrip("/")
        parts[node.get("name")] = target if target.startswith("xl/") else f"xl/{target}"
    return parts


def _refuse_declarations(xml: bytes, path: Path) -> None:
    """A workbook declares no document type and no entities; UTF-16 could hide them."""
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml or xml[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in xml[:100]:
        raise refuse(path, "file-unreadable")


# How much it is -----------------------------------------------------------------------


def _used_area(xml: bytes, path: Path) -> tuple[int, int]:
    """Rows and columns that a table of this sheet would have, or a little more.

    Formatted cells without a value are counted only in the quick estimate: they make no table.
    """
    cells = len(re.findall(_P + rb"c[\s/>]", xml)) if b":c" in xml else xml.count(b"<c ") + xml.count(b"<c>") + xml.count(b"<c/")
    if xml.count(b'<c r="') == cells:
        rows = next((bound for bound, longer in _LONGER if not _search(rb' r="[A-Z]{1,7}(?:' + longer + rb")", xml)), None)
        columns = next((bound for bound, wider in _WIDER if not _search(rb' r="(?:' + wider + rb")", xml)), None)
        if rows and columns and rows * columns <= 10_000_000:
            return rows, columns
    last_row = last_column = row = column = 0
    for match in _ROW_OR_CELL.finditer(xml):
        attributes = match[2]
        if b"&" in attributes:
            # A reference written with character codes hides where the cell stands.
            raise refuse(path, "file-unreadable")
        if match[1] == b"row":
            number = _ROW_NUMBER.search(attributes)
            row, column = int(number[1]) if number else row + 1, 0
            continue
        # A cell without a reference stands right of the one before it.
        place = _REFERENCE.search(attributes)
        row, column = (int(place[2]), _column_number(place[1])) if place else (row, column + 1)
        if not attributes.endswith(b"/") and not xml.startswith(b"</", match.end()):
            last_row, last_column = max(last_row, row), max(last_column, column)
    return last_row, last_column


def _search(pattern: bytes, xml: bytes) -> bool:
    return re.search(pattern, xml) is not None


@cache
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
    named = xml.count(b't="s"') + xml.count(b"t='s'")
    most = named * max(map(len, strings), default=0)
    if most <= MAX_TEXT:
        return most
    indexes = re.finditer(_P + rb"v>\s*(\d{1,9})\s*<", xml)
    # A number cell may look like an index: the sum is then too large by an ordinary string.
    return sum(len(strings[index]) for match in indexes if (index := int(match[1])) < len(strings))


# What calamine does not tell ------------------------------------------------------------


def _marks(xml: bytes, strings: list[bytes]) -> SheetMarks:
    hidden = b"hidden" in xml
    return SheetMarks(
        hidden_rows=tuple(_hidden_rows(xml)) if hidden else (),
        hidden_columns=frozenset(_hidden_columns(xml)) if hidden else frozenset(),
        faults=_formulas_alone(xml),
        last_row=_last_row(xml),
        first_column=1 if _fills_first_column(xml, strings) else None,
    )


def _hidden_rows(xml: bytes) -> Iterator[int]:
    for match in _HIDDEN_ROW.finditer(xml):
        if number := _ROW_NUMBER.search(match[0]):
            yield int(number[1])


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for match in _HIDDEN_COLUMNS.finditer(xml):
        ends = [re.search(rb"""\s%s\s*=\s*["'](\d{1,5})["']""" % name, match[0]) for name in (b"min", b"max")]
        if all(ends):
            first, last = (int(end[1]) for end in ends)
            yield from range(first, min(last, 16_384) + 1)


def _formulas_alone(xml: bytes) -> dict[tuple[int, int], str]:
    """Cells with a formula and no stored value: written by a program that does not calculate."""
    if not _search(_P + rb"f[\s/>]", xml):
        return {}
    formulas = {}
    for match in _FORMULA_ALONE.finditer(xml):
        place = _REFERENCE.search(match[1])
        # A formula whose stored value is an empty text (t="str") is a blank cell.
        if place and b'"str"' not in match[1] and b"'str'" not in match[1]:
            formula = unescape((match[2] or b"")[:_LONGEST_FORMULA].decode("utf-8", "replace"))
            formulas[int(place[2]), _column_number(place[1])] = f"={formula}"
    return formulas


def _last_row(xml: bytes) -> int:
    tag = xml[max(xml.rfind(b"<row "), xml.rfind(b":row ")) :][:500]
    number = _ROW_NUMBER.search(tag.partition(b">")[0])
    return int(number[1]) if number else 0


def _fills_first_column(xml: bytes, strings: list[bytes]) -> bool:
    """Whether some cell in column A surely holds a value; when none does, calamine is asked."""
    for match in _FILLED.finditer(xml):
        shared = match[2] if b't="s"' in match[1] else None
        if shared is None or (shared.isdigit() and int(shared) < len(strings) and _TEXT.search(strings[int(shared)])):
            return True
    return False
