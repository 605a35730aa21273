"""Reach against plans and need: what may be compared, and what stays unknown."""

from datetime import date

import polars as pl
import pytest

from analytics.counts import few
from analytics.filters import Filters
from analytics.people import Genders, people_cubes
from analytics.reach import NeedCount, NeedReach, groups_of_persons, need_reach, planned_reach
from data_loaders.schemas import NeedRow

DAY, MONTH = date(2026, 4, 30), date(2026, 4, 1)


@pytest.fixture
def delivery(rows, outcomes, snapshot):
    """Plans of one group, of two groups, of a joint project, one without people and one without a plan."""
    listed = rows(
        {
            "target_groups": ["young"],
            "region": "13",
            "planned_participants": 100,
            "start_date": date(2026, 1, 1),
            "end_date": date(2026, 8, 28),
        },
        {
            "target_groups": ["young", "roma"],
            "region": "06",
            "planned_participants": 60,
            "start_date": date(2026, 1, 1),
            "end_date": date(2026, 1, 2),
        },
        {"group_code": "R1", "target_groups": ["disabled", "professionals"], "region": "13", "planned_participants": 30},
        {"group_code": "R1", "target_groups": ["disabled", "professionals"], "region": "06", "planned_participants": 10},
        {"target_groups": ["ageing"], "region": "13", "planned_participants": 500},
        {"target_groups": ["ageing"], "region": "13", "start_date": date(2020, 1, 1)},
    )
    counted = outcomes(
        ("S2", DAY, "EECO01", "young", None, "female", 40), ("S2", DAY, "EECO01", "roma", "06", "male", 10), ("S2", DAY, "EECO02", None, None, "male", 33),
        ("S3", DAY, "EECO01", None, None, "male", 30), ("S4", DAY, "EECO01", None, None, "female", 8), ("R1", DAY, "EECO01", None, "06", "female", 2),
        ("S7", DAY, "EECO01", None, None, "female", 5), ("S7", DAY, "EECO01", None, None, "male", 0),
    )  # fmt: skip
    return snapshot(listed, people=people_cubes(counted, listed, DAY)["people"], as_of=DAY)


def test_projects_are_compared_with_their_own_plans(delivery, theme):
    found = planned_reach(delivery, theme)
    assert [(p.key, p.planned, p.reached) for p in found.projects] == [
        ("S6", 500, None), ("S2", 100, 50), ("S3", 60, 30), ("R1", 40, 10), ("S7", None, 5),
    ]  # fmt: skip
    assert (found.planned, found.reached, found.share) == (200, 90, 0.45)
    assert [p.key for p in found.without_plan] == ["S7"] and [p.key for p in found.without_people] == ["S6"]


def test_only_plans_of_one_group_are_given_to_a_group(delivery, theme):
    found = planned_reach(delivery, theme)
    # Professionals are no participants: the joint project's plan speaks of the disabled alone.
    assert [(g.code, g.project_count, g.planned, g.reached) for g in found.by_group] == [("young", 1, 100, 50), ("disabled", 1, 40, 10)]
    assert [p.key for p in found.undivided] == ["S3"]
    assert sum(g.planned for g in found.by_group) + sum(p.planned for p in found.undivided) == found.planned


def test_a_project_is_compared_whole_whatever_region_or_group_is_chosen(delivery, theme):
    found = planned_reach(delivery.view(Filters(region=("06",))), theme)
    assert [(p.key, p.planned, p.reached) for p in found.projects] == [("S3", 60, 30), ("R1", 40, 10)]
    roma = planned_reach(delivery.view(Filters(group=("roma",))), theme)
    assert [(p.key, p.planned, p.reached) for p in roma.projects] == [("S3", 60, 30)], "not only its people of that group"


def test_an_even_pace_follows_each_projects_time(delivery, theme):
    found = planned_reach(delivery.view(Filters(region=("13",))), theme)
    of = {project.key: project.elapsed for project in found.projects}
    assert of["S2"] == 120 / 240
    assert planned_reach(delivery.view(Filters(region=("06",))), theme).projects[0].elapsed == 1.0, "ended long ago"


def test_without_people_nothing_is_compared(rows, snapshot, theme):
    found = planned_reach(snapshot(rows({"planned_participants": 10})), theme)
    assert (found.compared, found.planned, found.share, found.at_even_pace, found.by_group) == ((), None, None, None, ())


def test_groups_of_persons_leave_out_staff_and_close_ones(theme):
    assert not {"professionals", "close_ones"} & set(groups_of_persons(theme, Filters()))
    assert groups_of_persons(theme, Filters(group=("roma", "professionals"))) == ("roma",)


# Need ---------------------------------------------------------------------------------


def need_table(*cells: tuple) -> pl.DataFrame:
    names = ("month", "region", "gender", "value", "missing")
    table = pl.DataFrame(
        [{"source_row": n, **dict(zip(names, cell, strict=True))} for n, cell in enumerate(cells, 4)], schema_overrides={"value": pl.Int64}
    )
    return NeedRow.validate(table.select(NeedRow.column_names()), cast=True)


@pytest.fixture
def needed(rows, outcomes, snapshot):
    def make(*cells, as_of=DAY):
        listed = rows({"region": "13"}, {"region": "06"}, {"region": "16"}, {"region": None})
        counted = outcomes(
            ("S2", DAY, "EECO01", None, None, "female", 30), ("S2", DAY, "EECO01", None, None, "male", 10), ("S2", DAY, "EECO01", None, None, "unknown", 10),
            ("S3", DAY, "EECO01", None, None, "female", 0), ("S4", DAY, "EECO01", None, None, "male", 4), ("S5", DAY, "EECO01", None, None, "male", 6),
        )  # fmt: skip
        from dataclasses import replace

        return replace(snapshot(listed, people=people_cubes(counted, listed, DAY)["people"], as_of=as_of), need=need_table(*cells))

    return make


CELLS = (
    (MONTH, None, "all", 6000, None), (MONTH, None, "female", 2400, None), (MONTH, None, "male", 3600, None),
    (MONTH, "13", "all", 1000, None), (MONTH, "13", "female", 400, None), (MONTH, "13", "male", 600, None),
    (MONTH, "06", "all", 2000, None), (MONTH, "06", "female", 900, None), (MONTH, "06", "male", 1100, None),
    (MONTH, "16", "all", 50, None), (MONTH, "16", "female", None, "protected"), (MONTH, "16", "male", None, "protected"),
)  # fmt: skip


def places(need):
    return {place.code: place for place in need.regions}


def test_participants_per_hundred_in_need_by_region_and_sex(needed):
    need = need_reach(needed(*CELLS))
    of = places(need)
    assert need.month == MONTH and need.regions[0].code == "16"
    assert (of["13"].per_hundred(), of["13"].per_hundred("female"), of["13"].per_hundred("male")) == (5.0, 7.5, 10 * 100 / 600)
    assert of["13"].per_inhabitants == 50 * 10_000 / of["13"].population
    assert (need.country.participants.total, need.country.per_hundred()) == (60, 1.0), "also those without a region"


def test_protected_need_stays_unknown(needed):
    of = places(need_reach(needed(*CELLS)))
    assert of["16"].need["female"].missing == "protected" and of["16"].per_hundred("male") is None
    assert of["16"].per_hundred() == 8.0 and of["16"].women_of_need is None
    half = places(
        need_reach(needed(*(cell if cell[1:3] != ("13", "female") else (MONTH, "13", "female", None, "protected") for cell in CELLS)))
    )
    assert half["13"].need["female"].value is None and half["13"].women_of_need is None, "protected is not zero"
    hidden = places(
        need_reach(needed(*(cell if cell[1:3] != ("13", "all") else (MONTH, "13", "all", None, "protected") for cell in CELLS)))
    )
    assert hidden["13"].per_hundred() is None, "the total is never worked out from women and men"


def test_zero_people_zero_need_nothing_collected_and_no_cell_are_four_things(needed):
    of = places(need_reach(needed(*CELLS, (MONTH, "01", "all", 0, None))))
    assert (of["06"].reached(), of["06"].per_hundred()) == (0, 0.0)
    assert of["06"].reached("male") is None and of["06"].per_hundred("male") is None
    assert (of["01"].reached(), of["01"].need["all"].value, of["01"].per_hundred()) == (None, 0, None)
    assert (of["02"].need["all"].value, of["02"].need["all"].missing) == (None, "not_available")


def test_the_month_is_the_latest_that_had_ended(needed):
    later = tuple((date(2026, 5, 1), *cell[1:]) for cell in CELLS)
    assert need_reach(needed(*CELLS, *later)).month == MONTH
    assert need_reach(needed(*CELLS, *later, as_of=date(2026, 5, 31))).month == date(2026, 5, 1)
    assert need_reach(needed(*CELLS, *later, as_of=date(2026, 5, 30))).month == MONTH, "a month that has begun has not ended"
    assert need_reach(needed(*later)) is None


def test_need_follows_the_region_and_people_every_choice(needed):
    need = need_reach(needed(*CELLS).view(Filters(region=("06", "13"))))
    assert need.country is None and set(places(need)) == {"06", "13"}


def test_balance_is_compared_over_women_and_men_only(needed):
    place = places(need_reach(needed(*CELLS)))["13"]
    assert (place.women_of_participants, place.women_of_need) == (0.75, 0.4)
    assert places(need_reach(needed(*CELLS)))["06"].women_of_participants is None, "men are not collected there"


def test_without_a_table_there_is_no_need(delivery):
    assert need_reach(delivery) is None


def test_a_sign_gives_no_share_of_need_inhabitants_or_women():
    some = few(3, 5)
    need = dict.fromkeys(("female", "male", "all"), NeedCount(100))
    place = NeedReach("13", Genders(female=some, male=30, everyone=some), need, 1_000)
    assert place.per_hundred() is None and place.per_hundred("female") is None and place.per_hundred("male") == 30
    assert place.per_inhabitants is None and place.women_of_participants is None
