"""Money with its basis in its type, so that two bases cannot be compared or added.

Only ``PublicMoney`` meets the frame. The same project has several amounts (EU, EU and
state, public, total); on Finnish data the wrong one is wrong by a factor of 2.4.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self, TypeVar, cast

import polars as pl


@dataclass(frozen=True)
class Money:
    """An exact amount on one basis, in cents. Use a basis's own class."""

    cents: int

    @classmethod
    def of(cls, euros: Decimal | None) -> Self | None:
        """From euros with two decimals, as the tables hold them; null stays null."""
        return None if euros is None else cls(int(euros.scaleb(2)))

    def _same_basis(self, other: object) -> None:
        if type(self) is not type(other) or type(self) is Money:
            raise TypeError(f"{type(self).__name__} and {type(other).__name__} are not on the same basis")

    def __add__(self, other: Self) -> Self:
        self._same_basis(other)
        return type(self)(self.cents + other.cents)

    def __sub__(self, other: Self) -> Self:
        self._same_basis(other)
        return type(self)(self.cents - other.cents)

    def __lt__(self, other: Self) -> bool:
        self._same_basis(other)
        return self.cents < other.cents

    def __gt__(self, other: Self) -> bool:
        self._same_basis(other)
        return self.cents > other.cents

    def share_of(self, whole: Self) -> float | None:
        """This amount divided by a whole on the same basis; null when the whole is zero."""
        self._same_basis(whole)
        return self.cents / whole.cents if whole.cents else None


class PublicMoney(Money):
    """EU + state + municipal + other public money: the basis of the frame."""

    basis = "public"


class EuStateMoney(Money):
    """EU and state money."""

    basis = "eu_state"


class TotalMoney(Money):
    """Public and private money together."""

    basis = "total"


class EuMoney(Money):
    """EU money only."""

    basis = "eu"


Basis = TypeVar("Basis", bound=Money)


def total(kind: type[Basis], amounts: pl.Series) -> Basis | None:
    """The exact sum of a money column; null when no amount is known."""
    return kind.of(cast(Decimal, amounts.sum())) if amounts.count() else None
