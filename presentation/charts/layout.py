"""Where everything of a chart stands: charts become scenes.

How wide the reader's screen is is not known. So the name of a bar stands above it with the whole width to itself, and
heights are counted in pixels.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, singledispatch
from textwrap import wrap
from typing import Any

from presentation.charts.chart import (
    Band,
    BarSeries,
    Bullet,
    Chart,
    Columns,
    Course,
    DividedBar,
    End,
    KeyEntry,
    PairRows,
    RangeBars,
    RegionMap,
    RisingLine,
    RowBars,
    RowMark,
    Shade,
    ShareBars,
    TimeLines,
    Tone,
)
from presentation.charts.scene import Axis, Bars, Box, Hatch, Line, Marker, Note, Points, Run, Scene
from presentation.charts.style import CHOSEN, CLASSES, COMMITTED, LOOKS, NOTHING, OUTLINE, SPENT, UNCOLOURED, WARNING

_NAME_WIDTH, _NAME_LINE, _ROW_GAP = 42, 19, 13
#: The part of a drawing's width that numbers at the ends of bars, or names at the ends of lines, may need.
_ROOM_FOR_NUMBERS, _ROOM_FOR_NAMES = 0.34, 0.66
#: Below the last row.
_FOOT = 8
#: The part of its own whole that a bar is drawn to at most: a longer one is cut short, so that the others are seen.
CUT_AT = 1.5
_CUT_FROM, _CUT_TO = 1.38, 1.43


@singledispatch
def scene(chart: Chart) -> Scene:
    """A chart in its place.

    Raises:
        NotImplementedError: no function lays out this kind of chart.
    """
    raise NotImplementedError(type(chart).__name__)


# Words --------------------------------------------------------------------------------


@lru_cache(maxsize=5_000)
def wrapped(words: str, width: int = _NAME_WIDTH) -> tuple[str, ...]:
    """A long name over lines, so that nothing is cut off on a narrow screen; one empty line for no words.

    Lines are about equally long: no word is left alone on the last one.
    """
    lines = wrap(words, width)
    for narrower in range(math.ceil(len(words) / max(len(lines), 1)), width):
        if len(even := wrap(words, narrower)) == len(lines):
            lines = even
            break
    return tuple(lines) or (" ",)


def _plain(*lines: str) -> tuple[Line, ...]:
    return tuple((Run(line),) for line in lines)


def _signed(colour: str, words: str, sign: str = "■") -> Line:
    """Words with a sign in their colour in front: text itself keeps the theme's colour, to be readable."""
    return (Run(sign, colour, 1.25), Run(f"\u00a0{words}"))


def _key_lines(key: Iterable[KeyEntry]) -> list[Line]:
    """Tones and their words in lines that fit a phone."""
    lines: list[list[Run]] = []
    length = math.inf
    for tone, words, sign in key:
        if length + len(words) > 32:
            lines.append([])
            length = 0
        elif lines[-1]:
            lines[-1][-1] = Run(f"{lines[-1][-1].words}\u2003")
        lines[-1] += _signed(LOOKS[tone].colour, words, sign)
        length += len(words) + 4
    return [tuple(line) for line in lines]


# Bars in rows -------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """Where the bars of a drawing stand. One unit of the vertical axis is one pixel.

    Attributes:
        bars: For each bar of a row, its place in every row.
        notes: The key of tones, if there is one, and the names above the bars.
        names: The notes of the names alone.
        height: Pixels in all.
    """

    bars: tuple[tuple[float, ...], ...]
    notes: tuple[Note, ...]
    names: tuple[Note, ...]
    height: int

    @property
    def axis(self) -> Axis:
        """The vertical axis, first row on top."""
        return Axis(self.height, 0)


def _rows(names: Sequence[str], thickness: Sequence[int], key: Sequence[KeyEntry] = ()) -> _Rows:
    """Lay out rows of bars, each under its name; the key of tones stands above them all."""
    above: list[Note] = []
    named: list[Note] = []
    places: list[list[float]] = [[] for _ in thickness]
    y = 0.0
    if key:
        legend = _key_lines(key)
        above.append(Note(legend, 0, 0, x_in_area=True))
        y += len(legend) * (_NAME_LINE + 2) + 10
    for name in names:
        lines = wrapped(name)
        named.append(Note(_plain(*lines), 0, y, x_in_area=True, right=-1))
        y += len(lines) * _NAME_LINE + 2
        for place, pixels in zip(places, thickness, strict=True):
            place.append(y + pixels / 2)
            y += pixels + 1
        y += _ROW_GAP
    return _Rows(tuple(map(tuple, places)), (*above, *named), tuple(named), round(y))


def _reach(values: Iterable[float | None]) -> Axis:
    """The axis along the bars, with room for a number at the end of the longest."""
    known = [value for value in values if value is not None]
    top, bottom = max(0, *known, 0), min(0, *known, 0)
    room = (top - bottom) * _ROOM_FOR_NUMBERS
    return Axis(bottom - (room if bottom < 0 else 0), top + room or 1)


@scene.register
def _row_bars(chart: RowBars) -> Scene:
    is_cut = bool(chart.cut) and any(_is_longer(value) for series in chart.series for value in series.values)
    key = (*chart.key, KeyEntry("committed", chart.cut, "■┄")) if is_cut else chart.key
    place = _rows(chart.names, [series.thickness if series.space is None else series.space for series in chart.series], key)
    bars = [bar for series, places in zip(chart.series, place.bars, strict=True) for bar in _series(series, places, bool(chart.cut))]
    if chart.out_of_bounds:
        bars.append(_warning(chart, place))
    marks = [_row_mark(mark, place.bars[0]) for mark in chart.marks]
    values = [value for series in chart.series for value in series.values] + [value for mark in chart.marks for value in mark.values]
    if chart.cut:
        along = Axis(0, min(max([1.0, *(value or 0 for value in values)]), CUT_AT) * 1.01)
    elif chart.reach is not None:
        along = Axis(0, chart.reach)
    else:
        along = _reach([*values, chart.reach_at_least])
    thick = chart.series[0].thickness
    return Scene(
        place.height + _FOOT,
        along,
        place.axis,
        [*bars, *marks],
        [*place.notes, *(note for series, places in zip(chart.series, place.bars, strict=True) for note in _instead(series, places))],
        [Box("line", 1, 1, y - thick / 2 - 2, y + thick / 2 + 2, OUTLINE, 2, "dot", below=True) for y in place.bars[0]]
        if chart.whole
        else [],
    )


def _is_longer(value: float | None) -> bool:
    return value is not None and value > CUT_AT


def _series(series: BarSeries, places: Sequence[float], may_be_cut: bool) -> list[Bars]:
    looks = [LOOKS[tone] for tone in series.tones or [series.tone] * len(series.values)]
    cut = [may_be_cut and _is_longer(value) for value in series.values]
    shared: dict[str, Any] = {
        "places": places,
        "width": series.thickness,
        "colours": [look.colour for look in looks],
        "hatches": [look.hatch for look in looks] if any(look.hatch.shape for look in looks) else (),
        "hover": series.hover,
    }
    words = ["" if value is None else word for value, word in zip(series.values, series.words, strict=True)] if series.words else ()
    bars = [
        Bars([_CUT_FROM if gap else value for value, gap in zip(series.values, cut, strict=True)], words=words, size=series.size, **shared)
    ]
    if any(cut):
        bars.append(Bars([CUT_AT - _CUT_TO if gap else None for gap in cut], starts=[_CUT_TO] * len(cut), **shared))
    return bars


def _instead(series: BarSeries, places: Sequence[float]) -> list[Note]:
    """Words where a bar would start: what is missing is not a bar of no length."""
    return [
        Note(_plain(word), 0, y, level="middle", right=2, size=series.size)
        for value, word, y in zip(series.values, series.words, places, strict=False)
        if value is None and word
    ]


def _warning(chart: RowBars, place: _Rows) -> Bars:
    parts = chart.out_of_bounds
    return Bars(
        [part.length for part in parts],
        [place.bars[part.series][part.row] for part in parts],
        chart.series[0].thickness,
        [WARNING.colour] * len(parts),
        [WARNING.hatch] * len(parts),
        [part.start for part in parts],
    )


def _row_mark(mark: RowMark, places: Sequence[float]) -> Points:
    colour = LOOKS[mark.tone].colour
    ys = places if mark.rows is None else [places[row] for row in mark.rows]
    return Points(mark.values, ys, marker=Marker("line-ns", mark.length, colour, mark.width, colour), hover=mark.hover)


@scene.register
def _range_bars(chart: RangeBars) -> Scene:
    place = _rows(chart.names, (16,))
    ys = place.bars[0]
    known = [(ends, y, hover) for ends, y, hover in zip(chart.ranges, ys, chart.hover, strict=True) if ends is not None]
    places = [y for _, y, _ in known]
    return Scene(
        place.height + _FOOT,
        Axis(0, chart.reach),
        place.axis,
        [
            Bars(
                [high - low for (low, _, high), *_ in known],
                places,
                14,
                [COMMITTED] * len(known),
                starts=[low for (low, *_), *_ in known],
                hover=[hover for *_, hover in known],
            ),
            Points([middle for (_, middle, _), *_ in known], places, marker=Marker("line-ns", 14, SPENT, 4, SPENT)),
        ],
        [
            *place.notes,
            *(
                Note(_plain(word), ends[2] if ends else 0, y, level="middle", right=6, size=13)
                for ends, word, y in zip(chart.ranges, chart.words, ys, strict=True)
            ),
        ],
    )


# Parts of a whole ---------------------------------------------------------------------


@scene.register
def _share_bars(chart: ShareBars) -> Scene:
    place = _rows(chart.names, (chart.thickness,), [KeyEntry(part.tone, part.name) for part in chart.parts])
    bars = [
        Bars(
            part.shares,
            place.bars[0],
            chart.thickness,
            [LOOKS[part.tone].colour] * len(part.shares),
            [LOOKS[part.tone].hatch] * len(part.shares),
            stacked=True,
            words=part.words,
            inside="middle",
            size=chart.size,
            ink=LOOKS[part.tone].ink,
            hover=part.hover,
        )
        for part in chart.parts
    ]
    return Scene(place.height + _FOOT, Axis(0, 1), place.axis, bars, place.notes)


#: The divided bar, a line of words below it, and the letters on a line.
_BAR, _LINE, _LINE_WIDTH = 44, 24, 44


@scene.register
def _divided_bar(chart: DividedBar) -> Scene:
    y, notes = _BAR + 12, []
    # A line that is nearly full may go over two on a screen with wider letters.
    least = y + sum((1 + len(part.line) // _LINE_WIDTH) * _LINE for part in chart.parts) + _FOOT if chart.long_lines else 0
    for tone, _, _, words in chart.parts:
        lines = wrapped(words, _LINE_WIDTH) if chart.long_lines else (words,)
        first = (Run(f"□\u00a0{lines[0]}"),) if tone is None else _signed(LOOKS[tone].colour, lines[0])
        notes.append(Note((first, *_plain(*lines[1:])), 0, y, x_in_area=True, right=-1))
        y += len(lines) * _LINE
    bars = [
        Bars(
            [part.share],
            [_BAR / 2],
            _BAR,
            [LOOKS[part.tone].colour],
            [LOOKS[part.tone].hatch],
            stacked=True,
            words=[part.words],
            inside="middle",
            size=15,
            ink=LOOKS[part.tone].ink,
            hover=[part.line],
        )
        for part in chart.parts
        if part.tone
    ]
    height = max(least, y + _FOOT)
    return Scene(height, Axis(0, 1), Axis(height if chart.long_lines else y, 0), bars, notes)


@scene.register
def _pair_rows(chart: PairRows) -> Scene:
    place = _rows(chart.names, (20,), chart.key)
    ys = place.bars[0]
    reached, against = (LOOKS[entry.tone].colour for entry in chart.key)
    return Scene(
        place.height + _FOOT,
        Axis(0, 1.02),
        place.axis,
        [
            Points(
                [value for pair in chart.pairs for value in (*pair, None)],
                [value for y in ys for value in (y, y, None)],
                colour=OUTLINE,
                width=2,
            ),
            Points([pair[0] for pair in chart.pairs], ys, marker=Marker("diamond-open", 12, against, 2.5), hover=chart.words),
            Points([pair[1] for pair in chart.pairs], ys, marker=Marker("circle", 12, reached), hover=chart.words),
        ],
        [
            *place.notes,
            *(
                Note(_plain(word), 1, name.y, x_in_area=True, anchor="right", size=13)
                for word, name in zip(chart.words, place.names, strict=True)
            ),
        ],
        [Box("line", 0.5, 0.5, place.names[0].y, place.height, OUTLINE, 1, "dot", below=True)] if chart.pairs else [],
    )


# The frame ----------------------------------------------------------------------------

_FRAME_TOP, _FRAME_BAR, _FRAME_LINE = 26, 48, 24
#: Committed and spent money inside the frame.
_COMMITTED_BAR, _SPENT_BAR = _FRAME_BAR - 8, 20


@scene.register
def _bullet(chart: Bullet) -> Scene:
    frame, committed, spent = chart.frame, chart.committed, chart.spent
    known = [value for value in (committed, spent, frame) if value is not None]
    high, low = max(0, *known, 0) or 1, min(0, *known, 0)
    top = 4 if frame is None else _FRAME_TOP
    middle = top + _FRAME_BAR / 2
    stages: tuple[tuple[float | None, int, Tone, str, str], ...] = (
        (committed, _COMMITTED_BAR, "committed", chart.shares[0], chart.lines[0]),
        (spent, _SPENT_BAR, "spent", chart.shares[1], chart.lines[1]),
    )
    bars = [
        Bars([value], [middle], width, [LOOKS[tone].colour], words=[words], inside="end", ink=LOOKS[tone].ink, hover=[line])
        for value, width, tone, words, line in stages
    ]
    bars += [
        Bars([end - start], [middle], width, [WARNING.colour], [WARNING.hatch], [start])
        for start, end, width in _outside_the_frame(committed, spent, frame)
    ]
    notes, boxes = [], []
    if frame is not None:
        boxes.append(Box("rect", 0, frame, top, top + _FRAME_BAR, OUTLINE, 2))
        notes.append(Note(_plain(chart.frame_words), frame, 0, anchor="right" if frame > high / 2 else "left"))
    y = top + _FRAME_BAR + 10
    third = (CHOSEN, "▨") if chart.is_over else (OUTLINE, "□")
    for line, (colour, sign) in zip(chart.lines, ((COMMITTED, "■"), (SPENT, "■"), third, (CHOSEN, "▨")), strict=False):
        notes.append(Note((_signed(colour, line, sign),), 0, y, x_in_area=True, right=-1))
        y += _FRAME_LINE
    return Scene(y + _FOOT, Axis(low, high * 1.004), Axis(y, 0), bars, notes, boxes)


def _outside_the_frame(committed: float | None, spent: float | None, frame: float | None) -> list[tuple[float, float, int]]:
    """What is above its limit or below zero, as (from, to, thickness): it is drawn in the colour of warning."""
    outside = []
    if committed is not None and frame is not None and committed > frame:
        outside.append((frame, committed, _COMMITTED_BAR))
    if committed is not None and committed < 0:
        outside.append((0.0, committed, _COMMITTED_BAR))
    if committed is not None and spent is not None and spent > max(committed, 0):
        outside.append((max(committed, 0.0), spent, _SPENT_BAR))
    if spent is not None and spent < 0:
        outside.append((0.0, spent, _SPENT_BAR))
    return outside


# Lines over time ----------------------------------------------------------------------

_LINES_MARGIN = (2, 2, 30, 30)
#: What words at the days of an axis need below it.
_EVENT_WORDS = 36
_TICK = 13
#: Between the ends of a range that is no estimate.
_BAND = "rgba(31,111,159,0.22)"


def _time_axis(days: Sequence[date], month: Sequence[tuple[date, Sequence[str]]], room: float) -> Axis:
    """Dates from left to right, with room for the lines' names after the last one."""
    span = (days[-1] - days[0]).days or 365
    before = span * 0.04 if days[0] < days[-1] else span / 2
    return Axis(
        days[0] - timedelta(days=before),
        days[-1] + timedelta(days=span * room),
        [day for day, _ in month],
        [words for _, words in month],
        marks=True,
    )


def _some_days(days: Sequence[date]) -> list[tuple[date, Sequence[str]]]:
    """Four days or fewer, evenly apart, as ``10/2026``."""
    gaps = min(len(days) - 1, 3)
    ticks = [days[round(index * (len(days) - 1) / gaps)] for index in range(gaps + 1)] if gaps else [days[0]]
    return [(day, [f"{day.month}/{day.year}"]) for day in ticks]


def _value_axis(ticks: Sequence[float], words: Sequence[str], high: float | None = None) -> Axis:
    """Values from the first tick to the last, with quiet lines; lower where values are negative."""
    return Axis(ticks[0], ticks[-1] if high is None else high, ticks, [[word] for word in words], grid=True, zero=True)


def _unit(words: str) -> Note:
    """The unit of an axis, above it."""
    return Note(_plain(words), 0, 1, x_in_area=True, y_in_area=True, level="bottom", up=6, size=_TICK)


def _end_names(ends: Sequence[End], day: date, ticks: Sequence[float], height: float) -> list[Note]:
    """The names of lines after their last points, pushed apart so that none covers another or the axis."""
    pixel = (ticks[-1] - ticks[0]) / (height - _LINES_MARGIN[2] - _LINES_MARGIN[3])
    ordered = sorted(ends, key=lambda end: end.value)
    words = [wrap(end.words, 16, break_long_words=False) or [""] for end in ordered]
    halves = [len(lines) * 9 * pixel for lines in words]
    places: list[float] = []
    for end, half in zip(ordered, halves, strict=True):
        least = places[-1] + halves[len(places) - 1] + half if places else ticks[0] + half
        places.append(max(end.value, least))
    # What was pushed above the drawing comes down again, from the top.
    most = ticks[-1]
    for index in reversed(range(len(places))):
        places[index] = min(places[index], most)
        most = places[index] - halves[index] - (halves[index - 1] if index else 0)
    return [
        Note(
            ((Run(end.sign, LOOKS[end.tone].colour), Run(f"\u00a0{lines[0]}")), *_plain(*(f"\u2002\u2002{line}" for line in lines[1:]))),
            day,
            place,
            level="middle",
            right=6,
            size=_TICK,
        )
        for end, lines, place in zip(ordered, words, places, strict=True)
    ]


@scene.register
def _time_lines(chart: TimeLines) -> Scene:
    days = chart.days
    above = 0 if chart.names is None else len(chart.names) * 20 + 12 + (20 if chart.unit else 0)
    left, right, top, bottom = _LINES_MARGIN
    below = _EVENT_WORDS if chart.events else 0
    dated = [(event.day, event.words) for event in chart.events] or _some_days(days)
    notes = [
        Note(
            (_signed(LOOKS[tone].colour, words, sign),),
            0,
            1,
            x_in_area=True,
            y_in_area=True,
            up=top + above - index * 20,
        )
        for index, (tone, words, sign) in enumerate(chart.names or ())
    ]
    notes += _end_names(chart.ends, days[-1], chart.ticks, chart.height - below)
    if chart.unit:
        notes.append(_unit(chart.unit))
    if chart.watermark:
        notes.append(Note(((Run(chart.watermark, bold=True),),), days[0], 1, y_in_area=True, size=16, colour=CHOSEN))
    return Scene(
        above + chart.height,
        _time_axis(days, dated, _ROOM_FOR_NAMES if chart.room is None else chart.room),
        _value_axis(chart.ticks, chart.tick_words),
        [*(points for band in chart.bands for points in _band(band)), *(_course(line, days) for line in chart.lines)],
        notes,
        [Box("line", event.day, event.day, 0, 1, OUTLINE, 1, "dash", y_in_area=True) for event in chart.events if event.is_marked],
        (left, right, top + above, bottom + below),
    )


def _course(line: Course, days: Sequence[date]) -> Points:
    colour = LOOKS[line.tone].colour
    marker = None
    if line.sign == "level":
        marker = Marker("line-ew", line.sign_size, None, 2, colour)
    elif line.sign:
        marker = Marker(line.sign, line.sign_size, colour)
    return Points(
        list(days if line.days is None else line.days),
        line.values,
        colour=colour,
        width=line.width,
        dash=line.dash,
        steps=line.steps,
        marker=marker,
        hover=line.hover,
        name=line.name,
    )


def _band(band: Band) -> tuple[Points, Points]:
    """Two lines with the range between them."""
    colour = LOOKS[band.tone].colour
    if not band.hatch:
        upper = Points(band.days, band.high, colour=colour, hover=band.hover)
        return upper, Points(band.days, band.low, colour=colour, fill="previous", fill_colour=_BAND, hover=band.hover)
    look: dict[str, Any] = {"colour": colour, "width": 1, "dash": "dot", "hover": band.hover}
    hatch = Hatch(band.hatch, colour, size=7, solidity=0.22)
    return (
        Points(band.days, band.low, **look),
        Points(band.days, band.high, fill="previous", fill_colour=UNCOLOURED, hatch=hatch, **look),
    )


# Sizes --------------------------------------------------------------------------------

_SIZES_HEIGHT, _SIZES_MARGIN = 290, (2, 2, 30, 46)


def _under(words: str) -> Note:
    """What an axis measures, at its end below the numbers."""
    return Note(_plain(words), 1, 0, x_in_area=True, y_in_area=True, anchor="right", up=-24, size=_TICK)


@scene.register
def _rising_line(chart: RisingLine) -> Scene:
    count, share = chart.half
    most = chart.counts[-1]
    late = count > most / 2
    return Scene(
        _SIZES_HEIGHT,
        Axis(0, most * 1.02, chart.ticks, [[word] for word in chart.tick_words]),
        _value_axis((0, 0.25, 0.5, 0.75, 1), chart.share_words, 1.04),
        [
            Points(chart.counts, chart.shares, colour=COMMITTED, width=3, hover=chart.hover),
            Points([count], [share], marker=Marker("diamond", 11, SPENT)),
        ],
        [
            _unit(chart.up),
            Note(_plain(chart.half_words), count, share, anchor="right" if late else "left", right=-8 if late else 10, up=-4, size=_TICK),
            _under(chart.across),
        ],
        [Box("line", 0, count, 0.5, 0.5, OUTLINE, 1, "dot")],
        _SIZES_MARGIN,
    )


@scene.register
def _columns(chart: Columns) -> Scene:
    step, bins, top = chart.step, len(chart.counts), max(chart.counts)
    low, median, high = chart.quartiles
    return Scene(
        _SIZES_HEIGHT,
        Axis(-step * 0.2, step * bins, chart.ticks, [[word] for word in chart.tick_words]),
        Axis(0, top * 1.42),
        [
            Bars(
                chart.counts,
                [step * (index + 0.5) for index in range(bins)],
                step * 0.92,
                [COMMITTED] * bins,
                flat=False,
                words=chart.words,
                size=13,
                hover=chart.hover,
            )
        ],
        [
            Note(
                _plain(chart.median_words),
                median,
                top * 1.24,
                anchor="left" if median < step * bins / 2 else "right",
                level="bottom",
                size=_TICK,
            ),
            _under(chart.across),
        ],
        [Box("line", median, median, 0, top * 1.2, OUTLINE, 2, "dash"), Box("line", low, high, top * 1.2, top * 1.2, OUTLINE, 4)],
        _SIZES_MARGIN,
    )


# The map ------------------------------------------------------------------------------

#: Pixels: the map on a page and on the overview, one line of the legend, its square.
_MAP, _SMALL_MAP, _LEGEND_LINE, _SQUARE = 580, 430, 24, 14
#: Letters on a line of the legend: it stands in a narrow column too.
_LEGEND_WIDTH = 30
#: A region is met from anywhere near its point.
_MET_WITHIN = 45


@scene.register
def _region_map(chart: RegionMap) -> Scene:
    shapes = [
        Points(
            *_outlines([area.rings for area in chart.areas if area.shade == shade]),
            colour=OUTLINE,
            width=0.8,
            fill="self",
            fill_colour=_shade_colour(shade, chart.classes),
            hatch=Hatch("/", OUTLINE, solidity=0.25) if shade == "outside" else Hatch(),
            name=words,
        )
        for shade, words in chart.legend
    ]
    if chart.selected:
        outlines = {area.code: area.rings for area in chart.areas}
        shapes.append(Points(*_outlines([outlines[code] for code in chart.selected if code in outlines]), colour=CHOSEN, width=3.5))
    met = [(area, area.point) for area in chart.areas if area.point]
    shapes.append(
        Points(
            [x for _, (x, _) in met],
            [y for _, (_, y) in met],
            marker=Marker(size=22, colour=COMMITTED, is_seen=False),
            hover=[area.hover for area, _ in met],
            codes=[area.code for area, _ in met],
        )
    )
    notes, squares, legend = ([], [], 0) if chart.small else _legend(chart)
    return Scene(
        (_SMALL_MAP if chart.small else _MAP) + legend,
        Axis(),
        Axis(same_scale=True),
        shapes,
        notes,
        squares,
        (0, 0, 0, legend),
        _MET_WITHIN,
    )


def _shade_colour(shade: Shade, classes: int) -> str:
    """Few classes are drawn with the palette's middle, so that the lightest and darkest keep their meaning."""
    if isinstance(shade, int):
        return CLASSES[(len(CLASSES) - classes) // 2 + shade]
    return NOTHING if shade == "none" else UNCOLOURED


def _outlines(regions: Iterable[Sequence[Sequence[tuple[int, int]]]]) -> tuple[list[int | None], list[int | None]]:
    """The outlines of some regions as one line with gaps."""
    rings = [ring for region in regions for ring in region]
    return [x for ring in rings for x in (*(x for x, _ in ring), None)], [y for ring in rings for y in (*(y for _, y in ring), None)]


def _legend(chart: RegionMap) -> tuple[list[Note], list[Box], int]:
    """Under the map: one entry a class, with a square as the class is drawn; and its height."""
    notes, squares, y = [], [], 8
    for shade, words in chart.legend:
        lines = wrapped(words, _LEGEND_WIDTH)
        squares.append(Box("rect", 1, 23, -y, -y - _SQUARE, OUTLINE, 1, fill=_shade_colour(shade, chart.classes), pixels=True))
        if shade == "outside":
            squares += [Box("line", x + 8, x, -y, -y - _SQUARE, OUTLINE, 1, pixels=True) for x in (1, 8, 15)]
        notes.append(Note(_plain(*lines), 0, 0, x_in_area=True, y_in_area=True, right=30, up=4 - y))
        y += _LEGEND_LINE + (len(lines) - 1) * 19
    return notes, squares, y
