"""Indicators against the theme's own targets, and rates only where those who left are known."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.counts import few
from analytics.filters import Filters
from analytics.outcomes import (
    IndicatorValue,
    compare_indicators,
    complete_records,
    indicator_states,
    indicator_values,
    outcome_days,
    partition,
    result_rates,
)
from analytics.people import Genders, PeopleChange, Period, people_cubes, periods
from analytics.scope import Snapshot
from data_loaders.codes import indicator_codes
from data_loaders.theme import Target

APRIL, OCTOBER = date(2026, 4, 30), date(2026, 10, 31)


@pytest.fixture
def delivery(rows, outcomes, theme):
    """A delivery of list rows and outcome rows, read with a theme that has the given targets."""

    def make(listed, *counts, targets=(), as_of=OCTOBER):
        table = rows(*listed)
        cubes = people_cubes(outcomes(*counts), table, as_of)
        return Snapshot(
            "x", as_of, table, table.height, True, None, cubes["people"],
            cubes["people_trend"].filter(cubes["people_trend"]["indicator"] == "EECO01"),
            trends={i: part for (i,), part in cubes["people_trend"].partition_by("indicator", as_dict=True).items()},
            theme=replace(theme, targets=tuple(targets)),
        )  # fmt: skip

    return make


def count(code, indicator, female=None, male=None, day=OCTOBER):
    return [
        (code, day, indicator, None, None, gender, value) for gender, value in (("female", female), ("male", male)) if value is not None
    ]


def value_of(delivery, indicator):
    return next(value for value in indicator_values(delivery) if value.code == indicator)


# Targets ------------------------------------------------------------------------------


def test_every_indicator_stands_in_the_list_and_none_has_an_invented_target(delivery):
    values = indicator_values(delivery([{}], *count("S2", "EECO01", 4, 6)))

    assert tuple(value.code for value in values) == indicator_codes()
    assert {value.progress for value in values} == {"no_target"}
    assert (values[0].value, values[0].target_share, values[0].milestone_share) == (10, None, None)
    assert values[-1].value is None


@pytest.mark.parametrize(
    ("target", "progress", "share"),
    [
        (Target("EECO01", None, 10), "target_reached", 1.0),
        (Target("EECO01", 10, 40), "milestone_reached", 0.25),
        (Target("EECO01", 20, 40), "milestone_missed", 0.25),
        (Target("EECO01", None, 40), "under_way", 0.25),
        (Target("EECO01", 20, None), "milestone_missed", None),
        (Target("EECO01", None, None), "no_target", None),
        (Target("EECO01", None, 0), "target_reached", None),
    ],
)
def test_progress_against_milestone_and_target(delivery, target, progress, share):
    value = value_of(delivery([{}], *count("S2", "EECO01", 4, 6), targets=[target]), "EECO01")
    assert (value.progress, value.target_share) == (progress, share)


def test_a_milestone_is_missed_only_after_its_day(delivery):
    counts = count("S2", "EECO01", 4, 6, day=date(2024, 10, 31))
    before = delivery([{}], *counts, targets=[Target("EECO01", 20, 40)], as_of=date(2024, 10, 31))
    assert value_of(before, "EECO01").progress == "under_way"
    on_the_day, after = (
        delivery([{}], *counts, targets=[Target("EECO01", 20, 40)], as_of=day) for day in (date(2024, 12, 31), date(2025, 1, 1))
    )
    assert value_of(on_the_day, "EECO01").progress == "under_way" and value_of(after, "EECO01").progress == "milestone_missed"


def test_a_sign_has_no_share_of_the_target():
    some = IndicatorValue("EECO01", Genders(everyone=few(3, 5)), Target("EECO01", 20, 40), "under_way")
    assert some.target_share is None and some.milestone_share is None


def test_a_part_of_the_theme_is_not_compared_with_the_themes_target(delivery):
    view = delivery([{"region": "01"}], *count("S2", "EECO01", 4, 6), targets=[Target("EECO01", 5, 10)]).view(Filters(region=("01",)))
    value = value_of(view, "EECO01")
    assert (value.value, value.progress, value.target_share) == (10, "filtered", None)
    whole_list = replace(view.whole, theme_known=False)
    assert value_of(whole_list, "EECO01").progress == "filtered"


def test_an_indicator_that_was_not_collected_is_not_zero_per_cent(delivery):
    value = value_of(delivery([{}], *count("S2", "EECO01", 1), targets=[Target("EECR05", 1, 2)]), "EECR05")
    assert (value.value, value.progress, value.target_share) == (None, "not_collected", None)


# Result rates -------------------------------------------------------------------------

ENDED = {"start_date": date(2024, 1, 1), "end_date": APRIL, "status": "ended"}
RUNNING = {"start_date": date(2024, 1, 1), "end_date": date(2027, 12, 31), "status": "running"}


def rate_of(delivery, code):
    return next(rate for rate in result_rates(delivery) if rate.code == code)


def test_a_rate_is_of_those_who_left_and_in_ended_projects_everyone_has(delivery):
    made = delivery(
        [ENDED, RUNNING],
        *count("S2", "EECO01", 30, 20), *count("S2", "EECR04", 12, 3),
        *count("S3", "EECO01", 500, 500), *count("S3", "EECR04", 10, 10),
    )  # fmt: skip
    rate = rate_of(made, "EECR04")
    assert (rate.reached, rate.left, rate.project_count, rate.base) == (Genders(12, 3), Genders(30, 20), 1, "EECO01")
    assert (rate.share, rate.gender_share("female"), rate.gender_share("unknown")) == (0.3, 0.4, None)


def test_six_months_after_leaving_wants_six_months(delivery):
    counts = (*count("S2", "EECO01", 10), *count("S2", "EECR05", 4), *count("S2", "EECR04", 2))
    assert rate_of(delivery([ENDED], *counts), "EECR05").share == 0.4
    late = delivery([ENDED | {"end_date": date(2026, 5, 31)}], *counts)
    assert rate_of(late, "EECR05").reason == "nobody_left"
    assert rate_of(late, "EECR04").share == 0.2
    short = delivery([ENDED | {"end_date": date(2026, 4, 20)}], *(row[:1] + (date(2026, 10, 19),) + row[2:] for row in counts))
    assert rate_of(short, "EECR05").reason == "nobody_left", "a day is missing from six months"


def test_everyone_has_left_on_the_last_day(delivery):
    made = delivery([ENDED | {"end_date": OCTOBER}], *count("S2", "EECO01", 10), *count("S2", "EECR04", 2))
    assert rate_of(made, "EECR04").share == 0.2


def test_a_joint_projects_own_report_waits_for_its_last_part(delivery):
    parts = [ENDED | {"group_code": "R1"}, ENDED | {"group_code": "R1", "end_date": date(2027, 1, 31)}]
    made = delivery(parts, *count("R1", "EECO01", 10), *count("R1", "EECR04", 2))
    assert rate_of(made, "EECR04").reason == "nobody_left"


def test_both_reports_must_be_of_after_the_end(delivery):
    before = delivery([ENDED], *count("S2", "EECO01", 10, day=date(2026, 3, 31)), *count("S2", "EECR04", 2))
    assert rate_of(before, "EECR04").reason == "nobody_left"


def test_inactive_people_who_seek_work_are_compared_with_the_inactive(delivery):
    made = delivery([ENDED], *count("S2", "EECO01", 100), *count("S2", "EECO04", 20), *count("S2", "EECR01", 5))
    assert (rate_of(made, "EECR01").base, rate_of(made, "EECR01").share) == ("EECO04", 0.25)


def test_an_improved_situation_is_compared_with_those_who_had_work(delivery):
    made = delivery([ENDED], *count("S2", "EECO01", 100), *count("S2", "EECO05", 40), *count("S2", "EECR06", 10))
    assert (rate_of(made, "EECR06").base, rate_of(made, "EECR06").share) == ("EECO05", 0.25)


def test_a_project_that_did_not_collect_the_result_is_not_in_the_base(delivery):
    made = delivery([ENDED, ENDED], *count("S2", "EECO01", 10), *count("S2", "EECR02", 5), *count("S3", "EECO01", 90))
    assert (rate_of(made, "EECR02").share, rate_of(made, "EECR02").project_count) == (0.5, 1)
    assert (rate_of(made, "EECR03").reason, rate_of(made, "EECR03").project_count) == ("not_collected", 2)


def test_reasons_why_there_is_no_rate(delivery):
    made = delivery([ENDED], *count("S2", "EECO01", 0), *count("S2", "EECR04", 0))
    assert rate_of(made, "EECR04").reason == "empty_base" and rate_of(made, "EECR04").share is None
    assert rate_of(replace(made, people=None), "EECR04").reason == "no_outcomes"
    cancelled = delivery([ENDED | {"status": "cancelled"}], *count("S2", "EECO01", 9), *count("S2", "EECR04", 1))
    assert rate_of(cancelled, "EECR04").reason == "nobody_left"


def test_a_joint_project_is_one_project(delivery):
    joint = ENDED | {"group_code": "R1"}
    made = delivery(
        [joint, joint], *count("S2", "EECO01", 10), *count("S2", "EECR04", 5), *count("S3", "EECO01", 10), *count("S3", "EECR04", 3)
    )
    assert (rate_of(made, "EECR04").project_count, rate_of(made, "EECR04").share) == (1, 0.4)


# Partitions, complete records, time ---------------------------------------------------


def test_shares_of_a_partition_are_of_those_whose_answer_is_known(delivery):
    made = delivery([{}], *count("S2", "EECO01", 100), *count("S2", "EECO02", 40), *count("S2", "EECO04", 30), *count("S2", "EECO05", 10))
    labour = partition(made, "labour")
    assert (labour.known, labour.everyone) == (80, 100)
    assert [labour.share(genders) for _, genders in labour.parts] == [0.5, 0.375, 0.125]
    assert partition(made, "education").known is None


def test_complete_records_stand_beside_everyone_of_the_same_projects(delivery):
    made = delivery([{}, {}], *count("S2", "EECO01", 50, 50), *count("S2", "EECO01-COMPLETE", 45, 45), *count("S3", "EECO01", 900))
    found = complete_records(made)
    assert (found.everyone, found.complete, found.share, found.project_count) == (100, 90, 0.9, 1)
    assert complete_records(delivery([{}], *count("S2", "EECO01", 5))) is None


def test_two_days_side_by_side_follow_the_choices(delivery):
    made = delivery(
        [{"region": "01"}, {"region": "06"}],
        *count("S2", "EECO01", 5, day=APRIL), *count("S2", "EECO01", 9), *count("S3", "EECO01", 100), *count("S2", "EECR05", 1),
    )  # fmt: skip
    assert outcome_days(made) == (APRIL, OCTOBER)
    assert indicator_states(made, APRIL, OCTOBER) == {"EECO01": (Genders(5), Genders(109)), "EECR05": (Genders(), Genders(1))}
    assert indicator_states(made.view(Filters(region=("01",))), APRIL, OCTOBER)["EECO01"] == (Genders(5), Genders(9))


def test_every_indicator_is_compared_in_two_periods_and_none_is_added(delivery):
    before = date(2025, 10, 31)
    made = delivery(
        [{"region": "01"}, {"region": "06"}],
        *count("S2", "EECO01", 5, day=before), *count("S2", "EECO01", 8, day=APRIL), *count("S2", "EECO01", 15), *count("S3", "EECO01", 100),
        *count("S2", "EECO18", 2, day=APRIL), *count("S2", "EECO18", 1), *count("S2", "EECR05", 1),
    )  # fmt: skip
    latest, earlier = periods(outcome_days(made))
    assert (latest, earlier) == (Period(APRIL, OCTOBER), Period(before, APRIL))
    found = compare_indicators(made, latest, earlier)
    assert found.changes == (PeopleChange("EECO01", 8, 115), PeopleChange("EECO18", 2, 1), PeopleChange("EECR05", None, 1))
    assert [change.change for change in found.changes] == [107, -1, None], "what was not collected has no change"
    assert found.everyone == found.changes[0] and found.everyone_against == PeopleChange("EECO01", 5, 8)
    assert found.against == {"EECO01": PeopleChange("EECO01", 5, 8), "EECO18": PeopleChange("EECO18", None, 2)}
    one = compare_indicators(made.view(Filters(region=("01",))), latest, None)
    assert (one.everyone.change, one.other, one.against, one.everyone_against) == (7, None, {}, None)
    assert compare_indicators(made.view(Filters(region=("13",))), latest, earlier) is None


def test_an_indicator_compared_without_all_participants_has_no_change_of_everyone(delivery):
    made = delivery([{}], *count("S2", "EECR05", 1, day=APRIL), *count("S2", "EECR05", 4))
    found = compare_indicators(made, *periods(outcome_days(made)), None)
    assert found.everyone == PeopleChange("EECO01", None, None) and found.changes[0].change == 3


@pytest.mark.parametrize(
    ("target", "whole", "share"),
    [(Target("EECO01", 20, 40), 40, 0.25), (Target("EECO01", 20, None), 20, 0.5), (Target("EECO01", 20, 0), 0, None), (None, None, None)],
)
def test_an_indicator_is_compared_with_its_target_or_with_its_milestone(delivery, target, whole, share):
    value = value_of(delivery([{}], *count("S2", "EECO01", 4, 6), targets=[target] if target else []), "EECO01")
    assert (value.compared_with, value.own_share) == (whole, share)


def test_counts_whose_days_were_not_kept_give_no_rate(delivery):
    made = delivery([ENDED], *count("S2", "EECO01", 10), *count("S2", "EECR04", 2))
    undated = replace(made, people=made.people.with_columns(pl.lit(None, pl.Date).alias("cutoff_date")))
    assert rate_of(undated, "EECR04").reason == "undated"
