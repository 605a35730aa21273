import pytest

from analytics.regions import regions


def test_every_region_is_there_and_the_rest_beside(rows, snapshot):
    result = regions(snapshot(rows({"region": "13", "planned_public_eur": 272437}, {"region": None, "planned_public_eur": 5}, {"region": "nationwide"})))
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
