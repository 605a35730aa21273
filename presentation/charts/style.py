"""Colours, and how every drawing is laid out. The pages' own look is in ``.streamlit/config.toml``.

A drawing does not know whether the reader's screen is light or dark, nor how wide it is.
So every colour has a contrast of at least 3:1 on both, text takes the theme's colour, the
name of a bar stands above it with the whole width to itself, and heights are counted in
pixels.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from html import escape
from textwrap import wrap

from presentation.charts.chart import bar
from presentation.text import Text

#: Committed, and within the same family a stronger one for spent.
COMMITTED, SPENT = "#5b95c9", "#1f6f9f"
#: What is context (an unknown place, other lines), outlines, and what is chosen.
CONTEXT, OUTLINE, CHOSEN = "#8a8f98", "#7d838c", "#c2553f"
#: A bar that is out of bounds: a colour of its own, hatched so that a grey printer shows it too.
WARNING = {"color": CHOSEN, "pattern": {"shape": "/", "fillmode": "overlay", "fgcolor": "#ffffff", "size": 6, "solidity": 0.3}}
#: Always in the order female, male, non-binary, unknown; never pink and blue.
GENDER_COLOURS = {"female": "#7e63c2", "male": "#b8811c", "non_binary": "#1d9a8a", "unknown": "#8a8f98"}
#: Numbers inside a part of a bar, with a contrast of at least 4.5:1.
GENDER_TEXT = {"female": "#ffffff", "male": "#101418", "non_binary": "#101418", "unknown": "#101418"}
#: The second carrier: women and men differ in lightness, the rest are small and next to each other.
GENDER_PATTERNS = {"female": "", "male": "", "non_binary": "x", "unknown": "/"}
GENDER_DASHES = {"female": "solid", "male": "dash", "non_binary": "dot", "unknown": "dashdot"}
#: Five classes of the map, least to most, then a region with nothing and one not known; ``OUTLINE`` around makes each visible on any background.
CLASSES = ("#d5e6f4", "#9fc9e8", "#62a4d4", "#2f7cb6", "#155089")
NOTHING, UNCOLOURED = "rgba(138,143,152,0.18)", "rgba(0,0,0,0)"
#: Lines of several groups: told apart by sign and label too.
LINES = ("#1f6f9f", "#b8811c", "#7e63c2", "#1d9a8a", "#c2553f")
SIGNS = ("circle", "square", "diamond", "triangle-up", "x")
WRITTEN_SIGNS = {"circle": "●", "square": "■", "diamond": "◆", "triangle-up": "▲", "x": "✖"}
#: Text in a drawing. Streamlit's page puts its own strongest text colour in place of this one, light or
#: dark; what it would take by itself is too faint. Anywhere else it is black.
TEXT = "#000037"
GRID = "rgba(138,143,152,0.28)"

_NAME_WIDTH, _NAME_LINE, _ROW_GAP = 42, 19, 13
#: The part of a drawing's width that numbers at the ends of bars, or names at the ends of lines, may need.
_ROOM_FOR_NUMBERS, _ROOM_FOR_NAMES = 0.34, 0.66


def plain(text: str) -> str:
    """Text as Plotly shows it to the letter: its tags have no effect."""
    return escape(text, quote=False)


@lru_cache(maxsize=5_000)
def wrapped(text: str, width: int = _NAME_WIDTH) -> str:
    """A long name over lines, to the letter, so that nothing is cut off on a narrow screen.

    Lines are about equally long: no word is left alone on the last one.
    """
    lines = wrap(text, width)
    for narrower in range(math.ceil(len(text) / max(len(lines), 1)), width):
        if len(even := wrap(text, narrower)) == len(lines):
            lines = even
            break
    return "<br>".join(plain(line) for line in lines) or " "


def layout(text: Text, height: int, **more: object) -> dict:
    """The frame that every drawing shares."""
    return {
        "height": height,
        "margin": {"l": 2, "r": 2, "t": 4, "b": 4},
        "paper_bgcolor": UNCOLOURED,
        "plot_bgcolor": UNCOLOURED,
        "separators": ".," if text.language == "en" else ",\u00a0",
        "showlegend": False,
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "font": {"size": 14, "color": TEXT},
        **more,
    }


def hidden_axis(**more: object) -> dict:
    """An axis that is not drawn: the numbers stand at the bars."""
    return {"visible": False, "fixedrange": True, **more}


def note(content: str, **place: object) -> dict:
    """Words in a drawing; ``content`` is already to the letter (``plain``)."""
    return {"text": content, "showarrow": False, "align": "left", **place}


def coloured(colour: str, words: str, sign: str = "■") -> str:
    """Words with a sign in their colour in front: text itself keeps the theme's colour, to be readable."""
    return f'<span style="color:{colour};font-size:1.25em">{sign}</span>\u00a0{plain(words)}'


# Bars in rows -------------------------------------------------------------------------


@dataclass(frozen=True)
class Rows:
    """Where the bars of a drawing stand. One unit of the vertical axis is one pixel.

    Attributes:
        bars: For each bar of a row, its place in every row.
        notes: The names above the bars, and the key of colours above them all.
        height: Pixels in all.
    """

    bars: tuple[tuple[float, ...], ...]
    notes: tuple[dict, ...]
    height: int

    @property
    def axis(self) -> dict:
        """The vertical axis, first row on top."""
        return hidden_axis(range=[self.height, 0])


def rows(names: Sequence[str], thickness: Sequence[int] = (18,), key: Sequence[tuple[str, ...]] = ()) -> Rows:
    """Lay out rows of bars, each under its name.

    Args:
        names: The name of each row, as it is; a long one is wrapped.
        thickness: Pixels of each bar of a row, from the top.
        key: Colours and what they mean, written on top; a sign of its own may come third.
    """
    notes, places, y = [], [[] for _ in thickness], 0.0
    if key:
        lines = _key_lines(key)
        notes.append(note("<br>".join(lines), x=0, y=0, xref="paper", xanchor="left", yanchor="top"))
        y += len(lines) * (_NAME_LINE + 2) + 10
    for name in names:
        words = wrapped(name)
        notes.append(note(words, x=0, y=y, xref="paper", xanchor="left", yanchor="top", xshift=-1))
        y += (words.count("<br>") + 1) * _NAME_LINE + 2
        for place, pixels in zip(places, thickness, strict=True):
            place.append(y + pixels / 2)
            y += pixels + 1
        y += _ROW_GAP
    return Rows(tuple(map(tuple, places)), tuple(notes), round(y))


def with_count(words: str) -> str:
    """A row's name and its count after a dot: the dot stays at the end of a line, and the number with what it counts."""
    *parts, count = words.split(" · ")
    return "\u00a0· ".join((*parts, count.replace(" ", "\u00a0"))) if parts else words


def _key_lines(key: Iterable[tuple[str, ...]]) -> list[str]:
    """Colours and their words in lines that fit a phone."""
    lines, length = [], math.inf
    for colour, words, *sign in key:
        if length + len(words) > 32:
            lines.append([])
            length = 0
        lines[-1].append(coloured(colour, words, *sign))
        length += len(words) + 4
    return ["\u2003".join(line) for line in lines]


def bars_axis(values: Iterable[float | None]) -> dict:
    """The axis along the bars, with room for a number at the end of the longest."""
    known = [value for value in values if value is not None]
    top, bottom = max(0, *known, 0), min(0, *known, 0)
    room = (top - bottom) * _ROOM_FOR_NUMBERS
    return hidden_axis(range=[bottom - (room if bottom < 0 else 0), top + room or 1])


#: The part of its own whole that a bar is drawn to at most: a longer one is cut short, so that the others are seen.
CUT_AT = 1.5
_CUT_FROM, _CUT_TO = 1.38, 1.43


def bars_against_own(shares: Sequence[float | None], colours: Sequence[str], **look: object) -> list[dict]:
    """Bars that are each drawn against their own whole, which is one; a bar beyond ``CUT_AT`` has a gap near its end.

    Args:
        shares: Part of its own whole of each bar.
        colours: Of each bar.
        look: What the bars share, with ``y``.
    """
    cut = [share is not None and share > CUT_AT for share in shares]
    look |= {"marker": {"color": list(colours)}}
    drawn = bar(x=[_CUT_FROM if gap else share for share, gap in zip(shares, cut, strict=True)], **look)
    return [drawn, bar(x=[CUT_AT - _CUT_TO if gap else None for gap in cut], base=_CUT_TO, **look)] if any(cut) else [drawn]


def cut_key(shares: Iterable[float | None], colour: str, text: Text) -> tuple[tuple[str, ...], ...]:
    """What a gap in a bar means, for the key; nothing when no bar is cut short."""
    return (
        ((colour, text("Bar cut short, longer than drawn"), "■┄"),) if any(share is not None and share > CUT_AT for share in shares) else ()
    )


# Lines over time ----------------------------------------------------------------------


def round_step(top: float, count: int, whole: bool = False) -> float:
    """The smallest round step that reaches ``top`` in ``count`` steps.

    Args:
        top: Above zero.
        count: Steps at most.
        whole: Whole numbers only, for things that are counted.
    """
    raw = max(top / count, 1) if whole else top / count
    size = 10.0 ** math.floor(math.log10(raw))
    steps = (1, 2, 5, 10) if whole else (1, 2, 2.5, 5, 10)
    return next(step * size for step in steps if step * size >= raw * (1 - 1e-9))


def time_axis(days: Sequence[date], text: Text, room: float = _ROOM_FOR_NAMES) -> dict:
    """Dates from left to right, with room for the lines' names after the last one."""
    span = (days[-1] - days[0]).days or 365
    before = span * 0.04 if days[0] < days[-1] else span / 2
    gaps = min(len(days) - 1, 3)
    ticks = [days[round(index * (len(days) - 1) / gaps)] for index in range(gaps + 1)] if gaps else [days[0]]
    return {
        "type": "date",
        "range": [days[0] - timedelta(days=before), days[-1] + timedelta(days=span * room)],
        "tickvals": ticks,
        "ticktext": [text.month(day) for day in ticks],
        "tickangle": 0,
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "tickfont": {"size": 13, "color": TEXT},
        "ticks": "outside",
        "tickcolor": OUTLINE,
        "showline": False,
    }


def value_axis(ticks: Sequence[float], words: Sequence[str]) -> dict:
    """Values from the first tick to the last, with quiet lines; lower where values are negative."""
    return {
        "range": [ticks[0], ticks[-1]],
        "tickvals": list(ticks),
        "ticktext": list(words),
        "tickfont": {"size": 13, "color": TEXT},
        "fixedrange": True,
        "gridcolor": GRID,
        "zeroline": True,
        "zerolinecolor": OUTLINE,
        "automargin": True,
    }


def axis_unit(unit: str) -> dict:
    """The unit of an axis, above it."""
    return note(plain(unit), x=0, y=1, xref="paper", yref="paper", xanchor="left", yanchor="bottom", yshift=6, font={"size": 13})


def round_ticks(values: Iterable[float | None], whole: bool = False) -> list[float]:
    """Four round steps or fewer, from zero (or below it) to above every value."""
    known = [value for value in values if value is not None]
    top, bottom = max(0, *known, 0), min(0, *known, 0)
    step = round_step(max(top, -bottom) * 1.04 or 1, 4, whole)
    first, last = math.floor(bottom / step), math.ceil(top * 1.04 / step) or 1
    return [step * index for index in range(first, last + 1)]


@dataclass(frozen=True)
class End:
    """The last point of a line, and its name."""

    value: float
    name: str
    colour: str
    sign: str = "●"


LINES_HEIGHT, LINES_MARGIN = 340, {"l": 2, "r": 2, "t": 30, "b": 30}


def end_names(ends: Sequence[End], day: date, ticks: Sequence[float], height: int = LINES_HEIGHT) -> list[dict]:
    """The names of lines after their last points, pushed apart so that none covers another or the axis."""
    pixel = (ticks[-1] - ticks[0]) / (height - LINES_MARGIN["t"] - LINES_MARGIN["b"])
    ordered = sorted(ends, key=lambda end: end.value)
    words = ["<br>\u2002\u2002".join(plain(line) for line in wrap(end.name, 16, break_long_words=False)) for end in ordered]
    halves = [(line.count("<br>") + 1) * 9 * pixel for line in words]
    places: list[float] = []
    for end, half in zip(ordered, halves, strict=True):
        least = places[-1] + halves[len(places) - 1] + half if places else ticks[0] + half
        places.append(max(end.value, least))
    # What was pushed above the drawing comes down again, from the top.
    most = ticks[-1]
    for index in reversed(range(len(places))):
        places[index] = min(places[index], most)
        most = places[index] - halves[index] - (halves[index - 1] if index else 0)
    return [
        note(
            f'<span style="color:{end.colour}">{end.sign}</span>\u00a0{line}',
            x=day, y=place, xanchor="left", yanchor="middle", xshift=6, font={"size": 13},
        )
        for end, line, place in zip(ordered, words, places, strict=True)
    ]  # fmt: skip
