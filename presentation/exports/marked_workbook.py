"""The workbook handed back: a sheet of findings in front, and every cell that is meant marked."""

import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path
from textwrap import wrap
from typing import Any

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from data_loaders.checked_files import is_about_column
from data_loaders.findings import Finding
from data_loaders.sheets import read_sheets
from presentation.text import Text
from presentation.words.deliveries import severity_name
from presentation.words.findings import finding_words

#: What openpyxl reads and writes again with its formatting; the others come back as new workbooks.
_KEPT = frozenset({".xlsx", ".xlsm"})
#: A workbook of more cells than this is not loaded whole (seconds and memory): its findings come alone.
MAX_CELLS = 1_000_000
#: Characters of a value that the list of findings shows.
_LONGEST_VALUE = 300
#: Colours of the marks: light enough for black text, and told apart by the words in the comment.
_MARKS = {"error": "FFC9C2", "warning": "FFE699", "info": "CFE2F3"}
#: Pixels; a longer comment is scrolled or pulled larger.
_HIGHEST_COMMENT = 400
_INK, _GREY, _LINE, _LINK, _FACE = "1D3557", "5A6673", "C9D1DA", "1A5F8A", "Calibri"


def marked_workbook(path: Path, findings: Sequence[Finding], text: Text) -> bytes:
    """The original with a sheet of findings in front, and a mark and a comment in each cell that is meant.

    xlsx keeps its formatting; xlsm too, but comes back without its macros; xls, ods and csv
    come back as xlsx with their values only. A file that cannot be opened comes back as its
    list of findings alone. A text never becomes a formula.

    Args:
        path: The file that was checked.
        findings: What is wrong with it.
        text: The reader's language.

    Returns:
        An xlsx.
    """
    book = _opened(path)
    extents = {sheet.title: (sheet.max_row, get_column_letter(sheet.min_column)) for sheet in book.worksheets}
    places = [(finding, _place(book, extents, finding)) for finding in findings]
    listing = book.create_sheet(_free_title(book, text("Findings")), 0)
    _mark(places, text)
    # What can be mended in a cell comes before columns that the file does not have.
    listed = sorted(places, key=lambda place: is_about_column(place[0]))
    _list(listing, path.name, listed, bool(extents), text)
    for sheet in book.worksheets:
        # Two selected sheets would be edited together.
        sheet.sheet_view.tabSelected = sheet is listing
    book.active = 0
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def marked_name(file: str, text: Text) -> str:
    """The name of the workbook handed back."""
    return text("{name}-checked.xlsx", name=Path(file).stem)


def _opened(path: Path) -> openpyxl.Workbook:
    """The workbook to mark; an empty one when the file cannot be opened."""
    try:
        if path.suffix.lower() in _KEPT:
            if sum(sheet.cells.height * sheet.cells.width for sheet in read_sheets(path)) > MAX_CELLS:
                return _empty()
            with warnings.catch_warnings():
                # Of styles and checks that openpyxl does not know; the EURA export has no default style.
                warnings.simplefilter("ignore", UserWarning)
                return openpyxl.load_workbook(path, keep_vba=False)
        book = _empty()
        for title, rows in _values(path):
            sheet = book.create_sheet(_free_title(book, title))
            for number, row in enumerate(rows, start=1):
                for column, value in enumerate(row, start=1):
                    if value not in (None, ""):
                        _write(sheet.cell(number, column), value)
        return book
    except Exception:  # what a damaged or hostile file raises is not known; the readers have told why
        return _empty()


def _empty() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    return book


def _values(path: Path) -> Iterator[tuple[str, Iterable[Sequence[Any]]]]:
    """The sheets of a file that openpyxl cannot keep: title and rows, at their physical places."""
    if path.suffix.lower() in (".xls", ".ods"):
        read_sheets(path)  # refuses what is too large
        reader = CalamineWorkbook.from_path(path)
        for title in reader.sheet_names:
            yield title, reader.get_sheet_by_name(title).to_python(skip_empty_area=False)
    else:
        for sheet in read_sheets(path):
            letters = sheet.cells.columns[1:]
            first = column_index_from_string(letters[0]) - 1
            yield sheet.name or path.stem, ([None] * first + list(row[1:]) for row in sheet.cells.iter_rows())


def _write(cell: Cell | MergedCell, value: Any) -> None:
    """A value as it is; a text as text, whatever it looks like."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:32_767]
        cell.value = value
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@"):
            cell.quotePrefix = True
    else:
        cell.value = value


def _free_title(book: openpyxl.Workbook, wanted: str) -> str:
    """A name for a sheet that Excel accepts and the workbook does not have yet."""
    wanted = "".join("_" if char in "[]:*?/\\" else char for char in ILLEGAL_CHARACTERS_RE.sub("", wanted)).strip("' ")[:28]
    taken = {name.casefold() for name in book.sheetnames}
    title, number = wanted or "_", 1
    while title.casefold() in taken:
        number += 1
        title = f"{wanted} {number}"
    return title


def _place(book: openpyxl.Workbook, extents: Mapping[str, tuple[int, str]], finding: Finding) -> Cell | None:
    """The cell to mark: the one that is meant, or the first one of its row; null for a whole file.

    ``extents`` has the last row and the first column of each sheet; a csv is the only sheet
    of its book and its findings name none.
    """
    title = finding.sheet if finding.sheet is not None else next(iter(extents), None)
    if finding.row is None or title is None or title not in extents or finding.row > extents[title][0]:
        return None
    sheet = book[title]
    cell = sheet[f"{finding.column or extents[title][1]}{finding.row}"]
    if isinstance(cell, MergedCell):
        area = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
        cell = sheet.cell(area.min_row, area.min_col)
    assert isinstance(cell, Cell)
    return cell


def _mark(places: Sequence[tuple[Finding, Cell | None]], text: Text) -> None:
    """Colour the cells, and write into each what is wrong and what to do."""
    by_cell: dict[tuple[str, str], tuple[Cell, list[Finding]]] = {}
    for finding, cell in places:
        if cell is not None:
            by_cell.setdefault((cell.parent.title, cell.coordinate), (cell, []))[1].append(finding)
    fills = {severity: PatternFill("solid", fgColor=colour) for severity, colour in _MARKS.items()}
    for cell, about in by_cell.values():
        worst = next(severity for severity in _MARKS if any(f.severity == severity for f in about))
        cell.fill = fills[worst]
        words = "\n\n".join(_comment(finding, text) for finding in about)
        if cell.comment:
            words = f"{cell.comment.text}\n\n{words}"
        cell.comment = Comment(
            words, text("Data check"), height=min(40 + 18 * (len(words) // 38 + words.count("\n") + 1), _HIGHEST_COMMENT), width=320
        )


def _comment(finding: Finding, text: Text) -> str:
    what, cure = _words(finding, text)
    return text("{severity}: {what}. {cure}", severity=severity_name(finding.severity, text), what=what, cure=cure)


def _words(finding: Finding, text: Text) -> tuple[str, str]:
    return finding_words(finding.code, text)[:2]


def _list(sheet: Worksheet, file: str, places: Sequence[tuple[Finding, Cell | None]], has_sheets: bool, text: Text) -> None:
    """The list of findings: title, header that stays, filters, and a link to each cell."""
    sheet.sheet_view.showGridLines = False
    _write(sheet["A1"], text("Findings: {file}", file=file))
    sheet["A1"].font = Font(_FACE, 16, bold=True, color=_INK)
    _write(
        sheet["A2"],
        text(
            "Each link leads to its cell, which is coloured and has a comment. Mend the cells, save the workbook and check it again. This sheet may stay in the file."
        )
        if has_sheets
        else text("The file cannot be opened, or is too large to be marked, so its findings are here alone."),
    )
    sheet["A2"].font = Font(_FACE, 11, color=_GREY)
    columns = (
        (text("Severity"), 19), (text("Cell"), 22), (text("Column"), 30), (text("Value in the file"), 28),
        (text("What is wrong"), 46), (text("What to do"), 46), (text("Check"), 26),
    )  # fmt: skip
    edge = Border(bottom=Side("thin", color=_LINE))
    plain: Any = Cell(sheet, 1, 1)  # in no place of the sheet
    plain.font, plain.alignment, plain.border = Font(_FACE, 11), Alignment(wrap_text=True, vertical="top"), edge
    linked, fills = (
        Font(_FACE, 11, color=_LINK, underline="single"),
        {name: PatternFill("solid", fgColor=colour) for name, colour in _MARKS.items()},
    )
    for number, (header, width) in enumerate(columns, start=1):
        cell: Any = sheet.cell(4, number, header)
        cell.font, cell.fill = Font(_FACE, 11, bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_INK)
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.row_dimensions[4].height = 22
    for row, (finding, place) in enumerate(places, start=5):
        what, cure = _words(finding, text)
        value = " ".join((finding.value or "").split())
        shown = value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"
        cells = (
            severity_name(finding.severity, text),
            finding.place,
            finding.header or "",
            shown,
            what[:1].upper() + what[1:],
            cure,
            finding.code,
        )
        lines = 1
        for number, (words, (_, width)) in enumerate(zip(cells, columns, strict=True), start=1):
            cell = sheet.cell(row, number)
            # One style for all: set cell by cell it would take most of the time.
            cell._style = copy(plain._style)
            _write(cell, words)
            lines = max(lines, len(wrap(words, width - 1)) if len(words) >= width else 1)
        # Neither Excel nor LibreOffice makes a row higher by itself when it opens the file.
        sheet.row_dimensions[row].height = 16 * lines
        sheet.cell(row, 1).fill = fills[finding.severity]
        if place is not None:
            title = place.parent.title.replace("'", "''")
            link = sheet.cell(row, 2)
            link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{title}'!{place.coordinate}")
            link.font = linked
    sheet.freeze_panes = "A5"
    sheet.auto_filter.ref = f"A4:{get_column_letter(len(columns))}{4 + len(places)}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "4:4"
