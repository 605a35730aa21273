from datetime import date, timedelta

import numpy as np
import pytest

from analytics.spending import MONTH_DAYS, Spending, backtest, finished, fitted, likely_day, shape
from data_loaders.spending_curve import CURVE, SpendingCurve, read_curve
from tools.curve import write_curve

DAY = date(2016, 8, 31)
EVEN = SpendingCurve("list", DAY, 1, 0, 1.0, 1.0, 0, ())


def grown(lag_months: float, power: float, final: float = 1.0, *, authority: str = "a", speed: float = 1.0) -> list[dict]:
    """Projects started every month for four years that spend exactly as a curve says."""
    given = []
    for month in range(48):
        start = date(2013, 1, 1) + timedelta(days=round(month * MONTH_DAYS))
        for length in (365, 730):
            age = min(max(((DAY - start).days - lag_months * MONTH_DAYS) / length, 0), 1)
            spent = round(100_000 * min(final * age**power * speed, 1), 2)
            given.append(
                {
                    "start_date": start,
                    "end_date": start + timedelta(days=length - 1),
                    "planned_public_eur": 100_000,
                    "actual_public_eur": spent,
                    "authority": authority,
                }
            )
    return given


def test_the_curve_that_made_a_list_is_found_again(rows):
    curve = fitted(Spending.of(rows(*grown(7, 1.3, 0.9))), DAY, "list")
    assert (curve.lag_months, curve.power, curve.final_share) == (7, 1.3, 0.9)


def test_a_day_two_months_too_late_gives_two_months_more_of_lag(rows):
    later = date(2016, 10, 31)
    curve = fitted(Spending.of(rows(*grown(7, 1.3))), later, "list")
    assert (curve.lag_months, curve.power) == (9, 1.3)


def test_groups_that_spend_alike_are_foretold_without_error(rows):
    curve = backtest(rows(*grown(6, 1.2, authority="a"), *grown(6, 1.2, authority="b")), DAY, "list")
    assert [horizon.months for horizon in curve.horizons] == [6, 12, 18, 24]
    assert all(horizon.error < 0.005 for horizon in curve.horizons)
    assert all(horizon.line_error > 0.1 for horizon in curve.horizons[1:3]), "a straight line is far off"


def test_a_group_is_foretold_from_the_others_only(rows):
    """Two groups at two speeds: each is missed by the difference between them, as learning from oneself would hide."""
    curve = backtest(rows(*grown(0, 1.0, authority="a"), *grown(0, 1.0, authority="b", speed=0.5)), DAY, "list")
    year = next(horizon for horizon in curve.horizons if horizon.months == 12)
    assert year.group_count == 2
    assert year.error > 0.2


@pytest.mark.parametrize("authorities", (["a"], ["a", "b"]))
def test_a_list_that_cannot_test_anything_is_refused(rows, authorities):
    with pytest.raises(ValueError):
        backtest(rows(*({"planned_public_eur": 1, "authority": name} for name in authorities)), DAY, "list")


def test_rows_without_dates_or_money_tell_nothing(rows):
    table = rows(
        {"planned_public_eur": 5, "actual_public_eur": None},
        {"planned_public_eur": 0},
        {"planned_public_eur": 5, "end_date": None},
        {"planned_public_eur": None},
    )
    spending = Spending.of(table)
    assert (len(spending), spending.actual.tolist()) == (1, [0.0])


def test_finished_projects_are_those_whose_payments_are_over(rows):
    ended = {"start_date": date(2014, 1, 1), "end_date": date(2015, 12, 31), "planned_public_eur": 1}
    spending = Spending.of(rows(ended, ended | {"status": "cancelled"}, ended | {"end_date": date(2016, 6, 1)}))
    assert len(finished(spending, (DAY - date(1970, 1, 1)).days, 6 * MONTH_DAYS)) == 1


def test_share_grows_with_age_from_nothing_to_all():
    start, end = np.array([0.0]), np.array([100.0])
    assert [float(shape(EVEN, start, end, day)[0]) for day in (-5, 0, 25, 100, 900)] == [0, 0, 0.25, 1, 1]


def test_the_day_of_a_list_without_one(rows):
    assert likely_day(rows(*({"start_date": date(2016, 1, day), "planned_public_eur": 1} for day in range(1, 21)))) == date(2016, 1, 31)
    with pytest.raises(ValueError):
        likely_day(rows({"planned_public_eur": None}))


def test_a_curve_is_kept_and_read_again(tmp_path, rows):
    curve = backtest(rows(*grown(6, 1.2, authority="a"), *grown(6, 1.2, authority="b")), DAY, 'A "list"\\of 2014')
    write_curve(curve, tmp_path / "kept" / "curve.toml")
    assert read_curve(tmp_path / "kept" / "curve.toml") == curve


def test_the_curve_of_the_house_is_whole_and_holds_aggregates_only():
    curve = read_curve()
    assert curve.project_count > 100 and len(curve.horizons) >= 3
    assert all(0 <= horizon.error <= horizon.largest_error < horizon.line_error for horizon in curve.horizons)
    assert CURVE.stat().st_size < 3_000
