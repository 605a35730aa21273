"""What is different between two deliveries, and what each difference does to the figures.

Pure: tables in, frozen results out. Every change has a stable id and the rows it was read
from; every figure's change is divided into parts that add up to it exactly.
"""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import dataframely as dy
import polars as pl

from analytics.funding import totals
from analytics.money import PublicMoney
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
#: Why a figure changed.
Reason = Literal[
    "project-added", "project-joined", "project-removed", "project-left", "implementer-added", "implementer-removed",
    "cancelled", "raised", "lowered", "became-known", "became-unknown", "regrouped", "first-report", "report-removed",
    "frame-changed",
]  # fmt: skip
#: Why a delivery may not be shown before somebody has said so.
Hold = Literal["no-theme-projects", "committed-fall"]


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
    pairs = _paired(before.rows, after.rows, old.projects, new.projects)
    changes = (
        *_of_the_whole(before, after),
        *_of_membership(pairs, old, new),
        *_of_values(before.rows, after.rows, old.theme, new.theme),
        *_of_people(old, new),
    )
    return Changes(
        before.id,
        after.id,
        _figures(pairs, before, after, old.projects, new.projects),
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


# Figures ------------------------------------------------------------------------------


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
        where both deliveries hold people.
    """
    return _figures(_paired(old.rows, new.rows, old_list, new_list), old, new, old_list, new_list)


def _figures(
    pairs: pl.DataFrame, old: Snapshot, new: Snapshot, old_list: dy.DataFrame[ProjectRow] | None, new_list: dy.DataFrame[ProjectRow] | None
) -> tuple[FigureChange, ...]:
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


def _identity(rows: pl.DataFrame) -> pl.Expr:
    """What tells one row of a list from another: its code, else what its words say."""
    words = [
        pl.col(name).cast(pl.String).fill_null("") for name in ("project_name", "implementer_name", "start_date") if name in rows.columns
    ]
    has_words = "project_name" in rows.columns
    spoken = (
        pl.when(pl.col("project_name").is_not_null()).then(pl.concat_str(words, separator="\n")) if has_words else pl.lit(None, pl.String)
    )
    return pl.coalesce("project_code", spoken, "project_key").alias("identity")


def _numbered(rows: pl.DataFrame, *columns: str) -> pl.DataFrame:
    """The rows with their identity, and a number among the rows of the same identity."""
    named = rows.select(_identity(rows), *columns)
    return named.with_columns(pl.int_range(pl.len()).over("identity").alias("number"))


_PAIRED = ("project_key", "project_code", "group_code", "status", "planned_public_eur", "actual_public_eur")
#: What two lists call the same project: a project without any code is its row, which moves.
_LASTING = (
    pl.when(pl.col("project_code").is_null() & pl.col("group_code").is_null())
    .then(pl.concat_str(pl.col("identity", "number").cast(pl.String), separator="\n"))
    .otherwise("project_key")
    .alias("lasting")
)


def _paired(
    old: pl.DataFrame, new: pl.DataFrame, old_list: dy.DataFrame[ProjectRow] | None, new_list: dy.DataFrame[ProjectRow] | None
) -> pl.DataFrame:
    """One row per list row of either side: its columns before and after, and how it came to be there.

    ``here`` and ``here:new`` say on which side the row is; ``came`` and ``went`` are the
    reason of a row that is on one side only (null for a row of both).
    """
    sides = [_numbered(rows, *_PAIRED).with_columns(_LASTING, pl.lit(True).alias("here")) for rows in (old, new)]
    pairs = sides[0].join(sides[1], on=["identity", "number"], how="full", coalesce=True, suffix=":new", maintain_order="right_left")
    pairs = pairs.with_columns(
        _arrival(pairs, "lasting:new", pairs["lasting"], old_list, "joined", "added").alias("came"),
        _arrival(pairs, "lasting", pairs["lasting:new"], new_list, "left", "removed").alias("went"),
    )
    came, went = pl.col("here").is_null(), pl.col("here:new").is_null()
    return pairs.with_columns(
        pl.when(came).then(pl.coalesce("came", pl.lit("implementer-added")))
        .when(went).then(pl.coalesce("went", pl.lit("implementer-removed"))).alias("reason"),
        pl.coalesce("project_key:new", "project_key").alias("key"),
    )  # fmt: skip


def _arrival(
    pairs: pl.DataFrame, key: str, there: pl.Series, other_list: dy.DataFrame[ProjectRow] | None, known: str, unknown: str
) -> pl.Series:
    """Why a project is on this side only; null when the other side has it too, or a row of it under another key."""
    listed = pl.Series(dtype=pl.String) if other_list is None else _codes(other_list)
    rows = pairs.select(
        pl.col(key),
        (pairs["identity"].is_in(listed.implode()) | pairs[key].is_in(listed.implode())).fill_null(False).alias("listed"),
        (pairs[key].is_in(there.implode()) | (pairs["here"] & pairs["here:new"])).fill_null(False).alias("there"),
    ).with_columns(pl.col("listed", "there").any().over(key))
    return rows.select(
        pl.when(pl.col(key).is_null() | pl.col("there")).then(None)
        .when("listed").then(pl.lit(f"project-{known}")).otherwise(pl.lit(f"project-{unknown}"))
    ).to_series()  # fmt: skip


def _codes(rows: pl.DataFrame) -> pl.Series:
    """Every word that names a row or its project in any list."""
    named = rows.select(_identity(rows), "project_code", "group_code")
    return pl.concat([named["identity"], named["project_code"], named["group_code"]]).drop_nulls().unique()


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


_COUNT = ["project_code", "indicator", "gender"]


def _people_pairs(
    old: Snapshot, new: Snapshot, old_list: dy.DataFrame[ProjectRow] | None, new_list: dy.DataFrame[ProjectRow] | None
) -> pl.DataFrame:
    """Counts by project, indicator and gender before and after, with the reason of their difference."""

    def counts(cube: pl.DataFrame | None) -> pl.DataFrame:
        if cube is None:
            return pl.DataFrame(schema={**dict.fromkeys(_COUNT, pl.String), "value": pl.Int64})
        return cube.group_by(_COUNT).agg(pl.col("value").sum()).with_columns(pl.col("gender").cast(pl.String))

    pairs = counts(old.people).join(counts(new.people), on=_COUNT, how="full", coalesce=True, suffix=":new")
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
    ).sort(_COUNT)  # fmt: skip


def _people_figures(
    old: Snapshot, new: Snapshot, old_list: dy.DataFrame[ProjectRow] | None, new_list: dy.DataFrame[ProjectRow] | None
) -> Iterator[FigureChange]:
    if old.people is None and new.people is None:
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


# Changes one by one -------------------------------------------------------------------


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
        numbered = _numbered(listed, "source_row", "project_key", "project_code", "project_name", *_SUMMED)
        for row in moved.join(numbered, on=["identity", "number"], how="inner", maintain_order="left").iter_rows(named=True):
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
    sides = [
        _numbered(rows.with_columns(lists, project_key="project_key"), "source_row", "project_key", *names) for rows in (before, after)
    ]
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


_CELL = [*_COUNT, "target_group", "region"]


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
        .group_by(_COUNT)
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
    numbered = []
    for side in (old, new):
        rest = side.projects.join(side.snapshot.rows.select("source_row"), on="source_row", how="anti")
        columns = [name for name in rest.columns if name not in _REPEATED]
        numbered.append(_numbered(rest, *columns))
    if numbered[0].columns != numbered[1].columns:
        numbered = [rows.select(sorted(set(numbered[0].columns) & set(numbered[1].columns))) for rows in numbered]
    scoped = pl.concat([_codes(side.snapshot.rows) for side in (old, new)]).unique()
    left, right = (rows.filter(~pl.col("identity").is_in(scoped.implode())) for rows in numbered)
    added = right.join(left, on=["identity", "number"], how="anti").height
    removed = left.join(right, on=["identity", "number"], how="anti").height
    both = left.join(right, on=["identity", "number"], how="inner", suffix=":new")
    names = [name for name in left.columns if name not in ("identity", "number")]
    changed = both.filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}:new")) for name in names)).height if names else 0
    return Outside(added, removed, changed)
