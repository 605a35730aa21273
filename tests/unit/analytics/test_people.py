from datetime import date

import polars as pl
import pytest
from dataframely.exc import ValidationError

from analytics.counts import few
from analytics.people import (
    Genders,
    PeopleChange,
    Period,
    compare_periods,
    latest_reports,
    people_by_subtheme,
    people_change,
    people_cubes,
    people_parts,
    people_total,
    people_trend,
    periods,
    season_before,
    share_of,
    subthemes_of,
)
from data_loaders.schemas import PeopleCell

EARLIER, LATER = date(2025, 10, 31), date(2026, 4, 30)


@pytest.fixture
def cubes(rows, outcomes):
    def make(*given, listed=({"region": "13"},), as_of=LATER):
        return people_cubes(outcomes(*given), rows(*listed), as_of)

    return make


def test_latest_report_of_each_project_counts_once(cubes):
    made = cubes(
        ("S2", EARLIER, "EECO01", None, None, "female", 10),
        ("S2", LATER, "EECO01", None, None, "female", 14),
        ("S3", EARLIER, "EECO01", None, None, "female", 5),
        listed=({}, {}),
    )
    assert people_total(made["people"]).female == 19


def test_an_indicator_keeps_its_last_report_when_a_later_one_leaves_it_out(cubes):
    made = cubes(("S2", EARLIER, "EECR05", None, None, "male", 3), ("S2", LATER, "EECO01", None, None, "male", 9))
    assert people_total(made["people"], "EECR05").male == 3


def test_a_group_that_moved_is_not_counted_twice(cubes):
    made = cubes(("S2", EARLIER, "EECO01", "young", None, "male", 5), ("S2", LATER, "EECO01", "roma", None, "male", 6))
    assert {part.code: part.genders.male for part in people_parts(made["people"], "target_group")} == {"roma": 6}


def test_a_cell_tells_the_cut_off_date_of_its_report(cubes):
    made = cubes(("S2", EARLIER, "EECR05", None, None, "male", 3), ("S2", LATER, "EECO01", None, None, "male", 9))
    assert dict(made["people"].select("indicator", "cutoff_date").iter_rows()) == {"EECR05": EARLIER, "EECO01": LATER}


def test_reports_after_the_delivery_do_not_count(cubes):
    made = cubes(("S2", LATER, "EECO01", None, None, "male", 5), as_of=EARLIER)
    assert made["people"].is_empty()


def test_a_count_without_region_takes_its_projects(cubes):
    made = cubes(
        ("S2", LATER, "EECO01", None, None, "male", 5),
        ("S2", LATER, "EECO01", None, "06", "male", 1),
        ("S9", LATER, "EECO01", None, None, "male", 7),
    )
    assert {part.code: part.genders.total for part in people_parts(made["people"], "region")} == {"13": 5, "06": 1, None: 7}


def test_a_joint_projects_own_code_lies_in_several_regions(cubes):
    made = cubes(
        ("R1", LATER, "EECO01", None, None, "male", 5),
        listed=({"group_code": "R1", "region": "13"}, {"group_code": "R1", "region": "06"}),
    )
    assert people_parts(made["people"], "region")[0].code == "several"


def test_not_collected_is_not_zero(cubes):
    made = cubes(("S2", LATER, "EECO01", None, None, "female", 0))
    genders = people_total(made["people"])
    assert genders == Genders(female=0, male=None, non_binary=None, unknown=None)
    assert (genders.total, genders.share("female"), genders.share("male")) == (0, None, None)
    assert Genders().total is None


def test_trend_has_the_last_cut_off_of_each_half_year(cubes):
    made = cubes(
        ("S2", date(2025, 1, 31), "EECO01", None, None, "female", 1),
        ("S2", date(2025, 4, 30), "EECO01", None, None, "female", 2),
        ("S2", EARLIER, "EECO01", None, None, "female", 5),
        ("S3", date(2025, 4, 30), "EECO01", None, None, "male", 3),
    )
    points = people_trend(made["people_trend"])
    assert [(point.day, point.genders.female, point.genders.male) for point in points] == [(date(2025, 4, 30), 2, 3), (EARLIER, 5, 3)]


def test_indicators_are_never_added(cubes):
    made = cubes(("S2", LATER, "EECO01", None, None, "female", 9), ("S2", LATER, "EECO02", None, None, "female", 6))
    assert people_total(made["people"]).total == 9
    assert {part.code: part.genders.total for part in people_parts(made["people"], "indicator", None)} == {"EECO01": 9, "EECO02": 6}


def test_empty_cube_gives_nothing():
    empty = pl.DataFrame(
        schema={
            "project_code": pl.String,
            "indicator": pl.String,
            "target_group": pl.String,
            "region": pl.String,
            "gender": pl.String,
            "value": pl.Int64,
        }
    )
    assert people_total(empty) == Genders() and people_parts(empty, "region") == ()


# Divisions, answers and periods ---------------------------------------------------------


def test_people_by_sub_theme_stand_in_each_and_all_is_kept(rows, outcomes):
    listed = rows({"subthemes": ["1", "3"]}, {"subthemes": ["3"]}, {})
    counted = outcomes(
        ("S2", LATER, "EECO01", None, None, "female", 5), ("S3", LATER, "EECO01", None, None, "female", 2),
        ("S4", LATER, "EECO01", None, None, "male", 1), ("S2", LATER, "EECO02", None, None, "female", 90),
    )  # fmt: skip
    found = people_by_subtheme(people_cubes(counted, listed, LATER)["people"], subthemes_of(listed))
    assert [(part.code, part.genders.total) for part in found] == [("3", 7), ("1", 5), (None, 1)]


def test_groups_of_the_theme_are_there_although_nobody_is_counted(cubes):
    made = cubes(("S2", LATER, "EECO01", "young", None, "male", 5))
    found = people_parts(made["people"], "target_group", every=("young", "roma"))
    assert [(part.code, part.genders.total) for part in found] == [("young", 5), ("roma", None)]


def test_change_is_the_difference_of_two_cumulative_states(cubes):
    made = cubes(
        ("S2", EARLIER, "EECO01", "young", None, "female", 10), ("S2", LATER, "EECO01", "young", None, "female", 14),
        ("S3", EARLIER, "EECO01", "young", None, "male", 7), ("S2", LATER, "EECO02", "young", None, "male", 99),
        listed=({}, {}),
    )  # fmt: skip
    (period,) = periods(made["people_trend"]["date"])
    assert (period.first, period.last) == (EARLIER, LATER)
    (young,) = people_change(made["people_trend"], period, "target_group")
    assert (young.code, young.before, young.after, young.change) == ("young", 17, 21, 4), "S3 keeps its last report"


def test_a_part_that_was_not_collected_has_no_change(cubes):
    made = cubes(
        ("S2", EARLIER, "EECO01", "young", None, "female", 10), ("S2", LATER, "EECO01", "young", None, "female", 8),
        ("S2", LATER, "EECO01", "roma", None, "female", 5),
    )  # fmt: skip
    (period,) = periods(made["people_trend"]["date"])
    found = compare_periods(made["people_trend"], period, None, "target_group")
    assert {c.code: c.change for c in found.changes} == {"young": -2, "roma": None}
    # Everyone's change is that of the parts, and those counted for the first time.
    assert found.everyone.change == -2 + 5


def test_two_periods_are_compared_part_by_part(cubes):
    first = date(2025, 4, 30)
    made = cubes(
        ("S2", first, "EECO01", None, None, "female", 1), ("S2", EARLIER, "EECO01", None, None, "female", 5),
        ("S2", LATER, "EECO01", None, None, "female", 12), ("S2", LATER, "EECO01", None, None, "male", 3),
    )  # fmt: skip
    latest, before = periods(made["people_trend"]["date"])
    found = compare_periods(made["people_trend"], latest, before, "gender")
    assert [(c.code, c.change) for c in found.changes] == [("female", 7), ("male", None)]
    assert found.against["female"].change == 4 and (found.everyone.change, found.everyone_against.change) == (10, 4)
    assert compare_periods(made["people_trend"], latest, before, "gender", "EECR05") is None
    assert periods([LATER]) == ()


def test_a_cube_holds_no_cell_without_a_count(cubes):
    """A protected count must not slip into a sum as if it were nothing: a cube with one is refused."""
    made = cubes(("S2", LATER, "EECO01", None, None, "female", 0))["people"]
    with pytest.raises(ValidationError):
        PeopleCell.validate(made.with_columns(pl.lit(None, pl.Int64).alias("value")))


def test_a_report_from_after_the_day_is_in_no_state(cubes):
    made = cubes(("S2", EARLIER, "EECO01", None, None, "male", 4), ("S2", LATER, "EECO01", None, None, "male", 5), as_of=EARLIER)
    assert people_total(made["people"]).male == 4
    assert made["people_trend"]["date"].to_list() == [EARLIER]


def test_the_reports_that_count_on_a_day_are_the_latest_by_then(outcomes):
    reports = outcomes(
        ("S2", EARLIER, "EECO01", None, None, "male", 4),
        ("S2", LATER, "EECO01", None, None, "male", 5),
        ("S3", EARLIER, "EECO01", None, None, "male", 1),
    )
    assert latest_reports(reports, EARLIER)["value"].to_list() == [4, 1]
    assert latest_reports(reports, LATER)["value"].to_list() == [5, 1]


def test_a_half_year_is_compared_with_the_same_season_where_there_is_one():
    days = [date(2024, 10, 31), date(2025, 4, 30), date(2025, 10, 31), date(2026, 4, 30)]
    offered = periods(days)
    assert [period.last for period in offered] == [date(2026, 4, 30), date(2025, 10, 31), date(2025, 4, 30)]
    assert season_before(offered, offered[0]) == Period(date(2024, 10, 31), date(2025, 4, 30))
    assert season_before(offered, offered[1]) == offered[2], "there is one earlier only"
    assert season_before(offered, offered[2]) == offered[0], "none is earlier"
    assert season_before(offered[:1], offered[0]) is None


def test_a_suppressed_count_has_no_share_and_gives_none_to_others():
    some = few(3, 5)
    assert share_of(some, 30) is None and share_of(12, some) is None and share_of(12, 30) == 0.4
    assert Genders(female=some, male=12, everyone=15).share("female") is None
    assert PeopleChange("young", some, 30).change is None
