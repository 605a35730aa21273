"""A table whose cells say in words and tints what there is where two things cross."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape

from analytics.ledger import Ledger
from presentation.tables import Table

Link = Callable[[Mapping[str, str | None]], str]


@dataclass(frozen=True)
class MatrixCell:
    """One cell: its state, its words line by line, and where it leads.

    Attributes:
        state: Name of the tint: ``both``, ``money``, ``uncounted``, ``untold``, ``people`` or ``nothing``.
        lines: What stands in the cell; the first line is the link's.
        codes: Filter → code of the projects in the cell, which its first line leads to; null when there are none.
        label: The link's words for a screen reader, which hears it away from its row and column.
        short: The number of projects, for a slide; empty when there is none.
    """

    state: str
    lines: tuple[str, ...]
    codes: Mapping[str, str | None] | None = None
    label: str = ""
    short: str = ""


@dataclass(frozen=True, eq=False)
class Matrix:
    """A matrix with everything that belongs to it. It is its own table: no drawing stands beside it.

    Attributes:
        key: Stable name, also of the files made of it.
        headline: What it shows, as a message.
        subtitle: What it measures: measure, area, period, basis.
        sentence: The same said in more detail.
        corner: Header of the column of row names.
        columns: Column headers; the first one is of whole rows.
        rows: Row header, cells (as many as columns), and what a narrow screen says of the
            empty ones, which it leaves out.
        key_rows: State and its words, in the order of the key.
        table: One row for each pair, for a spreadsheet.
        ledger: Where its figures come from.
        not_shown: What is not in it and why; null when everything is.
        source: Source and date where they are not the delivery's.
    """

    key: str
    headline: str
    subtitle: str
    sentence: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[MatrixCell, ...], str], ...]
    key_rows: tuple[tuple[str, str], ...]
    table: Table
    ledger: Ledger
    not_shown: str | None = None
    source: str | None = None


#: A sign for each state, so that colour is never the only carrier.
SIGNS = {"both": "●", "money": "◐", "uncounted": "◆", "untold": "◒", "people": "◇", "nothing": "○"}


def matrix_html(matrix: Matrix, link: Link) -> str:
    """The matrix as an HTML table with its key; every text escaped. Narrow screens get it row by row.

    Args:
        link: Gives the address of the projects that have these codes: filter → code.
    """
    key = "".join(
        f'<li><span class="td-cell td-{state}" aria-hidden="true">{SIGNS[state]}</span> {escape(words)}</li>'
        for state, words in matrix.key_rows
    )
    many = " td-many" if len(matrix.columns) > 9 else ""
    head = "".join(f'<th scope="col" role="columnheader"><span>{escape(name)}</span></th>' for name in (matrix.corner, *matrix.columns))
    body = "".join(_row_html(name, cells, gaps, matrix, link) for name, cells, gaps in matrix.rows)
    return (
        f'<ul class="td-key-list">{key}</ul>'
        f'<div class="td-scroll" role="region" tabindex="0" aria-label="{escape(matrix.table.caption)}">'
        f'<table class="td-matrix{many}" role="table"><caption>{escape(matrix.table.caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def matrix_wall_html(matrix: Matrix) -> str:
    """The matrix for the wall of a meeting room: its key, and in each cell the sign and the number of projects."""
    key = "".join(
        f'<li><span class="td-cell td-{state}" aria-hidden="true">{SIGNS[state]}</span> {escape(words)}</li>'
        for state, words in matrix.key_rows
    )
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (matrix.corner, *matrix.columns))
    said = dict(matrix.key_rows)
    body = ""
    for name, cells, _ in matrix.rows:
        drawn = "".join(
            f'<td class="td-cell td-{cell.state}"><i aria-hidden="true">{SIGNS[cell.state]}</i> {escape(cell.short)}<span class="td-hidden"> {escape(said.get(cell.state, ""))}</span></td>'
            for cell in cells
        )
        body += f'<tr><th scope="row">{escape(name)}</th>{drawn}</tr>'
    return (
        f'<ul class="td-key-list">{key}</ul><div class="td-scroll" role="region" tabindex="0" aria-label="{escape(matrix.table.caption)}">'
        f'<table class="td-wall"><caption class="td-hidden">{escape(matrix.table.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row_html(name: str, cells: tuple[MatrixCell, ...], gaps: str, matrix: Matrix, link: Link) -> str:
    drawn = "".join(_cell_html(cell, column, link) for cell, column in zip(cells, matrix.columns, strict=True))
    narrow = f'<td role="cell" class="td-gaps">{escape(gaps)}</td>' if gaps else ""
    return f'<tr role="row"><th scope="row" role="rowheader">{escape(name)}</th>{drawn}{narrow}</tr>'


def _cell_html(cell: MatrixCell, column: str, link: Link) -> str:
    first, *others = cell.lines
    words = f'<i aria-hidden="true">{SIGNS[cell.state]}</i> {escape(first)}'
    if cell.codes is not None:
        words = f'<a href="{escape(link(cell.codes))}" target="_self" aria-label="{escape(cell.label)}">{words}</a>'
    else:
        words = f"<span>{words}</span>"
    rest = "".join(f"<span>{escape(line)}</span>" for line in others)
    return f'<td role="cell" class="td-cell td-{cell.state}" data-label="{escape(column)}">{words}{rest}</td>'
