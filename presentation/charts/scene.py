"""A drawing as shapes and words in their places: what is between a chart and the screen or a picture.

``layout`` makes a scene of a chart, ``plotly_chart`` and ``svg`` paint it. Coordinates are those of the two axes unless a
note or box says that it is placed in the plot's area (``in_area``: 0 to 1 from the left and from the bottom).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

#: Where something stands along an axis.
Place = float | date
Anchor = Literal["left", "center", "right"]
Level = Literal["top", "middle", "bottom"]


@dataclass(frozen=True)
class Run:
    """Words of one look inside a line."""

    words: str
    colour: str | None = None
    scale: float = 1.0
    bold: bool = False


#: One line of a text.
Line = tuple[Run, ...]


@dataclass(frozen=True)
class Hatch:
    """Stripes on a shape.

    Attributes:
        shape: ``/``, ``\\``, ``x`` or another of Plotly's names; empty for none.
        colour: Of the stripes; that of the shape when null.
        overlay: The stripes lie on the shape's colour; otherwise on nothing.
        size, solidity: How wide apart and how thick they are on a screen.
    """

    shape: str = ""
    colour: str | None = None
    overlay: bool = False
    size: int = 5
    solidity: float = 0.35


@dataclass(frozen=True)
class Axis:
    """One axis.

    Attributes:
        low, high: Its ends; null where the shapes decide.
        ticks: Values with words beside them; none for an axis that is not drawn.
        words: The words of each tick, line by line.
        grid: Quiet lines across the plot at the ticks.
        marks: Short lines at the ticks.
        zero: A stronger line at zero.
        same_scale: The scale of the horizontal axis, so that a map keeps its shape.
    """

    low: Place | None = None
    high: Place | None = None
    ticks: Sequence[Place] = ()
    words: Sequence[Sequence[str]] = ()
    grid: bool = False
    marks: bool = False
    zero: bool = False
    same_scale: bool = False

    @property
    def is_drawn(self) -> bool:
        return bool(self.ticks)


@dataclass(frozen=True)
class Bars:
    """Bars of one look.

    Attributes:
        lengths: Null where there is no bar.
        places: The middle of each bar across.
        width: Of the bars across.
        starts: Where each bar starts; zero, or after the bar before it when ``stacked``.
        flat: Lying, from left to right; otherwise standing.
        stacked: Each bar starts where that of the bars before it ends.
        colours: Of each bar.
        hatches: Of each bar.
        words: At the end of each bar; empty for none.
        inside: The words stand inside the bar: at its end, or in its middle.
        size, ink: Of the words.
        hover: What the pointer tells; empty for nothing.
    """

    lengths: Sequence[float | None]
    places: Sequence[float]
    width: float
    colours: Sequence[str]
    hatches: Sequence[Hatch] = ()
    starts: Sequence[float] = ()
    flat: bool = True
    stacked: bool = False
    words: Sequence[str] = ()
    inside: Literal["", "end", "middle"] = ""
    size: int = 14
    ink: str | None = None
    hover: Sequence[str] = ()


@dataclass(frozen=True)
class Marker:
    """The sign at each point: ``symbol`` as Plotly names it, its size across, colour (null: that of the edge) and edge."""

    symbol: str = "circle"
    size: float = 8
    colour: str | None = None
    edge_width: float = 0
    edge_colour: str | None = None
    is_seen: bool = True


@dataclass(frozen=True)
class Points:
    """Points in their order: a line through them, signs at them, an area within them.

    Attributes:
        xs, ys: Null in either breaks the line.
        colour, width, dash: Of the line; no line when ``width`` is 0.
        steps: The line goes on to the next point level.
        marker: The sign at each point; null for none.
        fill: The area within the line (``self``), or down to the points before it (``previous``).
        fill_colour, hatch: Of the area.
        hover: What the pointer tells at each point; empty for nothing.
        codes: What a selection of a point tells.
        name: What the line or area is.
    """

    xs: Sequence[Place | None]
    ys: Sequence[float | None]
    colour: str | None = None
    width: float = 0
    dash: Literal["solid", "dot", "dash", "dashdot"] = "solid"
    steps: bool = False
    marker: Marker | None = None
    fill: Literal["", "self", "previous"] = ""
    fill_colour: str | None = None
    hatch: Hatch = Hatch()
    hover: Sequence[str] = ()
    codes: Sequence[str] = ()
    name: str = ""


@dataclass(frozen=True)
class Note:
    """Words in the drawing.

    Attributes:
        lines: Line by line.
        x, y: Where they stand; along an axis, or in the area.
        x_in_area, y_in_area: Whether they are placed in the plot's area.
        anchor, level: Which side of the words stands there.
        right, up: Pixels from there.
        size: Of the letters.
        colour: Null for the text's own.
    """

    lines: Sequence[Line]
    x: Place
    y: float
    x_in_area: bool = False
    y_in_area: bool = False
    anchor: Anchor | None = "left"
    level: Level = "top"
    right: float = 0
    up: float = 0
    size: int = 14
    colour: str | None = None


@dataclass(frozen=True)
class Box:
    """A straight line, or a rectangle.

    Attributes:
        kind: ``line`` or ``rect``.
        x0, x1, y0, y1: Its ends: along the axes; ``y_in_area``: from the bottom to the top of the plot; ``pixels``: in
            pixels from the lower left corner of the plot, ``y`` upwards.
        colour, width, dash: Of the line.
        fill: Colour of the inside; null for none.
        below: Drawn before everything else.
    """

    kind: Literal["line", "rect"]
    x0: Place
    x1: Place
    y0: float
    y1: float
    colour: str
    width: float = 1
    dash: Literal["solid", "dot", "dash", "dashdot"] = "solid"
    fill: str | None = None
    below: bool = False
    y_in_area: bool = False
    pixels: bool = False


@dataclass(frozen=True)
class Scene:
    """Everything that is drawn, in the order of drawing.

    Attributes:
        height: Pixels.
        x, y: The axes.
        shapes: Bars and points.
        notes: Words.
        boxes: Lines and rectangles.
        margin: Pixels around the plot: left, right, top, bottom.
        met_within: Pixels around a point in which the pointer meets it; null as the screen has it.
    """

    height: float
    x: Axis
    y: Axis
    shapes: Sequence[Bars | Points]
    notes: Sequence[Note] = ()
    boxes: Sequence[Box] = ()
    margin: tuple[int, int, int, int] = field(default=(2, 2, 4, 4))
    met_within: int | None = None
