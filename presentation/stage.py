"""One figure on the wall of a meeting room: headline, drawing, one sentence and source, in large type."""

import base64
from html import escape

import resvg_py

from presentation.block import FigureBlock
from presentation.charts.svg import FONT, FONT_FILES, INK, drawing_svg
from presentation.matrix import Matrix, matrix_wall_html
from presentation.text import Text

#: The strongest text of the dark page.
_DARK_INK = "#e8edf2"
#: Pixels across of a picture: as fine as the largest screen of a meeting room.
_FINE = 1840
#: A drawing that is higher than this stands beside its words, not under them.
_TALL = 380


def drawing_png(block: FigureBlock, dark: bool) -> tuple[bytes, float, float]:
    """The drawing alone on nothing, as PNG, with its width and height in units of the drawing (text is of 14).

    A wide drawing is laid out narrow, so that its words are large when it fills the wall.
    """
    _, tall = drawing_svg(block.chart, 800)
    width = min(max(tall * 2.9, 620), 1000) if tall <= _TALL else min(max(tall * 1.15, 480), 720)
    inside, tall = drawing_svg(block.chart, width)
    if dark:
        inside = inside.replace(INK, _DARK_INK)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{tall:.0f}" viewBox="0 0 {width:.0f} {tall:.0f}" '
        f'font-family="{FONT}, Arial, sans-serif">{inside}</svg>'
    )
    png = resvg_py.svg_to_bytes(
        svg, zoom=_FINE / width, skip_system_fonts=True, font_files=list(FONT_FILES.values()), sans_serif_family=FONT
    )
    return bytes(png), width, tall


def slide_html(
    block: FigureBlock | Matrix, source: str, place: tuple[int, int], dark: bool, text: Text, title: str = "", remark: str = ""
) -> str:
    """One figure or matrix for the wall.

    Args:
        block: The figure; a matrix is drawn as a table with the numbers of projects.
        source: Source and date.
        place: Which of how many, from one.
        dark: Whether the reader's page is dark.
        text: The reader's language.
        title: The person's own title; empty takes the headline.
        remark: The person's own words; empty takes the figure's sentence.
    """
    if isinstance(block, Matrix):
        kind, size = "td-slide", ""
        drawn = matrix_wall_html(block) + f'<p class="td-slide-source">{escape(text("The number is of projects."))}</p>'
    else:
        png, width, tall = drawing_png(block, dark)
        kind, size = "td-slide td-slide-tall" if tall > _TALL else "td-slide", f"--h:{tall:.0f};--w:{width:.0f}"
        drawn = f'<img src="data:image/png;base64,{base64.b64encode(png).decode()}" alt="{escape(block.alt)}">'
    return (
        f'<section class="{kind}" style="{size}"><div class="td-slide-head"><h1>{escape(title or block.headline)}</h1>'
        f"<p>{escape(block.subtitle)}</p></div>{drawn}"
        f'<div class="td-slide-foot"><p class="td-slide-sentence">{escape(remark or block.sentence)}</p>'
        f'<p class="td-slide-source">{escape(source)} · {escape(text("{number} of {count}", number=text.number(place[0]), count=text.number(place[1])))}</p></div></section>'
    )
