"""What cannot be true of counts together: repeated counts, cumulative counts over time, parts and wholes."""

from collections.abc import Iterator

import polars as pl

from data_loaders.codes import INDICATOR_PARTITIONS, code_list
from data_loaders.outcome_totals import Contradiction

_KEYS = ("project_code", "indicator", "cutoff_date", "target_group", "region", "gender")
_PLACE = (pl.col("source_row").first(), pl.col("source_column").first())
_ALL = "EECO01"


def contradictions(counts: pl.DataFrame) -> Iterator[Contradiction]:
    """Everything that disagrees among counts which are readable one by one.

    Args:
        counts: The counts that are kept, with ``gender_word`` (the gender as written).
    """
    yield from _repeated(counts)
    yield from _falling(counts)
    yield from _above_their_whole(counts)


def _repeated(counts: pl.DataFrame) -> Iterator[Contradiction]:
    """Two counts of the same people: the same word for the gender too, since two words may mean unknown."""
    again = counts.filter(~pl.struct(*_KEYS, "gender_word").is_first_distinct())
    for row, column, value in again.select("source_row", "source_column", "value").iter_rows():
        yield "count-repeated", row, column, str(value)


# Over time ----------------------------------------------------------------------------


def _falling(counts: pl.DataFrame) -> Iterator[Contradiction]:
    """Cumulative counts that are lower than at the date before.

    Groups and regions are added first, since people may be moved between them; a person
    whose gender becomes known leaves the unknown, so the unknown may fall while the
    total does not.
    """
    series = ("project_code", "indicator")
    totals = _over_time(counts, list(series))
    genders = _over_time(counts, [*series, "gender"]).join(
        totals.select(*series, "cutoff_date", pl.lit(True).alias("all_fall")), on=[*series, "cutoff_date"], how="left"
    )
    genders = genders.filter((pl.col("gender") != "unknown") | pl.col("all_fall").fill_null(False))
    alone = totals.join(genders, on=[*series, "cutoff_date"], how="anti")
    places = ["source_row", "source_column", "before", "value"]
    for row, column, before, value in pl.concat([genders.select(places), alone.select(places)]).sort(places).iter_rows():
        yield "cumulative-falls", row, column, f"{before} → {value}"


def _over_time(counts: pl.DataFrame, series: list[str]) -> pl.DataFrame:
    """The sums that are lower than the same sum at the date before."""
    sums = counts.group_by(*series, "cutoff_date", maintain_order=True).agg(pl.col("value").sum(), *_PLACE).sort("cutoff_date")
    return sums.with_columns(pl.col("value").shift().over(series).alias("before")).filter(pl.col("value") < pl.col("before"))


# Parts and wholes ---------------------------------------------------------------------


def _above_their_whole(counts: pl.DataFrame) -> Iterator[Contradiction]:
    """Parts of an indicator, and sums of parts that do not overlap, above their whole."""
    keys = ["project_code", "cutoff_date", "gender"]
    sums = counts.group_by(*keys, "indicator", maintain_order=True).agg(pl.col("value").sum(), *_PLACE)
    part_of = {code: row["part_of"] for code, row in code_list("indicators").items() if row["part_of"]}
    wholes = sums.select(*keys, pl.col("indicator").alias("whole"), pl.col("value").alias("whole_value"))
    single = sums.with_columns(pl.col("indicator").replace_strict(part_of, default=None, return_dtype=pl.String).alias("whole"))
    single = single.join(wholes, on=[*keys, "whole"], how="inner").filter(pl.col("value") > pl.col("whole_value"))
    for row, column, part, value, whole, whole_value in single.select(
        "source_row", "source_column", "indicator", "value", "whole", "whole_value"
    ).iter_rows():
        yield "part-above-whole", row, column, f"{part}: {value} > {whole}: {whole_value}"
    everyone = wholes.filter(pl.col("whole") == _ALL)
    for codes in INDICATOR_PARTITIONS.values():
        added = (
            sums.filter(pl.col("indicator").is_in(codes))
            .group_by(*keys, maintain_order=True)
            .agg(pl.col("value").sum(), pl.col("indicator"), *_PLACE)
        )
        added = added.join(everyone, on=keys, how="inner").filter(
            (pl.col("value") > pl.col("whole_value")) & (pl.col("indicator").list.len() > 1)
        )
        # One part above the whole has been told already.
        added = added.join(single.filter(pl.col("indicator").is_in(codes)), on=keys, how="anti")
        for row, column, parts, value, whole_value in added.select(
            "source_row", "source_column", "indicator", "value", "whole_value"
        ).iter_rows():
            yield "part-above-whole", row, column, f"{' + '.join(sorted(parts))}: {value} > {_ALL}: {whole_value}"
