"""A drawing as plain data: what Plotly draws, without what Plotly's own objects cost.

Building and copying Plotly's figure objects was most of a page's time on the server
(docs/decisions/0007-charts-as-plain-data.md). A ``Chart`` is handed over as it is; the
tests check every drawing against Plotly's own rules with ``validated``.
"""

from collections.abc import Sequence
from functools import cache

import plotly.graph_objects as go
import plotly.io
from plotly.basedatatypes import BaseFigure


def bar(**properties: object) -> dict:
    """One series of bars."""
    return {"type": "bar", **properties}


def scatter(**properties: object) -> dict:
    """One series of points, lines or filled outlines."""
    return {"type": "scatter", **properties}


class Chart(BaseFigure):
    """Traces and layout as Plotly reads them."""

    def __init__(self, traces: Sequence[dict] | dict, layout: dict):
        # Not Plotly's own constructor: it would check and copy every value.
        data = [traces] if isinstance(traces, dict) else list(traces)
        template = layout.get("template") or _template(plotly.io.templates.default)
        self.__dict__["_drawing"] = {"data": data, "layout": {"template": template, **layout}}

    def to_dict(self) -> dict:
        """The drawing itself, not a copy: nobody changes it."""
        return self.__dict__["_drawing"]

    def validated(self) -> go.Figure:
        """The same as Plotly's own figure, every property checked.

        Raises:
            ValueError: Plotly does not know a property or its value.
        """
        return go.Figure(self.to_dict())


@cache
def _template(name: str) -> dict:
    """Plotly's template of a name; Streamlit sets one whose colours follow the reader's theme."""
    return plotly.io.templates[name].to_plotly_json()
