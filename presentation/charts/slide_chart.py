"""A figure's table as a native chart of a presentation, which can be edited in place."""

import copy
import math
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain, repeat
from typing import Any

from lxml import etree
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
from pptx.enum.text import PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt
from xlsxwriter import Workbook

from analytics.counts import SignedCount
from analytics.money import PublicMoney
from presentation.charts.chart import Bullet, Role, TableBars, TableLines
from presentation.exports.deck_template import Box, DeckTemplate
from presentation.exports.fit import LINE, lines_of, shortened, width_pt
from presentation.exports.xml_text import xml_text
from presentation.tables import Cell, Column, Table, written
from presentation.text import Text

#: Role → colour of the template, and how much lighter (above zero) or darker it is drawn.
ROLES: dict[Role, tuple[MSO_THEME_COLOR, float]] = {
    "spent": (MSO_THEME_COLOR.ACCENT_1, 0),
    "committed": (MSO_THEME_COLOR.ACCENT_2, 0),
    "frame": (MSO_THEME_COLOR.TEXT_1, 0.4),
    "forecast": (MSO_THEME_COLOR.ACCENT_2, 0.5),
    "context": (MSO_THEME_COLOR.BACKGROUND_1, -0.35),
    "female": (MSO_THEME_COLOR.ACCENT_3, 0),
    "male": (MSO_THEME_COLOR.ACCENT_4, 0),
    "non_binary": (MSO_THEME_COLOR.ACCENT_5, 0),
    "unknown": (MSO_THEME_COLOR.BACKGROUND_1, -0.35),
    "line1": (MSO_THEME_COLOR.ACCENT_1, 0),
    "line2": (MSO_THEME_COLOR.ACCENT_4, 0),
    "line3": (MSO_THEME_COLOR.ACCENT_3, 0),
    "line4": (MSO_THEME_COLOR.ACCENT_5, 0),
    "line5": (MSO_THEME_COLOR.ACCENT_6, 0),
}
_MARKERS = (XL_MARKER_STYLE.CIRCLE, XL_MARKER_STYLE.SQUARE, XL_MARKER_STYLE.DIAMOND, XL_MARKER_STYLE.TRIANGLE, XL_MARKER_STYLE.X)
#: Points of a label at most and at least; a meeting room reads 12 from its last row.
_LARGE, _SMALL = 18, 12
#: Points of a bar at most.
_THICKEST = 46
#: How many of its heights a line's name may stand away from the line's end.
_MOST_MOVED = 1.3
#: How much of the width of a slide the names at the ends of lines may take.
_ENDS_AT_MOST = 0.36
#: Columns of a small table at most, and a row's height against its letters.
_MOST_COLUMNS, _ROW = 6, 1.62
#: The part of a frame's height that bars have when a key stands below, and a bar's height against its number's.
_PLOT, _BAR_LINE = 0.83, 1.1
#: How much of the width of a slide the names of bars may take.
_NAMES_AT_MOST = (0.42, 0.52)


def bars_chart(
    slide: Any,
    table: Table,
    native: TableBars,
    box: Box,
    look: DeckTemplate,
    text: Text,
    names_at_most: tuple[float, ...] = _NAMES_AT_MOST,
    chosen: Sequence[int] = (),
) -> Any:
    """Bars of a table, first row on top.

    Args:
        names_at_most: How much of the width the names may take: the first at which they fit, else the last.
        chosen: Places of the rows that stand out.

    Returns:
        The graphic frame. A value that is not known is an empty cell of the chart's data, never a zero.
    """
    font = look.font
    names, series, kinds = _bar_series(table, native, bars_that_fit(native, box.height), text)
    bars = 1 if native.stacked else len(series)
    row = box.height_pt * _PLOT / len(names)
    # Rather more room, and rather smaller letters, than a name cut short; a name may take two lines where its row is high enough.
    largest = max(_SMALL, min(_LARGE, int(row / bars / _BAR_LINE / 1.2)))
    sizes = range(largest, _SMALL - 1, -1)
    fitting = ((share, size) for share in names_at_most for size in sizes if _names_fit(names, size, font, box.width_pt * share - 16, row))
    most, size = next(fitting, (names_at_most[-1], _SMALL))
    room, lines = box.width_pt * most - 16, _name_lines(size, row)
    names = [shortened(name, size, font, room * lines * (0.9 if lines > 1 else 1)) for name in names]
    widest = max(min(room, width_pt(name, size, font)) for name in names)
    # With air: a computer without the template's font writes in a wider one.
    names_share = 0.0 if native.rows_are_series else min(most, (widest * 1.12 + 16) / box.width_pt)
    # One format for all: two bars of a row are compared with each other.
    everything = [value for _, values in series for value in values]
    number_format = _format(kinds[0], everything, text)
    data = _ChartData(number_format=number_format)
    data.categories = list(map(xml_text, names))
    for name, values in series:
        data.add_series(name, values)
    kind = XL_CHART_TYPE.BAR_STACKED_100 if native.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    frame = slide.shapes.add_chart(kind, box.left, box.top, box.width, box.height, data)
    chart = frame.chart
    _quiet(chart, size, look)
    legend = len(series) > 1
    category, value = chart.category_axis, chart.value_axis
    category.reverse_order = True
    category.format.line.fill.background()
    category.major_tick_mark = XL_TICK_MARK.NONE
    category.tick_labels.font.size = Pt(size)
    _every_label(category)
    value.visible = False
    value.has_major_gridlines = False
    if native.rows_are_series:
        category.visible = False
    if not native.stacked:
        known = [number for _, values in series for number in values if number is not None]
        top, bottom = max(0, *known, 0), min(0, *known, 0)
        top = min(top, native.most or top)
        # The number at a bar's end has its room whatever font writes it.
        plot_width = box.width_pt * (0.98 - names_share)
        room = min(
            0.6,
            (max(width_pt(_written_at_end(kinds[0], number, everything, text), size, font) for number in known or [0]) + 12) / plot_width,
        )
        value.maximum_scale = top + (top - bottom) * room / (1 - room) or 1
        value.minimum_scale = bottom - ((top - bottom) * room / (1 - room) if bottom < 0 else 0)
        if bottom < 0:
            category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    plot = chart.plots[0]
    # A few bars stand apart rather than being as thick as the slide allows.
    thickest = max(_THICKEST, size * _BAR_LINE)
    plot.gap_width = min(500, max(40 if bars == 1 else 55, int((row / thickest - bars) * 100)))
    plot.overlap = 100 if native.stacked else -5
    for drawn, role, (_, values) in zip(plot.series, native.roles, series, strict=False):
        _fill(drawn.format, role, look)
        for place in chosen:
            _fill(drawn.points[place].format, "spent", look)
        drawn.invert_if_negative = False
        labels = drawn.data_labels
        labels.show_value = True
        labels.number_format = number_format
        labels.number_format_is_linked = False
        labels.font.size = Pt(size)
        if native.stacked:
            labels.position = XL_LABEL_POSITION.CENTER
            labels.font.color.rgb = look.ink(*_tone(role, look))
            _hide_small(drawn, values, series)
        else:
            labels.position = XL_LABEL_POSITION.OUTSIDE_END
            _without_label(drawn, [index for index, number in enumerate(values) if _is_cut(number, native)])
    bottom = _legend(chart, size, [name for name, _ in series], box, font) if legend else 0.0
    _place(chart, names_share, bottom)
    return frame


def lines_chart(slide: Any, table: Table, native: TableLines, box: Box, look: DeckTemplate, text: Text) -> Any:
    """Lines over time, each with its name and last value after its last point.

    Returns:
        The graphic frame.
    """
    font, (days, lines, kind) = look.font, _lines(table, native)
    in_time = isinstance(days[0], date)
    size = 14
    number_format = _format(kind, [v for line in lines for v in line.values], text)
    data = _ChartData(number_format=number_format)
    data.categories = days
    for line in lines:
        data.add_series(xml_text(line.name), line.values)
    frame = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, box.left, box.top, box.width, box.height, data)
    chart = frame.chart
    _quiet(chart, size, look)
    category, value = chart.category_axis, chart.value_axis
    category.tick_labels.font.size = value.tick_labels.font.size = Pt(size)
    category.major_tick_mark = value.major_tick_mark = XL_TICK_MARK.NONE
    value.tick_labels.number_format = number_format
    value.tick_labels.number_format_is_linked = False
    value.format.line.fill.background()
    value.major_gridlines.format.line.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    value.major_gridlines.format.line.color.brightness = -0.15
    known = [number for line in lines for number in line.values if number is not None]
    value.minimum_scale = min(0, *known, 0)
    if kind == "share" and max(known, default=1) <= 1:
        value.maximum_scale = 1
    # Names stand at the lines' ends, with the number below or beside them; where they would stand far from their ends, a key below has them.
    last = len(days) - 1
    ending = [line for line in lines if line.values[last] is not None]
    scale = box.height_pt * 0.85 / ((max(known, default=1) - min(0, *known, 0)) or 1)
    heights = [line.end * scale for line in ending]
    below = all(abs(moved) < 1 for moved in _apart(heights, size * 2.7))
    moves = dict(zip(ending, _apart(heights, size * (2.7 if below else 1.25)), strict=True))
    amount = width_pt("0 000,0 milj. €" if kind in ("euros", "millions") else "00 000", size, font)
    names = len(lines) > 1  # One line alone needs no name: the title has it.
    longest = max(width_pt(line.name, size, font) for line in lines) if names else 0
    right = (max(longest, amount) + 14 if below else longest + amount + 20) / box.width_pt
    beside = right <= _ENDS_AT_MOST and all(abs(moved) <= size * _MOST_MOVED for moved in moves.values())
    for drawn, line in zip(chart.plots[0].series, lines, strict=True):
        _line(drawn, line.role, _MARKERS[lines.index(line) % len(_MARKERS)], look, of_range=line.of_range)
        if beside and line.values[last] is not None:
            _end_label(
                drawn, line.values, number_format, size, named=names, separator="\n" if below else " ", up=moves[line] / box.height_pt
            )
        elif beside:
            # A line that ends in the middle has others after it: its name stands clear of them.
            highest = line.end >= max(other.end for other in lines if other.values[last] is None)
            half = (width_pt(line.name, size, font) + amount) / 2 / box.width_pt
            place, across = (XL_LABEL_POSITION.ABOVE, -half) if highest else (XL_LABEL_POSITION.BELOW, half)
            _end_label(drawn, line.values, number_format, size, named=names, separator=" ", place=place, across=across)
    right = right if beside else 0.02
    key = 0 if beside else _legend(chart, size, [line.name for line in lines], box, font)
    left = max(amount, 40) / box.width_pt
    if in_time:
        _years(category, [day for day in days if isinstance(day, date)])
        _place(chart, left, size * 2.2 / box.height_pt + key, right)
        return frame
    # Dates that would run into each other are written smaller, then every second or third of them.
    free = box.width_pt * (1 - left - right)
    sizes = range(size, _SMALL - 1, -1)
    shown, small = next(
        (step, s)
        for step in range(1, len(days) + 1)
        for s in sizes
        if step == len(days) or max(width_pt(str(day), s, font) * 1.15 + s for day in days) * math.ceil(len(days) / step) <= free
    )
    category.tick_labels.font.size = Pt(small)
    _every_label(category, shown)
    _place(chart, left, size * 2.2 / box.height_pt + key, right)
    return frame


def bullet_chart(slide: Any, native: Bullet, box: Box, look: DeckTemplate, text: Text) -> Any:
    """The frame as an outline, committed and spent inside it, on one axis.

    Committed and the frame lie on the first axis, spent as a narrower bar on a second one of the
    same scale that is not drawn.
    """
    every: tuple[tuple[str, Role, float | None], ...] = (
        (text("Budget"), "frame", native.frame),
        (text("Committed"), "committed", native.committed),
        (text("Spent"), "spent", native.spent),
    )
    stages = [(name, role, amount) for name, role, amount in every if amount is not None]
    values = [value for *_, value in stages]
    data = _ChartData(number_format=_format("euros", values, text))
    data.categories = [text("Public funding")]
    for name, _, value in stages:
        data.add_series(name, [value])
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, box.left, box.top, box.width, box.height, data)
    chart = frame.chart
    _quiet(chart, _LARGE, look)
    chart.category_axis.visible = False
    value = chart.value_axis
    value.visible = False
    value.has_major_gridlines = False
    top, bottom = max(0, *values, 0), min(0, *values, 0)
    value.maximum_scale, value.minimum_scale = top * 1.02 or 1, bottom * 1.02
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for drawn, (_, role, _) in zip(plot.series, stages, strict=True):
        if role == "frame":
            drawn.format.fill.background()
            _colour(drawn.format.line.color, "frame", look)
            drawn.format.line.width = Pt(2.25)
        else:
            _fill(drawn.format, role, look)
    bottom_share = _legend(
        chart,
        _LARGE,
        [text("{name}: {amount}", name=name, amount=_written_millions(value, text)) for name, _, value in stages],
        box,
        look.font,
    )
    _legend_with_values(chart, stages, text)
    if any(role == "spent" for _, role, _ in stages) and len(stages) > 1:
        _on_second_axis(chart, len(stages) - 1, gap_width=170)
    _place(chart, 0.005, bottom_share)
    return frame


def table_shape(slide: Any, table: Table, box: Box, look: DeckTemplate, text: Text) -> Any:
    """A small native table; rows without room are left out, which the caller says."""
    font = look.font
    columns = list(range(min(len(table.columns), _MOST_COLUMNS)))
    size, count = rows_that_fit(table, box, font)
    rows = list(table.rows[:count])
    if table.total and count == len(table.rows) and (count + 2) * size * _ROW <= box.height_pt:
        rows.append(table.total)
    frame = slide.shapes.add_table(len(rows) + 1, len(columns), box.left, box.top, box.width, Pt(size * _ROW).emu * (len(rows) + 1))
    drawn = frame.table
    for column, width in zip(drawn.columns, _column_widths(box, len(columns)), strict=True):
        column.width = width
    for at, values in enumerate([tuple(column.header for column in table.columns), *rows]):
        for place, index in enumerate(columns):
            cell = drawn.cell(at, place)
            kind = table.columns[index].kind
            cell.text = xml_text(str(values[index]) if at == 0 else written(values[index], kind, text))
            paragraph = cell.text_frame.paragraphs[0]
            paragraph.font.size = Pt(size)
            paragraph.font.bold = at == 0 or values is table.total
            if kind != "text":
                paragraph.alignment = PP_ALIGN.RIGHT
            cell.margin_top = cell.margin_bottom = Pt(2)
            paint_cell(cell, look, *(_HEAD if at == 0 else _BANDS[at % 2]))
    return frame


#: Header and rows of a table in turn: colours of the template, and how much lighter.
_HEAD = (MSO_THEME_COLOR.ACCENT_1, 0.0)
_BANDS = ((MSO_THEME_COLOR.BACKGROUND_1, 0.0), (MSO_THEME_COLOR.ACCENT_1, 0.85))


def paint_cell(cell: Any, look: DeckTemplate, colour: MSO_THEME_COLOR, lighter: float) -> None:
    """Fill a cell, and write its words in what is read on it: a table's own style knows one of two looks of a template."""
    cell.fill.solid()
    cell.fill.fore_color.theme_color = colour
    if lighter:
        cell.fill.fore_color.brightness = lighter
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.color.rgb = look.ink(colour, lighter)


def rows_that_fit(table: Table, box: Box, font: str) -> tuple[int, int]:
    """Points of a table's words, the largest at which all its rows fit, and how many rows fit."""
    widths = _column_widths(box, min(len(table.columns), _MOST_COLUMNS))
    for size in range(_LARGE, _SMALL - 1, -1):
        rooms = [Emu(width).pt - 16 for width in widths]
        head = max(len(lines_of(column.header, size, font, room, bold=True)) for column, room in zip(table.columns, rooms, strict=False))
        # A long name may need two lines.
        lines = sum(len(lines_of(str(row[0]), size, font, rooms[0])) for row in table.rows)
        if ((head + 0.4) * LINE + lines * _ROW) * size <= box.height_pt:
            return size, len(table.rows)
    return _SMALL, max(1, min(len(table.rows) - 1, int(box.height_pt / (_SMALL * _ROW) - head)))


def _column_widths(box: Box, count: int) -> list[int]:
    """The first column is the widest: it holds the names."""
    if count == 1:
        return [box.width]
    first = int(box.width * (0.42 if count > 2 else 0.6))
    return [first, *[(box.width - first) // (count - 1)] * (count - 1)]


# The data -----------------------------------------------------------------------------


class _WordsOnly(CategoryWorkbookWriter):
    """The workbook that a person edits: a name that looks like a formula or a link is a name."""

    @contextmanager
    def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Workbook, Any]]:
        with Workbook(xlsx_file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
            yield book, book.add_worksheet()


class _ChartData(CategoryChartData):
    @property
    def _workbook_writer(self) -> CategoryWorkbookWriter:
        return _WordsOnly(self)


def bars_that_fit(native: TableBars, height: int) -> int:
    """Rows of bars that a height (EMU) has room for, with words that a meeting room can read."""
    bars = 1 if native.stacked else len(native.columns)
    return max(1, int(Emu(height).pt * _PLOT / (bars * _SMALL * _BAR_LINE)))


def _bar_series(
    table: Table, native: TableBars, most: int, text: Text
) -> tuple[list[str], list[tuple[str, list[float | None]]], list[str]]:
    """Names, series and kinds. A row without a bar says so in its name, as does a protected count, which is no number."""
    if native.rows_are_series:
        column = native.columns[0]
        kind = table.columns[column].kind
        series = [(_with_sign(str(row[0]), [row[column]], kind, text), [_drawn(row[column])]) for row in table.rows]
        return [table.columns[column].header], series, [table.columns[column].kind] * len(series)
    rows = table.rows[:most]
    values = [[row[c] for c in native.columns] for row in rows]
    kind = table.columns[native.columns[0]].kind
    names = [
        _with_cut(_with_sign(str(row[0]), cells, kind, text), cells, kind, native, text) for row, cells in zip(rows, values, strict=True)
    ]
    # Shares of a whole are drawn only where each part is a number.
    drawn = [[None] * len(cells) if native.stacked and _signs(cells) else list(map(_drawn, cells)) for cells in values]
    series = [(_series_name(table.columns[c]), [cells[place] for cells in drawn]) for place, c in enumerate(native.columns)]
    return names, series, [table.columns[c].kind for c in native.columns]


def _drawn(value: Cell) -> float | None:
    """A number that a chart can draw; null for a sign, and where there is none."""
    return value if isinstance(value, int | float) and not isinstance(value, SignedCount) else None


def _signs(cells: Sequence[Cell]) -> list[str]:
    return [str(value) for value in cells if isinstance(value, SignedCount)]


def _with_sign(name: str, cells: Sequence[Cell], kind: str, text: Text) -> str:
    if signs := _signs(cells):
        return text("{name}: {value}", name=name, value=" / ".join(signs))
    if any(value is not None for value in cells):
        return name
    return text("{name}: {value}", name=name, value=text("not collected") if kind in ("count", "people") else text("not known"))


def _is_cut(value: Cell, native: TableBars) -> bool:
    return native.most is not None and (number := _drawn(value)) is not None and number > native.most


def _with_cut(name: str, cells: Sequence[Cell], kind: str, native: TableBars, text: Text) -> str:
    """The number of a bar that goes beyond the chart stands with its name: its end has no room for one."""
    cut = [written(value, kind, text) for value in cells if _is_cut(value, native)]
    return text("{name}: {value}", name=name, value=" / ".join(cut)) if cut else name


def _name_lines(size: float, row: float) -> int:
    return 2 if row > size * 2.6 else 1


def _names_fit(names: Sequence[str], size: float, font: str, room: float, row: float) -> bool:
    return all(len(lines_of(name, size, font, room)) <= _name_lines(size, row) for name in names)


def _series_name(column: Column) -> str:
    """The header without its unit: the numbers carry it."""
    return re.sub(r", (€|milj\. €|mn €|€ million)$", "", column.header)


@dataclass(frozen=True, eq=False)
class _Course:
    """One line of a chart."""

    name: str
    values: list[float | None]
    role: Role
    of_range: bool = False

    @property
    def end(self) -> float:
        """The last value that is known."""
        return next(value for value in reversed(self.values) if value is not None)


def _lines(table: Table, native: TableLines) -> tuple[list[str | date], list[_Course], str]:
    roles: Iterator[Role] = chain(native.roles, repeat("context"))
    days: list[str | date]
    if native.columns:
        days = [row[0] if isinstance(row[0], date) else str(row[0]) for row in table.rows]
        lines = [
            _Course(_series_name(table.columns[c]), [_drawn(row[c]) for row in table.rows], next(roles), c in native.ranges)
            for c in native.columns
        ]
        kind = table.columns[native.columns[0]].kind
    else:
        days = [column.header for column in table.columns[1:]]
        known = [row for row in table.rows if any(_drawn(value) is not None for value in row[1:])]
        lines = [_Course(str(row[0]), list(map(_drawn, row[1:])), next(roles)) for row in known[: native.limit]]
        kind = table.columns[1].kind if len(table.columns) > 1 else "count"
    return days, [line for line in lines if any(value is not None for value in line.values)], kind


def _written_at_end(kind: str, value: float, values: Sequence[float | None], text: Text) -> str:
    """About what ``_format`` writes of a number, for measuring."""
    largest = max((abs(value) for value in values if value is not None), default=0)
    if kind == "euros" and largest >= 1_000_000 and abs(value) >= 100_000:
        return _written_millions(value, text)
    return written(value, kind, text)


#: Marks of thousands and decimals: an office program of another language would write its own beside our words.
_MARKS = {"fi": "[$-40B]", "sv": "[$-81D]", "en": "[$-809]"}


def _format(kind: str, values: Sequence[float | None], text: Text) -> str:
    """An office program's number format, with the marks of the deck's language."""
    marks = _MARKS[text.language]
    euros = f'{marks}#,##0"\u00a0€"' if text.language != "en" else f'{marks}"€"#,##0'
    number, ending = {"fi": ("", "\u00a0milj.\u00a0€"), "sv": ("", "\u00a0mn\u00a0€"), "en": ("€", "\u00a0million")}[text.language]
    if kind == "share":
        # A percent sign in quotation marks would be a word, and 0.55 would be written 1.
        return f"{marks}0\\ %" if text.language != "en" else f"{marks}0%"
    if kind in ("rate", "people_rate"):
        return f"{marks}#,##0.00"
    if kind == "millions":
        return f'{marks}"{number}"0.0"{ending}"'
    if kind != "euros":
        return f"{marks}#,##0"
    largest = max((abs(value) for value in values if value is not None), default=0)
    # Beside millions a small amount would be written 0.0.
    return euros if largest < 1_000_000 else f'[>=100000]{marks}"{number}"0.0,,"{ending}";{euros}'


# The look -----------------------------------------------------------------------------


def _quiet(chart: Chart, size: int, look: DeckTemplate) -> None:
    chart.has_title = False
    chart.has_legend = False
    chart.font.size = Pt(size)
    if look.words is None:
        chart.font.color.theme_color = MSO_THEME_COLOR.TEXT_1
    else:
        chart.font.color.rgb = look.words


def _tone(role: Role, look: DeckTemplate) -> tuple[MSO_THEME_COLOR, float]:
    """The colour of a role; the greys of what is not the message are of the background, darker on a light one."""
    theme, brightness = ROLES[role]
    if theme == MSO_THEME_COLOR.BACKGROUND_1 and look.is_dark:
        return theme, -brightness
    return theme, brightness


def _colour(colour: Any, role: Role, look: DeckTemplate) -> None:
    theme, brightness = _tone(role, look)
    colour.theme_color = theme
    if brightness:
        colour.brightness = brightness


def _fill(shape_format: Any, role: Role, look: DeckTemplate) -> None:
    shape_format.fill.solid()
    _colour(shape_format.fill.fore_color, role, look)


def _line(series: Any, role: Role, marker: XL_MARKER_STYLE, look: DeckTemplate, *, of_range: bool = False) -> None:
    series.smooth = False
    series.format.line.width = Pt(2 if role == "frame" or of_range else 3)
    _colour(series.format.line.color, role, look)
    if of_range:
        series.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    if role == "frame":
        series.format.line.dash_style = MSO_LINE_DASH_STYLE.ROUND_DOT
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    series.marker.style = marker
    series.marker.size = 9
    _fill(series.marker.format, role, look)
    _colour(series.marker.format.line.color, role, look)


def _end_label(
    series: Any,
    values: Sequence[float | None],
    number_format: str,
    size: int,
    *,
    named: bool,
    separator: str,
    place: XL_LABEL_POSITION = XL_LABEL_POSITION.RIGHT,
    up: float = 0,
    across: float = 0,
) -> None:
    last = max((index for index, value in enumerate(values) if value is not None), default=None)
    if last is None:
        return
    label = series.points[last].data_label
    element = label._get_or_add_dLbl()
    for name, shown in (
        ("c:showLegendKey", 0),
        ("c:showVal", 1),
        ("c:showCatName", 0),
        ("c:showSerName", int(named)),
        ("c:showPercent", 0),
        ("c:showBubbleSize", 0),
    ):
        flag = element.find(qn(name))
        if flag is not None:
            flag.set("val", str(shown))
    label.position = place
    label.font.size = Pt(size)
    # An office program would break the words where it likes.
    element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("wrap", "none")
    etree.SubElement(element, qn("c:separator")).text = separator
    fmt = etree.Element(qn("c:numFmt"), formatCode=number_format, sourceLinked="0")
    first = next(i for i, child in enumerate(element) if child.tag not in (qn("c:idx"), qn("c:delete"), qn("c:layout"), qn("c:tx")))
    element.insert(first, fmt)
    if abs(up) > 0.001 or across:
        # Moved by shares of the chart's height and width from where it would stand.
        layout = etree.Element(qn("c:layout"))
        manual = etree.SubElement(layout, qn("c:manualLayout"))
        for name, value in (("x", across), ("y", -up)):
            etree.SubElement(manual, qn(f"c:{name}")).set("val", f"{value:.4f}")
        element.find(qn("c:idx")).addnext(layout)


def _apart(heights: Sequence[float], room: float) -> list[float]:
    """How far each of some labels has to move so that all are as far apart as they need, in their order."""
    groups: list[list[int]] = []
    places: list[float] = []
    for index in sorted(range(len(heights)), key=lambda index: heights[index]):
        groups.append([index])
        places.append(heights[index])
        # Labels that meet stand around the middle of their points.
        while len(groups) > 1 and places[-1] - places[-2] < room * (len(groups[-1]) + len(groups[-2])) / 2:
            joined = groups[-2] + groups[-1]
            groups[-2:], places[-2:] = [joined], [sum(heights[i] for i in joined) / len(joined)]
    moved = [0.0] * len(heights)
    for group, middle in zip(groups, places, strict=True):
        for place, index in enumerate(group):
            moved[index] = middle + (place - (len(group) - 1) / 2) * room - heights[index]
    return moved


def _hide_small(series: Any, values: Sequence[float | None], every: Sequence[tuple[str, list[float | None]]]) -> None:
    """A part that is narrower than its number has no label; the legend and the table have it."""
    wholes = [sum(parts[index] or 0 for _, parts in every) for index in range(len(values))]
    _without_label(
        series,
        [index for index, (value, whole) in enumerate(zip(values, wholes, strict=True)) if not value or not whole or value / whole < 0.06],
    )


def _without_label(series: Any, places: Sequence[int]) -> None:
    """Take the labels of some points away."""
    for index in places:
        element = series.points[index].data_label._get_or_add_dLbl()
        for child in list(element):
            if child.tag != qn("c:idx"):
                element.remove(child)
        etree.SubElement(element, qn("c:delete")).set("val", "1")


def _every_label(axis: Any, step: int = 1) -> None:
    """Write each name of an axis, or each so many, upright; an office program would choose by itself."""
    element = axis._element
    body = element.find(qn("c:txPr")).find(qn("a:bodyPr"))
    body.set("rot", "0")
    body.set("vert", "horz")
    skip = etree.Element(qn("c:tickLblSkip"), val=str(step))
    after = element.find(qn("c:noMultiLvlLbl"))
    if after is not None:
        after.addprevious(skip)
    else:
        element.append(skip)


def _years(axis: Any, days: Sequence[date]) -> None:
    """An axis true to time, with a mark at the beginning of each year."""
    element = axis._element
    scaling = element.find(qn("c:scaling"))
    epoch = date(1899, 12, 30)
    # The order of the schema: orientation, then the ends.
    for name, day in (("max", date(days[-1].year + 1, 1, 1)), ("min", date(days[0].year, 1, 1))):
        etree.SubElement(scaling, qn(f"c:{name}")).set("val", str((day - epoch).days))
    axis.tick_labels.number_format = "yyyy"
    axis.tick_labels.number_format_is_linked = False
    for name in ("majorUnit", "majorTimeUnit", "baseTimeUnit"):
        for old in element.findall(qn(f"c:{name}")):
            element.remove(old)
    for name, value in (("baseTimeUnit", "days"), ("majorUnit", "1"), ("majorTimeUnit", "years")):
        etree.SubElement(element, qn(f"c:{name}")).set("val", value)
    axis.major_tick_mark = XL_TICK_MARK.OUTSIDE


def _legend(chart: Chart, size: int, names: Sequence[str], box: Box, font: str) -> float:
    """A key below the plot; gives the part of the frame's height that its rows need."""
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(size)
    across = max(1, int(box.width_pt * 0.9 / (max(width_pt(name, size, font) for name in names) + size * 3)))
    return (math.ceil(len(names) / across) * size * 1.5 + size) / box.height_pt


def _legend_with_values(chart: Chart, stages: Sequence[tuple[str, Role, float]], text: Text) -> None:
    """The amount beside each name of the legend: the bars of a bullet lie upon each other."""
    sheet_names = {name: text("{name}: {amount}", name=name, amount=_written_millions(value, text)) for name, _, value in stages}
    for series in chart.plots[0].series:
        element = series._element.find(qn("c:tx")).find(f".//{qn('c:v')}")
        element.text = sheet_names[series.name]


def _written_millions(euros: float, text: Text) -> str:
    return text.millions(PublicMoney(round(euros * 100)))


def _place(chart: Chart, left: float, bottom: float, right: float = 0.02) -> None:
    """Where the plot stands inside its frame, as shares of it, so that names and ends have their room."""
    area = chart._chartSpace.chart.plotArea
    old = area.find(qn("c:layout"))
    if old is not None:
        area.remove(old)
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    top = 0.03
    for name, value in (
        ("layoutTarget", "inner"), ("xMode", "edge"), ("yMode", "edge"),
        ("x", left), ("y", top), ("w", 1 - left - right), ("h", 1 - top - bottom),
    ):  # fmt: skip
        etree.SubElement(manual, qn(f"c:{name}")).set("val", value if isinstance(value, str) else f"{value:.4f}")
    area.insert(0, layout)


def _on_second_axis(chart: Chart, index: int, gap_width: int) -> None:
    """Move one series to a second pair of axes of the same scale that is not drawn."""
    area = chart._chartSpace.chart.plotArea
    bars = area.find(qn("c:barChart"))
    series = bars.findall(qn("c:ser"))[index]
    second = copy.deepcopy(bars)
    for other in second.findall(qn("c:ser")):
        second.remove(other)
    bars.remove(series)
    second.insert(
        len(second) - len(second.findall(qn("c:axId"))) - len(second.findall(qn("c:gapWidth"))) - len(second.findall(qn("c:overlap"))),
        series,
    )
    second.find(qn("c:gapWidth")).set("val", str(gap_width))
    bars.addnext(second)
    for axis, name in zip(second.findall(qn("c:axId")), ("50010", "50020"), strict=True):
        axis.set("val", name)
    last = [child for child in area if child.tag in (qn("c:catAx"), qn("c:valAx"))][-1]
    for tag, own, crossing in (("c:valAx", "50020", "50010"), ("c:catAx", "50010", "50020")):
        axis = copy.deepcopy(area.find(qn(tag)))
        axis.find(qn("c:axId")).set("val", own)
        axis.find(qn("c:crossAx")).set("val", crossing)
        axis.find(qn("c:delete")).set("val", "1")
        last.addnext(axis)
