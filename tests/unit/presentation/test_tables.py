import csv
import io
import re

import pytest

from presentation.tables import Column, Table, harmless, table_csv, table_html
from presentation.text import Text

HOSTILE = '<img src=x onerror="alert(1)">'
TABLE = Table(
    "Rahoitus",
    (Column("Nimi"), Column("Sidottu, €", "euros"), Column("Osuus", "share")),
    ((HOSTILE, 1234567.89, 0.5), ("=cmd|' /C calc'!A0", None, None)),
    ("Yhteensä", 1234567.89, None),
)


def test_text_is_shown_as_text(theme):
    html = table_html(TABLE, Text("fi", theme))
    assert "<img" not in html and "&lt;img src=x onerror=&quot;" in html


def test_table_has_caption_and_headers(theme):
    html = table_html(TABLE, Text("fi", theme))
    assert "<caption>Rahoitus</caption>" in html
    assert html.count('scope="col"') == 3 and html.count('scope="row"') == 3
    assert "1\u00a0234\u00a0568" in html and "50\u00a0%" in html and ">–<" in html


def test_csv_keeps_values_and_is_no_formula():
    lines = table_csv(TABLE, "Lähde: esimerkki").decode("utf-8-sig").split("\r\n")
    assert lines[1] == "Nimi;Sidottu, €;Osuus"
    assert lines[2].endswith(";1234567,89;0,5")
    assert lines[3].startswith("'=cmd") and lines[3].endswith(";;")
    assert "Lähde: esimerkki" in lines


@pytest.mark.parametrize("mark", "=+-@＝")
@pytest.mark.parametrize("before", ["", " ", "sana,", "sana, ", "sana;", "sana\t", "sana\n", 'sana,"', "sana|", "a;b,c ,\u00a0"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_no_cell_of_a_csv_is_a_formula_whichever_mark_parts_its_cells(before, mark, delimiter):
    said = f"{before}{mark}1+1"
    table = Table("Taulukko", (Column("Nimi"), Column(said)), ((said, said), ("ennen", said)), ("Yhteensä", said))
    content = table_csv(table, said).decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter) for cell in row]
    # Not even where the program takes no notice of quotation marks.
    cells += re.split(f"[{delimiter}\r\n]", content)
    assert cells and not [cell for cell in cells if cell.lstrip(" \u00a0\"'")[:1] == mark and "'" not in cell[: cell.index(mark)]]


def test_an_ordinary_text_stays_as_it_is():
    for said in ("Oulu, Kajaani; yhteensä", "ikä 18-29, noin 5", "a = b", "matti@esimerkki.fi", "Pohjois-Savo"):
        assert harmless(said) == said
