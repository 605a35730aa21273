from decimal import Decimal

import polars as pl
import pytest

from analytics.money import EuMoney, EuStateMoney, Money, PublicMoney, TotalMoney, total


@pytest.mark.parametrize("other", (EuStateMoney, TotalMoney, EuMoney, Money))
def test_the_frame_meets_public_money_only(other):
    frame, amount = PublicMoney(1_300_000_000), other(100)
    for combine in (
        lambda: frame + amount,
        lambda: frame - amount,
        lambda: frame < amount,
        lambda: frame > amount,
        lambda: amount.share_of(frame),
    ):
        with pytest.raises(TypeError):
            combine()


def test_amounts_of_two_bases_are_not_equal():
    assert PublicMoney(1) != EuStateMoney(1)


def test_sums_are_exact_to_the_cent():
    cents = pl.Series([Decimal("0.10")] * 3, dtype=pl.Decimal(38, 2))
    assert total(PublicMoney, cents) == PublicMoney(30)


def test_unknown_is_not_zero():
    assert total(PublicMoney, pl.Series([None, None], dtype=pl.Decimal(38, 2))) is None
    assert total(PublicMoney, pl.Series([Decimal("0.00")], dtype=pl.Decimal(38, 2))) == PublicMoney(0)


def test_share_of_nothing_is_unknown():
    assert PublicMoney(5).share_of(PublicMoney(0)) is None
