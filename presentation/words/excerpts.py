"""A piece of a sheet drawn as a spreadsheet draws it: column letters, row numbers, the cell marked."""

from html import escape

from data_loaders.excerpts import Excerpt
from presentation.text import Text

#: Characters of one cell that are drawn.
_LONGEST_CELL = 60


def excerpt_html(piece: Excerpt, text: Text) -> str:
    """The piece as an HTML table; every text of the sheet is escaped.

    What is meant is marked with a frame, a colour, and words for a screen reader.
    """
    caption = _caption(piece, text)
    far = _far(piece)
    head = "".join(f'<th scope="col"{far[letter]}>{escape(letter)}</th>' for letter in piece.letters)
    body = "".join(_row(number, cells, piece, far, text) for number, cells in piece.rows)
    return (
        f'<div class="td-scroll" role="region" tabindex="0" aria-label="{escape(caption)}">'
        f'<table class="td-sheet"><caption>{escape(caption)}</caption>'
        f"<thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _caption(piece: Excerpt, text: Text) -> str:
    cell = f"{piece.marked_column or ''}{piece.marked_row or ''}"
    if piece.sheet is None:
        return text("Cell {cell}", cell=cell) if piece.marked_column else text("Row {row}", row=piece.marked_row)
    if piece.marked_column:
        return text("Sheet “{sheet}”, cell {cell}", sheet=piece.sheet, cell=cell)
    return text("Sheet “{sheet}”, row {row}", sheet=piece.sheet, row=piece.marked_row)


def _far(piece: Excerpt) -> dict[str, str]:
    """Columns that a narrow screen leaves out: those not next to the marked one, save the first."""
    near = piece.letters.index(piece.marked_column) if piece.marked_column else 1
    return {letter: ' class="td-far"' if at and abs(at - near) > 1 else "" for at, letter in enumerate(piece.letters)}


def _row(number: int, cells: tuple[str | None, ...], piece: Excerpt, far: dict[str, str], text: Text) -> str:
    is_marked = number == piece.marked_row
    written = ""
    for letter, cell in zip(piece.letters, cells, strict=True):
        marked = is_marked and piece.marked_column in (letter, None) and number != piece.header_row
        inside = escape(_short(cell))
        if marked and piece.marked_column:
            inside = f'<span class="td-hidden">{escape(text("Marked cell:"))} </span>{inside}'
        style = far[letter].replace("td-far", "td-far td-bad") or ' class="td-bad"' if marked else far[letter]
        written += f"<td{style}>{inside}</td>"
    style = ' class="td-sheet-head"' if number == piece.header_row else ""
    return f'<tr{style}><th scope="row">{number}</th>{written}</tr>'


def _short(cell: str | None) -> str:
    words = " ".join((cell or "").split())
    return words if len(words) <= _LONGEST_CELL else f"{words[: _LONGEST_CELL - 1]}…"
