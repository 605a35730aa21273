"""What each difference between two deliveries does to the headline figures.

Every figure's change is divided into parts that add up to it exactly.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import dataframely as dy
import polars as pl

from analytics.funding import totals
from analytics.money import PublicMoney
from analytics.pairing import COUNT_KEY, paired
from analytics.people import is_protected
from analytics.scope import Snapshot
from data_loaders.codes import GENDERS
from data_loaders.schemas import ProjectRow

#: Why a figure changed.
Reason = Literal[
    "project-added", "project-joined", "project-removed", "project-left", "implementer-added", "implementer-removed",
    "cancelled", "raised", "lowered", "became-known", "became-unknown", "regrouped", "first-report", "report-removed",
    "frame-changed",
]  # fmt: skip


@dataclass(frozen=True)
class ChangePart:
    """One reason's part in the change of a figure.

    Attributes:
        reason: Why.
        amount: Cents or a count, with its sign; the parts of a figure add up to its difference.
        projects: Keys (of people: codes) of the projects it comes from, in order.
    """

    reason: Reason
    amount: int
    projects: tuple[str, ...]


@dataclass(frozen=True)
class FigureChange:
    """A headline figure in two deliveries.

    Attributes:
        figure: ``frame``, ``planned_public``, ``actual_public`` (cents on the public
            basis), ``project_count``, ``implementer_count`` or ``people``.
        before: In the old delivery; null when not known, which is not zero.
        after: In the new delivery.
        parts: What the difference is made of.
        indicator: Of people only.
        gender: Of people only; null for all genders together.
    """

    figure: str
    before: int | None
    after: int | None
    parts: tuple[ChangePart, ...]
    indicator: str | None = None
    gender: str | None = None

    @property
    def is_money(self) -> bool:
        """Whether the numbers are cents."""
        return self.figure in ("frame", "planned_public", "actual_public")

    @property
    def difference(self) -> int:
        """After less before; what is not known adds nothing."""
        return (self.after or 0) - (self.before or 0)


def figure_changes(
    old: Snapshot, new: Snapshot, old_list: dy.DataFrame[ProjectRow] | None = None, new_list: dy.DataFrame[ProjectRow] | None = None
) -> tuple[FigureChange, ...]:
    """Every headline figure in two deliveries, each difference divided by its reasons.

    Args:
        old: A delivery, filtered or not; the fewer columns of a trend are enough.
        new: A later one, filtered alike.
        old_list: The whole list of the old delivery, or all its rows before a filter. With
            it a project that was elsewhere in the list has *joined*; without it, it is *new*.
        new_list: The same of the new delivery.

    Returns:
        Frame, committed, spent, projects, implementers, and people by indicator and gender
        where a delivery holds people by project: protected counts are left out.
    """
    return paired_figures(paired(old.rows, new.rows, old_list, new_list), old, new, old_list, new_list)


def paired_figures(
    pairs: pl.DataFrame, old: Snapshot, new: Snapshot, old_list: dy.DataFrame[ProjectRow] | None, new_list: dy.DataFrame[ProjectRow] | None
) -> tuple[FigureChange, ...]:
    """``figure_changes`` of deliveries whose rows have been paired already."""
    before, after = totals(old.rows), totals(new.rows)
    old_frame, new_frame = _cents(old.frame), _cents(new.frame)
    frame_part = ChangePart("frame-changed", (new_frame or 0) - (old_frame or 0), ())
    figures = [
        FigureChange("frame", old_frame, new_frame, (frame_part,) if frame_part.amount else ()),
        FigureChange("planned_public", _cents(before.planned), _cents(after.planned), _money_parts(pairs, "planned_public_eur")),
        FigureChange("actual_public", _cents(before.actual), _cents(after.actual), _money_parts(pairs, "actual_public_eur")),
        FigureChange("project_count", before.project_count, after.project_count, _project_parts(pairs)),
        FigureChange("implementer_count", before.implementer_count, after.implementer_count, _implementer_parts(pairs)),
    ]
    return (*figures, *_people_figures(old, new, old_list, new_list))


def _cents(money: PublicMoney | None) -> int | None:
    return money.cents if money else None


def _money_parts(pairs: pl.DataFrame, column: str) -> tuple[ChangePart, ...]:
    before, after = pl.col(column), pl.col(f"{column}:new")
    cancelled = (pl.col("status:new") == "cancelled") & pl.col("status").ne_missing("cancelled")
    delta = after.fill_null(0) - before.fill_null(0)
    reason = (
        pl.when(pl.col("reason").is_not_null()).then("reason")
        .when(cancelled).then(pl.lit("cancelled"))
        .when(before.is_null()).then(pl.lit("became-known"))
        .when(after.is_null()).then(pl.lit("became-unknown"))
        .when(delta > 0).then(pl.lit("raised")).otherwise(pl.lit("lowered"))
    )  # fmt: skip
    moved = pairs.select("key", reason.alias("reason"), delta.alias("delta")).filter(pl.col("delta") != 0)
    return _parts(moved, lambda amount: int(amount.scaleb(2)))


def _project_parts(pairs: pl.DataFrame) -> tuple[ChangePart, ...]:
    """Projects that came and went; what is left is projects that were put together or taken apart."""
    came = (
        pairs.filter(pl.col("came").is_not_null())
        .select(pl.col("project_key:new").alias("key"), pl.col("came").alias("reason"))
        .unique(maintain_order=True)
    )
    went = (
        pairs.filter(pl.col("went").is_not_null())
        .select(pl.col("project_key").alias("key"), pl.col("went").alias("reason"))
        .unique(maintain_order=True)
    )
    moved = pl.concat([came.with_columns(pl.lit(1).alias("delta")), went.with_columns(pl.lit(-1).alias("delta"))])
    parts = _parts(moved, int)
    difference = pairs["project_key:new"].drop_nulls().n_unique() - pairs["project_key"].drop_nulls().n_unique()
    rest = difference - sum(part.amount for part in parts)
    if not rest:
        return parts
    other = pairs.filter(pl.col("here") & pl.col("here:new") & (pl.col("project_key") != pl.col("project_key:new")))
    return (*parts, ChangePart("regrouped", rest, tuple(other["project_key:new"].unique(maintain_order=True))))


def _implementer_parts(pairs: pl.DataFrame) -> tuple[ChangePart, ...]:
    moved = pairs.filter(pl.col("reason").is_not_null())
    return _parts(moved.select("key", "reason", pl.when(pl.col("here").is_null()).then(1).otherwise(-1).alias("delta")), int)


def _parts(moved: pl.DataFrame, as_number: Callable[[Any], int]) -> tuple[ChangePart, ...]:
    """One part per reason, the largest first."""
    grouped = moved.group_by("reason", maintain_order=True).agg(pl.col("delta").sum(), pl.col("key").unique(maintain_order=True))
    parts = [ChangePart(row["reason"], as_number(row["delta"]), tuple(row["key"])) for row in grouped.iter_rows(named=True)]
    return tuple(sorted((part for part in parts if part.amount), key=lambda part: (-abs(part.amount), part.reason)))


def _scope_codes(rows: pl.DataFrame | None) -> pl.Series:
    return pl.Series(dtype=pl.String) if rows is None else pl.concat([rows["project_code"], rows["group_code"]]).drop_nulls().unique()


def _people_pairs(
    old: Snapshot, new: Snapshot, old_list: dy.DataFrame[ProjectRow] | None, new_list: dy.DataFrame[ProjectRow] | None
) -> pl.DataFrame:
    """Counts by project, indicator and gender before and after, with the reason of their difference."""

    def counts(cube: pl.DataFrame | None) -> pl.DataFrame:
        if cube is None:
            return pl.DataFrame(schema={**dict.fromkeys(COUNT_KEY, pl.String), "value": pl.Int64})
        return cube.group_by(COUNT_KEY).agg(pl.col("value").sum()).with_columns(pl.col("gender").cast(pl.String))

    pairs = counts(old.people).join(counts(new.people), on=COUNT_KEY, how="full", coalesce=True, suffix=":new")
    scopes = [_scope_codes(rows).implode() for rows in (old.rows, new.rows, old_list, new_list)]
    was, now, was_listed, now_listed = (pl.col("project_code").is_in(codes) for codes in scopes)
    reported, reports = (pl.col(name).is_not_null().any().over("project_code", "indicator") for name in ("value", "value:new"))
    delta = pl.col("value:new").fill_null(0) - pl.col("value").fill_null(0)
    return pairs.with_columns(
        delta.alias("delta"),
        pl.when(~was & was_listed).then(pl.lit("project-joined"))
        .when(~was).then(pl.lit("project-added"))
        .when(~now & now_listed).then(pl.lit("project-left"))
        .when(~now).then(pl.lit("project-removed"))
        .when(~reported).then(pl.lit("first-report"))
        .when(~reports).then(pl.lit("report-removed"))
        .when(delta > 0).then(pl.lit("raised"))
        .otherwise(pl.lit("lowered")).alias("reason"),
        pl.col("project_code").alias("key"),
    ).sort(COUNT_KEY)  # fmt: skip


def _people_figures(
    old: Snapshot, new: Snapshot, old_list: dy.DataFrame[ProjectRow] | None, new_list: dy.DataFrame[ProjectRow] | None
) -> Iterator[FigureChange]:
    cubes = [snapshot.people for snapshot in (old, new) if snapshot.people is not None]
    # Protected counts are of no project, and an earlier delivery of a bundle has none.
    if not cubes or any(is_protected(cube) for cube in cubes):
        return
    pairs = _people_pairs(old, new, old_list, new_list)
    for (indicator,), of_indicator in pairs.group_by("indicator", maintain_order=True):
        yield _people_figure(of_indicator, indicator, None)
    pairs = pairs.sort("indicator", pl.col("gender").replace_strict(GENDERS, range(len(GENDERS))), "project_code")
    for (indicator, gender), cell in pairs.group_by("indicator", "gender", maintain_order=True):
        yield _people_figure(cell, indicator, gender)


def _people_figure(pairs: pl.DataFrame, indicator: str, gender: str | None) -> FigureChange:
    before, after = (int(pairs[name].sum()) if pairs[name].count() else None for name in ("value", "value:new"))
    parts = _parts(pairs.filter(pl.col("delta") != 0).select("key", "reason", "delta"), int)
    return FigureChange("people", before, after, parts, indicator, gender)
