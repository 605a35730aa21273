"""Where a figure comes from: what is counted in it, and what is not and why, adding up to the whole.

A ``Ledger`` is a recipe of a few words that a figure carries. What it amounts to is
worked out from a delivery only when a reader asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import polars as pl

from analytics.filters import Filters, people_of
from analytics.money import EuMoney, EuStateMoney, Money, PublicMoney, TotalMoney, total
from analytics.people import ALL_PARTICIPANTS, people_total
from analytics.scope import Snapshot

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
#: Every measure a ledger may speak of.
MEASURES = (*MONEY, "frame", "left", "projects", "implementers", "participants")


@dataclass(frozen=True)
class Ledger:
    """What a figure was made of, as a recipe.

    Attributes:
        measures: Codes of ``MEASURES``, in the order shown.
        by: What the figure is divided by (``regions``, ``subthemes`` …); null when it is not.
        indicator: What counts the people; null for money and projects.
        history: The figure has a point for each delivery, made alike.
        without: Filters that the figure does not follow, for example the map's ``region``.
        project: Key of the one project it speaks of; null for the whole theme.
        note: More about how it was made, in the reader's language.
    """

    measures: tuple[str, ...]
    by: str | None = None
    indicator: str | None = None
    history: bool = False
    without: tuple[str, ...] = ()
    project: str | None = None
    note: str | None = None

    def __post_init__(self):
        if strange := set(self.measures) - set(MEASURES):
            raise ValueError(f"no such measure: {', '.join(sorted(strange))}")

    def filters(self, asked: Filters) -> Filters:
        """The reader's filters as far as the figure follows them."""
        if self.project:
            return Filters()
        empty = Filters()
        return replace(asked, **{name: getattr(empty, name) for name in self.without})


def money_ledger(*measures: str, **more) -> Ledger:
    """The ledger of a figure of money, for example ``money_ledger("planned_public", by="regions")``."""
    return Ledger(measures or ("planned_public", "actual_public"), **more)


def projects_ledger(*measures: str, **more) -> Ledger:
    """The ledger of a figure that counts projects or implementers."""
    return Ledger(measures or ("projects", "implementers"), **more)


def people_ledger(indicator: str = ALL_PARTICIPANTS, **more) -> Ledger:
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
            return Account(measure, snapshot.frame - planned if snapshot.frame and planned else None)
        if measure in MONEY:
            column, kind = MONEY[measure]
            known = rows[column].count()
            left_out = fallen | {"no_amount": rows.height - known}
            return Account(measure, total(kind, rows[column]), whole, known, {k: n for k, n in left_out.items() if n})
        value = rows["project_key"].n_unique() if measure == "projects" else rows.height
        return Account(measure, value, whole, rows.height, {k: n for k, n in fallen.items() if n})

    return tuple(map(account, ledger.measures))


def _people(ledger: Ledger, view: Snapshot, rows: pl.DataFrame) -> int | None:
    if view.people is None:
        return None
    cube = view.people if ledger.project is None else people_of(rows, view.people)
    return people_total(cube, ledger.indicator or ALL_PARTICIPANTS).total


def counted_rows(ledger: Ledger, snapshot: Snapshot, filters: Filters) -> pl.DataFrame:
    """The list rows that a ledger speaks of."""
    rows = snapshot.view(ledger.filters(filters)).rows
    return rows if ledger.project is None else rows.filter(pl.col("project_key") == ledger.project)
