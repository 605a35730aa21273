"""What kind of organisation an implementer is."""

import polars as pl
import pytest

from data_loaders.codes import code_list
from data_loaders.implementers import implementer_types, is_organisation


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Lahden kaupunki", "municipality"),
        ("Inarin kunta", "municipality"),
        ("Vasa stad", "municipality"),
        ("Koulutuskuntayhtymä Tavastia", "joint_authority"),
        ("Pirkanmaan hyvinvointialue", "wellbeing_county"),
        ("Österbottens välfärdsområde", "wellbeing_county"),
        ("Laurea-ammattikorkeakoulu Oy", "applied_sciences"),
        ("Yrkeshögskolan Novia", "applied_sciences"),
        ("Itä-Suomen yliopisto", "university"),
        ("Keksityn kesäyliopisto", "education"),
        ("Övningsby sommaruniversitet", "education"),
        ("Åbo Akademi", "university"),
        ("Terveyden ja hyvinvoinnin laitos", "state"),
        ("Kiipulan ammattiopisto", "education"),
        ("Helsingin seurakuntayhtymä", "parish"),
        ("Silta-Valmennusyhdistys ry", "association"),
        ("Diakonissastiftelsen sr", "association"),
        ("Valmennus Oy", "company"),
        ("Osuuskunta Polku", "company"),
        ("Jokin muu", "other"),
    ],
)
def test_the_name_tells_the_kind(name, kind):
    assert implementer_types(pl.Series([name]), None).to_list() == [kind]
    assert kind in code_list("implementer_types")


@pytest.mark.parametrize("business_id", [None, "", "-", "ei tietoa"])
def test_without_a_business_id_an_implementer_is_a_private_person_unless_the_name_is_plainly_an_organisations(business_id):
    names = pl.Series(["Maija Mallikas", "Mallikkaan kunta", None, "Tmi Maija Mallikas"])
    ids = pl.Series([business_id] * 4, dtype=pl.String)

    assert implementer_types(names, ids).to_list() == ["private_person", "municipality", "private_person", "private_person"]


def test_who_had_a_personal_identity_code_is_a_private_person_whatever_the_name():
    names = pl.Series(["Mallikkaan säätiö", "Esimerkki ry"])
    ids = pl.Series([None, None], dtype=pl.String)

    assert implementer_types(names, ids, pl.Series([True, False])).to_list() == ["private_person", "association"]


ORGANISATIONS = (
    "Esimerkkikaupunki", "Esimerkkisäätiö sr", "Esimerkkiliitto ry", "Keksityn kunta", "Helsingin kaupunki", "Itä-Suomen yliopisto",
    "Helsingfors stad", "Pedersöre kommun", "Kiipulasäätiö", "Silta-Valmennusyhdistys r.y.", "Kårkulla samkommun", "Eteva kuntayhtymä",
    "Etelä-Karjalan koulutuskuntayhtymä", "Pirkanmaan hyvinvointialue", "Jyväskylän ammattikorkeakoulu", "Folkhälsan förbund r.f.",
    "Åbo Akademi", "Stiftelsen Exempel", "University of Helsinki", "Aalto University", "City of Tampere", "Sosiaali- ja terveysministeriö",
    "Helsingin seurakuntayhtymä", "Kiipulan ammattiopisto", "Osuuskunta Polku", "Oy Yritys Ab", "Valmennus Oy", "INVALIDILIITTO RY",
    "Suomen Punainen Risti ry", "Diakonissastiftelsen sr", "Espoon kaupunki, Espoon ammattiopisto", "Finnish Red Cross Association",
    "ITÄ-SUOMEN BALANSSI OY", "Espoon seudun koulutuskuntayhtymä", "Sovatek säätiö", "Suomen Lasten ja Nuorten Säätiö", "Keksitty Osuuskunta",
    "Äänekosken Ammatillisen koulutuksen kuntayhtymä", "Etelä-Savon maakuntaliitto", "Järjestö 1 ry", "Harjoituskunnan 106 kunta",
    "Esimerkkiopisto 11", "Övningsby stad", "BFI Salzburg BildungsGmbH", "Itä-Suomen yliopisto UEF", "Iin kunta", "Esimerkkisäätiö",
    "Terveyden ja hyvinvoinnin laitos", "Svenska kulturfonden", "Koti ja Koulu ry", "Esimerkki GmbH", "Hämeen ELY-keskus",
    "Obec Horní Lhota", "Krajský úřad", "Gamma spol. s r.o.", "Beta a.s.", "Gmina Kielce", "Uniwersytet Łódzki", "Alfa sp. z o.o.", "Stadt Bremen",
    "Universität Bremen", "Bundesagentur für Arbeit", "Ville de Lyon", "Université de Lille", "Tartu Ülikool", "Tartu linn", "SIA Rīga", "UAB Vilnius",
)  # fmt: skip
#: Persons, persons who trade, persons beside an organisation, and names that hold a word for one.
PERSONS = (
    "Maija Mallikas", "Mallikas Maija", "Maija ja Matti Mallikas", "Maija Mallikas ja Esimerkki ry",
    "Maija Virtanen och Exempel rf", "Tmi Maija Mallikas", "Maija Mallikas T:mi", "Toiminimi Mallikas Oy",
    "Firma Maija Mallikas", "Enskild firma Mallikas", "Matti Mallikkaan kuolinpesä", "Maija Mallikas, Helsingin yliopisto",
    "Helsingin yliopisto / Maija Mallikas", "Maija Mallikas Helsingin yliopisto", "Jan Nyman Helsingin kaupunki", "Maija Mallikas (Esimerkki ry)",
    "Maija Mallikas c/o Esimerkki ry", "Maija Mallikas - Esimerkki ry", "Erik Stad", "Matti Liitto", "Kunta Kinte", "Ry Cooder",
    "Nguyen Cao Ky", "Ab Klink", "Matti Mallikas sr", "Anna Lukio", "Matti Uusikaupunki", "Kalle Opisto", "Jan Kunta", "Oy", "-",
    "Jan Novák", "Anna Kowalska", "Jean Dupont", "Jānis Bērziņš", "Max Stadt", "Kaarel Linn, kokk", "Jean Dupont, Ville de Lyon",
)  # fmt: skip


@pytest.mark.parametrize("name", ORGANISATIONS)
def test_what_is_plainly_an_organisation_keeps_its_name_and_has_a_kind(name):
    assert is_organisation(name)
    (kind,) = implementer_types(pl.Series([name]), pl.Series([None], dtype=pl.String))
    assert kind not in ("private_person", "other")


@pytest.mark.parametrize("name", PERSONS)
def test_what_may_be_a_person_is_no_organisation(name):
    assert not is_organisation(name)
    assert implementer_types(pl.Series([name]), pl.Series([None], dtype=pl.String)).to_list() == ["private_person"]


def test_a_sole_trader_of_a_list_without_business_ids_is_a_private_person():
    assert implementer_types(pl.Series(["Tmi Maija Mallikas", "Valmennus Oy"]), None).to_list() == ["private_person", "company"]


def test_a_business_id_without_a_name_is_another_implementer():
    assert implementer_types(pl.Series([None], dtype=pl.String), pl.Series(["0123456-7"])).to_list() == ["other"]


def test_a_list_without_business_ids_cannot_tell_a_person():
    assert implementer_types(pl.Series(["Maija Mallikas"]), None).to_list() == ["other"]
