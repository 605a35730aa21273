"""The areas of the four authorities that grant structural-fund money from 2026."""

import dataframely as dy
import polars as pl

from analytics.funding import Part, parts
from analytics.placing import by_region
from data_loaders.codes import code_list
from data_loaders.schemas import ScopeRow


def by_area(rows: dy.DataFrame[ScopeRow]) -> tuple[Part, ...]:
    """The theme's money and projects by the area of the granting authority, by place and not by who granted.

    Nationwide projects, and those in several regions, are parts of their own; the rest has
    no known place.

    Args:
        rows: List rows.
    """
    area = {region: code for code, row in code_list("areas").items() for region in row["regions"].split()}
    return parts(by_region(rows).with_columns(pl.col("region").replace(area).alias("area")), "area")
