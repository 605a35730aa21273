"""How spending follows a project's age, learned from a list and tested on what it was not learned from.

The formulas are in ``docs/method-forecast.md``.
"""

from dataclasses import dataclass, replace
from datetime import date

import dataframely as dy
import numpy as np
import polars as pl

from analytics.required import required
from data_loaders.schemas import ProjectRow
from data_loaders.spending_curve import Horizon, SpendingCurve

#: A final share is told from this many finished projects at least.
LEAST_FINISHED = 10
#: A group is foretold from the others when it has this many projects of the age.
LEAST_OF_GROUP = 5
HORIZONS = (6, 12, 18, 24)
MONTH_DAYS = 30.4375
_WINDOW_MONTHS = 3
_LAGS = range(0, 19)
_POWERS = tuple(round(0.5 + 0.1 * step, 1) for step in range(26))


@dataclass(frozen=True, eq=False)
class Spending:
    """Rows of a list as numbers: dates as days, money as euros. Estimates need no cents.

    Attributes:
        start: First day.
        end: The day after the last one.
        planned: Committed public money, above zero.
        actual: Spent public money; zero where it is not known, since nothing has been paid then.
        over: Whether the project was cancelled: no more is spent in it.
    """

    start: np.ndarray
    end: np.ndarray
    planned: np.ndarray
    actual: np.ndarray
    over: np.ndarray

    @classmethod
    def of(cls, rows: pl.DataFrame) -> "Spending":
        """The rows that have both dates in order and some committed money; the others cannot be placed in time."""
        dated = (
            rows.select("start_date", "end_date", "planned_public_eur", "actual_public_eur", "status")
            .filter(usable())
            .select(
                pl.col("start_date").to_physical().alias("start"),
                pl.col("end_date").to_physical().alias("end") + 1,
                pl.col("planned_public_eur").cast(pl.Float64),
                pl.col("actual_public_eur").cast(pl.Float64).fill_null(0.0),
                (pl.col("status") == "cancelled").fill_null(False),
            )
        )
        return cls(*(column.to_numpy() for column in dated))

    def __len__(self) -> int:
        return len(self.start)

    def where(self, chosen: np.ndarray) -> "Spending":
        """Some of the rows."""
        return Spending(*(getattr(self, name)[chosen] for name in ("start", "end", "planned", "actual", "over")))


def usable() -> pl.Expr:
    """Whether a row has both dates in order, and committed money above zero."""
    return ((pl.col("end_date") >= pl.col("start_date")) & (pl.col("planned_public_eur") > 0)).fill_null(False)


def days(day: date) -> int:
    """A day as the tables' own numbers."""
    return (day - date(1970, 1, 1)).days


def likely_day(rows: dy.DataFrame[ProjectRow]) -> date:
    """The probable as-of date of a list without one: the end of the month by which 95 % of its projects had started.

    A list also has projects that were granted money before they start, but few.

    Raises:
        ValueError: no row can be used.
    """
    starts = rows.filter(usable())["start_date"]
    if starts.is_empty():
        raise ValueError("no row has dates and committed money")
    return starts.sort().dt.month_end()[int(0.95 * (len(starts) - 1))]


def shape(curve: SpendingCurve, start: np.ndarray, end: np.ndarray, day: np.ndarray | float) -> np.ndarray:
    """The part of its final spending that a project has reached on a day, 0–1."""
    age = (day - start - curve.lag_days) / np.maximum(end - start, 1)
    return np.clip(age, 0, 1) ** curve.power


def finished(spending: Spending, day: float, lag_days: float) -> Spending:
    """The projects whose last payment is to be seen on a day, cancelled ones left out."""
    return spending.where((spending.end + lag_days <= day) & ~spending.over)


@dataclass(frozen=True)
class FinishedShare:
    """What finished projects had spent of their committed money.

    Attributes:
        count: Rows of the list that ended ``FINISHED_MONTHS`` before the day, cancelled ones left out.
        low: A quarter of them, by money, spent this share or less; null without any.
        middle: Half of them did.
        high: A quarter of them spent this share or more; overspending counts as all.
    """

    count: int
    low: float | None = None
    middle: float | None = None
    high: float | None = None


#: So long after a project's end its last payment is taken to be in the list.
FINISHED_MONTHS = 9


def finished_share(rows: dy.DataFrame[ProjectRow], as_of: date) -> FinishedShare:
    """How much of their committed money finished projects have spent, as quartiles weighted by money."""
    done = finished(Spending.of(rows), days(as_of), FINISHED_MONTHS * MONTH_DAYS)
    if not len(done):
        return FinishedShare(0)
    shares = np.clip(done.actual / done.planned, 0, 1)
    order = np.argsort(shares)
    reached = np.cumsum(done.planned[order]) / done.planned.sum()
    low, middle, high = (float(shares[order][np.searchsorted(reached, part - 1e-9)]) for part in (0.25, 0.5, 0.75))
    return FinishedShare(len(done), low, middle, high)


def fitted(spending: Spending, as_of: date, source: str) -> SpendingCurve:
    """The curve with the smallest money-weighted squared error over the rows of one list.

    Args:
        spending: Rows of a list.
        as_of: The list's as-of date. A day chosen two months too late gives two months
            more of lag, and the same shares.
        source: What the list is called.

    Returns:
        A curve without errors. The final share is 1 where too few projects are finished.
    """
    day = days(as_of)
    best: tuple[float, SpendingCurve] | None = None
    share = spending.actual / spending.planned
    for lag in _LAGS:
        done = finished(spending, day, lag * MONTH_DAYS)
        final = float(done.actual.sum() / done.planned.sum()) if len(done) >= LEAST_FINISHED else 1.0
        for power in _POWERS:
            curve = SpendingCurve(source, as_of, len(spending), lag, power, round(final, 3), len(done), ())
            miss = share - final * shape(curve, spending.start, spending.end, day)
            error = float((spending.planned * miss**2).sum())
            if best is None or error < best[0]:
                best = error, curve
    return required(best)[1]


def backtest(rows: dy.DataFrame[ProjectRow], as_of: date, source: str) -> SpendingCurve:
    """Learn the curve from a list, and test it honestly: each authority foretold from all the others.

    A project of so many months stands for a forecast that was made at its start and is
    checked so many months later.

    Args:
        rows: ``ProjectRow`` table of a list with many projects of different ages.
        as_of: The list's as-of date.
        source: What the list is called.

    Raises:
        ValueError: no authority has enough projects, or there is only one.
    """
    groups = rows.filter(usable())["authority"].fill_null("").to_numpy()
    spending, day = Spending.of(rows), days(as_of)
    months = (day - spending.start) / MONTH_DAYS
    foretold, line = np.full(len(spending), np.nan), np.full(len(spending), np.nan)
    names = sorted(set(groups))
    if len(names) < 2:
        raise ValueError("a back-test needs the projects of two authorities at least")
    for name in names:
        own = groups == name
        curve = fitted(spending.where(~own), as_of, source)
        mine = spending.where(own)
        foretold[own] = curve.final_share * shape(curve, mine.start, mine.end, day)
        line[own] = np.clip((day - mine.start) / (mine.end - mine.start), 0, 1)
    horizons = []
    for horizon in HORIZONS:
        aged = np.abs(months - horizon) < _WINDOW_MONTHS
        tested = [aged & (groups == name) for name in names if (aged & (groups == name)).sum() >= LEAST_OF_GROUP]
        if len(tested) > 1:
            horizons.append(_horizon(horizon, tested, spending, foretold, line))
    if not horizons:
        raise ValueError("a back-test needs more projects of the same age")
    return replace(fitted(spending, as_of, source), horizons=tuple(horizons))


def _horizon(months: int, tested: list[np.ndarray], spending: Spending, foretold: np.ndarray, line: np.ndarray) -> Horizon:
    def share(shares: np.ndarray, chosen: np.ndarray) -> float:
        return float((shares[chosen] * spending.planned[chosen]).sum() / spending.planned[chosen].sum())

    real = spending.actual / spending.planned
    misses = [abs(share(foretold, group) - share(real, group)) for group in tested]
    every = np.logical_or.reduce(tested)
    return Horizon(
        months,
        len(tested),
        int(every.sum()),
        round(share(real, every), 3),
        round(share(foretold, every), 3),
        round(float(np.mean(misses)), 3),
        round(max(misses), 3),
        round(float(np.mean([abs(share(line, group) - share(real, group)) for group in tested])), 3),
    )
