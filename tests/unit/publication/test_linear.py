"""Conditions on whole numbers: solved again from the solution before, and without a word."""

import subprocess
import sys

import numpy as np

from publication.linear import Solver, System


def two(least, most):
    """Two numbers from zero to ten, whose sum lies between two others."""
    system = System()
    columns = [system.unknown(high=10.0), system.unknown(high=10.0)]
    system.add(columns, (1.0, 1.0), least, most)
    return system


def test_the_same_conditions_are_solved_for_one_cost_after_another():
    solver = Solver(two(3.0, 15.0))
    assert sum(solver.solve(np.array([1.0, 1.0]))) == 3
    assert sum(solver.solve(np.array([-1.0, -1.0]))) == 15
    assert solver.solve(np.array([1.0, -2.0])).tolist() == [0, 10]


def test_what_nothing_fits_has_no_solution():
    assert two(21.0, 30.0).solve() is None


def test_whole_numbers_are_whole_where_fractions_would_be_cheaper():
    system = System()
    one = system.unknown(high=10.0, cost=1.0)
    system.add([one], [2.0], 3.0, 20.0)
    assert system.solve().tolist() == [1.5]
    assert system.solve(whole=True).tolist() == [2]


def test_a_condition_may_be_broken_at_a_price():
    system = System()
    one = system.unknown(high=1.0)
    system.add([one], [1.0], 4.0, 9.0, out=2.0)
    assert system.solve()[:2].tolist() == [1, 3]


def test_nothing_is_written_into_what_a_command_prints():
    """In a process of its own: the solver's name is written once only."""
    script = "from publication.linear import System; system = System(); system.unknown(high=1.0); assert system.solve() is not None"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("", "")
