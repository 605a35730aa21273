"""Any file as text, every cell with its physical place."""

import zipfile
from datetime import date

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from data_loaders import workbook_safety
from data_loaders.findings import InputError
from data_loaders.headers import find_header
from data_loaders.sheets import read_sheets, table_below, text_rows
from data_loaders.values import dates

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
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


# Encodings and guards -------------------------------------------------------------------


def test_one_byte_that_is_no_utf8_costs_one_cell(tmp_path):
    raw = "nimi;paikka\nJyväskylä;Äänekoski\nMets#;Öja\n".encode().replace(b"#", "ä".encode("latin-1"))
    (tmp_path / "lista.csv").write_bytes(raw)

    (sheet,) = read_sheets(tmp_path / "lista.csv")

    assert sheet.cells.rows() == [(1, "nimi", "paikka"), (2, "Jyväskylä", "Äänekoski"), (3, "Metsä", "Öja")]
    assert [(f.code, f.place, f.value) for f in sheet.findings] == [("text-encoding", "", "UTF-8"), ("character-unreadable", "A3", "Metsä")]


@pytest.mark.parametrize(("encoding", "name"), [("utf-8", None), ("utf-8-sig", None), ("cp1252", "Windows-1252"), ("utf-16", "UTF-16")])
def test_the_encoding_is_named_when_it_is_not_utf8(tmp_path, encoding, name):
    (tmp_path / "lista.csv").write_bytes("nimi;paikka\nJyväskylä;Öja\n".encode(encoding))

    (sheet,) = read_sheets(tmp_path / "lista.csv")

    assert sheet.cells.row(1) == (2, "Jyväskylä", "Öja")
    assert [(f.code, f.value) for f in sheet.findings] == ([("text-encoding", name)] if name else [])


@pytest.mark.parametrize("text", ['koodi;nimi\n="S00001";x\n', 'koodi;nimi\n"=""S00001""";x\n', 'koodi,nimi\n="S00001",x\n'])
def test_a_code_that_is_kept_from_becoming_a_number(tmp_path, text):
    (tmp_path / "lista.csv").write_text(text, "utf-8")

    assert read_sheets(tmp_path / "lista.csv")[0].cells.row(1) == (2, "S00001", "x")


def test_a_number_in_a_date_cell_that_is_no_day_stays_as_it_was_typed(workbook):
    path = workbook([["Alku"], [20240315], [3_000_000], [45351]])
    book = openpyxl.load_workbook(path)
    for place in ("A2", "A3", "A4"):
        book.active[place].number_format = "d.m.yyyy"
    book.save(path)

    assert read_sheets(path)[0].cells["A"].to_list() == ["Alku", "20240315", "3000000", "2024-02-29 00:00:00"]


def test_a_workbook_that_counts_from_1904(workbook):
    path = workbook([["Alku"], [43889], [43889], [20240315], [0.25], [1.5]])
    book = openpyxl.load_workbook(path)
    book.epoch = CALENDAR_MAC_1904
    for place, code in (("A3", "d.m.yyyy"), ("A4", "d.m.yyyy"), ("A5", "h:mm"), ("A6", "[h]:mm")):
        book.active[place].number_format = code
    book.save(path)

    (sheet,) = read_sheets(path)

    assert sheet.cells["A"].to_list()[1:] == ["43889", "2024-02-29 00:00:00", "20240315", "1899-12-31 06:00:00", "36:00:00"]
    day = date(2024, 2, 29)
    assert dates(sheet.cells["A"].slice(1), sheet.day_zero).to_list() == [day, day, date(2024, 3, 15), None, None]


def test_which_cells_of_a_column_are_texts(workbook):
    path = workbook([["x"], ["12.345"], [12.345]], top=3, left=2)

    assert text_rows(path, read_sheets(path)[0], "B") >= {3, 4}
    assert 5 not in text_rows(path, read_sheets(path)[0], "B")


def test_escaped_characters_in_results_of_formulas(workbook):
    path = workbook([["x"]])
    rows = (
        '<row r="1"><c r="A1" t="str"><f>B9</f><v>Ensimmäinen_x000D_&#10;toinen</v></c><c r="B1"><f>"S00001"</f></c>'
        '<c r="C1" t="str"><f>B9</f><v>a_x000A_b</v></c><c r="D1" t="str"><v>x_000D_y</v></c></row>'
    )
    _rewrite(path, "xl/worksheets/sheet1.xml", f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>')

    (sheet,) = read_sheets(path)

    assert _texts(sheet) == [["Ensimmäinen\ntoinen", "S00001", "a\nb", "x_000D_y"]]
    assert sheet.faults == frozenset()


def test_strict_open_xml_has_the_marks_and_limits_of_any_other(workbook):
    path = workbook([["Nimi", "Määrä"], ["a", "=A1"], ["b", 0.25]])
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.active["B3"].number_format = "0%"
    book.save(path)
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        with zipfile.ZipFile(path) as book:
            xml = book.read(part).decode()
        strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"
        xml = xml.replace("http://schemas.openxmlformats.org/officeDocument/2006/relationships", strict)
        _rewrite(path, part, xml.replace(_MAIN, "http://purl.oclc.org/ooxml/spreadsheetml/main"))

    (sheet,) = read_sheets(path)

    assert _texts(sheet) == [["Nimi", "Määrä"], ["a", "=A1"], ["b", "25 %"]]
    assert (sheet.hidden_rows, sheet.faults, sheet.formatted) == ((3,), {(2, "B")}, {(3, "B")})
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    _rewrite(
        path,
        "xl/worksheets/sheet1.xml",
        f'<worksheet xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><sheetData>{far}</sheetData></worksheet>',
    )
    with pytest.raises(InputError) as error:
        read_sheets(path)
    assert error.value.findings[0].code == "file-too-large"


def test_line_breaks_and_notes_in_cells_of_an_ods(tmp_path):
    cells = (
        "<table:table-cell office:value-type='string'><text:p>Suunniteltu<text:line-break/>julkinen</text:p></table:table-cell>"
        "<table:table-cell office:value-type='string'><text:p>Suunniteltu</text:p><text:p>julkinen</text:p></table:table-cell>"
        "<table:table-cell office:value-type='string'><office:annotation><text:p>Muista<text:line-break/>tämä</text:p></office:annotation>"
        "<text:p>Nimi<text:tab/>ja</text:p></table:table-cell>"
        "<table:table-cell office:value-type='time' office:time-value='PT36H00M00S'><text:p>36:00</text:p></table:table-cell>"
    )
    table = f"<table:table table:name='T'><table:table-row>{cells}</table:table-row></table:table>"
    path = tmp_path / "lista.ods"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        book.writestr("content.xml", f"<office:document-content {_NAMESPACES}>{body}</office:document-content>")

    assert _texts(read_sheets(path)[0]) == [["Suunniteltu\njulkinen", "Suunniteltu\njulkinen", "Nimi ja", "36:00"]]


def _rewrite(path, part, xml):
    with zipfile.ZipFile(path) as book:
        contents = {name: book.read(name) for name in book.namelist()} | {part: xml.encode()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in contents.items():
            book.writestr(name, content)
