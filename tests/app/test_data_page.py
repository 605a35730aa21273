"""The page of the data, from files to a delivery."""

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from data_loaders.column_maps import save_column_map
from data_loaders.deliveries import list_deliveries, read_tables
from settings import ROOT

HEADERS = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Toiminnan tila", "Sijainti",
           "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus"]  # fmt: skip
ROW = ["S1", "Hanke", "Oy", "1234567-1", "Käynnissä", "FI197 Pirkanmaa", 100, 50]


def workbook(*rows) -> tuple[str, bytes, str]:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return "../eura.xlsx", file.getvalue(), "application/octet-stream"


@pytest.fixture
def root(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def page(language: str = "en") -> AppTest:
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=30)
    at.query_params["lang"] = language
    at.run().switch_page("pages/staff/data.py").run()
    assert not at.exception
    return at


def send(at: AppTest, day: str = "31.10.2026", **files) -> AppTest:
    for uploader in at.file_uploader:
        for kind, file in files.items():
            if f"data-{kind}-" in uploader.proto.id:
                uploader.set_value(file)
    next(field for field in at.text_input if field.key.startswith("data-day")).set_value(day)
    at.button[0].click().run()
    assert not at.exception, at.exception
    return at


def words(at: AppTest) -> str:
    bodies = " ".join(element.proto.body for element in at.get("html"))
    return re.sub(r"<[^>]+>", " ", bodies).replace("\u00a0", " ")


def has_import(at: AppTest) -> bool:
    return any(button.key == "data-import" for button in at.button)


def test_checking_tells_everything_and_keeps_nothing(root):
    at = send(page(), projects=workbook(HEADERS, ROW, [*ROW[:6], "much", 5]))
    assert "For the most part" in words(at) and "amount cannot be read" in words(at)
    assert "Sheet “Sheet”, cell G3" in words(at)
    assert list_deliveries(root)[0] == () and not root.exists()
    assert has_import(at)


def test_importing_keeps_the_delivery_and_begins_again(root):
    at = send(page(), projects=workbook(HEADERS, ROW))
    at.button(key="data-import").click().run()
    assert not at.exception
    (info,) = list_deliveries(root)[0]
    assert info.id == "2026-10-31" and info.sources[0].file == "eura.xlsx"
    assert "2026-10-31" in at.success[0].value
    assert not has_import(at)


def test_a_file_that_cannot_be_used_is_told_and_cannot_be_imported(root):
    at = send(page(), projects=("eura.xlsx", b"<html>", "text/html"))
    assert "Cannot be read: eura.xlsx" in words(at)
    assert not has_import(at)


@pytest.mark.parametrize("day", ["", "31.2.2026", "soon", "2026"])
def test_a_day_that_is_none_is_told(root, day):
    at = send(page(), day, projects=workbook(HEADERS, ROW))
    assert "31.10.2026" in at.error[0].value
    assert not has_import(at)


def test_the_list_is_needed(root):
    at = send(page())
    assert at.error and not has_import(at)


def test_the_embedded_example_is_not_added_to(monkeypatch):
    monkeypatch.delenv("DASHBOARD_DATA", raising=False)
    at = send(page(), projects=workbook(HEADERS, ROW))
    assert not has_import(at) and "DASHBOARD_DATA" in words(at)


def test_the_result_follows_the_language(root):
    at = send(page("fi"), projects=workbook(HEADERS, ROW, [*ROW[:6], "paljon", 5]))
    at.button_group(key="lang").set_value("sv").run()
    assert "beloppet kan inte läsas" in words(at)


UNKNOWN = ("lista.csv", b"Tunnus;Nimike;Eurot\nA1;Hanke;100\nA2;Toinen;250,50\n", "text/csv")


def choose_columns(at: AppTest, **fields) -> AppTest:
    for letter, field in fields.items():
        next(box for box in at.selectbox if box.key.startswith(f"data-column-{letter}-")).set_value(field)
    next(button for button in at.button if button.proto.form_id == "data-columns").click().run()
    assert not at.exception, at.exception
    return at


def test_a_person_says_what_the_columns_of_an_unknown_list_are(root):
    at = send(page(), projects=UNKNOWN)
    assert "Which column is which?" in words(at) and "250,50" in words(at)
    assert not has_import(at)
    next(field for field in at.text_input if field.key == "data-map-name").set_value("Oma lista")
    choose_columns(at, A="project_code", B="project_name", C="planned_public_eur")
    assert "Which column is which?" not in words(at) and has_import(at)
    assert not root.exists()
    at.button(key="data-import").click().run()
    (info,) = list_deliveries(root)[0]
    rows = read_tables(root, info, ["projects"])["projects"]
    assert rows["planned_public_eur"].sum() == Decimal("350.50")
    assert [path.name for path in (root / "column_maps").iterdir()] == ["oma-lista.csv"]


def test_a_kept_map_reads_the_next_list_by_itself(root):
    save_column_map(root, "oma", {"project_code": ("Tunnus",), "project_name": ("Nimike",), "planned_public_eur": ("Eurot",)})
    at = send(page(), projects=UNKNOWN)
    assert "Which column is which?" not in words(at) and has_import(at)


def test_two_columns_of_one_field_are_refused(root):
    at = choose_columns(send(page(), projects=UNKNOWN), A="project_code", B="project_code", C="")
    assert "Chosen for several columns" in at.error[0].value
    assert not has_import(at)
