"""Projects one by one: the list with search and order, and everything about one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.funding import Totals, totals
from analytics.money import EuMoney, EuStateMoney, Money, PublicMoney, TotalMoney, total
from analytics.people import ALL_PARTICIPANTS, Genders, people_total

#: Orders of the project list: column and whether the largest comes first.
ORDERS: Mapping[str, tuple[str, bool]] = {
    "planned": ("planned", True),
    "actual": ("actual", True),
    "name": ("name_key", False),
    "start": ("start_date", True),
    "end": ("end_date", False),
}
#: Stage and basis of each money column of a project, in the order shown.
BASES: Mapping[str, tuple[type[Money], str, str | None]] = {
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


def project_list(rows: pl.DataFrame, search: str = "", order: str = "planned", page: int = 1, size: int = 20) -> ProjectPage:
    """The projects that hold every word of the search, one line per project.

    Words are looked for in names, implementers, codes and summaries, without case.

    Args:
        rows: List rows.
        search: Words; empty means all.
        order: One of ``ORDERS``; unknown values last.
        page: Page, from 1; a page beyond the last is the last.
        size: Projects a page.
    """
    if words := search.casefold().split():
        text = pl.concat_str(
            [pl.col(name).fill_null("") for name in ("project_name", "implementer_name", "project_code", "group_code", "summary")],
            separator=" ",
        ).str.to_lowercase()
        hits = rows.filter(pl.all_horizontal(text.str.contains(word, literal=True) for word in words))
        # A joint project is found by any of its partners, and shown whole.
        rows = rows.filter(pl.col("project_key").is_in(hits["project_key"].unique().implode()))
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
        pl.col("status").drop_nulls().first().alias("status"),
        pl.col("start_date").min(),
        pl.col("end_date").max(),
        money("planned_public_eur").alias("planned"),
        money("actual_public_eur").alias("actual"),
    )


def _line(row: dict) -> ProjectLine:
    row = {name: value for name, value in row.items() if name != "name_key"}
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
    planned: PublicMoney | None
    actual: PublicMoney | None
    source_row: int


@dataclass(frozen=True)
class ProjectDetail:
    """Everything that is known of one project."""

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


def project_detail(rows: pl.DataFrame, people: pl.DataFrame | None, key: str) -> ProjectDetail | None:
    """Everything about one project; null when the theme has none of that key.

    Args:
        rows: All list rows of the scope, so that every partner is there.
        people: People cube of the scope; null when there are no outcomes.
        key: ``project_key``, or the project code of one of its implementers.
    """
    own = rows.filter((pl.col("project_key") == key) | (pl.col("project_code") == key))
    if own.is_empty():
        return None
    own = rows.filter(pl.col("project_key") == own["project_key"][0])

    def first(column: str):
        return next(iter(own[column].drop_nulls()), None)

    def every(column: str) -> tuple[str, ...]:
        return tuple(own[column].explode(empty_as_null=True).drop_nulls().unique(maintain_order=True))

    codes = pl.concat([own["project_code"], own["group_code"]]).drop_nulls().unique()
    return ProjectDetail(
        key=own["project_key"][0],
        name=first("project_name"),
        is_joint=first("group_code") is not None,
        totals=totals(own),
        amounts=tuple(
            BasisAmounts(basis, total(kind, own[planned]), total(kind, own[actual]))
            for basis, (kind, planned, actual) in BASES.items()
        ),
        actual_eu=total(EuMoney, own["actual_eu_eur"]),
        status=first("status"),
        authority=first("authority"),
        start_date=own["start_date"].min(),
        end_date=own["end_date"].max(),
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
                PublicMoney.of(row["planned_public_eur"]),
                PublicMoney.of(row["actual_public_eur"]),
                row["source_row"],
            )
            for row in own.iter_rows(named=True)
        ),
        participants=None
        if people is None
        else people_total(people.filter(pl.col("project_code").is_in(codes.implode())), ALL_PARTICIPANTS),
    )
