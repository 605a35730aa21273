"""Made-up histories: projects, what they report from delivery to delivery, corrections, and rules that change."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from data_loaders.theme import Disclosure

GENDERS = ("female", "male", "non_binary", "unknown")
#: Project, indicator, target group (null when not given), region, gender: what a number is reported of.
Cell = tuple[str, str, str | None, str, str]
#: The division of everyone by labour market, and an indicator that is told for the whole country only.
LABOUR, SPECIAL = ("EECO02", "EECO04", "EECO05"), "EECO12"
SENSITIVE = "roma"
RULES = (Disclosure(5, 3, (SPECIAL,), ("non_binary",), (SENSITIVE,)), Disclosure(10, 5, (SPECIAL,), (), ()), Disclosure(4, 3, (), (), ()))


@dataclass(frozen=True)
class Delivery:
    """What is known when a delivery is made.

    Attributes:
        day: Its day.
        states: Day of each half-year up to it → the cumulative count of every cell, as it is known now.
        rule: The rule of the theme file at the time.
    """

    day: date
    states: Mapping[date, Mapping[Cell, int]]
    rule: Disclosure

    @property
    def people(self) -> pl.DataFrame:
        """The people cube."""
        return _frame(self.states[self.day])

    @property
    def trend(self) -> pl.DataFrame:
        """The people trend cube."""
        return pl.concat([_frame(state).with_columns(date=pl.lit(day)) for day, state in self.states.items()])


def _frame(state: Mapping[Cell, int]) -> pl.DataFrame:
    names = ("project_code", "indicator", "target_group", "region", "gender")
    schema = dict.fromkeys(names, pl.String) | {"value": pl.Int64}
    return pl.DataFrame([(*cell, value) for cell, value in state.items()], schema=schema, orient="row")


def history(seed: int) -> list[Delivery]:
    """Two to six deliveries of a small programme: many cells of one to six people, regions with a single project.

    Each project lies in one region or two and serves one group or two; now and then it reports without a group. In about
    every third history an earlier day is corrected, upwards or downwards, and in every eighth the rule changes.
    """
    chance = random.Random(seed)
    regions = [f"{number:02}" for number in range(1, chance.randint(2, 5))]
    groups = [SENSITIVE, "young", "ageing"][: chance.randint(1, 3)]
    projects = [
        (f"S{number}", chance.sample(regions, min(len(regions), chance.choice((1, 1, 1, 2)))), chance.sample(groups, min(len(groups), chance.choice((1, 1, 2)))))
        for number in range(chance.randint(2, 7))
    ]  # fmt: skip
    size, with_unknown, divided = chance.choice((2, 4, 12)), chance.random() < 0.5, chance.random() < 0.5
    corrected, changing = chance.random() < 0.35, chance.random() < 0.125
    rule = RULES[0]
    states: dict[date, dict[Cell, int]] = {}
    deliveries = []
    for number in range(chance.randint(2, 6)):
        day = date(2024 + number // 2, 4 if number % 2 == 0 else 10, 30)
        state = dict(states[max(states)]) if states else {}
        for project, places, served in projects:
            if chance.random() < 0.25:
                continue  # has nothing new to report, or has not begun
            for _ in range(chance.randint(1, 4)):
                group = None if chance.random() < 0.05 else chance.choice(served)
                gender = chance.choice(("female", "female", "male", "male", *(("non_binary", "unknown") if with_unknown else ())))
                _report(state, (project, group, chance.choice(places), gender), chance.randint(1, size), divided, chance)
        if corrected and states and chance.random() < 0.6:
            _correct(states, chance)
        states[day] = state
        if changing and number and chance.random() < 0.5:
            rule = chance.choice(RULES)
        deliveries.append(Delivery(day, {day: dict(state) for day, state in states.items()}, rule))
    return deliveries


def _report(state: dict[Cell, int], who: tuple, count: int, divided: bool, chance: random.Random) -> None:
    """Some people more, in the indicators that count them."""
    project, group, region, gender = who
    parts = {indicator: 0 for indicator in LABOUR}
    for _ in range(count if divided else chance.randint(0, count)):
        parts[chance.choice(LABOUR)] += 1
    for indicator, more in (("EECO01", count), *parts.items(), (SPECIAL, chance.randint(0, count))):
        if more:
            cell = (project, indicator, group, region, gender)
            state[cell] = state.get(cell, 0) + more


def _correct(states: dict[date, dict[Cell, int]], chance: random.Random) -> None:
    """One cell of an earlier day is corrected, everywhere it is counted, or one day only."""
    day = chance.choice(sorted(states))
    cells = [cell for cell in states[day] if cell[1] == "EECO01"]
    if cells:
        cell = chance.choice(cells)
        step = chance.choice((-3, -2, -1, 1, 2, 5))
        for indicator in ("EECO01", "EECO02"):
            at = (cell[0], indicator, *cell[2:])
            if at in states[day]:
                states[day][at] = max(0, states[day][at] + step)


def with_rule(deliveries: list[Delivery], rule: Disclosure) -> list[Delivery]:
    """The same history under one rule."""
    return [replace(delivery, rule=rule) for delivery in deliveries]
