"""Files with bytes changed at random: read, or refused with one clear error, and no row is lost without a word."""

import io
import random
import zipfile

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from data_loaders.findings import InputError
from data_loaders.projects import read_projects

HEADERS = ("Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Suunniteltu julkinen rahoitus", "Aloituspvm")
ROWS = [HEADERS, *((f"S{n}", f"Polku, {n}", "Kunta", n * 1.5, "1.2.2024") for n in range(20))]
_INSERTED = (b"\0", b"\xff", b'"', b";", b",", b"<", b"&", b"\r", b"1")


def _xlsx():
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in ROWS:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def _xls():
    book, file = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Hankkeet")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    book.save(file)
    return file.getvalue()


def _ods():
    book, file, table = OpenDocumentSpreadsheet(), io.BytesIO(), Table(name="Hankkeet")
    for row in ROWS:
        line = TableRow()
        for value in row:
            is_number = isinstance(value, float)
            cell = TableCell(valuetype="float", value=value) if is_number else TableCell(valuetype="string")
            if not is_number:
                cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    book.save(file)
    return file.getvalue()


def _csv(mark):
    return "\n".join(mark.join(map(str, row)) for row in ROWS).encode()


FILES = {"lista.xlsx": _xlsx(), "lista.xls": _xls(), "lista.ods": _ods(), "lista.csv": _csv(";"), "pilkut.csv": _csv(",")}


#: Checks that tell of one row each, which is left out.
LEFT_OUT = ("footer-row", "total-row", "total-row-differs", "heading-row", "header-row", "place-row", "unmapped-row", "total-beside")


def _mutated(content, chance):
    mutated = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        place = chance.randrange(len(mutated))
        match chance.randrange(4):
            case 0 | 1:
                mutated[place] = chance.randrange(256)
            case 2:
                del mutated[place : place + chance.randint(1, 30)]
            case 3:
                mutated[place:place] = chance.choice(_INSERTED) * chance.randint(1, 20)
    return bytes(mutated)


def _mutated_inside(content, chance):
    """A zip that is whole, with one of its parts changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    changed = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        for name, part in parts.items():
            book.writestr(name, _mutated(part, chance) if name == changed else part)
    return file.getvalue()


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
@example(seed=550115)
def test_a_mutated_file_is_read_or_refused(tmp_path, name, seed):
    chance = random.Random(seed)
    mutate = _mutated_inside if name.endswith(("xlsx", "ods")) and chance.random() < 0.8 else _mutated
    path = tmp_path / name
    path.write_bytes(mutate(FILES[name], chance))

    try:
        listed = read_projects(path)
    except InputError as error:
        assert all(finding.severity == "error" for finding in error.findings)
    else:
        left_out = [f for f in listed.findings if f.code in LEFT_OUT]
        # One finding tells of all rows of another table.
        others = any(f.code == "second-table" for f in listed.findings)
        assert listed.rows_in == listed.rows.height + len(left_out) or (others and listed.rows_in > listed.rows.height + len(left_out))
