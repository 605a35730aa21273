from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest

from analytics.filters import Filters
from analytics.forecast import Forecast, Lack, Range, Scenario, forecast, pace
from analytics.money import PublicMoney
from analytics.spending import FinishedShare
from data_loaders.spending_curve import Horizon, SpendingCurve
from data_loaders.theme import FrameAmount

CURVE = SpendingCurve("list", date(2016, 8, 31), 700, 6, 1.2, 0.9, 20, (Horizon(12, 5, 100, 0.1, 0.1, 0.03, 0.05, 0.3),))
END = date(2029, 12, 31)
FINISHED = FinishedShare(12, 0.85, 0.9, 0.95)
DAYS = (date(2024, 6, 30), date(2024, 12, 31), date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30), date(2026, 12, 31))
MILLION = 100_000_000
PART = Filters(region=("13",))


def spent(start: date, end: date, day: date, final: float = 0.9, lag: int = 6, power: float = 1.2) -> float:
    age = ((day - start).days - lag * 30.4375) / ((end - start).days + 1)
    return final * min(max(age, 0), 1) ** power


@pytest.fixture
def delivery(rows, snapshot):
    """The theme on a day: a project of 0.5 M€ has started every quarter since 2023 and is spent as the curve says."""

    def make(day: date, final: float = 0.9, frame: int = 13 * MILLION, finished: FinishedShare = FINISHED, **more):
        given = []
        for quarter in range(40):
            start = date(2023 + quarter // 4, quarter % 4 * 3 + 1, 1)
            end = start + timedelta(days=2 * 365)
            if start <= day:
                given.append(
                    {
                        "project_code": f"S{quarter}",
                        "start_date": start,
                        "end_date": end,
                        "planned_public_eur": 500_000,
                        "actual_public_eur": round(500_000 * spent(start, end, day, final), 2),
                    }
                    | more
                )
        return replace(snapshot(rows(*given), frame=PublicMoney(frame), as_of=day), finished=finished)

    return make


def made(history, **more) -> Forecast | Lack:
    return forecast(history[-1], pace(history, CURVE), CURVE, more.pop("end", END), 2027, **more)


def test_an_estimate_is_a_range_of_whole_tenths_of_a_million():
    assert Range.of(2_449_999, 2_510_000) == Range(PublicMoney(240_000_000), PublicMoney(260_000_000))
    assert Range.of(0, 0) == Range(PublicMoney(0), PublicMoney(10_000_000)), "never a single value"
    assert Range.of(2_400_000, 2_400_000) == Range(PublicMoney(240_000_000), PublicMoney(250_000_000))


def test_a_forecast_made_earlier_holds_what_came(delivery):
    history = [delivery(day) for day in DAYS]
    for known in (4, 5):
        made_then = made(history[:known])
        for later in history[known:]:
            point = next(point for point in made_then.points if point.day >= later.as_of)
            assert point.spent[0] <= float(later.rows["actual_public_eur"].sum()) <= point.spent[1], later.as_of
            told = Range.of(*point.committed)
            assert told.low.cents <= later.rows["planned_public_eur"].sum() * 100 <= told.high.cents, later.as_of


def test_what_stays_unused_is_never_committed_or_never_spent(delivery):
    found = made([delivery(day) for day in DAYS])
    # 16 projects of 0.5 M€ now, 2 M€ a year until the end of 2027: from half of that to all of it.
    assert (found.committed.low.cents, found.committed.high.cents) == (
        pytest.approx(9 * MILLION, abs=MILLION // 10),
        pytest.approx(10 * MILLION, abs=MILLION // 4),
    )
    assert found.spent.low.cents == pytest.approx(9 * 0.85 * MILLION, abs=MILLION // 4)
    assert found.unused.low.cents == pytest.approx(13 * MILLION - found.spent.high.cents, abs=MILLION // 10)
    assert found.unused.high.cents == pytest.approx(13 * MILLION - found.spent.low.cents, abs=MILLION // 10)
    assert found.uncommitted.low.cents >= 0 and found.unspent.low.cents > 0


def test_the_course_begins_where_the_money_is_and_never_falls(delivery):
    found = made([delivery(day) for day in DAYS])
    assert found.points[0].day == DAYS[-1]
    assert found.points[0].spent == (found.spent_now, found.spent_now)
    for before, after in zip(found.points, found.points[1:], strict=False):
        assert before.spent[0] <= after.spent[0] and before.spent[1] <= after.spent[1]
        assert after.spent[0] <= after.spent[1] <= after.committed[1]
    assert any(point.day == END for point in found.points) and found.points[-1].day > END, "the last payment comes after the end"


def test_commitments_do_not_grow_above_the_frame_by_themselves(delivery):
    found = made([delivery(day, frame=9 * MILLION) for day in DAYS])
    assert found.committed.high.cents == 9 * MILLION
    above = made([delivery(day, frame=7 * MILLION) for day in DAYS])
    assert (above.committed.low.cents, above.uncommitted) == (8 * MILLION, Range.of(0, 0)), "what is above the frame stays"


def test_an_amount_decided_for_a_later_day_is_the_frame_of_the_end(delivery):
    history = [delivery(day) for day in DAYS]
    names = dict.fromkeys(("fi", "sv", "en"), "x")
    frames = (
        FrameAmount(date(2021, 1, 1), Decimal(13_000_000), names),
        FrameAmount(date(2027, 7, 1), Decimal(15_000_000), names),
        FrameAmount(date(2031, 1, 1), Decimal(1), names),
    )
    history[-1] = replace(history[-1], frames=frames)
    assert made(history).frame == PublicMoney(15 * MILLION)


def test_a_part_of_the_theme_has_no_frame_and_no_new_commitments(delivery):
    history = [delivery(day) for day in DAYS]
    part = replace(history[-1], rows=history[-1].rows.head(5), filters=PART)
    found = forecast(part, pace(history, CURVE), CURVE, END, 2027)
    assert (found.frame, found.unused, found.uncommitted) == (None, None, None)
    assert found.committed.low.cents == found.committed_now * 100 == 250_000_000


@pytest.mark.parametrize(
    ("change", "lack"),
    (
        (lambda history: history[-3:], Lack("deliveries", 3, 4)),
        (lambda history: [history[0], *(replace(history[0], as_of=date(2024, 7, day)) for day in (10, 20, 30))], Lack("span", 30, 360)),
        (lambda history: [*history[:-1], replace(history[-1], finished=FinishedShare(9, 0.8, 0.9, 1.0))], Lack("finished", 9, 10)),
        (lambda history: [replace(one, rows=history[-1].rows) for one in history], Lack("payments")),
        (lambda history: [*history[:-1], replace(history[-1], rows=history[-1].rows.with_columns(start_date=None))], Lack("payments")),
    ),
)
def test_with_too_little_there_is_no_forecast_and_the_reason_is_told(delivery, change, lack):
    assert made(change([delivery(day) for day in DAYS])) == lack


def test_no_forecast_without_an_end_or_after_it_or_for_nothing(delivery):
    history = [delivery(day) for day in DAYS]
    assert made(history, end=None) == Lack("end")
    assert made(history, end=date(2026, 12, 31)) == Lack("over")
    nothing = replace(history[-1], rows=history[-1].rows.head(0), filters=PART)
    assert forecast(nothing, pace(history, CURVE), CURVE, END, 2027) == Lack("projects")


def test_projects_without_dates_are_counted_and_not_foretold(delivery):
    history = [delivery(day) for day in DAYS]
    last = history[-1]
    history[-1] = replace(last, rows=last.rows.with_columns(end_date=last.rows["end_date"].scatter(0, None)))
    assert made(history).left_out_count == 1


def test_a_cancelled_project_spends_no_more(delivery):
    history = [delivery(day) for day in DAYS]
    stopped = replace(history[-1], rows=history[-1].rows.with_columns(status=pl.lit("cancelled")), filters=PART)
    found = forecast(stopped, pace(history, CURVE), CURVE, END, 2027)
    assert found.points[-1].spent == (found.spent_now, found.spent_now)


def test_a_scenario_commits_what_is_supposed_also_above_the_frame(delivery):
    history = [delivery(day) for day in DAYS]
    found = made(history, scenario=Scenario(more=6_000_000))
    assert found.committed == Range.of(14_000_000, 14_000_000)
    assert found.unused.low < made(history).unused.low


def test_a_slower_scenario_pays_later(delivery):
    history = [delivery(day) for day in DAYS]
    slow, seen = made(history, scenario=Scenario(pace=0.5)), made(history)
    middle = len(seen.points) // 2
    assert slow.points[middle].spent[1] < seen.points[middle].spent[1]
    assert not slow.scenario.is_empty and seen.scenario.is_empty


def test_the_sample_forecasts_itself():
    """Made on earlier deliveries of the embedded example, with its finished projects, the range held what came."""
    from archive.archive import open_archive
    from data_loaders.spending_curve import read_curve
    from data_loaders.theme import read_theme
    from presentation.snapshots import read_snapshot
    from settings import read_settings

    settings = read_settings()
    theme = read_theme(settings.theme)
    history = [read_snapshot(open_archive(settings.data), info, theme) for info in open_archive(settings.data).approved]
    for known in (4, 5, 6):
        then = [*history[: known - 1], replace(history[known - 1], finished=history[-1].finished)]
        found = forecast(then[-1], pace(then, read_curve()), read_curve(), theme.eligibility_end, theme.last_year)
        last = history[-1].as_of
        before = [point for point in found.points if point.day <= last][-1]
        after = next(point for point in found.points if point.day >= last)
        paid, promised = (float(history[-1].rows[name].sum()) for name in ("actual_public_eur", "planned_public_eur"))
        assert before.spent[0] <= paid <= after.spent[1]
        assert before.committed[0] <= promised <= after.committed[1]
