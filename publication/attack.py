"""Attack what is published: what can be inferred about a protected count from everything else that is known.

The attacker knows the method and every published form, of this publication and of earlier
ones, and that counts add up, never fall over time, and that an indicator never counts
more people than the one it is a part of. Integer programming then gives the least and the
most that each count can be. A count that can be fewer values than the rule promises is a leak.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data_loaders.codes import GENDERS, INDICATOR_PARTITIONS, code_list
from data_loaders.theme import Disclosure
from publication.rounding import CUBES, EVERYONE, TOTAL, Cube, Key, in_time, partitions

#: Random directions that show for most counts at once what they can be; the rest is asked one by one.
_DIRECTIONS = 24
#: Instead of no upper bound: more people than any theme reaches.
_MANY = 1e7
#: One linear inequality: columns of counts, their factors, the least and the most that the sum can be.
Term = tuple[list[int], list[float], float, float]


@dataclass(frozen=True)
class Leak:
    """A count that can be narrowed down to fewer values than the rule promises.

    Attributes:
        key: What it counts.
        low, high: The least and the most that it can be.
        promised: How many counts should have stayed possible.
    """

    key: Key
    low: int
    high: int
    promised: int


@dataclass(frozen=True)
class AttackResult:
    """The outcome of an attack.

    Attributes:
        leaks: Counts that can be narrowed down too far, worst first.
        contradictory: True when no counts at all fit what is published: its forms belie each other.
        count: PublishedCount counts that were attacked.
        assumed: What the attacker took for granted beyond sums: ``time`` (counts never fall),
            ``parts`` (an indicator is not above its whole), ``partitions`` (partitions are complete),
            as far as what is published does not belie it.
    """

    leaks: tuple[Leak, ...]
    contradictory: bool
    count: int
    assumed: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.leaks and not self.contradictory


class _System:
    """Everything the attacker knows, as linear inequalities over whole numbers."""

    def __init__(self, low: np.ndarray, high: np.ndarray) -> None:
        self.low, self.high = low, high
        self.terms: list[Term] = []

    def add(self, columns: Sequence[int], values: Sequence[float], least: float, most: float) -> None:
        self.terms.append((list(columns), list(values), least, most))

    def hold(self, soft: Sequence[Term]) -> list[Term]:
        """Those of some suppositions that what is published does not belie, taken together."""
        size, more = len(self.low), len(soft)
        if not soft:
            return []
        eased = [
            (columns + [size + n, size + more + n], values + [1.0, -1.0], least, most)
            for n, (columns, values, least, most) in enumerate(soft)
        ]
        free = _System(np.concatenate([self.low, np.zeros(2 * more)]), np.concatenate([self.high, np.full(2 * more, _MANY)]))
        free.terms = [*self.terms, *eased]
        solution = free.solve(np.concatenate([np.zeros(size), np.ones(2 * more)]), whole=False)
        if solution is None:
            return []
        wrong = solution[size:].reshape(2, more).sum(axis=0) > 1e-6
        return [term for term, is_wrong in zip(soft, wrong, strict=True) if not is_wrong]

    def solve(self, cost: np.ndarray, whole: bool = True) -> np.ndarray | None:
        """The cheapest counts that fit; null when none do."""
        # Here, because loading it takes longer than many a command runs, and only publishing and auditing solve.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_matrix

        rows = np.repeat(np.arange(len(self.terms)), [len(columns) for columns, *_ in self.terms])
        columns = np.concatenate([term[0] for term in self.terms]) if self.terms else np.zeros(0)
        values = np.concatenate([term[1] for term in self.terms]) if self.terms else np.zeros(0)
        matrix = csr_matrix((values, (rows, columns)), (len(self.terms), len(self.low)))
        limits = LinearConstraint(matrix, [term[2] for term in self.terms], [term[3] for term in self.terms])
        return milp(
            cost,
            constraints=[limits] if self.terms else [],
            bounds=Bounds(self.low, self.high),
            integrality=np.full(len(cost), int(whole)),
        ).x


def attack(published: Cube, rule: Disclosure, previous: Sequence[Cube] = ()) -> AttackResult:
    """Attack a publication, with everything that was published before it.

    Args:
        published: Every count in its public form.
        rule: The theme's rule, for the promises.
        previous: Earlier publications. A count of the same day is taken for the same count,
            unless the publication says that it has been revised.
    """
    keys = sorted(published)
    if not keys:
        return AttackResult((), False, 0, ())
    bare = [
        Leak(key, form.value, form.value, form.promise(rule))
        for key, form in published.items()
        if form.value is not None and not _is_protected(form.value, rule)
    ]
    if bare:
        return AttackResult(tuple(sorted(bare, key=lambda leak: leak.key)), False, len(keys), ())
    bounds = np.array([published[key].bounds(rule) for key in keys])
    low, high = bounds[:, 0], np.minimum(bounds[:, 1], _MANY)
    at = {key: number for number, key in enumerate(keys)}
    for earlier in previous:
        for key, form in earlier.items():
            if key in at and not published[key].revised:
                least, most = form.bounds(rule)
                low[at[key]], high[at[key]] = max(low[at[key]], least), min(high[at[key]], most)
    if (low > high).any():
        return AttackResult((), True, len(keys), ())
    groups, low, high = _with_others(keys, at, low, high)
    system = _System(low, high)
    for columns, values, least, most in groups:
        system.add(columns, values, least, most)
    start = system.solve(np.zeros(len(low)))
    if start is None:
        return AttackResult((), True, len(keys), ())
    assumed = []
    for name, suppositions in (("time", _time(keys, at)), ("parts", _parts(keys, at)), ("partitions", _partitions(keys, at))):
        kept = system.hold(suppositions)
        if kept:
            system.terms += kept
            if (tried := system.solve(np.zeros(len(low)))) is None:
                del system.terms[-len(kept) :]
            else:
                start = tried
                assumed.append(name)
    return AttackResult(_leaks(system, keys, [published[key].promise(rule) for key in keys], start), False, len(keys), tuple(assumed))


def _is_protected(value: int, rule: Disclosure) -> bool:
    """Whether a number may stand as it does: zero, or a multiple of the base that no sign stands for."""
    return value == 0 or (value >= rule.threshold and value % rule.rounding_base == 0)


def _leaks(system: _System, keys: Sequence[Key], promised: Sequence[int], start: np.ndarray) -> tuple[Leak, ...]:
    size = len(keys)
    seen = np.rint(np.array([start[:size], start[:size]]))
    chance = np.random.default_rng(0)

    def try_direction(cost: np.ndarray) -> np.ndarray:
        solution = system.solve(cost)
        if solution is None:
            raise ArithmeticError("counts that fit together fit no more")
        counts = np.rint(solution[:size])
        seen[0], seen[1] = np.minimum(seen[0], counts), np.maximum(seen[1], counts)
        return counts

    needed = np.array(promised)
    for _ in range(_DIRECTIONS):
        open_ = seen[1] - seen[0] + 1 < needed
        if not open_.any():
            return ()
        cost = np.zeros(len(system.low))
        # Only what is still open pulls; each count one way, drawn anew every time.
        cost[:size][open_] = chance.choice([-1.0, 1.0], size=open_.sum()) * chance.uniform(0.5, 1.5, size=open_.sum())
        try_direction(cost)
    leaks = []
    for number in np.flatnonzero(seen[1] - seen[0] + 1 < needed).tolist():
        for sign in (1.0, -1.0):
            if seen[1][number] - seen[0][number] + 1 < needed[number]:  # the other direction may have been enough
                cost = np.zeros(len(system.low))
                cost[number] = sign
                try_direction(cost)
        low, high = seen[0][number], seen[1][number]
        # Zero is published as zero: a hidden count that must be zero hides nobody.
        if high - low + 1 < needed[number] and high > 0:
            leaks.append(Leak(keys[number], int(low), int(high), int(needed[number])))
    return tuple(sorted(leaks, key=lambda leak: (leak.high - leak.low - leak.promised, leak.key)))


def _with_others(
    keys: Sequence[Key], at: Mapping[Key, int], low: np.ndarray, high: np.ndarray
) -> tuple[list[Term], np.ndarray, np.ndarray]:
    """Sums that hold for certain, with the genders that are not published of a region or a group as counts of their own.

    Returns: the sums, and the least and the most of every count, those of the added genders last.
    """
    terms: list[Term] = []
    others: dict[Key, int] = {}
    number = len(keys)
    for key in keys:
        if key.gender != EVERYONE:
            continue
        genders = [part for gender in GENDERS if (part := replace(key, gender=gender)) in at]
        if key.cube == TOTAL:
            if genders:
                terms.append(([at[part] for part in genders] + [at[key]], [1.0] * len(genders) + [-1.0], 0.0, 0.0))
        else:
            others[key] = number
            terms.append(([at[part] for part in genders] + [number, at[key]], [1.0] * (len(genders) + 1) + [-1.0], 0.0, 0.0))
            number += 1
    low = np.concatenate([low, np.zeros(len(others))])
    high = np.concatenate([high, np.full(len(others), _MANY)])
    divided: dict[tuple, list[Key]] = defaultdict(list)
    for key in keys:
        if key.cube in CUBES:
            divided[key.day, key.indicator, key.cube, key.gender].append(key)
    for (day, indicator, _, gender), parts in divided.items():
        whole = Key(day, indicator, TOTAL, "", gender)
        if whole in at:
            terms.append(([at[part] for part in parts] + [at[whole]], [1.0] * len(parts) + [-1.0], 0.0, 0.0))
    return terms, low, high


def _time(keys: Sequence[Key], at: Mapping[Key, int]) -> list[Term]:
    """Cumulative counts never fall."""
    return [([at[later], at[earlier]], [1.0, -1.0], 0.0, _MANY) for earlier, later in in_time(keys)]


def _parts(keys: Sequence[Key], at: Mapping[Key, int]) -> list[Term]:
    """An indicator counts no more people than the one it is a part of; parts of a partition together neither."""
    part_of = {code: row["part_of"] for code, row in code_list("indicators").items()}
    indicators = [
        ([at[whole], at[key]], [1.0, -1.0], 0.0, _MANY)
        for key in keys
        if part_of.get(key.indicator) and (whole := replace(key, indicator=part_of[key.indicator])) in at
    ]
    divisions = [division for name in INDICATOR_PARTITIONS for division in partitions(keys, (name,))]
    return indicators + [_less(whole, parts, at, _MANY) for whole, parts in divisions]


def _partitions(keys: Sequence[Key], at: Mapping[Key, int]) -> list[Term]:
    """Nothing is left of everyone outside the parts of a complete division."""
    return [_less(whole, parts, at, 0.0) for whole, parts in partitions(keys)]


def _less(whole: Key, parts: Sequence[Key], at: Mapping[Key, int], most: float) -> Term:
    """A whole less its parts, from zero to the most."""
    return ([at[whole], *(at[part] for part in parts)], [1.0] + [-1.0] * len(parts), 0.0, most)
