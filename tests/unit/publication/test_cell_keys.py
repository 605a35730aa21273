"""The cell-key method as it is measured beside controlled rounding (``make cell-keys``)."""

from dataclasses import replace

import pytest

from tests.attack.cell_keys import NOISES, by_cell_keys, by_rounding, cell_keys, perturbations, perturbed, promised, row
from tests.attack.histories import RULES, history


@pytest.mark.parametrize("noise", NOISES, ids=str)
@pytest.mark.parametrize("count", (1, 2, 3, 4, 5, 8, 40))
def test_noise_has_no_mean_and_no_small_counts(count, noise):
    chances = perturbations(count, noise)
    assert sum(chance for _, chance in chances) == pytest.approx(1)
    assert sum(value * chance for value, chance in chances) == pytest.approx(0, abs=1e-6)
    assert all(abs(value) <= noise.most and not 0 < count + value <= noise.none_up_to and count + value >= 0 for value, _ in chances)
    if count >= noise.most + noise.none_up_to:
        assert sum(value**2 * chance for value, chance in chances) == pytest.approx(noise.variance, abs=1e-6)


def test_the_key_tells_the_noise():
    first, last = perturbations(12, NOISES[0])[0][0], perturbations(12, NOISES[0])[-1][0]
    assert (perturbed(12, 0.0, NOISES[0]), perturbed(12, 0.999999999, NOISES[0])) == (12 + first, 12 + last)
    assert {perturbed(0, key / 10, NOISES[1]) for key in range(10)} == {0}


def test_the_same_records_have_the_same_key_in_every_table_and_publication():
    first, second = history(0)[:2]
    cells = [(first.day, "EECO01", "total", "", "all")]
    assert cell_keys(first, cells, False) == cell_keys(second, cells, False)
    doubled = replace(first, states={day: {cell: 2 * count for cell, count in state.items()} for day, state in first.states.items()})
    assert cell_keys(doubled, cells, False) == cell_keys(first, cells, False)
    assert cell_keys(doubled, cells, True) != cell_keys(first, cells, True)


def test_the_promise_is_that_of_the_rule():
    assert [promised(count, RULES[0]) for count in (0, 1, 4, 5, 50)] == [1, 4, 4, 3, 3]


def test_both_methods_are_measured_on_the_same_counts():
    deliveries = history(1)[:2]
    rounded, noisy = by_rounding(deliveries), by_cell_keys(deliveries, NOISES[0])
    assert rounded.counts == noisy.counts == len(noisy.losses) and noisy.hidden == 0
    assert rounded.told == 0 and noisy.missed > 0
    assert row("a", [noisy]).startswith(f"| a | {noisy.told} of {noisy.counts} ")
