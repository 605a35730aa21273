"""Every page runs, in every language, with all inputs and with the list alone."""

import html
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from data_loaders.theme import read_theme
from operations.importing import import_files
from presentation.text import Text
from settings import MODES, ROOT, read_settings

PAGES = sorted(path.stem for path in (ROOT / "pages" / "public").glob("*.py"))
STAFF_PAGES = sorted(path.stem for path in (ROOT / "pages" / "staff").glob("*.py"))
IN_EVERY_MODE = [(page, mode) for page in PAGES for mode in MODES] + [(page, "staff") for page in STAFF_PAGES]
LANGUAGES = ("fi", "sv", "en")
EURA_2014 = (
    "Koodi;Rahasto;Hankkeen nimi;Tl;Viranomainen;Tila;Aloituspvm;Päättymispvm;Toteuttajan nimi;"
    "Myönnetty EU- ja valtion rahoitus;Toteutunut EU- ja valtion rahoitus;"
    "Suunniteltu julkinen rahoitus yhteensä;Toteutunut julkinen rahoitus yhteensä\n"
    "S20001;ESR;Vanha hanke;3;Hämeen elinkeino-, liikenne- ja ympäristökeskus;Toiminnassa;1.3.2015;28.2.2018;"
    "Keksitty kaupunki;92951;50177,67;461132;66903,55\n"
)


def opened(page: str, language: str, ledgers: tuple[str, ...] = (), **params: str) -> AppTest:
    """A page that has run; ``ledgers`` names the figures whose account is open."""
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    for key in ledgers:
        at.session_state[f"ledger-{key}-{language}"] = True
    at.query_params["lang"] = language
    for name, value in params.items():
        at.query_params[name] = value
    at.run()
    if page != "overview":
        at.switch_page(f"pages/{'staff' if page in STAFF_PAGES else 'public'}/{page}.py").run()
    assert not at.exception, at.exception
    return at


def words(at: AppTest) -> str:
    """What can be read on the page: our HTML without its tags, and the widgets' labels."""
    blocks = [element.proto.body for element in at.get("html") if not element.proto.body.startswith("<style")]
    text = html.unescape(re.sub(r"<script>.*?</script>|<[^>]+>", " ", " ".join(blocks), flags=re.DOTALL))
    labels = [element.value for kind in ("info", "warning", "error") for element in at.get(kind)]
    return " ".join([text, *labels]).replace("\u00a0", " ")


@pytest.fixture
def list_only(tmp_path, monkeypatch):
    """A delivery of an old list: no region, no theme, no outcomes."""
    path = tmp_path / "lista.csv"
    path.write_text(EURA_2014, "utf-8")
    theme = read_theme(read_settings().theme)
    import_files(tmp_path / "data", theme, as_of=date(2018, 1, 1), projects=path)
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("page", "mode"), IN_EVERY_MODE)
def test_every_page_runs_in_every_language_and_mode(page, mode, language, monkeypatch, published):
    monkeypatch.setenv("DASHBOARD_MODE", mode)
    if mode == "public":
        monkeypatch.setenv("DASHBOARD_DATA", str(published))
    at = opened(page, language)
    text = Text(language, read_theme(read_settings().theme))
    example = text("Example data: the projects, implementers and figures are invented.")
    assert page in STAFF_PAGES or example in words(at)
    for chart in at.get("plotly_chart"):
        assert len(chart.proto.alt) > 20
    assert len(re.findall("<h1", " ".join(e.proto.body for e in at.get("html")))) == 1


@pytest.mark.parametrize("page", STAFF_PAGES)
def test_a_page_of_the_staff_does_not_answer_in_public_mode(page, monkeypatch, published):
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    monkeypatch.setenv("DASHBOARD_DATA", str(published))
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        at.switch_page(f"pages/staff/{page}.py")


@pytest.mark.parametrize("page", [*PAGES, *STAFF_PAGES])
def test_finnish_pages_have_no_english_sentences(page):
    english = words(opened(page, "en"))
    finnish = words(opened(page, "fi"))
    sentences = {s.strip() for s in re.split(r"[.;:]\s", english) if len(s.split()) > 5}
    assert not [s for s in sentences if s in finnish]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_pages_cope_with_a_list_alone_and_say_what_is_missing(page, language, list_only):
    at = opened(page, language)
    text = Text(language, read_theme(read_settings().theme))
    assert text(
        "It is not known which projects belong to the theme: the figures are of the whole project list and are not compared with the theme's budget."
    ) in words(at)
    if page in ("overview", "map"):
        assert text("The project list has no places: add a list with the columns for location, postcode or city to see regions.") in words(
            at
        )
    if page in ("overview", "reach", "gender"):
        assert text("Import an outcome workbook to see participants, target groups over time and genders.") in words(at)


def test_overview_answers_how_much_where_for_whom_and_with_what_balance():
    told = words(opened("overview", "fi"))
    assert re.search(r"Teeman rahoituskehys on arviolta 13,0 milj\. €\. Siitä on sidottu \d+,\d milj\. € \(\d+ %\)", told)
    assert re.search(r"toteutunut \d+,\d milj\. € \(\d+ %\)", told)
    assert "Eniten rahoitusta on sidottu " in told and "Eniten osallistujia on kohderyhmässä ”" in told
    assert re.search(r"naisia \d+ %, miehiä \d+ %", told)


def test_link_carries_language_and_filters():
    at = opened("overview", "sv", region="13", status="running")
    chips = [button.label for button in at.button if button.key and button.key.startswith("chip-")]
    assert [chip.replace("\\", "") for chip in chips] == ["Landskap: Mellersta Finland", "Status: Pågår"]


def test_filters_survive_page_and_language():
    at = opened("overview", "fi")
    at.multiselect(key="region-fi").set_value(["13"]).run()
    at.switch_page("pages/public/funding.py").run()
    at.button_group(key="lang").set_value("en").run()
    assert at.multiselect(key="region-en").value == ["13"]
    assert list(at.query_params["region"]) in (["13"], ["1", "3"])  # AppTest gives one value as text
    at.button(key="chip-region-13-en").click().run()
    assert at.multiselect(key="region-en").value == []
    assert "region" not in at.query_params


def test_clear_all_removes_every_choice():
    at = opened("funding", "fi", region="13", subtheme="2", **{"from": "2024"})
    at.button(key="clear-fi").click().run()
    assert not [button for button in at.button if button.key and button.key.startswith("chip-")]
    assert set(at.query_params) <= {"lang"}


def test_an_address_that_cannot_be_restored_says_so():
    at = opened("overview", "fi", region="99", **{"from": "1850"})
    assert [warning.value.replace("\\", "") for warning in at.warning] == [
        "2 osoitteen valintaa ei voitu palauttaa, eivätkä ne ole käytössä: region=99, from=1850"
    ]


def test_a_filter_without_projects_says_so():
    at = opened("overview", "fi", region="05", subtheme="7")
    assert "Mikään hanke ei vastaa valintoja" in words(at)


def test_project_page_shows_money_on_every_basis():
    told = words(opened("projects", "fi", project="R95001"))
    assert "Julkinen rahoitus (EU, valtio, kunnat ja muu julkinen)" in told
    assert "Vain EU-rahoitus" in told and "Ryhmähankkeen toteuttajat" in told


def test_search_finds_projects():
    at = opened("projects", "fi")
    at.text_input(key="q-fi").set_value("vankilasta").run()
    assert "1 hanke, sivu 1/1." in words(at)


def test_page_of_the_data_is_there_before_the_first_delivery(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "nothing"))
    at = opened("data", "fi")
    assert "Aineistotoimituksia ei vielä ole." in words(at)


def test_page_of_the_data_has_no_filters_and_keeps_them_for_the_next(monkeypatch):
    at = opened("data", "fi", region="13")
    assert not at.multiselect and "region" not in at.query_params
    at.switch_page("pages/public/map.py").run()
    assert at.multiselect(key="region-fi").value == ["13"]


def test_no_data_is_where_everybody_begins(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "nothing"))
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120).run()
    assert not at.exception and not at.error, "a new directory is no error"
    assert "Aloita näin" in " ".join(element.proto.body for element in at.get("html"))
    assert not (tmp_path / "nothing").exists()


def test_hostile_text_is_shown_as_text(tmp_path, monkeypatch):
    hostile = "<script>alert(1)</script> **x** [y](javascript:z) $a$ :material/close:"
    headers = [
        "Hankekoodi ",
        "Hankkeen nimi",
        "Toteuttajan nimi",
        "Toteuttajan Y-tunnus",
        "Rahoittava viranomainen",
        "Toiminnan tila",
        "Suunniteltu julkinen rahoitus",
        "Toteutunut julkinen rahoitus",
    ]
    book = openpyxl.Workbook()
    book.active.append(headers)
    book.active.append(["S1", hostile, hostile, "1234567-1", hostile, hostile, 10, 5])
    path = tmp_path / "eura.xlsx"
    book.save(path)
    theme = read_theme(read_settings().theme)
    import_files(tmp_path / "data", theme, as_of=date(2026, 1, 1), projects=path)
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))
    for page in PAGES:
        at = opened(page, "fi", status=hostile, **({"project": "S1"} if page == "projects" else {}))
        bodies = " ".join(element.proto.body for element in at.get("html"))
        assert "alert(1)</script>" not in bodies
        for chart in at.get("plotly_chart"):
            assert "<script>" not in chart.proto.spec
    assert hostile in words(opened("projects", "fi", project="S1"))


def test_theme_sums_equal_on_screen_and_in_figures():
    from analytics.headline_figures import headline_figures
    from archive.archive import open_archive
    from presentation.snapshots import read_snapshot

    settings = read_settings()
    theme = read_theme(settings.theme)
    infos = open_archive(settings.data).approved
    figures = headline_figures(read_snapshot(open_archive(settings.data), infos[-1], theme))["funding"]
    told = words(opened("funding", "fi"))
    for cents in (figures["planned_cents"], figures["actual_cents"], figures["frame_cents"]):
        euros = f"{round(cents / 100):,}".replace(",", " ")
        assert f"{euros} €" in told


def test_pages_are_small():
    for path in Path(ROOT / "pages").rglob("*.py"):
        assert len(path.read_text("utf-8").splitlines()) <= 80


def test_boundaries_that_cannot_be_used_are_told_and_the_map_is_drawn(tmp_path, monkeypatch):
    monkeypatch.setenv("DASHBOARD_REGIONS_FILE", str(tmp_path / "maakunnat.gpkg"))
    at = opened("map", "fi")
    assert "maakuntarajojen tiedostoa ei löytynyt" in at.warning[0].value.replace("\\", "")
    assert at.get("plotly_chart")


def test_map_table_can_be_sorted_by_name():
    def first_rows(at):
        return re.findall(r'<th scope="row" role="rowheader">([^<]+)', " ".join(e.proto.body for e in at.get("html")))[:2]

    assert first_rows(opened("map", "fi", rows="name")) == ["Etelä-Karjala", "Etelä-Pohjanmaa"]
    assert first_rows(opened("map", "fi"))[0] == "Uusimaa"


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page not in ("about", "method", "accessibility", "privacy", "changes", "projects", "glossary", "find")],
)
def test_every_figure_and_every_row_of_key_figures_tells_where_it_comes_from(page):
    at = opened(page, "fi")
    figures = len(at.get("plotly_chart")) + sum('class="td-matrix' in element.proto.body for element in at.get("html"))
    # The test of the forecast's method is not made of the delivery: it names its own source.
    figures -= page == "forecast"
    assert figures and _popovers(at).count("Mistä luku tulee?") >= figures


def _popovers(at):
    found = []

    def walk(block):
        for child in block.children.values():
            popover = getattr(child.proto, "popover", None) if hasattr(child, "children") else None
            if popover is not None and popover.label:
                found.append(popover.label)
            if hasattr(child, "children"):
                walk(child)

    walk(at.main)
    return found


def test_where_a_figure_comes_from_is_told_to_the_cent_and_adds_up():
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    at.query_params["region"] = "13"
    at.session_state["ledger-keys-fi"] = True
    at.run()
    told = words(at)
    assert re.search(r"Sidottu julkinen rahoitus:\s+\d[\d ]*,\d\d €", told)
    panel = next(e.proto.body for e in at.get("html") if 'class="td-ledger"' in e.proto.body)
    for account in re.findall(r"<dl>(.*?)</dl>", panel):
        numbers = [int(n.replace("−", "-").replace("\u00a0", "")) for n in re.findall(r"<dd>([^<]*)</dd>", account)]
        assert sum(numbers[:-1]) == numbers[-1] > 0


@pytest.mark.parametrize("mode", ["staff", "public"])
def test_cells_are_listed_for_staff_only(mode, monkeypatch, published):
    monkeypatch.setenv("DASHBOARD_MODE", mode)
    if mode == "public":
        monkeypatch.setenv("DASHBOARD_DATA", str(published))
    at = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=120)
    at.session_state["ledger-funding-trend-fi"] = True
    at.run()
    assert not at.exception
    assert ("solua, joista ensimmäiset" in words(at)) == (mode == "staff")


def test_the_forecast_is_a_range_and_says_how_well_the_method_foretells():
    told = words(opened("forecast", "fi")).replace("\u2060", "")
    assert re.search(
        r"kehyksestä \(13,0 milj\. €\) jäisi käyttämättä \d,\d–\d,\d milj\. €, kun tukikelpoisuusaika päättyy 31\.12\.2029", told
    )
    assert "Testissä menetelmän keskivirhe oli 2,7 prosenttiyksikköä" in told
    assert "Asetus (EU) 2021/1060, 63 artiklan 2 kohta" in told


def test_a_scenario_is_in_the_address_and_named_one():
    at = opened("forecast", "fi", more="4", pace="80")
    assert "Tässä skenaariossa kehyksestä jäisi käyttämättä" in words(at)
    assert "uusia sidontoja 4,0 milj. € ja maksatuksen tahti 80 % tähänastisesta" in words(at)
    at.select_slider(key="more-fi").set_value("seen").run()
    at.select_slider(key="pace-fi").set_value("100").run()
    assert "Tässä skenaariossa kehyksestä" not in words(at)
    assert not {"more", "pace"} & set(at.query_params)


def test_a_scenario_of_a_link_that_is_not_offered_is_said():
    at = opened("forecast", "fi", more="4.05", pace="80")
    assert "more=4.05" in at.warning[0].value.replace("\\", "")
    assert "maksatuksen tahti 80 % tähänastisesta" in words(at)
    assert "more=4" in opened("forecast", "fi", more="4", region="06").warning[0].value.replace("\\", "")


def test_a_part_of_the_theme_has_a_share_of_the_frame_and_nothing_left_of_it():
    told = words(opened("funding", "fi", region="01"))
    assert "Valituissa hankkeissa on sidottu" in told and "Kehyksestä jäljellä" not in told
    assert "Kehyksestä jäljellä" in words(opened("funding", "fi"))


def test_a_filter_foretells_the_part_without_a_frame():
    told = words(opened("forecast", "fi", region="06")).replace("\u2060", "")
    assert re.search(r"Sidotusta rahoituksesta \(.*?\) jäisi toteutumatta \d,\d–\d,\d milj\. €", told)
    assert "Näillä luvuilla ei ole omaa kehystä, eikä niille ennusteta uusia sidontoja." in told
    assert "Sidottu rahoitus kasvaisi" not in told, "nothing new is committed in a part"


def test_without_enough_data_nothing_is_foretold(list_only):
    at = opened("forecast", "fi")
    assert "Ennustetta ei vielä voi tehdä: tahdin arvioimiseen tarvitaan vähintään 4 aineistotoimitusta, ja niitä on 1." in words(at)
    assert len(at.get("plotly_chart")) == 1, "the test of the method alone"


def test_a_figure_at_a_date_uses_the_frame_of_that_date(tmp_path, monkeypatch):
    """A theme file with two amounts: the page says which is in force, and the trend has each on its own day."""
    theme_file = ROOT / "assets" / "themes" / "hard_to_employ.toml"
    second = """[[frame]]
valid_from = 2026-07-01
amount_eur = 15_000_000
source = { fi = "Päätös 1/2026", sv = "Beslut 1/2026", en = "Decision 1/2026" }

[eligibility_end]"""
    changed = tmp_path / "teema.toml"
    changed.write_text(theme_file.read_text("utf-8").replace("[eligibility_end]", second, 1), "utf-8")
    monkeypatch.setenv("DASHBOARD_THEME", str(changed))
    told = words(opened("funding", "fi", ledgers=("funding-frame", "funding-trend")))
    assert "Teeman rahoituskehys on arviolta 15,0 milj. €. Siitä on sidottu 8,8 milj. € (59 %)" in told
    assert "Kehys on se, joka oli voimassa 31.10.2026: 15,0 milj. € 1.7.2026 alkaen (Päätös 1/2026)." in told
    assert "Sitä ennen kehys oli 13,0 milj. €, 1.1.2021 alkaen." in told
    assert "se muuttui 1.7.2026 (13,0 milj. €, sen jälkeen 15,0 milj. €)" in told


@pytest.mark.parametrize("by", ("regions", "subthemes", "target_groups", "implementer_types", "authorities", "support_forms"))
def test_money_is_divided_as_the_reader_asks_and_the_address_says_it(by):
    at = opened("funding", "fi", by=by)
    divided = [e.proto.body for e in at.get("html") if re.search("<h2>(Eniten sidottua rahoitusta on|Rahoitusta on sidottu)", e.proto.body)]
    assert len(divided) == 2, "by year of start and as asked"
    assert ("by" in at.query_params) == (by != "regions")


def small(tmp_path, monkeypatch, *listed: dict, deliveries: int = 1, theme_workbook: bool = True) -> None:
    """A data directory of a few rows, of one day or of several half-years."""
    headers = {
        "code": "Hankekoodi ",
        "name": "Hankkeen nimi",
        "who": "Toteuttajan nimi",
        "id": "Toteuttajan Y-tunnus",
        "place": "Sijainti",
        "start": "Aloituspvm",
        "end": "Päättymispvm",
        "planned": "Suunniteltu julkinen rahoitus",
        "actual": "Toteutunut julkinen rahoitus",
    }
    theme = read_theme(read_settings().theme)
    for number in range(deliveries):
        book, members = openpyxl.Workbook(), openpyxl.Workbook()
        book.active.append(list(headers.values()))
        members.active.append(["Hankekoodi", "Alateemat", "Kohderyhmät"])
        for row in listed:
            values = {
                "name": "Hanke",
                "who": "Keksitty kaupunki",
                "id": "1234567-1",
                "place": "FI193 Keski-Suomi",
                "start": date(2024, 1, 1),
                "end": date(2026, 12, 31),
            } | row
            book.active.append([values.get(name) for name in headers])
            members.active.append([values["code"], "1", "Nuoret"])
        book.save(tmp_path / "eura.xlsx")
        members.save(tmp_path / "teema.xlsx")
        import_files(
            tmp_path / "data",
            theme,
            as_of=date(2024 + number // 2, 4 + number % 2 * 6, 30),
            projects=tmp_path / "eura.xlsx",
            theme_workbook=tmp_path / "teema.xlsx" if theme_workbook else None,
        )
    monkeypatch.setenv("DASHBOARD_DATA", str(tmp_path / "data"))


@pytest.mark.parametrize("page", ("funding", "forecast"))
@pytest.mark.parametrize(
    ("listed", "told"),
    (
        (
            [{"code": "S1", "planned": 1_000_000, "actual": 100_000}],
            "Kaikki sidottu rahoitus on yhdessä hankkeessa, 1 000 000 €: kokoja ei voi verrata.",
        ),
        ([{"code": "S1", "planned": 1_000_000}], "Toteutunut: ei tiedossa."),
        ([{"code": "S1"}], "Sidottua rahoitusta ei tiedetä"),
        (
            [{"code": "S1", "planned": 20_000_000, "actual": 21_000_000}],
            "sidottu 7,0 milj. € yli kehyksen; toteutunut 1,0 milj. € yli sidotun",
        ),
        ([{"code": "S1", "planned": -500_000, "actual": -600_000}], "sidottu on negatiivinen, −0,5 milj. €: oikaisu"),
        (
            [{"code": "S1", "planned": 900_000, "actual": 1}, {"code": "S2", "planned": 0, "actual": 0}],
            "Yhden hankkeen sidottu rahoitus on nolla tai negatiivinen",
        ),
    ),
    ids=("one project", "nothing spent is known", "no amounts", "above everything", "negative", "all in one"),
)
def test_unusual_data_looks_right(tmp_path, monkeypatch, page, listed, told):
    small(tmp_path, monkeypatch, *listed)
    said = words(opened(page, "fi"))
    if page == "funding":
        assert told in said
    else:
        assert "Ennustetta ei vielä voi tehdä" in said


def test_a_filter_without_projects_leaves_the_money_pages_calm(tmp_path, monkeypatch):
    small(tmp_path, monkeypatch, {"code": "S1", "planned": 5, "actual": 1})
    for page in ("funding", "forecast"):
        assert "Mikään hanke ei vastaa valintoja" in words(opened(page, "fi", region="06"))


def test_a_figures_table_is_made_when_it_is_opened():
    at = opened("funding", "fi")
    caption = "Kehys, sidottu ja toteutunut, julkinen rahoitus, euroa"
    assert caption not in words(at)
    at.session_state["table-funding-frame-fi"] = True
    at.run()
    assert caption in words(at)
    assert any(button.key == "csv-funding-frame-fi" for button in at.get("download_button"))
