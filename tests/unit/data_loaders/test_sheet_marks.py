"""What a reader of cells does not tell: errors, formulas without a value, what is hidden, where the table starts."""

from datetime import datetime, time

import openpyxl
import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P

from data_loaders.projects import read_projects

HEADERS = ("Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Suunniteltu julkinen rahoitus", "Aloituspvm")
ROW = ("S1", "Polku", "Mallikkaan kaupunki", 100, datetime(2024, 1, 1))


def told(listed):
    found = (f for f in listed.findings if f.code != "column-missing")
    return [(f.code, f.place, f.value) for f in sorted(found, key=lambda f: (f.row or 0, f.column or ""))]


def changed(path, change):
    book = openpyxl.load_workbook(path)
    change(book.active)
    book.save(path)
    return path


@pytest.mark.parametrize(("top", "left"), [(1, 1), (4, 3)])
@pytest.mark.parametrize("error", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!"])
def test_an_error_is_no_blank_and_is_told_with_its_cell(workbook, error, top, left):
    rows = [HEADERS, ROW, ("S2", error, "Mallikkaan kaupunki", error, error)]
    listed = read_projects(workbook(rows, top=top, left=left))

    places = {(1, 1): ("B3", "D3", "E3"), (4, 3): ("D6", "F6", "G6")}[top, left]
    assert told(listed) == [("cell-error", f"Hankkeet!{place}", error) for place in places]
    assert listed.rows.select("project_name", "planned_public_eur", "start_date").row(1) == (None, None, None)
    assert listed.rows["planned_public_eur"].to_list()[0] == 100


def test_an_error_in_a_csv_is_told_too(tmp_path):
    (tmp_path / "lista.csv").write_text(";".join(HEADERS) + "\nS1;#PUUTTUU!;x oy;#N/A;1.1.2024\nS2;#1 koulu;x oy;5;1.1.2024\n", "utf-8")

    listed = read_projects(tmp_path / "lista.csv")

    assert told(listed) == [("cell-error", "B2", "#PUUTTUU!"), ("cell-error", "D2", "#N/A")]
    assert listed.rows["project_name"].to_list() == [None, "#1 koulu"]


def test_a_formula_without_a_stored_value_is_no_blank(workbook):
    """openpyxl writes formulas and does not calculate."""
    path = workbook([HEADERS, ROW, ("S2", "=A3", "Mallikkaan kaupunki", '=D2*2 & "<x>"', None)], top=3, left=2)

    listed = read_projects(path)

    assert told(listed) == [
        ("formula-without-value", "Hankkeet!C5", "=A3"),
        ("formula-without-value", "Hankkeet!E5", '=D2*2 & "<x>"'),
    ]
    assert listed.rows["planned_public_eur"].to_list() == [100, None]


def test_true_false_and_times_are_harmless(workbook):
    listed = read_projects(workbook([HEADERS, ("S1", True, time(9, 30), True, time(9, 30)), ROW]))

    assert {code for code, _, _ in told(listed)} == {"amount-unreadable", "date-unreadable", "persons-unnamed"}
    assert listed.rows.select("project_name", "planned_public_eur", "start_date").row(0) == ("true", None, None)


def test_a_formatted_blank_first_column_moves_nothing(workbook):
    def fill(sheet):
        for row in range(1, 6):
            sheet.cell(row, 1).font = openpyxl.styles.Font(bold=True)

    listed = read_projects(changed(workbook([HEADERS, (*ROW[:3], "sata", None)], top=2, left=2), fill))

    assert told(listed) == [("amount-unreadable", "Hankkeet!E3", "sata"), ("blank-rows", "Hankkeet!4", "4–5")]


def test_hidden_rows_and_columns_are_read_and_told(workbook):
    def hide(sheet):
        for row in (1, 4, 5, 7):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["D"].hidden = True
        sheet.column_dimensions["J"].hidden = True

    rows = [["Otsikko"], HEADERS, *([f"S{n}", *ROW[1:]] for n in range(6))]
    listed = read_projects(changed(workbook(rows), hide))

    assert listed.rows.height == 6
    assert listed.rows["planned_public_eur"].sum() == 600
    assert told(listed) == [("columns-hidden", "Hankkeet!D2", "D"), ("rows-hidden", "Hankkeet!4", "4–5, 7")]


def test_blank_rows_between_and_below_are_told_and_no_rows(workbook):
    def border(sheet):
        sheet.cell(9, 1).font = openpyxl.styles.Font(bold=True)

    listed = read_projects(changed(workbook([HEADERS, ROW, [], [], ["S2", *ROW[1:]]]), border))

    assert (listed.rows_in, listed.rows["source_row"].to_list()) == (2, [2, 5])
    assert told(listed) == [("blank-rows", "Hankkeet!3", "3–4, 6–9")]


def test_of_several_sheets_the_list_is_chosen_and_the_others_are_told(workbook):
    path = workbook([HEADERS, ROW], sheet="Hankkeet 2026")
    book = openpyxl.load_workbook(path)
    book.create_sheet("Ohje", 0)["A1"] = "Hankekoodi"
    book.create_sheet("Tyhjä")
    book.save(path)

    listed = read_projects(path)

    assert listed.sheet == "Hankkeet 2026"
    assert told(listed) == [("sheet-chosen", "Hankkeet 2026", "Ohje")]


def test_of_two_lists_the_one_that_is_seen_is_read_and_the_other_is_told(workbook):
    path = workbook([HEADERS, ROW], sheet="Vanha")
    book = openpyxl.load_workbook(path)
    book.active.sheet_state = "hidden"
    for row in (HEADERS, ["S2", *ROW[1:]]):
        book.create_sheet("Uusi") if "Uusi" not in book.sheetnames else None
        book["Uusi"].append(row)
    book.active = 1
    book.save(path)

    listed = read_projects(path)

    assert listed.rows["project_code"].to_list() == ["S2"]
    assert told(listed) == [("sheet-chosen", "Uusi", "Vanha"), ("sheet-not-read", "Vanha!1", None)]


@pytest.fixture
def ods(tmp_path):
    """Writes rows of texts and numbers to an ods; some rows and columns can be hidden."""

    def write(rows, hidden_rows=(), hidden_columns=(), errors=()):
        book = OpenDocumentSpreadsheet()
        table = Table(name="Hankkeet")
        width = max(map(len, rows))
        for column in range(1, width + 1):
            table.addElement(TableColumn(visibility="collapse" if column in hidden_columns else "visible"))
        for number, row in enumerate(rows, start=1):
            line = TableRow(visibility="collapse" if number in hidden_rows else "visible")
            for value in row:
                if value is None:
                    line.addElement(TableCell())
                elif isinstance(value, int | float):
                    line.addElement(TableCell(valuetype="float", value=value))
                else:
                    cell = TableCell(valuetype="string")
                    cell.addElement(P(text=value))
                    line.addElement(cell)
            table.addElement(line)
        book.spreadsheet.addElement(table)
        path = tmp_path / "lista.ods"
        book.save(path)
        return path

    return write


def test_hidden_rows_and_columns_of_an_ods(ods):
    rows = [HEADERS, *([f"S{n}", "Polku", "Mallikkaan kaupunki", 100.5, "1.1.2024"] for n in range(3))]

    listed = read_projects(ods(rows, hidden_rows=(3,), hidden_columns=(4,)))

    assert listed.rows["planned_public_eur"].sum() == 301.5
    assert told(listed) == [("columns-hidden", "Hankkeet!D1", "D"), ("rows-hidden", "Hankkeet!3", "3")]


@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 2)])
def test_an_error_of_an_ods_stands_in_its_cell(ods, top, left):
    rows = [[None]] * top + [
        [None] * left + list(row) for row in (HEADERS, ("S1", "Err:502", "x oy", "#N/A", "1.1.2024"), ("S2", "y", "x oy", 5))
    ]

    listed = read_projects(ods(rows))

    places = {(0, 0): ("B2", "D2"), (3, 2): ("D5", "F5")}[top, left]
    assert told(listed) == [("cell-error", f"Hankkeet!{places[0]}", "Err:502"), ("cell-error", f"Hankkeet!{places[1]}", "#N/A")]
    assert listed.rows["planned_public_eur"].to_list() == [None, 5]
