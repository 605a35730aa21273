"""Every figure by its name, so that a deck, a workbook or a picture makes the same one as the page.

A name is the ``key`` of the figure's block. What a reader chooses on a page besides the filters, such
as an indicator or two dates, is one of ``CHOICES``: a code under the name that the page's address gives it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from analytics.areas import by_area
from analytics.costs import MEASURES as COST_MEASURES
from analytics.costs import cost_trend, costs
from analytics.coverage import coverage, coverage_trend
from analytics.forecast import Forecast, Lack, Scenario
from analytics.funding import DIVISIONS, OVERLAPPING, funding_trend, group_trend, parts, status_trend
from analytics.outcomes import (
    compare_indicators,
    complete_records,
    indicator_states,
    indicator_values,
    outcome_days,
    partition,
    result_rates,
)
from analytics.people import (
    ALL_PARTICIPANTS,
    Period,
    compare_periods,
    people_by_subtheme,
    people_parts,
    people_total,
    people_trend,
    periods,
    season_before,
)
from analytics.projects import project_detail, project_history
from analytics.promises import people_by_answer, promise_counts, promise_trend, workplace_outcomes
from analytics.reach import Need, groups_of_persons, need_reach, planned_reach
from analytics.regions import MEASURES, region_trend, regions
from analytics.scope import History
from analytics.sizes import sizes
from data_loaders.spending_curve import read_curve
from presentation.block import FigureBlock
from presentation.figures.change import people_changes
from presentation.figures.costs import cost_ranges
from presentation.figures.costs import cost_trend as cost_trend_figure
from presentation.figures.coverage import coverage_trend as coverage_trend_figure
from presentation.figures.forecast import backtest_figure, forecast_course, scenario_course
from presentation.figures.frame import frame_bullet
from presentation.figures.funding import funding_trend as funding_trend_figure
from presentation.figures.gender import gender_answers, gender_balance, gender_parts, gender_trend
from presentation.figures.need import need_balance, need_bars
from presentation.figures.outcomes import (
    compared_days,
    complete_bars,
    indicator_bars,
    indicator_trend,
    partition_bar,
    rate_bars,
)
from presentation.figures.parts import funding_parts
from presentation.figures.planned import planned_groups, planned_projects
from presentation.figures.project import project_progress, project_trend
from presentation.figures.projects import projects_by_status
from presentation.figures.reach import people_bars, projects_by_group, projects_trend
from presentation.figures.reach import people_trend as people_trend_figure
from presentation.figures.regions import region_map
from presentation.figures.regions_trend import region_trend as region_trend_figure
from presentation.figures.sizes import concentration, size_distribution
from presentation.figures.theme import promise_bars, promise_lines, subtheme_rows, workplace_bars
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.text import Text
from presentation.words.coverage import coverage_matrix
from presentation.words.notes import filters_in_words
from presentation.words.outcomes import of_kind
from presentation.words.protection import with_signs


def figure(key: str, reading: Reading) -> FigureBlock | None:
    """One figure; null when the reading has nothing for it to show.

    Raises:
        KeyError: no figure has that name.
    """
    build = FIGURES[key]
    block = build(reading) if reading.view.rows.height else None
    return with_signs(block, reading.view, reading.text) if block else None


def matrix(key: str, reading: Reading) -> Matrix | None:
    """One matrix, without links; null when the reading has nothing for it to show.

    Raises:
        KeyError: no matrix has that name.
    """
    build = MATRICES[key]
    block = build(reading) if reading.view.rows.height else None
    return with_signs(block, reading.view, reading.text) if block else None


def shown(key: str, reading: Reading) -> FigureBlock | Matrix | None:
    """One figure or matrix; null when the reading has nothing for it to show.

    Raises:
        KeyError: nothing has that name.
    """
    return matrix(key, reading) if key in MATRICES else figure(key, reading)


# Money --------------------------------------------------------------------------------


def _frame(r: Reading) -> FigureBlock:
    return frame_bullet(r.money, r.text, r.filtered)


def _trend(r: Reading) -> FigureBlock:
    return funding_trend_figure(funding_trend(r.history), r.text, r.filtered, r.money.frames)


def _forecast(r: Reading) -> FigureBlock | None:
    found = r.forecast()
    return None if isinstance(found, Lack) else forecast_course(found, funding_trend(r.history), r.text, r.filtered)


def _money_by(dimension: str, r: Reading) -> FigureBlock | None:
    divided = {"areas": lambda: by_area(r.view.rows), "years": lambda: r.money.by_year}.get(dimension, lambda: r.money.by(dimension))()
    if not any(part.code for part in divided):
        return None
    return funding_parts(divided, dimension, r.text, r.filtered, overlapping=dimension in OVERLAPPING, limit=20)


def _sizes(draw: Callable, r: Reading) -> FigureBlock | None:
    found = sizes(r.view.rows)
    return draw(found, r.text, r.filtered) if found.amounts else None


def _scenario(r: Reading) -> FigureBlock | None:
    more, share = r.choices.get("more"), r.choices.get("pace")
    scenario = Scenario(float(more) * 1e6 if more else None, int(share) / 100 if share else None)
    found = None if scenario.is_empty else r.forecast(scenario)
    return scenario_course(found, funding_trend(r.history), r.text) if isinstance(found, Forecast) else None


def _costs(kind: str, r: Reading) -> FigureBlock | None:
    measure = r.choices.get("costper", ALL_PARTICIPANTS)
    found = costs(r.view, measure if kind != "results" and measure in COST_MEASURES else ALL_PARTICIPANTS)
    if found is None:
        return None
    ranges = {"subthemes": found.by_subtheme if r.view.theme_known else (), "sizes": found.by_size, "results": found.per_result}[kind]
    return cost_ranges(ranges, kind, found, r.text, r.filtered) if ranges else None


def _cost_trend(r: Reading) -> FigureBlock | None:
    asked = r.choices.get("costper")
    measure = asked if asked in COST_MEASURES else ALL_PARTICIPANTS
    points = cost_trend(r.history, measure) if r.view.counts_by_project else ()
    return cost_trend_figure(points, measure, r.text, r.filtered) if points else None


# The map and the projects -------------------------------------------------------------


def _map(measure: str, per_inhabitant: bool, r: Reading) -> FigureBlock | None:
    # The map keeps every region, so that one can be compared with the others.
    everywhere = replace(r.filters, region=())
    figures = regions(r.current.view(everywhere))
    if measure == "participants" and r.view.people is None or not any(f.totals.implementer_count for f in figures.regions):
        return None
    filtered, by_name = filters_in_words(everywhere, r.text), r.choices.get("rows") == "name"
    return region_map(figures, r.boundaries, measure, per_inhabitant, r.text, filtered, selected=r.filters.region, by_name=by_name)


def _region_trend(measure: str, per_inhabitant: bool, r: Reading) -> FigureBlock | None:
    everywhere = replace(r.filters, region=())
    if measure == "participants" and r.view.people is None:
        return None
    points = region_trend(History(r.past).view(everywhere), r.current.view(everywhere).people_trend, measure)
    return (
        region_trend_figure(points, measure, per_inhabitant, r.text, filters_in_words(everywhere, r.text), selected=r.filters.region)
        if points
        else None
    )


def _small_map(r: Reading) -> FigureBlock | None:
    if not any(part.code for part in r.money.by_region):
        return None
    return region_map(regions(r.view), r.boundaries, "planned", False, r.text, r.filtered, small=True)


def _project_progress(r: Reading) -> FigureBlock | None:
    detail = project_detail(r.current, r.choices.get("project", ""))
    if detail is None or detail.time_share is None or detail.spent_share is None:
        return None
    return project_progress(detail, r.info.as_of, r.text)


def _project_trend(r: Reading) -> FigureBlock | None:
    detail = project_detail(r.current, r.choices.get("project", ""))
    return project_trend(project_history(r.past, detail.key), detail.key, r.text) if detail else None


# People -------------------------------------------------------------------------------


def _people_groups(r: Reading) -> FigureBlock | None:
    if not r.counted:
        return None
    found = people_parts(r.view.people, "target_group", every=groups_of_persons(r.text.theme, r.filters))
    return people_bars(found, "target_groups", r.text, r.filtered, targets=r.text.theme.group_targets)


def _people_regions(r: Reading) -> FigureBlock | None:
    return people_bars(people_parts(r.view.people, "region"), "regions", r.text, r.filtered) if r.counted else None


def _people_trend(dimension: str, kind: str, r: Reading) -> FigureBlock | None:
    points = people_trend(r.view.people_trend, dimension) if r.counted else ()
    return people_trend_figure(points, kind, r.text, r.filtered) if points and r.view.tells_past(point.day for point in points) else None


def _people_change(dimension: str, kind: str, r: Reading) -> FigureBlock | None:
    offered = periods(r.current.people_days) if r.counted else ()
    if not offered:
        return None
    indicator = r.indicator if dimension == "gender" else ALL_PARTICIPANTS
    trend = r.view.trend_of(indicator)
    if not r.view.tells_past(point.day for point in people_trend(trend, None if dimension == "gender" else dimension, indicator)):
        return None
    found = compare_periods(trend, *_periods(offered, r), dimension, indicator)
    return people_changes(found, kind, r.text, r.filtered, indicator=indicator) if found else None


def _indicators_change(r: Reading) -> FigureBlock | None:
    offered = periods(outcome_days(r.view)) if r.counted else ()
    found = compare_indicators(r.view, *_periods(offered, r)) if offered else None
    return people_changes(found, "indicators", r.text, r.filtered) if found else None


def _periods(offered: tuple[Period, ...], r: Reading) -> tuple[Period, Period | None]:
    """The period asked for and the one it is compared with, or those that the pages show at first."""
    period = _period(offered, r.choices.get("period")) or offered[0]
    others = tuple(other for other in offered if other != period)
    return period, _period(others, r.choices.get("against")) or season_before(offered, period)


def _period(offered: tuple[Period, ...], last_day: str | None) -> Period | None:
    return next((period for period in offered if period.last.isoformat() == last_day), None)


def _planned_projects(r: Reading) -> FigureBlock | None:
    plan = planned_reach(r.view, r.text.theme) if r.counted else None
    return planned_projects(plan, r.text, r.filtered) if plan and plan.compared else None


def _planned_groups(r: Reading) -> FigureBlock | None:
    plan = planned_reach(r.view, r.text.theme) if r.counted else None
    return planned_groups(plan, r.text, r.filtered) if plan and plan.by_group else None


def _need(draw: Callable[[Need, Text, str | None], FigureBlock], r: Reading) -> FigureBlock | None:
    found = need_reach(r.view) if r.counted else None
    return draw(found, r.text, r.filtered) if found else None


def _projects_groups(r: Reading) -> FigureBlock | None:
    by_group = parts(r.view.rows, "target_groups") if r.view.theme_known else ()
    return projects_by_group(by_group, r.text, r.filtered) if by_group else None


def _projects_trend(r: Reading) -> FigureBlock | None:
    points = group_trend(r.history) if r.view.theme_known else ()
    return projects_trend(points, r.text, r.filtered) if points else None


# Genders ------------------------------------------------------------------------------


def _gender_balance(r: Reading) -> FigureBlock | None:
    found = people_total(r.view.people, r.indicator) if r.counted else None
    return gender_balance(found, r.text, r.filtered, indicator=r.indicator) if found and found.total else None


def _gender_by(dimension: str, kind: str, r: Reading) -> FigureBlock | None:
    if not r.genders or not r.genders.total:
        return None
    indicator = None if kind == "indicators" else r.indicator
    if kind == "subthemes":
        found = people_by_subtheme(r.view.people, r.view.whole.code_subthemes, indicator)
    else:
        found = people_parts(r.view.people, dimension, indicator)
    return gender_parts(found, kind, r.text, r.filtered, indicator=indicator) if found else None


def _gender_trend(r: Reading) -> FigureBlock | None:
    points = people_trend(r.view.trend_of(r.indicator), indicator=r.indicator) if r.counted else ()
    return (
        gender_trend(points, r.text, r.filtered, indicator=r.indicator)
        if points and r.view.tells_past(point.day for point in points)
        else None
    )


def _gender_answers(r: Reading) -> FigureBlock | None:
    promise = next(iter(r.text.theme.gender_promises), None)
    if promise is None or not r.genders or not r.genders.total:
        return None
    answers = people_by_answer(r.view, promise.code)
    return gender_answers(answers, promise, r.text, r.filtered) if answers else None


# Outcomes -----------------------------------------------------------------------------


def _indicators(kind: str, r: Reading) -> FigureBlock | None:
    values = of_kind(kind, indicator_values(r.view)) if r.counted else ()
    if not values or kind == "organisations" and all(value.value is None for value in values):
        return None
    return indicator_bars(values, kind, r.text, r.filtered)


def _partition(name: str, r: Reading) -> FigureBlock | None:
    return partition_bar(partition(r.view, name), r.text, r.filtered) if r.counted else None


def _complete(r: Reading) -> FigureBlock | None:
    found = complete_records(r.view) if r.counted else None
    return complete_bars(found, r.text, r.filtered) if found else None


def _rates(r: Reading) -> FigureBlock | None:
    return rate_bars(result_rates(r.view), r.text, r.filtered) if r.counted else None


def _indicator_trend(r: Reading) -> FigureBlock | None:
    known = [value.code for value in indicator_values(r.view) if value.value is not None] if r.counted else []
    asked = r.choices.get("indicator")
    code = asked if asked in known else next(iter(known), None)
    points = people_trend(r.view.trend_of(code), None, code) if code else ()
    return indicator_trend(code, points, r.text, r.filtered) if points else None


def _compared_days(r: Reading) -> FigureBlock | None:
    days = outcome_days(r.view) if r.counted else ()
    if len(days) < 2:
        return None
    later = _day(days[1:], r.choices.get("later")) or days[-1]
    before = [day for day in days if day < later]
    earlier = _day(before, r.choices.get("earlier")) or before[-1]
    states = indicator_states(r.view, earlier, later)
    return compared_days(states, earlier, later, r.text, r.filtered) if states else None


def _day(days, asked: str | None) -> date | None:
    return next((day for day in days if day.isoformat() == asked), None)


# The theme ----------------------------------------------------------------------------


def _subthemes(r: Reading) -> FigureBlock | None:
    if not r.view.theme_known or not r.text.theme.subthemes:
        return None
    people = people_by_subtheme(r.view.people, r.view.whole.code_subthemes) if r.view.counts_by_project else None
    return subtheme_rows(parts(r.view.rows, "subthemes"), people, r.text, r.filtered)


def _promises(r: Reading) -> FigureBlock | None:
    counts = promise_counts(r.view) if r.view.theme_known else ()
    return promise_bars(counts, r.text, r.filtered) if counts else None


def _promises_trend(r: Reading) -> FigureBlock | None:
    points = promise_trend(r.history) if r.view.theme_known and promise_counts(r.view) else ()
    return promise_lines(points, r.text, r.filtered) if points else None


def _workplaces(r: Reading) -> FigureBlock | None:
    found = workplace_outcomes(r.view) if r.view.theme_known else ()
    return workplace_bars(found, r.text, r.filtered) if found else None


def _coverage_trend(down: str, across: str, r: Reading) -> FigureBlock | None:
    if not r.view.theme_known:
        return None
    found = coverage(r.view, r.text.theme, down, across)
    points = coverage_trend(found, r.history) if found.named else ()
    return coverage_trend_figure(points, found, r.text, r.filtered) if points else None


def _coverage(down: str, across: str, r: Reading) -> Matrix | None:
    if not r.view.theme_known:
        return None
    found = coverage(r.view, r.text.theme, down, across)
    return coverage_matrix(found, lambda codes: None, r.text, r.filtered) if found.rows and found.columns else None


#: What crosses in the coverage matrices: the axis down and the axis across.
CROSSINGS = (("target_groups", "subthemes"), ("regions", "subthemes"), ("regions", "target_groups"))
Builder = Callable[[Reading], FigureBlock | None]
#: Name → how the figure is made, in the order of the pages.
FIGURES: Mapping[str, Builder] = {
    "funding-frame": _frame,
    "funding-trend": _trend,
    "forecast-course": _forecast,
    "forecast-scenario": _scenario,
    "forecast-backtest": lambda r: backtest_figure(read_curve(), r.text),
    **{f"funding-{dimension.replace('_', '-')}": partial(_money_by, dimension) for dimension in (*DIVISIONS, "areas", "years")},
    "funding-concentration": partial(_sizes, concentration),
    "funding-sizes": partial(_sizes, size_distribution),
    **{
        f"map-{measure}{'-per-inhabitant' if per_inhabitant else ''}": partial(_map, measure, per_inhabitant)
        for per_inhabitant in (False, True)
        for measure in MEASURES
    },
    "map-overview": _small_map,
    **{
        f"regions-trend-{measure}{'-per-inhabitant' if per_inhabitant else ''}": partial(_region_trend, measure, per_inhabitant)
        for per_inhabitant in (False, True)
        for measure in MEASURES
    },
    "people-target-groups": _people_groups,
    "people-trend-target-groups": partial(_people_trend, "target_group", "target_groups"),
    "people-change-target-groups": partial(_people_change, "target_group", "target_groups"),
    "planned-projects": _planned_projects,
    "planned-groups": _planned_groups,
    "need-regions": partial(_need, need_bars),
    "need-inhabitants": partial(_need, partial(need_bars, per_inhabitant=True)),
    "people-regions": _people_regions,
    "people-trend-regions": partial(_people_trend, "region", "regions"),
    "people-change-regions": partial(_people_change, "region", "regions"),
    "projects-target-groups": _projects_groups,
    "projects-trend-target-groups": _projects_trend,
    "gender-balance": _gender_balance,
    "gender-trend": _gender_trend,
    "people-change-genders": partial(_people_change, "gender", "genders"),
    "gender-target-groups": partial(_gender_by, "target_group", "target_groups"),
    "gender-regions": partial(_gender_by, "region", "regions"),
    "gender-subthemes": partial(_gender_by, "", "subthemes"),
    "gender-indicators": partial(_gender_by, "indicator", "indicators"),
    "need-balance": partial(_need, need_balance),
    "gender-answers": _gender_answers,
    "outcomes-targets": partial(_indicators, "targets"),
    "outcomes-labour": partial(_partition, "labour"),
    "outcomes-education": partial(_partition, "education"),
    "outcomes-rates": _rates,
    "outcomes-results": partial(_indicators, "results"),
    "outcomes-background": partial(_indicators, "background"),
    "outcomes-trend": _indicator_trend,
    "outcomes-complete": _complete,
    "outcomes-organisations": partial(_indicators, "organisations"),
    "outcomes-compared": _compared_days,
    "people-change-indicators": _indicators_change,
    "theme-subthemes": _subthemes,
    "theme-promises": _promises,
    "theme-promises-trend": _promises_trend,
    "theme-workplaces": _workplaces,
    "costs-subthemes": partial(_costs, "subthemes"),
    "costs-sizes": partial(_costs, "sizes"),
    "costs-results": partial(_costs, "results"),
    "costs-trend": _cost_trend,
    **{f"coverage-trend-{down}-{across}".replace("_", "-"): partial(_coverage_trend, down, across) for down, across in CROSSINGS},
    "status-trend": lambda r: projects_by_status(status_trend(r.history), r.text, r.filtered),
    "project-progress": _project_progress,
    "project-trend": _project_trend,
}
#: Name → how the matrix is made. A matrix is its own table, and goes away as one.
MATRICES: Mapping[str, Callable[[Reading], Matrix | None]] = {
    f"coverage-{down}-{across}".replace("_", "-"): partial(_coverage, down, across) for down, across in CROSSINGS
}
