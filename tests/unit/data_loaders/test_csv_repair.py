"""Lists of the EURA 2014 family: commas in cells without quotation marks, tails of every kind."""

from datetime import date
from decimal import Decimal

import pytest

from data_loaders.projects import read_projects

HEADER = (
    "Koodi,Rahasto,Hankkeen nimi,Tl,Viranomainen,Tila,Aloituspvm,Päättymispvm,Toteuttajan nimi,"
    "Myönnetty EU- ja valtion rahoitus,Toteutunut EU- ja valtion rahoitus,"
    "Suunniteltu julkinen rahoitus yhteensä,Toteutunut julkinen rahoitus yhteensä;"
)
ELY = "Keski-Suomen elinkeino-, liikenne- ja ympäristökeskus"
LINES = (
    f"S10001,ESR,Polku työhön,3,{ELY},Toiminnassa,1.3.2015,28.2.2018,Mallikkaan kaupunki,92951,50177.67,461132,66903.55;",
    f"S10002,ESR,Osaajat, tekijät ja oppijat,4,{ELY},Toiminnassa,1.1.2015,31.12.2017,Mallilan koulutus Oy, Ab,3,2.5,3,3,;",
    "S10003,ESR,Silta,7,Työ- ja elinkeinoministeriö,Päättynyt,1.12.2014,30.11.2017,Silta ry,100,0,200,0,,;",
    "S10004,ESR,Suora,5,Työ- ja elinkeinoministeriö,Päättynyt,1.12.2014,30.11.2017,Suora ry,100,0,200.75,0",
    f'"S10005,ESR,PIENI ""POLKU"" - kokeilu,5,{ELY},Toiminnassa,1.8.2016,31.7.2019,Koto ry,80000,0,507835,0,,";',
    'S10006,ESR,"Hyvä, ehjä rivi",5,Työ- ja elinkeinoministeriö,Toiminnassa,1.8.2016,31.7.2019,Ehjä ry,1,0,2,0',
)


@pytest.fixture
def eura2014(tmp_path):
    """Reads a list of the given lines under the header."""

    def read(*lines, header=HEADER, encoding="utf-8"):
        path = tmp_path / "lista.csv"
        path.write_text("\n".join((header, *lines)) + "\n", encoding)
        return read_projects(path)

    return read


def told(listed, code):
    return [(f.row, f.value) for f in listed.findings if f.code == code]


def test_names_with_commas_are_put_together_again(eura2014):
    listed = eura2014(*LINES)

    assert listed.template == "eura2014"
    assert listed.rows_in == listed.rows.height == 6
    assert listed.rows["project_code"].to_list() == [f"S1000{number}" for number in range(1, 7)]
    assert listed.rows["project_name"].to_list() == [
        "Polku työhön",
        "Osaajat, tekijät ja oppijat",
        "Silta",
        "Suora",
        'PIENI "POLKU" - kokeilu',
        "Hyvä, ehjä rivi",
    ]
    assert listed.rows["authority_name"].to_list()[:3] == [ELY, ELY, "Työ- ja elinkeinoministeriö"]
    assert listed.rows["authority"].to_list()[:2] == ["ely-10", "ely-10"]
    assert listed.rows["implementer_name"].to_list()[1] == "Mallilan koulutus Oy, Ab"
    assert listed.rows["start_date"].to_list()[:2] == [date(2015, 3, 1), date(2015, 1, 1)]
    assert listed.rows["planned_public_eur"].sum() == Decimal("969372.75")
    assert listed.rows["actual_eu_state_eur"].to_list()[:2] == [Decimal("50177.67"), Decimal("2.50")]
    assert listed.rows["source_row"].to_list() == [2, 3, 4, 5, 6, 7]


def test_each_repair_is_told_and_nothing_else(eura2014):
    listed = eura2014(*LINES)

    # Lines 4, 5 and 7 are right as they stand, but for the marks at the end.
    assert told(listed, "line-repaired") == [(2, "S10001"), (3, "S10002"), (6, "S10005")]
    assert {f.code for f in listed.findings} == {"line-repaired"}


def test_a_finding_never_holds_the_line_for_it_may_name_a_person(eura2014):
    listed = eura2014(LINES[0].replace("Mallikkaan kaupunki", "Maija Mallikas"))

    assert "Maija" not in f"{listed.findings} {listed.rows.rows()}"


def test_a_number_between_two_names_is_settled_by_what_other_lines_say(eura2014):
    unclear = f"S10009,ESR,Oppi, 5, Kouvola,3,{ELY},Toiminnassa,1.3.2015,28.2.2018,Kouvolan kaupunki,1,2,3,4;"

    listed = eura2014(*LINES, unclear)

    assert listed.rows["project_name"].to_list()[-1] == "Oppi, 5, Kouvola"
    assert (listed.rows["priority"].to_list()[-1], listed.rows["authority_name"].to_list()[-1]) == ("3", ELY)


def test_a_line_that_stays_unclear_keeps_its_money_and_is_told(eura2014):
    unclear = "S10009,ESR,Oppi, 5, Kouvola,3,Tuntematon laitos,Toiminnassa,1.3.2015,28.2.2018,Kouvolan kaupunki,1,2,3,4;"

    listed = eura2014(*LINES, unclear)

    assert told(listed, "line-unclear") == [(8, "S10009")]
    assert listed.rows["planned_public_eur"].to_list()[-1] == 3
    assert listed.rows["project_code"].to_list()[-1] == "S10009"


def test_a_line_that_cannot_be_read_at_all_is_told(eura2014):
    listed = eura2014(*LINES, "S10010,ESR,Katkennut, rivi", LINES[0].replace("S10001", "S10011"))

    assert told(listed, "line-unclear") == [(8, "S10010")]
    assert listed.rows.height == 8
    assert listed.rows["planned_public_eur"].to_list()[-2] is None


def test_blank_amounts_and_dates_are_blank(eura2014):
    listed = eura2014(
        *LINES[:2],
        f"S10012,ESR,Kesken,3,{ELY},Alkamassa,1.3.2015,,Silta ry,100,,200,,;",
    )

    (last,) = listed.rows.tail(1).rows(named=True)
    assert (last["end_date"], last["planned_public_eur"], last["actual_public_eur"]) == (None, 200, None)
    assert last["authority_name"] == ELY


@pytest.mark.parametrize(
    ("encoding", "extra"), [("latin-1", "Maakunta"), ("cp1252", "Ohjelma / osio"), ("utf-8-sig", "Koko hankkeen tila")]
)
def test_one_more_column_in_any_letters(eura2014, encoding, extra):
    """Lists of other funds and years have a column more, before the authority or at the implementer."""
    header = HEADER.replace("Viranomainen,", f"{extra},Viranomainen,")
    lines = [line.replace(",Keski-Suomen", ",Pohjois-Savo,Keski-Suomen").replace(",Työ- ja", ",Pohjois-Savo,Työ- ja") for line in LINES]

    listed = eura2014(*lines, header=header, encoding=encoding)

    assert listed.rows["project_name"].to_list()[1] == "Osaajat, tekijät ja oppijat"
    assert listed.rows["authority_name"].to_list()[0] == ELY
    assert listed.rows["implementer_name"].to_list()[1] == "Mallilan koulutus Oy, Ab"
    assert listed.rows["planned_public_eur"].sum() == Decimal("969372.75")
    assert told(listed, "line-unclear") == []


def test_a_list_with_quotation_marks_is_never_touched(eura2014):
    quoted = LINES[5].replace("S10006", "S10001")
    listed = eura2014(quoted, header=HEADER.rstrip(";"))

    assert listed.findings == ()
    assert listed.rows["project_name"].to_list() == ["Hyvä, ehjä rivi"]


def test_a_line_of_nothing_but_commas_takes_no_time(eura2014):
    listed = eura2014(*LINES, "S10013," + "x," * 900 + "y")

    assert told(listed, "line-unclear") == [(8, "S10013")]
