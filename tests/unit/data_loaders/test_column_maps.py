"""Column maps: of the house, and of a person for a list of their own."""

import pytest

from archive.column_maps import save_column_map
from data_loaders.codes import LANGUAGES
from data_loaders.column_maps import column_maps, project_fields, read_column_map, saved_column_maps
from data_loaders.findings import InputError
from data_loaders.schemas import ProjectRow


def test_every_template_maps_to_fields_that_exist():
    for name, headers in column_maps("projects").items():
        assert set(headers) <= set(project_fields()), name
        every = [text for texts in headers.values() for text in texts]
        assert all(text.strip() == text != "" for text in every), name
        assert len({text.casefold() for text in every}) == len(every), f"{name}: one header for two fields"


def test_the_fields_are_those_of_the_table():
    renamed = {"funding_authority": "authority_name", "status": "status_name"}
    derived = {"source_row", "project_key", "implementer_type", "authority", "status", "region", "regions", "region_basis"}

    assert {renamed.get(field, field) for field in project_fields()} == set(ProjectRow.column_names()) - derived


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_map_of_a_person_may_hold_line_breaks_and_field_names_in_any_language(tmp_path, delimiter):
    path = tmp_path / "map.csv"
    lines = [
        ("field", "header"),
        ("planned_total_eur", '"Gesamtbetrag/ \nBewilligte Mittel"'),
        ("Toteuttajan nimi", "Begünstigter"),
        ("Startdatum", "Beginn"),
        ("authority_name", "Behörde"),
        ("summary", ""),
    ]
    path.write_text("\n".join(delimiter.join(line) for line in lines), "utf-8")

    headers, findings = read_column_map(path)

    assert headers == {
        "planned_total_eur": ("Gesamtbetrag/ \nBewilligte Mittel",),
        "implementer_name": ("Begünstigter",),
        "start_date": ("Beginn",),
        "funding_authority": ("Behörde",),
    }
    assert findings == ()


def test_a_field_on_several_rows_has_several_headers(tmp_path):
    (tmp_path / "map.csv").write_text("header,field\nEnd,end_date\nExpected end,end_date\n")

    assert read_column_map(tmp_path / "map.csv")[0] == {"end_date": ("End", "Expected end")}


def test_a_field_that_does_not_exist_is_told_and_the_rest_is_used(tmp_path):
    (tmp_path / "map.csv").write_text("field,header\nproject_name,Titel\nbudget,Summe\n")

    headers, (finding,) = read_column_map(tmp_path / "map.csv")

    assert headers == {"project_name": ("Titel",)}
    assert (finding.code, finding.severity, finding.row, finding.value) == ("column-map-field-unknown", "warning", 3, "budget")


@pytest.mark.parametrize("content", ["name,titel\na,b\n", "field,header\n", "field,header\nbudget,Summe\n"])
def test_a_file_that_maps_nothing_is_refused(tmp_path, content):
    (tmp_path / "map.csv").write_text(content)

    with pytest.raises(InputError) as caught:
        read_column_map(tmp_path / "map.csv")
    assert caught.value.findings[-1].code == "column-map-unreadable"


def test_a_saved_map_is_found_again(tmp_path):
    headers = {"project_name": ("Titel; Nr. 1",), "end_date": ("Ende\ndes Vorhabens", "Schluss"), "summary": ()}

    path = save_column_map(tmp_path, "Bremen: ESF", headers)
    save_column_map(tmp_path, "toinen", {"project_name": ("Name",)})

    assert path == tmp_path / "column_maps" / "bremen-esf.csv"
    saved, findings = saved_column_maps(tmp_path)
    assert saved == {
        "bremen-esf": {"project_name": ("Titel; Nr. 1",), "end_date": ("Ende\ndes Vorhabens", "Schluss")},
        "toinen": {"project_name": ("Name",)},
    }
    assert findings == ()


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "…", "/abs", "a" * 300, ".hidden"])
def test_a_name_never_leads_out_of_the_folder(tmp_path, name):
    path = save_column_map(tmp_path, name, {"project_name": ("Titel",)})

    assert path.parent == tmp_path / "column_maps"
    assert len(path.name) <= 64
    assert len(saved_column_maps(tmp_path)[0]) == 1


def test_a_damaged_saved_map_is_told_and_hides_no_other(tmp_path):
    save_column_map(tmp_path, "hyvä", {"project_name": ("Titel",)})
    (tmp_path / "column_maps" / "rikki.csv").write_text("x")

    saved, (finding,) = saved_column_maps(tmp_path)

    assert list(saved) == ["hyva"]
    assert (finding.code, finding.file) == ("column-map-unreadable", "rikki.csv")


def test_no_maps_in_a_new_data_directory(tmp_path):
    assert saved_column_maps(tmp_path / "uusi") == ({}, ())


def test_a_directory_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "column_maps").write_text("a file where the folder should be")

    with pytest.raises(InputError) as caught:
        save_column_map(tmp_path, "nimi", {"project_name": ("Titel",)})
    assert caught.value.findings[0].code == "data-directory-unwritable"


def test_our_own_tables_are_known_in_every_language():
    assert {"own_fields", *(f"own_{language}" for language in LANGUAGES)} <= set(column_maps("projects"))
