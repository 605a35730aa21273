"""The command line, as a person gives it."""

import json
from datetime import date

import click
import openpyxl
import pytest

from archive.archive import open_archive
from archive.column_maps import save_column_map
from manage import cli, main
from operations.approving import HOLDS
from presentation.exports.deck_recipes import RECIPES
from presentation.exports.slides import SIZES
from settings import read_settings

HEADERS = ["Hankekoodi ", "Ryhmähanketunnus", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Rahoittava viranomainen",
           "Toiminnan tila", "Sijainti", "Suunniteltu EU- ja valtion rahoitus", "Suunniteltu julkinen rahoitus", "Suunniteltu rahoitus yhteensä", "Toteutunut julkinen rahoitus"]  # fmt: skip


@pytest.fixture
def inputs(workbook):
    """A list of three theme rows and one other, a theme workbook, an outcome workbook."""
    projects = workbook(
        [
            HEADERS,
            [
                "S1",
                "R1",
                "Yhteinen",
                "Mallilan kaupunki",
                "0000001-9",
                "Hämeen ELY-keskus",
                "Käynnissä",
                "FI193 Keski-Suomi",
                80,
                100.10,
                999,
                50,
            ],
            ["S2", "R1", "Yhteinen", "Esimerkki ry", "0000002-7", "Hämeen ELY-keskus", "Käynnissä", "FI198 Keski-Suomi", 8, 10, 99, 5.05],
            ["S3", None, "Toinen", "Harjoitus Oy", "0000003-5", "Hämeen ELY-keskus", "Päättynyt", None, 1, 2, 3, None],
            ["S4", None, "Ei teemaa", "Muu Oy", "0000004-3", "Muu", "Käynnissä", "FI197 Pirkanmaa", 1000, 1000, 1000, 1000],
        ],
        name="eura.xlsx",
    )
    theme = workbook(
        [["Hankekoodi", "Alateemat", "Kohderyhmät"], ["S1", "1; 3", "Nuoret; romanit"], ["S2", 1, "Nuoret"], ["S3", None, None]],
        name="theme.xlsx",
    )
    outcomes = workbook(
        [
            ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo"],
            ["S1", "31.10.2025", "EECO01", "Nuoret", None, "nainen", 7],
            ["S1", "30.4.2026", "EECO01", "Nuoret", None, "nainen", 9],
            ["S1", "30.4.2026", "EECO01", None, "Pirkanmaa", "ei halua vastata", 2],
            ["S4", "30.4.2026", "EECO01", None, None, "mies", 1000],
        ],
        name="outcomes.xlsx",
    )
    return {"--projects": projects, "--theme-workbook": theme, "--outcomes": outcomes}


def run_import(root, inputs, as_of="2026-10-31", **more) -> int:
    words = ["import", "--data", str(root), "--as-of", as_of]
    for option, path in (inputs | more).items():
        words += [option, str(path)]
    return main(words)


def figures(root, capsys, *more) -> dict:
    capsys.readouterr()
    assert main(["figures", "--data", str(root), "--json", *more]) == 0
    return json.loads(capsys.readouterr().out)


def test_from_three_workbooks_to_figures(tmp_path, inputs, capsys):
    assert run_import(tmp_path / "data", inputs) == 0
    found = figures(tmp_path / "data", capsys)
    funding = found["funding"]
    assert (found["delivery"], found["as_of"], funding["basis"], funding["frame_cents"]) == (
        "2026-10-31",
        "2026-10-31",
        "public",
        1_300_000_000,
    )
    assert (funding["planned_cents"], funding["actual_cents"], funding["project_count"], funding["implementer_count"]) == (
        11210,
        5505,
        2,
        3,
    )
    assert [(row["region_code"], row["planned_cents"], row["project_count"], row["implementer_count"]) for row in funding["by_region"]] == [
        ("13", 11010, 1, 2),
        (None, 200, 1, 1),
    ]
    assert [(row["authority"], row["planned_cents"]) for row in funding["by_authority"]] == [("Hämeen ELY-keskus", 11210)]
    assert {row["subtheme"]: row["planned_cents"] for row in funding["by_subtheme"]} == {"1": 11010, "3": 10010, None: 200}
    assert {row["target_group"]: row["project_count"] for row in funding["by_target_group"]} == {"young": 1, "roma": 1, None: 1}
    assert {row["implementer_type"]: row["implementer_count"] for row in funding["by_implementer_type"]} == {
        "municipality": 1,
        "association": 1,
        "company": 1,
    }
    outcomes = found["outcomes"]
    assert outcomes["by_indicator_gender"] == [
        {"indicator": "EECO01", "gender": "female", "value": 9},
        {"indicator": "EECO01", "gender": "unknown", "value": 2},
    ]
    assert {(row["region_code"], row["gender"]): row["value"] for row in outcomes["by_region"]} == {
        ("13", "female"): 9,
        ("06", "unknown"): 2,
    }
    assert {(row["target_group"], row["gender"]): row["value"] for row in outcomes["by_target_group"]} == {
        ("young", "female"): 9,
        (None, "unknown"): 2,
    }


def test_list_alone_is_shown_whole_and_not_compared(tmp_path, inputs, capsys):
    run_import(tmp_path / "data", {"--projects": inputs["--projects"]})
    found = figures(tmp_path / "data", capsys)
    assert (found["scope"], found["funding"]["frame_cents"], found["funding"]["planned_cents"], found["outcomes"]) == (
        "whole_list",
        None,
        111210,
        None,
    )


def test_the_newest_date_is_current_whatever_the_order_of_imports(tmp_path, inputs, capsys):
    run_import(tmp_path / "data", inputs, "2026-10-31")
    run_import(tmp_path / "data", inputs, "2025-10-31")
    assert figures(tmp_path / "data", capsys)["delivery"] == "2026-10-31"
    older = figures(tmp_path / "data", capsys, "--delivery", "2025-10-31")
    assert older["outcomes"]["by_indicator_gender"] == [{"indicator": "EECO01", "gender": "female", "value": 7}]


@pytest.mark.parametrize("content", (b"", b"\x89PNG\r\n not a workbook", b"<html>Power BI</html>"))
def test_a_bad_file_is_one_clear_message_and_the_last_good_delivery_stays(tmp_path, inputs, capsys, content):
    run_import(tmp_path / "data", inputs)
    bad = tmp_path / "rikki.xlsx"
    bad.write_bytes(content)
    capsys.readouterr()
    assert run_import(tmp_path / "data", inputs, **{"--projects": bad, "--outcomes": tmp_path / "puuttuu.xlsx"}) == 1
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 2, "both files are told at once"
    assert told[0].startswith("rikki.xlsx: tiedosto") and told[1].startswith("puuttuu.xlsx: tiedostoa ei löytynyt")
    assert "Traceback" not in " ".join(told)
    assert [info.id for info in open_archive(tmp_path / "data").approved] == ["2026-10-31"]


def test_messages_are_in_the_language_asked_for(tmp_path, capsys):
    words = ["import", "--data", str(tmp_path), "--as-of", "2026-01-01", "--projects", str(tmp_path / "x.xlsx"), "--lang", "sv"]
    assert main(words) == 1
    assert capsys.readouterr().err.strip() == "x.xlsx: filen hittades inte. Kontrollera namnet och mappen."


def test_bad_cells_are_told_with_their_place(tmp_path, inputs, capsys):
    book = openpyxl.load_workbook(inputs["--projects"])
    book.active["J3"] = "noin tuhat"
    book.save(inputs["--projects"])
    assert run_import(tmp_path / "data", inputs) == 0
    told = capsys.readouterr().err
    assert "eura.xlsx · Hankkeet!J3 · Suunniteltu julkinen rahoitus: summaa ei voi lukea" in told
    assert "projects: eura.xlsx: 4 = 4 + 0" in told
    assert figures(tmp_path / "data", capsys)["funding"]["planned_cents"] == 10210


def test_a_directory_that_cannot_be_written_is_told(tmp_path, inputs, capsys):
    blocked = tmp_path / "tiedosto"
    blocked.write_text("ei kansio")
    assert run_import(blocked, inputs) == 1
    assert "aineistokansioon ei voi kirjoittaa" in capsys.readouterr().err


def test_no_delivery_is_told(tmp_path, capsys):
    assert main(["figures", "--data", str(tmp_path), "--json"]) == 1
    assert "manage.py import" in capsys.readouterr().err


def test_without_data_the_figures_speak_of_the_embedded_sample(capsys):
    assert main(["figures", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["delivery"] == "2026-10-31" and 0.6 < found["funding"]["planned_cents"] / found["funding"]["frame_cents"] < 0.75


def test_check_prints_one_finding_a_line_and_says_whether_the_file_can_be_imported(workbook, capsys):
    path = workbook([HEADERS, ["S1", "R1", "Yhteinen", "Oy", None, "Muu", "Käynnissä", None, 1, "noin\tsata", 3, 4]])
    assert main(["check", str(path), "--kind", "projects", "--lang", "en"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert {len(fields) for fields in lines} == {9}
    assert ["amount-unreadable", "warning", "lista.xlsx", "Hankkeet", "2", "J", "Suunniteltu julkinen rahoitus", "noin sata"] in [
        f[:8] for f in lines
    ]


def test_check_as_json_lines(workbook, capsys):
    path = workbook([HEADERS, ["S1", "R1", "Yhteinen", "Oy", None, "Muu", "Käynnissä", None, 1, "noin\tsata", 3, 4]])
    assert main(["check", str(path), "--kind", "projects", "--json"]) == 0
    records = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    found = next(record for record in records if record["code"] == "amount-unreadable")
    assert (found["sheet"], found["row"], found["column"], found["value"]) == ("Hankkeet", 2, "J", "noin\tsata")
    assert found["sentence"]


def test_check_of_a_file_that_cannot_be_imported(tmp_path, capsys):
    path = tmp_path / "lista.xlsx"
    path.write_text("<html>", "utf-8")
    assert main(["check", str(path), "--kind", "theme", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["code"] == "file-unreadable"


def test_check_writes_the_marked_workbook(workbook, tmp_path, capsys):
    path = workbook([HEADERS, ["S1", "R1", "Yhteinen", "Oy", None, "Muu", "Käynnissä", None, 1, "x", 3, 4]])
    assert main(["check", str(path), "--kind", "projects", "--marked", str(tmp_path / "out.xlsx")]) == 0
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["Hankkeet"]["J2"].comment


def test_check_says_that_macros_need_a_name_of_their_own(workbook, tmp_path, capsys):
    path = workbook([HEADERS, ["S1", "R1", "Yhteinen", "Oy", None, "Muu", "Käynnissä", None, 1, 2, 3, 4]], name="lista.xlsm")
    assert main(["check", str(path), "--kind", "projects", "--marked", str(tmp_path / "out.xlsx")]) == 0
    assert "out.xlsx: " in capsys.readouterr().err
    assert main(["check", str(path), "--kind", "projects", "--marked", str(tmp_path / "out.xlsm")]) == 0
    assert "out.xlsm: " not in capsys.readouterr().err


def test_an_unknown_list_is_imported_with_a_column_map(tmp_path, workbook, capsys):
    listed = workbook([["Begünstigter", "Gesamt-\nbetrag / total"], ["Werkstatt GmbH", 1000.1], ["Brücke e.V.", 20.02]])
    (tmp_path / "map.csv").write_text(
        'field,header\nimplementer_name,BEGÜNSTIGTER\nplanned_total_eur,"Gesamt-\nbetrag /  total"\n', "utf-8"
    )
    command = ["import", "--data", str(tmp_path / "data"), "--as-of", "2026-10-31", "--projects", str(listed), "--json"]

    assert main(command) == 1
    assert main([*command, "--column-map", str(tmp_path / "map.csv")]) == 0

    told = json.loads(capsys.readouterr().out.splitlines()[-1])["files"]["projects"]
    assert (told["rows_in"], told["rows_kept"], told["sums_cents"]["planned_total_eur"]) == (2, 2, 102012)
    assert told["sums_cents"]["planned_public_eur"] is None


def test_a_map_kept_in_the_data_directory_is_used_at_the_next_import(tmp_path, workbook, capsys):
    listed = workbook([["Begünstigter", "Titel", "Gesamtbetrag"], ["Werkstatt GmbH", "Weg", 1000.1]])
    save_column_map(tmp_path / "data", "Saksa", {"project_name": ("Titel",), "planned_total_eur": ("Gesamtbetrag",)})

    assert main(["import", "--data", str(tmp_path / "data"), "--as-of", "2026-10-31", "--projects", str(listed), "--json"]) == 0
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["files"]["projects"]["sums_cents"]["planned_total_eur"] == 100010


def test_a_list_is_back_tested_from_the_command_line(tmp_path, workbook, capsys):
    """Two authorities with a project started every month; each is foretold from the other."""
    rows = [
        [
            "Hankekoodi ",
            "Rahoittava viranomainen",
            "Aloituspvm",
            "Päättymispvm",
            "Suunniteltu julkinen rahoitus",
            "Toteutunut julkinen rahoitus",
        ]
    ]
    for month in range(36):
        for authority in ("Hämeen ELY-keskus", "Keski-Suomen ELY-keskus"):
            start = date(2022 + month // 12, month % 12 + 1, 1)
            age = (date(2024, 12, 31) - start).days
            rows.append([f"S{month}{authority[0]}", authority, start, date(start.year + 2, start.month, 28), 1000, max(age - 180, 0)])
    listed = workbook(rows, name="lista.xlsx")
    assert main(["backtest", str(listed), "--as-of", "2024-12-31", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["source"], found["as_of"], found["project_count"]) == ("lista.xlsx", "2024-12-31", 72)
    assert [horizon["months"] for horizon in found["horizons"]] == [6, 12, 18, 24]
    assert all(horizon["error"] < 0.05 < horizon["line_error"] for horizon in found["horizons"][1:3])
    weights = [horizon["project_count"] for horizon in found["horizons"]]
    assert found["error"] == pytest.approx(sum(w * h["error"] for w, h in zip(weights, found["horizons"], strict=True)) / sum(weights))
    assert main(["backtest", str(listed)]) == 0
    printed = capsys.readouterr().out
    assert "2024-10-31" in printed, "the day is told from the start dates"
    assert any(line.split()[:1] == ["error"] for line in printed.splitlines()), "the error over all horizons, as on the page"


def test_a_list_that_cannot_be_back_tested_says_so(workbook):
    listed = workbook([HEADERS, ["S1", None, "Hanke", "Mallila", None, None, None, None, None, 5]])
    with pytest.raises(SystemExit, match="liian vähän"):
        main(["backtest", str(listed)])


def test_figures_of_the_sample_tell_sizes_and_a_forecast_in_ranges(capsys):
    assert main(["figures", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    money = found["funding"]
    assert sum(part["planned_cents"] for part in money["by_support_form"]) == money["planned_cents"]
    assert [row["in_force"] for row in money["frame_revisions"]] == [True] and money["states"] == []
    sizes = money["project_sizes"]
    assert sizes["with_money_count"] + sizes["unknown_count"] + sizes["not_positive_count"] == money["project_count"]
    assert sizes["quartile_low_cents"] < sizes["median_cents"] < sizes["quartile_high_cents"]
    foretold = found["forecast"]
    for name in ("committed", "spent", "uncommitted", "unspent", "unused"):
        low, high = foretold[f"{name}_million_eur"]
        assert low < high and round(low, 1) == low and round(high, 1) == high


def test_a_forecast_that_cannot_be_made_says_why(tmp_path, inputs, capsys):
    run_import(tmp_path / "data", inputs)
    assert figures(tmp_path / "data", capsys)["forecast"] == {"lack": "deliveries", "have": 1, "need": 4}


@pytest.mark.parametrize(
    ("command", "name", "known"),
    [("import", "accept", HOLDS), ("approve", "accept", HOLDS), ("deck", "recipe", RECIPES), ("deck", "size", SIZES)],
)
def test_the_choices_of_an_option_are_those_that_there_are(command, name, known):
    """They are written out in ``manage.py``, whose help loads nothing of what knows them."""
    option = next(option for option in cli.commands[command].params if option.name == name)
    assert isinstance(option.type, click.Choice) and tuple(option.type.choices) == tuple(known)


def test_settings_with_errors_end_with_a_line_each(monkeypatch, capsys):
    monkeypatch.setenv("DASHBOARD_PORT", "eighty")
    monkeypatch.setenv("DASHBOARD_MODE", "secret")
    assert main(["deliveries", "--help"]) == 0, "help needs no settings"
    capsys.readouterr()
    assert main(["deliveries"]) == 2
    assert capsys.readouterr() == (
        "",
        "DASHBOARD_MODE is staff or public, not secret\nDASHBOARD_PORT is a whole number 1–65535, not eighty\n",
    )


def test_a_theme_file_with_errors_ends_with_a_line_each(tmp_path, monkeypatch, capsys):
    theme = tmp_path / "theme.toml"
    theme.write_text(
        read_settings().theme.read_text("utf-8").replace("{ from = 2021", '{ from = "2021"').replace('sv = "', 'xx = "', 1), "utf-8"
    )
    monkeypatch.setenv("DASHBOARD_THEME", str(theme))
    assert main(["deck", "--recipe", "ministry", "--to", str(tmp_path)]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 2 and all(line.startswith("theme.toml: ") for line in lines)

    monkeypatch.setenv("DASHBOARD_THEME", str(tmp_path / "none.toml"))
    assert main(["figures"]) == 2
    assert "none.toml" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["figures", "--lang", "de"],
        ["diff", "--data", "x", "2026-10-31"],
        ["import", "--data", "x", "--projects", "x", "--as-of", "31.10.2026"],
        ["approve", "--data", "x", "2026-10-31", "--all", "--change", "1"],
        ["sample"],
        ["sample", "--embed", "--to", "x"],
    ],
    ids=" ".join,
)
def test_a_command_that_is_not_understood_ends_with_two(arguments, capsys):
    assert main(arguments) == 2
    printed = capsys.readouterr()
    assert printed.err.startswith("Usage: manage.py") and not printed.out
