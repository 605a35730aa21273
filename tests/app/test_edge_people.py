"""The pages of people with hardly any people: nobody counted, one person, one gender, no theme workbook."""

from datetime import date, datetime

import pytest

from data_loaders.theme import read_theme
from operations.importing import import_files
from settings import ROOT
from tests.app.test_pages import opened, words

DAY = date(2026, 10, 31)
LIST = (
    "Hankekoodi ", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Rahasto", "Rahoittava viranomainen", "Toiminnan tila",
    "Aloituspvm", "Päättymispvm", "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus", "Sijainti",
)  # fmt: skip
PEOPLE_PAGES = ("overview", "reach", "gender", "outcomes", "theme", "costs", "coverage")


@pytest.fixture
def counted(tmp_path, monkeypatch, workbook):
    """Three projects, and the counts that are given: project, indicator, gender, value."""

    def make(*counts, theme_workbook=True):
        projects = [
            [
                f"S{n}",
                f"Hanke {n}",
                "Keksitty Oy",
                "1234567-1",
                "ESR+",
                "Viranomainen",
                "Käynnissä",
                datetime(2024, 1, 1),
                datetime(2027, 1, 31),
                1000,
                500,
                "FI193 Keski-Suomi",
            ]
            for n in (1, 2, 3)
        ]
        members = [
            ["Hankekoodi", "Alateemat", "Sukupuolianalyysi", "Suunniteltu osallistujamäärä"],
            *([f"S{n}", "1", "kyllä", 40] for n in (1, 2, 3)),
        ]
        rows = [["Hankekoodi", "Tilannepäivä", "Indikaattori", "Sukupuoli", "Arvo"]]
        rows += [[code, datetime(2026, 10, 31), indicator, gender, value] for code, indicator, gender, value in counts]
        import_files(
            tmp_path / "data", read_theme(ROOT / "assets" / "themes" / "hard_to_employ.toml"), as_of=DAY,
            projects=workbook([LIST, *projects], name="lista.xlsx"),
            theme_workbook=workbook(members, name="teema.xlsx") if theme_workbook else None,
            outcomes=workbook(rows, name="tulokset.xlsx"), approve_all=True,
        )  # fmt: skip
        monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))

    return make


NOBODY = [("S1", "EECO01", "nainen", 0), ("S2", "EECO01", "mies", 0)]
OTHER_INDICATOR = [("S1", "EECO02", "nainen", 5)]


@pytest.mark.parametrize("counts", [NOBODY, OTHER_INDICATOR], ids=["counted zero", "not collected"])
def test_nobody_counted_is_said_and_blamed_on_no_choice(counts, counted):
    counted(*counts)
    for page in PEOPLE_PAGES:
        told = words(opened(page, "fi"))
        assert "Poista jokin valinta" not in told and "Tuo tulostyökirja" not in told, page
    assert "Ei osallistujia (EECO01)" in words(opened("gender", "fi"))


def test_one_woman_is_one_and_no_dash_stands_for_the_men(counted):
    counted(("S1", "EECO01", "nainen", 1))
    for page in ("overview", "reach", "gender"):
        told = words(opened(page, "fi"))
        assert "Hankkeissa on ollut 1 osallistuja." in told, page
        assert "miehiä –" not in told
    assert "Henkilöitä on liian vähän osuuksien vertailuun" in words(opened("gender", "fi", balance="parts", by="regions"))


def test_reach_against_plans_says_whose_plans(counted):
    counted(("S1", "EECO01", "nainen", 10))
    told = words(opened("reach", "fi", reach="plan", ledgers=("planned-projects",)))
    assert "tavoitettu 10, suunniteltu 40" in told
    assert "2 hankkeella on suunnitelma, mutta ne eivät ole vielä raportoineet osallistujia" in told


def test_answers_are_not_told_without_a_theme_workbook(counted):
    counted(("S1", "EECO01", "nainen", 10), ("S1", "EECO01", "mies", 10), theme_workbook=False)
    told = words(opened("gender", "fi", balance="analysis"))
    assert "Tuo teematyökirja" in told and "hankkeessa" not in told.split("Sukupuolianalyysi")[-1]
