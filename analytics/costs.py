"""Cost per participant and per result, as ranges over projects that may be compared at all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import quantiles

import polars as pl

from analytics.people import ALL_PARTICIPANTS
from analytics.required import required
from analytics.scope import Snapshot, once

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


@once
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
    if view.whole.people_by_project is None:
        return None
    every = _projects(view.whole)
    chosen = every.values() if view.filters.is_empty else [every[key] for key in view.rows["project_key"].unique()]
    compared = [project for project in chosen if project.reason is None]
    codes = sorted({code for project in compared for code in project.subthemes}, key=lambda code: (code is None, code or ""))
    return Costs(
        view.as_of,
        _range(None, compared, ALL_PARTICIPANTS),
        tuple(_range(code, [project for project in compared if code in project.subthemes], measure) for code in codes),
        tuple(_range(size, [project for project in compared if project.size == size], measure) for size in SIZES),
        tuple(_range(code, compared, code) for code in MEASURES[1:]),
        dict(Counter(project.reason for project in chosen if project.reason).most_common()),
        measure,
    )


@dataclass(frozen=True)
class CostPoint:
    """The range of all compared projects in one delivery."""

    day: date
    range: CostRange


def cost_trend(history: Iterable[Snapshot], measure: str = ALL_PARTICIPANTS) -> tuple[CostPoint, ...]:
    """Cost per person of all compared projects in each delivery, oldest first; the latest import of a day counts.

    Each delivery is reckoned with its own money and its own outcomes, so more projects are
    compared as time goes on. A delivery without an outcome workbook has no point.

    Args:
        history: The deliveries, filtered alike, oldest first.
        measure: One of ``MEASURES``.
    """
    by_day = {snapshot.as_of: costs(snapshot) for snapshot in history}
    return tuple(CostPoint(day, _per_person(reckoned, measure)) for day, reckoned in sorted(by_day.items()) if reckoned)


def _per_person(reckoned: Costs, measure: str) -> CostRange:
    if measure == ALL_PARTICIPANTS:
        return reckoned.per_participant
    return next(one for one in reckoned.per_result if one.code == measure)


@dataclass(frozen=True)
class _Project:
    """A whole project: its spent money, its people, and why it is not compared.

    Attributes:
        spent: Public money in euros; null when it is not known of every part.
        subthemes: Its sub-themes; one null when none is known.
        size: One of ``SIZES``.
        reason: A key of ``Costs.left_out``; null when it is compared.
        people: Indicator of ``MEASURES`` → people, null where not collected.
    """

    spent: float | None
    subthemes: tuple[str | None, ...]
    size: str
    reason: str | None
    people: Mapping[str, int | None]


# The same for every reader and choice, so it is asked of the whole delivery.
@once
def _projects(whole: Snapshot) -> Mapping[str, _Project]:
    """Project key → the project."""
    projects = whole.rows.group_by("project_key", maintain_order=True).agg(
        pl.col("start_date").min(),
        pl.col("end_date").max(),
        (pl.col("status") == "cancelled").any().fill_null(False).alias("cancelled"),
        # A project whose money is known in part only has no known cost.
        pl.when(pl.col("actual_public_eur").is_not_null().all()).then(pl.col("actual_public_eur").sum()).cast(pl.Float64).alias("spent"),
        pl.col("planned_public_eur").sum().cast(pl.Float64).alias("planned"),
        pl.col("subthemes").explode(empty_as_null=True).drop_nulls().unique().sort(),
    )
    projects = projects.join(_people(whole), on="project_key", how="left", maintain_order="left")
    everyone = pl.col(ALL_PARTICIPANTS)
    old_enough = (pl.col("end_date") <= whole.as_of) | (pl.col("start_date").dt.offset_by(f"{LONG_RUNNING_MONTHS}mo") <= whole.as_of)
    reasons = {
        "cancelled": pl.col("cancelled"),
        "no_dates": pl.col("start_date").is_null() | pl.col("end_date").is_null(),
        "too_young": ~old_enough,
        "no_money": pl.col("spent").is_null() | (pl.col("spent") <= 0),
        "not_collected": everyone.is_null(),
        "nobody": everyone == 0,
    }
    reason = pl.coalesce(pl.when(broken).then(pl.lit(name)) for name, broken in reasons.items())
    planned = pl.col("planned")
    size = (
        pl.when(planned <= SIZE_LIMITS[0]).then(pl.lit(SIZES[0]))
        .when(planned <= SIZE_LIMITS[1]).then(pl.lit(SIZES[1]))
        .otherwise(pl.lit(SIZES[2]))
    )  # fmt: skip
    return {
        row["project_key"]: _Project(
            row["spent"], tuple(row["subthemes"]) or (None,), row["size"], row["reason"], {code: row[code] for code in MEASURES}
        )
        for row in projects.with_columns(reason.alias("reason"), size.alias("size")).iter_rows(named=True)
    }


def _people(whole: Snapshot) -> pl.DataFrame:
    """Project key → people by indicator of ``MEASURES``; null where not collected."""
    counts = [pl.col("value").filter(pl.col("indicator") == code).first().alias(code) for code in MEASURES]
    return required(whole.people_by_project).group_by("project_key").agg(counts)


def _range(code: str | None, projects: Sequence[_Project], indicator: str) -> CostRange:
    """The range of those projects that have such people at all."""
    counted = [(required(project.spent) * 100, count) for project in projects if (count := project.people[indicator])]
    people = sum(people for _, people in counted)
    if len(counted) < FEWEST:
        return CostRange(code, len(counted), people)
    return CostRange(code, len(counted), people, *quantiles((cents / people for cents, people in counted), n=4, method="inclusive"))
