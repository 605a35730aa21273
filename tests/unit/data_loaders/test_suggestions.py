"""An unknown list: what each of its columns may be."""

from datetime import datetime

import pytest

from data_loaders.findings import InputError
from data_loaders.suggestions import suggest_columns

ROWS = [
    ["Bericht 2026"],
    ["Projekt-ID", "Bezeichnung des Vorhabens / operation name", "Datum des Beginns\ndes Vorhabens", "Total costs", "Land", "Kennung"],
    ["A1", "Weg in Arbeit", datetime(2024, 1, 31), 1000.5, "DE", "1234567-1"],
    ["A2", "Brücke", datetime(2025, 2, 1), 20, "DE", "7654321-2"],
    ["A3", "Weg in Arbeit", None, 30, "DE", None],
]


def fields(path):
    return {column.letter: column.field for column in suggest_columns(path).columns}


def test_headers_are_known_by_part_by_likeness_and_by_values(workbook):
    found = suggest_columns(workbook(ROWS, left=2))

    assert (found.file, found.sheet, found.header_row) == ("lista.xlsx", "Hankkeet", 2)
    assert {column.letter: column.field for column in found.columns} == {
        "B": None,
        "C": "project_name",
        "D": "start_date",
        "E": "planned_total_eur",
        "F": None,
        "G": "implementer_business_id",
    }
    assert found.columns[1].header == "Bezeichnung des Vorhabens / operation name"
    assert found.columns[1].samples == ("Weg in Arbeit", "Brücke")
    assert found.columns[3].samples == ("1000.5", "20", "30")


def test_a_likely_header_over_values_of_another_kind_is_no_suggestion(workbook):
    rows = [["Koodi", "Hankkeen nimi", "Toteutunut julkinen rahoitus"], ["S1", "Polku", "Vaasa"], ["S2", "Silta", "Oulu"]]

    assert fields(workbook(rows)) == {"A": "project_code", "B": "project_name", "C": None}


def test_each_field_is_suggested_once_and_for_the_column_that_has_values(workbook):
    rows = [["Operation_Expected_End_Date", "Operation_End_Date", "Beneficiary"], [None, "31.12.2025", "x"], [None, "1.1.2026", "y"]]

    assert fields(workbook(rows)) == {"A": None, "B": "end_date", "C": "implementer_name"}


def test_a_list_without_a_single_known_header_still_shows_its_columns(workbook):
    found = suggest_columns(workbook([["Kahvi"], ["Laji", "Hinta", "Väri"], ["Mokka", 2, "musta"], ["Latte", 3, "ruskea"]]))

    assert found.header_row == 2
    assert [(column.header, column.field) for column in found.columns] == [("Laji", None), ("Hinta", None), ("Väri", None)]


def test_a_file_that_cannot_be_read_says_why(tmp_path):
    (tmp_path / "kuva.xlsx").write_bytes(b"\x89PNG" + bytes(100))

    with pytest.raises(InputError):
        suggest_columns(tmp_path / "kuva.xlsx")
