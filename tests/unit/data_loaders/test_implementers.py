"""What kind of organisation an implementer is."""

import polars as pl
import pytest

from data_loaders.codes import code_list
from data_loaders.implementers import implementer_types


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
def test_without_a_business_id_an_implementer_is_a_private_person_whatever_the_name(business_id):
    names = pl.Series(["Maija Mallikas", "Mallikkaan kunta", None])
    ids = pl.Series([business_id] * 3, dtype=pl.String)

    assert implementer_types(names, ids).to_list() == ["private_person"] * 3


def test_a_business_id_without_a_name_is_another_implementer():
    assert implementer_types(pl.Series([None], dtype=pl.String), pl.Series(["0123456-7"])).to_list() == ["other"]


def test_a_list_without_business_ids_cannot_tell_a_person():
    assert implementer_types(pl.Series(["Maija Mallikas"]), None).to_list() == ["other"]
