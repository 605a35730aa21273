"""Old workbooks: what is hidden, and what they would take to read."""

import pytest
import xlwt

from data_loaders import sheet_xls
from data_loaders.findings import InputError
from data_loaders.projects import read_projects
from data_loaders.sheet_xls import xls_marks

HEADERS = ("Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Suunniteltu julkinen rahoitus")


@pytest.fixture
def xls(tmp_path):
    """Writes rows to an old workbook."""

    def write(rows, hidden_rows=(), hidden_columns=(), top=0, left=0):
        book = xlwt.Workbook()
        book.add_sheet("Ohje").write(0, 0, "Hankekoodi")
        sheet = book.add_sheet("Hänkkeet")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(number + top, column + left, value)
        for row in hidden_rows:
            sheet.row(row - 1).hidden = True
        for column in hidden_columns:
            sheet.col(column - 1).hidden = True
        path = tmp_path / "lista.xls"
        book.save(str(path))
        return path

    return write


def rows(number):
    return [HEADERS, *((f"S{n}", f"Polku {n} ääkkösin “näin”", "Mallikkaan kaupunki", 0.5) for n in range(number))]


@pytest.mark.parametrize(("top", "left"), [(0, 0), (4, 2)])
def test_an_old_workbook_is_read_like_a_new_one(xls, top, left):
    listed = read_projects(xls(rows(3), top=top, left=left))

    assert (listed.sheet, listed.rows.height, listed.rows["planned_public_eur"].sum()) == ("Hänkkeet", 3, 1.5)
    assert listed.rows["source_row"].to_list() == [top + 2, top + 3, top + 4]
    assert listed.columns["project_code"][0] == "AC"[left // 2]
    assert listed.rows["project_name"][0] == "Polku 0 ääkkösin “näin”"


def test_hidden_rows_and_columns_of_an_old_workbook(xls):
    listed = read_projects(xls(rows(4), hidden_rows=(1, 3, 4), hidden_columns=(2,)))

    told = {f.code: (f.place, f.value) for f in listed.findings}
    assert told["rows-hidden"] == ("Hänkkeet!3", "3–4")
    assert told["columns-hidden"] == ("Hänkkeet!B1", "B")
    assert listed.rows.height == 4


def test_an_error_of_an_old_workbook_is_told(xls):
    path = xls([HEADERS, ("S1", "Polku", "Kunta", xlwt.Formula("1/0"))])
    book = path.read_bytes()
    # xlwt stores 0 for a formula; here its stored value is the error #DIV/0! (code 7).
    place = book.index(b"\x06\x00", book.index(b"\x08\x02"))
    while book[place + 4 : place + 8] != b"\x01\x00\x03\x00":
        place = book.index(b"\x06\x00", place + 1)
    path.write_bytes(book[: place + 10] + b"\x02\x00\x07\x00\x00\x00\xff\xff" + book[place + 18 :])

    listed = read_projects(path)

    assert [(f.place, f.value) for f in listed.findings if f.code == "cell-error"] == [("Hänkkeet!D2", "#DIV/0!")]


def test_texts_that_go_over_several_records_are_counted(xls, monkeypatch):
    longs = [("x" * 5_000 + "ä€" * 5_000,), *(("y" * 3_000 + str(n),) for n in range(50)), ("x" * 5_000 + "ä€" * 5_000,)]
    path = xls(longs)
    exactly = 2 * 15_000 + sum(3_000 + len(str(n)) for n in range(50))

    monkeypatch.setattr(sheet_xls, "MAX_TEXT", exactly)
    assert xls_marks(path)["Hänkkeet"].last_row == 52

    monkeypatch.setattr(sheet_xls, "MAX_TEXT", exactly - 1)
    with pytest.raises(InputError) as caught:
        xls_marks(path)
    assert caught.value.findings[0].code == "file-too-large"


def test_every_cut_of_an_old_workbook_is_one_clear_error(xls):
    path = xls(rows(200))
    whole = path.read_bytes()
    for length in range(9, len(whole) - 2_000, len(whole) // 30):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError) as caught:
            read_projects(path)
        assert caught.value.findings[0].code == "file-unreadable", length
