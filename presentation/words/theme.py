"""The theme in short, its contacts, and what its projects have promised, in words and tables."""

from collections.abc import Callable, Sequence
from html import escape

from analytics.promises import BROKEN, KEPT, UNKNOWN, DuePlan, ProjectPromises, PromiseCount
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.projects import project_name

#: A sign for each state of a promise, so that a colour is never the only carrier.
SIGNS = {KEPT: "✔", BROKEN: "✖", UNKNOWN: "?"}


def state_words(state: str, text: Text) -> str:
    """One state of a promise."""
    return {KEPT: text("in the plan"), BROKEN: text("not in the plan"), UNKNOWN: text("not known")}[state]


def contacts_table(text: Text) -> Table:
    """Whom to turn to: roles and organisations, never persons."""
    return Table(
        text("Roles and organisations of the theme"),
        (Column(text("Role")), Column(text("Organisation"))),
        tuple((text.name(contact.role), text.name(contact.organisation)) for contact in text.theme.contacts),
    )


def promises_sentence(counts: Sequence[PromiseCount], text: Text) -> str:
    """How the promises are kept in total, the one that is kept least, and what is not known."""
    if not counts:
        return text("The theme file names no expectations to follow.")
    kept, not_kept, unknown = (sum(getattr(count, name) for count in counts) for name in ("kept", "not_kept", "not_known"))
    if not kept + not_kept:
        return text("It is not yet known which of the theme's expectations are in the projects' plans.")
    least = min(counts, key=lambda count: count.kept / count.project_count if count.project_count else 1)
    return " ".join(
        (
            text(
                "Of the theme's expectations of the projects, {kept} are in their plans and {not_kept} are not; for {unknown} this is not known.",
                kept=text.number(kept),
                not_kept=text.number(not_kept),
                unknown=text.number(unknown),
            ),
            text(
                "The expectation that is least often in the plan is “{promise}” ({kept} of {count} projects).",
                promise=text.label("promises", least.code),
                kept=text.number(least.kept),
                count=text.number(least.project_count),
            ),
        )
    )


def promises_note(text: Text) -> str:
    """How the states of a promise are read."""
    return text(
        "The answers are from the theme workbook. A blank answer means not known and is never taken as no. "
        "An expectation is in a joint project's plan when one of its implementers answers yes and none answers no."
    )


def due_sentence(plans: Sequence[DuePlan], text: Text) -> str:
    """How many running projects still lack a known plan, and which of them ends first."""
    if not plans:
        return text("Every running project has a known plan.")
    return text.plural(
        "{number} running project has no known plan. It ends on {day}.",
        "{number} running projects have no known plan. The first of them ends on {day}.",
        len(plans),
        day=text.date(plans[0].end_date),
    )


def due_html(plans: Sequence[DuePlan], link: Callable[[str], str], text: Text) -> str:
    """Running projects without a known plan, soonest end first, each with its page."""
    return f'<ul class="td-list">{"".join(_due_line(plan, link(plan.key), text) for plan in plans)}</ul>'


def _due_line(plan: DuePlan, href: str, text: Text) -> str:
    when = text.plural("ends on {day}, in {number} day", "ends on {day}, in {number} days", plan.days_left, day=text.date(plan.end_date))
    return (
        f'<li><a href="{escape(href)}" target="_self">{escape(project_name(plan.name, plan.key, text))}</a>'
        f'<p class="td-meta">{escape(when)}</p>'
        f'<p class="td-amount"><span>{SIGNS[plan.state]} {escape(state_words(plan.state, text))}</span></p></li>'
    )


def promises_table(projects: Sequence[ProjectPromises], text: Text) -> Table:
    """Every project with the state of each promise."""
    return Table(
        text("Expectations by project"),
        (Column(text("Project")), *(Column(text.label("promises", promise.code)) for promise in text.theme.promises)),
        tuple(
            (project_name(project.name, project.key, text), *(f"{SIGNS[state]} {state_words(state, text)}" for state in project.states))
            for project in projects
        ),
    )


def workplace_caution(text: Text) -> str:
    """What setting outcomes beside cooperation does not prove."""
    return text(
        "This does not prove that cooperation with workplaces brings people to work. Projects that cooperate may have other participants, "
        "other aims, other regions and a longer time behind them, and the projects that can be compared are few."
    )
