from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.filters import UNKNOWN, Filters, filters_of_query, people_of


def keys(table: pl.DataFrame) -> list[str]:
    return table["project_code"].to_list()


def test_no_choice_keeps_everything(rows):
    table = rows({}, {})
    assert Filters().rows(table) is table


def test_unknown_can_be_chosen(rows):
    table = rows({"region": "13"}, {"region": None}, {"region": "06"})
    assert keys(Filters(region=("06", UNKNOWN)).rows(table)) == ["S3", "S4"]


def test_a_project_in_any_of_its_groups(rows):
    table = rows({"target_groups": ["young", "roma"]}, {"target_groups": []}, {"target_groups": ["ageing"]})
    assert keys(Filters(group=("roma", "ageing")).rows(table)) == ["S2", "S4"]
    assert keys(Filters(group=(UNKNOWN,)).rows(table)) == ["S3"]


def test_period_keeps_projects_under_way_in_it(rows):
    table = rows(
        {"start_date": date(2022, 1, 1), "end_date": date(2023, 6, 1)},
        {"start_date": date(2023, 1, 1), "end_date": date(2025, 6, 1)},
        {"start_date": None, "end_date": None},
    )
    assert keys(Filters(from_year=2024).rows(table)) == ["S3"]
    assert keys(Filters(to_year=2022).rows(table)) == ["S2"]
    assert keys(Filters(from_year=2023, to_year=2023).rows(table)) == ["S2", "S3"]


def test_people_follow_their_own_region_and_their_projects_status(rows):
    scope = rows({"region": "13", "status": "running"}, {"region": "13", "status": "ended"})
    cube = pl.DataFrame(
        {"project_code": ["S2", "S2", "S3", "S9"], "region": ["13", "06", "13", "13"], "target_group": [None] * 4, "value": [1, 2, 4, 8]},
        schema_overrides={"target_group": pl.String},
    )
    assert Filters(region=("06",)).people(cube, scope)["value"].to_list() == [2]
    assert Filters(status=("ended",)).people(cube, scope)["value"].to_list() == [4]
    assert people_of(scope, cube)["value"].sum() == 7, "projects outside the theme do not count"


@given(st.lists(st.sampled_from(["01", "06", "13"]), max_size=3))
def test_filters_are_hashable_and_equal_by_value(codes):
    assert hash(Filters(region=tuple(codes))) == hash(Filters(region=tuple(codes)))


def test_filters_are_read_from_an_address():
    assert filters_of_query("region=13&region=01&status=running&from=2024") == Filters(
        region=("13", "01"), status=("running",), from_year=2024
    )
    assert filters_of_query("") == Filters()
    for wrong in ("regoin=13", "from=kesä", "region", "from=99999", "to=0", "from=²", "from=" + "9" * 5_000):
        with pytest.raises(ValueError):
            filters_of_query(wrong)
