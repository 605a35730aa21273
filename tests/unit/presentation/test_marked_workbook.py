"""The workbook handed back opens, tells everything, and reads as the one that was handed in."""

import io
import re
import zipfile

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style, TableProperties
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl.styles import Font, PatternFill

from data_loaders.findings import Finding
from data_loaders.projects import read_projects
from operations.checking import check_file
from presentation.exports.marked_workbook import marked_name, marked_workbook
from presentation.text import Text

HEADERS = [
    "Hankekoodi",
    "Hankkeen nimi",
    "Toteuttajan nimi",
    "Toiminnan tila",
    "Suunniteltu julkinen rahoitus",
    "Toteutunut julkinen rahoitus",
]
ROWS = [
    ["Luettelo"],
    [],
    HEADERS,
    ["S1", "Hanke", "Oy", "Käynnissä", "paljon", 5],
    ["S2", "Toinen", "Oy", "Käynnissä", 10, 50],
    ["Suodattimet"],
]


@pytest.fixture
def text(theme):
    return Text("fi", theme)


def handed_back(path, theme, text, kind="projects"):
    found = check_file(path, kind, theme)
    return openpyxl.load_workbook(io.BytesIO(marked_workbook(path, found.findings, text))), found


def test_findings_stand_in_front_with_links_to_their_cells(workbook, theme, text):
    book, found = handed_back(workbook(ROWS), theme, text)
    assert book.sheetnames == ["Havainnot", "Hankkeet"] and book.active.title == "Havainnot"
    assert [bool(sheet.sheet_view.tabSelected) for sheet in book] == [True, False]
    listing = book["Havainnot"]
    assert listing.freeze_panes == "A5"
    # A line for each check and each finding.
    assert listing.auto_filter.ref == f"A4:G{4 + len(found.findings) + len({f.code for f in found.findings})}"
    heading, row = [row for row in listing.iter_rows(min_row=5) if row[6].value == "amount-unreadable"]
    assert [cell.value for cell in heading[:2]] == ["Varoitus", "Summaa ei voi lukea: 1 rivi"]
    assert [cell.value for cell in row[:4]] == ["Varoitus", "Hankkeet!E4", "Suunniteltu julkinen rahoitus", "paljon"]
    assert row[1].hyperlink.location == "'Hankkeet'!E4"
    assert row[5].value == "Kirjoita summa lukuna."


def test_the_cells_are_coloured_and_commented(workbook, theme, text):
    book, _ = handed_back(workbook(ROWS), theme, text)
    cell = book["Hankkeet"]["E4"]
    assert cell.fill.fgColor.rgb.endswith("FFE69A")
    assert "Varoitus" in cell.comment.text and "Kirjoita summa lukuna." in cell.comment.text
    assert book["Hankkeet"]["E5"].comment is None


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("saved_again", [True, False])
def test_a_workbook_that_is_checked_again_has_one_set_of_notes_and_one_list(workbook, theme, text, tmp_path, language, saved_again):
    path = workbook(ROWS)
    first = marked_workbook(path, check_file(path, "projects", theme).findings, text)
    again = tmp_path / "uudelleen.xlsx"
    again.write_bytes(first)
    if saved_again:
        book = openpyxl.load_workbook(again)
        book["Hankkeet"]["E4"] = 100
        book["Hankkeet"]["B4"].fill = PatternFill("solid", fgColor="FFE699")
        book["Hankkeet"]["F5"].comment.author = "Maija"
        book.save(again)
    findings = check_file(again, "projects", theme).findings
    content = marked_workbook(again, findings, Text(language, theme))
    book = openpyxl.load_workbook(io.BytesIO(content))

    assert book.sheetnames == ["Havainnot", "Hankkeet"]
    assert book.worksheets[0]["A4"].value == Text(language, theme)("Severity")
    assert book.worksheets[0].print_title_rows == "$4:$4"
    assert (book["Hankkeet"]["E4"].comment is None) is saved_again
    # A cell that was mended has our colour no more; a colour of the person's own stays, and the numbers' formats.
    assert (book["Hankkeet"]["E4"].fill.fill_type is None) is saved_again
    assert book["Hankkeet"]["F5"].fill.fgColor.rgb == "FFFFE69A"
    assert book["Hankkeet"]["B4"].fill.fgColor.rgb.endswith("FFE699") is saved_again
    notes = {cell.coordinate: cell.comment.text for row in book["Hankkeet"] for cell in row if cell.comment}
    assert notes and (language == "sv" or all(note.count("Tarkista") <= 1 for note in notes.values()))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        (vml,) = [package.read(name) for name in package.namelist() if name.lower().endswith(".vml")]
        (comments,) = [package.read(name) for name in package.namelist() if "comments" in name.lower() and name.endswith(".xml")]
    assert len(re.findall(rb"<(?:\w+:)?Row>", vml)) == comments.count(b"<comment ") == len(notes)


def test_a_sheet_of_somebody_with_the_name_of_ours_stays(workbook, theme, text):
    path = workbook(ROWS)
    book = openpyxl.load_workbook(path)
    book.create_sheet("Havainnot", 0)["A1"] = "Omat havainnot"
    book.save(path)
    content = marked_workbook(path, check_file(path, "projects", theme).findings, text)

    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames == ["Havainnot 2", "Havainnot", "Hankkeet"]


def test_formatting_and_places_are_kept(workbook, theme, text):
    path = workbook(ROWS)
    book = openpyxl.load_workbook(path)
    book.active["B4"].font = Font(bold=True)
    book.active["E5"].number_format = "#,##0.00"
    book.active.column_dimensions["B"].width = 44
    book.active.row_dimensions[2].hidden = True
    book.save(path)
    sheet = handed_back(path, theme, text)[0]["Hankkeet"]
    assert sheet["B4"].font.b and sheet["E5"].number_format == "#,##0.00"
    assert sheet.column_dimensions["B"].width == 44 and sheet.row_dimensions[2].hidden


def test_it_imports_as_the_one_that_was_handed_in(workbook, theme, text, tmp_path):
    path = workbook(ROWS)
    again = tmp_path / "again.xlsx"
    again.write_bytes(marked_workbook(path, check_file(path, "projects", theme).findings, text))
    assert read_projects(again).rows.equals(read_projects(path).rows)


def test_csv_comes_back_as_a_workbook_of_text(tmp_path, theme, text):
    path = tmp_path / "lista.csv"
    path.write_text(";".join(HEADERS) + "\nS1;=cmd|' /C calc'!A0;Oy;Käynnissä;x;5\nS2;Hanke;Oy;Käynnissä;1;5\n", "utf-8")
    book, _ = handed_back(path, theme, text)
    sheet = book["lista"]
    assert sheet["B2"].value == "=cmd|' /C calc'!A0" and sheet["B2"].data_type == "s" and sheet["B2"].quotePrefix
    assert sheet["E2"].comment


def test_ods_and_xls_keep_numbers_and_dates(tmp_path, theme, text):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hankkeet")
    for row, cells in enumerate(ROWS):
        for column, value in enumerate(cells):
            sheet.write(row, column, value)
    book.save(str(tmp_path / "lista.xls"))
    back, _ = handed_back(tmp_path / "lista.xls", theme, text)
    assert back["Hankkeet"]["E5"].value == 10
    assert back["Hankkeet"]["E4"].comment


def test_a_blank_hidden_sheet_comes_back_hidden(tmp_path, theme, text):
    document = OpenDocumentSpreadsheet()
    unseen = Style(name="unseen", family="table")
    unseen.addElement(TableProperties(display="false"))
    document.automaticstyles.addElement(unseen)
    listed, blank = Table(name="Hankkeet"), Table(name="Tyhjä", stylename="unseen")
    line = TableRow()
    line.addElement(TableCell(valuetype="string"))
    line.childNodes[0].addElement(P(text="Hankekoodi"))
    listed.addElement(line)
    blank.addElement(TableRow())
    blank.childNodes[0].addElement(TableCell())
    document.spreadsheet.addElement(listed)
    document.spreadsheet.addElement(blank)
    document.save(str(tmp_path / "lista.ods"))

    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(tmp_path / "lista.ods", [], text)))

    assert {page.title: page.sheet_state for page in book}["Tyhjä"] == "hidden"
    assert book["Hankkeet"].sheet_state == "visible"


def test_hostile_values_never_become_formulas(workbook, theme, text):
    path = workbook(ROWS)
    listing = openpyxl.load_workbook(
        io.BytesIO(
            marked_workbook(path, [Finding("footer-row", "info", "=x.xlsx", "Hankkeet", 4, "A", "=1+1", "=cmd|' /C calc'!A0\x00")], text)
        )
    )["Havainnot"]
    cells = [cell for row in listing.iter_rows(min_row=5) for cell in row if isinstance(cell.value, str) and cell.value.startswith("=")]
    assert len(cells) == 2 and all(cell.data_type == "s" and cell.quotePrefix for cell in cells)


def test_merged_cells_and_sheets_of_the_same_name(workbook, theme, text):
    path = workbook(ROWS, sheet="Havainnot")
    book = openpyxl.load_workbook(path)
    book.active.merge_cells("A1:F1")
    book.save(path)
    back = openpyxl.load_workbook(
        io.BytesIO(marked_workbook(path, [Finding("footer-row", "info", "lista.xlsx", "Havainnot", 1, "C")], text))
    )
    assert back.sheetnames == ["Havainnot 2", "Havainnot"]
    assert back["Havainnot"]["A1"].comment


def test_a_file_that_cannot_be_opened_comes_back_as_its_findings(tmp_path, theme, text):
    path = tmp_path / "kuva.xlsx"
    path.write_bytes(b"not a workbook")
    book, _ = handed_back(path, theme, text)
    assert book.sheetnames == ["Havainnot"]
    assert book.active["G5"].value == "file-unreadable"


def test_the_export_without_a_default_style_is_marked_too(workbook, theme, text):
    book, _ = handed_back(workbook(ROWS, default_style=False), theme, text)
    assert book["Hankkeet"]["E4"].comment


def test_name_of_the_workbook_handed_back(text):
    assert marked_name("EURA 2026.csv", text) == "EURA 2026-tarkistettu.xlsx"
