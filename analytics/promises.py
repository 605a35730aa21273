"""What the projects have promised: kept, not kept, not known; and what is due before they end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.outcomes import ResultRate, result_rate_of
from analytics.people import ALL_PARTICIPANTS, Genders, people_parts
from analytics.scope import Snapshot

KEPT, BROKEN, UNKNOWN = "kept", "not_kept", "not_known"
STATES = (KEPT, BROKEN, UNKNOWN)


@dataclass(frozen=True)
class PromiseCount:
    """How many projects keep one promise, do not, or have not told."""

    code: str
    kept: int
    not_kept: int
    not_known: int

    @property
    def project_count(self) -> int:
        """All projects, the three states being a partition."""
        return self.kept + self.not_kept + self.not_known

    @property
    def kept_share(self) -> float | None:
        """Projects known to keep it, of all projects; null without projects."""
        return self.kept / self.project_count if self.project_count else None


@dataclass(frozen=True)
class ProjectPromises:
    """One project and the state of each promise, in the theme file's order."""

    key: str
    name: str | None
    end_date: date | None
    states: tuple[str, ...]


@dataclass(frozen=True)
class DuePlan:
    """A running project without a known plan of what is due before its end.

    Attributes:
        key: Project key.
        name: Its name; null when the list has none.
        end_date: Its last day.
        days_left: Days from the delivery's day to the end.
        state: ``not_kept`` or ``not_known``.
    """

    key: str
    name: str | None
    end_date: date
    days_left: int
    state: str


def promise_of(kind: str, snapshot: Snapshot) -> str | None:
    """The code of the theme's promise of a kind (``embedding``, ``workplace``); null when the theme has none."""
    promises = snapshot.theme.promises if snapshot.theme else ()
    return next((promise.code for promise in promises if promise.kind == kind), None)


def project_states(rows: pl.DataFrame, promise: str) -> pl.DataFrame:
    """Project key → the state of one promise.

    A joint project keeps a promise when one of its implementers says so and none says no;
    one no makes it not kept; a blank is not an answer.

    Args:
        rows: List rows with ``promises_kept`` and ``promises_broken``.
        promise: Code of the promise.

    Returns:
        One row per project in the order of the list: ``project_key``, ``state``.
    """
    return rows.group_by("project_key", maintain_order=True).agg(_state(promise).alias("state"))


def _state(promise: str) -> pl.Expr:
    yes, no = (pl.col(name).list.contains(promise).any() for name in ("promises_kept", "promises_broken"))
    return pl.when(no).then(pl.lit(BROKEN)).when(yes).then(pl.lit(KEPT)).otherwise(pl.lit(UNKNOWN))


def promise_counts(view: Snapshot) -> tuple[PromiseCount, ...]:
    """The promises of the theme file, counted over projects; empty when the theme has none."""
    codes = [promise.code for promise in view.theme.promises] if view.theme else []
    states = view.rows.group_by("project_key").agg(_state(code).alias(code) for code in codes)
    numbers = states.select((pl.col(code) == state).sum().alias(f"{code} {state}") for code in codes for state in STATES)
    return tuple(PromiseCount(code, *(numbers[f"{code} {state}"][0] for state in STATES)) for code in codes)


@dataclass(frozen=True)
class PromisePoint:
    """The promises in one delivery: a state on a day, never to be added over days."""

    day: date
    counts: tuple[PromiseCount, ...]


def promise_trend(history: Iterable[Snapshot]) -> tuple[PromisePoint, ...]:
    """How the promises stood in each delivery that knows the theme's projects, oldest first; the latest import of a day counts.

    Args:
        history: The deliveries, filtered alike, oldest first.
    """
    by_day = {snapshot.as_of: promise_counts(snapshot) for snapshot in history if snapshot.theme_known}
    return tuple(PromisePoint(day, by_day[day]) for day in sorted(by_day))


def promises_by_project(view: Snapshot) -> tuple[ProjectPromises, ...]:
    """Every project with the state of each promise, by name."""
    projects = _projects(view.rows)
    for promise in view.theme.promises if view.theme else ():
        states = project_states(view.rows, promise.code).rename({"state": f"promise {promise.code}"})
        projects = projects.join(states, on="project_key", maintain_order="left")
    projects = projects.sort(pl.col("name").str.to_lowercase(), "project_key", nulls_last=True)
    return tuple(ProjectPromises(key, name, end, tuple(states)) for key, name, end, _, *states in projects.iter_rows())


def due_plans(view: Snapshot) -> tuple[DuePlan, ...]:
    """Running projects without a known plan of what is due before the end, soonest end first.

    A project runs when it has started, has not ended and is not cancelled; one without
    dates has no day that anything could be due by. Empty when the theme has no promise
    of the kind ``embedding``.
    """
    promise = promise_of("embedding", view)
    if promise is None:
        return ()
    projects = _projects(view.rows).join(project_states(view.rows, promise), on="project_key")
    running = projects.filter(
        (pl.col("start_date") <= view.as_of) & (pl.col("end_date") >= view.as_of) & (pl.col("state") != KEPT)
    )
    cancelled = view.rows.filter(pl.col("status") == "cancelled")["project_key"].unique()
    running = running.filter(~pl.col("project_key").is_in(cancelled.implode())).sort("end_date", "project_key")
    return tuple(
        DuePlan(key, name, end, (end - view.as_of).days, state) for key, name, end, _, state in running.iter_rows()
    )


def _projects(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.group_by("project_key", maintain_order=True).agg(
        pl.col("project_name").drop_nulls().first().alias("name"), pl.col("end_date").max(), pl.col("start_date").min()
    )


@dataclass(frozen=True)
class PromiseOutcomes:
    """The projects of one state of a promise, and what came of them.

    Attributes:
        state: ``kept``, ``not_kept`` or ``not_known``.
        project_count: Projects of the state.
        participants: Everyone they have reached.
        rate: Their rate of ``indicator`` over those who left, with the reason when there is none.
    """

    state: str
    project_count: int
    participants: Genders
    rate: ResultRate


def workplace_outcomes(view: Snapshot, indicator: str = "EECR04") -> tuple[PromiseOutcomes, ...]:
    """Employment of those who left, by what the projects say of cooperation with workplaces.

    What is set side by side is not cause and effect: the projects differ in more than
    their cooperation. Empty without outcomes or a promise of the kind ``workplace``.

    Args:
        view: The delivery, filtered or not.
        indicator: The result indicator looked at.
    """
    promise = promise_of("workplace", view)
    if promise is None or view.people is None or view.is_protected:
        return ()
    states = project_states(view.rows, promise)
    keys: dict[str, set[str]] = {state: set() for state in STATES}
    for key, state in states.iter_rows():
        keys[state].add(key)
    rates = result_rate_of(indicator, view, [frozenset(keys[state]) for state in STATES])
    codes = [view.rows.select("project_key", pl.col(name).alias("project_code")) for name in ("project_code", "group_code")]
    answered = pl.concat(codes).drop_nulls("project_code").unique("project_code").join(states, on="project_key")
    told = view.people.filter(pl.col("indicator") == ALL_PARTICIPANTS).join(answered, on="project_code", how="inner")
    people = {part.code: part.genders for part in people_parts(told, "state")}
    return tuple(
        PromiseOutcomes(state, len(keys[state]), people.get(state, Genders()), rate) for state, rate in zip(STATES, rates, strict=True)
    )


def people_by_subtheme(view: Snapshot) -> dict[str | None, int] | None:
    """Participants by sub-theme of their project, in full in each: sub-themes overlap and are not added.

    Null where counts are not published by sub-theme.
    """
    if view.people is None:
        return {}
    if view.is_protected:
        return None
    pairs = view.whole.rows.select("project_code", "group_code", pl.col("subthemes").alias("subtheme")).explode("subtheme", empty_as_null=True)
    codes = pl.concat([pairs.select(pl.col(name).alias("project_code"), "subtheme") for name in ("project_code", "group_code")])
    everyone = view.people.filter(pl.col("indicator") == ALL_PARTICIPANTS).group_by("project_code").agg(pl.col("value").sum())
    counted = codes.drop_nulls("project_code").unique().join(everyone, on="project_code", how="inner")
    return dict(counted.group_by("subtheme").agg(pl.col("value").sum()).iter_rows())
