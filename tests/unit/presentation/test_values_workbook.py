"""Files that are no workbooks of Open XML come back as one, with what can be told of them without an office program."""

import datetime
import io
import zipfile

import openpyxl
import pytest
import xlwt

from data_loaders.findings import Finding
from presentation.exports.marked_workbook import marked_workbook
from presentation.exports.values_workbook import values_workbook
from presentation.text import Text


@pytest.fixture
def text(theme):
    return Text("sv", theme)


@pytest.fixture
def old_workbook(tmp_path):
    book = xlwt.Workbook()
    page, hidden = book.add_sheet("Hankkeet"), book.add_sheet("Piilo")
    page.write_merge(0, 0, 0, 2, "Otsikko")
    for column, (value, shown) in enumerate(
        ((0.25, "0.00%"), (1234.5, '#,##0.00\\ "€"'), (datetime.date(2026, 3, 1), "d.m.yyyy"), (7, "General"))
    ):
        page.write(1, column, value, xlwt.easyxf(num_format_str=shown))
    # Cells side by side are kept in one record.
    for column in range(4):
        page.write(2, column, column, xlwt.easyxf(num_format_str="0 %"))
    page.write(3, 1, True)
    page.row(2).hidden = True
    page.col(3).hidden = True
    hidden.write(0, 0, "x")
    hidden.visibility = 1
    book.save(str(tmp_path / "lista.xls"))
    return tmp_path / "lista.xls"


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_xls_keeps_formats_dates_and_what_is_hidden(old_workbook, text):
    book = opened(marked_workbook(old_workbook, [Finding("cell-error", "warning", "lista.xls", "Hankkeet", 2, "B", "Summa", "x")], text))
    page = book["Hankkeet"]
    assert [cell.number_format for cell in page[2]] == ["0.00%", '#,##0.00\\ "€"', "d.m.yyyy", "General"]
    assert [cell.value for cell in page[2]] == [0.25, 1234.5, datetime.datetime(2026, 3, 1), 7]
    assert {cell.number_format for cell in page[3]} == {"0 %"} and page["B4"].value is True
    assert page.row_dimensions[3].hidden and page.column_dimensions["D"].hidden and str(page.merged_cells) == "A1:C1"
    assert page["B2"].comment and page["B2"].fill.fgColor.rgb == "FFFFE69A"
    assert book["Piilo"].sheet_state == "hidden" and book.active.title == book.sheetnames[0]
    assert book.active["A3"].value.startswith("Det gick inte att göra markeringar")


def test_a_text_like_a_formula_or_an_error_stays_a_text(old_workbook, tmp_path, text):
    path = tmp_path / "lista.csv"
    path.write_text("a;b;c\n=1+1;#N/A;007\n", "utf-8")
    cells = opened(values_workbook(path).content)["lista"][2]
    assert [(cell.value, cell.data_type) for cell in cells] == [("=1+1", "s"), ("#N/A", "s"), ("007", "s")]


def test_ods_keeps_errors_as_errors_and_numbers_as_they_are_shown(tmp_path, text):
    # A name longer than Excel allows, with signs that it does not allow.
    name = "Hankkeet: kaikki ohjelmakauden hankkeet 2021–2027"
    cells = (
        '<table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#N/A</text:p></table:table-cell>'
        '<table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12,5 %</text:p></table:table-cell>'
        '<table:table-cell table:number-columns-repeated="2" office:value-type="currency" office:currency="EUR" office:value="1000">'
        "<text:p>1 000,00 €</text:p></table:table-cell>"
    )
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="{name}"><table:table-row>{cells}</table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "lista.ods"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        book.writestr("content.xml", content)
    back = opened(marked_workbook(path, [Finding("cell-error", "warning", "lista.ods", name, 1, "B", "Summa", "#N/A")], text))
    page = back.worksheets[1]
    assert page.title == "Hankkeet_ kaikki ohjelmakauden"
    assert (page["A1"].value, page["B1"].value, page["B1"].data_type) == (3, "#N/A", "e")
    assert [cell.number_format for cell in page[1]][2:] == ["0.0%", *['#,##0.00" €"'] * 2] and page["E1"].value == 1000
    assert page["B1"].comment and back.active["B6"].hyperlink.location == "'Hankkeet_ kaikki ohjelmakauden'!B1"
