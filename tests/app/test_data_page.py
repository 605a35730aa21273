"""The page of the data, from files to a delivery."""

import io
import json
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


def go(at: AppTest, step: str) -> AppTest:
    """Show a step of the routine."""
    at.query_params["step"] = step
    at.run()
    assert not at.exception, at.exception
    return at


def send(at: AppTest, day: str = "31.10.2026", **files) -> AppTest:
    go(at, "files")
    for kind, file in files.items():
        at.file_uploader(key=f"data-{kind}").set_value(file)
    at.text_input(key="data-day").set_value(day)
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
    assert open_archive(root).deliveries == () and {path.name for path in root.glob("[!.]*")} == {"deliveries", "record.jsonl"}
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
    assert open_archive(root).deliveries == ()
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
    """Check and import a list without theme workbook, also when it is the same again on another day."""
    send(at, day, projects=workbook(HEADERS, *rows))
    # Workbooks that are written within one second have the same bytes, which the page asks about.
    for box in [box for box in at.checkbox if box.key.startswith("data-")]:
        box.check()
    at.run().button(key="data-import").click().run()
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
    button(at, "to-approve-en").click().run()
    approve_button(at, "all").click().run()
    assert "has been approved" in at.success[0].value
    assert open_archive(root).approved[-1].id == "2026-10-31"
    assert not any(button.key and button.key.startswith("approve-") for button in at.button)


def test_changes_are_approved_one_by_one(root):
    at = imported(page(), ROW, day="30.4.2026")
    imported(at, [*ROW[:6], 200, 60], SECOND)
    go(at, "approve").button_group(key="approve-how-en").set_value("project").run()
    assert len(boxes_of(at)) == 2
    at.button_group(key="approve-how-en").set_value("change").run()
    boxes = boxes_of(at)
    assert len(boxes) == 3
    boxes[0].check()
    approve_button(at, "some").click().run()
    assert "2 changes still wait" in at.success[0].value
    assert len(boxes_of(at)) == 2
    assert "1 change has been approved" in words(go(at, "changes"))
    go(at, "approve").button_group(key="approve-how-en").set_value("change").run()
    for box in boxes_of(at):
        box.check()
    approve_button(at, "some").click().run()
    assert open_archive(root).approved[-1].id == "2026-10-31"


def test_a_project_is_approved_whole(root):
    at = imported(page(), ROW, day="30.4.2026")
    imported(at, [*ROW[:6], 200, 60], SECOND)
    go(at, "approve").button_group(key="approve-how-en").set_value("project").run()
    next(box for box in boxes_of(at) if "2 changes" in box.label).check()
    approve_button(at, "some").click().run()
    assert "1 change still waits" in at.success[0].value


def test_a_great_fall_needs_a_word_of_its_own(root):
    at = imported(page(), ROW, SECOND, day="30.4.2026")
    imported(at, ROW)
    approve_button(go(at, "approve"), "all").click().run()
    assert open_archive(root).approved[-1].id == "2026-04-30"
    at.checkbox(key="accept-committed-fall-en").check()
    approve_button(at, "all").click().run()
    assert open_archive(root).approved[-1].id == "2026-10-31"


def test_deliveries_are_listed_with_state_and_note(root):
    at = page()
    at.file_uploader(key="data-projects").set_value(workbook(HEADERS, ROW))
    at.text_input(key="data-day").set_value("31.10.2026")
    at.text_input(key="data-note").set_value("From *EURA*")
    at.button[0].click().run()
    at.button(key="data-import").click().run()
    assert any("2026\\-10\\-31" in expander.label and "current" in expander.label for expander in at.expander)
    assert "Note: From *EURA*" in words(at) and "imported" in words(at)


@pytest.mark.parametrize("page_before", (True, False))
def test_deliveries_that_cannot_be_read_are_told_and_not_taken_for_none(root, page_before):
    """The folder leads to itself, so that nobody can look into it, root neither; with a page that was read before, and without."""
    at = imported(page(), HEADERS, ROW) if page_before else page()
    if page_before:
        (root / "deliveries").rename(root / "away")
    root.mkdir(exist_ok=True)
    (root / "deliveries").symlink_to("deliveries")
    at.run()
    assert not at.exception, at.exception
    assert any("what it holds is not known" in error.value for error in at.error)
    assert "There is no delivery yet" not in words(at) + " ".join(element.value for element in at.markdown)
    assert not has_import(at) and not at.file_uploader


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
    assert open_archive(root).deliveries == ()


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
    assert at.query_params["step"] == "publish"
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
    # One of before the protection of today is told to be published again.
    assert not go(page(), "publish").warning
    said = json.loads((tmp_path / "bundles" / "2026-10-31" / "bundle.json").read_text("utf-8"))
    (tmp_path / "bundles" / "2026-10-31" / "bundle.json").write_text(json.dumps(said | {"format": said["format"] - 1}), "utf-8")
    assert "Publish the delivery again" in go(page(), "publish").warning[0].value
    (tmp_path / "bundles" / "2026-10-31" / "report.json").write_text("{}")
    assert any("damaged" in error.value for error in go(page(), "publish").error)


def test_the_example_is_looked_at_and_taken_away_and_nothing_is_left(monkeypatch):
    monkeypatch.delenv("DASHBOARD_DATA", raising=False)
    at = go(page("sv"), "publish")
    button(at, "publish-preview-sv").click().run(timeout=300)
    assert not at.exception, at.exception
    told = words(at)
    assert "Vad skyddet kostar varje sida" in told
    assert "Publiceras inte" in told and "Angriparen" in told
    button(at, "publish-sv").click().run(timeout=300)
    assert not at.exception and published_zip(at)
    assert not (ROOT / "assets" / "sample" / "published").exists() and not (ROOT / "assets" / "sample" / "protection.key").exists()


def test_publishing_needs_its_role_and_a_delivery(root, monkeypatch):
    assert not any(b.key and b.key.startswith("publish") for b in go(page(), "publish").button)
    imported(page(), ROW)
    monkeypatch.setattr("ui.data_publish.may", lambda role: role != "publisher")
    at = go(page(), "publish")
    assert "requires the role of publisher" in words(at)
    assert not any(b.key and b.key.startswith("publish") for b in at.button)


# Beginning, slips, and steps back -------------------------------------------------------


@pytest.mark.parametrize(("language", "begin", "words_of"), [("fi", "Aloita näin", "svenska"), ("sv", "Börja så här", "suomi")])
def test_an_empty_directory_tells_how_to_begin_and_has_the_workbooks(root, language, begin, words_of):
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    at.query_params["lang"] = language
    at.run()
    assert not at.exception and not at.error, "nothing is wrong with a directory that is new"
    assert begin in words(at)
    labels = [element.label for element in at.get("download_button") if element.key.startswith("template")]
    assert len(labels) == 6 and any(words_of in label for label in labels)
    assert begin in words(page(language))


def test_a_day_that_has_not_come_is_told_before_anything_is_checked(root):
    at = send(page("fi"), "31.10.2062", projects=workbook(HEADERS, ROW))
    assert "31.10.2062 on tulevaisuudessa" in at.error[0].value
    assert at.query_params["step"] == "files" and not has_import(at)


def test_a_day_far_from_the_last_is_asked_about(root):
    at = imported(page(), ROW, day="30.4.2026")
    send(at, "30.4.2024", projects=workbook(HEADERS, ROW))
    assert "more than a year" in at.warning[0].value and not has_import(at)
    for box in [box for box in at.checkbox if box.key.startswith("data-")]:
        box.check()
    at.run().button(key="data-import").click().run()
    assert [kept.info.id for kept in open_archive(root).deliveries] == ["2024-04-30", "2026-04-30"]


SENT = workbook(HEADERS, ROW)


def test_the_very_same_bytes_are_nothing_to_import(root):
    at = send(page("fi"), projects=SENT)
    at.button(key="data-import").click().run()
    send(at, projects=SENT)
    assert "Tuotavaa ei ole" in at.info[0].value and not has_import(at)


def test_an_import_of_another_tab_is_told_and_then_may_be_followed(root):
    mine = send(page(), projects=workbook(HEADERS, ROW))
    imported(page(), SECOND)
    mine.button(key="data-import").click().run()
    assert "2026\\-10\\-31" in mine.error[0].value and "since you checked" in mine.error[0].value
    assert len(open_archive(root).deliveries) == 1
    mine.button(key="data-import").click().run()
    assert [kept.info.id for kept in open_archive(root).deliveries] == ["2026-10-31", "2026-10-31-2"]


def test_a_check_is_kept_over_reload_another_page_and_language(root):
    at = send(page("fi"), projects=workbook(HEADERS, [*ROW[:6], "paljon", 5]))
    mark = at.query_params["check"]
    at.switch_page("pages/public/method.py").run()
    at.switch_page("pages/staff/data.py").run()
    assert has_import(at)
    again = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    again.query_params["lang"] = "sv"
    again.query_params["check"] = mark
    again.run().switch_page("pages/staff/data.py")
    again.query_params["check"] = mark
    again.run()
    assert "beloppet kan inte läsas" in words(again).lower() and has_import(again)
    button(again, "data-others-sv").click().run()
    assert not has_import(again) and again.query_params["step"] == "files"


def test_a_check_of_somebody_else_is_not_shown(root, monkeypatch):
    at = send(page(), projects=workbook(HEADERS, ROW))
    mark = at.query_params["check"]
    monkeypatch.setattr("ui.data_upload.person", lambda: "somebody@else")
    other = page()
    other.query_params["check"] = mark
    assert not has_import(go(other, "check"))


def test_a_delivery_is_withdrawn_and_brought_back_on_the_page(root):
    at = imported(page(), ROW, day="30.4.2026")
    imported(at, ROW, SECOND)
    approve_button(go(at, "approve"), "all").click().run()
    assert any(one.key == "unapprove-2026-10-31-en" for one in at.button)
    button(at, "withdraw-2026-10-31-en").click().run()
    assert "no reason is given" in at.error[0].value, "it wants a reason"
    at.text_input(key="why-2026-10-31-en").set_value("Wrong <b>file</b>")
    button(at, "withdraw-2026-10-31-en").click().run()
    assert "has been withdrawn" in at.success[0].value
    assert open_archive(root).current.id == "2026-04-30"
    assert "Wrong &lt;b&gt;file" in words(at) and "Withdrawn" in words(at)
    button(at, "restore-2026-10-31-en").click().run()
    assert open_archive(root).delivery("2026-10-31").state == "waiting"
    assert at.query_params["step"] == "changes"
    button(at, "withdraw-2026-10-31-en")
    assert any("Reject" in one.label for one in at.button)


def test_an_approval_is_undone_on_the_page_until_it_is_published(root):
    at = imported(page(), ROW, day="30.4.2026")
    imported(at, ROW, SECOND)
    approve_button(go(at, "approve"), "all").click().run()
    button(at, "unapprove-2026-10-31-en").click().run()
    assert open_archive(root).delivery("2026-10-31").state == "waiting"
    approve_button(go(at, "approve"), "all").click().run()
    button(at, "publish-preview-en").click().run()
    button(at, "publish-en").click().run()
    assert not any(one.key == "unapprove-2026-10-31-en" for one in at.button)
    assert "Published" in words(at) and "bundle 2026-10-31" in words(at)


def test_roles_keep_steps_back_from_others(root, monkeypatch):
    at = imported(page(), ROW)
    monkeypatch.setattr("ui.data_deliveries.may", lambda role: role != "publisher")
    assert not any(one.key and one.key.startswith("withdraw") for one in at.run().button)


def test_changes_are_approved_in_groups_and_the_odd_ones_come_first(root):
    at = imported(page(), ROW, SECOND, day="30.4.2026")
    imported(at, [*ROW[:6], 200, 60], ["S3", "Kolmas", *SECOND[2:]])
    told = words(at)
    assert told.index("Projects that are gone: 1") < told.index("New projects and implementers: 1") < told.index("Routine")
    assert "S2 Toinen" in told
    at = go(at, "approve")
    keys = [box.key for box in at.checkbox if box.key.startswith("group-")]
    assert keys == ["group-gone-project-en", "group-jump-en", "group-new-en", "group-routine-en"]
    at.checkbox(key="group-routine-en").check()
    approve_button(at, "some").click().run()
    assert "still wait" in at.success[0].value
    assert "group-routine-en" not in [box.key for box in at.checkbox]


def test_the_pages_are_looked_at_with_a_waiting_delivery_by_those_who_may(root, monkeypatch):
    at = imported(page(), ROW, day="30.4.2026")
    imported(at, ROW, SECOND)
    preview = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    preview.query_params["lang"] = "fi"
    preview.query_params["preview"] = "2026-10-31"
    preview.run()
    assert not preview.exception and "Esikatselu" in words(preview) and preview.query_params["preview"] == "2026-10-31"
    assert "2 toteuttajaa" in words(preview)
    button(preview, "preview-fi").click().run()
    assert "Esikatselu" not in words(preview) and "preview" not in preview.query_params
    monkeypatch.setattr("ui.context.may", lambda role: role == "reader")
    reader = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    reader.query_params["preview"] = "2026-10-31"
    reader.run()
    assert "2026\\-10\\-31" in reader.error[0].value, "those who only read see that it waits"
