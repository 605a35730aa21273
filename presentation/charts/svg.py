"""A chart as SVG, without a browser: for pictures, reports and where no script has come yet."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from html import escape

import font_source_sans_pro
from PIL import ImageFont

from presentation.charts.chart import Chart
from presentation.charts.layout import scene
from presentation.charts.scene import Axis, Bars, Box, Hatch, Marker, Note, Place, Points, Run, Scene
from presentation.charts.style import GRID, OUTLINE, UNCOLOURED

FONT_FILES = {
    False: font_source_sans_pro.SourceSansPro,
    True: font_source_sans_pro.SourceSansProSemibold,
}
FONT = "Source Sans Pro"
#: Text in a picture: a picture is always on white.
INK = "#1b2733"
LINE = 1.3
#: Size of words at the axes.
_TICK = 13
_DASHES = {"solid": "", "dot": "2 4", "dash": "8 5", "dashdot": "8 4 2 4"}


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FILES[bold], size)


def text_width(words: str, size: float, bold: bool = False) -> float:
    """Width of one line in pixels."""
    return _font(100, bold).getlength(words) * size / 100


def _words_width(words: str, size: float, bold: bool) -> float:
    signs = sum(words.count(sign) for sign in _SIGNS)
    plain = "".join(char for char in words if char not in _SIGNS) if signs else words
    return text_width(plain, size, bold) + signs * _SIGN_WIDTH * 0.8 * size


def _line_width(line: Sequence[Run], size: float) -> float:
    return sum(_words_width(run.words, size * run.scale, run.bold) for run in line)


#: Signs that the font lacks, as paths in a square of one by one above the baseline (``y`` downwards).
_SIGNS = {
    "■": "M0.1,-0.75 h0.7 v0.7 h-0.7 Z", "●": "M0.8,-0.4 a0.35,0.35 0 1 1 -0.7,0 a0.35,0.35 0 1 1 0.7,0 Z",
    "◆": "M0.45,-0.85 L0.9,-0.4 L0.45,0.05 L0,-0.4 Z", "▲": "M0.45,-0.8 L0.88,-0.05 L0.02,-0.05 Z", "▼": "M0.45,-0.05 L0.88,-0.8 L0.02,-0.8 Z",
    "✖": "M0.1,-0.65 L0.2,-0.75 L0.45,-0.5 L0.7,-0.75 L0.8,-0.65 L0.55,-0.4 L0.8,-0.15 L0.7,-0.05 L0.45,-0.3 L0.2,-0.05 L0.1,-0.15 L0.35,-0.4 Z",
    "□": "M0.1,-0.75 h0.7 v0.7 h-0.7 Z M0.18,-0.67 v0.54 h0.54 v-0.54 Z", "┄": "M0,-0.44 h0.22 v0.1 h-0.22 Z M0.34,-0.44 h0.22 v0.1 h-0.22 Z M0.68,-0.44 h0.22 v0.1 h-0.22 Z",
    "▨": "M0.1,-0.75 h0.7 v0.7 h-0.7 Z M0.18,-0.67 v0.54 h0.54 v-0.54 Z M0.2,-0.15 L0.7,-0.65 v0.12 L0.32,-0.15 Z",
}  # fmt: skip
_SIGN_WIDTH = 0.92


def text_svg(x: float, y: float, line: Sequence[Run], size: float, anchor: str = "start", colour: str = INK) -> str:
    """One line, ``y`` its baseline."""
    if len(line) == 1 and not set(line[0].words) & set(_SIGNS):
        run = line[0]
        return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size * run.scale:g}" text-anchor="{anchor}"{_weight(run)} fill="{run.colour or colour}">{escape(run.words)}</text>'
    x -= {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * _line_width(line, size)
    parts = []
    for run in line:
        for words in re.split(f"([{''.join(_SIGNS)}])", run.words):
            scaled, paint = size * run.scale, run.colour or colour
            if words in _SIGNS:
                parts.append(
                    f'<path d="{_SIGNS[words]}" transform="translate({x:.1f},{y:.1f}) scale({scaled * 0.8:.2f})" fill="{paint}" fill-rule="evenodd"/>'
                )
            elif words:
                parts.append(
                    f'<text x="{x:.1f}" y="{y:.1f}" font-size="{scaled:g}"{_weight(run)} fill="{paint}" xml:space="preserve">{escape(words)}</text>'
                )
            x += _words_width(words, scaled, run.bold)
    return "".join(parts)


def _weight(run: Run) -> str:
    return ' font-weight="600"' if run.bold else ""


@dataclass(frozen=True)
class _Scale:
    """Values of an axis as pixels."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Place) -> float:
        span = self.high - self.low or 1
        return self.start + (_number(value) - self.low) / span * (self.end - self.start)


def _number(value: Place) -> float:
    """A number, or a day as a number."""
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day).timestamp() / 86_400
    return float(value)


@dataclass
class _Canvas:
    """What is drawn, in the order of drawing. ``area``: the plot's left, right, top and bottom in pixels."""

    width: float
    height: float
    x: _Scale
    y: _Scale
    area: tuple[float, float, float, float]
    parts: list[str] = field(default_factory=list)
    patterns: dict[tuple[str, str | None, str | None], str] = field(default_factory=dict)

    def fill(self, colour: str | None, hatch: Hatch) -> str:
        """The paint of a shape: a colour, or stripes on it."""
        if not hatch.shape:
            return colour or "none"
        back, fore = colour if hatch.overlay else None, hatch.colour or colour
        key = (hatch.shape, back, fore)
        if key not in self.patterns:
            lines = {"/": "M-2,2 L2,-2 M0,7 L7,0 M5,9 L9,5", "\\": "M-2,5 L2,9 M0,0 L7,7 M5,-2 L9,2",
                     "x": "M0,0 L7,7 M0,7 L7,0", "-": "M0,3.5 L7,3.5", "|": "M3.5,0 L3.5,7", "+": "M0,3.5 L7,3.5 M3.5,0 L3.5,7", ".": "M3,3 h1"}[hatch.shape]  # fmt: skip
            name = f"p{len(self.patterns)}"
            ground = f'<rect width="7" height="7" fill="{back}"/>' if back and back != UNCOLOURED else ""
            self.patterns[key] = name
            self.parts.insert(
                0,
                f'<defs><pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse">{ground}'
                f'<path d="{lines}" stroke="{fore}" stroke-width="1.6" fill="none"/></pattern></defs>',
            )
        return f"url(#{self.patterns[key]})"


def drawing_svg(chart: Chart, width: float) -> tuple[str, float]:
    """The drawing on white, as the inside of an ``<svg>``.

    Args:
        chart: The drawing.
        width: Pixels across.

    Returns:
        The SVG elements, and the height in pixels.
    """
    return scene_svg(scene(chart), width)


def scene_svg(drawn: Scene, width: float) -> tuple[str, float]:
    """The same of a scene."""
    left, right, top, bottom = map(float, drawn.margin)
    right, bottom = width - right, drawn.height - bottom
    if drawn.y.is_drawn:
        left = max(left, max(text_width(words[0], _TICK) for words in drawn.y.words) + 8)
    x_ends = _ends(drawn.x, [value for shape in drawn.shapes for value in (shape.xs if isinstance(shape, Points) else shape.lengths)])
    y_ends = _ends(drawn.y, [value for shape in drawn.shapes for value in (shape.ys if isinstance(shape, Points) else shape.places)])
    if drawn.y.same_scale:
        # The same scale both ways, the smaller of the two, in the middle.
        (x_low, x_high), (y_low, y_high) = x_ends, y_ends
        unit = min((right - left) / (x_high - x_low), (bottom - top) / (y_high - y_low))
        middle, used = (left + right) / 2, unit * (x_high - x_low)
        left, right = middle - used / 2, middle + used / 2
        centre, tall = (top + bottom) / 2, unit * (y_high - y_low)
        scale_y = _Scale(*y_ends, centre + tall / 2, centre - tall / 2)
    else:
        scale_y = _Scale(*y_ends, bottom, top)
    canvas = _Canvas(width, drawn.height, _Scale(*x_ends, left, right), scale_y, (left, right, top, bottom))
    _axes(canvas, drawn.x, drawn.y)
    for box in drawn.boxes:
        if box.below:
            _box(canvas, box)
    stacks: dict[tuple[float, bool], float] = {}
    before: list[tuple[float, float]] = []
    for shape in drawn.shapes:
        if isinstance(shape, Bars):
            _bars(canvas, shape, stacks)
        else:
            before = _points(canvas, shape, before)
    for box in drawn.boxes:
        if not box.below:
            _box(canvas, box)
    for note in drawn.notes:
        _note(canvas, note)
    return "".join(canvas.parts), drawn.height


def _ends(axis: Axis, values: Iterable[Place | None]) -> tuple[float, float]:
    if axis.low is not None and axis.high is not None:
        return _number(axis.low), _number(axis.high)
    numbers = [_number(value) for value in values if value is not None]
    return min(numbers), max(numbers)


# Axes, lines and words ----------------------------------------------------------------


def _axes(canvas: _Canvas, across: Axis, upright: Axis) -> None:
    left, right, top, bottom = canvas.area
    for value, words in zip(upright.ticks, upright.words, strict=True):
        y = canvas.y(value)
        colour = OUTLINE if value == 0 and upright.zero else GRID
        canvas.parts.append(_stroke(f"M{left:.1f},{y:.1f} H{right:.1f}", colour, 1))
        canvas.parts.append(text_svg(left - 6, y + _TICK * 0.35, (Run(words[0]),), _TICK, "end"))
    for value, words in zip(across.ticks, across.words, strict=True):
        x = canvas.x(value)
        if across.marks:
            canvas.parts.append(_stroke(f"M{x:.1f},{bottom:.1f} v5", OUTLINE, 1))
        for number, line in enumerate(words):
            canvas.parts.append(text_svg(x, bottom + 8 + _TICK * (0.85 + LINE * number), (Run(line),), _TICK, "middle"))


def _stroke(path: str, colour: str | None, width: float, dash: str = "", fill: str = "none") -> str:
    line = f' stroke="{colour}" stroke-width="{width:g}"' if colour and width else ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" fill="{fill}"{line}{dashes} stroke-linejoin="round"/>'


def _box(canvas: _Canvas, box: Box) -> None:
    left, _, top, bottom = canvas.area
    if box.pixels:
        x0, x1, y0, y1 = left + _number(box.x0), left + _number(box.x1), bottom - box.y0, bottom - box.y1
    else:
        x0, x1 = canvas.x(box.x0), canvas.x(box.x1)
        y0, y1 = (bottom - y * (bottom - top) if box.y_in_area else canvas.y(y) for y in (box.y0, box.y1))
    dash = _DASHES[box.dash]
    if box.kind == "line":
        canvas.parts.append(_stroke(f"M{x0:.1f},{y0:.1f} L{x1:.1f},{y1:.1f}", box.colour, box.width, dash))
    else:
        path = f"M{x0:.1f},{y0:.1f} H{x1:.1f} V{y1:.1f} H{x0:.1f} Z"
        canvas.parts.append(_stroke(path, box.colour, box.width, dash, box.fill or "none"))


def _note(canvas: _Canvas, note: Note) -> None:
    left, right, top, bottom = canvas.area
    size, lines = note.size, note.lines
    wide, tall = max(_line_width(line, size) for line in lines), len(lines) * size * LINE
    x = (left + _number(note.x) * (right - left) if note.x_in_area else canvas.x(note.x)) + note.right
    y = (bottom - note.y * (bottom - top) if note.y_in_area else canvas.y(note.y)) - note.up
    x -= {"left": 0, "center": wide / 2, "right": wide}[note.anchor or "left"]
    y -= {"top": 0, "middle": tall / 2, "bottom": tall}[note.level]
    for number, line in enumerate(lines):
        canvas.parts.append(text_svg(x, y + size * (LINE * number + 1.0), line, size, colour=note.colour or INK))


# Bars and lines -----------------------------------------------------------------------


def _bars(canvas: _Canvas, bars: Bars, stacks: dict[tuple[float, bool], float]) -> None:
    scale, other = (canvas.x, canvas.y) if bars.flat else (canvas.y, canvas.x)
    half = bars.width / 2
    for index, (value, place) in enumerate(zip(bars.lengths, bars.places, strict=True)):
        if value is None:
            continue
        start_value = bars.starts[index] if bars.starts else 0
        if bars.stacked:
            key = (_number(place), value < 0)
            start_value = stacks.get(key, 0)
            stacks[key] = start_value + value
        a, b = sorted((other(_number(place) - half), other(_number(place) + half)))
        start, end = scale(start_value), scale(start_value + value)
        low, high = sorted((start, end))
        x, y, across, tall = (low, a, high - low, b - a) if bars.flat else (a, low, b - a, high - low)
        fill = canvas.fill(bars.colours[index], bars.hatches[index] if bars.hatches else Hatch())
        canvas.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{across:.1f}" height="{tall:.1f}" fill="{fill}"/>')
        if bars.words and bars.words[index]:
            _bar_words(canvas, bars, bars.words[index], start, end, (a + b) / 2)


def _bar_words(canvas: _Canvas, bars: Bars, words: str, start: float, end: float, middle: float) -> None:
    size, colour, line = bars.size, bars.ink or INK, (Run(words),)
    backwards = -1 if end < start else 1
    if not bars.flat:
        y = (start + end) / 2 + size * 0.35 if bars.inside else end + (size + 2 if end > start else -5)
        canvas.parts.append(text_svg(middle, y, line, size, "middle", colour))
        return
    if not bars.inside:
        x, anchor = end + 4 * backwards, "start" if backwards > 0 else "end"
    elif bars.inside == "middle":
        x, anchor = (start + end) / 2, "middle"
    else:
        x, anchor = end - 4 * backwards, "end" if backwards > 0 else "start"
    canvas.parts.append(text_svg(x, middle + size * 0.35, line, size, anchor, colour))


def _points(canvas: _Canvas, drawn: Points, before: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Draw lines, areas and signs; gives the points, to which the next area may reach."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(drawn.xs, drawn.ys, strict=True):
        if x is None or y is None:
            pieces.append([])
        else:
            pieces[-1].append((canvas.x(x), canvas.y(y)))
    points = [point for piece in pieces for point in piece]
    if drawn.fill and points:
        outline = pieces if drawn.fill == "self" else [points + before[::-1]]
        path = " ".join("M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in piece) + " Z" for piece in outline if piece)
        is_empty = drawn.fill_colour == UNCOLOURED and not drawn.hatch.shape
        canvas.parts.append(_stroke(path, None, 0, fill="none" if is_empty else canvas.fill(drawn.fill_colour, drawn.hatch)))
    if drawn.width:
        path = " ".join("M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in piece) for piece in pieces if piece)
        if path:
            canvas.parts.append(_stroke(path, drawn.colour or INK, drawn.width, _DASHES[drawn.dash]))
    if drawn.marker and drawn.marker.is_seen:
        for x, y in points:
            _marker(canvas, x, y, drawn.marker, drawn.colour)
    return points


def _marker(canvas: _Canvas, x: float, y: float, marker: Marker, line_colour: str | None) -> None:
    r, symbol = marker.size / 2, marker.symbol
    colour = marker.colour or line_colour or INK
    stroke = f' stroke="{marker.edge_colour or colour}" stroke-width="{marker.edge_width:g}"' if marker.edge_width else ""
    if symbol.endswith("-open"):
        symbol, stroke, colour = symbol.removesuffix("-open"), f' stroke="{colour}" stroke-width="{marker.edge_width or 2:g}"', "#ffffff"
    if symbol == "circle":
        canvas.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="{colour}"{stroke}/>')
        return
    thin = r / math.sqrt(6)
    shapes: dict[str, list[tuple[float, float]]] = {
        "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
        "diamond": [(0, -r * 1.3), (r * 1.3, 0), (0, r * 1.3), (-r * 1.3, 0)],
        "triangle-up": [(0, -r * 1.15), (r, r * 0.6), (-r, r * 0.6)],
        "triangle-down": [(0, r * 1.15), (r, -r * 0.6), (-r, -r * 0.6)],
        "x": [(0, -thin), (r - thin, -r), (r, -r + thin), (thin, 0), (r, r - thin), (r - thin, r), (0, thin), (-r + thin, r), (-r, r - thin), (-thin, 0), (-r, -r + thin), (-r + thin, -r)],
        "line-ew": [(-r, 0), (r, 0)],
        "line-ns": [(0, -r), (0, r)],
    }  # fmt: skip
    if symbol not in shapes:
        raise ValueError(f"a marker {symbol}")
    corners = shapes[symbol]
    path = "M" + " L".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    if symbol.startswith("line"):
        canvas.parts.append(f'<path d="{path}" fill="none"{stroke}/>')
    else:
        canvas.parts.append(f'<path d="{path} Z" fill="{colour}"{stroke}/>')
