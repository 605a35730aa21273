"""A wrong file in a place is refused by what it is; a slip in a code is mended and told."""

from datetime import date, datetime
from itertools import permutations
from pathlib import Path

import pytest

from data_loaders.checked_files import INPUT_KINDS
from data_loaders.findings import InputError
from data_loaders.intake import read_inputs
from manage import main
from operations.checking import check_file, check_inputs
from settings import ROOT

OCTOBER = datetime(2026, 10, 31)
DAY = date(2026, 10, 31)
EXAMPLE = ROOT / "assets" / "sample" / "deliveries" / "2026-10-31" / "sources"
LIST = ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Suunniteltu julkinen rahoitus"]
OUTCOMES = ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Kohderyhmä", "Maakunta", "Sukupuoli", "Arvo"]
WIDE = ["Hankekoodi", "Tilannepäivä", "Indikaattori", "Naiset", "Miehet"]


@pytest.fixture
def files(workbook):
    """A list of five projects, and files that go with it."""

    def files(**given):
        kinds = {"projects": [LIST, *([f"S3000{n}", f"Hanke {n}", "Esimerkki ry", "0000002-7", 100] for n in range(1, 6))]} | given
        return {kind: workbook(rows, name=f"{kind}.xlsx") for kind, rows in kinds.items()}

    return files


def example(kind: str) -> Path:
    (path,) = EXAMPLE.glob(f"{kind}-*")
    return path


@pytest.mark.parametrize(("kind", "actual"), list(permutations(INPUT_KINDS, 2)))
def test_every_input_is_refused_in_the_place_of_every_other(theme, kind, actual):
    checked = check_file(example(actual), kind, theme)

    assert (checked.usable, [finding.code for finding in checked.findings]) == (False, [f"file-is-{actual}"])


@pytest.mark.parametrize("kind", INPUT_KINDS)
def test_every_input_is_read_in_its_own_place(theme, kind):
    assert check_file(example(kind), kind, theme).usable


@pytest.mark.parametrize(
    "rows",
    [
        [OUTCOMES, ["S30001", OCTOBER, "EECO01", None, None, "nainen", 1]],
        [WIDE, ["S30001", OCTOBER, "EECO01", 1, 2]],
        [["Hankekoodi", "Tilannepäivä", "EECO01", None], [None, None, "Naiset", "Miehet"], ["S30001", OCTOBER, 1, 2]],
    ],
)
def test_both_forms_of_outcomes_are_no_theme_workbook(workbook, theme, capsys, rows):
    path = workbook(rows)

    assert [finding.code for finding in check_file(path, "theme", theme).findings] == ["file-is-outcomes"]
    assert main(["check", str(path), "--kind", "theme", "--lang", "en"]) == 1
    assert "this is an outcome workbook" in capsys.readouterr().out


def test_a_theme_workbook_of_codes_alone_is_one(workbook, theme):
    assert check_file(workbook([["Hankekoodi"], ["S30001"]]), "theme", theme).usable


def test_what_is_no_input_at_all_is_told_as_before(workbook, theme):
    path = workbook([["Nimi", "Hinta"], ["Omena", 1]])

    assert [check_file(path, kind, theme).findings[0].code for kind in INPUT_KINDS] == [f"{kind}-headers-unknown" for kind in INPUT_KINDS]


def test_all_wrong_places_are_told_at_once(theme):
    with pytest.raises(InputError) as caught:
        read_inputs(theme, as_of=DAY, projects=example("theme"), theme_workbook=example("outcomes"), outcomes=example("projects"))

    assert [finding.code for finding in caught.value.findings] == ["file-is-theme", "file-is-outcomes", "file-is-projects"]


# A theme workbook that cannot be right ------------------------------------------------


def test_a_theme_workbook_of_mostly_repeated_codes_is_refused(files, theme):
    rows = [["Hankekoodi", "Alateemat"], *(["S30001", n % 7 + 1] for n in range(4)), ["S30002", 1]]
    checked = check_file(files(theme=rows)["theme"], "theme", theme)

    assert (checked.usable, checked.findings[0].code, checked.findings[0].value) == (False, "theme-unlikely", "3 / 5")
    assert check_file(files(theme=[*rows, ["S30003", 1], ["S30004", 1]])["theme"], "theme", theme).usable


def test_a_theme_workbook_of_mostly_unknown_codes_is_refused_with_the_list_and_checked_alone(files, theme):
    paths = files(theme=[["Hankekoodi", "Alateemat"], *([f"X{n}", 1] for n in range(3)), ["S30001", 1]])

    assert check_file(paths["theme"], "theme", theme).usable
    listed, members = check_inputs(theme, as_of=DAY, files=paths)
    assert (listed.usable, members.usable) == (True, False)
    assert [finding.code for finding in members.findings] == ["theme-unlikely", *["project-outside-list"] * 3]
    with pytest.raises(InputError):
        read_inputs(theme, as_of=DAY, projects=paths["projects"], theme_workbook=paths["theme"])


# Slips in codes -----------------------------------------------------------------------


def told(file, code):
    return [(f.place, f.value, f.suggestion) for f in file.findings if f.code == code]


def test_a_slip_of_case_or_a_full_stop_in_a_project_code_is_mended_and_told_at_its_cell(files, theme):
    paths = files(
        theme=[["Hankekoodi", "Alateemat"], ["s30001", 1], ["S30002.", "2."], ["S3 0003", 3], ["S30001", 4], ["S3OO04", 1]],
        outcomes=[WIDE, ["s30001.", OCTOBER, "EECO01.", 1, 2], ["S30002", OCTOBER, "eeco01", 3, 4]],
    )
    inputs = read_inputs(theme, as_of=DAY, projects=paths["projects"], theme_workbook=paths["theme"], outcomes=paths["outcomes"])
    _, members, counted = inputs.files

    assert members.rows["project_code"].to_list() == ["S30001", "S30002", "S30003", "S3OO04"]
    assert sorted(told(members, "code-mended")) == [
        ("Hankkeet!A2", "s30001", "S30001"),
        ("Hankkeet!A3", "S30002.", "S30002"),
        ("Hankkeet!A4", "S3 0003", "S30003"),
        ("Hankkeet!B3", "2.", "2"),
    ]
    assert told(members, "project-code-repeated") == [("Hankkeet!A5", "S30001", None)]
    assert told(members, "project-outside-list") == [("Hankkeet!A6", "S3OO04", "S30004")]
    assert members.rows_in == members.rows_kept + 1
    assert counted.rows["project_code"].to_list() == ["S30001"] * 2 + ["S30002"] * 2
    assert sorted(told(counted, "code-mended")) == [
        ("Hankkeet!A2", "s30001.", "S30001"),
        ("Hankkeet!C2", "EECO01.", None),
        ("Hankkeet!C3", "eeco01", None),
    ]


def test_a_code_that_is_like_two_of_the_list_is_not_guessed(workbook, theme):
    listed = workbook([LIST, ["s1", "A", "Esimerkki ry", "0000002-7", 1], ["S1.", "B", "Esimerkki ry", "0000002-7", 1]], name="lista.xlsx")
    members = workbook([["Hankekoodi", "Alateemat"], ["S1", 1]], name="teema.xlsx")
    inputs = read_inputs(theme, as_of=DAY, projects=listed, theme_workbook=members)

    assert inputs.files[1].rows["project_code"].to_list() == ["S1"]
    assert [f.code for f in inputs.files[1].findings if f.code in ("code-mended", "project-outside-list")] == ["project-outside-list"]
