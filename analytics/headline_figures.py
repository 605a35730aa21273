"""Every headline figure as plain data: what ``manage.py figures`` prints.

The pages show the same results; this file only writes them as JSON-ready values.
Documented in ``docs/reference/figures.md``.
"""

from analytics.costs import CostRange, costs
from analytics.coverage import coverage
from analytics.filters import Filters
from analytics.forecast import Forecast, Lack
from analytics.funding import Part, Totals, funding, states
from analytics.money import PublicMoney
from analytics.outcomes import compare_indicators, complete_records, indicator_values, outcome_days, result_rates
from analytics.people import Comparison, Genders, compare_periods, people_by_subtheme, people_parts, people_trend, periods
from analytics.promises import due_plans, people_by_answer, promise_counts
from analytics.reach import NeedReach, need_reach, planned_reach
from analytics.required import required
from analytics.scope import Snapshot
from analytics.sizes import Sizes, sizes
from data_loaders.codes import GENDERS, code_list


def headline_figures(snapshot: Snapshot, filters: Filters = Filters(), foretold: Forecast | Lack | None = None) -> dict:
    """The figures of one delivery as nested dictionaries; money as integer cents.

    Args:
        snapshot: The delivery, unfiltered.
        filters: The reader's choices.
        foretold: The forecast of the same view, or why there is none; null where it has not been asked for.

    Returns:
        ``delivery``, ``as_of``, ``scope`` (``theme``, or ``whole_list`` when no theme
        workbook lists the theme's projects: then ``frame_cents`` is null), ``funding``,
        ``forecast`` (null where it has not been asked for), ``outcomes`` (null when the
        delivery has no outcome workbook), ``theme`` (null without a theme workbook) and
        ``reach`` (null without either).
    """
    view = snapshot.view(filters)
    result = funding(view)
    return {
        "delivery": snapshot.id,
        "as_of": snapshot.as_of.isoformat(),
        "scope": "theme" if snapshot.theme_known else "whole_list",
        "funding": {
            "basis": "public",
            "frame_cents": result.frame.cents if result.frame else None,
            **_totals(result.totals),
            "by_region": _parts(result.by_region, "region_code"),
            "by_authority": [
                {"authority": _authority_name(row["authority_code"]), **row} for row in _parts(result.by_authority, "authority_code")
            ],
            "by_subtheme": _parts(result.by_subtheme, "subtheme"),
            "by_target_group": _parts(result.by_target_group, "target_group"),
            "by_implementer_type": _parts(result.by_implementer_type, "implementer_type"),
            "by_support_form": _parts(result.by_support_form, "support_form"),
            "by_year": _parts(result.by_year, "start_year"),
            "frame_revisions": [
                {
                    "valid_from": amount.valid_from.isoformat(),
                    "amount_cents": required(PublicMoney.of(amount.amount_eur)).cents,
                    "in_force": amount in result.frame_amounts[-1:],
                    "source": amount.source["fi"],
                }
                for amount in result.frames
            ],
            "states": list(states(result.totals, result.frame)),
            "project_sizes": _sizes(sizes(view.rows)),
        },
        "forecast": None if foretold is None else _forecast(foretold),
        "outcomes": _outcomes(view),
        "theme": _theme(view) if view.theme_known else None,
        "reach": _reach(view),
    }


def _totals(totals: Totals) -> dict:
    return {
        "planned_cents": totals.planned.cents if totals.planned else None,
        "actual_cents": totals.actual.cents if totals.actual else None,
        "project_count": totals.project_count,
        "implementer_count": totals.implementer_count,
    }


def _sizes(measured: Sizes) -> dict:
    """How the committed money divides among projects; sizes are null without any."""
    quartiles = {name: measured.quantile(part) for name, part in (("low", 0.25), ("median", 0.5), ("high", 0.75))}
    return {
        "with_money_count": len(measured.amounts),
        "unknown_count": measured.unknown_count,
        "not_positive_count": measured.not_positive_count,
        "half_count": measured.half_count,
        "quartile_low_cents": quartiles["low"].cents if quartiles["low"] else None,
        "median_cents": quartiles["median"].cents if quartiles["median"] else None,
        "quartile_high_cents": quartiles["high"].cents if quartiles["high"] else None,
        "mean_cents": measured.mean.cents if measured.mean else None,
    }


def _forecast(foretold: Forecast | Lack) -> dict:
    """The forecast as ranges in millions of euros with one decimal, or why there is none."""
    if isinstance(foretold, Lack):
        return {"lack": foretold.reason, "have": foretold.have, "need": foretold.need}
    named = {name: getattr(foretold, name) for name in ("committed", "spent", "uncommitted", "unspent", "unused")}
    return {
        "lack": None,
        "eligibility_end": foretold.end.isoformat(),
        "delivery_count": foretold.pace.delivery_count,
        "finished_count": foretold.pace.finished_count,
        "left_out_count": foretold.left_out_count,
    } | {
        f"{name}_million_eur": [money.cents / 1e8 for money in (estimate.low, estimate.high)] if estimate else None
        for name, estimate in named.items()
    }


def _parts(parts: tuple[Part, ...], name: str) -> list[dict]:
    return [{name: part.code, **_totals(part.totals)} for part in parts]


def _authority_name(code: str | None) -> str | None:
    """The Finnish name of an authority; as the list writes it where no code list has it."""
    row = code_list("authorities").get(code or "")
    return row["fi"] if row else code


def _outcomes(view: Snapshot) -> dict | None:
    """Counts by indicator and gender; a gender that was not collected has no row. Null without outcomes."""
    cube = view.people
    if cube is None:
        return None
    indicators = sorted(cube["indicator"].unique())
    offered = periods(outcome_days(view))
    change = compare_indicators(view, offered[0], None) if offered else None
    return {
        "by_indicator_gender": [
            {"indicator": part.code, **row}
            for part in sorted(people_parts(cube, "indicator", None), key=lambda part: part.code or "")
            for row in _genders(part.genders)
        ],
        "by_region": [
            {"indicator": indicator, "region_code": part.code, **row}
            for indicator in indicators
            for part in people_parts(cube, "region", indicator)
            for row in _genders(part.genders)
        ],
        "by_target_group": [
            {"indicator": indicator, "target_group": part.code, **row}
            for indicator in indicators
            for part in people_parts(cube, "target_group", indicator)
            for row in _genders(part.genders)
        ],
        "indicators": [
            {
                "indicator": value.code,
                "value": value.value,
                "milestone_2024": value.target.milestone_2024 if value.target else None,
                "target_2029": value.target.target_2029 if value.target else None,
                "target_share": value.target_share,
                "progress": value.progress,
            }
            for value in indicator_values(view)
        ],
        "result_rates": [
            {
                "indicator": rate.code,
                "base_indicator": rate.base,
                "reached_count": rate.reached.total,
                "left_count": rate.left.total,
                "rate_share": rate.share,
                "project_count": rate.project_count,
                "reason": rate.reason,
            }
            for rate in result_rates(view)
        ],
        "complete_records": _complete(view),
        "costs": _costs(view),
        "change": _change(change, "indicator") if change else None,
    }


def _complete(view: Snapshot) -> dict | None:
    records = complete_records(view)
    if records is None:
        return None
    return {
        "participant_count": records.everyone,
        "complete_count": records.complete,
        "complete_share": records.share,
        "project_count": records.project_count,
    }


def _costs(view: Snapshot) -> dict | None:
    """Costs per person; null where it is not known which project has counted whom, as in a public bundle."""
    reckoned = costs(view)
    if reckoned is None:
        return None

    def one(cost: CostRange) -> dict:
        cents = {"lower_cents": cost.lower, "median_cents": cost.median, "upper_cents": cost.upper}
        rounded = {name: None if value is None else round(value) for name, value in cents.items()}
        return {"project_count": cost.project_count, "people_count": cost.people, **rounded}

    return {
        "per_participant": one(reckoned.per_participant),
        "by_subtheme": [{"subtheme": cost.code, **one(cost)} for cost in reckoned.by_subtheme],
        "by_size": [{"size": cost.code, **one(cost)} for cost in reckoned.by_size],
        "per_result": [{"indicator": cost.code, **one(cost)} for cost in reckoned.per_result],
        "left_out": dict(reckoned.left_out),
    }


def _theme(view: Snapshot) -> dict:
    """Promises and participants by sub-theme; overlapping, so never to be added."""
    return {
        "promises": [
            {"promise": c.code, "kept_count": c.kept, "not_kept_count": c.not_kept, "not_known_count": c.not_known}
            for c in promise_counts(view)
        ],
        "due_plans": [{"project_key": plan.key, "end_date": plan.end_date.isoformat(), "state": plan.state} for plan in due_plans(view)],
        "participants_by_subtheme": []
        if view.people is None
        else [
            {"subtheme": part.code, "value": part.genders.total}
            for part in sorted(
                people_by_subtheme(view.people, view.whole.code_subthemes), key=lambda part: (part.code is None, part.code or "")
            )
        ],
    }


def _reach(view: Snapshot) -> dict | None:
    """People against plans and need, by sub-theme and answer, over time, and what covers what.

    Null without outcomes or a theme workbook.
    """
    theme, people, people_by_day = view.theme, view.people, view.people_trend
    if not view.theme_known or theme is None or people is None or people_by_day is None:
        return None
    plan, need, matrix = planned_reach(view, theme), need_reach(view), coverage(view, theme)
    trend = people_trend(people_by_day)
    offered = periods(view.whole.people_days)
    change = compare_periods(people_by_day, offered[0], None, "target_group") if offered else None
    return {
        "planned": {
            "planned_participants": plan.planned,
            "reached_count": plan.reached,
            "reached_share": plan.share,
            "even_pace_count": plan.at_even_pace,
            "by_project": [
                {
                    "project_key": project.key,
                    "planned_participants": project.planned,
                    "reached_count": project.reached,
                    "elapsed_share": project.elapsed,
                }
                for project in plan.projects
            ],
            "by_single_group": [
                {
                    "target_group": part.code,
                    "project_count": part.project_count,
                    "planned_participants": part.planned,
                    "reached_count": part.reached,
                }
                for part in plan.by_group
            ],
        },
        "need": None
        if need is None
        else {
            "month": need.month.isoformat(),
            "country": _need(need.country) if need.country else None,
            "regions": [{"region_code": place.code, **_need(place)} for place in need.regions],
        },
        "by_subtheme": [
            {"subtheme": part.code, **row}
            for part in people_by_subtheme(people, view.whole.code_subthemes)
            for row in _genders(part.genders)
        ],
        "by_answer": [
            {"promise": promise.code, "answer": part.state, "project_count": part.project_count, **row}
            for promise in theme.gender_promises
            for part in people_by_answer(view, promise.code)
            for row in _genders(part.genders)
        ],
        "trend": [{"date": point.day.isoformat(), **row} for point in trend for row in _genders(point.genders)],
        "change": _change(change, "target_group") if change else None,
        "coverage": [
            {
                "target_group": row,
                "subtheme": column,
                "state": cell.state,
                "project_count": cell.project_count,
                "planned_cents": cell.planned.cents if cell.planned else None,
                "participant_count": cell.participants,
            }
            for (row, column), cell in matrix.cells.items()
        ],
    }


def _change(change: Comparison, dimension: str) -> dict:
    """How people grew in a period, altogether and by a dimension."""
    return {
        "from_date": change.period.first.isoformat(),
        "to_date": change.period.last.isoformat(),
        "change_count": change.everyone.change,
        f"by_{dimension}": [
            {dimension: part.code, "before_count": part.before, "after_count": part.after, "change_count": part.change}
            for part in change.changes
        ],
    }


def _need(place: NeedReach) -> dict:
    return {
        "participant_count": place.reached(),
        "per_inhabitants_10000": place.per_inhabitants,
        "by_need_gender": [
            {"gender": gender, "need_count": count.value, "missing": count.missing, "per_hundred": place.per_hundred(gender)}
            for gender, count in place.need.items()
        ],
    }


def _genders(genders: Genders) -> list[dict]:
    counts = zip(GENDERS, genders.counts, strict=True)
    return [{"gender": gender, "value": value} for gender, value in counts if value is not None]
