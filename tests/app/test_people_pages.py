"""Reach, gender and coverage: choices in the address, cells that open projects, designed states."""

import html
import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.app.test_pages import opened, words

CELL = re.compile(r'<td role="cell" class="td-cell td-\w+"[^>]*><a href="([^"]+)"[^>]*><i[^>]*>.</i> (\d+) (?:hanke|hanketta)</a>')


def bodies(at) -> str:
    return " ".join(element.proto.body for element in at.get("html"))


def test_a_cell_of_the_matrix_opens_just_its_projects():
    cells = CELL.findall(bodies(opened("coverage", "fi", status="running")))
    assert len(cells) > 20
    for address, count in (cells[0], cells[12], cells[-1]):
        choices = dict(parse_qsl(urlsplit(html.unescape(address)).query))
        assert choices.pop("lang") == "fi" and choices["status"] == "running"
        told = words(opened("projects", "fi", **choices))
        assert re.search(rf"\b{count} (hanke|hanketta), sivu", told), choices


def test_the_matrix_crosses_what_the_address_asks_for():
    at = opened("coverage", "sv", axes="regions")
    assert "Täckning efter landskap och deltema" in words(at)
    assert "Inget projekt alls finns i dessa landskap: " in words(at)
    assert 'th scope="row" role="rowheader">Nyland<' in bodies(at)


def test_every_cell_says_its_state_in_words_or_signs_not_in_colour_only():
    body = bodies(opened("coverage", "en"))
    cells = re.findall(r'<td role="cell" class="td-cell td-(\w+)"[^>]*>(.*?)</td>', body)
    signs = {"both": "●", "money": "◐", "uncounted": "◆", "people": "◇", "nothing": "○"}
    assert {state for state, _ in cells} <= set(signs) and len(cells) > 84
    for state, content in cells:
        assert signs[state] in content and re.sub(r"<[^>]+>|[●◐◆◇○\s]", "", content)


@pytest.mark.parametrize("part", ["people", "plan", "need", "projects", "indicators"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_part_of_reach_runs(part, language):
    at = opened("reach", language, reach=part)
    assert part == "indicators" or part == "need" or at.get("plotly_chart")
    assert "reach" not in at.query_params if part == "people" else at.query_params["reach"] in (part, [part])


@pytest.mark.parametrize("part", ["balance", "parts", "need", "analysis"])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_part_of_the_balance_runs(part, language):
    opened("gender", language, balance=part, by="subthemes", counted="EECR05")


def test_an_indicator_in_the_address_is_what_is_counted():
    told = words(opened("gender", "fi", balance="parts", by="subthemes", counted="EECR05"))
    assert "EECR05" in told and "Hankkeen osallistujat ovat mukana sen jokaisessa alateemassa" in told


def test_periods_in_the_address_are_compared():
    told = words(opened("reach", "fi", period="2025-10-31", against="2024-10-31"))
    assert re.search(
        r"Osallistujia tuli lisää \d+ \(30\.4\.2025–31\.10\.2025\); vertailujaksolla luku oli \d+ \(30\.4\.2024–31\.10\.2024\)", told
    )


def test_groups_that_no_indicator_counts_are_told():
    assert "mikään indikaattori ei laske tätä ryhmää" in words(opened("reach", "fi", reach="indicators"))


def test_no_target_is_a_designed_state():
    assert "Inget mål har ställts upp för temats målgrupper." in words(opened("reach", "sv", ledgers=("people-target-groups",)))


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("participants", "Tiedot ovat täydelliset"),
        ("results", "Tulosten osuus osallistumisensa päättäneistä"),
        ("time", "tilannepäivittäin, kertymä"),
        ("dates", "Indikaattorit 30.4.2026 ja 31.10.2026, kertymä"),
        ("periods", "Kunkin indikaattorin muutos"),
    ],
)
def test_the_outcomes_are_shown_a_part_at_a_time(part, word):
    assert word in words(opened("outcomes", "fi", outcome=part))


@pytest.mark.parametrize(
    ("division", "word"), [("subthemes", "alateemoittain"), ("sizes", "hankkeen koon"), ("results", "tulosta kohti hankkeissa")]
)
def test_costs_are_shown_by_one_division_at_a_time_with_their_caveat(division, word):
    told = words(opened("costs", "fi", cost=division))
    assert word in told and told.count("Pieni kustannus ei tee hankkeesta parempaa") == 1


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize(
    ("page", "choices"),
    [
        ("map", {"measure": "planned"}), ("map", {"measure": "actual", "per": "inhabitant"}), ("map", {"measure": "projects", "region": "13"}),
        ("map", {"measure": "participants"}), ("coverage", {"axes": "groups"}), ("coverage", {"axes": "places"}), ("costs", {"costper": "EECR04"}), ("costs", {}),
    ],
)  # fmt: skip
def test_map_coverage_and_costs_are_shown_over_deliveries(page, choices, language):
    at = opened(page, language, **{page: "time"}, **choices)
    assert at.get("plotly_chart") and at.query_params[page] in ("time", ["time"])
    assert {"fi": "toimituksittain", "sv": "per dataleverans", "en": "deliver"}[language] in words(at).lower() or choices.get(
        "measure"
    ) == "participants"


def test_the_project_list_tells_its_trend_when_it_is_opened_and_that_a_search_is_not_followed():
    at = opened("projects", "fi")
    assert not at.get("plotly_chart")
    at.session_state["open-projects-trend-fi"] = True
    assert at.run().get("plotly_chart") and "Hankkeet tilan mukaan aineistotoimituksittain" in words(at)
    assert "Haku ei ulotu" not in words(at)
    at = opened("projects", "fi", type="municipality")
    at.session_state["open-projects-trend-fi"] = True
    assert "Haku ei ulotu aiempiin aineistotoimituksiin" in words(at.run())
