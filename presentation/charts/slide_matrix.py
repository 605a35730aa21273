"""A matrix as a native table of a slide: a sign and a tint for each state, and the number of projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Pt

from presentation.charts.slide_chart import paint_cell
from presentation.exports.deck_template import Box, DeckTemplate
from presentation.exports.fit import LINE, lines_of, width_pt
from presentation.exports.xml_text import xml_text
from presentation.matrix import SIGNS, Matrix, MatrixCell

#: State → colour of the template and how much lighter it is drawn; what has nothing stays white.
_TINTS = {
    "both": (MSO_THEME_COLOR.ACCENT_1, 0.6),
    "money": (MSO_THEME_COLOR.ACCENT_4, 0.6),
    "uncounted": (MSO_THEME_COLOR.ACCENT_2, 0.75),
    "untold": (MSO_THEME_COLOR.ACCENT_1, 0.8),
    "people": (MSO_THEME_COLOR.ACCENT_3, 0.7),
    "nothing": (MSO_THEME_COLOR.BACKGROUND_1, 0.0),
}
#: Points of the words, the largest first; the smallest is what a meeting room can read.
_SIZES = (16, 14, 12)
#: Slides that a matrix takes at most.
_MOST_PARTS = 12
#: Points inside a cell: beside its words together, and above and below them together.
_SIDES, _ENDS = 8, 4
#: The part of the width that the names of rows may take.
_NAMES_AT_MOST = 0.34


@dataclass(frozen=True)
class MatrixPart:
    """What one slide shows of a matrix.

    Attributes:
        rows: Places of its rows; the first row, of the whole, is on every slide.
        size: Points of the words.
        upright: The headers are written upwards: the columns are narrower than their words.
        slides: How many slides the matrix takes.
        left_out: Rows that no slide has room for; the speaker notes have them.
    """

    rows: tuple[int, ...]
    size: float
    upright: bool
    slides: int = 1
    left_out: int = 0


def matrix_parts(matrix: Matrix, box: Box, font: str, *, split: bool) -> tuple[MatrixPart, ...]:
    """The matrix on one slide, or over as few as have room for it, in letters of at least 12 points."""
    for size in _SIZES:
        head, upright = _head(matrix, box, font, size)
        heights = [_row_height(name, box, font, size, matrix) for name, *_ in matrix.rows]
        if head + sum(heights) <= box.height_pt:
            return (MatrixPart(tuple(range(len(heights))), size, upright),)
    first, *others = heights
    room = box.height_pt - head - first
    parts = _shared(others, room)
    # One slide has as many rows as it can, and the notes have the rest.
    kept = parts if split and len(parts) <= _MOST_PARTS else _filled(others, room)[:1]
    left_out = len(others) - sum(map(len, kept))
    return tuple(MatrixPart((0, *(i + 1 for i in part)), size, upright, len(kept), left_out) for part in kept)


def matrix_shape(slide: Any, matrix: Matrix, part: MatrixPart, box: Box, look: DeckTemplate) -> Any:
    """The part as a native table with marked headers.

    Returns:
        The graphic frame.
    """
    font, size, rows = look.font, part.size, [matrix.rows[place] for place in part.rows]
    head, _ = _head(matrix, box, font, size)
    heights = [head, *(_row_height(name, box, font, size, matrix) for name, *_ in rows)]
    # A few rows take the room of many.
    air = max(0.0, min(size * 1.5, (box.height_pt - sum(heights)) / len(heights)))
    heights = [height + air for height in heights]
    frame = slide.shapes.add_table(len(rows) + 1, len(matrix.columns) + 1, box.left, box.top, box.width, Pt(sum(heights)).emu)
    drawn = frame.table
    drawn.first_col = True
    drawn.horz_banding = False
    for column, width in zip(drawn.columns, _widths(matrix, box, font, size), strict=True):
        column.width = width
    for row, height in zip(drawn.rows, heights, strict=True):
        row.height = Pt(height).emu
    for place, name in enumerate((matrix.corner, *matrix.columns)):
        cell = drawn.cell(0, place)
        # Lines of upright words are broken here: office programs make the row as high as the words are long otherwise.
        lines = lines_of(name, size, font, head - _SIDES) if place and part.upright else [name]
        _write(cell, "\n".join(lines), size, bold=False)
        cell.vertical_anchor = MSO_ANCHOR.BOTTOM
        paint_cell(cell, look, MSO_THEME_COLOR.ACCENT_1, 0)
        if place and part.upright:
            cell._tc.get_or_add_tcPr().set("vert", "vert270")
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    for at, (name, cells, _) in enumerate(rows, start=1):
        _write(drawn.cell(at, 0), name, size, bold=at == 1)
        paint_cell(drawn.cell(at, 0), look, *_TINTS["nothing"])
        for place, content in enumerate(cells, start=1):
            cell = drawn.cell(at, place)
            _write(cell, _words(content), size, bold=at == 1 or place == 1)
            cell.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER
            paint_cell(cell, look, *_TINTS[content.state])
    return frame


def matrix_key(matrix: Matrix) -> str:
    """The states in words, each with its sign, on one line."""
    return "   ".join(f"{SIGNS[state]} {words}" for state, words in matrix.key_rows)


def _words(cell: MatrixCell) -> str:
    return f"{SIGNS[cell.state]}\u00a0{cell.short}" if cell.short else SIGNS[cell.state]


def _write(cell: Any, words: str, size: float, *, bold: bool) -> None:
    cell.text_frame.word_wrap = True
    cell.text_frame.text = xml_text(words)
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.size, paragraph.font.bold = Pt(size), bold
    cell.margin_left = cell.margin_right = Pt(_SIDES / 2)
    cell.margin_top = cell.margin_bottom = Pt(_ENDS / 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE


def _shared(heights: Sequence[float], room: float) -> list[list[int]]:
    """Places over as few parts as hold them, about as high as each other: a last slide of one row would look lost."""
    few = _filled(heights, room)
    lower = next(limit for limit in range(int(max(heights)), int(max(room, max(heights))) + 2) if len(_filled(heights, limit)) <= len(few))
    return _filled(heights, lower)


def _filled(heights: Sequence[float], room: float) -> list[list[int]]:
    """Places over parts that are filled one after another; a part has one at least."""
    parts: list[list[int]] = [[]]
    filled = 0.0
    for place, height in enumerate(heights):
        if parts[-1] and filled + height > room:
            parts.append([])
            filled = 0.0
        parts[-1].append(place)
        filled += height
    return parts


def _names_width(matrix: Matrix, box: Box, font: str, size: float) -> float:
    longest = max(width_pt(name, size, font) for name in (matrix.corner, *(name for name, *_ in matrix.rows)))
    return min(box.width_pt * _NAMES_AT_MOST, longest + _SIDES + 2)


def _widths(matrix: Matrix, box: Box, font: str, size: float) -> list[int]:
    names = Pt(_names_width(matrix, box, font, size)).emu
    return [names, *[(box.width - names) // len(matrix.columns)] * len(matrix.columns)]


def _head(matrix: Matrix, box: Box, font: str, size: float) -> tuple[float, bool]:
    """Height of the headers in points, and whether they are written upwards."""
    room = (box.width_pt - _names_width(matrix, box, font, size)) / len(matrix.columns) - _SIDES
    words = [word for name in matrix.columns for word in name.split()]
    if max(width_pt(word, size, font) for word in words) <= room:
        return max(len(lines_of(name, size, font, room)) for name in matrix.columns) * size * LINE + _ENDS, False
    # Upwards, a header takes as many lines as its column is wide; they are as long as they must be.
    lines = max(1, int((room + _SIDES - _ENDS) / (size * LINE)))
    height = max(width_pt(word, size, font) for word in words)
    while any(len(lines_of(name, size, font, height)) > lines for name in matrix.columns):
        height *= 1.05
    return height + _SIDES + 2, True


def _row_height(name: str, box: Box, font: str, size: float, matrix: Matrix) -> float:
    room = _names_width(matrix, box, font, size) - _SIDES
    return len(lines_of(name, size, font, room)) * size * LINE + _ENDS
