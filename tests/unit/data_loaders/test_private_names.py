"""The name of a private person who carries out a project is taken out of the list's other texts."""

import polars as pl
import pytest

from data_loaders.private_names import MASK, without_private_names
from data_loaders.projects import read_projects
from data_loaders.schemas import ProjectRow


@pytest.fixture
def in_title(theme):
    """What becomes of a title in a list with a private person: of their own project, or of another."""

    def in_title(name, title, own=False, is_certain=True):
        rows = pl.DataFrame({"project_key": ["S1", "S2"], "project_name": [title if own else "Hanke", "Hanke" if own else title]})
        absent = {column: kind for column, kind in ProjectRow.create_empty().schema.items() if column not in rows.columns}
        rows = rows.with_columns(pl.lit(None, kind).alias(column) for column, kind in absent.items())
        rows, changed = without_private_names(rows, pl.Series([name, None], dtype=pl.String), is_certain)
        told = rows["project_name"][0 if own else 1]
        assert changed == ((("project_name", 0 if own else 1),) if told != title else ())
        return told

    return in_title


@pytest.mark.parametrize(
    ("name", "title", "public"),
    [
        ("Kanarialintu Kaisa", "Kaisa Kanarialinnun työpaja", f"{MASK} työpaja"),
        ("Kaisa Kanarialintu", "Kanarialintu, Kaisa: paja", f"{MASK}: paja"),
        ("Kaisa Kanarialintu", "K. Kanarialintu ja Kanarialintu K.", f"{MASK} ja {MASK}"),
        ("Kaisa Kanarialintu", "K.Kanarialintu ja muut", f"{MASK} ja muut"),
        ("Νίκος Παππάς", "Hanke: ΝΊΚΟΣ ΠΑΠΠΆΣ", f"Hanke: {MASK}"),
        ("KANARIALINTU KAISA", "Kaisa Maria Kanarialintu vastaa", f"{MASK} vastaa"),
        ("Matti Meikäläinen", "Työtä Matti Meikäläisen kanssa", f"Työtä {MASK} kanssa"),
        ("Maija Mallikas", "Maija Mallikkaan hanke", f"{MASK} hanke"),
        ("Heikki Mäki", "Heikin Mäen ja Pekka Joen hanke", f"{MASK} ja Pekka Joen hanke"),
        ("Tuomas Lahti", "Tuomas Lahden hanke Lahdessa", f"{MASK} hanke Lahdessa"),
        ("Anders Andersson", "Anders Anderssons projekt", f"{MASK} projekt"),
        ("Anna-Maija von Wright", "Anna-Maija von Wrightin hanke", f"{MASK} hanke"),
        ("Tmi Matti Meikäläinen", "Matti Meikäläinen", MASK),
        ("Anna Mäkinen", "Anna\u00a0Ma\u0308kinen", MASK),
    ],
)
def test_a_whole_name_goes_from_every_project_in_every_form(in_title, name, title, public):
    assert in_title(name, title) == public


@pytest.mark.parametrize(
    ("title", "public"),
    [
        ("Kaisan työpaja", f"{MASK} työpaja"),
        ("Työpaja Kanarialintu", f"Työpaja {MASK}"),
        ("Kaislat ja kanarialinnut", "Kaislat ja kanarialinnut"),
    ],
)
def test_one_part_of_it_goes_from_the_person_s_own_title(in_title, title, public):
    assert in_title("Kaisa Kanarialintu", title, own=True) == public
    assert in_title("Kaisa Kanarialintu", title) == title


@pytest.mark.parametrize("name", ["Tampereen kaupunki", "Esimerkki ry", "Pori 2000", "Oy", "-", ""])
def test_what_is_no_person_s_name_takes_nothing_out(in_title, name):
    assert in_title(name, "Tampereen ja Porin esimerkki - Oy", own=True) == "Tampereen ja Porin esimerkki - Oy"


def test_where_a_list_cannot_tell_persons_a_whole_name_goes_from_its_own_project_only(in_title):
    assert in_title("Nuorten Ystävät", "Nuorten Ystävät töissä", own=True, is_certain=False) == f"{MASK} töissä"
    assert in_title("Nuorten Ystävät", "Nuorten työpaja", own=True, is_certain=False) == "Nuorten työpaja"
    assert in_title("Nuorten Ystävät", "Nuorten Ystävät töissä", is_certain=False) == "Nuorten Ystävät töissä"


def test_a_list_is_read_without_the_names_and_tells_where_they_stood(workbook):
    rows = [
        ["Hankekoodi", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Suunniteltu julkinen rahoitus", "Tiivistelmä"],
        ["S1", "Kaisan paja", "Kanarialintu Kaisa", None, 100, "Kaisa Kanarialintu ohjaa."],
        ["S2", "Toinen", "Esimerkki ry", "0000002-7", 100, "Mukana Kaisa Kanarialintu."],
    ]
    read = read_projects(workbook(rows))
    assert read.rows.select("project_name", "summary").rows() == [(f"{MASK} paja", f"{MASK} ohjaa."), ("Toinen", f"Mukana {MASK}.")]
    assert [(f"{finding.column}{finding.row}", finding.value) for finding in read.findings if finding.code == "name-masked"] == [
        ("B2", None), ("F2", None), ("F3", None),
    ]  # fmt: skip
    assert "Kanarialin" not in str(read.findings) + str(read.rows.rows())
