"""The workbook handed back: the person's own, with a sheet of findings in front and every cell that is meant marked."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from openpyxl.utils import column_index_from_string, get_column_letter
from python_calamine import CalamineWorkbook

from data_loaders.codes import LANGUAGES
from data_loaders.findings import Finding
from data_loaders.sheets import CSV_SUFFIXES
from data_loaders.workbook_safety import is_zipped, opened
from presentation.exports.findings_sheet import HEADER_ROW, MARK_COLOURS, FindingsOfCheck, by_check, findings_sheet, headers
from presentation.exports.values_workbook import ValuesWorkbook, blank_workbook, free_title, values_workbook
from presentation.exports.xlsx_marks import Mark, MarkedPackage
from presentation.exports.xlsx_package import TYPES, Cell, Package
from presentation.exports.xlsx_sheet import Place
from presentation.text import Text
from presentation.words.deliveries import severity_name
from presentation.words.findings import finding_words, suggested_name

_MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_MACRO_TYPE = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def marked_workbook(path: Path, findings: Sequence[Finding], text: Text) -> bytes:
    """The original with a sheet of findings in front, and a mark and a note in each cell that is meant.

    An xlsx or xlsm is edited at the places of the marks: everything else is in it byte for byte,
    macros too; one in Strict Open XML becomes an ordinary one. xls, ods and csv, and a workbook
    that cannot be edited, come back as xlsx with their values. A file that cannot be read comes
    back as its list of findings alone. A text never becomes a formula.

    Args:
        path: The file that was checked.
        findings: What is wrong with it.
        text: The reader's language.

    Returns:
        An xlsx; an xlsm where the file is called so.
    """
    lead = text(
        "Each link leads to its cell, which is coloured and has a comment. Mend the cells, save the workbook and check it again. This sheet may stay in the file."
    )
    try:
        if path.suffix.lower() not in CSV_SUFFIXES and is_zipped(path):
            with opened(path) as file:
                package = Package(file)
                return _marked(package, path, findings, [lead, _what_was_kept(package, text)], text)
    except Exception:  # noqa: S110 - what a package may hold is not known; perhaps its values can be read all the same
        pass
    try:
        values = values_workbook(path)
    except Exception:  # what a damaged or hostile file raises is not known; the readers have told why
        lead = text("The file cannot be opened, or is too large to be marked, so its findings are here alone.")
        return _made(ValuesWorkbook(blank_workbook(text("Findings")), {}, frozenset()), path, findings, [lead], text)
    left = (
        text("Your file has text only. This is a new workbook with its cells.")
        if path.suffix.lower() in CSV_SUFFIXES
        else text(
            "Your file could not be marked as it is. This is a new workbook with its values: formulas, colours, widths, comments, pictures and charts did not come along."
        )
    )
    return _made(values, path, findings, [lead, left], text)


def _what_was_kept(package: Package, text: Text) -> str:
    """What a person should know of the workbook that comes back; empty for most."""
    macros = text("The macros in your workbook are as they were; none was run.") if package.has_macros else ""
    strict = (
        text(
            "Your workbook was saved as Strict Open XML, which few programs read. It comes back as an ordinary workbook with all that is in it."
        )
        if package.is_strict
        else ""
    )
    return " ".join(filter(None, (macros, strict)))


def marked_name(file: str, text: Text) -> str:
    """The name of the workbook handed back: Excel opens macros only under a name that says so."""
    name = text("{name}-checked.xlsx", name=Path(file).stem)
    return f"{name.removesuffix('.xlsx')}.xlsm" if _is_called_xlsm(Path(file)) else name


def name_advice(file: Path, marked: Path, text: Text) -> str | None:
    """What to tell of a name that a person chose for the workbook handed back; null when it is right."""
    if _is_called_xlsm(file) and not _is_called_xlsm(marked):
        return text("{file}: give it a name that ends with .xlsm, or Excel does not open it.", file=marked.name)
    return None


def _is_called_xlsm(path: Path) -> bool:
    return path.suffix.lower() == ".xlsm"


def _made(values: ValuesWorkbook, path: Path, findings: Sequence[Finding], lead: Sequence[str], text: Text) -> bytes:
    """The marked workbook of a workbook that was made here."""
    with zipfile.ZipFile(io.BytesIO(values.content)) as file:
        package = Package(file)
        if _is_called_xlsm(path):
            package.replace(TYPES, package.content(TYPES).replace(_MAIN_TYPE, _MACRO_TYPE))
        return _marked(package, path, findings, lead, text, values)


def _marked(
    package: Package, path: Path, findings: Sequence[Finding], lead: Sequence[str], text: Text, values: ValuesWorkbook | None = None
) -> bytes:
    """A workbook with its marks.

    Args:
        package: The workbook.
        path: The file that was checked.
        findings: What is wrong with it.
        lead: What stands above the list of findings.
        text: The reader's language.
        values: How sheets are called in a workbook of values; null for the original.
    """
    book = MarkedPackage(package, text("Data check"))
    earlier = _earlier_findings(path, text) if values is None else None
    title = earlier or (text("Findings") if values and not values.titles else free_title(book.titles, text("Findings")))

    def spot(finding: Finding) -> tuple[str, Place] | None:
        """Sheet and place of a finding; null for a whole file."""
        sheet = values.titles.get(finding.sheet) if values else finding.sheet
        if sheet is None or finding.row is None:
            return None
        return sheet, (finding.row, column_index_from_string(finding.column) if finding.column else None)

    spots = {finding: place for finding in findings if (place := spot(finding))}
    places: dict[str, set[Place]] = {}
    for sheet, at in spots.values():
        places.setdefault(sheet, set()).add(at)
    cells = book.locate(places)
    groups = by_check(findings)
    about: dict[str, dict[Cell, list[tuple[FindingsOfCheck, Finding]]]] = {}
    for group in groups:
        for finding in group.findings:
            if (where := spots.get(finding)) and where in cells:
                about.setdefault(where[0], {}).setdefault(cells[where], []).append((group, finding))
    book.remove_notes({other("Data check") for other in _in_each_language(text)})
    for sheet, by_cell in about.items():
        book.mark(sheet, {cell: _mark(told, text) for cell, told in sorted(by_cell.items())})
    if earlier:
        book.remove_colours(set(MARK_COLOURS.values()), earlier)
    links = {finding: _link(where[0], cells[where]) for finding, where in spots.items() if where in cells}
    listing = findings_sheet(text("Findings: {file}", file=path.name), lead, groups, links, book.styles, text)
    book.put_in_front(title, listing.xml, listing.print_titles, listing.filtered)
    book.hide(values.hidden if values else ())
    return book.written()


def _earlier_findings(path: Path, text: Text) -> str | None:
    """Title of the first sheet, where it is the list of findings of an earlier check in any language."""
    book = CalamineWorkbook.from_path(path)
    title = book.sheet_names[0]
    for other in _in_each_language(text):
        if re.fullmatch(rf"{re.escape(other('Findings'))}( \d+)?", title):
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False, nrows=HEADER_ROW)
            if len(rows) == HEADER_ROW and tuple(rows[-1][: len(headers(other))]) == headers(other):
                return title
    return None


def _in_each_language(text: Text) -> tuple[Text, ...]:
    return tuple(replace(text, language=language) for language in LANGUAGES)


def _mark(told: Sequence[tuple[FindingsOfCheck, Finding]], text: Text) -> Mark:
    """The mark of one cell. Checks come with the gravest first; a routine one colours only."""
    notes = [_note(finding, text) for group, finding in told if not group.is_routine]
    return Mark(MARK_COLOURS[told[0][0].severity], "\n\n".join(dict.fromkeys(notes)) or None)


def _note(finding: Finding, text: Text) -> str:
    """What is wrong in a cell, what was probably meant, and what to do."""
    words = finding_words(finding.code, text)
    note = text("{severity}: {what}. {cure}", severity=severity_name(finding.severity, text), what=words.what, cure=words.cure)
    name = suggested_name(finding, text)
    return f"{note} {text('Did you mean {name}?', name=name)}" if name else note


def _link(sheet: str, cell: Cell) -> str:
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{get_column_letter(cell[1])}{cell[0]}"
