"""Histories of deliveries, attacked by somebody who was written apart: ``make attack`` does the same for very many."""

from dataclasses import replace
from datetime import date

import pytest

from tests.attack.attacker import Attacker, Table, check_against_truth
from tests.attack.trial import trial

DAY, LATER = date(2024, 4, 30), date(2024, 10, 30)


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5, 7])
def test_all_publications_together_withstand(seed):
    """Small cells, regions with one project, corrections, rules that change: nothing is told, nothing is untrue, nothing stops."""
    outcome = trial(seed)
    assert not outcome.told
    assert not outcome.wrong
    assert not outcome.refused
    assert outcome.counts > outcome.hidden, "something is published"


def table(*forms, day=DAY):
    return Table({(day, "EECO01", *cell): (value, sign, False) for cell, value, sign in forms}, 5, 3)


def test_the_attacker_tells_what_a_whole_gives_away():
    served = {("01", "young"), ("02", "young")}
    published = table((("total", "", "all"), 6, "value"), (("region", "01", "all"), 6, "value"), (("region", "02", "all"), None, "few"))
    _, told = Attacker([published], served, False).attack()
    assert {(one.cell[3], one.low, one.high) for one in told} == {("02", 1, 3)}


def test_the_attacker_joins_publications_and_days():
    served = {("01", "young")}
    first, other = table((("total", "", "all"), 9, "value")), table((("total", "", "all"), 12, "value"))
    assert {(one.low, one.high) for one in Attacker([first, other], served, False).attack()[1]} == {(10, 11)}
    few, gone = table((("total", "", "all"), None, "few"), day=LATER), table((("total", "", "all"), None, "hidden"))
    assert not Attacker([gone], served, False).attack()[1]
    assert not Attacker([few, gone], served, False).attack()[1]
    zero = table((("total", "", "all"), 0, "value"), day=LATER)
    assert Attacker([gone, zero], served, False).attack() == ("possible", [])


def test_forms_that_belie_the_truth_are_seen():
    published = table((("total", "", "all"), 9, "value"))
    cell = (DAY, "EECO01", "total", "", "all")
    assert check_against_truth([published], [{cell: 11}]) == []
    assert check_against_truth([published], [{cell: 12}])
    changed = replace(published, forms={cell: (12, "value", False)})
    assert check_against_truth([published, changed], [{cell: 10}, {cell: 10}])
    assert check_against_truth([published, changed], [{cell: 10}, {cell: 11}]) == []
    marked = replace(published, forms={cell: (9, "value", True)})
    assert check_against_truth([published, marked], [{cell: 10}, {cell: 10}])
