"""Amounts as a drawing or a table needs them."""

from collections.abc import Iterable, Sequence
from typing import overload

from analytics.money import PublicMoney
from presentation.text import Text


@overload
def euros_of(money: PublicMoney) -> float: ...
@overload
def euros_of(money: PublicMoney | None) -> float | None: ...
def euros_of(money: PublicMoney | None) -> float | None:
    """Euros as a number; null where no amount is known."""
    return money.cents / 100 if money else None


def millions_or_not_known(money: PublicMoney | None, text: Text) -> str:
    """An amount in a sentence, where a dash would not be read."""
    return text("not known") if money is None else text.millions(money)


def euros_or_not_known(money: PublicMoney | None, text: Text) -> str:
    """Whole euros in a sentence, where a dash would not be read."""
    return text("not known") if money is None else text.euros(money)


def sum_of(amounts: Iterable[PublicMoney | None]) -> PublicMoney | None:
    """The exact sum of the known amounts; null when none is known."""
    known = [money.cents for money in amounts if money is not None]
    return PublicMoney(sum(known)) if known else None


def money_words(ticks: Sequence[float], text: Text) -> tuple[list[str], str]:
    """Short numbers beside the axis, and their unit above it once."""
    step = ticks[1] - ticks[0]
    if step % 10_000:
        return [text.number(tick) for tick in ticks], "€"
    digits = next((digits for digits in (0, 1) if step % 10 ** (6 - digits) == 0), 2)
    return [text.number(tick / 1e6, digits) for tick in ticks], text("€ million")
