"""What calamine does not tell of a sheet: what is hidden, formulas without a value, units of number formats, blank tails."""

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
        shown: (row, column number) → text of a number cell with the unit that its number format
            shows: ``25 %`` for 0.25, ``1.5 milj. €`` for 1.5.
        texts: (row, column number) → text of a cell that calamine does not read as it is written.
        is_1904: Whether serial numbers of days count from 1.1.1904.
        is_escaped: Whether results of formulas may hold characters written as ``_x000D_``.
        last_row: Last row that the file speaks of, blank ones too; 0 when it does not say.
        first_column: First used column when it is known for sure; else null.
        merged: Column number, first and last row of cells merged over several rows, where calamine does not tell.
        has_merged_cells: Whether there may be merged cells, which take a second reading to know.
    """

    hidden_rows: tuple[int, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    shown: Mapping[tuple[int, int], str] = field(default_factory=dict)
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    is_1904: bool = False
    is_escaped: bool = False
    last_row: int = 0
    first_column: int | None = None
    merged: tuple[tuple[int, int, int], ...] = ()
    has_merged_cells: bool = False


NO_MARKS = SheetMarks()
