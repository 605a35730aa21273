"""A chart in a workbook: a chart of the office program beside the figure's table, drawn from the table's cells."""

from datetime import date
from functools import singledispatch

from xlsxwriter import Workbook
from xlsxwriter.chart import Chart as SheetChart
from xlsxwriter.worksheet import Worksheet

from presentation.block import FigureBlock
from presentation.charts.chart import (
    GENDER_ROLES,
    LINE_ROLES,
    Bullet,
    Chart,
    Columns,
    DividedBar,
    PairRows,
    RangeBars,
    RegionMap,
    RisingLine,
    Role,
    RowBars,
    ShareBars,
    TableBars,
    TableLines,
    TimeLines,
)
from presentation.charts.style import COMMITTED, CONTEXT, GENDER_COLOURS, LINES, OUTLINE, SPENT
from presentation.exports.xml_text import xml_text
from presentation.tables import Table

#: Row of the headers, from zero: title, what it measures and source stand above.
HEADERS = 3
#: Rows of the table that are drawn at most.
_MOST_ROWS = 25
#: Number formats of an axis, where it is not of whole numbers.
_AXES = {"millions": "#,##0", "share": "0%", "rate": "#,##0.0"}
_COLOURS: dict[Role, str] = {
    "committed": COMMITTED, "spent": SPENT, "frame": OUTLINE, "forecast": COMMITTED, "context": CONTEXT,
    **dict(zip(GENDER_ROLES, GENDER_COLOURS.values(), strict=True)), **dict(zip(LINE_ROLES, LINES, strict=True)),
}  # fmt: skip


@singledispatch
def draw(chart: Chart, book: Workbook, page: Worksheet, block: FigureBlock, table: Table) -> None:
    """Draw a figure's chart beside its table.

    Args:
        chart: The chart.
        book: The workbook.
        page: The sheet that has the table, its headers in row ``HEADERS``.
        block: The figure.
        table: The table as it stands on the sheet, with at least one row. It may have a column of codes
            after the names.

    Raises:
        NotImplementedError: no function draws this kind of chart.
    """
    raise NotImplementedError(type(chart).__name__)


@draw.register(Bullet)
@draw.register(DividedBar)
@draw.register(RegionMap)
def _nothing(chart: Chart, book: Workbook, page: Worksheet, block: FigureBlock, table: Table) -> None:
    """One bar, and a map, say no more than their table: a sheet has no chart that would draw them well."""


@draw.register(RowBars)
@draw.register(RangeBars)
@draw.register(ShareBars)
@draw.register(PairRows)
@draw.register(TimeLines)
@draw.register(RisingLine)
@draw.register(Columns)
def _from_table(chart: Chart, book: Workbook, page: Worksheet, block: FigureBlock, table: Table) -> None:
    rows = min(len(table.rows), _MOST_ROWS)
    # A column of codes beside the names moves the others by one.
    shift = len(table.columns) - len(block.table.columns)
    if isinstance(chart.office, TableBars):
        drawn, height = _bars(chart.office, book, page, table, rows, shift), max(340, 110 + rows * 30)
    else:
        assert isinstance(chart.office, TableLines)
        drawn, height = _lines(chart.office, book, page, table, rows, shift), 340
    drawn.set_title({"name": xml_text(block.headline)[:255], "name_font": {"size": 14}})
    drawn.set_legend({"position": "bottom"})
    drawn.set_size({"width": 880, "height": height})
    page.insert_chart(HEADERS, len(table.columns) + 1, drawn, {"description": xml_text(block.alt)})


def _column(page: Worksheet, place: int, rows: int) -> dict:
    """A column of the table as a series over its rows."""
    first, last = HEADERS + 1, HEADERS + rows
    return {
        "name": [page.name, HEADERS, place],
        "categories": [page.name, first, 0, last, 0],
        "values": [page.name, first, place, last, place],
    }


def _bars(office: TableBars, book: Workbook, page: Worksheet, table: Table, rows: int, shift: int) -> SheetChart:
    drawn = book.add_chart({"type": "bar", **({"subtype": "percent_stacked"} if office.stacked else {})})
    for column, role in zip(office.columns, office.roles, strict=False):
        place = column + shift
        series = _column(page, place, rows) | {"fill": {"color": _COLOURS[role]}, "gap": 40, "overlap": 100 if office.stacked else 0}
        if not office.stacked:
            series["data_labels"] = {"value": True, "num_format": _AXES.get(table.columns[place].kind, "#,##0")}
        drawn.add_series(series)
    drawn.set_y_axis({"reverse": True, "major_tick_mark": "none", "num_font": {"size": 10}})
    # Beyond a bound bars end at the edge: their numbers are in the table beside the chart.
    bound = {"min": 0, "max": office.most * 1.2} if office.most else {}
    drawn.set_x_axis({"visible": office.stacked, "major_gridlines": {"visible": False}, **bound})
    return drawn


def _lines(office: TableLines, book: Workbook, page: Worksheet, table: Table, rows: int, shift: int) -> SheetChart:
    drawn = book.add_chart({"type": "line"})
    if not office.columns:
        # The rows are the lines, and the headers their dates.
        last_column = len(table.columns) - 1
        for row, role in zip(range(HEADERS + 1, HEADERS + 1 + min(rows, office.limit)), office.roles, strict=False):
            drawn.add_series(
                {
                    "name": [page.name, row, 0],
                    "categories": [page.name, HEADERS, 1 + shift, HEADERS, last_column],
                    "values": [page.name, row, 1 + shift, row, last_column],
                    "line": {"color": _COLOURS[role], "width": 2.5},
                    "marker": {"type": "automatic"},
                }
            )
    for column, role in zip(office.columns, office.roles, strict=False):
        of_range = column in office.ranges
        dash = {"dash_type": "dash" if of_range else "round_dot"} if of_range or role == "frame" else {}
        look = {
            "line": {"color": _COLOURS[role], "width": 1.75 if dash else 2.5, **dash},
            "marker": {"type": "none" if dash else "automatic"},
        }
        drawn.add_series(_column(page, column + shift, rows) | look)
    kind = table.columns[(office.columns[0] if office.columns else 1) + shift].kind
    drawn.set_y_axis({"major_gridlines": {"visible": True, "line": {"color": "#D5DAE0"}}, "num_format": _AXES.get(kind, "#,##0")})
    if isinstance(table.rows[0][0], date):
        drawn.set_x_axis({"date_axis": True, "num_format": "yyyy", "major_unit": 1, "major_unit_type": "years"})
    return drawn
