"""Which row of one list is which row of another, and which project came or went with it."""

import dataframely as dy
import polars as pl

from data_loaders.schemas import ProjectRow

#: The columns that name a count of people by project, indicator and gender.
COUNT_KEY = ["project_code", "indicator", "gender"]


def _identity(rows: pl.DataFrame) -> pl.Expr:
    """What identifies a row of a list: its code, else its name, implementer and start."""
    words = [
        pl.col(name).cast(pl.String).fill_null("") for name in ("project_name", "implementer_name", "start_date") if name in rows.columns
    ]
    has_words = "project_name" in rows.columns
    spoken = (
        pl.when(pl.col("project_name").is_not_null()).then(pl.concat_str(words, separator="\n")) if has_words else pl.lit(None, pl.String)
    )
    return pl.coalesce("project_code", spoken, "project_key").alias("identity")


def numbered(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The rows with their identity, and a number among the rows of the same identity."""
    named = rows.select(_identity(rows), *columns)
    return named.with_columns(pl.int_range(pl.len()).over("identity").alias("number"))


_PAIRED = ("project_key", "project_code", "group_code", "status", "planned_public_eur", "actual_public_eur")
#: What two lists call the same project: a project without any code is its row, which moves.
_LASTING = (
    pl.when(pl.col("project_code").is_null() & pl.col("group_code").is_null())
    .then(pl.concat_str(pl.col("identity", "number").cast(pl.String), separator="\n"))
    .otherwise("project_key")
    .alias("lasting")
)


def paired(
    old: pl.DataFrame, new: pl.DataFrame, old_list: dy.DataFrame[ProjectRow] | None, new_list: dy.DataFrame[ProjectRow] | None
) -> pl.DataFrame:
    """One row per list row of either side: its columns before and after, and how it came to be there.

    ``here`` and ``here:new`` say on which side the row is; ``came`` and ``went`` are the
    reason of a row that is on one side only (null for a row of both).
    """
    sides = [numbered(rows, *_PAIRED).with_columns(_LASTING, pl.lit(True).alias("here")) for rows in (old, new)]
    pairs = sides[0].join(sides[1], on=["identity", "number"], how="full", coalesce=True, suffix=":new", maintain_order="right_left")
    pairs = pairs.with_columns(
        _arrival(pairs, "lasting:new", pairs["lasting"], old_list, "joined", "added").alias("came"),
        _arrival(pairs, "lasting", pairs["lasting:new"], new_list, "left", "removed").alias("went"),
    )
    came, went = pl.col("here").is_null(), pl.col("here:new").is_null()
    return pairs.with_columns(
        pl.when(came).then(pl.coalesce("came", pl.lit("implementer-added")))
        .when(went).then(pl.coalesce("went", pl.lit("implementer-removed"))).alias("reason"),
        pl.coalesce("project_key:new", "project_key").alias("key"),
    )  # fmt: skip


def _arrival(
    pairs: pl.DataFrame, key: str, there: pl.Series, other_list: dy.DataFrame[ProjectRow] | None, known: str, unknown: str
) -> pl.Series:
    """Why a project is on this side only; null when the other side has it too, or a row of it under another key."""
    listed = pl.Series(dtype=pl.String) if other_list is None else codes_of(other_list)
    rows = pairs.select(
        pl.col(key),
        (pairs["identity"].is_in(listed.implode()) | pairs[key].is_in(listed.implode())).fill_null(False).alias("listed"),
        (pairs[key].is_in(there.implode()) | (pairs["here"] & pairs["here:new"])).fill_null(False).alias("there"),
    ).with_columns(pl.col("listed", "there").any().over(key))
    return rows.select(
        pl.when(pl.col(key).is_null() | pl.col("there")).then(None)
        .when("listed").then(pl.lit(f"project-{known}")).otherwise(pl.lit(f"project-{unknown}"))
    ).to_series()  # fmt: skip


def codes_of(rows: pl.DataFrame) -> pl.Series:
    """Every word that names a row or its project in any list."""
    named = rows.select(_identity(rows), "project_code", "group_code")
    return pl.concat([named["identity"], named["project_code"], named["group_code"]]).drop_nulls().unique()
