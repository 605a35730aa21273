"""Tables a reader can read instead of a figure, and take away."""

import csv
import io
import re
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Literal

from presentation.text import Text

Cell = str | int | float | date | None
Kind = Literal["text", "count", "people", "change", "euros", "share", "millions", "rate", "people_rate", "exact", "date"]


@dataclass(frozen=True)
class Column:
    """One column: its header in the reader's language, and how its values are written.

    ``kind``: ``text``, ``count``, ``people`` (a count of people, protected in public), ``change`` (of such
    a count), ``euros`` (amounts in euros), ``share`` (0–1), ``millions``
    (one decimal: an estimate), ``rate`` (a number with two decimals), ``people_rate`` (such a number
    of people), ``exact`` (a count, or
    an amount to the cent) or ``date``.
    """

    header: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """The numbers behind a figure, as values; null is *no value*, never zero.

    Attributes:
        caption: What the table shows, with basis and unit.
        columns: The columns; the first one heads the rows.
        rows: One tuple per row, in the order of the columns.
        total: A last row that sums the others, where they are a partition.
        codes: The official code of each row, where the rows are named by code lists; else empty.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] | None = None
    codes: tuple[str | None, ...] = ()


def written(value: Cell, kind: str, text: Text) -> str:
    """One value as the reader's language writes it."""
    if value is None:
        return text.number(None)
    if kind == "text" or isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return text.date(value)
    if kind == "share":
        return text.percent(value)
    if kind == "euros":
        return text.number(value, 0)
    if kind == "millions":
        return text.number(value, 1)
    return text.number(value, 2 if kind in ("rate", "people_rate") or (kind == "exact" and not isinstance(value, int)) else 0)


def table_html(table: Table, text: Text) -> str:
    """The table as HTML: caption, column and row headers; every text escaped."""
    head = "".join(_cell("th", column, column.header, ' scope="col" role="columnheader"') for column in table.columns)
    # A table of many columns is laid out row by row on a narrow screen (dashboard.css); the
    # roles keep it a table for a screen reader then.
    wide = " td-wide" if len(table.columns) > 3 else ""
    body = "".join(_row(row, table, text) for row in table.rows)
    foot = f'<tfoot role="rowgroup">{_row(table.total, table, text)}</tfoot>' if table.total else ""
    return (
        f'<div class="td-scroll" role="region" tabindex="0" aria-label="{escape(table.caption)}">'
        f'<table class="td-table{wide}" role="table"><caption>{escape(table.caption)}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead><tbody role="rowgroup">{body}</tbody>{foot}</table></div>'
    )


def _row(row: tuple[Cell, ...], table: Table, text: Text) -> str:
    (first, heading), *rest = zip(row, table.columns, strict=True)
    cells = _cell("th", heading, written(first, heading.kind, text), ' scope="row" role="rowheader"')
    for value, column in rest:
        label = f' role="cell" data-label="{escape(column.header)}"'
        cells += _cell("td", column, written(value, column.kind, text), label)
    return f'<tr role="row">{cells}</tr>'


def _cell(tag: str, column: Column, content: str, more: str) -> str:
    number = "" if column.kind == "text" else ' class="td-num"'
    return f"<{tag}{more}{number}>{escape(content)}</{tag}>"


def table_csv(table: Table, *notes: str) -> bytes:
    """The table as CSV for a spreadsheet: UTF-8 with a mark, ``;`` between cells.

    Values are plain numbers with a decimal comma. A text that a spreadsheet would take
    for a formula gets an apostrophe in front.

    Args:
        table: The table.
        notes: Source, basis and date, written as rows under the table.
    """
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(table.caption)])
    writer.writerow([harmless(column.header) for column in table.columns])
    for row in (*table.rows, *((table.total,) if table.total else ())):
        writer.writerow([_plain(value) for value in row])
    writer.writerows([[], *([harmless(note)] for note in notes)])
    return file.getvalue().encode("utf-8-sig")


def _plain(value: Cell) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return harmless(value)
    # Only a number has a decimal mark: the sign of a protected count stays as it is.
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


#: Where a spreadsheet may see a formula begin: at the start of a text, and after every mark that may part cells. A reader's
#: program takes ``,`` for one where ours is ``;``.
_FORMULA = re.compile(r"""(^|[;,|\t\r\n])(?=[\s"'\ufeff]*[=+\-@＝＋－＠])""")


def harmless(text: str) -> str:
    """A text with an apostrophe before all that a spreadsheet would calculate, whichever mark it takes to part cells."""
    return _FORMULA.sub(r"\1'", text)
