from datetime import date

import pytest

from analytics.costs import FEWEST, SIZE_LIMITS, cost_trend, costs
from analytics.filters import Filters
from analytics.people import people_cubes
from analytics.scope import History

OCTOBER = date(2026, 10, 31)
OLD = {"start_date": date(2023, 1, 1), "end_date": date(2026, 1, 31), "status": "ended", "subthemes": ["1"]}


def counts(day, projects):
    """The outcome rows of projects given as (list row, participants, employed); null is not collected."""
    return [
        (f"S{number}", day, indicator, None, None, "female", value)
        for number, (_, *values) in enumerate(projects, 2)
        for indicator, value in zip(("EECO01", "EECR04"), values, strict=False)
        if value is not None
    ]


@pytest.fixture
def compared(rows, outcomes, snapshot):
    """The costs of projects given as (list row, participants, employed)."""

    def make(*projects, filters=Filters(), measure="EECO01"):
        table = rows(*(row for row, *_ in projects))
        people = people_cubes(outcomes(*counts(OCTOBER, projects)), table, OCTOBER)["people"]
        return costs(snapshot(table, people).view(filters), measure)

    return make


def project(spent, people, employed=None, **more):
    return OLD | {"actual_public_eur": spent, "planned_public_eur": spent} | more, people, employed


def test_quartiles_of_five_projects(compared):
    found = compared(*(project(1000 * n, 10, n) for n in (1, 2, 3, 4, 5)))
    one = found.per_participant
    assert (one.project_count, one.people, one.lower, one.median, one.upper) == (5, 50, 20_000, 30_000, 40_000)
    employed = next(cost for cost in found.per_result if cost.code == "EECR04")
    assert (employed.project_count, employed.median) == (5, 100_000)


def test_fewer_projects_have_no_range_but_their_number(compared):
    found = compared(*(project(1000, 10) for _ in range(FEWEST - 1)))
    assert (found.per_participant.project_count, found.per_participant.median) == (FEWEST - 1, None)
    assert found.per_result[2].project_count == 0


@pytest.mark.parametrize(
    ("left_out", "reason"),
    [
        (project(1000, 10, start_date=date(2025, 1, 1), end_date=date(2027, 1, 1)), "too_young"),
        (project(1000, 10, start_date=date(2025, 1, 1), end_date=date(2026, 10, 31)), None),
        (project(1000, 10, start_date=date(2024, 10, 31), end_date=date(2028, 1, 1)), None),
        (project(1000, 10, status="cancelled"), "cancelled"),
        (project(1000, 10, start_date=None, end_date=None), "no_dates"),
        (project(None, 10), "no_money"),
        (project(0, 10), "no_money"),
        (project(1000, None), "not_collected"),
        (project(1000, 0), "nobody"),
    ],
)
def test_only_ended_or_long_running_projects_with_money_and_people_are_compared(compared, left_out, reason):
    found = compared(left_out, *(project(1000, 10) for _ in range(5)))
    assert found.left_out == ({reason: 1} if reason else {})
    assert found.per_participant.project_count == (5 if reason else 6)


def test_a_joint_project_is_one_cost_and_known_only_whole(compared):
    group = {"group_code": "R1"}
    found = compared(project(3000, 10, **group), project(1000, None, **group), *(project(1000, 10) for _ in range(4)))
    assert found.per_participant.project_count == 5
    assert found.per_participant.upper == 10_000
    half = compared(project(3000, 10, **group), project(None, None, **group))
    assert half.left_out == {"no_money": 1}


def test_a_choice_keeps_projects_whole(compared):
    group = {"group_code": "R1"}
    found = compared(project(3000, 10, region="01", **group), project(1000, 10, region="06", **group), filters=Filters(region=("01",)))
    assert (found.per_participant.project_count, found.per_participant.people) == (1, 20)


def test_sub_themes_overlap_and_sizes_do_not(compared):
    small, large = SIZE_LIMITS[0], SIZE_LIMITS[1] + 1
    found = compared(
        project(1000, 10, planned_public_eur=small, subthemes=["1", "2"]), project(1000, 10, planned_public_eur=large, subthemes=[])
    )
    assert {cost.code: cost.project_count for cost in found.by_subtheme} == {"1": 1, "2": 1, None: 1}
    assert {cost.code: cost.project_count for cost in found.by_size} == {"small": 1, "middle": 0, "large": 1}
    middle = compared(project(1000, 10, planned_public_eur=small + 1), project(1000, 10, planned_public_eur=SIZE_LIMITS[1]))
    assert {cost.code: cost.project_count for cost in middle.by_size} == {"small": 0, "middle": 2, "large": 0}


def test_without_outcomes_nothing(rows, snapshot):
    assert costs(snapshot(rows(OLD))) is None


def test_divisions_may_be_per_result_over_the_projects_that_have_it(compared):
    found = compared(*(project(1000 * n, 10, n) for n in (1, 2, 3, 4, 5)), project(1000, 10, 0), measure="EECR04")
    [subtheme] = found.by_subtheme
    assert (found.measure, subtheme.project_count, subtheme.people, subtheme.median) == ("EECR04", 5, 15, 100_000)
    assert sum(size.project_count for size in found.by_size) == 5
    # Everyone reached is told beside it, whatever the divisions are reckoned per.
    assert found.per_participant.project_count == 6


@pytest.fixture
def history(rows, outcomes, snapshot):
    """Deliveries as trends read them, each given as its day and its (list row, participants, employed)."""

    def make(*deliveries):
        found = []
        for day, projects in deliveries:
            table = rows(*(row for row, *_ in projects))
            counted = counts(day, projects)
            people = people_cubes(outcomes(*counted), table, day)["people"] if counted else None
            found.append(snapshot(table, people, as_of=day).as_history())
        return History(tuple(found))

    return make


def test_each_delivery_is_reckoned_with_its_own_money_and_people(history):
    earlier, later = [project(1000 * n, 10, n) for n in (1, 2, 3, 4, 5)], [project(1000 * n, 20, n) for n in (1, 2, 3, 4, 5)]
    deliveries = history((date(2026, 4, 30), earlier), (OCTOBER, later)).snapshots
    assert [(point.day.month, point.range.project_count, point.range.people, point.range.median) for point in cost_trend(deliveries)] == [
        (4, 5, 50, 30_000),
        (10, 5, 100, 15_000),
    ]
    assert [point.range.median for point in cost_trend(deliveries, "EECR04")] == [100_000, 100_000]


def test_a_delivery_without_outcomes_has_no_point_and_too_few_projects_no_range(history):
    many = [project(1000, 10) for _ in range(5)]
    points = cost_trend(history((date(2025, 10, 31), [project(1000, None)] * 6), (date(2026, 4, 30), many[:4]), (OCTOBER, many)).snapshots)
    assert [(point.day.year, point.range.project_count, point.range.median) for point in points] == [(2026, 4, None), (2026, 5, 10_000)]


def test_the_trend_follows_the_choices(history):
    projects = [project(1000 * n, 10, region="01" if n < 6 else "06") for n in range(1, 8)]
    [point] = cost_trend(history((OCTOBER, projects)).view(Filters(region=("01",))))
    assert (point.range.project_count, point.range.median) == (5, 30_000)
