"""Another theme is another file: every page works with it, in every language, without a change of code.

The name of the second theme is a real one's (Työelämän kehittäminen); its sub-themes, groups,
targets and contacts are plainly invented, since the real ones are not known.
"""

import re
from datetime import date, datetime

import pytest

from data_loaders.theme import read_theme
from operations.importing import import_files
from presentation.text import Text
from tests.app.test_pages import LANGUAGES, PAGES, opened, words


def _names(kind: str, name: str) -> str:
    return f'{kind} = {{ fi = "{name} (fi)", sv = "{name} (sv)", en = "{name} (en)" }}'


BASIC = "\n".join(
    [
        'code = "working_life"',
        'name = { fi = "Työelämän kehittäminen", sv = "Utveckling i arbetslivet", en = "Development of working life" }',
        *(_names(kind, f"Keksitty {kind}") for kind in ("summary", "ministry", "coordination", "programme", "specific_objective")),
        "period = { from = 2021, to = 2027 }",
        'project_page = "https://www.example.org/{project_code}"',
        "[disclosure]\nthreshold = 5\nrounding_base = 3\nnational_only_indicators = []\nnational_only_genders = []",
    ]
)
FULL = "\n".join(
    [
        BASIC,
        *(f'[[subtheme]]\ncode = "{code}"\n{_names("name", f"Keksitty alateema {code}")}' for code in ("A", "B")),
        f'[[target_group]]\ncode = "shift"\nkind = "person"\n{_names("name", "Keksitty vuorotyöryhmä")}',
        f'[[target_group]]\ncode = "firms"\nkind = "organisation"\n{_names("name", "Keksitty yritysryhmä")}',
        f'[[promise]]\ncode = "trial"\nheader = "Kokeilu"\nkind = "workplace"\n{_names("name", "Keksitty kokeilu")}',
        f'[[promise]]\ncode = "spread"\nheader = "Levitys"\nkind = "embedding"\n{_names("name", "Keksitty levityssuunnitelma")}',
        f'[[target]]\nindicator = "EECO01"\nmilestone_2024 = 40\ntarget_2029 = 450\n{_names("source", "Keksitty lähde")}',
        '[[target]]\nindicator = "EECR04"\ntarget_2029 = 10',
        f"[[contact]]\n{_names('role', 'Keksitty tehtävä')}\n{_names('organisation', 'Keksitty virasto')}",
    ]
)
LIST = (
    "Hankekoodi ", "Hankkeen nimi", "Toteuttajan nimi", "Toteuttajan Y-tunnus", "Rahasto", "Rahoittava viranomainen", "Toiminnan tila",
    "Aloituspvm", "Päättymispvm", "Suunniteltu julkinen rahoitus", "Toteutunut julkinen rahoitus", "Sijainti",
)  # fmt: skip


@pytest.fixture
def another_theme(tmp_path, monkeypatch, workbook):
    """Switches to a theme file and imports two small deliveries of it."""

    def switch(contents: str):
        file = tmp_path / "theme.toml"
        file.write_text(contents, "utf-8")
        theme = read_theme(file)
        headers = [promise.header for promise in theme.promises]
        projects = [
            [f"S{n}", f"Keksitty hanke {n}", "Keksitty Oy", "1234567-1", "ESR+", "Keksitty viranomainen", state, datetime(2023, 1, 1), datetime(end, 1, 31), n * 1000, n * 500, "FI193 Keski-Suomi"]
            for n, state, end in ((1, "Päättynyt", 2026), (2, "Käynnissä", 2028), (3, "Käynnissä", 2027))
        ]  # fmt: skip
        members = [
            ["Hankekoodi", "Alateemat", "Kohderyhmät", *headers],
            *(
                [
                    f"S{n}",
                    "A; B" if theme.subthemes else None,
                    "shift" if theme.target_groups else None,
                    *["kyllä" if n == 1 else None for _ in headers],
                ]
                for n in (1, 2, 3)
            ),
        ]
        counts = [["Hankekoodi", "Tilannepäivä", "Indikaattori", "Naiset", "Miehet"]]
        counts += [[f"S{n}", datetime(2026, 10, 31), code, n * 20, n * 10] for n in (1, 2) for code in ("EECO01", "EECO02", "EECR04")]
        for day in (date(2026, 4, 30), date(2026, 10, 31)):
            import_files(
                tmp_path / "data", theme, as_of=day,
                projects=workbook([LIST, *projects], name="lista.xlsx"),
                theme_workbook=workbook(members, name="teema.xlsx"),
                outcomes=workbook(counts, name="tulokset.xlsx"), approve_all=True,
            )  # fmt: skip
        monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
        monkeypatch.setenv("DASHBOARD_THEME", str(file))
        return theme

    return switch


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("contents", [BASIC, FULL], ids=["bare", "full"])
def test_every_page_of_another_theme(contents, language, another_theme):
    theme = another_theme(contents)
    name = Text(language, theme).name(theme.name)
    for page in PAGES:
        told = words(opened(page, language))
        assert name in told, page
        assert "13,0" not in told and "13.0 million" not in told, page
        for topic in ("Vaikeasti", "Juurruttamissuunnitelma", "svårsysselsatta", "Sosiaalityö"):
            assert topic not in told or page == "glossary", (page, topic)


def test_targets_of_the_theme_file_are_shown_with_progress(another_theme):
    another_theme(FULL)
    at = opened("outcomes", "en")
    told = words(at)
    assert (
        "Targets for 2029 reached: 1 of 2. Milestones for 2024 reached: 1 of 1." in told
        and "No milestone or target has been set for the theme" not in told
    )
    assert "compared with its own milestone and target" in told
    drawn = [chart.proto.spec for chart in at.get("plotly_chart")]
    assert any("milestone reached, 20%" in spec for spec in drawn), "EECO01: 90 of 450, milestone 40"
    assert any("target reached, 900%" in spec for spec in drawn), "EECR04: 90 of 10"


def test_targets_are_not_compared_with_a_part_of_the_theme(another_theme):
    another_theme(FULL)
    told = words(opened("outcomes", "en", region="13"))
    assert "compared only when nothing is filtered" in told
    assert "compared with its own milestone and target" in told


def test_the_theme_page_speaks_of_the_themes_own_promises(another_theme):
    another_theme(FULL)
    at = opened("theme", "fi")
    told = words(at)
    assert "Keksitty levityssuunnitelma (fi): tarvitaan ennen hankkeen päättymistä" in told
    assert re.search(r"2 käynnissä olevalla hankkeella ei tiedetä olevan suunnitelmaa\. Ensimmäinen niistä päättyy 31\.1\.2027", told)
    assert "Keksitty tehtävä (fi)" in told
    assert any("A. Keksitty alateema A (fi)" in chart.proto.spec.replace("<br>", " ") for chart in at.get("plotly_chart"))


def test_a_bare_theme_says_what_it_does_not_have(another_theme):
    another_theme(BASIC)
    told = words(opened("theme", "en"))
    assert "Contacts" not in told and "promises" not in told
    assert "No milestone or target has been set" in words(opened("outcomes", "en"))


def test_the_official_theme_has_no_invented_target():
    assert "Teeman indikaattoreille ei ole asetettu välitavoitteita eikä tavoitteita" in words(opened("outcomes", "fi"))
