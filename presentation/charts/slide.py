"""A chart on a slide, with an office program's own shapes and charts, which can be edited in place."""

from functools import singledispatch
from typing import Any

from pptx.slide import Slide
from pptx.util import Pt

from presentation.block import FigureBlock
from presentation.charts.chart import (
    Bullet,
    Chart,
    Columns,
    DividedBar,
    PairRows,
    RangeBars,
    RegionMap,
    RisingLine,
    RowBars,
    ShareBars,
    TableBars,
    TableLines,
    TimeLines,
)
from presentation.charts.slide_chart import bars_chart, bars_that_fit, bullet_chart, lines_chart, rows_that_fit, table_shape
from presentation.charts.slide_map import describe, legend_shapes, legend_size, map_shapes
from presentation.exports.deck_template import Box, DeckTemplate
from presentation.exports.xml_text import xml_text
from presentation.tables import Table
from presentation.text import Text

#: Regions beside a map at most, besides those that are chosen.
_MOST_REGIONS = 10
#: Points of the words of a legend at least.
_SMALLEST = 12
#: How much of a slide one bar takes above its table.
_UPPER = 0.46


@singledispatch
def draw(chart: Chart, page: Slide, block: FigureBlock, box: Box, look: DeckTemplate, text: Text) -> None:
    """Draw a figure's chart on a slide.

    Args:
        chart: The chart.
        page: The slide.
        block: The figure, for its table and its words.
        box: The room on the slide.
        look: The template.
        text: The language of the slide.

    Raises:
        NotImplementedError: no function draws this kind of chart.
    """
    raise NotImplementedError(type(chart).__name__)


def rows_left_out(chart: Chart, table: Table, box: Box) -> int:
    """Rows of a figure's table that its slide has no room for."""
    office, rows = chart.office, len(table.rows)
    if isinstance(office, TableBars) and not office.rows_are_series:
        return max(0, rows - bars_that_fit(office, box.height))
    if isinstance(office, TableLines) and not office.columns:
        return max(0, rows - office.limit)
    return 0


def _described(frame: Any, name: str, alt: str) -> None:
    frame.name = xml_text(name)
    describe(frame, alt)


@draw.register(RowBars)
@draw.register(RangeBars)
@draw.register(ShareBars)
@draw.register(PairRows)
@draw.register(TimeLines)
@draw.register(RisingLine)
@draw.register(Columns)
def _from_table(chart: Chart, page: Slide, block: FigureBlock, box: Box, look: DeckTemplate, text: Text) -> None:
    """The part of the figure's table that the chart names, as an office program's chart."""
    office, table = chart.office, block.table
    if not table.rows or office is None:
        frame = table_shape(page, table, box, look, text)
    elif isinstance(office, TableLines):
        frame = lines_chart(page, table, office, box, look, text)
    else:
        frame = bars_chart(page, table, office, box, look, text)
    _described(frame, block.headline, block.alt)


@draw.register(Bullet)
@draw.register(DividedBar)
def _one_bar(chart: Bullet | DividedBar, page: Slide, block: FigureBlock, box: Box, look: DeckTemplate, text: Text) -> None:
    """One bar takes the upper part, and its table the rest; where the table has no room, the notes have it."""
    upper, gap = Box(box.left, box.top, box.width, int(box.height * _UPPER)), Pt(12).emu
    lower = Box(box.left, upper.bottom + gap, box.width, box.height - upper.height - gap)
    fits = rows_that_fit(block.table, lower, look.font)[1] == len(block.table.rows)
    upper = upper if fits else box
    if isinstance(chart, Bullet):
        frame = bullet_chart(page, chart, upper, look, text)
    else:
        assert isinstance(chart.office, TableBars)
        frame = bars_chart(page, block.table, chart.office, upper, look, text)
    if fits:
        _described(table_shape(page, block.table, lower, look, text), block.table.caption, block.sentence)
    _described(frame, block.headline, block.alt)


@draw.register
def _region_map(chart: RegionMap, page: Slide, block: FigureBlock, box: Box, look: DeckTemplate, text: Text) -> None:
    """The legend, the map and the largest regions as bars, side by side."""
    width, size = _legend_room(chart, box, look.font)
    legend_shapes(page, chart, Box(box.left, box.top, width, box.height), size, look.font)
    area = Box(box.left + width, box.top, int(box.width * 0.27), box.height)
    map_shapes(page, chart, area, block.headline, block.alt)
    bars = Box(area.right + Pt(12).emu, box.top, box.right - area.right - Pt(12).emu, box.height)
    table, column = block.table, chart.column
    codes = dict(zip(table.rows, table.codes, strict=True))
    known = [row for row in table.rows if row[column]]
    # The largest, and those that are chosen wherever they stand.
    rows = [row for row in known if codes[row] in chart.selected or row in known[:_MOST_REGIONS]]
    if rows:
        chosen = tuple(place for place, row in enumerate(rows) if codes[row] in chart.selected)
        office = TableBars((column,), ("committed" if chosen else "spent",))
        largest = Table(table.caption, table.columns, tuple(rows))
        frame = bars_chart(page, largest, office, bars, look, text, names_at_most=(0.55,), chosen=chosen)
        _described(frame, table.caption, block.sentence)


def _legend_room(chart: RegionMap, box: Box, font: str) -> tuple[int, int]:
    """Width and points of a legend: as narrow and as large as its words fit."""
    for share in (0.25, 0.3, 0.34):
        if size := legend_size(chart, int(box.width * share), box.height, font):
            return int(box.width * share), size
    return int(box.width * 0.34), _SMALLEST
