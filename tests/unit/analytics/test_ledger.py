from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.filters import Filters, people_of
from analytics.ledger import Ledger, accounts, cells, money_ledger, partly_outside, people_ledger, projects_ledger
from analytics.money import EuStateMoney, PublicMoney
from analytics.people import people_cubes, placed_outcomes


@pytest.fixture
def scope(rows, snapshot):
    """Four rows of the theme in a list of seven; the file had two more lines under its header."""
    table = rows(
        {"planned_public_eur": "100.10", "actual_public_eur": "20.05", "region": "13"},
        {"planned_public_eur": "200.20", "region": "13", "group_code": "R1"},
        {"planned_public_eur": None, "region": "13", "group_code": "R1"},
        {"planned_public_eur": "400.40", "region": "01", "actual_public_eur": "-1.00"},
    )
    return replace(snapshot(table), list_row_count=7)


def test_rows_in_and_rows_left_out_add_up_to_the_list(scope):
    (planned,) = accounts(money_ledger("planned_public"), scope, Filters(region=("13",)), rows_read=9)
    assert planned.value == PublicMoney(30030)
    assert planned.whole == 9 and planned.rows_in == 2
    assert planned.left_out == {"not_read": 2, "outside_theme": 3, "outside_choices": 1, "no_amount": 1}
    assert planned.whole == planned.rows_in + sum(planned.left_out.values())


def test_what_is_left_is_the_frame_less_committed(scope):
    frame, left = accounts(money_ledger("frame", "left"), scope, Filters())
    assert frame.value == PublicMoney(1_300_000_000)
    assert left.value == PublicMoney(1_300_000_000 - 70_070)
    assert frame.whole is None and left.whole is None


def test_projects_and_implementers_are_two_counts_of_the_same_rows(scope):
    projects, implementers = accounts(projects_ledger(), scope, Filters(region=("13",)))
    assert (projects.value, implementers.value) == (2, 3)
    assert projects.rows_in == implementers.rows_in == 3


def test_a_figure_that_does_not_follow_a_filter_says_so(scope):
    ledger = money_ledger("planned_public", without=("region",))
    assert ledger.filters(Filters(region=("13",), status=("running",))) == Filters(status=("running",))
    assert accounts(ledger, scope, Filters(region=("13",)))[0].value == PublicMoney(70_070)


def test_one_project_leaves_the_others_out(scope):
    (planned,) = accounts(money_ledger("planned_public", project="R1"), scope, Filters(region=("01",)))
    assert planned.value == PublicMoney(20020)
    assert planned.left_out == {"outside_theme": 3, "other_projects": 2, "no_amount": 1}


def test_every_measure_keeps_its_basis(scope):
    table = scope.rows.with_columns(pl.lit("5.00").cast(pl.Decimal(38, 2)).alias("planned_eu_state_eur"))
    (amount,) = accounts(money_ledger("planned_eu_state"), replace(scope, rows=table), Filters())
    assert amount.value == EuStateMoney(2000)


def test_people_are_not_known_without_outcomes(scope):
    (people,) = accounts(people_ledger(), scope, Filters())
    assert people.value is None and people.whole is None


def test_an_empty_filter_result_has_no_value_and_still_adds_up(scope):
    (planned,) = accounts(money_ledger("planned_public"), scope, Filters(region=("21",)), rows_read=9)
    assert planned.value is None and planned.rows_in == 0
    assert sum(planned.left_out.values()) == 9


def test_a_ledger_names_known_measures_only():
    with pytest.raises(ValueError, match="planned_euros"):
        Ledger(("planned_euros",))


COLUMNS = {"planned_public_eur": ("R", "Suunniteltu julkinen rahoitus"), "project_code": ("A", "Hankekoodi")}


def test_the_cells_added_give_the_figure(scope):
    found = cells(money_ledger("planned_public"), scope, Filters(region=("13",)), COLUMNS)
    assert found["cell"].to_list() == ["R2", "R3"]
    assert found["header"].unique().to_list() == ["Suunniteltu julkinen rahoitus"]
    (planned,) = accounts(money_ledger("planned_public"), scope, Filters(region=("13",)))
    assert PublicMoney.of(found["counted"].sum()) == planned.value


def test_what_is_left_is_told_as_the_frame_and_the_cells_subtracted(scope):
    found = cells(money_ledger("left"), scope, Filters(), COLUMNS)
    assert found["rule"].to_list() == ["whole", "subtracted", "subtracted", "subtracted"]
    assert PublicMoney.of(found["counted"].sum()) == accounts(money_ledger("left"), scope, Filters())[0].value


def test_a_project_is_one_cell_and_an_implementer_another(scope):
    found = cells(projects_ledger(), scope, Filters(), COLUMNS)
    counts = dict(found.group_by("measure").agg(pl.col("counted").sum().cast(pl.Int64)).iter_rows())
    assert counts == {"projects": 3, "implementers": 4}
    assert found.filter(pl.col("measure") == "projects")["cell"].to_list() == ["A2", "A3", "A5"]


def test_a_column_that_is_not_known_leaves_the_row(scope):
    assert cells(money_ledger("planned_public"), scope, Filters(region=("01",)), {})["cell"].to_list() == ["?5"]


def test_people_are_the_cells_of_the_latest_reports(rows, snapshot, outcomes):
    listed = rows({"project_code": "S1", "region": "13"}, {"project_code": "S2", "region": "01"})
    counted = outcomes(
        ("S1", date(2025, 6, 30), "EECO01", None, None, "female", 5),
        ("S1", date(2025, 12, 31), "EECO01", None, None, "female", 8),
        ("S1", date(2025, 12, 31), "EECO01", None, None, "male", 2),
        ("S1", date(2025, 12, 31), "EECO02", None, None, "male", 2),
        ("S2", date(2025, 12, 31), "EECO01", None, "13", "male", 1),
        ("S9", date(2025, 12, 31), "EECO01", None, "13", "male", 50),
    )
    scope = snapshot(listed, people=people_of(listed, people_cubes(counted, listed, date(2026, 1, 1))["people"]))
    placed = placed_outcomes(counted, listed)
    found = cells(people_ledger(), scope, Filters(region=("13",)), {}, placed)
    assert found["cell"].to_list() == ["G3", "G4", "G6"]
    (people,) = accounts(people_ledger(), scope, Filters(region=("13",)))
    assert found["counted"].sum() == people.value == 11


def test_joint_projects_partly_outside_the_theme_are_counted(scope):
    partly = replace(scope, outside={"R1": 2, "R9": 1})
    assert partly_outside(money_ledger(), partly, Filters()) == 1
    assert partly_outside(money_ledger(), partly, Filters(region=("01",))) == 0
