"""Where a figure comes from: what is counted in it, and what is not and why, adding up to the whole.

A ``Ledger`` is a recipe of a few words that a figure carries. What it amounts to is
worked out from a delivery only when a reader asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Literal

import dataframely as dy
import polars as pl

from analytics.filters import Filters, people_of
from analytics.money import EuMoney, EuStateMoney, Money, PublicMoney, TotalMoney, total
from analytics.people import ALL_PARTICIPANTS, latest_reports, people_total
from analytics.scope import Snapshot
from data_loaders.schemas import OutcomeRow, ScopeRow, rows_where

#: Money measures: the column that is added, and the basis of its amounts.
MONEY: Mapping[str, tuple[str, type[Money]]] = {
    "planned_public": ("planned_public_eur", PublicMoney),
    "actual_public": ("actual_public_eur", PublicMoney),
    "planned_eu_state": ("planned_eu_state_eur", EuStateMoney),
    "actual_eu_state": ("actual_eu_state_eur", EuStateMoney),
    "planned_total": ("planned_total_eur", TotalMoney),
    "actual_total": ("actual_total_eur", TotalMoney),
    "actual_eu": ("actual_eu_eur", EuMoney),
}
#: Every measure a ledger may have.
MEASURES = (*MONEY, "frame", "left", "projects", "implementers", "participants")


@dataclass(frozen=True)
class Ledger:
    """What a figure was made of, as a recipe.

    Attributes:
        measures: Codes of ``MEASURES``, in the order shown; empty for a figure that is of no delivery, which its note explains.
        by: What the figure is divided by (``regions``, ``subthemes`` …); null when it is not.
        indicator: What counts the people; null for money and projects.
        history: The figure has a point for each delivery, made alike.
        without: Filters that the figure does not follow, for example the map's ``region``.
        project: Key of the one project it is of; null for the whole theme.
        projects: Keys of the projects it is of, whole, whatever the reader chose; empty for all.
        note: More about how it was made, in the reader's language.
    """

    measures: tuple[str, ...]
    by: str | None = None
    indicator: str | None = None
    history: bool = False
    without: tuple[str, ...] = ()
    project: str | None = None
    projects: tuple[str, ...] = ()
    note: str | None = None

    def __post_init__(self) -> None:
        if strange := set(self.measures) - set(MEASURES):
            raise ValueError(f"no such measure: {', '.join(sorted(strange))}")

    @property
    def only(self) -> tuple[str, ...]:
        """Keys of the projects it is of; empty for all of the reader's choice."""
        return (self.project,) if self.project else self.projects

    def filters(self, asked: Filters) -> Filters:
        """The reader's filters as far as the figure follows them."""
        if self.only:
            return Filters()
        empty = Filters()
        return replace(asked, **{name: getattr(empty, name) for name in self.without})


def money_ledger(*measures: str, **more: Any) -> Ledger:
    """The ledger of a figure of money, for example ``money_ledger("planned_public", by="regions")``."""
    return Ledger(measures or ("planned_public", "actual_public"), **more)


def note_ledger(note: str) -> Ledger:
    """The ledger of a figure that is made of no delivery: its note explains it."""
    return Ledger((), note=note)


def projects_ledger(*measures: str, **more: Any) -> Ledger:
    """The ledger of a figure that counts projects or implementers."""
    return Ledger(measures or ("projects", "implementers"), **more)


def people_ledger(indicator: str = ALL_PARTICIPANTS, **more: Any) -> Ledger:
    """The ledger of a figure that counts people by one indicator."""
    return Ledger(("participants",), indicator=indicator, **more)


Reason = Literal["not_read", "outside_theme", "outside_choices", "other_projects", "no_amount"]


@dataclass(frozen=True)
class Account:
    """The rows of one measure: ``whole`` is always ``rows_in`` and every ``left_out`` together.

    Attributes:
        measure: Code of ``MEASURES``.
        value: Exact money, or a count; null when nothing is known.
        whole: Rows of the source under its header; null when the measure is no count of rows.
        rows_in: Rows that are counted.
        left_out: Reason → rows that are not counted for it, in the order in which they fall away.
    """

    measure: str
    value: Money | int | None
    whole: int | None = None
    rows_in: int | None = None
    left_out: Mapping[Reason, int] = field(default_factory=dict, hash=False)


def accounts(ledger: Ledger, snapshot: Snapshot, filters: Filters, rows_read: int | None = None) -> tuple[Account, ...]:
    """Work a ledger out on one delivery: each measure's value and where every row of the list went.

    Args:
        ledger: The recipe.
        snapshot: The delivery, unfiltered.
        filters: The reader's choices.
        rows_read: Rows under the header of the project list; null when that is not known:
            then the account starts from the rows that were kept.
    """
    followed = ledger.filters(filters)
    view = snapshot.view(followed)
    rows = counted_rows(ledger, snapshot, filters)
    whole = snapshot.list_row_count if rows_read is None else rows_read
    fallen: dict[Reason, int] = {
        "not_read": whole - snapshot.list_row_count,
        "outside_theme": snapshot.list_row_count - snapshot.rows.height,
        "outside_choices": snapshot.rows.height - view.rows.height,
        "other_projects": view.rows.height - rows.height,
    }

    def account(measure: str) -> Account:
        if measure == "frame":
            return Account(measure, snapshot.frame)
        if measure == "participants":
            return Account(measure, _people(ledger, view, rows))
        if measure == "left":
            planned = total(PublicMoney, rows["planned_public_eur"])
            # A part of the theme has nothing left of the frame of its own.
            whole_theme = followed.is_empty and not ledger.only
            return Account(measure, snapshot.frame - planned if snapshot.frame and planned and whole_theme else None)
        if measure in MONEY:
            column, kind = MONEY[measure]
            known = rows[column].count()
            left_out = fallen | {"no_amount": rows.height - known}
            return Account(measure, total(kind, rows[column]), whole, known, {k: n for k, n in left_out.items() if n})
        value = rows["project_key"].n_unique() if measure == "projects" else rows.height
        return Account(measure, value, whole, rows.height, {k: n for k, n in fallen.items() if n})

    return tuple(map(account, ledger.measures))


def _people(ledger: Ledger, view: Snapshot, rows: dy.DataFrame[ScopeRow]) -> int | None:
    if view.people is None or (view.is_protected and ledger.only):
        return None
    cube = people_of(rows, view.people) if ledger.only else view.people
    return people_total(cube, ledger.indicator or ALL_PARTICIPANTS).total


def counted_rows(ledger: Ledger, snapshot: Snapshot, filters: Filters) -> dy.DataFrame[ScopeRow]:
    """The list rows behind a ledger's figure."""
    rows = snapshot.view(ledger.filters(filters)).rows
    return rows_where(rows, pl.col("project_key").is_in(ledger.only)) if ledger.only else rows


def partly_outside(ledger: Ledger, snapshot: Snapshot, filters: Filters) -> int:
    """Joint projects behind a figure that are partly outside the theme: only their theme part is counted."""
    if not snapshot.outside or not ledger.measures:
        return 0
    keys = counted_rows(ledger, snapshot, filters)["project_key"].unique()
    return int(keys.is_in(list(snapshot.outside)).sum())


# The cells ----------------------------------------------------------------------------

#: Field → (column letter, header), as a delivery keeps it for its project list.
Columns = Mapping[str, tuple[str, str]]
MONEY_TYPE = pl.Decimal(38, 2)
_CELL_TYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "day": pl.Date,
    "measure": pl.String,
    "kind": pl.String,
    "cell": pl.String,
    "header": pl.String,
    "project_code": pl.String,
    "value": MONEY_TYPE,
    "counted": MONEY_TYPE,
    "rule": pl.String,
}
CELL_SCHEMA = pl.Schema(_CELL_TYPES)


def cells(
    ledger: Ledger, snapshot: Snapshot, filters: Filters, columns: Columns, outcomes: dy.DataFrame[OutcomeRow] | None = None
) -> pl.DataFrame:
    """Every cell behind a figure of one delivery: what is counted of them adds up to the figure.

    Args:
        ledger: The recipe.
        snapshot: The delivery, unfiltered and with all its columns.
        filters: The reader's choices.
        columns: Where the fields stand in the project list; without a field its cells are
            named by their rows only (``?12``).
        outcomes: ``OutcomeRow`` table of the delivery with the regions of projects filled in
            (``people.placed_outcomes``); null when there is none.

    Returns:
        One row per cell, in the order of the sheet: the day, the measure, the file's kind,
        the cell, the column's header, the project code, its value, what is counted of it in
        the measure's unit, and the rule applied: ``whole``, ``share`` (part of a row that names
        several regions), ``once`` (a project's first row) or ``subtracted``.
    """
    frames = [CELL_SCHEMA.to_frame()]
    for measure in ledger.measures:
        if measure == "participants":
            frames += [] if outcomes is None else [_people_cells(ledger, snapshot, filters, outcomes)]
        else:
            frames.append(_list_cells(measure, ledger, snapshot, filters, columns))
    return pl.concat([frame.select(CELL_SCHEMA.names()).cast(CELL_SCHEMA) for frame in frames])


def _list_cells(measure: str, ledger: Ledger, snapshot: Snapshot, filters: Filters, columns: Columns) -> pl.DataFrame:
    rows: pl.DataFrame = counted_rows(ledger, snapshot, filters)
    if measure == "left" and (ledger.only or not ledger.filters(filters).is_empty):
        return CELL_SCHEMA.to_frame()
    if measure in ("frame", "left"):
        amount = None if snapshot.frame is None else Decimal(snapshot.frame.cents).scaleb(-2)
        frame = pl.DataFrame({"value": [amount], "counted": [amount]}, schema={"value": MONEY_TYPE, "counted": MONEY_TYPE}).with_columns(
            day=pl.lit(snapshot.as_of), measure=pl.lit(measure), kind=pl.lit("theme_file"), rule=pl.lit("whole"),
            **{name: pl.lit(None, pl.String) for name in ("cell", "header", "project_code")},
        )  # fmt: skip
        if measure == "frame":
            return frame
        planned = _list_cells("planned_public", ledger, snapshot, filters, columns)
        less = planned.with_columns(-pl.col("counted"), measure=pl.lit(measure), rule=pl.lit("subtracted"))
        return pl.concat([frame.select(less.columns), less])
    if measure in MONEY:
        field_name = MONEY[measure][0]
        # The cell holds the whole amount of the row, also where a part of it is counted.
        whole = snapshot.rows.select("source_row", pl.col(field_name).alias("value"))
        rows = rows.filter(pl.col(field_name).is_not_null()).join(whole, on="source_row", how="left", maintain_order="left")
        counted, rule = pl.col(field_name), pl.when(pl.col(field_name) == pl.col("value")).then(pl.lit("whole")).otherwise(pl.lit("share"))
        value = pl.col("value")
    else:
        field_name = "project_code"
        if measure == "projects":
            rows = rows.unique("project_key", keep="first", maintain_order=True)
        value = counted = pl.lit(1)
        rule = pl.lit("once" if measure == "projects" else "whole")
    letter, header = columns.get(field_name, ("?", None))
    return rows.sort("source_row").select(
        pl.lit(snapshot.as_of).alias("day"),
        pl.lit(measure).alias("measure"),
        pl.lit("projects").alias("kind"),
        pl.format("{}{}", pl.lit(letter), "source_row").alias("cell"),
        pl.lit(header, pl.String).alias("header"),
        pl.coalesce("project_code", "project_key").alias("project_code"),
        value.cast(MONEY_TYPE).alias("value"),
        counted.cast(MONEY_TYPE).alias("counted"),
        rule.alias("rule"),
    )


def _people_cells(ledger: Ledger, snapshot: Snapshot, filters: Filters, outcomes: dy.DataFrame[OutcomeRow]) -> pl.DataFrame:
    latest = latest_reports(rows_where(outcomes, pl.col("indicator") == (ledger.indicator or ALL_PARTICIPANTS)), snapshot.as_of)
    latest = people_of(snapshot.rows, latest)
    if ledger.only:
        latest = people_of(counted_rows(ledger, snapshot, filters), latest)
    else:
        latest = ledger.filters(filters).people(latest, snapshot.rows)
    return latest.sort("source_row", "source_column").select(
        pl.lit(snapshot.as_of).alias("day"),
        pl.lit("participants").alias("measure"),
        pl.lit("outcomes").alias("kind"),
        pl.format("{}{}", "source_column", "source_row").alias("cell"),
        pl.lit(None, pl.String).alias("header"),
        "project_code",
        pl.col("value").cast(MONEY_TYPE).alias("value"),
        pl.col("value").cast(MONEY_TYPE).alias("counted"),
        pl.lit("latest").alias("rule"),
    )
