"""Reach in words: key figures, and which indicator counts which target group."""

from analytics.ledger import people_ledger
from analytics.people import Genders
from analytics.reach import Need, PlannedReach
from data_loaders.codes import code_list
from presentation.block import KeyFigure
from presentation.tables import Column, Table
from presentation.text import Text


def reach_keys(genders: Genders, plan: PlannedReach, need: Need | None, text: Text) -> tuple[KeyFigure, ...]:
    """Participants, what they are of the plans, and of the need."""
    keys = [KeyFigure(text("Participants"), text.number(genders.total), text("people, cumulative"), people_ledger())]
    if plan.compared:
        keys.append(
            KeyFigure(
                text("Of the plan"),
                text.percent(plan.share),
                text(
                    "{reached} of {planned} in projects of which both are known",
                    reached=text.number(plan.reached),
                    planned=text.number(plan.planned),
                ),
                people_ledger(projects=tuple(project.key for project in plan.compared)),
            )
        )
    if need and need.country and need.country.per_hundred() is not None:
        keys.append(
            KeyFigure(
                text("Per 100 structurally unemployed"),
                text.rate(need.country.per_hundred()),
                text("structurally unemployed, {month}", month=text.month(need.month)),
                people_ledger(),
            )
        )
    return tuple(keys)


def reach_sentence(plan: PlannedReach, text: Text) -> str:
    """How far the plans have come; empty when no plan is known."""
    if plan.share is None:
        return ""
    return text(
        "The projects whose plan and participants are known have reached {share} of their planned participants.",
        share=text.percent(plan.share),
    )


def fit_words(fit: str, text: Text) -> str:
    """How well the indicators count a group."""
    return {
        "exact": text("● counts the same group"),
        "partly": text("◐ counts a part, or more than the group"),
        "overlapping": text("◐ two indicators that overlap"),
        "wider": text("◐ counts a wider group"),
        "proxy": text("◌ counts another group that is near"),
        "none": text("○ no indicator counts this group"),
    }[fit]


def indicators_table(text: Text) -> Table:
    """Which ESF+ indicators count each target group of the theme, and how well."""
    known = code_list("target_group_indicators")
    rows = []
    for topic in text.theme.target_groups:
        row = known.get(topic.code)
        codes = [code for code in row["indicators"].split(";") if code] if row else []
        rows.append(
            (
                text.name(topic.name),
                fit_words(row["fit"], text) if row else text("not described"),
                "; ".join(text("{code} {name}", code=code, name=text.label("indicators", code)) for code in codes),
                row[text.language] if row else "",
            )
        )
    return Table(
        text("Target groups of the theme and the indicators of the ESF+"),
        (Column(text("Target group")), Column(text("How well")), Column(text("Indicators")), Column(text("Why"))),
        tuple(rows),
    )
