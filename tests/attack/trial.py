"""One history: published delivery by delivery, and given to the attacker."""

from collections import defaultdict
from dataclasses import dataclass

from publication.protection import Edition, protect_against_attack
from publication.rounding import true_counts
from tests.attack.attacker import Attacker, Table, Told, check_against_truth
from tests.attack.histories import LABOUR, history


@dataclass(frozen=True)
class Outcome:
    """What became of a history.

    Attributes:
        seed: Of the history.
        counts: Counts that were published in some form.
        hidden: How many of them only as a sign for what is not published.
        told: Counts that the attacker narrows down too far.
        wrong: Forms that belie the truth, and marks and changes of form without a reason.
        refused: Deliveries that could not be published.
        state: What the attacker says of the whole: see ``Attacker.attack``.
    """

    seed: int
    counts: int
    hidden: int
    told: tuple[Told, ...]
    wrong: tuple[str, ...]
    refused: int
    state: str


def trial(seed: int) -> Outcome:
    """Publish a made-up history, and attack all of it."""
    deliveries = history(seed)
    tables, truth, editions, refused = [], [], [], 0
    for delivery in deliveries:
        made = protect_against_attack(delivery.people, [delivery.trend], delivery.day, delivery.rule, b"key", editions)
        refused += not made.passed
        editions.append(Edition(made.cube, delivery.rule))
        tables.append(as_table(made.cube, delivery.rule))
        truth.append(plain(true_counts(delivery.people, [delivery.trend], delivery.day, delivery.rule)))
    state, told = Attacker(tables, served_in(deliveries), is_divided(deliveries)).attack()
    hidden = sum(sign == "hidden" for table in tables for _, sign, _ in table.forms.values())
    return Outcome(
        seed, sum(len(table.forms) for table in tables), hidden, tuple(told), tuple(check_against_truth(tables, truth)), refused, state
    )


def served_in(deliveries):
    """Which target group has people in which region."""
    return {(region, group or "") for delivery in deliveries for state in delivery.states.values() for _, _, group, region, _ in state}


def is_divided(deliveries):
    """Whether the labour market divides everyone, in every cell of every delivery."""
    return all(_divided(state) for delivery in deliveries for state in delivery.states.values())


def as_table(cube, rule):
    return Table({_cell(key): (form.value, form.sign, form.revised) for key, form in cube.items()}, rule.threshold, rule.rounding_base)


def plain(counts):
    return {_cell(key): count for key, count in counts.items()}


def _cell(key):
    return key.day, key.indicator, key.cube, key.code, key.gender


def _divided(state):
    """Whether the labour market divides everyone, in every cell."""
    left = defaultdict(int)
    for (project, indicator, *rest), count in state.items():
        left[project, *rest] += {"EECO01": count}.get(indicator, -count if indicator in LABOUR else 0)
    return not any(left.values())
