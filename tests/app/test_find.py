"""The field on every page, its results and the figure that one of them leads to."""

import re

import pytest

from tests.app.test_pages import IN_EVERY_MODE, opened, words


def field(at, language):
    return at.text_input(key=f"find-{language}")


@pytest.mark.parametrize(("page", "mode"), [each for each in IN_EVERY_MODE if each[0] in ("overview", "projects", "data", "glossary")])
def test_the_field_leads_from_a_page_to_the_results_and_keeps_the_choices(page, mode, monkeypatch, published):
    monkeypatch.setenv("DASHBOARD_MODE", mode)
    if mode == "public":
        monkeypatch.setenv("DASHBOARD_DATA", str(published))
    at = opened(page, "fi", status="running")
    field(at, "fi").set_value("naiset lappi").run()
    assert not at.exception
    assert "Etsi luku tai hanke" in words(at) and "Maakunta: Lappi" in words(at)
    links = re.findall(r'href="(find\?[^"]+)"', " ".join(element.proto.body for element in at.get("html")))
    assert links and all("region=19" in link for link in links if "figure=" in link)
    # In public no protected counts follow the status: the choices that the words name stand alone then.
    assert all(("status=running" in link) == (mode == "staff") for link in links if "figure=gender" in link)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_result_opens_the_figure_with_its_choices(language):
    at = opened("find", language, figure="gender-balance", counted="EECO02", region="19", find="työttömät lappi")
    assert len(at.get("plotly_chart")) == 1 and "EECO02" in words(at)
    assert at.text_input(key=f"find-{language}").value == "työttömät lappi"


def test_in_public_what_protected_counts_cannot_show_is_not_offered(monkeypatch, published):
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    monkeypatch.setenv("DASHBOARD_DATA", str(published))
    at = opened("find", "fi", find="naiset lappi nuoret")
    assert "gender-balance" not in " ".join(element.proto.body for element in at.get("html"))


def test_an_address_that_is_no_figure_or_no_indicator_does_no_harm():
    at = opened("find", "en", figure="no-such", counted="<b>", find="x" * 250)
    assert not at.get("plotly_chart")
