"""A list row that names several regions: divided equally between them, to the cent.

The list does not say how such a row's money divides. The one rule: equal parts, and the
cents left over go one each to the first regions in the order of their codes, so that the
parts always add up to the row. A theme may choose to leave such rows whole in *several
regions* instead (``several_regions`` of the theme file); then ``regions`` is empty.
"""

from collections.abc import Sequence
from typing import cast

import dataframely as dy
import polars as pl

from data_loaders.schemas import MONEY_COLUMNS, ScopeRow, rows_where

_SEVERAL = pl.col("regions").list.len() > 0


def with_rule(rows: dy.DataFrame[ScopeRow], rule: str) -> dy.DataFrame[ScopeRow]:
    """List rows ready for the theme's rule: ``equal`` keeps the regions that a row names, ``several`` forgets them."""
    if rule == "equal":
        return rows
    return cast(dy.DataFrame[ScopeRow], rows.with_columns(pl.lit([], dtype=pl.List(pl.String)).alias("regions")))


def in_regions(rows: dy.DataFrame[ScopeRow], codes: Sequence[str], fits: pl.Expr) -> dy.DataFrame[ScopeRow]:
    """The rows of chosen regions; a row that names several counts with the parts of the chosen ones.

    Args:
        rows: List rows.
        codes: The chosen regions.
        fits: True for a row whose one region, or whose lack of one, is chosen.
    """
    # Few rows name several regions: most choices have none of them, and then no money is divided.
    if not set(codes).intersection(rows["regions"].explode(empty_as_null=False)):
        return rows_where(rows, fits, ~_SEVERAL.fill_null(False))
    chosen = pl.col("regions").list.set_intersection(list(codes)).list.sort()
    rows = rows_where(rows, pl.when(_SEVERAL).then(chosen.list.len() > 0).otherwise(fits))
    money = [pl.when(_SEVERAL).then(_part(name, chosen)).otherwise(name).alias(name) for name in MONEY_COLUMNS if name in rows.columns]
    return cast(dy.DataFrame[ScopeRow], rows.with_columns(*money, pl.when(_SEVERAL).then(chosen).otherwise("regions").alias("regions")))


def by_region(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows for a division by region: a row that names several is one row in each, with its part of the money."""
    if not _any_divided(rows):
        return rows
    whole = rows.with_columns(pl.when(_SEVERAL).then("regions").otherwise(pl.concat_list("region")).alias("_each"))
    each = whole.explode("_each", empty_as_null=True)
    only = pl.concat_list("_each")
    money = [pl.when(_SEVERAL).then(_part(name, only)).otherwise(name).alias(name) for name in MONEY_COLUMNS if name in rows.columns]
    return each.with_columns(*money, pl.col("_each").alias("region")).drop("_each")


def divided(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of which a part, or each part, is counted by region."""
    return rows.filter(_SEVERAL)


def _any_divided(rows: pl.DataFrame) -> bool:
    return bool(rows.select(_SEVERAL.any()).item())


def _part(name: str, chosen: pl.Expr) -> pl.Expr:
    """The part of an amount that belongs to some of the row's regions.

    A part of a part is right too: the larger parts come first in either.
    """
    count = pl.col("regions").list.len().cast(pl.Int64)
    cents = (pl.col(name) * 100).cast(pl.Int64)
    equal = cents // count
    # The first regions have one cent more.
    larger = pl.col("regions").list.head(cents - equal * count)
    part = equal * chosen.list.len() + larger.list.set_intersection(chosen).list.len()
    return part.cast(pl.Decimal(38, 2)) / 100
