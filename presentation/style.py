"""Colours and the frame of every drawing. The dashboard's own look is in ``.streamlit/config.toml``.

A drawing does not know whether the reader's screen is light or dark, so every colour has
a contrast of at least 3:1 on both; text and lines of the axes are left to the theme.
"""

from collections.abc import Mapping
from html import escape
from textwrap import wrap

from presentation.text import Text

#: Committed, and within the same family a stronger one for spent.
COMMITTED, SPENT = "#5b95c9", "#1f6f9f"
#: What is context: an unknown place, other lines, outlines.
CONTEXT, OUTLINE = "#8a8f98", "#7d838c"
#: Always in the order female, male, non-binary, unknown; never pink and blue.
GENDER_COLOURS: Mapping[str, str] = {
    "female": "#7e63c2",
    "male": "#d08a1d",
    "non_binary": "#1d9a8a",
    "unknown": "#8a8f98",
}
GENDER_PATTERNS: Mapping[str, str] = {"female": "", "male": "/", "non_binary": "x", "unknown": "."}
GENDER_DASHES: Mapping[str, str] = {"female": "solid", "male": "dash", "non_binary": "dot", "unknown": "dashdot"}
#: Five classes of the map, least to most, and a region with nothing.
CLASSES = ("#cfe3f3", "#9cc6e6", "#5b9fd1", "#2a74ac", "#124a78")
NOTHING = "rgba(138,143,152,0.18)"
#: Lines of several groups: told apart by dash and label too.
LINES = ("#1f6f9f", "#d08a1d", "#7e63c2", "#1d9a8a", "#c2553f")

#: Streamlit puts the theme's strongest text colour in its place (GRAY_90 of its Plotly template).
TEXT = "#000037"

_LABEL_WIDTH = 52


def plain(text: str) -> str:
    """Text as Plotly shows it to the letter: its tags have no effect."""
    return escape(text, quote=False)


def wrapped(text: str, width: int = _LABEL_WIDTH) -> str:
    """A long name over lines, so that nothing is cut off on a narrow screen."""
    return "<br>".join(plain(line) for line in wrap(text, width) or [""])


def layout(text: Text, height: int, **more: object) -> dict:
    """The frame that every drawing shares."""
    return {
        "height": height,
        "margin": {"l": 4, "r": 4, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "separators": ".," if text.language == "en" else ",\u00a0",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "font": {"size": 14},
        **more,
    }


def hidden_axis(**more: object) -> dict:
    """An axis that is not drawn: the numbers stand at the bars."""
    return {"visible": False, "fixedrange": True, **more}


def time_axis(**more: object) -> dict:
    """Dates from left to right."""
    return {"type": "date", "fixedrange": True, "showgrid": False, "zeroline": False, "automargin": True, "tickfont": {"color": TEXT}, **more}


def value_axis(**more: object) -> dict:
    """Values from zero up, with quiet lines."""
    return {
        "fixedrange": True,
        "rangemode": "tozero",
        "gridcolor": "rgba(138,143,152,0.25)",
        "zeroline": True,
        "zerolinecolor": "rgba(138,143,152,0.6)",
        "automargin": True,
        "nticks": 5,
        "tickfont": {"color": TEXT},
        **more,
    }


def row_labels(labels: list[str]) -> list[dict]:
    """The name of each bar above it, from the left edge, so that bars have the whole width."""
    return [
        {
            "x": 0,
            "y": index,
            "xref": "paper",
            "yref": "y",
            "text": label,
            "showarrow": False,
            "xanchor": "left",
            "yanchor": "bottom",
            "yshift": 8,
            "align": "left",
            "font": {"size": 14, "color": TEXT},
        }
        for index, label in enumerate(labels)
    ]


def rows_axis(count: int) -> dict:
    """The axis of bars in rows: first row on top, room for its name above it."""
    return hidden_axis(range=[count - 0.65, -0.85])


def rows_height(labels: list[str]) -> int:
    """Height of bars in rows: room for the longest name above each bar."""
    lines = max((label.count("<br>") + 1 for label in labels), default=1)
    return len(labels) * (32 + 19 * lines) + 20
