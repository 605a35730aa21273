"""A chart as Plotly's plain data, for the screen.

Building and copying Plotly's own figure objects was most of a page's time on the server
(docs/decisions/0007-charts-as-plain-data.md). So a drawing is handed over as it is; the
tests check every one against Plotly's own rules with ``validated``.
"""

from collections.abc import Sequence
from functools import cache
from html import escape
from typing import Any

import plotly.graph_objects as go
import plotly.io
from plotly.basedatatypes import BaseFigure

from presentation.charts.chart import Chart
from presentation.charts.layout import scene
from presentation.charts.scene import Axis, Bars, Box, Hatch, Line, Note, Points, Run, Scene
from presentation.charts.style import GRID, OUTLINE, TEXT, UNCOLOURED

_TICK_FONT = {"size": 13, "color": TEXT}
_DASH = "solid"


class PlotlyDrawing(BaseFigure):
    """Traces and layout as Plotly reads them, which Streamlit takes as a figure."""

    def __init__(self, data: list[dict], layout: dict):
        # Not Plotly's own constructor: it would check and copy every value.
        self.__dict__["_drawing"] = {"data": data, "layout": {"template": _template(plotly.io.templates.default), **layout}}

    def to_dict(self) -> dict:
        """The drawing itself, not a copy: nobody changes it."""
        return self.__dict__["_drawing"]

    def validated(self) -> go.Figure:
        """The same as Plotly's own figure, every property checked.

        Raises:
            ValueError: Plotly does not know a property or its value.
        """
        return go.Figure(self.to_dict())


def plotly_chart(chart: Chart) -> PlotlyDrawing:
    """A chart for the screen."""
    return painted(scene(chart))


def painted(drawn: Scene) -> PlotlyDrawing:
    """A scene for the screen."""
    left, right, top, bottom = drawn.margin
    stacked = any(isinstance(shape, Bars) and shape.stacked for shape in drawn.shapes)
    layout = {
        "height": drawn.height,
        "margin": {"l": left, "r": right, "t": top, "b": bottom},
        "paper_bgcolor": UNCOLOURED,
        "plot_bgcolor": UNCOLOURED,
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "font": {"size": 14, "color": TEXT},
        "barmode": "stack" if stacked else "overlay",
        "xaxis": _across(drawn.x),
        "yaxis": _upright(drawn.y),
        "annotations": [_annotation(note) for note in drawn.notes],
        "shapes": [_shape(box) for box in drawn.boxes],
    }
    if drawn.met_within is not None:
        layout["hoverdistance"] = drawn.met_within
    return PlotlyDrawing([_bar(shape) if isinstance(shape, Bars) else _scatter(shape) for shape in drawn.shapes], layout)


@cache
def _template(name: str) -> dict:
    """Plotly's template of a name; Streamlit sets one whose colours follow the reader's theme."""
    return plotly.io.templates[name].to_plotly_json()


# Words --------------------------------------------------------------------------------


def _plain(words: str) -> str:
    """Words as Plotly shows them to the letter: its tags have no effect."""
    return escape(words, quote=False)


def _run(run: Run) -> str:
    words = _plain(run.words)
    if run.bold:
        words = f"<b>{words}</b>"
    if run.colour is None:
        return words
    larger = "" if run.scale == 1 else f";font-size:{run.scale:g}em"
    return f'<span style="color:{run.colour}{larger}">{words}</span>'


def _lines(lines: Sequence[Line]) -> str:
    return "<br>".join("".join(map(_run, line)) for line in lines)


def _hover(hover: Sequence[str]) -> dict:
    return {"hovertext": list(map(_plain, hover)), "hoverinfo": "text"} if hover else {"hoverinfo": "skip"}


# Axes ---------------------------------------------------------------------------------


def _axis(axis: Axis) -> dict:
    ends = {} if axis.low is None else {"range": [axis.low, axis.high]}
    if not axis.is_drawn:
        # The numbers stand at the bars.
        return {"visible": False, "fixedrange": True, **ends}
    words = ["<br>".join(map(_plain, lines)) for lines in axis.words]
    return {**ends, "tickvals": list(axis.ticks), "ticktext": words, "fixedrange": True, "tickfont": _TICK_FONT}


def _across(axis: Axis) -> dict:
    if not axis.is_drawn:
        return _axis(axis) | ({"constrain": "domain"} if axis.low is None else {})
    dated = {"type": "date", "ticks": "outside", "tickcolor": OUTLINE, "showline": False} if axis.marks else {}
    return _axis(axis) | {"tickangle": 0, "showgrid": False, "zeroline": False, **dated}


def _upright(axis: Axis) -> dict:
    if not axis.is_drawn:
        return _axis(axis) | ({"scaleanchor": "x", "scaleratio": 1} if axis.same_scale else {})
    return _axis(axis) | {"gridcolor": GRID, "zeroline": axis.zero, "zerolinecolor": OUTLINE, "automargin": True}


# Shapes -------------------------------------------------------------------------------


def _pattern(hatches: Sequence[Hatch]) -> dict:
    """Stripes of some bars of one look: those without any differ in their shape only."""
    striped = next((hatch for hatch in hatches if hatch.shape), None)
    if striped is None:
        return {}
    colour = {} if striped.colour is None else {"fgcolor": striped.colour}
    fill = {"fillmode": "overlay"} if striped.overlay else {}
    return {"pattern": {"shape": [hatch.shape for hatch in hatches], **fill, **colour, "size": striped.size, "solidity": striped.solidity}}


def _bar(bars: Bars) -> dict:
    x, y = (bars.lengths, bars.places) if bars.flat else (bars.places, bars.lengths)
    drawn = {
        "type": "bar",
        "x": list(x),
        "y": list(y),
        "width": bars.width,
        "orientation": "h" if bars.flat else "v",
        "marker": {"color": list(bars.colours), **_pattern(bars.hatches)},
        **_hover(bars.hover),
    }
    if bars.starts:
        drawn["base"] = list(bars.starts)
    if not bars.words:
        return drawn
    drawn |= {"text": list(map(_plain, bars.words)), "textangle": 0, "constraintext": "none"}
    if bars.inside:
        return drawn | {"textposition": "inside", "insidetextanchor": bars.inside, "insidetextfont": {"size": bars.size, "color": bars.ink}}
    return drawn | {"textposition": "outside", "textfont": {"size": bars.size}, "cliponaxis": False}


def _scatter(points: Points) -> dict:
    drawn = {"type": "scatter", "x": list(points.xs), "y": list(points.ys), **_hover(points.hover)}
    modes = []
    if points.width or points.fill or points.marker is None:
        modes.append("lines")
        drawn["line"] = {"color": points.colour, "width": points.width}
        if points.dash != _DASH:
            drawn["line"]["dash"] = points.dash
        if points.steps:
            drawn["line"]["shape"] = "hv"
    if marker := points.marker:
        modes.append("markers")
        look = {"symbol": marker.symbol, "size": marker.size}
        if marker.colour is not None:
            look["color"] = marker.colour
        if marker.edge_width:
            look["line"] = {"width": marker.edge_width, **({} if marker.edge_colour is None else {"color": marker.edge_colour})}
        if not marker.is_seen:
            look["opacity"] = 0
            drawn |= {"selected": {"marker": {"opacity": 0}}, "unselected": {"marker": {"opacity": 0}}}
        drawn["marker"] = look
    if points.fill:
        drawn |= {"fill": "toself" if points.fill == "self" else "tonexty", "fillcolor": points.fill_colour}
        if points.hatch.shape:
            hatch = points.hatch
            drawn["fillpattern"] = {"shape": hatch.shape, "fgcolor": hatch.colour, "size": hatch.size, "solidity": hatch.solidity}
    if points.codes:
        drawn["customdata"] = list(points.codes)
    if points.name:
        drawn["name"] = _plain(points.name)
    if len(drawn["x"]) and (points.width or points.marker) and not points.fill and points.marker and points.marker.is_seen:
        drawn["cliponaxis"] = False
    return drawn | {"mode": "+".join(modes)}


def _annotation(note: Note) -> dict:
    drawn = {"text": _lines(note.lines), "showarrow": False, "align": "left", "x": note.x, "y": note.y}
    if note.x_in_area:
        drawn["xref"] = "paper"
    if note.y_in_area:
        drawn["yref"] = "paper"
    if note.anchor:
        drawn["xanchor"] = note.anchor
    drawn["yanchor"] = note.level
    if note.right:
        drawn["xshift"] = note.right
    if note.up:
        drawn["yshift"] = note.up
    if note.size != 14 or note.colour:
        drawn["font"] = {"size": note.size, **({"color": note.colour} if note.colour else {})}
    return drawn


def _shape(box: Box) -> dict:
    drawn: dict[str, Any] = {
        "type": box.kind,
        "x0": box.x0,
        "x1": box.x1,
        "y0": box.y0,
        "y1": box.y1,
        "line": {"color": box.colour, "width": box.width, **({} if box.dash == _DASH else {"dash": box.dash})},
    }
    if box.fill is not None:
        drawn["fillcolor"] = box.fill
    if box.below:
        drawn["layer"] = "below"
    if box.y_in_area:
        drawn["yref"] = "paper"
    if box.pixels:
        drawn |= {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel", "xanchor": 0, "yanchor": 0}
    return drawn
