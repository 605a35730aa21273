"""How far the theme reaches: people against the projects' own plans, and against the need."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import cast

import polars as pl

from analytics.counts import number
from analytics.filters import Filters
from analytics.people import ALL_PARTICIPANTS, Genders, people_parts, people_total
from analytics.required import required
from analytics.scope import Snapshot, once
from data_loaders.codes import code_list
from data_loaders.theme import Theme

# Against the plans --------------------------------------------------------------------


def groups_of_persons(theme: Theme, filters: Filters) -> tuple[str, ...]:
    """The theme's groups whose people are participants, as far as the reader asked for them."""
    persons = (topic.code for topic in theme.target_groups if topic.kind in ("person", ""))
    return tuple(code for code in persons if not filters.group or code in filters.group)


@dataclass(frozen=True)
class ProjectReach:
    """One project: whom it meant to reach in all, and whom it has reached so far.

    Attributes:
        key: ``project_key``.
        name: Name of the project; null when the list has none.
        groups: The groups of persons it has declared.
        planned: Participants planned for the whole project; null when not known.
        reached: Participants so far; null when nothing has been collected.
        elapsed: Part of its time that has passed, 0–1; null when it has no dates.
    """

    key: str
    name: str | None
    groups: tuple[str, ...]
    planned: int | None
    reached: int | None
    elapsed: float | None

    @property
    def share(self) -> float | None:
        """Reached of planned; null when either is not known or the plan is zero."""
        return self.reached / self.planned if self.planned and self.reached is not None else None

    @property
    def is_compared(self) -> bool:
        return self.planned is not None and self.reached is not None


@dataclass(frozen=True)
class GroupReach:
    """The projects that have declared one group of persons only: their plans speak of it alone."""

    code: str
    project_count: int
    planned: int
    reached: int


@dataclass(frozen=True)
class PlannedReach:
    """Projects against their own plans, largest plan first; those without a plan last.

    A plan belongs to a project. It cannot be divided by region, nor by target group where
    a project has declared several: such plans are compared by project and in total only.
    """

    projects: tuple[ProjectReach, ...]

    @cached_property
    def compared(self) -> tuple[ProjectReach, ...]:
        """Projects of which both the plan and the people are known."""
        return tuple(project for project in self.projects if project.is_compared)

    @property
    def planned(self) -> int | None:
        """Planned participants of the projects compared; null when there is none."""
        return sum(required(project.planned) for project in self.compared) if self.compared else None

    @property
    def reached(self) -> int | None:
        """Participants of the projects compared; null when there is none."""
        return sum(required(project.reached) for project in self.compared) if self.compared else None

    @property
    def share(self) -> float | None:
        """Reached of planned in the projects compared."""
        planned, reached = self.planned, self.reached
        return reached / planned if planned and reached is not None else None

    @property
    def at_even_pace(self) -> int | None:
        """Participants by now if they came evenly over each project's time; null when a project compared has no dates."""
        if not self.compared or any(project.elapsed is None for project in self.compared):
            return None
        return round(sum(required(project.planned) * required(project.elapsed) for project in self.compared))

    @property
    def without_plan(self) -> tuple[ProjectReach, ...]:
        """Projects that count people but whose plan is not known."""
        return tuple(project for project in self.projects if project.planned is None and project.reached is not None)

    @property
    def without_people(self) -> tuple[ProjectReach, ...]:
        """Projects with a plan whose people have not been reported yet."""
        return tuple(project for project in self.projects if project.planned is not None and project.reached is None)

    @cached_property
    def by_group(self) -> tuple[GroupReach, ...]:
        """The groups that a plan can be given to: of projects with that group only; largest plan first."""
        alone: dict[str, list[ProjectReach]] = {}
        for project in self.compared:
            if len(project.groups) == 1:
                alone.setdefault(project.groups[0], []).append(project)
        parts = [
            GroupReach(code, len(own), sum(required(project.planned) for project in own), sum(required(project.reached) for project in own))
            for code, own in alone.items()
        ]
        return tuple(sorted(parts, key=lambda part: (-part.planned, part.code)))

    @property
    def undivided(self) -> tuple[ProjectReach, ...]:
        """Projects compared whose plan cannot be given to one group: they have several, or none is known."""
        return tuple(project for project in self.compared if len(project.groups) != 1)


def planned_reach(view: Snapshot, theme: Theme) -> PlannedReach:
    """Compare the people of each project with its plan.

    The reader's choices choose projects. A project is then compared whole, with its people
    of every region and group, since its plan cannot be divided.

    Args:
        view: A delivery, filtered or not.
        theme: The theme file: groups of organisations and of close ones are no participants.
    """
    every = _project_reaches(view.whole, theme)
    if view.filters.is_empty:
        return PlannedReach(every)
    chosen = set(view.rows["project_key"].unique())
    return PlannedReach(tuple(project for project in every if project.key in chosen))


# The same for every reader and choice, so it is worked out once for a delivery.
@lru_cache(maxsize=2)
def _project_reaches(whole: Snapshot, theme: Theme) -> tuple[ProjectReach, ...]:
    """Every project of the theme with its plan and people, largest plan first."""
    persons = set(groups_of_persons(theme, Filters()))
    rows = whole.rows
    reached: Mapping[str, int] = {}
    if whole.project_people is not None:
        everyone = whole.project_people.filter(pl.col("indicator") == ALL_PARTICIPANTS).join(whole.project_keys, on="project_code")
        reached = dict(everyone.group_by("project_key").agg(pl.col("value").sum()).iter_rows())
    projects = rows.group_by("project_key", maintain_order=True).agg(
        pl.col("project_name").drop_nulls().first().alias("name"),
        pl.col("target_groups").explode(empty_as_null=True).drop_nulls().unique(maintain_order=True).alias("groups"),
        pl.when(pl.col("planned_participants").count() > 0).then(pl.col("planned_participants").sum()).alias("planned"),
        pl.col("start_date").min(),
        pl.col("end_date").max(),
    )
    reaches = [
        ProjectReach(
            row["project_key"],
            row["name"],
            tuple(code for code in row["groups"] if code in persons),
            row["planned"],
            reached.get(row["project_key"]),
            _elapsed(row["start_date"], row["end_date"], whole.as_of),
        )
        for row in projects.iter_rows(named=True)
    ]
    return tuple(sorted(reaches, key=lambda project: (project.planned is None, -(project.planned or 0), project.key)))


def _elapsed(start: date | None, end: date | None, day: date) -> float | None:
    if start is None or end is None or end < start:
        return None
    return min(1.0, max(0.0, ((day - start).days + 1) / ((end - start).days + 1)))


# Against the need ---------------------------------------------------------------------


@dataclass(frozen=True)
class NeedCount:
    """People in need; without a value it is ``protected`` or ``not_available``, which are not zero."""

    value: int | None
    missing: str | None = None


#: What a place has when the table has no cell of it.
_ABSENT = NeedCount(None, "not_available")


@dataclass(frozen=True)
class NeedReach:
    """The participants of one place beside its need.

    Attributes:
        code: Maakunta code; null is the whole country.
        participants: Everyone reached; its total is null when nothing is collected.
        need: ``female``, ``male`` and ``all`` → people in need at the end of the month. All is
            the statistic's own total, never worked out from its parts.
        population: Inhabitants.
    """

    code: str | None
    participants: Genders
    need: Mapping[str, NeedCount]
    population: int

    def reached(self, gender: str = "all") -> int | None:
        """Participants of a gender (``female``, ``male``), or everyone (``all``)."""
        return self.participants.total if gender == "all" else getattr(self.participants, gender)

    def per_hundred(self, gender: str = "all") -> float | None:
        """Participants per 100 people in need; null when either is not known or the need is zero."""
        reached, need = number(self.reached(gender)), self.need[gender].value
        return reached * 100 / need if reached is not None and need else None

    @property
    def per_inhabitants(self) -> float | None:
        """Participants per 10,000 inhabitants; null when nothing is collected."""
        participants = number(self.participants.total)
        return None if participants is None else participants * 10_000 / self.population

    @property
    def women_of_need(self) -> float | None:
        """Women of the women and men in need; null when either is not known."""
        women, men = self.need["female"].value, self.need["male"].value
        return women / (women + men) if women is not None and men is not None and women + men else None

    @property
    def women_of_participants(self) -> float | None:
        """Women of the women and men reached: the need knows no other genders, so the others are left out."""
        women, men = number(self.participants.female), number(self.participants.male)
        return women / (women + men) if women is not None and men is not None and women + men else None


@dataclass(frozen=True)
class Need:
    """People beside the need, at the end of one month.

    Attributes:
        month: First day of the month of the need.
        country: The whole country, with everyone reached; null when regions are chosen.
        regions: The regions of the programme, most participants per 100 in need first,
            then those where it is not known.
    """

    month: date
    country: NeedReach | None
    regions: tuple[NeedReach, ...]


@once
def need_reach(view: Snapshot) -> Need | None:
    """Set the participants beside the need of their region.

    The need is that of the latest month which ended by the delivery's day.

    Args:
        view: A delivery, filtered or not. People follow every choice; the need follows the
            region only, since it is counted for whole regions.

    Returns:
        Null without people or without a table of need that reaches back to the delivery's day.
    """
    if view.need is None or view.people is None:
        return None
    month, cells = _latest_need(view.whole)
    if month is None:
        return None
    people = {part.code: part.genders for part in people_parts(view.people, "region")}
    regions = {code: row for code, row in code_list("regions").items() if row["in_programme"] == "1"}

    def reach(code: str | None, genders: Genders, population: int) -> NeedReach:
        need = {gender: cells.get((code, gender), _ABSENT) for gender in ("female", "male", "all")}
        return NeedReach(code, genders, MappingProxyType(need), population)

    chosen = view.filters.region
    places = [
        reach(code, people.get(code, Genders()), int(row["population"])) for code, row in regions.items() if not chosen or code in chosen
    ]
    places.sort(key=lambda place: (place.per_hundred() is None, -(place.per_hundred() or 0), place.code))
    country = None
    if not chosen:
        country = reach(None, people_total(view.people), sum(int(row["population"]) for row in code_list("regions").values()))
    return Need(month, country, tuple(places))


# The same for every reader and choice, so it is read once for a delivery.
@lru_cache(maxsize=2)
def _latest_need(whole: Snapshot) -> tuple[date | None, Mapping[tuple[str | None, str], NeedCount]]:
    """The latest month that ended by the delivery's day, and its cells by region and gender; no month when there is none."""
    need = required(whole.need)
    month = cast(date | None, need.filter(pl.col("month").dt.month_end() <= whole.as_of)["month"].max())
    rows = need.filter(pl.col("month").eq_missing(pl.lit(month, pl.Date))).iter_rows(named=True)
    return month, {(row["region"], row["gender"]): NeedCount(row["value"], row["missing"]) for row in rows}
