"""Several readings of one figure side by side: one table, one drawing on one scale, and the difference in words.

It knows the figures as blocks only. Every registered figure is built once for each side and merged here, row by row of its
table, so that a new figure can be compared without more code. Nothing is added up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.counts import SignedCount, is_hidden
from analytics.money import PublicMoney
from presentation.block import FigureBlock
from presentation.charts.chart import (
    LINE_ROLES,
    BarSeries,
    Chart,
    Course,
    End,
    KeyEntry,
    RegionMap,
    RowBars,
    TableBars,
    TableLines,
    TimeLines,
)
from presentation.charts.steps import round_ticks
from presentation.charts.style import SIGNS, WRITTEN_SIGNS
from presentation.matrix import Matrix
from presentation.reading import Reading
from presentation.tables import Cell, Column, Kind, Table, written
from presentation.text import Text
from presentation.words.dimensions import subtitle, within
from presentation.words.notes import LABEL_KINDS, filters_in_words

#: Rows that are drawn: those with the largest values; the table has all.
_MOST_ROWS = 12
_NO_NUMBER = ("text", "date")
#: Room beside the last day for the values, as a part of the time shown.
_ROOM = 0.3

Key = tuple[Cell, ...]


@dataclass(frozen=True, eq=False)
class _Merged:
    """The tables of all sides as one.

    Attributes:
        table: Names of the rows, then each number of every side beside each other.
        keys: The names of each row.
        values: (Row, side) → the number that is drawn; null where a side has none.
        column: The column that is drawn, as one side has it.
        place: Of its first side in the table.
        days: The day of each row, where rows are days; else empty.
    """

    table: Table
    keys: tuple[Key, ...]
    values: tuple[tuple[Cell, ...], ...]
    column: Column
    place: int
    days: Mapping[Key, date]


def compared(blocks: Sequence[FigureBlock | Matrix | None], reading: Reading) -> FigureBlock | None:
    """One figure of several sides.

    Args:
        blocks: The figure of each side; null where a side has none. At least one is not null.
        reading: The reader's reading, whose sides they are.

    Returns:
        The figure; null where the ordinary one has all sides beside each other already, as a map of all regions has.
    """
    text, filters = reading.text, reading.filters
    codes = getattr(filters, filters.compare)
    names = [text.label(LABEL_KINDS[filters.compare], code) for code in codes]
    first = next(block for block in blocks if block is not None)
    tables = [block.table if block else None for block in blocks]
    is_map = isinstance(first, FigureBlock) and isinstance(first.chart, RegionMap)
    if len({table.rows if table else () for table in tables}) == 1 or (is_map and filters.compare == "region"):
        return None
    merged = _merged(first, blocks, codes, names, text)
    drawn = sorted(range(len(merged.keys)), key=lambda row: -max((_number(value) or 0 for value in merged.values[row]), default=0))
    is_dated = bool(merged.days)
    kept = sorted(drawn[:_MOST_ROWS])
    difference = _difference(merged, codes, filters.compare, text)
    missing = [name for name, block in zip(names, blocks, strict=True) if block is None]
    notes = dict.fromkeys(block.not_shown for block in blocks if block and block.not_shown)
    lacking = text("There is nothing to show of {names}.", names=text.list_of(missing)) if missing else None
    others = len(merged.keys) - len(kept)
    return FigureBlock(
        key=first.key,
        headline=difference,
        subtitle=subtitle(_measure(first, reading, text), filters_in_words(filters, text), text),
        chart=_lines(merged, names, text) if is_dated else _bars(merged, names, kept, text),
        sentence=text("Each has figures of its own; they are not added up."),
        alt=text(
            "{names} beside each other, on one scale: {column}. {difference}.",
            names=text.list_of(names),
            column=merged.column.header,
            difference=difference,
        ),
        table=merged.table,
        not_shown=" ".join(filter(None, (lacking, *(notes if len(notes) == 1 else ())))) or None,
        source=getattr(first, "source", None),
        only_in_table=text.plural("{number} row is in the table only.", "{number} rows are in the table only.", others)
        if others and not is_dated
        else None,
    )


def _measure(block: FigureBlock | Matrix, reading: Reading, text: Text) -> str:
    """What the figure measures, without the choices of one side."""
    for side in reading.sides:
        if words := filters_in_words(side.filters, text):
            measure = block.subtitle.removesuffix(subtitle("", words, text))
            if measure != block.subtitle:
                return measure
    return block.subtitle


def _merged(
    first: FigureBlock | Matrix, blocks: Sequence[FigureBlock | Matrix | None], codes: Sequence[str], names: Sequence[str], text: Text
) -> _Merged:
    table = first.table
    heads = next((place for place, column in enumerate(table.columns) if place and column.kind not in _NO_NUMBER), 1)
    sides = [
        # Where each side's own part is its only row, the row is the same one.
        _Side(block, heads, text("Chosen part") if block.table.codes == (code,) else None) if block else None
        for block, code in zip(blocks, codes, strict=True)
    ]
    keys = tuple(dict.fromkeys(key for side in sides if side for key in side.rows))
    headers = dict.fromkeys(
        (column.header, column.kind)
        for block in blocks
        for column in (block.table.columns[heads:] if block else ())
        if column.kind not in _NO_NUMBER
    )
    main = table.columns[_main_column(first, heads)]
    columns = [Column(header, kind) for header, kind in headers]
    total = None
    if all(side and side.total and not side.is_own for side in sides):
        total = (
            *(table.total or ())[:heads],
            *(side.total.get(column.header) for column in columns for side in sides if side and side.total),
        )
    return _Merged(
        Table(
            table.caption,
            (
                *table.columns[:heads],
                *(Column(text("{column}: {name}", column=column.header, name=name), column.kind) for column in columns for name in names),
            ),
            tuple((*key, *(side.value(key, column.header) if side else None for column in columns for side in sides)) for key in keys),
            total,
        ),
        keys,
        tuple(tuple(side.value(key, main.header) if side else None for side in sides) for key in keys),
        main,
        heads + columns.index(main) * len(names),
        {key: day for side in sides if side for key, day in side.days.items()},
    )


class _Side:
    """The table of one side: its values by the names of their row and by the header of their column."""

    def __init__(self, block: FigureBlock | Matrix, heads: int, own: str | None) -> None:
        table = block.table
        headers = [column.header for column in table.columns]
        self.is_own = own is not None
        keys: list[Key] = [(own, *row[1:heads]) if own else row[:heads] for row in table.rows]
        self.rows = {key: dict(zip(headers, row, strict=True)) for key, row in zip(keys, table.rows, strict=True)}
        self.total = dict(zip(headers, table.total, strict=True)) if table.total else None
        chart = block.chart if isinstance(block, FigureBlock) else None
        is_timed = isinstance(chart, TimeLines) and isinstance(chart.office, TableLines) and bool(chart.office.columns)
        days = chart.days if isinstance(chart, TimeLines) and is_timed and len(chart.days) == len(keys) else ()
        self.days: dict[Key, date] = dict(zip(keys, days, strict=True)) if days else {}

    def value(self, key: Key, header: str) -> Cell:
        return self.rows.get(key, {}).get(header)


def _main_column(block: FigureBlock | Matrix, heads: int) -> int:
    """The column that the figure's own drawing shows first; where its columns are days, the last of them."""
    chart = block.chart if isinstance(block, FigureBlock) else None
    if isinstance(chart, RegionMap):
        return chart.column
    office = chart.office if chart else None
    if isinstance(office, TableLines) and not office.columns:
        return len(block.table.columns) - 1
    shown = office.columns[0] if office else heads
    shares = [place for place, column in enumerate(block.table.columns) if column.kind == "share" and place >= heads]
    if isinstance(office, TableBars) and office.stacked and shares:
        return shares[0]
    return shown if block.table.columns[shown].kind not in _NO_NUMBER else heads


def _number(value: Cell) -> float | None:
    if is_hidden(value if isinstance(value, int | float) else None):
        return None
    return float(value) if isinstance(value, int | float) else None


def _said(value: Cell, kind: Kind, text: Text) -> str:
    if value is None:
        return text("no value")
    if isinstance(value, int | float) and kind in ("euros", "millions"):
        return text.euros(PublicMoney(round(value * 100))) if kind == "euros" else text.millions(PublicMoney(round(value * 100_000_000)))
    return written(value, kind, text)


def _short(value: Cell, kind: Kind, text: Text) -> str:
    """A value in a drawing: large amounts in millions, as everywhere."""
    return (
        text.millions(PublicMoney(round(value * 100))) if isinstance(value, int | float) and kind == "euros" else _said(value, kind, text)
    )


def _row_name(key: Key, text: Text) -> str:
    return " · ".join(text.date(part) if isinstance(part, date) else str(part) for part in key if part is not None)


def _difference(merged: _Merged, codes: Sequence[str], compare: str, text: Text) -> str:
    """Where the number is largest and where it is smallest: in all, on the last day, or in the row where they differ most."""
    kind, count = merged.column.kind, len(codes)
    row: str | None
    if merged.table.total is not None and merged.table.total[merged.place] is not None:
        row, values = None, merged.table.total[merged.place : merged.place + count]
    else:
        spreads = [_spread(values) for values in merged.values]
        shared = [place for place, spread in enumerate(spreads) if spread >= 0] or list(range(len(spreads)))
        place = max(shared, key=lambda place: merged.days[merged.keys[place]] if merged.days else spreads[place])
        is_own = merged.keys[place][0] == text("Chosen part")
        row, values = None if is_own else _row_name(merged.keys[place], text), merged.values[place]
    known = [(number, value, code) for value, code in zip(values, codes, strict=True) if (number := _number(value)) is not None]
    if not known:
        return text("The figures cannot be compared: there are no values")
    least, most = min(known, key=lambda each: each[0]), max(known, key=lambda each: each[0])

    def place_of(code: str) -> str:
        kinds = LABEL_KINDS[compare]
        return text("under “{name}”", name=text.label(kinds, code)) if kinds == "statuses" else within(kinds, code, text)

    said = {
        "measure": merged.column.header if row is None else text("{column}, {row}", column=merged.column.header, row=row),
        "most": place_of(most[2]),
        "value": _said(most[1], kind, text),
    }
    if any(isinstance(value, SignedCount) for _, value, _ in known):
        # Which of two protected counts is larger is not known: each is said, and nothing of both.
        each = [text("{value} {place}", value=_said(value, kind, text), place=place_of(code)) for _, value, code in known]
        return text("{measure}: the figures are {values}", measure=said["measure"], values=text.list_of(each))
    if len(known) == 1:
        return text("{measure}: the only figure is {most} ({value})", **said)
    if least[0] == most[0]:
        return text("{measure}: the figure is the same, {value}", measure=said["measure"], value=said["value"])
    return text(
        "{measure}: the figure is largest {most} ({value}) and smallest {least} ({other})",
        **said,
        least=place_of(least[2]),
        other=_said(least[1], kind, text),
    )


def _spread(values: Sequence[Cell]) -> float:
    known = [number for value in values if (number := _number(value)) is not None]
    return max(known) - min(known) if len(known) > 1 else -1.0


def _bars(merged: _Merged, names: Sequence[str], rows: Sequence[int], text: Text) -> Chart:
    """A bar for each side in every row, all on one scale."""
    sides = range(len(names))
    return RowBars(
        names=[_row_name(merged.keys[row], text) for row in rows],
        series=[
            BarSeries(
                values=[_number(merged.values[row][side]) for row in rows],
                words=[_short(merged.values[row][side], merged.column.kind, text) for row in rows],
                tone=LINE_ROLES[side],
                hover=[f"{names[side]}: {_said(merged.values[row][side], merged.column.kind, text)}" for row in rows],
                thickness=12,
                size=12,
            )
            for side in sides
        ],
        key=[KeyEntry(LINE_ROLES[side], names[side]) for side in sides],
        office=TableBars(tuple(merged.place + side for side in sides), LINE_ROLES[: len(names)]),
    )


def _lines(merged: _Merged, names: Sequence[str], text: Text) -> Chart:
    """A line for each side, on one axis."""
    order = sorted(range(len(merged.keys)), key=lambda row: merged.days[merged.keys[row]])
    days = [merged.days[merged.keys[row]] for row in order]
    lines = [[_number(merged.values[row][side]) for row in order] for side in range(len(names))]
    kind = merged.column.kind
    ticks = round_ticks((value for line in lines for value in line), whole=kind not in ("share", "rate", "people_rate", "millions"))
    last = [(side, line[-1]) for side, line in enumerate(lines)]
    return TimeLines(
        days=days,
        lines=[
            Course(
                values=line,
                tone=LINE_ROLES[side],
                sign=SIGNS[side],
                hover=[f"{names[side]}, {text.date(day)}: {_said(value, kind, text)}" for day, value in zip(days, line, strict=True)],
                name=names[side],
            )
            for side, line in enumerate(lines)
        ],
        ticks=ticks,
        tick_words=[_short(tick, kind, text) for tick in ticks],
        ends=[
            End(value, _short(value, kind, text), LINE_ROLES[side], WRITTEN_SIGNS[SIGNS[side]]) for side, value in last if value is not None
        ],
        names=[KeyEntry(LINE_ROLES[side], name, WRITTEN_SIGNS[SIGNS[side]]) for side, name in enumerate(names)],
        room=_ROOM,
        height=360,
        office=TableLines(tuple(merged.place + side for side in range(len(names))), LINE_ROLES[: len(names)]),
    )
