"""The unit of a list's amounts: read where that is exact, left empty otherwise, and told."""

from datetime import datetime
from decimal import Decimal

import openpyxl
import pytest
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from data_loaders.outcomes import read_outcomes
from data_loaders.projects import read_projects

MAP = {
    "project_code": ("Koodi",),
    "project_name": ("Nimi",),
    "start_date": ("Alku",),
    "planned_public_eur": ("Julkinen", "Julkinen (1 000 €)", "Julkinen, tkr", "Julkinen €"),
    "planned_total_eur": ("Kaikki",),
}
HEADERS = ["Koodi", "Nimi", "Alku", "Julkinen", "Kaikki"]


def told(listed):
    return [(f.code, f.place, f.value) for f in listed.findings if f.code.startswith("amount-")]


def public(listed):
    return listed.rows["planned_public_eur"].to_list()


def project(number, amount, total=None):
    return [f"S{number}", f"Polku {number}", datetime(2024, 1, 1), amount, total]


@pytest.fixture
def listed(workbook):
    """Reads a list of rows by the map; amounts of a column may have a number format."""

    def read(rows, formats=None):
        path = workbook(rows)
        if formats:
            book = openpyxl.load_workbook(path)
            for place, code in formats.items():
                book.active[place].number_format = code
            book.save(path)
        return read_projects(path, MAP)

    return read


def test_thousands_in_the_header_are_multiplied_and_told_once(listed):
    read = listed(
        [HEADERS[:3] + ["Julkinen (1 000 €)", "Kaikki"], project(1, 301.5, 7), project(2, "12,25"), project(3, "5 €"), project(4, "-")]
    )

    assert public(read) == [Decimal(301500), Decimal(12250), None, None]
    assert read.rows["planned_total_eur"].to_list()[0] == 7
    assert told(read) == [("amount-unit-converted", "Hankkeet!D1", "1 000 €"), ("amount-unreadable", "Hankkeet!D4", "5 €")]


def test_a_known_list_with_a_unit_in_its_header_is_known_all_the_same(workbook):
    headers = [
        "Hankekoodi",
        "Hankkeen nimi",
        "Toteuttajan nimi",
        "Rahasto",
        "Suunniteltu julkinen rahoitus (1 000 €)",
        "Suunniteltu rahoitus yhteensä, SEK",
    ]
    read = read_projects(workbook([headers, ["S1", "Polku", "Mallikkaan kaupunki", "ESR+", 301.5, 7]]))

    assert (read.template, public(read), read.rows["planned_total_eur"].to_list()) == ("eura2021", [Decimal(301500)], [None])


def test_another_currency_in_the_header_leaves_its_column_empty(listed):
    read = listed([HEADERS[:3] + ["Julkinen, tkr", "Kaikki"], project(1, 301.5, 7), project(2, "12 kr", 8)])

    assert public(read) == [None, None]
    assert read.rows["planned_total_eur"].to_list() == [7, 8]
    assert told(read) == [("amount-not-in-euros", "Hankkeet!D1", "tkr")]


@pytest.mark.parametrize("unit", ["Luvut 1 000 €", "(tuhatta euroa)", "Beträge in TEUR", "Belopp i tusental euro"])
def test_a_line_above_the_header_says_the_unit_of_all_amounts(listed, unit):
    read = listed([["Hankkeet 2024"], [unit], HEADERS, project(1, 301.5, 7)])

    assert (public(read), read.rows["planned_total_eur"].to_list()) == ([Decimal(301500)], [Decimal(7000)])
    assert [code for code, _, _ in told(read)] == ["amount-unit-converted"] * 2


def test_a_line_under_the_header_says_the_unit_of_its_column(listed):
    read = listed([HEADERS, [None, "nimi", "pvm", "t€", "kr"], project(1, 301.5, 7), project(2, 2, 8)])

    assert public(read) == [Decimal(301500), Decimal(2000)]
    assert (read.rows["planned_total_eur"].to_list(), read.rows_in) == ([None, None], 3)


def test_a_first_project_of_a_thousand_euros_is_no_unit(listed):
    assert public(listed([HEADERS, project(1, "1 000 €"), project(2, "2")])) == [Decimal(1000), Decimal(2)]
    rows = [HEADERS[1:], ["Polku", None, "1 000 €"], ["Toinen polku", None, "2"]]
    assert public(listed(rows)) == [Decimal(1000), Decimal(2)]


@pytest.mark.parametrize("header", ["Valuutta", "Valuta", "Currency", "Währung", "Total_Cost_Currency"])
def test_a_currency_column_leaves_the_amounts_of_its_rows_empty(listed, header):
    rows = [[*project(1, 10, 20), "EUR"], [*project(2, 30, 40), "SEK"], [*project(3, 50), "€"], [*project(4, 60), None]]
    read = listed([[*HEADERS, header], *rows])

    assert public(read) == [10, None, 50, 60]
    assert read.rows["planned_total_eur"].to_list() == [20, None, None, None]
    assert told(read) == [("amount-not-in-euros", "Hankkeet!F3", "SEK")]


def test_number_formats_say_what_a_number_is(listed):
    rows = [HEADERS, *(project(number, amount, 1) for number, amount in enumerate((0.25, 1.5, 5, 1_500_000, 300, 7), 1))]
    codes = ("0 %", '0.0" milj. €"', '"$"#,##0', '0.0,,"M€"', '#,##0.00 "€"', "#,##0 [$kr-41D]")
    read = listed(rows, {f"D{row}": code for row, code in enumerate(codes, 2)})

    assert public(read) == [None, Decimal(1_500_000), None, Decimal(1_500_000), Decimal(300), None]
    assert told(read) == [
        ("amount-unit-converted", "Hankkeet!D3", "1.5 milj. €"),
        ("amount-unreadable", "Hankkeet!D2", "25 %"),
        ("amount-unreadable", "Hankkeet!D4", "5 $"),
        ("amount-unreadable", "Hankkeet!D7", "7 kr"),
    ]


def test_number_formats_of_an_old_workbook(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Hankkeet")
    for column, header in enumerate(HEADERS):
        sheet.write(0, column, header)
    for row, (amount, code) in enumerate(
        ((0.25, "0%"), (1.5, '0.0" milj. €"'), (5, '"$"#,##0'), (300, '#,##0.00 "€"'), (12.345, "General")), 1
    ):
        sheet.write(row, 0, f"S{row}")
        sheet.write(row, 1, f"Polku {row}")
        sheet.write(row, 3, amount, xlwt.easyxf(num_format_str=code))
    book.save(str(tmp_path / "lista.xls"))

    read = read_projects(tmp_path / "lista.xls", MAP)

    assert public(read) == [None, Decimal(1_500_000), None, 300, Decimal("12.35")]
    assert [(code, value) for code, _, value in told(read)] == [
        ("amount-unit-converted", "1.5 milj. €"), ("amount-unreadable", "25 %"), ("amount-unreadable", "5 $"),
    ]  # fmt: skip


def test_number_formats_of_an_ods(tmp_path):
    cells = [
        ("25 %", {"valuetype": "percentage", "value": 0.25}),
        ("1,5 milj. €", {"valuetype": "float", "value": 1.5}),
        ("1,5 milj. €", {"valuetype": "float", "value": 1_500_000}),
        ("5 kr", {"valuetype": "currency", "currency": "SEK", "value": 5}),
        ("300,00 €", {"valuetype": "currency", "currency": "EUR", "value": 300}),
    ]
    book, table = OpenDocumentSpreadsheet(), Table(name="Hankkeet")
    for number, (text, attributes) in enumerate([("Julkinen", {"valuetype": "string"}), *cells]):
        line = TableRow()
        for inner, kind in ((f"S{number}" if number else "Koodi", {"valuetype": "string"}), (text, attributes)):
            cell = TableCell(**kind)
            cell.addElement(P(text=inner))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(tmp_path / "lista.ods")

    read = read_projects(tmp_path / "lista.ods", MAP)

    assert public(read) == [None, 1_500_000, 1_500_000, None, 300]
    assert [(code, value) for code, _, value in told(read)] == [
        ("amount-unit-converted", "1.5 milj. €"), ("amount-unreadable", "25 %"), ("amount-unreadable", "5 kr"),
    ]  # fmt: skip


def test_texts_of_a_column_settle_each_other_and_number_cells_stay_numbers(listed):
    read = listed([HEADERS, project(1, "421.000"), project(2, 421.125), project(3, "12.500,50"), project(4, "421.000 €")])

    assert public(read) == [Decimal(421000), Decimal("421.13"), Decimal("12500.50"), Decimal(421000)]
    assert told(read) == [("amount-mark-settled", "Hankkeet!D2", "421.000 = 421000.00")]


def test_a_column_that_settles_nothing_is_asked_about_cell_by_cell(listed):
    read = listed([HEADERS, project(1, "421.000"), project(2, "1,5"), project(3, "2.5"), project(4, 3.125)])

    assert public(read) == [None, Decimal("1.50"), Decimal("2.50"), Decimal("3.13")]
    assert told(read) == [("amount-unreadable", "Hankkeet!D2", "421.000")]


def test_a_share_is_no_count_of_people(workbook, theme):
    path = workbook(
        [
            ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Sukupuoli", "Arvo"],
            ["S1", "31.10.2026", "EECO01", "nainen", 1],
            ["S2", "31.10.2026", "EECO01", "nainen", 3],
        ]
    )
    book = openpyxl.load_workbook(path)
    book.active["E2"].number_format = "0%"
    book.save(path)

    read = read_outcomes(path, theme)

    assert read.rows["value"].to_list() == [3]
    assert [(f.code, f.place, f.value) for f in read.findings if f.code == "count-unreadable"] == [
        ("count-unreadable", "Hankkeet!E2", "100 %")
    ]
