"""Where there is money, where there are people, and where there is nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import product
from typing import Literal

import polars as pl

from analytics.counts import is_hidden
from analytics.filters import UNKNOWN, Filters
from analytics.money import PublicMoney, total
from analytics.people import ALL_PARTICIPANTS, people_parts, people_total
from analytics.placing import by_region
from analytics.scope import Snapshot, once
from data_loaders.codes import code_list
from data_loaders.theme import Theme

#: Axis → the filter that chooses on it. Two of them cross in a matrix; the reader's filters choose in the third.
AXES: Mapping[str, str] = {"target_groups": "group", "subthemes": "subtheme", "regions": "region"}
#: Axis → the column of the list, and of the people cube where it has one.
_COLUMNS = {"target_groups": ("target_groups", "target_group"), "subthemes": ("subthemes", None), "regions": ("region", "region")}

State = Literal["both", "money", "uncounted", "untold", "people", "nothing"]


@dataclass(frozen=True)
class Cell:
    """What there is where two axes cross, or along a whole row or column.

    Attributes:
        project_count: Projects, each once.
        planned: Their committed public money; null when no amount is known.
        participants: People counted there; null when nothing is collected.
        counts_people: False for a group whose people are no participants (staff, close ones).
        is_told: False where the counts of people are not public, so that nothing is known of them.
    """

    project_count: int = 0
    planned: PublicMoney | None = None
    participants: int | None = None
    counts_people: bool = True
    is_told: bool = True

    @property
    def state(self) -> State:
        """``both`` projects and people, ``money`` (projects, nobody reached yet), ``uncounted``
        (projects for a group whose people are no participants), ``untold`` (projects; whether they
        have reached anybody is not public), ``people`` (counted although no project has declared
        them), or ``nothing``."""
        if self.participants:
            return "both" if self.project_count else "people"
        if not self.project_count:
            return "nothing"
        return "uncounted" if not self.counts_people else "money" if self.is_told else "untold"


@dataclass(frozen=True, eq=False)
class Coverage:
    """A matrix of two axes.

    A project stands in every cell of its sub-themes and groups with all of its money and
    people, so cells overlap and must not be added. Along a region money and people are
    parts: each count lies in one region, and a row of the list that names several is divided between them.

    Attributes:
        rows: Codes down, null where it is not known.
        columns: Codes across, null where it is not known.
        cells: (row, column) → what is there; a pair that is missing has nothing.
        whole_rows: Row → everything in it, each project once.
        whole_columns: Column → everything in it, each project once.
        whole: Everything there is, each project once.
        is_told: False where people are not public for two things at once: cells have projects and
            money, and whole rows and columns their people where those are published.
    """

    row_axis: str
    column_axis: str
    rows: tuple[str | None, ...]
    columns: tuple[str | None, ...]
    cells: Mapping[tuple[str | None, str | None], Cell]
    whole_rows: Mapping[str | None, Cell]
    whole_columns: Mapping[str | None, Cell]
    whole: Cell
    is_told: bool = True

    def cell(self, row: str | None, column: str | None) -> Cell:
        return self.cells[row, column]

    @cached_property
    def named(self) -> tuple[tuple[str, str], ...]:
        """The pairs that the theme names: those of an unknown or special place are left out."""
        return tuple(product(_named(self.rows), _named(self.columns)))

    def count(self, *states: State) -> int:
        """How many of the named pairs are in one of the states."""
        return sum(self.cell(*pair).state in states for pair in self.named)

    @property
    def empty_rows(self) -> tuple[str, ...]:
        """Named rows without any project."""
        return tuple(row for row in _named(self.rows) if not self.whole_rows[row].project_count)


def _named(codes: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(code for code in codes if code is not None and code not in ("nationwide", "several"))


@once
def coverage(view: Snapshot, theme: Theme, rows: str = "target_groups", columns: str = "subthemes") -> Coverage:
    """Cross two of ``AXES``: projects and committed money by what projects declare, people by what is counted.

    Args:
        view: A delivery, filtered or not. Codes chosen on an axis are the only ones on it.
        theme: The theme file, so that what nobody does is there too.
        rows: Axis down.
        columns: Axis across.
    """
    codes = {axis: _codes(axis, view, theme) for axis in (rows, columns)}
    uncounted = {topic.code for topic in theme.target_groups if topic.kind and topic.kind != "person"}
    listed = _listed(view, rows, columns)
    people = _people(view, rows, columns)

    def cells(*keys: str) -> dict:
        money = (
            listed.unique(["source_row", "place", *keys])
            .group_by(keys)
            .agg(
                pl.col("project_key").n_unique().alias("project_count"),
                pl.when(pl.col("planned_public_eur").count() > 0).then(pl.col("planned_public_eur").sum()).alias("planned"),
            )
        )
        counted = (
            {}
            if people is None
            else {tuple(row[:-1]): row[-1] for row in people.unique(["cell", *keys]).group_by(keys).agg(pl.col("value").sum()).iter_rows()}
        )
        listed_there = {tuple(row[:-2]): (row[-2], PublicMoney.of(row[-1])) for row in money.iter_rows()}
        return {
            key: Cell(*listed_there.get(key, (0, None)), counted.get(key), not uncounted & set(key)) for key in {*listed_there, *counted}
        }

    crossed = cells("row", "column")
    along = {name: {key: cell for (key,), cell in cells(name).items()} for name in ("row", "column")}
    down = _with_others(codes[rows], along["row"], view.filters, rows)
    across = _with_others(codes[columns], along["column"], view.filters, columns)

    def empty(*key: str | None) -> Cell:
        return Cell(counts_people=not uncounted & set(key), is_told=not view.is_protected)

    if view.is_protected:
        crossed = {key: replace(cell, is_told=False) for key, cell in crossed.items()}
        for name, axis in (("row", rows), ("column", columns)):
            along[name] = _published(along[name], view, axis)

    return Coverage(
        rows,
        columns,
        down,
        across,
        {(row, column): crossed.get((row, column)) or empty(row, column) for row in down for column in across},
        {row: along["row"].get(row) or empty(row) for row in down},
        {column: along["column"].get(column) or empty(column) for column in across},
        Cell(
            view.rows["project_key"].n_unique(),
            total(PublicMoney, view.rows["planned_public_eur"]),
            None if view.people is None else people_total(view.people).total,
        ),
        not view.is_protected,
    )


@dataclass(frozen=True)
class CoveragePoint:
    """What projects had declared in one delivery.

    Attributes:
        day: The as-of date of the delivery.
        covered: The named pairs of row and column that had a project.
    """

    day: date
    covered: frozenset[tuple[str, str]]


def coverage_trend(matrix: Coverage, history: Iterable[Snapshot]) -> tuple[CoveragePoint, ...]:
    """Which of a matrix's named pairs had projects in each delivery, oldest first; the latest import of a day counts.

    Args:
        matrix: That of the current delivery.
        history: The deliveries, filtered alike, oldest first; those without a theme workbook are left out.
    """
    named = frozenset(matrix.named)
    by_day = {
        snapshot.as_of: CoveragePoint(
            snapshot.as_of, named & set(_listed(snapshot, matrix.row_axis, matrix.column_axis).select("row", "column").unique().iter_rows())
        )
        for snapshot in history
        if snapshot.theme_known
    }
    return tuple(by_day[day] for day in sorted(by_day))


def _published(along: Mapping[str | None, Cell], view: Snapshot, axis: str) -> dict[str | None, Cell]:
    """Whole rows or columns with their published people, where there are any."""
    column = _COLUMNS[axis][1]
    parts = people_parts(view.people, column) if column and view.people is not None else ()
    published = {part.code: part.genders.total for part in parts}
    return {
        code: replace(cell, participants=published.get(code), is_told=code in published and not is_hidden(published[code]))
        for code, cell in along.items()
    }


def _codes(axis: str, view: Snapshot, theme: Theme) -> tuple[str, ...]:
    """The codes that the theme or the programme names, in their order."""
    if axis == "regions":
        return tuple(code for code, row in code_list("regions").items() if row["in_programme"] == "1")
    return tuple(topic.code for topic in getattr(theme, axis))


def _with_others(codes: Sequence[str], along: Mapping[str | None, Cell], filters: Filters, axis: str) -> tuple[str | None, ...]:
    """The named codes, then the others that there is something of, what is not known last; only the chosen ones when there is a choice."""
    others = sorted(code for code in set(along) - set(codes) if code is not None)
    every = (*codes, *others, *([None] if None in along else []))
    if chosen := getattr(filters, AXES[axis]):
        every = tuple(code for code in every if (UNKNOWN if code is None else code) in chosen)
    return every


def _listed(view: Snapshot, rows: str, columns: str) -> pl.DataFrame:
    """The list rows, once for every pair of codes they stand in; along regions in parts, ``place`` telling them apart."""
    named = {"row": _COLUMNS[rows][0], "column": _COLUMNS[columns][0]}
    own = by_region(view.rows) if "regions" in (rows, columns) else view.rows
    listed = own.select(
        "source_row",
        "project_key",
        "planned_public_eur",
        pl.col("region").alias("place"),
        **{name: pl.col(column) for name, column in named.items()},
    )
    for name in named:
        if listed.schema[name] == pl.List(pl.String):
            listed = listed.explode(name, empty_as_null=True)
    return listed


def _people(view: Snapshot, rows: str, columns: str) -> pl.DataFrame | None:
    """The counts of everyone, once for every pair of codes they stand in; ``cell`` is the number of the count."""
    # Published counts do not tell two things at once.
    if view.people is None or view.is_protected:
        return None
    people = view.people.filter(pl.col("indicator") == ALL_PARTICIPANTS).with_row_index("cell")
    named = {"row": _COLUMNS[rows][1], "column": _COLUMNS[columns][1]}
    people = people.select("cell", "project_code", "value", **{name: pl.col(column) for name, column in named.items() if column})
    for name, column in named.items():
        if column is None:
            people = people.join(view.whole.code_subthemes.rename({"subtheme": name}), on="project_code", how="left")
    return people
