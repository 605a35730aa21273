"""Any file as text, every cell with its physical place."""

import zipfile

import openpyxl
import pytest

from data_loaders import workbook_safety
from data_loaders.findings import InputError
from data_loaders.headers import find_header
from data_loaders.sheets import read_sheets, table_below

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROWS = [["Nimi", "Paikka"], ["Äänekoski", "0123"], ["Ykkönen; toinen, kolmas", "x"]]
_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def _texts(sheet):
    return [list(row[1:]) for row in sheet.cells.iter_rows()]


def _code(path):
    with pytest.raises(InputError) as caught:
        read_sheets(path)
    (finding,) = caught.value.findings
    assert (finding.severity, finding.file, finding.place) == ("error", path.name, "")
    return finding.code


def test_an_xlsx_is_read_as_text(workbook):
    (sheet,) = read_sheets(workbook(_ROWS, name="lista.xlsx"))

    assert (sheet.file, sheet.name, _texts(sheet)) == ("lista.xlsx", "Hankkeet", _ROWS)
    assert sheet.cells["row"].to_list() == [1, 2, 3]


def test_an_xlsm_is_read_like_an_xlsx(workbook):
    (sheet,) = read_sheets(workbook(_ROWS, name="lista.xlsm"))

    assert _texts(sheet) == _ROWS


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_csv_is_read_whatever_its_marks_and_letters(tmp_path, delimiter, encoding):
    path = tmp_path / "lista.csv"
    path.write_text("\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in _ROWS), encoding, newline="")

    (sheet,) = read_sheets(path)

    assert (sheet.name, _texts(sheet)) == (None, _ROWS)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_a_csv_of_windows_is_read(tmp_path, encoding):
    path = tmp_path / "lista.csv"
    path.write_text("Nimi;Hinta €\r\nÄänekosken – polku;5\r\n", encoding, newline="")

    (sheet,) = read_sheets(path)

    assert _texts(sheet) == [["Nimi", "Hinta €"], ["Äänekosken – polku", "5"]]


def test_title_rows_of_a_csv_do_not_hide_its_delimiter(tmp_path):
    path = tmp_path / "lista.csv"
    path.write_text("Hankkeet; tilanne 31.10.2026\n\nKoodi,Nimi,Määrä\nS1,Polku,5\n", "utf-8")

    (sheet,) = read_sheets(path)

    header, hits = find_header(sheet, ["Koodi", "Nimi", "Määrä"])
    assert (header.row, hits) == (3, 3)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("inside", ["a, b\nc, d\ne, f", "a; b\nc; d", "sarake\tsarake\nrivi", '""lainaus"", ja; muuta\n,'])
def test_marks_and_line_breaks_in_quoted_cells_have_no_say_in_the_delimiter(tmp_path, delimiter, inside):
    path = tmp_path / "lista.csv"
    rows = [f'"Hanke {number}"{delimiter}"{number}"{delimiter}"{inside}"' for number in range(60)]
    path.write_text("\n".join([delimiter.join(("Nimi", "Määrä", "Kuvaus")), *rows]) + "\n", "utf-8")

    (sheet,) = read_sheets(path)

    texts = _texts(sheet)
    assert len(texts) == 61 and {len(row) for row in texts} == {3}
    assert texts[60] == ["Hanke 59", "59", inside.replace('""', '"')]


def test_a_quotation_mark_that_nobody_closed_does_not_choose_the_delimiter(tmp_path):
    path = tmp_path / "lista.csv"
    path.write_text('Nimi;Määrä\nPolku;5\n"Silta;6\nAsema;7, 8\n', "utf-8")

    (sheet,) = read_sheets(path)

    assert _texts(sheet)[:2] == [["Nimi", "Määrä"], ["Polku", "5"]]


def test_a_line_break_in_a_csv_cell_does_not_move_the_rows_below(tmp_path):
    path = tmp_path / "lista.csv"
    path.write_text('a;b\n"kaksi\nriviä";1\nviimeinen;2\n', "utf-8")

    (sheet,) = read_sheets(path)

    assert sheet.cells.row(2) == (3, "viimeinen", "2")


def test_an_ods_is_read_as_text(tmp_path):
    table = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>' for c in row)
        + "</table:table-row>"
        for row in _ROWS
    )
    path = tmp_path / "lista.ods"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
        book.writestr(
            "content.xml",
            f"<office:document-content {_NAMESPACES}><office:body><office:spreadsheet>"
            f'<table:table table:name="Hankkeet">{table}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )

    (sheet,) = read_sheets(path)

    assert (sheet.name, _texts(sheet)) == ("Hankkeet", _ROWS)


@pytest.mark.parametrize(("top", "left"), [(1, 1), (4, 1), (1, 3), (5, 28)])
def test_blank_first_rows_and_columns_keep_the_physical_place(workbook, top, left):
    (sheet,) = read_sheets(workbook(_ROWS, top=top, left=left))

    letter = {1: "A", 3: "C", 28: "AB"}[left]
    assert sheet.cells.columns[:2] == ["row", letter]
    assert sheet.cells.row(top, named=True)[letter] == "Äänekoski"
    assert sheet.cells.row(top)[0] == top + 1


def test_white_space_is_one_kind_and_blanks_are_null(workbook):
    (sheet,) = read_sheets(workbook([["  1\u00a0234\u202f567 ", "   ", "viimeinen"]]))

    assert _texts(sheet) == [["1 234 567", None, "viimeinen"]]


def test_sheets_without_cells_are_passed_over(tmp_path):
    book = openpyxl.Workbook()
    book.active.title = "Tyhjä"
    book.create_sheet("Hankkeet")["A1"] = "Nimi"
    book.save(tmp_path / "lista.xlsx")

    assert [sheet.name for sheet in read_sheets(tmp_path / "lista.xlsx")] == ["Hankkeet"]


def test_rows_that_are_blank_in_every_field_are_no_rows(workbook):
    (sheet,) = read_sheets(workbook([["Nimi", "Koodi", "Muuta"], ["Polku", "S1"], [None, None, "x"], [None, "S2"]]))

    assert table_below(sheet, 1, {"name": "A", "code": "B"}).rows() == [(2, "Polku", "S1"), (4, None, "S2")]


def test_a_finding_names_file_sheet_and_cell(workbook):
    (sheet,) = read_sheets(workbook(_ROWS, name="a.xlsx"))

    finding = sheet.finding("amount-unreadable", "warning", 6, "D", "Määrä", "x")

    assert (finding.file, finding.place, finding.header, finding.value) == ("a.xlsx", "Hankkeet!D6", "Määrä", "x")


def test_a_missing_file(tmp_path):
    assert _code(tmp_path / "ei-ole.xlsx") == "file-missing"


@pytest.mark.parametrize("name", ["tyhja.xlsx", "tyhja.csv"])
def test_an_empty_file(tmp_path, name):
    (tmp_path / name).touch()

    assert _code(tmp_path / name) == "file-empty"


def test_a_file_without_a_single_cell(workbook, tmp_path):
    assert _code(workbook([])) == "file-empty"
    (tmp_path / "rivit.csv").write_text("\n\n")
    assert _code(tmp_path / "rivit.csv") == "file-empty"


def test_a_file_of_another_kind(tmp_path):
    (tmp_path / "kuva.pdf").write_bytes(b"%PDF-1.7")

    assert _code(tmp_path / "kuva.pdf") == "file-format"


@pytest.mark.parametrize("name", ["kuva.xlsx", "kuva.ods", "kuva.xls", "kuva.csv"])
def test_a_picture_under_the_name_of_a_list(tmp_path, name):
    (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)))

    assert _code(tmp_path / name) == "file-unreadable"


def test_half_a_workbook(workbook):
    path = workbook(_ROWS)
    path.write_bytes(path.read_bytes()[:2000])

    assert _code(path) == "file-unreadable"


def test_a_zip_of_something_else(tmp_path):
    with zipfile.ZipFile(tmp_path / "teksti.xlsx", "w") as document:
        document.writestr("word/document.xml", "<document/>")

    assert _code(tmp_path / "teksti.xlsx") == "file-unreadable"


def test_a_workbook_with_a_password(tmp_path):
    (tmp_path / "salattu.xlsx").write_bytes(_OLE + bytes(1000) + "EncryptedPackage".encode("utf-16-le"))

    assert _code(tmp_path / "salattu.xlsx") == "file-encrypted"


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_read(workbook, monkeypatch):
    path = workbook(_ROWS)
    with zipfile.ZipFile(path) as book:
        size = sum(entry.file_size for entry in book.infolist())

    monkeypatch.setattr(workbook_safety, "MAX_UNPACKED", size)
    assert len(read_sheets(path)) == 1

    monkeypatch.setattr(workbook_safety, "MAX_UNPACKED", size - 1)
    monkeypatch.setattr(workbook_safety, "part", lambda *book: pytest.fail("was unpacked"))
    assert _code(path) == "file-too-large"
