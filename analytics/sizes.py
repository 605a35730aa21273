"""How the committed money divides among projects: their sizes, and how few of them hold half of it."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import dataframely as dy
import polars as pl

from analytics.money import PublicMoney
from analytics.required import required
from data_loaders.schemas import ScopeRow


@dataclass(frozen=True, eq=False)
class Sizes:
    """Committed public money by project, a joint project counted once with all its implementers.

    Attributes:
        amounts: Projects with money above zero, the largest first.
        unknown_count: Projects whose committed money is not known.
        not_positive_count: Projects whose committed money is zero or below.
    """

    amounts: tuple[PublicMoney, ...]
    unknown_count: int
    not_positive_count: int

    @cached_property
    def total(self) -> PublicMoney:
        """All that the projects hold together."""
        return PublicMoney(sum(amount.cents for amount in self.amounts))

    @property
    def comparable(self) -> bool:
        """Whether there is more than one project with money."""
        return len(self.amounts) > 1

    @cached_property
    def half_count(self) -> int:
        """The fewest projects that hold half of the money or more; zero without projects."""
        held = 0
        for count, amount in enumerate(self.amounts, start=1):
            held += amount.cents
            if held * 2 >= self.total.cents:
                return count
        return 0

    def share_of_largest(self, count: int) -> float | None:
        """The part of the money that so many of the largest projects hold, 0–1; null without projects."""
        return PublicMoney(sum(amount.cents for amount in self.amounts[:count])).share_of(self.total)

    def quantile(self, part: float) -> PublicMoney | None:
        """The size below which this part of the projects lies, between the two nearest projects; null without any."""
        if not self.amounts:
            return None
        place = part * (len(self.amounts) - 1)
        lower = int(place)
        smaller, larger = (self.amounts[len(self.amounts) - 1 - min(index, len(self.amounts) - 1)].cents for index in (lower, lower + 1))
        return PublicMoney(round(smaller + (larger - smaller) * (place - lower)))

    @property
    def mean(self) -> PublicMoney | None:
        """The average size, which a few large projects raise; null without any."""
        return PublicMoney(round(required(self.total).cents / len(self.amounts))) if self.amounts else None


def sizes(rows: dy.DataFrame[ScopeRow]) -> Sizes:
    """The sizes of the projects in some list rows.

    Args:
        rows: List rows; the rows of a joint project are added.
    """
    grouped = rows.group_by("project_key").agg(
        pl.col("planned_public_eur").sum().alias("planned"), pl.col("planned_public_eur").count().alias("known")
    )
    decimals: list[Decimal] = grouped.filter(pl.col("known") > 0)["planned"].to_list()
    amounts = sorted((required(PublicMoney.of(amount)) for amount in decimals if amount > 0), key=lambda amount: -amount.cents)
    return Sizes(tuple(amounts), grouped.height - len(decimals), len(decimals) - len(amounts))
