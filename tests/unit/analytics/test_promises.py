from dataclasses import replace
from datetime import date

import pytest

from analytics.filters import Filters
from analytics.people import people_by_subtheme, people_cubes, people_total
from analytics.promises import (
    due_plans,
    people_by_answer,
    promise_counts,
    promise_of,
    promise_trend,
    promises_by_project,
    workplace_outcomes,
)

OCTOBER = date(2026, 10, 31)


@pytest.fixture
def delivery(rows, snapshot, theme):
    def make(*listed, people=None, theme=theme):
        return replace(snapshot(rows(*listed), people), theme=theme)

    return make


def counted(delivery, code):
    return next((c.kept, c.not_kept, c.not_known) for c in promise_counts(delivery) if c.code == code)


def test_a_blank_is_not_known_and_never_not_kept(delivery):
    made = delivery({"promises_kept": ["embedding_plan"]}, {"promises_broken": ["embedding_plan"]}, {}, {})
    assert counted(made, "embedding_plan") == (1, 1, 2)
    assert counted(made, "co_development") == (0, 0, 4)


def test_a_joint_project_is_one_and_a_single_no_counts(delivery):
    made = delivery(
        {"group_code": "R1", "promises_kept": ["embedding_plan"]},
        {"group_code": "R1"},
        {"group_code": "R2", "promises_kept": ["embedding_plan"]},
        {"group_code": "R2", "promises_broken": ["embedding_plan"]},
    )
    assert counted(made, "embedding_plan") == (1, 1, 0)


def test_promises_over_deliveries(delivery):
    first = replace(delivery({"promises_kept": ["co_development"]}, {}), as_of=date(2026, 4, 30))
    last = delivery({"promises_kept": ["co_development"]}, {"promises_kept": ["co_development"]})
    unknown = replace(delivery({}), theme_known=False)
    trend = promise_trend((first, unknown, last))
    assert [point.day for point in trend] == [date(2026, 4, 30), OCTOBER]
    again = promise_trend((replace(last, as_of=date(2026, 4, 30)), first, last))
    assert [next(c.project_count for c in point.counts if c.code == "co_development") for point in again] == [2, 2]
    assert next(c.kept for c in again[0].counts if c.code == "co_development") == 1, "the latest import of a day counts"
    assert [next(c.kept_share for c in point.counts if c.code == "co_development") for point in trend] == [0.5, 1]


def test_projects_by_name_with_every_promise(delivery, theme):
    made = delivery({"project_name": "Öinen"}, {"project_name": "aamu", "promises_kept": ["co_development"]}, {})
    listed = promises_by_project(made)
    assert [project.name for project in listed] == ["aamu", "Öinen", None]
    assert listed[0].states == ("not_known",) * 4 + ("kept",)
    assert len(listed[0].states) == len(theme.promises)


def test_plans_are_due_from_running_projects_soonest_end_first(delivery):
    run = {"start_date": date(2025, 1, 1), "status": "running"}
    made = delivery(
        run | {"project_name": "later", "end_date": date(2028, 1, 1)},
        run | {"project_name": "sooner", "end_date": date(2026, 12, 31), "promises_broken": ["embedding_plan"]},
        run | {"project_name": "has one", "end_date": date(2026, 12, 1), "promises_kept": ["embedding_plan"]},
        run | {"project_name": "ended", "end_date": date(2026, 10, 30)},
        run | {"project_name": "last day", "end_date": OCTOBER},
        run | {"project_name": "cancelled", "end_date": date(2027, 1, 1), "status": "cancelled"},
        run | {"project_name": "starting", "start_date": date(2026, 11, 1), "end_date": date(2027, 1, 1)},
        run | {"project_name": "undated", "start_date": None, "end_date": None},
    )
    assert [(plan.name, plan.days_left, plan.state) for plan in due_plans(made)] == [
        ("last day", 0, "not_known"),
        ("sooner", 61, "not_kept"),
        ("later", 427, "not_known"),
    ]


def test_a_theme_without_promises_has_none(delivery, theme):
    bare = replace(theme, promises=())
    made = delivery({}, theme=bare)
    assert promise_counts(made) == () == due_plans(made) == workplace_outcomes(made)
    assert promises_by_project(made)[0].states == ()
    assert promise_of("embedding", delivery({}, theme=None)) is None


def test_outcomes_beside_cooperation_with_workplaces(delivery, rows, outcomes):
    ended = {"end_date": date(2026, 4, 30), "start_date": date(2024, 1, 1)}
    listed = [ended | {"promises_kept": ["workplace_cooperation"]}, ended | {"promises_broken": ["workplace_cooperation"]}, ended]
    counts = [
        (code, OCTOBER, indicator, None, None, "female", value)
        for code, people, employed in (("S2", 40, 10), ("S3", 20, 2))
        for indicator, value in (("EECO01", people), ("EECR04", employed))
    ]
    people = people_cubes(outcomes(*counts), rows(*listed), OCTOBER)["people"]
    kept, broken, unknown = workplace_outcomes(delivery(*listed, people=people))
    assert (kept.state, kept.project_count, kept.participants.total, kept.rate.share) == ("kept", 1, 40, 0.25)
    assert (broken.state, broken.rate.share) == ("not_kept", 0.1)
    assert (unknown.project_count, unknown.participants.total, unknown.rate.reason) == (1, None, "nobody_left")


def test_participants_stand_in_each_sub_theme_of_their_project(delivery, rows, outcomes):
    listed = [{"subthemes": ["1", "3"]}, {"subthemes": ["1"]}, {}, {"group_code": "R1", "subthemes": ["2"]}]
    counts = [(code, OCTOBER, "EECO01", None, None, "male", value) for code, value in (("S2", 5), ("S3", 7), ("S4", 2), ("R1", 9))]
    made = delivery(*listed, people=people_cubes(outcomes(*counts), rows(*listed), OCTOBER)["people"])
    found = people_by_subtheme(made.people, made.code_subthemes)
    assert [(part.code, part.genders.male) for part in found] == [("1", 12), ("2", 9), ("3", 5), (None, 2)]


def test_answers_divide_projects_and_their_people(delivery, rows, outcomes):
    listed = [
        {"promises_kept": ["gender_analysis"]}, {"promises_broken": ["gender_analysis"]}, {},
        {"group_code": "R1"}, {"group_code": "R1", "promises_kept": ["gender_analysis"]}, {"promises_kept": ["other"]},
    ]  # fmt: skip
    counts = [
        ("S2", OCTOBER, "EECO01", None, None, "female", 3), ("S3", OCTOBER, "EECO01", None, None, "male", 4),
        ("S5", OCTOBER, "EECO01", None, None, "male", 6), ("S4", OCTOBER, "EECO01", None, None, "female", 8),
    ]  # fmt: skip
    made = delivery(*listed, people=people_cubes(outcomes(*counts), rows(*listed), OCTOBER)["people"])
    found = people_by_answer(made, "gender_analysis")
    assert [(a.state, a.project_count, a.counted_count, a.genders.total) for a in found] == [
        ("kept", 2, 2, 9),
        ("not_kept", 1, 1, 4),
        ("not_known", 2, 1, 8),
    ]
    assert sum(a.genders.total for a in found) == people_total(made.people).total
    assert people_by_answer(delivery(*listed), "gender_analysis") == ()


def test_a_project_whose_people_are_in_the_chosen_region_has_answered_too(delivery, rows, outcomes):
    listed = [{"region": "13", "promises_kept": ["gender_analysis"]}, {"region": "06", "promises_broken": ["gender_analysis"]}]
    counts = [("S2", OCTOBER, "EECO01", None, "06", "female", 3)]
    made = delivery(*listed, people=people_cubes(outcomes(*counts), rows(*listed), OCTOBER)["people"])
    found = people_by_answer(made.view(Filters(region=("06",))), "gender_analysis")
    assert [(a.state, a.project_count, a.genders.total) for a in found] == [("kept", 1, 3), ("not_kept", 1, None)]


def test_one_rule_for_a_joint_project_in_promises_and_in_the_balance(delivery, rows, outcomes):
    listed = [{"group_code": "R1", "promises_kept": ["gender_analysis"]}, {"group_code": "R1", "promises_broken": ["gender_analysis"]}]
    counts = [("S2", OCTOBER, "EECO01", None, None, "female", 3)]
    made = delivery(*listed, people=people_cubes(outcomes(*counts), rows(*listed), OCTOBER)["people"])
    assert counted(made, "gender_analysis") == (0, 1, 0)
    assert [(answer.state, answer.project_count) for answer in people_by_answer(made, "gender_analysis")] == [("not_kept", 1)]


def test_a_choice_chooses_projects_and_does_not_change_what_they_have_promised(delivery):
    made = delivery(
        {"group_code": "R1", "region": "01", "promises_kept": ["embedding_plan"]},
        {"group_code": "R1", "region": "19", "promises_broken": ["embedding_plan"]},
    )
    for region in ("01", "19"):
        assert counted(made.view(Filters(region=(region,))), "embedding_plan") == (0, 1, 0)
