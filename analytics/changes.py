"""What is different between two deliveries, project by project.

Every change has a stable id and the rows it was read from. What the differences do to the
headline figures is in ``figure_changes``.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import dataframely as dy
import polars as pl

from analytics.figure_changes import FigureChange, paired_figures
from analytics.funding import totals
from analytics.pairing import COUNT_KEY, codes_of, numbered, paired
from analytics.scope import Snapshot
from data_loaders.codes import GENDERS
from data_loaders.schemas import MONEY_COLUMNS, OutcomeRow, ProjectRow, ThemeProject
from data_loaders.theme import Theme

#: Fields of a list row that move a figure when they change; a change of any other field is of words only.
MATERIAL_FIELDS = frozenset(
    {
        *MONEY_COLUMNS, "group_code", "status", "authority", "region", "implementer_type", "start_date", "end_date",
        "subthemes", "target_groups", "promises_kept", "promises_broken", "planned_participants",
    }
)  # fmt: skip
#: Fields that the theme workbook says of a list row; all others stand in the list itself.
THEME_FIELDS = frozenset({"subthemes", "target_groups", "promises_kept", "promises_broken", "planned_participants", "note"})
#: Fields that only repeat another one, or say where a row stands.
_REPEATED = frozenset({"source_row", "project_key", "status_name", "authority_name", "regions", "region_basis"})

#: What a change is about. Joined and left: the project is in both lists, but in the theme of one only.
Kind = Literal[
    "scope-changed", "frame-changed", "project-added", "project-joined", "project-removed", "project-left",
    "implementer-added", "implementer-removed", "value-changed", "people-changed",
]  # fmt: skip
#: Why a delivery may not be shown before somebody has said so.
Hold = Literal["no-theme-projects", "committed-fall"]


@dataclass(frozen=True)
class Change:
    """One thing that is different.

    Attributes:
        id: Stable: the same change of the same project has the same id whenever it is looked for.
        kind: What it is about.
        table: Where its rows stand: ``projects``, ``theme`` or ``outcomes``; null for the whole delivery.
        project_key: The project; null for the whole delivery.
        project_code: The implementer's part of it; null where the whole project is meant.
        project_name: Name in the new list, else in the old one.
        field: The field, or the indicator of people.
        old: Value before, as plain data (money in cents); null when blank or not there.
        new: Value after.
        material: Whether it moves a figure; other changes are of words only.
        old_rows: Physical rows in the old file.
        new_rows: Physical rows in the new file.
    """

    id: str
    kind: Kind
    table: str | None
    project_key: str | None
    project_code: str | None
    project_name: str | None
    field: str | None
    old: Any = dataclasses.field(hash=False)
    new: Any = dataclasses.field(hash=False)
    material: bool
    old_rows: tuple[int, ...]
    new_rows: tuple[int, ...]


@dataclass(frozen=True)
class Outside:
    """Rows of the list outside the theme: counted, since no figure speaks of them."""

    added: int = 0
    removed: int = 0
    changed: int = 0


@dataclass(frozen=True, eq=False)
class Changes:
    """Everything that is different between two deliveries.

    Attributes:
        old_id: The old delivery.
        new_id: The new delivery.
        figures: Every headline figure, changed or not.
        changes: What is different in the theme, project by project.
        outside: What is different in the rest of the list.
    """

    old_id: str
    new_id: str
    figures: tuple[FigureChange, ...]
    changes: tuple[Change, ...]
    outside: Outside

    @property
    def material(self) -> tuple[Change, ...]:
        """The changes that move a figure."""
        return tuple(change for change in self.changes if change.material)

    def projects(self, *kinds: Kind) -> tuple[str, ...]:
        """Keys of the projects with a change of these kinds, each once."""
        keys = (change.project_key for change in self.changes if change.kind in kinds and change.project_key)
        return tuple(dict.fromkeys(keys))


@dataclass(frozen=True, eq=False)
class Side:
    """One of two deliveries that are compared.

    Attributes:
        snapshot: The theme's part, as the pages read it.
        projects: The whole list.
        theme: ``ThemeProject`` table; null without a theme workbook.
        outcomes: ``OutcomeRow`` table, to tell the rows of counts; null when there is none.
    """

    snapshot: Snapshot
    projects: dy.DataFrame[ProjectRow]
    theme: dy.DataFrame[ThemeProject] | None
    outcomes: dy.DataFrame[OutcomeRow] | None

    @classmethod
    def of(cls, id: str, as_of: date, tables: Mapping[str, Any], theme: Theme) -> "Side":
        """Put the tables of a delivery together; ``projects`` must be there, all others may be missing."""
        snapshot = Snapshot.of(id, as_of, dict(tables), theme)
        return cls(snapshot, tables["projects"], tables.get("theme"), tables.get("outcomes"))


def compare(old: Side, new: Side) -> Changes:
    """Everything that is different between two deliveries.

    List rows are paired by project code; a list without codes by name, implementer and
    start. Rows of the same code are paired in the order of the list.
    """
    before, after = old.snapshot, new.snapshot
    pairs = paired(before.rows, after.rows, old.projects, new.projects)
    changes = (
        *_of_the_whole(before, after),
        *_of_membership(pairs, old, new),
        *_of_values(before.rows, after.rows, old.theme, new.theme),
        *_of_people(old, new),
    )
    return Changes(
        before.id,
        after.id,
        paired_figures(pairs, before, after, old.projects, new.projects),
        changes,
        _outside(old, new),
    )


def holds(old: Snapshot | None, new: Snapshot, committed_fall: float | None) -> tuple[Hold, ...]:
    """Why a delivery may not be shown before somebody has said so in so many words.

    Args:
        old: The delivery that is shown now; null when there is none.
        new: The delivery that would be shown.
        committed_fall: Largest fall of committed money that needs no word, as a share of
            what was committed before; null for no limit.

    Returns:
        ``no-theme-projects``: the theme workbook names no project of the list, or there is
        none though there was. ``committed-fall``: committed money falls by more than the limit.
    """
    reasons: list[Hold] = []
    lost_theme = old is not None and old.theme_known and not new.theme_known
    if lost_theme or new.rows.is_empty():
        reasons.append("no-theme-projects")
    if old is not None and committed_fall is not None:
        before, after = totals(old.rows).planned, totals(new.rows).planned
        committed = before.cents if before else 0
        fall = committed - (after.cents if after else 0)
        if before and fall > 0 and Decimal(fall) > Decimal(str(committed_fall)) * committed:
            reasons.append("committed-fall")
    return tuple(reasons)


#: What the id of a change is made of, as text.
_CONTENT = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def _change(
    kind: Kind,
    *,
    table: str | None = None,
    key: str | None = None,
    code: str | None = None,
    name: str | None = None,
    field: str | None = None,
    old: Any = None,
    new: Any = None,
    material: bool = True,
    old_rows: Iterable[int] = (),
    new_rows: Iterable[int] = (),
    number: int = 0,
) -> Change:
    content = _CONTENT([kind, key, code, field, old, new, *([number] if number else [])])
    id = hashlib.sha256(content.encode()).hexdigest()[:12]
    return Change(id, kind, table, key, code, name, field, old, new, material, tuple(old_rows), tuple(new_rows))


def _plain(value: object) -> object:
    """A value of a table as plain data: money in cents, a day as ISO text, a list as a list."""
    if isinstance(value, Decimal):
        return int(value.scaleb(2))
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, pl.Series) else value


def _of_the_whole(before: Snapshot, after: Snapshot) -> Iterator[Change]:
    scopes = ["theme" if side.theme_known else "whole_list" for side in (before, after)]
    if scopes[0] != scopes[1]:
        yield _change("scope-changed", old=scopes[0], new=scopes[1])
    frames = [side.frame.cents if side.frame else None for side in (before, after)]
    if frames[0] != frames[1]:
        yield _change("frame-changed", old=frames[0], new=frames[1])


def _of_membership(pairs: pl.DataFrame, old: Side, new: Side) -> Iterator[Change]:
    """Projects that came or went whole, and implementers that came or went within a project."""
    before, after = old.snapshot.rows, new.snapshot.rows
    for kinds, here, key, rows, elsewhere in (
        (("project-removed", "project-left"), "old", "project_key", before, new.projects),
        (("project-added", "project-joined"), "new", "project_key:new", after, old.projects),
    ):
        there = "new" if here == "old" else "old"
        column = "went" if here == "old" else "came"
        moved = (
            pairs.filter(pl.col(column).is_in(kinds))
            .select(pl.col(key).alias("project_key"), pl.col(column).alias("kind"))
            .unique(maintain_order=True)
        )
        for row in _projects(moved.join(rows, on="project_key", how="inner", maintain_order="left")):
            values = {name: _plain(row[name]) for name in _SUMMED} | {"implementer_count": row["implementer_count"]}
            # A project that joined or left is in the other list too.
            also = (
                elsewhere.filter(pl.col("project_code").is_in(row["codes"]))["source_row"]
                if row["kind"] in ("project-joined", "project-left")
                else ()
            )
            yield _change(
                row["kind"], table="projects", key=row["project_key"], name=row["project_name"],
                **{here: values, f"{here}_rows": row["source_row"], f"{there}_rows": also},
            )  # fmt: skip
    sides: tuple[tuple[Kind, str, pl.DataFrame], ...] = (("implementer-removed", "old", before), ("implementer-added", "new", after))
    for kind, side, listed in sides:
        moved = pairs.filter(pl.col("reason") == kind).select("identity", "number")
        if moved.is_empty():
            continue
        implementers = numbered(listed, "source_row", "project_key", "project_code", "project_name", *_SUMMED)
        for row in moved.join(implementers, on=["identity", "number"], how="inner", maintain_order="left").iter_rows(named=True):
            its_side: dict[str, Any] = {side: {name: _plain(row[name]) for name in _SUMMED}, f"{side}_rows": [row["source_row"]]}
            yield _change(
                kind, table="projects", key=row["project_key"], code=row["project_code"], name=row["project_name"], number=row["number"],
                **its_side,
            )  # fmt: skip


_SUMMED = ("planned_public_eur", "actual_public_eur")


def _projects(rows: pl.DataFrame) -> Iterable[dict]:
    money = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in _SUMMED]
    grouped = rows.group_by("project_key", "kind", maintain_order=True).agg(
        pl.col("project_name").drop_nulls().first(),
        pl.col("source_row"),
        pl.col("project_code").drop_nulls().alias("codes"),
        *money,
        pl.len().alias("implementer_count"),
    )
    return grouped.iter_rows(named=True)


def _of_values(
    before: dy.DataFrame[ProjectRow],
    after: dy.DataFrame[ProjectRow],
    old_theme: dy.DataFrame[ThemeProject] | None,
    new_theme: dy.DataFrame[ThemeProject] | None,
) -> Iterator[Change]:
    """Fields of rows that both sides have, field by field."""
    names = [name for name in after.columns if name in before.columns and name not in _REPEATED]
    lists = [pl.col(name).list.sort() for name in names if after.schema[name] == pl.List(pl.String)]
    sides = [numbered(rows.with_columns(lists, project_key="project_key"), "source_row", "project_key", *names) for rows in (before, after)]
    both = sides[0].join(sides[1], on=["identity", "number"], how="inner", suffix=":new", maintain_order="right")
    rows_of = {"old": _theme_rows(old_theme), "new": _theme_rows(new_theme)}
    changes: list[tuple[int, Change]] = []
    for name in names:
        needed = dict.fromkeys((*_PLACE, *(f"{column}:new" for column in _PLACE), name, f"{name}:new", "number"))
        changed = both.filter(pl.col(name).ne_missing(pl.col(f"{name}:new"))).select(*needed)
        for row in changed.iter_rows(named=True):
            if name in THEME_FIELDS:
                table = "theme"
                old_rows, new_rows = (
                    _rows_of(rows_of[side], row[f"project_code{end}"], row[f"group_code{end}"])
                    for side, end in (("old", ""), ("new", ":new"))
                )
            else:
                table, old_rows, new_rows = "projects", (row["source_row"],), (row["source_row:new"],)
            change = _change(
                "value-changed", table=table, key=row["project_key:new"], code=row["project_code:new"],
                name=row["project_name:new"] or row["project_name"], field=name, old=_plain(row[name]), new=_plain(row[f"{name}:new"]),
                material=name in MATERIAL_FIELDS, old_rows=old_rows, new_rows=new_rows, number=row["number"],
            )  # fmt: skip
            changes.append((row["source_row:new"], change))
    # Project by project as the new list has them; within one, in the order of the fields.
    yield from (change for _, change in sorted(changes, key=lambda item: item[0]))


#: What is said of the row of a changed value.
_PLACE = ("source_row", "project_key", "project_code", "group_code", "project_name")


def _theme_rows(theme: dy.DataFrame[ThemeProject] | None) -> Mapping[str, int]:
    return {} if theme is None else dict(theme.select("project_code", "source_row").iter_rows())


def _rows_of(rows: Mapping[str, int], *codes: str | None) -> tuple[int, ...]:
    return next(((rows[code],) for code in codes if code and code in rows), ())


_CELL = [*COUNT_KEY, "target_group", "region"]


def _of_people(old: Side, new: Side) -> Iterator[Change]:
    """Counts of one project and indicator, also when they only moved between groups or regions."""
    before, after = old.snapshot, new.snapshot
    if before.people is None and after.people is None:
        return
    empty = pl.DataFrame(schema={**dict.fromkeys(_CELL, pl.String), "value": pl.Int64})
    cubes = [
        empty if cube is None else cube.group_by(pl.col(_CELL).cast(pl.String)).agg(pl.col("value").sum())
        for cube in (before.people, after.people)
    ]
    pairs = cubes[0].join(cubes[1], on=_CELL, how="full", coalesce=True, suffix=":new", nulls_equal=True)
    moved = (
        pairs.filter(pl.col("value").ne_missing(pl.col("value:new")))
        .select("project_code", "indicator")
        .unique()
        .sort("project_code", "indicator")
    )
    if moved.is_empty():
        return
    counts = (
        pairs.join(moved, on=["project_code", "indicator"], how="semi")
        .group_by(COUNT_KEY)
        .agg(*(pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in ("value", "value:new")))
    )
    by_gender: dict[tuple[str, str], dict] = {}
    for row in counts.iter_rows(named=True):
        by_gender.setdefault((row["project_code"], row["indicator"]), {})[row["gender"]] = (row["value"], row["value:new"])
    names = _project_names(before.rows) | _project_names(after.rows)
    old_rows, new_rows = (_count_rows(side, moved) for side in (old, new))
    for code, indicator in moved.iter_rows():
        cells = by_gender[code, indicator]
        sides = [
            {gender: cells[gender][side] for gender in GENDERS if gender in cells and cells[gender][side] is not None} or None
            for side in (0, 1)
        ]
        key, name = names.get(code, (code, None))
        yield _change(
            "people-changed", table="outcomes", key=key, code=code, name=name, field=indicator, old=sides[0], new=sides[1],
            old_rows=old_rows.get((code, indicator), ()), new_rows=new_rows.get((code, indicator), ()),
        )  # fmt: skip


def _project_names(rows: pl.DataFrame) -> dict[str, tuple[str, str | None]]:
    """Project or group code → project key and name."""
    names: dict[str, tuple[str, str | None]] = {}
    for key, code, group, name in rows.select("project_key", "project_code", "group_code", "project_name").iter_rows():
        names |= {known: (key, name) for known in (group, code) if known}
    return names


def _count_rows(side: Side, moved: pl.DataFrame) -> Mapping[tuple[str, str], Sequence[int]]:
    """Project code and indicator → the rows of its latest report on or before the delivery's day."""
    if side.outcomes is None:
        return {}
    known = side.outcomes.filter(pl.col("cutoff_date") <= side.snapshot.as_of).join(moved, on=["project_code", "indicator"], how="semi")
    latest = known.filter(pl.col("cutoff_date") == pl.col("cutoff_date").max().over("project_code", "indicator"))
    grouped = latest.group_by("project_code", "indicator").agg(pl.col("source_row").unique().sort())
    return {(code, indicator): rows for code, indicator, rows in grouped.iter_rows()}


def _outside(old: Side, new: Side) -> Outside:
    """Rows of the lists that are in the theme on neither side."""
    rests: list[pl.DataFrame] = []
    for side in (old, new):
        rest = side.projects.join(side.snapshot.rows.select("source_row"), on="source_row", how="anti")
        columns = [name for name in rest.columns if name not in _REPEATED]
        rests.append(numbered(rest, *columns))
    if rests[0].columns != rests[1].columns:
        rests = [rows.select(sorted(set(rests[0].columns) & set(rests[1].columns))) for rows in rests]
    scoped = pl.concat([codes_of(side.snapshot.rows) for side in (old, new)]).unique()
    left, right = (rows.filter(~pl.col("identity").is_in(scoped.implode())) for rows in rests)
    added = right.join(left, on=["identity", "number"], how="anti").height
    removed = left.join(right, on=["identity", "number"], how="anti").height
    both = left.join(right, on=["identity", "number"], how="inner", suffix=":new")
    names = [name for name in left.columns if name not in ("identity", "number")]
    changed = both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}:new")) for name in names)).height if names else 0
    return Outside(added, removed, changed)
