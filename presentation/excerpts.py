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
    head = "".join(f'<th scope="col">{escape(letter)}</th>' for letter in piece.letters)
    body = "".join(_row(number, cells, piece, text) for number, cells in piece.rows)
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


def _row(number: int, cells: tuple[str | None, ...], piece: Excerpt, text: Text) -> str:
    is_marked = number == piece.marked_row
    written = ""
    for letter, cell in zip(piece.letters, cells, strict=True):
        marked = is_marked and piece.marked_column in (letter, None) and number != piece.header_row
        inside = escape(_short(cell))
        if marked and piece.marked_column:
            inside = f'<span class="td-hidden">{escape(text("Marked cell:"))} </span>{inside}'
        written += f'<td class="td-bad">{inside}</td>' if marked else f"<td>{inside}</td>"
    style = ' class="td-sheet-head"' if number == piece.header_row else ""
    return f'<tr{style}><th scope="row">{number}</th>{written}</tr>'


def _short(cell: str | None) -> str:
    words = " ".join((cell or "").split())
    return words if len(words) <= _LONGEST_CELL else f"{words[: _LONGEST_CELL - 1]}…"
