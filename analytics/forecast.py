"""Where the theme's money is heading: commitments and payments to the end of eligibility, always as a range.

The formulas, and what the method cannot know, are in ``docs/method-forecast.md``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from analytics.money import PublicMoney
from analytics.required import required
from analytics.scope import Snapshot
from analytics.spending import LEAST_FINISHED, Spending, days, shape, usable
from data_loaders.spending_curve import SpendingCurve

#: A forecast needs so many deliveries, over so many days, and measures a pace over this many days at least.
LEAST_DELIVERIES, LEAST_SPAN, LEAST_PACE = 4, 360, 175
#: An estimate is never told more exactly than this: one decimal of a million euros.
STEP_CENTS = 10_000_000
_YEAR = 365.25


@dataclass(frozen=True)
class Range:
    """From ``low`` to ``high``, in whole steps of 0.1 million euros and never a single value."""

    low: PublicMoney
    high: PublicMoney

    @classmethod
    def of(cls, low: float, high: float) -> "Range":
        """From euros: the low end rounded down and the high end up, so that the range never narrows."""
        steps = math.floor(round(low * 100 / STEP_CENTS, 6)), math.ceil(round(high * 100 / STEP_CENTS, 6))
        first, last = steps[0], max(steps[1], steps[0] + 1)
        return cls(PublicMoney(first * STEP_CENTS), PublicMoney(last * STEP_CENTS))


@dataclass(frozen=True)
class Lack:
    """Why there is no forecast.

    Attributes:
        reason: ``end`` (no end of eligibility in the theme file), ``over`` (it has passed), ``projects`` (none
            with dates and money), ``deliveries``, ``span`` (days from the first delivery), ``finished`` or
            ``payments`` (nothing has been paid between deliveries).
        have: How many there are.
        need: How many are needed.
    """

    reason: str
    have: int = 0
    need: int = 0


@dataclass(frozen=True)
class Pace:
    """The slowest and the fastest pace since any earlier delivery.

    Attributes:
        commit_low: New commitments in a year, euros: half of the slowest pace, since calls come to an end;
            zero where commitments have fallen.
        commit_high: The same at the fastest pace.
        pay_low: Payments against the curve: 1 is as in the finished period, 0.5 half as quick.
        pay_high: The same at the fastest.
        final_low: The share of committed money that is spent in the end, where little is.
        final_high: The same where much is.
        finished_count: Finished projects that the final shares come from.
        delivery_count: Deliveries that the paces come from.
        since: The first of them.
    """

    commit_low: float
    commit_high: float
    pay_low: float
    pay_high: float
    final_low: float
    final_high: float
    finished_count: int
    delivery_count: int
    since: date


@dataclass(frozen=True)
class Scenario:
    """What a reader supposes; null means as in the forecast.

    Attributes:
        more: New commitments in all from now on, euros.
        pace: Payments against the pace seen, 1 is the same.
    """

    more: float | None = None
    pace: float | None = None

    @property
    def is_empty(self) -> bool:
        return self == Scenario()


#: Nothing is supposed: the forecast itself.
AS_SEEN = Scenario()


@dataclass(frozen=True)
class ForecastPoint:
    """What is foretold of one day, cumulative, in euros."""

    day: date
    committed: tuple[float, float]
    spent: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Forecast:
    """Commitments and payments to the end, as ranges.

    Attributes:
        as_of: The day it is made on.
        end: The last day whose costs are eligible.
        commit_until: The last day of new commitments.
        frame: The frame of the last day; null where the money is not compared with it.
        committed_now: Committed on the day, euros.
        spent_now: Spent on the day, euros.
        points: From the day to the last payment, in the order of time.
        committed: Committed in the end.
        spent: Spent in the end.
        uncommitted: Of the frame never committed; null without a frame.
        unspent: Committed and never spent.
        unused: Of the frame never spent; null without a frame.
        pace: What it rests on.
        left_out_count: Rows of the list without dates or committed money: none of their money is foretold.
        scenario: What the reader supposes.
    """

    as_of: date
    end: date
    commit_until: date
    frame: PublicMoney | None
    committed_now: float
    spent_now: float
    points: tuple[ForecastPoint, ...]
    committed: Range
    spent: Range
    uncommitted: Range | None
    unspent: Range
    unused: Range | None
    pace: Pace
    left_out_count: int
    scenario: Scenario

    @property
    def commits_more(self) -> bool:
        """Whether new commitments are foretold: not in a part of the theme, and not when the frame is full."""
        return self.frame is not None and self.points[-1].committed[1] > self.committed_now

    @property
    def uses_all(self) -> bool:
        """Whether all of the frame would be spent even at the low end."""
        return self.frame is not None and self.points[-1].spent[0] >= self.frame.cents / 100

    @property
    def commits_all(self) -> bool:
        """Whether all of the frame would be committed even at the low end."""
        return self.frame is not None and self.points[-1].committed[0] >= self.frame.cents / 100


# The pace seen ------------------------------------------------------------------------


def pace(history: Sequence[Snapshot], curve: SpendingCurve) -> Pace | Lack:
    """The slowest and the fastest pace of commitments and payments since any earlier delivery.

    Args:
        history: The deliveries, oldest first, of the whole theme.
        curve: How spending follows a project's age.

    Returns:
        The pace, or why there is too little to tell one.
    """
    by_day = {snapshot.as_of: snapshot for snapshot in history}
    deliveries = [by_day[day] for day in sorted(by_day)]
    if len(deliveries) < LEAST_DELIVERIES:
        return Lack("deliveries", len(deliveries), LEAST_DELIVERIES)
    last, first = deliveries[-1], deliveries[0]
    span = (last.as_of - first.as_of).days
    if span < LEAST_SPAN:
        return Lack("span", span, LEAST_SPAN)
    if last.finished.count < LEAST_FINISHED:
        return Lack("finished", last.finished.count, LEAST_FINISHED)
    earlier = [snapshot for snapshot in deliveries if (last.as_of - snapshot.as_of).days >= LEAST_PACE]
    committed = _sum(last, "planned_public_eur")
    yearly = [(committed - _sum(snapshot, "planned_public_eur")) / ((last.as_of - snapshot.as_of).days / _YEAR) for snapshot in earlier]
    paying = [speed for snapshot in earlier if (speed := _speed(snapshot, last, curve)) is not None]
    if not paying:
        return Lack("payments")
    return Pace(
        max(min(yearly), 0.0) / 2, max(*yearly, 0.0), min(paying), max(paying), required(last.finished.low), required(last.finished.high),
        last.finished.count, len(deliveries), first.as_of,
    )  # fmt: skip


def _sum(snapshot: Snapshot, column: str) -> float:
    return float(snapshot.rows[column].sum() or 0)


def _speed(before: Snapshot, last: Snapshot, curve: SpendingCurve) -> float | None:
    """How quickly today's projects were paid since an earlier delivery, against the curve; null when nothing was.

    A project that the earlier delivery did not have yet had spent nothing then.
    """
    was = before.rows.group_by("project_code").agg(pl.col("actual_public_eur").sum().alias("was"))
    rows = last.rows.join(was, on="project_code", how="left").filter(usable())
    then = Spending.of(rows.with_columns(actual_public_eur=pl.col("was").fill_null(0)))
    left = _left(then, required(last.finished.middle))
    gone = _gone(then, curve, days(before.as_of), np.array([float(days(last.as_of))]))[0]
    paid = _sum(last, "actual_public_eur") - _sum(before, "actual_public_eur")
    if paid <= 0 or left[gone > 0].sum() <= paid:
        return None
    low, high = 0.02, 8.0
    for _ in range(30):
        middle = (low * high) ** 0.5
        if (left * (1 - (1 - gone) ** middle)).sum() < paid:
            low = middle
        else:
            high = middle
    return (low * high) ** 0.5


# The forecast -------------------------------------------------------------------------


def forecast(
    view: Snapshot,
    seen: Pace | Lack,
    curve: SpendingCurve,
    end: date | None,
    last_year: int,
    scenario: Scenario = AS_SEEN,
) -> Forecast | Lack:
    """Foretell commitments and payments from each project's own dates and amounts.

    Args:
        view: The delivery as the reader sees it. A part of the theme has no frame of its own: nothing new is
            committed in it.
        seen: The pace of the whole theme.
        curve: How spending follows a project's age.
        end: The last day whose costs are eligible.
        last_year: New commitments are made until its end.
        scenario: What the reader supposes.
    """
    if isinstance(seen, Lack):
        return seen
    if end is None:
        return Lack("end")
    if view.as_of >= end:
        return Lack("over")
    spending = Spending.of(view.rows)
    if not len(spending):
        return Lack("projects")
    frame = _frame(view, end) if view.filters.is_empty else None
    until = max(min(date(last_year, 12, 31), end), view.as_of)
    committed, spent = _sum(view, "planned_public_eur"), _sum(view, "actual_public_eur")
    room = max((frame.cents / 100 if frame else committed) - committed, 0.0)
    years = (until - view.as_of).days / _YEAR
    supposed = scenario.more if frame and scenario.more is not None else None
    more = (
        (supposed, supposed) if supposed is not None else tuple(min(yearly * years, room) for yearly in (seen.commit_low, seen.commit_high))
    )
    factor = 1.0 if scenario.pace is None else scenario.pace

    moments = _moments(view.as_of, end, curve)
    clock = np.array([float(days(day)) for day in moments])
    low, high = (
        _course(spending, clock, days(view.as_of), days(until), days(end), total, final, speed * factor, curve)
        for total, final, speed in ((more[0], seen.final_low, seen.pay_low), (more[1], seen.final_high, seen.pay_high))
    )
    least, most = (
        _missed(paid, sign * curve.error * float(spending.planned.sum() + total))
        for (_, paid), total, sign in ((low, more[0], -1), (high, more[1], 1))
    )
    points = tuple(
        ForecastPoint(day, (committed + low[0][i], committed + high[0][i]), (spent + least[i], spent + most[i]))
        for i, day in enumerate(moments)
    )
    (committed_low, committed_high), (spent_low, spent_high) = points[-1].committed, points[-1].spent
    whole = frame.cents / 100 if frame else None
    return Forecast(
        as_of=view.as_of,
        end=end,
        commit_until=until,
        frame=frame,
        committed_now=committed,
        spent_now=spent,
        points=points,
        committed=Range.of(committed_low, committed_high),
        spent=Range.of(spent_low, spent_high),
        uncommitted=Range.of(max(whole - committed_high, 0), max(whole - committed_low, 0)) if whole is not None else None,
        unspent=Range.of(*sorted((max(committed_low - spent_low, 0), max(committed_high - spent_high, 0)))),
        unused=Range.of(max(whole - spent_high, 0), max(whole - spent_low, 0)) if whole is not None else None,
        pace=seen,
        left_out_count=view.rows.height - len(spending),
        scenario=scenario,
    )


def supposable(outlook: Forecast) -> tuple[float, ...]:
    """New commitments in all that a scenario offers, euros: from nothing to a quarter above the frame.

    More than the frame may be committed on purpose, since a part of what is committed is not spent.
    """
    if outlook.frame is None:
        return ()
    frame = outlook.frame.cents / 100
    step = max(round(frame / 26, -5), 100_000.0)
    most = max(frame * 1.25 - outlook.committed_now, step)
    return tuple(step * number for number in range(math.floor(most / step) + 1))


def _frame(view: Snapshot, end: date) -> PublicMoney | None:
    """The frame of the last day: an amount already decided for a later day counts."""
    decided = [amount for amount in view.frames if amount.valid_from <= end]
    return PublicMoney.of(decided[-1].amount_eur) if view.frame and decided else view.frame


def _moments(first: date, end: date, curve: SpendingCurve) -> list[date]:
    """The day itself, then the end of every quarter, the end of eligibility and the day of its last payment."""
    last = end + timedelta(days=round(curve.lag_days))
    quarters = [
        date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        for year in range(first.year, last.year + 1)
        for month in (3, 6, 9, 12)
    ]
    return sorted({first, end, last, *(day for day in quarters if first < day < last)})


def _left(spending: Spending, final: float) -> np.ndarray:
    """What each project is still to spend: nothing in a cancelled one, or where all is spent already."""
    return np.where(spending.over, 0.0, np.maximum(final * spending.planned - spending.actual, 0.0))


def _gone(spending: Spending, curve: SpendingCurve, now: float, clock: np.ndarray) -> np.ndarray:
    """For each moment and project, the part of what was left now that the curve has spent, 0–1."""
    before = shape(curve, spending.start, spending.end, now)
    then = shape(curve, spending.start, spending.end, clock[:, None])
    open_part = 1 - before
    return np.where(open_part > 1e-9, (then - before) / np.maximum(open_part, 1e-9), 0.0).clip(0, 1)


def _course(
    spending: Spending,
    clock: np.ndarray,
    now: float,
    until: float,
    end: float,
    more: float,
    final: float,
    speed: float,
    curve: SpendingCurve,
) -> tuple[np.ndarray, np.ndarray]:
    """New commitments and new payments after now, at each moment.

    A cost is eligible until the end and is seen as a payment a lag later, so time stops there.
    """
    eligible = np.minimum(clock, end + curve.lag_days)
    paid = (_left(spending, final) * (1 - (1 - _gone(spending, curve, now, eligible)) ** speed)).sum(axis=1)
    if until <= now or more <= 0:
        return np.zeros(len(clock)) + (more if more > 0 else 0.0) * (clock > now), paid
    committed = more * np.clip((clock - now) / (until - now), 0, 1)
    # New projects begin evenly until the last day of commitments, and are as long as the theme's others.
    begins = now + (until - now) * (np.arange(12) + 0.5) / 12
    ends = np.minimum(begins + np.median(spending.end - spending.start), max(end, until) + 1)
    part = shape(curve, begins, ends, eligible[:, None])
    paid = paid + more / 12 * final * (1 - (1 - part) ** speed).sum(axis=1)
    return committed, paid


def _missed(paid: np.ndarray, error: float) -> np.ndarray:
    """A course of payments moved by the error of the back-test: most midway, not at all where it begins and ends."""
    if paid[-1] <= 0:
        return paid
    part = paid / paid[-1]
    return np.clip(np.maximum.accumulate(paid + error * 4 * part * (1 - part)), 0, paid[-1])
