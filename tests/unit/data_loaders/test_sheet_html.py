"""Tables that a web service hands out under the name of a workbook."""

import pytest

from data_loaders.findings import InputError
from data_loaders.projects import read_projects
from data_loaders.sheets import read_sheets

PAGE = """<!DOCTYPE html>
<html><head>{meta}<title>Ei näy</title><style>td {{ color: red }}</style><script>alert("x")</script></head>
<body><h1>Hankkeet</h1><p>Poimittu
1.1.2026</p>
<table border=1><thead><tr><th>Hankekoodi<th>Hankkeen<br>nimi<th colspan=2>Suunniteltu julkinen rahoitus<th>Aloituspvm</tr></thead>
<tr><td><a href="https://example.org/?id=1" onclick="x()">S1</a><td>Äijä &amp; <b>Öylä</b><td>1&nbsp;234,50 €<td><td>1.2.2024
<tr style="display: none"><td>S2<td>Toinen<span style="display:none">ei näy</span><td>5<img src="https://example.org/x.png"><td><td>1.2.2024
</table><p>Lähde</p></body></html>"""


@pytest.fixture
def page(tmp_path):
    def write(text, encoding="utf-8"):
        (tmp_path / "lista.xls").write_bytes(text.encode(encoding))
        return tmp_path / "lista.xls"

    return write


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", ""),
        ("cp1252", ""),
        ("cp1252", '<meta charset="iso-8859-1">'),
        ("utf-16", ""),
        ("iso-8859-15", '<meta charset="iso-8859-15">'),
    ],
)
def test_a_table_is_read_as_it_looks(page, encoding, meta):
    (sheet,) = read_sheets(page(PAGE.format(meta=meta), encoding))

    assert sheet.cells.rows() == [
        (1, "Hankkeet", None, None, None, None),
        (2, "Poimittu 1.1.2026", None, None, None, None),
        (3, "Hankekoodi", "Hankkeen\nnimi", "Suunniteltu julkinen rahoitus", None, "Aloituspvm"),
        (4, "S1", "Äijä & Öylä", sheet.cells["C"][3], None, "1.2.2024"),
        (5, "S2", "Toinen", "5", None, "1.2.2024"),
        (6, "Lähde", None, None, None, None),
    ]
    assert sheet.cells["C"][3] in ("1 234,50 €", "1 234,50 ?")
    assert (sheet.name, sheet.hidden_rows, sheet.findings[0].code) == (None, (5,), "html-table")


def test_a_list_in_a_web_page_is_a_list(page):
    listed = read_projects(
        page(PAGE.format(meta='<meta charset="utf-8">')),
        {"project_code": ("Hankekoodi",), "planned_public_eur": ("Suunniteltu julkinen rahoitus",)},
    )

    assert listed.rows["planned_public_eur"].to_list() == [1234.5, 5]
    assert {"html-table", "rows-hidden"} <= {f.code for f in listed.findings}


def test_cells_that_reach_over_rows_and_tables_in_tables(page):
    (sheet,) = read_sheets(
        page(
            "<table><tr><td rowspan=2>a<td>b<td>c<tr><td>d<td>e<tr><td colspan=2>f<td>g</table><div><table><tr><td><table><tr><td>h<td>i</table></table></div>"
        )
    )

    assert sheet.cells.rows()[:4] == [(1, "a", "b", "c"), (2, None, "d", "e"), (3, "f", None, "g"), (4, "h", "i", None)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("file-unreadable", "<html><body>Kirjaudu sisään</body></html>"),
        ("file-unreadable", "<table><tr><td>yksi</table>"),
        ("file-unreadable", '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table/></Workbook>'),
        # Pages that would cost the parser's time, or memory.
        ("file-unreadable", "<div>" * 100_000 + "</p>" * 100_000),
        ("file-unreadable", "<html>" + "<!--" * 300_000),
        ("file-too-large", "<table><tr>" + "<td colspan=1000>a" * 100_000),
        ("file-too-large", "<table>" + "<tr><td rowspan=60000 colspan=500>a<td>b" * 30_000),
    ],
)
def test_a_page_without_a_table_or_that_asks_for_too_much(page, code, text):
    with pytest.raises(InputError) as error:
        read_sheets(page(text))

    assert [f.code for f in error.value.findings] == [code]


def test_entities_of_a_page_are_never_resolved(page):
    entity = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><table><tr><td>a<td>&x;<tr><td>b<td>c</table>'
    (sheet,) = read_sheets(page(entity))

    assert "root:" not in str(sheet.cells.rows())
    assert "&x;" in str(sheet.cells.rows())
