from dataclasses import replace

import polars as pl
import pytest

from analytics.filters import Filters
from analytics.ledger import Ledger, accounts, money_ledger, people_ledger, projects_ledger
from analytics.money import EuStateMoney, PublicMoney


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
