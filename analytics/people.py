"""The people reached: cubes built at import, and what the pages read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import cast

import dataframely as dy
import polars as pl

from analytics.counts import HIDDEN_SIGN, SignedCount, few, number
from data_loaders.codes import GENDERS, SEVERAL_REGIONS
from data_loaders.schemas import (
    OutcomeRow,
    PeopleCell,
    PeopleCube,
    PeopleTrendCell,
    ProjectRow,
    ProtectedCell,
    PublicPeopleCell,
    ScopeRow,
    rows_where,
)

#: Everyone who took part: the indicator of reach, of the balance of genders and of the map.
ALL_PARTICIPANTS = "EECO01"
_CELL = ["project_code", "indicator", "target_group", "region", "gender"]


def people_cubes(outcomes: dy.DataFrame[OutcomeRow], rows: dy.DataFrame[ProjectRow], as_of: date) -> dict[str, pl.DataFrame]:
    """Build what the pages read about people, once, at import.

    Values are cumulative at a date, so the latest date of each project and indicator on
    or before a day counts once; earlier dates are never added to it. A count without a
    region takes its project's.

    Args:
        outcomes: ``OutcomeRow`` table.
        rows: ``ProjectRow`` table of the same delivery, for the projects' regions.
        as_of: The delivery's as-of date; later cut-off dates are left out.

    Returns:
        ``people`` (``PeopleCell``, state on the day) and ``people_trend``
        (``PeopleTrendCell``, one state for the last cut-off date of each half-year).
    """
    known = placed_outcomes(rows_where(outcomes, pl.col("cutoff_date") <= as_of), rows)
    cells = known.group_by(*_CELL, "cutoff_date").agg(pl.col("value").sum())
    days = sorted(known["cutoff_date"].unique().to_list())
    last_of_half_year = {(day.year, day.month > 6): day for day in days}
    trend_days = pl.Series("date", sorted(last_of_half_year.values()), pl.Date)
    trend = _states(cells, trend_days)
    people = _states(cells, pl.Series("date", [as_of], pl.Date))
    return {
        "people": PeopleCell.validate(people.select(PeopleCell.column_names()).sort(_CELL), cast=True),
        "people_trend": PeopleTrendCell.validate(trend.select(PeopleTrendCell.column_names()).sort("date", *_CELL), cast=True),
    }


def placed_outcomes(outcomes: dy.DataFrame[OutcomeRow], rows: dy.DataFrame[ProjectRow]) -> pl.DataFrame:
    """Outcome rows with the region of their project where they name none.

    Args:
        outcomes: ``OutcomeRow`` table.
        rows: ``ProjectRow`` table of the same delivery.
    """
    placed = outcomes.join(_project_regions(rows), on="project_code", how="left", suffix="_of_project", maintain_order="left")
    return placed.with_columns(pl.coalesce("region", "region_of_project").alias("region")).drop("region_of_project")


def latest_reports(outcomes: dy.DataFrame[OutcomeRow], day: date) -> pl.DataFrame:
    """The outcome rows that count on a day: those of the latest cut-off date of each project and indicator."""
    known = outcomes.filter(pl.col("cutoff_date") <= day)
    return known.filter(pl.col("cutoff_date") == pl.col("cutoff_date").max().over("project_code", "indicator"))


def _states(cells: pl.DataFrame, days: pl.Series) -> pl.DataFrame:
    """The cells of the latest cut-off date on or before each day, by project and indicator."""
    reports = cells.select("project_code", "indicator", "cutoff_date").unique().sort("cutoff_date")
    wanted = reports.select("project_code", "indicator").unique().join(days.to_frame(), how="cross").sort("date")
    latest = wanted.join_asof(
        reports,
        left_on="date",
        right_on="cutoff_date",
        by=["project_code", "indicator"],
        strategy="backward",
        check_sortedness=False,
        coalesce=False,
    ).drop_nulls("cutoff_date")
    return latest.join(cells, on=["project_code", "indicator", "cutoff_date"], how="inner")


def _project_regions(rows: dy.DataFrame[ProjectRow]) -> pl.DataFrame:
    """Project or group code → its region; ``several`` when its rows lie in several."""
    pairs = pl.concat(
        [
            rows.select(pl.col("project_code"), "region"),
            rows.select(pl.col("group_code").alias("project_code"), "region"),
        ]
    ).drop_nulls()
    return pairs.group_by("project_code").agg(
        pl.when(pl.col("region").n_unique() == 1).then(pl.col("region").first()).otherwise(pl.lit(SEVERAL_REGIONS)).alias("region")
    )


@dataclass(frozen=True)
class Genders:
    """Counts of people by gender. Null is *not collected*, which is not zero.

    In public, where not every gender is published, ``everyone`` is the published count of all.
    """

    female: int | None = None
    male: int | None = None
    non_binary: int | None = None
    unknown: int | None = None
    everyone: int | None = None

    @cached_property
    def total(self) -> int | None:
        """Everyone, the four genders being a partition; null when nothing is collected."""
        if self.everyone is not None:
            return self.everyone
        known = [count for count in self.counts if count is not None]
        return sum(known) if known else None

    @property
    def counts(self) -> tuple[int | None, ...]:
        """The counts in the one order: female, male, non-binary, unknown."""
        return (self.female, self.male, self.non_binary, self.unknown)

    def share(self, gender: str) -> float | None:
        """A gender's part of everyone; null when it is not collected, there is nobody, or a count is a sign."""
        return share_of(getattr(self, gender), self.total)


def added(several: Sequence[Genders]) -> Genders:
    """Different people added up, gender by gender; null where no count is given."""
    columns = zip(*(genders.counts for genders in several), strict=True)
    known = [[count for count in column if count is not None] for column in columns]
    return Genders(*(sum(column) if column else None for column in known))


def share_of(count: int | None, whole: int | None) -> float | None:
    """A part of a whole; null when either is not known or is a sign, or there is nobody."""
    part, base = number(count), number(whole)
    return part / base if part is not None and base else None


@dataclass(frozen=True)
class PeoplePart:
    """People along a dimension; ``code`` is null where it is not known."""

    code: str | None
    genders: Genders


@dataclass(frozen=True)
class PeoplePoint:
    """People on a day: a cumulative state, never to be added over days."""

    day: date
    code: str | None
    genders: Genders


def people_total(cube: PeopleCube, indicator: str = ALL_PARTICIPANTS) -> Genders:
    """Everyone counted by one indicator. Indicators overlap and are never added."""
    parts = people_parts(cube, "indicator", indicator)
    return parts[0].genders if parts else Genders()


def people_parts(
    cube: PeopleCube, dimension: str, indicator: str | None = ALL_PARTICIPANTS, every: Sequence[str] = ()
) -> tuple[PeoplePart, ...]:
    """People by ``region``, ``target_group`` or ``indicator``, most people first, unknown last.

    Args:
        cube: Cells of the people cube.
        dimension: The column to divide by.
        indicator: The indicator counted; null for all, which only makes sense by indicator.
        every: Codes that are there even when nothing is collected of them.
    """
    chosen = cube if indicator is None else rows_where(cube, pl.col("indicator") == indicator)
    if is_protected(cube):
        parts = [PeoplePart(code, genders) for _, code, genders in _published(chosen, dimension)]
    else:
        parts = [PeoplePart(code, genders) for (code,), genders in by_gender(chosen, dimension).items()]
    parts += [PeoplePart(code, Genders()) for code in every if code not in {part.code for part in parts}]
    return tuple(sorted(parts, key=_most_first))


def _most_first(part: PeoplePart) -> tuple:
    return part.code is None, -(part.genders.total or 0), part.code or ""


def people_trend(cube: PeopleCube, dimension: str | None = None, indicator: str = ALL_PARTICIPANTS) -> tuple[PeoplePoint, ...]:
    """People over time, by a dimension or altogether (then ``code`` is null), oldest first."""
    chosen = rows_where(cube, pl.col("indicator") == indicator)
    if is_protected(cube):
        points = [PeoplePoint(*point) for point in _published(chosen, dimension)]
    elif dimension is None:
        points = [PeoplePoint(day, None, genders) for (day,), genders in by_gender(chosen, "date").items()]
    else:
        points = [PeoplePoint(day, code, genders) for (day, code), genders in by_gender(chosen, "date", dimension).items()]
    return tuple(sorted(points, key=lambda point: (point.day, point.code or "")))


def people_by_subtheme(cube: PeopleCube, subthemes: pl.DataFrame, indicator: str = ALL_PARTICIPANTS) -> tuple[PeoplePart, ...]:
    """People by the sub-themes of their projects, most people first, unknown last.

    Sub-themes overlap: a project's people stand in each of its sub-themes, so the parts
    must not be added.

    Args:
        cube: Cells of the people cube.
        subthemes: ``subthemes_of`` all list rows of the theme.
        indicator: The indicator counted.

    Returns:
        Empty for a protected cube, which has no projects.
    """
    if is_protected(cube):
        return ()
    subthemes_of_code: dict[str | None, list[str | None]] = {}
    for code, subtheme in subthemes.iter_rows():
        subthemes_of_code.setdefault(code, []).append(subtheme)
    parts: dict[str | None, list[Genders]] = {}
    for part in people_parts(cube, "project_code", indicator):
        for subtheme in subthemes_of_code.get(part.code, [None]):
            parts.setdefault(subtheme, []).append(part.genders)
    return tuple(sorted((PeoplePart(code, added(genders)) for code, genders in parts.items()), key=_most_first))


def people_keys_of(rows: dy.DataFrame[ScopeRow]) -> pl.DataFrame:
    """``project_code`` (of an implementer, or of a joint project) → ``project_key``."""
    pairs = [rows.select("project_code", "project_key"), rows.select(pl.col("group_code").alias("project_code"), "project_key")]
    return pl.concat(pairs).drop_nulls().unique("project_code")


def subthemes_of(rows: dy.DataFrame[ScopeRow]) -> pl.DataFrame:
    """``project_code`` (of an implementer, or of a joint project) → each ``subtheme`` known of it."""
    pairs = [
        rows.select(pl.col(code).alias("project_code"), pl.col("subthemes").alias("subtheme")) for code in ("project_code", "group_code")
    ]
    return pl.concat(pairs).explode("subtheme", empty_as_null=True).drop_nulls().unique()


# Between two days ---------------------------------------------------------------------


@dataclass(frozen=True)
class Period:
    """The time from one cut-off date to a later one."""

    first: date
    last: date


@dataclass(frozen=True)
class PeopleChange:
    """How a part grew in a period: the difference of two cumulative states.

    Attributes:
        code: The part; null where it is not known, or for everyone.
        before: Count on the first day; null when nothing had been collected by then.
        after: Count on the last day; null when nothing has been collected.
    """

    code: str | None
    before: int | None
    after: int | None

    @property
    def change(self) -> int | None:
        """After less before; null when either is not known or is a sign. Negative when a report was corrected downwards."""
        before, after = number(self.before), number(self.after)
        return None if before is None or after is None else after - before


def periods(days: Sequence[date]) -> tuple[Period, ...]:
    """The periods between the days of a trend, the latest first; empty when there is one day only."""
    ordered = sorted(set(days))
    return tuple(Period(first, last) for first, last in reversed(list(pairwise(ordered))))


def season_before(offered: Sequence[Period], period: Period) -> Period | None:
    """The period that another is compared with at first: two half-years back is the same season, which is the fairest.

    Args:
        offered: The latest first; ``period`` is one of them.
    """
    others = [other for other in offered if other != period]
    before = [other for other in others if other.last < period.last]
    return next(iter([*before[1:2], *before, *others]), None)


def people_change(
    trend: PeopleCube, period: Period, dimension: str | None = None, indicator: str = ALL_PARTICIPANTS
) -> tuple[PeopleChange, ...]:
    """How many more people there are at the end of a period than at its start, by a dimension.

    Args:
        trend: Cells of the people trend cube.
        period: Two days of the cube.
        dimension: ``gender``, ``target_group``, ``region``, or null for everyone.
        indicator: The indicator counted.

    Returns:
        One change per part that has a count on either day, most people at the end first, unknown
        last. A part that was not collected on the first day has no change: it is not
        taken for growth from zero.
    """
    return _changes(_day_states(trend, (period,), dimension, indicator), period, dimension)


#: Part → day → count: cumulative states of some days.
_States = Mapping[str | None, Mapping[date, int]]


def _day_states(trend: PeopleCube, periods: Sequence[Period], dimension: str | None, indicator: str) -> _States:
    """The counts of the days of some periods, in one query; a part without a count of a day is not in it."""
    days = {day for period in periods for day in (period.first, period.last)}
    chosen = rows_where(trend, pl.col("indicator") == indicator, pl.col("date").is_in(list(days)))
    if is_protected(trend):
        return _published_states(people_trend(chosen, None if dimension == "gender" else dimension, indicator), dimension)
    code = pl.lit(None, pl.String) if dimension is None else pl.col(dimension).cast(pl.String)
    states: dict[str | None, dict[date, int]] = {}
    for part, day, count in chosen.group_by(code.alias("code"), "date").agg(pl.col("value").sum()).iter_rows():
        states.setdefault(part, {})[day] = count
    return states


def _everyone(states: _States) -> _States:
    """The parts of a partition added, day by day, as the one part null."""
    days = {day for counts in states.values() for day in counts}
    return {None: {day: sum(counts.get(day, 0) for counts in states.values()) for day in days}}


def _changes(states: _States, period: Period, dimension: str | None) -> tuple[PeopleChange, ...]:
    """The states of two days beside each other, of the parts that have a count on either."""
    changes = [
        PeopleChange(code, counts.get(period.first), counts.get(period.last))
        for code, counts in states.items()
        if {period.first, period.last} & counts.keys()
    ]
    if dimension == "gender":
        return tuple(sorted(changes, key=lambda change: GENDERS.index(change.code)))
    return tuple(sorted(changes, key=lambda change: (change.code is None, -(change.after or 0), change.code or "")))


@dataclass(frozen=True)
class Comparison:
    """How people grew in a period, part by part and altogether, beside another period.

    Attributes:
        period: The period.
        other: The period it is compared with; null when there is none.
        changes: The changes of the parts in the period.
        everyone: The change of everyone.
        against: Part → its change in the other period.
        everyone_against: The change of everyone in the other period; null when there is none.
    """

    period: Period
    other: Period | None
    changes: tuple[PeopleChange, ...]
    everyone: PeopleChange
    against: Mapping[str | None, PeopleChange]
    everyone_against: PeopleChange | None


def compare_periods(
    trend: PeopleCube, period: Period, other: Period | None, dimension: str, indicator: str = ALL_PARTICIPANTS
) -> Comparison | None:
    """Compare how people grew in two periods; null when nothing is collected on either day of the first.

    Args:
        trend: Cells of the people trend cube.
        period: Two days of the cube.
        other: Two days of the cube; null for no comparison.
        dimension: As for ``people_change``.
        indicator: The indicator counted.
    """
    both = (period, other) if other else (period,)
    states = _day_states(trend, both, dimension, indicator)
    changes = _changes(states, period, dimension)
    if not changes:
        return None
    whole = _day_states(trend, both, None, indicator) if is_protected(trend) else _everyone(states)
    (everyone,) = _changes(whole, period, None)
    against = _changes(states, other, dimension) if other else ()
    everyone_against = next(iter(_changes(whole, other, None)), None) if other and against else None
    return Comparison(period, other, changes, everyone, {change.code: change for change in against}, everyone_against)


def by_gender(cube: PeopleCube, *keys: str) -> dict[tuple, Genders]:
    """Values of the key columns → the counts of their cells, added up by gender; null where no count of one was given."""
    by_key: dict[tuple, dict[str, int]] = {}
    for *key, gender, count in cube.group_by(*keys, "gender").agg(pl.col("value").sum()).iter_rows():
        by_key.setdefault(tuple(key), {})[gender] = count
    return {key: Genders(**counts) for key, counts in by_key.items()}


# In public ----------------------------------------------------------------------------

#: Dimension → the cube of protected counts that is divided by it.
_CUBES = {None: "total", "indicator": "total", "region": "region", "target_group": "target_group"}


def is_protected(cube: PeopleCube) -> bool:
    """Whether a cube holds counts in their public form, which are read as they are and never added."""
    return "shown" in cube.columns


def protected_cube(table: dy.DataFrame[PublicPeopleCell], base: int, threshold: int) -> dy.DataFrame[ProtectedCell]:
    """Published counts as the pages read them: a number to draw, and the sign that is shown instead of it.

    Args:
        table: ``PublicPeopleCell`` table.
        base: The rounding base, at which a sign is drawn.
        threshold: The least count that is no sign.
    """
    sign = pl.col("sign").cast(pl.String)
    published = table.select(
        "date", "indicator", pl.col("cube").cast(pl.String), "code", pl.col("gender").cast(pl.String),
        pl.when(sign == "few").then(base).when(sign == "hidden").then(0).otherwise("value").cast(pl.Int64).alias("value"),
        pl.when(sign == "few").then(pl.lit(few(base, threshold).sign)).when(sign == "hidden").then(pl.lit(HIDDEN_SIGN)).alias("shown"),
    )  # fmt: skip
    # A gender that a region or a group does not tell is in its total: that is not the same as not collected.
    keys = ["date", "indicator", "cube", "code"]
    every = published.filter(pl.col("cube") != "total").select(keys).unique().join(pl.DataFrame({"gender": GENDERS}), how="cross")
    withheld = every.join(published, on=[*keys, "gender"], how="anti", nulls_equal=True)
    withheld = withheld.with_columns(pl.lit(0, pl.Int64).alias("value"), pl.lit(HIDDEN_SIGN).alias("shown"))
    return cast(dy.DataFrame[ProtectedCell], pl.concat([published, withheld]))


def _published(cube: PeopleCube, dimension: str | None) -> list[tuple[date, str | None, Genders]]:
    """Day, part and counts of a protected cube, along a dimension that it has."""
    if dimension not in _CUBES:
        return []
    rows = cube.filter(pl.col("cube") == _CUBES[dimension])
    code = "indicator" if dimension == "indicator" else "code"
    by_part: dict[tuple[date, str | None], dict[str, int]] = {}
    for row in rows.iter_rows(named=True):
        value = row["value"] if row["shown"] is None else SignedCount(row["value"], row["shown"])
        by_part.setdefault((row["date"], row[code]), {})["everyone" if row["gender"] == "all" else row["gender"]] = value
    return [(day, part, Genders(**counts)) for (day, part), counts in by_part.items()]


def _published_states(points: Sequence[PeoplePoint], dimension: str | None) -> _States:
    """The published counts, part by part and day by day."""
    states: dict[str | None, dict[date, int]] = {}
    for point in points:
        counts = zip(GENDERS, point.genders.counts, strict=True) if dimension == "gender" else [(point.code, point.genders.total)]
        for code, count in counts:
            if count is not None:
                states.setdefault(code, {})[point.day] = count
    return states
