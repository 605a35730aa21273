"""What calamine does not tell of a sheet: what is hidden, formulas without a value, blank tails."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class SheetMarks:
    """Marks of one sheet. Rows are physical, 1-based.

    Attributes:
        hidden_rows: Rows that a person does not see, hidden or filtered away.
        hidden_columns: Numbers of hidden columns, 1 for A.
        faults: (row, column number) → text of a cell that calamine takes for blank:
            an error (``#N/A``) or a formula without a stored value (``=A1+A2``).
        last_row: Last row that the file speaks of, blank ones too; 0 when it does not say.
        first_column: First used column when it is known for sure; else null.
        has_merged_cells: Whether there may be merged cells, which take a second reading to know.
    """

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    last_row: int = 0
    first_column: int | None = None
    has_merged_cells: bool = False
