"""The attacker: somebody who has every table that was ever published, and reckons with people, not with published counts.

It is written apart from ``publication.attack`` so that a mistake of one is not the other's: nothing of ``publication`` is
imported. Its unknowns are the smallest groups of people (region, target group and gender, of one day and indicator, as one
publication has them), and every published form says what some of them add up to. It knows

- the rule, what each form stands for, and which groups are served in which region;
- that a count that is not marked as revised is the same count in every publication, and that an unnamed row has nobody;
- that cumulative counts do not fall from one day to the next, in whatever publication they stand, but where a published
  form has fallen; that a part is not above its whole; that the labour market divides everyone where it really does.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

GENDERS = ("female", "male", "non_binary", "unknown")
_MOST = 400
#: Day, indicator, cube, code, gender.
Cell = tuple[date, str, str, str, str]


@dataclass(frozen=True)
class Table:
    """One published table of people.

    Attributes:
        forms: Cell → value, sign, revised.
        threshold, base: Its rule.
    """

    forms: Mapping[Cell, tuple[int | None, str, bool]]
    threshold: int
    base: int

    def range_of(self, cell: Cell) -> tuple[int, int]:
        value, sign, _ = self.forms[cell]
        if sign == "hidden":
            return 0, _MOST
        if sign == "few":
            return 1, self.threshold - 1
        assert value is not None
        return (0, 0) if value == 0 else (max(self.threshold, value - self.base + 1), value + self.base - 1)

    def promised(self, cell: Cell) -> int:
        """How many counts the rule promises to leave possible."""
        value, sign, _ = self.forms[cell]
        if value == 0:
            return 1
        low, high = self.range_of(cell)
        return min(self.base, high - low + 1) if sign == "value" else self.threshold - 1


@dataclass(frozen=True)
class Told:
    """A count that is narrowed down: cell, the publication that has it, least and most, and how many values were promised."""

    cell: Cell
    publication: int
    low: int
    high: int
    promised: int


class Attacker:
    """Everything that is known, as sums of unknown groups of people."""

    def __init__(self, tables: Sequence[Table], served: set[tuple[str, str]], divided: bool) -> None:
        self.tables, self.served, self.divided = tables, sorted(served), divided
        self.columns: dict[tuple, int] = {}
        self.rows: list[tuple[dict[int, float], float, float]] = []
        self.suppositions: list[tuple[dict[int, float], float, float]] = []
        for number, table in enumerate(tables):
            for cell in table.forms:
                self._form(number, table, cell)
        self._unnamed_rows()
        self._same_counts()
        self._over_time()
        self._parts()

    def _people(self, publication: int, cell: Cell) -> dict[int, float]:
        """The smallest groups that a cell counts."""
        day, indicator, cube, code, gender = cell
        columns = {}
        for region, group in self.served:
            if cube == "total" or code == {"region": region, "target_group": group}[cube]:
                for one in GENDERS if gender == "all" else (gender,):
                    columns[self.columns.setdefault((publication, day, indicator, region, group, one), len(self.columns))] = 1.0
        return columns

    def _form(self, number: int, table: Table, cell: Cell) -> None:
        people = self._people(number, cell)
        low, high = table.range_of(cell)
        self.rows.append((people, low, high))

    def _unnamed_rows(self) -> None:
        for number, table in enumerate(self.tables):
            named = defaultdict(set)
            for day, indicator, cube, code, _ in table.forms:
                named[day, indicator, cube].add(code)
            for (day, indicator, cube), codes in named.items():
                for code in {pair[cube == "target_group"] for pair in self.served} - codes if cube != "total" else ():
                    self.rows.append((self._people(number, (day, indicator, cube, code, "all")), 0, 0))

    def _same_counts(self) -> None:
        latest: dict[Cell, int] = {}
        for number, table in enumerate(self.tables):
            for cell, (_, _, revised) in table.forms.items():
                if cell in latest and not revised:
                    self.rows.append((_less(self._people(number, cell), self._people(latest[cell], cell)), 0, 0))
                latest[cell] = number

    def _over_time(self) -> None:
        """Each count and the next day's, as the newest publication up to each has them."""
        pairs = set()
        latest: dict[Cell, int] = {}
        for number, table in enumerate(self.tables):
            latest |= dict.fromkeys(table.forms, number)
            days = defaultdict(list)
            for cell in latest:
                days[cell[1:]].append(cell[0])
            for rest, those in days.items():
                those.sort()
                for place, (one, other) in enumerate(zip(those, those[1:], strict=False)):
                    first, second = (one, *rest), (other, *rest)
                    # A day on which nothing is shown stands between others, and a count may have fallen there.
                    before = next((day for day in reversed(those[: place + 1]) if self._is_shown(latest, (day, *rest))), one)
                    after = next((day for day in those[place + 1 :] if self._is_shown(latest, (day, *rest))), other)
                    if not self._has_fallen(latest, (before, *rest), (after, *rest)):
                        pairs.add((latest[first], first, latest[second], second))
        for one, first, other, second in sorted(pairs):
            self.suppositions.append((_less(self._people(other, second), self._people(one, first)), 0, np.inf))

    def _is_shown(self, latest: Mapping[Cell, int], cell: Cell) -> bool:
        return self.tables[latest[cell]].forms[cell][1] != "hidden"

    def _has_fallen(self, latest: Mapping[Cell, int], first: Cell, second: Cell) -> bool:
        """Whether forms of two days have fallen, which they do only where counts have."""
        if not (self._is_shown(latest, first) and self._is_shown(latest, second)):
            return False
        before, after = self.tables[latest[first]], self.tables[latest[second]]
        if (before.base, before.threshold) != (after.base, after.threshold):
            return before.range_of(first)[0] > after.range_of(second)[1]
        return before.range_of(first)[1] > after.range_of(second)[1]

    def _parts(self) -> None:
        labour = ("EECO02", "EECO04", "EECO05")
        for number, table in enumerate(self.tables):
            for cell in list(table.forms):
                day, indicator, *rest = cell
                if indicator not in (*labour, "EECO12"):
                    continue
                whole = (day, "EECO01", *rest)
                if whole in table.forms:
                    self.suppositions.append((_less(self._people(number, whole), self._people(number, cell)), 0, np.inf))
                if self.divided and indicator == "EECO02":
                    parts = [(day, code, *rest) for code in labour]
                    if whole in table.forms and all(part in table.forms for part in parts):
                        left = self._people(number, whole)
                        for part in parts:
                            left = _less(left, self._people(number, part))
                        self.suppositions.append((left, 0, 0))

    def _promises(self) -> dict[tuple[int, Cell], int]:
        """How many values are promised of each count: what the first form promises that shows it, for as long as it is not revised."""
        promises: dict[tuple[int, Cell], int] = {}
        for cell in {cell for table in self.tables for cell in table.forms}:
            same: list[int] = []
            for number, table in [*((n, t) for n, t in enumerate(self.tables) if cell in t.forms), (-1, None)]:
                if same and (table is None or table.forms[cell][2]):
                    shown = [n for n in same if self.tables[n].forms[cell][1] != "hidden"]
                    promises |= {(n, cell): self.tables[(shown or same)[0]].promised(cell) for n in same}
                    same = []
                same.append(number)
        return promises

    def attack(self) -> tuple[str, list[Told]]:
        """What can be told: ``impossible`` when nothing fits at all, ``belied`` when the suppositions do not, else ``possible``."""
        size = len(self.columns)
        if self._solve(self._limits(self.rows), np.zeros(size)) is None:
            return "impossible", []
        state, limits = "possible", self._limits([*self.rows, *self.suppositions])
        if self._solve(limits, np.zeros(size)) is None:
            state, limits = "belied", self._limits(self.rows)
        promises = self._promises()
        targets: dict[tuple, tuple[int, Cell, int]] = {}
        for number, table in enumerate(self.tables):
            for cell, (value, _, _) in table.forms.items():
                if value != 0:
                    targets.setdefault(tuple(sorted(self._people(number, cell))), (number, cell, promises[number, cell]))
        sums = csr_matrix(
            (np.ones(sum(map(len, targets))), (np.repeat(np.arange(len(targets)), list(map(len, targets))), [c for name in targets for c in name])),
            (len(targets), size),
        )  # fmt: skip
        promised = np.array([promise for *_, promise in targets.values()])
        low, high = np.full(len(targets), np.inf), np.full(len(targets), -np.inf)
        chance = np.random.default_rng(1)

        def look(cost: np.ndarray) -> None:
            world = self._solve(limits, cost)
            assert world is not None
            counts = sums @ world
            np.minimum(low, counts, out=low)
            np.maximum(high, counts, out=high)

        for _ in range(12):
            open_ = high - low + 1 < promised
            if not open_.any():
                break
            pull = np.zeros(len(targets))
            pull[open_] = chance.choice([-1.0, 1.0], open_.sum()) * chance.uniform(0.5, 1.5, open_.sum())
            look(sums.T @ pull)
        told = []
        for at, (number, cell, promise) in enumerate(targets.values()):
            for sign in (1.0, -1.0):
                if high[at] - low[at] + 1 < promise:
                    pull = np.zeros(len(targets))
                    pull[at] = sign
                    look(sums.T @ pull)
            if high[at] - low[at] + 1 < promise and high[at] > 0:
                told.append(Told(cell, number, int(low[at]), int(high[at]), promise))
        return state, told

    def _limits(self, rows: Sequence[tuple[dict[int, float], float, float]]) -> LinearConstraint:
        values = np.array([value for people, *_ in rows for value in people.values()])
        columns = np.array([column for people, *_ in rows for column in people])
        places = np.repeat(np.arange(len(rows)), [len(people) for people, *_ in rows])
        matrix = csr_matrix((values, (places, columns)), (len(rows), len(self.columns)))
        return LinearConstraint(matrix, np.array([row[1] for row in rows]), np.array([row[2] for row in rows]))

    def _solve(self, limits: LinearConstraint, cost: np.ndarray) -> np.ndarray | None:
        """Whole people: fractions are only tried because they mostly come out whole, and much sooner."""
        size = len(self.columns)
        bounds = Bounds(np.zeros(size), np.full(size, _MOST))
        world = milp(cost, constraints=limits, bounds=bounds).x
        if world is None:
            return None
        if np.abs(world - np.rint(world)).max(initial=0.0) > 1e-6:
            world = milp(cost, constraints=limits, bounds=bounds, integrality=np.ones(size)).x
        return None if world is None else np.rint(world)


def _less(one: Mapping[int, float], other: Mapping[int, float]) -> dict[int, float]:
    left = dict(one)
    for column, value in other.items():
        left[column] = left.get(column, 0.0) - value
    return {column: value for column, value in left.items() if value}


def check_against_truth(tables: Sequence[Table], truth: Sequence[Mapping[Cell, int]]) -> list[str]:
    """Where a form does not hold its true count, or an unchanged count has changed its form, or a mark says what is not so."""
    wrong = []
    for number, (table, counts) in enumerate(zip(tables, truth, strict=True)):
        for cell in table.forms:
            low, high = table.range_of(cell)
            if not low <= counts.get(cell, 0) <= high:
                wrong.append(f"{number} {cell}: {counts.get(cell, 0)} is not in {low}–{high}")
    for cell in {cell for table in tables for cell in table.forms}:
        shown = [(n, table.forms[cell], table) for n, table in enumerate(tables) if cell in table.forms]
        for n, form, _ in shown:
            if form[2] and not any(truth[m].get(cell, 0) != truth[n].get(cell, 0) for m, *_ in shown if m < n):
                wrong.append(f"{n} {cell} is marked as revised")
        visible = [(n, form, table) for n, form, table in shown if form[1] != "hidden"]
        for (m, before, first), (n, after, second) in zip(visible, visible[1:], strict=False):
            same_rule = (first.base, first.threshold) == (second.base, second.threshold)
            if same_rule and truth[m].get(cell, 0) == truth[n].get(cell, 0) and before[:2] != after[:2]:
                wrong.append(f"{n} {cell} is unchanged, and has another form")
    return wrong
