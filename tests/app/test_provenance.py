"""Where figures come from and how they are divided, as the reader sees it."""

import html
import re
from urllib.parse import parse_qsl

import pytest

from tests.app.test_pages import opened, words


def test_rows_that_name_several_regions_are_explained_where_they_are_divided():
    assert "on useita maakuntia: siitä on laskettu mukaan valittujen maakuntien yhtä suuri osuus" in words(
        opened("overview", "fi", region="09")
    )
    for page in ("funding", "map"):
        assert "rahoitus on jaettu niille tasan sentin tarkkuudella" in words(opened(page, "fi"))


def test_search_tells_why_nothing_is_found_and_what_the_choices_hide():
    told = words(opened("projects", "fi", q="avaruusmatkailu"))
    assert "Missään näistä hankkeista ei esiinny sanaa avaruusmatkailu." in told
    told = words(opened("projects", "fi", q="kunta:Oulu", region="01"))
    assert "Ilman valintoja (Maakunta: Uusimaa) haku löytää 4 hanketta." in told


def test_facets_narrow_the_search_by_an_address():
    bodies = " ".join(e.proto.body for e in opened("projects", "fi", q="kuntoutus").get("html"))
    links = re.findall(r'<dl class="td-facets">.*?</dl>', bodies)[0]
    address, count = re.search(r'href="projects\?([^"]*status=running[^"]*)"[^>]*>[^<]*</a> <span>(\d+)', links).groups()
    choices = dict(parse_qsl(html.unescape(address)))
    assert choices.pop("lang") == "fi" and choices["q"] == "kuntoutus"
    assert re.search(rf"\b{count} (hanke|hanketta), sivu", words(opened("projects", "fi", **choices)))


def test_a_type_of_implementer_narrows_the_list():
    assert "Toteuttajan tyyppi: Kunnat ja kaupungit – poista" in words(opened("projects", "fi", type="municipality"))


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_project_tells_everything_with_its_source_and_a_report_to_copy(language):
    at = opened("projects", language, project="R95001")
    told = words(at)
    assert "SHA-256" in told and "eura-2026-10-31.xlsx" in told
    assert len(at.get("plotly_chart")) == 2
    report = at.code[0].value
    assert "R95001" in report and "2026-10-31" in report and "project=R95001" in report


def test_changes_between_any_two_deliveries_are_told_in_words():
    at = opened("changes", "fi", later="2026-10-31", earlier="2025-10-31", region="13")
    told = words(at)
    assert re.search(r"Sidottu rahoitus (kasvoi|pieneni|on ennallaan)", told)
    assert "Alla ovat koko teeman muutokset." in told and "Maakunta: Keski-Suomi" in told
    assert at.selectbox(key="earlier-fi").value == "2025-10-31"


def test_the_start_of_the_year_is_one_link_away():
    bodies = " ".join(e.proto.body for e in opened("changes", "fi", later="2026-10-31", earlier="2026-04-30").get("html"))
    assert re.search(r"earlier=2025-10-31[^>]*>Muutos vuoden 2026 alusta", bodies)


def test_changes_tell_the_public_no_counts_of_people(monkeypatch, published):
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    monkeypatch.setenv("DASHBOARD_DATA", str(published))
    at = opened("changes", "fi", later="2026-10-31", earlier="2023-10-31")
    assert "EECO" not in words(at) and not any("henkilöluvuissa" in box.label for box in (*at.checkbox, *at.toggle, *at.button))


def test_changes_tell_the_staff_how_the_counts_of_people_changed():
    told = words(opened("changes", "fi", later="2026-10-31", earlier="2026-04-30"))
    assert re.search(r"Osallistujien kokonaismäärä \(EECO01\): [\d\s]+ → [\d\s]+ \(", told)
    assert "Osallistujat ja tulokset" in told
