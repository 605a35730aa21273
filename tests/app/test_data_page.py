"""The page of the data, from files to a delivery."""

import io
import re
from decimal import Decimal

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from archive.archive import open_archive
from archive.bundles import read_bundle
from archive.column_maps import save_column_map
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
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
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
    assert "For the most part" in words(at) and "amount cannot be read" in words(at).lower()
    assert "Sheet “Sheet”, cell G3" in words(at)
    assert open_archive(root).approved == () and not root.exists()
    assert has_import(at)


def test_importing_keeps_the_delivery_and_begins_again(root):
    at = send(page(), projects=workbook(HEADERS, ROW))
    at.button(key="data-import").click().run()
    assert not at.exception
    (info,) = open_archive(root).approved
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
    assert "beloppet kan inte läsas" in words(at).lower()


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
    (info,) = open_archive(root).approved
    rows = open_archive(root).tables(info, ["projects"])["projects"]
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


def imported(at: AppTest, *rows, day: str = "31.10.2026") -> AppTest:
    """Check and import a list without theme workbook."""
    send(at, day, projects=workbook(HEADERS, *rows))
    at.button(key="data-import").click().run()
    assert not at.exception, at.exception
    return at


SECOND = ["S2", "Toinen", "Oy", "1234567-1", "Käynnissä", "FI197 Pirkanmaa", 300_000, 0]


def boxes_of(at: AppTest) -> list:
    return [box for box in at.checkbox if box.key.startswith("change-")]


def approve_button(at: AppTest, name: str):
    return next(button for button in at.button if button.key and button.key.startswith(f"approve-{name}"))


def test_a_delivery_that_moves_figures_waits_and_is_approved(root):
    at = imported(page(), ROW, day="30.4.2026")
    assert "The pages show it now" in at.success[0].value
    imported(at, ROW, SECOND)
    assert "waits for approval" in at.success[0].value
    told = words(at)
    assert "Waiting for approval: 31 October 2026" in told and "one new project" in told
    assert len(open_archive(root).approved) == 1
    approve_button(at, "all").click().run()
    assert "has been approved" in at.success[0].value
    assert open_archive(root).approved[-1].id == "2026-10-31"
    assert not any(button.key and button.key.startswith("approve-") for button in at.button)


def test_changes_are_approved_one_by_one(root):
    at = imported(page(), ROW, day="30.4.2026")
    imported(at, [*ROW[:6], 200, 60], SECOND)
    assert len(boxes_of(at)) == 2
    at.button_group(key="approve-how-en").set_value("change").run()
    boxes = boxes_of(at)
    assert len(boxes) == 3
    boxes[0].check()
    approve_button(at, "some").click().run()
    assert "2 changes still wait" in at.success[0].value
    assert len(boxes_of(at)) == 2
    assert "1 change has been approved" in words(at)
    for box in boxes_of(at):
        box.check()
    approve_button(at, "some").click().run()
    assert open_archive(root).approved[-1].id == "2026-10-31"


def test_a_project_is_approved_whole(root):
    at = imported(page(), ROW, day="30.4.2026")
    imported(at, [*ROW[:6], 200, 60], SECOND)
    next(box for box in boxes_of(at) if "2 changes" in box.label).check()
    approve_button(at, "some").click().run()
    assert "1 change still waits" in at.success[0].value


def test_a_great_fall_needs_a_word_of_its_own(root):
    at = imported(page(), ROW, SECOND, day="30.4.2026")
    imported(at, ROW)
    approve_button(at, "all").click().run()
    assert open_archive(root).approved[-1].id == "2026-04-30"
    at.checkbox(key="accept-committed-fall-en").check()
    approve_button(at, "all").click().run()
    assert open_archive(root).approved[-1].id == "2026-10-31"


def test_deliveries_are_listed_with_state_and_note(root):
    at = page()
    next(field for field in at.text_input if field.key.startswith("data-note")).set_value("From *EURA*")
    imported(at, ROW)
    assert any("2026\\-10\\-31" in expander.label and "current" in expander.label for expander in at.expander)
    assert "Note: From *EURA*" in words(at) and "nobody signs in yet" in words(at)


def test_a_damaged_delivery_is_told(root):
    imported(page(), ROW, day="30.4.2026")
    imported(page(), ROW, day="31.10.2026")
    (root / "deliveries" / "2026-04-30" / "manifest.json").write_text("{", "utf-8")
    at = page()
    assert any("damaged" in warning.value for warning in at.warning)
    assert "One delivery is kept." in words(at)


HOSTILE = {
    "empty": b"",
    "picture": b"\x89PNG\r\n\x1a\n" + b"x" * 100,
    "encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "truncated": workbook(HEADERS, ROW)[1][:900],
    "nonsense": bytes(range(256)) * 4,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("kind", ("projects", "theme"))
def test_a_hostile_file_is_one_clear_error_and_hides_nothing_of_the_others(root, kind, content):
    files = {"projects": workbook(HEADERS, [*ROW[:6], "much", 5]), kind: ("../../../etc/passwd.xlsx", content, "x/y")}
    at = send(page(), **files)
    told = words(at)
    assert "Cannot be read: passwd.xlsx" in told and not has_import(at)
    assert ("amount cannot be read" in told.lower()) == (kind == "theme")
    assert not root.exists()


def test_known_errors_are_listed(root):
    root.mkdir()
    record = "projects;S1;;planned_public_eur;100;90;Typing <b>error</b>;A. Person;4.5.2026"
    (root / "corrections.csv").write_text(f"input;project_code;where;field;was;is;why;reported_by;date\n{record}\n", "utf-8")
    at = imported(page(), ROW)
    told = words(at)
    assert "Known errors of the sources, put right at the import" in told
    assert "A. Person, 4 May 2026" in told and "Typing &lt;b&gt;error" in told


# Publishing ---------------------------------------------------------------------------


def button(at: AppTest, key: str):
    return next(button for button in at.button if button.key == key)


def published_zip(at: AppTest) -> list:
    return [element for element in at.get("download_button") if element.key.startswith("publish-zip")]


def test_a_delivery_is_looked_at_and_published_and_nothing_is_written_before(root):
    at = imported(page(), ["S1", "Hanke", "Meikäläinen Matti", None, *ROW[4:]])
    button(at, "publish-preview-en").click().run()
    assert not at.exception, at.exception
    told = words(at)
    assert "can be published" in at.info[0].value and "1 row is a private person" in told and "Meikäläinen" not in told
    assert "What becomes public" in told and not (root / "published").exists() and not published_zip(at)
    button(at, "publish-en").click().run()
    assert not at.exception, at.exception
    assert "was written" in at.success[0].value
    assert read_bundle(root / "published" / "2026-10-31", "hard_to_employ").delivery == "2026-10-31"
    assert published_zip(at) and "Published bundles" in words(at)
    # Looked at again, and never written over.
    button(at, "publish-preview-en").click().run()
    assert not at.exception and open_archive(root).approved
    button(at, "publish-en").click().run()
    assert sorted(path.name for path in (root / "published").iterdir()) == ["2026-10-31", "2026-10-31-2"]


def test_bundles_are_kept_where_the_setting_says(root, tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_BUNDLES", str(tmp_path / "bundles"))
    at = imported(page(), ROW)
    button(at, "publish-preview-en").click().run()
    button(at, "publish-en").click().run()
    assert not at.exception and not (root / "published").exists()
    assert (tmp_path / "bundles" / "2026-10-31" / "bundle.json").is_file()
    (tmp_path / "bundles" / "2026-10-31" / "report.json").write_text("{}")
    assert any("damaged" in error.value for error in page().error)


def test_the_example_is_looked_at_and_taken_away_and_nothing_is_left(monkeypatch):
    monkeypatch.delenv("DASHBOARD_DATA", raising=False)
    at = page("sv")
    button(at, "publish-preview-sv").click().run(timeout=300)
    assert not at.exception, at.exception
    told = words(at)
    assert "Publiceras inte" in told and "Angriparen" in told
    button(at, "publish-sv").click().run(timeout=300)
    assert not at.exception and published_zip(at)
    assert not (ROOT / "assets" / "sample" / "published").exists() and not (ROOT / "assets" / "sample" / "protection.key").exists()


def test_publishing_needs_its_role_and_a_delivery(root, monkeypatch):
    assert not any(b.key and b.key.startswith("publish") for b in page().button)
    imported(page(), ROW)
    monkeypatch.setattr("ui.data_publish.may", lambda role: role != "publisher")
    at = page()
    assert "requires the role of publisher" in words(at)
    assert not any(b.key and b.key.startswith("publish") for b in at.button)
