"""The header of a table, wherever it stands."""

import pytest

from data_loaders.headers import find_header
from data_loaders.sheets import read_sheets


def headed(path, wanted):
    (sheet,) = read_sheets(path)
    header, hits = find_header(sheet, [text for texts in wanted.values() for text in texts])
    return header, hits, header.columns(wanted)


def test_the_header_is_found_below_title_rows_whatever_its_case_and_spaces(workbook):
    rows = [["Hankeluettelo"], [None, "Nimi"], ["  HANKEKOODI ", "Hankkeen\n nimi"], ["S1", "Polku"]]

    header, hits, columns = headed(workbook(rows), {"name": ("hankkeen nimi",), "code": ("Hankekoodi ",), "status": ("Tila",)})

    assert (header.row, hits) == (3, 2)
    assert columns == {"name": "B", "code": "A"}
    assert header.texts == {"A": "HANKEKOODI", "B": "Hankkeen nimi"}


def test_a_header_of_two_rows_with_merged_cells(workbook):
    """Upper texts stand in the first cell of what was merged; some headers go over both rows."""
    rows = [
        ["Hanke", None, "Julkinen rahoitus", None, "Tila"],
        ["Koodi", "Nimi", "Suunniteltu", "Toteutunut", None],
        ["S1", "Polku", 5, 3, "Toiminnassa"],
    ]
    wanted = {
        "actual": ("Julkinen rahoitus toteutunut",),
        "planned": ("Julkinen rahoitus suunniteltu",),
        "code": ("Koodi",),
        "name": ("Hanke nimi",),
        "status": ("Tila",),
    }

    header, hits, columns = headed(workbook(rows), wanted)

    assert (header.row, hits) == (2, 5)
    assert columns == {"actual": "D", "planned": "C", "code": "A", "name": "B", "status": "E"}
    assert header.texts["D"] == "Julkinen rahoitus Toteutunut"


def test_a_row_of_data_is_not_taken_for_a_second_row_of_the_header(workbook):
    header, hits, _ = headed(workbook([["Koodi", "Tila"], ["S1", "Päättynyt"]]), {"code": ("Koodi",), "status": ("Tila",)})

    assert (header.row, hits) == (1, 2)


def test_of_two_columns_with_one_header_the_first_counts(workbook):
    assert headed(workbook([["Tila", "Tila"], ["a", "b"]]), {"status": ("Tila",)})[2] == {"status": "A"}


def test_an_earlier_header_of_a_field_counts_before_a_later_one(workbook):
    rows = [["Expected end", "End"], [1, 2]]

    assert headed(workbook(rows), {"end": ("End", "Expected end")})[2] == {"end": "B"}
    assert headed(workbook([rows[0][:1]]), {"end": ("End", "Expected end")})[2] == {"end": "A"}


def test_one_column_serves_one_field(workbook):
    assert headed(workbook([["Nimi"], ["x"]]), {"project": ("Nimi",), "implementer": ("Nimi",)})[2] == {"project": "A"}


@pytest.mark.parametrize("rows", [[["a"]], [[None, "b"], ["c"]]])
def test_a_header_that_is_nowhere_has_no_hits(workbook, rows):
    header, hits, columns = headed(workbook(rows), {"code": ("Hankekoodi",)})

    assert (hits, columns) == (0, {})
    assert header.texts == {}
