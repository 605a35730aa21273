"""The theme's rows of a list, and how a joint project counts in them.

What is counted as one project is the list's ``project_key``: the code of its group, else its own, else the row.
"""

from typing import cast

import dataframely as dy
import polars as pl

from data_loaders.schemas import ProjectRow, ScopeRow, ThemeProject

_EMPTY_LISTS = ("subthemes", "target_groups", "promises_kept", "promises_broken")


def implementers_outside(rows: dy.DataFrame[ScopeRow], projects: dy.DataFrame[ProjectRow]) -> dict[str, int]:
    """Implementers of the theme's joint projects whose own part is not of the theme, by project."""
    groups = rows["group_code"].drop_nulls().unique()
    others = projects.filter(pl.col("group_code").is_in(groups.implode())).join(rows, on="source_row", how="anti")
    return dict(others.group_by("project_key").len().iter_rows())


def scoped_rows(projects: dy.DataFrame[ProjectRow], theme: dy.DataFrame[ThemeProject] | None) -> dy.DataFrame[ScopeRow]:
    """The list rows of the theme, with what the theme workbook says of them.

    A row belongs to the theme by its own project code, so a joint project that is partly
    in another theme counts its theme part only. A workbook row that names a joint
    project's group code means all of its rows.

    Args:
        projects: ``ProjectRow`` table of a delivery.
        theme: ``ThemeProject`` table; null when there is no theme workbook: then the
            whole list is the scope, and nothing is known of sub-themes and groups.

    Returns:
        The rows in the order of the list, with ``subthemes``, ``target_groups``,
        ``promises_kept``, ``promises_broken`` (empty lists where not known),
        ``planned_participants`` (null where not known) and ``note``. What a workbook row
        plans for a whole joint project stands on the first of its rows only, since it
        must not be added up.
    """
    if theme is None:
        empty = [pl.lit([], dtype=pl.List(pl.String)).alias(name) for name in _EMPTY_LISTS]
        unknown = (*empty, pl.lit(None, pl.Int64).alias("planned_participants"), pl.lit(None, pl.String).alias("note"))
        return cast(dy.DataFrame[ScopeRow], projects.with_columns(*unknown))
    said = theme.drop("source_row")
    own = projects.join(said, on="project_code", how="inner")
    rest = projects.join(said, on="project_code", how="anti")
    joint = rest.join(said, left_on="group_code", right_on="project_code", how="inner")
    first = pl.col("group_code").is_first_distinct()
    joint = joint.sort("source_row").with_columns(pl.when(first).then("planned_participants"))
    return cast(dy.DataFrame[ScopeRow], pl.concat([own, joint.select(own.columns)]).sort("source_row"))
