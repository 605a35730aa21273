"""What a figure draws, in the field's words: bars, shares, lines with ranges, the frame, the map and more.

A ``Chart`` holds values, words and tones, and says nothing of pixels or of a program that draws. ``layout`` puts it in its
place for a screen (``plotly_chart``) and for a picture (``svg``); ``slide_chart`` and ``sheet_chart`` draw it with an
office program's own charts, from the figure's table. A new kind of chart is one class here and one function in each of
``layout``, ``slide_chart`` and ``sheet_chart``: a test tells what is forgotten.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from data_loaders.boundaries import Ring

Gender = Literal["female", "male", "non_binary", "unknown"]
#: One of several lines that only their sign and name tell apart.
Line = Literal["line1", "line2", "line3", "line4", "line5"]
Dash = Literal["solid", "dot", "dash", "dashdot"]
#: What something stands for; ``style`` gives each tone a colour and, where colour is not enough, stripes.
Tone = Literal[
    "committed", "spent", "frame", "context", "not_known", "chosen", "kept", "broken", "not_told", Gender, Line
]  # fmt: skip
#: What a column of the table stands for in an office program's chart; a template gives each role a colour.
Role = Literal["committed", "spent", "frame", "forecast", "context", Gender, Line]
LINE_ROLES: tuple[Line, ...] = ("line1", "line2", "line3", "line4", "line5")
GENDER_ROLES: tuple[Gender, ...] = ("female", "male", "non_binary", "unknown")


@dataclass(frozen=True)
class TableBars:
    """Columns of the figure's table as horizontal bars.

    Attributes:
        columns: Columns that are drawn, each a series over the table's rows.
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
class TableLines:
    """Columns, or rows, of the figure's table as lines over time.

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


@dataclass(frozen=True, eq=False, kw_only=True)
class Chart:
    """A drawing of a figure.

    Attributes:
        office: Which part of the figure's table an office program draws; null where the chart
            itself is all that it needs (the frame, the map).
    """

    office: TableBars | TableLines | None = None


class KeyEntry(NamedTuple):
    """What a tone means, with the sign that it has in the key."""

    tone: Tone
    words: str
    sign: str = "■"


# Bars ---------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, kw_only=True)
class BarSeries:
    """One bar in each row.

    Attributes:
        values: Length of each bar; null for no bar.
        words: Beside the end of each bar; where there is no bar, in its place. Empty for none.
        tone: What the bars stand for.
        tones: What each bar stands for, where they differ.
        hover: What the pointer tells of each bar; empty for nothing.
        thickness: Pixels.
        space: Pixels that a bar takes of its row; its thickness when null.
        size: Of the words.
    """

    values: Sequence[float | None]
    tone: Tone = "committed"
    tones: Sequence[Tone] = ()
    words: Sequence[str] = ()
    hover: Sequence[str] = ()
    thickness: int = 18
    space: int | None = None
    size: int = 14


@dataclass(frozen=True, eq=False, kw_only=True)
class RowMark:
    """A short line across the bar of a row, for example at a target.

    Attributes:
        values: Where it stands in each row; null for none.
        rows: The rows, where there is not one value for each.
        tone: What it stands for.
        length, width: Pixels.
        hover: What the pointer tells.
    """

    values: Sequence[float | None]
    rows: Sequence[int] | None = None
    tone: Tone = "chosen"
    length: int = 16
    width: float = 3
    hover: Sequence[str] = ()


class OutOfBounds(NamedTuple):
    """A part of a bar that is out of bounds, drawn in the colour of warning."""

    row: int
    series: int
    start: float
    length: float


@dataclass(frozen=True, eq=False, kw_only=True)
class RowBars(Chart):
    """Bars below each other, each row under its name.

    Attributes:
        names: Of the rows.
        series: The bars of each row, from the top; their numbers stand at their ends.
        key: What the tones mean, above the rows; empty for one series.
        marks: Targets and the like.
        out_of_bounds: What is drawn in the colour of warning over the bars.
        reach: The axis ends here; null for as far as the longest bar and its number need.
        reach_at_least: The axis ends here or after it.
        whole: Bars are parts of a whole: a dotted line stands at all of it in each row.
        cut: Words for a bar of more than one and a half wholes, which is cut short so that the others
            are seen; empty for bars that are never cut.
    """

    names: Sequence[str]
    series: Sequence[BarSeries]
    key: Sequence[KeyEntry] = ()
    marks: Sequence[RowMark] = ()
    out_of_bounds: Sequence[OutOfBounds] = ()
    reach: float | None = None
    reach_at_least: float = 0
    whole: bool = False
    cut: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class RangeBars(Chart):
    """Ranges below each other, each row under its name, with a mark within each.

    Attributes:
        names: Of the rows.
        ranges: From, mark and to of each row; null for a row without a range.
        words: After the end of each range.
        hover: What the pointer tells of each row.
        reach: The axis ends here.
    """

    names: Sequence[str]
    ranges: Sequence[tuple[float, float, float] | None]
    words: Sequence[str]
    hover: Sequence[str]
    reach: float


class SharePart(NamedTuple):
    """One part of every row of shares: its tone and name, its share in each row, words inside and what the pointer tells."""

    tone: Tone
    name: str
    shares: Sequence[float | None]
    words: Sequence[str]
    hover: Sequence[str]


@dataclass(frozen=True, eq=False, kw_only=True)
class ShareBars(Chart):
    """Bars of a hundred per cent below each other, each divided into the same parts.

    Attributes:
        names: Of the rows.
        parts: In the order of drawing; their names are the key above the rows.
        thickness: Pixels.
        size: Of the words inside.
    """

    names: Sequence[str]
    parts: Sequence[SharePart]
    thickness: int = 20
    size: int = 13


class DividedPart(NamedTuple):
    """One part of a divided bar: its tone (null when it is not collected) and share, the words inside it and the line below that tells it."""

    tone: Tone | None
    share: float | None
    words: str
    line: str


@dataclass(frozen=True, eq=False, kw_only=True)
class DividedBar(Chart):
    """One bar of a hundred per cent, and a line of words for each part below it.

    Attributes:
        parts: In the order of drawing.
        long_lines: The lines may be long, and go over several.
    """

    parts: Sequence[DividedPart]
    long_lines: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class PairRows(Chart):
    """Two shares on one line in each row, so that they are compared.

    Attributes:
        names: Of the rows.
        pairs: What is compared with and what is told, of each row.
        words: At the right end of each name.
        key: First of what is told, then of what it is compared with.
    """

    names: Sequence[str]
    pairs: Sequence[tuple[float, float]]
    words: Sequence[str]
    key: tuple[KeyEntry, KeyEntry]


# The frame ----------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, kw_only=True)
class Bullet(Chart):
    """Committed and spent money inside the frame, on one axis. Amounts in euros; null where not known.

    Attributes:
        frame, committed, spent: The amounts.
        frame_words: Above the end of the frame.
        shares: Words inside the bars of committed and spent money.
        lines: Below the bar: committed, spent, what is left or above the frame, what is spent above committed.
        is_over: The third line is about what is out of bounds, or about nothing that is left.
    """

    frame: float | None
    committed: float | None
    spent: float | None
    frame_words: str
    shares: tuple[str, str]
    lines: Sequence[str]
    is_over: bool


# Lines --------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False, kw_only=True)
class Course:
    """One line over time.

    Attributes:
        values: Of each day; null where there is none.
        tone: What it stands for.
        days: Its own days; those of the chart when null.
        sign: At each point: ``circle``, ``square``, ``diamond``, ``triangle-up``, ``x``; ``level`` for a short level line;
            null for none.
        sign_size: Pixels.
        width, dash: Of the line.
        steps: The value is in force until the next.
        hover: What the pointer tells at each point; empty for nothing.
        name: What the line is.
    """

    values: Sequence[float | None]
    tone: Tone
    days: Sequence[date] | None = None
    sign: str | None = "circle"
    sign_size: float = 8
    width: float = 3
    dash: Dash = "solid"
    steps: bool = False
    hover: Sequence[str] = ()
    name: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Band:
    """A range over time.

    Attributes:
        days: Its days.
        low, high: The ends of the range on each day.
        tone: What it stands for.
        hatch: Stripes of an estimate; empty for a quiet colour without lines at its ends.
        hover: What the pointer tells at each day; empty for nothing.
    """

    days: Sequence[date]
    low: Sequence[float]
    high: Sequence[float]
    tone: Tone
    hatch: str = ""
    hover: Sequence[str] = ()


class End(NamedTuple):
    """The words after the last point of a line, with its sign."""

    value: float
    words: str
    tone: Tone
    sign: str = "●"


class Event(NamedTuple):
    """A day with words at the axis, and a line up from it when it is marked."""

    day: date
    words: Sequence[str]
    is_marked: bool = True


@dataclass(frozen=True, eq=False, kw_only=True)
class TimeLines(Chart):
    """Lines over time.

    Attributes:
        days: Of the axis, oldest first.
        lines: In the order of drawing: the last one lies on the others.
        ticks, tick_words: Round steps of the axis of values, from the first to the last.
        unit: Of that axis, above it.
        ends: Words after the last points.
        names: What the lines are, above the drawing, where the words after the points are values only; null otherwise.
        bands: Ranges, under the lines.
        events: Days that are told at the axis, instead of some of ``days``.
        room: Beside the last day for the words, as a part of the time shown; null for the room of long ones.
        height: Pixels, without ``names``.
        watermark: Words across the drawing.
    """

    days: Sequence[date]
    lines: Sequence[Course]
    ticks: Sequence[float]
    tick_words: Sequence[str]
    unit: str = ""
    ends: Sequence[End] = ()
    names: Sequence[KeyEntry] | None = None
    bands: Sequence[Band] = ()
    events: Sequence[Event] = ()
    room: float | None = None
    height: int = 340
    watermark: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class RisingLine(Chart):
    """How much of a whole the largest things hold together, the largest first.

    Attributes:
        counts, shares: Points of the line.
        hover: What the pointer tells at each point.
        half: Where half of the whole is reached: how many, and their share.
        half_words: At that point.
        across, up: What the axes measure.
        ticks, tick_words: Of the axis of counts.
        share_words: Of the axis of shares, for 0, 25, 50, 75 and 100 per cent.
    """

    counts: Sequence[int]
    shares: Sequence[float]
    hover: Sequence[str]
    half: tuple[int, float]
    half_words: str
    across: str
    up: str
    ticks: Sequence[float]
    tick_words: Sequence[str]
    share_words: Sequence[str]


@dataclass(frozen=True, eq=False, kw_only=True)
class Columns(Chart):
    """How many things there are of each size, with the median and the middle half marked.

    Attributes:
        step: Width of one class of sizes.
        counts: Things in each class, from zero on.
        words: Above each column.
        hover: What the pointer tells of each column.
        ticks, tick_words: Of the axis of sizes.
        across: What that axis measures.
        quartiles: The lower quartile, the median and the upper quartile.
        median_words: At the median.
    """

    step: float
    counts: Sequence[int]
    words: Sequence[str]
    hover: Sequence[str]
    ticks: Sequence[float]
    tick_words: Sequence[str]
    across: str
    quartiles: tuple[float, float, float]
    median_words: str


# The map ------------------------------------------------------------------------------

Shade = int | Literal["none", "unknown", "outside"]


@dataclass(frozen=True)
class Area:
    """One region: its name, its value in words, its outlines (shared coordinates, y upwards), its class and a point inside.

    ``shade`` is the class from 0 (least), or ``none`` (nothing), ``unknown`` or ``outside``.
    """

    code: str
    name: str
    value: str
    rings: tuple[Ring, ...]
    shade: Shade
    point: tuple[int, int] | None = None
    hover: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class RegionMap(Chart):
    """A map of regions.

    Attributes:
        areas: Every region.
        legend: (shade, words), the most first, in the order in which they are drawn.
        classes: How many classes there are.
        column: The column of the table that the map shows.
        selected: Codes of the regions that the reader chose.
        small: Lower, without a legend.
    """

    areas: tuple[Area, ...]
    legend: tuple[tuple[Shade, str], ...]
    classes: int
    column: int
    selected: tuple[str, ...] = ()
    small: bool = False


def kinds(base: type[Chart] = Chart) -> Iterator[type[Chart]]:
    """Every kind of chart."""
    for kind in base.__subclasses__():
        yield kind
        yield from kinds(kind)
