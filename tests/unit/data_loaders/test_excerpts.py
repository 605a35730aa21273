"""Pieces of a sheet have the places that Excel shows."""

from data_loaders.excerpts import excerpt
from data_loaders.findings import Finding
from data_loaders.sheets import read_sheets

ROWS = [
    ["Otsikko"],
    [],
    ["Koodi", "A", "B", "C", "D", "E", "F"],
    *([f"S{n}", *(f"{n}{letter}" for letter in "abcdef")] for n in range(1, 8)),
]


def finding(**place) -> Finding:
    return Finding("amount-unreadable", "warning", "lista.xlsx", "Hankkeet", **place)


def test_a_cell_comes_with_its_neighbours_its_header_and_the_first_column(workbook):
    piece = excerpt(read_sheets(workbook(ROWS)), finding(row=8, column="E", header="D"))
    assert piece.letters == ("A", "C", "D", "E", "F", "G")
    assert [number for number, _ in piece.rows] == [3, 7, 8, 9]
    assert dict(piece.rows)[8] == ("S5", "5b", "5c", "5d", "5e", "5f")
    assert (piece.header_row, piece.marked_row, piece.marked_column) == (3, 8, "E")


def test_a_sheet_that_starts_further_down_and_right_keeps_its_places(workbook):
    piece = excerpt(read_sheets(workbook(ROWS[2:], top=5, left=3)), finding(row=6, column="C", header="Koodi"))
    assert piece.letters == ("C", "D", "E")
    assert [number for number, _ in piece.rows] == [5, 6, 7]
    assert dict(piece.rows)[6][0] == "S1"


def test_a_whole_row_shows_its_beginning(workbook):
    piece = excerpt(read_sheets(workbook(ROWS)), finding(row=10))
    assert piece.letters == ("A", "B", "C", "D", "E")
    assert [number for number, _ in piece.rows] == [9, 10]
    assert piece.marked_column is None and piece.header_row is None


def test_what_has_no_place_has_no_piece(workbook):
    sheets = read_sheets(workbook(ROWS))
    assert excerpt(sheets, finding()) is None
    assert excerpt(sheets, finding(row=99, column="A")) is None
    assert excerpt(sheets, finding(row=3, column="ZZ")) is None
    assert excerpt(sheets, Finding("footer-row", "info", "lista.xlsx", "Muu", row=3)) is None


def test_csv_has_no_sheet(tmp_path):
    path = tmp_path / "lista.csv"
    path.write_text("Koodi;Summa\nS1;x\n", "utf-8")
    piece = excerpt(read_sheets(path), Finding("amount-unreadable", "warning", "lista.csv", row=2, column="B", header="Summa"))
    assert piece.rows == ((1, ("Koodi", "Summa")), (2, ("S1", "x")))
