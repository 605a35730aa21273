"""The cell-key method beside controlled rounding, on the same histories: ``python -m tests.attack.cell_keys``, or ``make cell-keys``.

The method of the statistical offices of Australia (TableBuilder) and of Eurostat's census (R packages ``ptable`` and
``cellKey``): every record has a random key, the keys of a cell's records are added modulo one, and a fixed table of
perturbation tells from that sum and the count which noise the cell gets. The same records get the same noise in every table
and publication. Here are no records of people: a record is one of the smallest cells that projects report.
"""

import argparse
import hashlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import mean
from typing import NamedTuple

import numpy as np
from scipy.optimize import brentq

from data_loaders.theme import Disclosure
from publication.protection import protect_against_attack
from publication.rounding import EVERYONE, Edition, Key, sums, true_counts
from tests.attack.attacker import Attacker, Cell, Table, Told
from tests.attack.histories import Delivery, history
from tests.attack.trial import as_table, is_divided, plain, served_in

#: What a sign for few people is reckoned as, where sums and losses are looked at: as ``publication.rounding`` does.
_FEW = "few"


class Noise(NamedTuple):
    """What a table of perturbation is made of.

    Attributes:
        most: The greatest noise (``D`` of ptable).
        variance: Of the noise, where the possible ones allow it (``V``).
        none_up_to: No count from 1 to this is published (``js``).
    """

    most: int
    variance: float
    none_up_to: int


#: As TableBuilder is described; as Eurostat proposed for the census; and without counts below the rule's threshold.
NOISES = (Noise(2, 1.0, 0), Noise(5, 3.0, 2), Noise(5, 3.0, 4))


@cache
def perturbations(count: int, noise: Noise) -> tuple[tuple[int, float], ...]:
    """Noise → its chance, for a count: the most even chances with a mean of zero and the variance. Zero stays zero."""
    if count == 0:
        return ((0, 1.0),)
    values = np.arange(-min(count, noise.most), noise.most + 1)
    values = values[(count + values == 0) | (count + values > noise.none_up_to)].astype(float)

    def chances(tight: float) -> np.ndarray:
        def weights(tilt: float) -> np.ndarray:
            powers = tilt * values - tight * values**2
            weight = np.exp(powers - powers.max())
            return weight / weight.sum()

        return weights(brentq(lambda tilt: weights(tilt) @ values, -200.0, 200.0))

    def above(tight: float) -> float:
        return float(chances(tight) @ values**2 - noise.variance)

    tight = 0.0 if above(0.0) <= 0 else 5.0 if above(5.0) >= 0 else brentq(above, 0.0, 5.0)
    return tuple((int(value), float(chance)) for value, chance in zip(values, chances(tight), strict=True))


def perturbed(count: int, key: float, noise: Noise) -> int:
    """A count with its noise.

    Args:
        count: The count.
        key: The cell key, from 0 to below 1.
        noise: The table of perturbation.
    """
    table = perturbations(min(count, 2 * noise.most + noise.none_up_to), noise)
    for value, chance in table:
        key -= chance
        if key < 0:
            return count + value
    return count + table[-1][0]


def _record_key(record: tuple, secret: bytes = b"key") -> float:
    return int.from_bytes(hashlib.blake2b(repr(record).encode(), digest_size=7, key=secret).digest(), "big") / 2**56


def cell_keys(delivery: Delivery, cells: Iterable[Cell], each_person: bool) -> dict[Cell, float]:
    """Cell → the sum of its records' keys, modulo one.

    Args:
        delivery: The delivery.
        cells: Those that are published.
        each_person: A record is a person, the first, second and so on of a smallest cell, so that one more changes the key;
            if not, it is the smallest cell.
    """
    keys: dict[Cell, float] = defaultdict(float)
    for day, state in delivery.states.items():
        for (project, indicator, group, region, gender), count in state.items():
            records = range(count) if each_person else range(min(count, 1))
            key = sum(_record_key((project, indicator, group, region, gender, number)) for number in records)
            for cube, code in (("total", ""), ("region", region), ("target_group", group or "")):
                for one in (gender, EVERYONE):
                    keys[day, indicator, cube, code, one] += key
    return {cell: keys[cell] % 1 for cell in cells}


@dataclass(frozen=True)
class NoisyTable(Table):
    """A table whose counts have noise. ``threshold`` and ``base`` are those of the rule that it is compared under."""

    noise: Noise = NOISES[0]

    def range_of(self, cell: Cell) -> tuple[int, int]:
        value = self.forms[cell][0]
        assert value is not None
        return max(0, value - self.noise.most), value + self.noise.most


class NoiseAttacker(Attacker):
    """As ``Attacker``; a fallen form is no sign of a fallen count, unless nothing else fits. Promises are those of true counts."""

    truth: Sequence[Mapping[Cell, int]] = ()

    def _has_fallen(self, latest: Mapping[Cell, int], first: Cell, second: Cell) -> bool:
        return self.tables[latest[first]].range_of(first)[0] > self.tables[latest[second]].range_of(second)[1]

    def _promises(self) -> dict[tuple[int, Cell], int]:
        return {
            (number, cell): promised(self.truth[number].get(cell, 0), table)
            for number, table in enumerate(self.tables)
            for cell in table.forms
        }


def promised(count: int, rule: Table | Disclosure) -> int:
    """How many counts must stay possible for one."""
    base = rule.base if isinstance(rule, Table) else rule.rounding_base
    return 1 if count == 0 else rule.threshold - 1 if count < rule.threshold else base


class Measured(NamedTuple):
    """What a method did to one history.

    Attributes:
        counts: Published, of more than nobody.
        hidden: Those of them that are not told at all.
        signs: Those told as a sign for few.
        told: Those that the attacker narrows below the promise, and rightly.
        sums: Wholes whose parts are all told.
        missed: Those of them that are not the sum of their parts.
        losses: Distance of each told form from its count; a sign is taken at the base.
        seconds: Of protecting, without the attack.
    """

    counts: int
    hidden: int
    signs: int
    told: int
    sums: int
    missed: int
    losses: tuple[int, ...]
    seconds: float


def by_rounding(deliveries: Sequence[Delivery]) -> Measured:
    """Controlled rounding, as it is published."""
    began, editions, tables, truth = time.perf_counter(), [], [], []
    for delivery in deliveries:
        made = protect_against_attack(delivery.people, [delivery.trend], delivery.day, delivery.rule, b"key", editions)
        editions.append(Edition(made.cube, delivery.rule))
    seconds = time.perf_counter() - began
    for delivery, edition in zip(deliveries, editions, strict=True):
        tables.append(as_table(edition.cube, delivery.rule))
        truth.append(_truth(delivery))
    return _measured(Attacker(tables, served_in(deliveries), is_divided(deliveries)), tables, truth, seconds)


def by_cell_keys(deliveries: Sequence[Delivery], noise: Noise, each_person: bool = False) -> Measured:
    """The cell-key method. A count that has changed since it was last published is marked as revised."""
    began = time.perf_counter()
    truth, tables = [_truth(delivery) for delivery in deliveries], []
    for number, (delivery, counts) in enumerate(zip(deliveries, truth, strict=True)):
        forms = {}
        for cell, key in cell_keys(delivery, counts, each_person).items():
            before = [earlier[cell] for earlier in truth[:number] if cell in earlier]
            forms[cell] = (perturbed(counts[cell], key, noise), "value", bool(before) and before[-1] != counts[cell])
        tables.append(NoisyTable(forms, delivery.rule.threshold, delivery.rule.rounding_base, noise))
    seconds = time.perf_counter() - began
    attacker = NoiseAttacker(tables, served_in(deliveries), is_divided(deliveries))
    attacker.truth = truth
    return _measured(attacker, tables, truth, seconds)


def _truth(delivery: Delivery) -> dict[Cell, int]:
    return plain(true_counts(delivery.people, [delivery.trend], delivery.day, delivery.rule))


def _measured(attacker: Attacker, tables: Sequence[Table], truth: Sequence[Mapping[Cell, int]], seconds: float) -> Measured:
    _, told = attacker.attack()
    told = [leak for leak in told if _is_right(leak, truth)]
    counts, hidden, signs, wholes, missed, losses = 0, 0, 0, 0, 0, []
    for table, true in zip(tables, truth, strict=True):
        shown = {
            cell: table.base if sign == _FEW else value for cell, (value, sign, _) in table.forms.items() if sign != "hidden" and value is not None or sign == _FEW
        }  # fmt: skip
        there = [cell for cell, count in true.items() if count]
        counts, hidden = counts + len(there), hidden + sum(cell not in shown for cell in there)
        signs += sum(cell in table.forms and table.forms[cell][1] == _FEW for cell in there)
        losses += [abs(shown[cell] - true[cell]) for cell in there if cell in shown]
        for whole, parts, is_all in sums([Key(*cell) for cell in true]):
            cells = [_plain(key) for key in (whole, *parts)]
            if is_all and true[cells[0]] and all(cell in shown for cell in cells):
                wholes, missed = wholes + 1, missed + (shown[cells[0]] != sum(shown[cell] for cell in cells[1:]))
    return Measured(counts, hidden, signs, len(told), wholes, missed, tuple(losses), seconds)


def _plain(key: Key) -> Cell:
    return key.day, key.indicator, key.cube, key.code, key.gender


def _is_right(leak: Told, truth: Sequence[Mapping[Cell, int]]) -> bool:
    return leak.low <= truth[leak.publication].get(leak.cell, 0) <= leak.high


def methods() -> dict[str, Callable[[Sequence[Delivery]], Measured]]:
    """Name of a method → what it makes of a history."""
    named: dict[str, Callable[[Sequence[Delivery]], Measured]] = {"controlled rounding": by_rounding}
    for noise in NOISES:
        name = (
            f"cell keys, noise to ±{noise.most}, nothing from 1 to {noise.none_up_to}"
            if noise.none_up_to
            else f"cell keys, noise to ±{noise.most}"
        )
        named[name] = lambda deliveries, noise=noise: by_cell_keys(deliveries, noise)
    named["the last, a key for each person"] = lambda deliveries: by_cell_keys(deliveries, NOISES[-1], each_person=True)
    return named


def row(name: str, measured: Sequence[Measured]) -> str:
    """A line of the table: shares of counts of more than nobody."""
    counts, losses = sum(each.counts for each in measured), [loss for each in measured for loss in each.losses]
    told, hidden, signs = (sum(getattr(each, part) for each in measured) for part in ("told", "hidden", "signs"))
    missed = sum(each.missed for each in measured) / max(1, sum(each.sums for each in measured))
    return (
        f"| {name} | {told} of {counts} ({told / counts:.1%}) | {missed:.0%} | {mean(losses or [0]):.2f} | {signs / counts:.0%} "
        f"| {hidden / counts:.0%} | {mean(each.seconds for each in measured):.2f} s |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=40)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    print(
        "| method | below the promise | sums missed | mean distance | as a sign | hidden | time of a history |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    for name, method in methods().items():
        print(row(name, [method(history(seed)) for seed in range(given.first, given.first + given.histories)]), flush=True)


if __name__ == "__main__":
    main()
