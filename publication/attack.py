"""Attack what is published: what can be inferred about a protected count from everything that was ever published.

The attacker knows the method, every published form of this publication and of all earlier ones, and which target groups
have people in which region; that counts add up, never fall over time, and that an indicator never counts more people than
the one it is a part of; and that a count that is not marked as revised is the same count in every publication. Linear
programming then gives the least and the most that each count can be. A count that can be fewer values than the rule
promises is a leak.

The attack reckons with fractions of people, which takes a part of the time. What it says of a count is true of whole
people; that whole people tell no more is tested by the other attacker, in ``tests/attack``.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from data_loaders.codes import INDICATOR_PARTITIONS
from data_loaders.theme import Disclosure
from publication.linear import Row, Solver, System
from publication.rounding import (
    CUBES,
    Cube,
    Edition,
    Key,
    Place,
    PublishedCount,
    block_of,
    crossed,
    in_time,
    partitions,
    parts_of,
    sums,
    withheld_at,
)

#: Random directions that show for most counts at once what they can be; the rest is asked one by one, which is a small step each.
_DIRECTIONS = 8
#: So many of them that show nothing new are enough.
_FRUITLESS = 4
#: Instead of no upper bound: more people than any theme reaches.
_MANY = 1e7
#: By how much a solution may be off a whole number.
_NEARLY = 1e-6


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
        count: Published counts that were attacked, those of earlier publications too.
        assumed: What the attacker took for granted beyond sums: ``served`` (people are in the groups that are served
            in a region), ``time`` (counts never fall), ``parts`` (an indicator is not above its whole), ``partitions``
            (partitions are complete), as far as what is published does not belie it.
    """

    leaks: tuple[Leak, ...]
    contradictory: bool
    count: int
    assumed: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.leaks and not self.contradictory


def attack(
    published: Cube, rule: Disclosure, previous: Sequence[Edition] = (), served: Collection[Place] = (), *, one_a_block: bool = False
) -> AttackResult:
    """Attack a publication, together with everything that was published before it.

    Args:
        published: Every count in its public form.
        rule: The theme's rule.
        previous: Earlier publications, oldest first, each with its own rule.
        served: Which target group has people in which region; empty when everybody may be everywhere.
        one_a_block: Whether it is enough to know of one leak of a block and kind of gender, which takes less time.
    """
    editions = [*previous, Edition(published, rule)]
    known = _Known(editions, sorted(served))
    bare = [leak for edition in editions for leak in _bare(edition)]
    if bare or not known.keys:
        return AttackResult(tuple(sorted(bare, key=lambda leak: leak.key)), False, len(known.keys), ())
    system = known.system
    if any(low > high for low, high in zip(system.low, system.high, strict=True)):
        return AttackResult((), True, len(known.keys), ())
    supposed = _suppose(known)
    if supposed is None:
        return AttackResult((), True, len(known.keys), ())
    solver, start, assumed = supposed
    return AttackResult(_leaks(known, solver, start, one_a_block), False, len(known.keys), assumed)


def _suppose(known: "_Known") -> tuple[Solver, np.ndarray, tuple[str, ...]] | None:
    """Add to what is certain what may be supposed and is not belied.

    Returns:
        All of it, a state of affairs that fits it, and the names of what is supposed; null when nothing fits what is certain.
    """
    certain = known.system.rows

    def tried(rows: list[Row]) -> tuple[Solver, np.ndarray] | None:
        known.system.rows = rows
        start = (solver := Solver(known.system)).solve()
        return None if start is None else (solver, start)

    if every := tried([*certain, *(row for rows in known.suppositions.values() for row in rows)]):
        return *every, tuple(known.suppositions)
    kept, fits = certain, tried(certain)
    if fits is None:
        return None
    assumed = []
    for name, suppositions in known.suppositions.items():
        more = tried(kept + suppositions)
        if more is None and (suppositions := _not_belied(replace(known.system, rows=kept), suppositions)):
            more = tried(kept + suppositions)
        if more:
            kept, fits = kept + suppositions, more
            assumed.append(name)
    return *fits, tuple(assumed)


def _bare(edition: Edition) -> Iterable[Leak]:
    """Numbers that stand as no rule would let them: neither zero nor a multiple of the base that no sign stands for."""
    cube, rule = edition
    for key, form in cube.items():
        if form.value and (form.value < rule.threshold or form.value % rule.rounding_base):
            yield Leak(key, form.value, form.value, form.promise(rule))


class _Known:
    """Everything the attacker knows, as conditions on whole numbers.

    A count has one unknown in all publications until one of them marks it as revised.

    Attributes:
        system: The unknowns with their bounds, and the sums that hold for certain.
        keys, columns, promised: Of each count its key, the column of its unknown, and how many values the rule promises.
        suppositions: Name → what may be supposed.
    """

    def __init__(self, editions: Sequence[Edition], served: Sequence[Place]) -> None:
        self.system = System()
        self.keys: list[Key] = []
        self.columns: list[int] = []
        self.promised: list[int] = []
        self._crossed: set[frozenset[int]] = set()
        #: Columns of the newest state of each count, and the newest form that shows it.
        self._at: dict[Key, int] = {}
        self._shown: dict[Key, tuple[PublishedCount, Disclosure]] = {}
        supposed: dict[str, dict[Row, None]] = {"served": {}, "time": {}, "parts": {}, "partitions": {}}
        certain: dict[Row, None] = {}
        for edition in editions:
            for key in sorted(edition.cube):
                self._add(key, edition.cube[key], edition.rule)
            cube = dict.fromkeys(sorted(edition.cube))
            certain |= dict.fromkeys(self._row([whole], parts, 0.0 if all_of_it else _MANY) for whole, parts, all_of_it in sums(cube))
            supposed["served"] |= dict.fromkeys(self._served(cube, served))
            supposed["time"] |= dict.fromkeys(self._row([later], [earlier], _MANY) for earlier, later in self._not_fallen())
            supposed["parts"] |= dict.fromkeys(self._row([whole], [part], _MANY) for part, whole in parts_of(cube))
            divisions = [division for name in INDICATOR_PARTITIONS for division in partitions(cube, (name,))]
            supposed["parts"] |= dict.fromkeys(self._row([whole], parts, _MANY) for whole, parts in divisions)
            supposed["partitions"] |= dict.fromkeys(self._row([whole], parts, 0.0) for whole, parts in partitions(cube))
        self.system.rows = list(certain)
        self.suppositions = {name: list(rows) for name, rows in supposed.items() if rows}

    def _add(self, key: Key, form: PublishedCount, rule: Disclosure) -> None:
        """What one publication says of one count."""
        low, high = form.bounds(rule)
        if key not in self._at or form.revised:
            self._at[key] = self.system.unknown(low, min(high, _MANY))
            self._shown.pop(key, None)
            self.keys.append(key)
            self.columns.append(self._at[key])
            self.promised.append(form.promise(rule))
        else:
            column = self._at[key]
            self.system.low[column] = max(self.system.low[column], low)
            self.system.high[column] = min(self.system.high[column], high)
            if form.sign != "hidden" and key not in self._shown:
                self.promised[self.columns.index(column)] = form.promise(rule)
        if form.sign != "hidden":
            self._shown[key] = form, rule

    def _row(self, plus: Sequence[Key], minus: Sequence[Key], most: float) -> Row:
        """The first ones less the others, from zero to the most."""
        columns = tuple(self._at[key] for key in (*plus, *minus))
        return columns, (1.0,) * len(plus) + (-1.0,) * len(minus), 0.0, most

    def _served(self, cube: Iterable[Key], served: Sequence[Place]) -> Iterable[Row]:
        """What rows have to do with each other, of those days and indicators that have not stood like that in an earlier publication."""
        rows: dict[tuple[date, str], dict[Key, int]] = {}
        for key in cube:
            if key.cube in CUBES:
                rows.setdefault((key.day, key.indicator), {})[key] = self._at[key]
        new = [key for same in rows.values() if frozenset(same.values()) not in self._crossed for key in same]
        self._crossed |= {frozenset(same.values()) for same in rows.values()}
        for keys, plus, minus, most in crossed(new, served, lambda: self.system.unknown(0.0, _MANY)):
            columns = (*(self._at[key] for key in keys), *plus, *minus)
            yield columns, (1.0,) * (len(keys) + len(plus)) + (-1.0,) * len(minus), 0.0, min(most, _MANY)

    def _not_fallen(self) -> list[tuple[Key, Key]]:
        """Each count and the next day's, but where the nearest forms that are shown before and after have fallen: so has the count."""
        pairs = list(in_time(self._at))
        before: dict[Key, Key] = {}
        after: dict[Key, Key] = {}
        for earlier, later in pairs:
            before[earlier] = earlier if earlier in self._shown else before.get(earlier, earlier)
            before[later] = later if later in self._shown else before[earlier]
        for earlier, later in reversed(pairs):
            after[later] = later if later in self._shown else after.get(later, later)
            after[earlier] = earlier if earlier in self._shown else after[later]
        return [pair for pair in pairs if self._has_not_fallen(before[pair[0]], after[pair[1]])]

    def _has_not_fallen(self, earlier: Key, later: Key) -> bool:
        """Whether the forms of two days leave it possible that a count has not fallen: forms fall only where counts do."""
        if earlier not in self._shown or later not in self._shown:
            return True
        (before, rule), (after, later_rule) = self._shown[earlier], self._shown[later]
        if rule != later_rule:
            return before.bounds(rule)[0] <= after.bounds(later_rule)[1]
        return before.bounds(rule)[1] <= after.bounds(rule)[1]


def _not_belied(system: System, suppositions: Sequence[Row]) -> list[Row]:
    """Those of some suppositions that what is published does not belie, taken together."""
    size = len(system.low)
    eased = System([*system.low], [*system.high], [*system.cost], [*system.whole], [*system.rows])
    for columns, factors, least, most in suppositions:
        eased.add(columns, factors, least, most, out=1.0)
    solution = eased.solve()
    if solution is None:
        return []
    wrong = solution[size:].reshape(len(suppositions), 2).sum(axis=1) > 1e-6
    return [row for row, is_wrong in zip(suppositions, wrong, strict=True) if not is_wrong]


def _leaks(known: "_Known", solver: Solver, start: np.ndarray, one_a_block: bool) -> tuple[Leak, ...]:
    columns, needed = np.array(known.columns), np.array(known.promised)
    low = high = start[columns]

    def look(pull: np.ndarray) -> None:
        """Go as far as possible in a direction, and remember what counts were seen on the way."""
        nonlocal low, high
        cost = np.zeros(len(known.system.low))
        cost[columns] = pull
        world = solver.solve(cost)
        if world is not None:
            low, high = np.minimum(low, world[columns]), np.maximum(high, world[columns])

    def is_open() -> np.ndarray:
        return _width(low, high) < needed

    chance = np.random.default_rng(0)
    for _ in range(_DIRECTIONS):
        if not is_open().any():
            return ()
        # Only what is still open pulls; each count one way, drawn anew every time.
        pull = np.where(is_open(), chance.choice([-1.0, 1.0], len(columns)) * chance.uniform(0.5, 1.5, len(columns)), 0.0)
        look(pull)
    leaks: list[Leak] = []
    known_of: set[tuple] = set()
    for number in np.flatnonzero(is_open()).tolist():
        where = block_of(known.keys[number]), withheld_at(known.keys[number])
        if one_a_block and where in known_of:
            continue
        for sign in (1.0, -1.0):
            if is_open()[number]:  # the other direction may have been enough
                look(sign * (np.arange(len(columns)) == number))
        # Zero is published as zero: a hidden count that must be zero hides nobody.
        if is_open()[number] and high[number] > _NEARLY:
            known_of.add(where)
            least, most = math.ceil(low[number] - _NEARLY), math.floor(high[number] + _NEARLY)
            leaks.append(Leak(known.keys[number], least, most, int(needed[number])))
    return tuple(sorted(leaks, key=lambda leak: (leak.high - leak.low - leak.promised, leak.key)))


def _width(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """How many whole numbers lie between the least and the most of each count."""
    return np.floor(high + _NEARLY) - np.ceil(low - _NEARLY) + 1
