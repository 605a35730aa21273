"""Where a project is: every way in which a list says it."""

import polars as pl
import pytest

from data_loaders.codes import code_list, folded, region_names
from data_loaders.places import region_of_location, region_of_town, several_regions_of, unknown_places, with_regions


@pytest.mark.parametrize(
    ("location", "region"),
    [
        ("FI193 Keski-Suomi", "13"),  # NUTS 2021, as the project list writes it
        ("FI198 Keski-Suomi", "13"),  # NUTS 2024
        ("FI193", "13"),
        ("fi1d7", "19"),
        ("FI1D9 Pohjois-Pohjanmaa", "17"),
        ("FI197", "06"),  # Pirkanmaa in 2021; in 2024 the code is FI19B
        ("FI19B", "06"),
        ("Keski-Suomi", "13"),
        ("  KESKI-SUOMI\u00a0 ", "13"),
        ("Mellersta Finland", "13"),
        ("central finland", "13"),
        ("Pohjanmaa / Österbotten", "15"),
        ("Uusimaa - Nyland", "01"),
        ("Lappi", "19"),  # also a village in Satakunta
        ("Jyväskylä", "13"),
        ("FI1B Helsinki-Uusimaa", "01"),  # an area that is one region
        ("FI1B1", "01"),
        ("FI2", "21"),
        ("FI20 Åland", "21"),
        ("FI200", "21"),
        ("FI19 Länsi-Suomi", "several"),
        ("FI1C", "several"),
        ("FI1D Pohjois- ja Itä-Suomi", "several"),
        ("FI193 Keski-Suomi; FI197 Pirkanmaa", "several"),
        ("FI193 Keski-Suomi; FI198 Keski-Suomi", "13"),
        ("Keski-Suomi, Pirkanmaa", "several"),
        ("Kainuu ja Lappi", "several"),
        ("Jyväskylä, Tampere", "several"),
        ("Jyväskylä, Äänekoski", "13"),
        ("Useita maakuntia", "several"),
        ("FI", "nationwide"),
        ("FI1", "nationwide"),
        ("FI1 Manner-Suomi", "nationwide"),
        ("Koko maa", "nationwide"),
        ("VALTAKUNNALLINEN", "nationwide"),
        ("Manner-Suomi", "nationwide"),
        ("Hela landet", "nationwide"),
        ("riksomfattande", "nationwide"),
        ("Whole  country", "nationwide"),
        ("Nationwide", "nationwide"),
        ("FI1, FI193", "nationwide"),
        ("FI-11", "06"),  # ISO 3166-2
        ("MK06 Pirkanmaa", "06"),  # Statistics Finland
        ("MK06", "06"),
        ("06", "06"),
        ("06 Pirkanmaa", "06"),
        ("01, 06", "several"),
        ("Kuopio, 3", "11"),  # a number among names is no code
        ("Pirkanmaan hyvinvointialue", "06"),
        ("Birkalands välfärdsområde", "06"),
        ("Pirkanmaa wellbeing services county", "06"),
        ("Vantaan ja Keravan hyvinvointialue", "01"),
        ("Vanda och Kervo välfärdsområde", "01"),
        ("Itä-Uudenmaan hyvinvointialue, Helsinki", "01"),
        ("Södra Savolax välfärdsområde", "10"),
        ("Pirkanmaan maakunta", "06"),
        ("Pirkanmaan maakunnassa", "06"),
        ("Kainuun hyvinvointialueella", "18"),
        ("Lapin liitto", "19"),
        ("koko Suomessa", "nationwide"),
        ("Lapin maakunta", "19"),
        ("Ålands landskap", "21"),
        ("landskapet Kajanaland", "18"),
        ("Pirkanmaan", "06"),
        ("Keski-Suomessa", "13"),
        ("Nylands", "01"),
        ("Northern Savonia", "11"),
        ("Tampere (Pirkanmaa)", "06"),
        ("33100 Tampere", "06"),
        ("FI193 Keski-Suomi; Pirkanmaa", "several"),
        ("FI193 Keski-Suomi ja Pirkanmaa", "several"),
        ("FI193 KESKI-SOUMI", "13"),
        ("Länsi-Suomi", "several"),
        ("SE110", None),
        ("FI999", None),
        ("ei tiedossa", None),
        ("", None),
        (" ", None),
    ],
)
def test_the_region_of_a_location(location, region):
    assert region_of_location(location) == region


@pytest.mark.parametrize(
    ("postcode", "city", "region"),
    [
        ("40100", None, "13"),
        ("00500", None, "01"),
        ("500", None, "01"),  # a number cell lost the zeros
        ("40100.0", None, "13"),
        ("FI-40100", None, "13"),
        ("22100", None, "21"),
        ("33100", "JYVÄSKYLÄ", "06"),  # the postcode decides
        (None, "JYVÄSKYLÄ", "13"),
        ("", "Jyväskylä ", "13"),
        ("-", "ÅBO", "02"),
        ("0", "TAMPERE", "06"),
        ("00000", "TAMPERE", "06"),
        ("0401234567", "TAMPERE", "06"),
        (None, "HELSINGFORS", "01"),
        (None, "MARIEHAMN", "21"),
        (None, "LAPPI", "04"),  # a town column holds towns: the village in Satakunta
        (None, "Alavo", "14"),  # kept by hand
        (None, "SMARTPOST", None),  # names of postcodes that are no places
        (None, "NORDEA", None),
        (None, "LÄNGELMÄKI", None),  # in two regions alike: unknown rather than guessed
        (None, "TUKHOLMA", None),
        (None, None, None),
    ],
)
def test_the_region_of_a_town(postcode, city, region):
    assert region_of_town(postcode, city) == region


def test_a_border_town_needs_its_whole_postcode():
    """1774x and 1778x lie side by side in two regions; each postcode still tells its own."""
    assert [region_of_town(code, None) for code in ("17740", "17780")] == ["07", "06"]


PLACES = {
    "location": ["FI193 Keski-Suomi", None, "ei tiedossa", None],
    "site_postcode": ["33100", "33100", None, None],
    "site_city": [None, "TAMPERE", None, None],
    "beneficiary_postcode": ["00100", "00100", None, None],
    "beneficiary_city": ["HELSINKI", "HELSINKI", "OULU", "TUKHOLMA"],
}


def test_the_place_of_implementation_decides_before_the_seat_of_the_beneficiary():
    table = with_regions(pl.DataFrame(PLACES))
    assert table["region"].to_list() == ["13", "06", "17", None]
    assert table["region_basis"].to_list() == ["location", "site", "beneficiary", None]
    assert table.select(PLACES.keys()).equals(pl.DataFrame(PLACES))


def test_a_list_without_places_has_unknown_regions():
    table = with_regions(pl.DataFrame({"project_code": ["R1", "R2"]}))
    assert table["region"].to_list() == table["region_basis"].to_list() == [None, None]
    assert table.schema["region"] == table.schema["region_basis"] == pl.String


def test_columns_may_be_absent_empty_or_numbers():
    table = with_regions(pl.DataFrame({"site_postcode": [40100, 500, None], "location": [None, None, None]}))
    assert table["region"].to_list() == ["13", "01", None]
    assert with_regions(pl.DataFrame(PLACES).head(0)).height == 0


@pytest.mark.parametrize(
    ("location", "regions"),
    [
        ("FI193 Keski-Suomi; FI1D9 Pohjois-Pohjanmaa", ("13", "17")),
        ("Lappi ja Uusimaa", ("01", "19")),
        ("Helsinki, Pirkanmaan hyvinvointialue", ("01", "06")),
        ("Pohjois-Savon, Keski-Suomen ja Kainuun maakunnat", ("11", "13", "18")),
        ("Etelä- ja Pohjois-Savo", ("10", "11")),
        ("Norra och Södra Karelen", ("09", "12")),
        ("Lapin, Kainuun sekä Vantaan ja Keravan hyvinvointialueet", ("01", "18", "19")),
        ("FI193 Keski-Suomi", ()),
        ("FI19 Länsi-Suomi", ()),
        ("FI19; FI193 Keski-Suomi", ()),
        ("Koko maa, Lappi", ()),
        ("useita maakuntia", ()),
    ],
)
def test_regions_that_a_location_names_are_kept(location, regions):
    assert several_regions_of(location) == regions
    table = with_regions(pl.DataFrame({"location": [location, None]}))
    assert table["regions"].to_list() == [list(regions), []]
    assert (table["region"][0] == "several") == bool(regions) or location.startswith(("FI19", "useita"))


@pytest.mark.parametrize(
    ("location", "unknown", "region"),
    [
        ("Helsinki, Atlantis", ("Atlantis",), "01"),
        ("Atlantis; FI193 Keski-Suomi; Lemuria", ("Atlantis", "Lemuria"), "13"),
        ("Keski-Suomi ja Atlantis", ("Atlantis",), "13"),
        ("Kuopio, 3", ("3",), "11"),
        ("Atlantis", ("Atlantis",), None),
        ("FI193 Keski-Suomi, Pirkanmaan hyvinvointialue", (), "several"),
        ("FI193 KESKI-SOUMI", (), "13"),
        (None, (), None),
    ],
)
def test_of_several_places_the_unknown_ones_are_kept_to_be_told(location, unknown, region):
    assert (unknown_places(location), region_of_location(location)) == (unknown, region)


def test_every_region_is_known_by_each_form_of_its_names():
    for code, row in code_list("regions").items():
        for language, after in (("fi", ""), ("sv", " landskap"), ("en", " region")):
            assert region_of_location(f"{row[language]}{after}") == code
    for name, code in region_names().items():
        assert region_of_location(name) == region_of_location(f"MK{code} {name}") == region_of_location(f"{name} hyvinvointialue") == code
        assert name == folded(name)
