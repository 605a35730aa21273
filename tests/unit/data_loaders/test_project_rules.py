"""What cannot be right in a project list."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from data_loaders.project_rules import has_check_digit
from data_loaders.projects import read_projects

#: Header → an ordinary value; the columns stand in this order from A.
USUAL = {
    "Hankekoodi": "S30001",
    "Ryhmähanketunnus": None,
    "Toteuttajan nimi": "Mallilan kaupunki",
    "Toteuttajan Y-tunnus": "0123456-2",
    "Toiminnan tila": "Toiminnassa",
    "Sijainti": "FI193 Keski-Suomi",
    "Aloituspvm": datetime(2024, 1, 1),
    "Päättymispvm": datetime(2026, 12, 31),
    "Suunniteltu EU- ja valtion rahoitus": 80000,
    "Suunniteltu julkinen rahoitus": 100000,
    "Suunniteltu rahoitus yhteensä": 110000,
    "Toteutunut EU- ja valtion rahoitus": 10000,
    "Toteutunut julkinen rahoitus": 12000.5,
    "Toteutunut rahoitus yhteensä": 13000,
    "Toteutunut EU-rahoituksen määrä": 5000,
}
EU_STATE, PUBLIC, TOTAL = (f"Suunniteltu {basis}" for basis in ("EU- ja valtion rahoitus", "julkinen rahoitus", "rahoitus yhteensä"))
SPENT_EU_STATE, SPENT, SPENT_TOTAL = (
    f"Toteutunut {basis}" for basis in ("EU- ja valtion rahoitus", "julkinen rahoitus", "rahoitus yhteensä")
)


@pytest.fixture
def read(workbook, theme):
    """Reads a list with one row for each mapping of header → cell, ordinary elsewhere."""
    return lambda *rows: read_projects(workbook([list(USUAL), *[[(USUAL | row)[header] for header in USUAL] for row in rows]]), theme=theme)


def told(listed):
    return [(f.code, f.place, f.value) for f in listed.findings if f.code != "column-missing"]


def test_an_ordinary_row_is_nothing_to_tell(read):
    assert told(read({}, {"Hankekoodi": "S30002"})) == []


@pytest.mark.parametrize(
    ("cells", "code", "place", "value"),
    [
        ({"Toteutunut EU-rahoituksen määrä": -1.5}, "amount-negative", "Hankkeet!O2", "-1.5"),
        ({SPENT_EU_STATE: 4999}, "eu-above-eu-state", "Hankkeet!O2", "5000"),
        ({EU_STATE: 100000.01}, "eu-state-above-public", "Hankkeet!I2", "100000.01"),
        ({SPENT_EU_STATE: 12000.51}, "eu-state-above-public", "Hankkeet!L2", "12000.51"),
        ({PUBLIC: "110 000,01 €"}, "public-above-total", "Hankkeet!J2", "110 000,01 €"),
        ({SPENT: 13000.01}, "public-above-total", "Hankkeet!M2", "13000.01"),
        ({SPENT: 100000.01, SPENT_TOTAL: 105000}, "spent-above-committed", "Hankkeet!M2", "100000.01"),
        ({SPENT_TOTAL: 110000.01}, "spent-above-committed", "Hankkeet!N2", "110000.01"),
        ({"Aloituspvm": datetime(2027, 1, 1)}, "end-before-start", "Hankkeet!G2", "2027-01-01 00:00:00"),
        ({"Päättymispvm": "1.1.2030"}, "end-outside-period", "Hankkeet!H2", "1.1.2030"),
        ({"Päättymispvm": "31.12.2020", "Aloituspvm": "1.1.2019"}, "end-outside-period", "Hankkeet!H2", "31.12.2020"),
        ({"Toteuttajan Y-tunnus": "0123456-7"}, "business-id-wrong", "Hankkeet!D2", "0123456-7"),
        ({"Toiminnan tila": "Odottaa"}, "status-unknown", "Hankkeet!E2", "Odottaa"),
        ({"Sijainti": "Atlantis"}, "location-unknown", "Hankkeet!F2", "Atlantis"),
    ],
)
def test_what_cannot_be_right_is_told_with_its_cell_and_never_mended(read, cells, code, place, value):
    listed = read(cells)

    assert told(listed) == [(code, place, value)]
    assert all(f.severity == "warning" for f in listed.findings if f.code == code)
    assert listed.rows.height == listed.rows_in == 1


def test_amounts_that_are_told_are_kept_as_they_stand(read):
    (row,) = read({SPENT: -1.5, PUBLIC: 110000.01}).rows.rows(named=True)

    assert (row["actual_public_eur"], row["planned_public_eur"]) == (Decimal("-1.50"), Decimal("110000.01"))


def test_everything_wrong_in_a_row_is_told_at_once(read):
    listed = read({EU_STATE: 200000, PUBLIC: 150000, SPENT: 160000, SPENT_TOTAL: 170000, "Toiminnan tila": "?", "Aloituspvm": "1.1.2028"})

    assert {code for code, *_ in told(listed)} == {
        "eu-state-above-public", "public-above-total", "spent-above-committed", "status-unknown", "end-before-start",
    }  # fmt: skip


def test_equal_amounts_and_the_last_days_are_right(read):
    listed = read(
        {EU_STATE: 100000, TOTAL: 100000, SPENT_EU_STATE: 100000, SPENT: 100000, SPENT_TOTAL: 100000, "Päättymispvm": "31.12.2029"}
    )

    assert told(listed) == []


def test_what_is_blank_contradicts_nothing(read):
    blank = dict.fromkeys((PUBLIC, SPENT_TOTAL, "Aloituspvm", "Toiminnan tila", "Sijainti", "Toteuttajan Y-tunnus"))

    assert told(read(blank, blank | {"Hankekoodi": "S30002", "Toteuttajan Y-tunnus": "-", "Sijainti": "ei tietoa"})) == []


def test_the_period_is_that_of_the_theme_file(read, workbook):
    path = workbook([["Hankekoodi", "Päättymispvm", PUBLIC], ["S1", date(1999, 1, 1), 1]])

    assert "end-outside-period" not in [f.code for f in read_projects(path).findings]


@pytest.mark.parametrize(
    ("business_id", "valid"),
    [
        ("0123456-2", True),
        ("123456-2", True),
        ("0000001-9", True),
        ("1572860-0", True),
        ("0123456-3", False),
        ("0000006-0", False),
        ("FI01234562", True),
    ],
)
def test_the_check_digit_of_a_business_id(business_id, valid):
    assert has_check_digit(business_id) is valid


def test_in_a_list_of_finnish_ids_another_word_is_no_id_and_in_a_foreign_list_it_is_nothing_to_tell(read):
    finnish = read({}, {"Hankekoodi": "S30002"}, {"Hankekoodi": "S30003", "Toteuttajan Y-tunnus": "tulossa"})
    foreign = read({"Toteuttajan Y-tunnus": "CZ1234"}, {"Hankekoodi": "S30002", "Toteuttajan Y-tunnus": "CZ5678"})

    assert told(finnish) == [("business-id-wrong", "Hankkeet!D4", "tulossa")]
    assert told(foreign) == []


@pytest.mark.parametrize("code", ["010190-123A", "010101A123B", "010101x123b", "010190 - 900A", "010190–123A"])
def test_a_personal_identity_code_is_kept_nowhere_and_its_owner_is_not_named(read, code):
    listed = read({"Toteuttajan nimi": "Mallikkaan säätiö", "Toteuttajan Y-tunnus": code})

    assert told(listed) == [("personal-id-removed", "Hankkeet!D2", None), ("persons-unnamed", "Hankkeet!C2", "1")]
    assert (listed.rows["implementer_type"].to_list(), listed.rows["implementer_name"].to_list()) == (["private_person"], [None])
    assert code not in f"{listed.rows.rows()} {listed.findings}"


def test_the_same_project_and_implementer_twice_is_told_and_both_are_kept(read):
    listed = read({}, {"Hankekoodi": "S30002"}, {PUBLIC: 90000}, {})

    assert told(listed) == [("project-row-repeated", "Hankkeet!A4", "S30001"), ("project-row-repeated", "Hankkeet!A5", "S30001")]
    assert listed.rows.height == 4


def test_the_rows_of_a_joint_project_are_not_repeated(read):
    other = {"Toteuttajan nimi": "Silta ry", "Toteuttajan Y-tunnus": "0000001-9"}
    joint = read({"Ryhmähanketunnus": "R1"}, {"Ryhmähanketunnus": "R1", "Hankekoodi": "S30002"} | other)
    one_code = read({}, other)

    assert told(joint) == told(one_code) == []


def test_two_private_persons_of_one_project_are_not_repeated(read):
    nobody = {"Toteuttajan Y-tunnus": None}
    listed = read(nobody | {"Toteuttajan nimi": "Maija Mallikas"}, nobody | {"Toteuttajan nimi": "Matti Mallikas"})

    assert told(listed) == [("persons-unnamed", "Hankkeet!C2", "2")]


@pytest.mark.parametrize(
    ("cells", "suggestion"),
    [
        ({"Toiminnan tila": "Toiminassa"}, "running"),
        ({"Toiminnan tila": "Päätynyt"}, "ended"),
        ({"Toiminnan tila": "Odottaa"}, None),
        ({"Sijainti": "Keski-Soumi"}, "13"),
        ({"Sijainti": "FI999 Keski-Soumi"}, "13"),
        ({"Sijainti": "Atlantis"}, None),
    ],
)
def test_the_nearest_known_word_is_suggested(read, cells, suggestion):
    (finding,) = (f for f in read(cells).findings if f.code != "column-missing")

    assert finding.suggestion == suggestion
