"""Lines over time: the largest parts with names, the others in grey. Figures of reach, of regions and of projects are drawn so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from presentation.charts.chart import LINE_ROLES, Course, End, KeyEntry, TableLines, TimeLines
from presentation.charts.steps import round_ticks
from presentation.charts.style import SIGNS, WRITTEN_SIGNS
from presentation.text import Text

_HEIGHT = 360

#: Code → its values day by day; null where it is not known.
Values = Mapping[str | None, Sequence[float | None]]


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines over time: the drawing, the named lines in words, and how many have no name."""

    chart: TimeLines
    words: list[str]
    others: int


def ranked(points: Iterable[tuple[date, str | None, float | None]]) -> tuple[list[date], Values]:
    """The days, oldest first, and code → its values day by day: the largest last value first, the unknown part last.

    Args:
        points: Day, code and value of each point; a code without a point on a day has null there.
    """
    by_code: dict[str | None, dict[date, float | None]] = {}
    for day, code, value in points:
        by_code.setdefault(code, {})[day] = value
    days = sorted({day for line in by_code.values() for day in line})
    order = sorted(by_code, key=lambda code: (code is None, -(by_code[code].get(days[-1]) or 0)))
    return days, {code: [by_code[code].get(day) for day in days] for code in order}


def lines(
    values: Values,
    days: Sequence[date],
    name: Callable[[str | None], str],
    text: Text,
    *,
    unknown_last: bool = True,
    first: Sequence[str] = (),
    say: Callable[[float | None], str] | None = None,
    axis: Callable[[Sequence[float]], tuple[list[str], str]] | None = None,
    whole: bool = True,
    room: float = 0.22,
    office: TableLines = TableLines(),
) -> Lines:
    """The largest parts as named lines, the others in grey.

    Names of groups are long: they stand in full above the drawing, from the top line down,
    and the number after the line has the same sign.

    Args:
        values: In the order of ``ranked``.
        days: Not empty, oldest first.
        name: What a part is called.
        unknown_last: Whether null is the unknown part, which is never named.
        first: Codes that are named before larger ones, for example the chosen ones.
        say: A value in words, also a null one; a count of what is collected when null.
        axis: The numbers beside the axis, and their unit above it; plain numbers when null.
        whole: The values are counts, so that the axis has no parts of one.
        room: Beside the last day for its values, as a part of the time shown.
        office: Which part of the figure's table an office program draws.
    """
    say = say or (lambda value: text("not collected") if value is None else text.number(value))
    chosen = [code for code in values if code in first]
    offered = [code for code in values if code not in first and (code is not None or not unknown_last)]
    named = [*chosen, *offered][: len(LINE_ROLES)]
    tones = dict(zip(named, LINE_ROLES, strict=False))
    signs = dict(zip(named, SIGNS, strict=False))
    ticks = round_ticks((value for line in values.values() for value in line), whole=whole)
    numbers, unit = axis(ticks) if axis else ([text.number(tick) for tick in ticks], "")
    last_values = {code: value for code in named if (value := values[code][-1]) is not None}
    names = {code: text("{name} {amount}", name=name(code), amount=say(value)) for code, value in last_values.items()}
    chart = TimeLines(
        days=days,
        lines=[
            Course(
                values=values[code],
                tone=tones.get(code, "context"),
                sign=signs.get(code),
                width=3 if code in tones else 1.5,
                hover=[
                    text("{name}, {day}: {amount}", name=name(code), day=text.date(day), amount=say(value))
                    for day, value in zip(days, values[code], strict=True)
                ],
            )
            # The largest last: named lines lie on grey ones.
            for code in reversed([*named, *(code for code in values if code not in tones)])
        ],
        ticks=ticks,
        tick_words=numbers,
        unit=unit,
        ends=[End(value, say(value), tones[code], WRITTEN_SIGNS[signs[code]]) for code, value in last_values.items()],
        names=[KeyEntry(tones[code], words, WRITTEN_SIGNS[signs[code]]) for code, words in names.items()],
        room=room,
        height=_HEIGHT,
        office=office,
    )
    return Lines(chart, list(names.values()), len(values) - len(named))


def lines_alt(drawn: Lines, days: Sequence[date], text: Text) -> str:
    """Lines over time for those who do not see them."""
    largest = text.list_of(drawn.words[:3]) or text("not collected")
    return text.plural(
        "Points on one date. Largest: {names}.",
        "Lines over {number} dates. Largest on the last date: {names}.",
        len(days),
        names=largest,
    )


def grey_lines(others: int, text: Text) -> str | None:
    """How many lines have no name; null when all have one."""
    if not others:
        return None
    return text.plural(
        "{number} other line is grey and without a name; its numbers are in the table.",
        "{number} other lines are grey and without names; their numbers are in the table.",
        others,
    )
