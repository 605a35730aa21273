"""What the projects have promised: kept, not kept, not known; and what is due before they end."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from analytics.outcomes import ResultRate, result_rate_of
from analytics.people import Genders, added, people_parts
from analytics.scope import Snapshot, once

KEPT, BROKEN, UNKNOWN = "kept", "not_kept", "not_known"
STATES = (KEPT, BROKEN, UNKNOWN)


@dataclass(frozen=True)
class PromiseCount:
    """How many projects keep one promise, do not, or have not answered."""

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


@dataclass(frozen=True)
class _Project:
    """The answers of a whole project, whichever parts of it the reader looks at."""

    name: str | None
    start_date: date | None
    end_date: date | None
    is_cancelled: bool
    states: Mapping[str, str]


# The same for every reader and choice, so it is worked out once for each delivery.
@lru_cache(maxsize=64)
def _projects(whole: Snapshot) -> Mapping[str, _Project]:
    """Project key → its answers, in the order of the list.

    A joint project keeps a promise when one of its implementers says so and none says no;
    one no makes it not kept; a blank is not an answer.
    """
    # The rows of older deliveries are kept without names.
    is_named = "project_name" in whole.rows.columns
    projects = whole.rows.group_by("project_key", maintain_order=True).agg(
        *([pl.col("project_name").drop_nulls().first()] if is_named else []),
        pl.col("start_date").min(),
        pl.col("end_date").max(),
        (pl.col("status") == "cancelled").any().fill_null(False).alias("cancelled"),
        pl.col("promises_kept").explode(empty_as_null=True).drop_nulls(),
        pl.col("promises_broken").explode(empty_as_null=True).drop_nulls(),
    )
    codes = [promise.code for promise in whole.theme.promises] if whole.theme else []
    return {
        key: _Project(
            name[0] if name else None,
            start,
            end,
            cancelled,
            {code: BROKEN if code in broken else KEPT if code in kept else UNKNOWN for code in codes},
        )
        for key, *name, start, end, cancelled, kept, broken in projects.iter_rows()
    }


def _chosen(view: Snapshot) -> dict[str, _Project]:
    """The projects that the reader's choices have a row of: each is then looked at whole."""
    every = _projects(view.whole)
    return dict(every) if view.filters.is_empty else {key: every[key] for key in view.rows["project_key"].unique(maintain_order=True)}


@once
def promise_counts(view: Snapshot) -> tuple[PromiseCount, ...]:
    """The promises of the theme file, counted over projects; empty when the theme has none."""
    if view.theme is None:
        return ()
    projects = _chosen(view).values()
    counts = ((promise.code, Counter(project.states[promise.code] for project in projects)) for promise in view.theme.promises)
    return tuple(PromiseCount(code, *(count[state] for state in STATES)) for code, count in counts)


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


@once
def promises_by_project(view: Snapshot) -> tuple[ProjectPromises, ...]:
    """Every project with the state of each promise, by name."""
    projects = sorted(_chosen(view).items(), key=lambda item: (item[1].name is None, (item[1].name or "").lower(), item[0]))
    return tuple(ProjectPromises(key, project.name, project.end_date, tuple(project.states.values())) for key, project in projects)


@once
def due_plans(view: Snapshot) -> tuple[DuePlan, ...]:
    """Running projects without a known plan of what is due before the end, soonest end first.

    A project runs when it has started, has not ended and is not cancelled; one without
    dates has no day that anything could be due by. Empty when the theme has no promise
    of the kind ``embedding``.
    """
    promise = promise_of("embedding", view)
    if promise is None:
        return ()
    due = [
        DuePlan(key, project.name, project.end_date, (project.end_date - view.as_of).days, project.states[promise])
        for key, project in _chosen(view).items()
        if project.start_date and project.end_date and project.start_date <= view.as_of <= project.end_date
        and not project.is_cancelled and project.states[promise] != KEPT
    ]  # fmt: skip
    return tuple(sorted(due, key=lambda plan: (plan.end_date, plan.key)))


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


@once
def workplace_outcomes(view: Snapshot, indicator: str = "EECR04") -> tuple[PromiseOutcomes, ...]:
    """Employment of those who left, by the projects' answers on cooperation with workplaces.

    What is set side by side is not cause and effect: the projects differ in more than
    their cooperation. Empty without outcomes or a promise of the kind ``workplace``.

    Args:
        view: The delivery, filtered or not.
        indicator: The result indicator looked at.
    """
    promise = promise_of("workplace", view)
    if promise is None or not view.counts_by_project:
        return ()
    keys = _by_state(_chosen(view), promise)
    rates = result_rate_of(indicator, view, [keys[state] for state in STATES])
    reached = _reached(view)
    return tuple(
        PromiseOutcomes(state, len(keys[state]), _of(keys[state], reached), rate) for state, rate in zip(STATES, rates, strict=True)
    )


@dataclass(frozen=True)
class Answer:
    """The projects of one state of a promise, and the people they have reached.

    Attributes:
        state: ``kept``, ``not_kept`` or ``not_known``.
        project_count: Projects of the state.
        counted_count: Those of them that have reported people.
        genders: Everyone they have reached.
    """

    state: str
    project_count: int
    counted_count: int
    genders: Genders


@once
def people_by_answer(view: Snapshot, promise: str) -> tuple[Answer, ...]:
    """People by what their projects answered to one promise: kept, not kept, not known.

    The states are a partition of the projects and of the people; one without projects is
    left out. Empty without a theme workbook or people, or where counts by project are not public.
    """
    if not view.theme_known or not view.counts_by_project:
        return ()
    reached = _reached(view)
    # People may be counted in a region where their project has no row: it is one of the projects then.
    every = _projects(view.whole)
    keys = _by_state({key: every[key] for key in {*_chosen(view), *reached}}, promise)
    return tuple(
        Answer(state, len(keys[state]), len(keys[state] & reached.keys()), _of(keys[state], reached)) for state in STATES if keys[state]
    )


def _by_state(projects: Mapping[str, _Project], promise: str) -> dict[str, frozenset[str]]:
    """State → the keys of its projects; every state is there."""
    return {state: frozenset(key for key, project in projects.items() if project.states[promise] == state) for state in STATES}


def _reached(view: Snapshot) -> dict[str, list[Genders]]:
    """Project key → the people counted by the project, and by each of its implementers, as the reader asked."""
    keys = dict(view.whole.project_keys.iter_rows())
    reached: dict[str, list[Genders]] = {}
    for part in () if view.people is None else people_parts(view.people, "project_code"):
        if part.code in keys:
            reached.setdefault(keys[part.code], []).append(part.genders)
    return reached


def _of(keys: Iterable[str], reached: Mapping[str, list[Genders]]) -> Genders:
    return added([genders for key in keys for genders in reached.get(key, ())])
