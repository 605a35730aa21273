from datetime import date

import pytest

from analytics.people import people_cubes
from analytics.regions import region_trend, regions


def test_every_region_is_there_and_the_rest_beside(rows, snapshot):
    result = regions(
        snapshot(rows({"region": "13", "planned_public_eur": 273731}, {"region": None, "planned_public_eur": 5}, {"region": "nationwide"}))
    )
    assert len(result.regions) == 19
    assert [figure.code for figure in result.elsewhere] == ["nationwide", None]
    found = {figure.code: figure for figure in result.regions}
    assert found["13"].measure("planned", per_inhabitant=True) == pytest.approx(1.0)
    assert found["06"].measure("planned") is None
    assert found["06"].measure("projects") == 0
    assert not found["21"].in_programme


def test_what_is_no_region_has_nothing_per_inhabitant(rows, snapshot):
    unknown = regions(snapshot(rows({"region": None, "planned_public_eur": 5}))).elsewhere[0]
    assert unknown.measure("planned") == 5.0 and unknown.measure("planned", per_inhabitant=True) is None


def measured(points, measure, code="13"):
    return [(point.day.year, next(place.measure(measure) for place in point.places if place.code == code)) for point in points]


def test_money_and_projects_are_those_of_each_delivery(rows, snapshot):
    first = snapshot(rows({"region": "13", "planned_public_eur": 5}), as_of=date(2025, 4, 30))
    again = snapshot(rows({"region": "13", "planned_public_eur": 6}), as_of=date(2025, 4, 30))
    last = snapshot(
        rows({"region": "13", "planned_public_eur": 8}, {"region": "13"}, {"region": None, "planned_public_eur": 1}),
        as_of=date(2026, 4, 30),
    )
    history = [delivery.as_history() for delivery in (first, again, last)]
    assert measured(region_trend(history, None, "planned"), "planned") == [(2025, 6.0), (2026, 8.0)], "the latest import of a day counts"
    assert measured(region_trend(history, None, "projects"), "projects") == [(2025, 1), (2026, 2)]
    assert measured(region_trend(history, None, "planned")[-1:], "planned", None) == [(2026, 1.0)]


def test_participants_are_those_of_the_cut_off_dates(rows, outcomes, snapshot):
    listed = rows({"region": "13"}, {"region": "06"})
    days = (date(2025, 4, 30), date(2026, 4, 30))
    counted = outcomes(
        ("S2", days[0], "EECO01", None, None, "female", 3),
        ("S2", days[1], "EECO01", None, None, "female", 7),
        ("S3", days[1], "EECO01", None, None, "male", 2),
    )
    cube = people_cubes(counted, listed, days[1])["people_trend"]
    points = region_trend([snapshot(listed).as_history()], cube, "participants")
    assert measured(points, "participants") == [(2025, 3), (2026, 7)]
    assert measured(points, "participants", "06") == [(2025, None), (2026, 2)], "not collected is no zero"
    assert region_trend([snapshot(listed).as_history()], None, "participants") == ()
