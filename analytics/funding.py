"""The theme's money against its frame, on the public basis only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

import dataframely as dy
import polars as pl

from analytics.money import PublicMoney, total
from analytics.placing import by_region
from analytics.scope import Snapshot, once
from data_loaders.schemas import ScopeRow
from data_loaders.theme import FrameAmount


@dataclass(frozen=True)
class Totals:
    """The four figures of any part of the theme.

    Attributes:
        planned: Committed money; null when no amount is known.
        actual: Spent money; null when no amount is known.
        project_count: Projects, a joint project counted once.
        implementer_count: Rows of the list, one per implementer of a project.
    """

    planned: PublicMoney | None
    actual: PublicMoney | None
    project_count: int
    implementer_count: int


@dataclass(frozen=True)
class Part:
    """One part of the theme along a dimension; ``code`` is null where it is not known."""

    code: str | None
    totals: Totals


@dataclass(frozen=True, eq=False)
class Funding:
    """What the funding page and ``manage.py figures`` show. A division is made when it is asked for.

    ``frames`` are the dated amounts of the frame, in the order of time. ``is_part``: the reader chose
    a part of the theme: it has a share of the frame, and none of what is left of it.

    Regions, authorities, implementer types, support forms and years are partitions of the rows: their
    money adds up to the total. Sub-themes and target groups overlap: a project stands in
    each of its own in full, so they are never added. Project counts overlap too where a
    joint project has rows in several parts.
    """

    as_of: date
    frame: PublicMoney | None
    totals: Totals
    rows: dy.DataFrame[ScopeRow] = field(repr=False)
    frames: tuple[FrameAmount, ...] = ()
    is_part: bool = False

    @property
    def frame_amounts(self) -> tuple[FrameAmount, ...]:
        """The amounts the frame has had until the day; the last one is in force on it."""
        return tuple(amount for amount in self.frames if amount.valid_from <= self.as_of)

    @property
    def coming_frames(self) -> tuple[FrameAmount, ...]:
        """Amounts that are decided and come into force after the day."""
        return tuple(amount for amount in self.frames if amount.valid_from > self.as_of)

    @cached_property
    def by_region(self) -> tuple[Part, ...]:
        return parts(self.rows, "region")

    @cached_property
    def by_authority(self) -> tuple[Part, ...]:
        return parts(self.rows, "authority")

    @cached_property
    def by_subtheme(self) -> tuple[Part, ...]:
        return parts(self.rows, "subthemes")

    @cached_property
    def by_target_group(self) -> tuple[Part, ...]:
        return parts(self.rows, "target_groups")

    @cached_property
    def by_implementer_type(self) -> tuple[Part, ...]:
        return parts(self.rows, "implementer_type")

    @cached_property
    def by_support_form(self) -> tuple[Part, ...]:
        return parts(self.rows, "support_form")

    def by(self, dimension: str) -> tuple[Part, ...]:
        """A division by the name of its labels, for example ``regions``; see ``DIVISIONS``."""
        return getattr(self, DIVISIONS[dimension])

    @cached_property
    def by_year(self) -> tuple[Part, ...]:
        """By year of start, in the order of time."""
        by_year = parts(self.rows.select(_YEAR, *_READ), "year")
        return tuple(sorted(by_year, key=lambda part: part.code or "9999"))

    @property
    def committed_share(self) -> float | None:
        """Committed divided by the frame; null when either is not known."""
        return self.totals.planned.share_of(self.frame) if self.frame and self.totals.planned else None

    @property
    def spent_share(self) -> float | None:
        """Spent divided by the frame; null when either is not known."""
        return self.totals.actual.share_of(self.frame) if self.frame and self.totals.actual else None

    @property
    def left(self) -> PublicMoney | None:
        """The frame less what is committed; negative when more is committed than the frame.

        Null for a part of the theme: what the other parts have is not left for it.
        """
        return self.frame - self.totals.planned if self.frame and self.totals.planned and not self.is_part else None


#: What money is divided by → the division.
DIVISIONS = {
    "regions": "by_region",
    "subthemes": "by_subtheme",
    "target_groups": "by_target_group",
    "implementer_types": "by_implementer_type",
    "authorities": "by_authority",
    "support_forms": "by_support_form",
}

#: Divisions in which a project may stand in several parts.
OVERLAPPING = ("subthemes", "target_groups")

State = Literal["above_frame", "spent_above_committed", "negative_committed", "negative_spent"]


def states(totals: Totals, frame: PublicMoney | None = None) -> tuple[State, ...]:
    """What is out of the ordinary in some figures, to be named and drawn as what it is.

    Args:
        totals: The figures; what is not known has no state.
        frame: The frame they are compared with; null for a part of the theme.
    """
    nothing, planned, actual = PublicMoney(0), totals.planned, totals.actual
    out_of_ordinary: list[State] = []
    if frame is not None and planned is not None and planned > frame:
        out_of_ordinary.append("above_frame")
    if excess(totals) is not None:
        out_of_ordinary.append("spent_above_committed")
    if planned is not None and planned < nothing:
        out_of_ordinary.append("negative_committed")
    if actual is not None and actual < nothing:
        out_of_ordinary.append("negative_spent")
    return tuple(out_of_ordinary)


def excess(totals: Totals) -> PublicMoney | None:
    """What is spent above what is committed; null when nothing is. A negative commitment is a correction: nothing can be spent of it."""
    planned, actual = totals.planned, totals.actual
    if planned is None or actual is None:
        return None
    limit = PublicMoney(max(planned.cents, 0))
    return actual - limit if actual > limit else None


_READ = ("planned_public_eur", "actual_public_eur", "project_key")
_YEAR = pl.col("start_date").dt.year().cast(pl.String).alias("year")
_FIGURES = (
    pl.col("planned_public_eur").sum().alias("planned"),
    pl.col("planned_public_eur").count().alias("planned_known"),
    pl.col("actual_public_eur").sum().alias("actual"),
    pl.col("actual_public_eur").count().alias("actual_known"),
    pl.col("project_key").n_unique().alias("project_count"),
    pl.len().alias("implementer_count"),
)


def totals(rows: pl.DataFrame) -> Totals:
    """The four figures of some list rows."""
    return Totals(
        total(PublicMoney, rows["planned_public_eur"]),
        total(PublicMoney, rows["actual_public_eur"]),
        rows["project_key"].n_unique(),
        rows.height,
    )


def parts(rows: pl.DataFrame, dimension: str) -> tuple[Part, ...]:
    """The four figures by a dimension, most money first, the unknown part last.

    Args:
        rows: List rows.
        dimension: A column, or a list column (``subthemes``, ``target_groups``): then a row
            stands in each of its parts. A row that names several regions has a part in each.
    """
    if dimension == "region":
        rows = by_region(rows)
    if rows.schema[dimension] == pl.List(pl.String):
        rows = rows.select(dimension, *_READ).explode(dimension, empty_as_null=True)
    grouped = rows.group_by(pl.col(dimension).alias("code")).agg(*_FIGURES).rows(named=True)
    grouped.sort(key=lambda row: (row["code"] is None, -row["planned"], row["code"] or ""))
    return tuple(map(_part, grouped))


def _part(row: dict) -> Part:
    return Part(
        row["code"],
        Totals(
            PublicMoney.of(row["planned"]) if row["planned_known"] else None,
            PublicMoney.of(row["actual"]) if row["actual_known"] else None,
            row["project_count"],
            row["implementer_count"],
        ),
    )


@once
def funding(snapshot: Snapshot) -> Funding:
    """Compare committed and spent money with the frame, and divide them.

    Args:
        snapshot: A delivery, filtered or not. Without rows every sum is null and every
            division empty.
    """
    return Funding(snapshot.as_of, snapshot.frame, totals(snapshot.rows), snapshot.rows, snapshot.frames, not snapshot.filters.is_empty)


@dataclass(frozen=True)
class TrendPoint:
    """The money of one delivery: a state on a day, never to be added over days."""

    as_of: date
    frame: PublicMoney | None
    totals: Totals


def funding_trend(history: Iterable[Snapshot]) -> tuple[TrendPoint, ...]:
    """Committed and spent in each delivery, oldest first; the latest import of a day counts.

    Args:
        history: The deliveries, filtered alike, oldest first.
    """
    by_day = {snapshot.as_of: TrendPoint(snapshot.as_of, snapshot.frame, funding(snapshot).totals) for snapshot in history}
    return tuple(by_day[day] for day in sorted(by_day))


@dataclass(frozen=True)
class ProjectsPoint:
    """How many projects had declared a target group, or were in a status, in one delivery."""

    day: date
    code: str | None
    project_count: int


def group_trend(history: Iterable[Snapshot]) -> tuple[ProjectsPoint, ...]:
    """Projects by declared target group in each delivery, oldest first.

    A group that no project has in a delivery has zero projects there, which is known.

    Args:
        history: The deliveries, filtered alike, oldest first.
    """
    return _points(
        {
            snapshot.as_of: {part.code: part.totals.project_count for part in parts(snapshot.rows, "target_groups")}
            for snapshot in history
            if snapshot.theme_known
        }
    )


def status_trend(history: Iterable[Snapshot]) -> tuple[ProjectsPoint, ...]:
    """Projects by status in each delivery, oldest first; each in one status, so that they add up to all projects.

    Args:
        history: The deliveries, filtered alike, oldest first.
    """
    of_project = pl.col("status").drop_nulls().first()
    return _points(
        {
            snapshot.as_of: dict(snapshot.rows.group_by("project_key").agg(of_project).group_by("status").len().iter_rows())
            for snapshot in history
        }
    )


def _points(by_day: Mapping[date, Mapping[str | None, int]]) -> tuple[ProjectsPoint, ...]:
    codes = sorted({code for counts in by_day.values() for code in counts}, key=lambda code: (code is None, code or ""))
    return tuple(ProjectsPoint(day, code, by_day[day].get(code, 0)) for day in sorted(by_day) for code in codes)
