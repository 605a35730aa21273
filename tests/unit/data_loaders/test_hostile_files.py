"""Files that mean harm, or are not what they say: one clear error or a harmless value, in little time and memory."""

import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest

from data_loaders import sheet_ods, sheet_xml, workbook_safety
from data_loaders.findings import InputError
from data_loaders.projects import read_projects
from data_loaders.sheets import read_sheets
from settings import ROOT

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADERS = ("Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Suunniteltu julkinen rahoitus")
CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>Koodi</t></is></c></row>'


@pytest.fixture
def crafted(workbook):
    """Writes a workbook whose sheet has the given XML; other parts can be changed too."""

    def write(rows=CELL, *, before="", after="", name="lista.xlsx", **parts):
        path = workbook([["x"]], name=name)
        with zipfile.ZipFile(path) as book:
            contents = {entry.filename: book.read(entry) for entry in book.infolist()}
        contents["xl/worksheets/sheet1.xml"] = (
            f'<?xml version="1.0"?>{before}<worksheet xmlns="{NAMESPACE}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()
        )
        contents |= {part: content.encode() for part, content in parts.pop("parts", {}).items()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            for part, content in contents.items():
                book.writestr(part, content)
        return path

    return write


def code(path):
    with pytest.raises(InputError) as caught:
        read_projects(path)
    (finding,) = caught.value.findings
    assert (finding.severity, finding.file) == ("error", path.name)
    return finding.code


def texts(path):
    (sheet,) = read_sheets(path)
    return [text for row in sheet.cells.iter_rows() for text in row[1:] if text]


# Sizes --------------------------------------------------------------------------------


def test_a_zip_bomb_is_refused_by_its_directory(tmp_path):
    path = tmp_path / "pommi.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book, book.open("xl/worksheets/sheet1.xml", "w") as part:
        for _ in range(500):
            part.write(bytes(1_000_000))
    assert path.stat().st_size < 1_000_000

    assert code(path) == "file-too-large"


def test_a_part_that_holds_more_than_its_directory_says_is_refused(crafted):
    """Readers that trust the data go on unpacking after the declared size."""
    path = crafted(CELL + "<row/>" * 5000)
    raw = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as book:
        size = book.getinfo("xl/worksheets/sheet1.xml").file_size
    place = raw.rfind(size.to_bytes(4, "little"))
    raw[place : place + 4] = (100).to_bytes(4, "little")
    path.write_bytes(raw)

    assert code(path) == "file-unreadable"


def test_two_parts_of_one_name_are_refused(crafted):
    path = crafted()
    with zipfile.ZipFile(path, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
        book.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")

    assert code(path) == "file-unreadable"


@pytest.mark.parametrize("far", ["BDWGN1", "XFD1048576", "A1048576", "XFD2", "AMK1"])
def test_two_cells_far_apart_never_make_a_giant_table(crafted, far):
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    path = crafted(f'{near}<row r="9"><c r="{far}"><v>2</v></c></row>')

    if far == "A1048576":
        # One column of a million rows is little.
        assert texts(path) == ["1", "2"]
    else:
        assert code(path) == "file-too-large"


@pytest.mark.parametrize(
    "cell", ['<c r="&#88;FD1048576"><v>2</v></c>', f'<x:c xmlns:x="{NAMESPACE}" r="XFD1048576"><x:v>2</x:v></x:c>',
             "<c r='XFD1048576'><v>2</v></c>", '<c s="0"\n r = "XFD1048576" ><v>2</v></c>']
)  # fmt: skip
def test_a_far_cell_cannot_hide_behind_another_spelling(crafted, cell):
    assert code(crafted(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="9">{cell}</row>')) in ("file-too-large", "file-unreadable")


def test_a_million_formatted_blank_rows_are_no_rows(crafted):
    rows = "".join(f'<row r="{row}" s="0" customFormat="1"><c r="A{row}" s="0"/></row>' for row in range(2, 1_048_577))

    (sheet,) = read_sheets(crafted(CELL + rows))

    assert sheet.cells.height == 1
    assert sheet.last_row == 1_048_576


def test_a_long_text_in_very_many_cells_is_refused(crafted, monkeypatch):
    """A shared string stands in the file once and in the table as often as cells name it."""
    monkeypatch.setattr(sheet_xml, "MAX_TEXT", 1_000_000)
    strings = f'<sst xmlns="{NAMESPACE}"><si><t>x</t></si><si><t>{"y" * 32_000}</t></si></sst>'
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>%s</v></c></row>' for row in range(1, 101))

    assert code(crafted(rows.replace("%s", "1"), parts={"xl/sharedStrings.xml": strings})) == "file-too-large"
    assert texts(crafted(rows.replace("%s", "0"), parts={"xl/sharedStrings.xml": strings})) == ["x"] * 100


def test_an_ods_that_repeats_a_cell_without_end_is_refused(tmp_path, monkeypatch):
    def ods(cell):
        path = tmp_path / "lista.ods"
        with zipfile.ZipFile(path, "w") as book:
            book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            book.writestr("META-INF/manifest.xml", '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>')
            book.writestr(
                "content.xml",
                '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
                'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
                'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
                f'<table:table table:name="T">{cell}</table:table></office:spreadsheet></office:body></office:document-content>',
            )
        return path

    value = '<table:table-cell office:value-type="string" table:number-columns-repeated="{}"><text:p>xxxxx</text:p></table:table-cell>'
    row = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
    assert code(ods(row.format(1_048_576, value.format(16_384)))) == "file-too-large"
    monkeypatch.setattr(sheet_ods, "MAX_TEXT", 1_000)
    assert code(ods(row.format(300, value.format(2)))) == "file-too-large"
    blank = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    assert texts(ods(row.format(1, value.format(2)) + blank)) == ["xxxxx"] * 2


def test_a_csv_with_a_million_columns_is_refused(tmp_path):
    (tmp_path / "lista.csv").write_text("Hankekoodi" + "," * 1_000_000)

    assert code(tmp_path / "lista.csv") == "file-too-large"


@pytest.mark.parametrize("content", ["\n", "\r\n", ";", ";\n", " \n", '""\n', "a"])
@pytest.mark.parametrize("start", [b"", b'Hankekoodi;Nimi\nS1;"'])
def test_fifty_megabytes_of_nothing_cost_a_second_and_two_hundred_megabytes(tmp_path, start, content):
    path = tmp_path / "lista.csv"
    path.write_bytes(start + content.encode() * (49_000_000 // len(content)))
    assert cost(path) == "file-too-large"


@pytest.mark.parametrize("body", ["<row/>" * 8_000_000, " " * 300_000_000])
def test_a_sheet_that_is_one_thing_over_and_over_costs_no_more(crafted, body):
    assert cost(crafted(body)) == "file-too-large"


def cost(path):
    """What reading a file ends with, in a process of its own that may take a second (four, where others work) and 200 MB more."""
    script = """
import resource, sys, time
from pathlib import Path
from data_loaders.findings import InputError
from data_loaders.sheets import read_sheets
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
try:
    said = str([sheet.cells.shape for sheet in read_sheets(Path(sys.argv[1]))])
except InputError as error:
    said = error.findings[0].code
megabytes = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
seconds = time.process_time() - start
print(said if seconds < 4 and megabytes < 200 else f"{said}, {seconds:.1f} s, {megabytes:.0f} MB")
"""
    run = subprocess.run([sys.executable, "-c", script, str(path)], check=True, capture_output=True, text=True, timeout=120, cwd=ROOT)
    return run.stdout.strip()


def test_a_large_csv_is_refused(tmp_path, monkeypatch):
    from data_loaders import sheets

    monkeypatch.setattr(sheets, "MAX_CSV", 100)
    (tmp_path / "lista.csv").write_text("Hankekoodi;Nimi\n" * 100)

    assert code(tmp_path / "lista.csv") == "file-too-large"


@pytest.mark.parametrize("junk", ["<c " * 300_000, '<c r="A1"' * 100_000, "<f" * 300_000, "<row hidden=" * 100_000, " " * 1_000_000])
def test_a_search_takes_no_longer_than_the_text_is_long(junk):
    """In a process of its own, so that a search without end is a failure and no hanging test."""
    script = (
        "import sys; from pathlib import Path; from data_loaders import sheet_xml\n"
        "xml = sys.stdin.buffer.read()\n"
        "from data_loaders.findings import InputError\n"
        "try: sheet_xml._used_area(xml, Path('x'))\n"
        "except InputError: pass\n"
        "sheet_xml._marks(xml, [], True); sheet_xml._text_length(xml, [])\n"
    )
    subprocess.run([sys.executable, "-c", script], input=junk.encode(), check=True, timeout=120, cwd=ROOT)


# XML ----------------------------------------------------------------------------------

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("declaration", [LAUGHS, OUTSIDE])
@pytest.mark.parametrize("part", ["sheet", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"])
def test_entities_are_refused_wherever_they_stand(crafted, declaration, part):
    if part == "sheet":
        path = crafted('<row r="1"><c r="A1" t="inlineStr"><is><t>&a;</t></is></c></row>', before=declaration)
    else:
        path = crafted(parts={part: f'<?xml version="1.0"?>{declaration}<sst xmlns="{NAMESPACE}"><si><t>&a;</t></si></sst>'})

    assert code(path) == "file-unreadable"


@pytest.mark.parametrize("place", ["inline", "shared"])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_no_entity_of_a_text_is_ever_filled_in(crafted, place, prefix, tmp_path):
    """Without a declaration that would be refused: an unknown entity ends in an error or stays as it is written."""
    secret = tmp_path / "salaisuus.txt"
    secret.write_text("salaisuus")
    for declaration in (
        f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>',
        '<!DOCTYPE x SYSTEM "kaukana.dtd">',
        "<!DOCTYPE x [<!ENTITY % a 'b'> %a;]>",
        "",
    ):
        cell = f'<{prefix}c r="A1" t="inlineStr"><{prefix}is><{prefix}t>&a;</{prefix}t></{prefix}is></{prefix}c>'
        if place == "inline":
            path = crafted(f'<row r="1">{cell}</row>', before=declaration)
        else:
            strings = f'<?xml version="1.0"?>{declaration}<sst xmlns="{NAMESPACE}"><si><t>&a;</t></si></sst>'
            path = crafted('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', parts={"xl/sharedStrings.xml": strings})
        try:
            assert "salaisuus" not in str([sheet.cells.rows() for sheet in read_sheets(path)])
        except InputError as error:
            assert error.findings[0].code in ("file-unreadable", "file-empty")
        else:
            assert not declaration


def test_entities_in_an_ods_are_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "lista.ods", "w") as book:
        book.writestr("content.xml", f"{LAUGHS}<x>&b;</x>")

    assert code(tmp_path / "lista.ods") == "file-unreadable"


def test_utf16_cannot_hide_a_declaration(crafted):
    path = crafted()
    with zipfile.ZipFile(path) as book:
        contents = {entry.filename: book.read(entry) for entry in book.infolist()}
    contents["xl/worksheets/sheet1.xml"] = f'<?xml version="1.0" encoding="utf-16"?>{LAUGHS}<x/>'.encode("utf-16")
    with zipfile.ZipFile(path, "w") as book:
        for name, content in contents.items():
            book.writestr(name, content)

    assert code(path) == "file-unreadable"


def test_a_part_that_nothing_reads_may_be_utf16(crafted):
    """Excel keeps a Power Query or a data model in ``customXml`` as UTF-16."""
    path = crafted()
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("customXml/item1.xml", '<?xml version="1.0" encoding="utf-16"?><DataMashup/>'.encode("utf-16"))

    assert read_sheets(path)
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/more.xml", '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16"))
    assert code(path) == "file-unreadable"


# Kinds --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sivu.xlsx", "sivu.xls", "sivu.ods", "sivu.csv"])
@pytest.mark.parametrize(
    "content", [b"<!DOCTYPE html><html><table><tr><td>Hankekoodi</td></tr></table></html>", b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(500)]
)
def test_a_web_page_or_a_picture_under_the_name_of_a_list(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)

    assert code(tmp_path / name) == "file-unreadable"


def test_every_cut_of_a_workbook_is_one_clear_error(workbook):
    path = workbook([HEADERS, ("S1", "Polku", "Mallikkaan kaupunki", 5)])
    whole = path.read_bytes()
    for length in range(1, len(whole), max(1, len(whole) // 40)):
        path.write_bytes(whole[:length])
        assert code(path) == "file-unreadable", length


def test_an_old_workbook_with_a_password(tmp_path):
    (tmp_path / "vanha.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 50)

    assert code(tmp_path / "vanha.xls") == "file-encrypted"


def test_macros_and_links_to_other_files_are_never_followed(crafted, tmp_path):
    links = f'<externalLink xmlns="{NAMESPACE}"><externalBook><sheetNames><sheetName val="x"/></sheetNames></externalBook></externalLink>'
    rows = '<row r="1"><c r="A1" t="str"><f>[1]x!A1</f><v>viimeksi luettu</v></c><c r="B1"><f>[1]x!A1</f></c></row>'
    path = crafted(rows, name="lista.xlsm", parts={"xl/vbaProject.bin": "Sub Auto_Open()", "xl/externalLinks/externalLink1.xml": links})

    assert texts(path) == ["viimeksi luettu"]


# Values -------------------------------------------------------------------------------

HARMFUL = (
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "**[x](javascript:alert(1))**",
    "../../etc/passwd",
    "a\u202eb",
    "-1+1",
    "@SUM(A1)",
)


@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_harmful_texts_are_texts(workbook, tmp_path, suffix):
    if suffix == ".csv":
        path = tmp_path / "lista.csv"
        path.write_text(
            "\n".join([";".join(HEADERS), *(f'S{n};"{text}";Mallikkaan kaupunki;5' for n, text in enumerate(HARMFUL))]), "utf-8"
        )
    else:
        path = workbook([HEADERS])
        book = openpyxl.load_workbook(path)
        for number, text in enumerate(HARMFUL):
            for column, value in enumerate((f"S{number}", text, "Mallikkaan kaupunki", 5), start=1):
                cell = book.active.cell(number + 2, column)
                cell.value, cell.data_type = value, "n" if column == 4 else "s"
        book.save(path)

    listed = read_projects(path)

    assert tuple(listed.rows["project_name"]) == HARMFUL
    assert listed.rows["planned_public_eur"].sum() == 5 * len(HARMFUL)


def test_the_longest_cell_that_excel_knows_is_read_whole(workbook):
    longest = "ä" * 32_767

    assert read_projects(workbook([HEADERS, ("S1", longest, None, 5)])).rows["project_name"][0] == longest


def test_a_quotation_mark_that_is_never_closed_swallows_nothing(tmp_path):
    rows = [f"S{number};Polku {number};Mallikkaan kaupunki;1" for number in range(5000)]
    rows[2000] = 'S2000;"Polku 2000;Mallikkaan kaupunki;1'
    (tmp_path / "lista.csv").write_text("\n".join([";".join(HEADERS), *rows]), "utf-8")

    listed = read_projects(tmp_path / "lista.csv")

    assert listed.rows.height == 5000
    assert [(f.code, f.row) for f in listed.findings if f.code == "quote-unclosed"] == [("quote-unclosed", 2002)]
    assert listed.rows["planned_public_eur"].sum() >= 4999


def test_only_the_last_part_of_a_files_name_is_told(workbook):
    path = workbook([["Kahvi"]], name="lista.xlsx")

    with pytest.raises(InputError) as caught:
        read_projects(Path(f"{path.parent}/../{path.parent.name}/{path.name}"))
    assert caught.value.findings[0].file == "lista.xlsx"


def test_a_workbook_is_read_in_bounded_memory():
    """The limits themselves: what is let through takes less than the machine has."""
    assert workbook_safety.MAX_UNPACKED <= 500_000_000
    assert workbook_safety.MAX_CELLS * 40 + workbook_safety.MAX_TEXT <= 2_000_000_000
