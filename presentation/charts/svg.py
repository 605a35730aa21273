"""A drawing as SVG, without a browser: the part of Plotly's language that our figures speak.

Anything else in a drawing raises, so that a picture never leaves out silently what the page shows.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from html import escape
from html.parser import HTMLParser
from pathlib import Path

import font_source_sans_pro
from PIL import ImageFont

from presentation.charts.chart import Chart

FONT_FILES = {
    False: font_source_sans_pro.SourceSansPro,
    True: font_source_sans_pro.SourceSansProSemibold,
}
FONT = "Source Sans Pro"
#: Text in a picture: a picture is always on white.
INK = "#1b2733"
LINE = 1.3
_TRANSPARENT = "rgba(0,0,0,0)"
_DASHES = {"solid": "", "dot": "2 4", "dash": "8 5", "dashdot": "8 4 2 4"}

#: Properties that have no effect on a still picture.
_MOTIONLESS = frozenset({"type", "name", "hovertext", "hoverinfo", "hovertemplate", "customdata", "selected", "unselected", "cliponaxis",
                         "constraintext", "textangle", "meta", "showlegend", "uid"})  # fmt: skip
_BAR = frozenset(
    {
        "x",
        "y",
        "width",
        "orientation",
        "marker",
        "text",
        "textposition",
        "insidetextanchor",
        "insidetextfont",
        "textfont",
        "base",
        "offset",
        "outsidetextfont",
    }
)
_SCATTER = frozenset(
    {"x", "y", "mode", "line", "marker", "fill", "fillcolor", "fillpattern", "text", "textposition", "textfont", "connectgaps", "opacity"}
)


@cache
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FILES[bold], size)


def text_width(words: str, size: float, bold: bool = False) -> float:
    """Width of one line in pixels."""
    return _font(100, bold).getlength(words) * size / 100


@dataclass(frozen=True)
class Run:
    """Words of one look inside a line."""

    words: str
    colour: str | None = None
    scale: float = 1.0
    bold: bool = False


class _Lines(HTMLParser):
    """Plotly's text into lines of runs: ``<br>``, ``<b>`` and ``<span style="color:…;font-size:…em">``."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines: list[list[Run]] = [[]]
        self.looks: list[Run] = [Run("")]

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self.lines.append([])
            return
        if tag not in ("span", "b"):
            raise ValueError(f"<{tag}> in a drawing")
        style = dict(part.split(":", 1) for part in (dict(attrs).get("style") or "").split(";") if ":" in part)
        before = self.looks[-1]
        scale = float(style.get("font-size", "1em").removesuffix("em"))
        self.looks.append(Run("", style.get("color", before.colour), before.scale * scale, before.bold or tag == "b"))

    def handle_endtag(self, tag):
        if tag != "br":
            self.looks.pop()

    def handle_data(self, data):
        look = self.looks[-1]
        self.lines[-1].append(Run(data, look.colour, look.scale, look.bold))


def lines_of(content: str) -> list[list[Run]]:
    """The lines of a text of a drawing."""
    parser = _Lines()
    parser.feed(content)
    parser.close()
    return parser.lines


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

    def __call__(self, value: object) -> float:
        span = self.high - self.low or 1
        return self.start + (_number(value) - self.low) / span * (self.end - self.start)


def _number(value: object) -> float:
    """A number, or a day as a number."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.timestamp() / 86_400
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day).timestamp() / 86_400
    return float(value)


@dataclass
class _Canvas:
    """What is drawn, in the order of drawing."""

    width: float
    height: float
    x: _Scale
    y: _Scale
    size: float
    parts: list[str] = field(default_factory=list)
    patterns: dict[tuple, str] = field(default_factory=dict)

    def fill(self, colour: str | None, pattern: dict | None, index: int | None = None) -> str:
        """The paint of a shape: a colour, or stripes on it."""
        shape = _at((pattern or {}).get("shape", ""), index)
        if not shape:
            return colour or "none"
        overlay = pattern.get("fillmode") == "overlay"
        back, fore = (colour, _at(pattern.get("fgcolor"), index)) if overlay else (pattern.get("bgcolor"), pattern.get("fgcolor") or colour)
        key = (shape, back, fore)
        if key not in self.patterns:
            lines = {"/": "M-2,2 L2,-2 M0,7 L7,0 M5,9 L9,5", "\\": "M-2,5 L2,9 M0,0 L7,7 M5,-2 L9,2",
                     "x": "M0,0 L7,7 M0,7 L7,0", "-": "M0,3.5 L7,3.5", "|": "M3.5,0 L3.5,7", "+": "M0,3.5 L7,3.5 M3.5,0 L3.5,7", ".": "M3,3 h1"}[shape]  # fmt: skip
            name = f"p{len(self.patterns)}"
            ground = f'<rect width="7" height="7" fill="{back}"/>' if back and back != _TRANSPARENT else ""
            self.patterns[key] = name
            self.parts.insert(
                0,
                f'<defs><pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse">{ground}'
                f'<path d="{lines}" stroke="{fore}" stroke-width="1.6" fill="none"/></pattern></defs>',
            )
        return f"url(#{self.patterns[key]})"


def _at(value: object, index: int | None) -> object:
    return value[index] if isinstance(value, list | tuple) and index is not None else value


def drawing_svg(chart: Chart, width: float) -> tuple[str, float]:
    """The drawing on white, as the inside of an ``<svg>``.

    Args:
        chart: The drawing.
        width: Pixels across.

    Returns:
        The SVG elements, and the height in pixels.

    Raises:
        ValueError: the drawing says something that this file cannot draw.
    """
    drawing = chart.to_dict()
    data, layout = drawing["data"], drawing["layout"]
    height, margin = layout["height"], layout["margin"]
    x_axis, y_axis = layout.get("xaxis", {}), layout.get("yaxis", {})
    size = layout.get("font", {}).get("size", 14)
    left, right = margin["l"], width - margin["r"]
    top, bottom = margin["t"], height - margin["b"]
    if y_axis.get("visible", True) and y_axis.get("ticktext"):
        left = max(left, max(text_width(str(words), y_axis["tickfont"]["size"]) for words in y_axis["ticktext"]) + 8)
    x_range = x_axis.get("range") or _extent(value for trace in data for value in trace["x"])
    y_range = y_axis.get("range") or _extent(value for trace in data for value in trace["y"])
    low, high = map(_number, x_range)
    if y_axis.get("scaleanchor") == "x":
        # The same scale both ways, the smaller of the two, in the middle.
        unit = min((right - left) / (high - low), (bottom - top) / (_number(y_range[1]) - _number(y_range[0])))
        middle, used = (left + right) / 2, unit * (high - low)
        left, right = middle - used / 2, middle + used / 2
        centre, tall = (top + bottom) / 2, unit * (_number(y_range[1]) - _number(y_range[0]))
        scale_y = _Scale(_number(y_range[0]), _number(y_range[1]), centre + tall / 2, centre - tall / 2)
    else:
        scale_y = _Scale(_number(y_range[0]), _number(y_range[1]), bottom, top)
    canvas = _Canvas(width, height, _Scale(low, high, left, right), scale_y, size)
    area = (left, right, top, bottom)
    _axes(canvas, x_axis, y_axis, area)
    shapes = layout.get("shapes", ())
    for shape in shapes:
        if shape.get("layer") == "below":
            _shape(canvas, shape, area)
    stacks: dict[tuple[float, bool], float] = {}
    before: list[tuple[float, float]] = []
    for trace in data:
        if trace["type"] == "bar":
            _bars(canvas, trace, layout.get("barmode", "group"), stacks)
        elif trace["type"] == "scatter":
            before = _scatter(canvas, trace, before)
        else:
            raise ValueError(f"a drawing of type {trace['type']}")
    for shape in shapes:
        if shape.get("layer") != "below":
            _shape(canvas, shape, area)
    for note in layout.get("annotations", ()):
        _note(canvas, note, area)
    return "".join(canvas.parts), height


def _extent(values: Iterable[object]) -> tuple[float, float]:
    numbers = [_number(value) for value in values if value is not None]
    return min(numbers), max(numbers)


# Axes, shapes and words ---------------------------------------------------------------


def _axes(canvas: _Canvas, x_axis: dict, y_axis: dict, area: tuple[float, float, float, float]) -> None:
    left, right, top, bottom = area
    if y_axis.get("visible", True):
        size = y_axis.get("tickfont", {}).get("size", 13)
        for value, words in zip(y_axis.get("tickvals", ()), y_axis.get("ticktext", ()), strict=True):
            y = canvas.y(value)
            zero = value == 0 and y_axis.get("zeroline")
            colour = y_axis.get("zerolinecolor") if zero else y_axis.get("gridcolor")
            if y_axis.get("showgrid", True) or zero:
                canvas.parts.append(_stroke(f"M{left:.1f},{y:.1f} H{right:.1f}", colour, 1))
            canvas.parts.append(text_svg(left - 6, y + size * 0.35, lines_of(escape(str(words)))[0], size, "end"))
    if x_axis.get("visible", True):
        size = x_axis.get("tickfont", {}).get("size", 13)
        values = x_axis.get("tickvals", ())
        for value, words in zip(values, x_axis.get("ticktext", ()), strict=True):
            x = canvas.x(value)
            if x_axis.get("showgrid", True) and x_axis.get("gridcolor"):
                canvas.parts.append(_stroke(f"M{x:.1f},{top:.1f} V{bottom:.1f}", x_axis["gridcolor"], 1))
            if x_axis.get("ticks") == "outside":
                canvas.parts.append(_stroke(f"M{x:.1f},{bottom:.1f} v5", x_axis.get("tickcolor"), 1))
            for number, line in enumerate(lines_of(str(words))):
                canvas.parts.append(text_svg(x, bottom + 8 + size * (0.85 + LINE * number), line, size, "middle"))


def _stroke(path: str, colour: str | None, width: float, dash: str = "", fill: str = "none", more: str = "") -> str:
    line = f' stroke="{colour}" stroke-width="{width:g}"' if colour and width else ""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{path}" fill="{fill}"{line}{dashes} stroke-linejoin="round"{more}/>'


def _place(canvas: _Canvas, item: dict, name: str, area: tuple[float, float, float, float], value: object) -> float:
    """A coordinate of a shape or a note: of the data, or a part of the plot's area."""
    left, right, top, bottom = area
    if item.get(f"{name[0]}ref") == "paper":
        return left + float(value) * (right - left) if name[0] == "x" else bottom - float(value) * (bottom - top)
    return canvas.x(value) if name[0] == "x" else canvas.y(value)


def _shape(canvas: _Canvas, shape: dict, area) -> None:
    def at(name: str) -> float:
        if shape.get(f"{name[0]}sizemode") == "pixel":
            base = _place(canvas, shape, name, area, shape[f"{name[0]}anchor"])
            return base + shape[name] if name[0] == "x" else base - shape[name]
        return _place(canvas, shape, name, area, shape[name])

    x0, x1, y0, y1 = at("x0"), at("x1"), at("y0"), at("y1")
    line = shape.get("line", {})
    dash = _DASHES[line.get("dash", "solid")]
    if shape["type"] == "line":
        canvas.parts.append(_stroke(f"M{x0:.1f},{y0:.1f} L{x1:.1f},{y1:.1f}", line.get("color", INK), line.get("width", 1), dash))
    elif shape["type"] == "rect":
        path = f"M{x0:.1f},{y0:.1f} H{x1:.1f} V{y1:.1f} H{x0:.1f} Z"
        fill = shape.get("fillcolor", "none")
        more = f' fill-opacity="{shape["opacity"]:g}"' if "opacity" in shape else ""
        canvas.parts.append(_stroke(path, line.get("color"), line.get("width", 1), dash, fill, more))
    else:
        raise ValueError(f"a shape of type {shape['type']}")


def _note(canvas: _Canvas, note: dict, area) -> None:
    if note.get("showarrow", True):
        raise ValueError("an arrow in a drawing")
    size = note.get("font", {}).get("size", canvas.size)
    lines = lines_of(note["text"])
    wide, tall = max(_line_width(line, size) for line in lines), len(lines) * size * LINE
    x = _place(canvas, note, "x", area, note["x"]) + note.get("xshift", 0)
    y = _place(canvas, note, "y", area, note["y"]) - note.get("yshift", 0)
    x_anchor, y_anchor = note.get("xanchor", "auto"), note.get("yanchor", "auto")
    x -= {"left": 0, "center": wide / 2, "auto": wide / 2, "right": wide}[x_anchor]
    y -= {"top": 0, "middle": tall / 2, "auto": tall / 2, "bottom": tall}[y_anchor]
    align = note.get("align", "center")
    for number, line in enumerate(lines):
        shift = {"left": 0, "center": (wide - _line_width(line, size)) / 2, "right": wide - _line_width(line, size)}[align]
        colour = note.get("font", {}).get("color", INK)
        canvas.parts.append(
            text_svg(x + shift, y + size * (LINE * number + 1.0), line, size, colour=INK if colour == "#000037" else colour)
        )


# Bars and lines -----------------------------------------------------------------------


def _check(trace: dict, known: frozenset[str]) -> None:
    if strange := set(trace) - known - _MOTIONLESS:
        raise ValueError(f"{trace['type']} with {', '.join(sorted(strange))}")


def _bars(canvas: _Canvas, trace: dict, mode: str, stacks: dict) -> None:
    _check(trace, _BAR)
    flat = trace.get("orientation", "v") == "h"
    along, across = (trace["x"], trace["y"]) if flat else (trace["y"], trace["x"])
    scale, other = (canvas.x, canvas.y) if flat else (canvas.y, canvas.x)
    marker = trace.get("marker", {})
    for index, (value, place) in enumerate(zip(along, across, strict=True)):
        if value is None:
            continue
        key = (_number(place), value < 0)
        base = _at(trace.get("base", 0), index) or 0
        if mode in ("stack", "relative"):
            base = stacks.get(key, 0)
            stacks[key] = base + value
        half = _number(_at(trace.get("width", 0.8), index)) / 2
        a, b = sorted((other(_number(place) - half), other(_number(place) + half)))
        start, end = scale(base), scale(base + value)
        low, high = sorted((start, end))
        box = (low, a, high - low, b - a) if flat else (a, low, b - a, high - low)
        line = marker.get("line", {})
        fill = canvas.fill(_at(marker.get("color"), index), marker.get("pattern"), index)
        canvas.parts.append(
            f'<rect x="{box[0]:.1f}" y="{box[1]:.1f}" width="{box[2]:.1f}" height="{box[3]:.1f}" fill="{fill}"'
            + (f' stroke="{_at(line.get("color"), index)}" stroke-width="{_at(line["width"], index):g}"' if line.get("width") else "")
            + "/>"
        )
        words = _at(trace.get("text"), index)
        if words:
            _bar_words(canvas, trace, str(words), flat, start, end, (a + b) / 2)


def _bar_words(canvas: _Canvas, trace: dict, words: str, flat: bool, start: float, end: float, middle: float) -> None:
    inside = trace.get("textposition", "outside") == "inside"
    font = (trace.get("insidetextfont") if inside else trace.get("outsidetextfont")) or trace.get("textfont", {})
    size, colour = font.get("size", canvas.size), font.get("color", INK)
    line = lines_of(words)[0]
    backwards = -1 if end < start else 1
    if not flat:
        y = (start + end) / 2 + size * 0.35 if inside else end + (size + 2 if end > start else -5)
        canvas.parts.append(text_svg(middle, y, line, size, "middle", colour))
        return
    if not inside:
        x, anchor = end + 4 * backwards, "start" if backwards > 0 else "end"
    elif trace.get("insidetextanchor", "end") == "middle":
        x, anchor = (start + end) / 2, "middle"
    elif trace["insidetextanchor"] == "start":
        x, anchor = start + 4 * backwards, "start"
    else:
        x, anchor = end - 4 * backwards, "end" if backwards > 0 else "start"
    canvas.parts.append(text_svg(x, middle + size * 0.35, line, size, anchor, INK if colour == "#000037" else colour))


def _scatter(canvas: _Canvas, trace: dict, before: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Draw lines, areas and markers; gives the points, to which the next area may reach."""
    _check(trace, _SCATTER)
    mode, marker, line = trace.get("mode", "lines"), trace.get("marker", {}), trace.get("line", {})
    pieces: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(trace["x"], trace["y"], strict=True):
        if x is None or y is None:
            pieces.append([])
        else:
            pieces[-1].append((canvas.x(x), canvas.y(y)))
    points = [point for piece in pieces for point in piece]
    fill = trace.get("fill", "none")
    more = f' opacity="{trace["opacity"]:g}"' if "opacity" in trace else ""
    if fill != "none" and points:
        outline = pieces
        if fill == "tonexty":
            outline = [points + before[::-1]]
        elif fill == "tozeroy":
            outline = [[(points[0][0], canvas.y(0)), *points, (points[-1][0], canvas.y(0))]]
        path = " ".join("M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in piece) + " Z" for piece in outline if piece)
        colour = trace.get("fillcolor")
        canvas.parts.append(
            _stroke(
                path,
                None,
                0,
                fill="none" if colour == _TRANSPARENT and not trace.get("fillpattern") else canvas.fill(colour, trace.get("fillpattern")),
                more=more,
            )
        )
    if "lines" in mode and line.get("width", 2):
        joined = [points] if trace.get("connectgaps") else pieces
        path = " ".join("M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in piece) for piece in joined if piece)
        if path:
            canvas.parts.append(_stroke(path, line.get("color", INK), line.get("width", 2), _DASHES[line.get("dash", "solid")], more=more))
    if "markers" in mode and marker.get("opacity", 1):
        for index, (x, y) in enumerate(points):
            _marker(canvas, x, y, marker, index, line)
    if "text" in mode:
        for (x, y), words in zip(points, trace["text"], strict=False):
            canvas.parts.append(text_svg(x + 6, y + 5, lines_of(str(words))[0], trace.get("textfont", {}).get("size", canvas.size)))
    return points


def _marker(canvas: _Canvas, x: float, y: float, marker: dict, index: int, line: dict) -> None:
    radius = _at(marker.get("size", 6), index) / 2
    colour = _at(marker.get("color"), index) or line.get("color") or INK
    edge = marker.get("line", {})
    stroke = f' stroke="{edge.get("color", colour)}" stroke-width="{edge["width"]:g}"' if edge.get("width") else ""
    symbol = _at(marker.get("symbol", "circle"), index)
    if symbol.endswith("-open"):
        symbol, stroke, colour = symbol.removesuffix("-open"), f' stroke="{colour}" stroke-width="{edge.get("width", 2):g}"', "#ffffff"
    if symbol == "circle":
        canvas.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}" fill="{colour}"{stroke}/>')
        return
    r = radius
    thin = r / math.sqrt(6)
    corners = {
        "square": [(-r, -r), (r, -r), (r, r), (-r, r)],
        "diamond": [(0, -r * 1.3), (r * 1.3, 0), (0, r * 1.3), (-r * 1.3, 0)],
        "triangle-up": [(0, -r * 1.15), (r, r * 0.6), (-r, r * 0.6)],
        "triangle-down": [(0, r * 1.15), (r, -r * 0.6), (-r, -r * 0.6)],
        "x": [(0, -thin), (r - thin, -r), (r, -r + thin), (thin, 0), (r, r - thin), (r - thin, r), (0, thin), (-r + thin, r), (-r, r - thin), (-thin, 0), (-r, -r + thin), (-r + thin, -r)],
        "line-ew": [(-r, 0), (r, 0)],
        "line-ns": [(0, -r), (0, r)],
    }.get(symbol)  # fmt: skip
    if corners is None:
        raise ValueError(f"a marker {symbol}")
    path = "M" + " L".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners) + ("" if symbol.startswith("line") else " Z")
    canvas.parts.append(f'<path d="{path}" fill="{colour}"{stroke}/>')


def font_directory() -> Path:
    """Where the font of pictures lies."""
    return Path(FONT_FILES[False]).parent
