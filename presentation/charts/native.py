"""How a figure is drawn with an office program's own charts, from the figure's table.

A slide or a workbook does not copy the picture on the page: it draws the same table again as
a chart that can be edited. What is said here is only which columns are drawn, and in what role.
"""

from dataclasses import dataclass
from typing import Literal

#: What a series stands for; slides and workbooks give each role a colour of their template.
Role = Literal[
    "committed", "spent", "frame", "forecast", "context",
    "female", "male", "non_binary", "unknown",
    "line1", "line2", "line3", "line4", "line5",
]  # fmt: skip
LINE_ROLES: tuple[Role, ...] = ("line1", "line2", "line3", "line4", "line5")
GENDER_ROLES: tuple[Role, ...] = ("female", "male", "non_binary", "unknown")


@dataclass(frozen=True)
class NativeBars:
    """Horizontal bars.

    Attributes:
        columns: Columns of the table that are drawn, each a series over the table's rows.
        roles: The role of each series.
        stacked: The series are parts of a whole, drawn as shares of it.
        rows_are_series: The table's rows are the series of one bar, and only the first of
            ``columns`` is drawn; ``roles`` are then those of the rows.
        most: A longer bar is cut short at this value and its number stands with its name, so that
            the others are seen; null for no bound.
    """

    columns: tuple[int, ...]
    roles: tuple[Role, ...]
    stacked: bool = False
    rows_are_series: bool = False
    most: float | None = None


@dataclass(frozen=True)
class NativeLines:
    """Lines over time.

    Attributes:
        columns: Columns that are lines over the table's rows; empty when the table's columns
            after the first are the dates, and its rows the lines.
        roles: The role of each line; lines beyond them are context.
        ranges: Those of ``columns`` that are the ends of a range, drawn as thin dashes.
        limit: Rows drawn at most where rows are the lines, from the first; the table has the rest.
    """

    columns: tuple[int, ...] = ()
    roles: tuple[Role, ...] = LINE_ROLES
    ranges: tuple[int, ...] = ()
    limit: int = 5


@dataclass(frozen=True)
class NativeBullet:
    """Committed and spent on one axis inside the frame. Amounts in euros; null where not known."""

    frame: float | None
    committed: float | None
    spent: float | None


@dataclass(frozen=True)
class NativeArea:
    """One region of a map: its name, its outlines (shared coordinates, y upwards) and its class.

    ``shade`` is the class from 0 (least), or ``none`` (nothing), ``unknown`` or ``outside``.
    """

    code: str
    name: str
    value: str
    rings: tuple[tuple[tuple[int, int], ...], ...]
    shade: int | Literal["none", "unknown", "outside"]


@dataclass(frozen=True)
class NativeMap:
    """A map of regions.

    Attributes:
        areas: Every region.
        legend: (shade, words) in the order of the page's legend.
        classes: How many classes there are.
        column: The column of the table that the map shows.
        selected: Codes of the regions that the reader chose.
    """

    areas: tuple[NativeArea, ...]
    legend: tuple[tuple[int | str, str], ...]
    classes: int
    column: int
    selected: tuple[str, ...] = ()


Native = NativeBars | NativeLines | NativeBullet | NativeMap
