"""Drawing of the theme's money over deliveries. Public basis only."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from analytics.funding import TrendPoint
from analytics.ledger import money_ledger
from analytics.money import PublicMoney
from data_loaders.theme import FrameAmount
from presentation.block import FigureBlock
from presentation.charts.chart import Course, End, TableLines, TimeLines, Tone
from presentation.charts.steps import round_ticks
from presentation.figures.registry import register
from presentation.reading import Reading
from presentation.tables import Column, Table
from presentation.text import Text
from presentation.words.amounts import euros_of, millions_or_not_known, money_words
from presentation.words.dimensions import subtitle

#: How many times the money of a selection the frame may be and still be drawn beside it.
_FRAME_AT_MOST = 6


def funding_trend(
    points: tuple[TrendPoint, ...], text: Text, filtered: str | None = None, frames: tuple[FrameAmount, ...] = ()
) -> FigureBlock:
    """Committed and spent money in each delivery, with the frame of the day.

    Args:
        points: Not empty; oldest first. One point is drawn as a point: it is no trend.
        frames: The dated amounts of the frame; one that came between deliveries is drawn on its own day.
    """
    days = [point.as_of for point in points]
    frame = _frame_course(points, frames)
    series: list[tuple[Tone, str, str, list[date], list[PublicMoney | None]]] = [
        ("frame", text("Budget"), "┄", list(frame), list(frame.values())),
        ("committed", text("Committed"), "●", days, [point.totals.planned for point in points]),
        ("spent", text("Spent"), "◆", days, [point.totals.actual for point in points]),
    ]
    # The frame is the whole theme's: far above a selection's money it would press the lines to the ground. The table has it.
    most = max((euros_of(money) for *_, amounts in series[1:] for money in amounts if money is not None), default=0)
    near = not filtered or most * _FRAME_AT_MOST >= max((euros_of(money) for money in frame.values() if money is not None), default=0)
    series = [line for line in series[0 if near else 1 :] if any(money is not None for money in line[4])]
    ticks = round_ticks(euros_of(money) for *_, amounts in series for money in amounts)
    numbers, unit = money_words(ticks, text)
    ends = [
        End(euros_of(amounts[-1]), text("{name} {amount}", name=name, amount=text.millions(amounts[-1])), tone, sign)
        for tone, name, sign, _, amounts in series
        if amounts[-1] is not None
    ]
    chart = TimeLines(
        days=days,
        lines=[_line(*line, one_day=len(days) == 1, text=text) for line in series],
        ticks=ticks,
        tick_words=numbers,
        unit=unit,
        ends=ends,
        office=TableLines((1, 2, 3) if near else (1, 2), ("committed", "spent", "frame")),
    )
    return FigureBlock(
        key="funding-trend",
        headline=_trend_headline(points, text),
        subtitle=subtitle(text("Committed and spent public funding in each delivery, cumulative"), filtered, text),
        chart=chart,
        sentence=" ".join(
            filter(None, (_trend_sentence(points, text), _frame_changes(frame, text) if near else _frame_above(points[-1].frame, text)))
        ),
        alt=text.plural(
            "Points of one delivery. {ends}.",
            "Lines over {number} deliveries. On the last day: {ends}.",
            len(points),
            ends="; ".join(end.words for end in ends) or text("No amounts are known"),
        ),
        table=Table(
            text("Public funding by delivery, euros"),
            (
                Column(text("Date")),
                Column(text("Committed, €"), "euros"),
                Column(text("Spent, €"), "euros"),
                Column(text("Budget, €"), "euros"),
                Column(text("Projects"), "count"),
            ),
            tuple(
                (text.date(p.as_of), euros_of(p.totals.planned), euros_of(p.totals.actual), euros_of(p.frame), p.totals.project_count)
                for p in points
            ),
        ),
        ledger=money_ledger(history=True),
    )


def _line(
    tone: Tone, name: str, sign: str, moments: Sequence[date], amounts: Sequence[PublicMoney | None], *, one_day: bool, text: Text
) -> Course:
    hover = [
        text("{name}, {day}: {amount}", name=name, day=text.date(day), amount=text.euros(money))
        for day, money in zip(moments, amounts, strict=True)
    ]
    values = [euros_of(money) for money in amounts]
    if tone == "frame":
        # The amount is in force until the next; on one day only its sign can be seen.
        marker = "level" if one_day else None
        return Course(
            values=values, tone=tone, days=moments, sign=marker, sign_size=9, width=2, dash="dot", steps=True, hover=hover, name=name
        )
    return Course(values=values, tone=tone, sign="circle" if tone == "committed" else "diamond", sign_size=9, hover=hover, name=name)


def _frame_course(points: tuple[TrendPoint, ...], frames: tuple[FrameAmount, ...]) -> dict[date, PublicMoney | None]:
    """The frame on every delivery's day, and on the days between them when it changed."""
    course = {point.as_of: point.frame for point in points}
    if any(course.values()):
        first, last = points[0].as_of, points[-1].as_of
        course |= {amount.valid_from: PublicMoney.of(amount.amount_eur) for amount in frames if first < amount.valid_from < last}
    return dict(sorted(course.items()))


def _frame_changes(course: dict[date, PublicMoney | None], text: Text) -> str:
    """How the frame changed between the deliveries; empty when it did not."""
    changes = [
        text("on {day} from {before} to {after}", day=text.date(day), before=text.millions(was), after=text.millions(now))
        for (_, was), (day, now) in pairwise(course.items())
        if was and now and was != now
    ]
    return text("The budget is that of each day; it changed {changes}.", changes=text.list_of(changes)) if changes else ""


def _frame_above(frame: PublicMoney | None, text: Text) -> str:
    """Why the frame is not drawn beside a selection's money."""
    return (
        text("The budget of the whole theme, {amount}, is far above and is only in the table.", amount=text.millions(frame))
        if frame
        else ""
    )


def _trend_headline(points: tuple[TrendPoint, ...], text: Text) -> str:
    if len(points) < 2:
        return text("There is one delivery, so no trend can be shown yet")
    last, before = points[-1], points[-2]
    if last.totals.planned is None or before.totals.planned is None:
        return text("No committed funding is known")
    change, since = last.totals.planned - before.totals.planned, text.date(before.as_of)
    if change.cents > 0:
        return text("Committed funding has grown by {amount} since {day}", amount=text.millions(change), day=since)
    if change.cents < 0:
        return text("Committed funding has fallen by {amount} since {day}", amount=text.millions(PublicMoney(-change.cents)), day=since)
    return text("Committed funding has not changed since {day}", day=since)


def _trend_sentence(points: tuple[TrendPoint, ...], text: Text) -> str:
    if len(points) < 2:
        return text("A trend needs at least two deliveries.")
    first, last = points[0], points[-1]
    if first.totals.planned is None or (first.totals.actual is None and last.totals.actual is not None):
        return text(
            "Committed funding is now {committed} and spent funding {spent}; not all of the amounts of {first} are known.",
            first=text.date(first.as_of),
            committed=millions_or_not_known(last.totals.planned, text),
            spent=millions_or_not_known(last.totals.actual, text),
        )
    if all(point.totals.actual is None for point in points):
        return text(
            "Committed funding was {committed_before} on {first} and is now {committed_after}; spent funding is not known in any delivery.",
            first=text.date(first.as_of),
            committed_before=millions_or_not_known(first.totals.planned, text),
            committed_after=millions_or_not_known(last.totals.planned, text),
        )
    return text(
        "Committed funding was {committed_before} on {first} and is now {committed_after}; spent funding was {spent_before} and is now {spent_after}.",
        first=text.date(first.as_of),
        committed_before=millions_or_not_known(first.totals.planned, text),
        committed_after=millions_or_not_known(last.totals.planned, text),
        spent_before=millions_or_not_known(first.totals.actual, text),
        spent_after=millions_or_not_known(last.totals.actual, text),
    )


# Registered ---------------------------------------------------------------------------


@register("funding-trend")
def _trend(reading: Reading) -> FigureBlock:
    return funding_trend(reading.funding_trend, reading.text, reading.filtered, reading.money.frames)
