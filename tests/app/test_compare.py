"""Several regions or groups side by side on a page: in words and in the address."""

import pytest

from tests.app.test_pages import opened, words


@pytest.mark.parametrize("page", ["overview", "funding", "reach", "gender", "outcomes", "theme"])
def test_two_regions_stand_side_by_side_on_every_page(page):
    at = opened(page, "fi", region=["01", "19"], compare="region")
    told = words(at)
    assert "Rinnakkain esitetään: Uusimaa ja Lappi. Lukuja ei lasketa yhteen." in told or page == "gender"
    assert "Uudellamaalla" in told and "Lapissa" in told
    assert at.query_params["compare"] == "region"


@pytest.mark.parametrize("page", ["gender", "reach", "outcomes"])
def test_in_public_protected_counts_of_two_regions_are_compared_and_not_added(page, monkeypatch, published):
    monkeypatch.setenv("DASHBOARD_MODE", "public")
    monkeypatch.setenv("DASHBOARD_DATA", str(published))
    at = opened(page, "fi", region=["01", "19"])
    assert at.query_params["compare"] == "region" and at.get("plotly_chart")
    assert "Rinnakkain: Maakunta" in words(at)


def test_what_cannot_be_compared_is_said():
    assert "compare=town" in words(opened("overview", "en", region=["01", "19"], compare="town"))
    # One region alone has nothing beside it.
    assert "compare" not in opened("overview", "en", region="01", compare="region").query_params
