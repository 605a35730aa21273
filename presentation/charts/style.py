"""Colours. The pages' own look is in ``.streamlit/config.toml``.

A drawing does not know whether the reader's screen is light or dark. So every colour has a contrast of at least 3:1 on
both, and text takes the theme's colour.
"""

from collections.abc import Mapping
from typing import NamedTuple

from presentation.charts.chart import Dash, Gender, Tone
from presentation.charts.scene import Hatch

#: Committed, and within the same family a stronger one for spent.
COMMITTED, SPENT = "#5b95c9", "#1f6f9f"
#: What is context (an unknown place, other lines), outlines, and what is chosen.
CONTEXT, OUTLINE, CHOSEN = "#8a8f98", "#7d838c", "#c2553f"
#: Always in the order female, male, non-binary, unknown; never pink and blue.
GENDER_COLOURS = {"female": "#7e63c2", "male": "#b8811c", "non_binary": "#1d9a8a", "unknown": "#8a8f98"}
GENDER_DASHES: dict[Gender, Dash] = {"female": "solid", "male": "dash", "non_binary": "dot", "unknown": "dashdot"}
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
#: The ink of numbers inside a bar, with a contrast of at least 4.5:1.
_LIGHT_INK, _DARK_INK = "#ffffff", "#101418"


class Look(NamedTuple):
    """How a tone is drawn: its colour, the stripes that are its second carrier, and the ink of numbers inside."""

    colour: str
    hatch: Hatch = Hatch()
    ink: str = _DARK_INK


def _gender(gender: str, shape: str, ink: str = _DARK_INK) -> Look:
    return Look(GENDER_COLOURS[gender], Hatch(shape, "rgba(255,255,255,0.8)", True, 5, 0.25), ink)


def _answer(colour: str, shape: str, ink: str = _DARK_INK) -> Look:
    return Look(colour, Hatch(shape, "rgba(255,255,255,0.7)", True, 6, 0.2), ink)


#: Women and men differ in lightness; the other genders are small and beside each other, so they have stripes.
LOOKS: Mapping[Tone, Look] = {
    "committed": Look(COMMITTED),
    "spent": Look(SPENT, ink=_LIGHT_INK),
    "frame": Look(OUTLINE),
    "context": Look(CONTEXT),
    "not_known": Look(CONTEXT, Hatch("/")),
    "chosen": Look(CHOSEN),
    "female": _gender("female", "", _LIGHT_INK),
    "male": _gender("male", ""),
    "non_binary": _gender("non_binary", "x"),
    "unknown": _gender("unknown", "/"),
    "kept": _answer(SPENT, "", _LIGHT_INK),
    "broken": _answer(CHOSEN, "x"),
    "not_told": _answer(CONTEXT, "/"),
    "line1": Look(LINES[0]),
    "line2": Look(LINES[1]),
    "line3": Look(LINES[2]),
    "line4": Look(LINES[3]),
    "line5": Look(LINES[4]),
}
#: A bar that is out of bounds: a colour of its own, hatched so that a grey printer shows it too.
WARNING = Look(CHOSEN, Hatch("/", "#ffffff", True, 6, 0.3))
