"""Linear conditions on whole numbers, for the rounding and for the attack on it, solved by HiGHS."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

#: One condition: columns of unknowns, their factors, the least and the most that the sum can be.
Row = tuple[tuple[int, ...], tuple[float, ...], float, float]


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
        """The cheapest solution; null when there is none.

        Args:
            whole: Whether whole numbers have to be whole; it may then be a hundredth dearer than the cheapest, and null after a minute.
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
        # One thread, so that the same system has the same solution; a solution stays one when only costs change. The time of all
        # solutions of a solver is counted together, on the wall: it bounds the search for whole numbers only, which is made once.
        options = {"output_flag": False, "threads": 1, "simplex_strategy": 4, "mip_rel_gap": 0.01, "time_limit": 60.0 if whole else np.inf}
        for name, value in options.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(problem)
        self._columns = np.arange(len(system.low), dtype=np.int32)
        self._solved = highspy.HighsModelStatus.kOptimal

    def solve(self, cost: np.ndarray | None = None) -> np.ndarray | None:
        """The cheapest solution; null when there is none.

        Args:
            cost: Instead of the costs of the unknowns.
        """
        if cost is not None:
            self._highs.changeColsCost(len(self._columns), self._columns, cost)
        self._highs.run()
        if self._highs.getModelStatus() != self._solved:
            return None
        return np.array(self._highs.getSolution().col_value)
