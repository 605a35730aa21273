"""A figure as a picture: title, drawing, source and date in one image, with or without a browser."""

from dataclasses import dataclass
from html import escape
from typing import Literal

import resvg_py

from presentation.block import FigureBlock
from presentation.charts.svg import FONT, FONT_FILES, INK, Run, drawing_svg, text_svg, text_width

Shape = Literal["screen", "slide", "square"]
#: Pixels of a picture; one for the screen is as high as it needs, and the others are higher for a long drawing.
SHAPES: dict[Shape, tuple[int, int | None]] = {"screen": (900, None), "slide": (1280, 720), "square": (1080, 1080)}
#: Pixels of a PNG for each pixel of the drawing: a slide's picture is as fine as a screen of 1920 × 1080.
ZOOM: dict[Shape, float] = {"screen": 2, "slide": 1.5, "square": 1.5}
_SOFT = "#4a5866"
#: A drawing shrinks to this part at most, so that its words stay readable; a higher one makes the picture higher.
_LEAST = 0.85


@dataclass(frozen=True)
class PictureWords:
    """What stands under every picture: source and date, and that it is an example where it is one."""

    source: str
    example: str = ""


def picture_svg(block: FigureBlock, words: PictureWords, shape: Shape = "screen") -> str:
    """The figure as SVG, on white, with headline, subtitle, source and date.

    Args:
        block: The figure.
        words: What stands under it.
        shape: One of ``SHAPES``.
    """
    width, height = SHAPES[shape]
    large = shape != "screen"
    margin = 48 if large else 28
    room = width - 2 * margin
    parts: list[str] = []
    y = float(margin)
    for content, size, bold, colour, gap in (
        (block.headline, 34 if large else 24, True, INK, 8),
        (block.subtitle, 21 if large else 16, False, _SOFT, 20),
    ):
        for line in wrapped(content, size, room, bold):
            y += size * 1.25
            parts.append(text_svg(margin, y - size * 0.3, [Run(line, None, 1.0, bold)], size, colour=colour))
        y += gap
    small = 17 if large else 13
    foot = [line for content in (block.below, words.source, words.example) if content for line in wrapped(content, small, room)]
    foot_height = len(foot) * small * 1.35 + 12
    # Words of the drawing grow with a large picture; where it is too high it shrinks as a whole.
    scale = 1.35 if large else 1.0
    inside, tall = drawing_svg(block.chart, room / scale)
    if height is not None and tall * scale > height - y - foot_height - margin:
        scale = max(_LEAST, (height - y - foot_height - margin) / tall)
        inside, tall = drawing_svg(block.chart, room / scale)
    height = max(height or 0, round(y + tall * scale + foot_height + margin))
    parts.append(f'<g transform="translate({margin},{y:.1f}) scale({scale:.4f})">{inside}</g>')
    below = height - margin - foot_height + 12
    for number, line in enumerate(foot):
        parts.append(text_svg(margin, below + small * (1.35 * number + 1), [Run(line)], small, colour=_SOFT))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="{FONT}, Arial, sans-serif"><title>{escape(block.headline)}</title><desc>{escape(block.alt)}</desc>'
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def picture_png(block: FigureBlock, words: PictureWords, shape: Shape = "screen") -> bytes:
    """The same as PNG, finer than its size says (``ZOOM``)."""
    svg = picture_svg(block, words, shape)
    return bytes(
        resvg_py.svg_to_bytes(svg, zoom=ZOOM[shape], skip_system_fonts=True, font_files=list(FONT_FILES.values()), sans_serif_family=FONT)
    )


def wrapped(words: str, size: float, room: float, bold: bool = False) -> list[str]:
    """Words over lines of a width in pixels."""
    lines, line = [], ""
    for word in words.split(" "):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, bold) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]
