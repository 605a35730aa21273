"""The workbook handed back is the person's own: every part that marking does not need to change is the same, byte for byte."""

import io
import re
import subprocess
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from data_loaders.findings import Finding
from presentation.exports.marked_workbook import marked_name, marked_workbook
from presentation.text import Text

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#: One pixel.
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
#: Parts that the writer of the test's workbook does not know, as Excel writes them: name → type of content, source, kind of relation, contents.
MORE_PARTS = {
    "xl/threadedComments/threadedComment1.xml": (
        "application/vnd.ms-excel.threadedcomments+xml",
        "xl/worksheets/sheet1.xml",
        "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><threadedComment ref="C3" '
        'dT="2026-01-02T10:00:00.00" personId="{11111111-1111-1111-1111-111111111111}" id="{22222222-2222-2222-2222-222222222222}">'
        "<text>Onko näin?</text></threadedComment></ThreadedComments>",
    ),
    "xl/persons/person.xml": (
        "application/vnd.ms-excel.person+xml",
        "xl/workbook.xml",
        "http://schemas.microsoft.com/office/2017/10/relationships/person",
        '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"><person displayName="Aino" '
        'id="{11111111-1111-1111-1111-111111111111}" userId="aino" providerId="None"/></personList>',
    ),
    "xl/connections.xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml",
        "xl/workbook.xml",
        f"{RELATIONS}/connections",
        '<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><connection id="1" name="Kysely" type="5" '
        'refreshedVersion="6"/></connections>',
    ),
    "xl/slicers/slicer1.xml": (
        "application/vnd.ms-excel.slicer+xml",
        "xl/worksheets/sheet1.xml",
        "http://schemas.microsoft.com/office/2007/relationships/slicer",
        '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><slicer name="Tila" cache="Slicer_Tila" '
        'rowHeight="241300"/></slicers>',
    ),
    "xl/calcChain.xml": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml",
        "xl/workbook.xml",
        f"{RELATIONS}/calcChain",
        '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="E2" i="1"/></calcChain>',
    ),
    "docMetadata/LabelInfo.xml": (
        "application/vnd.ms-office.classificationlabels+xml",
        "",
        "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels",
        '<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"><clbl:label id="{x}" enabled="1"/></clbl:labelList>',
    ),
    "customXml/item1.xml": ("application/xml", "xl/workbook.xml", f"{RELATIONS}/customXml", "<a>\ufeffkysely</a>"),
}
#: What marking has to change, besides what it adds.
CHANGED = {
    "[Content_Types].xml",
    "xl/_rels/workbook.xml.rels",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
    "xl/styles.xml",
    "xl/workbook.xml",
    "xl/worksheets/sheet1.xml",
}
FINDINGS = (
    Finding("amount-unreadable", "warning", "a.xlsx", "Hankkeet", 2, "D", "Summa", "paljon"),
    Finding("status-unknown", "warning", "a.xlsx", "Hankkeet", 3, "B", "Tila", "Käynissä", "running"),
    Finding("footer-row", "info", "a.xlsx", "Hankkeet", 3, "C", None, "keskustelu"),
    Finding("cell-error", "warning", "a.xlsx", "Hankkeet", 2, "H", None, "nothing there yet"),
    Finding("total-row", "info", "a.xlsx", "Hankkeet", 8),
)


@pytest.fixture
def text(theme):
    return Text("fi", theme)


@pytest.fixture
def rich(tmp_path):
    """A workbook that holds a part of every kind that people's workbooks hold."""
    path = tmp_path / "a.xlsx"
    book = Workbook(path)
    page, second, hidden = book.add_worksheet("Hankkeet"), book.add_worksheet("Kuvat"), book.add_worksheet("Piilo")
    money, bold = book.add_format({"num_format": "#,##0.00 €", "bold": True, "bottom": 2}), book.add_format({"bold": True})
    page.write_row(0, 0, ["Koodi", "Tila", "Nimi", "Summa", "Kaava"])
    page.write_row(1, 0, ["S1", "Käynnissä", "Hanke"])
    page.write(1, 3, "paljon", money)
    page.write_formula(1, 4, "=1+1", None, 2)
    page.write_rich_string(2, 0, "S", bold, "2")
    page.write_row(2, 1, ["Käynissä", "keskustelu"])
    page.write(8, 0, "viimeinen")
    page.set_row(2, 20, book.add_format({"italic": True}), {"hidden": True})
    page.write_comment("B3", "Tarkista tämä", {"author": "Aino", "width": 400, "height": 222})
    page.write_comment("C3", "[Ketjutettu]", {"author": "tc={22222222-2222-2222-2222-222222222222}"})
    page.data_validation("B2:B9", {"validate": "list", "source": "=Piilo!$A$1:$A$3"})
    page.conditional_format("D2:D9", {"type": "data_bar", "data_bar_2010": True})
    page.add_sparkline("F2", {"range": "Hankkeet!D2:E2"})
    page.insert_textbox("J2", "Muistio")
    page.insert_image("J8", "kuva.png", {"image_data": io.BytesIO(PICTURE), "description": "Kuvan selitys"})
    page.insert_button("L2", {"caption": "Nappi"})
    page.add_table("N1:O3", {"columns": [{"header": "Avain"}, {"header": "Arvo"}]})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Hankkeet!$E$2:$E$3"})
    second.insert_chart("A1", chart, {"description": "Kaavion selitys"})
    second.write_comment("A1", "Toinen", {"author": "Aino"})
    hidden.write_column(0, 0, ["Käynnissä", "Päättynyt"])
    hidden.hide()
    hidden.print_area("A1:B2")
    second.activate()
    book.define_name("Hankkeet!Oma", "=Hankkeet!$A$1")
    book.close()
    _add_parts(path)
    return path


def _add_parts(path):
    entries = _parts(path.read_bytes())
    for number, (name, (kind, source, relation, content)) in enumerate(MORE_PARTS.items(), start=100):
        entries[name] = content.encode("utf-16" if name.startswith("customXml") else "utf-8")
        folder, _, file = source.rpartition("/")
        relations = f"{folder}/_rels/{file}.rels".lstrip("/")
        entry = f'<Relationship Id="rId{number}" Type="{relation}" Target="/{name}"/></Relationships>'
        entries[relations] = entries[relations].replace(b"</Relationships>", entry.encode())
        override = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
        entries["[Content_Types].xml"] = entries["[Content_Types].xml"].replace(b"</Types>", override.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name, content)


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _without_marks(sheet: bytes) -> bytes:
    """A sheet without what marking may write: formats of cells, the cells and rows that it adds, and which sheet is selected."""
    sheet = re.sub(rb'<row r="\d+"><c r="[A-Z]+\d+" s="\d+"/></row>', b"", sheet)
    return re.sub(rb' s="\d+"| tabSelected="\d"', b"", re.sub(rb'<c r="[A-Z]+\d+" s="\d+"/>', b"", sheet))


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_every_part_but_the_marked_ones_is_the_same(rich, text):
    before, content = _parts(rich.read_bytes()), marked_workbook(rich, FINDINGS, text)
    after = _parts(content)

    assert list(after)[: len(before)] == list(before), "parts are lost, or stand in another order"
    # The sheet that was selected is not any more: it would be edited together with the first one.
    assert {name for name in before if before[name] != after[name]} == CHANGED | {"xl/worksheets/sheet2.xml"}
    assert set(after) - set(before) == {"xl/worksheets/sheet4.xml"}
    for sheet in ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"):
        assert _without_marks(after[sheet]) == _without_marks(before[sheet])


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_marks_are_added_to_formats_notes_and_boxes(rich, text):
    before, content = _parts(rich.read_bytes()), marked_workbook(rich, FINDINGS, text)
    after = _parts(content)
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book["Hankkeet"]

    assert book.sheetnames == ["Havainnot", "Hankkeet", "Kuvat", "Piilo"] and book.active.title == "Havainnot"
    assert book["Piilo"].sheet_state == "hidden" and book["Piilo"].print_area == "'Piilo'!$A$1:$B$2" and "Oma" in page.defined_names
    assert [bool(sheet.sheet_view.tabSelected) for sheet in book] == [True, False, False, False]

    amount = page["D2"]
    assert amount.number_format == "#,##0.00 €" and amount.font.b and amount.border.bottom.style == "medium"
    assert amount.fill.fgColor.rgb == "FFFFE69A" and "Kirjoita summa lukuna." in amount.comment.text
    # The row's own format goes on in a cell that was not there.
    assert page["H2"].fill.fgColor.rgb == "FFFFE69A" and page["A8"].fill.fgColor.rgb == "FFCFE2F4"
    assert (
        page["B3"].font.i and page["B3"].comment.text.startswith("Tarkista tämä\n\nVaroitus: ") and "Käynnissä?" in page["B3"].comment.text
    )
    # A conversation is Excel's own: coloured, not written to.
    assert page["C3"].fill.fgColor.rgb == "FFCFE2F4" and page["C3"].comment.text == "[Ketjutettu]"

    # Boxes that were there keep their places and sizes; the drawing only grows.
    old, new = before["xl/drawings/vmlDrawing1.vml"], after["xl/drawings/vmlDrawing1.vml"]
    shapes = re.compile(rb"<v:shape .*?</v:shape>", re.DOTALL)
    assert shapes.findall(new)[: len(shapes.findall(old))] == shapes.findall(old)
    numbers = re.findall(rb'<v:shape id="([^"]+)"', new)
    assert len(numbers) == len(set(numbers)) == len(shapes.findall(old)) + 3
    other = re.findall(rb'<v:shape id="([^"]+)"', after["xl/drawings/vmlDrawing2.vml"])
    assert not set(numbers) & set(other)


def test_stored_values_of_formulas_are_kept(rich, text, tmp_path):
    (tmp_path / "back.xlsx").write_bytes(marked_workbook(rich, FINDINGS, text))
    assert CalamineWorkbook.from_path(tmp_path / "back.xlsx").get_sheet_by_name("Hankkeet").to_python()[1][:5] == [
        "S1",
        "Käynnissä",
        "Hanke",
        "paljon",
        2,
    ]


@pytest.mark.office
@pytest.mark.parametrize("form", ("ordinary", "strict", "prefixed"))
def test_an_office_program_opens_it(rich, text, soffice, tmp_path, form):
    _rewrite(rich, {"ordinary": dict, "strict": _strict, "prefixed": _prefixed}[form])
    back = tmp_path / "back.xlsx"
    back.write_bytes(marked_workbook(rich, FINDINGS, text))
    assert set(_parts(rich.read_bytes())) < set(_parts(back.read_bytes())), "it is a new workbook of values"
    subprocess.run(
        [soffice, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "ods", "--outdir", str(tmp_path), str(back)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    read = CalamineWorkbook.from_path(tmp_path / "back.ods")
    assert read.sheet_names == ["Havainnot", "Hankkeet", "Kuvat", "Piilo"]
    assert read.get_sheet_by_name("Hankkeet").to_python()[1][3] == "paljon"
    with zipfile.ZipFile(tmp_path / "back.ods") as ods:
        content = ods.read("content.xml").decode()
    assert content.count("Kirjoita summa lukuna.") >= 2 and "#ffe69a" in content


def _rewrite(path, change):
    parts = change(_parts(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)


def _strict(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same workbook as Excel saves it as Strict Open XML."""
    ordinary = re.compile(rb"http://schemas\.openxmlformats\.org/(spreadsheetml|officeDocument|drawingml)/2006/")

    def strict(xml: bytes) -> bytes:
        xml = ordinary.sub(rb"http://purl.oclc.org/ooxml/\1/", xml)
        return re.sub(rb"(purl[^\"]*)extended-properties", rb"\1extendedProperties", xml)

    return {name: strict(content) if name.endswith((".xml", ".rels")) else content for name, content in parts.items()}


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_a_strict_workbook_becomes_an_ordinary_one_with_all_that_is_in_it(rich, text):
    ordinary = _parts(rich.read_bytes())
    _rewrite(rich, _strict)
    content = marked_workbook(rich, FINDINGS, text)
    after = _parts(content)
    assert {name for name in ordinary if ordinary[name] != after[name]} == CHANGED | {"xl/worksheets/sheet2.xml"}
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert book["Hankkeet"]["D2"].comment and book["Havainnot"]["A3"].value.startswith("Työkirja on tallennettu Strict")


def _prefixed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same workbook as exporters write it: a prefix on every name, cells and rows without places in the first rows."""
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    changed = dict(parts)
    for name in ("xl/workbook.xml", "xl/styles.xml", "xl/comments1.xml", *(f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3))):
        head, body = re.fullmatch(rb"(<\?xml.*?\?>\s*)(.*)", parts[name], re.DOTALL).groups()
        body = re.sub(rb"<(/?)(?=\w+[\s/>])", rb"<\1x:", body).replace(main, main.replace(b"xmlns=", b"xmlns:x="))
        changed[name] = head + body
    sheet = changed["xl/worksheets/sheet1.xml"]
    first, rest = sheet.split(b'<x:row r="4"', 1) if b'<x:row r="4"' in sheet else sheet.split(b'<x:row r="9"', 1)
    tail = sheet[len(first) :]
    changed["xl/worksheets/sheet1.xml"] = re.sub(rb'(<x:(?:row|c)) r="\w+"', rb"\1", first) + tail
    assert rest
    return changed


def test_a_prefix_and_cells_without_places_are_marked_where_they_stand(rich, text):
    _rewrite(rich, _prefixed)
    before, after = _parts(rich.read_bytes()), _parts(marked_workbook(rich, FINDINGS, text))
    sheet = after["xl/worksheets/sheet1.xml"]
    assert {name for name in before if before[name] != after[name]} == CHANGED | {"xl/worksheets/sheet2.xml"}
    # The second row: three cells, the marked one, the formula; the cell that was not there behind them.
    second = re.findall(rb"<x:row[ >].*?</x:row>", sheet, re.DOTALL)[1]
    old = re.findall(rb"<x:row[ >].*?</x:row>", before["xl/worksheets/sheet1.xml"], re.DOTALL)[1]
    cells, old_cells = (re.findall(rb"<x:c\b[^>]*>", row) for row in (second, old))
    assert [new == was for new, was in zip(cells, old_cells, strict=False)] == [True, True, True, False, True]
    assert cells[len(old_cells) :] and cells[-1].startswith(b'<x:c r="H2" s="')


def _mixed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same workbook with rows under another prefix than what they stand in."""
    name = "xl/worksheets/sheet1.xml"
    sheet = re.sub(rb"<(/?)row(?=[\s>])", rb"<\1y:row", parts[name])
    return dict(parts) | {
        name: sheet.replace(b" xmlns=", b' xmlns:y="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns=', 1)
    }


def test_a_workbook_that_cannot_be_edited_comes_back_with_its_values(rich, text):
    _rewrite(rich, _mixed)
    book = openpyxl.load_workbook(io.BytesIO(marked_workbook(rich, FINDINGS, text)))
    assert book.sheetnames == ["Havainnot", "Hankkeet", "Kuvat", "Piilo"] and book["Piilo"].sheet_state == "hidden"
    assert book["Havainnot"]["A3"].value.startswith("Tiedostoosi ei voinut tehdä merkintöjä.")
    page = book["Hankkeet"]
    assert (page["D2"].value, page["E2"].value) == ("paljon", 2) and page["D2"].comment and page.row_dimensions[3].hidden


def test_a_workbook_that_declares_a_document_type_comes_back_as_its_findings(rich, text):
    _rewrite(rich, lambda parts: parts | {"xl/styles.xml": b"<!DOCTYPE a><styleSheet/>"})
    assert openpyxl.load_workbook(io.BytesIO(marked_workbook(rich, FINDINGS, text))).sheetnames == ["Havainnot"]


def test_what_only_looks_like_markup_is_left_alone(rich, text):
    name = "xl/worksheets/sheet1.xml"
    odd = b'<!-- <row r="2"><c r="D2"/></row> --><row r="2" '
    _rewrite(rich, lambda parts: parts | {name: parts[name].replace(b'<row r="2" ', odd)})
    before, after = _parts(rich.read_bytes())[name], _parts(marked_workbook(rich, FINDINGS, text))[name]
    assert odd in before and _without_marks(after) == _without_marks(before)
    assert re.search(rb'<c r="D2" s="\d+" t=', after)


def test_folders_and_stored_parts_stay_as_they_are_packed(rich, text):
    parts = _parts(rich.read_bytes())
    with zipfile.ZipFile(rich, "w", zipfile.ZIP_STORED) as package:
        package.writestr("xl/", "")
        for name, content in parts.items():
            package.writestr(name, content)
    with zipfile.ZipFile(io.BytesIO(marked_workbook(rich, FINDINGS, text))) as package:
        assert package.namelist()[: len(parts) + 1] == ["xl/", *parts]
        assert package.getinfo("xl/theme/theme1.xml").compress_type == zipfile.ZIP_STORED


def test_macros_stay_in_a_workbook_that_is_called_so(rich, text):
    path = rich.rename(rich.with_suffix(".xlsm"))
    parts = _parts(path.read_bytes()) | {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros"}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    content = marked_workbook(path, FINDINGS, text)
    assert _parts(content)["xl/vbaProject.bin"] == parts["xl/vbaProject.bin"]
    assert "makrot ovat ennallaan" in _parts(content)["xl/worksheets/sheet4.xml"].decode()
    assert marked_name("a.xlsm", text) == "a-tarkistettu.xlsm"


#: Rows and columns of a small sheet that hold a value.
_FILLED = st.sets(st.tuples(st.integers(1, 9), st.integers(1, 6)), min_size=1)


@given(filled=_FILLED, marked=_FILLED, prefix=st.sampled_from(["", "x:"]), has_places=st.booleans())
def test_any_cell_of_any_sheet_is_marked_at_its_place(tmp_path_factory, theme, filled, marked, prefix, has_places):
    """Rows and cells that are there, or not; with their places written, or counted where nothing lies between."""
    rows = {row: sorted(column for at, column in filled if at == row) for row, _ in sorted(filled)}
    data = "".join(
        _row(number, columns, has_places or number != n, has_places) for n, (number, columns) in enumerate(rows.items(), start=1)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = re.sub(r"<(/?)(?=\w)", rf"<\1{prefix}", f"<worksheet><sheetData>{data}</sheetData></worksheet>")
    declared = f'<{prefix}worksheet xmlns{":" if prefix else ""}{prefix.rstrip(":")}="{main}"'
    path = tmp_path_factory.mktemp("any") / "a.xlsx"
    with Workbook(path) as book:
        book.add_worksheet("Hankkeet")
    _rewrite(path, lambda parts: parts | {"xl/worksheets/sheet1.xml": sheet.replace(f"<{prefix}worksheet", declared, 1).encode()})
    findings = [Finding("cell-error", "warning", "a.xlsx", "Hankkeet", row, get_column_letter(column)) for row, column in marked]
    page = openpyxl.load_workbook(io.BytesIO(marked_workbook(path, findings, Text("en", theme))))["Hankkeet"]
    cells = {(cell.row, cell.column): cell for line in page.iter_rows() for cell in line}
    assert {place: cell.value for place, cell in cells.items() if cell.value is not None} == {(r, c): r * 10 + c for r, c in filled}
    below = {place for place in marked if place[0] > max(rows)}
    assert {place for place, cell in cells.items() if cell.fill.fill_type} == marked - below == {p for p, c in cells.items() if c.comment}


def _row(number, columns, has_number, has_places):
    cells = "".join(
        f'<c{f""" r="{get_column_letter(column)}{number}" """.rstrip() if has_places or column != n else ""}><v>{number * 10 + column}</v></c>'
        for n, column in enumerate(columns, start=1)
    )
    return f'<row{f""" r="{number}" """.rstrip() if has_number else ""}>{cells}</row>'
