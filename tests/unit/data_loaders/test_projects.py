"""The project list, with every quirk of the real exports."""

from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest

from data_loaders.findings import InputError
from data_loaders.projects import read_projects

#: The headers of the EURA 2021 export as they stand, in their order; the first ends in a space.
EURA_2021 = (
    "Hankekoodi ", "Ryhmähanketunnus", "Rahasto", "EAKR-/JTF-alatyyppi", "Tl", "Et", "Hankkeen nimi", "Toteuttajan nimi",
    "Toteuttajan Y-tunnus", "Rahoittava viranomainen", "Toiminnan tila", "Aloituspvm", "Päättymispvm",
    "Suunniteltu EU- ja valtion rahoitus", "Suunniteltu julkinen rahoitus", "Suunniteltu rahoitus yhteensä",
    "Toteutunut EU- ja valtion rahoitus", "Toteutunut julkinen rahoitus", "Toteutunut rahoitus yhteensä",
    "Toteutunut EU-rahoituksen määrä", "Tukitoimen ala", "Sijainti", "Toteutuspaikan postinumero",
    "Toteutuspaikan postitoimipaikka", "Tuensaajan postinumero", "Tuensaajan postitoimipaikka", "Tukimuoto",
    "Alueellinen täytäntöönpanomekanismi ja alueellinen painopiste", "Taloudellinen toiminta",
    "Toissijainen teema, vain ESR+", "Sukupuolten tasa-arvo", "Itämeren alueen strategia",
    "Suunnitelman mukainen tiivistelmä hankkeen toteutuksesta", "Hankekuvauksen osoite", "Hankkeen kotisivun osoite",
)  # fmt: skip
PLANNED, ACTUAL = "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus"


def row(**cells):
    """One row of the export: an ordinary project, with the given cells (by header) in their place."""
    usual = {
        "Hankekoodi ": "S30001",
        "Rahasto": "ESR+",
        "Tl": "4",
        "Et": "4.3",
        "Hankkeen nimi": "Polku työhön",
        "Toteuttajan nimi": "Mallikkaan kaupunki",
        "Toteuttajan Y-tunnus": "0123456-2",
        "Rahoittava viranomainen": "Hämeen ELY-keskus",
        "Toiminnan tila": "Toiminnassa",
        "Aloituspvm": datetime(2024, 1, 1),
        "Päättymispvm": datetime(2026, 12, 31),
        "Suunniteltu EU- ja valtion rahoitus": 80000.0,
        PLANNED: 100000.0,
        "Suunniteltu rahoitus yhteensä": 110000.0,
        "Toteutunut EU- ja valtion rahoitus": 10000.0,
        ACTUAL: 12345.67,
        "Toteutunut rahoitus yhteensä": 12345.67,
        "Toteutunut EU-rahoituksen määrä": 5000.0,
        "Sijainti": "FI193 Keski-Suomi",
        "Toteutuspaikan postinumero": "00500",
        "Tuensaajan postinumero": "33100",
    }
    return [(usual | cells).get(header) for header in EURA_2021]


@pytest.fixture
def eura(workbook):
    """Reads an export that holds the given rows under the 35 headers."""
    return lambda *rows, **place: read_projects(workbook([EURA_2021, *rows], **place))


def found(listed, code):
    return [f for f in listed.findings if f.code == code]


def test_all_35_headers_are_known_and_the_first_may_end_in_a_space(eura):
    listed = eura(row())

    assert listed.template == "eura2021"
    assert len(listed.columns) == 35
    assert listed.columns["project_code"][0] == "A"
    assert listed.columns["project_website_url"] == ("AI", "Hankkeen kotisivun osoite")
    assert listed.rows["project_code"].to_list() == ["S30001"]
    assert listed.findings == ()


def test_an_ordinary_row_keeps_its_values(eura):
    (read,) = eura(row()).rows.rows(named=True)

    assert read["planned_public_eur"] == Decimal("100000.00")
    assert read["actual_public_eur"] == Decimal("12345.67")
    assert (read["start_date"], read["end_date"]) == (date(2024, 1, 1), date(2026, 12, 31))
    assert (read["fund"], read["priority"], read["specific_objective"]) == ("ESR+", "4", "4.3")
    assert (read["status"], read["authority"], read["implementer_type"]) == ("running", "ely-04", "municipality")


def test_footer_rows_are_left_out_and_told(eura):
    listed = eura(
        row(),
        row(**{"Hankekoodi ": "S30002"}),
        [],
        ["Käytetyt suodattimet:\nRahasto on ESR+"],
        [None, None, "Yhteensä", *[None] * 11, 200000.0],
    )

    assert listed.rows["project_code"].to_list() == ["S30001", "S30002"]
    footers = found(listed, "footer-row")
    (total,) = found(listed, "total-row")
    assert [(f.row, f.severity) for f in (*footers, total)] == [(5, "info"), (6, "info")]
    assert (total.place, total.value) == ("Hankkeet!C6", "Yhteensä")
    assert [(f.row, f.value) for f in found(listed, "blank-rows")] == [(4, "4")]
    assert footers[0].value.startswith("Käytetyt suodattimet")
    assert footers[0].place == "Hankkeet!A5"
    assert listed.rows_in == listed.rows.height + len(footers) + 1 == 4


def test_a_row_without_a_code_between_projects_is_kept_for_it_may_be_money(eura):
    listed = eura(row(), row(**{"Hankekoodi ": None}), row(**{"Hankekoodi ": "S30003"}))

    assert listed.rows["project_key"].to_list() == ["S30001", "row-3", "S30003"]
    assert listed.rows_in == 3


def test_a_list_without_projects_is_all_left_out(eura):
    listed = eura(["Ei hankkeita valituilla suodattimilla"])

    assert (listed.rows.height, listed.rows_in, len(found(listed, "footer-row"))) == (0, 1, 1)


def test_a_workbook_without_a_default_style_is_read(workbook):
    path = workbook([EURA_2021, row()], default_style=False)
    with pytest.warns(UserWarning, match="no default style"):
        openpyxl.load_workbook(path)

    assert read_projects(path).rows.height == 1


def test_one_row_per_implementer_and_a_joint_project_under_one_key(eura):
    rows = eura(
        row(**{"Hankekoodi ": "S30001", "Ryhmähanketunnus": "R100", "Toteuttajan nimi": "Mallikkaan kaupunki"}),
        row(**{"Hankekoodi ": "S30002", "Ryhmähanketunnus": "R100", "Toteuttajan nimi": "Valmennus Oy"}),
        row(**{"Hankekoodi ": "S30003"}),
    ).rows

    assert rows.height == 3
    assert rows["project_code"].to_list() == ["S30001", "S30002", "S30003"]
    assert rows["project_key"].to_list() == ["R100", "R100", "S30003"]


def test_postcodes_and_business_ids_keep_their_leading_zeros(eura):
    (read,) = eura(row(**{"Toteutuspaikan postinumero": "00100"})).rows.rows(named=True)

    assert (read["site_postcode"], read["implementer_business_id"]) == ("00100", "0123456-2")


@pytest.mark.parametrize(
    ("cells", "region", "basis"),
    [
        ({"Sijainti": "FI193 Keski-Suomi"}, "13", "location"),
        ({"Sijainti": "FI198 Keski-Suomi"}, "13", "location"),
        ({"Toteutuspaikan postinumero": "00500", "Tuensaajan postinumero": "33100"}, "01", "site"),
        ({"Toteutuspaikan postitoimipaikka": "OULU", "Tuensaajan postinumero": "33100"}, "17", "site"),
        ({"Tuensaajan postinumero": "33100"}, "06", "beneficiary"),
        ({"Tuensaajan postitoimipaikka": "Rovaniemi"}, "19", "beneficiary"),
        ({"Tuensaajan postitoimipaikka": "Olematon"}, None, None),
        ({}, None, None),
    ],
)
def test_a_blank_location_falls_back_to_postcode_and_town_and_else_is_unknown(eura, cells, region, basis):
    blank = dict.fromkeys(("Sijainti", "Toteutuspaikan postinumero", "Tuensaajan postinumero"))
    (read,) = eura(row(**(blank | cells))).rows.rows(named=True)

    assert (read["region"], read["region_basis"]) == (region, basis)


@pytest.mark.parametrize(("top", "left", "cell"), [(1, 1, "O2"), (6, 1, "O7"), (1, 3, "Q2"), (4, 2, "P5")])
def test_a_finding_names_the_physical_cell_wherever_the_table_stands(workbook, top, left, cell):
    listed = read_projects(workbook([EURA_2021, row(**{PLANNED: "sata"})], top=top, left=left))

    (finding,) = found(listed, "amount-unreadable")
    assert finding.place == f"Hankkeet!{cell}"
    assert (finding.file, finding.header, finding.value) == ("lista.xlsx", PLANNED, "sata")
    assert listed.rows["source_row"].to_list() == [top + 1]


def test_title_rows_above_the_header_are_passed_over(workbook):
    titles = [["Rahoitetut hankkeet"], [], ["Tilanne 31.10.2026"]]
    listed = read_projects(workbook([*titles, EURA_2021, row(**{ACTUAL: "?"}), row(**{"Hankekoodi ": "S30002"})]))

    assert listed.rows_in == listed.rows.height == 2
    assert [f.place for f in listed.findings] == ["Hankkeet!R5"]


def test_the_sheet_with_the_list_is_found_among_others(workbook):
    path = workbook([EURA_2021, row()])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Ohje", 0)["A1"] = "Hankekoodi "
    book.save(path)

    assert read_projects(path).rows.height == 1


def test_an_amount_that_cannot_be_read_is_null_and_told_and_never_zero(eura):
    listed = eura(row(**{PLANNED: "noin 5", ACTUAL: "12 kpl"}), row(**{"Hankekoodi ": "S30002"}))

    assert listed.rows["planned_public_eur"].to_list() == [None, Decimal("100000.00")]
    assert listed.rows["actual_public_eur"][0] is None
    told = found(listed, "amount-unreadable")
    assert [(f.place, f.value, f.severity) for f in told] == [
        ("Hankkeet!O2", "noin 5", "warning"),
        ("Hankkeet!R2", "12 kpl", "warning"),
    ]


def test_a_blank_amount_is_not_zero_and_nothing_is_told(eura):
    listed = eura(row(**{PLANNED: None, ACTUAL: "-"}), row(**{PLANNED: 0, ACTUAL: 0}))

    assert listed.rows["planned_public_eur"].to_list() == [None, Decimal(0)]
    assert listed.rows["actual_public_eur"].to_list() == [None, Decimal(0)]
    assert found(listed, "amount-unreadable") == []


def test_amounts_as_text_with_any_space_are_read(eura):
    rows = eura(
        row(**{PLANNED: "100 000,50", ACTUAL: "1 000"}),
        row(**{PLANNED: "100\u00a0000,50 €", ACTUAL: "1\u202f000"}),
    ).rows

    assert rows["planned_public_eur"].to_list() == [Decimal("100000.50")] * 2
    assert rows["actual_public_eur"].to_list() == [Decimal(1000)] * 2


def test_a_date_that_cannot_be_read_is_null_and_told(eura):
    listed = eura(row(**{"Aloituspvm": "keväällä 2024", "Päättymispvm": "31.12.2026"}))

    assert (listed.rows["start_date"][0], listed.rows["end_date"][0]) == (None, date(2026, 12, 31))
    (finding,) = listed.findings
    assert (finding.code, finding.place, finding.value) == ("date-unreadable", "Hankkeet!L2", "keväällä 2024")


def test_the_name_of_a_private_person_is_never_kept(eura):
    listed = eura(
        row(**{"Toteuttajan nimi": "Maija Mallikas", "Toteuttajan Y-tunnus": None, ACTUAL: "?"}),
        row(**{"Toteuttajan nimi": "Matti Mallikas", "Toteuttajan Y-tunnus": "-"}),
        row(),
    )

    assert listed.rows["implementer_type"].to_list() == ["private_person", "private_person", "municipality"]
    assert listed.rows["implementer_name"].to_list() == [None, None, "Mallikkaan kaupunki"]
    assert [(f.place, f.value) for f in found(listed, "persons-unnamed")] == [("Hankkeet!H2", "2")]
    everything = f"{listed.rows.rows()} {listed.findings}"
    assert "Maija" not in everything and "Matti" not in everything


def test_with_mostly_blank_business_ids_organisations_keep_their_names(eura):
    blank = {"Toteuttajan Y-tunnus": None}
    listed = eura(
        row(**{"Toteuttajan nimi": "Esimerkkikaupunki"} | blank),
        row(**{"Toteuttajan nimi": "Esimerkkisäätiö sr"} | blank),
        row(**{"Toteuttajan nimi": "Maija Mallikas"} | blank),
        row(),
    )

    assert listed.rows["implementer_name"].to_list() == ["Esimerkkikaupunki", "Esimerkkisäätiö sr", None, "Mallikkaan kaupunki"]
    assert [(f.place, f.value) for f in found(listed, "persons-unnamed")] == [("Hankkeet!H4", "1")]


def test_a_missing_column_is_told_and_stays_unknown(workbook):
    short = [header for header in EURA_2021 if header not in ("Sijainti", ACTUAL)]
    cells = dict(zip(EURA_2021, row(), strict=True))
    listed = read_projects(workbook([short, [cells[header] for header in short]]))

    assert sorted(f.header for f in found(listed, "column-missing")) == ["Sijainti", ACTUAL]
    assert listed.rows["actual_public_eur"].to_list() == [None]
    assert listed.rows["region"].to_list() == ["01"]


def test_words_in_no_code_list_stand_for_themselves(eura):
    listed = eura(row(**{"Toiminnan tila": "Odottaa", "Rahoittava viranomainen": "Uusi  laitos"}))

    assert (listed.rows["status"][0], listed.rows["authority"][0]) == ("Odottaa", "Uusi laitos")


def test_the_long_name_of_an_authority_is_its_short_one(eura):
    listed = eura(row(**{"Rahoittava viranomainen": "Keski-Suomen elinkeino-, liikenne- ja ympäristökeskus"}))

    assert (listed.rows["authority"][0], listed.rows["authority_name"][0][:12]) == ("ely-10", "Keski-Suomen")


def test_a_list_that_fits_no_template_is_refused_and_told(workbook):
    with pytest.raises(InputError) as caught:
        read_projects(workbook([["Nimi", "Hinta"], ["Kahvi", 2]], name="kahvila.xlsx"))

    (finding,) = caught.value.findings
    assert (finding.code, finding.file, finding.sheet) == ("projects-headers-unknown", "kahvila.xlsx", "Hankkeet")


# The older list, by its own column map.

EURA_2014 = (
    "Koodi,Rahasto,Hankkeen nimi,Tl,Viranomainen,Tila,Aloituspvm,Päättymispvm,Toteuttajan nimi,"
    "Myönnetty EU- ja valtion rahoitus,Toteutunut EU- ja valtion rahoitus,"
    "Suunniteltu julkinen rahoitus yhteensä,Toteutunut julkinen rahoitus yhteensä"
)
LONG_NAME = "Keski-Suomen elinkeino- liikenne- ja ympäristökeskus"


def test_the_older_list_is_read_by_its_own_column_map(tmp_path):
    path = tmp_path / "eura2014.csv"
    path.write_text(
        f"{EURA_2014}\n"
        f'S90001,ESR,"Polku, toinen",3,{LONG_NAME},Toiminnassa,1.3.2015,28.2.2018,Mallikkaan kaupunki,1000,500.1,1200.25,600\n'
        f"S90002,ESR,Silta,3,{LONG_NAME},Päättynyt,1.3.2015,,Silta ry,0.1,,0.2,0.05\n",
        "utf-8",
    )

    listed = read_projects(path)

    assert (listed.template, listed.rows_in, listed.findings) == ("eura2014", 2, ())
    assert listed.rows["project_key"].to_list() == ["S90001", "S90002"]
    assert listed.rows["planned_eu_state_eur"].to_list() == [Decimal("1000.00"), Decimal("0.10")]
    assert listed.rows["actual_eu_state_eur"].to_list() == [Decimal("500.10"), None]
    assert listed.rows["planned_public_eur"].sum() == Decimal("1200.45")
    assert listed.rows["actual_public_eur"].sum() == Decimal("600.05")
    assert listed.rows["authority"].to_list() == ["ely-10"] * 2
    assert listed.rows["status"].to_list() == ["running", "ended"]
    # It has no places and no business ids: regions are unknown, and nobody is taken for a person.
    assert listed.rows["region"].to_list() == [None, None]
    assert listed.rows["implementer_type"].to_list() == ["municipality", "association"]
    assert listed.rows["planned_total_eur"].to_list() == [None, None]
    assert listed.rows["end_date"].to_list() == [date(2018, 2, 28), None]


# Headers over two rows.


def test_a_header_over_two_rows_with_merged_cells_is_read_as_one(workbook):
    rows = [
        ["Rahoitetut hankkeet 31.10.2026"],
        ["Hankekoodi ", "Hankkeen nimi", "Suunniteltu", None, "Toteutunut julkinen rahoitus"],
        [None, None, "julkinen rahoitus", "rahoitus yhteensä", None],
        ["S1", "Polku", 100, 110, "?"],
    ]
    path = workbook(rows)
    book = openpyxl.load_workbook(path)
    for area in ("A2:A3", "B2:B3", "C2:D2", "E2:E3"):
        book.active.merge_cells(area)
    book.save(path)

    listed = read_projects(path)

    (read,) = listed.rows.rows(named=True)
    assert (read["planned_public_eur"], read["planned_total_eur"], read["source_row"]) == (100, 110, 4)
    assert (read["project_code"], read["project_name"]) == ("S1", "Polku")
    assert found(listed, "amount-unreadable")[0].place == "Hankkeet!E4"
    assert listed.columns["planned_public_eur"] == ("C", "Suunniteltu julkinen rahoitus")


# Totals and code lists.


def test_a_code_list_under_a_list_without_codes_is_left_out(workbook):
    rows = [*GERMAN, [], ["* Erläuterungen"], [102, "Zugang zu Beschäftigung"], [109, "Aktive Inklusion"]]

    listed = read_projects(workbook(rows), GERMAN_MAP | {"end_date": ("Ende",)})

    assert listed.rows["project_name"].to_list() == ["Weg in Arbeit", "Brücke"]
    assert [f.row for f in found(listed, "footer-row")] == [6, 7, 8]
    assert listed.rows_in == 2 + 3


@pytest.mark.parametrize("word", ["Yhteensä", "SUMMA:", "Total", "Gesamt"])
def test_a_row_of_totals_is_never_counted_wherever_it_stands(workbook, word):
    total = [word, None, 1020.12]
    listed = read_projects(workbook([*GERMAN[:3], [word, None, 1000.1], *GERMAN[3:], total]), GERMAN_MAP)

    assert listed.rows["planned_total_eur"].sum() == Decimal("1020.12")
    assert [(f.row, f.value) for f in found(listed, "total-row")] == [(4, word), (6, word)]


def test_a_project_whose_name_begins_like_a_total_is_a_project(workbook):
    listed = read_projects(workbook([*GERMAN[:2], [None, "Total Quality in der Pflege", 5]]), GERMAN_MAP)

    assert listed.rows["project_name"].to_list() == ["Total Quality in der Pflege"]


# Lists that no template fits.

GERMAN = [
    ["Liste der Vorhaben"],
    ["Begünstigter", "Titel\ndes  Vorhabens", "Gesamtbetrag / total"],
    ["Werkstatt GmbH", "Weg in Arbeit", 1000.1],
    ["Brücke e.V.", "Brücke", 20.02],
]
GERMAN_MAP = {
    "implementer_name": ("begünstigter",),
    "project_name": ("Titel des Vorhabens",),
    "planned_total_eur": ("Gesamtbetrag / total",),
}


def test_a_list_without_project_codes_is_read_with_a_map_of_its_own(workbook):
    listed = read_projects(workbook(GERMAN), GERMAN_MAP)

    assert (listed.template, listed.rows_in, listed.findings) == ("given", 2, ())
    assert listed.rows["project_key"].to_list() == ["row-3", "row-4"]
    assert listed.rows["project_name"].to_list() == ["Weg in Arbeit", "Brücke"]
    assert listed.rows["planned_total_eur"].sum() == Decimal("1020.12")
    assert listed.columns["project_name"] == ("B", "Titel des Vorhabens")


def test_a_header_of_the_map_that_the_list_lacks_is_told(workbook):
    listed = read_projects(workbook(GERMAN), GERMAN_MAP | {"end_date": ("Ende",)})

    assert [(f.code, f.header) for f in listed.findings] == [("column-missing", "Ende")]


def test_a_map_that_fits_nothing_is_told(workbook):
    with pytest.raises(InputError) as caught:
        read_projects(workbook(GERMAN), {"end_date": ("Ende",)})
    assert caught.value.findings[0].code == "projects-headers-unknown"


def test_a_saved_map_is_used_beside_the_templates(workbook, eura):
    listed = read_projects(workbook(GERMAN, name="de.xlsx"), saved={"bremen": GERMAN_MAP})

    assert (listed.template, listed.rows.height) == ("bremen", 2)
    assert read_projects(workbook([EURA_2021, row()]), saved={"bremen": GERMAN_MAP}).template == "eura2021"


def test_a_short_list_is_known_when_all_its_headers_are(tmp_path):
    (tmp_path / "lyhyt.csv").write_text("Projektkod;Planerad offentlig finansiering\nS1;1,50\nS2;2,50\n", "utf-8")

    listed = read_projects(tmp_path / "lyhyt.csv")

    assert listed.template == "own_sv"
    assert listed.rows["planned_public_eur"].sum() == 4


def test_the_input_list_of_kohesio_is_known(tmp_path):
    (tmp_path / "k.csv").write_text(
        "Operation_Unique_Identifier,Operation_Name_Programme_Language,Operation_Name_English,Operation_Start_Date,"
        "Operation_End_Date,Total_Eligible_Expenditure_amount,Beneficiary_Name,Fund_Code\n"
        'Q1,"Training, first",Training,01/02/2015,31/12/2015,299609.48,Tipperary LEO,ERDF\n',
        "utf-8",
    )

    listed = read_projects(tmp_path / "k.csv")

    (read,) = listed.rows.rows(named=True)
    assert listed.template == "kohesio"
    assert (read["project_name"], read["planned_total_eur"]) == ("Training, first", Decimal("299609.48"))
    assert (read["start_date"], read["end_date"]) == (date(2015, 2, 1), date(2015, 12, 31))


@pytest.mark.parametrize(
    ("headers", "template"),
    [
        ("Tuensaajan nimi;Toimen nimi;Toimen alkamispäivä;Toimen kokonaiskustannukset", "art49_fi"),
        ("Stödmottagarens namn;Insatsens namn;Insatsens startdatum;Insatsens totala kostnad", "art49_sv"),
        ("Beneficiary's name;Name of the operation;Start date of the operation;Total cost of the operation", "art49_en"),
    ],
)
def test_the_words_of_the_regulation_are_known_in_each_language(tmp_path, headers, template):
    (tmp_path / "lista.csv").write_text(f"{headers}\nMallikkaan kaupunki;Polku;1.2.2024;1 000,50\n", "utf-8")

    listed = read_projects(tmp_path / "lista.csv")

    (read,) = listed.rows.rows(named=True)
    assert listed.template == template
    assert (read["implementer_name"], read["project_name"]) == ("Mallikkaan kaupunki", "Polku")
    assert (read["start_date"], read["planned_total_eur"]) == (date(2024, 2, 1), Decimal("1000.50"))
