"""Linear conditions on whole numbers, for the rounding and for the attack on it: HiGHS, as SciPy has it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

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

    def solve(self, cost: np.ndarray | None = None, whole: bool = False) -> np.ndarray | None:
        """The cheapest solution; null when there is none, or none is found within a minute.

        Args:
            cost: Instead of the costs of the unknowns.
            whole: Whether whole numbers have to be whole; it may then be a hundredth dearer than the cheapest.
        """
        # Here, because loading it takes longer than many a command runs, and only publishing and auditing solve.
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_matrix

        limits = []
        if self.rows:
            places = np.repeat(np.arange(len(self.rows)), [len(columns) for columns, *_ in self.rows])
            columns = np.concatenate([row[0] for row in self.rows])
            factors = np.concatenate([row[1] for row in self.rows])
            matrix = csr_matrix((factors, (places, columns)), (len(self.rows), len(self.low)))
            limits = [LinearConstraint(matrix, [row[2] for row in self.rows], [row[3] for row in self.rows])]
        return milp(
            np.array(self.cost) if cost is None else cost,
            constraints=limits,
            bounds=Bounds(self.low, self.high),
            integrality=np.array(self.whole, dtype=int) if whole else None,
            options={"mip_rel_gap": 0.01, "time_limit": 60.0},
        ).x
