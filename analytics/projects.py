"""Projects one by one: the list with search and order, and everything about one of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

import dataframely as dy
import polars as pl

from analytics.filters import people_of
from analytics.funding import Totals, totals
from analytics.money import EuMoney, EuStateMoney, Money, PublicMoney, TotalMoney, total
from analytics.people import ALL_PARTICIPANTS, Genders, PeoplePart, is_protected, people_parts, people_total
from analytics.scope import Snapshot
from data_loaders.codes import SEVERAL_REGIONS
from data_loaders.schemas import ScopeRow, rows_where

#: Orders of the project list: column and whether the largest comes first.
ORDERS: Mapping[str, tuple[str, bool]] = {
    "planned": ("planned", True),
    "actual": ("actual", True),
    "name": ("name_key", False),
    "start": ("start_date", True),
    "end": ("end_date", False),
}
#: Stage and basis of each money column of a project, in the order shown.
BASES: Mapping[str, tuple[type[Money], str, str]] = {
    "public": (PublicMoney, "planned_public_eur", "actual_public_eur"),
    "eu_state": (EuStateMoney, "planned_eu_state_eur", "actual_eu_state_eur"),
    "total": (TotalMoney, "planned_total_eur", "actual_total_eur"),
}


@dataclass(frozen=True)
class ProjectLine:
    """One project in the list; its name is null when the list has none."""

    key: str
    name: str | None
    lead: str | None
    lead_type: str
    partner_count: int
    regions: tuple[str | None, ...]
    status: str | None
    start_date: date | None
    end_date: date | None
    planned: PublicMoney | None
    actual: PublicMoney | None


@dataclass(frozen=True)
class ProjectPage:
    """One page of the project list, and how many projects there are in all."""

    lines: tuple[ProjectLine, ...]
    count: int
    page: int
    page_count: int


def project_list(rows: dy.DataFrame[ScopeRow], order: str = "planned", page: int = 1, size: int = 20) -> ProjectPage:
    """The projects of some list rows, one line per project.

    Args:
        rows: List rows, for example those that a search has found.
        order: One of ``ORDERS``; unknown values last.
        page: Page, from 1; a page beyond the last is the last.
        size: Projects a page.
    """
    column, largest_first = ORDERS[order]
    lines = _lines(rows).sort(column, "key", descending=[largest_first, False], nulls_last=True)
    page_count = max(1, -(-lines.height // size))
    page = min(max(1, page), page_count)
    shown = lines.slice((page - 1) * size, size)
    return ProjectPage(tuple(_line(row) for row in shown.iter_rows(named=True)), lines.height, page, page_count)


def _lines(rows: pl.DataFrame) -> pl.DataFrame:
    def money(column: str) -> pl.Expr:
        return pl.when(pl.col(column).count() > 0).then(pl.col(column).sum())

    return rows.group_by(pl.col("project_key").alias("key"), maintain_order=True).agg(
        pl.col("project_name").drop_nulls().first().alias("name"),
        pl.col("project_name").drop_nulls().first().str.to_lowercase().alias("name_key"),
        pl.col("implementer_name").first().alias("lead"),
        pl.col("implementer_type").first().alias("lead_type"),
        (pl.len() - 1).cast(pl.Int64).alias("partner_count"),
        pl.col("region").unique(maintain_order=True).alias("regions"),
        pl.col("regions").explode(empty_as_null=False).drop_nulls().unique(maintain_order=True).alias("named"),
        pl.col("status").drop_nulls().first().alias("status"),
        pl.col("start_date").min(),
        pl.col("end_date").max(),
        money("planned_public_eur").alias("planned"),
        money("actual_public_eur").alias("actual"),
    )


def _line(row: dict) -> ProjectLine:
    row = {name: value for name, value in row.items() if name != "name_key"}
    # A row that names several regions is shown with their names.
    named = row.pop("named")
    row["regions"] = dict.fromkeys([*(code for code in row["regions"] if not named or code != SEVERAL_REGIONS), *named])
    return ProjectLine(
        **row
        | {
            "regions": tuple(row["regions"]),
            "planned": PublicMoney.of(row["planned"]),
            "actual": PublicMoney.of(row["actual"]),
        }
    )


@dataclass(frozen=True)
class BasisAmounts:
    """Committed and spent money of a project on one basis; null where the list has none."""

    basis: str
    planned: Money | None
    actual: Money | None


@dataclass(frozen=True)
class Implementer:
    """One implementer's part of a project. A private person has no name here."""

    name: str | None
    type: str
    project_code: str | None
    region: str | None
    region_basis: str | None
    regions: tuple[str, ...]
    planned: PublicMoney | None
    actual: PublicMoney | None
    source_row: int


@dataclass(frozen=True)
class ProjectDetail:
    """Everything that is known of one project, of its part in the theme where it is a joint one.

    ``outside_count`` is the number of its implementers that are not in the theme, ``frame_share``
    its committed public money divided by the frame, ``time_share`` the part of its time that has
    passed (0–1), and ``people`` the people it has reached, by indicator.
    """

    key: str
    name: str | None
    is_joint: bool
    totals: Totals
    amounts: tuple[BasisAmounts, ...]
    actual_eu: EuMoney | None
    status: str | None
    authority: str | None
    start_date: date | None
    end_date: date | None
    subthemes: tuple[str, ...]
    target_groups: tuple[str, ...]
    promises_kept: tuple[str, ...]
    promises_broken: tuple[str, ...]
    summary: str | None
    fund: str | None
    specific_objective: str | None
    support_form: str | None
    intervention_field: str | None
    implementers: tuple[Implementer, ...]
    participants: Genders | None
    outside_count: int = 0
    frame_share: float | None = None
    time_share: float | None = None
    people: tuple[PeoplePart, ...] = ()

    @property
    def spent_share(self) -> float | None:
        """Spent divided by committed public money; null when either is not known, or nothing is committed: a correction has no share."""
        spent, committed = self.totals.actual, self.totals.planned
        return spent.share_of(committed) if spent and committed and committed.cents > 0 else None


def project_detail(snapshot: Snapshot, key: str) -> ProjectDetail | None:
    """Everything about one project; null when the theme has none of that key.

    Args:
        snapshot: The delivery, unfiltered, so that every partner is there.
        key: ``project_key``, or the project code of one of its implementers.
    """
    rows, people = snapshot.rows, snapshot.people
    own = rows_where(rows, (pl.col("project_key") == key) | (pl.col("project_code") == key))
    if own.is_empty():
        return None
    own = rows_where(rows, pl.col("project_key") == own["project_key"][0])

    def first(column: str) -> Any:
        return next(iter(own[column].drop_nulls()), None)

    def every(column: str) -> tuple[str, ...]:
        return tuple(own[column].explode(empty_as_null=True).drop_nulls().unique(maintain_order=True))

    counted = None if people is None or is_protected(people) else people_of(own, people)
    money = totals(own)
    start, end = cast(date | None, own["start_date"].min()), cast(date | None, own["end_date"].max())
    return ProjectDetail(
        key=own["project_key"][0],
        name=first("project_name"),
        is_joint=first("group_code") is not None,
        totals=money,
        amounts=tuple(
            BasisAmounts(basis, total(kind, own[planned]), total(kind, own[actual])) for basis, (kind, planned, actual) in BASES.items()
        ),
        actual_eu=total(EuMoney, own["actual_eu_eur"]),
        status=first("status"),
        authority=first("authority"),
        start_date=start,
        end_date=end,
        subthemes=every("subthemes"),
        target_groups=every("target_groups"),
        promises_kept=every("promises_kept"),
        promises_broken=every("promises_broken"),
        summary=first("summary"),
        fund=first("fund"),
        specific_objective=first("specific_objective"),
        support_form=first("support_form"),
        intervention_field=first("intervention_field"),
        implementers=tuple(
            Implementer(
                row["implementer_name"],
                row["implementer_type"],
                row["project_code"],
                row["region"],
                row["region_basis"],
                tuple(row["regions"] or ()),
                PublicMoney.of(row["planned_public_eur"]),
                PublicMoney.of(row["actual_public_eur"]),
                row["source_row"],
            )
            for row in own.iter_rows(named=True)
        ),
        participants=None if counted is None else people_total(counted, ALL_PARTICIPANTS),
        outside_count=snapshot.outside.get(own["project_key"][0], 0),
        frame_share=money.planned.share_of(snapshot.frame) if money.planned and snapshot.frame else None,
        time_share=_passed(start, end, snapshot.as_of),
        people=() if counted is None else tuple(sorted(people_parts(counted, "indicator", None), key=lambda part: part.code or "")),
    )


def _passed(start: date | None, end: date | None, day: date) -> float | None:
    """The part of a project's days that have passed by a day; null without dates that make sense."""
    if start is None or end is None or end < start:
        return None
    return min(1.0, max(0.0, ((day - start).days + 1) / ((end - start).days + 1)))


@dataclass(frozen=True)
class ProjectState:
    """A project in one delivery; ``totals`` is null when it was not in the theme then."""

    as_of: date
    status: str | None
    end_date: date | None
    totals: Totals | None


def project_history(history: Iterable[Snapshot], key: str) -> tuple[ProjectState, ...]:
    """A project in each delivery, oldest first; the latest import of a day counts.

    Args:
        history: The deliveries, unfiltered, oldest first.
        key: ``project_key``.
    """
    states = {}
    for snapshot in history:
        own = snapshot.rows.filter(pl.col("project_key") == key)
        status = next(iter(own["status"].drop_nulls()), None)
        end = cast(date | None, own["end_date"].max())
        states[snapshot.as_of] = ProjectState(snapshot.as_of, status, end, None if own.is_empty() else totals(own))
    return tuple(states[day] for day in sorted(states))


def joint_projects(rows: dy.DataFrame[ScopeRow]) -> int:
    """Projects with a group code and two implementers or more."""
    joint = rows.filter(pl.col("group_code").is_not_null()).group_by("group_code").len()
    return joint.filter(pl.col("len") > 1).height
