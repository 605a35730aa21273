"""The curve of spending that ``manage.py backtest --keep`` learned from a finished period's list.

Only aggregates are kept: no project of that list can be read from the file.
"""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

CURVE = Path(__file__).parents[1] / "assets" / "forecast" / "spending_curve.toml"


@dataclass(frozen=True)
class Horizon:
    """How well the curve foretold one group from the others, so many months after the start.

    Attributes:
        months: Age of the projects, three months less or more.
        group_count: Groups that were each foretold from all the others.
        project_count: Rows of the list in those groups at that age.
        observed_share: Spent divided by committed, as the list has it.
        foretold_share: The same as foretold without the group itself.
        error: Mean distance between the two over the groups, 0–1 of committed money.
        largest_error: The largest distance of a group.
        line_error: Mean distance had spending been taken to follow the calendar evenly.
    """

    months: int
    group_count: int
    project_count: int
    observed_share: float
    foretold_share: float
    error: float
    largest_error: float
    line_error: float


@dataclass(frozen=True)
class SpendingCurve:
    """How spending follows a project's age: ``((age − lag) / duration) ** power`` of what it will spend.

    Attributes:
        source: The list it was learned from.
        as_of: The day that list speaks of.
        project_count: Its rows that were used.
        lag_months: How far payments are behind the work.
        power: 1 is even spending; above 1 it starts slowly.
        final_share: Spent divided by committed in projects whose payments are over.
        finished_count: How many those are.
        horizons: The errors, each group foretold from the others.
    """

    source: str
    as_of: date
    project_count: int
    lag_months: int
    power: float
    final_share: float
    finished_count: int
    horizons: tuple[Horizon, ...]

    @property
    def lag_days(self) -> float:
        return self.lag_months * 30.4375

    @property
    def error(self) -> float:
        """The error over all horizons, each weighted by its projects; 0–1 of committed money."""
        return sum(h.error * h.project_count for h in self.horizons) / (sum(h.project_count for h in self.horizons) or 1)

    @property
    def line_error(self) -> float:
        """The same, had spending been taken to be even by the calendar."""
        return sum(h.line_error * h.project_count for h in self.horizons) / (sum(h.project_count for h in self.horizons) or 1)


@cache
def read_curve(path: Path = CURVE) -> SpendingCurve:
    """The kept curve.

    Raises:
        FileNotFoundError: no curve has been kept.
        TypeError: a value is missing or unknown.
    """
    data = tomllib.loads(path.read_text("utf-8"))
    return SpendingCurve(**data | {"horizons": tuple(Horizon(**row) for row in data["horizons"])})
