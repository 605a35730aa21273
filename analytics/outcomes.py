"""What came of it: indicators against their targets, result rates over those who left, partitions, change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Literal, cast

import polars as pl

from analytics.counts import number
from analytics.people import (
    ALL_PARTICIPANTS,
    Comparison,
    Genders,
    PeopleChange,
    Period,
    added,
    by_gender,
    people_parts,
    share_of,
)
from analytics.required import required
from analytics.scope import Snapshot, once
from data_loaders.codes import INDICATOR_PARTITIONS, code_list
from data_loaders.schemas import PeopleCube, rows_where
from data_loaders.theme import Target

#: Participants whose records are complete: only they are transmitted to the Commission.
COMPLETE = "EECO01-COMPLETE"
MILESTONE_DAY, TARGET_DAY = date(2024, 12, 31), date(2029, 12, 31)

TargetState = Literal["no_target", "filtered", "not_collected", "target_reached", "milestone_reached", "milestone_missed", "under_way"]


@dataclass(frozen=True)
class IndicatorValue:
    """One indicator: its cumulative value, and how far it is from its milestone and target.

    Attributes:
        code: Code of ``assets/labels/indicators.csv``.
        genders: Its value by gender; all null when it was not collected.
        target: Milestone and target of the theme file; null when neither is set.
        progress: The state in one word: ``no_target`` (none is set), ``filtered`` (targets are
            the theme's and say nothing of a part of it), ``not_collected``, ``target_reached``,
            ``milestone_reached``, ``milestone_missed`` (its day has passed) or ``under_way``.
    """

    code: str
    genders: Genders
    target: Target | None
    progress: TargetState

    @property
    def value(self) -> int | None:
        """Everyone, or every organisation; null when it was not collected."""
        return self.genders.total

    @property
    def compared_with(self) -> int | None:
        """The target, or the milestone where no target is set; null when neither is."""
        if self.target is None:
            return None
        return self.target.milestone_2024 if self.target.target_2029 is None else self.target.target_2029

    @property
    def own_share(self) -> float | None:
        """Value divided by the target, or by the milestone where no target is set; null as for these."""
        return self._share(self.compared_with)

    @property
    def target_share(self) -> float | None:
        """Value divided by the target; null without either, or when they may not be compared."""
        return self._share(self.target.target_2029 if self.target else None)

    @property
    def milestone_share(self) -> float | None:
        """Value divided by the milestone; null without either, or when they may not be compared."""
        return self._share(self.target.milestone_2024 if self.target else None)

    def _share(self, whole: int | None) -> float | None:
        value = number(self.value)
        return value / whole if whole and value is not None and self.progress != "filtered" else None


@once
def indicator_values(view: Snapshot) -> tuple[IndicatorValue, ...]:
    """Every indicator of the code list, in its order; not collected ones too.

    Milestones and targets come from the theme file and are the whole theme's: a view
    with choices, or of a list without a theme workbook, is not compared with them.
    """
    targets: dict[str, Target] = {target.indicator: target for target in view.theme.targets} if view.theme else {}
    whole_theme = view.theme_known and view.filters.is_empty
    parts = view.by_indicator
    return tuple(
        IndicatorValue(code, genders, target, _progress(genders.total, target, view.as_of, whole_theme))
        for code in code_list("indicators")
        for genders, target in [(parts.get(code, Genders()), _set(targets.get(code)))]
    )


def _set(target: Target | None) -> Target | None:
    return target if target and (target.milestone_2024, target.target_2029) != (None, None) else None


def _progress(value: int | None, target: Target | None, day: date, whole_theme: bool) -> TargetState:
    if target is None:
        return "no_target"
    if not whole_theme:
        return "filtered"
    if value is None:
        return "not_collected"
    if target.target_2029 is not None and value >= target.target_2029:
        return "target_reached"
    if target.milestone_2024 is not None and value >= target.milestone_2024:
        return "milestone_reached"
    return "milestone_missed" if target.milestone_2024 is not None and day > MILESTONE_DAY else "under_way"


# Partitions and complete records ------------------------------------------------------


@dataclass(frozen=True)
class Partition:
    """All participants divided by a question that each person answers once.

    Attributes:
        name: ``labour`` or ``education``.
        parts: Indicator and its value by gender, in the order of the codes.
        everyone: All participants, who are at least as many as the parts together.
    """

    name: str
    parts: tuple[tuple[str, Genders], ...]
    everyone: int | None

    @property
    def known(self) -> int | None:
        """Participants whose answer is known: the base of the shares; null when a part was not collected."""
        counts = [genders.total for _, genders in self.parts if genders.total is not None]
        return sum(counts) if len(counts) == len(self.parts) else None

    def share(self, genders: Genders) -> float | None:
        """A part divided by the participants whose answer is known."""
        return share_of(genders.total, self.known)


@once
def partition(view: Snapshot, name: str) -> Partition | None:
    """Participants by labour-market position or by education; null without an outcome workbook."""
    if view.people is None:
        return None
    parts = view.by_indicator
    codes = INDICATOR_PARTITIONS[name]
    return Partition(name, tuple((code, parts.get(code, Genders())) for code in codes), parts.get(ALL_PARTICIPANTS, Genders()).total)


@dataclass(frozen=True)
class CompleteRecords:
    """All participants and those whose records are complete, of the projects that report both."""

    everyone: int
    complete: int
    project_count: int

    @property
    def share(self) -> float | None:
        """Complete records divided by all participants; null when there is nobody."""
        return self.complete / self.everyone if self.everyone else None


@once
def complete_records(view: Snapshot) -> CompleteRecords | None:
    """Complete records beside all participants; null when no project reports both."""
    cube = view.project_people
    if cube is None:
        return None
    everyone, complete = (
        {part.code: required(part.genders.total) for part in people_parts(cube, "project_code", code)}
        for code in (ALL_PARTICIPANTS, COMPLETE)
    )
    both = everyone.keys() & complete.keys()
    if not both:
        return None
    keys = dict(view.whole.project_keys.iter_rows())
    return CompleteRecords(sum(everyone[code] for code in both), sum(complete[code] for code in both), len({keys[code] for code in both}))


# Result rates -------------------------------------------------------------------------


@dataclass(frozen=True)
class ResultRate:
    """A result divided by those it may be a result of, where they are known.

    Attributes:
        code: Result indicator.
        base: Indicator of the denominator: everyone, or those who were inactive or employed at the start.
        reached: People with the result, in the projects compared.
        left: People of the base in the same projects, all of whom have left.
        project_count: Projects compared.
        reason: Why there is no rate; null when there is one: ``no_outcomes``, ``undated`` (the delivery did not keep the cut-off dates of its counts), ``nobody_left``
            (no project has ended early enough before its latest report), ``not_collected``,
            ``empty_base`` or ``not_published`` (counts by project are not public).
    """

    code: str
    base: str
    reached: Genders
    left: Genders
    project_count: int
    reason: str | None

    @property
    def share(self) -> float | None:
        """People with the result divided by those who left; null with a reason."""
        return None if self.reason else required(self.reached.total) / required(self.left.total)

    def gender_share(self, gender: str) -> float | None:
        """The same of one gender; null where either count is missing or there is nobody."""
        reached, left = getattr(self.reached, gender), getattr(self.left, gender)
        return reached / left if not self.reason and reached is not None and left else None


@once
def result_rates(view: Snapshot) -> tuple[ResultRate, ...]:
    """Every result indicator over those who left.

    Nothing counts those who left. In a project that has ended everyone has: so only
    projects that had ended by the cut-off date of both reports are compared, and for
    results of six months later those that had ended six months before.
    """
    if view.is_protected:
        part_of = {code: code_list("indicators")[code]["part_of"] for code in _results()}
        return tuple(ResultRate(code, part_of[code], Genders(), Genders(), 0, "not_published") for code in _results())
    lack = _lack(view)
    reports = {} if lack else _ended_reports(view)
    return tuple(_rate(code, reports, lack) for code in _results())


def result_rate_of(code: str, view: Snapshot, groups: Sequence[frozenset[str]]) -> tuple[ResultRate, ...]:
    """The rate of one result indicator in each of several groups of projects, given by their keys."""
    lack = _lack(view)
    reports = {} if lack else _ended_reports(view)
    return tuple(
        _rate(code, {indicator: {p: r for p, r in of_all.items() if r.project_key in keys} for indicator, of_all in reports.items()}, lack)
        for keys in groups
    )


def _lack(view: Snapshot) -> str | None:
    """What is missing for every rate; null when nothing is. The first deliveries did not keep the cut-off dates of counts."""
    if view.people is None:
        return "no_outcomes"
    return "undated" if view.people["cutoff_date"].has_nulls() else None


def _results() -> list[str]:
    return [code for code, row in code_list("indicators").items() if row["kind"].startswith("result")]


@dataclass(frozen=True)
class _Report:
    """The latest report of one indicator by one project, made after the project's end."""

    project_key: str
    months_after: int
    genders: Genders


def _rate(code: str, reports: Mapping[str, Mapping[str, _Report]], lack: str | None) -> ResultRate:
    base = code_list("indicators")[code]["part_of"]

    def none(reason: str, projects: int = 0) -> ResultRate:
        return ResultRate(code, base, Genders(), Genders(), projects, reason)

    if lack:
        return none(lack)
    months = int(code_list("results")[code]["months"])
    ended, reporting = ({p: r for p, r in reports.get(name, {}).items() if r.months_after >= months} for name in (base, code))
    if not ended:
        return none("nobody_left")
    compared = sorted(ended.keys() & reporting.keys())
    if not compared:
        return none("not_collected", len({report.project_key for report in ended.values()}))
    reached, left = (added([latest[project].genders for project in compared]) for latest in (reporting, ended))
    keys = {ended[project].project_key for project in compared}
    return ResultRate(code, base, reached, left, len(keys), None if left.total else "empty_base")


def _ended_reports(view: Snapshot) -> dict[str, dict[str, _Report]]:
    """Indicator → project or group code → its latest report, of projects that had ended by its cut-off date."""
    ended: dict[str, dict[str, _Report]] = {}
    ends = _ends(view.whole)
    if view.people is None:
        return ended
    chosen = rows_where(view.people, pl.col("indicator").is_in(_in_rates()), pl.col("project_code").is_in(list(ends)))
    # A project has one cut-off date of an indicator: its latest.
    for (indicator, code, day), genders in by_gender(chosen, "indicator", "project_code", "cutoff_date").items():
        key, end = ends[code]
        if end <= day:
            months = (day.year - end.year) * 12 + day.month - end.month
            # From the last day of a month to the last day of another are whole months.
            short = day.day < end.day and (day + timedelta(days=1)).day != 1
            ended.setdefault(indicator, {})[code] = _Report(key, months - short, genders)
    return ended


@cache
def _in_rates() -> list[str]:
    """The result indicators and those they are a part of."""
    return sorted({*_results(), *(code_list("indicators")[code]["part_of"] for code in _results())})


# The same for every reader and choice, so it is worked out once for a delivery.
@lru_cache(maxsize=2)
def _ends(whole: Snapshot) -> dict[str, tuple[str, date]]:
    """Project or group code → its project and last day, where it is known."""
    return {code: (key, end) for code, key, end in project_ends(whole.rows).iter_rows() if end is not None}


def project_ends(rows: pl.DataFrame) -> pl.DataFrame:
    """Project or group code, its project and its last day; cancelled projects are left out, whose real end is not known."""
    rows = rows.filter(pl.col("status").ne_missing("cancelled"))
    codes = [rows.select(pl.col(name).alias("project_code"), "project_key", "end_date") for name in ("project_code", "group_code")]
    return pl.concat(codes).drop_nulls().group_by("project_code").agg(pl.col("project_key").first(), pl.col("end_date").max())


# Over time ----------------------------------------------------------------------------


@once
def outcome_days(view: Snapshot) -> tuple[date, ...]:
    """The days that indicators have a state for, oldest first: the last cut-off date of each half-year."""
    return view.whole.trend_days


def indicator_states(view: Snapshot, *days: date) -> Mapping[str, tuple[Genders, ...]]:
    """Indicator → its cumulative value on each of the days, in the code list's order; not collected ones are left out.

    Args:
        view: The delivery, filtered or not.
        days: Days of ``outcome_days``.
    """
    cubes = list(view.whole.trends.values())
    if not cubes:
        return {}
    cube = view.filters.people(cast(PeopleCube, pl.concat(cubes).filter(pl.col("date").is_in(days))), view.whole.rows)
    states: dict[str | None, dict[date, Genders]] = {}
    for day in days if view.whole.is_protected else ():
        for part in people_parts(rows_where(cube, pl.col("date") == day), "indicator", None):
            states.setdefault(part.code, {})[day] = part.genders
    for (indicator, day), genders in () if view.whole.is_protected else by_gender(cube, "indicator", "date").items():
        states.setdefault(indicator, {})[day] = genders
    return {code: tuple(states[code].get(day, Genders()) for day in days) for code in code_list("indicators") if code in states}


def compare_indicators(view: Snapshot, period: Period, other: Period | None) -> Comparison | None:
    """Compare how every indicator grew in two periods, in the code list's order; null when none has a state on either day of the first.

    Indicators overlap, so nothing is added: everyone is the indicator of all participants,
    and has no change where that one was not collected.

    Args:
        view: The delivery, filtered or not.
        period: Two days of ``outcome_days``.
        other: Two days of ``outcome_days``; null for no comparison.
    """
    days = sorted({day for one in (period, other) if one for day in (one.first, one.last)})
    states = {
        code: dict(zip(days, (genders.total for genders in values), strict=True)) for code, values in indicator_states(view, *days).items()
    }

    def changes(over: Period) -> dict[str | None, PeopleChange]:
        pairs = ((code, state[over.first], state[over.last]) for code, state in states.items())
        return {code: PeopleChange(code, before, after) for code, before, after in pairs if (before, after) != (None, None)}

    grown, against = changes(period), changes(other) if other else {}
    if not grown:
        return None
    everyone = grown.get(ALL_PARTICIPANTS, PeopleChange(ALL_PARTICIPANTS, None, None))
    return Comparison(period, other, tuple(grown.values()), everyone, against, against.get(ALL_PARTICIPANTS))
