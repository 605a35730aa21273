"""Cost per participant and per result, as ranges over projects that may be compared at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from analytics.people import ALL_PARTICIPANTS
from analytics.scope import Snapshot

#: Fewer projects than this have no range: it would be a few projects' own figures.
FEWEST = 5
#: A project that has not ended is compared when it has run for this many months.
LONG_RUNNING_MONTHS = 24
#: Classes of size by committed public money, euros: up to the first limit, up to the second, above.
SIZE_LIMITS = (200_000, 400_000)
SIZES = ("small", "middle", "large")
#: What a cost is reckoned per: everyone reached, and results that a person may have.
MEASURES = (ALL_PARTICIPANTS, "EECR02", "EECR03", "EECR04", "EECR05")


@dataclass(frozen=True)
class CostRange:
    """The costs of several projects: half of them lie between the quartiles.

    Attributes:
        code: Sub-theme, size class or indicator; null for projects without a sub-theme.
        project_count: Projects compared.
        people: Their participants, or results, together.
        lower, median, upper: Quartiles of the projects' cents per person, by linear
            interpolation; null when fewer than ``FEWEST`` projects can be compared.
    """

    code: str | None
    project_count: int
    people: int
    lower: float | None = None
    median: float | None = None
    upper: float | None = None


@dataclass(frozen=True, eq=False)
class Costs:
    """Spent public money per person, project by project, and the projects that are not compared.

    Attributes:
        as_of: Day of the delivery.
        per_participant: All compared projects together.
        by_subtheme: Per person of ``measure``, by sub-theme; a project stands in each of its own.
        by_size: The same by class of committed public money.
        per_result: By indicator, each over the projects that have such results.
        left_out: Reason → projects: ``too_young``, ``cancelled``, ``no_dates``, ``no_money``,
            ``not_collected``, ``nobody``.
        measure: One of ``MEASURES``: whom the divisions reckon the cost per.
    """

    as_of: date
    per_participant: CostRange
    by_subtheme: tuple[CostRange, ...]
    by_size: tuple[CostRange, ...]
    per_result: tuple[CostRange, ...]
    left_out: Mapping[str, int] = field(hash=False)
    measure: str = ALL_PARTICIPANTS


def costs(view: Snapshot, measure: str = ALL_PARTICIPANTS) -> Costs | None:
    """Spent public money per participant and per result; null without an outcome workbook.

    A project is compared when it has ended, or has run for two years: before that money
    is spent on people who have not come yet. Its spent money is divided by the people of
    its latest report. A joint project is one project with all its money and people, also
    when the choices leave some of its parts out.

    Args:
        view: The delivery with the reader's choices.
        measure: One of ``MEASURES``, for the divisions by sub-theme and size.
    """
    if not view.whole.counts_by_project:
        return None
    everything = _projects(view)
    compared = everything.filter(pl.col("reason").is_null())
    counts = everything["reason"].drop_nulls().value_counts(sort=True)
    one = _range(None, compared, ALL_PARTICIPANTS)
    subthemes = compared.explode("subthemes", empty_as_null=True)
    codes = sorted(subthemes["subthemes"].unique().to_list(), key=lambda code: (code is None, code or ""))
    return Costs(
        view.as_of,
        one,
        tuple(_range(code, subthemes.filter(pl.col("subthemes").eq_missing(code)), measure) for code in codes),
        tuple(_range(size, compared.filter(pl.col("size") == size), measure) for size in SIZES),
        tuple(_range(code, compared, code) for code in MEASURES[1:]),
        dict(counts.iter_rows()),
        measure,
    )


def _projects(view: Snapshot) -> pl.DataFrame:
    """One row per project of the view: cents, people by indicator, sub-themes, size, why it is not compared."""
    keys = view.rows["project_key"].unique()
    rows = view.whole.rows.filter(pl.col("project_key").is_in(keys.implode()))
    projects = rows.group_by("project_key", maintain_order=True).agg(
        pl.col("start_date").min(),
        pl.col("end_date").max(),
        (pl.col("status") == "cancelled").any().fill_null(False).alias("cancelled"),
        # A project whose money is known in part only has no known cost.
        pl.when(pl.col("actual_public_eur").is_not_null().all()).then(pl.col("actual_public_eur").sum()).cast(pl.Float64).alias("spent"),
        pl.col("planned_public_eur").sum().cast(pl.Float64).alias("planned"),
        pl.col("subthemes").explode(empty_as_null=True).drop_nulls().unique().sort(),
    )
    projects = projects.join(_people(rows, view.whole.people), on="project_key", how="left")
    everyone = pl.col(ALL_PARTICIPANTS)
    old_enough = (pl.col("end_date") <= view.as_of) | (
        pl.col("start_date").dt.offset_by(f"{LONG_RUNNING_MONTHS}mo") <= view.as_of
    )
    reasons = {
        "cancelled": pl.col("cancelled"),
        "no_dates": pl.col("start_date").is_null() | pl.col("end_date").is_null(),
        "too_young": ~old_enough,
        "no_money": pl.col("spent").is_null() | (pl.col("spent") <= 0),
        "not_collected": everyone.is_null(),
        "nobody": everyone == 0,
    }
    reason = pl.coalesce(pl.when(broken).then(pl.lit(name)) for name, broken in reasons.items())
    size = pl.when(pl.col("planned") <= SIZE_LIMITS[0]).then(pl.lit(SIZES[0]))
    size = size.when(pl.col("planned") <= SIZE_LIMITS[1]).then(pl.lit(SIZES[1])).otherwise(pl.lit(SIZES[2]))
    return projects.with_columns(reason.alias("reason"), size.alias("size"))


def _people(rows: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Project key → people by indicator of ``MEASURES``; null where not collected."""
    pairs = pl.concat([rows.select("project_key", pl.col(name).alias("project_code")) for name in ("project_code", "group_code")])
    counted = pairs.drop_nulls().unique().join(people, on="project_code", how="inner")
    of = [pl.col("value").filter(pl.col("indicator") == code) for code in MEASURES]
    return counted.group_by("project_key").agg(
        pl.when(values.len() > 0).then(values.sum()).alias(code) for code, values in zip(MEASURES, of, strict=True)
    )


def _range(code: str | None, projects: pl.DataFrame, indicator: str) -> CostRange:
    projects = projects.filter(pl.col(indicator) > 0)
    people = projects[indicator].sum()
    if projects.height < FEWEST:
        return CostRange(code, projects.height, people)
    per_person = projects.select(pl.col("spent") * 100 / pl.col(indicator)).to_series()
    lower, median, upper = (per_person.quantile(q, "linear") for q in (0.25, 0.5, 0.75))
    return CostRange(code, projects.height, people, lower, median, upper)
