"""Linear conditions on whole numbers, for the rounding and for the attack on it, solved by HiGHS."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

#: One condition: columns of unknowns, their factors, the least and the most that the sum can be.
Row = tuple[tuple[int, ...], tuple[float, ...], float, float]

#: By how much a condition may be missed where a block is fitted to the rest, which is exact to a few decimals only.
_SLACK = 1e-7


@dataclass
class System:
    """Unknowns with their bounds, what each costs, and conditions on their sums.

    Attributes:
        low, high: The least and the most of every unknown.
        cost: What one more of every unknown costs.
        whole: Whether an unknown is a whole number.
        rows: The conditions.
    """

    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)
    cost: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def unknown(self, low: float = 0.0, high: float = np.inf, cost: float = 0.0, whole: bool = True) -> int:
        """One unknown more, and its column."""
        self.low.append(low)
        self.high.append(high)
        self.cost.append(cost)
        self.whole.append(whole)
        return len(self.low) - 1

    def add(self, columns: Sequence[int], factors: Sequence[float], least: float, most: float, out: float | None = None) -> None:
        """One condition more; with ``out`` it may be broken, and each one that it is out by costs so much."""
        if out is not None:
            columns = (*columns, self.unknown(cost=out, whole=False), self.unknown(cost=out, whole=False))
            factors = (*factors, 1.0, -1.0)
        self.rows.append((tuple(columns), tuple(factors), least, most))

    def solve(self, whole: bool = False) -> np.ndarray | None:
        """The cheapest solution; null when there is none, or none is found within a minute.

        Args:
            whole: Whether whole numbers have to be whole; it may then be a hundredth dearer than the cheapest.
        """
        return Solver(self, whole).solve()


class Solver:
    """Solves one system again and again for other costs, each time from the solution before."""

    def __init__(self, system: System, whole: bool = False) -> None:
        # Here, because loading it takes longer than many a command runs, and only publishing and auditing solve.
        import highspy
        from highspy._core import _Highs

        problem = highspy.HighsLp()
        problem.num_col_, problem.num_row_ = len(system.low), len(system.rows)
        problem.col_cost_ = np.array(system.cost)
        problem.col_lower_, problem.col_upper_ = np.array(system.low), np.array(system.high)
        problem.row_lower_ = np.array([least for *_, least, _ in system.rows])
        problem.row_upper_ = np.array([most for *_, most in system.rows])
        matrix = problem.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_ = np.cumsum([0, *(len(columns) for columns, *_ in system.rows)], dtype=np.int32)
        matrix.index_ = np.array([column for columns, *_ in system.rows for column in columns], dtype=np.int32)
        matrix.value_ = np.array([factor for _, factors, *_ in system.rows for factor in factors])
        if whole:
            kinds = {True: highspy.HighsVarType.kInteger, False: highspy.HighsVarType.kContinuous}
            problem.integrality_ = [kinds[one] for one in system.whole]
        # Not ``highspy.Highs``, which is the same with callbacks, and writes its name into what commands print.
        self._highs: Any = _Highs()
        # One thread, so that the same system has the same solution; a solution stays one when only costs change.
        options = {"output_flag": False, "threads": 1, "simplex_strategy": 4, "mip_rel_gap": 0.01, "time_limit": 60.0}
        for name, value in options.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(problem)
        self._columns = np.arange(len(system.low), dtype=np.int32)
        self._rows = np.arange(len(system.rows), dtype=np.int32)
        self._solved = highspy.HighsModelStatus.kOptimal

    def solve(self, cost: np.ndarray | None = None, limits: tuple[np.ndarray, np.ndarray] | None = None) -> np.ndarray | None:
        """The cheapest solution; null when there is none, or none is found within a minute.

        Args:
            cost: Instead of the costs of the unknowns.
            limits: Instead of the least and the most of the conditions.
        """
        if cost is not None:
            self._highs.changeColsCost(len(self._columns), self._columns, cost)
        if limits is not None:
            self._highs.changeRowsBounds(len(self._rows), self._rows, *limits)
        self._highs.run()
        if self._highs.getModelStatus() != self._solved:
            return None
        return np.array(self._highs.getSolution().col_value)


class Blocks:
    """A system cut into blocks: one is solved while all else stays as it is, so that what comes out solves the whole.

    A large system is looked through by many small steps in a small part of the time that a step of the whole takes.
    """

    def __init__(self, system: System, block_of: Sequence[Hashable]) -> None:
        """Cut a system.

        Args:
            system: The whole.
            block_of: The block of each unknown.
        """
        touched: dict[Hashable, list[Row]] = {block: [] for block in block_of}
        for row in system.rows:
            for block in {block_of[column] for column in row[0]}:
                touched[block].append(row)
        self._blocks = {block: _Block(system, rows, block_of, block) for block, rows in touched.items()}

    def move(self, world: np.ndarray, block: Hashable, cost: np.ndarray) -> np.ndarray:
        """The solution that a block's cheapest values make of another solution of the whole."""
        return self._blocks[block].move(world, cost)


class _Block:
    """One block, with the conditions that touch it."""

    def __init__(self, system: System, rows: Sequence[Row], block_of: Sequence[Hashable], block: Hashable) -> None:
        self._columns = np.array([column for column, of_column in enumerate(block_of) if of_column == block])
        place = {column: number for number, column in enumerate(self._columns.tolist())}
        inside: list[Row] = []
        beside: list[tuple[int, int, float]] = []
        for number, (columns, factors, least, most) in enumerate(rows):
            pairs = list(zip(columns, factors, strict=True))
            own = [(place[column], factor) for column, factor in pairs if column in place]
            beside += [(number, column, factor) for column, factor in pairs if column not in place]
            inside.append((tuple(column for column, _ in own), tuple(factor for _, factor in own), least, most))
        low, high = ([bounds[column] for column in place] for bounds in (system.low, system.high))
        self._solver = Solver(System(low, high, [0.0] * len(low), [False] * len(low), inside))
        self._least, self._most = (np.array([row[at] for row in inside], dtype=float) for at in (2, 3))
        self._in_row, self._beside = (np.array([one[at] for one in beside], dtype=int) for at in (0, 1))
        self._factors = np.array([factor for *_, factor in beside], dtype=float)

    def move(self, world: np.ndarray, cost: np.ndarray) -> np.ndarray:
        rest = np.bincount(self._in_row, self._factors * world[self._beside], len(self._least))
        solution = self._solver.solve(cost[self._columns], (self._least - rest - _SLACK, self._most - rest + _SLACK))
        if solution is None:
            return world
        moved = world.copy()
        moved[self._columns] = solution
        return moved
